// SPDX-License-Identifier: MIT
// Where: one distance per sample that never falls, from the best source there
// is, and how far it may be trusted.
//
//   1. the distance the watch counted
//   2. positions, joined by geodesics
//   3. the watch's speed times time
//
// The watch's distance comes first because it is filtered inside the watch;
// single spikes are cut, resets to zero (damage, joined legs) are added on, and
// a counter that stood still and then caught up is drawn as a straight line.
#include "activity/act.h"

// A counter may stand still this long before it catches up [engineering estimate: a bridge, a tunnel].
// How a distance counter of a watch errs [engineering estimates, all of this
// block, from looking at the files of many watches].
#define STALL_MIN_S 2.0
#define STALL_MAX_S 60.0
#define STALL_LOOK_BACK_S 10.0 // the pace before a stall is taken over this long
#define STALL_SHARE_LOW 0.6    // a stall and its jump together keep this share of that pace
#define STALL_SHARE_HIGH 1.3
#define STANDING_MPS 0.05  // a count slower than this stands
#define COUNT_MAX_M 1e8    // more than this is no distance: an invalid value written as a number
#define RESTART_SHARE 0.1  // a count that falls below this share of itself began anew
#define FIRST_COUNT_M 20.0 // a first count may be this far, and what a sprint makes by then

static bool has_number(const double *column, size_t n) {
    if (column == NULL) return false;
    for (size_t i = 0; i < n; i++)
        if (isfinite(column[i])) return true;
    return false;
}

// Share of samples that have a position.
static double located_share(const act_work *w) {
    if (w->s->lat_deg == NULL || w->s->lon_deg == NULL) return 0;
    size_t count = 0;
    for (size_t i = 0; i < w->n; i++)
        if (isfinite(w->s->lat_deg[i]) && isfinite(w->s->lon_deg[i])) count++;
    return (double)count / (double)w->n;
}

static double seconds(const act_work *w, size_t a, size_t b) {
    return w->out->at_s != NULL ? w->out->at_s[b] - w->out->at_s[a] : (double)(b - a);
}

// Straight lines over the NaN holes of d, by time; level at both ends.
static void fill_holes(const act_work *w, double *d) {
    size_t last = w->n; // last sample with a number
    for (size_t i = 0; i < w->n; i++) {
        if (isnan(d[i])) continue;
        if (last == w->n)
            for (size_t k = 0; k < i; k++)
                d[k] = d[i];
        else
            for (size_t k = last + 1; k < i; k++) {
                const double whole = seconds(w, last, i);
                const double part =
                    whole > 0 ? seconds(w, last, k) / whole : (double)(k - last) / (double)(i - last);
                d[k] = d[last] + (d[i] - d[last]) * part;
            }
        last = i;
    }
    for (size_t k = last; k + 1 < w->n; k++)
        d[k + 1] = d[k];
}

// The watch's counter, cleaned. Returns false when it never moves.
static bool from_counter(const act_work *w, double *d) {
    const double *raw = w->s->dist_m;
    if (!has_number(raw, w->n)) return false;
    double before = NAN; // last two counts seen that were kept
    double base = 0;
    double top = 0;
    for (size_t i = 0; i < w->n; i++) {
        d[i] = NAN;
        double v = raw[i];
        if (!isfinite(v) || v < 0 || v > COUNT_MAX_M) continue;
        const double next = i + 1 < w->n && isfinite(raw[i + 1]) ? raw[i + 1] : (double)NAN;
        // A single spike up or drop down, after which the count is back in line.
        if (v > next && next >= before) continue;
        if (v < before && next >= before) continue;
        // Started again from zero: go on from where it was.
        if (v < RESTART_SHARE * before) base = top - v;
        before = v;
        v += base;
        if (v > top) top = v;
        d[i] = top;
    }
    fill_holes(w, d);
    return top > 0;
}

// Counters of a later leg start high: take off what cannot have been run since the start.
static void rebase(const act_work *w, double *d) {
    const double most_m = FIRST_COUNT_M + ACT_SPRINT_MPS * (w->out->at_s != NULL ? w->out->at_s[0] : 0);
    if (d[0] <= most_m) return;
    const double base = d[0];
    for (size_t i = 0; i < w->n; i++)
        d[i] -= base;
}

static double apart_m(const miler_samples *s, size_t a, size_t b) {
    return miler_geo_distance_m(s->lat_deg[a], s->lon_deg[a], s->lat_deg[b], s->lon_deg[b]);
}

// One position far off between two near ones: the receiver blinked.
static bool blink(const act_work *w, size_t before, size_t i) {
    size_t after = i + 1;
    while (after < w->n && !isfinite(w->s->lat_deg[after] + w->s->lon_deg[after]))
        after++;
    if (after >= w->n || w->out->at_s == NULL || !w->on_foot) return false;
    const double in_s = fmax(seconds(w, before, i), 1);
    const double out_s = fmax(seconds(w, i, after), 1);
    return apart_m(w->s, before, i) > ACT_SPRINT_MPS * in_s &&
           apart_m(w->s, i, after) > ACT_SPRINT_MPS * out_s &&
           apart_m(w->s, before, after) < ACT_SPRINT_MPS * (in_s + out_s) / 2;
}

static bool from_positions(const act_work *w, double *d) {
    const miler_samples *s = w->s;
    size_t last = w->n;
    double sum = 0;
    for (size_t i = 0; i < w->n; i++) {
        d[i] = NAN;
        if (!isfinite(s->lat_deg[i] + s->lon_deg[i])) continue;
        if (last < w->n && blink(w, last, i)) continue;
        const double *timer = w->out->timer_at_s;
        const bool counts =
            last < w->n && (timer == NULL || timer[i] > timer[last] || w->out->pause_count == 0);
        const double step = counts ? apart_m(s, last, i) : 0;
        if (isfinite(step)) sum += step;
        d[i] = sum;
        last = i;
    }
    fill_holes(w, d);
    return sum > 0;
}

