// SPDX-License-Identifier: MIT
// What was done, as the builder needs it: the statuses of sessions that are
// over, and what each week leaves for the next: the last set of each family, how
// much was run, how long the long run was. Sets are read back from the texts, so
// that a plan that was changed by hand or made anew is as good a history as any.
#include "plan/plan_replan.h"

#include <string.h>

static size_t index_of(const replan *r, int32_t id) {
    for (size_t i = 0; i < r->count; i++)
        if (r->session[i].id == id) return i;
    return r->count;
}

static void take_fate(replan *r, const miler_plan_past *p) {
    const size_t i = index_of(r, p->session_id);
    if (i == r->count || (unsigned)p->kind >= MILER_PAST_KIND_COUNT) return;
    miler_session *s = &r->session[i];
    const bool over = p->kind == MILER_PAST_MISSED ? s->day < r->asked->today : s->day <= r->asked->today + 1;
    // What the runner took out stays out, unless it was run all the same.
    const bool kept_out = s->status == MILER_SESSION_SKIPPED && s->by_hand && p->kind == MILER_PAST_MISSED;
    if (!over || kept_out) return;
    r->fate[i] = (uint8_t)(p->kind + 1);
    s->status = p->kind == MILER_PAST_MISSED ? MILER_SESSION_SKIPPED : MILER_SESSION_DONE;
    s->run_id = p->kind == MILER_PAST_MISSED ? 0 : p->run_id;
    // With its run the day is over; strength leaves that still to come.
    if (p->kind != MILER_PAST_MISSED && s->slot < 2 && s->day == r->asked->today && r->from == s->day)
        r->from = s->day + 1;
}

bool replan_is_over(const replan *r, const miler_session *s) {
    if (s->day != r->asked->today) return s->day < r->from;
    const size_t i = index_of(r, s->id);
    return i < r->count && r->fate[i] != 0 && r->session[i].status == MILER_SESSION_DONE;
}

bool replan_done_apart(const replan *r, const miler_session *s) {
    return s->slot >= 2 && s->day >= r->from && replan_is_over(r, s);
}

miler_status replan_take_past(replan *r) {
    const miler_plan *old = r->old;
    r->count = old->session_count;
    const int32_t days = old->race_day - old->start_day;
    const size_t room = r->count + (size_t)(days > 0 && days < REPLAN_DAYS_MAX ? days : REPLAN_DAYS_MAX) + 1;
    r->session = miler_arena_array(r->m->arena, room, sizeof *r->session); // one may stand in on each day
    r->fate = miler_arena_array(r->m->arena, room, sizeof *r->fate);
    if (r->session == NULL || r->fate == NULL)
        return miler_fail(r->m->err, MILER_ERR_NOMEM, "out of memory for the plan");
    if (r->count > 0) memcpy(r->session, old->sessions, r->count * sizeof *r->session);
    r->from = r->asked->today > old->start_day ? r->asked->today : old->start_day;
    for (size_t i = 0; i < r->asked->past_count; i++)
        take_fate(r, &r->asked->past[i]);
    return MILER_OK;
}

// ---- A text read back ----------------------------------------------------------------

static void take_rest(const miler_step *step, plan_set *set) {
    set->walk = step->mode == MILER_RECOVERY_WALK;
    if (step->dist_m > 0)
        set->rest_m = step->dist_m;
    else
        set->rest_s = step->time_s;
}

// The reps of one step or repeat as a set; reps 0 when it is none.
static plan_set set_of(const plan_maker *m, const miler_step *step) {
    plan_set set = {0};
    const bool repeat = step->kind == MILER_STEP_REPEAT;
    const miler_step *steps = repeat ? step->children : step;
    for (size_t i = 0; i < (repeat ? step->child_count : 1); i++) {
        if (steps[i].kind == MILER_STEP_RUN && set.reps == 0) {
            set.family = plan_family_of(&steps[i].target, &m->req.book, &set.pace);
            if (set.family == PLAN_NONE) continue;
            set.reps = repeat ? (int)step->count : 1;
            set.rep_m = steps[i].dist_m;
            set.rep_min_s = steps[i].dist_m > 0 ? 0 : steps[i].time_s;
        } else if (steps[i].kind == MILER_STEP_RECOVERY && set.reps > 0) {
            take_rest(&steps[i], &set);
        }
    }
    return set;
}

typedef struct scan {
    plan_draft draft;
    plan_set set; // the largest of the text
} scan;

