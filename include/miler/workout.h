// SPDX-License-Identifier: MIT
// miler/workout.h: the workout language: one line as a coach writes it on the
// whiteboard <-> steps, and steps in one runner's own numbers. The grammar is
// written down in docs/workout-language.md.
//
// Example (compiled and run by the tests):
//
//     #include <miler/workout.h>
//     #include <stdio.h>
//     int main(void) {
//         miler_arena *arena = miler_arena_new(NULL, 0);
//         miler_workout workout;
//         miler_error err;
//         if (miler_workout_parse("2km easy + 6 x 400 @mile r400j", arena, &workout, &err) != MILER_OK)
//             return 1;
//         miler_buf text;
//         miler_buf_init(&text, NULL, 4096);
//         miler_workout_print(&workout, &text);
//         printf("%s\n", miler_buf_text(&text)); // 2km easy, 6x400m @mile r400m jog
//         miler_workout_total total;
//         miler_workout_sum(&workout, NULL, &total);
//         printf("%.0f m, %.0f m of it fast\n", total.dist_m, total.fast_m); // 6400 m, 2400 m of it fast
//         miler_buf_deinit(&text);
//         miler_arena_free(arena);
//         return 0;
//     }
//
// Units: m, s, m/s inside; "72", "3:40/km", "mile" in the text.
// Ownership: steps hang off the arena given to parse. Threads: pure functions;
// one arena is used by one thread at a time.
// Security: text is untrusted; length, depth, steps and passes are capped by
// the four macros below, and every error names its place.
#ifndef MILER_WORKOUT_H
#define MILER_WORKOUT_H

#include <miler/science.h>

