// SPDX-License-Identifier: MIT
// The hard sessions of a week: which family a day gets, the fullest warm-up that
// leaves room for the work, and more easy running around it in weeks whose easy
// days are full.
#include "plan/plan_week.h"

#define SHORT_DAY_MIN 60 // there drills give way before the work does, engineering estimate

// Warm-up, drills, strides and cool-down, fuller first.
static const struct {
    int short_warm, strides, drills;
} warm_ups[] = {{0, 4, 1}, {0, 3, 1}, {0, 3, 0}, {1, 3, 1}, {1, 3, 0}, {1, 2, 0}};

static miler_session_kind kind_of(const plan_set *set) {
    if (set->family == PLAN_THRESHOLD) return MILER_SESSION_THRESHOLD;
    if (set->family == PLAN_TRIAL || set->pace == PLAN_AT_GOAL || set->pace == PLAN_AT_RACE)
        return MILER_SESSION_TRIAL;
    return MILER_SESSION_SPEED;
}

// Metres a session of the day may have, by age and, on the taper's days before
// race week, by what those days may hold.
static double day_limit_m(const week_plan *w, int day) {
    const double young_m = youth_run_m(w->m) * 0.97;
    int hard = 0;
    if (w->early_m <= 0 || taper_factor(w, day) >= 1) return young_m;
    for (int d = 0; d < 7; d++)
        hard += (w->hard >> d & 1) && taper_factor(w, d) < 1;
    return fmin(young_m, w->early_m / hard);
}

static double room_around(const week_plan *w, const plan_draft *draft, int limit_min) {
    const plan_maker *m = w->m;
    const double stride_s = plan_stride_s(m);
    const double around_m = (draft->warm_min + draft->cool_min) * 60 * m->easy_mps + draft->strides * 100;
    const int around_min = plan_learn_time(m, draft->warm_min) + plan_learn_time(m, draft->cool_min);
    const double by_dist_s = (day_limit_m(w, draft->day) - around_m) / m->mile_mps;
    const double by_time_s = limit_min * 60.0 - around_min * 60.0 - draft->strides * stride_s -
                             (draft->strides > 0 ? draft->strides - 1 : 0) * 60.0 - (draft->drills ? 360 : 0);
    return fmin(by_time_s, by_dist_s);
}

// The most seconds of work a squeezed week leaves to the session, less each time it was not enough.
static double most_work_s(const week_plan *w, plan_family family, const plan_set *whole) {
    if (w->squeeze < 4) return HUGE_VAL;
    const double share = family == PLAN_TRIAL ? 0.5 : 0.7 - 0.1 * w->tight;
    return share * plan_set_time_s(whole, w->m->jog_mps);
}

static void take_warm_up(const week_plan *w, size_t i, plan_draft *draft) {
    const plan_rule *r = &w->m->rule;
    const bool brief = warm_ups[i].short_warm || w->squeeze > (w->target_m < 30000 ? 0 : 3);
    draft->warm_min = plan_learn_whole(w->m, (int)(brief ? r->warmup_floor_min : r->warmup_min), true);
    draft->cool_min = plan_learn_whole(w->m, (int)(brief ? r->cooldown_floor_min : r->cooldown_min), true);
    draft->strides =
        imin(warm_ups[i].strides, w->basis_m < 12000 ? 2 : 4); // in a small week they are much of it
    draft->drills = warm_ups[i].drills;
}

// The work the room around the draft's warm-up leaves, at most most_s where that
// much makes a session at all.
static bool fit_set(const week_plan *w, const plan_draft *draft, int limit_min, double most_s,
                    plan_set *set) {
    const plan_maker *m = w->m;
    const double room_s = room_around(w, draft, limit_min);
    return plan_choose_set(m, w->week, draft->family, w->basis_m, fmin(room_s, most_s), set) ||
           plan_choose_set(m, w->week, draft->family, w->basis_m, room_s, set);
}