// Running in pieces with walks between: its running is all of them.
static bool walked(const miler_step *step) {
    return step->kind == MILER_STEP_REPEAT && step->child_count == 2 &&
           step->children[0].kind == MILER_STEP_RUN && step->children[1].kind == MILER_STEP_RECOVERY &&
           step->children[1].mode == MILER_RECOVERY_WALK;
}

// One step of the text, `first` and `last` being warm-up and cool-down.
static void scan_step(const plan_maker *m, const miler_step *step, bool first, bool last, scan *out) {
    const miler_step *in = step->kind == MILER_STEP_REPEAT && step->child_count > 0 ? step->children : step;
    const double times = walked(step) ? step->count : 1;
    if (first) out->draft.minutes = out->draft.warm_min = (int)(times * in->time_s / 60 + 0.5);
    if (last) out->draft.cool_min = (int)(times * in->time_s / 60 + 0.5);
    const int count = step->kind == MILER_STEP_REPEAT ? (int)step->count : 1;
    if (in->kind == MILER_STEP_HILL) out->draft.hills += count;
    if (in->kind == MILER_STEP_STRIDE) out->draft.strides += count;
    out->draft.drills = out->draft.drills || in->kind == MILER_STEP_DRILLS;
    plan_set set = set_of(m, step);
    if (in->kind == MILER_STEP_TIME_TRIAL)
        set = (plan_set){.family = PLAN_TRIAL, .reps = 1, .rep_m = in->dist_m, .pace = PLAN_AT_MILE};
    if (set.reps == 0) return;
    plan_set_finish(m, &set);
    if (set.work_m > out->set.work_m) out->set = set;
}

// Everything of a session's text at once; an unreadable one counts for nothing.
// `whole`: the time of strength and jumps too.
static void scan_text(plan_maker *m, const miler_session *s, bool whole, scan *out) {
    miler_workout w;
    memset(out, 0, sizeof *out);
    out->draft.kind = s->kind;
    out->draft.hard = s->hard;
    if (!whole && s->slot >= 2 && !s->by_hand) return; // strength and jumps are no running
    miler_arena_reset(m->scratch);
    const miler_status status = miler_workout_parse(s->text, m->scratch, &w, NULL);
    if (status == MILER_ERR_NOMEM && m->status == MILER_OK)
        m->status = miler_fail(m->err, MILER_ERR_NOMEM, "out of memory for the plan");
    if (status != MILER_OK) return;
    miler_workout_sum(&w, &m->req.book, &out->draft.sum);
    for (size_t i = 0; i < w.step_count; i++)
        scan_step(m, &w.steps[i], i == 0, i + 1 == w.step_count, out);
    plan_shape_read(m, &w, &out->set);
    if (out->draft.hills > 0) out->draft.minutes += 5; // the jog home after the hill
    out->draft.set = out->set;
    out->draft.family = out->set.reps > 0 ? out->set.family : PLAN_NONE;
}

// What is over stands in the metres it was asked for with, whatever the paces are now. In the same
// paces those are the text's own, which are not rounded.
static double metres(const replan *r, const miler_session *s, const scan *at) {
    const bool other = fabs(at->draft.sum.dist_m - s->dist_m) > 1;
    return other && replan_is_over(r, s) ? s->dist_m : at->draft.sum.dist_m;
}

double replan_metres(const replan *r, const miler_session *s) {
    scan at;
    scan_text(r->m, s, true, &at);
    return metres(r, s, &at);
}

void replan_measure(plan_maker *m, const miler_session *s, plan_draft *out) {
    scan at;
    scan_text(m, s, true, &at);
    *out = at.draft;
}

// ---- What a week leaves ----------------------------------------------------------------

// A failed session lowers the next of its family, a too easy one raises it.
static void take_set(replan *r, const miler_session *s, const plan_set *read) {
    plan_maker *m = r->m;
    plan_set set = *read;
    const size_t i = index_of(r, s->id);
    const int fate = i < r->count ? r->fate[i] : 0;
    m->known |= 1u << set.family;
    m->seen |= 1u << set.family;
    if (set.family == PLAN_TRIAL || set.family == PLAN_NONE || set.reps < 1) return;
    m->most_m[set.family] = fmax(m->most_m[set.family], set.work_m);
    if (set.family == PLAN_RACE_PACE) m->fast_day = s->day;
    m->hold[set.family] = fate == MILER_PAST_FAILED + 1;
    m->push[set.family] = fate == MILER_PAST_TOO_EASY + 1;
    if (m->hold[set.family]) {
        const double share = m->rule.replan_failed_share;
        const int reps = (int)(set.reps * share);
        if (reps < 2) { // two are the fewest: then shorter ones
            set.rep_m *= share;
            set.rep_min_s *= share;
        }
        set.reps = reps < 2 ? 2 : reps;
        plan_set_finish(m, &set);
        m->most_m[set.family] = set.work_m; // grows from there, not from what was too much
    }
    m->last[set.family] = set;
}

