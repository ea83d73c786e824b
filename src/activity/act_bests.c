// SPDX-License-Identifier: MIT
// Best efforts: for each distance the window of the run that took the least time.
//
// Distance over time is a broken line. The time a window of D metres takes is
// then piecewise linear in where it starts, so the least is where the window
// starts or ends at a sample; the other end lies exactly on the line between
// two samples. Both cases are walked with two pointers each, so every distance
// costs one pass over the samples.
//
//   start at a sample:  i|-----------D----------->x between j-1 and j
//   end at a sample:     x between i and i+1 <----------D-----------|j
//
// Every window that would be the best is judged (act_trust.c); the fastest
// clean one wins, and only where none is clean the fastest of the others is
// given with its flags. A window faster than the world record casts doubt on
// what it covers, and the search runs again: else the window beside it, slower
// than the record by a hair, would be taken for true.
#include "activity/act.h"

// Faster than any human, in the order of the bests. World records as of 2026
// (World Athletics); 1200, 1600 and 3200 m by power law between their neighbours.
static const double record_s[MILER_BEST_COUNT] = {
    19.19,  43.03,  100.91, 131.96, 161.2,  206.00, 221.7,  223.13,
    283.13, 437.55, 471.2,  474.10, 755.36, 1571.0, 3402.0, 7235.0,
};
// A record may have fallen since, and a best is timed to a second by the watch.
#define RECORD_SLACK 0.99
// Metres of doubt a window may hold, as a share of its distance [engineering estimate].
#define DOUBT_SHARE 0.005
#define GAP_SHARE 0.1
#define SPARSE_SAMPLES 8
// 1 in 100; less than 3 m cannot be told from the altitude's noise.
#define DOWNHILL_SHARE 0.01
#define DOWNHILL_MIN_M 3.0
// A run that ends a hair short of its distance by rounding still has it.
#define ROUNDING_M 1e-6
#define ROUNDS_MAX 6

typedef struct window {
    size_t a, b; // intervals of start and end
    double from_s, to_s;
} window;

typedef struct search {
    act_work *w;
    const act_doubt *doubt;
    double dist_m;
    double record_s;
    miler_effort clean; // fastest that may count
    miler_effort any;   // fastest of all
    miler_effort wild;  // fastest whose only fault is that no human can
} search;

static double spread_over(const act_work *w, const double *at, size_t i, double y0, double y1) {
    const double *t = w->out->at_s;
    return act_line(t[i], y0, t[i + 1], y1, *at);
}

// One standard deviation of the time [engineering estimate]: a share of it for
// the scale of the distance, two ends that are 2 m uncertain, a tenth of the
// sampling interval at each end, and the doubted metres.
static double error_of(const act_work *w, const window *x, double dist_m, double doubt_m) {
    static const double scale[MILER_DIST_COUNT] = {0.05, 0.015, 0.02, 0.05, 0.005};
    const double time_s = x->to_s - x->from_s;
    const double end_m = w->out->dist_source == MILER_DIST_TRACK ? 1.0 : 2.0;
    const double ends_s = end_m * sqrt(2.0) / dist_m * time_s;
    const double *t = w->out->at_s;
    const double sampling_s = 0.1 * hypot(t[x->a + 1] - t[x->a], t[x->b + 1] - t[x->b]);
    const double doubt_s = doubt_m / dist_m * time_s;
    const double scale_s = scale[w->out->dist_source] * time_s;
    return sqrt(scale_s * scale_s + ends_s * ends_s + sampling_s * sampling_s + doubt_s * doubt_s);
}

static uint32_t height_flags(const act_work *w, const window *x, double dist_m) {
    if (w->altitude_m == NULL) return 0;
    const float *z = w->altitude_m;
    const double top = spread_over(w, &x->from_s, x->a, (double)z[x->a], (double)z[x->a + 1]);
    const double end = spread_over(w, &x->to_s, x->b, (double)z[x->b], (double)z[x->b + 1]);
    return top - end > fmax(DOWNHILL_SHARE * dist_m, DOWNHILL_MIN_M) ? MILER_EFFORT_DOWNHILL : 0u;
}

static miler_effort judge(const search *s, const window *x) {
    const act_work *w = s->w;
    const act_doubt *d = s->doubt;
    const double *timer = w->out->timer_at_s;
    const double time_s = x->to_s - x->from_s;
    const double most_m = DOUBT_SHARE * s->dist_m;
    const double jump_m = d[x->b + 1].jump_m - d[x->a].jump_m;
    const double fast_m = d[x->b + 1].fast_m - d[x->a].fast_m;
    const double gap_s = spread_over(w, &x->to_s, x->b, d[x->b].gap_s, d[x->b + 1].gap_s) -
                         spread_over(w, &x->from_s, x->a, d[x->a].gap_s, d[x->a + 1].gap_s);
    const double timer_s = spread_over(w, &x->to_s, x->b, timer[x->b], timer[x->b + 1]) -
                           spread_over(w, &x->from_s, x->a, timer[x->a], timer[x->a + 1]);
    const struct {
        bool holds;
        uint32_t flag;
    } rules[] = {{gap_s > GAP_SHARE * time_s, MILER_EFFORT_GAP},
                 {time_s < RECORD_SLACK * s->record_s || fast_m > most_m, MILER_EFFORT_IMPOSSIBLE},
                 {jump_m > most_m, MILER_EFFORT_GPS_JUMP},
                 {w->out->dist_source == MILER_DIST_TREADMILL, MILER_EFFORT_TREADMILL},
                 {time_s - timer_s > 1e-6, MILER_EFFORT_PAUSED},
                 {d[x->b + 1].ride > d[x->a].ride, MILER_EFFORT_NOT_RUNNING},
                 {x->b - x->a < SPARSE_SAMPLES, MILER_EFFORT_SPARSE}};
    miler_effort e = {s->dist_m, time_s, x->from_s, error_of(w, x, s->dist_m, jump_m + fast_m), height_flags(w, x, s->dist_m)};
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
        if (rules[i].holds) e.flags |= rules[i].flag;
    return e;
}

