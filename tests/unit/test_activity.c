// SPDX-License-Identifier: MIT
// activity: synthetic recordings whose truth is known exactly.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <miler/activity.h>

#include <stdlib.h>
#include <string.h>

#define T0 INT64_C(1700000000000)
enum { ROOM = 20000 };

// A recording under construction: columns are there once something is put in.
typedef struct made {
    miler_recording rec;
    int64_t t_ms[ROOM];
    double dist_m[ROOM], lat[ROOM], lon[ROOM];
    float hr[ROOM], cadence[ROOM], altitude[ROOM], speed[ROOM];
    uint8_t segment[ROOM];
    miler_timer_event events[64];
    double t_s, d_m; // where it stands
} made;

static made *m;
static miler_arena *arena;
static miler_activity act;

static int set_up(void **state) {
    (void)state;
    m = calloc(1, sizeof *m);
    arena = miler_arena_new(NULL, 0);
    if (m == NULL || arena == NULL) return -1;
    miler_recording_init(&m->rec);
    m->rec.flags = MILER_REC_NO_SUMMARY;
    m->rec.sport = MILER_SPORT_RUNNING;
    miler_samples *s = &m->rec.samples;
    s->t_ms = m->t_ms;
    s->dist_m = m->dist_m;
    s->lat_deg = m->lat;
    s->lon_deg = m->lon;
    m->rec.events = m->events;
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    free(m);
    miler_arena_free(arena);
    return 0;
}

static void put(double t_s, double d_m) {
    const size_t i = m->rec.samples.count++;
    assert_true(i < ROOM);
    m->t_ms[i] = T0 + llround(t_s * 1000);
    m->dist_m[i] = d_m;
    m->lat[i] = 51.0 + d_m / 111250.0;
    m->lon[i] = 0;
    m->t_s = t_s;
    m->d_m = d_m;
}

// Goes on at a speed, one sample every `each_s`.
static void run(double mps, double seconds, double each_s) {
    const double t = m->t_s;
    const double d = m->d_m;
    const long steps = lround(seconds / each_s);
    if (m->rec.samples.count == 0) put(0, 0);
    for (long i = 1; i <= steps; i++)
        put(t + (double)i * each_s, d + mps * (double)i * each_s);
}

static void event(double t_s, bool start, bool automatic) {
    m->events[m->rec.event_count++] = (miler_timer_event){T0 + llround(t_s * 1000), start, automatic};
}

static void build(void) {
    miler_error err = {0};
    const miler_status status = miler_activity_build(&m->rec, arena, &act, &err);
    if (status != MILER_OK) fail_msg("build: %d %s", (int)status, err.msg);
}

static const miler_effort *best(double dist_m) {
    for (size_t i = 0; i < MILER_BEST_COUNT; i++)
        if (act.bests[i].dist_m == dist_m) return &act.bests[i];
    fail_msg("no best at %g", dist_m);
    return NULL;
}

static void near_to(double value, double wanted, double within) {
    if (!(fabs(value - wanted) <= within)) fail_msg("%.9g is not within %g of %.9g", value, within, wanted);
}

static void clean(double dist_m, double time_s, double within) {
    const miler_effort *e = best(dist_m);
    near_to(e->time_s, time_s, within);
    if ((e->flags & MILER_EFFORT_DISQUALIFIES) != 0)
        fail_msg("%g m has flags %#x", dist_m, (unsigned)e->flags);
}

static void flagged(double dist_m, uint32_t flag) {
    const miler_effort *e = best(dist_m);
    assert_true(!isnan(e->time_s));
    if ((e->flags & flag) == 0)
        fail_msg("%g m in %g s has flags %#x, not %#x", dist_m, e->time_s, (unsigned)e->flags,
                 (unsigned)flag);
}

