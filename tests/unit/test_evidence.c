// SPDX-License-Identifier: MIT
// Which evidence is believed, and what speaks for it: steps, hearts, tracks; time
// without running; what was recorded during a best effort.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <miler/activity.h>
#include <miler/fitness.h>

#include <math.h>
#include <string.h>

#define TODAY 20000
#define MOST 200

static miler_fitness estimate_on(const miler_evidence *evidence, size_t count, int32_t day) {
    miler_athlete athlete;
    miler_athlete_init(&athlete);
    miler_fitness f;
    miler_error err = {0};
    const miler_status status = miler_fitness_estimate(&athlete, evidence, count, day, &f, &err);
    if (status != MILER_OK) fail_msg("%s", err.msg);
    return f;
}

static miler_fitness estimate(const miler_evidence *evidence, size_t count) {
    return estimate_on(evidence, count, TODAY);
}

static void between(const char *what, double got, double low, double high) {
    if (!(got >= low && got <= high)) fail_msg("%s is %.4f, not within %.4f .. %.4f", what, got, low, high);
}

static miler_evidence stretch(double dist_m, double time_s, int ago, int64_t run) {
    return (miler_evidence){.dist_m = dist_m,
                            .time_s = time_s,
                            .error_s = 0.015 * time_s,
                            .day = TODAY - ago,
                            .kind = MILER_EVIDENCE_TRAINING_BEST,
                            .source_id = run};
}

static miler_evidence hearts(double mile_s, int ago) {
    return (miler_evidence){.dist_m = MILER_MILE_M,
                            .time_s = mile_s,
                            .error_s = 0.02 * mile_s,
                            .day = TODAY - ago,
                            .kind = MILER_EVIDENCE_HEART,
                            .source_id = 900 + ago,
                            .run_count = 3};
}

// A runner of 6:00 by training: steps were counted each time.
static size_t training(miler_evidence *e) {
    size_t n = 0;
    for (int i = 0; i < 8; i++) {
        e[n] = stretch(5000, 1330 + 6 * i, 6 + 7 * i, 100 + i);
        e[n++].stepped = true;
        e[n++] = hearts(362 + i % 3, 6 + 7 * i);
    }
    return n;
}

// ---- Rides

static void rides_do_not_support_each_other(void **state) {
    (void)state;
    miler_evidence e[MOST];
    const size_t n = training(e);
    const double before_s = estimate(e, n).mile.time_s;
    // Twice 5 km at 17 km/h, 12 % beyond.
    e[n] = stretch(5000, 1150, 3, 1);
    e[n + 1] = stretch(5000, 1155, 10, 2);
    miler_fitness f = estimate(e, n + 2);
    assert_int_equal(f.doubted_count, 2);
    between("beside two rides", f.mile.time_s, before_s - 1e-6, before_s + 1e-6);
    // With a runner's steps they are two runs.
    e[n].stepped = e[n + 1].stepped = true;
    f = estimate(e, n + 2);
    assert_int_equal(f.doubted_count, 0);
    assert_true(f.mile.time_s < before_s * 0.95);
    // One with steps speaks for the other: the watch lay elsewhere.
    e[n + 1].stepped = false;
    assert_int_equal(estimate(e, n + 2).doubted_count, 0);
    // A heart as usual at that speed does as well, one far too low never.
    e[n].stepped = false;
    e[n].heart_mile_s = e[n + 1].heart_mile_s = 355;
    assert_int_equal(estimate(e, n + 2).doubted_count, 0);
    e[n].heart_mile_s = e[n + 1].heart_mile_s = 290;
    assert_int_equal(estimate(e, n + 2).doubted_count, 2);
    // A log that never told of steps or hearts is taken as it is.
    miler_evidence bare[8];
    for (int i = 0; i < 6; i++)
        bare[i] = stretch(5000, 1330 + 6 * i, 6 + 7 * i, 100 + i);
    bare[6] = e[n];
    bare[7] = e[n + 1];
    bare[6].heart_mile_s = bare[7].heart_mile_s = 0;
    assert_int_equal(estimate(bare, 8).doubted_count, 0);
}

