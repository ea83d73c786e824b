// SPDX-License-Identifier: MIT
// source_walk.h: what sources.c (folders and archives) and source_item.c (the
// bytes of one item) share. Nobody else includes it.
//
// The bytes of an item pass through up to two unpackers:
//
//     file on disk ─────────────────────┐
//     ZIP entry ──► outer (stored, ─────┴──► is it gzip? ── no ──► content
//                   deflate)                      └─ yes ─► inner ──► content
#ifndef MILER_APP_SOURCE_WALK_H
#define MILER_APP_SOURCE_WALK_H

#include "app/sources.h"
#include "app/strava.h"
#include "base/limits.h"

#define HELD_MAX (256 * MILER_KIB) // packed bytes read before anybody asked for them
#define ENTRY_MAX (2 * MILER_PATH_MAX)

typedef struct source_walk {
    const miler_alloc *alloc;
    const source_sink *sink;
    source_progress *progress;
    boxed_unpacker *outer;
    boxed_unpacker *inner;
    boxed box;             // of the item
    archive_budget budget; // of the file on disk that is being read

    // The item being read
    source_item item;
    int fd; // of the file on disk, when the item is not in a ZIP
    uint64_t fd_at;
    boxed_zip *zip; // else the ZIP it is in, and where
    size_t zip_index;
    archive_entry entry;
    archive_stream below;   // what `first` came from
    archive_stream content; // what the item's reader reads, after `head`
    bool use_outer, use_inner;
    size_t first_len, first_at; // bytes of `first` and how many of them were read again
    size_t head_len, head_at;
    const uint8_t *head;
    miler_status first_status; // errors met while `first` and the head were read;
    miler_status head_status;  // they are given after what came before them
    miler_error first_err;
    miler_error head_err;
    bool ended;
    uint64_t content_bytes;
    uint64_t max_out;
    // Keeping the packed bytes
    bool keep; // taps are open
    bool wrap; // a deflate stream: a gzip header and trailer are put around it
    miler_buf held;
    source_packed_fn packed_fn;
    void *packed_user;

    char entry_text[ENTRY_MAX];
    uint8_t first[MILER_FEED_CHUNK];
    uint8_t unpacked[MILER_FEED_CHUNK];
} source_walk;

// Starts the item at its first byte and reads its head. `max_out` caps the
// unpacked size. Errors: FORMAT (a damaged local header), IO, NOMEM; damage
// further in is met by source_read().
miler_status source_start(source_walk *walk, bool keep, uint64_t max_out, miler_error *err) MILER_CHECK;

#endif
