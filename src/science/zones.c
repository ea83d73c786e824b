// SPDX-License-Identifier: MIT
// Training paces from VDOT (Daniels' Running Formula), the race paces among them
// from the runner's own mile and 800 m, and heart-rate targets.
#include "science/tables.h"

static const char *const zone_names[MILER_ZONE_COUNT] = {"easy",   "long", "marathon", "threshold", "cv",
                                                         "vo2max", "mile", "800",      "rep"};

// Fractions of VDOT (oxygen) behind the effort zones, slow, target, fast.
static const struct {
    miler_zone zone;
    double slow, target, fast;
} effort_zones[] = {
    {MILER_ZONE_EASY, 0.62, 0.66, 0.70},      // what Daniels' easy column uses of his 59-74 %
    {MILER_ZONE_LONG, 0.62, 0.68, 0.72},      // easy to its upper edge: effort 6 of 10, conversational
    {MILER_ZONE_THRESHOLD, 0.83, 0.88, 0.88}, // 83-88 % VO2max; 88 % is the pace of an hour's race
    {MILER_ZONE_VO2MAX, 0.95, 0.975, 1.00},   // 3-5 min repetitions
};

#define CV_OF_VVO2MAX 0.905   // of the speed at VO2max (Schwartz, "Tinman")
#define CV_SPREAD 0.015       // engineering estimate
#define MARATHON_SPREAD 0.015 // engineering estimates: how well a lap can be hit in training
#define RACE_SPREAD 0.01
#define REP_FASTER_S 6.0 // a 400 of R is 6 s faster than of I (Daniels)
#define REP_SPREAD_S 1.0 // engineering estimate

const char *miler_zone_name(miler_zone zone) {
    return (unsigned)zone < MILER_ZONE_COUNT ? zone_names[zone] : "";
}

static miler_pace_band around(double speed_mps, double spread) {
    return (miler_pace_band){speed_mps * (1 + spread), speed_mps * (1 - spread), speed_mps};
}

bool miler_zone_paces(double vdot, double mile_s, double t800_s, miler_pace_band out[MILER_ZONE_COUNT]) {
    if (!(vdot >= 15 && vdot <= 100)) return false;
    if (!isnan(mile_s) && !(sci_time_ok(mile_s) && mile_s < 3600)) return false;
    if (!isnan(t800_s) && !(sci_time_ok(t800_s) && t800_s < 1800)) return false;
    for (size_t i = 0; i < sizeof effort_zones / sizeof effort_zones[0]; i++)
        out[effort_zones[i].zone] = (miler_pace_band){miler_vdot_speed(vdot, effort_zones[i].fast),
                                                      miler_vdot_speed(vdot, effort_zones[i].slow),
                                                      miler_vdot_speed(vdot, effort_zones[i].target)};
    const double mile = isnan(mile_s) ? miler_vdot_time_s(vdot, MILER_MILE_M) : mile_s;
    const double t800 = isnan(t800_s) ? miler_vdot_time_s(vdot, 800) : t800_s;
    const double rep_400_s = 400 / out[MILER_ZONE_VO2MAX].target_mps - REP_FASTER_S;
    out[MILER_ZONE_MARATHON] = around(42195 / miler_vdot_time_s(vdot, 42195), MARATHON_SPREAD);
    out[MILER_ZONE_CV] = around(CV_OF_VVO2MAX * miler_vdot_speed(vdot, 1), CV_SPREAD);
    out[MILER_ZONE_MILE] = around(MILER_MILE_M / mile, RACE_SPREAD);
    out[MILER_ZONE_800] = around(800 / t800, RACE_SPREAD);
    out[MILER_ZONE_REP] = (miler_pace_band){400 / (rep_400_s - REP_SPREAD_S),
                                            400 / (rep_400_s + REP_SPREAD_S), 400 / rep_400_s};
    return true;
}

bool miler_pace_by_hand(const miler_hand_paces *paces, miler_zone zone) {
    switch (zone) {
    case MILER_ZONE_EASY:
        return paces->easy_slow_mps > 0 || paces->easy_fast_mps > 0;
    case MILER_ZONE_THRESHOLD:
        return paces->threshold_mps > 0;
    case MILER_ZONE_VO2MAX:
        return paces->vo2max_mps > 0;
    default:
        return false;
    }
}

void miler_heart_edges(double hr_max_bpm, const double told_bpm[MILER_HEART_EDGES],
                       double out_bpm[MILER_HEART_EDGES]) {
    static const double share[MILER_HEART_EDGES] = {0.80, 0.88, 0.92, 0.97};
    for (int i = 0; i < MILER_HEART_EDGES; i++)
        out_bpm[i] = told_bpm[i] > 0 ? told_bpm[i] : hr_max_bpm > 0 ? share[i] * hr_max_bpm : (double)NAN;
    for (int i = 0; i < MILER_HEART_EDGES; i++)
        for (int k = 0; k < MILER_HEART_EDGES && out_bpm[i] > 0 && !(told_bpm[i] > 0); k++)
            if (told_bpm[k] > 0)
                out_bpm[i] = k < i ? fmax(out_bpm[i], told_bpm[k]) : fmin(out_bpm[i], told_bpm[k]);
}

double miler_hr_max_tanaka(int age) {
    return age >= 5 && age <= 110 ? 208 - 0.7 * age : (double)NAN;
}

double miler_hr_reserve_target(double hr_rest, double hr_max, double fraction) {
    if (!(hr_rest >= 20 && hr_rest < hr_max && hr_max <= 260 && fraction >= 0 && fraction <= 1)) return NAN;
    return hr_rest + fraction * (hr_max - hr_rest);
}
