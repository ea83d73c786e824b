// SPDX-License-Identifier: MIT
// Athletes and settings: the small tables.
#include "base/utf8.h"
#include "store/sql.h"

#include <stdlib.h>
#include <string.h>

#define A(column, member, kind)                                                                              \
    { column, offsetof(miler_athlete, member), kind }
static const field athlete_fields[] = {
    A("name", name, FIELD_NAME64),
    A("sex", sex, FIELD_I32),
    A("birth_day", birth_day, FIELD_DAY),
    A("mass_kg", mass_kg, FIELD_F64),
    A("height_m", height_m, FIELD_F64),
    A("hr_max_bpm", hr_max_bpm, FIELD_F64),
    A("hr_rest_bpm", hr_rest_bpm, FIELD_F64),
    A("hr_threshold_bpm", hr_threshold_bpm, FIELD_F64),
    A("easy_slow_mps", paces.easy_slow_mps, FIELD_F64),
    A("easy_fast_mps", paces.easy_fast_mps, FIELD_F64),
    A("threshold_mps", paces.threshold_mps, FIELD_F64),
    A("vo2max_mps", paces.vo2max_mps, FIELD_F64),
    A("paces_day", paces_day, FIELD_DAY),
    A("hr_zone_2_bpm", hr_from_bpm[0], FIELD_F64),
    A("hr_zone_3_bpm", hr_from_bpm[1], FIELD_F64),
    A("hr_zone_4_bpm", hr_from_bpm[2], FIELD_F64),
    A("hr_zone_5_bpm", hr_from_bpm[3], FIELD_F64),
    A("health_yes", health_yes, FIELD_U32),
    A("health_answered", health_answered, FIELD_BOOL),
    A("health_cleared", health_cleared, FIELD_BOOL),
    A("parent_consent", parent_consent, FIELD_BOOL),
    A("days_mask", days_mask, FIELD_U8),
    A("minutes_mon", minutes[0], FIELD_I32),
    A("minutes_tue", minutes[1], FIELD_I32),
    A("minutes_wed", minutes[2], FIELD_I32),
    A("minutes_thu", minutes[3], FIELD_I32),
    A("minutes_fri", minutes[4], FIELD_I32),
    A("minutes_sat", minutes[5], FIELD_I32),
    A("minutes_sun", minutes[6], FIELD_I32),
    A("places", places, FIELD_U32),
    A("units", units, FIELD_I32),
};
#undef A
#define ATHLETE_FIELDS (sizeof athlete_fields / sizeof athlete_fields[0])

static miler_status check_name(const miler_athlete *athlete, miler_error *err) {
    const size_t len = strnlen(athlete->name, sizeof athlete->name);
    if (len == sizeof athlete->name)
        return miler_fail(err, MILER_ERR_LIMIT, "a name has at most %zu bytes", len - 1);
    if (miler_utf8_blank(athlete->name)) return miler_fail(err, MILER_ERR_ARG, "an athlete needs a name");
    return MILER_OK;
}

static miler_status ended(sql *q, const miler_athlete *athlete, miler_error *err) {
    const bool taken = (q->rc & 0xff) == SQLITE_CONSTRAINT;
    const miler_status status = sql_done(q, err);
    if (!taken) return status;
    return miler_fail(err, MILER_ERR_CONFLICT, "there is an athlete named '%s' already", athlete->name);
}

miler_status store_athlete_add(store *s, const miler_athlete *athlete, int64_t *out_id, miler_error *err) {
    miler_status status = sql_writable(s, err);
    if (status == MILER_OK) status = check_name(athlete, err);
    if (status != MILER_OK) return status;
    miler_buf text;
    miler_buf_init(&text, s->alloc, SQL_TEXT_MAX);
    miler_buf_text_append(&text, "INSERT INTO athletes (");
    sql_columns(&text, athlete_fields, ATHLETE_FIELDS, "");
    miler_buf_text_append(&text, ") VALUES (?");
    sql_marks(&text, ATHLETE_FIELDS - 1);
    miler_buf_text_append(&text, ")");
    sql q;
    sql_open_built(&q, s, SQL_ONCE, &text);
    sql_bind_fields(&q, athlete, athlete_fields, ATHLETE_FIELDS);
    (void)sql_row(&q);
    if (q.rc == SQLITE_DONE) *out_id = sqlite3_last_insert_rowid(s->db);
    return ended(&q, athlete, err);
}

