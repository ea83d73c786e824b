// SPDX-License-Identifier: MIT
// Sets whose reps are not all alike: ladders, cut-downs, laps and half laps in
// one session. One pace and one rest through all of it, so that such a set is
// measured by the numbers of any other: its work, its longest rep, its recovery.
// They are the workouts of families rp-mixed and vo2-mixed of data/catalogue.tsv,
// in the amounts that weeks hold.
#include "plan/plan_room.h"

#include <stdio.h>
#include <string.h>

#define BLOCKS_MAX 6
#define RUNGS_MAX 24 // reps of the largest

typedef enum shape_form { LADDER, CUT_DOWN, MIXED } shape_form;

typedef struct block {
    int16_t count, length; // reps of so many metres or seconds
} block;

typedef struct shape {
    plan_family family;
    shape_form form;
    bool timed; // lengths are seconds
    block blocks[BLOCKS_MAX];
} shape;

// Small to large.
static const shape shapes[] = {
    {PLAN_RACE_PACE, MIXED, false, {{2, 300}, {2, 200}}},
    {PLAN_RACE_PACE, MIXED, false, {{2, 400}, {2, 200}}},
    {PLAN_RACE_PACE, LADDER, false, {{1, 200}, {1, 300}, {1, 400}, {1, 300}, {1, 200}}},
    {PLAN_RACE_PACE, MIXED, false, {{2, 300}, {4, 200}}},
    {PLAN_RACE_PACE, MIXED, false, {{2, 400}, {4, 200}}},
    {PLAN_RACE_PACE, MIXED, false, {{4, 300}, {2, 200}}},
    {PLAN_RACE_PACE, LADDER, false, {{1, 200}, {1, 400}, {1, 600}, {1, 400}, {1, 200}}},
    {PLAN_RACE_PACE, MIXED, false, {{3, 400}, {4, 200}}},
    {PLAN_RACE_PACE, MIXED, false, {{4, 400}, {4, 200}}},
    {PLAN_RACE_PACE, CUT_DOWN, false, {{2, 600}, {2, 400}, {2, 200}}},
    {PLAN_RACE_PACE, MIXED, false, {{5, 400}, {4, 200}}},
    {PLAN_RACE_PACE, MIXED, false, {{6, 400}, {4, 200}}},
    {PLAN_RACE_PACE, MIXED, false, {{7, 400}, {4, 200}}},
    {PLAN_RACE_PACE, MIXED, false, {{8, 400}, {4, 200}}},
    {PLAN_RACE_PACE, MIXED, true, {{2, 45}, {4, 30}}},
    {PLAN_RACE_PACE, LADDER, true, {{1, 30}, {1, 45}, {1, 60}, {1, 45}, {1, 30}}},
    {PLAN_RACE_PACE, MIXED, true, {{4, 45}, {4, 30}}},
    {PLAN_RACE_PACE, MIXED, true, {{2, 60}, {4, 30}}},
    {PLAN_RACE_PACE, LADDER, true, {{1, 30}, {1, 60}, {1, 90}, {1, 60}, {1, 30}}},
    {PLAN_RACE_PACE, MIXED, true, {{3, 60}, {4, 30}}},
    {PLAN_RACE_PACE, MIXED, true, {{2, 90}, {4, 45}}},
    {PLAN_RACE_PACE, MIXED, true, {{4, 60}, {4, 30}}},
    {PLAN_RACE_PACE, MIXED, true, {{3, 90}, {4, 45}}},
    {PLAN_RACE_PACE, MIXED, true, {{6, 60}, {4, 30}}},
    {PLAN_RACE_PACE, MIXED, true, {{4, 90}, {4, 45}}},
    {PLAN_RACE_PACE, MIXED, true, {{5, 90}, {4, 45}}},
    {PLAN_VO2MAX, CUT_DOWN, false, {{1, 600}, {1, 400}, {1, 200}}},
    {PLAN_VO2MAX, LADDER, false, {{1, 400}, {1, 600}, {1, 400}}},
    {PLAN_VO2MAX, CUT_DOWN, false, {{1, 800}, {1, 600}, {1, 400}}},
    {PLAN_VO2MAX, MIXED, false, {{2, 600}, {2, 400}}},
    {PLAN_VO2MAX, MIXED, false, {{2, 600}, {3, 400}}},
    {PLAN_VO2MAX, CUT_DOWN, false, {{1, 800}, {2, 600}, {1, 400}}},
    {PLAN_VO2MAX, CUT_DOWN, false, {{1, 1000}, {1, 800}, {1, 600}, {1, 400}}},
    {PLAN_VO2MAX, LADDER, false, {{1, 400}, {1, 600}, {1, 800}, {1, 600}, {1, 400}}},
    {PLAN_VO2MAX, CUT_DOWN, false, {{1, 1000}, {2, 800}, {1, 600}, {1, 400}}},
    {PLAN_VO2MAX, CUT_DOWN, false, {{1, 1200}, {1, 1000}, {1, 800}, {1, 600}, {1, 400}}},
    {PLAN_VO2MAX, CUT_DOWN, false, {{2, 1000}, {2, 800}, {2, 600}}},
    {PLAN_VO2MAX, CUT_DOWN, false, {{2, 1200}, {1, 1000}, {1, 800}, {1, 600}, {1, 400}}},
    {PLAN_VO2MAX, LADDER, true, {{1, 60}, {1, 120}, {1, 60}}},
    {PLAN_VO2MAX, MIXED, true, {{2, 120}, {2, 60}}},
    {PLAN_VO2MAX, LADDER, true, {{1, 120}, {1, 180}, {1, 120}}},
    {PLAN_VO2MAX, MIXED, true, {{3, 120}, {3, 60}}},
    {PLAN_VO2MAX, CUT_DOWN, true, {{1, 180}, {2, 120}, {1, 60}}},
    {PLAN_VO2MAX, LADDER, true, {{1, 60}, {1, 120}, {1, 180}, {1, 120}, {1, 60}}},
    {PLAN_VO2MAX, CUT_DOWN, true, {{2, 180}, {2, 120}, {1, 60}}},
    {PLAN_VO2MAX, CUT_DOWN, true, {{1, 240}, {1, 180}, {2, 120}, {1, 60}}},
    {PLAN_VO2MAX, LADDER, true, {{1, 120}, {1, 180}, {1, 240}, {1, 180}, {1, 120}}},
    {PLAN_VO2MAX, CUT_DOWN, true, {{2, 240}, {2, 180}, {1, 120}}},
};
#define SHAPES (int)(sizeof shapes / sizeof shapes[0])

