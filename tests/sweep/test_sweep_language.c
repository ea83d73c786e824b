// SPDX-License-Identifier: MIT
// Every allocation on the way to a sentence in German made to fail, one after the other: the language is not there,
// or the sentence stays whole in one of the two, and nothing leaks.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../failing_alloc.h"

#include "render/language.h"

static const char english[] =
    "Tomorrow: 5 x 400 m at mile pace. Today only gets you there; the strides wake the legs. "
    "25 of the week's 195 easy minutes. My own words, 6 strides.";

// The number of allocations it took; 0: one of them failed.
static size_t once(size_t fail_at, const char *german) {
    failing_alloc f = {.fail_at = fail_at, .onwards = true};
    const miler_alloc alloc = {failing_resize, &f};
    language *l = NULL;
    miler_error err = {0};
    const miler_status status = language_open("de", &alloc, &l, &err);
    assert_true(status == MILER_OK || status == MILER_ERR_NOMEM);
    miler_arena *arena = status == MILER_OK ? miler_arena_new(&alloc, 0) : NULL;
    bool whole = false;
    if (arena != NULL) {
        const char *said = language_say(l, english, arena);
        whole = german != NULL && strcmp(said, german) == 0;
        if (german != NULL) assert_true(whole || strcmp(said, english) == 0);
    }
    miler_arena_free(arena);
    language_close(l);
    assert_int_equal(f.live, 0);
    return german == NULL || whole ? f.calls : 0;
}

static void survives_each_failure(void **state) {
    (void)state;
    language *l = NULL;
    miler_arena *arena = miler_arena_new(NULL, 0);
    assert_int_equal(language_open("de", NULL, &l, NULL), MILER_OK);
    const char *german = language_say(l, english, arena);
    assert_string_not_equal(german, english);
    const size_t calls = once(0, german);
    assert_true(calls > 3);
    for (size_t i = 1; i <= calls; i++)
        (void)once(i, german);
    language_close(l);
    miler_arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(survives_each_failure)};
    return cmocka_run_group_tests_name("sweep_language", tests, NULL, NULL);
}
