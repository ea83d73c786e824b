// SPDX-License-Identifier: MIT
// review: the tables of words and record laps, what is refused, what is exact,
// and the three forms of the answer.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../failing_alloc.h"

#include "page_kit.h"
#include "render/language.h"
#include "render/review_render.h"

#include <miler/catalogue.h>

#include <stdlib.h>
#include <string.h>

extern const char miler_data_review_cues[];

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

static const miler_race_split tired[] = {
    {400, 78, 0, 0}, {800, 163.5, 0, 0}, {1200, 253, 0, 0}, {MILER_MILE_M, 338, 0, 0}};

static double seconds_of(const miler_review *r, miler_loss loss) {
    for (int i = 0; i < MILER_LOSS_COUNT; i++)
        if (r->causes[i].loss == loss) return r->causes[i].seconds;
    fail_msg("no cause %d", (int)loss);
    return 0;
}

// ---- Tables of words -------------------------------------------------------------------------

static void every_session_named_is_in_the_catalogue(void **state) {
    (void)state;
    miler_catalogue all;
    size_t named = 0;
    assert_int_equal(miler_catalogue_builtin(arena, &all, NULL), MILER_OK);
    char *text = miler_arena_dup(arena, miler_data_review_cues);
    for (char *line = text; *line != '\0';) {
        char *end = line + strcspn(line, "\n");
        const bool last = *end == '\0';
        *end = '\0';
        char *ids = *line == '#' ? NULL : strrchr(line, '\t');
        for (char *id = ids; id != NULL && *(id += strspn(id, "\t, ")) != '\0';) {
            const size_t len = strcspn(id, ", ");
            char *word = miler_arena_printf(arena, "%.*s", (int)len, id);
            if (miler_catalogue_find(&all, word) == NULL) fail_msg("no session %s", word);
            named++;
            id += len;
        }
        line = last ? end : end + 1;
    }
    assert_true(named > 25);
}

static void every_cause_has_words(void **state) {
    (void)state;
    for (int i = 0; i < MILER_LOSS_COUNT; i++) {
        static const char *const kinds[] = {"lost", "mend"};
        assert_true(miler_loss_words((miler_loss)i)[0] != '\0');
        for (int k = 0; k < 2; k++) {
            const char *key =
                miler_arena_printf(arena, "\n%s\t%s\t", miler_loss_name((miler_loss)i), kinds[k]);
            if (strstr(miler_data_review_cues, key) == NULL) fail_msg("no line %s", key + 1);
        }
    }
}

static void record_laps_are_shares_of_their_mile(void **state) {
    (void)state;
    miler_record_mile *rows;
    size_t count;
    assert_int_equal(miler_record_miles(arena, &rows, &count, NULL), MILER_OK);
    assert_int_equal(count, 9);
    for (size_t i = 0; i < count; i++) {
        double lost_s = 0;
        for (int q = 0; q < 4; q++)
            lost_s += rows[i].off[q] * rows[i].lap_m[q] * rows[i].time_s / MILER_MILE_M;
        assert_true(fabs(lost_s) < 0.15 && rows[i].source[0] != '\0');
        assert_true(i == 0 || rows[i].year >= rows[i - 1].year);
    }
    assert_int_equal(rows[6].year, 1999); // 55.07 of 223.13 / 4 = 55.7825
    assert_true(fabs(rows[6].off[0] - (55.07 / 55.7825 - 1)) < 1e-9);
}

// ---- Refused -----------------------------------------------------------------------------------

static void refused(const miler_race_split *splits, size_t count, miler_status expected) {
    const miler_review_request request = {.splits = splits, .split_count = count};
    miler_review r;
    miler_error err = {0};
    assert_int_equal(miler_race_review(&request, arena, &r, &err), expected);
    assert_true(err.msg[0] != '\0');
}

