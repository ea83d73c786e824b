// SPDX-License-Identifier: MIT
// FIT workouts and schedules: fields as the protocol has them, limits, hostile
// names, known again, and the way back through our own reader. Strangers read
// them in tests/compare/out_compare.mjs.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "formats/crc16.h"
#include "formats/fit_write.h"

#include <miler/formats.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define T0 INT64_C(1780272000000) // 2026-06-01

static miler_workout_row row(miler_workout_end end, double value, miler_intensity intensity,
                             const char *name) {
    return (miler_workout_row){.end = end,
                               .value = value,
                               .slow_mps = NAN,
                               .fast_mps = NAN,
                               .low_bpm = NAN,
                               .high_bpm = NAN,
                               .intensity = intensity,
                               .exercise = -1,
                               .movement = -1,
                               .name = name};
}

enum { ROWS = 8 };
static void fill(miler_workout_row *rows) {
    rows[0] = row(MILER_END_TIME, 900, MILER_INTENSITY_WARMUP, "15 min easy");
    rows[0].low_bpm = 130;
    rows[0].high_bpm = 145;
    rows[1] = row(MILER_END_OPEN, 0, MILER_INTENSITY_WARMUP, "drills");
    rows[2] = row(MILER_END_DISTANCE, 400, MILER_INTENSITY_INTERVAL, "400 m in 72");
    rows[2].slow_mps = 400 / 73.0;
    rows[2].fast_mps = 400 / 71.0;
    rows[2].note = "relaxed hands, eyes up";
    rows[3] = row(MILER_END_DISTANCE, 200, MILER_INTENSITY_RECOVERY, "jog");
    rows[4] = row(MILER_END_REPEAT, 6, MILER_INTENSITY_UNKNOWN, NULL);
    rows[4].from = 2;
    rows[5] = row(MILER_END_REPS, 12, MILER_INTENSITY_ACTIVE, "squat");
    rows[5].exercise = 28;
    rows[5].movement = 61;
    rows[6] = row(MILER_END_TIME, 45, MILER_INTENSITY_REST, "rest");
    rows[7] = row(MILER_END_DISTANCE, MILER_MILE_M, MILER_INTENSITY_COOLDOWN, "a mile easy");
}

static miler_workout_file file_of(const miler_workout_row *rows, size_t count) {
    return (miler_workout_file){.name = "6 x 400 m",
                                .sport = MILER_SPORT_RUNNING,
                                .serial = 4711,
                                .created_ms = T0,
                                .rows = rows,
                                .count = count};
}

static void write_ok(const miler_workout_file *file, miler_buf *buf) {
    miler_error err = {0};
    miler_buf_init(buf, NULL, 1 << 20);
    if (miler_workout_fit(file, buf, &err) != MILER_OK) fail_msg("%s", err.msg);
    assert_int_equal(miler_crc16(0, (const uint8_t *)buf->ptr, 14), 0);
    assert_int_equal(miler_crc16(0, (const uint8_t *)buf->ptr, buf->len), 0);
}

// Our reader reads workouts that stand in a run's file. So: a run's file, with the
// workout's messages (all behind its file_id) put between its own and the end.
static void splice(const miler_buf *workout, miler_buf *out) {
    miler_recording rec;
    miler_recording_init(&rec);
    int64_t t_ms[3] = {T0, T0 + 1000, T0 + 2000};
    double dist_m[3] = {0, 4, 8};
    rec.sport = MILER_SPORT_RUNNING;
    rec.samples.count = 3;
    rec.samples.t_ms = t_ms;
    rec.samples.dist_m = dist_m;
    rec.session.start_ms = T0;
    rec.session.elapsed_s = rec.session.timer_s = 2;
    const fitw_identity id = {FITW_MAKER_DEVELOPMENT, 1, 77, T0, "w"};
    miler_buf_init(out, NULL, 1 << 20);
    assert_int_equal(fitw_activity(&rec, &id, out, NULL), MILER_OK);
    const size_t skip = 14 + 6 + 3 * 5 + 14; // header, the definition of file_id, file_id
    out->len -= 2;
    miler_buf_append(out, workout->ptr + skip, workout->len - 2 - skip);
    uint8_t *b = (uint8_t *)out->ptr;
    for (size_t i = 0; i < 4; i++)
        b[4 + i] = (uint8_t)((out->len - 14) >> (8 * i));
    const uint16_t head = miler_crc16(0, b, 12);
    b[12] = (uint8_t)head;
    b[13] = (uint8_t)(head >> 8);
    const uint16_t all = miler_crc16(0, b, out->len);
    const uint8_t tail[2] = {(uint8_t)all, (uint8_t)(all >> 8)};
    miler_buf_append(out, tail, 2);
}

