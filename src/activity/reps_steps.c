// SPDX-License-Identifier: MIT
// Reps from the workout that the watch was following. The steps as written have
// repeats; run, they are a longer list:
//
//     0 warm-up   1 interval   2 recovery   3 repeat 1..2, 4 times   4 cool-down
//     ->  0  1 2 1 2 1 2 1  4            (the last recovery is skipped)
//
// Laps that name their step (FIT lap.wkt_step_index) say when each was; several
// laps in a row with one step are one step with auto-laps inside, unless the
// step was over by then. Where laps name none, the list is walked by time and
// distance, and laps pressed nearby say the instant.
#include "activity/reps.h"

#define STEP_TIME 0 // duration types of FIT
#define STEP_DIST 1
#define STEP_REPEAT 6
#define STEP_REPETITION_TIME 28

// [engineering estimates where no source stands; docs/reps.md]
#define PERFORMED_MAX 2000
#define WALK_MAX 20000  // steps walked through, empty repeats included
#define DONE 0.97       // of a step's length: it was over
#define SNAP_S 3.0      // a lap this near is the step's end ...
#define SNAP_SHARE 0.02 // ... or this share of the step
#define FASTER 1.06     // than the recoveries beside it, or it was no rep
#define WATCH_SD_S 0.3  // the watch's own beep, and the runner who follows it [engineering estimate]
#define AUTO_SHARE 0.005

typedef struct performed {
    int32_t step;
    double start_s, end_s;
    double speed_mps;
    bool several_laps;
} performed;

typedef struct performance {
    performed *at;
    size_t count, room;
} performance;

static bool perform(reps_work *w, performance *p, const performed *one) {
    if (p->count >= PERFORMED_MAX) return true;
    if (p->count == p->room) {
        performed *at = miler_arena_grow(w->scratch, p->at, p->room, p->room * 2 + 32, sizeof *at);
        if (at == NULL) return false;
        p->at = at;
        p->room = p->room * 2 + 32;
    }
    p->at[p->count++] = *one;
    return true;
}

static bool is_rest(miler_intensity i) {
    return i == MILER_INTENSITY_REST || i == MILER_INTENSITY_RECOVERY;
}

static bool is_work(miler_intensity i) {
    return i == MILER_INTENSITY_ACTIVE || i == MILER_INTENSITY_INTERVAL;
}

static double asked_s(const miler_recorded_step *s) {
    const bool timed = s->duration_type == STEP_TIME || s->duration_type == STEP_REPETITION_TIME;
    return timed && s->duration_value > 0 ? (double)s->duration_value / 1000 : 0;
}

static double asked_m(const miler_recorded_step *s) {
    return s->duration_type == STEP_DIST && s->duration_value > 0 ? (double)s->duration_value / 100 : 0;
}

// ---- Steps named by laps

static double start_of(const miler_activity *a, const miler_lap *lap) {
    return (double)(lap->sum.start_ms - a->start_ms) / 1000;
}

static bool is_over(const reps_work *w, const performed *p) {
    const miler_recorded_step *s = &w->rec->steps[p->step];
    const double m = asked_m(s);
    const double sec = asked_s(s);
    const double timer_s =
        miler_activity_timer_at(w->a, p->end_s) - miler_activity_timer_at(w->a, p->start_s);
    const double time_s = isnan(timer_s) ? p->end_s - p->start_s : timer_s;
    if (sec > 0) return time_s >= DONE * sec;
    if (m > 0 && w->series.count > 0)
        return reps_dist_at(w, p->end_s) - reps_dist_at(w, p->start_s) >= DONE * m;
    return false;
}

static bool by_named_laps(reps_work *w, performance *out) {
    const miler_activity *a = w->a;
    for (size_t i = 0; i < a->lap_count; i++) {
        const miler_lap *lap = &a->laps[i];
        if (lap->sum.start_ms == MILER_NO_TIME || !(lap->sum.elapsed_s > 0)) continue;
        const int32_t step = lap->workout_step;
        if (step < 0 || (size_t)step >= w->rec->step_count) continue;
        const double start = start_of(a, lap);
        performed *last = out->count > 0 ? &out->at[out->count - 1] : NULL;
        if (last != NULL && last->step == step && !is_over(w, last)) {
            last->end_s = start + lap->sum.elapsed_s;
            last->several_laps = true;
            continue;
        }
        const performed one = {.step = step, .start_s = start, .end_s = start + lap->sum.elapsed_s};
        if (!perform(w, out, &one)) return false;
    }
    return true;
}

