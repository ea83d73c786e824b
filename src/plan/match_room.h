// SPDX-License-Identifier: MIT
// Inside matching: what a session asks for, as a list of reps and the easy
// running around them (match_want); how each part was done (match_judge); which
// belongs to which, and the score (match); the verdict in words (match_words).
#ifndef MILER_MATCH_ROOM_H
#define MILER_MATCH_ROOM_H

#include <miler/match.h>

#define MATCH_REPS_MAX 400

typedef struct match_want {
    miler_rep_kind kind;
    double dist_m, time_s; // as written; 0 = not by this
    miler_pace_band band;  // target NaN = none
    bool rested;           // a recovery follows, of:
    miler_recovery_mode rest_mode;
    double rest_m, rest_s;
} match_want;

typedef struct match_wants {
    match_want *items; // MATCH_REPS_MAX of them
    size_t count;
    const miler_pace_book *book;
    double easy_m, easy_s; // easy running written by distance, by time
    double run_m, run_s;   // all running, the book's guess where it is not written
    miler_pace_band easy;  // of the longest easy step; target NaN = not known
    double easy_longest_s;
    double around_s; // all easy steps, by the book where they are written in metres
    bool work;       // reps proper are among them, not only strides and hill sprints
} match_wants;

// False: more reps than MATCH_REPS_MAX.
bool match_collect(match_wants *out, const miler_workout *asked);

// What was run, summed.
typedef struct match_sums {
    double moving_s, dist_m;    // all of it
    double easy_s, easy_run_m;  // what is neither rep nor recovery, moving
    double climb_m, easy_error; // of the easy running; error as a share
} match_sums;

double match_got_m(const miler_rep *rep, double want_m);
match_sums match_sum(const miler_reps *reps);
// How a rep stands to what was asked; sets kind, got, off and want of `m`.
void match_compare(miler_match_rep *m, const match_want *w, const miler_rep *rep);
void match_fill_wanted(miler_match_rep *m, const match_want *w);
miler_match_rest match_rest(const match_want *w, const miler_rep *rest);
double match_credit(const miler_match_rep *m); // 0..1
// Easy running as a whole: the row and its credit.
double match_easy(miler_match_rep *m, const match_wants *wants, const match_sums *sums);

const char *match_say(const miler_match *out, const match_wants *wants, const miler_reps *reps,
                      const miler_match_rep *easy, miler_arena *arena);

#endif
