// SPDX-License-Identifier: MIT
// Tracks that are known, runs put right by hand, and what sessions were. The
// first two are facts of the runner's; nothing of them is deleted.
#include "store/sql.h"

#include <string.h>

// Rows of one table, as structs.
typedef struct row_shape {
    const char *table, *alias; // alias: in front of columns, where a join has others of their name
    const field *fields;       // the first is the key
    size_t count, size;
} row_shape;

#define COUNT(fields) (sizeof(fields) / sizeof(fields)[0])

#define T(column, member, kind)                                                                              \
    { column, offsetof(store_track, member), kind }
static const field track_fields[] = {
    T("id", id, FIELD_I64),
    T("athlete_id", athlete_id, FIELD_I64),
    T("name", name, FIELD_TEXT),
    T("size", known.oval.size, FIELD_I32),
    T("lat_deg", known.oval.lat_deg, FIELD_F64),
    T("lon_deg", known.oval.lon_deg, FIELD_F64),
    T("turn_rad", known.oval.turn_rad, FIELD_F64),
    T("straight_m", known.oval.straight_m, FIELD_F64),
    T("radius_m", known.oval.radius_m, FIELD_F64),
    T("lane", known.oval.lane, FIELD_I32),
    T("lane_by_hand", known.lane_by_hand, FIELD_BOOL),
    T("sd_m", known.sd_m, FIELD_F64),
    T("added_ms", added_ms, FIELD_MS),
    T("removed_ms", removed_ms, FIELD_MS),
};
#undef T
static const row_shape tracks = {"tracks", "", track_fields, COUNT(track_fields), sizeof(store_track)};

#define V(column, member, kind)                                                                              \
    { column, offsetof(store_sight, member), kind }
static const field sight_fields[] = {
    V("track_id", track_id, FIELD_I64),
    V("activity_id", activity_id, FIELD_I64),
    V("size", oval.size, FIELD_I32),
    V("lat_deg", oval.lat_deg, FIELD_F64),
    V("lon_deg", oval.lon_deg, FIELD_F64),
    V("turn_rad", oval.turn_rad, FIELD_F64),
    V("straight_m", oval.straight_m, FIELD_F64),
    V("radius_m", oval.radius_m, FIELD_F64),
    V("share", lane_share, FIELD_F64),
};
#undef V
static const row_shape sights = {"track_sights", "", sight_fields, COUNT(sight_fields), sizeof(store_sight)};

#define E(column, member, kind)                                                                              \
    { column, offsetof(store_edit, member), kind }
static const field edit_fields[] = {
    E("id", id, FIELD_I64),
    E("activity_id", activity_id, FIELD_I64),
    E("kind", edit.kind, FIELD_I32),
    E("at_s", edit.at_s, FIELD_F64),
    E("to_s", edit.to_s, FIELD_F64),
    E("value", edit.value, FIELD_F64),
    E("text", edit.text, FIELD_TEXT),
    E("added_ms", added_ms, FIELD_MS),
    E("removed_ms", removed_ms, FIELD_MS),
};
#undef E
static const row_shape edits = {"edits", "", edit_fields, COUNT(edit_fields), sizeof(store_edit)};

#define S(column, member, kind)                                                                              \
    { column, offsetof(store_session, member), kind }
static const field session_fields[] = {
    S("activity_id", activity_id, FIELD_I64),
    S("made", made, FIELD_I32),
    S("text", text, FIELD_TEXT),
    S("board", board, FIELD_TEXT),
    S("rep_m", rep_m, FIELD_F64),
    S("rep_s", rep_s, FIELD_F64),
    S("rep_count", rep_count, FIELD_I32),
    S("key", key, FIELD_TEXT),
    S("counts", counts, FIELD_TEXT),
    S("parts", parts, FIELD_TEXT),
};
#undef S
static const row_shape sessions = {"sessions", "sessions.", session_fields, COUNT(session_fields),
                                   sizeof(store_session)};

// ---- Any of them

// `first`: 1 leaves the key to the store.
static miler_status insert(store *s, const row_shape *shape, const char *verb, size_t first, const void *row,
                           const char *refers_to, miler_error *err) {
    miler_status status = sql_writable(s, err);
    if (status != MILER_OK) return status;
    miler_buf text;
    miler_buf_init(&text, s->alloc, SQL_TEXT_MAX);
    miler_buf_printf(&text, "%s INTO %s (", verb, shape->table);
    sql_columns(&text, shape->fields + first, shape->count - first, "");
    miler_buf_text_append(&text, ") VALUES (?");
    sql_marks(&text, shape->count - first - 1);
    miler_buf_text_append(&text, ")");
    sql q;
    sql_open_built(&q, s, SQL_ONCE, &text);
    sql_bind_fields(&q, row, shape->fields + first, shape->count - first);
    (void)sql_row(&q);
    const bool refers = (q.rc & 0xff) == SQLITE_CONSTRAINT;
    status = sql_done(&q, err);
    return refers ? miler_fail(err, MILER_ERR_NOT_FOUND, "no such %s", refers_to) : status;
}

