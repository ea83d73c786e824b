// SPDX-License-Identifier: MIT
// The fitness room's inner shapes and every constant it was tuned with.
//
// The idea. Each performance is turned into "what mile is that" by three tables
// (VDOT, Cameron, Purdy), which share one parameter: a general level. What
// runners differ in beyond it grows with the distance between the races: a
// slope of their own (the personal exponent) and a little of no pattern. So
//
//     y_i = ln(mile equivalent of race i)
//         = level + slope(x_i) + drift(age_i) + scatter_i,   x = ln(d / mile)
//
// with a normal prior on each part. That is a small linear Gaussian model: its
// answer is the weighted mean of the evidence, weights and error band together,
// at the mile and at any other distance. Outliers are weighted down (Student),
// and evidence that contradicts itself widens the band.
//
// Constants marked [bt] are set on open results of 1,800 athletes (elite to
// recreational) so that the 80 % band holds 75-85 % of held-out miles and 1500s;
// `build/tools/backtest` prints how well. They are round numbers on purpose.
#ifndef MILER_FITNESS_MODEL_H
#define MILER_FITNESS_MODEL_H

#include <miler/fitness.h>

#define FIT_PIECES_MAX 14 // evidence beyond the best dozen no longer moves the answer
#define FIT_TRAINING_MAX 3
#define FIT_SAME_DISTANCE_MAX 4 // ... nor does a fifth race over (nearly) one distance

#define FIT_DIST_MIN_M 400.0
#define FIT_DIST_MAX_M 50000.0
#define FIT_TRAINING_DIST_MIN_M 800.0 // a fast 400 in training is speed, not a mile (engineering estimate)

#define FIT_SCATTER 0.016       // [bt] SD of a single race around ability at VDOT 65, past and to come
#define FIT_SCATTER_SLOPE 0.035 // [bt] slower runners scatter more: factor e^(this x (65 - VDOT))
#define FIT_SCATTER_FLOOR 0.012 // a claim under 1.5 % for one race is not credible: 1.28 x 0.012
#define FIT_SLOPE_SHORT 0.016   // [bt] SD of the personal slope below the mile, per e-fold of distance
#define FIT_SLOPE_LONG 0.012    // [bt] ... above it
#define FIT_SLOPE_RHO 0.5       // [bt] speed below the mile tells half of endurance above it
#define FIT_WANDER 0.008        // [bt] SD without pattern per e-fold of distance
#define FIT_DRIFT                                                                                            \
    0.010 // fitness drifts: 1 % per square root of a month (engineering estimate, checked by [bt])
#define FIT_ROBUST 3.0       // residuals beyond about three SD count less
#define FIT_INFLATE_N0 3.0   // [bt] the prior scatter counts as three races against what the evidence shows
#define FIT_INFLATE_MIN 1.0  // agreement may be luck: it never narrows the band
#define FIT_BAND_Z 1.2815516 // 80 % of a normal distribution

// Noise a way of measuring adds to official timing and an even field, SD
// (engineering estimates).
#define FIT_NOISE_RESULT 0.005
#define FIT_NOISE_TIME_TRIAL 0.012
#define FIT_NOISE_TRAINING 0.010

// One piece of evidence in the model's terms.
typedef struct fit_piece {
    const miler_evidence *evidence;
    double x;        // ln(distance / mile)
    double y;        // ln(mile equivalent), tables' known bias taken out
    double age_days; // >= 0
    double noise;    // SD of ln(time) beyond scatter: measuring and kind
    double weight;   // share in the mile, 0..1
} fit_piece;

typedef struct fit_model {
    fit_piece piece[FIT_PIECES_MAX];
    int count;
    double scatter; // SD of a race at this runner's level
    double level;   // ln(mile) today
    double inflate; // variance factor from contradiction
    double chol[FIT_PIECES_MAX][FIT_PIECES_MAX];
    double solved_one[FIT_PIECES_MAX];  // K^-1 1
    double solved_rest[FIT_PIECES_MAX]; // K^-1 (y - level)
    double sum_one;                     // 1' K^-1 1
    double shift;                       // of ln(mile) by the opinions of the other models
    double cs_ln_mile, emig_ln_mile;    // those opinions; NaN = none
    miler_cs cs;
} fit_model;

// tables.c: what the three tables say, and back.
double fit_tables_to_mile(double dist_m, double time_s);    // ln(mile), bias taken out
double fit_tables_from_mile(double ln_mile, double dist_m); // ln(time)
double fit_tables_bias(double dist_m);

// personal.c: the Gaussian model.
void fit_model_solve(fit_model *model);
// Mean of y and its SD at x: ability, without the scatter of the race itself.
double fit_model_at(const fit_model *model, double x, double *sd);

// opinions.c: what critical speed and the minimal power model add.
void fit_hear_opinions(fit_model *model);
double fit_curve_at(const fit_model *model, double x, double *sd); // the curve with their shift

// evidence.c: which evidence counts.
bool fit_gather(const miler_evidence *evidence, size_t count, int32_t today, fit_model *model,
                bool *only_training, int32_t *newest_age);

#endif
