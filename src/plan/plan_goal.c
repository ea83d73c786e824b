// SPDX-License-Identifier: MIT
// The goal against what is likely: how much faster such runners get in so many
// weeks, what the asked goal would take, and which of the two the plan is made
// for.
#include "plan/plan_room.h"

#include <string.h>

// Time in hand is worth less the longer it gets: in proportion up to a limit.
static double gain_scale(const plan_maker *m, double weeks) {
    const double scale = weeks / m->rule.gain_weeks;
    return scale < m->rule.gain_scale_max ? scale : m->rule.gain_scale_max;
}

static miler_status check_record(plan_maker *m, double goal_s, double dist_m) {
    const miler_sex sex = m->req.athlete.sex == MILER_SEX_FEMALE ? MILER_SEX_FEMALE : MILER_SEX_MALE;
    const double mile_record_s = miler_world_record_s(sex, MILER_MILE_M);
    double record_s = miler_world_record_s(sex, dist_m);
    if (isnan(record_s)) record_s = mile_record_s * pow(dist_m / MILER_MILE_M, 1.08);
    if (isnan(record_s) || goal_s >= record_s) return MILER_OK;
    char goal[MILER_TEXT_MAX], record[MILER_TEXT_MAX], dist[MILER_TEXT_MAX], likely[MILER_TEXT_MAX];
    miler_print_time(goal, sizeof goal, goal_s, 1);
    miler_print_time(record, sizeof record, record_s, 1);
    miler_print_time(likely, sizeof likely, m->plan->likely_s, 0);
    miler_print_distance(dist, sizeof dist, dist_m, MILER_UNITS_METRIC);
    miler_fail(m->err, MILER_ERR_RANGE, "the goal %s is faster than the world record of the %s (%s)", goal,
               dist, record);
    miler_error_remedy(
        m->err, "give a goal you could run: about %s is likely; or none, and the plan takes that", likely);
    return MILER_ERR_RANGE;
}

// Compared as they are shown: nobody is told that of "5:29 to 5:20" 5:20 is out of reach.
static bool shown_faster(double a_s, double b_s) {
    return round(a_s) < round(b_s);
}

static miler_status say_goal(plan_maker *m) {
    const miler_plan *plan = m->plan;
    char asked[MILER_TEXT_MAX], now[MILER_TEXT_MAX], likely[MILER_TEXT_MAX], low[MILER_TEXT_MAX],
        high[MILER_TEXT_MAX];
    miler_print_time(asked, sizeof asked, plan->asked_s, 0);
    miler_print_time(now, sizeof now, plan->now_s, 0);
    miler_print_time(likely, sizeof likely, plan->likely_s, 0);
    miler_print_time(low, sizeof low, plan->likely_low_s, 0);
    miler_print_time(high, sizeof high, plan->likely_high_s, 0);
    const double gain = 1 - plan->asked_s / plan->now_s;
    if (!plan->goal_fits) {
        const int tenths = (int)(gain * 1000 + 0.5);
        return plan_notice(m,
                           "The goal %s asks for %d.%d %% off today's %s; in this time %s to %s is "
                           "realistic. The plan is made for %s. Keep %s for a later season.",
                           asked, tenths / 10, tenths % 10, now, high, low, likely, asked);
    }
    if (shown_faster(plan->now_s, plan->asked_s))
        return plan_notice(m,
                           "You asked for %s, which today's fitness (%s) already beats: the plan aims at "
                           "what is likely, %s.",
                           asked, now, likely);
    return MILER_OK;
}

// What the likely time rests on; a level that was told says it itself.
static miler_status say_gain(plan_maker *m, double low, double high) {
    const miler_plan_request *r = &m->req;
    char mile[MILER_TEXT_MAX];
    if (r->level >= 0 || !(r->weekly_m > 0))
        return MILER_OK; // unknown running is told with what is guessed of it
    miler_print_time(mile, sizeof mile, m->mile_s, 0);
    return plan_notice(
        m,
        "The likely time rests on a mile of %s and your %.0f %s a week: %.1f to %.1f %% faster "
        "in this time [estimate]. Who runs less has more left to gain, who runs more has less.",
        mile, plan_in_unit(r, r->weekly_m), plan_unit(r), low * 100, high * 100);
}

miler_status plan_settle_goal(plan_maker *m) {
    miler_plan *plan = m->plan;
    const double dist_m = m->req.race_dist_m;
    plan->now_s = plan_book_time(&m->req.book, dist_m);
    // From the day the estimate is of, where that is later than the first of the plan.
    const int32_t from = plan->start_day > m->req.today ? plan->start_day : m->req.today;
    const double weeks = fmax((plan->race_day - from + 1) / 7.0, 0);
    const double scale = gain_scale(m, weeks);
    plan_gain(m->rules, &m->req, m->mile_s, &m->gain);
    const double low = m->gain.low * scale;
    const double high = fmin(m->gain.high * scale, m->rule.gain_never);
    plan->likely_low_s = plan->now_s * (1 - high);
    plan->likely_high_s = plan->now_s * (1 - low);
    plan->likely_s = plan->now_s * (1 - (low + high) / 2);
    plan->asked_s = m->req.goal_s > 0 ? m->req.goal_s : 0;
    plan->goal_fits = true;
    plan->goal_s = plan->likely_s;
    const miler_status told = say_gain(m, low, high);
    if (told != MILER_OK) return told;
    if (plan->asked_s > 0) {
        const miler_status status = check_record(m, plan->asked_s, dist_m);
        if (status != MILER_OK) return status;
        plan->goal_fits = !shown_faster(plan->asked_s, plan->likely_low_s);
        if (plan->goal_fits && plan->asked_s < plan->now_s) plan->goal_s = plan->asked_s;
        const miler_status said = say_goal(m);
        if (said != MILER_OK) return said;
    }
    m->goal_mile_s = round(m->mile_s * plan->goal_s / plan->now_s * 1000) / 1000; // as the text form holds it
    m->req.book.goal_mile_s = m->goal_mile_s;
    return MILER_OK;
}