static void what_is_no_race_is_refused(void **state) {
    (void)state;
    refused(NULL, 4, MILER_ERR_ARG);
    refused(tired, 1, MILER_ERR_RANGE);
    refused(tired + 1, 0, MILER_ERR_RANGE);
    refused((const miler_race_split[]){{400, 80, 0, 0}, {799, 160, 0, 0}}, 2, MILER_ERR_RANGE);
    refused((const miler_race_split[]){{400, 80, 0, 0}, {5001, 1000, 0, 0}}, 2, MILER_ERR_RANGE);
    refused((const miler_race_split[]){{400, 80, 0, 0}, {1500, 80, 0, 0}}, 2, MILER_ERR_RANGE);
    refused((const miler_race_split[]){{400, 80, 0, 0}, {400, 90, 0, 0}}, 2, MILER_ERR_RANGE);
    refused((const miler_race_split[]){{400, 20, 0, 0}, {1500, 300, 0, 0}}, 2, MILER_ERR_RANGE);
    refused((const miler_race_split[]){{400, 80, 0, 51}, {1500, 300, 0, 0}}, 2, MILER_ERR_RANGE);
    refused((const miler_race_split[]){{400, 80, 0, 0}, {1500, (double)NAN, 0, 0}}, 2, MILER_ERR_RANGE);
}

static void a_plan_of_another_distance_is_refused(void **state) {
    (void)state;
    const double m[] = {0, 1500}, s[] = {0, 300};
    const miler_review_request request = {
        .splits = tired, .split_count = 4, .plan_m = m, .plan_s = s, .plan_count = 2};
    miler_review r;
    assert_int_equal(miler_race_review(&request, arena, &r, NULL), MILER_ERR_RANGE);
}

static void a_broken_table_names_its_line(void **state) {
    (void)state;
    const char *own = "# mine\nsag\tlost\ttoo few fields\n";
    const miler_review_request request = {
        .splits = tired, .split_count = 4, .cues_tsv = own, .cues_len = strlen(own)};
    miler_review r;
    miler_error err = {0};
    assert_int_equal(miler_race_review(&request, arena, &r, &err), MILER_ERR_PARSE);
    assert_int_equal(err.line, 2);
}

// ---- Exact -------------------------------------------------------------------------------------

static void metres_run_wide_cost_their_pace(void **state) {
    (void)state;
    miler_race_split splits[4];
    miler_review r;
    double expected = 0;
    memcpy(splits, tired, sizeof splits);
    for (int i = 0; i < 4; i++) {
        const double way = splits[i].dist_m - (i > 0 ? splits[i - 1].dist_m : 0);
        splits[i].extra_m = 7;
        expected += (splits[i].time_s - (i > 0 ? splits[i - 1].time_s : 0)) * 7 / (way + 7);
    }
    const miler_review_request request = {.splits = splits, .split_count = 4};
    assert_int_equal(miler_race_review(&request, arena, &r, NULL), MILER_OK);
    assert_true(fabs(seconds_of(&r, MILER_LOSS_WIDE) - expected) < 1e-9);
    assert_true(fabs(r.extra_m - 28) < 1e-9);
}

static void the_plan_is_held_against_each_lap(void **state) {
    (void)state;
    const double m[] = {0, MILER_MILE_M}, s[] = {0, 330};
    const miler_review_request request = {.splits = tired,
                                          .split_count = 4,
                                          .plan_m = m,
                                          .plan_s = s,
                                          .plan_count = 2,
                                          .plan = MILER_REVIEW_PLAN_GOAL};
    miler_review r;
    assert_int_equal(miler_race_review(&request, arena, &r, NULL), MILER_OK);
    assert_int_equal(r.plan, MILER_REVIEW_PLAN_GOAL);
    assert_int_equal(r.laps.count, 4);
    assert_true(fabs(r.laps.rows[1].ahead_s - (800 * 330 / MILER_MILE_M - 163.5)) < 1e-9);
    assert_true(fabs(r.laps.rows[3].ahead_s + 8) < 1e-9);
    assert_int_equal(r.slowest, 2);
    assert_int_equal(r.fastest, 0);
    assert_int_equal(r.hundreds.count, 0);
    assert_int_equal(r.halves.count, 0);
}

