// SPDX-License-Identifier: MIT
// A reading as bytes: written in a child that may be under a hostile file's
// command, so nothing here is trusted; flat_get.c is where the care is.
#include "app/flat.h"

#include "base/limits.h"

#include <stddef.h>
#include <string.h>

#define NUMBER_LOW -MILER_FLAT_NUMBER_MAX
#define NUMBER_HIGH MILER_FLAT_NUMBER_MAX
#define COLUMN(name, kind)                                                                                   \
    { offsetof(miler_samples, name), kind, NUMBER_LOW, NUMBER_HIGH }
#define STATED(name, kind)                                                                                   \
    { offsetof(miler_summary, name), kind, NUMBER_LOW, NUMBER_HIGH }
#define PERSON(name)                                                                                         \
    { offsetof(miler_recording, name), FLAT_F32, NUMBER_LOW, NUMBER_HIGH }

// A new field must be told here too: then these sizes change.
_Static_assert(sizeof(miler_samples) == (1 + FLAT_COLUMNS) * sizeof(void *), "every column is in the table");
_Static_assert(sizeof(miler_summary) == 96, "every field of a summary is in the table");
_Static_assert(sizeof(void *) != 8 || sizeof(miler_recording) == 368, "every part of a recording is put");
_Static_assert(sizeof(void *) != 8 || sizeof(miler_recorded_step) == 64, "every part of a step is put");

const flat_field flat_columns[FLAT_COLUMNS] = {
    COLUMN(t_ms, FLAT_TIME),
    {offsetof(miler_samples, lat_deg), FLAT_F64, -90, 90},
    {offsetof(miler_samples, lon_deg), FLAT_F64, -180, 180},
    COLUMN(dist_m, FLAT_F64),
    COLUMN(speed_mps, FLAT_F32),
    COLUMN(altitude_m, FLAT_F32),
    COLUMN(hr_bpm, FLAT_F32),
    COLUMN(cadence_spm, FLAT_F32),
    COLUMN(power_w, FLAT_F32),
    COLUMN(temperature_c, FLAT_F32),
    COLUMN(vertical_oscillation_mm, FLAT_F32),
    COLUMN(vertical_ratio_pct, FLAT_F32),
    COLUMN(stance_ms, FLAT_F32),
    COLUMN(stance_balance_pct, FLAT_F32),
    COLUMN(step_length_mm, FLAT_F32),
    COLUMN(grade_adjusted_speed_mps, FLAT_F32),
    {offsetof(miler_samples, segment_start), FLAT_U8, 0, 1},
};

const flat_field flat_summary[FLAT_SUMMARY_FIELDS] = {
    STATED(start_ms, FLAT_TIME),
    STATED(elapsed_s, FLAT_F64),
    STATED(timer_s, FLAT_F64),
    STATED(dist_m, FLAT_F64),
    STATED(avg_speed_mps, FLAT_F32),
    STATED(max_speed_mps, FLAT_F32),
    STATED(avg_hr_bpm, FLAT_F32),
    STATED(max_hr_bpm, FLAT_F32),
    STATED(avg_cadence_spm, FLAT_F32),
    STATED(max_cadence_spm, FLAT_F32),
    STATED(avg_power_w, FLAT_F32),
    STATED(ascent_m, FLAT_F32),
    STATED(descent_m, FLAT_F32),
    STATED(calories_kcal, FLAT_F32),
    STATED(avg_vertical_oscillation_mm, FLAT_F32),
    STATED(avg_vertical_ratio_pct, FLAT_F32),
    STATED(avg_stance_ms, FLAT_F32),
    STATED(avg_stance_balance_pct, FLAT_F32),
    STATED(avg_step_length_mm, FLAT_F32),
};

const flat_field flat_person[FLAT_PERSON_FIELDS] = {
    PERSON(user_weight_kg),
    PERSON(user_max_hr_bpm),
    PERSON(user_threshold_hr_bpm),
    PERSON(user_resting_hr_bpm),
};

size_t flat_size(flat_kind kind) {
    return kind == FLAT_U8 ? 1 : kind == FLAT_F32 ? 4 : 8;
}

// Puts go on after a failure without doing anything: one look at the end is enough.
typedef struct putting {
    sandbox_channel *ch;
    miler_error *err;
    miler_status status;
} putting;

static void put(putting *p, const void *bytes, size_t len) {
    if (p->status == MILER_OK) p->status = sandbox_put(p->ch, bytes, len, p->err);
}

static void put_u32(putting *p, uint32_t v) {
    put(p, &v, sizeof v);
}

static void put_i32(putting *p, int32_t v) {
    put(p, &v, sizeof v);
}

static void put_i64(putting *p, int64_t v) {
    put(p, &v, sizeof v);
}

