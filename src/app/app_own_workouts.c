// SPDX-License-Identifier: MIT
#include "app/app_own_workouts.h"

#include "app/out_file.h"
#include "store/store.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_BYTES_MAX ((size_t)1 << 20) // the loader's own limit
// What our file is known by; a file with other columns was made by somebody else and is left alone.
#define HEADING "id\tkind\ttitle\ttext\tpurpose\tphases\tlevels\tfamily\torder\tneeds\tsource\tafter\n"
#define MARK "# Workouts written in the page of miler."
#define HEAD                                                                                                 \
    MARK " One a line, columns split by tabs; docs/workout-language.md has the language of text.\n" HEADING

// A title in letters that addresses do not take. FNV-1a: tells one from another.
static void numbered_id(const char *title, char out[APP_OWN_ID_MAX]) {
    uint32_t hash = 2166136261u;
    for (const char *at = title; *at != '\0'; at++)
        hash = (hash ^ (unsigned char)*at) * 16777619u;
    (void)snprintf(out, APP_OWN_ID_MAX, "own-%08" PRIx32, hash);
}

void app_own_workout_id(const char *title, char out[APP_OWN_ID_MAX]) {
    size_t n = 0;
    for (const char *at = title; *at != '\0' && n + 1 < APP_OWN_ID_MAX; at++) {
        const char c = *at >= 'A' && *at <= 'Z' ? (char)(*at + 'a' - 'A') : *at;
        const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (plain)
            out[n++] = c;
        else if (n > 0 && out[n - 1] != '-')
            out[n++] = '-';
    }
    while (n > 0 && out[n - 1] == '-')
        n--;
    out[n] = '\0';
    if (n == 0) numbered_id(title, out);
}

typedef struct own_file {
    const char *folder;
    char path[4096];
    const char *text;
    size_t len;
} own_file;

static miler_status read_own(const char *db, miler_arena *arena, own_file *out, miler_error *err) {
    const char *slash = strrchr(db, '/');
    const int folder = slash != NULL ? (int)(slash - db) + 1 : 0;
    *out = (own_file){.folder = miler_arena_printf(arena, "%.*scatalogue", folder, db), .text = HEAD};
    if (out->folder == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    out->len = strlen(HEAD);
    miler_status status = out_path(out->path, sizeof out->path, out->folder, APP_OWN_FILE, err);
    if (status != MILER_OK) return status;
    status = out_file_read(out->path, FILE_BYTES_MAX, arena, &out->text, &out->len, err);
    if (status == MILER_ERR_NOT_FOUND) {
        miler_error_clear(err);
        out->text = HEAD;
        out->len = strlen(HEAD);
        return MILER_OK;
    }
    if (status != MILER_OK) return status;
    if (out->len >= strlen(HEAD) && memcmp(out->text, HEAD, strlen(HEAD)) == 0) return MILER_OK;
    status = miler_fail(err, MILER_ERR_CONFLICT, "%s was not made by miler", out->path);
    miler_error_remedy(err, "give it another name, beginning with workouts; it is read all the same");
    return status;
}

static bool is_row_of(const char *row, const char *end, const char *id) {
    const size_t len = strlen(id);
    return (size_t)(end - row) > len && memcmp(row, id, len) == 0 && row[len] == '\t';
}

// All lines but that of `id`; whether there was one. What the file begins with stays, whatever the name.
static bool copy_without(const own_file *file, const char *id, miler_buf *out) {
    bool found = false;
    const char *end = file->text + file->len;
    miler_buf_append(out, file->text, strlen(HEAD)); // read_own() has seen to it
    for (const char *at = file->text + strlen(HEAD); at < end;) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        const char *next = newline != NULL ? newline + 1 : end;
        if (is_row_of(at, next, id))
            found = true;
        else
            miler_buf_append(out, at, (size_t)(next - at));
        if (newline == NULL) miler_buf_text_append(out, "\n");
        at = next;
    }
    return found;
}

static miler_status write_own(const own_file *file, miler_buf *bytes, miler_error *err) {
    if (bytes->failed) return miler_fail(err, MILER_ERR_LIMIT, "there are too many workouts of your own");
    miler_status status = out_folder_make(file->folder, err);
    return status == MILER_OK ? out_file_replace(file->path, miler_buf_text(bytes), bytes->len, MARK, err)
                              : status;
}

// Read as it will be from now on: what the loader refuses is never written.
static miler_status check_whole(miler_buf *bytes, miler_arena *arena, miler_error *err) {
    miler_catalogue builtin;
    if (bytes->failed) return miler_fail(err, MILER_ERR_LIMIT, "there are too many workouts of your own");
    const miler_status status = miler_catalogue_builtin(arena, &builtin, err);
    return status == MILER_OK ? miler_catalogue_add(&builtin, MILER_FILE_WORKOUTS, APP_OWN_FILE,
                                                    miler_buf_text(bytes), bytes->len, arena, err)
                              : status;
}

static miler_status no_such(const char *id, miler_error *err) {
    return miler_fail(err, MILER_ERR_NOT_FOUND, "no workout of your own has the name '%s'", id);
}

