// SPDX-License-Identifier: MIT
// Bytes become a run, the run a FIT file by our writer, and our reader must find the same in it: every
// sample, as fine as the format keeps them.
#include "formats/fit_write.h"

#include <miler/formats.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SAMPLES_MAX 400u
#define BEGUN_MS 1780000000000 // 2026

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct input {
    const uint8_t *at, *end;
} input;

static unsigned next(input *in) {
    return in->at < in->end ? *in->at++ : 0;
}

static double number(input *in, double step) {
    const unsigned high = next(in);
    return (high << 8 | next(in)) * step;
}

typedef struct made {
    int64_t t_ms[SAMPLES_MAX];
    double lat_deg[SAMPLES_MAX], lon_deg[SAMPLES_MAX], dist_m[SAMPLES_MAX];
    float hr_bpm[SAMPLES_MAX], speed_mps[SAMPLES_MAX];
    miler_recording r;
} made;

// What the format has room for: seconds, a hundredth of a metre, whole beats.
static void make(made *m, input *in) {
    const unsigned columns = next(in);
    miler_samples *s = &m->r.samples;
    double dist_m = 0;
    int64_t t_ms = BEGUN_MS;
    memset(m, 0, sizeof *m);
    miler_recording_init(&m->r);
    for (; s->count < SAMPLES_MAX && in->at < in->end; s->count++) {
        t_ms += 1000 * (1 + next(in) % 30);
        dist_m += number(in, 0.01);
        m->t_ms[s->count] = t_ms;
        m->dist_m[s->count] = dist_m;
        m->lat_deg[s->count] =
            0.5 + number(in, 0.001); // none at 0, 0: that is what a watch without a fix says
        m->lon_deg[s->count] = -number(in, 0.001);
        m->hr_bpm[s->count] = (float)(1 + next(in) % 250);
        m->speed_mps[s->count] = (float)number(in, 0.0005);
    }
    s->t_ms = m->t_ms;
    if (columns & 1) s->dist_m = m->dist_m;
    if (columns & 2) {
        s->lat_deg = m->lat_deg;
        s->lon_deg = m->lon_deg;
    }
    if (columns & 4) s->hr_bpm = m->hr_bpm;
    if (columns & 8) s->speed_mps = m->speed_mps;
    m->r.sport = MILER_SPORT_RUNNING;
}

static bool near(double got, double want, double by) {
    return fabs(got - want) <= by;
}

static void compare(const made *m, const miler_recording *got) {
    const miler_samples *a = &m->r.samples, *b = &got->samples;
    if (a->lat_deg != NULL && b->lat_deg == NULL) abort();
    if ((a->dist_m != NULL && b->dist_m == NULL) || (a->hr_bpm != NULL && b->hr_bpm == NULL)) abort();
    if (a->speed_mps != NULL && b->speed_mps == NULL) abort();
    if (got->sport != MILER_SPORT_RUNNING || b->count != a->count || got->lost_bytes != 0 ||
        got->notes != NULL)
        abort();
    for (size_t i = 0; i < a->count; i++) {
        if (b->t_ms[i] != a->t_ms[i]) abort();
        if (a->dist_m != NULL && !near(b->dist_m[i], a->dist_m[i], 0.0051)) abort();
        if (a->lat_deg != NULL &&
            !(near(b->lat_deg[i], a->lat_deg[i], 1e-7) && near(b->lon_deg[i], a->lon_deg[i], 1e-7)))
            abort();
        if (a->hr_bpm != NULL && !near((double)b->hr_bpm[i], (double)a->hr_bpm[i], 0)) abort();
        if (a->speed_mps != NULL && !near((double)b->speed_mps[i], (double)a->speed_mps[i], 0.00051)) abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static made m;
    input in = {data, data + size};
    const fitw_identity identity = {
        .maker = FITW_MAKER_DEVELOPMENT, .created_ms = BEGUN_MS, .product_name = "round"};
    miler_buf file;
    miler_arena *arena = miler_arena_new(NULL, 0);
    miler_reading reading = {0};
    make(&m, &in);
    miler_buf_init(&file, NULL, (size_t)1 << 22);
    if (arena == NULL) abort();
    if (m.r.samples.count > 0) {
        if (fitw_activity(&m.r, &identity, &file, NULL) != MILER_OK) abort();
        if (miler_formats_read(file.ptr, file.len, arena, &reading, NULL) != MILER_OK) abort();
        if (reading.recording_count != 1) abort();
        compare(&m, &reading.recordings[0]);
    }
    miler_buf_deinit(&file);
    miler_arena_free(arena);
    return 0;
}
