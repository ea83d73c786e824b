// SPDX-License-Identifier: MIT
// Means of what the watch measured while running. A mean is divided by what is
// usual at the speed of each moment, so that reps may be compared with jogging
// and a tired last kilometre with a fresh first one:
//
//   index = sum(value dt) / sum(usual(speed) dt),  fade = index(last third) / index(first third) - 1
#include "activity/form_work.h"

#include <string.h>

// A mean needs this much running [engineering estimate: some fifteen steps], a third of a stretch 8 s.
#define SEEN_MIN_S 5.0
#define THIRD_MIN_S 8.0
// Farther apart in speed the usual curves are not known well enough to call it fading [engineering estimate].
#define FADE_SPEED_MAX 0.25
// How well the usual curves are known (form.h), and how their slope: 5 % at both
// ends of an octave of speed is 0.1 of an e-fold. Ratio is oscillation over step.
static const double curve_error[MILER_FORM_COUNT] = {
    [MILER_FORM_CADENCE] = 0.05,     [MILER_FORM_CONTACT] = 0.05, [MILER_FORM_BALANCE] = 0.014,
    [MILER_FORM_OSCILLATION] = 0.15, [MILER_FORM_RATIO] = 0.16,   [MILER_FORM_STEP] = 0.05};
#define SLOPE_ERROR 2.0 // times that, for each e-fold of speed
// Watches smooth: values nearer in time than this are one [engineering estimate].
#define MEMORY_S 10.0
// A sensor that says the same number for five minutes of running does not measure [engineering estimate].
#define STUCK_S 300.0

// What a runner can do; the rest is a walker, a glitch or a sensor lost
// [engineering estimates around the extremes of sprinters and shufflers].
static const struct {
    double low, high;
} possible[MILER_FORM_COUNT] = {
    [MILER_FORM_CADENCE] = {135, 300},    [MILER_FORM_CONTACT] = {80, 450}, [MILER_FORM_BALANCE] = {35, 65},
    [MILER_FORM_OSCILLATION] = {20, 200}, [MILER_FORM_RATIO] = {1.5, 20},   [MILER_FORM_STEP] = {400, 3200}};

static double recorded(const form_work *w, miler_form_measure measure, size_t i) {
    const miler_samples *s = w->s;
    const float *const columns[MILER_FORM_COUNT] = {
        [MILER_FORM_CADENCE] = s->cadence_spm,        [MILER_FORM_CONTACT] = s->stance_ms,
        [MILER_FORM_BALANCE] = s->stance_balance_pct, [MILER_FORM_OSCILLATION] = s->vertical_oscillation_mm,
        [MILER_FORM_RATIO] = s->vertical_ratio_pct,   [MILER_FORM_STEP] = s->step_length_mm};
    if (columns[measure] == NULL) return (double)NAN;
    const double value = (double)columns[measure][i];
    return value >= possible[measure].low && value <= possible[measure].high ? value : (double)NAN;
}

static double measured(const form_work *w, miler_form_measure measure, size_t i) {
    return w->column[measure] ? recorded(w, measure, i) : (double)NAN;
}

// Recorded, or worked out from what was.
static double value_at(const form_work *w, miler_form_measure measure, size_t i) {
    double value = measured(w, measure, i);
    if (isfinite(value)) return value;
    if (measure == MILER_FORM_STEP)
        value = 60000.0 * (double)w->speed_mps[i] / measured(w, MILER_FORM_CADENCE, i);
    if (measure == MILER_FORM_RATIO)
        value = 100 * measured(w, MILER_FORM_OSCILLATION, i) / value_at(w, MILER_FORM_STEP, i);
    return value >= possible[measure].low && value <= possible[measure].high ? value : (double)NAN;
}

double form_interval_s(const form_work *w, size_t i) {
    const double dt = w->a->timer_at_s[i + 1] - w->a->timer_at_s[i];
    return dt > 0 && w->a->at_s[i + 1] - w->a->at_s[i] <= FORM_GAP_S ? dt : 0;
}

