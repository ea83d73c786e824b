// SPDX-License-Identifier: MIT
// Which stretches must not make a record, and how many metres they are off.
//
// Three kinds of doubt, all per interval between two samples:
//   jump  the position hopped: the distance says much more than the watch's own
//         (Doppler) speed, or the speed rises by more than 10 m/s in a second
//   fast  5 s faster than a sprinter
//   ride  a bicycle or a car: 60 s faster than 600 m can be run, or steps that
//         would be longer than a sprinter's; then everything between two stops
//         that touches it, for cars wait at lights. These are kept with the
//         activity: load takes the same intervals out of a run
// A doubted interval counts by the metres it adds over what was run just
// before; a window is judged by the sum, so that one hop of a few metres does
// not throw out a marathon but does throw out a 400.
#include "activity/act.h"

// CUT is no doubt: the steps begin or end here at the side of a ride.
enum { MARK_JUMP = 1, MARK_FAST = 2, MARK_RECORD = 4, MARK_RIDE = 8, MARK_CUT = 16 };

// 1.5 times and 2 m/s above what the watch says [engineering estimate: its speed lags some seconds].
#define DISAGREE_FACTOR 1.5
#define DISAGREE_MPS 2.0
// No runner gains 10 m/s within a second (a sprinter's first second: under 8).
#define HOP_MPS2 10.0
#define HOP_FOLLOW_MPS 8.0
#define HOP_FOLLOW_MAX 5
// 600 m in the best known 72.8 s is 8.2 m/s; 60 s at more than this is a wheel.
#define RIDE_MPS 8.8
#define RIDE_WINDOW_S 60.0
#define RIDE_FROM_MPS RIDE_NEXT_MPS // the slow ends of such a window may be the run to the car
// The longest steps of the fastest sprinters are 2.6-2.7 m.
#define STEP_MAX_M 2.7
#define STEP_FROM_MPS 4.0
#define STEP_WINDOW_S 30.0
#define NO_STEPS_FROM_MPS 5.0
#define NO_STEPS_WINDOW_S 60.0
// Between two legs: a moment below walking, as the mean of 5 s. Who gets into a car after a run stands for
// few seconds, and a longer stop would take the run along [engineering estimate].
#define STOP_MPS 1.2
// Next to a ride a leg that reached this is part of it [engineering estimate].
#define RIDE_NEXT_MPS 6.5
#define RIDE_BETWEEN_S 600.0
// What is taken for granted before a doubted interval, at most.
#define USUAL_MAX_MPS 7.0

static double step_s(const act_work *w, size_t i) {
    return w->out->at_s[i + 1] - w->out->at_s[i];
}

static double step_m(const act_work *w, size_t i) {
    return w->out->true_dist_m[i + 1] - w->out->true_dist_m[i];
}

// The watch's speed is of use only where it adds up to about the distance
// [engineering estimate: it tells km/h and leftovers of other units from m/s].
#define SPEED_SUM_LOW 0.7
#define SPEED_SUM_HIGH 1.4
static bool speed_column_sound(const act_work *w) {
    const float *v = w->s->speed_mps;
    if (v == NULL) return false;
    double sum = 0;
    double way = 0;
    for (size_t i = 0; i + 1 < w->n; i++) {
        if (!(v[i] >= 0 && v[i + 1] >= 0) || step_s(w, i) > w->gap_over_s) continue;
        sum += ((double)v[i] + (double)v[i + 1]) / 2 * step_s(w, i);
        way += fmin(step_m(w, i), ACT_SPRINT_MPS * step_s(w, i));
    }
    return way > 0 && sum > SPEED_SUM_LOW * way && sum < SPEED_SUM_HIGH * way;
}

// The highest of the watch's speeds from 5 s before interval i to 5 s after.
static double stated_top(const act_work *w, size_t i, size_t lag) {
    const float *v = w->s->speed_mps;
    float best = NAN;
    size_t end = i + 1;
    for (size_t steps = 0; end + 1 < w->n && steps < 8 && w->out->at_s[end] < w->out->at_s[i + 1] + 5;
         steps++)
        end++;
    const size_t begin = i > 8 && lag < i - 8 ? i - 8 : lag;
    for (size_t k = begin; k <= end; k++)
        if (v[k] >= 0 && !(best >= v[k])) best = v[k];
    return (double)best;
}

static void mark_hops(const act_work *w, bool speeds) {
    const float *v5 = w->speed_mps;
    size_t lag = 0;
    size_t follow = 0;
    double v_before = NAN;
    for (size_t i = 0; i + 1 < w->n; i++) {
        const double dt =
            fmax(step_s(w, i), 1.0); // stamps are whole seconds: two in the same one are one apart
        const double v = step_m(w, i) / dt;
        while (lag < i && w->out->at_s[i] - w->out->at_s[lag] > 5)
            lag++;
        if ((double)v5[i] > ACT_SPRINT_MPS) w->marks[i] |= MARK_FAST;
        if (speeds && (double)v5[i] > DISAGREE_FACTOR * stated_top(w, i, lag) + DISAGREE_MPS)
            w->marks[i] |= MARK_JUMP;
        if (v - v_before > HOP_MPS2 * dt) {
            w->marks[i] |= MARK_JUMP;
            follow = HOP_FOLLOW_MAX;
        } else if (follow > 0 && v > HOP_FOLLOW_MPS) {
            w->marks[i] |= MARK_JUMP;
            follow--;
        } else {
            follow = 0;
        }
        v_before = v;
    }
}

