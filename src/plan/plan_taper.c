// SPDX-License-Identifier: MIT
// Race week: about half the volume, the days kept, one short fast session four
// days out, one light strength session before it, then the race with its
// warm-up. (Bosquet 2007, Spilsbury 2015, Mujika 2002; published mile plans.)
#include "plan/plan_week.h"

#include <stdlib.h>

#define RACE 6     // the race's place in the week
#define EVE_MIN 15 // the day before: long enough to loosen the legs, engineering estimate

// Running of a week, races on the way included: what is left beside a race is not all that the
// legs did. As far as a usual week goes, so that a long race is no reason for more before the last.
static double ran_m(const plan_maker *m, int week) {
    const double usual_m = fmin(m->start_m, m->req.weekly_m);
    return fmax(m->done_m[week], fmin(m->done_m[week] + m->raced_m[week], usual_m));
}

// Of the weeks from `first` on.
static double largest_week(const plan_maker *m, int first) {
    double largest = 0;
    for (int i = first > 0 ? first : 0; i < m->frame_count; i++)
        if (m->frame[i].days == 7) largest = fmax(largest, ran_m(m, i));
    return largest;
}

static int sharpener_day(plan_maker *m) {
    const plan_rule *r = &m->rule;
    int best = -1;
    for (int day = RACE - (int)r->sharpener_days_max; day <= RACE - (int)r->sharpener_days_min; day++) {
        if (day < 0 || !m->open[day] || m->limit_min[day] < r->hard_day_min) continue;
        const int wanted = RACE - (int)r->sharpener_days_before;
        if (best < 0 || abs(day - wanted) < abs(best - wanted)) best = day;
    }
    return best >= 0 && m->again && !plan_may_sharpen(m, best) ? -1 : best;
}

// Around the short fast session, fuller first.
static const struct {
    bool short_warm, drills;
    int strides;
} around[] = {{false, true, 3}, {false, false, 3}, {true, false, 2}};

static double room_of(const plan_maker *m, const plan_draft *d) {
    const int around_min = plan_learn_time(m, d->warm_min) + plan_learn_time(m, d->cool_min);
    return (m->limit_min[d->day] - around_min - (d->drills ? 6 : 0)) * 60.0 -
           d->strides * (plan_stride_s(m) + 60);
}

// Where the session is more than its part of the week with the shortest way there and home, a rep fewer.
static void take_fewer(plan_maker *m, int index, plan_draft *d) {
    plan_set fewer;
    const double room_s = 0.8 * plan_set_time_s(&d->set, m->jog_mps);
    if (!plan_choose_set(m, &m->frame[index], PLAN_SHARPENER, 0, room_s, &fewer) || fewer.reps < 3) return;
    d->set = fewer;
    plan_estimate(m, d);
}

// With its warm-up; without drills where the day has no room for both, a shorter
// warm-up where it would be most of the week.
static bool write_sharpener(plan_maker *m, int index, int day, double most_m) {
    const plan_rule *r = &m->rule;
    plan_set whole;
    plan_draft *d = plan_draft_add(m, day, 0, MILER_SESSION_SPEED);
    if (d == NULL) return false;
    d->hard = true;
    d->family = PLAN_SHARPENER;
    const bool any = plan_choose_set(m, &m->frame[index], PLAN_SHARPENER, 0, PLAN_NO_LIMIT * 60.0, &whole);
    for (size_t i = 0; any && i < sizeof around / sizeof around[0]; i++) {
        const bool last = around[i].short_warm;
        d->warm_min = plan_learn_whole(m, (int)(last ? r->warmup_floor_min : r->warmup_min), true);
        d->cool_min = plan_learn_whole(m, (int)(last ? r->cooldown_floor_min : r->cooldown_min), true);
        d->strides = around[i].strides;
        d->drills = around[i].drills;
        if (!plan_choose_set(m, &m->frame[index], PLAN_SHARPENER, 0, room_of(m, d), &d->set)) continue;
        plan_estimate(m, d);
        if (!last && (d->sum.dist_m > most_m || d->set.work_m < 0.75 * whole.work_m)) continue;
        if (d->sum.dist_m > most_m) take_fewer(m, index, d);
        (void)plan_draft_write(m, d); // its failure is sticky in m->status
        return true;
    }
    m->draft_count--;
    return false;
}

