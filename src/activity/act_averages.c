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

static void decouple(act_work *w) {
    miler_activity *a = w->out;
    const float *hr = w->s->hr_bpm;
    if (a->sport != MILER_SPORT_RUNNING || hr == NULL || w->speed_mps == NULL) return;
    const double timer_s = a->timer_at_s[w->n - 1];
    if (timer_s < DECOUPLING_MIN_S) return;
    double way[2] = {0, 0};   // metres on the flat
    double beats[2] = {0, 0}; // heart rate times time
    double seen_s = 0;
    size_t behind = 0;
    for (size_t i = 0; i + 1 < w->n; i++) {
        const double dt = a->timer_at_s[i + 1] - a->timer_at_s[i];
        if (!(dt > 0) || dt > w->gap_over_s) continue;
        const double flat = flat_speed(w, i, &behind);
        if (!(hr[i] > 0) || hr[i] > 250) continue;
        seen_s += dt;
        if ((double)w->speed_mps[i] < ACT_MOVING_FOOT_MPS) continue;
        const size_t half = a->timer_at_s[i] < timer_s / 2 ? 0 : 1;
        way[half] += flat * dt;
        beats[half] += (double)hr[i] * dt;
    }
    if (seen_s < DECOUPLING_MIN_SHARE * timer_s || !(beats[0] > 0 && beats[1] > 0 && way[0] > 0)) return;
    const double first = way[0] / beats[0];
    a->decoupling_pct = (float)(100 * (first - way[1] / beats[1]) / first);
}

miler_status act_averages(act_work *w, miler_error *err) {
    (void)err;
    fill_averages(w);
    if (w->out->at_s != NULL && w->out->true_dist_m != NULL) decouple(w);
    return MILER_OK;
}
