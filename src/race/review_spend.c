// SPDX-License-Identifier: MIT
// The race that was run, lived through by the energy model.
#include "race/reviewing.h"

#define SAME_M 1e-6
// A line that the model follows to this share of the time is one it can run: its
// own optimum it follows to a tenth of that.
#define FOLLOWS 2e-4
#define WEAKEST_ROUNDS 24
#define WEAKEST_FROM -0.2 // faster than the finish tells ...
#define WEAKEST_TO 0.02   // ... and slower, by this share
#define REST_ROUNDS 26
#define REST_FAST 0.8 // the rest of the race, beside that of the optimum
#define REST_SLOW 1.4
#define GOLDEN 0.6180339887498949

double review_at(const double *m, const double *s, size_t count, double dist_m) {
    size_t i = 1;
    while (i + 1 < count && m[i] < dist_m)
        i++;
    return s[i - 1] + (s[i] - s[i - 1]) * (dist_m - m[i - 1]) / (m[i] - m[i - 1]);
}

// By the equations of motion at one speed: power goes with its square at a
// steady push, the store with power and time.
miler_racer review_slower(const miler_racer *racer, double share) {
    const double v = 1 / (1 + share);
    miler_racer r = *racer;
    r.force_nkg *= v;
    r.store_jkg *= v;
    r.rise_jkg *= v;
    r.fall_jkg *= v;
    r.supply_wkg *= v * v;
    r.supply_start_wkg *= v * v;
    r.supply_end_wkg *= v * v;
    return r;
}

// Splits are rounded and a little wrong: a hundred that seems quicker than the
// runner's top speed is no reason to call the runner another. Energy decides, not push.
#define PUSH_OVER 1.03 // of the quickest stretch of the line

static miler_racer strong(const review_line *line) {
    miler_racer r = line->racer;
    double top_mps = 0;
    for (size_t i = 1; i < line->count; i++)
        top_mps = fmax(top_mps, (line->m[i] - line->m[i - 1]) / (line->run_s[i] - line->run_s[i - 1]));
    r.force_nkg = fmax(r.force_nkg, PUSH_OVER * top_mps / r.tau_s);
    return r;
}

// Places of the optimum's knots and of the splits, in order and each once.
static size_t merge(const miler_spending *best, const review_work *work, double *m) {
    size_t n = 0, k = 0, i = 0;
    while (k < best->knot_count || i < work->count) {
        const bool knot = i == work->count || (k < best->knot_count && best->knot_m[k] <= work->m[i]);
        const double at = knot ? best->knot_m[k++] : work->m[i++];
        if (n == 0 || at > m[n - 1] + SAME_M) m[n++] = at;
    }
    m[n - 1] = work->dist_m;
    return n;
}

miler_status review_line_of(const review_work *work, const miler_racer *racer, review_line *out,
                            miler_error *err) {
    miler_spending best;
    const miler_status status = miler_race_optimum(racer, work->dist_m, NULL, 0, work->arena, &best, err);
    if (status != MILER_OK) return status;
    const size_t room = best.knot_count + work->count;
    double *m = miler_arena_array(work->arena, room, sizeof *m);
    double *optimal_s = miler_arena_array(work->arena, room, sizeof *optimal_s);
    double *run_s = miler_arena_array(work->arena, room, sizeof *run_s);
    if (m == NULL || optimal_s == NULL || run_s == NULL)
        return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    *out = (review_line){
        .racer = *racer, .optimum_s = best.time_s, .m = m, .optimal_s = optimal_s, .run_s = run_s};
    out->count = merge(&best, work, m);
    size_t to = 1;
    for (size_t i = 0; i < out->count; i++)
        optimal_s[i] = review_at(best.knot_m, best.knot_s, best.knot_count, m[i]);
    for (size_t i = 0; i < out->count; i++) {
        while (to + 1 < work->count && work->m[to] < m[i] - SAME_M)
            to++;
        const double from_s = review_at(best.knot_m, best.knot_s, best.knot_count, work->m[to - 1]);
        const double to_s = review_at(best.knot_m, best.knot_s, best.knot_count, work->m[to]);
        const double share = (optimal_s[i] - from_s) / (to_s - from_s);
        run_s[i] = work->s[to - 1] + share * (work->s[to] - work->s[to - 1]);
    }
    return MILER_OK;
}

miler_status review_follows(const review_line *line, review_end *out, miler_error *err) {
    miler_spending run;
    const miler_racer racer = strong(line);
    const miler_status status =
        miler_racer_run(&racer, line->m, line->run_s, line->count, 0, NULL, 0, &run, err);
    if (status != MILER_OK) return status;
    const double wanted_s = line->run_s[line->count - 1];
    out->follows = run.time_s <= wanted_s * (1 + FOLLOWS);
    out->dry = !isnan(run.dry_m);
    out->left_share = run.left_jkg / line->racer.store_jkg;
    return MILER_OK;
}

miler_status review_weakest(const review_work *work, const miler_racer *like, review_line *out,
                            miler_error *err) {
    review_line line;
    miler_status status = review_line_of(work, like, &line, err);
    if (status != MILER_OK) return status;
    const double middle = work->s[work->count - 1] / line.optimum_s - 1;
    double fast = middle + WEAKEST_FROM;
    double slow = middle + WEAKEST_TO;
    for (int i = 0; i < WEAKEST_ROUNDS && status == MILER_OK; i++) {
        const double share = (fast + slow) / 2;
        review_end end;
        line.racer = review_slower(like, share);
        status = review_follows(&line, &end, err);
        if (status == MILER_OK && end.follows)
            fast = share;
        else
            slow = share;
    }
    const miler_racer weakest = review_slower(like, fast);
    return status != MILER_OK ? status : review_line_of(work, &weakest, out, err);
}

typedef struct rest_task {
    const review_line *line;
    miler_racer racer;
    double *s; // of the line's knots
    size_t at; // the last knot that was run
} rest_task;

// The finish with the rest run in the shape of the optimum, `stretch` times as slow.
static miler_status finish_s(const rest_task *t, double stretch, double *out_s, miler_error *err) {
    const review_line *line = t->line;
    miler_spending run;
    for (size_t i = t->at + 1; i < line->count; i++)
        t->s[i] = t->s[t->at] + stretch * (line->optimal_s[i] - line->optimal_s[t->at]);
    const miler_status status = miler_racer_run(&t->racer, line->m, t->s, line->count, 0, NULL, 0, &run, err);
    *out_s = run.time_s;
    return status;
}

miler_status review_possible(const review_work *work, const review_line *line, double dist_m, double *out_s,
                             miler_error *err) {
    rest_task t = {.line = line, .racer = strong(line)};
    t.s = miler_arena_array(work->arena, line->count, sizeof *t.s);
    if (t.s == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    for (size_t i = 0; i < line->count && line->m[i] <= dist_m + SAME_M; i++) {
        t.s[i] = line->run_s[i];
        t.at = i;
    }
    double from = REST_FAST, to = REST_SLOW, best_s = (double)INFINITY;
    miler_status status = MILER_OK;
    for (int i = 0; i < REST_ROUNDS && status == MILER_OK; i++) {
        const double a = to - GOLDEN * (to - from);
        const double b = from + GOLDEN * (to - from);
        double a_s, b_s = 0;
        status = finish_s(&t, a, &a_s, err);
        if (status == MILER_OK) status = finish_s(&t, b, &b_s, err);
        if (status != MILER_OK) break;
        best_s = fmin(best_s, fmin(a_s, b_s));
        if (a_s < b_s)
            to = b;
        else
            from = a;
    }
    *out_s = best_s;
    return status;
}
