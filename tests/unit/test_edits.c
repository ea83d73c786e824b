// SPDX-License-Identifier: MIT
// Laps put right by hand, distances without GPS.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <miler/edits.h>

static miler_arena *arena;
static miler_activity run;

// 40 min at 4 m/s, manual laps at 10 and 20 min, a pause of 60 s at 25 min.
static int set_up(void **state) {
    (void)state;
    enum { N = 2461 };
    static int64_t t_ms[N];
    static double dist_m[N];
    static miler_lap laps[3];
    static miler_timer_event events[] = {
        {.t_ms = 0, .start = true}, {.t_ms = 1500000, .start = false}, {.t_ms = 1560000, .start = true}};
    for (int i = 0; i < N; i++) {
        t_ms[i] = i * INT64_C(1000);
        dist_m[i] = 4.0 * (i < 1500 ? i : i < 1560 ? 1500 : i - 60);
    }
    for (int i = 0; i < 3; i++) {
        miler_summary_init(&laps[i].sum);
        laps[i].sum.start_ms = i * INT64_C(600000);
        laps[i].trigger = MILER_TRIGGER_MANUAL;
        laps[i].workout_step = -1;
    }
    static miler_recording rec;
    miler_recording_init(&rec);
    rec.sport = MILER_SPORT_RUNNING;
    rec.samples.count = N;
    rec.samples.t_ms = t_ms;
    rec.samples.dist_m = dist_m;
    rec.laps = laps;
    rec.lap_count = 3;
    rec.events = events;
    rec.event_count = 3;
    arena = miler_arena_new(NULL, 0);
    return arena == NULL || miler_activity_build(&rec, arena, &run, NULL) != MILER_OK;
}

static int tear_down(void **state) {
    (void)state;
    miler_arena_free(arena);
    return 0;
}

static void near_to(double got, double want, double within) {
    if (!(fabs(got - want) <= within)) fail_msg("%.6f is not %.6f within %g", got, want, within);
}

static miler_edited apply(const miler_edit *edits, size_t count) {
    miler_edited out;
    assert_int_equal(miler_edits_apply(&run, edits, count, arena, &out, NULL), MILER_OK);
    // Whatever was done: no holes, no overlaps, the whole run.
    double dist_m = 0, timer_s = 0;
    for (size_t i = 0; i < out.lap_count; i++) {
        assert_true(out.laps[i].end_s > out.laps[i].start_s);
        assert_true(out.laps[i].start_s == (i > 0 ? out.laps[i - 1].end_s : 0));
        dist_m += out.laps[i].dist_m;
        timer_s += out.laps[i].timer_s;
    }
    near_to(out.laps[out.lap_count - 1].end_s, 2460, 1e-9);
    near_to(dist_m, out.dist_m, 1e-6);
    near_to(timer_s, 2400, 1e-6);
    return out;
}

static void as_recorded(void **state) {
    (void)state;
    const miler_edited out = apply(NULL, 0);
    assert_int_equal(out.lap_count, 3);
    assert_int_equal(out.laps[1].watch_lap, 1);
    near_to(out.laps[2].timer_s, 1200, 1e-9);
    near_to(out.laps[2].dist_m, 4800, 1e-9);
}

static void each_kind(void **state) {
    (void)state;
    const miler_edit edits[] = {
        {.kind = MILER_EDIT_SPLIT, .at_s = 300},
        {.kind = MILER_EDIT_JOIN, .at_s = 610},
        {.kind = MILER_EDIT_MOVE, .at_s = 1195, .to_s = 1210.5},
        {.kind = MILER_EDIT_NAME, .at_s = 1300, .text = "home"},
        {.kind = MILER_EDIT_LANE, .value = 3},
    };
    const miler_edited out = apply(edits, 5);
    assert_int_equal(out.refused, 0);
    assert_int_equal(out.lap_count, 3);
    near_to(out.laps[0].end_s, 300, 1e-9);
    near_to(out.laps[1].end_s, 1210.5, 1e-9);
    near_to(out.laps[1].dist_m, 910.5 * 4, 1e-6);
    assert_string_equal(out.laps[2].name, "home");
    assert_int_equal(out.lane, 3);
    assert_int_equal(out.laps[0].watch_lap, -1);
    // Leaving one out is undoing it.
    const miler_edited without = apply(edits, 1);
    assert_int_equal(without.lap_count, 4);
    near_to(without.laps[1].end_s, 600, 1e-9);
    assert_int_equal(without.laps[2].watch_lap, 1);
}

