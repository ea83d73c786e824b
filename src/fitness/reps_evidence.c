// SPDX-License-Identifier: MIT
// A session of reps as evidence: the slowest mile with which it could just have
// been run. A runner of critical speed CS and D' metres above it spends D' when
// faster than CS and refills it when slower (science.md 1.6; Skiba's differential
// balance in its form of distance):
//
//     v > CS   dD/dt = -(v - CS)
//     v < CS   dD/dt = (CS - v) (D' - D) / D'
//
// Runners' curves are one shape here: D' is the same for all, and speed scales.
// So one number is looked for, the CS with which D' is used up at the hardest
// moment and not before; its mile takes (1609.344 - D') / CS. Who ran the session
// can run that mile or a faster one: nobody empties D' in training.
#include <miler/fitness.h>

#include <math.h>

// D' of 1500 m runners, men and women: 191 to 231 m, between runners +-65 m (science.md 1.6).
#define DPRIME_M 209.0
#define DPRIME_SD_M 65.0
#define REFILL_SD 0.3 // of the speed of refilling: poorly known in running (science.md 1.6)
#define CS_LEAST_MPS 0.5
#define CS_MOST_MPS 9.0
#define HALVINGS 50

// The least that is left of D'.
static double least_left(const miler_stretch *s, size_t count, const miler_cs *cs, double refill) {
    double left = cs->dprime_m;
    double least = left;
    for (size_t i = 0; i < count; i++) {
        const double speed = s[i].dist_m / s[i].time_s;
        const double time_s = speed < cs->speed_mps ? s[i].time_s * refill : s[i].time_s;
        left = miler_dprime_step_m(cs, left, speed, time_s);
        least = fmin(least, left);
    }
    return least;
}

static double mile_with(const miler_stretch *s, size_t count, double dprime_m, double refill) {
    miler_cs cs = {.dprime_m = dprime_m, .vmax_mps = NAN};
    double low = CS_LEAST_MPS;
    double high = CS_MOST_MPS;
    for (int i = 0; i < HALVINGS; i++) {
        cs.speed_mps = (low + high) / 2;
        if (least_left(s, count, &cs, refill) >= 0)
            high = cs.speed_mps;
        else
            low = cs.speed_mps;
    }
    return (MILER_MILE_M - dprime_m) / high;
}

static bool usable(const miler_stretch *s, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (!(s[i].time_s > 0 && s[i].dist_m >= 0 && s[i].dist_m < CS_MOST_MPS * 1.4 * s[i].time_s))
            return false;
    return count > 0;
}

bool miler_reps_mile(const miler_stretch *session, size_t count, double dist_error, double *out_mile_s,
                     double *out_error_s) {
    if (!usable(session, count) || !(dist_error >= 0)) return false;
    const double mile_s = mile_with(session, count, DPRIME_M, 1);
    const double by_dprime = (mile_with(session, count, DPRIME_M + DPRIME_SD_M, 1) -
                              mile_with(session, count, DPRIME_M - DPRIME_SD_M, 1)) /
                             2;
    const double by_refill = (mile_with(session, count, DPRIME_M, 1 + REFILL_SD) -
                              mile_with(session, count, DPRIME_M, 1 - REFILL_SD)) /
                             2;
    // Slower than a walk: so little was run that any runner can.
    if (!(mile_s < (MILER_MILE_M - DPRIME_M) / (2 * CS_LEAST_MPS))) return false;
    *out_mile_s = mile_s;
    *out_error_s = hypot(hypot(by_dprime, by_refill), dist_error * mile_s);
    return true;
}
