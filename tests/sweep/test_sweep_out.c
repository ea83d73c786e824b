// SPDX-License-Identifier: MIT
// Every allocation made to fail while a plan is put into its forms: each time the
// answer is "out of memory", nothing leaks, and no half of a file is given.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../failing_alloc.h"
#include "../unit/plan_kit.h"
#include "../unit/store_kit.h"
#include "app/app_plan_out.h"
#include "app/app_push.h"
#include "app/out_file.h"

typedef struct fixture {
    miler_arena *arena;
    miler_plan plan;
} fixture;

static const plan_edition edition = {.id = 3, .added_ms = 1000, .saved_ms = 2000};

static int setup(void **state) {
    static fixture f;
    miler_plan_rules rules;
    miler_plan_request request = kit_runner(300, 70, "MTWTFSS", 8);
    request.athlete.places = MILER_HAS_TRACK | MILER_HAS_GYM | MILER_HAS_HILL;
    f.arena = miler_arena_new(NULL, 0);
    if (f.arena == NULL || miler_plan_rules_default(&rules, NULL) != MILER_OK) return 1;
    *state = &f;
    return miler_plan_build(&request, &rules, f.arena, &f.plan, NULL) == MILER_OK ? 0 : 1;
}

static int teardown(void **state) {
    miler_arena_free(((fixture *)*state)->arena);
    return 0;
}

// All forms of one session; 0 what they came to.
static miler_status all_forms(const fixture *f, const miler_session *s, miler_arena *arena, size_t *bytes) {
    plan_form_fn *const makers[] = {plan_form_fit, plan_form_intervals, plan_form_zwo};
    plan_form forms[3];
    miler_status status = MILER_OK;
    *bytes = 0;
    for (size_t i = 0; i < 3 && status == MILER_OK; i++) {
        status = makers[i](&f->plan, &edition, s, arena, &forms[i], NULL);
        if (status == MILER_OK) *bytes += forms[i].len;
    }
    miler_buf schedule;
    miler_buf_init(&schedule, miler_arena_allocator(arena), 1 << 16);
    if (status == MILER_OK && forms[0].verdict != FORM_LEFT_OUT)
        status = plan_form_schedule(&f->plan, &edition, forms, 1, arena, &schedule, NULL);
    *bytes += schedule.len;
    miler_buf_deinit(&schedule);
    return status;
}

// `filled` bytes are taken before, so that the arena's end falls into the work.
static miler_status once(const fixture *f, const miler_session *s, failing_alloc *c, size_t filled,
                         size_t *bytes) {
    const miler_alloc alloc = {failing_resize, c};
    miler_arena *arena = miler_arena_new(&alloc, 0);
    if (arena == NULL) return MILER_ERR_NOMEM;
    miler_status status = MILER_OK;
    if (filled > 0 && miler_arena_take(arena, filled) == NULL) status = MILER_ERR_NOMEM;
    if (status == MILER_OK) status = all_forms(f, s, arena, bytes);
    miler_arena_free(arena);
    return status;
}

static void each_allocation_of_a_session_fails(void **state) {
    const fixture *f = *state;
    size_t failed = 0;
    for (size_t i = 0; i < f->plan.session_count; i++) {
        size_t whole = 0;
        failing_alloc none = {0};
        assert_int_equal(once(f, &f->plan.sessions[i], &none, 60000, &whole), MILER_OK);
        for (size_t n = 1;; n++) {
            size_t bytes = 0;
            failing_alloc c = {.fail_at = n};
            const miler_status status = once(f, &f->plan.sessions[i], &c, 60000, &bytes);
            assert_int_equal(c.live, 0);
            if (status == MILER_OK) {
                assert_int_equal(bytes, whole); // never a success with something missing
                break;
            }
            assert_int_equal(status, MILER_ERR_NOMEM);
            failed++;
        }
    }
    print_message("# %zu allocations\n", failed);
    assert_true(failed > 300);
}

static void each_allocation_of_a_calendar_fails(void **state) {
    const fixture *f = *state;
    calendar_options options;
    size_t failed = 0;
    calendar_options_init(&options);
    options.start_s = 6 * 3600;
    for (size_t n = 1;; n += n < 40 ? 1 : 7) {
        failing_alloc c = {.fail_at = n, .onwards = true};
        const miler_alloc alloc = {failing_resize, &c};
        miler_arena *arena = miler_arena_new(&alloc, 0);
        miler_buf text;
        miler_buf_init(&text, &alloc, 1 << 22);
        miler_status status = MILER_ERR_NOMEM;
        if (arena != NULL) status = plan_form_calendar(&f->plan, &edition, &options, arena, &text, NULL);
        if (status == MILER_OK) assert_non_null(strstr(miler_buf_text(&text), "END:VCALENDAR"));
        miler_buf_deinit(&text);
        miler_arena_free(arena);
        assert_int_equal(c.live, 0);
        if (status == MILER_OK) break;
        assert_int_equal(status, MILER_ERR_NOMEM);
        failed++;
    }
    assert_true(failed > 20);
}

// The whole way, store and files with it: NOMEM each time, and at the end all of it is there.
static void each_allocation_of_a_push_fails(void **state) {
    const fixture *f = *state;
    kit k;
    app *a = NULL;
    int64_t id;
    char folder[128];
    miler_buf text;
    app_options options;
    kit_folder(&k);
    app_options_init(&options);
    options.db = k.db;
    options.today = f->plan.start_day;
    ok(app_open(&options, &a, &why));
    miler_buf_init(&text, NULL, STORE_PLAN_MAX);
    miler_plan_print(&f->plan, &text);
    const store_plan row = {.athlete_id = a->athlete_id,
                            .active = true,
                            .race_day = f->plan.race_day,
                            .title = "t",
                            .body = miler_buf_text(&text),
                            .why = ""};
    ok(store_plan_add(a->store, &row, &id, &why));
    miler_buf_deinit(&text);
    (void)snprintf(folder, sizeof folder, "%s/NewFiles", k.folder);
    ok(out_folder_make(folder, &why));
    size_t failed = 0;
    for (size_t n = 1;; n += n < 20 ? 1 : 3) {
        failing_alloc c = {.fail_at = n, .onwards = n % 2 == 0};
        const miler_alloc alloc = {failing_resize, &c};
        miler_arena *arena = miler_arena_new(&alloc, 0);
        app_push_options push;
        app_push_answer answer = {0};
        app_push_options_init(&push);
        push.folder = folder;
        push.spare_bytes = 0;
        const miler_status status =
            arena != NULL ? app_push(a, &push, arena, &answer, NULL) : MILER_ERR_NOMEM;
        const bool whole = answer.verified == PUSH_SESSIONS_MAX + 1;
        miler_arena_free(arena);
        assert_int_equal(c.live, 0);
        if (status == MILER_OK) {
            assert_true(whole);
            if (c.calls < n) break;
            continue;
        }
        assert_int_equal(status, MILER_ERR_NOMEM);
        failed++;
    }
    print_message("# %zu allocations\n", failed);
    assert_true(failed > 20);
    app_close(a);
    kit_end(&k);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_allocation_of_a_session_fails),
                                       cmocka_unit_test(each_allocation_of_a_calendar_fails),
                                       cmocka_unit_test(each_allocation_of_a_push_fails)};
    return cmocka_run_group_tests_name("sweep of what goes out", tests, setup, teardown);
}
