// SPDX-License-Identifier: MIT
// terminal kit: widths, cleaning, wrapping, tables, bars, charts.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../failing_alloc.h"

#include "render/term.h"

#include <stdlib.h>
#include <string.h>

static const term_style fancy = {.colour = false, .utf8 = true, .width = 40};
static const term_style plain = {.colour = false, .utf8 = false, .width = 40};
static const term_style bright = {.colour = true, .utf8 = true, .width = 40};

static miler_buf out;
static miler_arena *arena;

static int set_up(void **state) {
    (void)state;
    miler_buf_init(&out, NULL, 1 << 20);
    arena = miler_arena_new(NULL, 0);
    return arena == NULL;
}

static int tear_down(void **state) {
    (void)state;
    miler_buf_deinit(&out);
    miler_arena_free(arena);
    return 0;
}

static void gives(const char *want) {
    char got[4096] = "";
    strncpy(got, miler_buf_text(&out), sizeof got - 1);
    miler_buf_clear(&out);
    if (strcmp(got, want) != 0) fail_msg("wanted\n%s\ngot\n%s", want, got);
}

static void widths(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int width;
    } rows[] = {{"", 0},  {"mile", 4}, {"Zoë", 3}, {"e\xCC\x81", 1},    {"走る", 4},
                {"🏃", 2}, {"\xFF", 1}, {"─█", 2},  {"a\xE2\x80\x8E", 1}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_int_equal(term_text_width(rows[i].text, strlen(rows[i].text)), rows[i].width);
    assert_int_equal(term_width(&(term_style){.width = 0}), 80);
    assert_int_equal(term_width(&(term_style){.width = 3}), 20);
    assert_int_equal(term_width(&(term_style){.width = 5000}), 400);
}

// Nothing of a hostile name reaches the terminal's command language.
static void cleaning(void **state) {
    (void)state;
    static const struct {
        const char *text, *utf8, *ascii;
    } rows[] = {{"a\033[31mb", "a[31mb", "a[31mb"},
                {"a\nb\tc", "a b c", "a b c"},
                {"\xE2\x80\xAE"
                 "evil",
                 "evil", "evil"},
                {"Zoë – 5′", "Zoë – 5′", "Zoe - 5'"},
                {"\xC3", "?", "?"},
                {"\xED\xA0\x80", "???", "???"},
                {"\xC0\xAF", "??", "??"},
                {"走", "走", "?"},
                {"≤ ± …", "≤ ± …", "<= +- ..."},
                {"\xC2\x9B"
                 "31m",
                 "31m", "31m"},
                {"e\xCC\x81", "e\xCC\x81", "e"},
                {"a\xD8\x9C"
                 "b",
                 "ab", "ab"},
                {"\xF3\xA0\x81\xA1", "", ""},
                {"\x7F", "", ""}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char got[64];
        const size_t len = term_clean(&fancy, rows[i].text, strlen(rows[i].text), got);
        assert_string_equal(got, rows[i].utf8);
        assert_int_equal(len, strlen(got));
        (void)term_clean(&plain, rows[i].text, strlen(rows[i].text), got);
        assert_string_equal(got, rows[i].ascii);
    }
}

// Random bytes: the result is never longer, holds no control byte and is valid
// enough to be cleaned again without a change.
static void cleaning_anything(void **state) {
    (void)state;
    uint64_t seed = 7;
    for (int i = 0; i < 20000; i++) {
        char text[24], once[25], twice[25];
        for (size_t k = 0; k < sizeof text; k++) {
            seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            text[k] = (char)(seed >> 56);
        }
        const term_style *style = i % 2 == 0 ? &fancy : &plain;
        const size_t len = term_clean(style, text, sizeof text, once);
        assert_true(len <= sizeof text && strlen(once) == len);
        for (size_t k = 0; k < len; k++)
            assert_true((unsigned char)once[k] >= 0x20 && once[k] != 0x7F &&
                        (style->utf8 || (unsigned char)once[k] < 0x80));
        assert_int_equal(term_clean(style, once, len, twice), len);
        assert_string_equal(once, twice);
    }
}

