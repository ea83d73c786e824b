// SPDX-License-Identifier: MIT
// FIT: what is broken. Every case must give all that is whole, say what was
// lost and where, and give the same however the bytes are cut into feeds.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fit_bytes.h"
#include "read_kit.h"

#include <miler/formats.h>

#include <dirent.h>

static uint64_t digest(const uint8_t *bytes, size_t len, size_t first, size_t piece, miler_arena *arena) {
    return read_kit_digest(MILER_FORMAT_FIT, bytes, len, first, piece, arena);
}

typedef struct fixture {
    fb f;
    miler_arena *arena;
    miler_reading reading;
} fixture;

static fixture begin(void) {
    fixture x = {.f = fb_new(), .arena = miler_arena_new(NULL, 0)};
    assert_non_null(x.arena);
    return x;
}

static void end(fixture *x) {
    fb_free(&x->f);
    miler_arena_free(x->arena);
}

// Reads after checking that pieces make no difference.
static const miler_recording *read_one(fixture *x) {
    read_kit_any_pieces(MILER_FORMAT_FIT, x->f.b, x->f.n, x->arena);
    miler_arena_reset(x->arena);
    miler_error err = {0};
    miler_status status = miler_formats_read(x->f.b, x->f.n, x->arena, &x->reading, &err);
    if (status != MILER_OK) fail_msg("%s", err.msg);
    assert_true(x->reading.recording_count >= 1);
    return &x->reading.recordings[0];
}

static void says(const miler_recording *r, const char *words) {
    if (r->notes == NULL || strstr(r->notes, words) == NULL)
        fail_msg("notes are '%s', not '%s'", r->notes != NULL ? r->notes : "", words);
}

// ---- Sums and sizes

static void pieces_of_a_sound_file(void **state) {
    (void)state;
    fixture x = begin();
    fb_run(&x.f, 12);
    fb_run(&x.f, 3);
    assert_int_equal(read_one(&x)->flags, 0);
    end(&x);
}

static void wrong_crc(void **state) {
    (void)state;
    fixture x = begin();
    fb_run(&x.f, 10);
    x.f.b[x.f.n - 1] ^= 0x40;
    const miler_recording *r = read_one(&x);
    assert_int_equal(r->flags, MILER_REC_BAD_CRC);
    assert_int_equal(r->samples.count, 10);
    assert_int_equal(r->lost_bytes, 0);
    says(r, "wrong file CRC");
    end(&x);

    x = begin();
    fb_run(&x.f, 10);
    x.f.b[13] ^= 1;
    r = read_one(&x);
    assert_int_equal(r->flags, MILER_REC_BAD_CRC);
    says(r, "wrong header CRC");
    end(&x);

    // A wrong one in the first of two chained files does not hide the second.
    x = begin();
    fb_run(&x.f, 4);
    x.f.b[x.f.n - 2] ^= 1;
    fb_run(&x.f, 5);
    r = read_one(&x);
    assert_int_equal(x.reading.recording_count, 2);
    assert_int_equal(r[0].flags, MILER_REC_BAD_CRC);
    assert_int_equal(r[1].flags, 0);
    end(&x);
}

static void no_crc(void **state) {
    (void)state;
    for (size_t missing = 1; missing <= 2; missing++) {
        fixture x = begin();
        fb_run(&x.f, 10);
        x.f.n -= missing;
        const miler_recording *r = read_one(&x);
        assert_int_equal(r->flags, MILER_REC_TRUNCATED);
        assert_int_equal(r->samples.count, 10);
        says(r, "without its CRC");
        end(&x);
    }
}

static void put_data_size(fb *f, uint32_t size) {
    for (size_t i = 0; i < 4; i++)
        f->b[4 + i] = (uint8_t)(size >> (8 * i));
    f->b[12] = f->b[13] = 0;
}

// The header counts nothing, too much, too little (at and inside a record).
static void miscounted(void **state) {
    (void)state;
    fixture whole = begin();
    fb_run(&whole.f, 10);
    uint32_t size = (uint32_t)(whole.f.n - 16);
    const uint32_t sizes[] = {0,   size + 1, size + 1000, 0xFFFFFFFF, 100,     101,
                              102, 150,      size - 1,    size - 2,   size - 9};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        fixture x = begin();
        fb_run(&x.f, 10);
        put_data_size(&x.f, sizes[i]);
        const miler_recording *r = read_one(&x);
        if (r->samples.count != 10) fail_msg("size %u: %zu samples", sizes[i], r->samples.count);
        if ((r->flags & MILER_REC_TRUNCATED) == 0)
            fail_msg("size %u: flags %u, %s", sizes[i], (unsigned)r->flags, r->notes);
        assert_non_null(r->notes);
        // One byte short reads the activity's last byte as checksum, no more is lost.
        assert_true(sizes[i] == size - 1 || sizes[i] == size - 2 || r->lap_count == 1);
        end(&x);
    }
    end(&whole);
}

