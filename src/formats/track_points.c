// SPDX-License-Identifier: MIT
// Points into rows: see track.h. A chunk of rows has only the columns that its
// points have; a column that comes late is filled with "absent" up to there.
#include "formats/track_rows.h"

#include <string.h>

#define NOTES_MAX (8 * MILER_KIB)

void track_init(track_book *book, miler_arena *arena, miler_file_format format) {
    *book = (track_book){.arena = arena, .format = format};
    miler_buf_init(&book->notes, miler_arena_allocator(arena), NOTES_MAX);
}

void track_deinit(track_book *book) {
    miler_buf_deinit(&book->notes);
}

void track_note(track_book *book, const char *fmt, ...) {
    if (book->notes.len > NOTES_MAX - 512) return; // a file this broken has been described well enough
    if (book->notes.len != 0) miler_buf_text_append(&book->notes, "\n");
    va_list args;
    va_start(args, fmt);
    miler_buf_vprintf(&book->notes, fmt, args);
    va_end(args);
    if (book->notes.failed) book->failed = true;
}

void track_flawed(track_book *book, track_flaw *flaw) {
    if (flaw->count++ == 0) flaw->line = xml_line(book->xml);
}

// ---- Parts

track_part *track_begin(track_book *book) {
    track_end(book);
    track_part *part = fill_list_add(&book->parts, book->arena, sizeof *part, MILER_RECORDINGS_MAX);
    if (part == NULL) {
        if (miler_arena_failed(book->arena))
            book->failed = true;
        else if ((book->flags & MILER_REC_LIMIT) == 0)
            track_note(book, "more than %zu tracks: the rest is left out", MILER_RECORDINGS_MAX);
        if (!book->failed) book->flags |= MILER_REC_LIMIT;
        return NULL;
    }
    *part = (track_part){.first_row = book->rows,
                         .end_row = book->rows,
                         .first_lap = book->laps.count,
                         .first_ms = MILER_NO_TIME,
                         .last_ms = MILER_NO_TIME,
                         .stated_start_ms = MILER_NO_TIME};
    book->open = true;
    book->segment = false;
    return part;
}

track_part *track_part_now(const track_book *book) {
    return book->open ? (track_part *)book->parts.items + book->parts.count - 1 : NULL;
}

void track_end(track_book *book) {
    book->open = false;
}

// ---- Points

static bool in_range(track_column column, double value) {
    // What a foot or a wheel on Earth can do, widely: beyond it is damage.
    // [engineering estimates; 250 bpm and 300 steps are past any athlete]
    static const struct {
        double low, high;
    } range[TRACK_COLUMNS] = {
        [TRACK_LAT] = {-90, 90},    [TRACK_LON] = {-180, 180},      [TRACK_DIST] = {0, 1e7},
        [TRACK_SPEED] = {0, 150},   [TRACK_ALTITUDE] = {-500, 2e4}, [TRACK_HR] = {1, 255},
        [TRACK_CADENCE] = {0, 512}, [TRACK_POWER] = {0, 5000},      [TRACK_TEMPERATURE] = {-90, 90},
    };
    return value >= range[column].low && value <= range[column].high;
}

void track_value(track_book *book, track_point *point, track_column column, const char *text, size_t len) {
    double value;
    bool number = xml_number(text, len, &value);
    if (!number || !in_range(column, value)) {
        // An empty element and a heart rate of 0 say that there is nothing to say.
        bool nothing = len == 0 || (number && column == TRACK_HR && value == 0);
        if (!nothing) track_flawed(book, column <= TRACK_LON ? &book->bad_place : &book->bad_number);
        return;
    }
    point->value[column] = value;
    point->has |= 1u << column;
}

void track_time(track_book *book, track_point *point, const char *text, size_t len) {
    // Before 1980 no satellite told the time: it is that of a clock not yet set.
    static const int64_t gps_epoch_ms = INT64_C(315964800000);
    point->bad_time = !xml_time(&book->clock, text, len, &point->t_ms) || point->t_ms < gps_epoch_ms;
    if (point->bad_time) point->t_ms = MILER_NO_TIME;
}

static bool add_chunk(track_book *book) {
    track_chunk *chunk = miler_arena_take(book->arena, sizeof *chunk);
    if (chunk == NULL) return false;
    book->bytes += sizeof *chunk;
    if (book->last == NULL)
        book->first = chunk;
    else
        book->last->next = chunk;
    book->last = chunk;
    return true;
}

static bool add_column(track_book *book, size_t column) {
    track_chunk *chunk = book->last;
    size_t size = column < TRACK_DOUBLES ? sizeof(double) : sizeof(float);
    void *cells = miler_arena_array(book->arena, TRACK_CHUNK_ROWS, size);
    if (cells == NULL) return false;
    book->bytes += TRACK_CHUNK_ROWS * size;
    chunk->column[column] = cells;
    for (size_t i = 0; i < chunk->count; i++) {
        if (column < TRACK_DOUBLES)
            ((double *)cells)[i] = (double)NAN;
        else
            ((float *)cells)[i] = NAN;
    }
    chunk->has |= 1u << column;
    return true;
}

// A new chunk, if there is room for it, for the columns made of all chunks and
// for putting them in order.
static bool room(track_book *book, uint32_t columns) {
    size_t row = sizeof(int64_t) + 1 + 2 * sizeof(uint32_t) + sizeof(double); // the last three for sorting
    for (size_t c = 0; c < TRACK_COLUMNS; c++)
        if ((columns >> c & 1) != 0) row += c < TRACK_DOUBLES ? sizeof(double) : sizeof(float);
    size_t flat = (book->rows + TRACK_CHUNK_ROWS) * row;
    return book->bytes + flat <= MILER_ARENA_MAX - 4 * MILER_MIB;
}

