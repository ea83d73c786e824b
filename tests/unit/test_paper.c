// SPDX-License-Identifier: MIT
// Pages: texts that fit their boxes or say that they do not, any bytes as text,
// the same bytes for the same calls, fonts that are missing, files that cannot
// be written.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/out_file.h"
#include "render/paper.h"

#include <fcntl.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define LONG_TEXT                                                                                            \
    "Mile pace has to be known before goal pace can be held. Tuesday follows an easy day, and the reps are " \
    "longer than the last ones, and nothing else is harder."

static miler_arena *arena;
static char folder[] = "/tmp/miler-paper-XXXXXX";

static int set_up(void **state) {
    (void)state;
    arena = miler_arena_new(NULL, 0);
    return arena == NULL || mkdtemp(folder) == NULL;
}

static int tear_down(void **state) {
    (void)state;
    miler_arena_free(arena);
    return rmdir(folder); // fails when a test left something behind
}

static paper *new_paper(paper_size size, const char *fonts) {
    paper *p = NULL;
    miler_error err = {0};
    const paper_setup setup = {
        .size = size, .title = "A title", .author = "Ann", .day = 20500, .fonts = fonts};
    if (paper_new(&setup, arena, &p, &err) != MILER_OK) print_message("%s\n", err.msg);
    return p;
}

static paper_box last_box(paper *p) {
    size_t count;
    const paper_box *boxes = paper_boxes(p, &count);
    assert_true(count > 0);
    return boxes[count - 1];
}

static void a_text_that_fits_keeps_its_size(void **state) {
    (void)state;
    paper *p = new_paper(PAPER_A4, NULL);
    assert_non_null(p);
    paper_page(p, false, "One");
    const double h = paper_text(p, (paper_type){.size = 10, .least = 5}, 40, 50, 200, 20, "Week 1");
    const paper_box b = last_box(p);
    assert_false(b.over);
    assert_true(b.size == 10 && b.page == 1 && b.y == 50 && fabs(b.x - 40) < 0.01);
    assert_true(h > 10 && h < 14 && fabs(b.h - h) < 1e-9 && b.w > 20 && b.w < 60);
}

static void a_long_text_wraps_then_shrinks(void **state) {
    (void)state;
    paper *p = new_paper(PAPER_A4, NULL);
    assert_non_null(p);
    paper_page(p, false, NULL);
    paper_text(p, (paper_type){.size = 10, .least = 5}, 40, 50, 200, 100, LONG_TEXT);
    paper_box b = last_box(p);
    assert_true(!b.over && b.size == 10 && b.h > 20); // several lines
    paper_text(p, (paper_type){.size = 10, .least = 4}, 40, 50, 200, 30, LONG_TEXT);
    b = last_box(p);
    assert_true(!b.over && b.size < 10 && b.size >= 4 && b.h <= 30.1 && b.w <= 200.1);
    paper_text(p, (paper_type){.size = 10, .least = 2, .lines = 1}, 40, 50, 400, 100, LONG_TEXT);
    b = last_box(p);
    assert_true(!b.over && b.size < 10 && b.h < 10);
}

static void what_cannot_fit_is_told(void **state) {
    (void)state;
    paper *p = new_paper(PAPER_A4, NULL);
    assert_non_null(p);
    paper_page(p, false, NULL);
    paper_text(p, (paper_type){.size = 10, .least = 8}, 40, 50, 60, 12, LONG_TEXT);
    const paper_box b = last_box(p);
    assert_true(b.over && b.size >= 8 && b.size < 8.25);
    assert_string_equal(b.text, LONG_TEXT); // whole, not cut
}

static void a_bold_end_and_narrow_letters_are_measured(void **state) {
    (void)state;
    paper *p = new_paper(PAPER_A4, NULL);
    assert_non_null(p);
    paper_page(p, false, NULL);
    const paper_type plain = {.size = 9};
    paper_type bold = plain, narrow = plain, half = plain;
    bold.bold = narrow.narrow = true;
    half.bold_from = 12;
    const char *text = "7 x 400 m in 1:02.4 and 1:02.4 and 1:02.4";
    const double w = paper_text_width(p, plain, text);
    assert_true(paper_text_width(p, bold, text) > w + 1);
    assert_true(paper_text_width(p, narrow, text) < w - 5);
    assert_true(paper_text_width(p, half, text) > w &&
                paper_text_width(p, half, text) < paper_text_width(p, bold, text));
}

