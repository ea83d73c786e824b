// SPDX-License-Identifier: MIT
// miler/track.h: the running track under a recording: which parts were run on
// an oval, where it lies and how large it is, which lane, and from that every
// sample's place along it, with how far each can be trusted.
//
// Example (compiled and run by the tests):
//
//     #include <miler/track.h>
//     #include <stdio.h>
//     int main(void) {
//         miler_oval oval;
//         miler_oval_standard(&oval, 4);
//         const double lap_m = miler_oval_lap_m(&oval);
//         double x_m, y_m, along_m, off_m;
//         miler_oval_at(&oval, lap_m + 5, &x_m, &y_m, NULL, NULL);
//         miler_oval_locate(&oval, x_m, y_m, &along_m, &off_m);
//         printf("lap %.2f m and %.1f m of the next\n", lap_m, along_m); // lap 422.37 m and 5.0 m of the next
//         return 0;
//     }
//
// The oval, seen from above, run anticlockwise; `along` counts from the finish
// line F, which stands at the end of the home straight:
//
//  .         <---- back straight
//  .       .--------------------.        y
//  .      /                      \       |
//  bend 2(    infield   o         )bend 1
//  .      \                      /       +--> x
//  .       '--------------------F
//  .         home straight ---->
//
// Units: m, s, degrees, radians where said. Distances along the track are of
// the lane that was run, as that lane is measured.
// Ownership: arrays hang off the arena given. Threads: plain data, no globals.
// Sources: geometry of World Athletics (straights 84.39 m, radius 36.50 m, lane
// 1.22 m, measured 0.30 m out from the kerb in lane 1, 0.20 m from the line in
// the others). Method and its errors: docs/track.md.
#ifndef MILER_TRACK_H
#define MILER_TRACK_H

#include <miler/activity.h>

