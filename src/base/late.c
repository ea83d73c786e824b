// SPDX-License-Identifier: MIT
#include "base/late.h"

#include <dlfcn.h>
#include <string.h>

miler_status miler_late_missing(const miler_late_library *library, miler_error *err) {
    const miler_status status =
        miler_fail(err, MILER_ERR_UNSUPPORTED, "%s, which is not on this machine", library->needs);
    miler_error_remedy(err, "install it: apt-get install %s", library->package);
    return status;
}

// The loader tells its reason in words only: "cannot allocate ...", "cannot create ...", "out of memory".
static bool no_memory(void) {
    const char *why = dlerror();
    return why == NULL || strstr(why, "memory") != NULL || strstr(why, "cannot create") != NULL;
}

// Asked twice: glibc calls a library that it had no memory to look for one that is not there. And where it had none
// at the first time, what it says at the second may be of what the first has left half loaded.
static void *open_library(const miler_late_library *library, bool *starved) {
    const int how = (library->lazy ? RTLD_LAZY : RTLD_NOW) | RTLD_LOCAL;
    void *opened = NULL;
    *starved = false;
    for (int i = 0; i < 2 && opened == NULL; i++) {
        opened = dlopen(library->name, how);
        if (opened == NULL && no_memory()) *starved = true;
    }
    return opened;
}

miler_status miler_late_open(const miler_late_library *library, const miler_late_call *calls, size_t count,
                             miler_error *err) {
    bool starved;
    void *opened = open_library(library, &starved);
    if (opened == NULL && starved) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    if (opened == NULL) return miler_late_missing(library, err);
    for (size_t i = 0; i < count; i++) {
        void *found = dlsym(opened, calls[i].name);
        if (found == NULL) return miler_late_missing(library, err);
        memcpy(calls[i].place, &found, sizeof found); // ISO C has no cast from data to a function
    }
    return MILER_OK;
}
