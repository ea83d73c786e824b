// SPDX-License-Identifier: MIT
// The load a session asks for against sums done by hand, and against the load
// that miler/load.h measures in the same session run as asked, second by second.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <miler/activity.h>
#include <miler/load.h>
#include <miler/plan.h>

#include <math.h>

#define assert_near(a, b, tolerance)                                                                         \
    do {                                                                                                     \
        const double near_a = (a), near_b = (b);                                                             \
        if (!(fabs(near_a - near_b) <= (tolerance))) fail_msg("%s: %.4f, not %.4f", #a, near_a, near_b);     \
    } while (0)

static miler_pace_book book;
static miler_arena *arena;

static int set_up(void **state) {
    (void)state;
    miler_athlete runner;
    miler_fitness fitness;
    const miler_evidence mile = {
        .dist_m = 1609.344, .time_s = 330, .day = 20400, .kind = MILER_EVIDENCE_RESULT};
    miler_athlete_init(&runner);
    if (miler_fitness_estimate(&runner, &mile, 1, 20410, &fitness, NULL) != MILER_OK) return -1;
    miler_plan_book(&fitness, &runner, 325, &book);
    arena = miler_arena_new(NULL, 0);
    return arena != NULL ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    miler_arena_free(arena);
    return 0;
}

static double load_of(const char *text) {
    double points = -1;
    miler_error err;
    const miler_session session = {.text = text};
    assert_int_equal(miler_session_load(&session, &book, arena, &points, &err), MILER_OK);
    return points;
}

static double threshold_mps(void) {
    return book.zones[MILER_ZONE_THRESHOLD].target_mps;
}

static void test_by_hand(void **state) {
    (void)state;
    const double easy = book.zones[MILER_ZONE_EASY].target_mps / threshold_mps();
    assert_near(load_of("60min @threshold"), 100, 0.05);
    assert_near(load_of("30min @threshold"), 50, 0.05);
    assert_near(load_of("45min easy"), 75 * easy * easy, 0.05);
    assert_near(load_of("rest"), 0, 0);
    assert_near(load_of("30min bike"), 100 * 3.0 * 30 / (7 * 60), 0.05); // Foster, felt as 3
    // Standing is no work and does not make an hour of one half longer.
    assert_near(load_of("2 x (30min @threshold R5min)"), 100, 0.6);
}

// A sprint of ten seconds is not ten seconds to the fourth power: the 30 s hold it.
static void test_short_and_fast(void **state) {
    (void)state;
    const double bare = load_of("40min easy");
    const double strides = load_of("40min easy, 6 x (20s stride r60s jog)");
    const double jogs = load_of("48min easy");
    assert_true(strides > bare + 4);
    assert_true(strides < 1.12 * jogs);
    assert_true(load_of("12 x 400m @mile r400m jog") > load_of("8 x 400m @mile r400m jog"));
    assert_true(load_of("8 x 400m @mile r200m jog") < load_of("8 x 400m @mile r400m jog")); // less jogged
}

// ---- As a watch would tell it

typedef struct piece {
    double time_s, speed_mps;
} piece;

static double measured(const piece *pieces, size_t count, miler_load_basis *basis) {
    static double at[12000], timer[12000], dist[12000];
    miler_activity a = {.sport = MILER_SPORT_RUNNING};
    miler_samples samples = {0};
    miler_load_parts parts;
    miler_load load;
    miler_error err;
    size_t n = 1;
    for (size_t i = 0; i < count; i++)
        for (double s = 0; s < pieces[i].time_s && n < 12000; s++, n++) {
            at[n] = timer[n] = (double)n;
            dist[n] = dist[n - 1] + pieces[i].speed_mps;
        }
    a.samples = &samples;
    a.sample_count = n;
    a.at_s = at;
    a.timer_at_s = timer;
    a.true_dist_m = dist;
    a.timer_s = (double)n - 1;
    a.dist_m = dist[n - 1];
    a.dist_source = MILER_DIST_TRACK;
    assert_int_equal(miler_load_measure(&a, arena, &parts, &err), MILER_OK);
    const miler_load_runner runner = {.threshold_mps = threshold_mps()};
    miler_load_session(&parts, &runner, NULL, &load);
    *basis = load.basis;
    return load.points;
}

static void test_as_measured(void **state) {
    (void)state;
    const double easy = book.zones[MILER_ZONE_EASY].target_mps;
    const double mile = book.zones[MILER_ZONE_MILE].target_mps;
    miler_load_basis basis;
    piece pieces[64];
    size_t n = 0;
    pieces[n++] = (piece){900, easy};
    for (int rep = 0; rep < 8; rep++) {
        pieces[n++] = (piece){400 / mile, mile};
        if (rep < 7) pieces[n++] = (piece){400 / (0.85 * easy), 0.85 * easy};
    }
    pieces[n++] = (piece){600, easy};
    const double asked = load_of("15min easy, 8 x 400m @mile r400m jog, 10min easy");
    const double done = measured(pieces, n, &basis);
    assert_int_equal(basis, MILER_LOAD_BY_PACE);
    assert_near(asked, done, 0.02 * done);
    assert_true(done > 40 && done < 90);
}

static void test_of_a_week(void **state) {
    (void)state;
    miler_session sessions[3] = {{.text = "60min @threshold"},
                                 {.text = "30min @threshold", .status = MILER_SESSION_SKIPPED},
                                 {.text = "30min bike"}};
    miler_plan plan = {.sessions = sessions, .session_count = 3};
    const miler_plan_week week = {.first_session = 0, .session_count = 3};
    double points;
    miler_error err;
    plan.request.book = book;
    assert_int_equal(miler_plan_week_load(&plan, &week, arena, &points, &err), MILER_OK);
    assert_near(points, 100 + 100 * 3.0 * 30 / (7 * 60), 0.1);
    // Over, its sums are as planned, and so is what it asked for; with half of them, half.
    sessions[0].easy_s = 3600;
    sessions[1].easy_s = 1800;
    miler_plan_week over = week;
    over.time_s = 5400;
    assert_int_equal(miler_plan_week_load(&plan, &over, arena, &points, &err), MILER_OK);
    assert_near(points, 150 + 100 * 3.0 * 30 / (7 * 60), 0.1);
    over.time_s = 3600;
    assert_int_equal(miler_plan_week_load(&plan, &over, arena, &points, &err), MILER_OK);
    assert_near(points, 100 + 100 * 3.0 * 30 / (7 * 60), 0.1);
    sessions[0].text = "no session at all";
    assert_int_equal(miler_plan_week_load(&plan, &week, arena, &points, &err), MILER_ERR_PARSE);
}

// A plan's text is no friend: years of running take no longer than two days of it.
static void test_of_no_end(void **state) {
    (void)state;
    const double points = load_of("50 x (50 x (100km easy))");
    assert_true(points > 0 && isfinite(points));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_by_hand), cmocka_unit_test(test_short_and_fast),
                                       cmocka_unit_test(test_as_measured), cmocka_unit_test(test_of_a_week),
                                       cmocka_unit_test(test_of_no_end)};
    return cmocka_run_group_tests_name("plan_load", tests, set_up, tear_down);
}
