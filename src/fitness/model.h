// SPDX-License-Identifier: MIT
// The fitness room's inner shapes and the model's constants.
//
// The idea. ln(time) over ln(distance) is a curve, and runners' curves differ
// in level, in slope (who is an 800 m runner, who a marathoner) and a little in
// bend. How much they do depends on whom one looks at: world-class runners lie
// within two per cent of each other, recreational ones within forty. So there
// are four populations (populations.c), each a Gaussian process over ln(distance):
//
//     y = mean(u, sex) + level + slope (u - mile) + bend(u) + form(day) + scatter
//
// Given the evidence each population says what the mile is and how surely
// (curve.c); what the evidence looks like says to which population this runner
// is likely to belong; the answer is the mixture of what they say (mixture.c).
// Form drifts with time, so old evidence says less; a slow race is forgiven
// sooner than a fast one, since races are lost for many reasons.
//
// Constants marked [fit] maximise the likelihood of 1500s and miles given other
// races on open results of 1,800 athletes (docs/prediction.md); build/tools/backtest
// says how well they do.
#ifndef MILER_FITNESS_MODEL_H
#define MILER_FITNESS_MODEL_H

#include <miler/fitness.h>

#define FIT_RACES_MAX 16 // [fit] more than the last sixteen races no longer help
#define FIT_HEARTS_MAX 16
#define FIT_PIECES_MAX (FIT_RACES_MAX + FIT_HEARTS_MAX)
#define FIT_TRAINING_MAX 3
#define FIT_DOUBTS_MAX 48 // no more candidates are looked at
#define FIT_SAME_DISTANCE_MAX 10

#define FIT_DIST_MIN_M 400.0
#define FIT_DIST_MAX_M 50000.0

// Noise a way of measuring adds to official timing and an even field, SD
// [engineering estimates].
#define FIT_NOISE_RESULT 0.003
#define FIT_NOISE_TIME_TRIAL 0.010
#define FIT_NOISE_TRAINING 0.012
#define FIT_HEART_OFFSET 0.06 // how far heart rate puts one runner off, always alike

// What a break costs is uncertain by so much of it, for all pieces alike [engineering estimate: of VO2max
// 4 to 14 % went within four weeks].
#define FIT_LOST_SD 0.5

#define FIT_KNOTS_MAX 9
#define FIT_POPULATIONS 4
#define FIT_DAYS_PER_YEAR 365.25

// One piece of evidence in the model's terms.
typedef struct fit_piece {
    const miler_evidence *evidence;
    double u;         // ln(distance)
    double y;         // ln(time)
    double age_years; // >= 0; 0 where the day is not known
    double noise;     // SD of ln(time) beyond scatter: measuring and kind
    double lost;      // ln(time) that breaks cost on its day
    bool best;        // of a season or a career: its day is not told
    double weight;    // share in the mile, 0..1
} fit_piece;

typedef struct fit_population {
    const char *name; // for the reader of the table
    int knots;
    double dist_m[FIT_KNOTS_MAX], time_s[FIT_KNOTS_MAX]; // men; straight lines in ln between
    double women[3]; // ln(women / men) at 800 m, the mile and women_to_m, straight between
    double women_to_m;
    double raced,
        unraced; // ln: how earnestly the miles are raced whose day is told, and is not; fades to 5 km
    double level, slope, rho, bend, bend_reach; // SDs; the last in e-folds of distance
    double best_scatter, best_scatter_in;       // of a best whose day is not told: to come, told
    double once_scatter, once_scatter_in;       // where each distance was raced once, or is a best
    double race_scatter, race_scatter_in;       // of one race among several
    double farther; // ln of the scatter told grows by this an e-fold beyond the mile
    double aside;   // ... and who races two longer ones is worse at it, by so much an e-fold
    double bow;     // who races both sides of a distance is better at it than either side says
    double form, form_years, shape, shape_years; // SDs of what drifts soon and late, and how soon
    double widen;                                // of the band, so that 80 % is 80 %
    double centre[2], spread[2];                 // of the level index, men and women
    double has_women;                            // 1, or less where the results have none
    double dated, year_only, undated;            // how its results are usually dated
} fit_population;

extern const fit_population fit_populations[FIT_POPULATIONS];
double fit_mean(const fit_population *p, bool woman, bool undated, double u);
double fit_covariance(const fit_population *p, double u, double v);
// ln(mile) by one fixed curve, women's lead taken off: where among runners this is.
double fit_level_index(double dist_m, double time_s, bool woman);

static inline bool fit_is_heart(const fit_piece *p) {
    return p->evidence->kind == MILER_EVIDENCE_HEART;
}

// What one population makes of the evidence.
typedef struct fit_curve {
    const fit_population *population;
    bool woman;
    int count;
    const fit_piece *piece;
    double lost;                                 // ln(time) that breaks cost today
    bool undated;                                // the day of no piece is known
    bool once;                                   // each distance stands there once
    double chol[FIT_PIECES_MAX][FIT_PIECES_MAX]; // of the covariance of the evidence
    double solved[FIT_PIECES_MAX];               // its inverse times what the mean leaves
    double trust[FIT_PIECES_MAX];                // 0..1: what a race counts of itself
    double inflate;                              // of the variance, by what contradicts itself
    double share;                                // of this population in the mixture
} fit_curve;

void fit_curve_solve(fit_curve *c);
// Mean of ln(time) of a race today and its SD; `pull` (NULL or count numbers):
// how far it follows each piece.
// `luck`: of a race; else of ability alone.
double fit_curve_at(const fit_curve *c, double u, bool luck, double *sd, double *pull);

typedef struct fit_model {
    const fit_population *populations; // FIT_POPULATIONS of them
    fit_piece piece[FIT_PIECES_MAX];
    int count;
    fit_curve curve[2 * FIT_POPULATIONS];
    int curves;
    double lost; // ln(time) that breaks cost today
    miler_sex sex;
} fit_model;

// mixture.c
void fit_model_solve(fit_model *model);
// Quantile of ln(time) of a race over e^u metres.
double fit_model_quantile(const fit_model *model, double u, bool luck, double quantile);
double fit_model_mean(const fit_model *model, double u);

// opinions.c: what a personal power law, critical speed and the minimal power
// model say of the mile; NaN = nothing.
void fit_opinions(const fit_model *model, miler_cs *cs, double *power_mile_s, double *cs_mile_s,
                  double *emig_mile_s);

// evidence.c: which evidence counts.
typedef struct fit_gathered {
    bool only_training;
    double lone_trial; // as miler_fitness has it
    int32_t newest_age_days;
    size_t doubted; // runs of which nothing counts, since nothing else supports them
    miler_doubted doubts[FIT_DOUBTS_MAX];
} fit_gathered;
bool fit_gather(const miler_evidence *evidence, size_t count, int32_t today, fit_model *model,
                fit_gathered *out);

// How far piece `which` is from what the others say, in their SDs; *share of time.
double fit_off(const fit_model *model, int which, double *share);
#define FIT_FAR_OFF_SD 3.0 // one race in four hundred [engineering estimate]

// miler_fitness_estimate() by other populations than fit_populations: the
// backtest's, fitted without the athletes it asks about.
miler_status fit_estimate_by(const fit_population *populations, const miler_athlete *athlete,
                             const miler_evidence *evidence, size_t count, int32_t today, miler_fitness *out,
                             miler_error *err);

#endif
