// SPDX-License-Identifier: MIT
// The auditor on work: caps of a session with their floors, warm-up and
// cool-down, rep lengths, one thing harder at a time, one new kind a week, and
// paces that are this runner's.
#include "plan/plan_audit.h"

#include <stdio.h>

// The cap of one kind of work: a share of the week, never more than the most,
// always as much as the floor. Each limb is a rule of its own.
typedef struct limb {
    const char *share_rule, *most_rule, *floor_rule;
    double share, most_m, floor_m;
} limb;

static double cap_of(const limb *l, double week_m, const char **out_rule) {
    const double share_m = l->share * week_m;
    *out_rule = share_m <= l->most_m ? l->share_rule : l->most_rule;
    const double cap_m = fmin(share_m, l->most_m);
    if (cap_m >= l->floor_m) return cap_m;
    *out_rule = l->floor_rule;
    return l->floor_m;
}

static void check_caps(audit *a, const audit_session *s, double week_m) {
    const plan_rule *r = &a->rule;
    const double threshold_max_m =
        r->threshold_max_min * 60 * a->plan->request.book.zones[MILER_ZONE_THRESHOLD].target_mps;
    const limb caps[AUDIT_CLASS_COUNT] = {
        [AUDIT_THRESHOLD] = {"threshold_share_max", "threshold_max_min", "threshold_floor_m",
                             r->threshold_share_max, threshold_max_m, r->threshold_floor_m},
        [AUDIT_VO2MAX] = {"vo2max_share_max", "vo2max_max_m", "vo2max_floor_m", r->vo2max_share_max,
                          r->vo2max_max_m, r->vo2max_floor_m},
        [AUDIT_FAST] = {"race_pace_share_max", "race_pace_max_m", "race_pace_floor_m", r->race_pace_share_max,
                        r->race_pace_max_m, r->race_pace_floor_m},
    };
    for (int c = 0; c < AUDIT_CLASS_COUNT; c++) {
        const char *rule;
        const double cap_m = cap_of(&caps[c], week_m, &rule);
        if (s->work[c].work_m <= cap_m + 1) continue;
        miler_plan_finding *f = audit_add(a, rule, s->s->day, s->s->id);
        audit_found(f, "%.0f m", s->work[c].work_m);
        audit_allowed(f, "%.0f m in a week of %.1f km", cap_m, week_m / 1000);
    }
}

static double recovery_ratio(const audit_work *w) {
    return w->gaps > 0 ? (w->rest_s / w->gaps) / (w->work_s / w->reps) : 0;
}

// What one session can hold, by its recoveries and, at mile pace, the length of
// its reps; and how long a rep may be.
static void check_load(audit *a, const audit_session *s) {
    const plan_rule *r = &a->rule;
    const audit_work *fast = &s->work[AUDIT_FAST];
    const audit_work *vo2max = &s->work[AUDIT_VO2MAX];
    const double rep_m = fast->reps > 0 ? fast->work_m / fast->reps : 400;
    const double miles =
        (r->race_load_base + r->race_load_rest * recovery_ratio(fast)) * pow(400 / rep_m, r->race_load_rep);
    const struct {
        const char *rule;
        double found, most;
        const char *unit;
    } limits[] = {
        {"race_rep_max_s", fast->longest_s, r->race_rep_max_s + 3,
         "s a rep"}, // told in whole seconds or metres
        {"vo2max_rep_max_s", vo2max->longest_s, r->vo2max_rep_max_s + 3, "s a rep"},
        {"race_load_base", fast->work_m, miles * MILER_MILE_M * 1.01, "m with such recoveries"},
        {"vo2max_load_min", vo2max->work_s / 60,
         (r->vo2max_load_min + r->vo2max_load_rest_min * recovery_ratio(vo2max)) * 1.01,
         "min with such recoveries"},
    };
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        if (limits[i].found <= limits[i].most) continue;
        miler_plan_finding *f = audit_add(a, limits[i].rule, s->s->day, s->s->id);
        audit_found(f, "%.0f %s", limits[i].found, limits[i].unit);
        audit_allowed(f, "%.0f", limits[i].most);
    }
}

