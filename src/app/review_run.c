// SPDX-License-Identifier: MIT
// The race in a recording: its fastest long effort along the track (or as
// recorded), cut every 100 m, with the error of each place.
#include "app/app_review.h"
#include "app/run_truth.h"

#define DIST_MIN_M 800.0
#define DIST_MAX_M 5000.0
#define EVERY_TRACK_M 100.0
#define EVERY_M 200.0     // off a track: positions do not tell a hundred
#define OFF_TRACK_S 1.0   // one SD of a place passed, by GPS [engineering estimate]
#define WHOLE_SHARE 0.015 // a whole recording this near to a race distance is that race
#define WIDE_SDS 2.0

static double length_of(const miler_rep *rep) {
    return rep->nominal_m > 0 ? rep->nominal_m : rep->dist_m;
}

// The rep that is the race: of the distance asked for, else the longest.
static const miler_rep *find_rep(const miler_reps *reps, double dist_m) {
    const miler_rep *best = NULL;
    for (size_t i = 0; i < reps->count; i++) {
        const miler_rep *rep = &reps->reps[i];
        const double length_m = length_of(rep);
        if (!miler_rep_is_fast(rep) || length_m < DIST_MIN_M || length_m > DIST_MAX_M) continue;
        if (dist_m > 0 && fabs(length_m - dist_m) > MILER_REP_NOMINAL_ALIKE * dist_m) continue;
        if (best == NULL || length_m > length_of(best)) best = rep;
    }
    return best;
}

// One recording that is the race from gun to finish.
static double whole_race_m(double dist_m, double asked_m) {
    static const double distances[] = {800, 1000, 1500, MILER_MILE_M, 2000, 3000, 3200, 2 * MILER_MILE_M,
                                       5000};
    if (asked_m > 0) return fabs(dist_m / asked_m - 1) < WHOLE_SHARE ? asked_m : 0;
    for (size_t i = 0; i < sizeof distances / sizeof distances[0]; i++)
        if (fabs(dist_m / distances[i] - 1) < WHOLE_SHARE) return distances[i];
    return 0;
}

typedef struct effort {
    double start_s, end_s; // wall clock
    double dist_m;         // of the race
    double measured_m;     // by the recording, from start to end
    double error_s;        // of its time
    double extra_m;        // in a lane farther out
    bool on_track;
} effort;

// Metres run in an outer lane beyond the same laps in the first: only where the
// lane is sure, and what was measured is as long as those laps are there.
static double wide_m(const app_truth *t, const miler_rep *rep) {
    if (t->tracks.count == 0 || !rep->on_track || !(rep->nominal_m > 0)) return 0;
    const miler_track *track = &t->tracks.tracks[0];
    if (track->oval.lane < 2 || track->lane_share < MILER_LANE_SURE) return 0;
    miler_oval inner = track->oval;
    inner.lane = 1;
    const double inner_m = miler_oval_lap_m(&inner);
    const double extra_m = rep->nominal_m * (miler_oval_lap_m(&track->oval) / inner_m - 1);
    const double seen_m = rep->dist_m - rep->nominal_m;
    // Where the lane is not told the error holds both readings: the metres must be nearer to those of a wide race.
    const double off_m = fabs(seen_m - extra_m);
    return off_m <= fmax(WIDE_SDS * rep->dist_error_m, 1) && off_m < fabs(seen_m) ? extra_m : 0;
}

static bool effort_of(const app_truth *t, double asked_m, effort *out) {
    const miler_rep *rep = find_rep(&t->reps, asked_m);
    if (rep == NULL) {
        const miler_activity *a = &t->run.activity;
        const double all_m = t->tracks.count > 0 ? t->tracks.dist_m : t->run.run.dist_m;
        const double race_m = whole_race_m(all_m, asked_m);
        *out =
            (effort){.end_s = a->at_s != NULL && a->samples->count > 0 ? a->at_s[a->samples->count - 1] : 0,
                     .dist_m = race_m,
                     .measured_m = all_m,
                     .error_s = OFF_TRACK_S};
        return race_m > 0 && out->end_s > 0;
    }
    *out = (effort){.start_s = rep->start_s,
                    .end_s = rep->end_s,
                    .dist_m = asked_m > 0 ? asked_m : length_of(rep),
                    .measured_m = rep->dist_m,
                    .error_s = isfinite(rep->time_error_s) ? rep->time_error_s : OFF_TRACK_S,
                    .extra_m = wide_m(t, rep),
                    .on_track = rep->on_track};
    if (out->extra_m == 0 && rep->nominal_m > 0 && rep->nominal_time_s > 0) {
        out->end_s = rep->start_s + rep->nominal_time_s;
        if (rep->on_track) out->measured_m = rep->nominal_m;
    }
    return true;
}

