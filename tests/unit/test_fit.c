// SPDX-License-Identifier: MIT
// FIT: what every feature of a sound file comes to. Damage is in test_fit_damage.c.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "fit_bytes.h"
#include "formats/crc16.h"

#include <miler/formats.h>

#define T0_MS (((int64_t)FB_T0 + 631065600) * 1000)

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

static const miler_recording *read_one(fixture *x) {
    miler_error err = {0};
    miler_status status = miler_formats_read(x->f.b, x->f.n, x->arena, &x->reading, &err);
    if (status != MILER_OK) fail_msg("%s", err.msg);
    assert_true(x->reading.recording_count >= 1);
    return &x->reading.recordings[0];
}

static void end(fixture *x) {
    fb_free(&x->f);
    miler_arena_free(x->arena);
}

static void near(double a, double b) {
    if (!(fabs(a - b) <= 1e-4 * (1 + fabs(b)))) fail_msg("%.9g is not %.9g", a, b);
}

static void plain_run(void **state) {
    (void)state;
    fixture x = begin();
    fb_run(&x.f, 60);
    const miler_recording *r = read_one(&x);
    assert_int_equal(x.reading.format, MILER_FORMAT_FIT);
    assert_int_equal(x.reading.content, MILER_CONTENT_ACTIVITY);
    assert_int_equal(x.reading.recording_count, 1);
    assert_int_equal(r->flags, 0);
    assert_null(r->notes);
    assert_int_equal(r->sport, MILER_SPORT_RUNNING);
    assert_int_equal(r->sub_sport, MILER_SUB_TRACK);
    assert_string_equal(r->device, "garmin fr935");
    assert_true(r->has_utc_offset);
    assert_int_equal(r->utc_offset_s, 7200);
    assert_true(r->session.start_ms == T0_MS);
    near(r->session.elapsed_s, 60.5);
    near(r->session.timer_s, 60);
    near(r->session.dist_m, 210);
    near((double)r->session.avg_cadence_spm, 177); // 88.5 strides
    assert_int_equal(r->samples.count, 60);
    assert_true(r->samples.t_ms[59] == T0_MS + 59000);
    near(r->samples.lat_deg[10], (614415000.0 + 3000) * 180 / 2147483648.0);
    near(r->samples.lon_deg[10], (-1500000.0 + 100) * 180 / 2147483648.0);
    near(r->samples.dist_m[10], 35);
    near((double)r->samples.speed_mps[10], 3.5);
    near((double)r->samples.hr_bpm[13], 143);
    near((double)r->samples.cadence_spm[0], 180);
    assert_null(r->samples.power_w);
    assert_null(r->samples.altitude_m);
    assert_int_equal(r->lap_count, 1);
    assert_int_equal(r->laps[0].trigger, MILER_TRIGGER_END);
    near(r->laps[0].sum.timer_s, 60.25);
    near((double)r->laps[0].sum.avg_cadence_spm, 182);
    near((double)r->laps[0].sum.max_hr_bpm, 160);
    assert_true(isnan(r->laps[0].sum.avg_speed_mps));
    assert_int_equal(r->laps[0].workout_step, -1);
    assert_int_equal(r->event_count, 2);
    assert_true(r->events[0].start && !r->events[1].start);
    assert_true(isnan(r->user_weight_kg));
    end(&x);
}

// A twelve-byte header, a longer one, and one whose own CRC is not computed.
static void headers(void **state) {
    (void)state;
    static const size_t sizes[] = {12, 14, 20};
    for (size_t i = 0; i < 4; i++) {
        fixture x = begin();
        fb_begin(&x.f, i < 3 ? sizes[i] : 14);
        fb_file_id(&x.f, 4);
        fb_define_record(&x.f);
        fb_record(&x.f, 0);
        fb_record(&x.f, 1);
        fb_seal(&x.f);
        if (i == 3) {
            x.f.b[12] = x.f.b[13] = 0;
            x.f.n -= 2;
            uint16_t crc = fb_crc(x.f.b, x.f.n); // over header and data
            fb_u8(&x.f, crc & 0xFFu);
            fb_u8(&x.f, (unsigned)crc >> 8);
        }
        const miler_recording *r = read_one(&x);
        assert_int_equal(r->flags, MILER_REC_NO_SUMMARY);
        assert_int_equal(r->samples.count, 2);
        end(&x);
    }
}

static void big_endian(void **state) {
    (void)state;
    fixture little = begin();
    fixture big = begin();
    fb_run(&little.f, 20);
    big.f.big_endian = true;
    fb_run(&big.f, 20);
    const miler_recording *a = read_one(&little);
    const miler_recording *b = read_one(&big);
    assert_int_equal(b->flags, 0);
    assert_int_equal(a->samples.count, b->samples.count);
    for (size_t i = 0; i < a->samples.count; i++) {
        assert_true(a->samples.t_ms[i] == b->samples.t_ms[i]);
        near(a->samples.lat_deg[i], b->samples.lat_deg[i]);
        near(a->samples.dist_m[i], b->samples.dist_m[i]);
        near((double)a->samples.speed_mps[i], (double)b->samples.speed_mps[i]);
        near((double)a->samples.hr_bpm[i], (double)b->samples.hr_bpm[i]);
    }
    near(a->session.dist_m, b->session.dist_m);
    end(&little);
    end(&big);
}

