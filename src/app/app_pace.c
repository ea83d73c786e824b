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

static double sd_log(const app_pace_form *form) {
    return log(form->high_s / form->low_s) / 2 / MILER_BAND_Z;
}

static void fill_form(app_pace_form *form, int32_t day, double likely_s, double low_s, double high_s) {
    static const double z[APP_GOAL_COUNT] = {-0.67448975, 0, MILER_BAND_Z}; // of APP_GOAL_ODDS
    *form =
        (app_pace_form){.known = true, .day = day, .likely_s = likely_s, .low_s = low_s, .high_s = high_s};
    for (int g = 0; g < APP_GOAL_COUNT; g++)
        form->goal_s[g] = likely_s * exp(z[g] * sd_log(form));
}

miler_status app_pace_self_get(app *a, miler_arena *arena, double dist_m, app_pace_self *out,
                               miler_error *err) {
    app_fitness_answer answer;
    miler_estimate here;
    memset(out, 0, sizeof *out);
    miler_status status = app_fitness(a, arena, &answer, err);
    if (status == MILER_OK) status = app_fitness_forecast(a, arena, &answer, err);
    if (status != MILER_OK) return status;
    if (!miler_fitness_at(&answer.fitness, dist_m, &here))
        return miler_fail(err, MILER_ERR_RANGE, "nothing is known of %g m", dist_m);
    const miler_estimate *mile = &answer.fitness.mile;
    const miler_estimate *longer = &answer.fitness.estimates[MILER_ESTIMATE_5K];
    const miler_estimate *quarter = &answer.fitness.estimates[MILER_ESTIMATE_400];
    const app_forecast *then = &answer.forecast;
    out->dist_m = dist_m;
    fill_form(&out->today, a->today, here.time_s, here.low_s, here.high_s);
    if (then->known && fabs(then->dist_m - dist_m) < APP_SAME_DIST_M)
        fill_form(&out->race_day, then->race_day, then->likely_s, then->low_s, then->high_s);
    out->known = true;
    return miler_racer_fit(mile->dist_m, mile->time_s, longer->dist_m, longer->time_s,
                           TOP_OF_400 * quarter->dist_m / quarter->time_s, &out->racer, err);
}

static void slow_down(app_pace_form *form, double by) {
    if (!form->known) return;
    form->likely_s *= by;
    form->low_s *= by;
    form->high_s *= by;
    for (int g = 0; g < APP_GOAL_COUNT; g++)
        form->goal_s[g] *= by;
}

void app_pace_in_conditions(app_pace_self *self, const miler_race_card *card) {
    double effect_s = 0;
    for (size_t i = 0; i < card->condition_count; i++)
        effect_s += card->conditions[i].effect_s;
    const double before = 1 + self->conditions_share;
    self->conditions_share = effect_s / card->goal_s;
    slow_down(&self->today, (1 + self->conditions_share) / before);
    slow_down(&self->race_day, (1 + self->conditions_share) / before);
}

// What wind takes moves with the speed: the goal it makes is asked again until it stands. 8 m/s head on take four
// rounds, still air one.
#define LIKELY_ROUNDS 8
#define LIKELY_STANDS_S 0.005

miler_status app_pace_likely(app_pace_self *self, miler_race_request *request, miler_arena *arena,
                             miler_error *err) {
    const double *goal_s = &self->today.goal_s[APP_GOAL_B];
    request->goal_s = *goal_s;
    for (int i = 0; i < LIKELY_ROUNDS; i++) {
        miler_race_card card;
        const miler_status status = miler_race_plan(request, arena, &card, err);
        if (status != MILER_OK) return status;
        app_pace_in_conditions(self, &card);
        const bool stands = fabs(*goal_s - request->goal_s) < LIKELY_STANDS_S;
        request->goal_s = *goal_s;
        if (stands) break;
    }
    return MILER_OK;
}

const app_pace_form *app_pace_judge(const app_pace_self *self) {
    return self->race_day.known ? &self->race_day : &self->today;
}

double app_pace_odds(const app_pace_form *form, double goal_s) {
    return 50 * erfc(log(form->likely_s / goal_s) / sd_log(form) / sqrt(2));
}

double app_pace_outside(const app_pace_form *form, double goal_s) {
    return goal_s < form->low_s ? goal_s - form->low_s : goal_s > form->high_s ? goal_s - form->high_s : 0;
}
