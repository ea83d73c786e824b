// SPDX-License-Identifier: MIT
// The catalogue with a runner's own files laid over it: every workouts*.tsv,
// drills*.tsv, exercises*.tsv, routines*.tsv and cross*.tsv in the folder
// "catalogue" beside the store, in the form of data/*.tsv.
#ifndef MILER_APP_CATALOGUE_H
#define MILER_APP_CATALOGUE_H

#include <miler/catalogue.h>

#define APP_CATALOGUE_BYTES_MAX ((size_t)1 << 20) // of one file: the loader's own limit

typedef struct app_catalogue_file {
    const char *name; // without the folder
    bool loaded;
    const char *why; // refused: file, line, column and what would be right; NULL where loaded
} app_catalogue_file;

typedef struct app_catalogue {
    miler_catalogue all;
    const char *folder;        // where own files are looked for
    app_catalogue_file *files; // sorted by name within a kind
    size_t file_count;
    const char **said; // what replaces what, names that clash
    size_t said_count;
} app_catalogue;

// `db`: the path of the store. A file that cannot be read or taken is refused in
// its row and the rest still loads. Errors: NOMEM.
miler_status app_catalogue_load(const char *db, miler_arena *arena, app_catalogue *out,
                                miler_error *err) MILER_CHECK;

#endif
