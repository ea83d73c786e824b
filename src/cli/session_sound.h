// SPDX-License-Identifier: MIT
// A session as a sound to run by: reps counted down, beeps on pace, recoveries told.
#ifndef MILER_SESSION_SOUND_H
#define MILER_SESSION_SOUND_H

#include "cli/sound_out.h"

#include <jansson.h>
#include <miler/workout.h>

// Makes the file of --sound; what it is goes to stderr, and to `*out` as an object for JSON (the caller's).
// 0 or an exit status.
int session_sound_make(cli *c, const sound_ask *ask, const miler_workout *workout,
                       const miler_pace_book *book, const char *title, json_t **out);
// Adds `sound` to the answer as it was asked for, null where it was not. NULL = out of memory.
json_t *session_sound_add(json_t *root, json_t *sound, bool asked);

#endif
