// SPDX-License-Identifier: MIT
// The weeks before the plan, as the log has them: the first sessions of each kind
// go on from what was run, or start small where nothing of it was; who comes back
// from time off starts with less, slower and with nothing hard.
#include "base/plural.h"
#include "plan/plan_room.h"

#include <stdio.h>

#define SLOWEST_S 960   // a mile slower than this is walked: no paces are made slower than that
#define LEAST_SHARE 0.5 // of the floor of its kind: less is no session to go on from; engineering estimate

#define CRUISE_LEAST_S 110 // shorter reps at threshold pace are something else; engineering estimate

static const plan_family families[MILER_RECENT_COUNT] = {PLAN_THRESHOLD, PLAN_VO2MAX, PLAN_RACE_PACE};

static double keep(double value, double per_unit) {
    return value > 0 ? round(value * per_unit) / per_unit : 0;
}

static bool possible(const miler_recent_work *w) {
    return w->sessions >= 0 && w->sessions <= 100 && w->reps >= 0 && w->reps <= 200 && w->rep_m <= 50000 &&
           w->rep_s <= 20000 && w->rest_s <= 20000;
}

// ---- Time off ------------------------------------------------------------------------

double plan_break_loss(const plan_rule *rule, int32_t days) {
    const double over = days - rule->break_free_days;
    return over > 0 ? fmin(over * rule->break_loss_a_day, rule->break_loss_max) : 0;
}

double plan_slower(double mile_s, double kept) {
    if (kept >= 1 - 1e-9) return 1;
    return mile_s / miler_vdot_time_s(miler_vdot(MILER_MILE_M, mile_s) * kept, MILER_MILE_M);
}

void plan_slow_down(miler_pace_book *book, double factor) {
    for (size_t i = 0; i < book->race_count; i++)
        book->race_time_s[i] /= factor;
    for (int z = 0; z < MILER_ZONE_COUNT; z++) {
        book->zones[z].fast_mps *= factor;
        book->zones[z].slow_mps *= factor;
        book->zones[z].target_mps *= factor;
    }
}

bool plan_returns(const plan_maker *m) {
    return m->req.away_days > (int32_t)m->rule.return_days;
}

int plan_easy_weeks(const plan_maker *m) {
    return plan_learns(m) ? (int)m->rule.learn_easy_weeks : plan_returns(m) ? 1 : 0;
}

void plan_recent_paces(plan_maker *m) {
    plan_rule rule; // one for all levels
    plan_rules_column(m->rules, MILER_PLAN_BEGINNER, &rule);
    const double mile_s = plan_book_time(&m->req.book, MILER_MILE_M);
    if (m->req.away_days <= 0 || (m->req.from_log & MILER_LOG_REST) || !(mile_s > 0)) return;
    const double factor = plan_slower(mile_s, 1 - plan_break_loss(&rule, m->req.away_days));
    if (!(factor > 0 && factor < 1) || mile_s >= SLOWEST_S) return;
    plan_slow_down(&m->req.book, fmax(factor, mile_s / SLOWEST_S));
}

// ---- What was run --------------------------------------------------------------------

miler_status plan_recent_keep(plan_maker *m) {
    miler_plan_request *r = &m->req;
    r->before_m = keep(r->before_m, 1);
    for (int i = 0; i < MILER_RECENT_COUNT; i++) {
        miler_recent_work *w = &r->recent[i];
        w->rep_m = keep(w->rep_m, 1000);
        w->rep_s = keep(w->rep_s, 1000);
        w->rest_s = keep(w->rest_s, 1000);
        if (!possible(w)) return miler_fail(m->err, MILER_ERR_RANGE, "such a session was not run lately");
    }
    if (r->away_days < 0 || r->away_days > 20000 || r->before_m > 300000 || r->gun_s < -1 || r->gun_s > 86399)
        return miler_fail(m->err, MILER_ERR_RANGE, "such a time off, or such a start, is not possible");
    return MILER_OK;
}

// Weeks into the plan what was run before it is no news: what did not come since is as if never run.
void plan_recent_forget(plan_maker *m, const plan_frame_week *week) {
    if (week->first_day - m->plan->start_day < (int32_t)m->rule.recent_hold_days) return;
    for (int i = 0; i < MILER_RECENT_COUNT; i++) {
        const plan_family family = families[i];
        if (!(m->req.from_log & MILER_LOG_WORK) || (m->seen >> family & 1)) continue;
        m->lately[family] = m->last[family] = (plan_set){.reps = 0};
        m->stale |= 1u << family;
    }
}

bool plan_none_in_log(const plan_maker *m, plan_family family) {
    for (int i = 0; i < MILER_RECENT_COUNT; i++)
        if (families[i] == family)
            return (m->req.from_log & MILER_LOG_WORK) && m->req.recent[i].sessions == 0;
    return false;
}

bool plan_none_lately(const plan_maker *m, plan_family family) {
    return (m->stale >> family & 1) || plan_none_in_log(m, family);
}

// A session that the first of the plan goes on from: reps with rests.
bool plan_had_lately(const plan_maker *m, plan_family family) {
    return m->lately[family].reps > 0;
}

// Longer rests than any of its kind has here make nothing easier.
static double rest_of(const plan_maker *m, int work) {
    const miler_recent_work *w = &m->req.recent[work];
    const double ratio = families[work] == PLAN_THRESHOLD   ? 0.25
                         : families[work] == PLAN_RACE_PACE ? m->mile_mps / m->jog_mps
                                                            : 1;
    return fmin(w->rest_s, ratio * w->rep_s);
}

