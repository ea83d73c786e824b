// SPDX-License-Identifier: MIT
// Pictures of one run: the oval from above, its laps as rows, its reps as bars.
// They are drawn from plain structs and know no store and no file.
//
//     drawing d;
//     picture_oval(&d, arena, &run);
//     status = svg_print(&d, out, err);
#ifndef MILER_PICTURES_H
#define MILER_PICTURES_H

#include "render/draw.h"

#include <miler/reps.h>

// What a rep was to be run at; 0, 0 = nothing was asked.
typedef struct picture_target {
    double low_mps, high_mps;
} picture_target;

typedef struct picture_run {
    const char *name;               // the run's own, hostile; "" none
    const char *when;               // "2026-05-01", may be ""
    const miler_activity *activity; // may be NULL for reps
    const miler_tracks *tracks;     // may be NULL: not looked for
    const miler_reps *reps;         // may be NULL
    miler_units units;
    const picture_target *targets;   // one for each of reps; may be NULL
    const miler_track_split *splits; // those the page's table shows; may be NULL
    size_t split_count;
    bool
        narrow; // for a phone: the oval smaller, its words below it and large beside it; the others are as they are
} picture_run;

void picture_oval(drawing *d, miler_arena *arena, const picture_run *run);
void picture_laps(drawing *d, miler_arena *arena, const picture_run *run);
void picture_reps(drawing *d, miler_arena *arena, const picture_run *run);

typedef struct picture_kind {
    const char *name; // "oval", "laps", "reps"
    void (*draw)(drawing *d, miler_arena *arena, const picture_run *run);
} picture_kind;
extern const picture_kind picture_kinds[3];
const picture_kind *picture_kind_named(const char *name); // NULL: none

// ---- Shared by the pictures

// One time round, from finish line to finish line, or what was run of it.
typedef struct picture_lap {
    double along_from_m, along_to_m; // along the part, as miler_tracks.along_m
    double start_s, time_s, error_s; // time NaN: not a whole lap
    const miler_track_part *part;
} picture_lap;
// Begins the drawing of a run; its name, where it has one, is the runner's own.
void picture_begin(drawing *d, miler_arena *arena, const char *id, double width, double height,
                   const picture_run *run);
// In order of time, stretches under 10 m left out. NULL with *count 0: none, or no memory.
picture_lap *picture_laps_of(const picture_run *run, const miler_track *track, miler_arena *arena,
                             size_t *count);
// Metres from sample i to the next, less than none where the runner went back.
double picture_step(const picture_run *run, double lap_m, size_t i);
// Where on the lap sample i to the next was run, as far as it is of this row; false: nothing of it.
bool picture_piece(const picture_run *run, const picture_lap *lap, double lap_m, size_t i, double *from_m,
                   double *to_m);
draw_scale picture_scale(const picture_run *run, const miler_track *track, miler_arena *arena);
// "when, then the words", for the line under the headline.
const char *picture_line(miler_arena *arena, const picture_run *run, const char *words);
const char *picture_name(const picture_run *run);
// A drawing that says "not a track: why".
void picture_empty(drawing *d, const picture_run *run, const char *why_not);
// Why no track can be drawn; NULL: one can.
const char *picture_no_track(const picture_run *run);

#endif
