// SPDX-License-Identifier: MIT
// The walk: paths to items. Folders are walked with a stack of at most 32
// levels and archives with at most two, so no input makes this recurse.
//
// Every path is walked twice, first counting files and bytes for the progress
// bar (a stat each, no file is opened), then reading.
#include "app/source_walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAMES_MAX (8 * MILER_MIB) // names of one folder: some 150,000
#define PROBLEM_MAX 240           // bytes of why an index could not be read

typedef struct level {
    miler_arena *arena;
    char **names; // sorted
    size_t count, cap, next;
    size_t path_len; // of the folder in the walk's path
    dev_t dev;
    ino_t ino;
    bool is_export;            // one begins here
    strava_index *index;       // of it, NULL when it could not be read ...
    char problem[PROBLEM_MAX]; // ... because of this
} level;

typedef struct folder_walk {
    source_walk *walk;
    bool counting;
    size_t depth;
    level levels[MILER_FOLDER_DEPTH_MAX];
    char path[MILER_PATH_MAX];
} folder_walk;

static int64_t mtime_ms(const struct stat *st) {
    return (int64_t)st->st_mtim.tv_sec * 1000 + st->st_mtim.tv_nsec / 1000000;
}

static const char *base_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

static bool same_word(const char *a, const char *b) {
    for (; *a != '\0' && *b != '\0'; a++, b++) {
        const char x = *a >= 'A' && *a <= 'Z' ? (char)(*a + 32) : *a;
        const char y = *b >= 'A' && *b <= 'Z' ? (char)(*b + 32) : *b;
        if (x != y) return false;
    }
    return *a == *b;
}

static void set_item(source_walk *walk, const char *path, const char *entry, int64_t size, int64_t mtime) {
    const char *name = base_name(entry[0] != '\0' ? entry : path);
    const char *inner = strrchr(name, '!');
    boxed_drop(&walk->box); // of the item before
    walk->item = (source_item){.path = path,
                               .entry = entry,
                               .name = inner != NULL ? inner + 1 : name,
                               .size = size,
                               .mtime_ms = mtime,
                               .given = {.name = ""},
                               .box = &walk->box,
                               .walk = walk};
}

static miler_status note(source_walk *walk, source_trouble trouble, const char *reason, miler_error *err) {
    walk->progress->files_done++;
    return walk->sink->note(walk->sink->user, &walk->item, trouble, reason, err);
}

static miler_status note_error(source_walk *walk, miler_status status, const miler_error *why,
                               miler_error *err) {
    char text[sizeof why->msg + sizeof why->remedy + 4];
    (void)snprintf(text, sizeof text, "%s%s%s", why->msg, why->remedy[0] != '\0' ? "; " : "", why->remedy);
    return note(walk, SOURCE_FAILED, text[0] != '\0' ? text : miler_status_name(status), err);
}

static miler_status hand_over(source_walk *walk, miler_error *err) {
    miler_status status = walk->sink->file(walk->sink->user, &walk->item, err);
    walk->progress->files_done++;
    return status;
}

// ---- ZIPs

typedef struct disk_file {
    int fd;
} disk_file;

static miler_status read_disk_at(void *user, uint64_t offset, void *out, size_t len, miler_error *err) {
    const disk_file *disk = user;
    uint8_t *to = out;
    while (len > 0) {
        const ssize_t n = pread(disk->fd, to, len, (off_t)offset);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return miler_fail(err, MILER_ERR_IO, "cannot be read: %s", strerror(errno));
        if (n == 0) return miler_fail(err, MILER_ERR_FORMAT, "the file became shorter while it was read");
        to += n;
        offset += (uint64_t)n;
        len -= (size_t)n;
    }
    return MILER_OK;
}

// One ZIP being read: on disk, or spooled out of another one.
typedef struct zip_walk {
    disk_file disk;
    boxed_zip *zip;
    const char *prefix; // "inner.zip!" of a nested ZIP, "" else
    const char *path;
    int64_t mtime_ms;
    unsigned depth;        // 1 = a ZIP on disk
    double packed_done;    // bytes of the entries walked
    double bytes_per_byte; // on disk, per packed byte of this ZIP: < 1 in a nested one
    strava_index *index;
    size_t index_at;           // which entry it is
    char problem[PROBLEM_MAX]; // why it could not be read
    size_t root_len;           // of "export_123/", where activities.csv lies
} zip_walk;

