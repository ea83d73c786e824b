// SPDX-License-Identifier: MIT
// In the race: a time at one place says where the race is going, and what the
// laps that are left must be. The rest keeps the plan's shape, stretched or
// pressed so that it ends at the goal.
#include "race/pacing.h"

#include <string.h>

// The rest at more than 3 % over goal speed is out of reach (engineering
// estimate; the modern record laps vary by 1.5 to 3 %).
#define REACH 1.03
// What is asked of the store may be half a percent more than it holds by a model
// that is no better than that (engineering estimate).
#define STORE_WITHIN 1.005

static miler_status rest_rows(const miler_race_card *card, double passed_m, double passed_s,
                              miler_arena *arena, miler_race_outlook *out, miler_error *err) {
    size_t first = 0;
    while (first < card->lap_count && card->laps[first].to_m <= passed_m + RACE_SAME_M)
        first++;
    const size_t count = card->lap_count - first;
    miler_race_lap *rest = miler_arena_array(arena, count, sizeof *rest);
    if (rest == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    const double planned_s = miler_race_time_at(card, passed_m);
    const double scale = out->need_s / (card->goal_s - planned_s);
    double from_m = passed_m, from_s = passed_s;
    for (size_t i = 0; i < count; i++) {
        rest[i] = card->laps[first + i];
        const double cum_s = i + 1 < count ? passed_s + scale * (rest[i].cum_s - planned_s) : card->goal_s;
        rest[i].whole_m = rest[i].to_m - from_m;
        rest[i].even_s = rest[i].whole_m * card->goal_s / card->dist_m;
        rest[i].from_m = from_m;
        rest[i].time_s = cum_s - from_s;
        rest[i].whole_s = rest[i].time_s;
        rest[i].cum_s = cum_s;
        rest[i].speed_mps = rest[i].whole_m / rest[i].time_s;
        rest[i].todo = rest[i].feel = rest[i].think = rest[i].cue = "";
        from_m = rest[i].to_m;
        from_s = cum_s;
    }
    out->rest = rest;
    out->rest_count = count;
    return MILER_OK;
}

// Run in the plan's shape up to here, whatever its pace, and then with all that is left.
static miler_status all_that_is_left(const miler_race_card *card, const miler_racer *racer, double passed_m,
                                     double passed_s, miler_arena *arena, miler_race_outlook *out,
                                     miler_error *err) {
    miler_racer own;
    if (racer == NULL) {
        const miler_status status = miler_racer_of_time(card->dist_m, card->goal_s, &own, err);
        if (status != MILER_OK) return status;
        racer = &own;
    }
    double *m = miler_arena_array(arena, card->knot_count + 2, sizeof *m);
    double *s = miler_arena_array(arena, card->knot_count + 2, sizeof *s);
    if (m == NULL || s == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    const double stretch = passed_s / miler_race_time_at(card, passed_m);
    size_t n = 0;
    while (n < card->knot_count && card->knot_m[n] < passed_m - RACE_SAME_M) {
        m[n] = card->knot_m[n];
        s[n] = card->knot_s[n] * stretch;
        n++;
    }
    m[n] = passed_m, s[n++] = passed_s;
    m[n] = card->dist_m, s[n++] = passed_s + fmax(card->goal_s - passed_s, 1);
    miler_spending run;
    const miler_status status = miler_racer_run(racer, m, s, n, card->dist_m - passed_m, NULL, 0, &run, err);
    if (status != MILER_OK) return status;
    out->finish_best_s = passed_s + (run.time_s - run.kick_s);
    out->left_share = run.kick_left_jkg / racer->store_jkg;
    out->store_allows = out->finish_best_s <= STORE_WITHIN * card->goal_s;
    return MILER_OK;
}

miler_status miler_race_project(const miler_race_card *card, const miler_racer *racer, double passed_m,
                                double passed_s, miler_arena *arena, miler_race_outlook *out,
                                miler_error *err) {
    if (card == NULL || arena == NULL || out == NULL)
        return miler_fail(err, MILER_ERR_ARG, "race projection: NULL given");
    memset(out, 0, sizeof *out);
    if (!(passed_m > 0) || !(passed_m < card->dist_m - RACE_SAME_M))
        return miler_fail(err, MILER_ERR_RANGE, "the place passed must lie between the start and %g m",
                          card->dist_m);
    if (!(passed_s > 0) || !isfinite(passed_s))
        return miler_fail(err, MILER_ERR_RANGE, "the time passed must be above zero");
    const miler_status human = race_check_human(MILER_SEX_MALE, passed_m, passed_s, err);
    if (human != MILER_OK) return human;
    const double left_m = card->dist_m - passed_m;
    out->ahead_s = miler_race_time_at(card, passed_m) - passed_s;
    out->finish_even_s = passed_s * card->dist_m / passed_m;
    out->finish_plan_s = card->goal_s - out->ahead_s;
    out->need_s = card->goal_s - passed_s;
    out->need_per_400_s = (double)NAN;
    const miler_status status = all_that_is_left(card, racer, passed_m, passed_s, arena, out, err);
    if (status != MILER_OK) return status;
    if (out->need_s <= 0) return MILER_OK;
    out->need_per_400_s = 400 * out->need_s / left_m;
    out->within_reach = left_m / out->need_s <= REACH * card->even_speed_mps;
    return rest_rows(card, passed_m, passed_s, arena, out, err);
}
