// SPDX-License-Identifier: MIT
// The list of shapes, and the parts that all pictures share: headline, speed
// scale, legend.
#include "render/draw.h"

#include "render/term.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EM 0.56 // mean width of a letter [engineering estimate for the usual sans-serif faces]
#define EM_BOLD 0.68
#define STANDING_MPS 0.9 // as in activity.h: slower is not moving
#define NAME_MAX_BYTES 240

void draw_begin(drawing *d, miler_arena *arena, const char *id, double width, double height) {
    *d = (drawing){.arena = arena, .id = id, .width = width, .height = height, .title = "", .desc = ""};
}

static const char *vtext(drawing *d, const char *fmt, va_list args) MILER_PRINTF(2, 0);
static const char *vtext(drawing *d, const char *fmt, va_list args) {
    miler_buf buf;
    miler_buf_init(&buf, miler_arena_allocator(d->arena), 64u << 10);
    miler_buf_vprintf(&buf, fmt, args);
    const char *text = buf.failed ? NULL : miler_arena_dup(d->arena, miler_buf_text(&buf));
    miler_buf_deinit(&buf);
    if (text == NULL) d->failed = true;
    return text != NULL ? text : "";
}

void draw_title(drawing *d, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    d->title = vtext(d, fmt, args);
    va_end(args);
}

void draw_desc(drawing *d, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    d->desc = vtext(d, fmt, args);
    va_end(args);
}

static draw_shape *add(drawing *d, const draw_shape *shape) {
    if (d->failed) return NULL;
    if (d->count == d->room) {
        const size_t room = d->room > 0 ? d->room * 2 : 32;
        draw_shape *grown = miler_arena_grow(d->arena, d->shapes, d->room, room, sizeof *grown);
        if (grown == NULL) {
            d->failed = true;
            return NULL;
        }
        d->shapes = grown;
        d->room = room;
    }
    d->shapes[d->count] = *shape;
    return &d->shapes[d->count++];
}

draw_shape *draw_rect(drawing *d, draw_pen pen, double x, double y, double w, double h, double corner) {
    return add(
        d, &(draw_shape){.kind = DRAW_RECT, .pen = pen, .x = x, .y = y, .w = w, .h = h, .corner = corner});
}

draw_shape *draw_path(drawing *d, draw_pen pen, const draw_point *points, size_t count, bool closed) {
    if (count < 2) return NULL;
    draw_point *copy = miler_arena_bare_array(d->arena, count, sizeof *copy);
    if (copy == NULL) {
        d->failed = true;
        return NULL;
    }
    memcpy(copy, points, count * sizeof *copy);
    return add(
        d, &(draw_shape){.kind = DRAW_PATH, .pen = pen, .points = copy, .count = count, .closed = closed});
}

draw_shape *draw_line(drawing *d, draw_pen pen, double x0, double y0, double x1, double y1) {
    const draw_point points[2] = {{x0, y0}, {x1, y1}};
    return draw_path(d, pen, points, 2, false);
}

draw_shape *draw_text(drawing *d, draw_type type, double x, double y, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    const char *text = vtext(d, fmt, args);
    va_end(args);
    if (type.fill == DRAW_NONE) type.fill = DRAW_INK;
    return add(d, &(draw_shape){.kind = DRAW_TEXT, .type = type, .x = x, .y = y, .text = text});
}

void draw_tip(drawing *d, draw_shape *shape, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    const char *text = vtext(d, fmt, args);
    va_end(args);
    if (shape != NULL) shape->tip = text;
}

double draw_text_width(double size, const char *text) {
    return EM * size * term_text_width(text, strlen(text));
}

// ---- Colours of paper

