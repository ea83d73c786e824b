// SPDX-License-Identifier: MIT
// The totals of a session. Where the text leaves something open, the estimates
// below stand in; all of them are engineering estimates unless a source is
// named, and docs/workout-language.md lists them for readers.
//
// A recovery that stands last in a repeat is taken between passes: n passes
// have n - 1 of them.
#include "workout/workout_pace.h"

#include <math.h>
#include <string.h>

#define DRILLS_BLOCK_S 360.0 // 5-8 min of dynamic work is usual before hard running
#define DRILL_S 40.0         // one drill without a length: 20-30 m and the walk back
#define DRILL_MPS 1.5        // drills travel slowly
#define STRIDE_M 100.0       // 60-150 m are usual
#define HILL_S 10.0          // sprints of 8-12 s are usual
#define HILL_SHARE 0.85      // uphill speed as a share of the flat
#define REPETITION_S 3.5     // one repetition of a lift: two seconds down, one up, and a breath
#define CONTACT_S 1.2        // one jump
#define SET_UP_S 20.0        // getting ready for a set
#define EXERCISE_MPS 0.8     // lunges and carries by distance
#define STRETCHING_S 600.0   // stretching, rolling, mobility without a length

typedef struct sums {
    const miler_pace_book *book;
    miler_workout_total *out;
} sums;

static void add_running(const sums *s, wko_class intensity, double dist_m, double time_s, double times) {
    miler_workout_total *o = s->out;
    double *const metres[WKO_CLASS_COUNT] = {&o->easy_m, &o->threshold_m, &o->vo2max_m, &o->fast_m};
    double *const seconds[WKO_CLASS_COUNT] = {&o->easy_s, &o->threshold_s, &o->vo2max_s, &o->fast_s};
    *metres[intensity] += dist_m * times;
    *seconds[intensity] += time_s * times;
    o->dist_m += dist_m * times;
    o->time_s += time_s * times;
}

wko_stretch wko_run_stretch(const miler_step *step, const miler_pace_book *book) {
    wko_stretch out = {.dist_m = step->dist_m, .time_s = step->time_s, .running = true};
    double speed = wko_speed_of(step, book);
    if (step->kind == MILER_STEP_HILL) speed *= HILL_SHARE;
    if (step->kind == MILER_STEP_STRIDE && out.dist_m <= 0 && out.time_s <= 0) out.dist_m = STRIDE_M;
    if (step->kind == MILER_STEP_HILL && out.dist_m <= 0 && out.time_s <= 0) out.time_s = HILL_S;
    if (out.dist_m > 0)
        out.time_s = out.dist_m / speed;
    else
        out.dist_m = out.time_s * speed;
    return out;
}

static void add_run(const sums *s, const miler_step *step, double times) {
    const wko_stretch run = wko_run_stretch(step, s->book);
    add_running(s, wko_class_of(step, s->book), run.dist_m, run.time_s, times);
}

wko_stretch wko_recovery_stretch(const miler_step *step, const miler_pace_book *book) {
    wko_stretch out = {.dist_m = step->dist_m, .time_s = step->time_s};
    out.running = step->mode == MILER_RECOVERY_JOG || (step->mode == MILER_RECOVERY_ANY && step->dist_m > 0);
    const double jog_mps = wko_zone_speed(MILER_ZONE_EASY, book) * WKO_JOG_SHARE;
    const double speed = out.running ? jog_mps : WKO_WALK_MPS;
    if (out.time_s <= 0) out.time_s = out.dist_m / speed;
    if (out.dist_m <= 0 && (out.running || step->mode == MILER_RECOVERY_WALK))
        out.dist_m = out.time_s * speed;
    return out;
}

static void add_recovery(const sums *s, const miler_step *step, double times, bool strength) {
    const wko_stretch rest = wko_recovery_stretch(step, s->book);
    if (rest.running) {
        add_running(s, WKO_CLASS_EASY, rest.dist_m, rest.time_s, times);
        return;
    }
    s->out->time_s += rest.time_s * times;
    *(strength ? &s->out->strength_s : &s->out->rest_s) += rest.time_s * times;
}