static uint64_t bits_of(double v, size_t size) {
    uint64_t bits = 0;
    float narrow = (float)v;
    if (size == 4)
        memcpy(&bits, &narrow, 4);
    else
        memcpy(&bits, &v, 8);
    return bits;
}

// The file's own base type counts, whatever a field is usually written as.
static void base_types(void **state) {
    (void)state;
    const struct {
        uint8_t base, size;
        uint64_t value, invalid;
        double power_w;
    } rows[] = {{FB_ENUM, 1, 200, 0xFF, 200},
                {FB_S8, 1, 0xF6, 0x7F, -10},
                {FB_U8, 1, 200, 0xFF, 200},
                {FB_S16, 2, 0xFFF6, 0x7FFF, -10},
                {FB_U16, 2, 300, 0xFFFF, 300},
                {0x04, 2, 300, 0xFFFF, 300}, // without the high bit
                {FB_S32, 4, 0xFFFFFFF6, 0x7FFFFFFF, -10},
                {FB_U32, 4, 70000, 0xFFFFFFFF, 70000},
                {0x06, 4, 70000, 0xFFFFFFFF, 70000},
                {FB_F32, 4, bits_of(250.5, 4), 0xFFFFFFFF, 250.5},
                {FB_F64, 8, bits_of(250.5, 8), UINT64_MAX, 250.5},
                {FB_U8Z, 1, 200, 0, 200},
                {FB_U16Z, 2, 300, 0, 300},
                {FB_U32Z, 4, 300, 0, 300},
                {FB_BYTE, 1, 200, 0xFF, 200},
                {FB_S64, 8, (uint64_t)-10, INT64_MAX, -10},
                {FB_U64, 8, 300, UINT64_MAX, 300},
                {FB_U64Z, 8, 300, 0, 300}};
    for (size_t k = 0; k < 2 * sizeof rows / sizeof rows[0]; k++) {
        fixture x = begin();
        size_t i = k / 2;
        x.f.big_endian = k % 2 != 0;
        fb_begin(&x.f, 14);
        fb_file_id(&x.f, 4);
        FB_DEFINE(&x.f, 1, 20, {253, 4, FB_U32}, {7, rows[i].size, rows[i].base});
        for (unsigned s = 0; s < 2; s++) {
            fb_u8(&x.f, 1);
            fb_u32(&x.f, FB_T0 + s);
            fb_uint(&x.f, s == 0 ? rows[i].value : rows[i].invalid, rows[i].size);
        }
        fb_seal(&x.f);
        const miler_recording *r = read_one(&x);
        assert_non_null(r->samples.power_w);
        near((double)r->samples.power_w[0], rows[i].power_w);
        assert_true(isnan(r->samples.power_w[1]));
        end(&x);
    }
}

// Every column has its scale; a field that stands first in a tiny record too.
static void columns(void **state) {
    (void)state;
    fixture x = begin();
    fb_begin(&x.f, 14);
    fb_file_id(&x.f, 4);
    FB_DEFINE(&x.f, 1, 20, {13, 1, FB_S8}, {253, 4, FB_U32}, {2, 2, FB_U16}, {39, 2, FB_U16}, {41, 2, FB_U16},
              {83, 2, FB_U16}, {84, 2, FB_U16}, {85, 2, FB_U16}, {53, 1, FB_U8}, {4, 1, FB_U8});
    fb_u8(&x.f, 1);
    fb_u8(&x.f, (uint8_t)-3);
    fb_u32(&x.f, FB_T0);
    fb_u16(&x.f, (500 + 123) * 5);
    fb_u16(&x.f, 925);
    fb_u16(&x.f, 2385);
    fb_u16(&x.f, 812);
    fb_u16(&x.f, 5021);
    fb_u16(&x.f, 11234);
    fb_u8(&x.f, 64);
    fb_u8(&x.f, 88);
    fb_session(&x.f, 0, 10, 1, 0);
    fb_seal(&x.f);
    const miler_samples *s = &read_one(&x)->samples;
    near((double)s->temperature_c[0], -3);
    near((double)s->altitude_m[0], 123);
    near((double)s->vertical_oscillation_mm[0], 92.5);
    near((double)s->stance_ms[0], 238.5);
    near((double)s->vertical_ratio_pct[0], 8.12);
    near((double)s->stance_balance_pct[0], 50.21);
    near((double)s->step_length_mm[0], 1123.4);
    near((double)s->cadence_spm[0], 177);
    end(&x);
}

