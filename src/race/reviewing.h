// SPDX-License-Identifier: MIT
// Inside the review: the race as a line every 10 m, and what the energy model
// says of it.
//
//   review.c         the request checked, tables of stretches, the answer
//   review_spend.c   the race lived through by the model: what was still possible where
//   review_causes.c  seconds to causes
//   review_cues.c    sentences and sessions, by data/review_cues.tsv
//   review_records.c record miles, by data/record_laps.tsv
#ifndef MILER_RACE_REVIEWING_H
#define MILER_RACE_REVIEWING_H

#include <miler/review.h>

// A runner, the fastest race of that runner, and the race that was run as a
// line: through the splits, and between them in the shape of that fastest race.
typedef struct review_line {
    miler_racer racer;
    double optimum_s;
    const double *m, *optimal_s; // knots of the optimum, from 0, 0
    double *run_s;
    size_t count;
} review_line;

// The splits, wide running taken out of their times, from 0, 0 on.
typedef struct review_work {
    const miler_review_request *request;
    miler_arena *arena;
    double dist_m;
    size_t count; // with the start
    double *m, *s;
    double wide_s; // what was taken out
} review_work;

// The line for a runner; everything in the arena.
miler_status review_line_of(const review_work *work, const miler_racer *racer, review_line *out,
                            miler_error *err);
// A broken line at a place: knots from 0, 0.
double review_at(const double *m, const double *s, size_t count, double dist_m);
// A runner slower by a share (below 0: faster) over every distance.
miler_racer review_slower(const miler_racer *racer, double share);
// The splits as the runner would live through them.
typedef struct review_end {
    bool follows;      // could run them
    bool dry;          // with an empty store before the finish was near
    double left_share; // of the store
} review_end;
miler_status review_follows(const review_line *line, review_end *out, miler_error *err);
// The weakest runner of this kind who could run the splits.
miler_status review_weakest(const review_work *work, const miler_racer *like, review_line *out,
                            miler_error *err);
// The best finish that was still possible at `dist_m`, the race having been run as it was up to there.
miler_status review_possible(const review_work *work, const review_line *line, double dist_m, double *out_s,
                             miler_error *err);

miler_status review_causes(const review_work *work, miler_review *out, miler_error *err);
miler_status review_speak(const review_work *work, miler_review *out, miler_error *err);

#endif