static void colours(void **state) {
    (void)state;
    term_put(&bright, &out, TERM_RED, "slow");
    gives("\033[31mslow\033[0m");
    term_put(&fancy, &out, TERM_RED, "slow");
    gives("slow");
    term_put(&bright, &out, TERM_RED, "");
    gives("");
    term_line(&plain, &out, TERM_BOLD, "%d × %s", 4, "400");
    gives("4 x 400\n");
    term_heading(&fancy, &out, "Läufe", true);
    gives("Läufe\n─────\n");
    term_heading(&bright, &out, "Runs", true);
    gives("\033[1;36mRuns\033[0m\n\033[2m────\033[0m\n");
}

// Long text goes out in pieces; no character is cut in two.
static void long_text(void **state) {
    (void)state;
    char text[3001];
    for (size_t i = 0; i < 1000; i++)
        memcpy(text + 3 * i, "走", 3);
    text[3000] = '\0';
    for (size_t shift = 0; shift < 3; shift++) {
        char shifted[3010] = "xx";
        memcpy(shifted + shift, text, sizeof text);
        term_put(&fancy, &out, TERM_PLAIN, shifted);
        gives(shifted);
    }
}

static void wrapping(void **state) {
    (void)state;
    const term_style narrow = {.utf8 = true, .width = 20};
    term_wrap(&narrow, &out, TERM_PLAIN, "Hold the pace, push as if to speed up.", 0, 2);
    gives("Hold the pace, push\n  as if to speed up.\n");
    term_wrap(&narrow, &out, TERM_PLAIN, "12345678901234567890123", 0, 0);
    gives("12345678901234567890\n123\n");
    term_wrap(&narrow, &out, TERM_PLAIN, "word", 18, 2); // no room behind what is there
    gives("\n  word\n");
    term_wrap(&narrow, &out, TERM_PLAIN, "", 0, 0);
    gives("\n");
    term_wrap(&narrow, &out, TERM_PLAIN, "Läuft über die Linie ää", 0, 0);
    gives("Läuft über die Linie\nää\n");
}

static void tables(void **state) {
    (void)state;
    static const term_column columns[] = {
        {"place", TERM_LEFT, false}, {"time", TERM_RIGHT, false}, {"note", TERM_LEFT, true}};
    term_table *t = term_table_new(arena, &fancy, columns, 3);
    term_cell(t, TERM_PLAIN, "%d m", 400);
    term_cell(t, TERM_PLAIN, "59.8");
    term_cell(t, TERM_PLAIN, "Zoë ran on her own from here to the bell");
    term_cell(t, TERM_PLAIN, "finish");
    term_cell(t, TERM_PLAIN, "4:01.2");
    term_table_rule(t);
    term_cell(t, TERM_PLAIN, "all");
    assert_int_equal(term_table_print(t, &out, NULL), MILER_OK);
    gives("place     time  note\n"
          "────────────────────────────────────────\n"
          "400 m     59.8  Zoë ran on her own from\n"
          "                here to the bell\n"
          "finish  4:01.2\n"
          "────────────────────────────────────────\n"
          "all\n");
    static const term_column bare[] = {{NULL, TERM_CENTRE, false}, {NULL, TERM_RIGHT, false}};
    t = term_table_new(arena, &bright, bare, 2);
    term_cell(t, TERM_GREEN, "走");
    term_cell(t, TERM_PLAIN, "1");
    term_cell(t, TERM_PLAIN, "abcd");
    term_cell(t, TERM_PLAIN, "10");
    assert_int_equal(term_table_print(t, &out, NULL), MILER_OK);
    gives(" \033[32m走\033[0m    1\nabcd  10\n");
    assert_null(term_table_new(arena, &fancy, columns, 0));
    assert_int_equal(term_table_print(NULL, &out, NULL), MILER_ERR_NOMEM);
}

