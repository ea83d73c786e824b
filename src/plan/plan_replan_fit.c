// SPDX-License-Identifier: MIT
// The last word on a week made anew. Its days are built from estimates, and then
// bent: to what stands already, to what notes ask, to what may not grow. Here it
// is summed up as it will stand, text by text, and what can still be changed
// gives way until every cap holds: the week's volume, the days of the taper, the
// long run's share, the work of each hard session.
//
// What gives way, in this order: the length of easy runs, then of the long run,
// then of all to the shortest; an easy run; long warm-ups; strides and hills;
// the size of hard sessions; and last one of them. Asked twice, it must give the
// same: in the week in hand what comes first in this order is held at what it was
// (replan_hold_back), so all of that has to come before the rest.
#include "plan/plan_replan.h"
#include "plan/plan_week.h"

#include <string.h>

#define SHORTEST_MIN 15  // engineering estimate, as in plan_replan_week.c
#define STEPS_MAX 400    // each makes something smaller; a week has not so many to give
#define LEAP_SLACK_M 200 // engineering estimate: rounding
#define GIVEN_MAX 7      // easy runs of a week that can be given up, and remembered

typedef struct fit {
    replan *r;
    plan_maker *m;
    const plan_frame_week *week;
    int index;
    double stood_m; // running that stands
    int stood_runs;
    int keep_runs;               // runs that stay
    bool eased;                  // a hard session got smaller
    bool brief;                  // so small a week that warm-ups may be short
    plan_draft given[GIVEN_MAX]; // easy runs given up, in that order
    int given_count;
} fit;

static int32_t date_of(const fit *f, int place) {
    return f->week->first_day + place - (7 - f->week->days);
}

// Will be laid, and is no race.
static bool lives(const fit *f, const plan_draft *d) {
    const plan_now *now = &f->m->now;
    return !((now->past | now->closed | now->empty) >> d->day & 1) && d->kind != MILER_SESSION_RACE &&
           d->kind != MILER_SESSION_REST && d->slot < 2;
}

static bool is_easy(const fit *f, const plan_draft *d) {
    return lives(f, d) && !d->hard && d->kind != MILER_SESSION_CROSS;
}

static double drafts_m(const fit *f, unsigned days) {
    double sum = 0;
    for (int i = 0; i < f->m->draft_count; i++)
        if (lives(f, &f->m->drafts[i]) && days >> f->m->drafts[i].day & 1) sum += f->m->drafts[i].sum.dist_m;
    return sum;
}

static double week_m(const fit *f) {
    return f->stood_m + drafts_m(f, 0x7f);
}

// ---- What gives way ------------------------------------------------------------------------

static void write_again(fit *f, plan_draft *d) {
    if (!d->hard && d->kind != MILER_SESSION_LONG) {
        d->kind = MILER_SESSION_EASY;
        d->kind = week_easy_kind(d);
    }
    (void)plan_draft_write(f->m, d); // its failure is sticky in m->status
}

static bool shorter(fit *f, plan_draft *d, int least) {
    if (d->minutes <= least) return false;
    const int step = d->minutes >= 35 ? 5 : 1;
    d->minutes = imax(d->minutes - step, least);
    write_again(f, d);
    return true;
}

// The longest of those that are not yet at their least; `longs`: the long run alone.
static plan_draft *longest(const fit *f, unsigned days, bool longs, int least) {
    plan_draft *best = NULL;
    for (int i = 0; i < f->m->draft_count; i++) {
        plan_draft *d = &f->m->drafts[i];
        if (!is_easy(f, d) || !(days >> d->day & 1) || (d->kind == MILER_SESSION_LONG) != longs) continue;
        if (d->minutes > least && (best == NULL || d->minutes > best->minutes)) best = d;
    }
    return best;
}

static bool shorten_one(fit *f, unsigned days, bool longs, double least) {
    plan_draft *d = longest(f, days, longs, (int)least);
    return d != NULL && shorter(f, d, (int)least);
}

