// SPDX-License-Identifier: MIT
// The reps of a run: which set is the main one, and what all of them together say
// of the mile (src/fitness/reps_evidence.c).
#include "app/run_reps.h"

#include "app/plan_marks.h"

#include <stdio.h>

#define REPS_LEAST 2      // one effort alone is a best, and judged as one
#define WORK_LEAST_M 1000 // in all; less is strides [engineering estimate]
#define WORDS_MAX 96
#define NEAR_S 5.0 // rests are told to so much: nobody stands to the second

// ---- The main set

typedef struct sums {
    double m, nominal_m, nominal_s, rest_s;
    int32_t count, rests;
} sums;

// The recovery after rep i where another rep of its set follows; NaN: none does.
static double rest_after(const miler_reps *reps, size_t i) {
    for (size_t k = i + 1; k < reps->count; k++) {
        if (reps->reps[k].kind != MILER_REP_WORK) continue;
        return reps->reps[k].set == reps->reps[i].set ? reps->reps[k].start_s - reps->reps[i].end_s
                                                      : (double)NAN;
    }
    return NAN;
}

static bool counts(const miler_rep *rep) {
    return rep->kind == MILER_REP_WORK && rep->time_s > 0 && rep->dist_m > 0;
}

static sums sum_of(const miler_reps *reps, size_t first) {
    sums s = {.count = 0};
    for (size_t i = first; i < reps->count; i++) {
        const miler_rep *rep = &reps->reps[i];
        if (!counts(rep) || rep->set != reps->reps[first].set) continue;
        const double rest_s = rest_after(reps, i);
        s.m += rep->dist_m;
        s.nominal_m += rep->nominal_m > 0 ? rep->nominal_m : rep->dist_m;
        s.nominal_s += rep->nominal_m > 0 ? rep->nominal_time_s : rep->time_s;
        s.count++;
        if (!(rest_s >= 0)) continue;
        s.rest_s += rest_s;
        s.rests++;
    }
    return s;
}

void run_main_set_find(const miler_reps *reps, run_main_set *out) {
    int sets = 0;
    *out = (run_main_set){.rep_m = NAN, .rep_s = NAN, .rest_s = NAN};
    for (size_t i = 0; i < reps->count; i++) {
        if (reps->reps[i].kind != MILER_REP_WORK || (i > 0 && app_same_set(reps, i))) continue;
        const sums s = sum_of(reps, i);
        sets++;
        if (!(s.m > out->all_m)) continue;
        *out = (run_main_set){.rep_m = s.nominal_m / s.count,
                              .rep_s = s.nominal_s / s.count,
                              .rest_s = s.rests > 0 ? s.rest_s / s.rests : (double)NAN,
                              .all_m = s.m,
                              .count = s.count};
    }
    out->only = sets == 1;
}

// "6 x 800 m in 2:45, 2 min rests".
static const char *words_of(const miler_reps *reps, miler_arena *arena) {
    run_main_set set;
    char dist[MILER_TEXT_MAX], time[MILER_TEXT_MAX], clock[MILER_TEXT_MAX], rest[WORDS_MAX] = "";
    run_main_set_find(reps, &set);
    miler_print_distance(dist, sizeof dist, round(set.rep_m), MILER_UNITS_METRIC);
    miler_print_time(time, sizeof time, set.rep_s, set.rep_s < 100 ? 1 : 0);
    const double rest_s = NEAR_S * round(set.rest_s / NEAR_S);
    miler_print_time(clock, sizeof clock, rest_s, 0);
    if (rest_s > 0 && fmod(rest_s, 60) < 0.5)
        (void)snprintf(rest, sizeof rest, ", %.0f min rests", rest_s / 60);
    else if (rest_s > 0)
        (void)snprintf(rest, sizeof rest, ", %s %s rests", clock, rest_s < 60 ? "s" : "min");
    return miler_arena_printf(arena, "%d x %s in %s%s%s", (int)set.count, dist, time, rest,
                              set.only ? "" : " and more");
}

// ---- The mile

