// SPDX-License-Identifier: MIT
// Load: vectors worked out by hand, of one session and of weeks; measuring on
// made-up runs; the store's rows; what is said and what is not.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/app_fitness.h"
#include "app/app_load.h"
#include "app/import.h"
#include "app/run_measure.h"
#include "app/run_truth.h"
#include "render/load_render.h"
#include "run_kit.h"
#include "store_kit.h"

#include <math.h>

#define near(a, b, tolerance)                                                                                \
    do {                                                                                                     \
        const double near_a = (a), near_b = (b);                                                             \
        if (!(fabs(near_a - near_b) <= (tolerance))) fail_msg("%s: %.6f, not %.6f", #a, near_a, near_b);     \
    } while (0)

// ---- One session

static miler_load_parts hour_at(double speed_mps) {
    miler_load_parts p = {.sport = MILER_SPORT_RUNNING,
                          .dist_source = MILER_DIST_GPS,
                          .timer_s = 3600,
                          .dist_m = 3600 * speed_mps,
                          .ngp_mps = speed_mps,
                          .ngp_s = 3600};
    p.speed_s[(size_t)(speed_mps / MILER_LOAD_SPEED_BIN_MPS + 0.001)] = 3600;
    return p;
}

static miler_load load_of(const miler_load_parts *p, const miler_load_runner *r, const miler_load_effort *e) {
    miler_load load;
    miler_load_session(p, r, e, &load);
    return load;
}

static void pace_by_hand(void **state) {
    (void)state;
    const miler_load_runner r = {.threshold_mps = 4.0, .threshold_sd = 0.03};
    miler_load_parts p = hour_at(4.0);
    miler_load load = load_of(&p, &r, NULL);
    near(load.points, 100, 1e-9); // by definition
    near(load.intensity, 1, 1e-9);
    assert_int_equal(load.basis, MILER_LOAD_BY_PACE);
    assert_int_equal(load.kind, MILER_LOAD_THRESHOLD);
    near(load.error, 2 * hypot(0.02, 0.03) * 100, 1e-9);
    p = hour_at(3.0);
    load = load_of(&p, &r, NULL);
    near(load.points, 56.25, 1e-9); // 100 x (3/4)^2
    assert_int_equal(load.kind, MILER_LOAD_EASY);
}

static void heart_rate_by_hand(void **state) {
    (void)state;
    // 140 bpm is the bin 140-145, its middle 142.5; reserve (142.5-50)/(190-50) = 0.660714.
    miler_load_parts p = {.sport = MILER_SPORT_CYCLING, .timer_s = 3600, .ngp_mps = NAN};
    p.hr_s[22] = 3600;
    miler_load_runner r = {.sex = MILER_SEX_MALE, .hr_max_bpm = 190, .hr_rest_bpm = 50};
    miler_load load = load_of(&p, &r, NULL);
    // 60 x 0.660714 x 0.64 e^(1.92 x 0.660714) = 90.213; an hour at 0.88: 183.06
    near(load.points, 100 * 0.660714 * exp(1.92 * 0.660714) / (0.88 * exp(1.92 * 0.88)), 0.01);
    assert_int_equal(load.basis, MILER_LOAD_BY_HR);
    assert_int_equal(load.kind, MILER_LOAD_CROSS);
    near(load.error / load.points, 0.10, 1e-9);
    // Half of it recorded: the rest was like it. Less than half: nothing is said.
    p.timer_s = 7200;
    near(load_of(&p, &r, NULL).points, 2 * load.points, 1e-9);
    p.timer_s = 7300;
    assert_int_equal(load_of(&p, &r, NULL).basis, MILER_LOAD_BY_NONE);
    assert_true(isnan(load_of(&p, &r, NULL).points));
    p.timer_s = 3600;
    r.hr_max_bpm = NAN; // no maximum, no load by heart rate
    assert_int_equal(load_of(&p, &r, NULL).basis, MILER_LOAD_BY_NONE);
}

static void effort_by_hand(void **state) {
    (void)state;
    const miler_load_parts p = {.sport = MILER_SPORT_STRENGTH, .timer_s = 2700, .ngp_mps = NAN};
    const miler_load_runner r = {.threshold_mps = 4};
    miler_load load = load_of(&p, &r, &(miler_load_effort){6, 0});
    near(load.points, 100.0 * 6 * 45 / 420, 1e-9); // 64.3
    assert_int_equal(load.basis, MILER_LOAD_BY_EFFORT);
    assert_int_equal(load.kind, MILER_LOAD_STRENGTH);
    near(load_of(&p, &r, &(miler_load_effort){7, 60}).points, 100, 1e-9);
    assert_int_equal(load_of(&p, &r, &(miler_load_effort){11, 60}).basis, MILER_LOAD_BY_NONE);
    assert_int_equal(load_of(&p, &r, &(miler_load_effort){NAN, 60}).basis, MILER_LOAD_BY_NONE);
}

static void what_is_trusted_first(void **state) {
    (void)state;
    const miler_load_runner r = {.threshold_mps = 4, .hr_max_bpm = 190, .hr_rest_bpm = 50};
    const miler_load_effort e = {5, 60};
    miler_load_parts easy = hour_at(3);
    easy.hr_s[22] = 3600;
    assert_int_equal(load_of(&easy, &r, &e).basis, MILER_LOAD_BY_PACE);
    easy.dist_source = MILER_DIST_TREADMILL; // the belt guesses, the heart does not
    assert_int_equal(load_of(&easy, &r, &e).basis, MILER_LOAD_BY_HR);
    memset(easy.hr_s, 0, sizeof easy.hr_s);
    assert_int_equal(load_of(&easy, &r, &e).basis, MILER_LOAD_BY_PACE);
    miler_load_parts fast = hour_at(4.5);
    fast.hr_s[28] = 3600;
    fast.speed_s[45] -= 1200; // with rests
    fast.speed_s[20] += 1200;
    fast.dist_source = MILER_DIST_TREADMILL; // intervals stay with the pace
    assert_int_equal(load_of(&fast, &r, &e).kind, MILER_LOAD_INTERVALS);
    assert_int_equal(load_of(&fast, &r, &e).basis, MILER_LOAD_BY_PACE);
    miler_load_parts gym = {.sport = MILER_SPORT_STRENGTH, .timer_s = 3600};
    gym.hr_s[16] = 3600;
    assert_int_equal(load_of(&gym, &r, &e).basis, MILER_LOAD_BY_EFFORT);
    assert_int_equal(load_of(&gym, &r, NULL).basis, MILER_LOAD_BY_HR);
    // Nothing known of the runner at all.
    assert_int_equal(load_of(&easy, &(miler_load_runner){.threshold_mps = NAN}, NULL).basis,
                     MILER_LOAD_BY_NONE);
}

static miler_load_kind kind_of(double hard_mps, double hard_s, double timer_s, const miler_load_runner *r) {
    miler_load_parts p = hour_at(2.9);
    p.timer_s = timer_s;
    p.dist_m = 2.9 * timer_s;
    p.speed_s[29] = timer_s - hard_s;
    p.speed_s[(size_t)(hard_mps / MILER_LOAD_SPEED_BIN_MPS + 0.001)] += hard_s;
    return load_of(&p, r, NULL).kind;
}

static void kinds(void **state) {
    (void)state;
    miler_load_runner r = {.threshold_mps = 4};
    assert_int_equal(kind_of(4.5, 120, 2400, &r), MILER_LOAD_EASY); // strides
    assert_int_equal(kind_of(4.5, 200, 2400, &r), MILER_LOAD_INTERVALS);
    assert_int_equal(kind_of(4.0, 400, 2400, &r), MILER_LOAD_EASY);
    assert_int_equal(kind_of(4.0, 500, 2400, &r), MILER_LOAD_THRESHOLD);
    assert_int_equal(kind_of(3.0, 0, 5399, &r), MILER_LOAD_EASY);
    assert_int_equal(kind_of(3.0, 0, 5400, &r), MILER_LOAD_LONG);
    r.usual_run_s = 2800; // a runner of short runs
    assert_int_equal(kind_of(3.0, 0, 3660, &r), MILER_LOAD_LONG);
    assert_int_equal(kind_of(3.0, 0, 3600, &r), MILER_LOAD_EASY); // 1.29
    r.race_told = true;
    assert_int_equal(kind_of(4.5, 320, 2400, &r), MILER_LOAD_TRIAL);
    assert_int_equal(kind_of(3.0, 0, 1200, &r), MILER_LOAD_EASY); // on the morning of the race
    r.race_told = false;
    r.trial_share = 0.98;
    assert_int_equal(kind_of(4.5, 320, 2400, &r), MILER_LOAD_TRIAL);
    assert_string_equal(miler_load_kind_name(MILER_LOAD_TRIAL), "trial");
    assert_string_equal(miler_load_kind_name((miler_load_kind)99), "");
    assert_string_equal(miler_load_basis_name((miler_load_basis)99), "");
}

// A ride recorded as a run is cross-training, by its heart rate alone.
static void no_running(void **state) {
    (void)state;
    miler_load_runner r = {.threshold_mps = 4, .threshold_sd = 0.02, .hr_max_bpm = 188, .hr_rest_bpm = 52};
    miler_load_parts p = hour_at(4.75); // 1.19 of threshold for an hour: this runner may be better than known
    assert_int_equal(load_of(&p, &r, NULL).basis, MILER_LOAD_BY_PACE);
    p = hour_at(4.85); // 1.21
    assert_int_equal(load_of(&p, &r, NULL).kind, MILER_LOAD_CROSS);
    assert_int_equal(load_of(&p, &r, NULL).basis, MILER_LOAD_BY_NONE);
    p.hr_s[20] = 3600;
    assert_int_equal(load_of(&p, &r, NULL).basis, MILER_LOAD_BY_HR);
    r.threshold_sd = 0.05; // 1.12 + 2.5 x 0.05: a run, but an easy one by its 132 bpm
    assert_int_equal(load_of(&p, &r, NULL).kind, MILER_LOAD_EASY);
    assert_int_equal(load_of(&p, &r, NULL).basis, MILER_LOAD_BY_HR);
    p.hr_s[20] = 0;
    assert_int_equal(load_of(&p, &r, NULL).basis, MILER_LOAD_BY_PACE);
    r.threshold_mps = NAN; // nothing known: the records alone, 6.24 m/s over 20 km
    p = hour_at(5.6);
    assert_int_equal(load_of(&p, &r, NULL).kind, MILER_LOAD_EASY);
    p = hour_at(6.3);
    assert_int_equal(load_of(&p, &r, NULL).kind, MILER_LOAD_CROSS);
    // What was ridden of a run is not in its bins, nor in its distance.
    p = hour_at(2.9);
    near(miler_load_run_m(&p), p.dist_m, 1e-9);
    p.dist_m *= 2;
    near(miler_load_run_m(&p), 3600 * 2.95, 1e-6);
}

// Of a run without a pace the heart tells how hard it was: by the threshold that was measured, where one is told.
static void by_a_measured_threshold(void **state) {
    (void)state;
    miler_load_runner r = {.hr_max_bpm = 190, .hr_rest_bpm = 50}; // 85 % of the reserve is 169
    miler_load_parts p = {.sport = MILER_SPORT_RUNNING, .timer_s = 1800, .dist_m = 6000, .ngp_mps = NAN};
    const size_t at_172 = (size_t)((172 - MILER_LOAD_HR_FROM_BPM) / MILER_LOAD_HR_BIN_BPM);
    p.hr_s[at_172] = 1800;
    assert_int_equal(load_of(&p, &r, NULL).kind, MILER_LOAD_THRESHOLD);
    r.hr_threshold_bpm = 181;
    assert_int_equal(load_of(&p, &r, NULL).kind, MILER_LOAD_EASY);
    r.hr_threshold_bpm = 165;
    assert_int_equal(load_of(&p, &r, NULL).kind, MILER_LOAD_THRESHOLD);
    // And what the runner says it was outranks both.
    r.kind_told = true;
    r.kind = MILER_LOAD_TRIAL;
    assert_int_equal(load_of(&p, &r, NULL).kind, MILER_LOAD_TRIAL);
    p.sport = MILER_SPORT_CYCLING;
    assert_int_equal(load_of(&p, &r, NULL).kind, MILER_LOAD_CROSS);
}

// All of it a car between lights: slow enough in the mean, but nothing of it was run.
static void all_ridden(void **state) {
    (void)state;
    const miler_load_runner r = {.threshold_mps = 4, .hr_max_bpm = 188, .hr_rest_bpm = 52};
    miler_load_parts p = {.sport = MILER_SPORT_RUNNING,
                          .dist_source = MILER_DIST_GPS,
                          .timer_s = 3000,
                          .dist_m = 18720,
                          .ngp_mps = 0};
    near(miler_load_run_m(&p), 0, 0);
    assert_int_equal(load_of(&p, &r, NULL).kind, MILER_LOAD_CROSS);
    assert_int_equal(load_of(&p, &r, NULL).basis, MILER_LOAD_BY_NONE);
    p.hr_s[11] = 3000; // 85 bpm
    assert_int_equal(load_of(&p, &r, NULL).kind, MILER_LOAD_CROSS);
    assert_int_equal(load_of(&p, &r, NULL).basis, MILER_LOAD_BY_HR);
    p.ngp_s = 60; // a minute to the car
    p.ngp_mps = 2.5;
    p.speed_s[25] = 60;
    assert_int_equal(load_of(&p, &r, NULL).kind, MILER_LOAD_CROSS);
    p.ngp_s = 900;
    p.speed_s[25] = 900;
    assert_int_equal(load_of(&p, &r, NULL).kind, MILER_LOAD_EASY);
    // A summary alone says nothing of rides.
    p.ngp_s = p.speed_s[25] = 0;
    p.ngp_mps = NAN;
    near(miler_load_run_m(&p), 18720, 0);
}

// 45 easy minutes of which the counter makes 23 km: the bins know what was run.
static void a_bad_counter(void **state) {
    (void)state;
    const miler_load_runner r = {.threshold_mps = 4, .threshold_sd = 0.02};
    miler_load_parts p = hour_at(2.95);
    p.timer_s = p.ngp_s = p.speed_s[29] = 2700;
    p.dist_m = 7965 + 6 * 2500;
    near(miler_load_run_m(&p), 7965, 1);
    const miler_load load = load_of(&p, &r, NULL);
    assert_int_equal(load.kind, MILER_LOAD_EASY);
    near(load.points, 75 * pow(2.95 / 4, 2), 1e-9);
    // On a belt nobody rides: its pace is not believed, the effort is.
    p = hour_at(6);
    p.dist_source = MILER_DIST_TREADMILL;
    const miler_load felt = load_of(&p, &r, &(miler_load_effort){5, 0});
    assert_int_equal(felt.kind, MILER_LOAD_EASY);
    assert_int_equal(felt.basis, MILER_LOAD_BY_EFFORT);
    assert_true(isnan(felt.intensity));
}

// Steady running is judged by pace and heart rate; reps by pace alone.
static void easy_by_heart(void **state) {
    (void)state;
    miler_load_runner r = {.threshold_mps = 2.75, .hr_max_bpm = 183};
    miler_load_parts p = hour_at(2.8); // 5:57/km, at threshold as far as was known then
    assert_int_equal(load_of(&p, &r, NULL).kind, MILER_LOAD_THRESHOLD);
    r.threshold_mps = 2.55; // 1.1 of it, from end to end: no reps, so no intervals
    assert_int_equal(load_of(&p, &r, NULL).kind, MILER_LOAD_THRESHOLD);
    p.hr_s[22] = 3600; // 140-145, far below 161
    assert_int_equal(load_of(&p, &r, NULL).kind, MILER_LOAD_EASY);
    assert_int_equal(load_of(&p, &r, NULL).basis, MILER_LOAD_BY_HR);
    p.hr_s[22] = 3000;
    p.hr_s[27] = 600; // ten minutes at 165-170
    assert_int_equal(load_of(&p, &r, NULL).kind, MILER_LOAD_THRESHOLD);
    assert_int_equal(load_of(&p, &r, NULL).basis, MILER_LOAD_BY_PACE);
    // Reps stay reps, whatever the heart made of them.
    r.threshold_mps = 4;
    p = hour_at(2.8);
    p.speed_s[28] = 3000;
    p.speed_s[45] = 600;
    p.hr_s[22] = 3600;
    assert_int_equal(load_of(&p, &r, NULL).kind, MILER_LOAD_INTERVALS);
}

// ---- Bins as text

static void bins(void **state) {
    (void)state;
    double in[MILER_LOAD_HR_BINS] = {[3] = 12.34, [39] = 3600, [7] = 0.01};
    double out[MILER_LOAD_HR_BINS];
    miler_buf buf;
    miler_buf_init(&buf, NULL, 1000);
    miler_load_bins_print(in, MILER_LOAD_HR_BINS, &buf);
    assert_string_equal(miler_buf_text(&buf), "3:123 39:36000");
    assert_true(miler_load_bins_parse(miler_buf_text(&buf), out, MILER_LOAD_HR_BINS));
    near(out[3], 12.3, 1e-9);
    near(out[39], 3600, 1e-9);
    miler_buf_deinit(&buf);
    assert_true(miler_load_bins_parse("", out, MILER_LOAD_HR_BINS));
    static const char *const bad[] = {"40:1",  "-1:1",          "3", "3:", "3:-1", "x", "3:1,4:1",
                                      "3:1 x", "3:999999999999"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(miler_load_bins_parse(bad[i], out, MILER_LOAD_HR_BINS));
        near(out[3], 0, 0);
    }
}

// ---- Weeks

#define MONDAY 20598 // 2026-05-25
static miler_load_entry entry(int32_t day, double km, double points) {
    return (miler_load_entry){.day = day,
                              .run = true,
                              .dist_m = km * 1000,
                              .time_s = km * 300,
                              .load = {.kind = MILER_LOAD_EASY,
                                       .basis = MILER_LOAD_BY_PACE,
                                       .points = points,
                                       .error = 3,
                                       .intensity = 0.75}};
}

static void week_by_hand(void **state) {
    (void)state;
    assert_int_equal(miler_weekday(MONDAY), 0);
    // Tue 40, Thu 60 (twice 30), Sun 110: sum 210, mean 30. Squares: 4x30^2 + 10^2 + 30^2 + 80^2 = 11000,
    // over 6, root: 42.817; monotony 0.70065; strain 147.14.
    miler_load_entry e[] = {entry(MONDAY + 1, 8, 40), entry(MONDAY + 3, 6, 30), entry(MONDAY + 3, 6, 30),
                            entry(MONDAY + 6, 20, 110), entry(MONDAY + 7, 99, 999)};
    e[3].load.kind = MILER_LOAD_LONG;
    miler_load_week w;
    miler_load_view v;
    ok(miler_load_weeks(e, 5, MONDAY + 6, &w, 1, &v, &why));
    assert_int_equal(w.span.first_day, MONDAY);
    assert_int_equal(w.span.days, 7);
    assert_int_equal(w.span.sessions, 4);
    near(w.span.dist_m, 40000, 1e-9);
    near(w.span.time_s, 12000, 1e-9);
    near(w.span.load, 210, 1e-9);
    near(w.span.load_error, 6, 1e-9); // root of 4 x 9
    near(w.span.monotony, 0.70065, 1e-4);
    near(w.span.strain, 147.137, 1e-2);
    near(w.span.kind_load[MILER_LOAD_EASY], 100, 1e-9);
    near(w.span.kind_load[MILER_LOAD_LONG], 110, 1e-9);
    assert_int_equal(w.span.by_basis[MILER_LOAD_BY_PACE], 4);
    assert_int_equal(v.history_days, 6);
    near(v.last.load, 210, 1e-9);
    near(v.before.load, 0, 0);
    // The same week on its Saturday is not over.
    ok(miler_load_weeks(e, 5, MONDAY + 5, &w, 1, &v, &why));
    assert_int_equal(w.span.days, 6);
    assert_true(isnan(w.span.monotony) && isnan(w.span.strain));
    near(w.span.load, 100, 1e-9);
}

static void exponential_means(void **state) {
    (void)state;
    // 50 a day for 42 days: the long mean is 50 (1 - 1/e), the short one 50 (1 - e^-6).
    miler_load_entry e[42];
    for (int32_t i = 0; i < 42; i++)
        e[i] = entry(MONDAY - 41 + i, 8, 50);
    miler_load_week w[3];
    miler_load_view v;
    ok(miler_load_weeks(e, 42, MONDAY, w, 3, &v, &why));
    near(v.long_load, 50 * (1 - exp(-1)), 1e-6);
    near(v.short_load, 50 * (1 - exp(-6)), 1e-6);
    near(w[2].long_load, v.long_load, 0);
    near(w[1].long_load, 50 * (1 - exp(-41 / 42.0)), 1e-6); // Sunday, the day before
    // Each day alike: monotony is as high as it goes, and the word for it is said.
    near(w[1].span.monotony, 10, 0);
}

static const char *words_of(const miler_load_week *w, miler_units units, miler_buf *out) {
    miler_buf_clear(out);
    miler_load_week_words(w, units, out);
    return miler_buf_text(out);
}

static void jumps(void **state) {
    (void)state;
    // Weeks of 30, 32, 28 km, then one that varies.
    miler_load_entry e[] = {entry(MONDAY - 20, 30, 100), entry(MONDAY - 13, 32, 110),
                            entry(MONDAY - 6, 28, 90), entry(MONDAY + 1, 0, 0)};
    static const struct {
        double km, points;
        miler_load_jump_kind jump;
    } rows[] = {{38.4, 110, MILER_JUMP_NONE}, // 20 % is not more than 20 %
                {38.5, 110, MILER_JUMP_DISTANCE},
                {30, 143, MILER_JUMP_NONE},
                {30, 143.1, MILER_JUMP_LOAD},
                {50, 200, MILER_JUMP_DISTANCE}}; // one word is enough
    miler_load_week w;
    miler_load_view v;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        e[3] = entry(MONDAY + 1, rows[i].km, rows[i].points);
        ok(miler_load_weeks(e, 4, MONDAY + 6, &w, 1, &v, &why));
        if (w.jump.kind != rows[i].jump) fail_msg("row %zu: %d", i, (int)w.jump.kind);
    }
    near(w.jump.share, 50.0 / 32 - 1, 1e-9);
    miler_buf buf;
    miler_buf_init(&buf, NULL, 1000);
    assert_string_equal(
        words_of(&w, MILER_UNITS_METRIC, &buf),
        "50.0 km is 56 % more than the largest of the three weeks before (32.0 km); the usual "
        "step is 10 %. Let it settle before more is added.");
    assert_non_null(strstr(words_of(&w, MILER_UNITS_IMPERIAL, &buf), "31.1 mi is 56 %"));
    assert_null(strstr(miler_load_jump_rule(), "injur"));
    assert_null(strstr(miler_buf_text(&buf), "injur"));
    // A week without load before: what the load jumped from is not known.
    e[2].load = (miler_load){.points = NAN, .error = NAN};
    e[3] = entry(MONDAY + 1, 30, 300);
    ok(miler_load_weeks(e, 4, MONDAY + 6, &w, 1, &v, &why));
    assert_int_equal(w.jump.kind, MILER_JUMP_NONE);
    assert_string_equal(words_of(&w, MILER_UNITS_METRIC, &buf), "");
    // A log of less than two weeks has no week to jump from; small steps are no jump.
    ok(miler_load_weeks(e + 2, 2, MONDAY + 6, &w, 1, &v, &why));
    assert_int_equal(w.jump.kind, MILER_JUMP_NONE);
    miler_load_entry few[] = {entry(MONDAY - 20, 4, 20), entry(MONDAY - 6, 4, 20), entry(MONDAY, 5.4, 27)};
    ok(miler_load_weeks(few, 3, MONDAY + 6, &w, 1, &v, &why));
    assert_int_equal(w.jump.kind, MILER_JUMP_NONE);
    miler_buf_deinit(&buf);
}

