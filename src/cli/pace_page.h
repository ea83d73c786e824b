// SPDX-License-Identifier: MIT
// miler pace ... --page FILE: the race as a page for the phone.
#ifndef MILER_PACE_PAGE_H
#define MILER_PACE_PAGE_H

#include "cli/cli.h"

#include <miler/race.h>

typedef struct pace_page_ask {
    const char *file;
    char *const *named; // "Ada=5:19", "Bo", several in one with commas; NULL-terminated, or NULL
    bool has_goal;      // request->goal_s was told: for all who name none
} pace_page_ask;

// Writes the page and says so. An exit status.
int pace_page(cli *c, const pace_page_ask *ask, const miler_race_request *request);

#endif
