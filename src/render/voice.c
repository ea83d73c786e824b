// SPDX-License-Identifier: MIT
// flite through its shared libraries, loaded on first use. The registration of a voice has
// no header: the manual of flite says to declare it by hand.
//
// flite has its own tables and no way to fail: out of memory, it ends the process.
#include "render/voice.h"

#include "base/late.h"

#include <flite/flite.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LIBRARY(name) MILER_LATE_NAME(name, "1")
#define SPEED 0.95 // of the usual length: clear, and a little brisker
#define HEARD 0.02 // of the loudest sample: where a word begins and ends
#define TEXT_LONGEST 400
#define KEPT_FIRST 64
#define REACH 16
#define PI 3.14159265358979323846

#define CALLS(X)                                                                                             \
    X(flite_init)                                                                                            \
    X(flite_text_to_wave)                                                                                    \
    X(flite_feat_set_float)                                                                                  \
    X(delete_wave)

typedef struct calls {
    CALLS(MILER_LATE_FIELD)
} calls;

typedef struct kept {
    const char *text;
    voice_word word;
} kept;

struct voice {
    calls call;
    cst_voice *flite;
    size_t at; // of voices[]
    void (*put_back)(cst_voice *);
    int rate_hz;
    miler_arena *arena;
    kept *list;
    size_t count, room;
};

static const struct {
    const char *name, *library, *take, *put_back;
} voices[] = {
    {"slt", LIBRARY("flite_cmu_us_slt"), "register_cmu_us_slt", "unregister_cmu_us_slt"},
    {"rms", LIBRARY("flite_cmu_us_rms"), "register_cmu_us_rms", "unregister_cmu_us_rms"},
    {"awb", LIBRARY("flite_cmu_us_awb"), "register_cmu_us_awb", "unregister_cmu_us_awb"},
    {"kal", LIBRARY("flite_cmu_us_kal16"), "register_cmu_us_kal16", "unregister_cmu_us_kal16"},
};
#define VOICES (sizeof voices / sizeof voices[0])

const char *voice_name(size_t at) {
    return at < VOICES ? voices[at].name : NULL;
}

static miler_status open_late(const char *name, const miler_late_call *table, size_t count,
                              miler_error *err) {
    const miler_late_library library = {name, "words need flite", "libflite1", false};
    return miler_late_open(&library, table, count, err);
}

static miler_status load(voice *v, cst_voice *(**take)(const char *), miler_error *err) {
    calls *call = &v->call;
    const miler_late_call speech[] = {CALLS(MILER_LATE_ROW)};
    const miler_late_call own[] = {{voices[v->at].take, take}, {voices[v->at].put_back, &v->put_back}};
    const miler_status status = open_late(LIBRARY("flite"), speech, MILER_LATE_COUNT(speech), err);
    if (status != MILER_OK) return status;
    return open_late(voices[v->at].library, own, MILER_LATE_COUNT(own), err);
}

// flite has each voice once, whoever asks, and gives it back at once, whoever still speaks with it: in the
// server the arena of one answer may be freed while the next is being spoken.
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static size_t speakers[VOICES];

static void let_go(void *user) {
    voice *v = user;
    if (v->flite == NULL) return;
    (void)pthread_mutex_lock(&lock);
    if (--speakers[v->at] == 0) v->put_back(v->flite);
    (void)pthread_mutex_unlock(&lock);
}

static cst_voice *begin(const voice *v, cst_voice *(*take)(const char *)) {
    (void)pthread_mutex_lock(&lock);
    (void)v->call.flite_init_();
    cst_voice *flite = take(NULL);
    if (flite != NULL) speakers[v->at]++;
    (void)pthread_mutex_unlock(&lock);
    return flite;
}

