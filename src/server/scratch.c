// SPDX-License-Identifier: MIT
#include "server/scratch.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define DEPTH_MAX 3 // of folders: an export has two
#define MARK "-tmp-"
#define OLD_S 86400 // longer than any work takes

miler_status scratch_open(const app *a, scratch *out, miler_error *err) {
    const int len = snprintf(out->folder, sizeof out->folder, "%s" MARK "XXXXXX", store_path(a->store));
    if (len < 0 || (size_t)len >= sizeof out->folder)
        return miler_fail(err, MILER_ERR_LIMIT, "the path of the store is too long");
    if (mkdtemp(out->folder) != NULL) return MILER_OK;
    const miler_status status =
        miler_fail(err, MILER_ERR_IO, "cannot make a folder beside the store: %s", strerror(errno));
    miler_error_remedy(err, "free some space there, or allow miler to write there");
    return status;
}

const char *scratch_path(scratch *s, const char *name) {
    (void)snprintf(s->path, sizeof s->path, "%s/%s", s->folder, name);
    return s->path;
}

// Links are taken away, never followed.
static void remove_tree(const char *folder, int depth) {
    char path[sizeof((scratch *)0)->path];
    struct stat st;
    DIR *dir = opendir(folder);
    for (struct dirent *e; dir != NULL && (e = readdir(dir)) != NULL;) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) continue;
        const int len = snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        if (len < 0 || (size_t)len >= sizeof path || lstat(path, &st) != 0) continue;
        if (S_ISDIR(st.st_mode) && depth > 0)
            remove_tree(path, depth - 1);
        else
            (void)unlink(path);
    }
    if (dir != NULL) (void)closedir(dir);
    (void)rmdir(folder);
}

void scratch_close(scratch *s) {
    remove_tree(s->folder, DEPTH_MAX);
}

// "NAME-tmp-XXXXXX", for the store NAME.
static bool is_ours(const char *entry, const char *name) {
    const size_t len = strlen(name), mark = strlen(MARK);
    return strncmp(entry, name, len) == 0 && strncmp(entry + len, MARK, mark) == 0 &&
           strlen(entry) == len + mark + 6;
}

static void sweep_one(const char *folder, const char *entry, time_t older_s) {
    char path[sizeof((scratch *)0)->path];
    struct stat st;
    const int size = snprintf(path, sizeof path, "%s/%s", folder, entry);
    if (size < 0 || (size_t)size >= sizeof path || lstat(path, &st) != 0 || !S_ISDIR(st.st_mode)) return;
    if (time(NULL) - st.st_mtime >= older_s) remove_tree(path, DEPTH_MAX);
}

static void sweep(const app *a, time_t older_s) {
    char folder[MILER_PATH_MAX];
    const char *db = store_path(a->store), *slash = strrchr(db, '/');
    (void)snprintf(folder, sizeof folder, "%.*s", slash != NULL ? (int)(slash - db) + 1 : 1,
                   slash != NULL ? db : ".");
    DIR *dir = opendir(folder);
    for (struct dirent *e; dir != NULL && (e = readdir(dir)) != NULL;)
        if (is_ours(e->d_name, slash != NULL ? slash + 1 : db)) sweep_one(folder, e->d_name, older_s);
    if (dir != NULL) (void)closedir(dir);
}

void scratch_sweep(const app *a) {
    sweep(a, OLD_S);
}

void scratch_sweep_all(const app *a) {
    sweep(a, 0);
}
