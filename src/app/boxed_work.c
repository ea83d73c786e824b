// SPDX-License-Identifier: MIT
// The child's side: questions in, answers out. Whatever a file can do to a
// reader it can do here, and only here; so nothing in this file guards
// anything, and no answer of it is believed.
#include "app/boxed_room.h"

#include "app/app.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

// Packed bytes that came along before they were asked for.
typedef struct ahead {
    size_t at, len;
    bool end;
    uint8_t bytes[MILER_FEED_CHUNK];
} ahead;

typedef struct unpacking {
    struct worker *all;
    archive_unpacker *unpacker;
    archive_budget budget;
    miler_error start; // status other than OK: it could not be started
    ahead ahead;
    uint8_t out[BOXED_UNPACKED];
} unpacking;

typedef struct worker {
    sandbox_channel *ch;
    miler_arena *arena;
    miler_reader *reader;
    csv_reader *csv;
    archive_zip *zip;
    miler_error open; // status other than OK: there is no reader, because of this
    unpacking each[BOXED_UNPACKERS];
    uint8_t piece[MILER_FEED_CHUNK];
} worker;

static miler_status answer(worker *w, miler_status status, const miler_error *why) {
    miler_error plain = {.status = status};
    // More memory than one file may have is the file's doing; where there was none to be had, it is not.
    if (w->arena != NULL && app_file_too_large(status, w->arena)) {
        status = miler_fail(&plain, MILER_ERR_LIMIT, APP_FILE_TOO_LARGE);
        return flat_put_outcome(w->ch, status, &plain, NULL);
    }
    if (status != MILER_OK) {
        plain.line = why->line;
        plain.column = why->column;
        plain.offset = why->offset;
        archive_print_name(plain.msg, sizeof plain.msg, why->msg, strlen(why->msg));
        archive_print_name(plain.remedy, sizeof plain.remedy, why->remedy, strlen(why->remedy));
    }
    return flat_put_outcome(w->ch, status, &plain, NULL);
}

static miler_status get(worker *w, void *out, size_t len) {
    return sandbox_get(w->ch, out, len, NULL);
}

// ---- Recordings

static miler_status read_open(worker *w) {
    uint32_t format;
    const miler_status got = get(w, &format, sizeof format);
    if (got != MILER_OK) return got;
    miler_reader_close(w->reader);
    w->reader = NULL;
    w->open = (miler_error){0};
    if (w->arena != NULL) miler_arena_reset(w->arena);
    if (w->arena == NULL) w->arena = miler_arena_new(NULL, 0);
    w->open.status = w->arena != NULL
                         ? miler_reader_open(&w->reader, (miler_file_format)format, w->arena, &w->open)
                         : miler_fail(&w->open, MILER_ERR_NOMEM, "out of memory");
    return MILER_OK;
}

static miler_status read_feed(worker *w) {
    miler_error why = {0};
    uint32_t len;
    miler_status got = flat_get_u32(w->ch, sizeof w->piece, &len, NULL);
    if (got == MILER_OK) got = get(w, w->piece, len);
    if (got != MILER_OK) return got;
    if (w->open.status != MILER_OK) return answer(w, w->open.status, &w->open);
    return answer(w, miler_reader_feed(w->reader, w->piece, len, &why), &why);
}

static miler_status read_finish(worker *w) {
    miler_error why = {0};
    miler_reading reading;
    if (w->open.status != MILER_OK) return answer(w, w->open.status, &w->open);
    const miler_status status = miler_reader_finish(w->reader, &reading, &why);
    const miler_status put = answer(w, status, &why);
    return put != MILER_OK || status != MILER_OK ? put : flat_put_reading(w->ch, &reading, NULL);
}

// ---- Unpacking

static miler_status serve(worker *w, uint32_t question);

