// SPDX-License-Identifier: MIT
// The auditor on weeks and the whole: volume and its steps, lighter weeks, long
// runs, time trial, taper, all ten kinds of work, and the limits of age.
#include "plan/plan_audit.h"

#include <string.h>

static bool racing(const audit_week *week) {
    return week->w->phase == MILER_PHASE_TAPER;
}

static void check_steps(audit *a, size_t i) {
    const plan_rule *r = &a->rule;
    const audit_week *week = &a->weeks[i];
    double largest = 0;
    for (size_t back = 1; back <= 3 && back <= i; back++)
        if (a->weeks[i - back].w->day_count == 7 && a->weeks[i - back].dist_m > largest)
            largest = a->weeks[i - back].dist_m;
    const bool first = largest <= 0;
    if (first) largest = a->request->weekly_m;
    const double most = largest * (first ? r->start_ratio_max : 1 + r->volume_step_max);
    if (largest <= 0 || week->dist_m <= fmax(most, largest + r->volume_slack_m)) return;
    miler_plan_finding *f =
        audit_add(a, first ? "start_ratio_max" : "volume_step_max", week->w->first_day, 0);
    audit_found(f, "%.1f km", week->dist_m / 1000);
    audit_allowed(f, "%.1f km after %.1f km", most / 1000, largest / 1000);
}

static void check_light(audit *a, size_t i, double load_m, int *in_a_row) {
    const plan_rule *r = &a->rule;
    const audit_week *week = &a->weeks[i];
    if (!week->w->light) {
        if (++*in_a_row <= (int)r->loading_weeks_max) return;
        miler_plan_finding *f = audit_add(a, "loading_weeks_max", week->w->first_day, 0);
        audit_found(f, "%d loading weeks in a row", *in_a_row);
        audit_allowed(f, "%.0f, then a lighter one", r->loading_weeks_max);
        return;
    }
    *in_a_row = 0;
    if (load_m <= 0) return;
    const double cut = 1 - week->dist_m / load_m;
    if (cut < r->light_cut_min && load_m - week->dist_m < r->volume_slack_m) {
        miler_plan_finding *f = audit_add(a, "light_cut_min", week->w->first_day, 0);
        audit_found(f, "%.1f km, %.0f %% less than the loading week before", week->dist_m / 1000, cut * 100);
        audit_allowed(f, "at least %.0f %% less", r->light_cut_min * 100);
    }
    const double whole_cut = 1 - week->like_m / load_m;
    if (whole_cut > r->light_cut_max) {
        miler_plan_finding *f = audit_add(a, "light_cut_max", week->w->first_day, 0);
        audit_found(f, "%.1f km with cross-training, %.0f %% less than the loading week before",
                    week->like_m / 1000, whole_cut * 100);
        audit_allowed(f, "at most %.0f %% less", r->light_cut_max * 100);
    }
}

static double longest_before(const audit *a, int32_t day) {
    double longest = 0;
    for (size_t i = 0; i < a->session_count; i++) {
        const audit_session *s = &a->sessions[i];
        if (s->counts && !s->race && s->s->day < day && s->s->day >= day - 28 && s->sum.dist_m > longest)
            longest = s->sum.dist_m;
    }
    return fmax(longest, a->request->longest_m);
}

