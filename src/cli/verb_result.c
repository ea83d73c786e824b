// SPDX-License-Identifier: MIT
// miler result add mile 5:19.3 --date 2026-05-31 --official
#include "cli/take.h"
#include "cli/verbs.h"
#include "render/athlete_render.h"

static int show(cli *c, bool with_removed) {
    miler_error err = {0};
    store_result *list;
    size_t count;
    if (app_result_list(c->app, with_removed, c->arena, &list, &count, &err) != MILER_OK)
        return cli_fail(c, &err);
    if (c->json) return cli_answer_json(c, render_results_json(list, count));
    if (c->quiet && c->changed) return EXIT_DONE;
    miler_buf text;
    cli_text_init(c, &text);
    const render_look look = cli_look(c);
    render_results_text(list, count, &look, &text);
    return cli_answer_text(c, &text);
}

int verb_result_add(cli *c, int argc, const char **argv) {
    char *date = NULL;
    char *name = NULL;
    char *place = NULL;
    char *note = NULL;
    int official = 0;
    struct poptOption own[] = {{"date", 0, POPT_ARG_STRING, &date, 0, "when (default: today)", "DATE"},
                               {"official", 0, POPT_ARG_NONE, &official, 0, "timed by officials", NULL},
                               {"name", 0, POPT_ARG_STRING, &name, 0, "of the race", "NAME"},
                               {"place", 0, POPT_ARG_STRING, &place, 0, "where", "PLACE"},
                               {"note", 0, POPT_ARG_STRING, &note, 0, "anything else", "TEXT"},
                               POPT_TABLEEND};
    const char **rest;
    int count;
    int status = cli_options(c, argc, argv, own, &rest, &count);
    if (status >= 0) return status;
    if (count != 2) return cli_usage(c, "result add wants a distance and a time, like: mile 5:19.3");
    store_result result = {.day = MILER_NO_DAY, .removed_ms = MILER_NO_TIME, .official = official != 0};
    result.name = name != NULL ? name : "";
    result.place = place != NULL ? place : "";
    result.note = note != NULL ? note : "";
    if ((status = cli_take_distance(c, "DISTANCE", rest[0], &result.dist_m)) != 0) return status;
    if ((status = cli_take_time(c, "TIME", rest[1], &result.time_s)) != 0) return status;
    if ((status = cli_take_date(c, "--date", date, &result.day)) != 0) return status;
    if ((status = take_text(c, "--name", name, RESULT_NAME_MAX, false)) != 0) return status;
    if ((status = take_text(c, "--place", place, RESULT_NAME_MAX, false)) != 0) return status;
    if ((status = take_text(c, "--note", note, RESULT_NOTE_MAX, false)) != 0) return status;
    if ((status = cli_open(c)) != 0) return status;
    miler_error err = {0};
    int64_t id;
    if (app_result_add(c->app, &result, &id, &err) != MILER_OK) return cli_fail(c, &err);
    c->changed = true;
    return show(c, false);
}

static int by_id(cli *c, int argc, const char **argv, miler_status (*change)(app *, int64_t, miler_error *)) {
    const char **rest;
    int count;
    int status = cli_options(c, argc, argv, NULL, &rest, &count);
    if (status >= 0) return status;
    double id = 0;
    if (count != 1) return cli_usage(c, "which result? its number is in 'miler result list'");
    if ((status = take_id(c, "NUMBER", rest[0], 1e15, &id)) != 0) return status;
    if ((status = cli_open(c)) != 0) return status;
    miler_error err = {0};
    if (change(c->app, (int64_t)id, &err) != MILER_OK) return cli_fail(c, &err);
    if (change == app_result_remove)
        cli_note(c, "Result %lld is taken back; 'miler result restore %lld' brings it back.", (long long)id,
                 (long long)id);
    c->changed = true;
    return show(c, false);
}

int verb_result_remove(cli *c, int argc, const char **argv) {
    return by_id(c, argc, argv, app_result_remove);
}

int verb_result_restore(cli *c, int argc, const char **argv) {
    return by_id(c, argc, argv, app_result_restore);
}

int verb_result_list(cli *c, int argc, const char **argv) {
    int removed = 0;
    struct poptOption own[] = {{"removed", 0, POPT_ARG_NONE, &removed, 0, "removed ones too", NULL},
                               POPT_TABLEEND};
    const char **rest;
    int count;
    int status = cli_options(c, argc, argv, own, &rest, &count);
    if (status >= 0) return status;
    if ((status = cli_open(c)) != 0) return status;
    return show(c, removed != 0);
}
