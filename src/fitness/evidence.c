// SPDX-License-Identifier: MIT
// Which evidence counts. Races and time trials: the young ones, and those near
// the mile. Training bests and sessions of reps are lower bounds of ability: one
// that is slower than expected says nothing, one that is faster counts as
// evidence, unless it is so much faster that a car, a bicycle or a jump of the
// GPS is likelier. So is a time trial that a watch alone tells of. Of a run that
// is doubted at one distance nothing counts: 800 m of a bicycle ride are as
// likely as those of a runner.
#include "fitness/model.h"

#include <stddef.h>

#define CANDIDATES_MAX 48 // kept while scanning; then chosen among with care
#define FAR_YEARS 0.3     // a race an e-fold of distance away is passed over for one that much older
#define DOUBT_SD 2.5      // a stretch this far beyond what the races say is doubted [engineering estimate]
#define LONE_STRETCH 0.04 // ... or this far beyond every other run [engineering estimate]
// All out is faster than training, but not by this much; nor than easy running by heart rate, which is
// off by 6 % (FIT_HEART_OFFSET) and some days: 2.5 SD of both [engineering estimates].
#define LONE_TRIAL 0.15
#define BEYOND_HEART 0.17

typedef struct candidate {
    fit_piece piece;
    double key; // smaller is more telling
} candidate;

typedef struct shortlist {
    candidate list[CANDIDATES_MAX];
    int count;
} shortlist;

