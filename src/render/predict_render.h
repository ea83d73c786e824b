// SPDX-License-Identifier: MIT
// A squad's predictions as text and JSON.
#ifndef MILER_PREDICT_RENDER_H
#define MILER_PREDICT_RENDER_H

#include "app/app_predict.h"
#include "render/look.h"

#include <jansson.h>

void render_predict_text(const app_predict_answer *a, const render_look *look, miler_buf *out);
json_t *render_predict_json(const app_predict_answer *a);

#endif
