// SPDX-License-Identifier: MIT
// miler/science.h: pure functions of running science, numbers in, numbers out:
// equivalent performances, critical speed, age and ability, paces, load, air,
// altitude, gradient, track and map geometry.
//
// Example (compiled and run by the tests):
//
//     #include <miler/science.h>
//     #include <stdio.h>
//     int main(void) {
//         double vdot = miler_vdot(MILER_MILE_M, 330);       // a mile in 5:30
//         double t5k = miler_vdot_time_s(vdot, 5000);
//         printf("VDOT %.1f, 5 km in %.0f s\n", vdot, t5k);  // VDOT 53.4, 5 km in 1131 s
//         return vdot > 53.3 && vdot < 53.4 && t5k > 1130 && t5k < 1132 ? 0 : 1;
//     }
//
// Units: m, s, m/s, kg, degrees C; percent as 0..100; fractions as 0..1; ages
// in whole years.
// Ownership: nothing is owned; tables are constants of the library.
// Errors: none; outside the stated range, or on NaN, the result is NaN (false,
// -1 or MILER_LEVEL_BELOW where the type has no NaN).
// Threads: pure functions, safe anywhere.
#ifndef MILER_SCIENCE_H
#define MILER_SCIENCE_H

#include <miler/base.h>

#ifdef __cplusplus
extern "C" {
#endif

// UNKNOWN is refused (NaN) by every function but the levels, which then answer
// for all runners together.
typedef enum miler_sex { MILER_SEX_UNKNOWN = 0, MILER_SEX_MALE = 1, MILER_SEX_FEMALE = 2 } miler_sex;

// ---- Performance equivalence -------------------------------------------------
// Distances 50 m .. 300 km, times 1 s .. 400 h, unless a function says less.

// Daniels & Gilbert 1979. VO2(v) = -4.60 + 0.182258 v + 0.000104 v^2 (v in
// m/min), F(t) = 0.8 + 0.1894393 e^(-0.012778 t) + 0.2989558 e^(-0.1932605 t)
// (t in min), VDOT = VO2(d/t) / F(t). Meant for 3.5 .. 240 min; the 800 m is an
// extrapolation. An index of performance, not a laboratory VO2max.
MILER_API double miler_vdot(double dist_m, double time_s);
// Its inverse in time. VDOT 5 .. 120.
MILER_API double miler_vdot_time_s(double vdot, double dist_m);
MILER_API double miler_vo2_at_speed(double speed_mps);     // ml/kg/min; speed 0 .. 15 m/s
MILER_API double miler_speed_at_vo2(double vo2_ml_kg_min); // m/s; VO2 0 .. 150
// F(t): the share of VO2max that can be held for a race of this length.
MILER_API double miler_vdot_fraction(double time_s);
// Speed at a fraction (0 .. 1.3) of VDOT: 0.88 is threshold pace, 1.0 is vVO2max.
MILER_API double miler_vdot_speed(double vdot, double fraction);

// Power law t2 = t1 (d2/d1)^k. Riegel 1981: k 1.06 from 3.5 to 230 min; VDOT and
// world records say 1.075 .. 1.095 between the mile and 5 km. k 0.9 .. 1.5.
MILER_API double miler_riegel_time_s(double d1_m, double t1_s, double d2_m, double exponent);
// k of two performances; the distances must differ by at least 2 %.
MILER_API double miler_power_exponent(double d1_m, double t1_s, double d2_m, double t2_s);
// A personal exponent pulled towards `prior` as long as few independent pairs
// (>= 0) speak for it: (n k + 1.5 prior) / (n + 1.5). Engineering estimate.
MILER_API double miler_power_exponent_shrunk(double personal, double pairs, double prior);

// Dave Cameron 1998: t2 = t1 (d2/d1) f(d1)/f(d2), f(d) = 13.49681 - 0.000030363 d
// + 835.7114 / d^0.7905. 400 m .. 80.5 km.
MILER_API double miler_cameron_time_s(double d1_m, double t1_s, double d2_m);

// Purdy points (Gardner & Purdy 1970) on the Portuguese table of 950-point
// speeds: A = 85/k, k = 0.0654 - 0.00258 v, P = A (T950/t - 1 + 950/A).
// 40 m .. 100 km; points may be negative for slow runners.
MILER_API double miler_purdy_points(double dist_m, double time_s);
MILER_API double miler_purdy_time_s(double points, double dist_m);

// Minimal power model (Mulligan, Adam & Emig 2018; Emig & Peltonen 2020): mean
// race speed v(T) = v_m (1 - g ln(T/t_c)), g = gamma_short for T <= t_c and
// gamma_long beyond. t_c is fixed at 360 s.
typedef struct miler_emig {
    double v_m_mps;                 // speed that can be held for t_c
    double gamma_short, gamma_long; // NaN: no two efforts on this side, it cannot answer there
    double t_c_s;
} miler_emig;
// Time for a distance; NaN on a side without gamma and past the model's end.
MILER_API double miler_emig_time_s(const miler_emig *model, double dist_m);
// E_l = e^(0.1/gamma_long): how many t_c 90 % of v_m can be held. 3-6 recreational, 8-10 world records.
MILER_API double miler_emig_endurance(const miler_emig *model);
// Least squares on relative speed. False unless two efforts differing in time by
// 10 % stand on one side of t_c, and when the fit is not physical (a gamma <= 0).
MILER_API bool miler_emig_fit(const double *dist_m, const double *time_s, size_t count, miler_emig *out);

// ---- Critical speed -----------------------------------------------------------
// d = CS t + D' (two parameters), t = D'/(v - CS) - D'/(vmax - CS) (three, Morton
// 1996). Valid for all-out efforts of 2 .. 20 min.
typedef struct miler_cs {
    double speed_mps, dprime_m, vmax_mps; // vmax NaN for the two-parameter model
    double speed_se_mps, dprime_se_m; // standard errors; NaN with two efforts and in the three-parameter fit
} miler_cs;
// Least squares of distance on time, at least two efforts whose times differ.
// False when CS or D' would not be positive.
MILER_API bool miler_cs_fit2(const double *dist_m, const double *time_s, size_t count, miler_cs *out);
// 3 .. 64 efforts. False when no vmax between the fastest effort and
// 15 m/s explains them.
MILER_API bool miler_cs_fit3(const double *dist_m, const double *time_s, size_t count, miler_cs *out);
// NaN up to D' in the two-parameter model.
MILER_API double miler_cs_time_s(const miler_cs *cs, double dist_m);
// D' left after dt at a speed: spent above CS by v - CS, refilled below it as
// dD/dt = (CS - v)(D' - D)/D' (Skiba's differential form; +-30 % in running).
// May fall below 0: then the model is wrong for this runner or day.
MILER_API double miler_dprime_step_m(const miler_cs *cs, double balance_m, double speed_mps, double dt_s);

// ---- Age, sex, ability ----------------------------------------------------------

// Which table: road races ROAD_2025 (ages 5-100, mile .. marathon); track
// TRACK_2023 from age 35 (WMA 2023, 35-110, 800 m .. 10 km; open standards are
// the world records), TRACK_2005 below (WMA 2005/06 with youth, 5-100, 1500 m ..
// 10 km). ROAD_2020 is what published levels by age are made with.
typedef enum miler_age_table {
    MILER_AGE_ROAD_2025,
    MILER_AGE_ROAD_2020,
    MILER_AGE_TRACK_2023,
    MILER_AGE_TRACK_2005
} miler_age_table;
MILER_API miler_age_table miler_age_table_for(int age, bool road);
// open best / best at this age, 0 .. 1; linear in ln(distance) between the
// table's distances, NaN outside its ages and distances.
MILER_API double miler_age_factor(miler_age_table table, miler_sex sex, int age, double dist_m);
// Open standard; a power law between the table's distances.
MILER_API double miler_age_standard_s(miler_age_table table, miler_sex sex, double dist_m);
// 100 (standard / factor) / time. > 90 world class, > 80 national, > 70 regional, > 60 local.
MILER_API double miler_age_grade_pct(miler_age_table table, miler_sex sex, int age, double dist_m,
                                     double time_s);
// time * factor: what it would be worth at the best age.
MILER_API double miler_age_graded_time_s(miler_age_table table, miler_sex sex, int age, double dist_m,
                                         double time_s);

// Levels are percentiles of runners who submitted a mile (runninglevel.com
// 2026): faster than 5, 20, 50, 80, 95 % of them. By age: overall time /
// ROAD_2020 factor (5-100). Sex UNKNOWN: between men and women so that the
// median is the published 7:04 of all.
typedef enum miler_level {
    MILER_LEVEL_BELOW = 0,
    MILER_LEVEL_BEGINNER,
    MILER_LEVEL_NOVICE,
    MILER_LEVEL_INTERMEDIATE,
    MILER_LEVEL_ADVANCED,
    MILER_LEVEL_ELITE,
    MILER_LEVEL_COUNT
} miler_level;
MILER_API const char *
miler_level_name(miler_level level); // "below beginner", "beginner" ... "elite"; "" for others
MILER_API double miler_level_percentile(miler_level level); // 5 20 50 80 95; BELOW: 0
// Slowest mile of a level; age < 0 = all ages. NaN for BELOW.
MILER_API double miler_level_time_s(miler_level level, miler_sex sex, int age);
MILER_API miler_level miler_level_of(double mile_s, miler_sex sex, int age);
// Seconds to be won for the next level; 0 for ELITE.
MILER_API double miler_level_to_next_s(double mile_s, miler_sex sex, int age);
// Percent of those runners who are slower: normal in ln(time) between the five
// anchors, clamped to 0.5 .. 99.5.
MILER_API double miler_mile_percentile(double mile_s, miler_sex sex, int age);

// World Athletics points 2025: floor(a (b - t)^2), 1 .. 1400 and 0 when slower
// than the table; track times rounded up to 0.01 s, road (over 10 km) to 1 s.
// -1: no table for this sex and distance (0.1 %).
MILER_API int miler_wa_points(miler_sex sex, double dist_m, double time_s, bool short_track);
// The slowest time worth that many points (1 .. 1400).
MILER_API double miler_wa_time_s(miler_sex sex, double dist_m, int points, bool short_track);
// Outdoor, ratified, as known in September 2026; NaN where none is kept.
// Mile 3:43.13 (1999) and 4:07.64 (2023).
MILER_API double miler_world_record_s(miler_sex sex, double dist_m);

// ---- Zones and paces ---------------------------------------------------------------

// EASY v(62-70 % VDOT), LONG the same to 72 %, THRESHOLD 83-88 % (target 88 %:
// about an hour's race), CV 90.5 % of vVO2max (Tinman), VO2MAX 95-100 % (target
// 97.5 %), MARATHON, MILE and 800 race pace +-1.5 % and +-1 %, REP 6 s a 400
// faster than VO2MAX (Daniels).
typedef enum miler_zone {
    MILER_ZONE_EASY,
    MILER_ZONE_LONG,
    MILER_ZONE_MARATHON,
    MILER_ZONE_THRESHOLD,
    MILER_ZONE_CV,
    MILER_ZONE_VO2MAX,
    MILER_ZONE_MILE,
    MILER_ZONE_800,
    MILER_ZONE_REP,
    MILER_ZONE_COUNT
} miler_zone;
typedef struct miler_pace_band {
    double fast_mps, slow_mps, target_mps;
} miler_pace_band;
// "easy", "long", "marathon", "threshold", "cv", "vo2max", "mile", "800", "rep"; "" for others.
MILER_API const char *miler_zone_name(miler_zone zone);
// VDOT 15 .. 100. mile_s and t800_s may be NaN: then they follow from VDOT.
MILER_API bool miler_zone_paces(double vdot, double mile_s, double t800_s,
                                miler_pace_band out[MILER_ZONE_COUNT]);
// What a runner had measured, in place of what is worked out. NaN or 0: that is worked out.
typedef struct miler_hand_paces {
    double easy_slow_mps, easy_fast_mps, threshold_mps, vo2max_mps;
} miler_hand_paces;
MILER_API bool miler_pace_by_hand(const miler_hand_paces *paces,
                                  miler_zone zone); // is one told of this zone?
// Where the second to the fifth zone by heart rate begin: 80, 88, 92 and 97 % of the maximum (Daniels' bands
// at their joints), each of them or all told in bpm instead (NaN or 0: not). What is worked out gives way to what
// is told. hr_max may be NaN or 0; what then is neither known nor told is NaN.
#define MILER_HEART_EDGES 4
MILER_API void miler_heart_edges(double hr_max_bpm, const double told_bpm[MILER_HEART_EDGES],
                                 double out_bpm[MILER_HEART_EDGES]);
MILER_API double miler_hr_max_tanaka(int age); // 208 - 0.7 age (Tanaka 2001); age 5 .. 110; SD about 10 bpm
// Karvonen: rest + f (max - rest); f 0 .. 1, which is also the fraction of VO2 reserve (Swain 1997).
MILER_API double miler_hr_reserve_target(double hr_rest, double hr_max, double fraction);

// ---- Load --------------------------------------------------------------------------

// Metres on the flat that a metre up, in a run that comes back down, takes the time of (Scarf 2007, J Sports Sci 25:719).
#define MILER_CLIMB_DIST 7.92
// Resting heart rate where none is told, bpm; 60 +- 10 [engineering estimate].
#define MILER_HR_REST_USUAL 60.0

// Banister 1991: minutes x k e^(c x), x = fraction of heart-rate reserve 0 .. 1.2;
// men k .64 c 1.92, women k .86 c 1.67, unknown the mean of both.
MILER_API double miler_trimp(double minutes, double hrr_fraction, miler_sex sex);
// 100 x hours x (ngp / threshold)^2 (Coggan's score for running); 100 = one hour at threshold.
MILER_API double miler_rtss(double seconds, double ngp_mps, double threshold_mps);
// Foster 1998: mean / sample SD of daily load, rest days included, at most 10; at least 2 days.
MILER_API double miler_monotony(const double *daily_load, size_t days);
// One day of an exponential average: value + (load - value)(1 - e^(-1/tau)).
MILER_API double miler_ewma_step(double value, double load, double tau_days);
// Banister's two-component model, gain k1 over tau1 days, fatigue k2 > k1 over
// tau2 < tau1: days before a race after which a training day does no more good
// (t_n), and where it does most (t_g). (45, 15, 1, 2) -> 15.6 and 40.3 d.
MILER_API double miler_banister_rest_days(double tau1, double tau2, double k1, double k2);
MILER_API double miler_banister_gain_days(double tau1, double tau2, double k1, double k2);

// ---- Conditions ----------------------------------------------------------------------

// J/kg/m on a slope (rise/run, -0.45 .. 0.45), Minetti 2002:
// 155.4 i^5 - 30.4 i^4 - 43.3 i^3 + 46.3 i^2 + 19.5 i + 3.6.
MILER_API double miler_gradient_cost(double grade);
// The speed on the flat that costs as much: v C(i)/3.6. A steeper grade counts
// as +-0.45, for it is a fault of the altimeter.
MILER_API double miler_grade_adjusted_speed(double speed_mps, double grade);
// 0.5 rho 0.9 A (v + w)|v + w|, A = 0.266 x 0.2025 h^0.725 m^0.425 (Du Bois;
// Skiba). w > 0 is a headwind; negative result: pushed.
MILER_API double miler_air_drag_n(double speed_mps, double wind_mps, double height_m, double mass_kg,
                                  double density_kg_m3);
// (1 - 2.25577e-5 h)^4.2559, standard atmosphere, -500 .. 11000 m.
MILER_API double miler_air_density_ratio(double altitude_m);
// Fraction added to the time, unacclimatised low-lander, 0 up to 900 m, then per
// km 2.6 % for the mile and 4.3 % for 5000 m, along ln(distance), at most the
// 10 km's. -500 .. 4000 m. Low confidence (the published anchors scatter by 1 %).
MILER_API double miler_altitude_slowdown(double altitude_m, double dist_m);
// 0.567 T + 0.393 e + 3.94, e = RH/100 x 6.105 e^(17.27 T/(237.7 + T)) (Australian
// Bureau of Meteorology: moderate sun, light wind). -30 .. 55 C, 0 .. 100 %.
MILER_API double miler_wbgt_c(double air_c, double humidity_pct);

// ---- Track and map geometry --------------------------------------------------------------

// Measured line of a 400 m standard track (World Athletics: straights 84.39 m,
// radius 36.50 m, lanes 1.22 m; 0.30 m out from the kerb in lane 1, 0.20 m from
// the line outside it). Lane 1 .. 9.
MILER_API double miler_track_lap_m(int lane);
// What running this much wider (0 .. 20 m) in both bends adds to a lap: 2 pi w.
MILER_API double miler_track_extra_m(double metres_wide);
// Shortest way on the WGS 84 ellipsoid (Lambert's formula; better than 1e-5 up
// to 1000 km; the sphere next to antipodes). Latitude -90 .. 90, longitude -180 .. 180.
MILER_API double miler_geo_distance_m(double lat1_deg, double lon1_deg, double lat2_deg, double lon2_deg);

#ifdef __cplusplus
}
#endif
#endif
