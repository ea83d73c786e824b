// SPDX-License-Identifier: MIT
// A plan that runs, made anew from today: the weeks that are over are read for
// what they left, those to come are made by the builder and laid over what
// stands. What is dropped for illness or soreness stays in the plan as skipped,
// so that the runner sees what was given up, and why.
#include "plan/plan_replan.h"
#include "plan/plan_week.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GYM_LAST_DAYS 10 // before the race, as the longest taper; engineering estimate
#define GYM_GAP_DAYS 7   // so long without is a while; engineering estimate: there is one each week
#define HELD_LEAST_MIN 8 // minutes; engineering estimate: below, a run is as good as none

static int place_in(const plan_frame_week *week, int32_t day) {
    return (int)(day - week->first_day) + 7 - week->days;
}

static int32_t day_of(const plan_frame_week *week, int place) {
    return week->first_day + place - (7 - week->days);
}

static bool in_week(const plan_frame_week *week, int32_t day) {
    return day >= week->first_day && day < week->first_day + week->days;
}

static bool trains(const miler_session *s) {
    return s->status != MILER_SESSION_SKIPPED && s->kind != MILER_SESSION_REST;
}

// ---- What stands --------------------------------------------------------------------------

// When a session was really run.
static int32_t ran_on(const replan *r, size_t i) {
    if (r->fate[i] == 0) return r->session[i].day;
    for (size_t k = 0; k < r->asked->past_count; k++)
        if (r->asked->past[k].session_id == r->session[i].id && r->asked->past[k].day != MILER_NO_DAY)
            return r->asked->past[k].day;
    return r->session[i].day;
}

static void mark_hard(replan *r, const plan_frame_week *week, size_t i) {
    const miler_session *s = &r->session[i];
    const int at = place_in(week, ran_on(r, i)) + 2;
    if (!s->hard || !trains(s) || at < 0 || at >= 11) return;
    const int8_t kind = s->vo2max_s + s->fast_s > 0 || s->covers >> MILER_SESSION_TRIAL & 1 ? 2 : 1;
    if (r->m->now.stood[at] < kind) r->m->now.stood[at] = kind;
}

static void close_day(plan_maker *m, const plan_frame_week *week, int32_t day) {
    if (in_week(week, day)) m->now.closed |= 1u << place_in(week, day);
}

// Days past, days the runner arranged (both ends of a move), and what is on them.
static void look_at_week(replan *r, int index) {
    plan_maker *m = r->m;
    const plan_frame_week *week = &m->frame[index];
    memset(&m->now, 0, sizeof m->now);
    for (int d = 7 - week->days; d < 7; d++) {
        const int32_t day = day_of(week, d);
        const replan_day *at = replan_day_at(r, day);
        if (day < r->from) m->now.past |= 1u << d;
        if (at == NULL) continue;
        m->now.empty |= (unsigned)at->empty << d;
        m->now.calm |= (unsigned)at->calm << d;
        if (week->phase != MILER_PHASE_TAPER) m->now.share[d] = at->share; // half the running already
    }
    for (size_t i = 0; i < r->count; i++) {
        const miler_session *s = &r->session[i];
        if (!s->by_hand || s->day < r->from) continue;
        close_day(m, week, s->day);
        close_day(m, week, s->planned_day);
    }
    m->now.closed &= ~m->now.past;
}

bool replan_stands(const replan *r, const plan_frame_week *week, const miler_session *s) {
    return in_week(week, s->day) && ((r->m->now.past | r->m->now.closed) >> place_in(week, s->day) & 1 ||
                                     s->by_hand || replan_done_apart(r, s));
}

static void look_at_sessions(replan *r, int index) {
    plan_maker *m = r->m;
    const plan_frame_week *week = &m->frame[index];
    double asked_m = 0;
    m->now.as_asked = m->req.today <= m->plan->start_day; // in the paces it was made with
    r->left_out = m->now.empty != 0;
    for (size_t i = 0; i < r->count; i++) {
        const miler_session *s = &r->session[i];
        // Of other weeks only what is over, or stands by hand.
        if (s->day < r->from || s->by_hand || replan_stands(r, week, s)) mark_hard(r, week, i);
        if (!replan_stands(r, week, s) || s->kind == MILER_SESSION_RACE) continue;
        const double dist_m = replan_metres(r, s);
        asked_m += dist_m;
        m->now.as_asked = m->now.as_asked && s->status != MILER_SESSION_SKIPPED && !s->by_hand;
        r->left_out = r->left_out || (s->status == MILER_SESSION_SKIPPED && dist_m > 0);
        if (!trains(s)) continue;
        m->now.stood_m += dist_m;
        if (s->slot >= 2) m->now.gym |= 1u << place_in(week, s->day);
    }
    // Other runs stand in for those that were missed.
    m->now.stood_m = fmax(m->now.stood_m, fmin(m->now.stood_m + replan_other_m(r, week), asked_m));
}

