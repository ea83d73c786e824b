// SPDX-License-Identifier: MIT
#include "app/app_paper.h"

#include "app/race_week.h"

miler_status app_paper_plan(app *a, miler_arena *arena, app_paper_answer *out, miler_error *err) {
    store_plan row;
    *out = (app_paper_answer){0};
    miler_status status = app_plan_get(a, arena, &out->plan, err);
    if (status == MILER_OK) status = store_plan_active(a->store, a->athlete_id, arena, &row, err);
    if (status != MILER_OK) return status;
    out->version = row.version;
    // A first version was made on the day it was built for; a later one, when it was saved.
    const int32_t built = out->plan.plan.request.today;
    out->made_day =
        row.version == 1 && built != MILER_NO_DAY ? built : miler_day_at(row.saved_ms, a->utc_offset_s);
    // Nothing was saved after the day that the program takes for today (MILER_TODAY).
    if (out->made_day > a->today) out->made_day = a->today;
    // Without the gun there is no clock to print.
    return out->plan.plan.request.gun_s >= 0 ? app_plan_race_week(&out->plan, arena, err) : MILER_OK;
}
