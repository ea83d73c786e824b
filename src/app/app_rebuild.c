// SPDX-License-Identifier: MIT
// rebuild: every derived row made again from the originals, with the code of
// today. Facts (originals, results, plans, athletes) are not touched.
//
// Original by original: read, and then in one transaction built and put under the
// same (athlete, original, index), so that run numbers stay. A recording that the reader of today does
// not find any more goes; one that only it finds comes. What cannot be read, or was
// put right by hand and is not found, keeps its old rows and is told.
#include "app/run_measure.h"

#include <string.h>

#define BATCH 64 // originals that wait for the disk together
#define TROUBLES_MAX 100

typedef struct rebuilding {
    app *a;
    miler_arena *answer;  // troubles live here
    miler_arena *scratch; // one original at a time
    app_rebuild_answer *out;
    app_progress progress;
} rebuilding;

static void note(rebuilding *r, int64_t id, const miler_error *why) {
    r->out->failed++;
    if (r->out->trouble_count == TROUBLES_MAX) return;
    app_trouble *t = &r->out->troubles[r->out->trouble_count];
    t->what = miler_arena_printf(r->answer, "original %lld: %s", (long long)id, why->msg);
    t->remedy = miler_arena_dup(r->answer, why->remedy);
    if (t->what != NULL && t->remedy != NULL) r->out->trouble_count++;
}

// One recording for one athlete: a known index is replaced, a new one only
// added when it is not the same recording as another that is here.
static miler_status put_one(rebuilding *r, const store_activity_key *key, const run_measured *run,
                            miler_error *err) {
    int64_t id;
    if (key->id == 0) {
        int64_t beside;
        const miler_status same =
            store_activity_same(r->a->store, key->athlete_id, &run->activity, &id, &beside, err);
        if (same != MILER_ERR_NOT_FOUND) return same;
        if (err != NULL) miler_error_clear(err);
    }
    const miler_status status = run_measured_put(r->a, key, run, &id, err);
    if (status == MILER_OK) r->out->activities++;
    return status;
}

// The activity that is there for this recording; 0 none.
static int64_t id_at(const store_activity_key *keys, size_t count, int32_t index) {
    for (size_t i = 0; i < count; i++)
        if (keys[i].index == index) return keys[i].id;
    return 0;
}

// What a person put right is no derived row: where its recording is gone the old rows stay, and that is told.
static miler_status drop_run(rebuilding *r, int64_t id, miler_error *err) {
    store_edit *edits;
    size_t count;
    const miler_status status = store_edit_list(r->a->store, id, r->scratch, &edits, &count, err);
    if (status != MILER_OK) return status;
    if (count == 0) return store_activity_remove(r->a->store, id, err);
    return miler_fail(err, MILER_ERR_STORE, "run %lld, put right by hand, is not found in it any more",
                      (long long)id);
}

static miler_status drop_gone(rebuilding *r, const store_activity_key *keys, size_t count, size_t recordings,
                              miler_error *err) {
    miler_status status = MILER_OK;
    for (size_t i = 0; i < count && status == MILER_OK; i++)
        if ((size_t)keys[i].index >= recordings) status = drop_run(r, keys[i].id, err);
    return status;
}

static miler_status rebuild_one(rebuilding *r, const store_activity_key *key,
                                const miler_recording *recording, miler_error *err) {
    run_measured run;
    miler_status status = run_measure(r->a, key->id, recording, r->scratch, &run, err);
    const bool nothing =
        status == MILER_ERR_EMPTY || (status == MILER_OK && !app_worth_keeping(recording, &run.activity));
    if (!nothing) return status == MILER_OK ? put_one(r, key, &run, err) : status;
    if (err != NULL) miler_error_clear(err);
    return key->id != 0 ? drop_run(r, key->id, err) : MILER_OK;
}

// `keys`: those of one athlete.
static miler_status rebuild_athlete(rebuilding *r, const store_activity_key *keys, size_t count,
                                    const miler_reading *reading, miler_error *err) {
    miler_status status = drop_gone(r, keys, count, reading->recording_count, err);
    for (size_t i = 0; status == MILER_OK && i < reading->recording_count; i++) {
        store_activity_key key = keys[0];
        key.index = (int32_t)i;
        key.id = id_at(keys, count, key.index);
        status = rebuild_one(r, &key, &reading->recordings[i], err);
    }
    return status;
}

