// SPDX-License-Identifier: MIT
// The auditor on the runner: health and age before anything, the level and its
// volume, and a goal that this runner may be promised.
#include "plan/plan_audit.h"

#include <string.h>

// ---- Health and age ------------------------------------------------------------------

static bool told_doctor(const audit *a) {
    for (size_t i = 0; i < a->plan->notice_count; i++)
        if (strstr(a->plan->notices[i], "doctor") != NULL) return true;
    return false;
}

static void check_health(audit *a) {
    const miler_athlete *runner = &a->request->athlete;
    const plan_rule *r = &a->rule;
    const bool woman = runner->sex == MILER_SEX_FEMALE;
    const double from = woman ? r->advice_age_women : r->advice_age_men;
    const double now_m = a->request->weekly_m;
    if (runner->health_yes != 0 && !runner->health_cleared)
        audit_allowed(audit_add(a, "health", MILER_NO_DAY, 0),
                      "no plan before a clinician has cleared hard training");
    else if (!runner->health_answered && !runner->health_cleared)
        audit_allowed(audit_add(a, "health", MILER_NO_DAY, 0),
                      "no plan before the health questions are answered");
    if (a->age < from || now_m <= 0 || now_m >= r->untrained_m || runner->health_cleared || told_doctor(a))
        return;
    miler_plan_finding *f = audit_add(a, woman ? "advice_age_women" : "advice_age_men", MILER_NO_DAY, 0);
    audit_found(f, "no word of a doctor at %d and %.0f km a week", a->age, now_m / 1000);
    audit_allowed(f, "a doctor's advice before hard running from %.0f", from);
}

typedef struct youth_limits {
    const char *run_rule, *week_rule, *runs_rule;
    double run_m, week_m, runs;
} youth_limits;

static youth_limits limits_at(const plan_rule *r, int age) {
    if (age <= 14)
        return (youth_limits){"youth_run_m_14",  "youth_week_m_14",  "youth_runs_14",
                              r->youth_run_m_14, r->youth_week_m_14, r->youth_runs_14};
    if (age <= 16)
        return (youth_limits){"youth_run_m_16",  "youth_week_m_16",  "youth_runs_17",
                              r->youth_run_m_16, r->youth_week_m_16, r->youth_runs_17};
    return (youth_limits){"youth_run_m_17",  "youth_week_m_17",  "youth_runs_17",
                          r->youth_run_m_17, r->youth_week_m_17, r->youth_runs_17};
}

static void over(audit *a, const char *rule, int32_t day, int32_t id, double found, double most,
                 const char *unit) {
    if (found <= most) return;
    miler_plan_finding *f = audit_add(a, rule, day, id);
    audit_found(f, "%.1f %s", found, unit);
    audit_allowed(f, "%.1f at %d", most, a->age);
}

static void check_youth(audit *a) {
    const plan_rule *r = &a->rule;
    if (a->age < 0 || a->age >= r->youth_adult_age) return;
    if (a->age < r->youth_refuse_age)
        audit_allowed(audit_add(a, "youth_refuse_age", MILER_NO_DAY, 0), "no generated plan under %.0f",
                      r->youth_refuse_age);
    if (!a->request->athlete.parent_consent)
        audit_allowed(audit_add(a, "youth_adult_age", MILER_NO_DAY, 0), "under %.0f a parent agrees",
                      r->youth_adult_age);
    const youth_limits most = limits_at(r, a->age);
    for (size_t i = 0; i < a->session_count; i++) {
        const audit_session *s = &a->sessions[i];
        if (s->counts && !s->race)
            over(a, most.run_rule, s->s->day, s->s->id, s->sum.dist_m / 1000, most.run_m / 1000, "km");
    }
    for (size_t i = 0; i < a->week_count; i++) {
        const audit_week *week = &a->weeks[i];
        over(a, most.week_rule, week->w->first_day, 0, week->dist_m / 1000, most.week_m / 1000, "km");
        over(a, most.runs_rule, week->w->first_day, 0, week->runs, most.runs, "runs");
    }
}

// ---- Level and goal ----------------------------------------------------------------------

// No higher than pace and volume give, unless asked for.
static void check_level(audit *a) {
    const miler_plan_request *q = a->request;
    const plan_rule *r = &a->rule;
    const double now_m = q->weekly_m;
    if (now_m > 0 && now_m < r->weekly_min_m) {
        miler_plan_finding *f = audit_add(a, "weekly_min_m", MILER_NO_DAY, 0);
        const int decimals = audit_decimals(now_m, r->weekly_min_m);
        audit_found(f, "%.*f km a week now", decimals, now_m / 1000);
        audit_allowed(f, "%.*f km before hard running", decimals, r->weekly_min_m / 1000);
    }
    if (q->level >= 0 || a->plan->level == MILER_PLAN_BEGINNER || now_m >= r->level_by_volume_m) return;
    const double ratio = q->athlete.sex == MILER_SEX_FEMALE ? r->level_women_ratio : 1;
    const double mile_s = MILER_MILE_M / a->plan->request.book.zones[MILER_ZONE_MILE].target_mps;
    if (mile_s > r->level_slower_s * ratio * 1.002) {
        miler_plan_finding *f = audit_add(a, "level_slower_s", MILER_NO_DAY, 0);
        audit_found(f, "%s with a mile of %.0f s", miler_plan_level_name(a->plan->level), mile_s);
        audit_allowed(f, "%.0f s", r->level_slower_s * ratio);
    }
    if (now_m > 0 && now_m < r->level_weekly_m) {
        miler_plan_finding *f = audit_add(a, "level_weekly_m", MILER_NO_DAY, 0);
        audit_found(f, "%s with %.0f km a week", miler_plan_level_name(a->plan->level), now_m / 1000);
        audit_allowed(f, "from %.0f km", r->level_weekly_m / 1000);
    }
}

// The goal the plan is made for: within what such runners gain in so many
// weeks, and never more than any plan may promise.
static void check_goal(audit *a) {
    const miler_plan *p = a->plan;
    const plan_rule *r = &a->rule;
    if (!(p->now_s > 0)) return;
    const double weeks = (a->race_day - p->start_day + 1) / 7.0;
    const double gain = 1 - p->goal_s / p->now_s;
    const double scale = weeks / r->gain_weeks;
    const bool long_lead = scale > r->gain_scale_max;
    const double realistic = a->gain_most * (long_lead ? r->gain_scale_max : scale);
    const struct {
        const char *rule;
        double most;
    } limits[] = {{"gain_never", r->gain_never},
                  {long_lead               ? "gain_scale_max"
                   : weeks < r->gain_weeks ? "gain_weeks"
                                           : "gain_high",
                   realistic}};
    for (size_t i = 0; i < 2; i++) {
        // As times are shown: 5:20 is within 5:20.2.
        const bool within = round(p->goal_s) >= round(p->now_s * (1 - limits[i].most));
        if (within || gain <= limits[i].most + 0.0005) continue; // times are told to the millisecond
        miler_plan_finding *f = audit_add(a, limits[i].rule, MILER_NO_DAY, 0);
        audit_found(f, "made for %.1f %% faster than now", gain * 100);
        audit_allowed(f, "%.1f %%", limits[i].most * 100);
    }
}

void audit_people(audit *a) {
    check_health(a);
    check_youth(a);
    check_level(a);
    check_goal(a);
}
