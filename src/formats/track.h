// SPDX-License-Identifier: MIT
// What TCX and GPX have in common once they are no longer XML: points, one at
// a time, that belong to parts (a GPX track, a TCX activity), each of which
// becomes a recording.
//
//     point -> rows in chunks of 512 -> columns -> one slice of them per part
//              (only the columns that are there)   in time order, with a summary
//
// Memory is that of the values that are there, twice; nothing grows by moving.
#ifndef MILER_TRACK_H
#define MILER_TRACK_H

#include "base/limits.h"
#include "formats/fill.h"
#include "formats/xml.h"

#include <miler/formats.h>

typedef enum track_column {
    TRACK_LAT,
    TRACK_LON,
    TRACK_DIST,
    TRACK_DOUBLES, // these are kept as doubles, the rest as floats
    TRACK_SPEED = TRACK_DOUBLES,
    TRACK_ALTITUDE,
    TRACK_HR,
    TRACK_CADENCE,
    TRACK_POWER,
    TRACK_TEMPERATURE,
    TRACK_COLUMNS,
    TRACK_NONE = TRACK_COLUMNS
} track_column;

// The point at hand.
typedef struct track_point {
    int64_t t_ms;  // MILER_NO_TIME: none
    uint32_t has;  // bit set of columns
    bool bad_time; // it had one that cannot be read
    double value[TRACK_COLUMNS];
} track_point;

typedef struct track_lap {
    miler_lap lap;
    bool cut;                  // the file ends in it: its totals are not of what is there
    int64_t first_ms, last_ms; // of its points, MILER_NO_TIME = none
    double first_m, last_m;    // NaN = none
} track_lap;

typedef struct track_part {
    size_t first_row, end_row;
    size_t first_lap, lap_count;
    size_t timed;              // rows with a time
    int64_t first_ms, last_ms; // lowest and highest
    miler_sport sport;
    miler_sub_sport sub_sport;
    char *name, *device;
    int64_t stated_start_ms;
    bool route; // drawn, not recorded
} track_part;

typedef struct track_chunk track_chunk;

// Something that may be wrong with many points: said once, with how often.
typedef struct track_flaw {
    size_t count;
    uint32_t line; // of the first
} track_flaw;

typedef struct track_book {
    miler_arena *arena;
    xml_reader *xml;
    miler_file_format format;
    track_chunk *first, *last;
    size_t rows;
    size_t bytes;     // of the chunks
    uint32_t columns; // bit set of those that any row has
    bool full;
    bool segment;    // the next row starts one
    bool open;       // a part is being read
    fill_list parts; // track_part
    fill_list laps;  // track_lap
    xml_clock clock;
    miler_buf notes;
    uint32_t flags;
    uint64_t fed;
    track_flaw bad_time, bad_place, bad_number, empty;
    bool failed; // out of memory
} track_book;

void track_init(track_book *book, miler_arena *arena, miler_file_format format);
void track_deinit(track_book *book);
void track_note(track_book *book, const char *fmt, ...) MILER_PRINTF(2, 3);
void track_flawed(track_book *book, track_flaw *flaw);

// Starts a part; NULL: out of memory or too many (then its rows are left out).
track_part *track_begin(track_book *book);
track_part *track_part_now(const track_book *book); // NULL: none begun
void track_end(track_book *book);

void track_value(track_book *book, track_point *point, track_column column, const char *text, size_t len);
void track_time(track_book *book, track_point *point, const char *text, size_t len);
// Adds the point to the part at hand; false: there was nothing in it to keep.
bool track_add(track_book *book, const track_point *point);

// All parts as recordings; notes and flags of the file go to each.
miler_status track_finish(track_book *book, miler_reading *out, miler_error *err);

// Free text ("Run", "track_running", "9") as a sport.
miler_sport track_sport(const char *text, size_t len, miler_sub_sport *sub_sport);

#endif
