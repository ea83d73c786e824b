// SPDX-License-Identifier: MIT
// Which evidence counts. Races and time trials: the young ones, and those near
// the mile. Training bests and sessions of reps are lower bounds of ability: one
// that is slower than expected says nothing, one that is faster counts as
// evidence. What only a watch tells of is held against the rest: within what the
// races make likely it is believed, beyond it where another run or easy running
// by heart rate supports it, and far beyond it not at all, since a car, a bicycle
// or a jump of the GPS is likelier. Of a run that is doubted at one distance
// nothing counts: 800 m of a bicycle ride are as likely as those of a runner; it
// supports no other run, and takes the place of none.
#include "fitness/model.h"

#include <stddef.h>

#define CANDIDATES_MAX 48 // kept while scanning; then chosen among with care
#define FAR_YEARS 0.3     // a race an e-fold of distance away is passed over for one that much older
#define DOUBT_SD 2.5      // so far beyond what the races say nothing supports a run [engineering estimate]
#define LONE_STRETCH 0.04 // no farther beyond races or another run it is likely run [engineering estimate]
#define TOGETHER_YEARS                                                                                       \
    (120 / FIT_DAYS_PER_YEAR) // so far apart races still tell one fitness [engineering estimate]
// All out is faster than training, but not by this much [engineering estimate].
#define LONE_TRIAL 0.15
// Who trains gets faster by more than a stretch: against a trial speak so many races of its months alone.
#define RACES_AGAINST 3    // [engineering estimate]
#define SAME_DISTANCE 0.05 // ln
// Of the miles of two distances an e-fold apart: two SD of the slope of recreational runners (fit_populations).
#define SLOPE_APART 0.05
#define OLDEST_DAYS 21915 // 60 years: older is a mistake of entry [engineering estimate]
#define ROUNDS_MAX 8      // runs that are doubted make room; so often it is looked again

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
    const double nearest = e->kind == MILER_EVIDENCE_TRAINING_BEST ? MILER_TRAINING_MIN_M : FIT_DIST_MIN_M;
    if (!(e->dist_m >= nearest * 0.999 && e->dist_m <= FIT_DIST_MAX_M && e->time_s > 0 && e->error_s >= 0))
        return false;
    if (e->day != MILER_NO_DAY && (e->day > today || (int64_t)today - e->day > OLDEST_DAYS)) return false;
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

static bool guessed(const miler_evidence *e) {
    return e->way == MILER_WAY_BELT_GUESSED;
}

// A stretch or the reps of that run count already: one run is one piece. A watch's
// guesses of belts are all off alike, so that they are one piece as well.
static bool heard(const fit_model *m, const miler_evidence *e) {
    for (int i = 0; i < m->count; i++) {
        const miler_evidence *other = m->piece[i].evidence;
        if (!miler_evidence_lower_bound(other->kind)) continue;
        if (same_run(other, e) || (guessed(other) && guessed(e))) return true;
    }
    return false;
}

typedef struct shortlists {
    shortlist races, training, hearts;
    double heart_mile; // ln of the mile by heart rate of the last weeks; NaN = none
} shortlists;

typedef enum belief { BELIEVED, UNSUPPORTED, FAR_BEYOND } belief;

// Results have numbers of their own.
static bool of_doubted_run(const fit_gathered *got, const miler_evidence *e) {
    for (size_t i = 0; i < got->doubted && i < FIT_DOUBTS_MAX; i++)
        if (e->kind >= MILER_EVIDENCE_TIME_TRIAL && e->kind != MILER_EVIDENCE_HEART &&
            same_run(&got->doubts[i].evidence, e))
            return true;
    return false;
}

// ln by which a mile lies beyond the fastest one of all other runs and races that are believed.
static double beyond_others(const fit_model *m, const shortlists *lists, const fit_gathered *out,
                            const miler_evidence *e) {
    double fastest = INFINITY;
    for (int i = 0; i < m->count; i++)
        if (m->piece[i].evidence != e) fastest = fmin(fastest, as_mile(m->piece[i].evidence));
    for (int i = 0; i < lists->training.count; i++) {
        const miler_evidence *other = lists->training.list[i].piece.evidence;
        if (!same_run(other, e) && !of_doubted_run(out, other)) fastest = fmin(fastest, as_mile(other));
    }
    return fastest - as_mile(e);
}

// Of each run the first that was doubted.
static void doubt(fit_gathered *out, const fit_model *m, const shortlists *lists, const miler_evidence *e,
                  belief why) {
    for (size_t i = 0; i < out->doubted && i < FIT_DOUBTS_MAX; i++)
        if (same_run(&out->doubts[i].evidence, e)) return;
    if (out->doubted < FIT_DOUBTS_MAX)
        out->doubts[out->doubted] =
            (miler_doubted){*e, exp(beyond_others(m, lists, out, e)) - 1, why == FAR_BEYOND};
    out->doubted++;
}

