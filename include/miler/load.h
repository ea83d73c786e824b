// SPDX-License-Identifier: MIT
// miler/load.h: how much training was: the load of one session from pace, heart
// rate or effort, and of weeks: by kind, how alike the days were, and a plain
// sentence where a week jumps. It describes; it foretells nothing, least of all
// injuries: no number of this kind does (Impellizzeri 2020).
//
// Example (compiled and run by the tests):
//
//     #include <miler/load.h>
//     #include <stdio.h>
//     int main(void) {
//         miler_load_parts run = {.sport = MILER_SPORT_RUNNING, .timer_s = 3600, .dist_m = 12600};
//         run.ngp_mps = 3.5; // an hour at seven eighths of the threshold speed
//         run.ngp_s = 3600;
//         miler_load_runner runner = {.threshold_mps = 4.0};
//         miler_load load;
//         miler_load_session(&run, &runner, NULL, &load);
//         printf("%.0f from %s\n", load.points, miler_load_basis_name(load.basis)); // 77 from pace
//         return 0;
//     }
//
// One scale for all: 100 points are one hour at threshold.
//
// - pace     100 h (NGP / threshold speed)^2                     rTSS (Coggan; science.md 6.2)
//   NGP: 4th-power mean of the speed on the flat of equal cost (Minetti), rolling over 30 s,
//   while moving. Standing would else count as work.
// - HR       100 TRIMP / TRIMP of an hour at 88 % of reserve     Banister 1991 (6.1); 88 % of VO2 reserve is
//   threshold pace, and of heart-rate reserve the same (Swain 1997)
// - effort   100 RPE minutes / (7 x 60)                          Foster 1998 (6.1); an hour at threshold is 7,
//   "very hard", of 10 [engineering estimate]
//
// Which is trusted first hangs on the kind: time trials, intervals and threshold by pace, for the heart
// follows late; easy and long runs by pace, but where the distance is a belt's guess by heart rate first;
// cross-training by heart rate; strength by effort, for the heart says little of it.
//
// The measuring (miler_load_measure) keeps times in bins of speed and heart rate
// that hang on no threshold: the load can be told anew when fitness is.
//
// Units: SI, points; days count from 1970-01-01. NaN = not known.
// Ownership: plain data, caller-owned. Threads: pure.
#ifndef MILER_LOAD_H
#define MILER_LOAD_H

#include <miler/activity.h>
#include <miler/athlete.h>

