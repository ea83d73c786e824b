// SPDX-License-Identifier: MIT
// A folder beside the store for files that live as long as a request: of writers
// that know only paths. Its name is made here; nothing of a request ever is a path.
#ifndef MILER_SCRATCH_H
#define MILER_SCRATCH_H

#include "app/app.h"
#include "base/limits.h"

typedef struct scratch {
    char folder[MILER_PATH_MAX];
    char path[MILER_PATH_MAX + 300];
} scratch;

// Open to its owner only. Errors: IO, LIMIT.
miler_status scratch_open(const app *a, scratch *out, miler_error *err) MILER_CHECK;
// "folder/name", until the next call; `name` is a constant's or has been checked to be a plain name.
const char *scratch_path(scratch *s, const char *name);
void scratch_close(scratch *s); // and whatever lies in it
// Takes away what a server that was killed has left beside the store, a day ago or longer.
void scratch_sweep(const app *a);
// All of them, of whoever: nothing of the store is to stay beside it.
void scratch_sweep_all(const app *a);

#endif
