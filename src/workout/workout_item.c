// SPDX-License-Identifier: MIT
// The meaning of an item: once all its parts are read, what its numbers are
// (metres, minutes, repetitions), which pace each rung of a ladder or cut-down
// has, and what words mean by their company: "90s rest" is a recovery, "rest"
// is a day.
#include "workout/workout_parse.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// Is the `m` of "20m" metres in this step? Nobody sprints up three metres.
bool wko_small_m_is_metres(const miler_step *step, double value) {
    const bool named = step->kind == MILER_STEP_DRILLS && step->name != NULL;
    return step->kind == MILER_STEP_EXERCISE || named ||
           ((step->kind == MILER_STEP_STRIDE || step->kind == MILER_STEP_HILL ||
             step->kind == MILER_STEP_DRILLS) &&
            value >= 10);
}

static miler_status bare_length(const parser *p, const wko_length *length, miler_step *step) {
    char remedy[100];
    if (step->kind == MILER_STEP_EXERCISE) {
        if (length->value > 500 || fmod(length->value, 1) > 0)
            return wko_fail(&p->c, length->where, MILER_ERR_RANGE, "repetitions go from 1 to 500",
                            "'%.*s' repetitions", wko_excerpt_len(&p->c, length->where), length->where);
        step->reps = (int32_t)length->value;
        return MILER_OK;
    }
    if (length->value >= 50) {
        step->dist_m = length->value;
        return MILER_OK;
    }
    (void)snprintf(remedy, sizeof remedy, "write %gmin, %gs or, from 50 on, metres", length->value,
                   length->value);
    return wko_fail(&p->c, length->where, MILER_ERR_PARSE, remedy, "%g of what?", length->value);
}

static miler_status settle_length(const parser *p, const wko_length *length, miler_step *step) {
    step->dist_m = step->time_s = 0;
    if (length->unit == WKO_METRES ||
        (length->unit == WKO_SMALL_M && wko_small_m_is_metres(step, length->value)))
        step->dist_m = length->value;
    else if (length->unit == WKO_SMALL_M || length->unit == WKO_SECONDS)
        step->time_s = length->unit == WKO_SECONDS ? length->value : wko_milli(length->value * 60);
    else
        return bare_length(p, length, step);
    if (step->time_s <= 0) return MILER_OK;
    const wko_length time = {.where = length->where, .unit = WKO_SECONDS, .value = step->time_s};
    return wko_length_check(&p->c, &time);
}

static bool needs_length(const miler_step *step) {
    switch (step->kind) {
    case MILER_STEP_RUN:
    case MILER_STEP_RECOVERY:
    case MILER_STEP_CROSS:
    case MILER_STEP_TIME_TRIAL:
    case MILER_STEP_EXERCISE:
        return true;
    default:
        return false;
    }
}

static miler_status check_targets(const parser *p, const item *it) {
    const miler_step_kind kind = it->step.kind;
    const bool lift = kind == MILER_STEP_EXERCISE;
    const bool none = kind == MILER_STEP_REST || kind == MILER_STEP_DRILLS || kind == MILER_STEP_RECOVERY;
    for (size_t i = 0; i < it->target_count; i++) {
        const wko_target *t = &it->targets[i];
        const bool load = t->target.kind == MILER_TARGET_LOAD;
        const bool effort = t->target.kind == MILER_TARGET_EFFORT;
        if (load && !lift)
            return wko_fail(&p->c, t->where, MILER_ERR_PARSE,
                            "for running name a race, a zone, RPE or beats: @5k, @threshold, @150-160bpm",
                            "'%.*s' is a load", (int)t->len, t->where);
        if (none || (lift && !load && !effort))
            return wko_fail(&p->c, t->where, MILER_ERR_PARSE,
                            lift ? "a load is @80% or @RPE 7" : "leave it out",
                            "'%.*s' says nothing for this step", (int)t->len, t->where);
    }
    return MILER_OK;
}

bool wko_takes_note(miler_step_kind kind) {
    return kind == MILER_STEP_RUN || kind == MILER_STEP_STRIDE || kind == MILER_STEP_HILL ||
           kind == MILER_STEP_TIME_TRIAL;
}

