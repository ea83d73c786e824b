// SPDX-License-Identifier: MIT
// The threads that open the store and compute, so that the event loop never does:
// two that read, one that makes sounds, one that writes. Each has an app of its own. What they have done
// comes back to the loop, which is woken and takes it with workers_done().
//
// Threads: workers_add(), workers_tidy(), workers_done() and workers_take_same() are for the loop alone.
#ifndef MILER_WORKERS_H
#define MILER_WORKERS_H

#include "server/http.h"
#include "server/routes.h"

typedef struct task {
    call c; // its arena holds everything of the question
    route_answer answer;
    route_found found;
    http_exchange *x;
    const char *target;     // path and query, what the cache knows it by
    const char *none_match; // NULL: not told
    int64_t version;        // of the store when it was asked
    int32_t day;            // likewise
    struct task *next;
} task;

// NULL: out of memory.
task *task_new(const miler_alloc *alloc);
void task_free(task *t);

typedef struct workers workers;
// Errors: NOMEM, IO (no threads).
miler_status workers_open(const app_options *opening, const http *loop, workers **out,
                          miler_error *err) MILER_CHECK;
void workers_add(workers *w, task *t);
// The thread that writes calls it once, when nothing else waits for it.
void workers_tidy(workers *w, void (*fn)(void *user), void *user);
task *workers_done(workers *w); // the oldest that is done; NULL: none
// One who waits for a worker of the same kind and asked the same as `t`, when the store was no newer; NULL: nobody. The
// caller's, to be answered and freed.
task *workers_take_same(workers *w, const task *t);
// Long work ends at its next sound point. False: a thread had not ended within the time.
bool workers_close(workers *w, int32_t patience_ms);

#endif
