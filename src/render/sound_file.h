// SPDX-License-Identifier: MIT
// A sound file by its name: .wav, .flac, .ogg (Vorbis) or .opus, mono, 16 bits.
// sound_file.c alone knows libsndfile, and loads it when the first file is made.
// The file is written beside its name and renamed: it is there whole or not at all.
#ifndef MILER_SOUND_FILE_H
#define MILER_SOUND_FILE_H

#include <miler/base.h>

typedef struct sound_file sound_file;

// Samples a second that go with a file's name; 0: no sound file ends like that.
int sound_file_rate(const char *path);
// Errors: UNSUPPORTED (no libsndfile, or one without this form), ARG (name), IO, NOMEM.
miler_status sound_file_new(const char *path, const char *title, miler_arena *arena, sound_file **out,
                            miler_error *err) MILER_CHECK;
// -1 .. 1; silence is never quite silent: half a bit of noise. Failure stays until the end.
void sound_file_put(sound_file *f, const float *samples, size_t count);
void sound_file_silence(sound_file *f, size_t count);
// Closes and renames; without it the file is taken away again.
miler_status sound_file_finish(sound_file *f, uint64_t *out_bytes, double *out_peak,
                               miler_error *err) MILER_CHECK;

#endif