static void keep(miler_effort *best, const miler_effort *e) {
    if (!(best->time_s <= e->time_s)) *best = *e; // NaN loses
}

static void consider(search *s, const window *x) {
    const double time_s = x->to_s - x->from_s;
    if (s->clean.time_s <= time_s && s->wild.time_s <= time_s) return;
    if (s->clean.time_s <= time_s && s->any.time_s <= time_s && time_s >= RECORD_SLACK * s->record_s) return;
    const miler_effort e = judge(s, x);
    keep(&s->any, &e);
    if ((e.flags & MILER_EFFORT_DISQUALIFIES) == 0) keep(&s->clean, &e);
    if ((e.flags & MILER_EFFORT_DISQUALIFIES) == MILER_EFFORT_IMPOSSIBLE && time_s < RECORD_SLACK * s->record_s)
        keep(&s->wild, &e);
}

static void walk(search *s) {
    const double *t = s->w->out->at_s;
    const double *d = s->w->out->true_dist_m;
    const size_t n = s->w->n;
    size_t j = 0;
    for (size_t i = 0; i + 1 < n; i++) { // windows that start at sample i
        if (d[i + 1] <= d[i]) continue;  // standing: a later start is faster
        const double goal = fmin(d[i] + s->dist_m, d[n - 1]);
        if (d[i] + s->dist_m > d[n - 1] + ROUNDING_M) break;
        while (d[j] < goal)
            j++;
        consider(s, &(window){i, j - 1, t[i], act_line(d[j - 1], t[j - 1], d[j], t[j], goal)});
    }
    size_t i = 0;
    for (size_t e = 1; e < n; e++) { // windows that end at sample e
        const double goal = d[e] - s->dist_m;
        if (d[e] <= d[e - 1] || goal < d[0]) continue;
        while (d[i + 1] <= goal)
            i++;
        consider(s, &(window){i, e - 1, act_line(d[i], t[i], d[i + 1], t[i + 1], goal), t[e]});
    }
}

static void find(act_work *w, const act_doubt *doubt, size_t index, search *s) {
    const double dist_m = miler_best_distance_m(index);
    const miler_effort none = {dist_m, NAN, NAN, NAN, 0};
    *s = (search){w, doubt, dist_m, record_s[index], none, none, none};
    walk(s);
    w->out->bests[index] = isnan(s->clean.time_s) ? s->any : s->clean;
}

// One search over all distances. Windows that no human runs are doubted; true
// when there were any, and the search must be done again.
static miler_status round_of_bests(act_work *w, act_doubt *doubt, bool *again) {
    miler_effort wild[MILER_BEST_COUNT];
    for (size_t i = 0; i < MILER_BEST_COUNT; i++) {
        search s;
        find(w, doubt, i, &s);
        wild[i] = s.wild;
    }
    *again = false;
    for (size_t i = 0; i < MILER_BEST_COUNT; i++) {
        if (isnan(wild[i].time_s)) continue;
        *again = true;
        // A hop may fake 400 m; half a mile faster than ever run is a wheel.
        const bool wheel = wild[i].dist_m >= 800;
        const miler_status status = act_distrust(w, doubt, wild[i].start_s, wild[i].start_s + wild[i].time_s, wheel);
        if (status != MILER_OK) return status;
    }
    return MILER_OK;
}

miler_status act_bests(act_work *w, miler_error *err) {
    miler_activity *a = w->out;
    if (a->sport != MILER_SPORT_RUNNING || a->at_s == NULL || a->true_dist_m == NULL || w->n < 2) return MILER_OK;
    if (a->true_dist_m[w->n - 1] - a->true_dist_m[0] < miler_best_distance_m(0) - ROUNDING_M) return MILER_OK;
    act_doubt *doubt = act_trust(w);
    if (doubt == NULL) return act_nomem(err);
    bool again = true;
    for (int round = 0; round < ROUNDS_MAX && again; round++)
        if (round_of_bests(w, doubt, &again) != MILER_OK) return act_nomem(err);
    // Still faster than man after all that: nothing in it is to be believed.
    for (size_t i = 0; again && i < MILER_BEST_COUNT; i++)
        a->bests[i].flags |= MILER_EFFORT_NOT_RUNNING;
    return MILER_OK;
}
