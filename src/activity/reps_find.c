// SPDX-License-Identifier: MIT
// The whole way: steps, laps or speed -> spans; spans -> reps with what lies
// between them; sums and hearts.
#include "activity/reps.h"
#include "base/middle.h"

#include <stdlib.h>
#include <string.h>

#define SHORTEST_S 1.0
#define WARMUP_MIN_S 60.0
// Longer between two reps, and longer than this many usual recoveries, is running of its own.
#define BETWEEN_S 480.0
#define BETWEEN_TIMES 2.5
// A hop of the clock: samples closer than this share of their usual distance in time, so far from the last.
#define HOP_SHARE 0.6
#define HOP_APART_S 20.0
#define HOPS 2           // [engineering estimates]
#define CLIMB_M 1.0      // altitude creeps by less [engineering estimate]
#define DIST_SHARE 0.015 // error of a watch's distance [engineering estimate]

static double session_end(const reps_work *w) {
    const miler_activity *a = w->a;
    const double last = a->at_s != NULL && a->sample_count > 0 ? a->at_s[a->sample_count - 1] : 0;
    return fmax(last, a->elapsed_s > 0 && a->elapsed_s < 1e9 ? a->elapsed_s : 0);
}

bool reps_add(reps_work *w, reps_spans *spans, const reps_span *span) {
    if (spans->count >= REPS_MAX) return true;
    if (spans->count == spans->room) {
        const size_t room = spans->room * 2 + 16;
        reps_span *at = miler_arena_grow(w->scratch, spans->at, spans->room, room, sizeof *at);
        if (at == NULL) return false;
        spans->at = at;
        spans->room = room;
    }
    spans->at[spans->count++] = *span;
    return true;
}

static int by_start(const void *a, const void *b) {
    const reps_span *x = a;
    const reps_span *y = b;
    return (x->start_s > y->start_s) - (x->start_s < y->start_s);
}

void reps_sort(reps_spans *spans) {
    if (spans->count > 1) qsort(spans->at, spans->count, sizeof *spans->at, by_start);
}

// ---- Sums

static double dist_column_at(const reps_work *w, const double *dist_m, double time_s) {
    const miler_activity *a = w->a;
    if (time_s <= 0) return dist_m[0];
    const size_t i = act_sample_at(a, time_s);
    if (i + 1 >= a->sample_count) return dist_m[a->sample_count - 1];
    return act_line(a->at_s[i], dist_m[i], a->at_s[i + 1], dist_m[i + 1], fmin(time_s, a->at_s[i + 1]));
}

// Without samples the laps may still say how far it was.
static double laps_dist(const reps_work *w, double from_s, double to_s) {
    double sum = 0;
    bool any = false;
    for (size_t i = 0; i < w->a->lap_count; i++) {
        const miler_summary *s = &w->a->laps[i].sum;
        if (s->start_ms == MILER_NO_TIME || !(s->elapsed_s > 0) || isnan(s->dist_m)) continue;
        const double start = (double)(s->start_ms - w->a->start_ms) / 1000;
        const double both = fmin(to_s, start + s->elapsed_s) - fmax(from_s, start);
        if (both <= 0) continue;
        sum += s->dist_m * both / s->elapsed_s;
        any = true;
    }
    return any ? sum : (double)NAN;
}

static bool same_part(const reps_work *w, double from_s, double to_s, const miler_track **track) {
    for (size_t k = 0; w->tracks != NULL && k < w->tracks->count; k++)
        for (size_t p = 0; p < w->tracks->tracks[k].part_count; p++) {
            const miler_track_part *part = &w->tracks->tracks[k].parts[p];
            if (from_s >= part->start_s - 1 && to_s <= part->end_s + 1) {
                *track = &w->tracks->tracks[k];
                return true;
            }
        }
    return false;
}

static void measure_dist(const reps_work *w, miler_rep *r) {
    const miler_activity *a = w->a;
    const bool oval = w->tracks != NULL && w->tracks->dist_at_m != NULL;
    const double *column = oval ? w->tracks->dist_at_m : a->true_dist_m;
    const miler_track *track = NULL;
    r->on_track = oval && same_part(w, r->start_s, r->end_s, &track);
    if (a->at_s != NULL && a->sample_count > 1 && column != NULL)
        r->dist_m = dist_column_at(w, column, r->end_s) - dist_column_at(w, column, r->start_s);
    else
        r->dist_m = laps_dist(w, r->start_s, r->end_s);
    r->speed_mps = r->time_s > 0 ? r->dist_m / r->time_s : (double)NAN;
    const double by_edges =
        (r->time_error_s > 0 ? r->time_error_s : 0) * (isnan(r->speed_mps) ? 0 : r->speed_mps);
    double own = DIST_SHARE * r->dist_m;
    if (r->on_track) {
        const double laps = r->dist_m / miler_oval_lap_m(&track->oval);
        own = hypot(laps * track->lap_error_m,
                    (double)w->tracks->error_at_m[act_sample_at(a, r->end_s)] * sqrt(2));
        if (isnan(own)) own = track->noise_m;
    }
    r->dist_error_m = hypot(own, by_edges);
}