static void constant_speed(void **state) {
    (void)state;
    run(4.0, 10800, 1); // 43.2 km
    build();
    for (size_t i = 0; i < MILER_BEST_COUNT; i++) {
        clean(miler_best_distance_m(i), miler_best_distance_m(i) / 4.0, 1e-6);
        assert_true(act.bests[i].error_s > 0 && act.bests[i].error_s < 0.06 * act.bests[i].time_s + 5);
    }
    near_to(act.elapsed_s, 10800, 1e-9);
    near_to(act.timer_s, 10800, 1e-9);
    near_to(act.moving_s, 10800, 1e-9);
    near_to(act.dist_m, 43200, 1e-6);
    near_to(act.sum.avg_speed_mps, 4, 1e-6);
    assert_int_equal(act.dist_source, MILER_DIST_GPS);
    assert_int_equal(act.km_split_count, 44);
    near_to(act.km_splits[42].time_s, 250, 1e-6);
    near_to(act.km_splits[43].dist_m, 200, 1e-6);
    assert_int_equal(act.mile_split_count, 27);
    near_to(act.mile_splits[25].time_s, MILER_MILE_M / 4, 1e-6);
    near_to(miler_activity_dist_at(&act, 100.5), 402, 1e-9);
    near_to(miler_activity_time_at(&act, 402), 100.5, 1e-9);
    assert_true(isnan(miler_activity_dist_at(&act, 10801)) != 0);
    near_to(act.median_interval_s, 1, 1e-9);
}

// Between samples: a fast mile whose ends fall inside intervals.
static void ends_between_samples(void **state) {
    (void)state;
    run(3.0, 700.5, 0.75);
    const double from = m->t_s;
    run(5.0, 345, 0.75);
    run(3.0, 600, 0.75);
    build();
    clean(MILER_MILE_M, MILER_MILE_M / 5, 1e-6);
    near_to(best(MILER_MILE_M)->start_s, from, 345 - MILER_MILE_M / 5 + 1e-6);
    // 2000 m: 1725 m fast and 275 m at 3 m/s, whichever side.
    clean(2000, 345 + 275.0 / 3, 1e-6);
}

// Speed rises steadily: d = t^2/400, so the best window is the last one.
static void ramp(void **state) {
    (void)state;
    put(0, 0);
    for (int i = 1; i <= 2000; i++)
        put(i, (double)i * i / 800.0);
    build();
    const double end = 2000;
    const double total = end * end / 800;
    for (size_t i = 0; i < 13; i++) {
        const double dist = miler_best_distance_m(i);
        if (dist > total) {
            assert_true(isnan(act.bests[i].time_s) != 0);
            continue;
        }
        clean(dist, end - sqrt(800 * (total - dist)), 0.001); // chords of 1 s
    }
}

static void pause_in_the_middle(void **state) {
    (void)state;
    event(0, true, false);
    run(4.0, 300, 1);
    event(300, false, true);
    put(330, m->d_m); // one sample while stopped
    event(400, true, true);
    put(400, m->d_m);
    run(4.0, 600, 1);
    event(1000, false, false);
    build();
    assert_int_equal(act.pause_count, 1);
    near_to(act.pauses[0].start_s, 300, 1e-9);
    near_to(act.pauses[0].end_s, 400, 1e-9);
    assert_true(act.pauses[0].automatic && !act.pauses[0].inferred);
    near_to(act.timer_s, 900, 1e-9);
    near_to(act.elapsed_s, 1000, 1e-9);
    near_to(act.moving_s, 900, 6); // the 5 s window straddles the stop
    near_to(miler_activity_timer_at(&act, 350), 300, 1e-9);
    near_to(miler_activity_timer_at(&act, 500), 400, 1e-9);
    clean(2000, 500, 1e-6); // after the pause
    flagged(3000, MILER_EFFORT_PAUSED);
    near_to(best(3000)->time_s, 850, 1e-6);
    near_to(act.km_splits[1].time_s, 250, 1e-6); // 1000-2000 m holds the pause, the timer does not
    near_to(act.km_splits[1].start_s, 250, 1e-6);
    near_to(act.gap_s, 0, 1e-9);
}

