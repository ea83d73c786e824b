// SPDX-License-Identifier: MIT
// Which evidence counts. Races and time trials: the fast, recent and near ones,
// not all of one distance. Training bests are lower bounds of ability: one that
// is slower than expected says nothing, one that is faster counts as evidence.
#include "fitness/model.h"

#include <stddef.h>

#define CANDIDATES_MAX 48 // kept while scanning; then chosen among with care

typedef struct candidate {
    fit_piece piece;
    double key; // smaller is more telling
} candidate;

static double kind_noise(miler_evidence_kind kind) {
    static const double noise[] = {0, FIT_NOISE_RESULT, FIT_NOISE_TIME_TRIAL, FIT_NOISE_TRAINING};
    return (unsigned)kind < sizeof noise / sizeof noise[0] ? noise[kind] : FIT_NOISE_TRAINING;
}

static bool usable(const miler_evidence *e, int32_t today) {
    const double nearest = e->kind == MILER_EVIDENCE_TRAINING_BEST ? FIT_TRAINING_DIST_MIN_M : FIT_DIST_MIN_M;
    if (!(e->dist_m >= nearest * 0.999 && e->dist_m <= FIT_DIST_MAX_M && e->time_s > 0 && e->error_s >= 0))
        return false;
    if (e->day != MILER_NO_DAY && e->day > today) return false;
    // Faster than any human or slower than a walk is a mistake of entry or of GPS;
    // the speed people reach falls from 9.5 m/s at 400 m with the 0.09th power of distance.
    const double speed = e->dist_m / e->time_s;
    return speed < 9.5 * pow(e->dist_m / 400, -0.09) && speed > 1.2 && e->error_s < 0.2 * e->time_s;
}

// A cheap mile equivalent (Cameron alone) ranks; the fast, near and young first.
static double rank_key(const fit_piece *p) {
    const miler_evidence *e = p->evidence;
    const double dist_m = fmax(e->dist_m, 400);
    return 0.5 * log(miler_cameron_time_s(dist_m, e->time_s, MILER_MILE_M)) + FIT_SLOPE_SHORT * fabs(p->x) +
           FIT_DRIFT * sqrt(p->age_days / 30.4) + p->noise;
}

// The best CANDIDATES_MAX, in order; equal keys keep the caller's order.
static void insert(candidate *list, int *count, const candidate *c) {
    int at = *count;
    while (at > 0 && c->key < list[at - 1].key)
        at--;
    if (at >= CANDIDATES_MAX) return;
    if (*count < CANDIDATES_MAX) (*count)++;
    for (int i = *count - 1; i > at; i--)
        list[i] = list[i - 1];
    list[at] = *c;
}

static bool crowded(const fit_model *m, double x) {
    int near = 0;
    for (int i = 0; i < m->count; i++)
        near += fabs(m->piece[i].x - x) < 0.05;
    return near >= FIT_SAME_DISTANCE_MAX;
}

static void add(fit_model *m, const candidate *c) {
    fit_piece *p = &m->piece[m->count++];
    *p = c->piece;
    p->y = fit_tables_to_mile(fmax(p->evidence->dist_m, 400), p->evidence->time_s);
    if (!isfinite(p->y)) m->count--; // beyond the tables: slower than a walk over its distance
}

// Scatter of one race at this level (VDOT of the middle piece, so that one slip
// of the keyboard does not move it).
static void set_scatter(fit_model *m) {
    double sorted[FIT_PIECES_MAX] = {0};
    for (int i = 0; i < m->count; i++) {
        int at = i;
        for (; at > 0 && sorted[at - 1] > m->piece[i].y; at--)
            sorted[at] = sorted[at - 1];
        sorted[at] = m->piece[i].y;
    }
    const double vdot = fmin(fmax(miler_vdot(MILER_MILE_M, exp(sorted[m->count / 2])), 40), 85);
    m->scatter = exp(FIT_SCATTER_SLOPE * (65 - vdot));
}

static void solve_at_level(fit_model *m) {
    set_scatter(m);
    m->scatter *= FIT_SCATTER;
    fit_model_solve(m);
    fit_hear_opinions(m);
}

// Adds the training bests that are faster than the curve expects, most telling first.
static void lift(fit_model *m, const candidate *training, int count) {
    int added = 0;
    for (int i = 0; i < count && added < FIT_TRAINING_MAX && m->count < FIT_PIECES_MAX; i++) {
        double sd;
        fit_model tried = *m;
        add(&tried, &training[i]);
        if (tried.count == m->count) continue;
        if (m->count > 0 && tried.piece[m->count].y >= fit_curve_at(m, training[i].piece.x, &sd)) continue;
        solve_at_level(&tried);
        // A faster stretch may not make the mile slower.
        if (m->count > 0 && fit_curve_at(&tried, 0, &sd) > fit_curve_at(m, 0, &sd)) continue;
        *m = tried;
        added++;
    }
}

bool fit_gather(const miler_evidence *evidence, size_t count, int32_t today, fit_model *m,
                bool *only_training, int32_t *newest_age) {
    candidate races[CANDIDATES_MAX] = {{.key = 0}};
    candidate training[CANDIDATES_MAX] = {{.key = 0}};
    int race_count = 0;
    int training_count = 0;
    m->count = 0;
    *newest_age = INT32_MAX;
    for (size_t i = 0; i < count; i++) {
        const miler_evidence *e = &evidence[i];
        if (!usable(e, today)) continue;
        const int64_t age = e->day == MILER_NO_DAY ? 0 : (int64_t)today - e->day;
        const bool is_training = e->kind == MILER_EVIDENCE_TRAINING_BEST;
        candidate c = {.piece = {.evidence = e, .x = log(e->dist_m / MILER_MILE_M), .age_days = (double)age}};
        c.piece.noise = hypot(kind_noise(e->kind), e->error_s / e->time_s);
        c.key = rank_key(&c.piece);
        if (!isfinite(c.key)) continue;
        insert(is_training ? training : races, is_training ? &training_count : &race_count, &c);
        if (age < *newest_age) *newest_age = (int32_t)age;
    }
    const int room = FIT_PIECES_MAX - (training_count > 0 ? FIT_TRAINING_MAX : 0);
    for (int i = 0; i < race_count && m->count < room; i++)
        if (!crowded(m, races[i].piece.x)) add(m, &races[i]);
    *only_training = m->count == 0;
    if (m->count > 0) solve_at_level(m);
    lift(m, training, training_count);
    return m->count > 0;
}