// Where there is room: a day of hours, a week of some size and
// runs enough to give way, and not on the days of the taper.
static bool roomy(const audit *a, const audit_session *s, const audit_week *week) {
    const plan_rule *r = &a->rule;
    const int limit = audit_minutes(a, s->s->day);
    return (limit == 0 || limit >= (int)r->warmup_whole_day_min) && week != NULL &&
           week->dist_m >= r->warmup_whole_week_m && week->runs >= (int)r->warmup_whole_runs &&
           a->race_day - s->s->day > (int32_t)r->taper_days;
}

static void check_around(audit *a, const audit_session *s, const audit_week *week) {
    const plan_rule *r = &a->rule;
    const bool full = roomy(a, s, week);
    const struct {
        const char *rule, *where;
        double found_s, least_min;
    } parts[] = {
        {s->race ? "race_warmup_min"
         : full  ? "warmup_min"
                 : "warmup_floor_min",
         "before", s->first_easy_s,
         s->race ? r->race_warmup_min
         : full  ? r->warmup_min
                 : r->warmup_floor_min},
        {full ? "cooldown_min" : "cooldown_floor_min", "after", s->last_easy_s,
         full ? r->cooldown_min : r->cooldown_floor_min},
    };
    for (size_t i = 0; i < 2; i++) {
        if (parts[i].found_s >= 60 * parts[i].least_min - 1) continue;
        miler_plan_finding *f = audit_add(a, parts[i].rule, s->s->day, s->s->id);
        audit_found(f, "%.0f min easy %s it", parts[i].found_s / 60, parts[i].where);
        audit_allowed(f, "at least %.0f min", parts[i].least_min);
    }
}

static void check_youth_rest(audit *a, const audit_session *s) {
    const audit_work *w = &s->work[AUDIT_FAST];
    if (a->age < 0 || a->age >= a->rule.youth_young_age || s->race || w->gaps <= 0) return;
    const double ratio = recovery_ratio(w);
    if (ratio >= a->rule.youth_recovery_ratio * 0.999) return;
    miler_plan_finding *f = audit_add(a, "youth_recovery_ratio", s->s->day, s->s->id);
    audit_found(f, "recovery %.2f times the rep", ratio);
    audit_allowed(f, "at least %.2f times", a->rule.youth_recovery_ratio);
}

static void check_paces(audit *a) {
    const miler_pace_book *mine = &a->plan->request.book;
    const miler_pace_book *now = &a->request->book;
    const double then_mps = mine->zones[MILER_ZONE_MILE].target_mps;
    const double now_mps = now->zones[MILER_ZONE_MILE].target_mps;
    const double most_mps = a->rule.pace_most_ratio * then_mps;
    // A hundredth is a third of the band of the best estimates [engineering estimate].
    if (now_mps > 0 && fabs(then_mps / now_mps - 1) > 0.01) {
        miler_plan_finding *f = audit_add(a, "paces", MILER_NO_DAY, 0);
        audit_found(f, "a mile pace of %.2f m/s", then_mps);
        audit_allowed(f, "%.2f m/s, the runner's now", now_mps);
    }
    for (size_t i = 0; i < a->session_count; i++) {
        const audit_session *s = &a->sessions[i];
        // No session asks for more than the runner's 400 m pace.
        if (!s->read || s->fastest_told_mps <= most_mps) continue;
        miler_plan_finding *f = audit_add(a, "paces", s->s->day, s->s->id);
        audit_found(f, "%.2f m/s", s->fastest_told_mps);
        audit_allowed(f, "%.2f m/s, about the pace of the runner's 400 m", most_mps);
    }
}