// ---- Steps by time and distance

static bool is_repeat(const miler_recorded_step *s) {
    return s->duration_type >= STEP_REPEAT && s->duration_type != STEP_REPETITION_TIME;
}

// Only repeats by count, and only of what came before, can be walked.
static bool goes_back(const miler_recorded_step *s, size_t at) {
    return s->duration_type == STEP_REPEAT && s->duration_value >= 0 && s->duration_value < (int64_t)at;
}

// Where the walk goes on after the repeat at `at`. `passes` counts for each repeat
// how often it has been met; with its last pass the recovery before it is dropped.
static size_t after_repeat(const reps_work *w, size_t at, int32_t *passes, performance *out) {
    const miler_recorded_step *s = &w->rec->steps[at];
    if (!goes_back(s, at)) return at + 1;
    if (++passes[at] < s->target_value) {
        for (size_t k = (size_t)s->duration_value; k < at; k++)
            passes[k] = 0; // inner repeats begin anew
        return (size_t)s->duration_value;
    }
    const performed *last = out->count > 0 ? &out->at[out->count - 1] : NULL;
    if (last != NULL && is_rest(w->rec->steps[last->step].intensity)) out->count--;
    return at + 1;
}

// The list of steps as run, without the recovery after the last pass.
static bool expand(reps_work *w, performance *out) {
    const size_t n = w->rec->step_count;
    int32_t *passes = miler_arena_array(w->scratch, n, sizeof *passes);
    if (passes == NULL) return false;
    size_t at = 0;
    for (size_t walked = 0; at < n && walked < WALK_MAX && out->count < PERFORMED_MAX; walked++) {
        if (is_repeat(&w->rec->steps[at])) {
            at = after_repeat(w, at, passes, out);
        } else {
            if (!perform(w, out, &(performed){.step = (int32_t)at})) return false;
            at++;
        }
    }
    return true;
}

static bool auto_distance(double dist_m) {
    static const double usual[] = {1000, MILER_MILE_M, 5000, 8046.72};
    for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++)
        if (fabs(dist_m - usual[i]) <= AUTO_SHARE * usual[i]) return true;
    return false;
}

// The lap boundary nearest to an instant within reach; for an open step the
// next one after it. NaN = none.
static double boundary(const reps_work *w, double near_s, double reach_s) {
    double best = NAN;
    for (size_t i = 0; i + 1 < w->a->lap_count; i++) {
        const miler_lap *lap = &w->a->laps[i];
        if (lap->sum.start_ms == MILER_NO_TIME || !(lap->sum.elapsed_s > 0)) continue;
        const double end = start_of(w->a, lap) + lap->sum.elapsed_s;
        const bool open = isinf(reach_s);
        if (open && (end <= near_s || auto_distance(lap->sum.dist_m))) continue;
        if (!open && fabs(end - near_s) > reach_s) continue;
        if (!(fabs(best - near_s) <= fabs(end - near_s))) best = end;
    }
    return best;
}

// Wall clock when the timer has run so far.
static double wall_after(const reps_work *w, double start_s, double timer_s) {
    double end = start_s + timer_s;
    for (size_t i = 0; i < w->a->pause_count; i++) {
        const miler_pause *p = &w->a->pauses[i];
        if (p->start_s >= start_s && p->start_s < end) end += p->end_s - p->start_s;
    }
    return end;
}

static bool by_length(reps_work *w, performance *out) {
    if (w->series.count == 0) return true;
    if (!expand(w, out)) return false;
    const double end_s = w->series.at_s[w->series.count];
    double at_s = 0;
    for (size_t i = 0; i < out->count; i++) {
        performed *p = &out->at[i];
        const miler_recorded_step *s = &w->rec->steps[p->step];
        const double m = asked_m(s);
        double end = NAN;
        if (asked_s(s) > 0)
            end = wall_after(w, at_s, asked_s(s));
        else if (m > 0)
            end = miler_activity_time_at(w->a, reps_dist_at(w, at_s) + m);
        const bool open = asked_s(s) <= 0 && m <= 0;
        const double said = open ? boundary(w, at_s + SNAP_S, INFINITY)
                                 : boundary(w, end, fmax(SNAP_S, SNAP_SHARE * (end - at_s)));
        if (!isnan(said)) end = said;
        if (isnan(end) && !(open && i + 1 == out->count)) end = end_s; // ended early
        if (isnan(end)) end = end_s;
        p->start_s = at_s;
        p->end_s = fmin(end, end_s);
        at_s = p->end_s;
        if (at_s >= end_s) out->count = i + 1;
    }
    return true;
}

