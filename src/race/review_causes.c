// SPDX-License-Identifier: MIT
// Seconds to causes, in the order of miler/review.h: what is found is taken out
// before the next cause is looked for, so that nothing counts twice; what is
// left over has a name, so that the sum is exact.
#include "race/reviewing.h"

#include <string.h>

#define PART_MAX_M 800.0 // of a long race, what counts as its start and its finish [engineering estimate]

#define LEFT_SHARE 0.005 // of the store: some tenths of a second of a mile, no less is worth a word
// After a part this much too quick, what seems left may as well be the error of a
// race lived through again from times every 100 m [seen in simulated races: up to 1.5 %].
#define QUICK_SHARE 0.005
#define LEFT_AFTER_QUICK 0.02
#define KICK_WORTH 1.25 // the last quarter alone makes a little less of it [engineering estimate]

enum { START, MIDDLE, FINISH };

typedef struct sorting {
    const review_work *work;
    review_line own, day; // this runner, and the runner of that day
    double seconds[MILER_LOSS_COUNT];
    double edge_m[4];
    double optimum_s[3]; // of each part, by the line of the day
    double late_s[3];    // beside it: what is still to be told
    double left_share;
    double off[3]; // of each part beside the optimum of the day, as shares
} sorting;

static double positive(double value) {
    return fmax(value, 0);
}

static double part_of(const review_line *line, const double *s, double from_m, double to_m) {
    return review_at(line->m, s, line->count, to_m) - review_at(line->m, s, line->count, from_m);
}

static void measure(sorting *s) {
    for (int p = 0; p < 3; p++) {
        const double from_m = s->edge_m[p], to_m = s->edge_m[p + 1];
        s->optimum_s[p] = part_of(&s->day, s->day.optimal_s, from_m, to_m);
        s->late_s[p] = part_of(&s->day, s->day.run_s, from_m, to_m) - s->optimum_s[p];
    }
}

// The weakest runner who could have run this stands in where the runner could not.
static miler_status whose_day(sorting *s, miler_error *err) {
    const miler_review_request *r = s->work->request;
    review_end end = {.follows = false};
    miler_racer racer;
    miler_status status = MILER_OK;
    if (r->racer != NULL)
        racer = *r->racer;
    else
        status = miler_racer_of_time(s->work->dist_m, s->work->s[s->work->count - 1], &racer, err);
    if (status == MILER_OK) status = review_line_of(s->work, &racer, &s->own, err);
    if (status == MILER_OK && r->racer != NULL) status = review_follows(&s->own, &end, err);
    if (status != MILER_OK) return status;
    s->day = s->own;
    if (end.follows) return MILER_OK;
    status = review_weakest(s->work, &racer, &s->day, err);
    if (r->racer == NULL) s->own = s->day;
    return status;
}

// Slower all along by one share: the day's, as far as the finish has it too; what
// only the finish has not was left over.
static miler_status slow_all_along(sorting *s, miler_error *err) {
    double share[3];
    for (int p = 0; p < 3; p++)
        share[p] = s->late_s[p] / s->optimum_s[p];
    const double both = fmin(share[START], share[MIDDLE]);
    const double all = positive(fmin(both, share[FINISH]));
    if (all > 0 && s->work->request->racer != NULL) {
        const miler_racer slower = review_slower(&s->day.racer, all);
        const miler_status status = review_line_of(s->work, &slower, &s->day, err);
        if (status != MILER_OK) return status;
        measure(s);
        for (int p = 0; p < 3; p++)
            share[p] = s->late_s[p] / s->optimum_s[p];
    }
    const double held = fmin(share[START], share[MIDDLE]);
    if (held <= 0 || share[FINISH] >= held) return MILER_OK;
    const double held_s = held * (s->optimum_s[START] + s->optimum_s[MIDDLE]);
    const double back_s = fmin(held_s, positive(-s->late_s[FINISH]));
    s->seconds[MILER_LOSS_LEFT_OVER] = held_s - back_s;
    s->late_s[START] -= held * s->optimum_s[START];
    s->late_s[MIDDLE] -= held * s->optimum_s[MIDDLE];
    s->late_s[FINISH] += back_s;
    return MILER_OK;
}

// At most `most` of what is still to be told.
static void take(sorting *s, miler_loss loss, double seconds, double most, double *rest_s) {
    const double taken = positive(fmin(fmin(seconds, most), *rest_s));
    s->seconds[loss] += taken;
    *rest_s -= taken;
}

static double start_early_s(const sorting *s) {
    return positive(-s->late_s[START]);
}

