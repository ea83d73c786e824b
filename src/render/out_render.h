// SPDX-License-Identifier: MIT
// What went out: files of a plan, and what a watch was given.
#ifndef MILER_OUT_RENDER_H
#define MILER_OUT_RENDER_H

#include "app/app_plan_out.h"
#include "app/app_push.h"
#include "render/look.h"

#include <jansson.h>

void render_plan_out_text(const app_plan_out_answer *answer, const render_look *look, miler_buf *out);
json_t *render_plan_out_json(const app_plan_out_answer *answer);
void render_push_text(const app_push_answer *answer, const render_look *look, miler_buf *out);
json_t *render_push_json(const app_push_answer *answer);

#endif
