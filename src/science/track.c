// SPDX-License-Identifier: MIT
// The 400 m standard track of World Athletics' Track and Field Facilities Manual:
//
//      .--------- 84.39 m ---------.      measured line of lane 1: 36.50 + 0.30 m
//     (            36.50            )     of lane n: 36.50 + 1.22 (n - 1) + 0.20 m
//      '---------------------------'
#include "science/tables.h"

#define STRAIGHT_M 84.39
#define RADIUS_M 36.50
#define LANE_M 1.22
#define PI 3.14159265358979323846

double miler_track_lap_m(int lane) {
    if (lane < 1 || lane > 9) return NAN;
    const double line = lane == 1 ? 0.30 : LANE_M * (lane - 1) + 0.20;
    return 2 * STRAIGHT_M + 2 * PI * (RADIUS_M + line);
}

double miler_track_extra_m(double metres_wide) {
    return metres_wide >= 0 && metres_wide <= 20 ? 2 * PI * metres_wide : (double)NAN;
}