// Enhanced fields stand over the plain ones when valid, in either order.
static void enhanced(void **state) {
    (void)state;
    for (int order = 0; order < 2; order++) {
        fixture x = begin();
        fb_begin(&x.f, 14);
        fb_file_id(&x.f, 4);
        if (order == 0)
            FB_DEFINE(&x.f, 1, 20, {253, 4, FB_U32}, {73, 4, FB_U32}, {6, 2, FB_U16});
        else
            FB_DEFINE(&x.f, 1, 20, {253, 4, FB_U32}, {6, 2, FB_U16}, {73, 4, FB_U32});
        static const uint32_t rows[3][2] = {{3000, 4000}, {3000, 0xFFFFFFFF}, {0xFFFF, 4000}};
        for (unsigned i = 0; i < 3; i++) {
            fb_u8(&x.f, 1);
            fb_u32(&x.f, FB_T0 + i);
            if (order == 0) fb_u32(&x.f, rows[i][1]);
            fb_u16(&x.f, rows[i][0]);
            if (order == 1) fb_u32(&x.f, rows[i][1]);
        }
        fb_seal(&x.f);
        const float *speed = read_one(&x)->samples.speed_mps;
        near((double)speed[0], 4);
        near((double)speed[1], 3);
        near((double)speed[2], 4);
        end(&x);
    }
}

static void compressed_times(void **state) {
    (void)state;
    fixture x = begin();
    fb_begin(&x.f, 14);
    fb_file_id(&x.f, 4);
    FB_DEFINE(&x.f, 0, 20, {253, 4, FB_U32}, {3, 1, FB_U8});
    fb_u8(&x.f, 0);
    fb_u32(&x.f, FB_T0); // FB_T0 & 31 = 0
    fb_u8(&x.f, 100);
    FB_DEFINE(&x.f, 2, 20, {3, 1, FB_U8});
    unsigned t = 0;
    for (unsigned i = 1; i <= 20; i++) {
        t += 7; // rolls over every fifth time
        fb_u8(&x.f, 0x80u | 2u << 5 | (t & 31));
        fb_u8(&x.f, 100 + i);
    }
    fb_seal(&x.f);
    const miler_samples *s = &read_one(&x)->samples;
    assert_int_equal(FB_T0 & 31, 0);
    assert_int_equal(s->count, 21);
    for (size_t i = 0; i <= 20; i++) {
        assert_true(s->t_ms[i] == T0_MS + (int64_t)i * 7000);
        near((double)s->hr_bpm[i], 100 + (double)i);
    }
    end(&x);
}

static void compressed_speed_distance(void **state) {
    (void)state;
    fixture x = begin();
    fb_begin(&x.f, 14);
    fb_file_id(&x.f, 4);
    FB_DEFINE(&x.f, 1, 20, {253, 4, FB_U32}, {8, 3, FB_BYTE});
    for (unsigned i = 0; i < 100; i++) {
        unsigned speed = 333;
        unsigned dist = (i * 160) & 0xFFF; // 10 m a record, rolls over at 256 m
        fb_u8(&x.f, 1);
        fb_u32(&x.f, FB_T0 + i * 3);
        uint32_t packed = i == 50 ? 0xFFFFFF : speed | dist << 12;
        fb_u8(&x.f, packed & 0xFF);
        fb_u8(&x.f, packed >> 8 & 0xFF);
        fb_u8(&x.f, packed >> 16);
    }
    fb_seal(&x.f);
    const miler_samples *s = &read_one(&x)->samples;
    near(s->dist_m[99], 990);
    near(s->dist_m[30], 300);
    near((double)s->speed_mps[7], 3.33);
    assert_true(isnan(s->dist_m[50]));
    end(&x);
}

static void describe(fb *f, unsigned number, unsigned base, unsigned native, bool with_number) {
    if (with_number)
        FB_DEFINE(f, 6, 206, {0, 1, FB_U8}, {1, 1, FB_U8}, {2, 1, FB_U8}, {14, 2, FB_U16}, {15, 1, FB_U8});
    else
        FB_DEFINE(f, 6, 206, {0, 1, FB_U8}, {2, 1, FB_U8}, {14, 2, FB_U16}, {15, 1, FB_U8});
    fb_u8(f, 6);
    fb_u8(f, 0);
    if (with_number) fb_u8(f, number);
    fb_u8(f, base);
    fb_u16(f, 20);
    fb_u8(f, native);
}