static void days_alike(void **state) {
    (void)state;
    miler_load_entry e[7];
    for (int32_t i = 0; i < 7; i++)
        e[i] = entry(MONDAY + i, 8, 40);
    miler_load_week w;
    miler_load_view v;
    miler_buf buf;
    miler_buf_init(&buf, NULL, 1000);
    ok(miler_load_weeks(e, 7, MONDAY + 6, &w, 1, &v, &why));
    assert_string_equal(
        words_of(&w, MILER_UNITS_METRIC, &buf),
        "The days were much alike (monotony 10.0): easier easy days and a day of rest set the "
        "hard ones apart.");
    miler_buf_deinit(&buf);
    assert_int_equal(miler_load_weeks(e, 7, MONDAY, &w, 0, &v, NULL), MILER_ERR_ARG);
    assert_int_equal(miler_load_weeks(e, 7, MONDAY, &w, MILER_LOAD_WEEKS_MAX + 1, &v, NULL), MILER_ERR_ARG);
    e[0].day = MONDAY + 9;
    assert_int_equal(miler_load_weeks(e, 7, MONDAY, &w, 1, &v, NULL), MILER_ERR_ARG);
    ok(miler_load_weeks(NULL, 0, MONDAY, &w, 1, &v, &why));
    near(w.span.load, 0, 0);
    assert_int_equal(v.history_days, 0);
}

