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
// What the numbers can say: how this runner compares with himself last month,
// and the last rep with the first. What they cannot: who runs well. There is no
// single ideal form; each number alone explains 4-12 % of running economy (van
// Hooren 2024), all of them measured in a laboratory 39 % (Folland 2017). So an
// advice names a thing to try, with what it does not prove, and never a cadence
// to be run at: preferred stride, or up to 3 % shorter, is best (Moore 2016).
//
// Units: SI; ms, mm and percent as named. NaN = not recorded.
// Ownership: everything hangs off the arena given. Threads: plain data.
// Sources: contact 270 (v/3)^-0.6 ms, cadence by speed: medians of field data,
// known to about 5 %. Oscillation 89.5 (v/3)^-0.12 mm: Garmin's median, its
// change with speed by the spring-mass model (Morin 2005) from the other two,
// known to about 15 % [engineering estimate]. The rest follows from these.
// Security: the table of advice may come from the user's folder; it is checked whole.
#ifndef MILER_FORM_H
#define MILER_FORM_H

#include <miler/reps.h>
#include <miler/science.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum miler_form_measure {
    MILER_FORM_CADENCE = 0, // steps a minute, both feet
    MILER_FORM_CONTACT,     // ground contact, ms
    MILER_FORM_BALANCE,     // percent of contact on the left foot
    MILER_FORM_OSCILLATION, // vertical, mm
    MILER_FORM_RATIO,       // vertical oscillation / step length, percent; worked out where not recorded
    MILER_FORM_STEP,        // step length, mm; from speed and cadence where not recorded
    MILER_FORM_COUNT
} miler_form_measure;
MILER_API const char *miler_form_name(miler_form_measure measure); // "cadence", "ground contact" ...
MILER_API const char *miler_form_unit(miler_form_measure measure); // "spm", "ms", "%", "mm"
// What is usual at a speed (1.5 .. 9 m/s), else NaN. Balance: 50 at any speed.
MILER_API double miler_form_usual(miler_form_measure measure, double speed_mps);

// Where a value lies among Garmin's runners, whatever their speed: context, no
// verdict. NONE: not recorded, or no bands known (step length). Balance has
// three: MIDDLE 49.3-50.7, LOW up to 1.5 from the middle, LOWEST beyond.
typedef enum miler_form_band {
    MILER_BAND_NONE = 0,
    MILER_BAND_LOWEST, // under the 5th percentile
    MILER_BAND_LOW,    // 5-29
    MILER_BAND_MIDDLE, // 30-69
    MILER_BAND_HIGH,   // 70-95
    MILER_BAND_HIGHEST,
    MILER_BAND_COUNT
} miler_form_band;
MILER_API miler_form_band miler_form_band_of(miler_form_measure measure, double value);
MILER_API const char *miler_form_band_name(miler_form_band band); // percentile: "30-69"; "" for NONE

// Errors are one SD, of all that may be wrong: the usual curve (5 %, 15 % for
// oscillation and what rests on it), the speed it is read at, the scatter of
// the sensor. What lies within its error is as usual, or steady: no finding.
typedef struct miler_form_value {
    double value; // mean over the time run in it
    double index; // value / usual at that speed; 1 = usual
    double index_error;
    double fade; // change from the first third to the last, as a share, at equal speed
    double fade_error;
    double seen_s; // running time in which it was recorded
} miler_form_value;
MILER_API bool miler_form_is_usual(const miler_form_value *value);  // the index is within its error of 1
MILER_API bool miler_form_is_steady(const miler_form_value *value); // the fade is within its error of 0

// Of one rep, or of the whole.
typedef struct miler_form_stretch {
    double start_s, end_s;
    double speed_mps; // mean: of a rep as its own distance and time say, else over the time run in it
    double run_s;     // time run in it: walking and standing are left out
    miler_form_value measures[MILER_FORM_COUNT];
    // At its start and end (5 s). drop: from its end to 60 s later; NaN = the next one began before, or not
    // recorded.
    float start_hr_bpm, end_hr_bpm, drop_60_bpm;
} miler_form_stretch;

// Borders half way between Daniels' bands (E to 74 % of VO2max, M 75-84, T
// 83-88, I 95-100, R from 105): 74.5, 83.5, 91.5, 102.5 %; by heart rate 80,
// 88, 92, 97 % of the maximum.
typedef enum miler_form_zone {
    MILER_FORM_ZONE_EASY = 0,
    MILER_FORM_ZONE_STEADY,
    MILER_FORM_ZONE_THRESHOLD,
    MILER_FORM_ZONE_VO2MAX,
    MILER_FORM_ZONE_FASTER,
    MILER_FORM_ZONE_COUNT
} miler_form_zone;
MILER_API const char *
miler_form_zone_name(miler_form_zone zone); // "easy", "steady", "threshold", "VO2max", "faster"

// What a number outside the usual could mean, and what answers it.
typedef struct miler_form_advice {
    miler_form_measure measure;
    bool fades;            // it is the change through the session that stands out
    double value;          // the index or the fade that stands out
    double limit;          // from which on it does
    const char *says;      // "Ground contact is long for this speed."
    const char *but;       // what it cannot say
    const char *drills;    // names of data/drills.tsv, with ", " between
    const char *exercises; // names of data/exercises.tsv, likewise
    const char *source;
} miler_form_advice;

typedef struct miler_form {
    miler_form_stretch
        whole;         // all that was run; where there are reps (a trial, a race in a jog), these alone
    size_t whole_reps; // how many; 0 = all that was run
    miler_form_stretch *stretches; // one for each rep, stride and hill sprint
    size_t *stretch_rep;           // the index of each in miler_reps
    size_t stretch_count;
    double zone_s[MILER_FORM_ZONE_COUNT]; // timer time moving, by speed; NaN = no VDOT and no threshold known
    double hr_zone_s[MILER_FORM_ZONE_COUNT];     // by heart rate; NaN = maximum not known, or none recorded
    double zone_from_mps[MILER_FORM_ZONE_COUNT]; // where each begins; 0 for the first; NaN as zone_s
    double hr_zone_from_bpm[MILER_FORM_ZONE_COUNT];
    bool zone_by_hand[MILER_FORM_ZONE_COUNT]; // it begins where the runner told
    bool hr_zone_by_hand[MILER_FORM_ZONE_COUNT];
    double decoupling_pct;     // NaN under 45 min, without heart rate, or where there are reps
    bool speed_guessed;        // a treadmill: indexes rest on the watch's guess
    const char *why_not;       // no measure at all: why, in words; else NULL
    miler_form_advice *advice; // most telling first; may be empty
    size_t advice_count;
} miler_form;

typedef struct miler_form_options {
    const miler_tracks *tracks; // speed along the oval, where there is one; may be NULL
    double vdot;                // 0 = not known
    double threshold_mps;       // 88 % of VO2max; used where vdot is not known; 0 = not known either
    double hr_max_bpm;          // 0 = not known
    miler_hand_paces paces;     // told by hand; 0 = computed
    double hr_from_bpm[MILER_HEART_EDGES]; // likewise
    const char *advice_tsv; // the reader's own table instead of the built-in one; NULL = built in
    size_t advice_len;
} miler_form_options;

// `reps` and `options` may be NULL. Errors: NOMEM, ARG; PARSE: the advice table.
MILER_API miler_status miler_form_read(const miler_activity *activity, const miler_reps *reps,
                                       const miler_form_options *options, miler_arena *arena, miler_form *out,
                                       miler_error *err) MILER_CHECK;

#ifdef __cplusplus
}
#endif
#endif
