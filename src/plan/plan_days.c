// SPDX-License-Identifier: MIT
// Which days are hard, long, easy and rest. Every arrangement of the runner's
// days is tried (there are a few thousand) and the best by a coach's order of
// things is kept: hard days well apart, no hard day on the heels of the long
// run, the long run where there is time, strength not before hard days. The same
// days all through the plan: people live by weeks.
#include "plan/plan_room.h"

#include <stdio.h>
#include <string.h>

#define TWO_RUNS_MIN 70 // a short run, a shower in between, another; engineering estimate

static int count_bits(unsigned mask) {
    int n = 0;
    for (; mask != 0; mask &= mask - 1)
        n++;
    return n;
}

// Least distance in days between set bits, around the week; 7 for one or none.
static int least_gap(unsigned mask) {
    int least = 7;
    for (int a = 0; a < 7; a++) {
        if (!(mask >> a & 1)) continue;
        for (int gap = 1; gap < 7; gap++) {
            if (!(mask >> ((a + gap) % 7) & 1)) continue;
            if (gap < least) least = gap;
            break;
        }
    }
    return least;
}

static int weekday_of(const plan_maker *m, int index) {
    return miler_weekday(m->plan->race_day + 1 + index);
}

// Engineering estimates: only their order matters, and that is told above.
static double score(const plan_maker *m, unsigned hard, int longest, unsigned easy) {
    static const double hard_day[7] = {0, 0.6, 0.4, 0.5, 0.3, 0.2, 0}; // Tuesday and Thursday by custom
    static const double long_day[7] = {0, 0, 0, 0, 0, 5, 6};
    double sum = 3.0 * least_gap(hard);
    const int weekday = weekday_of(m, longest);
    sum += m->req.long_weekday == weekday ? 100 : long_day[weekday];
    sum += 0.06 * (m->limit_min[longest] < 120 ? m->limit_min[longest] : 120);
    if (hard >> ((longest + 1) % 7) & 1) sum -= 6;
    if (hard >> ((longest + 6) % 7) & 1) sum -= 2;
    const unsigned run = hard | easy | 1u << longest;
    int strength = 0;
    for (int d = 0; d < 7; d++) {
        if (hard >> d & 1)
            sum += hard_day[weekday_of(m, d)] + 0.08 * (m->limit_min[d] < 75 ? m->limit_min[d] : 75);
        if (easy >> d & 1) sum += 0.02 * (m->limit_min[d] < 60 ? m->limit_min[d] : 60);
        if ((run >> d & 1) && !(hard >> ((d + 1) % 7) & 1)) strength++;
        if (!(run >> d & 1) && (hard >> ((d + 1) % 7) & 1)) sum += 0.7; // rest before the hard day
    }
    sum += 1.5 * (strength < 2 ? strength : 2);
    sum += 0.5 * least_gap(~run & 0x7fu);
    return sum;
}

bool plan_choose_days(const plan_maker *m, int hard, int runs, plan_days *out) {
    unsigned open = 0, can_hard = 0;
    for (int d = 0; d < 7; d++) {
        if (m->open[d]) open |= 1u << d;
        if (m->open[d] && m->limit_min[d] >= m->rule.hard_day_min) can_hard |= 1u << d;
    }
    double best = -1e9;
    unsigned best_hard = 0, best_easy = 0;
    int best_long = -1;
    for (unsigned h = 1; h < 128; h++) {
        if ((h & ~can_hard) != 0 || count_bits(h) != hard || least_gap(h) < (int)m->rule.days_after_fast)
            continue;
        for (int l = 0; l < 7; l++) {
            if (!(open >> l & 1) || (h >> l & 1)) continue;
            for (unsigned e = 0; e < 128; e++) {
                if ((e & ~open) != 0 || (e & h) != 0 || (e >> l & 1) || count_bits(e) != runs - hard - 1)
                    continue;
                const double at = score(m, h, l, e);
                if (at <= best + 1e-9) continue;
                best = at;
                best_hard = h;
                best_long = l;
                best_easy = e;
            }
        }
    }
    if (best_long < 0) return false;
    for (int d = 0; d < 7; d++)
        out->role[d] = best_hard >> d & 1 ? PLAN_HARD : best_easy >> d & 1 ? PLAN_EASY : PLAN_REST;
    out->role[best_long] = PLAN_LONG;
    out->runs = runs;
    out->hard = hard;
    return true;
}

static int clamp(int x, int lo, int hi) {
    return x < lo ? lo : x > hi ? hi : x;
}

