// SPDX-License-Identifier: MIT
// The runner has other days, or other minutes, than the plan was made for. From the
// first whole week to come the plan is made for the new ones; the week in hand keeps
// its own, as nobody can train again on a day that is gone. Where the new days make
// it another kind of plan (another level, no hard day, too little time), it stays as
// it was made, and that is said: such a plan is a new one.
#include "plan/plan_replan.h"

#include <string.h>

static bool same_days(const miler_athlete *a, const miler_athlete *b) {
    return a->days_mask == b->days_mask && memcmp(a->minutes, b->minutes, sizeof a->minutes) == 0;
}

// The first day of the first week that is all to come; MILER_NO_DAY: none before race week, of which
// half is known by heart already.
static int32_t first_whole_week(const replan *r) {
    for (size_t i = 0; i + 1 < r->old->week_count; i++)
        if (r->old->weeks[i].first_day > r->asked->today && r->old->weeks[i].day_count == 7)
            return r->old->weeks[i].first_day;
    return MILER_NO_DAY;
}

bool replan_profile_take(replan *r) {
    miler_plan_request *q = &r->m->req;
    const miler_athlete *now = r->asked->runner;
    const int32_t from = first_whole_week(r);
    if (now == NULL || now->days_mask == 0 || same_days(now, &q->athlete) || from == MILER_NO_DAY)
        return false;
    // Days that never came to be need not be kept.
    if (q->days_from == 0 || q->days_from <= r->asked->today) {
        q->was_days_mask = q->athlete.days_mask;
        memcpy(q->was_minutes, q->athlete.minutes, sizeof q->was_minutes);
    }
    q->days_from = from;
    q->athlete.days_mask = now->days_mask;
    memcpy(q->athlete.minutes, now->minutes, sizeof q->athlete.minutes);
    return true;
}

static replan_week_days days_of(const plan_maker *m) {
    replan_week_days out = {.days = m->days,
                            .run_days = m->run_days,
                            .doubles = m->doubles,
                            .start_m = m->start_m,
                            .peak_m = m->peak_m};
    memcpy(out.limit_min, m->limit_min, sizeof out.limit_min);
    memcpy(out.open, m->open, sizeof out.open);
    return out;
}

static void use(plan_maker *m, const replan_week_days *d) {
    m->days = d->days;
    m->run_days = d->run_days;
    m->doubles = d->doubles;
    m->start_m = d->start_m;
    m->peak_m = d->peak_m;
    memcpy(m->limit_min, d->limit_min, sizeof m->limit_min);
    memcpy(m->open, d->open, sizeof m->open);
}

void replan_profile_use(replan *r, int index) {
    if (r->m->req.days_from == 0) return;
    use(r->m, r->m->frame[index].first_day < r->m->req.days_from ? &r->days_before : &r->days_now);
}

// Settled a second time, for the days of before: they hold up to the change.
miler_status replan_profile_frame(replan *r) {
    plan_maker *m = r->m;
    if (m->req.days_from == 0) return MILER_OK;
    plan_maker *before = miler_arena_take(m->arena, sizeof *before);
    miler_plan *told = miler_arena_take(m->arena, sizeof *told);
    if (before == NULL || told == NULL)
        return miler_fail(m->err, MILER_ERR_NOMEM, "out of memory for the plan");
    *before = *m;
    *told = *m->plan;
    told->notice_count = PLAN_NOTICES_MAX; // all was told
    before->plan = told;
    memset(&before->days, 0, sizeof before->days);
    before->req.athlete.days_mask = m->req.was_days_mask;
    memcpy(before->req.athlete.minutes, m->req.was_minutes, sizeof m->req.was_minutes);
    const miler_status status = plan_settle(before);
    if (status != MILER_OK) return status;
    plan_make_frame(before);
    for (int i = 0; i < m->frame_count && i < before->frame_count; i++)
        if (m->frame[i].first_day < m->req.days_from) m->frame[i] = before->frame[i];
    r->days_now = days_of(m);
    r->days_before = days_of(before);
    return MILER_OK;
}

// What stands at the end of the last week of the old days keeps the first hard day of the new ones away.
void replan_profile_mind(replan *r, int index) {
    plan_maker *m = r->m;
    const plan_frame_week *week = &m->frame[index];
    if (m->req.days_from == 0 || week->first_day != m->req.days_from) return;
    for (size_t i = 0; i < m->plan->session_count; i++) {
        const miler_session *s = &m->plan->sessions[i];
        const int32_t before = week->first_day - s->day;
        if (before < 1 || before > 2 || s->status == MILER_SESSION_SKIPPED) continue;
        const bool fast = s->vo2max_s + s->fast_s > 0 || s->covers >> MILER_SESSION_TRIAL & 1;
        const int8_t kind = s->hard ? (fast ? 2 : 1) : s->slot >= 2 && before == 1 ? 2 : 0;
        int8_t *at = &m->now.stood[2 - before];
        if (*at < kind) *at = kind;
    }
}
