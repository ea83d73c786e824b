// SPDX-License-Identifier: MIT
// Rows of points between track_points.c, which fills them, and track_finish.c.
#ifndef MILER_TRACK_ROWS_H
#define MILER_TRACK_ROWS_H

#include "formats/track.h"

#define TRACK_CHUNK_ROWS 512

struct track_chunk {
    track_chunk *next;
    size_t count;
    uint32_t has; // bit set of `column`
    int64_t t_ms[TRACK_CHUNK_ROWS];
    uint8_t segment[TRACK_CHUNK_ROWS];
    void *column[TRACK_COLUMNS]; // doubles, then floats
};

// All rows as columns of exactly their number. False: out of memory.
bool track_flatten(track_book *book, miler_samples *out);

// The rows of one part in time order, those without a time (when others have
// one) or with a time of another day than their neighbours dropped.
typedef struct track_order {
    size_t untimed;
    size_t astray;
    bool reordered;
    bool no_times;
} track_order;
// More than a day lies between two instants: no two of one activity do.
// [engineering estimate]
bool track_apart(int64_t a_ms, int64_t b_ms);
bool track_put_in_order(track_book *book, miler_samples *s, track_order *out);

#endif
