// SPDX-License-Identifier: MIT
// Is it the same recording? The same run comes as FIT from the watch, as TCX
// from one site and as GPX from another, and each moves the start to the first
// fix, rounds durations, counts the distance anew, drops pauses or cuts off the
// street one lives in. Nobody runs twice at once: two recordings of one athlete
// that cover the same time at the same speed are one run.
//
//     ├────────────── as recorded ──────────────┤
//     ├──────────── rounded, recounted ──────────┤     same start, time and distance
//        ├──────── both ends cut off ────────┤         one mostly inside the other, same speed
//                      + 2 h     ├──────── clock without a zone ─────────┤   shifted whole, else equal
//
// What runs beside it and is none of these (a second watch that was stopped half
// way) stays a recording of its own; a person is told of it.
#include "store/sql.h"

// All of these are engineering estimates; the pairs of the public corpus and the
// rows of test_store_same.c are what they were set by.
#define START_MS 5000 // exports move the start to the first fix or the first record
#define TIME_S 10.0   // and round, or count the last pause or not
#define TIME_SHARE 0.02
#define DIST_M 50.0
#define DIST_SHARE 0.05
#define EXACT_TIME_S 1.5 // what rounding to seconds at both ends can do
#define EXACT_DIST_M 1.0
#define EXACT_DIST_SHARE 0.0001
#define BESIDE_FACTOR 1.5              // how far the other may be off when one witness is exact
#define COVER_SHARE 0.8                // of the time from the first start to the last end
#define COVER_SPEED 0.04               // GPS of two devices differs by 1 to 3 %
#define COVER_LEAST_S 120.0            // below, everything is as fast as everything
#define BESIDE_SHARE 0.5               // of the shorter one
#define ZONE_STEP_MS INT64_C(1800000)  // nearly all zones lie on half hours
#define ZONE_MOST_MS INT64_C(50400000) // 14 h, Kiribati
#define ZONE_LEAST_S 600.0
#define ZONE_DIST_SHARE 0.02 // points on another ellipsoid, or counted from them anew

typedef struct shape {
    int64_t start_ms;
    miler_file_format format;
    miler_sport sport;
    uint32_t flags;
    double elapsed_s, timer_s, dist_m;
} shape;

static shape shape_of(const miler_activity *a) {
    return (shape){a->start_ms, a->format, a->sport, a->flags, a->elapsed_s, a->timer_s, a->dist_m};
}

// A missing value, and one that is nothing, matches all.
static bool close_to(double a, double b, double least, double share) {
    if (!(a > 0) || !(b > 0)) return true;
    return fabs(a - b) <= fmax(least, share * fmax(a, b));
}

static bool within(double a, double b, double least, double share) {
    return a > 0 && b > 0 && close_to(a, b, least, share);
}

static bool beside(double a, double b) {
    if (!(a > 0) || !(b > 0)) return true;
    return fmax(a, b) <= BESIDE_FACTOR * fmin(a, b);
}

static bool same_sport(miler_sport a, miler_sport b) {
    return a == b || a == MILER_SPORT_UNKNOWN || b == MILER_SPORT_UNKNOWN;
}

// Some exports drop pauses and keep the clock, others the other way round.
static bool same_time(const shape *a, const shape *b) {
    return close_to(a->elapsed_s, b->elapsed_s, TIME_S, TIME_SHARE) ||
           close_to(a->timer_s, b->timer_s, TIME_S, TIME_SHARE);
}

// Started together; one of time and distance is equal, the other not far off: a
// pause counted by one and not by the other, a distance counted from poor GPS.
static bool one_exact(const shape *a, const shape *b) {
    const bool time = within(a->elapsed_s, b->elapsed_s, EXACT_TIME_S, 0);
    const bool dist = within(a->dist_m, b->dist_m, EXACT_DIST_M, EXACT_DIST_SHARE);
    return (time && beside(a->dist_m, b->dist_m)) || (dist && beside(a->elapsed_s, b->elapsed_s));
}

static bool started_together(const shape *a, const shape *b) {
    // A copy that was cut short is as long as it could be read.
    if (((a->flags | b->flags) & MILER_REC_TRUNCATED) != 0) return true;
    return (same_time(a, b) && close_to(a->dist_m, b->dist_m, DIST_M, DIST_SHARE)) || one_exact(a, b);
}

static double both_cover_s(const shape *a, const shape *b) {
    const double b_from = (double)(b->start_ms - a->start_ms) / 1000;
    return fmin(a->elapsed_s, b_from + b->elapsed_s) - fmax(0, b_from);
}

// How much of the time from the first start to the last end both cover.
static double covered(const shape *a, const shape *b) {
    const double both_s = both_cover_s(a, b);
    const double all_s = a->elapsed_s + b->elapsed_s - both_s; // with what lies between them counted twice
    return all_s > 0 ? both_s / all_s : 0;                     // NaN compares false
}

