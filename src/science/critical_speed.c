// SPDX-License-Identifier: MIT
// Critical speed: the speed that could be held for long, and D', the metres that
// can be run above it (Monod & Scherrer 1965, in running Hughson 1984); with
// vmax the three-parameter form of Morton 1996. D' is refilled as in Skiba's
// differential model (2014).
#include "science/tables.h"

#define EFFORTS_MAX 64 // far more than anyone has all-out efforts to fit

static bool inputs_ok(const double *dist_m, const double *time_s, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (!sci_dist_ok(dist_m[i]) || !sci_time_ok(time_s[i])) return false;
    return true;
}

typedef struct line {
    double slope, intercept, x_sum_sq, residual_sq, x_mean;
} line;

// Least squares y = slope x + intercept; false when all x are (nearly) one.
static bool fit_line(const double *x, const double *y, size_t n, line *out) {
    double mx = 0;
    double my = 0;
    for (size_t i = 0; i < n; i++) {
        mx += x[i] / (double)n;
        my += y[i] / (double)n;
    }
    double sxx = 0;
    double sxy = 0;
    for (size_t i = 0; i < n; i++) {
        sxx += (x[i] - mx) * (x[i] - mx);
        sxy += (x[i] - mx) * (y[i] - my);
    }
    if (!(sxx > 1e-6 * mx * mx)) return false;
    *out = (line){.slope = sxy / sxx, .intercept = my - sxy / sxx * mx, .x_sum_sq = sxx, .x_mean = mx};
    for (size_t i = 0; i < n; i++) {
        const double r = y[i] - out->slope * x[i] - out->intercept;
        out->residual_sq += r * r;
    }
    return true;
}

bool miler_cs_fit2(const double *dist_m, const double *time_s, size_t count, miler_cs *out) {
    line l;
    if (count < 2 || !inputs_ok(dist_m, time_s, count) || !fit_line(time_s, dist_m, count, &l)) return false;
    if (!(l.slope > 0 && l.intercept > 0)) return false;
    *out = (miler_cs){l.slope, l.intercept, NAN, NAN, NAN};
    if (count > 2) {
        const double n = (double)count;
        const double s2 = l.residual_sq / (n - 2);
        out->speed_se_mps = sqrt(s2 / l.x_sum_sq);
        out->dprime_se_m = sqrt(s2 * (1 / n + l.x_mean * l.x_mean / l.x_sum_sq));
    }
    return true;
}

// For a given CS, t = D' x + c with x = 1/(v - CS) and c = -D'/(vmax - CS) is a
// line: the search is over CS alone. Returns the squared error of time, or
// infinity where D' or vmax would not be possible.
static double error_at(const double *dist_m, const double *time_s, size_t count, double cs, miler_cs *out) {
    double x[EFFORTS_MAX] = {0};
    line l;
    for (size_t i = 0; i < count; i++)
        x[i] = 1 / (dist_m[i] / time_s[i] - cs);
    if (!fit_line(x, time_s, count, &l) || !(l.slope > 0 && l.intercept < 0)) return INFINITY;
    const double vmax = cs - l.slope / l.intercept;
    if (!(vmax > 0 && vmax <= 15)) return INFINITY; // no one runs faster
    *out = (miler_cs){cs, l.slope, vmax, NAN, NAN};
    return l.residual_sq;
}

bool miler_cs_fit3(const double *dist_m, const double *time_s, size_t count, miler_cs *out) {
    if (count < 3 || count > EFFORTS_MAX || !inputs_ok(dist_m, time_s, count)) return false;
    double slowest = INFINITY;
    double fastest = 0;
    for (size_t i = 0; i < count; i++) {
        slowest = fmin(slowest, dist_m[i] / time_s[i]);
        fastest = fmax(fastest, dist_m[i] / time_s[i]);
    }
    // A grid first, because the error is not one valley; then thirds around the best.
    enum { STEPS = 200 };
    double best = INFINITY;
    double at = NAN;
    miler_cs model;
    for (int i = 1; i < STEPS; i++) {
        const double cs = slowest * (0.4 + 0.6 * i / STEPS);
        const double e = error_at(dist_m, time_s, count, cs, &model);
        if (e < best) {
            best = e;
            at = cs;
        }
    }
    if (!isfinite(best)) return false;
    double low = at - slowest * 0.6 / STEPS;
    double high = at + slowest * 0.6 / STEPS * 0.999;
    for (int i = 0; i < 80; i++) {
        const double a = low + (high - low) / 3;
        const double b = high - (high - low) / 3;
        if (error_at(dist_m, time_s, count, a, &model) < error_at(dist_m, time_s, count, b, &model))
            high = b;
        else
            low = a;
    }
    if (!isfinite(error_at(dist_m, time_s, count, (low + high) / 2, &model)))
        (void)error_at(dist_m, time_s, count, at, &model);
    if (!(model.vmax_mps > fastest)) return false;
    *out = model;
    return true;
}

double miler_cs_time_s(const miler_cs *cs, double dist_m) {
    if (!(cs->speed_mps > 0 && cs->dprime_m > 0) || !sci_dist_ok(dist_m)) return NAN;
    double t;
    if (isnan(cs->vmax_mps)) {
        t = (dist_m - cs->dprime_m) / cs->speed_mps;
    } else {
        // (t + c)(d/t - CS) = D' with c = D'/(vmax - CS), as a square equation in t.
        if (!(cs->vmax_mps > cs->speed_mps)) return NAN;
        const double c = cs->dprime_m / (cs->vmax_mps - cs->speed_mps);
        const double b = c * cs->speed_mps + cs->dprime_m - dist_m;
        t = (-b + sqrt(b * b + 4 * cs->speed_mps * c * dist_m)) / (2 * cs->speed_mps);
    }
    return sci_time_ok(t) ? t : (double)NAN;
}

double miler_dprime_step_m(const miler_cs *cs, double balance_m, double speed_mps, double dt_s) {
    if (!(cs->speed_mps > 0 && cs->dprime_m > 0 && isfinite(balance_m) && dt_s >= 0 && speed_mps >= 0))
        return NAN;
    if (!isfinite(dt_s) || !isfinite(speed_mps)) return NAN;
    const double over = speed_mps - cs->speed_mps;
    if (over >= 0) return balance_m - over * dt_s;
    // Exact over the step, so that its length does not matter.
    return cs->dprime_m - (cs->dprime_m - fmin(balance_m, cs->dprime_m)) * exp(over * dt_s / cs->dprime_m);
}
