// SPDX-License-Identifier: MIT
// miler/catalogue.h: the catalogue: workouts written in the workout language,
// drills, strength and plyometric exercises, warm-up and cool-down routines.
// It is data (data/*.tsv, compiled in); a user's own files of the same form
// are loaded on top and replace entries of the same id.
//
// Example (compiled and run by the tests):
//
//     #include <miler/catalogue.h>
//     #include <stdio.h>
//     int main(void) {
//         miler_arena *arena = miler_arena_new(NULL, 0);
//         miler_catalogue catalogue;
//         miler_error err;
//         if (miler_catalogue_builtin(arena, &catalogue, &err) != MILER_OK) return 1;
//         const miler_catalogue_entry *entry = miler_catalogue_find(&catalogue, "rp-400");
//         if (entry == NULL) return 1;
//         miler_buf text;
//         miler_buf_init(&text, NULL, MILER_WORKOUT_TEXT_MAX);
//         miler_catalogue_text(entry->text, 0.5, &text); // half way from its smallest to its largest form
//         printf("%s: %s\n", entry->title, miler_buf_text(&text));
//         miler_buf_deinit(&text);
//         miler_arena_free(arena);
//         return 0;
//     }
//
// Units: see each field. Ownership: everything hangs off the arena.
// Threads: a loaded catalogue is read-only and may be shared.
// Security: files are untrusted text; sizes are capped, errors name line and column.
#ifndef MILER_CATALOGUE_H
#define MILER_CATALOGUE_H

#include <miler/workout.h>

