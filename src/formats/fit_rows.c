// SPDX-License-Identifier: MIT
// Record messages as rows. While reading, rows stand in chunks of 512, each
// with only the columns that its rows have; at the end of the file the chunks
// become columns of exactly the right length:
//
//     chunk: time[512] speed[512] hr[512] lat[512] ...   (4 bytes a cell)
//
// Rows of one plan wait until some are there, or until the bytes they point
// into go away, and are then taken apart column by column.
//
// So memory is that of the values that are there, plus one copy, and no column
// is ever grown by moving it.
#include "formats/fit.h"

// A day: the longest a watch sleeps between two records of one run (ultras
// with a dead battery); farther is damage or a clock that was set.
// [engineering estimate]
#define TIME_JUMP_S 86400

static const uint32_t absent_bits[FIT_COLUMNS] = {
    [FIT_COL_LAT] = 0x7FFFFFFF, [FIT_COL_LON] = 0x7FFFFFFF, [FIT_COL_DIST] = 0xFFFFFFFF};

static fit_cell absent(size_t column) {
    fit_cell cell;
    if (column < FIT_FLOATS)
        cell.f = NAN;
    else
        cell.u =
            absent_bits[column]; // cppcheck-suppress arrayIndexOutOfBoundsCond ; columns end at FIT_COLUMNS
    return cell;
}

// Bytes a row costs once it is flat: 8 for time, 8 each for place and distance, 4 for the rest.
static size_t flat_row_bytes(uint64_t columns) {
    size_t bytes = sizeof(int64_t);
    for (size_t c = 0; c < FIT_COLUMNS; c++)
        if ((columns >> c & 1) != 0) bytes += c < FIT_FLOATS ? sizeof(float) : sizeof(double);
    return bytes;
}

static bool add_chunk(fit_rows *rows) {
    fit_chunk *chunk = miler_arena_take(rows->arena, sizeof *chunk);
    if (chunk == NULL) return false;
    chunk->time = miler_arena_bare_array(rows->arena, FIT_CHUNK_ROWS, sizeof *chunk->time);
    if (chunk->time == NULL) return false;
    rows->bytes += sizeof *chunk + FIT_CHUNK_ROWS * sizeof *chunk->time;
    if (rows->last == NULL)
        rows->first = chunk;
    else
        rows->last->next = chunk;
    rows->last = chunk;
    rows->here = 0;
    return true;
}

static bool add_column(fit_rows *rows, fit_chunk *chunk, size_t column) {
    fit_cell *cells = miler_arena_bare_array(rows->arena, FIT_CHUNK_ROWS, sizeof *cells);
    if (cells == NULL) return false;
    // Rows write all of their plan's columns; only those before this one lack it.
    for (size_t i = 0; i < chunk->count; i++)
        cells[i] = absent(column);
    chunk->column[column] = cells;
    rows->bytes += FIT_CHUNK_ROWS * sizeof *cells;
    return true;
}

// Makes sure that the newest chunk has room and the columns of this plan.
static bool bind(fit_rows *rows, const fit_plan *plan) {
    if (rows->last == NULL || rows->last->count == FIT_CHUNK_ROWS) {
        size_t flat = (rows->count + FIT_CHUNK_ROWS) * flat_row_bytes(rows->columns | plan->columns);
        // Chunks and the columns made of them share the arena with all else of the file.
        if (rows->count >= MILER_RECORDS_MAX || rows->bytes + flat > MILER_ARENA_MAX - 4 * MILER_MIB) {
            rows->full = true;
            return true;
        }
        if (!add_chunk(rows)) return false;
    }
    for (size_t c = 0; c < FIT_COLUMNS; c++)
        if ((plan->columns >> c & 1) != 0 && rows->last->column[c] == NULL &&
            !add_column(rows, rows->last, c))
            return false;
    rows->columns |= plan->columns;
    rows->here |= plan->columns;
    return true;
}

