// SPDX-License-Identifier: MIT
// The auditor on days: only on days and within minutes the runner has, days of
// rest, hard days and their distance, numbers that agree with the text.
#include "plan/plan_audit.h"

#include "base/plural.h"

#include <string.h>

// What a day holds; days are walked one by one from start to race.
typedef struct day_sum {
    double time_s;
    bool train, run, hard, race, fast; // fast: anything hard but pure threshold
    int hard_count;
    double race_m;
    double strength_s, plyo_s; // of time_s, beside running
    int32_t id;
} day_sum;

static void add_time(const audit_session *s, day_sum *out) {
    out->time_s += s->sum.time_s;
    if (s->s->kind == MILER_SESSION_STRENGTH) out->strength_s += s->sum.time_s;
    if (s->s->kind == MILER_SESSION_PLYO) out->plyo_s += s->sum.time_s;
}

static day_sum sum_day(const audit *a, int32_t day) {
    day_sum out = {0};
    for (size_t i = 0; i < a->session_count; i++) {
        const audit_session *s = &a->sessions[i];
        if (!s->counts || s->s->day != day || s->s->kind == MILER_SESSION_REST) continue;
        out.train = true;
        out.run = out.run || s->sum.dist_m > 0;
        add_time(s, &out);
        out.race = out.race || s->race;
        if (s->race) out.race_m = s->trial_m;
        out.id = s->s->id;
        if (!s->hard) continue;
        out.hard = true;
        out.hard_count++;
        if (s->race || s->trial_m > 0 || s->work[AUDIT_VO2MAX].work_m > 0 || s->work[AUDIT_FAST].work_m > 0)
            out.fast = true;
    }
    return out;
}

static void check_numbers(audit *a) {
    for (size_t i = 0; i < a->session_count; i++) {
        const audit_session *s = &a->sessions[i];
        if (!s->read || s->over) continue;
        if (fabs(s->s->dist_m - s->sum.dist_m) > 1 || fabs(s->s->time_s - s->sum.time_s) > 1) {
            miler_plan_finding *f = audit_add(a, "numbers", s->s->day, s->s->id);
            audit_found(f, "%d m in %d s", s->s->dist_m, s->s->time_s);
            audit_allowed(f, "%.0f m in %.0f s, as the text sums up", s->sum.dist_m, s->sum.time_s);
        }
        if (s->s->hard != s->hard) {
            miler_plan_finding *f = audit_add(a, "numbers", s->s->day, s->s->id);
            audit_found(f, "marked %s", s->s->hard ? "hard" : "not hard");
            audit_allowed(f, "what the text is: %s", s->hard ? "hard" : "not hard");
        }
    }
}

static void check_dates(audit *a) {
    int races = 0;
    for (size_t i = 0; i < a->session_count; i++) {
        const miler_session *s = a->sessions[i].s;
        const bool order = i == 0 || a->sessions[i - 1].s->day <= s->day;
        bool once = true;
        for (size_t k = 0; k < i; k++)
            once = once && a->sessions[k].s->id != s->id;
        if (s->day < a->plan->start_day || s->day > a->race_day || !order || !once) {
            miler_plan_finding *f = audit_add(a, "dates", s->day, s->id);
            audit_found(f, !once    ? "its number is there twice"
                           : !order ? "out of order"
                                    : "outside the plan's days");
            audit_allowed(f, "from the first day to race day, in order, each with its own number");
        }
        races += a->sessions[i].counts && a->sessions[i].race && s->day == a->race_day;
    }
    if (races == 1) return;
    miler_plan_finding *f = audit_add(a, "dates", a->race_day, 0);
    audit_found(f, "%d races on race day", races);
    audit_allowed(f, "one");
}

// What of the day's minutes is no running is named: the run alone may fit.
static void found_minutes(miler_plan_finding *f, const day_sum *at) {
    const double whole = at->time_s / 60, beside = (at->strength_s + at->plyo_s) / 60;
    if (at->strength_s > 0 && at->plyo_s > 0)
        audit_found(f, "%.0f min, with %.0f min of strength and jumps", whole, beside);
    else if (beside > 0)
        audit_found(
            f, at->plyo_s > 0 ? "%.0f min, with %.0f min of jumps" : "%.0f min, with %.0f min of strength",
            whole, beside);
    else
        audit_found(f, "%.0f min", whole);
}

