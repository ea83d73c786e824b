// SPDX-License-Identifier: MIT
// miler/review.h: a race that was run, looked at afterwards: where its seconds
// went, to what, what a coach would say, and which sessions answer it.
//
// Example (compiled and run by the tests):
//
//     #include <miler/review.h>
//     #include <stdio.h>
//     int main(void) {
//         const miler_race_split splits[] = {
//             {400, 62.6, 0, 0}, {800, 124.6, 0, 0}, {1200, 186.7, 0, 0}, {1609.344, 247.6, 0, 0}};
//         miler_review_request request = {.splits = splits, .split_count = 4};
//         miler_review review;
//         miler_error err;
//         miler_arena *arena = miler_arena_new(NULL, 0);
//         if (miler_race_review(&request, arena, &review, &err) != MILER_OK) return 1;
//         const miler_review_row *slow = &review.laps.rows[review.slowest];
//         printf("slowest lap: %.0f to %.0f m\n", slow->from_m, slow->to_m); // slowest lap: 0 to 400 m
//         miler_arena_free(arena);
//         return 0;
//     }
//
// How seconds are told apart. The total is the finish less the optimum of this
// runner by the energy model (miler/racer.h). The race is cut in three: the
// start and the finish are a quarter each (800 m at most). Then, one after the other:
//
//  - ran wide: metres beyond the lap, at the pace they were run;
//  - day: by how much all three parts alike were slower than the optimum; the
//    runner of that day is then the slower one. Below 0: this runner could not
//    have run the splits by the model, and the weakest one who could stands in;
//  - left over: start and middle slower by the same share, and the finish not;
//  - fast start, surge: where the start (the middle, more than a slow start
//    lost) was quicker than the optimum, by how much the best finish that was still possible fell behind
//    over it, and what a finish with nothing left lost; all that is lost where
//    the store was empty long before the finish;
//  - no kick: the finish slower, and as much left in the store as that is worth;
//  - fade: the finish slower, none left, and nothing before too quick;
//  - sag: the middle slower;
//  - slow start: the start slower: what nobody could have won back any more after
//    it, and of the rest what was not;
//  - not explained: what remains, so that the sum is exact. It is small where the
//    rules above find a place for every second; that is no proof of them.
//
// Where nothing is known of the runner, the optimum is that of the weakest one
// who could have run these splits: who ended with nothing left. "Day" is then 0.
//
// Units: m, s. Seconds lost are positive, won negative.
// Ownership: everything hangs off the arena given; what the request points to is
// only read. Threads: pure functions, no globals.
// What it is worth: the differences rest on the energy model and are known to
// some tenths of a second; which of two causes of similar size comes first is not.
// The way seconds are told apart is this project's own [engineering estimate].
// Security: splits and the table of cues may come from outside; both are checked whole.
#ifndef MILER_REVIEW_H
#define MILER_REVIEW_H

#include <miler/racer.h>

