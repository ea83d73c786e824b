// SPDX-License-Identifier: MIT
// Where in the week strength and plyometrics stand: not the day before a hard
// run or after a race, after hard runs rather than on easy days, 48 hours apart,
// and only in the minutes that the day's run does not need. The long run comes
// first: on its day they take minutes from it only where no other day has any.
#include "plan/plan_week.h"

#include <string.h>

static int32_t week_date(const week_plan *w, int day) {
    return w->week->first_day + day;
}

static bool next_week_hard(const week_plan *w, int day) {
    const plan_maker *m = w->m;
    const plan_frame_week *next = w->week + 1;
    if (next >= m->frame + m->frame_count || next->phase == MILER_PHASE_TAPER ||
        m->days.role[day] != PLAN_HARD)
        return false;
    int before = 0;
    for (int d = 0; d < day; d++)
        before += m->days.role[d] == PLAN_HARD;
    return before < next->hard_count;
}

// Whether a hard day follows, in this week or at the start of the next.
static bool before_hard(const week_plan *w, int day) {
    const int gap = (int)w->m->rule.strength_hard_gap;
    for (int ahead = 1; ahead <= gap; ahead++) {
        const int at = day + ahead;
        const bool next_week = at >= 7;
        if (plan_other_on(w->m, week_date(w, at)) != NULL) return true;
        if (!next_week && (w->hard >> at & 1)) return true;
        if (next_week && next_week_hard(w, at - 7)) return true;
    }
    return false;
}

// Minutes the day's run needs; a hard one that is not written yet with its
// warm-up, drills, strides and the longest usual work.
static int run_need(const week_plan *w, int day) {
    const plan_rule *r = &w->m->rule;
    if (w->hard >> day & 1)
        return w->used_min[day] > 0 ? w->used_min[day] : (int)(r->warmup_min + r->cooldown_min) + 12 + 45;
    return day == w->long_day ? w->long_need_min : (int)r->easy_run_min + 6;
}

// Minutes a strength session may take on a day; 0 = none.
static int strength_room(const week_plan *w, int day) {
    static const int usual[MILER_PLAN_LEVEL_COUNT] = {20, 25, 30, 35}; // engineering estimate
    const plan_maker *m = w->m;
    if (!(w->runs >> day & 1) || (w->races >> day & 1) || before_hard(w, day) ||
        plan_other_just(m, week_date(w, day)) || !plan_may_be_hard(m, day))
        return 0;
    int room = imin(usual[m->level], m->limit_min[day] - imax(run_need(w, day), w->used_min[day]));
    // A short day is for running first.
    if (m->limit_min[day] < 75) room = imin(room, imax(m->limit_min[day] / 4, 10));
    return room >= 10 ? room : 0;
}

static double strength_score(const week_plan *w, int day) {
    const int room = strength_room(w, day);
    double score = 0.1 * room;
    if (w->hard >> day & 1) score += 1.5; // hard days hard, easy days easy
    if (day == w->long_day) score -= w->m->limit_min[day] < PLAN_NO_LIMIT ? 4 : 1;
    return score;
}

typedef struct strength_pair {
    int first, second; // the same day twice where one session is all there is
} strength_pair;

static double pair_score(const week_plan *w, int a, int b) {
    double score = strength_score(w, a) + (b != a ? 100 + strength_score(w, b) : 0);
    if (b - a >= 2 && b - a <= 5) score += 4; // 48 h apart
    return score;
}

// The best second day for the first, if it beats the best pair so far.
static void better_pair(const week_plan *w, int a, int last, strength_pair *pair, double *best) {
    for (int b = a; b <= last; b++) {
        if (strength_room(w, b) == 0) continue;
        const double score = pair_score(w, a, b);
        if (score <= *best + 1e-9) continue;
        *best = score;
        *pair = (strength_pair){a, b};
    }
}

// The days for so many sessions; false where no day has room.
static bool best_pair(const week_plan *w, int wanted, strength_pair *pair) {
    double best = -1e9;
    *pair = (strength_pair){-1, -1};
    for (int a = 0; a < 7; a++)
        if (strength_room(w, a) > 0) better_pair(w, a, wanted < 2 ? a : 6, pair, &best);
    return pair->first >= 0;
}

static bool plyo_too_soon(const week_plan *w, int day) {
    return week_date(w, day) < w->m->plyo_day + (int32_t)w->m->rule.plyo_gap_days;
}

// Plyometrics once a week after two weeks of strength: on the second day,
// beside the strength where there is time, else out of its minutes.
static void place_plyo(week_plan *w, strength_pair pair) {
    if (w->week->light || w->week->number < 3 || w->m->rule.plyo_days_max < 1) return;
    const int day = plyo_too_soon(w, pair.second) ? pair.first : pair.second;
    if (plyo_too_soon(w, day)) return;
    const int left = w->m->limit_min[day] - w->strength_min[day];
    const bool beside = left >= imax(run_need(w, day) + 8, 75);
    if (!beside && w->strength_min[day] < 18) return;
    w->plyo_min[day] = 8;
    if (!beside) w->strength_min[day] -= 8;
}

// False where not all found a day. The `last` time the long run gives way if
// there would be none at all.
bool week_place_strength(week_plan *w, bool last) {
    const plan_rule *r = &w->m->rule;
    const int wanted = (int)(w->week->light ? r->strength_days_light : r->strength_days);
    strength_pair pair;
    memset(w->strength_min, 0, sizeof w->strength_min);
    memset(w->plyo_min, 0, sizeof w->plyo_min);
    if (wanted < 1) return true;
    w->long_need_min = w->long_day >= 0 ? week_long_minutes(w, w->long_day) : 0;
    bool found = best_pair(w, wanted, &pair);
    if (!found && last) {
        w->long_need_min = (int)r->long_floor_min;
        found = best_pair(w, wanted, &pair);
    }
    if (!found) return false;
    w->strength_min[pair.first] = strength_room(w, pair.first);
    w->strength_min[pair.second] = strength_room(w, pair.second);
    place_plyo(w, pair);
    return wanted < 2 || pair.first != pair.second;
}

void week_write_strength(week_plan *w) {
    plan_maker *m = w->m;
    int placed = 0;
    for (int day = 0; day < 7; day++) {
        if (w->strength_min[day] > 0) {
            plan_draft *draft = plan_draft_add(m, day, 2, MILER_SESSION_STRENGTH);
            m->strength_count += placed;
            if (draft != NULL && !plan_strength_text(m, w->week, w->strength_min[day], false, draft))
                m->draft_count--;
            m->strength_count -= placed;
            placed++;
        }
        if (w->plyo_min[day] > 0) {
            plan_draft *draft = plan_draft_add(m, day, 3, MILER_SESSION_PLYO);
            if (draft != NULL && !plan_plyo_text(m, w->week, w->plyo_min[day], draft)) m->draft_count--;
        }
    }
}
