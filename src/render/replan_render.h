// SPDX-License-Identifier: MIT
// Changes of a plan as text and JSON, and notes.
#ifndef MILER_REPLAN_RENDER_H
#define MILER_REPLAN_RENDER_H

#include "app/app_replan.h"
#include "render/look.h"

#include <jansson.h>

void render_changes_text(const app_changes *c, bool dry_run, const render_look *look, miler_buf *out);
json_t *render_changes_json(const app_changes *c, bool dry_run);
void render_notes_text(const miler_plan_note *list, size_t count, miler_buf *out);
// `c`: what the plan made of them; NULL = it was not asked.
json_t *render_notes_json(const miler_plan_note *list, size_t count, const app_changes *c);

#endif
