// SPDX-License-Identifier: MIT
// A note taken back gives the weeks back. On the days of a note runs are shorter
// or gone, and the rest of the week bends to that: where no run of the week in
// hand may get longer, nothing would come back once the note is gone. So the runs
// of such a week stand in the plan as they were before (its `meant` lines), and
// when a day of it is freed, the new runs are held at those.
//
// As long as the note stands, runs are held at what they are now, as in any week.
#include "plan/plan_replan.h"

#include <math.h>

static bool in_week(const plan_frame_week *week, int32_t day) {
    return day >= week->first_day && day < week->first_day + week->days;
}

static int32_t date_of(const plan_frame_week *week, const plan_draft *d) {
    return week->first_day + d->day - (7 - week->days);
}

typedef struct ease {
    bool calm;
    int32_t share;
} ease;

static ease ease_of(replan *r, int32_t day) {
    const replan_day *at = replan_day_at(r, day);
    if (at == NULL) return (ease){.share = 100};
    const bool less = at->share > 0 && at->share < 1;
    return (ease){.calm = at->calm || at->empty,
                  .share = at->empty ? 0
                           : less    ? (int32_t)lround(100 * at->share)
                                     : 100};
}

// The session of a place that is run, or what was dropped there last; NULL = none.
static const miler_session *run_of(const miler_session *list, size_t count, int32_t day, int32_t slot) {
    const miler_session *dropped = NULL;
    for (size_t i = 0; i < count; i++) {
        const miler_session *s = &list[i];
        if (s->day != day || s->slot != slot || s->kind == MILER_SESSION_REST) continue;
        if (s->status != MILER_SESSION_SKIPPED) return s;
        dropped = s; // it may come back
    }
    return dropped;
}

static miler_session run_from(const miler_plan_meant *told) {
    return (miler_session){
        .day = told->day, .slot = told->slot, .kind = told->kind, .hard = told->hard, .text = told->text};
}

const miler_session *replan_old_run(replan *r, const plan_frame_week *week, const plan_draft *d) {
    const int32_t day = date_of(week, d);
    if (!r->given_back[week - r->m->frame]) return run_of(r->session, r->count, day, d->slot);
    for (size_t i = 0; i < r->meant_count; i++) {
        const miler_plan_meant *told = &r->meant[i];
        if (told->day != day || told->slot != d->slot || told->kind == MILER_SESSION_REST) continue;
        r->meant_run = run_from(told);
        return &r->meant_run;
    }
    return NULL;
}

// ---- What is told ------------------------------------------------------------------------

// What the plan told of the runs, and how they stand.
typedef struct runs {
    const miler_plan_meant *told;
    size_t told_count;
    const miler_session *session;
    size_t count;
} runs;

static const miler_plan_meant *told_of(const runs *of, int32_t day, int32_t slot) {
    for (size_t i = 0; i < of->told_count; i++)
        if (of->told[i].day == day && of->told[i].slot == slot) return &of->told[i];
    return NULL;
}

static double metres_of(replan *r, const miler_session *s) {
    plan_draft read;
    replan_measure(r->m, s, &read);
    return read.sum.dist_m;
}

// Whether the run that stands says more of what was meant than the one told: the week may have grown
// since. An easy run in place of a hard one says nothing.
static bool says_more(replan *r, const miler_plan_meant *told, const miler_session *s) {
    if (told->kind == MILER_SESSION_REST) return true;
    if (told->hard && !s->hard) return false;
    const miler_session before = run_from(told);
    return metres_of(r, s) > metres_of(r, &before);
}

static bool is_own(const miler_session *s) {
    return s->by_hand || s->aside || s->kind == MILER_SESSION_RACE;
}

