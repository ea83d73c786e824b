// SPDX-License-Identifier: MIT
// VDOT: an oxygen cost of running, a share of VO2max that can be held for a
// given time, and their quotient as an index of performance (Daniels & Gilbert,
// Oxygen Power, 1979).
#include "science/tables.h"

#define COST_A 0.000104 // ml/kg/min per (m/min)^2
#define COST_B 0.182258
#define COST_C (-4.60)

static double cost(double v_m_min) {
    return COST_C + COST_B * v_m_min + COST_A * v_m_min * v_m_min;
}

static double share(double t_min) {
    return 0.8 + 0.1894393 * exp(-0.012778 * t_min) + 0.2989558 * exp(-0.1932605 * t_min);
}

double miler_vo2_at_speed(double speed_mps) {
    if (!(speed_mps >= 0 && speed_mps <= 15)) return NAN;
    return cost(speed_mps * 60);
}

double miler_speed_at_vo2(double vo2) {
    if (!(vo2 >= 0 && vo2 <= 150)) return NAN;
    return (-COST_B + sqrt(COST_B * COST_B - 4 * COST_A * (COST_C - vo2))) / (2 * COST_A) / 60;
}

double miler_vdot_fraction(double time_s) {
    return sci_time_ok(time_s) ? share(time_s / 60) : (double)NAN;
}

double miler_vdot(double dist_m, double time_s) {
    if (!sci_dist_ok(dist_m) || !sci_time_ok(time_s)) return NAN;
    const double vdot = cost(dist_m / time_s * 60) / share(time_s / 60);
    return vdot > 0 && vdot <= 200 ? vdot : (double)NAN;
}

double miler_vdot_speed(double vdot, double fraction) {
    if (!(vdot >= 5 && vdot <= 120 && fraction >= 0 && fraction <= 1.3)) return NAN;
    return miler_speed_at_vo2(vdot * fraction);
}

// VDOT falls as time grows, so the root is single: Newton inside a bracket that
// every step narrows, bisection where Newton would leave it.
double miler_vdot_time_s(double vdot, double dist_m) {
    if (!(vdot >= 5 && vdot <= 120) || !sci_dist_ok(dist_m)) return NAN;
    // The share lies within 0.8 .. 1.2884: the answer is between these two.
    double low = dist_m / miler_speed_at_vo2(fmin(vdot * 1.2884, 150));
    double high = dist_m / miler_speed_at_vo2(vdot * 0.8);
    if (vdot * 1.2884 > 150) low = dist_m / 20;
    double t = high;
    for (int i = 0; i < 60 && high - low > 1e-9 * high; i++) {
        const double v = dist_m / t * 60;
        const double f = cost(v) - vdot * share(t / 60);
        if (f > 0)
            low = t; // faster than this VDOT allows
        else
            high = t;
        const double slope =
            -(COST_B + 2 * COST_A * v) * v / t - vdot / 60 *
                                                     (-0.1894393 * 0.012778 * exp(-0.012778 * t / 60) -
                                                      0.2989558 * 0.1932605 * exp(-0.1932605 * t / 60));
        const double next = t - f / slope;
        if (fabs(next - t) < 1e-9 * t) {
            t = next;
            break;
        }
        t = next > low && next < high ? next : (low + high) / 2;
    }
    return sci_time_ok(t) ? t : (double)NAN;
}
