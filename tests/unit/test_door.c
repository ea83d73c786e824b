// SPDX-License-Identifier: MIT
// The door: sessions begin, grow old, end and give way; wrong passwords are counted by address and all together.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "server/door.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define NOW INT64_C(1780000000000)
#define WORD "tartan and four laps"

static char kept[APP_PASSWORD_HASH]; // cheap: what is tested here is not argon2id

static int setup(void **state) {
    door *d;
    if (sodium_init() < 0 ||
        crypto_pwhash_str_alg(kept, WORD, strlen(WORD), crypto_pwhash_OPSLIMIT_MIN,
                              crypto_pwhash_MEMLIMIT_MIN, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return -1;
    if (door_open(NULL, false, &d, NULL) != MILER_OK) return -1;
    door_kept(d, kept);
    *state = d;
    return 0;
}

static int teardown(void **state) {
    door_close(*state);
    return 0;
}

// Signs in and leaves what a browser would send from then on.
static void enter(door *d, const char *peer, const char *cookies, int64_t now_ms, char out[DOOR_COOKIE_MAX]) {
    char set[DOOR_COOKIE_MAX] = "";
    const door_asker who = {.peer = peer, .cookies = cookies, .now_ms = now_ms};
    assert_int_equal(door_sign_in(d, WORD, &who, set), 200);
    (void)snprintf(out, DOOR_COOKIE_MAX, "%.*s", (int)strcspn(set, ";"), set);
}

static void a_session_and_its_age(void **state) {
    door *d = *state;
    const int64_t day = MILER_MS_PER_DAY;
    char cookie[DOOR_COOKIE_MAX], wrong[DOOR_COOKIE_MAX] = "";
    assert_int_equal(door_sign_in(d, "no", &(door_asker){.peer = "10.0.0.1", .now_ms = NOW}, wrong), 401);
    assert_string_equal(wrong, "");
    enter(d, "10.0.0.1", NULL, NOW, cookie);
    assert_int_equal(door_count(d), 1);
    assert_true(door_knows(d, cookie, NOW + 6 * day));
    assert_true(door_knows(d, cookie, NOW + 12 * day)); // a week without a word, from the last one on
    assert_false(door_knows(d, cookie, NOW + 19 * day));
    for (int i = 0; i < 30; i += 5)
        (void)door_knows(d, cookie, NOW + i * day);
    enter(d, "10.0.0.1", NULL, NOW, cookie);
    for (int i = 1; i < 30; i++)
        assert_true(door_knows(d, cookie, NOW + i * day));
    assert_false(door_knows(d, cookie, NOW + 30 * day)); // a month at most
}

static void a_number_for_what_lasts(void **state) {
    door *d = *state;
    char one[DOOR_COOKIE_MAX], two[DOOR_COOKIE_MAX], gone[DOOR_COOKIE_MAX];
    enter(d, "10.0.0.1", NULL, NOW, one);
    enter(d, "10.0.0.2", NULL, NOW, two);
    const int64_t first = door_session(d, one, NOW), second = door_session(d, two, NOW);
    assert_true(first != 0 && second != 0 && first != second);
    assert_int_equal(door_session(d, "miler-in=x", NOW), 0);
    assert_int_equal(door_session(d, NULL, NOW), 0);
    assert_true(door_stands(d, first, NOW + 6 * MILER_MS_PER_DAY));
    assert_false(door_stands(d, first, NOW + 8 * MILER_MS_PER_DAY)); // to ask has not made it younger
    assert_false(door_stands(d, 0, NOW));
    assert_int_equal(door_sign_out(d, one, false, gone), 1);
    assert_false(door_stands(d, first, NOW));
    assert_true(door_stands(d, second, NOW));
    char other[APP_PASSWORD_HASH] = "$argon2id$of another word";
    door_kept(d, other);
    assert_false(door_stands(d, second, NOW));
    assert_false(door_knows(d, two, NOW));
}

static void who_is_in(void **state) {
    door *d = *state;
    char one[DOOR_COOKIE_MAX], two[DOOR_COOKIE_MAX], gone[DOOR_COOKIE_MAX];
    door_guest list[DOOR_SESSIONS_MAX];
    enter(d, "10.0.0.1", NULL, NOW, one);
    enter(d, "10.0.0.2", NULL, NOW + 5, two);
    assert_true(door_knows(d, one, NOW + 9));
    assert_int_equal(door_list(d, NOW + 9, list), 2);
    assert_string_equal(list[0].peer, "10.0.0.1");
    assert_true(list[0].born_ms == NOW && list[0].seen_ms == NOW + 9 && list[1].seen_ms == NOW + 5);
    assert_true(list[1].session == door_session(d, two, NOW + 9));
    // A free place before the others is filled again: the order is that of signing in.
    assert_int_equal(door_sign_out(d, one, false, gone), 1);
    enter(d, "10.0.0.3", NULL, NOW + 10, one);
    assert_int_equal(door_list(d, NOW + 10, list), 2);
    assert_string_equal(list[1].peer, "10.0.0.3");
    assert_false(door_end(d, 0, NOW));
    assert_false(door_end(d, list[1].session + 1, NOW));
    assert_true(door_end(d, list[0].session, NOW + 10));
    assert_false(door_end(d, list[0].session, NOW + 10));
    assert_false(door_knows(d, two, NOW + 10));
    assert_true(door_knows(d, one, NOW + 10));
    assert_int_equal(door_list(d, NOW + 8 * MILER_MS_PER_DAY, list), 0); // over, though nobody has cleared it
}

static void browsers_in_words(void **state) {
    (void)state;
    static const char *const rows[][2] = {
        {"Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox, Linux"},
        {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/128.0 Safari/537.36 Edg/128.0",
         "Edge, Windows"},
        {"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.4 Safari/605.1.15",
         "Safari, macOS"},
        {"Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) CriOS/128.0 Mobile Safari/604.1",
         "Chrome, iPhone"},
        {"Mozilla/5.0 (Linux; Android 14; SM-S911B) SamsungBrowser/25.0 Chrome/121.0 Mobile Safari/537.36",
         "Samsung Internet, Android"},
        {"curl/8.5.0", "curl"},
        {"<script>Linux</script>", "Linux"},
        {"", ""},
        {NULL, ""}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char out[BROWSER_MAX];
        browser_words(rows[i][0], out);
        assert_string_equal(out, rows[i][1]);
    }
}

static void signing_in_once_more(void **state) {
    door *d = *state;
    char one[DOOR_COOKIE_MAX], two[DOOR_COOKIE_MAX];
    enter(d, "10.0.0.1", NULL, NOW, one);
    enter(d, "10.0.0.1", one, NOW, two);
    assert_string_not_equal(one, two);
    assert_int_equal(door_count(d), 1);
    assert_false(door_knows(d, one, NOW));
    assert_true(door_knows(d, two, NOW));
}

static void the_quietest_gives_way(void **state) {
    door *d = *state;
    char first[DOOR_COOKIE_MAX], second[DOOR_COOKIE_MAX], more[DOOR_COOKIE_MAX];
    enter(d, "10.0.0.1", NULL, NOW, first);
    enter(d, "10.0.0.1", NULL, NOW + 1, second);
    assert_true(door_knows(d, first, NOW + 2));
    for (int i = 0; i < 31; i++)
        enter(d, "10.0.0.1", NULL, NOW + 3, more);
    assert_int_equal(door_count(d), 32);
    assert_true(door_knows(d, first, NOW + 4));
    assert_false(door_knows(d, second, NOW + 4));
}

static int tries_of(door *d, const char *peer, int64_t now_ms) {
    int n = 0;
    while (n < 100 && door_may_try(d, peer, now_ms))
        n++;
    return n;
}

static void tries_by_address(void **state) {
    door *d = *state;
    assert_int_equal(tries_of(d, "10.0.0.1", NOW), 10);
    assert_int_equal(tries_of(d, "10.0.0.1", NOW + 59000), 0);
    assert_int_equal(tries_of(d, "10.0.0.1", NOW + 121000), 2);
    assert_int_equal(tries_of(d, "2001:db8:1:2::1", NOW + 121000), 10);
    assert_int_equal(tries_of(d, "2001:db8:1:2:ffff::9", NOW + 121000), 0); // one network
    // Of IPv4, however it is written: two that have nothing to do with each other are two.
    assert_int_equal(tries_of(d, "::ffff:10.0.0.1", NOW + 121000), 0);
    assert_int_equal(tries_of(d, "::ffff:10.0.0.2", NOW + 121000), 10);
}

static void strangers_lock_nobody_out(void **state) {
    door *d = *state;
    char cookie[DOOR_COOKIE_MAX], peer[32];
    assert_true(door_may_try(d, "10.0.0.1", NOW));
    enter(d, "10.0.0.1", NULL, NOW, cookie);
    int heard = 0;
    for (int i = 0; i < 1000; i++) {
        (void)snprintf(peer, sizeof peer, "203.0.%d.%d", i / 250, i % 250);
        heard += door_may_try(d, peer, NOW + i);
    }
    assert_in_range(heard, 30, 31); // all together, and the right password has used none of it up
    assert_false(door_may_try(d, "198.51.100.1", NOW + 1000));
    assert_true(door_may_try(d, "10.0.0.1", NOW + 1000));
    assert_int_equal(tries_of(d, "10.0.0.1", NOW + 1000), 9); // and even there ten, no more
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_session_and_its_age, setup, teardown),
        cmocka_unit_test_setup_teardown(a_number_for_what_lasts, setup, teardown),
        cmocka_unit_test_setup_teardown(signing_in_once_more, setup, teardown),
        cmocka_unit_test_setup_teardown(who_is_in, setup, teardown),
        cmocka_unit_test(browsers_in_words),
        cmocka_unit_test_setup_teardown(the_quietest_gives_way, setup, teardown),
        cmocka_unit_test_setup_teardown(tries_by_address, setup, teardown),
        cmocka_unit_test_setup_teardown(strangers_lock_nobody_out, setup, teardown)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
