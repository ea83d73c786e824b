// SPDX-License-Identifier: MIT
#include "app/push_folder.h"

#include "app/out_file.h"
#include "app/plan_forms.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEPTH 3          // folders between the one named and GARMIN: "/run" media/user/WATCH
#define FOLDERS_MAX 2000 // looked into on the way down
#define FILES_MAX 512    // of ours; a watch holds some 30
#define ENTRIES_MAX 10000

static bool is_folder(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static const char *last_part(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

// The folder called `name` in `dir`, letters in any case. False: errno tells why nobody knows, 0 there is none.
static bool child(const char *dir, const char *name, char *out, size_t size) {
    DIR *d = opendir(dir);
    bool found = false;
    if (d == NULL) return false;
    for (const struct dirent *e; !found && (e = readdir(d)) != NULL;)
        found = strcasecmp(e->d_name, name) == 0 && out_path(out, size, dir, e->d_name, NULL) == MILER_OK &&
                is_folder(out);
    (void)closedir(d);
    errno = 0;
    return found;
}

typedef struct hunt {
    int left;    // how many more folders may be looked into
    int trouble; // errno where one could not be that may have held it; 0: none
} hunt;

// What is closed to us is none of ours; what fails otherwise may hold what is looked for.
static void note_trouble(hunt *h) {
    if (errno != 0 && errno != EACCES && errno != ENOENT && errno != ENOTDIR && errno != ELOOP)
        h->trouble = errno;
}

// GARMIN/NewFiles `depth` folders below `dir`.
static bool search(const char *dir, int depth, hunt *h, char *out, size_t size) {
    char below[MILER_PATH_MAX];
    bool found = false;
    if (depth == 0) {
        found = child(dir, "GARMIN", below, sizeof below) && child(below, "NewFiles", out, size);
        if (!found) note_trouble(h);
        return found;
    }
    DIR *d = opendir(dir);
    if (d == NULL) note_trouble(h);
    for (const struct dirent *e; d != NULL && !found && h->left > 0 && (e = readdir(d)) != NULL;) {
        if (e->d_name[0] == '.' || out_path(below, sizeof below, dir, e->d_name, NULL) != MILER_OK ||
            !is_folder(below))
            continue;
        h->left--;
        found = search(below, depth - 1, h, out, size);
    }
    if (d != NULL) (void)closedir(d);
    return found;
}

// The nearest one. NOT_FOUND without a word: it is nowhere.
static miler_status find_new_files(const char *dir, char *out, size_t size, miler_error *err) {
    hunt h = {.left = FOLDERS_MAX};
    bool found = child(dir, "NewFiles", out, size);
    if (!found && errno != 0)
        return errno == ENOMEM
                   ? miler_fail(err, MILER_ERR_NOMEM, "out of memory")
                   : miler_fail(err, MILER_ERR_IO, "cannot look into %s: %s", dir, strerror(errno));
    for (int depth = 0; depth <= DEPTH && !found; depth++)
        found = search(dir, depth, &h, out, size);
    if (found) return MILER_OK;
    if (h.trouble == 0) return MILER_ERR_NOT_FOUND;
    if (h.trouble == ENOMEM) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    return miler_fail(err, MILER_ERR_IO, "cannot look into all of %s: %s", dir, strerror(h.trouble));
}

miler_status push_find(const char *dir, push_folders *out, miler_error *err) {
    char clean[MILER_PATH_MAX];
    size_t len = strlen(dir);
    while (len > 1 && dir[len - 1] == '/')
        len--;
    *out = (push_folders){.new_files = ""};
    if (len >= sizeof clean) return miler_fail(err, MILER_ERR_LIMIT, "the path is too long");
    (void)snprintf(clean, sizeof clean, "%.*s", (int)len, dir);
    if (!is_folder(clean)) {
        (void)miler_fail(err, MILER_ERR_NOT_FOUND, "there is no folder %s", clean);
        miler_error_remedy(err, "connect the watch and name the folder that it is mounted at");
        return MILER_ERR_NOT_FOUND;
    }
    if (strcasecmp(last_part(clean), "NewFiles") == 0) {
        (void)snprintf(out->new_files, sizeof out->new_files, "%s", clean);
    } else {
        const miler_status status = find_new_files(clean, out->new_files, sizeof out->new_files, err);
        if (status == MILER_ERR_NOT_FOUND) {
            (void)miler_fail(err, status, "%s holds no GARMIN/NewFiles", clean);
            miler_error_remedy(err, "name the watch's own folder; on some watches it must be unlocked first");
        }
        if (status != MILER_OK) return status;
    }
    char garmin[MILER_PATH_MAX];
    (void)snprintf(garmin, sizeof garmin, "%s", out->new_files);
    char *slash = strrchr(garmin, '/');
    if (slash == NULL || slash == garmin) return MILER_OK; // no folder beside it can be told
    *slash = '\0';
    if (child(garmin, "Workouts", out->workouts, sizeof out->workouts)) return MILER_OK;
    out->workouts[0] = '\0';
    if (errno == ENOMEM) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    if (errno != 0) return miler_fail(err, MILER_ERR_IO, "cannot look into %s: %s", garmin, strerror(errno));
    return MILER_OK;
}

static bool fit_name(const char *name) {
    const size_t len = strlen(name);
    return len > 4 && strcasecmp(name + len - 4, ".fit") == 0;
}

// *err is filled in where the file is there and cannot be read: nobody knows then whose it is.
static bool read_head(const char *folder, const char *name, miler_fit_own *own, miler_error *err) {
    char path[MILER_PATH_MAX];
    uint8_t head[MILER_FIT_OWN_HEAD];
    if (out_path(path, sizeof path, folder, name, NULL) != MILER_OK) return false;
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 && errno != ENOENT)
        (void)miler_fail(err, MILER_ERR_IO, "cannot read %s: %s", path, strerror(errno));
    if (fd < 0) return false;
    size_t len = 0;
    ssize_t n = 1;
    while (len < sizeof head && n != 0) {
        n = read(fd, head + len, sizeof head - len);
        if (n < 0 && errno != EINTR) break;
        if (n > 0) len += (size_t)n;
    }
    if (n < 0) (void)miler_fail(err, MILER_ERR_IO, "cannot read %s: %s", path, strerror(errno));
    (void)close(fd);
    return n >= 0 && len > 0 && miler_fit_own_read(head, len, own);
}

static miler_status list_one(const char *folder, bool workouts, miler_arena *arena, push_there *list,
                             size_t *count, size_t *others, miler_error *err) {
    DIR *d = opendir(folder);
    miler_status status = MILER_OK;
    if (d == NULL) return miler_fail(err, MILER_ERR_IO, "cannot look into %s: %s", folder, strerror(errno));
    size_t seen = 0;
    for (const struct dirent *e; status == MILER_OK && seen < ENTRIES_MAX && (e = readdir(d)) != NULL;) {
        miler_fit_own own;
        if (e->d_name[0] == '.') continue;
        seen++;
        miler_error why = {0};
        const bool known =
            fit_name(e->d_name) && *count < FILES_MAX && read_head(folder, e->d_name, &own, &why);
        if (why.status != MILER_OK) {
            if (err != NULL) *err = why;
            status = why.status;
            continue;
        }
        if (!known || !plan_form_serial(own.serial)) {
            if (!workouts) (*others)++;
            continue;
        }
        list[*count] =
            (push_there){.name = miler_arena_dup(arena, e->d_name), .in_workouts = workouts, .own = own};
        if (list[*count].name == NULL) status = miler_fail(err, MILER_ERR_NOMEM, "out of memory");
        (*count)++;
    }
    (void)closedir(d);
    return status;
}

miler_status push_list(const push_folders *folders, miler_arena *arena, push_there **out, size_t *out_count,
                       size_t *out_others, miler_error *err) {
    *out = miler_arena_array(arena, FILES_MAX, sizeof **out);
    *out_count = *out_others = 0;
    if (*out == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    miler_status status = list_one(folders->new_files, false, arena, *out, out_count, out_others, err);
    if (status == MILER_OK && folders->workouts[0] != '\0')
        status = list_one(folders->workouts, true, arena, *out, out_count, out_others, err);
    return status;
}
