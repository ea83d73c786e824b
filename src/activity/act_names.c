// SPDX-License-Identifier: MIT
// The words for what activities hold, and the distances of the bests.
#include <miler/activity.h>

static const double best_m[MILER_BEST_COUNT] = {
    200,  400,   800,     1000,
    1200, 1500,  1600,    MILER_MILE_M, // the track
    2000, 3000,  3200,    2 * MILER_MILE_M,
    5000, 10000, 21097.5, 42195,
};

double miler_best_distance_m(size_t index) {
    return index < MILER_BEST_COUNT ? best_m[index] : (double)NAN;
}

const char *miler_dist_source_name(miler_dist_source source) {
    static const char *const names[MILER_DIST_COUNT] = {"none", "gps", "foot pod", "treadmill", "track"};
    return (size_t)source < MILER_DIST_COUNT ? names[source] : "unknown";
}

const char *miler_effort_flag_name(uint32_t flag) {
    static const char *const names[] = {"gap",      "impossible",  "gps jump", "treadmill", "paused",
                                        "downhill", "not running", "sparse",   "on track"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (flag == 1u << i) return names[i];
    return "";
}
