// SPDX-License-Identifier: MIT
// Runners on ovals with the truth beside them: who was where at each tenth of a
// second, and what a watch with a drifting GPS made of it. It knows nothing of
// how miler finds a track: the geometry here is its own.
#ifndef TEST_TRACK_KIT_H
#define TEST_TRACK_KIT_H

#include <miler/track.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TK_STEPS = 120000, TK_SAMPLES = 40000, TK_PACES = 64 };

typedef struct tk_step {
    double t_s, x_m, y_m, path_m; // path: along the lane, from the start
} tk_step;

// A stretch run at one speed; speed 0: standing for `seconds`.
typedef struct tk_pace {
    double dist_m, speed_mps, seconds;
    double from_path_m, to_path_m, from_s, to_s; // filled by tk_run
} tk_pace;

typedef struct tk_world {
    uint64_t rng;
    double straight_m, radius_m; // of lane 1's measured line
    int lane;
    bool clockwise;
    double turn_rad, start_m; // start: along the lane, from the finish line
    double wide_m;            // how far outside of the lane's measured line one runs
    tk_pace pace[TK_PACES];
    size_t pace_count;
    tk_step *step;
    size_t step_count;
    int64_t *t_ms;
    double *lat, *lon;
    size_t sample_count;
    miler_recording rec;
} tk_world;

static inline double tk_uniform(uint64_t *rng) { // splitmix64
    uint64_t z = *rng += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (double)((z ^ (z >> 31)) >> 11) / 9007199254740992.0;
}

static inline double tk_gauss(uint64_t *rng) {
    double sum = -6;
    for (int i = 0; i < 12; i++)
        sum += tk_uniform(rng);
    return sum;
}

static inline void tk_init(tk_world *w, uint64_t seed) {
    *w = (tk_world){.rng = seed, .straight_m = 84.39, .radius_m = 36.80, .lane = 1};
    w->step = malloc(TK_STEPS * sizeof *w->step);
    w->t_ms = malloc(TK_SAMPLES * sizeof *w->t_ms);
    w->lat = malloc(TK_SAMPLES * sizeof *w->lat);
    w->lon = malloc(TK_SAMPLES * sizeof *w->lon);
    if (w->step == NULL || w->t_ms == NULL || w->lat == NULL || w->lon == NULL) abort();
}

static inline void tk_free(tk_world *w) {
    free(w->step);
    free(w->t_ms);
    free(w->lat);
    free(w->lon);
}

// Straights and lap that make a track of 400, 300 or 200 m.
static inline void tk_size(tk_world *w, int lap_m) {
    w->straight_m = lap_m == 400 ? 84.39 : lap_m == 300 ? 60 : 38;
    w->radius_m = (lap_m - 2 * w->straight_m) / (2 * 3.14159265358979);
}

static inline double tk_radius(const tk_world *w) {
    return w->radius_m + (w->lane > 1 ? 1.22 * w->lane - 1.32 : 0); // 0.30 out in lane 1, 0.20 in the others
}

static inline double tk_lap(const tk_world *w) {
    return 2 * w->straight_m + 2 * 3.14159265358979 * tk_radius(w);
}

// Seen from above: the finish line is the origin of s, on the right end of the lower straight.
static inline void tk_place(const tk_world *w, double s, double *x, double *y) {
    const double r = tk_radius(w), bend = 3.14159265358979 * r, l = w->straight_m, lap = 2 * (bend + l);
    s -= lap * floor(s / lap);
    double u, v;
    if (s < bend)
        u = l / 2 + r * sin(s / r), v = -r * cos(s / r);
    else if (s < bend + l)
        u = l / 2 - (s - bend), v = r;
    else if (s < 2 * bend + l)
        u = -l / 2 - r * sin((s - bend - l) / r), v = r * cos((s - bend - l) / r);
    else
        u = s - 2 * bend - l - l / 2, v = -r;
    if (w->clockwise) v = -v;
    *x = u * cos(w->turn_rad) - v * sin(w->turn_rad);
    *y = u * sin(w->turn_rad) + v * cos(w->turn_rad);
}

static inline void tk_pace_add(tk_world *w, double dist_m, double speed_mps, double seconds) {
    if (w->pace_count == TK_PACES) abort();
    w->pace[w->pace_count++] = (tk_pace){.dist_m = dist_m, .speed_mps = speed_mps, .seconds = seconds};
}

