// SPDX-License-Identifier: MIT
// Critical speed and the minimal power model beside the personal curve: each
// needs several all-out efforts, each is known to err by so much, and with that
// weight it shifts the mile.
#include "fitness/model.h"

// Known errors of the two models that need several efforts, SD of ln(mile) [bt]:
// both bend too much outside the efforts they rest on.
#define CS_ERROR 0.045
#define CS_ERROR_OUTSIDE 0.05 // per e-fold of distance from the mile to the nearest effort
#define OPINION_REACH 0.7 // no effort within a factor of two of the mile: not heard (engineering estimate)
#define EMIG_ERROR 0.035
#define EMIG_ERROR_OUTSIDE 0.05
#define PERSONAL_ERROR 0.008 // of the personal curve at the mile, beside its own SD

#define ONE_FORM_DAYS 120.0 // efforts further apart are two runners (engineering estimate)

// D' of 212 +- 62 m was found in runners of all levels (Walt et al. 2025): a fit
// this far outside is not of two all-out efforts.
#define DPRIME_MIN_M 40.0
#define DPRIME_MAX_M 460.0
#define SIDE_FROM 0.3       // e-folds of distance off the mile: up to 1200 m, from 2200 m
#define SHORT_ONLY 0.008    // [bt]
#define BOTH_SIDES 0.013    // [bt]
#define CS_TIME_MIN_S 120.0 // where the critical-speed model holds
#define CS_TIME_MAX_S 1200.0

// All-out: training bests are not.
static bool all_out(const fit_piece *p, double time_min_s, double time_max_s) {
    const miler_evidence *e = p->evidence;
    return e->kind != MILER_EVIDENCE_TRAINING_BEST && e->time_s >= time_min_s && e->time_s <= time_max_s;
}

// The best all-out effort of each distance (10 % apart) within one form, for the
// models that fit a curve through times. Returns how many; `gap` is the distance
// in e-folds from the mile to the nearest.
static size_t efforts(const fit_model *m, double time_min_s, double time_max_s, double *dist_m,
                      double *time_s, double *gap) {
    size_t n = 0;
    double youngest = INFINITY;
    *gap = INFINITY;
    for (int i = 0; i < m->count; i++)
        if (all_out(&m->piece[i], time_min_s, time_max_s)) youngest = fmin(youngest, m->piece[i].age_days);
    for (int i = 0; i < m->count; i++) {
        const miler_evidence *e = m->piece[i].evidence;
        if (!all_out(&m->piece[i], time_min_s, time_max_s)) continue;
        if (m->piece[i].age_days > youngest + ONE_FORM_DAYS) continue;
        size_t at = 0;
        while (at < n && fabs(log(dist_m[at] / e->dist_m)) > 0.1)
            at++;
        if (at < n && e->dist_m / e->time_s <= dist_m[at] / time_s[at]) continue;
        dist_m[at] = e->dist_m;
        time_s[at] = e->time_s;
        if (at == n) n++;
        *gap = fmin(*gap, fabs(m->piece[i].x));
    }
    return n;
}

typedef struct opinion {
    double ln_mile, error, hearing; // hearing: 1 with an effort at the mile, 0 with none near it
} opinion;

static const opinion no_opinion = {NAN, 1, 0};

static opinion opinion_at(double mile_s, double error, double gap) {
    return (opinion){log(mile_s), error, fmax(1 - gap / OPINION_REACH, 0)};
}

static opinion critical_speed(const fit_model *m, miler_cs *cs) {
    double d[FIT_PIECES_MAX];
    double t[FIT_PIECES_MAX];
    double gap;
    const size_t n = efforts(m, CS_TIME_MIN_S, CS_TIME_MAX_S, d, t, &gap);
    *cs = (miler_cs){NAN, NAN, NAN, NAN, NAN};
    miler_cs fit;
    if (n < 2 || !miler_cs_fit2(d, t, n, &fit)) return no_opinion;
    if (fit.dprime_m < DPRIME_MIN_M || fit.dprime_m > DPRIME_MAX_M) return no_opinion;
    *cs = fit;
    const double mile = miler_cs_time_s(&fit, MILER_MILE_M);
    if (!(mile >= CS_TIME_MIN_S && mile <= CS_TIME_MAX_S)) return no_opinion;
    return opinion_at(mile, CS_ERROR + CS_ERROR_OUTSIDE * gap, gap);
}

static opinion minimal_power(const fit_model *m) {
    double d[FIT_PIECES_MAX];
    double t[FIT_PIECES_MAX];
    double gap;
    miler_emig fit;
    const size_t n = efforts(m, 60, 14400, d, t, &gap);
    if (n < 2 || !miler_emig_fit(d, t, n, &fit)) return no_opinion;
    const double mile = miler_emig_time_s(&fit, MILER_MILE_M);
    return opinion_at(mile, EMIG_ERROR + EMIG_ERROR_OUTSIDE * gap, gap);
}

// The models' opinions, weighted by the inverse square of their known errors.
// One that is far off in terms of its own error fades out, smoothly, so that no
// second of a result makes the estimate jump. Returns the shift against the
// personal curve.
static double join(const opinion *others, size_t count, double personal, double personal_error) {
    double weight = 1 / (personal_error * personal_error);
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        if (isnan(others[i].ln_mile)) continue;
        const double off = others[i].ln_mile - personal;
        const double z = off / others[i].error;
        const double w = others[i].hearing / (others[i].error * others[i].error) /
                         (1 + z * z * z * z / 16); // half at two errors
        weight += w;
        sum += w * off;
    }
    return sum / weight;
}

// Who races what is no accident: one who races only shorter than the mile is an
// 800 m runner and slower over the mile than the tables say; one who races both
// sides of it is a miler and faster. Shift of ln(mile) by the shares of the
// evidence on each side.
static double specialism(const fit_model *m) {
    double shorter = 0;
    double longer = 0;
    for (int i = 0; i < m->count; i++) {
        if (m->piece[i].x < -SIDE_FROM) shorter += m->piece[i].weight;
        if (m->piece[i].x > SIDE_FROM) longer += m->piece[i].weight;
    }
    return SHORT_ONLY * shorter - BOTH_SIDES * 4 * shorter * longer;
}

void fit_hear_opinions(fit_model *m) {
    double sd;
    const double personal = fit_model_at(m, 0, &sd);
    const opinion others[] = {critical_speed(m, &m->cs), minimal_power(m)};
    m->cs_ln_mile = others[0].ln_mile;
    m->emig_ln_mile = others[1].ln_mile;
    m->shift = join(others, 2, personal, hypot(sd, PERSONAL_ERROR)) + specialism(m);
}

double fit_curve_at(const fit_model *m, double x, double *sd) {
    return fit_model_at(m, x, sd) + m->shift * exp(-2 * fabs(x)); // what moves the mile fades away from it
}