static void pause_inferred(void **state) {
    (void)state;
    run(4.0, 300, 1);
    put(360, m->d_m + 3); // a minute without samples, three metres on
    run(4.0, 300, 1);
    build();
    assert_int_equal(act.pause_count, 1);
    assert_true(act.pauses[0].inferred);
    near_to(act.timer_s, 600, 1e-9);
    flagged(2000, MILER_EFFORT_PAUSED);
    clean(1200, 300, 1e-6);
}

// A watch that says that timer and elapsed time are the same had no pause.
static void no_pause_when_the_watch_denies_it(void **state) {
    (void)state;
    run(4.0, 300, 1);
    put(360, m->d_m + 3);
    run(4.0, 300, 1);
    m->rec.flags = 0;
    m->rec.session.elapsed_s = 660;
    m->rec.session.timer_s = 660;
    build();
    assert_int_equal(act.pause_count, 0);
    near_to(act.timer_s, 660, 1e-9);
    near_to(act.gap_s, 60, 1e-9);
}

static void segments_are_pauses(void **state) {
    (void)state;
    m->rec.samples.segment_start = m->segment;
    run(4.0, 300, 1);
    put(308, m->d_m + 20); // 8 s, and it moved: only the segment says that it was a pause
    m->segment[m->rec.samples.count - 1] = 1;
    run(4.0, 300, 1);
    m->segment[400] = 1; // a lap's new Track: no hole
    build();
    assert_int_equal(act.pause_count, 1);
    near_to(act.timer_s, 600, 1e-9);
}

static void gap_is_bridged(void **state) {
    (void)state;
    event(0, true, false);
    run(4.0, 300, 1);
    put(m->t_s + 120, m->d_m + 480);
    run(4.0, 300, 1);
    build();
    assert_int_equal(act.pause_count, 0);
    near_to(act.gap_s, 120, 1e-9);
    near_to(act.timer_s, 720, 1e-9);
    near_to(act.dist_m, 2880, 1e-6);
    clean(1200, 300, 1e-6);
    flagged(1500, MILER_EFFORT_GAP);
    near_to(best(1500)->time_s, 375, 1e-6);
}

static void sparse_recording(void **state) {
    (void)state;
    run(4.0, 3500, 7);
    build();
    near_to(act.median_interval_s, 7, 1e-9);
    near_to(act.gap_s, 0, 1e-9);
    clean(200, 50, 1e-6);
    assert_true((best(200)->flags & MILER_EFFORT_SPARSE) != 0);
    clean(10000, 2500, 1e-6);
    assert_true((best(10000)->flags & MILER_EFFORT_SPARSE) == 0);
    near_to(act.km_splits[3].time_s, 250, 1e-6);
}

// A watch left lying has not moved; two points are as far apart as they are.
static void hardly_anything(void **state) {
    (void)state;
    static int64_t t_ms[600];
    static double lat[600], lon[600];
    for (int i = 0; i < 600; i++) {
        t_ms[i] = i * INT64_C(1000);
        lat[i] = 50;
        lon[i] = 10;
    }
    miler_recording rec;
    miler_recording_init(&rec);
    rec.flags = MILER_REC_NO_SUMMARY;
    rec.sport = MILER_SPORT_RUNNING;
    rec.samples = (miler_samples){.count = 600, .t_ms = t_ms, .lat_deg = lat, .lon_deg = lon};
    miler_arena *own = miler_arena_new(NULL, 0);
    miler_activity a;
    assert_int_equal(miler_activity_build(&rec, own, &a, NULL), MILER_OK);
    assert_float_equal(a.moving_s, 0, 0);
    assert_float_equal(a.timer_s, 599, 1e-9);
    rec.samples.lat_deg = rec.samples.lon_deg = NULL; // a treadmill of which nothing is known
    assert_int_equal(miler_activity_build(&rec, own, &a, NULL), MILER_OK);
    assert_float_equal(a.moving_s, 599, 1e-9);
    rec.samples = (miler_samples){.count = 2, .t_ms = t_ms, .lat_deg = lat, .lon_deg = lon};
    t_ms[1] = 300000;
    lat[1] = 50.009;
    assert_int_equal(miler_activity_build(&rec, own, &a, NULL), MILER_OK);
    assert_float_equal(a.median_interval_s, 300, 1e-9);
    miler_arena_free(own);
}

