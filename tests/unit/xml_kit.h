// SPDX-License-Identifier: MIT
// Text files built line by line and read, for the tests of TCX and GPX; and
// what must hold for both: any pieces, any cut, any failed allocation.
// Include after cmocka.h.
#ifndef MILER_TEST_XML_KIT_H
#define MILER_TEST_XML_KIT_H

#include "base/limits.h"
#include "read_kit.h"

typedef struct doc {
    miler_file_format format;
    miler_buf text;
    miler_arena *arena;
    miler_reading reading;
    miler_error err;
} doc;

static inline doc doc_new(miler_file_format format) {
    doc d = {.format = format, .arena = miler_arena_new(NULL, 0)};
    assert_non_null(d.arena);
    miler_buf_init(&d.text, NULL, MILER_FILE_MAX);
    return d;
}

static inline void doc_free(doc *d) {
    assert_false(d->text.failed);
    miler_buf_deinit(&d->text);
    miler_arena_free(d->arena);
}

static inline void doc_put(doc *d, const char *fmt, ...) MILER_PRINTF(2, 3);
static inline void doc_put(doc *d, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    miler_buf_vprintf(&d->text, fmt, args);
    va_end(args);
}

static inline miler_status doc_read_bytes(doc *d, const void *bytes, size_t len) {
    miler_arena_reset(d->arena);
    miler_reader *reader;
    assert_int_equal(miler_reader_open(&reader, d->format, d->arena, &d->err), MILER_OK);
    miler_error_clear(&d->err);
    miler_status status = read_kit_feed(reader, bytes, len, 0, len != 0 ? len : 1, &d->reading, &d->err);
    miler_reader_close(reader);
    return status;
}

static inline miler_status doc_try(doc *d) {
    return doc_read_bytes(d, d->text.ptr, d->text.len);
}

// Reads what must be readable, and be found by its first bytes; the first recording of `count`.
static inline const miler_recording *doc_read(doc *d, size_t count) {
    assert_int_equal(miler_formats_sniff(d->text.ptr, d->text.len), d->format);
    if (doc_try(d) != MILER_OK) fail_msg("%s\n%.600s", d->err.msg, d->text.ptr);
    if (d->reading.recording_count != count)
        fail_msg("%zu recordings, not %zu\n%.600s", d->reading.recording_count, count, d->text.ptr);
    return d->reading.recordings;
}

static inline bool doc_says(const miler_recording *r, const char *words) {
    return r->notes != NULL && strstr(r->notes, words) != NULL;
}

static inline void doc_must_say(const miler_recording *r, const char *words) {
    if (!doc_says(r, words)) fail_msg("notes are '%s', not '%s'", r->notes != NULL ? r->notes : "", words);
}

// Equal, or both absent.
static inline void same_number(double value, double wanted, const char *what) {
    if (isnan(value) ? !isnan(wanted) : !(fabs(value - wanted) <= 1e-6 * (1 + fabs(wanted))))
        fail_msg("%s is %.10g, not %.10g", what, value, wanted);
}

static inline double float_at(const float *column, size_t i) {
    return column != NULL ? (double)column[i] : (double)NAN;
}

static inline double double_at(const double *column, size_t i) {
    return column != NULL ? column[i] : (double)NAN;
}

static inline size_t doc_samples(const doc *d) {
    size_t sum = 0;
    for (size_t i = 0; i < d->reading.recording_count; i++)
        sum += d->reading.recordings[i].samples.count;
    return sum;
}

// Cut after any byte: all points that are whole, and it says that it was cut;
// or, where there is no point yet, an error with its line and what to do.
static inline void doc_every_prefix(doc *d) {
    assert_int_equal(doc_try(d), MILER_OK);
    size_t whole = doc_samples(d);
    size_t before = 0;
    for (size_t len = 0; len < d->text.len; len++) {
        char *bytes = malloc(len != 0 ? len : 1); // of its own, so that a sanitizer sees a byte too many
        assert_non_null(bytes);
        memcpy(bytes, d->text.ptr, len);
        miler_status status = doc_read_bytes(d, bytes, len);
        free(bytes);
        if (len == 0) assert_int_equal(status, MILER_ERR_EMPTY);
        if (len == 0) continue;
        if (status != MILER_OK) {
            assert_int_equal(status, MILER_ERR_FORMAT);
            assert_true(d->err.msg[0] != '\0' && d->err.remedy[0] != '\0' && d->err.line != 0);
            if (before != 0) fail_msg("cut at %zu: no points any more", len);
            continue;
        }
        size_t now = doc_samples(d);
        if (now < before || now > before + 1) fail_msg("cut at %zu: %zu points after %zu", len, now, before);
        before = now;
        for (size_t i = 0; i < d->reading.recording_count; i++) {
            const miler_recording *r = &d->reading.recordings[i];
            if ((r->flags & MILER_REC_TRUNCATED) == 0) fail_msg("cut at %zu: it is not said", len);
            doc_must_say(r, "the file ends early, in line");
        }
    }
    assert_int_equal(before, whole);
}

// Head, a comment of any length, points, foot: a block of the reader ends at
// every byte of a point, and nothing changes.
static inline void doc_every_block_border(miler_file_format format, const char *head,
                                          void (*point)(doc *d, unsigned i), const char *foot) {
    doc d = doc_new(format);
    doc one = doc_new(format);
    point(&one, 0);
    uint64_t want = 0;
    for (size_t pad = 0; pad <= one.text.len; pad++) {
        miler_buf_clear(&d.text);
        doc_put(&d, "%s<!--%*s-->", head, (int)pad, "");
        for (unsigned i = 0; d.text.len < MILER_FEED_CHUNK + 1000 + pad; i++)
            point(&d, i);
        doc_put(&d, "%s", foot);
        uint64_t h = read_kit_digest(format, d.text.ptr, d.text.len, 0, d.text.len, d.arena);
        if (pad == 0) want = h;
        if (h != want) fail_msg("after %zu bytes more it reads otherwise", pad);
    }
    doc_free(&one);
    doc_free(&d);
}

static inline void doc_any_pieces(doc *d) {
    read_kit_any_pieces(d->format, d->text.ptr, d->text.len, d->arena);
}

static inline void doc_every_allocation_fails(const doc *d) {
    printf("# %zu allocations failed\n",
           read_kit_every_allocation_fails(d->format, d->text.ptr, d->text.len));
}

// Noise over sound text: it ends, the same in any pieces.
static inline void doc_noise(doc *d, int rounds) {
    uint32_t seed = 20261126;
    char *bytes = malloc(d->text.len);
    assert_non_null(bytes);
    for (int round = 0; round < rounds; round++) {
        memcpy(bytes, d->text.ptr, d->text.len);
        for (int k = 0; k <= round % 8; k++) {
            seed = seed * 1664525u + 1013904223u;
            bytes[(seed >> 4) % d->text.len] = round % 2 != 0 ? (char)(seed >> 24) : "<>/&;\"0-"[seed >> 29];
        }
        uint64_t whole = read_kit_digest(d->format, bytes, d->text.len, 0, d->text.len, d->arena);
        if (read_kit_digest(d->format, bytes, d->text.len, 0, 13, d->arena) != whole)
            fail_msg("round %d reads otherwise in pieces", round);
    }
    free(bytes);
}

#endif
