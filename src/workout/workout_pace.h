// SPDX-License-Identifier: MIT
// What a step costs one runner: speed and intensity, within this room.
#ifndef MILER_WORKOUT_PACE_H
#define MILER_WORKOUT_PACE_H

#include "workout/workout_words.h"

#define WKO_JOG_SHARE 0.85 // a jog between reps as a share of easy speed, engineering estimate
#define WKO_WALK_MPS 1.5   // and a walk, engineering estimate

typedef enum wko_class {
    WKO_CLASS_EASY = 0,
    WKO_CLASS_THRESHOLD,
    WKO_CLASS_VO2MAX,
    WKO_CLASS_FAST,
    WKO_CLASS_COUNT
} wko_class;

wko_class wko_class_of(const miler_step *step, const miler_pace_book *book);
// Never unknown: where the book has nothing, a middling recreational runner runs.
double wko_speed_of(const miler_step *step, const miler_pace_book *book);
double wko_zone_speed(miler_zone zone, const miler_pace_book *book);
// What a step comes to on the road. Recoveries on foot have a distance, standing ones none.
typedef struct wko_stretch {
    double dist_m, time_s;
    bool running; // false: walking or standing
} wko_stretch;
wko_stretch wko_run_stretch(const miler_step *step, const miler_pace_book *book);
wko_stretch wko_recovery_stretch(const miler_step *step, const miler_pace_book *book);
double wko_drills_s(const miler_step *step);
double wko_race_time_s(const miler_pace_book *book, double dist_m); // NaN = unknown
miler_zone wko_effort_zone(double rpe);
// Threshold heart rate as a share of the highest: the middle of Daniels' 88-92 %.
#define WKO_THRESHOLD_HR_SHARE 0.9
// The beats of a target told by heart rate, a single number as a band. False: no such target, or the
// runner's heart rate is not known.
bool wko_heart_band(const miler_target *t, const miler_pace_book *book, double *low, double *high);

#endif
