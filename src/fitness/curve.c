// SPDX-License-Identifier: MIT
// One population's answer: the conditional mean and spread of a Gaussian
// process, with at most FIT_PIECES_MAX pieces, so that a Cholesky factor on the
// stack is all it takes. Each piece's trust follows from what the others make
// expect of it (leave-one-out, from the factor itself), by Student's weights: a
// race that is much slower than the others say counts less, and sooner than one
// that is faster.
#include "fitness/model.h"

#define ROUNDS 4
#define SLOW_FREEDOM 1.5  // [fit] of Student's distribution, for races slower than expected
#define FAST_FREEDOM 12.0 // [fit] ... faster
#define SAME_EVENT 0.08   // ln: 1500 m and the mile are one
#define BOW_SPREAD 0.35   // runners differ in their bow by so much of it [fit]
#define TRUST_MAX 1.3
#define ABLE_SCALE 0.93 // of ability's band, so that the simulator's lives are in it on eight days of ten
#define INFLATE_N0                                                                                           \
    6.0 // [fit] the population's spread counts as so many races against what the evidence shows

static double form_cov(const fit_population *p, double years_a, double years_b) {
    const double apart = fabs(years_a - years_b);
    return p->form * p->form * exp(-apart / p->form_years) +
           p->shape * p->shape * exp(-apart / p->shape_years);
}

static double scatter_of(const fit_curve *c, int i) {
    const fit_population *p = c->population;
    if (fit_is_heart(&c->piece[i])) return 0;
    return c->piece[i].best ? p->best_scatter_in : c->once ? p->once_scatter_in : p->race_scatter_in;
}

static bool dated(const fit_piece *p) {
    return p->evidence->day != MILER_NO_DAY;
}

// Form on a day that is not known is part of the scatter of such results.
static double covariance(const fit_curve *c, int i, int j) {
    const fit_piece *a = &c->piece[i];
    const fit_piece *b = &c->piece[j];
    return fit_covariance(c->population, a->u, b->u) +
           (dated(a) && dated(b) ? form_cov(c->population, a->age_years, b->age_years) : 0) +
           (fit_is_heart(a) && fit_is_heart(b) ? FIT_HEART_OFFSET * FIT_HEART_OFFSET : 0) +
           FIT_LOST_SD * FIT_LOST_SD * a->lost * b->lost;
}

static double noise_var(const fit_curve *c, int i) {
    const double beyond = c->piece[i].u - log(MILER_MILE_M);
    const double scatter = scatter_of(c, i) * exp(c->population->farther * beyond);
    return (scatter * scatter + c->piece[i].noise * c->piece[i].noise) / c->trust[i];
}

static void factor(fit_curve *c) {
    for (int i = 0; i < c->count; i++)
        for (int j = 0; j <= i; j++) {
            double k = covariance(c, i, j) + (i == j ? noise_var(c, i) : 0);
            for (int p = 0; p < j; p++)
                k -= c->chol[i][p] * c->chol[j][p];
            c->chol[i][j] = i == j ? sqrt(fmax(k, 1e-12)) : k / c->chol[j][j];
        }
}

// The part of the solution from `from` on, where b is 0 before it.
static void solve_from(const fit_curve *c, int from, const double *b, double *out) {
    for (int i = from; i < c->count; i++) {
        out[i] = b[i];
        for (int p = from; p < i; p++)
            out[i] -= c->chol[i][p] * out[p];
        out[i] /= c->chol[i][i];
    }
    for (int i = c->count - 1; i >= from; i--) {
        for (int p = i + 1; p < c->count; p++)
            out[i] -= c->chol[p][i] * out[p];
        out[i] /= c->chol[i][i];
    }
}

static void solve(const fit_curve *c, const double *b, double *out) {
    solve_from(c, 0, b, out);
}

static void trust_anew(fit_curve *c) {
    for (int i = 0; i < c->count; i++) {
        double unit[FIT_PIECES_MAX] = {0};
        double column[FIT_PIECES_MAX] = {0};
        unit[i] = 1;
        solve_from(c, i, unit, column);
        const double expected_var = 1 / column[i]; // of the piece, seen from the others
        const double z = c->solved[i] / column[i] / sqrt(expected_var);
        const double freedom = z > 0 ? SLOW_FREEDOM : FAST_FREEDOM;
        c->trust[i] = fmin((freedom + 1) / (freedom + z * z), TRUST_MAX);
    }
}

// Evidence that contradicts itself widens the band; agreement may be luck and never narrows it.
static double inflation(const fit_curve *c, const double *rest) {
    double chi = 0;
    for (int i = 0; i < c->count; i++)
        chi += rest[i] * c->solved[i];
    return fmax((INFLATE_N0 + chi) / (INFLATE_N0 + c->count), 1);
}

// What a watch tells of takes no race's weight from it.
static bool two_races(const fit_curve *c) {
    return c->count == 2 && !c->undated && c->piece[0].evidence->kind <= MILER_EVIDENCE_RESULT &&
           c->piece[1].evidence->kind <= MILER_EVIDENCE_RESULT;
}

