// SPDX-License-Identifier: MIT
// Two sessions of one title, told apart in words.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "plan/plan_replan.h"

// Of one title, only what differs is said.
static void what_differs_is_said_in_words(void **state) {
    static const struct {
        const char *now, *was, *now_words, *was_words;
    } rows[] = {
        {"20min easy, 5x400m @goal r400m jog, 20min easy", "20min easy, 5x400m @goal r200m jog, 20min easy",
         "T, 400 m jog between", "200 m jog between"},
        {"15min easy, 4x4min @threshold r60s, 15min easy", "10min easy, 4x4min @threshold r90s, 15min easy",
         "T, 15 min easy before, 60 s between", "10 min easy before, 90 s between"},
        {"10min easy, drills, 4x100m strides r60s, 10min easy", "10min easy, 10min easy",
         "T, with drills, 4 x 100 m strides with 60 s between",
         "without drills, 4 x 100 m strides with 60 s between"},
        {"10min easy, 10min easy", "10min easy, drills, 10min easy", "T, without drills", "with drills"},
        {"10min easy, 2x(3x200m @mile r200m, r3min), 9min easy",
         "10min easy, 2x(3x200m @mile r100m, r3min), 9min easy", "T, 2 x (3 x 200 m @mile r200 m, r3 min)",
         "2 x (3 x 200 m @mile r100 m, r3 min)"}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char after[400], before[400];
        const miler_session now = {.title = "T", .text = rows[i].now},
                            was = {.title = "T", .text = rows[i].was};
        assert_true(replan_say_apart(&now, &was, after, before, sizeof after));
        assert_string_equal(after, rows[i].now_words);
        assert_string_equal(before, rows[i].was_words);
        assert_false(replan_say_apart(&now, &now, after, before, sizeof after));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_differs_is_said_in_words)};
    return cmocka_run_group_tests_name("replan_apart", tests, NULL, NULL);
}
