// SPDX-License-Identifier: MIT
// Keeping house: doctor, rebuild, export, backup, erase.
#include "cli/progress.h"
#include "cli/verbs.h"
#include "render/house_render.h"
#include "server/scratch.h"

#include <stdio.h>

int verb_doctor(cli *c, int argc, const char **argv) {
    const char **rest;
    int count;
    int status = cli_options(c, argc, argv, NULL, &rest, &count);
    if (status >= 0) return status;
    miler_error err = {0};
    if ((status = cli_open(c)) != 0) return status;
    app_doctor_answer answer;
    progress_on(c);
    const miler_status done = app_doctor(c->app, c->arena, &answer, &err);
    progress_wipe(c);
    if (done != MILER_OK) return cli_fail(c, &err);
    if (c->json) {
        status = cli_answer_json(c, render_doctor_json(&answer));
    } else {
        miler_buf text;
        cli_text_init(c, &text);
        const render_look look = cli_look(c);
        render_doctor_text(&answer, &look, &text);
        status = cli_answer_text(c, &text);
    }
    return status != EXIT_DONE ? status : answer.trouble_total == 0 ? EXIT_DONE : EXIT_TROUBLE;
}

int verb_rebuild(cli *c, int argc, const char **argv) {
    const char **rest;
    int count;
    int status = cli_options(c, argc, argv, NULL, &rest, &count);
    if (status >= 0) return status;
    miler_error err = {0};
    if ((status = cli_open(c)) != 0) return status;
    app_rebuild_answer answer;
    progress_on(c);
    const miler_status done = app_rebuild(c->app, c->arena, &answer, &err);
    progress_wipe(c);
    if (done != MILER_OK) return cli_fail(c, &err);
    if (c->json) {
        status = cli_answer_json(c, render_rebuild_json(&answer));
    } else {
        miler_buf text;
        cli_text_init(c, &text);
        render_rebuild_text(&answer, &text);
        status = cli_answer_text(c, &text);
    }
    return status != EXIT_DONE ? status : answer.failed == 0 ? EXIT_DONE : EXIT_TROUBLE;
}

int verb_export(cli *c, int argc, const char **argv) {
    const char **rest;
    int count;
    int status = cli_options(c, argc, argv, NULL, &rest, &count);
    if (status >= 0) return status;
    miler_error err = {0};
    if (count != 1) return cli_usage(c, "export wants one folder to write into");
    if ((status = cli_open(c)) != 0) return status;
    app_export_answer answer;
    progress_on(c);
    const miler_status done = app_export(c->app, rest[0], &answer, &err);
    progress_wipe(c);
    if (done != MILER_OK) return cli_fail(c, &err);
    if (c->json) {
        status = cli_answer_json(c, render_export_json(&answer, rest[0]));
    } else {
        miler_buf text;
        cli_text_init(c, &text);
        render_export_text(&answer, rest[0], &text);
        status = cli_answer_text(c, &text);
    }
    // What is left out is not whole: a script that keeps backups must see it.
    return status != EXIT_DONE ? status : answer.damaged == 0 ? EXIT_DONE : EXIT_TROUBLE;
}

int verb_backup(cli *c, int argc, const char **argv) {
    const char **rest;
    int count;
    int status = cli_options(c, argc, argv, NULL, &rest, &count);
    if (status >= 0) return status;
    if (count != 1) return cli_usage(c, "backup wants one new file to write");
    if ((status = cli_open(c)) != 0) return status;
    miler_error err = {0};
    uint64_t bytes;
    if (app_backup(c->app, rest[0], &bytes, &err) != MILER_OK) return cli_fail(c, &err);
    if (c->json) return cli_answer_json(c, render_backup_json(rest[0], bytes));
    miler_buf text;
    cli_text_init(c, &text);
    render_backup_text(rest[0], bytes, &text);
    return cli_answer_text(c, &text);
}

int verb_erase(cli *c, int argc, const char **argv) {
    int yes = 0;
    struct poptOption own[] = {{"yes", 0, POPT_ARG_NONE, &yes, 0, "do it, after a backup", NULL},
                               POPT_TABLEEND};
    const char **rest;
    int count;
    int status = cli_options(c, argc, argv, own, &rest, &count);
    if (status >= 0) return status;
    if ((status = cli_open(c)) != 0) return status;
    miler_error err = {0};
    app_erase_answer answer = {.erased = false};
    const miler_status done = yes ? app_erase(c->app, NULL, c->arena, &answer, &err)
                                  : app_erase_look(c->app, c->arena, &answer, &err);
    if (answer.erased) scratch_sweep_all(c->app); // copies that a server has made
    if (done != MILER_OK) return cli_fail(c, &err);
    if (c->json) {
        status = cli_answer_json(c, render_erase_json(&answer));
    } else {
        miler_buf text;
        cli_text_init(c, &text);
        render_erase_text(&answer, &text);
        status = cli_answer_text(c, &text);
    }
    return status != EXIT_DONE ? status : answer.erased ? EXIT_DONE : EXIT_NO;
}
