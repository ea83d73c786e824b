// SPDX-License-Identifier: MIT
// Reps from the lap button, held against the speed. Where most edges of the reps
// that the speed shows have a lap near them, the laps mean the reps, and then
//
//     a lap at the edge        is the edge: a finger knows better than a filter
//     a lap some seconds off   was pressed late or early: the speed's edge, flagged
//     no lap                   was forgotten: the speed's edge, flagged
//     two laps at the edge     one was once too often: the nearer, flagged
//     a lap put right by hand  is the edge, however far off; its length is the rep's
//
// Laps alone make reps where the speed saw none (a float that is hardly slower,
// a treadmill): fast and slow in turn, and the fast ones alike.
#include "activity/reps.h"

// [engineering estimates where no source stands; docs/reps.md]
#define AT_EDGE_S 3.5   // of the speed's edge: three of its SDs
#define LATE_S 15.0     // farther off, a lap is another's [engineering estimate]
#define MEANT_SHARE 0.5 // of all edges with a lap
#define FINGER_SD_S 0.4 // [engineering estimate]
#define TWICE_S 4.0     // two presses within this
#define AUTO_SHARE 0.005
#define EXACT_SHARE 0.0025 // of a usual distance: a lap cut by the watch ...
#define EXACT_MIN_M 190.0
#define EXACT_S 0.7 // ... or of a usual time
#define EXACT_MIN_S 25.0
#define EXACT_PART 0.75
#define AUTO_PART 0.6 // of all laps of one auto-lap length: the watch pressed
#define FAST 1.06     // lap speed over both neighbours', where laps stand alone
#define ALIKE 0.06
#define ALONE_MIN 3
#define END_SPEED 0.8  // of the fastest lap [engineering estimate]
#define EVEN_LAPS 0.04 // laps that touch, of one speed: one rep [engineering estimate]
#define TOLD_FAST 1.15 // one lap whose length was told, over both beside it [engineering estimate]
#define SAME_LENGTH 0.03

typedef struct cut {
    double at_s;
    bool by_watch; // an auto-lap by its length
    bool by_hand;  // put right afterwards: neither late nor twice
} cut;

typedef struct cuts {
    cut *at;
    size_t count;
} cuts;

static bool lap_times(const miler_activity *a, const miler_lap *lap, double *start_s, double *end_s) {
    if (lap->sum.start_ms == MILER_NO_TIME || !(lap->sum.elapsed_s > 0)) return false;
    *start_s = (double)(lap->sum.start_ms - a->start_ms) / 1000;
    *end_s = *start_s + lap->sum.elapsed_s;
    return true;
}

// The triggers that watches write lie: whether a lap is the watch's own is
// told by its length (1 km, 1 mile).
static bool is_auto(const miler_lap *lap) {
    static const double usual[] = {1000, MILER_MILE_M, 5000, 8046.72};
    if (lap->trigger == MILER_TRIGGER_WORKOUT || isnan(lap->sum.dist_m)) return false;
    if (lap->by_hand || lap->told_m > 0) return false;
    for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++)
        if (fabs(lap->sum.dist_m - usual[i]) <= AUTO_SHARE * usual[i]) return true;
    return false;
}

// One of several auto-laps in a row.
static bool is_auto_run(const miler_activity *a, size_t i) {
    return is_auto(&a->laps[i]) &&
           ((i > 0 && is_auto(&a->laps[i - 1])) || (i + 1 < a->lap_count && is_auto(&a->laps[i + 1])));
}

static bool mostly_auto(const miler_activity *a) {
    size_t own = 0;
    for (size_t i = 0; i + 1 < a->lap_count; i++)
        own += is_auto(&a->laps[i]);
    return a->lap_count > 1 && (double)own >= AUTO_PART * (double)(a->lap_count - 1);
}

