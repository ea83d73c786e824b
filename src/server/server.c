// SPDX-License-Identifier: MIT
// libevent behind one file: listening, the guard in front of the routes, the
// headers of every answer, a clean stop.
#include "server/server.h"

#include "server/routes.h"

#include <arpa/inet.h>
#include <errno.h>
#include <event2/buffer.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/keyvalq_struct.h>
#include <netinet/in.h>
#include <signal.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#define ANSWER_MAX ((size_t)64 * 1024 * 1024) // bytes: far above the log of 100,000 runs
#define HEADERS_MAX (32 * 1024)               // bytes of a request's head
#define BODY_MAX 0                            // no route takes one yet
#define TIMEOUT_S 15                          // a browser on this machine is never that slow to ask
#define PATH_LEN_MAX 200

typedef struct server {
    const server_options *options;
    struct event_base *base;
    uint16_t port;
} server;

static const char usual_policy[] = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
                                   "form-action 'none'";
static const char *const answer_headers[][2] = {
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Cache-Control", "no-store"},
    {"Permissions-Policy", "geolocation=(), camera=(), microphone=()"}};

static void send_answer(struct evhttp_request *req, int status, const char *media_type, const void *body,
                        size_t len, const char *policy) {
    char whole[LIVE_POLICY_MAX + 40];
    struct evkeyvalq *headers = evhttp_request_get_output_headers(req);
    struct evbuffer *buffer = evbuffer_new();
    (void)snprintf(whole, sizeof whole, "%s; frame-ancestors 'none'",
                   policy[0] != '\0' ? policy : usual_policy);
    bool ok = buffer != NULL && evhttp_add_header(headers, "Content-Type", media_type) == 0 &&
              evhttp_add_header(headers, "Content-Security-Policy", whole) == 0;
    for (size_t i = 0; ok && i < sizeof answer_headers / sizeof answer_headers[0]; i++)
        ok = evhttp_add_header(headers, answer_headers[i][0], answer_headers[i][1]) == 0;
    if (status == 405) ok = ok && evhttp_add_header(headers, "Allow", "GET, HEAD") == 0;
    ok = ok && evbuffer_add(buffer, body, len) == 0;
    if (ok)
        evhttp_send_reply(req, status, NULL, buffer);
    else
        evhttp_send_error(req, 500, NULL);
    if (buffer != NULL) evbuffer_free(buffer);
}

static void refuse(struct evhttp_request *req, int status, const char *why) {
    char body[200];
    const int len = snprintf(body, sizeof body, "{\"error\":\"%s\",\"remedy\":\"\"}", why);
    send_answer(req, status, "application/json", body, len > 0 ? (size_t)len : 0, "");
}

// Host must name this server by one of its own names: a page of another site
// that has rebound its name to 127.0.0.1 still sends its own.
static bool own_host(const server *s, const char *host) {
    static const char *const names[] = {"127.0.0.1", "localhost", "[::1]"};
    char expected[64];
    if (host == NULL) return false;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        (void)snprintf(expected, sizeof expected, "%s:%u", names[i], (unsigned)s->port);
        if (strcasecmp(host, expected) == 0 || (s->port == 80 && strcasecmp(host, names[i]) == 0))
            return true;
    }
    return false;
}

// One Host header, no more: whoever sends two wants them read differently on the way.
static const char *only_host(const struct evkeyvalq *headers) {
    const char *host = NULL;
    for (const struct evkeyval *header = headers->tqh_first; header != NULL; header = header->next.tqe_next) {
        if (strcasecmp(header->key, "Host") != 0) continue;
        if (host != NULL) return NULL;
        host = header->value;
    }
    return host;
}

// "GET http://name/path": the name in the request line outranks the header.
static bool own_target(const server *s, const struct evhttp_uri *uri) {
    const char *host = uri != NULL ? evhttp_uri_get_host(uri) : NULL;
    if (host == NULL) return true;
    char name[80];
    (void)snprintf(name, sizeof name, "%s:%d", host, evhttp_uri_get_port(uri));
    return own_host(s, name);
}

static const char *guard(const server *s, struct evhttp_request *req, int *status) {
    const struct evkeyvalq *headers = evhttp_request_get_input_headers(req);
    const char *site = evhttp_find_header(headers, "Sec-Fetch-Site");
    const char *origin = evhttp_find_header(headers, "Origin");
    const enum evhttp_cmd_type method = evhttp_request_get_command(req);
    *status = 403;
    if (!own_host(s, only_host(headers)) || !own_target(s, evhttp_request_get_evhttp_uri(req)))
        return "this server answers only under its own address";
    if (site != NULL && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0)
        return "requests from other sites are refused";
    if (origin != NULL && (strncmp(origin, "http://", 7) != 0 || !own_host(s, origin + 7)))
        return "requests from other sites are refused";
    *status = 405;
    if (method != EVHTTP_REQ_GET && method != EVHTTP_REQ_HEAD) return "only GET and HEAD are answered";
    return NULL;
}