static void read_back_by_our_own_reader(void **state) {
    (void)state;
    miler_workout_row rows[ROWS];
    fill(rows);
    const miler_workout_file file = file_of(rows, ROWS);
    miler_buf workout, run;
    write_ok(&file, &workout);
    splice(&workout, &run);
    miler_arena *arena = miler_arena_new(NULL, 0);
    miler_reading reading;
    miler_error err = {0};
    if (miler_formats_read(run.ptr, run.len, arena, &reading, &err) != MILER_OK) fail_msg("%s", err.msg);
    const miler_recording *rec = &reading.recordings[0];
    assert_string_equal(rec->workout_name, "6 x 400 m");
    assert_int_equal(rec->step_count, ROWS);
    static const struct {
        int type, target;
        long value, low, high;
        miler_intensity intensity;
    } want[ROWS] = {{0, 1, 900000, 230, 245, MILER_INTENSITY_WARMUP},
                    {5, 2, -1, -1, -1, MILER_INTENSITY_WARMUP},
                    {1, 0, 40000, 5479, 5634, MILER_INTENSITY_INTERVAL},
                    {1, 2, 20000, -1, -1, MILER_INTENSITY_RECOVERY},
                    {6, 2, 2, -1, -1, MILER_INTENSITY_UNKNOWN},
                    {29, 2, 12, -1, -1, MILER_INTENSITY_ACTIVE},
                    {0, 2, 45000, -1, -1, MILER_INTENSITY_REST},
                    {1, 2, 160934, -1, -1, MILER_INTENSITY_COOLDOWN}};
    for (size_t i = 0; i < ROWS; i++) {
        const miler_recorded_step *s = &rec->steps[i];
        assert_int_equal(s->duration_type, want[i].type);
        assert_int_equal(s->duration_value, want[i].value);
        assert_int_equal(s->target_type, want[i].target);
        assert_int_equal(s->target_low, want[i].low);
        assert_int_equal(s->target_high, want[i].high);
        assert_int_equal(s->intensity, want[i].intensity);
        if (i == 4)
            assert_int_equal(s->target_value, 6);
        else
            assert_string_equal(s->name, rows[i].name);
    }
    miler_arena_free(arena);
    miler_buf_deinit(&run);
    // And the file by itself is what it says it is: nothing that was run.
    arena = miler_arena_new(NULL, 0);
    assert_int_equal(miler_formats_read(workout.ptr, workout.len, arena, &reading, &err), MILER_OK);
    assert_int_equal(reading.content, MILER_CONTENT_WORKOUT);
    assert_int_equal(reading.recording_count, 0);
    miler_arena_free(arena);
    miler_buf_deinit(&workout);
}

