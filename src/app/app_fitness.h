// SPDX-License-Identifier: MIT
// "What could I run today?": the evidence of the store through the fitness room.
#ifndef MILER_APP_FITNESS_H
#define MILER_APP_FITNESS_H

#include "app/app.h"

typedef struct app_fitness_answer {
    miler_fitness fitness;
    int32_t today;
    size_t evidence_count;
    // Where each of fitness.rests_on comes from, for a person: "run 12 on 2026-05-01", "result: club mile".
    char source[MILER_RESTS_MAX][96];
    double weekly_km;   // mean of the last four weeks of running; NaN without runs
    double longest_km;  // longest run of the last six weeks; NaN without runs
    double runs_a_week; // mean of the last four weeks
} app_fitness_answer;

// Errors: EMPTY with what to do (import, enter a result).
miler_status app_fitness(app *a, miler_arena *arena, app_fitness_answer *out, miler_error *err) MILER_CHECK;
// The same from one typed result ("mile=5:30"), without looking at the store's evidence.
miler_status app_fitness_from(const miler_athlete *athlete, double dist_m, double time_s, int32_t today,
                              app_fitness_answer *out, miler_error *err) MILER_CHECK;

#endif
