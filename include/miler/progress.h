// SPDX-License-Identifier: MIT
// miler/progress.h: what stands behind an estimate and what became of it: what
// limits the mile, what a faster mile means elsewhere, the mile over the months,
// before and after, and how well the past would have been foretold.
//
// Example (compiled and run by the tests):
//
//     #include <miler/progress.h>
//     #include <stdio.h>
//     int main(void) {
//         miler_athlete athlete;
//         miler_athlete_init(&athlete);
//         const miler_evidence runs[] = {{.dist_m = 800, .time_s = 152, .day = 19980},
//                                        {.dist_m = 5000, .time_s = 1149, .day = 19990}};
//         miler_evidence scratch[2];
//         miler_progress_point points[2];
//         const int32_t days[] = {19985, 20000}; // each from what was known by then
//         if (miler_progress(&athlete, runs, 2, days, 2, scratch, points, NULL) != MILER_OK) return 1;
//         printf("%.0f s, then %.0f s\n", points[0].mile.time_s, points[1].mile.time_s); // 336 s, then 334 s
//         return points[1].moved && points[1].mover.dist_m > 4999 ? 0 : 1; // the 5 km moved it
//     }
//
// Units: m, s, m/s, bpm, percent. Ownership: plain data, caller-owned. Threads: pure.
#ifndef MILER_PROGRESS_H
#define MILER_PROGRESS_H

#include <miler/fitness.h>

#ifdef __cplusplus
extern "C" {
#endif

// ---- What limits

typedef enum miler_side {
    MILER_SIDE_SPEED,     // 400 and 800 m
    MILER_SIDE_VO2MAX,    // 3000 and 5000 m
    MILER_SIDE_THRESHOLD, // 10 km
    MILER_SIDE_ENDURANCE, // half and marathon
    MILER_SIDE_COUNT
} miler_side;

typedef struct miler_side_level {
    bool known;            // a race or time trial of the last 18 months says something of it
    double dist_m;         // the distance it is shown at
    double time_s;         // this runner's there
    double expected_s;     // of a runner of the same mile
    double behind_percent; // of those of the same mile, over the side's distances; < 0: ahead
    double sure_percent;   // 50..100: how sure the sign of that is
    double one_percent_s;  // what the mile wins when this side alone gets 1 % faster
    double to_level_s;     // what the mile wins when it comes up to them; 0 where ahead; NaN where not known
    double tells_m;        // an all-out effort over this distance would tell
} miler_side_level;

typedef struct miler_limits {
    miler_side_level sides[MILER_SIDE_COUNT];
    int limiter; // the miler_side that costs the mile most; -1: nothing stands out
} miler_limits;

// `fitness` is the estimate of this evidence on this day. Errors: as miler_fitness_estimate.
MILER_API miler_status miler_limits_find(const miler_athlete *athlete, const miler_evidence *evidence,
                                         size_t count, int32_t today, const miler_fitness *fitness,
                                         miler_limits *out, miler_error *err) MILER_CHECK;
MILER_API const char *miler_side_name(miler_side side); // "speed", "VO2max", "threshold", "endurance"

// ---- Carry-over, reserve, threshold heart rate

#define MILER_CARRY_COUNT 7 // 800, 1500, 3000, 5 km, 10 km, half marathon, marathon
typedef struct miler_carry {
    double dist_m;
    double before_s, after_s;
} miler_carry;
// What so many seconds off the mile are worth elsewhere when the whole curve
// moves with it, each distance by the same share. False: no such mile.
MILER_API bool miler_carry_over(const miler_fitness *fitness, double gain_s,
                                miler_carry out[MILER_CARRY_COUNT]);

typedef struct miler_reserve {
    double fast_mps;      // of a 400
    double over_mile;     // that speed by the mile's
    double over_critical; // and by critical speed; NaN = not known
    bool known;           // a 400 or 800 of the last 18 months stands behind it
} miler_reserve;
MILER_API void miler_speed_reserve(const miler_fitness *fitness, const miler_limits *limits,
                                   miler_reserve *out);

typedef enum miler_heart_source {
    MILER_HEART_UNKNOWN = 0,
    MILER_HEART_RESERVE, // 83..88 % between rest and maximum
    MILER_HEART_MAXIMUM, // 88..92 % of the maximum
    MILER_HEART_RUNS,    // the mean of runs at threshold pace; filled in by the caller
    MILER_HEART_TOLD     // by the runner, who had it measured
} miler_heart_source;
typedef struct miler_threshold_heart {
    double low_bpm, high_bpm; // NaN = not known
    miler_heart_source source;
} miler_threshold_heart;
MILER_API void miler_threshold_hr(const miler_athlete *athlete, miler_threshold_heart *out);

// ---- The mile over time

#define MILER_TRAINING_DAYS 548 // 18 months: what a watch alone told longer ago is not looked at

typedef struct miler_progress_point {
    int32_t day;
    bool known;           // false: nothing was known by then
    miler_estimate mile;  // NaN where not known
    double change_s;      // since the point before; NaN = none before
    bool moved;           // new evidence since the point before moved it that way; else time alone did
    miler_evidence mover; // the one without which it would have gone least so
    bool only_training, stale;
} miler_progress_point;

// The estimate as of each of the days (ascending), each from the evidence up to
// that day; results without a day and bests of a season are left out, since they
// may lie in the future of any day. `scratch` has room for `count` pieces.
// Errors: ARG.
MILER_API miler_status miler_progress(const miler_athlete *athlete, const miler_evidence *evidence,
                                      size_t count, const int32_t *days, size_t day_count,
                                      miler_evidence *scratch, miler_progress_point *out,
                                      miler_error *err) MILER_CHECK;
// First days of weeks (Mondays) or months from the first on or after `since` to
// the last on or before `until`, then `until` itself. Returns how many there are; writes
// at most `room`.
MILER_API size_t miler_progress_days(int32_t since, int32_t until, bool monthly, int32_t *out, size_t room);

// ---- Before and after

typedef struct miler_record_pair {
    double dist_m;
    double before_s, after_s; // NaN = none
    int32_t before_day, after_day;
} miler_record_pair;
// The fastest race or time trial per distance of the estimate's list up to
// `since` and after it up to `until`; distances run after it alone. Returns how many.
MILER_API size_t miler_records_between(const miler_evidence *evidence, size_t count, int32_t since,
                                       int32_t until, miler_record_pair out[MILER_ESTIMATE_COUNT]);

// ---- The past foretold

typedef struct miler_backtest_row {
    miler_evidence evidence;
    bool known;           // something was known the day before
    miler_estimate said;  // the day before
    double error_percent; // > 0: said slower than was run
    bool inside;          // of the 80 % band
    bool far_off;         // three times as far from what was said as the band is wide
    bool only_training;   // what was said rested on training alone
} miler_backtest_row;
typedef struct miler_backtest_sum {
    size_t rows, judged, inside, far_off;
    double mean_abs_percent, bias_percent, inside_percent; // NaN where nothing was judged
} miler_backtest_sum;

// For each race and time trial (400 m .. marathon) what the day before would have said,
// oldest first. `scratch` and `rows` have room for `count` each. Errors: ARG.
MILER_API miler_status miler_backtest(const miler_athlete *athlete, const miler_evidence *evidence,
                                      size_t count, int32_t today, miler_evidence *scratch,
                                      miler_backtest_row *rows, miler_backtest_sum *out,
                                      miler_error *err) MILER_CHECK;

#ifdef __cplusplus
}
#endif
#endif
