// SPDX-License-Identifier: MIT
// The science room's tables: shapes here, figures in data/science/*.csv, which
// tools/gen_science.c checks and turns into build/gen/science_tables_gen.c.
#ifndef MILER_SCIENCE_TABLES_H
#define MILER_SCIENCE_TABLES_H

#include <miler/science.h>

#define SCI_AGE_DISTS_MAX 8
#define SCI_AGES_MAX 100

typedef struct sci_age_table {
    int dist_count, age_first, age_last;
    double dist_m[SCI_AGE_DISTS_MAX];
    double open_s[2][SCI_AGE_DISTS_MAX]; // [0] men, [1] women, in all tables here
    double factor[2][SCI_AGES_MAX][SCI_AGE_DISTS_MAX];
} sci_age_table;
extern const sci_age_table sci_age_road_2025, sci_age_road_2020, sci_age_track_2023, sci_age_track_2005;

// points = floor(a (b - t)^2) in whole numbers: a in 1e-10, times in 0.01 s.
typedef struct sci_wa_row {
    miler_sex sex;
    double dist_m;
    bool short_track;
    int64_t a_e10, b_cs, step_cs;
} sci_wa_row;
extern const sci_wa_row sci_wa_points[];
extern const int sci_wa_points_count;

typedef struct sci_record_row {
    miler_sex sex;
    double dist_m, time_s;
} sci_record_row;
extern const sci_record_row sci_world_records[];
extern const int sci_world_records_count;

typedef struct sci_purdy_row {
    double dist_m, speed_mps;
} sci_purdy_row;
extern const sci_purdy_row sci_purdy_950[];
extern const int sci_purdy_950_count;

extern const double sci_mile_levels[2][5]; // [men, women][percentile 5 20 50 80 95], s

// All rooms' inputs pass these gates: finite and within what people run.
static inline bool sci_dist_ok(double dist_m) {
    return dist_m >= 50 && dist_m <= 300000;
}
static inline bool sci_time_ok(double time_s) {
    return time_s >= 1 && time_s <= 1440000;
}
static inline int sci_sex_index(miler_sex sex) { // -1: unknown
    return sex == MILER_SEX_MALE ? 0 : sex == MILER_SEX_FEMALE ? 1 : -1;
}

#endif
