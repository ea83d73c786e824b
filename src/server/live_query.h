// SPDX-License-Identifier: MIT
// The race that an address names, as `miler pace --link` writes it:
// /live?goal=5:19&m=1500&venue=banked&lane=2&strategy=even&splits=marks&first-lap=0.5&gears=0.01&start-loss=0.4
//      &gun=14:30&date=2026-06-07&name=Ada                     one runner
// /live?heat&runner=Ada=5:19&runner=Bo=5:31.5                  those of one page of the coach's sheet
#ifndef MILER_LIVE_QUERY_H
#define MILER_LIVE_QUERY_H

#include <miler/race.h>

// A page of the coach's sheet has six; each has to be reckoned while somebody waits.
#define LIVE_QUERY_RUNNERS_MAX 12
#define LIVE_QUERY_NAME_MAX 200 // bytes of a name and its time

typedef struct live_query_runner {
    char name[LIVE_QUERY_NAME_MAX];
    double goal_s; // NaN: that of the address
} live_query_runner;

typedef struct live_query {
    bool has_goal;
    live_query_runner runners[LIVE_QUERY_RUNNERS_MAX];
    size_t runner_count; // 0: one whose name is not told
} live_query;

// Lays what `query` names over `request`, who runs into `out`.
// Keys it does not know are passed over. Errors: PARSE, RANGE (also too long, too many).
miler_status live_query_read(const char *query, miler_race_request *request, live_query *out,
                             miler_error *err) MILER_CHECK;

#endif
