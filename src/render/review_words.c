// SPDX-License-Identifier: MIT
// What every form of the review says alike: its heading, what it is held against, and
// which of its tables are shown.
#include "render/review_render.h"

#include "render/race_title.h"

#include <stdio.h>

const miler_review_rows *render_review_laps(const miler_review *r) {
    return r->laps.count > 0 ? &r->laps : &r->as_given;
}

const miler_review_rows *render_review_fine(const miler_review *r) {
    if (r->hundreds.count > 0 && r->hundreds.count <= REVIEW_FINE_ROWS) return &r->hundreds;
    if (r->halves.count > 0) return &r->halves;
    return render_review_laps(r);
}

double render_review_most_off(const miler_review_rows *by) {
    double most = REVIEW_BAR_LEAST_S;
    for (size_t i = 0; i < by->count; i++)
        most = fmax(most, fabs(by->rows[i].time_s - by->rows[i].plan_s));
    return most;
}

const char *render_review_clock(double time_s, char text[MILER_TEXT_MAX]) {
    miler_print_time(text, MILER_TEXT_MAX, time_s, 1);
    return text;
}

const char *render_review_title(const app_review_answer *a, miler_units units, char out[REVIEW_LINE_MAX]) {
    const miler_review *r = &a->review;
    char race[RACE_TITLE_MAX], date[MILER_TEXT_MAX] = "";
    // 1609 m, as a watch or a list rounds it, is the mile.
    const double dist_m = fabs(r->dist_m - MILER_MILE_M) < 1 ? MILER_MILE_M : r->dist_m;
    if (a->day != MILER_NO_DAY) miler_print_date(date, sizeof date, a->day);
    (void)snprintf(out, REVIEW_LINE_MAX, "%s%s%s%s%s", render_race_title(race, dist_m, r->time_s, units),
                   date[0] != '\0' ? " on " : "", date, a->name[0] != '\0' ? " - " : "", a->name);
    return out;
}

const char *render_review_plan(const app_review_answer *a, char out[REVIEW_LINE_MAX]) {
    const miler_review *r = &a->review;
    char goal[MILER_TEXT_MAX];
    if (r->plan == MILER_REVIEW_PLAN_EVEN)
        (void)snprintf(out, REVIEW_LINE_MAX, "Splits: %s. Plan: its own even pace.", a->source);
    else
        (void)snprintf(out, REVIEW_LINE_MAX, "Splits: %s. Plan: %s of %s, %s way.", a->source,
                       r->plan == MILER_REVIEW_PLAN_STORED ? "the plan's goal" : "the goal",
                       render_review_clock(r->plan_time_s, goal), miler_strategy_name(a->strategy));
    return out;
}

const char *render_review_optimum(const app_review_answer *a, char out[REVIEW_LINE_MAX]) {
    char time[MILER_TEXT_MAX];
    (void)snprintf(out, REVIEW_LINE_MAX, "Optimum: %s, %s.", render_review_clock(a->review.optimum_s, time),
                   a->review.basis == MILER_REVIEW_BY_FITNESS
                       ? "by your fitness of the day before"
                       : "of the weakest runner who could have run these splits");
    return out;
}

const char *render_review_likely(const app_review_answer *a, char out[REVIEW_LINE_MAX]) {
    char likely[MILER_TEXT_MAX], low[MILER_TEXT_MAX], high[MILER_TEXT_MAX];
    if (!isfinite(a->likely_s)) return NULL;
    (void)snprintf(out, REVIEW_LINE_MAX,
                   "The day before you were good for %s (%s to %s in eight races of ten).",
                   render_review_clock(a->likely_s, likely), render_review_clock(a->low_s, low),
                   render_review_clock(a->high_s, high));
    return out;
}

// A first cause may be told by the race's shape alone: it stands with its 0.0 s, or the list would lack it.
bool render_review_told(const miler_review *r, const miler_review_cause *cause) {
    return render_review_seconds(r, cause) != 0 || cause->loss == MILER_LOSS_UNEXPLAINED ||
           cause->loss == r->first;
}

double render_review_seconds(const miler_review *r, const miler_review_cause *cause) {
    if (cause->loss != MILER_LOSS_UNEXPLAINED) return look_tenth(cause->seconds);
    double told = 0;
    for (int i = 0; i < MILER_LOSS_COUNT; i++)
        if (r->causes[i].loss != MILER_LOSS_UNEXPLAINED) told += look_tenth(r->causes[i].seconds);
    return look_tenth(look_tenth(r->total_s) - told);
}

const char *render_review_beaten(const app_review_answer *a, char out[REVIEW_LINE_MAX]) {
    const miler_review *r = &a->review;
    if (r->basis != MILER_REVIEW_BY_FITNESS || r->total_s > -MILER_REVIEW_CAUSE_S) return NULL;
    char best[MILER_TEXT_MAX];
    (void)snprintf(
        out, REVIEW_LINE_MAX,
        "%.1f s faster than the %s that your fitness held possible: it knew you as slower than you "
        "are.%s",
        -look_tenth(r->total_s), render_review_clock(r->optimum_s, best),
        a->ahead          ? ""
        : a->keep != NULL ? " Enter the result, and the next paces go by it."
                          : " The result is kept, and the next paces go by it.");
    return out;
}

bool render_review_beside(const app_review_mile *mile) {
    return mile->has_laps;
}

const char *render_review_cause(const miler_review_cause *cause) {
    const bool won = cause->loss == MILER_LOSS_DAY && cause->seconds < 0;
    const bool unpriced = cause->loss == MILER_LOSS_FAST_START && look_tenth(cause->seconds) == 0;
    if (unpriced) return "start too fast (no price in energy)";
    return won ? "the day: fitter than was known" : miler_loss_words(cause->loss);
}

size_t render_review_records(const app_review_answer *a, miler_sex sex, double off[4]) {
    size_t count = 0;
    for (int q = 0; q < 4; q++)
        off[q] = 0;
    for (size_t i = 0; i < a->record_count; i++) {
        if (a->records[i].sex != sex) continue;
        count++;
        for (int q = 0; q < 4; q++)
            off[q] += a->records[i].off[q];
    }
    for (int q = 0; q < 4 && count > 0; q++)
        off[q] /= (double)count;
    return count;
}
