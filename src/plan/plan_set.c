// SPDX-License-Identifier: MIT
// The work of a hard session: how many reps, how long, how fast, how much rest.
// All sensible sets are tried; those within the caps of the week, within the
// minutes, and with at most one thing harder than the last set of the family
// remain; of them the one nearest to what the phase wants is taken.
//
//     what the phase wants = rep length, recovery ratio, pace, share of the cap
#include "plan/plan_room.h"

#include <stdio.h>
#include <string.h>

#define MAX_REPS 24
#define MAX_FAST_REPS 16 // 16x200 is the most of published mile plans
#define SHORT_REP_S 120  // at threshold: shorter reps are rare; engineering estimate
#define QUICKER_S 2      // a lap, of the sharpener's quicker reps; engineering estimate
#define SHARP_REP_S 45   // anybody can run that once, about 200 m; engineering estimate

typedef struct wish {
    double rep_m; // race pace: metres
    double rep_s; // others: seconds
    double ratio; // recovery for each second of work
    bool goal;    // at goal pace
    double share; // of the cap
} wish;

// What each phase wants of each family; the sequence of published mile plans:
// race pace from 200s with equal jogs to 400-600s at goal pace with half the
// jog, VO2max from 2-3 to 3-5 min, threshold from 5 to 8-10 min reps.
static const wish wishes[MILER_PHASE_COUNT][PLAN_FAMILY_COUNT] = {
    [MILER_PHASE_BASE] = {[PLAN_THRESHOLD] = {0, 300, 0.2, false, 0.8},
                          [PLAN_VO2MAX] = {0, 150, 1, false, 0.6},
                          [PLAN_RACE_PACE] = {200, 0, 2, false, 0.6}},
    [MILER_PHASE_INTRODUCE] = {[PLAN_THRESHOLD] = {0, 300, 0.2, false, 0.75},
                               [PLAN_VO2MAX] = {0, 150, 1, false, 0.7},
                               [PLAN_RACE_PACE] = {200, 0, 2, false, 0.75}},
    [MILER_PHASE_BUILD] = {[PLAN_THRESHOLD] = {0, 480, 0.2, false, 1},
                           [PLAN_VO2MAX] = {0, 210, 0.75, false, 0.95},
                           [PLAN_RACE_PACE] = {400, 0, 2, false, 0.95}},
    [MILER_PHASE_SPECIFIC] = {[PLAN_THRESHOLD] = {0, 600, 0.2, false, 0.85},
                              [PLAN_VO2MAX] = {0, 240, 0.5, false, 0.9},
                              [PLAN_RACE_PACE] = {500, 0, 1, true, 1}},
    [MILER_PHASE_TAPER] = {[PLAN_SHARPENER] = {300, 0, 3, true, 1}},
};

static double within(double x, double lo, double hi) {
    return x < lo ? lo : x > hi ? hi : x;
}

double plan_set_cap(const plan_maker *m, plan_family family, double week_m) {
    const plan_rule *r = &m->rule;
    double cap = 0;
    switch (family) {
    case PLAN_RACE_PACE:
        cap = fmax(fmin(r->race_pace_share_max * week_m, r->race_pace_max_m), r->race_pace_floor_m);
        break;
    case PLAN_VO2MAX:
        cap = fmax(fmin(r->vo2max_share_max * week_m, r->vo2max_max_m), r->vo2max_floor_m);
        break;
    case PLAN_THRESHOLD:
        cap = fmax(fmin(r->threshold_share_max * week_m, r->threshold_max_min * 60 * m->threshold_mps),
                   r->threshold_floor_m);
        break;
    case PLAN_SHARPENER:
        // Where nothing of it was run for weeks, race week is no time to begin.
        cap = r->sharpener_max_m;
        if (m->again && m->plan->race_day - m->fast_day > (int32_t)r->sharpener_new_days)
            cap *= r->sharpener_new_share;
        break;
    default:
        break;
    }
    return cap;
}

