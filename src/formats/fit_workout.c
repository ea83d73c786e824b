// SPDX-License-Identifier: MIT
// A workout as a FIT file, and the schedule that says on which day each stands.
//
//   workout file    file_id (type 5), workout (26), workout_step (27) for each row
//   schedule file   file_id (type 7), schedule (28) for each row
//
// Both are known again by their first bytes: the definition that file_id is
// written with here, our product number, and the two types. A watch finds the
// workout of a schedule by maker, product, serial number and time of creation.
//
// Sources: the public FIT protocol and workout file pages; numbers as seen in
// workouts that watches wrote into their runs. Nothing is taken from an SDK.
#include "formats/fit_write.h"

#include <miler/formats.h>

#include <string.h>

#define FIELD(number, base)                                                                                  \
    { number, base, 0, 1, 0 }
#define WORDS(number, size)                                                                                  \
    { number, FITW_STRING, size, 1, 0 }
#define SHAPE_OF(message, fields)                                                                            \
    { message, sizeof(fields) / sizeof((fields)[0]), fields }

// "mi" read as a number: files of ours are told from those of others who also
// use the maker's number for development.
#define OWN_PRODUCT 0x6D69
#define TYPE_SCHEDULE 7
#define HEADER_LEN 14

// ---- Shapes

static const fitw_field id_fields[] = {FIELD(0, FITW_ENUM), FIELD(1, FITW_UINT16), FIELD(2, FITW_UINT16),
                                       FIELD(3, FITW_UINT32Z), FIELD(4, FITW_UINT32)};
static const fitw_shape id_shape = SHAPE_OF(0, id_fields);

static const fitw_field head_fields[] = {FIELD(4, FITW_ENUM),
                                         FIELD(5, FITW_UINT32Z),
                                         FIELD(6, FITW_UINT16),
                                         FIELD(11, FITW_ENUM),
                                         WORDS(8, MILER_FIT_WORKOUT_NAME_MAX + 1),
                                         WORDS(17, MILER_FIT_WORKOUT_NOTE_MAX + 1)};
static const fitw_shape head_shape = SHAPE_OF(26, head_fields);

enum {
    STEP_INDEX,
    STEP_END,
    STEP_VALUE,
    STEP_TARGET_KIND,
    STEP_TARGET,
    STEP_LOW,
    STEP_HIGH,
    STEP_INTENSITY,
    STEP_EXERCISE,
    STEP_MOVEMENT,
    STEP_NAME,
    STEP_NOTE
};
static const fitw_field step_fields[] = {FIELD(254, FITW_UINT16),
                                         FIELD(1, FITW_ENUM),
                                         FIELD(2, FITW_UINT32),
                                         FIELD(3, FITW_ENUM),
                                         FIELD(4, FITW_UINT32),
                                         FIELD(5, FITW_UINT32),
                                         FIELD(6, FITW_UINT32),
                                         FIELD(7, FITW_ENUM),
                                         FIELD(10, FITW_UINT16),
                                         FIELD(11, FITW_UINT16),
                                         WORDS(0, MILER_FIT_STEP_NAME_MAX + 1),
                                         WORDS(8, MILER_FIT_STEP_NOTE_MAX + 1)};
static const fitw_shape step_shape = SHAPE_OF(27, step_fields);
enum { STEP_FIELDS = sizeof step_fields / sizeof step_fields[0] };

static const fitw_field day_fields[] = {FIELD(0, FITW_UINT16), FIELD(1, FITW_UINT16), FIELD(2, FITW_UINT32Z),
                                        FIELD(3, FITW_UINT32), FIELD(4, FITW_ENUM),   FIELD(5, FITW_ENUM),
                                        FIELD(6, FITW_UINT32)};
static const fitw_shape day_shape = SHAPE_OF(28, day_fields);

// ---- Steps

static const int end_numbers[] = {[MILER_END_OPEN] = 5,
                                  [MILER_END_TIME] = 0,
                                  [MILER_END_DISTANCE] = 1,
                                  [MILER_END_REPS] = 29,
                                  [MILER_END_REPEAT] = 6};