// ---- One trial

static miler_evidence trial(double time_s, bool on_track) {
    miler_evidence e = stretch(MILER_MILE_M, time_s, 2, 1);
    e.kind = MILER_EVIDENCE_TIME_TRIAL;
    e.stepped = true;
    e.on_track = on_track;
    return e;
}

static double width(const miler_fitness *f) {
    return f->mile.able_high_s / f->mile.able_low_s;
}

static void a_lone_trial_is_doubted_as_far_as_it_leads(void **state) {
    (void)state;
    miler_evidence e[MOST];
    const size_t n = training(e);
    e[n] = trial(358, false);
    const miler_fitness near = estimate(e, n + 1);
    between("no lead beyond what easy running says", near.lone_trial, 0, 0.02);
    e[n] = trial(338, false);
    const miler_fitness far = estimate(e, n + 1);
    between("lead", far.lone_trial, 0.06, 0.09);
    assert_true(width(&far) - 1 > 1.2 * (width(&near) - 1));
    assert_true(far.mile.time_s > 339 && far.mile.time_s < near.mile.time_s);
    // On a track its distance is known.
    e[n] = trial(338, true);
    const miler_fitness track = estimate(e, n + 1);
    assert_true(isnan(track.lone_trial));
    assert_true(track.mile.time_s < far.mile.time_s - 2);
    assert_true(width(&track) < width(&far));
    // Beside a result it is not alone.
    e[n] = trial(338, false);
    e[n + 1] = (miler_evidence){.dist_m = 5000, .time_s = 1145, .day = TODAY - 9, .source_id = 1};
    assert_true(isnan(estimate(e, n + 2).lone_trial));
    // Far beyond all that is known it is left out.
    e[n] = trial(295, false);
    const miler_fitness beyond = estimate(e, n + 1);
    assert_int_equal(beyond.doubted_count, 1);
    assert_true(isnan(beyond.lone_trial));
}

// Who only jogs without a heart rate may run his first mile a third faster than he jogs: where a heart says as
// much, that is believed.
static void a_heart_speaks_for_a_trial(void **state) {
    (void)state;
    miler_evidence e[20];
    size_t n = 0;
    for (int i = 0; i < 8; i++) {
        e[n] = stretch(5000, 1850, 6 + 7 * i, 100 + i);
        e[n++].stepped = true;
    }
    e[n] = trial(370, false);
    assert_int_equal(estimate(e, n + 1).doubted_count, 1);
    for (int i = 0; i < 8; i++)
        e[n + 1 + (size_t)i] = hearts(380, 6 + 7 * i);
    const miler_fitness f = estimate(e, n + 9);
    assert_int_equal(f.doubted_count, 0);
    between("mile", f.mile.time_s, 368, 380);
}

// ---- Breaks

static size_t days_of(int32_t *out, int weeks, int a_week, int32_t last) {
    size_t n = 0;
    for (int w = 0; w < weeks; w++)
        for (int k = 0; k < a_week; k++)
            out[n++] = last - 7 * w - k * (7 / a_week);
    return n;
}

static void breaks_are_found_in_a_log_that_is_kept(void **state) {
    (void)state;
    int32_t days[MOST];
    miler_evidence out[MOST];
    size_t n = days_of(days, 10, 3, TODAY - 21);
    assert_int_equal(miler_breaks(days, n, TODAY, out), 1);
    assert_int_equal(out[0].day, TODAY - 21);
    assert_int_equal(out[0].run_count, 0);
    assert_int_equal(miler_breaks(days, n, TODAY - 16, out), 0); // five days change nothing
    // Back again: it is over.
    memmove(days + 1, days, n * sizeof *days);
    days[0] = TODAY;
    assert_int_equal(miler_breaks(days, n + 1, TODAY, out), 1);
    assert_int_equal(out[0].run_count, 20);
    // A run a fortnight is no log; nor is none.
    n = 0;
    for (int i = 0; i < 10; i++)
        days[n++] = TODAY - 30 - 14 * i;
    assert_int_equal(miler_breaks(days, n, TODAY, out), 0);
    assert_int_equal(miler_breaks(NULL, 0, TODAY, out), 0);
}

