// SPDX-License-Identifier: MIT
// The auditor on weeks: volume, its start, steps, growth and peak, lighter
// weeks, long runs, how many runs.
#include "plan/plan_audit.h"

#include "base/plural.h"

#include <string.h>

static bool missed_before(const audit *a, size_t i) {
    for (size_t back = 1; back <= 3 && back <= i; back++)
        if (a->weeks[i - back].missed) return true;
    return false;
}

// After missed weeks running may go on with a share of what was held before them.
static double back_m(const audit *a, size_t i) {
    double most_m = 0;
    for (size_t k = 0; k < i; k++)
        if (a->weeks[k].w->day_count == 7) most_m = fmax(most_m, a->weeks[k].dist_m);
    if (a->intact) return 0;
    return missed_before(a, i) ? fmax(a->rule.break_first_share * most_m, a->rule.weekly_min_m)
                               : a->rule.weekly_min_m;
}

// ---- Back from time off ------------------------------------------------------------------
// Read from the weeks alone: how many were lost, and how many were run since.

// Of the load before, over the week that begins `from` days into the way back: as many days as were
// missed, in halves, or in thirds from more than four weeks, of no more than three weeks each (Daniels).
static double way_back(const plan_rule *r, double off, double from) {
    const bool thirds = off > 28;
    const double part = fmin(off / (thirds ? 3 : 2), 21);
    const double whole = part * (thirds ? 3 : 2);
    double sum = 0;
    if (off <= r->break_free_days || from < 0 || from >= whole + 7) return 0;
    for (double day = from + 0.5; day < from + 7; day++) {
        const double left = whole - day; // until it is over
        sum += left <= 0          ? r->return_peak_share
               : left <= part     ? r->break_second_share
               : left <= 2 * part ? r->break_first_share
                                  : r->return_long_share;
    }
    return sum / 7;
}

static double lost_weeks_m(const audit *a, size_t i) {
    double held_m = a->request->weekly_m;
    double lost = 0; // of two weeks that seven days ill lie in, what was lost
    size_t since = 0;
    for (size_t k = 0; k < i && !a->intact; k++) {
        const audit_week *week = &a->weeks[k];
        if (week->w->day_count < 7) continue;
        if (!week->missed || week->dist_m >= a->rule.return_lost_share * held_m) {
            since++;
        } else {
            lost = (since > 0 ? 0 : lost) + (held_m - week->dist_m) / held_m;
            since = 0;
        }
        held_m = fmax(held_m, week->dist_m);
    }
    const double weeks = lost < 1 ? 1 : floor(lost + 0.5);
    return lost > 0 ? way_back(&a->rule, 7 * weeks, 7.0 * (double)since) * held_m : 0;
}

// Of the weeks before, what was held before some of them were missed: three that were not, with at most
// two missed ones between; three in all where a way back from lost ones is asked for. The weeks before
// the plan are known by their mean, odd days at its start and those before them make one. Asked of plans
// that lost a week since.
static double held_before_m(const audit *a, size_t i) {
    const double weekly_m = a->request->away_days > 0 ? 0 : a->request->weekly_m;
    bool missed = false;
    for (size_t k = 0; k < i; k++)
        missed = missed || (a->weeks[k].w->day_count == 7 && a->weeks[k].missed);
    if (!missed) return 0;
    size_t between = lost_weeks_m(a, i) > 0 ? 0 : 2;
    double most_m = 0;
    for (size_t back = 1, weeks = 0; weeks < 3; back++) {
        if (back > i) {
            most_m = fmax(most_m, weekly_m);
            break;
        }
        const audit_week *week = &a->weeks[i - back];
        const int32_t odd = week->w->day_count;
        if (odd == 7)
            most_m = fmax(most_m, week->dist_m);
        else if (week->dist_m > 0 && weekly_m > 0)
            most_m = fmax(most_m, week->dist_m + weekly_m * (7 - odd) / 7);
        if (week->missed && between > 0)
            between--;
        else
            weeks++;
    }
    return most_m;
}

