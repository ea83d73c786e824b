// SPDX-License-Identifier: MIT
// Tables of fields: binding a struct to a statement, reading it back and
// writing its column list, all from one table.
#include "store/sql.h"

#include <stddef.h>
#include <string.h>

_Static_assert(sizeof(miler_sport) == sizeof(int32_t), "enums are stored as 32-bit integers");

#define S(column, member, kind)                                                                              \
    { column, offsetof(miler_summary, member), kind }
const field summary_fields[SUMMARY_FIELDS] = {
    S("sum_start_ms", start_ms, FIELD_MS),
    S("sum_elapsed_s", elapsed_s, FIELD_F64),
    S("sum_timer_s", timer_s, FIELD_F64),
    S("sum_dist_m", dist_m, FIELD_F64),
    S("avg_speed_mps", avg_speed_mps, FIELD_F32),
    S("max_speed_mps", max_speed_mps, FIELD_F32),
    S("avg_hr_bpm", avg_hr_bpm, FIELD_F32),
    S("max_hr_bpm", max_hr_bpm, FIELD_F32),
    S("avg_cadence_spm", avg_cadence_spm, FIELD_F32),
    S("max_cadence_spm", max_cadence_spm, FIELD_F32),
    S("avg_power_w", avg_power_w, FIELD_F32),
    S("ascent_m", ascent_m, FIELD_F32),
    S("descent_m", descent_m, FIELD_F32),
    S("calories_kcal", calories_kcal, FIELD_F32),
    S("avg_vertical_oscillation_mm", avg_vertical_oscillation_mm, FIELD_F32),
    S("avg_vertical_ratio_pct", avg_vertical_ratio_pct, FIELD_F32),
    S("avg_stance_ms", avg_stance_ms, FIELD_F32),
    S("avg_stance_balance_pct", avg_stance_balance_pct, FIELD_F32),
    S("avg_step_length_mm", avg_step_length_mm, FIELD_F32),
};
#undef S

static void bind_field(sql *q, const char *at, field_kind kind) {
    union {
        bool b;
        uint8_t u8;
        int32_t i32;
        uint32_t u32;
        int64_t i64;
        size_t size;
        float f32;
        double f64;
        const char *text;
    } v;
    // A copy, so that no table row can read a field through a wrong type's alignment.
    switch (kind) {
    case FIELD_BOOL:
        memcpy(&v.b, at, sizeof v.b);
        sql_i64(q, v.b);
        break;
    case FIELD_U8:
        memcpy(&v.u8, at, sizeof v.u8);
        sql_i64(q, v.u8);
        break;
    case FIELD_I32:
        memcpy(&v.i32, at, sizeof v.i32);
        sql_i64(q, v.i32);
        break;
    case FIELD_U32:
        memcpy(&v.u32, at, sizeof v.u32);
        sql_i64(q, v.u32);
        break;
    case FIELD_DAY:
        memcpy(&v.i32, at, sizeof v.i32);
        sql_day(q, v.i32);
        break;
    case FIELD_I64:
        memcpy(&v.i64, at, sizeof v.i64);
        sql_i64(q, v.i64);
        break;
    case FIELD_SIZE:
        memcpy(&v.size, at, sizeof v.size);
        sql_i64(q, (int64_t)v.size);
        break;
    case FIELD_MS:
        memcpy(&v.i64, at, sizeof v.i64);
        sql_ms(q, v.i64);
        break;
    case FIELD_F32:
        memcpy(&v.f32, at, sizeof v.f32);
        sql_f64(q, (double)v.f32);
        break;
    case FIELD_F64:
        memcpy(&v.f64, at, sizeof v.f64);
        sql_f64(q, v.f64);
        break;
    case FIELD_TEXT:
        memcpy(&v.text, at, sizeof v.text);
        sql_text(q, v.text);
        break;
    case FIELD_NAME64:
        sql_text(q, at);
        break;
    }
}

