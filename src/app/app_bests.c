// SPDX-License-Identifier: MIT
// Bests: a result entered by hand or marked official outranks anything a watch
// measured; it is what counts at its distance. Only a race of another day that was faster over a measured
// length, a course or a track, keeps the record.
#include "app/app_fitness.h"
#include "app/race_course.h"

#include <string.h>

#define SAME_DIST_SHARE 0.001 // 1600 m and the mile (0.6 % apart) stay two distances

// Of one distance so many are looked at: the fastest may all be races on courses.
#define MEASURED_LISTED 12

// ---- Bests

static void take_result(app_bests *bests, const store_result *r) {
    for (size_t i = 0; i < MILER_BEST_COUNT; i++) {
        app_best *row = &bests->rows[i];
        if (fabs(r->dist_m - row->dist_m) > SAME_DIST_SHARE * row->dist_m) continue;
        if (row->has_result && row->result.time_s <= r->time_s) continue;
        row->has_result = true;
        row->result = *r;
    }
}

bool app_best_is_course(const app_best *row) {
    return row->has_course && (!row->has_measured || row->course.time_s <= row->measured.effort.time_s);
}

static bool day_within(int32_t day, int32_t since_day, int32_t until_day) {
    if (day == MILER_NO_DAY) return since_day == MILER_NO_DAY && until_day == MILER_NO_DAY;
    return (since_day == MILER_NO_DAY || day >= since_day) && (until_day == MILER_NO_DAY || day <= until_day);
}

// Nor is a ride that somebody called a race.
static miler_status doubt_courses(app *a, miler_arena *arena, const miler_evidence *evidence, size_t count,
                                  app_bests *out, miler_error *err) {
    miler_status status = MILER_OK;
    for (size_t i = 0; status == MILER_OK && i < out->count; i++) {
        app_best *row = &out->rows[i];
        if (row->has_course)
            status = app_doubted_run(a, evidence, count, row->course.run_id, row->course.day, arena,
                                     &row->course.doubted, err);
    }
    return status;
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
    return status == MILER_OK ? doubt_courses(a, arena, evidence, count, out, err) : status;
}

// ---- What stands

// The result tells its own race best, whatever a watch made of that day.
static bool outruns(const store_result *r, int64_t run_id, int32_t day, double time_s, double error_s,
                    const char *doubted) {
    return doubted == NULL && day != r->day && run_id != r->run_id && time_s + error_s < r->time_s;
}

// A race of another day that was faster by more than its error, over a length that was measured: a course, or
// a track. A stretch that GPS alone measured is no reason to doubt a result.
static bool measured_faster(const app_best *row) {
    const app_course *c = &row->course;
    const miler_effort *e = &row->measured.effort;
    const bool on_track = row->has_measured && (e->flags & MILER_EFFORT_ON_TRACK) != 0;
    return (row->has_course && outruns(&row->result, c->run_id, c->day, c->time_s, c->error_s, c->doubted)) ||
           (on_track && outruns(&row->result, row->measured.run_id, row->measured.day, e->time_s, e->error_s,
                                row->doubted));
}

// ---- Courses

static bool same_day_course(const store_run *run, const store_result *r) {
    const bool near = fabs(run->recorded_dist_m - r->dist_m) <= RACE_COURSE_SHARE * r->dist_m;
    return run->day == r->day && run->dist_source == MILER_DIST_GPS && near;
}

static void take_course(app_best *row, const store_run *run) {
    if (!race_course_is(row->dist_m, run->name, run->dist_m, run->dist_source)) return;
    if (!(run->elapsed_s >= miler_world_record_s(MILER_SEX_MALE, row->dist_m)))
        return; // no watch knows who wears it
    if (row->has_course && row->course.time_s <= run->elapsed_s) return;
    row->has_course = true;
    row->course = (app_course){.run_id = run->id,
                               .day = run->day,
                               .time_s = run->elapsed_s,
                               .error_s = RACE_COURSE_ERROR_S,
                               .watch_m = run->recorded_dist_m,
                               .run_name = run->name};
}

// Courses of races, and what the watch made of the results.
static miler_status take_races(app *a, miler_arena *arena, int32_t since_day, int32_t until_day,
                               app_bests *out, miler_error *err) {
    const store_run_filter filter = {.athlete_id = a->athlete_id,
                                     .sport = MILER_SPORT_RUNNING,
                                     .since_day = since_day,
                                     .until_day = until_day};
    store_run *runs = NULL;
    size_t count = 0;
    const miler_status status = store_run_list(a->store, &filter, arena, &runs, &count, NULL, err);
    for (size_t i = 0; status == MILER_OK && i < count; i++)
        for (size_t k = 0; k < out->count; k++) {
            app_best *row = &out->rows[k];
            take_course(row, &runs[i]);
            if (!row->has_result || !same_day_course(&runs[i], &row->result)) continue;
            row->result_watch_m = runs[i].recorded_dist_m;
            row->result_run_id = runs[i].id;
        }
    return status;
}

// A stretch of 5.00 km within a race that a watch measured as 5.03 is faster than the race was run.
static void take_measured(app_bests *out, const store_best *list, size_t count) {
    for (size_t i = 0; i < count; i++) {
        app_best *row = &out->rows[list[i].index];
        if (row->has_measured ||
            race_course_is(row->dist_m, list[i].run_name, list[i].run_dist_m, list[i].dist_source))
            continue;
        row->has_measured = true;
        row->measured = list[i];
    }
}

miler_status app_bests_get(app *a, int32_t since_day, int32_t until_day, miler_arena *arena, app_bests *out,
                           miler_error *err) {
    memset(out, 0, sizeof *out);
    out->count = MILER_BEST_COUNT;
    for (size_t i = 0; i < MILER_BEST_COUNT; i++)
        out->rows[i] = (app_best){.dist_m = miler_best_distance_m(i), .result_watch_m = NAN};
    store_best *measured;
    size_t count;
    miler_status status = store_best_list(a->store, a->athlete_id, MEASURED_LISTED, since_day, until_day,
                                          arena, &measured, &count, err);
    if (status == MILER_OK) take_measured(out, measured, count);
    store_result *results = NULL;
    size_t result_count = 0;
    if (status == MILER_OK)
        status = store_result_list(a->store, a->athlete_id, false, arena, &results, &result_count, err);
    for (size_t i = 0; status == MILER_OK && i < result_count; i++)
        if (day_within(results[i].day, since_day, until_day)) take_result(out, &results[i]);
    if (status == MILER_OK) status = take_races(a, arena, since_day, until_day, out, err);
    if (status == MILER_OK) status = doubt_measured(a, arena, out, err);
    for (size_t i = 0; i < out->count; i++)
        out->rows[i].result_counts = out->rows[i].has_result && !measured_faster(&out->rows[i]);
    return status;
}
