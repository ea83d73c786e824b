// SPDX-License-Identifier: MIT
// Results: races and times a person entered. Nothing is ever deleted; a removed
// one keeps its row and can be taken back.
#include "store/sql.h"

#include <string.h>

#define R(column, member, kind)                                                                              \
    { column, offsetof(store_result, member), kind }
static const field result_fields[] = {
    R("id", id, FIELD_I64),
    R("athlete_id", athlete_id, FIELD_I64),
    R("dist_m", dist_m, FIELD_F64),
    R("time_s", time_s, FIELD_F64),
    R("day", day, FIELD_DAY),
    R("official", official, FIELD_BOOL),
    R("name", name, FIELD_TEXT),
    R("place", place, FIELD_TEXT),
    R("note", note, FIELD_TEXT),
    R("run_id", run_id, FIELD_I64),
    R("added_ms", added_ms, FIELD_MS),
    R("removed_ms", removed_ms, FIELD_MS),
};
#undef R
#define RESULT_FIELDS (sizeof result_fields / sizeof result_fields[0])

miler_status store_result_add(store *s, const store_result *result, int64_t *out_id, miler_error *err) {
    const miler_status status = sql_writable(s, err);
    if (status != MILER_OK) return status;
    if (!(result->dist_m > 0) || !(result->time_s > 0))
        return miler_fail(err, MILER_ERR_ARG, "a result needs a distance and a time");
    sql q;
    sql_open(&q, s, SQL_ONCE,
             "INSERT INTO results (athlete_id, dist_m, time_s, day, official, name, place, note, run_id, "
             "added_ms) "
             "VALUES (?, ?, ?, ?, ?, ?, ?, ?, nullif(?, 0), ?)");
    sql_bind_fields(&q, result, result_fields + 1, RESULT_FIELDS - 2); // all but id and removed_ms
    (void)sql_row(&q);
    if (q.rc == SQLITE_DONE) *out_id = sqlite3_last_insert_rowid(s->db);
    const bool refers = (q.rc & 0xff) == SQLITE_CONSTRAINT;
    const miler_status done = sql_done(&q, err);
    return refers ? miler_fail(err, MILER_ERR_NOT_FOUND, "no such athlete or run") : done;
}

static void open_select(sql *q, store *s, const char *tail) {
    miler_buf text;
    miler_buf_init(&text, s->alloc, SQL_TEXT_MAX);
    miler_buf_text_append(&text, "SELECT ");
    sql_columns(&text, result_fields, RESULT_FIELDS, "");
    miler_buf_printf(&text, " FROM results %s", tail);
    sql_open_built(q, s, SQL_ONCE, &text);
}

miler_status store_result_get(store *s, int64_t id, miler_arena *arena, store_result *out, miler_error *err) {
    memset(out, 0, sizeof *out);
    sql q;
    open_select(&q, s, "WHERE id = ?");
    sql_i64(&q, id);
    const bool found = sql_row(&q);
    if (found) sql_read_fields(&q, out, result_fields, RESULT_FIELDS, arena);
    return sql_found(&q, found, "result", id, err);
}

miler_status store_result_list(store *s, int64_t athlete_id, bool with_removed, miler_arena *arena,
                               store_result **out, size_t *out_count, miler_error *err) {
    sql q;
    open_select(&q, s, "WHERE athlete_id = ? AND (? OR removed_ms IS NULL) ORDER BY day DESC, id DESC");
    sql_i64(&q, athlete_id);
    sql_i64(&q, with_removed);
    *out = sql_list(&q, result_fields, RESULT_FIELDS, sizeof **out, arena, out_count);
    return sql_done(&q, err);
}

miler_status store_result_set_removed(store *s, int64_t id, int64_t removed_ms, miler_error *err) {
    const miler_status writable = sql_writable(s, err);
    if (writable != MILER_OK) return writable;
    sql q;
    sql_open(&q, s, SQL_ONCE, "UPDATE results SET removed_ms = ? WHERE id = ?");
    sql_ms(&q, removed_ms);
    sql_i64(&q, id);
    return sql_changed(&q, "result", id, err);
}
