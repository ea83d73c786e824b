// SPDX-License-Identifier: MIT
// The plan for paper: what its version is called by, and a file that is either
// whole or not there.
#ifndef MILER_APP_PAPER_H
#define MILER_APP_PAPER_H

#include "app/app_plan.h"

typedef struct app_paper_answer {
    app_plan_answer plan;
    int32_t version;
    int32_t made_day; // when this version was saved
} app_paper_answer;

// The active plan, with its race week by the clock where the gun is told. Errors: as app_plan_get.
miler_status app_paper_plan(app *a, miler_arena *arena, app_paper_answer *out, miler_error *err) MILER_CHECK;

#endif
