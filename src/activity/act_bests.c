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
#include "activity/reps.h"

#include <string.h>

// The track distances the world keeps no record for: 200 m is the record itself,
// the others by power law between their neighbours of data/science/world_records.csv.
static const struct {
    double dist_m, time_s;
} between[] = {{200, 19.19}, {1200, 161.2}, {1600, 221.7}, {3200, 471.2}};
// One SD of a watch's distance by GPS, as a share of it [engineering estimate].
#define GPS_SCALE 0.015
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
// So much of an effort on a track makes it one that was run there.
#define ON_TRACK_SHARE 0.95
// A trial of a mile may measure some metres less by a track whose laps are known
// to a metre: beyond its end the runner stands. Then its pace is taken over the
// whole distance, where that is shorter by no more than two SDs ...
#define SHORT_SDS 2.0
#define SHORT_PLACE_M 4.0 // ... of the laps and of both ends [engineering estimate]
#define SHORT_SHARE 0.02  // ... and than this
#define SHORT_STEPS 4
#define REP_SHARE 0.03     // a rep farther from its round distance was cut short, or run on
#define STOPPED_RATIO 0.97 // and the metres that lack would cost more than running [engineering estimate]
// Where an effort begins or ends off the track: a GPS place [engineering estimate].
#define END_ERROR_M 2.0

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

// What of the window lies on tracks.
static double on_track_m(const search *s, const window *x) {
    const act_lane *l = s->w->lane;
    return l == NULL ? 0 : within(s->w, x, l[x->a].on_m, l[x->a + 1].on_m, l[x->b].on_m, l[x->b + 1].on_m);
}

// How far off the place at one of its ends may be.
static double end_error_m(const search *s, size_t i) {
    const act_lane *l = s->w->lane;
    const double on_m = l != NULL ? fmax(l[i].place_m, l[i + 1].place_m) : (double)NAN; // fmax ignores NaN
    if (isfinite(on_m)) return on_m;
    return s->w->out->dist_source == MILER_DIST_TRACK ? END_ERROR_M / 2 : END_ERROR_M;
}

// One standard deviation of the time [engineering estimate]: a share of it for
// the scale of the distance (on a track: the error of its laps), the places of
// its two ends, a tenth of the sampling interval at each end, and the doubted metres.
static double error_of(const search *s, const window *x) {
    static const double scale[MILER_DIST_COUNT] = {0.05, GPS_SCALE, 0.02, 0.05, 0.005};
    const act_lane *l = s->w->lane;
    const double *t = s->w->out->at_s;
    const double s_per_m = time_of(x) / s->dist_m;
    const double off_m = fmax(s->dist_m - on_track_m(s, x), 0);
    const double laps_m = l == NULL ? 0
                                    : within(s->w, x, l[x->a].scale_m, l[x->a + 1].scale_m, l[x->b].scale_m,
                                             l[x->b + 1].scale_m);
    const double scale_s = hypot(scale[s->w->out->dist_source] * off_m, laps_m) * s_per_m;
    const double ends_s = hypot(end_error_m(s, x->a), end_error_m(s, x->b)) * s_per_m;
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
    if (isnan(x->from_s)) return (miler_effort){s->dist_m, NAN, NAN, NAN, 0, NAN, NAN, NAN};
    const uint32_t flags = x->flags | (downhill(s, x) ? MILER_EFFORT_DOWNHILL : 0u) |
                           (on_track_m(s, x) >= ON_TRACK_SHARE * s->dist_m ? MILER_EFFORT_ON_TRACK : 0u);
    return (miler_effort){s->dist_m, time_of(x), x->from_s, error_of(s, x), flags, NAN, NAN, NAN};
}

static search search_for(const act_work *w, const act_doubt *doubt, double dist_m, double record_s) {
    const window none = {0, 0, NAN, NAN, 0};
    search s = {w, doubt, dist_m, record_s, none, none, none};
    walk(&s);
    return s;
}

static const window *fastest(const search *s) {
    return isnan(s->clean.from_s) ? &s->any : &s->clean;
}

// The effort over dist_m by the pace of one that is shorter by `less_m`.
static miler_effort stretched(const act_work *w, const act_doubt *doubt, double dist_m, double less_m) {
    const double longer = dist_m / (dist_m - less_m);
    const search s = search_for(w, doubt, dist_m - less_m, limit_s(dist_m) / longer);
    miler_effort e = effort_of(&s, fastest(&s));
    e.dist_m = dist_m;
    e.time_s *= longer;
    e.error_s *= longer;
    return e;
}