// What a slow start lost and the middle won back is no haste.
static double middle_early_s(const sorting *s) {
    return positive(-s->late_s[MIDDLE] - positive(s->late_s[START]));
}

// Seconds lost to what was spent too soon, in proportion to where it was.
static void spent_too_soon(sorting *s, double seconds, double *rest_s) {
    const double start_s = start_early_s(s), middle_s = middle_early_s(s);
    if (start_s + middle_s <= 0) return;
    const double cost_s = fmin(seconds, *rest_s);
    take(s, MILER_LOSS_FAST_START, cost_s * start_s / (start_s + middle_s), cost_s, rest_s);
    take(s, MILER_LOSS_SURGE, cost_s * middle_s / (start_s + middle_s), cost_s, rest_s);
}

// The best finish that was still possible after the start, and after the middle.
typedef struct outlook {
    double by_start_s, by_middle_s;
} outlook;

static miler_status look_out(const sorting *s, outlook *out, miler_error *err) {
    const miler_status status = review_possible(s->work, &s->day, s->edge_m[1], &out->by_start_s, err);
    if (status != MILER_OK) return status;
    return review_possible(s->work, &s->day, s->edge_m[2], &out->by_middle_s, err);
}

// By how much it fell behind over the parts that were quick.
static double cost_of_haste(const sorting *s, const outlook *o) {
    double cost_s = 0;
    if (start_early_s(s) > 0) cost_s += positive(o->by_start_s - s->day.optimum_s);
    if (middle_early_s(s) > 0) cost_s += positive(o->by_middle_s - o->by_start_s);
    return cost_s;
}

// Seconds that what is left in the store was worth, from v^2 / tau = supply + store / T (Keller 1974, at steady speed).
static double worth_s(const sorting *s, double left_share) {
    const double time_s = s->day.optimum_s;
    const double speed = s->work->dist_m / time_s;
    const double store = s->day.racer.store_jkg;
    return left_share * store / (2 * speed * speed / s->day.racer.tau_s - store / time_s);
}

static bool was_quick(const sorting *s) {
    return start_early_s(s) > QUICK_SHARE * s->optimum_s[START] ||
           middle_early_s(s) > QUICK_SHARE * s->optimum_s[MIDDLE];
}

static miler_status sort_seconds(sorting *s, miler_error *err) {
    review_end end;
    outlook o;
    for (int p = 0; p < 3; p++)
        s->off[p] = s->late_s[p] / s->optimum_s[p];
    double rest_s = positive(s->late_s[START] + s->late_s[MIDDLE] + s->late_s[FINISH]);
    miler_status status = review_follows(&s->day, &end, err);
    if (status == MILER_OK) status = look_out(s, &o, err);
    if (status != MILER_OK) return status;
    s->left_share = end.left_share;
    // With an empty store long before the finish all that is lost was spent too soon.
    spent_too_soon(s, end.dry ? rest_s : cost_of_haste(s, &o), &rest_s);
    // What nobody could have won back: breathing comes up later, too.
    take(s, MILER_LOSS_SLOW_START, o.by_start_s - s->day.optimum_s, s->late_s[START], &rest_s);
    if (end.left_share > (was_quick(s) ? LEFT_AFTER_QUICK : LEFT_SHARE)) {
        const double kick_s = s->work->s[s->work->count - 1] - o.by_middle_s;
        take(s, MILER_LOSS_NO_KICK, fmin(kick_s, KICK_WORTH * worth_s(s, end.left_share)), s->late_s[FINISH],
             &rest_s);
    }
    // A finish that is slow with nothing left is paid for what was too quick before.
    const double fade_s = s->late_s[FINISH] - s->seconds[MILER_LOSS_NO_KICK];
    const double before_s = rest_s;
    spent_too_soon(s, positive(fade_s), &rest_s);
    take(s, MILER_LOSS_FADE, fade_s - (before_s - rest_s), rest_s, &rest_s);
    take(s, MILER_LOSS_SAG, s->late_s[MIDDLE], rest_s, &rest_s);
    take(s, MILER_LOSS_SLOW_START, s->late_s[START] - s->seconds[MILER_LOSS_SLOW_START], rest_s, &rest_s);
    return MILER_OK;
}

// What fitness is known to (single races scatter by 2 %) moves the day and nothing
// else: what can be mended is spoken of before it, where it is worth a word.
#define BESIDE_DAY 0.2 // of the day [engineering estimate]

