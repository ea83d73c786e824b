// SPDX-License-Identifier: MIT
// What the messages of activity, workout and schedule files look like, and how
// a recording becomes an activity file:
//
//   file_id, device, person, sport, workout and its steps,
//   timer events, records and laps as time goes on, session, activity
//
// Columns of samples and values of summaries are found by their offset in the
// struct, so a field more is a row more.
#include "formats/fit_write.h"

#include <stddef.h>
#include <string.h>

#define SEMICIRCLES (2147483648.0 / 180.0)
#define N(number, base)                                                                                      \
    { number, base, 0, 1, 0 }
#define S(number, base, scale)                                                                               \
    { number, base, 0, scale, 0 }
#define TEXT(number, size)                                                                                   \
    { number, FITW_STRING, size, 1, 0 }
#define SHAPE(message, fields)                                                                               \
    { message, sizeof(fields) / sizeof((fields)[0]), fields }

static const fitw_field id_fields[] = {N(0, FITW_ENUM),    N(1, FITW_UINT16), N(2, FITW_UINT16),
                                       N(3, FITW_UINT32Z), N(4, FITW_UINT32), TEXT(8, 24)};
const fitw_shape fitw_file_id = SHAPE(0, id_fields);

static const fitw_field workout_fields[] = {N(4, FITW_ENUM), N(5, FITW_UINT32Z), N(6, FITW_UINT16),
                                            TEXT(8, 48), N(11, FITW_ENUM)};
const fitw_shape fitw_workout = SHAPE(26, workout_fields);

static const fitw_field step_fields[] = {N(254, FITW_UINT16), TEXT(0, 32),       N(1, FITW_ENUM),
                                         N(2, FITW_UINT32),   N(3, FITW_ENUM),   N(4, FITW_UINT32),
                                         N(5, FITW_UINT32),   N(6, FITW_UINT32), N(7, FITW_ENUM)};
const fitw_shape fitw_workout_step = SHAPE(27, step_fields);

static const fitw_field device_fields[] = {N(253, FITW_UINT32), N(0, FITW_UINT8),   N(1, FITW_UINT8),
                                           N(2, FITW_UINT16),   N(3, FITW_UINT32Z), N(4, FITW_UINT16),
                                           N(25, FITW_ENUM),    TEXT(27, 24)};
static const fitw_shape device_info = SHAPE(23, device_fields);
static const fitw_field person_fields[] = {S(4, FITW_UINT16, 10), N(8, FITW_UINT8)};
static const fitw_shape user_profile = SHAPE(3, person_fields);
static const fitw_field zones_fields[] = {N(1, FITW_UINT8), N(2, FITW_UINT8)};
static const fitw_shape zones_target = SHAPE(7, zones_fields);
static const fitw_field sport_fields[] = {N(0, FITW_ENUM), N(1, FITW_ENUM), TEXT(3, 48)};
static const fitw_shape sport_shape = SHAPE(12, sport_fields);
static const fitw_field event_fields[] = {N(253, FITW_UINT32), N(3, FITW_UINT32), N(0, FITW_ENUM),
                                          N(1, FITW_ENUM), N(4, FITW_UINT8)};
static const fitw_shape event_shape = SHAPE(21, event_fields);
static const fitw_field activity_fields[] = {N(253, FITW_UINT32), S(0, FITW_UINT32, 1000), N(1, FITW_UINT16),
                                             N(2, FITW_ENUM),     N(3, FITW_ENUM),         N(4, FITW_ENUM),
                                             N(5, FITW_UINT32)};
static const fitw_shape activity_shape = SHAPE(34, activity_fields);

// ---- Records: one row per column of miler_samples

typedef enum column_kind { OF_DOUBLE, OF_FLOAT, OF_STEPS, OF_HALF_STEP } column_kind;

