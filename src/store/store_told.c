// SPDX-License-Identifier: MIT
// What the runner says of sessions that no run tells of. Nothing is deleted: a
// later word takes the earlier one back.
#include "store/sql.h"

#include <string.h>

#define T(column, member, kind)                                                                              \
    { column, offsetof(store_told, member), kind }
static const field told_fields[] = {
    T("id", id, FIELD_I64),
    T("plan_id", plan_id, FIELD_I64),
    T("session_id", session_id, FIELD_I32),
    T("outcome", outcome, FIELD_I32),
    T("effort", effort, FIELD_F64),
    T("note", note, FIELD_TEXT),
    T("added_ms", added_ms, FIELD_MS),
    T("removed_ms", removed_ms, FIELD_MS),
};
#undef T
#define TOLD_FIELDS (sizeof told_fields / sizeof told_fields[0])

// *out_had: something was told of it until now.
static miler_status take_back(store *s, int64_t plan_id, int32_t session_id, int64_t removed_ms,
                              bool *out_had, miler_error *err) {
    sql q;
    sql_open(&q, s, SQL_ONCE,
             "UPDATE told SET removed_ms = ? WHERE plan_id = ? AND session_id = ? AND removed_ms IS NULL");
    sql_ms(&q, removed_ms);
    sql_i64(&q, plan_id);
    sql_i64(&q, session_id);
    (void)sql_row(&q);
    *out_had = q.rc == SQLITE_DONE && sqlite3_changes(s->db) > 0;
    return sql_done(&q, err);
}

static miler_status insert(store *s, const store_told *told, miler_error *err) {
    sql q;
    sql_open(
        &q, s, SQL_ONCE,
        "INSERT INTO told (plan_id, session_id, outcome, effort, note, added_ms) VALUES (?, ?, ?, ?, ?, ?)");
    sql_bind_fields(&q, told, told_fields + 1, TOLD_FIELDS - 2); // all but id and removed_ms
    (void)sql_row(&q);
    const bool refers = (q.rc & 0xff) == SQLITE_CONSTRAINT;
    const miler_status status = sql_done(&q, err);
    return refers ? sql_not_found(err, "plan", told->plan_id) : status;
}

miler_status store_told_put(store *s, const store_told *told, miler_error *err) {
    bool had;
    miler_status status = store_begin(s, err);
    if (status != MILER_OK) return status;
    status = take_back(s, told->plan_id, told->session_id, told->added_ms, &had, err);
    if (status == MILER_OK) status = insert(s, told, err);
    return sql_end(s, status, err);
}

miler_status store_told_remove(store *s, int64_t plan_id, int32_t session_id, int64_t removed_ms,
                               miler_error *err) {
    bool had = false;
    miler_status status = sql_writable(s, err);
    if (status == MILER_OK) status = take_back(s, plan_id, session_id, removed_ms, &had, err);
    return status == MILER_OK && !had
               ? miler_fail(err, MILER_ERR_REFUSED, "nothing was told of session %d", (int)session_id)
               : status;
}

miler_status store_told_list(store *s, int64_t plan_id, miler_arena *arena, store_told **out,
                             size_t *out_count, miler_error *err) {
    miler_buf text;
    miler_buf_init(&text, s->alloc, SQL_TEXT_MAX);
    miler_buf_text_append(&text, "SELECT ");
    sql_columns(&text, told_fields, TOLD_FIELDS, "");
    miler_buf_text_append(&text,
                          " FROM told WHERE plan_id = ? AND removed_ms IS NULL ORDER BY session_id, id");
    sql q;
    sql_open_built(&q, s, SQL_ONCE, &text);
    sql_i64(&q, plan_id);
    *out = sql_list(&q, told_fields, TOLD_FIELDS, sizeof **out, arena, out_count);
    return sql_done(&q, err);
}
