// SPDX-License-Identifier: MIT
// miler plan export: the plan in use as files for others.
#include "cli/paper_out.h"
#include "cli/squad_out.h"
#include "cli/take.h"
#include "cli/verbs.h"
#include "render/language.h"
#include "render/out_render.h"

#include <string.h>

typedef struct out_texts {
    char *paths[PLAN_OUT_KIND_COUNT];
    char *all, *zone, *at, *second, *alarm, *pdf, *squad;
    int busy;
} out_texts;

// "06:30" of the day in seconds.
static int take_clock(cli *c, const char *option, const char *text, int32_t *out) {
    int hour = 0;
    int minute = 0;
    const char *at = text;
    if (text == NULL) return 0;
    while (*at >= '0' && *at <= '9' && hour < 100)
        hour = hour * 10 + (*at++ - '0');
    const bool colon = at > text && *at == ':' && at[1] >= '0' && at[1] <= '5' && at[2] >= '0' &&
                       at[2] <= '9' && at[3] == '\0';
    if (colon) minute = (at[1] - '0') * 10 + (at[2] - '0');
    if (!colon || hour > 23) return cli_usage(c, "%s is a time of day like 6:30, not '%s'", option, text);
    *out = hour * 3600 + minute * 60;
    return 0;
}

static int check_asked(cli *c, const out_texts *t, bool any) {
    if (t->squad != NULL && any)
        return cli_usage(c, "--squad writes its own files: give no other form beside it");
    any = any || t->squad != NULL;
    if (t->pdf != NULL && (t->pdf[0] == '\0' || strcmp(t->pdf, "-") == 0))
        return cli_usage(c, "--pdf wants a file; to stdout: miler plan paper -o -");
    if (!any)
        return cli_usage(
            c, "plan export wants to know into what: --fit DIR, --ics FILE, --csv FILE, ... or --all DIR");
    if (t->at == NULL && (t->zone != NULL || t->second != NULL))
        return cli_usage(c, "%s needs --at, the time of day at which you train",
                         t->zone != NULL ? "--zone" : "--second");
    return 0;
}

static int take_out_options(cli *c, const out_texts *t, app_plan_out_options *o) {
    bool any = t->all != NULL || t->pdf != NULL;
    int status = take_whole(c, "--alarm", t->alarm, 0, 1440, &o->calendar.alarm_min);
    if (status == 0) status = take_clock(c, "--at", t->at, &o->calendar.start_s);
    if (status == 0) status = take_clock(c, "--second", t->second, &o->calendar.second_s);
    for (int kind = 0; kind < PLAN_OUT_KIND_COUNT; kind++) {
        o->paths[kind] = t->paths[kind];
        any = any || t->paths[kind] != NULL;
    }
    o->all = t->all;
    o->calendar.zone = t->zone;
    o->calendar.busy = t->busy != 0;
    return status == 0 ? check_asked(c, t, any) : status;
}

int verb_plan_export(cli *c, int argc, const char **argv) {
    out_texts t = {0};
    struct poptOption own[] = {
        {"fit", 0, POPT_ARG_STRING, &t.paths[PLAN_OUT_FIT], 0, "a workout for each session, and the schedule",
         "DIR"},
        {"ics", 0, POPT_ARG_STRING, &t.paths[PLAN_OUT_ICS], 0, "a calendar", "FILE"},
        {"csv", 0, POPT_ARG_STRING, &t.paths[PLAN_OUT_CSV], 0, "a table, a session a row", "FILE"},
        {"markdown", 0, POPT_ARG_STRING, &t.paths[PLAN_OUT_MARKDOWN], 0, "a text with boxes to tick", "FILE"},
        {"intervals", 0, POPT_ARG_STRING, &t.paths[PLAN_OUT_INTERVALS], 0,
         "the text of intervals.icu for each session", "DIR"},
        {"zwo", 0, POPT_ARG_STRING, &t.paths[PLAN_OUT_ZWO], 0, "runs for Zwift", "DIR"},
        {"all", 0, POPT_ARG_STRING, &t.all, 0, "all of these into one folder", "DIR"},
        {"pdf", 0, POPT_ARG_STRING, &t.pdf, 0, "all of it on paper, as plan paper prints it", "FILE"},
        {"squad", 0, POPT_ARG_STRING, &t.squad, 0,
         "every athlete who has a plan: a folder each, with workouts, calendar, table, PDF", "DIR"},
        {"busy", 0, POPT_ARG_NONE, &t.busy, 0, "calendar: that time is taken, not for what", NULL},
        {"at", 0, POPT_ARG_STRING, &t.at, 0, "calendar: when you train (default: all-day events)", "TIME"},
        {"second", 0, POPT_ARG_STRING, &t.second, 0, "calendar: when the second run of a day is", "TIME"},
        {"zone", 0, POPT_ARG_STRING, &t.zone, 0, "calendar: time zone of --at, as Europe/London", "ZONE"},
        {"alarm", 0, POPT_ARG_STRING, &t.alarm, 0, "calendar: remind so many minutes before", "MINUTES"},
        POPT_TABLEEND};
    const char **rest;
    int count;
    int status = cli_options(c, argc, argv, own, &rest, &count);
    if (status >= 0) return status;
    if (count > 0) return cli_usage(c, "plan export takes options only, not '%s'", rest[0]);
    app_plan_out_options options;
    app_plan_out_options_init(&options);
    if ((status = take_out_options(c, &t, &options)) != 0) return status;
    if ((status = cli_open(c)) != 0) return status;
    options.calendar.say = language_say_any;
    options.calendar.language = cli_language(c);
    if (t.squad != NULL) return squad_out(c, t.squad, &options.calendar);
    cli_note_health(c);
    miler_error err = {0};
    app_plan_out_answer answer;
    if (app_plan_out(c->app, &options, c->arena, &answer, &err) != MILER_OK) return cli_fail(c, &err);
    c->changed = true;
    paper_told on_paper;
    if (t.pdf != NULL && (status = paper_out_file(c, t.pdf, &on_paper)) != 0) return status;
    answer.pdf = t.pdf;
    answer.pdf_bytes = t.pdf != NULL ? on_paper.bytes : 0;
    if (c->json) return cli_answer_json(c, render_plan_out_json(&answer));
    if (c->quiet) return EXIT_DONE;
    miler_buf text;
    cli_text_init(c, &text);
    const render_look look = cli_look(c);
    render_plan_out_text(&answer, &look, &text);
    if (t.pdf != NULL) render_paper_text(&on_paper, &text);
    return cli_answer_text(c, &text);
}
