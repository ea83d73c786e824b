// SPDX-License-Identifier: MIT
// A run as lines for a chart: its samples, thinned to so many points by the means
// of equal stretches of time, so that an hour and a day draw alike.
#ifndef MILER_RUN_SAMPLES_H
#define MILER_RUN_SAMPLES_H

#include "app/app.h"

#define RUN_SAMPLES_MAX 5000

// One value a point; NaN = nothing was recorded there. A column is NULL where the
// recording has none.
typedef struct run_samples {
    size_t count, recorded; // points; samples behind them
    double *time_s;         // wall clock from the start, middle of the stretch
    double *dist_m;         // as it counts, at its end
    double *pace_s_per_km;  // over the stretch; NaN: stood still
    double *hr_bpm, *cadence_spm, *altitude_m;
} run_samples;

// With what was put right by hand laid over it. Errors: as app_run_get; EMPTY: no samples with times.
miler_status app_run_samples(app *a, int64_t id, size_t points, miler_arena *arena, run_samples *out,
                             miler_error *err) MILER_CHECK;

#endif
