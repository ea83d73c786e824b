// SPDX-License-Identifier: MIT
// The one file that knows libevent. Gives the rest of the server plain structs: a
// request with the few headers that count, an answer, streams of events, a timer, and
// a way for other threads to wake the loop.
//
// Each request becomes an exchange, which is answered once, now or later, by the
// loop's own thread. A browser that goes away meanwhile is no concern of the
// answerer: the answer is dropped. Everything here but http_wake() is for that thread.
#ifndef MILER_HTTP_H
#define MILER_HTTP_H

#include <miler/base.h>

typedef struct http http;
typedef struct http_exchange http_exchange;
typedef struct http_stream http_stream;

// How a request is not what it should be.
enum {
    HTTP_ODD_HOSTS = 1u << 0,   // more than one Host
    HTTP_ODD_LENGTHS = 1u << 1, // more than one Content-Length, or one that is no number
    HTTP_ODD_CODING = 1u << 2,  // a length and a transfer coding, or a coding but chunked
    HTTP_ODD_BODY = 1u << 3,    // a method that has no body came with one
    HTTP_ODD_VERSION = 1u << 4, // not HTTP/1.0 or 1.1
    HTTP_ODD_LINES = 1u << 5,   // head.h
    HTTP_ODD_CHUNKS = 1u << 6,  // likewise
    HTTP_LOST_BODY = 1u << 7    // it came, and there was no memory to have it in one piece
};

typedef struct http_request {
    const char *method;          // "GET"; a HEAD is told as GET
    const char *path, *query;    // as sent; query NULL: none
    const char *target_host;     // of "GET http://name:port/path", with its port; NULL
    const char *host;            // NULL: none
    const char *origin, *site;   // Origin, Sec-Fetch-Site; NULL: none
    const char *type;            // Content-Type, "" none
    const char *none_match;      // If-None-Match; NULL
    const char *accept_coding;   // "" none
    const char *accept_language; // NULL
    const char *cookie;          // NULL
    const char *agent;           // User-Agent; NULL
    const char *peer;            // address of the other side
    const char *forwarded;       // the last X-Forwarded-For; NULL
    const void *body;
    size_t body_len;
    bool chunked; // the body came in chunks
    bool foreign; // from another account of this machine
    unsigned odd;
} http_request;

typedef struct http_answer {
    int status;
    const char *media_type; // NULL: no body (304)
    const void *body;
    size_t body_len;
    bool lasts;           // the body is there as long as the program, and is not copied
    bool forever;         // what stands at this address never changes
    const char *policy;   // Content-Security-Policy; "" the usual one
    const char *etag;     // NULL: none
    const char *vary;     // headers of the request that it hangs on; NULL: none, or it is not to be kept
    const char *allow;    // of a 405; NULL
    const char *download; // name to save it under; NULL or ""
    const char *coding;   // "gzip"; NULL
    const char *cookie;   // Set-Cookie; NULL
    const char *location; // of a 303; NULL
    const char *file;     // the body is this file; NULL
} http_answer;

typedef void http_request_fn(void *user, http_exchange *x, const http_request *request);
typedef void http_fn(void *user);

typedef struct http_options {
    const char *address;     // "127.0.0.1"
    uint16_t port;           // 0: any free one
    size_t body_max;         // bytes
    bool (*is_ours)(int fd); // whether a connection is this account's; NULL: nobody wants to know
    http_request_fn *on_request;
    http_fn *on_wake; // another thread called http_wake()
    http_fn *on_tick; // each second
    void *user;
} http_options;

// What was read from connections is freed by this, which is to wipe it first: before http_open().
void http_wipes(void (*free_wiped)(void *block));
// Listens. Errors: IO (the port is taken), NOMEM.
miler_status http_open(const http_options *options, http **out, miler_error *err) MILER_CHECK;
uint16_t http_port(const http *h);
// Until SIGINT or SIGTERM. Errors: IO.
miler_status http_run(http *h, miler_error *err) MILER_CHECK;
void http_close(http *h);      // NULL is fine
void http_wake(const http *h); // from any thread

// The other side has left; both from any thread. Who sends nothing more may still wait for an answer that
// comes at once: only long work takes that for an end.
bool http_gone(const http_exchange *x);
bool http_hung_up(const http_exchange *x);
// Nobody reads the request's body any more: its memory is given back before the answer, that of a short one, as
// a password comes in, wiped.
void http_drop_body(http_exchange *x);
// Frees the exchange.
void http_reply(http_exchange *x, const http_answer *answer);
// Answers with a stream of events (text/event-stream), which stays open. `on_closed` once the other side
// is gone, and then the stream is no more. NULL: out of memory, and the exchange is freed.
http_stream *http_stream_open(http_exchange *x, void (*on_closed)(void *user, http_stream *s), void *user);
void http_stream_send(http_stream *s, const char *text);
void http_stream_close(http_stream *s); // from this side: `on_closed` is not called

#endif
