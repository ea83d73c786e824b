// SPDX-License-Identifier: MIT
// What the runner says of sessions: the last word holds, the earlier ones stay as taken back, nothing is half written.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store_kit.h"

static int64_t a_plan(kit *k, const char *name) {
    const store_plan p = {.athlete_id = kit_athlete(k, name),
                          .added_ms = 1,
                          .saved_ms = 1,
                          .race_day = 20500,
                          .active = true,
                          .title = "Mile",
                          .body = "{}"};
    int64_t id;
    ok(store_plan_add(k->s, &p, &id, &why));
    return id;
}

static store_told word(int64_t plan, int32_t session, int32_t outcome, double effort, const char *note) {
    return (store_told){.plan_id = plan,
                        .session_id = session,
                        .outcome = outcome,
                        .effort = effort,
                        .note = note,
                        .added_ms = 1000 + outcome};
}

static size_t list_of(kit *k, int64_t plan, store_told **out) {
    size_t count = 99;
    ok(store_told_list(k->s, plan, k->arena, out, &count, &why));
    return count;
}

static void the_last_word_holds(void **state) {
    kit *k = *state;
    store_told *list;
    const int64_t plan = a_plan(k, "Ana"), other = a_plan(k, "Bo");
    const store_told words[] = {word(plan, 7, 1, 6.5, "hot"), word(plan, 3, 2, (double)NAN, ""),
                                word(other, 7, 2, 9, "theirs"),
                                word(plan, 7, 2, 8, "\xc3\xa9t\xc3\xa9, \"quoted\"")};
    assert_int_equal(list_of(k, plan, &list), 0);
    for (size_t i = 0; i < 4; i++)
        ok(store_told_put(k->s, &words[i], &why));
    assert_int_equal(list_of(k, plan, &list), 2);
    assert_int_equal(list[0].session_id, 3);
    assert_true(isnan(list[0].effort));
    assert_string_equal(list[0].note, "");
    assert_int_equal(list[1].session_id, 7);
    assert_int_equal(list[1].outcome, 2);
    assert_true(list[1].effort > 7.99 && list[1].effort < 8.01);
    assert_string_equal(list[1].note, "\xc3\xa9t\xc3\xa9, \"quoted\"");
    assert_int_equal(list[1].added_ms, 1002);
    assert_int_equal(list_of(k, other, &list), 1);
    assert_string_equal(list[0].note, "theirs");
    expect_sound(k->s);
}

static void taken_back(void **state) {
    kit *k = *state;
    store_told *list;
    const int64_t plan = a_plan(k, "Ana"), other = a_plan(k, "Bo");
    const store_told mine = word(plan, 7, 1, 5, ""), theirs = word(other, 7, 1, 5, "");
    ok(store_told_put(k->s, &mine, &why));
    ok(store_told_put(k->s, &theirs, &why));
    ok(store_told_remove(k->s, plan, 7, 2000, &why));
    assert_int_equal(list_of(k, plan, &list), 0);
    assert_int_equal(list_of(k, other, &list), 1);
    assert_int_equal(store_told_remove(k->s, plan, 7, 2001, NULL), MILER_ERR_REFUSED); // not twice
    assert_int_equal(store_told_remove(k->s, plan, 8, 2001, NULL), MILER_ERR_REFUSED);
    ok(store_told_put(k->s, &mine, &why));
    assert_int_equal(list_of(k, plan, &list), 1);
    expect_sound(k->s);
}

// Without such a plan nothing is written, and what was told before is not taken back.
static void of_no_plan(void **state) {
    kit *k = *state;
    store_told *list;
    const int64_t plan = a_plan(k, "Ana");
    const store_told good = word(plan, 7, 1, 5, "kept"), nowhere = word(plan + 50, 7, 1, 5, "");
    ok(store_told_put(k->s, &good, &why));
    assert_int_equal(store_told_put(k->s, &nowhere, NULL), MILER_ERR_NOT_FOUND);
    assert_int_equal(list_of(k, plan, &list), 1);
    assert_string_equal(list[0].note, "kept");
    assert_int_equal(list_of(k, plan + 50, &list), 0);
    expect_sound(k->s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_last_word_holds, kit_setup, kit_teardown),
        cmocka_unit_test_setup_teardown(taken_back, kit_setup, kit_teardown),
        cmocka_unit_test_setup_teardown(of_no_plan, kit_setup, kit_teardown)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
