// SPDX-License-Identifier: MIT
// The review on a page of paper, to talk over at the table: what a coach says stands
// first, the figures it comes from below.
//
//     Mile in 5:19.0 ...
//     three sentences, what next
//     laps                     time  per 400  to plan  to optimum  clock  heart ...
//     each 100 m, a bar to     |  where the seconds went,
//     either side of the plan  |  a bar a cause
//     other races beside it    1st  2nd  3rd  4th
#include "render/review_render.h"

#include "base/utf8.h"
#include "render/language.h"

#include <stdarg.h>
#include <stdio.h>

#define MARGIN 40.0
#define LEAST 7.0
#define ROW_H 15.0
#define GAP 12.0
#define BAR_ROW_MOST 15.0
#define BAR_ROW_LEAST 9.0
#define BARS_HEAD_H 32.0
#define BARS_AGAIN_MOST 8 // rows that stand in the table above, too
#define CAUSES_H 190.0    // about as high as they get
#define LAP_COLUMNS 9
#define NAME_LETTERS 32 // of an earlier race

typedef struct desk {
    const review_page_job *job;
    const app_review_answer *a;
    paper *p;
    miler_arena *arena;
    double left, width, y;
} desk;

static const draw_pen hair = {.stroke = DRAW_HAIR, .width = 0.6};
static const paper_type plain = {.size = 9.5, .least = LEAST, .lines = 1};
static const paper_type soft = {.size = 8.5, .least = LEAST, .fill = DRAW_SOFT, .lines = 1};
static const paper_type heading = {.size = 11, .least = 8, .bold = true, .lines = 1};

static paper_type at_right(paper_type type) {
    type.anchor = DRAW_END;
    return type;
}

static void put(desk *d, paper_type type, double x, double y, double w, double h, const char *fmt, ...)
    MILER_PRINTF(7, 8);
static void put(desk *d, paper_type type, double x, double y, double w, double h, const char *fmt, ...) {
    char text[REVIEW_LINE_MAX];
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    paper_text(d->p, type, x, y, w, h, text);
}

static void put_heading(desk *d, const char *text) {
    paper_text(d->p, heading, d->left, d->y, d->width, 16, text);
    d->y += 17;
}

// A text of some lines over the whole width; moves on by what it took.
static void put_lines(desk *d, paper_type type, const char *text) {
    d->y += paper_text(d->p, type, d->left, d->y, d->width, 64, text) + 3;
}

// In the page's language but for what the race is called. NULL: out of memory.
static const char *title_of(const review_page_job *job, miler_arena *arena) {
    char line[REVIEW_LINE_MAX];
    app_review_answer nameless = *job->answer;
    nameless.name = "";
    const char *title = miler_arena_dup(arena, render_review_title(&nameless, job->units, line));
    if (title == NULL) return NULL;
    title = language_say(job->language, title, arena);
    const char *name = job->answer->name;
    return name[0] != '\0' ? miler_arena_printf(arena, "%s - %s", title, name) : title;
}

static void put_head(desk *d, const char *title) {
    char line[REVIEW_LINE_MAX];
    d->y +=
        paper_text(d->p, (paper_type){.size = 20, .least = 10, .bold = true, .lines = 2, .as_written = true},
                   d->left, d->y, d->width, 44, title) +
        4;
    put_lines(d, soft, render_review_plan(d->a, line));
    put_lines(d, soft, render_review_optimum(d->a, line));
    if (render_review_likely(d->a, line) != NULL) put_lines(d, soft, line);
    if (render_review_beaten(d->a, line) != NULL) put_lines(d, plain, line);
    d->y += 4;
}

static void put_says(desk *d) {
    const miler_review *r = &d->a->review;
    for (int i = 0; i < MILER_REVIEW_SAYS; i++)
        put_lines(d, (paper_type){.size = 11, .least = 8}, r->says[i]);
    d->y += GAP / 2;
    if (r->next_count == 0) return;
    put_heading(d, "What next");
    for (size_t i = 0; i < r->next_count; i++) {
        char line[REVIEW_LINE_MAX];
        (void)snprintf(line, sizeof line, "%.300s (miler workout show %.60s)", d->a->next_titles[i],
                       r->next[i]);
        put_lines(d, (paper_type){.size = 9.5, .least = LEAST, .as_written = d->a->next_own[i]}, line);
    }
    d->y += GAP / 2;
}

