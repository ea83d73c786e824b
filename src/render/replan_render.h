// SPDX-License-Identifier: MIT
// Changes of a plan as text and JSON, and notes.
#ifndef MILER_REPLAN_RENDER_H
#define MILER_REPLAN_RENDER_H

#include "app/app_replan.h"
#include "render/look.h"

#include <jansson.h>

// `whole`: each change with its reason; else, where there are many, those of the next days, and a line for
// each week after them.
void render_changes_text(const app_changes *c, bool dry_run, bool whole, const render_look *look,
                         miler_buf *out);
// "The plan is now made for 5:22, not 4:28: ..."; `back`: that was undone; `kept`: it can be undone.
// false and "" where the goal did not move.
bool render_goal_move(const app_goal_move *goal, bool back, bool kept, char *out, size_t size);
json_t *render_changes_json(const app_changes *c, bool dry_run);
void render_notes_text(const miler_plan_note *list, size_t count, miler_buf *out);
// `c`: what the plan made of them; NULL = it was not asked.
json_t *render_notes_json(const miler_plan_note *list, size_t count, const app_changes *c);

#endif
