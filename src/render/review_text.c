// SPDX-License-Identifier: MIT
// The review on a terminal: laps, a bar for each 100 or 200 m of what was won
// and lost, causes, words, what next, and other races beside it.
#include "render/review_render.h"

#include <stdio.h>

#define FINE_ROWS 26   // 100 m of a mile and a half fit a screen; beyond, 200 m
#define BAR_COLUMNS 14 // on each side of the plan
#define BAR_LEAST_S 0.5

const miler_review_rows *render_review_laps(const miler_review *r) {
    return r->laps.count > 0 ? &r->laps : &r->as_given;
}

const miler_review_rows *render_review_fine(const miler_review *r, size_t most) {
    if (r->hundreds.count > 0 && r->hundreds.count <= most) return &r->hundreds;
    if (r->halves.count > 0) return &r->halves;
    return r->laps.count > 0 ? &r->laps : &r->as_given;
}

static const char *clock_text(double time_s, char text[MILER_TEXT_MAX]) {
    miler_print_time(text, MILER_TEXT_MAX, time_s, 1);
    return text;
}

static const char *plan_words(const app_review_answer *a, char *out, size_t size) {
    const miler_review *r = &a->review;
    char goal[MILER_TEXT_MAX];
    if (r->plan == MILER_REVIEW_PLAN_EVEN)
        (void)snprintf(out, size, "its own even pace");
    else
        (void)snprintf(out, size, "%s of %s, %s way",
                       r->plan == MILER_REVIEW_PLAN_STORED ? "the plan's goal" : "the goal",
                       clock_text(r->plan_time_s, goal), miler_strategy_name(a->strategy));
    return out;
}

static const char *basis_words(const miler_review *r) {
    if (r->basis == MILER_REVIEW_BY_FITNESS) return "by your fitness of the day before";
    return "of the weakest runner who could have run these splits";
}

static void put_head(const app_review_answer *a, const render_look *look, miler_buf *out) {
    const miler_review *r = &a->review;
    char dist[MILER_TEXT_MAX], time[MILER_TEXT_MAX], date[MILER_TEXT_MAX] = "", words[160], line[400];
    miler_print_distance(dist, sizeof dist, r->dist_m, look->units);
    if (a->day != MILER_NO_DAY) miler_print_date(date, sizeof date, a->day);
    (void)snprintf(line, sizeof line, "%s in %s%s%s%s%s", fabs(r->dist_m - MILER_MILE_M) < 1 ? "Mile" : dist,
                   clock_text(r->time_s, time), date[0] != '\0' ? " on " : "", date,
                   a->name[0] != '\0' ? " - " : "", a->name);
    term_heading(&look->style, out, line, true);
    term_line(&look->style, out, TERM_DIM, "Splits: %s. Plan: %s.", a->source,
              plan_words(a, words, sizeof words));
    (void)snprintf(line, sizeof line, "Optimum: %s, %s.", clock_text(r->optimum_s, time), basis_words(r));
    term_line(&look->style, out, TERM_DIM, "%s", line);
    (void)miler_buf_append(out, "\n", 1);
}

static void body_cell(term_table *table, double value, const char *format_whole) {
    if (!isfinite(value))
        term_cell(table, TERM_DIM, "-");
    else if (format_whole != NULL)
        term_cell(table, TERM_PLAIN, "%.0f", value);
    else
        term_cell(table, TERM_PLAIN, "%.2f", value);
}

