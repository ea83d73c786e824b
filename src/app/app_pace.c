// SPDX-License-Identifier: MIT
#include "app/app_pace.h"

#include "app/app_fitness.h"
#include "app/app_plan.h"

#include <string.h>

// Top speed beside the 400 m of today: a 400 loses this to its start and its end [engineering estimate].
#define TOP_OF_400 1.05

miler_status app_pace_from_plan(app *a, miler_arena *arena, miler_race_request *request, miler_error *err) {
    app_plan_answer plan;
    const miler_status status = app_plan_get(a, arena, &plan, err);
    if (status != MILER_OK) return status;
    request->goal_s = plan.plan.goal_s;
    request->dist_m = plan.plan.race_dist_m;
    request->day = plan.plan.race_day;
    request->sex = a->athlete.sex;
    request->mass_kg = a->athlete.mass_kg;
    request->height_m = a->athlete.height_m;
    return MILER_OK;
}

static double sd_log(const app_pace_self *self) {
    return log(self->high_s / self->low_s) / 2 / MILER_BAND_Z;
}

miler_status app_pace_self_get(app *a, miler_arena *arena, double dist_m, app_pace_self *out,
                               miler_error *err) {
    static const double z[APP_GOAL_COUNT] = {-0.67448975, 0, MILER_BAND_Z}; // of APP_GOAL_ODDS
    app_fitness_answer answer;
    miler_estimate here;
    memset(out, 0, sizeof *out);
    const miler_status status = app_fitness(a, arena, &answer, err);
    if (status != MILER_OK) return status;
    if (!miler_fitness_at(&answer.fitness, dist_m, &here))
        return miler_fail(err, MILER_ERR_RANGE, "nothing is known of %g m", dist_m);
    const miler_estimate *mile = &answer.fitness.mile;
    const miler_estimate *longer = &answer.fitness.estimates[MILER_ESTIMATE_5K];
    const miler_estimate *quarter = &answer.fitness.estimates[MILER_ESTIMATE_400];
    out->dist_m = dist_m;
    out->likely_s = here.time_s;
    out->low_s = here.low_s;
    out->high_s = here.high_s;
    for (int g = 0; g < APP_GOAL_COUNT; g++)
        out->goal_s[g] = here.time_s * exp(z[g] * sd_log(out));
    out->known = true;
    return miler_racer_fit(mile->dist_m, mile->time_s, longer->dist_m, longer->time_s,
                           TOP_OF_400 * quarter->dist_m / quarter->time_s, &out->racer, err);
}

double app_pace_odds(const app_pace_self *self, double goal_s) {
    return 50 * erfc(log(self->likely_s / goal_s) / sd_log(self) / sqrt(2));
}