static void check_day(audit *a, int32_t day, const day_sum *at) {
    if (!at->train || at->race) return;
    if (!audit_is_day(a, day)) {
        miler_plan_finding *f = audit_add(a, "days", day, at->id);
        audit_found(f, "training on a %s", miler_weekday_whole(miler_weekday(day)));
        audit_allowed(f, "the days of the profile");
    }
    const int limit = audit_minutes(a, day);
    const struct {
        const char *rule;
        bool applies;
        double least_min;
    } shortest[] = {{"run_day_min", at->run, a->rule.run_day_min},
                    {"hard_day_min", at->hard, a->rule.hard_day_min}};
    for (size_t i = 0; i < sizeof shortest / sizeof shortest[0]; i++) {
        if (!shortest[i].applies || limit == 0 || limit >= shortest[i].least_min) continue;
        miler_plan_finding *f = audit_add(a, shortest[i].rule, day, at->id);
        audit_found(f, "on a day of %d min", limit);
        audit_allowed(f, "on days of %.0f min and more", shortest[i].least_min);
    }
    if (limit > 0 && at->time_s > limit * 60.0 + 30) {
        miler_plan_finding *f = audit_add(a, "minutes", day, at->id);
        found_minutes(f, at);
        audit_allowed(f, "%d min", limit);
    }
}

static void check_spacing(audit *a, int32_t day, const day_sum *at, int32_t last_day, const day_sum *last) {
    if (at->hard_count > 1) {
        miler_plan_finding *f = audit_add(a, "days_after_threshold", day, at->id);
        audit_found(f, "%d hard sessions on one day", at->hard_count);
        audit_allowed(f, "one");
    }
    if (last_day == MILER_NO_DAY || (at->race && last->race)) return; // races are where they are
    const double after = last->fast ? a->rule.days_after_fast : a->rule.days_after_threshold;
    // An easy day for each so many metres raced.
    const double rested = last->race_m > 0 ? ceil(last->race_m / a->rule.other_race_easy_m) + 1 : 0;
    const double need = fmax(after, rested);
    if (day - last_day >= (int32_t)need) return;
    const char *rule = rested > after ? "other_race_easy_m"
                       : last->fast   ? "days_after_fast"
                                      : "days_after_threshold";
    miler_plan_finding *f = audit_add(a, rule, day, at->id);
    if (day - last_day == 1)
        audit_found(f, "hard on two days in a row");
    else
        audit_found(f, "hard again after %d days", day - last_day);
    if (need == 2)
        audit_allowed(f, "an easy day between");
    else
        audit_allowed(f, "%.0f easy days between", need - 1);
}

static void check_week(audit *a, const audit_week *week) {
    const int32_t first = week->w->first_day;
    int rest = 0, hard = 0;
    for (int32_t day = first; day < first + week->w->day_count; day++) {
        const day_sum at = sum_day(a, day);
        rest += !at.train;
        hard += at.hard && !at.race;
    }
    if (week->w->day_count == 7 && rest < (int)a->rule.rest_days_min) {
        miler_plan_finding *f = audit_add(a, "rest_days_min", first, 0);
        audit_found(f, "%d day%s of rest", rest, PLURAL_S(rest));
        audit_allowed(f, "at least %.0f", a->rule.rest_days_min);
    }
    const double current = a->request->weekly_m;
    const struct {
        const char *rule;
        bool applies;
        double most;
    } limits[] = {
        {"hard_days_max", true, a->rule.hard_days_max},
        {"hard_third_from_m", current > 0 && current < a->rule.hard_third_from_m, 2},
        {"masters_hard_days", a->age >= a->rule.masters_age, a->rule.masters_hard_days},
        {"youth_hard_days", a->age >= 0 && a->age < a->rule.youth_adult_age, a->rule.youth_hard_days},
    };
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        if (!limits[i].applies || hard <= (int)limits[i].most) continue;
        miler_plan_finding *f = audit_add(a, limits[i].rule, first, 0);
        audit_found(f, "%d hard days in the week", hard);
        audit_allowed(f, "at most %.0f", limits[i].most);
    }
}

// Back from weeks off, the first seven days hold nothing hard.
static void check_return(audit *a, int32_t day, const day_sum *at) {
    if (a->request->away_days <= (int32_t)a->rule.return_days || day - a->plan->start_day >= 7 ||
        at->race_m > 0)
        return;
    miler_plan_finding *f = audit_add(a, "return_days", day, 0);
    audit_found(f, "hard running %d day%s after the plan's first", (int)(day - a->plan->start_day),
                PLURAL_S(day - a->plan->start_day));
    audit_allowed(f, "none for seven days, after %d days off", (int)a->request->away_days);
}

void audit_days(audit *a) {
    check_numbers(a);
    check_dates(a);
    int32_t last_day = MILER_NO_DAY;
    day_sum last = {0};
    for (int32_t day = a->plan->start_day; day <= a->race_day && day - a->plan->start_day < 1000; day++) {
        const day_sum at = sum_day(a, day);
        check_day(a, day, &at);
        if (!at.hard) continue;
        check_return(a, day, &at);
        check_spacing(a, day, &at, last_day, &last);
        last_day = day;
        last = at;
    }
    for (size_t i = 0; i < a->week_count; i++)
        check_week(a, &a->weeks[i]);
}
