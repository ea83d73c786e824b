// SPDX-License-Identifier: MIT
// Inside the activity room, the oval: how a track is found under a recording.
//
//   oval_shape.c  geometry of straights and bends
//   oval_find.c   where an oval could lie: loops that close
//   oval_fit.c    centre, turn, straights, radius by robust least squares; what size it is
//   oval_trace.c  time and place along it: a Kalman smoother that knows GPS drift
//   oval_way.c    metres run from places that tremble
//   oval_judge.c  whether it is a track at all
//   oval_lane.c   its size, and the lane
//   oval_line.c   which end the finish line stands at
//   tracks.c      all of it in order, the parts
//   track_ask.c   questions to the answer: times, splits, start points
//
// Points are resampled every OVAL_STEP_M of way, so that standing still weighs
// nothing and the cost hangs on the distance, not on the watch's interval.
#ifndef MILER_OVAL_H
#define MILER_OVAL_H

#include <miler/track.h>

#define OVAL_STEP_M 8.0   // spacing of the points that are fitted
#define OVAL_GAP_S 30.0   // farther apart in time: what lay between is not known
#define OVAL_GAP_M 150.0  // ... or in space
#define OVAL_FAST_MPS 8.0 // laps are not run faster
#define OVAL_CORRELATION_M                                                                                   \
    60 // GPS errors are alike over about this much way (15 s at 4 m/s) [engineering estimate]

// Metres around a reference, east and north.
typedef struct oval_frame {
    double lat_deg, lon_deg;
    double m_per_lat, m_per_lon;
} oval_frame;

// Samples at least OVAL_STEP_M apart, each with the way it stands for.
typedef struct oval_path {
    oval_frame frame;
    size_t count;
    double *x_m, *y_m;
    double *way_m;    // from the start, as the points go
    double *weight_m; // way this point stands for
    bool *taken;      // on a track found already
} oval_path;

enum { OVAL_CX, OVAL_CY, OVAL_TURN, OVAL_HALF, OVAL_RADIUS, OVAL_PARAMS };

// A fit in progress: the line that was run, in the frame of the path.
typedef struct oval_fit {
    double p[OVAL_PARAMS]; // centre, turn of the long axis, half a straight, radius
    double sd[OVAL_PARAMS];
    double sd_lap_m; // of the lap that they make
    double scale_m;  // robust SD of the distance to the line
    double on_m;     // way within reach of it
    double laps;     // the same in laps, run in the main direction
    double one_way;  // share of on_m in the main direction
    double covered;  // share of the lap that was run
    double bent_m;   // RMS of the mean distance from the line, place by place: large where the shape is wrong
    bool clockwise;
} oval_fit;

double oval_lane_out_m(int lane);
double oval_wrap(double along_m, double lap_m);
// The same place on another oval: straights onto straights, bends onto bends.
double oval_transfer(const miler_oval *from, const miler_oval *to, double along_m);
static inline double oval_lap_of(double half_m, double radius_m) {
    return 4 * half_m + 6.283185307179586 * radius_m;
}

bool oval_path_make(const miler_activity *a, miler_arena *arena, oval_path *out);
bool oval_sound(const miler_samples *samples, size_t i); // sample i has a position
void oval_to_frame(const oval_frame *frame, double lat_deg, double lon_deg, double *x_m, double *y_m);

// Places where an oval of this lap could lie, best first.
typedef struct oval_candidate {
    double cx, cy, turn_rad, lap_m;
    double votes_m; // way that speaks for it
} oval_candidate;
size_t oval_candidates(const oval_path *path, double lap_m, miler_arena *scratch, oval_candidate *out,
                       size_t max);

// Robust least squares from a start, which counts as known to `sd` each (one
// that is very small is kept). False when it runs away.
bool oval_fit_run(const oval_path *path, oval_fit *fit, const double sd[OVAL_PARAMS]);
#define OVAL_KEPT 1e-4
// Fills on_m ... bent_m, clockwise.
void oval_fit_look(const oval_path *path, oval_fit *fit);

// Whether a free fit is a track: NULL, or why not in words. Of a fit that needs
// no laps to be believed, since something lies there: oval_misfit.
const char *oval_reject(const oval_fit *fit);
const char *oval_misfit(const oval_fit *fit);
// What size it is and which lane was run, by what the fit can tell; refits with
// the size chosen. `known`: NULL, or the track that lies there; `whole`: the fit
// tells the shape by itself, so that it may be another size than known. False:
// what was run lies outside of every lane, `out` is not filled.
bool oval_size_up(const oval_path *path, oval_fit *fit, const miler_known_track *known, bool whole,
                  miler_track *out);

// A runner's way along the oval: samples [first, end) with their time and place.
typedef struct oval_trace {
    size_t count;
    const double *at_s;
    const double *x_m, *y_m; // relative to the oval's centre; NaN = not known
    double noise_m;          // of a coordinate, drift included
    double *along_m;         // out: unwrapped place, from the finish line
    double *speed_mps;       // out: along the track, negative = against it
    float *error_m;          // out: one SD of along_m
} oval_trace;
#define OVAL_TRACE_MAX 20000
bool oval_trace_run(const miler_oval *oval, oval_trace *trace, miler_arena *scratch);
// Metres run up to each place; the places themselves are made to grow or fall
// only, between turns of more than back_m.
bool oval_way(double *place, size_t count, double back_m, double *way, miler_arena *scratch);
// Turns the oval by half a lap if starts, stops and laps say that the finish
// line stands at the other end.
void oval_finish_line(const miler_activity *a, miler_tracks *all, miler_track *track);

#endif
