// SPDX-License-Identifier: MIT
// The tracks of a recording, one after the other: where one could lie, the fit,
// the verdict, then each sample's place along it. What was recorded is only read.
#include "activity/act.h"
#include "activity/oval.h"

#include <string.h>

#define TRACKS_MAX 4
#define CANDIDATES 3
#define STAGGER_M 4.0 // what a start in lanes or a wide bend adds to a part or takes [half of 26 real races]
#define PART_MIN_M 60.0 // shorter stretches near the oval are passing by
#define OFF_MAX_S 12.0  // farther off than reach for longer: left the track
#define TURN_MIN_M 15.0 // coming back by less is no turning round
#define KNOWN_NEAR_M 400.0
#define KNOWN_LAPS 0.4  // of a known track, to be believed ...
#define KNOWN_COVER 0.4 // ... and so much of the lap: a road beside a straight is less

typedef struct search {
    const miler_activity *a;
    miler_arena *arena;
    miler_arena *scratch; // for all of the search
    miler_arena *loose;   // for one candidate or part, thrown away after it
    miler_tracks *out;
    oval_path path;
    double *x_m, *y_m; // each sample's place, from the centre of the track at hand
    const char *why;   // of the candidate that came farthest
    double why_laps;
} search;

static bool start_fit(const oval_path *path, const oval_candidate *c, oval_fit *fit) {
    const double size = c->lap_m / 400;
    *fit = (oval_fit){.p = {c->cx, c->cy, c->turn_rad, 42.195 * size, 36.8 * size}};
    const double shape_kept[OVAL_PARAMS] = {50, 50, 1, OVAL_KEPT, 12 * size};
    const double shape_free[OVAL_PARAMS] = {50, 50, 1, 12 * size, 12 * size};
    if (!oval_fit_run(path, fit, shape_kept) || !oval_fit_run(path, fit, shape_free)) return false;
    oval_fit_look(path, fit);
    return true;
}

// The track that most was run on, of all that pass.
static bool best_unknown(search *s, oval_fit *best) {
    static const double laps_m[] = {400, 300, 200};
    best->on_m = 0;
    for (size_t l = 0; l < sizeof laps_m / sizeof laps_m[0]; l++) {
        oval_candidate found[CANDIDATES];
        miler_arena_reset(s->loose);
        const size_t count = oval_candidates(&s->path, laps_m[l], s->loose, found, CANDIDATES);
        if (miler_arena_failed(s->loose)) return false;
        for (size_t k = 0; k < count; k++) {
            oval_fit fit;
            if (!start_fit(&s->path, &found[k], &fit)) continue;
            const char *no = oval_reject(&fit);
            if (no == NULL && fit.on_m > best->on_m) *best = fit;
            if (no != NULL && fit.laps > s->why_laps) {
                s->why = no;
                s->why_laps = fit.laps;
            }
        }
    }
    return best->on_m > 0;
}

// Fits a track where one is known. A known place needs less of a lap to be
// believed, but what was run must be one: a concourse around it and a road
// beside it are not. *whole: the laps alone tell the shape.
static bool fit_known(search *s, const miler_known_track *known, oval_fit *fit, bool *whole) {
    double x;
    double y;
    const oval_path *path = &s->path;
    oval_to_frame(&path->frame, known->oval.lat_deg, known->oval.lon_deg, &x, &y);
    bool near = false;
    for (size_t i = 0; i < path->count && !near; i++)
        near = hypot(path->x_m[i] - x, path->y_m[i] - y) < KNOWN_NEAR_M;
    if (!near) return false;
    *fit = (oval_fit){.p = {x, y, known->oval.turn_rad, known->oval.straight_m / 2, known->oval.radius_m}};
    const double sd = fmax(known->sd_m, 1);
    const double prior[OVAL_PARAMS] = {sd, sd, 0.03, 1, 12};
    if (!oval_fit_run(path, fit, prior)) return false;
    oval_fit_look(path, fit);
    oval_fit alone = *fit;
    const double shape_free[OVAL_PARAMS] = {10, 10, 0.2, 12, 12};
    *whole = oval_fit_run(path, &alone, shape_free);
    if (*whole) {
        oval_fit_look(path, &alone);
        *whole = oval_reject(&alone) == NULL;
        if (*whole) *fit = alone;
    }
    return *whole || (fit->laps > KNOWN_LAPS && fit->covered > KNOWN_COVER && oval_misfit(fit) == NULL);
}