// The builder's state where the past ends in the middle of the week.
static void look_at_state(replan *r, int index) {
    plan_maker *m = r->m;
    const plan_frame_week *week = &m->frame[index];
    if (m->now.past == 0) return;
    plan_maker *kept = miler_arena_take(m->arena, sizeof *kept);
    const bool missed = r->missed[index];
    if (kept == NULL) {
        m->status = miler_fail(m->err, MILER_ERR_NOMEM, "out of memory for the plan");
        return;
    }
    memcpy(kept, m, sizeof *kept);
    for (size_t i = 0; i < r->count; i++)
        if (in_week(week, r->session[i].day) && r->session[i].day < r->from)
            replan_take_week(r, index, &r->session[i], 1);
    plan_now now = kept->now;
    now.mid = true;
    now.known = m->known;
    memcpy(now.last, m->last, sizeof now.last);
    memcpy(now.most_m, m->most_m, sizeof now.most_m);
    memcpy(now.hold, m->hold, sizeof now.hold);
    memcpy(now.push, m->push, sizeof now.push);
    const miler_status status = m->status;
    memcpy(m, kept, sizeof *m);
    m->status = status;
    m->now = now;
    r->missed[index] = missed;
}

// ---- Laying the new week over what stands --------------------------------------------------

static void keep_session(replan *r, const miler_session *s, replan_cause cause) {
    plan_maker *m = r->m;
    miler_plan *plan = m->plan;
    if (plan->session_count == m->session_cap) {
        const size_t cap = m->session_cap == 0 ? 128 : m->session_cap * 2;
        miler_session *grown =
            miler_arena_grow(m->arena, plan->sessions, m->session_cap, cap, sizeof *plan->sessions);
        if (grown == NULL) {
            m->status = miler_fail(m->err, MILER_ERR_NOMEM, "out of memory for the plan");
            return;
        }
        plan->sessions = grown;
        m->session_cap = cap;
    }
    if (plan->session_count >= r->cause_cap) return;
    r->cause[plan->session_count] = (uint8_t)cause;
    plan->sessions[plan->session_count++] = *s;
}

// A kept session to come, in the numbers of today.
static miler_session renumber(replan *r, const miler_session *s) {
    plan_maker *m = r->m;
    miler_session out = *s;
    plan_draft at;
    char numbers[320];
    replan_measure(m, s, &at);
    plan_session_sums(&out, &at.sum);
    if (s->hard && at.set.reps == 0) return out;
    plan_numbers(m, &at, numbers, sizeof numbers);
    out.numbers = miler_arena_dup(m->arena, numbers);
    if (out.numbers == NULL) m->status = miler_fail(m->err, MILER_ERR_NOMEM, "out of memory for the plan");
    return out;
}

// How well an old session gives its number to a new one of its place; 0: not at
// all. What a calm or empty day drops keeps its own.
static int likeness(const replan_day *at, bool dropped, const miler_session *s, const plan_draft *d) {
    const bool skipped = s->status == MILER_SESSION_SKIPPED;
    const bool rest = (s->kind == MILER_SESSION_REST) == (d->kind == MILER_SESSION_REST);
    const bool like = rest && s->hard == d->hard;
    if (like) return skipped ? 2 : 3;
    return skipped || dropped || (at != NULL && (at->calm || at->empty)) ? 0 : 1;
}

// The number of the old session of this place; 0 = a new one.
static int32_t id_at(replan *r, int32_t day, const plan_draft *d, size_t first_new) {
    int32_t best = 0;
    int most = 0;
    for (size_t i = 0; i < r->count; i++) {
        const miler_session *s = &r->session[i];
        if (s->day != day || s->slot != d->slot || s->by_hand) continue;
        bool taken = false;
        for (size_t k = first_new; k < r->m->plan->session_count; k++)
            taken = taken || r->m->plan->sessions[k].id == s->id;
        const int like = likeness(replan_day_at(r, day), r->m->now.dropped >> d->day & 1, s, d);
        if (taken || like <= most) continue;
        most = like;
        best = s->id;
    }
    return best;
}

static bool after_missed(const replan *r, const plan_frame_week *week) {
    const int index = (int)(week - r->m->frame);
    for (int i = index; i >= 0 && i > index - 4; i--)
        if (r->missed[i]) return true;
    return false;
}

static bool missed_lately(const replan *r, const plan_frame_week *week) {
    if (after_missed(r, week)) return true;
    return r->m->now.past != 0 && r->left_out && plan_week_lost(r->m) > 0;
}