// ---- From files

typedef struct fixture {
    kit k;
    app *a;
} fixture;

static int setup(void **state) {
    fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    kit_folder(&f->k);
    app_options o;
    app_options_init(&o);
    o.db = f->k.db;
    o.today = MONDAY + 6;
    ok(app_open(&o, &f->a, &why));
    *state = f;
    return 0;
}

static int teardown(void **state) {
    fixture *f = *state;
    app_close(f->a);
    kit_end(&f->k);
    free(f);
    return 0;
}

static void import_run(fixture *f, int32_t day, const stretch *stretches, size_t count, float hr_bpm) {
    char path[160];
    (void)snprintf(path, sizeof path, "%s/run%d.fit", f->k.folder, (int)day);
    run_kit_file(path, (int64_t)day * MILER_MS_PER_DAY + INT64_C(10) * 3600000, stretches, count, hr_bpm);
    const char *const paths[] = {path};
    app_import_answer answer;
    ok(app_import(f->a, paths, 1, NULL, NULL, &answer, &why));
    assert_int_equal(answer.outcomes[STORE_FILE_NEW], 1);
}

static const stretch easy[] = {{3.0, 1800, MILER_TRIGGER_END}};
static const stretch reps[] = {{2.8, 900, MILER_TRIGGER_MANUAL}, {4.8, 180, MILER_TRIGGER_MANUAL},
                               {2.0, 120, MILER_TRIGGER_MANUAL}, {4.8, 180, MILER_TRIGGER_MANUAL},
                               {2.0, 120, MILER_TRIGGER_MANUAL}, {4.8, 180, MILER_TRIGGER_MANUAL},
                               {2.8, 600, MILER_TRIGGER_MANUAL}};