// ---- Parts: samples that stay on the track

static double off_of(const miler_oval *oval, double x, double y) {
    double along;
    double off;
    miler_oval_locate(oval, x, y, &along, &off);
    return fabs(off);
}

// First sample of the next part at or after `from`, and where it ends; false: no more.
static bool next_part(const search *s, const oval_trace *t, const miler_oval *oval, double reach, size_t from,
                      size_t *first, size_t *end) {
    const size_t n = s->a->sample_count;
    const double *at_s = s->a->at_s;
    size_t i = from;
    while (i < n &&
           (isnan(t->x_m[i]) || s->out->phase_m[i] >= 0 || off_of(oval, t->x_m[i], t->y_m[i]) > reach))
        i++;
    if (i == n) return false;
    *first = i;
    size_t last = i; // the last one on the track
    // Longer, and a fast runner could be anywhere on the lap.
    const double gap_s = fmin(OVAL_GAP_S, 0.4 * miler_oval_lap_m(oval) / OVAL_FAST_MPS);
    for (i++; i < n && at_s[i] - at_s[last] <= gap_s && i - *first < OVAL_TRACE_MAX; i++) {
        if (s->out->phase_m[i] >= 0) break; // another track's
        if (isnan(t->x_m[i])) continue;
        const double off = off_of(oval, t->x_m[i], t->y_m[i]);
        if (off <= reach)
            last = i;
        else if (off > 3 * reach || at_s[i] - at_s[last] > OFF_MAX_S)
            break;
    }
    *end = last + 1;
    return true;
}

// How far the raw places went round, and how straight: crossing the track or
// standing beside it is no running on it.
static bool is_part(const oval_trace *t, const miler_oval *oval, size_t first, size_t end) {
    const double lap = miler_oval_lap_m(oval);
    double way = 0;
    double net = 0;
    double last = NAN;
    double x0 = NAN;
    double y0 = NAN;
    for (size_t i = first; i < end; i++) {
        if (isnan(t->x_m[i])) continue;
        if (!isnan(x0) && hypot(t->x_m[i] - x0, t->y_m[i] - y0) < OVAL_STEP_M) continue;
        double along;
        double off;
        miler_oval_locate(oval, t->x_m[i], t->y_m[i], &along, &off);
        if (!isnan(last)) {
            double step = along - last;
            step -= lap * round(step / lap);
            net += fabs(step);
            way += hypot(t->x_m[i] - x0, t->y_m[i] - y0);
        }
        last = along;
        x0 = t->x_m[i];
        y0 = t->y_m[i];
    }
    return net >= PART_MIN_M && net > 0.7 * way;
}

static bool trace_part(search *s, miler_track *track, const miler_oval *run, const oval_trace *all,
                       size_t first, size_t end) {
    oval_trace t = *all;
    t.count = end - first;
    t.at_s += first;
    t.x_m += first;
    t.y_m += first;
    t.along_m = s->out->along_m + first;
    t.speed_mps = s->out->speed_mps + first;
    t.error_m = s->out->error_at_m + first;
    miler_arena_reset(s->loose);
    double *place = miler_arena_bare_array(s->loose, t.count, sizeof *place);
    if (place == NULL || !oval_trace_run(run, &t, s->loose)) return false;
    const double lap = miler_oval_lap_m(&track->oval);
    const double size = lap / miler_oval_lap_m(run);
    for (size_t i = 0; i < t.count; i++) {
        place[i] = oval_transfer(run, &track->oval, t.along_m[i]);
        t.speed_mps[i] *= size;
    }
    if (!oval_way(place, t.count, fmax(TURN_MIN_M, 3 * t.noise_m), t.along_m, s->loose)) return false;
    for (size_t i = 0; i < t.count; i++)
        s->out->phase_m[first + i] = oval_wrap(place[i], lap);
    const double way = t.along_m[t.count - 1];
    miler_track_part *part = &track->parts[track->part_count++];
    *part = (miler_track_part){
        .first = first, .end = end, .start_s = all->at_s[first], .end_s = all->at_s[end - 1], .dist_m = way};
    track->on_track_m += way;
    return true;
}

