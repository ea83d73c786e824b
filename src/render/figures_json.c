// SPDX-License-Identifier: MIT
// One path a shape, in tenths: a circle is two arcs, a box four lines.
#include "render/figures_json.h"

#include "render/figures.h"
#include "render/js.h"

#define PATH_MAX_BYTES ((size_t)8192)

static const char *role_name(draw_role role) {
    static const char *const names[DRAW_ROLE_COUNT] = {[DRAW_INK] = "ink",
                                                       [DRAW_SOFT] = "soft",
                                                       [DRAW_HAIR] = "hair",
                                                       [DRAW_BEND] = "thing",
                                                       [DRAW_HOT] = "hot"};
    return names[role]; // NULL: no colour of its own
}

// A tenth is less than a pixel; "12" and not "12.0".
static void put(miler_buf *out, const char *before, double value) {
    miler_buf_printf(out, "%s%g", before, round(value * 10) / 10 + 0.0);
}

static void put_round(miler_buf *out, const draw_shape *s) {
    const double r = s->w / 2;
    put(out, "M", s->x);
    put(out, " ", s->y + r);
    for (int half = 1; half >= -1; half -= 2) {
        put(out, "a", r);
        put(out, " ", r);
        put(out, " 0 0 1 ", half * 2 * r);
        put(out, " ", 0);
    }
    miler_buf_text_append(out, "z");
}

static void put_box(miler_buf *out, const draw_shape *s) {
    put(out, "M", s->x);
    put(out, " ", s->y);
    put(out, "h", s->w);
    put(out, "v", s->h);
    put(out, "h", -s->w);
    miler_buf_text_append(out, "z");
}

static void put_way(miler_buf *out, const draw_shape *s) {
    for (size_t i = 0; i < s->count; i++) {
        put(out, i == 0 ? "M" : "L", s->points[i].x);
        put(out, " ", s->points[i].y);
    }
    if (s->closed) miler_buf_text_append(out, "z");
}

static void put_shape(js *j, json_t *list, const draw_shape *s) {
    miler_buf path;
    miler_buf_init(&path, NULL, PATH_MAX_BYTES);
    if (s->kind == DRAW_PATH)
        put_way(&path, s);
    else if (s->corner * 2 >= s->w - 0.01)
        put_round(&path, s);
    else
        put_box(&path, s);
    json_t *o = js_item(j, list);
    js_text(j, o, "path", miler_buf_text(&path));
    js_text(j, o, "fill", role_name(s->pen.fill));
    js_text(j, o, "stroke", role_name(s->pen.stroke));
    js_num(j, o, "width", s->pen.stroke != DRAW_NONE ? s->pen.width : 0, 2);
    j->failed = j->failed || path.failed;
    miler_buf_deinit(&path);
}

miler_status render_figures_json(miler_arena *arena, json_t **out, miler_error *err) {
    js j = {0};
    json_t *root = js_root(&j);
    json_t *list = js_array(&j, root, "figures");
    const char *row;
    size_t len;
    *out = NULL;
    for (size_t i = 0; figure_row(i, &row, &len); i++) {
        drawing d;
        const miler_status status = figure_draw_row(row, len, arena, &d, NULL, err);
        if (status != MILER_OK) {
            json_decref(root);
            return status;
        }
        json_t *o = js_item(&j, list);
        js_text(&j, o, "name", d.title);
        js_num(&j, o, "width", d.width, 1);
        js_num(&j, o, "height", d.height, 1);
        json_t *shapes = js_array(&j, o, "shapes");
        for (size_t k = 0; k < d.count; k++)
            put_shape(&j, shapes, &d.shapes[k]);
    }
    *out = js_done(&j, root);
    return MILER_OK;
}
