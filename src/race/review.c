// SPDX-License-Identifier: MIT
// The review of a race: the request checked, stretches of each length as far as
// the splits reach, and the answer put together.
#include "race/pacing.h"
#include "race/reviewing.h"

#include <string.h>

#define DIST_MIN_M 800.0
#define DIST_MAX_M 5000.0
#define TOP_MPS 12.0  // nobody ran a whole split faster
#define LEAST_MPS 0.5 // slower is no race
#define WIDE_MAX_M 50.0
#define PLACE_M 1.0     // a split this near to a mark is of that mark
#define STUB_SHARE 0.25 // of a stretch: less is run together with the one before

const char *miler_review_plan_name(miler_review_plan plan) {
    static const char *const names[] = {"even pace", "goal", "plan"};
    return (unsigned)plan < sizeof names / sizeof names[0] ? names[plan] : "";
}

const char *miler_review_basis_name(miler_review_basis basis) {
    static const char *const names[] = {"splits", "fitness"};
    return (unsigned)basis < sizeof names / sizeof names[0] ? names[basis] : "";
}

static const struct {
    const char *name, *words;
} losses[MILER_LOSS_COUNT] = {
    [MILER_LOSS_WIDE] = {"ran_wide", "ran wide"},
    [MILER_LOSS_DAY] = {"day", "the day: slower all along than fitness says"},
    [MILER_LOSS_LEFT_OVER] = {"left_over", "left in the tank: three quarters held back"},
    [MILER_LOSS_FAST_START] = {"fast_start", "start too fast"},
    [MILER_LOSS_SURGE] = {"surge", "middle too fast"},
    [MILER_LOSS_NO_KICK] = {"no_kick", "no kick: something was left for it"},
    [MILER_LOSS_FADE] = {"fade", "faded at the end"},
    [MILER_LOSS_SAG] = {"sag", "the middle sagged"},
    [MILER_LOSS_SLOW_START] = {"slow_start", "slow start not won back"},
    [MILER_LOSS_UNEXPLAINED] = {"not_explained", "not explained"},
};

const char *miler_loss_name(miler_loss loss) {
    return (unsigned)loss < MILER_LOSS_COUNT ? losses[loss].name : "";
}

const char *miler_loss_words(miler_loss loss) {
    return (unsigned)loss < MILER_LOSS_COUNT ? losses[loss].words : "";
}

// ---- The request -----------------------------------------------------------------------------

static miler_status check_split(const miler_race_split *from, const miler_race_split *to, miler_error *err) {
    const double way_m = to->dist_m - from->dist_m;
    const double time_s = to->time_s - from->time_s;
    if (!(way_m > 0) || !(time_s > 0) || !isfinite(time_s) || !isfinite(way_m))
        return miler_fail(err, MILER_ERR_RANGE, "at %g m: distances and times of the splits must rise",
                          to->dist_m);
    if (way_m / time_s > TOP_MPS || way_m / time_s < LEAST_MPS)
        return miler_fail(err, MILER_ERR_RANGE, "at %g m: %g m in %.1f s is no running", to->dist_m, way_m,
                          time_s);
    if (!(to->extra_m >= 0) || !(to->extra_m <= WIDE_MAX_M) || !(to->error_s >= 0))
        return miler_fail(err, MILER_ERR_RANGE, "at %g m: what was run wide or the error is out of range",
                          to->dist_m);
    return MILER_OK;
}

static miler_status check_plan(const miler_review_request *r, double dist_m, miler_error *err) {
    if (r->plan_m == NULL) return MILER_OK;
    if (r->plan_s == NULL || r->plan_count < 2)
        return miler_fail(err, MILER_ERR_ARG, "race review: the plan has no line");
    for (size_t i = 1; i < r->plan_count; i++)
        if (!(r->plan_m[i] > r->plan_m[i - 1]) || !(r->plan_s[i] > r->plan_s[i - 1]))
            return miler_fail(err, MILER_ERR_RANGE, "race review: the plan must rise");
    if (r->plan_m[0] != 0 || r->plan_s[0] != 0 || fabs(r->plan_m[r->plan_count - 1] - dist_m) > PLACE_M)
        return miler_fail(err, MILER_ERR_RANGE, "race review: the plan is one of another distance");
    return MILER_OK;
}

