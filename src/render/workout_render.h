// SPDX-License-Identifier: MIT
#ifndef MILER_WORKOUT_RENDER_H
#define MILER_WORKOUT_RENDER_H

#include "app/app_workout.h"
#include "render/look.h"

#include <jansson.h>

// `kind` -1: all.
void render_catalogue_text(const miler_catalogue *catalogue, int kind, const render_look *look,
                           miler_buf *out);
json_t *render_catalogue_json(const miler_catalogue *catalogue, int kind);
void render_workout_text(const app_workout_answer *a, const miler_pace_book *book, const render_look *look,
                         miler_buf *out);
json_t *render_workout_json(const app_workout_answer *a, const miler_pace_book *book);

#endif
