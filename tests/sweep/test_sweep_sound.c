// SPDX-License-Identifier: MIT
// Every allocation of the sounds of a race and of a session made to fail, one
// after the other: each time the answer is "out of memory", nothing leaks. Then
// the same with the end of memory at every place in the list.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../failing_alloc.h"

#include "base/limits.h"

#include <miler/sound.h>

#include <stdlib.h>

static miler_status make(failing_alloc *c, size_t filled) {
    const miler_alloc alloc = {failing_resize, c};
    miler_arena *arena = miler_arena_new(&alloc, filled != 0 ? MILER_ARENA_BLOCK * 3 / 2 : 0);
    if (arena == NULL) return MILER_ERR_NOMEM;
    if (filled != 0 && miler_arena_take(arena, filled) == NULL) {
        miler_arena_free(arena);
        return MILER_ERR_NOMEM;
    }
    miler_race_request request;
    miler_race_request_init(&request);
    request.goal_s = 330;
    miler_race_card card;
    miler_sound_options options;
    miler_sound_plan plan;
    miler_workout workout;
    miler_sound_options_init(&options);
    options.beep_m = 50;
    miler_status status = miler_race_plan(&request, arena, &card, NULL);
    if (status == MILER_OK) status = miler_sound_race(&card, &options, arena, &plan, NULL);
    if (status == MILER_OK)
        status = miler_workout_parse("20x200m @36 r60s, 3x1km @3:30/km r90s", arena, &workout, NULL);
    miler_pace_book book;
    miler_pace_book_init(&book);
    if (status == MILER_OK) status = miler_sound_session(&workout, &book, &options, arena, &plan, NULL);
    miler_arena_free(arena);
    return status;
}

static void each_allocation_fails(void **state) {
    (void)state;
    failing_alloc c = {0};
    assert_int_equal(make(&c, 0), MILER_OK);
    const size_t calls = c.calls;
    assert_true(calls >= 2);
    for (size_t at = 1; at <= calls; at++) {
        c = (failing_alloc){.fail_at = at};
        assert_int_equal(make(&c, 0), MILER_ERR_NOMEM);
        assert_int_equal(c.live, 0);
    }
}

static void each_end_of_the_arena(void **state) {
    (void)state;
    size_t refused = 0;
    for (size_t left = 16; left < MILER_ARENA_BLOCK - 64; left += 112) {
        failing_alloc c = {0};
        const miler_status status = make(&c, MILER_ARENA_BLOCK - left);
        assert_int_equal(c.live, 0);
        assert_true(status == MILER_OK || status == MILER_ERR_NOMEM);
        refused += status == MILER_ERR_NOMEM;
    }
    assert_true(refused > 50);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_allocation_fails),
                                       cmocka_unit_test(each_end_of_the_arena)};
    return cmocka_run_group_tests_name("sweep sound", tests, NULL, NULL);
}
