// SPDX-License-Identifier: MIT
// miler/activity.h: from a recording to what happened: moving, timer and elapsed
// time, pauses and gaps, laps, kilometre and mile splits, best efforts.
//
// Example (compiled and run by the tests):
//
//     #include <miler/activity.h>
//     #include <stdio.h>
//     int main(void) {
//         enum { COUNT = 401 }; // 400 s at 5 m/s, one sample a second
//         static int64_t t_ms[COUNT];
//         static double dist_m[COUNT], lat_deg[COUNT], lon_deg[COUNT];
//         for (int i = 0; i < COUNT; i++) {
//             t_ms[i] = 1700000000000 + i * 1000;
//             dist_m[i] = 5.0 * i;
//             lat_deg[i] = 51.5 + dist_m[i] / 111195.0;
//         }
//         miler_recording run;
//         miler_recording_init(&run);
//         run.sport = MILER_SPORT_RUNNING;
//         run.samples.count = COUNT;
//         run.samples.t_ms = t_ms;
//         run.samples.dist_m = dist_m;
//         run.samples.lat_deg = lat_deg;
//         run.samples.lon_deg = lon_deg;
//         miler_arena *arena = miler_arena_new(NULL, 0);
//         if (arena == NULL) return 1;
//         miler_activity activity;
//         const miler_status status = miler_activity_build(&run, arena, &activity, NULL);
//         for (size_t i = 0; status == MILER_OK && i < MILER_BEST_COUNT; i++)
//             if (activity.bests[i].dist_m == MILER_MILE_M)
//                 printf("mile in %.2f s\n", activity.bests[i].time_s); // mile in 321.87 s
//         miler_arena_free(arena);
//         return status == MILER_OK ? 0 : 1;
//     }
//
// Units: SI; `start_s`/`end_s` count seconds of wall clock from the activity's start.
// Ownership: everything hangs off the arena given to miler_activity_build; the
// recording is borrowed (laps, samples, texts) and must live as long.
// Threads: plain data, no globals.
//
// The rules, all in one place:
// - Pauses are what the timer events say. A file without events gets them inferred: from a new track
//   segment, or from a gap of more than 10 s (or four usual intervals) over which the runner moved at less
//   than 0.5 m/s.
// - A gap (lost signal, a watch that slept) is bridged in a straight line by the watch's distance, else
//   by positions; its time counts as timer time. No distance is added by positions inside a pause.
// - Moving: at least 0.9 m/s (a 30-minute mile) over the last 5 s on foot, 0.5 m/s in other sports.
// - A best effort is measured on the clock, pauses included, as a race is; a pause inside disqualifies.
//   Where a clean window exists it is given, even if a disqualified one is faster.
#ifndef MILER_ACTIVITY_H
#define MILER_ACTIVITY_H

#include <miler/recording.h>

