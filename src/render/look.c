// SPDX-License-Identifier: MIT
#include "render/look.h"

#include <stdio.h>

#define TENTHS_UP_TO_S 900

double look_unit_m(miler_units units) {
    return units == MILER_UNITS_IMPERIAL ? MILER_MILE_M : 1000.0;
}

const char *look_unit_word(miler_units units) {
    return units == MILER_UNITS_IMPERIAL ? "mi" : "km";
}

#define FOOT_M 0.3048

double look_height(double height_m, miler_units units) {
    return units == MILER_UNITS_IMPERIAL ? height_m / FOOT_M : height_m;
}

const char *look_height_word(miler_units units) {
    return units == MILER_UNITS_IMPERIAL ? "ft" : "m";
}

const char *look_dist(char *out, double dist_m, miler_units units) {
    if (dist_m > 0)
        (void)snprintf(out, MILER_TEXT_MAX, "%.2f %s", dist_m / look_unit_m(units), look_unit_word(units));
    else
        (void)snprintf(out, MILER_TEXT_MAX, "-");
    return out;
}

const char *look_pace(char *out, double dist_m, double time_s, miler_units units) {
    miler_print_pace(out, MILER_TEXT_MAX, dist_m > 0 ? time_s / dist_m * 1000 : (double)NAN, units);
    return out;
}

const char *look_speed(char *out, double dist_m, double time_s, miler_units units) {
    const double mps = time_s > 0 ? dist_m / time_s : 0;
    const bool imperial = units == MILER_UNITS_IMPERIAL;
    if (mps > 0)
        (void)snprintf(out, MILER_TEXT_MAX, "%.1f %s", mps * 3600 / (imperial ? MILER_MILE_M : 1000),
                       imperial ? "mph" : "km/h");
    else
        (void)snprintf(out, MILER_TEXT_MAX, "-");
    return out;
}

const char *look_whole(char *out, double value) {
    if (isfinite(value))
        (void)snprintf(out, MILER_TEXT_MAX, "%.0f", value);
    else
        (void)snprintf(out, MILER_TEXT_MAX, "-");
    return out;
}

const char *look_time(char *out, double time_s) {
    miler_print_time(out, MILER_TEXT_MAX, time_s, time_s < TENTHS_UP_TO_S ? 1 : 0);
    return out;
}

double look_tenth(double value) {
    return round(value * 10) / 10 + 0.0;
}
