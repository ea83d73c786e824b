// SPDX-License-Identifier: MIT
// Inside of push: where a watch takes new files, and which of them are ours.
#ifndef MILER_PUSH_FOLDER_H
#define MILER_PUSH_FOLDER_H

#include "base/limits.h"

#include <miler/formats.h>

typedef struct push_folders {
    char new_files[MILER_PATH_MAX];
    char workouts[MILER_PATH_MAX]; // "" none: where the watch puts what it took in
} push_folders;
// DIR itself, DIR/NewFiles, DIR/GARMIN/NewFiles or up to three folders deeper, the nearest one, in any
// case of letters. NOT_FOUND says what was looked for.
miler_status push_find(const char *dir, push_folders *out, miler_error *err) MILER_CHECK;

typedef struct push_there {
    const char *name;
    bool in_workouts;
    miler_fit_own own;
    bool kept; // one of today's: not to be removed
} push_there;
// Files of our plans in both folders, by the first bytes of each .fit; a workout that stands in no
// plan is somebody's own. Errors: IO, NOMEM.
miler_status push_list(const push_folders *folders, miler_arena *arena, push_there **out, size_t *out_count,
                       size_t *out_others, miler_error *err) MILER_CHECK;

#endif
