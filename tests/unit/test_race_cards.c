// SPDX-License-Identifier: MIT
// Race cards laid out: every text inside its page and its own box, none too small,
// none over another, for every distance, place, form and paper; names of any length
// and script. QR codes and pages are read by strangers in tests/cli/cards.test.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "page_kit.h"
#include "render/language.h"
#include "render/qr.h"
#include "render/race_cards.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static miler_arena *arena;

static int set_up(void **state) {
    (void)state;
    arena = miler_arena_new(NULL, 0);
    return arena == NULL;
}

static int tear_down(void **state) {
    (void)state;
    miler_arena_free(arena);
    return 0;
}

// The same link for each code.
static const char *const *links_to(const char *link) {
    static const char *list[64];
    for (size_t i = 0; i < sizeof list / sizeof list[0]; i++)
        list[i] = link;
    return list;
}

static size_t look_at(const race_cards_job *job) {
    paper *p;
    miler_error err = {0};
    char about[80];
    if (race_cards_lay(job, arena, &p, &err) != MILER_OK) fail_msg("%s", err.msg);
    (void)snprintf(about, sizeof about, "%s, %.0f m", race_form_name(job->form),
                   job->runners[0].card->dist_m);
    return page_is_sound(p, job->form == RACE_PHONE ? 12 : RACE_LEAST_PT, about);
}

static miler_race_card *card_of(double speed, double dist_m, int venue, int splits) {
    miler_race_request r;
    miler_error err = {0};
    miler_race_card *card = miler_arena_array(arena, 1, sizeof *card);
    assert_non_null(card);
    miler_race_request_init(&r);
    r.dist_m = dist_m;
    r.goal_s = dist_m / speed;
    r.venue = (miler_venue)venue;
    r.convention = (miler_split_convention)splits;
    if (miler_race_plan(&r, arena, card, &err) != MILER_OK) fail_msg("%s", err.msg);
    return card;
}

static void every_race_fits_every_form(void **state) {
    (void)state;
    static const double dists[] = {800, 1500, 1600, MILER_MILE_M, 3200, 5000};
    size_t cards = 0;
    for (size_t d = 0; d < 6; d++)
        for (int venue = 0; venue < MILER_VENUE_COUNT; venue++)
            for (int form = 0; form < RACE_FORM_COUNT; form++)
                for (int size = 0; size < 2; size++) {
                    const race_runner runner = {
                        "", card_of(size == 0 ? 5.0 : 2.6, dists[d], venue, MILER_SPLITS_AUTO)};
                    const race_cards_job job = {.runners = &runner,
                                                .count = 1,
                                                .form = (race_form)form,
                                                .size = (paper_size)size,
                                                .units =
                                                    size == 0 ? MILER_UNITS_METRIC : MILER_UNITS_IMPERIAL,
                                                .links = links_to("http://127.0.0.1:8710/live?goal=5:19.0")};
                    race_cards_job plain = job;
                    plain.links = NULL; // its room is the words'
                    // 25 laps are too many for all of the coach's tables on one.
                    const size_t pages = form == RACE_SHEET && runner.card->lap_count > 20 ? 2 : 1;
                    assert_int_equal(look_at(&job), pages);
                    assert_int_equal(look_at(&plain), pages);
                    cards++;
                    miler_arena_free(arena);
                    arena = miler_arena_new(NULL, 0);
                    assert_non_null(arena);
                }
    assert_int_equal(cards, 6 * MILER_VENUE_COUNT * 4 * 2);
}

static void names_of_any_kind_fit(void **state) {
    (void)state;
    static const char *const names[] = {
        "Ada",
        "Bartholom\xc3\xa4us Gro\xc3\x9fm\xc3\xbcller-\xc5\xbb\xc3\xb3\xc5\x82kiewska von und zu Langenfeld",
        "\xe9\x87\x8c\xe7\xa8\x8b\xe7\xa2\x91",
        "\xd9\x85\xd8\xad\xd9\x85\xd8\xaf",
        "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
        "\xff\xfe broken \xc3",
        "a\nb\tc"};
    race_runner runners[12];
    for (size_t i = 0; i < 12; i++)
        runners[i] =
            (race_runner){names[i % 7], card_of(4.5 - 0.1 * (double)i, MILER_MILE_M, 0, MILER_SPLITS_AUTO)};
    for (int form = 0; form < RACE_FORM_COUNT; form++) {
        const race_cards_job job = {.runners = runners,
                                    .count = 12,
                                    .form = (race_form)form,
                                    .links =
                                        links_to("https://example.org/a/long/way?to=the&page=of-the-race")};
        race_cards_job plain = job;
        plain.links = NULL;
        assert_int_equal(look_at(&job), form == RACE_WRISTBAND ? 4 : form == RACE_SHEET ? 4 : 12);
        assert_int_equal(look_at(&plain), form == RACE_WRISTBAND ? 4 : form == RACE_SHEET ? 4 : 12);
    }
}

