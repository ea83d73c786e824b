// SPDX-License-Identifier: MIT
// miler/workout.h: the workout language: text <-> steps, and steps in one
// runner's own numbers.
//
// Units: m, s, m/s inside; "72", "3:40/km", "mile" in the text.
// Ownership: steps hang off the arena given to parse. Threads: pure.
// Security: text is untrusted; length, depth and step count are capped.
#ifndef MILER_WORKOUT_H
#define MILER_WORKOUT_H

#include <miler/science.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum miler_step_kind {
    MILER_STEP_RUN = 0,   // a stretch of running: easy, rep, tempo ...
    MILER_STEP_STRIDE,    // relaxed fast running, counted not timed
    MILER_STEP_HILL,      // uphill sprint or rep
    MILER_STEP_RECOVERY,  // between reps or sets
    MILER_STEP_REPEAT,    // children times count
    MILER_STEP_DRILLS,    // dynamic drills, one block or one named drill
    MILER_STEP_EXERCISE,  // strength or plyometrics: sets x reps (or seconds) @ load
    MILER_STEP_CROSS,     // cross-training: bike, swim, row, elliptical, aqua jog, hike
    MILER_STEP_TIME_TRIAL,
    MILER_STEP_REST,      // stretching, foam rolling, nothing
    MILER_STEP_KIND_COUNT
} miler_step_kind;

typedef enum miler_target_kind {
    MILER_TARGET_NONE = 0,
    MILER_TARGET_SPEED,  // absolute; value_mps
    MILER_TARGET_RACE,   // the pace of a race: race_dist_m, offset_s_per_400
    MILER_TARGET_ZONE,   // zone
    MILER_TARGET_EFFORT, // value = RPE 1..10
    MILER_TARGET_HR,     // low_bpm..high_bpm
    MILER_TARGET_LOAD    // value = percent of one-repetition maximum (strength)
} miler_target_kind;

typedef struct miler_target {
    miler_target_kind kind;
    double value; // m/s, RPE or percent
    double race_dist_m;
    double offset_s_per_400;
    double low_bpm, high_bpm;
    miler_zone zone;
} miler_target;

typedef enum miler_recovery_mode { MILER_RECOVERY_ANY = 0, MILER_RECOVERY_JOG, MILER_RECOVERY_WALK, MILER_RECOVERY_STAND } miler_recovery_mode;

typedef struct miler_step {
    miler_step_kind kind;
    double dist_m;  // 0 = not by distance
    double time_s;  // 0 = not by time
    int32_t count;  // REPEAT: passes; STRIDE/HILL/EXERCISE: sets; else 1
    int32_t reps;   // EXERCISE: repetitions in a set; 0 = by time or none
    miler_target target;
    miler_recovery_mode mode; // RECOVERY
    char *name;               // drill, exercise, cross-training kind or note; may be NULL
    struct miler_step *children; // REPEAT: the steps repeated, in order
    size_t child_count;
} miler_step;

typedef struct miler_workout {
    miler_step *steps;
    size_t step_count;
} miler_workout;

// One runner's numbers for resolving targets. Unknown = NaN.
#define MILER_BOOK_RACES 12
typedef struct miler_pace_book {
    double race_dist_m[MILER_BOOK_RACES]; // ascending
    double race_time_s[MILER_BOOK_RACES];
    size_t race_count;
    double goal_mile_s; // "@goal"; NaN = none
    miler_pace_band zones[MILER_ZONE_COUNT];
    double hr_max_bpm, hr_threshold_bpm;
} miler_pace_book;

// Text of one session -> steps. Errors: PARSE with line, column, what was read
// and what would be right in the remedy; LIMIT; NOMEM.
MILER_API miler_status miler_workout_parse(const char *text, miler_arena *arena, miler_workout *out, miler_error *err) MILER_CHECK;
// The normal form; parse(print(w)) equals w.
MILER_API void miler_workout_print(const miler_workout *workout, miler_buf *out);
// The speed band of a target, slow < fast. False: the target has no speed.
MILER_API bool miler_target_speed(const miler_target *target, const miler_pace_book *book, miler_pace_band *out);

// Totals of a session for one runner, all steps and repeats counted.
typedef struct miler_workout_total {
    double dist_m;    // running, warm-up and jogged recoveries included
    double time_s;    // everything
    double easy_m, threshold_m, vo2max_m, fast_m; // running by intensity; fast = mile pace and faster
    double easy_s, threshold_s, vo2max_s, fast_s;
    double rest_s;    // standing and walking
    double strength_s, plyo_contacts, cross_s;
} miler_workout_total;
MILER_API void miler_workout_sum(const miler_workout *workout, const miler_pace_book *book, miler_workout_total *out);
// "82.0 a 400" / "4:12/km": what a target means for this runner; "" when nothing.
MILER_API void miler_target_print(char *out, size_t out_size, const miler_step *step, const miler_pace_book *book, miler_units units);

#ifdef __cplusplus
}
#endif
#endif
