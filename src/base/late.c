// SPDX-License-Identifier: MIT
#include "base/late.h"

#include <dlfcn.h>
#include <string.h>

const char *miler_late_open(const char *library, const miler_late_call *calls, size_t count) {
    void *opened = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    if (opened == NULL) return library;
    for (size_t i = 0; i < count; i++) {
        void *found = dlsym(opened, calls[i].name);
        if (found == NULL) return calls[i].name;
        memcpy(calls[i].place, &found, sizeof found); // ISO C has no cast from data to a function
    }
    return NULL;
}
