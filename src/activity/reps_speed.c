// SPDX-License-Identifier: MIT
// The session's speed, cut where it changes level. A runner who does reps runs
// at a few speeds and changes between them within seconds; between the cuts the
// speed is level but for noise. Of all ways to draw a line of steps through the
// speeds, this finds the one with the least
//
//     sum of |speed - step| (no more than CAP_MPS each)  +  PENALTY for each change
//
// exactly, for steps of a few dozen heights, by dynamic programming in one pass
// (a Potts functional; Viterbi 1967). Absolute, capped errors: a GPS jump of
// some seconds does not make a rep.
#include "activity/reps.h"
#include "base/middle.h"

// Heights: standing, a creep, then 6 % apart from 0.8 m/s to beyond 9 m/s.
enum { LEVELS = 46 };
#define LEVEL_FIRST_MPS 0.8
#define LEVEL_RATIO 1.06
#define CAP_MPS 3.0
// Errors of speed are alike for about this long; what lasts shorter says less. [engineering estimate]
#define MEMORY_S 2.0
#define NOISE_MIN_MPS 0.3 // running is no steadier than this by any watch [engineering estimate]
#define NOISE_MAX_MPS 0.8
#define PENALTY 10.0  // ten seconds at 1.2 m/s more or less than before are a change [engineering estimate]
#define WEIGHT_S 20.0 // an interval counts for no more than this
#define NOISE_LOOK_S 4.0

double reps_dist_at(const reps_work *w, double time_s) {
    const reps_series *r = &w->series;
    if (r->count == 0) return 0;
    if (time_s <= 0) return r->dist_m[0];
    const size_t i = act_sample_at(w->a, time_s);
    if (i >= r->count) return r->dist_m[r->count];
    const double dt = r->at_s[i + 1] - r->at_s[i];
    const double part = dt > 0 ? fmin(1, (time_s - r->at_s[i]) / dt) : 0;
    return r->dist_m[i] + (r->dist_m[i + 1] - r->dist_m[i]) * part;
}

double reps_mean_mps(const reps_work *w, double from_s, double to_s) {
    if (!(to_s > from_s)) return (double)NAN;
    return (reps_dist_at(w, to_s) - reps_dist_at(w, from_s)) / (to_s - from_s);
}

bool reps_series_make(reps_work *w) {
    const miler_activity *a = w->a;
    reps_series *r = &w->series;
    const bool oval = w->tracks != NULL && w->tracks->dist_at_m != NULL;
    const bool counted = w->rec->samples.dist_m != NULL;
    if (a->at_s == NULL || a->sample_count < 2) return true;
    // The watch's own counter is quicker than any smoothed place; the oval is better than bare positions.
    const double *dist = oval && !counted ? w->tracks->dist_at_m : a->true_dist_m;
    if (dist == NULL) return true;
    const size_t n = a->sample_count - 1;
    r->speed_mps = miler_arena_bare_array(w->scratch, n, sizeof *r->speed_mps);
    if (r->speed_mps == NULL) return false;
    r->at_s = a->at_s;
    r->dist_m = dist;
    r->count = n;
    r->every_s = a->median_interval_s > 0 ? a->median_interval_s : 1;
    for (size_t i = 0; i < n; i++) {
        const double dt = a->at_s[i + 1] - a->at_s[i];
        r->speed_mps[i] = dt > 0 ? (dist[i + 1] - dist[i]) / dt : 0;
    }
    return true;
}

// How much speeds some seconds apart differ, as a median: noise, since most of
// a session is level.
static double noise_of(const reps_series *r) {
    enum { BINS = 200 };
    uint32_t bins[BINS] = {0};
    const size_t apart = (size_t)fmin(fmax(NOISE_LOOK_S / r->every_s, 1), 8);
    for (size_t i = apart; i < r->count; i++) {
        const double now = r->speed_mps[i];
        const double then = r->speed_mps[i - apart];
        if (now < REPS_RUN_MPS || then < REPS_RUN_MPS) continue;
        bins[(size_t)fmin(fabs(now - then) * 100, BINS - 1)]++;
    }
    // A median of differences is 0.95 SDs of one value.
    return fmin(fmax((double)miler_middle_bin(bins, BINS) / 100 / 0.95, NOISE_MIN_MPS), NOISE_MAX_MPS);
}

// The level of each interval.
static bool best_levels(reps_work *w, uint8_t *level_of) {
    const reps_series *r = &w->series;
    double height[LEVELS] = {0, 0.4};
    for (int k = 2; k < LEVELS; k++)
        height[k] = k == 2 ? LEVEL_FIRST_MPS : height[k - 1] * LEVEL_RATIO;
    uint64_t *changed = miler_arena_bare_array(w->scratch, r->count, sizeof *changed); // a bit a level
    uint8_t *from = miler_arena_bare_array(w->scratch, r->count, sizeof *from);
    if (changed == NULL || from == NULL) return false;
    const double unit = 1 / (noise_of(r) * MEMORY_S);
    double cost[LEVELS] = {0};
    int best = 0;
    for (size_t i = 0; i < r->count; i++) {
        const double weight = fmin(r->at_s[i + 1] - r->at_s[i], WEIGHT_S) * unit;
        const double leave = cost[best] + PENALTY;
        const double v = r->speed_mps[i];
        uint64_t bits = 0;
        from[i] = (uint8_t)best;
        double least = INFINITY;
        for (int k = 0; k < LEVELS; k++) {
            if (leave < cost[k]) {
                cost[k] = leave;
                bits |= UINT64_C(1) << k;
            }
            cost[k] += weight * fmin(fabs(v - height[k]), CAP_MPS);
            if (cost[k] < least) {
                least = cost[k];
                best = k;
            }
        }
        changed[i] = bits;
    }
    int level = best;
    for (size_t i = r->count; i-- > 0;) {
        level_of[i] = (uint8_t)level;
        if ((changed[i] >> level & 1) != 0) level = from[i];
    }
    return true;
}

bool reps_cut(reps_work *w) {
    const reps_series *r = &w->series;
    if (r->count == 0) return true;
    uint8_t *level_of = miler_arena_bare_array(w->scratch, r->count, sizeof *level_of);
    if (level_of == NULL || !best_levels(w, level_of)) return false;
    size_t count = 1;
    for (size_t i = 1; i < r->count; i++)
        count += level_of[i] != level_of[i - 1];
    w->segs = miler_arena_array(w->scratch, count, sizeof *w->segs);
    if (w->segs == NULL) return false;
    w->seg_count = 0;
    for (size_t i = 0; i < r->count; i++) {
        if (i == 0 || level_of[i] != level_of[i - 1]) w->segs[w->seg_count++].first = i;
        w->segs[w->seg_count - 1].end = i + 1;
    }
    return true;
}
