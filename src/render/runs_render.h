// SPDX-License-Identifier: MIT
// The log, one run, and the bests, as text and JSON.
#ifndef MILER_RUNS_RENDER_H
#define MILER_RUNS_RENDER_H

#include "app/app.h"
#include "render/look.h"

#include <jansson.h>

void render_runs_text(const app_runs *a, const render_look *look, miler_buf *out);
json_t *render_runs_json(const app_runs *a);
void render_run_text(const app_run *a, const render_look *look, miler_buf *out);
json_t *render_run_json(const app_run *a);
void render_bests_text(const app_bests *a, const render_look *look, miler_buf *out);
json_t *render_bests_json(const app_bests *a);

#endif