static bool cuts_of(reps_work *w, cuts *out) {
    const miler_activity *a = w->a;
    out->at = miler_arena_array(w->scratch, a->lap_count + 1, sizeof *out->at);
    if (out->at == NULL) return false;
    const bool autos = mostly_auto(a);
    for (size_t i = 0; i < a->lap_count; i++) {
        double start;
        double end;
        if (!lap_times(a, &a->laps[i], &start, &end)) continue;
        const bool later = out->count == 0 || start > out->at[out->count - 1].at_s;
        if (i > 0 && start > 0 && later)
            out->at[out->count++] =
                (cut){start, is_auto(&a->laps[i - 1]) && autos, a->laps[i - 1].by_hand || a->laps[i].by_hand};
        if (i + 1 == a->lap_count && (out->count == 0 || end > out->at[out->count - 1].at_s))
            out->at[out->count++] = (cut){end, false, a->laps[i].by_hand};
    }
    return true;
}

// The cut nearest to an instant: NULL when none is within reach. Cursor walks forward.
static const cut *nearest(const cuts *c, double at_s, double reach_s, size_t *cursor) {
    while (*cursor + 1 < c->count && fabs(c->at[*cursor + 1].at_s - at_s) <= fabs(c->at[*cursor].at_s - at_s))
        ++*cursor;
    if (c->count == 0 || fabs(c->at[*cursor].at_s - at_s) > reach_s) return NULL;
    return &c->at[*cursor];
}

static bool are_meant(const cuts *c, const reps_spans *spans) {
    size_t near = 0;
    size_t cursor = 0;
    for (size_t i = 0; i < spans->count; i++) {
        near += nearest(c, spans->at[i].start_s, AT_EDGE_S, &cursor) != NULL;
        near += nearest(c, spans->at[i].end_s, AT_EDGE_S, &cursor) != NULL;
    }
    return spans->count > 0 && (double)near >= MEANT_SHARE * 2 * (double)spans->count;
}

// One edge mended. Returns the flags.
static uint32_t mend(const cuts *c, double *edge_s, double *sd, double low_s, double high_s, size_t *cursor) {
    const cut *at = nearest(c, *edge_s, LATE_S, cursor);
    if (at == NULL || at->by_watch || at->at_s <= low_s || at->at_s >= high_s) return MILER_REP_LAP_MISSED;
    const double speed_s = *edge_s;
    if (fabs(at->at_s - speed_s) > AT_EDGE_S && !at->by_hand) return MILER_REP_LAP_LATE;
    *edge_s = at->at_s;
    *sd = FINGER_SD_S;
    if (at->by_hand) return MILER_REP_BY_HAND;
    const cut *other = at + 1 < c->at + c->count ? at + 1 : NULL;
    const cut *before = at > c->at ? at - 1 : NULL;
    const bool again = (other != NULL && other->at_s - at->at_s <= TWICE_S) ||
                       (before != NULL && at->at_s - before->at_s <= TWICE_S);
    return again ? MILER_REP_LAP_TWICE : 0;
}

// Laps within a rep, away from its edges: the watch's own, or a slip.
static uint32_t inside(const cuts *c, const reps_span *s, size_t *cursor) {
    uint32_t flags = 0;
    while (*cursor < c->count && c->at[*cursor].at_s <= s->start_s + LATE_S)
        ++*cursor;
    for (size_t k = *cursor; k < c->count && c->at[k].at_s < s->end_s - LATE_S; k++)
        flags |= c->at[k].by_watch ? MILER_REP_AUTO_LAPS : 0;
    return flags;
}

// A lap of exactly a usual distance or time was cut by the watch for the
// workout it had: nobody presses so well. It is the rep, whatever the speed says.
static bool is_exact(const miler_lap *lap) {
    const double m = lap->sum.dist_m;
    const double s = lap->sum.timer_s;
    const bool dist = m >= EXACT_MIN_M && fabs(m - reps_usual_m(m)) <= EXACT_SHARE * m;
    const bool time = s >= EXACT_MIN_S && fabs(s - reps_usual_s(s)) <= EXACT_S;
    return dist || time;
}

