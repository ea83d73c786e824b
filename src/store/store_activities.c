// SPDX-License-Identifier: MIT
// Activities: what was found in an original, written as one row with its laps,
// splits and bests behind it, and read back.
#include "store/sql.h"

#include <string.h>

#define A(column, member, kind)                                                                              \
    { column, offsetof(miler_activity, member), kind }
static const field activity_fields[] = {
    A("format", format, FIELD_I32),
    A("sport", sport, FIELD_I32),
    A("sub_sport", sub_sport, FIELD_I32),
    A("flags", flags, FIELD_U32),
    A("start_ms", start_ms, FIELD_MS),
    A("utc_offset_s", utc_offset_s, FIELD_I32),
    A("has_utc_offset", has_utc_offset, FIELD_BOOL),
    A("elapsed_s", elapsed_s, FIELD_F64),
    A("timer_s", timer_s, FIELD_F64),
    A("moving_s", moving_s, FIELD_F64),
    A("dist_m", dist_m, FIELD_F64),
    A("dist_source", dist_source, FIELD_I32),
    A("decoupling_pct", decoupling_pct, FIELD_F32),
    A("sample_count", sample_count, FIELD_SIZE),
    A("median_interval_s", median_interval_s, FIELD_F64),
    A("gap_s", gap_s, FIELD_F64),
    A("lap_count", lap_count, FIELD_SIZE),
    A("name", name, FIELD_TEXT),
    A("device", device, FIELD_TEXT),
    A("notes", notes, FIELD_TEXT),
};
#undef A
#define ACTIVITY_FIELDS (sizeof activity_fields / sizeof activity_fields[0])

static const field lap_fields[] = {
    {"lap_trigger", offsetof(miler_lap, trigger), FIELD_I32},
    {"intensity", offsetof(miler_lap, intensity), FIELD_I32},
    {"workout_step", offsetof(miler_lap, workout_step), FIELD_I32},
};
#define LAP_FIELDS (sizeof lap_fields / sizeof lap_fields[0])

static const field split_fields[] = {
    {"dist_m", offsetof(miler_split, dist_m), FIELD_F64},
    {"time_s", offsetof(miler_split, time_s), FIELD_F64},
    {"start_s", offsetof(miler_split, start_s), FIELD_F64},
    {"avg_hr_bpm", offsetof(miler_split, avg_hr_bpm), FIELD_F32},
    {"avg_cadence_spm", offsetof(miler_split, avg_cadence_spm), FIELD_F32},
    {"ascent_m", offsetof(miler_split, ascent_m), FIELD_F32},
    {"descent_m", offsetof(miler_split, descent_m), FIELD_F32},
};
#define SPLIT_FIELDS (sizeof split_fields / sizeof split_fields[0])

static int32_t day_of(const miler_activity *a, int32_t fallback_offset_s) {
    if (a->start_ms == MILER_NO_TIME) return MILER_NO_DAY;
    return miler_day_at(a->start_ms, a->has_utc_offset ? a->utc_offset_s : fallback_offset_s);
}

// ---- Writing

static void put_text(miler_buf *text, const store *s) {
    miler_buf_init(text, s->alloc, SQL_TEXT_MAX);
    if (s->cached[SQL_ACTIVITY_PUT] != NULL) return;
    miler_buf_text_append(
        text, "INSERT INTO activities (athlete_id, original_id, idx, fallback_offset_s, day, measured_by, ");
    sql_columns(text, activity_fields, ACTIVITY_FIELDS, "");
    miler_buf_text_append(text, ", ");
    sql_columns(text, summary_fields, SUMMARY_FIELDS, "");
    miler_buf_text_append(text, ") VALUES (?, ?, ?, ?, ?, ?");
    sql_marks(text, ACTIVITY_FIELDS + SUMMARY_FIELDS);
    // The same recording again keeps its number.
    miler_buf_text_append(text, ") ON CONFLICT (athlete_id, original_id, idx) DO UPDATE SET "
                                "(fallback_offset_s, day, measured_by, ");
    sql_columns(text, activity_fields, ACTIVITY_FIELDS, "");
    miler_buf_text_append(text, ", ");
    sql_columns(text, summary_fields, SUMMARY_FIELDS, "");
    miler_buf_text_append(text, ") = (excluded.fallback_offset_s, excluded.day, excluded.measured_by, ");
    sql_columns(text, activity_fields, ACTIVITY_FIELDS, "excluded.");
    miler_buf_text_append(text, ", ");
    sql_columns(text, summary_fields, SUMMARY_FIELDS, "excluded.");
    miler_buf_text_append(text, ") RETURNING id");
}

