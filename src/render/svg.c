// SPDX-License-Identifier: MIT
// A drawing as SVG 1.1. Roles become classes (mf-3: filled, ms-3: stroked) whose
// colours stand in one style, once for light and once for dark; the prefix keeps
// them from the page around. Text is data: what XML does not bear goes, the rest
// is escaped.
#include "render/svg.h"

#include "render/markup.h"

#include <string.h>

typedef struct colours {
    const char *light, *dark;
} colours;

// The page's own colours. Speed: even steps of lightness in OKLab, checked for
// the three kinds of colour blindness (smallest step 0.034 after simulation).
static const colours palette[DRAW_ROLE_COUNT] = {
    [DRAW_PAPER] = {"#fbfaf7", "#10151c"},       [DRAW_INK] = {"#17202a", "#e6eaee"},
    [DRAW_SOFT] = {"#5b6875", "#9aa7b3"},        [DRAW_HAIR] = {"#d9d5cc", "#2b3642"},
    [DRAW_GROUND] = {"#f0ede6", "#1a222c"},      [DRAW_BEND] = {"#e7e3d9", "#212b37"},
    [DRAW_BAND] = {"#cfd8c4", "#2c4038"},        [DRAW_HOT] = {"#b3361e", "#ff8f73"},
    [DRAW_SPEED_0] = {"#82b3cc", "#304e74"},     [DRAW_SPEED_0 + 1] = {"#6ea7c8", "#2e6089"},
    [DRAW_SPEED_0 + 2] = {"#5e9bc5", "#2b729a"}, [DRAW_SPEED_0 + 3] = {"#588bc5", "#2986a1"},
    [DRAW_SPEED_0 + 4] = {"#6279be", "#359b9b"}, [DRAW_SPEED_0 + 5] = {"#6f64b5", "#49af8c"},
    [DRAW_SPEED_0 + 6] = {"#7e4da0", "#83bc6f"}, [DRAW_SPEED_0 + 7] = {"#873487", "#b3c754"},
    [DRAW_SPEED_0 + 8] = {"#8a1a65", "#e2ce4d"}, [DRAW_SPEED_0 + 9] = {"#82064b", "#f6dc79"},
    [DRAW_SPEED_0 + 10] = {"#740235", "#ffefb0"}};

// One decimal is a tenth of a pixel. What is not finite lies at 0.
static void put_number(miler_buf *out, double value) {
    const double limit = 1e6;
    const double v = isfinite(value) ? fmax(-limit, fmin(limit, value)) : 0;
    const long tenths = lround(v * 10);
    if (tenths < 0) miler_buf_text_append(out, "-");
    const long size = tenths < 0 ? -tenths : tenths;
    miler_buf_printf(out, "%ld", size / 10);
    if (size % 10 != 0) miler_buf_printf(out, ".%ld", size % 10);
}

static void put_attribute(miler_buf *out, const char *name, double value) {
    miler_buf_printf(out, " %s=\"", name);
    put_number(out, value);
    miler_buf_text_append(out, "\"");
}

// A lapped line keeps a second stroke style for its own width.
static void put_pen(miler_buf *out, const draw_pen *pen) {
    miler_buf_text_append(out, " class=\"");
    if (pen->fill != DRAW_NONE) miler_buf_printf(out, "mf-%d", (int)pen->fill);
    if (pen->fill == DRAW_NONE) miler_buf_text_append(out, "mf-0");
    if (pen->stroke != DRAW_NONE) miler_buf_printf(out, " ms-%d", (int)pen->stroke);
    if (pen->round) miler_buf_text_append(out, " m-round");
    if (pen->dashed) miler_buf_text_append(out, " m-dash");
    miler_buf_text_append(out, "\"");
    if (pen->stroke != DRAW_NONE) put_attribute(out, "stroke-width", pen->width);
    if (pen->opacity > 0 && pen->opacity < 1) miler_buf_printf(out, " opacity=\"%.2f\"", pen->opacity);
}

static void put_end(miler_buf *out, const draw_shape *s, const char *tag) {
    if (s->tip == NULL) {
        miler_buf_text_append(out, "/>\n");
        return;
    }
    miler_buf_text_append(out, "><title>");
    markup_text(out, s->tip);
    miler_buf_printf(out, "</title></%s>\n", tag);
}

static void put_rect(miler_buf *out, const draw_shape *s) {
    miler_buf_text_append(out, "<rect");
    put_attribute(out, "x", s->x);
    put_attribute(out, "y", s->y);
    put_attribute(out, "width", fmax(s->w, 0));
    put_attribute(out, "height", fmax(s->h, 0));
    if (s->corner > 0) put_attribute(out, "rx", s->corner);
    put_pen(out, &s->pen);
    put_end(out, s, "rect");
}