// Counted at the finish line, what is a quarter of a lap or more before the first whole one is a row of its own.
static void the_first_part_at_the_line_is_a_row(void **state) {
    (void)state;
    static const struct {
        miler_race_split splits[14];
        size_t count;
        double every_m, to_m[14];
        size_t rows;
    } races[] = {
        {{{300, 58, 0, 0}, {700, 138, 0, 0}, {1100, 220, 0, 0}, {1500, 300, 0, 0}},
         4,
         400,
         {300, 700, 1100, 1500},
         4},
        {{{200, 38, 0, 0},
          {600, 118, 0, 0},
          {1000, 200, 0, 0},
          {1400, 280, 0, 0},
          {1800, 360, 0, 0},
          {2200, 440, 0, 0},
          {2600, 520, 0, 0},
          {3000, 600, 0, 0}},
         8,
         400,
         {200, 600, 1000, 1400, 1800, 2200, 2600, 3000},
         8},
        {{{200, 40, 0, 0}, {600, 120, 0, 0}, {1000, 200, 0, 0}}, 3, 400, {200, 600, 1000}, 3},
        // Who has not taken it keeps the laps there are.
        {{{700, 138, 0, 0}, {1100, 220, 0, 0}, {1500, 300, 0, 0}}, 3, 400, {700, 1100, 1500}, 3},
        // A stub stays with its lap.
        {{{409.344, 80, 0, 0}, {809.344, 160, 0, 0}, {1209.344, 240, 0, 0}, {MILER_MILE_M, 320, 0, 0}},
         4,
         400,
         {409.344, 809.344, 1209.344, MILER_MILE_M},
         4},
        {{{100, 19, 0, 0},
          {300, 58, 0, 0},
          {500, 98, 0, 0},
          {700, 138, 0, 0},
          {900, 178, 0, 0},
          {1100, 218, 0, 0},
          {1300, 258, 0, 0},
          {1500, 298, 0, 0}},
         8,
         200,
         {100, 300, 500, 700, 900, 1100, 1300, 1500},
         8}};
    for (size_t i = 0; i < sizeof races / sizeof races[0]; i++) {
        const miler_review_request request = {.splits = races[i].splits, .split_count = races[i].count};
        miler_review r;
        miler_error err = {0};
        if (miler_race_review(&request, arena, &r, &err) != MILER_OK) fail_msg("%zu: %s", i, err.msg);
        const miler_review_rows *by = races[i].every_m < 400 ? &r.halves : &r.laps;
        if (by->count != races[i].rows) fail_msg("%zu: %zu rows", i, by->count);
        for (size_t k = 0; k < by->count; k++) {
            if (fabs(by->rows[k].to_m - races[i].to_m[k]) > 1e-6)
                fail_msg("%zu: row %zu ends at %g m", i, k, by->rows[k].to_m);
            assert_true(by->rows[k].from_m == (k > 0 ? by->rows[k - 1].to_m : 0));
        }
    }
}

// By the splits alone, somebody who began five seconds too fast and was empty began too fast.
static void without_fitness_a_fast_start_is_one(void **state) {
    (void)state;
    const miler_review_request request = {.splits = tired, .split_count = 4};
    miler_review r;
    assert_int_equal(miler_race_review(&request, arena, &r, NULL), MILER_OK);
    assert_int_equal(r.basis, MILER_REVIEW_BY_SPLITS);
    assert_true(seconds_of(&r, MILER_LOSS_DAY) == 0);
    assert_int_equal(r.first, MILER_LOSS_FAST_START);
}

static void three_sentences_without_gaps(void **state) {
    (void)state;
    const miler_review_request request = {.splits = tired, .split_count = 4};
    miler_review r;
    assert_int_equal(miler_race_review(&request, arena, &r, NULL), MILER_OK);
    for (int i = 0; i < MILER_REVIEW_SAYS; i++)
        assert_true(strlen(r.says[i]) > 20 && strpbrk(r.says[i], "{}") == NULL);
    assert_true(r.next_count >= 2);
}

// ---- The forms ---------------------------------------------------------------------------------

static app_review_answer answer_of(void) {
    app_review_answer a;
    const app_review_asked asked = {.splits = tired, .split_count = 4, .day = MILER_NO_DAY, .goal_s = 330};
    assert_int_equal(app_review(NULL, &asked, arena, &a, NULL), MILER_OK);
    return a;
}

