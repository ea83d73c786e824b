// SPDX-License-Identifier: MIT
// Inside the coach's sheet: the page at hand and what its tables share.
//
//     race_sheet.c   splits to call, room to write
//     race_calls.c   what is too fast and too slow; every 100 m
#ifndef MILER_RACE_SHEET_H
#define MILER_RACE_SHEET_H

#include "render/race_cards.h"

#define SHEET_MARGIN 40.0
#define SHEET_FOOT 34.0
#define SHEET_HEAD_H 20.0 // of a table
#define SHEET_NAME_H 26.0 // two lines of a long name
#define SHEET_PLACE_W 74.0

typedef struct sheet {
    race_desk *d;
    const race_runner *runners; // of this page
    size_t count;
    size_t columns; // of every page
    double row_h, column_w;
    double y;
} sheet;

// One line in a row of the height `h` at the sheet's y, as large as it allows up to `most`.
void sheet_text(const sheet *s, double most, double h, bool bold, draw_role fill, double x, double w,
                const char *words);
// The title of a table, and with `names` its runners above their columns; the rule beneath.
void sheet_table_head(sheet *s, const char *what, bool names);
void sheet_rule(const sheet *s, bool strong); // across the page at the sheet's y

// What is too fast and too slow at a few places; how high it will be.
double sheet_limits_height(const miler_race_card *card);
void sheet_limits(sheet *s);
// Every 100 m of one runner below the tables, where there is room.
void sheet_hundreds_alone(sheet *s);
// A page behind: every 100 m of each runner, above it the limits where they found no room.
void sheet_more_page(sheet *s, bool limits);

#endif