static double pace_mps(const plan_maker *m, plan_family family, plan_pace pace) {
    const double goal_mps = MILER_MILE_M / m->goal_mile_s;
    switch (pace) {
    case PLAN_AT_MILE:
        return m->mile_mps;
    case PLAN_AT_GOAL:
        return goal_mps;
    case PLAN_AT_QUICKER:
        return 400 / (400 / m->mile_mps - QUICKER_S);
    case PLAN_AT_RACE:
        return m->req.race_dist_m / plan_book_time(&m->req.book, m->req.race_dist_m);
    default:
        return family == PLAN_THRESHOLD ? m->threshold_mps : m->vo2max_mps;
    }
}

// What one session can hold of a family, whatever the week: the less recovery
// and the longer the reps, the less.
static double load_m(const plan_maker *m, plan_family family, double rep_m, double ratio) {
    const plan_rule *r = &m->rule;
    if (family == PLAN_VO2MAX)
        return (r->vo2max_load_min + r->vo2max_load_rest_min * ratio) * 60 * m->vo2max_mps;
    if (family != PLAN_RACE_PACE) return HUGE_VAL;
    return (r->race_load_base + r->race_load_rest * ratio) * MILER_MILE_M *
           pow(400 / rep_m, r->race_load_rep);
}

// Without a track (or on a belt) reps are told by time.
static bool by_time(const plan_maker *m) {
    const uint32_t places = m->req.athlete.places;
    return plan_treadmill(m) || (places != 0 && !(places & MILER_HAS_TRACK));
}

// How many things are harder in set `b` than in `a`.
int plan_set_harder(const plan_rule *r, const plan_set *a, const plan_set *b) {
    const double near = 0.97; // texts are told in whole metres and seconds
    int harder = 0;
    harder += b->work_m > a->work_m * (1 + r->harder_total * near);
    harder += b->rep_s > a->rep_s * (1 + r->harder_rep * near);
    harder += b->ratio < a->ratio * (1 - r->harder_recovery * near);
    harder += b->speed_mps > a->speed_mps * (1 + r->harder_pace * near);
    return harder;
}

void plan_set_finish(const plan_maker *m, plan_set *set) {
    set->speed_mps = set->family == PLAN_TRIAL ? set->rep_m / plan_book_time(&m->req.book, set->rep_m)
                                               : pace_mps(m, set->family, set->pace);
    plan_shape_finish(set);
    if (set->shape == 0) {
        set->rep_s = set->rep_m > 0 ? set->rep_m / set->speed_mps : set->rep_min_s;
        set->work_s = set->reps * set->rep_s;
    }
    set->work_m = set->work_s * set->speed_mps;
    const double rest_s = set->rest_m > 0 ? set->rest_m / m->jog_mps : set->rest_s;
    set->ratio = set->reps > 1 ? rest_s * set->reps / set->work_s : 0;
}

double plan_set_time_s(const plan_set *set, double jog_mps) {
    const double rest_s = set->rest_m > 0 ? set->rest_m / jog_mps : set->rest_s;
    return set->work_s + (set->reps - 1) * rest_s;
}

// Engineering estimates: only their order matters. Pace first where the phase
// asks for the goal's, then amount, rep length, recovery.
static double cost(const plan_set *set, const wish *want, double want_m, double want_rep_s,
                   plan_pace want_pace) {
    double sum = 2.5 * fabs(log(set->work_m / want_m));
    sum += 1.5 * fabs(log(set->work_s / set->reps / want_rep_s));
    sum += 1.0 * fabs(log(set->ratio / want->ratio));
    sum += set->pace == want_pace ? 0 : 1.2;
    if (set->reps > 12) sum += 0.05 * (set->reps - 12); // many reps are hard to count and to bear
    if (set->reps < 3) sum += set->family == PLAN_THRESHOLD ? 0.1 : 1.2; // two reps are no session
    return sum;
}

typedef struct search {
    const plan_maker *m;
    const plan_set *last;
    wish want;
    double cap, want_m, want_rep_s, room_s;
    plan_pace want_pace;
    double most_m; // the largest set of the family so far
    bool light, push;
    int harder_max;
    double best;
    plan_set *out;
    bool found;
} search;

static bool same_set(const plan_set *a, const plan_set *b) {
    return a->shape == b->shape && a->reps == b->reps && a->rep_s == b->rep_s && a->ratio == b->ratio &&
           a->pace == b->pace;
}