static const shape *shape_of(const plan_set *set) {
    return set->shape > 0 && set->shape <= SHAPES ? &shapes[set->shape - 1] : NULL;
}

// Its lengths one by one, in the order they are run.
static int rungs(const shape *at, int out[RUNGS_MAX]) {
    int n = 0;
    for (int i = 0; i < BLOCKS_MAX; i++)
        for (int k = 0; k < at->blocks[i].count && n < RUNGS_MAX; k++)
            out[n++] = at->blocks[i].length;
    return n;
}

bool plan_shape_is(int which) {
    return which >= 1 && which <= SHAPES;
}

bool plan_shape_at(int which, plan_family family, bool timed, plan_set *out) {
    if (!plan_shape_is(which)) return false;
    const shape *at = &shapes[which - 1];
    int all[RUNGS_MAX];
    *out = (plan_set){.family = family, .shape = which, .reps = rungs(at, all)};
    return at->family == family && at->timed == timed;
}

// With a rep fewer it is no shape any more, but as many reps of its mean, rounded down.
static void flatten(plan_set *set, bool timed, double mean) {
    set->shape = 0;
    set->rep_m = timed ? 0 : floor(mean / 100) * 100;
    set->rep_min_s = timed ? floor(mean / 15) * 15 : 0;
}

void plan_shape_finish(plan_set *set) {
    const shape *at = shape_of(set);
    int all[RUNGS_MAX];
    if (at == NULL) return;
    const int n = rungs(at, all);
    double sum = 0, longest = 0;
    for (int i = 0; i < n; i++) {
        sum += all[i];
        longest = fmax(longest, all[i]);
    }
    if (set->reps != n) {
        flatten(set, at->timed, sum / n);
        return;
    }
    const double speed = at->timed ? 1 : set->speed_mps; // of what the lengths are in, to seconds
    set->rep_m = set->rep_min_s = 0;
    set->rep_s = longest / speed;
    set->work_s = sum / speed;
}

typedef struct words {
    char *out;
    size_t size, at;
} words;

static void MILER_PRINTF(2, 3) add(words *w, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    const int n = vsnprintf(w->out + w->at, w->size - w->at, fmt, args);
    va_end(args);
    if (n > 0) w->at += (size_t)n < w->size - w->at ? (size_t)n : w->size - w->at - 1;
}

// VO2max reps by time are told in minutes, those at mile pace in seconds.
static int told(const shape *at, int length) {
    return at->timed && at->family == PLAN_VO2MAX ? length / 60 : length;
}

static const char *unit(const shape *at) {
    return !at->timed ? "m" : at->family == PLAN_VO2MAX ? "min" : "s";
}

// "200-400-600-400-200"
static void add_rungs(words *w, const shape *at) {
    int all[RUNGS_MAX];
    const int n = rungs(at, all);
    for (int i = 0; i < n; i++)
        add(w, i > 0 ? "-%d" : "%d", told(at, all[i]));
}

