// SPDX-License-Identifier: MIT
// Athletes and results as text and JSON.
#ifndef MILER_ATHLETE_RENDER_H
#define MILER_ATHLETE_RENDER_H

#include "app/app.h"
#include "render/look.h"

#include <jansson.h>

void render_athlete_text(const miler_athlete *a, int32_t today, const render_look *look, miler_buf *out);
// `language`: that of the store, "" none is named.
json_t *render_athlete_json(const miler_athlete *a, int32_t today, const char *language);
void render_athletes_text(const store_athlete *list, size_t count, int64_t current, int32_t today,
                          const render_look *look, miler_buf *out);
json_t *render_athletes_json(const store_athlete *list, size_t count, int64_t current, int32_t today);
void render_results_text(const store_result *list, size_t count, const render_look *look, miler_buf *out);
json_t *render_results_json(const store_result *list, size_t count);

#endif
