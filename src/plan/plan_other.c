// SPDX-License-Identifier: MIT
// Races on the way. The runner has them anyway, so the plan goes around them: a
// race stands for a hard session, the day before it and those after it are easy,
// and one of about the mile to 5 km in the middle is the time trial. One that is
// longer than a week's running is no race for that runner but an outing, run and
// walked, and the plan says so; refused is only what no plan can go around: a
// race in the taper, one that costs the mile two of its weeks, one far beyond
// what is run at all or what an age allows.
#include "plan/plan_week.h"

#include <stdlib.h>

#define TRIAL_LEAST_M 800.0 // of a race that tells what a time trial would [engineering estimate]
#define TRIAL_MOST_M 11000.0
// Of a week's running: so much longer, and walking breaks carry nobody through it who should go on
// training after it [engineering estimate].
#define OUTING_MOST 2.0

static int by_day(const void *a, const void *b) {
    const miler_other_race *x = a;
    const miler_other_race *y = b;
    return x->day < y->day ? -1 : x->day > y->day;
}

static miler_status refuse(plan_maker *m, const miler_other_race *r, const char *why, const char *remedy) {
    char date[MILER_TEXT_MAX];
    miler_print_date(date, sizeof date, r->day);
    (void)miler_fail(m->err, MILER_ERR_RANGE, "the race on %s %s", date, why);
    miler_error_remedy(m->err, "%s", remedy);
    return MILER_ERR_RANGE;
}

// Longer than all that is run in a week: to be run and walked, not raced.
bool plan_other_is_outing(const plan_maker *m, double dist_m) {
    return m->req.weekly_m > 0 && dist_m > m->req.weekly_m;
}

// Days from a race to the next hard one: an easy day for each 3 km of it (Daniels).
static int32_t days_after(const plan_maker *m, const miler_other_race *r) {
    return (int32_t)fmax(m->rule.days_after_fast, ceil(r->dist_m / m->rule.other_race_easy_m) + 1);
}

int32_t plan_other_easy_days(const plan_maker *m, double dist_m) {
    const miler_other_race r = {.dist_m = dist_m};
    return days_after(m, &r) - 1;
}

// Whether the runner may race so far at all.
static miler_status check_distance(plan_maker *m, const miler_other_race *r) {
    const int32_t proper = m->plan->race_day - 7 * m->plan_weeks; // the last base day
    if (!(r->dist_m >= 400 && r->dist_m <= 42200))
        return refuse(m, r, "is over a distance that plans know nothing of",
                      "give 400 m to the marathon, as 2026-05-16=5k");
    if (r->day < m->plan->start_day || r->day >= m->plan->race_day)
        return refuse(m, r, "is not on the way", "give a day between the plan's first and its race");
    if (r->day > proper && r->dist_m > m->rule.other_race_max_m)
        return refuse(m, r, "is too long for a mile plan: it costs two of its weeks",
                      "leave it out, or make the plan after it");
    // A plan that runs keeps its races.
    if (!m->again && plan_other_is_outing(m, r->dist_m / OUTING_MOST))
        return refuse(m, r, "is more than twice what you run in a week", "leave it out, or a shorter race");
    if (r->dist_m > youth_run_m(m))
        return refuse(m, r, "is longer than a runner of that age should race", "a shorter race, or none");
    return MILER_OK;
}

void plan_race_name(const plan_maker *m, double dist_m, char *out, size_t size) {
    const bool whole_km = fmod(dist_m, 1000) < 0.5;
    miler_print_distance(out, size, dist_m, whole_km ? MILER_UNITS_METRIC : m->req.athlete.units);
}

static miler_status tell_outing(plan_maker *m, const miler_other_race *r) {
    char date[MILER_TEXT_MAX], dist[MILER_TEXT_MAX];
    if (!plan_other_is_outing(m, r->dist_m)) return MILER_OK;
    miler_print_date(date, sizeof date, r->day);
    plan_race_name(m, r->dist_m, dist, sizeof dist);
    return plan_notice(
        m,
        "The %s on %s are more than you run in a week (%.0f %s): do not race them. Run easily, "
        "walk a minute in every five from the start, and stop if anything hurts.",
        dist, date, plan_in_unit(&m->req, m->req.weekly_m), plan_unit(&m->req));
}

miler_status plan_settle_others(plan_maker *m) {
    miler_plan_request *q = &m->req;
    if (q->other_count > MILER_OTHER_RACES_MAX)
        return miler_fail(m->err, MILER_ERR_LIMIT, "a plan has at most %d races on the way",
                          MILER_OTHER_RACES_MAX);
    qsort(q->others, q->other_count, sizeof q->others[0], by_day);
    const int32_t taper = m->plan->race_day - (int32_t)fmax(m->rule.taper_days, 7);
    const int32_t sharp = m->plan->race_day - (int32_t)m->rule.sharpener_days_max;
    for (size_t i = 0; i < q->other_count; i++) {
        const miler_other_race *r = &q->others[i];
        miler_status status = check_distance(m, r);
        if (status == MILER_OK) status = tell_outing(m, r);
        if (status != MILER_OK) return status;
        if (r->day > taper || r->day + days_after(m, r) > sharp)
            return refuse(m, r, "falls into the taper: the legs would not be fresh for the one that counts",
                          "leave it out, or make it the race of the plan");
        if (i > 0 && r->day == r[-1].day) return refuse(m, r, "is there twice", "one race a day");
    }
    return MILER_OK;
}

const miler_other_race *plan_other_on(const plan_maker *m, int32_t day) {
    for (size_t i = 0; i < m->req.other_count; i++)
        if (m->req.others[i].day == day) return &m->req.others[i];
    return NULL;
}

bool plan_other_near(const plan_maker *m, int32_t day) {
    for (size_t i = 0; i < m->req.other_count; i++) {
        const miler_other_race *r = &m->req.others[i];
        if (day > r->day - (int32_t)m->rule.days_after_fast && day < r->day + days_after(m, r)) return true;
    }
    return false;
}

bool plan_other_just(const plan_maker *m, int32_t day) {
    for (int32_t back = 1; back <= (int32_t)m->rule.strength_race_gap; back++)
        if (plan_other_on(m, day - back) != NULL) return true;
    return false;
}

bool plan_other_is_trial(const plan_maker *m) {
    const int32_t days = 7 * m->plan_weeks;
    const int32_t first = m->plan->race_day + 1 - days;
    for (size_t i = 0; i < m->req.other_count; i++) {
        const miler_other_race *r = &m->req.others[i];
        if (r->dist_m >= TRIAL_LEAST_M && r->dist_m <= TRIAL_MOST_M && !plan_other_is_outing(m, r->dist_m) &&
            r->day >= first + (int32_t)(m->rule.trial_from_share * days) &&
            r->day <= first + (int32_t)(m->rule.trial_to_share * days))
            return true;
    }
    return false;
}

// Each race of a week stands for one of its hard sessions, the last of them first (plan_week.c).
bool plan_other_fills(const plan_maker *m, int32_t first_day) {
    int left = m->days.hard < 2 ? m->days.hard : 2;
    for (int day = 0; day < 7; day++)
        left -= plan_other_on(m, first_day + day) != NULL;
    for (int day = 0; day < 7 && left > 0; day++) {
        if (m->days.role[day] != PLAN_HARD) continue;
        left--;
        if (!plan_other_near(m, first_day + day)) return false;
    }
    return true;
}