// Two strides are left before hard running.
static bool make_plain(fit *f, unsigned days) {
    for (int i = 0; i < f->m->draft_count; i++) {
        plan_draft *d = &f->m->drafts[i];
        const int least = d->hard ? 2 : 0;
        if (!lives(f, d) || !(days >> d->day & 1) || (d->strides <= least && d->hills == 0)) continue;
        d->strides = imin(d->strides, least);
        d->hills = 0;
        write_again(f, d);
        return true;
    }
    return false;
}

static bool make_brief(fit *f, unsigned days, bool allowed) {
    const plan_rule *r = &f->m->rule;
    for (int i = 0; i < f->m->draft_count && allowed; i++) {
        plan_draft *d = &f->m->drafts[i];
        if (!lives(f, d) || !d->hard || !(days >> d->day & 1)) continue;
        const int warm = imin(d->warm_min, (int)r->warmup_floor_min);
        const int cool = imin(d->cool_min, (int)r->cooldown_floor_min);
        if (warm == d->warm_min && cool == d->cool_min) continue;
        d->warm_min = warm;
        d->cool_min = cool;
        write_again(f, d);
        return true;
    }
    return false;
}

// One rep fewer, or shorter ones where two are left.
bool replan_smaller_set(const plan_maker *m, plan_set *set) {
    if (set->family == PLAN_TRIAL || set->reps < 1) return false;
    if (set->reps > 2)
        set->reps--;
    else if (set->rep_min_s >= 180)
        set->rep_min_s -= 60;
    else if (set->rep_m >= 400)
        set->rep_m -= 100;
    else
        return false;
    plan_set_finish(m, set);
    return true;
}

static bool ease_set(fit *f, plan_draft *d) {
    if (!lives(f, d) || !d->hard || !replan_smaller_set(f->m, &d->set)) return false;
    f->eased = true;
    write_again(f, d);
    return true;
}

// The largest first.
static bool ease_sets(fit *f, unsigned days) {
    plan_draft *most = NULL;
    for (int i = 0; i < f->m->draft_count; i++) {
        plan_draft *d = &f->m->drafts[i];
        plan_set smaller = d->set;
        if (!lives(f, d) || !d->hard || !(days >> d->day & 1) || !replan_smaller_set(f->m, &smaller))
            continue;
        if (most == NULL || d->set.work_m > most->set.work_m) most = d;
    }
    return most != NULL && ease_set(f, most);
}

// A day of rest, or one of strength alone.
void replan_drop_draft(plan_maker *m, plan_draft *d) {
    plan_draft rest;
    memset(&rest, 0, sizeof rest);
    rest.day = d->day;
    rest.kind = MILER_SESSION_REST;
    for (int i = 0; i < m->draft_count; i++) {
        if (&m->drafts[i] == d || m->drafts[i].day != d->day) continue;
        const int at = (int)(d - m->drafts);
        memmove(d, d + 1, (size_t)(m->draft_count - at - 1) * sizeof *d);
        m->draft_count--;
        return;
    }
    *d = rest;
    (void)plan_draft_write(m, d); // its failure is sticky in m->status
}

static bool give_up_easy(fit *f, unsigned days) {
    plan_draft *least = NULL;
    int runs = f->stood_runs;
    for (int i = 0; i < f->m->draft_count; i++) {
        plan_draft *d = &f->m->drafts[i];
        runs += lives(f, d);
        if (!is_easy(f, d) || !(days >> d->day & 1)) continue;
        // The long run last.
        const bool sooner = least == NULL || (least->kind == MILER_SESSION_LONG && d->kind != least->kind) ||
                            (d->kind != MILER_SESSION_LONG && d->sum.dist_m < least->sum.dist_m);
        if (sooner) least = d;
    }
    if (least == NULL || runs <= f->keep_runs) return false;
    if (f->given_count < GIVEN_MAX) f->given[f->given_count++] = *least;
    replan_drop_draft(f->m, least);
    return true;
}

