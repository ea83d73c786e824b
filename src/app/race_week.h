// SPDX-License-Identifier: MIT
// Race week by the clock: the plan's sessions of that week, its evenings
// (data/race_week.tsv), and race day counted back from the gun (race/timetable.c). Before them
// the day of the rehearsal (miler_plan_rehearsal), counted back from its first rep.
#ifndef MILER_APP_RACE_WEEK_H
#define MILER_APP_RACE_WEEK_H

#include "app/app_plan.h"

// The rows of the rehearsal and of the plan's last week in order; clocks where plan->request.gun_s is told. A race that no
// card can be made for has no rows. Errors: NOMEM, PARSE (the tables).
miler_status app_race_week(const miler_plan *plan, miler_arena *arena, app_race_row **out, size_t *out_count,
                           miler_error *err) MILER_CHECK;
// Fills answer->race_rows.
miler_status app_plan_race_week(app_plan_answer *answer, miler_arena *arena, miler_error *err) MILER_CHECK;

#endif
