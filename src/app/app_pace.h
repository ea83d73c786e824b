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

// What today's fitness says of a race over `dist_m`.
typedef struct app_pace_self {
    bool known;
    double dist_m, likely_s, low_s, high_s; // 80 % band of one good race
    double goal_s[APP_GOAL_COUNT];
    miler_racer racer;
} app_pace_self;

// Errors: EMPTY (nothing in the store says how fast this runner is).
miler_status app_pace_self_get(app *a, miler_arena *arena, double dist_m, app_pace_self *out,
                               miler_error *err) MILER_CHECK;
// How many of a hundred races bring `goal_s` or better.
double app_pace_odds(const app_pace_self *self, double goal_s);

#endif
