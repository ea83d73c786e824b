// SPDX-License-Identifier: MIT
// Bests: a result entered by hand or marked official outranks anything a watch
// measured; it is what counts at its distance.
#include "app/app_fitness.h"

#include <string.h>

#define SAME_DIST_SHARE 0.001 // 1600 m and the mile (0.6 % apart) stay two distances

// ---- Bests

static void take_result(app_bests *bests, const store_result *r) {
    for (size_t i = 0; i < MILER_BEST_COUNT; i++) {
        app_best *row = &bests->rows[i];
        if (fabs(r->dist_m - row->dist_m) > SAME_DIST_SHARE * row->dist_m) continue;
        if (row->has_result && row->result.time_s <= r->time_s) continue;
        row->has_result = true;
        row->result = *r;
        row->result_counts = true;
    }
}

static bool day_within(int32_t day, int32_t since_day, int32_t until_day) {
    if (day == MILER_NO_DAY) return since_day == MILER_NO_DAY && until_day == MILER_NO_DAY;
    return (since_day == MILER_NO_DAY || day >= since_day) && (until_day == MILER_NO_DAY || day <= until_day);
}

// As the mile takes it: what is left out there is no record either.
static miler_status doubt_measured(app *a, miler_arena *arena, app_bests *out, miler_error *err) {
    miler_evidence *evidence = NULL;
    size_t count = 0;
    miler_status status = app_fitness_history(a, arena, &evidence, &count, err);
    for (size_t i = 0; status == MILER_OK && i < out->count; i++) {
        app_best *row = &out->rows[i];
        if (!row->has_measured) continue;
        size_t same = 0; // one run holds many bests
        while (same < i &&
               !(out->rows[same].has_measured && out->rows[same].measured.run_id == row->measured.run_id))
            same++;
        if (same < i)
            row->doubted = out->rows[same].doubted;
        else
            status = app_doubted_run(a, evidence, count, row->measured.run_id, row->measured.day, arena,
                                     &row->doubted, err);
    }
    return status;
}

miler_status app_bests_get(app *a, int32_t since_day, int32_t until_day, miler_arena *arena, app_bests *out,
                           miler_error *err) {
    memset(out, 0, sizeof *out);
    out->count = MILER_BEST_COUNT;
    for (size_t i = 0; i < MILER_BEST_COUNT; i++)
        out->rows[i].dist_m = miler_best_distance_m(i);
    store_best *measured;
    size_t count;
    miler_status status =
        store_best_list(a->store, a->athlete_id, 1, since_day, until_day, arena, &measured, &count, err);
    for (size_t i = 0; status == MILER_OK && i < count; i++) {
        out->rows[measured[i].index].has_measured = true;
        out->rows[measured[i].index].measured = measured[i];
    }
    store_result *results = NULL;
    size_t result_count = 0;
    if (status == MILER_OK)
        status = store_result_list(a->store, a->athlete_id, false, arena, &results, &result_count, err);
    for (size_t i = 0; status == MILER_OK && i < result_count; i++)
        if (day_within(results[i].day, since_day, until_day)) take_result(out, &results[i]);
    return status == MILER_OK ? doubt_measured(a, arena, out, err) : status;
}