// Six on a page; more are split evenly, so that nobody stands alone in another layout.
static void a_heat_is_split_evenly(void **state) {
    (void)state;
    static const size_t columns[][2] = {{1, 1}, {2, 2}, {5, 5}, {6, 6}, {7, 4}, {8, 4}, {12, 6}, {13, 5}};
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        assert_int_equal(race_sheet_columns(columns[i][0]), columns[i][1]);
    race_runner runners[7];
    for (size_t i = 0; i < 7; i++)
        runners[i] = (race_runner){"Ada", card_of(2.6, MILER_MILE_M, 0, MILER_SPLITS_AUTO)};
    race_cards_job job = {.runners = runners, .count = 6, .form = RACE_SHEET};
    assert_int_equal(look_at(&job), 2); // and every 100 m behind it
    job.count = 7;
    assert_int_equal(look_at(&job), 4);
    job.count = 1;
    assert_int_equal(look_at(&job), 1);
}

// A name too long for its place ends after a word or half of a double name, with one mark; a single word is cut once.
static void long_names_end_after_a_word(void **state) {
    (void)state;
    static const char *const names[3] = {"Maria Fernandez de la Vega y Castellanos",
                                         "Christopher Montgomery-Featherstone", "Wolfeschlegelsteinhausen"};
    race_runner runners[6];
    for (size_t i = 0; i < 6; i++)
        runners[i] = (race_runner){names[i % 3], card_of(5, MILER_MILE_M, 0, MILER_SPLITS_AUTO)};
    const race_cards_job job = {.runners = runners, .count = 6, .form = RACE_SHEET};
    paper *p;
    size_t count, cut = 0;
    assert_int_equal(race_cards_lay(&job, arena, &p, NULL), MILER_OK);
    const paper_box *boxes = paper_boxes(p, &count);
    for (size_t i = 0; i < count; i++) {
        const char *mark = strstr(boxes[i].text, "\xe2\x80\xa6");
        if (mark == NULL) continue;
        cut++;
        assert_string_equal(mark, "\xe2\x80\xa6"); // at the end, once
        for (size_t n = 0; n < 2; n++) {
            const size_t len = (size_t)(mark - boxes[i].text);
            if (strncmp(boxes[i].text, names[n], 4) == 0)
                assert_true(names[n][len] == ' ' || names[n][len] == '-');
        }
    }
    assert_true(cut >= 6);
}

// German is longer: it fits all the same, and no English is left between.
static void every_form_is_whole_in_german(void **state) {
    (void)state;
    static const char *const english[] = {" the ", " of ", " and ",  " at ", " with ",   " lap",
                                          "Gears", " you", "pacing", "road", "treadmill"};
    language *german;
    assert_int_equal(language_open("de", NULL, &german, NULL), MILER_OK);
    for (int venue = 0; venue < MILER_VENUE_COUNT; venue++)
        for (int form = 0; form < RACE_FORM_COUNT; form++) {
            const race_runner runner = {"Ann",
                                        card_of(4.5 + 0.3 * venue, MILER_MILE_M, venue, MILER_SPLITS_AUTO)};
            const race_cards_job job = {
                .runners = &runner, .count = 1, .form = (race_form)form, .language = german};
            paper *p;
            size_t count;
            assert_true(look_at(&job) > 0);
            assert_int_equal(race_cards_lay(&job, arena, &p, NULL), MILER_OK);
            const paper_box *boxes = paper_boxes(p, &count);
            for (size_t i = 0; i < count; i++)
                for (size_t k = 0; k < sizeof english / sizeof english[0]; k++)
                    if (strstr(boxes[i].text, english[k]) != NULL)
                        fail_msg("%s at %s: %s", race_form_name(job.form),
                                 miler_venue_name((miler_venue)venue), boxes[i].text);
        }
    language_close(german);
}

// Runners called by words of the program keep their names.
static void names_stay_as_written(void **state) {
    (void)state;
    static const char *const names[] = {"Hill", "Goal", "Light", "Busy"};
    static const char *const german_words[] = {"Berg", "Ziel", "Leicht", "Belegt"};
    language *german;
    assert_int_equal(language_open("de", NULL, &german, NULL), MILER_OK);
    for (size_t n = 0; n < 4; n++)
        for (size_t runners = 1; runners <= 2; runners++)
            for (int form = 0; form < RACE_FORM_COUNT; form++) {
                race_runner list[2];
                for (size_t i = 0; i < 2; i++)
                    list[i] = (race_runner){names[n], card_of(5, MILER_MILE_M, 0, MILER_SPLITS_AUTO)};
                const race_cards_job job = {
                    .runners = list, .count = runners, .form = (race_form)form, .language = german};
                paper *p;
                size_t count, named = 0;
                assert_int_equal(race_cards_lay(&job, arena, &p, NULL), MILER_OK);
                const paper_box *boxes = paper_boxes(p, &count);
                for (size_t i = 0; i < count; i++) {
                    named += strstr(boxes[i].text, names[n]) != NULL;
                    const char *said = strstr(boxes[i].text, german_words[n]);
                    const char after = said != NULL ? said[strlen(german_words[n])] : ' ';
                    if (after == ':' || after == '\0')
                        fail_msg("%s: %s", race_form_name(job.form), boxes[i].text);
                    if (strstr(boxes[i].text, "Mile in") != NULL || strstr(boxes[i].text, "Race day") != NULL)
                        fail_msg("%s: %s", race_form_name(job.form), boxes[i].text);
                }
                assert_true(named >= runners);
            }
    language_close(german);
}

