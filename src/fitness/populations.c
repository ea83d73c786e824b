// SPDX-License-Identifier: MIT
// The four populations of model.h. Means, spreads and scatters are [fit] to
// open results (seasons of world lists, careers of international runners, one
// season of a college division, career bests of recreational runners); what
// those results do not hold is marked.
#include "fitness/model.h"

#define MILE_U 7.383581952926264 // ln 1609.344
#define WOMEN_LEAD 0.12          // of the level index: women's lead over men at the same standing [fit]

#define HALF_M 21097.5
#define MARATHON_M 42195.0

// 400 m and what lies beyond 10 km (in the recreational row: 800 m and 400 m) is
// not in the results: exponents 1.14, 1.065 and 1.07 from runners who have raced
// both; their 3000 m bends as the others' does [engineering estimate].
const fit_population fit_populations[FIT_POPULATIONS] = {
    {.name = "world class",
     .knots = 8,
     .dist_m = {400, 800, 1500, 3000, 5000, 10000, HALF_M, MARATHON_M},
     .time_s = {47.8, 105.66, 215.11, 462.28, 794.68, 1651.95, 3643, 7648},
     .women = {0.1285, 0.1303, 0.1233},
     .women_to_m = 10000,
     .level = 0.0080,
     .slope = 0.0050,
     .rho = 0.020,
     .bend = 0.0063,
     .bend_reach = 0.691,
     .best_scatter = 0.0072,
     .best_scatter_in = 0.0093,
     .once_scatter = 0.0072,
     .once_scatter_in = 0.0093,
     .race_scatter = 0.0105,
     .race_scatter_in = 0.0110,
     .farther = -0.425,
     .bow = 0.0397,
     .aside = 0.0063,
     .form = 0.007,
     .form_years = 0.3,
     .shape = 0.01,
     .shape_years = 3,
     .widen = 1.05,
     .centre = {5.4390, 5.4414},
     .spread = {0.0216, 0.0255},
     .has_women = 1,
     .dated = 0.05,
     .year_only = 0.90,
     .undated = 0.10},
    {.name = "international",
     .knots = 8,
     .dist_m = {400, 800, 1500, 3000, 5000, 10000, HALF_M, MARATHON_M},
     .time_s = {51.1, 113.18, 232.72, 509.19, 880.65, 1852.00, 4034, 8470},
     .women = {0.1332, 0.1218, 0.0812},
     .women_to_m = 10000,
     .level = 0.0567,
     .slope = 0.0249,
     .rho = 0.812,
     .bend = 0.0086,
     .bend_reach = 1.120,
     .best_scatter = 0.0129,
     .best_scatter_in = 0.0162,
     .once_scatter = 0.0129,
     .once_scatter_in = 0.0162,
     .race_scatter = 0.017,
     .race_scatter_in = 0.017,
     .farther = 0.119,
     .bow = 0.0460,
     .aside = 0.0067,
     .form = 0.010,
     .form_years = 0.3,
     .shape = 0.02,
     .shape_years = 3,
     .widen = 1.15,
     .centre = {5.4899, 5.5145},
     .spread = {0.0513, 0.0484},
     .has_women = 1,
     .dated = 0.50,
     .year_only = 0.05,
     .undated = 0.05},
    {.name = "college",
     .knots = 8,
     .dist_m = {400, 800, 1500, 3000, 5000, 10000, HALF_M, MARATHON_M},
     .time_s = {50.1, 110.68, 226.28, 489.03, 840.47, 1748, 3872, 8130},
     .women = {0.1332, 0.1218, 0.0812}, // no women in the results: those of the international row
     .women_to_m = 10000,
     .level = 0.0144,
     .slope = 0.0136,
     .rho = 0.725,
     .bend = 0.0079,
     .bend_reach = 1.062,
     .best_scatter = 0.0081,
     .best_scatter_in = 0.0105,
     .once_scatter = 0.0081,
     .once_scatter_in = 0.0105,
     .race_scatter = 0.0130,
     .race_scatter_in = 0.0200,
     .farther = -0.314,
     .bow = 0.0427,
     .aside = 0.0048,
     .form = 0.006,
     .form_years = 0.3,
     .shape = 0.02,
     .shape_years = 3,
     .widen = 0.83,
     .centre = {5.4814, 5.4849},
     .spread = {0.0296, 0.0402},
     .has_women = 0.15,
     .dated = 0.7,
     .year_only = 0.03,
     .undated = 0.05},
    {.name = "recreational",
     .knots = 8,
     .dist_m = {400, 800, 1500, 3000, 5000, 10000, HALF_M, MARATHON_M},
     .time_s = {72.35, 159.45, 323.01, 691.8, 1179.10, 2521.73, 5727, 12284},
     .women = {0.1398, 0.1628, 0.1247},
     .women_to_m = MARATHON_M,
     .raced = -0.0101, // who dates a mile has trained for it: between the fit and VDOT [engineering estimate]
     .unraced = 0.0179, // [fit] of the bias alone
     .level = 0.1384,
     .slope = 0.0245,
     .rho = -0.005,
     .bend = 0.0169,
     .bend_reach = 1.016,
     .best_scatter = 0.0349,
     .best_scatter_in = 0.0484,
     .once_scatter = 0.018,
     .once_scatter_in = 0.015,
     .race_scatter =
         0.018, // their results are undated, bests years apart: single races [engineering estimate]
     .race_scatter_in = 0.015, // [engineering estimate]
     .farther = 0.149,
     .bow = 0.0001,
     .aside = 0,
     .form = 0.03, // six to ten weeks of training bring 3 % and more [science.md 5.6; engineering estimate]
     .form_years = 0.3,
     .shape = 0.035, // a year on, 4 % either way [engineering estimate]
     .shape_years = 3,
     .widen = 1.0,
     .centre = {5.7994, 5.8311},
     .spread = {0.1630, 0.1855},
     .has_women = 1,
     .dated = 0.02,
     .year_only = 0.02,
     .undated = 0.80}};

