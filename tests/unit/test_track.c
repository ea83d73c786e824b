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
    assert_true(t.tracks[0].from_memory);
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
        cmocka_unit_test(odd_recordings),
        cmocka_unit_test(torn_recordings),
        cmocka_unit_test(finish_line_by_reps),
        cmocka_unit_test(warm_up_outside),
        cmocka_unit_test(two_tracks_in_one_file),
        cmocka_unit_test(known_track),
        cmocka_unit_test(real_files),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
