// SPDX-License-Identifier: MIT
// Which of the stretches are reps. A rep is run faster than what is usual in
// this session and than what lies before and after it, and its edges are steps:
// nobody drifts into a rep. So, with the stretches of reps_speed:
//
//   1. neighbours of nearly one speed become one stretch (a rep that fades, a
//      run that gets faster by and by)
//   2. the running is split in two, easy and fast, where that tells most apart
//      (Otsu 1979, on the log of the speed on the flat)
//   3. what is fast must also be a local top with steep edges, and have company
//      or be long: a sprint for the bus is no rep
//   4. what is left is tried once more, for slower reps beside faster ones
//
// Stops do not make reps: where every recovery is a stand or a walk, the reps
// must be like each other.
#include "activity/reps.h"
#include "base/middle.h"

#include <stdlib.h>

// [engineering estimates, set on simulated sessions and real files; docs/reps.md]
#define ONE_SPEED 0.08    // log ratio below which neighbours are one stretch
#define GLITCH_S 4.0      // a stretch as short as this is none
#define BRIDGE_S 7.0      // slower for less than this does not end a rep
#define SPLIT_RATIO 0.15  // easy and fast differ at least so much
#define STEEP_SHARE 0.5   // of a rep's contrast is there within seconds
#define GRADE_MIN_M 150.0 // below this, altitude says little
#define GRADE_MAX 0.12
#define WEIGHT_MAX_S 600.0
#define TRIM_S 2.0
#define SLOWEST_MPS 0.6 // slower than that is all the same
#define SEEN_SAMPLES 3.0
#define ROUNDS 3

// Grade over a stretch, shrunk towards none where it is short.
static double grade_of(const reps_work *w, const reps_seg *g) {
    const float *z = w->rec->samples.altitude_m;
    const double dist = w->series.dist_m[g->end] - w->series.dist_m[g->first];
    if (z == NULL || dist < GRADE_MIN_M) return 0;
    const double rise = (double)z[g->end] - (double)z[g->first];
    if (!isfinite(rise)) return 0;
    return fmax(-GRADE_MAX, fmin(GRADE_MAX, rise / (dist + GRADE_MIN_M)));
}

void reps_measure(const reps_work *w, reps_seg *g) {
    g->start_s = w->series.at_s[g->first];
    g->end_s = w->series.at_s[g->end];
    const double trim = fmin(TRIM_S, 0.2 * (g->end_s - g->start_s));
    const double v = reps_mean_mps(w, g->start_s + trim, g->end_s - trim);
    g->speed_mps = isnan(v) ? 0 : v;
    const double flat = miler_grade_adjusted_speed(g->speed_mps, grade_of(w, g));
    g->level = log(fmax(isfinite(flat) ? flat : g->speed_mps, SLOWEST_MPS));
}

// One pass that joins what differs by less than `apart`.
static void join_alike(reps_work *w, double apart) {
    size_t top = 0;
    for (size_t i = 1; i < w->seg_count; i++) {
        if (fabs(w->segs[top].level - w->segs[i].level) < apart) {
            w->segs[top].end = w->segs[i].end;
            reps_measure(w, &w->segs[top]);
        } else {
            w->segs[++top] = w->segs[i];
        }
    }
    w->seg_count = top + 1;
}

// Glitches go to the neighbour they are nearer to.
static void drop_glitches(reps_work *w) {
    size_t top = 0;
    for (size_t i = 1; i < w->seg_count; i++) {
        reps_seg *last = &w->segs[top];
        reps_seg *now = &w->segs[i];
        const bool short_last = last->end_s - last->start_s < GLITCH_S;
        const bool short_now = now->end_s - now->start_s < GLITCH_S;
        const bool more = i + 1 < w->seg_count;
        const bool to_next = more && fabs(w->segs[i + 1].level - now->level) < fabs(last->level - now->level);
        if (short_now && to_next) {
            w->segs[i + 1].first = now->first;
            reps_measure(w, &w->segs[i + 1]);
        } else if (short_now || (short_last && top == 0)) {
            last->end = now->end;
            reps_measure(w, last);
        } else {
            w->segs[++top] = *now;
        }
    }
    w->seg_count = top + 1;
}

static void tidy(reps_work *w) {
    for (size_t i = 0; i < w->seg_count; i++)
        reps_measure(w, &w->segs[i]);
    join_alike(w, ONE_SPEED / 4);
    drop_glitches(w);
    for (int pass = 2; pass <= 4; pass++)
        join_alike(w, ONE_SPEED * pass / 4);
}

// ---- Easy and fast

typedef struct weighed {
    double level; // first: they are sorted by it
    double weight;
} weighed;

// Where the running that is not yet work splits best; NaN when it does not.
static double split(const reps_work *w, weighed *room) {
    size_t n = 0;
    double sum = 0;
    double total = 0;
    for (size_t i = 0; i < w->seg_count; i++) {
        const reps_seg *g = &w->segs[i];
        if (g->work || g->speed_mps < REPS_RUN_MPS) continue;
        room[n] = (weighed){g->level, sqrt(fmin(g->end_s - g->start_s, WEIGHT_MAX_S))};
        total += room[n].weight;
        sum += room[n].weight * g->level;
        n++;
    }
    if (n < 2) return (double)NAN;
    qsort(room, n, sizeof *room, miler_by_number);
    double best = 0;
    double at = NAN;
    double below = 0;
    double below_sum = 0;
    for (size_t k = 0; k + 1 < n; k++) {
        below += room[k].weight;
        below_sum += room[k].weight * room[k].level;
        const double apart = (sum - below_sum) / (total - below) - below_sum / below;
        const double between = below * (total - below) * apart * apart;
        if (between <= best || apart < SPLIT_RATIO || room[k + 1].level - room[k].level < 1e-9) continue;
        best = between;
        at = (room[k].level + room[k + 1].level) / 2;
    }
    return at;
}

