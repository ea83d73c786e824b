// SPDX-License-Identifier: MIT
// "What could I run today?": the evidence of the store through the fitness room.
#ifndef MILER_APP_FITNESS_H
#define MILER_APP_FITNESS_H

#include "app/app.h"

#include <miler/progress.h>

#define APP_CARRY_S 5.0 // off the mile, for what it means elsewhere

// What the plan in use is likely to bring, in the plan's own numbers.
typedef struct app_forecast {
    bool known; // there is a plan, and its race is not over
    int64_t plan_id;
    int32_t race_day;
    double dist_m, likely_s, low_s, high_s;
} app_forecast;

typedef struct app_fitness_answer {
    miler_fitness fitness;
    int32_t today;
    size_t evidence_count;
    // Where each of fitness.rests_on comes from, for a person: "run 12 on 2026-05-01", "result: club mile".
    char source[MILER_RESTS_MAX][96];
    double weekly_km;   // mean of the last four weeks of running; NaN without runs
    double longest_km;  // longest run of the last six weeks; NaN without runs
    double runs_a_week; // mean of the last four weeks
    miler_limits limits;
    miler_carry carry[MILER_CARRY_COUNT]; // of APP_CARRY_S
    miler_reserve reserve;
    miler_threshold_heart heart;
    char doubted_source[96]; // of fitness.doubted; "" none
    app_forecast forecast;
} app_fitness_answer;

// Errors: EMPTY with what to do (import, enter a result).
miler_status app_fitness(app *a, miler_arena *arena, app_fitness_answer *out, miler_error *err) MILER_CHECK;
// The same from one typed result ("mile=5:30"), without looking at the store's evidence.
miler_status app_fitness_from(const miler_athlete *athlete, double dist_m, double time_s, int32_t today,
                              app_fitness_answer *out, miler_error *err) MILER_CHECK;

// Fills answer->forecast from the plan in use; without one it stays unknown.
miler_status app_fitness_forecast(app *a, miler_arena *arena, app_fitness_answer *answer,
                                  miler_error *err) MILER_CHECK;

#endif
