// SPDX-License-Identifier: MIT
// How an answer may look: the terminal it is meant for, and the units.
#ifndef MILER_LOOK_H
#define MILER_LOOK_H

#include "render/term.h"

typedef struct render_look {
    term_style style;
    miler_units units;
} render_look;

double look_unit_m(miler_units units);         // metres of a kilometre or a mile
const char *look_unit_word(miler_units units); // "km", "mi"
// Heights: metres, or feet for who thinks in miles.
double look_height(double height_m, miler_units units);
const char *look_height_word(miler_units units); // "m", "ft"
// Shorts of MILER_TEXT_MAX: "9.30 km", "6:03/km", "141"; "-" for what is not known.
const char *look_dist(char *out, double dist_m, miler_units units);
const char *look_pace(char *out, double dist_m, double time_s, miler_units units);
// Of a ride: "27.0 km/h".
const char *look_speed(char *out, double dist_m, double time_s, miler_units units);
const char *look_whole(char *out, double value);
// To the tenth that is shown, without a minus before nothing.
double look_tenth(double value);
// Seconds and one decimal up to a quarter of an hour, whole seconds above: a
// tenth means nothing in a half marathon.
const char *look_time(char *out, double time_s);

#endif
