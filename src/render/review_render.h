// SPDX-License-Identifier: MIT
// The review of a race: text, JSON, a picture and a page of paper.
#ifndef MILER_RENDER_REVIEW_H
#define MILER_RENDER_REVIEW_H

#include "app/app_review.h"
#include "render/look.h"
#include "render/paper.h"

#include <jansson.h>

miler_status render_review_text(const app_review_answer *a, const render_look *look, miler_arena *arena,
                                miler_buf *out, miler_error *err) MILER_CHECK;
// A new reference, or NULL when out of memory.
json_t *render_review_json(const app_review_answer *a);
// Laps as bars beside plan and optimum, and the causes under them. Errors: NOMEM, LIMIT.
miler_status render_review_svg(const app_review_answer *a, miler_units units, miler_arena *arena,
                               miler_buf *out, miler_error *err) MILER_CHECK;
// A page of paper: what a coach says first, then laps, bars, causes, what next, other races.
// Errors: UNSUPPORTED (libraries, fonts), NOMEM, LIMIT.
typedef struct review_page_job {
    const app_review_answer *answer;
    miler_units units;
    paper_size size;
    const char *fonts;               // as in paper_setup
    const struct language *language; // as in paper_setup
} review_page_job;
miler_status render_review_pdf(const review_page_job *job, miler_arena *arena, miler_buf *out,
                               miler_error *err) MILER_CHECK;
// The same page, laid but not ended: for tests, which look at paper_boxes().
miler_status render_review_lay(const review_page_job *job, miler_arena *arena, paper **out,
                               miler_error *err) MILER_CHECK;

// ---- What every form says alike (review_words.c)

#define REVIEW_LINE_MAX 400
#define REVIEW_FINE_ROWS 26 // 100 m of a mile and a half fit a screen; beyond, 200 m
#define REVIEW_BAR_LEAST_S 0.5

// The tables to show: laps, or the splits as given where none is whole; and the finest that fits.
const miler_review_rows *render_review_laps(const miler_review *r);
const miler_review_rows *render_review_fine(const miler_review *r);
// Of a table's rows the most seconds off the plan, which the longest bar stands for.
double render_review_most_off(const miler_review_rows *by);
const char *render_review_clock(double time_s, char text[MILER_TEXT_MAX]);
const char *render_review_title(const app_review_answer *a, miler_units units, char out[REVIEW_LINE_MAX]);
const char *render_review_plan(const app_review_answer *a, char out[REVIEW_LINE_MAX]);
const char *render_review_optimum(const app_review_answer *a, char out[REVIEW_LINE_MAX]);
const char *render_review_likely(const app_review_answer *a,
                                 char out[REVIEW_LINE_MAX]); // NULL = fitness is not known
// It has seconds, or is the one that is spoken of first.
bool render_review_told(const miler_review *r, const miler_review_cause *cause);
// What it is called; a start too fast that the model prices at nothing says so.
const char *render_review_cause(const miler_review_cause *cause);
// Its seconds in tenths, as every form prints them; what is not explained takes the roundings of the others,
// so that what is printed adds up.
double render_review_seconds(const miler_review *r, const miler_review_cause *cause);
// Where the race was faster than the best that fitness held possible; NULL = it was not.
const char *render_review_beaten(const app_review_answer *a, char out[REVIEW_LINE_MAX]);
// Mean quarters of the record miles of a sex; gives how many there are.
// Has it more than dashes to show beside the quarters of this race?
bool render_review_beside(const app_review_mile *mile);
size_t render_review_records(const app_review_answer *a, miler_sex sex, double off[4]);

#endif
