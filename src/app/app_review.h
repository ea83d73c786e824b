// SPDX-License-Identifier: MIT
// A race looked at afterwards: splits typed in, or a run of the store by its
// track, held against the plan, the runner's fitness of the day before, earlier
// races over the distance and record miles.
#ifndef MILER_APP_REVIEW_H
#define MILER_APP_REVIEW_H

#include "app/app.h"

#include <miler/race.h>
#include <miler/review.h>

typedef struct app_review_asked {
    int64_t run_id;                 // 0: the splits
    const miler_race_split *splits; // from whatever told them: typed, taps of the live page
    size_t split_count;
    const char *source;      // where the splits come from; NULL: typed
    const char *runner;      // whose taps they are, as the race file names them; NULL: not told
    bool runner_alone;       // nobody else is in that file
    int32_t day;             // of the splits; MILER_NO_DAY = today
    double dist_m;           // of the race in the run; 0 = its longest fast effort
    double goal_s;           // 0: that of the plan where the race is the plan's
    miler_strategy strategy; // how the goal was to be run
    bool strategy_told;      // it was asked for, and is not only the usual one
    // The line that was to be run to the goal, as of miler_review_request; NULL: made of goal and strategy.
    const double *plan_m, *plan_s;
    size_t plan_count;
} app_review_asked;

// Of one lap of the race, from the recording.
typedef struct app_review_body {
    double hr_bpm, cadence_spm, step_m; // NaN = not recorded
} app_review_body;

typedef struct app_review_mile {
    int32_t day; // MILER_NO_DAY = not known
    double time_s;
    int64_t run_id; // 0: a result
    const char *name;
    bool is_result; // entered, or official
    bool has_laps;  // read from its recording
    double off[4];  // as quarter_off of a review
} app_review_mile;

#define APP_REVIEW_EARLIER_MAX 6

typedef struct app_review_answer {
    miler_review review;
    int64_t run_id;
    int32_t day;
    const char *name;
    const char *source; // where the splits come from: "as typed", "the track, lane 1"
    miler_strategy strategy;
    double likely_s, low_s, high_s;                  // fitness of the day before, 80 % band; NaN = not known
    app_review_body *bodies;                         // one for each lap; NULL = nothing was recorded
    app_review_mile earlier[APP_REVIEW_EARLIER_MAX]; // of the same distance, newest first
    size_t earlier_count;
    miler_record_mile *records;
    size_t record_count;
    double record_off[4];                           // mean over the records
    const char *next_titles[MILER_REVIEW_NEXT_MAX]; // of review.next
    const char *next_texts[MILER_REVIEW_NEXT_MAX];
    bool next_own[MILER_REVIEW_NEXT_MAX]; // from a file of the runner's own
    bool next_smallest;                   // of a slow race: the sessions in their smallest form
    bool ahead;                           // dated after today: nothing of it can be kept yet
    const char *keep; // the command that keeps the result; NULL: it is in the store, or cannot be
} app_review_answer;

// Without a store (`a` NULL) the splits alone are looked at. Errors: NOT_FOUND
// (run), EMPTY (no effort of 800 to 5000 m in the run), as miler_race_review.
miler_status app_review(app *a, const app_review_asked *asked, miler_arena *arena, app_review_answer *out,
                        miler_error *err) MILER_CHECK;

// Splits as told, two at least, put in order for a review: the last is the finish (the mile, or `dist_m` where it
// is not 0), and `wide_m` further than lane 1 for all of it is so everywhere alike. False: the last is no finish.
bool app_review_settle(miler_race_split *splits, size_t count, double dist_m, double wide_m);

// ---- Keeping its result (app/review_keep.c)

// Whose race it was, by the name in the race file: the store's runner's own, another of the store, or nobody there.
typedef struct review_owner {
    int64_t id; // 0: nobody of the store
    const char *name;
    bool told;    // a command has to name them
    bool unnamed; // the store's runner has no name that the file's could be another than
} review_owner;
miler_status review_whose(app *a, const app_review_asked *asked, miler_arena *arena, review_owner *out,
                          miler_error *err) MILER_CHECK;

typedef struct review_kept {
    int32_t day;
    double dist_m, time_s;
} review_kept;
// The command that keeps it with the runner whose race it was: the one of the store, or another of the
// store by the name in the race file, or NAME to be filled in. NULL: it is there already.
miler_status review_keep(app *a, const app_review_asked *asked, const review_kept *race, miler_arena *arena,
                         const char **out, miler_error *err) MILER_CHECK;

// ---- The splits of a run (app/review_run.c)

typedef struct review_run {
    const miler_race_split *splits;
    size_t count;
    double start_s; // wall clock from the activity's start
    int32_t day;
    const char *name, *source;
    const miler_activity *activity;
} review_run;
// `dist_m` 0: the longest fast effort. Errors: NOT_FOUND, EMPTY.
miler_status review_run_get(app *a, int64_t id, double dist_m, miler_arena *arena, review_run *out,
                            miler_error *err) MILER_CHECK;
// What the recording says of each stretch; NULL where it says nothing.
app_review_body *review_run_bodies(const review_run *run, const miler_review_rows *laps, miler_arena *arena);

#endif
