// SPDX-License-Identifier: MIT
#include "app/app_catalogue.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FILES_MAX 64 // more of them is a folder put there by mistake

// Drills and exercises first: sessions may use their names.
static const struct {
    const char *prefix;
    miler_catalogue_file kind;
} kinds[] = {{"drills", MILER_FILE_DRILLS},
             {"exercises", MILER_FILE_EXERCISES},
             {"cross", MILER_FILE_CROSS},
             {"workouts", MILER_FILE_WORKOUTS},
             {"routines", MILER_FILE_ROUTINES}};
#define KINDS (sizeof kinds / sizeof kinds[0])

static size_t kind_of(const char *name) {
    size_t k = 0;
    while (k < KINDS && strncmp(name, kinds[k].prefix, strlen(kinds[k].prefix)) != 0)
        k++;
    return k;
}

static int by_kind_and_name(const void *a, const void *b) {
    const app_catalogue_file *x = a;
    const app_catalogue_file *y = b;
    const size_t kx = kind_of(x->name);
    const size_t ky = kind_of(y->name);
    return kx != ky ? (kx < ky ? -1 : 1) : strcmp(x->name, y->name);
}

static miler_status no_memory(miler_error *err) {
    return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
}

static bool is_table(const char *name) {
    const size_t len = strlen(name);
    return name[0] != '.' && len > 4 && strcmp(name + len - 4, ".tsv") == 0;
}

static miler_status list_files(app_catalogue *out, miler_arena *arena, miler_error *err) {
    out->files = miler_arena_array(arena, FILES_MAX, sizeof *out->files);
    if (out->files == NULL) return no_memory(err);
    DIR *dir = opendir(out->folder);
    if (dir == NULL) return MILER_OK; // nobody has to have one
    miler_status status = MILER_OK;
    for (struct dirent *e; status == MILER_OK && (e = readdir(dir)) != NULL;) {
        if (!is_table(e->d_name) || out->file_count == FILES_MAX) continue;
        app_catalogue_file *f = &out->files[out->file_count++];
        f->name = miler_arena_dup(arena, e->d_name);
        if (f->name == NULL) status = no_memory(err);
    }
    (void)closedir(dir);
    if (status == MILER_OK && out->file_count > 0)
        qsort(out->files, out->file_count, sizeof *out->files, by_kind_and_name);
    return status;
}

// The bytes of a plain file, on the arena's own heap. Errors: IO, LIMIT, NOMEM.
static miler_status read_file(const char *path, const miler_alloc *alloc, char **out, size_t *out_size,
                              miler_error *err) {
    struct stat st;
    if (stat(path, &st) != 0 || !S_ISREG(st.st_mode))
        return miler_fail(err, MILER_ERR_IO, "not a file that can be read");
    if (st.st_size < 0 || (size_t)st.st_size > APP_CATALOGUE_BYTES_MAX)
        return miler_fail(err, MILER_ERR_LIMIT, "a catalogue file has at most 1 MB and 4000 lines");
    FILE *file = fopen(path, "rb");
    if (file == NULL) return miler_fail(err, MILER_ERR_IO, "cannot be opened");
    char *text = miler_resize(alloc, NULL, 0, APP_CATALOGUE_BYTES_MAX);
    *out_size = text != NULL ? fread(text, 1, APP_CATALOGUE_BYTES_MAX, file) : 0;
    const bool bad = ferror(file) != 0;
    (void)fclose(file);
    *out = text;
    if (text == NULL) return no_memory(err);
    return bad ? miler_fail(err, MILER_ERR_IO, "cannot be read") : MILER_OK;
}

// One file; what is wrong with it goes into its row.
static miler_status take_file(app_catalogue *out, app_catalogue_file *f, miler_arena *arena,
                              miler_error *err) {
    const miler_alloc *alloc = miler_arena_allocator(arena);
    const size_t kind = kind_of(f->name);
    const char *path = miler_arena_printf(arena, "%s/%s", out->folder, f->name);
    char *text = NULL;
    size_t size = 0;
    miler_error why = {0};
    miler_status status = path == NULL ? no_memory(err) : MILER_OK;
    if (status == MILER_OK && kind == KINDS) {
        status = miler_fail(&why, MILER_ERR_FORMAT, "its name does not say what is in it");
        miler_error_remedy(&why, "names begin with workouts, drills, exercises, routines or cross");
    }
    if (status == MILER_OK) status = read_file(path, alloc, &text, &size, &why);
    if (status == MILER_OK)
        status = miler_catalogue_add(&out->all, kinds[kind].kind, f->name, text, size, arena, &why);
    (void)miler_resize(alloc, text, APP_CATALOGUE_BYTES_MAX, 0);
    f->loaded = status == MILER_OK;
    if (status == MILER_OK || status == MILER_ERR_NOMEM) return status;
    char line[700];
    miler_error_file(&why, f->name);
    miler_error_print(line, sizeof line, &why);
    f->why = miler_arena_dup(arena, line);
    return f->why != NULL ? MILER_OK : no_memory(err);
}

