// SPDX-License-Identifier: MIT
// Two sessions of one title, told apart in words, and how far apart hard days stay.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "plan/plan_replan.h"

#include <string.h>

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

// After threshold hard days are as far apart as the rule has it, of the elite alone less than after fast work.
static void hours_are_those_of_the_rule(void **state) {
    (void)state;
    miler_plan_rules rules;
    assert_int_equal(miler_plan_rules_default(&rules, NULL), MILER_OK);
    for (int level = 0; level < MILER_PLAN_LEVEL_COUNT; level++) {
        miler_arena *arena = miler_arena_new(NULL, 0);
        plan_maker *m = miler_arena_array(arena, 1, sizeof *m);
        replan *r = miler_arena_array(arena, 1, sizeof *r);
        assert_non_null(r);
        m->arena = arena;
        r->m = m;
        r->old = miler_arena_array(arena, 1, sizeof *r->old);
        assert_non_null(r->old);
        plan_rules_column(&rules, (miler_plan_level)level, &m->rule);
        const char *rule, *source, *said = replan_reason(r, REPLAN_APART, 20454, &rule, &source);
        assert_non_null(strstr(said, "stay 48 hours apart"));
        assert_true((strstr(said, "(24 after threshold)") != NULL) == (m->rule.days_after_threshold < 2));
        assert_true((m->rule.days_after_threshold < 2) == (level == MILER_PLAN_ELITE));
        miler_arena_free(arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_differs_is_said_in_words),
                                       cmocka_unit_test(hours_are_those_of_the_rule)};
    return cmocka_run_group_tests_name("replan_apart", tests, NULL, NULL);
}
