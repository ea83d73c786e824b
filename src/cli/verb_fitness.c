// SPDX-License-Identifier: MIT
// miler fitness [--from mile=5:30] [--progress [--since DATE]] [--backtest] [--proof]
#include "app/app_fitness.h"
#include "cli/take.h"
#include "cli/verbs.h"
#include "render/fitness_render.h"
#include "render/progress_render.h"

static int answer_progress(cli *c, int32_t since_day) {
    app_progress_answer answer;
    miler_error err = {0};
    if (app_past_mile(c->app, since_day, c->arena, &answer, &err) != MILER_OK) return cli_fail(c, &err);
    if (c->json) return cli_answer_json(c, render_progress_json(&answer));
    miler_buf text;
    cli_text_init(c, &text);
    const render_look look = cli_look(c);
    render_progress_text(&answer, &look, &text);
    return cli_answer_text(c, &text);
}

static int answer_backtest(cli *c) {
    app_backtest_answer answer;
    miler_error err = {0};
    if (app_backtest(c->app, c->arena, &answer, &err) != MILER_OK) return cli_fail(c, &err);
    if (c->json) return cli_answer_json(c, render_backtest_json(&answer));
    miler_buf text;
    cli_text_init(c, &text);
    const render_look look = cli_look(c);
    render_backtest_text(&answer, &look, &text);
    return cli_answer_text(c, &text);
}

static int answer_proof(cli *c) {
    app_proof_answer answer;
    miler_error err = {0};
    if (app_proof(c->app, c->arena, &answer, &err) != MILER_OK) return cli_fail(c, &err);
    if (c->json) return cli_answer_json(c, render_proof_json(&answer));
    miler_buf text;
    cli_text_init(c, &text);
    const render_look look = cli_look(c);
    render_proof_text(&answer, &look, &text);
    return cli_answer_text(c, &text);
}

static int answer_today(cli *c, double dist_m, double time_s) {
    app_fitness_answer answer;
    miler_error err = {0};
    miler_status done = dist_m > 0
                            ? app_fitness_from(&c->app->athlete, dist_m, time_s, c->app->today, &answer, &err)
                            : app_fitness(c->app, c->arena, &answer, &err);
    if (done == MILER_OK && !(dist_m > 0)) done = app_fitness_forecast(c->app, c->arena, &answer, &err);
    if (done != MILER_OK) return cli_fail(c, &err);
    if (c->json) return cli_answer_json(c, render_fitness_json(&answer));
    miler_buf text;
    cli_text_init(c, &text);
    const render_look look = cli_look(c);
    render_fitness_text(&answer, &look, &text);
    return cli_answer_text(c, &text);
}

int verb_fitness(cli *c, int argc, const char **argv) {
    char *from = NULL;
    char *since = NULL;
    int progress = 0;
    int backtest = 0;
    int proof = 0;
    struct poptOption own[] = {
        {"from", 0, POPT_ARG_STRING, &from, 0, "from this result alone, not from the store", "DISTANCE=TIME"},
        {"progress", 0, POPT_ARG_NONE, &progress, 0, "the mile over the weeks or months, with its band",
         NULL},
        {"since", 0, POPT_ARG_STRING, &since, 0, "with --progress: from this day on", "DATE"},
        {"backtest", 0, POPT_ARG_NONE, &backtest, 0, "how well your own past would have been foretold", NULL},
        {"proof", 0, POPT_ARG_NONE, &proof, 0, "before and after the plan in use", NULL},
        POPT_TABLEEND};
    const char **rest;
    int count;
    int status = cli_options(c, argc, argv, own, &rest, &count);
    if (status >= 0) return status;
    double dist_m = 0;
    double time_s = 0;
    int32_t since_day = MILER_NO_DAY;
    const take_option dates[] = {{.name = "--since", .text = since, .kind = TAKE_DATE, .whole = &since_day}};
    if (progress + backtest + proof + (from != NULL) > 1)
        return cli_usage(c, "fitness answers one of --from, --progress, --backtest, --proof at a time");
    if (since != NULL && !progress) return cli_usage(c, "--since goes with --progress");
    if (from != NULL && (status = take_result(c, "--from", from, &dist_m, &time_s)) != 0) return status;
    if ((status = take_all(c, dates, 1)) != 0) return status;
    if ((status = cli_open(c)) != 0) return status;
    if (from == NULL) cli_note_measured(c);
    if (progress) return answer_progress(c, since_day);
    if (backtest) return answer_backtest(c);
    return proof ? answer_proof(c) : answer_today(c, dist_m, time_s);
}
