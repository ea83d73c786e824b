// SPDX-License-Identifier: MIT
// The page and the JSON API over HTTP, on this machine only. Every route is a
// thin call into app and render; nothing here computes.
//
// Security: binds 127.0.0.1, answers GET and HEAD only, refuses requests whose
// Host is not this server (DNS rebinding) or that another site makes a browser
// send (Sec-Fetch-Site, Origin); no request data ever becomes a path; sizes and
// times are capped; a strict Content-Security-Policy without inline script or style.
#ifndef MILER_SERVER_H
#define MILER_SERVER_H

#include "app/app.h"

#include <stdio.h>

typedef struct server_options {
    uint16_t port;          // 0: any free one
    const app_options *app; // opened afresh for every request, so that answers are never stale
    FILE *log;              // where "serves on ..." goes; NULL = nowhere
} server_options;

// Serves until SIGINT or SIGTERM. Errors: IO (the port is taken), those of app_open.
miler_status server_run(const server_options *options, miler_error *err) MILER_CHECK;

#endif
