// SPDX-License-Identifier: MIT
// Inside the activity room: how the reps of a session are found.
//
//   reps_speed    the speed from sample to sample, cut where it changes level
//   reps_levels   which of the stretches are fast
//   reps_judge    which of those are reps; what it goes by stands in reps_rules.h
//   reps_edges    start and end of each, to the second
//   reps_laps     the same from the lap button, held against the speed
//   reps_steps    the same from the workout in the file
//   reps_oval     start and end by their places on the track
//   reps_sets     what each was meant to be: 400 m, 3 min, a stride; sets
//   reps_find     all of it in order, the stretches between, sums
//   reps_mile     1600 m or the mile
//   reps_text     the session in words
//   reps_keep     the session as text for keeping, and what makes two the same
//
// All sources end in one list of spans, the fast stretches; what lies between
// them is named after them. Cost: linear in the samples.
#ifndef MILER_REPS_ROOM_H
#define MILER_REPS_ROOM_H

#include "activity/act.h"

#include <miler/reps.h>

// Walking gives way to running at 2.0 m/s (preferred transition speed; Hreljac 1993: 2.0-2.1).
#define REPS_RUN_MPS 1.9
#define REPS_STAND_MPS 0.5     // GPS on a standing runner creeps by some 0.3 m/s [engineering estimate]
#define REPS_STRIDE_MAX_S 30.0 // shorter are strides and sprints, run by feel [engineering estimate]
#define REPS_OVAL_MAX 200
#define REPS_MAX 2000 // spans in one session: more is noise, not training

// The session as its speed shows it. Interval i lies between samples i and i + 1.
typedef struct reps_series {
    size_t count; // intervals; 0 = no speed
    const double *at_s;
    const double *dist_m;
    double *speed_mps;
    double every_s; // median interval
} reps_series;

// A stretch of one speed: intervals [first, end).
typedef struct reps_seg {
    size_t first, end;
    double start_s, end_s;
    double speed_mps; // without the seconds at its edges
    double level;     // log of the speed on the flat
    bool work;
} reps_seg;

// Stretches that could be a rep.
typedef struct reps_candidate {
    size_t first, end; // stretches
    double start_s, end_s, dist_m;
    double level;    // log of the speed on the flat
    double contrast; // over the faster neighbour
    int edges, steep;
    bool bounded; // something slower on both sides
    bool stops;   // both neighbours stand or walk
    bool keep;
} reps_candidate;

// A fast stretch, wherever it was learned from.
typedef struct reps_span {
    double start_s, end_s;
    double start_sd, end_sd; // s
    double step_m, step_s;   // asked for by the workout's step; 0 = not
    double contrast;         // log of its speed over the faster neighbour's
    uint32_t flags;          // MILER_REP_LAP_*
    int32_t step;
    // of the oval, by reps_oval
    double nominal_m, nominal_time_s;
} reps_span;

typedef struct reps_spans {
    reps_span *at;
    size_t count, room;
} reps_spans;

typedef struct reps_work {
    const miler_activity *a;
    const miler_recording *rec;
    const miler_tracks *tracks; // NULL = none found
    miler_reps_options options;
    miler_arena *arena;
    miler_arena *scratch;
    reps_series series;
    reps_seg *segs;
    size_t seg_count;
    double steep; // share of the edges that are steps, not slopes
    miler_reps *out;
} reps_work;

// The scratch arena tells failure; false only then.
bool reps_series_make(reps_work *w);
bool reps_cut(reps_work *w);
bool reps_levels(reps_work *w, reps_spans *out);
// Measures a stretch that was put together from others.
void reps_measure(const reps_work *w, reps_seg *seg);
// Joins candidates over dips; returns how many are left. `room` has `count` numbers.
size_t reps_fill_dips(const reps_work *w, reps_candidate *c, size_t count, double *room);
// Sets `keep`; false when they are no reps at all. `first`: nothing was found yet.
bool reps_judge(const reps_work *w, reps_candidate *c, size_t count, bool first, double *room,
                double *steep_share);
// The same for running of one speed with stops between.
bool reps_judge_stops(const reps_work *w, reps_candidate *c, size_t count, double *room);
void reps_edges(const reps_work *w, reps_spans *spans);
bool reps_from_steps(reps_work *w, reps_spans *out);
// `spans` come from the speed; those that laps tell better are replaced.
// Sets *meant when the laps mean the reps.
bool reps_with_laps(reps_work *w, reps_spans *spans, bool *meant);
bool reps_on_oval(reps_work *w, reps_spans *spans);
// Laps put right by hand are the last word on where a rep began and how long it was.
bool reps_by_hand(reps_work *w, reps_spans *spans);
// By the track, shorter than a distance by more than its error or the finger's.
bool reps_is_short(const miler_rep *rep, double dist_m);
bool reps_name_all(reps_work *w, miler_reps *reps);

// Tells 1600 m from the mile, as far as it can be told.
void reps_tell_mile(const reps_work *w, miler_reps *reps);

// What a rep or recovery was meant to be, or about what it was.
typedef struct reps_length {
    double dist_m; // 0 = by time
    double time_s;
} reps_length;
reps_length reps_length_of(const miler_rep *rep);

// Reps of one set: rep i and what follows it.
typedef struct reps_set {
    size_t first, last; // indices of its first and last rep
    size_t count;
    bool even;        // all of one length
    reps_length rest; // the usual recovery within it
    double rest_s;    // ... and its time
    miler_rep_motion mode;
    bool rested;    // there is one
    bool even_rest; // all recoveries alike
} reps_set;
reps_set reps_set_at(const miler_reps *reps, size_t first);

bool reps_add(reps_work *w, reps_spans *spans, const reps_span *span);
void reps_sort(reps_spans *spans); // by their starts
// Distance run since the start, by the series; 0 without one.
double reps_dist_at(const reps_work *w, double time_s);
// Mean speed between two instants; NaN when they are one.
double reps_mean_mps(const reps_work *w, double from_s, double to_s);
// The usual distance or time nearest to a value, by ratio.
double reps_usual_m(double dist_m);
double reps_usual_s(double time_s);

#endif