// More packed bytes from miler. While it fetches them it may ask for another unpacker's: a .gz
// in a ZIP is unpacked twice.
static miler_status ask_packed(worker *w, void *out, uint32_t room, size_t *got, miler_error *err) {
    int32_t status;
    uint32_t len, question;
    miler_status put = flat_put_u32(w->ch, MORE_PACKED, err);
    if (put == MILER_OK) put = flat_put_u32(w->ch, room, err);
    if (put == MILER_OK) put = sandbox_flush(w->ch, err);
    while (put == MILER_OK && (put = flat_get_u32(w->ch, QUESTION_END, &question, err)) == MILER_OK &&
           question != TELL_PACKED) {
        put = serve(w, question);
        if (put == MILER_OK) put = sandbox_flush(w->ch, err);
    }
    if (put == MILER_OK) put = get(w, &status, sizeof status);
    if (put == MILER_OK) put = flat_get_u32(w->ch, room, &len, err);
    if (put == MILER_OK) put = get(w, out, len);
    if (put != MILER_OK) _exit(0); // nobody is there any more
    *got = len;
    // Why is known where the bytes come from.
    return status == MILER_OK ? MILER_OK : miler_fail(err, (miler_status)status, "below");
}

static miler_status fetch_packed(void *user, void *out, size_t cap, size_t *got, miler_error *err) {
    unpacking *u = user;
    const size_t left = u->ahead.len - u->ahead.at;
    *got = 0;
    if (left == 0 && u->ahead.end) return MILER_OK;
    if (left == 0)
        return ask_packed(u->all, out, (uint32_t)(cap < MILER_FEED_CHUNK ? cap : MILER_FEED_CHUNK), got, err);
    *got = left < cap ? left : cap;
    memcpy(out, u->ahead.bytes + u->ahead.at, *got);
    u->ahead.at += *got;
    return MILER_OK;
}

static miler_status unpack_start(worker *w) {
    boxed_packed p;
    const miler_status got = get(w, &p, sizeof p);
    if (got != MILER_OK || p.slot >= BOXED_UNPACKERS) return MILER_ERR_IO;
    unpacking *u = &w->each[p.slot];
    const archive_packed packed = {.method = (archive_method)p.method,
                                   .from = {.user = u, .read = fetch_packed},
                                   .max_out = p.max_out,
                                   .declared = p.declared != 0,
                                   .size = p.size,
                                   .crc = p.crc};
    u->all = w;
    u->start = (miler_error){0};
    u->ahead.at = u->ahead.len = 0;
    u->ahead.end = false;
    miler_status status =
        u->unpacker == NULL ? archive_unpacker_new(&u->unpacker, NULL, &u->start) : MILER_OK;
    if (status == MILER_OK)
        status = archive_unpacker_start(u->unpacker, &packed, &u->budget, NULL, NULL, &u->start);
    u->start.status = status;
    return MILER_OK;
}

static miler_status take_ahead(worker *w, unpacking *u, const boxed_pull *pull) {
    if (pull->packed_len == 0 && pull->packed_end == 0) return MILER_OK;
    if (pull->packed_len > sizeof u->ahead.bytes) return MILER_ERR_IO;
    u->ahead.at = 0;
    u->ahead.len = pull->packed_len;
    u->ahead.end = pull->packed_end != 0;
    return get(w, u->ahead.bytes, pull->packed_len);
}

// As much as one answer holds. *got 0: the end.
static miler_status fill_out(unpacking *u, size_t *len, size_t *got, miler_error *why) {
    miler_status status = u->start.status;
    if (status != MILER_OK) *why = u->start;
    *len = 0;
    *got = 1;
    while (status == MILER_OK && *got != 0 && sizeof u->out - *len >= MILER_FEED_CHUNK) {
        status = archive_unpacker_read(u->unpacker, u->out + *len, MILER_FEED_CHUNK, got, why);
        *len += *got;
    }
    if (status != MILER_OK) *got = 0;
    return status;
}

static uint32_t state_of(const unpacking *u, bool finished, miler_status status) {
    const bool clean = finished && status == MILER_OK && archive_unpacker_clean(u->unpacker);
    const bool hungry = u->ahead.at == u->ahead.len && !u->ahead.end;
    return (finished ? STATE_FINISHED : 0u) | (clean ? STATE_CLEAN : 0u) |
           (u->budget.bytes_left == 0 ? STATE_SPENT : 0u) | (hungry ? STATE_HUNGRY : 0u);
}

