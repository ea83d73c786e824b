// SPDX-License-Identifier: MIT
// Of which family running is, from what a text asks of it: by name where a pace
// has one, by speed where it is told as a number or as an effort. The auditor
// sorts the same way by code of its own (plan_audit_read.c).
#include "plan/plan_room.h"

#define JUST_BELOW 0.97 // of threshold pace: a little slower is still threshold, engineering estimate

static plan_family zone_family(miler_zone zone) {
    if (zone == MILER_ZONE_THRESHOLD || zone == MILER_ZONE_CV) return PLAN_THRESHOLD;
    if (zone == MILER_ZONE_VO2MAX) return PLAN_VO2MAX;
    return zone >= MILER_ZONE_MILE ? PLAN_RACE_PACE : PLAN_NONE;
}

// Races to 2000 m are mile pace, to 6 km VO2max, to 25 km threshold.
static plan_family race_family(const miler_target *t, plan_pace *pace) {
    *pace = t->race_dist_m <= 0 ? PLAN_AT_GOAL : t->offset_s_per_400 < 0 ? PLAN_AT_QUICKER : PLAN_AT_MILE;
    if (t->race_dist_m <= 2000) return PLAN_RACE_PACE;
    *pace = PLAN_AT_RACE;
    if (t->race_dist_m <= 6000) return PLAN_VO2MAX;
    return t->race_dist_m <= 25000 ? PLAN_THRESHOLD : PLAN_NONE;
}

static plan_family speed_family(double mps, const miler_pace_book *book, plan_pace *pace) {
    const double mile_mps = book->zones[MILER_ZONE_MILE].target_mps;
    const double vo2max_mps = book->zones[MILER_ZONE_VO2MAX].target_mps;
    const double threshold_mps = book->zones[MILER_ZONE_THRESHOLD].target_mps;
    *pace = PLAN_AT_MILE;
    if (mps >= (mile_mps + vo2max_mps) / 2) return PLAN_RACE_PACE;
    *pace = PLAN_AT_ZONE;
    if (mps >= (vo2max_mps + threshold_mps) / 2) return PLAN_VO2MAX;
    return mps >= JUST_BELOW * threshold_mps ? PLAN_THRESHOLD : PLAN_NONE;
}

plan_family plan_family_of(const miler_target *t, const miler_pace_book *book, plan_pace *pace) {
    miler_pace_band band;
    *pace = PLAN_AT_ZONE;
    if (t->kind == MILER_TARGET_ZONE) return zone_family(t->zone);
    if (t->kind == MILER_TARGET_RACE) return race_family(t, pace);
    return miler_target_speed(t, book, &band) ? speed_family(band.target_mps, book, pace) : PLAN_NONE;
}