static void put_text(putting *p, const char *text) {
    if (text == NULL) {
        put_u32(p, FLAT_NO_TEXT);
        return;
    }
    const size_t len = strlen(text);
    put_u32(p, (uint32_t)len);
    put(p, text, len);
}

static void put_fields(putting *p, const void *from, const flat_field *fields, size_t count) {
    for (size_t i = 0; i < count; i++)
        put(p, (const char *)from + fields[i].at, flat_size(fields[i].kind));
}

static const void *column_of(const miler_samples *s, size_t at) {
    const void *column;
    memcpy(&column, (const char *)s + at, sizeof column);
    return column;
}

static void put_samples(putting *p, const miler_samples *s) {
    uint32_t present = 0;
    for (size_t i = 0; i < FLAT_COLUMNS; i++)
        if (column_of(s, flat_columns[i].at) != NULL) present |= 1u << i;
    put_u32(p, (uint32_t)s->count);
    put_u32(p, present);
    for (size_t i = 0; i < FLAT_COLUMNS; i++)
        if ((present >> i & 1) != 0)
            put(p, column_of(s, flat_columns[i].at), s->count * flat_size(flat_columns[i].kind));
}

static void put_laps(putting *p, const miler_recording *r) {
    put_u32(p, (uint32_t)r->lap_count);
    for (size_t i = 0; i < r->lap_count; i++) {
        const miler_lap *lap = &r->laps[i];
        put_fields(p, &lap->sum, flat_summary, FLAT_SUMMARY_FIELDS);
        put_u32(p, (uint32_t)lap->trigger);
        put_u32(p, (uint32_t)lap->intensity);
        put_i32(p, lap->workout_step);
    }
}

static void put_events(putting *p, const miler_recording *r) {
    put_u32(p, (uint32_t)r->event_count);
    for (size_t i = 0; i < r->event_count; i++) {
        put_i64(p, r->events[i].t_ms);
        put_u32(p, (uint32_t)(r->events[i].start ? 1 : 0) | (r->events[i].automatic ? 2u : 0));
    }
}

static void put_steps(putting *p, const miler_recording *r) {
    put_u32(p, (uint32_t)r->step_count);
    for (size_t i = 0; i < r->step_count; i++) {
        const miler_recorded_step *s = &r->steps[i];
        put_text(p, s->name);
        put_i32(p, s->duration_type);
        put_i64(p, s->duration_value);
        put_i32(p, s->target_type);
        put_i64(p, s->target_value);
        put_i64(p, s->target_low);
        put_i64(p, s->target_high);
        put_u32(p, (uint32_t)s->intensity);
    }
    put_text(p, r->workout_name);
}

static void put_recording(putting *p, const miler_recording *r) {
    put_u32(p, (uint32_t)r->format);
    put_u32(p, (uint32_t)r->sport);
    put_u32(p, (uint32_t)r->sub_sport);
    put_u32(p, r->flags);
    put_i32(p, r->utc_offset_s);
    put_u32(p, (uint32_t)(r->has_utc_offset ? 1 : 0) | (r->has_footpod ? 2u : 0));
    put_text(p, r->name);
    put_text(p, r->device);
    put_text(p, r->notes);
    put(p, &r->lost_bytes, sizeof r->lost_bytes);
    put_fields(p, r, flat_person, FLAT_PERSON_FIELDS);
    put_fields(p, &r->session, flat_summary, FLAT_SUMMARY_FIELDS);
    put_samples(p, &r->samples);
    put_laps(p, r);
    put_events(p, r);
    put_steps(p, r);
}

miler_status flat_put_reading(sandbox_channel *ch, const miler_reading *reading, miler_error *err) {
    putting p = {.ch = ch, .err = err};
    put_u32(&p, FLAT_HEAD);
    put_u32(&p, (uint32_t)reading->format);
    put_u32(&p, (uint32_t)reading->content);
    put_text(&p, reading->content_name);
    put_u32(&p, (uint32_t)reading->recording_count);
    for (size_t i = 0; i < reading->recording_count; i++)
        put_recording(&p, &reading->recordings[i]);
    put_u32(&p, FLAT_TAIL);
    return p.status;
}

miler_status flat_put_u32(sandbox_channel *ch, uint32_t v, miler_error *err) {
    return sandbox_put(ch, &v, sizeof v, err);
}

miler_status flat_put_u64(sandbox_channel *ch, uint64_t v, miler_error *err) {
    return sandbox_put(ch, &v, sizeof v, err);
}

miler_status flat_put_outcome(sandbox_channel *ch, miler_status status, const miler_error *why,
                              miler_error *err) {
    putting p = {.ch = ch, .err = err};
    put_i32(&p, status);
    if (status == MILER_OK) return p.status;
    put_u32(&p, why->line);
    put_u32(&p, why->column);
    put(&p, &why->offset, sizeof why->offset);
    put_text(&p, why->msg);
    put_text(&p, why->remedy);
    return p.status;
}
