// SPDX-License-Identifier: MIT
// Plans: opaque texts with every version kept, so that each change can be undone.
#include "store/sql.h"

#include <string.h>

static miler_status check_body(const store_plan *plan, miler_error *err) {
    if (plan->body == NULL) return miler_fail(err, MILER_ERR_ARG, "a plan needs a body");
    if (strnlen(plan->body, STORE_PLAN_MAX + 1) > STORE_PLAN_MAX)
        return miler_fail(err, MILER_ERR_LIMIT, "a plan has at most %zu bytes", STORE_PLAN_MAX);
    return MILER_OK;
}

// One statement with up to two numbers; CONFLICT and the like do not occur.
static miler_status run_ids(store *s, const char *text, int64_t a, int64_t b, miler_error *err) {
    sql q;
    sql_open(&q, s, SQL_ONCE, text);
    sql_i64(&q, a);
    if (q.rc == SQLITE_OK && sqlite3_bind_parameter_count(q.stmt) > 1) sql_i64(&q, b);
    (void)sql_row(&q);
    return sql_done(&q, err);
}

static miler_status add_version(store *s, int64_t id, int32_t version, const store_plan *plan,
                                miler_error *err) {
    sql q;
    sql_open(&q, s, SQL_ONCE,
             "INSERT INTO plan_versions (plan_id, version, saved_ms, race_day, title, why, body) VALUES (?, "
             "?, ?, ?, ?, ?, ?)");
    sql_i64(&q, id);
    sql_i64(&q, version);
    sql_ms(&q, plan->saved_ms);
    sql_day(&q, plan->race_day);
    sql_text(&q, plan->title);
    sql_text(&q, plan->why);
    sql_text(&q, plan->body);
    (void)sql_row(&q);
    return sql_done(&q, err);
}

static miler_status add_plan(store *s, const store_plan *plan, int64_t *out_id, miler_error *err) {
    miler_status status = MILER_OK;
    if (plan->active)
        status = run_ids(s, "UPDATE plans SET active = 0 WHERE athlete_id = ?", plan->athlete_id, 0, err);
    if (status != MILER_OK) return status;
    sql q;
    sql_open(&q, s, SQL_ONCE,
             "INSERT INTO plans (athlete_id, added_ms, active, version) VALUES (?, ?, ?, 1)");
    sql_i64(&q, plan->athlete_id);
    sql_ms(&q, plan->added_ms);
    sql_i64(&q, plan->active);
    (void)sql_row(&q);
    const int64_t id = sqlite3_last_insert_rowid(s->db);
    const bool refers = (q.rc & 0xff) == SQLITE_CONSTRAINT;
    status = sql_done(&q, err);
    if (refers) return miler_fail(err, MILER_ERR_NOT_FOUND, "no such athlete");
    if (status == MILER_OK) status = add_version(s, id, 1, plan, err);
    *out_id = id;
    return status;
}

miler_status store_plan_add(store *s, const store_plan *plan, int64_t *out_id, miler_error *err) {
    miler_status status = check_body(plan, err);
    if (status == MILER_OK) status = store_begin(s, err);
    return status == MILER_OK ? sql_end(s, add_plan(s, plan, out_id, err), err) : status;
}

static miler_status version_of(store *s, int64_t id, int32_t *out, miler_error *err) {
    sql q;
    sql_open(&q, s, SQL_ONCE, "SELECT version FROM plans WHERE id = ?");
    sql_i64(&q, id);
    const bool found = sql_row(&q);
    *out = found ? sql_get_i32(&q) : 0;
    return sql_found(&q, found, "plan", id, err);
}

static miler_status save_plan(store *s, const store_plan *plan, miler_error *err) {
    int32_t version;
    miler_status status = version_of(s, plan->id, &version, err);
    // What was taken back makes way for what comes in its place.
    if (status == MILER_OK)
        status =
            run_ids(s, "DELETE FROM plan_versions WHERE plan_id = ? AND version > ?", plan->id, version, err);
    if (status == MILER_OK) status = add_version(s, plan->id, version + 1, plan, err);
    if (status == MILER_OK)
        status = run_ids(s, "UPDATE plans SET version = ?2 WHERE id = ?1", plan->id, version + 1, err);
    return status;
}

miler_status store_plan_save(store *s, const store_plan *plan, miler_error *err) {
    miler_status status = check_body(plan, err);
    if (status == MILER_OK) status = store_begin(s, err);
    return status == MILER_OK ? sql_end(s, save_plan(s, plan, err), err) : status;
}

// The version taken back stays until another one is stored.
static miler_status undo_plan(store *s, int64_t id, miler_error *err) {
    int32_t version;
    miler_status status = version_of(s, id, &version, err);
    if (status == MILER_OK && version <= 1)
        return miler_fail(err, MILER_ERR_REFUSED, "plan %lld has no earlier version", (long long)id);
    if (status == MILER_OK)
        status = run_ids(s, "UPDATE plans SET version = ?2 WHERE id = ?1", id, version - 1, err);
    return status;
}

miler_status store_plan_undo(store *s, int64_t id, miler_error *err) {
    const miler_status status = store_begin(s, err);
    return status == MILER_OK ? sql_end(s, undo_plan(s, id, err), err) : status;
}

static miler_status newest_of(store *s, int64_t id, int32_t *out, miler_error *err) {
    sql q;
    sql_open(&q, s, SQL_ONCE, "SELECT coalesce(max(version), 0) FROM plan_versions WHERE plan_id = ?");
    sql_i64(&q, id);
    *out = sql_row(&q) ? sql_get_i32(&q) : 0;
    return sql_done(&q, err);
}