static double column(const desk *d, int i, int count) {
    return d->width * (i + 1) / count;
}

static void cell(desk *d, int i, int count, paper_type type, const char *text) {
    const double w = d->width / count;
    paper_text(d->p, at_right(type), d->left + column(d, i, count) - w + 2, d->y, w - 2, ROW_H, text);
}

// A new page where `h` has no room on this one.
static void make_room(desk *d, double h, const char *mark) {
    if (d->y + h <= paper_height(d->p) - MARGIN / 2) return;
    paper_page(d->p, false, mark);
    d->y = MARGIN;
}

// Words in the arena; where there is no room the page fails, and "" stands in.
static const char *kept(const desk *d, const char *text) {
    if (text == NULL) paper_fail(d->p);
    return text != NULL ? text : "";
}

static const char *number(const desk *d, double value, int decimals, bool sign) {
    return kept(d, !isfinite(value) ? "-"
                   : sign           ? miler_arena_printf(d->arena, "%+.*f", decimals, value)
                                    : miler_arena_printf(d->arena, "%.*f", decimals, value));
}

static void lap_row(desk *d, const miler_review_row *row, const app_review_body *body, int columns,
                    paper_type mark) {
    char text[MILER_TEXT_MAX];
    cell(d, 0, columns, plain, kept(d, miler_arena_printf(d->arena, "%.7g m", row->to_m)));
    cell(d, 1, columns, mark, render_review_clock(row->time_s, text));
    cell(d, 2, columns, mark, render_review_clock(row->per_400_s, text));
    cell(d, 3, columns, plain, number(d, look_tenth(row->time_s - row->plan_s), 1, true));
    cell(d, 4, columns, plain, number(d, look_tenth(row->time_s - row->optimum_s), 1, true));
    cell(d, 5, columns, plain, render_review_clock(row->cum_s, text));
    if (body == NULL) return;
    cell(d, 6, columns, plain, number(d, body->hr_bpm, 0, false));
    cell(d, 7, columns, plain, number(d, body->cadence_spm, 0, false));
    cell(d, 8, columns, plain, number(d, body->step_m, 2, false));
}

static void put_laps(desk *d) {
    static const char *const heads[LAP_COLUMNS] = {"to",    "time",  "per 400",   "to plan", "to optimum",
                                                   "clock", "heart", "steps/min", "step m"};
    const miler_review *r = &d->a->review;
    const miler_review_rows *by = render_review_laps(r);
    const bool bodies = d->a->bodies != NULL && by == &r->laps;
    const int columns = bodies ? LAP_COLUMNS : 6;
    for (int i = 0; i < columns; i++)
        cell(d, i, columns, soft, heads[i]);
    d->y += ROW_H;
    for (size_t i = 0; i < by->count; i++) {
        make_room(d, 2 * ROW_H, "Splits");
        paper_line(d->p, hair, d->left, d->y - 1.5, d->left + d->width, d->y - 1.5);
        paper_type mark = plain;
        mark.bold = i == r->slowest || i == r->fastest;
        if (i == r->slowest) mark.fill = DRAW_HOT;
        lap_row(d, &by->rows[i], bodies ? &d->a->bodies[i] : NULL, columns, mark);
        d->y += ROW_H;
    }
    const char *unit = by->every_m > 0 ? "lap" : "stretch";
    put(d, soft, d->left, d->y, d->width, ROW_H,
        "Seconds; + is slower. Slowest: %s %zu. Fastest: %s %zu, by pace.", unit, r->slowest + 1, unit,
        r->fastest + 1);
    d->y += ROW_H + GAP;
}