miler_status store_athlete_set(store *s, int64_t id, const miler_athlete *athlete, miler_error *err) {
    miler_status status = sql_writable(s, err);
    if (status == MILER_OK) status = check_name(athlete, err);
    if (status != MILER_OK) return status;
    miler_buf text;
    miler_buf_init(&text, s->alloc, SQL_TEXT_MAX);
    miler_buf_text_append(&text, "UPDATE athletes SET (");
    sql_columns(&text, athlete_fields, ATHLETE_FIELDS, "");
    miler_buf_text_append(&text, ") = (?");
    sql_marks(&text, ATHLETE_FIELDS - 1);
    miler_buf_text_append(&text, ") WHERE id = ?");
    sql q;
    sql_open_built(&q, s, SQL_ONCE, &text);
    sql_bind_fields(&q, athlete, athlete_fields, ATHLETE_FIELDS);
    sql_i64(&q, id);
    (void)sql_row(&q);
    const bool missing = q.rc == SQLITE_DONE && sqlite3_changes(s->db) == 0;
    status = ended(&q, athlete, err);
    return status == MILER_OK && missing ? sql_not_found(err, "athlete", id) : status;
}

static void open_select(sql *q, store *s, const char *tail) {
    miler_buf text;
    miler_buf_init(&text, s->alloc, SQL_TEXT_MAX);
    miler_buf_text_append(&text, "SELECT id, ");
    sql_columns(&text, athlete_fields, ATHLETE_FIELDS, "");
    miler_buf_printf(&text, " FROM athletes %s", tail);
    sql_open_built(q, s, SQL_ONCE, &text);
}

miler_status store_athlete_get(store *s, int64_t id, miler_athlete *out, miler_error *err) {
    miler_athlete_init(out);
    sql q;
    open_select(&q, s, "WHERE id = ?");
    sql_i64(&q, id);
    const bool found = sql_row(&q);
    if (found) {
        (void)sql_get_i64(&q);
        sql_read_fields(&q, out, athlete_fields, ATHLETE_FIELDS, NULL);
    }
    return sql_found(&q, found, "athlete", id, err);
}

// A name goes before a number, so that an athlete may be called "2".
miler_status store_athlete_find(store *s, const char *name_or_id, int64_t *out_id, miler_error *err) {
    sql q;
    sql_open(&q, s, SQL_ONCE,
             "SELECT id FROM athletes WHERE name = ?1 OR CAST(id AS TEXT) = ?1 "
             "ORDER BY name = ?1 DESC LIMIT 1");
    sql_text(&q, name_or_id);
    const bool found = sql_row(&q);
    if (found) *out_id = sql_get_i64(&q);
    const miler_status status = sql_done(&q, err);
    if (status != MILER_OK || found) return status;
    const miler_status missing = miler_fail(err, MILER_ERR_NOT_FOUND, "no athlete '%s'", name_or_id);
    miler_error_remedy(err, "see `miler athlete list`");
    return missing;
}

miler_status store_athlete_list(store *s, miler_arena *arena, store_athlete **out, size_t *out_count,
                                miler_error *err) {
    store_athlete *list = NULL;
    size_t count = 0;
    sql q;
    open_select(&q, s, "ORDER BY id");
    while (sql_row(&q)) {
        list = miler_arena_grow(arena, list, count, count + 1, sizeof *list);
        if (list == NULL) {
            q.rc = SQLITE_NOMEM;
            break;
        }
        miler_athlete_init(&list[count].athlete);
        list[count].id = sql_get_i64(&q);
        sql_read_fields(&q, &list[count].athlete, athlete_fields, ATHLETE_FIELDS, NULL);
        count++;
    }
    *out = list;
    *out_count = count;
    return sql_done(&q, err);
}

// ---- Settings

#define KEY_MAX 64

miler_status store_setting_set(store *s, const char *key, const char *value, miler_error *err) {
    const miler_status status = sql_writable(s, err);
    if (status != MILER_OK) return status;
    const size_t len = strnlen(key, KEY_MAX + 1);
    if (len == 0 || len > KEY_MAX)
        return miler_fail(err, MILER_ERR_ARG, "a setting's name has 1 to %d bytes", KEY_MAX);
    sql q;
    if (value == NULL) {
        sql_open(&q, s, SQL_ONCE, "DELETE FROM settings WHERE key = ?");
        sql_text(&q, key);
    } else {
        sql_open(&q, s, SQL_ONCE,
                 "INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = "
                 "excluded.value");
        sql_text(&q, key);
        sql_text(&q, value);
    }
    (void)sql_row(&q);
    return sql_done(&q, err);
}

miler_status store_setting_get(store *s, const char *key, miler_arena *arena, char **out, miler_error *err) {
    *out = NULL;
    sql q;
    sql_open(&q, s, SQL_ONCE, "SELECT value FROM settings WHERE key = ?");
    sql_text(&q, key);
    if (sql_row(&q)) *out = sql_get_text(&q, arena);
    const miler_status status = sql_done(&q, err);
    if (status != MILER_OK || *out != NULL) return status;
    return miler_fail(err, MILER_ERR_NOT_FOUND, "no setting '%s'", key);
}
