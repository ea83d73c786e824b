// SPDX-License-Identifier: MIT
// Three equivalence tables as one: the log-mean of VDOT, Cameron and Purdy,
// corrected by what the mean is known to be off by at each distance.
#include "fitness/model.h"

// Shares by how well each does alone on open results (Purdy is the most
// optimistic from long races).
#define SHARE_VDOT 0.4
#define SHARE_CAMERON 0.4
#define SHARE_PURDY 0.2

// ln(mile by the tables / mile run) of elite, international and college
// runners, rounded [bt]; 400 m is extrapolated.
static const struct {
    double dist_m, bias;
} known[] = {{400, -0.025}, {600, -0.012}, {800, -0.002},  {1000, 0.005},   {1500, 0},      {MILER_MILE_M, 0},
             {2000, 0.005}, {3000, 0},     {5000, -0.011}, {10000, -0.014}, {50000, -0.014}};

double fit_tables_bias(double dist_m) {
    const size_t last = sizeof known / sizeof known[0] - 1;
    if (dist_m <= known[0].dist_m) return known[0].bias;
    for (size_t i = 0; i < last; i++)
        if (dist_m <= known[i + 1].dist_m)
            return known[i].bias + (known[i + 1].bias - known[i].bias) * log(dist_m / known[i].dist_m) /
                                       log(known[i + 1].dist_m / known[i].dist_m);
    return known[last].bias;
}

static double mean_of(double vdot_s, double cameron_s, double purdy_s) {
    return SHARE_VDOT * log(vdot_s) + SHARE_CAMERON * log(cameron_s) + SHARE_PURDY * log(purdy_s);
}

double fit_tables_to_mile(double dist_m, double time_s) {
    return mean_of(miler_vdot_time_s(miler_vdot(dist_m, time_s), MILER_MILE_M),
                   miler_cameron_time_s(dist_m, time_s, MILER_MILE_M),
                   miler_purdy_time_s(miler_purdy_points(dist_m, time_s), MILER_MILE_M)) -
           fit_tables_bias(dist_m);
}

double fit_tables_from_mile(double ln_mile, double dist_m) {
    const double mile_s = exp(ln_mile + fit_tables_bias(dist_m));
    return mean_of(miler_vdot_time_s(miler_vdot(MILER_MILE_M, mile_s), dist_m),
                   miler_cameron_time_s(MILER_MILE_M, mile_s, dist_m),
                   miler_purdy_time_s(miler_purdy_points(MILER_MILE_M, mile_s), dist_m));
}
