// SPDX-License-Identifier: MIT
// miler/edits.h: what a runner puts right by hand afterwards, kept apart from
// what the watch wrote: laps split, joined, moved and named; the belt's own
// distance; the length of an indoor lap. Edits are a list; laying them over the
// watch's laps gives the laps as they were, and leaving one out undoes it. What
// the run is called, which sport it was and what kind of session are edits, too.
//
// Example (compiled and run by the tests):
//
//     #include <miler/edits.h>
//     #include <stdio.h>
//     int main(void) {
//         miler_recording run;
//         miler_recording_init(&run);
//         static int64_t t_ms[2] = {0, 600000};
//         static double dist_m[2] = {0, 2000};
//         run.sport = MILER_SPORT_RUNNING;
//         run.samples.count = 2;
//         run.samples.t_ms = t_ms;
//         run.samples.dist_m = dist_m;
//         miler_arena *arena = miler_arena_new(NULL, 0);
//         miler_activity activity;
//         if (arena == NULL || miler_activity_build(&run, arena, &activity, NULL) != MILER_OK) return 1;
//         const miler_edit split = {.kind = MILER_EDIT_SPLIT, .at_s = 240};
//         miler_edited edited;
//         if (miler_edits_apply(&activity, &split, 1, arena, &edited, NULL) != MILER_OK) return 1;
//         printf("%zu laps, the first of %.0f m\n", edited.lap_count, edited.laps[0].dist_m); // 2 laps, the first of 800 m
//         miler_arena_free(arena);
//         return 0;
//     }
//
// Units: SI; at_s and start_s count wall clock from the activity's start.
// Ownership: everything hangs off the arena given; the activity is only read.
// Threads: plain data.
#ifndef MILER_EDITS_H
#define MILER_EDITS_H

#include <miler/activity.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum miler_edit_kind {
    MILER_EDIT_SPLIT = 0,  // a lap ends at at_s that did not
    MILER_EDIT_JOIN,       // the lap boundary nearest to at_s goes
    MILER_EDIT_MOVE,       // the lap boundary nearest to at_s moves to to_s
    MILER_EDIT_NAME,       // the lap that holds at_s is called `text`
    MILER_EDIT_DISTANCE,   // the whole run was value metres (belt, measured course)
    MILER_EDIT_LAP_LENGTH, // each lap was value metres (indoor track)
    MILER_EDIT_LANE,       // the lane was value; for the track room, no change of laps
    MILER_EDIT_LENGTH,     // the lap that holds at_s was value metres
    MILER_EDIT_EFFORT,     // all of it felt like value of 10 (CR10, Foster); for load, no change of laps
    MILER_EDIT_TITLE,      // the run is called `text`
    MILER_EDIT_SPORT,      // it was `text`, by miler_sport_name
    MILER_EDIT_TYPE,       // as a session it was `text`: "easy", "trial"; for load, no change of laps
    MILER_EDIT_KIND_COUNT
} miler_edit_kind;
MILER_API const char *miler_edit_kind_name(miler_edit_kind kind); // "split", "join" ...

typedef struct miler_edit {
    miler_edit_kind kind;
    double at_s, to_s;
    double value;
    const char *text; // NAME, TITLE, SPORT, TYPE; else NULL
} miler_edit;

// A lap that is the watch's own keeps its time and its metres to the last digit.
typedef struct miler_edited_lap {
    double start_s, end_s;
    double timer_s, dist_m;
    bool told;         // dist_m was told by hand, of this lap or of all
    const char *name;  // NULL = none
    int32_t watch_lap; // of the watch, from 0, when start and end are its own; -1 = made by hand
    int32_t began_as;  // the watch's lap that began where this one does, or was moved; -1 = none
} miler_edited_lap;

typedef struct miler_edited {
    miler_edited_lap *laps; // in order, without holes, from start to end
    size_t lap_count;
    double dist_m;      // of the run
    double dist_factor; // what recorded distances are multiplied by; 1 = as recorded
    bool dist_by_hand;
    bool laps_told;    // every lap's length was told: they measure the run
    int32_t lane;      // 0 = not told
    double effort_rpe; // 1..10; 0 = not told
    const char *title; // of the run; NULL = as recorded
    const char *type;  // of session; NULL = as it looks
    miler_sport sport; // UNKNOWN = as recorded
    size_t refused;    // edits that fit nothing any more and were passed over
} miler_edited;

// Lays the edits over the laps, oldest first. An edit that fits nothing (outside
// the run, no boundary near) is counted in `refused`. Errors: ARG, NOMEM.
MILER_API miler_status miler_edits_apply(const miler_activity *activity, const miler_edit *edits,
                                         size_t count, miler_arena *arena, miler_edited *out,
                                         miler_error *err) MILER_CHECK;
// The recording as if it had been made so: its title, its sport, laps as they were, distances as told
// (and straight within a lap of which the watch counted nothing). What is built
// from it is the edited activity; the one it came from stays. `edited` is of
// `activity`, and that of `recording`. Errors: ARG, NOMEM.
MILER_API miler_status miler_edits_lay(const miler_recording *recording, const miler_activity *activity,
                                       const miler_edited *edited, miler_arena *arena, miler_recording *out,
                                       miler_error *err) MILER_CHECK;
// Whether one more edit fits, with the reason and the remedy if not: before it is stored. Errors: RANGE, ARG, NOMEM.
MILER_API miler_status miler_edit_check(const miler_activity *activity, const miler_edit *edits, size_t count,
                                        const miler_edit *next, miler_arena *arena,
                                        miler_error *err) MILER_CHECK;

// ---- Distance without GPS

// One run whose distance is known although no GPS measured it.
typedef struct miler_calibration_run {
    double watch_m; // as the watch or foot pod counted
    double true_m;  // as the belt or the laps said
    double speed_mps;
} miler_calibration_run;

typedef struct miler_calibration {
    double factor;   // true = watch x factor
    double error;    // one SD of it, for the next run
    size_t rests_on; // runs
} miler_calibration;
// Median of the runs' factors, nearest in speed first; one run alone says +-3 %.
// False: no usable run. It is a proposal: the runner confirms it (as an edit).
MILER_API bool miler_calibrate(const miler_calibration_run *runs, size_t count, double speed_mps,
                               miler_calibration *out);

#ifdef __cplusplus
}
#endif
#endif