static bool make_parts(search *s, const oval_fit *fit, miler_track *track) {
    const miler_activity *a = s->a;
    const size_t n = a->sample_count;
    double *x = s->x_m;
    double *y = s->y_m;
    for (size_t i = 0; i < n; i++) {
        x[i] = y[i] = (double)NAN; // half a position is none
        if (!oval_sound(a->samples, i)) continue;
        oval_to_frame(&s->path.frame, a->samples->lat_deg[i], a->samples->lon_deg[i], &x[i], &y[i]);
        x[i] -= fit->p[OVAL_CX];
        y[i] -= fit->p[OVAL_CY];
    }
    const oval_trace all = {.at_s = a->at_s, .x_m = x, .y_m = y, .noise_m = track->noise_m};
    const double reach = fmax(3 * fit->scale_m + 3, 8);
    miler_oval run = track->oval; // the line as the watch saw it
    run.straight_m = 2 * fit->p[OVAL_HALF];
    run.radius_m = fit->p[OVAL_RADIUS];
    run.lane = 1;
    size_t first;
    size_t end = 0;
    size_t room = 0;
    while (next_part(s, &all, &run, reach, end, &first, &end)) {
        if (!is_part(&all, &run, first, end)) continue;
        if (track->part_count == room) {
            miler_track_part *parts =
                miler_arena_grow(s->arena, track->parts, room, room * 2 + 8, sizeof *parts);
            if (parts == NULL) return false;
            track->parts = parts;
            room = room * 2 + 8;
        }
        if (!trace_part(s, track, &run, &all, first, end)) return false;
    }
    track->laps = track->on_track_m / miler_oval_lap_m(&track->oval);
    for (size_t i = 0; i < s->path.count; i++) {
        const double px = s->path.x_m[i] - fit->p[OVAL_CX];
        const double py = s->path.y_m[i] - fit->p[OVAL_CY];
        if (off_of(&run, px, py) < reach) s->path.taken[i] = true;
    }
    return true;
}

// ---- The session's own distance

// Metres run from sample i - 1 to i.
static double step_m(const search *s, size_t i) {
    const miler_tracks *out = s->out;
    const miler_activity *a = s->a;
    if (out->phase_m[i] >= 0 && out->phase_m[i - 1] >= 0 && out->along_m[i] >= out->along_m[i - 1])
        return out->along_m[i] - out->along_m[i - 1];
    if (a->true_dist_m == NULL) return 0;
    // Faster than a sprinter: a jump or a ride. What was run meanwhile is not known.
    const double step = a->true_dist_m[i] - a->true_dist_m[i - 1];
    return step <= ACT_SPRINT_MPS * fmax(a->at_s[i] - a->at_s[i - 1], 1) ? step : 0;
}

static void rebuild(const search *s) {
    miler_tracks *out = s->out;
    double sum = 0;
    for (size_t i = 0; i < s->a->sample_count; i++) {
        if (i > 0) sum += step_m(s, i);
        out->dist_at_m[i] = sum;
    }
    out->dist_m = sum;
    double var = 0;
    double elsewhere = sum;
    for (size_t k = 0; k < out->count; k++) {
        const miler_track *t = &out->tracks[k];
        const double lap = miler_oval_lap_m(&t->oval);
        var += t->laps * t->laps * t->lap_error_m * t->lap_error_m +
               (double)t->part_count * (2 * t->noise_m * t->noise_m + STAGGER_M * STAGGER_M);
        elsewhere -= t->laps * lap;
    }
    // GPS and foot pods are good to about one percent of the way [engineering estimate].
    out->error_m = sqrt(var) + 0.01 * fmax(elsewhere, 0);
}

static bool make_room(search *s) {
    const size_t n = s->a->sample_count;
    miler_tracks *out = s->out;
    out->along_m = miler_arena_bare_array(s->arena, n, sizeof(double));
    out->phase_m = miler_arena_bare_array(s->arena, n, sizeof(double));
    out->speed_mps = miler_arena_bare_array(s->arena, n, sizeof(double));
    out->dist_at_m = miler_arena_bare_array(s->arena, n, sizeof(double));
    out->error_at_m = miler_arena_bare_array(s->arena, n, sizeof(float));
    out->tracks = miler_arena_array(s->arena, TRACKS_MAX, sizeof *out->tracks);
    s->x_m = miler_arena_bare_array(s->scratch, n, sizeof(double));
    s->y_m = miler_arena_bare_array(s->scratch, n, sizeof(double));
    if (miler_arena_failed(s->arena) || miler_arena_failed(s->scratch)) return false;
    for (size_t i = 0; i < n; i++) {
        out->along_m[i] = out->phase_m[i] = out->speed_mps[i] = (double)NAN;
        out->error_at_m[i] = NAN;
    }
    return true;
}

