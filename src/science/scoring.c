// SPDX-License-Identifier: MIT
// World Athletics scoring and world records. The points formula is computed in
// whole numbers (a in 1e-10, times in 0.01 s): at the times printed in the
// official table a rounding error of the last bit would cost a point.
#include "science/tables.h"

#include <stddef.h>

#define POINTS_MAX 1400

static bool same_distance(double a, double b) {
    return fabs(a - b) <= 0.001 * b; // 1609 for the mile, 21.1 km for the half
}

static const sci_wa_row *row_of(miler_sex sex, double dist_m, bool short_track) {
    for (int i = 0; i < sci_wa_points_count; i++) {
        const sci_wa_row *row = &sci_wa_points[i];
        if (row->sex == sex && row->short_track == short_track && same_distance(dist_m, row->dist_m))
            return row;
    }
    return NULL;
}

static int points_at(const sci_wa_row *row, int64_t time_cs) {
    if (time_cs >= row->b_cs) return 0;
    const int64_t gap = row->b_cs - time_cs;
    // a gap^2 is points x 1e14, a few thousand points at most: far below 2^63.
    const int64_t points = row->a_e10 * gap * gap / INT64_C(100000000000000);
    return points > POINTS_MAX ? POINTS_MAX : (int)points;
}

int miler_wa_points(miler_sex sex, double dist_m, double time_s, bool short_track) {
    const sci_wa_row *row = row_of(sex, dist_m, short_track);
    if (row == NULL || !sci_time_ok(time_s)) return -1;
    // 1e-6: a time already given to the hundredth must not be rounded up by its binary form.
    const int64_t steps = (int64_t)ceil(time_s * 100 / (double)row->step_cs - 1e-6);
    return points_at(row, steps * row->step_cs);
}

double miler_wa_time_s(miler_sex sex, double dist_m, int points, bool short_track) {
    const sci_wa_row *row = row_of(sex, dist_m, short_track);
    if (row == NULL || points < 1 || points > POINTS_MAX) return NAN;
    const double exact = (double)row->b_cs - sqrt((double)points * 1e14 / (double)row->a_e10);
    if (!(exact > 0)) return NAN;
    int64_t t = (int64_t)(exact / (double)row->step_cs + 2) * row->step_cs;
    while (t > 0 && points_at(row, t) < points)
        t -= row->step_cs;
    return t > 0 ? (double)t / 100 : (double)NAN;
}

double miler_world_record_s(miler_sex sex, double dist_m) {
    for (int i = 0; i < sci_world_records_count; i++)
        if (sci_world_records[i].sex == sex && same_distance(dist_m, sci_world_records[i].dist_m))
            return sci_world_records[i].time_s;
    return NAN;
}
