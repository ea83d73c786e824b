// SPDX-License-Identifier: MIT
// Every allocation of the search for a track made to fail: "out of memory" or,
// where what is left suffices, the same answer; nothing leaks.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../failing_alloc.h"

#include "../track_kit.h"

static miler_status search(failing_alloc *c, const miler_recording *rec, double *dist_m) {
    const miler_alloc alloc = {failing_resize, c};
    miler_arena *arena = miler_arena_new(&alloc, 0);
    if (arena == NULL) return MILER_ERR_NOMEM;
    miler_activity a;
    miler_tracks t = {.count = 0};
    miler_status status = miler_activity_build(rec, arena, &a, NULL);
    if (status == MILER_OK) status = miler_tracks_find(&a, NULL, 0, arena, &t, NULL);
    if (status == MILER_OK) *dist_m = t.dist_m;
    miler_arena_free(arena);
    return status;
}

static void each_allocation_fails(void **state) {
    (void)state;
    tk_world w;
    tk_init(&w, 5);
    tk_pace_add(&w, 3000, 4.5, 0);
    tk_run(&w);
    tk_record(&w, 1, 2, 40);
    failing_alloc c = {0};
    double want_m = 0;
    assert_int_equal(search(&c, &w.rec, &want_m), MILER_OK);
    assert_int_equal(c.live, 0);
    const size_t calls = c.calls;
    for (int all = 0; all < 2; all++)
        for (size_t at = 1; at <= calls; at++) {
            c = (failing_alloc){.fail_at = at, .onwards = all == 1};
            double got_m = 0;
            const miler_status status = search(&c, &w.rec, &got_m);
            assert_int_equal(c.live, 0);
            assert_true(status == MILER_ERR_NOMEM || (status == MILER_OK && fabs(got_m - want_m) < 1e-9));
        }
    print_message("# %zu allocations\n", calls);
    tk_free(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_allocation_fails)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
