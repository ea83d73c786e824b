// SPDX-License-Identifier: MIT
// Running form of one run, with what the store knows of the runner: zones by the
// fitness of today, the measured maximum of the heart.
#ifndef MILER_RUN_FORM_H
#define MILER_RUN_FORM_H

#include "app/app.h"

#include <miler/form.h>

// `tracks` and `reps` may be NULL. A runner of whom nothing is known has no zones by speed. Errors: as
// app_fitness but EMPTY.
miler_status app_run_form(app *a, const app_run *run, const miler_tracks *tracks, const miler_reps *reps,
                          miler_arena *arena, miler_form *out, miler_error *err) MILER_CHECK;

#endif
