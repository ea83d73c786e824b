// SPDX-License-Identifier: MIT
// A race as a workout for a watch: a step a lap, ended by its distance, with the
// speed of that lap of the plan to keep.
#ifndef MILER_RACE_FIT_H
#define MILER_RACE_FIT_H

#include <miler/formats.h>
#include <miler/race.h>

#define RACE_FIT_BAND 0.015 // to either side of a lap's speed: 1.2 s in an 80 s lap

// The file's bytes; the same card gives the same. Errors: LIMIT (more laps than a watch takes), NOMEM.
miler_status app_race_fit(const miler_race_card *card, miler_arena *arena, const char **out, size_t *out_len,
                          miler_error *err) MILER_CHECK;

#endif
