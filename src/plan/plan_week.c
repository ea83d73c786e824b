// SPDX-License-Identifier: MIT
// One week: hard sessions first, then strength, then the long run, then what is
// left of the week's volume spread over the easy days. The caps are shares of
// the week as it comes out, so a week is made, measured and made again until
// what was meant and what came out agree; three or four times are enough.
#include "plan/plan_week.h"

#include <string.h>

#define ROUNDS 16
#define RACED_LEAST 0.4 // of a week's running that stays beside its races [engineering estimate]
#define MORE_ROUNDS 3   // where little was run: without hard sessions
#define SURE 0.985      // where a limit is reached: estimates are a little off the texts
#define LEARN_STEP 0.9  // of the largest step, so that rounding stays inside [engineering estimate]

static int32_t date_of(const week_plan *w, int day) {
    return w->week->first_day + day - (7 - w->week->days);
}

static void find_races(week_plan *w) {
    w->races = 0;
    for (int day = 7 - w->week->days; day < 7; day++)
        if (plan_other_on(w->m, date_of(w, day)) != NULL) w->races |= 1u << day;
}

static int count_races(const week_plan *w) {
    int races = 0;
    for (int day = 0; day < 7; day++)
        races += (w->races >> day & 1u) != 0;
    return races;
}

static void choose_hard_days(week_plan *w) {
    const plan_days *days = &w->m->days;
    w->m->now.dropped = w->m->now.apart = w->m->now.fresh = 0;
    w->m->now.small = w->squeeze >= 5;
    w->hard = w->usual = 0;
    bool owed = false; // the trial, on whose day nothing hard may be
    int next = 0;
    const int races = count_races(w);                            // each stands for a hard session
    const int drop = w->squeeze >= 3 && w->week->hard_count > 1; // the week holds no more
    for (int day = 0, left = w->week->hard_count - imax(drop, races); day < 7 && left > 0; day++) {
        if (days->role[day] != PLAN_HARD) continue;
        left--;
        w->usual |= 1u << day;
        const plan_family family = w->week->hard[next];
        const bool for_lack = w->week->for_lack[next++];
        if (w->m->now.small) w->m->now.dropped |= 1u << day;
        if (w->m->now.small) continue;
        int at = week_hard_at(w, day, family);
        if (at >= 0 && plan_other_near(w->m, date_of(w, at))) at = -1;
        if (at < 0) owed = owed || family == PLAN_TRIAL;
        if (at < 0) continue;
        w->hard |= 1u << at;
        w->family[at] = owed ? PLAN_TRIAL : family; // it tells the paces: the next hard day is its
        w->for_lack[at] = for_lack && !owed;
        owed = false;
    }
}

// On a day that is usually free a race takes the place of an easy run: the one
// before it, after it, or any.
static void give_up_easy(week_plan *w, int race) {
    unsigned easy = w->runs & ~w->hard & ~w->races;
    if (w->long_day >= 0 && (easy & ~(1u << w->long_day)) != 0) easy &= ~(1u << w->long_day);
    const int order[] = {race - 1, race + 1, 0, 1, 2, 3, 4, 5, 6};
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        if (order[i] < 0 || order[i] > 6 || !(easy >> order[i] & 1)) continue;
        w->runs &= ~(1u << order[i]);
        if (order[i] == w->long_day) w->long_day = -1;
        return;
    }
}

// A race day has its race and nothing else; the long run keeps away from it.
static void add_races(week_plan *w) {
    plan_maker *m = w->m;
    w->runs &= ~w->races;
    if (w->long_day >= 0 && ((w->races | w->races << 1 | w->races >> 1) >> w->long_day & 1)) w->long_day = -1;
    for (int day = 0; day < 7; day++) {
        if (!(w->races >> day & 1)) continue;
        if (m->days.role[day] == PLAN_REST) give_up_easy(w, day);
        plan_draft *d = plan_draft_add(m, day, 0, MILER_SESSION_RACE);
        if (d == NULL) continue;
        d->hard = true;
        d->set.rep_m = plan_other_on(m, date_of(w, day))->dist_m;
        d->warm_min = (int)m->rule.race_warmup_min;
        d->cool_min = (int)m->rule.cooldown_min;
        w->used_min[day] = PLAN_NO_LIMIT;
    }
    w->hard |= w->races;
}

