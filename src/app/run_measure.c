// SPDX-License-Identifier: MIT
#include "app/run_measure.h"

#include <miler/reps.h>

// Most runs are on roads: only those that go round in circles pay for the search.
static miler_status along_tracks(const miler_recording *recording, miler_arena *arena, miler_activity *a,
                                 miler_error *err) {
    if (a->sport != MILER_SPORT_RUNNING || !miler_activity_circles(a)) return MILER_OK;
    miler_tracks tracks;
    miler_reps reps;
    miler_status status = miler_tracks_find(a, NULL, 0, arena, &tracks, err);
    if (status != MILER_OK || tracks.count == 0) return status;
    status = miler_reps_find(a, recording, &tracks, NULL, arena, &reps, err);
    return status == MILER_OK ? miler_activity_bests_on(a, &tracks, &reps, arena, err) : status;
}

miler_status run_measure(const miler_recording *recording, miler_arena *arena, miler_activity *out,
                         miler_error *err) {
    const miler_status status = miler_activity_build(recording, arena, out, err);
    return status == MILER_OK ? along_tracks(recording, arena, out, err) : status;
}
