// SPDX-License-Identifier: MIT
// store_held.h: inside of the store room only: packed bytes of an original until there is a transaction for
// them. Nothing of a file is written while it is being read, so that nobody waits for who reads it.
//
//     HELD_MEMORY bytes in memory, what is more in a file without a name beside the store
//
// Ownership: store_held_init() before, store_held_deinit() after. Threads: those of its store.
#ifndef MILER_STORE_HELD_H
#define MILER_STORE_HELD_H

#include <miler/base.h>

// A watch's longest file packs to less; a .gz of noise has 64 MiB.
#define HELD_MEMORY ((size_t)4 * 1024 * 1024)

typedef struct store_held {
    const char *beside; // the store, whose folder has the file
    miler_buf memory;
    int fd; // -1: all of it is in memory
    uint64_t len;
} store_held;

void store_held_init(store_held *h, const char *beside, const miler_alloc *alloc);
void store_held_clear(store_held *h); // empty, for the next original
void store_held_deinit(store_held *h);
// Errors: NOMEM, IO (no room).
miler_status store_held_add(store_held *h, const void *bytes, size_t len, miler_error *err) MILER_CHECK;
// `len` bytes from `at` on, all of which are there. *out is in memory of ours or in `room`.
miler_status store_held_view(const store_held *h, uint64_t at, size_t len, void *room, const void **out,
                             miler_error *err) MILER_CHECK;

#endif