typedef struct easy_days {
    int day[RACE];
    int count;
    double target_m;  // of all of them together
    int gym, gym_min; // strength that day
} easy_days;

// Easy runs there may be before the race, which is a run of the week itself.
static int most_easy(const plan_maker *m, int sharpener) {
    const int most = imin(m->run_days, 6 - (int)m->rule.rest_days_min);
    return sharpener >= 0 ? most - 1 : most;
}

// Two days before the race where there are others, and for beginners the day
// before it.
static bool kept_free(const plan_maker *m, int sharpener, int day, int others) {
    if (day == RACE - 2) return others >= 3 && m->days.role[RACE - 1] != PLAN_REST;
    return day == RACE - 1 && m->level == MILER_PLAN_BEGINNER && others >= 2 && sharpener >= 0;
}

// The days the runner is used to, but for those kept free.
static void choose_easy(const plan_maker *m, int sharpener, easy_days *out) {
    const int most = most_easy(m, sharpener);
    int others = 0;
    for (int day = 0; day < RACE - 2; day++)
        others += m->days.role[day] != PLAN_REST && day != sharpener;
    out->count = 0;
    for (int day = 0; day < RACE && out->count < most; day++) {
        if (day == sharpener || m->days.role[day] == PLAN_REST) continue;
        if (!kept_free(m, sharpener, day, others)) out->day[out->count++] = day;
    }
}

static bool write_easy(plan_maker *m, const easy_days *easy, double cap_min) {
    double left_m = easy->target_m;
    bool capped = false;
    for (int i = 0; i < easy->count; i++) {
        const int day = easy->day[i];
        const bool eve = day == RACE - 1;
        const double share_min = left_m / (easy->count - i) / m->easy_mps / 60;
        const double day_cap_min = day == RACE - 2 ? cap_min * 0.6 : cap_min;
        const double most = fmin(plan_learn_fits(m, m->limit_min[day] - (eve || i == 0 ? 6 : 0) -
                                                        (day == easy->gym ? easy->gym_min : 0)),
                                 day_cap_min);
        capped = capped || (!eve && share_min > day_cap_min);
        int minutes =
            (int)fmin(share_min, eve ? fmin(most, easy->count <= 2 ? EVE_MIN + 10 : EVE_MIN) : most);
        if (minutes >= 20) minutes = minutes / 5 * 5;
        if (minutes < EVE_MIN) minutes = EVE_MIN;
        if (minutes > most) minutes = (int)most;
        if (left_m < minutes * 60 * m->easy_mps * (eve ? 0.3 : 0.6) && m->draft_count > 0) continue;
        plan_draft *d = plan_draft_add(m, day, 0, MILER_SESSION_EASY);
        if (d == NULL) break;
        d->minutes = minutes;
        if (eve || i == 0) {
            d->strides = 3;
            d->kind = MILER_SESSION_STRIDES;
        }
        (void)plan_draft_write(m, d); // its failure is sticky in m->status
        left_m -= d->sum.dist_m;
    }
    return capped;
}

// Short runs; longer ones only where few days carry much running.
static void fill_easy(plan_maker *m, const easy_days *easy, double least_m) {
    const int before = m->draft_count;
    for (double share = 0.6; share < 1.2; share *= 1.25) {
        const double cap_min = m->rule.easy_run_max * fmin(share, 1);
        m->draft_count = before;
        const bool capped = write_easy(m, easy, cap_min);
        if (!capped || plan_drafts_m(m) >= least_m || m->status != MILER_OK) return;
    }
}

// Where few runs are left, a longer way to the short fast session and home.
static void widen_sharpener(plan_maker *m, int gym, int gym_min, double least_m) {
    for (int i = 0; i < m->draft_count; i++) {
        plan_draft *d = &m->drafts[i];
        const double short_m = least_m - plan_drafts_m(m);
        if (!d->hard || short_m <= 0 || m->stretch_min > 0) continue;
        const int used = (int)ceil(d->sum.time_s / 60) + (d->day == gym ? gym_min : 0);
        int room = imin(m->limit_min[d->day] - used, (int)ceil(short_m / m->easy_mps / 60));
        const int home = imin(room, EASY_AROUND_MAX - d->cool_min);
        if (home > 0) d->cool_min += home;
        room -= home > 0 ? home : 0;
        const int there = imin(room, EASY_AROUND_MAX - d->warm_min);
        if (there > 0) d->warm_min += there;
        (void)plan_draft_write(m, d); // its failure is sticky in m->status
    }
}

