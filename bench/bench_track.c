// SPDX-License-Identifier: MIT
// What the oval costs: an hour's session on a track with a sample a second, and
// how that grows with the points, beside the building of the activity itself.
#include "../tests/track_kit.h"
#include "bench.h"

#define ROUNDS 15
#define GOAL_MS 20.0

static void make(tk_world *w, int reps) {
    tk_init(w, 17);
    for (int i = 0; i < reps; i++) {
        tk_pace_add(w, 1000, 4.8, 0);
        tk_pace_add(w, 200, 2.2, 0);
    }
    tk_run(w);
    tk_record(w, 1, 3, 40);
}

// Milliseconds of the best round.
static double search_ms(const tk_world *w, miler_arena *arena, double *build_ms) {
    double best = 1e9;
    *build_ms = 1e9;
    for (int round = 0; round < ROUNDS; round++) {
        miler_arena_reset(arena);
        miler_activity a;
        miler_tracks t;
        const double t0 = bench_now_s();
        if (miler_activity_build(&w->rec, arena, &a, NULL) != MILER_OK) exit(1);
        const double t1 = bench_now_s();
        if (miler_tracks_find(&a, NULL, 0, arena, &t, NULL) != MILER_OK || t.count != 1) exit(1);
        miler_track_split splits[64];
        (void)miler_track_splits(&a, &t, a.at_s[10], a.at_s[a.sample_count - 1], 0, 100, splits, 64);
        const double t2 = bench_now_s();
        *build_ms = fmin(*build_ms, (t1 - t0) * 1e3);
        best = fmin(best, (t2 - t1) * 1e3);
    }
    return best;
}

int main(void) {
    static tk_world w;
    miler_arena *arena = miler_arena_new(NULL, 0);
    if (arena == NULL) return 4;
    double before_ms = 0;
    size_t before = 0;
    for (int reps = 6; reps <= 24; reps *= 2) {
        make(&w, reps);
        double build_ms;
        const double ms = search_ms(&w, arena, &build_ms);
        printf("track: %zu samples (%.1f h): oval, places and splits %.2f ms, %.1fx the building of the "
               "activity",
               w.sample_count, (double)w.sample_count / 3600, ms, ms / build_ms);
        if (before > 0)
            printf("; %.2fx the points cost %.2fx", (double)w.sample_count / (double)before, ms / before_ms);
        printf("\n");
        if (reps == 12)
            printf("track: one hour %.1f ms (goal %.0f, reps included)\n", ms * 3600 / (double)w.sample_count,
                   GOAL_MS);
        before_ms = ms;
        before = w.sample_count;
        tk_free(&w);
    }
    printf("track peak resident: %.1f MiB\n", bench_peak_mib());
    miler_arena_free(arena);
    return 0;
}