// In place of the rest of its day, if that is what stands there.
static bool give_back(fit *f, const plan_draft *run) {
    plan_maker *m = f->m;
    for (int i = 0; i < m->draft_count; i++) {
        plan_draft *d = &m->drafts[i];
        if (d->day != run->day || d->kind != MILER_SESSION_REST) continue;
        *d = *run;
        return true;
    }
    plan_draft *d = plan_draft_add(m, run->day, run->slot, run->kind);
    if (d != NULL) *d = *run;
    return d != NULL;
}

// The small runs go before the large one; where that went too, one of them may have
// room again. Asked anew they would be there, and the large one would not.
static void give_back_what_fits(fit *f, unsigned days, double room_m) {
    while (f->given_count > 0) {
        const plan_draft *run = &f->given[--f->given_count];
        if (!(days >> run->day & 1) || run->sum.dist_m > room_m || !give_back(f, run)) continue;
        room_m -= run->sum.dist_m;
    }
}

static bool give_up_hard(fit *f, unsigned days) {
    for (int i = 0; i < f->m->draft_count; i++) {
        plan_draft *d = &f->m->drafts[i];
        if (!lives(f, d) || !d->hard || !(days >> d->day & 1)) continue;
        plan_draft easy;
        memset(&easy, 0, sizeof easy);
        easy.day = d->day;
        easy.kind = MILER_SESSION_EASY;
        easy.minutes = SHORTEST_MIN;
        *d = easy;
        f->m->now.dropped |= 1u << d->day;
        write_again(f, d);
        return true;
    }
    return false;
}

// One step down on those days; false when nothing is left to give.
static bool give_way(fit *f, unsigned days, bool brief) {
    const plan_rule *r = &f->m->rule;
    return shorten_one(f, days, false, r->easy_run_min) || shorten_one(f, days, true, r->long_floor_min) ||
           shorten_one(f, days, false, SHORTEST_MIN) || shorten_one(f, days, true, SHORTEST_MIN) ||
           give_up_easy(f, days) || make_brief(f, days, brief) || make_plain(f, days) || ease_sets(f, days) ||
           give_up_hard(f, days);
}

// ---- Caps ----------------------------------------------------------------------------------

static double missed_floor_m(const fit *f) {
    const plan_maker *m = f->m;
    return fmax(plan_regain_m(m, f->index), m->short_weeks ? fmax(m->floor_m, m->rule.weekly_min_m) : 0);
}

// What the week may come to: by the weeks before it, and in all.
static double volume_cap(const fit *f) {
    const plan_maker *m = f->m;
    const plan_rule *r = &m->rule;
    const double now_m = m->req.weekly_m;
    const double growth_m = fmax(now_m * r->volume_growth_max, m->req.before_m * r->return_peak_share);
    double largest_m = plan_held_before_m(m, f->index), cap_m = HUGE_VAL;
    for (int i = f->index - 1; i >= 0 && i >= f->index - 3; i--)
        if (m->frame[i].days == 7) largest_m = fmax(largest_m, m->done_m[i] + m->raced_m[i]);
    const bool first = largest_m <= 0;
    if (first) largest_m = now_m;
    if (largest_m > 0)
        cap_m = fmax(fmax(largest_m * (first ? r->start_ratio_max : 1 + r->volume_step_max),
                          largest_m + r->volume_slack_m),
                     fmax(plan_return_m(m, f->index), missed_floor_m(f)));
    const double held_m = plan_held_before_m(m, f->index) * (1 + r->volume_step_max);
    if (f->week->light && m->load_m > 0)
        cap_m = fmin(cap_m, fmax(fmax(m->load_done_m, held_m) * (1 - r->light_cut_min), missed_floor_m(f)));
    if (now_m > 0) cap_m = fmin(cap_m, fmin(growth_m, fmax(r->volume_peak_m, now_m)) + r->volume_slack_m);
    return cap_m;
}

