// SPDX-License-Identifier: MIT
// One session of the catalogue, or one a person typed, in a runner's numbers.
#ifndef MILER_APP_WORKOUT_H
#define MILER_APP_WORKOUT_H

#include "app/app.h"
#include "app/app_catalogue.h"

typedef struct app_workout_answer {
    const char *id, *title, *purpose, *source; // NULL: typed
    bool own;                                  // it stands in a file of the runner's own
    miler_work_kind kind;                      // of a workout; MILER_WORK_KIND_COUNT: something else
    const char **about;                        // what else there is to know, a line each
    size_t about_count;
    const char *text; // the normal form
    miler_workout workout;
    miler_workout_total total;
} app_workout_answer;

// Paces from one result (dist_m > 0), else from the stored fitness with the goal of the
// active plan; empty where the store says nothing yet. Errors: those of the store.
miler_status app_workout_book(app *a, double dist_m, double time_s, miler_arena *arena, miler_pace_book *out,
                              miler_error *err) MILER_CHECK;
// `names`: whose drills and exercises are read by their bare names; may be NULL.
// Errors: PARSE with line and column.
miler_status app_workout_text(const char *text, const miler_catalogue *names, const miler_pace_book *book,
                              miler_arena *arena, app_workout_answer *out, miler_error *err) MILER_CHECK;
// A workout or routine by its id, a drill, an exercise or a kind of cross-training
// by its name, at a dose of 0..1. Errors: NOT_FOUND.
miler_status app_workout_named(const miler_catalogue *catalogue, const char *id, double dose,
                               const miler_pace_book *book, miler_arena *arena, app_workout_answer *out,
                               miler_error *err) MILER_CHECK;

#endif