static float mean_of(const float *column, size_t first, size_t end, float *top) {
    double sum = 0;
    size_t count = 0;
    for (size_t i = first; column != NULL && i < end; i++) {
        if (!(column[i] > 0)) continue;
        sum += (double)column[i];
        count++;
        if (top != NULL && !(*top >= column[i])) *top = column[i];
    }
    return count > 0 ? (float)(sum / (double)count) : NAN;
}

static float climb(const float *z, size_t first, size_t end) {
    if (z == NULL) return NAN;
    double sum = 0;
    double low = NAN;
    for (size_t i = first; i < end; i++) {
        const double at = (double)z[i];
        if (isnan(at)) continue;
        if (!(at > low)) { // NaN at first
            low = at;
        } else if (at > low + CLIMB_M) {
            sum += at - low;
            low = at;
        }
    }
    return (float)sum;
}

// What the runner did between two samples.
static miler_rep_motion motion_at(const reps_work *w, size_t i) {
    const double v = w->series.speed_mps[i];
    const float *cadence = w->rec->samples.cadence_spm;
    // Slow running shows in the steps: nobody walks at 140 a minute [engineering estimate].
    const bool steps = cadence != NULL && cadence[i] >= 140;
    if (v < REPS_STAND_MPS) return MILER_MOTION_STAND;
    return v < REPS_RUN_MPS - 0.3 * steps ? MILER_MOTION_WALK : MILER_MOTION_JOG;
}

// The same for a whole recovery, where only its mean speed is known.
static miler_rep_motion motion_by_mean(double speed_mps) {
    if (speed_mps > REPS_RUN_MPS) return MILER_MOTION_JOG;
    return speed_mps > REPS_STAND_MPS ? MILER_MOTION_WALK : MILER_MOTION_STAND;
}

// Standing and pauses: what is not on the legs. Where only a mean is known, all or nothing.
static double standing(const reps_work *w, const miler_rep *r, size_t first, size_t end) {
    if (w->series.count == 0) return 0;
    double sum = 0;
    for (size_t i = first; i <= end && i < w->series.count; i++) {
        const double from = fmax(w->series.at_s[i], r->start_s);
        const double to = fmin(w->series.at_s[i + 1], r->end_s);
        if (to > from && w->series.speed_mps[i] < REPS_STAND_MPS) sum += to - from;
    }
    return fmin(sum, r->time_s);
}

// What the runner mostly did: by the time spent standing, walking, jogging.
static miler_rep_motion motion_of(const reps_work *w, const miler_rep *r, size_t first, size_t end) {
    const bool run = r->kind != MILER_REP_RECOVERY;
    if (w->series.count == 0) return run ? MILER_MOTION_RUN : motion_by_mean(r->speed_mps);
    double spent[MILER_MOTION_COUNT] = {0};
    for (size_t i = first; i < end && i < w->series.count; i++)
        spent[motion_at(w, i)] += w->series.at_s[i + 1] - w->series.at_s[i];
    if (run) { // what is a jog between reps is running anywhere else
        spent[MILER_MOTION_RUN] = spent[MILER_MOTION_JOG];
        spent[MILER_MOTION_JOG] = 0;
    }
    miler_rep_motion most = run ? MILER_MOTION_RUN : MILER_MOTION_STAND;
    for (int m = 0; m < MILER_MOTION_COUNT; m++)
        if (spent[m] > spent[most]) most = (miler_rep_motion)m;
    return most;
}

static void find_laps(const reps_work *w, miler_rep *r, size_t *cursor) {
    const miler_activity *a = w->a;
    r->first_lap = -1;
    for (size_t i = *cursor; i < a->lap_count; i++) {
        const miler_summary *s = &a->laps[i].sum;
        if (s->start_ms == MILER_NO_TIME || !(s->elapsed_s > 0)) continue;
        const double start = (double)(s->start_ms - a->start_ms) / 1000;
        if (start >= r->end_s) break;
        const double both = fmin(r->end_s, start + s->elapsed_s) - fmax(r->start_s, start);
        if (start + s->elapsed_s <= r->start_s) *cursor = i;
        if (both < 0.5 * fmin(s->elapsed_s, r->time_s)) continue;
        if (r->first_lap < 0) r->first_lap = (int32_t)i;
        r->lap_count = (int32_t)i - r->first_lap + 1;
    }
}

