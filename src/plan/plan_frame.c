// SPDX-License-Identifier: MIT
// The weeks as a frame: counted back from race day, with their phase, which of
// them are lighter, and what kinds of hard work each holds.
//
//     [odd days] [base ...] introduce .25 | build .35 | specific | taper 1
//     hard      T           T | T R | V R | trial T | V R | R T | R V | sharpener, race
//
// Threshold comes first because it is the work runners know; race pace second,
// in 200s; VO2max third: no week brings two new kinds.
#include "plan/plan_room.h"

#include <stdlib.h>
#include <string.h>

#define MUCH_M 50000 // running a week, where the level knows no third hard day; engineering estimate

static int round_down_half(double x) {
    return (int)ceil(x - 0.5);
}

typedef struct blocks {
    int intro, build, specific;
} blocks;

static blocks split_phases(const plan_maker *m) {
    const int rest = m->plan_weeks - 1; // the last week is the taper's
    if (m->plan_weeks < (int)m->rule.weeks_min) return (blocks){0, 0, rest};
    blocks out = {round_down_half(m->rule.intro_share * m->plan_weeks),
                  (int)(m->rule.build_share * m->plan_weeks + 0.5), 0};
    if (out.intro > rest - 2) out.intro = rest - 2;
    if (out.intro < 1) out.intro = 1;
    if (out.build > rest - out.intro - 1) out.build = rest - out.intro - 1;
    if (out.build < 1) out.build = 1;
    out.specific = rest - out.intro - out.build;
    return out;
}

// Which of the plan's weeks (1..) are lighter: so that no more than so many
// loading weeks follow each other up to the taper. Eight to ten weeks get two
// where one is not enough; the one nearest the middle holds the time trial.
static bool light_week(const plan_maker *m, int week) {
    const int loads = m->plan_weeks - 1;
    const int most = (int)m->rule.loading_weeks_max;
    if (loads <= most) return false;
    int lights = 1;
    while (loads / (lights + 1) > most)
        lights++; // the longest stretch: (loads - lights) / (lights + 1), rounded up
    // Spread evenly, the later stretches taking the odd week.
    int at = 0;
    int left = loads - lights;
    for (int i = 0; i < lights; i++) {
        const int stretch = left / (lights + 1 - i);
        at += stretch + 1;
        left -= stretch;
        if (at == week) return true;
    }
    return false;
}

static int32_t first_day_of(const plan_maker *m, int plan_week) {
    return m->plan->race_day + 1 - 7 * (m->plan_weeks - plan_week + 1);
}

static int trial_week(const plan_maker *m) {
    const double middle = (m->plan_weeks + 1) / 2.0;
    int best = 0;
    for (int week = 2; week < m->plan_weeks; week++)
        if (light_week(m, week) && (best == 0 || fabs(week - middle) <= fabs(best - middle))) best = week;
    if (!plan_other_fills(m, first_day_of(m, best))) return best;
    // Races on the way leave no hard day there: the nearest week that has one.
    int other = best;
    const int from = (int)ceil(m->rule.trial_from_share * m->plan_weeks) + 1;
    const int to = (int)(m->rule.trial_to_share * m->plan_weeks);
    for (int week = from; week <= to; week++)
        if (!plan_other_fills(m, first_day_of(m, week)) &&
            (other == best || abs(week - best) < abs(other - best)))
            other = week;
    return other;
}

// Base weeks counted back from the plan, -1 the last: a lighter one each fourth,
// placed so that the first is not, and that the plan's first weeks go on from it.
static bool light_base_week(int back, int count) {
    const int offset = count % 4 == 1 ? 2 : 1;
    return back != count && back >= offset && (back - offset) % 4 == 0;
}

static void add_hard(plan_frame_week *week, int most, plan_family family) {
    if (week->hard_count < most) week->hard[week->hard_count++] = family;
}

// What answers a lack. Endurance is met by the long run and, at this end of it,
// by threshold.
static plan_family answer_to(miler_lack lack) {
    static const plan_family answers[MILER_LACK_COUNT] = {PLAN_NONE, PLAN_RACE_PACE, PLAN_VO2MAX,
                                                          PLAN_THRESHOLD, PLAN_THRESHOLD};
    return answers[lack];
}

// Easy weeks to begin with; of one new to running those that are not over with the base weeks in front.
static int easy_left(const plan_maker *m, const plan_frame_week *week) {
    const int base = plan_learns(m) ? week->number - week->plan_week : 0;
    const int left = plan_easy_weeks(m) - base;
    return left > 0 ? left : 0;
}

