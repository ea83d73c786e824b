// SPDX-License-Identifier: MIT
#include "server/events.h"

#include "render/js.h"
#include "server/routes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LIFE_EACH_S 15 // a listener that is gone shows when it is written to

static void on_closed(void *user, http_stream *s) {
    events *e = user;
    for (size_t i = 0; i < e->count; i++)
        if (e->each[i].stream == s) e->each[i] = e->each[--e->count];
}

void events_listen(events *e, http_exchange *x, int64_t session) {
    if (e->count == EVENTS_MAX) {
        http_reply(x, &(http_answer){.status = 503, .media_type = "text/plain", .body = "", .policy = ""});
        return;
    }
    http_stream *s = http_stream_open(x, on_closed, e);
    if (s == NULL) return;
    e->each[e->count++] = (listener){s, session};
    http_stream_send(s, "retry: 2000\n\n");
}

void events_sweep(events *e, events_stands_fn *stands, void *user) {
    for (size_t i = e->count; i > 0; i--) {
        listener *at = &e->each[i - 1];
        if (stands(user, at->session)) continue;
        http_stream_close(at->stream);
        *at = e->each[--e->count];
    }
}

bool events_heard(const events *e) {
    return e->count > 0;
}

static void send_all(const events *e, const char *text) {
    for (size_t i = e->count; i > 0; i--) // one that is gone takes the place of none still to come
        http_stream_send(e->each[i - 1].stream, text);
}

static void send_json(const events *e, const char *name, json_t *root) {
    miler_buf text;
    char *data = root != NULL ? json_dumps(root, JSON_COMPACT | JSON_PRESERVE_ORDER) : NULL;
    miler_buf_init(&text, NULL, (size_t)16 << 20);
    if (data != NULL) {
        miler_buf_printf(&text, "event: %s\ndata: ", name);
        miler_buf_text_append(&text, data);
        miler_buf_text_append(&text, "\n\n");
    }
    if (data != NULL && !text.failed) send_all(e, miler_buf_text(&text));
    miler_buf_deinit(&text);
    free(data);
    json_decref(root);
}

void events_changed(events *e, unsigned topics) {
    js j = {0};
    if (e->count == 0 || topics == 0) return;
    json_t *root = js_root(&j);
    json_t *list = js_array(&j, root, "topics");
    for (unsigned i = 0; i < TOPIC_COUNT; i++)
        if (topics >> i & 1) js_append_text(&j, list, route_topic_name(i));
    send_json(e, "changed", js_done(&j, root));
}

void events_job(events *e, json_t *job) {
    if (e->count > 0)
        send_json(e, "job", job);
    else
        json_decref(job);
}

void events_tick(events *e) {
    if (++e->ticks % LIFE_EACH_S == 0) send_all(e, ": here\n\n");
}
