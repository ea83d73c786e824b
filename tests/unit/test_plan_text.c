// SPDX-License-Identifier: MIT
// The text form of plans where it is not what miler_plan_print wrote: numbers
// beyond every range, days that are missing, more lines than a plan has.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "plan_kit.h"

static miler_arena *arena;
static miler_error err;
static miler_buf text; // of a plan of eight weeks

static int begin(void **state) {
    (void)state;
    miler_plan_rules rules;
    miler_plan plan;
    arena = miler_arena_new(NULL, 0);
    miler_plan_request r = kit_runner(390, 35, "-TWT-S-", 8);
    miler_buf_init(&text, NULL, 8 << 20);
    if (arena == NULL || miler_plan_rules_default(&rules, &err) != MILER_OK ||
        miler_plan_build(&r, &rules, arena, &plan, &err) != MILER_OK)
        return 1;
    miler_plan_print(&plan, &text);
    return text.failed;
}

static int finish(void **state) {
    (void)state;
    miler_buf_deinit(&text);
    miler_arena_free(arena);
    return 0;
}

// The whole text with field `field` (1: the first behind the word) of the first line of a word put
// in place of the one there.
static miler_status with_field(const char *word, int field, const char *value) {
    char start[32];
    miler_buf changed;
    miler_plan plan;
    (void)snprintf(start, sizeof start, "\n%s\t", word);
    const char *at = strstr(miler_buf_text(&text), start);
    assert_non_null(at);
    at++;
    for (int i = 0; i < field; i++)
        at += strcspn(at, "\t\n") + 1;
    miler_buf_init(&changed, NULL, 8 << 20);
    miler_buf_append(&changed, text.ptr, (size_t)(at - text.ptr));
    miler_buf_text_append(&changed, value);
    miler_buf_text_append(&changed, at + strcspn(at, "\t\n"));
    err = (miler_error){0};
    const miler_status status = miler_plan_parse(miler_buf_text(&changed), changed.len, arena, &plan, &err);
    miler_buf_deinit(&changed);
    if (status != MILER_OK) {
        assert_true(err.msg[0] != '\0');
        assert_int_equal(plan.session_count, 0);
    }
    return status;
}

// The text with `count` more lines of a kind before the last.
static miler_status with_lines(const char *line, int count) {
    miler_buf more;
    miler_plan plan;
    miler_buf_init(&more, NULL, 64 << 20);
    miler_buf_append(&more, text.ptr, text.len - strlen("end\n"));
    for (int i = 0; i < count; i++)
        miler_buf_text_append(&more, line);
    miler_buf_text_append(&more, "end\n");
    err = (miler_error){0};
    const miler_status status = miler_plan_parse(miler_buf_text(&more), more.len, arena, &plan, &err);
    miler_buf_deinit(&more);
    return status;
}

static void numbers_beyond_their_range(void **state) {
    (void)state;
    static const char *const bad[] = {"9223372036854775807",
                                      "9999999999999999999",
                                      "-999999999999999999",
                                      "-9999999999999999999",
                                      "99999999999999999999",
                                      "1e9",
                                      "+1",
                                      "",
                                      "--1"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(with_field("time", 2, bad[i]), i == 2 ? MILER_OK : MILER_ERR_PARSE);
        assert_int_equal(with_field("session", 1, bad[i]), MILER_ERR_PARSE);
        assert_int_equal(with_field("zone", 1, bad[i]), MILER_ERR_PARSE);
    }
    assert_int_equal(with_field("time", 2, "9000000000000000"), MILER_OK);
    assert_int_equal(with_field("time", 2, "9000000000000001"), MILER_ERR_PARSE);
    assert_int_equal(with_field("session", 8, "1000000000000000000"), MILER_OK); // the run's name
    assert_int_equal(with_field("session", 8, "1000000000000000001"), MILER_ERR_PARSE);
}

static void a_zone_without_a_number(void **state) {
    (void)state;
    assert_int_equal(with_field("zone", 1, "-"), MILER_ERR_PARSE);
    assert_int_equal(with_field("zone", 1, "-1"), MILER_ERR_PARSE);
    assert_int_equal(with_field("zone", 1, "9"), MILER_ERR_PARSE);
    assert_int_equal(err.line > 0, 1);
    assert_int_equal(with_field("zone", 2, "-"), MILER_OK);
}

static void days_that_are_none(void **state) {
    (void)state;
    static const struct {
        const char *word;
        int field;
        bool may_be_none;
    } days[] = {{"asked", 1, false},   {"asked", 2, true},   {"asked", 3, true},
                {"athlete", 3, true},  {"plan", 2, false},   {"plan", 3, false},
                {"session", 2, false}, {"session", 6, true}, {"week", 2, false}};
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        assert_int_equal(with_field(days[i].word, days[i].field, "-2147483648"),
                         days[i].may_be_none ? MILER_OK : MILER_ERR_PARSE);
        assert_int_equal(with_field(days[i].word, days[i].field, "-2147483647"), MILER_ERR_PARSE);
        assert_int_equal(with_field(days[i].word, days[i].field, "5000001"), MILER_ERR_PARSE);
    }
    assert_int_equal(with_field("plan", 2, "5000000"), MILER_ERR_PARSE); // begins after its race
}

static void more_lines_than_a_plan_has(void **state) {
    (void)state;
    static const char session[] =
        "session\t1\t20500\t0\t0\t0\t20500\t0\t0\t0\t0\t1\t1\t1\t0\t0\t0\ta\t\t\t\t\t\t\n";
    static const char week[] = "week\t1\t20500\t7\t0\t0\t1\t1\t1\t1\t0\t0\t0\t0\tp\n";
    static const struct {
        const char *line;
        int count;
    } kinds[] = {{"notice\ta\n", 65},
                 {"time\t1\t1\n", MILER_BOOK_RACES},
                 {"other\t20500\t1\n", MILER_OTHER_RACES_MAX + 1},
                 {week, 62},
                 {session, 4000}};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (with_lines(kinds[i].line, kinds[i].count) != MILER_ERR_LIMIT)
            fail_msg("%d of %s: %s", kinds[i].count, kinds[i].line, err.msg);
        assert_true(err.line > 0);
        miler_arena_reset(arena);
    }
    assert_int_equal(with_lines("other\t20500\t1\n", MILER_OTHER_RACES_MAX), MILER_OK);
    assert_int_equal(with_lines(session, 1), MILER_ERR_PARSE); // told by no week
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_beyond_their_range),
        cmocka_unit_test(a_zone_without_a_number),
        cmocka_unit_test(days_that_are_none),
        cmocka_unit_test(more_lines_than_a_plan_has),
    };
    return cmocka_run_group_tests_name("plan text", tests, begin, finish);
}
