// SPDX-License-Identifier: MIT
// A belt has no GPS: its distance is what the runner read off it, else what the
// watch guessed from the arm, set right by runs of which it was read off. How far
// off each is goes into the error of the evidence. Other runs without GPS and pod
// (an indoor track whose laps were not told) may be a third off: they are none.
#include "app/app_belt.h"

#include <string.h>

#define TOLD_ERROR 0.02    // a belt's own display [engineering estimate]
#define GUESSED_ERROR 0.07 // of a wrist's guess indoors, as for load [engineering estimate]
#define CALIBRATION_RUNS 32

static bool without_gps(const store_run *run) {
    return run->sport == MILER_SPORT_RUNNING &&
           (run->dist_source == MILER_DIST_TREADMILL || run->dist_source == MILER_DIST_FOOTPOD);
}

bool app_belt_is(const store_run *run) {
    return run->sub_sport == MILER_SUB_TREADMILL || run->sub_sport == MILER_SUB_VIRTUAL;
}

bool app_belt_told(const store_run *run) {
    return without_gps(run) && (run->dist_m > run->recorded_dist_m || run->dist_m < run->recorded_dist_m);
}

bool app_belt_calibrate(const store_run *runs, size_t count, const store_run *run, miler_calibration *out) {
    miler_calibration_run told[CALIBRATION_RUNS];
    size_t n = 0;
    for (size_t i = 0; i < count && n < CALIBRATION_RUNS; i++) {
        const store_run *other = &runs[i];
        if (!app_belt_told(other) || other->id == run->id || strcmp(other->device, run->device) != 0)
            continue;
        told[n++] =
            (miler_calibration_run){other->recorded_dist_m, other->dist_m, other->dist_m / other->timer_s};
    }
    return n > 0 && miler_calibrate(told, n, run->dist_m / run->timer_s, out);
}

// What was told up to that run: what is told later must not change how an old one counts. Newest first.
static bool calibrate_then(const store_run *runs, size_t count, const store_run *run,
                           miler_calibration *out) {
    const store_run *before = run + 1;
    size_t n = 0;
    while (before + n < runs + count && (int64_t)run->day - before[n].day <= MILER_EASY_BEFORE_DAYS)
        n++;
    return app_belt_calibrate(before, n, run, out);
}

// How the distances of one run are known.
typedef struct known {
    const store_run *run;
    miler_evidence_way way;
    double factor, error;
} known;

static known know(const store_run *runs, size_t count, const store_run *run) {
    miler_calibration c;
    // What was told is in its stretches already: they are measured again when it is.
    if (app_belt_told(run)) return (known){run, MILER_WAY_BELT_TOLD, 1, TOLD_ERROR};
    if (calibrate_then(runs, count, run, &c))
        return (known){run, MILER_WAY_BELT_CALIBRATED, c.factor, hypot(c.error, TOLD_ERROR)};
    return (known){run, MILER_WAY_BELT_GUESSED, 1, GUESSED_ERROR};
}

static const store_run *find(const store_run *runs, size_t count, int64_t id) {
    for (size_t i = 0; i < count; i++)
        if (runs[i].id == id) return &runs[i];
    return NULL;
}

miler_status app_belt_evidence(app *a, const store_run *runs, size_t count, int32_t since_day,
                               miler_arena *arena, miler_evidence **out, size_t *out_count,
                               miler_error *err) {
    store_best *bests;
    size_t best_count;
    *out_count = 0;
    const miler_status status = store_best_strange(a->store, a->athlete_id, STORE_BELT, since_day, a->today,
                                                   arena, &bests, &best_count, err);
    if (status != MILER_OK) return status;
    *out = miler_arena_array(arena, best_count + 1, sizeof **out);
    if (*out == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    known k = {.run = NULL};
    for (size_t i = 0; i < best_count; i++) { // run by run
        const miler_effort *e = &bests[i].effort;
        if (e->dist_m < MILER_TRAINING_MIN_M) continue;
        if (k.run == NULL || k.run->id != bests[i].run_id) {
            const store_run *run = find(runs, count, bests[i].run_id);
            if (run == NULL || !app_belt_is(run)) continue;
            k = know(runs, count, run);
        }
        (*out)[(*out_count)++] = (miler_evidence){.dist_m = e->dist_m * k.factor,
                                                  .time_s = e->time_s,
                                                  .error_s = k.error * e->time_s,
                                                  .day = bests[i].day,
                                                  .kind = MILER_EVIDENCE_TRAINING_BEST,
                                                  .source_id = bests[i].run_id,
                                                  .way = k.way};
    }
    return MILER_OK;
}