static void distances(void **state) {
    (void)state;
    const miler_edit belt = {.kind = MILER_EDIT_DISTANCE, .value = 10000};
    miler_edited out = apply(&belt, 1);
    near_to(out.dist_m, 10000, 1e-9);
    near_to(out.dist_factor, 10000 / 9600.0, 1e-9);
    near_to(out.laps[0].dist_m, 2500, 1e-6);
    assert_true(out.dist_by_hand);
    // An indoor track: 24 laps of 400 m; one more found later makes it 25.
    miler_edit indoor[24] = {
        {.kind = MILER_EDIT_LAP_LENGTH, .value = 900}}; // three of 900 m are too far from 9600 m
    for (int i = 0; i < 21; i++)
        indoor[1 + i] = (miler_edit){.kind = MILER_EDIT_SPLIT, .at_s = 50 + 101 * i};
    indoor[22] = (miler_edit){.kind = MILER_EDIT_LAP_LENGTH, .value = 400};
    indoor[23] = (miler_edit){.kind = MILER_EDIT_SPLIT, .at_s = 2300};
    out = apply(indoor, 23);
    assert_int_equal(out.refused, 1);
    assert_int_equal(out.lap_count, 24);
    near_to(out.dist_m, 9600, 1e-9);
    near_to(out.laps[7].dist_m, 400, 1e-9);
    near_to(apply(indoor, 24).dist_m, 10000, 1e-9);
}

static void refusals(void **state) {
    (void)state;
    const struct {
        miler_edit edit;
        miler_status status;
    } rows[] = {
        {{.kind = MILER_EDIT_SPLIT, .at_s = -5}, MILER_ERR_RANGE},
        {{.kind = MILER_EDIT_SPLIT, .at_s = 2460}, MILER_ERR_RANGE},
        {{.kind = MILER_EDIT_SPLIT, .at_s = NAN}, MILER_ERR_RANGE},
        {{.kind = MILER_EDIT_SPLIT, .at_s = 600.4}, MILER_ERR_RANGE},
        {{.kind = MILER_EDIT_JOIN, .at_s = 300}, MILER_ERR_RANGE},
        {{.kind = MILER_EDIT_JOIN, .at_s = 2459}, MILER_ERR_RANGE},
        {{.kind = MILER_EDIT_MOVE, .at_s = 600, .to_s = 1300}, MILER_ERR_RANGE},
        {{.kind = MILER_EDIT_MOVE, .at_s = 600, .to_s = NAN}, MILER_ERR_RANGE},
        {{.kind = MILER_EDIT_NAME, .at_s = 9999, .text = "x"}, MILER_ERR_RANGE},
        {{.kind = MILER_EDIT_DISTANCE, .value = 100}, MILER_ERR_RANGE},
        {{.kind = MILER_EDIT_DISTANCE, .value = INFINITY}, MILER_ERR_RANGE},
        {{.kind = MILER_EDIT_LAP_LENGTH, .value = 20}, MILER_ERR_RANGE},
        {{.kind = MILER_EDIT_LANE, .value = 2.5}, MILER_ERR_RANGE},
        {{.kind = (miler_edit_kind)99}, MILER_ERR_ARG},
        {{.kind = MILER_EDIT_MOVE, .at_s = 600, .to_s = 620}, MILER_OK},
        {{.kind = MILER_EDIT_DISTANCE, .value = 9700}, MILER_OK},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        miler_error err = {0};
        const miler_status status = miler_edit_check(&run, NULL, 0, &rows[i].edit, arena, &err);
        if (status != rows[i].status) fail_msg("row %zu: %s %s", i, miler_status_name(status), err.msg);
        assert_true(status == MILER_OK ||
                    (err.msg[0] != '\0' && (status == MILER_ERR_ARG || err.remedy[0] != '\0')));
        miler_edited out;
        assert_int_equal(miler_edits_apply(&run, &rows[i].edit, 1, arena, &out, NULL), MILER_OK);
        assert_int_equal(out.refused, status != MILER_OK);
    }
}

static void calibrations(void **state) {
    (void)state;
    miler_calibration c;
    assert_false(miler_calibrate(NULL, 0, 3, &c));
    const miler_calibration_run one[] = {{5000, 5200, 3}};
    assert_true(miler_calibrate(one, 1, 3.1, &c));
    near_to(c.factor, 1.04, 1e-9);
    near_to(c.error, 0.03, 1e-9);
    assert_int_equal(c.rests_on, 1);
    const miler_calibration_run more[] = {{5000, 5150, 3}, {5000, 5200, 3.1}, {5000, 5250, 2.9},
                                          {5000, 5200, 3}, {5000, 9999, 3},   {4000, 40000, 3},
                                          {1000, 900, 5}};
    assert_true(miler_calibrate(more, 7, 3, &c));
    near_to(c.factor, 1.04, 0.001);
    assert_int_equal(c.rests_on, 5);
    assert_true(miler_calibrate(more, 7, 5, &c));
    near_to(c.factor, 0.9, 1e-9);
    const miler_calibration_run bad[] = {{0, 100, 3}, {NAN, 100, 3}, {100, -1, 3}};
    assert_false(miler_calibrate(bad, 3, 3, &c));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(as_recorded), cmocka_unit_test(each_kind),
                                       cmocka_unit_test(distances), cmocka_unit_test(refusals),
                                       cmocka_unit_test(calibrations)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