// Twelve bits of speed in 1/100 m/s, then twelve of distance in 1/16 m, which
// rolls over every 256 m and is unrolled here.
static void speed_distance(fit_rows *rows, const fit_chunk *chunk, size_t i, const uint8_t *p) {
    uint32_t packed = (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16;
    if (packed == 0xFFFFFF) return;
    uint32_t dist = packed >> 12;
    rows->acc_dist += (dist - rows->acc_last) & 0xFFF;
    rows->acc_last = dist;
    chunk->column[FIT_COL_SPEED][i].f = (float)(packed & 0xFFF) / 100;
    chunk->column[FIT_COL_DIST][i].u = (uint32_t)(rows->acc_dist * 100 / 16);
}

static void slow_fields(fit_rows *rows, const fit_chunk *chunk, size_t i, const fit_field *fields,
                        size_t count, const uint8_t *record) {
    for (size_t k = 0; k < count; k++) {
        const fit_field *field = &fields[k];
        double value;
        if (field->slot == FIT_COL_SPEED_DISTANCE) {
            if (field->size >= 3) speed_distance(rows, chunk, i, record + field->at);
        } else if (fit_load(record, field, &value)) {
            if (field->slot < FIT_FLOATS)
                chunk->column[field->slot][i].f = (float)value;
            else if (field->slot == FIT_COL_DIST && value >= 0 &&
                     value < 4e7) // metres, in centimetres below 2^32
                chunk->column[FIT_COL_DIST][i].u = (uint32_t)(value * 100 + 0.5);
        }
    }
}

static inline float op_number(const fit_op *op, uint32_t x) {
    int64_t value = (int64_t)(x ^ op->sign) - (int64_t)op->sign;
    return (float)((double)value * op->scale + op->offset);
}

// PERF: one column at a time over all rows that wait, so that what to do stays
// in registers; a field of invalid bits is written as absent by choosing, not
// by branching.
static inline void plain_fields(const fit_rows *rows, const fit_chunk *chunk, const fit_plan *plan,
                                bool big_endian) {
    const uint8_t *const *record = rows->waiting;
    const size_t n = rows->waiting_count;
    for (size_t k = 0; k < plan->float_count; k++) {
        const fit_op op = plan->floats[k];
        fit_cell *cell = chunk->column[op.column] + chunk->count;
        for (size_t i = 0; i < n; i++) {
            uint32_t x = fit_load32(record[i] + op.at, big_endian) >> op.shift & op.mask;
            float number = op_number(&op, x);
            cell[i].f = x == op.invalid ? NAN : number;
        }
    }
    for (size_t k = 0; k < plan->int_count; k++) {
        const fit_op op = plan->ints[k];
        const uint32_t none = absent_bits[op.column];
        fit_cell *cell = chunk->column[op.column] + chunk->count;
        for (size_t i = 0; i < n; i++) {
            uint32_t x = fit_load32(record[i] + op.at, big_endian);
            cell[i].u = x == op.invalid ? none : x;
        }
    }
    for (size_t k = 0; k < plan->more_count; k++) {
        const fit_op op = plan->more[k];
        fit_cell *cell = chunk->column[op.column] + chunk->count;
        for (size_t i = 0; i < n; i++) {
            uint32_t x = fit_load32(record[i] + op.at, big_endian) >> op.shift & op.mask;
            if (x != op.invalid) cell[i].f = op_number(&op, x);
        }
    }
}

static void fill_absent(const fit_chunk *chunk, size_t n, uint64_t columns) {
    for (size_t c = 0; columns != 0; c++, columns >>= 1) {
        if ((columns & 1) == 0) continue;
        const fit_cell none = absent(c);
        for (size_t i = 0; i < n; i++)
            chunk->column[c][chunk->count + i] = none;
    }
}

// What later rows ask of these: whether any has a place, and the last distance,
// from which a compressed one counts on.
static void look_back(fit_rows *rows, const fit_chunk *chunk, const fit_plan *plan) {
    const fit_cell *lat = chunk->column[FIT_COL_LAT];
    const fit_cell *dist = plan->early_count == 0 ? chunk->column[FIT_COL_DIST] : NULL;
    for (size_t i = chunk->count;
         lat != NULL && !rows->any_position && i < chunk->count + rows->waiting_count; i++)
        rows->any_position = lat[i].u != absent_bits[FIT_COL_LAT];
    for (size_t i = chunk->count + rows->waiting_count; dist != NULL && i > chunk->count; i--) {
        if (dist[i - 1].u == UINT32_MAX) continue;
        rows->acc_dist = (uint64_t)dist[i - 1].u * 16 / 100;
        break;
    }
}

void fit_rows_settle(fit_rows *rows) {
    const fit_plan *plan = rows->plan;
    rows->plan = NULL;
    if (rows->waiting_count == 0) return;
    fit_chunk *chunk = rows->last;
    const size_t n = rows->waiting_count;
    const uint64_t unwritten = rows->here & ~plan->written;
    if (unwritten != 0) fill_absent(chunk, n, unwritten);
    for (size_t i = 0; plan->early_count != 0 && i < n; i++)
        slow_fields(rows, chunk, chunk->count + i, plan->fields, plan->early_count, rows->waiting[i]);
    if (plan->big_endian)
        plain_fields(rows, chunk, plan, true);
    else
        plain_fields(rows, chunk, plan, false);
    const size_t late = (size_t)plan->field_count - plan->early_count;
    for (size_t i = 0; late != 0 && i < n; i++)
        slow_fields(rows, chunk, chunk->count + i, plan->fields + plan->early_count, late, rows->waiting[i]);
    look_back(rows, chunk, plan);
    chunk->count += n;
    rows->waiting_count = 0;
}

// Whether a row at this time may follow. One time that is far off is held back
// until a second one agrees with it: then the watch's clock was set.
static bool time_fits(fit_rows *rows, uint32_t t) {
    if (rows->count == 0 || rows->last_time == FIT_NO_TIME || t == FIT_NO_TIME) return true;
    uint32_t ahead = t - rows->last_time + TIME_JUMP_S;
    if (ahead <= 2 * TIME_JUMP_S) return true;
    bool agreed = rows->held_time != FIT_NO_TIME && t - rows->held_time + 3600 <= 7200;
    rows->held_time = agreed ? FIT_NO_TIME : t;
    if (!agreed) rows->dropped++;
    return agreed;
}

bool fit_rows_add(fit_rows *rows, const fit_plan *plan, const uint8_t *record, uint32_t t) {
    if (rows->full || !time_fits(rows, t)) return true;
    if (rows->plan != plan || rows->waiting_count == rows->waiting_max) {
        fit_rows_settle(rows);
        if (!bind(rows, plan)) return false;
        if (rows->full) return true;
        const size_t room = FIT_CHUNK_ROWS - rows->last->count;
        rows->waiting_max = room < FIT_WAITING_MAX ? room : FIT_WAITING_MAX;
        rows->plan = plan;
    }
    rows->last->time[rows->last->count + rows->waiting_count] = t;
    rows->waiting[rows->waiting_count++] = record;
    rows->count++;
    if (t != FIT_NO_TIME) rows->last_time = t;
    return true;
}

void fit_rows_reset(fit_rows *rows) {
    miler_arena *arena = rows->arena;
    *rows = (fit_rows){.arena = arena, .last_time = FIT_NO_TIME, .held_time = FIT_NO_TIME};
}

// ---- Flat columns

// Whether any row has a value: most columns say so with their first cell.
static bool any_value(const fit_rows *rows, size_t column) {
    uint32_t none = absent(column).u;
    for (const fit_chunk *chunk = rows->first; chunk != NULL; chunk = chunk->next)
        for (size_t i = 0; chunk->column[column] != NULL && i < chunk->count; i++)
            if (chunk->column[column][i].u != none) return true;
    return false;
}

static bool wanted(const fit_rows *rows, size_t column) {
    return (rows->columns >> column & 1) != 0 && any_value(rows, column);
}

static float *flat_floats(const fit_rows *rows, miler_arena *arena, size_t column) {
    float *flat = wanted(rows, column) ? miler_arena_bare_array(arena, rows->count, sizeof *flat) : NULL;
    size_t at = 0;
    for (const fit_chunk *chunk = rows->first; flat != NULL && chunk != NULL; chunk = chunk->next) {
        const fit_cell *cells = chunk->column[column];
        if (cells != NULL)
            memcpy(flat + at, cells, chunk->count * sizeof *flat);
        else
            for (size_t i = 0; i < chunk->count; i++)
                flat[at + i] = NAN;
        at += chunk->count;
    }
    return flat;
}

// Distance: centimetres to metres.
static double *flat_distance(const fit_rows *rows, miler_arena *arena) {
    double *flat =
        wanted(rows, FIT_COL_DIST) ? miler_arena_bare_array(arena, rows->count, sizeof *flat) : NULL;
    size_t at = 0;
    for (const fit_chunk *chunk = rows->first; flat != NULL && chunk != NULL; chunk = chunk->next) {
        const fit_cell *cells = chunk->column[FIT_COL_DIST];
        for (size_t i = 0; i < chunk->count; i++, at++)
            flat[at] = cells == NULL || cells[i].u == UINT32_MAX ? (double)NAN : cells[i].u / 100.0;
    }
    return flat;
}

// A place needs both halves, must be on Earth, and 0, 0 in the sea off Ghana is
// what some watches write while they look for satellites.
static bool flat_places(const fit_rows *rows, miler_arena *arena, miler_samples *out) {
    if (!wanted(rows, FIT_COL_LAT) || !wanted(rows, FIT_COL_LON)) return true;
    out->lat_deg = miler_arena_bare_array(arena, rows->count, sizeof *out->lat_deg);
    out->lon_deg = miler_arena_bare_array(arena, rows->count, sizeof *out->lon_deg);
    if (out->lat_deg == NULL || out->lon_deg == NULL) return false;
    size_t at = 0;
    for (const fit_chunk *chunk = rows->first; chunk != NULL; chunk = chunk->next) {
        const fit_cell *lat = chunk->column[FIT_COL_LAT];
        const fit_cell *lon = chunk->column[FIT_COL_LON];
        for (size_t i = 0; i < chunk->count; i++, at++) {
            bool there = lat != NULL && lon != NULL;
            there = there && fit_place(lat[i].u, lon[i].u, &out->lat_deg[at], &out->lon_deg[at]);
            if (!there) out->lat_deg[at] = out->lon_deg[at] = (double)NAN;
        }
    }
    return true;
}

bool fit_place(uint32_t lat, uint32_t lon, double *lat_deg, double *lon_deg) {
    const double degrees = 180.0 / 2147483648.0;
    *lat_deg = (double)(int32_t)lat * degrees;
    *lon_deg = (double)(int32_t)lon * degrees;
    return lat != absent_bits[FIT_COL_LAT] && lon != absent_bits[FIT_COL_LON] && fabs(*lat_deg) <= 90 &&
           (lat != 0 || lon != 0);
}

// ---- Order

typedef struct time_state {
    size_t untimed;
    bool backward;
} time_state;

static time_state look_at_times(const fit_rows *rows) {
    time_state state = {0};
    uint32_t last = 0;
    for (const fit_chunk *chunk = rows->first; chunk != NULL; chunk = chunk->next)
        for (size_t i = 0; i < chunk->count; i++) {
            uint32_t t = chunk->time[i];
            if (t == FIT_NO_TIME) {
                state.untimed++;
                continue;
            }
            if (t < last) state.backward = true;
            last = t;
        }
    return state;
}

// Rows that have a time, by time, equal times as they came: a bottom-up merge sort.
static uint32_t *time_order(const uint32_t *time, size_t count, miler_arena *arena, size_t *kept) {
    uint32_t *order = miler_arena_bare_array(arena, count, sizeof *order);
    uint32_t *other = miler_arena_bare_array(arena, count, sizeof *other);
    if (order == NULL || other == NULL) return NULL;
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        if (time[i] != FIT_NO_TIME) order[n++] = (uint32_t)i;
    for (size_t width = 1; width < n; width *= 2) {
        for (size_t start = 0; start < n; start += 2 * width) {
            size_t middle = start + width < n ? start + width : n;
            size_t end = middle + width < n ? middle + width : n;
            size_t a = start;
            size_t b = middle;
            for (size_t k = start; k < end; k++)
                other[k] =
                    b == end || (a < middle && time[order[a]] <= time[order[b]]) ? order[a++] : order[b++];
        }
        uint32_t *swap = order;
        order = other;
        other = swap;
    }
    *kept = n;
    return order;
}

static void gather(void *column, size_t elem, const uint32_t *order, size_t count, char *spare) {
    if (column == NULL) return;
    for (size_t i = 0; i < count; i++)
        memcpy(spare + i * elem, (char *)column + order[i] * elem, elem);
    memcpy(column, spare, count * elem);
}

static bool put_in_order(miler_samples *s, uint32_t *time, miler_arena *arena) {
    size_t kept = 0;
    const uint32_t *order = time_order(time, s->count, arena, &kept);
    char *spare = miler_arena_bare_array(arena, s->count, sizeof(double));
    if (order == NULL || spare == NULL) return false;
    void *wide[] = {s->lat_deg, s->lon_deg, s->dist_m};
    for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++)
        gather(wide[i], sizeof(double), order, kept, spare);
    float *narrow[FIT_FLOATS];
    fit_float_columns(s, narrow);
    for (size_t i = 0; i < FIT_FLOATS; i++)
        gather(narrow[i], sizeof(float), order, kept, spare);
    gather(time, sizeof *time, order, kept, spare);
    s->count = kept;
    return true;
}

