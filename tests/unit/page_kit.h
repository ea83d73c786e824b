// SPDX-License-Identifier: MIT
// What tests ask of a page: every text inside its box and its page, none too small, none over another.
#ifndef MILER_TESTS_PAGE_KIT_H
#define MILER_TESTS_PAGE_KIT_H

#include "render/paper.h"

static bool page_overlap(const paper_box *a, const paper_box *b) {
    return a->page == b->page && a->x + 0.6 < b->x + b->w && b->x + 0.6 < a->x + a->w &&
           a->y + a->h * 0.25 < b->y + b->h * 0.75 && b->y + b->h * 0.25 < a->y + a->h * 0.75;
}

// Fails with `about` and the text; gives the number of pages.
static size_t page_is_sound(const paper *p, double least_pt, const char *about) {
    size_t count;
    const paper_box *boxes = paper_boxes(p, &count);
    assert_true(count > 10);
    for (size_t i = 0; i < count; i++) {
        const paper_box *b = &boxes[i];
        if (b->over) fail_msg("'%s' is larger than its box (%s)", b->text, about);
        if (b->size < least_pt) fail_msg("'%s' stands in %g pt (%s)", b->text, b->size, about);
        if (b->x < 8 || b->y < 8 || b->x + b->w > paper_width(p) - 8 || b->y + b->h > paper_height(p) - 8)
            fail_msg("'%s' leaves the page: %g %g %g %g (%s)", b->text, b->x, b->y, b->w, b->h, about);
        for (size_t k = 0; k < i; k++)
            if (page_overlap(b, &boxes[k]))
                fail_msg("'%s' (%g %g %g %g) lies on '%s' (%g %g %g %g), %s", b->text, b->x, b->y, b->w, b->h,
                         boxes[k].text, boxes[k].x, boxes[k].y, boxes[k].w, boxes[k].h, about);
    }
    return (size_t)paper_page_count(p);
}

#endif
