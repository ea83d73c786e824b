// SPDX-License-Identifier: MIT
#include "app/app_history.h"

#include "app/app_load.h"
#include "app/app_plan.h"
#include "app/run_truth.h"

#include <string.h>

#define WEEKS_DAYS 28      // the weekly volume a plan starts from: four weeks smooth out one light one
#define LONGEST_DAYS 42    // a long run older than six weeks says little about today's legs
#define LOG_DAYS 182       // who has run nothing for half a year begins as one whose running is not known
#define WORK_LEAST_M 600   // of reps in a session; less is strides [engineering estimate]
#define STEADY_LEAST_S 480 // threshold running without rests, as load counts it
#define REP_LEAST_S 20     // a faster one is a stride

typedef struct paces {
    double fast_mps, vo2max_mps, threshold_mps; // from here on it is work of that kind
} paces;

typedef struct work_sum {
    double work_m, work_s, rest_s, last_end_s;
    int32_t reps, rests;
} work_sum;

static paces paces_of(const miler_pace_book *book) {
    const double mile = book->zones[MILER_ZONE_MILE].target_mps;
    const double vo2max = book->zones[MILER_ZONE_VO2MAX].target_mps;
    const double threshold = book->zones[MILER_ZONE_THRESHOLD].target_mps;
    return (paces){(mile + vo2max) / 2, (vo2max + threshold) / 2, 0.97 * threshold};
}

// MILER_RECENT_COUNT: none of them.
static miler_recent_kind kind_of(const paces *p, const miler_rep *rep) {
    const double dist_m = rep->nominal_m > 0 ? rep->nominal_m : rep->dist_m;
    const double time_s = rep->nominal_m > 0 ? rep->nominal_time_s : rep->time_s;
    const bool steady = rep->kind == MILER_REP_STEADY && rep->time_s >= STEADY_LEAST_S;
    if ((rep->kind != MILER_REP_WORK && !steady) || !(time_s >= REP_LEAST_S) || !(dist_m > 0))
        return MILER_RECENT_COUNT;
    const double mps = dist_m / time_s;
    if (mps >= p->fast_mps) return MILER_RECENT_FAST;
    if (mps >= p->vo2max_mps) return MILER_RECENT_VO2MAX;
    return mps >= p->threshold_mps ? MILER_RECENT_THRESHOLD : MILER_RECENT_COUNT;
}

static void add_rep(work_sum *sum, const miler_rep *rep) {
    if (sum->reps > 0) {
        sum->rest_s += fmax(rep->start_s - sum->last_end_s, 0);
        sum->rests++;
    }
    sum->reps++;
    sum->work_m += rep->nominal_m > 0 ? rep->nominal_m : rep->dist_m;
    sum->work_s += rep->nominal_m > 0 ? rep->nominal_time_s : rep->time_s;
    sum->last_end_s = rep->end_s;
}

// The session with most of a kind stands for it.
static void add_session(const paces *p, const miler_reps *reps, app_history *out) {
    work_sum sums[MILER_RECENT_COUNT] = {{0}};
    for (size_t i = 0; i < reps->count; i++) {
        const miler_recent_kind kind = kind_of(p, &reps->reps[i]);
        if (kind != MILER_RECENT_COUNT) add_rep(&sums[kind], &reps->reps[i]);
    }
    for (int i = 0; i < MILER_RECENT_COUNT; i++) {
        const work_sum *s = &sums[i];
        miler_recent_work *w = &out->work[i];
        if (s->work_m < WORK_LEAST_M) continue;
        w->sessions++;
        if (s->work_m <= w->reps * w->rep_m) continue;
        w->reps = s->reps;
        w->rep_m = round(s->work_m / s->reps);
        w->rep_s = s->work_s / s->reps;
        w->rest_s = s->rests > 0 ? s->rest_s / s->rests : 0;
    }
}

