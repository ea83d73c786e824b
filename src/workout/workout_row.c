// SPDX-License-Identifier: MIT
// Rows of reps with one rest written for all of them, as on any whiteboard:
//
//     1600, 1200, 800, 400 w/ 3min rest      3 min between the four
//     4x400, 4x200 with 60s rest             a minute between all eight
//     600, 400, 200, r90s, 2km easy          90 s between the three
//
// A row is what stands side by side with only commas between; "+" and "then" end
// one, and so do brackets, whose rests are the business of workout_sets.c. What is
// written with r behind reps of a count, "4x400, 4x200 r60s", stays with them.
#include "workout/workout_parse.h"

static bool is_rep(const miler_step *step) {
    const miler_step *run = step;
    if (step->kind == MILER_STEP_REPEAT) run = &step->children[step->child_count - 1];
    if (run->kind == MILER_STEP_HILL) return true;
    return run->kind == MILER_STEP_RUN && !wko_is_easy(run) &&
           (run->target.kind != MILER_TARGET_NONE || wko_is_open_rep(run));
}

size_t wko_row_len(const miler_step *steps, size_t count) {
    size_t len = 0;
    while (len < count && is_rep(&steps[count - len - 1]))
        len++;
    return len;
}

// Reps before the stack's step `end` that belong to the row.
static size_t row_before(const parser *p, size_t end) {
    return end > p->row_first ? wko_row_len(p->stack + p->row_first, end - p->row_first) : 0;
}

// One rest for the row: nobody runs easily in it.
static miler_status rest_row(parser *p, size_t first, const miler_step *rest) {
    bool placed;
    for (size_t i = first; i < p->depth; i++)
        wko_pace_rep(&p->stack[i]);
    return wko_rest_inside(p, first, rest, false, &placed);
}

// The rest at `at` on the stack goes between the row before it.
static miler_status spread(parser *p, size_t at) {
    const miler_step rest = p->stack[at];
    p->depth = at;
    p->steps--;
    return rest_row(p, at - row_before(p, at), &rest);
}

// "4x400, 4x200 w/ 60s rest": what the last of the row has, the others get.
static miler_status share(parser *p) {
    const size_t last = p->depth - 1;
    const miler_step *repeat = &p->stack[last];
    const size_t others = row_before(p, last);
    if (repeat->kind != MILER_STEP_REPEAT || others == 0) return MILER_OK;
    const miler_step rest = repeat->children[repeat->child_count - 1];
    return rest.kind == MILER_STEP_RECOVERY ? rest_row(p, last - others, &rest) : MILER_OK;
}

miler_status wko_row_end(parser *p) {
    const bool due = p->row_rest_due;
    p->row_rest_due = false;
    return due ? spread(p, p->depth - 1) : MILER_OK;
}

miler_status wko_row_step(parser *p, size_t depth, bool one_rest) {
    if (p->frame_count > 0 || p->in_list || p->depth == 0) {
        p->row_rest_due = false;
        p->row_first = p->depth;
        return MILER_OK;
    }
    if (one_rest) return share(p);
    const miler_step top = p->stack[p->depth - 1];
    if (p->row_rest_due && p->depth == depth + 1 && wko_is_easy(&top)) { // the row is over
        p->depth--;
        const miler_status status = wko_row_end(p);
        p->steps--;
        return status == MILER_OK ? wko_push(p, &top) : status;
    }
    p->row_rest_due =
        top.kind == MILER_STEP_RECOVERY && wko_short_rest(&top) && row_before(p, p->depth - 1) > 1;
    return MILER_OK;
}
