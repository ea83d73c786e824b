// SPDX-License-Identifier: MIT
// One run as it counts: its bests measured along the track where it was run on
// one, and what was put right by hand laid over. Import, rebuild and each edit
// come by here, so that the log says the same whatever came first: tracks known
// from other runs are not asked, but for a lane told by hand.
#ifndef MILER_RUN_MEASURE_H
#define MILER_RUN_MEASURE_H

#include "app/app.h"

#include <miler/edits.h>
#include <miler/load.h>
#include <miler/reps.h>

// The edits of a run that hold, oldest first, and the same without what the store says of them.
typedef struct run_edits {
    store_edit *rows;
    miler_edit *plain;
    size_t count;
} run_edits;
miler_status run_edits_get(app *a, int64_t id, miler_arena *arena, run_edits *out,
                           miler_error *err) MILER_CHECK;

// A run with the edits laid over it.
typedef struct run_edited {
    miler_edited edited;
    miler_recording recording; // as if it had been made so
    miler_activity activity;
} run_edited;
// `recorded`: of that recording. Without edits all is as recorded. Errors: NOMEM, LIMIT.
miler_status run_edits_lay(const run_edits *edits, const miler_recording *recording,
                           const miler_activity *recorded, miler_arena *arena, run_edited *out,
                           miler_error *err) MILER_CHECK;

// What the store keeps of a recording: the activity as recorded, with splits and
// bests of the run as it was put right by hand, along its track; and what its
// load and the mile of its reps are told from. `id`: the run, for its edits; 0 = it is new. Errors: as
// miler_activity_build.
typedef struct run_measured {
    miler_activity activity;
    miler_load_parts load;
    store_reps_mile reps; // what its reps say of the mile
} run_measured;
#define RUN_LOAD_VERSION 4 // of load and reps kept: raised when they are measured differently
miler_status run_measure(app *a, int64_t id, const miler_recording *recording, miler_arena *arena,
                         run_measured *out, miler_error *err) MILER_CHECK;
// Load and reps of a run that is filed already.
miler_status run_measured_put_derived(app *a, int64_t id, const run_measured *run,
                                      miler_error *err) MILER_CHECK;
// Files all of it under the key. Errors: as store_activity_put.
miler_status run_measured_put(app *a, const store_activity_key *key, const run_measured *run, int64_t *out_id,
                              miler_error *err) MILER_CHECK;

#endif