// The house's colours on white; they keep their order of lightness on a grey printer.
static const uint32_t colours[DRAW_ROLE_COUNT] = {
    [DRAW_PAPER] = 0xffffff,       [DRAW_INK] = 0x17202a,         [DRAW_SOFT] = 0x5b6875,
    [DRAW_HAIR] = 0xd3cfc6,        [DRAW_GROUND] = 0xf5f2ec,      [DRAW_BEND] = 0xe7e3d9,
    [DRAW_BAND] = 0xcfd8c4,        [DRAW_HOT] = 0xb3361e,         [DRAW_SPEED_0] = 0x82b3cc,
    [DRAW_SPEED_0 + 1] = 0x6ea7c8, [DRAW_SPEED_0 + 2] = 0x5e9bc5, [DRAW_SPEED_0 + 3] = 0x588bc5,
    [DRAW_SPEED_0 + 4] = 0x6279be, [DRAW_SPEED_0 + 5] = 0x6f64b5, [DRAW_SPEED_0 + 6] = 0x7e4da0,
    [DRAW_SPEED_0 + 7] = 0x873487, [DRAW_SPEED_0 + 8] = 0x8a1a65, [DRAW_SPEED_0 + 9] = 0x82064b,
    [DRAW_SPEED_0 + 10] = 0x740235};

// The same roles in the dark, where a phone is read outdoors and at night.
static const uint32_t dark_colours[DRAW_ROLE_COUNT] = {
    [DRAW_PAPER] = 0x0b0f13,       [DRAW_INK] = 0xffffff,         [DRAW_SOFT] = 0xb9c4ce,
    [DRAW_HAIR] = 0x3c4751,        [DRAW_GROUND] = 0x19212a,      [DRAW_BEND] = 0x232d37,
    [DRAW_BAND] = 0x33502f,        [DRAW_HOT] = 0xff8468,         [DRAW_SPEED_0] = 0x3f5f73,
    [DRAW_SPEED_0 + 1] = 0x4a6f8b, [DRAW_SPEED_0 + 2] = 0x527ba0, [DRAW_SPEED_0 + 3] = 0x5f86b5,
    [DRAW_SPEED_0 + 4] = 0x7c8fcb, [DRAW_SPEED_0 + 5] = 0x988fd3, [DRAW_SPEED_0 + 6] = 0xb28fd6,
    [DRAW_SPEED_0 + 7] = 0xcf93d0, [DRAW_SPEED_0 + 8] = 0xe79bbf, [DRAW_SPEED_0 + 9] = 0xf6a8ae,
    [DRAW_SPEED_0 + 10] = 0xffb8a0};

uint32_t draw_colour(draw_role role, bool dark) {
    const uint32_t *all = dark ? dark_colours : colours;
    return (unsigned)role < DRAW_ROLE_COUNT ? all[role] : 0;
}

// ---- Speed as colour

typedef struct weighed {
    double speed_mps, time_s;
} weighed;

static int slower_first(const void *a, const void *b) {
    const double x = ((const weighed *)a)->speed_mps;
    const double y = ((const weighed *)b)->speed_mps;
    return (x > y) - (x < y);
}

static double quantile(const weighed *list, size_t count, double total_s, double share) {
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += list[i].time_s;
        if (sum >= share * total_s) return list[i].speed_mps;
    }
    return list[count - 1].speed_mps;
}

draw_scale draw_scale_of(miler_arena *arena, const double *speed_mps, const double *time_s, size_t count,
                         miler_units units) {
    draw_scale scale = {.low_mps = 2, .high_mps = 6, .units = units};
    weighed *list = miler_arena_bare_array(arena, count + 1, sizeof *list);
    if (list == NULL) return scale; // the drawing fails by its arena
    size_t kept = 0;
    double total_s = 0;
    for (size_t i = 0; i < count; i++) {
        if (!(speed_mps[i] >= STANDING_MPS && speed_mps[i] < 13 && time_s[i] > 0)) continue;
        list[kept++] = (weighed){speed_mps[i], time_s[i]};
        total_s += time_s[i];
    }
    if (kept > 0) {
        qsort(list, kept, sizeof *list, slower_first);
        scale.low_mps = quantile(list, kept, total_s, 0.02);
        scale.high_mps = quantile(list, kept, total_s, 0.98);
    }
    // At least 12 % from end to end: an even pace should look even.
    const double middle = (scale.low_mps + scale.high_mps) / 2;
    scale.low_mps = fmin(scale.low_mps, middle * 0.94);
    scale.high_mps = fmax(scale.high_mps, middle * 1.06);
    return scale;
}

