// SPDX-License-Identifier: MIT
// The next weeks onto a watch that is mounted as a folder.
#ifndef MILER_APP_PUSH_H
#define MILER_APP_PUSH_H

#include "app/plan_forms.h"

#define PUSH_DAYS 28
#define PUSH_SESSIONS_MAX 30 // scheduled workouts a watch was seen to keep (codecs: about 30)

typedef struct app_push_options {
    const char *folder; // the watch, its GARMIN folder, or NewFiles itself
    bool dry_run;
    uint64_t spare_bytes; // of the watch's room, not to be used
} app_push_options;
void app_push_options_init(app_push_options *options);

typedef enum push_outcome {
    PUSH_NEW = 0,
    PUSH_REPLACED, // an earlier form of the same session was there
    PUSH_SAME,     // is there already, byte for byte
    PUSH_LEFT_OUT, // why says it
    PUSH_OUTCOME_COUNT
} push_outcome;
const char *push_outcome_name(push_outcome outcome);

typedef struct push_item {
    plan_form form;
    push_outcome outcome;
    const char *file; // name on the watch; "" when left out
    bool in_workouts; // SAME: the watch has taken it in already
} push_item;

typedef struct app_push_answer {
    const char *folder; // where they went
    int32_t from_day, until_day;
    push_item *items; // by day
    size_t item_count;
    size_t by_outcome[PUSH_OUTCOME_COUNT];
    size_t removed;      // earlier files of ours that are of no use any more
    size_t others;       // files of others in the folder, left alone
    size_t verified;     // files read back and found as written
    uint64_t bytes;      // written
    uint64_t free_bytes; // on the watch, before
    bool dry_run;
} app_push_answer;

// Errors: NOT_FOUND (no plan; no watch there), IO (with what to do), LIMIT (no room).
miler_status app_push(app *a, const app_push_options *options, miler_arena *arena, app_push_answer *out,
                      miler_error *err) MILER_CHECK;
// Onto the watch that is mounted here, wherever that is: nobody has to name a folder. The same errors.
miler_status app_push_mounted(app *a, bool dry_run, miler_arena *arena, app_push_answer *out,
                              miler_error *err) MILER_CHECK;

#endif
