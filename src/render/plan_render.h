// SPDX-License-Identifier: MIT
// The plan as text and JSON: the weeks as a table and one week in full, one day
// with its steps, the reasons, the audit.
#ifndef MILER_PLAN_RENDER_H
#define MILER_PLAN_RENDER_H

#include "app/app_plan.h"
#include "render/js.h"
#include "render/look.h"

#include <jansson.h>

// Where the log holds no run of days that are over.
#define RENDER_SAY_HELD                                                                                      \
    "You took a replanning back: the plan does not follow new runs and results until you ask for it, "       \
    "miler plan replan."
#define RENDER_SAY_WHAT_WAS                                                                                  \
    "Runs come in by their files ('miler import FOLDER'), days not run by 'miler plan note off 3d --from "   \
    "DATE'."

// `week`: the one shown in full; -1 = the week of today, or the first to come
// (as JSON: all of them).
void render_plan_text(const app_plan_answer *a, int32_t week, const render_look *look, miler_buf *out);
json_t *render_plan_json(const app_plan_answer *a, int32_t week);
void render_session_json(js *j, json_t *row, const app_plan_answer *a, const miler_session *s);
void render_plan_day_text(const app_plan_answer *a, int32_t day, const render_look *look, miler_buf *out);
json_t *render_plan_day_json(const app_plan_answer *a, int32_t day);
// What comes after `day`: the first session within the week that is no rest and not left out; NULL: none.
const miler_session *render_plan_next(const app_plan_answer *a, int32_t day);
int32_t render_note_days(const miler_plan_note *note); // that it holds, told or not
bool render_plan_is_out(const app_plan_answer *a,
                        const miler_session *s); // left out, and not run all the same
// The book that resolves a session's paces: an empty one for a session that was over when the plan's paces
// were last settled: its own numbers (session->numbers) are those it was asked with.
const miler_pace_book *render_plan_book(const miler_plan *plan, const miler_session *s);
// `id` 0: every session of `day`.
void render_plan_told_text(const app_plan_answer *a, int32_t session_id, const render_look *look,
                           miler_buf *out);
void render_plan_why_text(const app_plan_answer *a, int32_t day, int32_t id, const render_look *look,
                          miler_buf *out);
json_t *render_plan_told_json(const app_plan_answer *a, int32_t session_id); // how one session went
json_t *render_plan_why_json(const app_plan_answer *a, int32_t day, int32_t id);
void render_plans_text(const store_plan *list, size_t count, int32_t utc_offset_s, const render_look *look,
                       miler_buf *out);
json_t *render_plans_json(const store_plan *list, size_t count);
// Breaches of the rules as the list "findings" of `root`.
void render_findings_json(js *j, json_t *root, const miler_plan_finding *findings, size_t count);
void render_plan_check_text(const app_plan_audit *audit, const render_look *look, miler_buf *out);
json_t *render_plan_check_json(const app_plan_audit *audit);

#endif