static double sessions_m(const fit *f, int32_t from, int32_t to) {
    const miler_plan *plan = f->m->plan;
    double sum = 0;
    for (size_t i = 0; i < plan->session_count; i++) {
        const miler_session *s = &plan->sessions[i];
        if (s->day < from || s->day > to || s->kind == MILER_SESSION_RACE ||
            s->status == MILER_SESSION_SKIPPED)
            continue;
        sum += s->dist_m;
    }
    return sum;
}

// What the taper's days before race week may come to, by the same days before.
static double early_cap(const fit *f, int32_t from, int32_t to) {
    const plan_rule *r = &f->m->rule;
    double before_m = 0;
    for (int32_t back = 7; from - back >= f->m->plan->start_day; back += 7)
        before_m = fmax(before_m, sessions_m(f, from - back, to - back));
    return before_m > 0 ? fmax(before_m * r->taper_early_max, before_m + r->volume_slack_m) : HUGE_VAL;
}

// Bits of the days of the week from `from` to `to`.
static unsigned days_between(const fit *f, int32_t from, int32_t to) {
    unsigned days = 0;
    for (int place = 7 - f->week->days; place < 7; place++)
        if (date_of(f, place) >= from && date_of(f, place) <= to) days |= 1u << place;
    return days;
}

static double stood_on(const fit *f, unsigned days) {
    const replan *r = f->r;
    double sum = 0;
    for (size_t i = 0; i < r->count; i++) {
        const int32_t place = r->session[i].day - f->week->first_day + 7 - f->week->days;
        if (place < 0 || place > 6 || !(days >> place & 1) || !replan_stands(r, f->week, &r->session[i]) ||
            r->session[i].status == MILER_SESSION_SKIPPED || r->session[i].kind == MILER_SESSION_RACE)
            continue;
        sum += replan_metres(r, &r->session[i]);
    }
    return sum;
}

static void fit_early(fit *f) {
    const plan_maker *m = f->m;
    const plan_rule *r = &m->rule;
    const int32_t race = m->plan->race_day, from = race - (int32_t)r->taper_days, to = race - 7;
    if (f->week->plan_week != m->plan_weeks - 1 || m->plan_weeks < (int)r->weeks_min || to < from) return;
    const unsigned days = days_between(f, from, to);
    const double stood_m = stood_on(f, days);
    const double cap_m = early_cap(f, from, to);
    f->keep_runs = 1;
    for (int i = 0; i < STEPS_MAX && stood_m + drafts_m(f, days) > cap_m; i++)
        if (!give_way(f, days, true)) return;
    give_back_what_fits(f, days, cap_m - stood_m - drafts_m(f, days));
}

static double largest_done(const plan_maker *m, int first, int last) {
    double most_m = 0;
    for (int i = first > 0 ? first : 0; i < last; i++)
        if (m->frame[i].days == 7) most_m = fmax(most_m, m->done_m[i]);
    return most_m;
}

static int runs_of(const fit *f) {
    int runs = f->stood_runs;
    for (int i = 0; i < f->m->draft_count; i++)
        runs += lives(f, &f->m->drafts[i]) && f->m->drafts[i].sum.dist_m > 0;
    return runs;
}

// Where the week and the day have room for it, hard work has its whole warm-up: then
// its size gives way instead.
static void make_whole(fit *f) {
    const plan_rule *r = &f->m->rule;
    for (int i = 0; i < f->m->draft_count && !f->brief && runs_of(f) >= (int)r->warmup_whole_runs; i++) {
        plan_draft *d = &f->m->drafts[i];
        const int warm = (int)r->warmup_min, cool = (int)r->cooldown_min;
        if (!lives(f, d) || !d->hard || f->m->limit_min[d->day] < (int)r->warmup_whole_day_min ||
            f->m->plan->race_day - date_of(f, d->day) <= (int32_t)r->taper_days)
            continue;
        f->m->now.whole |= 1u << d->day;
        if (d->warm_min >= warm && d->cool_min >= cool) continue;
        d->warm_min = imax(d->warm_min, warm);
        d->cool_min = imax(d->cool_min, cool);
        write_again(f, d);
    }
}