static void on_request(struct evhttp_request *req, void *user) {
    const server *s = user;
    int status;
    const char *refused = guard(s, req, &status);
    if (refused != NULL) {
        refuse(req, status, refused);
        return;
    }
    const struct evhttp_uri *uri = evhttp_request_get_evhttp_uri(req);
    const char *path = uri != NULL ? evhttp_uri_get_path(uri) : NULL;
    if (path == NULL || strlen(path) > PATH_LEN_MAX) {
        refuse(req, 404, "there is nothing at this address");
        return;
    }
    miler_arena *arena = miler_arena_new(s->options->app->alloc, 0);
    route_answer answer = {.status = 500, .media_type = "application/json"};
    miler_buf_init(&answer.body, s->options->app->alloc, ANSWER_MAX);
    if (arena != NULL)
        route_answer_path(s->options->app, path[0] != '\0' ? path : "/", evhttp_uri_get_query(uri), arena,
                          &answer);
    if (arena == NULL || answer.body.failed)
        refuse(req, 500, "out of memory");
    else
        send_answer(req, answer.status, answer.media_type, miler_buf_text(&answer.body), answer.body.len,
                    answer.policy);
    miler_buf_deinit(&answer.body);
    miler_arena_free(arena);
}

static void on_signal(evutil_socket_t signal_number, short events, void *user) {
    (void)signal_number;
    (void)events;
    (void)event_base_loopexit(user, NULL);
}

static uint16_t bound_port(struct evhttp_bound_socket *bound) {
    struct sockaddr_storage address = {0};
    socklen_t len = sizeof address;
    void *raw = &address;
    struct sockaddr_in in;
    if (getsockname(evhttp_bound_socket_get_fd(bound), raw, &len) != 0) return 0;
    memcpy(&in, &address, sizeof in);
    return ntohs(in.sin_port);
}

static miler_status listen_and_loop(server *s, struct evhttp *http, miler_error *err) {
    evhttp_set_allowed_methods(http, EVHTTP_REQ_GET | EVHTTP_REQ_HEAD | EVHTTP_REQ_POST | EVHTTP_REQ_PUT |
                                         EVHTTP_REQ_DELETE | EVHTTP_REQ_OPTIONS);
    evhttp_set_max_headers_size(http, HEADERS_MAX);
    evhttp_set_max_body_size(http, BODY_MAX);
    evhttp_set_timeout(http, TIMEOUT_S);
    evhttp_set_gencb(http, on_request, s);
    struct evhttp_bound_socket *bound = evhttp_bind_socket_with_handle(http, "127.0.0.1", s->options->port);
    if (bound == NULL) {
        (void)miler_fail(err, MILER_ERR_IO, "port %u of 127.0.0.1 %s: %s", (unsigned)s->options->port,
                         errno == EACCES ? "may not be used" : "is not free", strerror(errno));
        miler_error_remedy(err, "choose another with --port, or 0 for any");
        return MILER_ERR_IO;
    }
    s->port = bound_port(bound);
    if (s->options->log != NULL) {
        (void)fprintf(s->options->log, "miler serves on http://127.0.0.1:%u/ (Ctrl-C stops)\n",
                      (unsigned)s->port);
        (void)fflush(s->options->log);
    }
    struct event *stop_int = evsignal_new(s->base, SIGINT, on_signal, s->base);
    struct event *stop_term = evsignal_new(s->base, SIGTERM, on_signal, s->base);
    const bool ready = stop_int != NULL && stop_term != NULL && event_add(stop_int, NULL) == 0 &&
                       event_add(stop_term, NULL) == 0;
    const bool ran = ready && event_base_dispatch(s->base) >= 0;
    if (stop_int != NULL) event_free(stop_int);
    if (stop_term != NULL) event_free(stop_term);
    return ran ? MILER_OK : miler_fail(err, MILER_ERR_IO, "the event loop could not run");
}

miler_status server_run(const server_options *options, miler_error *err) {
    server s = {.options = options, .base = event_base_new()};
    app *first = NULL;
    miler_status status =
        app_open(options->app, &first, err); // trouble with the store shows now, not in the browser
    app_close(first);
    (void)signal(SIGPIPE, SIG_IGN); // a browser that goes away is no reason to stop
    struct evhttp *http = s.base != NULL ? evhttp_new(s.base) : NULL;
    if (status == MILER_OK && http == NULL) status = miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    if (status == MILER_OK) status = listen_and_loop(&s, http, err);
    if (http != NULL) evhttp_free(http);
    if (s.base != NULL) event_base_free(s.base);
    return status;
}