// Marks every stretch of at least `least_s` whose mean speed is a wheel's. Each
// interval counts at most as a sprint, so that one hop is no ride.
static bool mark_wheels(const act_work *w) {
    const double *t = w->out->at_s;
    double way = 0;
    size_t b = 0;
    size_t marked = 0; // intervals before this one are done
    bool any = false;
    for (size_t a = 0; a + 1 < w->n; a++) {
        while (b + 1 < w->n && t[b] - t[a] < RIDE_WINDOW_S) {
            way += fmin(step_m(w, b), ACT_SPRINT_MPS * step_s(w, b));
            b++;
        }
        const double dt = t[b] - t[a];
        if (dt >= RIDE_WINDOW_S && way > RIDE_MPS * dt) {
            for (size_t i = marked > a ? marked : a; i < b; i++)
                if ((double)w->speed_mps[i] > RIDE_FROM_MPS) w->marks[i] |= MARK_RIDE;
            marked = b;
            any = true;
        }
        if (b > a) way -= fmin(step_m(w, a), ACT_SPRINT_MPS * step_s(w, a));
    }
    return any;
}

// Whether the sensor counts steps at all.
static bool counts_steps(const float *cadence, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (cadence[i] > 120 && cadence[i] < 300) return true;
    return false;
}

// What makes an interval suspicious: steps longer than a sprinter's, or none at speed.
enum { LONG_STEPS, NO_STEPS, STEPLESS };

static bool is_stepless(const act_work *w, size_t i, int kind, bool works) {
    const double c = (double)w->s->cadence_spm[i];
    const double v = (double)w->speed_mps[i];
    if (kind == LONG_STEPS) return c > 0 && v > STEP_FROM_MPS && v > STEP_MAX_M * c / 60;
    return works && c >= 0 && c < 1 && v > NO_STEPS_FROM_MPS;
}

// Intervals [from, to) when they last that long.
static bool mark_long(const act_work *w, size_t from, size_t to, double least_s) {
    if (from == to || w->out->at_s[to] - w->out->at_s[from] < least_s) return false;
    for (size_t i = from; i < to; i++)
        w->marks[i] |= MARK_RIDE;
    return true;
}

// Who rides has stepped off the ground before and steps on it after: there the
// legs part, though nobody stood still.
static void cut_at_steps(const act_work *w, size_t from, size_t to) {
    const float *c = w->s->cadence_spm;
    while (from > 0 && c[from - 1] >= 0 && c[from - 1] < 1)
        from--;
    while (to + 1 < w->n && c[to] >= 0 && c[to] < 1)
        to++;
    w->marks[from] |= MARK_CUT;
    w->marks[to] |= MARK_CUT;
}

// Marks stretches in which the steps would be longer than a sprinter's, or
// there are none although the sensor works.
static bool mark_stepless(const act_work *w) {
    static const double least_s[STEPLESS] = {[LONG_STEPS] = STEP_WINDOW_S, [NO_STEPS] = NO_STEPS_WINDOW_S};
    if (w->s->cadence_spm == NULL) return false;
    const bool works = counts_steps(w->s->cadence_spm, w->n);
    bool any = false;
    for (int kind = 0; kind < STEPLESS; kind++) {
        size_t from = 0; // begin of the stretch at hand; i: none
        for (size_t i = 0; i < w->n; i++) {
            if (i + 1 < w->n && is_stepless(w, i, kind, works)) continue;
            const bool marked = mark_long(w, from, i, least_s[kind]);
            if (marked && kind == NO_STEPS) cut_at_steps(w, from, i);
            any = any || marked;
            from = i + 1;
        }
    }
    return any;
}

typedef struct leg {
    size_t from, to; // intervals [from, to)
    float top_mps;
    bool ride;
} leg;

// The leg that begins at interval `from`: up to where it goes on after the next
// stop, pause or gap, or where a ride begins or ends.
static leg leg_at(const act_work *w, size_t from) {
    const miler_activity *a = w->out;
    leg out = {from, from, 0, false};
    bool stopped = false;
    for (size_t i = from; i + 1 < w->n; i++) {
        const double dt = step_s(w, i);
        const bool slow = (double)w->speed_mps[i] < STOP_MPS;
        if ((!slow && stopped) || (i > from && (w->marks[i] & MARK_CUT) != 0)) break;
        stopped = slow;
        out.to = i + 1;
        if ((w->marks[i] & MARK_RIDE) != 0) out.ride = true;
        if (w->speed_mps[i] > out.top_mps) out.top_mps = w->speed_mps[i];
        if (dt > w->gap_over_s || dt - (a->timer_at_s[i + 1] - a->timer_at_s[i]) > 1.0) break;
    }
    return out;
}

