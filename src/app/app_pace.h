// SPDX-License-Identifier: MIT
// A race from what the store knows: the plan's goal, and what this runner has
// to spend and is likely to run.
#ifndef MILER_APP_PACE_H
#define MILER_APP_PACE_H

#include "app/app.h"

#include <miler/race.h>

// Goal, distance, day and sex from the active plan and its athlete laid over
// `request`. Errors: NOT_FOUND (no plan).
miler_status app_pace_from_plan(app *a, miler_arena *arena, miler_race_request *request,
                                miler_error *err) MILER_CHECK;

enum { APP_GOAL_A, APP_GOAL_B, APP_GOAL_C, APP_GOAL_COUNT };
#define APP_GOAL_ODDS                                                                                        \
    { 0.25, 0.5, 0.9 } // made in one race of four, one of two, nine of ten

// What the form of one day says of a race.
typedef struct app_pace_form {
    bool known;
    int32_t day;
    double likely_s, low_s, high_s; // 80 % band of one good race
    double goal_s[APP_GOAL_COUNT];
} app_pace_form;

// What is known of a runner's race over `dist_m`: with today's form, and with that of race day, where the plan in
// use leads to a race over this distance.
typedef struct app_pace_self {
    bool known;
    double dist_m;
    app_pace_form today, race_day;
    double conditions_share; // of the time that wind, air, altitude and course add; part of both forms
    miler_racer racer;
} app_pace_self;

// Of still, mild air at sea level. Errors: EMPTY (nothing in the store says how fast this runner is).
miler_status app_pace_self_get(app *a, miler_arena *arena, double dist_m, app_pace_self *out,
                               miler_error *err) MILER_CHECK;
// The same in the conditions of the card.
void app_pace_in_conditions(app_pace_self *self, const miler_race_card *card);
// The goal that is likely, in the wind, air and course of `request`: its goal_s, with the forms of `self` in these
// conditions. Errors: those of miler_race_plan.
miler_status app_pace_likely(app_pace_self *self, miler_race_request *request, miler_arena *arena,
                             miler_error *err) MILER_CHECK;
// The form that the goal is judged by: that of race day where it is known.
const app_pace_form *app_pace_judge(const app_pace_self *self);
// How many of a hundred races bring `goal_s` or better.
double app_pace_odds(const app_pace_form *form, double goal_s);
// Seconds by which a goal lies outside the band: < 0 faster than its fast end, > 0 slower than its slow one, 0 inside.
double app_pace_outside(const app_pace_form *form, double goal_s);

#endif
