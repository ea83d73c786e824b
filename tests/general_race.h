// SPDX-License-Identifier: MIT
// The race optimum by a general solver, for comparison: NLopt's SLSQP on a
// transcription in time. The push is constant on each of PIECES stretches of
// time, short ones at both ends; they and the finish time are the unknowns, the
// motion between is integrated by Runge and Kutta's rule, gradients are
// differences. Nothing of src/race is used.
#ifndef MILER_TESTS_GENERAL_RACE_H
#define MILER_TESTS_GENERAL_RACE_H

#include <miler/racer.h>

#include <nlopt.h>
#include <string.h>

#define PIECES 60
#define RK_STEPS 6

typedef struct general_race {
    const miler_racer *racer;
    double dist_m, guess_s;
} general_race;

static double general_supply(const miler_racer *r, double left) {
    if (left > r->store_jkg - r->rise_jkg && r->rise_jkg > 0)
        return r->supply_start_wkg +
               (r->supply_wkg - r->supply_start_wkg) * (r->store_jkg - left) / r->rise_jkg;
    if (left < r->fall_jkg && r->fall_jkg > 0)
        return r->supply_end_wkg + (r->supply_wkg - r->supply_end_wkg) * fmax(left, 0) / r->fall_jkg;
    return r->supply_wkg;
}

// Lengths of the pieces as shares of the race: a tenth of the pieces' mean at both ends.
static double piece_share(int i) {
    double sum = 0;
    double own = 0;
    for (int k = 0; k < PIECES; k++) {
        const double end = fmin(k, PIECES - 1 - k) / (PIECES / 2.0); // 0 at the ends, 1 in the middle
        const double width = 0.012 + end * end;
        sum += width;
        if (k == i) own = width;
    }
    return own / sum;
}

// x[0..PIECES) the push as a share of the strongest, x[PIECES] the time as a
// share of the guess. Constraints: out[0] the way left (of the race), out[1 + i]
// how far the store is below zero after piece i (of itself).
static void general_run(const general_race *g, const double *x, double *out) {
    const miler_racer *r = g->racer;
    double way = 0;
    double v = 0;
    double left = r->store_jkg;
    static double share[PIECES];
    if (share[0] == 0)
        for (int i = 0; i < PIECES; i++)
            share[i] = piece_share(i);
    for (int i = 0; i < PIECES; i++) {
        const double f = x[i] * r->force_nkg;
        const double h = x[PIECES] * g->guess_s * share[i] / RK_STEPS;
        for (int k = 0; k < RK_STEPS; k++) {
            double dv[4];
            double dw[4];
            double de[4];
            const double at[4] = {0, h / 2, h / 2, h};
            for (int s = 0; s < 4; s++) {
                const double v_here = v + (s > 0 ? at[s] * dv[s - 1] : 0);
                const double e_here = left + (s > 0 ? at[s] * de[s - 1] : 0);
                dw[s] = v_here;
                dv[s] = f - v_here / r->tau_s;
                de[s] = general_supply(r, e_here) - f * v_here;
            }
            way += h / 6 * (dw[0] + 2 * dw[1] + 2 * dw[2] + dw[3]);
            v += h / 6 * (dv[0] + 2 * dv[1] + 2 * dv[2] + dv[3]);
            left += h / 6 * (de[0] + 2 * de[1] + 2 * de[2] + de[3]);
        }
        out[1 + i] = -left / r->store_jkg;
    }
    out[0] = (g->dist_m - way) / g->dist_m;
}

static double general_time(unsigned n, const double *x, double *gradient, void *data) {
    (void)data;
    if (gradient != NULL) {
        memset(gradient, 0, n * sizeof *gradient);
        gradient[n - 1] = 1;
    }
    return x[n - 1];
}

static void general_constraints(unsigned m, double *result, unsigned n, const double *x, double *gradient,
                                void *data) {
    general_run(data, x, result);
    if (gradient == NULL) return;
    double moved[PIECES + 1];
    double there[PIECES + 1];
    memcpy(moved, x, n * sizeof *x);
    for (unsigned j = 0; j < n; j++) {
        const double step = 1e-6;
        moved[j] = x[j] + step;
        general_run(data, moved, there);
        moved[j] = x[j];
        for (unsigned i = 0; i < m; i++)
            gradient[i * n + j] = (there[i] - result[i]) / step;
    }
}

// The finish time in seconds; NaN where the solver gives up.
static double general_optimum_s(const miler_racer *racer, double dist_m, double guess_s) {
    general_race g = {racer, dist_m, guess_s};
    nlopt_opt opt = nlopt_create(NLOPT_LD_SLSQP, PIECES + 1);
    if (opt == NULL) return (double)NAN;
    double low[PIECES + 1];
    double high[PIECES + 1];
    double x[PIECES + 1];
    double tolerance[PIECES + 1];
    for (int i = 0; i <= PIECES; i++) {
        low[i] = i < PIECES ? 0 : 0.8;
        high[i] = i < PIECES ? 1 : 1.5;
        x[i] = i < PIECES ? dist_m / guess_s / racer->tau_s / racer->force_nkg : 1.02;
        tolerance[i] = 1e-7;
    }
    nlopt_set_lower_bounds(opt, low);
    nlopt_set_upper_bounds(opt, high);
    nlopt_set_min_objective(opt, general_time, NULL);
    nlopt_add_inequality_mconstraint(opt, PIECES + 1, general_constraints, &g, tolerance);
    nlopt_set_xtol_abs1(opt, 1e-9);
    nlopt_set_maxeval(opt, 3000);
    double best = (double)NAN;
    const nlopt_result done = nlopt_optimize(opt, x, &best);
    double after[PIECES + 1];
    general_run(&g, x, after);
    nlopt_destroy(opt);
    if (done < 0 && done != NLOPT_ROUNDOFF_LIMITED) return (double)NAN;
    for (int i = 0; i <= PIECES; i++)
        if (after[i] > 1e-5) return (double)NAN; // not a race that could be run
    return x[PIECES] * guess_s;
}

#endif
