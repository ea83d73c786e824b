// SPDX-License-Identifier: MIT
// Path -> app function -> JSON or page. The table is the whole list.
#include "server/routes.h"

#include "app/app_fitness.h"
#include "app/app_pace.h"
#include "app/app_replan.h"
#include "app/plan_marks.h"
#include "app/race_week.h"
#include "render/athlete_render.h"
#include "render/fitness_render.h"
#include "render/page.h"
#include "render/plan_render.h"
#include "render/race_json.h"
#include "render/runs_render.h"
#include "server/live_query.h"
#include "server/page_files.h"

#include <stdio.h>
#include <string.h>

typedef struct route_call {
    app *app;
    miler_arena *arena;
    int64_t id; // number at the path's end, 0 = none
    miler_error err;
} route_call;

typedef json_t *(*route_fn)(route_call *call); // NULL: call->err says why

static json_t *get_fitness(route_call *c) {
    app_fitness_answer answer;
    if (app_fitness(c->app, c->arena, &answer, &c->err) != MILER_OK) return NULL;
    if (app_fitness_forecast(c->app, c->arena, &answer, &c->err) != MILER_OK) return NULL;
    return render_fitness_json(&answer);
}

static json_t *get_runs(route_call *c) {
    app_runs runs;
    const store_run_filter filter = {
        .sport = -1, .since_day = MILER_NO_DAY, .until_day = MILER_NO_DAY, .limit = 200};
    return app_runs_list(c->app, &filter, c->arena, &runs, &c->err) == MILER_OK ? render_runs_json(&runs)
                                                                                : NULL;
}

static json_t *get_run(route_call *c) {
    app_truth truth;
    return app_truth_get(c->app, c->id, c->arena, &truth, &c->err) == MILER_OK ? render_run_json(&truth)
                                                                               : NULL;
}

static json_t *get_bests(route_call *c) {
    app_bests bests;
    return app_bests_get(c->app, MILER_NO_DAY, MILER_NO_DAY, c->arena, &bests, &c->err) == MILER_OK
               ? render_bests_json(&bests)
               : NULL;
}

static bool marked_plan(route_call *c, app_plan_answer *plan) {
    return app_plan_get(c->app, c->arena, plan, &c->err) == MILER_OK &&
           app_plan_marks(c->app, c->arena, plan, &c->err) == MILER_OK &&
           app_plan_race_week(plan, c->arena, &c->err) == MILER_OK;
}

static json_t *get_plan(route_call *c) {
    app_plan_answer plan;
    return marked_plan(c, &plan) ? render_plan_json(&plan, -1) : NULL;
}

static json_t *get_today(route_call *c) {
    app_plan_answer plan;
    const bool known = marked_plan(c, &plan) && app_plan_idle(c->app, &plan, c->arena, &c->err) == MILER_OK;
    return known ? render_plan_day_json(&plan, plan.today) : NULL;
}

static json_t *get_race(route_call *c) {
    miler_race_request request;
    miler_race_card card;
    miler_race_request_init(&request);
    if (app_pace_from_plan(c->app, c->arena, &request, &c->err) != MILER_OK) return NULL;
    return miler_race_plan(&request, c->arena, &card, &c->err) == MILER_OK ? render_race_json(&card) : NULL;
}

static json_t *get_athlete(route_call *c) {
    return render_athlete_json(&c->app->athlete, c->app->today);
}

static json_t *get_results(route_call *c) {
    store_result *list;
    size_t count;
    return app_result_list(c->app, false, c->arena, &list, &count, &c->err) == MILER_OK
               ? render_results_json(list, count)
               : NULL;
}

static const struct {
    const char *path; // a trailing '/' takes a number behind it
    route_fn get;
} routes[] = {
    {"/api/v1/fitness", get_fitness}, {"/api/v1/runs", get_runs},       {"/api/v1/runs/", get_run},
    {"/api/v1/bests", get_bests},     {"/api/v1/plan", get_plan},       {"/api/v1/plan/today", get_today},
    {"/api/v1/race", get_race},       {"/api/v1/athlete", get_athlete}, {"/api/v1/results", get_results}};

static int http_status(miler_status status) {
    switch (status) {
    case MILER_OK:
        return 200;
    case MILER_ERR_NOT_FOUND:
    case MILER_ERR_EMPTY:
        return 404;
    case MILER_ERR_REFUSED:
    case MILER_ERR_CONFLICT:
        return 409;
    case MILER_ERR_PARSE:
    case MILER_ERR_RANGE:
    case MILER_ERR_UNSUPPORTED:
        return 400;
    default:
        return 500;
    }
}

static int append_json(const char *text, size_t len, void *user) {
    miler_buf_append(user, text, len);
    return 0;
}

static void answer_json(json_t *root, route_answer *out) {
    if (root == NULL || json_dump_callback(root, append_json, &out->body,
                                           JSON_COMPACT | JSON_PRESERVE_ORDER | JSON_REAL_PRECISION(12)) != 0)
        out->body.failed = true;
    json_decref(root);
    out->media_type = "application/json";
}

static void answer_error(int status, const char *message, const char *remedy, route_answer *out) {
    miler_buf_clear(&out->body);
    out->policy[0] = '\0';
    out->status = status;
    answer_json(json_pack("{ss ss}", "error", message, "remedy", remedy), out);
}

static route_fn find(const char *path, int64_t *id) {
    for (size_t i = 0; i < sizeof routes / sizeof routes[0]; i++) {
        const size_t len = strlen(routes[i].path);
        const bool takes_number = routes[i].path[len - 1] == '/';
        double number;
        if (!takes_number && strcmp(path, routes[i].path) == 0) return routes[i].get;
        if (!takes_number || strncmp(path, routes[i].path, len) != 0) continue;
        const size_t digits = strspn(path + len, "0123456789");
        if (digits == 0 || digits > 15 || path[len + digits] != '\0') continue;
        if (miler_parse_number(path + len, digits, &number, NULL) != MILER_OK) continue;
        *id = (int64_t)number;
        return routes[i].get;
    }
    return NULL;
}

