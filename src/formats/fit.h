// SPDX-License-Identifier: MIT
// The FIT reader's own parts and how they hang together:
//
//     bytes -> fit_read.c   headers, records, checksums, chained files, damage
//                |  fit_plan.c     a definition becomes a plan: what to copy from where
//                |  fit_profile.c  the one table: which field of which message is what
//                +-> fit_rows.c    record messages -> chunks of columns -> columns
//                +-> fit_take.c    every other message -> sessions, laps, events ...
//                      fit_hr.c       heart rates a strap stored -> the hr column
//                      fit_finish.c   all of it -> recordings
//
// A FIT file: header (12 or 14 bytes, ".FIT" at 8), data, CRC-16. Data is
// records, each with one header byte; a definition says how the data messages
// of one of 16 local types are laid out until it is defined anew:
//
//     0 1 0 d L L L L   definition of local type L (d: developer fields follow)
//     0 0 0 0 L L L L   data of local type L
//     1 L L t t t t t   data of local type L (0-3), time = low five bits
//
// Sources: the public FIT protocol, activity and workout file pages; field
// numbers seen in the files of many watches. Nothing is taken from an SDK.
#ifndef MILER_FIT_H
#define MILER_FIT_H

#include "base/limits.h"
#include "formats/fill.h"
#include "formats/format.h"

#include <string.h>

// ---- The table (fit_profile.c)

enum {
    FIT_FILE_ID = 0,
    FIT_USER_PROFILE = 3,
    FIT_ZONES_TARGET = 7,
    FIT_SPORT = 12,
    FIT_SESSION = 18,
    FIT_LAP = 19,
    FIT_RECORD = 20,
    FIT_EVENT = 21,
    FIT_DEVICE_INFO = 23,
    FIT_WORKOUT = 26,
    FIT_WORKOUT_STEP = 27,
    FIT_ACTIVITY = 34,
    FIT_HR = 132,
    FIT_GPS_METADATA = 160,
    FIT_TIME_CORRELATION = 162,
    FIT_FIELD_DESCRIPTION = 206,
};
#define FIT_TIMESTAMP 253 // the same field in every message

// Columns of a record. The first FIT_FLOATS hold floats in SI units, the rest integers.
typedef enum fit_column {
    FIT_COL_SPEED,
    FIT_COL_ALTITUDE,
    FIT_COL_HR,
    FIT_COL_CADENCE, // as the watch counts: revolutions, strides
    FIT_COL_CADENCE_FRACTION,
    FIT_COL_POWER,
    FIT_COL_TEMPERATURE,
    FIT_COL_OSCILLATION,
    FIT_COL_RATIO,
    FIT_COL_STANCE,
    FIT_COL_BALANCE,
    FIT_COL_STEP,
    FIT_COL_GRADE_ADJUSTED,
    FIT_FLOATS,
    FIT_COL_LAT = FIT_FLOATS, // semicircles
    FIT_COL_LON,
    FIT_COL_DIST, // centimetres, unsigned
    FIT_COLUMNS,
    FIT_COL_TIME = FIT_COLUMNS, // only in the table: its own place in a plan
    FIT_COL_SPEED_DISTANCE      // three bytes of speed and distance, to be taken apart
} fit_column;

