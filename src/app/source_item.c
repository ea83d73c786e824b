// SPDX-License-Identifier: MIT
// The bytes of one item: opened, sniffed, unpacked, and on request kept as they
// came. What arrived as .gz is kept byte for byte; what arrived deflated in a
// ZIP becomes a .gz by putting ten bytes in front and eight behind (RFC 1952),
// so that nothing is ever packed a second time.
//
// PERF: packing again would cost about ten times the unpacking.
#include "app/source_walk.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define SNIFF_MIN 512 // enough for every format to tell itself

// ---- Layers

static miler_status read_disk(void *user, void *out, size_t cap, size_t *got, miler_error *err) {
    source_walk *walk = user;
    for (;;) {
        const ssize_t n = pread(walk->fd, out, cap, (off_t)walk->fd_at);
        if (n >= 0) {
            *got = (size_t)n;
            walk->fd_at += (uint64_t)n;
            return MILER_OK;
        }
        if (errno != EINTR) return miler_fail(err, MILER_ERR_IO, "cannot be read: %s", strerror(errno));
    }
}

static miler_status give(miler_status status, const miler_error *kept, miler_error *err) {
    if (err != NULL) *err = *kept;
    return status;
}

// The bytes that were sniffed at, then the rest of the layer below.
static miler_status read_again(void *user, void *out, size_t cap, size_t *got, miler_error *err) {
    source_walk *walk = user;
    if (walk->first_at < walk->first_len) {
        const size_t left = walk->first_len - walk->first_at;
        *got = left < cap ? left : cap;
        memcpy(out, walk->first + walk->first_at, *got);
        walk->first_at += *got;
        return MILER_OK;
    }
    if (walk->first_status != MILER_OK) return give(walk->first_status, &walk->first_err, err);
    return walk->below.read(walk->below.user, out, cap, got, err);
}

static miler_status take_packed(void *user, const void *bytes, size_t len, miler_error *err) {
    source_walk *walk = user;
    if (!walk->keep) return MILER_OK;
    if (walk->packed_fn != NULL) return walk->packed_fn(walk->packed_user, bytes, len, err);
    miler_buf_append(&walk->held, bytes, len);
    if (walk->held.failed) { // then it is kept by packing it again
        walk->keep = false;
        walk->item.packed = false;
        miler_buf_clear(&walk->held);
    }
    return MILER_OK;
}

// What comes out of the outer layer while a .gz is inside: the .gz is the item,
// and only its own packed bytes are kept.
static miler_status take_outer(void *user, const void *bytes, size_t len, miler_error *err) {
    const source_walk *walk = user;
    return walk->use_inner ? MILER_OK : take_packed(user, bytes, len, err);
}

// Reads until the head can be sniffed or the end is near. An error met on the
// way is kept for later: what came before it may still be of use.
static miler_status read_head(archive_stream from, uint8_t *to, size_t *len, miler_error *err) {
    *len = 0;
    while (*len < SNIFF_MIN) {
        size_t got = 0;
        miler_status status = from.read(from.user, to + *len, MILER_FEED_CHUNK - *len, &got, err);
        if (status != MILER_OK || got == 0) return status;
        *len += got;
    }
    return MILER_OK;
}

static miler_status start_outer(source_walk *walk, uint64_t max_out, miler_error *err) {
    archive_packed packed = {.method = walk->entry.method,
                             .max_out = max_out,
                             .declared = true,
                             .size = walk->entry.size,
                             .crc = walk->entry.crc};
    miler_status status = boxed_zip_stream(walk->zip, walk->zip_index, &packed.from, err);
    if (status == MILER_OK)
        status = boxed_unpacker_start(walk->outer, &walk->box, &packed, &walk->budget, take_outer, walk, err);
    walk->below = boxed_unpacker_stream(walk->outer);
    return status;
}

// The content is packed once more: a .gz, on disk or in a ZIP.
static miler_status start_inner(source_walk *walk, bool keep, uint64_t max_out, miler_error *err) {
    const archive_packed packed = {
        .method = ARCHIVE_GZIPPED, .from = {.user = walk, .read = read_again}, .max_out = max_out};
    miler_buf_clear(&walk->held); // of the layer below
    walk->keep = false;
    miler_status status = boxed_unpacker_start(walk->inner, &walk->box, &packed, &walk->budget,
                                               keep ? take_packed : NULL, walk, err);
    if (status != MILER_OK) return status;
    walk->use_inner = true;
    walk->keep = walk->item.packed = keep;
    walk->wrap = false;
    walk->content = boxed_unpacker_stream(walk->inner);
    walk->head = walk->unpacked;
    walk->head_status = read_head(walk->content, walk->unpacked, &walk->head_len, &walk->head_err);
    return MILER_OK;
}