static miler_status put_laps(const app_review_answer *a, const render_look *look, miler_arena *arena,
                             miler_buf *out, miler_error *err) {
    static const term_column columns[9] = {
        {"to", TERM_RIGHT, false},      {"time", TERM_RIGHT, false},       {"per 400", TERM_RIGHT, false},
        {"to plan", TERM_RIGHT, false}, {"to optimum", TERM_RIGHT, false}, {"clock", TERM_RIGHT, false},
        {"heart", TERM_RIGHT, false},   {"cadence", TERM_RIGHT, false},    {"step m", TERM_RIGHT, false}};
    const miler_review *r = &a->review;
    const miler_review_rows *by = render_review_laps(r);
    const bool body = a->bodies != NULL && by == &r->laps;
    term_table *table = term_table_new(arena, &look->style, columns, body ? 9 : 6);
    for (size_t i = 0; i < by->count; i++) {
        const miler_review_row *row = &by->rows[i];
        char text[MILER_TEXT_MAX];
        const term_colour mark = i == r->slowest ? TERM_RED : i == r->fastest ? TERM_GREEN : TERM_PLAIN;
        term_cell(table, TERM_PLAIN, "%.7g m", row->to_m);
        term_cell(table, mark, "%s", clock_text(row->time_s, text));
        term_cell(table, mark, "%s", clock_text(row->per_400_s, text));
        term_cell(table, TERM_PLAIN, "%+.1f", row->time_s - row->plan_s);
        term_cell(table, TERM_PLAIN, "%+.1f", row->time_s - row->optimum_s);
        term_cell(table, TERM_PLAIN, "%s", clock_text(row->cum_s, text));
        if (!body) continue;
        body_cell(table, a->bodies[i].hr_bpm, "");
        body_cell(table, a->bodies[i].cadence_spm, "");
        body_cell(table, a->bodies[i].step_m, NULL);
    }
    const miler_status status = term_table_print(table, out, err);
    if (status != MILER_OK) return status;
    const char *unit = by->every_m > 0 ? "lap" : "stretch";
    term_line(&look->style, out, TERM_PLAIN, "Slowest: %s %zu. Fastest: %s %zu. By pace; + is slower.", unit,
              r->slowest + 1, unit, r->fastest + 1);
    return MILER_OK;
}

static double most_off(const miler_review_rows *by) {
    double most = BAR_LEAST_S;
    for (size_t i = 0; i < by->count; i++)
        most = fmax(most, fabs(by->rows[i].time_s - by->rows[i].plan_s));
    return most;
}

// To a tenth, without a minus before nothing.
static double tenth(double s) {
    return round(s * 10) / 10 + 0.0;
}

// A bar to the left where time was lost on the plan, to the right where it was won.
static void put_bars(const app_review_answer *a, const render_look *look, miler_buf *out) {
    const miler_review_rows *by = render_review_fine(&a->review, FINE_ROWS);
    const double most = most_off(by);
    const char *block = term_choose(&look->style, "\xe2\x96\x88", "#");
    (void)miler_buf_append(out, "\n", 1);
    term_line(&look->style, out, TERM_BOLD, "Against the plan, each stretch%*slost (+), and on the clock",
              BAR_COLUMNS, "");
    for (size_t i = 0; i < by->count; i++) {
        const miler_review_row *row = &by->rows[i];
        const double won_s = row->plan_s - row->time_s;
        const int columns = (int)lround(fabs(won_s) / most * BAR_COLUMNS);
        term_printf(&look->style, out, TERM_PLAIN, "%8.7g m %5.1f ", row->to_m, row->time_s);
        term_repeat(out, " ", BAR_COLUMNS - (won_s < 0 ? columns : 0));
        if (won_s < 0)
            for (int k = 0; k < columns; k++)
                term_put(&look->style, out, TERM_RED, block);
        term_printf(&look->style, out, TERM_DIM, "|");
        if (won_s >= 0)
            for (int k = 0; k < columns; k++)
                term_put(&look->style, out, TERM_GREEN, block);
        term_repeat(out, " ", BAR_COLUMNS - (won_s >= 0 ? columns : 0));
        term_line(&look->style, out, TERM_PLAIN, " %+5.1f %+7.1f", tenth(-won_s), tenth(-row->ahead_s));
    }
}

static void put_causes(const app_review_answer *a, const render_look *look, miler_buf *out) {
    const miler_review *r = &a->review;
    (void)miler_buf_append(out, "\n", 1);
    term_heading(&look->style, out, "Where the seconds went, beside the optimum", false);
    for (int i = 0; i < MILER_LOSS_COUNT; i++) {
        const miler_review_cause *cause = &r->causes[i];
        if (fabs(cause->seconds) < 0.005 && cause->loss != MILER_LOSS_UNEXPLAINED) continue;
        const bool won = cause->loss == MILER_LOSS_DAY && cause->seconds < 0;
        term_line(&look->style, out, cause->loss == r->first ? TERM_BOLD : TERM_PLAIN, "%+8.2f s  %s",
                  fabs(cause->seconds) < 0.005 ? 0 : cause->seconds,
                  won ? "the day: fitter than was known" : miler_loss_words(cause->loss));
    }
    term_line(&look->style, out, TERM_BOLD, "%+8.2f s  in all", r->total_s);
    term_line(&look->style, out, TERM_DIM, "Left in the store at the finish: %.1f %%, by the model.",
              100 * r->left_share);
    if (isfinite(a->likely_s)) {
        char likely[MILER_TEXT_MAX], low[MILER_TEXT_MAX], high[MILER_TEXT_MAX];
        term_line(&look->style, out, TERM_DIM,
                  "The day before you were good for %s (%s to %s in eight races of ten).",
                  clock_text(a->likely_s, likely), clock_text(a->low_s, low), clock_text(a->high_s, high));
    }
    term_wrap(
        &look->style, out, TERM_DIM,
        "By the energy model, to some tenths of a second; which of two causes alike in size comes first "
        "it cannot tell.",
        0, 0);
}

