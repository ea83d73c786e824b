// SPDX-License-Identifier: MIT
// progress: limits, carry-over, the mile over time, records, the past foretold.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <miler/progress.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TODAY 20000

static miler_evidence run_of(double dist_m, double time_s, int days_ago, miler_evidence_kind kind) {
    return (miler_evidence){.dist_m = dist_m, .time_s = time_s, .day = TODAY - days_ago, .kind = kind};
}

static miler_athlete someone(void) {
    miler_athlete athlete;
    miler_athlete_init(&athlete);
    athlete.sex = MILER_SEX_MALE;
    return athlete;
}

static void between(const char *what, double got, double low, double high) {
    if (!(got >= low && got <= high)) fail_msg("%s is %.4f, not within %.4f .. %.4f", what, got, low, high);
}

static void same(double a, double b) {
    if (!(fabs(a - b) <= 1e-9 * fmax(1, fabs(b)))) fail_msg("%.9f is not %.9f", a, b);
}

static miler_limits limits_of(const miler_evidence *evidence, size_t count, miler_fitness *f) {
    const miler_athlete athlete = someone();
    miler_limits limits;
    assert_int_equal(miler_fitness_estimate(&athlete, evidence, count, TODAY, f, NULL), MILER_OK);
    assert_int_equal(miler_limits_find(&athlete, evidence, count, TODAY, f, &limits, NULL), MILER_OK);
    return limits;
}

// A mile alone says nothing of the sides; what each is worth is known all the same.
static void a_mile_alone(void **state) {
    (void)state;
    const miler_evidence mile[] = {run_of(MILER_MILE_M, 330, 0, MILER_EVIDENCE_OFFICIAL)};
    miler_fitness f;
    const miler_limits l = limits_of(mile, 1, &f);
    double whole = 0;
    assert_int_equal(l.limiter, -1);
    for (int s = 0; s < MILER_SIDE_COUNT; s++) {
        assert_false(l.sides[s].known);
        assert_true(isnan(l.sides[s].to_level_s));
        between("nobody differs from those of the same mile", l.sides[s].behind_percent, -0.05, 0.05);
        assert_true(l.sides[s].tells_m > 0);
        assert_true(l.sides[s].one_percent_s >= 0);
        whole += l.sides[s].one_percent_s;
    }
    between("1 % everywhere is about 1 % of the mile", whole, 2.7, 3.9);
    assert_true(l.sides[MILER_SIDE_SPEED].one_percent_s > l.sides[MILER_SIDE_VO2MAX].one_percent_s);
    assert_true(l.sides[MILER_SIDE_VO2MAX].one_percent_s > l.sides[MILER_SIDE_ENDURANCE].one_percent_s);
}

// Two runners of much the same mile: one is slow at 800 m, the other at 5 km.
static void the_weak_side(void **state) {
    (void)state;
    const miler_evidence slow_800[] = {run_of(800, 162, 5, MILER_EVIDENCE_OFFICIAL),
                                       run_of(MILER_MILE_M, 330, 5, MILER_EVIDENCE_OFFICIAL),
                                       run_of(5000, 1080, 5, MILER_EVIDENCE_OFFICIAL)};
    const miler_evidence slow_5k[] = {run_of(800, 143, 5, MILER_EVIDENCE_OFFICIAL),
                                      run_of(MILER_MILE_M, 330, 5, MILER_EVIDENCE_OFFICIAL),
                                      run_of(5000, 1260, 5, MILER_EVIDENCE_OFFICIAL)};
    miler_fitness f;
    const miler_limits a = limits_of(slow_800, 3, &f);
    assert_int_equal(a.limiter, MILER_SIDE_SPEED);
    assert_true(a.sides[MILER_SIDE_SPEED].behind_percent > 2);
    assert_true(a.sides[MILER_SIDE_SPEED].to_level_s > 1);
    assert_true(a.sides[MILER_SIDE_VO2MAX].behind_percent < 0);
    same(a.sides[MILER_SIDE_VO2MAX].to_level_s, 0);
    assert_false(a.sides[MILER_SIDE_THRESHOLD].known);
    const miler_limits b = limits_of(slow_5k, 3, &f);
    assert_int_equal(b.limiter, MILER_SIDE_VO2MAX);
    assert_true(b.sides[MILER_SIDE_SPEED].behind_percent < 0);
    between("how sure", b.sides[MILER_SIDE_VO2MAX].sure_percent, 70, 100);
    miler_reserve fast, slow;
    miler_speed_reserve(&f, &b, &fast);
    (void)limits_of(slow_800, 3, &f);
    miler_speed_reserve(&f, &a, &slow);
    assert_true(fast.known && slow.known);
    assert_true(fast.over_mile > slow.over_mile);
    between("a 400 by the mile", slow.over_mile, 1.05, 1.3);
}

