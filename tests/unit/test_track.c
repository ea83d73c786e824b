// SPDX-License-Identifier: MIT
// track: geometry of ovals, what is no track, known tracks, real files.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../track_kit.h"

#include "base/limits.h"

#include <miler/formats.h>
#include <miler/science.h>

static miler_arena *arena;

static int set_up(void **state) {
    (void)state;
    arena = miler_arena_new(NULL, 0);
    return arena == NULL;
}

static int tear_down(void **state) {
    (void)state;
    miler_arena_free(arena);
    return 0;
}

static void near_to(double got, double want, double within) {
    if (!(fabs(got - want) <= within)) fail_msg("%.6f is not %.6f within %g", got, want, within);
}

// World Athletics: what lanes 1 to 8 measure.
static void lanes_measure(void **state) {
    (void)state;
    static const double laps_m[] = {400.00, 407.04, 414.70, 422.37, 430.03, 437.70, 445.37, 453.03};
    for (int lane = 1; lane <= 8; lane++) {
        miler_oval oval;
        miler_oval_standard(&oval, lane);
        near_to(miler_oval_lap_m(&oval), laps_m[lane - 1], 0.006);
        near_to(miler_oval_lap_m(&oval), miler_track_lap_m(lane), 1e-9);
    }
}

static void there_and_back(void **state) {
    (void)state;
    for (int way = 0; way < 2; way++) {
        miler_oval oval;
        miler_oval_standard(&oval, 3);
        oval.turn_rad = 0.7;
        oval.clockwise = way == 1;
        const double lap = miler_oval_lap_m(&oval);
        for (double s = -lap; s < 2 * lap; s += 3.7) {
            double x, y, dx, dy, along, off, x2, y2;
            miler_oval_at(&oval, s, &x, &y, &dx, &dy);
            near_to(hypot(dx, dy), 1, 1e-12);
            miler_oval_at(&oval, s + 0.01, &x2, &y2, NULL, NULL);
            near_to(x2 - x, 0.01 * dx, 1e-5);
            near_to(y2 - y, 0.01 * dy, 1e-5);
            // Two metres out: to the right when run anticlockwise.
            const double side = oval.clockwise ? -2 : 2;
            miler_oval_locate(&oval, x + side * dy, y - side * dx, &along, &off);
            near_to(off, 2, 1e-9);
            near_to(along - s - lap * round((along - s) / lap), 0, 1e-9);
        }
    }
}

// The kit's own geometry agrees with the library's.
static void two_geometries(void **state) {
    (void)state;
    tk_world w = {.straight_m = 84.39, .radius_m = 36.80, .lane = 5, .clockwise = true, .turn_rad = 1.1};
    miler_oval oval = {.straight_m = 84.39, .radius_m = 36.80, .lane = 5, .clockwise = true, .turn_rad = 1.1};
    near_to(tk_lap(&w), miler_oval_lap_m(&oval), 1e-6);
    for (double s = 0; s < 900; s += 7.3) {
        double x, y, u, v;
        tk_place(&w, s, &x, &y);
        miler_oval_at(&oval, s, &u, &v, NULL, NULL);
        near_to(x, u, 1e-6);
        near_to(y, v, 1e-6);
    }
}

// ---- What is no track

typedef void place_fn(double way_m, double *x, double *y);

static void run_shape(tk_world *w, place_fn *place, double way_m, double speed_mps, double noise_m) {
    tk_init(w, 7);
    for (double t = 0; t * speed_mps < way_m; t += 0.1) {
        tk_step *s = &w->step[w->step_count++];
        *s = (tk_step){.t_s = t, .path_m = t * speed_mps};
        place(s->path_m, &s->x_m, &s->y_m);
    }
    tk_record(w, 1, noise_m, 30);
}

