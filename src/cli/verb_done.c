// SPDX-License-Identifier: MIT
// miler plan done DAY|NUMBER: a session that no run tells of
#include "app/plan_told.h"
#include "cli/take.h"
#include "cli/verbs.h"
#include "render/plan_render.h"

typedef struct done_words {
    char *effort, *note;
    int cut_short, other, missed, undo;
} done_words;

static int take_told(cli *c, const done_words *w, app_told *told) {
    *told = (app_told){.outcome = PLAN_MARK_DONE, .effort = NAN, .note = w->note != NULL ? w->note : ""};
    if (w->cut_short + w->other + w->missed + w->undo > 1)
        return cli_usage(c, "--short, --other, --not and --undo: give one");
    if (w->cut_short) told->outcome = PLAN_MARK_CUT_SHORT;
    if (w->other) told->outcome = PLAN_MARK_OTHER;
    if (w->missed) told->outcome = PLAN_MARK_MISSED;
    const int status = take_text(c, "--note", w->note, APP_TOLD_NOTE_MAX, true);
    if (status != 0) return status;
    return w->effort != NULL ? cli_take_number(c, "--effort", w->effort, 1, 10, &told->effort) : 0;
}

// Of a day, the session that is to be run; its others are named by their numbers.
static int find_session(cli *c, const char *place, int32_t *out) {
    app_plan_answer plan;
    miler_error err = {0};
    int32_t day = 0;
    size_t count = 0;
    if (app_plan_get(c->app, c->arena, &plan, &err) != MILER_OK) return cli_fail(c, &err);
    const int status = take_place_of(c, place, plan.today - 3, out, &day);
    if (status != 0 || *out != 0) return status;
    const miler_session *sessions = miler_plan_day(&plan.plan, day, &count);
    for (size_t i = 0; i < count && *out == 0; i++)
        if (sessions[i].dist_m > 0 || i + 1 == count) *out = sessions[i].id;
    if (*out != 0) return 0;
    (void)miler_fail(&err, MILER_ERR_NOT_FOUND, "the plan has nothing on that day");
    miler_error_remedy(&err, "its days are in 'miler plan show'");
    return cli_fail(c, &err);
}

static int show(cli *c, int32_t id) {
    app_plan_answer plan;
    miler_error err = {0};
    if (app_told_day(c->app, id, c->arena, &plan, &err) != MILER_OK) return cli_fail(c, &err);
    if (c->json) return cli_answer_json(c, render_plan_told_json(&plan, id));
    if (c->quiet) return EXIT_DONE;
    miler_buf text;
    cli_text_init(c, &text);
    const render_look look = cli_look(c);
    render_plan_told_text(&plan, id, &look, &text);
    return cli_answer_text(c, &text);
}

int verb_plan_done(cli *c, int argc, const char **argv) {
    done_words w = {0};
    struct poptOption own[] = {
        {"effort", 0, POPT_ARG_STRING, &w.effort, 0, "how hard all of it felt, 1 to 10", "N"},
        {"note", 0, POPT_ARG_STRING, &w.note, 0, "anything else", "TEXT"},
        {"short", 0, POPT_ARG_NONE, &w.cut_short, 0, "it was cut short", NULL},
        {"other", 0, POPT_ARG_NONE, &w.other, 0, "something else was run in its place", NULL},
        {"not", 0, POPT_ARG_NONE, &w.missed, 0, "it was not run at all", NULL},
        {"undo", 0, POPT_ARG_NONE, &w.undo, 0, "take what was told back", NULL},
        POPT_TABLEEND};
    const char **rest;
    int count;
    int status = cli_options(c, argc, argv, own, &rest, &count);
    if (status >= 0) return status;
    app_told told;
    int32_t id = 0;
    miler_error err = {0};
    if (count != 1) return cli_usage(c, "done wants a day or a session's number: miler plan done tue");
    if ((status = take_told(c, &w, &told)) != 0) return status;
    if ((status = cli_open(c)) != 0 || (status = find_session(c, rest[0], &id)) != 0) return status;
    const miler_status done = w.undo ? app_told_remove(c->app, id, c->arena, &err)
                                     : app_told_put(c->app, id, &told, c->arena, &err);
    if (done != MILER_OK) return cli_fail(c, &err);
    c->changed = true;
    if (!w.undo) cli_note(c, "Take it back with: miler plan done %d --undo", (int)id);
    return show(c, id);
}
