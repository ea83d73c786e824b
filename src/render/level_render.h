// SPDX-License-Identifier: MIT
#ifndef MILER_LEVEL_RENDER_H
#define MILER_LEVEL_RENDER_H

#include "app/app_level.h"
#include "render/look.h"

#include <jansson.h>

void render_level_text(const app_level_answer *a, const render_look *look, miler_buf *out);
json_t *render_level_json(const app_level_answer *a); // NULL: out of memory

#endif
