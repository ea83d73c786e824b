// SPDX-License-Identifier: MIT
// Repeats and where their rests go. A step's own r stands between its passes, R
// between the sets around it. Behind a bracket the same two words mean what they
// mean on a whiteboard: r is taken between the reps inside, R between the passes.
//
//     3x(300, 200, 100) r60s R5min   300 r60s 200 r60s 100   R5min between the three
//     3x(300, 200, 100) r60s         the same, and r60s between the three too
//     2x(4x200) r60s R4min           r60s within the four 200s
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

// Does an r alone go between the reps inside as well? Not where they have rests already, are
// run through ("800 + 400"), have easy running between them, or are a circuit's exercises.
static bool all_reps(const parser *p, size_t first) {
    for (size_t i = first; i < p->depth; i++) {
        const miler_step *step = &p->stack[i];
        const miler_step *run = restless(step) ? last_child(step) : step;
        if ((run->kind != MILER_STEP_RUN && run->kind != MILER_STEP_HILL) || wko_is_easy(run)) return false;
    }
    return true;
}

static miler_status append_child(const parser *p, miler_step *repeat, const miler_step *rest) {
    miler_step *children = miler_arena_array(p->c.arena, repeat->child_count + 1, sizeof *children);
    if (children == NULL) return wko_out_of_memory(p);
    memcpy(children, repeat->children, repeat->child_count * sizeof *children);
    children[repeat->child_count++] = *rest;
    repeat->children = children;
    return MILER_OK;
}

miler_status wko_rest_inside(parser *p, size_t first, const miler_step *rest, bool *placed) {
    const size_t count = p->depth - first;
    miler_step *steps = miler_arena_array(p->c.arena, count, sizeof *steps);
    *placed = false;
    if (steps == NULL) return wko_out_of_memory(p);
    memcpy(steps, p->stack + first, count * sizeof *steps);
    p->depth = first;
    p->steps -= count; // they are pushed again
    miler_status status = MILER_OK;
    for (size_t i = 0; i < count && status == MILER_OK; i++) {
        const bool between = i > 0 && !is_rest(&steps[i - 1]) && !is_rest(&steps[i]);
        const bool within = restless(&steps[i]);
        *placed = *placed || between || within;
        if (between) status = wko_push(p, rest);
        if (within && status == MILER_OK) status = append_child(p, &steps[i], rest);
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
        const miler_status status = wko_rest_inside(p, f->first, &r->rep, &placed);
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
