// SPDX-License-Identifier: MIT
// The runner's own past, asked of the fitness room: the mile over time, what
// would have been foretold, and what a plan brought.
#include "app/app_past.h"

#include "app/app_load.h"
#include "app/app_plan.h"

#include <stdlib.h>

#define MONTHLY_BEYOND_DAYS 730
#define RACE_GRACE_DAYS 7 // a race put off by a week still tells of the plan

typedef struct history {
    miler_evidence *list, *scratch;
    size_t count;
} history;

static miler_status load(app *a, miler_arena *arena, history *out, miler_error *err) {
    miler_status status = app_load_read(a, arena, err);
    if (status == MILER_OK) status = app_fitness_history(a, arena, &out->list, &out->count, err);
    if (status != MILER_OK) return status;
    out->scratch = miler_arena_array(arena, out->count + 1, sizeof *out->scratch);
    return out->scratch != NULL ? MILER_OK : miler_fail(err, MILER_ERR_NOMEM, "out of memory");
}

static miler_status nothing(miler_error *err, const char *what) {
    (void)miler_fail(err, MILER_ERR_EMPTY, "%s", what);
    miler_error_remedy(err, "enter a result ('miler result add mile 5:45 --date 2026-05-31') or import runs");
    return MILER_ERR_EMPTY;
}

static int32_t first_day(const history *h) {
    int32_t day = MILER_NO_DAY;
    for (size_t i = 0; i < h->count; i++)
        if (h->list[i].day != MILER_NO_DAY && (day == MILER_NO_DAY || h->list[i].day < day))
            day = h->list[i].day;
    return day;
}

static bool is_race_or_trial(const miler_evidence *e, int32_t since, int32_t until) {
    return miler_evidence_all_out(e->kind) && e->day != MILER_NO_DAY && e->day >= since && e->day <= until;
}

static int by_day(const void *a, const void *b) {
    const app_progress_effort *one = a, *other = b;
    if (one->evidence.day != other->evidence.day) return one->evidence.day < other->evidence.day ? -1 : 1;
    return (one->evidence.dist_m > other->evidence.dist_m) - (one->evidence.dist_m < other->evidence.dist_m);
}

// What was run all out, as the mile it stands for.
static miler_status find_efforts(const app *a, const history *h, int32_t since, miler_arena *arena,
                                 app_progress_answer *out, miler_error *err) {
    miler_fitness f = {.exponent = (double)NAN};
    out->efforts = miler_arena_array(arena, h->count + 1, sizeof *out->efforts);
    if (out->efforts == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    if (miler_fitness_estimate(&a->athlete, h->list, h->count, a->today, &f, NULL) != MILER_OK)
        f.exponent = (double)NAN; // nothing of the last years is known: nor is a curve
    for (size_t i = 0; i < h->count; i++) {
        const miler_evidence *e = &h->list[i];
        if (!is_race_or_trial(e, since, a->today)) continue;
        out->efforts[out->effort_count++] = (app_progress_effort){
            .evidence = *e, .mile_s = e->time_s * pow(MILER_MILE_M / e->dist_m, f.exponent)};
    }
    qsort(out->efforts, out->effort_count, sizeof *out->efforts, by_day);
    return MILER_OK;
}

miler_status app_past_mile(app *a, int32_t since_day, miler_arena *arena, app_progress_answer *out,
                           miler_error *err) {
    history h = {0};
    *out = (app_progress_answer){.today = a->today};
    miler_status status = load(a, arena, &h, err);
    if (status != MILER_OK) return status;
    int32_t since = first_day(&h);
    if (since == MILER_NO_DAY) return nothing(err, "there is nothing yet to follow over time");
    if (since_day != MILER_NO_DAY && since_day > since) since = since_day;
    if (since > a->today) return miler_fail(err, MILER_ERR_ARG, "that day is yet to come");
    out->monthly = a->today - since > MONTHLY_BEYOND_DAYS;
    const size_t room = miler_progress_days(since, a->today, out->monthly, NULL, 0);
    int32_t *days = miler_arena_array(arena, room + 1, sizeof *days);
    out->points = miler_arena_array(arena, room + 1, sizeof *out->points);
    if (days == NULL || out->points == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    out->count = miler_progress_days(since, a->today, out->monthly, days, room);
    status = find_efforts(a, &h, since, arena, out, err);
    return status == MILER_OK
               ? miler_progress(&a->athlete, h.list, h.count, days, out->count, h.scratch, out->points, err)
               : status;
}

miler_status app_backtest(app *a, miler_arena *arena, app_backtest_answer *out, miler_error *err) {
    history h = {0};
    *out = (app_backtest_answer){.today = a->today};
    miler_status status = load(a, arena, &h, err);
    if (status != MILER_OK) return status;
    out->rows = miler_arena_array(arena, h.count + 1, sizeof *out->rows);
    if (out->rows == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    status = miler_backtest(&a->athlete, h.list, h.count, a->today, h.scratch, out->rows, &out->sum, err);
    if (status == MILER_OK && out->sum.rows == 0)
        return nothing(err, "there is no race and no time trial yet that could have been foretold");
    return status;
}

static void fill_side(const app *a, const miler_progress_point *point, app_proof_side *out) {
    *out = (app_proof_side){.known = point->known, .point = *point};
    if (!point->known) return;
    const int age = miler_athlete_age(&a->athlete, point->day);
    miler_error none = {0};
    out->has_level = app_level(point->mile.time_s, a->athlete.sex, age, &out->level, &none) == MILER_OK;
}

miler_status app_proof(app *a, miler_arena *arena, app_proof_answer *out, miler_error *err) {
    app_plan_answer plan;
    history h = {0};
    *out = (app_proof_answer){.today = a->today};
    miler_status status = app_plan_as_made(a, arena, &plan, err); // what it said then
    if (status == MILER_OK) status = load(a, arena, &h, err);
    if (status != MILER_OK) return status;
    const miler_plan *p = &plan.plan;
    out->plan_id = plan.id;
    out->start_day = p->start_day;
    out->race_day = p->race_day;
    out->over = p->race_day <= a->today;
    out->race_dist_m = p->race_dist_m;
    out->likely_s = p->likely_s;
    out->likely_low_s = p->likely_low_s;
    out->likely_high_s = p->likely_high_s;
    if (p->start_day > a->today) {
        (void)miler_fail(err, MILER_ERR_EMPTY, "the plan has not begun yet, so nothing can be compared");
        miler_error_remedy(err, "ask again once there are runs or results of it");
        return MILER_ERR_EMPTY;
    }
    const int32_t last = p->race_day + RACE_GRACE_DAYS < a->today ? p->race_day + RACE_GRACE_DAYS : a->today;
    const int32_t days[2] = {p->start_day - 1, last};
    miler_progress_point points[2];
    status = miler_progress(&a->athlete, h.list, h.count, days, 2, h.scratch, points, err);
    if (status != MILER_OK) return status;
    fill_side(a, &points[0], &out->before);
    fill_side(a, &points[1], &out->after);
    out->record_count = miler_records_between(h.list, h.count, days[0], days[1], out->records);
    return MILER_OK;
}