static void open_select(sql *q, store *s, const row_shape *shape, const char *tail) {
    miler_buf text;
    miler_buf_init(&text, s->alloc, SQL_TEXT_MAX);
    miler_buf_text_append(&text, "SELECT ");
    sql_columns(&text, shape->fields, shape->count, shape->alias);
    miler_buf_printf(&text, " FROM %s %s", shape->table, tail);
    sql_open_built(q, s, SQL_ONCE, &text);
}

static void *read_all(sql *q, const row_shape *shape, miler_arena *arena, size_t *out_count) {
    return sql_list(q, shape->fields, shape->count, shape->size, arena, out_count);
}

// ---- Tracks

miler_status store_track_add(store *s, const store_track *track, int64_t *out_id, miler_error *err) {
    const miler_status status = insert(s, &tracks, "INSERT", 1, track, "athlete", err);
    if (status == MILER_OK) *out_id = sqlite3_last_insert_rowid(s->db);
    return status;
}

miler_status store_track_set(store *s, const store_track *track, miler_error *err) {
    const miler_status status = sql_writable(s, err);
    if (status != MILER_OK) return status;
    sql q;
    sql_open(&q, s, SQL_ONCE,
             "UPDATE tracks SET name = ?, size = ?, lat_deg = ?, lon_deg = ?, turn_rad = ?, straight_m = ?, "
             "radius_m = ?, "
             "lane = ?, lane_by_hand = ?, sd_m = ?, added_ms = ?, removed_ms = ? WHERE id = ?");
    sql_bind_fields(&q, track, track_fields + 2, COUNT(track_fields) - 2);
    sql_i64(&q, track->id);
    return sql_changed(&q, "track", track->id, err);
}

miler_status store_track_list(store *s, int64_t athlete_id, miler_arena *arena, store_track **out,
                              size_t *out_count, miler_error *err) {
    sql q;
    open_select(&q, s, &tracks, "WHERE athlete_id = ? AND removed_ms IS NULL ORDER BY id");
    sql_i64(&q, athlete_id);
    *out = read_all(&q, &tracks, arena, out_count);
    return sql_done(&q, err);
}

miler_status store_sight_put(store *s, const store_sight *sight, miler_error *err) {
    return insert(s, &sights, "INSERT OR REPLACE", 0, sight, "track or run", err);
}

miler_status store_sight_list(store *s, int64_t athlete_id, miler_arena *arena, store_sight **out,
                              size_t *out_count, miler_error *err) {
    sql q;
    open_select(&q, s, &sights,
                "WHERE track_id IN (SELECT id FROM tracks WHERE athlete_id = ? AND removed_ms IS NULL) "
                "ORDER BY track_id, activity_id");
    sql_i64(&q, athlete_id);
    *out = read_all(&q, &sights, arena, out_count);
    for (size_t i = 0; *out != NULL && i < *out_count; i++)
        (*out)[i].oval.lane = 1;
    return sql_done(&q, err);
}

// ---- Edits

miler_status store_session_forget(store *s, int64_t activity_id, miler_error *err) {
    sql q;
    sql_open(&q, s, SQL_ONCE, "UPDATE sessions SET made = 0 WHERE activity_id = ?");
    sql_i64(&q, activity_id);
    (void)sql_row(&q);
    return sql_done(&q, err);
}

// Both or neither: a session that still tells of the run before the edit would be believed.
static miler_status end_edit(store *s, miler_status status, int64_t activity_id, miler_error *err) {
    if (status == MILER_OK) status = store_session_forget(s, activity_id, err);
    return sql_end(s, status, err);
}

miler_status store_edit_add(store *s, const store_edit *edit, int64_t *out_id, miler_error *err) {
    miler_status status = store_begin(s, err);
    if (status != MILER_OK) return status;
    status = insert(s, &edits, "INSERT", 1, edit, "run", err);
    *out_id = sqlite3_last_insert_rowid(s->db);
    return end_edit(s, status, edit->activity_id, err);
}