void sql_bind_fields(sql *q, const void *base, const field *fields, size_t count) {
    for (size_t i = 0; i < count; i++)
        bind_field(q, (const char *)base + fields[i].offset, fields[i].kind);
}

static void read_name64(sql *q, char *at) {
    const char *text = sql_view_text(q);
    const size_t len = strnlen(text, 63);
    memcpy(at, text, len);
    at[len] = '\0';
}

static void read_field(sql *q, char *at, field_kind kind, miler_arena *arena) {
    switch (kind) {
    case FIELD_BOOL: {
        const bool v = sql_get_i64(q) != 0;
        memcpy(at, &v, sizeof v);
        break;
    }
    case FIELD_U8: {
        const uint8_t v = (uint8_t)sql_get_i64(q);
        memcpy(at, &v, sizeof v);
        break;
    }
    case FIELD_I32: {
        const int32_t v = sql_get_i32(q);
        memcpy(at, &v, sizeof v);
        break;
    }
    case FIELD_U32: {
        const uint32_t v = (uint32_t)sql_get_i64(q);
        memcpy(at, &v, sizeof v);
        break;
    }
    case FIELD_DAY: {
        const int32_t v = sql_get_day(q);
        memcpy(at, &v, sizeof v);
        break;
    }
    case FIELD_I64: {
        const int64_t v = sql_get_i64(q);
        memcpy(at, &v, sizeof v);
        break;
    }
    case FIELD_SIZE: {
        const int64_t i = sql_get_i64(q);
        const size_t v = i < 0 ? 0 : (size_t)i;
        memcpy(at, &v, sizeof v);
        break;
    }
    case FIELD_MS: {
        const int64_t v = sql_get_ms(q);
        memcpy(at, &v, sizeof v);
        break;
    }
    case FIELD_F32: {
        const float v = (float)sql_get_f64(q);
        memcpy(at, &v, sizeof v);
        break;
    }
    case FIELD_F64: {
        const double v = sql_get_f64(q);
        memcpy(at, &v, sizeof v);
        break;
    }
    case FIELD_TEXT: {
        const char *v = sql_get_text(q, arena);
        memcpy(at, &v, sizeof v);
        break;
    }
    case FIELD_NAME64:
        read_name64(q, at);
        break;
    }
}

void sql_read_fields(sql *q, void *base, const field *fields, size_t count, miler_arena *arena) {
    for (size_t i = 0; i < count; i++)
        read_field(q, (char *)base + fields[i].offset, fields[i].kind, arena);
}

void *sql_list(sql *q, const field *fields, size_t field_count, size_t size, miler_arena *arena,
               size_t *out_count) {
    char *list = NULL;
    size_t count = 0, room = 0;
    while (sql_row(q)) {
        // Texts of rows lie in the arena behind the list, so it cannot grow in place: it doubles.
        if (count == room) {
            const size_t more = room * 2 + 16;
            char *grown = miler_arena_grow(arena, list, room, more, size);
            if (grown == NULL) {
                q->rc = SQLITE_NOMEM;
                break;
            }
            list = grown;
            room = more;
        }
        sql_read_fields(q, list + count * size, fields, field_count, arena);
        if (q->rc != SQLITE_ROW) break;
        count++;
    }
    *out_count = count;
    return list;
}

int64_t *sql_ids(sql *q, miler_arena *arena, size_t *out_count) {
    static const field id_only[] = {{"id", 0, FIELD_I64}};
    return sql_list(q, id_only, 1, sizeof(int64_t), arena, out_count);
}

void sql_columns(miler_buf *out, const field *fields, size_t count, const char *before) {
    for (size_t i = 0; i < count; i++)
        miler_buf_printf(out, "%s%s%s", i == 0 ? "" : ", ", before, fields[i].column);
}

void sql_marks(miler_buf *out, size_t count) {
    for (size_t i = 0; i < count; i++)
        miler_buf_text_append(out, ", ?");
}