// Milliseconds, centimetres, repetitions.
static const double end_scales[] = {
    [MILER_END_TIME] = 1000, [MILER_END_DISTANCE] = 100, [MILER_END_REPS] = 1};

enum { TARGET_SPEED = 0, TARGET_HEART_RATE = 1, TARGET_OPEN = 2 };
#define HEART_RATE_FROM 100 // bpm are told from percent of maximum by 100 on top
#define SPEED_SCALE 1000    // mm/s

static void put_target(const miler_workout_row *row, double *v) {
    v[STEP_TARGET_KIND] = TARGET_OPEN;
    if (row->end == MILER_END_REPEAT) return;
    v[STEP_TARGET] = 0; // a range of one's own, no zone of the watch
    if (row->slow_mps > 0 && row->fast_mps > 0) {
        v[STEP_TARGET_KIND] = TARGET_SPEED;
        v[STEP_LOW] = row->slow_mps * SPEED_SCALE;
        v[STEP_HIGH] = row->fast_mps * SPEED_SCALE;
    } else if (row->low_bpm > 0 && row->high_bpm > 0) {
        v[STEP_TARGET_KIND] = TARGET_HEART_RATE;
        v[STEP_LOW] = row->low_bpm + HEART_RATE_FROM;
        v[STEP_HIGH] = row->high_bpm + HEART_RATE_FROM;
    }
}

static bool has_text(const char *text) {
    return text != NULL && text[0] != '\0';
}

static void put_step(fitw_writer *w, const miler_workout_row *row, size_t index) {
    double v[STEP_FIELDS];
    for (size_t i = 0; i < STEP_FIELDS; i++)
        v[i] = NAN;
    v[STEP_INDEX] = (double)index;
    v[STEP_END] = end_numbers[row->end];
    if (row->end == MILER_END_REPEAT) {
        v[STEP_VALUE] = (double)row->from;
        v[STEP_TARGET] = row->value;
    } else if (row->end != MILER_END_OPEN) {
        v[STEP_VALUE] = row->value * end_scales[row->end];
    }
    put_target(row, v);
    v[STEP_INTENSITY] = fitw_intensity(row->intensity);
    uint32_t present = (1u << STEP_EXERCISE) - 1;
    if (row->exercise >= 0) {
        v[STEP_EXERCISE] = row->exercise;
        v[STEP_MOVEMENT] = row->movement >= 0 ? (double)row->movement : (double)NAN;
        present |= 1u << STEP_EXERCISE | 1u << STEP_MOVEMENT;
    }
    const char *texts[2] = {row->name, row->note};
    if (has_text(row->name)) present |= 1u << STEP_NAME;
    if (has_text(row->note)) present |= 1u << STEP_NOTE;
    fitw_put_texts(w, &step_shape, present, v, texts);
}

static miler_status check_rows(const miler_workout_file *f, miler_error *err) {
    if (f->count == 0 || f->serial == 0 || isnan(fitw_time(f->created_ms)))
        return miler_fail(err, MILER_ERR_ARG, "a workout file needs steps, a number and a time");
    if (f->count > MILER_FIT_WORKOUT_STEPS_MAX)
        return miler_fail(err, MILER_ERR_LIMIT, "%zu steps are more than a watch takes (%d)", f->count,
                          MILER_FIT_WORKOUT_STEPS_MAX);
    for (size_t i = 0; i < f->count; i++) {
        const miler_workout_row *row = &f->rows[i];
        const bool repeat = row->end == MILER_END_REPEAT;
        if ((unsigned)row->end > MILER_END_REPEAT || (repeat && (row->from >= i || row->value < 1)) ||
            (row->end != MILER_END_OPEN && !(row->value > 0)))
            return miler_fail(err, MILER_ERR_ARG, "step %zu of the workout has no sound end", i + 1);
    }
    return MILER_OK;
}

static void put_id(fitw_writer *w, int type, uint32_t serial, int64_t created_ms) {
    const double id[] = {type, FITW_MAKER_DEVELOPMENT, OWN_PRODUCT, serial, fitw_time(created_ms)};
    fitw_put(w, &id_shape, id, NULL);
}

