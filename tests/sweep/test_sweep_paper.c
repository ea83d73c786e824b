// SPDX-License-Identifier: MIT
// Every allocation of a plan on paper made to fail, once and with all that
// follow: the answer is "out of memory" and no bytes, or the whole document.
// (Pango's and cairo's own memory is not ours to fail: docs/dependencies.md.)
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../failing_alloc.h"

#include "render/plan_paper.h"

#include "../unit/plan_kit.h"

static miler_arena *kept;
static miler_plan plan;
static miler_catalogue catalogue;
static size_t whole; // bytes of the document

static miler_status make(failing_alloc *c, unsigned pieces, size_t *bytes) {
    const miler_alloc alloc = {failing_resize, c};
    const plan_paper_job job = {
        .plan = &plan, .catalogue = &catalogue, .name = "Ann Doe", .made_day = KIT_TODAY, .pieces = pieces};
    plan_paper_facts facts;
    miler_error err = {0};
    miler_buf out;
    miler_arena *arena = miler_arena_new(&alloc, 0);
    *bytes = 0;
    if (arena == NULL) return MILER_ERR_NOMEM;
    miler_buf_init(&out, &alloc, 64u << 20);
    const miler_status status = plan_paper_pdf(&job, arena, &out, &facts, &err);
    if (status != MILER_OK) assert_true(err.msg[0] != '\0');
    *bytes = out.len;
    miler_buf_deinit(&out);
    miler_arena_free(arena);
    return status;
}

static void sweep(unsigned pieces, bool onwards) {
    failing_alloc quiet = {0};
    size_t bytes = 0;
    assert_int_equal(make(&quiet, pieces, &whole), MILER_OK);
    assert_true(whole > 5000 && quiet.calls > 5 && quiet.live == 0);
    size_t failed = 0;
    for (size_t at = 1; at <= quiet.calls; at++) {
        failing_alloc c = {.fail_at = at, .onwards = onwards};
        const miler_status status = make(&c, pieces, &bytes);
        assert_int_equal(c.live, 0);
        if (status == MILER_OK) {
            assert_int_equal(bytes, whole);
        } else {
            assert_int_equal(status, MILER_ERR_NOMEM);
            assert_int_equal(bytes, 0);
            failed++;
        }
    }
    print_message("# %zu allocations, %zu told\n", quiet.calls, failed);
    assert_true(failed * 10 >= quiet.calls * 5); // a figure or a step may do without
}

static void poster(void **state) {
    (void)state;
    sweep(PLAN_PAPER_POSTER, false);
    sweep(PLAN_PAPER_POSTER, true);
}

static void weeks_and_strength(void **state) {
    (void)state;
    sweep(PLAN_PAPER_WEEKS, true);
    sweep(PLAN_PAPER_WEEKS, false);
    sweep(PLAN_PAPER_STRENGTH, false);
}

static int set_up(void **state) {
    (void)state;
    miler_plan_rules rules;
    kept = miler_arena_new(NULL, 0);
    miler_plan_request request = kit_runner(310, 65, "-TWTFSS", 3); // short: each try lays it all
    request.sharpening = true;
    if (kept == NULL || miler_plan_rules_default(&rules, NULL) != MILER_OK) return 1;
    return miler_catalogue_builtin(kept, &catalogue, NULL) != MILER_OK ||
           miler_plan_build(&request, &rules, kept, &plan, NULL) != MILER_OK;
}

static int tear_down(void **state) {
    (void)state;
    miler_arena_free(kept);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(poster),
        cmocka_unit_test(weeks_and_strength),
    };
    return cmocka_run_group_tests_name("sweep of paper", tests, set_up, tear_down);
}