// False only without memory; the fit may be of no track after all.
static bool add_track(search *s, oval_fit *fit, const miler_known_track *known, bool whole) {
    miler_track *track = &s->out->tracks[s->out->count];
    *track = (miler_track){.spot_m = NAN};
    if (!oval_size_up(&s->path, fit, known, whole, track)) return true;
    track->residual_m = fit->scale_m / 1.4826;
    if (!make_parts(s, fit, track)) return false;
    if (track->part_count > 0) {
        oval_finish_line(s->a, s->out, track);
        s->out->count++;
    }
    return true;
}

static bool find_all(search *s, const miler_known_track *known, size_t known_count) {
    oval_fit fit;
    bool whole;
    for (size_t k = 0; k < known_count && s->out->count < TRACKS_MAX; k++)
        if (fit_known(s, &known[k], &fit, &whole) && !add_track(s, &fit, &known[k], whole)) return false;
    for (int tries = 0; tries < TRACKS_MAX && s->out->count < TRACKS_MAX && best_unknown(s, &fit); tries++)
        if (!add_track(s, &fit, NULL, true)) return false;
    return !miler_arena_failed(s->scratch) && !miler_arena_failed(s->loose);
}

static const char *unfit(const miler_activity *a) {
    const bool foot =
        a->sport == MILER_SPORT_RUNNING || a->sport == MILER_SPORT_WALKING || a->sport == MILER_SPORT_UNKNOWN;
    if (!foot) return "not a track: not run on foot";
    if (a->at_s == NULL) return "not a track: the samples have no times";
    if (a->samples->lat_deg == NULL || a->samples->lon_deg == NULL)
        return "not a track: no positions were recorded";
    return NULL;
}

static bool is_full(const miler_arena *arena) {
    return arena != NULL && miler_arena_full(arena);
}

// Error: NOMEM, LIMIT where an arena is full.
static miler_status search_all(const miler_activity *a, const miler_known_track *known, size_t known_count,
                               miler_arena *arena, miler_tracks *out) {
    search s = {.a = a,
                .arena = arena,
                .scratch = miler_arena_new(miler_arena_allocator(arena), 0),
                .loose = miler_arena_new(miler_arena_allocator(arena), 0),
                .out = out,
                .why = MILER_TRACK_NO_LAPS};
    const bool sound = s.scratch != NULL && s.loose != NULL && oval_path_make(a, s.scratch, &s.path) &&
                       make_room(&s) && find_all(&s, known, known_count);
    if (sound && out->count > 0) rebuild(&s);
    const bool full = is_full(arena) || is_full(s.scratch) || is_full(s.loose);
    miler_arena_free(s.scratch);
    miler_arena_free(s.loose);
    if (sound && out->count == 0)
        *out = (miler_tracks){.why_not = s.why, .dist_m = a->dist_m, .error_m = NAN};
    return sound ? MILER_OK : full ? MILER_ERR_LIMIT : MILER_ERR_NOMEM;
}

miler_status miler_tracks_find(const miler_activity *a, const miler_known_track *known, size_t known_count,
                               miler_arena *arena, miler_tracks *out, miler_error *err) {
    if (a == NULL || arena == NULL || out == NULL || (known == NULL && known_count > 0))
        return miler_fail(err, MILER_ERR_ARG, "the track needs an activity and an arena");
    memset(out, 0, sizeof *out);
    out->dist_m = a->dist_m;
    out->error_m = NAN;
    out->why_not = unfit(a);
    if (out->why_not != NULL) return MILER_OK;
    const miler_status status = search_all(a, known, known_count, arena, out);
    if (status != MILER_OK) {
        *out = (miler_tracks){.dist_m = a->dist_m, .error_m = NAN};
        return miler_fail(err, status,
                          status == MILER_ERR_LIMIT ? "too many samples for the memory a track may take"
                                                    : "no memory for the track");
    }
    return MILER_OK;
}
