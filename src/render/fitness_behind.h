// SPDX-License-Identifier: MIT
// What stands behind "miler fitness": limits, carry-over, reserve, threshold
// heart rate, doubted evidence, the forecast of the plan.
#ifndef MILER_FITNESS_BEHIND_H
#define MILER_FITNESS_BEHIND_H

#include "app/app_fitness.h"
#include "render/js.h"
#include "render/look.h"

void render_behind_doubts(const app_fitness_answer *a, const render_look *look, miler_buf *out);
// What is to be known of the evidence that counts: a belt's distance.
void render_behind_warnings(const app_fitness_answer *a, const render_look *look, miler_buf *out);
void render_behind_body(const app_fitness_answer *a, const render_look *look, miler_buf *out);
void render_behind_limits(const app_fitness_answer *a, const render_look *look, miler_arena *arena,
                          miler_buf *out);
void render_behind_carry(const app_fitness_answer *a, const render_look *look, miler_arena *arena,
                         miler_buf *out);
void render_behind_json(js *j, json_t *root, const app_fitness_answer *a);

#endif
