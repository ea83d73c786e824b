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

// Why nothing of a run counts.
typedef enum app_doubt_why {
    APP_DOUBT_UNSUPPORTED, // faster than everything else, and nothing supports it
    APP_DOUBT_BEYOND,      // far faster than everything else makes likely
    APP_DOUBT_HEART,       // so, and its heart rate is far too low for its speed
    APP_DOUBT_RIDE,        // no running by its speed and its steps
    APP_DOUBT_RECORD,      // faster than anybody ran
    APP_DOUBT_JUMP,        // the positions jump
    APP_DOUBT_GUESS        // neither GPS nor pod nor belt: the distance is the watch's guess
} app_doubt_why;
const char *app_doubt_name(app_doubt_why why);  // one word, for JSON
const char *app_doubt_words(app_doubt_why why); // for a person: "far faster than ..."

typedef struct app_doubt {
    double dist_m, time_s; // of a session of reps the mile it stands for
    int32_t day;
    int64_t run_id;
    app_doubt_why why;
    bool reps;
    double beyond; // share it is faster than everything else, where that is the reason
    char source[96];
    char session[96]; // of reps: "6 x 800 m in 2:45, 2 min rests"; else ""
    char words[200];  // the reason, for a person
} app_doubt;
#define APP_DOUBTS_MAX 4

typedef struct app_fitness_answer {
    miler_fitness fitness;
    int32_t today;
    size_t evidence_count;
    // Where each of fitness.rests_on comes from, for a person: "run 12 on 2026-05-01", "result: club mile".
    char source[MILER_RESTS_MAX][96];
    char warning[MILER_RESTS_MAX][200]; // what its distance is worth, where that is to be known; "" nothing
    double weekly_km;                   // mean of the last four weeks of running; NaN without runs
    double longest_km;                  // longest run of the last six weeks; NaN without runs
    double runs_a_week;                 // mean of the last four weeks
    miler_limits limits;
    miler_carry carry[MILER_CARRY_COUNT]; // of APP_CARRY_S
    miler_reserve reserve;
    miler_threshold_heart heart;
    app_doubt doubts[APP_DOUBTS_MAX]; // runs that would have moved the mile and do not, newest first
    size_t doubt_count;               // of all, more than APP_DOUBTS_MAX too
    bool has_far_off;                 // a result or trial that the others make most unlikely
    miler_evidence far_off;
    double far_off_share;   // 0.05 = 5 % slower than they say
    bool far_off_set_aside; // so that nothing was made of it
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

// Which runs are left out and why; `answer` has its fitness. Part of app_fitness.
miler_status app_fitness_doubts(app *a, miler_arena *arena, app_fitness_answer *answer,
                                miler_error *err) MILER_CHECK;

// Is this run left out of the mile of its months, and why? *out: for a person; NULL = it is not. `evidence`: that
// of all years (app_fitness_history). Every distance of such a run is doubted.
miler_status app_doubted_run(app *a, const miler_evidence *evidence, size_t count, int64_t run_id,
                             int32_t run_day, miler_arena *arena, const char **out,
                             miler_error *err) MILER_CHECK;

#endif
