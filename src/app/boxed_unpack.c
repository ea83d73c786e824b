// SPDX-License-Identifier: MIT
// Unpackers in a child. The packed bytes are read here and handed in, what comes
// out is counted here: size, checksum and budget are miler's own sums, so that a
// child can say nothing about them.
//
// Stored bytes are passed on as they lie, without a child.
#include "app/boxed_room.h"

#include <string.h>
#include <zlib.h>

#define ASKS_AFTER_END 8 // how often a child may ask for more after it was told that there is none

struct boxed_unpacker {
    const miler_alloc *alloc;
    archive_unpacker *own; // in this process
    boxed *box;            // NULL: the own one is at work
    unsigned slot;
    archive_packed packed;
    archive_budget *budget;
    boxed_tap tap;
    void *tap_user;
    miler_status below; // how the last read of the layer below went
    miler_error below_err;
    bool below_over; // it has no more, or has failed
    bool hungry;     // the child has used up what it was given
    unsigned asks;   // for more than there was
    bool child_done; // it has said its last word: end
    miler_status end;
    miler_error end_err;
    bool end_clean, end_spent;
    bool finished, clean; // and it was handed on
    uint64_t size;
    uint32_t crc;
    size_t out_at, out_len;
    uint8_t in[MILER_FEED_CHUNK];
    uint8_t out[BOXED_UNPACKED]; // of the last answer
};

