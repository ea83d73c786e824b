// SPDX-License-Identifier: MIT
// Printed pages: a PDF of pages with shapes and texts that fit. paper.c alone
// knows the libraries (cairo, Pango, fontconfig) and loads them when the first
// paper is made: a start of miler without paper pays nothing for them.
//
//     paper *p;
//     paper_new(&setup, arena, &p, &err);
//     paper_page(p, "Week 1");
//     paper_text(p, (paper_type){.size = 10, .least = 6}, x, y, w, h, "any length");
//     paper_finish(p, &pdf, &err);
//
// Every text is laid into a box. What is too long for it wraps, then shrinks in
// steps to `least`; what still does not fit is drawn whole and marked `over` in
// the list of boxes, which is how tests see a layout fail.
// Units: points of 1/72 inch, y downward from the page's upper left corner.
// Ownership: everything hangs off the arena; failure is sticky until paper_finish.
// Determinism: same calls, same fonts, same bytes; dates come from the setup.
// Security: texts may hold anything; bytes that are no UTF-8 become a mark.
#ifndef MILER_PAPER_H
#define MILER_PAPER_H

#include "render/draw.h"

typedef enum paper_size { PAPER_A4 = 0, PAPER_LETTER, PAPER_SIZE_COUNT } paper_size;
const char *paper_size_name(paper_size size); // "a4", "letter"

struct language; // render/language.h

typedef struct paper_setup {
    paper_size size;
    // As they are: a title is said in its language by who gives it.
    const char *title, *author;
    int32_t day;         // the document's date; MILER_NO_DAY = none
    const char *fonts;   // look for fonts in this folder only; NULL = where this machine keeps them
    double own_w, own_h; // a page of its own size, in points; 0 = the paper's
    double image;        // pixels a point: a PNG of one page; 0 = a PDF
    bool wide;           // an image's page lies; a PDF is told by paper_page
    bool dark;           // light letters on a dark ground
    const struct language *language; // in which every text is set; NULL: English, as it comes
} paper_setup;

typedef struct paper_type {
    double size, least; // least 0: size is not changed
    draw_role fill;     // NONE counts as INK
    draw_anchor anchor;
    bool bold, narrow;
    size_t bold_from; // 0 = none; else the bytes that stay plain before it turns bold
    int lines;        // at most so many; 0 = as many as the box holds
    bool as_written;  // a name, the workout language: the same in each language
} paper_type;

typedef struct paper_box {
    int page;          // from 1
    double x, y, w, h; // what the text takes up
    double size;       // it was set in
    bool over;         // larger than it may be
    const char *text;
} paper_box;

typedef struct paper paper;

// Errors: UNSUPPORTED with what to install (no cairo, no Pango, no font), NOMEM.
miler_status paper_new(const paper_setup *setup, miler_arena *arena, paper **out,
                       miler_error *err) MILER_CHECK;
// Begins a page, upright or `wide`; `mark` names it in the reader's list of contents.
void paper_page(paper *p, bool wide, const char *mark);
int paper_page_count(const paper *p);
double paper_width(const paper *p); // of the page at hand
double paper_height(const paper *p);

// The text at the size that fits into w x h; gives the height it took.
double paper_text(paper *p, paper_type type, double x, double y, double w, double h, const char *text);
// Would it fit at `size`? The height it takes at a width, and how wide it is on one line.
double paper_text_height(paper *p, paper_type type, double w, const char *text);
double paper_text_width(paper *p, paper_type type, const char *text);

void paper_rect(paper *p, draw_pen pen, double x, double y, double w, double h, double corner);
void paper_path(paper *p, draw_pen pen, const draw_point *points, size_t count, bool closed);
void paper_line(paper *p, draw_pen pen, double x0, double y0, double x1, double y1);
void paper_circle(paper *p, draw_pen pen, double x, double y, double radius);
// The shapes of a drawing (texts are left out) with its corner at x, y.
void paper_drawing(paper *p, const drawing *d, double x, double y, double scale);

// Until the next call what is laid stands on its head, turned about the middle of the box; `w` 0 ends it.
void paper_turn(paper *p, double x, double y, double w, double h);

// Something that belongs on a page could not be made: the document fails as out of memory.
void paper_fail(paper *p);

// Every text laid so far, in the order it was laid.
const paper_box *paper_boxes(const paper *p, size_t *out_count);
// Characters for which no font was found (they stand as boxes with their number).
size_t paper_unknown(const paper *p);

// Ends the document and gives its bytes. Errors: NOMEM, LIMIT, UNSUPPORTED.
miler_status paper_finish(paper *p, miler_buf *out, miler_error *err) MILER_CHECK;

#endif