static bool stopped_short(const miler_effort *whole, const miler_effort *e) {
    return (e->flags & MILER_EFFORT_ON_TRACK) != 0 && (e->flags & MILER_EFFORT_DISQUALIFIES) == 0 &&
           !(e->time_s >= STOPPED_RATIO * whole->time_s); // NaN: there is no whole one
}

// What was meant to be dist_m and measures a little less.
static void allow_short(const act_work *w, const act_doubt *doubt, double dist_m, miler_effort *out) {
    const act_lane *all = &w->lane[w->n - 1];
    const double scale_m = all->on_m > 0 ? all->scale_m / all->on_m * dist_m : 0;
    const double most_m = fmin(SHORT_SDS * hypot(scale_m, SHORT_PLACE_M), SHORT_SHARE * dist_m);
    miler_effort e = stretched(w, doubt, dist_m, most_m);
    if (!stopped_short(out, &e)) return;
    for (int k = 1; k < SHORT_STEPS; k++) { // the least that does
        const miler_effort less = stretched(w, doubt, dist_m, most_m * k / SHORT_STEPS);
        if (!stopped_short(out, &less)) continue;
        e = less;
        break;
    }
    *out = e;
}

// Fills the best at one distance; returns the fastest window no human could run.
static window find(act_work *w, const act_doubt *doubt, size_t index) {
    const double dist_m = miler_best_distance_m(index);
    const search s = search_for(w, doubt, dist_m, limit_s(dist_m));
    w->out->bests[index] = effort_of(&s, fastest(&s));
    if (w->lane != NULL) allow_short(w, doubt, dist_m, &w->out->bests[index]);
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
    act_meanwhile(w);
    return MILER_OK;
}

// ---- Along a track

static bool on_lap(const miler_tracks *t, size_t i) { // the interval from i on
    return t->phase_m[i] >= 0 && t->phase_m[i + 1] >= 0 && t->along_m[i + 1] >= t->along_m[i];
}

static act_lane *lane_of(const miler_tracks *tracks, size_t n, miler_arena *arena) {
    act_lane *lane = miler_arena_array(arena, n, sizeof *lane);
    if (lane == NULL) return NULL;
    for (size_t i = 0; i < n; i++)
        lane[i].place_m = (double)tracks->error_at_m[i];
    // First each interval's own share of error, then the sums.
    for (size_t k = 0; k < tracks->count; k++) {
        const miler_track *track = &tracks->tracks[k];
        for (size_t p = 0; p < track->part_count; p++)
            for (size_t i = track->parts[p].first; i + 1 < track->parts[p].end; i++)
                if (on_lap(tracks, i))
                    lane[i + 1].scale_m = track->lap_error_m / miler_oval_lap_m(&track->oval);
    }
    for (size_t i = 0; i + 1 < n; i++) {
        const double step_m = on_lap(tracks, i) ? tracks->dist_at_m[i + 1] - tracks->dist_at_m[i] : 0;
        lane[i + 1].on_m = lane[i].on_m + step_m;
        lane[i + 1].scale_m = lane[i].scale_m + lane[i + 1].scale_m * step_m;
    }
    return lane;
}

// A rep that was run on the track without a pause.
static bool counts(const miler_activity *a, const miler_rep *rep) {
    const double timer_s = miler_activity_timer_at(a, rep->end_s) - miler_activity_timer_at(a, rep->start_s);
    return miler_rep_is_track_rep(rep) && rep->time_s - timer_s < 1e-3;
}

// That was meant to be dist_m. One put right by hand has that name by its length, or because it was told.
static bool is_meant(const miler_rep *rep, double dist_m) {
    const bool by_hand = (rep->flags & MILER_REP_BY_HAND) != 0;
    return fabs(rep->nominal_m - dist_m) < 0.5 && rep->nominal_time_s >= limit_s(dist_m) &&
           (by_hand || (rep->dist_m - dist_m <= REP_SHARE * dist_m && !reps_is_short(rep, dist_m)));
}

// That measures less than dist_m, but by no more than it may err.
static bool may_be(const miler_rep *rep, double dist_m) {
    return dist_m > rep->dist_m && dist_m - rep->dist_m <= SHORT_SDS * rep->dist_error_m &&
           dist_m - rep->dist_m <= SHORT_SHARE * dist_m && (rep->flags & MILER_REP_BY_HAND) == 0;
}