static double largest_of_three(const audit *a, size_t i) {
    double largest = held_before_m(a, i) / (1 + a->rule.volume_step_max); // back to it, no further
    for (size_t back = 1; back <= 3 && back <= i; back++)
        if (a->weeks[i - back].w->day_count == 7)
            largest = fmax(largest, a->weeks[i - back].dist_m + a->weeks[i - back].raced_m);
    return largest;
}

// What a week may come to on the way back from weeks lost in the plan, and from any.
static double regain_m(const audit *a, size_t i) {
    const double largest_m = largest_of_three(a, i);
    // After three weeks of nothing there is no week to take a step from: the table alone, up to what a
    // plan begins with.
    if (largest_m <= 0) return fmin(lost_weeks_m(a, i), a->request->weekly_m);
    return fmin(lost_weeks_m(a, i), largest_m * (1 + a->rule.return_step_max));
}

static double return_m(const audit *a, size_t i) {
    const int32_t from = a->weeks[i].w->first_day - a->plan->start_day;
    const double before_m = way_back(&a->rule, a->request->away_days, from) * a->request->before_m;
    return fmax(regain_m(a, i), fmin(before_m, largest_of_three(a, i) * (1 + a->rule.return_step_max)));
}

static void check_steps(audit *a, size_t i) {
    const plan_rule *r = &a->rule;
    const audit_week *week = &a->weeks[i];
    double largest = largest_of_three(a, i);
    const double way_m = return_m(a, i);
    const bool first = largest <= 0;
    if (first) largest = a->request->weekly_m;
    const double step_m = largest * (first ? r->start_ratio_max : 1 + r->volume_step_max);
    const double most = fmax(fmax(step_m, way_m), back_m(a, i));
    if (largest <= 0 || week->dist_m <= fmax(most, largest + r->volume_slack_m)) return;
    miler_plan_finding *f = audit_add(a,
                                      first            ? "start_ratio_max"
                                      : way_m > step_m ? "return_step_max"
                                                       : "volume_step_max",
                                      week->w->first_day, 0);
    const int decimals = audit_decimals(week->dist_m, most);
    audit_found(f, "%.*f km", decimals, week->dist_m / 1000);
    audit_allowed(f, "%.*f km after %.1f km", decimals, most / 1000, largest / 1000);
}

// How far a plan may go: from where the runner is, and for the level at all.
static void check_peak(audit *a, const audit_week *week) {
    const plan_rule *r = &a->rule;
    const double now_m = a->request->weekly_m;
    const double back_to_m = a->request->before_m * r->return_peak_share; // after time off
    if (now_m <= 0) return;
    const struct {
        const char *rule;
        double most_m;
    } limits[] = {{back_to_m > now_m * r->volume_growth_max ? "return_peak_share" : "volume_growth_max",
                   fmax(now_m * r->volume_growth_max, back_to_m)},
                  {"volume_peak_m", fmax(r->volume_peak_m, now_m)}};
    for (size_t i = 0; i < 2; i++) {
        if (week->dist_m <= limits[i].most_m + r->volume_slack_m) continue;
        miler_plan_finding *f = audit_add(a, limits[i].rule, week->w->first_day, 0);
        const int decimals = audit_decimals(week->dist_m, limits[i].most_m);
        audit_found(f, "%.*f km", decimals, week->dist_m / 1000);
        audit_allowed(f, "%.*f km for one who runs %.1f km", decimals, limits[i].most_m / 1000, now_m / 1000);
    }
}