// Cut anywhere: all whole records are there, the rest is counted as lost.
static void every_prefix(void **state) {
    (void)state;
    fixture x = begin();
    fb_run(&x.f, 8);
    size_t full = x.f.n;
    size_t last = 0;
    for (size_t len = 0; len < full; len++) {
        miler_arena_reset(x.arena);
        miler_error err = {0};
        miler_status status = miler_formats_read(x.f.b, len, x.arena, &x.reading, &err);
        size_t count = status == MILER_OK ? x.reading.recordings[0].samples.count : 0;
        if (status != MILER_OK) {
            assert_true(status == MILER_ERR_FORMAT || status == MILER_ERR_EMPTY);
            assert_true(err.msg[0] != '\0');
        } else {
            assert_true((x.reading.recordings[0].flags & MILER_REC_TRUNCATED) != 0);
            assert_non_null(x.reading.recordings[0].notes);
        }
        assert_true(count == last || count == last + 1);
        last = count;
        assert_true(digest(x.f.b, len, 0, 1, x.arena) == digest(x.f.b, len, 0, full, x.arena));
    }
    assert_int_equal(last, 8);
    end(&x);
}

// ---- What stands behind, between and inside

static void trailing(void **state) {
    (void)state;
    static const char *const tails[] = {"garbage", "garbage, and more of it than a header has"};
    for (size_t i = 0; i < 4; i++) {
        fixture x = begin();
        fb_run(&x.f, 10);
        size_t extra = i < 2 ? strlen(tails[i]) : i == 2 ? 1 : 300;
        if (i < 2)
            fb_text(&x.f, tails[i], extra);
        else
            for (size_t k = 0; k < extra; k++)
                fb_u8(&x.f, 0);
        const miler_recording *r = read_one(&x);
        assert_int_equal(r->flags, 0);
        assert_int_equal(r->samples.count, 10);
        assert_int_equal(r->lost_bytes, extra);
        says(r, "not FIT");
        end(&x);
    }
}

// Zeros where records were: the ones before and behind are read.
static void hole_of_zeros(void **state) {
    (void)state;
    for (unsigned local = 0; local < 2; local++) {
        fixture x = begin();
        fb_begin(&x.f, 14);
        fb_file_id(&x.f, 4);
        fb_define_record(&x.f);
        if (local == 0) x.f.b[x.f.n - 27] = 0x40; // records of local type 0, whose head byte is a zero too
        size_t record = 0;
        for (unsigned i = 0; i < 60; i++) {
            size_t before = x.f.n;
            fb_record(&x.f, i);
            x.f.b[before] = (uint8_t)local;
            record = x.f.n - before;
        }
        fb_seal(&x.f);
        size_t first = x.f.n - 2 - 60 * record;
        memset(x.f.b + first + 20 * record + 5, 0, 10 * record);
        const miler_recording *r = read_one(&x);
        assert_true((r->flags & (MILER_REC_RESYNCED | MILER_REC_BAD_CRC)) ==
                    (MILER_REC_RESYNCED | MILER_REC_BAD_CRC));
        if (r->samples.count < 48 || r->samples.count > 51) fail_msg("%zu samples", r->samples.count);
        assert_true(r->lost_bytes >= 8 * record && r->lost_bytes <= 12 * record);
        says(r, "damage at byte");
        end(&x);
    }
}

static void broken_definitions(void **state) {
    (void)state;
    // Data for a local type that nothing defines, then a byte order that is none.
    for (int kind = 0; kind < 2; kind++) {
        fixture x = begin();
        fb_begin(&x.f, 14);
        fb_file_id(&x.f, 4);
        fb_define_record(&x.f);
        for (unsigned i = 0; i < 20; i++) {
            fb_record(&x.f, i);
            if (i != 9) continue;
            if (kind == 0) {
                fb_u8(&x.f, 0x0B);
                fb_text(&x.f, "undefined", 9);
            } else {
                FB_DEFINE(&x.f, 7, 20, {253, 4, FB_U32}, {3, 1, FB_U8});
                x.f.b[x.f.n - 10] = 84;
            }
        }
        fb_seal(&x.f);
        const miler_recording *r = read_one(&x);
        assert_int_equal(r->samples.count, 20);
        assert_true((r->flags & MILER_REC_RESYNCED) != 0);
        assert_int_equal(r->lost_bytes, kind == 0 ? 10 : 12);
        end(&x);
    }
}

