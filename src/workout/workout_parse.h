// SPDX-License-Identifier: MIT
// The parser's own types, shared by workout_parse.c (reading) and
// workout_item.c (the meaning of what was read).
#ifndef MILER_WORKOUT_PARSE_H
#define MILER_WORKOUT_PARSE_H

#include "workout/workout_scan.h"

#define LADDER_MAX 40
#define COUNTS_MAX 3 // "2 x 3 x 400"

typedef struct counts {
    int32_t passes[COUNTS_MAX];
    size_t count;
} counts;

typedef struct frame {
    size_t first; // of its steps on the stack
    counts counts;
    const char *where;
} frame;

typedef struct parser {
    wko_cursor c;
    miler_step *stack;
    size_t depth; // steps on the stack
    size_t capacity;
    size_t steps; // made in all
    frame frames[MILER_WORKOUT_DEPTH_MAX];
    size_t frame_count;
} parser;

// One item while it is read.
typedef struct item {
    const char *where;
    miler_step step;
    bool kind_set;
    bool sprint;
    bool rest_word;
    bool custom;      // "exercise" or "own drill" was read: its quoted name is due or there
    const char *note; // where a note or a name in quotes stands
    wko_length lengths[LADDER_MAX];
    size_t length_count;
    wko_target targets[LADDER_MAX];
    size_t target_count;
    counts counts;
} item;

typedef struct recoveries {
    miler_step rep, set;
    bool has_rep, has_set;
} recoveries;

miler_status wko_out_of_memory(const parser *p);
miler_status wko_push(parser *p, const miler_step *step);
miler_status wko_close_item(parser *p, size_t first, const counts *n, recoveries *r);
// Gives an item its meaning and puts its steps on the stack.
miler_status wko_push_item(parser *p, item *it, recoveries *r);

#endif