static const fitw_field record_fields[] = {
    N(253, FITW_UINT32),
    S(0, FITW_SINT32, SEMICIRCLES),
    S(1, FITW_SINT32, SEMICIRCLES),
    S(5, FITW_UINT32, 100),
    S(73, FITW_UINT32, 1000),
    {78, FITW_UINT32, 0, 5, 500},
    N(3, FITW_UINT8),
    N(4, FITW_UINT8),
    S(53, FITW_UINT8, 128),
    N(7, FITW_UINT16),
    N(13, FITW_SINT8),
    S(39, FITW_UINT16, 10),
    S(83, FITW_UINT16, 100),
    S(41, FITW_UINT16, 10),
    S(84, FITW_UINT16, 100),
    S(85, FITW_UINT16, 10),
};
static const fitw_shape record_shape = SHAPE(20, record_fields);
enum { RECORD_FIELDS = sizeof record_fields / sizeof record_fields[0] };

// Where each field after the time comes from.
static const struct {
    size_t column;
    column_kind kind;
} record_columns[RECORD_FIELDS - 1] = {
    {offsetof(miler_samples, lat_deg), OF_DOUBLE},
    {offsetof(miler_samples, lon_deg), OF_DOUBLE},
    {offsetof(miler_samples, dist_m), OF_DOUBLE},
    {offsetof(miler_samples, speed_mps), OF_FLOAT},
    {offsetof(miler_samples, altitude_m), OF_FLOAT},
    {offsetof(miler_samples, hr_bpm), OF_FLOAT},
    {offsetof(miler_samples, cadence_spm), OF_STEPS},
    {offsetof(miler_samples, cadence_spm), OF_HALF_STEP},
    {offsetof(miler_samples, power_w), OF_FLOAT},
    {offsetof(miler_samples, temperature_c), OF_FLOAT},
    {offsetof(miler_samples, vertical_oscillation_mm), OF_FLOAT},
    {offsetof(miler_samples, vertical_ratio_pct), OF_FLOAT},
    {offsetof(miler_samples, stance_ms), OF_FLOAT},
    {offsetof(miler_samples, stance_balance_pct), OF_FLOAT},
    {offsetof(miler_samples, step_length_mm), OF_FLOAT},
};

// A pointer member of the samples, by its offset.
static const void *column_of(const miler_samples *s, size_t offset) {
    const void *column;
    memcpy(&column, (const char *)s + offset, sizeof column);
    return column;
}

// FIT counts strides of one leg when on foot: a whole part and 128ths.
static double strides(double spm, bool on_foot) {
    return on_foot ? spm / 2 : spm;
}

static double cell(const miler_samples *s, size_t field, size_t i, bool on_foot) {
    const void *column = column_of(s, record_columns[field].column);
    if (column == NULL) return NAN;
    if (record_columns[field].kind == OF_DOUBLE) return ((const double *)column)[i];
    const double value = (double)((const float *)column)[i];
    switch (record_columns[field].kind) {
    case OF_STEPS:
        return floor(strides(value, on_foot));
    case OF_HALF_STEP:
        return strides(value, on_foot) - floor(strides(value, on_foot));
    default:
        return value;
    }
}

static uint32_t record_present(const miler_samples *s) {
    uint32_t present = 1;
    for (size_t f = 0; f + 1 < RECORD_FIELDS; f++)
        if (column_of(s, record_columns[f].column) != NULL) present |= 2u << f;
    return present;
}

static void put_record(fitw_writer *w, const miler_samples *s, uint32_t present, size_t i, bool on_foot) {
    double values[RECORD_FIELDS];
    values[0] = fitw_time(s->t_ms[i]);
    for (size_t f = 0; f + 1 < RECORD_FIELDS; f++)
        values[f + 1] = cell(s, f, i, on_foot);
    fitw_put_some(w, &record_shape, present, values, NULL);
}

// ---- Laps and sessions: a head of their own, then the summary

// clang-format off
#define SUMMARY(avg_speed, max_speed, hr, max_hr, cadence, max_cadence, half, max_half, power, up, down, kcal, \
                oscillation, ratio, stance, balance, step)                                                  \
    S(7, FITW_UINT32, 1000), S(8, FITW_UINT32, 1000), S(9, FITW_UINT32, 100),                               \
    S(avg_speed, FITW_UINT32, 1000), S(max_speed, FITW_UINT32, 1000),                                       \
    N(hr, FITW_UINT8), N(max_hr, FITW_UINT8), N(cadence, FITW_UINT8), N(max_cadence, FITW_UINT8),           \
    S(half, FITW_UINT8, 128), S(max_half, FITW_UINT8, 128),                                                 \
    N(power, FITW_UINT16), N(up, FITW_UINT16), N(down, FITW_UINT16), N(kcal, FITW_UINT16),                  \
    S(oscillation, FITW_UINT16, 10), S(ratio, FITW_UINT16, 100), S(stance, FITW_UINT16, 10),                \
    S(balance, FITW_UINT16, 100), S(step, FITW_UINT16, 10)