// The page shows what there is and says what is missing.
static miler_status answer_page(app *a, const char *query, miler_arena *arena, route_answer *out,
                                miler_error *err) {
    (void)query;
    page_facts facts = {.today = a->today, .units = a->units, .athlete = &a->athlete};
    app_fitness_answer fitness;
    app_plan_answer plan;
    miler_race_request request;
    miler_race_card card;
    miler_status status = app_fitness(a, arena, &fitness, err);
    if (status == MILER_OK) facts.fitness = &fitness;
    if (status == MILER_OK || status == MILER_ERR_EMPTY) status = app_plan_get(a, arena, &plan, err);
    if (status == MILER_OK) facts.plan = &plan;
    if (status != MILER_OK && status != MILER_ERR_NOT_FOUND) return status;
    miler_race_request_init(&request);
    if (facts.plan != NULL && app_pace_from_plan(a, arena, &request, err) == MILER_OK &&
        miler_race_plan(&request, arena, &card, err) == MILER_OK)
        facts.card = &card;
    render_page(&facts, &out->body);
    out->media_type = "text/html; charset=utf-8";
    return MILER_OK;
}

// Whoever the address names, each with a card of their own.
static miler_status live_runners(const live_query *query, const miler_race_request *request,
                                 miler_arena *arena, live_runner *out, miler_error *err) {
    const size_t count = query->runner_count > 0 ? query->runner_count : 1;
    for (size_t i = 0; i < count; i++) {
        miler_race_card *card = miler_arena_take(arena, sizeof *card);
        miler_race_request own = *request;
        if (card == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
        if (query->runner_count > 0 && isfinite(query->runners[i].goal_s))
            own.goal_s = query->runners[i].goal_s;
        const miler_status status = miler_race_plan(&own, arena, card, err);
        if (status != MILER_OK) return status;
        out[i] = (live_runner){
            .name = query->runner_count > 0 ? query->runners[i].name : "", .card = card, .planned = true};
    }
    return MILER_OK;
}

// The race that the address names, or that of the stored plan, to be run with the phone in the hand.
static miler_status answer_live(app *a, const char *query, miler_arena *arena, route_answer *out,
                                miler_error *err) {
    miler_race_request request;
    live_query *asked = miler_arena_take(arena, sizeof *asked);
    live_runner runners[LIVE_QUERY_RUNNERS_MAX];
    if (asked == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    miler_race_request_init(&request);
    miler_status status = live_query_read(query, &request, asked, err);
    const bool timed = asked->has_goal || (asked->runner_count > 0 && isfinite(asked->runners[0].goal_s));
    if (status == MILER_OK && !timed) status = app_pace_from_plan(a, arena, &request, err);
    if (status == MILER_OK) status = live_runners(asked, &request, arena, runners, err);
    if (status != MILER_OK) return status;
    render_live_policy(out->policy, sizeof out->policy);
    out->media_type = "text/html; charset=utf-8";
    return render_live_page(runners, asked->runner_count > 0 ? asked->runner_count : 1, &out->body, err);
}

typedef miler_status (*page_fn)(app *a, const char *query, miler_arena *arena, route_answer *out,
                                miler_error *err);
static const struct {
    const char *path;
    page_fn answer;
} pages[] = {{"/", answer_page}, {"/live", answer_live}};

static page_fn find_page(const char *path) {
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++)
        if (strcmp(path, pages[i].path) == 0) return pages[i].answer;
    return NULL;
}

// The built page: its files by exact name; its own addresses (/app/plan, /app/runs/12) are all the one
// document, which tells them apart itself.
static bool answer_page_file(const char *path, route_answer *out) {
    if (strncmp(path, "/app/", 5) != 0) return false;
    const page_file *file = strchr(path, '.') == NULL ? &page_files[0] : NULL;
    for (size_t i = 0; i < page_file_count; i++)
        if (strcmp(path, page_files[i].path) == 0) file = &page_files[i];
    if (file == NULL) return false;
    (void)snprintf(out->policy, sizeof out->policy, "%s",
                   "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                   "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'");
    miler_buf_append(&out->body, file->bytes, file->len);
    out->media_type = file->media_type;
    return true;
}

void route_answer_path(const app_options *options, const char *path, const char *query, miler_arena *arena,
                       route_answer *out) {
    route_call call = {.arena = arena};
    out->status = 200;
    if (strcmp(path, "/miler.css") == 0) {
        out->media_type = "text/css; charset=utf-8";
        render_page_style(&out->body);
        return;
    }
    if (answer_page_file(path, out)) return;
    const page_fn page = find_page(path);
    const route_fn get = page != NULL ? NULL : find(path, &call.id);
    if (page == NULL && get == NULL) {
        answer_error(404, "there is nothing at this address", "", out);
        return;
    }
    // Every answer only reads; the server's start made the store and brought it up.
    app_options reading = *options;
    reading.read_only = true;
    miler_status status = app_open(&reading, &call.app, &call.err);
    if (status == MILER_OK && page != NULL) status = page(call.app, query, arena, out, &call.err);
    json_t *root = status == MILER_OK && get != NULL ? get(&call) : NULL;
    if (status == MILER_OK && get != NULL && root == NULL)
        status = call.err.status != MILER_OK ? call.err.status : MILER_ERR_NOMEM;
    app_close(call.app);
    if (status != MILER_OK)
        answer_error(http_status(status), call.err.msg, call.err.remedy, out);
    else if (get != NULL)
        answer_json(root, out);
}