static void text_json_and_picture_tell_the_same(void **state) {
    (void)state;
    const app_review_answer a = answer_of();
    const render_look look = {.style = {.width = 80}};
    miler_buf out;
    miler_buf_init(&out, NULL, 1 << 20);
    assert_int_equal(render_review_text(&a, &look, arena, &out, NULL), MILER_OK);
    assert_non_null(strstr(miler_buf_text(&out), miler_loss_words(a.review.first)));
    miler_buf_deinit(&out);
    miler_buf_init(&out, NULL, 1 << 20);
    assert_int_equal(render_review_svg(&a, MILER_UNITS_METRIC, arena, &out, NULL), MILER_OK);
    assert_non_null(strstr(miler_buf_text(&out), miler_loss_words(a.review.first)));
    assert_non_null(strstr(miler_buf_text(&out), "</svg>"));
    miler_buf_deinit(&out);
    json_t *root = render_review_json(&a);
    assert_non_null(root);
    assert_string_equal(json_string_value(json_object_get(root, "first_cause")),
                        miler_loss_name(a.review.first));
    double sum = 0;
    size_t i;
    json_t *cause;
    json_array_foreach(json_object_get(root, "causes"), i, cause) sum +=
        json_number_value(json_object_get(cause, "seconds"));
    assert_true(fabs(sum - json_number_value(json_object_get(root, "lost_to_optimum_s"))) < 0.01);
    json_decref(root);
}

// Causes that pull against each other are larger than their sum: every bar ends within the picture.
static void no_bar_leaves_the_picture(void **state) {
    (void)state;
    app_review_answer a = answer_of();
    a.review.causes[0].seconds = 2;
    a.review.causes[1].seconds = -9;
    a.review.total_s = a.review.causes[0].seconds + a.review.causes[1].seconds + 6;
    for (int i = 2; i < MILER_LOSS_COUNT; i++)
        a.review.causes[i].seconds = i == 2 ? 6 : 0;
    miler_buf out;
    miler_buf_init(&out, NULL, 1 << 20);
    assert_int_equal(render_review_svg(&a, MILER_UNITS_METRIC, arena, &out, NULL), MILER_OK);
    size_t bars = 0;
    for (const char *at = miler_buf_text(&out); (at = strstr(at, "<rect x")) != NULL; at++) {
        const char *x = strstr(at, " x=\""), *w = strstr(at, " width=\"");
        assert_true(x != NULL && w != NULL);
        const double end = strtod(x + 4, NULL) + strtod(w + 8, NULL);
        if (end > 960) fail_msg("a bar ends at %g of 960", end);
        bars++;
    }
    assert_int_equal(bars, 4 + 3); // laps and causes
    miler_buf_deinit(&out);
}

static double column_end(const char *svg, const char *heading) {
    const char *at = strstr(svg, heading);
    assert_non_null(at);
    while (at > svg && strncmp(at, " x=\"", 4) != 0)
        at--;
    return strtod(at + 4, NULL);
}

// Headings stand apart, and a first cause told by the shape alone is in the list with its nothing.
static void the_picture_lists_its_first_cause(void **state) {
    (void)state;
    app_review_answer a = answer_of();
    for (int i = 0; i < MILER_LOSS_COUNT; i++)
        a.review.causes[i].seconds = 0;
    a.review.causes[0] = (miler_review_cause){MILER_LOSS_DAY, 2};
    a.review.causes[1] = (miler_review_cause){MILER_LOSS_FAST_START, 0};
    a.review.first = MILER_LOSS_FAST_START;
    miler_buf out;
    miler_buf_init(&out, NULL, 1 << 20);
    assert_int_equal(render_review_svg(&a, MILER_UNITS_METRIC, arena, &out, NULL), MILER_OK);
    const char *svg = miler_buf_text(&out);
    assert_non_null(strstr(svg, ">start too fast"));
    assert_non_null(strstr(svg, "+0.0 s"));
    const double time_x = column_end(svg, ">time"), plan_x = column_end(svg, ">to plan"),
                 optimum_x = column_end(svg, ">to optimum");
    assert_true(plan_x - time_x > 1.3 * draw_text_width(12, "to plan"));
    assert_true(optimum_x - plan_x > 1.3 * draw_text_width(12, "to optimum"));
    assert_true(optimum_x < 950);
    miler_buf_deinit(&out);
}

