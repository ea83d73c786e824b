// SPDX-License-Identifier: MIT
// The words of the workout language and the small numbers it prints: shared by
// the files of this room only.
#ifndef MILER_WORKOUT_WORDS_H
#define MILER_WORKOUT_WORDS_H

#include <miler/catalogue.h>

typedef enum wko_word_kind {
    WKO_NONE = 0,
    WKO_ZONE, // value = miler_zone
    WKO_RACE, // a race by name; metres
    WKO_STRIDE,
    WKO_HILL,
    WKO_SPRINT,   // hill sprint: a hill without a target
    WKO_DRILLS,   // text: NULL = the block
    WKO_EXERCISE, // text: canonical name
    WKO_CROSS,
    WKO_TRIAL,
    WKO_REST,
    WKO_MODE, // value = miler_recovery_mode
    WKO_NOTE,
    WKO_AT, // "at", "in": a target follows
    WKO_RPE,
    WKO_HR,
    WKO_EACH,
    WKO_LEVEL,       // "hard": value = RPE
    WKO_BACK,        // "jog back": a recovery over the way just run; value = miler_recovery_mode
    WKO_RECOVERY,    // "recovery" as a word of its own
    WKO_ZONE_NUMBER, // "Z2": value = 1..7
    WKO_BODYWEIGHT,
    WKO_OPEN,         // "open": until the lap button; counted as MILER_WORKOUT_OPEN_S
    WKO_PERCENT_OF,   // "HR", "LTHR" behind a percent sign: value = miler_percent_of
    WKO_OWN_EXERCISE, // "exercise": a quoted name follows
    WKO_OWN_DRILL,
    WKO_LADDER, // "ladder", "pyramid": the commas behind it part rungs
    WKO_FAST,   // "fast": the pace of a rep of that length
    WKO_LAST,   // "last 15min steady"
    WKO_TO,     // "easy to threshold": refused with what would be right
    WKO_FILLER
} wko_word_kind;

typedef struct wko_word {
    wko_word_kind kind;
    int value;
    double metres;
    const char *text; // canonical name; not NUL-terminated when it comes from the data files
    size_t text_len;
} wko_word;

#define WKO_WORD_MAX 64 // letters of a word or name once squeezed

// Lower case, without blanks, hyphens and a plural s, so that "Calf-Raises" and
// "calf raise" are one. Returns the length, 0 when nothing is left or it is too long.
size_t wko_squeeze(const char *text, size_t len, char out[WKO_WORD_MAX]);
// The word or name written in exactly these bytes; kind WKO_NONE when unknown.
wko_word wko_word_find(const char *text, size_t len);
// The nearest known word by edit distance, NULL when none is near. The result
// has the same life as the program.
const char *wko_word_suggest(const char *text, size_t len, size_t *out_len);

// A row of drills.tsv or exercises.tsv by name or alias.
typedef struct wko_movement {
    const char *name;
    size_t name_len;
    miler_movement_kind kind;
    double contacts;
} wko_movement;
bool wko_movement_find(const char *text, size_t len, wko_movement *out);

// miler_catalogue_load; `trusted` spares the reading of every session at three doses.
miler_status wko_catalogue_load(miler_catalogue *catalogue, miler_catalogue_file file, const char *origin,
                                const char *text, size_t len, bool trusted, miler_arena *arena,
                                miler_error *err) MILER_CHECK;

// The race that a distance is called by after '@': "mile", "5k"; NULL = none.
const char *wko_race_name(double dist_m);
const char *wko_zone_word(miler_zone zone);

bool wko_small_m_is_metres(const miler_step *step, double value);

// Thousandths without rounding error and without the locale: 402336 -> "402.336".
void wko_print_milli(miler_buf *out, int64_t milli);
// False: faster than anyone over that length, or no running. A rep may not be
// slower than a jog, a pace may.
bool wko_speed_plausible(double speed_mps, double per_m, bool of_rep);
// Nearest thousandth, the grain of every length and time in the language.
double wko_milli(double value);

// "6x400m, jog 90s": true when a rest behind repeats that have none is taken between them.
bool wko_rest_between(const miler_step *repeat, const miler_step *rest);
bool wko_short_rest(const miler_step *rest); // not so long that it is a step of its own
// Reps side by side at the end of these steps, none with a rest of its own.
size_t wko_row_len(const miler_step *steps, size_t count);

#endif