// A foot pod's power replaces the watch's; a developer heart rate only fills
// gaps; one smaller than its type, one never described and one described
// without a number are passed over by their size.
static void developer_fields(void **state) {
    (void)state;
    fixture x = begin();
    fb_begin(&x.f, 14);
    fb_file_id(&x.f, 4);
    describe(&x.f, 0, FB_U16, 7, true);
    describe(&x.f, 1, FB_U8, 3, true);
    describe(&x.f, 2, FB_F32, 39, true);
    describe(&x.f, 9, FB_U8, 3, false);
    const fb_field fields[] = {{253, 4, FB_U32}, {7, 2, FB_U16}, {3, 1, FB_U8}};
    const fb_field dev[] = {{7, 3, 0}, {0, 2, 0}, {1, 1, 0}, {2, 1, 0}};
    fb_define_dev(&x.f, 1, 20, fields, 3, dev, 4);
    static const unsigned rows[3][4] = {
        {200, 250, 140, 150}, {200, 0xFFFF, 0xFF, 150}, {200, 260, 141, 0xFF}};
    for (unsigned i = 0; i < 3; i++) {
        fb_u8(&x.f, 1);
        fb_u32(&x.f, FB_T0 + i);
        fb_u16(&x.f, rows[i][0]);
        fb_u8(&x.f, rows[i][2]);
        fb_text(&x.f, "abc", 3);
        fb_u16(&x.f, rows[i][1]);
        fb_u8(&x.f, rows[i][3]);
        fb_u8(&x.f, 1);
    }
    fb_seal(&x.f);
    const miler_samples *s = &read_one(&x)->samples;
    static const double power[] = {250, 200, 260};
    static const double hr[] = {140, 150, 141};
    for (size_t i = 0; i < 3; i++) {
        near((double)s->power_w[i], power[i]);
        near((double)s->hr_bpm[i], hr[i]);
    }
    assert_null(s->vertical_oscillation_mm);
    end(&x);
}

// More different definitions than plans are kept, for the same local type.
static void redefinition(void **state) {
    (void)state;
    fixture x = begin();
    fb_begin(&x.f, 14);
    fb_file_id(&x.f, 4);
    for (unsigned i = 0; i < 300; i++) {
        const fb_field fields[] = {{253, 4, FB_U32}, {(uint8_t)(100 + i % 70), 1, FB_U8}, {3, 1, FB_U8}};
        fb_define_dev(&x.f, 0, 20, fields, 3, NULL, 0);
        fb_u8(&x.f, 0);
        fb_u32(&x.f, FB_T0 + i);
        fb_u8(&x.f, 1);
        fb_u8(&x.f, 100 + i % 90);
    }
    fb_seal(&x.f);
    const miler_samples *s = &read_one(&x)->samples;
    assert_int_equal(s->count, 300);
    for (size_t i = 0; i < 300; i++)
        near((double)s->hr_bpm[i], 100 + (double)(i % 90));
    end(&x);
}

// Columns that only some records have, over more than one chunk of rows.
static void changing_columns(void **state) {
    (void)state;
    fixture x = begin();
    fb_begin(&x.f, 14);
    fb_file_id(&x.f, 4);
    FB_DEFINE(&x.f, 0, 20, {253, 4, FB_U32}, {3, 1, FB_U8});
    FB_DEFINE(&x.f, 1, 20, {253, 4, FB_U32}, {13, 1, FB_S8}, {5, 4, FB_U32});
    for (unsigned i = 0; i < 1500; i++) {
        unsigned local = i % 7 == 3 && i > 600;
        fb_u8(&x.f, local);
        fb_u32(&x.f, FB_T0 + i);
        fb_u8(&x.f, local == 1 ? 20 : 150);
        if (local == 1) fb_u32(&x.f, i * 100);
    }
    fb_seal(&x.f);
    const miler_samples *s = &read_one(&x)->samples;
    assert_int_equal(s->count, 1500);
    for (size_t i = 0; i < 1500; i++) {
        bool other = i % 7 == 3 && i > 600;
        assert_int_equal(isnan(s->hr_bpm[i]), other);
        assert_int_equal(isnan(s->temperature_c[i]), !other);
        if (other) near(s->dist_m[i], (double)i);
    }
    end(&x);
}

static void chained(void **state) {
    (void)state;
    fixture x = begin();
    fb_run(&x.f, 10);
    fb_run(&x.f, 20);
    (void)read_one(&x);
    assert_int_equal(x.reading.recording_count, 2);
    assert_int_equal(x.reading.recordings[0].samples.count, 10);
    assert_int_equal(x.reading.recordings[1].samples.count, 20);
    assert_int_equal(x.reading.recordings[1].flags, 0);
    end(&x);
}

