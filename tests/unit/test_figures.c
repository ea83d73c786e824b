// SPDX-License-Identifier: MIT
// The drawn people: a picture of every movement, no limb stretched, nobody
// below the floor, and rows that cannot be read are refused.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "render/figures.h"

#include <miler/catalogue.h>

#include <math.h>
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

static void every_movement_has_a_picture(void **state) {
    (void)state;
    miler_catalogue catalogue;
    int missing = 0;
    assert_int_equal(miler_catalogue_builtin(arena, &catalogue, NULL), MILER_OK);
    assert_true(catalogue.movement_count >= 50);
    for (size_t i = 0; i < catalogue.movement_count; i++) {
        drawing d;
        miler_error err = {0};
        const miler_status status = figure_draw(catalogue.movements[i].name, arena, &d, &err);
        if (status == MILER_OK) continue;
        print_message("%s: %s\n", catalogue.movements[i].name, err.msg);
        missing++;
    }
    assert_int_equal(missing, 0);
}

static void every_picture_is_of_a_movement(void **state) {
    (void)state;
    miler_catalogue catalogue;
    const char *row;
    size_t len;
    assert_int_equal(miler_catalogue_builtin(arena, &catalogue, NULL), MILER_OK);
    for (size_t i = 0; figure_row(i, &row, &len); i++) {
        char name[64] = "";
        const size_t size = strcspn(row, "\t");
        assert_true(size < sizeof name);
        memcpy(name, row, size);
        const miler_movement *m = miler_catalogue_movement(&catalogue, name);
        if (m == NULL || strcmp(m->name, name) != 0) print_message("no movement is called %s\n", name);
        assert_non_null(m);
        assert_string_equal(m->name, name);
    }
}

// A hand or foot that its limb cannot reach by more than a hundredth of the body is a slip of the data.
static void no_limb_is_stretched(void **state) {
    (void)state;
    const char *row;
    size_t len;
    int bad = 0;
    for (size_t i = 0; figure_row(i, &row, &len); i++) {
        drawing d;
        double strain = 9;
        assert_int_equal(figure_draw_row(row, len, arena, &d, &strain, NULL), MILER_OK);
        if (strain > 1) print_message("%.*s: %.1f\n", (int)strcspn(row, "\t"), row, strain), bad++;
    }
    assert_int_equal(bad, 0);
}

// Every point lies within the drawing, so nothing of it is cut off; and on or above the floor, its last line.
static void everything_is_inside(void **state) {
    (void)state;
    const char *row;
    size_t len;
    for (size_t i = 0; figure_row(i, &row, &len); i++) {
        drawing d;
        assert_int_equal(figure_draw_row(row, len, arena, &d, NULL, NULL), MILER_OK);
        const double floor_y = d.shapes[d.count - 1].points[0].y;
        for (size_t k = 0; k < d.count; k++) {
            const draw_shape *s = &d.shapes[k];
            for (size_t n = 0; n < s->count; n++) {
                const draw_point p = s->points[n];
                const bool in = p.x >= 0 && p.x <= d.width && p.y >= 0 && p.y <= floor_y + 3;
                if (!in)
                    print_message("%.*s: shape %zu at %.1f, %.1f of %.1f, %.1f\n", (int)strcspn(row, "\t"),
                                  row, k, p.x, p.y, d.width, floor_y);
                assert_true(in);
            }
            if (s->kind == DRAW_RECT) assert_true(s->x >= 0 && s->x + s->w <= d.width && s->y >= 0);
        }
    }
}

// Thigh, shin, upper arm and forearm are as long in the picture as the table says, in either pose.
static void limbs_keep_their_length(void **state) {
    (void)state;
    static const char row[] = "x\thip=0,30 foot=10,4 hand=~12,-8\t\t";
    drawing d;
    int limbs = 0;
    assert_int_equal(figure_draw_row(row, sizeof row - 1, arena, &d, NULL, NULL), MILER_OK);
    for (size_t i = 0; i < d.count; i++) {
        const draw_shape *s = &d.shapes[i];
        if (s->kind != DRAW_PATH || s->count != 3 || s->pen.stroke != DRAW_INK) continue;
        const double a = hypot(s->points[1].x - s->points[0].x, s->points[1].y - s->points[0].y);
        const double b = hypot(s->points[2].x - s->points[1].x, s->points[2].y - s->points[1].y);
        if (fabs(a - 24) < 0.01 && fabs(b - 24) < 0.01) limbs++;
        if (fabs(a - 17) < 0.01 && fabs(b - 16) < 0.01) limbs++;
    }
    assert_int_equal(limbs, 2); // near leg and near arm; the far ones are drawn softer
}

static void refuses(void **state) {
    (void)state;
    static const char *const rows[] = {
        "x\tfoot=1,4\t\t",          // nobody without a hip
        "x\thip=1\t\t",             // one number
        "x\thip=1,2,3,4\t\t",       // too many
        "x\thip=1,x\t\t",           // no number
        "x\thip=0,50 tail=1,2\t\t", // no such joint
        "x\thip=0,50 box=1,2\t\t",
        "x\thip=0,50 plate=tail\t\t",
        "x\thip=0,50 band=ears\t\t",
        "x\thip=0,50\ttail=1\t",
        "x\thip=0,50\thip=0,60\ttail 0 0 0",
        "x\thip=0,50\thip=0,60\that",
        "x\thip=0,50\thip=0,60\tat 1,2",
        "x\thip=0,50\thip=0,60\thip 0 0",
        "x",
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        drawing d;
        miler_error err = {0};
        const miler_status status = figure_draw_row(rows[i], strlen(rows[i]), arena, &d, NULL, &err);
        if (status != MILER_ERR_FORMAT) print_message("read: %s\n", rows[i]);
        assert_int_equal(status, MILER_ERR_FORMAT);
        assert_true(err.msg[0] != '\0');
    }
    drawing d;
    assert_int_equal(figure_draw("flying", arena, &d, NULL), MILER_ERR_NOT_FOUND);
    assert_int_equal(figure_draw("", arena, &d, NULL), MILER_ERR_NOT_FOUND);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_movement_has_a_picture), cmocka_unit_test(every_picture_is_of_a_movement),
        cmocka_unit_test(no_limb_is_stretched),         cmocka_unit_test(everything_is_inside),
        cmocka_unit_test(limbs_keep_their_length),      cmocka_unit_test(refuses),
    };
    return cmocka_run_group_tests_name("figures", tests, set_up, tear_down);
}
