// SPDX-License-Identifier: MIT
#include "render/race_title.h"

#include <stdio.h>

const char *render_race_distance(char out[MILER_TEXT_MAX], double dist_m, miler_units units) {
    miler_print_distance(out, MILER_TEXT_MAX, dist_m, units);
    if (out[0] >= 'a' && out[0] <= 'z') out[0] = (char)(out[0] - 'a' + 'A');
    return out;
}

const char *render_race_title(char out[RACE_TITLE_MAX], double dist_m, double time_s, miler_units units) {
    char distance[MILER_TEXT_MAX], time[MILER_TEXT_MAX];
    miler_print_time(time, sizeof time, time_s, 1);
    (void)snprintf(out, RACE_TITLE_MAX, "%s in %s", render_race_distance(distance, dist_m, units), time);
    return out;
}
