// SPDX-License-Identifier: MIT
// One question on its way through a handler, and what comes of it.
//
// A handler calls one function of app, hands its answer to one of render, and ends
// with call_json() or call_file(). It knows nothing of HTTP, threads or sockets.
#ifndef MILER_CALL_H
#define MILER_CALL_H

#include "app/app.h"
#include "render/language.h"
#include "render/live_page.h"
#include "server/browser.h"
#include "server/door.h"
#include "server/fields.h"
#include "server/lan.h"

#define ROUTE_NAME_MAX 128
#define CALL_FILE_MAX ((size_t)64 << 20) // bytes of an answer: far above the log of 100,000 runs
#define CALL_DOWNLOAD_MAX 80

typedef struct route_request {
    const char *method, *path;
    const char *query; // as sent, what stands behind '?'; NULL: nothing
    const char *type;  // of the body, "" none
    const void *body;
    size_t body_len;
} route_request;

typedef struct route_answer {
    int status;             // 200, 201, 202, 400, 404 ...
    const char *media_type; // static text
    miler_buf body;         // initialised by the caller
    // "": the server's own. The live page brings its script along and names it here.
    char policy[LIVE_POLICY_MAX];
    char download[CALL_DOWNLOAD_MAX]; // the name to save it under; "" it is to be shown
    char cookie[DOOR_COOKIE_MAX];     // to be set; "" none
    const char *location;             // of a 303; NULL
    const char *file;                 // the body is this file, of the call's arena; NULL: it is `body`
} route_answer;

struct route;
typedef struct call {
    const struct route *route;
    app *app;
    miler_arena *arena;
    const char *athlete;              // by name or number; NULL: the chosen one
    const language *const *languages; // as language_codes has them; NULL: English alone
    const char *language;             // the code of the answer's
    int64_t id;                       // {id} of the path
    const char *name;                 // {name} of the path
    field_values query, body;
    const void *bytes; // of a body that is no JSON
    size_t byte_count;
    door *door;                // NULL: no password
    const char *peer, *cookie; // of who asks; cookie NULL: none
    char browser[BROWSER_MAX]; // of who asks; "" not known
    bool signed_in;
    int64_t now_ms;     // when it was asked
    lan *lan;           // of what the event loop answers itself; NULL: no phones (miler serve --lan)
    const lan *pairing; // for lan_url alone; NULL: the same
    uint16_t port;
    struct jobs *jobs;
    struct uploads *uploads; // where the route writes
    const char *raw_query;   // as sent, for the one page whose address is older than the tables
    route_answer *out;
    json_t *root;      // the answer, where it is JSON
    const char *field; // at fault; NULL: none is known
    miler_error err;
} call;

miler_status call_json(call *c, json_t *root); // NULL: out of memory
// Bytes are in c->out->body. `name` may be NULL: it is shown, not saved.
miler_status call_file(call *c, const char *media_type, const char *name);
miler_status call_fail(call *c, const char *at, const char *fmt, ...) MILER_PRINTF(3, 4);
int call_http_status(miler_status status);
// The language of the answer; NULL: English.
const language *call_language(const call *c);
// {"error", "remedy", "field", "column"} into `out`.
typedef struct call_trouble {
    const char *error, *remedy, *field;
    uint32_t column; // of a text; 0 none
} call_trouble;
void call_answer_error(route_answer *out, int status, const call_trouble *trouble);
void call_answer_json(route_answer *out, json_t *root); // consumes it
void call_answer_init(route_answer *out, const miler_alloc *alloc);

#endif