// ---- What is held against what

// Another run, not much slower, or easy running: what stands alone may be a mistake. What is doubted
// supports nothing, and neither does the watch's guess of a belt. Where nothing was raced the first
// run of all stands alone without fault, and easy reps speak against nothing.
static bool supported(const shortlists *lists, const fit_gathered *out, const miler_evidence *e, bool races) {
    const double reach = as_mile(e) + LONE_STRETCH;
    bool others = false;
    // By heart rate it is told too roughly to speak for a stretch alone; false where it is not known.
    const bool by_heart = races || e->kind == MILER_EVIDENCE_REPS;
    if (by_heart && lists->heart_mile < reach) return true;
    for (int i = 0; i < lists->training.count; i++) {
        const miler_evidence *other = lists->training.list[i].piece.evidence;
        if (same_run(other, e) || guessed(other) || of_doubted_run(out, other)) continue;
        if (as_mile(other) < reach) return true;
        others = others || other->kind != MILER_EVIDENCE_REPS;
    }
    return !others && !races;
}

// About as fast as a race of those months; where there is none, of any time. Runners differ in slope, so
// that beside the race nearest in distance it may be so much faster as it lies away.
static bool near_a_race(const fit_model *m, const fit_piece *p) {
    double then = INFINITY;
    double ever = INFINITY;
    double away = INFINITY;
    double nearest = INFINITY;
    for (int i = 0; i < m->count; i++) {
        const fit_piece *race = &m->piece[i];
        const double mile = as_mile(race->evidence);
        const double apart = fabs(race->u - p->u);
        ever = fmin(ever, mile);
        if (!(fabs(race->age_years - p->age_years) <= TOGETHER_YEARS)) continue;
        then = fmin(then, mile);
        if (apart < away - SAME_DISTANCE)
            nearest = mile;
        else if (apart < away + SAME_DISTANCE)
            nearest = fmin(nearest, mile);
        away = fmin(away, apart);
    }
    const double mile = as_mile(p->evidence) + LONE_STRETCH;
    return mile > (isfinite(then) ? then : ever) || (isfinite(then) && mile + SLOPE_APART * away > nearest);
}

// `m`: races without this one, solved when it holds any.
static belief beside_races(const fit_model *m, const shortlists *lists, const fit_gathered *out,
                           const fit_piece *p) {
    // The careful answer costs; what is about as fast as a race needs none.
    if (near_a_race(m, p) || p->y >= fit_model_quantile(m, p->u, true, 0.1)) return BELIEVED;
    const double expected = fit_model_quantile(m, p->u, true, 0.5);
    const double sd = (fit_model_quantile(m, p->u, true, 0.9) - expected) / FIT_BAND_Z;
    if (p->y < expected - DOUBT_SD * hypot(sd, p->noise)) return FAR_BEYOND;
    return supported(lists, out, p->evidence, true) ? BELIEVED : UNSUPPORTED;
}

static belief beside_training(const shortlists *lists, const fit_gathered *out, const fit_piece *p) {
    if (as_mile(p->evidence) < lists->heart_mile - MILER_HEART_BEYOND) return FAR_BEYOND;
    return supported(lists, out, p->evidence, false) ? BELIEVED : UNSUPPORTED;
}

// ---- Time trials that a watch alone tells of

// All out beside training alone.
static belief lone_trial(const shortlists *lists, const fit_gathered *out, const miler_evidence *e) {
    double best = INFINITY;
    if (as_mile(e) < lists->heart_mile - MILER_HEART_BEYOND) return FAR_BEYOND;
    for (int i = 0; i < lists->training.count; i++) {
        const miler_evidence *other = lists->training.list[i].piece.evidence;
        if (!same_run(other, e) && !of_doubted_run(out, other)) best = fmin(best, as_mile(other));
    }
    return as_mile(e) < best - LONE_TRIAL ? UNSUPPORTED : BELIEVED;
}

static int races_around(const fit_model *m, const fit_piece *p) {
    int around = 0;
    for (int i = 0; i < m->count; i++)
        around += fabs(m->piece[i].age_years - p->age_years) <= TOGETHER_YEARS;
    return around;
}

static belief judge_trial(const fit_model *m, const shortlists *lists, const fit_gathered *out, int which) {
    const fit_piece *p = &m->piece[which];
    fit_model rest = {.populations = m->populations, .sex = m->sex};
    if (p->evidence->kind != MILER_EVIDENCE_TIME_TRIAL) return BELIEVED;
    for (int i = 0; i < m->count; i++) {
        const miler_evidence *other = m->piece[i].evidence;
        const bool same = other->kind == MILER_EVIDENCE_TIME_TRIAL && same_run(other, p->evidence);
        if (i != which && !same && !of_doubted_run(out, other)) rest.piece[rest.count++] = m->piece[i];
    }
    if (rest.count == 0) return lone_trial(lists, out, p->evidence);
    if (near_a_race(&rest, p)) return BELIEVED;
    fit_model_solve(&rest);
    const belief b = beside_races(&rest, lists, out, p);
    return b == UNSUPPORTED && races_around(&rest, p) < RACES_AGAINST ? BELIEVED : b;
}

