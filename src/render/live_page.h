// SPDX-License-Identifier: MIT
// The live page of a race: one HTML file with everything in it (web/live/), the
// plans as JSON, no network. A policy in it names the only script and style that
// may run by their hashes.
#ifndef MILER_LIVE_PAGE_H
#define MILER_LIVE_PAGE_H

#include "base/limits.h"
#include "render/language.h"

#include <miler/race.h>

#define LIVE_RUNNERS_MAX MILER_RACE_RUNNERS_MAX
#define LIVE_NAME_MAX 40                   // characters of a name, the same
#define LIVE_PAGE_MAX ((size_t)300 * 1024) // bytes: any mail program takes them
#define LIVE_POLICY_MAX 400

typedef struct live_runner {
    const char *name;            // UTF-8; "" where there is only one
    const miler_race_card *card; // of the same course for all
    bool planned;                // false: no goal, the card only tells the course
} live_runner;

// The same input gives the same bytes. Pages of one race in two languages share its log. Errors: ARG (no
// runner, too many), LIMIT, NOMEM.
miler_status render_live_page(const live_runner *runners, size_t count, const language *l, miler_buf *out,
                              miler_error *err) MILER_CHECK;
// What a server must send as Content-Security-Policy with it.
void render_live_policy(char *out, size_t out_size);

#endif
