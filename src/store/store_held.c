// SPDX-License-Identifier: MIT
#if defined(__linux__)
#define _GNU_SOURCE // O_TMPFILE
#endif
#include "store/store_held.h"

#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void store_held_init(store_held *h, const char *beside, const miler_alloc *alloc) {
    *h = (store_held){.beside = beside, .fd = -1};
    miler_buf_init(&h->memory, alloc, HELD_MEMORY);
}

void store_held_clear(store_held *h) {
    miler_buf_clear(&h->memory);
    if (h->fd >= 0) (void)close(h->fd);
    h->fd = -1;
    h->len = 0;
}

void store_held_deinit(store_held *h) {
    store_held_clear(h);
    miler_buf_deinit(&h->memory);
}

static miler_status no_room(int why, miler_error *err) {
    const miler_status status =
        miler_fail(err, MILER_ERR_IO, "a large file cannot be laid beside the store: %s", strerror(why));
    miler_error_remedy(err, "free some space where the store lies");
    return status;
}

// Gone when it is closed, also by kill -9.
static int open_nameless(const char *beside) {
    char path[MILER_PATH_MAX];
    const char *slash = strrchr(beside, '/');
    const int folder = slash == NULL ? 0 : slash == beside ? 1 : (int)(slash - beside);
#ifdef O_TMPFILE
    (void)snprintf(path, sizeof path, "%.*s", folder > 0 ? folder : 1, folder > 0 ? beside : ".");
    const int nameless = open(path, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (nameless >= 0) return nameless;
#endif
    const int len =
        snprintf(path, sizeof path, "%.*s/.miler-XXXXXX", folder > 0 ? folder : 1, folder > 0 ? beside : ".");
    if (len < 0 || (size_t)len >= sizeof path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    const int fd = mkstemp(path);
    if (fd < 0) return -1;
    (void)unlink(path);
    (void)fcntl(fd, F_SETFD, FD_CLOEXEC);
    return fd;
}

static miler_status to_file(store_held *h, const uint8_t *bytes, size_t len, miler_error *err) {
    if (h->fd < 0) h->fd = open_nameless(h->beside);
    if (h->fd < 0) return no_room(errno, err);
    for (uint64_t at = h->len - h->memory.len; len > 0;) {
        const ssize_t n = pwrite(h->fd, bytes, len, (off_t)at);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return no_room(n < 0 ? errno : ENOSPC, err);
        bytes += n;
        at += (uint64_t)n;
        len -= (size_t)n;
    }
    return MILER_OK;
}

miler_status store_held_add(store_held *h, const void *bytes, size_t len, miler_error *err) {
    miler_status status = MILER_OK;
    if (h->fd < 0 && h->memory.len + len <= HELD_MEMORY) {
        miler_buf_append(&h->memory, bytes, len);
        status = miler_buf_status(&h->memory, err);
    } else {
        status = to_file(h, bytes, len, err);
    }
    if (status == MILER_OK) h->len += len;
    return status;
}

miler_status store_held_view(const store_held *h, uint64_t at, size_t len, void *room, const void **out,
                             miler_error *err) {
    if (at + len > h->len) return miler_fail(err, MILER_ERR_ARG, "so many bytes are not held");
    if (at + len <= h->memory.len) {
        *out = h->memory.ptr + at;
        return MILER_OK;
    }
    uint8_t *to = room;
    *out = room;
    if (at < h->memory.len) {
        const size_t n = h->memory.len - (size_t)at;
        memcpy(to, h->memory.ptr + at, n);
        to += n;
        at += n;
        len -= n;
    }
    for (uint64_t from = at - h->memory.len; len > 0;) {
        const ssize_t n = pread(h->fd, to, len, (off_t)from);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return no_room(n < 0 ? errno : EIO, err);
        to += n;
        from += (uint64_t)n;
        len -= (size_t)n;
    }
    return MILER_OK;
}
