// SPDX-License-Identifier: MIT
// Which runs the mile does not rest on although they look fast, each with its
// reason: so that a real one can be entered as a result, and a wrong one be seen.
#include "app/app_belt.h"
#include "app/app_fitness.h"

#include <stdio.h>

#define STRANGE_MIN_M 800.0 // shorter is no evidence of a mile
#define HEART_BEYOND 0.17   // ln of the mile: heart rate is off by 6 % and some days [engineering estimate]

const char *app_doubt_name(app_doubt_why why) {
    static const char *const names[] = {"beyond", "heart rate", "ride", "record", "jump", "guess"};
    return (unsigned)why < sizeof names / sizeof names[0] ? names[why] : "";
}

const char *app_doubt_words(app_doubt_why why) {
    static const char *const words[] = {
        "far faster than everything else makes likely, as a car, a bicycle or a wrong distance would be",
        "its heart rate is far too low for that speed, as on a bicycle",
        "its speed or its steps are those of a car or a bicycle",
        "faster than the world record",
        "the positions jump",
        "no GPS and no foot pod, so its distance is the watch's guess (of an indoor track tell the length of "
        "a "
        "lap: miler edit ID lap 200m)",
    };
    return (unsigned)why < sizeof words / sizeof words[0] ? words[why] : "";
}

static bool listed(const app_fitness_answer *answer, int64_t run_id) {
    for (size_t i = 0; i < answer->doubt_count && i < APP_DOUBTS_MAX; i++)
        if (answer->doubts[i].run_id == run_id) return true;
    return false;
}

// Newest first; what is too old for the list is counted.
static void insert(app_fitness_answer *answer, const app_doubt *doubt) {
    size_t at = answer->doubt_count < APP_DOUBTS_MAX ? answer->doubt_count : APP_DOUBTS_MAX;
    answer->doubt_count++;
    while (at > 0 && answer->doubts[at - 1].day < doubt->day) {
        if (at < APP_DOUBTS_MAX) answer->doubts[at] = answer->doubts[at - 1];
        at--;
    }
    if (at < APP_DOUBTS_MAX) answer->doubts[at] = *doubt;
}

static bool heart_too_low(const app *a, const store_run *run, double mile_s) {
    const double rest = a->athlete.hr_rest_bpm > 0 ? a->athlete.hr_rest_bpm : MILER_HR_REST_USUAL;
    const double moving_s = run->moving_s > 0 ? run->moving_s : run->timer_s;
    const double heart_s =
        miler_heart_mile_s(run->dist_m / moving_s, (double)run->avg_hr_bpm, rest, a->athlete.hr_max_bpm);
    return heart_s < mile_s * exp(-HEART_BEYOND); // false where nothing is known
}

static miler_status add(app *a, miler_arena *arena, app_fitness_answer *answer, app_doubt *doubt,
                        miler_error *err) {
    store_run run;
    const miler_status status = store_run_get(a->store, doubt->run_id, arena, &run, err);
    if (status != MILER_OK) return status;
    if (doubt->why == APP_DOUBT_GUESS && app_belt_is(&run)) return MILER_OK; // it counts, with a warning
    if (doubt->why == APP_DOUBT_BEYOND && heart_too_low(a, &run, answer->fitness.mile.time_s))
        doubt->why = APP_DOUBT_HEART;
    (void)snprintf(doubt->source, sizeof doubt->source, "run %lld%s%.60s", (long long)run.id,
                   run.name[0] != '\0' ? ": " : "", run.name);
    insert(answer, doubt);
    return MILER_OK;
}

static app_doubt_why why_of(store_strange which, uint32_t flags) {
    if (which == STORE_BELT) return APP_DOUBT_GUESS;
    if ((flags & MILER_EFFORT_NOT_RUNNING) != 0) return APP_DOUBT_RIDE;
    return (flags & MILER_EFFORT_IMPOSSIBLE) != 0 ? APP_DOUBT_RECORD : APP_DOUBT_JUMP;
}

// What was measured to be no running, or no distance, where it would have been faster than today's mile.
static miler_status add_strange(app *a, store_strange which, miler_arena *arena, app_fitness_answer *answer,
                                miler_error *err) {
    store_best *list;
    size_t count;
    miler_status status = store_best_strange(a->store, a->athlete_id, which, a->today - MILER_TRAINING_DAYS,
                                             a->today, arena, &list, &count, err);
    for (size_t i = 0; status == MILER_OK && i < count; i++) {
        const miler_effort *e = &list[i].effort;
        miler_estimate known;
        if (e->dist_m < STRANGE_MIN_M || !miler_fitness_at(&answer->fitness, e->dist_m, &known)) continue;
        if (!(e->time_s < known.time_s) || listed(answer, list[i].run_id)) continue;
        app_doubt doubt = {.dist_m = e->dist_m,
                           .time_s = e->time_s,
                           .day = list[i].day,
                           .run_id = list[i].run_id,
                           .why = why_of(which, e->flags)};
        status = add(a, arena, answer, &doubt, err);
    }
    return status;
}

miler_status app_fitness_doubts(app *a, miler_arena *arena, app_fitness_answer *answer, miler_error *err) {
    const miler_fitness *f = &answer->fitness;
    miler_status status = MILER_OK;
    for (size_t i = 0; status == MILER_OK && i < f->doubted_count && i < MILER_DOUBTED_MAX; i++) {
        const miler_evidence *e = &f->doubted[i];
        app_doubt doubt = {.dist_m = e->dist_m,
                           .time_s = e->time_s,
                           .day = e->day,
                           .run_id = e->source_id,
                           .why = APP_DOUBT_BEYOND};
        status = add(a, arena, answer, &doubt, err);
    }
    if (f->doubted_count > MILER_DOUBTED_MAX) answer->doubt_count += f->doubted_count - MILER_DOUBTED_MAX;
    if (status == MILER_OK) status = add_strange(a, STORE_STRANGE, arena, answer, err);
    return status == MILER_OK ? add_strange(a, STORE_BELT, arena, answer, err) : status;
}
