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
#define AS_EXPECTED 0.02  // ... nor beyond what easy running and reps both make expect [engineering estimate]
#define TOGETHER_YEARS                                                                                       \
    (120 / FIT_DAYS_PER_YEAR) // so far apart races still tell one fitness [engineering estimate]
// All out is faster than training, but not by this much [engineering estimate].
#define LONE_TRIAL 0.15
// Nor is it so doubtful where easy running by heart rate says as much: one SD of its height (FIT_HEART_OFFSET).
#define HEART_SAYS 0.06
// Training alone stands so far above what its runner could race (fitness.c: TRAINING_HEADROOM).
#define HEADROOM 0.06
#define HEADROOM_SD 0.05 // between runners and sessions [engineering estimate]
// What a lone trial is faster than that is its watch's fault as likely as not: one SD is half of it [engineering estimate].
#define LONE_SD 0.5
#define LONE_LEAST 0.02 // a watch that nothing else bears out [engineering estimate]
// Where there are jogs alone and the steps were a runner's: a first mile all out is so much faster [engineering estimate].
#define LONE_BESIDE_JOGS 0.25
// A heart so far below what is usual at that speed is not a runner's (hearts.c: STRANGE).
#define RIDES_HEART 0.14
// Who trains gets faster by more than a stretch: against a trial speak so many races of its months alone.
#define RACES_AGAINST 3    // [engineering estimate]
#define SAME_DISTANCE 0.05 // ln
// Of the miles of two distances an e-fold apart: two SD of the slope of recreational runners (fit_populations).
#define SLOPE_APART 0.05
#define OLDEST_DAYS 21915 // 60 years: older is a mistake of entry [engineering estimate]
#define BREAKS_MAX 32     // the newest of them
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

// Faster than any human or slower than a walk is a mistake of entry or of GPS;
// the speed people reach falls from 9.5 m/s at 400 m with the 0.09th power of distance.
static double fast_s(double dist_m) {
    return dist_m / (9.5 * pow(dist_m / 400, -0.09));
}

static double slow_s(double dist_m) {
    return dist_m / 1.2;
}

bool miler_evidence_bounds(double dist_m, double *out_fast_s, double *out_slow_s) {
    *out_fast_s = fast_s(dist_m);
    *out_slow_s = slow_s(dist_m);
    return dist_m >= FIT_DIST_MIN_M * 0.999 && dist_m <= FIT_DIST_MAX_M;
}