static void workout_inside(void **state) {
    (void)state;
    fixture x = begin();
    fb_begin(&x.f, 14);
    fb_file_id(&x.f, 4);
    FB_DEFINE(&x.f, 6, 26, {8, 16, FB_TEXT});
    fb_u8(&x.f, 6);
    fb_text(&x.f, "6 x 400", 16);
    FB_DEFINE(&x.f, 7, 27, {254, 2, FB_U16}, {0, 8, FB_TEXT}, {1, 1, FB_ENUM}, {2, 4, FB_U32},
              {3, 1, FB_ENUM}, {4, 4, FB_U32}, {5, 4, FB_U32}, {6, 4, FB_U32}, {7, 1, FB_ENUM});
    static const uint32_t steps[3][7] = {{1, 40000, 0, 0, 4762, 5000, 5},
                                         {0, 60000, 2, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 4},
                                         {6, 0, 0xFF, 6, 0xFFFFFFFF, 0xFFFFFFFF, 0xFF}};
    for (unsigned i = 0; i < 3; i++) {
        fb_u8(&x.f, 7);
        fb_u16(&x.f, i);
        fb_text(&x.f, i == 0 ? "rep" : "", 8);
        fb_u8(&x.f, steps[i][0]);
        fb_u32(&x.f, steps[i][1]);
        fb_u8(&x.f, steps[i][2]);
        for (int k = 3; k < 6; k++)
            fb_u32(&x.f, steps[i][k]);
        fb_u8(&x.f, steps[i][6]);
    }
    fb_define_record(&x.f);
    fb_record(&x.f, 0);
    FB_DEFINE(&x.f, 2, 19, {2, 4, FB_U32}, {71, 2, FB_U16}, {23, 1, FB_ENUM});
    for (unsigned i = 0; i < 2; i++) {
        fb_u8(&x.f, 2);
        fb_u32(&x.f, FB_T0 + i);
        fb_u16(&x.f, i == 0 ? 1 : 77);
        fb_u8(&x.f, 5);
    }
    fb_seal(&x.f);
    const miler_recording *r = read_one(&x);
    assert_string_equal(r->workout_name, "6 x 400");
    assert_int_equal(r->step_count, 3);
    assert_string_equal(r->steps[0].name, "rep");
    assert_null(r->steps[1].name);
    assert_int_equal(r->steps[0].duration_type, 1);
    assert_true(r->steps[0].duration_value == 40000 && r->steps[0].target_high == 5000);
    assert_int_equal(r->steps[0].intensity, MILER_INTENSITY_INTERVAL);
    assert_true(r->steps[1].target_value == -1);
    assert_int_equal(r->steps[2].target_type, -1);
    assert_true(r->steps[2].target_value == 6);
    assert_int_equal(r->laps[0].workout_step, 1);
    assert_int_equal(r->laps[0].intensity, MILER_INTENSITY_INTERVAL);
    assert_int_equal(r->laps[1].workout_step, -1); // there is no step 77
    end(&x);
}

static void stored_heart_rates(void **state) {
    (void)state;
    fixture x = begin();
    fb_begin(&x.f, 14);
    fb_file_id(&x.f, 4);
    FB_DEFINE(&x.f, 1, 20, {253, 4, FB_U32}, {5, 4, FB_U32});
    for (unsigned i = 0; i < 12; i++) {
        fb_u8(&x.f, 1);
        fb_u32(&x.f, FB_T0 + i);
        fb_u32(&x.f, i * 100);
    }
    fb_session(&x.f, 0, 12, 5, 17);
    fb_seal(&x.f);
    // The strap's file in the chain: an anchor at second 2, then one beat a second, 8 of them.
    fb_begin(&x.f, 14);
    fb_file_id(&x.f, 4);
    FB_DEFINE(&x.f, 2, 132, {253, 4, FB_U32}, {0, 2, FB_U16}, {6, 1, FB_U8}, {9, 4, FB_U32});
    fb_u8(&x.f, 2);
    fb_u32(&x.f, FB_T0 + 2);
    fb_u16(&x.f, 0);
    fb_u8(&x.f, 120);
    fb_u32(&x.f, 4000);
    FB_DEFINE(&x.f, 3, 132, {6, 8, FB_U8}, {10, 12, FB_BYTE});
    fb_u8(&x.f, 3);
    for (unsigned i = 1; i <= 8; i++)
        fb_u8(&x.f, 120 + i);
    for (unsigned i = 1; i <= 8; i += 2) {
        unsigned a = (4000 + i * 1024) & 0xFFF;
        unsigned b = (4000 + (i + 1) * 1024) & 0xFFF;
        fb_u8(&x.f, a & 0xFF);
        fb_u8(&x.f, a >> 8 | (b & 0xF) << 4);
        fb_u8(&x.f, b >> 4);
    }
    fb_seal(&x.f);
    const miler_recording *r = read_one(&x);
    assert_int_equal(x.reading.recording_count, 1);
    assert_non_null(r->samples.hr_bpm);
    assert_true(isnan(r->samples.hr_bpm[1]));
    for (size_t i = 2; i <= 10; i++)
        near((double)r->samples.hr_bpm[i], 118 + (double)i);
    near((double)r->samples.hr_bpm[11], 128); // held
    end(&x);
}

static void timer_events(void **state) {
    (void)state;
    fixture x = begin();
    fb_begin(&x.f, 14);
    fb_file_id(&x.f, 4);
    fb_event(&x.f, 0, 0, 0);
    fb_event(&x.f, 1, 0, 0); // started twice
    fb_event(&x.f, 5, 1, 1); // auto-pause
    fb_event(&x.f, 9, 0, 1);
    fb_event(&x.f, 20, 9, 0);
    fb_define_record(&x.f);
    for (unsigned i = 0; i <= 20; i++)
        fb_record(&x.f, i);
    fb_seal(&x.f);
    const miler_recording *r = read_one(&x);
    assert_int_equal(r->event_count, 4);
    assert_true(!r->events[1].start && r->events[1].automatic && r->events[1].t_ms == T0_MS + 5000);
    assert_true(r->events[2].start);
    assert_true(!r->events[3].start && !r->events[3].automatic);
    near(r->session.elapsed_s, 20);
    near(r->session.timer_s, 16); // no session: made from records and events
    assert_true((r->flags & MILER_REC_NO_SUMMARY) != 0);
    end(&x);
}