static void check_light(audit *a, size_t i, double load_m, int *in_a_row) {
    const plan_rule *r = &a->rule;
    const audit_week *week = &a->weeks[i];
    if (week->missed) { // lighter than any lighter week
        *in_a_row = 0;
        return;
    }
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
    // On the way back from lost weeks each was lighter than a lighter one; after others that were missed it
    // is lighter than what was held before them.
    const double held_m = held_before_m(a, i) * (1 - r->light_cut_min);
    if (cut < r->light_cut_min && week->dist_m > fmax(held_m, fmax(regain_m(a, i), back_m(a, i)))) {
        miler_plan_finding *f = audit_add(a, "light_cut_min", week->w->first_day, 0);
        audit_found(f, "%.1f km, %.0f %% less than the loading week before", week->dist_m / 1000, cut * 100);
        audit_allowed(f, "at least %.0f %% less", r->light_cut_min * 100);
    }
    const double meant_m = a->intact ? 0 : week->w->target_m; // less was asked of one who was ill
    const double whole_cut = 1 - fmax(meant_m, fmax(week->like_m, week->asked_m)) / load_m;
    if (whole_cut > r->light_cut_max && week->races == 0 && !missed_before(a, i)) {
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
        if (s->counts && s->s->day < day && s->s->day >= day - 28 && s->sum.dist_m > longest)
            longest = s->sum.dist_m;
    }
    return fmax(longest, a->request->longest_m);
}

// Its share of the week, with few runs more, and so many minutes always.
static void check_long_share(audit *a, const audit_week *week, const audit_session *s) {
    const plan_rule *r = &a->rule;
    const double long_mps = a->plan->request.book.zones[MILER_ZONE_LONG].target_mps;
    const double even = week->runs > 0 ? r->long_even_factor / week->runs : 1;
    const double share_m = fmax(r->long_share_max, even) * week->dist_m;
    const double floor_m = r->long_floor_min * 60 * long_mps + 600; // strides and hill sprints may go with it
    if (s->s->kind != MILER_SESSION_LONG || week->w->day_count < 7 || s->sum.dist_m <= fmax(share_m, floor_m))
        return;
    const char *rule = share_m < floor_m          ? "long_floor_min"
                       : even > r->long_share_max ? "long_even_factor"
                                                  : "long_share_max";
    miler_plan_finding *f = audit_add(a, rule, s->s->day, s->s->id);
    const int decimals = audit_decimals(s->sum.dist_m, fmax(share_m, floor_m));
    audit_found(f, "%.*f km, %.0f %% of the week", decimals, s->sum.dist_m / 1000,
                s->sum.dist_m / week->dist_m * 100);
    audit_allowed(f, "%.*f km", decimals, fmax(share_m, floor_m) / 1000);
}

static void check_long_step(audit *a, size_t week, const audit_session *s) {
    const plan_rule *r = &a->rule;
    const double long_mps = a->plan->request.book.zones[MILER_ZONE_LONG].target_mps;
    const bool known = a->request->longest_m > 0 || (week > 0 && a->weeks[week - 1].w->day_count == 7);
    const double before_m = longest_before(a, s->s->day);
    const double most_m = fmax(before_m * r->long_step_max + 200, r->long_floor_min * 60 * long_mps + 600);
    if (s->s->kind != MILER_SESSION_LONG || !known || before_m <= 0 || s->sum.dist_m <= most_m) return;
    miler_plan_finding *f = audit_add(a, "long_step_max", s->s->day, s->s->id);
    const int decimals = audit_decimals(s->sum.dist_m, most_m);
    audit_found(f, "%.*f km after a longest of %.1f km", decimals, s->sum.dist_m / 1000, before_m / 1000);
    audit_allowed(f, "%.*f km", decimals, most_m / 1000);
}

// The easy minutes of one run.
static void check_minutes(audit *a, const audit_session *s) {
    const plan_rule *r = &a->rule;
    const bool easy = !s->hard && s->s->kind != MILER_SESSION_LONG;
    const struct {
        const char *rule;
        bool applies;
        double most;
    } limits[] = {{"long_max_min", true, r->long_max_min},
                  {"long_usual_min", s->s->kind == MILER_SESSION_LONG, r->long_usual_min},
                  {"easy_run_max", easy, r->easy_run_max}};
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        if (!limits[i].applies || s->sum.easy_s <= limits[i].most * 60 + 30) continue;
        miler_plan_finding *f = audit_add(a, limits[i].rule, s->s->day, s->s->id);
        audit_found(f, "%.0f min", s->sum.easy_s / 60);
        audit_allowed(f, "%.0f min", limits[i].most);
    }
}