static miler_status take_work(app *a, const miler_pace_book *book, const app_load_run *runs, size_t count,
                              miler_arena *arena, app_history *out, miler_error *err) {
    const paces p = paces_of(book);
    miler_status status = app_truth_read_missing(a, a->today - WEEKS_DAYS + 1, arena, err);
    size_t unread = 0;
    for (size_t i = 0; i < count && status == MILER_OK; i++) {
        store_session session;
        miler_reps reps;
        if (runs[i].day <= a->today - WEEKS_DAYS) continue;
        status = store_session_get(a->store, runs[i].id, arena, &session, err);
        if (status == MILER_OK) status = miler_reps_parse(session.parts, arena, &reps, err);
        if (status == MILER_OK) add_session(&p, &reps, out);
        // What cannot be read is no hard session, and no proof that there was none.
        const bool none = status == MILER_ERR_NOT_FOUND || status == MILER_ERR_PARSE;
        unread += none;
        if (none) status = MILER_OK;
    }
    out->work_known = status == MILER_OK && unread == 0;
    return status;
}

// Running a week in the `days` up to and with `last`.
static double weekly_m(const app_load_run *runs, size_t count, int32_t last, int32_t days, double *out_runs) {
    double sum_m = 0;
    *out_runs = 0;
    for (size_t i = 0; i < count; i++) {
        if (runs[i].day > last || runs[i].day <= last - days || !(runs[i].run_m > 0)) continue;
        sum_m += runs[i].run_m;
        *out_runs += 1;
    }
    *out_runs /= days / 7.0;
    return sum_m / (days / 7.0);
}

// Time off: with how much the running starts again.
static void take_break(const miler_plan_rules *rules, const app_load_run *runs, size_t count, int32_t first,
                       int32_t last, app_history *out) {
    const miler_plan_level any = MILER_PLAN_BEGINNER;
    const double away = out->away_days;
    const double share = away > miler_plan_rule(rules, "return_long_days", any)
                             ? miler_plan_rule(rules, "return_long_share", any)
                         : away > miler_plan_rule(rules, "return_days", any)
                             ? miler_plan_rule(rules, "break_first_share", any)
                             : miler_plan_rule(rules, "break_second_share", any);
    const int32_t span = last - first + 1 < WEEKS_DAYS ? last - first + 1 : WEEKS_DAYS;
    double runs_a_week;
    out->before_m = weekly_m(runs, count, last, span < 7 ? 7 : span, &runs_a_week);
    out->weekly_m = share * out->before_m;
    out->runs_a_week = runs_a_week;
}

miler_status app_history_get(app *a, const miler_fitness *fitness, const miler_pace_book *book,
                             int32_t result_day, const miler_plan_rules *rules, miler_arena *arena,
                             app_history *out, miler_error *err) {
    app_load_run *runs;
    size_t count;
    *out = (app_history){.known = false};
    miler_status status = app_load_runs(a, fitness, a->today - LOG_DAYS + 1, arena, &runs, &count, err);
    if (status != MILER_OK) return status;
    int32_t first = MILER_NO_DAY, last = MILER_NO_DAY;
    for (size_t i = 0; i < count; i++) {
        if (!(runs[i].run_m > 0) || runs[i].day == MILER_NO_DAY) continue;
        if (!out->known) first = runs[i].day;
        last = runs[i].day;
        out->known = true;
        if (runs[i].day > a->today - LONGEST_DAYS) out->longest_m = fmax(out->longest_m, runs[i].run_m);
    }
    if (!out->known) return MILER_OK;
    // A log younger than four weeks: of its days, but never fewer than a week.
    const int32_t young = a->today - first + 1;
    const int32_t days = young < 7 ? 7 : young < WEEKS_DAYS ? young : WEEKS_DAYS;
    out->weekly_m = weekly_m(runs, count, a->today, days, &out->runs_a_week);
    const int32_t newest = result_day != MILER_NO_DAY && result_day > last ? result_day : last;
    out->away_days = a->today - newest;
    if (out->away_days <= (int32_t)miler_plan_rule(rules, "break_free_days", MILER_PLAN_BEGINNER))
        out->away_days = 0;
    else
        take_break(rules, runs, count, first, last, out);
    return take_work(a, book, runs, count, arena, out, err);
}

