// SPDX-License-Identifier: MIT
// What the tests of all readers do with bytes: feed them in any pieces, reduce
// a reading to one number so that two can be compared, and make allocations
// fail. Include after cmocka.h.
#ifndef MILER_TEST_READ_KIT_H
#define MILER_TEST_READ_KIT_H

#include <miler/formats.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ---- A reading as one number

#define READ_KIT_SEED 14695981039346656037u // FNV-1a

static inline uint64_t read_kit_mix(uint64_t h, const void *bytes, size_t len) {
    const uint8_t *p = bytes;
    for (size_t i = 0; p != NULL && i < len; i++)
        h = (h ^ p[i]) * 1099511628211u;
    return (h ^ (p == NULL)) * 1099511628211u;
}

static inline uint64_t read_kit_mix_text(uint64_t h, const char *text) {
    return read_kit_mix(h, text, text != NULL ? strlen(text) : 0);
}

static inline uint64_t read_kit_mix_summary(uint64_t h, const miler_summary *sum) {
    // Up to the last member: what pads the struct is nobody's.
    return read_kit_mix(h, sum, offsetof(miler_summary, avg_step_length_mm) + sizeof sum->avg_step_length_mm);
}

static inline uint64_t read_kit_mix_recording(uint64_t h, const miler_recording *r) {
    const miler_samples *s = &r->samples;
    const void *wide[] = {s->t_ms, s->lat_deg, s->lon_deg, s->dist_m};
    const void *narrow[] = {s->speed_mps,   s->altitude_m, s->hr_bpm,
                            s->cadence_spm, s->power_w,    s->temperature_c};
    for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++)
        h = read_kit_mix(h, wide[i], s->count * 8);
    for (size_t i = 0; i < sizeof narrow / sizeof narrow[0]; i++)
        h = read_kit_mix(h, narrow[i], s->count * 4);
    h = read_kit_mix(h, s->segment_start, s->count);
    const uint64_t numbers[] = {s->count,
                                r->flags,
                                r->lost_bytes,
                                r->lap_count,
                                r->event_count,
                                r->step_count,
                                (uint64_t)r->sport,
                                (uint64_t)r->sub_sport,
                                (uint64_t)r->utc_offset_s};
    h = read_kit_mix(h, numbers, sizeof numbers);
    h = read_kit_mix_summary(h, &r->session);
    for (size_t i = 0; i < r->lap_count; i++) {
        const int64_t words[] = {r->laps[i].trigger, r->laps[i].intensity, r->laps[i].workout_step};
        h = read_kit_mix(read_kit_mix_summary(h, &r->laps[i].sum), words, sizeof words);
    }
    h = read_kit_mix_text(h, r->name);
    h = read_kit_mix_text(h, r->notes);
    return read_kit_mix_text(h, r->device);
}

static inline uint64_t read_kit_mix_reading(miler_status status, const miler_reading *reading) {
    uint64_t h = read_kit_mix(READ_KIT_SEED, &status, sizeof status);
    if (status != MILER_OK) return h;
    h = read_kit_mix(h, &reading->content, sizeof reading->content);
    for (size_t i = 0; i < reading->recording_count; i++)
        h = read_kit_mix_recording(h, &reading->recordings[i]);
    return h;
}

// ---- In pieces: `first` bytes (0: none), then `piece` at a time

static inline miler_status read_kit_feed(miler_reader *reader, const void *bytes, size_t len, size_t first,
                                         size_t piece, miler_reading *out, miler_error *err) {
    miler_status status = MILER_OK;
    for (size_t at = 0; at < len && status == MILER_OK;) {
        size_t n = at == 0 && first != 0 ? first : piece;
        if (n > len - at) n = len - at;
        status = miler_reader_feed(reader, (const uint8_t *)bytes + at, n, err);
        at += n;
    }
    if (status == MILER_OK || status == MILER_ERR_EMPTY) status = miler_reader_finish(reader, out, err);
    return status;
}

static inline uint64_t read_kit_digest(miler_file_format format, const void *bytes, size_t len, size_t first,
                                       size_t piece, miler_arena *arena) {
    miler_arena_reset(arena);
    miler_reader *reader;
    miler_reading reading;
    assert_int_equal(miler_reader_open(&reader, format, arena, NULL), MILER_OK);
    miler_status status = read_kit_feed(reader, bytes, len, first, piece, &reading, NULL);
    uint64_t h = read_kit_mix_reading(status, &reading);
    miler_reader_close(reader);
    return h;
}

// Whole, byte by byte, in sevens, and cut in two at every byte.
static inline void read_kit_any_pieces(miler_file_format format, const void *bytes, size_t len,
                                       miler_arena *arena) {
    uint64_t whole = read_kit_digest(format, bytes, len, 0, len, arena);
    assert_true(read_kit_digest(format, bytes, len, 0, 1, arena) == whole);
    assert_true(read_kit_digest(format, bytes, len, 0, 7, arena) == whole);
    for (size_t cut = 1; cut < len; cut++)
        if (read_kit_digest(format, bytes, len, cut, len, arena) != whole)
            fail_msg("cut at byte %zu reads otherwise", cut);
}

// ---- Memory that fails

typedef struct read_kit_failing {
    size_t until;
    bool all_after;
    size_t live; // bytes handed out and not yet given back
} read_kit_failing;

static inline void *read_kit_failing_resize(void *user, void *ptr, size_t old_size, size_t new_size) {
    read_kit_failing *f = user;
    if (new_size != 0) {
        if (f->until == 0) {
            if (!f->all_after) f->until = SIZE_MAX;
            return NULL;
        }
        if (f->until != SIZE_MAX) f->until--;
    }
    if (ptr == NULL) old_size = 0;
    void *out = NULL;
    if (new_size == 0)
        free(ptr);
    else if ((out = realloc(ptr, new_size)) == NULL)
        return NULL;
    f->live = f->live - old_size + new_size;
    return out;
}

// Each allocation fails once, then it and all after it: a clean error or all of
// the data; never a leak, never less data than there is. Returns how many.
static inline size_t read_kit_every_allocation_fails(miler_file_format format, const void *bytes,
                                                     size_t len) {
    miler_arena *plain = miler_arena_new(NULL, 0);
    assert_non_null(plain);
    uint64_t want = read_kit_digest(format, bytes, len, 0, len, plain);
    miler_arena_free(plain);
    size_t points = 0;
    for (int mode = 0; mode < 2; mode++) {
        bool done = false;
        for (size_t n = 0; !done; n++, points++) {
            read_kit_failing f = {.until = n, .all_after = mode == 1};
            const miler_alloc alloc = {read_kit_failing_resize, &f};
            miler_arena *arena = miler_arena_new(&alloc, 0);
            miler_reader *reader = NULL;
            miler_reading reading;
            miler_error err = {0};
            miler_status status =
                arena == NULL ? MILER_ERR_NOMEM : miler_reader_open(&reader, format, arena, &err);
            if (status == MILER_OK) status = read_kit_feed(reader, bytes, len, 0, 1000, &reading, &err);
            if (status == MILER_OK)
                assert_true(read_kit_mix_reading(status, &reading) == want);
            else
                assert_int_equal(status, MILER_ERR_NOMEM);
            done = status == MILER_OK && f.until != 0 && f.until != SIZE_MAX;
            miler_reader_close(reader);
            miler_arena_free(arena);
            assert_int_equal(f.live, 0);
            assert_true(n < 5000);
        }
    }
    return points;
}

#endif