// Nobody is kept from writing while it is read. *nothing: no run is made of it.
static miler_status read_original(rebuilding *r, int64_t id, miler_reading *out, bool *nothing,
                                  miler_error *err) {
    store_activity_key *keys;
    size_t count;
    store_original original;
    miler_status status = store_activity_keys(r->a->store, id, r->scratch, &keys, &count, err);
    *nothing = status == MILER_OK && count == 0;
    if (status != MILER_OK || count == 0) return status;
    status = app_original_reading(r->a, id, r->scratch, &original, out, err);
    return status == MILER_OK && out->recording_count == 0
               ? miler_fail(err, MILER_ERR_EMPTY, "no activity is found in it any more")
               : status;
}

static miler_status rebuild_original(rebuilding *r, int64_t id, const miler_reading *reading,
                                     miler_error *err) {
    store_activity_key *keys;
    size_t count;
    miler_status status = store_activity_keys(r->a->store, id, r->scratch, &keys, &count, err);
    for (size_t first = 0; status == MILER_OK && first < count;) {
        size_t end = first + 1;
        while (end < count && keys[end].athlete_id == keys[first].athlete_id)
            end++;
        status = rebuild_athlete(r, keys + first, end - first, reading, err);
        first = end;
    }
    return status;
}

// Troubles of one file are noted; troubles of the machine end the work.
static bool of_the_file(const rebuilding *r, miler_status status) {
    return app_file_too_large(status, r->scratch) || status == MILER_ERR_FORMAT ||
           status == MILER_ERR_UNSUPPORTED || status == MILER_ERR_EMPTY || status == MILER_ERR_LIMIT ||
           status == MILER_ERR_STORE || status == MILER_ERR_BUSY; // its reader lacked memory, others do not
}

static miler_status rebuild_guarded(rebuilding *r, int64_t id, miler_error *err) {
    miler_error why = {0};
    miler_reading reading;
    bool nothing;
    const uint64_t before = r->out->activities;
    miler_status status = read_original(r, id, &reading, &nothing, &why);
    if (status == MILER_OK && !nothing) {
        status = store_begin(r->a->store, err);
        if (status != MILER_OK) return status;
        status = app_end(r->a, rebuild_original(r, id, &reading, &why), &why);
    }
    const bool of_file = of_the_file(r, status);
    if (app_file_too_large(status, r->scratch)) (void)miler_fail(&why, MILER_ERR_LIMIT, APP_FILE_TOO_LARGE);
    miler_arena_reset(r->scratch);
    if (status == MILER_OK) {
        r->out->originals++;
        return MILER_OK;
    }
    r->out->activities = before;
    if (!of_file) {
        if (err != NULL) *err = why;
        return status;
    }
    note(r, id, &why);
    return MILER_OK;
}

// *done: how many of them.
static miler_status rebuild_batch(rebuilding *r, const int64_t *ids, size_t count, size_t *done,
                                  miler_error *err) {
    *done = 0;
    miler_status status = store_batch_begin(r->a->store, err);
    if (status != MILER_OK) return status;
    while (status == MILER_OK && *done < count) {
        status = rebuild_guarded(r, ids[(*done)++], err);
        r->progress.done++;
        if (status == MILER_OK && !app_tell(r->a, &r->progress))
            status = miler_fail(err, MILER_ERR_CANCELLED, "stopped");
    }
    const miler_status kept = store_batch_end(r->a->store, status == MILER_OK ? err : NULL);
    return status == MILER_OK ? kept : status;
}

miler_status app_rebuild(app *a, miler_arena *arena, app_rebuild_answer *out, miler_error *err) {
    memset(out, 0, sizeof *out);
    rebuilding r = {.a = a, .answer = arena, .out = out, .scratch = miler_arena_new(a->alloc, 0)};
    out->troubles = miler_arena_array(arena, TROUBLES_MAX, sizeof *out->troubles);
    store_counts counts;
    miler_status status = r.scratch != NULL && out->troubles != NULL
                              ? store_count(a->store, &counts, err)
                              : miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    if (status == MILER_OK)
        r.progress = (app_progress){
            .what = "rebuild", .total = (uint64_t)counts.originals, .current = "", .start_ms = app_now_ms(a)};
    int64_t ids[BATCH];
    int64_t after = 0;
    size_t count = BATCH, done = 0;
    while (status == MILER_OK && count > 0) {
        status = store_original_ids(a->store, after, ids, BATCH, &count, err);
        if (status != MILER_OK || count == 0) break;
        status = rebuild_batch(&r, ids, count, &done, err);
        if (done > 0) after = ids[done - 1];
    }
    miler_arena_free(r.scratch);
    return status;
}
