// SPDX-License-Identifier: MIT
// Repeats and where their rests go. A step's own r stands between its passes, R
// between the sets around it. Behind a bracket the same two words mean what they
// mean on a whiteboard: r is taken between the reps inside, R between the passes.
//
//     3x(300, 200, 100) r60s R5min   300 r60s 200 r60s 100   R5min between the three
//     3x(300, 200, 100) r60s         the same, and r60s between the three too
//     2x(4x200) r60s R4min           r60s within the four 200s
//     3x(2x(300, 200)) r60s          a minute after every rep: r60s between the two as well
//     3x(300 r60s, 200) r5min        the reps have rests: r can only mean the passes
#include "workout/workout_parse.h"

#include <string.h>

// The steps from `first` on become the children of one repeat.
static miler_status wrap(parser *p, size_t first, int32_t passes) {
    if (passes < 2 || p->depth == first) return MILER_OK;
    miler_step repeat = {.kind = MILER_STEP_REPEAT, .count = passes, .child_count = p->depth - first};
    repeat.children = miler_arena_array(p->c.arena, repeat.child_count, sizeof *repeat.children);
    if (repeat.children == NULL) return wko_out_of_memory(p);
    memcpy(repeat.children, p->stack + first, repeat.child_count * sizeof *repeat.children);
    p->depth = first;
    return wko_push(p, &repeat);
}

// Wraps what was pushed from `first` on in its repeats, each with its rest: the
// rest of the reps goes into the innermost, that of the sets into the next one
// out; without one out, R stands in for a missing r, or follows everything.
miler_status wko_close_item(parser *p, size_t first, const counts *n, recoveries *r) {
    if (n->count == 1 && r->has_set && !r->has_rep) {
        r->rep = r->set;
        r->has_rep = true;
        r->has_set = false;
    }
    miler_status status = MILER_OK;
    for (size_t i = n->count; i-- > 0 && status == MILER_OK;) {
        const bool innermost = i == n->count - 1;
        if (innermost && r->has_rep) status = wko_push(p, &r->rep);
        if (!innermost && r->has_set) {
            status = wko_push(p, &r->set);
            r->has_set = false;
        }
        if (status == MILER_OK) status = wrap(p, first, n->passes[i]);
    }
    if (status == MILER_OK && n->count == 0 && r->has_rep) status = wko_push(p, &r->rep);
    if (status == MILER_OK && r->has_set) status = wko_push(p, &r->set);
    return status;
}

// ---- The rests behind a bracket

static bool is_rest(const miler_step *step) {
    return step->kind == MILER_STEP_RECOVERY;
}

static const miler_step *last_child(const miler_step *repeat) {
    return &repeat->children[repeat->child_count - 1];
}

// Reps that have no rest of their own: "4x200", and not "4x200 r60s".
static bool restless(const miler_step *step) {
    return step->kind == MILER_STEP_REPEAT && !is_rest(last_child(step));
}

bool wko_is_easy(const miler_step *step) {
    const miler_target *t = &step->target;
    return t->kind == MILER_TARGET_ZONE && (t->zone == MILER_ZONE_EASY || t->zone == MILER_ZONE_LONG);
}

// A rep that can have a rest, or a set of such.
static bool is_rep(const miler_step *step) {
    if (restless(step)) {
        for (size_t i = 0; i < step->child_count; i++)
            if (!is_rest(&step->children[i]) && !is_rep(&step->children[i])) return false;
        return true;
    }
    return (step->kind == MILER_STEP_RUN || step->kind == MILER_STEP_HILL) && !wko_is_easy(step);
}

// Does an r alone go between the reps inside as well? Not where they have rests already, are
// run through ("800 + 400"), have easy running between them, or are a circuit's exercises.
static bool all_reps(const parser *p, size_t first) {
    for (size_t i = first; i < p->depth; i++)
        if (!is_rep(&p->stack[i])) return false;
    return true;
}

// A rest goes before this one of several.
static bool between(const miler_step *steps, size_t i) {
    return i > 0 && !is_rest(&steps[i - 1]) && !is_rest(&steps[i]);
}

static miler_status count_step(parser *p) {
    if (p->steps >= MILER_WORKOUT_STEPS_MAX)
        return wko_fail(&p->c, p->c.at, MILER_ERR_LIMIT, "split the session, or use repeats",
                        "more than %d steps", MILER_WORKOUT_STEPS_MAX);
    p->steps++;
    return MILER_OK;
}

// The rest behind each pass of a set that has none and, unless it is run through, between its reps and
// in the sets within it. As deep as brackets go.
static miler_status rest_in_set(parser *p, miler_step *set, const miler_step *rest, bool deep) {
    if (!restless(set)) return MILER_OK;
    miler_step *children = miler_arena_array(p->c.arena, 2 * set->child_count, sizeof *children);
    if (children == NULL) return wko_out_of_memory(p);
    size_t count = 0;
    miler_status status = MILER_OK;
    for (size_t i = 0; i < set->child_count && status == MILER_OK; i++) {
        if (deep && between(set->children, i)) {
            children[count++] = *rest;
            status = count_step(p);
        }
        children[count] = set->children[i];
        if (deep && status == MILER_OK) status = rest_in_set(p, &children[count], rest, true);
        count++;
    }
    children[count++] = *rest;
    set->children = children;
    set->child_count = count;
    return status == MILER_OK ? count_step(p) : status;
}

miler_status wko_rest_inside(parser *p, size_t first, const miler_step *rest, bool deep, bool *placed) {
    const size_t count = p->depth - first;
    miler_step *steps = miler_arena_array(p->c.arena, count, sizeof *steps);
    *placed = false;
    if (steps == NULL) return wko_out_of_memory(p);
    memcpy(steps, p->stack + first, count * sizeof *steps);
    p->depth = first;
    p->steps -= count; // they are pushed again
    miler_status status = MILER_OK;
    for (size_t i = 0; i < count && status == MILER_OK; i++) {
        *placed = *placed || between(steps, i) || restless(&steps[i]);
        if (between(steps, i)) status = wko_push(p, rest);
        if (status == MILER_OK) status = rest_in_set(p, &steps[i], rest, deep);
        if (status == MILER_OK) status = wko_push(p, &steps[i]);
    }
    return status;
}

// Is r meant for the reps inside? Always beside an R, which has the passes; alone where they are reps.
static bool meant_inside(const parser *p, const frame *f, const recoveries *r) {
    if (!r->has_rep || r->has_set) return r->has_rep;
    const bool room = p->depth - f->first > 1 || restless(&p->stack[f->first]);
    return room && !f->run_through && all_reps(p, f->first);
}

miler_status wko_close_set(parser *p, const frame *f, const char *rests, recoveries *r) {
    const bool several = p->depth - f->first > 1;
    bool placed = false;
    if (meant_inside(p, f, r)) {
        const miler_status status = wko_rest_inside(p, f->first, &r->rep, !f->through_within, &placed);
        if (status != MILER_OK) return status;
        if (several && !placed && r->has_set)
            return wko_fail(&p->c, rests, MILER_ERR_PARSE,
                            "R alone is the rest between the passes: 3x(300 r60s, 200) R5min",
                            "all reps in the brackets have their rests already");
    }
    // With an R for the passes, or no passes, r has found its place.
    if (placed && (f->counts.count == 0 || (f->counts.count == 1 && r->has_set))) r->has_rep = false;
    return wko_close_item(p, f->first, &f->counts, r);
}