static void take_session(replan *r, const miler_session *s, const scan *at) {
    plan_maker *m = r->m;
    if (s->kind == MILER_SESSION_STRENGTH) m->strength_count++;
    if (s->kind == MILER_SESSION_PLYO) m->plyo_day = s->day;
    if (s->kind == MILER_SESSION_LONG) m->long_min = at->draft.minutes;
    if (at->draft.hills > 0) m->hills_count++;
    if (at->draft.drills) m->drills_count++;
    if (s->hard && at->set.reps > 0) take_set(r, s, &at->set);
}

// A note on a day without a run takes nothing from the week.
static bool runs_on(const miler_session *sessions, size_t count, int32_t day) {
    for (size_t i = 0; i < count; i++)
        if (sessions[i].day == day && sessions[i].kind != MILER_SESSION_REST &&
            sessions[i].kind != MILER_SESSION_STRENGTH && sessions[i].kind != MILER_SESSION_PLYO)
            return true;
    return false;
}

static bool touched(replan *r, const plan_frame_week *week, const miler_session *sessions, size_t count) {
    for (int32_t day = week->first_day; day < week->first_day + week->days; day++)
        if (replan_touched(r, day) && runs_on(sessions, count, day)) return true;
    return false;
}

static double run_m(const miler_plan_run *runs, size_t count, const plan_frame_week *week) {
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        const int32_t at = runs[i].day - week->first_day;
        if (at >= 0 && at < week->days) sum += runs[i].dist_m;
    }
    return sum;
}

double replan_other_m(const replan *r, const plan_frame_week *week) {
    return run_m(r->asked->runs, r->asked->run_count, week);
}

typedef struct week_sum {
    double done_m, asked_m;
    bool skipped;
} week_sum;

static week_sum take_sessions(replan *r, const miler_session *sessions, size_t count) {
    week_sum sum = {0};
    for (size_t i = 0; i < count; i++) {
        scan at;
        if (sessions[i].kind == MILER_SESSION_RACE) continue;
        scan_text(r->m, &sessions[i], false, &at);
        const double dist_m = metres(r, &sessions[i], &at);
        sum.asked_m += dist_m;
        const bool out = sessions[i].status == MILER_SESSION_SKIPPED;
        sum.skipped = sum.skipped || out;
        if (out) continue;
        sum.done_m += dist_m;
        take_session(r, &sessions[i], &at);
    }
    return sum;
}

static bool any_of_last(const bool *weeks, int index, int count) {
    for (int i = index; i >= 0 && i > index - count; i--)
        if (weeks[i]) return true;
    return false;
}

static double most_done(const plan_maker *m, int index) {
    double most_m = 0;
    for (int i = 0; i <= index; i++)
        if (m->frame[i].days == 7) most_m = fmax(most_m, m->done_m[i]);
    return most_m;
}

// No week up to this one was a loading week that was run.
static bool none_loaded(const replan *r, int index) {
    for (int i = 0; i < index; i++)
        if (r->m->frame[i].days == 7 && !r->m->frame[i].light && !r->missed[i]) return false;
    return true;
}

void replan_take_week(replan *r, int index, const miler_session *sessions, size_t count) {
    plan_maker *m = r->m;
    const plan_frame_week *week = &m->frame[index];
    plan_recent_forget(m, week);
    week_sum sum = take_sessions(r, sessions, count);
    const double target_m = m->plan->weeks[index].target_m;
    const bool eased = touched(r, week, sessions, count);
    // Other runs stand in for those that were missed, up to what was asked for.
    sum.done_m = fmax(sum.done_m, fmin(sum.done_m + replan_other_m(r, week), sum.asked_m));
    if (r->asked->run_count > 0)
        sum.skipped = sum.skipped && sum.done_m < 0.9 * sum.asked_m; // engineering estimate
    m->done_m[index] = sum.done_m;
    if (week->first_day + week->days <= r->asked->today)
        m->ran_m[index] = run_m(r->asked->all_runs, r->asked->all_run_count, week);
    r->missed[index] = sum.skipped && sum.done_m < m->rule.missed_week_share * fmax(sum.asked_m, target_m);
    r->short_week[index] = sum.skipped || eased;
    m->missed[index] = r->missed[index];
    m->short_weeks = any_of_last(r->short_week, index, 4);
    if (week->days < 7) return;
    m->floor_m = any_of_last(r->missed, index, 3) ? m->rule.break_first_share * most_done(m, index) : 0;
    if (week->light) return;
    // The way up goes on from what was meant, within what was run (plan_week.c).
    m->load_m = eased && target_m > 0 ? target_m : sum.asked_m;
    if (!r->missed[index])
        m->load_done_m = sum.done_m;
    else if (none_loaded(r, index)) // what was run of missed ones is all there is to be lighter than
        m->load_done_m = fmax(m->load_done_m, sum.done_m);
}

