// SPDX-License-Identifier: MIT
// miler/match.h: what was run against what was asked, rep by rep: done, cut
// short, faster, slower, missed, added; one line of verdict and a score that
// replanning can use.
//
// Example (compiled and run by the tests):
//
//     #include <miler/match.h>
//     #include <stdio.h>
//     int main(void) {
//         miler_arena *arena = miler_arena_new(NULL, 0);
//         miler_workout asked;
//         if (arena == NULL) return 1;
//         if (miler_workout_parse("3x400m @80 r400m jog", arena, &asked, NULL) != MILER_OK) return 1;
//         miler_rep runs[6]; // three reps, each with its recovery
//         for (int i = 0; i < 6; i++)
//             runs[i] = (miler_rep){.kind = i % 2 == 0 ? MILER_REP_WORK : MILER_REP_RECOVERY, .dist_m = 400,
//                                   .nominal_m = 400, .time_s = i % 2 == 0 ? 80 : 200, .nominal_time_s = 80};
//         const miler_reps reps = {.reps = runs, .count = 6, .work_count = 3};
//         miler_match match;
//         miler_pace_book book;
//         miler_pace_book_init(&book);
//         if (miler_match_session(&asked, &book, &reps, arena, &match, NULL) != MILER_OK) return 1;
//         printf("%s, score %.2f\n", match.verdict, match.score); // all 3 reps as asked, score 1.00
//         miler_arena_free(arena);
//         return 0;
//     }
//
// Units: SI. Ownership: everything hangs off the arena given. Threads: pure.
#ifndef MILER_MATCH_H
#define MILER_MATCH_H

#include <miler/reps.h>
#include <miler/workout.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum miler_match_kind {
    MILER_MATCH_DONE = 0,
    MILER_MATCH_CUT_SHORT, // ended before nine tenths of it
    MILER_MATCH_FASTER,    // beyond the fast end of what was asked
    MILER_MATCH_SLOWER,
    MILER_MATCH_MISSED, // asked, not run
    MILER_MATCH_ADDED,  // run, not asked
    MILER_MATCH_KIND_COUNT
} miler_match_kind;
MILER_API const char *miler_match_kind_name(miler_match_kind kind); // "done", "cut short" ...

typedef struct miler_match_rep {
    miler_match_kind kind;
    int32_t rep;                     // index into reps; -1 = missed
    double want_m, want_s;           // asked: distance, time (of want_m at the target); 0 = not by this
    double want_fast_s, want_slow_s; // time for want_m at the ends of the band; NaN = no pace was asked
    double got_m, got_s;             // run; got_s for exactly want_m where that can be told
    double off_s;                    // got - asked; negative = faster; NaN = nothing to compare
} miler_match_rep;

typedef struct miler_match {
    miler_match_rep *reps; // in order of the plan; added ones where they were run
    size_t count;
    size_t asked, run;   // reps
    double score;        // 0..1: share of the work asked for that was done as asked
    const char *verdict; // one line
} miler_match;

// Aligns the reps asked for with those run (least cost; order is kept). A
// session without reps (easy, long) is matched as a whole, by distance or time.
// Tolerances: 1.5 % beyond either end of a band is as asked [engineering
// estimate]. Errors: NOMEM, ARG.
MILER_API miler_status miler_match_session(const miler_workout *asked, const miler_pace_book *book,
                                           const miler_reps *reps, miler_arena *arena, miler_match *out,
                                           miler_error *err) MILER_CHECK;

#ifdef __cplusplus
}
#endif
#endif