// Words are shaped one by one: put together they are as wide as in one piece.
static void words_add_up(void **state) {
    (void)state;
    paper *p = new_paper(PAPER_A4, NULL);
    assert_non_null(p);
    const paper_type type = {.size = 100};
    const double apart = paper_text_width(p, type, "easy") + paper_text_width(p, type, " ") +
                         paper_text_width(p, type, "half-") + paper_text_width(p, type, "mile");
    assert_true(fabs(paper_text_width(p, type, "easy half-mile") - apart) < 0.1);
    // A combining mark takes the other way, through the libraries; letters are the same there.
    const double marked = paper_text_width(p, type,
                                           "running e\xcc\x81"
                                           "asy");
    assert_true(fabs(paper_text_width(p, type,
                                      "running \xc3\xa9"
                                      "asy") -
                     marked) < 1);
}

static void lines_break_at_blanks_and_hyphens(void **state) {
    (void)state;
    paper *p = new_paper(PAPER_A4, NULL);
    assert_non_null(p);
    const paper_type type = {.size = 10};
    const double line = paper_text_height(p, type, 0, "x");
    const double first = paper_text_width(p, type, "half-") + 0.5;
    assert_true(fabs(paper_text_height(p, type, first, "half-mile") - 2 * line) < 0.1);
    assert_true(fabs(paper_text_height(p, type, paper_text_width(p, type, "half-mile"), "half-mile") - line) <
                0.1);
    // A range stays whole; what no line holds is broken all the same.
    const double range = paper_text_width(p, type, "4:00-4:25") + 0.5;
    assert_true(fabs(paper_text_height(p, type, range, "at 4:00-4:25") - 2 * line) < 0.1);
    assert_true(paper_text_height(p, type, 30, "WWWWWWWWWWWWWWWW") > 3 * line);
}

static void lines_end_where_they_are_told(void **state) {
    (void)state;
    paper *p = new_paper(PAPER_A4, NULL);
    assert_non_null(p);
    paper_page(p, false, NULL);
    paper_text(p, (paper_type){.size = 10, .anchor = DRAW_END}, 40, 50, 200, 100, LONG_TEXT);
    paper_box b = last_box(p);
    assert_true(fabs(b.x + b.w - 240) < 0.05 && b.x >= 40 && b.h > 20);
    paper_text(p, (paper_type){.size = 10, .anchor = DRAW_MIDDLE}, 40, 250, 200, 100, LONG_TEXT);
    b = last_box(p);
    assert_true(fabs(b.x + b.w / 2 - 140) < 0.05);
}

// More words than are kept: the oldest are forgotten, the lines stay right.
static void any_number_of_words(void **state) {
    (void)state;
    paper *p = new_paper(PAPER_A4, NULL);
    assert_non_null(p);
    const paper_type type = {.size = 10};
    const double w = paper_text_width(p, type, "10000 10000");
    char text[16];
    for (int i = 10000; i < 30000; i++) {
        (void)snprintf(text, sizeof text, "%d %d", i, i);
        assert_true(fabs(paper_text_width(p, type, text) - w) < 0.1); // figures are of one width
    }
    assert_true(fabs(paper_text_width(p, type, "10000 10000") - w) < 1e-9);
}

// Digits are of one width, so that times stand in columns.
static void figures_are_tabular(void **state) {
    (void)state;
    paper *p = new_paper(PAPER_A4, NULL);
    assert_non_null(p);
    for (int narrow = 0; narrow < 2; narrow++) {
        const paper_type type = {.size = 100, .narrow = narrow != 0};
        const double one = paper_text_width(p, type, "1111");
        for (char c = '0'; c <= '9'; c++) {
            const char text[5] = {c, c, c, c, '\0'};
            assert_true(fabs(paper_text_width(p, type, text) - one) < 0.1);
        }
    }
}

// Whatever stands in a name: no failure, no second line, no complaint on stderr.
static void any_bytes_are_a_text(void **state) {
    (void)state;
    static const char *const texts[] = {
        "\xff\xfe broken \xc3",
        "line\nbreak\ttab\rreturn",
        "\x01\x1b[31mred",
        "sep\xe2\x80\xa8"
        "arate\xe2\x80\xa9"
        "d",
        "\xc2\x85next",
        "<b>not bold</b> &amp; %s %n",
        "e\xcc\x81\xcc\x82\xcc\x83\xcc\x84",
        "\xe2\x80\xae"
        "backward",
    };
    paper *p = new_paper(PAPER_A4, NULL);
    assert_non_null(p);
    paper_page(p, false, NULL);
    const double line = paper_text_height(p, (paper_type){.size = 10}, 0, "Week");
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        paper_text(p, (paper_type){.size = 10}, 40, 50 + 20.0 * (double)i, 400, 20, texts[i]);
        const paper_box b = last_box(p);
        assert_true(b.w > 5 && b.h < 1.6 * line);
        assert_string_equal(b.text, texts[i]);
    }
    miler_buf pdf;
    miler_buf_init(&pdf, NULL, 1 << 24);
    assert_int_equal(paper_finish(p, &pdf, NULL), MILER_OK);
    miler_buf_deinit(&pdf);
}

