// SPDX-License-Identifier: MIT
// What else was recorded during an effort: the heart, the steps, the way down.
// A bicycle that was filed as a run tells itself by these.
#include "activity/act.h"

// Steps a minute of runners: joggers begin at 140, 1500 m races end at 205 to 220
// (science notes 6.7). A crank turns 50 to 110 times, or as much in steps when it stands still.
#define STEPS_LEAST 140
#define STEPS_MOST 220
#define HR_MOST 240     // more is the sensor
#define TOLD_LEAST 0.5f // of the time: else nothing is said [engineering estimate]

typedef struct share {
    double told_s, of_s, sum;
} share;

static void add(share *s, double seconds, bool told, bool of, double value) {
    if (!told) return;
    s->told_s += seconds;
    if (of) s->of_s += seconds;
    s->sum += seconds * value;
}

// The part of interval i that lies within the effort, in seconds.
static double part_s(const act_work *w, const miler_effort *e, size_t i) {
    const double *t = w->out->at_s;
    return fmin(t[i + 1], e->start_s + e->time_s) - fmax(t[i], e->start_s);
}

static float height_at(const act_work *w, double time_s) {
    const size_t i = act_sample_at(w->out, time_s);
    return w->altitude_m[i + 1 < w->n && time_s > w->out->at_s[i] ? i + 1 : i];
}

static void look(const act_work *w, miler_effort *e) {
    share heart = {0, 0, 0};
    share steps = {0, 0, 0};
    const float *hr = w->s->hr_bpm;
    const float *spm = w->s->cadence_spm;
    for (size_t i = act_sample_at(w->out, e->start_s);
         i + 1 < w->n && w->out->at_s[i] < e->start_s + e->time_s; i++) {
        const double dt = part_s(w, e, i);
        if (!(dt > 0)) continue;
        if (hr != NULL) add(&heart, dt, hr[i] > 0 && hr[i] < HR_MOST, true, (double)hr[i]);
        if (spm != NULL) add(&steps, dt, spm[i] >= 0, spm[i] >= STEPS_LEAST && spm[i] <= STEPS_MOST, 0);
    }
    if (heart.told_s > (double)TOLD_LEAST * e->time_s) e->hr_bpm = (float)(heart.sum / heart.told_s);
    if (steps.told_s > (double)TOLD_LEAST * e->time_s) e->step_share = (float)(steps.of_s / steps.told_s);
}

void act_meanwhile(const act_work *w) {
    miler_activity *a = w->out;
    for (size_t i = 0; i < MILER_BEST_COUNT; i++) {
        miler_effort *e = &a->bests[i];
        e->hr_bpm = e->step_share = e->rise_m = NAN;
        if (!(e->time_s > 0) || !isfinite(e->start_s)) continue;
        look(w, e);
        if (w->altitude_m != NULL)
            e->rise_m = height_at(w, e->start_s + e->time_s) - height_at(w, e->start_s);
    }
}
