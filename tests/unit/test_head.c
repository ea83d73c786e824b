// SPDX-License-Identifier: MIT
// Heads of requests in whatever pieces they come: the same is found.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "server/head.h"

typedef struct row {
    const char *text;
    size_t len;
    bool odd, over;
} row;

#define ROW(text, odd, over)                                                                                 \
    { text, sizeof(text) - 1, odd, over }

static const row rows[] = {
    ROW("GET / HTTP/1.1\r\nHost: a\r\n\r\n", false, true),
    ROW("GET / HTTP/1.1\r\nHost: a\r\n\r\nbody\nof \0any kind\r", false, true),
    ROW("\r\nGET / HTTP/1.1\r\n\r\n", false, true), // an empty line before the first is nothing
    ROW("GET / HTTP/1.1\r\nHost: a\r\n", false, false),
    ROW("", false, false),
    ROW("GET / HTTP/1.1\nHost: a\r\n\r\n", true, true),
    ROW("GET / HTTP/1.1\r\nHost: a\n\r\n", true, true),
    ROW("GET / HTTP/1.1\r\nHost: a\r\n\n", true, true),
    ROW("GET / HTTP/1.1\rHost: a\r\n\r\n", true, true),
    ROW("GET / HTTP/1.1\r\r\nHost: a\r\n\r\n", true, true),
    ROW("GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n", true, true),
    ROW("GET / HTTP/1.1\r\n\tHost: a\r\n\r\n", true, true),
    ROW("GET /\0 HTTP/1.1\r\n\r\n", true, true),
    ROW("GET / HTTP/1.1\r\nHost:  a \r\n\r\n", false, true), // blanks within a line are its own
};

static void holds(const row *r, const head_lines *h, const char *how) {
    if (h->odd != r->odd || h->over != r->over)
        fail_msg("'%s' %s: odd %d, over %d", r->text, how, (int)h->odd, (int)h->over);
}

static void every_way_to_cut_them(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const row *r = &rows[i];
        head_lines letters = {0};
        for (size_t at = 0; at < r->len; at++)
            head_read(&letters, r->text + at, 1);
        holds(r, &letters, "letter by letter");
        for (size_t cut = 0; cut <= r->len; cut++) {
            head_lines h = {0};
            head_read(&h, r->text, cut);
            head_read(&h, r->text + cut, r->len - cut);
            holds(r, &h, "in two pieces");
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_way_to_cut_them)};
    return cmocka_run_group_tests_name("head", tests, NULL, NULL);
}
