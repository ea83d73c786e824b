// SPDX-License-Identifier: MIT
// The auditor on work: caps of a session with their floors, warm-up and
// cool-down, rep lengths, one thing harder at a time, one new kind a week, and
// paces that are this runner's.
#include "plan/plan_audit.h"

static const audit_week *week_of(const audit *a, int32_t day) {
    for (size_t i = 0; i < a->week_count; i++)
        if (day >= a->weeks[i].w->first_day && day < a->weeks[i].w->first_day + a->weeks[i].w->day_count)
            return &a->weeks[i];
    return NULL;
}

static void check_caps(audit *a, const audit_session *s, double week_m) {
    const plan_rule *r = &a->rule;
    const double threshold_max_m =
        r->threshold_max_min * 60 * a->plan->request.book.zones[MILER_ZONE_THRESHOLD].target_mps;
    const struct {
        const char *rule;
        double share, most_m, floor_m;
    } caps[AUDIT_CLASS_COUNT] = {
        [AUDIT_THRESHOLD] = {"threshold_share_max", r->threshold_share_max, threshold_max_m,
                             r->threshold_floor_m},
        [AUDIT_VO2MAX] = {"vo2max_share_max", r->vo2max_share_max, r->vo2max_max_m, r->vo2max_floor_m},
        [AUDIT_FAST] = {"race_pace_share_max", r->race_pace_share_max, r->race_pace_max_m,
                        r->race_pace_floor_m},
    };
    for (int c = 0; c < AUDIT_CLASS_COUNT; c++) {
        const double cap_m = fmax(fmin(caps[c].share * week_m, caps[c].most_m), caps[c].floor_m);
        if (s->work[c].work_m <= cap_m + 1) continue;
        miler_plan_finding *f = audit_add(a, caps[c].rule, s->s->day, s->s->id);
        audit_found(f, "%.0f m", s->work[c].work_m);
        audit_allowed(f, "%.0f m in a week of %.1f km", cap_m, week_m / 1000);
    }
    const struct {
        const char *rule;
        double found_s, most_s;
    } reps[] = {{"race_rep_max_s", s->work[AUDIT_FAST].longest_s, r->race_rep_max_s},
                {"vo2max_rep_max_s", s->work[AUDIT_VO2MAX].longest_s, r->vo2max_rep_max_s}};
    for (size_t i = 0; i < 2; i++) {
        if (reps[i].found_s <= reps[i].most_s + 3) continue; // a rep told in whole seconds or metres
        miler_plan_finding *f = audit_add(a, reps[i].rule, s->s->day, s->s->id);
        audit_found(f, "a rep of %.0f s", reps[i].found_s);
        audit_allowed(f, "%.0f s", reps[i].most_s);
    }
}

static void check_around(audit *a, const audit_session *s) {
    const plan_rule *r = &a->rule;
    const double warm_s = 60 * (s->race ? r->race_warmup_min : r->warmup_floor_min);
    if (s->first_easy_s < warm_s - 1) {
        miler_plan_finding *f =
            audit_add(a, s->race ? "race_warmup_min" : "warmup_floor_min", s->s->day, s->s->id);
        audit_found(f, "%.0f min easy before it", s->first_easy_s / 60);
        audit_allowed(f, "at least %.0f min", warm_s / 60);
    }
    if (s->last_easy_s < 60 * r->cooldown_floor_min - 1) {
        miler_plan_finding *f = audit_add(a, "cooldown_floor_min", s->s->day, s->s->id);
        audit_found(f, "%.0f min easy after it", s->last_easy_s / 60);
        audit_allowed(f, "at least %.0f min", r->cooldown_floor_min);
    }
}

