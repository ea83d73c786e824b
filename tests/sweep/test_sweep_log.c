// SPDX-License-Identifier: MIT
// Every allocation between the log and a plan with its race week made to fail,
// one after the other: each time it is told as "out of memory", nothing leaks.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../failing_alloc.h"

#include "../unit/run_kit.h"
#include "../unit/store_kit.h"
#include "app/app_plan.h"
#include "app/import.h"
#include "app/race_week.h"

#define DAY 20598

static void import_one(kit *k, app *a) {
    static const stretch reps[] = {
        {3.0, 600, MILER_TRIGGER_MANUAL}, {4.8, 240, MILER_TRIGGER_MANUAL}, {3.0, 600, MILER_TRIGGER_MANUAL}};
    char path[160];
    (void)snprintf(path, sizeof path, "%s/run.fit", k->folder);
    run_kit_file(path, (int64_t)DAY * MILER_MS_PER_DAY, reps, 3, 150);
    const char *const paths[] = {path};
    app_import_answer answer;
    ok(app_import(a, paths, 1, NULL, NULL, &answer, &why));
}

// Without keeping the plan, so that each ask finds the same store; the first reads the run and keeps what it was.
static miler_status ask(app_options *o, failing_alloc *c, app_plan_answer *answer, bool *from_log) {
    const miler_alloc alloc = {failing_resize, c};
    app *a = NULL;
    app_plan_options options;
    app_plan_options_init(&options);
    options.from_dist_m = MILER_MILE_M;
    options.from_time_s = 340;
    options.health_ok = options.dry_run = true;
    options.gun_s = 18 * 3600;
    options.weeks = 6;
    options.weekly_km = 30;
    o->alloc = &alloc;
    miler_status status = app_open(o, &a, NULL);
    miler_arena *arena = status == MILER_OK ? miler_arena_new(&alloc, 0) : NULL;
    if (status == MILER_OK)
        status = arena != NULL ? app_plan_new(a, &options, arena, answer, NULL) : MILER_ERR_NOMEM;
    if (status == MILER_OK) status = app_plan_race_week(answer, arena, NULL);
    if (status == MILER_OK) {
        *from_log = (answer->plan.request.from_log & MILER_LOG_WORK) != 0;
        assert_true(answer->race_row_count > 20);
        assert_int_equal(answer->race_rows[answer->race_row_count - 1].day, answer->plan.race_day);
    }
    miler_arena_free(arena);
    app_close(a);
    return status;
}

static void each_allocation_fails(void **state) {
    (void)state;
    kit k;
    kit_folder(&k);
    app_options o;
    app_options_init(&o);
    o.db = k.db;
    o.today = DAY + 3;
    app *a = NULL;
    ok(app_open(&o, &a, &why));
    import_one(&k, a);
    app_close(a);
    app_plan_answer answer;
    bool from_log = false;
    failing_alloc first = {.fail_at = 0};
    ok(ask(&o, &first, &answer, &from_log));
    assert_true(from_log);
    size_t calls = 1;
    for (size_t at = 0; at <= calls; at++) {
        failing_alloc c = {.fail_at = at};
        const miler_status status = ask(&o, &c, &answer, &from_log);
        if (at == 0)
            calls = c.calls;
        else if (status != MILER_ERR_NOMEM)
            fail_msg("call %zu of %zu: status %d", at, calls, (int)status);
        assert_int_equal(c.live, 0);
    }
    kit_end(&k);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_allocation_fails)};
    return cmocka_run_group_tests_name("sweep log", tests, NULL, NULL);
}
