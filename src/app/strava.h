// SPDX-License-Identifier: MIT
// strava.h: activities.csv of a Strava export: which file is which activity.
//
// Ownership: an index owns its texts until strava_free(). Threads: one at a time.
#ifndef MILER_APP_STRAVA_H
#define MILER_APP_STRAVA_H

#include "app/boxed.h"
#include "formats/archive.h"

#include <miler/recording.h>

typedef struct strava_row {
    const char *file;  // "activities/123.fit.gz", as the export says
    const char *name;  // title, "" none
    miler_sport sport; // UNKNOWN when the word is not known
} strava_row;

typedef struct strava_index strava_index;
// Reads a whole activities.csv, its rows in the child of `box`. Errors: FORMAT (with line), LIMIT, NOMEM, and
// those of the stream.
miler_status strava_load(strava_index **out, boxed *box, archive_stream from, const miler_alloc *alloc,
                         miler_error *err) MILER_CHECK;
void strava_free(strava_index *index); // NULL is fine
// NULL when the export says nothing about the file.
const strava_row *strava_find(const strava_index *index, const char *file);
size_t strava_count(const strava_index *index);    // activities with a file
size_t strava_fileless(const strava_index *index); // activities without: typed in, or "#error#"
// The sport that a word of Strava's means, in the languages it exports.
miler_sport strava_sport(const char *word);

#endif
