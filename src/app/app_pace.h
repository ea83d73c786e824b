// SPDX-License-Identifier: MIT
// The race request that goes with the stored plan.
#ifndef MILER_APP_PACE_H
#define MILER_APP_PACE_H

#include "app/app.h"

#include <miler/race.h>

// Goal, distance, day and sex from the active plan and its athlete laid over
// `request`. Errors: NOT_FOUND (no plan).
miler_status app_pace_from_plan(app *a, miler_arena *arena, miler_race_request *request,
                                miler_error *err) MILER_CHECK;

#endif