#ifdef __cplusplus
extern "C" {
#endif

#define MILER_LANE_M 1.22

// ---- One oval --------------------------------------------------------------------

typedef enum miler_oval_size {
    MILER_OVAL_STANDARD = 0, // 400 m by the book
    MILER_OVAL_400,          // 400 m of another shape
    MILER_OVAL_300,
    MILER_OVAL_200,
    MILER_OVAL_MEASURED, // none of these: as measured from the points
    MILER_OVAL_SIZE_COUNT
} miler_oval_size;

typedef struct miler_oval {
    miler_oval_size size;
    double lat_deg, lon_deg; // centre; 0, 0 for one that lies nowhere
    double turn_rad;         // of the home straight's running direction, anticlockwise from east
    double straight_m;       // each of the two
    double radius_m;         // of the line that lane 1 is measured on
    int lane;                // the lane run, from 1
    bool clockwise;          // run the other way round
} miler_oval;

// A standard track in a lane, lying nowhere.
MILER_API void miler_oval_standard(miler_oval *out, int lane);
MILER_API const char *miler_oval_size_name(miler_oval_size size); // "standard 400 m" ...
// Radius and lap of the lane run.
MILER_API double miler_oval_lane_radius_m(const miler_oval *oval);
MILER_API double miler_oval_lap_m(const miler_oval *oval);
// The place `along_m` past the finish line (any number of laps), relative to
// the centre, east and north; the direction of running as a unit vector (may be NULL).
MILER_API void miler_oval_at(const miler_oval *oval, double along_m, double *x_m, double *y_m, double *dx,
                             double *dy);
// The nearest place: along in [0, lap), and how far outside the lane's line (negative: inside).
MILER_API void miler_oval_locate(const miler_oval *oval, double x_m, double y_m, double *along_m,
                                 double *off_m);

// Where races start, as metres before the finish line in lane 1.
typedef enum miler_start_point {
    MILER_START_NONE = 0,
    MILER_START_FINISH_LINE, // 400, 800, 10,000 m
    MILER_START_MILE,        // 9.344 m behind it
    MILER_START_1500,        // the end of the first bend: also 300 m
    MILER_START_200,         // half a lap: also 1000, 3000, 5000 m
    MILER_START_100,         // the home straight's beginning
    MILER_START_COUNT
} miler_start_point;
MILER_API const char *miler_start_point_name(miler_start_point point);

// ---- A recording on an oval --------------------------------------------------------

// Samples [first, end) run on the track without leaving it.
typedef struct miler_track_part {
    size_t first, end;
    double start_s, end_s; // wall clock from the activity's start
    double dist_m;         // along the track
} miler_track_part;

// Time for a stretch of track.
typedef struct miler_track_split {
    double every_m; // what was asked for: 100, 200 or 400
    double from_m;  // from the start of the rep or part
    double dist_m;  // every_m; less for what was left at the end
    double start_s; // wall clock from the activity's start
    double time_s;
    double error_s; // one standard deviation: both places, and how well the lap is known
} miler_track_split;

// Below this share a lane is the likeliest of several and no more [engineering estimate].
#define MILER_LANE_SURE 0.6

// A lap the track may have, by size and lane, and how likely.
typedef struct miler_lap_guess {
    double lap_m;
    double share; // of all guesses, 0..1
} miler_lap_guess;
#define MILER_LAP_GUESSES 6 // laps within a lane or two of the likeliest; the rest is hardly likely

// One oval found in a recording.
typedef struct miler_track {
    miler_oval oval;
    double residual_m;                              // median distance of the samples from the lane's line
    double lap_error_m;                             // one SD of the lap's length: size and lane together
    double lane_share;                              // how sure the lane is, 0..1
    miler_lap_guess lap_guesses[MILER_LAP_GUESSES]; // likeliest first; their shares make up nearly 1
    size_t lap_guess_count;
    double perimeter_m; // of the free fit, before any size was chosen
    double noise_m;     // of the positions, one SD a coordinate, slow drift included
    bool finish_known;  // the finish line is told by laps or starts; else by geometry, either end
    double spot_m; // where most starts and stops lie, metres past the finish line; NaN: nowhere, or there
    miler_track_part *parts;
    size_t part_count;
    double on_track_m; // along the track, all parts
    double laps;       // the same in laps
} miler_track;

#define MILER_TRACK_NO_LAPS "no laps of one place" // why_not of most runs: nothing came near a track

typedef struct miler_tracks {
    miler_track *tracks; // most run on first
    size_t count;
    const char *why_not; // count 0: "not a track: ..." in words
    double dist_m;       // of the whole session: track parts rebuilt, the rest as recorded
    double error_m;      // one SD of it
    // Per sample; NULL when no track was found.
    double *along_m;   // metres run along the track since the part began; NaN off the track
    double *phase_m;   // place on the lap, from the finish line; NaN off the track
    float *error_at_m; // one SD of along_m
    double *dist_at_m; // distance since the session's start, rebuilt
    double *speed_mps; // along the track; NaN off it
} miler_tracks;

// A track known from before: it is looked for first, at its place.
typedef struct miler_known_track {
    miler_oval oval;
    double sd_m;       // how well its centre is known
    bool lane_by_hand; // the lane was told by the runner and is not asked again
    // Other sessions that its size rests on: it is believed the more against what
    // the positions of one say. The run that is looked at must not be among them.
    int32_t sessions;
} miler_known_track;

// Looks for ovals. Never an error for what is no track: count 0 and why_not.
// `known` may be NULL. Errors: NOMEM, ARG, LIMIT (the arena is full: too many samples).
MILER_API miler_status miler_tracks_find(const miler_activity *activity, const miler_known_track *known,
                                         size_t known_count, miler_arena *arena, miler_tracks *out,
                                         miler_error *err) MILER_CHECK;

// Wall clock when `dist_m` after `from_s` was reached along the track, and one
// SD of it (may be NULL): the place then, and how well the lap's length is
// known. NaN outside the part that holds from_s.
MILER_API double miler_track_time_at(const miler_activity *activity, const miler_tracks *tracks,
                                     double from_s, double dist_m, double *error_s);
// Time that `dist_m` from `from_s` on took. Its error counts the place at the
// start, too: a start is as sharp as the moment it is told, but the metres run
// from there are not. NaN as above.
MILER_API double miler_track_stretch(const miler_activity *activity, const miler_tracks *tracks,
                                     double from_s, double dist_m, double *error_s);
// Splits of `every_m` metres from `from_s` to `to_s`, and what is left after the
// last whole one. `length_m`: what the stretch measures where that is known (a
// rep of 400 m); then the last split ends at to_s. 0: as long as the track says.
// Returns their number, at most `max`.
MILER_API size_t miler_track_splits(const miler_activity *activity, const miler_tracks *tracks, double from_s,
                                    double to_s, double length_m, double every_m, miler_track_split *out,
                                    size_t max);
// Which start point the runner stood at or passed at `time_s`; NONE: none of
// them, or the positions, or a finish line that is not known, leave it open.
MILER_API miler_start_point miler_track_start(const miler_activity *activity, const miler_tracks *tracks,
                                              double time_s);

#ifdef __cplusplus
}
#endif
#endif