static bool young(const plan_maker *m) {
    return m->age >= 0 && m->age < m->rule.youth_adult_age;
}

// Runs a week: what the runner does now, else what the volume asks for, within
// the level's range, the age's limit and the days there are.
static int wanted_runs(const plan_maker *m) {
    // A usual run of each level, metres; engineering estimate from the level template.
    static const double usual[MILER_PLAN_LEVEL_COUNT] = {5500, 8000, 10000, 12000};
    int runs = m->req.runs_per_week;
    // Back from time off: as many as the running takes that is gone back to.
    const double usual_m = fmax(m->start_m, m->req.before_m * m->rule.return_peak_share);
    if (runs <= 0) runs = (int)(usual_m / usual[m->level] + 0.5);
    int most = (int)m->rule.runs_max;
    if (m->req.runs_per_week > most) most = m->req.runs_per_week;
    runs = clamp(runs, (int)m->rule.runs_min, most);
    if (young(m)) runs = clamp(runs, 2, (int)(m->age <= 14 ? m->rule.youth_runs_14 : m->rule.youth_runs_17));
    return runs;
}

static int wanted_hard(const plan_maker *m, int run_days) {
    int hard = (int)m->rule.hard_days_max;
    if (hard > 2 && m->start_m < m->rule.hard_third_from_m) hard = 2;
    if (m->age >= m->rule.masters_age && hard > m->rule.masters_hard_days)
        hard = (int)m->rule.masters_hard_days;
    if (young(m) && hard > m->rule.youth_hard_days) hard = (int)m->rule.youth_hard_days;
    return clamp(hard, 1, run_days - 1);
}

static miler_status read_days(plan_maker *m, int *out_open) {
    const miler_athlete *a = &m->req.athlete;
    const unsigned mask = a->days_mask != 0 ? a->days_mask & 0x7fu : 0x7fu;
    int open = 0, hard = 0;
    for (int d = 0; d < 7; d++) {
        const int weekday = weekday_of(m, d);
        m->limit_min[d] = a->minutes[weekday] > 0 ? a->minutes[weekday] : PLAN_NO_LIMIT;
        m->open[d] = (mask >> weekday & 1) && m->limit_min[d] >= m->rule.run_day_min;
        open += m->open[d];
        hard += m->open[d] && m->limit_min[d] >= m->rule.hard_day_min;
    }
    *out_open = open;
    if (open < 2) {
        miler_fail(m->err, MILER_ERR_REFUSED,
                   "a plan needs at least two days a week with %.0f minutes; there %s %d",
                   m->rule.run_day_min, open == 1 ? "is" : "are", open);
        miler_error_remedy(m->err, "give the days and minutes you have, as --days tue,thu,sat --minutes 45");
        return MILER_ERR_REFUSED;
    }
    if (hard < 1) {
        miler_fail(m->err, MILER_ERR_REFUSED,
                   "a plan needs one day a week with %.0f minutes: warm-up, ten minutes of work, cool-down",
                   m->rule.hard_day_min);
        miler_error_remedy(m->err, "find %.0f minutes on one day; the others may be shorter",
                           m->rule.hard_day_min);
        return MILER_ERR_REFUSED;
    }
    return MILER_OK;
}

// What the days hold at easy pace; more than that no week can ask for.
static miler_status limit_volume(plan_maker *m) {
    double minutes = 0;
    int roomy = 0; // days with time for two runs
    for (int d = 0; d < 7; d++)
        roomy += m->days.role[d] != PLAN_REST && m->limit_min[d] >= TWO_RUNS_MIN;
    if (m->doubles > roomy) m->doubles = roomy;
    for (int d = 0; d < 7; d++)
        if (m->days.role[d] != PLAN_REST)
            minutes += m->limit_min[d] < m->rule.easy_run_max
                           ? m->limit_min[d]
                           : m->rule.easy_run_max + (m->days.role[d] == PLAN_LONG ? 30 : 0);
    const double hold_m = (minutes + m->doubles * 40.0) * 60 * m->easy_mps;
    if (hold_m < m->rule.hold_min_m) {
        miler_fail(m->err, MILER_ERR_REFUSED,
                   "your days and minutes hold about %d %s a week; a plan needs %d",
                   (int)plan_in_unit(&m->req, hold_m), plan_unit(&m->req),
                   (int)ceil(plan_in_unit(&m->req, m->rule.hold_min_m)));
        miler_error_remedy(m->err, "one more day, or about %d minutes more in the week",
                           (int)((m->rule.hold_min_m - hold_m) / m->easy_mps / 60) + 1);
        return MILER_ERR_REFUSED;
    }
    if (m->peak_m > hold_m) m->peak_m = hold_m;
    if (m->start_m > m->peak_m) m->start_m = m->peak_m;
    return MILER_OK;
}

