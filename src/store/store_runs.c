// SPDX-License-Identifier: MIT
// The log: one line per activity, newest first, filtered and cut in the
// database, and the best efforts out of it.
//
// Bests stay quick however long the log grows: an index in the order (distance,
// time) gives the fastest of all time with one seek per distance, and one in the
// order (distance, block of four weeks, time) the fastest of each block.
#include "store/sql.h"

#include <string.h>

#define BLOCK_DAYS 28 // form is looked at in blocks of four weeks

#define R(column, member, kind)                                                                              \
    { column, offsetof(store_run, member), kind }
static const field run_fields[] = {
    R("id", id, FIELD_I64),
    R("athlete_id", athlete_id, FIELD_I64),
    R("original_id", original_id, FIELD_I64),
    R("idx", index, FIELD_I32),
    R("day", day, FIELD_DAY),
    R("format", format, FIELD_I32),
    R("sport", sport, FIELD_I32),
    R("sub_sport", sub_sport, FIELD_I32),
    R("flags", flags, FIELD_U32),
    R("start_ms", start_ms, FIELD_MS),
    R("utc_offset_s", utc_offset_s, FIELD_I32),
    R("has_utc_offset", has_utc_offset, FIELD_BOOL),
    R("elapsed_s", elapsed_s, FIELD_F64),
    R("timer_s", timer_s, FIELD_F64),
    R("moving_s", moving_s, FIELD_F64),
    R("coalesce(hand_dist_m, dist_m)", dist_m, FIELD_F64),
    R("dist_m", recorded_dist_m, FIELD_F64),
    R("dist_source", dist_source, FIELD_I32),
    R("avg_hr_bpm", avg_hr_bpm, FIELD_F32),
    R("max_hr_bpm", max_hr_bpm, FIELD_F32),
    R("avg_cadence_spm", avg_cadence_spm, FIELD_F32),
    R("ascent_m", ascent_m, FIELD_F32),
    R("lap_count", lap_count, FIELD_I32),
    R("name", name, FIELD_TEXT),
    R("device", device, FIELD_TEXT),
    R("removed_ms", removed_ms, FIELD_MS),
};
#undef R
#define RUN_FIELDS (sizeof run_fields / sizeof run_fields[0])

// What a person searches for stands for itself: no wild cards.
static void pattern_of(miler_buf *out, const char *text) {
    miler_buf_text_append(out, "%");
    for (; *text != '\0'; text++) {
        if (*text == '%' || *text == '_' || *text == '\\') miler_buf_append(out, "\\", 1);
        miler_buf_append(out, text, 1);
    }
    miler_buf_text_append(out, "%");
}

// A calendar day lies within two days of UTC around it, wherever it was run: the
// index is walked between these, and `day` then decides.
#define DAY_SLACK_MS MILER_MS_PER_DAY

static void where(miler_buf *text, const store_run_filter *f) {
    miler_buf_text_append(text, " FROM activities WHERE athlete_id = ? AND removed_ms IS ");
    miler_buf_text_append(text, f->removed ? "NOT NULL" : "NULL");
    if (f->sport >= 0) miler_buf_text_append(text, " AND sport = ?");
    if (f->sub_sport > 0) miler_buf_text_append(text, " AND sub_sport = ?");
    if (f->since_day != MILER_NO_DAY) miler_buf_text_append(text, " AND start_ms >= ? AND day >= ?");
    if (f->until_day != MILER_NO_DAY) miler_buf_text_append(text, " AND start_ms < ? AND day <= ?");
    if (f->text != NULL)
        miler_buf_text_append(text, " AND (name LIKE ? ESCAPE '\\' OR notes LIKE ? ESCAPE '\\')");
}

static void bind_where(sql *q, const store_run_filter *f, const char *pattern) {
    sql_i64(q, f->athlete_id);
    if (f->sport >= 0) sql_i64(q, f->sport);
    if (f->sub_sport > 0) sql_i64(q, f->sub_sport);
    if (f->since_day != MILER_NO_DAY) {
        sql_i64(q, f->since_day * MILER_MS_PER_DAY - DAY_SLACK_MS);
        sql_i64(q, f->since_day);
    }
    if (f->until_day != MILER_NO_DAY) {
        sql_i64(q, (f->until_day + INT64_C(1)) * MILER_MS_PER_DAY + DAY_SLACK_MS);
        sql_i64(q, f->until_day);
    }
    if (f->text != NULL) sql_text(q, pattern);
    if (f->text != NULL) sql_text(q, pattern);
}

