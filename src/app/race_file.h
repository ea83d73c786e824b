// SPDX-License-Identifier: MIT
// The file that the live page saves (docs/race-file.md): who ran, by what plan, and
// when they passed where.
//
// Units: m from the start, s from the gun, UTC ms. NaN / MILER_NO_TIME = not told.
// Ownership: everything in the arena given.
// Security: the bytes are anybody's; sizes are capped (base/limits.h), every list
// must go up, and nothing derived (places, finish times) is believed.
#ifndef MILER_RACE_FILE_H
#define MILER_RACE_FILE_H

#include <miler/base.h>

#define RACE_FILE_SAME_M 0.002 // places are written to the millimetre; nearer than this is the same

typedef struct race_file_point {
    double dist_m, time_s;
} race_file_point;

typedef struct race_file_runner {
    const char *name; // "" where one ran alone and gave none
    bool dropped_out;
    double finish_s;       // of the split at the finish; NaN: not there, or unlimited laps
    race_file_point *taps; // as tapped, what was taken back left out; both columns strictly up
    size_t tap_count;
    double goal_s; // NaN: ran without a plan, and then there are no points
    const char *strategy;
    race_file_point *plan; // the pacing line: first 0, 0, last distance and goal
    size_t plan_count;
} race_file_runner;

typedef struct race_file {
    int64_t gun_ms;       // MILER_NO_TIME: never started
    int32_t gun_offset_s; // of the phone's clock, east of UTC
    double dist_m;
    const char *venue, *convention; // as in `miler pace --json`
    int32_t lane;
    double lap_m; // 0: no laps
    double start_ahead_m;
    double *laps_m; // where laps are counted, strictly up, the finish last
    size_t lap_count;
    bool half_laps;      // taps were due at half laps, too
    bool unlimited_laps; // no finish: laps were counted as long as they were run
    race_file_runner *runners;
    size_t runner_count;
} race_file;

// Errors: FORMAT (no JSON, with its line; no race file; a field that is missing or
// impossible, named), UNSUPPORTED (a newer version), LIMIT (over a cap), NOMEM.
miler_status race_file_read(const void *bytes, size_t len, miler_arena *arena, race_file *out,
                            miler_error *err) MILER_CHECK;

#endif