static void add_exercise(const sums *s, const miler_step *step, double times) {
    wko_movement known = {0};
    const bool found = step->name != NULL && wko_movement_find(step->name, strlen(step->name), &known);
    const double contacts = found ? known.contacts : 0;
    const double sides = step->each_side ? 2 : 1;
    const double each_s = contacts > 0 ? CONTACT_S : REPETITION_S;
    double work_s = step->reps * each_s;
    double reps = step->reps;
    if (step->time_s > 0) {
        work_s = step->time_s;
        reps = step->time_s / CONTACT_S;
    } else if (step->dist_m > 0) {
        work_s = step->dist_m / EXERCISE_MPS;
        reps = step->dist_m; // a landing about every metre
    }
    const double time_s = work_s * sides + SET_UP_S;
    s->out->strength_s += time_s * times;
    s->out->time_s += time_s * times;
    s->out->plyo_contacts += reps * contacts * sides * times;
}

static void add_cross(const sums *s, const miler_step *step, double times) {
    // Usual speeds of recreational athletes, where only a distance is written.
    static const struct {
        const char *name;
        double mps;
    } speeds[] = {{"bike", 7},         {"swim", 0.7},     {"rowing", 3.5},
                  {"elliptical", 2.8}, {"aqua jog", 0.8}, {"hike", 1.2}};
    double time_s = step->time_s;
    for (size_t i = 0; i < sizeof speeds / sizeof speeds[0] && time_s <= 0; i++)
        if (step->name != NULL && strcmp(step->name, speeds[i].name) == 0)
            time_s = step->dist_m / speeds[i].mps;
    if (time_s <= 0) time_s = step->dist_m / wko_zone_speed(MILER_ZONE_EASY, s->book);
    s->out->cross_s += time_s * times;
    s->out->time_s += time_s * times;
}

double wko_drills_s(const miler_step *step) {
    if (step->time_s > 0) return step->time_s;
    if (step->dist_m > 0) return step->dist_m / DRILL_MPS + step->dist_m / WKO_WALK_MPS; // there and back
    return step->name != NULL ? DRILL_S : DRILLS_BLOCK_S;
}

static void add_drills(const sums *s, const miler_step *step, double times) {
    s->out->time_s += wko_drills_s(step) * times;
}

static void add_rest(const sums *s, const miler_step *step, double times) {
    double time_s = step->time_s;
    if (time_s <= 0 && step->name != NULL) time_s = STRETCHING_S;
    s->out->time_s += time_s * times;
    s->out->rest_s += time_s * times;
}

static void add_repeat(const sums *s, const miler_step *repeat, double times, bool strength, int depth);

// `strength`: within a repeat of lifts, where rests count as strength time.
static void add_step(const sums *s, const miler_step *step, double times, bool strength, int depth) {
    switch (step->kind) {
    case MILER_STEP_RUN:
    case MILER_STEP_STRIDE:
    case MILER_STEP_HILL:
    case MILER_STEP_TIME_TRIAL:
        add_run(s, step, times);
        break;
    case MILER_STEP_RECOVERY:
        add_recovery(s, step, times, strength);
        break;
    case MILER_STEP_REPEAT:
        add_repeat(s, step, times, strength, depth + 1);
        break;
    case MILER_STEP_DRILLS:
        add_drills(s, step, times);
        break;
    case MILER_STEP_EXERCISE:
        add_exercise(s, step, times);
        break;
    case MILER_STEP_CROSS:
        add_cross(s, step, times);
        break;
    case MILER_STEP_REST:
        add_rest(s, step, times);
        break;
    case MILER_STEP_KIND_COUNT:
        break;
    }
}

static void add_repeat(const sums *s, const miler_step *repeat, double times, bool strength, int depth) {
    const size_t n = repeat->child_count;
    if (depth > MILER_WORKOUT_DEPTH_MAX) return; // no tree of the parser is so deep
    for (size_t i = 0; i < n; i++)
        strength = strength || repeat->children[i].kind == MILER_STEP_EXERCISE;
    for (size_t i = 0; i < n; i++) {
        const miler_step *child = &repeat->children[i];
        const bool between = i + 1 == n && n > 1 && child->kind == MILER_STEP_RECOVERY;
        const double passes = repeat->count - (between ? 1 : 0);
        if (passes > 0) add_step(s, child, times * passes, strength, depth);
    }
}

void miler_workout_sum(const miler_workout *workout, const miler_pace_book *book, miler_workout_total *out) {
    *out = (miler_workout_total){0};
    const sums s = {.book = book, .out = out};
    for (size_t i = 0; i < workout->step_count; i++)
        add_step(&s, &workout->steps[i], 1, false, 0);
}
