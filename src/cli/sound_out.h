// SPDX-License-Identifier: MIT
// --sound and what goes with it, the same for a race and for a session.
#ifndef MILER_SOUND_OUT_H
#define MILER_SOUND_OUT_H

#include "cli/cli.h"
#include "render/sound.h"

typedef struct sound_ask {
    char *file, *beeps, *from, *lead, *voice;
} sound_ask;
#define SOUND_OPTIONS 5
// The rows for a table of options; `out` has room for SOUND_OPTIONS of them and the end.
void sound_out_options(sound_ask *ask, struct poptOption out[SOUND_OPTIONS + 1]);

// What is to be heard, once it is known how long words are.
typedef miler_status sound_plan_fn(const void *user, const miler_sound_options *options, miler_arena *arena,
                                   miler_sound_plan *out, miler_error *err);
// Makes the file. Without a voice on this machine it has tones only, and that is said. 0 or an exit status.
int sound_out_make(cli *c, const sound_ask *ask, sound_plan_fn *make, const void *user, const char *title,
                   sound_told *told, miler_sound_plan *plan);

#endif
