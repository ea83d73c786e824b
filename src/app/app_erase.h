// SPDX-License-Identifier: MIT
// Everything in the store goes, in two steps: what would go, and a mark of it as
// it stands; then, with that mark, a backup beside the store and the end of it.
#ifndef MILER_APP_ERASE_H
#define MILER_APP_ERASE_H

#include "app/app.h"

#define APP_ERASE_MARK 33 // hex digits and the end

typedef struct app_erase_answer {
    bool erased;               // also where app_erase fails after that, and says so
    char mark[APP_ERASE_MARK]; // of what is there now
    store_counts counts;       // what would go, or went
    int64_t own_workouts;      // written in the page: they lie beside the store and go as well
    const char *shared_with;   // another store in that folder, whose workouts they are, too: they stay; NULL
    const char *path;          // of the store
    const char *backup;        // where all of it was written first; NULL: nothing went
    uint64_t backup_bytes;
    const char *workouts; // where the own workouts are then; NULL: there were none
} app_erase_answer;

miler_status app_erase_look(app *a, miler_arena *arena, app_erase_answer *out, miler_error *err) MILER_CHECK;
// Whether the store is what was looked at. `mark` NULL: whatever is there. Errors: CONFLICT.
miler_status app_erase_check(app *a, const char *mark, miler_arena *arena, app_erase_answer *out,
                             miler_error *err) MILER_CHECK;
// Nothing goes but what is in the backup, also where another writes meanwhile. Nothing goes unless the backup is whole. The password of the network stays.
// Errors: CONFLICT (what is there is not what was looked at any more), IO, those of app_backup. out->erased tells
// whether the store is empty nevertheless.
miler_status app_erase(app *a, const char *mark, miler_arena *arena, app_erase_answer *out,
                       miler_error *err) MILER_CHECK;

#endif
