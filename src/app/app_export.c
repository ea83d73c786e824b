// SPDX-License-Identifier: MIT
// export: everything out again, in forms any program reads, so that nobody is
// held here. A folder with
//
//     originals/2026-05-01-0700-running-1a2b3c4d.fit   byte for byte as it was recorded
//     originals.csv      which file is which (hash, name as received)
//     runs.csv laps.csv bests.csv results.csv
//     edits.csv tracks.csv   what was put right by hand, and where
//     athletes.json plans.json
//     catalogue/             own workouts, drills and exercises, as they lie beside the store
//
// Names of originals are made here from date, sport and hash, never from names that
// came with the files. Eight digits of the hash tell a minute's files apart, but two with
// the same eight are made in a second: then the second one has all 64.
#include "app/app_catalogue.h"
#include "app/export_json.h"
#include "app/export_rows.h"
#include "app/out_file.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define IDS_AT_ONCE 256

// ---- Folder

static bool folder_empty(const char *path) {
    DIR *d = opendir(path);
    if (d == NULL) return false;
    bool empty = true;
    for (const struct dirent *e; empty && (e = readdir(d)) != NULL;)
        empty = strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0;
    (void)closedir(d);
    return empty;
}

static miler_status make_folder(const char *folder, miler_error *err) {
    if (mkdir(folder, 0700) == 0) return MILER_OK;
    if (errno == EEXIST && folder_empty(folder)) return MILER_OK;
    if (errno != EEXIST)
        return miler_fail(err, MILER_ERR_IO, "cannot make the folder %s: %s", folder, strerror(errno));
    const miler_status status =
        miler_fail(err, MILER_ERR_CONFLICT, "%s is there already and not an empty folder", folder);
    miler_error_remedy(err, "name a new folder");
    return status;
}

// ---- Originals

static const char *extension(miler_file_format format) {
    static const char *const names[MILER_FORMAT_COUNT] = {"bin", "fit", "tcx", "gpx"};
    return (unsigned)format < MILER_FORMAT_COUNT ? names[format] : names[0];
}

#define NAME_MAX_BYTES ((size_t)160)
#define FEW_DIGITS 8 // of the hash

// The name a person finds it by: the local start of its first activity.
static miler_status name_of(app_exporting *x, const store_original *o, int digits, char out[NAME_MAX_BYTES],
                            miler_error *err) {
    store_activity_key *keys;
    size_t count;
    store_run run = {.start_ms = MILER_NO_TIME};
    miler_status status = store_activity_keys(x->a->store, o->id, x->scratch, &keys, &count, err);
    if (status == MILER_OK && count > 0) {
        status = store_run_get(x->a->store, keys[0].id, x->scratch, &run, err);
    }
    char hash[STORE_HASH_TEXT];
    store_hash_print(hash, o->hash);
    char when[32] = "undated";
    if (run.start_ms != MILER_NO_TIME) {
        const miler_civil c = miler_civil_at(run.start_ms, run.has_utc_offset ? run.utc_offset_s : 0);
        (void)snprintf(when, sizeof when, "%04d-%02d-%02d-%02d%02d", c.year % 10000, c.month % 100,
                       c.day % 100, c.hour % 100, c.minute % 100);
    }
    (void)snprintf(out, NAME_MAX_BYTES, "originals/%s-%s-%.*s.%s", when, miler_sport_name(run.sport), digits,
                   hash, extension(o->format));
    return status;
}

static miler_status take_piece(void *user, const void *bytes, size_t len, miler_error *err) {
    export_file *f = user;
    return export_file_write(f, bytes, len, err);
}

static miler_status open_original(app_exporting *x, const store_original *o, char name[NAME_MAX_BYTES],
                                  export_file *f, miler_error *err) {
    miler_status status = name_of(x, o, FEW_DIGITS, name, err);
    if (status == MILER_OK) status = export_file_open(f, x, name, err);
    if (status != MILER_ERR_CONFLICT) return status;
    status = name_of(x, o, STORE_HASH_TEXT, name, err);
    if (status == MILER_OK) status = export_file_open(f, x, name, err);
    if (status == MILER_OK && err != NULL) miler_error_clear(err);
    return status;
}

static miler_status export_original(app_exporting *x, int64_t id, export_file *list, miler_error *err) {
    store_original o;
    char name[NAME_MAX_BYTES];
    export_file f = {.fd = -1};
    miler_status status = store_original_get(x->a->store, id, x->scratch, &o, err);
    if (status == MILER_OK) status = open_original(x, &o, name, &f, err);
    if (f.fd < 0) return status;
    if (status == MILER_OK) status = store_original_read(x->a->store, id, true, take_piece, &f, err);
    status = export_file_close(&f, status, err);
    // What is damaged here is not passed off as whole; doctor names it.
    if (status == MILER_ERR_STORE) {
        (void)unlink(f.path);
        return status;
    }
    if (status != MILER_OK) return status;
    char hash[STORE_HASH_TEXT];
    store_hash_print(hash, o.hash);
    miler_buf_printf(&list->buf, "%lld,%s,%s,%llu,%s,", (long long)o.id, name, hash,
                     (unsigned long long)o.content_bytes, miler_format_name(o.format));
    export_csv_text(&list->buf, o.file_name);
    miler_buf_text_append(&list->buf, ",");
    export_csv_text(&list->buf, o.given_name);
    miler_buf_text_append(&list->buf, "\n");
    x->out->originals++;
    return export_file_flush(list, false, err);
}