static miler_status count_runs(store *s, const store_run_filter *f, const char *pattern, size_t *out,
                               miler_error *err) {
    miler_buf text;
    miler_buf_init(&text, s->alloc, SQL_TEXT_MAX);
    miler_buf_text_append(&text, "SELECT count(*)");
    where(&text, f);
    sql q;
    sql_open_built(&q, s, SQL_ONCE, &text);
    bind_where(&q, f, pattern);
    *out = sql_row(&q) ? (size_t)sql_get_i64(&q) : 0;
    return sql_done(&q, err);
}

static miler_status list_runs(store *s, const store_run_filter *f, const char *pattern, size_t total,
                              miler_arena *arena, store_run **out, size_t *out_count, miler_error *err) {
    size_t most = total > f->offset ? total - f->offset : 0;
    if (f->limit != 0 && f->limit < most) most = f->limit;
    store_run *list = miler_arena_array(arena, most, sizeof *list);
    if (list == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    miler_buf text;
    miler_buf_init(&text, s->alloc, SQL_TEXT_MAX);
    miler_buf_text_append(&text, "SELECT ");
    sql_columns(&text, run_fields, RUN_FIELDS, "");
    where(&text, f);
    miler_buf_text_append(&text, " ORDER BY start_ms DESC, day DESC, id DESC LIMIT ? OFFSET ?");
    sql q;
    sql_open_built(&q, s, SQL_ONCE, &text);
    bind_where(&q, f, pattern);
    sql_i64(&q, (int64_t)most);
    sql_i64(&q, f->offset > INT64_MAX ? INT64_MAX : (int64_t)f->offset);
    size_t count = 0;
    while (count < most && sql_row(&q))
        sql_read_fields(&q, &list[count++], run_fields, RUN_FIELDS, arena);
    *out = list;
    *out_count = count;
    return sql_done(&q, err);
}

miler_status store_run_list(store *s, const store_run_filter *filter, miler_arena *arena, store_run **out,
                            size_t *out_count, size_t *out_total, miler_error *err) {
    *out = NULL;
    *out_count = 0;
    miler_buf pattern;
    miler_buf_init(&pattern, s->alloc, 512); // SQLITE_LIMIT_LIKE_PATTERN_LENGTH of store_open.c
    if (filter->text != NULL) pattern_of(&pattern, filter->text);
    size_t total = 0;
    miler_status status = miler_buf_status(&pattern, err);
    if (status == MILER_OK) status = count_runs(s, filter, miler_buf_text(&pattern), &total, err);
    if (status == MILER_OK)
        status = list_runs(s, filter, miler_buf_text(&pattern), total, arena, out, out_count, err);
    if (out_total != NULL) *out_total = total;
    miler_buf_deinit(&pattern);
    return status;
}

miler_status store_run_sum(store *s, const store_run_filter *filter, store_run_sums *out, miler_error *err) {
    *out = (store_run_sums){0};
    miler_buf pattern;
    miler_buf_init(&pattern, s->alloc, 512); // as above
    if (filter->text != NULL) pattern_of(&pattern, filter->text);
    miler_status status = miler_buf_status(&pattern, err);
    if (status == MILER_OK) {
        miler_buf text;
        miler_buf_init(&text, s->alloc, SQL_TEXT_MAX);
        miler_buf_text_append(&text, "SELECT total(max(coalesce(hand_dist_m, dist_m, 0), 0)), "
                                     "total(max(coalesce(timer_s, 0), 0))");
        where(&text, filter);
        sql q;
        sql_open_built(&q, s, SQL_ONCE, &text);
        bind_where(&q, filter, miler_buf_text(&pattern));
        if (sql_row(&q)) {
            out->dist_m = sql_get_f64(&q);
            out->timer_s = sql_get_f64(&q);
        }
        status = sql_done(&q, err);
    }
    miler_buf_deinit(&pattern);
    return status;
}

miler_status store_run_get(store *s, int64_t id, miler_arena *arena, store_run *out, miler_error *err) {
    memset(out, 0, sizeof *out);
    miler_buf text;
    miler_buf_init(&text, s->alloc, SQL_TEXT_MAX);
    miler_buf_text_append(&text, "SELECT ");
    sql_columns(&text, run_fields, RUN_FIELDS, "");
    miler_buf_text_append(&text, " FROM activities WHERE id = ?");
    sql q;
    sql_open_built(&q, s, SQL_ONCE, &text);
    sql_i64(&q, id);
    const bool found = sql_row(&q);
    if (found) sql_read_fields(&q, out, run_fields, RUN_FIELDS, arena);
    const miler_status status = sql_found(&q, found, "run", id, err);
    if (status == MILER_ERR_NOT_FOUND) miler_error_remedy(err, "`miler runs` lists them with their numbers");
    return status;
}

miler_status store_run_hide(store *s, sql_id which, int64_t id, miler_error *err) {
    static const char bests[] =
        "DELETE FROM bests WHERE activity_id = ?1 AND (SELECT removed_ms FROM activities "
        "WHERE id = ?1) IS NOT NULL";
    static const char reps[] = "DELETE FROM rep_sessions WHERE activity_id = ?1 AND (SELECT removed_ms FROM "
                               "activities WHERE id = ?1) IS NOT NULL";
    sql q;
    sql_open(&q, s, which, which == SQL_BESTS_HIDE ? bests : reps);
    sql_i64(&q, id);
    (void)sql_row(&q);
    return sql_done(&q, err);
}

static miler_status set_removed(store *s, int64_t id, int64_t removed_ms, miler_error *err) {
    sql q;
    sql_open(&q, s, SQL_ONCE, "UPDATE activities SET removed_ms = ? WHERE id = ?");
    sql_ms(&q, removed_ms);
    sql_i64(&q, id);
    miler_status status = sql_changed(&q, "run", id, err);
    if (status == MILER_OK) status = store_run_hide(s, SQL_BESTS_HIDE, id, err);
    return status == MILER_OK ? store_run_hide(s, SQL_REPS_HIDE, id, err) : status;
}

miler_status store_run_set_removed(store *s, int64_t id, int64_t removed_ms, miler_error *err) {
    const miler_status status = store_begin(s, err);
    return status == MILER_OK ? sql_end(s, set_removed(s, id, removed_ms, err), err) : status;
}

// ---- Bests

#define BEST_SELECT                                                                                          \
    "SELECT b.activity_id, b.day, b.dist_index, b.dist_m, b.time_s, b.start_s, b.error_s, b.flags, "         \
    "b.hr_bpm, b.step_share, b.rise_m, "                                                                     \
    "a.dist_source, "                                                                                        \
    "a.dist_m, a.timer_s, a.avg_hr_bpm, a.start_ms, a.name FROM bests AS b JOIN activities AS a ON a.id = "  \
    "b.activity_id "

typedef struct best_list {
    miler_arena *arena;
    store_best *rows;
    size_t count, room;
} best_list;

static void take_best(sql *q, best_list *list) {
    if (list->count == list->room) {
        const size_t wanted = list->room == 0 ? 64 : list->room * 2;
        store_best *grown = miler_arena_grow(list->arena, list->rows, list->room, wanted, sizeof *grown);
        if (grown == NULL) {
            q->rc = SQLITE_NOMEM;
            return;
        }
        list->rows = grown;
        list->room = wanted;
    }
    store_best *b = &list->rows[list->count];
    b->run_id = sql_get_i64(q);
    b->day = sql_get_day(q);
    b->index = (size_t)sql_get_i64(q);
    b->effort.dist_m = sql_get_f64(q);
    b->effort.time_s = sql_get_f64(q);
    b->effort.start_s = sql_get_f64(q);
    b->effort.error_s = sql_get_f64(q);
    b->effort.flags = (uint32_t)sql_get_i64(q);
    b->effort.hr_bpm = (float)sql_get_f64(q);
    b->effort.step_share = (float)sql_get_f64(q);
    b->effort.rise_m = (float)sql_get_f64(q);
    b->dist_source = (miler_dist_source)sql_get_i32(q);
    b->run_dist_m = sql_get_f64(q);
    b->run_timer_s = sql_get_f64(q);
    b->run_avg_hr_bpm = (float)sql_get_f64(q);
    b->start_ms = sql_get_ms(q);
    b->run_name = sql_get_text(q, list->arena);
    if (b->index < MILER_BEST_COUNT) list->count++;
}

miler_status store_best_list(store *s, int64_t athlete_id, size_t per_dist, int32_t since_day,
                             int32_t until_day, miler_arena *arena, store_best **out, size_t *out_count,
                             miler_error *err) {
    best_list list = {.arena = arena};
    miler_status status = MILER_OK;
    for (int i = 0; i < MILER_BEST_COUNT && status == MILER_OK; i++) {
        sql q;
        sql_open(
            &q, s, SQL_BEST_FASTEST,
            BEST_SELECT
            "WHERE b.athlete_id = ?1 AND b.dist_index = ?2 AND b.clean = 1 AND (?3 IS NULL OR b.day >= ?3) "
            "AND (?4 IS NULL OR b.day <= ?4) ORDER BY b.time_s, b.day LIMIT ?5");
        sql_i64(&q, athlete_id);
        sql_i64(&q, i);
        sql_day(&q, since_day);
        sql_day(&q, until_day);
        sql_i64(&q, per_dist > INT32_MAX ? INT32_MAX : (int64_t)per_dist);
        while (sql_row(&q))
            take_best(&q, &list);
        status = sql_done(&q, err);
    }
    *out = list.rows;
    *out_count = list.count;
    return status;
}

int32_t store_block_of(int32_t day) {
    return day >= 0 ? day / BLOCK_DAYS : -((-(day + 1)) / BLOCK_DAYS) - 1;
}

int32_t store_block_start(int32_t day) {
    return store_block_of(day) * BLOCK_DAYS;
}

// The blocks in which an athlete has anything at all at one distance.
static miler_status block_range(store *s, int64_t athlete_id, int dist_index, int32_t *out_first,
                                int32_t *out_last, miler_error *err) {
    sql q;
    sql_open(&q, s, SQL_ONCE,
             "SELECT (SELECT min(block) FROM bests WHERE athlete_id = ?1 AND dist_index = ?2 AND clean = 1), "
             "(SELECT max(block) FROM bests WHERE athlete_id = ?1 AND dist_index = ?2 AND clean = 1)");
    sql_i64(&q, athlete_id);
    sql_i64(&q, dist_index);
    *out_first = 0;
    *out_last = -1;
    if (sql_row(&q)) {
        *out_first = sql_get_day(&q);
        *out_last = sql_get_day(&q);
        if (*out_first == MILER_NO_DAY) *out_first = 0, *out_last = -1;
    }
    return sql_done(&q, err);
}

static miler_status fastest_of_block(store *s, int64_t athlete_id, int dist_index, int32_t block,
                                     size_t per_block, int32_t since_day, int32_t until_day, best_list *list,
                                     miler_error *err) {
    sql q;
    sql_open(
        &q, s, SQL_BEST_BLOCK,
        BEST_SELECT
        "WHERE b.athlete_id = ?1 AND b.dist_index = ?2 AND b.block = ?3 AND b.clean = 1 "
        "AND (?4 IS NULL OR b.day >= ?4) AND (?5 IS NULL OR b.day <= ?5) ORDER BY b.time_s, b.day LIMIT ?6");
    sql_i64(&q, athlete_id);
    sql_i64(&q, dist_index);
    sql_i64(&q, block);
    sql_day(&q, since_day);
    sql_day(&q, until_day);
    sql_i64(&q, per_block > INT32_MAX ? INT32_MAX : (int64_t)per_block);
    while (sql_row(&q))
        take_best(&q, list);
    return sql_done(&q, err);
}

miler_status store_best_by_block(store *s, int64_t athlete_id, size_t per_block, int32_t since_day,
                                 int32_t until_day, miler_arena *arena, store_best **out, size_t *out_count,
                                 miler_error *err) {
    best_list list = {.arena = arena};
    miler_status status = MILER_OK;
    for (int i = 0; i < MILER_BEST_COUNT && status == MILER_OK; i++) {
        int32_t first;
        int32_t last;
        status = block_range(s, athlete_id, i, &first, &last, err);
        if (since_day != MILER_NO_DAY && store_block_of(since_day) > first) first = store_block_of(since_day);
        if (until_day != MILER_NO_DAY && store_block_of(until_day) < last) last = store_block_of(until_day);
        for (int32_t block = first; block <= last && status == MILER_OK; block++)
            status = fastest_of_block(s, athlete_id, i, block, per_block, since_day, until_day, &list, err);
    }
    *out = list.rows;
    *out_count = list.count;
    return status;
}

// The indexes of schema_008.sql are over these words.
#define STRANGE "(b.flags & 70) <> 0"
#define BELT "(b.flags & 95) = 8"
_Static_assert((MILER_EFFORT_IMPOSSIBLE | MILER_EFFORT_GPS_JUMP | MILER_EFFORT_NOT_RUNNING) == 70 &&
                   MILER_EFFORT_DISQUALIFIES == 95 && MILER_EFFORT_TREADMILL == 8,
               "the indexes are over these flags");

miler_status store_best_strange(store *s, int64_t athlete_id, store_strange which, int32_t since_day,
                                int32_t until_day, miler_arena *arena, store_best **out, size_t *out_count,
                                miler_error *err) {
    static const char *const words[] = {
        BEST_SELECT "WHERE b.athlete_id = ?1 AND " STRANGE " AND b.day BETWEEN ?2 AND ?3 "
                    "ORDER BY b.day DESC, b.activity_id, b.dist_index LIMIT ?4",
        BEST_SELECT
        "JOIN (SELECT b.activity_id AS id, b.dist_index AS at, row_number() OVER (PARTITION BY b.block, "
        "b.dist_index, o.sub_sport ORDER BY b.time_s, b.day, b.activity_id) AS place FROM bests AS b JOIN "
        "activities AS o ON o.id = b.activity_id WHERE b.athlete_id = ?1 AND " BELT
        " AND b.block BETWEEN ?4 AND ?5) AS f ON f.id = b.activity_id AND f.at = b.dist_index "
        "WHERE f.place <= ?6 AND b.day BETWEEN ?2 AND ?3 ORDER BY b.day DESC, b.activity_id, b.dist_index"};
    const int32_t since = since_day == MILER_NO_DAY ? INT32_MIN : since_day;
    const int32_t until = until_day == MILER_NO_DAY ? INT32_MAX : until_day;
    best_list list = {.arena = arena};
    miler_buf text;
    miler_buf_init(&text, s->alloc, SQL_TEXT_MAX);
    miler_buf_text_append(&text, words[which]);
    sql q;
    sql_open_built(&q, s, SQL_ONCE, &text);
    sql_i64(&q, athlete_id);
    sql_i64(&q, since);
    sql_i64(&q, until);
    if (which == STORE_BELT) {
        sql_i64(&q, store_block_of(since));
        sql_i64(&q, store_block_of(until));
        sql_i64(&q, STORE_BELT_PER_BLOCK);
    } else {
        sql_i64(&q, STORE_STRANGE_MAX);
    }
    while (sql_row(&q))
        take_best(&q, &list);
    *out = list.rows;
    *out_count = list.count;
    return sql_done(&q, err);
}

miler_status store_run_set_distance(store *s, int64_t id, double dist_m, miler_error *err) {
    const miler_status status = sql_writable(s, err);
    if (status != MILER_OK) return status;
    sql q;
    sql_open(&q, s, SQL_ONCE, "UPDATE activities SET hand_dist_m = ? WHERE id = ?");
    sql_f64(&q, dist_m);
    sql_i64(&q, id);
    return sql_changed(&q, "run", id, err);
}