static void enter_result(fixture *f, double dist_m, double time_s) {
    const store_result result = {.dist_m = dist_m,
                                 .time_s = time_s,
                                 .day = MONDAY - 40,
                                 .official = true,
                                 .name = "",
                                 .place = "",
                                 .note = "",
                                 .removed_ms = MILER_NO_TIME};
    int64_t id;
    ok(app_result_add(f->a, &result, &id, &why));
}

static void files_to_weeks(void **state) {
    fixture *f = *state;
    import_run(f, MONDAY, easy, 1, 130);
    import_run(f, MONDAY + 2, reps, 7, 150);
    enter_result(f, 5000, 1149);
    app_load_answer a;
    ok(app_load(f->a, 2, f->k.arena, &a, &why));
    assert_int_equal(a.sessions, 2);
    assert_int_equal(a.unread, 0);
    const miler_load_span *s = &a.weeks[1].span;
    assert_int_equal(s->by_basis[MILER_LOAD_BY_PACE], 2);
    assert_int_equal(s->kind_sessions[MILER_LOAD_EASY], 1);
    assert_int_equal(s->kind_sessions[MILER_LOAD_INTERVALS], 1);
    const double easy_load = 100 * 0.5 * pow(3.0 / a.now.threshold_mps, 2);
    near(s->kind_load[MILER_LOAD_EASY], easy_load, 0.02 * easy_load);
    // Another fitness, another load, from the same rows.
    enter_result(f, MILER_MILE_M, 280);
    app_load_answer faster;
    ok(app_load(f->a, 2, f->k.arena, &faster, &why));
    assert_true(faster.now.threshold_mps > a.now.threshold_mps * 1.01);
    assert_true(faster.weeks[1].span.load < s->load * 0.99);
    // One run says the same as its week.
    app_run run;
    app_runs runs;
    const store_run_filter one = {.sport = -1, .since_day = MONDAY, .until_day = MONDAY};
    ok(app_runs_list(f->a, &one, f->k.arena, &runs, &why));
    ok(app_run_get(f->a, runs.runs[0].id, f->k.arena, &run, &why));
    miler_load load;
    ok(app_load_one(f->a, &run, f->k.arena, &load, &why));
    near(load.points, faster.weeks[1].span.kind_load[MILER_LOAD_EASY], 1e-9);
    assert_int_equal(app_load(f->a, 0, f->k.arena, &a, NULL), MILER_ERR_ARG);
}

