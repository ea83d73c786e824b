// SPDX-License-Identifier: MIT
// What a plan said in kilometres is told in miles, and back; reps and races keep their names.
#include "app/plan_units.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void tells_in_other_units(void **state) {
    (void)state;
    static const struct {
        const char *km, *mi;
    } rows[] = {
        {"The week comes to 51 km, 4 more than last week.",
         "The week comes to 32 mi, 2 more than last week."},
        {"2.40 km of work, 5 % of the week (cap 5 %).", "1.49 mi of work, 5 % of the week (cap 5 %)."},
        {"400 m in 1:22.9 (1:22.9 a 400, 3:27/km); jog 200 m between",
         "400 m in 1:22.9 (1:22.9 a 400, 5:33/mi); jog 200 m between"},
        {"4:54/km to 5:24/km", "7:53/mi to 8:41/mi"},
        {"4:54-5:24/km", "7:53-8:41/mi"},
        {"About 99 s a kilometre slower than your mile pace.",
         "About 159 s a mile slower than your mile pace."},
        {"6 x 400 m at mile pace, 1000 m, 5:33.4 and 10 kmh",
         "6 x 400 m at mile pace, 1000 m, 5:33.4 and 10 kmh"},
        {"", ""}};
    miler_arena *arena = miler_arena_new(NULL, 0);
    assert_non_null(arena);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_string_equal(plan_units_text(rows[i].km, MILER_UNITS_IMPERIAL, arena), rows[i].mi);
    assert_string_equal(plan_units_text("5:33/mi, 32 mi, 160 s a mile", MILER_UNITS_METRIC, arena),
                        "3:27/km, 51 km, 99 s a kilometre");
    miler_arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(tells_in_other_units)};
    return cmocka_run_group_tests_name("plan_units", tests, NULL, NULL);
}