static void summary_made_from_records(void **state) {
    (void)state;
    fixture x = begin();
    fb_begin(&x.f, 14);
    fb_file_id(&x.f, 4);
    fb_define_record(&x.f);
    for (unsigned i = 0; i < 100; i++)
        fb_record(&x.f, i);
    fb_lap(&x.f, 0, 40, 0);
    fb_seal(&x.f);
    const miler_recording *r = read_one(&x);
    assert_true((r->flags & MILER_REC_NO_SUMMARY) != 0);
    near(r->session.elapsed_s, 99);
    near(r->session.dist_m, 99 * 3.5);
    near((double)r->session.avg_hr_bpm, 144.5);
    near((double)r->session.max_hr_bpm, 149);
    near((double)r->session.max_speed_mps, 3.5);
    assert_int_equal(r->lap_count, 2); // the second was never written
    assert_int_equal(r->laps[1].trigger, MILER_TRIGGER_END);
    near(r->laps[1].sum.dist_m, (99 - 41) * 3.5);
    end(&x);
}

// Swim, change, run: summaries first, each leg its own samples, laps, cadence.
static void multisport(void **state) {
    (void)state;
    for (int first = 0; first < 2; first++) {
        fixture x = begin();
        fb_begin(&x.f, 14);
        fb_file_id(&x.f, 4);
        for (int pass = 0; pass < 2; pass++) {
            if (pass == first) {
                fb_define_record(&x.f);
                for (unsigned i = 0; i < 300; i++)
                    fb_record(&x.f, i);
                continue;
            }
            fb_session(&x.f, 200, 100, 1, 0);
            fb_session(&x.f, 0, 150, 2, 0);
            fb_session(&x.f, 150, 50, 3, 0);
            fb_lap(&x.f, 0, 150, 7);
            fb_lap(&x.f, 150, 50, 7);
            fb_lap(&x.f, 200, 60, 0);
            fb_lap(&x.f, 260, 40, 7);
        }
        fb_seal(&x.f);
        (void)read_one(&x);
        static const struct {
            miler_sport sport;
            size_t samples, laps;
            double cadence;
        } legs[] = {{MILER_SPORT_CYCLING, 150, 1, 90},
                    {MILER_SPORT_TRANSITION, 50, 1, 90},
                    {MILER_SPORT_RUNNING, 100, 2, 180}};
        assert_int_equal(x.reading.recording_count, 3);
        for (size_t i = 0; i < 3; i++) {
            const miler_recording *r = &x.reading.recordings[i];
            assert_int_equal(r->sport, legs[i].sport);
            assert_int_equal(r->samples.count, legs[i].samples);
            assert_int_equal(r->lap_count, legs[i].laps);
            near((double)r->samples.cadence_spm[0], legs[i].cadence);
        }
        end(&x);
    }
}

