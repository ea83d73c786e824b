// SPDX-License-Identifier: MIT
// base: times, distances, paces, civil time, arenas and buffers.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../failing_alloc.h"

#include "base/limits.h"
#include "base/middle.h"
#include "base/utf8.h"

#include <miler/base.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void time_parse(void **state) {
    (void)state;
    static const struct {
        const char *text;
        double seconds; // < 0: the expected status instead
    } rows[] = {{"5:19.3", 319.3},
                {"5:19", 319},
                {"1:02:03", 3723},
                {"330", 330},
                {"59.8", 59.8},
                {"4min30s", 270},
                {"90s", 90},
                {"15min", 900},
                {"1h05", 3900},
                {"3'", 180},
                {"0:59.95", 59.95},
                {"99:59:59", 359999},
                {"5:61", MILER_ERR_RANGE},
                {"", MILER_ERR_PARSE},
                {"5:1", MILER_ERR_PARSE},
                {"5:190", MILER_ERR_PARSE},
                {"-3", MILER_ERR_PARSE},
                {"0", MILER_ERR_RANGE},
                {"abc", MILER_ERR_PARSE},
                {"100:00:00", MILER_ERR_RANGE},
                {"5:19:20:1", MILER_ERR_PARSE},
                {"5.5:10", MILER_ERR_PARSE},
                {"30s5", MILER_ERR_PARSE},
                {"nan", MILER_ERR_PARSE},
                {"5::10", MILER_ERR_PARSE}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        double s = -1;
        miler_error err = {0};
        const miler_status status = miler_parse_time(rows[i].text, &s, &err);
        if (rows[i].seconds < 0) {
            if ((int)status != (int)rows[i].seconds) fail_msg("'%s' gave %d", rows[i].text, (int)status);
            assert_true(err.msg[0] != '\0');
        } else {
            if (status != MILER_OK || fabs(s - rows[i].seconds) > 1e-9)
                fail_msg("'%s' gave %g", rows[i].text, s);
        }
    }
    miler_error err = {0};
    double s;
    assert_int_equal(miler_parse_time("5:61", &s, &err), MILER_ERR_RANGE);
    assert_non_null(strstr(err.remedy, "6:01"));
}

static void time_print(void **state) {
    (void)state;
    static const struct {
        double s;
        int decimals;
        const char *text;
    } rows[] = {{319.3, 1, "5:19.3"},
                {59.96, 1, "1:00.0"},
                {3723, 0, "1:02:03"},
                {59.8, 1, "59.8"},
                {3599.96, 1, "1:00:00.0"},
                {82.0210, 3, "1:22.021"},
                {-2.5, 1, "-2.5"},
                {NAN, 1, "-"},
                {0, 0, "0"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[MILER_TEXT_MAX];
        miler_print_time(text, sizeof text, rows[i].s, rows[i].decimals);
        assert_string_equal(text, rows[i].text);
    }
}

// Every code point in its shortest form is UTF-8, every other form of up to four
// bytes is not: the ways to begin four bytes are counted.
static size_t encode(uint32_t c, uint8_t *out) {
    if (c < 0x80) return out[0] = (uint8_t)c, 1;
    const size_t len = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = len - 1; i > 0; i--, c >>= 6)
        out[i] = (uint8_t)(0x80 | (c & 0x3F));
    out[0] = (uint8_t)((0xF00u >> len & 0xFF) | c);
    return len;
}

static void a_text_of_nothing_seen_is_blank(void **state) {
    (void)state;
    static const char *const blank[] = {"",
                                        " \t\n",
                                        "\xc2\xa0",
                                        "\xc2\x85",
                                        "\xe2\x80\x8b\xe2\x80\xaf",
                                        "\xe2\x81\xa0",
                                        "\xe3\x80\x80",
                                        "\xef\xbb\xbf",
                                        "\x7f\x01"};
    static const char *const seen[] = {
        "a",    " a",   "\xc2\xa0.", "\xc3\xb6", "\xe2\x80\x90",    "\xe2\x82\xac",
        "\xe2", "\xc2", "\xe2\x80",  "\xff",     "\xf0\x9f\x8f\x83"};
    for (size_t i = 0; i < sizeof blank / sizeof blank[0]; i++)
        if (!miler_utf8_blank(blank[i])) fail_msg("%zu is blank", i);
    for (size_t i = 0; i < sizeof seen / sizeof seen[0]; i++)
        if (miler_utf8_blank(seen[i])) fail_msg("%zu is seen", i);
}