// Takes the exact laps that cover most of a rep of the speed.
static void take_exact(const reps_work *w, reps_spans *spans, bool *taken) {
    size_t cursor = 0;
    for (size_t i = 0; i < spans->count; i++) {
        reps_span *s = &spans->at[i];
        for (; cursor < w->a->lap_count; cursor++) {
            const miler_lap *lap = &w->a->laps[cursor];
            double start;
            double end;
            if (!lap_times(w->a, lap, &start, &end) || end <= s->start_s) continue;
            if (start >= s->end_s) break;
            const double both = fmin(end, s->end_s) - fmax(start, s->start_s);
            const bool free = i + 1 == spans->count || end <= spans->at[i + 1].start_s + AT_EDGE_S;
            if (both < EXACT_PART * (end - start) || both < EXACT_PART * (s->end_s - s->start_s)) continue;
            if (!is_exact(lap) || !free || is_auto_run(w->a, cursor)) continue;
            s->start_s = start;
            s->end_s = end;
            s->start_sd = s->end_sd = FINGER_SD_S;
            taken[i] = true;
        }
    }
}

static void mend_all(const cuts *c, reps_spans *spans, const bool *taken) {
    size_t cursor = 0;
    size_t within = 0;
    for (size_t i = 0; i < spans->count; i++) {
        reps_span *s = &spans->at[i];
        const double low = i > 0 ? spans->at[i - 1].end_s : -1;
        const double high = i + 1 < spans->count ? spans->at[i + 1].start_s : (double)INFINITY;
        const double middle = (s->start_s + s->end_s) / 2;
        if (taken[i]) continue;
        if (s->start_s > 0) s->flags |= mend(c, &s->start_s, &s->start_sd, low, middle, &cursor);
        s->flags |= mend(c, &s->end_s, &s->end_sd, middle, high, &cursor);
        s->flags |= inside(c, s, &within);
    }
}

// ---- Laps that stand alone

typedef struct lap_fact {
    double start_s, end_s, dist_m, speed_mps;
} lap_fact;

static size_t facts_of(const reps_work *w, lap_fact *out) {
    const miler_activity *a = w->a;
    size_t n = 0;
    for (size_t i = 0; i < a->lap_count; i++) {
        double start;
        double end;
        if (!lap_times(a, &a->laps[i], &start, &end) || end - start <= TWICE_S) continue;
        double dist = a->laps[i].sum.dist_m;
        if (isnan(dist) && w->series.count > 0) dist = reps_dist_at(w, end) - reps_dist_at(w, start);
        if (isnan(dist)) continue;
        out[n++] = (lap_fact){start, end, dist, dist / (end - start)};
    }
    return n;
}

static double top_speed(const lap_fact *f, size_t n) {
    double top = 0;
    for (size_t i = 0; i < n; i++)
        top = fmax(top, f[i].speed_mps);
    return top;
}

// Faster than both neighbours; the first and the last, with one only, must be about as fast as any.
static bool is_fast(const lap_fact *f, size_t n, size_t i, double top_mps) {
    if (n < 2 || f[i].speed_mps < REPS_RUN_MPS) return false;
    if (i == 0 || i + 1 == n) {
        const lap_fact *beside = i == 0 ? &f[1] : &f[n - 2];
        return f[i].speed_mps >= FAST * beside->speed_mps && f[i].speed_mps >= END_SPEED * top_mps;
    }
    return f[i].speed_mps >= FAST * f[i - 1].speed_mps && f[i].speed_mps >= FAST * f[i + 1].speed_mps;
}

static bool alike(const lap_fact *a, const lap_fact *b) {
    const double ta = a->end_s - a->start_s;
    const double tb = b->end_s - b->start_s;
    return fabs(a->dist_m - b->dist_m) <= ALIKE * fmax(a->dist_m, b->dist_m) ||
           fabs(ta - tb) <= ALIKE * fmax(ta, tb);
}