// What the races of the week come to, with their warm-up: running it need not do besides.
static double races_m(const week_plan *w) {
    double sum = 0;
    for (int day = 7 - w->week->days; day < 7; day++) {
        const miler_other_race *r = plan_other_on(w->m, date_of(w, day));
        if (r == NULL) continue;
        sum += r->dist_m;
        if (!plan_other_is_outing(w->m, r->dist_m))
            sum += minutes_to_m(w->m->rule.race_warmup_min + w->m->rule.cooldown_min, w->m->easy_mps);
    }
    return sum;
}

static void run_days(week_plan *w) {
    w->runs = 0;
    for (int day = 7 - w->week->days; day < 7; day++)
        if (w->m->days.role[day] != PLAN_REST) w->runs |= 1u << day;
}

// The long run's own day; in a week that leaves a hard day free, that one where
// it has clearly more time.
static void choose_long_day(week_plan *w) {
    const plan_maker *m = w->m;
    w->long_day = -1;
    if (w->week->days < 7) return;
    for (int day = 0; day < 7; day++)
        if (m->days.role[day] == PLAN_LONG) w->long_day = day;
    for (int day = 0; day < 7; day++)
        if (m->days.role[day] == PLAN_HARD && !(w->usual >> day & 1) &&
            imin(m->limit_min[day], 90) > m->limit_min[w->long_day] + 10)
            w->long_day = day;
}

// The hard sessions; days without room for theirs are hard no longer.
static void write_hard_days(week_plan *w) {
    plan_maker *m = w->m;
    unsigned fresh = 0;
    bool taken = !m->now.mid;
    for (int day = 0; day < 7; day++) {
        if (!taken && !(m->now.past >> day & 1)) {
            week_take_past(w);
            fresh = m->now.known & ~m->known; // new in this week, as it was run
            taken = true;
        }
        if (!(w->hard >> day & 1) || (w->races >> day & 1)) continue;
        const plan_family family = week_familiar(m, w->family[day], &fresh);
        if (family == PLAN_NONE) m->now.fresh |= 1u << day;
        if (family == PLAN_NONE || !week_write_hard(w, day, family))
            w->hard &= ~(1u << day);
        else
            m->drafts[m->draft_count - 1].for_lack = w->for_lack[day] && family == w->family[day];
    }
}

static void build(week_plan *w) {
    plan_maker *m = w->m;
    m->draft_count = 0;
    memset(w->used_min, 0, sizeof w->used_min);
    memcpy(m->last, w->last, sizeof m->last);
    memcpy(m->most_m, w->most_m, sizeof m->most_m);
    memcpy(m->hold, w->hold, sizeof m->hold);
    memcpy(m->push, w->push, sizeof m->push);
    run_days(w);
    find_races(w);
    choose_hard_days(w);
    choose_long_day(w);
    add_races(w);
    memset(w->strength_min, 0, sizeof w->strength_min);
    memset(w->plyo_min, 0, sizeof w->plyo_min);
    const bool all = w->week->number <= 0 || week_place_strength(w, false);
    write_hard_days(w);
    // Beside a hard run that leaves time, or on a day whose eve is free again, as none came of it.
    if (!all) (void)week_place_strength(w, true);
    week_fill_easy(w);
    week_widen_hard(w);
    plan_calm(m);
}

// Texts of a settled week, measured; failures are sticky in m->status.
static miler_status write_week(week_plan *w) {
    plan_maker *m = w->m;
    week_add_rest(w);
    for (int i = 0; i < m->draft_count && m->status == MILER_OK; i++) {
        plan_draft *d = &m->drafts[i];
        if (d->kind == MILER_SESSION_EASY) d->kind = week_easy_kind(d);
        (void)plan_draft_write(m, d);
    }
    if (m->status == MILER_OK) week_write_strength(w);
    return m->status;
}

static double largest_done(const plan_maker *m, int index) {
    double largest = plan_held_before_m(m, index);
    for (int i = index - 1, seen = 0; i >= 0 && seen < 3 && m->frame[i].days == 7; i--, seen++)
        largest = fmax(largest, m->done_m[i]);
    return largest;
}