static miler_status each_original(app_exporting *x, export_file *list, miler_error *err) {
    int64_t ids[IDS_AT_ONCE];
    int64_t after = 0;
    size_t count = IDS_AT_ONCE;
    while (count == IDS_AT_ONCE) {
        miler_status status = store_original_ids(x->a->store, after, ids, IDS_AT_ONCE, &count, err);
        for (size_t i = 0; i < count && status == MILER_OK; i++) {
            status = export_original(x, ids[i], list, err);
            if (status == MILER_ERR_STORE) { // damaged: the rest still goes out
                x->out->damaged++;
                if (err != NULL) miler_error_clear(err);
                status = MILER_OK;
            }
            miler_arena_reset(x->scratch);
            after = ids[i];
            x->progress.done++;
            if (status == MILER_OK && !app_tell(x->a, &x->progress))
                status = miler_fail(err, MILER_ERR_CANCELLED, "stopped");
        }
        if (status != MILER_OK) return status;
    }
    return MILER_OK;
}

static miler_status export_originals(app_exporting *x, miler_error *err) {
    char path[MILER_PATH_MAX];
    const int len = snprintf(path, sizeof path, "%s/originals", x->folder);
    if (len < 0 || (size_t)len >= sizeof path)
        return miler_fail(err, MILER_ERR_LIMIT, "the path of the export is too long");
    if (mkdir(path, 0700) != 0)
        return miler_fail(err, MILER_ERR_IO, "cannot make the folder %s: %s", path, strerror(errno));
    export_file list;
    miler_status status = export_file_open(&list, x, "originals.csv", err);
    if (status == MILER_OK) {
        miler_buf_text_append(&list.buf, "original,file,blake2b_256,bytes,format,received_as,given_name\n");
        status = each_original(x, &list, err);
    }
    return export_file_close(&list, status, err);
}

// ---- What lies beside the store

static miler_status copy_table(app_exporting *x, const char *from, const char *name, miler_error *err) {
    char path[MILER_PATH_MAX], to[300];
    const char *text;
    size_t len;
    miler_status status = out_path(path, sizeof path, from, name, err);
    if (status == MILER_OK)
        status = out_file_read(path, APP_CATALOGUE_BYTES_MAX, x->scratch, &text, &len, err);
    if (status != MILER_OK) return status;
    (void)snprintf(to, sizeof to, "catalogue/%s", name);
    export_file f;
    status = export_file_open(&f, x, to, err);
    if (status == MILER_OK) status = export_file_write(&f, text, len, err);
    status = export_file_close(&f, status, err);
    if (status == MILER_OK) x->out->catalogue_files++;
    miler_arena_reset(x->scratch);
    return status;
}

// Also the tables that miler itself refuses: they are the runner's.
static miler_status export_catalogue(app_exporting *x, miler_arena *arena, miler_error *err) {
    app_catalogue all;
    char path[MILER_PATH_MAX];
    miler_status status = app_catalogue_load(store_path(x->a->store), arena, &all, err);
    if (status != MILER_OK || all.file_count == 0) return status;
    status = out_path(path, sizeof path, x->folder, "catalogue", err);
    if (status == MILER_OK) status = out_folder_make(path, err);
    for (size_t i = 0; i < all.file_count && status == MILER_OK; i++)
        status = copy_table(x, all.folder, all.files[i].name, err);
    return status;
}

// An import may go on beside it: all of it is of one moment, or a run would be in one list and not in the other.
static miler_status export_rows_of_now(app_exporting *x, miler_arena *arena, miler_error *err) {
    store_athlete *list;
    size_t count;
    miler_status status = store_look_begin(x->a->store, err);
    if (status == MILER_OK) status = store_athlete_list(x->a->store, arena, &list, &count, err);
    if (status == MILER_OK) status = export_originals(x, err);
    if (status == MILER_OK) status = export_tables(x, list, count, err);
    if (status == MILER_OK) status = export_athletes(x, list, count, err);
    if (status == MILER_OK) status = export_plans(x, list, count, err);
    store_look_end(x->a->store);
    return status;
}

static miler_status export_all(app_exporting *x, miler_arena *arena, miler_error *err) {
    const miler_status status = export_rows_of_now(x, arena, err);
    return status == MILER_OK ? export_catalogue(x, arena, err) : status;
}

miler_status app_export(app *a, const char *folder, app_export_answer *out, miler_error *err) {
    *out = (app_export_answer){0};
    store_counts counts;
    miler_status status = store_count(a->store, &counts, err);
    if (status == MILER_OK) status = make_folder(folder, err);
    if (status != MILER_OK) return status;
    app_exporting x = {.a = a, .folder = folder, .out = out, .scratch = miler_arena_new(a->alloc, 0)};
    miler_arena *arena = miler_arena_new(a->alloc, 0);
    x.progress = (app_progress){
        .what = "export", .total = (uint64_t)counts.originals, .current = "", .start_ms = app_now_ms(a)};
    status = x.scratch != NULL && arena != NULL ? export_all(&x, arena, err)
                                                : miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    miler_arena_free(arena);
    miler_arena_free(x.scratch);
    return status == MILER_OK ? out_sync_all(folder, err) : status;
}