miler_status store_run_put_right(store *s, int64_t activity_id, bool *out, miler_error *err) {
    static const int32_t any_copy[] = {MILER_EDIT_LANE, MILER_EDIT_EFFORT, MILER_EDIT_TITLE, MILER_EDIT_SPORT,
                                       MILER_EDIT_TYPE};
    *out = false;
    sql q;
    sql_open(&q, s, SQL_ONCE,
             "SELECT EXISTS (SELECT 1 FROM edits WHERE activity_id = ? AND removed_ms IS NULL "
             "AND kind NOT IN (?, ?, ?, ?, ?))");
    sql_i64(&q, activity_id);
    for (size_t i = 0; i < sizeof any_copy / sizeof *any_copy; i++)
        sql_i64(&q, any_copy[i]);
    if (sql_row(&q)) *out = sql_get_i64(&q) != 0;
    return sql_done(&q, err);
}

miler_status store_edit_list(store *s, int64_t activity_id, miler_arena *arena, store_edit **out,
                             size_t *out_count, miler_error *err) {
    sql q;
    open_select(&q, s, &edits, "WHERE activity_id = ? AND removed_ms IS NULL ORDER BY id");
    sql_i64(&q, activity_id);
    *out = read_all(&q, &edits, arena, out_count);
    return sql_done(&q, err);
}

miler_status store_edit_undo(store *s, int64_t activity_id, int64_t removed_ms, miler_error *err) {
    miler_status status = store_begin(s, err);
    if (status != MILER_OK) return status;
    sql q;
    sql_open(&q, s, SQL_ONCE,
             "UPDATE edits SET removed_ms = ? WHERE id = (SELECT max(id) FROM edits WHERE activity_id = ? "
             "AND removed_ms IS NULL)");
    sql_ms(&q, removed_ms);
    sql_i64(&q, activity_id);
    status = sql_changed(&q, "edit of run", activity_id, err);
    return end_edit(s, status, activity_id, err);
}

miler_status store_edit_redo(store *s, int64_t activity_id, miler_error *err) {
    miler_status status = store_begin(s, err);
    if (status != MILER_OK) return status;
    sql q;
    // The one taken back last, as long as nothing was added after it.
    sql_open(
        &q, s, SQL_ONCE,
        "UPDATE edits SET removed_ms = NULL WHERE id = (SELECT min(id) FROM edits WHERE activity_id = ?1 AND "
        "removed_ms IS NOT NULL "
        "AND id > (SELECT coalesce(max(id), 0) FROM edits WHERE activity_id = ?1 AND removed_ms IS NULL))");
    sql_i64(&q, activity_id);
    status = sql_changed(&q, "edit taken back of run", activity_id, err);
    return end_edit(s, status, activity_id, err);
}

// ---- Sessions

miler_status store_session_put(store *s, const store_session *session, miler_error *err) {
    return insert(s, &sessions, "INSERT OR REPLACE", 0, session, "run", err);
}

miler_status store_session_get(store *s, int64_t activity_id, miler_arena *arena, store_session *out,
                               miler_error *err) {
    memset(out, 0, sizeof *out);
    sql q;
    open_select(&q, s, &sessions, "WHERE activity_id = ?");
    sql_i64(&q, activity_id);
    const bool found = sql_row(&q);
    if (found) sql_read_fields(&q, out, session_fields, COUNT(session_fields), arena);
    return sql_found(&q, found, "session of run", activity_id, err);
}

miler_status store_session_missing(store *s, int64_t athlete_id, int32_t made, int32_t since_day,
                                   miler_arena *arena, int64_t **out, size_t *out_count, miler_error *err) {
    sql q;
    sql_open(&q, s, SQL_ONCE,
             "SELECT a.id FROM activities a LEFT JOIN sessions n ON n.activity_id = a.id "
             "WHERE a.athlete_id = ? AND a.removed_ms IS NULL AND a.sport = ? AND (n.made IS NULL OR n.made "
             "< ?) AND a.day >= ? "
             "ORDER BY a.start_ms DESC");
    sql_i64(&q, athlete_id);
    sql_i64(&q, MILER_SPORT_RUNNING);
    sql_i64(&q, made);
    sql_i64(&q, since_day == MILER_NO_DAY ? INT32_MIN : since_day);
    *out = sql_ids(&q, arena, out_count);
    return sql_done(&q, err);
}

miler_status store_session_same(store *s, int64_t athlete_id, const char *key, miler_arena *arena,
                                store_session **out, size_t *out_count, miler_error *err) {
    sql q;
    open_select(&q, s, &sessions,
                "JOIN activities a ON a.id = sessions.activity_id WHERE a.athlete_id = ? AND a.removed_ms IS "
                "NULL AND "
                "sessions.key = ? "
                "AND sessions.key <> '' ORDER BY a.start_ms DESC");
    sql_i64(&q, athlete_id);
    sql_text(&q, key);
    *out = read_all(&q, &sessions, arena, out_count);
    return sql_done(&q, err);
}
