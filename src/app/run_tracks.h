// SPDX-License-Identifier: MIT
// The tracks of one run, by itself and by what other runs said of them; and what
// the run says of its own track, kept where the caller wants it kept.
#ifndef MILER_RUN_TRACKS_H
#define MILER_RUN_TRACKS_H

#include "app/app.h"

#include <miler/track.h>

typedef struct run_tracks_asked {
    int64_t id; // of the run: its own sight of a track is never its prior
    const miler_activity *activity;
    int32_t lane; // told for the run; 0: not
} run_tracks_asked;

typedef struct run_tracks {
    miler_tracks tracks;
    const char *name; // of tracks.tracks[0]; "" none
    int64_t id;       // in the store; 0 = not kept
    bool is_new;      // kept just now
} run_tracks;

// Who shows a run remembers what it says of its track; who measures one only asks.
// The answer is the same. A search that memory does not suffice for is a reason
// why_not, no error; a store that cannot be written remembers nothing.
typedef enum run_tracks_memory { RUN_TRACKS_ASK, RUN_TRACKS_REMEMBER } run_tracks_memory;
miler_status run_tracks_find(app *a, const run_tracks_asked *run, run_tracks_memory memory,
                             miler_arena *arena, run_tracks *out, miler_error *err) MILER_CHECK;

#endif