// As it is told: the round distance that it was meant to be, where it was one.
static miler_stretch told(const miler_rep *rep) {
    if (counts(rep) && rep->nominal_m > 0 && rep->nominal_time_s > 0)
        return (miler_stretch){rep->nominal_m, rep->nominal_time_s};
    return (miler_stretch){rep->dist_m > 0 ? rep->dist_m : 0, rep->time_s};
}

// What is known of the work before it is laid out.
typedef struct work {
    size_t first, last;
    int count;
    double dist_m, told_m, error_m;
} work;

static work work_of(const miler_reps *reps) {
    work w = {.first = reps->count};
    for (size_t i = 0; i < reps->count; i++) {
        const miler_rep *rep = &reps->reps[i];
        if (!counts(rep)) continue;
        if (w.first == reps->count) w.first = i;
        w.last = i;
        w.count++;
        w.dist_m += rep->dist_m;
        w.told_m += told(rep).dist_m / told(rep).time_s * rep->time_s;
        w.error_m += rep->dist_error_m > 0 ? rep->dist_error_m : 0;
    }
    return w;
}

// From the first rep to the last, what was between two parts (a gap) as standing, and so what the watch
// has beyond a rep's own time. Of one session the error is alike: the scale of its distance, and by how
// much what was measured and what is told disagree.
static size_t lay(const miler_reps *reps, miler_stretch *out, double *dist_error) {
    const work w = work_of(reps);
    size_t n = 0;
    if (w.count < REPS_LEAST || w.dist_m < WORK_LEAST_M) return 0;
    for (size_t i = w.first; i <= w.last; i++) {
        const miler_rep *rep = &reps->reps[i];
        const double before_s = i > w.first ? rep->start_s - reps->reps[i - 1].end_s : 0;
        if (before_s > 0) out[n++] = (miler_stretch){0, before_s};
        if (!(rep->time_s > 0)) continue;
        out[n] = told(rep);
        const double left_s = rep->time_s - out[n++].time_s;
        if (left_s > 0) out[n++] = (miler_stretch){0, left_s};
    }
    *dist_error = hypot(w.error_m / w.dist_m, fabs(w.told_m / w.dist_m - 1));
    return n;
}

// Half of the stretch, or of the rep, is the other.
static bool within(const miler_effort *e, const miler_rep *rep) {
    const double both_s = fmin(e->start_s + e->time_s, rep->end_s) - fmax(e->start_s, rep->start_s);
    return both_s > 0.5 * fmin(e->time_s, rep->time_s);
}

static bool in_a_rep(const miler_effort *e, const miler_reps *reps) {
    for (size_t i = 0; i < reps->count; i++)
        if (counts(&reps->reps[i]) && within(e, &reps->reps[i])) return true;
    return false;
}

// A belt's distance is known as badly as it is; what was ridden is nothing, nor are reps in which the
// positions jump, or that nobody could run.
static bool believable(const miler_activity *a, const miler_reps *reps) {
    const uint32_t faults = MILER_EFFORT_GPS_JUMP | MILER_EFFORT_IMPOSSIBLE;
    if (a->dist_source == MILER_DIST_TREADMILL || a->dist_source == MILER_DIST_NONE) return false;
    for (size_t i = 0; i < MILER_BEST_COUNT; i++) {
        const miler_effort *e = &a->bests[i];
        if ((e->flags & MILER_EFFORT_NOT_RUNNING) != 0) return false;
        if ((e->flags & faults) != 0 && in_a_rep(e, reps)) return false;
    }
    return true;
}

miler_status run_reps_mile(const miler_activity *activity, const miler_reps *reps, miler_arena *arena,
                           store_reps_mile *out, miler_error *err) {
    double dist_error = 0;
    *out = (store_reps_mile){.mile_s = NAN, .error_s = NAN, .words = ""};
    if (reps->work_count < REPS_LEAST || !believable(activity, reps)) return MILER_OK;
    miler_stretch *session = miler_arena_array(arena, 3 * reps->count, sizeof *session);
    if (session == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    const size_t count = lay(reps, session, &dist_error);
    if (count == 0 || !miler_reps_mile(session, count, dist_error, &out->mile_s, &out->error_s))
        return MILER_OK;
    out->words = words_of(reps, arena);
    return out->words != NULL ? MILER_OK : miler_fail(err, MILER_ERR_NOMEM, "out of memory");
}
