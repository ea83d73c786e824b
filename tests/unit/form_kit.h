// SPDX-License-Identifier: MIT
// Runs whose form is known to the digit, for the tests of form: a speed for each
// second, and each measure as a multiple of what is usual at that speed.
#ifndef TEST_FORM_KIT_H
#define TEST_FORM_KIT_H

#include <miler/form.h>

#include <string.h>

typedef struct form_kit {
    miler_recording run;
    miler_activity activity;
    miler_reps reps;
    miler_rep rep[32];
    miler_form_options options;
} form_kit;

static inline float **form_kit_columns(miler_samples *s, float **out[MILER_FORM_COUNT]) {
    out[MILER_FORM_CADENCE] = &s->cadence_spm;
    out[MILER_FORM_CONTACT] = &s->stance_ms;
    out[MILER_FORM_BALANCE] = &s->stance_balance_pct;
    out[MILER_FORM_OSCILLATION] = &s->vertical_oscillation_mm;
    out[MILER_FORM_RATIO] = &s->vertical_ratio_pct;
    out[MILER_FORM_STEP] = &s->step_length_mm;
    return out[0];
}

// `count` samples a second apart at the speeds of `speed_mps`. False: no memory.
static inline bool form_kit_make(form_kit *k, miler_arena *arena, const double *speed_mps, size_t count) {
    memset(k, 0, sizeof *k);
    miler_recording_init(&k->run);
    k->run.sport = MILER_SPORT_RUNNING;
    k->run.has_footpod = true; // no positions, and a distance that is trusted
    k->run.session.start_ms = 1700000000000;
    miler_samples *s = &k->run.samples;
    s->count = count;
    s->t_ms = miler_arena_array(arena, count, sizeof *s->t_ms);
    s->dist_m = miler_arena_array(arena, count, sizeof *s->dist_m);
    s->hr_bpm = miler_arena_array(arena, count, sizeof *s->hr_bpm);
    float **columns[MILER_FORM_COUNT];
    (void)form_kit_columns(s, columns);
    for (int m = 0; m < MILER_FORM_COUNT; m++)
        *columns[m] = miler_arena_array(arena, count, sizeof(float));
    if (miler_arena_failed(arena)) return false;
    double dist_m = 0;
    for (size_t i = 0; i < count; i++) {
        s->t_ms[i] = 1700000000000 + (int64_t)i * 1000;
        s->dist_m[i] = dist_m;
        s->hr_bpm[i] = 150;
        dist_m += speed_mps[i];
        // A hair of a change, as any sensor has: not one of them is stuck.
        const double hair = i % 2 == 0 ? 1.001 : 0.999;
        for (int m = 0; m < MILER_FORM_COUNT; m++)
            (*columns[m])[i] = (float)(hair * miler_form_usual((miler_form_measure)m, speed_mps[i]));
    }
    return true;
}

static inline void form_kit_rep(form_kit *k, miler_rep_kind kind, double start_s, double end_s) {
    k->rep[k->reps.count] =
        (miler_rep){.kind = kind, .start_s = start_s, .end_s = end_s, .time_s = end_s - start_s};
    k->reps.reps = k->rep;
    k->reps.count++;
}

#endif