static void check_long(audit *a, const audit_week *week) {
    const plan_rule *r = &a->rule;
    const double long_mps = a->plan->request.book.zones[MILER_ZONE_LONG].target_mps;
    for (size_t i = 0; i < a->session_count; i++) {
        const audit_session *s = &a->sessions[i];
        const int32_t at = s->s->day - week->w->first_day;
        if (!s->counts || s->race || at < 0 || at >= week->w->day_count || s->sum.dist_m <= 0) continue;
        if (s->sum.easy_s > r->long_max_min * 60 + 30) {
            miler_plan_finding *f = audit_add(a, "long_max_min", s->s->day, s->s->id);
            audit_found(f, "%.0f min", s->sum.easy_s / 60);
            audit_allowed(f, "%.0f min", r->long_max_min);
        }
        const double floor_m =
            r->long_floor_min * 60 * long_mps + 600; // strides and hill sprints may go with it
        if (s->s->kind != MILER_SESSION_LONG || s->sum.dist_m <= floor_m) continue;
        const double share = fmax(r->long_share_max, week->runs > 0 ? r->long_even_factor / week->runs : 1);
        if (week->w->day_count == 7 && s->sum.dist_m > share * week->dist_m) {
            miler_plan_finding *f = audit_add(a, "long_share_max", s->s->day, s->s->id);
            audit_found(f, "%.1f km, %.0f %% of the week", s->sum.dist_m / 1000,
                        s->sum.dist_m / week->dist_m * 100);
            audit_allowed(f, "%.0f %%", share * 100);
        }
        const double before_m = longest_before(a, s->s->day);
        if (before_m > 0 && a->request->longest_m > 0 && s->sum.dist_m > before_m * r->long_step_max + 200) {
            miler_plan_finding *f = audit_add(a, "long_step_max", s->s->day, s->s->id);
            audit_found(f, "%.1f km after a longest of %.1f km", s->sum.dist_m / 1000, before_m / 1000);
            audit_allowed(f, "%.1f km", before_m * r->long_step_max / 1000);
        }
    }
}

// ---- Trial and taper --------------------------------------------------------------------

static void check_trial(audit *a) {
    const int32_t days = a->race_day - a->plan->start_day + 1;
    const int weeks = days / 7 < (int)a->rule.weeks_max ? days / 7 : (int)a->rule.weeks_max;
    const int32_t first = a->race_day + 1 - 7 * weeks;
    const double from = first + a->rule.trial_from_share * 7 * weeks;
    const double to = first + a->rule.trial_to_share * 7 * weeks;
    for (size_t i = 0; i < a->session_count; i++) {
        const audit_session *s = &a->sessions[i];
        if (s->counts && !s->race && s->trial_m > 0 && s->s->day >= (int32_t)from && s->s->day <= (int32_t)to)
            return;
    }
    miler_plan_finding *f = audit_add(a, "trial_from_share", MILER_NO_DAY, 0);
    audit_found(f, "no time trial in the middle");
    audit_allowed(f, "one from day %d to day %d", (int)from - a->plan->start_day + 1,
                  (int)to - a->plan->start_day + 1);
}

static double running_between(const audit *a, int32_t from, int32_t to) {
    double sum = 0;
    for (size_t i = 0; i < a->session_count; i++) {
        const audit_session *s = &a->sessions[i];
        if (s->counts && !s->race && s->s->day >= from && s->s->day <= to) sum += s->sum.dist_m;
    }
    return sum;
}

// The taper's days before race week against the same days of the weeks before.
static void check_taper_early(audit *a) {
    const int32_t from = a->race_day - (int32_t)a->rule.taper_days;
    const int32_t to = a->race_day - 7;
    double before_m = 0;
    for (int32_t back = 7; from - back >= a->plan->start_day; back += 7)
        before_m = fmax(before_m, running_between(a, from - back, to - back));
    const double now_m = running_between(a, from, to);
    if (!a->whole || to < from || before_m <= 0 ||
        now_m <= fmax(before_m * a->rule.taper_early_max, before_m + a->rule.volume_slack_m))
        return;
    miler_plan_finding *f = audit_add(a, "taper_days", from, 0);
    audit_found(f, "%.1f km in the %d days before race week", now_m / 1000, to - from + 1);
    audit_allowed(f, "%.1f km", before_m * a->rule.taper_early_max / 1000);
}

static bool may_train(const audit *a, int32_t day, double minutes) {
    const miler_athlete *runner = &a->request->athlete;
    const int weekday = miler_weekday(day);
    const bool has = runner->days_mask == 0 || runner->days_mask >> weekday & 1;
    return has && (runner->minutes[weekday] == 0 || runner->minutes[weekday] >= minutes);
}