static miler_status unpack_read(worker *w) {
    miler_error why = {0};
    boxed_pull pull;
    size_t len, got;
    miler_status put = get(w, &pull, sizeof pull);
    if (put != MILER_OK || pull.slot >= BOXED_UNPACKERS) return MILER_ERR_IO;
    unpacking *u = &w->each[pull.slot];
    put = take_ahead(w, u, &pull);
    if (put != MILER_OK) return put;
    u->budget.bytes_left = pull.budget;
    const miler_status status = fill_out(u, &len, &got, &why);
    const uint32_t state = state_of(u, got == 0, status);
    put = flat_put_u32(w->ch, UNPACKED, NULL);
    if (put == MILER_OK) put = flat_put_u32(w->ch, (uint32_t)len, NULL);
    if (put == MILER_OK) put = sandbox_put(w->ch, u->out, len, NULL);
    if (put == MILER_OK) put = flat_put_u32(w->ch, state, NULL);
    return put == MILER_OK && got == 0 ? answer(w, status, &why) : put;
}

// ---- The directory of a ZIP

static miler_status read_file_at(void *user, uint64_t offset, void *out, size_t len, miler_error *err) {
    (void)user;
    for (uint8_t *to = out; len > 0;) {
        const ssize_t n = pread(SANDBOX_FILE_FD, to, len, (off_t)offset);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return miler_fail(err, MILER_ERR_IO, "cannot be read");
        if (n == 0) return miler_fail(err, MILER_ERR_FORMAT, "the file became shorter while it was read");
        to += n;
        offset += (uint64_t)n;
        len -= (size_t)n;
    }
    return MILER_OK;
}

static miler_status zip_open(worker *w) {
    miler_error why = {0};
    uint64_t size, entries_left;
    miler_status put = get(w, &size, sizeof size);
    if (put == MILER_OK) put = get(w, &entries_left, sizeof entries_left);
    if (put != MILER_OK) return put;
    const archive_file file = {.size = size, .read_at = read_file_at};
    archive_budget budget = {.entries_left = entries_left};
    archive_zip_close(w->zip);
    w->zip = NULL;
    const miler_status status = archive_zip_open(&w->zip, &file, &budget, NULL, &why);
    put = answer(w, status, &why);
    if (put != MILER_OK || status != MILER_OK) return put;
    put = flat_put_u32(w->ch, (uint32_t)archive_zip_count(w->zip), NULL);
    return put == MILER_OK ? flat_put_u32(w->ch, archive_zip_more(w->zip) ? 1 : 0, NULL) : put;
}

static miler_status zip_place(worker *w, size_t index) {
    miler_error why = {0};
    boxed_place place;
    const miler_status status = archive_zip_place(w->zip, index, &place.offset, &place.len, &why);
    const miler_status put = answer(w, status, &why);
    return put == MILER_OK && status == MILER_OK ? sandbox_put(w->ch, &place, sizeof place, NULL) : put;
}

static miler_status zip_entry(worker *w, size_t index, bool *failed) {
    miler_error why = {0};
    archive_entry e;
    const miler_status status = archive_zip_at(w->zip, index, &e, &why);
    miler_status put = answer(w, status, &why);
    *failed = status != MILER_OK;
    if (put != MILER_OK || *failed) return put;
    const boxed_entry flat = {.flags = (e.is_folder ? ENTRY_FOLDER : 0u) | (e.is_nested_zip ? ENTRY_ZIP : 0u),
                              .method = e.method,
                              .crc = e.crc,
                              .name_len = (uint32_t)strlen(e.name),
                              .skip_len = e.skip != NULL ? (uint32_t)strlen(e.skip) : 0,
                              .packed_size = e.packed_size,
                              .size = e.size};
    put = sandbox_put(w->ch, &flat, sizeof flat, NULL);
    if (put == MILER_OK) put = sandbox_put(w->ch, e.name, flat.name_len, NULL);
    if (put == MILER_OK && e.skip != NULL) put = sandbox_put(w->ch, e.skip, flat.skip_len, NULL);
    return put == MILER_OK && e.skip == NULL && !e.is_folder ? zip_place(w, index) : put;
}

