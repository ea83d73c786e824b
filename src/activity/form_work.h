// SPDX-License-Identifier: MIT
// Inside the activity room, running form:
//
//   form.c         the whole answer; what is usual at a speed
//   form_measure.c means, indexes and fading over stretches of time
//   form_heart.c   zones, heart rate around reps
//   form_advice.c  what stands out, by data/form_advice.tsv
//
// Interval i is the time between samples i and i + 1, as in act.h; a value of
// sample i stands for it.
#ifndef MILER_FORM_WORK_H
#define MILER_FORM_WORK_H

#include "activity/act.h"

#include <miler/form.h>

// Slower than the usual is known for; people walk below 2 m/s.
#define FORM_RUN_MPS 1.5
#define FORM_FAST_MPS 9.0
// Longer intervals are gaps, as in act.h.
#define FORM_GAP_S ACT_GAP_MIN_S

typedef struct form_work {
    const miler_activity *a;
    const miler_samples *s;
    const miler_reps *reps; // may be NULL
    const miler_form_options *options;
    miler_arena *arena;
    miler_arena *scratch;
    size_t n;                      // samples; 0: none with a time
    float *speed_mps;              // per interval; NaN: not known
    uint8_t *run;                  // per interval: run, not walked, stood or paused
    bool column[MILER_FORM_COUNT]; // whether it was measured at all
    double speed_error;            // of a speed, as a share
    miler_form *out;
} form_work;

// Time in interval i while the timer ran; 0 in a gap.
double form_interval_s(const form_work *w, size_t i);
// Which columns hold measurements, which intervals were run. False: no memory.
bool form_prepare(form_work *w);
// Over [start_s, end_s), or over what `chosen` (per interval, may be NULL) marks in it.
void form_stretch_read(const form_work *w, double start_s, double end_s, const uint8_t *chosen,
                       miler_form_stretch *out);
void form_zones(const form_work *w);
// `next_s`: when the next stretch begins; INFINITY = none.
void form_heart(const form_work *w, double next_s, miler_form_stretch *stretch);
miler_status form_advise(const form_work *w, miler_error *err);

#endif
