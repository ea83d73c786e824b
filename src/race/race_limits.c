// SPDX-License-Identifier: MIT
// The band a coach calls by: sooner than its one end is too fast, later than its other is too slow.
//
// Early: what the first 400 m may be faster than goal pace at most (race_card.c: 2 %, over short races 3 %)
// and stays on the clock from then on; a plan that begins faster still has it beneath its own time.
// Late: a start 2 % too slow that is all out from the bell costs 0.2 to 0.4 s (docs/racing.md, "What the
// others cost"), so 2 % of the way so far may be lost, but no more than the rest makes good when it is run
// 2 % faster than planned [engineering estimate; the records' laps scatter by 1.5 to 3 %].
#include "race/pacing.h"

#define LATE_SHARE 0.02
#define START_M 400.0

void miler_race_limits(const miler_race_card *card, double dist_m, double *early_s, double *late_s) {
    const double even_s_per_m = card->pace_per_400_s / 400;
    const double start_m = fmin(dist_m, START_M);
    const double spared = 1 - card->too_fast_400_s / card->pace_per_400_s;
    const double plan_s = miler_race_time_at(card, dist_m);
    const double start_s = fmin(miler_race_time_at(card, start_m), even_s_per_m * start_m);
    *early_s = fmin(plan_s, even_s_per_m * dist_m) - spared * start_s;
    const double rest_s = card->goal_s - plan_s;
    *late_s = plan_s + fmin(LATE_SHARE * plan_s, rest_s * LATE_SHARE / (1 + LATE_SHARE));
}