// The pieces of a broken line through `at`, value u, straight on beyond its ends.
static double broken_line(const double *at, const double *value, int count, double u) {
    int i = 0;
    while (i < count - 2 && u > at[i + 1])
        i++;
    return value[i] + (value[i + 1] - value[i]) * (u - at[i]) / (at[i + 1] - at[i]);
}

double fit_mean(const fit_population *p, bool woman, bool undated, double u) {
    double at[FIT_KNOTS_MAX];
    double value[FIT_KNOTS_MAX];
    for (int i = 0; i < p->knots; i++) {
        at[i] = log(p->dist_m[i]);
        value[i] = log(p->time_s[i]);
    }
    const double short_of_5k = fmin(fmax((log(5000) - u) / log(5000.0 / 1500), 0), 1);
    const double men = broken_line(at, value, p->knots, u) + (undated ? p->unraced : p->raced) * short_of_5k;
    if (!woman) return men;
    const double lead_at[3] = {log(800), MILE_U, log(p->women_to_m)};
    return men + broken_line(lead_at, p->women, 3, fmin(fmax(u, lead_at[0]), lead_at[2]));
}

double fit_covariance(const fit_population *p, double u, double v) {
    const double a = u - MILE_U;
    const double b = v - MILE_U;
    const double apart = (u - v) / p->bend_reach;
    return p->level * p->level + p->slope * p->slope * a * b + p->rho * p->level * p->slope * (a + b) +
           p->bend * p->bend * exp(-0.5 * apart * apart);
}

double fit_level_index(double dist_m, double time_s, bool woman) {
    enum { REFERENCE_VDOT = 60 };
    return log(time_s) - log(miler_vdot_time_s(REFERENCE_VDOT, fmax(dist_m, 400))) +
           log(miler_vdot_time_s(REFERENCE_VDOT, MILER_MILE_M)) - (woman ? WOMEN_LEAD : 0);
}