static miler_status zip_at(worker *w) {
    uint32_t index, count;
    miler_status put = get(w, &index, sizeof index);
    if (put == MILER_OK) put = flat_get_u32(w->ch, BOXED_ENTRIES, &count, NULL);
    if (put != MILER_OK || w->zip == NULL) return MILER_ERR_IO;
    bool failed = false;
    for (uint32_t i = 0; put == MILER_OK && !failed && i < count; i++)
        put = zip_entry(w, index + i, &failed);
    return put;
}

// ---- CSV

static miler_status put_row(void *user, const csv_row *row, miler_error *err) {
    worker *w = user;
    boxed_row flat = {.line = row->line, .count = (uint32_t)row->count};
    for (size_t i = 0; i < row->count; i++)
        flat.len += (uint32_t)strlen(row->text[i]) + 1;
    miler_status put = flat_put_u32(w->ch, ONE_ROW, err);
    if (put == MILER_OK) put = sandbox_put(w->ch, &flat, sizeof flat, err);
    for (size_t i = 0; put == MILER_OK && i < row->count; i++)
        put = sandbox_put(w->ch, row->text[i], strlen(row->text[i]) + 1, err);
    return put;
}

static miler_status csv_start(worker *w) {
    uint32_t separator;
    const miler_status got = flat_get_u32(w->ch, 127, &separator, NULL);
    if (got != MILER_OK) return got;
    csv_close(w->csv);
    w->csv = NULL;
    w->open.status = csv_open(&w->csv, (char)separator, put_row, w, NULL, &w->open);
    return MILER_OK;
}

static miler_status csv_more(worker *w, bool end) {
    miler_error why = {0};
    uint32_t len = 0;
    miler_status put = end ? MILER_OK : flat_get_u32(w->ch, sizeof w->piece, &len, NULL);
    if (put == MILER_OK) put = get(w, w->piece, len);
    if (put != MILER_OK) return put;
    miler_status status = w->open.status;
    if (status != MILER_OK)
        why = w->open;
    else
        status = end ? csv_finish(w->csv, &why) : csv_feed(w->csv, w->piece, len, &why);
    put = flat_put_u32(w->ch, NO_MORE_ROWS, NULL);
    return put == MILER_OK ? answer(w, status, &why) : put;
}

// ---- The whole

static miler_status serve(worker *w, uint32_t question) {
    switch (question) {
    case ASK_READ_OPEN:
        return read_open(w);
    case ASK_READ_FEED:
        return read_feed(w);
    case ASK_READ_FINISH:
        return read_finish(w);
    case ASK_UNPACK_START:
        return unpack_start(w);
    case ASK_UNPACK_READ:
        return unpack_read(w);
    case ASK_ZIP_OPEN:
        return zip_open(w);
    case ASK_ZIP_AT:
        return zip_at(w);
    case ASK_CSV_OPEN:
        return csv_start(w);
    case ASK_CSV_FEED:
        return csv_more(w, false);
    case ASK_CSV_FINISH:
        return csv_more(w, true);
    default:
        return MILER_ERR_IO;
    }
}

static void forget(worker *w) {
    miler_reader_close(w->reader);
    miler_arena_free(w->arena);
    archive_zip_close(w->zip);
    csv_close(w->csv);
    for (size_t i = 0; i < BOXED_UNPACKERS; i++)
        archive_unpacker_free(w->each[i].unpacker);
}

// A child has one work to do. Its room needs no memory: without any it can still say so.
void boxed_work(sandbox_channel *ch) {
    static worker room;
    worker *const w = &room;
    w->ch = ch;
    w->arena = NULL;
    w->reader = NULL;
    w->zip = NULL;
    w->csv = NULL;
    (void)miler_fail(&w->open, MILER_ERR_ARG, "nothing was opened");
    for (size_t i = 0; i < BOXED_UNPACKERS; i++) {
        w->each[i].unpacker = NULL;
        (void)miler_fail(&w->each[i].start, MILER_ERR_ARG, "nothing was started");
        w->each[i].ahead.at = w->each[i].ahead.len = 0;
    }
    uint32_t question;
    while (flat_get_u32(ch, QUESTION_END, &question, NULL) == MILER_OK && serve(w, question) == MILER_OK &&
           sandbox_flush(ch, NULL) == MILER_OK) {
    }
    forget(w);
}