// A mile slower than six minutes: sessions in their smallest form, and no record miles beside it.
static void a_slow_mile_gets_small_sessions(void **state) {
    (void)state;
    static const miler_race_split slow[] = {
        {400, 140, 0, 0}, {800, 295, 0, 0}, {1200, 460, 0, 0}, {MILER_MILE_M, 611, 0, 0}};
    const app_review_asked asked = {.splits = slow, .split_count = 4, .day = MILER_NO_DAY, .goal_s = 599};
    app_review_answer a;
    assert_int_equal(app_review(NULL, &asked, arena, &a, NULL), MILER_OK);
    assert_true(a.next_smallest && a.record_count == 0 && a.review.next_count > 0);
    for (size_t i = 0; i < a.review.next_count; i++) {
        assert_null(strchr(a.next_texts[i], '{'));
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(a.review.next[i], a.review.next[k]);
    }
    const app_review_answer fast = answer_of(); // 5:38
    assert_true(!fast.next_smallest && fast.record_count > 0);
}

// The page in an arena of which each allocation fails in turn: told, and nothing read that is not there.
static void a_page_without_room_is_told(void **state) {
    (void)state;
    const app_review_answer a = answer_of();
    const review_page_job job = {.answer = &a, .size = PAPER_A4};
    size_t failed = 0;
    for (size_t at = 1;; at++) {
        failing_alloc c = {.fail_at = at};
        const miler_alloc alloc = {failing_resize, &c};
        miler_arena *own = miler_arena_new(&alloc, 0);
        miler_buf out;
        miler_buf_init(&out, NULL, 16 << 20);
        const miler_status status = own != NULL ? render_review_pdf(&job, own, &out, NULL) : MILER_ERR_NOMEM;
        miler_buf_deinit(&out);
        miler_arena_free(own);
        assert_int_equal(c.live, 0);
        if (status == MILER_OK) break;
        assert_int_equal(status, MILER_ERR_NOMEM);
        failed++;
    }
    assert_true(failed > 3);
}

static const double body[3] = {186, 192, 1.62};

// Laps of a race of any length at a pace that wanders, with all that can stand on the page.
static void lay_page(double dist_m, double every_m, paper_size size, miler_units units, const language *l) {
    miler_race_split splits[MILER_REVIEW_SPLITS_MAX];
    app_review_body bodies[MILER_REVIEW_SPLITS_MAX];
    app_review_answer a;
    miler_error err = {0};
    paper *p;
    char about[60];
    size_t n = 0;
    double s = 0;
    for (double m = fmin(every_m, dist_m); n < MILER_REVIEW_SPLITS_MAX; m = fmin(m + every_m, dist_m)) {
        const double before = n > 0 ? splits[n - 1].dist_m : 0;
        s += (m - before) * (0.2 + 0.013 * sin((double)n * 1.7));
        splits[n] = (miler_race_split){.dist_m = m, .time_s = s};
        bodies[n++] = (app_review_body){body[0], body[1], body[2]};
        if (m >= dist_m) break;
    }
    const app_review_asked asked = {.splits = splits, .split_count = n, .day = 20000, .goal_s = s - 6};
    if (app_review(NULL, &asked, arena, &a, &err) != MILER_OK) fail_msg("%s", err.msg);
    a.name = "The club's evening of miles under the lights, second heat, with a wind on the home straight";
    const bool own = l != NULL && dist_m <= 800;
    if (own) a.name = "rest"; // a word of the program's
    a.source = "the track of the North Side Harriers and Athletic Club, lane 1";
    a.bodies = bodies;
    a.likely_s = s;
    a.low_s = s - 20;
    a.high_s = s + 20;
    for (a.earlier_count = 0; a.earlier_count < APP_REVIEW_EARLIER_MAX; a.earlier_count++)
        a.earlier[a.earlier_count] =
            (app_review_mile){.day = 19000, .time_s = s, .name = a.name, .has_laps = true};
    const review_page_job job = {.answer = &a, .units = units, .size = size, .language = l};
    if (render_review_lay(&job, arena, &p, &err) != MILER_OK) fail_msg("%s", err.msg);
    (void)snprintf(about, sizeof about, "review of %.0f m each %.0f, %s", dist_m, every_m,
                   paper_size_name(size));
    size_t boxes;
    size_t named = 0;
    bool german = false;
    const paper_box *box = paper_boxes(p, &boxes);
    for (size_t i = 0; i < boxes; i++)
        german = german || strcmp(box[i].text, "dieses Rennen") == 0;
    for (size_t i = 0; i < boxes; i++)
        named += strlen(box[i].text) > 5 && strcmp(box[i].text + strlen(box[i].text) - 5, " rest") == 0;
    assert_true(!own || named == 1 + a.earlier_count); // in the title and in each row
    assert_true(german == (l != NULL));
    const size_t pages = page_is_sound(p, 6.4, about);
    assert_true(pages == 1 || (pages <= 3 && (dist_m > 2000 || n > 16)));
}