// A store of before: what was never measured is measured when it is asked for.
static void a_store_of_before(void **state) {
    fixture *f = *state;
    import_run(f, MONDAY, easy, 1, 130);
    import_run(f, MONDAY + 2, reps, 7, 150);
    enter_result(f, 5000, 1149);
    app_load_answer first;
    ok(app_load(f->a, 1, f->k.arena, &first, &why));
    int64_t *ids;
    size_t count;
    ok(store_load_missing(f->a->store, f->a->athlete_id, RUN_LOAD_VERSION, f->k.arena, &ids, &count, &why));
    assert_int_equal(count, 0);
    ok(store_load_missing(f->a->store, f->a->athlete_id, RUN_LOAD_VERSION + 1, f->k.arena, &ids, &count,
                          &why));
    assert_int_equal(count, 2);
    const miler_load_parts nothing = {.ngp_mps = NAN};
    for (size_t i = 0; i < 2; i++)
        ok(store_load_put(f->a->store, ids[i], 0, &nothing, &why));
    app_load_answer again;
    ok(app_load(f->a, 1, f->k.arena, &again, &why));
    near(again.weeks[0].span.load, first.weeks[0].span.load, 1e-9);
    assert_int_equal(store_load_put(f->a->store, 999, 1, &nothing, NULL), MILER_ERR_NOT_FOUND);
    // A distance told by hand is what counts.
    ok(app_edit_add(f->a, ids[1], &(miler_edit){.kind = MILER_EDIT_DISTANCE, .value = 6000}, &why));
    ok(app_load(f->a, 1, f->k.arena, &again, &why));
    assert_true(again.weeks[0].span.load > first.weeks[0].span.load + 3);
}

