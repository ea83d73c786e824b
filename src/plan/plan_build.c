// SPDX-License-Identifier: MIT
// The way from a request to a plan: settle, frame, then week by week from the
// first to the race, each session with its reason. Also the small readers of a
// finished plan.
#include "plan/plan_room.h"

#include <stdlib.h>
#include <string.h>

int32_t plan_whole(double x) {
    return (int32_t)floor(x + 0.5);
}

void plan_session_sums(miler_session *s, const miler_workout_total *sum) {
    s->dist_m = plan_whole(sum->dist_m);
    s->time_s = plan_whole(sum->time_s);
    s->easy_s = plan_whole(sum->easy_s);
    s->threshold_s = plan_whole(sum->threshold_s);
    s->vo2max_s = plan_whole(sum->vo2max_s);
    s->fast_s = plan_whole(sum->fast_s);
}

// What was left out does not count, nor do the metres of races.
void plan_week_sums(const miler_session *sessions, miler_plan_week *week) {
    week->dist_m = week->easy_s = week->threshold_s = week->vo2max_s = week->fast_s = 0;
    for (size_t i = week->first_session; i < week->first_session + week->session_count; i++) {
        const miler_session *s = &sessions[i];
        if (s->status == MILER_SESSION_SKIPPED) continue;
        week->easy_s += s->easy_s;
        week->threshold_s += s->threshold_s;
        week->vo2max_s += s->vo2max_s;
        week->fast_s += s->fast_s;
        if (s->kind != MILER_SESSION_RACE) week->dist_m += s->dist_m;
    }
    week->time_s = week->easy_s + week->threshold_s + week->vo2max_s + week->fast_s;
}

static int by_day(const void *a, const void *b) {
    const plan_draft *x = *(const plan_draft *const *)a;
    const plan_draft *y = *(const plan_draft *const *)b;
    if (x->day != y->day) return x->day < y->day ? -1 : 1;
    return x->slot < y->slot ? -1 : x->slot > y->slot;
}

miler_status plan_add_session(plan_maker *m, const plan_frame_week *week, const plan_draft *draft) {
    miler_plan *plan = m->plan;
    if (plan->session_count == m->session_cap) {
        const size_t cap = m->session_cap == 0 ? 128 : m->session_cap * 2;
        plan->sessions =
            miler_arena_grow(m->arena, plan->sessions, m->session_cap, cap, sizeof *plan->sessions);
        if (plan->sessions == NULL) return miler_fail(m->err, MILER_ERR_NOMEM, "out of memory for the plan");
        m->session_cap = cap;
    }
    miler_session *s = &plan->sessions[plan->session_count];
    memset(s, 0, sizeof *s);
    s->id = plan->next_id++;
    s->day = week->first_day + draft->day - (7 - week->days);
    s->planned_day = s->day;
    s->slot = draft->slot;
    s->kind = draft->kind;
    // An outing keeps hard days off as a race does, and is easy itself.
    s->hard =
        draft->hard && !(draft->kind == MILER_SESSION_RACE && plan_other_is_outing(m, draft->set.rep_m));
    s->covers = draft->covers;
    s->title = miler_arena_dup(m->arena, draft->title);
    s->text = miler_arena_dup(m->arena, draft->text);
    plan_session_sums(s, &draft->sum);
    if (s->title == NULL || s->text == NULL)
        return miler_fail(m->err, MILER_ERR_NOMEM, "out of memory for the plan");
    plan->session_count++;
    return plan_reason(m, week, draft, s);
}

void plan_order_drafts(const plan_maker *m, const plan_draft **order) {
    for (int i = 0; i < m->draft_count; i++)
        order[i] = &m->drafts[i];
    qsort(order, (size_t)m->draft_count, sizeof order[0], by_day);
}

// The week's drafts in order of day; reasons see the drafts before they count as done.
static miler_status add_week(plan_maker *m, int index) {
    miler_plan *plan = m->plan;
    const plan_frame_week *frame = &m->frame[index];
    miler_plan_week *week = &plan->weeks[plan->week_count++];
    *week = (miler_plan_week){.number = frame->number,
                              .first_day = frame->first_day,
                              .day_count = frame->days,
                              .phase = frame->phase,
                              .light = frame->light};
    week->first_session = plan->session_count;
    week->purpose = plan_week_purpose(m, frame);
    const plan_draft *order[PLAN_DRAFTS_MAX] = {0};
    plan_order_drafts(m, order);
    for (int i = 0; i < m->draft_count; i++) {
        const miler_status status = plan_add_session(m, frame, order[i]);
        if (status != MILER_OK) return status;
        week->session_count++;
    }
    plan_week_sums(plan->sessions, week);
    week->target_m = plan_whole(m->target_m);
    return MILER_OK;
}

