// SPDX-License-Identifier: MIT
// Laps put right by hand. Laps are boundaries in time, so each edit adds, takes
// or moves one, and distance and timer time of a lap follow from where its
// boundaries stand.
#include "activity/act.h"

#include <miler/edits.h>

#include <stdlib.h>

#define NEAR_S 30.0    // a boundary is meant when it is this near
#define LAP_MIN_S 1.0  // shorter laps are a slip of the finger
#define FACTOR_MIN 0.5 // distances by hand beyond these are slips too
#define FACTOR_MAX 2.0
#define LAP_LENGTH_MIN_M 50.0
#define LAP_LENGTH_MAX_M 1000.0
#define EDITS_MAX 20000

typedef struct boundary {
    double at_s;
    int32_t watch_lap; // that begins here; -1 = by hand
    const char *name;  // of the lap that begins here
} boundary;

typedef struct sheet {
    const miler_activity *a;
    boundary *b; // the first is the start, the last the end
    size_t count, room;
    miler_edited *out;
} sheet;

const char *miler_edit_kind_name(miler_edit_kind kind) {
    static const char *const names[MILER_EDIT_KIND_COUNT] = {"split",    "join",       "move", "name",
                                                             "distance", "lap length", "lane"};
    return (unsigned)kind < MILER_EDIT_KIND_COUNT ? names[kind] : "unknown";
}

static double run_end_s(const miler_activity *a) {
    return a->sample_count > 0 && a->at_s != NULL ? a->at_s[a->sample_count - 1] : fmax(a->elapsed_s, 0);
}

static void put(sheet *s, size_t at, boundary b) {
    for (size_t i = s->count; i > at; i--)
        s->b[i] = s->b[i - 1];
    s->b[at] = b;
    s->count++;
}

static bool lay_out(sheet *s, size_t edits, miler_arena *arena) {
    const miler_activity *a = s->a;
    s->room = a->lap_count + edits + 2;
    s->b = miler_arena_array(arena, s->room, sizeof *s->b);
    if (s->b == NULL) return false;
    const double end_s = run_end_s(a);
    s->b[s->count++] = (boundary){0, a->lap_count > 0 ? 0 : -1, NULL};
    for (size_t i = 1; i < a->lap_count; i++) {
        const int64_t start_ms = a->laps[i].sum.start_ms;
        const double at = start_ms == MILER_NO_TIME ? (double)NAN : (double)(start_ms - a->start_ms) / 1000;
        if (at > s->b[s->count - 1].at_s && at < end_s) s->b[s->count++] = (boundary){at, (int32_t)i, NULL};
    }
    s->b[s->count++] = (boundary){end_s, -1, NULL};
    return true;
}

// The lap that holds an instant, by its first boundary; count = none.
static size_t lap_at(const sheet *s, double at_s) {
    for (size_t i = 0; i + 1 < s->count; i++)
        if (at_s >= s->b[i].at_s && at_s < s->b[i + 1].at_s) return i;
    return s->count;
}

// The inner boundary nearest to an instant; 0 = none near.
static size_t nearest(const sheet *s, double at_s) {
    size_t best = 0;
    for (size_t i = 1; i + 1 < s->count; i++)
        if (fabs(s->b[i].at_s - at_s) <= NEAR_S &&
            (best == 0 || fabs(s->b[i].at_s - at_s) < fabs(s->b[best].at_s - at_s)))
            best = i;
    return best;
}

static miler_status outside(double at_s, miler_error *err) {
    char at[MILER_TEXT_MAX];
    miler_print_time(at, sizeof at, at_s, 0);
    return miler_fail(err, MILER_ERR_RANGE, "%s is not inside the run", at);
}

static miler_status no_end_near(double at_s, miler_error *err) {
    char at[MILER_TEXT_MAX];
    miler_print_time(at, sizeof at, at_s, 0);
    return miler_fail(err, MILER_ERR_RANGE, "no lap ends within %.0f s of %s", NEAR_S, at);
}

static miler_status split(sheet *s, const miler_edit *e, miler_error *err) {
    const size_t lap = lap_at(s, e->at_s);
    if (lap == s->count) return outside(e->at_s, err);
    if (e->at_s - s->b[lap].at_s < LAP_MIN_S || s->b[lap + 1].at_s - e->at_s < LAP_MIN_S)
        return miler_fail(err, MILER_ERR_RANGE, "a lap ends there already");
    put(s, lap + 1, (boundary){e->at_s, -1, NULL});
    s->b[lap].watch_lap = -1;
    return MILER_OK;
}