static void the_page_holds_every_race(void **state) {
    (void)state;
    static const double races[][2] = {{800, 400},  {800, 100},        {1500, 300},  {1609.344, 402.336},
                                      {3000, 200}, {1609.344, 100.0}, {5000, 400},  {5000, 100},
                                      {3200, 100}, {1609.344, 804.7}, {1500, 59.5}, {5000, 79}};
    miler_error err = {0};
    language *german = NULL;
    if (language_open("de", NULL, &german, &err) != MILER_OK) fail_msg("%s", err.msg);
    for (size_t i = 0; i < sizeof races / sizeof races[0]; i++)
        for (int size = 0; size < PAPER_SIZE_COUNT * 2; size++)
            lay_page(races[i][0], races[i][1], (paper_size)(size / 2),
                     size / 2 == PAPER_LETTER ? MILER_UNITS_IMPERIAL : MILER_UNITS_METRIC,
                     size % 2 == 0 ? NULL : german);
    language_close(german);
}

static miler_status make(failing_alloc *c) {
    const miler_alloc alloc = {failing_resize, c};
    miler_arena *own = miler_arena_new(&alloc, 0);
    if (own == NULL) return MILER_ERR_NOMEM;
    const miler_review_request request = {.splits = tired, .split_count = 4};
    miler_review r;
    miler_record_mile *rows;
    size_t count;
    miler_status status = miler_race_review(&request, own, &r, NULL);
    if (status == MILER_OK) status = miler_record_miles(own, &rows, &count, NULL);
    miler_arena_free(own);
    return status;
}

static void each_allocation_fails(void **state) {
    (void)state;
    failing_alloc c = {0};
    assert_int_equal(make(&c), MILER_OK);
    const size_t calls = c.calls;
    for (size_t at = 1; at <= calls; at++) {
        c = (failing_alloc){.fail_at = at};
        assert_int_equal(make(&c), MILER_ERR_NOMEM);
        assert_int_equal(c.live, 0);
    }
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {TEST(every_session_named_is_in_the_catalogue),
                                       TEST(every_cause_has_words),
                                       TEST(record_laps_are_shares_of_their_mile),
                                       TEST(what_is_no_race_is_refused),
                                       TEST(a_plan_of_another_distance_is_refused),
                                       TEST(a_broken_table_names_its_line),
                                       TEST(metres_run_wide_cost_their_pace),
                                       TEST(the_plan_is_held_against_each_lap),
                                       TEST(the_picture_lists_its_first_cause),
                                       TEST(a_slow_mile_gets_small_sessions),
                                       TEST(the_first_part_at_the_line_is_a_row),
                                       TEST(without_fitness_a_fast_start_is_one),
                                       TEST(three_sentences_without_gaps),
                                       TEST(text_json_and_picture_tell_the_same),
                                       TEST(no_bar_leaves_the_picture),
                                       TEST(a_page_without_room_is_told),
                                       TEST(each_allocation_fails),
                                       TEST(the_page_holds_every_race)};
    return cmocka_run_group_tests_name("review", tests, NULL, NULL);
}