#ifdef __cplusplus
extern "C" {
#endif

// Where the distance comes from: how far a best effort may be trusted.
typedef enum miler_dist_source {
    MILER_DIST_NONE = 0,
    MILER_DIST_GPS,       // watch distance with positions, or computed from positions
    MILER_DIST_FOOTPOD,   // sensor, no positions
    MILER_DIST_TREADMILL, // watch estimate indoors
    MILER_DIST_TRACK,     // snapped to a track by the watch or by miler
    MILER_DIST_COUNT
} miler_dist_source;

// Reasons for which an effort is not trusted (bits). 0 = clean.
enum {
    MILER_EFFORT_GAP = 1u << 0,         // more than 10 % of its time has no samples
    MILER_EFFORT_IMPOSSIBLE = 1u << 1,  // faster than the world record, or a leg is
    MILER_EFFORT_GPS_JUMP = 1u << 2,    // the watch's speed and the positions disagree
    MILER_EFFORT_TREADMILL = 1u << 3,   // belt or wrist estimate, never a record
    MILER_EFFORT_PAUSED = 1u << 4,      // the timer stood still inside it
    MILER_EFFORT_DOWNHILL = 1u << 5,    // drops more than 1 in 100
    MILER_EFFORT_NOT_RUNNING = 1u << 6, // a ride or a car by its speed and cadence
    MILER_EFFORT_SPARSE = 1u << 7,      // samples too far apart for the distance
    MILER_EFFORT_ON_TRACK = 1u << 8     // no doubt but trust: measured along a running track
};
#define MILER_EFFORT_LAST MILER_EFFORT_ON_TRACK
// Any of these keeps an effort out of the records:
#define MILER_EFFORT_DISQUALIFIES                                                                            \
    (MILER_EFFORT_GAP | MILER_EFFORT_IMPOSSIBLE | MILER_EFFORT_GPS_JUMP | MILER_EFFORT_TREADMILL |           \
     MILER_EFFORT_PAUSED | MILER_EFFORT_NOT_RUNNING)

// The distances at which bests are kept, shortest first.
#define MILER_BEST_COUNT 16
MILER_API double miler_best_distance_m(size_t index); // 200 ... 42195; NaN when index >= MILER_BEST_COUNT

MILER_API const char *miler_effort_flag_name(uint32_t flag); // "gap", "paused" ... of one bit; "" for others
MILER_API const char *miler_dist_source_name(miler_dist_source source); // "gps", "foot pod" ...

typedef struct miler_effort {
    double dist_m;
    double time_s;  // NaN: the run is shorter than dist_m
    double start_s; // from the activity's start, wall clock
    double error_s; // one standard deviation of time_s, from source and sampling [engineering estimate]
    uint32_t flags; // MILER_EFFORT_*
    // What else was recorded meanwhile; NaN = nothing.
    float hr_bpm;     // mean
    float step_share; // 0..1: how much of the time the steps were a runner's, 140 to 220 a minute
    float rise_m;     // altitude at its end less that at its start, each a mean of 30 s
} miler_effort;

typedef struct miler_pause {
    double start_s;
    double end_s;
    bool automatic;
    bool inferred; // from a gap in the samples, not from a timer event
} miler_pause;

typedef struct miler_split {
    double dist_m;  // length of this split (the last may be short)
    double time_s;  // timer time
    double start_s; // wall clock from the start
    float avg_hr_bpm;
    float avg_cadence_spm;
    float ascent_m;
    float descent_m;
} miler_split;

typedef struct miler_activity {
    miler_file_format format;
    miler_sport sport;
    miler_sub_sport sub_sport;
    uint32_t flags; // MILER_REC_*
    int64_t start_ms;
    int32_t utc_offset_s;
    bool has_utc_offset;
    double elapsed_s;
    double timer_s;
    double moving_s;
    double dist_m;
    miler_dist_source dist_source;
    miler_summary sum;    // averages: the watch's own where stated, else from the samples
    float decoupling_pct; // NaN when too short or no heart rate
    size_t sample_count;
    double median_interval_s; // between samples
    double gap_s;             // time inside gaps while the timer ran
    miler_lap *laps;          // the watch's own, never altered
    size_t lap_count;
    miler_pause *pauses;
    size_t pause_count;
    double *paused_before_s; // per pause: seconds of all pauses before it
    miler_split *km_splits;
    size_t km_split_count;
    miler_split *mile_splits;
    size_t mile_split_count;
    miler_effort bests[MILER_BEST_COUNT]; // runs only; NaN times elsewhere
    const miler_samples *samples;         // the recording's, borrowed
    double *at_s;        // per sample: wall clock since start, never decreasing (NULL when no times)
    double *true_dist_m; // per sample: monotone distance used for splits and bests (NULL when no distance)
    double *timer_at_s;  // per sample: timer time since start (NULL when no times)
    bool *ridden;        // runs only, per sample: a wheel from it to the next (NULL when nothing was ridden)
    const char *name;
    const char *device;
    const char *notes;
} miler_activity;

// Computes all of the above in time linear in the samples. A recording without
// times or samples still gives an activity from its summary. Errors: EMPTY
// (nothing usable at all), NOMEM.
MILER_API miler_status miler_activity_build(const miler_recording *recording, miler_arena *arena,
                                            miler_activity *out, miler_error *err) MILER_CHECK;

// Whether so much of the way stays within the bounds of a running track that it
// pays to look for one: a look at each sample, which says yes rather than no.
MILER_API bool miler_activity_circles(const miler_activity *activity);
// Measures the bests of a run again along the tracks that were found under it
// (miler/track.h), with the error that these have: an effort nearly all of which
// lies on one is marked MILER_EFFORT_ON_TRACK. A rep on the track (miler/reps.h; NULL: none are known) that
// was meant to be one of the distances counts with its own time, from its start to its stop. Without a
// track: as they were. Errors: NOMEM, ARG.
struct miler_tracks;
struct miler_reps;
MILER_API miler_status miler_activity_bests_on(miler_activity *activity, const struct miler_tracks *tracks,
                                               const struct miler_reps *reps, miler_arena *arena,
                                               miler_error *err) MILER_CHECK;

// Where the runner was `time_s` of wall clock after the start, and when `dist_m` was first reached:
// straight lines between samples; NaN outside the recording or without a distance.
MILER_API double miler_activity_dist_at(const miler_activity *activity, double time_s);
MILER_API double miler_activity_time_at(const miler_activity *activity, double dist_m);
// Timer time at a wall clock time from the start: pauses taken out.
MILER_API double miler_activity_timer_at(const miler_activity *activity, double time_s);

#ifdef __cplusplus
}
#endif
#endif
