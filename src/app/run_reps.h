// SPDX-License-Identifier: MIT
// What the reps of a run say.
#ifndef MILER_RUN_REPS_H
#define MILER_RUN_REPS_H

#include "app/app.h"

#include <miler/reps.h>

// The set that most metres were run in: its rep, the mean time for it, the mean recovery between two of its
// reps, how many. count 0: there are no reps.
typedef struct run_main_set {
    double rep_m, rep_s; // NaN: none
    double rest_s;       // on the clock; NaN: one rep
    double all_m;
    int32_t count;
    bool only; // there is no other set
} run_main_set;
void run_main_set_find(const miler_reps *reps, run_main_set *out);

// The mile that its reps stand for, and the session in a few words; mile_s NaN where they say nothing.
miler_status run_reps_mile(const miler_activity *activity, const miler_reps *reps, miler_arena *arena,
                           store_reps_mile *out, miler_error *err) MILER_CHECK;

#endif
