// SPDX-License-Identifier: MIT
// Calendar feeds: who may read the plan as a calendar without asking further. Each
// has a token that nobody guesses; the store keeps its hash, and whoever has the
// token reads that one runner's calendar and nothing else, until it is taken back.
#ifndef MILER_APP_FEEDS_H
#define MILER_APP_FEEDS_H

#include "app/app.h"

#define APP_FEEDS_MAX 20 // of all athletes of a store
#define APP_FEED_HASH 65 // hexadecimal, and the end
#define APP_FEED_ZONE 61

typedef struct app_feed {
    int64_t id, athlete_id;
    bool busy;         // that there is something, not what
    int32_t start_s;   // of each day's first session; -1: all-day events
    int32_t second_s;  // of a second run on a day; -1: as the calendar has it
    int32_t alarm_min; // before the start; -1: none
    int64_t added_ms;
    char hash[APP_FEED_HASH]; // of the token
    char zone[APP_FEED_ZONE]; // "": none told
} app_feed;

// Those of the chosen athlete, oldest first.
miler_status app_feed_list(app *a, miler_arena *arena, app_feed **out, size_t *out_count,
                           miler_error *err) MILER_CHECK;
// Fills in id, athlete and time. Errors: LIMIT.
miler_status app_feed_add(app *a, app_feed *feed, miler_arena *arena, miler_error *err) MILER_CHECK;
// Of the chosen athlete. Errors: NOT_FOUND.
miler_status app_feed_remove(app *a, int64_t id, miler_arena *arena, miler_error *err) MILER_CHECK;
// Of any athlete. Errors: NOT_FOUND.
miler_status app_feed_find(app *a, const char *hash, miler_arena *arena, app_feed *out,
                           miler_error *err) MILER_CHECK;

#endif