// Emoji are pictures of one size; they must be scaled to the line they stand in.
static void emoji_are_as_high_as_their_line(void **state) {
    (void)state;
    paper *p = new_paper(PAPER_A4, NULL);
    assert_non_null(p);
    paper_page(p, false, NULL);
    const double plain = paper_text_height(p, (paper_type){.size = 10}, 0, "Ann");
    const double emoji = paper_text_height(p, (paper_type){.size = 10}, 0, "Ann \xf0\x9f\x8f\x83");
    assert_true(emoji >= plain && emoji < 2 * plain);
}

static void draw_something(paper *p, miler_buf *out) {
    const draw_point points[3] = {{10, 10}, {50, 60}, {90, 10}};
    drawing d;
    draw_begin(&d, arena, "x", 100, 100);
    (void)draw_rect(&d, (draw_pen){.fill = DRAW_HOT}, 1, 2, 30, 40, 3);
    (void)draw_path(&d, (draw_pen){.stroke = DRAW_INK, .width = 2, .round = true, .dashed = true}, points, 3,
                    false);
    paper_page(p, true, "First");
    paper_text(p, (paper_type){.size = 12}, 40, 40, 300, 20, "Ann");
    paper_drawing(p, &d, 100, 100, 1.5);
    paper_page(p, false, "Second");
    paper_circle(p, (draw_pen){.fill = DRAW_SPEED_0, .opacity = 0.5}, 100, 100, 20);
    assert_int_equal(paper_page_count(p), 2);
    assert_int_equal(paper_finish(p, out, NULL), MILER_OK);
}

static void the_same_calls_give_the_same_bytes(void **state) {
    (void)state;
    for (int size = 0; size < PAPER_SIZE_COUNT; size++) {
        miler_buf a, b;
        miler_buf_init(&a, NULL, 1 << 24);
        miler_buf_init(&b, NULL, 1 << 24);
        draw_something(new_paper((paper_size)size, NULL), &a);
        draw_something(new_paper((paper_size)size, NULL), &b);
        assert_true(a.len > 1000 && a.len == b.len && memcmp(a.ptr, b.ptr, a.len) == 0);
        assert_memory_equal(a.ptr, "%PDF-1.", 7);
        miler_buf_deinit(&a);
        miler_buf_deinit(&b);
    }
}

static void pages_are_of_their_size(void **state) {
    (void)state;
    static const double sides[PAPER_SIZE_COUNT][2] = {{595.276, 841.89}, {612, 792}};
    for (int size = 0; size < PAPER_SIZE_COUNT; size++) {
        paper *p = new_paper((paper_size)size, NULL);
        assert_non_null(p);
        paper_page(p, false, NULL);
        assert_true(paper_width(p) == sides[size][0] && paper_height(p) == sides[size][1]);
        paper_page(p, true, NULL);
        assert_true(paper_width(p) == sides[size][1] && paper_height(p) == sides[size][0]);
    }
    assert_string_equal(paper_size_name(PAPER_A4), "a4");
    assert_string_equal(paper_size_name(PAPER_LETTER), "letter");
}

// With one folder of fonts, letters it lacks are counted, and known ones are not.
static void letters_without_a_font_are_counted(void **state) {
    (void)state;
    static const char dejavu[] = "/usr/share/fonts/truetype/dejavu";
    if (access(dejavu, R_OK) != 0) skip();
    paper *p = new_paper(PAPER_A4, dejavu);
    assert_non_null(p);
    paper_page(p, false, NULL);
    paper_text(p, (paper_type){.size = 10}, 40, 50, 200, 20, "\xc3\x85sa");
    assert_int_equal(paper_unknown(p), 0);
    paper_text(p, (paper_type){.size = 10}, 40, 80, 200, 20,
               "\xe7\x8e\x8b\xe5\xb0\x8f\xe6\x98\x8e"); // three of Chinese
    assert_int_equal(paper_unknown(p), 3);
}