void fit_float_columns(const miler_samples *s, float *out[FIT_FLOATS]) {
    out[FIT_COL_SPEED] = s->speed_mps;
    out[FIT_COL_ALTITUDE] = s->altitude_m;
    out[FIT_COL_HR] = s->hr_bpm;
    out[FIT_COL_CADENCE] = s->cadence_spm;
    out[FIT_COL_CADENCE_FRACTION] = NULL; // added to the cadence when the rows were made flat
    out[FIT_COL_POWER] = s->power_w;
    out[FIT_COL_TEMPERATURE] = s->temperature_c;
    out[FIT_COL_OSCILLATION] = s->vertical_oscillation_mm;
    out[FIT_COL_RATIO] = s->vertical_ratio_pct;
    out[FIT_COL_STANCE] = s->stance_ms;
    out[FIT_COL_BALANCE] = s->stance_balance_pct;
    out[FIT_COL_STEP] = s->step_length_mm;
    out[FIT_COL_GRADE_ADJUSTED] = s->grade_adjusted_speed_mps;
}

static void add_cadence_fraction(const fit_rows *rows, miler_samples *s) {
    size_t at = 0;
    for (const fit_chunk *chunk = rows->first; s->cadence_spm != NULL && chunk != NULL; chunk = chunk->next) {
        const fit_cell *cells = chunk->column[FIT_COL_CADENCE_FRACTION];
        for (size_t i = 0; cells != NULL && i < chunk->count; i++)
            if (!isnan(cells[i].f)) s->cadence_spm[at + i] += cells[i].f;
        at += chunk->count;
    }
}