// A new file in the chain right behind damage, where a record should be.
static void chain_after_damage(void **state) {
    (void)state;
    fixture x = begin();
    fb_run(&x.f, 10);
    x.f.n -= 23; // at the end of the session
    put_data_size(&x.f, 0);
    fb_run(&x.f, 6);
    const miler_recording *r = read_one(&x);
    assert_int_equal(x.reading.recording_count, 2);
    assert_int_equal(r[0].samples.count, 10);
    assert_true((r[0].flags & MILER_REC_TRUNCATED) != 0);
    assert_int_equal(r[1].samples.count, 6);
    assert_int_equal(r[1].flags, 0);
    end(&x);
}

// Definitions do not live on in the next file of the chain.
static void chain_forgets(void **state) {
    (void)state;
    fixture x = begin();
    fb_run(&x.f, 5);
    fb_begin(&x.f, 14);
    fb_file_id(&x.f, 4);
    for (unsigned i = 0; i < 5; i++)
        fb_record(&x.f, 100 + i);
    fb_seal(&x.f);
    const miler_recording *r = read_one(&x);
    assert_int_equal(x.reading.recording_count, 1);
    assert_int_equal(r->samples.count, 5);
    assert_true((r->flags & MILER_REC_RESYNCED) != 0);
    end(&x);
}

// Field sizes that are no multiple of the type's: passed over, the rest read.
static void odd_sizes(void **state) {
    (void)state;
    static const fb_field odd[] = {{7, 1, FB_U32}, {7, 255, FB_U16}, {7, 0, FB_U16},
                                   {7, 3, FB_U16}, {7, 2, 0x77},     {253, 2, FB_U16}};
    for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
        fixture x = begin();
        fb_begin(&x.f, 14);
        fb_file_id(&x.f, 4);
        const fb_field fields[] = {{i == 5 ? 100 : 253, 4, FB_U32}, odd[i], {3, 1, FB_U8}};
        fb_define_dev(&x.f, 1, 20, fields, 3, NULL, 0);
        for (unsigned s = 0; s < 5; s++) {
            fb_u8(&x.f, 1);
            fb_u32(&x.f, FB_T0 + s);
            for (size_t k = 0; k < odd[i].size; k++)
                fb_u8(&x.f, 1);
            fb_u8(&x.f, 150 + s);
        }
        fb_seal(&x.f);
        const miler_recording *r = read_one(&x);
        assert_int_equal(r->samples.count, 5);
        assert_true(r->samples.hr_bpm[4] == 154.0f);
        assert_true(i == 4 || r->samples.power_w == NULL);
        assert_true((i == 5) == (r->samples.t_ms == NULL));
        assert_true((i == 5) == ((r->flags & MILER_REC_NO_TIMES) != 0));
        end(&x);
    }
}

// ---- Times

static void times(void **state) {
    (void)state;
    // Backward: put in order. Far off once: left out. Set for good: believed.
    static const struct {
        unsigned at[8];
        size_t kept;
        bool reordered;
    } rows[] = {{{0, 1, 2, 5, 4, 3, 6, 7}, 8, true},
                {{0, 1, 2, 400000000, 4, 5, 6, 7}, 7, false},
                {{0, 1, 2, 90000000, 90000001, 90000002, 90000003, 90000004}, 7, false},
                {{0, 1, 1, 1, 2, 2, 3, 3}, 8, false}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        fixture x = begin();
        fb_begin(&x.f, 14);
        fb_file_id(&x.f, 4);
        fb_define_record(&x.f);
        for (size_t k = 0; k < 8; k++)
            fb_record(&x.f, rows[i].at[k]);
        fb_seal(&x.f);
        const miler_recording *r = read_one(&x);
        assert_int_equal(r->samples.count, rows[i].kept);
        assert_int_equal((r->flags & MILER_REC_TIME_REORDERED) != 0, rows[i].reordered);
        for (size_t k = 1; k < r->samples.count; k++)
            assert_true(r->samples.t_ms[k] >= r->samples.t_ms[k - 1]);
        if (rows[i].kept < 8) says(r, "impossible time");
        // Rows move as a whole.
        for (size_t k = 0; i == 0 && k < 8; k++)
            assert_true(fabs(r->samples.dist_m[k] - (double)k * 3.5) < 1e-9);
        end(&x);
    }
}

static void some_without_time(void **state) {
    (void)state;
    fixture x = begin();
    fb_begin(&x.f, 14);
    fb_file_id(&x.f, 4);
    fb_define_record(&x.f);
    for (unsigned i = 0; i < 6; i++) {
        fb_record(&x.f, i);
        if (i == 2) memset(x.f.b + x.f.n - 20, 0xFF, 4);
    }
    fb_seal(&x.f);
    const miler_recording *r = read_one(&x);
    assert_int_equal(r->samples.count, 5);
    says(r, "without a time");
    end(&x);
}

