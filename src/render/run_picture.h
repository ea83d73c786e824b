// SPDX-License-Identifier: MIT
// A run of the store as a picture: what `miler runs ID --svg KIND` writes and
// the page shows.
#ifndef MILER_RUN_PICTURE_H
#define MILER_RUN_PICTURE_H

#include "app/app.h"
#include "render/language.h"
#include "render/look.h"
#include "render/pictures.h"

// What a picture shows besides the run itself; all may be NULL: the track
// is looked for then, and the watch's laps stand for the reps.
typedef struct run_picture_facts {
    const miler_tracks *tracks;
    const miler_reps *reps;
    const picture_target *targets; // one for each of reps
    const miler_track_split *splits;
    size_t split_count;
    bool narrow;              // for a phone
    const language *language; // of its words; NULL: English
} run_picture_facts;

// Errors: NOMEM, LIMIT.
miler_status render_run_picture(const app_run *run, const picture_kind *kind, const run_picture_facts *facts,
                                miler_units units, miler_arena *arena, miler_buf *out,
                                miler_error *err) MILER_CHECK;

#endif
