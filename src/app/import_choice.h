// SPDX-License-Identifier: MIT
// import_choice.h: of two copies of one recording, which one stands in the log?
// The order in which files were imported must not decide it.
#ifndef MILER_APP_IMPORT_CHOICE_H
#define MILER_APP_IMPORT_CHOICE_H

#include "store/store.h"

typedef enum import_choice {
    IMPORT_KEEP = 0, // what is here stays
    IMPORT_TAKE_SOUND,
    IMPORT_TAKE_LONGER,
    IMPORT_TAKE_FULLER
} import_choice;

import_choice import_choose(const store_run *here, const miler_activity *fresh);
// What was wrong with the copy that gives way: "came from a damaged copy".
const char *import_choice_words(import_choice choice);

// Why a run stays although the copy that came has more in it, and what to do to have that one.
void import_choice_held(char *out, size_t size, int64_t run);

#endif