static double largest_of_last(const plan_maker *m, int index) {
    double largest = m->start_m;
    int seen = 0;
    for (int i = index - 1; i >= 0 && seen < 3; i--) {
        if (m->frame[i].days < 7) break;
        const double ran_m = m->done_m[i] + 0.97 * m->raced_m[i]; // rounding stays inside
        if (seen == 0 || ran_m > largest) largest = ran_m;
        seen++;
    }
    largest = fmax(largest, plan_held_before_m(m, index));
    if (!m->short_weeks) return largest;
    // Nothing run for three weeks: as a plan begins. After missed weeks, half of what was held before.
    const double step = 1 + m->rule.volume_step_max;
    if (largest <= 0) return SURE * m->start_m * m->rule.start_ratio_max / step;
    largest = fmax(largest * step, largest + 0.9 * m->rule.volume_slack_m);
    return SURE * fmax(largest, fmax(m->floor_m, m->rule.weekly_min_m)) / step;
}

// Of the odd days before the first full week: no more than their share of the runs, so that one of
// two days does not carry the running of both.
static double odd_share(const plan_maker *m, const plan_frame_week *week) {
    int all = 0, some = 0;
    for (int day = 0; day < 7; day++) {
        const bool run = m->days.role[day] != PLAN_REST;
        all += run;
        some += run && day >= 7 - week->days;
    }
    return fmin(week->days / 7.0, all > 0 ? (double)some / all : 0);
}

static double aim(const plan_maker *m, int index, double *out_most) {
    const plan_frame_week *week = &m->frame[index];
    const plan_rule *r = &m->rule;
    const double back_m = SURE * plan_return_m(m, index);
    *out_most = fmin(fmax(largest_of_last(m, index) * (1 + r->volume_step_max), back_m), m->cap_m);
    *out_most = fmin(*out_most, m->peak_m + 0.9 * r->volume_slack_m);
    if (week->days < 7) {
        *out_most = m->cap_m;
        return m->start_m * odd_share(m, week);
    }
    if (m->load_m <= 0) {
        *out_most = fmin(fmin(m->start_m * r->start_ratio_max, *out_most), m->cap_m);
        return m->start_m;
    }
    const double back_target_m = plan_return_target_m(m, fmin(0.95 * back_m, m->peak_m));
    if (week->light) {
        // On the way back from lost weeks each was lighter than a lighter one.
        const double least_m = SURE * plan_regain_m(m, index);
        const double held_m = SURE * plan_held_before_m(m, index) * (1 + r->volume_step_max);
        const double load_m = fmin(m->load_m, fmax(m->load_done_m, held_m));
        *out_most = fmin(*out_most, fmax(load_m * (1 - r->light_cut_min), least_m));
        return fmin(fmax(m->load_m * (1 - r->light_cut_target), fmin(back_target_m, least_m)), *out_most);
    }
    // One new to running starts far below what such a runner can carry.
    const double step = plan_learns(m) ? LEARN_STEP * r->volume_step_max : r->volume_step;
    double next_m = fmin(m->load_m * (1 + step), m->peak_m);
    // Meant to fit from the start: nothing has to give way then.
    const double fits_m = 0.94 * *out_most;
    const bool lost = largest_done(m, index) <= 0; // nothing was run for three weeks
    if (m->short_weeks) next_m = fmin(next_m, lost ? plan_return_target_m(m, fits_m) : fits_m);
    next_m = fmax(next_m, back_target_m);
    if (week->plan_week != m->plan_weeks - 1) return next_m;
    // No more before the race; the taper's days before race week are shorter.
    *out_most = fmin(*out_most, m->load_m);
    return next_m * (1 - (1 - r->taper_early_share) * fmax(r->taper_days - 7, 0) / 7);
}