static void check_youth_rest(audit *a, const audit_session *s) {
    const audit_work *w = &s->work[AUDIT_FAST];
    if (a->age < 0 || a->age >= a->rule.youth_young_age || s->race || w->gaps <= 0) return;
    const double ratio = (w->rest_s / w->gaps) / (w->work_s / w->reps);
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
    // A hundredth is a third of the band of the best estimates.
    if (now_mps > 0 && fabs(then_mps / now_mps - 1) > 0.01) {
        miler_plan_finding *f = audit_add(a, "paces", MILER_NO_DAY, 0);
        audit_found(f, "a mile pace of %.2f m/s", then_mps);
        audit_allowed(f, "%.2f m/s, the runner's now", now_mps);
    }
    const double goal_mps = MILER_MILE_M / mine->goal_mile_s;
    const double most_mps = then_mps / (1 - a->rule.gain_never);
    if (goal_mps > most_mps * 1.001) {
        miler_plan_finding *f = audit_add(a, "paces", MILER_NO_DAY, 0);
        audit_found(f, "a goal pace of %.2f m/s", goal_mps);
        audit_allowed(f, "%.2f m/s", most_mps);
    }
    for (size_t i = 0; i < a->session_count; i++) {
        const audit_session *s = &a->sessions[i];
        // No session asks for more than the runner's 400 m pace, about 1.12 of the mile's.
        if (!s->read || s->fastest_told_mps <= 1.12 * then_mps) continue;
        miler_plan_finding *f = audit_add(a, "paces", s->s->day, s->s->id);
        audit_found(f, "%.2f m/s", s->fastest_told_mps);
        audit_allowed(f, "%.2f m/s, about the pace of the runner's 400 m", 1.12 * then_mps);
    }
}

void audit_work_of_sessions(audit *a) {
    double easy_s = 0, all_s = 0;
    for (size_t i = 0; i < a->session_count; i++) {
        const audit_session *s = &a->sessions[i];
        if (!s->counts) continue;
        easy_s += s->sum.easy_s;
        all_s += s->sum.easy_s + s->sum.threshold_s + s->sum.vo2max_s + s->sum.fast_s;
        if (!s->hard) continue;
        const audit_week *week = week_of(a, s->s->day);
        if (week != NULL && !s->race) check_caps(a, s, week->dist_m);
        check_around(a, s);
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

static double recovery_ratio(const audit_work *w) {
    return w->gaps > 0 ? (w->rest_s / w->gaps) / (w->work_s / w->reps) : 0;
}

static void compare(audit *a, const audit_session *before, const audit_session *now, int class) {
    const plan_rule *r = &a->rule;
    const audit_work *x = &before->work[class];
    const audit_work *y = &now->work[class];
    const bool more = y->work_m > x->work_m * (1 + r->harder_total);
    const bool longer = y->longest_s > x->longest_s * (1 + r->harder_rep);
    const bool shorter = recovery_ratio(y) < recovery_ratio(x) * (1 - r->harder_recovery);
    const bool faster = y->work_m / y->work_s > x->work_m / x->work_s * (1 + r->harder_pace);
    if (more + longer + shorter + faster <= (int)r->harder_max) return;
    miler_plan_finding *f = audit_add(a, "harder_max", now->s->day, now->s->id);
    audit_found(f, "%s%s%s%s than last time", more ? "more work, " : "", longer ? "longer reps, " : "",
                shorter ? "less recovery, " : "", faster ? "quicker " : "");
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

void audit_progress(audit *a) {
    const audit_session *last[AUDIT_CLASS_COUNT] = {0};
    for (size_t i = 0; i < a->session_count; i++) {
        const audit_session *s = &a->sessions[i];
        if (!s->counts || s->race) continue;
        for (int c = 0; c < AUDIT_CLASS_COUNT; c++) {
            if (s->work[c].work_m <= 0) continue;
            if (last[c] != NULL) compare(a, last[c], s, c);
            last[c] = s;
        }
    }
    unsigned known = 0;
    for (size_t i = 0; i < a->week_count; i++)
        check_new(a, &a->weeks[i], &known);
}