// ---- Which of them are reps

static bool is_slow(const reps_work *w, const performance *p, size_t i, double middle_mps) {
    const performed *x = &p->at[i];
    for (int side = -1; side <= 1; side += 2) {
        if ((side < 0 && i == 0) || (side > 0 && i + 1 == p->count)) continue;
        const performed *other = &p->at[side < 0 ? i - 1 : i + 1];
        const miler_intensity kind = w->rec->steps[other->step].intensity;
        const bool easy = is_rest(kind) || kind == MILER_INTENSITY_WARMUP || kind == MILER_INTENSITY_COOLDOWN;
        if (easy && x->speed_mps < FASTER * other->speed_mps) return true;
    }
    // A warm-up that is only called active.
    return (i == 0 || i + 1 == p->count) && p->count > 2 && x->speed_mps * FASTER < middle_mps;
}

static double middle_speed(const reps_work *w, const performance *p) {
    double sum = 0;
    double time_s = 0;
    for (size_t i = 1; i + 1 < p->count; i++) {
        if (!is_work(w->rec->steps[p->at[i].step].intensity)) continue;
        sum += p->at[i].speed_mps * (p->at[i].end_s - p->at[i].start_s);
        time_s += p->at[i].end_s - p->at[i].start_s;
    }
    return time_s > 0 ? sum / time_s : 0;
}

static double contrast_of(const performance *p, size_t i) {
    double beside = 0;
    if (i > 0) beside = p->at[i - 1].speed_mps;
    if (i + 1 < p->count) beside = fmax(beside, p->at[i + 1].speed_mps);
    return log(fmax(p->at[i].speed_mps, 0.6) / fmax(beside, 0.6));
}

// When each step was run, by the laps that name it or else by its length.
static bool performed_steps(reps_work *w, performance *p) {
    if (!by_named_laps(w, p)) return false;
    if (p->count < 2) {
        p->count = 0;
        if (!by_length(w, p)) return false;
    }
    for (size_t i = 0; i < p->count; i++) {
        const double v = reps_mean_mps(w, p->at[i].start_s, p->at[i].end_s);
        p->at[i].speed_mps = w->series.count > 0 && !isnan(v) ? v : 0;
    }
    return true;
}

static bool is_rep(const reps_work *w, const performance *p, size_t i, double middle_mps) {
    const performed *x = &p->at[i];
    if (!is_work(w->rec->steps[x->step].intensity) || !(x->end_s > x->start_s)) return false;
    return w->series.count == 0 || !is_slow(w, p, i, middle_mps);
}

static reps_span span_of(const reps_work *w, const performance *p, size_t i) {
    const performed *x = &p->at[i];
    const miler_recorded_step *s = &w->rec->steps[x->step];
    return (reps_span){.start_s = x->start_s,
                       .end_s = x->end_s,
                       .start_sd = WATCH_SD_S,
                       .end_sd = WATCH_SD_S,
                       .step_m = asked_m(s),
                       .step_s = asked_s(s),
                       .contrast = contrast_of(p, i),
                       .flags = x->several_laps ? MILER_REP_AUTO_LAPS : 0,
                       .step = x->step};
}

bool reps_from_steps(reps_work *w, reps_spans *out) {
    if (w->rec->step_count == 0 || w->rec->steps == NULL) return true;
    performance p = {0};
    if (!performed_steps(w, &p)) return false;
    const double middle_mps = middle_speed(w, &p);
    size_t rests = 0;
    for (size_t i = 0; i < p.count; i++) {
        const miler_intensity kind = w->rec->steps[p.at[i].step].intensity;
        rests += is_rest(kind) || kind == MILER_INTENSITY_WARMUP;
        if (!is_rep(w, &p, i, middle_mps)) continue;
        const reps_span span = span_of(w, &p, i);
        if (!reps_add(w, out, &span)) return false;
    }
    if (rests == 0) out->count = 0; // all of one kind: an easy run as a workout
    return true;
}