static void gps_jump(void **state) {
    (void)state;
    run(3.5, 600, 1);
    put(m->t_s + 1, m->d_m + 90);
    run(3.5, 900, 1);
    build();
    for (size_t i = 0; miler_best_distance_m(i) <= 3000; i++)
        clean(miler_best_distance_m(i), miler_best_distance_m(i) / 3.5, 1e-6);
    flagged(5000, MILER_EFFORT_GPS_JUMP);
}

// A hop of 12 m, no more than the receiver's noise, does not throw out 5 km.
static void small_hop_is_forgiven_over_distance(void **state) {
    (void)state;
    run(3.5, 600, 1);
    put(m->t_s + 1, m->d_m + 15.5);
    run(3.5, 900, 1);
    build();
    clean(200, 200 / 3.5, 1e-6);
    clean(1000, 1000 / 3.5, 1e-6);
    clean(5000, (5000 - 12) / 3.5, 1e-6);
}

// The watch's own speed says 3 m/s while the distance says 9.
static void watch_speed_disagrees(void **state) {
    (void)state;
    m->rec.samples.speed_mps = m->speed;
    run(3.0, 900, 1);
    run(9.0, 30, 1);
    run(3.0, 900, 1);
    for (size_t i = 0; i < m->rec.samples.count; i++)
        m->speed[i] = 3.0f;
    build();
    clean(200, 200 / 3.0, 1.5); // a few seconds beside the jump hide in the 5 s window
    clean(1000, 1000 / 3.0, 1.5);
    assert_true((best(3000)->flags & MILER_EFFORT_GPS_JUMP) != 0);
}

// Watch left on while driving home, with a stop at a light.
static void car_ride_home(void **state) {
    (void)state;
    run(3.5, 1800, 1);
    run(0, 60, 1);
    for (int v = 1; v <= 15; v++)
        run(v, 2, 1);
    run(15, 240, 1);
    run(0, 30, 1);
    for (int v = 1; v <= 8; v++)
        run(v, 2, 1);
    run(7.6, 60, 1); // a queue: slow enough to have been run
    run(0, 20, 1);
    build();
    clean(400, 400 / 3.5, 1e-6);
    clean(MILER_MILE_M, MILER_MILE_M / 3.5, 1e-6);
    clean(5000, 5000 / 3.5, 1e-6);
    flagged(10000, MILER_EFFORT_NOT_RUNNING);
}

// A ride logged as a run: 8 m/s is under the record for 200 m, far over it for 5 km.
static void bike_ride(void **state) {
    (void)state;
    run(8.0, 1500, 1);
    build();
    for (size_t i = 0; i < MILER_BEST_COUNT && !isnan(act.bests[i].time_s); i++)
        if ((act.bests[i].flags & MILER_EFFORT_NOT_RUNNING) == 0) fail_msg("%g m", act.bests[i].dist_m);
}

// 6 m/s could be an elite runner; at 60 steps a minute it is a cyclist.
static void steps_too_long(void **state) {
    (void)state;
    m->rec.samples.cadence_spm = m->cadence;
    run(6.0, 700, 1);
    for (size_t i = 0; i < m->rec.samples.count; i++)
        m->cadence[i] = 60;
    build();
    flagged(200, MILER_EFFORT_NOT_RUNNING);
    flagged(3000, MILER_EFFORT_NOT_RUNNING);
}

