// SPDX-License-Identifier: MIT
// Averages the watch did not state, and aerobic decoupling: how much the heart
// drifted away from the legs between the two halves of a long run.
//
//   EF = grade-adjusted speed / heart rate,  decoupling = (EF1 - EF2) / EF1
//
// Under 5 % is good, over 10 % poor, on runs of 45 minutes and more
// [science notes 6.6, after Friel]. Standing still is left out of both halves.
#include "activity/act.h"

#define DECOUPLING_MIN_S (45 * 60.0)
// Heart rate must be there for most of the run [engineering estimate].
#define DECOUPLING_MIN_SHARE 0.8
// Grades beyond this are noise of the altitude on a runnable road [engineering estimate].
#define GRADE_MAX 0.3
// Grade is taken over at least this way [engineering estimate: 30 s of smoothing at easy pace is 90 m].
#define GRADE_BASE_M 30.0

static float top(const float *column, size_t n, float most) {
    float best = NAN;
    for (size_t i = 0; column != NULL && i < n; i++)
        if (column[i] > 0 && column[i] < most && !(best >= column[i])) best = column[i];
    return best;
}

static void fill_mean(const act_work *w, const float *column, float *value) {
    if (*value > 0 || w->out->at_s == NULL) return;
    size_t cursor = 0;
    *value = act_mean(w, column, 0, w->out->at_s[w->n - 1], &cursor);
}

static void fill_top(const act_work *w, const float *column, float most, float *value) {
    if (!(*value > 0)) *value = top(column, w->n, most);
}

static void fill_averages(act_work *w) {
    miler_summary *sum = &w->out->sum;
    const miler_samples *s = w->s;
    fill_mean(w, s->hr_bpm, &sum->avg_hr_bpm);
    fill_mean(w, s->cadence_spm, &sum->avg_cadence_spm);
    fill_mean(w, s->power_w, &sum->avg_power_w);
    fill_mean(w, s->vertical_oscillation_mm, &sum->avg_vertical_oscillation_mm);
    fill_mean(w, s->vertical_ratio_pct, &sum->avg_vertical_ratio_pct);
    fill_mean(w, s->stance_ms, &sum->avg_stance_ms);
    fill_mean(w, s->stance_balance_pct, &sum->avg_stance_balance_pct);
    fill_mean(w, s->step_length_mm, &sum->avg_step_length_mm);
    fill_top(w, s->hr_bpm, 255.0f, &sum->max_hr_bpm);
    fill_top(w, s->cadence_spm, 400.0f, &sum->max_cadence_spm);
    // The measured 5 s means, not single samples: a maximum is where glitches live.
    if (w->speed_mps != NULL) fill_top(w, w->speed_mps, 100.0f, &sum->max_speed_mps);
    if (w->up_m != NULL && !(sum->ascent_m >= 0)) sum->ascent_m = (float)w->up_m[w->n - 1];
    if (w->down_m != NULL && !(sum->descent_m >= 0)) sum->descent_m = (float)w->down_m[w->n - 1];
}

// Flat-ground speed of interval i: the watch's word, else by its grade.
static double flat_speed(const act_work *w, size_t i, size_t *behind) {
    const float *stated = w->s->grade_adjusted_speed_mps;
    if (stated != NULL && stated[i] > 0 && stated[i] < 12) return (double)stated[i];
    const double speed = (double)w->speed_mps[i];
    if (w->altitude_m == NULL) return speed;
    const double *d = w->out->true_dist_m;
    while (*behind < i && d[i + 1] - d[*behind + 1] >= GRADE_BASE_M)
        ++*behind;
    const double way = d[i + 1] - d[*behind];
    const double rise = (double)w->altitude_m[i + 1] - (double)w->altitude_m[*behind];
    if (!(way >= GRADE_BASE_M) || isnan(rise)) return speed;
    const double flat = miler_grade_adjusted_speed(speed, fmax(-GRADE_MAX, fmin(GRADE_MAX, rise / way)));
    return isfinite(flat) ? flat : speed;
}

typedef struct half { // of the session, by the timer
    double flat_m;    // run, as if on the flat
    double beats;     // heart rate times time
} half;

// Timer time with a heart rate; what was run of it goes into the two halves.
static double add_halves(const act_work *w, double timer_s, half halves[2]) {
    const miler_activity *a = w->out;
    const float *hr = w->s->hr_bpm;
    double seen_s = 0;
    size_t behind = 0;
    for (size_t i = 0; i + 1 < w->n; i++) {
        const double dt = a->timer_at_s[i + 1] - a->timer_at_s[i];
        if (!(dt > 0) || dt > w->gap_over_s) continue;
        const double flat = flat_speed(w, i, &behind);
        if (!(hr[i] > 0) || hr[i] > 250) continue;
        seen_s += dt;
        if ((double)w->speed_mps[i] < ACT_MOVING_FOOT_MPS) continue;
        half *own = &halves[a->timer_at_s[i] < timer_s / 2 ? 0 : 1];
        own->flat_m += flat * dt;
        own->beats += (double)hr[i] * dt;
    }
    return seen_s;
}

static void decouple(act_work *w) {
    miler_activity *a = w->out;
    if (a->sport != MILER_SPORT_RUNNING || w->s->hr_bpm == NULL || w->speed_mps == NULL) return;
    const double timer_s = a->timer_at_s[w->n - 1];
    if (timer_s < DECOUPLING_MIN_S) return;
    half halves[2] = {{0}};
    const double seen_s = add_halves(w, timer_s, halves);
    const bool both = halves[0].beats > 0 && halves[1].beats > 0 && halves[0].flat_m > 0;
    if (seen_s < DECOUPLING_MIN_SHARE * timer_s || !both) return;
    const double first = halves[0].flat_m / halves[0].beats;
    a->decoupling_pct = (float)(100 * (first - halves[1].flat_m / halves[1].beats) / first);
}

miler_status act_averages(act_work *w, miler_error *err) {
    (void)err;
    fill_averages(w);
    if (w->out->at_s != NULL && w->out->true_dist_m != NULL) decouple(w);
    return MILER_OK;
}