static void utf8(void **state) {
    (void)state;
    uint8_t b[4];
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        const size_t len = encode(c, b);
        const bool surrogate = c >= 0xD800 && c <= 0xDFFF;
        if (miler_utf8_len(b, 4) != (surrogate ? 0 : len)) fail_msg("U+%04X", (unsigned)c);
        if (miler_utf8_len(b, len - 1) != 0) fail_msg("U+%04X cut", (unsigned)c);
    }
    size_t count[5] = {0};
    for (uint32_t bits = 0; bits < 0x1000000; bits++) {
        const uint8_t text[4] = {(uint8_t)(bits >> 16), (uint8_t)(bits >> 8), (uint8_t)bits, 0x80};
        count[miler_utf8_len(text, 4)]++;
    }
    assert_int_equal(count[1], 0x80 * 65536);
    assert_int_equal(count[2], (0x800 - 0x80) * 256);
    assert_int_equal(count[3], 0x10000 - 0x800 - 0x800); // without the surrogates
    assert_int_equal(count[4], 0x100000 / 64);           // the last byte stands still
}

// Property: what is printed reads back to within half of its last digit.
static void time_round_trip(void **state) {
    (void)state;
    uint64_t seed = 12345;
    for (int i = 0; i < 20000; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        const double s = 0.1 + (double)(seed >> 40) / 16777216.0 * 300000;
        char text[MILER_TEXT_MAX];
        double back = 0;
        miler_print_time(text, sizeof text, s, 3);
        assert_int_equal(miler_parse_time(text, &back, NULL), MILER_OK);
        if (fabs(back - s) > 0.000501) fail_msg("%.9g printed %s read %.9g", s, text, back);
    }
}

static void distances(void **state) {
    (void)state;
    static const struct {
        const char *text;
        double metres;
    } rows[] = {{"mile", 1609.344},
                {"1500", 1500},
                {"1500m", 1500},
                {"5k", 5000},
                {"5 km", 5000},
                {"3mi", 4828.032},
                {"2 miles", 3218.688},
                {"half", 21097.5},
                {"Half Marathon", 21097.5},
                {"marathon", 42195},
                {"880y", 804.672},
                {"1609.344m", 1609.344},
                {"0", -1},
                {"-5k", -1},
                {"five", -1},
                {"", -1},
                {"5kk", -1},
                {"2000000", -1}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        double m = -1;
        const miler_status status = miler_parse_distance(rows[i].text, &m, NULL);
        if (rows[i].metres < 0) {
            assert_int_not_equal(status, MILER_OK);
        } else {
            if (status != MILER_OK || fabs(m - rows[i].metres) > 1e-9)
                fail_msg("'%s' gave %g", rows[i].text, m);
        }
    }
    char text[MILER_TEXT_MAX];
    miler_print_distance(text, sizeof text, 1609.344, MILER_UNITS_METRIC);
    assert_string_equal(text, "mile");
    miler_print_distance(text, sizeof text, 12345, MILER_UNITS_METRIC);
    assert_string_equal(text, "12.35 km");
    miler_print_distance(text, sizeof text, 12345, MILER_UNITS_IMPERIAL);
    assert_string_equal(text, "7.67 mi");
}

static void paces(void **state) {
    (void)state;
    double pace;
    assert_int_equal(miler_parse_pace("3:40/km", &pace, NULL), MILER_OK);
    assert_true(fabs(pace - 220) < 1e-9);
    assert_int_equal(miler_parse_pace("5:20/mi", &pace, NULL), MILER_OK);
    assert_true(fabs(pace - 320 / 1.609344) < 1e-9);
    assert_int_equal(miler_parse_pace("72/400", &pace, NULL), MILER_OK);
    assert_true(fabs(pace - 180) < 1e-9);
    assert_int_equal(miler_parse_pace("72", &pace, NULL), MILER_ERR_PARSE);
    char text[MILER_TEXT_MAX];
    miler_print_pace(text, sizeof text, 220, MILER_UNITS_METRIC);
    assert_string_equal(text, "3:40/km");
    miler_print_pace(text, sizeof text, 220, MILER_UNITS_IMPERIAL);
    assert_string_equal(text, "5:54/mi");
}

static void civil_round_trip(void **state) {
    (void)state;
    for (int32_t day = -200000; day < 200000; day += 13) {
        int32_t y, m, d;
        miler_ymd_from_day(day, &y, &m, &d);
        assert_int_equal(miler_day_from_ymd(y, m, d), day);
        assert_true(miler_ymd_valid(y, m, d));
    }
    assert_int_equal(miler_day_from_ymd(1970, 1, 1), 0);
    assert_int_equal(miler_weekday(miler_day_from_ymd(2026, 11, 22)), 6);
    assert_int_equal(miler_weekday(miler_day_from_ymd(1969, 12, 29)), 0);
    assert_false(miler_ymd_valid(2025, 2, 29));
    assert_true(miler_ymd_valid(2000, 2, 29));
    assert_int_equal(miler_age_years(miler_day_from_ymd(2000, 2, 29), miler_day_from_ymd(2018, 2, 28)), 17);
    assert_int_equal(miler_age_years(miler_day_from_ymd(2000, 2, 29), miler_day_from_ymd(2018, 3, 1)), 18);
}

