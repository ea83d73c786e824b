// SPDX-License-Identifier: MIT
// Record miles lap by lap, by data/record_laps.tsv. A line is
//
//     year  sex  seconds  lap 1  lap 2  lap 3  lap 4  convention  whose splits  source
#include "race/pacing.h"

#include <miler/review.h>

extern const char miler_data_record_laps[];
extern const size_t miler_data_record_laps_len;

#define ROWS_MAX 64
#define SUM_SLACK_S 0.15 // hand times of four laps against the record

enum { YEAR, SEX, TIME, LAP_1, CONVENTION = LAP_1 + 4, WHOSE, SOURCE, FIELDS };

static bool number(const race_line *line, size_t field, double *out) {
    return miler_parse_number(line->field[field], line->len[field], out, NULL) == MILER_OK;
}

static bool understand(const race_line *line, miler_arena *arena, miler_record_mile *out) {
    double year = 0, sum_s = 0;
    const bool s400 = race_field_is(line, CONVENTION, "s400");
    if (!number(line, YEAR, &year) || !number(line, TIME, &out->time_s)) return false;
    if (!s400 && !race_field_is(line, CONVENTION, "440y")) return false;
    for (int k = 0; k < 4; k++) {
        if (!number(line, LAP_1 + (size_t)k, &out->lap_s[k])) return false;
        out->lap_m[k] = !s400 ? RACE_QUARTER_M : k < 3 ? 400 : MILER_MILE_M - 1200;
        out->off[k] = out->lap_s[k] / out->lap_m[k] * MILER_MILE_M / out->time_s - 1;
        sum_s += out->lap_s[k];
    }
    out->year = (int32_t)year;
    out->sex = race_field_is(line, SEX, "f") ? MILER_SEX_FEMALE : MILER_SEX_MALE;
    out->convention = s400 ? "s400" : "440y";
    out->whose = miler_arena_printf(arena, "%.*s", (int)line->len[WHOSE], line->field[WHOSE]);
    out->source = miler_arena_printf(arena, "%.*s", (int)line->len[SOURCE], line->field[SOURCE]);
    return fabs(sum_s - out->time_s) <= SUM_SLACK_S;
}

miler_status miler_record_miles(miler_arena *arena, miler_record_mile **out, size_t *out_count,
                                miler_error *err) {
    if (arena == NULL || out == NULL || out_count == NULL)
        return miler_fail(err, MILER_ERR_ARG, "record miles: NULL given");
    race_lines lines = {.at = miler_data_record_laps,
                        .end = miler_data_record_laps + miler_data_record_laps_len,
                        .what = "record laps",
                        .fields = FIELDS};
    race_line line;
    *out_count = 0;
    *out = miler_arena_array(arena, ROWS_MAX, sizeof **out);
    if (*out == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    int next;
    while ((next = race_lines_next(&lines, &line, err)) == 1 && *out_count < ROWS_MAX) {
        if (!understand(&line, arena, &(*out)[*out_count]))
            return miler_fail(err, MILER_ERR_PARSE, "record laps: line %u has no meaning",
                              (unsigned)line.number);
        ++*out_count;
    }
    if (next < 0) return (miler_status)next;
    return miler_arena_failed(arena) ? miler_fail(err, MILER_ERR_NOMEM, "out of memory") : MILER_OK;
}
