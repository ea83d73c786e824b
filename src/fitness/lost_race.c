// SPDX-License-Identifier: MIT
// Slow results that stand alone. A race is lost for many reasons, fitness is one of them: what lies far
// behind all that was run in its months says nothing of the mile until something else agrees with it. Where
// time off explains it, or little speaks against it, it counts as any other.
//
// A race that the name of a run alone tells of may have been jogged, week after week: such races confirm neither
// themselves nor each other. Where a result, a trial or training tells of a faster runner, and no heart rate of a
// hard run, they stay lower bounds.
#include "fitness/model.h"

#include <stdlib.h>

#define MONTHS_DAYS 120 // so far apart two runs tell one fitness, as in evidence.c [engineering estimate]
#define BEHIND 0.06     // ln of the mile: nothing nearer is three SD off [engineering estimate]
#define RUNS 3 // where nothing else was raced, from so many runs on training speaks [engineering estimate]
#define WITNESSES 2 // one alone may be wrong itself
#define RESTED                                                                                               \
    0.02 // ln of what breaks cost on its day: no other piece of then knows it [engineering estimate]
#define JUDGED_MAX 64 // the newest; each costs an estimate

// A cheap mile equivalent, to compare by.
static double cheap_mile(const miler_evidence *e) {
    return log(miler_cameron_time_s(fmax(e->dist_m, FIT_DIST_MIN_M), e->time_s, MILER_MILE_M));
}

// A race that is known by the name of its run alone may have been jogged with a child: it is judged as well.
static bool is_result(const miler_evidence *e) {
    const bool race =
        e->kind <= MILER_EVIDENCE_RESULT || (e->kind == MILER_EVIDENCE_TIME_TRIAL && e->by_name);
    return race && e->day != MILER_NO_DAY && !e->season_best && e->time_s > 0 && e->dist_m >= FIT_DIST_MIN_M;
}

static bool of_its_months(const miler_evidence *e, const miler_evidence *other) {
    return other != e && other->day != MILER_NO_DAY && llabs((long long)other->day - e->day) <= MONTHS_DAYS;
}

static bool same_source(const miler_evidence *a, const miler_evidence *b) {
    // Runs and results have numbers of their own.
    const bool alike = (a->kind <= MILER_EVIDENCE_RESULT) == (b->kind <= MILER_EVIDENCE_RESULT);
    return alike && a->source_id != 0 && a->source_id == b->source_id;
}

// Worth the careful question? After time off a slow race is the news.
static bool may_be_lost(const miler_evidence *list, size_t count, const miler_evidence *e) {
    bool behind = false;
    if (miler_rest_loss(list, count, e->day) > RESTED) return false;
    for (size_t i = 0; i < count; i++) {
        const miler_evidence *other = &list[i];
        if (!of_its_months(e, other)) continue;
        if (other->kind == MILER_EVIDENCE_BREAK || other->kind == MILER_EVIDENCE_HEART) continue;
        behind = behind || (other->time_s > 0 && cheap_mile(other) < cheap_mile(e) - BEHIND);
    }
    return behind;
}

// Who speaks against it, among what is believed of its months; false where one agrees: it is nearer to this
// result than to what all others make likely.
static bool stands_alone(const fit_model *m, int which, double share) {
    const miler_evidence *e = m->piece[which].evidence;
    const miler_evidence *first = NULL;
    int witnesses = 0;
    for (int i = 0; i < m->count; i++) {
        const miler_evidence *other = m->piece[i].evidence;
        if (i == which || fit_is_heart(&m->piece[i]) || !of_its_months(e, other)) continue;
        const double ahead = cheap_mile(e) - cheap_mile(other);
        if (miler_evidence_all_out(other->kind) && ahead < log(1 + share) / 2) return false;
        if (ahead < BEHIND || (first != NULL && same_source(first, other))) continue;
        if (first == NULL) first = other;
        witnesses++;
    }
    return witnesses >= WITNESSES;
}

// ---- Beside training

static bool of_a_runner(const miler_evidence *e) {
    return e->stepped || e->on_track || e->kind == MILER_EVIDENCE_REPS;
}

// So many runs of its months, of a runner by what was recorded, are so much faster that beside this result
// each of them would be taken for a ride.
static bool many_speak(const miler_evidence *list, size_t count, const miler_evidence *e) {
    const miler_evidence *found[RUNS];
    size_t runs = 0;
    for (size_t i = 0; i < count && runs < RUNS; i++) {
        const miler_evidence *other = &list[i];
        bool again = false;
        if (!of_its_months(e, other) || is_result(other) || !of_a_runner(other) || !(other->time_s > 0) ||
            cheap_mile(other) > cheap_mile(e) - BEHIND)
            continue;
        for (size_t k = 0; k < runs; k++)
            again = again || same_source(found[k], other);
        if (!again) found[runs++] = other;
    }
    return runs == RUNS;
}

