// SPDX-License-Identifier: MIT
// The strategies beside the optimum: what each costs this runner, and what
// becomes of it when the pace is misjudged.
#include "race/energy.h"
#include "race/pacing.h"

#include <string.h>

#define KICK_M 400.0         // too slow is noticed at the bell (engineering estimate)
#define JUDGEMENT_SD_PCT 1.5 // of the pace a runner hits by feel (engineering estimate)

miler_status race_racer(const race_course *course, miler_racer *out, miler_error *err) {
    if (course->request->racer == NULL) return miler_racer_of_time(course->dist_m, course->goal_s, out, err);
    *out = *course->request->racer;
    return MILER_OK;
}

typedef struct way_task {
    const miler_racer *racer;
    const miler_race_card *card;
    const miler_race_load *loads;
    size_t load_count;
    double *knot_s; // room for the card's
} way_task;

// The plan for `goal_s`, run `percent` too fast (below 0: too slow).
static miler_status misjudged(const way_task *t, double goal_s, double percent, double *out_s,
                              miler_error *err) {
    const miler_race_card *card = t->card;
    for (size_t i = 0; i < card->knot_count; i++)
        t->knot_s[i] = card->knot_s[i] * goal_s / card->goal_s * (1 - percent / 100);
    miler_spending run;
    const miler_status status = miler_racer_run(t->racer, card->knot_m, t->knot_s, card->knot_count,
                                                percent < 0 ? KICK_M : 0, t->loads, t->load_count, &run, err);
    *out_s = run.time_s;
    return status;
}

static miler_status weigh(const way_task *t, double optimum_s, miler_race_way *way, miler_error *err) {
    const miler_race_card *card = t->card;
    miler_status status = MILER_OK;
    if (card->strategy == MILER_STRATEGY_OPTIMAL)
        way->best_s = optimum_s;
    else
        status = miler_racer_best_of_shape(t->racer, card->knot_m, card->knot_s, card->knot_count, t->loads,
                                           t->load_count, &way->best_s, err);
    way->cost_s = way->best_s - optimum_s;
    double sum_s = way->best_s;
    double weights = 1;
    for (int p = 1; p <= MILER_MISJUDGED && status == MILER_OK; p++) {
        status = misjudged(t, way->best_s, p, &way->fast_s[p - 1], err);
        if (status == MILER_OK) status = misjudged(t, way->best_s, -p, &way->slow_s[p - 1], err);
        const double off = p / JUDGEMENT_SD_PCT;
        const double weight = exp(-off * off / 2);
        sum_s += weight * (way->fast_s[p - 1] + way->slow_s[p - 1]);
        weights += 2 * weight;
    }
    way->expected_s = sum_s / weights;
    return status;
}

// The fastest race of this runner, and the goal all ways are drawn for.
static miler_status optimum_of(const race_course *course, way_task *t, miler_arena *arena, double *out_s,
                               miler_racer *racer, miler_error *err) {
    miler_race_load *loads;
    miler_spending best;
    miler_status status = race_racer(course, racer, err);
    if (status == MILER_OK) status = race_loads(course, arena, &loads, &t->load_count, err);
    if (status != MILER_OK) return status;
    t->racer = racer;
    t->loads = loads;
    status = miler_race_optimum(racer, course->dist_m, loads, t->load_count, arena, &best, err);
    *out_s = best.time_s;
    return status;
}

miler_status miler_race_ways(const miler_race_request *request, miler_arena *arena, miler_race_way *out,
                             size_t *count, miler_error *err) {
    if (request == NULL || arena == NULL || out == NULL || count == NULL)
        return miler_fail(err, MILER_ERR_ARG, "race ways: NULL given");
    *count = 0;
    miler_race_request asked = *request;
    asked.strategy = MILER_STRATEGY_EVEN; // fits every distance
    race_course course;
    way_task t = {.racer = NULL};
    miler_racer racer;
    double optimum_s;
    miler_status status = race_course_init(&course, &asked, err);
    if (status == MILER_OK) status = optimum_of(&course, &t, arena, &optimum_s, &racer, err);
    for (int s = 0; s < MILER_STRATEGY_COUNT && status == MILER_OK; s++) {
        miler_race_card card;
        miler_error unfit;
        asked.strategy = (miler_strategy)s;
        memset(&out[*count], 0, sizeof out[*count]);
        out[*count].strategy = asked.strategy;
        status = miler_race_plan(&asked, arena, &card, &unfit);
        if (status == MILER_ERR_UNSUPPORTED) { // no meaning over this distance
            status = MILER_OK;
            continue;
        }
        if (status != MILER_OK) return miler_fail(err, status, "%s", unfit.msg);
        t.card = &card;
        t.knot_s = miler_arena_array(arena, card.knot_count, sizeof *t.knot_s);
        if (t.knot_s == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
        status = weigh(&t, optimum_s, &out[*count], err);
        *count += status == MILER_OK;
    }
    return status;
}
