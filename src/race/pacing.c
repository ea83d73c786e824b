// SPDX-License-Identifier: MIT
// The strategies, each as a broken line of cumulative time over distance.
//
// Coach's, u = goal pace in s/m, B = 400 m (or a quarter mile), d = seconds the
// first lap is slower, e = spread of the gears:
//
//     [stub u] [B/2 u][B/2 u + d] [B u - d] [middle u] [B/4]x4 u (1 + e (1.5 - k) 2/3)
//     9.344 m   200 m on pace     on pace    hold       each 100 m faster, sum B u
//               lap 1 <= 1 s slow at its end
//
// That is for the mile. Over 800 m the first lap is 2.4 s quicker than the second, the mean of 26 world records
// (Tucker, Lambert & Noakes 2006: 52.0 and 54.4 s). Beyond 2000 m the pace is even, r, up to the last lap, whose
// gears are each faster than r: r (1 - e (2k + 1)/4), e faster in the mean (records over 5000 and 10,000 m: even,
// with a faster end, the same study; how much faster is a choice [engineering estimate]). Between 800 and 1200 m
// no study is known and the pace is even.
//
// Optimal: the fastest race of miler/racer.h, its times stretched to the goal.
// Record: quarters of the distance at 24.85, 25.27, 25.27, 24.61 % of the time,
// the shape of the energy model of Aftalion & Trelat 2021 for a miler; the mean
// of seven measured miles of 3:46 to 4:20 is 24.80, 25.22, 25.32, 24.66 %.
#include "race/pacing.h"

// Where the time lost getting off the line is complete: Keller's model is at
// speed after 3.4 m, and 5 m lies before the first checkpoint of lane 1.
#define START_LOSS_M 5.0
#define KNOTS_MAX 12

typedef struct line {
    double *m, *s;
    size_t count;
} line;

static void add(line *l, double m, double s) {
    l->m[l->count] = m;
    l->s[l->count] = s;
    l->count++;
}

static void two_laps(const race_course *c, line *l) {
    add(l, c->block_m, c->block_m * c->pace_s_per_m + c->first_slower_s);
    add(l, c->dist_m, c->goal_s);
}

// The four gears of the last block, each `factor` of the pace `u`.
static void gears(const race_course *c, double u, const double factor[4], line *l, miler_race_card *card) {
    const double b = c->block_m;
    const double at = c->dist_m - b;
    double cum_s = l->s[l->count - 1];
    card->gear_m[0] = at;
    for (int k = 0; k < 4; k++) {
        card->gear_s[k] = b / 4 * u * factor[k];
        card->gear_m[k + 1] = k < 3 ? at + b / 4 * (k + 1) : c->dist_m;
        cum_s += card->gear_s[k];
        add(l, card->gear_m[k + 1], k < 3 ? cum_s : c->goal_s);
    }
}

static void even_with_kick(const race_course *c, line *l, miler_race_card *card) {
    const double b = c->block_m, e = c->gear_spread;
    const double r = c->goal_s / (c->dist_m - b * e);
    if (c->first_slower_s > 0) {
        add(l, c->before_m + b, (c->before_m + b) * r + c->first_slower_s);
        add(l, c->before_m + 2 * b, (c->before_m + 2 * b) * r);
    }
    add(l, c->dist_m - b, (c->dist_m - b) * r);
    gears(c, r, (const double[4]){1 - e / 4, 1 - 3 * e / 4, 1 - 5 * e / 4, 1 - 7 * e / 4}, l, card);
}

static void mile(const race_course *c, line *l, miler_race_card *card) {
    const double u = c->pace_s_per_m;
    const double b = c->block_m;
    double at = c->before_m;
    if (at > 0) add(l, at, at * u);
    add(l, at + b / 2, (at + b / 2) * u);
    at += b;
    add(l, at, at * u + c->first_slower_s);
    at += b;
    add(l, at, at * u);
    const double last = c->dist_m - b;
    if (last > at + RACE_SAME_M) {
        at = last;
        add(l, at, at * u);
    }
    double factor[4];
    for (int k = 0; k < 4; k++)
        factor[k] = 1 + c->gear_spread * (1.5 - k) * 2 / 3;
    gears(c, u, factor, l, card);
}

