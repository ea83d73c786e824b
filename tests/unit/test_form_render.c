// SPDX-License-Identifier: MIT
// Running form as text and JSON.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "form_kit.h"
#include "render/form_render.h"

#include <stdlib.h>

static miler_arena *arena;
static miler_buf out;
static form_kit kit;
static miler_form form;
static double speed[1500];

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

// Four reps of 150 s with 150 s between; the contact 15 % longer than usual.
static void read_session(void) {
    for (size_t i = 0; i < 1500; i++)
        speed[i] = i / 150 % 2 == 1 ? 5 : 2.5;
    assert_true(form_kit_make(&kit, arena, speed, 1500));
    for (size_t i = 0; i < 1500; i++)
        kit.run.samples.stance_ms[i] *= 1.15f;
    for (int r = 0; r < 4; r++)
        form_kit_rep(&kit, MILER_REP_WORK, 150 + 300.0 * r, 300 + 300.0 * r);
    const miler_form_options options = {.vdot = 50, .hr_max_bpm = 190};
    assert_int_equal(miler_activity_build(&kit.run, arena, &kit.activity, NULL), MILER_OK);
    assert_int_equal(miler_form_read(&kit.activity, &kit.reps, &options, arena, &form, NULL), MILER_OK);
}

static bool says(const char *text) {
    return strstr(miler_buf_text(&out), text) != NULL;
}

static void as_text(void **state) {
    (void)state;
    read_session();
    for (int utf8 = 0; utf8 < 2; utf8++) {
        const render_look look = {.style = {.utf8 = utf8 == 1, .width = 90}};
        miler_buf_clear(&out);
        render_form_text(&form, &look, arena, &out);
        assert_true(says("Ground contact is long for this speed. (+1") && says("Drills: ankling"));
        assert_true(says("4-12 %") && says("Time in zones, by speed") &&
                    says("Time in zones, by heart rate"));
        assert_true(says("nearly even") || says("even"));
        assert_false(says("nan") || says(" \n"));
        for (const char *line = miler_buf_text(&out); *line != '\0'; line = strchr(line, '\n') + 1)
            assert_true(term_text_width(line, (size_t)(strchr(line, '\n') - line)) <= 90);
    }
}

static void nothing_recorded(void **state) {
    (void)state;
    read_session();
    kit.run.samples.hr_bpm = NULL;
    float **columns[MILER_FORM_COUNT];
    (void)form_kit_columns(&kit.run.samples, columns);
    for (int m = 0; m < MILER_FORM_COUNT; m++)
        *columns[m] = NULL;
    assert_int_equal(miler_activity_build(&kit.run, arena, &kit.activity, NULL), MILER_OK);
    assert_int_equal(miler_form_read(&kit.activity, NULL, NULL, arena, &form, NULL), MILER_OK);
    const render_look look = {.style = {.utf8 = true, .width = 90}};
    render_form_text(&form, &look, arena, &out);
    assert_int_equal(out.len, 0);
}

static void as_json(void **state) {
    (void)state;
    read_session();
    js j = {0};
    json_t *root = js_root(&j);
    render_form_json(&form, &j, root);
    root = js_done(&j, root);
    assert_non_null(root);
    const json_t *f = json_object_get(root, "form");
    assert_int_equal(json_array_size(json_object_get(f, "reps")), 4);
    assert_int_equal(json_array_size(json_object_get(f, "advice")), 1);
    assert_true(json_is_null(json_object_get(f, "decoupling_percent")));
    const json_t *contact = json_object_get(json_object_get(f, "whole"), "ground_contact_ms");
    assert_true(fabs(json_number_value(json_object_get(contact, "index")) - 1.15) < 0.01);
    assert_true(json_number_value(json_object_get(contact, "index_error")) > 0.05);
    const json_t *zones = json_object_get(f, "zones_by_speed");
    double sum = 0;
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)zones, key, value) if (strstr(key, "_from_") == NULL) sum +=
        json_number_value(value);
    assert_true(fabs(sum - 1499) < 5);
    json_decref(root);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {TEST(as_text), TEST(nothing_recorded), TEST(as_json)};
    return cmocka_run_group_tests_name("form render", tests, NULL, NULL);
}
