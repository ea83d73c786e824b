// SPDX-License-Identifier: MIT
// miler runs, miler runs ID, miler bests
#include "cli/progress.h"
#include "cli/take.h"
#include "cli/verbs.h"
#include "render/run_picture.h"
#include "render/runs_render.h"
#include "render/truth_render.h"

#include <string.h>

static int one_picture(cli *c, const app_truth *truth, const picture_kind *kind) {
    miler_error err = {0};
    miler_buf svg;
    cli_text_init(c, &svg);
    const run_picture_facts facts = {.tracks = &truth->tracks,
                                     .splits = truth->splits,
                                     .split_count = truth->split_count,
                                     .reps = truth->reps.work_count > 0 ? &truth->reps : NULL};
    const miler_status status =
        render_run_picture(&truth->run, kind, &facts, cli_units(c), c->arena, &svg, &err);
    if (status == MILER_OK) return cli_answer_plain(c, &svg);
    miler_buf_deinit(&svg);
    return cli_fail(c, &err);
}

static int one_run(cli *c, int64_t id, const picture_kind *picture) {
    miler_error err = {0};
    app_truth truth;
    if (app_truth_get(c->app, id, c->arena, &truth, &err) != MILER_OK) return cli_fail(c, &err);
    if (picture != NULL) return one_picture(c, &truth, picture);
    if (c->json) return cli_answer_json(c, render_run_json(&truth));
    miler_buf text;
    cli_text_init(c, &text);
    const render_look look = cli_look(c);
    render_run_text(&truth, &look, &text);
    return cli_answer_text(c, &text);
}

static int alike(cli *c, int64_t id) {
    miler_error err = {0};
    app_alike answer;
    progress_on(c);
    const miler_status status = app_alike_get(c->app, id, c->arena, &answer, &err);
    progress_wipe(c);
    if (status != MILER_OK) return cli_fail(c, &err);
    if (c->json) return cli_answer_json(c, render_alike_json(&answer));
    miler_buf text;
    cli_text_init(c, &text);
    const render_look look = cli_look(c);
    render_alike_text(&answer, &look, &text);
    return cli_answer_text(c, &text);
}

static int list_runs(cli *c, const store_run_filter *filter) {
    miler_error err = {0};
    app_runs runs;
    if (app_runs_list(c->app, filter, c->arena, &runs, &err) != MILER_OK) return cli_fail(c, &err);
    if (c->json) return cli_answer_json(c, render_runs_json(&runs));
    miler_buf text;
    cli_text_init(c, &text);
    const render_look look = cli_look(c);
    if (runs.count == 0 && filter->text != NULL)
        miler_buf_printf(&text, "No run has '%s' in its title or remarks.\n", cli_clean(c, filter->text));
    else
        render_runs_text(&runs, &look, &text);
    return cli_answer_text(c, &text);
}

// What may be said only of one run. 0 and the picture wanted (NULL: none), or an exit status.
static int take_single(cli *c, const char *svg, bool like, bool one, const picture_kind **picture) {
    *picture = svg != NULL ? picture_kind_named(svg) : NULL;
    if (svg != NULL && *picture == NULL) return cli_usage(c, "--svg %s: must be oval, laps or reps", svg);
    if (one) return 0;
    if (like) return cli_usage(c, "--like compares one run: miler runs ID --like");
    if (svg != NULL) return cli_usage(c, "--svg draws one run: miler runs ID --svg %s > run.svg", svg);
    return 0;
}

// 0 and the filter, or an exit status.
static int take_filter(cli *c, const char *since, const char *until, const char *limit_text,
                       store_run_filter *filter) {
    int32_t limit = 30;
    int status = cli_take_date(c, "--since", since, &filter->since_day);
    if (status == 0) status = cli_take_date(c, "--until", until, &filter->until_day);
    if (status == 0) status = take_whole(c, "--limit", limit_text, 0, 1e6, &limit);
    filter->limit = (size_t)limit;
    return status;
}

int verb_runs(cli *c, int argc, const char **argv) {
    char *since = NULL, *until = NULL, *search = NULL, *limit = NULL, *svg = NULL;
    int all_sports = 0, like = 0, removed = 0;
    struct poptOption own[] = {
        {"since", 0, POPT_ARG_STRING, &since, 0, "from this day on", "DATE"},
        {"until", 0, POPT_ARG_STRING, &until, 0, "up to this day", "DATE"},
        {"search", 0, POPT_ARG_STRING, &search, 0, "in titles and remarks", "TEXT"},
        {"all", 'a', POPT_ARG_NONE, &all_sports, 0, "cross-training too", NULL},
        {"limit", 'n', POPT_ARG_STRING, &limit, 0, "at most so many (default 30; 0: all)", "N"},
        {"like", 0, POPT_ARG_NONE, &like, 0, "with ID: the same session on other days", NULL},
        {"removed", 0, POPT_ARG_NONE, &removed, 0, "those taken out of the log (miler edit ID remove)", NULL},
        {"svg", 0, POPT_ARG_STRING, &svg, 0, "with ID: a picture of it: oval, laps or reps", "KIND"},
        POPT_TABLEEND};
    const char **rest;
    int count;
    int status = cli_options(c, argc, argv, own, &rest, &count);
    if (status >= 0) return status;
    if (count > 1) return cli_usage(c, "runs takes one number at most");
    store_run_filter filter = {.sport = all_sports ? -1 : MILER_SPORT_RUNNING,
                               .since_day = MILER_NO_DAY,
                               .until_day = MILER_NO_DAY,
                               .text = search,
                               .removed = removed != 0};
    const picture_kind *picture;
    double id = 0;
    if ((status = take_single(c, svg, like != 0, count == 1, &picture)) != 0) return status;
    if ((status = take_filter(c, since, until, limit, &filter)) != 0) return status;
    if (count == 1 && (status = take_id(c, "ID", rest[0], 1e15, &id)) != 0) return status;
    if ((status = cli_open(c)) != 0) return status;
    if (count == 0) return list_runs(c, &filter);
    return like != 0 ? alike(c, (int64_t)id) : one_run(c, (int64_t)id, picture);
}

int verb_bests(cli *c, int argc, const char **argv) {
    char *since = NULL, *until = NULL;
    struct poptOption own[] = {{"since", 0, POPT_ARG_STRING, &since, 0, "from this day on", "DATE"},
                               {"until", 0, POPT_ARG_STRING, &until, 0, "up to this day", "DATE"},
                               POPT_TABLEEND};
    const char **rest;
    int count;
    int status = cli_options(c, argc, argv, own, &rest, &count);
    if (status >= 0) return status;
    int32_t since_day = MILER_NO_DAY;
    int32_t until_day = MILER_NO_DAY;
    if ((status = cli_take_date(c, "--since", since, &since_day)) != 0) return status;
    if ((status = cli_take_date(c, "--until", until, &until_day)) != 0) return status;
    if ((status = cli_open(c)) != 0) return status;
    cli_note_measured(c);
    miler_error err = {0};
    app_bests bests;
    if (app_bests_get(c->app, since_day, until_day, c->arena, &bests, &err) != MILER_OK)
        return cli_fail(c, &err);
    if (c->json) return cli_answer_json(c, render_bests_json(&bests));
    miler_buf text;
    cli_text_init(c, &text);
    const render_look look = cli_look(c);
    render_bests_text(&bests, &look, &text);
    return cli_answer_text(c, &text);
}
