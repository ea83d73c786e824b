// SPDX-License-Identifier: MIT
// Words of the command line that several verbs take: lists, weekdays.
#ifndef MILER_TAKE_H
#define MILER_TAKE_H

#include "cli/cli.h"

// The next word of a comma-separated list into `word`; "" at the end.
const char *next_word(const char **at, char *word, size_t size);
// "mon,wed,sat" or "all": bit 0 Monday. 0 or an exit status; no day at all is an error.
int take_days(cli *c, const char *option, const char *text, uint8_t *mask);
// A whole number within bounds; a NULL text leaves *out alone.
int take_whole(cli *c, const char *option, const char *text, double low, double high, int32_t *out);
// "mile=5:30"
int take_result(cli *c, const char *option, const char *text, double *dist_m, double *time_s);

#endif
