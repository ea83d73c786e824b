// SPDX-License-Identifier: MIT
// Drawn people: each movement of the catalogue as one picture, start and end
// side by side, with the way of the movement as an arrow. The poses are data
// (data/figures.tsv); pictures are lists of shapes, so that paper and page show
// the same.
#ifndef MILER_FIGURES_H
#define MILER_FIGURES_H

#include "render/draw.h"

// A drawing of the movement `name` (as in the catalogue), in hundredths of a
// body's height. Errors: NOT_FOUND, FORMAT (a row cannot be read), NOMEM.
miler_status figure_draw(const char *name, miler_arena *arena, drawing *out, miler_error *err) MILER_CHECK;
// The same of a row of its own, for tests: "name<TAB>start<TAB>end<TAB>arrow". `strain` (may be NULL) gets
// how far, at most, a hand or foot is from where its limb can reach.
miler_status figure_draw_row(const char *row, size_t len, miler_arena *arena, drawing *out, double *strain,
                             miler_error *err) MILER_CHECK;
// Row `index` of the data; false past the end.
bool figure_row(size_t index, const char **row, size_t *len);

#endif
