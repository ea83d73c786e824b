// SPDX-License-Identifier: MIT
// A race as a heading has it.
#ifndef MILER_RENDER_RACE_TITLE_H
#define MILER_RENDER_RACE_TITLE_H

#include <miler/race.h>

// The distance with a capital: "Mile", "1500 m", "Marathon". Returns `out`.
const char *render_race_distance(char out[MILER_TEXT_MAX], double dist_m, miler_units units);

#define RACE_TITLE_MAX ((size_t)2 * MILER_TEXT_MAX + 8)
// "Mile in 5:19.0". Returns `out`.
const char *render_race_title(char out[RACE_TITLE_MAX], double dist_m, double time_s, miler_units units);

#endif
