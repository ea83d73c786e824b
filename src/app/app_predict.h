// SPDX-License-Identifier: MIT
// A squad at once: rows of results in, one estimate per athlete out. Needs no store.
#ifndef MILER_APP_PREDICT_H
#define MILER_APP_PREDICT_H

#include "app/app_fitness.h"

#define APP_PREDICT_BAD_MAX 100      // rows named; the rest is counted
#define APP_PREDICT_RESULTS_MAX 2000 // results of one athlete
#define APP_PREDICT_ROWS_MAX 200000  // rows of one file

typedef enum app_as_of { APP_AS_OF_DAY = 0, APP_AS_OF_YEAR, APP_AS_OF_NONE } app_as_of;

typedef struct app_prediction {
    const char *athlete;
    double dist_m;
    int32_t as_of;                // the day it is told for
    app_as_of as_of_is;           // ... which is no better known than the latest result is dated
    double time_s, low_s, high_s; // NaN: nothing usable, see reason
    size_t result_count;
    miler_rests_on strongest; // the result that weighs most
    const char *reason;       // "" or why there is no estimate
} app_prediction;

typedef struct app_bad_row {
    size_t line; // of the file, from 1
    const char *reason;
} app_bad_row;

typedef struct app_predict_answer {
    double target_m;
    int32_t as_of;
    bool as_of_latest;    // each athlete on the day of the latest result; as_of where none is dated
    app_prediction *rows; // in the order in which athletes first appear
    size_t count;
    app_bad_row *bad;  // rows that cannot be read; the others count all the same
    size_t bad_listed; // at most APP_PREDICT_BAD_MAX
    size_t bad_count;
    size_t late_count;      // rows left out since they are later than as_of
    size_t other_sex_count; // rows whose sex is told, and neither m nor f: taken as unknown
    const char *other_sex;  // what stands in the first of them
} app_predict_answer;

// Columns by name in the first line: athlete, sex (m/f), birth_year, distance_m,
// time_s, date (YYYY, YYYY-MM or YYYY-MM-DD); empty where unknown, in any order;
// their names in any case; rows in any order; others are ignored. Results after `as_of` are left out and counted.
// A result with a year alone counts as the best of that year, one without a
// date as the best of a career; where every date of the file, over several
// years, is of one day and month, years are meant. With `as_of_latest` nobody is told to have
// lost or found form since the last result.
// A row that cannot be read, or has no athlete, or one younger than five, or a time faster than the world
// record of its distance, is named in `bad` and left out.
// Its rows are split in a child of `in`; NULL: in this process.
// Errors: PARSE with line (no heading, no CSV), LIMIT, NOMEM.
miler_status app_predict(struct sandbox *in, const char *csv, size_t len, double target_m, int32_t as_of,
                         bool as_of_latest, miler_arena *arena, app_predict_answer *out,
                         miler_error *err) MILER_CHECK;

#endif
