// SPDX-License-Identifier: MIT
// The race that an address names, as `miler pace --link` writes it:
// /live?goal=5:19&m=1500&venue=banked&lane=2&strategy=even&splits=marks&first-lap=0.5&gears=0.01&start-loss=0.4
#ifndef MILER_LIVE_QUERY_H
#define MILER_LIVE_QUERY_H

#include <miler/race.h>

// Lays what `query` names over `request`; `*has_goal` whether a goal is among it.
// Keys it does not know are passed over. Errors: PARSE, RANGE, ARG (too long).
miler_status live_query_read(const char *query, miler_race_request *request, bool *has_goal,
                             miler_error *err) MILER_CHECK;

#endif