// When that place of the race was passed, from the start of the effort; NaN: not known.
static double passed_s(const app_truth *t, const effort *e, double dist_m, double *error_s) {
    const double measured_m = dist_m * e->measured_m / e->dist_m;
    *error_s = OFF_TRACK_S;
    if (e->on_track)
        return miler_track_time_at(&t->run.activity, &t->tracks, e->start_s, measured_m, error_s) -
               e->start_s;
    const double from_m = miler_activity_dist_at(&t->run.activity, e->start_s);
    const double to_m = miler_activity_dist_at(&t->run.activity, e->end_s);
    const double at_m = from_m + (to_m - from_m) * dist_m / e->dist_m;
    return miler_activity_time_at(&t->run.activity, at_m) - e->start_s;
}

static miler_status cut(const app_truth *t, const effort *e, miler_arena *arena, review_run *out,
                        miler_error *err) {
    const double every_m = e->on_track ? EVERY_TRACK_M : EVERY_M;
    miler_race_split *splits = miler_arena_array(arena, (size_t)(e->dist_m / every_m) + 2, sizeof *splits);
    if (splits == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    const double end_s = e->end_s - e->start_s;
    double last_m = 0, last_s = 0;
    // A place just before the finish is as uncertain as the way from it is long.
    for (double at = every_m; at < e->dist_m - every_m / 2; at += every_m) {
        double error_s;
        const double time_s = passed_s(t, e, at, &error_s);
        if (!(time_s > last_s) || !(time_s < end_s)) continue;
        splits[out->count++] = (miler_race_split){at, time_s, isfinite(error_s) ? error_s : 0,
                                                  e->extra_m * (at - last_m) / e->dist_m};
        last_m = at;
        last_s = time_s;
    }
    splits[out->count++] =
        (miler_race_split){e->dist_m, end_s, e->error_s, e->extra_m * (e->dist_m - last_m) / e->dist_m};
    out->splits = splits;
    return MILER_OK;
}

miler_status review_run_get(app *a, int64_t id, double dist_m, miler_arena *arena, review_run *out,
                            miler_error *err) {
    app_truth *t = miler_arena_array(arena, 1, sizeof *t);
    if (t == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    effort e;
    *out = (review_run){.day = MILER_NO_DAY};
    miler_status status = app_truth_get(a, id, arena, t, err);
    if (status != MILER_OK) return status;
    if (!effort_of(t, dist_m, &e))
        return miler_fail(err, MILER_ERR_EMPTY,
                          "run %lld has no race in it: no fast effort of 800 to 5000 m%s. Type its splits: "
                          "miler race review --splits \"400=82.1 800=2:45.0 ...\"",
                          (long long)id, dist_m > 0 ? " over that distance" : "");
    out->start_s = e.start_s;
    out->day = t->run.run.day;
    out->name = t->run.run.name;
    out->activity = &t->run.activity;
    out->source = !e.on_track ? "the recording, off a track"
                              : miler_arena_printf(arena, "the track, lane %d%s",
                                                   t->tracks.count > 0 ? t->tracks.tracks[0].oval.lane : 1,
                                                   e.extra_m > 0 ? ", run wide of the first" : "");
    if (out->source == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    return cut(t, &e, arena, out, err);
}

// Means over the samples of a stretch, each weighing its time.
static double mean_of(const miler_activity *a, const float *values, double from_s, double to_s) {
    double sum = 0, weight = 0;
    for (size_t i = 0; values != NULL && i + 1 < a->samples->count; i++) {
        const double begin = fmax(a->at_s[i], from_s), end = fmin(a->at_s[i + 1], to_s);
        if (end <= begin || !isfinite(values[i]) || !(values[i] > 0)) continue;
        sum += (double)values[i] * (end - begin);
        weight += end - begin;
    }
    return weight > (to_s - from_s) / 2 ? sum / weight : (double)NAN;
}

app_review_body *review_run_bodies(const review_run *run, const miler_review_rows *laps, miler_arena *arena) {
    const miler_activity *a = run->activity;
    if (a == NULL || a->samples == NULL || a->at_s == NULL || laps->count == 0) return NULL;
    app_review_body *out = miler_arena_array(arena, laps->count, sizeof *out);
    bool any = false;
    for (size_t i = 0; out != NULL && i < laps->count; i++) {
        const miler_review_row *row = &laps->rows[i];
        const double to_s = run->start_s + row->cum_s;
        out[i].hr_bpm = mean_of(a, a->samples->hr_bpm, to_s - row->time_s, to_s);
        out[i].cadence_spm = mean_of(a, a->samples->cadence_spm, to_s - row->time_s, to_s);
        // Metres of a step from the lap's own speed: one truth on one page.
        out[i].step_m = (row->to_m - row->from_m + row->extra_m) / row->time_s * 60 / out[i].cadence_spm;
        any = any || isfinite(out[i].hr_bpm) || isfinite(out[i].cadence_spm);
    }
    return any ? out : NULL;
}
