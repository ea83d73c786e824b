// SPDX-License-Identifier: MIT
// simulate: single sessions with their truth, for the tests: any reps on any
// oval or road or hill, any recovery, any watch. The same body and watch as the
// season's (simulate.c), whose files do not change by this.
#ifndef SIMULATE_SESSION_H
#define SIMULATE_SESSION_H

#include "simulate_watch.h"

typedef enum session_rest { REST_JOG = 0, REST_WALK, REST_STAND, REST_COUNT } session_rest;

typedef struct session_spec {
    piece_kind ground; // of the reps: OVAL, ROAD or HILL
    int count;
    double rep_m;     // length ...
    double rep_s;     // ... or time, when rep_m is 0
    double mile_part; // speed as a share of what he runs a mile at
    session_rest rest;
    double rest_s; // how long; a jog is so long at half of mile speed
    int strides;   // before the reps
    double oval_m; // 400, 300 or 200
    int lane;      // from 1
    bool to_line;  // jogs and walks on the oval end at a line: at every 100 m
    double warm_m, cool_m;
} session_spec;

// Radius of the line that is measured in a lane of an oval of the size.
static inline void session_oval(world *w, double oval_m, int lane) {
    const double size = oval_m / 400;
    const double first = 36.80 * size; // 0.30 m out from the kerb
    w->oval_straight_m = 84.39 * size;
    w->oval_radius_m = lane <= 1 ? first : first - 0.10 + 1.22 * (lane - 1); // 0.20 m from the line
}

static inline void session_break(world *w, const session_spec *s, piece_kind ground) {
    const double way = s->rest == REST_JOG ? 0.5 * w->mile_mps : 1.4;
    const double rest_s = s->rest_s * uniform(&w->rng, 0.97, 1.03);
    if (ground == HILL) // back down to where it began
        piece_add(w, HILL_BACK, w->pieces[w->piece_count - 1].dist_m, way);
    else if (s->rest == REST_STAND)
        piece_stand(w, rest_s, false);
    else if (ground == OVAL && s->to_line) // to the next start, a multiple of 100 m
        piece_add(w, ground, fmax(1, round(rest_s * way / 100)) * 100, way);
    else
        piece_add(w, ground, rest_s * way, way);
    if (ground == HILL && s->rest == REST_STAND) piece_stand(w, rest_s, false);
    w->pieces[w->piece_count - 1].lap_after = true;
}

// Warm-up, strides, reps, cool-down. Strides count as reps in the truth.
static inline void session_build(world *w, const session_spec *s) {
    session_oval(w, s->oval_m > 0 ? s->oval_m : 400, s->lane > 0 ? s->lane : 1);
    if (s->warm_m > 0) {
        piece_lap(w, ROAD, s->warm_m, 0.62 * w->mile_mps);
        piece_stand(w, uniform(&w->rng, 40, 150), false);
    }
    for (int i = 0; i < s->strides; i++) {
        piece_add(w, OVAL, uniform(&w->rng, 80, 110), 0.97 * w->mile_mps)->rep = true;
        piece_add(w, OVAL, 80, 1.4);
    }
    if (s->strides > 0) piece_stand(w, uniform(&w->rng, 60, 120), false);
    if (w->piece_count > 0) w->pieces[w->piece_count - 1].lap_after = true;
    for (int i = 0; i < s->count; i++) {
        const double mps = s->mile_part * w->mile_mps * (1 + 0.01 * gauss(&w->rng));
        piece_rep(w, s->ground, s->rep_m > 0 ? s->rep_m : s->rep_s * mps, mps);
        if (i + 1 < s->count || s->ground == HILL) session_break(w, s, s->ground);
    }
    if (s->cool_m <= 0) return;
    piece_stand(w, uniform(&w->rng, 20, 90), false);
    piece_add(w, ROAD, s->cool_m, 0.6 * w->mile_mps);
}

// One session of its own: worn and recorded. `log` is borrowed by `rec`.
static inline void session_record(world *w, watch_log *log, miler_recording *rec) {
    world_run(w);
    watch_wear(w, log);
    watch_recording(w, log, rec);
}

#endif
