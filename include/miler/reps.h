// SPDX-License-Identifier: MIT
// miler/reps.h: what a session was made of: warm-up, reps and their recoveries,
// strides, hill sprints, cool-down, each with start, end, distance, time and
// how far they can be trusted; and the session as a coach would write it.
//
// Example (compiled and run by the tests):
//
//     #include <miler/reps.h>
//     #include <stdio.h>
//     int main(void) {
//         printf("%s\n", miler_rep_kind_name(MILER_REP_RECOVERY)); // recovery
//         return 0;
//     }
//
// Where they come from, in this order: the steps of the workout in the file and
// the laps that name them; laps, where laps follow what the speed did; speed
// alone (with the place on the oval, where there is one). A lap button pressed
// late, twice or not at all is seen against the speed and said.
//
// Units: SI; start_s and end_s count wall clock from the activity's start.
// Ownership: everything hangs off the arena given. Threads: plain data.
#ifndef MILER_REPS_H
#define MILER_REPS_H

#include <miler/track.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum miler_rep_kind {
    MILER_REP_STEADY = 0, // running that is neither rep nor recovery: an easy run is one of these
    MILER_REP_WARMUP,
    MILER_REP_WORK, // a rep
    MILER_REP_RECOVERY,
    MILER_REP_STRIDE,
    MILER_REP_HILL,
    MILER_REP_COOLDOWN,
    MILER_REP_KIND_COUNT
} miler_rep_kind;
MILER_API const char *miler_rep_kind_name(miler_rep_kind kind); // "steady", "warm-up", "rep", "recovery" ...

typedef enum miler_rep_motion {
    MILER_MOTION_RUN = 0,
    MILER_MOTION_JOG,
    MILER_MOTION_WALK,
    MILER_MOTION_STAND,
    MILER_MOTION_COUNT
} miler_rep_motion;
MILER_API const char *miler_rep_motion_name(miler_rep_motion motion); // "run", "jog", "walk", "stand"

typedef enum miler_rep_source {
    MILER_REPS_NONE = 0, // one steady run: no reps in it
    MILER_REPS_STEPS,    // the workout in the file, and the laps that name its steps
    MILER_REPS_LAPS,
    MILER_REPS_SPEED,
    MILER_REPS_SOURCE_COUNT
} miler_rep_source;
MILER_API const char *miler_rep_source_name(miler_rep_source source); // "none", "steps", "laps", "speed"

// What a nominal distance was told by.
typedef enum miler_nominal_by {
    MILER_NOMINAL_BY_LENGTH = 0, // the round one next to what was measured
    MILER_NOMINAL_BY_STEP,       // the workout in the file
    MILER_NOMINAL_BY_PLAN,       // the plan of that day
    MILER_NOMINAL_BY_NAME,       // the name of the run
    MILER_NOMINAL_BY_START,      // the mile starts 9.34 m behind the finish line
    MILER_NOMINAL_BY_EFFORT,     // alone in its session: a mile is raced more often than 1600 m
    MILER_NOMINAL_BY_UNITS,      // the runner thinks in miles, or in kilometres
    MILER_NOMINAL_BY_COUNT
} miler_nominal_by;
MILER_API const char *miler_nominal_by_name(miler_nominal_by by); // "length", "step", "plan" ...

// Nominal distances nearer to each other than this share, neither of them sure, are one.
#define MILER_REP_NOMINAL_ALIKE 0.01

// What the finger did to the lap button (bits).
enum {
    MILER_REP_LAP_LATE = 1u << 0, // pressed late or early: the speed says otherwise, and the speed was taken
    MILER_REP_LAP_MISSED = 1u << 1, // not pressed at all
    MILER_REP_LAP_TWICE = 1u << 2,  // pressed once too often
    MILER_REP_AUTO_LAPS = 1u << 3,  // the watch cut laps inside it
    MILER_REP_BY_HAND = 1u << 4     // its start and end, or its length, were told afterwards (miler/edits.h)
};