// Old races and training say nothing of a side.
static void what_speaks(void **state) {
    (void)state;
    const miler_evidence e[] = {run_of(MILER_MILE_M, 330, 5, MILER_EVIDENCE_OFFICIAL),
                                run_of(800, 150, MILER_TRAINING_DAYS + 1, MILER_EVIDENCE_OFFICIAL),
                                run_of(5000, 1130, 5, MILER_EVIDENCE_TRAINING_BEST),
                                run_of(10000, 2400, MILER_TRAINING_DAYS, MILER_EVIDENCE_TIME_TRIAL)};
    miler_fitness f;
    const miler_limits l = limits_of(e, 4, &f);
    assert_false(l.sides[MILER_SIDE_SPEED].known);
    assert_false(l.sides[MILER_SIDE_VO2MAX].known);
    assert_true(l.sides[MILER_SIDE_THRESHOLD].known);
}

static void carry_over(void **state) {
    (void)state;
    const miler_evidence mile[] = {run_of(MILER_MILE_M, 330, 0, MILER_EVIDENCE_OFFICIAL)};
    miler_fitness f;
    miler_carry carry[MILER_CARRY_COUNT];
    (void)limits_of(mile, 1, &f);
    assert_true(miler_carry_over(&f, 5, carry));
    for (int i = 0; i < MILER_CARRY_COUNT; i++) {
        assert_true(carry[i].before_s > 0);
        between("the same share", carry[i].after_s / carry[i].before_s, 1 - 5 / f.mile.time_s - 1e-9,
                1 - 5 / f.mile.time_s + 1e-9);
    }
    same(carry[0].dist_m, 800);
    same(carry[MILER_CARRY_COUNT - 1].dist_m, 42195);
    assert_false(miler_carry_over(&f, 300, carry));
    assert_false(miler_carry_over(&f, -1, carry));
    assert_false(miler_carry_over(&f, (double)NAN, carry));
}

static void threshold_heart(void **state) {
    (void)state;
    miler_athlete a = someone();
    miler_threshold_heart h;
    miler_threshold_hr(&a, &h);
    assert_int_equal(h.source, MILER_HEART_UNKNOWN);
    assert_true(isnan(h.low_bpm));
    a.hr_max_bpm = 190;
    miler_threshold_hr(&a, &h);
    assert_int_equal(h.source, MILER_HEART_MAXIMUM);
    between("low", h.low_bpm, 167.19, 167.21); // 88 %
    between("high", h.high_bpm, 174.79, 174.81);
    a.hr_rest_bpm = 50;
    miler_threshold_hr(&a, &h);
    assert_int_equal(h.source, MILER_HEART_RESERVE);
    between("low", h.low_bpm, 166.19, 166.21); // 50 + 0.83 of 140
    between("high", h.high_bpm, 173.19, 173.21);
    a.hr_threshold_bpm = 178; // measured: nothing is worked out any more
    miler_threshold_hr(&a, &h);
    assert_int_equal(h.source, MILER_HEART_TOLD);
    between("low", h.low_bpm, 174.99, 175.01);
    between("high", h.high_bpm, 180.99, 181.01);
}

static void days(void **state) {
    (void)state;
    const int32_t since = miler_day_from_ymd(2025, 12, 10); // a Wednesday
    const int32_t until = miler_day_from_ymd(2026, 2, 3);   // a Tuesday
    int32_t out[16];
    const size_t weeks = miler_progress_days(since, until, false, out, 16);
    assert_int_equal(weeks, 9);
    assert_int_equal(out[0], miler_day_from_ymd(2025, 12, 15));
    for (size_t i = 0; i + 1 < weeks; i++)
        assert_int_equal(miler_weekday(out[i]), 0);
    assert_int_equal(out[weeks - 1], until);
    assert_int_equal(miler_progress_days(since, until, true, out, 16), 3);
    assert_int_equal(out[0], miler_day_from_ymd(2026, 1, 1));
    assert_int_equal(out[1], miler_day_from_ymd(2026, 2, 1));
    assert_int_equal(out[2], until);
    assert_int_equal(miler_progress_days(since, until, false, NULL, 0), 9);
    assert_int_equal(miler_progress_days(until, until, false, out, 16), 1);
    assert_int_equal(miler_progress_days(until + 1, until, false, out, 16), 0);
    assert_int_equal(miler_progress_days(MILER_NO_DAY, until, false, out, 16), 0);
}

