// SPDX-License-Identifier: MIT
// A session on a track, written by hand and not found, so that pictures of it
// stay the same whatever the finder learns: jogging, a mile from its start, three
// reps of 200 m with 100 m walked between.
#ifndef TEST_PICTURE_KIT_H
#define TEST_PICTURE_KIT_H

#include "render/pictures.h"

#include <math.h>
#include <string.h>

enum { PICTURE_KIT_MAX = 4000, PICTURE_KIT_REPS = 64 };

typedef struct picture_kit {
    miler_samples samples;
    miler_activity activity;
    miler_tracks tracks;
    miler_track track;
    miler_track_part part;
    miler_reps reps;
    miler_rep rep[PICTURE_KIT_REPS];
    picture_run run;
    double at_s[PICTURE_KIT_MAX], along_m[PICTURE_KIT_MAX], phase_m[PICTURE_KIT_MAX],
        speed_mps[PICTURE_KIT_MAX];
    float error_m[PICTURE_KIT_MAX];
    size_t n;
    bool back; // the next way goes back
} picture_kit;

// A track in `lane` of an oval, with nothing run on it yet.
static inline void picture_kit_begin(picture_kit *k, const miler_oval *oval, double first_phase_m) {
    memset(k, 0, sizeof *k);
    k->track = (miler_track){
        .oval = *oval, .lap_error_m = 0.6, .lane_share = 0.9, .finish_known = true, .spot_m = NAN};
    k->phase_m[0] = first_phase_m;
    k->error_m[0] = 1;
    k->n = 1;
}

// Runs on for a way at a speed, a sample every `step_s`; speed 0: stands for `dist_m` seconds.
static inline void picture_kit_go(picture_kit *k, miler_rep_kind kind, double dist_m, double speed_mps,
                                  double step_s) {
    const double time_s = speed_mps > 0 ? dist_m / speed_mps : dist_m;
    const double way_m = speed_mps > 0 ? dist_m : 0;
    const double lap_m = miler_oval_lap_m(&k->track.oval);
    const double from_s = k->at_s[k->n - 1];
    const double from_m = k->along_m[k->n - 1];
    const double from_phase_m = k->phase_m[k->n - 1];
    const size_t steps = (size_t)ceil(time_s / step_s);
    for (size_t i = 1; i <= steps && k->n < PICTURE_KIT_MAX; i++, k->n++) {
        const double part = (double)i / (double)steps;
        k->at_s[k->n] = from_s + time_s * part;
        k->along_m[k->n] = from_m + way_m * part;
        k->phase_m[k->n] = fmod(from_phase_m + (k->back ? lap_m - way_m * part : way_m * part), lap_m);
        k->error_m[k->n] = 1;
        // A little quicker in the middle, so that colours change.
        k->speed_mps[k->n - 1] = speed_mps * (1 + 0.03 * sin(3.14159265 * part));
    }
    k->speed_mps[k->n - 1] = speed_mps;
    const bool work = kind == MILER_REP_WORK || kind == MILER_REP_STRIDE;
    k->rep[k->reps.count++] = (miler_rep){.kind = kind,
                                          .motion = speed_mps <= 0  ? MILER_MOTION_STAND
                                                    : speed_mps < 2 ? MILER_MOTION_WALK
                                                                    : MILER_MOTION_JOG,
                                          .start_s = from_s,
                                          .end_s = from_s + time_s,
                                          .time_s = time_s,
                                          .time_error_s = 0.4,
                                          .dist_m = way_m,
                                          .dist_error_m = 1,
                                          .nominal_m = work ? way_m : 0,
                                          .nominal_sure = work,
                                          .nominal_time_s = time_s,
                                          .speed_mps = speed_mps,
                                          .avg_hr_bpm = work ? 171.0f : NAN,
                                          .set = work ? (int32_t)(way_m / 100) : -1};
}

static inline void picture_kit_end(picture_kit *k, const char *name) {
    k->samples.count = k->n;
    k->activity.samples = &k->samples;
    k->activity.sample_count = k->n;
    k->activity.at_s = k->at_s;
    k->part = (miler_track_part){
        .first = 0, .end = k->n, .end_s = k->at_s[k->n - 1], .dist_m = k->along_m[k->n - 1]};
    k->track.parts = &k->part;
    k->track.part_count = 1;
    k->track.on_track_m = k->part.dist_m;
    k->track.laps = k->part.dist_m / miler_oval_lap_m(&k->track.oval);
    k->tracks = (miler_tracks){.tracks = &k->track,
                               .count = 1,
                               .along_m = k->along_m,
                               .phase_m = k->phase_m,
                               .error_at_m = k->error_m,
                               .speed_mps = k->speed_mps};
    k->reps.reps = k->rep;
    k->run = (picture_run){
        .name = name, .when = "2026-05-01", .activity = &k->activity, .tracks = &k->tracks, .reps = &k->reps};
}

static inline void picture_kit_session(picture_kit *k, const char *name) {
    miler_oval oval;
    miler_oval_standard(&oval, 1);
    oval.turn_rad = 0.4;
    const double lap_m = miler_oval_lap_m(&oval);
    picture_kit_begin(k, &oval, 0);
    picture_kit_go(k, MILER_REP_WARMUP, 2 * lap_m - 9.344, 3.0, 8);
    picture_kit_go(k, MILER_REP_RECOVERY, 60, 0, 8);
    picture_kit_go(k, MILER_REP_WORK, MILER_MILE_M, 4.9, 4);
    picture_kit_go(k, MILER_REP_RECOVERY, 400, 1.6, 8);
    for (int i = 0; i < 3; i++) {
        picture_kit_go(k, MILER_REP_WORK, 200, 5.6 - 0.05 * i, 4);
        picture_kit_go(k, i < 2 ? MILER_REP_RECOVERY : MILER_REP_COOLDOWN, 200, i < 2 ? 2.4 : 2.8, 8);
    }
    picture_kit_end(k, name);
}

#endif