// Within one thing harder than the last and a step more than the most so far.
static bool may_follow(const search *s, const plan_set *set, int *harder) {
    const plan_rule *r = &s->m->rule;
    *harder = 1;
    if (s->most_m > 0 && set->work_m > s->most_m * (1 + r->total_step_max)) return false;
    if (s->last->reps == 0) return true;
    *harder = plan_set_harder(r, s->last, set);
    return *harder <= s->harder_max && set->ratio >= s->last->ratio * (1 - r->recovery_step_max);
}

// Keeps the set where it is the best so far; false where it is too much.
static bool try_set(search *s, plan_set set) {
    plan_set_finish(s->m, &set);
    const double most_m = fmin(s->cap, load_m(s->m, set.family, set.work_m / set.reps, set.ratio));
    int harder;
    if (set.work_m > most_m || plan_set_time_s(&set, s->m->jog_mps) > s->room_s) return false;
    if (!may_follow(s, &set, &harder)) return true;
    double at = cost(&set, &s->want, s->want_m, s->want_rep_s, s->want_pace);
    if (harder == 0 && !s->light) at += s->push ? 2 : 0.4; // a loading week moves something on
    if (same_set(s->last, &set)) at += 0.25;
    if (s->found && at >= s->best - 1e-9) return true;
    s->found = true;
    s->best = at;
    *s->out = set;
    return true;
}

static void try_reps(search *s, plan_set set) {
    const int most = set.family == PLAN_RACE_PACE ? MAX_FAST_REPS : MAX_REPS;
    for (set.reps = 2; set.reps <= most; set.reps++)
        if (!try_set(s, set)) break;
}

static double round_to(double x, double step) {
    return floor(x / step + 0.5) * step;
}

// Of a rep told by time: as a person would say it, 50 s, 1 min 30 s, 2 min.
static double told_s(const plan_maker *m, double rep_s) {
    const double s = round_to(rep_s, rep_s < 60 ? 5 : 15);
    return s > m->rule.race_rep_max_s ? s - 15 : s;
}

static bool rep_fits(const search *s, plan_family family, double rep_s) {
    if (rep_s > s->m->rule.race_rep_max_s || rep_s < 18) return false; // under 18 s it is a stride
    // Race week is no time for reps longer than ever before.
    return family != PLAN_SHARPENER || s->last->reps == 0 || rep_s <= fmax(s->last->rep_s * 1.1, SHARP_REP_S);
}

// Reps of that length with a jog of the same distance, or of half.
static plan_set race_pace_set(const plan_maker *m, plan_family family, plan_pace pace, double rep_m,
                              bool half) {
    plan_set set = {.family = family, .pace = pace, .rep_m = rep_m};
    const double rep_s = rep_m / m->mile_mps;
    if (family == PLAN_SHARPENER) {
        set.rest_s = within(round_to(3 * rep_s, 30), 90, 240);
        set.walk = true;
    } else if (by_time(m)) {
        set.rest_s = round_to(rep_s * (half ? 1 : 2), 15);
    } else {
        set.rest_m = rep_m * (half ? 0.5 : 1);
    }
    if (by_time(m)) {
        set.rep_m = 0;
        set.rep_min_s = told_s(m, rep_s);
    }
    return set;
}

static bool rested_enough(const plan_maker *m, plan_set probe) {
    if (m->age < 0 || m->age >= m->rule.youth_young_age) return true;
    if (probe.shape == 0) probe.reps = 2;
    plan_set_finish(m, &probe);
    return probe.ratio >= m->rule.youth_recovery_ratio;
}

static void try_race_pace(search *s, plan_family family) {
    static const double lengths[] = {100, 200, 300, 400, 600};
    static const plan_pace paces[] = {PLAN_AT_MILE, PLAN_AT_GOAL, PLAN_AT_QUICKER};
    const bool sharp = family == PLAN_SHARPENER; // alone has the quicker pace, and one rest
    for (size_t p = 0; p < (sharp ? 3 : 2); p++) {
        for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
            if (!rep_fits(s, family, lengths[i] / s->m->mile_mps)) continue;
            for (int half = 0; half < (sharp ? 1 : 2); half++) {
                const plan_set set = race_pace_set(s->m, family, paces[p], lengths[i], half != 0);
                if (rested_enough(s->m, set)) try_reps(s, set);
            }
        }
    }
}

