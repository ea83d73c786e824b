// SPDX-License-Identifier: MIT
// "How much was it?": load of weeks and of one session, by the fitness of its day.
#ifndef MILER_APP_LOAD_H
#define MILER_APP_LOAD_H

#include "app/app.h"

typedef struct app_load_answer {
    int32_t today;
    miler_load_week *weeks; // oldest first; the last one is that of today
    size_t count;
    miler_load_view view;
    size_t sessions;       // of the weeks shown
    size_t unread;         // of them, those that were never measured: an original that cannot be read
    size_t rides;          // of them, runs that were ridden and have no load
    size_t doubted;        // of them, runs whose distance is not believed, nor counted (as in app_fitness)
    size_t outranked;      // of them, those whose effort was told and whose load is from pace or heart rate
    miler_load_runner now; // what load rests on today; threshold_mps NaN = not known
    bool hr_rest_told;
} app_load_answer;

// Reads what was never measured (a store of before, a new version of the measuring): long work once, with
// progress; nothing where the store is read only. Whoever asks for the mile reads first, since sessions of reps are found by
// it: the mile must not depend on what was asked before. Errors: CANCELLED.
miler_status app_load_read(app *a, miler_arena *arena, miler_error *err) MILER_CHECK;
// Reads likewise first. weeks 1..MILER_LOAD_WEEKS_MAX. Errors: ARG, CANCELLED.
miler_status app_load(app *a, int32_t weeks, miler_arena *arena, app_load_answer *out,
                      miler_error *err) MILER_CHECK;
// A run as it counts: without what was ridden of it.
typedef struct app_load_run {
    int64_t id;
    int32_t day;
    double run_m, timer_s;
    bool whole; // nothing of it was ridden
} app_load_run;

// The runs since a day by `fitness`, oldest first, without those that are rides or that it doubts: the same
// distance as in app_load, where `fitness` is today's and the day within four weeks.
miler_status app_load_runs(app *a, const miler_fitness *fitness, int32_t since_day, miler_arena *arena,
                           app_load_run **out, size_t *out_count, miler_error *err) MILER_CHECK;
// Of one session, with what was put right by hand laid over `run`.
miler_status app_load_one(app *a, const app_run *run, miler_arena *arena, miler_load *out,
                          miler_error *err) MILER_CHECK;

#endif