void plan_week_done(plan_maker *m, int index) {
    const plan_frame_week *week = &m->frame[index];
    const double dist_m = plan_drafts_m(m);
    m->done_m[index] = dist_m;
    for (int i = 0; i < m->draft_count; i++)
        if (m->drafts[i].kind == MILER_SESSION_RACE) m->raced_m[index] += m->drafts[i].sum.dist_m;
    if (week->days == 7 && !week->light && m->raced_m[index] <= 0) m->load_m = m->load_done_m = dist_m;
    for (int i = 0; i < m->draft_count; i++) {
        const plan_draft *d = &m->drafts[i];
        m->known |= 1u << d->family;
        m->seen |= 1u << d->family;
        if (d->kind == MILER_SESSION_STRENGTH) m->strength_count++;
        if (d->kind == MILER_SESSION_PLYO) m->plyo_day = week->first_day + d->day;
        if (d->kind == MILER_SESSION_LONG) m->long_min = d->minutes;
        if (d->hills > 0) m->hills_count++;
        if (d->drills) m->drills_count++;
    }
}

// What the taper's days before race week may hold: what they ever held in the
// weeks before, and a little. 0: nothing to go by.
static double early_limit(const week_plan *w) {
    const plan_maker *m = w->m;
    const int first = 13 - (int)m->rule.taper_days;
    if (w->week->plan_week != m->plan_weeks - 1 || m->plan_weeks < (int)m->rule.weeks_min || first > 6)
        return 0;
    double before_m = 0, at_m[PLAN_WEEKS_MAX] = {0};
    for (size_t i = 0; i < m->plan->session_count; i++) {
        const int32_t back =
            w->week->first_day + 6 - m->plan->sessions[i].day; // days before this week's last
        if (m->plan->sessions[i].status == MILER_SESSION_SKIPPED || back < 0) continue;
        if (m->plan->sessions[i].kind == MILER_SESSION_RACE) continue; // no training
        if (back % 7 <= 6 - first && back / 7 < PLAN_WEEKS_MAX) at_m[back / 7] += m->plan->sessions[i].dist_m;
    }
    // Of whole such days alone, where the plan begins in the middle of them.
    for (int i = 0; i < PLAN_WEEKS_MAX && w->week->first_day + first - 7 * i >= m->plan->start_day; i++)
        before_m = fmax(before_m, at_m[i]);
    return before_m > 0 ? fmax(before_m * m->rule.taper_early_max, before_m + m->rule.volume_slack_m) * 0.94
                        : 0;
}

miler_status plan_make_week(plan_maker *m, int index) {
    week_plan w = {.m = m, .week = &m->frame[index]};
    double most_m;
    static const int squeezes[ROUNDS + MORE_ROUNDS] = {0, 0, 0, 1, 1, 1, 2, 2, 2, 3,
                                                       3, 3, 4, 4, 4, 4, 5, 5, 5};
    plan_recent_forget(m, w.week);
    m->stretch_min = plan_learn_stretch(m, index);
    memcpy(w.last, m->last, sizeof w.last);
    memcpy(w.most_m, m->most_m, sizeof w.most_m);
    memcpy(w.hold, m->hold, sizeof w.hold);
    memcpy(w.push, m->push, sizeof w.push);
    w.target_m = aim(m, index, &most_m);
    w.target_m = fmax(w.target_m - races_m(&w), RACED_LEAST * w.target_m);
    w.early_m = early_limit(&w);
    w.basis_m = w.target_m;
    m->target_m = w.target_m;
    const int rounds = m->again && m->short_weeks ? ROUNDS + MORE_ROUNDS : ROUNDS;
    for (int round = 0; round < rounds; round++) {
        build(&w);
        const double came_m = plan_drafts_m(m) - plan_week_lost(m);
        const double over_m = plan_drafts_m(m) + plan_week_more(m) - most_m;
        if (over_m > 0 && round + 1 < rounds) {
            // What gives way next may bring it down alone: then the target stands.
            const bool gives = squeezes[round] > w.squeeze;
            w.target_m = gives ? fmin(m->target_m, most_m) : w.target_m - over_m - 0.01 * most_m;
            w.tight += w.squeeze == 4 && squeezes[round] == 4;
            w.squeeze = squeezes[round];
            w.basis_m = fmin(w.basis_m, most_m);
            continue;
        }
        if (came_m < w.basis_m * 0.995) {
            w.basis_m = came_m;
            continue;
        }
        break;
    }
    return write_week(&w);
}
