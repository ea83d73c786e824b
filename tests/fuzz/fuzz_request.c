// SPDX-License-Identifier: MIT
// Requests of any bytes, from the guard to the answer, against a store with a plan in it: an answer is
// whole, a refusal says why, and nothing a request says is trouble of the server's own. Input: method and
// target on the first line, Content-Type on the second, then the body.
#include "app/app_plan.h"
#include "server/access.h"
#include "server/api.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define PORT 8710
#define LINE_MAX 4000

static char folder[] = "/tmp/miler-fuzz-XXXXXX";
static app *opened;

static void remove_store(void) {
    static const char *const endings[] = {"", "-wal", "-shm"};
    char path[64];
    app_close(opened);
    for (size_t i = 0; i < 3; i++) {
        (void)snprintf(path, sizeof path, "%s/m.db%s", folder, endings[i]);
        (void)unlink(path);
    }
    (void)rmdir(folder);
}

static app *open_store(void) {
    char path[64];
    app_options o;
    miler_error err = {0};
    if (mkdtemp(folder) == NULL) abort();
    (void)snprintf(path, sizeof path, "%s/m.db", folder);
    app_options_init(&o);
    o.db = path;
    o.today = 20605; // 2026-06-01
    o.now_ms = INT64_C(1780300000000);
    if (app_open(&o, &opened, &err) != MILER_OK) abort();
    (void)atexit(remove_store);
    return opened;
}

typedef struct asked {
    char method[16], target[LINE_MAX], type[64];
    const uint8_t *body;
    size_t body_len;
} asked;

// One line, at most `room` bytes of it; what follows it.
static const uint8_t *line(const uint8_t *at, const uint8_t *end, char *out, size_t room, char stop) {
    size_t n = 0;
    for (; at < end && *at != (uint8_t)stop && *at != '\n'; at++)
        if (n + 1 < room && *at != '\0') out[n++] = (char)*at;
    out[n] = '\0';
    return at < end ? at + 1 : at;
}

static void run(app *a, const asked *q, const char *path, const char *query, miler_arena *arena) {
    const http_request request = {.method = q->method,
                                  .path = path,
                                  .query = query,
                                  .host = "127.0.0.1:8710",
                                  .type = q->type,
                                  .accept_coding = "",
                                  .peer = ""};
    const access_rules rules = {.port = PORT};
    const route_request wanted = {q->method, path, query, q->type, q->body, q->body_len};
    route_found found;
    route_answer answer;
    call c = {.arena = arena, .app = a};
    if (access_check(&rules, &request).status != 0) return;
    route_find(q->method, path, &found);
    if (found.route == NULL) {
        if (found.status != 404 && (found.status != 405 || found.allow[0] == '\0')) abort();
        return;
    }
    // Libraries for paper and sound, and the threads that jobs want, have tests of their own.
    if (access_check_change(&request).status != 0 ||
        (found.route->flags & (ROUTE_LATE | ROUTE_OWN | ROUTE_RAW)))
        return;
    call_answer_init(&answer, NULL);
    if (route_read(&found, &wanted, &c, &answer)) route_run(&c, &answer);
    if (answer.body.failed || answer.status < 200 || answer.status >= 500) {
        (void)fprintf(stderr, "%s %s: %d %s\n", q->method, path, answer.status, miler_buf_text(&answer.body));
        abort();
    }
    if (answer.status >= 400) {
        json_t *root = json_loadb(miler_buf_text(&answer.body), answer.body.len, 0, NULL);
        if (root == NULL || json_string_length(json_object_get(root, "error")) == 0) abort();
        json_decref(root);
    }
    miler_buf_deinit(&answer.body);
}

static void answer(app *a, const uint8_t *data, size_t size, miler_arena *arena) {
    asked q;
    const uint8_t *end = data + size;
    const uint8_t *at = line(data, end, q.method, sizeof q.method, ' ');
    at = line(at, end, q.target, sizeof q.target, '\n');
    q.body = line(at, end, q.type, sizeof q.type, '\n');
    q.body_len = (size_t)(end - q.body);
    char *query = strchr(q.target, '?');
    if (query != NULL) *query++ = '\0';
    run(a, &q, q.target, query, arena);
    miler_arena_reset(arena);
}

// A runner, a result and a plan, by the same door.
static void furnish(app *a, miler_arena *arena) {
    static const char *const requests[] = {
        "PUT /api/v1/athlete\napplication/json\n{\"sex\":\"f\",\"born\":\"1990-05-31\",\"health_yes\":[]}",
        "POST /api/v1/results\napplication/json\n"
        "{\"distance_m\":1609.344,\"time_s\":345,\"date\":\"2026-05-20\"}",
        "POST /api/v1/plan\napplication/json\n{\"weeks\":8,\"weekly_m\":40000,\"race_time\":\"18:30\"}"};
    for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++)
        answer(a, (const uint8_t *)requests[i], strlen(requests[i]), arena);
    app_plan_answer plan;
    if (app_plan_get(a, arena, &plan, NULL) != MILER_OK) abort();
    miler_arena_reset(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static miler_arena *arena;
    miler_error err = {0};
    if (arena == NULL) {
        arena = miler_arena_new(NULL, 0);
        if (arena == NULL) abort();
        furnish(open_store(), arena);
    }
    app *a = opened;
    // Whatever it changes is undone, so that the next finds the store as it was.
    if (store_begin(a->store, &err) != MILER_OK) abort();
    const app before = *a;
    answer(a, data, size, arena);
    store_rollback(a->store);
    *a = before;
    return 0;
}
