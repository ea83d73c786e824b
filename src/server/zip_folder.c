// SPDX-License-Identifier: MIT
#include "server/zip_folder.h"

#include "app/out_file.h"
#include "base/limits.h"
#include "server/zip.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MEMBER_MAX ((size_t)128 << 20) // bytes of one file: originals are 64 MB at most
#define DEPTH_MAX 2

typedef struct packing {
    zip z;
    miler_buf out;
    miler_arena *scratch; // one file at a time
    size_t root_len;
    int fd;
    const char *path;
} packing;

static miler_status failed(const packing *p, miler_error *err) {
    const miler_status status =
        miler_fail(err, MILER_ERR_IO, "cannot write %s: %s", p->path, strerror(errno));
    miler_error_remedy(err, "free some space beside the store, then ask again");
    return status;
}

static miler_status flush(packing *p, miler_error *err) {
    const char *at = p->out.ptr;
    if (p->out.failed) return miler_buf_status(&p->out, err);
    for (size_t left = p->out.len; left > 0;) {
        const ssize_t n = write(p->fd, at, left);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return failed(p, err);
        at += n;
        left -= (size_t)n;
    }
    p->z.gone += p->out.len;
    miler_buf_clear(&p->out);
    return MILER_OK;
}

static miler_status add_file(packing *p, const char *path, miler_error *err) {
    const char *bytes;
    size_t len;
    miler_arena_reset(p->scratch);
    miler_status status = out_file_read(path, MEMBER_MAX, p->scratch, &bytes, &len, err);
    if (status != MILER_OK) return status;
    if (!zip_add(&p->z, path + p->root_len, bytes, len))
        return miler_fail(err, MILER_ERR_LIMIT, "more than one ZIP file holds: use `miler export FOLDER`");
    return flush(p, err);
}

static miler_status add_folder(packing *p, const char *folder, int depth, miler_error *err) {
    char path[MILER_PATH_MAX + 600];
    struct stat st;
    miler_status status = MILER_OK;
    DIR *dir = opendir(folder);
    if (dir == NULL) return failed(p, err);
    for (struct dirent *e; status == MILER_OK && (e = readdir(dir)) != NULL;) {
        if (e->d_name[0] == '.') continue;
        const int len = snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        if (len < 0 || (size_t)len >= sizeof path || lstat(path, &st) != 0) continue;
        if (S_ISDIR(st.st_mode) && depth > 0) status = add_folder(p, path, depth - 1, err);
        if (S_ISREG(st.st_mode)) status = add_file(p, path, err);
    }
    (void)closedir(dir);
    return status;
}

miler_status zip_folder(const char *folder, const char *path, miler_arena *arena, miler_error *err) {
    packing p = {.root_len = strlen(folder) + 1, .path = path};
    p.fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (p.fd < 0) return failed(&p, err);
    p.scratch = miler_arena_new(NULL, 2 * MEMBER_MAX);
    miler_buf_init(&p.out, NULL, 2 * MEMBER_MAX);
    zip_begin(&p.z, &p.out, arena);
    miler_status status = p.scratch != NULL ? add_folder(&p, folder, DEPTH_MAX, err)
                                            : miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    if (status == MILER_OK) {
        zip_end(&p.z);
        status = flush(&p, err);
    }
    miler_buf_deinit(&p.out);
    miler_arena_free(p.scratch);
    if (close(p.fd) != 0 && status == MILER_OK) status = failed(&p, err);
    return status;
}