// One hard day a week: the kinds take turns; what the runner lacks comes more often.
static void fill_one(const plan_maker *m, plan_frame_week *week, int trial, miler_lack lack) {
    static const plan_family before[] = {PLAN_THRESHOLD, PLAN_RACE_PACE, PLAN_VO2MAX, PLAN_THRESHOLD,
                                         PLAN_RACE_PACE};
    static const plan_family after[2][2] = {{PLAN_VO2MAX, PLAN_THRESHOLD}, {PLAN_THRESHOLD, PLAN_VO2MAX}};
    const plan_family lacked = answer_to(lack);
    const int at = week->plan_week;
    const int easy_weeks = easy_left(m, week);
    int goal_from = m->plan_weeks - (m->plan_weeks >= 8 ? 2 : 1); // the last weeks rehearse the race
    if (lacked != PLAN_NONE && lacked != PLAN_RACE_PACE && m->plan_weeks >= 8) goal_from++;
    plan_family family = after[trial > 3][(at - trial - 1) & 1];
    if (at < trial)
        family = at >= 4 && lacked != PLAN_NONE ? lacked : before[(at + 4 - easy_weeks) % 5];
    else if (at >= goal_from)
        family = PLAN_RACE_PACE;
    else if (lacked != PLAN_NONE && (at - trial) % 2 == 0)
        family = lacked;
    add_hard(week, 1, family);
}

// The hard work of a loading week in the build and after it, by what the runner
// lacks, in weeks that alternate. VO2max once a week did as much as three times
// (Billat), so that lack gets it in every week, and twice in each second one only
// where there are three hard days; two to four threshold sessions a week are usual
// (Tjelta); the rest is the sequence of published mile plans [engineering estimate].
#define T PLAN_THRESHOLD
#define V PLAN_VO2MAX
#define R PLAN_RACE_PACE
typedef struct hard_turns {
    plan_family build[2][2], specific[2][2], three[2][3];
} hard_turns;
static const hard_turns turns[MILER_LACK_COUNT] = {
    [MILER_LACK_NOTHING] = {{{V, R}, {V, R}}, {{R, V}, {R, T}}, {{R, T, V}, {R, T, V}}},
    [MILER_LACK_SPEED] = {{{V, R}, {V, R}}, {{R, V}, {R, R}}, {{R, T, V}, {R, T, R}}},
    [MILER_LACK_VO2MAX] = {{{V, R}, {V, R}}, {{R, V}, {R, V}}, {{V, T, R}, {V, R, V}}},
    [MILER_LACK_THRESHOLD] = {{{V, R}, {T, R}}, {{R, T}, {R, T}}, {{R, T, V}, {T, R, T}}},
    [MILER_LACK_ENDURANCE] = {{{V, R}, {T, R}}, {{R, T}, {R, T}}, {{R, T, V}, {T, R, T}}},
};
#undef T
#undef V
#undef R

static void add_turn(plan_frame_week *week, int most, const plan_family *families, int count) {
    for (int i = 0; i < count; i++)
        add_hard(week, most, families[i]);
}

static void fill_more(const plan_maker *m, plan_frame_week *week, int trial, miler_lack lack) {
    const int most = m->days.hard;
    const int at = week->plan_week;
    const int easy_weeks = easy_left(m, week);
    const bool third = most >= 3;
    const bool odd = (at - trial) % 2 != 0;
    if (week->phase == MILER_PHASE_INTRODUCE || at <= 2 + easy_weeks) {
        add_hard(week, most, PLAN_THRESHOLD);
        // Who ran at mile pace lately goes on with it.
        if (at >= 2 + easy_weeks || plan_had_lately(m, PLAN_RACE_PACE)) add_hard(week, most, PLAN_RACE_PACE);
        if (third) add_hard(week, most, PLAN_THRESHOLD);
    } else if (third) {
        add_turn(week, most, turns[lack].three[odd], 3);
    } else if (week->phase == MILER_PHASE_BUILD && week->light) {
        add_hard(week, most, lack == MILER_LACK_SPEED ? PLAN_RACE_PACE : PLAN_VO2MAX);
        add_hard(week, most, PLAN_THRESHOLD);
    } else {
        add_turn(week, most,
                 week->phase == MILER_PHASE_BUILD ? turns[lack].build[odd] : turns[lack].specific[odd], 2);
    }
}

