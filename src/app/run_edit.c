// SPDX-License-Identifier: MIT
// By hand: edits of runs and what is known of tracks, each checked before it is
// kept and taken back at any time.
#include "app/run_measure.h"
#include "app/run_truth.h"
#include "base/plural.h"

#include <miler/load.h>

#include <string.h>

#define NAME_MAX_BYTES 120

typedef struct change_of {
    const app_edit *edits; // what is added
    size_t count;          // of them, or of those taken back
    int64_t newest;        // taking back: the edit that has to be the last; 0 = whichever it is
} change_of;

// What a change is done to; its file is read before the transaction.
typedef struct changing {
    app *a;
    int64_t id;
    miler_arena *arena;
    app_run_file file;
} changing;

// The lap of that number, as the laps stand now, meant by an edit of one lap.
static miler_status find_lap(const app_run *run, const run_edits *edits, int32_t lap, miler_arena *arena,
                             miler_edit *edit, miler_error *err) {
    miler_edited now;
    const miler_status status =
        miler_edits_apply(&run->activity, edits->plain, edits->count, arena, &now, err);
    if (status != MILER_OK) return status;
    if (lap < 1 || (size_t)lap > now.lap_count)
        return miler_fail(err, MILER_ERR_RANGE, "the run has %zu lap%s", now.lap_count,
                          PLURAL_S(now.lap_count));
    edit->at_s = (now.laps[lap - 1].start_s + now.laps[lap - 1].end_s) / 2;
    return MILER_OK;
}

// The key under which the run is filed.
static miler_status key_of(app *a, const store_run *run, miler_arena *arena, store_activity_key *out,
                           miler_error *err) {
    store_activity_key *keys;
    size_t count;
    const miler_status status = store_activity_keys(a->store, run->original_id, arena, &keys, &count, err);
    for (size_t i = 0; status == MILER_OK && i < count; i++)
        if (keys[i].id == run->id) {
            *out = keys[i];
            return MILER_OK;
        }
    return status == MILER_OK ? miler_fail(err, MILER_ERR_NOT_FOUND, "no run %lld", (long long)run->id)
                              : status;
}

// The log's row after a change: the distance told by hand, splits and bests.
static miler_status settle(const changing *c, miler_error *err) {
    app *a = c->a;
    const int64_t id = c->id;
    miler_arena *arena = c->arena;
    app_run run;
    run_edits edits;
    miler_edited edited = {.lap_count = 0};
    run_measured measured;
    store_activity_key key;
    int64_t same_id;
    miler_status status = app_run_of(a, id, &c->file, arena, &run, err);
    if (status == MILER_OK) status = run_edits_get(a, id, arena, &edits, err);
    if (status == MILER_OK)
        status = miler_edits_apply(&run.activity, edits.plain, edits.count, arena, &edited, err);
    if (status == MILER_OK) status = run_measure(a, id, &run.recording, arena, &measured, err);
    if (status == MILER_OK) status = key_of(a, &run.run, arena, &key, err);
    if (status == MILER_OK) status = run_measured_put(a, &key, &measured, &same_id, err);
    return status == MILER_OK
               ? store_run_set_distance(a->store, id, edited.dist_by_hand ? edited.dist_m : (double)NAN, err)
               : status;
}

// A run's type; another sport is what it is.
static miler_status check_type(const miler_edit *edit, miler_error *err) {
    for (int i = 0; edit->kind == MILER_EDIT_TYPE && edit->text != NULL && i < MILER_LOAD_CROSS; i++)
        if (strcmp(edit->text, miler_load_kind_name((miler_load_kind)i)) == 0) return MILER_OK;
    if (edit->kind != MILER_EDIT_TYPE) return MILER_OK;
    (void)miler_fail(err, MILER_ERR_RANGE, "there is no such type of run");
    miler_error_remedy(err, "types are easy, long, threshold, intervals, trial (a race, too)");
    return MILER_ERR_RANGE;
}

