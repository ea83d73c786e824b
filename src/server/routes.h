// SPDX-License-Identifier: MIT
// The route table: what can be asked for under which address, with which words,
// and which part of docs/json.md answers. Free of HTTP, so that tests and the
// fuzzer call it directly.
//
//     route_find(method, path, &found)      in the event loop: is there such a thing?
//     route_read(&found, &request, ...)     there too: query and body against their tables
//     route_run(call)                       in a worker, which has an app open
#ifndef MILER_ROUTES_H
#define MILER_ROUTES_H

#include "server/call.h"

enum {
    ROUTE_WRITES = 1u << 0, // runs in the one worker that may write
    ROUTE_LATE = 1u << 1,   // needs libraries that are opened late: one at a time
    ROUTE_OWN = 1u << 2,    // answered by the event loop itself (jobs, events, uploads)
    ROUTE_RAW = 1u << 3,    // takes bytes, not JSON
    ROUTE_FRESH = 1u << 4,  // never answered from the cache
    ROUTE_CHECK = 1u << 5,  // takes a body and changes nothing
    ROUTE_SOUND = 1u << 6   // encodes a sound, for seconds: in the one worker that does
};

enum { // what a route changes: those who listen ask for it again
    TOPIC_RUNS = 1u << 0,
    TOPIC_RESULTS = 1u << 1,
    TOPIC_PLAN = 1u << 2,
    TOPIC_ATHLETE = 1u << 3,
    TOPIC_SETTINGS = 1u << 4,
    TOPIC_ALL = (1u << 5) - 1
};
#define TOPIC_COUNT 5
const char *route_topic_name(unsigned index); // "runs" ...

typedef miler_status route_fn(call *c);

typedef struct route {
    const char *method;
    const char *path;    // "/api/v1/runs/{id}"; {id} is a number, {name} a word
    route_fn *run;       // NULL: ROUTE_OWN
    const char *answers; // section of docs/json.md or docs/api.md, or a media type
    const char *says;
    const field *query; // besides `athlete`, which every route takes
    const field *body;
    unsigned flags;
    unsigned topics;
} route;

extern const route routes[]; // ends with a NULL path
extern const field route_common[];

typedef struct route_found {
    const route *route; // NULL: see status
    int64_t id;
    char name[ROUTE_NAME_MAX];
    int status;     // 200, 404, 405
    char allow[80]; // of a 405: the methods there are
} route_found;

void route_find(const char *method, const char *path, route_found *out);
// Fills in c->query, c->body and c->athlete. False: `answer` says what is wrong.
bool route_read(const route_found *found, const route_request *request, call *c, route_answer *answer);
void route_run(call *c, route_answer *answer);
// The whole table as JSON, for tools/openapi.mjs. NULL: out of memory.
json_t *routes_json(void);

#endif