void audit_work_of_sessions(audit *a) {
    double easy_s = 0, all_s = 0;
    for (size_t i = 0; i < a->session_count; i++) {
        const audit_session *s = &a->sessions[i];
        if (!s->read) continue;
        // What was asked: who leaves out the easy runs has no harder plan for it. Races on
        // the way are the runner's own choice.
        if (!s->race || s->s->day == a->race_day) {
            easy_s += s->sum.easy_s;
            all_s += s->sum.easy_s + s->sum.threshold_s + s->sum.vo2max_s + s->sum.fast_s;
        }
        if (!s->hard || !s->counts) continue;
        const audit_week *week = audit_week_of(a, s->s->day);
        if (week != NULL && !s->race) check_caps(a, s, week->dist_m);
        if (!s->race) check_load(a, s);
        check_around(a, s, week);
        check_youth_rest(a, s);
    }
    if (all_s > 0 && easy_s / all_s < a->rule.easy_share_min) {
        miler_plan_finding *f = audit_add(a, "easy_share_min", MILER_NO_DAY, 0);
        audit_found(f, "%.0f %% of the running is easy", easy_s / all_s * 100);
        audit_allowed(f, "at least %.0f %%", a->rule.easy_share_min * 100);
    }
    check_paces(a);
}

// ---- One thing at a time -------------------------------------------------------------

static void compare(audit *a, const audit_session *before, const audit_session *now, int class) {
    const plan_rule *r = &a->rule;
    const audit_work *x = &before->work[class];
    const audit_work *y = &now->work[class];
    const bool more = y->work_m > x->work_m * (1 + r->harder_total);
    const bool longer = y->longest_s > x->longest_s * (1 + r->harder_rep);
    const bool shorter = recovery_ratio(y) < recovery_ratio(x) * (1 - r->harder_recovery);
    const bool faster = y->work_m / y->work_s > x->work_m / x->work_s * (1 + r->harder_pace);
    const double least = recovery_ratio(x) * (1 - r->recovery_step_max) * 0.98; // told in whole seconds
    if (x->gaps > 0 && y->gaps > 0 && recovery_ratio(y) < least) {
        miler_plan_finding *f = audit_add(a, "recovery_step_max", now->s->day, now->s->id);
        audit_found(f, "recovery %.2f times the rep, after %.2f", recovery_ratio(y), recovery_ratio(x));
        audit_allowed(f, "at least %.2f times", least);
    }
    if (more + longer + shorter + faster <= (int)r->harder_max) return;
    miler_plan_finding *f = audit_add(a, "harder_max", now->s->day, now->s->id);
    const char *words[] = {more ? "more work" : "", longer ? "longer reps" : "",
                           shorter ? "less recovery" : "", faster ? "quicker" : ""};
    char text[80] = "";
    for (size_t i = 0, at = 0; i < sizeof words / sizeof words[0]; i++)
        if (words[i][0] != '\0')
            at += (size_t)snprintf(text + at, sizeof text - at, "%s%s", at > 0 ? ", " : "", words[i]);
    audit_found(f, "%s than last time", text);
    audit_allowed(f, "%.0f of them harder at a time", r->harder_max);
}

static void check_new(audit *a, const audit_week *week, unsigned *known) {
    unsigned fresh = 0;
    for (size_t i = 0; i < a->session_count; i++) {
        const audit_session *s = &a->sessions[i];
        const int32_t at = s->s->day - week->w->first_day;
        if (!s->counts || s->race || at < 0 || at >= week->w->day_count) continue;
        for (int c = 0; c < AUDIT_CLASS_COUNT; c++)
            if (s->work[c].work_m > 0) fresh |= 1u << c;
        if (s->trial_m > 0) fresh |= 1u << AUDIT_CLASS_COUNT;
    }
    fresh &= ~*known;
    *known |= fresh;
    int count = 0;
    for (; fresh != 0; fresh &= fresh - 1)
        count++;
    if (count <= (int)a->rule.hard_new_max) return;
    miler_plan_finding *f = audit_add(a, "hard_new_max", week->w->first_day, 0);
    audit_found(f, "%d kinds of hard work new in one week", count);
    audit_allowed(f, "%.0f", a->rule.hard_new_max);
}