static miler_status check_item(const parser *p, const item *it) {
    const wko_cursor *c = &p->c;
    if (it->custom && it->note == NULL)
        return wko_fail(c, it->where, MILER_ERR_PARSE, "exercise \"my lift\" 3x6",
                        "the name in quotes is missing");
    if (needs_length(&it->step) && it->length_count == 0) {
        const bool lift = it->step.kind == MILER_STEP_EXERCISE;
        return wko_fail(c, it->where, MILER_ERR_PARSE,
                        lift ? "say how many: squat 3x6, plank 3x45s"
                             : "say how far or how long: 8km, 40min, 6x400",
                        "'%.*s' has no length", wko_excerpt_len(c, it->where), it->where);
    }
    if (it->note != NULL && !it->custom && !wko_takes_note(it->step.kind))
        return wko_fail(
            c, it->note, MILER_ERR_PARSE,
            "notes stand behind running; your own names are exercise \"...\" and own drill \"...\"",
            "'%.*s' cannot stand here", wko_excerpt_len(c, it->note), it->note);
    if (it->step.each_side && it->step.kind != MILER_STEP_EXERCISE)
        return wko_fail(c, it->where, MILER_ERR_PARSE, "only exercises are done a side",
                        "'%.*s' is done with both legs", wko_excerpt_len(c, it->where), it->where);
    return check_targets(p, it);
}

// Not one pace for each rep, nor two ends with even steps between.
static miler_status bad_cut_down(const parser *p, const item *it, size_t rungs) {
    char remedy[120];
    const size_t each = rungs / it->target_count;
    if (rungs % it->target_count == 0)
        (void)snprintf(
            remedy, sizeof remedy,
            "in turn: %zux(400 @80, 400 @78, ...), in blocks: %zux400 @80, ..., evenly down: @80>74", each,
            each);
    else
        (void)snprintf(remedy, sizeof remedy,
                       "one pace for each of the %zu reps, or first and last alike: @76>70, @mile+4s>mile",
                       rungs);
    return wko_fail(&p->c, it->targets[0].where, MILER_ERR_PARSE, remedy, "%zu paces for %zu reps",
                    it->target_count, rungs);
}

static bool both_times(const wko_target *first, const wko_target *last) {
    return first->time_s > 0 && last->time_s > 0 && first->per_m == last->per_m && first->slow_time_s <= 0 &&
           last->slow_time_s <= 0;
}

static bool both_races(const wko_target *first, const wko_target *last) {
    return first->target.kind == MILER_TARGET_RACE && last->target.kind == MILER_TARGET_RACE &&
           first->target.race_dist_m == last->target.race_dist_m;
}

// The paces of a cut-down: one written for each rep, or first and last with
// even steps of time between.
static miler_status cut_down(const parser *p, const item *it, size_t rung, size_t rungs, wko_target *out) {
    const wko_target *first = &it->targets[0];
    if (it->target_count == rungs) {
        *out = it->targets[rung];
        return MILER_OK;
    }
    const wko_target *last = &it->targets[it->target_count - 1];
    const double share = (double)rung / (double)(rungs - 1);
    const bool times = both_times(first, last);
    *out = *first;
    if (it->target_count != 2 || !(times || both_races(first, last))) return bad_cut_down(p, it, rungs);
    // Tenths are what a stop-watch shows; the ends stay as written.
    const double from = times ? first->time_s : first->target.offset_s_per_400;
    const double to = times ? last->time_s : last->target.offset_s_per_400;
    const bool end = rung == 0 || rung + 1 == rungs;
    const double value =
        end ? (rung == 0 ? from : to) : wko_milli(round((from + (to - from) * share) * 10) / 10);
    *(times ? &out->time_s : &out->target.offset_s_per_400) = value;
    return MILER_OK;
}

static miler_status push_rung(parser *p, const item *it, size_t rung, size_t rungs) {
    miler_step step = it->step;
    miler_status status = MILER_OK;
    if (it->length_count > 0) status = settle_length(p, &it->lengths[it->length_count > 1 ? rung : 0], &step);
    if (status != MILER_OK) return status;
    if (it->target_count > 0) {
        wko_target target = it->targets[0];
        if (it->target_count > 1) status = cut_down(p, it, rung, rungs, &target);
        if (status == MILER_OK) status = wko_target_settle(&p->c, &target, step.dist_m, &step.target);
        if (status != MILER_OK) return status;
    } else if (it->fast && step.kind == MILER_STEP_RUN) {
        wko_fast_target(&step);
    } else if (step.kind == MILER_STEP_HILL && !it->sprint) {
        // A hill rep without a pace is run at the effort of 5 km , 8 of 10.
        step.target = (miler_target){.kind = MILER_TARGET_EFFORT, .value = 8};
    }
    return wko_push(p, &step);
}

