// SPDX-License-Identifier: MIT
// review of a run of the store: metres run in a lane farther out, seen in the
// distance along it, are taken as run wide, and only where they were.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../track_kit.h"

#include "app/app_review.h"
#include "app/import.h"
#include "app/run_truth.h"
#include "store_kit.h"

#define LAPS (MILER_MILE_M / 400) // counted in any lane
#define RACE_MPS 5.0

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
    o.today = 20600;
    o.now_ms = INT64_C(1780000000000);
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

// What the watch wrote, as GPX of that day of May; the run's number.
static int64_t import_world(fixture *f, const tk_world *w, int day) {
    char path[160];
    (void)snprintf(path, sizeof path, "%s/may%d.gpx", f->k.folder, day);
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    (void)fputs("<?xml version=\"1.0\"?><gpx version=\"1.1\" creator=\"test\" "
                "xmlns=\"http://www.topografix.com/GPX/1/1\"><trk><type>running</type><trkseg>\n",
                out);
    for (size_t i = 0; i < w->sample_count; i++) {
        const int s = (int)((w->t_ms[i] - w->t_ms[0]) / 1000);
        (void)fprintf(out,
                      "<trkpt lat=\"%.8f\" lon=\"%.8f\"><time>2026-05-%02dT%02d:%02d:%02dZ</time></trkpt>\n",
                      w->lat[i], w->lon[i], day, s / 3600, s / 60 % 60, s % 60);
    }
    (void)fputs("</trkseg></trk></gpx>\n", out);
    (void)fclose(out);
    const char *const paths[] = {path};
    app_import_answer answer;
    ok(app_import(f->a, paths, 1, NULL, NULL, &answer, &why));
    assert_int_equal(answer.outcomes[STORE_FILE_NEW], 1);
    app_runs runs;
    const store_run_filter filter = {.sport = -1, .since_day = MILER_NO_DAY, .until_day = MILER_NO_DAY};
    ok(app_runs_list(f->a, &filter, f->k.arena, &runs, &why));
    return runs.runs[0].id;
}

// So far in that lane, after a jog in it, with a rest before and behind; of lane, start, finish
// and length the runner tells so many. Gives the seconds it took.
static double race_in_lane(fixture *f, int lane, double along_m, size_t tells, app_review_answer *out) {
    tk_world w;
    tk_init(&w, 20261126 + (uint64_t)lane);
    w.turn_rad = 0.4;
    w.lane = lane;
    const double lap_m = tk_lap(&w);
    tk_pace_add(&w, 5 * lap_m, 3, 0);
    tk_pace_add(&w, 0, 0, 120);
    tk_pace_add(&w, along_m, RACE_MPS, 0);
    tk_pace_add(&w, 0, 0, 60);
    tk_pace_add(&w, 3 * lap_m, 2.8, 0);
    tk_run(&w);
    tk_record(&w, 1, 0.8, 40);
    const double from_s = w.pace[2].from_s, to_s = w.pace[2].to_s;
    const app_review_asked asked = {.run_id = import_world(f, &w, 9), .day = MILER_NO_DAY};
    tk_free(&w);
    const miler_edit told[] = {
        {.kind = MILER_EDIT_LANE, .value = lane, .text = ""},
        {.kind = MILER_EDIT_SPLIT, .at_s = from_s, .text = ""},
        {.kind = MILER_EDIT_SPLIT, .at_s = to_s, .text = ""},
        {.kind = MILER_EDIT_LENGTH, .at_s = (from_s + to_s) / 2, .value = MILER_MILE_M, .text = ""}};
    for (size_t i = 0; i < tells; i++)
        ok(app_edit_add(f->a, asked.run_id, &told[i], &why));
    if (app_review(f->a, &asked, f->k.arena, out, &why) != MILER_OK) fail_msg("%s", why.msg);
    print_message("# lane %d, %.2f m a lap: %s, %g m in %.2f s, %.2f m wide\n", lane, lap_m, out->source,
                  out->review.dist_m, out->review.time_s, out->review.extra_m);
    return to_s - from_s;
}

static void metres_in_an_outer_lane_are_run_wide(void **state) {
    app_review_answer a;
    (void)race_in_lane(*state, 2, LAPS * 407.04, 4, &a);
    const double wide_m = LAPS * 7.04; // World Athletics: a lap is 407.04 m
    assert_string_equal(a.source, "the track, lane 2, run wide of the first");
    assert_true(fabs(a.review.extra_m - wide_m) < 0.5);
    double seconds = (double)NAN;
    for (int i = 0; i < MILER_LOSS_COUNT; i++)
        if (a.review.causes[i].loss == MILER_LOSS_WIDE) seconds = a.review.causes[i].seconds;
    assert_true(fabs(seconds - wide_m / RACE_MPS) < 0.3);
    double sum_m = 0;
    for (size_t i = 0; i < a.review.laps.count; i++)
        sum_m += a.review.laps.rows[i].extra_m;
    assert_true(fabs(sum_m - a.review.extra_m) < 1e-6);
}

static void in_the_first_lane_there_are_none(void **state) {
    app_review_answer a;
    (void)race_in_lane(*state, 1, MILER_MILE_M, 4, &a);
    assert_string_equal(a.source, "the track, lane 1");
    assert_true(a.review.extra_m == 0);
}

// Who starts where lane 2's mile starts runs no farther.
static void from_the_lanes_own_start_there_are_none(void **state) {
    app_review_answer a;
    (void)race_in_lane(*state, 2, MILER_MILE_M, 4, &a);
    assert_string_equal(a.source, "the track, lane 2");
    assert_true(a.review.extra_m == 0);
}

// The lane alone is told: start and finish are where the runner was fast, and stay there.
static void only_the_lane_told(void **state, int lane, double extra_m) {
    app_review_answer a;
    const double true_s = race_in_lane(*state, lane, MILER_MILE_M + extra_m, 1, &a);
    assert_true(fabs(a.review.extra_m - extra_m) < 0.5);
    assert_true(fabs(a.review.dist_m - MILER_MILE_M) < 0.01);
    assert_true(fabs(a.review.time_s - true_s) < 1);
}

static void with_the_lane_told_the_rest_is_seen(void **state) {
    only_the_lane_told(state, 2, LAPS * 7.04);
}

static void farther_out_as_well(void **state) {
    only_the_lane_told(state, 3, LAPS * 14.70); // a lap is 414.70 m
}

static void with_the_lane_told_its_own_start_is_seen(void **state) {
    app_review_answer a;
    (void)race_in_lane(*state, 2, MILER_MILE_M, 1, &a);
    assert_true(a.review.extra_m == 0 && fabs(a.review.dist_m - MILER_MILE_M) < 0.01);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(metres_in_an_outer_lane_are_run_wide, setup, teardown),
        cmocka_unit_test_setup_teardown(in_the_first_lane_there_are_none, setup, teardown),
        cmocka_unit_test_setup_teardown(from_the_lanes_own_start_there_are_none, setup, teardown),
        cmocka_unit_test_setup_teardown(with_the_lane_told_the_rest_is_seen, setup, teardown),
        cmocka_unit_test_setup_teardown(farther_out_as_well, setup, teardown),
        cmocka_unit_test_setup_teardown(with_the_lane_told_its_own_start_is_seen, setup, teardown)};
    return cmocka_run_group_tests_name("review_store", tests, NULL, NULL);
}
