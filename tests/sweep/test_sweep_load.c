// SPDX-License-Identifier: MIT
// Every allocation between the store and the answer of "miler load" made to
// fail, one after the other: each time it is told as "out of memory", nothing
// leaks, and the store is as it was.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../failing_alloc.h"

#include "../unit/run_kit.h"
#include "../unit/store_kit.h"
#include "app/app_load.h"
#include "app/import.h"

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

static miler_status ask(app_options *o, failing_alloc *c, double *load) {
    const miler_alloc alloc = {failing_resize, c};
    app *a = NULL;
    app_load_answer answer;
    o->alloc = &alloc;
    miler_status status = app_open(o, &a, NULL);
    miler_arena *arena = status == MILER_OK ? miler_arena_new(&alloc, 0) : NULL;
    if (status == MILER_OK) status = arena != NULL ? app_load(a, 3, arena, &answer, NULL) : MILER_ERR_NOMEM;
    if (status == MILER_OK) *load = answer.view.last.load;
    miler_arena_free(arena);
    app_close(a);
    return status;
}

// `unmeasured`: as a store of before, in which the originals are read for it.
static void sweep(bool unmeasured) {
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
    size_t calls = 1;
    double load = 0;
    for (size_t at = 0; at <= calls; at++) {
        failing_alloc c = {.fail_at = at};
        const miler_load_parts nothing = {.ngp_mps = (double)NAN};
        store *s;
        ok(store_open(&(store_options){.path = k.db}, &s, &why));
        if (unmeasured) ok(store_load_put(s, 1, 0, &nothing, &why));
        store_close(s);
        const miler_status status = ask(&o, &c, &load);
        if (at == 0) {
            assert_int_equal(status, MILER_OK);
            assert_true(load > 10);
            calls = c.calls;
        } else if (status != MILER_ERR_NOMEM) {
            fail_msg("call %zu of %zu: status %d", at, calls, (int)status);
        }
        assert_int_equal(c.live, 0);
    }
    kit_end(&k);
}

static void each_allocation_fails(void **state) {
    (void)state;
    sweep(false);
}

static void each_allocation_of_reading_fails(void **state) {
    (void)state;
    sweep(true);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_allocation_fails),
                                       cmocka_unit_test(each_allocation_of_reading_fails)};
    return cmocka_run_group_tests_name("sweep load", tests, NULL, NULL);
}
