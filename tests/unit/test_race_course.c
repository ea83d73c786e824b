// SPDX-License-Identifier: MIT
// Which runs were races on measured courses, and of which length.
#include "app/race_course.h"

#include <miler/activity.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void names(void **state) {
    (void)state;
    static const char *const races[] = {
        "Parkrun Riverside", "5k race", "Town-Race 2026",       "RACED hard",         "county championships",
        "warm-up race",      "Race",    "race, then cool down", "Cool Valley parkrun"};
    static const char *const none[] = {"",
                                       "5 km race pace",
                                       "5 km race-pace reps",
                                       "pre-race shakeout",
                                       "race week",
                                       "easy",
                                       "embrace the hills",
                                       "terrace loop",
                                       "parkrun pace",
                                       "Race day jog",
                                       "after race jog",
                                       "averyveryveryveryveryveryveryverylongword",
                                       "Warm-up for 3k race",
                                       "cool down after 5k race",
                                       "Shakeout before the parkrun",
                                       "5 km 19:59"};
    for (size_t i = 0; i < sizeof races / sizeof races[0]; i++)
        if (!race_course_named(races[i])) fail_msg("'%s' was a race", races[i]);
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
        if (race_course_named(none[i])) fail_msg("'%s' was no race", none[i]);
}

// Both sides of GPS's error; the nearest course, but a mile is a mile.
static void lengths(void **state) {
    (void)state;
    static const struct {
        const char *name;
        double dist_m;
        miler_dist_source source;
        double course_m; // 0: none
    } rows[] = {{"race", 4980, MILER_DIST_GPS, 5000},      {"race", 4926, MILER_DIST_GPS, 5000},
                {"race", 4924, MILER_DIST_GPS, 0},         {"race", 5074, MILER_DIST_GPS, 5000},
                {"race", 5076, MILER_DIST_GPS, 0},         {"easy", 4980, MILER_DIST_GPS, 0},
                {"race", 4980, MILER_DIST_TREADMILL, 0},   {"race", 4980, MILER_DIST_TRACK, 0},
                {"race", 1598, MILER_DIST_GPS, 1600},      {"mile race", 1598, MILER_DIST_GPS, MILER_MILE_M},
                {"mile race", 4980, MILER_DIST_GPS, 5000}, {"race", 998, MILER_DIST_GPS, 0},
                {"race", 21300, MILER_DIST_GPS, 21097.5},  {"race", (double)NAN, MILER_DIST_GPS, 0}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const double got = race_course_m(rows[i].name, rows[i].dist_m, rows[i].source);
        const bool right = rows[i].course_m > 0 ? fabs(got - rows[i].course_m) < 0.5 : isnan(got);
        if (!right) fail_msg("'%s' of %g m: %g", rows[i].name, rows[i].dist_m, got);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(names), cmocka_unit_test(lengths)};
    return cmocka_run_group_tests_name("race_course", tests, NULL, NULL);
}