static int strength_day(const plan_maker *m, int32_t first_day, int sharpener) {
    for (int day = RACE - (int)m->rule.strength_heavy_days; day >= 0; day--)
        if (m->days.role[day] != PLAN_REST && day + 1 != sharpener && day != sharpener &&
            !plan_other_just(m, first_day + day) && m->limit_min[day] >= m->rule.easy_run_min + 10 + 8)
            return day;
    return -1;
}

static void write_rest(plan_maker *m) {
    unsigned used = 0;
    for (int i = 0; i < m->draft_count; i++)
        used |= 1u << m->drafts[i].day;
    for (int day = 0; day < RACE; day++) {
        if (used >> day & 1) continue;
        plan_draft *d = plan_draft_add(m, day, 0, MILER_SESSION_REST);
        if (d == NULL) return;
        d->minutes = day == RACE - 2 ? 10 : 0;
        (void)plan_draft_write(m, d);
    }
}

static void write_calm(plan_maker *m) {
    plan_calm(m);
    for (int i = 0; i < m->draft_count && m->again && m->status == MILER_OK; i++)
        if (m->drafts[i].kind == MILER_SESSION_EASY || m->drafts[i].kind == MILER_SESSION_STRIDES)
            (void)plan_draft_write(m, &m->drafts[i]); // its failure is sticky in m->status
}

// Where less was run of late than planned the limit is reached: then a little under it.
static double most_of_week(const plan_maker *m, int index, double largest_m) {
    const double most_m = fmin(largest_m * m->rule.taper_volume_max, largest_week(m, index - 3));
    return m->short_weeks ? 0.985 * most_m : most_m;
}

miler_status plan_make_race_week(plan_maker *m, int index) {
    m->draft_count = 0;
    m->stretch_min = plan_learn_stretch(m, index);
    const double largest_m = largest_week(m, 0);
    const double most_m = most_of_week(m, index, largest_m);
    const double target_m = fmin(largest_m * m->rule.taper_volume_target, most_m);
    m->target_m = target_m;
    const int sharp = sharpener_day(m);
    const bool sharpened = sharp >= 0 && write_sharpener(m, index, sharp, 0.6 * target_m);
    const int gym = strength_day(m, m->frame[index].first_day, sharpened ? sharp : -1);
    const int gym_min = gym >= 0 ? imin(15, m->limit_min[gym] - 8 - (int)m->rule.easy_run_min) : 0;
    easy_days easy = {.target_m = target_m - plan_drafts_m(m), .gym = gym, .gym_min = gym_min};
    choose_easy(m, sharpened ? sharp : -1, &easy);
    // Shorter, or fewer, where the shortest runs worth doing come to too much.
    const int before = m->draft_count;
    const double whole_m = easy.target_m;
    for (int share = 4; share >= 0; share--) {
        m->draft_count = before;
        easy.target_m = whole_m * share / 4;
        fill_easy(m, &easy, largest_m * (m->rule.taper_volume_min + 0.05));
        if (plan_drafts_m(m) <= most_m) break;
    }
    widen_sharpener(m, gym, gym_min, fmin(largest_m * (m->rule.taper_volume_min + 0.02), most_m));
    if (gym >= 0) {
        plan_draft *d = plan_draft_add(m, gym, 2, MILER_SESSION_STRENGTH);
        if (d != NULL && !plan_strength_text(m, &m->frame[index], gym_min, true, d)) m->draft_count--;
    }
    plan_draft *race = plan_draft_add(m, RACE, 0, MILER_SESSION_RACE);
    if (race != NULL) {
        race->hard = true;
        race->warm_min = (int)m->rule.race_warmup_min;
        race->cool_min = (int)m->rule.cooldown_min;
        (void)plan_draft_write(m, race);
    }
    write_calm(m);
    write_rest(m);
    return m->status;
}
