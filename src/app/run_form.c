// SPDX-License-Identifier: MIT
#include "app/run_form.h"

#include "app/app_fitness.h"

miler_status app_run_form(app *a, const app_run *run, const miler_tracks *tracks, const miler_reps *reps,
                          miler_arena *arena, miler_form *out, miler_error *err) {
    miler_form_options options = {.tracks = tracks};
    app_fitness_answer fitness;
    miler_error unknown = {0};
    const miler_status status = app_fitness(a, arena, &fitness, &unknown);
    if (status == MILER_OK)
        options.vdot = fitness.fitness.vdot;
    else if (status != MILER_ERR_EMPTY) {
        if (err != NULL) *err = unknown;
        return status;
    }
    if (a->athlete.hr_max_bpm > 0) options.hr_max_bpm = a->athlete.hr_max_bpm;
    return miler_form_read(&run->activity, reps, &options, arena, out, err);
}
