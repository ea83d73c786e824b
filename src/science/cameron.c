// SPDX-License-Identifier: MIT
// Dave Cameron's formula (1998), fitted to the world's best times from 400 m up.
#include "science/tables.h"

static double slowing(double dist_m) {
    return 13.49681 - 0.000030363 * dist_m + 835.7114 / pow(dist_m, 0.7905);
}

double miler_cameron_time_s(double d1_m, double t1_s, double d2_m) {
    if (!(d1_m >= 400 && d1_m <= 80500 && d2_m >= 400 && d2_m <= 80500) || !sci_time_ok(t1_s)) return NAN;
    return t1_s * (d2_m / d1_m) * (slowing(d1_m) / slowing(d2_m));
}