static bool flat_values(const fit_rows *rows, miler_arena *arena, miler_samples *s) {
    s->speed_mps = flat_floats(rows, arena, FIT_COL_SPEED);
    s->altitude_m = flat_floats(rows, arena, FIT_COL_ALTITUDE);
    s->hr_bpm = flat_floats(rows, arena, FIT_COL_HR);
    s->cadence_spm = flat_floats(rows, arena, FIT_COL_CADENCE);
    s->power_w = flat_floats(rows, arena, FIT_COL_POWER);
    s->temperature_c = flat_floats(rows, arena, FIT_COL_TEMPERATURE);
    s->vertical_oscillation_mm = flat_floats(rows, arena, FIT_COL_OSCILLATION);
    s->vertical_ratio_pct = flat_floats(rows, arena, FIT_COL_RATIO);
    s->stance_ms = flat_floats(rows, arena, FIT_COL_STANCE);
    s->stance_balance_pct = flat_floats(rows, arena, FIT_COL_BALANCE);
    s->step_length_mm = flat_floats(rows, arena, FIT_COL_STEP);
    s->grade_adjusted_speed_mps = flat_floats(rows, arena, FIT_COL_GRADE_ADJUSTED);
    s->dist_m = flat_distance(rows, arena);
    add_cadence_fraction(rows, s);
    return flat_places(rows, arena, s) && !miler_arena_failed(arena);
}

