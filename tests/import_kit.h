// SPDX-License-Identifier: MIT
// import_kit.h: a folder of its own, files in it, a store beside them, and what
// an import said of every file: for the tests of import.
#ifndef TESTS_IMPORT_KIT_H
#define TESTS_IMPORT_KIT_H

#include "app/import.h"
#include "sandbox/sandbox.h"

#include "make_fit.h"
#include "make_zip.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define KIT_BYTES ((size_t)1 << 28)

typedef struct kit_line {
    char path[400];
    store_outcome outcome;
    char reason[320];
    char warning[320]; // the first
    size_t run_count;
    int64_t run_id;
} kit_line;

typedef struct kit {
    char dir[200];   // of its own, removed at the end
    char files[220]; // what is imported lies here
    char db[220];
    app *app;
    kit_line *lines;
    size_t count, cap;
    app_import_answer answer;
    miler_error err;
} kit;

static inline void kit_remove(const char *path) {
    struct stat st;
    if (lstat(path, &st) != 0) return;
    DIR *dir = S_ISDIR(st.st_mode) ? opendir(path) : NULL;
    const struct dirent *entry;
    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        char below[700];
        const int n = snprintf(below, sizeof below, "%s/%s", path, entry->d_name);
        const bool dots = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
        if (!dots && n > 0 && (size_t)n < sizeof below) kit_remove(below);
    }
    if (dir != NULL) (void)closedir(dir);
    (void)remove(path);
}

static sandbox *kit_sandbox; // where files are read; NULL: in the test's own process

static inline void kit_open_app(kit *k, const miler_alloc *alloc) {
    app_options options;
    app_options_init(&options);
    options.db = k->db;
    options.alloc = alloc;
    options.sandbox = kit_sandbox;
    if (app_open(&options, &k->app, &k->err) != MILER_OK) {
        (void)fprintf(stderr, "store: %s\n", k->err.msg);
        abort();
    }
}

static inline void kit_begin(kit *k) {
    memset(k, 0, sizeof *k);
    const char *tmp = getenv("TMPDIR");
    (void)snprintf(k->dir, sizeof k->dir, "%s/miler-test-XXXXXX", tmp != NULL ? tmp : "/tmp");
    if (mkdtemp(k->dir) == NULL) abort();
    (void)snprintf(k->files, sizeof k->files, "%s/files", k->dir);
    (void)snprintf(k->db, sizeof k->db, "%s/miler.db", k->dir);
    if (mkdir(k->files, 0700) != 0) abort();
    kit_open_app(k, NULL);
}

static inline void kit_end(kit *k) {
    app_close(k->app);
    free(k->lines);
    kit_remove(k->dir);
}

// From the environment, for longer runs and other seeds: KILLS=1000 SEED=7.
static inline uint64_t kit_number_from(const char *name, uint64_t otherwise) {
    const char *text = getenv(name);
    return text != NULL ? strtoull(text, NULL, 10) : otherwise;
}

static inline uint64_t kit_next(uint64_t *seed) {
    *seed = *seed * 6364136223846793005u + 1442695040888963407u; // Knuth's MMIX generator
    return *seed >> 33;
}

static inline const char *kit_path(const kit *k, const char *name, char out[600]) {
    const int n = snprintf(out, 600, "%s%s%s", k->files, name[0] != '\0' ? "/" : "", name);
    if (n < 0 || n >= 600) abort();
    return out;
}

static inline void kit_folder(const kit *k, const char *name) {
    char path[600];
    if (mkdir(kit_path(k, name, path), 0700) != 0) abort();
}

static inline void kit_write(const kit *k, const char *name, const void *bytes, size_t len) {
    char path[600];
    FILE *f = fopen(kit_path(k, name, path), "wb");
    if (f == NULL || (len != 0 && fwrite(bytes, 1, len, f) != len) || fclose(f) != 0) abort();
}

static inline void kit_write_buf(const kit *k, const char *name, miler_buf *bytes) {
    if (bytes->failed) abort();
    kit_write(k, name, bytes->ptr, bytes->len);
    miler_buf_deinit(bytes);
}

static inline miler_buf kit_buf(void) {
    miler_buf b;
    miler_buf_init(&b, NULL, KIT_BYTES);
    return b;
}

// An hour's worth of different runs: the n-th starts n days after the first.
static inline made_fit kit_run(unsigned n) {
    return (made_fit){.file_type = 4,
                      .sport = 1,
                      .serial = 1000 + n,
                      .start_s = 1767250800 + 86400 * (int64_t)n,
                      .seconds = 600 + n,
                      .speed_mps = 3.5};
}

static inline miler_buf kit_fit(const made_fit *f) {
    miler_buf b = kit_buf();
    make_fit(&b, f);
    return b;
}

static inline miler_buf kit_gz(const miler_buf *plain) {
    miler_buf b = kit_buf();
    pack(&b, plain->ptr, plain->len, 31);
    return b;
}

static inline void kit_take(void *user, const app_import_file *file) {
    kit *k = user;
    if (k->count == k->cap) {
        k->cap = k->cap != 0 ? 2 * k->cap : 64;
        k->lines = realloc(k->lines, k->cap * sizeof *k->lines);
        if (k->lines == NULL) abort();
    }
    kit_line *l = &k->lines[k->count++];
    memset(l, 0, sizeof *l);
    const size_t root = strlen(k->files);
    const bool below = strncmp(file->path, k->files, root) == 0 && file->path[root] == '/';
    (void)snprintf(l->path, sizeof l->path, "%s", below ? file->path + root + 1 : file->path);
    (void)snprintf(l->reason, sizeof l->reason, "%s", file->reason);
    (void)snprintf(l->warning, sizeof l->warning, "%s", file->warning_count != 0 ? file->warnings[0] : "");
    l->outcome = file->outcome;
    l->run_count = file->run_count;
    l->run_id = file->run_count != 0 ? file->run_ids[0] : 0;
}

// Imports one name below files ("" = all of it).
// The first `count` made-up runs as 0.fit, 1.fit, ...
static inline void kit_write_runs(const kit *k, unsigned count) {
    for (unsigned i = 0; i < count; i++) {
        char name[20];
        const made_fit f = kit_run(i);
        miler_buf b = kit_fit(&f);
        (void)snprintf(name, sizeof name, "%u.fit", i);
        kit_write_buf(k, name, &b);
    }
}

static inline miler_status kit_import(kit *k, const char *name) {
    char path[600];
    const char *paths[1] = {kit_path(k, name, path)};
    k->count = 0;
    memset(&k->err, 0, sizeof k->err);
    return app_import(k->app, paths, 1, kit_take, k, &k->answer, &k->err);
}

static inline const kit_line *kit_line_of(const kit *k, const char *path) {
    const kit_line *found = NULL;
    for (size_t i = 0; i < k->count; i++) {
        if (strcmp(k->lines[i].path, path) != 0) continue;
        if (found != NULL) return NULL; // one outcome a file, no more
        found = &k->lines[i];
    }
    return found;
}

static inline store_counts kit_counts(kit *k) {
    store_counts counts;
    memset(&counts, 0, sizeof counts);
    if (store_count(k->app->store, &counts, NULL) != MILER_OK) abort();
    return counts;
}

// A test with a kit of its own: KIT(name) among a group's tests.
static inline int kit_setup(void **state) {
    static kit k;
    kit_begin(&k);
    *state = &k;
    return 0;
}

static inline int kit_teardown(void **state) {
    kit_end(*state);
    return 0;
}

#define KIT(test) cmocka_unit_test_setup_teardown(test, kit_setup, kit_teardown)

#endif