static void the_same_rows_give_the_same_bytes(void **state) {
    (void)state;
    miler_workout_row rows[ROWS];
    fill(rows);
    miler_workout_file file = file_of(rows, ROWS);
    miler_buf a, b;
    write_ok(&file, &a);
    write_ok(&file, &b);
    assert_int_equal(a.len, b.len);
    assert_memory_equal(a.ptr, b.ptr, a.len);
    miler_buf_deinit(&b);
    rows[2].value = 401;
    write_ok(&file, &b);
    assert_int_equal(a.len, b.len);
    assert_memory_not_equal(a.ptr, b.ptr, a.len);
    miler_buf_deinit(&a);
    miler_buf_deinit(&b);
}

static void both_sides_of_the_limits(void **state) {
    (void)state;
    miler_workout_row rows[MILER_FIT_WORKOUT_STEPS_MAX + 1];
    for (size_t i = 0; i <= MILER_FIT_WORKOUT_STEPS_MAX; i++)
        rows[i] = row(MILER_END_TIME, 60, MILER_INTENSITY_ACTIVE, "on");
    miler_workout_file file = file_of(rows, MILER_FIT_WORKOUT_STEPS_MAX);
    miler_buf buf;
    miler_error err = {0};
    write_ok(&file, &buf);
    miler_buf_clear(&buf);
    file.count++;
    assert_int_equal(miler_workout_fit(&file, &buf, &err), MILER_ERR_LIMIT);
    file.count = 0;
    assert_int_equal(miler_workout_fit(&file, &buf, &err), MILER_ERR_ARG);
    file.count = 2;
    file.serial = 0;
    assert_int_equal(miler_workout_fit(&file, &buf, &err), MILER_ERR_ARG);
    file.serial = 1;
    file.created_ms = FITW_EPOCH_MS - 1000;
    assert_int_equal(miler_workout_fit(&file, &buf, &err), MILER_ERR_ARG);
    file.created_ms = FITW_EPOCH_MS;
    assert_int_equal(miler_workout_fit(&file, &buf, &err), MILER_OK);
    const miler_workout_row bad[] = {row(MILER_END_TIME, 0, MILER_INTENSITY_ACTIVE, "no length"),
                                     row(MILER_END_DISTANCE, NAN, MILER_INTENSITY_ACTIVE, "no number"),
                                     row(MILER_END_REPEAT, 0, MILER_INTENSITY_UNKNOWN, NULL),
                                     row((miler_workout_end)9, 1, MILER_INTENSITY_ACTIVE, "no end")};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        rows[1] = bad[i];
        assert_int_equal(miler_workout_fit(&file, &buf, &err), MILER_ERR_ARG);
    }
    rows[1] = row(MILER_END_REPEAT, 3, MILER_INTENSITY_UNKNOWN, NULL);
    rows[1].from = 1; // itself
    assert_int_equal(miler_workout_fit(&file, &buf, &err), MILER_ERR_ARG);
    miler_buf_deinit(&buf);
}

// Long, quoted, in other scripts: cut at a character, ended, the rest of the file untouched.
static void hostile_names(void **state) {
    (void)state;
    char lots[600];
    for (size_t i = 0; i + 4 < sizeof lots; i += 4)
        memcpy(lots + i, "\xF0\x9F\x8F\x83", 4); // a runner
    lots[596] = '\0';
    const char *const names[] = {"\"quotes\" and \\ and ;,", lots,
                                 "\xD7\xA8\xD7\x99\xD7\xA6\xD7\x94\xE2\x80\xAE rtl", ""};
    for (size_t n = 0; n < sizeof names / sizeof names[0]; n++) {
        miler_workout_row rows[2] = {row(MILER_END_TIME, 60, MILER_INTENSITY_ACTIVE, names[n]),
                                     row(MILER_END_DISTANCE, 100, MILER_INTENSITY_ACTIVE, "after")};
        rows[0].note = names[n];
        miler_workout_file file = file_of(rows, 2);
        file.name = file.note = names[n];
        miler_buf workout, run;
        write_ok(&file, &workout);
        splice(&workout, &run);
        miler_arena *arena = miler_arena_new(NULL, 0);
        miler_reading reading;
        miler_error err = {0};
        if (miler_formats_read(run.ptr, run.len, arena, &reading, &err) != MILER_OK) fail_msg("%s", err.msg);
        const miler_recording *rec = &reading.recordings[0];
        assert_int_equal(rec->step_count, 2);
        assert_string_equal(rec->steps[1].name, "after");
        const char *got = rec->steps[0].name != NULL ? rec->steps[0].name : "";
        assert_true(strlen(got) <= MILER_FIT_STEP_NAME_MAX);
        assert_memory_equal(got, names[n], strlen(got));
        if (strlen(names[n]) <= MILER_FIT_STEP_NAME_MAX) assert_string_equal(got, names[n]);
        for (size_t i = 0; i < strlen(got);) {
            const size_t len = miler_utf8_len(got + i, strlen(got) - i);
            assert_true(len > 0);
            i += len;
        }
        miler_arena_free(arena);
        miler_buf_deinit(&run);
        miler_buf_deinit(&workout);
    }
}

