// SPDX-License-Identifier: MIT
#include "server/server.h"

#include "server/access.h"
#include "server/assets.h"
#include "server/cache.h"
#include "server/workers.h"

#include <sodium.h>
#include <string.h>

#define BODY_MAX (64 * 1024) // bytes of JSON: the longest session text has room many times over
#define PATIENCE_MS 1500     // of a clean stop

typedef struct server {
    const server_options *options;
    http *http;
    access_rules rules;
    workers *workers;
    app *watch; // read only: says when the store or the day is another
    cache cache;
} server;

// ---- What the store is at

// -1: it cannot be told, and nothing is kept.
static int64_t version_now(const server *s) {
    int64_t version = -1;
    return app_version(s->watch, &version, NULL) == MILER_OK ? version : -1;
}

static int32_t day_now(const server *s) {
    const int32_t told = s->options->app->today;
    return told != MILER_NO_DAY ? told : miler_day_at(app_now_ms(s->watch), s->watch->utc_offset_s);
}

// ---- Answers

static void reply_bytes(http_exchange *x, route_answer *a, const char *tag, const char *allow) {
    if (a->body.failed) call_answer_error(a, 500, &(call_trouble){.error = "out of memory", .remedy = ""});
    http_reply(x, &(http_answer){.status = a->status,
                                 .media_type = a->media_type,
                                 .body = miler_buf_text(&a->body),
                                 .body_len = a->body.len,
                                 .policy = a->policy,
                                 .etag = tag,
                                 .allow = allow,
                                 .download = a->download});
}

static void reply_unchanged(http_exchange *x, const char *tag) {
    http_reply(x, &(http_answer){.status = 304, .policy = "", .etag = tag, .body = ""});
}

static bool may_be_kept(const route *r) {
    return strcmp(r->method, "GET") == 0 && !(r->flags & (ROUTE_WRITES | ROUTE_FRESH | ROUTE_OWN));
}

// What a worker has done, or what went wrong before it got there.
static void finish(server *s, task *t) {
    char tag[CACHE_TAG_MAX];
    route_answer *a = &t->answer;
    const char *allow = a->status == 405 ? t->found.allow : NULL;
    const bool kept = t->c.route != NULL && may_be_kept(t->c.route) && a->status == 200 && !a->body.failed;
    if (!kept) {
        reply_bytes(t->x, a, NULL, allow);
        return;
    }
    cache_tag(miler_buf_text(&a->body), a->body.len, tag);
    if (t->version >= 0 && t->version == version_now(s))
        cache_put(&s->cache, t->version, t->day, t->target,
                  &(cache_answer){.media_type = a->media_type,
                                  .policy = a->policy,
                                  .download = a->download,
                                  .tag = tag,
                                  .body = miler_buf_text(&a->body),
                                  .body_len = a->body.len});
    if (cache_tag_matches(t->none_match, tag))
        reply_unchanged(t->x, tag);
    else
        reply_bytes(t->x, a, tag, NULL);
}

static void on_wake(void *user) {
    server *s = user;
    for (task *t = workers_done(s->workers); t != NULL; t = workers_done(s->workers)) {
        finish(s, t);
        task_free(t);
    }
}

// ---- Requests

static bool answer_from_cache(server *s, const http_request *r, const task *t, http_exchange *x) {
    const cache_entry *e = cache_find(&s->cache, t->version, t->day, t->target);
    if (e == NULL) return false;
    if (cache_tag_matches(r->none_match, e->tag))
        reply_unchanged(x, e->tag);
    else
        http_reply(x, &(http_answer){.status = 200,
                                     .media_type = e->media_type,
                                     .body = e->body,
                                     .body_len = e->body_len,
                                     .policy = e->policy,
                                     .etag = e->tag,
                                     .download = e->download});
    return true;
}

// True: it is on its way, or was answered. False: the task's answer says what is wrong.
static bool take_up(server *s, const http_request *r, task *t) {
    const route_request asked = {.method = r->method,
                                 .path = r->path,
                                 .query = t->c.raw_query,
                                 .type = r->type,
                                 .body = r->body,
                                 .body_len = r->body_len};
    t->version = version_now(s);
    t->day = day_now(s);
    t->target = miler_arena_printf(t->c.arena, "%s?%s", r->path, r->query != NULL ? r->query : "");
    t->none_match = r->none_match != NULL ? miler_arena_dup(t->c.arena, r->none_match) : NULL;
    if (t->target == NULL) {
        t->answer.body.failed = true;
        return false;
    }
    if (may_be_kept(t->found.route) && t->version >= 0 && answer_from_cache(s, r, t, t->x)) {
        task_free(t);
        return true;
    }
    if (!route_read(&t->found, &asked, &t->c, &t->answer)) return false;
    workers_add(s->workers, t);
    return true;
}