// clang-format on
enum { HEAD_FIELDS = 10, SUMMARY_FIELDS = 20 };

// The head: time, index, start, event, event_type, sport, sub_sport, trigger, and two of each own.
static const fitw_field lap_fields[] = {
    N(253, FITW_UINT32),
    N(254, FITW_UINT16),
    N(2, FITW_UINT32),
    N(0, FITW_ENUM),
    N(1, FITW_ENUM),
    N(25, FITW_ENUM),
    N(39, FITW_ENUM),
    N(24, FITW_ENUM),
    N(23, FITW_ENUM),
    N(71, FITW_UINT16),
    SUMMARY(110, 111, 15, 16, 17, 18, 80, 81, 19, 21, 22, 11, 77, 118, 79, 119, 120)};
static const fitw_shape lap_shape = SHAPE(19, lap_fields);
static const fitw_field session_fields[] = {
    N(253, FITW_UINT32),
    N(254, FITW_UINT16),
    N(2, FITW_UINT32),
    N(0, FITW_ENUM),
    N(1, FITW_ENUM),
    N(5, FITW_ENUM),
    N(6, FITW_ENUM),
    N(28, FITW_ENUM),
    N(25, FITW_UINT16),
    N(26, FITW_UINT16),
    SUMMARY(124, 125, 16, 17, 18, 19, 92, 93, 20, 22, 23, 11, 89, 132, 91, 133, 134)};
static const fitw_shape session_shape = SHAPE(18, session_fields);

static void summary_values(double *v, const miler_summary *s, bool on_foot) {
    const double cadence = strides((double)s->avg_cadence_spm, on_foot);
    const double max_cadence = strides((double)s->max_cadence_spm, on_foot);
    const double values[SUMMARY_FIELDS] = {s->elapsed_s,
                                           s->timer_s,
                                           s->dist_m,
                                           (double)s->avg_speed_mps,
                                           (double)s->max_speed_mps,
                                           (double)s->avg_hr_bpm,
                                           (double)s->max_hr_bpm,
                                           floor(cadence),
                                           floor(max_cadence),
                                           cadence - floor(cadence),
                                           max_cadence - floor(max_cadence),
                                           (double)s->avg_power_w,
                                           (double)s->ascent_m,
                                           (double)s->descent_m,
                                           (double)s->calories_kcal,
                                           (double)s->avg_vertical_oscillation_mm,
                                           (double)s->avg_vertical_ratio_pct,
                                           (double)s->avg_stance_ms,
                                           (double)s->avg_stance_balance_pct,
                                           (double)s->avg_step_length_mm};
    memcpy(v, values, sizeof values);
}

static int64_t end_of(const miler_summary *s) {
    return s->start_ms != MILER_NO_TIME && s->elapsed_s >= 0 && s->elapsed_s < 1e9
               ? s->start_ms + llround(s->elapsed_s * 1000)
               : MILER_NO_TIME;
}

double fitw_intensity(miler_intensity intensity) {
    static const double numbers[] = {
        [MILER_INTENSITY_UNKNOWN] = NAN, [MILER_INTENSITY_ACTIVE] = 0,   [MILER_INTENSITY_REST] = 1,
        [MILER_INTENSITY_WARMUP] = 2,    [MILER_INTENSITY_COOLDOWN] = 3, [MILER_INTENSITY_RECOVERY] = 4,
        [MILER_INTENSITY_INTERVAL] = 5};
    return (size_t)intensity < sizeof numbers / sizeof numbers[0] ? numbers[intensity] : (double)NAN;
}

static double trigger_number(miler_lap_trigger trigger) {
    static const double numbers[] = {NAN, 0, 1, 2,
                                     3,   0, 7}; // a workout's step is pressed for the runner: manual
    return (size_t)trigger < sizeof numbers / sizeof numbers[0] ? numbers[trigger] : (double)NAN;
}

