// SPDX-License-Identifier: MIT
#include "render/house_render.h"

#include "base/plural.h"
#include "render/js.h"

#include <stdarg.h>
#include <stdio.h>

static void troubles_json(js *j, json_t *root, const app_trouble *troubles, size_t count) {
    json_t *list = js_array(j, root, "troubles");
    for (size_t i = 0; i < count && !j->failed; i++) {
        json_t *row = js_item(j, list);
        js_text(j, row, "what", troubles[i].what);
        js_text(j, row, "remedy", troubles[i].remedy);
    }
}

static void troubles_text(miler_buf *out, const app_trouble *troubles, size_t count) {
    for (size_t i = 0; i < count; i++) {
        miler_buf_printf(out, "  ! %s\n", troubles[i].what);
        if (troubles[i].remedy[0] != '\0') miler_buf_printf(out, "    %s\n", troubles[i].remedy);
    }
}

#define DOCTOR_COLUMN 13 // where the facts begin

static void fact(const render_look *look, miler_buf *out, const char *name, const char *fmt, ...)
    MILER_PRINTF(4, 5);

static void fact(const render_look *look, miler_buf *out, const char *name, const char *fmt, ...) {
    char text[260];
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    miler_buf_printf(out, "%-*s", DOCTOR_COLUMN, name);
    term_wrap(&look->style, out, TERM_PLAIN, text, DOCTOR_COLUMN, DOCTOR_COLUMN);
}

static void counted(miler_buf *out, const char *before, uint64_t count, const char *one, const char *many) {
    miler_buf_printf(out, "%s%llu %s", before, (unsigned long long)count, count == 1 ? one : many);
}

void render_doctor_text(const app_doctor_answer *a, const render_look *look, miler_buf *out) {
    const double mib = 1024.0 * 1024.0;
    char text[400];
    (void)snprintf(text, sizeof text, "miler %s, %s, zlib %s, libsodium %s, %s", a->miler_version,
                   a->store_engine, a->with_zlib, a->with_sodium, a->with_expat);
    term_wrap(&look->style, out, TERM_PLAIN, text, 0, 2);
    // A path stays whole, to be copied.
    miler_buf_printf(out, "\nstore        %s%s\n", a->path, a->read_only ? " (read-only)" : "");
    fact(look, out, "size", "%.1f MB, schema version %d", (double)a->bytes / mib, (int)a->schema_version);
    fact(look, out, "athletes", "%lld", (long long)a->counts.athletes);
    fact(look, out, "runs", "%lld (of %lld %s)", (long long)a->counts.runs, (long long)a->counts.activities,
         a->counts.activities == 1 ? "activity" : "activities");
    fact(look, out, "results", "%lld", (long long)a->counts.results);
    fact(look, out, "plans", "%lld", (long long)a->counts.plans);
    fact(look, out, "originals",
         "%lld file%s, %.1f MB kept as %.1f MB; %llu read back and their content proved",
         (long long)a->counts.originals, PLURAL_S(a->counts.originals), (double)a->counts.content_bytes / mib,
         (double)a->counts.stored_bytes / mib, (unsigned long long)a->originals_verified);
    fact(look, out, "readers", "%s", a->readers);
    miler_buf_text_append(out, "\n");
    if (a->trouble_total == 0) miler_buf_text_append(out, "All is sound.\n");
    troubles_text(out, a->troubles, a->trouble_count);
    if (a->trouble_total > a->trouble_count)
        miler_buf_printf(out, "  ... and %zu more\n", a->trouble_total - a->trouble_count);
}

json_t *render_doctor_json(const app_doctor_answer *a) {
    js j = {0};
    json_t *root = js_root(&j);
    js_bool(&j, root, "sound", a->trouble_total == 0);
    js_text(&j, root, "version", a->miler_version);
    json_t *libraries = js_object(&j, root, "libraries");
    js_text(&j, libraries, "store", a->store_engine);
    js_text(&j, libraries, "zlib", a->with_zlib);
    js_text(&j, libraries, "libsodium", a->with_sodium);
    js_text(&j, libraries, "expat", a->with_expat);
    js_text(&j, root, "store_path", a->path);
    js_bool(&j, root, "read_only", a->read_only);
    js_int(&j, root, "store_bytes", (int64_t)a->bytes);
    js_int(&j, root, "schema_version", a->schema_version);
    json_t *counts = js_object(&j, root, "counts");
    js_int(&j, counts, "athletes", a->counts.athletes);
    js_int(&j, counts, "originals", a->counts.originals);
    js_int(&j, counts, "files", a->counts.files);
    js_int(&j, counts, "activities", a->counts.activities);
    js_int(&j, counts, "runs", a->counts.runs);
    js_int(&j, counts, "laps", a->counts.laps);
    js_int(&j, counts, "bests", a->counts.bests);
    js_int(&j, counts, "results", a->counts.results);
    js_int(&j, counts, "plans", a->counts.plans);
    js_int(&j, root, "originals_verified", (int64_t)a->originals_verified);
    js_text(&j, root, "readers", a->readers);
    js_bool(&j, root, "readers_whole", a->readers_whole);
    js_int(&j, root, "trouble_count", (int64_t)a->trouble_total);
    troubles_json(&j, root, a->troubles, a->trouble_count);
    return js_done(&j, root);
}

void render_rebuild_text(const app_rebuild_answer *a, miler_buf *out) {
    counted(out, "", a->originals, "original read again", "originals read again");
    counted(out, ", ", a->activities, "activity made from them", "activities made from them");
    miler_buf_printf(out, ", %llu that could not be read\n", (unsigned long long)a->failed);
    troubles_text(out, a->troubles, a->trouble_count);
}

