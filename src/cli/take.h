// SPDX-License-Identifier: MIT
// Words of the command line that several verbs take: lists, weekdays.
#ifndef MILER_TAKE_H
#define MILER_TAKE_H

#include "cli/cli.h"
#include "render/paper.h"

// The next word of a comma-separated list into `word`; "" at the end.
const char *next_word(const char **at, char *word, size_t size);
// "mon,wed,sat" or "all": bit 0 Monday. 0 or an exit status; no day at all is an error.
int take_days(cli *c, const char *option, const char *text, uint8_t *mask);
// A whole number within bounds; a NULL text leaves *out alone.
int take_whole(cli *c, const char *option, const char *text, double low, double high, int32_t *out);
// What a list numbers, from 1 to `most`: 1.9 names nothing, least of all the first.
int take_id(cli *c, const char *what, const char *text, double most, double *out);
// "tue": the next one, today among them, or the nearest to the day `near` where that is not 0, so that
// "move thu tue" stays in its week; "2026-06-02"; "today", "tomorrow". 0, or an exit status. The store is open.
int take_day(cli *c, const char *what, const char *text, int32_t near, int32_t *out);
// Such a day, or the number of a session ("12", "#12").
int take_place_of(cli *c, const char *text, int32_t near, int32_t *id, int32_t *day);
// Many options at once: each text that was given is read into its place. 0 or an exit status.
typedef enum take_kind {
    TAKE_NUMBER = 0,
    TAKE_ID,
    TAKE_WHOLE,
    TAKE_DATE,
    TAKE_TIME,
    TAKE_DISTANCE
} take_kind;
typedef struct take_option {
    const char *name, *text; // text NULL: not given
    take_kind kind;
    double low, high; // of numbers; of an id the most
    double *number;   // numbers, ids, times and distances
    int32_t *whole;   // whole numbers and days
} take_option;
int take_all(cli *c, const take_option *options, size_t count);
// "mile=5:30"
int take_result(cli *c, const char *option, const char *text, double *dist_m, double *time_s);
// What is kept as it is written and comes back in calendars, tables and on paper: 0 where it is UTF-8 without
// controls, of one line or of several, of at most `most` bytes, as the server takes it; NULL: not given. Else an
// exit status.
int take_text(cli *c, const char *option, const char *text, size_t most, bool lines);
// --size; NULL: the paper that goes with the units.
int cli_take_paper(cli *c, const char *text, miler_units units, paper_size *out);

#endif
