// SPDX-License-Identifier: MIT
// miler fitness [--from mile=5:30]
#include "app/app_fitness.h"
#include "cli/take.h"
#include "cli/verbs.h"
#include "render/fitness_render.h"

int verb_fitness(cli *c, int argc, const char **argv) {
    char *from = NULL;
    struct poptOption own[] = {
        {"from", 0, POPT_ARG_STRING, &from, 0, "from this result alone, not from the store", "DISTANCE=TIME"},
        POPT_TABLEEND};
    const char **rest;
    int count;
    int status = cli_options(c, argc, argv, own, &rest, &count);
    if (status >= 0) return status;
    double dist_m = 0;
    double time_s = 0;
    if (from != NULL && (status = take_result(c, "--from", from, &dist_m, &time_s)) != 0) return status;
    if ((status = cli_open(c)) != 0) return status;
    if (from == NULL) cli_note_measured(c);
    miler_error err = {0};
    app_fitness_answer answer;
    const miler_status done =
        from != NULL ? app_fitness_from(&c->app->athlete, dist_m, time_s, c->app->today, &answer, &err)
                     : app_fitness(c->app, c->arena, &answer, &err);
    if (done != MILER_OK) return cli_fail(c, &err);
    if (c->json) return cli_answer_json(c, render_fitness_json(&answer));
    miler_buf text;
    cli_text_init(c, &text);
    const render_look look = cli_look(c);
    render_fitness_text(&answer, &look, &text);
    return cli_answer_text(c, &text);
}
