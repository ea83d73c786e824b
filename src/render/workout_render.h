// SPDX-License-Identifier: MIT
#ifndef MILER_WORKOUT_RENDER_H
#define MILER_WORKOUT_RENDER_H

#include "app/app_workout.h"
#include "render/look.h"

#include <jansson.h>

// Which part of the catalogue is wanted.
typedef struct render_part {
    int kind; // of workouts; -1: all of them, -2: none
    bool drills, strength, plyo, routines, rests, cross;
} render_part;
// `word`: NULL = everything, a kind, "exercises" or "routines". False: no such part.
bool render_part_of(const char *word, render_part *out);

void render_catalogue_text(const app_catalogue *catalogue, const render_part *part, const render_look *look,
                           miler_buf *out);
json_t *render_catalogue_json(const app_catalogue *catalogue, const render_part *part);
void render_workout_text(const app_workout_answer *a, const miler_pace_book *book, const render_look *look,
                         miler_buf *out);
json_t *render_workout_json(const app_workout_answer *a, const miler_pace_book *book, miler_units units);

#endif