static void bars(void **state) {
    (void)state;
    term_bar(&fancy, &out, TERM_PLAIN, 0.5, 4);
    gives("██  ");
    term_bar(&fancy, &out, TERM_PLAIN, 0.53, 4);
    gives("██▏ ");
    term_bar(&plain, &out, TERM_PLAIN, 0.5, 4);
    gives("##..");
    term_bar(&plain, &out, TERM_PLAIN, (double)NAN, 3);
    gives("...");
    term_bar(&plain, &out, TERM_PLAIN, 9, 3);
    gives("###");
    const double y[] = {1, 2, (double)NAN, 8};
    term_spark(&fancy, &out, TERM_PLAIN, y, 4, 10);
    gives("▁▂ █");
    term_spark(&plain, &out, TERM_PLAIN, y, 4, 10);
    gives(".. #");
    term_spark(&fancy, &out, TERM_PLAIN, y, 0, 10);
    gives("");
}

static void charts(void **state) {
    (void)state;
    const term_style small = {.utf8 = false, .width = 20};
    const double x[] = {0, 100, 200, 300, 400};
    const double y[] = {1, 2, 3, 4, 5};
    term_chart chart = {.title = "rise", .x = x, .y = y, .count = 5, .rows = 2};
    assert_int_equal(term_chart_print(&chart, &small, arena, &out, NULL), MILER_OK);
    const char *text = miler_buf_text(&out);
    assert_true(strncmp(text, "rise\n5 |", 8) == 0);
    assert_non_null(strstr(text, "\n1 |"));
    assert_non_null(strstr(text, "  +-----------------\n"));
    assert_non_null(strstr(text, "   0      200      400\n") != NULL ? text : strstr(text, "400\n"));
    for (const char *line = text; *line != '\0';) { // within the width, no blank at an end
        const char *end = strchr(line, '\n');
        assert_true(end - line <= 20 && (end == line || end[-1] != ' '));
        line = end + 1;
    }
    miler_buf_clear(&out);
    chart.upside_down = true; // paces: the small value stands on top
    assert_int_equal(term_chart_print(&chart, &small, arena, &out, NULL), MILER_OK);
    assert_true(strncmp(miler_buf_text(&out), "rise\n1 |", 8) == 0);
    miler_buf_clear(&out);
    const double none[] = {(double)NAN, (double)NAN, (double)NAN, (double)NAN, (double)NAN};
    chart.y = none;
    assert_int_equal(term_chart_print(&chart, &small, arena, &out, NULL), MILER_OK);
    gives("rise\nno data\n");
    chart.count = 0;
    assert_int_equal(term_chart_print(&chart, &small, arena, &out, NULL), MILER_OK);
    gives("rise\nno data\n");
}

// A gap in the recording is a gap in the chart, sparse samples are bridged.
static void chart_gaps(void **state) {
    (void)state;
    const term_style small = {.utf8 = true, .width = 20};
    const double x[] = {0, 1, 2, 3, 4, 5, 6, 7, 8};
    const double y[] = {5, 5, 5, (double)NAN, (double)NAN, (double)NAN, 5, 5, 5};
    const term_chart chart = {.x = x, .y = y, .count = 9, .rows = 2};
    assert_int_equal(term_chart_print(&chart, &small, arena, &out, NULL), MILER_OK);
    const char *line = strstr(miler_buf_text(&out), "5 ┤");
    line = strchr(line, '\n') + 1; // bottom row, all full but the gap
    const char *bar = strstr(line, "┤") + 3;
    int full = 0, blank = 0;
    for (; *bar != '\n'; bar++) {
        full += (unsigned char)*bar == 0xE2;
        blank += *bar == ' ';
    }
    assert_int_equal(full + blank, 17);
    assert_true(blank >= 6 && blank <= 10);
    miler_buf_clear(&out);
}