#ifdef __cplusplus
extern "C" {
#endif

// What a session is for. Speed is two kinds here (race pace, VO2max), strength
// and plyometrics stand beside the ten kinds of running work.
typedef enum miler_work_kind {
    MILER_WORK_EASY = 0,
    MILER_WORK_LONG,
    MILER_WORK_RACE_PACE, // reps at the pace of the mile and near it
    MILER_WORK_VO2MAX,
    MILER_WORK_STRIDES,
    MILER_WORK_HILLS,
    MILER_WORK_THRESHOLD, // tempo runs and cruise reps
    MILER_WORK_TRIAL,     // time trials and goal-pace rehearsals
    MILER_WORK_DRILLS,
    MILER_WORK_CROSS,
    MILER_WORK_REST,
    MILER_WORK_STRENGTH,
    MILER_WORK_PLYO,
    MILER_WORK_KIND_COUNT
} miler_work_kind;
MILER_API const char *miler_work_kind_name(miler_work_kind kind); // "easy", "race-pace", ... as in the files

enum { // phases an entry is meant for, bits
    MILER_IN_BASE = 1u << 0,
    MILER_IN_INTRO = 1u << 1,
    MILER_IN_BUILD = 1u << 2,
    MILER_IN_SPECIFIC = 1u << 3,
    MILER_IN_TAPER = 1u << 4,
    MILER_IN_RACE_WEEK = 1u << 5
};

typedef struct miler_catalogue_entry {
    const char *id; // "rp-400": lower case, digits, hyphens
    miler_work_kind kind;
    const char *title; // "400s at mile pace"
    const char *
        text; // the main set, in the workout language with {lo..hi} doses; warm-up and cool-down are routines
    const char *purpose; // why, in one sentence
    uint32_t phases;     // MILER_IN_*
    miler_level level_min, level_max;
    const char *family; // entries of one family follow each other by `order`
    int32_t order;      // 1 = comes first
    uint32_t needs;     // MILER_HAS_* of athlete.h: any one of these is enough; 0 = nothing
    const char *source; // principle it is composed from
    const char *after;  // ids, split by '|': any one of them under control first; "" = nothing
    const char *origin; // the file of one's own it comes from; NULL = compiled in
} miler_catalogue_entry;

typedef enum miler_movement_kind {
    MILER_MOVEMENT_DRILL = 0,
    MILER_MOVEMENT_STRENGTH,
    MILER_MOVEMENT_PLYO
} miler_movement_kind;

typedef struct miler_movement {
    miler_movement_kind kind;
    const char *name;      // as the workout language prints it
    const char *aliases;   // other names it is read by, separated by '|'; may be ""
    const char *dose;      // what is usual: "2x20m", "3x6 @80% r2min"
    const char *muscles;   // groups; for a drill what it trains
    const char *equipment; // "none", "barbell", ...
    uint32_t needs;  // MILER_HAS_*, any one is enough; 0 = nothing beyond the body and a step, wall or bar
    double contacts; // landings a rep (each leg), 0 for strength and for drills
    const char *how;
    const char *fault;           // common fault
    const char *easier, *harder; // "" = none
    const char *origin;          // as above
} miler_movement;

typedef struct miler_routine {
    const char *id; // "warmup-hard", "cooldown", "race-warmup", "rest-stretching" ...
    const char *title;
    const char *when; // kinds (or "race") it belongs to, separated by '|'
    const char *text; // in the workout language, with doses
    const char *purpose;
    const char *source;
    const char *muscles; // what is stretched or rolled; "" = says nothing
    const char *how;     // how long each, and how; "" = nothing
    const char *origin;  // as above
} miler_routine;

typedef struct miler_cross {
    const char *name; // as the workout language prints it: "bike", "aqua jog" ...
    const char *title;
    double minutes;           // that take the place of one minute of easy running
    double low_rpe, high_rpe; // effort in it, of ten
    const char *impact;       // "none", "low", "some"
    uint32_t needs;           // MILER_HAS_*
    const char *good_for, *how, *caution;
    const char *source;
    const char *origin; // as above
} miler_cross;

typedef struct miler_catalogue {
    miler_catalogue_entry *entries;
    size_t entry_count;
    miler_movement *movements;
    size_t movement_count;
    miler_routine *routines;
    size_t routine_count;
    miler_cross *cross;
    size_t cross_count;
} miler_catalogue;

// What is compiled in. Errors: NOMEM.
MILER_API miler_status miler_catalogue_builtin(miler_arena *arena, miler_catalogue *out,
                                               miler_error *err) MILER_CHECK;

typedef enum miler_catalogue_file {
    MILER_FILE_WORKOUTS = 0, // data/catalogue.tsv
    MILER_FILE_DRILLS,       // data/drills.tsv
    MILER_FILE_EXERCISES,    // data/exercises.tsv
    MILER_FILE_ROUTINES,     // data/routines.tsv
    MILER_FILE_CROSS,        // data/cross.tsv
    MILER_FILE_COUNT
} miler_catalogue_file;
// Adds one file's rows (tab-separated, first row names the columns, '#' starts
// a comment line); a row with a known id replaces it. All or nothing: on error
// `catalogue` is as before. Errors: PARSE with line and column and what would
// be right, CONFLICT (an id twice in the file), LIMIT, NOMEM.
MILER_API miler_status miler_catalogue_load(miler_catalogue *catalogue, miler_catalogue_file file,
                                            const char *text, size_t len, miler_arena *arena,
                                            miler_error *err) MILER_CHECK;

// The same from a file with a name, which becomes the `origin` of its rows and
// must outlive the catalogue. Two such files with one id: CONFLICT, where the
// first was compiled in it is replaced.
MILER_API miler_status miler_catalogue_add(miler_catalogue *catalogue, miler_catalogue_file file,
                                           const char *origin, const char *text, size_t len,
                                           miler_arena *arena, miler_error *err) MILER_CHECK;

// NULL: no such id, name or alias. Names are compared without regard to case, blanks and hyphens.
MILER_API const miler_catalogue_entry *miler_catalogue_find(const miler_catalogue *catalogue, const char *id);
MILER_API const miler_movement *miler_catalogue_movement(const miler_catalogue *catalogue, const char *name);
MILER_API const miler_routine *miler_catalogue_routine(const miler_catalogue *catalogue, const char *id);

MILER_API const miler_cross *miler_catalogue_cross(const miler_catalogue *catalogue, const char *name);
// The entry of the same family that stands `steps` further on (negative: before)
// in its order; NULL = none there.
MILER_API const miler_catalogue_entry *miler_catalogue_step(const miler_catalogue *catalogue,
                                                            const miler_catalogue_entry *entry, int steps);
// Minutes of it for so many minutes of easy running.
MILER_API double miler_cross_minutes(const miler_cross *cross, double easy_min);

// miler_workout_parse that also reads the drills and exercises of `names` by
// their bare names; the steps (and so their normal form) are those of
// `exercise "name"` and `own drill "name"`. Errors: as miler_workout_parse.
MILER_API miler_status miler_workout_parse_with(const char *text, const miler_catalogue *names,
                                                miler_arena *arena, miler_workout *out,
                                                miler_error *err) MILER_CHECK;

// A template at a dose from 0 (smallest form) to 1 (largest): "{4..10}x400"
// at 0.5 is "7x400"; "{30..60/5}min" goes in steps of 5. Doses outside 0..1
// are clamped; NaN counts as 0.
MILER_API void miler_catalogue_text(const char *tmpl, double dose, miler_buf *out);

#ifdef __cplusplus
}
#endif
#endif