static miler_status check(const miler_review_request *r, miler_error *err) {
    static const miler_race_split gun = {0, 0, 0, 0};
    if (r->splits == NULL) return miler_fail(err, MILER_ERR_ARG, "race review: NULL given");
    if (r->split_count < 2 || r->split_count > MILER_REVIEW_SPLITS_MAX)
        return miler_fail(err, MILER_ERR_RANGE, "a review wants 2 to %d splits, the finish among them",
                          MILER_REVIEW_SPLITS_MAX);
    for (size_t i = 0; i < r->split_count; i++) {
        const miler_status status = check_split(i > 0 ? &r->splits[i - 1] : &gun, &r->splits[i], err);
        if (status != MILER_OK) return status;
    }
    const double dist_m = r->splits[r->split_count - 1].dist_m;
    if (dist_m < DIST_MIN_M || dist_m > DIST_MAX_M)
        return miler_fail(err, MILER_ERR_RANGE, "a race of %g to %g m can be reviewed, not of %g", DIST_MIN_M,
                          DIST_MAX_M, dist_m);
    return check_plan(r, dist_m, err);
}

// ---- Tables ----------------------------------------------------------------------------------

static double plan_at(const review_work *work, double dist_m) {
    const miler_review_request *r = work->request;
    if (r->plan_m != NULL) return review_at(r->plan_m, r->plan_s, r->plan_count, dist_m);
    return r->splits[r->split_count - 1].time_s * dist_m / work->dist_m;
}

static miler_race_split split_at(const review_work *work, size_t end) {
    return end > 0 ? work->request->splits[end - 1] : (miler_race_split){0, 0, 0, 0};
}

// From one split to another; 0 is the start.
static void put_row(const review_work *work, miler_review_rows *out, size_t from, size_t to) {
    const miler_race_split a = split_at(work, from);
    const miler_race_split b = split_at(work, to);
    miler_review_row row = {.from_m = a.dist_m, .to_m = b.dist_m, .time_s = b.time_s - a.time_s};
    row.error_s = sqrt(a.error_s * a.error_s + b.error_s * b.error_s);
    row.plan_s = plan_at(work, b.dist_m) - plan_at(work, a.dist_m);
    row.cum_s = b.time_s;
    row.ahead_s = plan_at(work, b.dist_m) - b.time_s;
    row.per_400_s = 400 * row.time_s / (b.dist_m - a.dist_m);
    for (size_t i = from + 1; i <= to; i++)
        row.extra_m += split_at(work, i).extra_m;
    out->rows[out->count++] = row;
}

// The split of a place; 0 = none (or the start).
static size_t find(const review_work *work, double dist_m) {
    for (size_t i = 1; i < work->count; i++)
        if (fabs(split_at(work, i).dist_m - dist_m) <= PLACE_M) return i;
    return 0;
}

// Stretches of `every_m` from `first_m` on, and the way up to there. False: a split is missing.
static bool fill(const review_work *work, miler_review_rows *out, double first_m) {
    const size_t finish = work->count - 1;
    size_t from = 0;
    out->count = 0;
    for (double at = first_m; at < work->dist_m - STUB_SHARE * out->every_m; at += out->every_m) {
        const size_t to = find(work, at);
        if (to == 0 || to == finish) {
            // What is missing at the end alone is run together with the rest.
            const bool last = at + out->every_m >= work->dist_m - STUB_SHARE * out->every_m;
            if (last && out->count > 0 && fabs(work->dist_m - at) < out->every_m / 2) break;
            out->count = 0;
            return false;
        }
        put_row(work, out, from, to);
        from = to;
    }
    put_row(work, out, from, finish);
    return true;
}