// A bicycle at a runner's threshold pace does not move the heart rate of threshold.
static void heart_of_runs(void **state) {
    fixture *f = *state;
    enter_result(f, 5000, 1149);
    app_fitness_answer answer;
    const stretch tempo[] = {{4.17, 1500, MILER_TRIGGER_END}};
    import_run(f, MONDAY - 9, tempo, 1, 166);
    import_run(f, MONDAY - 6, tempo, 1, 168);
    import_run(f, MONDAY - 4, tempo, 1, 110);
    ok(app_fitness(f->a, f->k.arena, &answer, &why));
    assert_int_equal(answer.heart.source, MILER_HEART_RUNS);
    near((answer.heart.low_bpm + answer.heart.high_bpm) / 2, 166, 1e-6); // the middle one
    miler_athlete athlete = f->a->athlete;
    athlete.birth_day = miler_day_from_ymd(1990, 5, 31);
    ok(app_athlete_set(f->a, &athlete, &why));
    ok(app_fitness(f->a, f->k.arena, &answer, &why));
    near((answer.heart.low_bpm + answer.heart.high_bpm) / 2, 167, 1e-6); // 110 is no threshold at 36
}

// Rides and what is ridden of a run start no plan: the same weekly distance by load and by fitness.
static void weekly_distance(void **state) {
    fixture *f = *state;
    static const stretch drive[] = {
        {3, 1800, MILER_TRIGGER_MANUAL}, {0.3, 4, MILER_TRIGGER_MANUAL}, {13.9, 1200, MILER_TRIGGER_END}};
    stretch city[48];
    for (size_t i = 0; i < 48; i++)
        city[i] =
            i % 2 == 0 ? (stretch){12, 65, MILER_TRIGGER_MANUAL} : (stretch){0, 60, MILER_TRIGGER_MANUAL};
    enter_result(f, 5000, 1149);
    miler_athlete athlete = f->a->athlete;
    athlete.hr_max_bpm = 188;
    ok(app_athlete_set(f->a, &athlete, &why));
    import_run(f, MONDAY - 7, easy, 1, 130);
    import_run(f, MONDAY - 3, drive, 3, 130);
    import_run(f, MONDAY, city, 48, 90);
    app_fitness_answer answer;
    app_load_answer load;
    ok(app_fitness(f->a, f->k.arena, &answer, &why));
    ok(app_load(f->a, 4, f->k.arena, &load, &why));
    near(answer.weekly_km, 2 * 5.4 / 4, 0.05);
    near(load.view.last.dist_m / 4000, answer.weekly_km, 1e-6);
    near(answer.longest_km, 5.4, 0.1);
    near(answer.runs_a_week, 0.5, 1e-9);
    assert_int_equal(load.view.last.runs, 2);
    // Cross-training by its heart rate; without one there is nothing to rate either.
    assert_int_equal(load.view.last.kind_sessions[MILER_LOAD_CROSS], 1);
    assert_int_equal(load.rides, 0);
    import_run(f, MONDAY + 1, city, 48, NAN);
    ok(app_load(f->a, 4, f->k.arena, &load, &why));
    assert_int_equal(load.rides, 1);
    miler_buf text;
    miler_buf_init(&text, NULL, 1u << 20);
    const render_look look = {.style = {.width = 400}};
    render_load_text(&load, &look, &text);
    assert_null(strstr(miler_buf_text(&text), "effort 6"));
    assert_non_null(strstr(miler_buf_text(&text), "1 recorded as a run was ridden"));
    miler_buf_deinit(&text);
}

