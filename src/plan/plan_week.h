// SPDX-License-Identifier: MIT
// A week being made, and what its makers hand to each other: the hard sessions
// (plan_hard.c), strength (plan_gym.c), the long and easy runs (plan_fill.c);
// plan_week.c calls them, over and over until the week comes out as meant.
#ifndef PLAN_WEEK_H
#define PLAN_WEEK_H

#include "plan/plan_room.h"

#define EASY_AROUND_MAX 20 // minutes before and after the work of a hard session, engineering estimate

typedef struct week_plan {
    plan_maker *m;
    const plan_frame_week *week;
    double target_m; // running aimed at
    double basis_m;  // week the caps are shares of
    int squeeze;     // what gives way where a week comes out too long: 1 warm-ups, 2 the long run too, which
                     // may be as short as an easy one, 3 one hard session, 4 the size of those left
    int tight;       // rounds in which the size of the hard sessions gave way and was not enough
    int long_day;    // -1 none
    double early_m;  // what the taper's days of this week may hold; 0: it has none
    int strength_min[7], plyo_min[7]; // reserved
    int long_need_min;                // of its day, before strength gets any
    int used_min[7];
    unsigned hard, runs;              // days
    unsigned races;                   // on the way; hard days too
    unsigned usual;                   // hard days as the frame has them, whatever today asks
    plan_family family[7];            // of hard days
    bool for_lack[7];                 // those that stand for what the runner lacks
    plan_set last[PLAN_FAMILY_COUNT]; // as they stood before the week
    double most_m[PLAN_FAMILY_COUNT];
    bool hold[PLAN_FAMILY_COUNT], push[PLAN_FAMILY_COUNT];
} week_plan;

static inline int imin(int a, int b) {
    return a < b ? a : b;
}

static inline int imax(int a, int b) {
    return a > b ? a : b;
}

static inline int left_min(const week_plan *w, int day) {
    return w->m->limit_min[day] - w->used_min[day] - w->strength_min[day] - w->plyo_min[day];
}

// The longest run, or race, at that age; 1e9: no limit.
static inline double youth_run_m(const plan_maker *m) {
    if (m->age < 0 || m->age >= m->rule.youth_adult_age) return 1e9;
    return m->age <= 14   ? m->rule.youth_run_m_14
           : m->age <= 16 ? m->rule.youth_run_m_16
                          : m->rule.youth_run_m_17;
}

static inline int minutes_of(const plan_draft *draft) {
    return (int)ceil(draft->sum.time_s / 60 - 1e-9);
}

static inline double minutes_to_m(double minutes, double speed_mps) {
    return minutes * 60 * speed_mps;
}

// The last days before race week belong to the taper already, from so many days out.
static inline double taper_factor(const week_plan *w, int day) {
    const plan_maker *m = w->m;
    if (w->week->plan_week != m->plan_weeks - 1) return 1;
    return 13 - day <= (int)m->rule.taper_days ? m->rule.taper_early_share : 1;
}

// plan_replan_week.c
int week_hard_at(const week_plan *w, int day, plan_family family); // where it may stand; -1: nowhere
void week_take_past(week_plan *w);
// plan_gym.c
bool week_place_strength(week_plan *w, bool last);
void week_write_strength(week_plan *w);
// plan_hard.c
bool week_write_hard(week_plan *w, int day, plan_family family);
void week_widen_hard(week_plan *w);
plan_family week_familiar(const plan_maker *m, plan_family family, unsigned *fresh);
// plan_fill.c
int week_long_minutes(const week_plan *w, int day); // what the long run would take of its day
void week_fill_easy(week_plan *w);
void week_add_rest(week_plan *w);
miler_session_kind week_easy_kind(const plan_draft *d);

#endif