static replan_cause cause_of_week(const replan *r, const plan_frame_week *week) {
    if (missed_lately(r, week)) return REPLAN_MISSED;
    if (r->other_days && week->first_day >= r->m->req.days_from) return REPLAN_DAYS;
    if (r->log_taken) return REPLAN_LOG;
    if (r->adopted) return REPLAN_PACES;
    return r->pace_factor < 1 ? REPLAN_BREAK : REPLAN_FOLLOWS;
}

// Whether the frame has the trial on an earlier day than this.
static bool trial_was_due(const plan_maker *m, const plan_frame_week *week, int until) {
    int next = 0;
    for (int day = 0; day < until; day++)
        if (m->days.role[day] == PLAN_HARD && next < week->hard_count && week->hard[next++] == PLAN_TRIAL)
            return true;
    return false;
}

// Of a hard session; REPLAN_FOLLOWS where nothing of its own made it another.
static replan_cause hard_cause(const replan *r, const plan_frame_week *week, const plan_draft *d) {
    const plan_maker *m = r->m;
    if (d->family == PLAN_TRIAL && day_of(week, d->day) == r->again_day) return REPLAN_AGAIN;
    if (d->family == PLAN_TRIAL && trial_was_due(m, week, d->day)) return REPLAN_TRIAL;
    if (m->now.hold[d->family]) return REPLAN_FAILED;
    return m->now.push[d->family] ? REPLAN_TOO_EASY : REPLAN_FOLLOWS;
}

static replan_cause cause_of(replan *r, const plan_frame_week *week, const plan_draft *d) {
    const replan_day *at = replan_day_at(r, day_of(week, d->day));
    if (at != NULL && (at->calm || at->share > 0)) return at->cause;
    const replan_cause own = d->hard ? hard_cause(r, week, d) : REPLAN_FOLLOWS;
    if (own != REPLAN_FOLLOWS) return own;
    const plan_now *now = &r->m->now;
    const bool own_day = r->m->days.role[d->day] == PLAN_HARD;
    if (d->slot == 0 && week->phase != MILER_PHASE_TAPER &&
        (d->hard ? !own_day && now->apart != 0 : now->apart >> d->day & 1))
        return REPLAN_APART;
    if (d->slot == 0 && !d->hard && now->fresh >> d->day & 1) return REPLAN_FRESH;
    return cause_of_week(r, week);
}

typedef struct laying {
    replan *r;
    const plan_frame_week *week;
    size_t first;  // of the week in the new plan
    unsigned hard; // days of the week with hard running, in the end
} laying;

static void add_draft(laying *l, const plan_draft *d) {
    plan_maker *m = l->r->m;
    const int32_t next = m->plan->next_id;
    const int32_t id = id_at(l->r, day_of(l->week, d->day), d, l->first);
    const replan_cause cause = cause_of(l->r, l->week, d);
    if (m->plan->session_count >= l->r->cause_cap) return;
    const miler_status status = plan_add_session(m, l->week, d);
    if (status != MILER_OK) {
        m->status = status;
        return;
    }
    miler_session *s = &m->plan->sessions[m->plan->session_count - 1];
    l->r->cause[m->plan->session_count - 1] = (uint8_t)cause;
    if (id != 0) {
        s->id = id;
        m->plan->next_id = next;
    }
    const replan_day *at = replan_day_at(l->r, s->day);
    if (at != NULL && at->calm && s->slot < 2 && s->kind != MILER_SESSION_REST && !s->hard) {
        const char *rule, *source;
        s->why_day = replan_reason(l->r, at->cause, s->day, &rule, &source);
    }
}

// Where strength or jumps were left out and none were done for a while, they do not begin again so near
// the race: the legs would take them there.
static bool comes_late(const laying *l, const plan_draft *d) {
    const miler_plan *plan = l->r->m->plan;
    const int32_t day = day_of(l->week, d->day);
    int32_t done = plan->start_day - GYM_GAP_DAYS - 1, left_out = done; // the last
    if (plan->race_day - day > GYM_LAST_DAYS || l->week->phase == MILER_PHASE_TAPER) return false;
    for (size_t i = 0; i < plan->session_count; i++) {
        const miler_session *s = &plan->sessions[i];
        int32_t *last = s->status == MILER_SESSION_SKIPPED ? &left_out : &done;
        if (s->kind == d->kind && s->day < day && s->day > *last) *last = s->day;
    }
    return left_out > done && day - done > GYM_GAP_DAYS;
}

