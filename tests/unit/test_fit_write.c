// SPDX-License-Identifier: MIT
// FIT writer: bytes, checksums, limits of fields, and the way back through the reader.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "formats/crc16.h"
#include "formats/fit_write.h"

#include <miler/activity.h>
#include <miler/formats.h>

#include <stdlib.h>
#include <string.h>

#define T0 INT64_C(1700000000000)
enum { COUNT = 600 };

static const fitw_identity identity = {FITW_MAKER_DEVELOPMENT, 1, 77, T0, "test watch"};

static uint32_t little(const uint8_t *p, size_t size) {
    uint32_t v = 0;
    for (size_t i = size; i-- > 0;)
        v = v << 8 | p[i];
    return v;
}

// Header, definition and data of the smallest file, byte by byte.
static void bytes_of_a_small_file(void **state) {
    (void)state;
    miler_buf buf;
    miler_buf_init(&buf, NULL, 4096);
    fitw_writer w;
    fitw_begin(&w, &buf);
    const double id[FITW_ID_FIELDS] = {
        FITW_FILE_WORKOUT, 255, 258, 16909060, fitw_time(FITW_EPOCH_MS + 5000), NAN};
    fitw_put(&w, &fitw_file_id, id, "ab");
    assert_int_equal(fitw_end(&w, NULL), MILER_OK);
    const uint8_t *b = (const uint8_t *)buf.ptr;
    assert_int_equal(b[0], 14);
    assert_memory_equal(b + 8, ".FIT", 4);
    assert_int_equal(little(b + 4, 4), buf.len - 16);
    assert_int_equal(miler_crc16(0, b, 14), 0);
    assert_int_equal(miler_crc16(0, b, buf.len), 0);
    static const uint8_t definition[] = {0x40, 0, 0,    0, 0, 6,    0, 1, 0x00, 1, 2,  0x84,
                                         2,    2, 0x84, 3, 4, 0x8C, 4, 4, 0x86, 8, 24, 0x07};
    static const uint8_t data[] = {0x00, 5, 255, 0, 2, 1, 4, 3, 2, 1, 5, 0, 0, 0, 'a', 'b', 0};
    assert_memory_equal(b + 14, definition, sizeof definition);
    assert_memory_equal(b + 14 + sizeof definition, data, sizeof data);
    assert_int_equal(buf.len, 14 + sizeof definition + 14 + 24 + 2);
    miler_buf_deinit(&buf);
}

// What does not fit becomes "invalid", never another number.
static void numbers_that_do_not_fit(void **state) {
    (void)state;
    static const fitw_field fields[] = {{1, FITW_UINT8, 0, 1, 0},    {2, FITW_UINT16, 0, 10, 0},
                                        {3, FITW_SINT8, 0, 1, 0},    {4, FITW_SINT32, 0, 1, 0},
                                        {5, FITW_UINT32, 0, 5, 500}, {6, FITW_UINT32Z, 0, 1, 0},
                                        {7, FITW_ENUM, 0, 1, 0}};
    static const fitw_shape shape = {0xFF00, 7, fields};
    static const struct {
        double in[7];
        uint32_t out[7];
    } rows[] = {
        {{254, 6553.4, -128, -2147483648.0, -500, 1, 254}, {254, 65534, 0x80, 0x80000000, 0, 1, 254}},
        {{255, 6553.5, 127, 2147483647.0, -500.2, 0, 255},
         {0xFF, 0xFFFF, 0x7F, 0x7FFFFFFF, 0xFFFFFFFF, 0, 0xFF}},
        {{-1, -0.1, -129, -2147483649.0, 1e18, -5, NAN},
         {0xFF, 0xFFFF, 0x7F, 0x7FFFFFFF, 0xFFFFFFFF, 0, 0xFF}},
        {{INFINITY, -INFINITY, 126, 0, 123.4, 4294967295.0, 0.4},
         {0xFF, 0xFFFF, 126, 0, 3117, 0xFFFFFFFF, 0}},
    };
    static const size_t sizes[7] = {1, 2, 1, 4, 4, 4, 1};
    miler_buf buf;
    miler_buf_init(&buf, NULL, 4096);
    fitw_writer w;
    fitw_begin(&w, &buf);
    size_t at = 14 + 6 + 3 * 7;
    for (size_t r = 0; r < sizeof rows / sizeof rows[0]; r++) {
        fitw_put(&w, &shape, rows[r].in, NULL);
        at++; // the record's header
        for (size_t f = 0; f < 7; f++) {
            const uint32_t got = little((const uint8_t *)buf.ptr + at, sizes[f]);
            if (got != rows[r].out[f]) fail_msg("row %zu field %zu: %#x", r, f, (unsigned)got);
            at += sizes[f];
        }
    }
    assert_int_equal(fitw_end(&w, NULL), MILER_OK);
    assert_true(isnan(fitw_time(0)) && isnan(fitw_time(INT64_MAX)) && isnan(fitw_time(MILER_NO_TIME)));
    miler_buf_deinit(&buf);
}

