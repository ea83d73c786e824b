// SPDX-License-Identifier: MIT
// miler's side: boxes and their children, and recordings out of them.
#include "app/boxed_room.h"

#include "app/app.h"

#include <string.h>

void boxed_init(boxed *box, sandbox *in) {
    *box = (boxed){.sandbox = in, .fd = -1};
}

void boxed_drop(boxed *box) {
    sandbox_child_close(box->child);
    box->child = NULL;
    box->awaited = 0;
    box->end = box->fed = (miler_error){0};
}

// ---- The child

static miler_status tell_end(const boxed *box, miler_error *err) {
    if (err != NULL) *err = box->end;
    return box->end.status;
}

sandbox_channel *boxed_channel(boxed *box, miler_status *status, miler_error *err) {
    *status = MILER_OK;
    if (box->end.status != MILER_OK)
        *status = tell_end(box, err);
    else if (box->child == NULL)
        *status = sandbox_child_open(box->sandbox, box->fd, &box->child, err);
    return *status == MILER_OK ? sandbox_child_channel(box->child) : NULL;
}

static void end_child(boxed *box) {
    sandbox_child_close(box->child);
    box->child = NULL;
}

miler_status boxed_step(boxed *box, miler_status status, miler_error *err) {
    if (status == MILER_OK || status == MILER_ERR_NOMEM) { // memory is miler's own matter
        if (status == MILER_ERR_NOMEM) {
            (void)miler_fail(&box->end, status, "out of memory"); // in the midst of an answer
            end_child(box);
        }
        return status;
    }
    if (status == MILER_ERR_IO)
        status = sandbox_child_end(box->child, &box->end);
    else if (err != NULL)
        box->end = *err; // an answer that breaks the rules
    else
        status = flat_refuse(&box->end, "no sense");
    box->end.status = status;
    end_child(box);
    return tell_end(box, err);
}

static miler_status take_due(boxed *box, sandbox_channel *ch, miler_error *err) {
    miler_status status = MILER_OK, said;
    miler_error why;
    while (status == MILER_OK && box->awaited > 0) {
        status = flat_get_outcome(ch, &said, &why, err);
        if (status == MILER_OK && said != MILER_OK && box->fed.status == MILER_OK) box->fed = why;
        box->awaited--;
    }
    return status;
}

miler_status boxed_settle(boxed *box, miler_status sent, miler_error *err) {
    sandbox_channel *ch = sandbox_child_channel(box->child);
    if (sent == MILER_OK) sent = sandbox_flush(ch, err);
    return sent == MILER_OK ? take_due(box, ch, err) : sent;
}

miler_status boxed_said_so(miler_status said, const miler_error *why, miler_error *err) {
    if (said == MILER_ERR_NOMEM) {
        (void)miler_fail(err, MILER_ERR_BUSY, "there was no memory to read it in");
        miler_error_remedy(err, "close other programs, then try again");
        return MILER_ERR_BUSY;
    }
    if (said != MILER_OK && err != NULL) *err = *why;
    return said;
}

miler_status boxed_outcome(boxed *box, miler_status sent, miler_error *err) {
    miler_status said = MILER_OK;
    miler_error own = {0}, why = {0};
    sent = boxed_settle(box, sent, &own);
    if (sent == MILER_OK) sent = flat_get_outcome(sandbox_child_channel(box->child), &said, &why, &own);
    if (sent == MILER_OK) return boxed_said_so(said, &why, err);
    sent = boxed_step(box, sent, &own);
    if (err != NULL) *err = own;
    return sent;
}

// ---- Recordings

#define AWAITED_MAX 16u // pieces that are on their way

struct boxed_reader {
    boxed *box;
    miler_arena *arena;
    miler_reader *own; // in this process
    miler_file_format format;
    bool opened; // the child knows the format
};

