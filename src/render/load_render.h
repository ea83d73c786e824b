// SPDX-License-Identifier: MIT
// "miler load" as text and JSON.
#ifndef MILER_LOAD_RENDER_H
#define MILER_LOAD_RENDER_H

#include "app/app_load.h"
#include "render/look.h"

#include <jansson.h>

void render_load_text(const app_load_answer *a, const render_look *look, miler_buf *out);
json_t *render_load_json(const app_load_answer *a);

#endif