draw_role draw_speed_role(const draw_scale *scale, double speed_mps) {
    const double part = (speed_mps - scale->low_mps) / (scale->high_mps - scale->low_mps);
    const int step = part > 0 ? (int)(part * DRAW_SPEEDS) : 0; // NaN: the slowest
    return (draw_role)(DRAW_SPEED_0 + (step < DRAW_SPEEDS ? step : DRAW_SPEEDS - 1));
}

void draw_legend(drawing *d, const draw_scale *scale, double x, double y, double width) {
    const double step = width / DRAW_SPEEDS;
    for (int i = 0; i < DRAW_SPEEDS; i++)
        (void)draw_rect(d, (draw_pen){.fill = (draw_role)(DRAW_SPEED_0 + i)}, x + i * step, y, step + 0.4, 10,
                        0);
    for (int i = 0; i <= 2; i++) {
        const double speed = scale->low_mps + (scale->high_mps - scale->low_mps) * i / 2;
        const draw_anchor anchor = i == 0 ? DRAW_START : i == 1 ? DRAW_MIDDLE : DRAW_END;
        char time[MILER_TEXT_MAX];
        char pace[MILER_TEXT_MAX];
        miler_print_time(time, sizeof time, 400 / speed, 0);
        miler_print_pace(pace, sizeof pace, 1000 / speed, scale->units);
        // Under a minute a bare number would not say what it counts.
        const char *unit = 400 / speed < 59.5 ? " s" : "";
        (void)draw_text(d, (draw_type){.size = 12, .anchor = anchor}, x + width * i / 2, y - 7, "%s%s%s",
                        time, unit, i == 1 ? " per 400 m" : "");
        (void)draw_text(d, (draw_type){.size = 12, .fill = DRAW_SOFT, .anchor = anchor}, x + width * i / 2,
                        y + 25, "%s", pace);
    }
    (void)draw_text(d, (draw_type){.size = 11, .fill = DRAW_SOFT, .anchor = DRAW_END}, x - 8, y + 9,
                    "slower");
    (void)draw_text(d, (draw_type){.size = 11, .fill = DRAW_SOFT}, x + width + 8, y + 9, "faster");
}

// ---- Headline

void draw_head(drawing *d, const char *name, const char *line) {
    // A name is the runner's own and may be long: it ends where the paper does.
    char shown[NAME_MAX_BYTES + 8];
    const size_t len = strlen(name);
    const int columns = (int)((d->width - 64) / (20 * EM_BOLD));
    const size_t fits = term_fit(name, len < NAME_MAX_BYTES ? len : NAME_MAX_BYTES, columns - 2);
    (void)snprintf(shown, sizeof shown, "%.*s%s", (int)fits, name, fits < len ? "..." : "");
    draw_shape *head = draw_text(d, (draw_type){.size = 20, .bold = true}, 32, 42, "%s", shown);
    if (head != NULL) head->as_written = d->own_name != NULL;
    (void)draw_text(d, (draw_type){.size = 14, .fill = DRAW_SOFT}, 32, 64, "%s", line);
}

void draw_empty(drawing *d, const char *title, const char *why) {
    d->height = 160;
    draw_title(d, "%s", title);
    draw_desc(d, "%s", why);
    draw_head(d, title, "");
    (void)draw_text(d, (draw_type){.size = 14, .fill = DRAW_SOFT}, 32, 84, "%s", why);
}
