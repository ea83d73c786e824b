// SPDX-License-Identifier: MIT
// Bests of a run on a track: measured along it, and by the reps that were run.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../track_kit.h"

#include <miler/edits.h>
#include <miler/reps.h>

typedef struct session {
    tk_world w;
    miler_arena *arena;
    miler_activity a;
    miler_tracks tracks;
    miler_reps reps;
} session;

// Warm-up, a rest, one effort, a rest, cool-down; through a GPS of that error.
static void run_session(session *s, uint64_t seed, double effort_m, double speed_mps, double noise_m) {
    tk_init(&s->w, seed);
    s->w.turn_rad = 0.4;
    tk_pace_add(&s->w, 2000, 2.9, 0);
    tk_pace_add(&s->w, 0, 0, 120);
    tk_pace_add(&s->w, effort_m, speed_mps, 0);
    tk_pace_add(&s->w, 0, 0, 150);
    tk_pace_add(&s->w, 1200, 2.7, 0);
    tk_run(&s->w);
    tk_record(&s->w, 1, noise_m, 30);
    s->arena = miler_arena_new(NULL, 0);
    assert_non_null(s->arena);
    assert_int_equal(miler_activity_build(&s->w.rec, s->arena, &s->a, NULL), MILER_OK);
    assert_int_equal(miler_tracks_find(&s->a, NULL, 0, s->arena, &s->tracks, NULL), MILER_OK);
    assert_int_equal(miler_reps_find(&s->a, &s->w.rec, &s->tracks, NULL, s->arena, &s->reps, NULL), MILER_OK);
}

static void end_session(session *s) {
    miler_arena_free(s->arena);
    tk_free(&s->w);
}

static const miler_effort *best_at(const miler_activity *a, double dist_m) {
    for (size_t i = 0; i < MILER_BEST_COUNT; i++)
        if (fabs(a->bests[i].dist_m - dist_m) < 0.5) return &a->bests[i];
    fail();
    return NULL;
}

// The mile of a trial: by the watch's places it is some ten seconds too fast, along the track within its error.
static void a_trial_is_measured_along_the_track(void **state) {
    (void)state;
    double square = 0, by_gps = 0, said = 0;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        session s;
        run_session(&s, seed, MILER_MILE_M, 4.66, 2.5);
        const tk_pace *trial = &s.w.pace[2];
        const double truth_s = trial->to_s - trial->from_s;
        by_gps += best_at(&s.a, MILER_MILE_M)->time_s - truth_s;
        assert_true((best_at(&s.a, 800)->flags & MILER_EFFORT_ON_TRACK) == 0);
        assert_int_equal(miler_activity_bests_on(&s.a, &s.tracks, &s.reps, s.arena, NULL), MILER_OK);
        const miler_effort *mile = best_at(&s.a, MILER_MILE_M);
        assert_true((mile->flags & MILER_EFFORT_ON_TRACK) != 0);
        assert_true(fabs(mile->start_s - trial->from_s) < 6);
        const double off_s = mile->time_s - truth_s;
        if (!(fabs(off_s) < 3 * fmax(mile->error_s, 1)))
            fail_msg("seed %d: %.1f s off, said %.1f", (int)seed, off_s, mile->error_s);
        square += off_s * off_s;
        said += mile->error_s;
        end_session(&s);
    }
    print_message("# by GPS %+.1f s, along the track %.1f s RMS, said %.1f\n", by_gps / 6, sqrt(square / 6),
                  said / 6);
    assert_true(sqrt(square / 6) < 2.5);
}

// A rep called by its distance has one time on the page, not two.
static void a_rep_has_one_time(void **state) {
    (void)state;
    session s;
    run_session(&s, 21, 1200, 4.8, 2);
    assert_int_equal(miler_activity_bests_on(&s.a, &s.tracks, &s.reps, s.arena, NULL), MILER_OK);
    size_t met = 0;
    for (size_t i = 0; i < s.reps.count; i++) {
        const miler_rep *rep = &s.reps.reps[i];
        if (rep->kind != MILER_REP_WORK || fabs(rep->nominal_m - 1200) > 0.5) continue;
        met++;
        assert_float_equal(best_at(&s.a, 1200)->time_s, rep->nominal_time_s, 1e-9);
        assert_float_equal(best_at(&s.a, 1200)->error_s, rep->time_error_s, 1e-9);
    }
    assert_int_equal(met, 1);
    end_session(&s);
}

static void without_a_track_nothing_changes(void **state) {
    (void)state;
    session s;
    run_session(&s, 5, 1000, 4.5, 2);
    const miler_activity before = s.a;
    const miler_tracks none = {.count = 0};
    assert_int_equal(miler_activity_bests_on(&s.a, &none, NULL, s.arena, NULL), MILER_OK);
    assert_memory_equal(before.bests, s.a.bests, sizeof before.bests);
    miler_error err = {0};
    assert_int_equal(miler_activity_bests_on(&s.a, NULL, NULL, s.arena, &err), MILER_ERR_ARG);
    end_session(&s);
}

