// SPDX-License-Identifier: MIT
// Words spoken, through flite; voice.c alone knows it, and loads it when the
// first voice is made: a program without it starts, and makes sounds without words.
#ifndef MILER_VOICE_H
#define MILER_VOICE_H

#include <miler/base.h>

typedef struct voice voice;

// Names of the voices: "slt" (a woman, the default), "rms", "awb", "kal" (men).
const char *voice_name(size_t at); // NULL behind the last
// At 22050 or 24000 samples a second or another. Errors: UNSUPPORTED with what to
// install, NOT_FOUND (no voice of that name), NOMEM.
miler_status voice_new(const char *name, int rate_hz, miler_arena *arena, voice **out,
                       miler_error *err) MILER_CHECK;

typedef struct voice_word {
    const int16_t *samples; // from the first that is heard to the last
    size_t count;
} voice_word;
// Said once, kept for the next time. An empty word: nothing could be said (or no memory).
voice_word voice_say(voice *v, const char *text);
// Seconds, as miler_sound_measure_fn wants it; `user` is the voice.
double voice_measure(void *user, const char *text);

#endif
