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

#define HEAD "POST / HTTP/1.1\r\n\r\n"
#define CHUNKS(text, sound, done)                                                                            \
    { HEAD text, sizeof(HEAD text) - 1, sound, done }

static const struct {
    const char *text;
    size_t len;
    bool sound, done;
} bodies[] = {
    CHUNKS("2\r\n{}\r\n0\r\n\r\n", true, true),
    CHUNKS("0\r\n\r\n", true, true),
    CHUNKS("008\r\n0\r\n2\r\n\r\n\r\n1\r\n\n\r\n000\r\n\r\n", true, true), // what looks like one within one
    CHUNKS("2\r\n{}\r\n0\r\n\r\nGET / HTTP/1.1\r\n", true, true),
    CHUNKS("", false, false),
    CHUNKS("2\r\n{", false, false),
    CHUNKS("2\r\n{}\r\n0\r\n", false, false),
    CHUNKS("0x2\r\n{}\r\n0\r\n\r\n", false, true),
    CHUNKS("+2\r\n{}\r\n0\r\n\r\n", false, true),
    CHUNKS("-2\r\n{}\r\n0\r\n\r\n", false, true),
    CHUNKS(" 2\r\n{}\r\n0\r\n\r\n", false, true),
    CHUNKS("2 \r\n{}\r\n0\r\n\r\n", false, true),
    CHUNKS("2;a=b\r\n{}\r\n0\r\n\r\n", false, true),
    CHUNKS("2\n{}\r\n0\r\n\r\n", false, true),
    CHUNKS("2\r{}\r\n0\r\n\r\n", false, true),
    CHUNKS("2\r\n{}\n0\r\n\r\n", false, true),
    CHUNKS("2\r\n{}0\r\n\r\n", false, true),
    CHUNKS("2\r\n{} \r\n0\r\n\r\n", false, true),
    CHUNKS("\r\n2\r\n{}\r\n0\r\n\r\n", false, true),
    CHUNKS("2\r\n{}\r\n0\r\nHost: b\r\n\r\n", false, true), // more headers
    CHUNKS("2\r\n{}\r\n0\n\n", false, true),
    CHUNKS("10000000000000002\r\n{}\r\n0\r\n\r\n", false, true),
    CHUNKS("\r\n", false, true),
    CHUNKS("{}", false, true),
};

static void chunks_hold(size_t i, const head_lines *h, const char *how) {
    if (head_chunks_sound(h) != bodies[i].sound || head_done(h) != bodies[i].done || h->odd || !h->over)
        fail_msg("'%s' %s: sound %d, done %d", bodies[i].text, how, (int)head_chunks_sound(h),
                 (int)head_done(h));
}

static void every_way_to_cut_chunks(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        head_lines letters = {0};
        for (size_t at = 0; at < bodies[i].len; at++)
            head_read(&letters, bodies[i].text + at, 1);
        chunks_hold(i, &letters, "letter by letter");
        for (size_t cut = 0; cut <= bodies[i].len; cut++) {
            head_lines h = {0};
            head_read(&h, bodies[i].text, cut);
            head_read(&h, bodies[i].text + cut, bodies[i].len - cut);
            chunks_hold(i, &h, "in two pieces");
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_way_to_cut_them),
                                       cmocka_unit_test(every_way_to_cut_chunks)};
    return cmocka_run_group_tests_name("head", tests, NULL, NULL);
}
