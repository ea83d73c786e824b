// SPDX-License-Identifier: MIT
// Rows of one part in time order. Watches that lose and find satellites, files
// glued together and clocks put right by hand all write rows that go back.
#include "formats/track_rows.h"

#include <string.h>

#define ALL_COLUMNS (TRACK_COLUMNS + 2) // with time and segment

typedef struct column {
    char *cells;
    size_t size;
} column;

static void list_columns(const miler_samples *s, column out[ALL_COLUMNS]) {
    const column all[ALL_COLUMNS] = {
        {(char *)s->t_ms, sizeof *s->t_ms},        {(char *)s->segment_start, sizeof *s->segment_start},
        {(char *)s->lat_deg, sizeof *s->lat_deg},  {(char *)s->lon_deg, sizeof *s->lon_deg},
        {(char *)s->dist_m, sizeof *s->dist_m},    {(char *)s->speed_mps, sizeof(float)},
        {(char *)s->altitude_m, sizeof(float)},    {(char *)s->hr_bpm, sizeof(float)},
        {(char *)s->cadence_spm, sizeof(float)},   {(char *)s->power_w, sizeof(float)},
        {(char *)s->temperature_c, sizeof(float)},
    };
    memcpy(out, all, sizeof all);
}

static void move_row(const column columns[ALL_COLUMNS], size_t to, size_t from) {
    if (to == from) return;
    for (size_t c = 0; c < ALL_COLUMNS; c++)
        if (columns[c].cells != NULL)
            memcpy(columns[c].cells + to * columns[c].size, columns[c].cells + from * columns[c].size,
                   columns[c].size);
}

bool track_apart(int64_t a_ms, int64_t b_ms) {
    return a_ms > b_ms ? a_ms - b_ms > MILER_MS_PER_DAY : b_ms - a_ms > MILER_MS_PER_DAY;
}

static size_t next_timed(const miler_samples *s, size_t i) {
    while (i < s->count && s->t_ms[i] == MILER_NO_TIME)
        i++;
    return i;
}

// Whether row i, between the timed rows before (its time or none) and after
// it, is alone with its clock: apart from both, which agree.
static bool is_astray(const miler_samples *s, int64_t before_ms, size_t i) {
    size_t after = next_timed(s, i + 1);
    if (after == s->count) return false;
    if (before_ms != MILER_NO_TIME)
        return track_apart(s->t_ms[i], before_ms) && track_apart(s->t_ms[i], s->t_ms[after]) &&
               !track_apart(before_ms, s->t_ms[after]);
    size_t second = next_timed(s, after + 1);
    return second < s->count && track_apart(s->t_ms[i], s->t_ms[after]) &&
           !track_apart(s->t_ms[after], s->t_ms[second]);
}

static void drop_rows(miler_samples *s, track_order *out) {
    column columns[ALL_COLUMNS];
    list_columns(s, columns);
    size_t kept = 0;
    int64_t before_ms = MILER_NO_TIME;
    uint8_t segment = 0; // of dropped rows, for the next one that stays
    for (size_t i = 0; i < s->count; i++) {
        segment |= s->segment_start[i];
        bool untimed = s->t_ms[i] == MILER_NO_TIME;
        bool astray = !untimed && is_astray(s, before_ms, i);
        out->untimed += untimed;
        out->astray += astray;
        if (untimed || astray) continue;
        before_ms = s->t_ms[i];
        move_row(columns, kept, i);
        s->segment_start[kept] = segment;
        segment = 0;
        kept++;
    }
    s->count = kept;
}

static bool goes_back(const miler_samples *s) {
    for (size_t i = 1; i < s->count; i++)
        if (s->t_ms[i] < s->t_ms[i - 1]) return true;
    return false;
}

// Row numbers by time, equal times as they came: a bottom-up merge sort.
static uint32_t *time_order(const miler_samples *s, miler_arena *arena) {
    uint32_t *order = miler_arena_array(arena, s->count, sizeof *order);
    uint32_t *other = miler_arena_array(arena, s->count, sizeof *other);
    if (order == NULL || other == NULL) return NULL;
    for (size_t i = 0; i < s->count; i++)
        order[i] = (uint32_t)i;
    for (size_t width = 1; width < s->count; width *= 2) {
        for (size_t start = 0; start < s->count; start += 2 * width) {
            size_t middle = start + width < s->count ? start + width : s->count;
            size_t end = middle + width < s->count ? middle + width : s->count;
            size_t a = start;
            size_t b = middle;
            for (size_t k = start; k < end; k++)
                other[k] = b == end || (a < middle && s->t_ms[order[a]] <= s->t_ms[order[b]]) ? order[a++]
                                                                                              : order[b++];
        }
        uint32_t *swap = order;
        order = other;
        other = swap;
    }
    return order;
}

static bool sort_rows(track_book *book, miler_samples *s) {
    const uint32_t *order = time_order(s, book->arena);
    char *spare = miler_arena_array(book->arena, s->count, sizeof(double));
    if (order == NULL || spare == NULL) return false;
    column columns[ALL_COLUMNS];
    list_columns(s, columns);
    for (size_t c = 0; c < ALL_COLUMNS; c++) {
        size_t size = columns[c].size;
        if (columns[c].cells == NULL) continue;
        for (size_t i = 0; i < s->count; i++)
            memcpy(spare + i * size, columns[c].cells + order[i] * size, size);
        memcpy(columns[c].cells, spare, s->count * size);
    }
    return true;
}

bool track_put_in_order(track_book *book, miler_samples *s, track_order *out) {
    *out = (track_order){0};
    out->no_times = s->count != 0 && next_timed(s, 0) == s->count;
    if (!out->no_times && s->count != 0) {
        drop_rows(s, out);
        out->reordered = goes_back(s);
        if (out->reordered && !sort_rows(book, s)) return false;
    }
    *s = fill_slice(s, 0, s->count); // what is dropped may have been all of a column
    if (out->no_times) s->t_ms = NULL;
    if (s->count == 0) return true;
    s->segment_start[0] = 0; // the first of all begins nothing new
    if (memchr(s->segment_start, 1, s->count) == NULL) s->segment_start = NULL;
    return true;
}