// From the day of the test on a run is held against the pace that was told, before it against the computed one.
static void a_threshold_pace_by_hand(void **state) {
    fixture *f = *state;
    import_run(f, MONDAY, easy, 1, 130);
    import_run(f, MONDAY + 2, easy, 1, 130);
    enter_result(f, 5000, 1149);
    app_load_answer computed, told;
    ok(app_load(f->a, 2, f->k.arena, &computed, &why));
    miler_athlete me = f->a->athlete;
    me.paces.threshold_mps = computed.now.threshold_mps * 0.95;
    me.paces_day = MONDAY + 2;
    ok(app_athlete_set(f->a, &me, &why));
    ok(app_load(f->a, 2, f->k.arena, &told, &why));
    near(told.now.threshold_mps, me.paces.threshold_mps, 1e-9);
    const double half = computed.weeks[1].span.load / 2; // of two runs alike
    near(told.weeks[1].span.load, half + half / (0.95 * 0.95), 0.01 * half);
    me.paces_day = MILER_NO_DAY;
    ok(app_athlete_set(f->a, &me, &why));
    ok(app_load(f->a, 2, f->k.arena, &told, &why));
    near(told.weeks[1].span.load, 2 * half / (0.95 * 0.95), 0.01 * half);
    me.paces.threshold_mps = NAN;
    ok(app_athlete_set(f->a, &me, &why));
    ok(app_load(f->a, 2, f->k.arena, &told, &why));
    near(told.weeks[1].span.load, 2 * half, 1e-9);
}

static void an_empty_store(void **state) {
    fixture *f = *state;
    app_load_answer a;
    ok(app_load(f->a, 4, f->k.arena, &a, &why));
    assert_int_equal(a.sessions, 0);
    assert_true(isnan(a.now.threshold_mps));
    near(a.weeks[3].span.load, 0, 0);
}

#define t(f) cmocka_unit_test(f)
#define s(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
int main(void) {
    const struct CMUnitTest tests[] = {t(pace_by_hand),
                                       t(heart_rate_by_hand),
                                       t(effort_by_hand),
                                       t(what_is_trusted_first),
                                       t(kinds),
                                       t(no_running),
                                       t(by_a_measured_threshold),
                                       t(all_ridden),
                                       t(a_bad_counter),
                                       t(easy_by_heart),
                                       t(bins),
                                       t(week_by_hand),
                                       t(exponential_means),
                                       t(jumps),
                                       t(days_alike),
                                       s(files_to_weeks),
                                       s(a_store_of_before),
                                       s(heart_of_runs),
                                       s(weekly_distance),
                                       s(a_threshold_pace_by_hand),
                                       s(an_empty_store)};
    return cmocka_run_group_tests_name("load", tests, NULL, NULL);
}