static void try_vo2max(search *s) {
    static const double minutes[] = {1.5, 2, 2.5, 3, 3.5, 4, 5};
    static const double ratios[] = {1, 0.75, 0.5};
    const plan_maker *m = s->m;
    const bool race = m->req.race_dist_m > 3000; // two miles are raced near this effort
    for (int p = 0; p < (race ? 2 : 1); p++) {
        const plan_pace pace = p == 0 ? PLAN_AT_ZONE : PLAN_AT_RACE;
        const double speed = pace_mps(m, PLAN_VO2MAX, pace);
        for (size_t i = 0; i < sizeof minutes / sizeof minutes[0]; i++) {
            plan_set set = {.family = PLAN_VO2MAX, .pace = pace, .rep_min_s = minutes[i] * 60};
            if (!by_time(m)) {
                set.rep_m = round_to(set.rep_min_s * speed, 200);
                const bool told = set.rep_m >= 400 && set.rep_m / speed <= m->rule.vo2max_rep_max_s;
                if (told)
                    set.rep_min_s = 0;
                else
                    set.rep_m = 0; // slow runners' reps are told by time
            }
            const double rep_s = set.rep_m > 0 ? set.rep_m / speed : set.rep_min_s;
            if (rep_s > m->rule.vo2max_rep_max_s) continue;
            for (size_t j = 0; j < sizeof ratios / sizeof ratios[0]; j++) {
                set.rest_s = within(round_to(ratios[j] * rep_s, 15), 45, 300);
                try_reps(s, set);
            }
        }
    }
}

// Two of the shortest reps are a dead end: a third is half as much again, and longer ones are
// two things harder at once. So where no more fits, or came before, shorter reps are a way on,
// with half a minute each; then those of two minutes begin with three quarters of one.
static bool short_way(const search *s) {
    const plan_set *last = s->last;
    if (last->reps == 0) return s->cap < 3 * SHORT_REP_S * s->m->threshold_mps;
    return last->rep_s < SHORT_REP_S || (last->rep_s == SHORT_REP_S && (last->reps < 3 || last->rest_s > 30));
}

static void try_short_threshold(search *s) {
    static const int short_reps[][2] = {{90, 30}, {120, 45}};
    for (size_t i = 0; i < sizeof short_reps / sizeof short_reps[0]; i++)
        try_reps(s, (plan_set){
                        .family = PLAN_THRESHOLD, .rep_min_s = short_reps[i][0], .rest_s = short_reps[i][1]});
}

static void try_threshold(search *s) {
    static const double minutes[] = {2, 3, 4, 5, 6, 8, 10, 12, 15};
    // A minute for five, for eight; for four where short reps came before, whose rest cannot get shorter.
    static const double ratios[] = {0.2, 0.125, 0.25};
    const int stretch = s->m->stretch_min; // who still walks between runs no rep longer than that
    if (short_way(s)) try_short_threshold(s);
    for (size_t i = 0; i < sizeof minutes / sizeof minutes[0] && (stretch == 0 || minutes[i] <= stretch);
         i++) {
        for (size_t j = 0; j < sizeof ratios / sizeof ratios[0]; j++) {
            if ((j == 1 && minutes[i] < 8) || (j == 2 && minutes[i] > 5)) continue;
            plan_set set = {.family = PLAN_THRESHOLD, .rep_min_s = minutes[i] * 60};
            set.rest_s = within(round_to(ratios[j] * set.rep_min_s, 15), 30, 180);
            try_reps(s, set);
        }
    }
}

// ---- Reps of changing length ------------------------------------------------------------

#define SHAPE_STEP 0.6   // of its longest rep, and of the laps that the build wants, came before
#define SHAPE_LEAST 0.85 // of the work that reps all alike would have
#define SHAPE_MOST 1.1   // the same; all three engineering estimates

static bool holds(const plan_frame_week *week, plan_family family) {
    for (int i = 0; i < week->hard_count; i++)
        if (week->hard[i] == family) return true;
    return false;
}

