// SPDX-License-Identifier: MIT
// The page and the JSON API over HTTP, on this machine only. Every route is a
// thin call into app and render; nothing here computes.
//
//     http.c     the only file that knows libevent
//     access.c   who may ask
//     routes.c   what can be asked: one table; fields.c reads query and body against theirs
//     api_*.c    the handlers, by subject
//     server.c   how these come together
//
// Security: binds 127.0.0.1 (with --lan all of the machine's addresses, for phones that have paired; with
// --address that one, for whoever signs in), refuses requests whose Host is not this server (DNS rebinding) or that another site makes a browser send (Sec-Fetch-Site, Origin); no
// request data ever becomes a path; sizes and times are capped; a strict
// Content-Security-Policy without inline script or style.
#ifndef MILER_SERVER_H
#define MILER_SERVER_H

#include "app/app.h"

#include <stdio.h>

typedef struct server_options {
    uint16_t port;          // 0: any free one
    bool lan;               // phones nearby may pair and come in, too (lan.h)
    const char *address;    // to listen on, with a password; NULL: 127.0.0.1, without
    const char *name;       // under which a proxy with HTTPS passes on what others ask, with a password; NULL
    const app_options *app; // what the store is opened with
    FILE *log;              // where "serves on ..." goes; NULL = nowhere
    // Set where a thread is at work still when it returns, and ends with the program: what it may be using, the
    // sandbox of `app`, has to stay until then. May be NULL.
    bool *at_work;
} server_options;

// Serves until SIGINT or SIGTERM. Errors: IO (the port is taken), those of app_open.
miler_status server_run(const server_options *options, miler_error *err) MILER_CHECK;
// The table of routes as JSON text, for tools/openapi.mjs. Errors: NOMEM.
miler_status server_print_routes(FILE *out, miler_error *err) MILER_CHECK;

#endif