// file_id says what a file is; all but activities end at once.
static void content_kinds(void **state) {
    (void)state;
    static const struct {
        unsigned type;
        miler_content content;
        const char *name;
    } rows[] = {{2, MILER_CONTENT_SETTINGS, "settings"}, {5, MILER_CONTENT_WORKOUT, "workout"},
                {6, MILER_CONTENT_COURSE, "course"},     {7, MILER_CONTENT_WORKOUT, "schedule"},
                {9, MILER_CONTENT_WELLNESS, "weight"},   {32, MILER_CONTENT_WELLNESS, "monitoring"},
                {49, MILER_CONTENT_WELLNESS, "sleep"},   {200, MILER_CONTENT_OTHER, "other"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        fixture x = begin();
        fb_begin(&x.f, 14);
        fb_file_id(&x.f, rows[i].type);
        fb_define_record(&x.f);
        fb_record(&x.f, 0);
        fb_seal(&x.f);
        miler_error err = {0};
        assert_int_equal(miler_formats_read(x.f.b, x.f.n, x.arena, &x.reading, &err), MILER_OK);
        assert_int_equal(x.reading.content, rows[i].content);
        assert_string_equal(x.reading.content_name, rows[i].name);
        assert_int_equal(x.reading.recording_count, 0);
        miler_reader *reader;
        assert_int_equal(miler_reader_open(&reader, MILER_FORMAT_FIT, x.arena, NULL), MILER_OK);
        assert_int_equal(miler_reader_feed(reader, x.f.b, 40, &err), MILER_ERR_EMPTY);
        assert_int_equal(miler_reader_feed(reader, x.f.b, 1, &err), MILER_ERR_EMPTY);
        assert_int_equal(miler_reader_finish(reader, &x.reading, NULL), MILER_OK);
        assert_int_equal(miler_reader_finish(reader, &x.reading, NULL), MILER_ERR_ARG);
        miler_reader_close(reader);
        end(&x);
    }
}

static void the_runner(void **state) {
    (void)state;
    fixture x = begin();
    fb_begin(&x.f, 14);
    fb_file_id(&x.f, 4);
    FB_DEFINE(&x.f, 6, 3, {4, 2, FB_U16}, {8, 1, FB_U8}, {11, 1, FB_U8});
    fb_u8(&x.f, 6);
    fb_u16(&x.f, 685);
    fb_u8(&x.f, 48);
    fb_u8(&x.f, 185);
    FB_DEFINE(&x.f, 6, 7, {1, 1, FB_U8}, {2, 1, FB_U8});
    fb_u8(&x.f, 6);
    fb_u8(&x.f, 191);
    fb_u8(&x.f, 172);
    FB_DEFINE(&x.f, 6, 23, {1, 1, FB_U8}, {25, 1, FB_ENUM});
    fb_u8(&x.f, 6);
    fb_u8(&x.f, 124);
    fb_u8(&x.f, 1);
    FB_DEFINE(&x.f, 6, 12, {0, 1, FB_ENUM}, {3, 6, FB_TEXT});
    fb_u8(&x.f, 6);
    fb_u8(&x.f, 1);
    fb_text(&x.f, "M\xc3\xbcle\x01\xff", 6); // no NUL, a control character, no UTF-8
    fb_define_record(&x.f);
    fb_record(&x.f, 0);
    fb_seal(&x.f);
    const miler_recording *r = read_one(&x);
    near((double)r->user_weight_kg, 68.5);
    near((double)r->user_resting_hr_bpm, 48);
    near((double)r->user_max_hr_bpm, 191);
    near((double)r->user_threshold_hr_bpm, 172);
    assert_true(r->has_footpod);
    assert_int_equal(r->sport, MILER_SPORT_RUNNING);
    assert_string_equal(r->name, "M\xc3\xbcle");
    end(&x);
}

// Positions of the GPS log stand in only where records have none at all.
static void gps_log(void **state) {
    (void)state;
    for (int own = 0; own < 2; own++) {
        fixture x = begin();
        fb_begin(&x.f, 14);
        fb_file_id(&x.f, 4);
        FB_DEFINE(&x.f, 2, 160, {253, 4, FB_U32}, {1, 4, FB_S32}, {2, 4, FB_S32});
        FB_DEFINE(&x.f, 1, 20, {253, 4, FB_U32}, {0, 4, FB_S32}, {1, 4, FB_S32});
        for (unsigned i = 0; i < 5; i++) {
            fb_u8(&x.f, 2);
            fb_u32(&x.f, FB_T0 + i);
            fb_u32(&x.f, 600000000);
            fb_u32(&x.f, 10000 + i);
            fb_u8(&x.f, 1);
            fb_u32(&x.f, FB_T0 + i);
            fb_u32(&x.f, own != 0 ? 500000000 : 0x7FFFFFFF);
            fb_u32(&x.f, own != 0 ? 20000 : 0x7FFFFFFF);
        }
        fb_seal(&x.f);
        const miler_recording *r = read_one(&x);
        near(r->samples.lat_deg[3], (own != 0 ? 500000000.0 : 600000000.0) * 180 / 2147483648.0);
        near(r->samples.lon_deg[3], (own != 0 ? 20000.0 : 10003.0) * 180 / 2147483648.0);
        end(&x);
    }
}

static void zones_of_time(void **state) {
    (void)state;
    static const struct {
        int32_t written, read;
        bool known;
    } rows[] = {
        {-2, 0, true}, {7198, 7200, true}, {20700, 20700, true}, {-34200, -34200, true}, {100000, 0, false}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        fixture x = begin();
        fb_begin(&x.f, 14);
        fb_file_id(&x.f, 4);
        fb_define_record(&x.f);
        fb_record(&x.f, 0);
        fb_activity(&x.f, 1, rows[i].written);
        fb_seal(&x.f);
        const miler_recording *r = read_one(&x);
        assert_int_equal(r->has_utc_offset, rows[i].known);
        if (rows[i].known) assert_int_equal(r->utc_offset_s, rows[i].read);
        end(&x);
    }
}

// The checksum against the slow way, at every length and alignment near the
// places where it changes its method.
static void checksum(void **state) {
    (void)state;
    uint8_t bytes[700];
    uint32_t seed = 12345;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)((seed = seed * 1664525u + 1013904223u) >> 24);
    assert_int_equal(miler_crc16(0, (const uint8_t *)"123456789", 9), 0xBB3D);
    for (size_t start = 0; start < 17; start++)
        for (size_t len = 0; start + len <= sizeof bytes; len += len < 300 ? 1 : 37)
            assert_int_equal(miler_crc16(0, bytes + start, len), fb_crc(bytes + start, len));
    for (size_t cut = 0; cut <= sizeof bytes; cut++)
        assert_int_equal(miler_crc16(miler_crc16(0, bytes, cut), bytes + cut, sizeof bytes - cut),
                         fb_crc(bytes, sizeof bytes));
}

