// SPDX-License-Identifier: MIT
// miler/racer.h: what a runner has to spend in a race, and the best way to
// spend it.
//
// Example (compiled and run by the tests):
//
//     #include <miler/racer.h>
//     #include <stdio.h>
//     int main(void) {
//         miler_racer racer;
//         miler_spending best;
//         miler_error err;
//         miler_arena *arena = miler_arena_new(NULL, 0);
//         // A mile in 5:30, 5 km in 19:09, and at most 6.2 m/s.
//         if (miler_racer_fit(MILER_MILE_M, 330, 5000, 1149, 6.2, &racer, &err) != MILER_OK) return 1;
//         if (miler_race_optimum(&racer, MILER_MILE_M, NULL, 0, arena, &best, &err) != MILER_OK) return 1;
//         printf("%.1f s\n", best.time_s); // 330.0 s
//         miler_arena_free(arena);
//         return best.time_s > 329.9 && best.time_s < 330.1 ? 0 : 1;
//     }
//
// The model (Keller 1974; Aftalion & Bonnans 2014; Aftalion & Trelat 2021): a
// runner pushes with a force f per kilogram, loses v/tau to the inside of the
// body, and pays f v out of a store e that breathing fills at sigma(e):
//
//   x' = v        v' = f - c(x) v / tau        e' = sigma(e) - f v
//   0 <= f <= force        e >= 0        e(0) = store
//
// sigma rises from `supply_start` to `supply` while the first `rise` of the
// store is spent (oxygen uptake takes time) and falls to `supply_end` over the
// last `fall` of it. c(x) is what the course costs beside a still, level track.
//
// Units: m, s, kg; energies J/kg, powers W/kg, forces N/kg.
// Ownership: efforts live in the arena they are made in.
// Threads: pure functions, no globals.
// What it is worth: the shape, a fast start, an even middle and a rise at the
// end, is that of record miles; the parameters of one runner are fitted to two
// performances and a top speed, the rest is scaled from published sets
// [engineering estimate]. Differences between two ways to run are told better
// than the time itself.
#ifndef MILER_RACER_H
#define MILER_RACER_H

#include <miler/science.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct miler_racer {
    double tau_s;                      // how soon the body loses its speed
    double force_nkg;                  // the strongest push; top speed is force x tau
    double store_jkg;                  // to spend beyond what breathing gives
    double supply_wkg;                 // what breathing gives, once it is up
    double supply_start_wkg, rise_jkg; // at the gun, and how much is spent until it is up
    double supply_end_wkg, fall_jkg;   // when the store is empty, and where it begins to fall
} miler_racer;

// The cost of running up to `to_m`, beside a still, level track: 1.02 = 2 %
// more. In order of place; the last holds to the end.
#define MILER_LOAD_LEAST 0.5
#define MILER_LOAD_MOST 2.0
typedef struct miler_race_load {
    double to_m, cost; // MILER_LOAD_LEAST .. MILER_LOAD_MOST
} miler_race_load;

// One way of running the distance, as the model has it.
typedef struct miler_spending {
    double time_s;
    double left_jkg; // in the store at the finish
    double dry_m;    // where the store was empty; NaN = nowhere before the last 2 %
    double top_mps;
    double kick_s, kick_left_jkg; // the clock and the store where the kick began; NaN = none
    // Where when, every 10 m (NULL from miler_racer_run); `left` is the store there.
    double *knot_m, *knot_s, *knot_left_jkg;
    size_t knot_count;
} miler_spending;

// From two performances at different distances (800 m .. 10 km, at least 10 %
// apart) and a top speed (m/s; NaN = 1.27 times that of the shorter race [engineering estimate]). Both
// are then run as fast as the model can. Errors: RANGE (nobody could run both).
MILER_API miler_status miler_racer_fit(double one_m, double one_s, double other_m, double other_s,
                                       double top_mps, miler_racer *out, miler_error *err) MILER_CHECK;

// From one performance alone (800 m .. 5 km): the other one is what its VDOT
// makes of it over 5 km, or of a race beyond 2 km over the mile.
MILER_API miler_status miler_racer_of_time(double dist_m, double time_s, miler_racer *out,
                                           miler_error *err) MILER_CHECK;

// The fastest way over `dist_m` (400 .. 10000). Errors: ARG, RANGE (parameters
// without meaning, loads out of order), NOMEM.
MILER_API miler_status miler_race_optimum(const miler_racer *racer, double dist_m,
                                          const miler_race_load *loads, size_t load_count, miler_arena *arena,
                                          miler_spending *out, miler_error *err) MILER_CHECK;

// A plan as it is run: the clock of a broken line (knots from 0, 0 on, times
// ascending), followed as far as push and store allow. Once the store is empty
// only breathing carries the runner. With `kick_m` above 0 the line is followed
// to that far before the end and the rest is run evenly with all that is left.
// Errors: ARG, RANGE.
MILER_API miler_status miler_racer_run(const miler_racer *racer, const double *knot_m, const double *knot_s,
                                       size_t count, double kick_m, const miler_race_load *loads,
                                       size_t load_count, miler_spending *out, miler_error *err) MILER_CHECK;

// The fastest goal with which the shape of that line can still be run: what the
// shape costs is this less the optimum.
MILER_API miler_status miler_racer_best_of_shape(const miler_racer *racer, const double *knot_m,
                                                 const double *knot_s, size_t count,
                                                 const miler_race_load *loads, size_t load_count,
                                                 double *out_s, miler_error *err) MILER_CHECK;

#ifdef __cplusplus
}
#endif
#endif
