// SPDX-License-Identifier: MIT
// CSV (RFC 4180) as a state machine over bytes:
//
//     START ──"──► QUOTED ◄──"──► QUOTE_SEEN ──, or line end──► next field
//       └─other──► PLAIN ──, or line end──────────────────────► next field
//
// The fields of a row lie one behind the other in a buffer, each with a NUL;
// the row is handed over when its line ends.
#include "formats/csv_read.h"

#include "base/limits.h"

#include <string.h>

#define FIELDS_MAX 1024 // Strava's widest export has about 100 columns

typedef enum csv_state { START = 0, PLAIN, QUOTED, QUOTE_SEEN } csv_state;

struct csv_reader {
    const miler_alloc *alloc;
    csv_row_fn fn;
    void *user;
    miler_buf text;
    size_t begin[FIELDS_MAX]; // of each field in `text`
    const char *field[FIELDS_MAX];
    size_t count;
    uint32_t line;     // being read
    uint32_t row_line; // where the row began
    csv_state state;
    char separator;
    char head[MILER_KIB]; // of the first row, until the separator is known
    size_t head_len;
    unsigned mark; // bytes of the byte order mark seen; 3 = past it
    bool after_cr;
    bool row_begun;
};

miler_status csv_open(csv_reader **out, char separator, csv_row_fn fn, void *user, const miler_alloc *alloc,
                      miler_error *err) {
    csv_reader *csv = miler_resize(alloc, NULL, 0, sizeof *csv);
    if (csv == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    memset(csv, 0, sizeof *csv);
    csv->alloc = alloc;
    csv->fn = fn;
    csv->user = user;
    csv->separator = separator;
    csv->line = csv->row_line = 1;
    miler_buf_init(&csv->text, alloc, MILER_CSV_ROW_MAX);
    *out = csv;
    return MILER_OK;
}

void csv_close(csv_reader *csv) {
    if (csv == NULL) return;
    miler_buf_deinit(&csv->text);
    miler_resize(csv->alloc, csv, sizeof *csv, 0);
}

static miler_status fail_at(const csv_reader *csv, miler_status status, miler_error *err, const char *what) {
    (void)miler_fail(err, status, "%s", what);
    if (err != NULL) err->line = csv->line;
    return status;
}

static miler_status end_field(csv_reader *csv, miler_error *err) {
    miler_buf_append(&csv->text, "", 1);
    if (csv->text.failed) {
        miler_status status = miler_buf_status(&csv->text, err);
        return fail_at(csv, status, err, status == MILER_ERR_LIMIT ? "a row of over 1 MiB" : "out of memory");
    }
    csv->state = START;
    return MILER_OK;
}

static miler_status begin_field(csv_reader *csv, miler_error *err) {
    if (csv->count == FIELDS_MAX) return fail_at(csv, MILER_ERR_LIMIT, err, "a row of over 1,024 fields");
    csv->begin[csv->count++] = csv->text.len;
    return MILER_OK;
}

static miler_status end_row(csv_reader *csv, miler_error *err) {
    miler_status status = MILER_OK;
    if (csv->row_begun) {
        status = end_field(csv, err);
        if (status != MILER_OK) return status;
        for (size_t i = 0; i < csv->count; i++)
            csv->field[i] = csv->text.ptr + csv->begin[i];
        const csv_row row = {.line = csv->row_line, .count = csv->count, .text = csv->field};
        status = csv->fn(csv->user, &row, err);
    }
    miler_buf_clear(&csv->text);
    csv->count = 0;
    csv->row_begun = false;
    csv->state = START;
    return status;
}

// One byte inside a row; line ends outside quotes do not come here.
static miler_status take(csv_reader *csv, char c, miler_error *err) {
    if (c == '\0') return fail_at(csv, MILER_ERR_FORMAT, err, "a NUL byte: this is no CSV text");
    if (!csv->row_begun) {
        csv->row_begun = true;
        csv->row_line = csv->line;
        miler_status status = begin_field(csv, err);
        if (status != MILER_OK) return status;
    }
    if (c == csv->separator && csv->state != QUOTED) {
        miler_status status = end_field(csv, err);
        return status == MILER_OK ? begin_field(csv, err) : status;
    }
    if (c == '"') {
        if (csv->state == START || csv->state == QUOTE_SEEN) { // opens, or the second of a doubled one
            if (csv->state == QUOTE_SEEN) miler_buf_append(&csv->text, &c, 1);
            csv->state = QUOTED;
            return MILER_OK;
        }
        if (csv->state == QUOTED) {
            csv->state = QUOTE_SEEN;
            return MILER_OK;
        }
    }
    if (csv->state == QUOTE_SEEN) return fail_at(csv, MILER_ERR_FORMAT, err, "text after a closing quote");
    if (csv->state == START) csv->state = PLAIN;
    miler_buf_append(&csv->text, &c, 1);
    return MILER_OK;
}

static miler_status step(csv_reader *csv, char c, miler_error *err) {
    const bool after_cr = csv->after_cr;
    csv->after_cr = c == '\r';
    const bool line_end = c == '\r' || (c == '\n' && !after_cr);
    miler_status status = MILER_OK;
    if (csv->state == QUOTED) {
        status = take(csv, c, err);
    } else if (c == '\r' || c == '\n') {
        if (line_end) status = end_row(csv, err);
    } else {
        status = take(csv, c, err);
    }
    if (line_end) csv->line++;
    return status;
}

// The separator is what stands most between the first row's fields.
static void choose_separator(csv_reader *csv) {
    static const char candidates[] = {',', ';', '\t'};
    size_t most = 0;
    csv->separator = ',';
    for (size_t k = 0; k < sizeof candidates; k++) {
        size_t n = 0;
        bool quoted = false;
        for (size_t i = 0; i < csv->head_len; i++) {
            if (csv->head[i] == '"') quoted = !quoted;
            if (!quoted && csv->head[i] == candidates[k]) n++;
        }
        if (n > most) {
            most = n;
            csv->separator = candidates[k];
        }
    }
}

static miler_status step_all(csv_reader *csv, const char *bytes, size_t len, miler_error *err) {
    for (size_t i = 0; i < len; i++) {
        miler_status status = step(csv, bytes[i], err);
        if (status != MILER_OK) return status;
    }
    return MILER_OK;
}

static miler_status flush_head(csv_reader *csv, miler_error *err) {
    if (csv->separator == 0) choose_separator(csv);
    const size_t len = csv->head_len;
    csv->head_len = 0;
    return step_all(csv, csv->head, len, err);
}

miler_status csv_feed(csv_reader *csv, const void *bytes, size_t len, miler_error *err) {
    static const unsigned char bom[3] = {0xEF, 0xBB, 0xBF};
    const char *p = bytes;
    while (len > 0 && csv->mark < 3) {
        if ((unsigned char)*p != bom[csv->mark]) {
            const unsigned seen = csv->mark;
            csv->mark = 3;
            if (csv->separator == 0) { // text after all: it belongs to the first field
                memcpy(csv->head, bom, seen);
                csv->head_len = seen;
            } else {
                miler_status status = step_all(csv, (const char *)bom, seen, err);
                if (status != MILER_OK) return status;
            }
            break;
        }
        csv->mark++;
        p++;
        len--;
    }
    while (len > 0 && csv->separator == 0) {
        csv->head[csv->head_len++] = *p;
        const bool enough = *p == '\n' || *p == '\r' || csv->head_len == sizeof csv->head;
        p++;
        len--;
        if (!enough) continue;
        miler_status status = flush_head(csv, err);
        if (status != MILER_OK) return status;
    }
    return step_all(csv, p, len, err);
}

miler_status csv_finish(csv_reader *csv, miler_error *err) {
    miler_status status = flush_head(csv, err);
    if (status != MILER_OK) return status;
    if (csv->state == QUOTED) {
        csv->line = csv->row_line;
        return fail_at(csv, MILER_ERR_FORMAT, err, "a quoted field is never closed");
    }
    return end_row(csv, err);
}