static void coach(const race_course *c, line *l, miler_race_card *card) {
    if (c->length == RACE_LENGTH_MILE)
        mile(c, l, card);
    else if (c->length == RACE_LENGTH_LONG)
        even_with_kick(c, l, card);
    else
        two_laps(c, l);
}

static void even(const race_course *c, line *l, miler_race_card *card) {
    (void)card;
    const double lost_s = c->request->standing_start_s;
    if (lost_s > 0)
        add(l, START_LOSS_M, START_LOSS_M * c->pace_s_per_m + lost_s * (1 - START_LOSS_M / c->dist_m));
    add(l, c->dist_m, c->goal_s);
}

static void record(const race_course *c, line *l, miler_race_card *card) {
    (void)card;
    static const double cumulative[4] = {0.2485, 0.5012, 0.7539, 1.0};
    for (int q = 0; q < 4; q++)
        add(l, c->dist_m * (q + 1) / 4, q < 3 ? c->goal_s * cumulative[q] : c->goal_s);
}

static bool make_line(line *l, miler_arena *arena, size_t max) {
    l->m = miler_arena_array(arena, max, sizeof *l->m);
    l->s = miler_arena_array(arena, max, sizeof *l->s);
    return l->m != NULL && l->s != NULL;
}

static miler_status optimal(const race_course *c, miler_arena *arena, miler_race_card *card,
                            miler_error *err) {
    miler_racer racer;
    miler_spending best;
    miler_race_load *loads;
    size_t load_count;
    miler_status status = race_racer(c, &racer, err);
    if (status == MILER_OK) status = race_loads(c, arena, &loads, &load_count, err);
    if (status == MILER_OK)
        status = miler_race_optimum(&racer, c->dist_m, loads, load_count, arena, &best, err);
    if (status != MILER_OK) return status;
    for (size_t i = 0; i < best.knot_count; i++)
        best.knot_s[i] *= c->goal_s / best.time_s;
    best.knot_s[best.knot_count - 1] = c->goal_s; // to the bit
    card->knot_m = best.knot_m;
    card->knot_s = best.knot_s;
    card->knot_count = best.knot_count;
    return MILER_OK;
}

miler_status race_pace(const race_course *course, miler_arena *arena, miler_race_card *card,
                       miler_error *err) {
    static void (*const strategies[])(const race_course *, line *, miler_race_card *) = {
        [MILER_STRATEGY_COACH] = coach, [MILER_STRATEGY_EVEN] = even, [MILER_STRATEGY_RECORD] = record};
    if (course->request->strategy == MILER_STRATEGY_OPTIMAL) return optimal(course, arena, card, err);
    line l = {.count = 0};
    if (!make_line(&l, arena, KNOTS_MAX)) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    add(&l, 0, 0);
    strategies[course->request->strategy](course, &l, card);
    card->knot_m = l.m;
    card->knot_s = l.s;
    card->knot_count = l.count;
    return MILER_OK;
}

double miler_race_time_at(const miler_race_card *card, double dist_m) {
    if (!(dist_m >= 0) || card->knot_count < 2 || dist_m > card->dist_m + RACE_SAME_M) return (double)NAN;
    size_t i = 1;
    while (i + 1 < card->knot_count && card->knot_m[i] < dist_m)
        i++;
    const double m0 = card->knot_m[i - 1], m1 = card->knot_m[i];
    const double s0 = card->knot_s[i - 1], s1 = card->knot_s[i];
    // Exact at the knots, so that the last checkpoint is the goal to the bit.
    if (dist_m >= m1) return s1;
    return s0 + (s1 - s0) * ((dist_m - m0) / (m1 - m0));
}
