// SPDX-License-Identifier: MIT
// The power law of racing: time grows as distance to the k (Riegel 1981), and a
// runner's own k between two performances.
#include "science/tables.h"

double miler_riegel_time_s(double d1_m, double t1_s, double d2_m, double exponent) {
    if (!sci_dist_ok(d1_m) || !sci_time_ok(t1_s) || !sci_dist_ok(d2_m)) return NAN;
    if (!(exponent >= 0.9 && exponent <= 1.5)) return NAN;
    return t1_s * pow(d2_m / d1_m, exponent);
}

double miler_power_exponent(double d1_m, double t1_s, double d2_m, double t2_s) {
    if (!sci_dist_ok(d1_m) || !sci_time_ok(t1_s) || !sci_dist_ok(d2_m) || !sci_time_ok(t2_s)) return NAN;
    const double gap = log(d2_m / d1_m);
    if (fabs(gap) < 0.02) return NAN;
    return log(t2_s / t1_s) / gap;
}

double miler_power_exponent_shrunk(double personal, double pairs, double prior) {
    if (!(pairs >= 0 && isfinite(pairs) && isfinite(prior))) return NAN;
    if (pairs == 0) return prior;
    return isfinite(personal) ? (pairs * personal + 1.5 * prior) / (pairs + 1.5) : (double)NAN;
}
