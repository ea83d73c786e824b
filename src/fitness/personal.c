// SPDX-License-Identifier: MIT
// The personal curve: a Gaussian model over ln(mile equivalents), see model.h.
// With K the covariance of the evidence, the level is the generalised least
// squares mean, and the curve at any distance follows from the same K. At most
// FIT_PIECES_MAX pieces, so a Cholesky factor on the stack is all it takes.
#include "fitness/model.h"

#define DAYS_PER_MONTH 30.4

// Covariance of the personal slope and wander at two distances. Both are 0 at
// the mile, where the level stands.
static double distance_cov(double a, double b) {
    if (a * b < 0) return FIT_SLOPE_RHO * FIT_SLOPE_SHORT * FIT_SLOPE_LONG * a * b;
    const double slope = a < 0 || b < 0 ? FIT_SLOPE_SHORT : FIT_SLOPE_LONG;
    return slope * slope * a * b + FIT_WANDER * FIT_WANDER * fmin(fabs(a), fabs(b));
}

// Fitness wanders back in time from today: what two old races share is the
// drift since the younger of them.
static double drift_cov(double age_a, double age_b) {
    return FIT_DRIFT * FIT_DRIFT * fmin(age_a, age_b) / DAYS_PER_MONTH;
}

static double noise_var(const fit_model *m, int i) {
    return m->scatter * m->scatter + m->piece[i].noise * m->piece[i].noise;
}

static void factor(fit_model *m, const double *trust) {
    for (int i = 0; i < m->count; i++) {
        for (int j = 0; j <= i; j++) {
            double k = distance_cov(m->piece[i].x, m->piece[j].x) +
                       drift_cov(m->piece[i].age_days, m->piece[j].age_days);
            if (i == j) k += noise_var(m, i) / trust[i];
            for (int p = 0; p < j; p++)
                k -= m->chol[i][p] * m->chol[j][p];
            m->chol[i][j] = i == j ? sqrt(k) : k / m->chol[j][j];
        }
    }
}

static void solve(const fit_model *m, const double *b, double *out) {
    for (int i = 0; i < m->count; i++) {
        out[i] = b[i];
        for (int p = 0; p < i; p++)
            out[i] -= m->chol[i][p] * out[p];
        out[i] /= m->chol[i][i];
    }
    for (int i = m->count - 1; i >= 0; i--) {
        for (int p = i + 1; p < m->count; p++)
            out[i] -= m->chol[p][i] * out[p];
        out[i] /= m->chol[i][i];
    }
}

static void level_and_rest(fit_model *m) {
    double one[FIT_PIECES_MAX] = {0};
    double rest[FIT_PIECES_MAX] = {0};
    for (int i = 0; i < m->count; i++)
        one[i] = 1;
    solve(m, one, m->solved_one);
    m->sum_one = 0;
    m->level = 0;
    for (int i = 0; i < m->count; i++) {
        m->sum_one += m->solved_one[i];
        m->level += m->solved_one[i] * m->piece[i].y;
    }
    m->level /= m->sum_one;
    for (int i = 0; i < m->count; i++)
        rest[i] = m->piece[i].y - m->level;
    solve(m, rest, m->solved_rest);
}

void fit_model_solve(fit_model *m) {
    enum { ROUNDS = 6 }; // the trust settles to a per mille in four
    double trust[FIT_PIECES_MAX];
    for (int i = 0; i < m->count; i++)
        trust[i] = 1;
    for (int round = 0; round < ROUNDS; round++) {
        factor(m, trust);
        level_and_rest(m);
        if (round == ROUNDS - 1) break;
        for (int i = 0; i < m->count; i++) {
            // What is left of race i after level, slope and drift, in its own SDs.
            const double z = m->solved_rest[i] * sqrt(noise_var(m, i)) / trust[i];
            trust[i] = 1 / (1 + z * z / (FIT_ROBUST * FIT_ROBUST));
        }
    }
    double chi = 0;
    double sum = 0;
    for (int i = 0; i < m->count; i++) {
        chi += fmax(m->solved_rest[i] * (m->piece[i].y - m->level), 0) /
               trust[i]; // contradiction counts in full, trusted or not
        m->piece[i].weight = fmax(m->solved_one[i] / m->sum_one, 0);
        sum += m->piece[i].weight;
    }
    for (int i = 0; i < m->count; i++)
        m->piece[i].weight /= sum;
    m->inflate = fmax((FIT_INFLATE_N0 + chi) / (FIT_INFLATE_N0 + m->count - 1), FIT_INFLATE_MIN);
}

double fit_model_at(const fit_model *m, double x, double *sd) {
    double k[FIT_PIECES_MAX] = {0};
    double solved[FIT_PIECES_MAX] = {0};
    for (int i = 0; i < m->count; i++)
        k[i] = distance_cov(m->piece[i].x, x); // today: no drift yet
    solve(m, k, solved);
    double mean = m->level;
    double explained = 0;
    double one = 0;
    for (int i = 0; i < m->count; i++) {
        mean += k[i] * m->solved_rest[i];
        explained += k[i] * solved[i];
        one += solved[i];
    }
    const double var = distance_cov(x, x) - explained + (1 - one) * (1 - one) / m->sum_one;
    *sd = sqrt(fmax(var, 0));
    return mean;
}
