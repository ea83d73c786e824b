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

// The track distances the world keeps no record for: 200 m is the record itself,
// the others by power law between their neighbours of data/science/world_records.csv.
static const struct {
    double dist_m, time_s;
} between[] = {{200, 19.19}, {1200, 161.2}, {1600, 221.7}, {3200, 471.2}};
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

// A stretch from within interval a to within interval b.
typedef struct window {
    size_t a, b;
    double from_s, to_s;
    uint32_t flags;
} window;

typedef struct search {
    const act_work *w;
    const act_doubt *doubt;
    double dist_m;
    double record_s;
    window clean; // fastest that may count; from_s is NaN while there is none
    window any;   // fastest of all
    window wild;  // fastest whose only fault is that no human can
} search;

static double time_of(const window *x) {
    return x->to_s - x->from_s;
}

// The part of a running total that falls within the window: straight between samples.
static double within(const act_work *w, const window *x, double a0, double a1, double b0, double b1) {
    const double *t = w->out->at_s;
    return act_line(t[x->b], b0, t[x->b + 1], b1, x->to_s) -
           act_line(t[x->a], a0, t[x->a + 1], a1, x->from_s);
}

static bool has_gap(const search *s, const window *x) {
    const act_doubt *d = s->doubt;
    if (d[x->b + 1].gap_s <= d[x->a].gap_s) return false;
    const double gap_s = within(s->w, x, d[x->a].gap_s, d[x->a + 1].gap_s, d[x->b].gap_s, d[x->b + 1].gap_s);
    return gap_s > GAP_SHARE * time_of(x);
}

static bool has_pause(const search *s, const window *x) {
    const double *t = s->w->out->at_s;
    const double *timer = s->w->out->timer_at_s;
    if (t[x->b + 1] - t[x->a] - (timer[x->b + 1] - timer[x->a]) <= 1e-6) return false;
    const double timer_s = within(s->w, x, timer[x->a], timer[x->a + 1], timer[x->b], timer[x->b + 1]);
    return time_of(x) - timer_s > 1e-6;
}

static double jump_m(const search *s, const window *x) {
    return s->doubt[x->b + 1].jump_m - s->doubt[x->a].jump_m;
}

static double fast_m(const search *s, const window *x) {
    return s->doubt[x->b + 1].fast_m - s->doubt[x->a].fast_m;
}

// Faster than any human. A watch does not know who wears it: the men's records.
static double limit_s(double dist_m) {
    for (size_t i = 0; i < sizeof between / sizeof between[0]; i++)
        if (fabs(between[i].dist_m - dist_m) < 0.5) return between[i].time_s;
    return miler_world_record_s(MILER_SEX_MALE, dist_m);
}

// Without slack: what may not be entered by hand may not come from a watch.
static bool beyond_record(const search *s, double time_s) {
    return time_s < s->record_s;
}

static uint32_t judge(const search *s, const window *x) {
    const double most_m = DOUBT_SHARE * s->dist_m;
    uint32_t flags = 0;
    if (has_gap(s, x)) flags |= MILER_EFFORT_GAP;
    if (beyond_record(s, time_of(x)) || fast_m(s, x) > most_m) flags |= MILER_EFFORT_IMPOSSIBLE;
    if (jump_m(s, x) > most_m) flags |= MILER_EFFORT_GPS_JUMP;
    if (s->w->out->dist_source == MILER_DIST_TREADMILL) flags |= MILER_EFFORT_TREADMILL;
    if (has_pause(s, x)) flags |= MILER_EFFORT_PAUSED;
    if (s->doubt[x->b + 1].ride > s->doubt[x->a].ride) flags |= MILER_EFFORT_NOT_RUNNING;
    if (x->b - x->a < SPARSE_SAMPLES) flags |= MILER_EFFORT_SPARSE;
    return flags;
}

// Whether a window of at least this time can no longer matter. False while
// there is no clean one.
static bool hopeless(const search *s, double least_s) {
    return time_of(&s->clean) <= least_s;
}

static void keep(window *best, const window *x) {
    if (!(time_of(best) <= time_of(x))) *best = *x; // NaN loses
}

static void consider(search *s, window *x) {
    if (hopeless(s, time_of(x))) return;
    x->flags = judge(s, x);
    const uint32_t faults = x->flags & MILER_EFFORT_DISQUALIFIES;
    keep(&s->any, x);
    if (faults == 0) keep(&s->clean, x);
    if (faults == MILER_EFFORT_IMPOSSIBLE && beyond_record(s, time_of(x))) keep(&s->wild, x);
}