static inline void tk_note(tk_world *w, double t, double path) {
    if (w->step_count == TK_STEPS) abort();
    tk_step *s = &w->step[w->step_count++];
    *s = (tk_step){.t_s = t, .path_m = path};
    double x[2], y[2]; // a little before and after: outward is to the right of running anticlockwise
    for (int k = 0; k < 2; k++)
        tk_place(w, w->start_m + path + 0.02 * k - 0.01, &x[k], &y[k]);
    const double out = (w->clockwise ? -w->wide_m : w->wide_m) / hypot(x[1] - x[0], y[1] - y[0]);
    tk_place(w, w->start_m + path, &s->x_m, &s->y_m);
    s->x_m += out * (y[1] - y[0]);
    s->y_m -= out * (x[1] - x[0]);
}

// All paces, in steps of a tenth of a second; speed changes within some two
// seconds and trembles by a per cent.
static inline void tk_run(tk_world *w) {
    double t = 0, path = 0, v = 0, wobble = 0;
    for (size_t i = 0; i < w->pace_count; i++) {
        tk_pace *p = &w->pace[i];
        p->from_path_m = path;
        p->from_s = t;
        const double end_m = path + p->dist_m, end_s = t + p->seconds;
        while (p->speed_mps > 0 ? path < end_m : t < end_s) {
            tk_note(w, t, path);
            wobble += -0.01 * wobble + 0.001 * tk_gauss(&w->rng);
            v += (p->speed_mps * (1 + wobble) - v) * (1 - exp(-0.1 / (p->speed_mps > 0 ? 1.2 : 0.4)));
            path += v * 0.1;
            t += 0.1;
        }
        p->to_path_m = path;
        p->to_s = t;
    }
    tk_note(w, t, path);
}

static inline size_t tk_step_at(const tk_world *w, double t_s) {
    size_t low = 0, high = w->step_count - 1;
    while (high - low > 1) {
        const size_t mid = (low + high) / 2;
        *(w->step[mid].t_s <= t_s ? &low : &high) = mid;
    }
    return low;
}

static inline double tk_time_at_path(const tk_world *w, double path_m) {
    size_t low = 0, high = w->step_count - 1;
    while (high - low > 1) {
        const size_t mid = (low + high) / 2;
        *(w->step[mid].path_m < path_m ? &low : &high) = mid;
    }
    const tk_step *a = &w->step[low], *b = &w->step[high];
    return b->path_m > a->path_m ? a->t_s + (b->t_s - a->t_s) * (path_m - a->path_m) / (b->path_m - a->path_m)
                                 : a->t_s;
}

// Metres run between the first sample and the last: what a recording can know.
static inline double tk_recorded_m(const tk_world *w) {
    const double end = (double)(w->t_ms[w->sample_count - 1] - INT64_C(1700000000000)) / 1000;
    const tk_step *a = &w->step[tk_step_at(w, end)], *b = a + 1;
    return a->path_m + (end - a->t_s) / (b->t_s - a->t_s) * (b->path_m - a->path_m) - w->step[0].path_m;
}

// What the watch writes: every so many seconds (over one: now and then), with
// an error of sd_m a coordinate that dies out over tau_s, a slow drift and a
// little jitter.
static inline void tk_record(tk_world *w, double every_s, double sd_m, double tau_s) {
    double e[2] = {sd_m * tk_gauss(&w->rng), sd_m * tk_gauss(&w->rng)}, drift[2] = {0, 0};
    double last = w->step[0].t_s;
    const double end = w->step[w->step_count - 1].t_s;
    w->sample_count = 0;
    for (double t = last; t < end && w->sample_count<TK_SAMPLES; t += every_s> 1
                              ? every_s * (0.5 + tk_uniform(&w->rng))
                              : every_s) {
        const tk_step *a = &w->step[tk_step_at(w, t)], *b = a + 1;
        const double u = (t - a->t_s) / (b->t_s - a->t_s), keep = exp(-(t - last) / tau_s);
        for (int k = 0; k < 2; k++) {
            e[k] = e[k] * keep + sd_m * sqrt(1 - keep * keep) * tk_gauss(&w->rng);
            drift[k] += 0.02 * sd_m * sqrt(t - last) * tk_gauss(&w->rng);
        }
        last = t;
        const double x = a->x_m + u * (b->x_m - a->x_m) + e[0] + drift[0] + 0.3 * tk_gauss(&w->rng);
        const double y = a->y_m + u * (b->y_m - a->y_m) + e[1] + drift[1] + 0.3 * tk_gauss(&w->rng);
        const size_t k = w->sample_count++;
        w->t_ms[k] = INT64_C(1700000000000) + llround(t * 1000);
        w->lat[k] = 48 + y / 111201.0; // a degree there, to a tenth of a per mille
        w->lon[k] = 11 + x / 74625.6;
    }
    miler_recording_init(&w->rec);
    w->rec.sport = MILER_SPORT_RUNNING;
    w->rec.samples.count = w->sample_count;
    w->rec.samples.t_ms = w->t_ms;
    w->rec.samples.lat_deg = w->lat;
    w->rec.samples.lon_deg = w->lon;
}

#endif