static void count_time(track_part *part, int64_t t_ms) {
    if (t_ms == MILER_NO_TIME) return;
    if (part->timed++ == 0 || t_ms < part->first_ms) part->first_ms = t_ms;
    if (part->timed == 1 || t_ms > part->last_ms) part->last_ms = t_ms;
}

// A place needs both halves, and 0, 0 in the sea off Ghana is what some write
// while they look for satellites.
static uint32_t sound_columns(track_book *book, const track_point *point) {
    const uint32_t place = 1u << TRACK_LAT | 1u << TRACK_LON;
    uint32_t has = point->has;
    bool nowhere = (has & place) == place && point->value[TRACK_LAT] == 0 && point->value[TRACK_LON] == 0;
    if ((has & place) != place || nowhere) has &= ~place;
    if (nowhere) track_flawed(book, &book->bad_place);
    return has;
}

// A chunk with a free row and the columns for it; false: no room, or out of memory.
static bool make_room(track_book *book, uint32_t has) {
    book->full = book->rows == MILER_RECORDS_MAX;
    if (!book->full && (book->last == NULL || book->last->count == TRACK_CHUNK_ROWS)) {
        book->full = !room(book, book->columns | has);
        if (!book->full && !add_chunk(book)) book->failed = true;
    }
    if (book->full || book->failed) return false;
    uint32_t missing = has & ~book->last->has;
    for (size_t c = 0; missing != 0 && !book->failed && c < TRACK_COLUMNS; c++)
        if ((missing >> c & 1) != 0 && !add_column(book, c)) book->failed = true;
    return !book->failed;
}

bool track_add(track_book *book, const track_point *point) {
    track_part *part = track_part_now(book);
    if (part == NULL || book->full || book->failed) return true;
    uint32_t has = sound_columns(book, point);
    if (point->bad_time) track_flawed(book, &book->bad_time);
    if (has == 0 && point->t_ms == MILER_NO_TIME) {
        track_flawed(book, &book->empty);
        return false;
    }
    if (!make_room(book, has)) return true;
    track_chunk *chunk = book->last;
    book->columns |= has;
    size_t i = chunk->count++;
    chunk->t_ms[i] = point->t_ms;
    chunk->segment[i] = book->segment;
    for (size_t c = 0; c < TRACK_DOUBLES; c++)
        if (chunk->column[c] != NULL)
            ((double *)chunk->column[c])[i] = (has >> c & 1) != 0 ? point->value[c] : (double)NAN;
    for (size_t c = TRACK_DOUBLES; c < TRACK_COLUMNS; c++)
        if (chunk->column[c] != NULL)
            ((float *)chunk->column[c])[i] = (has >> c & 1) != 0 ? (float)point->value[c] : NAN;
    count_time(part, point->t_ms);
    book->segment = false;
    book->rows++;
    part->end_row = book->rows;
    return true;
}

// ---- Columns

static void flatten_column(const track_book *book, size_t column, double *wide, float *narrow) {
    size_t at = 0;
    for (const track_chunk *chunk = book->first; chunk != NULL; at += chunk->count, chunk = chunk->next) {
        const void *cells = chunk->column[column];
        for (size_t i = 0; wide != NULL && i < chunk->count; i++)
            wide[at + i] = cells != NULL ? ((const double *)cells)[i] : (double)NAN;
        for (size_t i = 0; narrow != NULL && i < chunk->count; i++)
            narrow[at + i] = cells != NULL ? ((const float *)cells)[i] : NAN;
    }
}

static double *flat_doubles(const track_book *book, size_t column) {
    double *flat =
        (book->columns >> column & 1) != 0 ? miler_arena_array(book->arena, book->rows, sizeof *flat) : NULL;
    if (flat != NULL) flatten_column(book, column, flat, NULL);
    return flat;
}

static float *flat_floats(const track_book *book, size_t column) {
    float *flat =
        (book->columns >> column & 1) != 0 ? miler_arena_array(book->arena, book->rows, sizeof *flat) : NULL;
    if (flat != NULL) flatten_column(book, column, NULL, flat);
    return flat;
}

bool track_flatten(track_book *book, miler_samples *out) {
    *out = (miler_samples){.count = book->rows};
    if (book->rows == 0) return true;
    out->t_ms = miler_arena_array(book->arena, book->rows, sizeof *out->t_ms);
    out->segment_start = miler_arena_array(book->arena, book->rows, 1);
    if (out->t_ms == NULL || out->segment_start == NULL) return false;
    size_t at = 0;
    for (const track_chunk *chunk = book->first; chunk != NULL; at += chunk->count, chunk = chunk->next) {
        memcpy(out->t_ms + at, chunk->t_ms, chunk->count * sizeof *out->t_ms);
        memcpy(out->segment_start + at, chunk->segment, chunk->count);
    }
    out->lat_deg = flat_doubles(book, TRACK_LAT);
    out->lon_deg = flat_doubles(book, TRACK_LON);
    out->dist_m = flat_doubles(book, TRACK_DIST);
    out->speed_mps = flat_floats(book, TRACK_SPEED);
    out->altitude_m = flat_floats(book, TRACK_ALTITUDE);
    out->hr_bpm = flat_floats(book, TRACK_HR);
    out->cadence_spm = flat_floats(book, TRACK_CADENCE);
    out->power_w = flat_floats(book, TRACK_POWER);
    out->temperature_c = flat_floats(book, TRACK_TEMPERATURE);
    return !miler_arena_failed(book->arena);
}
