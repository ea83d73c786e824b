// SPDX-License-Identifier: MIT
// Beginner to elite: where a mile stands among runners of the same sex and age.
// The anchors are percentiles of submitted miles; by age they are divided by
// the USATF 2020 road-mile factor, which reproduces the published 5 km tables
// by age to a second. Mile times are close to log-normal (sigma 0.17-0.18), so
// that percentiles run linearly in probit over ln(time).
#include "science/tables.h"

// Men's share in "all": puts the median of both at the published 7:04 (424 s).
#define MEN_SHARE 0.5878

static const double percentiles[] = {5, 20, 50, 80, 95};

// probit(p) of the anchors (standard normal quantiles of .05 .20 .50 .80 .95)
static const double probits[] = {-1.6448536, -0.8416212, 0, 0.8416212, 1.6448536};

static double anchor_of(int sex_index, int anchor, int age) {
    const double overall = sci_mile_levels[sex_index][anchor];
    if (age < 0) return overall;
    return overall / miler_age_factor(MILER_AGE_ROAD_2020, sex_index == 0 ? MILER_SEX_MALE : MILER_SEX_FEMALE,
                                      age, MILER_MILE_M);
}

static double anchor_s(miler_sex sex, int anchor, int age) {
    const int s = sci_sex_index(sex);
    if (s >= 0) return anchor_of(s, anchor, age);
    return pow(anchor_of(0, anchor, age), MEN_SHARE) * pow(anchor_of(1, anchor, age), 1 - MEN_SHARE);
}

const char *miler_level_name(miler_level level) {
    static const char *const names[] = {"below beginner", "beginner", "novice",
                                        "intermediate",   "advanced", "elite"};
    return (unsigned)level < MILER_LEVEL_COUNT ? names[level] : "";
}

double miler_level_percentile(miler_level level) {
    if ((unsigned)level >= MILER_LEVEL_COUNT) return NAN;
    return level == MILER_LEVEL_BELOW ? 0 : percentiles[level - 1];
}

double miler_level_time_s(miler_level level, miler_sex sex, int age) {
    if ((unsigned)level >= MILER_LEVEL_COUNT || level == MILER_LEVEL_BELOW) return NAN;
    return anchor_s(sex, (int)level - 1, age);
}

miler_level miler_level_of(double mile_s, miler_sex sex, int age) {
    miler_level level = MILER_LEVEL_BELOW;
    if (!sci_time_ok(mile_s)) return level;
    for (int i = 0; i < 5; i++)
        if (mile_s <= anchor_s(sex, i, age)) level = (miler_level)(i + 1);
    return level;
}

double miler_level_to_next_s(double mile_s, miler_sex sex, int age) {
    if (!sci_time_ok(mile_s)) return NAN;
    const miler_level level = miler_level_of(mile_s, sex, age);
    if (level == MILER_LEVEL_ELITE) return 0;
    return mile_s - anchor_s(sex, (int)level, age);
}

double miler_mile_percentile(double mile_s, miler_sex sex, int age) {
    if (!sci_time_ok(mile_s)) return NAN;
    int i = 0; // the segment the time is on; the outer two reach on beyond their ends
    while (i < 3 && mile_s < anchor_s(sex, i + 1, age))
        i++;
    const double x0 = log(anchor_s(sex, i, age));
    const double x1 = log(anchor_s(sex, i + 1, age));
    const double z = probits[i] + (probits[i + 1] - probits[i]) * (log(mile_s) - x0) / (x1 - x0);
    const double p = 50 * erfc(-z / sqrt(2.0));
    return isnan(p) ? (double)NAN : fmin(fmax(p, 0.5), 99.5);
}
