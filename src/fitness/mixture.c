// SPDX-License-Identifier: MIT
// Which population is this runner of, and what do they say together? Where the
// evidence stands (its mean level), how it is dated, and the runner's sex weigh
// the populations; an unknown sex is both, half and half.
#include "fitness/model.h"

#define GATE_FREEDOM 30.0 // Student's tails of the level: nobody is impossible
#define SHARE_MIN 0.002
#define WEIGHT_MIN 1e-30 // so that the oldest evidence of all still has a mean

static double dating(const fit_model *m, const fit_population *p) {
    bool undated = false;
    bool year_only = false;
    for (int i = 0; i < m->count; i++) {
        const miler_evidence *e = m->piece[i].evidence;
        if (e->day == MILER_NO_DAY) undated = true;
        if (e->season_best && e->day != MILER_NO_DAY) year_only = true;
    }
    return undated ? p->undated : year_only ? p->year_only : p->dated;
}

static double share_of(const fit_model *m, const fit_population *p, bool woman, double level) {
    const double z = (level - p->centre[woman]) / p->spread[woman];
    return dating(m, p) * pow(1 + z * z / GATE_FREEDOM, -(GATE_FREEDOM + 1) / 2) / p->spread[woman] *
           (woman ? p->has_women : 1);
}

static double mean_level(const fit_model *m, bool woman) {
    double sum = 0;
    double weight = 0;
    for (int i = 0; i < m->count; i++) {
        // The young tell where one stands now; heart rate only where nothing else does.
        const double w =
            fmax(exp(-m->piece[i].age_years), WEIGHT_MIN) * (fit_is_heart(&m->piece[i]) ? 1e-3 : 1);
        sum += w * fit_level_index(exp(m->piece[i].u), exp(m->piece[i].y), woman);
        weight += w;
    }
    return sum / weight;
}

// A table that holds each distance once is mostly one of bests, which scatter
// less than races.
static bool each_once(const fit_model *m) {
    for (int i = 0; i < m->count; i++)
        for (int j = 0; j < i; j++)
            if (!fit_is_heart(&m->piece[i]) && !fit_is_heart(&m->piece[j]) &&
                fabs(m->piece[i].u - m->piece[j].u) < 0.05)
                return false;
    return m->count > 0;
}

static void add_curves(fit_model *m, bool woman, double share, bool once) {
    const double level = mean_level(m, woman);
    double shares[FIT_POPULATIONS];
    double sum = 0;
    for (int p = 0; p < FIT_POPULATIONS; p++)
        sum += shares[p] = share_of(m, &m->populations[p], woman, level);
    for (int p = 0; p < FIT_POPULATIONS; p++) {
        if (!(shares[p] > SHARE_MIN * sum)) continue;
        fit_curve *c = &m->curve[m->curves++];
        *c = (fit_curve){.population = &m->populations[p],
                         .woman = woman,
                         .count = m->count,
                         .piece = m->piece,
                         .lost = m->lost,
                         .once = once,
                         .share = share * shares[p] / sum};
        fit_curve_solve(c);
    }
}

// Easy running by heart rate is always off alike (FIT_HEART_OFFSET): beside races the mile follows its young weeks
// up and its old ones down, and its height hardly at all. Together its weeks weigh what the mile follows all of
// them by.
static double share_of_hearts(const fit_model *m, const double *pull) {
    double net = 0;
    double up = 0;
    for (int i = 0; i < m->count; i++) {
        if (!fit_is_heart(&m->piece[i])) continue;
        net += pull[i];
        up += fmax(pull[i], 0);
    }
    return net > 0 ? net / up : 0;
}

static void weigh_pieces(fit_model *m) {
    double sum = 0;
    for (int i = 0; i < m->count; i++)
        m->piece[i].weight = 0;
    for (int k = 0; k < m->curves; k++) {
        double pull[FIT_PIECES_MAX] = {0};
        double sd;
        (void)fit_curve_at(&m->curve[k], log(MILER_MILE_M), true, &sd, pull);
        const double hearts = share_of_hearts(m, pull);
        for (int i = 0; i < m->count; i++)
            m->piece[i].weight +=
                m->curve[k].share * fmax(pull[i], 0) * (fit_is_heart(&m->piece[i]) ? hearts : 1);
    }
    for (int i = 0; i < m->count; i++)
        sum += m->piece[i].weight;
    for (int i = 0; i < m->count && sum > 0; i++)
        m->piece[i].weight /= sum;
}

void fit_model_solve(fit_model *m) {
    const bool once = each_once(m);
    m->curves = 0;
    if (m->sex != MILER_SEX_FEMALE) add_curves(m, false, m->sex == MILER_SEX_MALE ? 1 : 0.5, once);
    if (m->sex != MILER_SEX_MALE) add_curves(m, true, m->sex == MILER_SEX_FEMALE ? 1 : 0.5, once);
    double sum = 0;
    for (int k = 0; k < m->curves; k++)
        sum += m->curve[k].share;
    for (int k = 0; k < m->curves; k++)
        m->curve[k].share /= sum;
    weigh_pieces(m);
}

double fit_model_mean(const fit_model *m, double u) {
    double mean = 0;
    double sd;
    for (int k = 0; k < m->curves; k++)
        mean += m->curve[k].share * fit_curve_at(&m->curve[k], u, true, &sd, NULL);
    return mean;
}

double fit_model_quantile(const fit_model *m, double u, bool luck, double quantile) {
    double mean[2 * FIT_POPULATIONS];
    double sd[2 * FIT_POPULATIONS];
    double low = INFINITY;
    double high = -INFINITY;
    for (int k = 0; k < m->curves; k++) {
        mean[k] = fit_curve_at(&m->curve[k], u, luck, &sd[k], NULL);
        low = fmin(low, mean[k] - 6 * sd[k]);
        high = fmax(high, mean[k] + 6 * sd[k]);
    }
    for (int round = 0; round < 40; round++) {
        const double mid = (low + high) / 2;
        double below = 0;
        for (int k = 0; k < m->curves; k++)
            below += m->curve[k].share * 0.5 * erfc(-(mid - mean[k]) / sd[k] * 0.7071067811865476);
        *(below < quantile ? &low : &high) = mid;
    }
    return (low + high) / 2;
}
