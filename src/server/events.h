// SPDX-License-Identifier: MIT
// Who listens hears what happens: server-sent events (docs/api.md). Other tabs, other
// programs and long work are all told of alike.
//
//     event: changed      data: {"topics": ["runs", "plan"]}
//     event: job          data: the job, as GET jobs/{id} answers
#ifndef MILER_EVENTS_H
#define MILER_EVENTS_H

#include "server/http.h"

#include <jansson.h>

#define EVENTS_MAX 32 // listeners at once

typedef struct listener {
    http_stream *stream;
    int64_t session; // that it was opened in: of a door, or of a phone; 0: neither
} listener;

typedef struct events {
    listener each[EVENTS_MAX];
    size_t count;
    int ticks;
} events;

void events_listen(events *e, http_exchange *x, int64_t session);
// Ends those whose session does not stand any more.
typedef bool events_stands_fn(void *user, int64_t session);
void events_sweep(events *e, events_stands_fn *stands, void *user);
bool events_heard(const events *e); // does anybody listen?
void events_changed(events *e, unsigned topics);
void events_job(events *e, json_t *job); // consumes it
void events_tick(events *e);             // each second: a sign of life now and then

#endif
