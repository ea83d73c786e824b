// SPDX-License-Identifier: MIT
// What load is told from, per session.
#include "store/sql.h"

#include <string.h>

#define BINS_TEXT_MAX ((size_t)4096) // 80 bins of at most 13 characters
// A result is of this run where it covers so much of it: warm-up and cool-down are in the file too.
#define RACE_SHARE "0.1"

miler_status store_load_put(store *s, int64_t activity_id, int32_t made, const miler_load_parts *parts,
                            miler_error *err) {
    miler_status status = sql_writable(s, err);
    if (status != MILER_OK) return status;
    miler_buf speed;
    miler_buf hr;
    miler_buf_init(&speed, s->alloc, BINS_TEXT_MAX);
    miler_buf_init(&hr, s->alloc, BINS_TEXT_MAX);
    miler_load_bins_print(parts->speed_s, MILER_LOAD_SPEED_BINS, &speed);
    miler_load_bins_print(parts->hr_s, MILER_LOAD_HR_BINS, &hr);
    status = miler_buf_status(&speed, err);
    if (status == MILER_OK) status = miler_buf_status(&hr, err);
    if (status == MILER_OK) {
        sql q;
        sql_open(&q, s, SQL_LOAD_PUT,
                 "INSERT OR REPLACE INTO loads (activity_id, made, by_laps, ngp_mps, ngp_s, speed_bins, "
                 "hr_bins) VALUES (?, ?, ?, ?, ?, ?, ?)");
        sql_i64(&q, activity_id);
        sql_i64(&q, made);
        sql_i64(&q, parts->by_laps);
        sql_f64(&q, parts->ngp_mps);
        sql_f64(&q, parts->ngp_s);
        sql_text(&q, miler_buf_text(&speed));
        sql_text(&q, miler_buf_text(&hr));
        (void)sql_row(&q);
        const bool refers = (q.rc & 0xff) == SQLITE_CONSTRAINT;
        status = sql_done(&q, err);
        if (refers) status = miler_fail(err, MILER_ERR_NOT_FOUND, "no run %lld", (long long)activity_id);
    }
    miler_buf_deinit(&hr);
    miler_buf_deinit(&speed);
    return status;
}

miler_status store_load_missing(store *s, int64_t athlete_id, int32_t made, miler_arena *arena, int64_t **out,
                                size_t *out_count, miler_error *err) {
    sql q;
    sql_open(&q, s, SQL_ONCE,
             "SELECT a.id FROM activities a LEFT JOIN loads l ON l.activity_id = a.id "
             "WHERE a.athlete_id = ? AND a.removed_ms IS NULL AND (l.made IS NULL OR abs(l.made) < ?) ORDER "
             "BY a.start_ms DESC");
    sql_i64(&q, athlete_id);
    sql_i64(&q, made);
    *out = sql_ids(&q, arena, out_count);
    return sql_done(&q, err);
}

miler_status store_load_lacks(store *s, int64_t activity_id, int32_t made, bool *out, miler_error *err) {
    sql q;
    sql_open(
        &q, s, SQL_ONCE,
        "SELECT EXISTS (SELECT 1 FROM activities a LEFT JOIN loads l ON l.activity_id = a.id WHERE a.id = ? "
        "AND a.removed_ms IS NULL AND (l.made IS NULL OR abs(l.made) < ?))");
    sql_i64(&q, activity_id);
    sql_i64(&q, made);
    *out = sql_row(&q) && sql_get_i64(&q) != 0;
    return sql_done(&q, err);
}

static int64_t best_index(double dist_m) {
    size_t i = 0;
    while (i < MILER_BEST_COUNT && miler_best_distance_m(i) < dist_m - 0.5)
        i++;
    return (int64_t)i;
}

static void read_type(sql *q, store_load *out) {
    const char *type = sql_view_text(q);
    for (int i = 0; i < MILER_LOAD_CROSS; i++)
        if (strcmp(type, miler_load_kind_name((miler_load_kind)i)) == 0) {
            out->kind_told = true;
            out->kind = (miler_load_kind)i;
        }
}