miler_status source_start(source_walk *walk, bool keep, uint64_t max_out, miler_error *err) {
    walk->use_outer = walk->zip != NULL;
    walk->use_inner = walk->ended = false;
    walk->packed_fn = NULL;
    walk->first_at = walk->head_at = 0;
    walk->content_bytes = 0;
    walk->max_out = max_out;
    miler_buf_clear(&walk->held);
    walk->wrap = keep && walk->use_outer && walk->entry.method == ARCHIVE_DEFLATE;
    walk->keep = walk->item.packed = walk->wrap;
    walk->fd_at = 0;
    walk->below = (archive_stream){.user = walk, .read = read_disk};
    if (walk->use_outer) {
        miler_status status = start_outer(walk, max_out, err);
        if (status != MILER_OK) return status;
    }
    walk->content = walk->below;
    walk->first_status = read_head(walk->below, walk->first, &walk->first_len, &walk->first_err);
    walk->head = walk->first;
    walk->head_len = walk->first_len;
    walk->head_status = walk->first_status;
    if (archive_sniff(walk->first, walk->first_len) == ARCHIVE_GZIP) {
        miler_status status = start_inner(walk, keep, max_out, err);
        if (status != MILER_OK) return status;
    }
    walk->item.head = walk->head;
    walk->item.head_len = walk->head_len;
    if (walk->head_status == MILER_OK || walk->head_len != 0) return MILER_OK;
    return give(walk->head_status, walk->use_inner ? &walk->head_err : &walk->first_err, err);
}

// ---- Keeping the packed bytes

miler_status source_packed(source_item *item, source_packed_fn fn, void *user, miler_error *err) {
    source_walk *walk = item->walk;
    if (!item->packed) return miler_fail(err, MILER_ERR_ARG, "the item did not come packed");
    walk->packed_fn = fn;
    walk->packed_user = user;
    // Method deflate, no flags, no time, no extra flags, unknown system.
    static const uint8_t header[10] = {0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255};
    if (walk->wrap) {
        miler_status status = fn(user, header, sizeof header, err);
        if (status != MILER_OK) return status;
    }
    if (walk->held.len == 0) return MILER_OK;
    return fn(user, walk->held.ptr, walk->held.len, err);
}

static miler_status end_packed(source_walk *walk, miler_error *err) {
    if (!walk->wrap || walk->packed_fn == NULL || !boxed_unpacker_clean(walk->outer)) return MILER_OK;
    const uint32_t crc = boxed_unpacker_crc(walk->outer);
    const uint32_t size = (uint32_t)boxed_unpacker_size(walk->outer);
    uint8_t trailer[8];
    for (unsigned i = 0; i < 4; i++) {
        trailer[i] = (uint8_t)(crc >> (8 * i));
        trailer[4 + i] = (uint8_t)(size >> (8 * i));
    }
    return walk->packed_fn(walk->packed_user, trailer, sizeof trailer, err);
}

bool source_clean(const source_item *item) {
    const source_walk *walk = item->walk;
    if (!item->packed || !walk->ended) return false;
    return boxed_unpacker_clean(walk->use_inner ? walk->inner : walk->outer);
}

// ---- Reading

static miler_status count_content(source_walk *walk, size_t got, miler_error *err) {
    walk->content_bytes += got;
    if (walk->content_bytes <= walk->max_out) return MILER_OK;
    return miler_fail(err, MILER_ERR_LIMIT, "larger than %llu MiB, as no activity is",
                      (unsigned long long)(walk->max_out / MILER_MIB));
}

miler_status source_read(source_item *item, void *out, size_t cap, size_t *got, miler_error *err) {
    source_walk *walk = item->walk;
    *got = 0;
    if (walk->ended) return MILER_OK;
    if (walk->head_at < walk->head_len) {
        const size_t left = walk->head_len - walk->head_at;
        *got = left < cap ? left : cap;
        memcpy(out, walk->head + walk->head_at, *got);
        walk->head_at += *got;
        return count_content(walk, *got, err);
    }
    if (walk->head_status != MILER_OK) {
        walk->ended = true;
        return give(walk->head_status, walk->use_inner ? &walk->head_err : &walk->first_err, err);
    }
    miler_status status = walk->content.read(walk->content.user, out, cap, got, err);
    if (status != MILER_OK || *got == 0) walk->ended = true;
    if (status != MILER_OK) return status;
    return *got != 0 ? count_content(walk, *got, err) : end_packed(walk, err);
}

miler_status source_restart(source_item *item, miler_error *err) {
    return source_start(item->walk, false, MILER_FILE_MAX, err);
}