static void no_fonts_is_said_with_a_way_out(void **state) {
    (void)state;
    paper *p = NULL;
    miler_error err = {0};
    const paper_setup setup = {.fonts = folder, .day = MILER_NO_DAY};
    assert_int_equal(paper_new(&setup, arena, &p, &err), MILER_ERR_UNSUPPORTED);
    assert_null(p);
    assert_non_null(strstr(err.remedy, "fonts-roboto"));
}

static void a_full_buffer_is_an_error(void **state) {
    (void)state;
    miler_error err = {0};
    miler_buf out;
    miler_buf_init(&out, NULL, 100);
    paper *p = new_paper(PAPER_A4, NULL);
    assert_non_null(p);
    paper_page(p, false, NULL);
    assert_int_equal(paper_finish(p, &out, &err), MILER_ERR_LIMIT);
    miler_buf_deinit(&out);
}

#ifdef __GLIBC__
static size_t held_after_papers(int n) {
    for (int i = 0; i < n; i++) {
        miler_arena *own = miler_arena_new(NULL, 0), *before = arena;
        assert_non_null(own);
        arena = own;
        paper *p = new_paper(PAPER_A4, NULL);
        assert_non_null(p);
        paper_page(p, false, "One");
        paper_text(p, (paper_type){.size = 10, .least = 5}, 40, 50, 200, 20, "Week 1");
        arena = before;
        miler_arena_free(own);
    }
    return mallinfo2().uordblks;
}

// A server makes cards for months. The libraries let go in a thread of their own, so the end is waited for.
static void a_document_leaves_nothing_behind(void **state) {
    (void)state;
    const size_t before = held_after_papers(10); // what is kept for the program's life
    size_t after = held_after_papers(40);
    for (int i = 0; i < 200 && after > before + ((size_t)40 << 10); i++) {
        (void)poll(NULL, 0, 10);
        after = mallinfo2().uordblks;
    }
    assert_in_range(after, 0, before + ((size_t)40 << 10)); // a kilobyte each; a set of fonts is eleven
}
#endif

// ---- Files

static size_t slurp(const char *path, char *out, size_t size) {
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    const size_t n = fread(out, 1, size, f);
    (void)fclose(f);
    return n;
}

// A store may hold a name from when one that is no UTF-8 was taken.
static void whoever_it_is_of_it_is_made(void **state) {
    (void)state;
    paper *p = NULL;
    miler_error err = {0};
    miler_buf out;
    const paper_setup setup = {
        .size = PAPER_A4, .title = "J\xf6rg\x1b", .author = "J\xf6rg\x1b\xff", .day = 20500};
    assert_int_equal(paper_new(&setup, arena, &p, &err), MILER_OK);
    paper_page(p, false, "One");
    paper_text(p, (paper_type){.size = 10, .least = 5}, 40, 50, 200, 20, "Week 1");
    miler_buf_init(&out, miler_arena_allocator(arena), (size_t)1 << 20);
    assert_int_equal(paper_finish(p, &out, &err), MILER_OK);
    assert_true(out.len > 1000);
    miler_buf_deinit(&out);
}

static void a_file_is_replaced_as_a_whole(void **state) {
    (void)state;
    char path[64], got[16];
    miler_error err = {0};
    snprintf(path, sizeof path, "%s/plan.pdf", folder);
    assert_int_equal(out_file_write(path, "first", 5, 0, &err), MILER_OK);
    assert_int_equal(out_file_write(path, "second", 6, 0, &err), MILER_OK);
    assert_int_equal(slurp(path, got, sizeof got), 6);
    assert_memory_equal(got, "second", 6);
    assert_int_equal(unlink(path), 0);
}

// A pipe is written to and stays one, and nobody waits for it to be read from; what is something else stays.
static void pipes_and_what_is_something_else(void **state) {
    (void)state;
    char path[64], got[16];
    const char *text;
    size_t len;
    struct stat there;
    miler_error err = {0};
    snprintf(path, sizeof path, "%s/pipe", folder);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(out_file_read(path, 100, arena, &text, &len, &err), MILER_ERR_IO);
    const int fd = open(path, O_RDWR | O_NONBLOCK); // somebody at its other end
    assert_true(fd >= 0);
    assert_int_equal(out_file_write(path, "first", 5, OUT_HEAD, &err), MILER_OK);
    assert_int_equal(out_file_replace(path, "second", 6, "BEGIN", &err), MILER_OK);
    assert_int_equal(read(fd, got, sizeof got), 11);
    assert_memory_equal(got, "firstsecond", 11);
    assert_true(stat(path, &there) == 0 && S_ISFIFO(there.st_mode));
    assert_int_equal(close(fd), 0);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(out_file_write(path, "%PDF-1", 6, OUT_HEAD, &err), MILER_OK);
    assert_int_equal(out_file_write(path, "%PDF-2", 6, OUT_HEAD, &err), MILER_OK);
    assert_int_equal(out_file_write(path, "<svg/>", 6, OUT_HEAD, &err), MILER_ERR_CONFLICT);
    assert_int_equal(slurp(path, got, sizeof got), 6);
    assert_memory_equal(got, "%PDF-2", 6);
    assert_int_equal(unlink(path), 0);
}

