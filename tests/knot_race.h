// SPDX-License-Identifier: MIT
// The race as its published solutions were found (science of section 4.4: unknown
// speeds at some 26 knots, dense at both ends, speed linear in distance between
// them), by NLopt's SLSQP. Such a race cannot begin from standing: speed at the
// first knot is given. Nothing of src/race is used.
#ifndef MILER_TESTS_KNOT_RACE_H
#define MILER_TESTS_KNOT_RACE_H

#include "general_race.h"

#define KNOTS 26
#define KNOT_STEPS_MAX 40  // between two knots
#define KNOT_FIRST_MPS 1.3 // not published; 1 to 1.6 change the times by 0.25 s either way

// Metres of 1500, scaled to the distance.
static const double knot_m[KNOTS] = {0,    5,    10,   20,   40,   60,   80,   105, 130,
                                     160,  200,  300,  420,  560,  700,  840,  980, 1100,
                                     1200, 1300, 1340, 1380, 1430, 1475, 1490, 1500};

// A constraint for each step: the store is not below zero; and at both ends of each
// stretch, between which it is monotonous: the push is between none and the strongest.
#define KNOT_CONSTRAINTS (3 * (KNOTS - 1) + 2 * (KNOTS - 1))

typedef struct knot_race {
    const miler_racer *racer;
    double dist_m;
} knot_race;

// x: speed at the knots after the first, m/s. out: what is above 0 cannot be run.
static double knot_run(const knot_race *k, const double *x, double *out) {
    const miler_racer *r = k->racer;
    double time = 0;
    double left = r->store_jkg;
    for (int i = 0; i + 1 < KNOTS; i++) {
        const double length = (knot_m[i + 1] - knot_m[i]) / 1500 * k->dist_m;
        const double begin = i > 0 ? x[i - 1] : KNOT_FIRST_MPS;
        const double slope = (x[i] - begin) / length;
        const int steps = length > 10 * KNOT_STEPS_MAX ? KNOT_STEPS_MAX : (int)fmax(6, length / 10);
        for (int s = 0; s < steps; s++) {
            const double v = begin + slope * length * (s + 0.5) / steps;
            const double dt = length / steps / v;
            left += (general_supply(r, left) - (v * slope + v / r->tau_s) * v) * dt;
            time += dt;
            for (int part = 1; part <= 3; part++)
                if (s + 1 == (steps * part + 2) / 3) out[3 * i + part - 1] = -left / r->store_jkg;
        }
        const double push[2] = {begin * slope + begin / r->tau_s, x[i] * slope + x[i] / r->tau_s};
        double *bounds = out + 3 * (KNOTS - 1) + 2 * i;
        bounds[0] = fmax(push[0], push[1]) / r->force_nkg - 1;
        bounds[1] = -fmin(push[0], push[1]) / r->force_nkg;
    }
    return time;
}

static double knot_time(unsigned n, const double *x, double *gradient, void *data) {
    double out[KNOT_CONSTRAINTS];
    double moved[KNOTS];
    const double time = knot_run(data, x, out);
    memcpy(moved, x, n * sizeof *x);
    for (unsigned j = 0; gradient != NULL && j < n; j++) {
        moved[j] = x[j] + 1e-6;
        gradient[j] = (knot_run(data, moved, out) - time) / 1e-6 / 100;
        moved[j] = x[j];
    }
    return time / 100;
}

static void knot_constraints(unsigned m, double *result, unsigned n, const double *x, double *gradient,
                             void *data) {
    double there[KNOT_CONSTRAINTS];
    double moved[KNOTS];
    (void)knot_run(data, x, result);
    memcpy(moved, x, n * sizeof *x);
    for (unsigned j = 0; gradient != NULL && j < n; j++) {
        moved[j] = x[j] + 1e-6;
        (void)knot_run(data, moved, there);
        moved[j] = x[j];
        for (unsigned i = 0; i < m; i++)
            gradient[i * n + j] = (there[i] - result[i]) / 1e-6;
    }
}

// The finish time in seconds and the speeds at the knots; NaN where the solver gives up.
static double knot_optimum_s(const miler_racer *racer, double dist_m, double cruise_mps, double *speed) {
    knot_race k = {racer, dist_m};
    double x[KNOTS - 1];
    double tolerance[KNOT_CONSTRAINTS];
    double after[KNOT_CONSTRAINTS];
    double best = 0;
    nlopt_opt opt = nlopt_create(NLOPT_LD_SLSQP, KNOTS - 1);
    if (opt == NULL) return (double)NAN;
    for (int i = 0; i < KNOTS - 1; i++)
        x[i] = cruise_mps;
    for (int i = 0; i < KNOT_CONSTRAINTS; i++)
        tolerance[i] = 1e-7;
    nlopt_set_lower_bounds1(opt, 0.5);
    nlopt_set_upper_bounds1(opt, 12);
    nlopt_set_min_objective(opt, knot_time, &k);
    nlopt_add_inequality_mconstraint(opt, KNOT_CONSTRAINTS, knot_constraints, &k, tolerance);
    nlopt_set_ftol_abs(opt, 1e-8);
    nlopt_set_maxeval(opt, 1500);
    const nlopt_result done = nlopt_optimize(opt, x, &best);
    nlopt_destroy(opt);
    const double time = knot_run(&k, x, after);
    for (int i = 0; i < KNOT_CONSTRAINTS; i++)
        if (after[i] > 1e-4) return (double)NAN;
    speed[0] = KNOT_FIRST_MPS;
    memcpy(speed + 1, x, sizeof x);
    return done < 0 && done != NLOPT_ROUNDOFF_LIMITED ? (double)NAN : time;
}

#endif
