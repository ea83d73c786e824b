// SPDX-License-Identifier: MIT
// The tree of steps is written flat, in the order of the text, each step with its
// depth: a repeat stands before what it repeats. A list is easier to walk for
// whoever reads it, and rebuilding the tree from depths takes five lines.
#include "render/steps_json.h"

static const char *const kinds[MILER_STEP_KIND_COUNT] = {
    "run", "stride", "hill", "recovery", "repeat", "drills", "exercise", "cross", "time_trial", "rest"};
static const char *const modes[] = {NULL, "jog", "walk", "stand"};

static const char *const target_kinds[] = {"none", "speed", "race", "zone", "effort", "heart_rate", "load"};

static double if_positive(double value) {
    return value > 0 ? value : (double)NAN;
}

static void target_json(js *j, json_t *row, const miler_step *step, const miler_pace_book *book,
                        miler_units units) {
    const miler_target *t = &step->target;
    char text[MILER_TEXT_MAX] = "";
    miler_pace_band band;
    if (step->kind == MILER_STEP_CROSS ||
        !miler_target_speed(t, book, &band)) // no runner's pace on a bicycle
        band = (miler_pace_band){.slow_mps = (double)NAN, .target_mps = (double)NAN, .fast_mps = (double)NAN};
    const bool hr = t->kind == MILER_TARGET_HR; // a single number is a band
    miler_numbers n;
    miler_step_numbers(step, book, &n);
    const bool race = t->kind == MILER_TARGET_RACE;
    miler_target_print(text, sizeof text, step, book, units);
    js_text(j, row, "target", text);
    js_text(j, row, "target_kind", target_kinds[t->kind]);
    js_text(j, row, "zone", t->kind == MILER_TARGET_ZONE ? miler_zone_name(t->zone) : NULL);
    js_num(j, row, "race_distance_m", race ? if_positive(t->race_dist_m) : (double)NAN, 3);
    js_num(j, row, "offset_per_400_s", race ? t->offset_s_per_400 : (double)NAN, 2);
    js_num(j, row, "slow_mps", band.slow_mps, 4);
    js_num(j, row, "target_mps", band.target_mps, 4);
    js_num(j, row, "fast_mps", band.fast_mps, 4);
    js_num(j, row, "low_bpm", hr ? n.low_bpm : (double)NAN, 0);
    js_num(j, row, "high_bpm", hr ? n.high_bpm : (double)NAN, 0);
    js_num(j, row, "effort_rpe", t->kind == MILER_TARGET_EFFORT ? t->value : (double)NAN, 1);
    js_bool(j, row, "by_hand", n.pace_by_hand);
    js_num(j, row, "load_percent", t->kind == MILER_TARGET_LOAD ? t->value : (double)NAN, 0);
}

static void step_json(js *j, json_t *list, int depth, const miler_step *step, const miler_pace_book *book,
                      miler_units units) {
    json_t *row = js_item(j, list);
    js_int(j, row, "depth", depth);
    js_text(j, row, "kind", kinds[step->kind]);
    js_int(j, row, "count", step->count);
    js_num(j, row, "distance_m", if_positive(step->dist_m), 3);
    js_num(j, row, "time_s", if_positive(step->time_s), 3);
    js_put(j, row, "reps", step->reps > 0 ? json_integer(step->reps) : json_null());
    js_bool(j, row, "each_side", step->each_side);
    js_text(j, row, "mode", step->kind == MILER_STEP_RECOVERY ? modes[step->mode] : NULL);
    js_text(j, row, "name", step->name);
    target_json(j, row, step, book, units);
}

static void steps_json(js *j, json_t *list, const miler_workout *workout, const miler_pace_book *book,
                       miler_units units) {
    struct {
        const miler_step *next, *end;
    } level[MILER_WORKOUT_DEPTH_MAX + 1];
    int depth = 0;
    level[0].next = workout->steps;
    level[0].end = workout->steps + workout->step_count;
    while (depth >= 0 && !j->failed) {
        if (level[depth].next == level[depth].end) {
            depth--;
            continue;
        }
        const miler_step *step = level[depth].next++;
        step_json(j, list, depth, step, book, units);
        if (step->child_count == 0 || depth >= MILER_WORKOUT_DEPTH_MAX) continue;
        depth++;
        level[depth].next = step->children;
        level[depth].end = step->children + step->child_count;
    }
}

typedef struct line_rows {
    js *j;
    json_t *list;
} line_rows;

static bool line_json(void *user, int indent, const char *text) {
    line_rows *rows = user;
    json_t *row = js_item(rows->j, rows->list);
    js_int(rows->j, row, "indent", indent);
    js_text(rows->j, row, "text", text);
    return !rows->j->failed;
}

void render_steps_json(js *j, json_t *object, const miler_workout *workout, const miler_pace_book *book,
                       miler_units units) {
    json_t *steps = js_array(j, object, "steps");
    if (workout->step_count > 0 && !j->failed) steps_json(j, steps, workout, book, units);
    line_rows rows = {j, js_array(j, object, "lines")};
    // A line too long to be one ends the list; the steps above have it all.
    if (miler_workout_lines(workout, book, units, line_json, &rows) == MILER_ERR_NOMEM) j->failed = true;
}