// Whose turn it is: mile pace in the build; VO2max in the specific weeks, with one hard day in the
// build too; goal pace in a specific week without VO2max that is not the last before race week.
static bool shape_turn(const plan_maker *m, const plan_frame_week *week, plan_family family) {
    const bool build = week->phase == MILER_PHASE_BUILD;
    if (!build && week->phase != MILER_PHASE_SPECIFIC) return false;
    if (family == PLAN_VO2MAX) return !build || m->days.hard == 1;
    return build || (!holds(week, PLAN_VO2MAX) && week->plan_week < m->plan_weeks - 1);
}

// Where a ladder or the like stands in place of reps all alike: not twice in a row, never as the
// first of its kind, and not after one that went wrong or was too easy. By the phases and levels of
// the catalogue's rp-mixed and vo2-mixed.
static bool shape_due(const plan_maker *m, const plan_frame_week *week, const search *s, plan_family family) {
    return shape_turn(m, week, family) && m->level >= MILER_PLAN_INTERMEDIATE && !week->light &&
           s->last->reps > 0 && s->last->shape == 0 && !s->push && s->harder_max > 0;
}

static void try_shape(search *s, plan_set set) {
    static const double rests[] = {1, 0.75, 0.5}; // of a rep; at mile pace the jog between reps
    const plan_maker *m = s->m;
    const bool fast = set.family == PLAN_RACE_PACE;
    plan_set_finish(m, &set);
    if (set.rep_s > (fast ? m->rule.race_rep_max_s : m->rule.vo2max_rep_max_s)) return;
    // In the build the laps themselves come first.
    const double laps_s = fast && !s->want.goal ? s->want_rep_s : 0;
    if (s->last->rep_s < SHAPE_STEP * fmax(set.rep_s, laps_s)) return;
    const double mean_s = set.work_s / set.reps;
    for (size_t i = 0; i < sizeof rests / sizeof rests[0]; i++) {
        plan_set at = set;
        if (!fast)
            at.rest_s = within(round_to(rests[i] * mean_s, 15), 45, 300);
        else if (by_time(m))
            at.rest_s = round_to(2 * rests[i] * mean_s, 15);
        else
            at.rest_m = fmax(round_to(rests[i] * mean_s * set.speed_mps, 100), 100);
        if (rested_enough(m, at)) (void)try_set(s, at);
    }
}

static void try_shapes(search *s, plan_family family) {
    // Reps at VO2max that are too long by distance are told by time on a track too.
    const bool timed = by_time(s->m);
    for (int i = 1; plan_shape_is(i); i++) {
        plan_set set;
        const bool told =
            plan_shape_at(i, family, timed, &set) ||
            (family == PLAN_VO2MAX && s->last->rep_m <= 0 && plan_shape_at(i, family, true, &set));
        if (!told) continue;
        set.pace = family == PLAN_VO2MAX ? PLAN_AT_ZONE : PLAN_AT_MILE;
        try_shape(s, set);
        if (family != PLAN_RACE_PACE || !s->want.goal) continue;
        set.pace = PLAN_AT_GOAL;
        try_shape(s, set);
    }
}

static plan_pace wanted_pace(const plan_maker *m, const wish *want, plan_family family) {
    const bool apart = m->mile_s / m->goal_mile_s - 1 > m->rule.harder_pace;
    if (family == PLAN_VO2MAX) return want->goal && m->req.race_dist_m > 3000 ? PLAN_AT_RACE : PLAN_AT_ZONE;
    if (family == PLAN_THRESHOLD) return PLAN_AT_ZONE;
    if (want->goal && apart) return PLAN_AT_GOAL;
    return family == PLAN_SHARPENER ? PLAN_AT_QUICKER : PLAN_AT_MILE;
}

// The first of a kind that the log has none of: small, whatever the week could hold.
double plan_first_cap(const plan_maker *m, plan_family family, const plan_set *last, double cap_m) {
    const double share = m->rule.recent_none_share;
    if (!plan_none_lately(m, family) || m->seen >> family & 1 || last->reps > 0) return cap_m;
    return fmin(cap_m * share, fmax(plan_set_cap(m, family, 0), cap_m * share * share));
}

