// SPDX-License-Identifier: MIT
// Running form: what is usual at a speed, the words, and the whole answer.
#include "activity/form_work.h"

#include <string.h>

// An effort shorter than this says nothing of a whole run [engineering estimate].
#define EFFORT_MIN_S 60.0
// How well a speed is known, by what measured it [engineering estimates].
#define TRACK_SPEED_ERROR 0.005

typedef struct measure_words {
    const char *name, *unit;
} measure_words;

static const measure_words words[MILER_FORM_COUNT] = {
    [MILER_FORM_CADENCE] = {"cadence", "spm"},    [MILER_FORM_CONTACT] = {"ground contact", "ms"},
    [MILER_FORM_BALANCE] = {"balance", "%"},      [MILER_FORM_OSCILLATION] = {"vertical oscillation", "mm"},
    [MILER_FORM_RATIO] = {"vertical ratio", "%"}, [MILER_FORM_STEP] = {"step length", "mm"},
};

const char *miler_form_name(miler_form_measure measure) {
    return (unsigned)measure < MILER_FORM_COUNT ? words[measure].name : "";
}

const char *miler_form_unit(miler_form_measure measure) {
    return (unsigned)measure < MILER_FORM_COUNT ? words[measure].unit : "";
}

const char *miler_form_zone_name(miler_form_zone zone) {
    static const char *const names[MILER_FORM_ZONE_COUNT] = {"easy", "steady", "threshold", "VO2max",
                                                             "faster"};
    return (unsigned)zone < MILER_FORM_ZONE_COUNT ? names[zone] : "";
}

// ---- What is usual

// Science notes 6.7; taller runners lie some 5 % lower. Straight lines between,
// and on beyond both ends.
static double usual_cadence(double v) {
    static const struct { double speed_mps, spm; } known[] = {{3.3, 165}, {4.5, 175}, {6.0, 190}, {6.7, 200}};
    size_t i = 0;
    while (i < 2 && v > known[i + 1].speed_mps)
        i++;
    return act_line(known[i].speed_mps, known[i].spm, known[i + 1].speed_mps, known[i + 1].spm, v);
}

double miler_form_usual(miler_form_measure measure, double v) {
    if (!(v >= FORM_RUN_MPS && v <= FORM_FAST_MPS)) return (double)NAN;
    const double step_mm = 60000 * v / usual_cadence(v);
    const double oscillation_mm = 89.5 * pow(v / 3, -0.12);
    const double usual[MILER_FORM_COUNT] = {[MILER_FORM_CADENCE] = usual_cadence(v),
                                            [MILER_FORM_CONTACT] = 270 * pow(v / 3, -0.6),
                                            [MILER_FORM_BALANCE] = 50,
                                            [MILER_FORM_OSCILLATION] = oscillation_mm,
                                            [MILER_FORM_RATIO] = 100 * oscillation_mm / step_mm,
                                            [MILER_FORM_STEP] = step_mm};
    return (unsigned)measure < MILER_FORM_COUNT ? usual[measure] : (double)NAN;
}

// Garmin's help pages, chest strap: where the bands 5-29, 30-69, 70-95 and over
// 95 % begin. Falling ones: less is higher.
static const double band_from[MILER_FORM_COUNT][4] = {[MILER_FORM_CADENCE] = {153, 164, 174, 183.5},
                                                      [MILER_FORM_CONTACT] = {308, 277, 248, 217.5},
                                                      [MILER_FORM_OSCILLATION] = {115, 97, 81, 63.5},
                                                      [MILER_FORM_RATIO] = {10.1, 8.6, 7.4, 6.05}};

miler_form_band miler_form_band_of(miler_form_measure measure, double value) {
    if ((unsigned)measure >= MILER_FORM_COUNT || !isfinite(value)) return MILER_BAND_NONE;
    if (measure == MILER_FORM_BALANCE) {
        const double off = fabs(value - 50);
        return off <= 0.75 ? MILER_BAND_MIDDLE : off <= 1.55 ? MILER_BAND_LOW : MILER_BAND_LOWEST;
    }
    const double *from = band_from[measure];
    if (!(from[0] > 0)) return MILER_BAND_NONE;
    const double sign = from[3] > from[0] ? 1 : -1;
    int band = MILER_BAND_LOWEST;
    for (int i = 0; i < 4; i++)
        band += sign * value >= sign * from[i];
    return (miler_form_band)band;
}

const char *miler_form_band_name(miler_form_band band) {
    static const char *const names[MILER_BAND_COUNT] = {"", "under 5", "5-29", "30-69", "70-95", "over 95"};
    return (unsigned)band < MILER_BAND_COUNT ? names[band] : "";
}

bool miler_form_is_usual(const miler_form_value *value) {
    return fabs(value->index - 1) <= value->index_error;
}

bool miler_form_is_steady(const miler_form_value *value) {
    return fabs(value->fade) <= value->fade_error;
}

// ---- The answer

// A rep's speed is told once: by its own distance and time.
static double speed_of(double dist_m, double time_s, double otherwise) {
    return dist_m > 0 && time_s > 0 ? dist_m / time_s : otherwise;
}

