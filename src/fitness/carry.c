// SPDX-License-Identifier: MIT
// What a faster mile is worth from 800 m to the marathon, the reserve of speed,
// and the heart rate of threshold running.
#include <miler/progress.h>

// Threshold is run at 83..88 % of VO2max. The share of the heart's reserve is
// that of the oxygen's (Swain); of the maximum alone it is 88..92 % (Daniels).
#define RESERVE_LOW 0.83
#define RESERVE_HIGH 0.88
#define MAXIMUM_LOW 0.88
#define MAXIMUM_HIGH 0.92

// The level is what all distances share, and the larger part of what training
// changes in a season; so the curve is moved as it is. That nothing is lost on
// the way to the marathon is an engineering estimate.
bool miler_carry_over(const miler_fitness *fitness, double gain_s, miler_carry out[MILER_CARRY_COUNT]) {
    static const int place[MILER_CARRY_COUNT] = {1, 3, 5, 7, 8, 9, 10};
    const double mile_s = fitness->mile.time_s;
    if (!(mile_s > 0 && gain_s >= 0 && gain_s < mile_s / 2)) return false;
    for (int i = 0; i < MILER_CARRY_COUNT; i++) {
        const miler_estimate *e = &fitness->estimates[place[i]];
        out[i] = (miler_carry){e->dist_m, e->time_s, e->time_s * (mile_s - gain_s) / mile_s};
    }
    return true;
}

void miler_speed_reserve(const miler_fitness *fitness, const miler_limits *limits, miler_reserve *out) {
    const miler_estimate *fast = &fitness->estimates[MILER_ESTIMATE_400];
    out->fast_mps = fast->dist_m / fast->time_s;
    out->over_mile = out->fast_mps / (MILER_MILE_M / fitness->mile.time_s);
    out->over_critical = fitness->cs.speed_mps > 0 ? out->fast_mps / fitness->cs.speed_mps : (double)NAN;
    out->known = limits->sides[MILER_SIDE_SPEED].known;
}

#define TOLD_SPREAD_BPM 3 // from day to day [engineering estimate]

void miler_threshold_hr(const miler_athlete *athlete, miler_threshold_heart *out) {
    const double max = athlete->hr_max_bpm;
    const double rest = athlete->hr_rest_bpm;
    *out = (miler_threshold_heart){(double)NAN, (double)NAN, MILER_HEART_UNKNOWN};
    if (athlete->hr_threshold_bpm > 0) {
        *out = (miler_threshold_heart){athlete->hr_threshold_bpm - TOLD_SPREAD_BPM,
                                       athlete->hr_threshold_bpm + TOLD_SPREAD_BPM, MILER_HEART_TOLD};
        return;
    }
    if (!(max > 0)) return;
    if (rest > 0 && rest < max)
        *out = (miler_threshold_heart){rest + RESERVE_LOW * (max - rest), rest + RESERVE_HIGH * (max - rest),
                                       MILER_HEART_RESERVE};
    else
        *out = (miler_threshold_heart){MAXIMUM_LOW * max, MAXIMUM_HIGH * max, MILER_HEART_MAXIMUM};
}
