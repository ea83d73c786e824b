// SPDX-License-Identifier: MIT
// What was really run: one run with its track, its reps, what was put right by
// hand, how it stands to the plan, and its form. Read afresh from the original
// each time; only facts of the runner's are kept.
#ifndef MILER_RUN_TRUTH_H
#define MILER_RUN_TRUTH_H

#include "app/app.h"

#include <miler/form.h>
#include <miler/load.h>
#include <miler/match.h>
#include <miler/plan.h>

typedef struct app_truth {
    app_run run;             // its recording and activity with the edits laid over
    miler_activity recorded; // as the watch wrote it
    store_edit *edits;       // that hold, oldest first
    size_t edit_count;
    miler_edited edited;
    double *lap_track_m; // of each edited lap, along the track; NaN: not run on one
    miler_tracks tracks;
    const char *track_name; // of tracks.tracks[0]; "" none
    int64_t track_id;       // in the store; 0 = not kept
    bool track_is_new;      // kept just now
    miler_reps reps;
    const char *text;         // the session in the workout language; "" of what was not run or walked
    const char *board;        // as a coach writes it
    const char *key, *counts; // what makes it the same as another, miler_reps_key
    miler_track_split
        *splits; // 100, 200 and 400 m, of each rep on a track; of each part where there are no reps
    size_t split_count;
    miler_start_point *starts; // of each rep: where on the track it was run from
    bool has_match;
    miler_match match;
    const miler_session *planned; // what match compares with
    miler_form form;
    bool has_calibration; // without GPS: what other such runs propose
    miler_calibration calibration;
    miler_load load; // by the fitness of its day
} app_truth;

// Running and walking have a pace, and zones of it; everything else a speed.
bool app_on_foot(miler_sport sport);
// Keeps a track that was not known (unless the store cannot be written) and
// what the session was. Errors: as app_run_get.
miler_status app_truth_get(app *a, int64_t id, miler_arena *arena, app_truth *out,
                           miler_error *err) MILER_CHECK;

// The session in words, `max` bytes at most: cut where a set ends, with an ellipsis. NULL: no memory.
const char *app_reps_words(const miler_reps *reps, void (*print)(const miler_reps *, miler_buf *), size_t max,
                           miler_arena *arena);
// The step of it that looks for tracks: fills tracks, track_name, track_id and
// track_is_new, and keeps what the run says of its track. A search that memory
// does not suffice for is a reason why_not, no error.
miler_status app_truth_tracks(app *a, miler_arena *arena, app_truth *out, miler_error *err) MILER_CHECK;

// ---- The same session across months

typedef struct app_alike_row {
    store_run run;
    store_session session;
    bool near; // the same reps, another number of them
} app_alike_row;
typedef struct app_alike {
    const char *text;    // what this one was
    const char *key;     // what all of them share; "" = nothing was run that could be run again
    app_alike_row *rows; // the same ones first, then those nearly so; each newest first
    size_t count;
} app_alike;
// Reads and keeps what was not read yet, of runs since that day (MILER_NO_DAY: all). Errors: CANCELLED.
miler_status app_truth_read_missing(app *a, int32_t since_day, miler_arena *arena,
                                    miler_error *err) MILER_CHECK;
// Reads every run that was not read yet: long work the first time, with progress. Errors: NOT_FOUND, CANCELLED.
miler_status app_alike_get(app *a, int64_t id, miler_arena *arena, app_alike *out,
                           miler_error *err) MILER_CHECK;

// ---- By hand

// Checks the edit against the run, then keeps it; the log shows a distance told by hand. Errors: RANGE with the reason, NOT_FOUND.
miler_status app_edit_add(app *a, int64_t id, const miler_edit *edit, miler_error *err) MILER_CHECK;
// One lap's length, by its number as app_truth_get lists them (edited.laps), from 1.
miler_status app_edit_lap(app *a, int64_t id, int32_t lap, double length_m, miler_error *err) MILER_CHECK;
// Several, all or none of them: each is checked against the run as those before it have made it.
typedef struct app_edit {
    miler_edit edit;
    int32_t lap; // its at_s is in this lap, from 1; 0 = it says so itself
} app_edit;
miler_status app_edits_add(app *a, int64_t id, const app_edit *edits, size_t count,
                           miler_error *err) MILER_CHECK;
miler_status app_edit_undo(app *a, int64_t id, miler_error *err) MILER_CHECK; // NOT_FOUND: there is none
// The last `count`, all or none. `newest`: the number of the edit that has to be the last (CONFLICT); 0: any.
miler_status app_edits_undo(app *a, int64_t id, int64_t newest, size_t count, miler_error *err) MILER_CHECK;
miler_status app_edit_redo(app *a, int64_t id, miler_error *err) MILER_CHECK;

miler_status app_track_list(app *a, miler_arena *arena, store_track **out, size_t *out_count,
                            miler_error *err) MILER_CHECK;
// name NULL: as it is; lane 0: as it is, -1: ask the positions again; forget: it is not looked for any more. NOT_FOUND, RANGE.
miler_status app_track_set(app *a, int64_t id, const char *name, int32_t lane, bool forget,
                           miler_error *err) MILER_CHECK;

#endif