bool fit_rows_flatten(fit_rows *rows, miler_arena *arena, fit_flat *out) {
    *out = (fit_flat){.samples.count = rows->count};
    miler_samples *s = &out->samples;
    if (rows->count == 0) return true;
    time_state state = look_at_times(rows);
    if (!flat_values(rows, arena, s)) return false;
    if (state.untimed == rows->count) return true; // a recording without times: rows as they came
    uint32_t *time = NULL;
    if (state.backward || state.untimed != 0) {
        time = miler_arena_bare_array(arena, rows->count, sizeof *time);
        size_t at = 0;
        for (const fit_chunk *chunk = rows->first; time != NULL && chunk != NULL; chunk = chunk->next) {
            memcpy(time + at, chunk->time, chunk->count * sizeof *time);
            at += chunk->count;
        }
        if (time == NULL || !put_in_order(s, time, arena)) return false;
    }
    out->reordered = state.backward;
    out->untimed = state.untimed;
    s->t_ms = miler_arena_bare_array(arena, s->count, sizeof *s->t_ms);
    if (s->t_ms == NULL) return false;
    size_t at = 0;
    for (const fit_chunk *chunk = rows->first; time == NULL && chunk != NULL; chunk = chunk->next)
        for (size_t i = 0; i < chunk->count; i++)
            s->t_ms[at++] = fit_ms(chunk->time[i]);
    for (size_t i = 0; time != NULL && i < s->count; i++)
        s->t_ms[i] = fit_ms(time[i]);
    return true;
}
