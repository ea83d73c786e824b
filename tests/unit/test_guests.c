// SPDX-License-Identifier: MIT
// Places of those who are connected: given, given again, full; and who makes room.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "server/guests.h"

#include <sys/socket.h>
#include <unistd.h>

static guests all;
static char keys[GUESTS_MAX + 1];

// As many as there are places, and none more; who is gone again leaves theirs.
static void a_full_house(void **state) {
    (void)state;
    all = (guests){0};
    for (size_t i = 0; i < GUESTS_MAX; i++) {
        assert_false(guests_full(&all));
        assert_non_null(guests_come(&all, &keys[i], NULL, 1000));
    }
    assert_true(guests_full(&all));
    assert_null(guests_come(&all, &keys[GUESTS_MAX], NULL, 1000));
    guests_meet(guests_newcomer(&all), -1);
    assert_false(guests_full(&all));
    assert_non_null(guests_come(&all, &keys[GUESTS_MAX], NULL, 1000));
}

// Ten thousand who come, say nothing and go: the next with their file's number has their place.
static void bare_connections(void **state) {
    (void)state;
    all = (guests){0};
    for (int i = 0; i < 10000; i++) {
        guest *one = guests_come(&all, &keys[i % GUESTS_MAX], NULL, 1000);
        assert_non_null(one);
        assert_ptr_equal(guests_newcomer(&all), one);
        guests_meet(one, 20 + i % 256);
        assert_null(guests_newcomer(&all));
    }
    size_t taken = 0;
    for (size_t i = 0; i < GUESTS_MAX; i++)
        taken += all.each[i].key != NULL;
    assert_int_equal(taken, 256);
}

static bool is_open(const int ends[2]) {
    char byte;
    return recv(ends[1], &byte, 1, MSG_DONTWAIT) != 0;
}

// Who goes where no file is left: not who has asked and is being answered, not who came just now; of the
// others the oldest, be they silent or not at an end.
static void room_is_made(void **state) {
    (void)state;
    enum { SILENT, HALF, ANSWERED, AGAIN_HALF, NEW, COUNT };
    int ends[COUNT][2];
    guest *one[COUNT];
    all = (guests){0};
    for (int i = 0; i < COUNT; i++) {
        assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends[i]), 0);
        one[i] = guests_come(&all, &keys[i], NULL, i == NEW ? 9500 : 1000 + i);
        guests_meet(one[i], ends[i][0]);
    }
    guests_send(one[HALF], ends[HALF][0], 10, 2000);
    guests_send(one[ANSWERED], ends[ANSWERED][0], 10, 2000);
    (void)guests_ask(&all, ends[ANSWERED][0]);
    guests_send(one[AGAIN_HALF], ends[AGAIN_HALF][0], 10, 2000);
    (void)guests_ask(&all, ends[AGAIN_HALF][0]);
    guests_send(one[AGAIN_HALF], ends[AGAIN_HALF][0], 10, 9000);
    guests_make_room(&all, 9999);
    assert_false(is_open(ends[SILENT]));
    assert_false(is_open(ends[HALF]));
    assert_true(is_open(ends[ANSWERED]) && is_open(ends[AGAIN_HALF]) && is_open(ends[NEW]));
    guests_make_room(&all, 10000);
    assert_false(is_open(ends[AGAIN_HALF]));
    assert_true(is_open(ends[ANSWERED]) && is_open(ends[NEW]));
    guests_make_room(&all, 100000);
    assert_true(is_open(ends[ANSWERED]) && !is_open(ends[NEW]));
    for (int i = 0; i < COUNT; i++) {
        (void)close(ends[i][0]);
        (void)close(ends[i][1]);
    }
}

// No more than so many at a time, the oldest of them.
static void room_for_some(void **state) {
    (void)state;
    enum { MANY = GUESTS_ROOM + 3 };
    int ends[MANY][2];
    all = (guests){0};
    for (int i = 0; i < MANY; i++) {
        assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends[i]), 0);
        guests_meet(guests_come(&all, &keys[i], NULL, 2000 - i), ends[i][0]);
    }
    guests_make_room(&all, 5000);
    for (int i = 0; i < MANY; i++)
        assert_int_equal(is_open(ends[i]), i < 3);
    for (int i = 0; i < MANY; i++) {
        (void)close(ends[i][0]);
        (void)close(ends[i][1]);
    }
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

// Who has gone leaves a number behind: what is given it next is not shut down in their place, be it because they
// took too long or because others need room.
static void a_number_of_another(void **state) {
    (void)state;
    enum { SLOW, SILENT, STAYS, COUNT };
    int ends[COUNT][2], channel[COUNT][2];
    all = (guests){0};
    for (int i = 0; i < COUNT; i++) {
        assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends[i]), 0);
        guest *one = guests_come(&all, &keys[i], NULL, 1000);
        guests_meet(one, ends[i][0]);
        if (i != SILENT) guests_send(one, ends[i][0], 1, 1000);
    }
    for (int i = 0; i < STAYS; i++) {
        assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, channel[i]), 0);
        assert_int_equal(dup2(channel[i][0], ends[i][0]), ends[i][0]); // closes theirs
    }
    guests_make_room(&all, 100000);
    guests_look(&all, 100000);
    assert_true(is_open(channel[SLOW]) && is_open(channel[SILENT]));
    assert_false(is_open(ends[STAYS]));
    assert_int_equal(all.held, 1);
    for (int i = 0; i < COUNT; i++) {
        (void)close(ends[i][0]);
        (void)close(ends[i][1]);
        if (i == STAYS) continue;
        (void)close(channel[i][0]);
        (void)close(channel[i][1]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_full_house), cmocka_unit_test(bare_connections),
                                       cmocka_unit_test(room_is_made), cmocka_unit_test(room_for_some),
                                       cmocka_unit_test(what_is_held), cmocka_unit_test(a_number_of_another)};
    return cmocka_run_group_tests_name("guests", tests, NULL, NULL);
}
