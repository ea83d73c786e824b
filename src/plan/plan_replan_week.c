// SPDX-License-Identifier: MIT
// Where a week made anew bends to what stands already: hard days move apart from
// those that were run on another day than planned, days without hard running get
// none, and runs after illness or a break are shorter. A plan that is built
// first passes through here untouched.
#include "plan/plan_week.h"

#include <string.h>

#define SHORTEST_MIN 15 // engineering estimate: shorter is a walk to the door

bool plan_may_be_hard(const plan_maker *m, int day) {
    return !((m->now.calm | m->now.empty) >> day & 1);
}

static bool is_fast(plan_family family) {
    return family != PLAN_THRESHOLD;
}

// Far enough from the hard running that stands already.
static bool apart(const plan_maker *m, int day, plan_family family) {
    const plan_rule *r = &m->rule;
    const int own = (int)(is_fast(family) ? r->days_after_fast : r->days_after_threshold);
    for (int at = 0; at < 11; at++) {
        const int other = at - 2;
        const int kind = m->now.stood[at];
        if (kind == 0) continue;
        const int need = other > day ? own : (int)(kind == 2 ? r->days_after_fast : r->days_after_threshold);
        const int gap = other > day ? other - day : day - other;
        if (gap < (need > 1 ? need : 1)) return false;
    }
    return true;
}

// The short fast session of race week: on its day or not at all.
bool plan_may_sharpen(plan_maker *m, int day) {
    if ((m->now.past | m->now.closed) >> day & 1) return true;
    if (plan_may_be_hard(m, day) && apart(m, day, PLAN_SHARPENER)) return true;
    m->now.dropped |= 1u << day;
    if (plan_may_be_hard(m, day)) m->now.apart |= 1u << day;
    return false;
}

// The next hard day of the frame stays clear, and strength is not on the eve.
static bool clear_ahead(const week_plan *w, int day, plan_family family) {
    const plan_maker *m = w->m;
    const int need = (int)(is_fast(family) ? m->rule.days_after_fast : m->rule.days_after_threshold);
    for (int ahead = 1; ahead < need; ahead++)
        if (m->days.role[(day + ahead) % 7] == PLAN_HARD) return false;
    return day == 0 || !(m->now.gym >> (day - 1) & 1);
}

int week_hard_at(const week_plan *w, int day, plan_family family) {
    const plan_maker *m = w->m;
    const plan_now *now = &m->now;
    const unsigned taken = now->past | now->closed | now->empty | now->calm;
    if (!plan_may_be_hard(m, day)) return -1;
    if ((now->past | now->closed) >> day & 1) return day;
    if (apart(m, day, family)) return day;
    w->m->now.apart |= 1u << day;
    for (int at = day + 1; at < 7; at++) {
        if (m->days.role[at] != PLAN_EASY || (taken >> at & 1) || m->limit_min[at] < m->rule.hard_day_min)
            continue;
        if (apart(m, at, family) && clear_ahead(w, at, family)) return at;
    }
    w->m->now.dropped |= 1u << day;
    return -1;
}

// From here on what was run counts, not what had been planned.
void week_take_past(week_plan *w) {
    plan_maker *m = w->m;
    memcpy(m->last, m->now.last, sizeof m->last);
    memcpy(m->most_m, m->now.most_m, sizeof m->most_m);
    memcpy(m->hold, m->now.hold, sizeof m->hold);
    memcpy(m->push, m->now.push, sizeof m->push);
}

static void shorten(plan_draft *d, double share) {
    int minutes = (int)(d->minutes * share);
    if (minutes >= 30) minutes = minutes / 5 * 5;
    if (minutes < SHORTEST_MIN) minutes = SHORTEST_MIN;
    if (minutes < d->minutes) d->minutes = minutes;
}

void plan_calm(plan_maker *m) {
    for (int i = 0; i < m->draft_count && m->again; i++) {
        plan_draft *d = &m->drafts[i];
        const bool run = d->slot < 2 && !d->hard && d->kind != MILER_SESSION_REST;
        if (!run || d->kind == MILER_SESSION_CROSS) continue;
        const bool calm = m->now.calm >> d->day & 1;
        const double share = m->now.share[d->day];
        if (!calm && share <= 0) continue;
        if (calm) {
            d->strides = d->hills = 0;
            d->drills = false;
            if (d->kind == MILER_SESSION_STRIDES) d->kind = MILER_SESSION_EASY;
        }
        if (share > 0) shorten(d, share);
        plan_estimate(m, d);
    }
}

static double drafts_on(const plan_maker *m, unsigned days) {
    double sum = 0;
    for (int i = 0; i < m->draft_count; i++)
        if (m->drafts[i].kind != MILER_SESSION_RACE && days >> m->drafts[i].day & 1)
            sum += m->drafts[i].sum.dist_m;
    return sum;
}

// What the days that stand have less than they would have now, below 0 more.
// Small differences are rounding.
static double less_than_now(const plan_maker *m) {
    const double less_m = drafts_on(m, m->now.past | m->now.closed) - m->now.stood_m;
    // Of the week, engineering estimates: what stands is measured, the drafts are estimated.
    const double little_m = (less_m > 0 || m->now.as_asked ? 0.05 : 0.01) * plan_drafts_m(m);
    return fabs(less_m) > little_m ? less_m : 0;
}

double plan_week_lost(const plan_maker *m) {
    if (!m->again) return 0;
    return drafts_on(m, m->now.empty & ~(m->now.past | m->now.closed)) + less_than_now(m);
}

// What was left out makes no room for more.
double plan_week_more(const plan_maker *m) {
    return m->again ? fmax(-less_than_now(m), 0) : 0;
}
