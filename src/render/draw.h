// SPDX-License-Identifier: MIT
// A drawing: shapes in a plane, each with a role instead of a colour, so that
// one drawing code serves every paper. svg.c writes it for the page (light and
// dark); a PDF writer takes the same list.
//
//     drawing d;
//     draw_begin(&d, arena, "oval", 960, 640);
//     draw_line(&d, (draw_pen){.stroke = DRAW_INK, .width = 1}, x0, y0, x1, y1);
//     draw_text(&d, (draw_type){.size = 14, .fill = DRAW_SOFT}, x, y, "%.0f m", dist_m);
//     svg_print(&d, out);
//
// Units: pixels of 1/96 inch, y downward. Texts may come from a file: they are
// kept as given, the writer takes out what its format does not bear.
// Ownership: everything hangs off the arena; failure is sticky (`failed`).
#ifndef MILER_DRAW_H
#define MILER_DRAW_H

#include <miler/base.h>

// Eleven steps of speed, slow to fast, each lighter or darker than the last, so
// that they hold in grey and for the colour-blind.
#define DRAW_SPEEDS 11

typedef enum draw_role {
    DRAW_NONE = 0,
    DRAW_PAPER,
    DRAW_INK,
    DRAW_SOFT,   // words and lines of second rank
    DRAW_HAIR,   // grids
    DRAW_GROUND, // the track's surface, the bed of a row
    DRAW_BEND,   // a little darker than the ground
    DRAW_BAND,   // what was asked for
    DRAW_HOT,    // what stands out
    DRAW_SPEED_0,
    DRAW_ROLE_COUNT = DRAW_SPEED_0 + DRAW_SPEEDS
} draw_role;

typedef struct draw_pen {
    draw_role fill, stroke;
    double width;
    double opacity; // 0 counts as 1
    bool dashed, round;
} draw_pen;

typedef enum draw_anchor { DRAW_START = 0, DRAW_MIDDLE, DRAW_END } draw_anchor;

typedef struct draw_type {
    double size;
    draw_role fill; // NONE counts as INK
    draw_anchor anchor;
    bool bold;
    bool upright; // turned by a quarter, reading upward
    bool halo;    // an edge of paper around it, where it crosses lines
} draw_type;

typedef enum draw_kind { DRAW_RECT, DRAW_PATH, DRAW_TEXT } draw_kind;

typedef struct draw_point {
    double x, y;
} draw_point;

typedef struct draw_shape {
    draw_kind kind;
    draw_pen pen;
    draw_type type;
    double x, y, w, h, corner; // rectangles; x, y of a text
    const draw_point *points;
    size_t count;
    bool closed;
    const char *text;
    const char *tip; // said when pointed at, and to screen readers; may be NULL
    bool as_written; // a text that is a name: the same in each language
} draw_shape;

typedef struct drawing {
    miler_arena *arena;
    const char *id; // plain letters; tells several drawings on one page apart
    double width, height;
    const char *title, *desc;
    const char
        *own_name; // the runner's own, with which the title begins and which is the headline; NULL: none
    draw_shape *shapes;
    size_t count, room;
    bool failed;
} drawing;

void draw_begin(drawing *d, miler_arena *arena, const char *id, double width, double height);
// What a screen reader says. Texts are copied.
void draw_title(drawing *d, const char *fmt, ...) MILER_PRINTF(2, 3);
void draw_desc(drawing *d, const char *fmt, ...) MILER_PRINTF(2, 3);
draw_shape *draw_rect(drawing *d, draw_pen pen, double x, double y, double w, double h, double corner);
draw_shape *draw_line(drawing *d, draw_pen pen, double x0, double y0, double x1, double y1);
// Takes a copy of the points.
draw_shape *draw_path(drawing *d, draw_pen pen, const draw_point *points, size_t count, bool closed);
draw_shape *draw_text(drawing *d, draw_type type, double x, double y, const char *fmt, ...)
    MILER_PRINTF(5, 6);
// Columns are guessed: digits and letters of a sans-serif face, 0.56 em each.
double draw_text_width(double size, const char *text);
// For the shape drawn last (NULL is fine).
void draw_tip(drawing *d, draw_shape *shape, const char *fmt, ...) MILER_PRINTF(3, 4);

uint32_t draw_colour(draw_role role, bool dark); // on paper, 0xrrggbb

// ---- Speed as colour

typedef struct draw_scale {
    double low_mps, high_mps; // of the first and the last step
    miler_units units;
} draw_scale;
// From the speeds run, each weighing its time: 2 % and 98 %. Standing does not count.
draw_scale draw_scale_of(miler_arena *arena, const double *speed_mps, const double *time_s, size_t count,
                         miler_units units);
draw_role draw_speed_role(const draw_scale *scale, double speed_mps);
// A bar of the steps with their times for 400 m above and paces below.
void draw_legend(drawing *d, const draw_scale *scale, double x, double y, double width);
// A headline: the run's name, and a line under it.
void draw_head(drawing *d, const char *name, const char *line);
// A drawing that says why it is empty.
void draw_empty(drawing *d, const char *title, const char *why);

#endif