// Bins of a damaged row are as if never measured.
static void read_row(sql *q, store_load *out) {
    memset(out, 0, sizeof *out);
    out->activity_id = sql_get_i64(q);
    out->day = sql_get_day(q);
    out->parts.sport = (miler_sport)sql_get_i32(q);
    out->parts.dist_source = (miler_dist_source)sql_get_i32(q);
    out->parts.timer_s = sql_get_f64(q);
    out->parts.dist_m = sql_get_f64(q);
    out->mile_s = sql_get_f64(q);
    out->five_s = sql_get_f64(q);
    out->race_told = sql_get_i64(q) != 0;
    out->effort_rpe = sql_get_f64(q);
    read_type(q, out);
    const bool measured = sql_get_i64(q) != 0;
    out->parts.by_laps = sql_get_i64(q) != 0;
    out->parts.ngp_mps = sql_get_f64(q);
    out->parts.ngp_s = sql_get_f64(q);
    out->measured = miler_load_bins_parse(sql_view_text(q), out->parts.speed_s, MILER_LOAD_SPEED_BINS) &&
                    miler_load_bins_parse(sql_view_text(q), out->parts.hr_s, MILER_LOAD_HR_BINS) && measured;
}

static void open_list(sql *q, store *s) {
    sql_open(
        q, s, SQL_LOAD_LIST,
        "SELECT a.id, a.day, a.sport, a.dist_source, a.timer_s, coalesce(a.hand_dist_m, a.dist_m), "
        "m.time_s, f.time_s, "
        // PERF: two questions, each by its own index; as one with OR it reads all results for every run.
        "EXISTS (SELECT 1 FROM results r WHERE r.run_id = a.id AND r.athlete_id = a.athlete_id "
        "AND r.removed_ms IS NULL) OR "
        "EXISTS (SELECT 1 FROM results r WHERE r.athlete_id = a.athlete_id AND r.day = a.day "
        "AND r.removed_ms IS NULL AND r.dist_m >= " RACE_SHARE
        " * a.dist_m AND r.dist_m <= 1.03 * a.dist_m), "
        "(SELECT e.value FROM edits e WHERE e.activity_id = a.id AND e.kind = ?7 AND e.removed_ms IS NULL "
        "ORDER BY e.id DESC LIMIT 1), "
        "(SELECT e.text FROM edits e WHERE e.activity_id = a.id AND e.kind = ?8 AND e.removed_ms IS NULL "
        "ORDER BY e.id DESC LIMIT 1), "
        "l.made IS NOT NULL, l.by_laps, l.ngp_mps, l.ngp_s, l.speed_bins, l.hr_bins FROM activities a "
        "LEFT JOIN loads l ON l.activity_id = a.id AND l.made = ?1 "
        "LEFT JOIN bests m ON m.activity_id = a.id AND m.dist_index = ?2 AND m.clean = 1 "
        "LEFT JOIN bests f ON f.activity_id = a.id AND f.dist_index = ?3 AND f.clean = 1 "
        "WHERE a.athlete_id = ?4 AND a.removed_ms IS NULL AND a.day BETWEEN ?5 AND ?6 ORDER BY a.day, "
        "a.start_ms, a.id");
}

miler_status store_load_list(store *s, int64_t athlete_id, int32_t made, int32_t since_day, int32_t until_day,
                             miler_arena *arena, store_load **out, size_t *out_count, miler_error *err) {
    store_load *list = NULL;
    size_t count = 0;
    size_t room = 0;
    sql q;
    open_list(&q, s);
    sql_i64(&q, made);
    sql_i64(&q, best_index(MILER_MILE_M));
    sql_i64(&q, best_index(5000));
    sql_i64(&q, athlete_id);
    sql_i64(&q, since_day == MILER_NO_DAY ? INT32_MIN : since_day);
    sql_i64(&q, until_day == MILER_NO_DAY ? INT32_MAX : until_day);
    sql_i64(&q, MILER_EDIT_EFFORT);
    sql_i64(&q, MILER_EDIT_TYPE);
    while (sql_row(&q)) {
        if (count == room) {
            list = miler_arena_grow(arena, list, room, room * 2 + 64, sizeof *list);
            room = room * 2 + 64;
        }
        if (list == NULL) {
            q.rc = SQLITE_NOMEM;
            break;
        }
        read_row(&q, &list[count++]);
    }
    *out = list;
    *out_count = count;
    return sql_done(&q, err);
}