static void instants(void **state) {
    (void)state;
    static const char *const same[] = {"2020-06-01T14:52:40Z",         "2020-06-01T14:52:40.000Z",
                                       "2020-06-01T16:52:40+02:00",    "2020-06-01 14:52:40",
                                       "2020-06-01T14:52:40.0000001Z", "2020-06-01T09:52:40-0500",
                                       " 2020-06-01T14:52:40Z\n"};
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
        int64_t t;
        assert_int_equal(miler_parse_instant(same[i], strlen(same[i]), &t, NULL, NULL), MILER_OK);
        assert_true(t == INT64_C(1591023160000));
    }
    static const char *const bad[] = {"Jul 99",
                                      "",
                                      "2020-13-01T00:00:00Z",
                                      "2020-06-01",
                                      "2020-06-01T25:00:00Z",
                                      "2020-06-01T14:52:40.Z",
                                      "2020-06-01T14:52:40+99:00"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        int64_t t;
        assert_int_not_equal(miler_parse_instant(bad[i], strlen(bad[i]), &t, NULL, NULL), MILER_OK);
    }
    char text[MILER_TEXT_MAX];
    miler_print_instant(text, sizeof text, INT64_C(1591023160000), 7200);
    assert_string_equal(text, "2020-06-01T16:52:40+02:00");
    int32_t s;
    assert_int_equal(miler_parse_clock("14:30", &s, NULL), MILER_OK);
    assert_int_equal(s, 52200);
    assert_int_not_equal(miler_parse_clock("24:00", &s, NULL), MILER_OK);
    int64_t midnight;
    assert_int_equal(miler_parse_instant("2026-05-01T24:00:00Z", 20, &midnight, NULL, NULL), MILER_OK);
    assert_int_not_equal(miler_parse_instant("2026-05-01T24:01:00Z", 20, &midnight, NULL, NULL), MILER_OK);
    assert_int_not_equal(miler_parse_instant("2026-05-01T24:00:01Z", 20, &midnight, NULL, NULL), MILER_OK);
    miler_print_clock(text, sizeof text, -600);
    assert_string_equal(text, "23:50");
}

static void numbers(void **state) {
    (void)state;
    static const char *const bad[] = {"", "nan", "inf", "1e999", "1,5", "0x10", "1.2.3", "--1", "1e", "."};
    double v;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_not_equal(miler_parse_number(bad[i], strlen(bad[i]), &v, NULL), MILER_OK);
    static const char *const good[] = {"51.123456789",       "-0.5", "1e3", " 7 ", "+2", "1E-2", "00012",
                                       "123456789012345678", ".5"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        assert_int_equal(miler_parse_number(good[i], strlen(good[i]), &v, NULL), MILER_OK);
        const double want = strtod(good[i], NULL);
        if (fabs(v - want) > 1e-15 * fabs(want) + 1e-18) fail_msg("'%s' gave %.17g", good[i], v);
    }
}

static void count_defer(void *user) {
    ++*(int *)user;
}

static void arena_survives_every_failure(void **state) {
    (void)state;
    for (size_t n = 1; n < 12; n++) {
        failing_alloc f = {.fail_at = n};
        const miler_alloc alloc = {failing_resize, &f};
        int deferred = 0;
        miler_arena *arena = miler_arena_new(&alloc, 0);
        if (arena != NULL) {
            (void)!miler_arena_defer(arena, count_defer, &deferred);
            const bool tied = !miler_arena_failed(arena);
            uint32_t *column = NULL;
            for (size_t count = 0; count < 300000 && !miler_arena_failed(arena);
                 count = count ? count * 2 : 1000)
                column = miler_arena_grow(arena, column, count, count ? count * 2 : 1000, sizeof *column);
            miler_arena_free(arena);
            assert_int_equal(deferred, tied ? 1 : 0);
        }
        assert_int_equal(f.live, 0);
    }
}