// Takes the fullest warm-up that leaves room for the work the phase wants.
static bool fill_hard(const week_plan *w, plan_draft *draft) {
    plan_set whole = {0}, best = {0};
    const int limit = left_min(w, draft->day);
    if (!plan_choose_set(w->m, w->week, draft->family, w->basis_m, PLAN_NO_LIMIT * 60.0, &whole))
        return false;
    const double most_s = most_work_s(w, draft->family, &whole);
    // On the taper's days the work gives way, not the warm-up.
    const bool taper = w->early_m > 0 && taper_factor(w, draft->day) < 1;
    const double enough = taper ? 0.5 : w->m->limit_min[draft->day] < SHORT_DAY_MIN ? 0.95 : 0.8;
    for (size_t i = 0; i < sizeof warm_ups / sizeof warm_ups[0]; i++) {
        take_warm_up(w, i, draft);
        plan_set set;
        if (!fit_set(w, draft, limit, most_s, &set)) continue;
        best = set;
        if (set.work_m >= enough * whole.work_m) break;
    }
    if (best.reps != 0)
        plan_vary_set(w->m, w->week, draft->family, w->basis_m, fmin(room_around(w, draft, limit), most_s),
                      &best);
    draft->set = best;
    return best.reps != 0;
}

bool week_write_hard(week_plan *w, int day, plan_family family) {
    plan_maker *m = w->m;
    plan_draft *draft = plan_draft_add(m, day, 0, MILER_SESSION_SPEED);
    if (draft == NULL) return false;
    draft->hard = true;
    draft->family = family;
    if (!fill_hard(w, draft)) {
        m->draft_count--;
        return false;
    }
    const plan_set *set = &draft->set;
    draft->before = m->last[family];
    draft->kind = kind_of(set);
    if (family != PLAN_TRIAL) { // a second one of the family this week goes on from here
        m->last[family] = *set;
        m->most_m[family] = fmax(m->most_m[family], set->work_m);
        m->hold[family] = m->push[family] = false;
    }
    plan_estimate(m, draft);
    w->used_min[day] += minutes_of(draft);
    return true;
}

// What the easy days could not take goes around the hard work: a longer way
// there and a longer way home.
void week_widen_hard(week_plan *w) {
    plan_maker *m = w->m;
    double short_m = w->target_m;
    for (int i = 0; i < m->draft_count; i++) {
        plan_estimate(m, &m->drafts[i]);
        short_m -= m->drafts[i].sum.dist_m;
    }
    for (int i = 0; i < m->draft_count && w->squeeze == 0 && !w->week->light && m->stretch_min == 0; i++) {
        plan_draft *d = &m->drafts[i];
        if (!d->hard || d->kind == MILER_SESSION_RACE || d->warm_min < (int)m->rule.warmup_min ||
            taper_factor(w, d->day) < 1)
            continue;
        int room = imin(left_min(w, d->day), (int)(short_m / m->easy_mps / 60));
        room = imin(room, (int)((youth_run_m(m) - d->sum.dist_m) * 0.97 / m->easy_mps / 60));
        const int home = imax(imin(room, EASY_AROUND_MAX - d->cool_min), 0);
        const int there = imax(imin(room - home, EASY_AROUND_MAX - d->warm_min), 0);
        d->cool_min += home;
        d->warm_min += there;
        w->used_min[d->day] += home + there;
        short_m -= minutes_to_m(home + there, m->easy_mps);
        plan_estimate(m, d);
    }
}

// The family asked for, or, where so many new ones stand in the week already,
// one that the runner knows: a week before may have had no room for its own.
plan_family week_familiar(const plan_maker *m, plan_family family, unsigned *fresh) {
    if ((m->known | *fresh) >> family & 1) return family;
    int count = 0;
    for (unsigned bits = *fresh; bits != 0; bits &= bits - 1)
        count++;
    if (count < (int)m->rule.hard_new_max) {
        *fresh |= 1u << family;
        return family;
    }
    static const plan_family usual[] = {PLAN_THRESHOLD, PLAN_RACE_PACE, PLAN_VO2MAX};
    for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++)
        if (m->known >> usual[i] & 1) return usual[i];
    return PLAN_NONE;
}
