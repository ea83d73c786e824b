// SPDX-License-Identifier: MIT
// 1600 m or the mile: 9.34 m apart, and GPS on a track is wrong by as much over
// four laps. What can tell them, best first:
//
//   the step of the workout in the file
//   the plan of that day, then the name of the run
//   the place of the start: the mile starts 9.34 m behind the finish line, 1600 m
//   at it (lane 1, finish line known)
//   the length, where it is known well enough
//   one effort alone: races and trials are miles more often than 1600s, outside
//   schools [engineering estimate]
//   the runner's units: four laps for kilometres, the mile for miles
//
// Only the first three and a clear place or length make it sure.
#include "activity/reps.h"

#define SCHOOL_M 1600.0
#define APART_M (MILER_MILE_M - SCHOOL_M)
#define STAND_M 1.5 // where people stand at a line [engineering estimate]
#define SURE_SD 2.0

static bool is_either(double nominal_m) {
    return fabs(nominal_m - SCHOOL_M) < 1 || fabs(nominal_m - MILER_MILE_M) < 1;
}

bool miler_rep_unsure(const miler_rep *rep) {
    return is_either(rep->nominal_m) && !rep->nominal_sure;
}

typedef struct miles {
    size_t open, all_work; // open: not told by a step
    double place_m, place_error_m;
    size_t placed;
    double dist_m, dist_error_m; // mean; one SD, alike for all
} miles;

// Metres from the finish line at the start of a rep, negative = before it.
static bool start_place(const reps_work *w, const miler_rep *r, double *place_m, double *error_m) {
    if (w->tracks == NULL || w->tracks->phase_m == NULL) return false;
    for (size_t k = 0; k < w->tracks->count; k++) {
        const miler_track *t = &w->tracks->tracks[k];
        for (size_t i = 0; i < t->part_count && t->finish_known && t->oval.lane == 1; i++) {
            if (r->start_s < t->parts[i].start_s - 1 || r->end_s > t->parts[i].end_s + 1) continue;
            const size_t at = act_sample_at(w->a, fmax(r->start_s, t->parts[i].start_s));
            const double lap_m = miler_oval_lap_m(&t->oval);
            const double phase = w->tracks->phase_m[at];
            *place_m = phase - lap_m * round(phase / lap_m);
            // Who jogs into it was elsewhere a second before.
            const double before = reps_mean_mps(w, r->start_s - 7, r->start_s - 2);
            const double rolling = (before > 0 ? before : 0) * r->time_error_s / sqrt(2);
            *error_m = hypot((double)w->tracks->error_at_m[at], hypot(STAND_M, rolling));
            return isfinite(*place_m) && isfinite(*error_m) && lap_m > 390 && lap_m < 410;
        }
    }
    return false;
}

static miles look(const reps_work *w, const miler_reps *reps) {
    miles m = {0};
    for (size_t i = 0; i < reps->count; i++) {
        const miler_rep *r = &reps->reps[i];
        m.all_work += r->kind == MILER_REP_WORK;
        if (r->kind != MILER_REP_WORK || !is_either(r->nominal_m) || r->nominal_sure) continue;
        double place;
        double error;
        m.open++;
        m.dist_m += (r->dist_m - m.dist_m) / (double)m.open;
        m.dist_error_m = fmax(m.dist_error_m, r->dist_error_m);
        if (!start_place(w, r, &place, &error)) continue;
        m.placed++;
        m.place_m += (place - m.place_m) / (double)m.placed;
        m.place_error_m = fmax(m.place_error_m, error);
    }
    return m;
}

// Which of two lies nearer; sure when the other is too far off.
static double nearer(double value, double school, double mile, double error, bool *sure) {
    const double a = fabs(value - school);
    const double b = fabs(value - mile);
    *sure = fmax(a, b) - fmin(a, b) > SURE_SD * error && fmin(a, b) < SURE_SD * error;
    return a < b ? SCHOOL_M : MILER_MILE_M;
}

static double decide(const reps_work *w, const miles *m, bool *sure, miler_nominal_by *by) {
    *sure = true;
    *by = MILER_NOMINAL_BY_PLAN;
    if (is_either(w->options.planned_m)) return w->options.planned_m;
    *by = MILER_NOMINAL_BY_NAME;
    if (is_either(w->options.named_m)) return w->options.named_m;
    if (m->placed > 0) {
        *by = MILER_NOMINAL_BY_START;
        const double told = nearer(m->place_m, 0, -APART_M, m->place_error_m, sure);
        if (*sure) return told;
    }
    *by = MILER_NOMINAL_BY_LENGTH;
    const double nearest = nearer(m->dist_m, SCHOOL_M, MILER_MILE_M, m->dist_error_m, sure);
    if (*sure) return nearest;
    *by = MILER_NOMINAL_BY_EFFORT;
    if (m->all_work == 1) return MILER_MILE_M;
    *by = MILER_NOMINAL_BY_UNITS;
    return w->options.imperial ? MILER_MILE_M : SCHOOL_M;
}

void reps_tell_mile(const reps_work *w, miler_reps *reps) {
    const miles m = look(w, reps);
    if (m.open == 0) return;
    bool sure;
    miler_nominal_by by;
    const double told = decide(w, &m, &sure, &by);
    for (size_t i = 0; i < reps->count; i++) {
        miler_rep *r = &reps->reps[i];
        if (r->kind != MILER_REP_WORK || !is_either(r->nominal_m) || r->nominal_sure) continue;
        r->nominal_m = told;
        r->nominal_sure = sure;
        r->nominal_by = by;
    }
}