// Of one place; false where it holds nothing. Each day has a line, if one of rest, so that a week is seen
// to be told.
static bool tell_run(replan *r, const runs *of, int32_t day, int32_t slot, miler_plan_meant *out) {
    const miler_session *s = run_of(of->session, of->count, day, slot);
    const miler_plan_meant *told = told_of(of, day, slot);
    const ease asked = ease_of(r, day);
    if (s != NULL && is_own(s)) s = NULL;
    *out = (miler_plan_meant){.day = day, .slot = slot, .kind = MILER_SESSION_REST, .text = "rest"};
    if (told != NULL && (s == NULL || !says_more(r, told, s)))
        *out = *told;
    else if (s != NULL)
        *out =
            (miler_plan_meant){.day = day, .slot = slot, .kind = s->kind, .hard = s->hard, .text = s->text};
    else if (slot > 0)
        return false;
    out->calm = asked.calm;
    out->share = asked.share;
    return true;
}

static size_t tell_week(replan *r, const runs *of, const plan_frame_week *week, miler_plan_meant *out) {
    size_t count = 0;
    for (int32_t day = week->first_day; day < week->first_day + week->days; day++)
        for (int32_t slot = 0; slot < 2; slot++)
            count += tell_run(r, of, day, slot, &out[count]);
    return count;
}

// ---- Before and after --------------------------------------------------------------------

typedef struct week_before {
    bool told;  // its runs stand in the plan
    bool freed; // less is asked of one of its days than was
} week_before;

static bool is_over(const replan *r, const plan_frame_week *week) {
    return week->first_day + week->days <= r->from;
}

// Days that are over count, too: a note of yesterday made the rest of the week smaller.
static week_before look_at(replan *r, const plan_frame_week *week) {
    week_before seen = {0};
    if (is_over(r, week)) return seen;
    for (size_t i = 0; i < r->old->meant_count; i++) {
        const miler_plan_meant *one = &r->old->meant[i];
        if (!in_week(week, one->day)) continue;
        const ease asked = ease_of(r, one->day);
        seen.told = true;
        seen.freed = seen.freed || (one->calm && !asked.calm) || one->share < asked.share;
    }
    return seen;
}

static bool is_touched(replan *r, const plan_frame_week *week) {
    for (int32_t d = 0; d < week->days && !is_over(r, week); d++)
        if (replan_touched(r, week->first_day + d)) return true;
    return false;
}

static bool is_told(replan *r, int index) {
    return look_at(r, &r->m->frame[index]).told || is_touched(r, &r->m->frame[index]);
}

static miler_plan_meant *lines(replan *r) {
    size_t weeks = 1;
    for (int i = 0; i < r->m->frame_count; i++)
        weeks += is_told(r, i);
    miler_plan_meant *out = miler_arena_array(r->m->arena, weeks * 14, sizeof *out);
    if (out == NULL) r->m->status = miler_fail(r->m->err, MILER_ERR_NOMEM, "out of memory for the plan");
    return out;
}

miler_status replan_back(replan *r) {
    plan_maker *m = r->m;
    const runs of = {r->old->meant, r->old->meant_count, r->session, r->count};
    r->meant = lines(r);
    for (int i = 0; i < m->frame_count && r->meant != NULL; i++) {
        r->given_back[i] = look_at(r, &m->frame[i]).freed;
        if (is_told(r, i)) r->meant_count += tell_week(r, &of, &m->frame[i], r->meant + r->meant_count);
    }
    return m->status;
}

// With the plan made anew: asked a second time, it tells the same.
miler_status replan_back_tell(replan *r) {
    plan_maker *m = r->m;
    miler_plan *plan = m->plan;
    const runs of = {r->meant, r->meant_count, plan->sessions, plan->session_count};
    if (r->meant_count == 0) return m->status;
    plan->meant = lines(r);
    for (int i = 0; i < m->frame_count && plan->meant != NULL; i++)
        if (is_touched(r, &m->frame[i]))
            plan->meant_count += tell_week(r, &of, &m->frame[i], plan->meant + plan->meant_count);
    return m->status;
}
