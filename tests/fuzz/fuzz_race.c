// SPDX-License-Identifier: MIT
// Race files under any bytes: what reads must hold together, what does not must
// say why.
#include "app/race_file.h"

#include "base/limits.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void rising(const race_file_point *points, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(points[i].dist_m) || !isfinite(points[i].time_s)) abort();
        if (i > 0 && (points[i].dist_m <= points[i - 1].dist_m || points[i].time_s <= points[i - 1].time_s))
            abort();
    }
}

static void sound(const race_file *file) {
    if (file->runner_count == 0 || file->runner_count > MILER_RACE_RUNNERS_MAX || file->lap_count == 0)
        abort();
    if (!(file->dist_m > 0) || !(file->laps_m[file->lap_count - 1] <= file->dist_m + 1)) abort();
    for (size_t i = 0; i < file->runner_count; i++) {
        const race_file_runner *runner = &file->runners[i];
        if (runner->name == NULL || runner->strategy == NULL) abort();
        if (isnan(runner->goal_s) != (runner->plan_count == 0)) abort();
        rising(runner->taps, runner->tap_count);
        rising(runner->plan, runner->plan_count);
        if (!isnan(runner->finish_s) && runner->tap_count == 0) abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static miler_arena *arena;
    if (arena == NULL) arena = miler_arena_new(NULL, 0);
    if (arena == NULL) abort();
    race_file file;
    miler_error err = {0};
    if (race_file_read(data, size, arena, &file, &err) == MILER_OK)
        sound(&file);
    else if (err.msg[0] == '\0')
        abort();
    miler_arena_reset(arena);
    return 0;
}