static miler_status join(sheet *s, const miler_edit *e, miler_error *err) {
    const size_t at = nearest(s, e->at_s);
    if (at == 0) return no_end_near(e->at_s, err);
    for (size_t i = at; i + 1 < s->count; i++)
        s->b[i] = s->b[i + 1];
    s->count--;
    s->b[at - 1].watch_lap = -1;
    return MILER_OK;
}

static miler_status move(sheet *s, const miler_edit *e, miler_error *err) {
    const size_t at = nearest(s, e->at_s);
    if (at == 0) return no_end_near(e->at_s, err);
    if (!(e->to_s >= s->b[at - 1].at_s + LAP_MIN_S && e->to_s <= s->b[at + 1].at_s - LAP_MIN_S))
        return miler_fail(err, MILER_ERR_RANGE,
                          "the new end is not between those of the laps before and after");
    s->b[at].at_s = e->to_s;
    s->b[at].watch_lap = s->b[at - 1].watch_lap = -1;
    return MILER_OK;
}

static miler_status name(sheet *s, const miler_edit *e, miler_error *err) {
    const size_t lap = lap_at(s, e->at_s);
    if (lap == s->count) return outside(e->at_s, err);
    s->b[lap].name = e->text != NULL && e->text[0] != '\0' ? e->text : NULL;
    return MILER_OK;
}

static miler_status distance(sheet *s, const miler_edit *e, miler_error *err) {
    const double recorded = s->a->dist_m;
    if (!(e->value > 0 && e->value < 1e6))
        return miler_fail(err, MILER_ERR_RANGE, "%.0f m is no length of a run", e->value);
    if (recorded > 0 && !(e->value / recorded >= FACTOR_MIN && e->value / recorded <= FACTOR_MAX))
        return miler_fail(err, MILER_ERR_RANGE, "%.0f m is too far from the %.0f m recorded", e->value,
                          recorded);
    s->out->dist_m = e->value;
    s->out->dist_factor = recorded > 0 ? e->value / recorded : 1;
    s->out->dist_by_hand = true;
    return MILER_OK;
}

static miler_status lap_length(sheet *s, const miler_edit *e, miler_error *err) {
    if (!(e->value >= LAP_LENGTH_MIN_M && e->value <= LAP_LENGTH_MAX_M))
        return miler_fail(err, MILER_ERR_RANGE, "a lap of a track is %.0f to %.0f m", LAP_LENGTH_MIN_M,
                          LAP_LENGTH_MAX_M);
    const miler_edit whole = {.kind = MILER_EDIT_DISTANCE, .value = e->value * (double)(s->count - 1)};
    return distance(s, &whole, err);
}

static miler_status lane(sheet *s, const miler_edit *e, miler_error *err) {
    if (!(e->value >= 1 && e->value <= 9) || e->value != floor(e->value))
        return miler_fail(err, MILER_ERR_RANGE, "lanes are 1 to 9");
    s->out->lane = (int32_t)e->value;
    return MILER_OK;
}

static miler_status apply_one(sheet *s, const miler_edit *e, miler_error *err) {
    static miler_status (*const apply[MILER_EDIT_KIND_COUNT])(sheet *, const miler_edit *, miler_error *) = {
        split, join, move, name, distance, lap_length, lane};
    if ((unsigned)e->kind >= MILER_EDIT_KIND_COUNT)
        return miler_fail(err, MILER_ERR_ARG, "no such kind of edit");
    if (s->count >= s->room && e->kind == MILER_EDIT_SPLIT)
        return miler_fail(err, MILER_ERR_LIMIT, "too many laps");
    return apply[e->kind](s, e, err);
}

// Where the runner was at a boundary, by the recording; at the ends what the whole run says.
static double dist_at(const miler_activity *a, double at_s) {
    const double d = miler_activity_dist_at(a, at_s);
    if (!isnan(d)) return d;
    const double end_s = run_end_s(a);
    return end_s > 0 && a->dist_m > 0 ? a->dist_m * fmin(fmax(at_s / end_s, 0), 1) : (double)NAN;
}

static bool fill_laps(sheet *s, const miler_edit *per_lap, miler_arena *arena) {
    miler_edited *out = s->out;
    out->lap_count = s->count - 1;
    out->laps = miler_arena_array(arena, out->lap_count, sizeof *out->laps);
    if (out->laps == NULL) return false;
    for (size_t i = 0; i < out->lap_count; i++) {
        const double from_s = s->b[i].at_s;
        const double to_s = s->b[i + 1].at_s;
        const double recorded = dist_at(s->a, to_s) - dist_at(s->a, from_s);
        out->laps[i] = (miler_edited_lap){
            .start_s = from_s,
            .end_s = to_s,
            .timer_s = miler_activity_timer_at(s->a, to_s) - miler_activity_timer_at(s->a, from_s),
            .dist_m = per_lap != NULL ? per_lap->value : recorded * out->dist_factor,
            .name = s->b[i].name,
            .watch_lap = s->b[i].watch_lap};
    }
    return true;
}

