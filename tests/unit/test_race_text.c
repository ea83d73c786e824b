// SPDX-License-Identifier: MIT
// The race card as text, against cards that were read and found good, and as
// JSON. UPDATE_GOLDEN=1 in the environment writes the texts anew.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../failing_alloc.h"

#include "render/race_json.h"
#include "render/race_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static miler_arena *arena;
static miler_buf out;

static int set_up(void **state) {
    (void)state;
    arena = miler_arena_new(NULL, 0);
    miler_buf_init(&out, NULL, 1 << 20);
    return arena == NULL;
}

static int tear_down(void **state) {
    (void)state;
    miler_arena_free(arena);
    miler_buf_deinit(&out);
    return 0;
}

static miler_race_request mile(double goal_s) {
    miler_race_request request;
    miler_race_request_init(&request);
    request.goal_s = goal_s;
    return request;
}

static miler_race_card plan(const miler_race_request *request) {
    miler_race_card card;
    miler_error err = {0};
    if (miler_race_plan(request, arena, &card, &err) != MILER_OK) fail_msg("%s", err.msg);
    return card;
}

static void matches(const char *name) {
    char path[128], want[16384];
    (void)snprintf(path, sizeof path, "tests/golden/%s.txt", name);
    const char *got = miler_buf_text(&out);
    if (getenv("UPDATE_GOLDEN") != NULL) {
        FILE *write = fopen(path, "wb");
        assert_non_null(write);
        (void)fputs(got, write);
        (void)fclose(write);
    }
    FILE *file = fopen(path, "rb");
    if (file == NULL) fail_msg("no %s", path);
    const size_t len = fread(want, 1, sizeof want - 1, file);
    (void)fclose(file);
    want[len] = '\0';
    size_t line = 1, at = 0;
    for (; want[at] != '\0' && want[at] == got[at]; at++)
        line += want[at] == '\n';
    if (want[at] != got[at]) fail_msg("%s differs in line %zu: ...%.60s", path, line, got + at);
    miler_buf_clear(&out);
}

static void outdoor_mile(void **state) {
    (void)state;
    const term_style style = {.utf8 = true, .width = 100};
    miler_race_request request = mile(330);
    request.gun_s = 14 * 3600 + 30 * 60;
    request.day = miler_day_from_ymd(2026, 12, 6);
    const miler_race_card card = plan(&request);
    assert_int_equal(render_race_text(&card, MILER_UNITS_METRIC, &style, arena, &out, NULL), MILER_OK);
    matches("race_outdoor_mile");
}

static void treadmill_in_ascii(void **state) {
    (void)state;
    const term_style style = {.width = 72};
    miler_race_request request = mile(340);
    request.venue = MILER_VENUE_TREADMILL;
    request.air_c = 30;
    const miler_race_card card = plan(&request);
    assert_int_equal(render_race_text(&card, MILER_UNITS_IMPERIAL, &style, arena, &out, NULL), MILER_OK);
    for (const char *at = miler_buf_text(&out); *at != '\0'; at++)
        assert_true((unsigned char)*at < 0x80);
    matches("race_treadmill_ascii");
}

static void colours_only_when_on(void **state) {
    (void)state;
    term_style style = {.utf8 = true, .colour = true, .width = 80};
    const miler_race_request request = mile(330);
    const miler_race_card card = plan(&request);
    assert_int_equal(render_race_text(&card, MILER_UNITS_METRIC, &style, arena, &out, NULL), MILER_OK);
    assert_non_null(strchr(miler_buf_text(&out), '\033'));
    miler_buf_clear(&out);
    style.colour = false;
    assert_int_equal(render_race_text(&card, MILER_UNITS_METRIC, &style, arena, &out, NULL), MILER_OK);
    assert_null(strchr(miler_buf_text(&out), '\033'));
    miler_buf_clear(&out);
}

// No line over the width, none that ends in a blank, on every venue.
static void fits_the_width(void **state) {
    (void)state;
    for (int venue = 0; venue < MILER_VENUE_COUNT; venue++) {
        for (int width = 72; width <= 120; width += 16) {
            const term_style style = {.utf8 = true, .width = width};
            miler_race_request request = mile(400);
            request.venue = (miler_venue)venue;
            request.wind_mps = 4;
            request.altitude_m = 1600;
            const miler_race_card card = plan(&request);
            assert_int_equal(render_race_text(&card, MILER_UNITS_METRIC, &style, arena, &out, NULL),
                             MILER_OK);
            for (const char *line = miler_buf_text(&out); *line != '\0';) {
                const char *end = strchr(line, '\n');
                assert_non_null(end);
                if (term_text_width(line, (size_t)(end - line)) > width)
                    fail_msg("over %d: %.*s", width, (int)(end - line), line);
                assert_true(end == line || end[-1] != ' ');
                line = end + 1;
            }
            miler_buf_clear(&out);
        }
    }
}

static void outlook(void **state) {
    (void)state;
    const term_style style = {.width = 80};
    const miler_race_request request = mile(319);
    const miler_race_card card = plan(&request);
    miler_race_outlook now;
    assert_int_equal(miler_race_project(&card, NULL, 800, 161, arena, &now, NULL), MILER_OK);
    assert_int_equal(render_race_outlook_text(&card, &now, 800, 161, &style, arena, &out, NULL), MILER_OK);
    const char *text = miler_buf_text(&out);
    assert_non_null(strstr(text, "800 m in 2:41.0: 2.4 s behind the plan"));
    assert_non_null(strstr(text, "At this average 5:23.9"));
    assert_non_null(strstr(text, "For 5:19.0 the rest must be 78.1 per 400 m"));
    assert_non_null(strstr(text, "1609.344 m"));
    miler_buf_clear(&out);
    assert_int_equal(miler_race_project(&card, NULL, 1500, 330, arena, &now, NULL), MILER_OK);
    assert_int_equal(render_race_outlook_text(&card, &now, 1500, 330, &style, arena, &out, NULL), MILER_OK);
    assert_non_null(strstr(miler_buf_text(&out), "has gone"));
    miler_buf_clear(&out);
}

