// SPDX-License-Identifier: MIT
// Running on a belt as evidence of fitness.
#ifndef MILER_APP_BELT_H
#define MILER_APP_BELT_H

#include "app/app.h"

#include <miler/edits.h>

// The fastest stretches on belts since that day, as lower bounds, each with how its distance is known and an
// error that goes with it. `runs`: all runs that may calibrate another, newest first.
miler_status app_belt_evidence(app *a, const store_run *runs, size_t count, int32_t since_day,
                               miler_arena *arena, miler_evidence **out, size_t *out_count,
                               miler_error *err) MILER_CHECK;

bool app_belt_is(const store_run *run);
// A run without GPS, the distance of which was told by hand: it calibrates others.
bool app_belt_told(const store_run *run);
// What the runs that were told, of the same watch, propose for this one. False: there is none.
bool app_belt_calibrate(const store_run *runs, size_t count, const store_run *run, miler_calibration *out);

#endif
