// SPDX-License-Identifier: MIT
// The log and one run of it. The list comes from the rows of the store; a single
// run is read again from its original, so that everything the watch wrote can
// be shown, not only what was thought worth a column.
#include "app/app.h"

#include "app/boxed.h"

#include <string.h>

miler_status app_runs_list(app *a, const store_run_filter *filter, miler_arena *arena, app_runs *out,
                           miler_error *err) {
    *out = (app_runs){0};
    store_run_filter mine = *filter;
    mine.athlete_id = a->athlete_id;
    miler_status status = store_run_list(a->store, &mine, arena, &out->runs, &out->count, &out->total, err);
    if (status == MILER_OK) status = store_run_sum(a->store, &mine, &out->all, err);
    for (size_t i = 0; i < out->count; i++) {
        if (out->runs[i].dist_m > 0) out->dist_m += out->runs[i].dist_m;
        if (out->runs[i].timer_s > 0) out->timer_s += out->runs[i].timer_s;
    }
    return status;
}

typedef struct feeding {
    boxed_reader *reader;
    bool enough; // the reader knows already that this is no activity
} feeding;

static miler_status feed(void *user, const void *bytes, size_t len, miler_error *err) {
    feeding *f = user;
    if (f->enough) return MILER_OK;
    const miler_status status = boxed_reader_feed(f->reader, bytes, len, err);
    f->enough = status == MILER_ERR_EMPTY;
    return f->enough ? MILER_OK : status;
}

miler_status app_original_reading(app *a, int64_t original_id, miler_arena *arena,
                                  store_original *out_original, miler_reading *out, miler_error *err) {
    *out = (miler_reading){0};
    miler_status status = store_original_get(a->store, original_id, arena, out_original, err);
    feeding f = {0};
    boxed box;
    boxed_init(&box, a->sandbox);
    if (status == MILER_OK) status = boxed_reader_open(&f.reader, &box, out_original->format, arena, err);
    // The hash is checked too: what is shown is what was recorded.
    if (status == MILER_OK) status = store_original_read(a->store, original_id, true, feed, &f, err);
    if (status == MILER_OK) status = boxed_reader_finish(f.reader, out, err);
    boxed_reader_close(f.reader);
    boxed_drop(&box);
    for (size_t i = 0; status == MILER_OK && i < out->recording_count; i++)
        app_recording_apply(&out->recordings[i], out_original);
    return status;
}

void app_recording_apply(miler_recording *recording, const store_original *original) {
    // Borrowed: a recording's name is never written through.
    if (original->given_name != NULL && original->given_name[0] != '\0')
        memcpy(&recording->name, &original->given_name, sizeof recording->name);
    // What a person said on the site corrects the watch, but the legs of a
    // triathlon stay what they are, and "other" says less than anything.
    const miler_sport told = original->given_sport;
    const bool vague =
        told == MILER_SPORT_UNKNOWN || (told == MILER_SPORT_OTHER && recording->sport != MILER_SPORT_UNKNOWN);
    if (!vague && recording->sport != MILER_SPORT_TRANSITION) recording->sport = told;
}

bool app_worth_keeping(const miler_recording *recording, const miler_activity *activity) {
    if ((recording->flags & MILER_REC_NO_TIMES) != 0 && recording->session.start_ms == MILER_NO_TIME)
        return false;
    return activity->elapsed_s > 0 || activity->timer_s > 0; // NaN compares false
}

miler_status app_run_read(app *a, int64_t id, miler_arena *arena, app_run_file *out, miler_error *err) {
    store_run run;
    miler_status status = store_run_get(a->store, id, arena, &run, err);
    *out = (app_run_file){.original_id = run.original_id};
    return status == MILER_OK
               ? app_original_reading(a, run.original_id, arena, &out->original, &out->reading, err)
               : status;
}

static miler_status find_run(app *a, int64_t id, miler_arena *arena, store_run *out, miler_error *err) {
    miler_status status = store_run_get(a->store, id, arena, out, err);
    if (status == MILER_OK && out->athlete_id != a->athlete_id) {
        status = miler_fail(err, MILER_ERR_NOT_FOUND, "run %lld is another athlete's", (long long)id);
        miler_error_remedy(err, "name the athlete with --athlete");
    }
    if (status == MILER_OK && out->removed_ms != MILER_NO_TIME) {
        status = miler_fail(err, MILER_ERR_NOT_FOUND, "run %lld was taken out of the log", (long long)id);
        miler_error_remedy(err, "`miler runs --removed` lists such; `miler edit ID restore` brings one back");
    }
    return status;
}

static miler_status build_run(const app_run_file *file, miler_arena *arena, app_run *out, miler_error *err) {
    const int64_t id = out->run.id;
    out->original = file->original;
    if (out->run.index < 0 || (size_t)out->run.index >= file->reading.recording_count) {
        const miler_status status =
            miler_fail(err, MILER_ERR_STORE, "run %lld is not found in its original any more", (long long)id);
        miler_error_remedy(err, "`miler doctor` and a rebuild put the log right");
        return status;
    }
    out->recording = file->reading.recordings[out->run.index];
    return miler_activity_build(&out->recording, arena, &out->activity, err);
}

miler_status app_run_of(app *a, int64_t id, const app_run_file *file, miler_arena *arena, app_run *out,
                        miler_error *err) {
    memset(out, 0, sizeof *out);
    const miler_status status = find_run(a, id, arena, &out->run, err);
    if (status != MILER_OK) return status;
    if (out->run.original_id != file->original_id)
        return miler_fail(err, MILER_ERR_CONFLICT, "another copy took the place of run %lld just now",
                          (long long)id);
    return build_run(file, arena, out, err);
}

miler_status app_run_get(app *a, int64_t id, miler_arena *arena, app_run *out, miler_error *err) {
    app_run_file file;
    memset(out, 0, sizeof *out);
    miler_status status = find_run(a, id, arena, &out->run, err);
    if (status == MILER_OK)
        status = app_original_reading(a, out->run.original_id, arena, &file.original, &file.reading, err);
    return status == MILER_OK ? build_run(&file, arena, out, err) : status;
}
