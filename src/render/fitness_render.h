// SPDX-License-Identifier: MIT
#ifndef MILER_FITNESS_RENDER_H
#define MILER_FITNESS_RENDER_H

#include "app/app_fitness.h"
#include "render/look.h"

#include <jansson.h>

void render_fitness_text(const app_fitness_answer *a, const render_look *look, miler_buf *out);
json_t *render_fitness_json(const app_fitness_answer *a);

#endif