static void check_taper_volume(audit *a, double largest_m) {
    const plan_rule *r = &a->rule;
    const double last_m = running_between(a, a->race_day - 7, a->race_day - 1) -
                          running_between(a, a->race_day - 7, a->race_day - 7);
    if (last_m > r->taper_volume_max * largest_m) {
        miler_plan_finding *f = audit_add(a, "taper_volume_max", a->race_day, 0);
        audit_found(f, "%.1f km in race week", last_m / 1000);
        audit_allowed(f, "%.1f km", r->taper_volume_max * largest_m / 1000);
    }
    int days = 0;
    double hold_m = 0; // what short runs on those days could hold
    for (int32_t day = a->race_day - 6; day < a->race_day - 1; day++) {
        if (!may_train(a, day, r->run_day_min)) continue;
        const int limit = a->request->athlete.minutes[miler_weekday(day)];
        hold_m += 0.5 * 60 * (limit > 0 && limit < 40 ? limit : 40) *
                  a->plan->request.book.zones[MILER_ZONE_EASY].target_mps;
        days++;
    }
    if (days >= 3 && last_m < fmin(r->taper_volume_min * largest_m, hold_m)) {
        miler_plan_finding *f = audit_add(a, "taper_volume_min", a->race_day, 0);
        audit_found(f, "%.1f km in race week", last_m / 1000);
        audit_allowed(f, "at least %.1f km", r->taper_volume_min * largest_m / 1000);
    }
    check_taper_early(a);
}

static void check_sharpener(audit *a) {
    const plan_rule *r = &a->rule;
    bool possible = false, there = false;
    for (int32_t day = a->race_day - (int32_t)r->sharpener_days_max;
         day <= a->race_day - (int32_t)r->sharpener_days_min; day++)
        possible = possible || may_train(a, day, r->hard_day_min);
    for (size_t i = 0; i < a->session_count; i++) {
        const audit_session *s = &a->sessions[i];
        const int32_t before = a->race_day - s->s->day;
        if (!s->counts || !s->hard || s->race || before > 6 || before < 1) continue;
        double work_m = s->trial_m;
        for (int c = 0; c < AUDIT_CLASS_COUNT; c++)
            work_m += s->work[c].work_m;
        if (before <= (int32_t)r->sharpener_days_max && before >= (int32_t)r->sharpener_days_min &&
            s->work[AUDIT_FAST].work_m > 0)
            there = true;
        else
            audit_allowed(audit_add(a, "taper_days", s->s->day, s->s->id),
                          "no hard session but the short fast one");
        if (work_m <= r->sharpener_max_m + 1) continue;
        miler_plan_finding *f = audit_add(a, "sharpener_max_m", s->s->day, s->s->id);
        audit_found(f, "%.0f m of work", work_m);
        audit_allowed(f, "%.0f m", r->sharpener_max_m);
    }
    if (there || !possible) return;
    miler_plan_finding *f =
        audit_add(a, "sharpener_days_before", a->race_day - (int32_t)r->sharpener_days_before, 0);
    audit_found(f, "no short fast session");
    audit_allowed(f, "one %.0f to %.0f days before the race", r->sharpener_days_min, r->sharpener_days_max);
}

// ---- The whole ------------------------------------------------------------------------------

static void check_kinds(audit *a) {
    uint32_t covers = 0;
    for (size_t i = 0; i < a->session_count; i++)
        if (a->sessions[i].counts && !a->sessions[i].race) covers |= a->sessions[i].covers;
    const uint32_t places = a->request->athlete.places;
    const bool flat =
        places != 0 && !(places & (MILER_HAS_HILL | MILER_HAS_TREADMILL | MILER_TREADMILL_ONLY));
    for (int kind = 0; kind <= MILER_SESSION_REST; kind++) {
        if (covers >> kind & 1 || (kind == MILER_SESSION_HILLS && flat)) continue;
        miler_plan_finding *f = audit_add(a, "kinds", MILER_NO_DAY, 0);
        audit_found(f, "no %s", miler_session_kind_name((miler_session_kind)kind));
        audit_allowed(f, "all ten kinds of work");
    }
}