// Walking is told by cadence where there is one, else by speed alone.
static bool is_run(const form_work *w, size_t i) {
    if (!(form_interval_s(w, i) > 0)) return false;
    const double speed = (double)w->speed_mps[i];
    if (isfinite(speed) && !(speed >= FORM_RUN_MPS && speed <= ACT_SPRINT_MPS)) return false;
    const float cadence = w->s->cadence_spm != NULL ? w->s->cadence_spm[i] : NAN;
    if (isnan(cadence)) return isfinite(speed);
    return (double)cadence >= possible[MILER_FORM_CADENCE].low;
}

static bool is_measured(const form_work *w, miler_form_measure measure) {
    double first = NAN;
    double same_s = 0;
    for (size_t i = 0; i + 1 < w->n; i++) {
        const double value = w->run[i] ? recorded(w, measure, i) : (double)NAN;
        if (isnan(value)) continue;
        if (isnan(first)) first = value;
        if (value < first || value > first) return true;
        same_s += form_interval_s(w, i);
    }
    return isfinite(first) && same_s < STUCK_S;
}

bool form_prepare(form_work *w) {
    w->speed_mps = miler_arena_bare_array(w->scratch, w->n, sizeof *w->speed_mps);
    w->run = miler_arena_array(w->scratch, w->n, sizeof *w->run);
    if (w->speed_mps == NULL || w->run == NULL) return false;
    const float *speeds = NULL;
    if (w->a->true_dist_m != NULL) {
        miler_activity copy = *w->a;
        act_work act = {.out = &copy, .scratch = w->scratch, .n = w->n};
        speeds = act_speeds(&act);
        if (speeds == NULL) return false;
    }
    const miler_tracks *tracks = w->options->tracks;
    const double *along = tracks != NULL && tracks->count > 0 ? tracks->speed_mps : NULL;
    for (size_t i = 0; i + 1 < w->n; i++) {
        w->speed_mps[i] = speeds != NULL ? speeds[i] : NAN;
        if (along != NULL && isfinite(along[i])) w->speed_mps[i] = (float)fabs(along[i]);
        w->run[i] = is_run(w, i);
    }
    for (int m = 0; m < MILER_FORM_COUNT; m++)
        w->column[m] = is_measured(w, (miler_form_measure)m);
    return true;
}

typedef struct sums {
    double value_s, usual_s; // value and usual times time; usual only where the speed is known
    double known_s;          // value times time where the usual is known
    double seen_s;
    double weight_s, index_s, index2_s; // time; value over usual and its square, times time
} sums;

typedef struct third {
    sums measures[MILER_FORM_COUNT];
    double run_s, way_m, timed_s; // timed: with a speed
} third;

static void add(const form_work *w, size_t i, double dt, third *t) {
    const double speed = (double)w->speed_mps[i];
    t->run_s += dt;
    if (isfinite(speed)) {
        t->way_m += speed * dt;
        t->timed_s += dt;
    }
    for (int m = 0; m < MILER_FORM_COUNT; m++) {
        const double value = value_at(w, (miler_form_measure)m, i);
        if (isnan(value)) continue;
        sums *sum = &t->measures[m];
        sum->value_s += value * dt;
        sum->seen_s += dt;
        const double usual = miler_form_usual((miler_form_measure)m, speed);
        if (isnan(usual)) continue;
        sum->usual_s += usual * dt;
        sum->known_s += value * dt;
        sum->weight_s += dt;
        sum->index_s += value / usual * dt;
        sum->index2_s += value / usual * (value / usual) * dt;
    }
}

static double index_of(const sums *s) {
    return s->usual_s > 0 ? s->known_s / s->usual_s : (double)NAN;
}

// Error of an index by the scatter of the sensor, as a share.
static double scatter_of(const sums *s) {
    if (!(s->weight_s > 0)) return (double)NAN;
    const double mean = s->index_s / s->weight_s;
    const double square = s->index2_s / s->weight_s - mean * mean;
    return sqrt(fmax(square, 0) / fmax(s->weight_s / MEMORY_S, 1)) / mean;
}

// The usual at a speed that errs.
static double by_speed(int m, double speed_mps, double error) {
    const double at = miler_form_usual((miler_form_measure)m, speed_mps);
    const double beside = miler_form_usual((miler_form_measure)m, speed_mps * (1 + error));
    return isfinite(beside / at) ? fabs(beside / at - 1) : 0;
}

