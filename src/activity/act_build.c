// SPDX-License-Identifier: MIT
// miler_activity_build: calls the steps in order, and answers questions about
// a finished activity.
#include "activity/act.h"

#include <string.h>

miler_status act_nomem(miler_error *err) {
    return miler_fail(err, MILER_ERR_NOMEM, "no memory for the activity");
}

double act_line(double x0, double y0, double x1, double y1, double x) {
    return x1 > x0 ? y0 + (y1 - y0) * ((x - x0) / (x1 - x0)) : y0;
}

size_t act_sample_at(const miler_activity *a, double time_s) {
    size_t low = 0;
    size_t high = a->sample_count;
    while (high - low > 1) {
        const size_t mid = low + (high - low) / 2;
        if (a->at_s[mid] <= time_s)
            low = mid;
        else
            high = mid;
    }
    return low;
}

double miler_activity_dist_at(const miler_activity *a, double time_s) {
    if (a->at_s == NULL || a->true_dist_m == NULL || a->sample_count == 0) return NAN;
    const size_t last = a->sample_count - 1;
    if (!(time_s >= a->at_s[0] && time_s <= a->at_s[last])) return NAN;
    const size_t i = act_sample_at(a, time_s);
    if (i == last) return a->true_dist_m[last];
    return act_line(a->at_s[i], a->true_dist_m[i], a->at_s[i + 1], a->true_dist_m[i + 1], time_s);
}

double miler_activity_time_at(const miler_activity *a, double dist_m) {
    if (a->at_s == NULL || a->true_dist_m == NULL || a->sample_count == 0) return NAN;
    const double *d = a->true_dist_m;
    size_t low = 0;
    size_t high = a->sample_count - 1;
    if (!(dist_m >= d[low] && dist_m <= d[high])) return NAN;
    while (low < high) { // the first sample at or beyond
        const size_t mid = low + (high - low) / 2;
        if (d[mid] >= dist_m)
            high = mid;
        else
            low = mid + 1;
    }
    return low == 0 ? a->at_s[0] : act_line(d[low - 1], a->at_s[low - 1], d[low], a->at_s[low], dist_m);
}

double miler_activity_timer_at(const miler_activity *a, double time_s) {
    size_t low = 0; // pauses that began before
    size_t high = a->pause_count;
    while (low < high) {
        const size_t mid = low + (high - low) / 2;
        if (a->pauses[mid].start_s < time_s)
            low = mid + 1;
        else
            high = mid;
    }
    if (low == 0) return time_s;
    const miler_pause *p = &a->pauses[low - 1];
    const double in_last = (time_s < p->end_s ? time_s : p->end_s) - p->start_s;
    return time_s - a->paused_before_s[low - 1] - in_last;
}

static bool stated(double value) {
    return value > 0 && value < 1e9; // NaN and nonsense fail both
}

// What the recording says of itself; nothing measured yet.
static void copy_heading(act_work *w) {
    const miler_recording *rec = w->rec;
    miler_activity *a = w->out;
    memset(a, 0, sizeof *a);
    a->format = rec->format;
    a->sport = rec->sport;
    a->sub_sport = rec->sub_sport;
    a->flags = rec->flags;
    a->utc_offset_s = rec->utc_offset_s;
    a->has_utc_offset = rec->has_utc_offset;
    a->sum = rec->session;
    a->start_ms = rec->session.start_ms;
    a->elapsed_s = rec->session.elapsed_s;
    a->timer_s = rec->session.timer_s;
    a->dist_m = rec->session.dist_m;
    a->moving_s = NAN;
    a->decoupling_pct = NAN;
    a->median_interval_s = NAN;
    a->laps = rec->laps;
    a->lap_count = rec->lap_count;
    a->samples = &rec->samples;
    a->name = rec->name;
    a->device = rec->device;
    a->notes = rec->notes;
    for (size_t i = 0; i < MILER_BEST_COUNT; i++)
        a->bests[i] = (miler_effort){miler_best_distance_m(i), NAN, NAN, NAN, 0, NAN, NAN, NAN};
}

static bool has_positions(const miler_activity *a) {
    const miler_samples *s = a->samples;
    for (size_t i = 0; s->lat_deg != NULL && s->lon_deg != NULL && i < a->sample_count; i++)
        if (isfinite(s->lat_deg[i] + s->lon_deg[i])) return a->at_s != NULL;
    return false;
}

// Fills what only one of elapsed and timer time knows.
static void complete_heading(miler_activity *a) {
    if (!stated(a->elapsed_s)) a->elapsed_s = stated(a->timer_s) ? a->timer_s : (double)NAN;
    if (!stated(a->timer_s)) a->timer_s = a->elapsed_s;
    if (!(a->dist_m >= 0 && a->dist_m < 1e9)) a->dist_m = NAN;
    // Positions that never change are a watch left lying; without any the timer is all there is to go by.
    if (isnan(a->moving_s)) a->moving_s = has_positions(a) ? 0 : a->timer_s;
    if (a->dist_source == MILER_DIST_NONE && a->dist_m > 0)
        a->dist_source = a->sub_sport == MILER_SUB_TREADMILL ? MILER_DIST_TREADMILL : MILER_DIST_GPS;
    a->sum.start_ms = a->start_ms;
    a->sum.elapsed_s = a->elapsed_s;
    a->sum.timer_s = a->timer_s;
    a->sum.dist_m = a->dist_m;
    if (!(a->sum.avg_speed_mps > 0) && a->dist_m > 0 && a->timer_s > 0)
        a->sum.avg_speed_mps = (float)(a->dist_m / a->timer_s);
}

static miler_status run_steps(act_work *w, miler_error *err) {
    static miler_status (*const steps[])(act_work *, miler_error *) = {act_clock,  act_distance, act_altitude,
                                                                       act_splits, act_averages, act_bests};
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        const miler_status status = steps[i](w, err);
        if (status != MILER_OK) return status;
    }
    return MILER_OK;
}

miler_status miler_activity_build(const miler_recording *recording, miler_arena *arena, miler_activity *out,
                                  miler_error *err) {
    act_work w = {.rec = recording,
                  .s = &recording->samples,
                  .out = out,
                  .arena = arena,
                  .n = recording->samples.count};
    copy_heading(&w);
    out->sample_count = w.n;
    w.on_foot = out->sport == MILER_SPORT_RUNNING || out->sport == MILER_SPORT_WALKING ||
                out->sport == MILER_SPORT_HIKING || out->sport == MILER_SPORT_UNKNOWN;
    if (w.n == 0 && !stated(out->elapsed_s) && !stated(out->timer_s) && !stated(out->dist_m) &&
        out->lap_count == 0)
        return miler_fail(err, MILER_ERR_EMPTY, "the recording has no samples, no laps and no totals");
    if (w.n > 0) {
        w.scratch = miler_arena_new(miler_arena_allocator(arena), 0);
        if (w.scratch == NULL) return act_nomem(err);
        miler_status status = run_steps(&w, err);
        // The cap of the scratch memory is the recording's fault, a lack of memory is not.
        if (status == MILER_ERR_NOMEM && miler_arena_full(w.scratch))
            status = miler_fail(err, MILER_ERR_LIMIT, "needs more memory than one recording may take");
        miler_arena_free(w.scratch);
        if (status != MILER_OK) return status;
    }
    complete_heading(out);
    return MILER_OK;
}
