// SPDX-License-Identifier: MIT
// What others would say of a 1500 or a mile from one or two races: the tables,
// the power laws, critical speed, equal World Athletics points, and a straight
// line in logarithms fitted to the very rows it is judged on (five folds, split
// by athlete).
#ifndef BACKTEST_RIVALS_H
#define BACKTEST_RIVALS_H

#include <miler/fitness.h>

#include "backtest_rows.h"

enum { RIVAL_VDOT, RIVAL_RIEGEL, RIVAL_CAMERON, RIVAL_POWER, RIVAL_CS, RIVAL_POINTS, RIVAL_LINE, RIVALS };
static const char *const rival_names[RIVALS] = {"VDOT", "Riegel", "Cameron", "power", "CS", "points", "line"};

typedef struct asked { // one row of the comparison
    char athlete[16];
    bool woman;
    int count; // of races told, 1 or 2, by distance
    double dist_m[2], time_s[2];
    double target_m, truth_s;
} asked;

static double nearer_to(const asked *q, double *time_s) {
    int best = 0;
    for (int i = 1; i < q->count; i++)
        if (fabs(log(q->dist_m[i] / q->target_m)) < fabs(log(q->dist_m[best] / q->target_m))) best = i;
    *time_s = q->time_s[best];
    return q->dist_m[best];
}

static double by_points(const asked *q) {
    const miler_sex sex = q->woman ? MILER_SEX_FEMALE : MILER_SEX_MALE;
    int sum = 0;
    for (int i = 0; i < q->count; i++) {
        const int points = miler_wa_points(sex, q->dist_m[i], q->time_s[i], false);
        if (points <= 0) return NAN;
        sum += points;
    }
    return miler_wa_time_s(sex, q->target_m, (sum + q->count / 2) / q->count, false);
}

// ln(time) by each; NaN = has no answer. The line comes later.
static void rivals_of(const asked *q, double out[RIVALS]) {
    double t;
    const double d = nearer_to(q, &t);
    for (int r = 0; r < RIVALS; r++)
        out[r] = NAN;
    out[RIVAL_VDOT] = log(miler_vdot_time_s(miler_vdot(d, t), q->target_m));
    out[RIVAL_RIEGEL] = log(t) + 1.06 * log(q->target_m / d);
    out[RIVAL_CAMERON] = log(miler_cameron_time_s(d, t, q->target_m));
    out[RIVAL_POINTS] = log(by_points(q));
    if (q->count < 2) return;
    const double exponent = log(q->time_s[1] / q->time_s[0]) / log(q->dist_m[1] / q->dist_m[0]);
    out[RIVAL_POWER] = log(q->time_s[0]) + exponent * log(q->target_m / q->dist_m[0]);
    const double speed = (q->dist_m[1] - q->dist_m[0]) / (q->time_s[1] - q->time_s[0]);
    const double above = q->dist_m[0] - speed * q->time_s[0];
    const double time_s = (q->target_m - above) / speed;
    if (time_s > 0) out[RIVAL_CS] = log(time_s);
}

enum { LINE_TERMS = 8 };
static int line_terms(const asked *q, double x[LINE_TERMS]) {
    x[0] = 1;
    x[1] = q->woman;
    x[2] = q->target_m > 1550;
    x[3] = q->count > 1 && q->dist_m[0] < 1000 && q->dist_m[1] > 4000;
    x[4] = log(q->time_s[0]);
    x[5] = q->count > 1 ? log(q->time_s[1]) : 0;
    x[6] = x[3] * x[4];
    x[7] = x[3] * x[5];
    return LINE_TERMS;
}

static void solve_line(double m[LINE_TERMS][LINE_TERMS + 1]) {
    for (int c = 0; c < LINE_TERMS; c++) {
        for (int r = c + 1; r < LINE_TERMS; r++) {
            const double f = m[r][c] / m[c][c];
            for (int k = c; k <= LINE_TERMS; k++)
                m[r][k] -= f * m[c][k];
        }
    }
    for (int r = LINE_TERMS - 1; r >= 0; r--) {
        for (int k = r + 1; k < LINE_TERMS; k++)
            m[r][LINE_TERMS] -= m[r][k] * m[k][LINE_TERMS];
        m[r][LINE_TERMS] /= m[r][r];
    }
}

// Least squares over the other folds, a millionth of a ridge to keep it solvable.
static double line_says(const asked *all, int count, int which) {
    double m[LINE_TERMS][LINE_TERMS + 1] = {{0}};
    double x[LINE_TERMS];
    for (int i = 0; i < count; i++) {
        if (fold_of(all[i].athlete) == fold_of(all[which].athlete)) continue;
        (void)line_terms(&all[i], x);
        for (int r = 0; r < LINE_TERMS; r++) {
            for (int c = 0; c < LINE_TERMS; c++)
                m[r][c] += x[r] * x[c];
            m[r][LINE_TERMS] += x[r] * log(all[i].truth_s);
        }
    }
    for (int r = 0; r < LINE_TERMS; r++)
        m[r][r] += 1e-6;
    solve_line(m);
    double y = 0;
    (void)line_terms(&all[which], x);
    for (int r = 0; r < LINE_TERMS; r++)
        y += x[r] * m[r][LINE_TERMS];
    return y;
}

#endif
