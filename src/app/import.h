// SPDX-License-Identifier: MIT
// import.h: files into the store. Per file exactly one outcome:
//
//     new      its recordings are stored, the original with them
//     known    the same bytes, or the same recording in another format, are here
//     skipped  sound, but nothing to store: a settings file, a route without times ...
//     failed   damaged beyond use, unreadable, or over a cap
//
// Files are stored in batches (64 files or half a second); an outcome is told
// only after its batch is safely on disk. Killed at any moment and run again,
// an import goes on: nothing is lost, nothing twice, nothing half.
//
// Same recording in another format: store_activity_same(). Of two copies the sound,
// the whole, the fuller one stands in the log, whichever came first; it takes over
// the number of the run (import_choice.c).
//
// Memory: under 64 MB whatever the input. Threads: one app, one thread.
#ifndef MILER_APP_IMPORT_H
#define MILER_APP_IMPORT_H

#include "app/app.h"

typedef struct app_import_file {
    const char *path; // "export.zip!activities/1.fit.gz"
    store_outcome outcome;
    const char *reason;     // why known, skipped or failed; "" when new
    const int64_t *run_ids; // new: what was stored; known: what is here already
    size_t run_count;
    const char *const *warnings; // "cut short: 1,234 records saved" ...
    size_t warning_count;
} app_import_file;

// Called once per file, in order, after its batch is committed. The texts live
// until it returns.
typedef void (*app_import_fn)(void *user, const app_import_file *file);

typedef struct app_import_answer {
    uint64_t files; // all outcomes
    uint64_t outcomes[STORE_OUTCOME_COUNT];
    uint64_t activities; // stored
    uint64_t runs;       // of these, runs; the rest is cross-training
    uint64_t future;     // of the activities, later than today: kept, and not counted until then
    uint64_t warnings;
    uint64_t content_bytes; // unpacked and looked at
} app_import_answer;

// Imports for the app's athlete. `fn` may be NULL. The app's progress listener
// hears of files and bytes; when it cancels, what is done is committed first.
// One bad file never ends an import; errors are CANCELLED, NOMEM and those of
// the store (IO: disk full), and then `answer` counts what is safely stored.
miler_status app_import(app *a, const char *const *paths, size_t count, app_import_fn fn, void *user,
                        app_import_answer *answer, miler_error *err) MILER_CHECK;

#endif