static void put_words(const app_review_answer *a, const render_look *look, miler_buf *out) {
    const miler_review *r = &a->review;
    (void)miler_buf_append(out, "\n", 1);
    for (int i = 0; i < MILER_REVIEW_SAYS; i++)
        term_wrap(&look->style, out, TERM_PLAIN, r->says[i], 0, 0);
    (void)miler_buf_append(out, "\n", 1);
    term_line(&look->style, out, TERM_BOLD, "What next");
    for (size_t i = 0; i < r->next_count; i++) {
        char line[600];
        (void)snprintf(line, sizeof line, "%s (miler workout show %s)", a->next_titles[i], r->next[i]);
        term_wrap(&look->style, out, TERM_PLAIN, line, 0, 2);
    }
}

static void off_cells(term_table *table, const double off[4]) {
    for (int q = 0; q < 4; q++)
        term_cell(table, TERM_PLAIN, "%+.1f", 100 * off[q]);
}

static void record_row(term_table *table, const app_review_answer *a, miler_sex sex, const char *who) {
    double off[4] = {0, 0, 0, 0};
    size_t count = 0;
    for (size_t i = 0; i < a->record_count; i++) {
        if (a->records[i].sex != sex) continue;
        count++;
        for (int q = 0; q < 4; q++)
            off[q] += a->records[i].off[q];
    }
    if (count == 0) return;
    for (int q = 0; q < 4; q++)
        off[q] /= (double)count;
    term_cell(table, TERM_DIM, "%zu record miles, %s", count, who);
    term_cell(table, TERM_DIM, "%s", "");
    off_cells(table, off);
}

static miler_status put_beside(const app_review_answer *a, const render_look *look, miler_arena *arena,
                               miler_buf *out, miler_error *err) {
    static const term_column columns[6] = {{"pace of each quarter beside its mean, %", TERM_LEFT, true},
                                           {"time", TERM_RIGHT, false},
                                           {"1st", TERM_RIGHT, false},
                                           {"2nd", TERM_RIGHT, false},
                                           {"3rd", TERM_RIGHT, false},
                                           {"4th", TERM_RIGHT, false}};
    char text[MILER_TEXT_MAX], date[MILER_TEXT_MAX];
    (void)miler_buf_append(out, "\n", 1);
    term_table *table = term_table_new(arena, &look->style, columns, 6);
    term_cell(table, TERM_BOLD, "this race");
    term_cell(table, TERM_BOLD, "%s", clock_text(a->review.time_s, text));
    off_cells(table, a->review.quarter_off);
    for (size_t i = 0; i < a->earlier_count; i++) {
        const app_review_mile *mile = &a->earlier[i];
        miler_print_date(date, sizeof date, mile->day);
        term_cell(table, TERM_PLAIN, "%s%s%s", date, mile->name[0] != '\0' ? " " : "", mile->name);
        term_cell(table, TERM_PLAIN, "%s", clock_text(mile->time_s, text));
        if (mile->has_laps)
            off_cells(table, mile->off);
        else
            for (int q = 0; q < 4; q++)
                term_cell(table, TERM_DIM, "-");
    }
    record_row(table, a, MILER_SEX_MALE, "men since 1958");
    record_row(table, a, MILER_SEX_FEMALE, "women since 2019");
    return term_table_print(table, out, err);
}

miler_status render_review_text(const app_review_answer *a, const render_look *look, miler_arena *arena,
                                miler_buf *out, miler_error *err) {
    put_head(a, look, out);
    miler_status status = put_laps(a, look, arena, out, err);
    if (status != MILER_OK) return status;
    put_bars(a, look, out);
    put_causes(a, look, out);
    put_words(a, look, out);
    status = put_beside(a, look, arena, out, err);
    return status == MILER_OK ? miler_buf_status(out, err) : status;
}
