// SPDX-License-Identifier: MIT
// miler push DIR: the next four weeks onto a watch.
#include "cli/verbs.h"
#include "render/out_render.h"

int verb_push(cli *c, int argc, const char **argv) {
    int dry_run = 0;
    struct poptOption own[] = {
        {"dry-run", 0, POPT_ARG_NONE, &dry_run, 0, "say what would be done, write nothing", NULL},
        POPT_TABLEEND};
    const char **rest;
    int count;
    int status = cli_options(c, argc, argv, own, &rest, &count);
    if (status >= 0) return status;
    if (count != 1) return cli_usage(c, "push wants the folder that the watch is mounted at");
    if ((status = cli_open(c)) != 0) return status;
    cli_note_health(c);
    app_push_options options;
    app_push_options_init(&options);
    options.folder = rest[0];
    options.dry_run = dry_run != 0;
    miler_error err = {0};
    app_push_answer answer;
    if (app_push(c->app, &options, c->arena, &answer, &err) != MILER_OK) return cli_fail(c, &err);
    c->changed = true;
    if (c->json) return cli_answer_json(c, render_push_json(&answer));
    if (c->quiet) return EXIT_DONE;
    miler_buf text;
    cli_text_init(c, &text);
    const render_look look = cli_look(c);
    render_push_text(&answer, &look, &text);
    return cli_answer_text(c, &text);
}