static void straight_road(double s, double *x, double *y) {
    *x = s;
    *y = 0.2 * s;
}
static void to_and_fro(double s, double *x, double *y) {
    const double r = fmod(s, 400);
    *x = r < 200 ? r : 400 - r;
    *y = 0;
}
static void square_block(double s, double *x, double *y) {
    const double r = fmod(s, 400);
    *x = r < 100 ? r : r < 200 ? 100 : r < 300 ? 300 - r : 0;
    *y = r < 100 ? 0 : r < 200 ? r - 100 : r < 300 ? 100 : 400 - r;
}
static void long_block(double s, double *x, double *y) { // 130 x 70 m with sharp corners
    const double r = fmod(s, 400);
    *x = r < 130 ? r : r < 200 ? 130 : r < 330 ? 330 - r : 0;
    *y = r < 130 ? 0 : r < 200 ? r - 130 : r < 330 ? 70 : 400 - r;
}
static void concourse(double s, double *x, double *y) { // round the stands: an oval, but far too large
    tk_world w = {.straight_m = 110, .radius_m = 105, .lane = 1};
    tk_place(&w, s, x, y);
}
static void kidney(double s, double *x, double *y) { // a pond's path of 410 m
    const double a = s / 410 * 2 * 3.14159265;
    const double r = 55 + 18 * cos(a) + 14 * cos(2 * a + 0.5);
    *x = r * cos(a);
    *y = r * sin(a);
}
static double pond_half_m;
static void ellipse(double s, double *x, double *y) { // perimeter 394 m or so
    static double a, at_m;
    if (s < at_m) a = at_m = 0;
    const double half = pond_half_m, small = 2 * 62.7 - half;
    for (; at_m + 0.05 < s; at_m += 0.05)
        a += 0.05 / hypot(half * sin(a), small * cos(a));
    *x = half * cos(a);
    *y = small * sin(a);
}
static void figure_eight(double s, double *x, double *y) {
    const double a = s / 400 * 2 * 3.14159265;
    *x = 70 * sin(a);
    *y = 50 * sin(2 * a);
}
static void all_equal(double s, double *x, double *y) {
    (void)s;
    *x = *y = 0;
}
static void jumps(double s, double *x, double *y) {
    *x = fmod(s * 7919, 13) < 1 ? 5000 : s;
    *y = fmod(s * 104729, 17) < 1 ? -3000 : 0;
}