static miler_status walk_zip(source_walk *walk, zip_walk *z, miler_error *err);

static void set_entry_item(source_walk *walk, const zip_walk *z) {
    (void)snprintf(walk->entry_text, sizeof walk->entry_text, "%s%s", z->prefix, walk->entry.name);
    set_item(walk, z->path, walk->entry_text, (int64_t)(walk->entry.size & INT64_MAX), z->mtime_ms);
    if (z->index == NULL || strlen(walk->entry.name) < z->root_len) return;
    const strava_row *row = strava_find(z->index, walk->entry.name + z->root_len);
    if (row != NULL) walk->item.given = (source_given){.name = row->name, .sport = row->sport};
}

static miler_status read_item(void *item, void *out, size_t cap, size_t *got, miler_error *err) {
    return source_read(item, out, cap, got, err);
}

// Reads the item as activities.csv. A damaged one is no reason to stop: its
// files are imported without their names, and the note says so.
static miler_status load_index(source_walk *walk, strava_index **out, char *problem, size_t problem_size,
                               miler_error *err) {
    miler_error why = {0};
    *out = NULL;
    miler_status status = source_start(walk, false, MILER_FILE_MAX, &why);
    if (status == MILER_OK)
        status = strava_load(out, &walk->box, (archive_stream){.user = &walk->item, .read = read_item},
                             walk->alloc, &why);
    if (status == MILER_ERR_NOMEM) return miler_fail(err, status, "out of memory");
    problem[0] = '\0';
    if (status != MILER_OK) (void)miler_error_print(problem, problem_size, &why);
    return MILER_OK;
}

static miler_status note_index(source_walk *walk, const strava_index *index, const char *problem,
                               miler_error *err) {
    char text[320];
    if (index == NULL) {
        (void)snprintf(text, sizeof text, "index of an export, damaged: %s", problem);
        return note(walk, SOURCE_FAILED, text, err);
    }
    (void)snprintf(text, sizeof text,
                   "index of an export: names of %zu activities taken from it, %zu more have no file",
                   strava_count(index), strava_fileless(index));
    return note(walk, SOURCE_SKIPPED, text, err);
}

// Finds the activities.csv that is nearest to the root and reads it first.
static miler_status find_zip_index(source_walk *walk, zip_walk *z, miler_error *err) {
    z->index_at = SIZE_MAX;
    for (size_t i = 0; i < boxed_zip_count(z->zip); i++) {
        archive_entry e;
        if (boxed_zip_at(z->zip, i, &e, NULL) != MILER_OK) return MILER_OK; // met again when it is its turn
        const char *name = base_name(e.name);
        const size_t len = (size_t)(name - e.name);
        if (e.skip != NULL || strcmp(name, "activities.csv") != 0) continue;
        if (z->index_at == SIZE_MAX || len < z->root_len) {
            z->index_at = i;
            z->root_len = len;
        }
    }
    if (z->index_at == SIZE_MAX || boxed_zip_at(z->zip, z->index_at, &walk->entry, NULL) != MILER_OK)
        return MILER_OK;
    walk->zip_index = z->index_at;
    set_entry_item(walk, z);
    return load_index(walk, &z->index, z->problem, sizeof z->problem, err);
}

// ---- A ZIP in a ZIP

// A file without a name: gone when it is closed, also by kill -9.
static int open_nameless(miler_error *err) {
    const char *folder = getenv("TMPDIR");
    if (folder == NULL || folder[0] != '/') folder = "/var/tmp"; // on disk; /tmp is often in memory
    char path[MILER_PATH_MAX];
    const int len = snprintf(path, sizeof path, "%s/miler-XXXXXX", folder);
    int fd = -1;
    if (len > 0 && (size_t)len < sizeof path) fd = mkstemp(path);
    if (fd < 0) {
        (void)miler_fail(err, MILER_ERR_IO, "no temporary file in %s: %s", folder, strerror(errno));
        miler_error_remedy(err, "set TMPDIR to a folder with room");
        return -1;
    }
    (void)unlink(path);
    (void)fcntl(fd, F_SETFD, FD_CLOEXEC);
    return fd;
}

