// SPDX-License-Identifier: MIT
// miler/match.h: what was run against what was asked, rep by rep: done, cut
// short, longer, faster, slower, missed, added; one line of verdict, an outcome
// and a score that replanning can use.
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
// The score is the share, 0..1, of what was asked that was done as asked. Each
// rep weighs the time asked for it; the easy running of the session weighs a
// quarter of its time, and no more than a quarter of the reps proper where there
// are any [engineering estimate: an easy run without its strides is still an
// easy run; a warm-up without its reps is no session]. Of each part this much is left:
//
//   rep as asked           1; 1.5 % beyond either end of the band, and what the
//   .                      measurement may be wrong by, are as asked
//   rep cut short          its share (under 0.9 of it)
//   rep longer             1 at 1.1, 0.5 at 4/3, nothing at 5/3 of it
//   rep slower             1 less (excess over the slow end) / 6 %; what a climb
//   .                      explains comes off first, a metre counting for 7.92
//   .                      on the flat (Scarf 2007, J Sports Sci 25:719)
//   rep faster             half that loss, and at least 0.5: it is more, not better
//   recovery               0.1 less where it was under 3/4 or over 1.4 of what was
//   .                      asked, 0.1 less where it was jogged and not walked or
//   .                      the other way round
//   reps added             half their time over the weight of all that was asked,
//   .                      at most 0.5 (on an easy day 0.7); strides half of that
//   easy run cut short     its share; distance where distance was asked for, else
//   .                      the time on the legs (standing does not count)
//   easy run longer        from 1.15 on, half the excess, at most 0.6 lost
//   easy run faster        from 3 % over the fast end of the easy band on (and what
//   .                      the distance may be wrong by), all lost with 15 % more,
//   .                      at most 0.7 lost
//   easy run slower        nothing within 15 % of the slow end, climbs taken off:
//   .                      heat, wind and company are in that; then at most 0.2
//   another session        at most 0.3: less than a quarter of the work asked for
//   .                      was run, or a fifth of an easy run was reps
//   reps of another length the same, but at most 0.5: three quarters of the work
//   .                      asked for was run as reps longer or shorter than asked
//
// All of these but Scarf's are [engineering estimate]: training books say what
// to run, none says what half of it is worth.
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
    MILER_MATCH_LONGER,    // more than eleven tenths of it
    MILER_MATCH_FASTER,    // beyond the fast end of what was asked
    MILER_MATCH_SLOWER,
    MILER_MATCH_MISSED, // asked, not run
    MILER_MATCH_ADDED,  // run, not asked
    MILER_MATCH_KIND_COUNT
} miler_match_kind;
MILER_API const char *miler_match_kind_name(miler_match_kind kind); // "done", "cut short" ...

// The session in one word, for the plan.
typedef enum miler_match_outcome {
    MILER_OUTCOME_DONE = 0,
    MILER_OUTCOME_CUT_SHORT, // a quarter of the work, or a tenth of an easy run, was left out
    MILER_OUTCOME_OTHER,     // another session, or so little of it that it was none
    MILER_OUTCOME_COUNT
} miler_match_outcome;
MILER_API const char *miler_match_outcome_name(miler_match_outcome outcome); // "done", "cut short", "other"

// The recovery after a rep against the one asked for (bits).
typedef enum miler_match_rest {
    MILER_MATCH_REST_NONE = 0, // none asked for, or none to see: the last rep
    MILER_MATCH_REST_AS_ASKED = 1,
    MILER_MATCH_REST_SHORTER = 2,
    MILER_MATCH_REST_LONGER = 4,
    MILER_MATCH_REST_JOGGED = 8,     // asked to walk or stand
    MILER_MATCH_REST_NOT_JOGGED = 16 // asked to jog
} miler_match_rest;

typedef struct miler_match_rep {
    miler_match_kind kind;
    miler_rep_kind what;             // rep, stride or hill sprint; STEADY = the easy run as a whole
    int32_t number;                  // of the reps asked for, from 1; 0 = added
    int32_t rep;                     // index into reps; -1 = missed
    double want_m, want_s;           // asked: distance, time (of want_m at the target); 0 = not by this
    double want_fast_s, want_slow_s; // time for want_m at the ends of the band; NaN = no pace was asked
    double got_m, got_s;             // run; got_s for exactly want_m where that can be told
    double off_s;                    // got - asked; negative = faster; NaN = nothing to compare
    double share;                    // of the length asked for; 0 = missed or added
    double beyond;                   // outside the band, as a share: negative = faster, 0 = within
    miler_match_rest rest;
} miler_match_rep;

typedef struct miler_match {
    miler_match_rep *reps; // in order of the plan; added ones where they were run
    size_t count;
    size_t asked, run; // reps
    bool whole;        // an easy or long run: reps[0] is all of it, the others were added
    bool another;      // another session was run
    double score;      // 0..1: share of what was asked for that was done as asked
    miler_match_outcome outcome;
    const char *verdict; // one line
} miler_match;

// Aligns the reps asked for with those run (least cost; order is kept). A
// session without reps (easy, long) is matched as a whole, by distance or by
// moving time, whichever was asked for. `book` may be NULL: then no pace of the
// runner's is known. Errors: NOMEM, ARG, LIMIT (more than 400 reps asked for).
MILER_API miler_status miler_match_session(const miler_workout *asked, const miler_pace_book *book,
                                           const miler_reps *reps, miler_arena *arena, miler_match *out,
                                           miler_error *err) MILER_CHECK;

// The same for cross-training, by time: `asked` must name that sport ("40min
// bike"). Errors: NOT_FOUND (it does not), NOMEM, ARG.
MILER_API miler_status miler_match_cross(const miler_workout *asked, miler_sport sport, double moving_s,
                                         miler_arena *arena, miler_match *out, miler_error *err) MILER_CHECK;

#ifdef __cplusplus
}
#endif
#endif
