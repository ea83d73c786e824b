// SPDX-License-Identifier: MIT
// miler/science.h: pure functions of running science, numbers in, numbers out.
//
// Units: m, s, m/s; percent as 0..100; ages in whole years.
// Errors: none; outside the stated range, or on NaN, the result is NaN.
// Threads: pure functions, safe anywhere.
#ifndef MILER_SCIENCE_H
#define MILER_SCIENCE_H

#include <miler/base.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum miler_sex { MILER_SEX_UNKNOWN = 0, MILER_SEX_MALE = 1, MILER_SEX_FEMALE = 2 } miler_sex;

// -- Performance equivalence
MILER_API double miler_vdot(double dist_m, double time_s);
MILER_API double miler_vdot_time_s(double vdot, double dist_m);
MILER_API double miler_vo2_at_speed(double speed_mps);                    // ml/kg/min
MILER_API double miler_speed_at_vo2(double vo2_ml_kg_min);                // m/s
MILER_API double miler_vdot_fraction(double time_s);                      // F(t)
MILER_API double miler_vdot_speed(double vdot, double fraction);          // m/s at a fraction of VDOT (0.88 = threshold)
MILER_API double miler_riegel_time_s(double d1_m, double t1_s, double d2_m, double exponent);
MILER_API double miler_power_exponent(double d1_m, double t1_s, double d2_m, double t2_s);
MILER_API double miler_power_exponent_shrunk(double personal, double pairs, double prior);
MILER_API double miler_cameron_time_s(double d1_m, double t1_s, double d2_m);
MILER_API double miler_purdy_points(double dist_m, double time_s);
MILER_API double miler_purdy_time_s(double points, double dist_m);
typedef struct miler_emig {
    double v_m_mps, gamma_short, gamma_long, t_c_s;
} miler_emig;
MILER_API double miler_emig_time_s(const miler_emig *model, double dist_m);
MILER_API double miler_emig_endurance(const miler_emig *model);
MILER_API bool miler_emig_fit(const double *dist_m, const double *time_s, size_t count, miler_emig *out);
// -- Critical speed
typedef struct miler_cs {
    double speed_mps, dprime_m, vmax_mps;      // vmax NaN for the two-parameter model
    double speed_se_mps, dprime_se_m;          // NaN with two efforts
} miler_cs;
MILER_API bool miler_cs_fit2(const double *dist_m, const double *time_s, size_t count, miler_cs *out);
MILER_API bool miler_cs_fit3(const double *dist_m, const double *time_s, size_t count, miler_cs *out);
MILER_API double miler_cs_time_s(const miler_cs *cs, double dist_m);
MILER_API double miler_dprime_step_m(const miler_cs *cs, double balance_m, double speed_mps, double dt_s);
// -- Age, sex, ability
typedef enum miler_age_table { MILER_AGE_ROAD_2025, MILER_AGE_ROAD_2020, MILER_AGE_TRACK_2023, MILER_AGE_TRACK_2005 } miler_age_table;
MILER_API double miler_age_factor(miler_age_table table, miler_sex sex, int age, double dist_m);
MILER_API double miler_age_standard_s(miler_age_table table, miler_sex sex, double dist_m); // open standard
MILER_API double miler_age_grade_pct(miler_age_table table, miler_sex sex, int age, double dist_m, double time_s);
MILER_API double miler_age_graded_time_s(miler_age_table table, miler_sex sex, int age, double dist_m, double time_s);
typedef enum miler_level { MILER_LEVEL_BELOW = 0, MILER_LEVEL_BEGINNER, MILER_LEVEL_NOVICE, MILER_LEVEL_INTERMEDIATE, MILER_LEVEL_ADVANCED, MILER_LEVEL_ELITE, MILER_LEVEL_COUNT } miler_level;
MILER_API const char *miler_level_name(miler_level level);
MILER_API double miler_level_percentile(double level_percentile_of);           // 5/20/50/80/95 of a level given as number
MILER_API double miler_level_time_s(miler_level level, miler_sex sex, int age); // mile; age < 0 = all ages
MILER_API miler_level miler_level_of(double mile_s, miler_sex sex, int age);
MILER_API double miler_mile_percentile(double mile_s, miler_sex sex, int age);
MILER_API int miler_wa_points(miler_sex sex, double dist_m, double time_s, bool short_track); // -1: no table
MILER_API double miler_wa_time_s(miler_sex sex, double dist_m, int points, bool short_track);
MILER_API double miler_world_record_s(miler_sex sex, double dist_m); // outdoor, ratified; NaN where none kept
// -- Zones and paces
typedef enum miler_zone { MILER_ZONE_EASY, MILER_ZONE_LONG, MILER_ZONE_MARATHON, MILER_ZONE_THRESHOLD, MILER_ZONE_CV, MILER_ZONE_VO2MAX, MILER_ZONE_MILE, MILER_ZONE_800, MILER_ZONE_REP, MILER_ZONE_COUNT } miler_zone;
typedef struct miler_pace_band {
    double fast_mps, slow_mps, target_mps;
} miler_pace_band;
MILER_API const char *miler_zone_name(miler_zone zone);
MILER_API bool miler_zone_paces(double vdot, double mile_s, double t800_s, miler_pace_band out[MILER_ZONE_COUNT]);
MILER_API double miler_hr_max_tanaka(int age);
MILER_API double miler_hr_reserve_target(double hr_rest, double hr_max, double fraction);
// -- Load
MILER_API double miler_trimp(double minutes, double hrr_fraction, miler_sex sex);
MILER_API double miler_rtss(double seconds, double ngp_mps, double threshold_mps);
MILER_API double miler_monotony(const double *daily_load, size_t days);
MILER_API double miler_ewma_step(double value, double load, double tau_days);
// -- Conditions
MILER_API double miler_gradient_cost(double grade); // J/kg/m, Minetti
MILER_API double miler_grade_adjusted_speed(double speed_mps, double grade);
MILER_API double miler_air_drag_n(double speed_mps, double wind_mps, double height_m, double mass_kg, double density_kg_m3);
MILER_API double miler_air_density_ratio(double altitude_m);
MILER_API double miler_altitude_slowdown(double altitude_m, double dist_m); // fraction added to the time
MILER_API double miler_wbgt_c(double air_c, double humidity_pct);
// -- Track geometry
MILER_API double miler_track_lap_m(int lane);                          // 400 m standard, lane 1..8(9)
MILER_API double miler_track_extra_m(double metres_wide);              // per lap
// -- Geodesy
MILER_API double miler_geo_distance_m(double lat1_deg, double lon1_deg, double lat2_deg, double lon2_deg);

#ifdef __cplusplus
}
#endif
#endif