static void measure(const reps_work *w, miler_rep *r, size_t *lap) {
    const miler_samples *s = &w->rec->samples;
    r->time_s = r->end_s - r->start_s;
    r->set = -1;
    measure_dist(w, r);
    r->nominal_time_s = r->time_s;
    r->avg_hr_bpm = r->max_hr_bpm = r->end_hr_bpm = r->avg_cadence_spm = r->ascent_m = NAN;
    find_laps(w, r, lap);
    size_t first = 0;
    size_t end = 0;
    if (w->a->at_s != NULL && w->a->sample_count > 0) {
        first = act_sample_at(w->a, r->start_s);
        end = act_sample_at(w->a, r->end_s);
        const size_t stop = end < w->a->sample_count ? end + 1 : end;
        r->avg_hr_bpm = mean_of(s->hr_bpm, first, stop, &r->max_hr_bpm);
        r->avg_cadence_spm = mean_of(s->cadence_spm, first, stop, NULL);
        if (s->hr_bpm != NULL && s->hr_bpm[end] > 0) r->end_hr_bpm = s->hr_bpm[end];
        r->ascent_m = climb(s->altitude_m, first, stop);
    }
    r->motion = motion_of(w, r, first, end);
    r->standing_s = standing(w, r, first, end);
}

// ---- From spans to reps

static double usual_recovery(const reps_spans *spans, double *room) {
    if (spans->count < 2) return 0;
    for (size_t i = 0; i + 1 < spans->count; i++)
        room[i] = spans->at[i + 1].start_s - spans->at[i].end_s;
    return miler_middle(room, spans->count - 1);
}

// `error_s`: of the edges it shares with the reps beside it.
static void add_between(miler_reps *reps, double from_s, double to_s, miler_rep_kind kind, double error_s) {
    if (to_s - from_s < SHORTEST_S && reps->count > 0) return;
    reps->reps[reps->count++] =
        (miler_rep){.kind = kind, .start_s = from_s, .end_s = to_s, .time_error_s = error_s, .step = -1};
}

static miler_rep rep_of(const reps_span *s) {
    const bool told = s->step_m > 0;
    return (miler_rep){.kind = MILER_REP_WORK,
                       .start_s = s->start_s,
                       .end_s = s->end_s,
                       .time_error_s = hypot(s->start_sd, s->end_sd),
                       .nominal_m = told ? s->step_m : s->nominal_m,
                       .nominal_sure = told,
                       .nominal_by = told ? MILER_NOMINAL_BY_STEP : MILER_NOMINAL_BY_LENGTH,
                       .nominal_s = s->step_s,
                       .flags = s->flags,
                       .step = s->step};
}

// What lies in front of span i.
static miler_rep_kind before(size_t i, double gap_s, double usual_s) {
    if (i == 0) return gap_s > WARMUP_MIN_S ? MILER_REP_WARMUP : MILER_REP_STEADY;
    return gap_s > fmax(BETWEEN_S, BETWEEN_TIMES * usual_s) ? MILER_REP_STEADY : MILER_REP_RECOVERY;
}

static void measure_all(const reps_work *w, const reps_spans *spans) {
    miler_reps *out = w->out;
    size_t lap = 0;
    size_t k = 0;
    for (size_t i = 0; i < out->count; i++) {
        miler_rep *r = &out->reps[i];
        measure(w, r, &lap);
        if (r->kind != MILER_REP_WORK) continue;
        if (spans->at[k].nominal_time_s > 0) r->nominal_time_s = spans->at[k].nominal_time_s;
        k++;
    }
}

static bool assemble(reps_work *w, const reps_spans *spans) {
    miler_reps *out = w->out;
    out->reps = miler_arena_array(w->arena, 2 * spans->count + 1, sizeof *out->reps);
    double *room = miler_arena_array(w->scratch, spans->count + 1, sizeof *room);
    if (out->reps == NULL || room == NULL) return false;
    const double usual = usual_recovery(spans, room);
    double at_s = 0;
    double at_sd = 0; // the recording's start is known exactly
    for (size_t i = 0; i < spans->count; i++) {
        const reps_span *s = &spans->at[i];
        const double gap = s->start_s - at_s;
        if (gap >= SHORTEST_S)
            add_between(out, at_s, s->start_s, before(i, gap, usual), hypot(at_sd, s->start_sd));
        out->reps[out->count++] = rep_of(s);
        at_s = s->end_s;
        at_sd = s->end_sd;
    }
    const miler_rep_kind rest = spans->count == 0 ? MILER_REP_STEADY : MILER_REP_COOLDOWN;
    // Of a whole session only the watch's start and stop are edges: nobody knows when it set off.
    add_between(out, at_s, fmax(session_end(w), at_s), rest, spans->count == 0 ? (double)NAN : at_sd);
    measure_all(w, spans);
    out->work_count = spans->count;
    return true;
}

