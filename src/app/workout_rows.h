// SPDX-License-Identifier: MIT
// A session of the workout language as a flat list of steps, as watches and
// training programs know them: one runner's own speeds, repeats at most so deep,
// and what was lost on the way said.
#ifndef MILER_WORKOUT_ROWS_H
#define MILER_WORKOUT_ROWS_H

#include <miler/formats.h>
#include <miler/workout.h>

// What a flat list cannot say as the session does; bits.
enum {
    ROWS_EFFORT = 1u << 0,   // effort stands in a step's words, nothing watches over it
    ROWS_LOAD = 1u << 1,     // so does the load of an exercise
    ROWS_NO_PACE = 1u << 2,  // the pace is not known for this runner
    ROWS_UNROLLED = 1u << 3, // repeats deeper than the list may nest are written out
    ROWS_IN_RUN = 1u << 4,   // exercises within a run end with the lap button
    ROWS_TOO_LONG = 1u << 5, // more steps than a list may have: there are no rows
    ROWS_NOTHING = 1u << 6,  // a rest day
    ROWS_CUT = 1u << 7,      // a text was longer than its field
    ROWS_NO_HEART = 1u << 8  // the heart rate is not known for this runner
};
#define ROWS_LOST_COUNT 9
// In words, for one bit: "effort is told in words only".
const char *workout_lost_text(uint32_t bit);

typedef struct workout_rows {
    miler_workout_row *rows;
    const char **cues; // one a row, a word without figures: "Warm-up", "Run", "Jog"
    double *speeds;    // one a row: what it is run at though no speed is to be kept; 0 where it is no running
    size_t count;
    miler_sport sport;
    uint32_t lost; // ROWS_*
} workout_rows;

// `depth`: how deep repeats may nest (1 or more); `most`: steps, repeats included.
// Texts hang off the arena. Errors: NOMEM.
miler_status workout_rows_make(const miler_workout *workout, const miler_pace_book *book, miler_units units,
                               int depth, size_t most, miler_arena *arena, workout_rows *out,
                               miler_error *err) MILER_CHECK;

// Text for a watch or a file: control characters and broken UTF-8 are blanks.
char *workout_plain(const char *text, miler_arena *arena);

#endif