static bool from_speed(const act_work *w, double *d) {
    if (w->s->speed_mps == NULL || w->out->timer_at_s == NULL) return false;
    double sum = 0;
    d[0] = 0;
    for (size_t i = 0; i + 1 < w->n; i++) {
        const double v = ((double)w->s->speed_mps[i] + (double)w->s->speed_mps[i + 1]) / 2;
        if (v > 0 && v < 100) sum += v * (w->out->timer_at_s[i + 1] - w->out->timer_at_s[i]);
        d[i + 1] = sum;
    }
    return sum > 0;
}

// Whether the count stood from sample `stall` to `end` - 1 and then caught up at the pace of before; `lead` lies
// a little before the stall.
static bool is_stall(const double *t, const double *d, size_t lead, size_t stall, size_t end) {
    const double still_s = t[end - 1] - t[stall];
    const double lead_s = t[stall] - t[lead];
    const double before_mps = lead_s > 3 ? (d[stall] - d[lead]) / lead_s : (double)NAN;
    const double whole_mps = (d[end] - d[stall]) / (t[end] - t[stall]);
    return still_s >= STALL_MIN_S && still_s <= STALL_MAX_S && whole_mps > STALL_SHARE_LOW * before_mps &&
           whole_mps < STALL_SHARE_HIGH * before_mps;
}

// A counter that stood and then jumped to where the runner was: the way in
// between is drawn straight. Only where the whole keeps the pace of before.
static void draw_stalls(const act_work *w, double *d) {
    const double *t = w->out->at_s;
    if (t == NULL || !w->on_foot) return;
    size_t stall = 0; // where the count began to stand; i: it does not
    size_t lead = 0;  // a sample so much before that
    for (size_t i = 0; i + 1 < w->n; i++) {
        if (d[i + 1] - d[i] < STANDING_MPS * (t[i + 1] - t[i])) continue;
        if (stall < i) {
            while (lead < stall && t[stall] - t[lead] > STALL_LOOK_BACK_S)
                lead++;
            const bool straight = is_stall(t, d, lead, stall, i + 1);
            for (size_t k = stall + 1; straight && k <= i; k++)
                d[k] = act_line(t[stall], d[stall], t[i + 1], d[i + 1], t[k]);
        }
        stall = i + 1;
    }
}

static miler_dist_source source_of(const act_work *w) {
    const miler_sub_sport sub = w->out->sub_sport;
    if ((w->rec->flags & MILER_REC_LAPS_TOLD) != 0) return MILER_DIST_TRACK;
    if (sub == MILER_SUB_TREADMILL || sub == MILER_SUB_VIRTUAL) return MILER_DIST_TREADMILL;
    // Half of the samples with a position: the rest is signal lost on the way.
    if (located_share(w) >= 0.5) return sub == MILER_SUB_TRACK ? MILER_DIST_TRACK : MILER_DIST_GPS;
    // Without positions only a pod's word counts; the wrist's guess indoors is a treadmill's.
    return w->rec->has_footpod ? MILER_DIST_FOOTPOD : MILER_DIST_TREADMILL;
}

miler_status act_distance(act_work *w, miler_error *err) {
    miler_activity *a = w->out;
    double *d = miler_arena_array(w->arena, w->n, sizeof *d);
    if (d == NULL) return act_nomem(err);
    bool known = from_counter(w, d);
    if (known) {
        rebase(w, d);
        draw_stalls(w, d);
    } else {
        known = (located_share(w) > 0 && from_positions(w, d)) || from_speed(w, d);
    }
    const bool summary = (w->rec->flags & MILER_REC_NO_SUMMARY) == 0 && w->rec->session.dist_m > 0;
    if (known) {
        a->true_dist_m = d;
        a->dist_source = source_of(w);
    }
    a->dist_m = summary ? w->rec->session.dist_m : known ? d[w->n - 1] : (double)NAN;
    return MILER_OK;
}

// Speeds over a window around each interval's middle, at least ACT_WINDOW wide.
float *act_speeds(act_work *w) {
    const double half_s = 2.5; // 5 s: longer than a hop of the receiver, shorter than a stride-out
    const double *t = w->out->at_s;
    const double *d = w->out->true_dist_m;
    float *speed = miler_arena_array(w->scratch, w->n, sizeof *speed);
    if (speed == NULL) return NULL;
    size_t a = 0;
    size_t b = 0;
    for (size_t i = 0; i + 1 < w->n; i++) {
        const double mid = (t[i] + t[i + 1]) / 2;
        const double from = fmax(fmin(mid - half_s, t[i]), t[0]);
        const double to = fmin(fmax(mid + half_s, t[i + 1]), t[w->n - 1]);
        while (a + 1 < w->n && t[a + 1] <= from)
            a++;
        if (b < i) b = i;
        while (b + 1 < w->n && t[b + 1] < to)
            b++;
        const double d0 = a + 1 < w->n ? act_line(t[a], d[a], t[a + 1], d[a + 1], from) : d[a];
        const double d1 = b + 1 < w->n ? act_line(t[b], d[b], t[b + 1], d[b + 1], to) : d[b];
        speed[i] = to > from ? (float)((d1 - d0) / (to - from)) : 0.0f;
    }
    return speed;
}
