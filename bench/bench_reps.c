// SPDX-License-Identifier: MIT
// miler_reps_find on sessions of half an hour, one and two hours at a sample a
// second: milliseconds, and the ratio from one size to the next (linear: 2).
// The oval, the reps and the splits of an hour have 20 ms together.
#include <miler/reps.h>

#include "../tools/simulate_session.h"

#include <time.h>

static double seconds(void) {
    struct timespec t;
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

// 400s with 400 m jogged, over and over, until the time is full.
static void make(world *w, watch_log *log, miler_recording *rec, double time_s) {
    memset(w, 0, sizeof *w);
    memset(log, 0, sizeof *log);
    world_init(w, 7, 0.5);
    w->start_ms = INT64_C(1700000000000);
    const double lap_s = 400 / w->mile_mps + 400 / (0.5 * w->mile_mps);
    const int count = (int)((time_s - 600) / lap_s);
    const session_spec spec = {.ground = OVAL,
                               .count = count,
                               .rep_m = 400,
                               .mile_part = 1,
                               .rest_s = 400 / (0.5 * w->mile_mps),
                               .to_line = true,
                               .warm_m = 1200,
                               .cool_m = 400};
    session_build(w, &spec);
    session_record(w, log, rec);
}

static double best_ms(const miler_activity *a, const miler_recording *rec, const miler_tracks *tracks,
                      size_t *found) {
    double best = 1e9;
    for (int i = 0; i < 9; i++) {
        miler_arena *arena = miler_arena_new(NULL, 0);
        miler_reps reps;
        const double start = seconds();
        if (arena == NULL || miler_reps_find(a, rec, tracks, NULL, arena, &reps, NULL) != MILER_OK) exit(1);
        best = fmin(best, seconds() - start);
        *found = reps.work_count;
        miler_arena_free(arena);
    }
    return best * 1e3;
}

int main(void) {
    world *w = malloc(sizeof *w);
    watch_log *log = malloc(sizeof *log);
    if (w == NULL || log == NULL) return 4;
    double before = 0;
    for (int half = 1; half <= 4; half *= 2) {
        miler_recording rec;
        make(w, log, &rec, 1800.0 * half);
        miler_arena *arena = miler_arena_new(NULL, 0);
        miler_activity a;
        miler_tracks tracks;
        if (arena == NULL || miler_activity_build(&rec, arena, &a, NULL) != MILER_OK) return 1;
        const double start = seconds();
        if (miler_tracks_find(&a, NULL, 0, arena, &tracks, NULL) != MILER_OK) return 1;
        const double oval_ms = (seconds() - start) * 1e3;
        size_t found;
        const double ms = best_ms(&a, &rec, &tracks, &found);
        printf("reps of %5zu samples: %.2f ms (%.2f of the size before), %zu found; the oval before it %.1f "
               "ms\n",
               a.sample_count, ms, before > 0 ? ms / before : 0, found, oval_ms);
        before = ms;
        miler_arena_free(arena);
    }
    free(w);
    free(log);
    return 0;
}