bool plan_shape_text(const plan_set *set, const char *pace, const char *rest, char *out, size_t size) {
    const shape *at = shape_of(set);
    words w = {out, size, 0};
    if (at == NULL) return false;
    if (at->form != MIXED) {
        add_rungs(&w, at);
        add(&w, "%s %s r%s", unit(at), pace, rest);
        return true;
    }
    for (int i = 0; i < BLOCKS_MAX && at->blocks[i].count > 0; i++) {
        if (i > 0) add(&w, ", r%s, ", rest); // between two blocks as within them
        add(&w, "%dx%d%s %s r%s", at->blocks[i].count, told(at, at->blocks[i].length), unit(at), pace, rest);
    }
    return true;
}

// "200-400-600-400-200 m", "3 x 400 m, 4 x 200 m"
bool plan_shape_title(const plan_set *set, char *out, size_t size) {
    const shape *at = shape_of(set);
    words w = {out, size, 0};
    if (at == NULL) return false;
    if (at->form != MIXED) {
        add_rungs(&w, at);
        add(&w, " %s", unit(at));
        return true;
    }
    for (int i = 0; i < BLOCKS_MAX && at->blocks[i].count > 0; i++)
        add(&w, "%s%d x %d %s", i > 0 ? ", " : "", at->blocks[i].count, told(at, at->blocks[i].length),
            unit(at));
    return true;
}

// "200 m in 45.0, 400 m in 1:30.0": each length once, the longest last. False: told by time, or no shape.
bool plan_shape_times(const plan_set *set, char *out, size_t size) {
    const shape *at = shape_of(set);
    words w = {out, size, 0};
    int all[RUNGS_MAX];
    if (at == NULL || at->timed) return false;
    const int n = rungs(at, all);
    int before = 0;
    for (;;) {
        int next = 0;
        for (int i = 0; i < n; i++)
            if (all[i] > before && (next == 0 || all[i] < next)) next = all[i];
        if (next == 0) return true;
        char time[MILER_TEXT_MAX];
        miler_print_time(time, sizeof time, next / set->speed_mps, next < 1000 ? 1 : 0);
        add(&w, "%s%d m in %s", before > 0 ? ", " : "", next, time);
        before = next;
    }
}

const char *plan_shape_why(const plan_set *set) {
    static const char *const why[][3] = {
        {"One pace and changing distances: hold it whatever the rep", // mile pace
         "The reps get shorter as the legs tire: the last are run as well as the first",
         "Laps while you are fresh, then short ones: the pace stays when the legs tire"},
        {"Up and down in length at one effort keeps the head awake", // VO2max pace
         "The reps get shorter as you tire: the effort stays where it takes all your oxygen",
         "Long reps first, then short ones at the same effort"}};
    const shape *at = shape_of(set);
    return at == NULL ? NULL : why[at->family == PLAN_VO2MAX][at->form];
}

// ---- Read back -----------------------------------------------------------------------

typedef struct reading {
    int lengths[RUNGS_MAX + 1];
    bool timed[RUNGS_MAX + 1];
    int count;
    const miler_step *rest; // the first between two
} reading;

static bool is_work(const miler_step *step) {
    if (step->kind != MILER_STEP_RUN) return false;
    if (step->target.kind == MILER_TARGET_ZONE) return step->target.zone >= MILER_ZONE_VO2MAX;
    return step->target.kind == MILER_TARGET_RACE;
}

static void read_steps(const miler_step *steps, size_t count, reading *out) {
    for (size_t i = 0; i < count; i++) {
        const miler_step *step = &steps[i];
        for (int pass = 0; step->kind == MILER_STEP_REPEAT && pass < step->count; pass++)
            if (out->count <= RUNGS_MAX) read_steps(step->children, step->child_count, out);
        if (step->kind == MILER_STEP_RECOVERY && out->count > 0 && out->rest == NULL) out->rest = step;
        if (!is_work(step) || out->count > RUNGS_MAX) continue;
        out->timed[out->count] = step->time_s > 0;
        out->lengths[out->count++] = (int)(step->dist_m + step->time_s + 0.5);
    }
}

static bool is_shape(const shape *at, const reading *got) {
    int all[RUNGS_MAX];
    if (rungs(at, all) != got->count) return false;
    for (int i = 0; i < got->count; i++)
        if (all[i] != got->lengths[i] || at->timed != got->timed[i]) return false;
    return true;
}

void plan_shape_read(const plan_maker *m, const miler_workout *w, plan_set *set) {
    reading got = {.count = 0};
    read_steps(w->steps, w->step_count, &got);
    for (int i = 1; i <= SHAPES; i++) {
        plan_set as = {.family = set->family, .pace = set->pace, .shape = i, .reps = got.count};
        if (shapes[i - 1].family != set->family || !is_shape(&shapes[i - 1], &got) || got.rest == NULL)
            continue;
        as.walk = got.rest->mode == MILER_RECOVERY_WALK;
        as.rest_m = got.rest->dist_m;
        as.rest_s = got.rest->dist_m > 0 ? 0 : got.rest->time_s;
        plan_set_finish(m, &as);
        *set = as;
        return;
    }
}
