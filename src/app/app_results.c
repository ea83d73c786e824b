// SPDX-License-Identifier: MIT
// Results typed in by hand or official: checked against what people can run,
// never deleted.
#include "app/app.h"
#include "app/athlete_limits.h"

#include <stdio.h>
#include <string.h>

#define DIST_MIN_M 50.0      // shortest race anyone enters
#define DIST_MAX_M 1000000.0 // as miler_parse_distance
#define SPEED_MIN_MPS 0.5    // slower is not a result of moving on foot [engineering estimate]
#define SPEED_MAX_MPS 12.5   // Bolt, Berlin 2009: 12.35 m/s over the fastest 20 m
#define SAME_DIST_M 0.5
#define SAME_TIME_S 0.005

// "0206-05-20" is a slip of 2026: a result that nobody alive can have run stretches every picture over the years.
static miler_status check_day(const app *a, int32_t day, miler_error *err) {
    if (day == MILER_NO_DAY) return MILER_OK;
    if (day > a->today) return miler_fail(err, MILER_ERR_RANGE, "the day of the result is in the future");
    if (a->athlete.birth_day != MILER_NO_DAY && day < a->athlete.birth_day)
        return miler_fail(err, MILER_ERR_RANGE, "the day of the result is before the date of birth");
    if (miler_age_years(day, a->today) > AGE_MAX_YEARS)
        return miler_fail(err, MILER_ERR_RANGE, "the day of the result is more than %d years ago",
                          AGE_MAX_YEARS);
    return MILER_OK;
}

static miler_status check_result(const app *a, const store_result *r, miler_error *err) {
    if (!(r->dist_m >= DIST_MIN_M && r->dist_m <= DIST_MAX_M))
        return miler_fail(err, MILER_ERR_RANGE, "a race of %g m is not possible here (%g to %g)", r->dist_m,
                          DIST_MIN_M, DIST_MAX_M);
    if (!(r->time_s > 0)) return miler_fail(err, MILER_ERR_RANGE, "a result needs a time above zero");
    const miler_status dated = check_day(a, r->day, err);
    if (dated != MILER_OK) return dated;
    const double speed_mps = r->dist_m / r->time_s;
    if (speed_mps < SPEED_MIN_MPS) {
        const miler_status status =
            miler_fail(err, MILER_ERR_RANGE, "%.1f m/s is slower than a walk", speed_mps);
        miler_error_remedy(err, "times are written 5:19.3 or 1:02:03");
        return status;
    }
    const miler_sex sex = a->athlete.sex == MILER_SEX_FEMALE ? MILER_SEX_FEMALE : MILER_SEX_MALE;
    const double record_s = miler_world_record_s(sex, r->dist_m);
    if (r->time_s < record_s || speed_mps > SPEED_MAX_MPS) {
        char best[MILER_TEXT_MAX];
        miler_print_time(best, sizeof best, record_s, 2);
        const miler_status status = miler_fail(err, MILER_ERR_RANGE, "faster than the world record (%s)",
                                               isnan(record_s) ? "none kept here" : best);
        miler_error_remedy(err, "look at distance and time once more");
        return status;
    }
    return MILER_OK;
}

static bool same_result(const store_result *a, const store_result *b) {
    return fabs(a->dist_m - b->dist_m) <= SAME_DIST_M && fabs(a->time_s - b->time_s) <= SAME_TIME_S &&
           a->day == b->day;
}

static miler_status check_new(app *a, const store_result *r, miler_error *err) {
    miler_arena *arena = miler_arena_new(a->alloc, 0);
    if (arena == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    store_result *list;
    size_t count;
    miler_status status = store_result_list(a->store, a->athlete_id, false, arena, &list, &count, err);
    for (size_t i = 0; status == MILER_OK && i < count; i++)
        if (same_result(&list[i], r))
            status = miler_fail(err, MILER_ERR_CONFLICT, "the same result is there already (number %lld)",
                                (long long)list[i].id);
    miler_arena_free(arena);
    return status;
}

miler_status app_result_add(app *a, const store_result *result, int64_t *out_id, miler_error *err) {
    store_result r = *result;
    r.athlete_id = a->athlete_id;
    r.added_ms = app_now_ms(a);
    r.removed_ms = MILER_NO_TIME;
    if (r.day == MILER_NO_DAY) r.day = a->today;
    miler_status status = check_result(a, &r, err);
    if (status == MILER_OK) status = check_new(a, &r, err);
    return status == MILER_OK ? store_result_add(a->store, &r, out_id, err) : status;
}

miler_status app_result_list(app *a, bool with_removed, miler_arena *arena, store_result **out,
                             size_t *out_count, miler_error *err) {
    return store_result_list(a->store, a->athlete_id, with_removed, arena, out, out_count, err);
}

// Another athlete's results are none of this one's business.
static miler_status own_result(app *a, int64_t id, miler_error *err) {
    miler_arena *arena = miler_arena_new(a->alloc, 0);
    if (arena == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    store_result r;
    miler_status status = store_result_get(a->store, id, arena, &r, err);
    if (status == MILER_OK && r.athlete_id != a->athlete_id)
        status = miler_fail(err, MILER_ERR_NOT_FOUND, "no result %lld", (long long)id);
    if (status == MILER_ERR_NOT_FOUND) miler_error_remedy(err, "`miler result list` shows their numbers");
    miler_arena_free(arena);
    return status;
}

miler_status app_result_remove(app *a, int64_t id, miler_error *err) {
    const miler_status status = own_result(a, id, err);
    return status == MILER_OK ? store_result_set_removed(a->store, id, app_now_ms(a), err) : status;
}

miler_status app_result_restore(app *a, int64_t id, miler_error *err) {
    const miler_status status = own_result(a, id, err);
    return status == MILER_OK ? store_result_set_removed(a->store, id, MILER_NO_TIME, err) : status;
}