// Is there such a thing, and may it be asked? False: the task's answer says what is wrong.
static bool is_welcome(const server *s, const http_request *r, task *t) {
    access_refusal refused = access_check(&s->rules, r);
    if (refused.status == 0) {
        route_find(r->method, r->path, &t->found);
        if (t->found.route != NULL) refused = access_check_change(r);
        if (refused.status == 0 && t->found.route != NULL) return true;
        if (refused.status == 0)
            refused = (access_refusal){t->found.status,
                                       t->found.status == 405 ? "this method is not answered here"
                                                              : "there is nothing at this address",
                                       ""};
    }
    call_answer_error(&t->answer, refused.status,
                      &(call_trouble){.error = refused.why, .remedy = refused.remedy});
    return false;
}

static bool answer_asset(const server *s, const http_request *r, http_exchange *x) {
    char tag[ASSETS_TAG_MAX];
    http_answer answer;
    if (strcmp(r->method, "GET") != 0 || access_check(&s->rules, r).status != 0 ||
        !assets_answer(r, tag, &answer))
        return false;
    http_reply(x, &answer);
    return true;
}

static void on_request(void *user, http_exchange *x, const http_request *r) {
    server *s = user;
    if (answer_asset(s, r, x)) return;
    task *t = task_new(s->options->app->alloc);
    if (t == NULL) {
        http_reply(x, &(http_answer){.status = 500, .media_type = "text/plain", .body = "", .policy = ""});
        return;
    }
    t->x = x;
    t->c.raw_query = r->query != NULL ? miler_arena_dup(t->c.arena, r->query) : NULL;
    if (is_welcome(s, r, t) && take_up(s, r, t)) return;
    finish(s, t);
    task_free(t);
}

// ---- From start to stop

static miler_status open_all(server *s, miler_error *err) {
    const http_options how = {.address = "127.0.0.1",
                              .port = s->options->port,
                              .body_max = BODY_MAX,
                              .on_request = on_request,
                              .on_wake = on_wake,
                              .user = s};
    app *first = NULL;
    app_options reading = *s->options->app;
    reading.read_only = true;
    // Trouble with the store shows now, not in the browser; it is made and brought up where that is due.
    miler_status status = app_open(s->options->app, &first, err);
    app_close(first);
    if (status == MILER_OK) status = app_open(&reading, &s->watch, err);
    if (status == MILER_OK && sodium_init() < 0)
        status = miler_fail(err, MILER_ERR_UNSUPPORTED, "libsodium cannot be used");
    json_object_seed(0); // before there are threads
    if (status == MILER_OK) status = http_open(&how, &s->http, err);
    if (status == MILER_OK) status = workers_open(s->options->app, s->http, &s->workers, err);
    return status;
}

static void tell(const server *s) {
    if (s->options->log == NULL) return;
    (void)fprintf(s->options->log, "miler serves on http://127.0.0.1:%u/ (Ctrl-C stops)\n",
                  (unsigned)s->rules.port);
    (void)fflush(s->options->log);
}

miler_status server_run(const server_options *options, miler_error *err) {
    server *s = miler_resize(NULL, NULL, 0, sizeof *s);
    if (s == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    *s = (server){.options = options};
    miler_status status = open_all(s, err);
    if (status == MILER_OK) {
        s->rules.port = http_port(s->http);
        tell(s);
        status = http_run(s->http, err);
    }
    const bool ended = workers_close(s->workers, PATIENCE_MS);
    cache_clear(&s->cache);
    app_close(s->watch);
    if (!ended) return status; // a thread is at work still, and ends with the program
    http_close(s->http);
    (void)miler_resize(NULL, s, sizeof *s, 0);
    return status;
}

miler_status server_print_routes(FILE *out, miler_error *err) {
    json_t *root = routes_json();
    const bool ok = root != NULL && json_dumpf(root, out, JSON_INDENT(1) | JSON_REAL_PRECISION(12)) == 0 &&
                    fputc('\n', out) != EOF;
    json_decref(root);
    return ok ? MILER_OK : miler_fail(err, MILER_ERR_NOMEM, "the table of routes could not be told");
}
