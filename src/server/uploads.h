// SPDX-License-Identifier: MIT
// Files that a browser sends, in parts, each into a file beside the store: memory
// never holds more than a part. What is whole becomes a job.
//
// Threads: for the one that writes alone.
// Security: the name a file is given is only its last piece, with nothing in it but
// letters, digits and -._ and never a leading dot; the folder's name is made here.
#ifndef MILER_UPLOADS_H
#define MILER_UPLOADS_H

#include "server/scratch.h"

#define UPLOADS_MAX 8 // begun and not yet whole
#define UPLOAD_PART_MAX ((size_t)16 << 20)
#define UPLOAD_ALL_MAX ((uint64_t)4 << 30)
#define UPLOAD_IDLE_MS 600000 // nothing came for so long: it is given up
#define UPLOAD_NAME_MAX 128

typedef struct upload {
    int64_t id; // 0: an empty place
    scratch scratch;
    char name[UPLOAD_NAME_MAX];
    int fd;
    uint64_t bytes;
    int64_t last_ms;
} upload;

typedef struct uploads {
    int64_t last_id;
    upload each[UPLOADS_MAX];
} uploads;

// One more part of upload `id`, or the first (id 0) of a file called `name`. After an error the upload is
// gone. Errors: NOT_FOUND (no such upload), CONFLICT (too many at once), LIMIT (too long), IO.
miler_status uploads_part(uploads *u, const app *a, int64_t id, const char *name, const void *bytes,
                          size_t len, upload **out, miler_error *err) MILER_CHECK;
// It is whole: the file is closed, its folder the caller's. Errors: IO.
miler_status uploads_end(upload *at, scratch *out, miler_error *err) MILER_CHECK;
void uploads_sweep(uploads *u, int64_t now_ms); // those that are given up go, with what was sent
void uploads_close(uploads *u);                 // whatever is begun is taken away

#endif
