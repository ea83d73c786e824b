// SPDX-License-Identifier: MIT
// Writing FIT files: messages from plain rows into a buffer, with header, local
// definitions and checksums. What a message looks like is data (a shape), so
// that activities, workouts and schedules are all written by the same code.
//
//   header 14 | definition, data, data, ... definition, data ... | CRC-16
//
//   definition  0x40 | local type, 0, 0 (little endian), global number, fields x (number, size, base)
//   data        local type, the fields' bytes in the order of the definition
//
//     fitw_writer w;
//     fitw_begin(&w, &buf);
//     double id[FITW_ID_FIELDS] = {...};
//     fitw_put(&w, &fitw_file_id, id, name);
//     status = fitw_end(&w, err);
//
// Values are physical (metres, m/s, beats): the shape knows scale and offset.
// NaN, and whatever does not fit its field, is written as the base type's
// "invalid". Sources: the public FIT protocol page; field numbers as in the
// files of many watches. Nothing is taken from an SDK.
#ifndef MILER_FIT_WRITE_H
#define MILER_FIT_WRITE_H

#include <miler/recording.h>

typedef enum fitw_base {
    FITW_ENUM = 0x00,
    FITW_SINT8 = 0x01,
    FITW_UINT8 = 0x02,
    FITW_STRING = 0x07,
    FITW_UINT16 = 0x84,
    FITW_SINT32 = 0x85,
    FITW_UINT32 = 0x86,
    FITW_UINT32Z = 0x8C
} fitw_base;

typedef struct fitw_field {
    uint8_t number;
    uint8_t base; // fitw_base
    uint8_t size; // of a string; 0: the base type's
    double scale; // raw = (value + offset) * scale
    double offset;
} fitw_field;

#define FITW_FIELDS_MAX 32
typedef struct fitw_shape {
    uint16_t message;
    uint8_t count;
    const fitw_field *fields;
} fitw_shape;

#define FITW_LOCALS 16
typedef struct fitw_writer {
    miler_buf *out;
    size_t start; // of the file in the buffer
    uint8_t next; // local type to be defined anew when all are taken
    struct {
        const fitw_shape *shape;
        uint32_t present;
    } locals[FITW_LOCALS];
} fitw_writer;

// FIT counts seconds from 1989-12-31T00:00:00Z.
#define FITW_EPOCH_MS INT64_C(631065600000)
double fitw_time(int64_t t_ms); // NaN when it cannot be told

void fitw_begin(fitw_writer *w, miler_buf *out);
// One message. `values` has one number per field of the shape, `text` is what
// its one string field gets (NULL: empty).
void fitw_put(fitw_writer *w, const fitw_shape *shape, const double *values, const char *text);
// The same with only the fields whose bit (1u << index) is set: records leave
// out what the watch does not measure.
void fitw_put_some(fitw_writer *w, const fitw_shape *shape, uint32_t present, const double *values,
                   const char *text);
// The same for shapes with more than one text: one of `texts` for each, also where it is left out.
void fitw_put_texts(fitw_writer *w, const fitw_shape *shape, uint32_t present, const double *values,
                    const char *const *texts);
// Sizes and checksums. Errors: those of the buffer (NOMEM, LIMIT).
miler_status fitw_end(fitw_writer *w, miler_error *err);

// ---- Shapes of whole files, and their fields in order

enum {
    FITW_ID_TYPE,
    FITW_ID_MAKER,
    FITW_ID_PRODUCT,
    FITW_ID_SERIAL,
    FITW_ID_CREATED,
    FITW_ID_NAME,
    FITW_ID_FIELDS
};
extern const fitw_shape fitw_file_id;
enum {
    FITW_WORKOUT_SPORT,
    FITW_WORKOUT_CAPABILITIES,
    FITW_WORKOUT_STEPS,
    FITW_WORKOUT_NAME,
    FITW_WORKOUT_SUB,
    FITW_WORKOUT_FIELDS
};
extern const fitw_shape fitw_workout;
enum {
    FITW_STEP_INDEX,
    FITW_STEP_NAME,
    FITW_STEP_DURATION_TYPE,
    FITW_STEP_DURATION,
    FITW_STEP_TARGET_TYPE,
    FITW_STEP_TARGET,
    FITW_STEP_LOW,
    FITW_STEP_HIGH,
    FITW_STEP_INTENSITY,
    FITW_STEP_FIELDS
};
extern const fitw_shape fitw_workout_step;

// file_id types
enum { FITW_FILE_ACTIVITY = 4, FITW_FILE_WORKOUT = 5 };
// What a workout asks of a watch, bits. This one stands in most files seen and asks for nothing;
// by name it is that of workouts out of TCX.
#define FITW_ANY_WATCH 0x20
#define FITW_MAKER_DEVELOPMENT 255 // "for development": no maker's number is borrowed

typedef struct fitw_identity {
    uint16_t maker;
    uint16_t product;
    uint32_t serial;
    int64_t created_ms;
    const char *product_name;
} fitw_identity;

// Steps as workout_step messages, after a workout message that counts them.
void fitw_put_workout(fitw_writer *w, miler_sport sport, miler_sub_sport sub_sport, const char *name,
                      const miler_recorded_step *steps, size_t count);
// A whole activity file. Wants samples with times or a session with a start;
// laps and events in the order of time. Errors: ARG (neither), NOMEM, LIMIT.
miler_status fitw_activity(const miler_recording *recording, const fitw_identity *identity, miler_buf *out,
                           miler_error *err) MILER_CHECK;
// The protocol's number of an intensity; NaN: none.
double fitw_intensity(miler_intensity intensity);
// The protocol's numbers of a sport.
void fitw_sport_numbers(miler_sport sport, miler_sub_sport sub_sport, double *out_sport,
                        double *out_sub_sport);

#endif
