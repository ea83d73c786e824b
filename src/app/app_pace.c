// SPDX-License-Identifier: MIT
#include "app/app_pace.h"

#include "app/app_plan.h"

miler_status app_pace_from_plan(app *a, miler_arena *arena, miler_race_request *request, miler_error *err) {
    app_plan_answer plan;
    const miler_status status = app_plan_get(a, arena, &plan, err);
    if (status != MILER_OK) return status;
    request->goal_s = plan.plan.goal_s;
    request->dist_m = plan.plan.race_dist_m;
    request->day = plan.plan.race_day;
    request->sex = a->athlete.sex;
    request->mass_kg = a->athlete.mass_kg;
    request->height_m = a->athlete.height_m;
    return MILER_OK;
}
