// SPDX-License-Identifier: MIT
// A drawing as one SVG element: colours by classes, light and dark by the
// reader's own setting, no scripts, nothing fetched.
#ifndef MILER_SVG_H
#define MILER_SVG_H

#include "render/draw.h"

// Errors: NOMEM (the drawing or the buffer failed), LIMIT.
miler_status svg_print(const drawing *drawing, miler_buf *out, miler_error *err) MILER_CHECK;

#endif
