// SPDX-License-Identifier: MIT
#ifndef MILER_PROGRESS_RENDER_H
#define MILER_PROGRESS_RENDER_H

#include "app/app_past.h"
#include "render/look.h"

#include <jansson.h>

void render_progress_text(const app_progress_answer *a, const render_look *look, miler_buf *out);
json_t *render_progress_json(const app_progress_answer *a);
void render_backtest_text(const app_backtest_answer *a, const render_look *look, miler_buf *out);
json_t *render_backtest_json(const app_backtest_answer *a);
void render_proof_text(const app_proof_answer *a, const render_look *look, miler_buf *out);
json_t *render_proof_json(const app_proof_answer *a);

#endif
