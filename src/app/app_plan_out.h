// SPDX-License-Identifier: MIT
// The plan in use as files: for a watch, a calendar, a spreadsheet, other programs.
#ifndef MILER_APP_PLAN_OUT_H
#define MILER_APP_PLAN_OUT_H

#include "app/plan_forms.h"

typedef enum plan_out_kind {
    PLAN_OUT_FIT = 0,   // a folder: a workout a session, and the schedule
    PLAN_OUT_ICS,       // a file
    PLAN_OUT_CSV,       // a file
    PLAN_OUT_MARKDOWN,  // a file
    PLAN_OUT_INTERVALS, // a folder: a text a session
    PLAN_OUT_ZWO,       // a folder
    PLAN_OUT_KIND_COUNT
} plan_out_kind;
const char *plan_out_name(plan_out_kind kind); // "FIT", "calendar" ...

typedef struct app_plan_out_options {
    const char *paths[PLAN_OUT_KIND_COUNT]; // NULL: not wanted
    const char *all;                        // a folder for all of them; NULL: none
    calendar_options calendar;
} app_plan_out_options;
void app_plan_out_options_init(app_plan_out_options *options);

// A session in one of the forms that have a file each.
typedef struct plan_out_item {
    plan_out_kind kind;
    const char *file; // "" when it is left out
    plan_form form;   // its bytes are gone
} plan_out_item;

typedef struct app_plan_out_answer {
    int64_t plan_id;
    int32_t sequence; // of the calendar
    struct {
        const char *path; // NULL: not written
        size_t files;
        uint64_t bytes;
        size_t by_verdict[FORM_VERDICT_COUNT];
    } kinds[PLAN_OUT_KIND_COUNT];
    const char *pdf; // NULL: none; the paper is made by whoever asked (render/plan_paper.h)
    uint64_t pdf_bytes;
    plan_out_item *items; // in the order of kinds, days within each
    size_t item_count;
    miler_arena *arena; // that all of it hangs off
} app_plan_out_answer;

// Errors: NOT_FOUND (no plan; no such time zone), CONFLICT, IO.
miler_status app_plan_out(app *a, const app_plan_out_options *options, miler_arena *arena,
                          app_plan_out_answer *out, miler_error *err) MILER_CHECK;

// Takes one file after the other.
typedef struct plan_out_sink {
    miler_status (*put)(void *user, const char *name, const void *bytes, size_t len, miler_error *err);
    void *user;
} plan_out_sink;
// FIT, intervals.icu or ZWO without a folder: each file goes to `sink`. Errors: NOT_FOUND, ARG, what `sink` says.
miler_status app_plan_out_each(app *a, plan_out_kind kind, const plan_out_sink *sink, miler_arena *arena,
                               app_plan_out_answer *out, miler_error *err) MILER_CHECK;

// The plan in use and what names it. The sequence is kept in the store and rises when
// the plan is not what it was when it was last asked for, so that it rises on an undo too.
miler_status app_plan_edition(app *a, miler_arena *arena, app_plan_answer *plan, plan_edition *out,
                              miler_error *err) MILER_CHECK;
// The calendar of the plan in use: what a feed serves.
miler_status app_plan_calendar(app *a, const calendar_options *options, miler_arena *arena, miler_buf *out,
                               int32_t *out_sequence, miler_error *err) MILER_CHECK;

#define PLAN_OUT_NAME_MAX 64
// "miler-3-012.fit": plan and session; the same wherever the session is moved.
void plan_out_file_name(char *out, size_t size, const plan_edition *edition, int32_t session,
                        const char *ending);
void plan_out_schedule_name(char *out, size_t size, const plan_edition *edition);

#endif