static void elite_run_is_clean(void **state) {
    (void)state;
    m->rec.samples.cadence_spm = m->cadence;
    m->rec.samples.speed_mps = m->speed;
    run(3.5, 600, 1);
    run(7.1, 230, 1); // a 3:47 mile
    run(2.5, 300, 1);
    run(9.3, 22, 1); // 200 m in 21.5
    run(2.5, 300, 1);
    for (size_t i = 0; i < m->rec.samples.count; i++) {
        m->cadence[i] = 190;
        m->speed[i] = (float)(i > 0 ? m->dist_m[i] - m->dist_m[i - 1] : 3.5);
    }
    build();
    clean(MILER_MILE_M, MILER_MILE_M / 7.1, 1e-6);
    clean(200, 200 / 9.3, 1e-6);
}

// A watch may not bring what cannot be entered by hand: the limits are the world records.
static void records_are_the_limit(void **state) {
    (void)state;
    run(21100 / 3452.0, 3452, 1); // two seconds over the record of the half marathon
    build();
    clean(21097.5, 21097.5 / 21100 * 3452, 1e-6);
    tear_down(state);
    set_up(state);
    run(21100 / 3420.0, 3420, 1); // 57:00
    build();
    flagged(21097.5, MILER_EFFORT_IMPOSSIBLE);
}

static void treadmill(void **state) {
    (void)state;
    m->rec.sub_sport = MILER_SUB_TREADMILL;
    m->rec.samples.lat_deg = NULL;
    m->rec.samples.lon_deg = NULL;
    run(4.0, 600, 1);
    build();
    assert_int_equal(act.dist_source, MILER_DIST_TREADMILL);
    flagged(1000, MILER_EFFORT_TREADMILL);
    near_to(best(1000)->time_s, 250, 1e-6);
    m->rec.sub_sport = MILER_SUB_GENERIC;
    m->rec.has_footpod = true;
    build();
    assert_int_equal(act.dist_source, MILER_DIST_FOOTPOD);
    clean(1000, 250, 1e-6);
}

static void positions_only(void **state) {
    (void)state;
    m->rec.samples.dist_m = NULL;
    run(4.0, 600, 1);
    m->lat[300] += 0.01; // 1.1 km off for one second
    m->lat[301] = NAN;
    build();
    near_to(act.dist_m, 2400, 2.4);
    clean(1000, 250, 0.3);
}

static void no_times(void **state) {
    (void)state;
    m->rec.samples.dist_m = NULL;
    run(4.0, 600, 1);
    m->rec.samples.t_ms = NULL;
    build();
    assert_null(act.timer_at_s);
    near_to(act.dist_m, 2400, 2.4);
    assert_true(isnan(act.elapsed_s) && isnan(act.bests[0].time_s));
    assert_int_equal(act.km_split_count, 0);
}

static void odd_counts(void **state) {
    (void)state;
    put(0, 0);
    build(); // one sample
    assert_int_equal(act.sample_count, 1);
    assert_true(isnan(act.bests[0].time_s) != 0);
    m->rec.samples.count = 0;
    miler_error err = {0};
    assert_int_equal(miler_activity_build(&m->rec, arena, &act, &err), MILER_ERR_EMPTY);
    assert_true(err.msg[0] != '\0');
    m->rec.flags = 0;
    m->rec.session.timer_s = 1800; // a strength session: nothing but totals
    build();
    near_to(act.elapsed_s, 1800, 0);
    near_to(act.moving_s, 1800, 0);
}

static void equal_timestamps(void **state) {
    (void)state;
    put(0, 0);
    for (int i = 1; i <= 600; i++) {
        put(i, i * 4.0 - 2);
        put(i, i * 4.0);
    }
    build();
    // The line rises by 2 m within an instant: a window gains at most that at each end.
    clean(1000, 249.5, 0.5 + 1e-6);
    near_to(act.dist_m, 2400, 1e-9);
}