// ---- Into a request

#define RAN_WHOLE_S 1200.0 // who raced so long needs no walks in an easy run [engineering estimate]

static void take_longest_result(miler_plan_request *r, const miler_fitness *f) {
    for (size_t i = 0; i < f->rests_on_count; i++)
        if (f->rests_on[i].evidence.time_s >= RAN_WHOLE_S) r->from_log |= MILER_LOG_RAN;
}

static void take_lack(miler_plan_request *r, const miler_limits *limits) {
    static const miler_lack lacks[MILER_SIDE_COUNT] = {MILER_LACK_SPEED, MILER_LACK_VO2MAX,
                                                       MILER_LACK_THRESHOLD, MILER_LACK_ENDURANCE};
    if (limits->limiter < 0) return;
    r->lack = lacks[limits->limiter];
    r->lack_s = limits->sides[limits->limiter].to_level_s;
}

static int32_t newest_result(const miler_fitness *f) {
    int32_t day = MILER_NO_DAY;
    for (size_t i = 0; i < f->rests_on_count; i++)
        if (f->rests_on[i].evidence.day > day) day = f->rests_on[i].evidence.day;
    return day;
}

static void take_weeks(miler_plan_request *r, const app_history *h) {
    r->weekly_m = h->weekly_m;
    r->longest_m = h->longest_m;
    r->runs_per_week = (int32_t)lround(h->runs_a_week);
    if (!h->known) return;
    r->from_log |= MILER_LOG_WEEKLY | MILER_LOG_LONGEST | MILER_LOG_RUNS;
    r->away_days = h->away_days;
    r->before_m = h->before_m;
    if (!h->work_known) return;
    r->from_log |= MILER_LOG_WORK;
    memcpy(r->recent, h->work, sizeof r->recent);
}

miler_status app_history_take(app *a, int32_t day, const app_fitness_answer *fitness,
                              const miler_plan_rules *rules, miler_arena *arena, miler_plan_request *request,
                              miler_error *err) {
    app then = *a;
    app_history history;
    then.today = day;
    const miler_status status =
        app_history_get(&then, &fitness->fitness, &request->book, newest_result(&fitness->fitness), rules,
                        arena, &history, err);
    a->left_out = then.left_out; // what was done without is told, whichever of the two did
    if (status != MILER_OK) return status;
    take_weeks(request, &history);
    if (fitness->fitness.rest_share > 0) request->from_log |= MILER_LOG_REST;
    take_longest_result(request, &fitness->fitness);
    take_lack(request, &fitness->limits);
    return MILER_OK;
}

// ---- Before a transaction

static miler_status read_log(app *a, miler_arena *arena, miler_error *err) {
    app_plan_answer plan;
    int32_t since = a->today - WEEKS_DAYS + 1;
    miler_error none = {0};
    const miler_status found = app_plan_written(a, arena, &plan, &none);
    if (found == MILER_OK && plan.plan.start_day < since) since = plan.plan.start_day;
    const miler_status status = app_load_read(a, arena, err);
    return status == MILER_OK ? app_truth_read_missing(a, since, arena, err) : status;
}

miler_status app_history_begin(app *a, miler_error *err) {
    miler_arena *arena = miler_arena_new(a->alloc, 0);
    if (arena == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    miler_status status = read_log(a, arena, err);
    miler_arena_free(arena);
    if (status == MILER_OK) status = store_begin(a->store, err);
    a->read_ahead = status == MILER_OK;
    return status;
}

miler_status app_history_end(app *a, miler_status status, miler_error *err) {
    a->read_ahead = false;
    return app_end(a, status, err);
}
