// SPDX-License-Identifier: MIT
// miler load [--weeks N]
#include "app/app_load.h"
#include "cli/progress.h"
#include "cli/take.h"
#include "cli/verbs.h"
#include "render/load_render.h"

#define WEEKS_USUAL 8

int verb_load(cli *c, int argc, const char **argv) {
    char *weeks_text = NULL;
    struct poptOption own[] = {
        {"weeks", 'n', POPT_ARG_STRING, &weeks_text, 0, "so many weeks, this one the last (default 8)", "N"},
        POPT_TABLEEND};
    const char **rest;
    int count;
    int status = cli_options(c, argc, argv, own, &rest, &count);
    if (status >= 0) return status;
    int32_t weeks = WEEKS_USUAL;
    if (count > 0) return cli_usage(c, "load takes no words, only options");
    if ((status = take_whole(c, "--weeks", weeks_text, 1, MILER_LOAD_WEEKS_MAX, &weeks)) != 0) return status;
    if ((status = cli_open(c)) != 0) return status;
    miler_error err = {0};
    app_load_answer answer;
    progress_on(c);
    const miler_status done = app_load(c->app, weeks, c->arena, &answer, &err);
    progress_wipe(c);
    if (done != MILER_OK) return cli_fail(c, &err);
    if (c->json) return cli_answer_json(c, render_load_json(&answer));
    miler_buf text;
    cli_text_init(c, &text);
    const render_look look = cli_look(c);
    render_load_text(&answer, &look, &text);
    return cli_answer_text(c, &text);
}
