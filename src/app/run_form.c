// SPDX-License-Identifier: MIT
#include "app/run_form.h"

#include "app/app_fitness.h"

#include <string.h>

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
    // A run before the day of the test is told apart by what is computed.
    if (a->athlete.paces_day == MILER_NO_DAY || run->run.day >= a->athlete.paces_day)
        options.paces = status == MILER_OK ? fitness.fitness.paces : a->athlete.paces;
    memcpy(options.hr_from_bpm, a->athlete.hr_from_bpm, sizeof options.hr_from_bpm);
    if (a->athlete.hr_max_bpm > 0) options.hr_max_bpm = a->athlete.hr_max_bpm;
    return miler_form_read(&run->activity, reps, &options, arena, out, err);
}