// Strength and jumps: not more than the week holds, never on the eve of a hard
// day, jumps 48 hours apart, none on calm days.
static bool gym_fits(const laying *l, const plan_draft *d) {
    const plan_maker *m = l->r->m;
    const plan_rule *rule = &m->rule;
    const int32_t day = day_of(l->week, d->day);
    const bool plyo = d->kind == MILER_SESSION_PLYO;
    const bool light = l->week->light || l->week->phase == MILER_PHASE_TAPER;
    const int32_t gap = plyo ? (int32_t)rule->plyo_gap_days : 1; // strength of today may be done already
    int count = 0, most = (int)(plyo    ? rule->plyo_days_max
                                : light ? rule->strength_days_light
                                        : rule->strength_days);
    if ((m->now.calm >> d->day & 1) || comes_late(l, d) || replan_new_gym(l->r, l->week, day, d->kind))
        return false;
    if (d->day < 6 && l->hard >> (d->day + 1) & 1) return false;
    for (size_t i = 0; i < m->plan->session_count; i++) {
        const miler_session *s = &m->plan->sessions[i];
        if (s->kind != d->kind || s->status == MILER_SESSION_SKIPPED) continue;
        count += i >= l->first;
        if (abs(s->day - day) < gap) return false;
    }
    return count < most;
}

static bool day_taken(const laying *l, const plan_draft *d) {
    const plan_now *now = &l->r->m->now;
    return (now->past | now->closed | now->empty) >> d->day & 1;
}

static void add_rest(laying *l, int place) {
    plan_maker *m = l->r->m;
    plan_draft d;
    memset(&d, 0, sizeof d);
    d.day = place;
    d.kind = MILER_SESSION_REST;
    (void)plan_draft_write(m, &d); // its failure is sticky in m->status
    const size_t before = m->plan->session_count;
    add_draft(l, &d);
    const replan_day *at = replan_day_at(l->r, day_of(l->week, place));
    if (m->plan->session_count == before || at == NULL) return;
    miler_session *s = &m->plan->sessions[m->plan->session_count - 1];
    const char *rule, *source;
    s->why_day = replan_reason(l->r, at->cause, s->day, &rule, &source);
    l->r->cause[m->plan->session_count - 1] = (uint8_t)at->cause;
}

// Whether the day as it is now has no place for an old session.
static bool drops(const laying *l, const replan_day *at, const miler_session *old) {
    const plan_now *now = &l->r->m->now;
    const int place = place_in(l->week, old->day);
    if (at == NULL || (now->closed >> place & 1)) return false;
    if (at->empty) return true;
    if (at->calm) return old->hard || old->slot >= 2;
    return old->hard && (now->dropped >> place & 1);
}

static bool to_come(const laying *l, const miler_session *old) {
    return in_week(l->week, old->day) && !old->by_hand && old->day >= l->r->from &&
           !replan_done_apart(l->r, old) && old->kind != MILER_SESSION_REST &&
           old->kind != MILER_SESSION_RACE;
}

static bool is_there(const laying *l, int32_t id) {
    const miler_plan *plan = l->r->m->plan;
    for (size_t k = l->first; k < plan->session_count; k++)
        if (plan->sessions[k].id == id) return true;
    return false;
}

// What a plan has once: the trial, and in race week the short fast session.
static bool is_the_one(const laying *l, const miler_session *s) {
    const bool race_week = l->week->phase == MILER_PHASE_TAPER && s->hard && s->kind != MILER_SESSION_RACE;
    return race_week || replan_is_trial(s);
}

// On other days it may find none in its week: what was meant stays to be seen.
static bool loses_the_one(const laying *l, const miler_session *old) {
    const miler_plan *plan = l->r->m->plan;
    bool lost = l->r->m->req.days_from != 0 && old->day >= l->r->m->req.days_from && is_the_one(l, old);
    for (size_t k = l->first; k < plan->session_count; k++)
        lost = lost && !is_the_one(l, &plan->sessions[k]);
    return lost;
}

// What the day asked for and no more: stays, as skipped.
static void add_dropped(laying *l) {
    replan *r = l->r;
    // Kept with the session, so of what a second asking finds as well.
    const replan_cause out_of_reach = after_missed(r, l->week) ? REPLAN_MISSED : REPLAN_FOLLOWS;
    for (size_t i = 0; i < r->count; i++) {
        const miler_session *old = &r->session[i];
        const replan_day *at = replan_day_at(r, old->day);
        if (!to_come(l, old)) continue;
        const bool lost = loses_the_one(l, old);
        if (!lost && (!drops(l, at, old) || is_there(l, old->id))) continue;
        miler_session s = renumber(r, old);
        if (is_there(l, old->id)) s.id = r->m->plan->next_id++;
        const char *rule, *source;
        const bool apart = r->m->now.apart >> place_in(l->week, old->day) & 1;
        const bool by_day = at->calm || at->empty;
        const replan_cause other = apart ? REPLAN_APART : lost ? REPLAN_DAYS : out_of_reach;
        const replan_cause cause = by_day ? at->cause : other;
        s.status = MILER_SESSION_SKIPPED;
        s.why_day = replan_reason(r, cause, old->day, &rule, &source);
        keep_session(r, &s, cause);
    }
}