#ifdef __cplusplus
extern "C" {
#endif

// ---- One session ---------------------------------------------------------------

#define MILER_LOAD_SPEED_BINS 80 // of 0.1 m/s from 0; the last holds all that is faster
#define MILER_LOAD_SPEED_BIN_MPS 0.1
#define MILER_LOAD_HR_BINS 40 // of 5 bpm from 30; none holds what is outside
#define MILER_LOAD_HR_BIN_BPM 5.0
#define MILER_LOAD_HR_FROM_BPM 30.0

#define MILER_LOAD_THRESHOLD_RPE 7 // an hour at threshold feels so hard, of 10 [engineering estimate]

// What was measured, before anything is known of the runner.
typedef struct miler_load_parts {
    miler_sport sport;
    miler_dist_source dist_source;
    bool by_laps;   // no samples: from laps, or from the summary alone
    double timer_s; // pauses taken out
    double dist_m;
    double ngp_mps; // normalised graded pace as a speed; NaN = not known, or no run; 0 = all of it was ridden
    double ngp_s;   // the time it stands for: moving
    double speed_s[MILER_LOAD_SPEED_BINS]; // moving time at each graded speed, mean over 10 s
    double hr_s[MILER_LOAD_HR_BINS];
} miler_load_parts;

// Measures a run or another session. Without samples: by laps, else by the summary. Errors: NOMEM.
MILER_API miler_status miler_load_measure(const miler_activity *activity, miler_arena *arena,
                                          miler_load_parts *out, miler_error *err) MILER_CHECK;
// Bins as text, for keeping: "27:3405 28:12", bin and tenths of a second. Parse: false and empty bins for
// what is no such text.
MILER_API void miler_load_bins_print(const double *seconds, size_t count, miler_buf *out);
MILER_API bool miler_load_bins_parse(const char *text, double *seconds, size_t count);

typedef enum miler_load_kind {
    MILER_LOAD_EASY = 0,
    MILER_LOAD_LONG,
    MILER_LOAD_THRESHOLD,
    MILER_LOAD_INTERVALS,
    MILER_LOAD_TRIAL, // a race or a time trial
    MILER_LOAD_CROSS,
    MILER_LOAD_STRENGTH,
    MILER_LOAD_KIND_COUNT
} miler_load_kind;
MILER_API const char *miler_load_kind_name(miler_load_kind kind); // "easy" ... "trial", "cross", "strength"

typedef enum miler_load_basis {
    MILER_LOAD_BY_NONE = 0, // nothing to tell it from: counted in time and distance, not in load
    MILER_LOAD_BY_PACE,
    MILER_LOAD_BY_HR,
    MILER_LOAD_BY_EFFORT,
    MILER_LOAD_BASIS_COUNT
} miler_load_basis;
MILER_API const char *
miler_load_basis_name(miler_load_basis basis); // "nothing", "pace", "heart rate", "effort"

// What is known of the runner on that day. 0 or NaN = not known.
typedef struct miler_load_runner {
    miler_sex sex;
    double threshold_mps;
    double threshold_sd;     // one SD as a share of it
    double hr_max_bpm;       // not known: no load by heart rate
    bool hr_max_guessed;     // from age
    double hr_rest_bpm;      // not known: 60 is taken [engineering estimate]
    double hr_threshold_bpm; // told; not known: a share of the reserve
    double usual_run_s;      // mean time of the runs of the four weeks before
    double trial_share; // predicted time / best time in it, over a race distance: 1 = as fast as foretold
    bool race_told;     // a result was entered that this run is
    bool kind_told;     // by the runner: `kind`, whatever it looks like
    miler_load_kind kind;
} miler_load_runner;

// How hard a session felt, 1..10 for all of it (CR10), and how long it was; minutes 0 = as recorded.
typedef struct miler_load_effort {
    double rpe, minutes;
} miler_load_effort;

typedef struct miler_load {
    miler_load_kind kind;
    miler_load_basis basis;
    double points;    // NaN with basis NONE
    double error;     // one SD of points, with that of the threshold [engineering estimate]
    double intensity; // NGP / threshold speed; NaN without
} miler_load;

// Metres that were run: its distance, without what was ridden of it (a car home); 0 where all of it was.
MILER_API double miler_load_run_m(const miler_load_parts *parts);

// A run that is certainly none (faster than the records, or for ten minutes and more far faster than this
// runner can), or ridden but for the way to the car, is cross-training: not by pace. On a belt it is a run
// whose pace is not believed. `effort` may be NULL. The kind of a run, unless told, by its time above 0.95 of threshold speed [engineering estimates]:
// trial, when told, or when it was within 2 % of what was foretold; intervals, from 3 min of which 60 % are
// above 1.065, between critical velocity and VO2max pace, and there are rests; threshold, from 8 min, unless
// heart rate is known and far below the threshold band: then it is easy, and by heart rate; long, from 90 min, or from an hour
// that is 1.3 of the usual run; else easy. Without pace, threshold is 8 min above 85 % of heart-rate reserve.
MILER_API void miler_load_session(const miler_load_parts *parts, const miler_load_runner *runner,
                                  const miler_load_effort *effort, miler_load *out);

// ---- Weeks ---------------------------------------------------------------------

typedef struct miler_load_entry {
    int32_t day;
    bool run;
    double dist_m, time_s; // NaN or 0 = not known
    miler_load load;
} miler_load_entry;

// So many days in a row.
typedef struct miler_load_span {
    int32_t first_day;
    int32_t days; // those of it that are over, today included
    int32_t sessions, runs;
    int32_t by_basis[MILER_LOAD_BASIS_COUNT]; // sessions
    double dist_m;                            // of the runs
    double time_s;                            // of all sessions
    double load, load_error; // points; one SD, the errors of sessions taken as independent of each other
    double kind_load[MILER_LOAD_KIND_COUNT];
    double kind_s[MILER_LOAD_KIND_COUNT];
    int32_t kind_sessions[MILER_LOAD_KIND_COUNT];
    double monotony; // mean / SD of daily load, at most 10 (Foster 1998); NaN before the span is over
    double strain;   // load of a week x monotony (Foster 1998); NaN likewise
} miler_load_span;

typedef enum miler_load_jump_kind {
    MILER_JUMP_NONE = 0,
    MILER_JUMP_DISTANCE,
    MILER_JUMP_LOAD, // the load without the distance: faster, or another sport
    MILER_JUMP_KIND_COUNT
} miler_load_jump_kind;

// The rule: distance of a week over the largest of the three weeks before it by more than 20 %, and by
// more than 1.5 km; likewise load by more than 30 % and 30 points; from two weeks of history on. Source: +10 % a week is the usual step,
// over +20 % is worth a word, plans stop at +30 % (science.md 5.8, a synthesis; trials find no step that is
// right for all: Buist 2008). The slack and the share of load are engineering estimates.
#define MILER_LOAD_JUMP_SHARE 0.20
#define MILER_LOAD_JUMP_SLACK_M 1500.0
#define MILER_LOAD_JUMP_LOAD_SHARE 0.30
#define MILER_LOAD_JUMP_SLACK 30.0
#define MILER_LOAD_JUMP_WEEKS 3
typedef struct miler_load_jump {
    miler_load_jump_kind kind;
    double value, base; // metres or points: of the week, of the largest of the three before
    double share;       // value / base - 1
} miler_load_jump;

typedef struct miler_load_week {
    miler_load_span span; // Monday to Sunday
    miler_load_jump jump;
    double short_load, long_load; // a day: exponential means over 7 and 42 days, at its end (science.md 6.4)
} miler_load_week;

typedef struct miler_load_view {
    miler_load_span last, before; // the four weeks that end today, and the four before them
    double short_load, long_load; // today, points a day
    int32_t history_days;         // since the first session; below 42 the long mean is still filling
} miler_load_view;

#define MILER_LOAD_WEEKS_MAX 1040 // twenty years
// `entries` in order of day; those after `today` are passed over. Fills `weeks[count]`, oldest first, the
// last being that of today, and `view`. Errors: ARG (no week, too many, out of order).
MILER_API miler_status miler_load_weeks(const miler_load_entry *entries, size_t entry_count, int32_t today,
                                        miler_load_week *weeks, size_t count, miler_load_view *view,
                                        miler_error *err) MILER_CHECK;

// What is to be said of a week: its jump, and days that were all alike (monotony of 2 and more; Foster 1998).
// Nothing in most weeks. Whole sentences in one line.
MILER_API void miler_load_week_words(const miler_load_week *week, miler_units units, miler_buf *out);
// The rule of the jump and its source, in one line.
MILER_API const char *miler_load_jump_rule(void);

#ifdef __cplusplus
}
#endif
#endif
