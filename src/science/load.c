// SPDX-License-Identifier: MIT
// How much training was, and what is left of it: TRIMP, rTSS, monotony,
// exponential averages, and Banister's two-component model's rest days.
#include "science/tables.h"

double miler_trimp(double minutes, double hrr_fraction, miler_sex sex) {
    if (!(minutes >= 0 && minutes <= 10000 && hrr_fraction >= 0 && hrr_fraction <= 1.2)) return NAN;
    const double men = 0.64 * exp(1.92 * hrr_fraction);
    const double women = 0.86 * exp(1.67 * hrr_fraction);
    const double weight = sex == MILER_SEX_MALE ? men : sex == MILER_SEX_FEMALE ? women : (men + women) / 2;
    return minutes * hrr_fraction * weight;
}

double miler_rtss(double seconds, double ngp_mps, double threshold_mps) {
    if (!(seconds >= 0 && seconds <= 1e6 && ngp_mps >= 0 && ngp_mps <= 15 && threshold_mps > 0.5 &&
          threshold_mps <= 10))
        return NAN;
    const double intensity = ngp_mps / threshold_mps;
    return 100 * seconds / 3600 * intensity * intensity;
}

double miler_monotony(const double *daily_load, size_t days) {
    if (days < 2) return NAN;
    double mean = 0;
    for (size_t i = 0; i < days; i++)
        mean += daily_load[i] / (double)days;
    double sum_sq = 0;
    for (size_t i = 0; i < days; i++)
        sum_sq += (daily_load[i] - mean) * (daily_load[i] - mean);
    const double sd = sqrt(sum_sq / (double)(days - 1));
    if (!isfinite(mean) || !isfinite(sd) || mean < 0) return NAN;
    if (mean == 0) return 0; // a week of rest is not monotonous
    return sd * 10 <= mean ? 10 : mean / sd;
}

double miler_ewma_step(double value, double load, double tau_days) {
    if (!(isfinite(value) && isfinite(load) && tau_days > 0)) return NAN;
    return value - (load - value) * expm1(-1 / tau_days);
}

static bool banister_ok(double tau1, double tau2, double k1, double k2) {
    return tau2 > 0 && tau1 > tau2 && tau1 <= 1000 && k1 > 0 && k2 > k1 && k2 <= 1000 * k1;
}

double miler_banister_rest_days(double tau1, double tau2, double k1, double k2) {
    if (!banister_ok(tau1, tau2, k1, k2)) return NAN;
    return tau1 * tau2 / (tau1 - tau2) * log(k2 / k1);
}

double miler_banister_gain_days(double tau1, double tau2, double k1, double k2) {
    if (!banister_ok(tau1, tau2, k1, k2)) return NAN;
    return tau1 * tau2 / (tau1 - tau2) * log(k2 * tau1 / (k1 * tau2));
}
