// SPDX-License-Identifier: MIT
// Paces that a runner told: they stand in place of the computed ones, and what is
// computed beside them gives way, so that easy, threshold and VO2max still rise.
// They say nothing of the mile: they are no race.
#ifndef MILER_BY_HAND_H
#define MILER_BY_HAND_H

#include <miler/fitness.h>

// Fills computed, paces, paces_beyond of an estimate whose zones are computed, and changes zones and threshold.
void fit_by_hand(const miler_athlete *athlete, int32_t today, miler_fitness *fitness);

#endif
