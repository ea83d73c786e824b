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
static miler_status refused(const miler_late_library *library, miler_error *err) {
    const char *why = dlerror();
    if (why == NULL || strstr(why, "memory") != NULL || strstr(why, "cannot create") != NULL)
        return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    return miler_late_missing(library, err);
}

miler_status miler_late_open(const miler_late_library *library, const miler_late_call *calls, size_t count,
                             miler_error *err) {
    const int how = (library->lazy ? RTLD_LAZY : RTLD_NOW) | RTLD_LOCAL;
    void *opened = dlopen(library->name, how);
    // glibc calls a library that it had no memory to look for one that is not there.
    if (opened == NULL) opened = dlopen(library->name, how);
    if (opened == NULL) return refused(library, err);
    for (size_t i = 0; i < count; i++) {
        void *found = dlsym(opened, calls[i].name);
        if (found == NULL) return refused(library, err);
        memcpy(calls[i].place, &found, sizeof found); // ISO C has no cast from data to a function
    }
    return MILER_OK;
}