static void no_fit(void **state) {
    (void)state;
    miler_arena *arena = miler_arena_new(NULL, 0);
    miler_reading reading;
    miler_error err = {0};
    assert_int_equal(miler_formats_read("", 0, arena, &reading, &err), MILER_ERR_EMPTY);
    assert_int_equal(miler_formats_read("hello, world, hello", 19, arena, &reading, &err), MILER_ERR_FORMAT);
    assert_int_equal(miler_formats_sniff("\x0e\x10\0\0\0\0\0\0.FIT\0\0", 14), MILER_FORMAT_FIT);
    assert_int_equal(miler_formats_sniff("\x0e\x10\0\0\0\0\0\0.FI", 11), MILER_FORMAT_UNKNOWN);
    assert_int_equal(miler_formats_sniff(NULL, 0), MILER_FORMAT_UNKNOWN);
    miler_reader *reader;
    assert_int_equal(miler_reader_open(&reader, MILER_FORMAT_UNKNOWN, arena, &err), MILER_ERR_UNSUPPORTED);
    assert_int_equal(miler_reader_open(&reader, MILER_FORMAT_FIT, arena, &err), MILER_OK);
    assert_int_equal(miler_reader_feed(reader, "hello, world, hello", 19, &err), MILER_ERR_FORMAT);
    assert_int_equal(miler_reader_feed(reader, "x", 1, &err), MILER_ERR_ARG);
    assert_int_equal(miler_reader_finish(reader, &reading, &err), MILER_ERR_ARG);
    miler_reader_close(reader);
    miler_reader_close(NULL);
    miler_arena_free(arena);
}

// Both sides of the caps on recordings and records.
static void caps(void **state) {
    (void)state;
    for (unsigned extra = 0; extra < 2; extra++) {
        fixture x = begin();
        fb_begin(&x.f, 14);
        fb_file_id(&x.f, 4);
        for (unsigned i = 0; i < MILER_RECORDINGS_MAX + extra; i++)
            fb_session(&x.f, i * 10, 5, 1, 0);
        fb_seal(&x.f);
        const miler_recording *r = read_one(&x);
        assert_int_equal(x.reading.recording_count, MILER_RECORDINGS_MAX);
        assert_int_equal((r->flags & MILER_REC_LIMIT) != 0, extra != 0);
        end(&x);
    }
    for (unsigned extra = 0; extra < 2; extra++) {
        fixture x = begin();
        fb_begin(&x.f, 14);
        fb_file_id(&x.f, 4);
        FB_DEFINE(&x.f, 1, 19, {2, 4, FB_U32}, {7, 4, FB_U32});
        for (unsigned i = 0; i < MILER_LAPS_MAX + extra; i++) {
            fb_u8(&x.f, 1);
            fb_u32(&x.f, FB_T0 + i);
            fb_u32(&x.f, 1000);
        }
        fb_seal(&x.f);
        const miler_recording *r = read_one(&x);
        assert_int_equal(r->lap_count, MILER_LAPS_MAX);
        assert_int_equal((r->flags & MILER_REC_LIMIT) != 0, extra != 0);
        end(&x);
    }
    for (unsigned extra = 0; extra < 2; extra++) {
        fixture x = begin();
        fb_begin(&x.f, 14);
        fb_file_id(&x.f, 4);
        FB_DEFINE(&x.f, 1, 20, {253, 4, FB_U32}, {3, 1, FB_U8});
        size_t cap = MILER_RECORDS_MAX / 512 * 512 + (MILER_RECORDS_MAX % 512 != 0 ? 512 : 0); // whole chunks
        for (unsigned i = 0; i < cap + extra; i++) {
            fb_u8(&x.f, 1);
            fb_u32(&x.f, FB_T0 + i);
            fb_u8(&x.f, 150);
        }
        fb_seal(&x.f);
        const miler_recording *r = read_one(&x);
        assert_int_equal(r->samples.count, cap);
        assert_int_equal((r->flags & MILER_REC_LIMIT) != 0, extra != 0);
        end(&x);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_run),        cmocka_unit_test(headers),
        cmocka_unit_test(big_endian),       cmocka_unit_test(base_types),
        cmocka_unit_test(columns),          cmocka_unit_test(enhanced),
        cmocka_unit_test(compressed_times), cmocka_unit_test(compressed_speed_distance),
        cmocka_unit_test(developer_fields), cmocka_unit_test(redefinition),
        cmocka_unit_test(changing_columns), cmocka_unit_test(chained),
        cmocka_unit_test(workout_inside),   cmocka_unit_test(stored_heart_rates),
        cmocka_unit_test(timer_events),     cmocka_unit_test(summary_made_from_records),
        cmocka_unit_test(multisport),       cmocka_unit_test(content_kinds),
        cmocka_unit_test(the_runner),       cmocka_unit_test(gps_log),
        cmocka_unit_test(zones_of_time),    cmocka_unit_test(checksum),
        cmocka_unit_test(no_fit),           cmocka_unit_test(caps),
    };
    return cmocka_run_group_tests_name("fit", tests, NULL, NULL);
}
