// SPDX-License-Identifier: MIT
// The plan against the log: which run was which session, and how it went. Runs
// are read once and kept; what the plan says of them is matched afresh, since
// the plan may be another one tomorrow.
#ifndef MILER_PLAN_MARKS_H
#define MILER_PLAN_MARKS_H

#include "app/app_plan.h"

#include <miler/match.h>

// Marks the sessions up to today and sums the running of each week. Sessions of no sport (strength, rest)
// and days to come are left unmarked, and so is all that is over where the log holds no run since the plan
// began: what it does not hold may have been run all the same. Reads runs not read yet, from the plan's first day
// on. Errors: NOMEM, CANCELLED.
miler_status app_plan_marks(app *a, miler_arena *arena, app_plan_answer *plan, miler_error *err) MILER_CHECK;

// One run against one session; false: the session is of another sport, or cannot be read.
bool app_match_session(const app_plan_answer *plan, const miler_session *session, const store_run *run,
                       const miler_reps *reps, miler_arena *arena, miler_match *out);

// 1600 or the mile when the sessions of that day ask for one of the two as work; 0 = neither, or both.
double app_plan_mile(const app_plan_answer *plan, int32_t day);
double app_named_mile(const char *name); // the same by a run's name
// Whether rep i goes on with a set that an earlier rep of its kind began.
bool app_same_set(const miler_reps *reps, size_t i);

#endif