static void fit_volume(fit *f) {
    const plan_maker *m = f->m;
    const plan_rule *r = &m->rule;
    double cap_m = f->week->days < 7 ? HUGE_VAL : volume_cap(f);
    cap_m = fmin(cap_m, m->cap_m / 0.99); // by age; the builder keeps a little under it
    if (f->week->phase == MILER_PHASE_TAPER) {
        double largest_m = largest_done(m, 0, f->index);
        if (m->short_weeks) largest_m = fmax(largest_m, r->weekly_min_m);
        cap_m = fmin(cap_m, r->taper_volume_max * largest_m + (m->short_weeks ? r->volume_slack_m / 2 : 0));
    }
    f->keep_runs = 1;
    for (int i = 0; i < STEPS_MAX && week_m(f) > cap_m; i++)
        if (!give_way(f, 0x7f, f->brief)) return;
    give_back_what_fits(f, 0x7f, cap_m - week_m(f));
}

// ---- Shares of the week ----------------------------------------------------------------------

static bool no_leap_after(const fit *f, const miler_session *s, double long_m) {
    const double need_m = (long_m - LEAP_SLACK_M) / f->m->rule.long_step_max;
    // Paces told anew move what is to come by little; what is far too short need not be read.
    if (s->status == MILER_SESSION_SKIPPED || s->dist_m < 0.75 * need_m) return false;
    return replan_metres(f->r, s) >= need_m;
}

// What was run before a long run, as far as it says whether that is a leap.
typedef struct runs_before {
    bool any, long_enough;
} runs_before;

static void look_at_session(const fit *f, const miler_session *s, double long_m, runs_before *before) {
    before->any = before->any || (s->dist_m > 0 && s->status != MILER_SESSION_SKIPPED);
    before->long_enough = before->long_enough || no_leap_after(f, s, long_m);
}

static void look_at_drafts(const fit *f, const plan_draft *d, double need_m, runs_before *before) {
    for (int i = 0; i < f->m->draft_count; i++) {
        const plan_draft *other = &f->m->drafts[i];
        if (!lives(f, other) || other->day >= d->day) continue;
        before->any = before->any || other->sum.dist_m > 0;
        before->long_enough = before->long_enough || other->sum.dist_m >= need_m;
    }
}

// Whether a run of the four weeks before was long enough for it to be no leap.
static bool in_reach(const fit *f, const plan_draft *d) {
    const plan_maker *m = f->m;
    const int32_t day = date_of(f, d->day);
    const bool known = m->req.longest_m > 0 || (f->index > 0 && m->frame[f->index - 1].days == 7);
    const double need_m = (d->sum.dist_m - LEAP_SLACK_M) / m->rule.long_step_max;
    if (!known || m->req.longest_m >= need_m) return true;
    runs_before before = {.any = m->req.longest_m > 0};
    look_at_drafts(f, d, need_m, &before);
    for (size_t i = 0; i < f->r->count && !before.long_enough; i++) {
        const miler_session *s = &f->r->session[i];
        if (s->day < day && replan_stands(f->r, f->week, s)) look_at_session(f, s, d->sum.dist_m, &before);
    }
    for (size_t i = m->plan->session_count; i-- > 0 && m->plan->sessions[i].day >= day - 28;)
        if (!before.long_enough) look_at_session(f, &m->plan->sessions[i], d->sum.dist_m, &before);
    return before.long_enough || !before.any;
}

// True when something gave way.
static bool fit_long(fit *f) {
    const plan_rule *r = &f->m->rule;
    for (int i = 0; i < f->m->draft_count; i++) {
        plan_draft *d = &f->m->drafts[i];
        if (!lives(f, d) || d->kind != MILER_SESSION_LONG || f->week->days < 7) continue;
        const double share = fmax(r->long_share_max, r->long_even_factor / imax(runs_of(f), 1));
        const double floor_m = minutes_to_m(r->long_floor_min, f->m->long_mps) + 600; // always allowed
        if (d->sum.dist_m <= floor_m || (d->sum.dist_m <= share * week_m(f) && in_reach(f, d))) continue;
        if (shorter(f, d, SHORTEST_MIN)) return true;
    }
    return false;
}