// By day, place, and what is dropped last.
static int in_order(const void *a, const void *b) {
    const miler_session *x = a, *y = b;
    const bool x_out = x->status == MILER_SESSION_SKIPPED, y_out = y->status == MILER_SESSION_SKIPPED;
    if (x->day != y->day) return x->day < y->day ? -1 : 1;
    if (x->slot != y->slot) return x->slot < y->slot ? -1 : 1;
    if (x_out != y_out) return x_out ? 1 : -1;
    return x->id < y->id ? -1 : x->id > y->id;
}

// Causes go with their sessions through the sort.
static void sort_week(laying *l) {
    miler_plan *plan = l->r->m->plan;
    int32_t ids[REPLAN_WEEK_MAX];
    uint8_t causes[REPLAN_WEEK_MAX];
    const size_t count = plan->session_count - l->first;
    const size_t told = count < REPLAN_WEEK_MAX ? count : REPLAN_WEEK_MAX;
    if (count < 2) return;
    for (size_t i = 0; i < told; i++) {
        ids[i] = plan->sessions[l->first + i].id;
        causes[i] = l->r->cause[l->first + i];
    }
    qsort(plan->sessions + l->first, count, sizeof *plan->sessions, in_order);
    for (size_t i = 0; i < told; i++)
        for (size_t k = 0; k < told; k++)
            if (plan->sessions[l->first + i].id == ids[k]) l->r->cause[l->first + i] = causes[k];
}

// What stands on a day, as a draft: reasons tell of it, nothing is laid from it.
static void draft_standing(replan *r, const plan_frame_week *week, const miler_session *s) {
    plan_draft *d = plan_draft_add(r->m, place_in(week, s->day), s->slot, s->kind);
    if (d == NULL) return;
    const plan_draft place = *d;
    replan_measure(r->m, s, d);
    d->day = place.day;
    d->slot = place.slot;
    snprintf(d->title, sizeof d->title, "%s", s->title);
}

// Reasons are told of what is there: "the day after ..." has to be true. So drafts of
// days that stand make way for what stands, and those of empty days for nothing.
static void tell_true(laying *l) {
    plan_maker *m = l->r->m;
    int kept = 0;
    for (int i = 0; i < m->draft_count; i++) {
        if (day_taken(l, &m->drafts[i])) continue;
        if (kept != i) m->drafts[kept] = m->drafts[i];
        kept++;
    }
    m->draft_count = kept;
    for (size_t i = 0; i < l->r->count; i++)
        if (replan_stands(l->r, l->week, &l->r->session[i]) &&
            l->r->session[i].status != MILER_SESSION_SKIPPED)
            draft_standing(l->r, l->week, &l->r->session[i]);
}

static void note_hard(laying *l) {
    const plan_maker *m = l->r->m;
    for (int d = 0; d < 7; d++)
        l->hard |= (unsigned)(m->now.stood[d + 2] != 0) << d;
    for (int i = 0; i < m->draft_count; i++)
        if (m->drafts[i].hard && !day_taken(l, &m->drafts[i])) l->hard |= 1u << m->drafts[i].day;
}

// ---- Nothing is made up for ----------------------------------------------------------------

// What goes with the running: no more of it. Where hill sprints were none, strides stay.
static bool hold_extras(plan_draft *d, const plan_draft *was) {
    const plan_draft meant = *d;
    d->hills = imin(d->hills, was->hills);
    d->strides = d->hills < meant.hills ? was->strides : imin(d->strides, was->strides);
    d->drills = d->drills && was->drills;
    return d->hills != meant.hills || d->strides != meant.strides || d->drills != meant.drills;
}

// No longer than the old run of the day; in place of a hard session no further than that.
static void hold_run(plan_maker *m, plan_draft *d, const miler_session *old) {
    plan_draft was;
    replan_measure(m, old, &was);
    bool less = !old->hard && hold_extras(d, &was);
    if (!old->hard && was.minutes < d->minutes && was.minutes >= HELD_LEAST_MIN) {
        d->minutes = was.minutes;
        less = true;
    }
    if (less) {
        if (d->kind != MILER_SESSION_LONG) d->kind = week_easy_kind(d);
        (void)plan_draft_write(m, d); // its failure is sticky in m->status
    }
    while (old->hard && d->sum.dist_m > was.sum.dist_m && d->minutes > HELD_LEAST_MIN &&
           m->status == MILER_OK) {
        d->minutes -= d->minutes > 35 ? 5 : 1;
        (void)plan_draft_write(m, d);
    }
}

