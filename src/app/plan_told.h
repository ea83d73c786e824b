// SPDX-License-Identifier: MIT
// What the runner says of a session that no run tells of: it was done (shorter,
// or as another session), how hard it felt, a line of remarks. It counts as run
// where the plan is looked at and made anew. A run of that day outranks it.
#ifndef MILER_PLAN_TOLD_H
#define MILER_PLAN_TOLD_H

#include "app/app_plan.h"

#define APP_TOLD_NOTE_MAX 500 // bytes

typedef struct app_told {
    plan_mark_kind outcome; // DONE, CUT_SHORT, OTHER, or MISSED
    double effort;          // 1..10; NaN = not told
    const char *note;       // "" none
} app_told;

// Of a session of the active plan, up to today; an earlier word is replaced. Errors: NOT_FOUND (no plan, no
// such session), RANGE (of a day to come, effort, note), REFUSED (a run tells of it already).
miler_status app_told_put(app *a, int32_t session_id, const app_told *told, miler_arena *arena,
                          miler_error *err) MILER_CHECK;
// REFUSED: nothing was told.
miler_status app_told_remove(app *a, int32_t session_id, miler_arena *arena, miler_error *err) MILER_CHECK;
// The active plan with its marks, once it is known to have such a session. Errors: as above.
miler_status app_told_day(app *a, int32_t session_id, miler_arena *arena, app_plan_answer *out,
                          miler_error *err) MILER_CHECK;
// Lays what was told over the marks of runs. Errors: STORE, NOMEM.
miler_status app_told_marks(app *a, miler_arena *arena, app_plan_answer *plan, miler_error *err) MILER_CHECK;

#endif