// ---- Everything at once

// Every single flipped bit: no crash (this runs under sanitizers too), never
// more samples than bytes could hold, and no silence where samples are missing.
static void every_bit(void **state) {
    (void)state;
    fixture x = begin();
    fb_run(&x.f, 6);
    size_t silent = 0;
    for (size_t bit = 0; bit < x.f.n * 8; bit++) {
        x.f.b[bit / 8] ^= (uint8_t)(1u << bit % 8);
        miler_arena_reset(x.arena);
        miler_error err = {0};
        miler_status status = miler_formats_read(x.f.b, x.f.n, x.arena, &x.reading, &err);
        if (status == MILER_OK && x.reading.recording_count != 0) {
            const miler_recording *r = &x.reading.recordings[0];
            assert_true(r->samples.count <= x.f.n);
            if (r->flags == 0 && r->notes == NULL) silent++;
        }
        x.f.b[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    // Only the two unused bytes of the header (version, profile) are not under a checksum that is looked at first.
    assert_int_equal(silent, 0);
    end(&x);
}

// Noise with a header: it ends, in memory that the bytes bound.
static void noise(void **state) {
    (void)state;
    fixture x = begin();
    uint32_t seed = 20261122;
    for (int round = 0; round < 300; round++) {
        x.f.n = 0;
        fb_run(&x.f, 4);
        for (int k = 0; k < 3000; k++)
            fb_u8(&x.f, (seed = seed * 1664525u + 1013904223u) >> 24);
        put_data_size(&x.f, 0);
        for (int k = 0; k < 20; k++) {
            seed = seed * 1664525u + 1013904223u;
            x.f.b[14 + (seed >> 8) % (x.f.n - 14)] = (uint8_t)(seed >> 3);
        }
        uint64_t whole = digest(x.f.b, x.f.n, 0, x.f.n, x.arena);
        assert_true(digest(x.f.b, x.f.n, 0, 13, x.arena) == whole);
    }
    end(&x);
}

// ---- Memory

static void every_allocation_fails(void **state) {
    (void)state;
    fixture x = begin();
    fb_run(&x.f, 1200);
    x.f.b[x.f.n - 1] ^= 1; // notes are made as well
    fb_run(&x.f, 600);
    (void)read_kit_every_allocation_fails(MILER_FORMAT_FIT, x.f.b, x.f.n);
    end(&x);
}

// Real files, sound and damaged: any pieces give the same.
static void corpus_in_pieces(void **state) {
    (void)state;
    static const char *const folders[] = {"../shared/corpus/fit", "../shared/corpus/bad"};
    fixture x = begin();
    size_t files = 0;
    for (size_t i = 0; i < 2; i++) {
        DIR *dir = opendir(folders[i]);
        for (struct dirent *entry; dir != NULL && (entry = readdir(dir)) != NULL;) {
            char path[4096];
            (void)snprintf(path, sizeof path, "%s/%s", folders[i], entry->d_name);
            FILE *file = strstr(path, ".fit") != NULL ? fopen(path, "rb") : NULL;
            if (file == NULL) continue;
            x.f.n = fread(x.f.b, 1, FB_MAX, file);
            (void)fclose(file);
            uint64_t whole = digest(x.f.b, x.f.n, 0, x.f.n, x.arena);
            if (digest(x.f.b, x.f.n, 0, 1, x.arena) != whole ||
                digest(x.f.b, x.f.n, 17, 4093, x.arena) != whole)
                fail_msg("%s reads otherwise in pieces", entry->d_name);
            files++;
        }
        if (dir != NULL) (void)closedir(dir);
    }
    end(&x);
    if (files == 0) {
        printf("# SKIP no corpus at ../shared/corpus\n");
        skip();
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_of_a_sound_file),
        cmocka_unit_test(wrong_crc),
        cmocka_unit_test(no_crc),
        cmocka_unit_test(miscounted),
        cmocka_unit_test(every_prefix),
        cmocka_unit_test(trailing),
        cmocka_unit_test(hole_of_zeros),
        cmocka_unit_test(broken_definitions),
        cmocka_unit_test(chain_after_damage),
        cmocka_unit_test(chain_forgets),
        cmocka_unit_test(odd_sizes),
        cmocka_unit_test(times),
        cmocka_unit_test(some_without_time),
        cmocka_unit_test(every_bit),
        cmocka_unit_test(noise),
        cmocka_unit_test(every_allocation_fails),
        cmocka_unit_test(corpus_in_pieces),
    };
    return cmocka_run_group_tests_name("fit damage", tests, NULL, NULL);
}