static void put_lap(fitw_writer *w, const miler_recording *rec, size_t i, bool on_foot) {
    const miler_lap *lap = &rec->laps[i];
    double sport;
    double sub;
    fitw_sport_numbers(rec->sport, rec->sub_sport, &sport, &sub);
    double v[HEAD_FIELDS + SUMMARY_FIELDS] = {fitw_time(end_of(&lap->sum)),
                                              (double)i,
                                              fitw_time(lap->sum.start_ms),
                                              9,
                                              1,
                                              sport,
                                              sub,
                                              trigger_number(lap->trigger),
                                              fitw_intensity(lap->intensity),
                                              lap->workout_step >= 0 ? (double)lap->workout_step
                                                                     : (double)NAN};
    summary_values(v + HEAD_FIELDS, &lap->sum, on_foot);
    fitw_put(w, &lap_shape, v, NULL);
}

// ---- The file

void fitw_sport_numbers(miler_sport sport, miler_sub_sport sub_sport, double *out_sport,
                        double *out_sub_sport) {
    static const double sports[MILER_SPORT_COUNT] = {0, 1, 11, 17, 2, 5, 15, 4, 10, 12, 3, 0};
    static const double subs[MILER_SUB_COUNT] = {0, 2, 3, 4, 1, 45, 58, 6};
    *out_sport = (size_t)sport < MILER_SPORT_COUNT ? sports[sport] : 0;
    *out_sub_sport = (size_t)sub_sport < MILER_SUB_COUNT ? subs[sub_sport] : 0;
    if (sport == MILER_SPORT_STRENGTH) *out_sub_sport = 20;
    if (sport == MILER_SPORT_ELLIPTICAL) *out_sub_sport = 15;
    if (sport == MILER_SPORT_CYCLING && sub_sport == MILER_SUB_ROAD) *out_sub_sport = 7;
}

static void put_identity(fitw_writer *w, const fitw_identity *id, int type) {
    const double v[FITW_ID_FIELDS] = {type, id->maker, id->product, id->serial, fitw_time(id->created_ms),
                                      NAN};
    fitw_put(w, &fitw_file_id, v, id->product_name);
}

void fitw_put_workout(fitw_writer *w, miler_sport sport, miler_sub_sport sub_sport, const char *name,
                      const miler_recorded_step *steps, size_t count) {
    double s;
    double sub;
    fitw_sport_numbers(sport, sub_sport, &s, &sub);
    const double v[FITW_WORKOUT_FIELDS] = {s, FITW_ANY_WATCH, (double)count, NAN, sub};
    fitw_put(w, &fitw_workout, v, name);
    for (size_t i = 0; i < count; i++) {
        const miler_recorded_step *step = &steps[i];
        const double value[FITW_STEP_FIELDS] = {
            (double)i,
            NAN,
            step->duration_type,
            step->duration_value >= 0 ? (double)step->duration_value : (double)NAN,
            step->target_type,
            step->target_value >= 0 ? (double)step->target_value : (double)NAN,
            step->target_low >= 0 ? (double)step->target_low : (double)NAN,
            step->target_high >= 0 ? (double)step->target_high : (double)NAN,
            fitw_intensity(step->intensity)};
        fitw_put(w, &fitw_workout_step, value, step->name);
    }
}

static void put_event(fitw_writer *w, const miler_timer_event *e, bool last) {
    const double type = e->start ? 0 : last ? 4 : 1;
    const double v[] = {fitw_time(e->t_ms), e->automatic ? 1 : 0, 0, type, 0};
    fitw_put(w, &event_shape, v, NULL);
}