// How far it lies behind what a model makes likely, where that is more than so many SD; 0.
static double share_behind(const fit_model *m, const miler_evidence *e, double most_sd) {
    const double u = log(e->dist_m);
    const double expected = fit_model_quantile(m, u, true, 0.5);
    const double sd = (fit_model_quantile(m, u, true, 0.9) - expected) / MILER_BAND_Z;
    const double behind = log(e->time_s) - expected;
    return behind > most_sd * sd ? exp(behind) - 1 : 0;
}

static double lost_beside_training(const miler_athlete *athlete, miler_evidence *list, size_t count,
                                   size_t at, int32_t day) {
    miler_evidence *e = &list[at];
    fit_model m = {.populations = fit_populations, .sex = athlete->sex};
    fit_gathered got;
    if (!many_speak(list, count, e)) return 0;
    e->set_aside = 1;
    const bool known = fit_gather(list, count, day, &m, &got) && got.only_training;
    e->set_aside = 0;
    return known ? share_behind(&m, e, FIT_FAR_OFF_SD) : 0;
}

// ---- All of it

static double lost_beside_races(const miler_athlete *athlete, const miler_evidence *list, size_t count,
                                size_t at, int32_t day) {
    fit_model m = {.populations = fit_populations, .sex = athlete->sex};
    fit_gathered got;
    double share = 0;
    if (!fit_gather(list, count, day, &m, &got) || m.count < 1 + WITNESSES) return 0;
    for (int i = 0; i < m.count; i++)
        if (m.piece[i].evidence == &list[at])
            return fit_off(&m, i, &share) > FIT_FAR_OFF_SD && share > 0 && stands_alone(&m, i, share) ? share
                                                                                                      : 0;
    return 0;
}

// As of some months after it, so that the answer of then stays.
static int32_t judged_on(const miler_evidence *e, int32_t today) {
    return today - e->day > MONTHS_DAYS ? e->day + MONTHS_DAYS : today;
}

static double lost_share(const miler_athlete *athlete, miler_evidence *list, size_t count, size_t at,
                         int32_t today) {
    const int32_t day = judged_on(&list[at], today);
    const double share = lost_beside_races(athlete, list, count, at, day);
    return share > 0 ? share : lost_beside_training(athlete, list, count, at, day);
}

// ---- Races by the name of their run

static bool by_name_alone(const miler_evidence *e) {
    return e->kind == MILER_EVIDENCE_TIME_TRIAL && e->by_name && !e->ran_hard;
}

// Is one of its months so much faster, and none nearer to it than to what they make likely?
static bool outrun(const miler_evidence *list, size_t count, const miler_evidence *e, double share) {
    bool ahead = false;
    for (size_t i = 0; i < count; i++) {
        const miler_evidence *other = &list[i];
        if (!of_its_months(e, other) || by_name_alone(other) || !miler_evidence_all_out(other->kind))
            continue;
        if (other->season_best || !(other->time_s > 0)) continue;
        if (cheap_mile(e) - cheap_mile(other) < log(1 + share) / 2) return false;
        ahead = ahead || cheap_mile(e) - cheap_mile(other) > BEHIND;
    }
    return ahead;
}

// With all such races laid aside.
static bool may_be_jogged(const miler_athlete *athlete, const miler_evidence *list, size_t count,
                          const miler_evidence *e, int32_t today) {
    fit_model m = {.populations = fit_populations, .sex = athlete->sex};
    fit_gathered got;
    if (!fit_gather(list, count, judged_on(e, today), &m, &got)) return false;
    if (got.only_training) return many_speak(list, count, e) && share_behind(&m, e, FIT_FAR_OFF_SD) > 0;
    const double share = share_behind(&m, e, MILER_BAND_Z);
    return share > 0 && outrun(list, count, e, share);
}

static void hear_as_bounds(const miler_athlete *athlete, miler_evidence *list, size_t count, int32_t today) {
    miler_evidence *jogged[JUDGED_MAX];
    int judged = 0, found = 0;
    for (size_t i = 0; i < count; i++)
        list[i].set_aside = by_name_alone(&list[i]) ? 1 : 0;
    for (size_t i = 0; i < count && judged < JUDGED_MAX; i++) {
        miler_evidence *e = &list[i];
        if (!by_name_alone(e) || !is_result(e) || e->day > today || !may_be_lost(list, count, e)) continue;
        judged++;
        if (may_be_jogged(athlete, list, count, e, today)) jogged[found++] = e;
    }
    for (int i = 0; i < found; i++) {
        jogged[i]->kind = MILER_EVIDENCE_TRAINING_BEST;
        jogged[i]->by_name = false;
    }
}

void miler_evidence_set_aside(const miler_athlete *athlete, miler_evidence *evidence, size_t count,
                              int32_t today) {
    if (athlete == NULL || evidence == NULL) return;
    int judged = 0;
    hear_as_bounds(athlete, evidence, count, today);
    for (size_t i = 0; i < count; i++)
        evidence[i].set_aside = 0;
    for (size_t i = 0; i < count && judged < JUDGED_MAX; i++) {
        miler_evidence *e = &evidence[i];
        if (!is_result(e) || e->day > today || !may_be_lost(evidence, count, e)) continue;
        judged++;
        e->set_aside = lost_share(athlete, evidence, count, i, today);
    }
}