miler_status voice_new(const char *name, int rate_hz, miler_arena *arena, voice **out, miler_error *err) {
    size_t at = 0;
    cst_voice *(*take)(const char *) = NULL;
    *out = NULL;
    while (at < VOICES && strcmp(voices[at].name, name) != 0)
        at++;
    if (at == VOICES) return miler_fail(err, MILER_ERR_NOT_FOUND, "there is no voice '%.20s'", name);
    voice *v = miler_arena_take(arena, sizeof *v);
    if (v == NULL || miler_arena_defer(arena, let_go, v) != MILER_OK)
        return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    v->arena = arena;
    v->rate_hz = rate_hz;
    v->at = at;
    const miler_status status = load(v, &take, err);
    if (status != MILER_OK) return status;
    v->flite = begin(v, take);
    if (v->flite == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    v->call.flite_feat_set_float_(v->flite->features, "duration_stretch", (float)SPEED);
    *out = v;
    return MILER_OK;
}

// Only what is heard, from *first up to *last: the silence around it would put the word late.
static void heard(const cst_wave *wave, int *first, int *last) {
    int peak = 0;
    *first = 0;
    *last = wave->num_samples;
    for (int i = 0; i < wave->num_samples; i++)
        if (abs(wave->samples[i]) > peak) peak = abs(wave->samples[i]);
    const int least = (int)(HEARD * peak);
    while (*first < *last && abs(wave->samples[*first]) <= least)
        ++*first;
    while (*last > *first && abs(wave->samples[*last - 1]) <= least)
        --*last;
}

// Between the samples: a sinc under a window of REACH samples to either side, for rates
// above the voice's own. flite has a resampler, which comes 5 ms late.
static double between(const int16_t *samples, int count, double at) {
    const int base = (int)floor(at);
    const double frac = at - base, wave = sin(PI * frac) / PI;
    double sum = 0;
    if (frac < 1e-9) return samples[base];
    for (int k = -REACH + 1; k <= REACH; k++) {
        if (base + k < 0 || base + k >= count) continue;
        const double x = frac - k, part = x / REACH, window = 1 - part * part;
        sum += samples[base + k] * (k % 2 != 0 ? -wave : wave) / x * window * window;
    }
    return sum;
}

static voice_word at_rate(const voice *v, const cst_wave *wave, int first, int last) {
    const double step = (double)wave->sample_rate / v->rate_hz;
    const size_t count = (size_t)floor((last - first - 1) / step) + 1;
    int16_t *samples = miler_arena_bare_array(v->arena, count, sizeof *samples);
    if (samples == NULL) return (voice_word){NULL, 0};
    for (size_t i = 0; i < count; i++)
        samples[i] = (int16_t)lround(
            fmax(-32767, fmin(32767, between(wave->samples + first, last - first, (double)i * step))));
    return (voice_word){samples, count};
}

static voice_word speak(voice *v, const char *text) {
    char line[TEXT_LONGEST];
    (void)snprintf(line, sizeof line, "%s", text);
    cst_wave *wave = v->call.flite_text_to_wave_(line, v->flite);
    voice_word word = {NULL, 0};
    if (wave == NULL) return word;
    int first, last;
    heard(wave, &first, &last);
    if (wave->num_channels == 1 && wave->sample_rate > 0 && last > first)
        word = at_rate(v, wave, first, last);
    v->call.delete_wave_(wave);
    return word;
}

voice_word voice_say(voice *v, const char *text) {
    for (size_t i = 0; i < v->count; i++)
        if (strcmp(v->list[i].text, text) == 0) return v->list[i].word;
    if (v->count == v->room) {
        const size_t room = v->room > 0 ? v->room * 2 : KEPT_FIRST;
        kept *grown = miler_arena_grow(v->arena, v->list, v->room, room, sizeof *grown);
        if (grown == NULL) return (voice_word){NULL, 0};
        v->list = grown;
        v->room = room;
    }
    const char *name = miler_arena_dup(v->arena, text);
    if (name == NULL) return (voice_word){NULL, 0};
    v->list[v->count] = (kept){name, speak(v, text)};
    return v->list[v->count++].word;
}

double voice_measure(void *user, const char *text) {
    voice *v = user;
    return (double)voice_say(v, text).count / v->rate_hz;
}