static plan_set set_of(const plan_maker *m, int work) {
    const miler_recent_work *w = &m->req.recent[work];
    const double told_s = w->rep_s >= 240 ? round(w->rep_s / 60) * 60 : round(w->rep_s / 15) * 15;
    plan_set set = {.family = families[work],
                    .pace = families[work] == PLAN_RACE_PACE ? PLAN_AT_MILE : PLAN_AT_ZONE,
                    .reps = w->reps,
                    .rep_m = families[work] == PLAN_THRESHOLD ? 0 : w->rep_m,
                    .rep_min_s = families[work] == PLAN_THRESHOLD ? told_s : 0,
                    .rest_s = rest_of(m, work)};
    plan_set_finish(m, &set);
    return set;
}

void plan_recent_take(plan_maker *m) {
    if (!(m->req.from_log & MILER_LOG_WORK)) return;
    for (int i = 0; i < MILER_RECENT_COUNT; i++) {
        const miler_recent_work *w = &m->req.recent[i];
        const plan_family family = families[i];
        if (w->sessions == 0) continue;
        m->known |= 1u << family;
        // Reps so long, or alone, are a race or a tempo run: known, but nothing to go on from.
        if (w->reps < 2 || !(w->rep_s > 0) || !(w->rep_m > 0) || !(w->rest_s > 0)) continue;
        const double floors[] = {m->rule.threshold_floor_m, m->rule.vo2max_floor_m,
                                 m->rule.race_pace_floor_m};
        if (w->reps * w->rep_m < LEAST_SHARE * floors[i]) continue;
        if (family == PLAN_THRESHOLD && w->rep_s < CRUISE_LEAST_S) continue;
        m->lately[family] = m->last[family] = set_of(m, i);
        m->most_m[family] = m->logged_m[family] = w->reps * w->rep_m;
    }
}

// ---- Words ---------------------------------------------------------------------------

typedef struct words {
    char text[400];
    size_t at;
} words;

static void MILER_PRINTF(2, 3) add(words *w, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    const int n = vsnprintf(w->text + w->at, sizeof w->text - w->at, fmt, args);
    va_end(args);
    if (n > 0) w->at = w->at + (size_t)n < sizeof w->text ? w->at + (size_t)n : sizeof w->text - 1;
}

static const char *comma(const words *w, size_t start) {
    return w->at > start ? ", " : "";
}

static void add_work(const plan_maker *m, words *w, size_t start) {
    static const char *const names[MILER_RECENT_COUNT] = {"threshold", "VO2max pace", "mile pace"};
    int none = 0;
    for (int i = 0; i < MILER_RECENT_COUNT; i++)
        none += m->req.recent[i].sessions == 0;
    if (none == MILER_RECENT_COUNT) {
        add(w, "%sno hard running", comma(w, start));
        return;
    }
    for (int i = MILER_RECENT_COUNT - 1; i >= 0; i--) {
        const miler_recent_work *r = &m->req.recent[i];
        char title[96] = "";
        if (r->sessions == 0) {
            add(w, "%snothing at %s", comma(w, start), names[i]);
            continue;
        }
        add(w, "%s%s in %d session%s", comma(w, start), names[i], (int)r->sessions, PLURAL_S(r->sessions));
        if (m->lately[families[i]].reps == 0) continue;
        plan_set_title(m, &m->lately[families[i]], title, sizeof title);
        add(w, " (the most: %s)", title);
    }
}

static void add_volume(const miler_plan_request *r, words *w, size_t start) {
    const char *unit = plan_unit(r);
    const bool away = r->before_m > 0; // then these are of the weeks before
    if ((r->from_log & MILER_LOG_WEEKLY) && r->weekly_m > 0 && !away)
        add(w, "%.0f %s a week", plan_in_unit(r, r->weekly_m), unit);
    if ((r->from_log & MILER_LOG_RUNS) && r->runs_per_week > 0 && !away)
        add(w, "%s%d run%s a week", comma(w, start), (int)r->runs_per_week, PLURAL_S(r->runs_per_week));
    if ((r->from_log & MILER_LOG_LONGEST) && r->longest_m > 0)
        add(w, "%slongest run %.0f %s", comma(w, start), plan_in_unit(r, r->longest_m), unit);
}

static miler_status tell_log(plan_maker *m) {
    const miler_plan_request *r = &m->req;
    words w = {.at = 0};
    if (r->from_log == 0) return MILER_OK;
    add(&w, "From your log of the last four weeks: ");
    const size_t start = w.at;
    add_volume(r, &w, start);
    if ((r->from_log & MILER_LOG_WORK) && r->away_days < 28) add_work(m, &w, start);
    if (w.at == start) return MILER_OK;
    return plan_notice(m, "%s. The first weeks start from there.", w.text);
}

// The same each time it is told: plans are made anew with it.
static miler_status tell_break(plan_maker *m) {
    const miler_plan_request *r = &m->req;
    const bool slower = plan_book_time(&r->book, MILER_MILE_M) <= SLOWEST_S;
    if (r->away_days <= (int32_t)m->rule.break_free_days) return MILER_OK;
    return plan_notice(
        m,
        "When this plan was made your last run was %d days ago, by your log. It starts with less than the "
        "%.0f %s a week of before%s%s [estimate].",
        (int)r->away_days, plan_in_unit(r, r->before_m), plan_unit(r),
        plan_returns(m) ? ", with nothing hard in its first week" : "",
        slower ? "; its paces are slower than your results say, by Daniels' table of time off" : "");
}

miler_status plan_recent_tell(plan_maker *m) {
    const miler_status status = tell_log(m);
    return status == MILER_OK ? tell_break(m) : status;
}
