// SPDX-License-Identifier: MIT
// A plan in the forms that other programs and devices read. Each is text or bytes
// in a buffer, made from the plan alone: the same plan gives the same bytes. Files
// are written by app_plan_out.h and app_push.h; a feed may serve the calendar as it is.
#ifndef MILER_PLAN_FORMS_H
#define MILER_PLAN_FORMS_H

#include "app/app_plan.h"
#include "app/workout_rows.h"

// How much of a session a form can say.
typedef enum form_verdict {
    FORM_EXACT = 0,
    FORM_SIMPLIFIED, // all of it is there, some of it in words only
    FORM_LEFT_OUT,
    FORM_VERDICT_COUNT
} form_verdict;
const char *form_verdict_name(form_verdict verdict); // "exact", "simplified", "left out"

typedef struct plan_form {
    const miler_session *session;
    form_verdict verdict;
    const char *why; // "" for exact
    const char *bytes;
    size_t len;
    uint32_t serial;    // FIT
    int64_t created_ms; // FIT
} plan_form;

// The version of a plan that is told: what names it for others.
typedef struct plan_edition {
    int64_t id;
    int64_t added_ms; // made
    int64_t saved_ms; // last changed
    int32_t sequence; // rises with each change
} plan_edition;

// `text` as it is said in a language of a floor above.
typedef const char *plan_say_fn(const void *language, const char *text, miler_arena *arena);

typedef struct calendar_options {
    bool busy;         // that there is something, not what
    const char *zone;  // NULL: no zone told
    int32_t start_s;   // of each day's first session; -1: none told, all-day events
    int32_t second_s;  // of a second run on a day; -1: eight hours after the first
    int32_t alarm_min; // before the start; -1: none
    plan_say_fn *say;  // NULL: in English
    const void *language;
} calendar_options;
void calendar_options_init(calendar_options *options);

// Errors of all: NOMEM, LIMIT.
miler_status plan_form_calendar(const miler_plan *plan, const plan_edition *edition,
                                const calendar_options *options, miler_arena *arena, miler_buf *out,
                                miler_error *err) MILER_CHECK; // also NOT_FOUND: the zone
#define PLAN_FORM_MARK "<!-- miler plan -->"                   // Markdown begins with it
void plan_form_csv(const miler_plan *plan, miler_buf *out);
void plan_form_markdown(const miler_plan *plan, miler_buf *out);

// One session; out->bytes hang off the arena. A session that cannot be said at all is
// MILER_OK with verdict LEFT_OUT.
typedef miler_status plan_form_fn(const miler_plan *plan, const plan_edition *edition,
                                  const miler_session *session, miler_arena *arena, plan_form *out,
                                  miler_error *err);
plan_form_fn plan_form_fit;
plan_form_fn plan_form_intervals;
plan_form_fn plan_form_zwo;

// Which workout stands on which day, for `forms` that plan_form_fit made.
miler_status plan_form_schedule(const miler_plan *plan, const plan_edition *edition, const plan_form *forms,
                                size_t count, miler_arena *arena, miler_buf *out,
                                miler_error *err) MILER_CHECK;
// Is it the serial number of a plan's workout or schedule? Not those of `miler workout --fit` and
// `miler pace --fit`, which stand in no plan.
bool plan_form_serial(uint32_t serial);

// A workout that stands in no plan (session->text is what counts), for `workout show --fit`.
// Its number and time follow from its content.
miler_status workout_form_fit(const char *title, const miler_workout *workout, const miler_pace_book *book,
                              miler_units units, miler_arena *arena, plan_form *out,
                              miler_error *err) MILER_CHECK;

// The rows of a session in intervals.icu's text form; false: a row has no place in it.
bool rows_intervals(const workout_rows *rows, double hr_max_bpm, miler_buf *out);

#endif
