// SPDX-License-Identifier: MIT
// A personal power law, critical speed and the minimal power model, for those who think in them: each
// needs several all-out efforts. They stand beside the estimate and do not move
// it: on open results they err three to four times as much.
#include "fitness/model.h"

#define ONE_FORM_YEARS                                                                                       \
    (120 / FIT_DAYS_PER_YEAR) // efforts further apart are two runners (engineering estimate)

// D' of 212 +- 62 m was found in runners of all levels (Walt et al. 2025): a fit
// this far outside is not of two all-out efforts.
#define DPRIME_MIN_M 40.0
#define DPRIME_MAX_M 460.0
#define CS_TIME_MIN_S 120.0 // where the critical-speed model holds
#define CS_TIME_MAX_S 1200.0
#define CS_SPAN                                                                                              \
    1.8 // nearer in time, two efforts say where a line starts, not how it slopes [engineering estimate]

// All-out: training bests are not.
static bool all_out(const fit_piece *p, double time_min_s, double time_max_s) {
    const miler_evidence *e = p->evidence;
    return miler_evidence_all_out(e->kind) && e->time_s >= time_min_s && e->time_s <= time_max_s;
}

// The best all-out effort of each distance (10 % apart) within one form, for the
// models that fit a curve through times. Returns how many.
static size_t efforts(const fit_model *m, double time_min_s, double time_max_s, double *dist_m,
                      double *time_s) {
    size_t n = 0;
    double youngest = INFINITY;
    for (int i = 0; i < m->count; i++)
        if (all_out(&m->piece[i], time_min_s, time_max_s)) youngest = fmin(youngest, m->piece[i].age_years);
    for (int i = 0; i < m->count; i++) {
        const miler_evidence *e = m->piece[i].evidence;
        if (!all_out(&m->piece[i], time_min_s, time_max_s)) continue;
        if (m->piece[i].age_years > youngest + ONE_FORM_YEARS) continue;
        size_t at = 0;
        while (at < n && fabs(log(dist_m[at] / e->dist_m)) > 0.1)
            at++;
        if (at < n && e->dist_m / e->time_s <= dist_m[at] / time_s[at]) continue;
        dist_m[at] = e->dist_m;
        time_s[at] = e->time_s;
        if (at == n) n++;
    }
    return n;
}

static double critical_speed(const fit_model *m, miler_cs *cs) {
    double d[FIT_PIECES_MAX];
    double t[FIT_PIECES_MAX];
    const size_t n = efforts(m, CS_TIME_MIN_S, CS_TIME_MAX_S, d, t);
    *cs = (miler_cs){NAN, NAN, NAN, NAN, NAN};
    miler_cs fit;
    double shortest = INFINITY;
    double longest = 0;
    for (size_t i = 0; i < n; i++) {
        shortest = fmin(shortest, t[i]);
        longest = fmax(longest, t[i]);
    }
    if (longest < CS_SPAN * shortest) return NAN;
    if (n < 2 || !miler_cs_fit2(d, t, n, &fit)) return NAN;
    if (fit.dprime_m < DPRIME_MIN_M || fit.dprime_m > DPRIME_MAX_M) return NAN;
    *cs = fit;
    const double mile = miler_cs_time_s(&fit, MILER_MILE_M);
    return mile >= CS_TIME_MIN_S && mile <= CS_TIME_MAX_S ? mile : (double)NAN;
}

static double minimal_power(const fit_model *m) {
    double d[FIT_PIECES_MAX];
    double t[FIT_PIECES_MAX];
    miler_emig fit;
    const size_t n = efforts(m, 60, 14400, d, t);
    if (n < 2 || !miler_emig_fit(d, t, n, &fit)) return NAN;
    return miler_emig_time_s(&fit, MILER_MILE_M);
}

// A straight line in logarithms through the efforts.
static double power_law(const fit_model *m) {
    double d[FIT_PIECES_MAX];
    double t[FIT_PIECES_MAX];
    const size_t n = efforts(m, 30, 14400, d, t);
    if (n < 2) return NAN;
    double sx = 0;
    double sy = 0;
    double sxx = 0;
    double sxy = 0;
    for (size_t i = 0; i < n; i++) {
        const double x = log(d[i] / MILER_MILE_M);
        sx += x;
        sy += log(t[i]);
        sxx += x * x;
        sxy += x * log(t[i]);
    }
    const double count = (double)n;
    const double exponent = (count * sxy - sx * sy) / (count * sxx - sx * sx);
    return exponent > 1 && exponent < 1.3 ? exp((sy - exponent * sx) / count) : (double)NAN;
}

void fit_opinions(const fit_model *m, miler_cs *cs, double *power_mile_s, double *cs_mile_s,
                  double *emig_mile_s) {
    *power_mile_s = power_law(m);
    *cs_mile_s = critical_speed(m, cs);
    *emig_mile_s = minimal_power(m);
}
