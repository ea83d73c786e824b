// SPDX-License-Identifier: MIT
// What is likely, and what each way to run it costs: text and JSON.
#ifndef MILER_RENDER_WAYS_RENDER_H
#define MILER_RENDER_WAYS_RENDER_H

#include "app/app_pace.h"
#include "render/term.h"

#include <jansson.h>

miler_status render_race_ways_text(const miler_race_way *ways, size_t count, bool own,
                                   const term_style *style, miler_arena *arena, miler_buf *out,
                                   miler_error *err) MILER_CHECK;
// What today's fitness says of `goal_s`, and the goals A, B and C.
void render_race_self_text(const app_pace_self *self, double goal_s, const term_style *style, miler_buf *out);
// New references, or NULL when out of memory.
json_t *render_race_ways_json(const miler_race_way *ways, size_t count);
json_t *render_race_self_json(const app_pace_self *self, double goal_s);

#endif
