// SPDX-License-Identifier: MIT
// The mile over the months, the past foretold, before and after a plan: the
// evidence of all years through the fitness room.
#ifndef MILER_APP_PAST_H
#define MILER_APP_PAST_H

#include "app/app.h"
#include "app/app_level.h"

#include <miler/progress.h>

typedef struct app_progress_effort {
    miler_evidence evidence;
    double mile_s; // that it stands for by this runner's own curve of today
} app_progress_effort;
typedef struct app_progress_answer {
    int32_t today;
    bool monthly;
    miler_progress_point *points; // oldest first, the last is today
    size_t count;
    app_progress_effort *efforts; // races and time trials since the first of these days, oldest first
    size_t effort_count;
} app_progress_answer;
// Weeks up to two years, months beyond. since_day MILER_NO_DAY: from the first evidence. Errors: EMPTY.
miler_status app_past_mile(app *a, int32_t since_day, miler_arena *arena, app_progress_answer *out,
                           miler_error *err) MILER_CHECK;

typedef struct app_backtest_answer {
    int32_t today;
    miler_backtest_row *rows; // oldest first
    miler_backtest_sum sum;
} app_backtest_answer;
// Errors: EMPTY (no race or time trial yet).
miler_status app_backtest(app *a, miler_arena *arena, app_backtest_answer *out, miler_error *err) MILER_CHECK;

typedef struct app_proof_side {
    bool known;
    miler_progress_point point;
    bool has_level; // sex is told
    app_level_answer level;
} app_proof_side;
typedef struct app_proof_answer {
    int32_t today;
    int64_t plan_id;
    int32_t start_day, race_day;
    bool over;                                                 // the race day is behind us
    double likely_s, likely_low_s, likely_high_s, race_dist_m; // what the plan said
    app_proof_side before, after; // the day before it began; a week after its race, or today
    miler_record_pair records[MILER_ESTIMATE_COUNT];
    size_t record_count;
} app_proof_answer;
// Errors: NOT_FOUND (no plan), EMPTY (it has not begun).
miler_status app_proof(app *a, miler_arena *arena, app_proof_answer *out, miler_error *err) MILER_CHECK;

#endif