miler_status boxed_unpacker_new(boxed_unpacker **out, unsigned slot, const miler_alloc *alloc,
                                miler_error *err) {
    *out = NULL;
    boxed_unpacker *u = miler_resize(alloc, NULL, 0, sizeof *u);
    if (u == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    memset(u, 0, offsetof(boxed_unpacker, in));
    u->alloc = alloc;
    u->slot = slot;
    const miler_status status = archive_unpacker_new(&u->own, alloc, err);
    if (status == MILER_OK)
        *out = u;
    else
        miler_resize(alloc, u, sizeof *u, 0);
    return status;
}

void boxed_unpacker_free(boxed_unpacker *u) {
    if (u == NULL) return;
    archive_unpacker_free(u->own);
    miler_resize(u->alloc, u, sizeof *u, 0);
}

miler_status boxed_unpacker_start(boxed_unpacker *u, boxed *box, const archive_packed *packed,
                                  archive_budget *budget, boxed_tap tap, void *tap_user, miler_error *err) {
    u->box = NULL;
    if (box->sandbox == NULL || packed->method == ARCHIVE_STORED)
        return archive_unpacker_start(u->own, packed, budget, tap, tap_user, err);
    miler_status status;
    sandbox_channel *ch = boxed_channel(box, &status, err);
    if (ch == NULL) return status;
    u->box = box;
    u->packed = *packed;
    u->budget = budget;
    u->tap = tap;
    u->tap_user = tap_user;
    u->below = u->end = MILER_OK;
    u->below_over = u->child_done = u->finished = u->clean = false;
    u->hungry = true;
    u->asks = 0;
    u->size = 0;
    u->crc = 0;
    u->out_at = u->out_len = 0;
    const boxed_packed wish = {.slot = u->slot,
                               .method = packed->method,
                               .declared = packed->declared ? 1 : 0,
                               .crc = packed->crc,
                               .max_out = packed->max_out,
                               .size = packed->size};
    status = flat_put_u32(ch, ASK_UNPACK_START, NULL);
    if (status == MILER_OK) status = sandbox_put(ch, &wish, sizeof wish, NULL);
    return status == MILER_OK ? MILER_OK : boxed_step(box, status, err);
}

// Packed bytes from the layer below, as many as it has up to `room`.
static size_t fetch(boxed_unpacker *u, size_t room) {
    size_t len = 0, got = 1;
    while (!u->below_over && len < room && got != 0) {
        u->below = u->packed.from.read(u->packed.from.user, u->in + len, room - len, &got, &u->below_err);
        if (u->below == MILER_OK && got != 0 && u->tap != NULL)
            u->below = u->tap(u->tap_user, u->in + len, got, &u->below_err);
        if (u->below != MILER_OK) got = 0;
        u->below_over = got == 0;
        len += got;
    }
    return len;
}

// It asks for more in the midst of an answer.
static miler_status hand_in(boxed_unpacker *u, sandbox_channel *ch, miler_error *err) {
    uint32_t room;
    miler_status status = flat_get_u32(ch, MILER_FEED_CHUNK, &room, err);
    if (status != MILER_OK) return status;
    if (room == 0 || u->asks > ASKS_AFTER_END) return flat_refuse(err, "asks for more than there is");
    const size_t len = fetch(u, room);
    // While they were fetched this child may have been asked for another layer, and be gone by now.
    if (u->box->child == NULL) return MILER_ERR_CANCELLED;
    if (len == 0) u->asks++;
    const int32_t how = len == 0 ? u->below : MILER_OK;
    status = flat_put_u32(ch, TELL_PACKED, err);
    if (status == MILER_OK) status = sandbox_put(ch, &how, sizeof how, err);
    if (status == MILER_OK) status = flat_put_u32(ch, (uint32_t)len, err);
    if (status == MILER_OK) status = sandbox_put(ch, u->in, len, err);
    return status == MILER_OK ? sandbox_flush(ch, err) : status;
}

static miler_status take_unpacked(boxed_unpacker *u, sandbox_channel *ch, miler_error *err) {
    uint32_t len, state;
    miler_status status = flat_get_u32(ch, BOXED_UNPACKED, &len, err);
    if (status == MILER_OK) status = sandbox_get(ch, u->out, len, err);
    if (status == MILER_OK)
        status = flat_get_u32(ch, STATE_FINISHED | STATE_CLEAN | STATE_SPENT | STATE_HUNGRY, &state, err);
    if (status != MILER_OK) return status;
    u->out_at = 0;
    u->out_len = len;
    u->hungry = (state & STATE_HUNGRY) != 0;
    u->child_done = (state & STATE_FINISHED) != 0;
    if (!u->child_done) return len != 0 ? MILER_OK : flat_refuse(err, "neither bytes nor an end");
    u->end_spent = (state & STATE_SPENT) != 0;
    status = flat_get_outcome(ch, &u->end, &u->end_err, err);
    u->end_clean = status == MILER_OK && u->end == MILER_OK && (state & STATE_CLEAN) != 0;
    return status;
}

// The next bytes out of the child.
static miler_status pull(boxed_unpacker *u, sandbox_channel *ch, miler_error *err) {
    boxed_pull wish = {.slot = u->slot, .budget = u->budget->bytes_left};
    if (u->hungry) {
        wish.packed_len = (uint32_t)fetch(u, MILER_FEED_CHUNK);
        wish.packed_end = u->below_over && u->below == MILER_OK;
    }
    if (u->box->child == NULL) return MILER_ERR_CANCELLED; // as in hand_in
    miler_status status = flat_put_u32(ch, ASK_UNPACK_READ, err);
    if (status == MILER_OK) status = sandbox_put(ch, &wish, sizeof wish, err);
    if (status == MILER_OK) status = sandbox_put(ch, u->in, wish.packed_len, err);
    if (status == MILER_OK) status = boxed_settle(u->box, MILER_OK, err);
    for (uint32_t what = MORE_PACKED; status == MILER_OK && what == MORE_PACKED;) {
        status = flat_get_u32(ch, UNPACKED, &what, err);
        if (status == MILER_OK && what == MORE_PACKED) status = hand_in(u, ch, err);
    }
    return status == MILER_OK ? take_unpacked(u, ch, err) : status;
}

// What is handed on, against the caps.
static miler_status count(boxed_unpacker *u, const void *out, size_t got, miler_error *err) {
    u->size += got;
    if (u->packed.declared) u->crc = (uint32_t)crc32_z(u->crc, out, got);
    if (u->size > u->packed.max_out) return flat_refuse(err, "more than it may");
    if (got <= u->budget->bytes_left) {
        u->budget->bytes_left -= got;
        return MILER_OK;
    }
    u->budget->bytes_left = 0;
    return miler_fail(err, MILER_ERR_LIMIT, "the archive unpacks to more than %llu MiB in all",
                      (unsigned long long)(MILER_ARCHIVE_TOTAL_MAX / MILER_MIB));
}

// All bytes are handed on: how it ended. What the layer below says goes before what a child makes of it.
static miler_status tell_end(boxed_unpacker *u, miler_error *err) {
    u->finished = true;
    u->clean = u->end_clean && u->below == MILER_OK; // else what was kept of the packed bytes is not all
    const bool below = u->below != MILER_OK && u->end != MILER_OK;
    const miler_status status = below ? u->below : u->end;
    // The budget is all files' of the archive: what one of them says of it holds where our own sum leaves
    // less than one piece.
    const bool spent = u->end_spent && u->budget->bytes_left < MILER_FEED_CHUNK;
    if (status == MILER_ERR_LIMIT && spent) u->budget->bytes_left = 0;
    if (!below) return boxed_said_so(status, &u->end_err, err);
    if (err != NULL) *err = u->below_err;
    return status;
}

static miler_status fail_reading(boxed_unpacker *u, miler_status status, const miler_error *why,
                                 miler_error *err) {
    u->finished = true;
    u->clean = false;
    u->out_at = u->out_len = 0;
    if (err != NULL) *err = *why;
    return status;
}

miler_status boxed_unpacker_read(void *unpacker, void *out, size_t cap, size_t *got, miler_error *err) {
    boxed_unpacker *u = unpacker;
    if (u->box == NULL) return archive_unpacker_read(u->own, out, cap, got, err);
    miler_status status = MILER_OK;
    miler_error own = {0};
    *got = 0;
    if (u->finished || cap == 0) return MILER_OK;
    if (u->out_at == u->out_len && !u->child_done) {
        sandbox_channel *ch = boxed_channel(u->box, &status, &own);
        if (ch != NULL) status = pull(u, ch, &own);
        if (status == MILER_ERR_CANCELLED) return fail_reading(u, u->below, &u->below_err, err);
        if (ch != NULL && status != MILER_OK) status = boxed_step(u->box, status, &own);
        if (status != MILER_OK) return fail_reading(u, status, &own, err);
    }
    if (u->out_at == u->out_len) return tell_end(u, err);
    const size_t left = u->out_len - u->out_at;
    const size_t len = left < cap ? left : cap;
    memcpy(out, u->out + u->out_at, len);
    u->out_at += len;
    status = count(u, out, len, &own);
    if (status != MILER_OK) return fail_reading(u, status, &own, err);
    *got = len;
    return MILER_OK;
}

archive_stream boxed_unpacker_stream(boxed_unpacker *u) {
    return (archive_stream){.user = u, .read = boxed_unpacker_read};
}

uint64_t boxed_unpacker_size(const boxed_unpacker *u) {
    return u->box == NULL ? archive_unpacker_size(u->own) : u->size;
}

uint32_t boxed_unpacker_crc(const boxed_unpacker *u) {
    return u->box == NULL ? archive_unpacker_crc(u->own) : u->crc;
}

bool boxed_unpacker_clean(const boxed_unpacker *u) {
    return u->box == NULL ? archive_unpacker_clean(u->own) : u->clean;
}
