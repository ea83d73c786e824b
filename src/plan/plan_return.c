// SPDX-License-Identifier: MIT
// The way back to what was run before weeks off, whether they lie before the plan
// or in it. Daniels' table of time off: as many days back as were missed, up to
// four weeks in two halves at half and three quarters of the load, up to eight in
// three thirds that begin at a third; longer ones three weeks at each of these.
// Then nearly all of what was held before, from where the usual steps go on.
//
//     three weeks off, 50 km a week before:    25   31   38   45 km
#include "plan/plan_room.h"

#define TWO_PARTS_DAYS 28  // Daniels: up to four weeks off
#define PART_DAYS_MAX 21   // Daniels: three weeks for each part after more than eight
#define MISSED_WEEKS_MAX 2 // an illness of a week lies in two; engineering estimate

// Of the load before, on the day `at` (from 0) after so many days off.
static double share_on(const plan_rule *r, int32_t off, int32_t at) {
    const double parts[] = {r->return_long_share, r->break_first_share, r->break_second_share};
    const int skip = off <= TWO_PARTS_DAYS ? 1 : 0;
    const int count = 3 - skip;
    const double length = fmin((double)off / count, PART_DAYS_MAX);
    const int part = (int)floor((at + 0.5) / length);
    return part < count ? parts[part + skip] : r->return_peak_share;
}

// Of the week that begins on that day; 0 where the way back ended with the week before.
static double share_of_week(const plan_rule *r, int32_t off, int32_t from) {
    const double length = off <= TWO_PARTS_DAYS ? off : fmin(off, 3 * PART_DAYS_MAX);
    double sum = 0;
    if (off <= (int32_t)r->break_free_days || from < 0 || from >= length + 7) return 0;
    for (int32_t day = 0; day < 7; day++)
        sum += share_on(r, off, from + day);
    return sum / 7;
}

// Weeks of the plan that were all but lost, and what was held before them. Seven days ill lie in two
// weeks: those count for what of them was lost, in whole weeks.
static double after_lost_weeks(const plan_maker *m, int index) {
    double held_m = m->req.weekly_m, lost = 0;
    int since = 0;
    for (int i = 0; i < index; i++) {
        if (m->frame[i].days < 7) continue;
        const bool is_lost = m->missed[i] && m->done_m[i] < m->rule.return_lost_share * held_m;
        if (is_lost && since > 0) lost = 0; // another time
        if (is_lost) lost += 1 - m->done_m[i] / held_m;
        since = is_lost ? 0 : since + 1;
        held_m = fmax(held_m, m->done_m[i]);
    }
    const int32_t weeks = (int32_t)fmax(floor(lost + 0.5), 1);
    return lost > 0 ? share_of_week(&m->rule, 7 * weeks, 7 * since) * held_m : 0;
}

// Of a week of the plan, -1 and below of one before it: known by their mean, where they were run. The odd
// days with the days before them are a week.
static double held_in(const plan_maker *m, int index) {
    const double usual_m = m->req.away_days > 0 ? 0 : m->req.weekly_m;
    if (index < 0) return usual_m;
    if (m->frame[index].days == 7) return m->done_m[index];
    return usual_m > 0 && m->done_m[index] > 0 ? m->done_m[index] + (7 - m->frame[index].days) / 7.0 * usual_m
                                               : 0;
}

// What was held before weeks that were missed: in the three before this one, and one more for each of them
// that was missed, two at most. The first weeks of a plan reach into those before it, of which the log
// tells. The way leads back to it, not a step beyond. Where weeks were all but lost, Daniels' shares lead
// back, and no more than three are looked at. Asked of plans under way that lost a week since: the first
// of a plan as made has its own limit.
double plan_held_before_m(const plan_maker *m, int index) {
    bool missed = false;
    double held_m = 0;
    for (int i = 0; i < index; i++)
        missed = missed || (m->frame[i].days == 7 && m->missed[i]);
    int more = !missed || after_lost_weeks(m, index) > 0 ? 0 : MISSED_WEEKS_MAX;
    for (int i = index - 1, left = 3; left > 0 && missed && i >= -3; i--) {
        held_m = fmax(held_m, held_in(m, i));
        const bool counts = i < 0 || !m->missed[i] || more == 0;
        left -= counts;
        more -= !counts;
    }
    return held_m / (1 + m->rule.volume_step_max);
}

static double largest_of_three(const plan_maker *m, int index) {
    double largest_m = plan_held_before_m(m, index);
    for (int i = index - 1, seen = 0; i >= 0 && seen < 3 && m->frame[i].days == 7; i--, seen++)
        largest_m = fmax(largest_m, m->done_m[i]);
    return largest_m;
}

static double within(const plan_maker *m, int index, double back_m) {
    const double most_m = largest_of_three(m, index) * (1 + m->rule.return_step_max);
    return m->frame[index].days == 7 ? fmin(back_m, most_m) : 0;
}

double plan_return_m(const plan_maker *m, int index) {
    const int32_t from = m->frame[index].first_day - m->plan->start_day;
    const double before_m = share_of_week(&m->rule, m->req.away_days, from) * m->req.before_m;
    return fmax(within(m, index, before_m), plan_regain_m(m, index));
}

double plan_regain_m(const plan_maker *m, int index) {
    const double back_m = m->again ? after_lost_weeks(m, index) : 0;
    // After three weeks of nothing there is no week to take a step from: the table alone, but no more
    // than a plan begins with.
    const bool nothing = m->frame[index].days == 7 && largest_of_three(m, index) <= 0;
    return nothing ? fmin(back_m, m->req.weekly_m) : within(m, index, back_m);
}

double plan_return_target_m(const plan_maker *m, double back_m) {
    double share = 0;
    int runs = 0;
    for (int day = 0; day < 7; day++) {
        if (m->days.role[day] == PLAN_REST) continue;
        runs++;
        share += m->now.share[day] > 0 ? m->now.share[day] : 1;
    }
    return runs > 0 ? back_m * runs / share : back_m;
}