// Slots of all other messages: which value of fit_values a field goes to. Laps
// and sessions share the summary's.
typedef enum fit_slot {
    FIT_V_TIME,
    FIT_V_INDEX,
    FIT_V_START,
    FIT_V_ELAPSED,
    FIT_V_TIMER,
    FIT_V_DIST,
    FIT_V_AVG_SPEED,
    FIT_V_MAX_SPEED,
    FIT_V_AVG_HR,
    FIT_V_MAX_HR,
    FIT_V_AVG_CADENCE,
    FIT_V_AVG_CADENCE_FRACTION,
    FIT_V_MAX_CADENCE,
    FIT_V_MAX_CADENCE_FRACTION,
    FIT_V_AVG_POWER,
    FIT_V_ASCENT,
    FIT_V_DESCENT,
    FIT_V_CALORIES,
    FIT_V_OSCILLATION,
    FIT_V_RATIO,
    FIT_V_STANCE,
    FIT_V_BALANCE,
    FIT_V_STEP_LENGTH,
    FIT_V_SPORT,
    FIT_V_SUB_SPORT,
    FIT_V_TRIGGER,
    FIT_V_INTENSITY,
    FIT_V_STEP_INDEX,
    FIT_V_NAME,
    FIT_V_SUMMARY_END,

    // file_id, device_info
    FIT_V_TYPE = FIT_V_START,
    FIT_V_MAKER,
    FIT_V_PRODUCT,
    FIT_V_SOURCE,
    // event, activity, time correlation
    FIT_V_EVENT = FIT_V_START,
    FIT_V_EVENT_TYPE,
    FIT_V_EVENT_DATA,
    FIT_V_LOCAL_TIME,
    // workout step
    FIT_V_DURATION_TYPE = FIT_V_START,
    FIT_V_DURATION,
    FIT_V_TARGET_TYPE,
    FIT_V_TARGET,
    FIT_V_TARGET_LOW,
    FIT_V_TARGET_HIGH,
    // user profile, zones
    FIT_V_WEIGHT = FIT_V_START,
    FIT_V_RESTING_HR,
    FIT_V_THRESHOLD_HR,
    FIT_V_RUNNING_MAX_HR,
    // hr
    FIT_V_FRACTION = FIT_V_START,
    FIT_V_BPM,      // array
    FIT_V_TICKS,    // array
    FIT_V_TICKS_12, // packed array
    // gps metadata
    FIT_V_LAT = FIT_V_START,
    FIT_V_LON,
    FIT_V_FIX_ALTITUDE,
    FIT_V_FIX_SPEED,
    // field description
    FIT_V_DEVELOPER = FIT_V_START,
    FIT_V_FIELD,
    FIT_V_BASE,
    FIT_V_SCALE,
    FIT_V_OFFSET,
    FIT_V_NATIVE_MESSAGE,
    FIT_V_NATIVE_FIELD,
    FIT_VALUES = FIT_V_SUMMARY_END
} fit_slot;

// How a field's value reaches its slot.
typedef enum fit_kind {
    FIT_NUMBER, // physical = raw / scale - offset
    FIT_TEXT,
    FIT_BYTES // an array that the message's own function takes apart
} fit_kind;

typedef struct fit_row {
    uint16_t message;
    uint8_t field;
    uint8_t slot; // fit_column in records, fit_slot elsewhere
    uint8_t kind;
    uint8_t rank; // of several fields for one slot the highest valid one stays
    float scale;
    float offset;
} fit_row;

// The row of a field; NULL = not wanted.
const fit_row *fit_row_find(uint16_t message, uint8_t field);
bool fit_message_known(uint16_t message);

typedef struct fit_base_type {
    uint8_t size;
    char kind; // 'u'nsigned, 's'igned, 'f'loat, 't'ext, 'b'yte
    uint64_t invalid;
} fit_base_type;
// From the base type byte; unknown types are bytes. Never NULL.
const fit_base_type *fit_base(uint8_t type);
bool fit_base_known(uint8_t type);

miler_sport fit_sport(int sport, int sub_sport);
miler_sub_sport fit_sub_sport(int sub_sport);
miler_content fit_file_type(int type, const char **name);
const char *fit_maker_name(int maker);                // NULL: unknown
const char *fit_product_name(int maker, int product); // NULL: unknown

// ---- Plans (fit_plan.c)

// One integer of 1, 2 or 4 bytes, without branches: four bytes that end (or, at
// the record's start, begin) with the field are loaded and cut to size.
typedef struct fit_op {
    uint16_t at;
    uint8_t shift;
    uint8_t column;
    uint32_t mask;
    uint32_t sign; // the sign bit of a signed field, else 0
    uint32_t invalid;
    double scale;  // multiplied
    double offset; // added
} fit_op;

// Any other field: 64 bits, floats, arrays, text, and all of the rare messages.
typedef struct fit_field {
    uint16_t at;
    uint8_t size;
    uint8_t base;
    uint8_t slot;
    uint8_t kind;
    uint8_t rank;
    bool big_endian;
    double scale;
    double offset;
} fit_field;

#define FIT_DEFINITION_MAX (6 + 255 * 3 + 1 + 255 * 3)
#define FIT_RECORD_MAX ((size_t)1 + 2 * 255 * 255)
#define FIT_MORE_MAX 16   // engineering estimate: speed, altitude and developer fields
#define FIT_FIELDS_MAX 40 // ... for any message
#define FIT_PLANS_MAX 48  // 16 in use, the rest kept because watches redefine the same few again and again

typedef enum fit_action { FIT_SKIP, FIT_ROW, FIT_TAKE } fit_action;