// Nor is there more work in a hard one, unless the last of its kind was too easy: what is over of the
// week leaves no room for it. False where it is not held.
static bool hold_set(const plan_maker *m, plan_draft *d, const plan_draft *was) {
    const plan_rule *rule = &m->rule;
    const plan_set *last = &d->before, *set = &was->set;
    if (d->family != was->family || set->reps < 1 || d->family == PLAN_TRIAL || m->now.push[d->family] ||
        d->set.work_m <= set->work_m)
        return false;
    // As long as it still follows the last.
    if (last->reps > 0 && (plan_set_harder(rule, last, set) > (int)rule->harder_max ||
                           set->ratio < last->ratio * (1 - rule->recovery_step_max)))
        return false;
    d->set = *set;
    return true;
}

// Nor does what is around a hard one: the ways there and home, strides, drills. With the work alone
// held, the old work and the new way there might not go on one day.
static void hold_hard(plan_maker *m, plan_draft *d, const miler_session *old, bool *held) {
    plan_draft was;
    replan_measure(m, old, &was);
    const bool smaller = hold_set(m, d, &was);
    const bool plainer = hold_extras(d, &was);
    *held = *held || smaller;
    const bool whole = m->now.whole >> d->day & 1;
    const int warm = imax(was.warm_min, whole ? (int)m->rule.warmup_min : 0);
    const int cool = imax(was.cool_min, whole ? (int)m->rule.cooldown_min : 0);
    if (d->warm_min > warm || d->cool_min > cool || smaller || plainer) {
        d->warm_min = imin(d->warm_min, warm);
        d->cool_min = imin(d->cool_min, cool);
        (void)plan_draft_write(m, d); // its failure is sticky in m->status
    }
    // One of another kind is no longer on the road.
    while (!m->now.push[d->family] && d->sum.dist_m > was.sum.dist_m && m->status == MILER_OK &&
           replan_smaller_set(m, &d->set)) {
        (void)plan_draft_write(m, d);
        *held = true;
    }
}

// In the week in hand no run gets longer and no day of rest gets one, whatever
// room the days that are over left.
bool replan_hold_back(replan *r, const plan_frame_week *week) {
    plan_maker *m = r->m;
    bool held = false;
    const bool in_hand = m->now.past != 0 || in_week(week, r->asked->today);
    for (int i = m->draft_count - 1; i >= 0 && in_hand && m->status == MILER_OK; i--) {
        plan_draft *d = &m->drafts[i];
        const bool stood = (m->now.past | m->now.closed) >> d->day & 1;
        if (stood || d->slot >= 2 || d->kind == MILER_SESSION_REST || d->kind == MILER_SESSION_RACE) continue;
        const miler_session *old = replan_old_run(r, week, d);
        if (old == NULL)
            replan_drop_draft(m, d);
        else if (d->hard && old->hard)
            hold_hard(m, d, old, &held);
        else if (!d->hard)
            hold_run(m, d, old);
    }
    return held;
}

static void lay_standing(replan *r, const plan_frame_week *week) {
    for (size_t i = 0; i < r->count && r->m->status == MILER_OK; i++) {
        const miler_session *s = &r->session[i];
        if (!replan_stands(r, week, s)) continue;
        const miler_session as_now = replan_is_over(r, s) ? *s : renumber(r, s);
        const replan_day *at = replan_day_at(r, s->day);
        const bool noted = s->aside || (s->day == r->asked->today && s->status == MILER_SESSION_SKIPPED);
        keep_session(r, &as_now, noted && at != NULL ? at->cause : REPLAN_FOLLOWS);
    }
}

static void lay_week(replan *r, int index) {
    plan_maker *m = r->m;
    const plan_frame_week *week = &m->frame[index];
    laying l = {.r = r, .week = week, .first = m->plan->session_count};
    r->week_cause[index] = (uint8_t)cause_of_week(r, week);
    lay_standing(r, week);
    note_hard(&l);
    tell_true(&l);
    const plan_draft *order[PLAN_DRAFTS_MAX] = {0};
    plan_order_drafts(m, order);
    for (int i = 0; i < m->draft_count && m->status == MILER_OK; i++) {
        if (day_taken(&l, order[i])) continue;
        if (order[i]->slot >= 2 && !gym_fits(&l, order[i])) continue;
        add_draft(&l, order[i]);
    }
    for (int d = 7 - week->days; d < 7 && m->status == MILER_OK; d++)
        if ((m->now.empty & ~(m->now.past | m->now.closed)) >> d & 1 && day_of(week, d) != m->plan->race_day)
            add_rest(&l, d);
    add_dropped(&l);
    sort_week(&l);
}

// ---- The weeks ----------------------------------------------------------------------------

