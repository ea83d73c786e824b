// SPDX-License-Identifier: MIT
// Which evidence counts. Races and time trials: the young ones, and those near
// the mile. Training bests are lower bounds of ability: one that is slower than
// expected says nothing, one that is faster counts as evidence, unless it is so
// much faster that a car, a bicycle or a jump of the GPS is likelier.
#include "fitness/model.h"

#include <stddef.h>

#define CANDIDATES_MAX 48 // kept while scanning; then chosen among with care
#define FAR_YEARS 0.3     // a race an e-fold of distance away is passed over for one that much older
#define DOUBT_SD 2.5      // a stretch this far beyond what the races say is doubted [engineering estimate]
#define LONE_STRETCH 0.04 // ... or this far beyond every other run [engineering estimate]

typedef struct candidate {
    fit_piece piece;
    double key; // smaller is more telling
} candidate;

typedef struct shortlist {
    candidate list[CANDIDATES_MAX];
    int count;
} shortlist;

static double kind_noise(miler_evidence_kind kind) {
    static const double noise[] = {0, FIT_NOISE_RESULT, FIT_NOISE_TIME_TRIAL, FIT_NOISE_TRAINING, 0};
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

// A cheap mile equivalent (Cameron) will do to rank and to compare.
static double as_mile(const miler_evidence *e) {
    return log(miler_cameron_time_s(fmax(e->dist_m, 400), e->time_s, MILER_MILE_M));
}

// Of races the young and near come first, of training the fast.
static double rank_key(const fit_piece *p) {
    const miler_evidence *e = p->evidence;
    const double far = FAR_YEARS * fabs(p->u - log(MILER_MILE_M));
    if (e->kind != MILER_EVIDENCE_TRAINING_BEST) return p->age_years + far + p->noise;
    return as_mile(e) + 0.05 * (p->age_years + far) + p->noise;
}

// The best CANDIDATES_MAX, in order; equal keys keep the caller's order.
static void insert(shortlist *s, const candidate *c) {
    int at = s->count;
    while (at > 0 && c->key < s->list[at - 1].key)
        at--;
    if (at >= CANDIDATES_MAX) return;
    if (s->count < CANDIDATES_MAX) s->count++;
    for (int i = s->count - 1; i > at; i--)
        s->list[i] = s->list[i - 1];
    s->list[at] = *c;
}

static bool crowded(const fit_model *m, double u) {
    int near = 0;
    for (int i = 0; i < m->count; i++)
        near += fabs(m->piece[i].u - u) < 0.05;
    return near >= FIT_SAME_DISTANCE_MAX;
}

static bool heard(const fit_model *m, const miler_evidence *e) {
    for (int i = 0; i < m->count; i++)
        if (e->source_id != 0 && m->piece[i].evidence->kind == e->kind &&
            m->piece[i].evidence->source_id == e->source_id)
            return true;
    return false;
}

static void doubt(fit_gathered *out, const miler_evidence *e) {
    if (out->doubted++ == 0) out->first_doubted = *e;
}

// Another run, not much slower: what stands alone may be a mistake.
static bool supported(const shortlist *training, int which) {
    const miler_evidence *e = training->list[which].piece.evidence;
    bool others = false;
    for (int i = 0; i < training->count; i++) {
        const miler_evidence *other = training->list[i].piece.evidence;
        if (i == which || (other->source_id == e->source_id && e->source_id != 0)) continue;
        others = true;
        if (as_mile(other) < as_mile(e) + LONE_STRETCH) return true;
    }
    return !others;
}

// Adds the training bests that are faster than the races make expect.
static void lift(fit_model *m, const shortlist *training, fit_gathered *out) {
    const bool races = m->count > 0;
    int added = 0;
    for (int i = 0; i < training->count && added < FIT_TRAINING_MAX && m->count < FIT_RACES_MAX; i++) {
        const candidate *c = &training->list[i];
        fit_model tried = *m;
        double sd = 0;
        if (heard(m, c->piece.evidence)) continue;
        if (m->count > 0) {
            const double expected = fit_model_quantile(m, c->piece.u, true, 0.5);
            sd = (fit_model_quantile(m, c->piece.u, true, 0.9) - expected) / FIT_BAND_Z;
            if (c->piece.y >= expected) continue;
            if (races && c->piece.y < expected - DOUBT_SD * hypot(sd, c->piece.noise)) {
                doubt(out, c->piece.evidence);
                continue;
            }
        }
        if (!supported(training, i)) {
            doubt(out, c->piece.evidence);
            continue;
        }
        tried.piece[tried.count++] = c->piece;
        fit_model_solve(&tried);
        // A faster stretch may not make the mile slower.
        if (m->count > 0 && fit_model_mean(&tried, log(MILER_MILE_M)) > fit_model_mean(m, log(MILER_MILE_M)))
            continue;
        *m = tried;
        added++;
    }
}

typedef struct shortlists {
    shortlist races, training, hearts;
} shortlists;

static void sort_in(shortlists *lists, const miler_evidence *e, int32_t today, fit_gathered *out) {
    const int64_t age = e->day == MILER_NO_DAY ? 0 : (int64_t)today - e->day;
    const bool is_training = e->kind == MILER_EVIDENCE_TRAINING_BEST;
    candidate c = {.piece = {.evidence = e,
                             .u = log(e->dist_m),
                             .y = log(e->time_s),
                             .age_years = (double)age / FIT_DAYS_PER_YEAR,
                             .noise = hypot(kind_noise(e->kind), e->error_s / e->time_s),
                             .best = !is_training && (e->season_best || e->day == MILER_NO_DAY)}};
    c.key = rank_key(&c.piece);
    if (!isfinite(c.key)) return;
    insert(is_training ? &lists->training : fit_is_heart(&c.piece) ? &lists->hearts : &lists->races, &c);
    if (age < out->newest_age_days) out->newest_age_days = (int32_t)age;
}

bool fit_gather(const miler_evidence *evidence, size_t count, int32_t today, fit_model *m,
                fit_gathered *out) {
    shortlists lists = {.races = {.count = 0}};
    m->count = 0;
    *out = (fit_gathered){.newest_age_days = INT32_MAX};
    for (size_t i = 0; i < count; i++)
        if (usable(&evidence[i], today)) sort_in(&lists, &evidence[i], today, out);
    const int room = FIT_RACES_MAX - (lists.training.count > 0 ? FIT_TRAINING_MAX : 0);
    for (int i = 0; i < lists.races.count && m->count < room; i++)
        if (!crowded(m, lists.races.list[i].piece.u)) m->piece[m->count++] = lists.races.list[i].piece;
    out->only_training = m->count == 0;
    if (m->count > 0) fit_model_solve(m);
    lift(m, &lists.training, out);
    for (int i = 0; i < lists.hearts.count && i < FIT_HEARTS_MAX; i++)
        m->piece[m->count++] = lists.hearts.list[i].piece;
    if (lists.hearts.count > 0) fit_model_solve(m);
    return m->count > 0;
}
