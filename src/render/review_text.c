// SPDX-License-Identifier: MIT
// The review on a terminal: laps, a bar for each 100 or 200 m of what was won
// and lost, causes, words, what next, and other races beside it.
#include "render/review_render.h"

#include <stdio.h>

#define BAR_COLUMNS 14 // on each side of the plan

static void put_head(const app_review_answer *a, const render_look *look, miler_buf *out) {
    char line[REVIEW_LINE_MAX];
    term_heading(&look->style, out, render_review_title(a, look->units, line), true);
    term_wrap(&look->style, out, TERM_DIM, render_review_plan(a, line), 0, 0);
    term_wrap(&look->style, out, TERM_DIM, render_review_optimum(a, line), 0, 0);
    if (render_review_beaten(a, line) != NULL) term_wrap(&look->style, out, TERM_GREEN, line, 0, 0);
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
    term_table_spare(table, 8);
    term_table_spare(table, 7);
    for (size_t i = 0; i < by->count; i++) {
        const miler_review_row *row = &by->rows[i];
        char text[MILER_TEXT_MAX];
        const term_colour mark = i == r->slowest ? TERM_RED : i == r->fastest ? TERM_GREEN : TERM_PLAIN;
        term_cell(table, TERM_PLAIN, "%.7g m", row->to_m);
        term_cell(table, mark, "%s", render_review_clock(row->time_s, text));
        term_cell(table, mark, "%s", render_review_clock(row->per_400_s, text));
        term_cell(table, TERM_PLAIN, "%+.1f", look_tenth(row->time_s - row->plan_s));
        term_cell(table, TERM_PLAIN, "%+.1f", look_tenth(row->time_s - row->optimum_s));
        term_cell(table, TERM_PLAIN, "%s", render_review_clock(row->cum_s, text));
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

// A bar to the left where time was lost on the plan, to the right where it was won.
static void put_bars(const app_review_answer *a, const render_look *look, miler_buf *out) {
    const miler_review_rows *by = render_review_fine(&a->review);
    const double most = render_review_most_off(by);
    const char *block = term_choose(&look->style, "\xe2\x96\x88", "#");
    (void)miler_buf_append(out, "\n", 1);
    term_line(&look->style, out, TERM_BOLD, "Against the plan, each stretch%30s",
              "lost (+), and on the clock");
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
        term_line(&look->style, out, TERM_PLAIN, " %+5.1f %+7.1f", look_tenth(-won_s),
                  look_tenth(-row->ahead_s));
    }
}

static void put_causes(const app_review_answer *a, const render_look *look, miler_buf *out) {
    const miler_review *r = &a->review;
    (void)miler_buf_append(out, "\n", 1);
    term_heading(&look->style, out, "Where the seconds went, beside the optimum", false);
    for (int i = 0; i < MILER_LOSS_COUNT; i++) {
        const miler_review_cause *cause = &r->causes[i];
        if (!render_review_told(r, cause)) continue;
        term_line(&look->style, out, cause->loss == r->first ? TERM_BOLD : TERM_PLAIN, "%+7.1f s  %s",
                  render_review_seconds(r, cause), render_review_cause(cause));
    }
    term_line(&look->style, out, TERM_BOLD, "%+7.1f s  in all", look_tenth(r->total_s));
    term_line(&look->style, out, TERM_DIM, "Left of the energy reserve at the finish: %.1f %%, by the model.",
              100 * r->left_share);
    char line[REVIEW_LINE_MAX];
    if (render_review_likely(a, line) != NULL) term_wrap(&look->style, out, TERM_DIM, line, 0, 0);
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
        (void)snprintf(line, sizeof line, "%s (miler workout show %s%s)", a->next_titles[i], r->next[i],
                       a->next_smallest ? " --dose 0" : "");
        term_wrap(&look->style, out, TERM_PLAIN, line, 0, 2);
    }
}

static void off_cells(term_table *table, const double off[4]) {
    for (int q = 0; q < 4; q++)
        term_cell(table, TERM_PLAIN, "%+.1f", look_tenth(100 * off[q]));
}

static void record_row(term_table *table, const app_review_answer *a, miler_sex sex, const char *who) {
    double off[4];
    const size_t count = render_review_records(a, sex, off);
    if (count == 0) return;
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
    term_cell(table, TERM_BOLD, "%s", render_review_clock(a->review.time_s, text));
    off_cells(table, a->review.quarter_off);
    for (size_t i = 0; i < a->earlier_count; i++) {
        const app_review_mile *mile = &a->earlier[i];
        if (!render_review_beside(mile)) continue;
        miler_print_date(date, sizeof date, mile->day);
        term_cell(table, TERM_PLAIN, "%s%s%s", date, mile->name[0] != '\0' ? " " : "", mile->name);
        term_cell(table, TERM_PLAIN, "%s", render_review_clock(mile->time_s, text));
        off_cells(table, mile->off);
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
    if (a->keep != NULL) {
        (void)miler_buf_append(out, "\n", 1);
        term_line(&look->style, out, TERM_PLAIN, "Not kept: %s", a->keep);
    }
    return status == MILER_OK ? miler_buf_status(out, err) : status;
}