// Words whose meaning hangs on their length: "90s rest" is a recovery, "rest" a
// day; "warm-up" without a pace is easy; "6 strides" is a count.
static void settle_words(item *it) {
    miler_step *s = &it->step;
    if (s->kind == MILER_STEP_REST && it->rest_word && it->length_count > 0) {
        s->kind = MILER_STEP_RECOVERY;
        s->mode = MILER_RECOVERY_STAND;
    }
    if (s->kind == MILER_STEP_RUN && it->warm && it->target_count == 0)
        it->targets[it->target_count++] =
            (wko_target){.target = {.kind = MILER_TARGET_ZONE, .zone = MILER_ZONE_EASY}, .where = it->where};
    const wko_length *length = &it->lengths[0];
    const bool counted = s->kind == MILER_STEP_STRIDE || s->kind == MILER_STEP_HILL;
    if (counted && it->length_count == 1 && it->counts.count == 0 && length->unit == WKO_BARE &&
        length->value < 50 && fmod(length->value, 1) < 0.0005) {
        it->counts = (counts){.passes = {(int32_t)length->value}, .count = 1};
        it->length_count = 0;
    }
}

// "10min jog, 6x400 @mile, 10min jog": a jog before all else, or longer than any rest, is easy
// running. r10min jog is a rest, however long.
static miler_status settle_jog(const parser *p, item *it) {
    const bool alone = it->step.kind == MILER_STEP_RECOVERY && it->step.mode == MILER_RECOVERY_JOG &&
                       it->length_count == 1 && it->counts.count == 0 && !it->recovery_word;
    if (!alone || p->frame_count > 0 || p->in_list) return MILER_OK;
    miler_step length = it->step;
    const miler_status status = settle_length(p, &it->lengths[0], &length);
    if (status != MILER_OK || (wko_short_rest(&length) && p->depth > 0)) return status;
    it->step.kind = MILER_STEP_RUN;
    it->step.mode = MILER_RECOVERY_ANY;
    if (it->target_count == 0)
        it->targets[it->target_count++] =
            (wko_target){.target = {.kind = MILER_TARGET_ZONE, .zone = MILER_ZONE_EASY}, .where = it->where};
    return MILER_OK;
}

// How many different reps the step is: the rungs of a ladder, or the reps of a cut-down.
static miler_status count_rungs(const parser *p, item *it, size_t *rungs) {
    counts *n = &it->counts;
    *rungs = it->length_count > 1 ? it->length_count : 1;
    if (it->target_count > 1 && *rungs == 1 && n->count > 0) {
        *rungs = (size_t)n->passes[n->count - 1]; // "4x400 @76>70" is four different reps
        n->count--;
    }
    if (it->target_count < 2 || *rungs > 1) return MILER_OK;
    return wko_fail(&p->c, it->targets[1].where, MILER_ERR_PARSE,
                    "a cut-down needs several reps: 4x400 @76>70", "two paces for one rep");
}

static miler_status push_rungs(parser *p, const item *it, size_t rungs, const recoveries *r) {
    miler_status status = MILER_OK;
    for (size_t i = 0; i < rungs && status == MILER_OK; i++) {
        status = push_rung(p, it, i, rungs);
        if (status == MILER_OK && r->has_rep && i + 1 < rungs) status = wko_push(p, &r->rep);
    }
    return status == MILER_OK ? wko_push_last(p, it) : status;
}

miler_status wko_push_item(parser *p, item *it, recoveries *r) {
    settle_words(it);
    const size_t first = p->depth;
    size_t rungs = 1;
    miler_status status = settle_jog(p, it);
    if (status == MILER_OK) status = check_item(p, it);
    if (status == MILER_OK) status = count_rungs(p, it, &rungs);
    if (status == MILER_OK) status = push_rungs(p, it, rungs, r);
    if (status != MILER_OK) return status;
    if (rungs > 1 && it->counts.count == 0) {
        r->has_rep = false; // taken between the rungs, not behind the last
    } else if (rungs > 1 && r->has_set) {
        r->rep = r->set; // a ladder repeated: its own rest is R
        r->has_rep = true;
        r->has_set = false;
    }
    return wko_close_item(p, first, &it->counts, r);
}