static miler_status write_all(int fd, const uint8_t *bytes, size_t len, miler_error *err) {
    while (len > 0) {
        const ssize_t n = write(fd, bytes, len);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) {
            miler_status status =
                miler_fail(err, MILER_ERR_IO, "the ZIP in it cannot be unpacked: %s", strerror(errno));
            miler_error_remedy(
                err, "set TMPDIR to a folder with room, or unpack the outer ZIP and import the folder");
            return status;
        }
        bytes += n;
        len -= (size_t)n;
    }
    return MILER_OK;
}

static miler_status spool(source_walk *walk, int fd, uint64_t *size, miler_error *err) {
    uint8_t *piece = miler_resize(walk->alloc, NULL, 0, MILER_FEED_CHUNK);
    if (piece == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    *size = 0;
    miler_status status = source_start(walk, false, MILER_ARCHIVE_TOTAL_MAX, err);
    while (status == MILER_OK) {
        size_t got;
        status = source_read(&walk->item, piece, MILER_FEED_CHUNK, &got, err);
        if (status != MILER_OK || got == 0) break;
        *size += got;
        status = write_all(fd, piece, got, err);
    }
    miler_resize(walk->alloc, piece, MILER_FEED_CHUNK, 0);
    return status;
}

static miler_status walk_nested(source_walk *walk, const zip_walk *outer, miler_error *err) {
    miler_error why = {0};
    zip_walk z = {.disk.fd = -1, .path = outer->path, .mtime_ms = outer->mtime_ms, .depth = outer->depth + 1};
    char prefix[ENTRY_MAX + 1];
    (void)snprintf(prefix, sizeof prefix, "%s!", walk->entry_text);
    z.prefix = prefix;
    uint64_t size = 0;
    const double disk_bytes = (double)walk->entry.packed_size * outer->bytes_per_byte;
    z.disk.fd = open_nameless(&why);
    miler_status status = z.disk.fd < 0 ? MILER_ERR_IO : spool(walk, z.disk.fd, &size, &why);
    const archive_file file = {.user = &z.disk, .size = size, .read_at = read_disk_at};
    if (status == MILER_OK)
        status =
            boxed_zip_open(&z.zip, walk->box.sandbox, z.disk.fd, &file, &walk->budget, walk->alloc, &why);
    if (status == MILER_OK) {
        z.bytes_per_byte = size != 0 ? disk_bytes / (double)size : 0;
        status = walk_zip(walk, &z, err);
    } else {
        status = status == MILER_ERR_NOMEM ? miler_fail(err, status, "out of memory")
                                           : note_error(walk, status, &why, err);
    }
    boxed_zip_close(z.zip);
    if (z.disk.fd >= 0) (void)close(z.disk.fd);
    walk->zip = outer->zip;
    return status;
}

// ---- The entries of a ZIP

static miler_status walk_entry(source_walk *walk, zip_walk *z, size_t index, miler_error *err) {
    miler_error why = {0};
    walk->zip_index = index;
    miler_status status = boxed_zip_at(z->zip, index, &walk->entry, &why);
    if (status == MILER_OK) {
        set_entry_item(walk, z);
        z->packed_done += (double)walk->entry.packed_size;
        if (walk->entry.is_folder) {
            walk->progress->files_done++;
            return MILER_OK;
        }
        if (walk->entry.skip != NULL) return note(walk, SOURCE_SKIPPED, walk->entry.skip, err);
        if (index == z->index_at) return note_index(walk, z->index, z->problem, err);
        status = source_start(walk, true, MILER_FILE_MAX, &why);
    }
    if (status == MILER_ERR_NOMEM) return miler_fail(err, status, "out of memory");
    if (status != MILER_OK) return note_error(walk, status, &why, err);
    if (archive_sniff(walk->first, walk->first_len) != ARCHIVE_ZIP) return hand_over(walk, err);
    if (z->depth < MILER_ARCHIVE_NESTING_MAX) return walk_nested(walk, z, err);
    return note(walk, SOURCE_FAILED, "a ZIP in a ZIP in a ZIP; unpack the outermost and import the folder",
                err);
}

static void set_zip_item(source_walk *walk, const zip_walk *z) {
    const size_t len = strlen(z->prefix);
    (void)snprintf(walk->entry_text, sizeof walk->entry_text, "%.*s", len > 0 ? (int)len - 1 : 0, z->prefix);
    set_item(walk, z->path, walk->entry_text, -1, z->mtime_ms);
}

static miler_status walk_zip(source_walk *walk, zip_walk *z, miler_error *err) {
    walk->zip = z->zip;
    z->index_at = SIZE_MAX;
    const size_t count = boxed_zip_count(z->zip);
    source_progress *progress = walk->progress;
    const uint64_t bytes_before = progress->bytes_done;
    progress->files_total += count;
    if (progress->files_total > 0) progress->files_total--; // the ZIP itself was counted
    miler_status status = z->depth == 1 ? find_zip_index(walk, z, err) : MILER_OK;
    for (size_t i = 0; status == MILER_OK && i < count; i++) {
        status = walk_entry(walk, z, i, err);
        walk->zip = z->zip;
        progress->bytes_done = bytes_before + (uint64_t)(z->packed_done * z->bytes_per_byte);
        if (status == MILER_OK && walk->budget.bytes_left == 0) {
            set_zip_item(walk, z);
            status = note(
                walk, SOURCE_FAILED,
                "unpacks to more than 2 GiB in all; the rest was not read. Unpack it and import the folder",
                err);
            break;
        }
    }
    if (status == MILER_OK && boxed_zip_more(z->zip)) {
        set_zip_item(walk, z);
        status = note(walk, SOURCE_FAILED,
                      "holds too many files; the rest was not read. Unpack it and import the folder", err);
    }
    if (count == 0 && status == MILER_OK) {
        set_zip_item(walk, z);
        status = note(walk, SOURCE_SKIPPED, "an empty ZIP", err);
    }
    strava_free(z->index);
    walk->zip = NULL;
    return status;
}

static miler_status walk_zip_file(source_walk *walk, const char *path, const struct stat *st,
                                  miler_error *err) {
    miler_error why = {0};
    zip_walk z = {.disk.fd = walk->fd,
                  .prefix = "",
                  .path = path,
                  .mtime_ms = mtime_ms(st),
                  .depth = 1,
                  .bytes_per_byte = 1};
    const archive_file file = {.user = &z.disk, .size = (uint64_t)st->st_size, .read_at = read_disk_at};
    miler_status status =
        boxed_zip_open(&z.zip, walk->box.sandbox, z.disk.fd, &file, &walk->budget, walk->alloc, &why);
    if (status == MILER_ERR_NOMEM) return miler_fail(err, status, "out of memory");
    if (status != MILER_OK) return note_error(walk, status, &why, err);
    status = walk_zip(walk, &z, err);
    boxed_zip_close(z.zip);
    return status;
}

// ---- Files

static void give_from_index(source_walk *walk, const folder_walk *f, const char *path) {
    for (size_t i = f->depth; i-- > 0;) {
        const level *l = &f->levels[i];
        if (l->index == NULL) continue;
        const strava_row *row = strava_find(l->index, path + l->path_len + 1);
        if (row != NULL) walk->item.given = (source_given){.name = row->name, .sport = row->sport};
        return;
    }
}

static bool is_apart(const source_walk *walk, const struct stat *st) {
    return walk->sink->apart != NULL && walk->sink->apart(walk->sink->user, st);
}

static miler_status open_file(source_walk *walk, const char *path, struct stat *st, miler_error *err) {
    if (stat(path, st) == 0 && is_apart(walk, st))
        return miler_fail(err, MILER_ERR_IO, "is the store itself");
    // Not blocking: what was a file a moment ago may be a pipe by now.
    walk->fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (walk->fd < 0) return miler_fail(err, MILER_ERR_IO, "cannot be opened: %s", strerror(errno));
    if (fstat(walk->fd, st) == 0 && S_ISREG(st->st_mode)) return MILER_OK;
    (void)close(walk->fd);
    walk->fd = -1;
    return miler_fail(err, MILER_ERR_IO, "is not a regular file any more");
}

static miler_status read_file(source_walk *walk, const folder_walk *f, const char *path, miler_error *err) {
    miler_error why = {0};
    struct stat st;
    set_item(walk, path, "", -1, MILER_NO_TIME);
    miler_status status = open_file(walk, path, &st, &why);
    if (status != MILER_OK) return note_error(walk, status, &why, err);
    set_item(walk, path, "", (int64_t)st.st_size, mtime_ms(&st));
    if (f != NULL) give_from_index(walk, f, path);
    archive_budget_init(&walk->budget);
    walk->zip = NULL;
    const uint64_t bytes_before = walk->progress->bytes_done;
    status = source_start(walk, true, MILER_FILE_MAX, &why);
    if (status == MILER_ERR_NOMEM) {
        status = miler_fail(err, status, "out of memory");
    } else if (status != MILER_OK) {
        status = note_error(walk, status, &why, err);
    } else if (archive_sniff(walk->first, walk->first_len) == ARCHIVE_ZIP) {
        status = walk_zip_file(walk, path, &st, err);
    } else {
        status = hand_over(walk, err);
    }
    walk->progress->bytes_done = bytes_before + (uint64_t)st.st_size;
    (void)close(walk->fd);
    walk->fd = -1;
    return status;
}

static miler_status note_path(folder_walk *f, source_trouble trouble, const char *path, const char *reason,
                              miler_error *err) {
    if (f->counting) {
        f->walk->progress->files_total++;
        return MILER_OK;
    }
    set_item(f->walk, path, "", -1, MILER_NO_TIME);
    return note(f->walk, trouble, reason, err);
}

// ---- Folders

static int by_text(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static miler_status read_names(level *l, DIR *dir, miler_error *err) {
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(dir);
        if (entry == NULL) {
            if (errno != 0) return miler_fail(err, MILER_ERR_IO, "cannot be read: %s", strerror(errno));
            if (l->count != 0) qsort(l->names, l->count, sizeof *l->names, by_text);
            return MILER_OK;
        }
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        if (l->count == l->cap) {
            const size_t cap = l->cap != 0 ? l->cap * 2 : 64;
            l->names = miler_arena_grow(l->arena, l->names, l->cap, cap, sizeof *l->names);
            l->cap = cap;
        }
        char *name = miler_arena_dup(l->arena, entry->d_name);
        if (l->names == NULL || name == NULL)
            return miler_fail(err, MILER_ERR_LIMIT, "holds more files than miler can list");
        l->names[l->count++] = name;
    }
}

static bool has_name(const level *l, const char *name) {
    return l->count != 0 && bsearch(&name, l->names, l->count, sizeof *l->names, by_text) != NULL;
}

// f->path is the folder's; pushes its names. `why` tells what cannot be walked.
static miler_status enter(folder_walk *f, const struct stat *st, miler_error *why) {
    if (f->depth == MILER_FOLDER_DEPTH_MAX)
        return miler_fail(why, MILER_ERR_LIMIT, "folders nested deeper than %d", MILER_FOLDER_DEPTH_MAX);
    for (size_t i = 0; i < f->depth; i++)
        if (f->levels[i].dev == st->st_dev && f->levels[i].ino == st->st_ino)
            return miler_fail(why, MILER_ERR_LIMIT, "a folder that contains itself");
    DIR *dir = opendir(f->path);
    if (dir == NULL) return miler_fail(why, MILER_ERR_IO, "cannot be opened: %s", strerror(errno));
    level *l = &f->levels[f->depth];
    *l = (level){.arena = miler_arena_new(f->walk->alloc, NAMES_MAX),
                 .path_len = strlen(f->path),
                 .dev = st->st_dev,
                 .ino = st->st_ino};
    miler_status status =
        l->arena != NULL ? read_names(l, dir, why) : miler_fail(why, MILER_ERR_NOMEM, "out of memory");
    (void)closedir(dir);
    if (status != MILER_OK) {
        miler_arena_free(l->arena);
        return status;
    }
    f->depth++;
    return MILER_OK;
}

static void leave(folder_walk *f) {
    level *l = &f->levels[--f->depth];
    strava_free(l->index);
    miler_arena_free(l->arena);
    f->path[l->path_len] = '\0';
}

// The folder just entered is a Strava export: its index is read before its files.
static miler_status load_folder_index(folder_walk *f, miler_error *err) {
    level *l = &f->levels[f->depth - 1];
    source_walk *walk = f->walk;
    if (f->counting || !has_name(l, "activities.csv") || !has_name(l, "activities")) return MILER_OK;
    char path[MILER_PATH_MAX + 16];
    (void)snprintf(path, sizeof path, "%s/activities.csv", f->path);
    struct stat st;
    if (open_file(walk, path, &st, NULL) != MILER_OK) return MILER_OK; // told when its turn comes
    set_item(walk, path, "", (int64_t)st.st_size, mtime_ms(&st));
    archive_budget_init(&walk->budget);
    walk->zip = NULL;
    l->is_export = true;
    miler_status status = load_index(walk, &l->index, l->problem, sizeof l->problem, err);
    (void)close(walk->fd);
    walk->fd = -1;
    return status;
}

static miler_status walk_index_file(folder_walk *f, const level *l, const struct stat *st, miler_error *err) {
    set_item(f->walk, f->path, "", (int64_t)st->st_size, mtime_ms(st));
    f->walk->progress->bytes_done += (uint64_t)st->st_size;
    return note_index(f->walk, l->index, l->problem, err);
}

static miler_status visit_folder(folder_walk *f, const struct stat *st, miler_error *err) {
    miler_error why = {0};
    miler_status status = enter(f, st, &why);
    if (status == MILER_OK) return load_folder_index(f, err);
    if (status == MILER_ERR_NOMEM) return miler_fail(err, status, "out of memory");
    return note_path(f, SOURCE_FAILED, f->path, why.msg, err);
}

static miler_status visit_file(folder_walk *f, const struct stat *st, miler_error *err) {
    const level *top = f->depth != 0 ? &f->levels[f->depth - 1] : NULL;
    if (is_apart(f->walk, st))
        return note_path(f, SOURCE_SKIPPED, f->path, "the store that is imported into", err);
    if (f->counting) {
        f->walk->progress->files_total++;
        f->walk->progress->bytes_total += (uint64_t)st->st_size;
        return MILER_OK;
    }
    if (top != NULL && top->is_export && strcmp(f->path + top->path_len, "/activities.csv") == 0)
        return walk_index_file(f, top, st, err);
    return read_file(f->walk, f, f->path, err);
}

// One path, a name of the folder on top of the stack or one that was given.
static miler_status visit(folder_walk *f, bool given, miler_error *err) {
    struct stat st;
    if (lstat(f->path, &st) != 0) {
        char text[128];
        (void)snprintf(text, sizeof text, "cannot be opened: %s", strerror(errno));
        return note_path(f, SOURCE_FAILED, f->path, text, err);
    }
    if (S_ISLNK(st.st_mode)) {
        if (stat(f->path, &st) != 0)
            return note_path(f, SOURCE_SKIPPED, f->path, "a symbolic link to nothing", err);
        if (S_ISDIR(st.st_mode) && !given)
            return note_path(f, SOURCE_SKIPPED, f->path, "a symbolic link to a folder, not followed", err);
    }
    if (S_ISDIR(st.st_mode)) return visit_folder(f, &st, err);
    if (!S_ISREG(st.st_mode))
        return note_path(f, SOURCE_SKIPPED, f->path, "a device or pipe, not a file", err);
    return visit_file(f, &st, err);
}

// A mounted watch: below the path there is GARMIN/Activity, in any case, maybe
// under the name of a storage ("Internal Storage", "Primary"). Then only that
// folder holds what was recorded; the rest is maps, settings and monitoring.
static bool child_folder(char *path, size_t path_size, const char *name) {
    DIR *dir = opendir(path);
    if (dir == NULL) return false;
    const size_t len = strlen(path);
    bool found = false;
    const struct dirent *entry;
    while (!found && (entry = readdir(dir)) != NULL) {
        if (!same_word(entry->d_name, name)) continue;
        const int n = snprintf(path + len, path_size - len, "/%s", entry->d_name);
        struct stat st;
        found = n > 0 && (size_t)n < path_size - len && lstat(path, &st) == 0 && S_ISDIR(st.st_mode);
        if (!found) path[len] = '\0';
    }
    (void)closedir(dir);
    return found;
}

static bool watch_below(char *path, size_t path_size) {
    const size_t len = strlen(path);
    if (same_word(base_name(path), "garmin") && child_folder(path, path_size, "activity")) return true;
    if (child_folder(path, path_size, "garmin") && child_folder(path, path_size, "activity")) return true;
    path[len] = '\0';
    return false;
}

static void find_watch(char *path, size_t path_size) {
    static const char *const storages[] = {"internal storage", "primary"};
    const size_t len = strlen(path);
    if (watch_below(path, path_size)) return;
    for (size_t i = 0; i < sizeof storages / sizeof storages[0]; i++) {
        if (child_folder(path, path_size, storages[i]) && watch_below(path, path_size)) return;
        path[len] = '\0';
    }
}

static miler_status walk_path(folder_walk *f, const char *given, miler_error *err) {
    size_t len = strlen(given);
    while (len > 1 && given[len - 1] == '/')
        len--;
    if (len == 0 || len >= sizeof f->path)
        return note_path(f, SOURCE_FAILED, given,
                         len == 0 ? "an empty path" : "a path longer than 4,095 bytes", err);
    memcpy(f->path, given, len);
    f->path[len] = '\0';
    find_watch(f->path, sizeof f->path);
    miler_status status = visit(f, true, err);
    while (f->depth != 0) {
        level *l = &f->levels[f->depth - 1];
        f->path[l->path_len] = '\0';
        if (status != MILER_OK || l->next == l->count) {
            leave(f);
            continue;
        }
        const char *name = l->names[l->next++];
        const int n = snprintf(f->path + l->path_len, sizeof f->path - l->path_len, "/%s", name);
        if (n < 0 || (size_t)n >= sizeof f->path - l->path_len) {
            f->path[l->path_len] = '\0';
            status = note_path(f, SOURCE_FAILED, f->path, "holds a path longer than 4,095 bytes", err);
        } else {
            status = visit(f, false, err);
        }
    }
    return status;
}

// ---- The whole

static miler_status walk_all(source_walk *walk, const char *const *paths, size_t count, miler_error *err) {
    folder_walk *f = miler_resize(walk->alloc, NULL, 0, sizeof *f);
    if (f == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    memset(f, 0, sizeof *f);
    f->walk = walk;
    miler_status status = MILER_OK;
    for (int pass = 0; pass < 2; pass++) {
        f->counting = pass == 0;
        for (size_t i = 0; status == MILER_OK && i < count; i++)
            status = walk_path(f, paths[i], err);
    }
    miler_resize(walk->alloc, f, sizeof *f, 0);
    return status;
}

miler_status sources_walk(const char *const *paths, size_t count, sandbox *in, const miler_alloc *alloc,
                          const source_sink *sink, source_progress *progress, miler_error *err) {
    source_walk *walk = miler_resize(alloc, NULL, 0, sizeof *walk);
    if (walk == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    memset(walk, 0, offsetof(source_walk, first));
    source_progress unseen = {0};
    walk->alloc = alloc;
    walk->sink = sink;
    walk->progress = progress != NULL ? progress : &unseen;
    walk->fd = -1;
    boxed_init(&walk->box, in);
    *walk->progress = (source_progress){0};
    miler_buf_init(&walk->held, alloc, HELD_MAX);
    miler_status status = boxed_unpacker_new(&walk->outer, 0, alloc, err);
    if (status == MILER_OK) status = boxed_unpacker_new(&walk->inner, 1, alloc, err);
    if (status == MILER_OK) status = walk_all(walk, paths, count, err);
    boxed_drop(&walk->box);
    boxed_unpacker_free(walk->inner);
    boxed_unpacker_free(walk->outer);
    miler_buf_deinit(&walk->held);
    miler_resize(alloc, walk, sizeof *walk, 0);
    return status;
}