// Laps that touch and are of one speed become one: on a track of 200 m each is pressed.
static size_t join_even(lap_fact *f, size_t n) {
    size_t top = 0;
    for (size_t i = 1; i < n; i++) {
        const bool touch = fabs(f[i].start_s - f[top].end_s) <= TWICE_S / 2;
        const bool even = fabs(f[i].speed_mps - f[top].speed_mps) <= EVEN_LAPS * f[top].speed_mps;
        if (touch && even) {
            f[top].end_s = f[i].end_s;
            f[top].dist_m += f[i].dist_m;
            f[top].speed_mps = f[top].dist_m / (f[top].end_s - f[top].start_s);
        } else {
            f[++top] = f[i];
        }
    }
    return n > 0 ? top + 1 : 0;
}

// Fast and slow in turn, and the fast ones alike.
static bool take_turns(const lap_fact *f, size_t n) {
    size_t like = 0;
    size_t fast = 0;
    const lap_fact *last = NULL;
    const double top = top_speed(f, n);
    for (size_t i = 0; i < n; i++) {
        if (!is_fast(f, n, i, top)) continue;
        fast++;
        like += last != NULL && alike(last, &f[i]);
        last = &f[i];
    }
    return fast >= ALONE_MIN && (like + 1) * 5 >= fast * 4;
}

static bool alone(reps_work *w, reps_spans *out) {
    if (mostly_auto(w->a)) return true;
    lap_fact *f = miler_arena_array(w->scratch, w->a->lap_count + 1, sizeof *f);
    if (f == NULL) return false;
    size_t n = facts_of(w, f);
    if (!take_turns(f, n)) {
        n = join_even(f, n);
        if (!take_turns(f, n)) return true;
    }
    const double top = top_speed(f, n);
    for (size_t i = 0; i < n; i++) {
        if (!is_fast(f, n, i, top)) continue;
        const double beside = fmax(i > 0 ? f[i - 1].speed_mps : 0, i + 1 < n ? f[i + 1].speed_mps : 0);
        const reps_span span = {.start_s = f[i].start_s,
                                .end_s = f[i].end_s,
                                .start_sd = FINGER_SD_S,
                                .end_sd = FINGER_SD_S,
                                .contrast = log(f[i].speed_mps / fmax(beside, 0.6)),
                                .step = -1};
        if (!reps_add(w, out, &span)) return false;
    }
    return true;
}

bool reps_with_laps(reps_work *w, reps_spans *spans, bool *meant) {
    *meant = false;
    if (w->a->lap_count < 2) return true;
    cuts c = {0};
    if (!cuts_of(w, &c)) return false;
    if (spans->count == 0) {
        if (!alone(w, spans)) return false;
        *meant = spans->count > 0;
        return true;
    }
    *meant = are_meant(&c, spans);
    if (!*meant) return true;
    bool *taken = miler_arena_array(w->scratch, spans->count, sizeof *taken);
    if (taken == NULL) return false;
    take_exact(w, spans, taken);
    mend_all(&c, spans, taken);
    return true;
}

// ---- Laps put right by hand

static bool is_told(const miler_lap *lap) {
    return lap->by_hand || lap->told_m > 0;
}

static double both_s(const reps_span *s, double start_s, double end_s) {
    return fmax(0, fmin(end_s, s->end_s) - fmax(start_s, s->start_s));
}

// Told as a rep although the speed shows none: faster than the laps beside it by far.
static bool stands_out(const miler_activity *a, size_t i) {
    const miler_summary *own = &a->laps[i].sum;
    const double speed = own->dist_m / own->elapsed_s;
    if (!(a->laps[i].told_m > 0) || !(speed >= REPS_RUN_MPS)) return false;
    for (size_t k = i > 0 ? i - 1 : 1; k <= i + 1 && k < a->lap_count; k += 2) {
        const miler_summary *beside = &a->laps[k].sum;
        if (a->laps[k].told_m > 0 || !(speed >= TOLD_FAST * beside->dist_m / beside->elapsed_s)) return false;
    }
    return a->lap_count > 1;
}

