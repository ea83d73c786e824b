// SPDX-License-Identifier: MIT
#include "server/uploads.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void give_up(upload *at) {
    if (at->id == 0) return;
    if (at->fd >= 0) (void)close(at->fd);
    scratch_close(&at->scratch);
    *at = (upload){.id = 0};
}

static bool is_plain(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           strchr("-._", c) != NULL;
}

// The last piece of it, made plain; the ending is what counts, so a long one is cut in front.
static void take_name(char out[UPLOAD_NAME_MAX], const char *name) {
    size_t len = 0;
    for (const char *at = name; *at != '\0'; at++)
        if (*at == '/' || *at == '\\') name = at + 1;
    const size_t whole = strlen(name);
    if (whole >= UPLOAD_NAME_MAX) name += whole - UPLOAD_NAME_MAX + 1;
    for (; *name != '\0'; name++)
        out[len++] = is_plain(*name) ? *name : '_';
    if (len == 0) out[len++] = '_';
    if (out[0] == '.') out[0] = '_';
    out[len] = '\0';
}

static miler_status failed(upload *at, miler_error *err) {
    const miler_status status =
        miler_fail(err, MILER_ERR_IO, "the file cannot be kept beside the store: %s", strerror(errno));
    miler_error_remedy(err, "free some space there, then send it again");
    give_up(at);
    return status;
}

static upload *find(uploads *u, int64_t id) {
    for (size_t i = 0; i < UPLOADS_MAX; i++)
        if (u->each[i].id == id) return &u->each[i];
    return NULL;
}

void uploads_sweep(uploads *u, int64_t now_ms) {
    for (size_t i = 0; i < UPLOADS_MAX; i++)
        if (u->each[i].id != 0 && now_ms - u->each[i].last_ms > UPLOAD_IDLE_MS) give_up(&u->each[i]);
}

static miler_status begin(uploads *u, const app *a, const char *name, upload **out, miler_error *err) {
    uploads_sweep(u, app_now_ms(a));
    upload *at = find(u, 0);
    if (at == NULL) {
        const miler_status status =
            miler_fail(err, MILER_ERR_CONFLICT, "%d files are being sent already", UPLOADS_MAX);
        miler_error_remedy(err, "send them one after the other");
        return status;
    }
    *at = (upload){.fd = -1};
    const miler_status status = scratch_open(a, &at->scratch, err);
    if (status != MILER_OK) return status;
    at->id = ++u->last_id;
    take_name(at->name, name);
    at->fd = open(scratch_path(&at->scratch, at->name), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    *out = at;
    return at->fd >= 0 ? MILER_OK : failed(at, err);
}

miler_status uploads_part(uploads *u, const app *a, int64_t id, const char *name, const void *bytes,
                          size_t len, upload **out, miler_error *err) {
    upload *at = id > 0 ? find(u, id) : NULL;
    *out = at;
    if (id > 0 && at == NULL) {
        const miler_status status =
            miler_fail(err, MILER_ERR_NOT_FOUND, "there is no upload %lld", (long long)id);
        miler_error_remedy(err, "send the file again from its start");
        return status;
    }
    const miler_status begun = at == NULL ? begin(u, a, name, &at, err) : MILER_OK;
    *out = at;
    if (begun != MILER_OK) return begun;
    if (at->bytes + len > UPLOAD_ALL_MAX) {
        give_up(at);
        return miler_fail(err, MILER_ERR_LIMIT, "a file of more than 4 GB is not taken");
    }
    for (const char *from = bytes; len > 0;) {
        const ssize_t n = write(at->fd, from, len);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return failed(at, err);
        from += n;
        len -= (size_t)n;
        at->bytes += (uint64_t)n;
    }
    at->last_ms = app_now_ms(a);
    return MILER_OK;
}

miler_status uploads_end(upload *at, scratch *out, miler_error *err) {
    const int fd = at->fd;
    at->fd = -1;
    if (close(fd) != 0) return failed(at, err);
    *out = at->scratch;
    at->id = 0; // the folder is not ours any more
    return MILER_OK;
}

void uploads_close(uploads *u) {
    for (size_t i = 0; i < UPLOADS_MAX; i++)
        give_up(&u->each[i]);
}
