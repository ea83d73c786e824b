// SPDX-License-Identifier: MIT
// Best efforts against a search that tries every window, over random
// recordings; and miler_activity_build with every single allocation failing.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <miler/activity.h>

#include <stdio.h>
#include <stdlib.h>

#define T0 INT64_C(1700000000000)
enum { ROOM = 1500, EVENTS = 16 };

static int64_t t_ms[ROOM];
static double dist_m[ROOM], lat[ROOM], lon[ROOM];
static float hr[ROOM], altitude[ROOM];
static miler_timer_event events[EVENTS];

static uint64_t rng;
static double uniform(double low, double high) {
    rng = rng * 6364136223846793005u + 1442695040888963407u;
    return low + (high - low) * (double)(rng >> 11) / 9007199254740992.0;
}

// A run of random pace, sampling, standing still, and now and then a pause.
static void make(miler_recording *rec) {
    miler_recording_init(rec);
    rec->flags = MILER_REC_NO_SUMMARY;
    rec->sport = MILER_SPORT_RUNNING;
    rec->samples = (miler_samples){.count = 300 + (size_t)uniform(0, 1100),
                                   .t_ms = t_ms,
                                   .dist_m = dist_m,
                                   .lat_deg = lat,
                                   .lon_deg = lon,
                                   .hr_bpm = hr,
                                   .altitude_m = altitude};
    rec->events = events;
    events[rec->event_count++] = (miler_timer_event){T0, true, false};
    const double widest = uniform(0, 1) < 0.5 ? 1 : 7;
    double t = 0;
    double d = 0;
    double speed = 3;
    for (size_t i = 0; i < rec->samples.count; i++) {
        t_ms[i] = T0 + llround(t * 1000);
        dist_m[i] = d;
        lat[i] = 45 + d / 111000;
        lon[i] = 7;
        hr[i] = (float)uniform(120, 180);
        altitude[i] = (float)uniform(100, 110);
        const double dt = round(uniform(1, widest + 0.99)) + (uniform(0, 1) < 0.05 ? 0.25 : 0);
        if (uniform(0, 1) < 0.004 && rec->event_count + 2 < EVENTS) {
            events[rec->event_count++] = (miler_timer_event){T0 + llround(t * 1000), false, true};
            t += round(uniform(5, 60));
            events[rec->event_count++] = (miler_timer_event){T0 + llround(t * 1000), true, true};
            continue;
        }
        speed = fmin(6, fmax(2, speed + uniform(-0.3, 0.3)));
        if (uniform(0, 1) >= 0.02) d += speed * dt; // else it stands for a moment
        t += dt;
    }
}

static bool overlaps_pause(const miler_activity *a, double from_s, double to_s) {
    for (size_t i = 0; i < a->pause_count; i++)
        if (fmin(to_s, a->pauses[i].end_s) - fmax(from_s, a->pauses[i].start_s) > 1e-6) return true;
    return false;
}

// The least time over `dist` by trying each sample as start and as end.
static double try_all(const miler_activity *a, double dist, bool with_pauses) {
    const double *t = a->at_s;
    const double *d = a->true_dist_m;
    double least = NAN;
    for (size_t i = 0; i < a->sample_count; i++)
        for (size_t j = 0; j + 1 < a->sample_count; j++) {
            double from = NAN;
            double to = NAN;
            if (d[j] < d[i] + dist && d[j + 1] >= d[i] + dist) { // from sample i to within (j, j + 1]
                from = t[i];
                to = t[j] + (d[i] + dist - d[j]) / (d[j + 1] - d[j]) * (t[j + 1] - t[j]);
            }
            if (to - from < least || (isnan(least) && !isnan(to)))
                if (with_pauses || !overlaps_pause(a, from, to)) least = to - from;
            if (d[j] <= d[i] - dist && d[j + 1] > d[i] - dist) { // from within [j, j + 1) to sample i
                from = t[j] + (d[i] - dist - d[j]) / (d[j + 1] - d[j]) * (t[j + 1] - t[j]);
                to = t[i];
            } else {
                continue;
            }
            if (to - from < least || isnan(least))
                if (with_pauses || !overlaps_pause(a, from, to)) least = to - from;
        }
    return least;
}

static void bests_equal_trying_all(void **state) {
    (void)state;
    const char *given = getenv("SEED");
    const uint64_t seed = given != NULL ? strtoull(given, NULL, 10) : 2026;
    printf("# SEED=%llu\n", (unsigned long long)seed);
    rng = seed;
    size_t compared = 0;
    size_t paused = 0;
    for (int round = 0; round < 60; round++) {
        miler_recording rec;
        make(&rec);
        miler_arena *arena = miler_arena_new(NULL, 0);
        assert_non_null(arena);
        miler_activity a;
        assert_int_equal(miler_activity_build(&rec, arena, &a, NULL), MILER_OK);
        for (size_t i = (size_t)uniform(0, 3); i < MILER_BEST_COUNT; i += 3) {
            const miler_effort *e = &a.bests[i];
            const double clean = try_all(&a, e->dist_m, false);
            const double wanted = isnan(clean) ? try_all(&a, e->dist_m, true) : clean;
            if (isnan(wanted) != isnan(e->time_s) || fabs(wanted - e->time_s) > 1e-6)
                fail_msg("seed %llu round %d: %g m took %.9g, trying all says %.9g", (unsigned long long)seed,
                         round, e->dist_m, e->time_s, wanted);
            if (isnan(wanted)) continue;
            if (isnan(clean) == ((e->flags & MILER_EFFORT_PAUSED) == 0))
                fail_msg("round %d: %g m flags %#x", round, e->dist_m, (unsigned)e->flags);
            compared++;
            paused += isnan(clean) ? 1 : 0;
        }
        miler_arena_free(arena);
    }
    assert_true(compared > 150 && paused > 5);
}

typedef struct meagre {
    long left; // allocations that still succeed
    long live; // bytes out
} meagre;

static void *meagre_resize(void *user, void *ptr, size_t old_size, size_t new_size) {
    meagre *m = user;
    if (new_size > 0 && m->left-- <= 0) return NULL;
    m->live += (long)new_size - (long)old_size;
    if (new_size == 0) {
        free(ptr);
        return NULL;
    }
    return realloc(ptr, new_size);
}

static void every_allocation_fails_once(void **state) {
    (void)state;
    rng = 7;
    miler_recording rec;
    make(&rec);
    bool done = false;
    long failed = 0;
    for (long n = 0; n < 1000 && !done; n++) {
        meagre m = {n, 0};
        const miler_alloc alloc = {meagre_resize, &m};
        miler_arena *arena = miler_arena_new(&alloc, 0);
        if (arena != NULL) {
            miler_activity a;
            miler_error err = {0};
            const miler_status status = miler_activity_build(&rec, arena, &a, &err);
            done = status == MILER_OK;
            if (!done) {
                assert_int_equal(status, MILER_ERR_NOMEM);
                assert_true(err.msg[0] != '\0');
                failed++;
            }
            miler_arena_free(arena);
        }
        assert_int_equal(m.live, 0);
    }
    assert_true(done);
    assert_true(failed >= 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(bests_equal_trying_all),
                                       cmocka_unit_test(every_allocation_fails_once)};
    return cmocka_run_group_tests_name("bests", tests, NULL, NULL);
}
