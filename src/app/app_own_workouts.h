// SPDX-License-Identifier: MIT
// Workouts that a runner writes in the page: rows of a file of their own beside those that are kept by
// hand (app_catalogue.h), "catalogue/workouts-own.tsv". What stands there already stays as it is.
#ifndef MILER_APP_OWN_WORKOUTS_H
#define MILER_APP_OWN_WORKOUTS_H

#include "app/app_catalogue.h"

#define APP_OWN_FILE "workouts-own.tsv"
#define APP_OWN_ID_MAX 41 // bytes, the 0 included: as long as the loader takes

typedef struct app_own_workout {
    const char *title, *text, *purpose; // of one line; `text` in its normal form
    miler_work_kind kind;
    const char *replaces; // one of mine, by its id, that this one was made of; NULL: none
} app_own_workout;

// The name in addresses and commands: "400s on Tuesday" is "400s-on-tuesday", and what has no Latin letter has a number.
void app_own_workout_id(const char *title, char out[APP_OWN_ID_MAX]);
// `db`: the path of the store. Errors: CONFLICT (the name is taken; the file is none of ours), NOT_FOUND
// (nothing of mine to replace), PARSE, IO, LIMIT, NOMEM.
miler_status app_own_workout_keep(const char *db, const app_own_workout *own, miler_arena *arena,
                                  miler_error *err) MILER_CHECK;
// Errors: NOT_FOUND (there is none of that name in it), CONFLICT, IO, LIMIT, NOMEM.
miler_status app_own_workout_forget(const char *db, const char *id, miler_arena *arena,
                                    miler_error *err) MILER_CHECK;
// How many there are. Errors: IO, LIMIT, NOMEM.
miler_status app_own_workouts_count(const char *db, miler_arena *arena, int64_t *out,
                                    miler_error *err) MILER_CHECK;
// Another store (*.db) beside this one, whose workouts these are, too; NULL: there is none. What was written before
// everything was deleted is none. Errors: NOMEM.
miler_status app_own_workouts_shared(const char *db, miler_arena *arena, const char **out,
                                     miler_error *err) MILER_CHECK;
#define APP_BEFORE_ERASE "-before-erase-" // in the names of those
// A copy of all of them in the file `to`; nothing where there are none. Errors: IO (also where they could not
// be removed), those of the count.
miler_status app_own_workouts_copy(const char *db, const char *to, miler_arena *arena,
                                   miler_error *err) MILER_CHECK;
// They go from the library. Errors: IO, those of the count.
miler_status app_own_workouts_remove(const char *db, miler_arena *arena, miler_error *err) MILER_CHECK;

#endif