static bool on_foot(const miler_activity *a) {
    return a->sport == MILER_SPORT_RUNNING || a->sport == MILER_SPORT_UNKNOWN;
}

// What two sources said must not overlap.
static void part(reps_spans *spans) {
    size_t n = 0;
    for (size_t i = 0; i < spans->count; i++) {
        reps_span s = spans->at[i];
        if (n > 0) s.start_s = fmax(s.start_s, spans->at[n - 1].end_s);
        if (s.end_s - s.start_s >= SHORTEST_S) spans->at[n++] = s;
    }
    spans->count = n;
}

// A clock that hopped back and forth: samples of two times lie among each other, several times over, and what
// looks like speed is the clock's. Once, as when a watch finds its satellites, does no harm.
static bool clock_hops(const reps_work *w) {
    if ((w->rec->flags & MILER_REC_TIME_REORDERED) == 0) return false;
    const reps_series *r = &w->series;
    if (r->count == 0) return false;
    const double mean_s = (r->at_s[r->count] - r->at_s[0]) / (double)r->count;
    const double usual_s = fmax(r->every_s, mean_s); // where most lie doubled the median is too short
    size_t hops = 0;
    double last_s = -HOP_APART_S;
    for (size_t i = 0; i < r->count; i++) {
        const double dt = r->at_s[i + 1] - r->at_s[i];
        if (dt >= HOP_SHARE * usual_s) continue;
        hops += r->at_s[i] - last_s >= HOP_APART_S;
        last_s = r->at_s[i];
    }
    return hops >= HOPS;
}

// The fast stretches: the workout's steps know best, then laps that mean reps,
// then the speed alone.
static bool find_spans(reps_work *w, reps_spans *spans, miler_rep_source *source) {
    if (!reps_series_make(w) || !reps_cut(w) || !reps_levels(w, spans)) return false;
    if (clock_hops(w)) *spans = (reps_spans){0};
    reps_edges(w, spans);
    reps_spans steps = {0};
    if (!w->options.ignore_steps && !reps_from_steps(w, &steps)) return false;
    if (steps.count > 0) {
        *spans = steps;
        *source = MILER_REPS_STEPS;
        return true;
    }
    bool laps_meant = false;
    if (!w->options.ignore_laps && !reps_with_laps(w, spans, &laps_meant)) return false;
    *source = laps_meant ? MILER_REPS_LAPS : MILER_REPS_SPEED;
    return true;
}

static bool find(reps_work *w) {
    reps_spans spans = {0};
    miler_rep_source source = MILER_REPS_NONE;
    if (on_foot(w->a) && !find_spans(w, &spans, &source)) return false;
    part(&spans);
    w->out->source = spans.count > 0 ? source : MILER_REPS_NONE;
    if (!reps_on_oval(w, &spans) || !reps_by_hand(w, &spans)) return false;
    part(&spans);
    if (!assemble(w, &spans)) return false;
    return reps_name_all(w, w->out);
}

miler_status miler_reps_find(const miler_activity *activity, const miler_recording *recording,
                             const miler_tracks *tracks, const miler_reps_options *options,
                             miler_arena *arena, miler_reps *out, miler_error *err) {
    if (activity == NULL || recording == NULL || arena == NULL || out == NULL)
        return miler_fail(err, MILER_ERR_ARG, "reps need an activity, its recording and an arena");
    memset(out, 0, sizeof *out);
    reps_work w = {.a = activity,
                   .rec = recording,
                   .tracks = tracks != NULL && tracks->count > 0 ? tracks : NULL,
                   .arena = arena,
                   .scratch = miler_arena_new(miler_arena_allocator(arena), 0),
                   .out = out};
    if (options != NULL) w.options = *options;
    const bool sound = w.scratch != NULL && find(&w);
    miler_arena_free(w.scratch);
    if (sound) return MILER_OK;
    memset(out, 0, sizeof *out);
    return miler_fail(err, MILER_ERR_NOMEM, "no memory for the reps");
}
