// SPDX-License-Identifier: MIT
// One sound as samples: tones made of sines under an envelope, and every sound,
// spoken or not, brought to one loudness. No I/O, no library.
//
// Loudness is that of ITU-R BS.1770: mean square behind its filter (K), of the
// parts that sound; the target stands 14 dB under full scale, where speech and
// tones are loud on earphones and speech needs little squeezing.
#ifndef MILER_SOUND_CLIP_H
#define MILER_SOUND_CLIP_H

#include <miler/sound.h>

#define SOUND_LOUD_DB (-14.0) // K-weighted, of full scale
#define SOUND_PEAK 0.8        // of full scale, -1.9 dB

typedef struct sound_clip {
    float *samples;
    size_t count;
} sound_clip;

// A tone of `lasts_s`; its first sample is its time. `room` samples there.
void sound_tone_clip(miler_sound_kind kind, double lasts_s, int rate_hz, sound_clip *out, size_t room);
// Gain, and a soft ceiling for what peaks above it.
void sound_level(sound_clip *clip, int rate_hz);
// K-weighted loudness in dB of the parts that sound.
double sound_loudness(const float *samples, size_t count, int rate_hz);

#endif