static bool fit_sets(fit *f) {
    for (int i = 0; i < f->m->draft_count; i++) {
        plan_draft *d = &f->m->drafts[i];
        if (!lives(f, d) || !d->hard || d->family == PLAN_TRIAL || d->family == PLAN_SHARPENER) continue;
        const double cap_m = plan_set_cap(f->m, d->family, week_m(f));
        if (d->set.work_m > plan_first_cap(f->m, d->family, &d->before, cap_m) && ease_set(f, d)) return true;
    }
    return false;
}

static double day_min(const fit *f, int day) {
    double sum_s = 0;
    for (int i = 0; i < f->m->draft_count; i++)
        if (f->m->drafts[i].day == day) sum_s += f->m->drafts[i].sum.time_s;
    return sum_s / 60;
}

// Work held at what it was may take longer than what the builder found room for: by its rests, or in
// paces that are slower now.
static bool fit_minutes(fit *f) {
    for (int i = 0; i < f->m->draft_count; i++) {
        plan_draft *d = &f->m->drafts[i];
        if (lives(f, d) && d->hard && day_min(f, d->day) > f->m->limit_min[d->day] && ease_set(f, d))
            return true;
    }
    return false;
}

// One thing harder than the session of its family before it, and not much more.
static bool follows(const plan_maker *m, const plan_set *before, const plan_set *set) {
    const plan_rule *r = &m->rule;
    const double most_m = fmax(m->now.most_m[set->family], before->work_m);
    return plan_set_harder(r, before, set) <= (int)r->harder_max &&
           set->ratio >= before->ratio * (1 - r->recovery_step_max) &&
           set->work_m <= most_m * (1 + r->total_step_max);
}

// Where a session got smaller, the next of its family in the week follows it.
static void follow(fit *f, const plan_draft *first, plan_draft *next) {
    const plan_set meant = next->set;
    if (!lives(f, next) || !next->hard || next->family != first->family || first->set.reps < 1 ||
        follows(f->m, &first->set, &next->set))
        return;
    while (!follows(f->m, &first->set, &next->set) && replan_smaller_set(f->m, &next->set))
        continue;
    const double jog_mps = f->m->jog_mps;
    if (!follows(f->m, &first->set, &next->set) &&
        plan_set_time_s(&first->set, jog_mps) <= plan_set_time_s(&meant, jog_mps))
        next->set = first->set;
    write_again(f, next);
}

static void follow_each(fit *f) {
    for (int day = 0; day < 7 && f->eased; day++)
        for (int i = 0; i < f->m->draft_count; i++)
            for (int k = 0; k < f->m->draft_count && f->m->drafts[i].day == day; k++)
                if (lives(f, &f->m->drafts[i]) && f->m->drafts[i].hard && f->m->drafts[k].day > day)
                    follow(f, &f->m->drafts[i], &f->m->drafts[k]);
}

void replan_fit_week(replan *r, int index) {
    plan_maker *m = r->m;
    fit f = {.r = r, .m = m, .week = &m->frame[index], .index = index};
    f.stood_m = stood_on(&f, 0x7f);
    for (size_t i = 0; i < r->count; i++)
        f.stood_runs += replan_stands(r, f.week, &r->session[i]) && r->session[i].dist_m > 0 &&
                        r->session[i].status != MILER_SESSION_SKIPPED;
    f.brief = week_m(&f) < m->rule.warmup_whole_week_m;
    make_whole(&f);
    f.eased = replan_hold_back(r, f.week);
    while (f.eased && m->status == MILER_OK && fit_minutes(&f))
        continue;
    fit_early(&f);
    fit_volume(&f);
    // What follows a smaller session takes metres from the week, of which the others are shares.
    for (int i = 0; i < STEPS_MAX && m->status == MILER_OK; i++) {
        if (fit_long(&f) || fit_sets(&f)) continue;
        follow_each(&f);
        if (!fit_long(&f) && !fit_sets(&f)) break;
    }
}