// A name is cut between characters, and always ends.
static void long_names(void **state) {
    (void)state;
    miler_buf buf;
    miler_buf_init(&buf, NULL, 4096);
    fitw_writer w;
    fitw_begin(&w, &buf);
    const double id[FITW_ID_FIELDS] = {4, 255, 1, 1, 1000000000, NAN};
    fitw_put(&w, &fitw_file_id, id,
             "0123456789012345678901\xC3\xA9x"); // the e acute would be bytes 22 and 23 of 24
    const uint8_t *name = (const uint8_t *)buf.ptr + buf.len - 24;
    assert_int_equal(name[21], '1');
    assert_int_equal(name[22], 0);
    assert_int_equal(name[23], 0);
    miler_buf_deinit(&buf);
}

typedef struct made {
    miler_recording rec;
    int64_t t_ms[COUNT];
    double lat[COUNT], lon[COUNT], dist[COUNT];
    float speed[COUNT], altitude[COUNT], hr[COUNT], cadence[COUNT], stance[COUNT], temperature[COUNT];
    miler_lap laps[2];
    miler_timer_event events[4];
    miler_recorded_step steps[2];
    char name[8], step_name[8];
} made;

static made *make(void) {
    made *m = calloc(1, sizeof *m);
    assert_non_null(m);
    miler_recording_init(&m->rec);
    for (int i = 0; i < COUNT; i++) {
        m->t_ms[i] = T0 + i * 1000 + (i >= 300 ? 60000 : 0);
        m->lat[i] = -33.5 + i * 1e-5;
        m->lon[i] = 179.9 + i * 1e-5;
        m->dist[i] = i * 3.33;
        m->speed[i] = 3.33f;
        m->altitude[i] = i < 100 ? NAN : -3.2f + (float)i * 0.2f;
        m->hr[i] = (float)(100 + i % 80);
        m->cadence[i] = (float)(160 + i % 21); // odd ones need the fraction
        m->stance[i] = 231.5f;
        m->temperature[i] = -7;
    }
    m->rec.sport = MILER_SPORT_RUNNING;
    m->rec.sub_sport = MILER_SUB_TRAIL;
    m->rec.has_utc_offset = true;
    m->rec.utc_offset_s = 19800;
    m->rec.user_weight_kg = 61.5f;
    m->rec.user_max_hr_bpm = 191;
    m->rec.session.start_ms = T0;
    m->rec.session.elapsed_s = 659.25;
    m->rec.session.timer_s = 599.25;
    m->rec.session.dist_m = 1994.67;
    m->rec.session.avg_cadence_spm = 171;
    for (int i = 0; i < 2; i++) {
        miler_summary_init(&m->laps[i].sum);
        m->laps[i].sum.start_ms = T0 + i * 400000;
        m->laps[i].sum.elapsed_s = i == 0 ? 400 : 259.25;
        m->laps[i].sum.timer_s = i == 0 ? 340 : 259.25;
        m->laps[i].sum.dist_m = i == 0 ? 1132.2 : 862.47;
        m->laps[i].sum.avg_hr_bpm = 140;
        m->laps[i].trigger = i == 0 ? MILER_TRIGGER_MANUAL : MILER_TRIGGER_END;
        m->laps[i].intensity = i == 0 ? MILER_INTENSITY_INTERVAL : MILER_INTENSITY_COOLDOWN;
        m->laps[i].workout_step = i;
    }
    m->events[0] = (miler_timer_event){T0, true, false};
    m->events[1] = (miler_timer_event){T0 + 299000, false, true};
    m->events[2] = (miler_timer_event){T0 + 359000, true, true};
    m->events[3] = (miler_timer_event){T0 + 659000, false, false};
    memcpy(m->name, "reps", 5);
    memcpy(m->step_name, "fast", 5);
    m->steps[0] = (miler_recorded_step){m->step_name, 1, 40000, 0, 0, 4762, 5000, MILER_INTENSITY_INTERVAL};
    m->steps[1] = (miler_recorded_step){NULL, 6, 0, 2, 5, -1, -1, MILER_INTENSITY_UNKNOWN};
    m->rec.samples = (miler_samples){.count = COUNT,
                                     .t_ms = m->t_ms,
                                     .lat_deg = m->lat,
                                     .lon_deg = m->lon,
                                     .dist_m = m->dist,
                                     .speed_mps = m->speed,
                                     .altitude_m = m->altitude,
                                     .hr_bpm = m->hr,
                                     .cadence_spm = m->cadence,
                                     .stance_ms = m->stance,
                                     .temperature_c = m->temperature};
    m->rec.laps = m->laps;
    m->rec.lap_count = 2;
    m->rec.events = m->events;
    m->rec.event_count = 4;
    m->rec.steps = m->steps;
    m->rec.step_count = 2;
    m->rec.workout_name = m->name;
    return m;
}