// A name of the library, whoever's, is not taken away by another one.
static miler_status check_free(const char *db, const char *id, const app_own_workout *own, miler_arena *arena,
                               miler_error *err) {
    app_catalogue all;
    if (own->replaces != NULL && strcmp(own->replaces, id) == 0) return MILER_OK;
    miler_status status = app_catalogue_load(db, arena, &all, err);
    if (status != MILER_OK) return status;
    const bool taken =
        miler_catalogue_find(&all.all, id) != NULL || miler_catalogue_routine(&all.all, id) != NULL ||
        miler_catalogue_movement(&all.all, id) != NULL || miler_catalogue_cross(&all.all, id) != NULL;
    if (!taken) return MILER_OK;
    status = miler_fail(err, MILER_ERR_CONFLICT, "the library has a '%s' already", id);
    miler_error_remedy(err, "give it another name");
    return status;
}

miler_status app_own_workout_keep(const char *db, const app_own_workout *own, miler_arena *arena,
                                  miler_error *err) {
    own_file file;
    miler_buf bytes;
    char id[APP_OWN_ID_MAX];
    app_own_workout_id(own->title, id);
    miler_status status = read_own(db, arena, &file, err);
    if (status != MILER_OK) return status;
    miler_buf_init(&bytes, NULL, FILE_BYTES_MAX);
    if (!copy_without(&file, own->replaces != NULL ? own->replaces : "", &bytes) && own->replaces != NULL)
        status = no_such(own->replaces, err);
    miler_buf_printf(&bytes, "%s\t%s\t%s\t%s\t%s\tall\tbelow-elite\t%s\t1\t\tyour own\t\n", id,
                     miler_work_kind_name(own->kind), own->title, own->text, own->purpose, id);
    if (status == MILER_OK) status = check_free(db, id, own, arena, err);
    if (status == MILER_OK) status = check_whole(&bytes, arena, err);
    if (status == MILER_OK) status = write_own(&file, &bytes, err);
    miler_buf_deinit(&bytes);
    return status;
}

miler_status app_own_workout_forget(const char *db, const char *id, miler_arena *arena, miler_error *err) {
    own_file file;
    miler_buf bytes;
    miler_status status = read_own(db, arena, &file, err);
    if (status != MILER_OK) return status;
    miler_buf_init(&bytes, NULL, FILE_BYTES_MAX + 1);
    if (copy_without(&file, id, &bytes))
        status = write_own(&file, &bytes, err);
    else
        status = no_such(id, err);
    miler_buf_deinit(&bytes);
    return status;
}

// ---- All of them

// A file of that name that is none of ours is no workout of the page's: CONFLICT becomes "there are none".
static miler_status read_mine(const char *db, miler_arena *arena, own_file *out, int64_t *count,
                              miler_error *err) {
    *count = 0;
    const miler_status status = read_own(db, arena, out, err);
    if (status == MILER_ERR_CONFLICT) {
        miler_error_clear(err);
        return MILER_OK;
    }
    for (const char *at = out->text + strlen(HEAD); status == MILER_OK && at < out->text + out->len; at++)
        *count += *at == '\n' || at + 1 == out->text + out->len;
    return status;
}

miler_status app_own_workouts_count(const char *db, miler_arena *arena, int64_t *out, miler_error *err) {
    own_file file;
    return read_mine(db, arena, &file, out, err);
}

static bool ends_as_store(const char *name) {
    const size_t len = strlen(name);
    return len > 3 && strcmp(name + len - 3, ".db") == 0;
}

static bool is_same_file(const char *a, const char *b) {
    struct stat x, y;
    return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

miler_status app_own_workouts_shared(const char *db, miler_arena *arena, const char **out, miler_error *err) {
    const char *slash = strrchr(db, '/');
    const int folder = slash != NULL ? (int)(slash - db) + 1 : 0;
    const char *path = folder > 0 ? miler_arena_printf(arena, "%.*s", folder, db) : ".";
    *out = NULL;
    if (path == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    DIR *dir = opendir(path);
    if (dir == NULL) return MILER_OK;
    for (const struct dirent *e; *out == NULL && (e = readdir(dir)) != NULL;) {
        if (!ends_as_store(e->d_name) || strstr(e->d_name, APP_BEFORE_ERASE) != NULL) continue;
        const char *other = miler_arena_printf(arena, "%.*s%s", folder, db, e->d_name);
        if (other == NULL) break;
        // In this order: our own store is not opened, or its locks would go when it is closed.
        if (!is_same_file(other, db) && store_is_at(other)) *out = other;
    }
    (void)closedir(dir);
    return miler_arena_failed(arena) ? miler_fail(err, MILER_ERR_NOMEM, "out of memory") : MILER_OK;
}

static miler_status refused(const char *doing, const char *path, int why, miler_error *err) {
    const miler_status status = miler_fail(err, MILER_ERR_IO, "cannot %s %s: %s", doing, path, strerror(why));
    miler_error_remedy(err, "see that miler may write there");
    return status;
}

miler_status app_own_workouts_copy(const char *db, const char *to, miler_arena *arena, miler_error *err) {
    own_file file;
    int64_t count;
    const miler_status status = read_mine(db, arena, &file, &count, err);
    if (status != MILER_OK || count == 0) return status;
    if (access(file.folder, W_OK) != 0) return refused("write in", file.folder, errno, err);
    return out_file_write(to, file.text, file.len, 0, err);
}

miler_status app_own_workouts_remove(const char *db, miler_arena *arena, miler_error *err) {
    own_file file;
    int64_t count;
    const miler_status status = read_mine(db, arena, &file, &count, err);
    if (status != MILER_OK || count == 0) return status;
    if (unlink(file.path) != 0 && errno != ENOENT) return refused("remove", file.path, errno, err);
    out_sync_folder_of(file.path);
    if (rmdir(file.folder) == 0) out_sync_folder_of(file.folder); // stays where others lie in it
    return MILER_OK;
}
