// SPDX-License-Identifier: MIT
// Puts one mile time beside the tables of the science room.
#include "app/app_level.h"

// The age tables cover different ages: WMA 2023 for masters on the track, WMA
// 2005 with youth below it, where all ages have a row.
static miler_age_table table_for(int age) {
    return age >= 35 ? MILER_AGE_TRACK_2023 : MILER_AGE_TRACK_2005;
}

static miler_status check(double mile_s, miler_sex sex, int age, miler_error *err) {
    char text[MILER_TEXT_MAX];
    if (sex != MILER_SEX_MALE && sex != MILER_SEX_FEMALE) {
        (void)miler_fail(err, MILER_ERR_ARG, "the tables need a sex");
        miler_error_remedy(err, "add --sex m or --sex f");
        return MILER_ERR_ARG;
    }
    if (age != -1 && (age < 5 || age > 100))
        return miler_fail(err, MILER_ERR_RANGE, "there are tables from 5 to 100 years, not for %d", age);
    const double record_s = miler_world_record_s(sex, MILER_MILE_M);
    miler_print_time(text, sizeof text, record_s, 2);
    if (mile_s < record_s)
        return miler_fail(err, MILER_ERR_RANGE, "that is faster than the world record (%s)", text);
    if (!(mile_s <= 3600))
        return miler_fail(err, MILER_ERR_RANGE, "a mile in more than an hour is not on any table");
    return MILER_OK;
}

miler_status app_level(double mile_s, miler_sex sex, int age, app_level_answer *out, miler_error *err) {
    const miler_status status = check(mile_s, sex, age, err);
    if (status != MILER_OK) return status;
    *out = (app_level_answer){.mile_s = mile_s, .sex = sex, .age = age};
    out->level = miler_level_of(mile_s, sex, age);
    out->percentile = miler_mile_percentile(mile_s, sex, age);
    out->level_s[MILER_LEVEL_BELOW] = NAN;
    for (int level = MILER_LEVEL_BEGINNER; level < MILER_LEVEL_COUNT; level++)
        out->level_s[level] = miler_level_time_s((miler_level)level, sex, age);
    out->next_level_s = out->level + 1 < MILER_LEVEL_COUNT ? out->level_s[out->level + 1] : (double)NAN;
    const miler_age_table table = table_for(age);
    const int grade_age = age < 0 ? 25 : age; // without an age, the open standard: no allowance
    out->age_grade_pct = miler_age_grade_pct(table, sex, grade_age, MILER_MILE_M, mile_s);
    out->age_graded_s = miler_age_graded_time_s(table, sex, grade_age, MILER_MILE_M, mile_s);
    out->age_table = table == MILER_AGE_TRACK_2023 ? "WMA 2023 track" : "WMA 2005/06 track";
    out->points = miler_wa_points(sex, MILER_MILE_M, mile_s, false);
    out->world_record_s = miler_world_record_s(sex, MILER_MILE_M);
    return MILER_OK;
}
