// SPDX-License-Identifier: MIT
// Every allocation of a plan made to fail, once and with all that follow: in
// the building, the check, the text and its reading. Each time the answer is
// "out of memory", nothing leaks, nothing crashes, and no half plan passes for
// a whole one.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../failing_alloc.h"

#include "base/limits.h"

#include "../unit/plan_kit.h"

#include <stdlib.h>

static miler_plan_rules rules;
static miler_plan_request request;

static int set_up(void **state) {
    (void)state;
    request = kit_runner(310, 65, "-TWTFSS", 6);
    return miler_plan_rules_default(&rules, NULL) != MILER_OK;
}

// A plan that was reported as made is whole: told by its numbers and its text.
static void assert_whole(const miler_plan *plan) {
    assert_int_equal(plan->week_count, 6);
    for (size_t i = 0; i < plan->session_count; i++) {
        const miler_session *s = &plan->sessions[i];
        const char *const texts[] = {s->title,    s->text,    s->why_day, s->why_much,
                                     s->why_pace, s->numbers, s->source};
        for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++)
            assert_non_null(texts[k]);
    }
}

static miler_status text_and_back(const miler_plan *plan, miler_arena *arena, const miler_alloc *alloc) {
    miler_buf out, again;
    miler_buf_init(&out, alloc, 1 << 20);
    miler_buf_init(&again, alloc, 1 << 20);
    miler_plan read;
    miler_plan_print(plan, &out);
    miler_status status = miler_buf_status(&out, NULL);
    if (status == MILER_OK) status = miler_plan_parse(miler_buf_text(&out), out.len, arena, &read, NULL);
    if (status == MILER_OK) {
        assert_whole(&read);
        miler_plan_print(&read, &again);
        status = miler_buf_status(&again, NULL);
    }
    if (status == MILER_OK) assert_string_equal(miler_buf_text(&out), miler_buf_text(&again));
    miler_buf_deinit(&out);
    miler_buf_deinit(&again);
    return status;
}

// `filled` bytes are taken before, in an arena of little more than one block,
// so that its end can be put anywhere into the making.
static miler_status make(failing_alloc *c, size_t max, size_t filled) {
    const miler_alloc alloc = {failing_resize, c};
    miler_arena *arena = miler_arena_new(&alloc, max);
    if (arena == NULL) return MILER_ERR_NOMEM;
    if (filled != 0 && miler_arena_take(arena, filled) == NULL) {
        miler_arena_free(arena);
        return MILER_ERR_NOMEM;
    }
    miler_plan plan;
    miler_error err = {0};
    miler_status status = miler_plan_build(&request, &rules, arena, &plan, &err);
    if (status != MILER_OK) assert_int_equal(plan.session_count, 0);
    if (status == MILER_OK) assert_whole(&plan);
    miler_plan_finding findings[4];
    size_t found = 0;
    if (status == MILER_OK) {
        status = miler_plan_check(&plan, &request, &rules, arena, findings, 4, &found, &err);
        assert_int_equal(found, 0);
    }
    if (status == MILER_OK) status = text_and_back(&plan, arena, &alloc);
    miler_arena_free(arena);
    return status;
}

static void sweep(bool forever) {
    failing_alloc c = {0};
    assert_int_equal(make(&c, 0, 0), MILER_OK);
    assert_int_equal(c.live, 0);
    const size_t calls = c.calls;
    assert_true(calls > 8);
    for (size_t at = 1; at <= calls; at++) {
        c = (failing_alloc){.fail_at = at, .onwards = forever};
        assert_int_equal(make(&c, 0, 0), MILER_ERR_NOMEM);
        assert_int_equal(c.live, 0);
    }
}

static void each_allocation_fails_once(void **state) {
    (void)state;
    sweep(false);
}

static void all_from_one_on_fail(void **state) {
    (void)state;
    sweep(true);
}

// An arena is asked for memory block by block; here it ends in ever other
// places, so that each single taking of memory meets the end.
static void each_end_of_the_arena(void **state) {
    (void)state;
    size_t refused = 0, made = 0;
    for (size_t max = 80 * 1024; max < 2048 * 1024 && made < 3; max += max / 64) {
        for (size_t filled = 0; filled < 3; filled++) {
            failing_alloc c = {0};
            const miler_status status = make(&c, max, filled * 4096 + 16);
            assert_int_equal(c.live, 0);
            assert_true(status == MILER_OK || status == MILER_ERR_NOMEM);
            *(status == MILER_OK ? &made : &refused) += 1;
        }
    }
    assert_true(refused > 100 && made > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_allocation_fails_once),
                                       cmocka_unit_test(all_from_one_on_fail),
                                       cmocka_unit_test(each_end_of_the_arena)};
    return cmocka_run_group_tests_name("sweep plan", tests, set_up, NULL);
}