static void arena_cap_and_growth(void **state) {
    (void)state;
    miler_arena *arena = miler_arena_new(NULL, 1024 * 1024);
    assert_non_null(arena);
    char *text = miler_arena_printf(arena, "%s-%d", "lap", 4);
    assert_string_equal(text, "lap-4");
    int32_t *grown = miler_arena_array(arena, 4, sizeof *grown);
    for (int i = 0; i < 4; i++)
        grown[i] = i;
    grown = miler_arena_grow(arena, grown, 4, 1000, sizeof *grown);
    assert_int_equal(grown[3], 3);
    assert_int_equal(grown[999], 0);
    assert_null(miler_arena_take(arena, 1024 * 1024));
    assert_true(miler_arena_failed(arena));
    assert_true(miler_arena_full(arena));
    assert_null(miler_arena_take(arena, 1));
    miler_arena_reset(arena);
    assert_false(miler_arena_full(arena));
    assert_non_null(miler_arena_take(arena, 1));
    assert_null(miler_arena_array(arena, SIZE_MAX / 2, 4));
    miler_arena_free(arena);
}

static void buffer_cap(void **state) {
    (void)state;
    miler_buf buf;
    miler_buf_init(&buf, NULL, 10);
    miler_buf_printf(&buf, "%s", "0123456789");
    assert_int_equal(miler_buf_status(&buf, NULL), MILER_OK);
    assert_string_equal(miler_buf_text(&buf), "0123456789");
    miler_buf_append(&buf, "x", 1);
    assert_int_equal(miler_buf_status(&buf, NULL), MILER_ERR_LIMIT);
    assert_string_equal(miler_buf_text(&buf), "");
    miler_buf_clear(&buf);
    miler_buf_append(&buf, "0123456789ab", 12); // over the cap at one go
    assert_int_equal(miler_buf_status(&buf, NULL), MILER_ERR_LIMIT);
    miler_buf_deinit(&buf);
}

static void errors_print(void **state) {
    (void)state;
    miler_error err = {0};
    char text[700];
    assert_int_equal(miler_fail(&err, MILER_ERR_FORMAT, "bad %s", "thing"), MILER_ERR_FORMAT);
    err.offset = 12;
    miler_error_file(&err, "run.fit");
    miler_error_remedy(&err, "export it again");
    miler_error_print(text, sizeof text, &err);
    assert_string_equal(text, "run.fit: byte 12: bad thing; export it again");
    assert_int_equal(miler_fail(NULL, MILER_ERR_IO, "x"), MILER_ERR_IO);
}

static void middles(void **state) {
    (void)state;
    double odd[] = {9, -1, 4, INFINITY, 2};
    assert_true(miler_middle(odd, 5) == 4);
    assert_true(odd[0] == -1 && isinf(odd[4]));
    double even[] = {4, 1, 3, 2};
    assert_true(miler_middle(even, 4) == 3); // a value, the upper one
    assert_true(miler_median_of_sorted(even, 4) == 2.5);
    assert_true(miler_median_of_sorted(even, 3) == 2);
    assert_true(miler_median_of_sorted(even, 1) == 1);
    assert_true(miler_middle(even, 1) == 1);
    assert_true(miler_middle(even, 0) == 0);
    double wild[] = {10, 11, 12, 13, 1000};
    assert_true(miler_spread(wild, 5, 12) == 1);
    miler_sort(wild, 0);
    const double ten[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    assert_true(miler_quantile_of_sorted(ten, 10, 0) == 0);
    assert_true(miler_quantile_of_sorted(ten, 10, 0.25) == 2);
    assert_true(miler_quantile_of_sorted(ten, 10, 0.75) == 7);
    assert_true(miler_quantile_of_sorted(ten, 10, 1) == 9); // never beyond the end
    assert_true(miler_quantile_of_sorted(ten, 1, 0.75) == 0);
}

static void middle_bins(void **state) {
    (void)state;
    const uint32_t bins[] = {0, 2, 0, 1, 1};
    assert_int_equal(miler_middle_bin(bins, 5), 1); // 2 of 4: the lower one
    assert_int_equal(miler_middle_bin(bins + 2, 3), 1);
    assert_int_equal(miler_middle_bin(bins, 1), 0);
    assert_int_equal(miler_middle_bin(bins, 0), 0);
    const uint32_t many[] = {UINT32_MAX, UINT32_MAX, UINT32_MAX};
    assert_int_equal(miler_middle_bin(many, 3), 1); // sums beyond 32 bits
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_of_nothing_seen_is_blank),
        cmocka_unit_test(utf8),
        cmocka_unit_test(time_parse),
        cmocka_unit_test(time_print),
        cmocka_unit_test(time_round_trip),
        cmocka_unit_test(distances),
        cmocka_unit_test(paces),
        cmocka_unit_test(civil_round_trip),
        cmocka_unit_test(instants),
        cmocka_unit_test(numbers),
        cmocka_unit_test(middles),
        cmocka_unit_test(middle_bins),
        cmocka_unit_test(arena_survives_every_failure),
        cmocka_unit_test(arena_cap_and_growth),
        cmocka_unit_test(buffer_cap),
        cmocka_unit_test(errors_print),
    };
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
