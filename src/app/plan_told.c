// SPDX-License-Identifier: MIT
#include "app/plan_told.h"

#include "app/plan_marks.h"

#include <string.h>

static miler_status find(app *a, int32_t session_id, miler_arena *arena, app_plan_answer *plan, size_t *out,
                         miler_error *err) {
    const miler_status status = app_plan_get(a, arena, plan, err);
    if (status != MILER_OK) return status;
    for (*out = 0; *out < plan->plan.session_count; (*out)++)
        if (plan->plan.sessions[*out].id == session_id) return MILER_OK;
    (void)miler_fail(err, MILER_ERR_NOT_FOUND, "the plan has no session %d", (int)session_id);
    miler_error_remedy(err, "the numbers are in `miler plan show`");
    return MILER_ERR_NOT_FOUND;
}

static miler_status check(const app_plan_answer *plan, size_t i, const app_told *told, miler_error *err) {
    const bool felt = !isnan(told->effort);
    if (plan->plan.sessions[i].day > plan->today)
        return miler_fail(err, MILER_ERR_RANGE, "this session is still to come");
    if (felt && !(told->effort >= 1 && told->effort <= 10))
        return miler_fail(err, MILER_ERR_RANGE, "effort is 1 to 10");
    if (strlen(told->note) > APP_TOLD_NOTE_MAX)
        return miler_fail(err, MILER_ERR_RANGE, "a remark has %d bytes at most", APP_TOLD_NOTE_MAX);
    if (plan->marks[i].run_id == 0) return MILER_OK;
    const miler_status status = miler_fail(err, MILER_ERR_REFUSED, "run %lld tells of this session",
                                           (long long)plan->marks[i].run_id);
    miler_error_remedy(err, "how it felt: `miler edit ID effort N`");
    return status;
}

miler_status app_told_put(app *a, int32_t session_id, const app_told *told, miler_arena *arena,
                          miler_error *err) {
    app_plan_answer plan;
    size_t i;
    miler_status status = find(a, session_id, arena, &plan, &i, err);
    if (status == MILER_OK) status = app_plan_marks(a, arena, &plan, err);
    if (status == MILER_OK) status = check(&plan, i, told, err);
    if (status != MILER_OK) return status;
    const store_told row = {.plan_id = plan.id,
                            .session_id = session_id,
                            .outcome = (int32_t)told->outcome,
                            .effort = told->effort,
                            .note = told->note,
                            .added_ms = app_now_ms(a)};
    return store_told_put(a->store, &row, err);
}

miler_status app_told_remove(app *a, int32_t session_id, miler_arena *arena, miler_error *err) {
    app_plan_answer plan;
    size_t i;
    const miler_status status = find(a, session_id, arena, &plan, &i, err);
    return status == MILER_OK ? store_told_remove(a->store, plan.id, session_id, app_now_ms(a), err) : status;
}

miler_status app_told_day(app *a, int32_t session_id, miler_arena *arena, app_plan_answer *out,
                          miler_error *err) {
    size_t i;
    const miler_status status = find(a, session_id, arena, out, &i, err);
    return status == MILER_OK ? app_plan_marks(a, arena, out, err) : status;
}

static void lay_over(const store_told *told, plan_mark *mark) {
    mark->told = true;
    mark->effort = told->effort;
    mark->note = told->note;
    if (mark->run_id != 0 || told->outcome <= PLAN_MARK_NONE || told->outcome >= PLAN_MARK_COUNT) return;
    mark->kind = (plan_mark_kind)told->outcome;
    mark->score = NAN;
    mark->verdict = "";
}

miler_status app_told_marks(app *a, miler_arena *arena, app_plan_answer *plan, miler_error *err) {
    store_told *list;
    size_t count;
    if (plan->id == 0) return MILER_OK;
    const miler_status status = store_told_list(a->store, plan->id, arena, &list, &count, err);
    for (size_t k = 0; status == MILER_OK && k < count; k++)
        for (size_t i = 0; i < plan->plan.session_count; i++)
            if (plan->plan.sessions[i].id == list[k].session_id && plan->plan.sessions[i].day <= plan->today)
                lay_over(&list[k], &plan->marks[i]);
    return status;
}