// ---- Ill before the plan began -----------------------------------------------------------
// Up to five days off change nothing (Daniels), and nothing of the plan was missed:
// the easy days after them are all that is asked for. What such a week leaves for
// the next is what it would have left without them, but for what was really run.

bool replan_only_before(replan *r, const plan_frame_week *week) {
    bool any = false;
    for (int d = 0; d < week->days; d++) {
        const replan_day *at = replan_day_at(r, week->first_day + d);
        if (at == NULL || at->cause == REPLAN_FOLLOWS) continue;
        if (!at->before) return false;
        any = true;
    }
    for (size_t i = 0; i < r->count && any; i++) {
        const int32_t at = r->session[i].day - week->first_day;
        const bool here = at >= 0 && at < week->days;
        if (here && (r->session[i].by_hand || r->fate[i] > MILER_PAST_DONE + 1)) return false;
    }
    return any;
}

void replan_mean_week(replan *r, int index, plan_maker *out) {
    plan_maker *m = out;
    *m = *r->m; // with a plan, an arena and an error of its maker's
    memset(&m->now, 0, sizeof m->now);
    m->short_weeks = false;
    const miler_status status = plan_make_week(m, index);
    if (status == MILER_OK) plan_week_done(m, index);
    if (m->status == MILER_OK) m->status = status;
    if (r->m->status == MILER_OK) r->m->status = m->status;
}

// What the log has of hard work bounds what the first of it may be: then those that
// are laid begin there.
static bool bound_by_log(const plan_maker *m) {
    return (m->req.from_log & MILER_LOG_WORK) != 0;
}

// Days whose drafts are those of the week as it is, bits.
static unsigned own_days(replan *r, const plan_frame_week *week, const plan_maker *meant) {
    unsigned days = 0;
    for (int d = 7 - week->days; d < 7; d++) {
        const replan_day *at = replan_day_at(r, week->first_day + d - (7 - week->days));
        days |= (unsigned)(at != NULL && at->before) << d;
    }
    const plan_maker *const both[] = {r->m, meant};
    for (int k = 0; k < 2 && bound_by_log(meant); k++)
        for (int i = 0; i < both[k]->draft_count; i++)
            days |= (unsigned)both[k]->drafts[i].hard << both[k]->drafts[i].day;
    return days;
}

void replan_lay_meant(replan *r, int index, const plan_maker *meant) {
    plan_maker *m = r->m;
    const unsigned own = own_days(r, &m->frame[index], meant);
    int kept = 0;
    for (int i = 0; i < m->draft_count; i++)
        if (own >> m->drafts[i].day & 1) m->drafts[kept++] = m->drafts[i];
    for (int i = 0; i < meant->draft_count && kept < PLAN_DRAFTS_MAX; i++)
        if (!(own >> meant->drafts[i].day & 1)) m->drafts[kept++] = meant->drafts[i];
    m->draft_count = kept;
}

void replan_take_meant(replan *r, int index, const plan_maker *meant) {
    plan_maker *m = r->m;
    // Of hard work what was run counts; where nothing of a kind was, the next is as it was meant.
    for (int f = 0; f < PLAN_FAMILY_COUNT && !bound_by_log(m); f++)
        if (m->last[f].reps == 0) m->last[f] = meant->last[f];
    m->long_min = meant->long_min;
    m->plyo_day = meant->plyo_day;
    m->strength_count = meant->strength_count;
    m->hills_count = meant->hills_count;
    m->drills_count = meant->drills_count;
    m->load_m = meant->load_m;
    r->missed[index] = r->short_week[index] = m->missed[index] = false;
    m->short_weeks = any_of_last(r->short_week, index, 4);
    m->floor_m = 0;
}