// The span that fills most of a stretch, and how long all of them fill it; NULL = none does.
static const reps_span *most_of(const reps_spans *spans, double start_s, double end_s, double *fast_s) {
    const reps_span *most = NULL;
    *fast_s = 0;
    for (size_t i = 0; i < spans->count; i++) {
        const double both = both_s(&spans->at[i], start_s, end_s);
        *fast_s += both;
        if (both > 0 && (most == NULL || both > both_s(most, start_s, end_s))) most = &spans->at[i];
    }
    return most;
}

// The rep that a lap is, after the span that it was taken for, if any.
static reps_span told_rep(const reps_span *was, double start_s, double end_s, double told_m) {
    reps_span out = was != NULL ? *was : (reps_span){.contrast = log(TOLD_FAST), .step = -1};
    const bool as_long = fabs((end_s - start_s) / (out.end_s - out.start_s) - 1) <= SAME_LENGTH;
    out.start_s = start_s;
    out.end_s = end_s;
    out.start_sd = out.end_sd = FINGER_SD_S;
    out.flags = MILER_REP_BY_HAND;
    out.nominal_m = told_m > 0 ? told_m : as_long ? out.nominal_m : 0;
    out.nominal_time_s = end_s - start_s;
    if (!as_long || told_m > 0) out.step_m = out.step_s = 0;
    return out;
}

// Whether a lap put right by hand is a rep. covered_s adds up for each of `spans` what such laps take of it.
static bool rep_of_lap(const reps_work *w, const reps_spans *spans, size_t lap, double *covered_s,
                       reps_span *out) {
    double start_s;
    double end_s;
    double fast_s;
    if (!is_told(&w->a->laps[lap]) || !lap_times(w->a, &w->a->laps[lap], &start_s, &end_s)) return false;
    const reps_span *most = most_of(spans, start_s, end_s, &fast_s);
    if (fast_s < MEANT_SHARE * (end_s - start_s) && !stands_out(w->a, lap)) return false;
    for (size_t i = 0; i < spans->count; i++)
        covered_s[i] += both_s(&spans->at[i], start_s, end_s);
    *out = told_rep(most, start_s, end_s, w->a->laps[lap].told_m);
    return true;
}

static bool any_told(const miler_activity *a) {
    for (size_t i = 0; i < a->lap_count; i++)
        if (is_told(&a->laps[i])) return true;
    return false;
}

// Spans of which no lap put right by hand took most.
static bool keep_rest(reps_work *w, const reps_spans *spans, const double *covered_s, reps_spans *out) {
    for (size_t i = 0; i < spans->count; i++) {
        const bool taken = covered_s[i] > (spans->at[i].end_s - spans->at[i].start_s) / 2;
        if (!taken && !reps_add(w, out, &spans->at[i])) return false;
    }
    return true;
}

bool reps_by_hand(reps_work *w, reps_spans *spans) {
    if (w->options.ignore_laps || !any_told(w->a)) return true;
    double *covered_s = miler_arena_array(w->scratch, spans->count + 1, sizeof *covered_s);
    if (covered_s == NULL) return false;
    reps_spans out = {0};
    reps_span span;
    for (size_t i = 0; i < w->a->lap_count; i++)
        if (rep_of_lap(w, spans, i, covered_s, &span) && !reps_add(w, &out, &span)) return false;
    if (!keep_rest(w, spans, covered_s, &out)) return false;
    reps_sort(&out);
    if (out.count > 0 && w->out->source == MILER_REPS_NONE) w->out->source = MILER_REPS_LAPS;
    *spans = out;
    return true;
}
