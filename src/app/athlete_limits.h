// SPDX-License-Identifier: MIT
// What no person can be; generous on purpose [engineering estimates]. One table for the command line and the server:
// what one of them keeps the other can put back.
#ifndef MILER_ATHLETE_LIMITS_H
#define MILER_ATHLETE_LIMITS_H

#define MASS_MIN_KG 20
#define MASS_MAX_KG 300
#define HEIGHT_MIN_M 0.8
#define HEIGHT_MAX_M 2.6
#define HR_MAX_LOW_BPM 100
#define HR_MAX_HIGH_BPM 240
#define HR_THRESHOLD_LOW_BPM 80
#define HR_ZONE_LOW_BPM 60
#define PACE_FAST_S 140  // s/km: faster than anybody runs 3 km
#define PACE_SLOW_S 1200 // a stroll
#define HR_REST_LOW_BPM 20
#define HR_REST_HIGH_BPM 120
#define AGE_MAX_YEARS 120

#endif
