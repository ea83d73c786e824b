// SPDX-License-Identifier: MIT
// The auditor on a beginner of whose running nothing is known: walks between,
// fewer of them each week, nothing hard and little running to begin with.
#include "plan/plan_audit.h"

// Who that is: told nothing, logged nothing, and too slow to be taken for a runner. Of a plan whose
// level was told, or kept as it was, what the builder wrote down.
static bool is_learner(const audit *a) {
    const miler_plan_request *q = a->request;
    if (a->plan->request.from_log & MILER_LOG_UNKNOWN) return true;
    const bool told = q->weekly_m > 0 || q->longest_m > 0 || q->runs_per_week > 0 || q->before_m > 0;
    if (told || q->from_log != 0 || q->level >= 0 || !a->intact) return false;
    const double ratio = q->athlete.sex == MILER_SEX_FEMALE ? a->rule.level_women_ratio : 1;
    const double mile_s = MILER_MILE_M / a->plan->request.book.zones[MILER_ZONE_MILE].target_mps;
    return a->plan->level == MILER_PLAN_BEGINNER && mile_s > a->surely_s * ratio * 1.002;
}

// ---- The longest stretch -------------------------------------------------------------------

typedef struct stretch {
    const miler_pace_book *book;
    double now_s, longest_s;
} stretch;

static void walk_through(stretch *t, const miler_step *steps, size_t count, int depth) {
    if (depth > MILER_WORKOUT_DEPTH_MAX) return; // the parser makes none so deep
    for (size_t i = 0; i < count; i++) {
        const miler_step *step = &steps[i];
        // Ten times two minutes without anything between are twenty: the last pass goes over into the next.
        for (int pass = 0; step->kind == MILER_STEP_REPEAT && pass < step->count; pass++)
            walk_through(t, step->children, step->child_count, depth + 1);
        if (step->kind == MILER_STEP_REPEAT) continue;
        if (step->kind != MILER_STEP_RUN || audit_class_of(step, t->book) >= 0) {
            t->now_s = 0;
            continue;
        }
        const double mps = t->book->zones[MILER_ZONE_EASY].target_mps;
        t->now_s += step->time_s > 0 ? step->time_s : step->dist_m / mps;
        t->longest_s = fmax(t->longest_s, t->now_s);
    }
}

double audit_unbroken_s(const miler_step *steps, size_t count, const miler_pace_book *book) {
    stretch t = {.book = book};
    walk_through(&t, steps, count, 0);
    return t.longest_s;
}

// ---- What is asked ---------------------------------------------------------------------------

static void check_stretch(audit *a, const audit_session *s, int weeks) {
    const plan_rule *r = &a->rule;
    const double most_min = r->learn_run_min * pow(2, weeks);
    if (weeks >= (int)r->learn_weeks || s->race || s->unbroken_s <= most_min * 60 + 1) return;
    miler_plan_finding *f = audit_add(a, "learn_run_min", s->s->day, s->s->id);
    audit_found(f, "%.0f min without a walk", s->unbroken_s / 60);
    audit_allowed(f, "%.0f min in week %d", most_min, weeks + 1);
}

static void check_easy_start(audit *a, const audit_session *s, int weeks) {
    const plan_rule *r = &a->rule;
    const audit_week *week = audit_week_of(a, s->s->day);
    const bool odd = week != NULL && week->w->day_count < 7;
    if (!s->hard || s->race || odd || (week != NULL && week->w->phase == MILER_PHASE_TAPER) ||
        weeks >= (int)r->learn_easy_weeks)
        return;
    audit_allowed(audit_add(a, "learn_easy_weeks", s->s->day, s->s->id), "nothing hard in the first %.0f",
                  r->learn_easy_weeks);
}

static void check_first_week(audit *a) {
    const plan_rule *r = &a->rule;
    for (size_t i = 0; i < a->week_count; i++) {
        const audit_week *week = &a->weeks[i];
        if (week->w->day_count < 7) continue;
        const double most_m = fmax(r->learn_week_m * r->start_ratio_max, r->learn_week_m + r->volume_slack_m);
        if (week->dist_m <= most_m) return;
        miler_plan_finding *f = audit_add(a, "learn_week_m", week->w->first_day, 0);
        const int decimals = audit_decimals(week->dist_m, most_m);
        audit_found(f, "%.*f km", decimals, week->dist_m / 1000);
        audit_allowed(f, "%.*f km", decimals, most_m / 1000);
        return;
    }
}

void audit_learner(audit *a) {
    if (!is_learner(a)) return;
    for (size_t i = 0; i < a->session_count; i++) {
        const audit_session *s = &a->sessions[i];
        const audit_week *week = audit_week_of(a, s->s->day);
        if (!s->counts || week == NULL) continue;
        const int weeks = (int)(week->w->first_day - a->plan->start_day) / 7; // whole ones before it
        check_stretch(a, s, weeks);
        check_easy_start(a, s, weeks);
    }
    check_first_week(a);
}