// ---- Reps that are shorter than the others

enum { SHORT_REPS = 6, SHORT_LAPS = 2 * SHORT_REPS + 1 };

// Six reps, all but the second of 400 m, each with a lap of its own; the second pressed `late_s` after its end.
static void run_reps(session *s, miler_lap *laps, uint64_t seed, double second_m, double late_s) {
    tk_init(&s->w, seed);
    s->w.turn_rad = 0.4;
    tk_pace_add(&s->w, 2000, 2.9, 0);
    for (int i = 0; i < SHORT_REPS; i++) {
        const double rep_m = i == 1 ? second_m : 400;
        tk_pace_add(&s->w, rep_m, 4.8, 0);
        tk_pace_add(&s->w, i + 1 < SHORT_REPS ? 800 - rep_m : 1000, 2.4, 0);
    }
    tk_run(&s->w);
    tk_record(&s->w, 1, 1, 30);
    double at_s = 0;
    for (int i = 0; i < SHORT_LAPS; i++) {
        const double end_s = s->w.pace[i].to_s + (i == 3 ? late_s : 0);
        laps[i] = (miler_lap){.trigger = MILER_TRIGGER_MANUAL, .workout_step = -1};
        miler_summary_init(&laps[i].sum);
        laps[i].sum.start_ms = s->w.t_ms[0] + llround(at_s * 1000);
        laps[i].sum.elapsed_s = laps[i].sum.timer_s = end_s - at_s;
        at_s = end_s;
    }
    s->w.rec.laps = laps;
    s->w.rec.lap_count = SHORT_LAPS;
    s->arena = miler_arena_new(NULL, 0);
    assert_non_null(s->arena);
    assert_int_equal(miler_activity_build(&s->w.rec, s->arena, &s->a, NULL), MILER_OK);
}

static void measure_edited(session *s, const miler_edit *edits, size_t count) {
    const miler_activity recorded = s->a;
    miler_edited edited;
    miler_recording rec;
    assert_int_equal(miler_edits_apply(&recorded, edits, count, s->arena, &edited, NULL), MILER_OK);
    assert_int_equal(edited.refused, 0);
    assert_int_equal(miler_edits_lay(&s->w.rec, &recorded, &edited, s->arena, &rec, NULL), MILER_OK);
    assert_int_equal(miler_activity_build(&rec, s->arena, &s->a, NULL), MILER_OK);
    assert_int_equal(miler_tracks_find(&s->a, NULL, 0, s->arena, &s->tracks, NULL), MILER_OK);
    assert_int_equal(miler_reps_find(&s->a, &rec, &s->tracks, NULL, s->arena, &s->reps, NULL), MILER_OK);
    assert_int_equal(miler_activity_bests_on(&s->a, &s->tracks, &s->reps, s->arena, NULL), MILER_OK);
}

static const miler_rep *rep_number(const session *s, int number) {
    for (size_t i = 0; i < s->reps.count; i++)
        if (s->reps.reps[i].kind == MILER_REP_WORK && --number == 0) return &s->reps.reps[i];
    fail();
    return NULL;
}

static double all_of_it_s(const session *s) {
    return s->w.pace[3].to_s - s->w.pace[3].from_s;
}

// The end of the second lap moved `by_s` into the rep; `told_m` > 0: and its length told.
static void cut_by_hand(session *s, double by_s, double told_m) {
    miler_lap laps[SHORT_LAPS];
    run_reps(s, laps, 5, 400, 0);
    const tk_pace *second = &s->w.pace[3];
    const miler_edit edits[] = {{.kind = MILER_EDIT_MOVE, .at_s = second->to_s, .to_s = second->to_s - by_s},
                                {.kind = MILER_EDIT_LENGTH, .at_s = second->from_s + 20, .value = told_m}};
    measure_edited(s, edits, told_m > 0 ? 2 : 1);
    s->w.rec.laps = NULL;
    s->w.rec.lap_count = 0;
}

// Fewer metres are no record: the best stays what the track measured, and the lap is called by its own length.
static void a_lap_cut_by_hand_is_no_best(void **state) {
    (void)state;
    for (int half_s = 4; half_s <= 12; half_s++) {
        session s;
        cut_by_hand(&s, half_s * 0.5, 0);
        const miler_rep *rep = rep_number(&s, 2);
        const miler_effort *best = best_at(&s.a, 400);
        if (!(fabs(best->time_s - all_of_it_s(&s)) < 1))
            fail_msg("cut by %.1f s to %.1f m: best %.1f s, true %.1f s", half_s * 0.5, rep->dist_m,
                     best->time_s, all_of_it_s(&s));
        assert_true(rep->dist_m < 392 && (rep->flags & MILER_REP_BY_HAND) != 0);
        assert_false(fabs(rep->nominal_m - 400) < 0.5);
        assert_float_equal(rep_number(&s, 3)->nominal_m, 400, 0.5);
        end_session(&s);
    }
}

