// SPDX-License-Identifier: MIT
// The plan for others: on paper, in a calendar, for a watch, a spreadsheet.
#include "app/app_paper.h"
#include "app/app_plan_out.h"
#include "app/app_push.h"
#include "render/out_render.h"
#include "render/plan_paper.h"
#include "server/api.h"
#include "server/zip.h"

#include <stdio.h>
#include <string.h>

static const char *const pieces[] = {"poster", "weeks", "strength", NULL}; // by the bits of PLAN_PAPER_*
static const char *const sizes[] = {"a4", "letter", NULL};

const field paper_fields[] = {
    {.name = "pieces", .kind = FIELD_WORDS, .says = "which; all of them unless told", .words = pieces},
    {.name = "size", .kind = FIELD_WORD, .says = "of the paper", .words = sizes},
    {.name = NULL}};

miler_status api_plan_paper(call *c) {
    app_paper_answer answer;
    miler_catalogue catalogue;
    plan_paper_facts facts;
    const unsigned wanted = field_get(&c->query, "pieces")->bits;
    const int usual_size = c->app->units == MILER_UNITS_IMPERIAL ? PAPER_LETTER : PAPER_A4;
    miler_status status = app_paper_plan(c->app, c->arena, &answer, &c->err);
    if (status == MILER_OK) status = miler_catalogue_builtin(c->arena, &catalogue, &c->err);
    if (status != MILER_OK) return status;
    const plan_paper_job job = {.plan = &answer.plan.plan,
                                .catalogue = &catalogue,
                                // "me" is what a store calls its only runner until told a name.
                                .name = strcmp(c->app->athlete.name, "me") != 0 ? c->app->athlete.name : "",
                                .units = c->app->units,
                                .size = (paper_size)field_word(&c->query, "size", usual_size),
                                .made_day = answer.made_day,
                                .pieces = wanted != 0 ? wanted : PLAN_PAPER_ALL,
                                .race_rows = answer.plan.race_rows,
                                .race_row_count = answer.plan.race_row_count,
                                .language = call_language(c)};
    status = plan_paper_pdf(&job, c->arena, &c->out->body, &facts, &c->err);
    return status == MILER_OK ? call_file(c, "application/pdf", "plan.pdf") : status;
}

// ---- Files

static const char *const forms[] = {"ics", "csv", "md", "fit", "zwo", "intervals", NULL};
static const plan_out_kind kinds[] = {PLAN_OUT_ICS, PLAN_OUT_CSV, PLAN_OUT_MARKDOWN,
                                      PLAN_OUT_FIT, PLAN_OUT_ZWO, PLAN_OUT_INTERVALS};

const field export_fields[] = {
    {.name = "form",
     .kind = FIELD_WORD,
     .says = "fit, zwo and intervals: a file for each session, in a ZIP",
     .words = forms,
     .required = true},
    {.name = "busy", .kind = FIELD_FLAG, .says = "ics: that time is taken, not for what"},
    {.name = "at", .kind = FIELD_CLOCK, .says = "ics: when training is (all-day events unless told)"},
    {.name = "second", .kind = FIELD_CLOCK, .says = "ics: when the second run of a day is"},
    {.name = "zone", .kind = FIELD_TEXT, .says = "ics: time zone of `at`, as Europe/London", .high = 60},
    {.name = "alarm_min",
     .kind = FIELD_WHOLE,
     .says = "ics: remind so many minutes before",
     .low = 0,
     .high = 1440},
    {.name = NULL}};

static miler_status put_calendar(call *c) {
    calendar_options options;
    int32_t sequence;
    const field_values *q = &c->query;
    calendar_options_init(&options);
    options.say = language_say_any;
    options.language = call_language(c);
    options.busy = field_flag(q, "busy");
    options.zone = field_text(q, "zone", NULL);
    options.start_s = field_whole(q, "at", options.start_s);
    options.second_s = field_whole(q, "second", options.second_s);
    options.alarm_min = field_whole(q, "alarm_min", options.alarm_min);
    if (!field_given(q, "at") && (field_given(q, "zone") || field_given(q, "second")))
        return call_fail(c, "at", "zone and second need at, the time of day of training");
    const miler_status status =
        app_plan_calendar(c->app, &options, c->arena, &c->out->body, &sequence, &c->err);
    if (status == MILER_ERR_NOT_FOUND && options.zone != NULL) c->field = "zone";
    return status;
}

static miler_status put_into_zip(void *user, const char *name, const void *bytes, size_t len,
                                 miler_error *err) {
    if (zip_add(user, name, bytes, len)) return MILER_OK;
    return miler_fail(err, MILER_ERR_LIMIT, "the plan has too many sessions for one file");
}

static miler_status put_sessions(call *c, plan_out_kind kind) {
    app_plan_out_answer answer;
    zip z;
    zip_begin(&z, &c->out->body, c->arena);
    const miler_status status =
        app_plan_out_each(c->app, kind, &(plan_out_sink){put_into_zip, &z}, c->arena, &answer, &c->err);
    if (status == MILER_OK) zip_end(&z);
    return status;
}

// The others are texts.
static bool has_file_per_session(plan_out_kind kind) {
    return kind == PLAN_OUT_FIT || kind == PLAN_OUT_ZWO || kind == PLAN_OUT_INTERVALS;
}

miler_status api_plan_export(call *c) {
    const int form = field_word(&c->query, "form", 0);
    const plan_out_kind kind = kinds[form];
    app_plan_answer plan;
    char download[CALL_DOWNLOAD_MAX];
    miler_status status;
    if (has_file_per_session(kind)) {
        status = put_sessions(c, kind);
        (void)snprintf(download, sizeof download, "plan-%s.zip", forms[form]);
        return status == MILER_OK ? call_file(c, "application/zip", download) : status;
    }
    if (kind == PLAN_OUT_ICS) {
        status = put_calendar(c);
        return status == MILER_OK ? call_file(c, "text/calendar; charset=utf-8", "plan.ics") : status;
    }
    status = app_plan_get(c->app, c->arena, &plan, &c->err);
    if (status != MILER_OK) return status;
    if (kind == PLAN_OUT_CSV)
        plan_form_csv(&plan.plan, &c->out->body);
    else
        plan_form_markdown(&plan.plan, &c->out->body);
    return kind == PLAN_OUT_CSV ? call_file(c, "text/csv; charset=utf-8", "plan.csv")
                                : call_file(c, "text/markdown; charset=utf-8", "plan.md");
}

// ---- A watch at the cable

const field push_fields[] = {
    {.name = "dry_run", .kind = FIELD_FLAG, .says = "say what would be done, write nothing"}, {.name = NULL}};

miler_status api_push(call *c) {
    app_push_answer answer;
    const miler_status status =
        app_push_mounted(c->app, field_flag(&c->body, "dry_run"), c->arena, &answer, &c->err);
    return status == MILER_OK ? call_json(c, render_push_json(&answer)) : status;
}