static miler_status keep_week(replan *r, int index) {
    plan_maker *m = r->m;
    const plan_frame_week *week = &m->frame[index];
    for (size_t i = 0; i < r->count; i++)
        if (in_week(week, r->session[i].day)) keep_session(r, &r->session[i], REPLAN_FOLLOWS);
    return m->status;
}

// `meant`: the week without the easy days that are all that is asked of it; NULL: they are not all.
static miler_status make_week(replan *r, int index, const plan_maker *meant) {
    plan_maker *m = r->m;
    const plan_frame_week *week = &m->frame[index];
    look_at_week(r, index);
    replan_walk_stand_ins(r, index);
    look_at_sessions(r, index);
    replan_profile_mind(r, index);
    look_at_state(r, index);
    // The families that failed or were too easy are told as they were before the week, and the largest
    // sets: the builder adds its own to them, which may not stay as large.
    if (!m->now.mid) {
        memcpy(m->now.most_m, m->most_m, sizeof m->most_m);
        memcpy(m->now.hold, m->hold, sizeof m->hold);
        memcpy(m->now.push, m->push, sizeof m->push);
    }
    plan_set last[PLAN_FAMILY_COUNT];
    double most_m[PLAN_FAMILY_COUNT];
    bool hold[PLAN_FAMILY_COUNT], push[PLAN_FAMILY_COUNT];
    memcpy(last, m->last, sizeof last);
    memcpy(most_m, m->most_m, sizeof most_m);
    memcpy(hold, m->hold, sizeof hold);
    memcpy(push, m->push, sizeof push);
    if (m->status != MILER_OK) return m->status;
    const miler_status status =
        week->phase == MILER_PHASE_TAPER ? plan_make_race_week(m, index) : plan_make_week(m, index);
    if (status != MILER_OK) return status;
    if (meant != NULL) replan_lay_meant(r, index, meant);
    replan_fit_week(r, index);
    lay_week(r, index);
    m->plan->weeks[index].target_m = plan_whole(m->target_m);
    // What the week leaves is read from what it now holds.
    memcpy(m->last, last, sizeof last);
    memcpy(m->most_m, most_m, sizeof most_m);
    memcpy(m->hold, hold, sizeof hold);
    memcpy(m->push, push, sizeof push);
    return m->status;
}

static miler_status go_through(replan *r) {
    plan_maker *m = r->m;
    miler_plan *plan = m->plan;
    miler_status status = MILER_OK;
    plan_maker *meant = miler_arena_take(m->arena, sizeof *meant);
    if (meant == NULL) return miler_fail(m->err, MILER_ERR_NOMEM, "out of memory for the plan");
    for (int i = 0; i < m->frame_count && status == MILER_OK; i++) {
        const plan_frame_week *frame = &m->frame[i];
        const bool over = frame->first_day + frame->days <= r->from;
        plan->weeks[i] = r->old->weeks[i];
        if (!over) replan_log_week(r, frame, &plan->weeks[i]);
        plan->week_count = (size_t)i + 1;
        const size_t first = plan->session_count;
        replan_profile_use(r, i);
        const bool before = replan_only_before(r, frame);
        if (before) replan_mean_week(r, i, meant);
        status = over ? keep_week(r, i) : make_week(r, i, before ? meant : NULL);
        if (status != MILER_OK) break;
        miler_plan_week *week = &plan->weeks[i];
        week->first_session = first;
        week->session_count = plan->session_count - first;
        if (!over) plan_week_sums(plan->sessions, week);
        replan_trial_on(r, i, first);
        replan_take_week(r, i, plan->sessions + first, week->session_count);
        if (before) replan_take_meant(r, i, meant);
        status = m->status;
    }
    return status;
}

// The frame is made anew by the same rules; it must be the plan's.
static bool same_frame(const replan *r) {
    const plan_maker *m = r->m;
    bool same = (size_t)m->frame_count == r->old->week_count;
    for (int i = 0; same && i < m->frame_count; i++)
        same = m->frame[i].first_day == r->old->weeks[i].first_day &&
               m->frame[i].days == r->old->weeks[i].day_count;
    return same;
}

// For the days of today, or, where no such plan can be made of them, for those it was made for.
static miler_status settle_days(replan *r) {
    plan_maker *m = r->m;
    const miler_plan_request kept = m->req;
    r->other_days = replan_profile_take(r);
    if (!r->other_days) return plan_settle(m);
    const miler_status status = plan_settle(m);
    if (status == MILER_OK && m->level == r->old->level) return MILER_OK;
    if (status != MILER_OK && status != MILER_ERR_REFUSED) return status;
    r->other_days = false;
    m->req = kept;
    m->plan->notice_count = 0;
    memset(&m->days, 0, sizeof m->days);
    return plan_settle(m);
}