static void near_to(double value, double wanted, double within, const char *what, size_t i) {
    if (!(fabs(value - wanted) <= within)) fail_msg("%s %zu: %.9g, wanted %.9g", what, i, value, wanted);
}

static void compare_samples(const miler_samples *got, const made *m) {
    assert_int_equal(got->count, COUNT);
    for (size_t i = 0; i < COUNT; i++) {
        assert_true(got->t_ms[i] == m->t_ms[i]);
        near_to(got->lat_deg[i], m->lat[i], 5e-8, "lat", i);
        near_to(got->lon_deg[i], m->lon[i], 5e-8, "lon", i);
        near_to(got->dist_m[i], m->dist[i], 0.0051, "distance", i);
        near_to((double)got->speed_mps[i], 3.33, 0.00051, "speed", i);
        if (i < 100)
            assert_true(isnan(got->altitude_m[i]) != 0);
        else
            near_to((double)got->altitude_m[i], (double)m->altitude[i], 0.101, "altitude", i);
        near_to((double)got->hr_bpm[i], (double)m->hr[i], 0, "heart rate", i);
        near_to((double)got->cadence_spm[i], (double)m->cadence[i], 0.008, "cadence", i);
        near_to((double)got->stance_ms[i], 231.5, 1e-4, "stance", i);
        near_to((double)got->temperature_c[i], -7, 0, "temperature", i);
    }
    assert_null(got->power_w);
    assert_null(got->step_length_mm);
}

static void compare_rest(const miler_recording *r, const made *m) {
    assert_int_equal(r->sport, MILER_SPORT_RUNNING);
    assert_int_equal(r->sub_sport, MILER_SUB_TRAIL);
    assert_true(r->has_utc_offset);
    assert_int_equal(r->utc_offset_s, 19800);
    assert_int_equal(r->flags, 0);
    near_to((double)r->user_weight_kg, 61.5, 0.051, "weight", 0);
    near_to((double)r->user_max_hr_bpm, 191, 0, "maximum", 0);
    near_to(r->session.elapsed_s, 659.25, 1e-9, "elapsed", 0);
    near_to(r->session.timer_s, 599.25, 1e-9, "timer", 0);
    near_to(r->session.dist_m, 1994.67, 1e-9, "distance", 0);
    near_to((double)r->session.avg_cadence_spm, 171, 0.01, "cadence", 0);
    assert_non_null(r->device);
    assert_non_null(strstr(r->device, "test watch"));
    assert_int_equal(r->lap_count, 2);
    for (size_t i = 0; i < 2; i++) {
        assert_true(r->laps[i].sum.start_ms == m->laps[i].sum.start_ms);
        near_to(r->laps[i].sum.timer_s, m->laps[i].sum.timer_s, 1e-9, "lap timer", i);
        near_to(r->laps[i].sum.dist_m, m->laps[i].sum.dist_m, 1e-9, "lap distance", i);
        assert_int_equal(r->laps[i].trigger, m->laps[i].trigger);
        assert_int_equal(r->laps[i].intensity, m->laps[i].intensity);
        assert_int_equal(r->laps[i].workout_step, i);
    }
    assert_int_equal(r->event_count, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_true(r->events[i].t_ms == m->events[i].t_ms);
        assert_int_equal(r->events[i].start, m->events[i].start);
        assert_int_equal(r->events[i].automatic, m->events[i].automatic);
    }
    assert_string_equal(r->workout_name, "reps");
    assert_int_equal(r->step_count, 2);
    assert_string_equal(r->steps[0].name, "fast");
    assert_true(r->steps[0].duration_type == 1 && r->steps[0].duration_value == 40000);
    assert_true(r->steps[0].target_type == 0 && r->steps[0].target_low == 4762 &&
                r->steps[0].target_high == 5000);
    assert_true(r->steps[1].duration_type == 6 && r->steps[1].duration_value == 0 &&
                r->steps[1].target_value == 5);
}

