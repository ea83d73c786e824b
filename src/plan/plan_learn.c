// SPDX-License-Identifier: MIT
// A beginner of whose running nothing is known: it begins in pieces, with walks
// between, that grow until there is no walk left.
//
//     week     1       2       3       4      5
//     pieces   2 min   4 min   8 min   16 min whole
//
// Beginners' courses go from one minute to half an hour in eight or nine weeks;
// who tells a mile has run that far already, so the way is shorter here
// [engineering estimate]. Only the running counts as such: 20 minutes in pieces of
// two are 20 minutes of running and nine of walking.
#include "plan/plan_room.h"

#define WEEK_RUN 0.5 // of two of the shortest runs: less is no week of running; engineering estimate

// Nothing told and nothing logged, and slower than those who surely run. Settled once: a plan that
// was made otherwise stays so.
void plan_learn_settle(plan_maker *m) {
    miler_plan_request *r = &m->req;
    plan_rule at;
    plan_rules_column(m->rules, MILER_PLAN_INTERMEDIATE, &at);
    const double limit_s =
        at.level_slower_s * (r->athlete.sex == MILER_SEX_FEMALE ? at.level_women_ratio : 1);
    const bool told = r->weekly_m > 0 || r->longest_m > 0 || r->runs_per_week > 0 || r->before_m > 0;
    if (m->again || told || r->from_log != 0) return;
    if (m->level == MILER_PLAN_BEGINNER && m->mile_s > limit_s) r->from_log = MILER_LOG_UNKNOWN;
}

bool plan_learns(const plan_maker *m) {
    return (m->req.from_log & MILER_LOG_UNKNOWN) != 0;
}

// Weeks that were missed teach nothing: the pieces wait.
int plan_learn_stretch(const plan_maker *m, int index) {
    const double week_m = 2 * m->rule.easy_run_min * 60 * m->easy_mps;
    int week = 0;
    for (int i = 0; i < index; i++)
        week += m->frame[i].days == 7 && m->done_m[i] >= WEEK_RUN * week_m;
    if (!plan_learns(m) || week >= (int)m->rule.learn_weeks) return 0;
    return (int)(m->rule.learn_run_min * (1 << week));
}

static int pieces(const plan_maker *m, int minutes) {
    const int longest = m->stretch_min;
    return longest > 0 && minutes > longest ? (minutes + longest - 1) / longest : 1;
}

int plan_learn_whole(const plan_maker *m, int minutes, bool more) {
    while (minutes > 1 && minutes % pieces(m, minutes) != 0)
        minutes += more ? 1 : -1;
    return minutes;
}

int plan_learn_time(const plan_maker *m, int minutes) {
    return minutes + (int)ceil((pieces(m, minutes) - 1) * m->rule.learn_walk_min);
}

int plan_learn_fits(const plan_maker *m, int room_min) {
    int minutes = room_min;
    while (minutes > 1 && plan_learn_time(m, minutes) > room_min)
        minutes--;
    return minutes;
}

plan_pieces plan_learn_pieces(const plan_maker *m, int minutes) {
    const int count = pieces(m, minutes);
    return (plan_pieces){.count = count, .run_min = minutes / count, .walk_s = 60 * m->rule.learn_walk_min};
}
