// SPDX-License-Identifier: MIT
// What training still brings, as a share of time. Levels are steps of the table; a runner stands between them, by the
// mile and by the weekly running, half by each: the share goes from level to level without a jump, and 39 km a week
// are not another runner than 41. Where the running is not known it may be that of one level less or more: the
// band holds both.
//
//     level    beginner | intermediate | advanced | elite
//     place      0     0.5     1      1.5   2    2.5   3      a level's own share in its middle
#include "plan/plan_rules.h"

#include <math.h>

#define TOP (MILER_PLAN_LEVEL_COUNT - 1)

// Where `value` lies among the limits of the levels, which rise: on the limit of level i half below it.
static double place_among(const double *limit, double value) {
    int i = 1;
    while (i + 1 < TOP && value > limit[i + 1])
        i++;
    const double width = limit[i + 1] - limit[i];
    const double place = width > 0 ? i - 0.5 + (value - limit[i]) / width : i;
    return fmin(fmax(place, 0), TOP);
}

static double between(const double *of_level, double place) {
    const int i = place < TOP ? (int)place : TOP - 1;
    return of_level[i] + (place - i) * (of_level[i + 1] - of_level[i]);
}

void plan_gain(const miler_plan_rules *rules, const miler_plan_request *r, double mile_s,
               plan_gain_share *out) {
    double low[MILER_PLAN_LEVEL_COUNT], high[MILER_PLAN_LEVEL_COUNT], speed[MILER_PLAN_LEVEL_COUNT],
        volume_m[MILER_PLAN_LEVEL_COUNT];
    for (int i = 0; i < MILER_PLAN_LEVEL_COUNT; i++) {
        plan_rule at;
        plan_rules_column(rules, (miler_plan_level)i, &at);
        low[i] = at.gain_low;
        high[i] = at.gain_high;
        speed[i] = -log(at.level_slower_s * (r->athlete.sex == MILER_SEX_FEMALE ? at.level_women_ratio : 1));
        volume_m[i] = at.level_weekly_m;
    }
    double least = r->level;
    double most = least;
    if (r->level < 0) {
        const double by_speed = place_among(speed, -log(mile_s));
        const bool told = r->weekly_m > 0;
        const double by_both = (by_speed + place_among(volume_m, r->weekly_m)) / 2;
        least = told ? by_both : fmax(by_speed - 0.5, 0);
        most = told ? by_both : fmin(by_speed + 0.5, TOP);
    }
    *out = (plan_gain_share){between(low, most), between(high, least)};
}