typedef struct journey {
    leg *legs;
    size_t count, room;
} journey;

static bool cut_legs(const act_work *w, journey *out) {
    for (size_t i = 0; i + 1 < w->n; i = out->legs[out->count - 1].to) {
        if (out->count == out->room) {
            const size_t more = out->room == 0 ? 64 : out->room * 2;
            out->legs = miler_arena_grow(w->scratch, out->legs, out->room, more, sizeof *out->legs);
            if (out->legs == NULL) return false;
            out->room = more;
        }
        out->legs[out->count++] = leg_at(w, i);
    }
    return true;
}

static void infect(const leg *from, leg *to) {
    if (from->ride && (double)to->top_mps > RIDE_NEXT_MPS) to->ride = true;
}

// Who rode, walked a little and rode again never ran in between.
static void fill_between(const act_work *w, const journey *j) {
    size_t last = j->count; // last leg that is a ride
    for (size_t k = 0; k < j->count; k++) {
        if (!j->legs[k].ride) continue;
        const bool near =
            last < k && w->out->at_s[j->legs[k].from] - w->out->at_s[j->legs[last].to] <= RIDE_BETWEEN_S;
        for (size_t m = last + 1; near && m < k; m++)
            j->legs[m].ride = true;
        last = k;
    }
}

// Rides spread over the legs they touch and to their neighbours.
static miler_status spread_rides(act_work *w) {
    journey j = {.legs = NULL};
    if (!cut_legs(w, &j)) return MILER_ERR_NOMEM;
    for (size_t k = 1; k < j.count; k++)
        infect(&j.legs[k - 1], &j.legs[k]);
    for (size_t k = j.count; k > 1; k--)
        infect(&j.legs[k - 1], &j.legs[k - 2]);
    fill_between(w, &j);
    for (size_t k = 0; k < j.count; k++)
        for (size_t i = j.legs[k].from; j.legs[k].ride && i < j.legs[k].to; i++)
            w->marks[i] |= MARK_RIDE;
    return MILER_OK;
}

static void add_up(const act_work *w, act_doubt *doubt) {
    size_t lag = 0; // the interval 5 s before: what the runner was doing ...
    double usual = fmin((double)w->speed_mps[0], USUAL_MAX_MPS); // ... when last above doubt
    for (size_t i = 0; i + 1 < w->n; i++) {
        const double dt = step_s(w, i);
        const uint8_t mark = w->marks[i];
        while (lag < i && w->out->at_s[i] - w->out->at_s[lag + 1] > 5)
            lag++;
        if (((w->marks[lag] | mark) & ~(MARK_RIDE | MARK_CUT)) == 0)
            usual = fmin((double)w->speed_mps[lag], USUAL_MAX_MPS);
        const double extra = fmax(0, step_m(w, i) - usual * dt);
        doubt[i + 1] = doubt[i];
        if ((mark & MARK_JUMP) != 0) doubt[i + 1].jump_m += extra;
        if ((mark & MARK_FAST) != 0) doubt[i + 1].fast_m += extra;
        if ((mark & MARK_RECORD) != 0) doubt[i + 1].fast_m += step_m(w, i);
        if ((mark & MARK_RIDE) != 0) doubt[i + 1].ride++;
        if (dt > w->gap_over_s) doubt[i + 1].gap_s += w->out->timer_at_s[i + 1] - w->out->timer_at_s[i];
    }
}

// For load: which intervals were ridden.
static bool keep_rides(const act_work *w) {
    w->out->ridden = miler_arena_array(w->arena, w->n, sizeof *w->out->ridden);
    for (size_t i = 0; w->out->ridden != NULL && i + 1 < w->n; i++)
        w->out->ridden[i] = (w->marks[i] & MARK_RIDE) != 0;
    return w->out->ridden != NULL;
}

act_doubt *act_trust(act_work *w) {
    act_doubt *doubt = miler_arena_array(w->scratch, w->n, sizeof *doubt);
    w->marks = miler_arena_array(w->scratch, w->n, sizeof *w->marks);
    if (doubt == NULL || w->marks == NULL) return NULL;
    mark_hops(w, speed_column_sound(w));
    const bool wheels = mark_wheels(w);
    const bool stepless = mark_stepless(w);
    if ((wheels || stepless) && (spread_rides(w) != MILER_OK || !keep_rides(w))) return NULL;
    add_up(w, doubt);
    return doubt;
}

miler_status act_distrust(act_work *w, act_doubt *doubt, double from_s, double to_s, bool whole_leg) {
    for (size_t i = act_sample_at(w->out, from_s); i + 1 < w->n && w->out->at_s[i] < to_s; i++)
        w->marks[i] |= whole_leg ? MARK_RIDE : MARK_RECORD;
    if (whole_leg && spread_rides(w) != MILER_OK) return MILER_ERR_NOMEM;
    add_up(w, doubt);
    return MILER_OK;
}