static void counter_goes_back(void **state) {
    (void)state;
    run(4.0, 600, 1);
    m->dist_m[100] = 5000; // up and back
    m->dist_m[200] = 0;    // down and back
    m->dist_m[300] -= 5;   // a little back
    m->dist_m[400] = NAN;
    m->dist_m[401] = NAN;
    build();
    near_to(act.dist_m, 2400, 1e-6);
    near_to(act.true_dist_m[100], 400, 1e-6);
    near_to(act.true_dist_m[200], 800, 1e-6);
    near_to(act.true_dist_m[401], 1604, 1e-6);
    for (size_t i = 1; i < act.sample_count; i++)
        assert_true(act.true_dist_m[i] >= act.true_dist_m[i - 1]);
    clean(2000, 500, 1.3);
}

static void counter_starts_again(void **state) {
    (void)state;
    run(4.0, 600, 1);
    for (size_t i = 301; i <= 600; i++)
        m->dist_m[i] -= 1204;
    build();
    near_to(act.dist_m, 2396, 1e-6); // the metres of the one second are lost with the reset
}

// A bridge: the counter stands for 6 s, then has all of it at once.
static void stalled_counter(void **state) {
    (void)state;
    run(4.0, 600, 1);
    for (size_t i = 300; i < 306; i++)
        m->dist_m[i] = m->dist_m[299];
    build();
    near_to(act.true_dist_m[302], 1208, 1e-6);
    for (size_t i = 0; miler_best_distance_m(i) <= 2000; i++)
        clean(miler_best_distance_m(i), miler_best_distance_m(i) / 4, 1e-6);
}

static void heart_cadence_height(void **state) {
    (void)state;
    miler_samples *s = &m->rec.samples;
    s->hr_bpm = m->hr;
    s->cadence_spm = m->cadence;
    s->altitude_m = m->altitude;
    run(2.0, 3000, 1);
    for (size_t i = 0; i < s->count; i++) {
        m->hr[i] = i < 500 ? 120 : 150;
        m->cadence[i] = i % 50 == 0 ? 0 : 170;
        // 1000 s up at 0.1 m/s, 1000 s flat with a flutter, 1000 s down.
        m->altitude[i] = i <= 1000   ? (float)i * 0.1f
                         : i <= 2000 ? (i % 2 == 0 ? 101.0f : 99.0f)
                                     : 100.0f - (float)(i - 2000) * 0.1f;
    }
    m->hr[700] = NAN;
    build();
    near_to(act.sum.avg_hr_bpm, 145, 0.05);
    near_to(act.sum.max_hr_bpm, 150, 0);
    near_to(act.sum.avg_cadence_spm, 170, 1e-3);
    near_to(act.sum.ascent_m, 100, 2);
    near_to(act.sum.descent_m, 100, 2);
    near_to(act.km_splits[0].avg_hr_bpm, 120, 0.1);
    near_to(act.km_splits[1].avg_hr_bpm, 150, 1e-3);
    near_to(act.km_splits[0].ascent_m, 50, 1);
    near_to(act.km_splits[2].ascent_m, 0, 1);
    near_to(act.km_splits[5].descent_m, 50, 2);
    assert_int_equal(act.km_split_count, 6);
    assert_true(isfinite(act.decoupling_pct)); // 50 minutes
}

static void downhill(void **state) {
    (void)state;
    m->rec.samples.altitude_m = m->altitude;
    run(4.0, 600, 1);
    for (size_t i = 0; i < m->rec.samples.count; i++)
        m->altitude[i] = 500.0f - (float)i * 0.1f; // 1 in 40
    build();
    clean(1000, 250, 1e-6);
    assert_true((best(1000)->flags & MILER_EFFORT_DOWNHILL) != 0);
}

static void decoupling(void **state) {
    (void)state;
    m->rec.samples.hr_bpm = m->hr;
    run(3.0, 3600, 1);
    for (size_t i = 0; i < m->rec.samples.count; i++)
        m->hr[i] = i < 1800 ? 140 : 154;
    build();
    near_to(act.decoupling_pct, 100 * (1 - 140.0 / 154), 0.02);
    m->rec.samples.count = 2000; // 33 minutes: not told
    build();
    assert_true(isnan(act.decoupling_pct) != 0);
}

