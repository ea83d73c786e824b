// SPDX-License-Identifier: MIT
// Reps without a pace. Nobody writes "6x400 r60" or "600+400+200" for six easy laps:
// what stands in a set, or as short runs in a row, is fast running, and is given the
// pace that most coaches would mean. All of it [engineering estimate]:
//
//     up to 400 m, up to 20 s     the mile's pace
//     up to a mile, up to 6 min   that of 5 km ("on" of a fartlek among them)
//     longer                      left open, counted as easy
//
// Times with a walk between ("8x(2min, 1min walk)") are how beginners run easily:
// left open too.
#include "workout/workout_parse.h"

#include <string.h>

#define SPRINT_S 20.0
#define SHORT_M 400.0
#define REP_MAX_S 360.0

// False: too long for a rep, or by no length.
static bool usual_pace(const miler_step *step, miler_target *out) {
    if (step->dist_m > MILER_MILE_M + 0.001 || step->time_s > REP_MAX_S) return false;
    const bool brief =
        step->dist_m > 0 ? step->dist_m <= SHORT_M : step->time_s > 0 && step->time_s <= SPRINT_S;
    *out = (miler_target){.kind = MILER_TARGET_RACE, .race_dist_m = brief ? MILER_MILE_M : 5000};
    return step->dist_m > 0 || step->time_s > 0;
}

void wko_fast_target(miler_step *step) {
    // "20min fast": hard, by effort; no race pace is held that long in training.
    if (!usual_pace(step, &step->target))
        step->target = (miler_target){.kind = MILER_TARGET_EFFORT, .value = 8};
}

static bool is_fartlek(const miler_step *step) {
    return step->name != NULL && strncmp(step->name, "fartlek", 7) == 0;
}

bool wko_is_open_rep(const miler_step *step) {
    miler_target pace;
    if (step->kind != MILER_STEP_RUN || step->target.kind != MILER_TARGET_NONE) return false;
    const bool other = step->name != NULL &&
                       (strstr(step->name, "press lap") != NULL || strstr(step->name, "recovery") != NULL);
    return !other && usual_pace(step, &pace);
}

void wko_pace_rep(miler_step *step) {
    if (wko_is_open_rep(step)) (void)usual_pace(step, &step->target);
}

static bool walked(const miler_step *step) {
    return step->kind == MILER_STEP_RECOVERY && step->mode == MILER_RECOVERY_WALK;
}

// Before or behind the step. Its neighbours alone decide, so that what is printed reads back the same
// when others of the row have their paces by then.
static bool walks_beside(const miler_step *steps, size_t count, size_t i) {
    return (i > 0 && walked(&steps[i - 1])) || (i + 1 < count && walked(&steps[i + 1]));
}

static void pace_set(miler_step *steps, size_t count) {
    bool fartlek = false;
    for (size_t i = 0; i < count; i++) {
        if (!wko_is_open_rep(&steps[i]) || (steps[i].time_s > 0 && walks_beside(steps, count, i))) continue;
        (void)usual_pace(&steps[i], &steps[i].target);
        fartlek = fartlek || is_fartlek(&steps[i]);
    }
    // "1min on, 1min off": nobody stands still in a fartlek.
    for (size_t i = 0; i < count && fartlek; i++)
        if (steps[i].kind == MILER_STEP_RECOVERY && steps[i].mode == MILER_RECOVERY_ANY)
            steps[i].mode = MILER_RECOVERY_JOG;
}

// Outside sets: two or more short runs in a row, rests between them or not. Times count
// only with a rest that is not walked: "10min, 5min" is no session of reps.
static void pace_row(miler_step *steps, size_t count) {
    size_t i = 0;
    while (i < count) {
        size_t end = i;
        size_t reps = 0;
        while (end < count && (steps[end].kind == MILER_STEP_RECOVERY || wko_is_open_rep(&steps[end]))) {
            const bool rested = end + 1 < count && steps[end + 1].kind == MILER_STEP_RECOVERY;
            reps += wko_is_open_rep(&steps[end]) && (steps[end].dist_m > 0 || rested);
            end++;
        }
        if (reps >= 2) pace_set(steps + i, end - i);
        i = end + 1;
    }
}

// Recursion goes down repeats only and is cut where `performed` in workout_parse.c is.
static void pace_within(miler_step *steps, size_t count, int depth) {
    for (size_t i = 0; i < count && depth <= MILER_WORKOUT_DEPTH_MAX; i++) {
        if (steps[i].kind != MILER_STEP_REPEAT) continue;
        pace_set(steps[i].children, steps[i].child_count);
        pace_within(steps[i].children, steps[i].child_count, depth + 1);
    }
}

void wko_pace_open_reps(miler_step *steps, size_t count) {
    pace_row(steps, count);
    pace_within(steps, count, 0);
}

// ---- "75min long, last 15min steady"

miler_status wko_take_last(parser *p, item *it, const char *where) {
    wko_cursor *c = &p->c;
    wko_skip_blanks(c);
    const bool here =
        it->length_count == 1 && it->counts.count == 0 && !it->has_last && wko_is_digit(c, c->at);
    if (!here)
        return wko_fail(c, where, MILER_ERR_PARSE, "without a comma before it: 75min long last 15min steady",
                        "'last' wants a length before it and one behind");
    miler_status status = wko_length_scan(c, &it->last);
    if (status != MILER_OK) return status;
    wko_skip_blanks(c);
    wko_cursor look = *c;
    wko_word word;
    look.err = NULL;
    it->has_last = it->last_fast =
        wko_word_len(&look, look.at) > 0 && wko_words_scan(&look, &word) == MILER_OK && word.kind == WKO_FAST;
    if (it->last_fast) {
        c->at = look.at;
        return MILER_OK;
    }
    if (c->at < c->end && *c->at == '@') c->at++;
    status = wko_target_scan(c, &it->last_target);
    if (status == MILER_OK && it->last_target.target.kind == MILER_TARGET_LOAD)
        status = wko_fail(c, it->last_target.where, MILER_ERR_PARSE,
                          "for running name a race, a zone, RPE or beats: last 15min @threshold",
                          "'%.*s' is a load", (int)it->last_target.len, it->last_target.where);
    it->has_last = status == MILER_OK;
    return status;
}

// The step just pushed is cut short by what its end is run at.
miler_status wko_push_last(parser *p, const item *it) {
    if (!it->has_last) return MILER_OK;
    miler_step *whole = &p->stack[p->depth - 1];
    miler_step last = {.kind = MILER_STEP_RUN, .count = 1};
    const bool metres = it->last.unit == WKO_METRES || (it->last.unit == WKO_BARE && it->last.value >= 50);
    const double value = it->last.unit == WKO_SMALL_M ? it->last.value * 60 : it->last.value;
    double *const from = metres ? &whole->dist_m : &whole->time_s;
    if (whole->kind != MILER_STEP_RUN || *from <= value)
        return wko_fail(
            &p->c, it->last.where, MILER_ERR_PARSE, "write the two parts: 60min long, 15min @marathon",
            "'last %.*s' is no part of the run", wko_excerpt_len(&p->c, it->last.where), it->last.where);
    *from = wko_milli(*from - value);
    *(metres ? &last.dist_m : &last.time_s) = wko_milli(value);
    miler_status status = MILER_OK;
    if (it->last_fast)
        wko_fast_target(&last);
    else
        status = wko_target_settle(&p->c, &it->last_target, last.dist_m, &last.target);
    return status == MILER_OK ? wko_push(p, &last) : status;
}