static miler_status add_one(const changing *c, const app_edit *what, miler_error *err) {
    app *a = c->a;
    const int64_t id = c->id;
    miler_arena *arena = c->arena;
    app_run run;
    run_edits edits;
    miler_edit edit = what->edit;
    if (edit.text != NULL && strlen(edit.text) > NAME_MAX_BYTES)
        return miler_fail(err, MILER_ERR_RANGE, "a name has %d bytes at most", NAME_MAX_BYTES);
    miler_status status = check_type(&edit, err);
    if (status == MILER_OK) status = app_run_of(a, id, &c->file, arena, &run, err);
    if (status == MILER_OK) status = run_edits_get(a, id, arena, &edits, err);
    if (status == MILER_OK && what->lap != 0) status = find_lap(&run, &edits, what->lap, arena, &edit, err);
    if (status == MILER_OK)
        status = miler_edit_check(&run.activity, edits.plain, edits.count, &edit, arena, err);
    if (status != MILER_OK) return status;
    const store_edit row = {
        .activity_id = id, .edit = edit, .added_ms = app_now_ms(a), .removed_ms = MILER_NO_TIME};
    int64_t ignored;
    return store_edit_add(a->store, &row, &ignored, err);
}

static miler_status add(const changing *c, const change_of *what, miler_error *err) {
    miler_status status = MILER_OK;
    for (size_t i = 0; status == MILER_OK && i < what->count; i++)
        status = add_one(c, &what->edits[i], err);
    return status == MILER_OK ? settle(c, err) : status;
}

static miler_status take_out(const changing *c, const change_of *what, miler_error *err);

// What is done to a run and its row of the log stand or fall together.
typedef miler_status change_fn(const changing *c, const change_of *what, miler_error *err);

static miler_status change_held(const changing *c, change_fn *fn, const change_of *what, miler_error *err) {
    store_run run;
    miler_status status = store_begin(c->a->store, err);
    if (status != MILER_OK) return status;
    status = store_run_get(c->a->store, c->id, c->arena, &run, err); // a run that is not there says so
    if (status == MILER_OK) status = fn(c, what, err);
    return app_end(c->a, status, err);
}