typedef struct miler_rep {
    miler_rep_kind kind;
    miler_rep_motion motion;
    double start_s, end_s;
    double time_s;               // end - start; on the clock, as a coach times it
    double time_error_s;         // one SD; NaN = not known
    double standing_s;           // of time_s: standing still, or the watch paused
    double dist_m;               // along the track where there is one, else as recorded
    double dist_error_m;         // one SD
    bool on_track;               // dist_m is of the oval
    double nominal_m;            // the round distance it was meant to be ("400"); 0 = by time, or none
    bool nominal_sure;           // false: it may as well be another, 1600 m for the mile ...
    miler_nominal_by nominal_by; // ... and this is what it was judged by
    double nominal_s;            // the round time it was meant to be; 0 = by distance, or none
    double nominal_time_s;       // time for exactly nominal_m, where it can be told; else time_s
    double speed_mps;            // mean
    float avg_hr_bpm, max_hr_bpm, end_hr_bpm, avg_cadence_spm; // NaN = not recorded
    float ascent_m;
    uint32_t flags;               // MILER_REP_LAP_*
    int32_t set;                  // reps of one kind that stand together, from 0; -1 = not a rep
    int32_t first_lap, lap_count; // the watch's own laps under it; -1 = none
    int32_t step;                 // of the workout in the file; -1 = none
} miler_rep;

// Run fast on purpose: a rep, a stride or a hill sprint. These are counted, listed
// and held against what was asked; all else lies between them.
MILER_API bool miler_rep_is_fast(const miler_rep *rep);
// A rep or stride along the oval: its metres are those of the lane, so that it can
// be split and be a best. A hill sprint has no lane, whatever lay near.
MILER_API bool miler_rep_is_track_rep(const miler_rep *rep);
// 1600 m or the mile, and it may as well be the other: written "mile?", "1600?".
MILER_API bool miler_rep_unsure(const miler_rep *rep);

typedef struct miler_reps {
    miler_rep_source source;
    miler_rep *reps; // in order of time; a rep's recovery follows it
    size_t count;
    size_t work_count; // reps, strides and hill sprints
    bool imperial;     // its texts tell easy running in miles; false unless set
} miler_reps;

typedef struct miler_reps_options {
    bool ignore_steps;         // as if the file named no workout
    bool ignore_laps;          // as if the lap button did not exist
    double easy_mps, mile_mps; // what is easy and what is fast for this runner; 0 = from the session itself
    double planned_m, named_m; // 1600 or the mile: by the plan of that day, by the run's name; 0 = not told
    bool imperial;             // the runner thinks in miles
} miler_reps_options;

// `tracks` and `options` may be NULL. Errors: NOMEM, ARG. A recording without
// distance and laps gives one steady rep.
MILER_API miler_status miler_reps_find(const miler_activity *activity, const miler_recording *recording,
                                       const miler_tracks *tracks, const miler_reps_options *options,
                                       miler_arena *arena, miler_reps *out, miler_error *err) MILER_CHECK;

// The session in the workout language, as it was run: "2km easy, 6x400m r400m
// jog, 1.5km easy". Times are not in it.
MILER_API void miler_reps_text(const miler_reps *reps, miler_buf *out);
// As a coach writes it on the board: "6 x 400, r 400 j: 79.8 80.1 79.5 | mean
// 79.8, spread 0.9 s". One line a set; "mile?" may as well have been 1600 m.
MILER_API void miler_reps_board(const miler_reps *reps, miler_buf *out);

// What makes two sessions the same: "400 r400 j" of the work sets, and how often
// each was run, "6". 1600 m and the mile are one there, recoveries are rounded to
// usual lengths, warm-up and strides left out. Runs without reps are alike by the
// kilometre; a session of less than half of one has the key "".
MILER_API void miler_reps_key(const miler_reps *reps, miler_buf *key, miler_buf *counts);

// The reps as text for keeping, without hearts, cadence, laps and steps; parse
// gives them back. Errors of parse: PARSE, LIMIT, NOMEM.
MILER_API void miler_reps_print(const miler_reps *reps, miler_buf *out);
MILER_API miler_status miler_reps_parse(const char *text, miler_arena *arena, miler_reps *out,
                                        miler_error *err) MILER_CHECK;

#ifdef __cplusplus
}
#endif
#endif
