// SPDX-License-Identifier: MIT
// Every allocation on the way from an activity to its reps made to fail, one
// after the other: each time the answer is "out of memory", nothing leaks. Once
// from speed, once from laps, once from steps without laps, once on an oval.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../failing_alloc.h"

#include <miler/reps.h>

#include "../../tools/simulate_session.h"

static world *w;
static watch_log *wlog;
static miler_recording rec;
static miler_activity activity;
static miler_tracks tracks;
static miler_arena *arena;

static int set_up(void **state) {
    (void)state;
    w = calloc(1, sizeof *w);
    wlog = calloc(1, sizeof *wlog);
    arena = miler_arena_new(NULL, 0);
    if (w == NULL || wlog == NULL || arena == NULL) return 1;
    world_init(w, 7, 0.5);
    w->start_ms = INT64_C(1700000000000);
    const session_spec spec = {.ground = OVAL,
                               .count = 5,
                               .rep_m = 400,
                               .mile_part = 1,
                               .rest_s = 120,
                               .strides = 3,
                               .warm_m = 1600,
                               .cool_m = 800};
    session_build(w, &spec);
    session_record(w, wlog, &rec);
    if (miler_activity_build(&rec, arena, &activity, NULL) != MILER_OK) return 1;
    return miler_tracks_find(&activity, NULL, 0, arena, &tracks, NULL) != MILER_OK;
}

static int tear_down(void **state) {
    (void)state;
    miler_arena_free(arena);
    free(w);
    free(wlog);
    return 0;
}

static miler_status once(failing_alloc *c, const miler_reps_options *options, const miler_tracks *on,
                         bool print) {
    const miler_alloc alloc = {failing_resize, c};
    miler_arena *own = miler_arena_new(&alloc, 0);
    if (own == NULL) return MILER_ERR_NOMEM;
    miler_reps reps;
    miler_status status = miler_reps_find(&activity, &rec, on, options, own, &reps, NULL);
    if (status != MILER_OK) {
        assert_int_equal(reps.count, 0);
        assert_null(reps.reps);
    }
    if (status == MILER_OK && print) {
        assert_true(reps.work_count >= 5);
        miler_buf out;
        miler_buf_init(&out, &alloc, 65536);
        miler_reps_text(&reps, &out);
        miler_reps_board(&reps, &out);
        status = miler_buf_status(&out, NULL);
        miler_buf_deinit(&out);
    }
    miler_arena_free(own);
    return status;
}

static void each_allocation_fails(void **state) {
    (void)state;
    miler_recorded_step steps[WATCH_STEPS];
    watch_steps(w, steps);
    steps[1].duration_type = 1; // 5 x 400 m, 2 min
    steps[1].duration_value = 40000;
    steps[2].duration_value = 120000;
    for (int way = 0; way < 3; way++) {
        rec.steps = way == 2 ? steps : NULL;
        rec.step_count = way == 2 ? WATCH_STEPS : 0;
        const miler_reps_options options = {.ignore_laps = way == 0};
        size_t failed = 0;
        for (size_t n = 1;; n++) {
            failing_alloc c = {.fail_at = n};
            const miler_status status = once(&c, &options, way == 1 ? &tracks : NULL, way < 2);
            assert_int_equal(c.live, 0);
            if (status == MILER_OK) break;
            assert_int_equal(status, MILER_ERR_NOMEM);
            failed++;
        }
        assert_true(failed >= 3);
        printf("# way %d: %zu allocations\n", way, failed);
    }
    rec.steps = NULL;
    rec.step_count = 0;
}

// The blocks of an arena hide most requests: with an arena that ends anywhere,
// each of them fails.
static void the_arena_ends_anywhere(void **state) {
    (void)state;
    size_t failed = 0;
    size_t passed = 0;
    for (size_t max = 2000; max < 400000; max += 997) {
        miler_arena *own = miler_arena_new(NULL, max);
        if (own == NULL) continue;
        miler_reps reps;
        const miler_status status = miler_reps_find(&activity, &rec, &tracks, NULL, own, &reps, NULL);
        assert_true(status == MILER_OK || status == MILER_ERR_NOMEM);
        failed += status != MILER_OK;
        passed += status == MILER_OK;
        miler_arena_free(own);
    }
    assert_true(passed > 0);
    printf("# %zu failed, %zu passed\n", failed, passed);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_allocation_fails),
                                       cmocka_unit_test(the_arena_ends_anywhere)};
    return cmocka_run_group_tests_name("reps sweep", tests, set_up, tear_down);
}
