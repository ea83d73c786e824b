// SPDX-License-Identifier: MIT
// The log came after the plan: what it tells of the weeks before it was not known when the plan was made, or
// not all of it. A plan that has not begun is made for it as a new one would be, with the estimate of today.
// One under way goes on from what was usual then, within the steps from what was run since; where that makes
// it a plan of another level, or nobody knew that its runner runs at all, it stays as it was made.
#include "plan/plan_replan.h"

#include <string.h>

#define LOG_OTHER 1.3 // a week so many times another: the log is another one [engineering estimate]

bool miler_plan_log_is_news(const miler_plan_request *of, const miler_plan_request *log) {
    if (of == NULL || log == NULL || !(log->weekly_m > 0) || !(log->from_log & MILER_LOG_WEEKLY))
        return false;
    if (!(of->weekly_m > 0)) return true;
    const double ratio = log->weekly_m / of->weekly_m;
    return (of->from_log & MILER_LOG_WEEKLY) && !(ratio <= LOG_OTHER && ratio >= 1 / LOG_OTHER);
}

static void take_usual_week(miler_plan_request *q, const miler_plan_request *log) {
    const uint32_t bits = MILER_LOG_WEEKLY | MILER_LOG_LONGEST | MILER_LOG_RUNS;
    q->from_log = (q->from_log & ~bits & ~(uint32_t)MILER_LOG_UNKNOWN) | (log->from_log & bits);
    q->weekly_m = log->weekly_m;
    q->longest_m = log->longest_m;
    q->runs_per_week = log->runs_per_week;
}

// As a plan that is made today.
static void take_all(replan *r, const miler_plan_request *log) {
    miler_plan_request *q = &r->m->req;
    const miler_plan_request *now = r->asked->now;
    const bool slowed = q->away_days > 0;
    take_usual_week(q, log);
    q->from_log |= log->from_log;
    q->away_days = log->away_days;
    q->before_m = log->before_m;
    memcpy(q->recent, log->recent, sizeof q->recent);
    q->lack = log->lack;
    q->lack_s = log->lack_s;
    q->level = r->old->request.level;
    if (!r->adopted && now != NULL && r->asked->evidence_day != MILER_NO_DAY) replan_adopt(r);
    if (!slowed) plan_recent_paces(r->m);
    q->today = r->asked->today;
}

bool replan_log_take(replan *r) {
    const miler_plan_request *log = r->asked->log;
    if (!miler_plan_log_is_news(&r->m->req, log)) return false;
    if (r->asked->today < r->old->start_day) {
        take_all(r, log);
        return true;
    }
    if (plan_learns(r->m)) return false;
    take_usual_week(&r->m->req, log);
    return true;
}

bool replan_log_holds(const replan *r) {
    return r->asked->today < r->old->start_day || r->m->level == r->old->level;
}

void replan_log_week(const replan *r, const plan_frame_week *frame, miler_plan_week *week) {
    if (!r->log_taken) return;
    week->number = frame->number;
    week->phase = frame->phase;
    week->light = frame->light;
    week->purpose = plan_week_purpose(r->m, frame);
}