// More runs than days that are run now; fewer days alone are the runner's own. Of the young the cap for their
// age is told already.
static miler_status tell_runs(plan_maker *m) {
    const int now = m->req.runs_per_week;
    if (now <= 7 || now <= m->run_days + m->doubles || young(m)) return MILER_OK;
    if (m->rule.double_from_m <= 0)
        return plan_notice(
            m,
            "You run %d times a week; the plan has %d runs, one on each of its days: two on one "
            "day are for level elite.",
            now, m->run_days);
    return plan_notice(
        m, "You run %d times a week; the plan has %d runs, as many as your days and minutes hold.", now,
        m->run_days + m->doubles);
}

static void add_day(char *list, size_t size, int weekday) {
    const size_t at = strlen(list);
    (void)snprintf(list + at, size - at, "%s%s", at > 0 ? ", " : "", miler_weekday_name(weekday));
}

// Days that were chosen and hold no run in any week, and why: nobody should wonder where they went.
static miler_status tell_unused(plan_maker *m, int open) {
    const miler_plan_request *r = &m->req;
    char left[64] = "", brief[64] = "", why[96];
    for (int day = 0; day < 7; day++) { // Monday first
        const int d = (day - weekday_of(m, 0) + 7) % 7;
        if (!(r->athlete.days_mask >> day & 1) || m->days.role[d] != PLAN_REST) continue;
        add_day(m->open[d] ? left : brief, sizeof left, day);
    }
    if (brief[0] != '\0') {
        const miler_status status =
            plan_notice(m, "No run fits on %s: it takes %.0f minutes at least.", brief, m->rule.run_day_min);
        if (status != MILER_OK) return status;
    }
    if (left[0] == '\0') return MILER_OK;
    if (m->run_days == 7 - (int)m->rule.rest_days_min && open > m->run_days)
        (void)snprintf(why, sizeof why, "each week has a day of rest");
    else if (m->run_days <= r->runs_per_week)
        (void)snprintf(why, sizeof why, "%d runs a week are as many as you run now", m->run_days);
    else if (young(m))
        (void)snprintf(why, sizeof why, "%d runs a week are enough at your age", m->run_days);
    else
        (void)snprintf(why, sizeof why, "so much running fills %d days a week", m->run_days);
    return plan_notice(m, "Of your days %s stay%s free: %s.", left, strchr(left, ',') == NULL ? "s" : "",
                       why);
}

miler_status plan_settle_days(plan_maker *m) {
    int open;
    miler_status status = read_days(m, &open);
    if (status != MILER_OK) return status;
    const int runs = wanted_runs(m);
    m->run_days = clamp(runs, 2, clamp(open, 2, 7 - (int)m->rule.rest_days_min));
    for (int hard = wanted_hard(m, m->run_days); hard > 0; hard--)
        if (plan_choose_days(m, hard, m->run_days, &m->days)) break;
    if (m->days.runs == 0)
        return miler_fail(m->err, MILER_ERR_REFUSED, "no hard day can be placed on the days given");
    m->doubles = 0;
    if (m->rule.double_from_m > 0) {
        const int wanted = (int)ceil(m->start_m / m->rule.double_from_m);
        m->doubles = clamp((runs > wanted ? runs : wanted) - m->run_days, 0, m->run_days - 1);
        if (m->run_days + m->doubles > (int)m->rule.runs_max && m->req.runs_per_week <= (int)m->rule.runs_max)
            m->doubles = (int)m->rule.runs_max - m->run_days;
    }
    const double before_m = m->start_m;
    if ((status = limit_volume(m)) != MILER_OK) return status;
    if (m->start_m < before_m * 0.9)
        status = plan_notice(m,
                             "Your days and minutes hold about %.0f %s a week, less than your usual %.0f %s; "
                             "the plan keeps to them.",
                             plan_in_unit(&m->req, m->start_m), plan_unit(&m->req),
                             plan_in_unit(&m->req, before_m), plan_unit(&m->req));
    if (status == MILER_OK) status = tell_runs(m);
    return status == MILER_OK ? tell_unused(m, open) : status;
}