// A bar to the left where time was lost on the plan, to the right where it was won.
static double put_bars(desk *d, double x, double w, double room_h) {
    const miler_review_rows *by = render_review_fine(&d->a->review);
    const double most = render_review_most_off(by);
    const double row_h = fmin(BAR_ROW_MOST, fmax(BAR_ROW_LEAST, (room_h - BARS_HEAD_H) / (double)by->count));
    const double middle = x + w * 0.56, half = w * 0.24;
    double y = d->y;
    paper_text(d->p, heading, x, y, w, 16, "Each stretch beside the plan");
    y += 17;
    const paper_type type = {.size = fmin(9, row_h * 0.78), .least = 6.5, .lines = 1};
    put(d, soft, x, y, w * 0.3, 12, "to, time");
    put(d, at_right(soft), x + w * 0.66, y, w * 0.34, 12, "+ lost, on the clock");
    y += 13;
    for (size_t i = 0; i < by->count; i++, y += row_h) {
        const miler_review_row *row = &by->rows[i];
        const double won_s = row->plan_s - row->time_s, long_w = half * fabs(won_s) / most;
        put(d, at_right(type), x, y, w * 0.16, row_h, "%.7g", row->to_m);
        put(d, at_right(type), x + w * 0.16, y, w * 0.13, row_h, "%.1f", row->time_s);
        paper_rect(d->p, (draw_pen){.fill = won_s < 0 ? DRAW_HOT : DRAW_BAND},
                   won_s < 0 ? middle - long_w : middle, y + 1, fmax(long_w, 0.4), row_h - 2.5, 0);
        put(d, at_right(type), x + w * 0.8, y, w * 0.09, row_h, "%+.1f", look_tenth(-won_s));
        put(d, at_right(type), x + w * 0.89, y, w * 0.11, row_h, "%+.1f", look_tenth(-row->ahead_s));
    }
    paper_line(d->p, (draw_pen){.stroke = DRAW_INK, .width = 0.8}, middle, d->y + 30, middle, y);
    return y;
}

static double put_causes(desk *d, double x, double w) {
    const miler_review *r = &d->a->review;
    double y = d->y, most = 1;
    for (int i = 0; i < MILER_LOSS_COUNT; i++)
        most = fmax(most, fabs(r->causes[i].seconds));
    paper_text(d->p, heading, x, y, w, 16, "Where the seconds went, beside the optimum");
    y += 18;
    for (int i = 0; i < MILER_LOSS_COUNT; i++) {
        const miler_review_cause *cause = &r->causes[i];
        if (!render_review_told(r, cause)) continue;
        paper_type type = plain;
        type.bold = cause->loss == r->first;
        put(d, type, x, y, w - 52, ROW_H, "%s", render_review_cause(cause));
        put(d, at_right(type), x + w - 50, y, 50, ROW_H, "%+.1f s", render_review_seconds(r, cause));
        y += ROW_H - 1;
        paper_rect(d->p, (draw_pen){.fill = cause->seconds > 0 ? DRAW_HOT : DRAW_BAND}, x, y,
                   fmax(w * fabs(cause->seconds) / most, 0.4), 3.5, 0);
        y += 8;
    }
    paper_type sum = plain;
    sum.bold = true;
    put(d, sum, x, y, w - 52, ROW_H, "in all");
    put(d, at_right(sum), x + w - 50, y, 50, ROW_H, "%+.1f s", look_tenth(r->total_s));
    y += ROW_H + 2;
    const paper_type small = {.size = 8.5, .least = LEAST, .fill = DRAW_SOFT};
    char line[REVIEW_LINE_MAX];
    (void)snprintf(
        line, sizeof line,
        "Left of the energy reserve at the finish: %.1f %%. By the energy model, to some tenths of a "
        "second; which of two causes alike in size comes first it cannot tell.",
        100 * r->left_share);
    return y + paper_text(d->p, small, x, y, w, 48, line);
}

static void quarters_row(desk *d, paper_type type, const char *who, const char *time, const double *off) {
    const double w = d->width * 0.46, each = (d->width - w) / 5;
    paper_line(d->p, hair, d->left, d->y - 1.5, d->left + d->width, d->y - 1.5);
    paper_text(d->p, type, d->left, d->y, w - 4, ROW_H, who);
    paper_text(d->p, at_right(type), d->left + w, d->y, each, ROW_H, time);
    for (int q = 0; q < 4; q++)
        paper_text(d->p, at_right(type), d->left + w + each * (q + 1), d->y, each, ROW_H,
                   number(d, look_tenth(100 * off[q]), 1, true));
    d->y += ROW_H;
}

static void records_row(desk *d, miler_sex sex, const char *who) {
    double off[4];
    char text[80];
    const size_t count = render_review_records(d->a, sex, off);
    if (count == 0) return;
    (void)snprintf(text, sizeof text, "%zu record miles, %s", count, who);
    quarters_row(d, soft, text, "", off);
}

