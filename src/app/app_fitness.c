// SPDX-License-Identifier: MIT
// Gathers the evidence and the running of the last weeks, and asks the fitness room.
#include "app/app_fitness.h"

#include <stdio.h>

#define VOLUME_DAYS 28  // the weekly volume a plan starts from: four weeks smooth out one light one
#define LONGEST_DAYS 42 // a long run older than six weeks says little about today's legs

static miler_status recent_running(app *a, miler_arena *arena, app_fitness_answer *out, miler_error *err) {
    const store_run_filter filter = {
        .sport = MILER_SPORT_RUNNING, .since_day = a->today - LONGEST_DAYS + 1, .until_day = a->today};
    app_runs runs;
    const miler_status status = app_runs_list(a, &filter, arena, &runs, err);
    if (status != MILER_OK) return status;
    double volume_m = 0;
    double longest_m = 0;
    double count = 0;
    for (size_t i = 0; i < runs.count; i++) {
        const store_run *run = &runs.runs[i];
        if (!(run->dist_m > 0)) continue;
        longest_m = fmax(longest_m, run->dist_m);
        if (run->day <= a->today - VOLUME_DAYS) continue;
        volume_m += run->dist_m;
        count++;
    }
    const double weeks = VOLUME_DAYS / 7.0;
    out->weekly_km = runs.count > 0 ? volume_m / 1000 / weeks : (double)NAN;
    out->longest_km = runs.count > 0 ? longest_m / 1000 : (double)NAN;
    out->runs_a_week = count / weeks;
    return MILER_OK;
}

// Results and runs share the evidence's source_id; the kind tells them apart.
static miler_status name_source(app *a, miler_arena *arena, const miler_evidence *e, char *out,
                                size_t out_size, miler_error *err) {
    if (e->kind == MILER_EVIDENCE_OFFICIAL || e->kind == MILER_EVIDENCE_RESULT) {
        store_result result;
        const miler_status status = store_result_get(a->store, e->source_id, arena, &result, err);
        if (status == MILER_OK)
            (void)snprintf(out, out_size, "result %lld%s%.60s", (long long)e->source_id,
                           result.name[0] != '\0' ? ": " : "", result.name);
        return status;
    }
    store_run run;
    const miler_status status = store_run_get(a->store, e->source_id, arena, &run, err);
    if (status == MILER_OK)
        (void)snprintf(out, out_size, "run %lld%s%.60s", (long long)e->source_id,
                       run.name[0] != '\0' ? ": " : "", run.name);
    return status;
}

miler_status app_fitness(app *a, miler_arena *arena, app_fitness_answer *out, miler_error *err) {
    miler_evidence *evidence = NULL;
    size_t count = 0;
    *out = (app_fitness_answer){.today = a->today};
    miler_status status = app_fitness_evidence(a, arena, &evidence, &count, err);
    if (status != MILER_OK) return status;
    out->evidence_count = count;
    status = miler_fitness_estimate(&a->athlete, evidence, count, a->today, &out->fitness, err);
    if (status == MILER_ERR_EMPTY) {
        (void)miler_fail(err, MILER_ERR_EMPTY, "there is nothing yet that says how fast you are");
        miler_error_remedy(
            err, "import runs ('miler import FOLDER') or enter a result ('miler result add mile 5:45')");
    }
    for (size_t i = 0; i < out->fitness.rests_on_count && status == MILER_OK; i++)
        status = name_source(a, arena, &out->fitness.rests_on[i].evidence, out->source[i],
                             sizeof out->source[i], err);
    return status == MILER_OK ? recent_running(a, arena, out, err) : status;
}

miler_status app_fitness_from(const miler_athlete *athlete, double dist_m, double time_s, int32_t today,
                              app_fitness_answer *out, miler_error *err) {
    const miler_evidence evidence = {
        .dist_m = dist_m, .time_s = time_s, .day = today, .kind = MILER_EVIDENCE_RESULT};
    *out = (app_fitness_answer){
        .today = today, .evidence_count = 1, .weekly_km = NAN, .longest_km = NAN, .runs_a_week = NAN};
    (void)snprintf(out->source[0], sizeof out->source[0], "the result typed in");
    return miler_fitness_estimate(athlete, &evidence, 1, today, &out->fitness, err);
}
