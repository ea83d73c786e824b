// SPDX-License-Identifier: MIT
// The weeks before a plan, from the log: how much was run, and which hard running.
#ifndef MILER_APP_HISTORY_H
#define MILER_APP_HISTORY_H

#include "app/app_fitness.h"

#include <miler/plan.h>

typedef struct app_history {
    bool known; // the log has a run of the last half year
    double weekly_m, longest_m, runs_a_week;
    bool work_known;
    miler_recent_work work[MILER_RECENT_COUNT];
    int32_t away_days; // up to today, where they are more than the rules leave unsaid; else 0
    double before_m;   // a week before them
} app_history;

// Reads runs of the last four weeks that were never read: with progress. `book`: the paces of today;
// `result_day`: the newest result the estimate rests on, which is no day off. Errors: CANCELLED.
miler_status app_history_get(app *a, const miler_fitness *fitness, const miler_pace_book *book,
                             int32_t result_day, const miler_plan_rules *rules, miler_arena *arena,
                             app_history *out, miler_error *err) MILER_CHECK;

// A transaction in which a plan is made anew: what the log asks files for is read before it begins, so that
// nobody is kept from writing by a file that takes its time. Errors: as store_begin, CANCELLED.
miler_status app_history_begin(app *a, miler_error *err) MILER_CHECK;
miler_status app_history_end(app *a, miler_status status, miler_error *err) MILER_CHECK; // as app_end

// All of it into the request of a plan, as of `day`: usual weeks, time off, recent work, what the mile lacks.
// request->book is there already. Errors: CANCELLED.
miler_status app_history_take(app *a, int32_t day, const app_fitness_answer *fitness,
                              const miler_plan_rules *rules, miler_arena *arena, miler_plan_request *request,
                              miler_error *err) MILER_CHECK;

#endif
