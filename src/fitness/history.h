// SPDX-License-Identifier: MIT
// What was known on a day of the past.
#ifndef MILER_FITNESS_HISTORY_H
#define MILER_FITNESS_HISTORY_H

#include <miler/progress.h>

// Has this piece a day of its own, so that it can be told what came before it?
bool history_dated(const miler_evidence *e);
// The evidence that could be known on this day, into `out`; returns how many.
size_t history_known_on(const miler_evidence *evidence, size_t count, int32_t day, miler_evidence *out);
miler_estimate history_nothing(double dist_m);

#endif
