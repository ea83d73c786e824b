// SPDX-License-Identifier: MIT
#include "render/paper_render.h"

#include "render/js.h"

static void pages(miler_buf *out, int count, const char *what) {
    if (count > 0) miler_buf_printf(out, "  %2d %s %s\n", count, count == 1 ? "page " : "pages", what);
}

void render_paper_text(const paper_told *told, miler_buf *out) {
    miler_buf_printf(out, "%s: %d %s, %s, %llu kB\n", told->file, told->facts.pages,
                     told->facts.pages == 1 ? "page" : "pages", told->size == PAPER_A4 ? "A4" : "Letter",
                     (unsigned long long)(told->bytes + 999) / 1000);
    pages(out, told->facts.poster_pages, "the whole plan, for the wall");
    pages(out, told->facts.week_pages, "the weeks, one by one");
    pages(out, told->facts.strength_pages, "strength, with pictures");
}

json_t *render_paper_json(const paper_told *told) {
    js j = {0};
    json_t *root = js_root(&j);
    js_text(&j, root, "file", told->file);
    js_int(&j, root, "bytes", (int64_t)told->bytes);
    js_text(&j, root, "size", paper_size_name(told->size));
    js_text(&j, root, "units", told->units == MILER_UNITS_IMPERIAL ? "mi" : "km");
    js_date(&j, root, "plan_date", told->made_day);
    js_int(&j, root, "pages", told->facts.pages);
    js_int(&j, root, "poster_pages", told->facts.poster_pages);
    js_int(&j, root, "week_pages", told->facts.week_pages);
    js_int(&j, root, "strength_pages", told->facts.strength_pages);
    js_int(&j, root, "characters_without_font", (int64_t)told->facts.unknown);
    return js_done(&j, root);
}