static void check_long(audit *a, size_t index) {
    const audit_week *week = &a->weeks[index];
    for (size_t i = 0; i < a->session_count; i++) {
        const audit_session *s = &a->sessions[i];
        if (!s->counts || s->race || !audit_in_week(week, s) || s->sum.dist_m <= 0) continue;
        check_minutes(a, s);
        check_long_share(a, week, s);
        check_long_step(a, index, s);
    }
}

static bool is_run(const audit_session *s) {
    return s->counts && s->sum.dist_m > 0;
}

// Days of the week with an hour to run, by the profile of its time; as many as youth may use.
static double days_for_runs(const audit *a, const miler_plan_week *week) {
    double days = 0;
    for (int32_t day = week->first_day; day < week->first_day + week->day_count; day++) {
        const int minutes = audit_minutes(a, day);
        days += audit_is_day(a, day) && (minutes == 0 || minutes >= 60);
    }
    if (a->age >= 0 && a->age < a->rule.youth_adult_age)
        days = fmin(days, a->age <= 14 ? a->rule.youth_runs_14 : a->rule.youth_runs_17);
    return fmin(days, 7 - a->rule.rest_days_min);
}

// Two runs on a day, for those whose level has none.
static void check_doubles(audit *a, const audit_week *week) {
    if (a->rule.double_from_m > 0) return;
    for (size_t i = 1; i < a->session_count; i++) {
        const audit_session *s = &a->sessions[i];
        const audit_session *before = &a->sessions[i - 1];
        if (!audit_in_week(week, s) || s->s->day != before->s->day) continue;
        if (!is_run(s) || !is_run(before)) continue;
        miler_plan_finding *f = audit_add(a, "double_from_m", s->s->day, s->s->id);
        audit_found(f, "two runs on one day");
        audit_allowed(f, "one run a day");
    }
}

static void check_runs(audit *a, const audit_week *week) {
    const plan_rule *r = &a->rule;
    const double most = fmax(r->runs_max, a->request->runs_per_week);
    if (week->runs > (int)most) {
        miler_plan_finding *f = audit_add(a, "runs_max", week->w->first_day, 0);
        audit_found(f, "%d run%s", week->runs, PLURAL_S(week->runs));
        audit_allowed(f, "%.0f", most);
    }
    const bool loading = week->w->phase != MILER_PHASE_TAPER && !week->w->light && week->w->day_count == 7;
    const int least = (int)fmin(r->runs_min, days_for_runs(a, week->w));
    // Runs of forty minutes, all told: less is done better in fewer.
    const double worth_m = r->runs_min * 40 * 60 * a->plan->request.book.zones[MILER_ZONE_EASY].target_mps;
    // How few there may be is asked of a plan as made, not of what illness left of it.
    if (a->intact && loading && week->dist_m >= worth_m && week->asked_runs < least) {
        miler_plan_finding *f = audit_add(a, "runs_min", week->w->first_day, 0);
        audit_found(f, "%d run%s", week->runs, PLURAL_S(week->runs));
        audit_allowed(f, "%d", least);
    }
}

void audit_weeks_of_plan(audit *a) {
    double load_m = 0;
    int in_a_row = 0;
    for (size_t i = 0; i < a->week_count; i++) {
        const audit_week *week = &a->weeks[i];
        check_long(a, i);
        check_runs(a, week);
        check_doubles(a, week);
        check_peak(a, week);
        if (week->w->day_count < 7) continue;
        check_steps(a, i);
        if (week->w->phase == MILER_PHASE_TAPER) continue;
        check_light(a, i, load_m, &in_a_row);
        if (!week->w->light && week->races == 0 && !week->missed) load_m = week->dist_m;
    }
}