typedef struct fit_plan {
    uint32_t size;    // of the whole record, header byte included
    uint16_t time_at; // where field 253 is, 0 = nowhere
    uint16_t message;
    uint8_t action;
    bool big_endian;
    uint8_t float_count, int_count, more_count, field_count;
    uint8_t early_count; // the first of `fields`, done before the plain ones: they only fill gaps
    uint8_t users;       // local types that point here
    uint32_t age;
    uint32_t era; // of the developer fields it was made with
    uint32_t raw_len;
    uint16_t raw_crc;
    uint64_t columns; // bit set of the columns it may write
    uint64_t written; // ... of those that `floats` and `ints` always write
    uint8_t *raw;     // the definition
    size_t raw_cap;
    fit_op floats[FIT_FLOATS]; // one for each column at most
    fit_op ints[FIT_COLUMNS - FIT_FLOATS];
    fit_op more[FIT_MORE_MAX]; // second fields for a column, written over the first when valid
    fit_field fields[FIT_FIELDS_MAX];
} fit_plan;

typedef struct fit_developer_field {
    uint8_t developer;
    uint8_t field;
    uint8_t base;
    uint8_t native_field;
    double scale;
    double offset;
} fit_developer_field;
#define FIT_DEVELOPER_FIELDS_MAX 64 // engineering estimate; 33 is the most seen

typedef struct fit_plans {
    fit_plan *local[16];
    fit_plan *all[FIT_PLANS_MAX];
    size_t count;
    uint32_t clock;
    uint32_t era;
    fit_developer_field developer[FIT_DEVELOPER_FIELDS_MAX];
    size_t developer_count;
} fit_plans;

// Length of the definition at p, 0 when more than `len` bytes are needed (then
// *need says how many).
size_t fit_definition_len(const uint8_t *p, size_t len, size_t *need);
// Whether a definition could stand here: asked only after damage.
bool fit_definition_plausible(const uint8_t *p, size_t len);
// Makes (or finds again) the plan of a whole definition. False: out of memory.
bool fit_define(fit_plans *plans, miler_arena *arena, const uint8_t *p, size_t len);
void fit_plans_reset(fit_plans *plans); // a new file in the chain

// First valid element of a field. False: invalid or absent.
bool fit_load(const uint8_t *record, const fit_field *field, double *out);
uint64_t fit_load_raw(const uint8_t *p, size_t size, bool big_endian);
const fit_field *fit_plan_field(const fit_plan *plan, uint8_t slot);

