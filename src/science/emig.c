// SPDX-License-Identifier: MIT
// The minimal power model (Mulligan, Adam & Emig, PLoS ONE 2018; Emig &
// Peltonen, Nature Communications 2020): mean race speed falls with the
// logarithm of time, with one slope up to t_c and another beyond.
//
//     v(T) = v_m (1 - g ln(T/t_c)),   d = T v(T)
//
// Speed is linear in (v_m, v_m g_s, v_m g_l), so the fit is a small linear
// least squares on v(T_i) = d_i/T_i.
#include "science/tables.h"

#define EMIG_T_C_S 360.0 // fixed in the 2020 paper

static bool model_ok(const miler_emig *m) {
    return m->v_m_mps > 0 && m->v_m_mps < 15 && m->t_c_s > 0 && isfinite(m->t_c_s);
}

double miler_emig_time_s(const miler_emig *model, double dist_m) {
    if (!model_ok(model) || !sci_dist_ok(dist_m)) return NAN;
    const bool within = dist_m <= model->v_m_mps * model->t_c_s;
    const double g = within ? model->gamma_short : model->gamma_long;
    if (!(g > 0 && g < 1)) return NAN;
    // T v(T) rises up to ln(T/t_c) = 1/g - 1; past that the model has no runner.
    double low = within ? model->t_c_s * 1e-4 : model->t_c_s;
    double high = within ? model->t_c_s : model->t_c_s * exp(fmin(1 / g - 1, 20));
    if (high * model->v_m_mps * (1 - g * log(high / model->t_c_s)) < dist_m) return NAN;
    double t = fmin(fmax(dist_m / model->v_m_mps, low), high);
    for (int i = 0; i < 100 && high - low > 1e-10 * high; i++) {
        const double x = log(t / model->t_c_s);
        const double h = t * model->v_m_mps * (1 - g * x) - dist_m;
        if (h > 0)
            high = t;
        else
            low = t;
        const double slope = model->v_m_mps * (1 - g * (x + 1));
        const double next = t - h / slope;
        if (fabs(next - t) < 1e-12 * t) break;
        t = next > low && next < high ? next : (low + high) / 2;
    }
    return sci_time_ok(t) ? t : (double)NAN;
}

double miler_emig_endurance(const miler_emig *model) {
    return model->gamma_long > 0 ? exp(0.1 / model->gamma_long) : (double)NAN;
}

// Solves the symmetric n x n system in place by Gauss with pivoting; false when singular.
static bool solve3(double m[3][4], int n) {
    for (int c = 0; c < n; c++) {
        int pivot = c;
        for (int r = c + 1; r < n; r++)
            if (fabs(m[r][c]) > fabs(m[pivot][c])) pivot = r;
        if (fabs(m[pivot][c]) < 1e-9) return false;
        for (int k = 0; k < 4; k++) {
            const double swap = m[c][k];
            m[c][k] = m[pivot][k];
            m[pivot][k] = swap;
        }
        for (int r = 0; r < n; r++) {
            if (r == c) continue;
            const double f = m[r][c] / m[c][c];
            for (int k = c; k < 4; k++)
                m[r][k] -= f * m[c][k];
        }
    }
    for (int c = 0; c < n; c++)
        m[c][3] /= m[c][c];
    return true;
}

typedef struct side {
    size_t count;
    double t_min, t_max;
} side;

static void side_add(side *s, double t) {
    s->t_min = s->count == 0 ? t : fmin(s->t_min, t);
    s->t_max = s->count == 0 ? t : fmax(s->t_max, t);
    s->count++;
}

// Two efforts apart give a side its own slope; one effort off t_c will do when
// the other side has fixed v_m.
static bool side_slopes(const side *s) {
    return s->count >= 2 && s->t_max > 1.1 * s->t_min;
}

bool miler_emig_fit(const double *dist_m, const double *time_s, size_t count, miler_emig *out) {
    side sides[2] = {{0, 0, 0}, {0, 0, 0}}; // short, long
    for (size_t i = 0; i < count; i++) {
        if (!sci_dist_ok(dist_m[i]) || !sci_time_ok(time_s[i])) return false;
        side_add(&sides[time_s[i] > EMIG_T_C_S], time_s[i]);
    }
    if (!side_slopes(&sides[0]) && !side_slopes(&sides[1])) return false;
    const bool use[2] = {side_slopes(&sides[0]) || (sides[0].count > 0 && sides[0].t_min < EMIG_T_C_S / 1.1),
                         side_slopes(&sides[1]) || (sides[1].count > 0 && sides[1].t_max > EMIG_T_C_S * 1.1)};
    const int column[2] = {1, use[0] ? 2 : 1};
    const int n = 1 + (use[0] ? 1 : 0) + (use[1] ? 1 : 0);
    double m[3][4] = {{0}}; // normal equations; column 3 is the right side (every relative speed is 1)
    for (size_t i = 0; i < count; i++) {
        const int s = time_s[i] > EMIG_T_C_S;
        if (!use[s]) continue;
        const double v = dist_m[i] / time_s[i];
        double row[3] = {1 / v, 0, 0}; // relative errors of speed are alike
        row[column[s]] = -log(time_s[i] / EMIG_T_C_S) / v;
        for (int r = 0; r < n; r++) {
            for (int c = 0; c < n; c++)
                m[r][c] += row[r] * row[c];
            m[r][3] += row[r];
        }
    }
    if (!solve3(m, n)) return false;
    out->t_c_s = EMIG_T_C_S;
    out->v_m_mps = m[0][3];
    out->gamma_short = use[0] ? m[column[0]][3] / m[0][3] : (double)NAN;
    out->gamma_long = use[1] ? m[column[1]][3] / m[0][3] : (double)NAN;
    return model_ok(out) && (!use[0] || out->gamma_short > 0) && (!use[1] || out->gamma_long > 0);
}