json_t *render_rebuild_json(const app_rebuild_answer *a) {
    js j = {0};
    json_t *root = js_root(&j);
    js_int(&j, root, "originals", (int64_t)a->originals);
    js_int(&j, root, "activities", (int64_t)a->activities);
    js_int(&j, root, "failed", (int64_t)a->failed);
    troubles_json(&j, root, a->troubles, a->trouble_count);
    return js_done(&j, root);
}

void render_export_text(const app_export_answer *a, const char *folder, miler_buf *out) {
    miler_buf_printf(out, "Written into %s (%.1f MB):\n", folder, (double)a->bytes / (1024.0 * 1024.0));
    counted(out, "  ", a->originals, "original file", "original files");
    counted(out, ", ", a->runs, "run", "runs");
    counted(out, ", ", a->laps, "lap", "laps");
    counted(out, ", ", a->bests, "best", "bests");
    counted(out, ", ", a->results, "result", "results");
    counted(out, ", ", a->athletes, "athlete", "athletes");
    miler_buf_text_append(out, "\n");
    if (a->catalogue_files > 0)
        counted(out, "  ", a->catalogue_files, "file of your own workouts and drills: catalogue\n",
                "files of your own workouts and drills: catalogue\n");
    if (a->damaged > 0)
        counted(out, "  ! ", a->damaged, "original is damaged and was left out: miler doctor\n",
                "originals are damaged and were left out: miler doctor\n");
}

json_t *render_export_json(const app_export_answer *a, const char *folder) {
    js j = {0};
    json_t *root = js_root(&j);
    js_text(&j, root, "folder", folder);
    js_int(&j, root, "originals", (int64_t)a->originals);
    js_int(&j, root, "damaged", (int64_t)a->damaged);
    js_int(&j, root, "runs", (int64_t)a->runs);
    js_int(&j, root, "laps", (int64_t)a->laps);
    js_int(&j, root, "bests", (int64_t)a->bests);
    js_int(&j, root, "results", (int64_t)a->results);
    js_int(&j, root, "athletes", (int64_t)a->athletes);
    js_int(&j, root, "catalogue_files", (int64_t)a->catalogue_files);
    js_int(&j, root, "bytes", (int64_t)a->bytes);
    return js_done(&j, root);
}

void render_backup_text(const char *path, uint64_t bytes, miler_buf *out) {
    miler_buf_printf(out, "All of the store is in %s (%.1f MB).\n", path, (double)bytes / (1024.0 * 1024.0));
    miler_buf_text_append(out,
                          "It is a store itself: 'miler doctor --db FILE' proves it. To go "
                          "back,\nput it in the place of the other.\n"
                          "Workouts of your own lie in the folder catalogue beside the store and are not "
                          "in\nthe copy: miler export has them.\n");
}

json_t *render_backup_json(const char *path, uint64_t bytes) {
    js j = {0};
    json_t *root = js_root(&j);
    js_text(&j, root, "path", path);
    js_int(&j, root, "bytes", (int64_t)bytes);
    return js_done(&j, root);
}

void render_erase_text(const app_erase_answer *a, miler_buf *out) {
    const store_counts *n = &a->counts;
    miler_buf_printf(out, "%s of %s:\n", a->erased ? "Gone out" : "This would go out", a->path);
    counted(out, "  ", (uint64_t)n->athletes, "athlete", "athletes");
    counted(out, ", ", (uint64_t)n->activities, "run or other activity", "runs and other activities");
    counted(out, ", ", (uint64_t)n->results, "result", "results");
    counted(out, ", ", (uint64_t)n->plans, "plan", "plans");
    counted(out, ", ", (uint64_t)n->originals, "file", "files");
    counted(out, ", ", (uint64_t)a->own_workouts, "workout of your own", "workouts of your own");
    miler_buf_text_append(out, ", all settings\n");
    if (a->backup != NULL)
        miler_buf_printf(out,
                         "All of it is in %s (%.1f MB).\nThat is a store itself: put in the place of the "
                         "other, everything is "
                         "back.\nDelete it as well where nothing is to stay.\n",
                         a->backup, (double)a->backup_bytes / (1024.0 * 1024.0));
    if (a->workouts != NULL)
        miler_buf_printf(out,
                         "The workouts of your own are in %s: as catalogue/workouts-own.tsv beside the store "
                         "they are back.\n",
                         a->workouts);
    if (a->shared_with != NULL)
        miler_buf_printf(out, "The workouts of your own %s: they are those of %s, too.\n",
                         a->erased ? "stayed" : "would stay", a->shared_with);
    if (a->backup == NULL)
        miler_buf_text_append(
            out, "Nothing was done. With --yes a backup is written beside it first, then it goes.\n");
}

json_t *render_erase_json(const app_erase_answer *a) {
    js j = {0};
    json_t *root = js_root(&j);
    const store_counts *n = &a->counts;
    js_bool(&j, root, "erased", a->erased);
    js_text(&j, root, "mark", a->mark);
    js_text(&j, root, "path", a->path);
    js_text(&j, root, "backup", a->backup);
    js_int(&j, root, "backup_bytes", (int64_t)a->backup_bytes);
    js_text(&j, root, "workouts_backup", a->workouts);
    js_text(&j, root, "workouts_shared_with", a->shared_with);
    js_int(&j, root, "athletes", n->athletes);
    js_int(&j, root, "activities", n->activities);
    js_int(&j, root, "results", n->results);
    js_int(&j, root, "plans", n->plans);
    js_int(&j, root, "originals", n->originals);
    js_int(&j, root, "own_workouts", a->own_workouts);
    return js_done(&j, root);
}

json_t *render_password_json(bool kept) {
    js j = {0};
    json_t *root = js_root(&j);
    js_bool(&j, root, "kept", kept);
    return js_done(&j, root);
}
