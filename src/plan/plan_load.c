// SPDX-License-Identifier: MIT
// The load that a session asks for, on the scale on which miler/load.h tells what
// was done: its steps are laid out in time, and the speeds measured as a watch's are.
#include "workout/workout_pace.h"

#include <miler/load.h>
#include <miler/plan.h>

#include <math.h>

#define CELL_S 2.0
#define CELLS 15                // the 30 s over which NGP's speeds are taken (science.md 6.2)
#define MOVING_MPS 0.9          // as load_measure.c counts
#define DRILLS_MPS WKO_WALK_MPS // there and back, by feel no faster
#define LONGEST_S 200000.0      // two days and more: no session, but a plan's text may say so
// How hard a session feels as a whole, of 10 (Foster): sets with two repetitions in
// reserve, jumps, cross-training in place of easy running [engineering estimates].
#define STRENGTH_RPE 5.0
#define CROSS_RPE 3.0

typedef struct layout {
    const miler_pace_book *book;
    double cell_m[CELLS]; // the last 30 s
    int at, seen;
    double window_m;
    double part_s, part_m; // of the cell begun
    double fourth, moving_s, all_s;
} layout;

static void end_cell(layout *l) {
    l->window_m += l->part_m - l->cell_m[l->at];
    l->cell_m[l->at] = l->part_m;
    l->at = (l->at + 1) % CELLS;
    if (l->seen < CELLS) l->seen++;
    l->part_s = l->part_m = 0;
    const double speed = l->window_m / (CELL_S * l->seen);
    if (speed < MOVING_MPS) return;
    l->fourth += speed * speed * speed * speed * CELL_S;
    l->moving_s += CELL_S;
}

static void lay(layout *l, double time_s, double speed_mps) {
    if (!(time_s > 0) || !(speed_mps >= 0)) return;
    for (double left_s = fmin(time_s, LONGEST_S - l->all_s); left_s > 1e-9;) {
        const double piece_s = fmin(left_s, CELL_S - l->part_s);
        l->part_s += piece_s;
        l->part_m += piece_s * speed_mps;
        l->all_s += piece_s;
        left_s -= piece_s;
        if (l->part_s > CELL_S - 1e-9) end_cell(l);
    }
}

static void lay_step(layout *l, const miler_step *step) {
    wko_stretch stretch;
    switch (step->kind) {
    case MILER_STEP_RUN:
    case MILER_STEP_STRIDE:
    case MILER_STEP_HILL:
    case MILER_STEP_TIME_TRIAL:
        stretch = wko_run_stretch(step, l->book);
        break;
    case MILER_STEP_RECOVERY:
        stretch = wko_recovery_stretch(step, l->book);
        break;
    case MILER_STEP_DRILLS:
        stretch = (wko_stretch){.time_s = wko_drills_s(step)};
        stretch.dist_m = stretch.time_s * DRILLS_MPS;
        break;
    default:
        return; // no running
    }
    if (stretch.time_s > 0) lay(l, stretch.time_s, stretch.dist_m / stretch.time_s);
}

static void lay_steps(layout *l, const miler_step *steps, size_t count, int depth) {
    for (size_t i = 0; i < count && depth <= MILER_WORKOUT_DEPTH_MAX; i++) {
        const miler_step *step = &steps[i];
        if (step->kind != MILER_STEP_REPEAT) {
            lay_step(l, step);
            continue;
        }
        const size_t n = step->child_count;
        // A recovery that stands last is taken between passes only.
        const bool between = n > 1 && step->children[n - 1].kind == MILER_STEP_RECOVERY;
        for (int32_t pass = 1; pass <= step->count && l->all_s < LONGEST_S; pass++)
            lay_steps(l, step->children, n - (between && pass == step->count), depth + 1);
    }
}

static double by_effort(double time_s, double rpe) {
    return 100 * rpe * (time_s / 60) / (MILER_LOAD_THRESHOLD_RPE * 60);
}

miler_status miler_session_load(const miler_session *session, const miler_pace_book *book,
                                miler_arena *scratch, double *out_points, miler_error *err) {
    miler_workout workout;
    miler_workout_total total;
    layout l = {.book = book};
    *out_points = 0;
    const miler_status status = miler_workout_parse(session->text, scratch, &workout, err);
    if (status != MILER_OK) return status;
    miler_workout_sum(&workout, book, &total);
    lay_steps(&l, workout.steps, workout.step_count, 0);
    const double threshold_mps = wko_zone_speed(MILER_ZONE_THRESHOLD, book);
    if (l.moving_s > 0 && total.dist_m > 0)
        *out_points += miler_rtss(l.moving_s, sqrt(sqrt(l.fourth / l.moving_s)), threshold_mps);
    *out_points += by_effort(total.strength_s, STRENGTH_RPE) + by_effort(total.cross_s, CROSS_RPE);
    return MILER_OK;
}

// Running time of a session, as its week sums it up.
static double running_s(const miler_session *s) {
    return (double)s->easy_s + s->threshold_s + s->vo2max_s + s->fast_s;
}

// What of the sessions left out the week's sums still hold, from 0 to 1: a week that is over keeps its
// distance and hard share as planned, one that is to come has them without.
static double share_of_left_out(const miler_plan *plan, const miler_plan_week *week) {
    double stands_s = 0, out_s = 0;
    for (size_t i = 0; i < week->session_count; i++) {
        const miler_session *s = &plan->sessions[week->first_session + i];
        *(s->status == MILER_SESSION_SKIPPED ? &out_s : &stands_s) += running_s(s);
    }
    return out_s > 0 ? fmin(fmax((week->time_s - stands_s) / out_s, 0), 1) : 0;
}

miler_status miler_plan_week_load(const miler_plan *plan, const miler_plan_week *week, miler_arena *scratch,
                                  double *out_points, miler_error *err) {
    const double left_out = share_of_left_out(plan, week);
    *out_points = 0;
    for (size_t i = 0; i < week->session_count; i++) {
        const miler_session *s = &plan->sessions[week->first_session + i];
        const double share = s->status == MILER_SESSION_SKIPPED ? left_out : 1;
        double points;
        if (share <= 0) continue;
        const miler_status status = miler_session_load(s, &plan->request.book, scratch, &points, err);
        if (status != MILER_OK) return status;
        *out_points += share * points;
    }
    return MILER_OK;
}