// Not much more than the most so far.
static void check_growth(audit *a, const audit_session *now, int class, double *most_m) {
    const double work_m = now->work[class].work_m;
    const double limit_m = *most_m * (1 + a->rule.total_step_max) * 1.01;
    if (*most_m > 0 && work_m > limit_m) {
        miler_plan_finding *f = audit_add(a, "total_step_max", now->s->day, now->s->id);
        audit_found(f, "%.0f m after at most %.0f m", work_m, *most_m);
        audit_allowed(f, "%.0f m", limit_m);
    }
    *most_m = fmax(*most_m, work_m);
}

// What was run before the plan, by the log: the kinds, and the most of each in one session.
static unsigned lately(const audit *a, double most_m[AUDIT_CLASS_COUNT]) {
    const miler_plan_request *r = a->request;
    const double floor_m[AUDIT_CLASS_COUNT] = {a->rule.threshold_floor_m, a->rule.vo2max_floor_m,
                                               a->rule.race_pace_floor_m};
    unsigned known = 0;
    for (int c = 0; c < AUDIT_CLASS_COUNT && (r->from_log & MILER_LOG_WORK); c++) {
        const miler_recent_work *w = &r->recent[c];
        if (w->sessions == 0) continue;
        known |= 1u << c;
        // Half of the smallest session is one to go on from.
        if (c == AUDIT_THRESHOLD && w->rep_s < 110) continue; // no cruise reps
        if (w->reps > 1 && w->rest_s > 0 && w->reps * w->rep_m >= 0.5 * floor_m[c])
            most_m[c] = w->reps * w->rep_m;
    }
    return known;
}

// So far into the plan what was run before it says nothing more.
static bool no_news(const audit *a, const audit_session *s) {
    const audit_week *week = audit_week_of(a, s->s->day);
    return week != NULL && week->w->first_day - a->plan->start_day >= (int32_t)a->rule.recent_hold_days;
}

// After four weeks without anything of a kind its first session is small.
static void check_first(audit *a, const audit_session *s, int class, bool first) {
    const plan_rule *r = &a->rule;
    const double floor_m[AUDIT_CLASS_COUNT] = {r->threshold_floor_m, r->vo2max_floor_m, r->race_pace_floor_m};
    const double share[AUDIT_CLASS_COUNT] = {r->threshold_share_max, r->vo2max_share_max,
                                             r->race_pace_share_max};
    const audit_week *week = audit_week_of(a, s->s->day);
    const bool none =
        (a->request->from_log & MILER_LOG_WORK) && (a->request->recent[class].sessions == 0 || no_news(a, s));
    const bool sharpener = a->race_day - s->s->day <= (int32_t)r->sharpener_days_max;
    if (!first || !none || week == NULL || sharpener || s->trial_m > 0) return;
    const double cap_m = fmax(share[class] * week->dist_m, floor_m[class]);
    const double some = r->recent_none_share;
    const double limit_m = fmin(cap_m * some, fmax(floor_m[class], cap_m * some * some));
    if (s->work[class].work_m <= limit_m * 1.01 + 1) return;
    miler_plan_finding *f = audit_add(a, "recent_none_share", s->s->day, s->s->id);
    audit_found(f, "%.0f m, after four weeks with nothing of it", s->work[class].work_m);
    audit_allowed(f, "%.0f m", limit_m);
}

void audit_progress(audit *a) {
    const audit_session *last[AUDIT_CLASS_COUNT] = {0};
    double most_m[AUDIT_CLASS_COUNT] = {0};
    const unsigned known_before = lately(a, most_m);
    for (size_t i = 0; i < a->session_count; i++) {
        const audit_session *s = &a->sessions[i];
        if (!s->counts || s->race) continue;
        for (int c = 0; c < AUDIT_CLASS_COUNT; c++) {
            if (s->work[c].work_m <= 0) continue;
            check_first(a, s, c, last[c] == NULL);
            if (last[c] != NULL) compare(a, last[c], s, c);
            check_growth(a, s, c, &most_m[c]);
            last[c] = s;
        }
    }
    unsigned known = known_before;
    for (size_t i = 0; i < a->week_count; i++)
        check_new(a, &a->weeks[i], &known);
}