// A second is the finger's: the lap is the rep as it was put; and a length that was told is believed.
static void a_lap_put_right_is_a_best(void **state) {
    (void)state;
    static const struct { double by_s, told_m; } put[] = {{-1, 0}, {0.5, 0}, {1, 0}, {3, 400}};
    for (size_t i = 0; i < sizeof put / sizeof put[0]; i++) {
        session s;
        cut_by_hand(&s, put[i].by_s, put[i].told_m);
        const miler_rep *rep = rep_number(&s, 2);
        assert_true(fabs(rep->time_s - all_of_it_s(&s) + put[i].by_s) < 1e-3);
        assert_float_equal(rep->nominal_m, 400, 0);
        assert_float_equal(rep->nominal_time_s, rep->time_s, 1e-9);
        if (put[i].by_s > 0) assert_float_equal(best_at(&s.a, 400)->time_s, rep->time_s, 1e-9);
        end_session(&s);
    }
}

// One of six that ended early is not named after the others; a press a second off changes no rep.
static void a_rep_that_ended_early_has_its_own_length(void **state) {
    (void)state;
    for (int k = 0; k < 5; k++) {
        session s;
        miler_lap laps[SHORT_LAPS];
        const double ran_m = k < 3 ? 400 : 416 - 10 * k; // 386, 376
        run_reps(&s, laps, 5, ran_m, k < 3 ? k - 1 : 0);
        measure_edited(&s, NULL, 0);
        const miler_rep *rep = rep_number(&s, 2);
        assert_float_equal(rep->dist_m, ran_m, 8);
        assert_true((fabs(rep->nominal_m - 400) < 0.5) == (k < 3));
        assert_true(fabs(best_at(&s.a, 400)->time_s - all_of_it_s(&s) * 400 / ran_m) < 1.2);
        end_session(&s);
    }
}

// ---- The look before the search

typedef void place_fn(double way_m, double *x, double *y);

static bool circles(place_fn *place, double way_m, double noise_m, double every_s) {
    tk_world w;
    tk_init(&w, 7);
    for (double t = 0; t * 3.5 < way_m; t += 0.1) {
        tk_step *step = &w.step[w.step_count++];
        *step = (tk_step){.t_s = t, .path_m = t * 3.5};
        place(t * 3.5, &step->x_m, &step->y_m);
    }
    tk_record(&w, every_s, noise_m, 30);
    miler_arena *arena = miler_arena_new(NULL, 0);
    miler_activity a;
    assert_non_null(arena);
    assert_int_equal(miler_activity_build(&w.rec, arena, &a, NULL), MILER_OK);
    const bool yes = miler_activity_circles(&a);
    miler_arena_free(arena);
    tk_free(&w);
    return yes;
}

static void out_and_back(double way_m, double *x, double *y) {
    *x = way_m < 3000 ? way_m : 6000 - way_m;
    *y = 0.1 * *x;
}

static void big_loop(double way_m, double *x, double *y) {
    *x = 400 * cos(way_m / 400);
    *y = 400 * sin(way_m / 400);
}

static void oval_of(double lap_m, int lane, double way_m, double *x, double *y) {
    tk_world w = {.lane = lane, .turn_rad = 0.8};
    tk_size(&w, (int)lap_m);
    tk_place(&w, way_m, x, y);
}

static void oval_400_lane_8(double way_m, double *x, double *y) {
    oval_of(400, 8, way_m, x, y);
}

static void oval_200(double way_m, double *x, double *y) {
    oval_of(200, 1, way_m, x, y);
}

// A jog to the track and back, and a mile there.
static void mile_within_a_road_run(double way_m, double *x, double *y) {
    if (way_m < 2000) {
        *x = way_m - 2000;
        *y = 0;
    } else if (way_m < 3609) {
        oval_of(400, 1, way_m - 2000, x, y);
    } else {
        *x = 0;
        *y = way_m - 3609;
    }
}

static void only_circles_are_looked_at(void **state) {
    (void)state;
    for (int k = 0; k < 4; k++) {
        const double every_s = k < 2 ? 1 : 6;
        const double noise_m = k % 2 == 0 ? 1 : 5;
        assert_false(circles(out_and_back, 6000, noise_m, every_s));
        assert_false(circles(big_loop, 6000, noise_m, every_s));
        assert_true(circles(oval_400_lane_8, 5000, noise_m, every_s));
        assert_true(circles(oval_200, 3000, noise_m, every_s));
        assert_true(circles(mile_within_a_road_run, 6000, noise_m, every_s));
    }
    const miler_activity empty = {.sample_count = 0};
    assert_false(miler_activity_circles(&empty));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_trial_is_measured_along_the_track),
                                       cmocka_unit_test(a_rep_has_one_time),
                                       cmocka_unit_test(a_lap_cut_by_hand_is_no_best),
                                       cmocka_unit_test(a_lap_put_right_is_a_best),
                                       cmocka_unit_test(a_rep_that_ended_early_has_its_own_length),
                                       cmocka_unit_test(without_a_track_nothing_changes),
                                       cmocka_unit_test(only_circles_are_looked_at)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
