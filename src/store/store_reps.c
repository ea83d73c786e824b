// SPDX-License-Identifier: MIT
// What sessions of reps say of the mile: one narrow row each, so that evidence is
// gathered without reading what was run.
#include "store/sql.h"

#include <string.h>

static const field reps_fields[] = {
    {"activity_id", offsetof(store_reps_mile, activity_id), FIELD_I64},
    {"day", offsetof(store_reps_mile, day), FIELD_DAY},
    {"mile_s", offsetof(store_reps_mile, mile_s), FIELD_F64},
    {"error_s", offsetof(store_reps_mile, error_s), FIELD_F64},
    {"words", offsetof(store_reps_mile, words), FIELD_TEXT},
};
#define REPS_FIELDS (sizeof reps_fields / sizeof reps_fields[0])

static miler_status drop(store *s, int64_t activity_id, miler_error *err) {
    sql q;
    sql_open(&q, s, SQL_REPS_DROP, "DELETE FROM rep_sessions WHERE activity_id = ?");
    sql_i64(&q, activity_id);
    (void)sql_row(&q);
    return sql_done(&q, err);
}

static miler_status put(store *s, int64_t activity_id, const store_reps_mile *mile, miler_error *err) {
    sql q;
    sql_open(&q, s, SQL_REPS_PUT,
             "INSERT OR REPLACE INTO rep_sessions (activity_id, athlete_id, day, mile_s, error_s, words) "
             "SELECT id, athlete_id, day, ?, ?, ? FROM activities WHERE id = ?");
    sql_f64(&q, mile->mile_s);
    sql_f64(&q, mile->error_s);
    sql_text(&q, mile->words);
    sql_i64(&q, activity_id);
    const miler_status status = sql_changed(&q, "run", activity_id, err);
    return status == MILER_OK ? store_run_hide(s, SQL_REPS_HIDE, activity_id, err) : status;
}

miler_status store_reps_mile_put(store *s, int64_t activity_id, const store_reps_mile *mile,
                                 miler_error *err) {
    miler_status status = store_begin(s, err);
    if (status != MILER_OK) return status;
    status = mile->mile_s > 0 ? put(s, activity_id, mile, err) : drop(s, activity_id, err);
    return sql_end(s, status, err);
}

static void select_from(miler_buf *text, const store *s, const char *rest) {
    miler_buf_init(text, s->alloc, SQL_TEXT_MAX);
    miler_buf_text_append(text, "SELECT ");
    sql_columns(text, reps_fields, REPS_FIELDS, "");
    miler_buf_text_append(text, " FROM rep_sessions ");
    miler_buf_text_append(text, rest);
}

miler_status store_reps_mile_list(store *s, int64_t athlete_id, int32_t since_day, int32_t until_day,
                                  miler_arena *arena, store_reps_mile **out, size_t *out_count,
                                  miler_error *err) {
    miler_buf text;
    select_from(&text, s, "WHERE athlete_id = ? AND day BETWEEN ? AND ? ORDER BY day, activity_id");
    sql q;
    sql_open_built(&q, s, SQL_ONCE, &text);
    sql_i64(&q, athlete_id);
    sql_i64(&q, since_day == MILER_NO_DAY ? INT32_MIN : since_day);
    sql_i64(&q, until_day == MILER_NO_DAY ? INT32_MAX : until_day);
    *out = sql_list(&q, reps_fields, REPS_FIELDS, sizeof **out, arena, out_count);
    return sql_done(&q, err);
}

miler_status store_reps_mile_get(store *s, int64_t activity_id, miler_arena *arena, store_reps_mile *out,
                                 miler_error *err) {
    memset(out, 0, sizeof *out);
    miler_buf text;
    select_from(&text, s, "WHERE activity_id = ?");
    sql q;
    sql_open_built(&q, s, SQL_ONCE, &text);
    sql_i64(&q, activity_id);
    const bool found = sql_row(&q);
    if (found) sql_read_fields(&q, out, reps_fields, REPS_FIELDS, arena);
    return sql_found(&q, found, "reps of run", activity_id, err);
}