static void no_tracks(void **state) {
    (void)state;
    static const struct {
        const char *what;
        place_fn *place;
    } rows[] = {{"a straight road", straight_road},   {"200 m there and back", to_and_fro},
                {"a square block", square_block},     {"a long block", long_block},
                {"a stadium's concourse", concourse}, {"round a pond", kidney},
                {"a figure of eight", figure_eight},  {"one place", all_equal},
                {"jumps of kilometres", jumps}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        for (int noise = 0; noise <= 3; noise += 3) {
            tk_world w;
            run_shape(&w, rows[i].place, 6000, 3.5, noise);
            miler_arena_reset(arena);
            miler_activity a;
            miler_tracks t;
            assert_int_equal(miler_activity_build(&w.rec, arena, &a, NULL), MILER_OK);
            assert_int_equal(miler_tracks_find(&a, NULL, 0, arena, &t, NULL), MILER_OK);
            if (t.count != 0)
                fail_msg("%s with %d m of noise is taken for a track: lap %.1f m, residual %.2f m",
                         rows[i].what, noise, t.tracks[0].perimeter_m, t.tracks[0].residual_m);
            assert_non_null(t.why_not);
            assert_true(t.dist_m == a.dist_m || (isnan(t.dist_m) && isnan(a.dist_m)));
            assert_null(t.along_m);
            tk_free(&w);
        }
}

static void no_ellipse(void **state) {
    (void)state;
    for (pond_half_m = 66; pond_half_m <= 84; pond_half_m += 3)
        for (int noise = 0; noise <= 3; noise++) {
            tk_world w;
            run_shape(&w, ellipse, 6000, 3.5, noise);
            miler_arena_reset(arena);
            miler_activity a;
            miler_tracks t;
            assert_int_equal(miler_activity_build(&w.rec, arena, &a, NULL), MILER_OK);
            assert_int_equal(miler_tracks_find(&a, NULL, 0, arena, &t, NULL), MILER_OK);
            if (t.count != 0)
                fail_msg("an ellipse of %.0f m by %.0f with %d m of noise is a track of %.1f m",
                         2 * pond_half_m, 2 * (2 * 62.7 - pond_half_m), noise, t.tracks[0].perimeter_m);
            tk_free(&w);
        }
}

static void odd_recordings(void **state) {
    (void)state;
    tk_world w;
    run_shape(&w, square_block, 500, 3.5, 0);
    static const size_t counts[] = {0, 1, 2, 3};
    for (size_t i = 0; i < 4; i++) {
        w.rec.samples.count = counts[i];
        w.rec.session.start_ms = 1;
        w.rec.session.elapsed_s = w.rec.session.timer_s = 10;
        miler_arena_reset(arena);
        miler_activity a;
        miler_tracks t;
        assert_int_equal(miler_activity_build(&w.rec, arena, &a, NULL), MILER_OK);
        assert_int_equal(miler_tracks_find(&a, NULL, 0, arena, &t, NULL), MILER_OK);
        assert_int_equal(t.count, 0);
        assert_non_null(t.why_not);
    }
    assert_int_equal(miler_tracks_find(NULL, NULL, 0, arena, &(miler_tracks){0}, NULL), MILER_ERR_ARG);
    tk_free(&w);
}

// Time that runs backward in the file, and positions lost for a while.
static void torn_recordings(void **state) {
    (void)state;
    tk_world w;
    tk_init(&w, 3);
    tk_pace_add(&w, 4000, 4.2, 0);
    tk_run(&w);
    tk_record(&w, 1, 2, 40);
    for (size_t i = 100; i < 110; i++)
        w.t_ms[i] = w.t_ms[90];
    for (size_t i = 300; i < 360; i++)
        w.lat[i] = w.lon[i] = NAN;
    miler_activity a;
    miler_tracks t;
    assert_int_equal(miler_activity_build(&w.rec, arena, &a, NULL), MILER_OK);
    assert_int_equal(miler_tracks_find(&a, NULL, 0, arena, &t, NULL), MILER_OK);
    assert_int_equal(t.count, 1);
    assert_int_equal(t.tracks[0].part_count, 2);
    assert_true(t.dist_m > 4000 - 60 * 4.2 - 20 &&
                t.dist_m < 4020); // of the minute in the dark only the beeline is known
    for (size_t i = 1; i < a.sample_count; i++)
        assert_true(t.dist_at_m[i] >= t.dist_at_m[i - 1]);
    tk_free(&w);
}

// ---- What a track is

static void finish_line_by_reps(void **state) {
    (void)state;
    for (int seed = 1; seed <= 6; seed++) {
        tk_world w;
        tk_init(&w, (uint64_t)seed);
        w.turn_rad = seed;
        w.start_m = 0; // reps of 400 start and end at the finish line
        tk_pace_add(&w, 400, 2.8, 0);
        for (int rep = 0; rep < 6; rep++) {
            tk_pace_add(&w, 400, 5, 0);
            tk_pace_add(&w, 0, 0, 60);
        }
        tk_run(&w);
        tk_record(&w, 1, 2, 40);
        miler_arena_reset(arena);
        miler_activity a;
        miler_tracks t;
        assert_int_equal(miler_activity_build(&w.rec, arena, &a, NULL), MILER_OK);
        assert_int_equal(miler_tracks_find(&a, NULL, 0, arena, &t, NULL), MILER_OK);
        assert_int_equal(t.count, 1);
        assert_true(t.tracks[0].finish_known);
        // Half a lap off would be the wrong end.
        const double off = remainder(t.tracks[0].oval.turn_rad - w.turn_rad, 6.283185307);
        near_to(off, 0, 0.15);
        miler_track_split splits[8];
        const double from = w.pace[1].from_s;
        const size_t count = miler_track_splits(&a, &t, from, w.pace[1].to_s, 0, 100, splits, 8);
        assert_true(count == 3 || count == 4);
        near_to(splits[1].time_s, 20, 2);
        assert_true(splits[1].error_s > 0 && splits[1].error_s < 2);
        tk_free(&w);
    }
}

// A coach sets off from the middle of a bend: that is no finish line, but a spot.
static void spot_by_reps(void **state) {
    (void)state;
    int known = 0;
    for (int seed = 1; seed <= 12; seed++) {
        tk_world w;
        tk_init(&w, (uint64_t)seed);
        w.turn_rad = seed;
        w.start_m = 145;
        tk_pace_add(&w, 400, 2.8, 0);
        for (int rep = 0; rep < 8; rep++) {
            tk_pace_add(&w, 400, 5, 0);
            tk_pace_add(&w, 0, 0, 60);
        }
        tk_run(&w);
        tk_record(&w, 1, 2, 40);
        miler_activity a;
        miler_tracks t;
        miler_arena_reset(arena);
        assert_int_equal(miler_activity_build(&w.rec, arena, &a, NULL), MILER_OK);
        assert_int_equal(miler_tracks_find(&a, NULL, 0, arena, &t, NULL), MILER_OK);
        assert_int_equal(t.count, 1);
        known += t.tracks[0].finish_known;
        // 145 m past one end or the other.
        near_to(remainder(t.tracks[0].spot_m - 145, 200), 0, 15);
        assert_int_equal(miler_track_start(&a, &t, w.pace[1].from_s), MILER_START_NONE);
        tk_free(&w);
    }
    assert_int_equal(known, 0);
}

// Reps of 300 m from the 300 m start, 200 m from theirs, and the mile from behind the line.
static void start_points(void **state) {
    (void)state;
    int right = 0, wrong = 0, all = 0;
    for (int seed = 1; seed <= 12; seed++) {
        static const double before_m[] = {0, 0, 300, 200, 200, 100};
        static const miler_start_point want[] = {MILER_START_FINISH_LINE, MILER_START_FINISH_LINE,
                                                 MILER_START_1500,        MILER_START_200,
                                                 MILER_START_200,         MILER_START_100};
        tk_world w;
        tk_init(&w, (uint64_t)seed * 77);
        w.turn_rad = seed;
        tk_pace_add(&w, 1200, 2.8, 0);
        double at = 1.5;
        for (int rep = 0; rep < 6; rep++) {
            double to = 400 - before_m[rep] - at; // walked to the start; who stops rolls on for 0.4 s
            to -= 400 * floor(to / 400);
            if (to > 10) tk_pace_add(&w, to - 0.9, 1.8, 0);
            tk_pace_add(&w, 0, 0, 60);
            tk_pace_add(&w, before_m[rep] > 0 ? before_m[rep] : 400, 5.2, 0);
            tk_pace_add(&w, 0, 0, 20);
            at = 2.4;
        }
        tk_run(&w);
        tk_record(&w, 1, 1, 40);
        miler_activity a;
        miler_tracks t;
        miler_arena_reset(arena);
        assert_int_equal(miler_activity_build(&w.rec, arena, &a, NULL), MILER_OK);
        assert_int_equal(miler_tracks_find(&a, NULL, 0, arena, &t, NULL), MILER_OK);
        assert_int_equal(t.count, 1);
        int rep = 0;
        for (size_t i = 1; i < w.pace_count; i++) {
            if (!(w.pace[i].speed_mps > 5)) continue;
            const miler_start_point got = miler_track_start(&a, &t, w.pace[i].from_s);
            right += got == want[rep];
            wrong += got != want[rep] && got != MILER_START_NONE;
            all++;
            rep++;
        }
        tk_free(&w);
    }
    print_message("# start points: %d of %d right, %d wrong\n", right, all, wrong);
    assert_true(right * 10 >= all * 7);
    assert_true(wrong * 20 <= all);
}

static void warm_up_outside(void **state) {
    (void)state;
    tk_world w;
    tk_init(&w, 9);
    tk_pace_add(&w, 3600, 4.5, 0);
    tk_run(&w);
    // 15 minutes on a road before: the track's steps move on, the road's go first.
    const size_t road = 6000, n = w.step_count;
    memmove(w.step + road, w.step, n * sizeof *w.step);
    for (size_t i = 0; i < road; i++)
        w.step[i] = (tk_step){.t_s = 0.1 * (double)i,
                              .x_m = w.step[road].x_m - 3.0 * 0.1 * (double)(road - i),
                              .y_m = w.step[road].y_m - 0.4 * 0.1 * (double)(road - i)};
    for (size_t i = road; i < road + n; i++)
        w.step[i].t_s += 0.1 * (double)road;
    w.step_count = road + n;
    tk_record(&w, 1, 2, 40);
    miler_activity a;
    miler_tracks t;
    assert_int_equal(miler_activity_build(&w.rec, arena, &a, NULL), MILER_OK);
    assert_int_equal(miler_tracks_find(&a, NULL, 0, arena, &t, NULL), MILER_OK);
    assert_int_equal(t.count, 1);
    near_to(t.tracks[0].laps, 9, 0.25);
    near_to(t.tracks[0].parts[0].start_s, 600, 20);
    near_to(t.dist_m, 3600 + 600 * hypot(3, 0.4), 60);
    tk_free(&w);
}

static void two_tracks_in_one_file(void **state) {
    (void)state;
    tk_world w;
    tk_init(&w, 11);
    tk_pace_add(&w, 4800, 4.5, 0);
    tk_run(&w);
    const double half = w.step[w.step_count / 2].path_m;
    for (size_t i = 0; i < w.step_count; i++)
        if (w.step[i].path_m > half) w.step[i].x_m += 900; // by car to the next one, too fast to see
    tk_record(&w, 1, 2, 40);
    miler_activity a;
    miler_tracks t;
    assert_int_equal(miler_activity_build(&w.rec, arena, &a, NULL), MILER_OK);
    assert_int_equal(miler_tracks_find(&a, NULL, 0, arena, &t, NULL), MILER_OK);
    assert_int_equal(t.count, 2);
    near_to(miler_geo_distance_m(t.tracks[0].oval.lat_deg, t.tracks[0].oval.lon_deg, t.tracks[1].oval.lat_deg,
                                 t.tracks[1].oval.lon_deg),
            900, 6);
    tk_free(&w);
}

// A known track is found with less than a lap and a half, and keeps its lane when told.
static void known_track(void **state) {
    (void)state;
    tk_world w;
    tk_init(&w, 13);
    tk_pace_add(&w, 4000, 4.5, 0);
    tk_run(&w);
    tk_record(&w, 1, 2, 40);
    miler_activity a;
    miler_tracks t;
    assert_int_equal(miler_activity_build(&w.rec, arena, &a, NULL), MILER_OK);
    assert_int_equal(miler_tracks_find(&a, NULL, 0, arena, &t, NULL), MILER_OK);
    assert_int_equal(t.count, 1);
    miler_known_track known = {.oval = t.tracks[0].oval, .sd_m = 2};
    tk_free(&w);
    tk_init(&w, 14);
    tk_pace_add(&w, 300, 4.5, 0);
    tk_run(&w);
    tk_record(&w, 1, 2, 40);
    assert_int_equal(miler_activity_build(&w.rec, arena, &a, NULL), MILER_OK);
    assert_int_equal(miler_tracks_find(&a, NULL, 0, arena, &t, NULL), MILER_OK);
    assert_int_equal(t.count, 0); // 300 m alone say nothing
    assert_int_equal(miler_tracks_find(&a, &known, 1, arena, &t, NULL), MILER_OK);
    assert_int_equal(t.count, 1);
    known.oval.lane = 4;
    known.lane_by_hand = true;
    assert_int_equal(miler_tracks_find(&a, &known, 1, arena, &t, NULL), MILER_OK);
    assert_int_equal(t.tracks[0].oval.lane, 4);
    // Far away it changes nothing.
    known.oval.lat_deg += 1;
    assert_int_equal(miler_tracks_find(&a, &known, 1, arena, &t, NULL), MILER_OK);
    assert_int_equal(t.count, 0);
    tk_free(&w);
}

// ---- What lies on or beside a known track

static miler_known_track known_at(double lat_deg, double lon_deg) {
    miler_known_track k = {.sd_m = 3, .sessions = 3};
    miler_oval_standard(&k.oval, 1);
    k.oval.lat_deg = lat_deg;
    k.oval.lon_deg = lon_deg;
    return k;
}

static void look_for(const tk_world *w, const miler_known_track *known, miler_activity *a, miler_tracks *t) {
    miler_arena_reset(arena);
    assert_int_equal(miler_activity_build(&w->rec, arena, a, NULL), MILER_OK);
    assert_int_equal(miler_tracks_find(a, known, known != NULL, arena, t, NULL), MILER_OK);
}

static void laps_and_jogs(tk_world *w) {
    const double lap = tk_lap(w);
    tk_pace_add(w, 2 * lap, 2.8, 0);
    for (int i = 0; i < 6; i++) {
        tk_pace_add(w, lap, 4.9, 0);
        tk_pace_add(w, lap / 2, 2.3, 0);
    }
    tk_run(w);
    tk_record(w, 1, 2, 40);
}

static void road_beside(double s, double *x,
                        double *y) { // rounds of 7.8 km, one side along the home straight
    const double r = fmod(s, 7800);
    *x = r < 3000 ? r - 1500 : r < 3900 ? 1500 : r < 6900 ? 1500 - (r - 3900) : -1500;
    *y = r < 3000 ? -41 : r < 3900 ? -41 - (r - 3000) : r < 6900 ? -941 : -941 + (r - 6900);
}

static void known_tracks_swallow_nothing(void **state) {
    (void)state;
    const miler_known_track known = known_at(48, 11);
    miler_activity a;
    miler_tracks t;
    tk_world w;
    // Concourses of 500 to 690 m round it.
    for (double out = 16; out < 48; out += 10) {
        tk_init(&w, 9);
        w.radius_m = 36.8 + out;
        laps_and_jogs(&w);
        look_for(&w, &known, &a, &t);
        if (t.count != 0)
            fail_msg("a concourse %.0f m out is lane %d of the track", out, t.tracks[0].oval.lane);
        assert_non_null(t.why_not);
        tk_free(&w);
    }
    static const struct {
        const char *what;
        place_fn *place;
    } rows[] = {{"a road beside the straight", road_beside},
                {"a square block", square_block},
                {"a long block", long_block}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        run_shape(&w, rows[i].place, i == 0 ? 31000 : 6000, 3.5, 2);
        const miler_known_track here = i == 0 ? known : known_at(48 + 50 / 111201.0, 11 + 50 / 74625.6);
        look_for(&w, &here, &a, &t);
        if (t.count != 0) fail_msg("%s is lane %d of the track", rows[i].what, t.tracks[0].oval.lane);
        tk_free(&w);
    }
    // 300 m at the same place are 300 m.
    for (int seed = 1; seed < 5; seed++) {
        tk_init(&w, (uint64_t)seed);
        tk_size(&w, 300);
        laps_and_jogs(&w);
        look_for(&w, &known, &a, &t);
        assert_int_equal(t.count, 1);
        near_to(miler_oval_lap_m(&t.tracks[0].oval), 300, 1);
        tk_free(&w);
    }
}

// A size that is remembered wrongly gives way to what is seen, and a told lane to no other.
static void memory_can_err(void **state) {
    (void)state;
    miler_activity a;
    miler_tracks t;
    tk_world w;
    for (int seed = 1; seed < 5; seed++) {
        tk_init(&w, (uint64_t)seed);
        laps_and_jogs(&w);
        miler_known_track known = known_at(48, 11);
        known.sessions = 1;
        known.oval.size = MILER_OVAL_MEASURED;
        known.oval.radius_m += 3.56; // 422 m
        look_for(&w, &known, &a, &t);
        assert_int_equal(t.count, 1);
        near_to(miler_oval_lap_m(&t.tracks[0].oval), 400, 0.01);
        known.oval.lane = 3;
        known.lane_by_hand = true;
        look_for(&w, &known, &a, &t);
        assert_int_equal(t.tracks[0].oval.lane, 3);
        tk_free(&w);
    }
    // Told the lane, the size comes right: a first look had taken lane 4 for a longer lap.
    tk_init(&w, 431);
    w.lane = 4;
    laps_and_jogs(&w);
    miler_known_track told = known_at(48, 11);
    told.sessions = 0;
    told.lane_by_hand = true;
    told.oval.size = MILER_OVAL_MEASURED;
    told.oval.radius_m += 3.56;
    told.oval.lane = 4;
    look_for(&w, &told, &a, &t);
    assert_int_equal(t.tracks[0].oval.lane, 4);
    near_to(miler_oval_lap_m(&t.tracks[0].oval), tk_lap(&w), 1e-3);
    // The lane is told; how well the lap is built and painted is still not known better than this.
    assert_true(t.tracks[0].lap_error_m > 0.2 && t.tracks[0].lap_error_m < 1.5);
    tk_free(&w);
}

// ---- Positions that are wild, half there, far too many

static void one_wild_position(void **state) {
    (void)state;
    miler_activity a;
    miler_tracks t;
    tk_world w;
    for (int km = 0; km <= 5400; km += 600) {
        tk_init(&w, 7);
        laps_and_jogs(&w);
        const double way = tk_recorded_m(&w);
        w.lat[0] -= km / 111.2;
        w.lon[0] -= km / 222.4;
        look_for(&w, NULL, &a, &t);
        assert_int_equal(t.count, 1);
        near_to(miler_oval_lap_m(&t.tracks[0].oval), 400, 0.01);
        near_to(t.dist_m, way, 30); // the jump was not run
        assert_true(t.error_m < 60);
        tk_free(&w);
    }
}

static void jumps_in_the_middle(void **state) {
    (void)state;
    miler_activity a;
    miler_tracks t;
    tk_world w;
    tk_init(&w, 8);
    laps_and_jogs(&w);
    const double way = tk_recorded_m(&w);
    for (size_t i = 400; i < 460; i += 3)
        w.lat[i] += 5;
    look_for(&w, NULL, &a, &t);
    assert_int_equal(t.count, 1);
    near_to(t.dist_m, way, 300);
    assert_true(t.error_m < 100);
    for (size_t i = 1; i < a.sample_count; i++)
        assert_true(t.dist_at_m[i] >= t.dist_at_m[i - 1]);
    tk_free(&w);
}

static void half_a_position(void **state) {
    (void)state;
    miler_activity a;
    miler_tracks t;
    tk_world w;
    tk_init(&w, 21);
    laps_and_jogs(&w);
    w.lat[300] = NAN;
    w.lon[400] = NAN;
    w.lat[500] = INFINITY;
    const double way = tk_recorded_m(&w);
    look_for(&w, NULL, &a, &t);
    assert_int_equal(t.count, 1);
    assert_int_equal(t.tracks[0].part_count, 1);
    near_to(t.dist_m, way, 30);
    const miler_track_part *p = &t.tracks[0].parts[0];
    for (size_t i = p->first; i < p->end; i++)
        assert_true(isfinite(t.along_m[i]) && isfinite(t.speed_mps[i]) && isfinite((double)t.error_at_m[i]));
    assert_true(isfinite(t.dist_m) && isfinite(t.error_m));
    tk_free(&w);
}

// Two days of laps, a sample a second.
static void two_days(void **state) {
    (void)state;
    enum { DAYS_S = 172800 };
    static double lat[DAYS_S], lon[DAYS_S];
    static int64_t t_ms[DAYS_S];
    const tk_world oval = {.straight_m = 84.39, .radius_m = 36.80, .lane = 1};
    uint64_t rng = 3;
    double e[2] = {0, 0};
    for (size_t i = 0; i < DAYS_S; i++) {
        double x, y;
        tk_place(&oval, 2.7 * (double)i, &x, &y);
        for (int k = 0; k < 2; k++)
            e[k] = 0.97 * e[k] + 0.5 * tk_gauss(&rng);
        lat[i] = 48 + (y + e[1]) / 111201.0;
        lon[i] = 11 + (x + e[0]) / 74625.6;
        t_ms[i] = INT64_C(1700000000000) + (int64_t)i * 1000;
    }
    tk_world w = {0};
    miler_recording_init(&w.rec);
    w.rec.sport = MILER_SPORT_RUNNING;
    w.rec.samples.count = DAYS_S;
    w.rec.samples.t_ms = t_ms;
    w.rec.samples.lat_deg = lat;
    w.rec.samples.lon_deg = lon;
    miler_activity a;
    miler_tracks t;
    look_for(&w, NULL, &a, &t);
    assert_int_equal(t.count, 1);
    near_to(t.dist_m, 2.7 * DAYS_S, 0.002 * 2.7 * DAYS_S);
    assert_true(t.tracks[0].part_count >= 9); // a part is followed for 20,000 samples at most
}

// ---- Splits

// Reps of 400 from a standing start: each has its 400, and no error is absurd.
static void splits_from_standing(void **state) {
    (void)state;
    size_t whole = 0, reps = 0;
    for (int seed = 1; seed <= 8; seed++) {
        tk_world w;
        tk_init(&w, (uint64_t)seed);
        tk_pace_add(&w, 800, 2.8, 0);
        for (int rep = 0; rep < 6; rep++) {
            tk_pace_add(&w, 0, 0, 60);
            tk_pace_add(&w, 400, 4.9, 0);
        }
        tk_run(&w);
        tk_record(&w, 1, 2, 40);
        miler_activity a;
        miler_tracks t;
        look_for(&w, NULL, &a, &t);
        assert_int_equal(t.count, 1);
        for (size_t i = 1; i < w.pace_count; i++) {
            const tk_pace *p = &w.pace[i];
            if (!(p->speed_mps > 3)) continue;
            miler_track_split s[8];
            size_t count = miler_track_splits(&a, &t, p->from_s, p->to_s, 400, 400, s, 8);
            reps++;
            whole += count == 1;
            if (count != 1) continue;
            near_to(s[0].time_s, p->to_s - p->from_s, 1e-9);
            assert_true(s[0].error_s > 0.05 && s[0].error_s < 2);
            count = miler_track_splits(&a, &t, p->from_s, p->to_s, 400, 200, s, 8);
            assert_int_equal(count, 2);
            near_to(s[0].time_s + s[1].time_s, p->to_s - p->from_s, 1e-9);
            double error;
            const double took = miler_track_stretch(&a, &t, p->from_s, 200, &error);
            near_to(took, (p->to_s - p->from_s) / 2, 4);
            assert_true(error < 2);
        }
        tk_free(&w);
    }
    assert_int_equal(whole, reps);
}

static void what_is_left_of_a_rep(void **state) {
    (void)state;
    tk_world w;
    tk_init(&w, 5);
    tk_pace_add(&w, 1200, 2.8, 0);
    tk_pace_add(&w, 1000, 4.9, 0);
    tk_pace_add(&w, 400, 2.2, 0);
    tk_pace_add(&w, 1609.344, 4.8, 0);
    tk_run(&w);
    tk_record(&w, 1, 2, 40);
    miler_activity a;
    miler_tracks t;
    look_for(&w, NULL, &a, &t);
    assert_int_equal(t.count, 1);
    miler_track_split s[32];
    const tk_pace *p = &w.pace[1];
    assert_int_equal(miler_track_splits(&a, &t, p->from_s, p->to_s, 1000, 400, s, 32), 3);
    near_to(s[2].from_m, 800, 1e-9);
    near_to(s[2].dist_m, 200, 1e-9);
    near_to(s[2].every_m, 400, 1e-9);
    near_to(s[2].start_s + s[2].time_s, p->to_s, 1e-9);
    near_to(s[2].time_s, 41, 2);
    p = &w.pace[3];
    assert_int_equal(miler_track_splits(&a, &t, p->from_s, p->to_s, 1609.344, 400, s, 32), 5);
    near_to(s[4].dist_m, 9.344, 1e-6);
    // By the track's own measure the last piece is about as long.
    assert_int_equal(miler_track_splits(&a, &t, w.pace[1].from_s, w.pace[1].to_s, 0, 400, s, 32), 3);
    near_to(s[2].dist_m, 200, 10);
    // A length that cannot be is not believed.
    assert_int_equal(miler_track_splits(&a, &t, w.pace[1].from_s, w.pace[1].to_s, 600, 400, s, 32), 3);
    tk_free(&w);
}

// A split is as uncertain as the lap: of a lane that is not sure, more than its places.
static void size_is_part_of_the_error(void **state) {
    (void)state;
    tk_world w;
    tk_init(&w, 6);
    w.lane = 2;
    w.wide_m = 0.6; // between two lanes
    laps_and_jogs(&w);
    miler_activity a;
    miler_tracks t;
    look_for(&w, NULL, &a, &t);
    assert_int_equal(t.count, 1);
    const miler_track *track = &t.tracks[0];
    double error;
    const double from = w.pace[1].from_s, took = miler_track_stretch(&a, &t, from, 400, &error);
    assert_true(error >= took * track->lap_error_m / miler_oval_lap_m(&track->oval));
    tk_free(&w);
}

// ---- Real files: what the catalogue calls an oval is found, nothing else is

#define CORPUS "../shared/corpus/"

static size_t look_at(const char *name, char *bytes, bool marked, size_t *near_misses) {
    char path[600];
    snprintf(path, sizeof path, CORPUS "%.500s", name);
    FILE *f = fopen(path, "rb");
    if (f == NULL) return 0;
    const size_t len = fread(bytes, 1, MILER_FILE_MAX, f);
    fclose(f);
    miler_arena_reset(arena);
    miler_reading reading;
    if (miler_formats_read(bytes, len, arena, &reading, NULL) != MILER_OK) return 0;
    size_t found = 0;
    for (size_t i = 0; i < reading.recording_count; i++) {
        miler_activity a;
        miler_tracks t;
        if (miler_activity_build(&reading.recordings[i], arena, &a, NULL) != MILER_OK) continue;
        assert_int_equal(miler_tracks_find(&a, NULL, 0, arena, &t, NULL), MILER_OK);
        found += t.count;
        for (size_t k = 0; k < t.count; k++)
            print_message("# %s: %s, lane %d (%.0f %%), lap as seen %.1f m, residual %.2f m, %.1f laps\n",
                          name, miler_oval_size_name(t.tracks[k].oval.size), t.tracks[k].oval.lane,
                          100 * t.tracks[k].lane_share, t.tracks[k].perimeter_m, t.tracks[k].residual_m,
                          t.tracks[k].laps);
        const bool near = t.count == 0 && t.why_not != NULL && strstr(t.why_not, "shape") != NULL;
        if (near) print_message("# near miss: %s: %s\n", name, t.why_not);
        *near_misses += near;
    }
    if ((found > 0) != marked)
        fail_msg("%s: %zu tracks found, the catalogue says %s", name, found, marked ? "one" : "none");
    return found;
}

static void real_files(void **state) {
    (void)state;
    FILE *catalogue = fopen(CORPUS "catalog.tsv", "r");
    if (catalogue == NULL) {
        print_message("# SKIP no corpus at " CORPUS "\n");
        return;
    }
    static char line[65536];
    char *bytes = malloc(MILER_FILE_MAX);
    assert_non_null(bytes);
    size_t marked = 0, found = 0, files = 0, near_misses = 0;
    while (fgets(line, sizeof line, catalogue) != NULL) {
        const bool wanted =
            strncmp(line, "fit/", 4) == 0 || strncmp(line, "tcx/", 4) == 0 || strncmp(line, "gpx/", 4) == 0;
        if (!wanted) continue;
        const bool oval = strstr(line, "TRACK: oval fit") != NULL;
        line[strcspn(line, "\t")] = '\0';
        marked += oval;
        files++;
        found += look_at(line, bytes, oval, &near_misses);
    }
    print_message("# %zu files, %zu marked as ovals, %zu found, %zu near misses\n", files, marked, found,
                  near_misses);
    assert_true(marked > 0 && found == marked);
    free(bytes);
    fclose(catalogue);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lanes_measure),
        cmocka_unit_test(there_and_back),
        cmocka_unit_test(two_geometries),
        cmocka_unit_test(no_tracks),
        cmocka_unit_test(no_ellipse),
        cmocka_unit_test(odd_recordings),
        cmocka_unit_test(torn_recordings),
        cmocka_unit_test(finish_line_by_reps),
        cmocka_unit_test(spot_by_reps),
        cmocka_unit_test(start_points),
        cmocka_unit_test(warm_up_outside),
        cmocka_unit_test(two_tracks_in_one_file),
        cmocka_unit_test(known_track),
        cmocka_unit_test(known_tracks_swallow_nothing),
        cmocka_unit_test(memory_can_err),
        cmocka_unit_test(one_wild_position),
        cmocka_unit_test(jumps_in_the_middle),
        cmocka_unit_test(half_a_position),
        cmocka_unit_test(two_days),
        cmocka_unit_test(splits_from_standing),
        cmocka_unit_test(what_is_left_of_a_rep),
        cmocka_unit_test(size_is_part_of_the_error),
        cmocka_unit_test(real_files),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
