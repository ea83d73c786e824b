// SPDX-License-Identifier: MIT
// What a session asks for: its steps, repeats written out, as a list of reps,
// each with the recovery after it, and the sum of the easy running.
#include "plan/match_room.h"
#include "workout/workout_pace.h"

static bool is_work(const miler_step *step) {
    switch (step->kind) {
    case MILER_STEP_STRIDE:
    case MILER_STEP_HILL:
    case MILER_STEP_TIME_TRIAL:
        return true;
    case MILER_STEP_RUN:
        break;
    default:
        return false;
    }
    switch (step->target.kind) {
    case MILER_TARGET_SPEED:
    case MILER_TARGET_RACE:
        return true;
    case MILER_TARGET_ZONE:
        return step->target.zone != MILER_ZONE_EASY && step->target.zone != MILER_ZONE_LONG;
    case MILER_TARGET_EFFORT:
        return wko_effort_zone(step->target.value) >= MILER_ZONE_THRESHOLD; // steady running is no rep
    default:
        return false;
    }
}

static match_want want_of(const miler_step *step, const miler_pace_book *book) {
    match_want w = {.kind = step->kind == MILER_STEP_STRIDE ? MILER_REP_STRIDE
                            : step->kind == MILER_STEP_HILL ? MILER_REP_HILL
                                                            : MILER_REP_WORK,
                    .dist_m = step->dist_m,
                    .time_s = step->time_s,
                    .band = {NAN, NAN, NAN}};
    if (book != NULL && step->kind == MILER_STEP_RUN && !miler_target_speed(&step->target, book, &w.band))
        w.band.target_mps = NAN;
    return w;
}

static void add_easy(match_wants *out, const miler_step *step) {
    miler_pace_band band;
    if (out->book == NULL || !miler_target_speed(&step->target, out->book, &band)) band.target_mps = NAN;
    const double mps = band.target_mps > 0 ? band.target_mps : 2.8; // as long steps compare, no more
    const double time_s = step->time_s > 0 ? step->time_s : step->dist_m / mps;
    out->easy_m += step->dist_m;
    out->easy_s += step->time_s;
    out->around_s += time_s;
    if (time_s <= out->easy_longest_s) return;
    out->easy_longest_s = time_s;
    out->easy = band;
}

static bool add_step(match_wants *out, const miler_step *step, bool *after_rep) {
    if (step->kind == MILER_STEP_RECOVERY && *after_rep && out->count > 0) {
        match_want *w = &out->items[out->count - 1];
        w->rested = true;
        w->rest_mode = step->mode;
        w->rest_m = step->dist_m;
        w->rest_s = step->time_s;
    }
    *after_rep = is_work(step);
    if (step->kind == MILER_STEP_RUN && !*after_rep) add_easy(out, step);
    if (!*after_rep) return true;
    if (out->count == MATCH_REPS_MAX) return false;
    out->items[out->count++] = want_of(step, out->book);
    out->work = out->work || out->items[out->count - 1].kind == MILER_REP_WORK;
    return true;
}

// Repeats written out; the language allows eight deep. A recovery that stands
// last in a repeat is taken between passes only.
static bool collect(match_wants *out, const miler_step *steps, size_t count, bool last_pass, int depth,
                    bool *after_rep) {
    if (depth > MILER_WORKOUT_DEPTH_MAX) return false;
    for (size_t i = 0; i < count; i++) {
        const miler_step *step = &steps[i];
        if (step->kind != MILER_STEP_REPEAT) {
            if (last_pass && depth > 0 && i + 1 == count && step->kind == MILER_STEP_RECOVERY) continue;
            if (!add_step(out, step, after_rep)) return false;
            continue;
        }
        for (int pass = 0; pass < step->count; pass++)
            if (!collect(out, step->children, step->child_count, pass + 1 == step->count, depth + 1,
                         after_rep))
                return false;
    }
    return true;
}

bool match_collect(match_wants *out, const miler_workout *asked) {
    bool after_rep = false;
    out->easy = (miler_pace_band){NAN, NAN, NAN};
    miler_workout_total total;
    miler_workout_sum(asked, out->book, &total);
    out->run_m = total.dist_m;
    out->run_s = total.easy_s + total.threshold_s + total.vo2max_s + total.fast_s;
    return collect(out, asked->steps, asked->step_count, false, 0, &after_rep);
}