static void check_runs(audit *a, const audit_week *week) {
    const plan_rule *r = &a->rule;
    const double most = fmax(r->runs_max, a->request->runs_per_week);
    if (week->runs > (int)most) {
        miler_plan_finding *f = audit_add(a, "runs_max", week->w->first_day, 0);
        audit_found(f, "%d runs", week->runs);
        audit_allowed(f, "%.0f", most);
    }
    if (r->double_from_m > 0) return;
    for (size_t i = 1; i < a->session_count; i++) {
        const audit_session *s = &a->sessions[i];
        const audit_session *before = &a->sessions[i - 1];
        const int32_t at = s->s->day - week->w->first_day;
        if (!s->counts || !before->counts || at < 0 || at >= week->w->day_count ||
            s->s->day != before->s->day)
            continue;
        if (s->sum.dist_m > 0 && before->sum.dist_m > 0)
            audit_allowed(audit_add(a, "double_from_m", s->s->day, s->s->id), "one run a day");
    }
}

void audit_weeks_of_plan(audit *a) {
    double load_m = 0, largest_m = 0;
    int in_a_row = 0;
    for (size_t i = 0; i < a->week_count; i++) {
        const audit_week *week = &a->weeks[i];
        check_long(a, week);
        check_runs(a, week);
        if (week->w->day_count < 7) continue;
        check_steps(a, i);
        if (racing(week)) continue;
        check_light(a, i, load_m, &in_a_row);
        if (!week->w->light) load_m = week->dist_m;
        if (week->dist_m > largest_m) largest_m = week->dist_m;
    }
    check_taper_volume(a, largest_m);
    check_sharpener(a);
    if (a->whole) {
        check_trial(a);
        check_kinds(a);
    } else if (!a->request->sharpening) {
        miler_plan_finding *f = audit_add(a, "weeks_min", a->plan->start_day, 0);
        audit_found(f, "%d days", a->race_day - a->plan->start_day + 1);
        audit_allowed(f, "%.0f weeks, unless asked for as a sharpening block", a->rule.weeks_min);
    }
}

void audit_people(audit *a) {
    const plan_rule *r = &a->rule;
    if (a->age < 0 || a->age >= r->youth_adult_age) return;
    if (a->age < r->youth_refuse_age)
        audit_allowed(audit_add(a, "youth_refuse_age", MILER_NO_DAY, 0), "no generated plan under %.0f",
                      r->youth_refuse_age);
    const double run_m = a->age <= 14   ? r->youth_run_m_14
                         : a->age <= 16 ? r->youth_run_m_16
                                        : r->youth_run_m_17;
    const double week_m = a->age <= 14   ? r->youth_week_m_14
                          : a->age <= 16 ? r->youth_week_m_16
                                         : r->youth_week_m_17;
    const int runs = (int)(a->age <= 14 ? r->youth_runs_14 : r->youth_runs_17);
    for (size_t i = 0; i < a->session_count; i++) {
        const audit_session *s = &a->sessions[i];
        if (!s->counts || s->race || s->sum.dist_m <= run_m) continue;
        miler_plan_finding *f = audit_add(a, "youth_run_m", s->s->day, s->s->id);
        audit_found(f, "%.1f km", s->sum.dist_m / 1000);
        audit_allowed(f, "%.1f km at %d", run_m / 1000, a->age);
    }
    for (size_t i = 0; i < a->week_count; i++) {
        const audit_week *week = &a->weeks[i];
        if (week->dist_m > week_m) {
            miler_plan_finding *f = audit_add(a, "youth_week_m", week->w->first_day, 0);
            audit_found(f, "%.1f km", week->dist_m / 1000);
            audit_allowed(f, "%.1f km at %d", week_m / 1000, a->age);
        }
        if (week->runs > runs) {
            miler_plan_finding *f = audit_add(a, "youth_runs", week->w->first_day, 0);
            audit_found(f, "%d runs", week->runs);
            audit_allowed(f, "%d at %d", runs, a->age);
        }
    }
}
