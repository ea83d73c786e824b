// SPDX-License-Identifier: MIT
// Every allocation of a race card made to fail, one after the other: each time
// the answer is "out of memory", nothing leaks, nothing crashes.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../failing_alloc.h"

#include "base/limits.h"

#include <miler/race.h>

#include <stdlib.h>

// `filled` bytes are taken before, in an arena that may hold one block only, so
// that its end can be put anywhere into the making of the card.
static miler_status make(failing_alloc *c, size_t filled) {
    const miler_alloc alloc = {failing_resize, c};
    miler_arena *arena = miler_arena_new(&alloc, filled != 0 ? MILER_ARENA_BLOCK + MILER_ARENA_BLOCK / 2 : 0);
    if (arena == NULL) return MILER_ERR_NOMEM;
    if (filled != 0 && miler_arena_take(arena, filled) == NULL) {
        miler_arena_free(arena);
        return MILER_ERR_NOMEM;
    }
    miler_race_request request;
    miler_race_request_init(&request);
    request.goal_s = 330;
    request.lane = 3;
    request.wind_mps = 3;
    request.air_c = 36;
    miler_race_card card;
    miler_status status = miler_race_plan(&request, arena, &card, NULL);
    miler_race_outlook now;
    if (status == MILER_OK) status = miler_race_project(&card, NULL, 800, 161, arena, &now, NULL);
    miler_arena_free(arena);
    return status;
}

static void each_allocation_fails(void **state) {
    (void)state;
    failing_alloc c = {0};
    assert_int_equal(make(&c, 0), MILER_OK);
    const size_t calls = c.calls;
    for (size_t at = 1; at <= calls; at++) {
        c = (failing_alloc){.fail_at = at};
        assert_int_equal(make(&c, 0), MILER_ERR_NOMEM);
        assert_int_equal(c.live, 0);
    }
}

static void each_end_of_the_arena(void **state) {
    (void)state;
    size_t refused = 0, made = 0;
    for (size_t left = 16; left < 40 * 1024; left += 48) {
        failing_alloc c = {0};
        const miler_status status = make(&c, MILER_ARENA_BLOCK - left);
        assert_int_equal(c.live, 0);
        assert_true(status == MILER_OK || status == MILER_ERR_NOMEM);
        assert_true(status == MILER_OK || made == 0); // once there is enough, more is enough
        *(status == MILER_OK ? &made : &refused) += 1;
    }
    assert_true(refused > 100 && made > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_allocation_fails),
                                       cmocka_unit_test(each_end_of_the_arena)};
    return cmocka_run_group_tests_name("sweep pace", tests, NULL, NULL);
}
