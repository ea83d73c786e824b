// SPDX-License-Identifier: MIT
// miler/form.h: running form as the watch measured it: cadence, ground contact,
// balance, vertical oscillation and ratio, step length; against what is usual
// at that speed, rep by rep, and how it faded. And what the heart did: time in
// zones above threshold, drift, how fast it came down between reps.
//
// Example (compiled and run by the tests):
//
//     #include <miler/form.h>
//     #include <stdio.h>
//     int main(void) {
//         printf("%.0f ms\n", miler_form_usual(MILER_FORM_CONTACT, 3.0)); // 270 ms
//         return 0;
//     }
//
// Units: SI; ms, mm and percent as named. NaN = not recorded.
// Ownership: everything hangs off the arena given. Threads: plain data.
// Sources: speed dependence and what single numbers can say: van Hooren 2024
// (each explains 4-12 % of economy), Folland 2017, Moore 2016, Heiderscheit
// 2011; contact 270 (v/3)^-0.6 ms and cadence by speed are medians of field
// data, known to about 5 % [engineering estimate].
#ifndef MILER_FORM_H
#define MILER_FORM_H

#include <miler/reps.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum miler_form_measure {
    MILER_FORM_CADENCE = 0,  // steps a minute
    MILER_FORM_CONTACT,      // ground contact, ms
    MILER_FORM_BALANCE,      // percent of contact on the left foot
    MILER_FORM_OSCILLATION,  // vertical, mm
    MILER_FORM_RATIO,        // vertical oscillation / step length, percent
    MILER_FORM_STEP,         // step length, mm
    MILER_FORM_COUNT
} miler_form_measure;
MILER_API const char *miler_form_name(miler_form_measure measure); // "cadence", "ground contact" ...
MILER_API const char *miler_form_unit(miler_form_measure measure); // "spm", "ms", "%", "mm"
// What is usual at a speed (1.5 .. 9 m/s); NaN where nothing is known of it (balance: 50).
MILER_API double miler_form_usual(miler_form_measure measure, double speed_mps);

typedef struct miler_form_value {
    double value;  // mean over the samples run in it
    double index;  // value / usual at that speed; 1 = usual
    double fade;   // change from the first third to the last, as a share, at equal speed
} miler_form_value;

// Of one rep (or of the whole run).
typedef struct miler_form_stretch {
    double start_s, end_s, speed_mps;
    miler_form_value measures[MILER_FORM_COUNT];
    float start_hr_bpm, end_hr_bpm, drop_60_bpm; // drop: in the 60 s after it; NaN = less time or none recorded
} miler_form_stretch;

// What a number outside the usual could mean, and what answers it.
typedef struct miler_form_advice {
    miler_form_measure measure;
    double index_or_fade;
    bool fades;             // it is the fading that stands out
    const char *says;       // "contact is long for this speed"
    const char *but;        // what it cannot say
    const char *drills;     // ids of data/drills.tsv, comma-separated
    const char *exercises;  // ids of data/exercises.tsv
} miler_form_advice;

typedef struct miler_form {
    miler_form_stretch whole;
    miler_form_stretch *stretches; // one for each rep, stride and hill sprint
    size_t stretch_count;
    double zone_s[5];        // timer time in easy, steady (75-84 %), threshold, VO2max, faster: by speed
    double hr_zone_s[5];     // by heart rate, where the maximum is known: under 80, 80-88, 88-92, 92-97, over 97 %
    double decoupling_pct;   // NaN under 45 min or without heart rate
    miler_form_advice *advice; // most telling first; may be empty
    size_t advice_count;
} miler_form;

typedef struct miler_form_options {
    double threshold_mps; // 83-88 % of VO2max is around it; 0 = not known: zones by speed are NaN
    double vdot;          // 0 = not known
    double hr_max_bpm;    // 0 = not known
} miler_form_options;

// Errors: NOMEM, ARG.
MILER_API miler_status miler_form_read(const miler_activity *activity, const miler_reps *reps, const miler_form_options *options,
                                       miler_arena *arena, miler_form *out, miler_error *err) MILER_CHECK;

#ifdef __cplusplus
}
#endif
#endif