// The fastest first: what is wrong speaks for nothing slower.
static void fastest_first(const fit_piece *const *pieces, int count, int *order) {
    for (int i = 0; i < count; i++) {
        int at = i;
        for (; at > 0 && as_mile(pieces[i]->evidence) < as_mile(pieces[order[at - 1]]->evidence); at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
}

static void drop_strange_trials(fit_model *m, const shortlists *lists, fit_gathered *out) {
    const fit_piece *pieces[FIT_PIECES_MAX];
    int order[FIT_PIECES_MAX];
    for (int i = 0; i < m->count; i++)
        pieces[i] = &m->piece[i];
    fastest_first(pieces, m->count, order);
    for (int k = 0; k < m->count; k++) {
        const miler_evidence *e = m->piece[order[k]].evidence;
        if (of_doubted_run(out, e)) continue;
        const belief b = judge_trial(m, lists, out, order[k]);
        if (b != BELIEVED) doubt(out, m, lists, e, b);
    }
    int kept = 0;
    for (int i = 0; i < m->count; i++)
        if (!of_doubted_run(out, m->piece[i].evidence)) m->piece[kept++] = m->piece[i];
    m->count = kept;
}

// ---- Lower bounds

static void drop_strange_training(const fit_model *m, const shortlists *lists, fit_gathered *out) {
    const fit_piece *pieces[CANDIDATES_MAX];
    int order[CANDIDATES_MAX];
    for (int i = 0; i < lists->training.count; i++)
        pieces[i] = &lists->training.list[i].piece;
    fastest_first(pieces, lists->training.count, order);
    for (int k = 0; k < lists->training.count; k++) {
        const fit_piece *p = pieces[order[k]];
        if (of_doubted_run(out, p->evidence)) continue;
        const belief b = m->count > 0 ? beside_races(m, lists, out, p) : beside_training(lists, out, p);
        if (b != BELIEVED) doubt(out, m, lists, p->evidence, b);
    }
}

// Adds the lower bounds that are faster than the races make expect.
static void lift(fit_model *m, const shortlists *lists, const fit_gathered *out) {
    int added = 0;
    for (int i = 0; i < lists->training.count && added < FIT_TRAINING_MAX && m->count < FIT_RACES_MAX; i++) {
        const fit_piece *p = &lists->training.list[i].piece;
        if (heard(m, p->evidence) || of_doubted_run(out, p->evidence)) continue;
        if (m->count > 0 && p->y >= fit_model_quantile(m, p->u, true, 0.5)) continue; // it says nothing
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

static void collect(const miler_evidence *evidence, size_t count, int32_t today, shortlists *lists,
                    fit_gathered *out) {
    *lists = (shortlists){.races = {.count = 0}};
    out->newest_age_days = INT32_MAX;
    for (size_t i = 0; i < count; i++)
        if (usable(&evidence[i], today) && !of_doubted_run(out, &evidence[i]))
            sort_in(lists, &evidence[i], today, out);
    lists->heart_mile = mean_heart(&lists->hearts);
}

static void take_races(fit_model *m, const shortlists *lists) {
    const int room = FIT_RACES_MAX - (lists->training.count > 0 ? FIT_TRAINING_MAX : 0);
    m->count = 0;
    for (int i = 0; i < lists->races.count && m->count < room; i++)
        if (!crowded(m, lists->races.list[i].piece.u)) m->piece[m->count++] = lists->races.list[i].piece;
}

bool fit_gather(const miler_evidence *evidence, size_t count, int32_t today, fit_model *m,
                fit_gathered *out) {
    shortlists lists;
    *out = (fit_gathered){.newest_age_days = INT32_MAX};
    size_t before;
    int rounds = 0;
    do { // what is doubted leaves its place to others
        before = out->doubted;
        collect(evidence, count, today, &lists, out);
        take_races(m, &lists);
        drop_strange_trials(m, &lists, out);
        if (m->count > 0) fit_model_solve(m);
        drop_strange_training(m, &lists, out);
    } while (out->doubted > before && ++rounds < ROUNDS_MAX);
    out->only_training = m->count == 0;
    lift(m, &lists, out);
    for (int i = 0; i < lists.hearts.count && i < FIT_HEARTS_MAX; i++)
        m->piece[m->count++] = lists.hearts.list[i].piece;
    if (lists.hearts.count > 0) fit_model_solve(m);
    return m->count > 0;
}
