// SPDX-License-Identifier: MIT
// CSV split into rows by a child; what the rows mean is found out here, as ever.
#include "app/boxed_room.h"

#include <string.h>

struct boxed_csv {
    const miler_alloc *alloc;
    csv_reader *own; // in this process
    boxed *box;
    csv_row_fn fn;
    void *user;
    char separator;
    bool opened;
    uint32_t room; // of `texts`
    char *texts;
    const char *text[BOXED_FIELDS_MAX];
};

miler_status boxed_csv_open(boxed_csv **out, boxed *box, char separator, csv_row_fn fn, void *user,
                            const miler_alloc *alloc, miler_error *err) {
    *out = NULL;
    boxed_csv *csv = miler_resize(alloc, NULL, 0, sizeof *csv);
    if (csv == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    memset(csv, 0, offsetof(boxed_csv, text));
    csv->alloc = alloc;
    csv->box = box;
    csv->separator = separator;
    csv->fn = fn;
    csv->user = user;
    const miler_status status =
        box->sandbox == NULL ? csv_open(&csv->own, separator, fn, user, alloc, err) : MILER_OK;
    if (status == MILER_OK)
        *out = csv;
    else
        boxed_csv_close(csv);
    return status;
}

void boxed_csv_close(boxed_csv *csv) {
    if (csv == NULL) return;
    csv_close(csv->own);
    if (csv->texts != NULL) miler_resize(csv->alloc, csv->texts, csv->room, 0);
    miler_resize(csv->alloc, csv, sizeof *csv, 0);
}

static miler_status make_room(boxed_csv *csv, uint32_t len, miler_error *err) {
    if (len <= csv->room) return MILER_OK;
    char *texts = miler_resize(csv->alloc, csv->texts, csv->room, len);
    if (texts == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    csv->texts = texts;
    csv->room = len;
    return MILER_OK;
}

static miler_status get_row(boxed_csv *csv, sandbox_channel *ch, csv_row *row, miler_error *err) {
    boxed_row flat;
    miler_status status = sandbox_get(ch, &flat, sizeof flat, err);
    if (status != MILER_OK) return status;
    // As many NULs as fields, and one of them last.
    if (flat.count == 0 || flat.count > BOXED_FIELDS_MAX || flat.len < flat.count || flat.len > BOXED_ROW_MAX)
        return flat_refuse(err, "a row that cannot be");
    status = make_room(csv, flat.len, err);
    if (status == MILER_OK) status = sandbox_get(ch, csv->texts, flat.len, err);
    if (status != MILER_OK) return status;
    const char *at = csv->texts;
    const char *const end = csv->texts + flat.len;
    for (uint32_t i = 0; i < flat.count; i++) {
        const char *nul = memchr(at, '\0', (size_t)(end - at));
        if (nul == NULL) return flat_refuse(err, "a row without its end");
        csv->text[i] = at;
        at = nul + 1;
    }
    if (at != end) return flat_refuse(err, "a row beyond its end");
    *row = (csv_row){.line = flat.line, .count = flat.count, .text = csv->text};
    return MILER_OK;
}

// Rows and the outcome behind them. *refused: what the caller's function said to a row, and why.
static miler_status take_rows(boxed_csv *csv, sandbox_channel *ch, size_t len, miler_status *refused,
                              miler_error *why, miler_error *err) {
    for (size_t rows = 0;; rows++) {
        uint32_t what;
        csv_row row;
        miler_status status = flat_get_u32(ch, ONE_ROW, &what, err);
        if (status != MILER_OK || what == NO_MORE_ROWS) return status;
        if (rows > len)
            return flat_refuse(err, "more rows than bytes"); // each ends with one, but for the last
        status = get_row(csv, ch, &row, err);
        if (status != MILER_OK) return status;
        if (*refused == MILER_OK) *refused = csv->fn(csv->user, &row, why);
    }
}

static miler_status put_question(boxed_csv *csv, sandbox_channel *ch, boxed_question question,
                                 const void *bytes, size_t len, miler_error *err) {
    miler_status status = MILER_OK;
    if (!csv->opened) status = flat_put_u32(ch, ASK_CSV_OPEN, err);
    if (!csv->opened && status == MILER_OK) status = flat_put_u32(ch, (uint32_t)csv->separator, err);
    csv->opened = true;
    if (status == MILER_OK) status = flat_put_u32(ch, question, err);
    if (status == MILER_OK && question == ASK_CSV_FEED) status = flat_put_u32(ch, (uint32_t)len, err);
    if (status == MILER_OK) status = sandbox_put(ch, bytes, len, err);
    return status == MILER_OK ? sandbox_flush(ch, err) : status;
}

static miler_status ask(boxed_csv *csv, boxed_question question, const void *bytes, size_t len,
                        miler_error *err) {
    miler_status status, refused = MILER_OK;
    miler_error own = {0}, why = {0};
    sandbox_channel *ch = boxed_channel(csv->box, &status, err);
    if (ch == NULL) return status;
    status = put_question(csv, ch, question, bytes, len, &own);
    if (status == MILER_OK) status = take_rows(csv, ch, len, &refused, &why, &own);
    if (status != MILER_OK) {
        status = boxed_step(csv->box, status, &own);
        if (err != NULL) *err = own;
        return status;
    }
    status = boxed_outcome(csv->box, MILER_OK, err);
    // In one process the reader would have stopped at that row.
    if (refused != MILER_OK && err != NULL) *err = why;
    return refused != MILER_OK ? refused : status;
}

miler_status boxed_csv_feed(boxed_csv *csv, const void *bytes, size_t len, miler_error *err) {
    if (csv->own != NULL) return csv_feed(csv->own, bytes, len, err);
    miler_status status = MILER_OK;
    for (const uint8_t *from = bytes; status == MILER_OK && len > 0;) {
        const size_t n = len < MILER_FEED_CHUNK ? len : MILER_FEED_CHUNK;
        status = ask(csv, ASK_CSV_FEED, from, n, err);
        from += n;
        len -= n;
    }
    return status;
}

miler_status boxed_csv_finish(boxed_csv *csv, miler_error *err) {
    return csv->own != NULL ? csv_finish(csv->own, err) : ask(csv, ASK_CSV_FINISH, NULL, 0, err);
}