static bool read_stretches(form_work *w) {
    const miler_reps *reps = w->reps;
    miler_form *out = w->out;
    if (reps == NULL || reps->count == 0) return true;
    out->stretches = miler_arena_array(w->arena, reps->count, sizeof *out->stretches);
    out->stretch_rep = miler_arena_array(w->arena, reps->count, sizeof *out->stretch_rep);
    if (out->stretches == NULL || out->stretch_rep == NULL) return false;
    for (size_t i = 0; i < reps->count; i++) {
        if (!miler_rep_is_fast(&reps->reps[i])) continue;
        const miler_rep *rep = &reps->reps[i];
        miler_form_stretch *stretch = &out->stretches[out->stretch_count];
        out->stretch_rep[out->stretch_count++] = i;
        form_stretch_read(w, rep->start_s, rep->end_s, NULL, stretch);
        stretch->speed_mps = speed_of(rep->dist_m, rep->time_s, stretch->speed_mps);
    }
    for (size_t k = 0; k < out->stretch_count; k++)
        form_heart(w, k + 1 < out->stretch_count ? out->stretches[k + 1].start_s : (double)INFINITY,
                   &out->stretches[k]);
    return true;
}

typedef struct efforts {
    size_t count;
    double dist_m, time_s;
} efforts;

// Marks the intervals of the reps proper: strides and hill sprints are run in
// another way, and the jog around a trial says nothing of the trial.
static efforts choose_reps(const form_work *w, uint8_t *chosen) {
    efforts all = {.count = 0};
    for (size_t k = 0; w->reps != NULL && k < w->reps->count; k++) {
        const miler_rep *rep = &w->reps->reps[k];
        if (rep->kind != MILER_REP_WORK) continue;
        all.count++;
        all.dist_m += rep->dist_m;
        all.time_s += rep->time_s;
        for (size_t i = act_sample_at(w->a, rep->start_s); i + 1 < w->n && w->a->at_s[i] < rep->end_s; i++)
            chosen[i] = w->run[i] && w->a->at_s[i] >= rep->start_s;
    }
    if (!(all.time_s >= EFFORT_MIN_S)) all.count = 0; // NaN: times that are no times
    return all;
}

static bool read_whole(form_work *w) {
    uint8_t *chosen = miler_arena_array(w->scratch, w->n, sizeof *chosen);
    if (chosen == NULL) return false;
    miler_form_stretch *whole = &w->out->whole;
    const efforts reps = choose_reps(w, chosen);
    form_stretch_read(w, 0, INFINITY, reps.count > 0 ? chosen : NULL, whole);
    if (reps.count > 0) whole->speed_mps = speed_of(reps.dist_m, reps.time_s, whole->speed_mps);
    w->out->whole_reps = reps.count;
    whole->end_s = w->a->elapsed_s;
    form_heart(w, INFINITY, whole);
    return true;
}

static const char *why_not(const form_work *w) {
    if (w->n < 2) return "no samples with a time";
    if (!(w->out->whole.run_s > 0)) return "no running in it";
    for (int m = 0; m < MILER_FORM_COUNT; m++)
        if (isfinite(w->out->whole.measures[m].value)) return NULL;
    return "the watch recorded no cadence and no running dynamics";
}

static void blank(miler_form *out, const miler_activity *a) {
    memset(out, 0, sizeof *out);
    out->decoupling_pct = (double)a->decoupling_pct;
    out->speed_guessed = a->dist_source == MILER_DIST_TREADMILL;
    for (int z = 0; z < MILER_FORM_ZONE_COUNT; z++)
        out->zone_s[z] = out->hr_zone_s[z] = out->zone_from_mps[z] = out->hr_zone_from_bpm[z] = (double)NAN;
}

// Between reps and recoveries a drift of heart rate against speed says nothing. A
// few strides leave an easy run an easy run.
static bool has_efforts(const miler_reps *reps) {
    for (size_t i = 0; reps != NULL && i < reps->count; i++)
        if (reps->reps[i].kind == MILER_REP_WORK || reps->reps[i].kind == MILER_REP_HILL) return true;
    return false;
}

static double speed_error(const miler_activity *a, const miler_tracks *tracks) {
    static const double by_source[MILER_DIST_COUNT] = {0.05, 0.015, 0.02, 0.05, 0.005};
    return tracks != NULL && tracks->count > 0 ? TRACK_SPEED_ERROR : by_source[a->dist_source];
}

// False when memory ran out. Without samples only the watch's own averages are left.
static bool read_everything(form_work *w) {
    if (w->scratch == NULL) return false;
    if (w->n < 2) {
        form_stretch_read(w, 0, w->a->elapsed_s, NULL, &w->out->whole);
        return true;
    }
    if (!form_prepare(w) || !read_whole(w) || !read_stretches(w)) return false;
    form_zones(w);
    return true;
}

miler_status miler_form_read(const miler_activity *a, const miler_reps *reps,
                             const miler_form_options *options, miler_arena *arena, miler_form *out,
                             miler_error *err) {
    static const miler_form_options none = {.vdot = 0};
    if (a == NULL || arena == NULL || out == NULL)
        return miler_fail(err, MILER_ERR_ARG, "running form needs an activity and an arena");
    blank(out, a);
    if (has_efforts(reps)) out->decoupling_pct = (double)NAN;
    form_work w = {.a = a,
                   .s = a->samples,
                   .reps = reps,
                   .options = options != NULL ? options : &none,
                   .arena = arena,
                   .out = out};
    w.speed_error = speed_error(a, w.options->tracks);
    const bool timed = a->at_s != NULL && a->timer_at_s != NULL && a->samples != NULL;
    w.n = timed ? a->sample_count : 0;
    w.scratch = miler_arena_new(miler_arena_allocator(arena), 0);
    const bool sound = read_everything(&w);
    out->why_not = why_not(&w);
    const miler_status status = sound ? form_advise(&w, err) : act_nomem(err);
    miler_arena_free(w.scratch);
    return status;
}
