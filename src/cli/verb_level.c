// SPDX-License-Identifier: MIT
// miler level 6:37 --sex m --age 34
#include "cli/verbs.h"
#include "render/level_render.h"

int verb_level(cli *c, int argc, const char **argv) {
    char *sex_text = NULL;
    char *age_text = NULL;
    struct poptOption own[] = {
        {"sex", 0, POPT_ARG_STRING, &sex_text, 0, "m or f (default: the athlete's)", "m|f"},
        {"age", 0, POPT_ARG_STRING, &age_text, 0, "years (default with --sex: all ages)", "YEARS"},
        POPT_TABLEEND};
    const char **rest;
    int count;
    int status = cli_options(c, argc, argv, own, &rest, &count);
    if (status >= 0) return status;
    miler_sex sex = MILER_SEX_UNKNOWN;
    double age = -1;
    double time_s = 0;
    if (count != 1) return cli_usage(c, "level wants one mile time, like 6:37");
    if ((status = cli_take_time(c, "TIME", rest[0], &time_s)) != 0) return status;
    if ((status = cli_take_sex(c, "--sex", sex_text, &sex)) != 0) return status;
    if ((status = cli_take_number(c, "--age", age_text, 5, 100, &age)) != 0) return status;
    if (sex == MILER_SEX_UNKNOWN) { // the runner of the store, where there is one
        if ((status = cli_open(c)) != 0) return status;
        sex = c->app->athlete.sex;
        if (age < 0) age = miler_athlete_age(&c->app->athlete, c->app->today);
    }
    app_level_answer answer;
    miler_error err = {0};
    if (app_level(time_s, sex, (int)age, &answer, &err) != MILER_OK) return cli_fail(c, &err);
    if (c->json) return cli_answer_json(c, render_level_json(&answer));
    miler_buf text;
    cli_text_init(c, &text);
    const render_look look = cli_look(c);
    render_level_text(&answer, &look, &text);
    return cli_answer_text(c, &text);
}