miler_status boxed_reader_open(boxed_reader **out, boxed *box, miler_file_format format, miler_arena *arena,
                               miler_error *err) {
    *out = NULL;
    boxed_reader *reader = miler_arena_take(arena, sizeof *reader);
    if (reader == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    *reader = (boxed_reader){.box = box, .arena = arena, .format = format};
    miler_status status = MILER_OK;
    if (box->sandbox == NULL)
        status = miler_reader_open(&reader->own, format, arena, err);
    else
        (void)boxed_channel(box, &status, err);
    if (status == MILER_OK) *out = reader;
    return status;
}

static miler_status put_open(boxed_reader *reader, sandbox_channel *ch) {
    if (reader->opened) return MILER_OK;
    reader->opened = true;
    reader->box->fed = (miler_error){0};
    const miler_status status = flat_put_u32(ch, ASK_READ_OPEN, NULL);
    return status == MILER_OK ? flat_put_u32(ch, (uint32_t)reader->format, NULL) : status;
}

static miler_status feed_piece(boxed_reader *reader, const void *bytes, size_t len, miler_error *err) {
    miler_status status;
    boxed *box = reader->box;
    sandbox_channel *ch = boxed_channel(box, &status, err);
    if (ch == NULL) return status;
    const bool first = !reader->opened; // it tells whether the file is any activity's
    status = put_open(reader, ch);
    if (status == MILER_OK) status = flat_put_u32(ch, ASK_READ_FEED, NULL);
    if (status == MILER_OK) status = flat_put_u32(ch, (uint32_t)len, NULL);
    if (status == MILER_OK) status = sandbox_put(ch, bytes, len, NULL);
    box->awaited++;
    miler_error own = {0}; // the step needs its words, whether or not anybody else does
    if (status != MILER_OK || first || box->awaited >= AWAITED_MAX) status = boxed_settle(box, status, &own);
    if (status == MILER_OK) return boxed_said_so(box->fed.status, &box->fed, err);
    status = boxed_step(box, status, &own);
    if (err != NULL) *err = own;
    return status;
}

miler_status boxed_reader_feed(boxed_reader *reader, const void *bytes, size_t len, miler_error *err) {
    if (reader->own != NULL) return miler_reader_feed(reader->own, bytes, len, err);
    miler_status status = MILER_OK;
    for (const uint8_t *from = bytes; status == MILER_OK && len > 0;) {
        const size_t n = len < MILER_FEED_CHUNK ? len : MILER_FEED_CHUNK;
        status = feed_piece(reader, from, n, err);
        from += n;
        len -= n;
    }
    return status;
}

static miler_status ask_finish(boxed_reader *reader, miler_reading *out, miler_error *err) {
    miler_status status;
    miler_error own = {0}, why;
    boxed *box = reader->box;
    sandbox_channel *ch = boxed_channel(box, &status, err);
    if (ch == NULL) return status;
    status = put_open(reader, ch);
    if (status == MILER_OK) status = flat_put_u32(ch, ASK_READ_FINISH, NULL);
    status = boxed_outcome(box, status, &why);
    if (box->child == NULL || status != MILER_OK) {
        // Of a piece that failed before, that is what is to be told; not that the rest need not be fed.
        const bool fed =
            box->child != NULL && box->fed.status != MILER_OK && box->fed.status != MILER_ERR_EMPTY;
        return boxed_said_so(fed ? box->fed.status : status, fed ? &box->fed : &why, err);
    }
    status = flat_get_reading(ch, reader->arena, out, &own);
    if (status == MILER_OK && out->format != reader->format) status = flat_refuse(&own, "another format");
    if (status != MILER_OK) status = boxed_step(box, status, &own);
    if (status != MILER_OK && err != NULL) *err = own;
    return status;
}

miler_status boxed_reader_finish(boxed_reader *reader, miler_reading *out, miler_error *err) {
    if (reader->own != NULL) return miler_reader_finish(reader->own, out, err);
    *out = (miler_reading){.format = reader->format, .content_name = ""};
    const miler_status status = ask_finish(reader, out, err);
    end_child(reader->box); // all is said; another can be made ready meanwhile
    if (status != MILER_OK) *out = (miler_reading){.format = reader->format, .content_name = ""};
    return status;
}

void boxed_reader_close(boxed_reader *reader) {
    if (reader != NULL) miler_reader_close(reader->own);
}