static void activity_comes_back(void **state) {
    (void)state;
    made *m = make();
    miler_buf buf;
    miler_buf_init(&buf, NULL, 1 << 20);
    miler_arena *arena = miler_arena_new(NULL, 0);
    assert_non_null(arena);
    miler_error err = {0};
    assert_int_equal(fitw_activity(&m->rec, &identity, &buf, &err), MILER_OK);
    assert_int_equal(miler_crc16(0, (const uint8_t *)buf.ptr, buf.len), 0);
    miler_reading reading;
    if (miler_formats_read(buf.ptr, buf.len, arena, &reading, &err) != MILER_OK) fail_msg("%s", err.msg);
    assert_int_equal(reading.recording_count, 1);
    compare_samples(&reading.recordings[0].samples, m);
    compare_rest(&reading.recordings[0], m);
    miler_arena_free(arena);
    miler_buf_deinit(&buf);
    free(m);
}

static void workout_is_known_as_one(void **state) {
    (void)state;
    made *m = make();
    miler_buf buf;
    miler_buf_init(&buf, NULL, 1 << 16);
    miler_arena *arena = miler_arena_new(NULL, 0);
    assert_non_null(arena);
    fitw_writer w;
    fitw_begin(&w, &buf);
    const double id[FITW_ID_FIELDS] = {FITW_FILE_WORKOUT,
                                       identity.maker,
                                       identity.product,
                                       identity.serial,
                                       fitw_time(identity.created_ms),
                                       NAN};
    fitw_put(&w, &fitw_file_id, id, identity.product_name);
    fitw_put_workout(&w, MILER_SPORT_RUNNING, MILER_SUB_GENERIC, "5 x 400", m->steps, 2);
    assert_int_equal(fitw_end(&w, NULL), MILER_OK);
    miler_reading reading;
    assert_int_equal(miler_formats_read(buf.ptr, buf.len, arena, &reading, NULL), MILER_OK);
    assert_int_equal(reading.content, MILER_CONTENT_WORKOUT);
    assert_int_equal(reading.recording_count, 0);
    miler_arena_free(arena);
    miler_buf_deinit(&buf);
    free(m);
}

// A buffer that is too small, at every size, and a recording without a start.
static void failures(void **state) {
    (void)state;
    made *m = make();
    miler_error err = {0};
    miler_buf buf;
    for (size_t max = 0; max < 2000; max += 37) {
        miler_buf_init(&buf, NULL, max);
        const miler_status status = fitw_activity(&m->rec, &identity, &buf, &err);
        assert_true(status == MILER_ERR_LIMIT || status == MILER_ERR_NOMEM);
        miler_buf_deinit(&buf);
    }
    miler_buf_init(&buf, NULL, 1 << 20);
    m->rec.session.start_ms = MILER_NO_TIME;
    m->rec.samples.t_ms = NULL;
    assert_int_equal(fitw_activity(&m->rec, &identity, &buf, &err), MILER_ERR_ARG);
    miler_buf_deinit(&buf);
    free(m);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(bytes_of_a_small_file),
                                       cmocka_unit_test(numbers_that_do_not_fit),
                                       cmocka_unit_test(long_names),
                                       cmocka_unit_test(activity_comes_back),
                                       cmocka_unit_test(workout_is_known_as_one),
                                       cmocka_unit_test(failures)};
    return cmocka_run_group_tests_name("fit_write", tests, NULL, NULL);
}