static bool overlap(const miler_effort *e, const miler_rep *rep) {
    return fmin(e->start_s + e->time_s, rep->end_s) - fmax(e->start_s, rep->start_s) > rep->time_s / 2;
}

static void keep_rep(const miler_rep *rep, double time_s, double error_s, miler_effort *best) {
    if (best->time_s <= time_s) return;
    *best = (miler_effort){best->dist_m, time_s, rep->start_s, error_s, MILER_EFFORT_ON_TRACK, NAN, NAN, NAN};
}

// The fastest rep of that distance, unless something faster was run elsewhere:
// a fastest stretch of the same rep knows less of where it began and ended. A
// rep that may have been as long counts by its pace.
static void take_reps(const miler_activity *a, const miler_reps *reps, miler_effort *e) {
    const bool clean = (e->flags & MILER_EFFORT_DISQUALIFIES) == 0;
    miler_effort meant = {.dist_m = e->dist_m, .time_s = NAN};
    miler_effort may = meant;
    bool same = !clean;
    for (size_t i = 0; i < reps->count; i++) {
        const miler_rep *rep = &reps->reps[i];
        if (!counts(a, rep)) continue;
        if (is_meant(rep, e->dist_m)) {
            keep_rep(rep, rep->nominal_time_s, rep->time_error_s, &meant);
            same = same || overlap(e, rep);
        } else if (may_be(rep, e->dist_m)) {
            const double longer = e->dist_m / rep->dist_m;
            keep_rep(rep, rep->time_s * longer, hypot(rep->time_error_s, rep->dist_error_m / rep->speed_mps),
                     &may);
        }
    }
    if (same ? isfinite(meant.time_s) : !(e->time_s <= meant.time_s) && isfinite(meant.time_s)) *e = meant;
    if (isfinite(may.time_s) && !(e->time_s <= may.time_s)) *e = may;
}

// A lap in a lane that nobody knows may be known worse than GPS knows any way.
static bool is_better(const act_lane *all) {
    return all->on_m > 0 && all->scale_m <= GPS_SCALE * all->on_m;
}

static miler_status bests_along(act_work *w, const miler_tracks *tracks, const miler_reps *reps,
                                miler_error *err) {
    w->lane = lane_of(tracks, w->n, w->scratch);
    w->speed_mps = w->lane != NULL ? act_speeds(w) : NULL;
    if (w->speed_mps == NULL) return act_nomem(err);
    miler_status status = act_altitude(w, err);
    if (status != MILER_OK) return status;
    if (is_better(&w->lane[w->n - 1])) {
        for (size_t i = 0; i < MILER_BEST_COUNT; i++)
            w->out->bests[i] = (miler_effort){miler_best_distance_m(i), NAN, NAN, NAN, 0, NAN, NAN, NAN};
        status = act_bests(w, err);
        if (status != MILER_OK) return status;
    }
    for (size_t i = 0; i < MILER_BEST_COUNT && reps != NULL; i++)
        take_reps(w->out, reps, &w->out->bests[i]);
    act_meanwhile(w);
    return MILER_OK;
}

miler_status miler_activity_bests_on(miler_activity *a, const miler_tracks *tracks, const miler_reps *reps,
                                     miler_arena *arena, miler_error *err) {
    if (a == NULL || tracks == NULL || arena == NULL)
        return miler_fail(err, MILER_ERR_ARG, "bests on a track need an activity, its tracks and an arena");
    if (tracks->count == 0 || tracks->dist_at_m == NULL || a->at_s == NULL || a->sport != MILER_SPORT_RUNNING)
        return MILER_OK;
    miler_activity along = *a;
    along.true_dist_m = tracks->dist_at_m;
    act_work w = {.s = a->samples,
                  .out = &along,
                  .arena = arena,
                  .scratch = miler_arena_new(miler_arena_allocator(arena), 0),
                  .n = a->sample_count,
                  .on_foot = true,
                  .gap_over_s = act_gap_over(a->median_interval_s)};
    const miler_status status = w.scratch != NULL ? bests_along(&w, tracks, reps, err) : act_nomem(err);
    miler_arena_free(w.scratch);
    if (status == MILER_OK) memcpy(a->bests, along.bests, sizeof a->bests);
    return status;
}