// All edits in order. The last word on distance counts: NULL, or the lap length that all laps have.
static const miler_edit *lay_over(sheet *s, const miler_edit *edits, size_t count) {
    const miler_edit *per_lap = NULL;
    for (size_t i = 0; i < count; i++) {
        if (apply_one(s, &edits[i], NULL) != MILER_OK) {
            s->out->refused++;
            continue;
        }
        if (edits[i].kind == MILER_EDIT_LAP_LENGTH) per_lap = &edits[i];
        if (edits[i].kind == MILER_EDIT_DISTANCE) per_lap = NULL;
    }
    if (per_lap != NULL) (void)!lap_length(s, per_lap, NULL); // laps split or joined since count too
    return per_lap;
}

static miler_status ready(const miler_activity *a, const miler_edit *edits, size_t count, const void *out,
                          const miler_arena *arena, miler_error *err) {
    if (a == NULL || arena == NULL || out == NULL || (edits == NULL && count > 0))
        return miler_fail(err, MILER_ERR_ARG, "edits need an activity and an arena");
    if (count > EDITS_MAX)
        return miler_fail(err, MILER_ERR_LIMIT, "more than %d edits of one run", EDITS_MAX);
    return MILER_OK;
}

miler_status miler_edits_apply(const miler_activity *a, const miler_edit *edits, size_t count,
                               miler_arena *arena, miler_edited *out, miler_error *err) {
    const miler_status status = ready(a, edits, count, out, arena, err);
    if (status != MILER_OK) return status;
    *out = (miler_edited){.dist_m = a->dist_m, .dist_factor = 1};
    sheet s = {.a = a, .out = out};
    if (!lay_out(&s, count, arena)) return act_nomem(err);
    return fill_laps(&s, lay_over(&s, edits, count), arena) ? MILER_OK : act_nomem(err);
}

miler_status miler_edit_check(const miler_activity *a, const miler_edit *edits, size_t count,
                              const miler_edit *next, miler_arena *arena, miler_error *err) {
    miler_status status = ready(a, edits, count, next, arena, err);
    if (status != MILER_OK) return status;
    miler_edited out = {.dist_m = a->dist_m, .dist_factor = 1};
    sheet s = {.a = a, .out = &out};
    if (!lay_out(&s, count + 1, arena)) return act_nomem(err);
    (void)lay_over(&s, edits, count);
    status = apply_one(&s, next, err);
    if (status != MILER_OK)
        miler_error_remedy(err, "look at the laps of the run first; times count from its start");
    return status;
}

// ---- Calibration

#define ONE_RUN_ERROR 0.03 // foot pods and wrists, the same runner on another day [engineering estimate]
#define MANY_RUNS_ERROR 0.01
#define SPEED_NEAR                                                                                           \
    0.15 // wrists count differently at other speeds: runs within this share of the speed count first
#define CALIBRATION_MAX 64

static int by_value(const void *a, const void *b) {
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return (x > y) - (x < y);
}

static size_t factors(const miler_calibration_run *runs, size_t count, double speed_mps, bool near_only,
                      double *out) {
    size_t n = 0;
    for (size_t i = 0; i < count && n < CALIBRATION_MAX; i++) {
        const double factor = runs[i].true_m / runs[i].watch_m;
        if (!(factor >= FACTOR_MIN && factor <= FACTOR_MAX)) continue;
        if (near_only && !(fabs(runs[i].speed_mps / speed_mps - 1) <= SPEED_NEAR)) continue;
        out[n++] = factor;
    }
    return n;
}

bool miler_calibrate(const miler_calibration_run *runs, size_t count, double speed_mps,
                     miler_calibration *out) {
    double f[CALIBRATION_MAX];
    size_t n = factors(runs, count, speed_mps, true, f);
    const bool near_runs = n > 0;
    if (!near_runs) n = factors(runs, count, speed_mps, false, f);
    if (n == 0) return false;
    qsort(f, n, sizeof f[0], by_value);
    out->factor = n % 2 == 1 ? f[n / 2] : (f[n / 2 - 1] + f[n / 2]) / 2;
    // Half the runs lie within the quartiles, 1.35 SDs apart.
    const double spread = n >= 4 ? (f[3 * n / 4] - f[n / 4]) / 1.35 : ONE_RUN_ERROR;
    out->error = fmax(spread, MANY_RUNS_ERROR) * (near_runs ? 1 : 1.5);
    out->rests_on = n;
    return true;
}
