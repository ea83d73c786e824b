// SPDX-License-Identifier: MIT
#include "app/run_samples.h"

#include "app/run_measure.h"

#define STILL_MPS 0.5 // slower than anybody walks: no pace is told

// Mean of a column over samples from..to-1 that have a value.
static double mean(const float *column, size_t from, size_t to) {
    double sum = 0;
    size_t count = 0;
    for (size_t i = from; column != NULL && i < to; i++) {
        if (!isfinite((double)column[i])) continue;
        sum += (double)column[i];
        count++;
    }
    return count > 0 ? sum / (double)count : (double)NAN;
}

static double *column(const void *there, size_t count, miler_arena *arena) {
    return there != NULL ? miler_arena_array(arena, count, sizeof(double)) : NULL;
}

static void put(double *to, size_t at, double value) {
    if (to != NULL) to[at] = value;
}

// Point k of the samples from..to-1; the way goes on to the next sample.
static void put_point(const miler_activity *act, size_t from, size_t to, run_samples *out) {
    const miler_samples *s = act->samples;
    const size_t k = out->count++, last = to < s->count ? to : to - 1;
    const double seconds = act->at_s[last] - act->at_s[from];
    put(out->time_s, k, (act->at_s[from] + act->at_s[last]) / 2);
    put(out->hr_bpm, k, mean(s->hr_bpm, from, to));
    put(out->cadence_spm, k, mean(s->cadence_spm, from, to));
    put(out->altitude_m, k, mean(s->altitude_m, from, to));
    if (act->true_dist_m == NULL) return;
    const double way_m = act->true_dist_m[last] - act->true_dist_m[from];
    put(out->dist_m, k, act->true_dist_m[last]);
    put(out->pace_s_per_km, k, way_m > STILL_MPS * seconds ? 1000 * seconds / way_m : (double)NAN);
}

// The very last sample, at the end of the last stretch, is still of it.
static size_t stretch_of(double at_s, double step_s, size_t most) {
    const double stretch = step_s > 0 ? at_s / step_s : 0;
    return stretch < (double)most ? (size_t)stretch : most - 1;
}

static miler_status thin(const miler_activity *act, size_t points, miler_arena *arena, run_samples *out,
                         miler_error *err) {
    const miler_samples *s = act->samples;
    if (s == NULL || s->count == 0 || act->at_s == NULL)
        return miler_fail(err, MILER_ERR_EMPTY, "nothing was recorded in this run that could be drawn");
    const size_t most = points < s->count ? points : s->count;
    const double step_s = act->at_s[s->count - 1] / (double)most;
    *out = (run_samples){.recorded = s->count,
                         .time_s = column(s, most, arena),
                         .dist_m = column(act->true_dist_m, most, arena),
                         .pace_s_per_km = column(act->true_dist_m, most, arena),
                         .hr_bpm = column(s->hr_bpm, most, arena),
                         .cadence_spm = column(s->cadence_spm, most, arena),
                         .altitude_m = column(s->altitude_m, most, arena)};
    if (miler_arena_failed(arena)) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    // A pause leaves its stretches without a point.
    for (size_t from = 0, to; from < s->count; from = to) {
        const size_t stretch = stretch_of(act->at_s[from], step_s, most);
        for (to = from + 1; to < s->count && stretch_of(act->at_s[to], step_s, most) == stretch;)
            to++;
        put_point(act, from, to, out);
    }
    return MILER_OK;
}

miler_status app_run_samples(app *a, int64_t id, size_t points, miler_arena *arena, run_samples *out,
                             miler_error *err) {
    app_run run;
    run_edits edits;
    run_edited laid;
    *out = (run_samples){.count = 0};
    miler_status status = app_run_get(a, id, arena, &run, err);
    if (status == MILER_OK) status = run_edits_get(a, id, arena, &edits, err);
    if (status == MILER_OK) status = run_edits_lay(&edits, &run.recording, &run.activity, arena, &laid, err);
    return status == MILER_OK ? thin(&laid.activity, points, arena, out, err) : status;
}