void fit_curve_solve(fit_curve *c) {
    double rest[FIT_PIECES_MAX] = {0};
    c->undated = true;
    for (int i = 0; i < c->count; i++)
        c->undated = c->undated && !dated(&c->piece[i]);
    for (int i = 0; i < c->count; i++) {
        c->trust[i] = 1;
        rest[i] =
            c->piece[i].y - fit_mean(c->population, c->woman, c->undated, c->piece[i].u) - c->piece[i].lost;
    }
    // Of two with dates the one that is slow beside the other was the worse race, or another: a steeplechase
    // entered as a 3000. One alone, or two of unknown days (bests years apart), have nobody to tell the odd one.
    const int rounds = c->count > 2 || two_races(c) ? ROUNDS : 0;
    for (int round = 0; round <= rounds; round++) {
        factor(c);
        solve(c, rest, c->solved);
        if (round == 0) c->inflate = inflation(c, rest);
        if (round < rounds) trust_anew(c);
    }
}

// Races on both sides of a distance: f(1-f) of the way between the nearest, in e-folds.
static double between(const fit_curve *c, double u) {
    double below = -INFINITY;
    double above = INFINITY;
    for (int i = 0; i < c->count; i++) {
        const double at = c->piece[i].u;
        if (fit_is_heart(&c->piece[i])) continue;
        if (fabs(at - u) < SAME_EVENT) return 0;
        if (at < u) below = fmax(below, at);
        if (at > u) above = fmin(above, at);
    }
    if (isinf(below) || isinf(above)) return 0;
    const double f = (u - below) / (above - below);
    return f * (1 - f) * (above - below);
}

// Two races and more, all of them longer: e-folds to the nearest.
static double aside(const fit_curve *c, double u) {
    double nearest = INFINITY;
    double farthest = -INFINITY;
    for (int i = 0; i < c->count; i++) {
        if (fit_is_heart(&c->piece[i])) continue;
        nearest = fmin(nearest, c->piece[i].u);
        farthest = fmax(farthest, c->piece[i].u);
    }
    return nearest > u + SAME_EVENT && farthest > nearest + SAME_EVENT ? nearest - u : 0;
}

// What comes is of the kind that was told.
static double scatter_to_come(const fit_curve *c) {
    const fit_population *p = c->population;
    int bests = 0;
    int races = 0;
    for (int i = 0; i < c->count; i++) {
        bests += c->piece[i].best;
        races += !fit_is_heart(&c->piece[i]);
    }
    return bests > 0 && bests == races ? p->best_scatter : c->once ? p->once_scatter : p->race_scatter;
}

// What the evidence adds to the mean at `u`, asked so many years before the day itself.
static double from_evidence(const fit_curve *c, double u, double years, double *k) {
    const fit_population *p = c->population;
    double sum = 0;
    for (int i = 0; i < c->count; i++) {
        const fit_piece *piece = &c->piece[i];
        k[i] = fit_covariance(p, u, piece->u) + (dated(piece) ? form_cov(p, years, piece->age_years) : 0) +
               FIT_LOST_SD * FIT_LOST_SD * c->lost * piece->lost;
        sum += k[i] * c->solved[i];
    }
    return sum;
}

static double newest_years(const fit_curve *c) {
    double newest = INFINITY;
    for (int i = 0; i < c->count; i++)
        if (dated(&c->piece[i])) newest = fmin(newest, c->piece[i].age_years);
    return isinf(newest) ? 0 : newest;
}

double fit_curve_at(const fit_curve *c, double u, bool luck, double *sd, double *pull) {
    const fit_population *p = c->population;
    double k[FIT_PIECES_MAX] = {0};
    double a[FIT_PIECES_MAX] = {0};
    // Form that nothing new is known of goes back to the population's, and the band with it; but
    // months alone make nobody faster than the newest evidence says.
    const double then = from_evidence(c, u, newest_years(c), k);
    const double told = fmax(from_evidence(c, u, 0, k), then);
    solve(c, k, a);
    const double scatter = luck ? scatter_to_come(c) : 0;
    const double bow = p->bow * between(c, u);
    double mean = fit_mean(p, c->woman, c->undated, u) - bow + p->aside * aside(c, u) + c->lost + told;
    double var = fit_covariance(p, u, u) + (c->undated ? 0 : form_cov(p, 0, 0)) + scatter * scatter +
                 (BOW_SPREAD * bow) * (BOW_SPREAD * bow) + FIT_LOST_SD * FIT_LOST_SD * c->lost * c->lost;
    for (int i = 0; i < c->count; i++) {
        var -= k[i] * a[i];
        if (pull != NULL) pull[i] = a[i];
    }
    *sd = (luck ? p->widen : ABLE_SCALE) * sqrt(c->inflate * fmax(var, scatter * scatter));
    return mean;
}
