// SPDX-License-Identifier: MIT
// Age grading: how good a time is for this age and sex, against tables of the
// best at each age (USATF road tables by Alan Jones; WMA track tables).
// Between the distances of a table factors run linearly in ln(distance), as
// the tables' author does; standards as a power law, for times.
#include "science/tables.h"

#include <stddef.h>

static const sci_age_table *table_of(miler_age_table table) {
    static const sci_age_table *const tables[] = {&sci_age_road_2025, &sci_age_road_2020, &sci_age_track_2023,
                                                  &sci_age_track_2005};
    const size_t i = (size_t)table;
    return i < sizeof tables / sizeof tables[0] ? tables[i] : NULL;
}

// The step of the table a distance is on, and how far along it (0..1) in ln d.
// A metre beyond the ends still counts as the end: 42,195 m is written as 42.2 km too.
static bool place(const sci_age_table *t, double dist_m, int *step, double *along) {
    const int last = t->dist_count - 1;
    if (!(dist_m >= t->dist_m[0] * 0.999 && dist_m <= t->dist_m[last] * 1.001)) return false;
    int i = 0;
    while (i < last - 1 && dist_m > t->dist_m[i + 1])
        i++;
    *step = i;
    *along = fmin(fmax(log(dist_m / t->dist_m[i]) / log(t->dist_m[i + 1] / t->dist_m[i]), 0), 1);
    return true;
}

miler_age_table miler_age_table_for(int age, bool road) {
    if (road) return MILER_AGE_ROAD_2025;
    return age >= sci_age_track_2023.age_first ? MILER_AGE_TRACK_2023 : MILER_AGE_TRACK_2005;
}

double miler_age_factor(miler_age_table table, miler_sex sex, int age, double dist_m) {
    const sci_age_table *t = table_of(table);
    const int s = sci_sex_index(sex);
    int i;
    double u;
    if (t == NULL || s < 0 || age < t->age_first || age > t->age_last || !place(t, dist_m, &i, &u))
        return NAN;
    const double *row = t->factor[s][age - t->age_first];
    return row[i] * (1 - u) + row[i + 1] * u;
}

double miler_age_standard_s(miler_age_table table, miler_sex sex, double dist_m) {
    const sci_age_table *t = table_of(table);
    const int s = sci_sex_index(sex);
    int i;
    double u;
    if (t == NULL || s < 0 || !place(t, dist_m, &i, &u)) return NAN;
    return t->open_s[s][i] * pow(t->open_s[s][i + 1] / t->open_s[s][i], u);
}

double miler_age_grade_pct(miler_age_table table, miler_sex sex, int age, double dist_m, double time_s) {
    if (!sci_time_ok(time_s)) return NAN;
    return 100 * miler_age_standard_s(table, sex, dist_m) / miler_age_factor(table, sex, age, dist_m) /
           time_s;
}

double miler_age_graded_time_s(miler_age_table table, miler_sex sex, int age, double dist_m, double time_s) {
    if (!sci_time_ok(time_s)) return NAN;
    return time_s * miler_age_factor(table, sex, age, dist_m);
}
