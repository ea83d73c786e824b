// SPDX-License-Identifier: MIT
// Edits laid over a run first, then its track, its reps, its bests and its load:
// in that order, since each rests on the one before.
#include "app/run_measure.h"

#include "app/plan_marks.h"
#include "app/run_reps.h"
#include "app/run_tracks.h"
#include "app/run_truth.h"

#include <string.h>

miler_status run_edits_get(app *a, int64_t id, miler_arena *arena, run_edits *out, miler_error *err) {
    *out = (run_edits){.count = 0};
    const miler_status status = store_edit_list(a->store, id, arena, &out->rows, &out->count, err);
    if (status != MILER_OK) return status;
    out->plain = miler_arena_array(arena, out->count + 1, sizeof *out->plain);
    if (out->plain == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    for (size_t i = 0; i < out->count; i++)
        out->plain[i] = out->rows[i].edit;
    return MILER_OK;
}

miler_status run_edits_lay(const run_edits *edits, const miler_recording *recording,
                           const miler_activity *recorded, miler_arena *arena, run_edited *out,
                           miler_error *err) {
    miler_status status = miler_edits_apply(recorded, edits->plain, edits->count, arena, &out->edited, err);
    if (status != MILER_OK) return status;
    out->recording = *recording;
    out->activity = *recorded;
    if (edits->count == 0) return MILER_OK;
    status = miler_edits_lay(recording, recorded, &out->edited, arena, &out->recording, err);
    return status == MILER_OK ? miler_activity_build(&out->recording, arena, &out->activity, err) : status;
}

// With a lane told the page asks how large the track is by other runs, and so do the bests.
static miler_status find_tracks(app *a, int64_t id, const miler_activity *activity, int32_t lane,
                                miler_arena *arena, miler_tracks *out, miler_error *err) {
    if (lane == 0) return miler_tracks_find(activity, NULL, 0, arena, out, err);
    const run_tracks_asked run = {id, activity, lane};
    run_tracks found;
    const miler_status status = run_tracks_find(a, &run, RUN_TRACKS_ASK, arena, &found, err);
    *out = found.tracks;
    return status;
}

// Most runs are on roads: only those that go round in circles pay for the
// search of tracks. Tracks known from other runs are asked only where a lane was
// told: the log must not hang on what was imported before. What the plan asked is
// left out of the reps: it may be made after the import.
static miler_status along_tracks(app *app_of, int64_t id, const miler_recording *recording, int32_t lane,
                                 miler_arena *arena, miler_activity *a, miler_tracks *tracks,
                                 miler_reps *reps, miler_error *err) {
    *tracks = (miler_tracks){.count = 0};
    *reps = (miler_reps){.count = 0};
    if (a->sport != MILER_SPORT_RUNNING) return MILER_OK;
    const miler_reps_options options = {.named_m = app_named_mile(recording->name),
                                        .imperial = app_of->athlete.units == MILER_UNITS_IMPERIAL};
    miler_status status = MILER_OK;
    if (miler_activity_circles(a)) status = find_tracks(app_of, id, a, lane, arena, tracks, err);
    if (status != MILER_OK) return status;
    const miler_tracks *known = tracks->count > 0 ? tracks : NULL;
    status = miler_reps_find(a, recording, known, &options, arena, reps, err);
    return status == MILER_OK && known != NULL ? miler_activity_bests_on(a, tracks, reps, arena, err)
                                               : status;
}

// Bests, load and reps along the tracks that were found.
static miler_status along(app *app_of, int64_t id, const miler_recording *recording, int32_t lane,
                          miler_arena *arena, miler_activity *a, run_measured *out, miler_error *err) {
    miler_tracks tracks;
    miler_reps reps;
    miler_status status = along_tracks(app_of, id, recording, lane, arena, a, &tracks, &reps, err);
    if (status == MILER_OK) status = run_reps_mile(a, &reps, arena, &out->reps, err);
    if (status != MILER_OK) return status;
    miler_activity measured = *a;
    if (tracks.count > 0 && tracks.dist_at_m != NULL) measured.true_dist_m = tracks.dist_at_m;
    return miler_load_measure(&measured, arena, &out->load, err);
}

static miler_status as_edited(app *a, int64_t id, const miler_recording *recording, miler_arena *arena,
                              run_measured *out, bool *edited, miler_error *err) {
    run_edits edits;
    run_edited run;
    miler_status status = run_edits_get(a, id, arena, &edits, err);
    *edited = status == MILER_OK && edits.count > 0;
    if (!*edited) return status;
    miler_activity *kept = &out->activity;
    status = run_edits_lay(&edits, recording, kept, arena, &run, err);
    if (status == MILER_OK)
        status = along(a, id, &run.recording, run.edited.lane, arena, &run.activity, out, err);
    if (status != MILER_OK) return status;
    kept->name = run.activity.name;
    kept->sport = run.activity.sport;
    memcpy(kept->bests, run.activity.bests, sizeof kept->bests);
    kept->km_splits = run.activity.km_splits;
    kept->km_split_count = run.activity.km_split_count;
    kept->mile_splits = run.activity.mile_splits;
    kept->mile_split_count = run.activity.mile_split_count;
    return MILER_OK;
}

miler_status run_measure(app *a, int64_t id, const miler_recording *recording, miler_arena *arena,
                         run_measured *out, miler_error *err) {
    bool edited = false;
    miler_status status = miler_activity_build(recording, arena, &out->activity, err);
    if (status == MILER_OK && id != 0) status = as_edited(a, id, recording, arena, out, &edited, err);
    if (status != MILER_OK || edited) return status;
    return along(a, id, recording, 0, arena, &out->activity, out, err);
}

miler_status run_measured_put_derived(app *a, int64_t id, const run_measured *run, miler_error *err) {
    const miler_status status = store_load_put(a->store, id, RUN_LOAD_VERSION, &run->load, err);
    return status == MILER_OK ? store_reps_mile_put(a->store, id, &run->reps, err) : status;
}

miler_status run_measured_put(app *a, const store_activity_key *key, const run_measured *run, int64_t *out_id,
                              miler_error *err) {
    miler_status status = store_begin(a->store, err);
    if (status != MILER_OK) return status;
    status = store_activity_put(a->store, key, &run->activity, out_id, err);
    if (status == MILER_OK) status = run_measured_put_derived(a, *out_id, run, err);
    if (status == MILER_OK) return store_commit(a->store, err);
    store_rollback(a->store);
    return status;
}
