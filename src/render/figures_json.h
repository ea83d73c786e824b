// SPDX-License-Identifier: MIT
// Drawn people for programs: every figure as paths with roles (docs/api.md, `library figures`).
#ifndef MILER_FIGURES_JSON_H
#define MILER_FIGURES_JSON_H

#include <jansson.h>
#include <miler/base.h>

// `*out`: a new reference; NULL with OK: out of memory. Errors: as figure_draw_row.
miler_status render_figures_json(miler_arena *arena, json_t **out, miler_error *err) MILER_CHECK;

#endif