static void put_path(miler_buf *out, const draw_shape *s) {
    miler_buf_text_append(out, "<path d=\"M");
    for (size_t i = 0; i < s->count; i++) {
        if (i == 1) miler_buf_text_append(out, "L");
        if (i > 1) miler_buf_text_append(out, " ");
        put_number(out, s->points[i].x);
        miler_buf_text_append(out, ",");
        put_number(out, s->points[i].y);
    }
    miler_buf_text_append(out, s->closed ? "Z\"" : "\"");
    put_pen(out, &s->pen);
    put_end(out, s, "path");
}

static void put_text(miler_buf *out, const draw_shape *s) {
    static const char *const anchors[] = {"", " text-anchor=\"middle\"", " text-anchor=\"end\""};
    const draw_type *t = &s->type;
    miler_buf_text_append(out, "<text");
    put_attribute(out, "x", s->x);
    put_attribute(out, "y", s->y);
    put_attribute(out, "font-size", t->size);
    miler_buf_printf(out, "%s class=\"mf-%d%s%s\"", anchors[t->anchor], (int)t->fill,
                     t->bold ? " m-bold" : "", t->halo ? " m-halo" : "");
    if (t->upright) {
        miler_buf_text_append(out, " transform=\"rotate(-90 ");
        put_number(out, s->x);
        miler_buf_text_append(out, " ");
        put_number(out, s->y);
        miler_buf_text_append(out, ")\"");
    }
    miler_buf_text_append(out, ">");
    markup_text(out, s->text);
    miler_buf_text_append(out, "</text>\n");
}

static void put_colours(miler_buf *out, const char *id, bool dark) {
    const char *paper = dark ? palette[DRAW_PAPER].dark : palette[DRAW_PAPER].light;
    miler_buf_printf(
        out, "#miler-%s .m-halo{paint-order:stroke;stroke:%s;stroke-width:3px;stroke-linejoin:round}\n", id,
        paper);
    for (int role = DRAW_PAPER; role < DRAW_ROLE_COUNT; role++) {
        const char *colour = dark ? palette[role].dark : palette[role].light;
        miler_buf_printf(out, "#miler-%s .mf-%d{fill:%s}#miler-%s .ms-%d{stroke:%s}\n", id, role, colour, id,
                         role, colour);
    }
}

static void put_style(miler_buf *out, const char *id) {
    miler_buf_printf(
        out,
        "<style>\n#miler-%s{font-family:system-ui,-apple-system,\"Segoe UI\",Roboto,\"Helvetica "
        "Neue\",\"Noto Sans\",\"DejaVu Sans\",sans-serif;font-variant-numeric:tabular-nums}\n"
        "#miler-%s .mf-0{fill:none}#miler-%s .m-bold{font-weight:700}#miler-%s "
        ".m-round{stroke-linecap:round;stroke-linejoin:round}#miler-%s .m-dash{stroke-dasharray:4 4}\n",
        id, id, id, id, id);
    put_colours(out, id, false);
    miler_buf_text_append(out, "@media (prefers-color-scheme:dark){\n");
    put_colours(out, id, true);
    miler_buf_text_append(out, "}\n</style>\n");
}

miler_status svg_print(const drawing *d, miler_buf *out, miler_error *err) {
    if (d->failed) return miler_fail(err, MILER_ERR_NOMEM, "no memory for the picture");
    miler_buf_printf(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"miler-%s\" width=\"%.0f\" height=\"%.0f\" "
        "viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-labelledby=\"miler-%s-title miler-%s-desc\">\n",
        d->id, d->width, d->height, d->width, d->height, d->id, d->id);
    miler_buf_printf(out, "<title id=\"miler-%s-title\">", d->id);
    markup_text(out, d->title);
    miler_buf_printf(out, "</title>\n<desc id=\"miler-%s-desc\">", d->id);
    markup_text(out, d->desc);
    miler_buf_text_append(out, "</desc>\n");
    put_style(out, d->id);
    miler_buf_printf(out, "<rect width=\"%.0f\" height=\"%.0f\" class=\"mf-%d\"/>\n", d->width, d->height,
                     (int)DRAW_PAPER);
    static void (*const put[])(miler_buf *, const draw_shape *) = {
        [DRAW_RECT] = put_rect, [DRAW_PATH] = put_path, [DRAW_TEXT] = put_text};
    for (size_t i = 0; i < d->count; i++)
        put[d->shapes[i].kind](out, &d->shapes[i]);
    miler_buf_text_append(out, "</svg>\n");
    return miler_buf_status(out, err);
}
