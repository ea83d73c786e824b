// SPDX-License-Identifier: MIT
// The route table: what a path answers. Free of HTTP, so that tests call it directly.
#ifndef MILER_ROUTES_H
#define MILER_ROUTES_H

#include "app/app.h"
#include "render/live_page.h"

typedef struct route_answer {
    int status;             // 200, 400, 404, 409, 500
    const char *media_type; // static text
    miler_buf body;         // initialised by the caller
    // "": the server's own. The live page brings its script along and names it here.
    char policy[LIVE_POLICY_MAX];
} route_answer;

// Answers `path` from the store; `query` is what stands behind its '?', or NULL.
void route_answer_path(const app_options *options, const char *path, const char *query, miler_arena *arena,
                       route_answer *out);

#endif
