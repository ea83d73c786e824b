// SPDX-License-Identifier: MIT
#include "server/server.h"

#include "server/access.h"
#include "server/routes.h"

#include <string.h>

#define BODY_MAX (64 * 1024) // bytes of JSON: the longest session text has room many times over

typedef struct server {
    const server_options *options;
    http *http;
    access_rules rules;
} server;

static void reply(http_exchange *x, route_answer *a, const char *allow) {
    if (a->body.failed) call_answer_error(a, 500, &(call_trouble){.error = "out of memory", .remedy = ""});
    http_reply(x, &(http_answer){.status = a->status,
                                 .media_type = a->media_type,
                                 .body = miler_buf_text(&a->body),
                                 .body_len = a->body.len,
                                 .policy = a->policy,
                                 .allow = allow,
                                 .download = a->download});
}

// Opens the store for this answer alone.
static void run(const server *s, call *c, route_answer *answer) {
    app_options opening = *s->options->app;
    opening.read_only = !(c->route->flags & ROUTE_WRITES);
    if (c->athlete != NULL) opening.athlete = c->athlete;
    const miler_status status = app_open(&opening, &c->app, &c->err);
    if (status == MILER_OK)
        route_run(c, answer);
    else
        call_answer_error(answer, call_http_status(status),
                          &(call_trouble){.error = c->err.msg,
                                          .remedy = c->err.remedy,
                                          .field = status == MILER_ERR_NOT_FOUND ? "athlete" : ""});
    app_close(c->app);
}

static void answer_request(const server *s, const http_request *request, route_answer *answer,
                           route_found *found) {
    access_refusal refused = access_check(&s->rules, request);
    if (refused.status == 0) {
        route_find(request->method, request->path, found);
        if (found->route != NULL) refused = access_check_change(request);
    }
    if (refused.status != 0) {
        call_answer_error(answer, refused.status,
                          &(call_trouble){.error = refused.why, .remedy = refused.remedy});
        return;
    }
    if (found->route == NULL) {
        call_answer_error(answer, found->status,
                          &(call_trouble){.error = found->status == 405 ? "this method is not answered here"
                                                                        : "there is nothing at this address",
                                          .remedy = ""});
        return;
    }
    const route_request asked = {.method = request->method,
                                 .path = request->path,
                                 .query = request->query,
                                 .type = request->type,
                                 .body = request->body,
                                 .body_len = request->body_len};
    call c = {.arena = miler_arena_new(s->options->app->alloc, 0)};
    if (c.arena == NULL)
        answer->body.failed = true;
    else if (route_read(found, &asked, &c, answer))
        run(s, &c, answer);
    miler_arena_free(c.arena);
}

static void on_request(void *user, http_exchange *x, const http_request *request) {
    const server *s = user;
    route_found found = {.route = NULL};
    route_answer answer;
    call_answer_init(&answer, s->options->app->alloc);
    answer_request(s, request, &answer, &found);
    reply(x, &answer, answer.status == 405 ? (found.allow[0] != '\0' ? found.allow : "GET, HEAD") : NULL);
    miler_buf_deinit(&answer.body);
}

miler_status server_run(const server_options *options, miler_error *err) {
    server s = {.options = options};
    app *first = NULL;
    miler_status status =
        app_open(options->app, &first, err); // trouble with the store shows now, not in the browser
    app_close(first);
    const http_options how = {.address = "127.0.0.1",
                              .port = options->port,
                              .body_max = BODY_MAX,
                              .on_request = on_request,
                              .user = &s};
    if (status == MILER_OK) status = http_open(&how, &s.http, err);
    if (status != MILER_OK) return status;
    s.rules.port = http_port(s.http);
    if (options->log != NULL) {
        (void)fprintf(options->log, "miler serves on http://127.0.0.1:%u/ (Ctrl-C stops)\n",
                      (unsigned)s.rules.port);
        (void)fflush(options->log);
    }
    status = http_run(s.http, err);
    http_close(s.http);
    return status;
}

miler_status server_print_routes(FILE *out, miler_error *err) {
    json_t *root = routes_json();
    const bool ok = root != NULL && json_dumpf(root, out, JSON_INDENT(1) | JSON_REAL_PRECISION(12)) == 0 &&
                    fputc('\n', out) != EOF;
    json_decref(root);
    return ok ? MILER_OK : miler_fail(err, MILER_ERR_NOMEM, "the table of routes could not be told");
}
