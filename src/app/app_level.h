// SPDX-License-Identifier: MIT
// "What is this mile worth?": level, percentile, age grade, points, and what
// the next level takes. Needs no store.
#ifndef MILER_APP_LEVEL_H
#define MILER_APP_LEVEL_H

#include <miler/science.h>

typedef struct app_level_answer {
    double mile_s;
    miler_sex sex;
    int age; // -1 = all ages
    miler_level level;
    double percentile;                 // of runners of this sex and age who are at most this fast
    double level_s[MILER_LEVEL_COUNT]; // slowest time of each level; [0] NaN
    double next_level_s;               // time of the next level; NaN at the top
    double age_grade_pct;              // NaN without a table for the age
    double age_graded_s;
    const char *age_table; // name of the table used
    int points;            // World Athletics; 0 below the table, -1 none
    double world_record_s;
} app_level_answer;

// Errors: RANGE (faster than the world record, slower than an hour, age not 5..100), ARG (no sex).
miler_status app_level(double mile_s, miler_sex sex, int age, app_level_answer *out,
                       miler_error *err) MILER_CHECK;

#endif
