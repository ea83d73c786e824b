// SPDX-License-Identifier: MIT
// Bests of a run on a track: measured along it, and by the reps that were run.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../track_kit.h"

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
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_trial_is_measured_along_the_track), cmocka_unit_test(a_rep_has_one_time),
        cmocka_unit_test(without_a_track_nothing_changes), cmocka_unit_test(only_circles_are_looked_at)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
