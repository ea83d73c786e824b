// SPDX-License-Identifier: MIT
// Every allocation of the workout room made to fail, one after the other: each
// time the answer is "out of memory", nothing leaks, nothing crashes.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../failing_alloc.h"

#include "base/limits.h"

#include <miler/catalogue.h>

#include <stdlib.h>
#include <string.h>

static miler_status read_and_print(miler_arena *arena, const miler_alloc *alloc) {
    // Thirty steps on the stack, nested children, names: every path that takes memory.
    static const char text[] =
        "15min easy \"on grass\", drills, 2x(3x(4x400 @72 r60s) R3') R5', squat 3x6, own drill \"wall\" "
        "2x20s, "
        "400,400,400,400,400,400,400,400,400,400,400,400,400,400,400,400,400,400,400,400,400,400,400,400,400";
    miler_workout workout;
    miler_status status = miler_workout_parse(text, arena, &workout, NULL);
    if (status != MILER_OK) return status;
    miler_buf out;
    miler_buf_init(&out, alloc, MILER_WORKOUT_TEXT_MAX);
    miler_workout_print(&workout, &out);
    status = miler_buf_status(&out, NULL);
    miler_buf_deinit(&out);
    return status;
}

// `filled` bytes are taken before, in an arena of one block only, so that its
// end can be put anywhere into the reading.
static miler_status once(failing_alloc *c, size_t filled) {
    const miler_alloc alloc = {failing_resize, c};
    miler_arena *arena = miler_arena_new(&alloc, filled != 0 ? MILER_ARENA_BLOCK + MILER_ARENA_BLOCK / 2 : 0);
    if (arena == NULL) return MILER_ERR_NOMEM;
    miler_status status = MILER_OK;
    if (filled != 0 && miler_arena_take(arena, filled) == NULL) status = MILER_ERR_NOMEM;
    if (status == MILER_OK) status = read_and_print(arena, &alloc);
    miler_arena_free(arena);
    return status;
}

static void each_allocation_of_a_session_fails(void **state) {
    (void)state;
    size_t failed = 0;
    for (size_t n = 1;; n++) {
        failing_alloc c = {.fail_at = n};
        const miler_status status = once(&c, 0);
        assert_int_equal(c.live, 0);
        if (status == MILER_OK) break;
        assert_int_equal(status, MILER_ERR_NOMEM);
        failed++;
    }
    assert_true(failed >= 3);
}

static void the_arena_ends_anywhere(void **state) {
    (void)state;
    size_t failed = 0;
    size_t passed = 0;
    for (size_t filled = MILER_ARENA_BLOCK - 40000; filled <= MILER_ARENA_BLOCK; filled += 16) {
        failing_alloc c = {0};
        const miler_status status = once(&c, filled);
        assert_int_equal(c.live, 0);
        assert_true(status == MILER_OK || status == MILER_ERR_NOMEM);
        failed += status != MILER_OK;
        passed += status == MILER_OK;
    }
    assert_true(failed > 100 && passed > 0);
}

static void each_allocation_of_the_catalogue_fails(void **state) {
    (void)state;
    static const char own[] =
        "id\ttitle\twhen\ttext\tpurpose\tsource\nmine\tMine\teasy\t{3..5}min easy\tWhy.\tme\n";
    size_t failed = 0;
    for (size_t n = 1;; n++) {
        failing_alloc c = {.fail_at = n};
        const miler_alloc alloc = {failing_resize, &c};
        miler_arena *arena = miler_arena_new(&alloc, 0);
        miler_status status = MILER_ERR_NOMEM;
        miler_catalogue catalogue;
        if (arena != NULL) status = miler_catalogue_builtin(arena, &catalogue, NULL);
        if (status == MILER_OK)
            status = miler_catalogue_load(&catalogue, MILER_FILE_ROUTINES, own, strlen(own), arena, NULL);
        miler_arena_free(arena);
        assert_int_equal(c.live, 0);
        if (status == MILER_OK) break;
        assert_int_equal(status, MILER_ERR_NOMEM);
        failed++;
    }
    assert_true(failed >= 4);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_allocation_of_a_session_fails),
                                       cmocka_unit_test(the_arena_ends_anywhere),
                                       cmocka_unit_test(each_allocation_of_the_catalogue_fails)};
    return cmocka_run_group_tests_name("workout sweep", tests, NULL, NULL);
}