// With what the log tells since, or, where no such plan can be made of it, as it was known.
static miler_status settle_log(replan *r) {
    plan_maker *m = r->m;
    const miler_plan_request kept = m->req;
    const bool adopted = r->adopted;
    r->log_taken = replan_log_take(r);
    if (!r->log_taken) return settle_days(r);
    const miler_status status = settle_days(r);
    if (status == MILER_OK && replan_log_holds(r)) return MILER_OK;
    if (status != MILER_OK && status != MILER_ERR_REFUSED) return status;
    r->log_taken = false;
    r->adopted = adopted;
    m->req = kept;
    m->plan->notice_count = 0;
    memset(&m->days, 0, sizeof m->days);
    return settle_days(r);
}

static miler_status settle(replan *r) {
    plan_maker *m = r->m;
    const miler_plan *old = r->old;
    m->again = true;
    m->req = old->request;
    plan_rules_column(m->rules, old->level, &m->rule);
    miler_status status = replan_take_past(r);
    if (status != MILER_OK) return status;
    replan_days(r);
    status = replan_paces(r);
    if (status == MILER_OK) status = settle_log(r);
    if (status != MILER_OK) return status;
    m->plan->request = m->req;
    m->plan->next_id = old->next_id;
    status = replan_notice(r);
    if (status == MILER_OK) status = replan_lay_aside(r);
    if (status != MILER_OK) return status;
    plan_make_frame(m);
    if (!same_frame(r))
        return miler_fail(m->err, MILER_ERR_ARG, "plan: its weeks are not those that its dates give");
    status = replan_profile_frame(r);
    if (status != MILER_OK) return status;
    status = replan_back(r);
    if (status != MILER_OK) return status;
    replan_trial_again(r);
    r->cause_cap = r->count + (size_t)m->frame_count * REPLAN_WEEK_MAX;
    r->cause = miler_arena_array(m->arena, r->cause_cap, sizeof *r->cause);
    return r->cause != NULL ? MILER_OK : miler_fail(m->err, MILER_ERR_NOMEM, "out of memory for the plan");
}

static miler_status run(replan *r) {
    plan_maker *m = r->m;
    miler_plan *plan = m->plan;
    plan->notices = miler_arena_array(m->arena, PLAN_NOTICES_MAX, sizeof *plan->notices);
    plan->weeks = miler_arena_array(m->arena, PLAN_WEEKS_MAX, sizeof *plan->weeks);
    if (plan->notices == NULL || plan->weeks == NULL || r->old->week_count > PLAN_WEEKS_MAX)
        return miler_fail(m->err, MILER_ERR_NOMEM, "out of memory for the plan");
    miler_status status = settle(r);
    if (status == MILER_OK) status = go_through(r);
    if (status != MILER_OK) return status;
    plan_add_shares(m);
    status = replan_back_tell(r);
    return status == MILER_OK ? replan_say(r) : status;
}

static bool sound(const miler_replan *asked, const miler_plan_rules *rules) {
    return asked != NULL && rules != NULL && rules->count == PLAN_RULE_COUNT &&
           asked->note_count <= MILER_NOTES_MAX;
}

static miler_status refuse_over(miler_error *err) {
    miler_fail(err, MILER_ERR_REFUSED, "the race of this plan is over: there is nothing left to plan");
    miler_error_remedy(err, "the next one: miler plan new");
    return MILER_ERR_REFUSED;
}

miler_status miler_plan_replan(const miler_plan *plan, const miler_replan *asked,
                               const miler_plan_rules *rules, miler_arena *arena, miler_plan *out,
                               miler_plan_change **out_changes, size_t *out_change_count, miler_error *err) {
    if (plan == NULL || arena == NULL || out == NULL || out_changes == NULL || out_change_count == NULL ||
        !sound(asked, rules))
        return miler_fail(err, MILER_ERR_ARG, "replan: a part is missing");
    memset(out, 0, sizeof *out);
    *out_changes = NULL;
    *out_change_count = 0;
    if (asked->today > plan->race_day) return refuse_over(err);
    replan *r = miler_arena_take(arena, sizeof *r);
    if (r == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory for the plan");
    plan_maker *m = plan_maker_new(rules, arena, out, err);
    if (m == NULL) return MILER_ERR_NOMEM;
    *r = (replan){.m = m, .old = plan, .asked = asked, .rules = rules};
    const miler_status status = run(r);
    miler_arena_free(m->scratch);
    if (status != MILER_OK) memset(out, 0, sizeof *out);
    *out_changes = status == MILER_OK ? r->changes : NULL;
    *out_change_count = status == MILER_OK ? r->change_count : 0;
    return status;
}
