// SPDX-License-Identifier: MIT
// What could be run today, how that came about, and how much was run.
#include "app/app_fitness.h"
#include "app/app_level.h"
#include "app/app_load.h"
#include "render/fitness_render.h"
#include "render/level_render.h"
#include "render/load_render.h"
#include "render/progress_render.h"
#include "server/api.h"

const field fitness_fields[] = {
    {.name = "from_distance_m",
     .kind = FIELD_NUMBER,
     .says = "from this result alone: its distance",
     .low = 1,
     .high = 1e6},
    {.name = "from_time_s", .kind = FIELD_NUMBER, .says = "and its time", .low = 1, .high = 360000},
    {.name = NULL}};
const field since_fields[] = {{.name = "since", .kind = FIELD_DATE, .says = "from this day on"},
                              {.name = NULL}};
const field load_fields[] = {{.name = "weeks",
                              .kind = FIELD_WHOLE,
                              .says = "so many, this one the last (8 unless told)",
                              .low = 1,
                              .high = MILER_LOAD_WEEKS_MAX},
                             {.name = NULL}};

miler_status api_fitness(call *c) {
    app_fitness_answer answer;
    const double dist_m = field_number(&c->query, "from_distance_m", 0);
    const double time_s = field_number(&c->query, "from_time_s", 0);
    if ((dist_m > 0) != (time_s > 0))
        return call_fail(c, dist_m > 0 ? "from_time_s" : "from_distance_m",
                         "from_distance_m and from_time_s go together");
    miler_status status =
        dist_m > 0 ? app_fitness_from(&c->app->athlete, dist_m, time_s, c->app->today, &answer, &c->err)
                   : app_fitness(c->app, c->arena, &answer, &c->err);
    if (status == MILER_OK && !(dist_m > 0))
        status = app_fitness_forecast(c->app, c->arena, &answer, &c->err);
    return status == MILER_OK ? call_json(c, render_fitness_json(&answer)) : status;
}

miler_status api_fitness_progress(call *c) {
    app_progress_answer answer;
    const miler_status status =
        app_past_mile(c->app, field_day(&c->query, "since", MILER_NO_DAY), c->arena, &answer, &c->err);
    return status == MILER_OK ? call_json(c, render_progress_json(&answer)) : status;
}

miler_status api_fitness_proof(call *c) {
    app_proof_answer answer;
    const miler_status status = app_proof(c->app, c->arena, &answer, &c->err);
    return status == MILER_OK ? call_json(c, render_proof_json(&answer)) : status;
}

miler_status api_fitness_backtest(call *c) {
    app_backtest_answer answer;
    const miler_status status = app_backtest(c->app, c->arena, &answer, &c->err);
    return status == MILER_OK ? call_json(c, render_backtest_json(&answer)) : status;
}

miler_status api_load(call *c) {
    app_load_answer answer;
    const miler_status status =
        app_load(c->app, field_whole(&c->query, "weeks", 8), c->arena, &answer, &c->err);
    return status == MILER_OK ? call_json(c, render_load_json(&answer)) : status;
}

// ---- Level: of the athlete's own mile where nothing is told

static const char *const sexes[] = {"m", "f", NULL};
const field level_fields[] = {
    {.name = "time_s",
     .kind = FIELD_NUMBER,
     .says = "of a mile; unless told what could be run today",
     .low = 100,
     .high = 3600},
    {.name = "sex", .kind = FIELD_WORD, .says = "among whom; the athlete's unless told", .words = sexes},
    {.name = "age", .kind = FIELD_WHOLE, .says = "the athlete's unless told", .low = 5, .high = 100},
    {.name = NULL}};

miler_status api_level(call *c) {
    app_fitness_answer fitness;
    app_level_answer answer;
    double time_s = field_number(&c->query, "time_s", 0);
    const int sex = field_word(&c->query, "sex", -1);
    const int age = miler_athlete_age(&c->app->athlete, c->app->today);
    if (!(time_s > 0)) {
        const miler_status known = app_fitness(c->app, c->arena, &fitness, &c->err);
        if (known != MILER_OK) return known;
        time_s = fitness.fitness.mile.time_s;
    }
    const miler_status status = app_level(time_s,
                                          sex < 0    ? c->app->athlete.sex
                                          : sex == 0 ? MILER_SEX_MALE
                                                     : MILER_SEX_FEMALE,
                                          field_whole(&c->query, "age", age), &answer, &c->err);
    if (status == MILER_ERR_ARG) c->field = "sex";
    return status == MILER_OK ? call_json(c, render_level_json(&answer)) : status;
}
