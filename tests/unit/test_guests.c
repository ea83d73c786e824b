// SPDX-License-Identifier: MIT
// Places of those who are connected: given, given again, full.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "server/guests.h"

static guests all;
static char keys[GUESTS_MAX + 1];

// Silent ones hold their places for a while; then there is room again.
static void a_full_house(void **state) {
    (void)state;
    all = (guests){0};
    for (size_t i = 0; i < GUESTS_MAX; i++) {
        assert_false(guests_full(&all, 1000));
        assert_non_null(guests_come(&all, &keys[i], NULL, 1000));
    }
    assert_true(guests_full(&all, 1000));
    assert_null(guests_come(&all, &keys[GUESTS_MAX], NULL, 1000 + GUESTS_SILENT_MS));
    assert_false(guests_full(&all, 1001 + GUESTS_SILENT_MS));
    assert_non_null(guests_come(&all, &keys[GUESTS_MAX], NULL, 1001 + GUESTS_SILENT_MS));
}

// What is held of a request goes when it is whole, and when its file is another's.
static void what_is_held(void **state) {
    (void)state;
    all = (guests){0};
    guest *first = guests_come(&all, &keys[0], NULL, 1000);
    guests_send(first, 7, 3000, 1000);
    guests_send(first, 7, 500, 1001);
    assert_int_equal(all.held, 3500);
    assert_false(guests_ask(&all, 7).odd);
    assert_int_equal(all.held, 0);
    assert_int_equal(first->began_ms, 0);
    guests_send(first, 7, 200, 2000);
    guest *second = guests_come(&all, &keys[1], NULL, 2000);
    guests_send(second, 7, 10, 2000);
    assert_int_equal(all.held, 10);
    assert_null(first->key);
    guests_send(second, -1, 10, 2000);
    guests_send(second, GUESTS_FILES, 10, 2000);
    assert_int_equal(all.held, 10);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_full_house), cmocka_unit_test(what_is_held)};
    return cmocka_run_group_tests_name("guests", tests, NULL, NULL);
}