static miler_evidence pause_of(int ago, int days, bool other_sport) {
    return (miler_evidence){
        .day = TODAY - ago, .kind = MILER_EVIDENCE_BREAK, .run_count = days, .otherwise_moved = other_sport};
}

static void a_break_costs_what_daniels_says(void **state) {
    (void)state;
    // VDOT x 0.952 after 21 days, 0.889 after 42, at most 0.8: as time over a mile at VDOT 45.
    static const struct {
        int days;
        double vdot;
    } rows[] = {{5, 1}, {14, 0.973}, {21, 0.952}, {42, 0.889}, {84, 0.8}, {300, 0.8}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const miler_evidence e = pause_of(rows[i].days, 0, false);
        const double want =
            log(miler_vdot_time_s(45 * rows[i].vdot, MILER_MILE_M) / miler_vdot_time_s(45, MILER_MILE_M));
        between("loss", miler_rest_loss(&e, 1, TODAY), want - 0.006, want + 0.006);
        const miler_evidence with = pause_of(rows[i].days, 0, true);
        between("with another sport", miler_rest_loss(&with, 1, TODAY), 0.4 * miler_rest_loss(&e, 1, TODAY),
                0.6 * miler_rest_loss(&e, 1, TODAY));
    }
    // Half of it is back after half as many days as were missed.
    const miler_evidence over = pause_of(42, 28, false);
    const double most = miler_rest_loss(&over, 1, TODAY - 14);
    between("half back", miler_rest_loss(&over, 1, TODAY), 0.45 * most, 0.55 * most);
    assert_float_equal(miler_rest_loss(&over, 1, TODAY + 14), 0, 1e-12);
    assert_float_equal(miler_rest_loss(&over, 1, TODAY - 42), 0, 1e-12);
}

static void the_mile_falls_and_its_band_widens(void **state) {
    (void)state;
    static const int weeks[] = {3, 6, 12};
    double last = 0;
    double wide = 0;
    for (int i = 0; i < 3; i++) {
        const int ago = 7 * weeks[i];
        miler_evidence e[2] = {{.dist_m = MILER_MILE_M, .time_s = 330, .day = TODAY - ago, .source_id = 1},
                               pause_of(ago, 0, false)};
        const miler_fitness without = estimate(e, 1); // results alone: no log, nothing falls
        const miler_fitness f = estimate(e, 2);
        const double fell = log(f.mile.time_s / without.mile.time_s);
        between("falls by the loss", fell, 0.9 * miler_rest_loss(e, 2, TODAY),
                1.1 * miler_rest_loss(e, 2, TODAY));
        between("as told", f.rest_share, exp(fell) - 1 - 0.01, exp(fell) - 1 + 0.01);
        assert_int_equal(f.rest_days, ago);
        assert_true(fell > last && width(&f) > width(&without) && width(&f) > wide);
        assert_int_equal(without.rest_days, 0);
        last = fell;
        wide = width(&f);
    }
    // A race after it says what was lost, and counts as it is.
    miler_evidence e[3] = {{.dist_m = MILER_MILE_M, .time_s = 352, .day = TODAY, .source_id = 2},
                           {.dist_m = MILER_MILE_M, .time_s = 330, .day = TODAY - 50, .source_id = 1},
                           pause_of(45, 43, false)};
    between("after a race", estimate(e, 3).mile.time_s, 345, 356);
    // The past does not know of a break to come.
    const miler_fitness then = estimate_on(&e[1], 2, TODAY - 46);
    between("before", then.mile.time_s, 329, 331);
}

// ---- A maximum that grows

