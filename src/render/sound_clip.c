// SPDX-License-Identifier: MIT
#include "render/sound_clip.h"

#include <math.h>
#include <string.h>

#define PI 3.14159265358979323846
#define ATTACK_S 0.004 // rises without a click, and is found to a millisecond
#define RELEASE_S 0.015
#define BLOCK_S 0.03    // loudness is taken over these
#define GATE 0.01       // blocks 20 dB under the loudest are pauses
#define BEND 0.5        // above this share of the ceiling a peak is bent
#define BELL_FALL_S 0.3 // a bell falls to 1/e

// A tone is up to four notes one after the other, each of a share of its time.
#define NOTES 4
typedef struct tone {
    double note_hz[NOTES];
    int notes;
    bool bell;
} tone;
static const tone tones[MILER_SOUND_KIND_COUNT] = {[MILER_SOUND_TICK] = {{880}, 1, false},
                                                   [MILER_SOUND_START] = {{1320}, 1, false},
                                                   [MILER_SOUND_BEEP] = {{990}, 1, false},
                                                   [MILER_SOUND_LAP] = {{784, 1175}, 2, false},
                                                   [MILER_SOUND_BELL] = {{1568}, 1, true},
                                                   [MILER_SOUND_STOP] = {{1175, 784}, 2, false},
                                                   [MILER_SOUND_FINISH] = {{784, 988, 1175, 1568}, 4, false}};

// Rises and falls as a cosine, so that nothing clicks.
static double envelope(double at_s, double lasts_s) {
    const double in = at_s / ATTACK_S, out = (lasts_s - at_s) / RELEASE_S;
    const double least = fmin(1, fmax(0, fmin(in, out)));
    return 0.5 - 0.5 * cos(PI * least);
}

// Partials of a small bell: hum, prime, tierce, quint, nominal [usual tuning ratios].
static double bell_at(double hz, double at_s) {
    static const double ratio[] = {0.5, 1, 1.2, 1.5, 2};
    static const double part[] = {0.25, 1, 0.35, 0.2, 0.5};
    double sum = 0;
    for (size_t i = 0; i < sizeof ratio / sizeof ratio[0]; i++)
        sum +=
            part[i] * sin(2 * PI * hz * ratio[i] * at_s) * exp(-at_s * (0.6 + 0.4 * ratio[i]) / BELL_FALL_S);
    return sum;
}

void sound_tone_clip(miler_sound_kind kind, double lasts_s, int rate_hz, sound_clip *out, size_t room) {
    const tone *t = &tones[kind];
    const size_t count = (size_t)lround(lasts_s * rate_hz);
    out->count = count < room ? count : room;
    const double note_s = lasts_s / t->notes;
    for (size_t i = 0; i < out->count; i++) {
        const double at_s = (double)i / rate_hz;
        int note = (int)(at_s / note_s);
        if (note >= t->notes) note = t->notes - 1;
        const double in_note_s = at_s - note * note_s;
        const double hz = t->note_hz[note];
        const double value = t->bell ? bell_at(hz, at_s) : sin(2 * PI * hz * in_note_s);
        out->samples[i] = (float)(0.5 * value * envelope(in_note_s, note_s));
    }
}

// ---- Loudness

typedef struct biquad {
    double b0, b1, b2, a1, a2, x1, x2, y1, y2;
} biquad;

static double run(biquad *q, double x) {
    const double y = q->b0 * x + q->b1 * q->x1 + q->b2 * q->x2 - q->a1 * q->y1 - q->a2 * q->y2;
    q->x2 = q->x1;
    q->x1 = x;
    q->y2 = q->y1;
    q->y1 = y;
    return y;
}

// The two filters of BS.1770-4 at any rate: a shelf of +4 dB for the head, and a high pass
// [centre, slope and gain that give its table at 48 kHz].
static void k_filters(int rate_hz, biquad *shelf, biquad *high) {
    const double gain = pow(10, 3.999843853973347 / 20), edge = pow(gain, 0.4996667741545416);
    const double k = tan(PI * 1681.974450955533 / rate_hz), q = 0.7071752369554196;
    const double a0 = 1 + k / q + k * k;
    *shelf = (biquad){.b0 = (gain + edge * k / q + k * k) / a0,
                      .b1 = 2 * (k * k - gain) / a0,
                      .b2 = (gain - edge * k / q + k * k) / a0,
                      .a1 = 2 * (k * k - 1) / a0,
                      .a2 = (1 - k / q + k * k) / a0};
    const double h = tan(PI * 38.13547087602444 / rate_hz), p = 0.5003270373238773;
    const double h0 = 1 + h / p + h * h;
    *high = (biquad){.b0 = 1, .b1 = -2, .b2 = 1, .a1 = 2 * (h * h - 1) / h0, .a2 = (1 - h / p + h * h) / h0};
}

// One pass over the blocks: the loudest mean square, or the mean of those above `least`.
static double blocks(const float *samples, size_t count, int rate_hz, double least, double *out_most) {
    biquad shelf, high;
    k_filters(rate_hz, &shelf, &high);
    const size_t block = (size_t)(BLOCK_S * rate_hz);
    double sum = 0, all = 0, most = 0;
    size_t in = 0, counted = 0;
    for (size_t i = 0; i < count; i++) {
        const double y = run(&high, run(&shelf, (double)samples[i]));
        sum += y * y;
        if (++in < block && i + 1 < count) continue;
        const double mean = sum / (double)in;
        most = fmax(most, mean);
        if (mean >= least) all += sum, counted += in;
        sum = 0;
        in = 0;
    }
    *out_most = most;
    return counted > 0 ? all / (double)counted : 0;
}

double sound_loudness(const float *samples, size_t count, int rate_hz) {
    double most;
    (void)blocks(samples, count, rate_hz, 0, &most);
    const double mean = blocks(samples, count, rate_hz, GATE * most, &most);
    return mean > 0 ? 10 * log10(mean) : -200;
}

// Straight up to BEND of the ceiling, then ever flatter towards it.
static double bent(double x) {
    const double knee = BEND * SOUND_PEAK, room = SOUND_PEAK - knee, over = fabs(x) - knee;
    if (over <= 0) return x;
    return copysign(knee + room * tanh(over / room), x);
}

void sound_level(sound_clip *clip, int rate_hz) {
    // Bending takes some loudness away: a second and third turn bring it back.
    for (int turn = 0; turn < 3; turn++) {
        const double loud_db = sound_loudness(clip->samples, clip->count, rate_hz);
        if (loud_db < -100) return;
        const double gain = pow(10, (SOUND_LOUD_DB - loud_db) / 20);
        for (size_t i = 0; i < clip->count; i++)
            clip->samples[i] = (float)bent(gain * (double)clip->samples[i]);
    }
}
