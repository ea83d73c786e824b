// SPDX-License-Identifier: MIT
// Inside the activity room: what the steps of miler_activity_build hand on.
//
//   act_clock     when     at_s, pauses, timer_at_s, gaps
//   act_distance  where    true_dist_m, source
//   act_altitude  how high smoothed altitude, climbs
//   act_splits    km and mile splits, moving time
//   act_averages  heart, steps, form, decoupling
//   act_trust     which intervals must not make a record
//   act_bests     the fastest windows
//   act_meanwhile heart, steps and height during these
//   act_circle    whether the run goes round in circles as on a track
//
// Interval i is the time between samples i and i + 1. Every step costs time
// linear in the samples. Scratch memory is the caller's arena in `scratch`,
// thrown away at the end.
#ifndef MILER_ACT_H
#define MILER_ACT_H

#include <miler/activity.h>
#include <miler/science.h>

// Moving starts here: a 30-minute mile on foot; elsewhere a slow roll
// [engineering estimates].
#define ACT_MOVING_FOOT_MPS 0.9
#define ACT_MOVING_OTHER_MPS 0.5
// A gap is longer than both [engineering estimate: smart recording stays under 8 s in the files seen].
#define ACT_GAP_MIN_S 10.0
#define ACT_GAP_MEDIANS 4.0
// The fastest 10 m of the 100 m world record take 0.81 s: 12.3 m/s.
#define ACT_SPRINT_MPS 12.5

// Cumulative doubts up to each sample, so that any window is judged by two
// look-ups: sum over [a, b) = doubt[b] - doubt[a].
typedef struct act_doubt {
    double jump_m; // metres that a position jump added
    double fast_m; // metres run faster than a sprinter or a record
    double gap_s;  // timer time without samples
    uint32_t ride; // intervals on a bicycle or in a car
} act_doubt;

// Cumulative, up to each sample: how much was run on tracks, and how far off
// that may be by the length of their laps; and the error of the place itself.
typedef struct act_lane {
    double on_m, scale_m;
    double place_m; // NaN off the track
} act_lane;

typedef struct act_work {
    const miler_recording *rec;
    const miler_samples *s;
    miler_activity *out;
    miler_arena *arena;
    miler_arena *scratch;
    size_t n;
    bool on_foot;
    double gap_over_s;      // intervals longer than this are gaps
    float *altitude_m;      // smoothed, NaN where unknown; NULL when none
    const float *speed_mps; // per interval, over 5 s; NULL when no distance
    uint8_t *marks;         // doubts per interval, of act_trust
    double *up_m;           // climbed so far, per sample; NULL when no altitude
    double *down_m;
    const struct act_lane *lane; // true_dist_m runs along tracks: how well, per sample; NULL = it does not
} act_work;

miler_status act_clock(act_work *w, miler_error *err);
miler_status act_distance(act_work *w, miler_error *err);
miler_status act_altitude(act_work *w, miler_error *err);
miler_status act_splits(act_work *w, miler_error *err);
miler_status act_averages(act_work *w, miler_error *err);
// `doubt` has n entries; NULL on failure of the arena.
act_doubt *act_trust(act_work *w);
// Adds a window that was faster than the world record to the doubts: what
// touches it must not count. `whole_leg`: all that was covered around it, too.
miler_status act_distrust(act_work *w, act_doubt *doubt, double from_s, double to_s, bool whole_leg);
miler_status act_bests(act_work *w, miler_error *err);
// Fills in what else was recorded during the bests; the altitude is that of act_altitude, NULL = none.
void act_meanwhile(const act_work *w);
// The interval between samples beyond which it is a gap, by the usual one; NaN = not known.
double act_gap_over(double median_interval_s);

// Mean over timer time of the values above zero; NaN when there is none. The
// cursor remembers the place of callers that walk forward; start it at 0.
float act_mean(const act_work *w, const float *column, double from_s, double to_s, size_t *cursor);
// Out of memory, said once.
miler_status act_nomem(miler_error *err);
// y on the straight line through two points; y0 when they share x.
double act_line(double x0, double y0, double x1, double y1, double x);
// The last sample at or before `time_s` (0 when before the first).
size_t act_sample_at(const miler_activity *a, double time_s);
// Speeds in m/s over a window of 5 s around the middle of each interval; n - 1 of them.
float *act_speeds(act_work *w);

#endif