static void a_higher_maximum_is_no_news_of_the_runner(void **state) {
    (void)state;
    miler_evidence same[8];
    miler_evidence grown[8];
    for (int i = 0; i < 8; i++) {
        same[i] = hearts(360, 7 * i + 1);
        same[i].reserve_bpm = 136;
        grown[i] = same[i];
    }
    // Before day 28 the highest was 6 beats lower: the same running was reckoned slower.
    for (int i = 4; i < 8; i++) {
        grown[i].reserve_bpm = 130;
        const double vdot = (miler_vdot(MILER_MILE_M, 360) - 3.5) * 130 / 136 + 3.5;
        grown[i].time_s = miler_vdot_time_s(vdot, MILER_MILE_M);
    }
    const double a = estimate(same, 8).mile.time_s;
    const double b = estimate(grown, 8).mile.time_s;
    between("the mile", b, a - 0.05, a + 0.05);
}

// ---- What was recorded during an effort

static void efforts_tell_what_else_was_recorded(void **state) {
    (void)state;
    enum { COUNT = 1201 }; // 20 minutes at 4 m/s; steps for the last third alone, 2 m down in 100
    static int64_t t_ms[COUNT];
    static double dist_m[COUNT];
    static float hr[COUNT], spm[COUNT], height[COUNT];
    miler_recording run;
    miler_recording_init(&run);
    for (int i = 0; i < COUNT; i++) {
        t_ms[i] = INT64_C(1700000000000) + i * 1000;
        dist_m[i] = 4.0 * i;
        hr[i] = i < 600 ? 140 : 160;
        spm[i] = i < 800 ? 80 : 170;
        height[i] = (float)(500 - 0.02 * dist_m[i]);
    }
    run.sport = MILER_SPORT_RUNNING;
    run.samples.count = COUNT;
    run.samples.t_ms = t_ms;
    run.samples.dist_m = dist_m;
    run.samples.hr_bpm = hr;
    run.samples.cadence_spm = spm;
    run.samples.altitude_m = height;
    miler_arena *arena = miler_arena_new(NULL, 0);
    miler_activity a;
    assert_int_equal(miler_activity_build(&run, arena, &a, NULL), MILER_OK);
    int seen = 0;
    for (size_t i = 0; i < MILER_BEST_COUNT; i++) {
        const miler_effort *e = &a.bests[i];
        if (!(e->time_s > 0) || e->dist_m < 800) continue;
        seen++;
        const double from = e->start_s;
        const double to = from + e->time_s;
        const double low = fmax(fmin(to, 600) - from, 0);
        between("heart", (double)e->hr_bpm, (140 * low + 160 * (e->time_s - low)) / e->time_s - 0.5,
                (140 * low + 160 * (e->time_s - low)) / e->time_s + 0.5);
        between("steps", (double)e->step_share, fmax(to - 800, 0) / e->time_s - 0.01,
                fmax(to - 800, 0) / e->time_s + 0.01);
        between("rise", (double)e->rise_m, -0.02 * e->dist_m - 1.5, -0.02 * e->dist_m + 1.5);
    }
    assert_true(seen >= 4);
    // Nothing recorded, nothing said.
    run.samples.hr_bpm = run.samples.cadence_spm = run.samples.altitude_m = NULL;
    assert_int_equal(miler_activity_build(&run, arena, &a, NULL), MILER_OK);
    for (size_t i = 0; i < MILER_BEST_COUNT; i++)
        assert_true(isnan(a.bests[i].hr_bpm) && isnan(a.bests[i].step_share) && isnan(a.bests[i].rise_m));
    miler_arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rides_do_not_support_each_other),
        cmocka_unit_test(a_lone_trial_is_doubted_as_far_as_it_leads),
        cmocka_unit_test(a_heart_speaks_for_a_trial),
        cmocka_unit_test(breaks_are_found_in_a_log_that_is_kept),
        cmocka_unit_test(a_break_costs_what_daniels_says),
        cmocka_unit_test(the_mile_falls_and_its_band_widens),
        cmocka_unit_test(a_higher_maximum_is_no_news_of_the_runner),
        cmocka_unit_test(efforts_tell_what_else_was_recorded),
    };
    return cmocka_run_group_tests_name("evidence", tests, NULL, NULL);
}
