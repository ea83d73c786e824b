// SPDX-License-Identifier: MIT
// A sound file as an answer: of a race, or of a session.
#ifndef MILER_API_SOUND_H
#define MILER_API_SOUND_H

#include "server/call.h"

#include <miler/sound.h>

extern const char *const api_sound_beeps[], *const api_sound_from[], *const api_sound_voices[],
                                                                         *const api_sound_files[];

#define API_SOUND_ROWS                                                                                       \
    {.name = "beeps_m",                                                                                      \
     .kind = FIELD_WORD,                                                                                     \
     .says = "a beep every so many metres; 100 unless told",                                                 \
     .words = api_sound_beeps},                                                                              \
        {.name = "beeps_from",                                                                               \
         .kind = FIELD_WORD,                                                                                 \
         .says = "counted from the start, or where the track has its marks",                                 \
         .words = api_sound_from},                                                                           \
        {.name = "lead_s",                                                                                   \
         .kind = FIELD_WHOLE,                                                                                \
         .says = "before the start; 10 unless told",                                                         \
         .low = 0,                                                                                           \
         .high = 120},                                                                                       \
        {.name = "voice",                                                                                    \
         .kind = FIELD_WORD,                                                                                 \
         .says = "who calls; none: tones only",                                                              \
         .words = api_sound_voices},                                                                         \
    {                                                                                                        \
        .name = "file", .kind = FIELD_WORD, .says = "form of the file; ogg unless told",                     \
        .words = api_sound_files                                                                             \
    }

typedef miler_status api_sound_fn(const void *user, const miler_sound_options *options, miler_arena *arena,
                                  miler_sound_plan *out, miler_error *err);
// `make` lays the sounds of `user` out; `name` is that of the file, without its ending.
miler_status api_sound(call *c, api_sound_fn *make, const void *user, const char *name, const char *title);

#endif