// Of the plan proper: base weeks are easy whatever they lead to, and the race
// is no training.
void plan_add_shares(plan_maker *m) {
    miler_plan *plan = m->plan;
    double easy = 0, threshold = 0, vo2max = 0, fast = 0;
    for (size_t i = 0; i < plan->session_count; i++) {
        const miler_session *s = &plan->sessions[i];
        if (s->day == plan->race_day || s->status == MILER_SESSION_SKIPPED ||
            s->day <= plan->race_day - 7 * m->plan_weeks)
            continue;
        easy += s->easy_s;
        threshold += s->threshold_s;
        vo2max += s->vo2max_s;
        fast += s->fast_s;
    }
    const double all = easy + threshold + vo2max + fast;
    if (all > 0) {
        plan->shares.threshold = plan_whole(threshold / all * 10000);
        plan->shares.vo2max = plan_whole(vo2max / all * 10000);
        plan->shares.fast = plan_whole(fast / all * 10000);
        plan->shares.easy = 10000 - plan->shares.threshold - plan->shares.vo2max - plan->shares.fast;
    }
    plan_half_shares(m, &plan->half_shares);
}

static miler_status make(plan_maker *m) {
    miler_plan *plan = m->plan;
    plan->notices = miler_arena_array(m->arena, PLAN_NOTICES_MAX, sizeof *plan->notices);
    plan->weeks = miler_arena_array(m->arena, PLAN_WEEKS_MAX, sizeof *plan->weeks);
    if (plan->notices == NULL || plan->weeks == NULL)
        return miler_fail(m->err, MILER_ERR_NOMEM, "out of memory for the plan");
    plan_recent_paces(m);
    miler_status status = plan_settle(m);
    if (status != MILER_OK) return status;
    plan->request = m->req;
    plan->next_id = 1;
    plan_make_frame(m);
    for (int i = 0; i < m->frame_count && status == MILER_OK; i++) {
        status = m->frame[i].phase == MILER_PHASE_TAPER ? plan_make_race_week(m, i) : plan_make_week(m, i);
        if (status == MILER_OK) status = add_week(m, i);
        if (status == MILER_OK) plan_week_done(m, i);
    }
    if (status == MILER_OK) plan_add_shares(m);
    return status;
}

plan_maker *plan_maker_new(const miler_plan_rules *rules, miler_arena *arena, miler_plan *out,
                           miler_error *err) {
    plan_maker *m = miler_arena_take(arena, sizeof *m);
    miler_arena *scratch = miler_arena_new(miler_arena_allocator(arena), 0);
    if (m == NULL || scratch == NULL) {
        miler_arena_free(scratch);
        (void)miler_fail(err, MILER_ERR_NOMEM, "out of memory for the plan");
        return NULL;
    }
    m->rules = rules;
    m->arena = arena;
    m->scratch = scratch;
    m->plan = out;
    m->err = err;
    return m;
}

miler_status miler_plan_build(const miler_plan_request *request, const miler_plan_rules *rules,
                              miler_arena *arena, miler_plan *out, miler_error *err) {
    if (request == NULL || rules == NULL || arena == NULL || out == NULL)
        return miler_fail(err, MILER_ERR_ARG, "plan: a part of the request is missing");
    memset(out, 0, sizeof *out);
    if (rules->count != PLAN_RULE_COUNT)
        return miler_fail(err, MILER_ERR_ARG, "plan: the rules were not loaded");
    plan_maker *m = plan_maker_new(rules, arena, out, err);
    if (m == NULL) return MILER_ERR_NOMEM;
    m->req = *request;
    const miler_status status = make(m);
    miler_arena_free(m->scratch);
    if (status != MILER_OK) memset(out, 0, sizeof *out);
    return status;
}

// ---- Reading a plan --------------------------------------------------------------------

const miler_plan_week *miler_plan_week_at(const miler_plan *plan, int32_t day) {
    for (size_t i = 0; i < plan->week_count; i++) {
        const miler_plan_week *week = &plan->weeks[i];
        if (day >= week->first_day && day < week->first_day + week->day_count) return week;
    }
    return NULL;
}

const miler_session *miler_plan_day(const miler_plan *plan, int32_t day, size_t *out_count) {
    *out_count = 0;
    const miler_session *first = NULL;
    for (size_t i = 0; i < plan->session_count; i++) {
        if (plan->sessions[i].day != day) continue;
        if (first == NULL) first = &plan->sessions[i];
        ++*out_count;
    }
    return first;
}

const miler_session *miler_plan_session(const miler_plan *plan, int32_t id) {
    for (size_t i = 0; i < plan->session_count; i++)
        if (plan->sessions[i].id == id) return &plan->sessions[i];
    return NULL;
}