static miler_status redo_plan(store *s, int64_t id, bool *out_more, miler_error *err) {
    int32_t version, newest = 0;
    miler_status status = version_of(s, id, &version, err);
    if (status == MILER_OK) status = newest_of(s, id, &newest, err);
    if (status == MILER_OK && version >= newest)
        return miler_fail(err, MILER_ERR_REFUSED, "plan %lld has no later version", (long long)id);
    if (status == MILER_OK)
        status = run_ids(s, "UPDATE plans SET version = ?2 WHERE id = ?1", id, version + 1, err);
    *out_more = version + 1 < newest;
    return status;
}

miler_status store_plan_redo(store *s, int64_t id, bool *out_more, miler_error *err) {
    *out_more = false;
    const miler_status status = store_begin(s, err);
    return status == MILER_OK ? sql_end(s, redo_plan(s, id, out_more, err), err) : status;
}

static miler_status activate_plan(store *s, int64_t id, miler_error *err) {
    int32_t version;
    miler_status status = version_of(s, id, &version, err);
    if (status == MILER_OK)
        status = run_ids(
            s, "UPDATE plans SET active = 0 WHERE athlete_id = (SELECT athlete_id FROM plans WHERE id = ?)",
            id, 0, err);
    if (status == MILER_OK) status = run_ids(s, "UPDATE plans SET active = 1 WHERE id = ?", id, 0, err);
    return status;
}

miler_status store_plan_activate(store *s, int64_t id, miler_error *err) {
    const miler_status status = store_begin(s, err);
    return status == MILER_OK ? sql_end(s, activate_plan(s, id, err), err) : status;
}

// ---- Reading

#define PLAN_SELECT                                                                                          \
    "SELECT p.id, p.athlete_id, p.added_ms, v.saved_ms, v.race_day, p.active, p.version, v.title, v.why, "   \
    "v.body "                                                                                                \
    "FROM plans AS p JOIN plan_versions AS v ON v.plan_id = p.id AND v.version = p.version "

static void read_plan(sql *q, miler_arena *arena, bool with_body, store_plan *out) {
    *out = (store_plan){.id = sql_get_i64(q)};
    out->athlete_id = sql_get_i64(q);
    out->added_ms = sql_get_ms(q);
    out->saved_ms = sql_get_ms(q);
    out->race_day = sql_get_day(q);
    out->active = sql_get_i64(q) != 0;
    out->version = sql_get_i32(q);
    out->title = sql_get_text(q, arena);
    out->why = sql_get_text(q, arena);
    if (with_body) out->body = sql_get_text(q, arena);
}

static miler_status one_plan(store *s, const char *text, int64_t id, bool *out_found, miler_arena *arena,
                             store_plan *out, miler_error *err) {
    sql q;
    sql_open(&q, s, SQL_ONCE, text);
    sql_i64(&q, id);
    *out_found = sql_row(&q);
    if (*out_found) read_plan(&q, arena, true, out);
    return sql_done(&q, err);
}

miler_status store_plan_get(store *s, int64_t id, miler_arena *arena, store_plan *out, miler_error *err) {
    bool found;
    const miler_status status = one_plan(s, PLAN_SELECT "WHERE p.id = ?", id, &found, arena, out, err);
    return status == MILER_OK && !found ? sql_not_found(err, "plan", id) : status;
}

miler_status store_plan_version(store *s, int64_t id, int32_t version, miler_arena *arena, store_plan *out,
                                miler_error *err) {
    sql q;
    sql_open(
        &q, s, SQL_ONCE,
        "SELECT p.id, p.athlete_id, p.added_ms, v.saved_ms, v.race_day, p.active, v.version, v.title, v.why, "
        "v.body FROM plans AS p JOIN plan_versions AS v ON v.plan_id = p.id WHERE p.id = ? AND v.version = "
        "?");
    sql_i64(&q, id);
    sql_i64(&q, version);
    const bool found = sql_row(&q);
    if (found) read_plan(&q, arena, true, out);
    return sql_found(&q, found, "plan", id, err);
}

miler_status store_plan_active(store *s, int64_t athlete_id, miler_arena *arena, store_plan *out,
                               miler_error *err) {
    bool found;
    miler_status status = one_plan(s, PLAN_SELECT "WHERE p.athlete_id = ? AND p.active = 1", athlete_id,
                                   &found, arena, out, err);
    if (status != MILER_OK || found) return status;
    status = miler_fail(err, MILER_ERR_NOT_FOUND, "there is no plan yet");
    miler_error_remedy(err, "`miler plan new --race DATE` makes one");
    return status;
}

miler_status store_plan_list(store *s, int64_t athlete_id, miler_arena *arena, store_plan **out,
                             size_t *out_count, miler_error *err) {
    store_plan *list = NULL;
    size_t count = 0;
    sql q;
    sql_open(&q, s, SQL_ONCE, PLAN_SELECT "WHERE p.athlete_id = ? ORDER BY p.id DESC");
    sql_i64(&q, athlete_id);
    while (sql_row(&q)) {
        list = miler_arena_grow(arena, list, count, count + 1, sizeof *list);
        if (list == NULL) {
            q.rc = SQLITE_NOMEM;
            break;
        }
        read_plan(&q, arena, false, &list[count]);
        if (q.rc != SQLITE_ROW) break;
        count++;
    }
    *out = list;
    *out_count = count;
    return sql_done(&q, err);
}