static void put_beside(desk *d) {
    static const char *const heads[4] = {"1st", "2nd", "3rd", "4th"};
    const double w = d->width * 0.46, each = (d->width - w) / 5;
    char text[MILER_TEXT_MAX], date[MILER_TEXT_MAX], who[REVIEW_LINE_MAX];
    put_heading(d, "Pace of each quarter beside its race's mean, %");
    for (int q = 0; q < 4; q++)
        paper_text(d->p, at_right(soft), d->left + w + each * (q + 1), d->y, each, ROW_H, heads[q]);
    d->y += ROW_H;
    paper_type own = plain;
    own.bold = true;
    paper_type named = plain;
    named.as_written = true;
    quarters_row(d, own, "this race", render_review_clock(d->a->review.time_s, text),
                 d->a->review.quarter_off);
    for (size_t i = 0; i < d->a->earlier_count; i++) {
        const app_review_mile *mile = &d->a->earlier[i];
        if (!render_review_beside(mile)) continue;
        miler_print_date(date, sizeof date, mile->day);
        const size_t cut = miler_utf8_cut(mile->name, NAME_LETTERS);
        (void)snprintf(who, sizeof who, "%s%s%.*s%s", language_say(d->job->language, date, d->arena),
                       mile->name[0] != '\0' ? " " : "", (int)cut, mile->name,
                       mile->name[cut] != '\0' ? "..." : "");
        quarters_row(d, named, who, render_review_clock(mile->time_s, text), mile->off);
    }
    records_row(d, MILER_SEX_MALE, "men since 1958");
    records_row(d, MILER_SEX_FEMALE, "women since 2019");
}

static double beside_h(const desk *d) {
    double off[4];
    size_t rows = 2;
    for (size_t i = 0; i < d->a->earlier_count; i++)
        if (render_review_beside(&d->a->earlier[i])) rows++;
    if (render_review_records(d->a, MILER_SEX_MALE, off) > 0) rows++;
    if (render_review_records(d->a, MILER_SEX_FEMALE, off) > 0) rows++;
    return 17 + ROW_H * (double)rows;
}

// Side by side; a table of the same rows just above says as much as bars.
static void put_bars_and_causes(desk *d) {
    const miler_review *r = &d->a->review;
    const miler_review_rows *by = render_review_fine(r);
    const bool bars = by != render_review_laps(r) || by->count <= BARS_AGAIN_MOST;
    const double bars_w = d->width * 0.54;
    make_room(d, fmax(CAUSES_H, bars ? BARS_HEAD_H + BAR_ROW_LEAST * (double)by->count : 0), "Causes");
    const double room_h = paper_height(d->p) - MARGIN - beside_h(d) - GAP - d->y;
    const double bars_y = bars ? put_bars(d, d->left, bars_w, room_h) : 0;
    const double causes_y = put_causes(d, d->left + (bars ? bars_w + 18 : 0), d->width - bars_w - 18);
    d->y = fmax(bars_y, causes_y) + GAP;
}

miler_status render_review_lay(const review_page_job *job, miler_arena *arena, paper **out,
                               miler_error *err) {
    const app_review_answer *a = job->answer;
    const char *title = title_of(job, arena);
    if (title == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    const paper_setup setup = {
        .size = job->size, .title = title, .day = a->day, .fonts = job->fonts, .language = job->language};
    const miler_status status = paper_new(&setup, arena, out, err);
    if (status != MILER_OK) return status;
    paper_page(*out, false, "The race reviewed");
    desk d = {.job = job, .a = a, .p = *out, .arena = arena, .left = MARGIN, .y = MARGIN - 6};
    d.width = paper_width(*out) - 2 * MARGIN;
    put_head(&d, title);
    put_says(&d);
    put_laps(&d);
    put_bars_and_causes(&d);
    make_room(&d, beside_h(&d), "Beside other races");
    put_beside(&d);
    return MILER_OK;
}

miler_status render_review_pdf(const review_page_job *job, miler_arena *arena, miler_buf *out,
                               miler_error *err) {
    paper *p;
    const miler_status status = render_review_lay(job, arena, &p, err);
    return status == MILER_OK ? paper_finish(p, out, err) : status;
}