#ifdef __cplusplus
extern "C" {
#endif

// One place passed, from whatever told it: official splits, a watch, taps.
typedef struct miler_race_split {
    double dist_m;  // from the start, ascending
    double time_s;  // from the gun, ascending
    double error_s; // one SD; 0 = exact
    double extra_m; // run beyond dist_m since the split before, on a line outside the measured one; 0 .. 50
} miler_race_split;

#define MILER_REVIEW_SPLITS_MAX 256

typedef enum miler_review_plan { // what the times are held against
    MILER_REVIEW_PLAN_EVEN = 0,  // the race's own even pace
    MILER_REVIEW_PLAN_GOAL,      // a goal that was told
    MILER_REVIEW_PLAN_STORED     // the plan of the race
} miler_review_plan;
MILER_API const char *miler_review_plan_name(miler_review_plan plan); // "even pace", "goal", "plan"

typedef enum miler_review_basis { // whose optimum
    MILER_REVIEW_BY_SPLITS = 0,   // the weakest runner who could have run these splits
    MILER_REVIEW_BY_FITNESS       // this runner, by what was known before the race
} miler_review_basis;
MILER_API const char *miler_review_basis_name(miler_review_basis basis); // "splits", "fitness"

typedef struct miler_review_request {
    const miler_race_split *splits; // 2 .. MILER_REVIEW_SPLITS_MAX; the last is the finish, 800 .. 5000 m
    size_t split_count;
    const miler_racer *racer; // whose optimum; NULL = by the splits
    miler_review_basis basis; // what `racer` rests on; not looked at without one
    // The plan: cumulative time over distance, from 0, 0 to the finish; NULL = even pace.
    const double *plan_m, *plan_s;
    size_t plan_count;
    miler_review_plan plan;
    const char *cues_tsv; // own table in the format of data/review_cues.tsv; NULL = built in
    size_t cues_len;
} miler_review_request;

typedef struct miler_review_row {
    double from_m, to_m;
    double time_s, error_s; // from_m to to_m
    double plan_s, optimum_s;
    double cum_s;     // at to_m
    double ahead_s;   // of the plan at to_m: + = ahead
    double per_400_s; // its pace, what laps of different length are compared by
    double extra_m;   // run beyond it
} miler_review_row;

// Every stretch of one length. Counted from the start the last is the race's rest, counted at
// the finish line the first is what comes before; less than a quarter of one is run together with
// the stretch beside it.
typedef struct miler_review_rows {
    double every_m;
    miler_review_row *rows;
    size_t count; // 0 = the splits do not reach: one is missing in between
} miler_review_rows;

typedef enum miler_loss {
    MILER_LOSS_WIDE = 0,
    MILER_LOSS_DAY,
    MILER_LOSS_LEFT_OVER,
    MILER_LOSS_FAST_START,
    MILER_LOSS_SURGE,
    MILER_LOSS_NO_KICK,
    MILER_LOSS_FADE,
    MILER_LOSS_SAG,
    MILER_LOSS_SLOW_START,
    MILER_LOSS_UNEXPLAINED,
    MILER_LOSS_COUNT
} miler_loss;
MILER_API const char *miler_loss_name(miler_loss loss);  // "ran_wide", "day", ... as in JSON and cues
MILER_API const char *miler_loss_words(miler_loss loss); // "start too fast", ...

typedef struct miler_review_cause {
    miler_loss loss;
    double seconds; // + = lost
} miler_review_cause;

// One of the three parts the causes are told from, wide running taken out.
typedef struct miler_review_part {
    double from_m, to_m, time_s;
    double optimum_s;     // of the runner
    double day_optimum_s; // of the runner of that day
} miler_review_part;

#define MILER_REVIEW_CAUSE_S 0.2 // less than this is no cause to speak of [engineering estimate]
// A start quicker than the optimum by this share comes first of all that was lost
// later: the model reckons its price low, as it knows none but energy [engineering estimate].
#define MILER_REVIEW_QUICK_SHARE 0.015
// Where no cause has seconds, a part slower by this share than the optimum's shape is
// spoken of [engineering estimate].
#define MILER_REVIEW_SHAPE_SHARE 0.008
#define MILER_REVIEW_SAYS 3
#define MILER_REVIEW_NEXT_MAX 4

typedef struct miler_review {
    double dist_m, time_s, plan_time_s, optimum_s;
    double total_s; // time_s - optimum_s = the sum of all causes
    miler_review_plan plan;
    miler_review_basis basis;
    miler_review_rows as_given, hundreds, halves, laps; // as the splits stand; 100, 200, 400 m
    // Index into laps.rows (as_given.rows where laps has none), by pace.
    size_t slowest, fastest;
    miler_review_part parts[3];
    miler_review_cause causes[MILER_LOSS_COUNT]; // all of them, largest first, not explained last
    // The cause to speak of first: the largest, with two exceptions: the day gives way to what
    // can be mended, and what has too few seconds is told by the shape (the shares above).
    miler_loss first;  // UNEXPLAINED = neither
    double left_share; // of the store at the finish, the runner of that day; by the model
    double extra_m;    // run wide in all
    double quarter_off
        [4]; // pace of each quarter of the race beside its mean: 0.01 = 1 % slower; between splits by the optimum's shape
    const char *says[MILER_REVIEW_SAYS];     // sentences
    const char *next[MILER_REVIEW_NEXT_MAX]; // ids of data/catalogue.tsv
    size_t next_count;
} miler_review;

// Errors: ARG, RANGE (splits out of order, distance, faster than 12 m/s, plan
// that does not fit), PARSE (own cues, with the line), NOMEM.
MILER_API miler_status miler_race_review(const miler_review_request *request, miler_arena *arena,
                                         miler_review *out, miler_error *err) MILER_CHECK;

// How record miles were run: pace of each lap beside the mean of that mile.
typedef struct miler_record_mile {
    int32_t year;
    miler_sex sex;
    double time_s;
    double lap_m[4], lap_s[4];
    const char *convention; // "440y", "s400"
    const char *whose;      // whose splits they are: "own", or the leader's of the early laps
    const char *source;
    double off[4]; // as quarter_off
} miler_record_mile;
// From data/record_laps.tsv, oldest first. Errors: ARG, NOMEM, PARSE.
MILER_API miler_status miler_record_miles(miler_arena *arena, miler_record_mile **out, size_t *out_count,
                                          miler_error *err) MILER_CHECK;

#ifdef __cplusplus
}
#endif
#endif