static void ours_are_known_again(void **state) {
    (void)state;
    miler_workout_row rows[ROWS];
    fill(rows);
    const miler_workout_file file = file_of(rows, ROWS);
    const miler_schedule_row days[2] = {{4711, T0, 20610, false}, {4712, T0, 20611, true}};
    miler_buf workout, schedule, other;
    miler_fit_own own = {0};
    write_ok(&file, &workout);
    miler_buf_init(&schedule, NULL, 1 << 16);
    assert_int_equal(miler_schedule_fit(days, 2, 0x01020304, T0, &schedule, NULL), MILER_OK);
    assert_true(miler_fit_own_read(workout.ptr, workout.len, &own));
    assert_int_equal(own.serial, 4711);
    assert_false(own.schedule);
    assert_true(miler_fit_own_read(schedule.ptr, schedule.len, &own));
    assert_int_equal(own.serial, 0x01020304);
    assert_true(own.schedule);
    assert_true(miler_fit_own_read(workout.ptr, MILER_FIT_OWN_HEAD, &own));
    // Another program's, of the same maker's number; ours with each byte before the serial number changed; cut.
    miler_buf_init(&other, NULL, 1 << 16);
    const double id[FITW_ID_FIELDS] = {FITW_FILE_WORKOUT, FITW_MAKER_DEVELOPMENT, 1, 77, fitw_time(T0), NAN};
    const miler_recorded_step step = {.duration_type = 0, .duration_value = 1000, .target_type = 2};
    fitw_writer w;
    fitw_begin(&w, &other);
    fitw_put(&w, &fitw_file_id, id, "");
    fitw_put_workout(&w, MILER_SPORT_RUNNING, MILER_SUB_GENERIC, "x", &step, 1);
    assert_int_equal(fitw_end(&w, NULL), MILER_OK);
    assert_false(miler_fit_own_read(other.ptr, other.len, &own));
    for (size_t i = 0; i < 40; i++) {
        const bool size_or_sum = (i >= 4 && i < 8) || i == 12 || i == 13;
        workout.ptr[i] = (char)(workout.ptr[i] ^ 0x55);
        assert_int_equal(miler_fit_own_read(workout.ptr, workout.len, &own), size_or_sum);
        workout.ptr[i] = (char)(workout.ptr[i] ^ 0x55);
    }
    for (size_t len = 0; len < 49; len++)
        assert_false(miler_fit_own_read(workout.ptr, len, &own));
    miler_buf_deinit(&workout);
    miler_buf_deinit(&schedule);
    miler_buf_deinit(&other);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(read_back_by_our_own_reader), cmocka_unit_test(the_same_rows_give_the_same_bytes),
        cmocka_unit_test(both_sides_of_the_limits), cmocka_unit_test(hostile_names),
        cmocka_unit_test(ours_are_known_again)};
    return cmocka_run_group_tests_name("fit workouts", tests, NULL, NULL);
}