static miler_status put_row(store *s, const store_activity_key *key, const miler_activity *a, int64_t *out_id,
                            miler_error *err) {
    miler_buf text;
    put_text(&text, s);
    sql q;
    sql_open_built(&q, s, SQL_ACTIVITY_PUT, &text);
    sql_i64(&q, key->athlete_id);
    sql_i64(&q, key->original_id);
    sql_i64(&q, key->index);
    sql_i64(&q, key->fallback_offset_s);
    sql_day(&q, day_of(a, key->fallback_offset_s));
    sql_i64(&q, STORE_MEASURED_BY);
    sql_bind_fields(&q, a, activity_fields, ACTIVITY_FIELDS);
    sql_bind_fields(&q, &a->sum, summary_fields, SUMMARY_FIELDS);
    if (sql_row(&q)) {
        *out_id = sql_get_i64(&q);
        (void)sql_row(&q);
    }
    return sql_done(&q, err);
}

static miler_status drop_rows(store *s, int64_t id, miler_error *err) {
    static const struct {
        sql_id id;
        const char *text;
    } rows[] = {{SQL_LAPS_DROP, "DELETE FROM laps WHERE activity_id = ?"},
                {SQL_SPLITS_DROP, "DELETE FROM splits WHERE activity_id = ?"},
                {SQL_BESTS_DROP, "DELETE FROM bests WHERE activity_id = ?"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        sql q;
        sql_open(&q, s, rows[i].id, rows[i].text);
        sql_i64(&q, id);
        (void)sql_row(&q);
        const miler_status status = sql_done(&q, err);
        if (status != MILER_OK) return status;
    }
    return MILER_OK;
}

static miler_status put_laps(store *s, int64_t id, const miler_activity *a, miler_error *err) {
    for (size_t i = 0; i < a->lap_count; i++) {
        miler_buf text;
        miler_buf_init(&text, s->alloc, SQL_TEXT_MAX);
        if (s->cached[SQL_LAP_ADD] == NULL) {
            miler_buf_text_append(&text, "INSERT INTO laps (activity_id, seq, ");
            sql_columns(&text, lap_fields, LAP_FIELDS, "");
            miler_buf_text_append(&text, ", ");
            sql_columns(&text, summary_fields, SUMMARY_FIELDS, "");
            miler_buf_text_append(&text, ") VALUES (?, ?");
            sql_marks(&text, LAP_FIELDS + SUMMARY_FIELDS);
            miler_buf_text_append(&text, ")");
        }
        sql q;
        sql_open_built(&q, s, SQL_LAP_ADD, &text);
        sql_i64(&q, id);
        sql_i64(&q, (int64_t)i);
        sql_bind_fields(&q, &a->laps[i], lap_fields, LAP_FIELDS);
        sql_bind_fields(&q, &a->laps[i].sum, summary_fields, SUMMARY_FIELDS);
        (void)sql_row(&q);
        const miler_status status = sql_done(&q, err);
        if (status != MILER_OK) return status;
    }
    return MILER_OK;
}

static miler_status put_splits(store *s, int64_t id, int unit, const miler_split *splits, size_t count,
                               miler_error *err) {
    for (size_t i = 0; i < count; i++) {
        sql q;
        sql_open(&q, s, SQL_SPLIT_ADD,
                 "INSERT INTO splits (activity_id, unit, seq, dist_m, time_s, start_s, avg_hr_bpm, "
                 "avg_cadence_spm, "
                 "ascent_m, descent_m) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        sql_i64(&q, id);
        sql_i64(&q, unit);
        sql_i64(&q, (int64_t)i);
        sql_bind_fields(&q, &splits[i], split_fields, SPLIT_FIELDS);
        (void)sql_row(&q);
        const miler_status status = sql_done(&q, err);
        if (status != MILER_OK) return status;
    }
    return MILER_OK;
}

static miler_status put_bests(store *s, int64_t id, const store_activity_key *key, const miler_activity *a,
                              miler_error *err) {
    const int32_t day = day_of(a, key->fallback_offset_s);
    for (size_t i = 0; i < MILER_BEST_COUNT; i++) {
        const miler_effort *e = &a->bests[i];
        if (!(e->time_s > 0) || !(e->dist_m > 0)) continue;
        sql q;
        sql_open(
            &q, s, SQL_BEST_ADD,
            "INSERT INTO bests (activity_id, dist_index, athlete_id, day, block, clean, dist_m, time_s, "
            "start_s, "
            "error_s, flags, hr_bpm, step_share, rise_m) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        sql_i64(&q, id);
        sql_i64(&q, (int64_t)i);
        sql_i64(&q, key->athlete_id);
        sql_day(&q, day);
        sql_day(&q, day == MILER_NO_DAY ? MILER_NO_DAY : store_block_of(day));
        sql_i64(&q, (e->flags & MILER_EFFORT_DISQUALIFIES) == 0);
        sql_f64(&q, e->dist_m);
        sql_f64(&q, e->time_s);
        sql_f64(&q, e->start_s);
        sql_f64(&q, e->error_s);
        sql_i64(&q, e->flags);
        sql_f64(&q, (double)e->hr_bpm);
        sql_f64(&q, (double)e->step_share);
        sql_f64(&q, (double)e->rise_m);
        (void)sql_row(&q);
        const miler_status status = sql_done(&q, err);
        if (status != MILER_OK) return status;
    }
    return MILER_OK;
}

miler_status store_activity_put(store *s, const store_activity_key *key, const miler_activity *activity,
                                int64_t *out_id, miler_error *err) {
    miler_status status = store_begin(s, err);
    if (status != MILER_OK) return status;
    int64_t id = 0;
    status = put_row(s, key, activity, &id, err);
    if (status == MILER_OK) status = drop_rows(s, id, err);
    if (status == MILER_OK) status = put_laps(s, id, activity, err);
    if (status == MILER_OK) status = put_splits(s, id, 0, activity->km_splits, activity->km_split_count, err);
    if (status == MILER_OK)
        status = put_splits(s, id, 1, activity->mile_splits, activity->mile_split_count, err);
    if (status == MILER_OK) status = put_bests(s, id, key, activity, err);
    if (status == MILER_OK) status = store_run_hide(s, SQL_BESTS_HIDE, id, err);
    if (status == MILER_OK) *out_id = id;
    return sql_end(s, status, err);
}

miler_status store_activity_remove(store *s, int64_t id, miler_error *err) {
    const miler_status writable = sql_writable(s, err);
    if (writable != MILER_OK) return writable;
    sql q;
    sql_open(&q, s, SQL_ONCE, "DELETE FROM activities WHERE id = ?");
    sql_i64(&q, id);
    return sql_changed(&q, "run", id, err);
}

static miler_status move_to(store *s, int64_t id, const store_activity_key *to, miler_error *err) {
    sql q;
    sql_open(&q, s, SQL_ONCE,
             "UPDATE activities SET original_id = ?, idx = ? WHERE id = ? AND athlete_id = ?");
    sql_i64(&q, to->original_id);
    sql_i64(&q, to->index);
    sql_i64(&q, id);
    sql_i64(&q, to->athlete_id);
    miler_status status = sql_changed(&q, "run", id, err);
    // What was read of the copy before is read again of this one.
    if (status == MILER_OK) status = store_session_forget(s, id, err);
    return status;
}

miler_status store_activity_move(store *s, int64_t id, const store_activity_key *to, miler_error *err) {
    const miler_status status = store_begin(s, err);
    return status == MILER_OK ? sql_end(s, move_to(s, id, to, err), err) : status;
}

// ---- Finding

miler_status store_activity_keys(store *s, int64_t original_id, miler_arena *arena, store_activity_key **out,
                                 size_t *out_count, miler_error *err) {
    store_activity_key *list = NULL;
    size_t count = 0;
    sql q;
    sql_open(&q, s, SQL_ONCE,
             "SELECT id, athlete_id, idx, fallback_offset_s, removed_ms FROM activities WHERE original_id = "
             "? ORDER BY "
             "athlete_id, idx");
    sql_i64(&q, original_id);
    while (sql_row(&q)) {
        list = miler_arena_grow(arena, list, count, count + 1, sizeof *list);
        if (list == NULL) {
            q.rc = SQLITE_NOMEM;
            break;
        }
        list[count].original_id = original_id;
        list[count].id = sql_get_i64(&q);
        list[count].athlete_id = sql_get_i64(&q);
        list[count].index = sql_get_i32(&q);
        list[count].fallback_offset_s = sql_get_i32(&q);
        list[count].removed = sql_get_ms(&q) != MILER_NO_TIME;
        count++;
    }
    *out = list;
    *out_count = count;
    return sql_done(&q, err);
}

// ---- Reading back

miler_status store_lap_list(store *s, int64_t id, miler_arena *arena, miler_lap **out, size_t *out_count,
                            miler_error *err) {
    miler_lap *list = NULL;
    size_t count = 0;
    size_t room = 0;
    miler_buf text;
    miler_buf_init(&text, s->alloc, SQL_TEXT_MAX);
    if (s->cached[SQL_LAP_LIST] == NULL) {
        miler_buf_text_append(&text, "SELECT ");
        sql_columns(&text, lap_fields, LAP_FIELDS, "");
        miler_buf_text_append(&text, ", ");
        sql_columns(&text, summary_fields, SUMMARY_FIELDS, "");
        miler_buf_text_append(&text, " FROM laps WHERE activity_id = ? ORDER BY seq");
    }
    sql q;
    sql_open_built(&q, s, SQL_LAP_LIST, &text);
    sql_i64(&q, id);
    while (sql_row(&q)) {
        if (count == room) {
            const size_t wanted = room == 0 ? 16 : room * 2;
            miler_lap *grown = miler_arena_grow(arena, list, room, wanted, sizeof *grown);
            if (grown == NULL) {
                q.rc = SQLITE_NOMEM;
                break;
            }
            list = grown;
            room = wanted;
        }
        sql_read_fields(&q, &list[count], lap_fields, LAP_FIELDS, arena);
        sql_read_fields(&q, &list[count].sum, summary_fields, SUMMARY_FIELDS, arena);
        count++;
    }
    *out = list;
    *out_count = count;
    return sql_done(&q, err);
}

static miler_status read_splits(store *s, int64_t id, int unit, miler_arena *arena, miler_split **out,
                                size_t *out_count, miler_error *err) {
    sql q;
    sql_open(&q, s, SQL_ONCE,
             "SELECT dist_m, time_s, start_s, avg_hr_bpm, avg_cadence_spm, ascent_m, descent_m FROM splits "
             "WHERE activity_id = ? AND unit = ? ORDER BY seq");
    sql_i64(&q, id);
    sql_i64(&q, unit);
    *out = sql_list(&q, split_fields, SPLIT_FIELDS, sizeof **out, arena, out_count);
    return sql_done(&q, err);
}

static miler_status read_bests(store *s, int64_t id, miler_activity *out, miler_error *err) {
    for (size_t i = 0; i < MILER_BEST_COUNT; i++)
        out->bests[i] = (miler_effort){.dist_m = miler_best_distance_m(i),
                                       .time_s = (double)NAN,
                                       .start_s = (double)NAN,
                                       .error_s = (double)NAN,
                                       .hr_bpm = NAN,
                                       .step_share = NAN,
                                       .rise_m = NAN};
    sql q;
    sql_open(&q, s, SQL_ONCE,
             "SELECT dist_index, dist_m, time_s, start_s, error_s, flags, hr_bpm, step_share, rise_m "
             "FROM bests WHERE activity_id = ?");
    sql_i64(&q, id);
    while (sql_row(&q)) {
        const int64_t index = sql_get_i64(&q);
        if (index < 0 || index >= MILER_BEST_COUNT) continue;
        miler_effort *e = &out->bests[index];
        e->dist_m = sql_get_f64(&q);
        e->time_s = sql_get_f64(&q);
        e->start_s = sql_get_f64(&q);
        e->error_s = sql_get_f64(&q);
        e->flags = (uint32_t)sql_get_i64(&q);
        e->hr_bpm = (float)sql_get_f64(&q);
        e->step_share = (float)sql_get_f64(&q);
        e->rise_m = (float)sql_get_f64(&q);
    }
    return sql_done(&q, err);
}

miler_status store_activity_get(store *s, int64_t id, miler_arena *arena, miler_activity *out,
                                miler_error *err) {
    memset(out, 0, sizeof *out);
    miler_buf text;
    miler_buf_init(&text, s->alloc, SQL_TEXT_MAX);
    miler_buf_text_append(&text, "SELECT ");
    sql_columns(&text, activity_fields, ACTIVITY_FIELDS, "");
    miler_buf_text_append(&text, ", ");
    sql_columns(&text, summary_fields, SUMMARY_FIELDS, "");
    miler_buf_text_append(&text, " FROM activities WHERE id = ?");
    sql q;
    sql_open_built(&q, s, SQL_ONCE, &text);
    sql_i64(&q, id);
    const bool found = sql_row(&q);
    if (found) {
        sql_read_fields(&q, out, activity_fields, ACTIVITY_FIELDS, arena);
        sql_read_fields(&q, &out->sum, summary_fields, SUMMARY_FIELDS, arena);
    }
    miler_status status = sql_done(&q, err);
    if (status == MILER_OK && !found) return sql_not_found(err, "run", id);
    if (status == MILER_OK) status = store_lap_list(s, id, arena, &out->laps, &out->lap_count, err);
    if (status == MILER_OK) status = read_splits(s, id, 0, arena, &out->km_splits, &out->km_split_count, err);
    if (status == MILER_OK)
        status = read_splits(s, id, 1, arena, &out->mile_splits, &out->mile_split_count, err);
    if (status == MILER_OK) status = read_bests(s, id, out, err);
    return status;
}