static const miler_review_cause *largest(const miler_review *out) {
    const miler_review_cause *most = &out->causes[0];
    const bool day = most->loss == MILER_LOSS_DAY;
    return day && out->causes[1].seconds >= fmax(MILER_REVIEW_CAUSE_S, BESIDE_DAY * most->seconds) ? most + 1
                                                                                                   : most;
}

// Where no cause has seconds to speak of: the part that was slowest beside the
// optimum's shape. The runner may be another than the model thinks.
static miler_loss by_shape(const sorting *s) {
    static const miler_loss loss[3] = {MILER_LOSS_SLOW_START, MILER_LOSS_SAG, MILER_LOSS_FADE};
    int most = START;
    for (int p = MIDDLE; p <= FINISH; p++)
        if (s->off[p] > s->off[most]) most = p;
    return s->off[most] >= MILER_REVIEW_SHAPE_SHARE ? loss[most] : MILER_LOSS_UNEXPLAINED;
}

// A start much too quick is spoken of before anything that came after it: the
// model knows no price of it but energy, and reckons it low.
static miler_loss first_of(const sorting *s, const miler_review *out) {
    const miler_review_cause *most = largest(out);
    const bool speaks = most->seconds >= MILER_REVIEW_CAUSE_S;
    const bool later = !speaks || most->loss == MILER_LOSS_SAG || most->loss == MILER_LOSS_NO_KICK ||
                       most->loss == MILER_LOSS_FADE;
    if (s->off[START] < -MILER_REVIEW_QUICK_SHARE && later) return MILER_LOSS_FAST_START;
    return speaks ? most->loss : by_shape(s);
}

static void list(sorting *s, miler_review *out) {
    double told = 0;
    s->seconds[MILER_LOSS_WIDE] = s->work->wide_s;
    s->seconds[MILER_LOSS_DAY] = s->day.optimum_s - s->own.optimum_s;
    for (int i = 0; i < MILER_LOSS_UNEXPLAINED; i++)
        told += s->seconds[i];
    s->seconds[MILER_LOSS_UNEXPLAINED] = out->total_s - told;
    for (int i = 0; i < MILER_LOSS_COUNT; i++)
        out->causes[i] = (miler_review_cause){(miler_loss)i, s->seconds[i]};
    for (int i = 1; i < MILER_LOSS_UNEXPLAINED; i++)
        for (int k = i; k > 0 && out->causes[k].seconds > out->causes[k - 1].seconds; k--) {
            const miler_review_cause swap = out->causes[k];
            out->causes[k] = out->causes[k - 1];
            out->causes[k - 1] = swap;
        }
    out->first = first_of(s, out);
}

miler_status review_causes(const review_work *work, miler_review *out, miler_error *err) {
    const double part_m = fmin(work->dist_m / 4, PART_MAX_M);
    sorting s = {.work = work, .edge_m = {0, part_m, work->dist_m - part_m, work->dist_m}};
    miler_status status = whose_day(&s, err);
    if (status != MILER_OK) return status;
    out->optimum_s = s.own.optimum_s;
    out->total_s = out->time_s - out->optimum_s;
    measure(&s);
    status = slow_all_along(&s, err);
    for (int p = 0; p < 3; p++)
        out->parts[p] = (miler_review_part){s.edge_m[p], s.edge_m[p + 1],
                                            part_of(&s.day, s.day.run_s, s.edge_m[p], s.edge_m[p + 1]),
                                            part_of(&s.own, s.own.optimal_s, s.edge_m[p], s.edge_m[p + 1]),
                                            part_of(&s.day, s.day.optimal_s, s.edge_m[p], s.edge_m[p + 1])};
    if (status == MILER_OK) status = sort_seconds(&s, err);
    if (status != MILER_OK) return status;
    out->left_share = s.left_share;
    list(&s, out);
    const double mean_s = work->s[work->count - 1] / 4;
    for (int q = 0; q < 4; q++)
        out->quarter_off[q] =
            part_of(&s.own, s.own.run_s, work->dist_m * q / 4, work->dist_m * (q + 1) / 4) / mean_s - 1;
    // Every stretch against this runner's optimum.
    miler_review_rows *tables[] = {&out->as_given, &out->hundreds, &out->halves, &out->laps};
    for (size_t t = 0; t < 4; t++)
        for (size_t i = 0; i < tables[t]->count; i++) {
            miler_review_row *row = &tables[t]->rows[i];
            row->optimum_s = part_of(&s.own, s.own.optimal_s, row->from_m, row->to_m);
        }
    return MILER_OK;
}