static bool same_speed(const shape *a, const shape *b) {
    return within(a->dist_m / a->elapsed_s, b->dist_m / b->elapsed_s, 0, COVER_SPEED) ||
           within(a->dist_m / a->timer_s, b->dist_m / b->timer_s, 0, COVER_SPEED);
}

static bool cut_differently(const shape *a, const shape *b) {
    return a->elapsed_s >= COVER_LEAST_S && b->elapsed_s >= COVER_LEAST_S && covered(a, b) >= COVER_SHARE &&
           same_speed(a, b);
}

// A GPX or TCX written in local time without saying so.
static bool clock_without_zone(const shape *a, const shape *b, int64_t shift_ms) {
    if (a->format == MILER_FORMAT_FIT && b->format == MILER_FORMAT_FIT) return false;
    const int64_t off_ms = shift_ms % ZONE_STEP_MS;
    const bool zone =
        shift_ms <= ZONE_MOST_MS + START_MS && (off_ms <= START_MS || off_ms >= ZONE_STEP_MS - START_MS);
    return zone && a->elapsed_s >= ZONE_LEAST_S && within(a->elapsed_s, b->elapsed_s, EXACT_TIME_S, 0) &&
           within(a->dist_m, b->dist_m, 0, ZONE_DIST_SHARE);
}

static bool alike(const shape *a, const shape *b) {
    if (a->start_ms == MILER_NO_TIME || b->start_ms == MILER_NO_TIME || !same_sport(a->sport, b->sport))
        return false;
    const int64_t shift_ms =
        a->start_ms > b->start_ms ? a->start_ms - b->start_ms : b->start_ms - a->start_ms;
    if (shift_ms <= START_MS && started_together(a, b)) return true;
    return cut_differently(a, b) || clock_without_zone(a, b, shift_ms);
}

static bool is_beside(const shape *a, const shape *b) {
    return same_sport(a->sport, b->sport) && a->elapsed_s >= COVER_LEAST_S && b->elapsed_s >= COVER_LEAST_S &&
           both_cover_s(a, b) >= BESIDE_SHARE * fmin(a->elapsed_s, b->elapsed_s);
}

bool store_activity_alike(const miler_activity *a, const miler_activity *b) {
    const shape left = shape_of(a);
    const shape right = shape_of(b);
    return alike(&left, &right);
}

static shape read_shape(sql *q) {
    shape s;
    s.start_ms = sql_get_ms(q);
    s.format = (miler_file_format)sql_get_i32(q);
    s.sport = (miler_sport)sql_get_i32(q);
    s.flags = (uint32_t)sql_get_i64(q);
    s.elapsed_s = sql_get_f64(q);
    s.timer_s = sql_get_f64(q);
    s.dist_m = sql_get_f64(q);
    return s;
}

miler_status store_activity_same(store *s, int64_t athlete_id, const miler_activity *activity,
                                 int64_t *out_id, int64_t *out_beside, miler_error *err) {
    *out_beside = 0;
    if (activity->start_ms == MILER_NO_TIME)
        return miler_fail(err, MILER_ERR_NOT_FOUND, "an activity without a time is like no other");
    const shape wanted = shape_of(activity);
    bool found = false;
    sql q;
    // The nearest start first: of several that would do it is the likeliest.
    sql_open(
        &q, s, SQL_ACTIVITY_SAME,
        // What a runner said it was is no other recording.
        "SELECT id, start_ms, format, CASE WHEN EXISTS (SELECT 1 FROM edits e WHERE e.activity_id = "
        "activities.id AND e.kind = ?4 AND e.removed_ms IS NULL) THEN ?5 ELSE sport END, flags, elapsed_s, "
        "timer_s, dist_m FROM activities "
        "WHERE athlete_id = ?1 AND start_ms BETWEEN ?2 - ?3 AND ?2 + ?3 ORDER BY abs(start_ms - ?2), id");
    sql_i64(&q, athlete_id);
    sql_i64(&q, activity->start_ms);
    sql_i64(&q, ZONE_MOST_MS + START_MS);
    sql_i64(&q, MILER_EDIT_SPORT);
    sql_i64(&q, activity->sport);
    while (!found && sql_row(&q)) {
        const int64_t id = sql_get_i64(&q);
        const shape there = read_shape(&q);
        found = alike(&there, &wanted);
        if (found) *out_id = id;
        if (!found && *out_beside == 0 && is_beside(&there, &wanted)) *out_beside = id;
    }
    const miler_status status = sql_done(&q, err);
    return status == MILER_OK && !found ? miler_fail(err, MILER_ERR_NOT_FOUND, "no such recording") : status;
}