// The first weeks ask for no less than what was run before the plan, as far as the week can hold it.
static void go_on(search *s, plan_family family, double held_m) {
    const plan_set *lately = &s->m->lately[family];
    const wish *build = &wishes[MILER_PHASE_BUILD][family];
    const double most_s = build->rep_m > 0 ? build->rep_m / s->m->mile_mps : build->rep_s;
    s->want_m = fmax(s->want_m, fmin(lately->work_m, fmin(s->cap, held_m)));
    s->want_rep_s = fmax(s->want_rep_s, fmin(lately->rep_s, most_s));
}

static void try_family(search *s, plan_family family) {
    if (family == PLAN_THRESHOLD)
        try_threshold(s);
    else if (family == PLAN_VO2MAX)
        try_vo2max(s);
    else
        try_race_pace(s, family);
}

// In whole laps; on a short day the longest there is room for.
static bool choose_trial(const plan_maker *m, double room_s, plan_set *out) {
    double dist_m = fmax(round_to(m->rule.trial_m * m->req.race_dist_m / MILER_MILE_M, 400), 400);
    for (; dist_m >= 400; dist_m -= 400) {
        *out = (plan_set){.family = PLAN_TRIAL, .reps = 1, .rep_m = dist_m, .pace = PLAN_AT_MILE};
        plan_set_finish(m, out);
        if (plan_set_time_s(out, m->jog_mps) <= room_s) return true;
    }
    return false;
}

// What is wanted of the session, and its cap.
static void settle_wish(search *s, const plan_frame_week *week, plan_family family, double week_m) {
    const plan_maker *m = s->m;
    const bool fast = family == PLAN_RACE_PACE || family == PLAN_SHARPENER;
    s->want = wishes[week->phase][family];
    if (family != PLAN_SHARPENER && s->last->reps == 0)
        s->want = wishes[MILER_PHASE_INTRODUCE][family];          // the first of its kind is gentle
    const double cap_m = plan_set_cap(m, family, week_m * 0.995); // rounding stays inside
    s->cap = plan_first_cap(m, family, &m->last[family], cap_m);
    if (s->cap < cap_m) s->want.share = 0.9; // of that little
    // Nine tenths of what can be held is a session that is finished well.
    const double held_m = 0.9 * load_m(m, family, s->want.rep_m, s->want.ratio);
    s->want_m = fmin(s->cap, held_m) * s->want.share * (week->light ? 0.8 : 1);
    s->want_rep_s = s->want.rep_m > 0 ? s->want.rep_m / m->mile_mps : s->want.rep_s;
    if (fast) s->want_rep_s = fmin(s->want_rep_s, m->rule.race_rep_max_s);
    if (family == PLAN_RACE_PACE) s->want_m = fmin(s->want_m, MAX_FAST_REPS * s->want.rep_m);
    if (week->phase <= MILER_PHASE_INTRODUCE && !week->light && plan_had_lately(m, family))
        go_on(s, family, held_m);
    s->want_pace = wanted_pace(m, &s->want, family);
}

static search begin(const plan_maker *m, const plan_frame_week *week, plan_family family, double week_m,
                    double room_s, plan_set *out) {
    const plan_family past = family == PLAN_SHARPENER ? PLAN_RACE_PACE : family;
    search s = {.m = m,
                .last = &m->last[past],
                .room_s = room_s,
                .most_m = m->most_m[past],
                .light = week->light || family == PLAN_SHARPENER,
                .push = m->push[past],
                .harder_max = (int)m->rule.harder_max * !m->hold[past],
                .out = out};
    settle_wish(&s, week, family, week_m);
    return s;
}

bool plan_choose_set(const plan_maker *m, const plan_frame_week *week, plan_family family, double week_m,
                     double room_s, plan_set *out) {
    static const plan_set none;
    if (family == PLAN_TRIAL) return choose_trial(m, room_s, out);
    const plan_family past = family == PLAN_SHARPENER ? PLAN_RACE_PACE : family;
    search s = begin(m, week, family, week_m, room_s, out);
    try_family(&s, family);
    // What the log has may be too unlike the sets here to go on from: then as the first, within its amount.
    if (!s.found && s.last->reps > 0 && plan_had_lately(m, past) && !(m->seen >> past & 1)) {
        s.last = &none;
        try_family(&s, family);
    }
    return s.found;
}