// Nothing of the future, nothing without a day, and today's point is today's estimate.
static void the_mile_over_time(void **state) {
    (void)state;
    const miler_athlete athlete = someone();
    const miler_evidence e[] = {run_of(MILER_MILE_M, 319, 3, MILER_EVIDENCE_OFFICIAL),
                                run_of(MILER_MILE_M, 330, 63, MILER_EVIDENCE_OFFICIAL),
                                run_of(5000, 1149, 70, MILER_EVIDENCE_OFFICIAL),
                                run_of(800, 100, 0, MILER_EVIDENCE_OFFICIAL),
                                run_of(1500, 230, 100, MILER_EVIDENCE_OFFICIAL)};
    miler_evidence list[5];
    memcpy(list, e, sizeof e);
    list[3].day = MILER_NO_DAY;
    list[4].season_best = true;
    const int32_t on[] = {TODAY - 80, TODAY - 66, TODAY - 60, TODAY - 30, TODAY};
    miler_evidence scratch[5];
    miler_progress_point p[5];
    assert_int_equal(miler_progress(&athlete, list, 5, on, 5, scratch, p, NULL), MILER_OK);
    assert_false(p[0].known);
    assert_true(isnan(p[0].mile.time_s));
    assert_true(p[1].known && p[1].moved);
    assert_true(isnan(p[1].change_s));
    same(p[1].mover.dist_m, 5000);
    same(p[2].mover.time_s, 330);
    assert_false(p[3].moved); // time alone
    assert_true(p[3].mile.high_s - p[3].mile.low_s > p[2].mile.high_s - p[2].mile.low_s);
    same(p[4].mover.time_s, 319);
    assert_true(p[4].change_s < -3);
    miler_fitness f;
    assert_int_equal(miler_fitness_estimate(&athlete, e, 3, TODAY, &f, NULL), MILER_OK);
    same(p[4].mile.time_s, f.mile.time_s);
    // The past does not change when the future is told.
    miler_progress_point alone[2];
    assert_int_equal(miler_progress(&athlete, e + 1, 2, on + 1, 2, scratch, alone, NULL), MILER_OK);
    same(alone[1].mile.time_s, p[2].mile.time_s);
    const int32_t backwards[] = {TODAY, TODAY - 1};
    assert_int_equal(miler_progress(&athlete, e, 3, backwards, 2, scratch, p, NULL), MILER_ERR_ARG);
    assert_int_equal(miler_progress(NULL, e, 3, on, 2, scratch, p, NULL), MILER_ERR_ARG);
}

// What a watch alone told more than 18 months ago is not looked at, as today's estimate has it.
static void old_watches_are_silent(void **state) {
    (void)state;
    const miler_athlete athlete = someone();
    const int ago = MILER_TRAINING_DAYS + 1;
    const miler_evidence e[] = {run_of(5000, 1200, ago + 1, MILER_EVIDENCE_OFFICIAL),
                                run_of(MILER_MILE_M, 300, ago, MILER_EVIDENCE_HEART),
                                run_of(MILER_MILE_M, 310, ago, MILER_EVIDENCE_TIME_TRIAL)};
    const int32_t on[] = {TODAY};
    miler_evidence scratch[3];
    miler_progress_point with, without;
    assert_int_equal(miler_progress(&athlete, e, 3, on, 1, scratch, &with, NULL), MILER_OK);
    assert_int_equal(miler_progress(&athlete, e, 1, on, 1, scratch, &without, NULL), MILER_OK);
    same(with.mile.time_s, without.mile.time_s);
}

