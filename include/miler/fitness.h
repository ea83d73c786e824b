// SPDX-License-Identifier: MIT
// miler/fitness.h: results and best efforts in, what this runner could run
// today out: the mile with its band, equivalents, training paces.
//
// Example (compiled and run by the tests):
//
//     #include <miler/fitness.h>
//     #include <stdio.h>
//     int main(void) {
//         miler_athlete athlete;
//         miler_athlete_init(&athlete);
//         miler_evidence run = {.dist_m = 5000, .time_s = 1149, .day = 19990}; // 5 km in 19:09
//         miler_fitness f;
//         if (miler_fitness_estimate(&athlete, &run, 1, 20000, &f, NULL) != MILER_OK) return 1;
//         printf("%.0f s\n", f.mile.time_s); // 337 s
//         return f.mile.low_s < 330 && 330 < f.mile.high_s ? 0 : 1; // a mile in 5:30 is within the band
//     }
//
// Units: m, s, m/s. Ownership: plain data, caller-owned. Threads: pure.
#ifndef MILER_FITNESS_H
#define MILER_FITNESS_H

#include <miler/athlete.h>
#include <miler/workout.h>

#ifdef __cplusplus
extern "C" {
#endif

// How a performance came about, most trusted first.
typedef enum miler_evidence_kind {
    MILER_EVIDENCE_OFFICIAL = 0,  // an official result
    MILER_EVIDENCE_RESULT,        // a race or result entered by hand
    MILER_EVIDENCE_TIME_TRIAL,    // an all-out effort, measured
    MILER_EVIDENCE_TRAINING_BEST, // the fastest stretch of a training run: a lower bound of ability
    MILER_EVIDENCE_HEART, // easy running at its heart rate, as a mile: tells changes better than heights
    MILER_EVIDENCE_REPS,  // a session of reps, as the slowest mile it could have been run with: a lower bound
    MILER_EVIDENCE_BREAK  // a time without any run in a log that is kept (miler_breaks): fitness goes
} miler_evidence_kind;

// Whether it was run all out, and not taken from training.
static inline bool miler_evidence_all_out(miler_evidence_kind kind) {
    return kind <= MILER_EVIDENCE_TIME_TRIAL;
}

// The times over `dist_m` between which an estimate believes one: nobody runs faster, and slower is a walk.
// False: no such distance (400 m to 50 km).
MILER_API bool miler_evidence_bounds(double dist_m, double *out_fast_s, double *out_slow_s);

// Whether ability is likely better: seldom all out.
static inline bool miler_evidence_lower_bound(miler_evidence_kind kind) {
    return kind == MILER_EVIDENCE_TRAINING_BEST || kind == MILER_EVIDENCE_REPS;
}

// How its distance is known.
typedef enum miler_evidence_way {
    MILER_WAY_MEASURED = 0,
    MILER_WAY_BELT_TOLD,       // a treadmill's, told by hand
    MILER_WAY_BELT_CALIBRATED, // ... counted by the watch, set right by runs that were told
    MILER_WAY_BELT_GUESSED     // ... counted by the watch, and nothing to set it right by
} miler_evidence_way;
MILER_API const char *miler_evidence_way_name(miler_evidence_way way); // "measured", "told" ... "guessed"

typedef struct miler_evidence {
    double dist_m; // 400 m .. 50 km; others are passed over
    double time_s;
    double error_s; // measuring error, one SD; 0 = official timing
    int32_t day;    // when; MILER_NO_DAY = unknown (taken as today)
    miler_evidence_kind kind;
    int64_t source_id; // run or result it comes from, for the caller; 0 = none
    bool season_best;  // the best of a year or a career, the day of which is not known
    miler_evidence_way way;
    // Of easy running by heart rate: of how many runs. Of a break: how many days are without a run
    // after `day`, the last with one; 0 = it goes on.
    int32_t run_count;
    // What speaks for a watch's word; 0 and false = not known.
    bool stepped;         // a runner's steps were counted all the while
    bool on_track;        // measured along a running track
    bool by_name;         // of a time trial: a race on a measured course, by the name of the run
    bool ran_hard;        // ... and its heart rate, beside a maximum that was told, says that it was raced
    double heart_mile_s;  // the mile that its own heart rate stands for (miler_heart_mile_s)
    double reserve_bpm;   // of easy running: the heart's reserve it was reckoned with
    bool otherwise_moved; // of a break: there were sessions of another sport
    double set_aside;     // of a race: so far behind (0.05 = 5 %) that nothing is made of it; 0 = it counts
} miler_evidence;

// Every band is 80 % wide: so many SDs of a normal distribution to each side.
#define MILER_BAND_Z 1.2815516

// Places in the list of estimates.
enum {
    MILER_ESTIMATE_400,
    MILER_ESTIMATE_800,
    MILER_ESTIMATE_1000,
    MILER_ESTIMATE_1500,
    MILER_ESTIMATE_MILE,
    MILER_ESTIMATE_3000,
    MILER_ESTIMATE_2_MILES,
    MILER_ESTIMATE_5K,
    MILER_ESTIMATE_10K,
    MILER_ESTIMATE_HALF,
    MILER_ESTIMATE_MARATHON,
    MILER_ESTIMATE_COUNT
};
MILER_API extern const double miler_estimate_dist_m[MILER_ESTIMATE_COUNT];
typedef struct miler_estimate {
    double dist_m;
    double time_s;                  // median
    double low_s, high_s;           // 80 % band of one good race: one in ten beyond either end
    double able_low_s, able_high_s; // 80 % band of ability, without the luck of a race
} miler_estimate;

#define MILER_TRAINING_MIN_M 800.0 // a fast 400 in training is speed, not a mile [engineering estimate]
// ln of the mile: no run is so much faster than easy running by heart rate, which is off by 6 % for one
// runner and some days: 2.5 SD of both [engineering estimates].
#define MILER_HEART_BEYOND 0.17

#define MILER_RESTS_MAX 8
#define MILER_DOUBTED_MAX 48
typedef struct miler_rests_on {
    miler_evidence evidence;
    double mile_s; // what this evidence alone would say of the mile today
    double
        weight; // share, 0..1, sums to 1. Easy running by heart rate: of its height; beside races its changes count
    int32_t age_days;
    int32_t runs; // easy running by heart rate: of all its weeks together; else 1
    // Filled by miler_fitness_agreement(); NaN: nothing to hold it against.
    double apart;    // share by which it is slower than the others make expect, -0.05 = 5 % faster
    double apart_sd; // that in SDs of its error and theirs
    double moves_s;  // easy running by heart rate beside others: the mile is so much slower for it
} miler_rests_on;
// So far apart a piece disagrees with the others: one of twenty does by luck.
#define MILER_DISAGREES_SD 2.0

// A run of which nothing counts, and what of it was doubted.
typedef struct miler_doubted {
    miler_evidence evidence;
    double beyond; // share by which its mile is faster than that of everything else, 0.06 = 6 %
    bool far;      // so far that a car, a bicycle or a wrong distance is likelier, whatever supports it
} miler_doubted;

typedef enum miler_model {
    MILER_MODEL_VDOT,
    MILER_MODEL_POWER,
    MILER_MODEL_CS,
    MILER_MODEL_EMIG,
    MILER_MODEL_CAMERON,
    MILER_MODEL_PURDY,
    MILER_MODEL_COUNT
} miler_model;

typedef struct miler_fitness {
    miler_estimate mile;
    // 400, 800, 1000, 1500, mile, 3000, 2 miles, 5 km, 10 km, half marathon, marathon
    miler_estimate estimates[MILER_ESTIMATE_COUNT];
    double sd_log;                          // one SD of ln(mile time)
    double model_mile_s[MILER_MODEL_COUNT]; // what each model says; NaN = not applicable
    double vdot;                            // of the estimated mile
    double exponent;                        // exponent of the estimated curve from the mile to 5 km
    miler_cs cs; // NaN without two all-out efforts of 2..20 min within 120 days, and a D' of 40..460 m
    double threshold_mps; // pace of about an hour's race
    miler_pace_band zones[MILER_ZONE_COUNT];
    miler_pace_band computed[MILER_ZONE_COUNT]; // the same as if no pace were told by hand
    miler_hand_paces paces;                     // told by hand and held by `zones`; 0 = computed
    bool paces_beyond; // a pace by hand is as fast as the mile of today, or faster: it is left aside
    miler_rests_on rests_on[MILER_RESTS_MAX]; // heaviest first
    size_t rests_on_count;
    size_t doubted_count; // runs so much faster than everything else that nothing of them counts
    miler_doubted doubted[MILER_DOUBTED_MAX]; // the first of them
    // Share by which one time trial, by a watch alone and all that was run all out, is faster than training
    // makes expect; NaN: there is none, or more. Its error holds half of that.
    double lone_trial;
    int32_t rest_days;  // without a run up to today, or up to the return; 0 = no break that matters
    bool rest_over;     // ... it is over: what it took comes back
    double rest_share;  // so much slower the mile is taken to be for it, 0.05 = 5 %
    bool only_training; // rests on training bests alone: likely faster than shown
    bool stale;         // newest evidence older than 8 weeks
} miler_fitness;

// `today` bounds the evidence: later ones are ignored. Errors: EMPTY (no usable
// evidence), ARG. Deterministic; does not allocate.
MILER_API miler_status miler_fitness_estimate(const miler_athlete *athlete, const miler_evidence *evidence,
                                              size_t count, int32_t today, miler_fitness *out,
                                              miler_error *err) MILER_CHECK;
// The result or time trial that the others make least likely: more than three SD
// from what they say. *share: 0.05 = 5 % slower than they say, < 0 faster. False: none is.
MILER_API bool miler_fitness_far_off(const miler_athlete *athlete, const miler_evidence *evidence,
                                     size_t count, int32_t today, miler_evidence *out, double *share);
// Holds each of `fitness->rests_on` against all the others.
MILER_API void miler_fitness_agreement(const miler_athlete *athlete, const miler_evidence *evidence,
                                       size_t count, int32_t today, miler_fitness *fitness);
// Marks the slow results that stand alone, so that nothing is made of them: a race is lost for many reasons,
// and one that lies more than three SD behind what at least two other pieces of its months say (where nothing
// else was raced: training, of three runs and more) is one lost, until another result or trial agrees or time
// off explains it. Races by the name of their run that other results or training lie so far ahead of become
// training bests, unless they ran hard by their heart: they may have been jogged, and do not confirm each other.
MILER_API void miler_evidence_set_aside(const miler_athlete *athlete, miler_evidence *evidence, size_t count,
                                        int32_t today);
// The mile that easy running at a heart rate stands for: oxygen at that speed
// (Daniels & Gilbert 1979) is the share of the reserve that the heart rate is
// (Swain & Leutholtz 1997). m/s on the flat, bpm; NaN outside 45-92 % of the
// reserve or beyond what is run. Good to 3.5 % from run to run; its height may
// be off by 6 % for one runner, always alike [engineering estimates].
MILER_API double miler_heart_mile_s(double speed_mps, double hr_bpm, double hr_rest_bpm, double hr_max_bpm);
// One part of a session, a rep or what was between two of them, at an even speed.
typedef struct miler_stretch {
    double dist_m; // 0: standing
    double time_s; // on the clock
} miler_stretch;
// The slowest mile with which a session of reps could just have been run, for evidence of kind REPS: by the
// balance of metres above critical speed (Skiba 2014; D' 209 m), its stretches from the first rep to the last.
// `dist_error`: share by which its distances may be off. The error (one SD) holds also D' (+-65 m between
// runners) and its refilling (+-30 %). More reps, faster ones or shorter recoveries (slower than critical speed) never make it slower.
// False: not a session (no part, a part without time, 45 km/h), or one that says nothing.
MILER_API bool miler_reps_mile(const miler_stretch *session, size_t count, double dist_error,
                               double *out_mile_s, double *out_error_s);

// Easy runs, newest first, as evidence of kind HEART: one piece a week (counted back from `today`) that has
// any, newest first. A run says nothing that is shorter than 20 minutes, not steady, or more than 14 % off
// the median of the fourteen before it: a ride, or a strap that slipped. No run changes what an older one says:
// where no maximum is told it is the highest of the run and of those before it.
typedef struct miler_easy_run {
    int64_t id;
    int32_t day;
    double dist_m, moving_s;       // dist_m NaN: not to be looked at (a belt, another sport)
    double ascent_m;               // NaN or 0 = not known
    double avg_hr_bpm, max_hr_bpm; // NaN = not recorded
    double mile_s;                 // filled in: what this run alone says; NaN = nothing
} miler_easy_run;
#define MILER_EASY_BEFORE_DAYS 548 // runs so long before one say what is usual for it
#define MILER_EASY_WEEKS_MAX 1000  // so far back it pays to look: the model takes sixteen before a day
// `out` has room for one piece a run; returns how many there are.
MILER_API size_t miler_easy_weeks(const miler_athlete *athlete, miler_easy_run *runs, size_t count,
                                  int32_t today, miler_evidence *out);

// Breaks of a log: days with a run, newest first (a day may stand there twice), as evidence of kind BREAK,
// newest first: more than five days without one (Daniels: they change nothing) after eight weeks in which
// there were eight runs and more; where there were fewer the log is not kept, and tells nothing by what it
// lacks. Days of results belong among them. `out` has room for one a day; returns how many.
MILER_API size_t miler_breaks(const int32_t *days, size_t count, int32_t today, miler_evidence *out);
// ln of the time over a mile that these breaks cost on that day: from the sixth day 0.3 % of VDOT a day, at
// most 20 % (Daniels' table of time off), half of it where another sport was done; it comes back in as many
// days as were missed.
MILER_API double miler_rest_loss(const miler_evidence *evidence, size_t count, int32_t day);
// The estimate for any distance 400 m .. marathon, between those of the list.
// False outside.
MILER_API bool miler_fitness_at(const miler_fitness *fitness, double dist_m, miler_estimate *out);
// This runner's numbers for the workout language: race times of the estimates,
// zones, heart rates where the athlete's maximum is known. goal_mile_s may be NaN.
MILER_API void miler_fitness_book(const miler_fitness *fitness, const miler_athlete *athlete,
                                  double goal_mile_s, miler_pace_book *out);
MILER_API const char *miler_model_name(miler_model model);
MILER_API const char *miler_evidence_kind_name(miler_evidence_kind kind);

#ifdef __cplusplus
}
#endif
#endif