static miler_status tabulate(const review_work *work, double every_m, miler_review_rows *out,
                             miler_error *err) {
    out->every_m = every_m;
    out->rows = miler_arena_array(work->arena, (size_t)(work->dist_m / every_m) + 2, sizeof *out->rows);
    if (out->rows == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    // At the marks from the start, else at the finish line, where what is less than a lap comes
    // first: the 300 m of a 1500 are a row, the 9.344 m of a mile run together with lap 1.
    const double before_m = fmod(work->dist_m, every_m);
    const bool own_row = before_m >= STUB_SHARE * every_m;
    if (!fill(work, out, every_m) && !(own_row && fill(work, out, before_m)))
        (void)fill(work, out, before_m + every_m);
    if (out->count == 1) out->count = 0;
    return MILER_OK;
}

static miler_status tables(const review_work *work, miler_review *out, miler_error *err) {
    out->as_given.rows = miler_arena_array(work->arena, work->count, sizeof *out->as_given.rows);
    if (out->as_given.rows == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    for (size_t i = 1; i < work->count; i++)
        put_row(work, &out->as_given, i - 1, i);
    miler_status status = tabulate(work, 100, &out->hundreds, err);
    if (status == MILER_OK) status = tabulate(work, 200, &out->halves, err);
    if (status == MILER_OK) status = tabulate(work, 400, &out->laps, err);
    if (status != MILER_OK) return status;
    const miler_review_rows *by = out->laps.count > 0 ? &out->laps : &out->as_given;
    for (size_t i = 1; i < by->count; i++) {
        if (by->rows[i].per_400_s > by->rows[out->slowest].per_400_s) out->slowest = i;
        if (by->rows[i].per_400_s < by->rows[out->fastest].per_400_s) out->fastest = i;
    }
    return MILER_OK;
}

// The splits from the start on, as they would have been on the shortest line at the same speed.
static miler_status take_splits(review_work *work, miler_error *err) {
    const miler_review_request *r = work->request;
    work->count = r->split_count + 1;
    work->m = miler_arena_array(work->arena, work->count, sizeof *work->m);
    work->s = miler_arena_array(work->arena, work->count, sizeof *work->s);
    if (work->m == NULL || work->s == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    work->dist_m = r->splits[r->split_count - 1].dist_m;
    for (size_t i = 1; i < work->count; i++) {
        const miler_race_split to = split_at(work, i), from = split_at(work, i - 1);
        const double way_m = to.dist_m - from.dist_m;
        work->wide_s += (to.time_s - from.time_s) * to.extra_m / (way_m + to.extra_m);
        work->m[i] = to.dist_m;
        work->s[i] = to.time_s - work->wide_s;
    }
    return MILER_OK;
}

miler_status miler_race_review(const miler_review_request *request, miler_arena *arena, miler_review *out,
                               miler_error *err) {
    if (request == NULL || arena == NULL || out == NULL)
        return miler_fail(err, MILER_ERR_ARG, "race review: NULL given");
    memset(out, 0, sizeof *out);
    miler_status status = check(request, err);
    if (status != MILER_OK) return status;
    review_work work = {.request = request, .arena = arena};
    status = take_splits(&work, err);
    if (status != MILER_OK) return status;
    out->dist_m = work.dist_m;
    out->time_s = request->splits[request->split_count - 1].time_s;
    out->plan = request->plan_m != NULL ? request->plan : MILER_REVIEW_PLAN_EVEN;
    out->basis = request->racer != NULL ? request->basis : MILER_REVIEW_BY_SPLITS;
    out->plan_time_s = plan_at(&work, work.dist_m);
    for (size_t i = 0; i < request->split_count; i++)
        out->extra_m += request->splits[i].extra_m;
    status = tables(&work, out, err);
    if (status == MILER_OK) status = review_causes(&work, out, err);
    if (status == MILER_OK) status = review_speak(&work, out, err);
    return status;
}