// Named, and nothing left behind: the folder is empty at the end.
static void what_cannot_be_written_is_named(void **state) {
    (void)state;
    char in_nothing[64], taken[64], long_name[5000];
    miler_error err = {0};
    snprintf(in_nothing, sizeof in_nothing, "%s/nowhere/plan.pdf", folder);
    assert_int_equal(out_file_write(in_nothing, "x", 1, 0, &err), MILER_ERR_IO);
    assert_non_null(strstr(err.msg, "nowhere/plan.pdf"));
    snprintf(taken, sizeof taken, "%s/taken", folder);
    assert_int_equal(mkdir(taken, 0700), 0);
    assert_int_equal(out_file_write(taken, "x", 1, 0, &err), MILER_ERR_IO);
    assert_int_equal(rmdir(taken), 0);
    memset(long_name, 'a', sizeof long_name - 1);
    long_name[sizeof long_name - 1] = '\0';
    assert_int_not_equal(out_file_write(long_name, "x", 1, 0, &err), MILER_OK);
    if (access("/dev/full", W_OK) == 0) {
        assert_int_equal(out_file_write("/dev/full", "x", 1, 0, &err), MILER_ERR_IO);
        assert_non_null(strstr(err.msg, "/dev/full"));
    }
}

// A disk that is full half way: the file's size is limited.
static void half_a_file_is_no_file(void **state) {
    (void)state;
    static char bytes[200000];
    char path[64], got[16];
    miler_error err = {0};
    struct rlimit old, small = {.rlim_cur = 65536, .rlim_max = 0};
    snprintf(path, sizeof path, "%s/plan.pdf", folder);
    assert_int_equal(out_file_write(path, "before", 6, 0, &err), MILER_OK);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    small.rlim_max = old.rlim_max;
    (void)signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    const miler_status status = out_file_write(path, bytes, sizeof bytes, 0, &err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
    assert_int_equal(status, MILER_ERR_IO);
    assert_non_null(strstr(err.msg, "plan.pdf"));
    assert_int_equal(slurp(path, got, sizeof got), 6);
    assert_memory_equal(got, "before", 6);
    assert_int_equal(unlink(path), 0); // the folder is empty then, or tear_down fails
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_that_fits_keeps_its_size),
        cmocka_unit_test(a_long_text_wraps_then_shrinks),
        cmocka_unit_test(what_cannot_fit_is_told),
        cmocka_unit_test(a_bold_end_and_narrow_letters_are_measured),
        cmocka_unit_test(words_add_up),
        cmocka_unit_test(lines_break_at_blanks_and_hyphens),
        cmocka_unit_test(lines_end_where_they_are_told),
        cmocka_unit_test(any_number_of_words),
        cmocka_unit_test(figures_are_tabular),
        cmocka_unit_test(any_bytes_are_a_text),
        cmocka_unit_test(emoji_are_as_high_as_their_line),
        cmocka_unit_test(the_same_calls_give_the_same_bytes),
        cmocka_unit_test(pages_are_of_their_size),
        cmocka_unit_test(letters_without_a_font_are_counted),
        cmocka_unit_test(no_fonts_is_said_with_a_way_out),
        cmocka_unit_test(a_full_buffer_is_an_error),
        cmocka_unit_test(whoever_it_is_of_it_is_made),
#ifdef __GLIBC__
        cmocka_unit_test(a_document_leaves_nothing_behind),
#endif
        cmocka_unit_test(a_file_is_replaced_as_a_whole),
        cmocka_unit_test(pipes_and_what_is_something_else),
        cmocka_unit_test(what_cannot_be_written_is_named),
        cmocka_unit_test(half_a_file_is_no_file),
    };
    return cmocka_run_group_tests_name("paper", tests, set_up, tear_down);
}