static void what_cannot_be_made_is_said(void **state) {
    (void)state;
    race_runner runners[7];
    static char link[8000];
    for (size_t i = 0; i < 7; i++)
        runners[i] = (race_runner){"", card_of(5, MILER_MILE_M, 0, MILER_SPLITS_AUTO)};
    paper *p;
    race_cards_job job = {
        .runners = runners, .count = 7, .form = RACE_SHEET, .links = links_to("x"), .png = true};
    assert_int_equal(race_cards_lay(&job, arena, &p, NULL), MILER_ERR_UNSUPPORTED);
    job.png = false;
    memset(link, 'a', sizeof link - 1);
    job.links = links_to(link);
    assert_int_equal(race_cards_lay(&job, arena, &p, NULL), MILER_ERR_LIMIT);
    job.links = links_to("");
    assert_int_equal(race_cards_lay(&job, arena, &p, NULL), MILER_ERR_LIMIT);
}

static void the_same_bytes_twice(void **state) {
    (void)state;
    const race_runner runner = {"Ada", card_of(5, MILER_MILE_M, 0, MILER_SPLITS_AUTO)};
    for (int form = 0; form < RACE_FORM_COUNT; form++)
        for (int png = 0; png < 2; png++) {
            const race_cards_job job = {.runners = &runner,
                                        .count = 1,
                                        .form = (race_form)form,
                                        .links = links_to("x"),
                                        .png = png != 0};
            miler_buf one, two;
            race_cards_facts facts;
            miler_buf_init(&one, NULL, 1 << 22);
            miler_buf_init(&two, NULL, 1 << 22);
            assert_int_equal(race_cards_make(&job, arena, &one, &facts, NULL), MILER_OK);
            assert_int_equal(race_cards_make(&job, arena, &two, &facts, NULL), MILER_OK);
            assert_true(one.len > 3000 && one.len == two.len && memcmp(one.ptr, two.ptr, one.len) == 0);
            assert_int_equal(memcmp(one.ptr, png != 0 ? "\x89PNG" : "%PDF", 4), 0);
            miler_buf_deinit(&one);
            miler_buf_deinit(&two);
        }
}

// A code as one picture has the same squares as the code, and nothing in the rim that readers need.
static void a_code_as_a_picture(void **state) {
    (void)state;
    static const char url[] =
        "http://192.168.1.5:8710/pair?token=abc&to=%2Fapi%2Fv1%2Frace%2Flive%3Fgoal_s%3D319";
    qr_code qr;
    miler_error err = {0};
    miler_buf svg;
    size_t drawn = 0, dark = 0;
    if (qr_make(url, arena, &qr, &err) == MILER_ERR_UNSUPPORTED) skip();
    miler_buf_init(&svg, NULL, (size_t)1 << 20);
    assert_int_equal(qr_print(url, "a code", arena, &svg, &err), MILER_OK);
    const char *at = strstr(miler_buf_text(&svg), "stroke=\"#000\" d=\"");
    assert_non_null(at);
    for (at = strstr(at, " d=\"") + 4; *at == 'M';) {
        int x = 0, y = 0, len = 0, used = 0;
        assert_int_equal(sscanf(at, "M%d %d.5h%d%n", &x, &y, &len, &used), 3);
        for (int i = 0; i < len; i++)
            assert_int_equal(qr.set[(y - QR_QUIET) * qr.side + x - QR_QUIET + i], 1);
        drawn += (size_t)len;
        at += used;
    }
    for (int i = 0; i < qr.side * qr.side; i++)
        dark += qr.set[i];
    assert_int_equal(drawn, dark);
    miler_buf_deinit(&svg);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_code_as_a_picture, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_race_fits_every_form, set_up, tear_down),
        cmocka_unit_test_setup_teardown(names_of_any_kind_fit, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_heat_is_split_evenly, set_up, tear_down),
        cmocka_unit_test_setup_teardown(long_names_end_after_a_word, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_form_is_whole_in_german, set_up, tear_down),
        cmocka_unit_test_setup_teardown(names_stay_as_written, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_cannot_be_made_is_said, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_same_bytes_twice, set_up, tear_down)};
    return cmocka_run_group_tests_name("race cards", tests, NULL, NULL);
}