static double index_error_of(const form_work *w, const sums *s, int m, double speed_mps) {
    return hypot(hypot(curve_error[m], by_speed(m, speed_mps, w->speed_error)), scatter_of(s)) * index_of(s);
}

static double fade_error_of(const third thirds[3], int m) {
    const third *a = &thirds[0];
    const third *b = &thirds[2];
    const double scatter = hypot(scatter_of(&a->measures[m]), scatter_of(&b->measures[m]));
    const double apart = log(b->way_m / b->timed_s / (a->way_m / a->timed_s)); // NaN without a speed
    return hypot(scatter, isfinite(apart) ? SLOPE_ERROR * curve_error[m] * apart : 0);
}

static double fade_of(const third thirds[3], int m) {
    const third *a = &thirds[0];
    const third *b = &thirds[2];
    for (const third *t = a; t != NULL; t = t == a ? b : NULL)
        if (t->measures[m].seen_s < fmax(THIRD_MIN_S, t->run_s / 2)) return (double)NAN;
    if (a->timed_s > 0 && b->timed_s > 0) {
        const double ratio = b->way_m / b->timed_s / (a->way_m / a->timed_s);
        if (!(ratio > 1 - FADE_SPEED_MAX && ratio < 1 + FADE_SPEED_MAX)) return (double)NAN;
    }
    return index_of(&b->measures[m]) / index_of(&a->measures[m]) - 1;
}

static void conclude(const form_work *w, const third thirds[3], miler_form_stretch *out) {
    third all = {.run_s = 0};
    for (int k = 0; k < 3; k++) {
        all.run_s += thirds[k].run_s;
        all.way_m += thirds[k].way_m;
        all.timed_s += thirds[k].timed_s;
        for (int m = 0; m < MILER_FORM_COUNT; m++) {
            const sums *from = &thirds[k].measures[m];
            sums *to = &all.measures[m];
            to->value_s += from->value_s;
            to->usual_s += from->usual_s;
            to->known_s += from->known_s;
            to->seen_s += from->seen_s;
            to->weight_s += from->weight_s;
            to->index_s += from->index_s;
            to->index2_s += from->index2_s;
        }
    }
    out->run_s = all.run_s;
    out->speed_mps = all.timed_s > 0 ? all.way_m / all.timed_s : (double)NAN;
    for (int m = 0; m < MILER_FORM_COUNT; m++) {
        const sums *sum = &all.measures[m];
        const bool enough = sum->seen_s >= SEEN_MIN_S;
        miler_form_value *v = &out->measures[m];
        *v = (miler_form_value){NAN, NAN, NAN, NAN, NAN, sum->seen_s};
        if (!enough) continue;
        v->value = sum->value_s / sum->seen_s;
        v->index = index_of(sum);
        v->index_error = index_error_of(w, sum, m, out->speed_mps);
        v->fade = fade_of(thirds, m);
        if (isfinite(v->fade)) v->fade_error = fade_error_of(thirds, m);
    }
}

void form_stretch_read(const form_work *w, double start_s, double end_s, const uint8_t *chosen,
                       miler_form_stretch *out) {
    memset(out, 0, sizeof *out);
    out->start_s = start_s;
    out->end_s = end_s;
    out->start_hr_bpm = out->end_hr_bpm = out->drop_60_bpm = NAN;
    third thirds[3];
    memset(thirds, 0, sizeof thirds);
    if (w->n >= 2) {
        const uint8_t *take = chosen != NULL ? chosen : w->run;
        size_t first = act_sample_at(w->a, start_s);
        if (w->a->at_s[first] < start_s && first + 1 < w->n) first++; // the interval that begins in it
        double total_s = 0;
        for (size_t i = first; i + 1 < w->n && w->a->at_s[i] < end_s; i++)
            if (take[i]) total_s += form_interval_s(w, i);
        double done_s = 0;
        for (size_t i = first; i + 1 < w->n && w->a->at_s[i] < end_s; i++) {
            if (!take[i]) continue;
            const double dt = form_interval_s(w, i);
            const int part = (int)((done_s + dt / 2) / total_s * 3);
            add(w, i, dt, &thirds[part < 2 ? part : 2]);
            done_s += dt;
        }
    }
    conclude(w, thirds, out);
}