static double kind_noise(miler_evidence_kind kind) {
    static const double noise[] = {0, FIT_NOISE_RESULT,  FIT_NOISE_TIME_TRIAL, FIT_NOISE_TRAINING,
                                   0, FIT_NOISE_TRAINING};
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
    if (!miler_evidence_lower_bound(e->kind)) return p->age_years + far + p->noise;
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

static bool same_run(const miler_evidence *a, const miler_evidence *b) {
    return a->source_id != 0 && a->source_id == b->source_id;
}

// A stretch or the reps of that run count already: one run is one piece.
static bool heard(const fit_model *m, const miler_evidence *e) {
    for (int i = 0; i < m->count; i++)
        if (miler_evidence_lower_bound(m->piece[i].evidence->kind) && same_run(m->piece[i].evidence, e))
            return true;
    return false;
}

// Of each run the first that was doubted.
static void doubt(fit_gathered *out, const miler_evidence *e) {
    for (size_t i = 0; i < out->doubted && i < FIT_DOUBTS_MAX; i++)
        if (same_run(&out->doubts[i], e)) return;
    if (out->doubted < FIT_DOUBTS_MAX) out->doubts[out->doubted] = *e;
    out->doubted++;
}

// Results have numbers of their own.
static bool of_doubted_run(const fit_gathered *got, const miler_evidence *e) {
    for (size_t i = 0; i < got->doubted && i < FIT_DOUBTS_MAX; i++)
        if (e->kind >= MILER_EVIDENCE_TIME_TRIAL && same_run(&got->doubts[i], e)) return true;
    return false;
}

typedef struct shortlists {
    shortlist races, training, hearts;
    double heart_mile; // ln of the mile by heart rate of the last weeks; NaN = none
} shortlists;

// Another run, not much slower: what stands alone may be a mistake. A session of reps says more than the
// stretches of others do: beside those alone it may be as far ahead as a trial. Easy reps speak against nothing.
static bool supported(const shortlist *training, int which) {
    const miler_evidence *e = training->list[which].piece.evidence;
    bool others = false;
    for (int i = 0; i < training->count; i++) {
        const miler_evidence *other = training->list[i].piece.evidence;
        if (i == which || same_run(other, e)) continue;
        const bool reps = other->kind == MILER_EVIDENCE_REPS;
        const double most = e->kind == MILER_EVIDENCE_REPS && !reps ? LONE_TRIAL : LONE_STRETCH;
        if (as_mile(other) < as_mile(e) + most) return true;
        others = others || !reps;
    }
    return !others;
}

static bool far_beyond(const fit_model *m, const fit_piece *p) {
    const double expected = fit_model_quantile(m, p->u, true, 0.5);
    const double sd = (fit_model_quantile(m, p->u, true, 0.9) - expected) / FIT_BAND_Z;
    return p->y < expected - DOUBT_SD * hypot(sd, p->noise);
}

// ---- Time trials that a watch alone tells of

static double fastest_training(const shortlists *lists, const miler_evidence *but) {
    double best = lists->heart_mile - (BEYOND_HEART - LONE_TRIAL);
    for (int i = 0; i < lists->training.count; i++) {
        const miler_evidence *e = lists->training.list[i].piece.evidence;
        if (!same_run(e, but)) best = fmin(best, as_mile(e)); // fmin passes over NaN
    }
    return best;
}

static bool strange_trial(const fit_model *m, const shortlists *lists, int which) {
    const fit_piece *p = &m->piece[which];
    fit_model rest = {.populations = m->populations, .sex = m->sex};
    double fastest = INFINITY;
    if (p->evidence->kind != MILER_EVIDENCE_TIME_TRIAL) return false;
    for (int i = 0; i < m->count; i++) {
        const miler_evidence *other = m->piece[i].evidence;
        if (i == which || (other->kind == MILER_EVIDENCE_TIME_TRIAL && same_run(other, p->evidence)))
            continue;
        rest.piece[rest.count++] = m->piece[i];
        fastest = fmin(fastest, as_mile(other));
    }
    if (rest.count == 0) return as_mile(p->evidence) < fastest_training(lists, p->evidence) - LONE_TRIAL;
    // The careful answer costs; what is about as fast as another one needs none.
    if (as_mile(p->evidence) > fastest - LONE_STRETCH) return false;
    fit_model_solve(&rest);
    return far_beyond(&rest, p);
}

static void drop_strange_trials(fit_model *m, const shortlists *lists, fit_gathered *out) {
    for (int i = 0; i < m->count; i++)
        if (strange_trial(m, lists, i)) doubt(out, m->piece[i].evidence);
    int kept = 0;
    for (int i = 0; i < m->count; i++)
        if (!of_doubted_run(out, m->piece[i].evidence)) m->piece[kept++] = m->piece[i];
    m->count = kept;
}

// ---- Lower bounds

typedef enum belief { SAYS_NOTHING, DOUBTED, BELIEVED } belief;

static belief weigh(const fit_model *m, const shortlists *lists, int which, bool races) {
    const fit_piece *p = &lists->training.list[which].piece;
    if (m->count > 0 && p->y >= fit_model_quantile(m, p->u, true, 0.5)) return SAYS_NOTHING;
    if (races && far_beyond(m, p)) return DOUBTED;
    if (!races && as_mile(p->evidence) < lists->heart_mile - BEYOND_HEART) return DOUBTED;
    return supported(&lists->training, which) ? BELIEVED : DOUBTED;
}

// Adds the lower bounds that are faster than the races make expect.
static void lift(fit_model *m, const shortlists *lists, fit_gathered *out) {
    const bool races = m->count > 0;
    int added = 0;
    for (int i = 0; i < lists->training.count && added < FIT_TRAINING_MAX && m->count < FIT_RACES_MAX; i++) {
        const fit_piece *p = &lists->training.list[i].piece;
        if (heard(m, p->evidence) || of_doubted_run(out, p->evidence)) continue;
        const belief b = weigh(m, lists, i, races);
        if (b == DOUBTED) doubt(out, p->evidence);
        if (b != BELIEVED) continue;
        fit_model tried = *m;
        tried.piece[tried.count++] = *p;
        fit_model_solve(&tried);
        // A faster stretch may not make the mile slower.
        if (m->count > 0 && fit_model_mean(&tried, log(MILER_MILE_M)) > fit_model_mean(m, log(MILER_MILE_M)))
            continue;
        *m = tried;
        fit_model_solve(m); // its curves point at their own pieces
        added++;
    }
}

// ---- All of it

static void sort_in(shortlists *lists, const miler_evidence *e, int32_t today, fit_gathered *out) {
    const int64_t age = e->day == MILER_NO_DAY ? 0 : (int64_t)today - e->day;
    const bool is_training = miler_evidence_lower_bound(e->kind);
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

static double mean_heart(const shortlist *hearts) {
    const int count = hearts->count < FIT_HEARTS_MAX ? hearts->count : FIT_HEARTS_MAX;
    double sum = 0;
    for (int i = 0; i < count; i++)
        sum += hearts->list[i].piece.y;
    return count > 0 ? sum / count : (double)NAN;
}

bool fit_gather(const miler_evidence *evidence, size_t count, int32_t today, fit_model *m,
                fit_gathered *out) {
    shortlists lists = {.races = {.count = 0}};
    m->count = 0;
    *out = (fit_gathered){.newest_age_days = INT32_MAX};
    for (size_t i = 0; i < count; i++)
        if (usable(&evidence[i], today)) sort_in(&lists, &evidence[i], today, out);
    lists.heart_mile = mean_heart(&lists.hearts);
    const int room = FIT_RACES_MAX - (lists.training.count > 0 ? FIT_TRAINING_MAX : 0);
    for (int i = 0; i < lists.races.count && m->count < room; i++)
        if (!crowded(m, lists.races.list[i].piece.u)) m->piece[m->count++] = lists.races.list[i].piece;
    drop_strange_trials(m, &lists, out);
    out->only_training = m->count == 0;
    if (m->count > 0) fit_model_solve(m);
    lift(m, &lists, out);
    for (int i = 0; i < lists.hearts.count && i < FIT_HEARTS_MAX; i++)
        m->piece[m->count++] = lists.hearts.list[i].piece;
    if (lists.hearts.count > 0) fit_model_solve(m);
    return m->count > 0;
}