// Too narrow for all: the column said to be spare goes, titles wrap, words stay whole.
static void narrow_table(void **state) {
    (void)state;
    static const term_style thin = {.utf8 = false, .width = 20};
    static const term_column columns[] = {{"rep end", TERM_RIGHT, false},
                                          {"beats", TERM_RIGHT, false},
                                          {"monotony", TERM_RIGHT, false},
                                          {"what", TERM_LEFT, true}};
    term_table *t = term_table_new(arena, &thin, columns, 4);
    term_table_spare(t, 2);
    for (int i = 0; i < 4; i++)
        term_cell(t, TERM_PLAIN, "%s", i < 2 ? "1" : i == 2 ? "7.5" : "long easy run");
    assert_int_equal(term_table_print(t, &out, NULL), MILER_OK);
    gives("rep beats what\nend\n--------------------\n  1     1 long easy\n          run\n");
    // Too narrow for the words: each row is said, and nothing is left out.
    t = term_table_new(arena, &thin, columns, 4);
    for (int i = 0; i < 4; i++)
        term_cell(t, TERM_PLAIN, "%s", i < 2 ? "1" : i == 2 ? "" : "5k-race parkrun");
    assert_int_equal(term_table_print(t, &out, NULL), MILER_OK);
    gives("rep end 1, beats 1,\n  what 5k-race\n  parkrun\n");
}

static void folding(void **state) {
    (void)state;
    static const term_style thin = {.colour = true, .utf8 = true, .width = 20};
    term_fold(&thin, "short\n\n", &out);
    gives("short\n\n");
    term_fold(&thin, "  born  1995-03-03, 31 years\n", &out);
    gives("  born  1995-03-03,\n        31 years\n");
    term_fold(&thin, "e   .   e   .   e   e\n", &out);
    gives("e   .   e   .   e\n    e\n");
    term_fold(&thin, "\033[1;36mten letters and eleven\033[0m\n", &out);
    gives("\033[1;36mten letters and\neleven\033[0m\n");
    term_fold(&thin, "/a/path/longer/than/the/terminal is\nwhole", &out);
    gives("/a/path/longer/than/the/terminal\nis\nwhole");
}

static void without_memory(void **state) {
    (void)state;
    static const term_column columns[] = {{"a", TERM_LEFT, false}, {"b", TERM_LEFT, false}};
    const double x[] = {0, 1, 2}, y[] = {1, 2, 3};
    bool made = false;
    for (size_t at = 1; !made; at++) {
        failing_alloc f = {.fail_at = at};
        const miler_alloc alloc = {failing_resize, &f};
        miler_arena *a = miler_arena_new(&alloc, 0);
        if (a == NULL) continue;
        miler_buf text;
        miler_buf_init(&text, &alloc, 1 << 16);
        term_table *t = term_table_new(a, &bright, columns, 2);
        for (int i = 0; i < 40; i++)
            term_cell(t, TERM_RED, "cell %d", i);
        miler_status status = term_table_print(t, &text, NULL);
        const term_chart chart = {.x = x, .y = y, .count = 3, .rows = 4};
        if (status == MILER_OK) status = term_chart_print(&chart, &bright, a, &text, NULL);
        made = status == MILER_OK;
        if (!made) assert_int_equal(status, MILER_ERR_NOMEM);
        if (made && !(at > 5 && f.calls < at)) fail_msg("made at %zu with %zu calls", at, f.calls);
        miler_buf_deinit(&text);
        miler_arena_free(a);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(widths),        cmocka_unit_test(cleaning),     cmocka_unit_test(cleaning_anything),
        cmocka_unit_test(colours),       cmocka_unit_test(long_text),    cmocka_unit_test(wrapping),
        cmocka_unit_test(tables),        cmocka_unit_test(bars),         cmocka_unit_test(charts),
        cmocka_unit_test(chart_gaps),    cmocka_unit_test(narrow_table), cmocka_unit_test(folding),
        cmocka_unit_test(without_memory)};
    return cmocka_run_group_tests_name("term", tests, set_up, tear_down);
}
