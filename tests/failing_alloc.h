// SPDX-License-Identifier: MIT
// failing_alloc.h: the heap, counted, with one allocation that fails: for the
// tests that make each of them fail in turn and look at what is left.
#ifndef TESTS_FAILING_ALLOC_H
#define TESTS_FAILING_ALLOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

typedef struct failing_alloc {
    size_t calls;
    size_t fail_at; // the call that fails, from 1; 0: none
    bool onwards;   // and every call after it
    size_t live;    // bytes not given back
} failing_alloc;

// A miler_alloc's resize; its user is a failing_alloc.
static inline void *failing_resize(void *user, void *ptr, size_t old_size, size_t new_size) {
    failing_alloc *f = user;
    if (new_size == 0) {
        f->live -= old_size;
        free(ptr);
        return NULL;
    }
    f->calls++;
    if (f->fail_at != 0 && (f->onwards ? f->calls >= f->fail_at : f->calls == f->fail_at)) return NULL;
    void *got = realloc(ptr, new_size);
    if (got != NULL) f->live += new_size - old_size;
    return got;
}

#endif