#ifdef __cplusplus
extern "C" {
#endif

#define MILER_WORKOUT_TEXT_MAX                                                                               \
    65536                         // bytes of one session's text; room for the normal form of STEPS_MAX steps
#define MILER_WORKOUT_DEPTH_MAX 8 // repeats within repeats
#define MILER_WORKOUT_STEPS_MAX 500      // steps written
#define MILER_WORKOUT_PERFORMED_MAX 5000 // steps performed, all passes counted

typedef enum miler_step_kind {
    MILER_STEP_RUN = 0,  // a stretch of running: easy, rep, tempo ...; has a distance or a time
    MILER_STEP_STRIDE,   // relaxed fast running; length may be left open (about 100 m)
    MILER_STEP_HILL,     // uphill; no target = a sprint; length may be left open (about 10 s)
    MILER_STEP_RECOVERY, // between reps or sets; has a distance or a time
    MILER_STEP_REPEAT,   // children, `count` times; a recovery that stands last is taken between passes only
    MILER_STEP_DRILLS,   // dynamic drills: name NULL = the usual block, else one drill
    MILER_STEP_EXERCISE, // one set of strength or plyometrics: reps, seconds or metres @ load
    MILER_STEP_CROSS,    // cross-training: bike, swim, rowing, elliptical, aqua jog, hike; name says which
    MILER_STEP_TIME_TRIAL,
    MILER_STEP_REST, // a day or time of it; name NULL = nothing at all, else stretching, foam rolling or
                     // mobility
    MILER_STEP_KIND_COUNT
} miler_step_kind;

typedef enum miler_target_kind {
    MILER_TARGET_NONE = 0,
    MILER_TARGET_SPEED,  // absolute: value in m/s, slow_mps > 0 makes it a band
    MILER_TARGET_RACE,   // the pace of a race: race_dist_m (0 = the goal mile), offset_s_per_400
    MILER_TARGET_ZONE,   // zone
    MILER_TARGET_EFFORT, // value = RPE 1..10
    MILER_TARGET_HR,     // low_bpm..high_bpm
    MILER_TARGET_LOAD    // value = percent of one-repetition maximum (strength)
} miler_target_kind;

typedef enum miler_percent_of {
    MILER_PERCENT_OF_NONE = 0,
    MILER_PERCENT_OF_SPEED,       // of the zone's speed: "@95% threshold"
    MILER_PERCENT_OF_HR_MAX,      // "@75-80% HR"
    MILER_PERCENT_OF_HR_THRESHOLD // "@95% LTHR"
} miler_percent_of;

typedef struct miler_target {
    miler_target_kind kind;
    double value; // m/s, RPE or percent
    union {
        double slow_mps; // SPEED: the slow end when value is the fast end; 0 = no band
        double load_kg;  // LOAD in kilograms, value 0; both 0 = the body's own weight
    };
    double race_dist_m;
    double offset_s_per_400; // positive = slower
    // ZONE told in percent: low_percent..high_percent of what percent_of says; of a
    // heart rate, `zone` is the nearest zone, for whoever has no heart rate to go by.
    union {
        double low_bpm; // HR
        double low_percent;
    };
    union {
        double high_bpm;
        double high_percent;
    };
    miler_zone zone;
    miler_percent_of percent_of;
} miler_target;

typedef enum miler_recovery_mode {
    MILER_RECOVERY_ANY = 0,
    MILER_RECOVERY_JOG,
    MILER_RECOVERY_WALK,
    MILER_RECOVERY_STAND
} miler_recovery_mode;

typedef struct miler_step {
    miler_step_kind kind;
    double dist_m;  // 0 = not by distance; never both
    double time_s;  // 0 = not by time
    int32_t count;  // REPEAT: passes, 2 or more; else 1 ("squat 3x6" is a REPEAT of 3 around one set)
    int32_t reps;   // EXERCISE: repetitions in a set; 0 = by time or distance
    bool each_side; // EXERCISE: reps or time are for each leg or side
    miler_target target;
    miler_recovery_mode mode; // RECOVERY
    char *name; // drill, exercise or cross-training by name; for RUN a note ("warm-up"); may be NULL
    struct miler_step *children; // REPEAT: the steps repeated, in order
    size_t child_count;
} miler_step;

typedef struct miler_workout {
    miler_step *steps;
    size_t step_count;
} miler_workout;

// One runner's numbers for resolving targets. Unknown = NaN (a band: target_mps NaN).
#define MILER_BOOK_RACES 12
typedef struct miler_pace_book {
    double race_dist_m[MILER_BOOK_RACES]; // ascending
    double race_time_s[MILER_BOOK_RACES];
    size_t race_count;
    double goal_mile_s; // "@goal"; NaN = none
    miler_pace_band zones[MILER_ZONE_COUNT];
    double hr_max_bpm, hr_threshold_bpm;
    // By hand, as the runner told them; NaN or 0: computed. `zones` may have been slowed down since.
    miler_hand_paces paces;
    double hr_from_bpm[MILER_HEART_EDGES];
} miler_pace_book;

// All unknown.
MILER_API void miler_pace_book_init(miler_pace_book *book);

// Text of one session -> steps. Errors: PARSE and RANGE with line and column
// (in characters, from 1), what was read, and what would be right in the
// remedy; LIMIT; NOMEM. On error *out is empty.
MILER_API miler_status miler_workout_parse(const char *text, miler_arena *arena, miler_workout *out,
                                           miler_error *err) MILER_CHECK;
// The normal form. For every w that parse gave, parse(print(w)) equals w.
MILER_API void miler_workout_print(const miler_workout *workout, miler_buf *out);
// Step for step the same, names and targets included.
MILER_API bool miler_workout_equal(const miler_workout *a, const miler_workout *b);

// The speed band of a target, slow <= target <= fast. False: the target has no
// speed (heart rate, load, none), or the book does not know it (no goal).
MILER_API bool miler_target_speed(const miler_target *target, const miler_pace_book *book,
                                  miler_pace_band *out);

// Whether the speeds of this target are the runner's own, told by hand.
MILER_API bool miler_target_by_hand(const miler_target *target, const miler_pace_book *book);
// ... of any step of a session.
MILER_API bool miler_workout_by_hand(const miler_workout *workout, const miler_pace_book *book);

// The speed that a running step is counted with, m/s, never unknown: its target's, the one that goes with
// its heart rate or effort, easy running where it says nothing. `book` may be NULL as below.
MILER_API double miler_step_speed(const miler_step *step, const miler_pace_book *book);

// Totals of a session for one runner, all steps and repeats counted. `book` may
// be NULL or unknown: a middling recreational runner is assumed. What the text
// leaves open (drills, strides, sets) is counted by the engineering estimates
// written down in docs/workout-language.md.
typedef struct miler_workout_total {
    double dist_m; // running, warm-up and jogged recoveries included
    double time_s; // everything
    double easy_m, threshold_m, vo2max_m,
        fast_m; // running by intensity, together dist_m; fast = mile pace and faster
    double easy_s, threshold_s, vo2max_s, fast_s;
    double rest_s; // standing and walking
    double strength_s, plyo_contacts, cross_s;
} miler_workout_total;
MILER_API void miler_workout_sum(const miler_workout *workout, const miler_pace_book *book,
                                 miler_workout_total *out);

// What a step means for this runner, short: "1:22.0" for a rep up to the mile,
// "4:12/km" for longer ones and those by time, "5:10-5:40/km" for easy running,
// "150-160 bpm", "RPE 7", "80 % of best"; "" when there is nothing to say.
// `out_size` of MILER_TEXT_MAX is enough. `book` may be NULL.
MILER_API void miler_target_print(char *out, size_t out_size, const miler_step *step,
                                  const miler_pace_book *book, miler_units units);

// All that can be said of how a step is run, in this runner's numbers; NaN =
// nothing to say. Heart rate only where it steers: reps of three minutes and
// more, and easy running; effort where the target is one or stands for one.
typedef struct miler_numbers {
    double pace_s_per_km, fast_s_per_km, slow_s_per_km;
    double rep_s;                    // the whole step, up to 5 km; not of easy running
    double split_200_s, split_400_s; // where the step is longer than that
    double low_bpm, high_bpm;
    double low_rpe, high_rpe;
    double race_s;                    // what a race over that length would take, where the step asks for more
    bool pace_by_hand, heart_by_hand; // the numbers come from what the runner told
} miler_numbers;
MILER_API void miler_step_numbers(const miler_step *step, const miler_pace_book *book, miler_numbers *out);

// A session line by line, as a person reads it, `indent` 0 for the outermost:
//   6 x 400 m in 1:22.0 (mile pace), jog 400 m between
// `fn` returns false to stop; the text lives only during the call. Errors:
// LIMIT (a line of more than 500 bytes), CANCELLED (fn stopped).
typedef bool miler_workout_line_fn(void *user, int indent, const char *text);
MILER_API miler_status miler_workout_lines(const miler_workout *workout, const miler_pace_book *book,
                                           miler_units units, miler_workout_line_fn *fn,
                                           void *user) MILER_CHECK;

#ifdef __cplusplus
}
#endif
#endif