miler_status miler_workout_fit(const miler_workout_file *f, miler_buf *out, miler_error *err) {
    const miler_status status = check_rows(f, err);
    if (status != MILER_OK) return status;
    fitw_writer w;
    fitw_begin(&w, out);
    put_id(&w, FITW_FILE_WORKOUT, f->serial, f->created_ms);
    double v[] = {NAN, FITW_ANY_WATCH, (double)f->count, NAN, NAN, NAN};
    fitw_sport_numbers(f->sport, f->sub_sport, &v[0], &v[3]);
    const char *texts[2] = {f->name, f->note};
    fitw_put_texts(&w, &head_shape, has_text(f->note) ? 0x3F : 0x1F, v, texts);
    for (size_t i = 0; i < f->count; i++)
        put_step(&w, &f->rows[i], i);
    return fitw_end(&w, err);
}

// ---- The schedule

miler_status miler_schedule_fit(const miler_schedule_row *rows, size_t count, uint32_t serial,
                                int64_t created_ms, miler_buf *out, miler_error *err) {
    if (serial == 0 || isnan(fitw_time(created_ms)))
        return miler_fail(err, MILER_ERR_ARG, "a schedule needs a number and a time");
    fitw_writer w;
    fitw_begin(&w, out);
    put_id(&w, TYPE_SCHEDULE, serial, created_ms);
    for (size_t i = 0; i < count; i++) {
        // Type 0: a workout. The day begins at midnight of the watch's own clock.
        const double v[] = {FITW_MAKER_DEVELOPMENT,
                            OWN_PRODUCT,
                            rows[i].serial,
                            fitw_time(rows[i].created_ms),
                            rows[i].done ? 1 : 0,
                            0,
                            fitw_time((int64_t)rows[i].day * MILER_MS_PER_DAY)};
        fitw_put(&w, &day_shape, v, NULL);
    }
    return fitw_end(&w, err);
}

// ---- Known again

#define PROBE_BYTES 256

// What is too small to run out of memory for: a file must not be a stranger's because it did.
static void *from_stack(void *user, void *ptr, size_t old_size, size_t new_size) {
    (void)ptr, (void)old_size;
    return new_size > 0 && new_size <= PROBE_BYTES ? user : NULL;
}

bool miler_fit_own_read(const void *head, size_t len, miler_fit_own *out) {
    miler_buf probe;
    char room[PROBE_BYTES];
    const miler_alloc stack = {.resize = from_stack, .user = room};
    miler_buf_init(&probe, &stack, PROBE_BYTES - 1);
    fitw_writer w;
    fitw_begin(&w, &probe);
    put_id(&w, FITW_FILE_WORKOUT, 1, FITW_EPOCH_MS);
    // Header without its size and checksum, then all up to the serial number but the type.
    const uint8_t *b = head;
    const uint8_t *p = (const uint8_t *)probe.ptr;
    const size_t data = HEADER_LEN + 6 + 3 * (sizeof id_fields / sizeof id_fields[0]);
    bool own = !probe.failed && probe.len == data + 14 && len >= probe.len && memcmp(b, p, 4) == 0 &&
               memcmp(b + 8, p + 8, 4) == 0 &&
               memcmp(b + HEADER_LEN, p + HEADER_LEN, data - HEADER_LEN + 1) == 0 &&
               memcmp(b + data + 2, p + data + 2, 4) == 0;
    const uint8_t type = own ? b[data + 1] : 0;
    own = own && (type == FITW_FILE_WORKOUT || type == TYPE_SCHEDULE);
    if (own) {
        const uint8_t *s = b + data + 6;
        *out = (miler_fit_own){.content = MILER_CONTENT_WORKOUT,
                               .schedule = type == TYPE_SCHEDULE,
                               .serial = (uint32_t)s[0] | (uint32_t)s[1] << 8 | (uint32_t)s[2] << 16 |
                                         (uint32_t)s[3] << 24};
    }
    miler_buf_deinit(&probe);
    return own;
}
