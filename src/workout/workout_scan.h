// SPDX-License-Identifier: MIT
// The reading side of the workout language: a cursor over the text, lengths
// and targets. Shared by workout_parse.c, workout_scan.c, workout_target.c.
#ifndef MILER_WORKOUT_SCAN_H
#define MILER_WORKOUT_SCAN_H

#include "workout/workout_words.h"

typedef struct wko_cursor {
    const char *start;
    const char *at;
    const char *end;
    miler_arena *arena;
    miler_error *err;
    const miler_catalogue *names; // a user's own drills and exercises; may be NULL
} wko_cursor;

// Fails with the line and column of `where`. The remedy may be NULL.
miler_status wko_fail(const wko_cursor *c, const char *where, miler_status status, const char *remedy,
                      const char *fmt, ...) MILER_PRINTF(5, 6);
// What stands at `where`, short enough for a message: up to the next separator.
int wko_excerpt_len(const wko_cursor *c, const char *where);

void wko_skip_blanks(wko_cursor *c); // blanks, tabs, no-break spaces; not newlines
bool wko_is_digit(const wko_cursor *c, const char *at);
bool wko_is_letter(const wko_cursor *c, const char *at);
size_t wko_times_sign(const wko_cursor *c,
                      const char *at); // bytes of "x", "*" or the multiplication sign; 0 = none
size_t wko_prime(const wko_cursor *c, const char *at); // minutes
size_t wko_double_prime(const wko_cursor *c, const char *at);
size_t wko_with_len(const wko_cursor *c); // "with", "w/", "w " here; 0 = none of them
size_t wko_dash(const wko_cursor *c, const char *at);

// A plain decimal, "72" or "3.5", to the thousandth; no sign. False: none here.
bool wko_number(wko_cursor *c, double *out);
// "72", "4:05", "3:40.5": seconds. *colon says whether there was one.
miler_status wko_clock(wko_cursor *c, double *out_s, bool *colon);

typedef enum wko_unit {
    WKO_BARE = 0, // a number without a unit
    WKO_METRES,
    WKO_SECONDS,
    WKO_SMALL_M // "10m": minutes or metres, whichever the step is about
} wko_unit;

typedef struct wko_length {
    wko_unit unit;
    double value;
    double factor; // of the unit written
    const char *where;
} wko_length;

// "400", "400m", "2km", "mile" is not one of them: a number with its unit.
miler_status wko_length_scan(wko_cursor *c, wko_length *out);
// Within 500 km and 48 h? For lengths whose unit is known only later.
miler_status wko_length_check(const wko_cursor *c, const wko_length *length);

// The run of letters here: one to five words, as many as make a known word.
// Kind WKO_NONE and an error when none is known.
miler_status wko_words_scan(wko_cursor *c, wko_word *out);
// The length of the single word at the cursor, hyphens inside included.
size_t wko_word_len(const wko_cursor *c, const char *at);

// A target still to be settled: "72" needs the length of its rep.
typedef struct wko_target {
    miler_target target;
    double time_s, slow_time_s; // > 0: an absolute, for `per_m` metres, or for the rep when that is 0
    double per_m;
    const char *where;
    size_t len;
    bool open_percent; // "80%" and no word of what: a load of a lift, of threshold pace in running
    bool bare;         // written without '@'
    bool falling;      // "80-60%": the higher end first
} wko_target;

// What stands after '@' (or "at", "in"), one target.
miler_status wko_target_scan(wko_cursor *c, wko_target *out);
// An open percent becomes the load of a lift or a share of threshold pace.
miler_status wko_percent_settle(const wko_cursor *c, wko_target *t, bool lift);
// True where a pace, percent, heart rate or load stands without its '@':
// "500mtr 5:00/km", "10m 60%", "40min 150-160bpm", "squat 3x5 60kg".
bool wko_target_ahead(const wko_cursor *c);
// Settles an absolute target for a rep of `dist_m` metres (0 = not by distance).
miler_status wko_target_settle(const wko_cursor *c, const wko_target *scanned, double dist_m,
                               miler_target *out);

#endif