// A slower mile was not moved by what makes it faster.
static void what_moved_it_pulls_that_way(void **state) {
    (void)state;
    const miler_athlete athlete = someone();
    const miler_evidence e[] = {run_of(MILER_MILE_M, 330, 40, MILER_EVIDENCE_OFFICIAL),
                                run_of(MILER_MILE_M, 322, 6, MILER_EVIDENCE_HEART),
                                run_of(MILER_MILE_M, 345, 5, MILER_EVIDENCE_OFFICIAL),
                                run_of(MILER_MILE_M, 300, 2, MILER_EVIDENCE_HEART)};
    const int32_t on[] = {TODAY - 30, TODAY - 4, TODAY};
    miler_evidence scratch[4];
    miler_progress_point p[3];
    assert_int_equal(miler_progress(&athlete, e, 4, on, 3, scratch, p, NULL), MILER_OK);
    same(p[0].mover.time_s, 330);
    assert_true(p[1].change_s > 0 && p[1].moved);
    same(p[1].mover.time_s, 345);
    // Hearts that say 300 of a runner of 330: one that says 310 speaks of a slower mile, not of a faster one.
    miler_evidence weeks[14] = {run_of(MILER_MILE_M, 330, 90, MILER_EVIDENCE_OFFICIAL)};
    miler_evidence room[14];
    for (int i = 1; i < 14; i++) {
        weeks[i] = run_of(MILER_MILE_M, i == 13 ? 310 : 300, 96 - 7 * i, MILER_EVIDENCE_HEART);
        weeks[i].error_s = 4;
    }
    const int32_t then[] = {TODAY - 6, TODAY};
    assert_int_equal(miler_progress(&athlete, weeks, 14, then, 2, room, p + 1, NULL), MILER_OK);
    assert_true(p[2].change_s > 0 && p[2].moved);
    same(p[2].mover.time_s, 310);
    assert_int_equal(miler_progress(&athlete, e, 4, on, 3, scratch, p, NULL), MILER_OK);
    for (int i = 1; i < 3; i++)
        if (p[i].moved) assert_true((p[i].mover.time_s > 330) == (p[i].change_s > 0));
}

static void records(void **state) {
    (void)state;
    const miler_evidence e[] = {run_of(MILER_MILE_M, 330, 63, MILER_EVIDENCE_OFFICIAL),
                                run_of(MILER_MILE_M, 335, 90, MILER_EVIDENCE_OFFICIAL),
                                run_of(MILER_MILE_M, 319, 3, MILER_EVIDENCE_RESULT),
                                run_of(1500, 280, 3, MILER_EVIDENCE_TRAINING_BEST),
                                run_of(5000, 1149, 70, MILER_EVIDENCE_OFFICIAL),
                                run_of(800, 150, 10, MILER_EVIDENCE_TIME_TRIAL),
                                run_of(800, 140, -1, MILER_EVIDENCE_TIME_TRIAL)};
    miler_record_pair pair[MILER_ESTIMATE_COUNT];
    const size_t n = miler_records_between(e, sizeof e / sizeof e[0], TODAY - 56, TODAY, pair);
    assert_int_equal(n, 2);
    same(pair[0].dist_m, 800);
    assert_true(isnan(pair[0].before_s));
    same(pair[0].after_s, 150);
    same(pair[1].before_s, 330);
    same(pair[1].after_s, 319);
    assert_int_equal(pair[1].after_day, TODAY - 3);
}

static void the_past_foretold(void **state) {
    (void)state;
    const miler_athlete athlete = someone();
    const miler_evidence e[] = {run_of(MILER_MILE_M, 319, 3, MILER_EVIDENCE_OFFICIAL),
                                run_of(3000, 470, 20, MILER_EVIDENCE_OFFICIAL), // a mistake of entry
                                run_of(MILER_MILE_M, 330, 63, MILER_EVIDENCE_OFFICIAL),
                                run_of(1500, 318, 63, MILER_EVIDENCE_TRAINING_BEST),
                                run_of(5000, 1149, 70, MILER_EVIDENCE_OFFICIAL),
                                run_of(800, 140, -5, MILER_EVIDENCE_OFFICIAL)};
    miler_evidence scratch[6];
    miler_backtest_row rows[6];
    miler_backtest_sum sum;
    assert_int_equal(miler_backtest(&athlete, e, 6, TODAY, scratch, rows, &sum, NULL), MILER_OK);
    assert_int_equal(sum.rows, 4);
    assert_int_equal(sum.judged, 3);
    assert_false(rows[0].known); // nothing came before
    assert_true(isnan(rows[0].error_percent));
    miler_fitness f;
    assert_int_equal(miler_fitness_estimate(&athlete, &e[4], 1, TODAY - 64, &f, NULL), MILER_OK);
    same(rows[1].said.time_s, f.mile.time_s); // of the day before
    same(rows[1].error_percent, 100 * (f.mile.time_s / 330 - 1));
    assert_true(rows[1].inside);
    assert_true(rows[2].far_off && !rows[2].inside && rows[2].error_percent > 0);
    assert_int_equal(sum.far_off, 1);
    double abs_sum = 0;
    for (size_t i = 1; i < 4; i++)
        abs_sum += fabs(rows[i].error_percent);
    same(sum.mean_abs_percent, abs_sum / 3);
    same(sum.inside_percent, 100.0 * (double)sum.inside / 3);
    assert_int_equal(miler_backtest(&athlete, NULL, 0, TODAY, NULL, NULL, &sum, NULL), MILER_OK);
    assert_true(isnan(sum.mean_abs_percent) && isnan(sum.inside_percent));
}

