// SPDX-License-Identifier: MIT
// Is it a track at all? A loop in a park, a block of houses and the concourse of
// a stadium close as laps do; they are told by their shape, and by how far the
// laps lie from one line, place by place, where noise would have evened out.
#include "activity/oval.h"

#define LAPS_MIN 1.5
#define COVERED_MIN 0.8
#define ONE_WAY_MIN 0.55 // walking back the way one came is half the way
#define SCALE_MAX_M 7.0
#define BENT_MAX_M                                                                                           \
    1.6 // mean distance from the line, place by place, of a sound track (multipath, lanes changed)
// Half a straight; tracks have 0.10 (400 m with wide bends) to 0.13: a path round a pond may be an ellipse.
#define HALF_MIN 0.074
#define LAP_MIN_M 180.0
#define LAP_MAX_M 470.0 // lane 9 of 400 m

const char *oval_misfit(const oval_fit *f) {
    const double lap = oval_lap_of(f->p[OVAL_HALF], f->p[OVAL_RADIUS]);
    if (f->one_way < ONE_WAY_MIN) return "there and back rather than round";
    if (!(lap > LAP_MIN_M && lap < LAP_MAX_M)) return "laps too short or too long for a track";
    if (f->p[OVAL_HALF] + f->sd[OVAL_HALF] < HALF_MIN * lap || f->p[OVAL_RADIUS] < 0.05 * lap)
        return "no two straights and two bends";
    // Laps that are few and noisy look bent even where the track is not.
    if (f->bent_m > hypot(BENT_MAX_M, f->scale_m / sqrt(fmax(f->laps, 0.5))))
        return "the laps have another shape than an oval";
    if (f->scale_m > SCALE_MAX_M) return "the positions scatter too far";
    return NULL;
}

const char *oval_reject(const oval_fit *f) {
    if (f->laps < LAPS_MIN) return "fewer than one and a half laps of one place";
    if (f->covered < COVERED_MIN) return "not all of a lap was run";
    return oval_misfit(f);
}