void plan_vary_set(const plan_maker *m, const plan_frame_week *week, plan_family family, double week_m,
                   double room_s, plan_set *set) {
    plan_set shape = {0};
    if (family != PLAN_RACE_PACE && family != PLAN_VO2MAX) return;
    search s = begin(m, week, family, week_m, room_s, &shape);
    if (!shape_due(m, week, &s, family)) return;
    s.want_m = set->work_m;
    s.cap = fmin(s.cap, SHAPE_MOST * set->work_m);
    try_shapes(&s, family);
    if (s.found && shape.work_m >= SHAPE_LEAST * set->work_m) *set = shape;
}

// ---- Words --------------------------------------------------------------------------

static void duration(char *out, size_t out_size, double s) {
    const int whole = (int)(s + 0.5);
    if (whole % 60 == 0)
        snprintf(out, out_size, "%dmin", whole / 60);
    else if (whole > 90)
        snprintf(out, out_size, "%dmin%ds", whole / 60, whole % 60);
    else
        snprintf(out, out_size, "%ds", whole);
}

void plan_set_text(const plan_maker *m, const plan_set *set, char *out, size_t out_size) {
    static const char *const at[] = {"", "@mile", "@goal"};
    char rep[24], rest[40], pace[24];
    if (set->family == PLAN_TRIAL) {
        snprintf(out, out_size, "%.0fm time trial", set->rep_m);
        return;
    }
    if (set->rep_m > 0)
        snprintf(rep, sizeof rep, "%.0fm", set->rep_m);
    else
        duration(rep, sizeof rep, set->rep_min_s);
    if (set->rest_m > 0)
        snprintf(rest, sizeof rest, "%.0fm jog", set->rest_m);
    else {
        duration(rest, sizeof rest, set->rest_s);
        strncat(rest, set->walk ? " walk" : " jog", sizeof rest - strlen(rest) - 1);
    }
    if (set->family == PLAN_THRESHOLD)
        snprintf(pace, sizeof pace, "@threshold");
    else if (set->pace == PLAN_AT_RACE)
        snprintf(pace, sizeof pace, "@%.0fm", m->req.race_dist_m);
    else if (set->family == PLAN_VO2MAX)
        snprintf(pace, sizeof pace, "@vo2max");
    else if (set->pace == PLAN_AT_QUICKER)
        snprintf(pace, sizeof pace, "@mile-%ds", QUICKER_S);
    else
        snprintf(pace, sizeof pace, "%s", at[set->pace]);
    if (plan_shape_text(set, pace, rest, out, out_size)) return;
    if (set->reps == 1)
        snprintf(out, out_size, "%s %s", rep, pace);
    else
        snprintf(out, out_size, "%dx%s %s r%s", set->reps, rep, pace, rest);
}

void plan_set_title(const plan_maker *m, const plan_set *set, char *out, size_t out_size) {
    static const char *const at[] = {"", "at mile pace", "at goal pace", "at race pace",
                                     "a little quicker than mile pace"};
    char rep[24], list[64];
    if (set->rep_m > 0)
        snprintf(rep, sizeof rep, "%.0f m", set->rep_m);
    else if (set->rep_min_s >= 120)
        snprintf(rep, sizeof rep, fmod(set->rep_min_s, 60) < 0.5 ? "%d min" : "%d min 30 s",
                 (int)set->rep_min_s / 60);
    else
        snprintf(rep, sizeof rep, "%.0f s", set->rep_min_s);
    const char *pace = set->family == PLAN_THRESHOLD                             ? "at threshold"
                       : set->family == PLAN_VO2MAX && set->pace == PLAN_AT_ZONE ? "at VO2max pace"
                                                                                 : at[set->pace];
    (void)m;
    if (set->family == PLAN_TRIAL)
        snprintf(out, out_size, "time trial, %.0f m", set->rep_m);
    else if (plan_shape_title(set, list, sizeof list))
        snprintf(out, out_size, "%s %s", list, pace);
    else
        snprintf(out, out_size, "%d x %s %s", set->reps, rep, pace);
}
