// SPDX-License-Identifier: MIT
// Running form as text and JSON: against what is usual at that speed, rep by
// rep, what stands out with what it does not prove, zones, the heart.
#ifndef MILER_FORM_RENDER_H
#define MILER_FORM_RENDER_H

#include "render/js.h"
#include "render/look.h"

#include <miler/form.h>

// Nothing is printed where nothing was recorded.
void render_form_text(const miler_form *form, const render_look *look, miler_arena *arena, miler_buf *out);
// The object "form" of a run's answer.
void render_form_json(const miler_form *form, js *j, json_t *root);

#endif