static miler_status change(app *a, int64_t id, change_fn *fn, const change_of *what, miler_error *err) {
    changing c = {.a = a, .id = id, .arena = miler_arena_new(a->alloc, 0)};
    if (c.arena == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    // Others write while the file is read; to take a run out it need not be readable.
    miler_status status = fn == take_out ? MILER_OK : app_run_read(a, id, c.arena, &c.file, err);
    if (status == MILER_OK) status = change_held(&c, fn, what, err);
    miler_arena_free(c.arena);
    return status;
}

// What is meant may no longer be what was put right last.
static miler_status check_newest(app *a, int64_t id, int64_t newest, miler_arena *arena, miler_error *err) {
    run_edits edits;
    if (newest == 0) return MILER_OK;
    const miler_status status = run_edits_get(a, id, arena, &edits, err);
    if (status != MILER_OK || (edits.count > 0 && edits.rows[edits.count - 1].id == newest)) return status;
    return miler_fail(err, MILER_ERR_CONFLICT, "the run was changed since: nothing is taken back");
}

static miler_status undo(const changing *c, const change_of *what, miler_error *err) {
    app *a = c->a;
    const int64_t id = c->id;
    miler_status status = check_newest(a, id, what->newest, c->arena, err);
    if (status != MILER_OK) return status;
    for (size_t i = 0; status == MILER_OK && i < what->count; i++)
        status = store_edit_undo(a->store, id, app_now_ms(a), err);
    if (status == MILER_OK) return settle(c, err);
    if (status != MILER_ERR_NOT_FOUND) return status;
    return miler_fail(err, MILER_ERR_NOT_FOUND, "nothing was changed by hand in run %lld", (long long)id);
}

static miler_status redo(const changing *c, const change_of *what, miler_error *err) {
    app *a = c->a;
    const int64_t id = c->id;
    (void)what;
    const miler_status status = store_edit_redo(a->store, id, err);
    if (status == MILER_OK) return settle(c, err);
    if (status != MILER_ERR_NOT_FOUND) return status;
    return miler_fail(err, MILER_ERR_NOT_FOUND, "nothing was taken back last in run %lld", (long long)id);
}

// ---- Out of the log, and in again

// No other athlete's run, and not there already where it is to go.
static miler_status check_removal(app *a, int64_t id, bool removed, miler_arena *arena, miler_error *err) {
    store_run run;
    miler_status status = store_run_get(a->store, id, arena, &run, err);
    if (status == MILER_OK && run.athlete_id != a->athlete_id)
        status = miler_fail(err, MILER_ERR_NOT_FOUND, "run %lld is another athlete's", (long long)id);
    if (status != MILER_OK || (run.removed_ms != MILER_NO_TIME) != removed) return status;
    return miler_fail(err, MILER_ERR_REFUSED,
                      removed ? "run %lld is out of the log" : "run %lld is in the log", (long long)id);
}

// Its bests and reps go with it; what else is kept of it stays as it is.
static miler_status take_out(const changing *c, const change_of *what, miler_error *err) {
    app *a = c->a;
    const int64_t id = c->id;
    (void)what;
    const miler_status status = check_removal(a, id, true, c->arena, err);
    return status == MILER_OK ? store_run_set_removed(a->store, id, app_now_ms(a), err) : status;
}

static miler_status bring_in(const changing *c, const change_of *what, miler_error *err) {
    app *a = c->a;
    const int64_t id = c->id;
    (void)what;
    miler_status status = check_removal(a, id, false, c->arena, err);
    if (status == MILER_OK) status = store_run_set_removed(a->store, id, MILER_NO_TIME, err);
    return status == MILER_OK ? settle(c, err) : status;
}

miler_status app_run_remove(app *a, int64_t id, miler_error *err) {
    return change(a, id, take_out, NULL, err);
}

miler_status app_run_restore(app *a, int64_t id, miler_error *err) {
    return change(a, id, bring_in, NULL, err);
}

miler_status app_edits_add(app *a, int64_t id, const app_edit *edits, size_t count, miler_error *err) {
    return change(a, id, add, &(change_of){.edits = edits, .count = count}, err);
}

miler_status app_edit_add(app *a, int64_t id, const miler_edit *edit, miler_error *err) {
    return app_edits_add(a, id, &(app_edit){.edit = *edit}, 1, err);
}

miler_status app_edit_lap(app *a, int64_t id, int32_t lap, double length_m, miler_error *err) {
    if (lap < 1) return miler_fail(err, MILER_ERR_RANGE, "laps are counted from 1");
    return app_edits_add(
        a, id, &(app_edit){.edit = {.kind = MILER_EDIT_LENGTH, .value = length_m}, .lap = lap}, 1, err);
}

miler_status app_edits_undo(app *a, int64_t id, int64_t newest, size_t count, miler_error *err) {
    return change(a, id, undo, &(change_of){.count = count, .newest = newest}, err);
}

miler_status app_edit_undo(app *a, int64_t id, miler_error *err) {
    return app_edits_undo(a, id, 0, 1, err);
}

miler_status app_edit_redo(app *a, int64_t id, miler_error *err) {
    return change(a, id, redo, NULL, err);
}

// ---- Tracks

miler_status app_track_list(app *a, miler_arena *arena, store_track **out, size_t *out_count,
                            miler_error *err) {
    return store_track_list(a->store, a->athlete_id, arena, out, out_count, err);
}

static miler_status set_track(app *a, int64_t id, const char *name, int32_t lane, bool forget,
                              miler_arena *arena, miler_error *err) {
    store_track *list;
    size_t count;
    const miler_status status = store_track_list(a->store, a->athlete_id, arena, &list, &count, err);
    for (size_t i = 0; status == MILER_OK && i < count; i++) {
        store_track *track = &list[i];
        if (track->id != id) continue;
        if (name != NULL) track->name = name;
        if (lane != 0) {
            track->known.lane_by_hand = lane > 0;
            track->known.oval.lane = lane > 0 ? lane : 1;
        }
        if (forget) track->removed_ms = app_now_ms(a);
        return store_track_set(a->store, track, err);
    }
    if (status != MILER_OK) return status;
    (void)miler_fail(err, MILER_ERR_NOT_FOUND, "there is no track %lld", (long long)id);
    miler_error_remedy(err, "the numbers are in 'miler track list'");
    return MILER_ERR_NOT_FOUND;
}

miler_status app_track_set(app *a, int64_t id, const char *name, int32_t lane, bool forget,
                           miler_error *err) {
    if (name != NULL && strlen(name) > NAME_MAX_BYTES)
        return miler_fail(err, MILER_ERR_RANGE, "a name has %d bytes at most", NAME_MAX_BYTES);
    if (lane > 9) return miler_fail(err, MILER_ERR_RANGE, "lanes are 1 to 9");
    miler_arena *arena = miler_arena_new(a->alloc, 0);
    if (arena == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    const miler_status status = set_track(a, id, name, lane, forget, arena, err);
    miler_arena_free(arena);
    return status;
}
