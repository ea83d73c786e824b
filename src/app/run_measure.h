// SPDX-License-Identifier: MIT
// One run as it counts: its bests measured along the track where it was run on
// one, and what was put right by hand laid over. Import, rebuild and each edit
// come by here, so that the log says the same whatever came first: tracks known
// from other runs are not asked.
#ifndef MILER_RUN_MEASURE_H
#define MILER_RUN_MEASURE_H

#include "app/app.h"

// miler_activity_build, and the bests along a track. Errors: as that.
miler_status run_measure(const miler_recording *recording, miler_arena *arena, miler_activity *out,
                         miler_error *err) MILER_CHECK;

#endif
