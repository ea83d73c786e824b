// SPDX-License-Identifier: MIT
// Every allocation in the reading of form made to fail, one after the other:
// each time the answer is "out of memory", nothing leaks, nothing crashes.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../failing_alloc.h"

#include "../unit/form_kit.h"

#include <stdlib.h>

enum { COUNT = 20000 }; // more than one block of an arena for each column
static double speed[COUNT];

static void each_allocation_fails(void **state) {
    (void)state;
    static form_kit kit;
    miler_arena *mine = miler_arena_new(NULL, 0);
    assert_non_null(mine);
    for (size_t i = 0; i < COUNT; i++)
        speed[i] = 4;
    assert_true(form_kit_make(&kit, mine, speed, COUNT));
    for (size_t i = 0; i < COUNT; i++)
        kit.run.samples.stance_ms[i] *= 1.3f;
    for (int r = 0; r < 30; r++)
        form_kit_rep(&kit, MILER_REP_WORK, 300.0 * r, 300.0 * r + 90);
    assert_int_equal(miler_activity_build(&kit.run, mine, &kit.activity, NULL), MILER_OK);
    size_t calls = 1;
    for (size_t at = 0; at <= calls; at++) {
        failing_alloc c = {.fail_at = at};
        const miler_alloc alloc = {failing_resize, &c};
        miler_arena *arena = miler_arena_new(&alloc, 0);
        miler_form form;
        miler_status status = MILER_ERR_NOMEM;
        if (arena != NULL) status = miler_form_read(&kit.activity, &kit.reps, NULL, arena, &form, NULL);
        if (at == 0) {
            assert_true(status == MILER_OK && form.advice_count > 0);
            calls = c.calls;
        } else {
            assert_int_equal(status, MILER_ERR_NOMEM);
        }
        miler_arena_free(arena);
        assert_int_equal(c.live, 0);
    }
    assert_true(calls >= 4);
    miler_arena_free(mine);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_allocation_fails)};
    return cmocka_run_group_tests_name("sweep form", tests, NULL, NULL);
}
