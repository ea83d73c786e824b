// SPDX-License-Identifier: MIT
#include "fitness/by_hand.h"

#include <string.h>

// Slower than the mile of today by so much each has to be: less contradicts what was run [engineering estimates].
#define EASY_MOST 0.92
#define THRESHOLD_MOST 0.96
#define VO2MAX_MOST 0.995
// What is computed stays so far from a neighbour that was told [engineering estimates].
#define OVER_EASY 1.04
#define UNDER_VO2MAX 0.96
#define JUST_UNDER 0.98
#define JUST_OVER 1.01

static void scale(miler_pace_band *band, double factor) {
    *band = (miler_pace_band){band->fast_mps * factor, band->slow_mps * factor, band->target_mps * factor};
}

static void move_to(miler_pace_band *band, double target_mps) {
    scale(band, target_mps / band->target_mps);
}

// So far from both neighbours; where that leaves no room, halfway between them.
static double between(double value, double below, double over, double above, double under) {
    const double low = below * over;
    const double high = above * under;
    return low > high ? sqrt(below * above) : fmin(fmax(value, low), high);
}

// Either end of easy running may be told alone; the other is then computed, or as far away as computed.
static void easy_by_hand(const miler_hand_paces *told, double mile_mps, miler_fitness *f) {
    miler_pace_band *easy = &f->zones[MILER_ZONE_EASY];
    miler_pace_band *longer = &f->zones[MILER_ZONE_LONG];
    const miler_pace_band was = *easy;
    double slow = told->easy_slow_mps > 0 ? told->easy_slow_mps : was.slow_mps;
    double fast = told->easy_fast_mps > 0 ? told->easy_fast_mps : was.fast_mps;
    if (!(told->easy_slow_mps > 0) && slow >= fast) slow = fast * was.slow_mps / was.fast_mps;
    if (!(told->easy_fast_mps > 0) && slow >= fast) fast = slow * was.fast_mps / was.slow_mps;
    if (fast > EASY_MOST * mile_mps) {
        f->paces_beyond = true;
        return;
    }
    *easy = (miler_pace_band){fast, slow, 2 / (1 / slow + 1 / fast)};
    *longer =
        (miler_pace_band){longer->fast_mps * fast / was.fast_mps, longer->slow_mps * slow / was.slow_mps,
                          longer->target_mps * easy->target_mps / was.target_mps};
    f->paces.easy_slow_mps = told->easy_slow_mps > 0 ? slow : 0;
    f->paces.easy_fast_mps = told->easy_fast_mps > 0 ? fast : 0;
}

static double one_by_hand(double told_mps, double most_mps, miler_pace_band *band, miler_fitness *f) {
    if (!(told_mps > 0)) return 0;
    if (told_mps > most_mps) {
        f->paces_beyond = true;
        return 0;
    }
    move_to(band, told_mps);
    return told_mps;
}

// The fast end of easy, where the slow one alone was told, below what was told above it.
static void end_easy(const miler_fitness *f, miler_pace_band *easy) {
    const double above =
        f->paces.threshold_mps > 0 ? f->paces.threshold_mps : UNDER_VO2MAX * f->paces.vo2max_mps;
    if (!(above > 0) || easy->fast_mps <= JUST_UNDER * above) return;
    easy->fast_mps = fmax(easy->slow_mps, JUST_UNDER * above);
    easy->target_mps = 2 / (1 / easy->slow_mps + 1 / easy->fast_mps);
}

// What was not told, between what was.
static void give_way(miler_fitness *f) {
    const bool easy_told = f->paces.easy_slow_mps > 0 || f->paces.easy_fast_mps > 0;
    miler_pace_band *easy = &f->zones[MILER_ZONE_EASY];
    miler_pace_band *longer = &f->zones[MILER_ZONE_LONG];
    miler_pace_band *marathon = &f->zones[MILER_ZONE_MARATHON];
    miler_pace_band *threshold = &f->zones[MILER_ZONE_THRESHOLD];
    miler_pace_band *cv = &f->zones[MILER_ZONE_CV];
    miler_pace_band *vo2max = &f->zones[MILER_ZONE_VO2MAX];
    const double t = threshold->target_mps;
    if (easy_told && !(f->paces.easy_fast_mps > 0)) end_easy(f, easy);
    if (!(f->paces.threshold_mps > 0))
        move_to(threshold,
                between(t, easy_told ? easy->fast_mps : 0, OVER_EASY,
                        f->paces.vo2max_mps > 0 ? vo2max->target_mps : (double)INFINITY, UNDER_VO2MAX));
    const double top = threshold->target_mps;
    if (!(f->paces.vo2max_mps > 0)) move_to(vo2max, fmax(vo2max->target_mps, top / UNDER_VO2MAX));
    move_to(cv, between(cv->target_mps, top, JUST_OVER, vo2max->target_mps, JUST_UNDER));
    if (!easy_told && easy->fast_mps > JUST_UNDER * top) scale(easy, JUST_UNDER * top / easy->fast_mps);
    if (longer->fast_mps > JUST_UNDER * top) scale(longer, JUST_UNDER * top / longer->fast_mps);
    move_to(marathon, fmax(fmin(marathon->target_mps, JUST_UNDER * top), easy->target_mps));
}

void fit_by_hand(const miler_athlete *athlete, int32_t today, miler_fitness *f) {
    const miler_hand_paces *told = &athlete->paces;
    const double mile_mps = f->zones[MILER_ZONE_MILE].target_mps;
    memcpy(f->computed, f->zones, sizeof f->computed);
    if (athlete->paces_day != MILER_NO_DAY && today < athlete->paces_day) return;
    if (told->easy_slow_mps > 0 || told->easy_fast_mps > 0) easy_by_hand(told, mile_mps, f);
    f->paces.threshold_mps =
        one_by_hand(told->threshold_mps, THRESHOLD_MOST * mile_mps, &f->zones[MILER_ZONE_THRESHOLD], f);
    f->paces.vo2max_mps =
        one_by_hand(told->vo2max_mps, VO2MAX_MOST * mile_mps, &f->zones[MILER_ZONE_VO2MAX], f);
    if (!(f->paces.easy_slow_mps > 0 || f->paces.easy_fast_mps > 0 || f->paces.threshold_mps > 0 ||
          f->paces.vo2max_mps > 0))
        return;
    give_way(f);
    f->threshold_mps = f->zones[MILER_ZONE_THRESHOLD].target_mps;
}