// Two to five weeks: what is there gets sharper. Race pace first, one new kind a week.
static void fill_block(plan_frame_week *week, int most) {
    add_hard(week, most, PLAN_RACE_PACE);
    if (week->plan_week >= 2) add_hard(week, most, week->plan_week % 2 == 0 ? PLAN_THRESHOLD : PLAN_VO2MAX);
}

static void fill_hard(const plan_maker *m, plan_frame_week *week, int trial, miler_lack lack) {
    const int most = m->days.hard;
    week->hard_count = 0;
    if (week->phase == MILER_PHASE_TAPER) {
        add_hard(week, 1, PLAN_SHARPENER);
    } else if (week->number <= plan_easy_weeks(m) && plan_easy_weeks(m) > 0) {
        week->hard_count = 0; // back from weeks off, or new: first the running itself
    } else if (week->phase == MILER_PHASE_BASE) {
        if (week->number > 0 && most >= 2) add_hard(week, most, PLAN_THRESHOLD);
        if (week->number > 2 && most >= 3) add_hard(week, most, PLAN_THRESHOLD);
    } else if (m->plan_weeks < (int)m->rule.weeks_min) {
        fill_block(week, most);
    } else if (week->plan_week == trial && !plan_other_is_trial(m)) {
        add_hard(week, most, PLAN_TRIAL);
        if (most >= 2) add_hard(week, 2, PLAN_THRESHOLD);
    } else if (most <= 1) {
        fill_one(m, week, trial, lack);
    } else {
        fill_more(m, week, trial, lack);
    }
}

// With much running and two hard days, mile pace twice, or threshold never, would
// leave the plan easier than a half marathon's: there strides, hills and the size
// of the sessions alone answer.
static miler_lack answered_lack(const plan_maker *m) {
    const double from_m = m->rule.hard_third_from_m > 0 ? m->rule.hard_third_from_m : MUCH_M;
    const bool much = m->days.hard == 2 && m->start_m >= from_m;
    const bool fast = m->req.lack == MILER_LACK_SPEED || m->req.lack == MILER_LACK_VO2MAX;
    return fast && much ? MILER_LACK_NOTHING : m->req.lack;
}

static int count_of(const plan_frame_week *week, plan_family family) {
    int count = 0;
    for (int i = 0; i < week->hard_count; i++)
        count += week->hard[i] == family;
    return count;
}

// Marks what stands there for the runner's lack and would not otherwise.
static void mark_lack(const plan_maker *m, plan_frame_week *week, int trial) {
    const plan_family lacked = answer_to(answered_lack(m));
    plan_frame_week others = *week;
    if (lacked == PLAN_NONE) return;
    fill_hard(m, &others, trial, MILER_LACK_NOTHING);
    int more = count_of(week, lacked) - count_of(&others, lacked);
    for (int i = week->hard_count - 1; i >= 0 && more > 0; i--) {
        week->for_lack[i] = week->hard[i] == lacked;
        more -= week->for_lack[i];
    }
}

void plan_make_frame(plan_maker *m) {
    const int32_t days = m->plan->race_day - m->plan->start_day + 1;
    const int weeks = days / 7;
    const int odd = days % 7;
    const int base = weeks - m->plan_weeks;
    const blocks split = split_phases(m);
    const int trial = m->plan_weeks >= (int)m->rule.weeks_min ? trial_week(m) : 0;
    m->frame_count = 0;
    if (odd > 0)
        m->frame[m->frame_count++] = (plan_frame_week){
            .first_day = m->plan->start_day, .days = odd, .phase = MILER_PHASE_BASE, .plan_week = -base};
    for (int i = 0; i < weeks; i++) {
        plan_frame_week *week = &m->frame[m->frame_count++];
        *week = (plan_frame_week){.number = i + 1,
                                  .first_day = m->plan->start_day + odd + 7 * i,
                                  .days = 7,
                                  .plan_week = i - base + 1};
        const int at = week->plan_week;
        if (at <= 0)
            week->phase = MILER_PHASE_BASE;
        else if (at <= split.intro)
            week->phase = MILER_PHASE_INTRODUCE;
        else if (at <= split.intro + split.build)
            week->phase = MILER_PHASE_BUILD;
        else if (at < m->plan_weeks)
            week->phase = MILER_PHASE_SPECIFIC;
        else
            week->phase = MILER_PHASE_TAPER;
        week->light = at <= 0 ? light_base_week(1 - at, base) : light_week(m, at);
        fill_hard(m, week, trial, answered_lack(m));
        mark_lack(m, week, trial);
    }
}
