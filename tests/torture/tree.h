// SPDX-License-Identifier: MIT
// tree.h: a folder with all below it, held in memory: to put it back as it was, and
// to see what has changed.
#ifndef TESTS_TREE_H
#define TESTS_TREE_H

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct tree_entry {
    char *path; // below the root
    mode_t mode;
    off_t size;
    struct timespec changed;
    char *bytes; // of a file, or where a link leads; NULL: not read
} tree_entry;

typedef struct tree {
    tree_entry *each; // by path: a folder before what is in it
    size_t count, room;
} tree;

static inline void *tree_take(size_t size) {
    void *got = malloc(size != 0 ? size : 1);
    if (got == NULL) abort();
    return got;
}

static inline void tree_path(char out[1024], const char *root, const char *path) {
    const int n = snprintf(out, 1024, "%s/%s", root, path);
    if (n < 0 || n >= 1024) abort();
}

static inline char *tree_bytes(const char *path, const struct stat *st) {
    const size_t size = (size_t)st->st_size;
    char *bytes = tree_take(size + 1);
    bytes[size] = '\0';
    if (S_ISLNK(st->st_mode)) {
        if (readlink(path, bytes, size) != (ssize_t)size) abort();
        return bytes;
    }
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    for (size_t at = 0; fd >= 0 && at < size;) {
        const ssize_t n = read(fd, bytes + at, size - at);
        if (n <= 0) abort();
        at += (size_t)n;
    }
    if (fd < 0) abort();
    (void)close(fd);
    return bytes;
}

static inline void tree_add(tree *t, const char *root, const char *name, bool whole) {
    char path[1024];
    struct stat st;
    tree_path(path, root, name);
    if (lstat(path, &st) != 0) return;
    if (t->count == t->room) {
        t->room = t->room != 0 ? 2 * t->room : 64;
        t->each = realloc(t->each, t->room * sizeof *t->each);
        if (t->each == NULL) abort();
    }
    const bool read_it = whole && (S_ISREG(st.st_mode) || S_ISLNK(st.st_mode));
    t->each[t->count++] = (tree_entry){.path = strdup(name),
                                       .mode = st.st_mode,
                                       .size = S_ISDIR(st.st_mode) ? 0 : st.st_size,
                                       .changed = st.st_mtim,
                                       .bytes = read_it ? tree_bytes(path, &st) : NULL};
}

// Folders are added before what is in them, and looked into when their turn comes.
static inline void tree_walk(tree *t, const char *root, const char *below, bool whole) {
    char folder[1024];
    tree_path(folder, root, below);
    DIR *dir = opendir(folder);
    for (const struct dirent *e; dir != NULL && (e = readdir(dir)) != NULL;) {
        char name[1024];
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) continue;
        const int n = snprintf(name, sizeof name, "%s%s%s", below, below[0] != '\0' ? "/" : "", e->d_name);
        if (n < 0 || (size_t)n >= sizeof name) abort();
        tree_add(t, root, name, whole);
    }
    if (dir != NULL) (void)closedir(dir);
}

static inline int tree_by_path(const void *a, const void *b) {
    return strcmp(((const tree_entry *)a)->path, ((const tree_entry *)b)->path);
}

// `whole`: with what is in the files.
static inline tree tree_look(const char *root, bool whole) {
    tree t = {NULL, 0, 0};
    tree_walk(&t, root, "", whole);
    for (size_t i = 0; i < t.count; i++)
        if (S_ISDIR(t.each[i].mode)) tree_walk(&t, root, t.each[i].path, whole);
    if (t.count > 1) qsort(t.each, t.count, sizeof *t.each, tree_by_path);
    return t;
}

static inline void tree_free(tree *t) {
    for (size_t i = 0; i < t->count; i++) {
        free(t->each[i].path);
        free(t->each[i].bytes);
    }
    free(t->each);
    *t = (tree){NULL, 0, 0};
}

static inline const tree_entry *tree_find(const tree *t, const char *path) {
    const tree_entry key = {.path = (char *)(size_t)path};
    return t->count != 0 ? bsearch(&key, t->each, t->count, sizeof *t->each, tree_by_path) : NULL;
}

// As far as that shows without reading it.
static inline bool tree_untouched(const tree_entry *a, const tree_entry *b) {
    if (a == NULL || b == NULL || a->mode != b->mode || a->size != b->size) return false;
    return S_ISDIR(a->mode) ||
           (a->changed.tv_sec == b->changed.tv_sec && a->changed.tv_nsec == b->changed.tv_nsec);
}

static inline void tree_write(const char *root, const tree_entry *e) {
    char path[1024];
    tree_path(path, root, e->path);
    if (S_ISDIR(e->mode)) {
        if (mkdir(path, e->mode & 0777u) != 0) abort();
        return;
    }
    if (S_ISLNK(e->mode)) {
        if (symlink(e->bytes, path) != 0) abort();
    } else if (S_ISFIFO(e->mode)) {
        if (mkfifo(path, e->mode & 0777u) != 0) abort();
    } else {
        const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, e->mode & 0777u);
        for (off_t at = 0; fd >= 0 && at < e->size;) {
            const ssize_t n = write(fd, e->bytes + at, (size_t)(e->size - at));
            if (n <= 0) abort();
            at += n;
        }
        if (fd < 0 || fchmod(fd, e->mode & 0777u) != 0 || close(fd) != 0) abort();
    }
    const struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}, e->changed};
    (void)utimensat(AT_FDCWD, path, times, AT_SYMLINK_NOFOLLOW);
}

// Makes the folder what it was, and touches only what is not.
static inline void tree_restore(const tree *t, const char *root) {
    tree now = tree_look(root, false);
    for (size_t i = now.count; i-- > 0;) {
        char path[1024];
        if (tree_untouched(&now.each[i], tree_find(t, now.each[i].path))) continue;
        tree_path(path, root, now.each[i].path);
        (void)remove(path);
    }
    for (size_t i = 0; i < t->count; i++)
        if (!tree_untouched(&t->each[i], tree_find(&now, t->each[i].path))) tree_write(root, &t->each[i]);
    tree_free(&now);
}

#endif
