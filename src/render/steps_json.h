// SPDX-License-Identifier: MIT
// One session's steps as JSON, the same in every answer that holds a session:
// "steps", one object per step with its numbers, and "lines", as a person reads it.
#ifndef MILER_STEPS_JSON_H
#define MILER_STEPS_JSON_H

#include "render/js.h"

#include <miler/workout.h>

// `units` of paces and lengths in words; the numbers are metres and seconds in any.
void render_steps_json(js *j, json_t *object, const miler_workout *workout, const miler_pace_book *book,
                       miler_units units);

#endif