static void only_runs_have_bests(void **state) {
    (void)state;
    run(4.0, 600, 1);
    m->rec.sport = MILER_SPORT_CYCLING;
    build();
    assert_true(isnan(best(1000)->time_s) != 0);
    assert_int_equal(act.km_split_count, 3);
}

static void watch_figures_stay(void **state) {
    (void)state;
    miler_lap lap = {.trigger = MILER_TRIGGER_MANUAL, .workout_step = -1};
    lap.sum.dist_m = 398.2;
    m->rec.laps = &lap;
    m->rec.lap_count = 1;
    m->rec.flags = 0;
    m->rec.session.timer_s = 599.2;
    m->rec.session.elapsed_s = 601.7;
    m->rec.session.dist_m = 2401.5;
    m->rec.session.avg_hr_bpm = 151;
    run(4.0, 600, 1);
    build();
    near_to(act.timer_s, 599.2, 0);
    near_to(act.elapsed_s, 601.7, 0);
    near_to(act.dist_m, 2401.5, 0);
    near_to(act.sum.avg_hr_bpm, 151, 0);
    assert_ptr_equal(act.laps, &lap);
    assert_int_equal(act.laps[0].trigger, MILER_TRIGGER_MANUAL);
}

// Absent, ancient and backward instants; numbers from hell.
static void hostile_numbers(void **state) {
    (void)state;
    run(4.0, 600, 1);
    m->t_ms[0] = MILER_NO_TIME;
    m->t_ms[50] = INT64_MAX;
    m->t_ms[51] = INT64_MIN + 1;
    m->t_ms[52] = T0;
    m->dist_m[60] = INFINITY;
    m->dist_m[61] = -1e300;
    m->dist_m[62] = 1e300;
    m->lat[63] = 1e9;
    m->rec.samples.hr_bpm = m->hr;
    m->rec.samples.altitude_m = m->altitude;
    m->hr[64] = -INFINITY;
    m->altitude[65] = 3e38f;
    build();
    near_to(act.dist_m, 2400, 1e-6);
    near_to(act.elapsed_s, 599, 1e-9);
    for (size_t i = 1; i < act.sample_count; i++)
        assert_true(act.at_s[i] >= act.at_s[i - 1] && act.timer_at_s[i] >= act.timer_at_s[i - 1]);
}

static void events_in_disorder(void **state) {
    (void)state;
    run(4.0, 600, 1);
    event(0, true, false);
    event(0, true, false); // twice
    event(100, false, false);
    event(101, false, false); // twice
    event(110, true, false);
    event(-50, false, false); // before the start
    event(50, true, false);   // before the last
    event(590, false, false); // and samples go on
    build();
    near_to(act.timer_s, 600 - 10 - 10, 1e-9);
}

int main(void) {
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {T(constant_speed),
                                       T(ends_between_samples),
                                       T(ramp),
                                       T(pause_in_the_middle),
                                       T(pause_inferred),
                                       T(no_pause_when_the_watch_denies_it),
                                       T(segments_are_pauses),
                                       T(gap_is_bridged),
                                       T(sparse_recording),
                                       T(hardly_anything),
                                       T(gps_jump),
                                       T(small_hop_is_forgiven_over_distance),
                                       T(watch_speed_disagrees),
                                       T(car_ride_home),
                                       T(bike_ride),
                                       T(steps_too_long),
                                       T(elite_run_is_clean),
                                       T(records_are_the_limit),
                                       T(treadmill),
                                       T(positions_only),
                                       T(no_times),
                                       T(odd_counts),
                                       T(equal_timestamps),
                                       T(counter_goes_back),
                                       T(counter_starts_again),
                                       T(stalled_counter),
                                       T(heart_cadence_height),
                                       T(downhill),
                                       T(decoupling),
                                       T(only_runs_have_bests),
                                       T(watch_figures_stay),
                                       T(hostile_numbers),
                                       T(events_in_disorder)};
    return cmocka_run_group_tests_name("activity", tests, NULL, NULL);
}