static inline uint32_t fit_load32(const uint8_t *p, bool big_endian) {
    uint32_t x = (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
    return big_endian ? __builtin_bswap32(x) : x;
}

// ---- Rows (fit_rows.c)

// FIT counts seconds from 1989-12-31T00:00:00Z.
#define FIT_EPOCH_S 631065600
static inline int64_t fit_ms(uint32_t t) {
    return ((int64_t)t + FIT_EPOCH_S) * 1000;
}

#define FIT_NO_TIME UINT32_MAX
#define FIT_CHUNK_ROWS 512  // 2 KiB a column: a median run is four chunks
#define FIT_WAITING_MAX 128 // rows taken apart together: their bytes and columns stay in the first cache

typedef union fit_cell {
    float f;
    uint32_t u;
} fit_cell;

typedef struct fit_chunk {
    struct fit_chunk *next;
    size_t count;
    uint32_t *time;
    fit_cell *column[FIT_COLUMNS];
} fit_chunk;

typedef struct fit_rows {
    miler_arena *arena;
    fit_chunk *first;
    fit_chunk *last;
    uint64_t here; // bit set of the columns `last` has
    size_t count;
    uint64_t columns;   // bit set of the columns any row may have
    size_t bytes;       // held by chunks
    uint32_t last_time; // of the newest row
    uint32_t held_time; // a time too far off, waiting for a second one to agree
    size_t dropped;     // rows with an impossible time
    bool full;          // a cap was reached
    bool any_position;
    uint64_t acc_dist; // 1/16 m, compressed distance unrolled
    uint32_t acc_last;
    const fit_plan *plan; // of the rows that wait, NULL = none
    size_t waiting_count, waiting_max;
    const uint8_t *waiting[FIT_WAITING_MAX]; // their records; times are in `last` already
} fit_rows;

// A record message at time `t`; `record` must stay where it is, and `plan` as
// it is, until the rows are settled. False: out of memory.
bool fit_rows_add(fit_rows *rows, const fit_plan *plan, const uint8_t *record, uint32_t t);
void fit_rows_settle(fit_rows *rows);
void fit_rows_reset(fit_rows *rows);

// All rows in time order, as columns in the arena (cadence not yet in steps).
typedef struct fit_flat {
    miler_samples samples;
    bool reordered;
    size_t untimed; // rows left out because others have a time and they do not
} fit_flat;
bool fit_rows_flatten(fit_rows *rows, miler_arena *arena, fit_flat *out);
// Semicircles to degrees. False: no place.
bool fit_place(uint32_t lat, uint32_t lon, double *lat_deg, double *lon_deg);
// The columns of samples by fit_column, NULL where there is none.
void fit_float_columns(const miler_samples *samples, float *out[FIT_FLOATS]);

// ---- What is known of a file while it is read

typedef struct fit_session {
    miler_summary sum; // cadence as the watch counts
    int sport, sub_sport;
    char *name;
} fit_session;

typedef struct fit_beat { // one stored heart rate
    int64_t t_1024;       // FIT time in 1/1024 s
    float bpm;
} fit_beat;

typedef struct fit_fix { // a position from gps metadata
    uint32_t t;
    int32_t lat, lon;
    float speed_mps, altitude_m;
} fit_fix;

typedef struct fit_facts {
    bool has_type;
    int type;
    int maker, product; // -1 = not said
    char *product_name;
    int sport, sub_sport; // for when no session says, -1 = not said
    char *sport_name;
    int32_t utc_offset_s;
    bool has_utc_offset;
    bool offset_from_activity;
    bool has_footpod;
    double weight_kg, max_hr, threshold_hr, resting_hr; // NaN = not said
    double default_max_hr;
    char *workout_name;
    fill_list sessions; // fit_session
    fill_list laps;     // miler_lap
    fill_list events;   // miler_timer_event
    fill_list steps;    // miler_recorded_step
    fill_list fixes;    // fit_fix
} fit_facts;

// ---- The reader (fit_read.c)

typedef enum fit_phase { FIT_HEADER, FIT_DATA, FIT_RESYNC, FIT_CHECK, FIT_TAIL } fit_phase;

typedef struct fit_reader {
    miler_arena *arena;
    fit_phase phase;
    bool at_end;         // no more bytes will come
    uint64_t offset;     // of the next byte, in the file
    uint64_t data_end;   // UINT64_MAX: to the end of the file
    uint64_t data_start; // of this file in the chain
    size_t need;         // bytes the next step waits for
    uint16_t crc;
    uint8_t *carry; // a record that straddles two feeds
    size_t carry_cap, carry_at, carry_len;
    size_t files;  // headers seen
    uint64_t lost; // damaged bytes in this file of the chain
    uint64_t hole_start;
    uint64_t broken_at;         // where the damage was noticed
    uint64_t holes, holes_lost; // of this file: how many, and the bytes of those that are not told one by one
    size_t zeros;               // bytes of messages that are all zeros, just before this one
    uint32_t last_time;         // field 253 of any message, for compressed times
    uint32_t flags;             // MILER_REC_*
    miler_buf notes;
    fit_plans plans;
    fit_rows rows;
    fit_facts facts;
    // over all files of the chain
    fill_list beats;          // fit_beat
    int64_t beat_anchor_1024; // FIT time minus event time
    bool has_beat_anchor;
    uint32_t beat_ticks;  // last event time
    fill_list recordings; // miler_recording
    bool not_activity;    // the first file_id says so
    miler_content content;
    const char *content_name;
    miler_status status;
} fit_reader;

void fit_note(fit_reader *f, const char *fmt, ...) MILER_PRINTF(2, 3);
void fit_facts_reset(fit_facts *facts);
// A message of the table other than record (fit_take.c).
void fit_take(fit_reader *f, const fit_plan *plan, const uint8_t *record);
// Of a file that is broken in many places a few are told one by one, and what the others come to.
#define FIT_HOLES_TOLD 3
// The end of one file of the chain: its recordings (fit_finish.c).
void fit_finish_file(fit_reader *f);
int64_t fit_time_ms(double t); // MILER_NO_TIME for NaN

// hr messages (fit_hr.c)
void fit_take_hr(fit_reader *f, const fit_plan *plan, const uint8_t *record);
void fit_hr_merge(fit_reader *f);

#endif