static bool usable(const miler_evidence *e, int32_t today) {
    if (e->set_aside > 0) return false;
    const double nearest = e->kind == MILER_EVIDENCE_TRAINING_BEST ? MILER_TRAINING_MIN_M : FIT_DIST_MIN_M;
    if (!(e->dist_m >= nearest * 0.999 && e->dist_m <= FIT_DIST_MAX_M && e->time_s > 0 && e->error_s >= 0))
        return false;
    if (e->day != MILER_NO_DAY && (e->day > today || (int64_t)today - e->day > OLDEST_DAYS)) return false;
    return e->time_s > fast_s(e->dist_m) && e->time_s < slow_s(e->dist_m) && e->error_s < 0.2 * e->time_s;
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
    bool stepped;      // what was recorded usually tells of steps or a heart
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

// What else the file tells of who moved: a runner, by steps or a heart that is usual at that speed; a rider, by a
// heart far too low for a runner and no steps; nothing.
typedef enum mover { UNTOLD, RUNNER, RIDER } mover;

static mover who(const shortlists *lists, const miler_evidence *e) {
    const double too_low = e->heart_mile_s > 0 ? lists->heart_mile - log(e->heart_mile_s) : (double)NAN;
    const bool ran = e->stepped || e->on_track || e->way == MILER_WAY_BELT_TOLD ||
                     e->way == MILER_WAY_BELT_CALIBRATED || e->kind == MILER_EVIDENCE_REPS;
    if (too_low > RIDES_HEART) return ran ? UNTOLD : RIDER; // or a strap that slipped
    return ran || too_low <= RIDES_HEART ? RUNNER : UNTOLD;
}

// Two rides of one bicycle agree as well as two runs do: one of both must be a run by its steps or its heart,
// where the watch usually tells of these.
static bool may_support(const shortlists *lists, const miler_evidence *e, const miler_evidence *other) {
    const mover of = who(lists, other);
    return of == RUNNER || (of == UNTOLD && (!lists->stepped || who(lists, e) == RUNNER));
}

// ln of the fastest mile of other training, of reps alone where asked; infinite where there is none.
static double best_training(const shortlists *lists, const fit_gathered *out, const miler_evidence *e,
                            bool reps) {
    double best = INFINITY;
    for (int i = 0; i < lists->training.count; i++) {
        const miler_evidence *other = lists->training.list[i].piece.evidence;
        if (same_run(other, e) || of_doubted_run(out, other)) continue;
        if (!reps || other->kind == MILER_EVIDENCE_REPS) best = fmin(best, as_mile(other));
    }
    return best;
}

// No faster than both make likely: easy running by heart rate, and reps with what their runner could race beyond them.
static bool as_expected(const shortlists *lists, const fit_gathered *out, const miler_evidence *e) {
    const double both = fmax(lists->heart_mile, best_training(lists, out, e, true) - HEADROOM);
    return isfinite(lists->heart_mile) && both < as_mile(e) + AS_EXPECTED;
}

// Another run, not much slower, or easy running: what stands alone may be a mistake. What is doubted
// supports nothing, and neither does the watch's guess of a belt. Where nothing was raced the first
// run of all stands alone without fault, and easy reps speak against nothing.
static bool supported(const shortlists *lists, const fit_gathered *out, const miler_evidence *e, bool races) {
    const double reach = as_mile(e) + LONE_STRETCH;
    bool others = false;
    // By heart rate it is told too roughly to speak for a stretch alone; false where it is not known.
    const bool by_heart = races || e->kind == MILER_EVIDENCE_REPS;
    if (who(lists, e) == RIDER) return false;
    if (by_heart && lists->heart_mile < reach) return true;
    if (as_expected(lists, out, e)) return true;
    for (int i = 0; i < lists->training.count; i++) {
        const miler_evidence *other = lists->training.list[i].piece.evidence;
        if (same_run(other, e) || guessed(other) || of_doubted_run(out, other)) continue;
        if (as_mile(other) < reach && may_support(lists, e, other)) return true;
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
    const double sd = (fit_model_quantile(m, p->u, true, 0.9) - expected) / MILER_BAND_Z;
    if (p->y < expected - DOUBT_SD * hypot(sd, p->noise)) return FAR_BEYOND;
    return supported(lists, out, p->evidence, true) ? BELIEVED : UNSUPPORTED;
}

static belief beside_training(const shortlists *lists, const fit_gathered *out, const fit_piece *p) {
    if (as_mile(p->evidence) < lists->heart_mile - MILER_HEART_BEYOND) return FAR_BEYOND;
    return supported(lists, out, p->evidence, false) ? BELIEVED : UNSUPPORTED;
}

// ---- Time trials that a watch alone tells of

// What easy running by heart rate and sessions of reps make expect; infinite where there are none. Slow
// stretches speak against nothing.
static double expected_mile(const shortlists *lists, const fit_gathered *out, const miler_evidence *e) {
    const double reps = best_training(lists, out, e, true) - HEADROOM;
    return fmin(reps, isnan(lists->heart_mile) ? (double)INFINITY : lists->heart_mile);
}

// All out beside training alone.
static belief lone_trial(const shortlists *lists, const fit_gathered *out, const miler_evidence *e) {
    if (as_mile(e) < lists->heart_mile - MILER_HEART_BEYOND) return FAR_BEYOND;
    if (who(lists, e) == RIDER) return UNSUPPORTED;
    if (e->on_track || as_mile(e) >= lists->heart_mile - HEART_SAYS) return BELIEVED;
    const bool jogs_alone = isinf(expected_mile(lists, out, e)) && who(lists, e) == RUNNER;
    const double most = jogs_alone ? LONE_BESIDE_JOGS : LONE_TRIAL;
    return as_mile(e) < best_training(lists, out, e, false) - most ? UNSUPPORTED : BELIEVED;
}

// All that was run all out is one trial by a watch alone: as much as it is faster than training makes
// expect its distance may be wrong.
static void doubt_lone_trial(fit_model *m, const shortlists *lists, fit_gathered *out) {
    out->lone_trial = (double)NAN;
    if (m->count == 0) return;
    const miler_evidence *first = m->piece[0].evidence;
    double fastest = INFINITY;
    for (int i = 0; i < m->count; i++) {
        const miler_evidence *e = m->piece[i].evidence;
        if (e->kind != MILER_EVIDENCE_TIME_TRIAL || e->on_track || e->by_name ||
            (i > 0 && !same_run(e, first)))
            return;
        fastest = fmin(fastest, as_mile(e));
    }
    const double expected = expected_mile(lists, out, first);
    const double ahead = isfinite(expected) ? fmax(expected - fastest, 0) : 0;
    for (int i = 0; i < m->count; i++)
        m->piece[i].noise = hypot(m->piece[i].noise, hypot(LONE_LEAST, LONE_SD * ahead));
    out->lone_trial = exp(ahead) - 1;
}

static int races_around(const fit_model *m, const fit_piece *p) {
    int around = 0;
    for (int i = 0; i < m->count; i++)
        around += fabs(m->piece[i].age_years - p->age_years) <= TOGETHER_YEARS;
    return around;
}

static belief judge_trial(const fit_model *m, const shortlists *lists, const fit_gathered *out, int which) {
    const fit_piece *p = &m->piece[which];
    fit_model rest = {.populations = m->populations, .lost = m->lost, .sex = m->sex};
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

// Beside easy running alone, whose height may be off by FIT_HEART_OFFSET, a session of reps says a little even
// where it is slower: who runs reps comes within HEADROOM of what could be raced, give or take. A slow stretch
// says nothing: it may have been a jog.
static void hold_back(fit_model *m, const shortlists *lists, const fit_gathered *out) {
    for (int i = 0; i < lists->training.count && m->count > 0; i++) { // the fastest first
        const fit_piece *p = &lists->training.list[i].piece;
        if (p->evidence->kind != MILER_EVIDENCE_REPS || of_doubted_run(out, p->evidence)) continue;
        const double expected = fit_model_quantile(m, p->u, true, 0.5);
        if (p->y < expected) return; // it lifts
        m->piece[m->count] = *p;
        m->piece[m->count].y = fmax(p->y - HEADROOM, expected);
        m->piece[m->count++].noise = hypot(p->noise, HEADROOM_SD);
        fit_model_solve(m);
        return;
    }
}

// Adds the lower bounds that are faster than the races make expect.
static void lift(fit_model *m, const shortlists *lists, const fit_gathered *out) {
    int added = 0;
    for (int i = 0; i < lists->training.count && added < FIT_TRAINING_MAX && m->count < FIT_PIECES_MAX; i++) {
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

// Every evidence before a day, and what breaks cost on it.
typedef struct asked {
    const miler_evidence *evidence;
    size_t count;
    int32_t today;
    double reserve_bpm; // the largest of easy running
    miler_evidence breaks[BREAKS_MAX];
    size_t break_count;
} asked;

// Easy running at one heart rate is a smaller share of a larger reserve: what was reckoned with a smaller one,
// before a higher maximum was seen, is told by the largest.
static double by_reserve(const miler_evidence *e, double reserve_bpm) {
    const double rest = 3.5; // ml/kg/min, as in miler_heart_mile_s
    const double more = e->reserve_bpm > 0 ? reserve_bpm / e->reserve_bpm : 1;
    if (!(more > 1)) return e->time_s;
    return miler_vdot_time_s((miler_vdot(e->dist_m, e->time_s) - rest) * more + rest, e->dist_m);
}

static void sort_in(shortlists *lists, const miler_evidence *e, const asked *q, fit_gathered *out) {
    const int32_t today = q->today;
    const int64_t age = e->day == MILER_NO_DAY ? 0 : (int64_t)today - e->day;
    const bool is_training = miler_evidence_lower_bound(e->kind);
    candidate c = {
        .piece = {.evidence = e,
                  .u = log(e->dist_m),
                  .y = log(by_reserve(e, q->reserve_bpm)),
                  .lost = e->day != MILER_NO_DAY ? miler_rest_loss(q->breaks, q->break_count, e->day) : 0,
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

static void ask(asked *q) {
    for (size_t i = 0; i < q->count; i++) {
        const miler_evidence *e = &q->evidence[i];
        if (e->kind == MILER_EVIDENCE_BREAK && e->day <= q->today && q->break_count < BREAKS_MAX)
            q->breaks[q->break_count++] = *e; // newest first, as they were listed
        if (e->kind == MILER_EVIDENCE_HEART && usable(e, q->today))
            q->reserve_bpm = fmax(q->reserve_bpm, e->reserve_bpm);
    }
}

static bool usually_told(const shortlists *lists) {
    for (int i = 0; i < lists->training.count; i++) {
        const miler_evidence *e = lists->training.list[i].piece.evidence;
        if (e->kind == MILER_EVIDENCE_TRAINING_BEST && e->way == MILER_WAY_MEASURED &&
            who(lists, e) == RUNNER)
            return true;
    }
    return false;
}

static void collect(const asked *q, shortlists *lists, fit_gathered *out) {
    *lists = (shortlists){.races = {.count = 0}};
    out->newest_age_days = INT32_MAX;
    for (size_t i = 0; i < q->count; i++)
        if (usable(&q->evidence[i], q->today) && !of_doubted_run(out, &q->evidence[i]))
            sort_in(lists, &q->evidence[i], q, out);
    lists->heart_mile = mean_heart(&lists->hearts);
    lists->stepped = usually_told(lists);
}

static void take_races(fit_model *m, const shortlists *lists) {
    const int room = FIT_RACES_MAX - (lists->training.count > 0 ? FIT_TRAINING_MAX : 0);
    m->count = 0;
    for (int i = 0; i < lists->races.count && m->count < room; i++)
        if (!crowded(m, lists->races.list[i].piece.u)) m->piece[m->count++] = lists->races.list[i].piece;
}

static void take_hearts(fit_model *m, const shortlists *lists) {
    for (int i = 0; i < lists->hearts.count && i < FIT_HEARTS_MAX; i++)
        m->piece[m->count++] = lists->hearts.list[i].piece;
    if (lists->hearts.count > 0) fit_model_solve(m);
}

bool fit_gather(const miler_evidence *evidence, size_t count, int32_t today, fit_model *m,
                fit_gathered *out) {
    shortlists lists;
    asked q = {.evidence = evidence, .count = count, .today = today};
    ask(&q);
    *out = (fit_gathered){.newest_age_days = INT32_MAX};
    m->lost = miler_rest_loss(q.breaks, q.break_count, today);
    size_t before;
    int rounds = 0;
    do { // what is doubted leaves its place to others
        before = out->doubted;
        collect(&q, &lists, out);
        take_races(m, &lists);
        drop_strange_trials(m, &lists, out);
        doubt_lone_trial(m, &lists, out);
        if (m->count > 0) fit_model_solve(m);
        drop_strange_training(m, &lists, out);
    } while (out->doubted > before && ++rounds < ROUNDS_MAX);
    out->only_training = m->count == 0;
    // Beside races easy running tells changes alone; where nothing was raced it is all that tells heights, and a
    // lower bound counts only where it is faster than that.
    if (out->only_training) {
        take_hearts(m, &lists);
        hold_back(m, &lists, out);
    }
    lift(m, &lists, out);
    if (!out->only_training) take_hearts(m, &lists);
    return m->count > 0;
}