// One effort of a run is foretold once, at its full length.
static void a_trial_once(void **state) {
    (void)state;
    const miler_athlete athlete = someone();
    miler_evidence e[] = {run_of(5000, 1149, 70, MILER_EVIDENCE_OFFICIAL),
                          run_of(1500, 308, 3, MILER_EVIDENCE_TIME_TRIAL),
                          run_of(MILER_MILE_M, 331, 3, MILER_EVIDENCE_TIME_TRIAL)};
    e[1].source_id = e[2].source_id = 7;
    miler_evidence scratch[3];
    miler_backtest_row rows[3];
    miler_backtest_sum sum;
    assert_int_equal(miler_backtest(&athlete, e, 3, TODAY, scratch, rows, &sum, NULL), MILER_OK);
    assert_int_equal(sum.rows, 2);
    same(rows[1].evidence.dist_m, MILER_MILE_M);
}

// Ten years by the week, 500 results and the training bests of every four weeks.
static void ten_years(void **state) {
    (void)state;
    enum { RESULTS = 500, BESTS = 130 * 9, ALL = RESULTS + BESTS, DAYS = 3650 };
    static const double dists[] = {800, 1000, 1500, MILER_MILE_M, 3000, 5000, 10000, 15000, 21097.5};
    static miler_evidence list[ALL], scratch[ALL];
    static miler_progress_point points[600];
    static miler_backtest_row rows[ALL];
    static int32_t on[600];
    for (int i = 0; i < ALL; i++) {
        const bool best = i >= RESULTS;
        const int k = best ? i - RESULTS : i;
        const double dist_m = dists[k % 9];
        const double noise = ((k * 37) % 100) / 100.0 * 0.05; // up to 5 %
        list[i] = run_of(dist_m, 330 * pow(dist_m / MILER_MILE_M, 1.085) * (1 + noise + (best ? 0.04 : 0)),
                         best ? k / 9 * 28 : k * DAYS / RESULTS,
                         best ? MILER_EVIDENCE_TRAINING_BEST : MILER_EVIDENCE_OFFICIAL);
        list[i].source_id = i + 1;
    }
    const miler_athlete athlete = someone();
    const size_t n = miler_progress_days(TODAY - DAYS, TODAY, false, on, 600);
    miler_backtest_sum sum;
    clock_t began = clock();
    assert_int_equal(miler_progress(&athlete, list, ALL, on, n, scratch, points, NULL), MILER_OK);
    const double progress_ms = 1000.0 * (double)(clock() - began) / CLOCKS_PER_SEC;
    began = clock();
    assert_int_equal(miler_backtest(&athlete, list, ALL, TODAY, scratch, rows, &sum, NULL), MILER_OK);
    const double backtest_ms = 1000.0 * (double)(clock() - began) / CLOCKS_PER_SEC;
    print_message("%zu weeks in %.0f ms, %zu results foretold in %.0f ms\n", n, progress_ms, sum.judged,
                  backtest_ms);
    assert_true(points[n - 1].known);
    if (getenv("MILER_PLANS") == NULL) { // not under slow instrumentation
        between("ten years by the week, ms", progress_ms, 0, 600);
        between("500 results, ms", backtest_ms, 0, 600);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mile_alone),
        cmocka_unit_test(the_weak_side),
        cmocka_unit_test(what_speaks),
        cmocka_unit_test(carry_over),
        cmocka_unit_test(threshold_heart),
        cmocka_unit_test(days),
        cmocka_unit_test(the_mile_over_time),
        cmocka_unit_test(records),
        cmocka_unit_test(the_past_foretold),
        cmocka_unit_test(a_trial_once),
        cmocka_unit_test(ten_years),
        cmocka_unit_test(old_watches_are_silent),
        cmocka_unit_test(what_moved_it_pulls_that_way),
    };
    return cmocka_run_group_tests_name("progress", tests, NULL, NULL);
}