static void walk(search *s) {
    const double *t = s->w->out->at_s;
    const double *d = s->w->out->true_dist_m;
    const size_t n = s->w->n;
    size_t j = 0;
    for (size_t i = 0; i + 1 < n; i++) { // windows that start at sample i
        const double goal = d[i] + s->dist_m;
        if (goal > d[n - 1] + ROUNDING_M) break;
        if (d[i + 1] <= d[i]) continue; // standing: a later start is faster
        while (d[j] < goal && j + 1 < n)
            j++;
        if (hopeless(s, t[j - 1] - t[i])) continue;
        consider(s, &(window){i, j - 1, t[i], act_line(d[j - 1], t[j - 1], d[j], t[j], fmin(goal, d[j])), 0});
    }
    size_t i = 0;
    for (size_t e = 1; e < n; e++) { // windows that end at sample e
        const double goal = d[e] - s->dist_m;
        if (d[e] <= d[e - 1] || goal < d[0]) continue;
        while (d[i + 1] <= goal)
            i++;
        if (hopeless(s, t[e] - t[i + 1])) continue;
        consider(s, &(window){i, e - 1, act_line(d[i], t[i], d[i + 1], t[i + 1], goal), t[e], 0});
    }
}

// One standard deviation of the time [engineering estimate]: a share of it for
// the scale of the distance, two ends that are 2 m uncertain, a tenth of the
// sampling interval at each end, and the doubted metres.
static double error_of(const search *s, const window *x) {
    static const double scale[MILER_DIST_COUNT] = {0.05, 0.015, 0.02, 0.05, 0.005};
    const miler_dist_source source = s->w->out->dist_source;
    const double *t = s->w->out->at_s;
    const double s_per_m = time_of(x) / s->dist_m;
    const double scale_s = scale[source] * time_of(x);
    const double ends_s = (source == MILER_DIST_TRACK ? 1.0 : 2.0) * sqrt(2.0) * s_per_m;
    const double doubt_s = (jump_m(s, x) + fast_m(s, x)) * s_per_m;
    const double sampling_s = 0.1 * hypot(t[x->a + 1] - t[x->a], t[x->b + 1] - t[x->b]);
    return sqrt(scale_s * scale_s + ends_s * ends_s + doubt_s * doubt_s + sampling_s * sampling_s);
}

static bool downhill(const search *s, const window *x) {
    const float *z = s->w->altitude_m;
    if (z == NULL) return false;
    const double rise =
        within(s->w, x, (double)z[x->a], (double)z[x->a + 1], (double)z[x->b], (double)z[x->b + 1]);
    return -rise > fmax(DOWNHILL_SHARE * s->dist_m, DOWNHILL_MIN_M);
}

static miler_effort effort_of(const search *s, const window *x) {
    if (isnan(x->from_s)) return (miler_effort){s->dist_m, NAN, NAN, NAN, 0};
    const uint32_t flags = x->flags | (downhill(s, x) ? MILER_EFFORT_DOWNHILL : 0u);
    return (miler_effort){s->dist_m, time_of(x), x->from_s, error_of(s, x), flags};
}

// Fills the best at one distance; returns the fastest window no human could run.
static window find(act_work *w, const act_doubt *doubt, size_t index) {
    const window none = {0, 0, NAN, NAN, 0};
    const double dist_m = miler_best_distance_m(index);
    search s = {w, doubt, dist_m, limit_s(dist_m), none, none, none};
    walk(&s);
    w->out->bests[index] = effort_of(&s, isnan(s.clean.from_s) ? &s.any : &s.clean);
    return s.wild;
}

// One search over all distances. Windows that no human runs are doubted; then
// the search must be done again.
static miler_status round_of_bests(act_work *w, act_doubt *doubt, bool *again) {
    window wild[MILER_BEST_COUNT];
    for (size_t i = 0; i < MILER_BEST_COUNT; i++)
        wild[i] = find(w, doubt, i);
    *again = false;
    for (size_t i = 0; i < MILER_BEST_COUNT; i++) {
        if (isnan(wild[i].from_s)) continue;
        *again = true;
        // A hop may fake 400 m; half a mile faster than ever run is a wheel.
        const bool wheel = miler_best_distance_m(i) >= 800;
        if (act_distrust(w, doubt, wild[i].from_s, wild[i].to_s, wheel) != MILER_OK) return MILER_ERR_NOMEM;
    }
    return MILER_OK;
}

miler_status act_bests(act_work *w, miler_error *err) {
    miler_activity *a = w->out;
    if (a->sport != MILER_SPORT_RUNNING || a->at_s == NULL || a->true_dist_m == NULL || w->n < 2)
        return MILER_OK;
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