static double real_at(const json_t *object, const char *key) {
    const json_t *value = json_object_get(object, key);
    if (!json_is_number(value)) fail_msg("no number %s", key);
    return json_number_value(value);
}

static void as_json(void **state) {
    (void)state;
    miler_race_request request = mile(330);
    request.gun_s = 14 * 3600 + 30 * 60;
    request.day = miler_day_from_ymd(2026, 12, 6);
    const miler_race_card card = plan(&request);
    json_t *o = render_race_json(&card);
    assert_non_null(o);
    assert_string_equal(json_string_value(json_object_get(o, "gun")), "14:30");
    assert_string_equal(json_string_value(json_object_get(o, "date")), "2026-12-06");
    assert_true(fabs(real_at(o, "goal_pace_per_400_s") - 82.021) < 0.001);
    const json_t *laps = json_object_get(o, "laps"), *points = json_object_get(o, "checkpoints");
    assert_int_equal(json_array_size(laps), 4);
    double sum = 0;
    for (size_t i = 0; i < 4; i++) {
        const json_t *lap = json_array_get(laps, i);
        sum += real_at(lap, "time_s");
        assert_string_equal(json_string_value(json_object_get(lap, "convention")), "finish_line");
        assert_true(json_string_length(json_object_get(lap, "do")) > 10);
    }
    assert_true(fabs(sum - 330) < 5e-6);
    assert_true(fabs(real_at(json_array_get(laps, 0), "whole_lap_s") - 83.021) < 0.001);
    const json_t *last = json_array_get(points, json_array_size(points) - 1);
    assert_true(real_at(last, "distance_m") == 1609.344 && real_at(last, "time_s") == 330.0);
    assert_true(
        json_is_null(json_object_get(json_array_get(points, 0), "split_100_s"))); // 9.344 m is no hundred
    assert_int_equal(json_array_size(json_object_get(o, "gears")), 4);
    assert_string_equal(json_string_value(json_object_get(
                            json_array_get(json_object_get(o, "warm_up"), card.warm_up_count - 1), "clock")),
                        "14:30");
    assert_true(fabs(real_at(json_object_get(o, "lane"), "start_ahead_of_finish_line_m") + 9.344) < 1e-6);
    json_decref(o);
    miler_race_outlook now;
    assert_int_equal(miler_race_project(&card, NULL, 800, 167, arena, &now, NULL), MILER_OK);
    o = render_race_outlook_json(&now, 800, 167);
    assert_true(json_is_true(json_object_get(o, "within_reach")));
    assert_int_equal(json_array_size(json_object_get(o, "rest")), 3);
    json_decref(o);
}

static size_t calls, fail_at, live;

static void *failing_malloc(size_t size) {
    if (++calls == fail_at) return NULL;
    live++;
    return malloc(size);
}

static void counting_free(void *ptr) {
    live -= ptr != NULL;
    free(ptr);
}

static void json_without_memory(void **state) {
    (void)state;
    miler_race_request request = mile(330);
    request.wind_mps = 3;
    const miler_race_card card = plan(&request);
    json_set_alloc_funcs(failing_malloc, counting_free);
    calls = fail_at = live = 0;
    json_decref(render_race_json(&card));
    const size_t needed = calls;
    assert_true(needed > 100 && live == 0);
    for (fail_at = 1; fail_at <= needed; fail_at++) {
        calls = live = 0;
        if (render_race_json(&card) != NULL || live != 0)
            fail_msg("allocation %zu of %zu: %zu left", fail_at, needed, live);
    }
    json_set_alloc_funcs(malloc, free);
}

static void text_without_memory(void **state) {
    (void)state;
    const term_style style = {.utf8 = true, .colour = true, .width = 90};
    const miler_race_request request = mile(330);
    const miler_race_card card = plan(&request);
    bool made = false;
    for (size_t at = 1; !made; at++) {
        failing_alloc f = {.fail_at = at};
        const miler_alloc alloc = {failing_resize, &f};
        miler_buf text;
        miler_buf_init(&text, &alloc, 1 << 20);
        miler_arena *scratch = miler_arena_new(&alloc, 0);
        if (scratch != NULL) {
            const miler_status status =
                render_race_text(&card, MILER_UNITS_METRIC, &style, scratch, &text, NULL);
            made = status == MILER_OK;
            if (made && !(f.calls < at)) fail_msg("allocation %zu failed and nobody noticed", at);
            if (!made) assert_int_equal(status, MILER_ERR_NOMEM);
        }
        miler_arena_free(scratch);
        miler_buf_deinit(&text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(outdoor_mile),
                                       cmocka_unit_test(treadmill_in_ascii),
                                       cmocka_unit_test(colours_only_when_on),
                                       cmocka_unit_test(fits_the_width),
                                       cmocka_unit_test(outlook),
                                       cmocka_unit_test(as_json),
                                       cmocka_unit_test(json_without_memory),
                                       cmocka_unit_test(text_without_memory)};
    return cmocka_run_group_tests_name("race card", tests, set_up, tear_down);
}