// ---- What replaces what

#define REPLACES "stands in the place of the built-in"
#define SHARES "in sessions means the built-in"

static void say(app_catalogue *out, miler_arena *arena, const char *origin, const char *name,
                const char *verb, const char *other) {
    const char *text = miler_arena_printf(arena, "%s: '%s' %s '%s'", origin, name, verb, other);
    if (text != NULL && out->said != NULL) out->said[out->said_count++] = text;
}

// A name or alias of one's own that the language reads as another's.
static void say_names(app_catalogue *out, const miler_catalogue *builtin, const miler_movement *m,
                      miler_arena *arena) {
    const miler_movement *same = miler_catalogue_movement(builtin, m->name);
    if (same != NULL) say(out, arena, m->origin, m->name, REPLACES, same->name);
    char alias[64];
    for (const char *at = m->aliases; *at != '\0';) {
        const size_t len = strcspn(at, "|");
        const miler_movement *other = NULL;
        if (len > 0 && len < sizeof alias) {
            memcpy(alias, at, len);
            alias[len] = '\0';
            other = miler_catalogue_movement(builtin, alias);
        }
        if (other != NULL && other != same) say(out, arena, m->origin, alias, SHARES, other->name);
        at += len + (at[len] == '|');
    }
}

static void say_all(app_catalogue *out, const miler_catalogue *builtin, miler_arena *arena) {
    for (size_t i = 0; i < out->all.entry_count; i++) {
        const miler_catalogue_entry *e = &out->all.entries[i];
        if (e->origin != NULL && miler_catalogue_find(builtin, e->id) != NULL)
            say(out, arena, e->origin, e->id, REPLACES, e->id);
    }
    for (size_t i = 0; i < out->all.routine_count; i++) {
        const miler_routine *r = &out->all.routines[i];
        if (r->origin != NULL && miler_catalogue_routine(builtin, r->id) != NULL)
            say(out, arena, r->origin, r->id, REPLACES, r->id);
    }
    for (size_t i = 0; i < out->all.movement_count; i++)
        if (out->all.movements[i].origin != NULL) say_names(out, builtin, &out->all.movements[i], arena);
}

// As many things as can be said at most: each own row, and each of its aliases.
static size_t said_most(const miler_catalogue *c) {
    size_t most = c->entry_count + c->routine_count + 1;
    for (size_t i = 0; i < c->movement_count; i++) {
        most += 2;
        for (const char *at = c->movements[i].aliases; *at != '\0'; at++)
            most += *at == '|';
    }
    return most;
}

miler_status app_catalogue_load(const char *db, miler_arena *arena, app_catalogue *out, miler_error *err) {
    *out = (app_catalogue){0};
    miler_status status = miler_catalogue_builtin(arena, &out->all, err);
    if (status != MILER_OK) return status;
    const miler_catalogue builtin = out->all; // loading copies its arrays, these stay as they are
    const char *slash = strrchr(db, '/');
    const int folder = slash != NULL ? (int)(slash - db) + 1 : 0;
    out->folder = miler_arena_printf(arena, "%.*scatalogue", folder, db);
    if (out->folder == NULL) return no_memory(err);
    status = list_files(out, arena, err);
    for (size_t i = 0; i < out->file_count && status == MILER_OK; i++)
        status = take_file(out, &out->files[i], arena, err);
    if (status != MILER_OK || out->file_count == 0) return status;
    out->said = miler_arena_array(arena, said_most(&out->all), sizeof *out->said);
    if (out->said == NULL) return no_memory(err);
    say_all(out, &builtin, arena);
    return miler_arena_failed(arena) ? no_memory(err) : MILER_OK;
}