static void put_head(fitw_writer *w, const miler_recording *rec, const fitw_identity *id, int64_t start_ms) {
    put_identity(w, id, FITW_FILE_ACTIVITY);
    const double device[] = {fitw_time(start_ms), 0, NAN, id->maker, id->serial, id->product, NAN, NAN};
    fitw_put(w, &device_info, device, id->product_name);
    // ANT+ (source 1) device type 124 is a stride sensor.
    const double pod[] = {fitw_time(start_ms), 1, 124, id->maker, NAN, NAN, 1, NAN};
    if (rec->has_footpod) fitw_put(w, &device_info, pod, "foot pod");
    const double person[] = {(double)rec->user_weight_kg, (double)rec->user_resting_hr_bpm};
    if (rec->user_weight_kg > 0 || rec->user_resting_hr_bpm > 0) fitw_put(w, &user_profile, person, NULL);
    const double zones[] = {(double)rec->user_max_hr_bpm, (double)rec->user_threshold_hr_bpm};
    if (rec->user_max_hr_bpm > 0 || rec->user_threshold_hr_bpm > 0) fitw_put(w, &zones_target, zones, NULL);
    double sport[3] = {0, 0, NAN};
    fitw_sport_numbers(rec->sport, rec->sub_sport, &sport[0], &sport[1]);
    fitw_put(w, &sport_shape, sport, rec->name);
    if (rec->step_count > 0 || rec->workout_name != NULL)
        fitw_put_workout(w, rec->sport, rec->sub_sport, rec->workout_name, rec->steps, rec->step_count);
}

// Events, records and laps in the order of time: at the same second a start
// comes before the record, a stop and a lap's end after it.
static void put_body(fitw_writer *w, const miler_recording *rec, bool on_foot) {
    const miler_samples *s = &rec->samples;
    const uint32_t present = record_present(s);
    size_t e = 0;
    size_t l = 0;
    for (size_t i = 0; s->t_ms != NULL && i < s->count; i++) {
        const int64_t t = s->t_ms[i];
        for (; l < rec->lap_count && end_of(&rec->laps[l].sum) != MILER_NO_TIME &&
               end_of(&rec->laps[l].sum) < t;
             l++)
            put_lap(w, rec, l, on_foot);
        for (; e < rec->event_count &&
               (rec->events[e].start ? rec->events[e].t_ms <= t : rec->events[e].t_ms < t);
             e++)
            put_event(w, &rec->events[e], e + 1 == rec->event_count);
        put_record(w, s, present, i, on_foot);
    }
    for (; e < rec->event_count; e++)
        put_event(w, &rec->events[e], e + 1 == rec->event_count);
    for (; l < rec->lap_count; l++)
        put_lap(w, rec, l, on_foot);
}

miler_status fitw_activity(const miler_recording *rec, const fitw_identity *id, miler_buf *out,
                           miler_error *err) {
    const bool timed = rec->samples.t_ms != NULL && rec->samples.count > 0;
    const int64_t start_ms = rec->session.start_ms != MILER_NO_TIME ? rec->session.start_ms
                             : timed                                ? rec->samples.t_ms[0]
                                                                    : MILER_NO_TIME;
    if (isnan(fitw_time(start_ms)))
        return miler_fail(err, MILER_ERR_ARG, "an activity file needs a start after 1989");
    const bool on_foot = rec->sport == MILER_SPORT_RUNNING || rec->sport == MILER_SPORT_WALKING ||
                         rec->sport == MILER_SPORT_HIKING;
    int64_t end_ms = end_of(&rec->session);
    if (end_ms == MILER_NO_TIME) end_ms = timed ? rec->samples.t_ms[rec->samples.count - 1] : start_ms;
    fitw_writer w;
    fitw_begin(&w, out);
    put_head(&w, rec, id, start_ms);
    put_body(&w, rec, on_foot);
    double sport;
    double sub;
    fitw_sport_numbers(rec->sport, rec->sub_sport, &sport, &sub);
    double v[HEAD_FIELDS + SUMMARY_FIELDS] = {
        fitw_time(end_ms), 0, fitw_time(start_ms), 8, 1, sport, sub, 0, 0, (double)rec->lap_count};
    summary_values(v + HEAD_FIELDS, &rec->session, on_foot);
    fitw_put(&w, &session_shape, v, NULL);
    const double local = rec->has_utc_offset ? fitw_time(end_ms) + rec->utc_offset_s : (double)NAN;
    const double activity[] = {fitw_time(end_ms), rec->session.timer_s, 1, 0, 26, 1, local};
    fitw_put(&w, &activity_shape, activity, NULL);
    return fitw_end(&w, err);
}