// ---- Candidates

// How much of the contrast is there within some seconds of an edge.
static bool is_steep(const reps_work *w, const reps_candidate *c, double edge_s, const reps_seg *beside,
                     double side) {
    if (c->end_s - c->start_s < SEEN_SAMPLES * w->series.every_s) return true; // too few samples for a slope
    const double skip = fmax(2, w->series.every_s);
    const double inside = fmin(fmax(10, 2 * w->series.every_s), (c->end_s - c->start_s) / 2);
    const double outside = fmin(fmax(10, 2 * w->series.every_s), beside->end_s - beside->start_s);
    const double in_a = edge_s + side * fmin(skip, inside / 2);
    const double out_a = edge_s - side * fmin(skip, outside / 2);
    const double in_b = edge_s + side * (inside + skip / 2);
    const double out_b = edge_s - side * (outside + skip / 2);
    const double in = reps_mean_mps(w, fmin(in_a, in_b), fmax(in_a, in_b));
    const double out = reps_mean_mps(w, fmin(out_a, out_b), fmax(out_a, out_b));
    return log(fmax(in, SLOWEST_MPS) / fmax(out, SLOWEST_MPS)) >= STEEP_SHARE * (c->level - beside->level);
}

static void beside(const reps_work *w, reps_candidate *c, const reps_seg *other, bool before) {
    if (other == NULL) {
        c->bounded = false;
        return;
    }
    c->contrast = fmin(c->contrast, c->level - other->level);
    c->edges++;
    if (other->speed_mps >= REPS_RUN_MPS) c->stops = false;
    if (is_steep(w, c, before ? c->start_s : c->end_s, other, before ? 1 : -1)) c->steep++;
}

// The fast stretches above `level`, those that touch made one.
static size_t gather(const reps_work *w, double level, reps_candidate *out) {
    size_t n = 0;
    for (size_t i = 0; i < w->seg_count;) {
        const reps_seg *g = &w->segs[i];
        if (g->work || g->level < level || g->speed_mps < REPS_RUN_MPS) {
            i++;
            continue;
        }
        size_t end = i + 1;
        for (size_t k = end; k < w->seg_count && !w->segs[k].work; k++) {
            if (w->segs[k].level >= level)
                end = k + 1;
            else if (w->segs[k].end_s - w->segs[end - 1].end_s >= fmax(BRIDGE_S, 1.2 * w->series.every_s))
                break;
        }
        reps_seg whole = {.first = g->first, .end = w->segs[end - 1].end};
        reps_measure(w, &whole);
        reps_candidate *c = &out[n++];
        *c = (reps_candidate){.first = i,
                              .end = end,
                              .start_s = whole.start_s,
                              .end_s = whole.end_s,
                              .dist_m = w->series.dist_m[whole.end] - w->series.dist_m[whole.first],
                              .level = whole.level,
                              .contrast = INFINITY,
                              .bounded = true,
                              .stops = true};
        beside(w, c, i > 0 ? &w->segs[i - 1] : NULL, true);
        beside(w, c, end < w->seg_count ? &w->segs[end] : NULL, false);
        i = end;
    }
    return n;
}

static bool take(reps_work *w, const reps_candidate *c, size_t n, reps_spans *out) {
    for (size_t i = 0; i < n; i++) {
        if (!c[i].keep) continue;
        for (size_t k = c[i].first; k < c[i].end; k++)
            w->segs[k].work = true;
        const reps_span span = {
            .start_s = c[i].start_s, .end_s = c[i].end_s, .contrast = c[i].contrast, .step = -1};
        if (!reps_add(w, out, &span)) return false;
    }
    return true;
}

bool reps_levels(reps_work *w, reps_spans *out) {
    if (w->seg_count == 0) return true;
    tidy(w);
    reps_candidate *c = miler_arena_array(w->scratch, w->seg_count, sizeof *c);
    weighed *room = miler_arena_array(w->scratch, w->seg_count, sizeof *room);
    if (c == NULL || room == NULL) return false;
    double *numbers = miler_arena_array(w->scratch, w->seg_count, sizeof *numbers);
    if (numbers == NULL) return false;
    for (int round = 0; round < ROUNDS; round++) {
        const double level = split(w, room);
        if (isnan(level)) break;
        const size_t n = reps_fill_dips(w, c, gather(w, level, c), numbers);
        double steep = 0;
        if (!reps_judge(w, c, n, round == 0, numbers, &steep)) break;
        w->steep = round == 0 ? steep : fmin(w->steep, steep);
        if (!take(w, c, n, out)) return false;
    }
    if (out->count == 0) {
        const size_t n = gather(w, log(REPS_RUN_MPS), c);
        if (reps_judge_stops(w, c, n, numbers)) {
            w->steep = 1;
            if (!take(w, c, n, out)) return false;
        }
    }
    reps_sort(out);
    return true;
}
