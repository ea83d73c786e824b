// SPDX-License-Identifier: MIT
// sources.h: from the paths a person gives to a stream of files to import.
//
// A path may be a file, a folder (walked in the order of names), a ZIP, a ZIP
// in a ZIP, a .gz, a mounted watch (only GARMIN/Activity is read then), or the
// export of Strava (its activities.csv gives names and sports) or Garmin.
//
// Nothing is unpacked to disk but a ZIP inside a ZIP, which needs seeking: it
// goes to a temporary file that has no name any more. Symbolic links to folders
// are reported, not followed; devices and pipes are never opened.
//
// Ownership: an item and its texts live until the sink's function returns.
// Threads: one walk, one thread.
#ifndef MILER_APP_SOURCES_H
#define MILER_APP_SOURCES_H

#include "app/boxed.h"
#include "formats/archive.h"

#include <miler/recording.h>

#include <sys/stat.h>

// What an export's index tells about one of its files.
typedef struct source_given {
    const char *name;  // title, "" none
    miler_sport sport; // UNKNOWN = none
} source_given;

// One file, plain or out of an archive, its content unpacked.
typedef struct source_item {
    const char *path;  // on disk: the file, or the archive it is in
    const char *entry; // "activities/1.fit.gz", "inner.zip!2.fit"; "" = the file itself
    const char *name;  // base name, for its extension
    int64_t size;      // of the file or entry as it lies there
    int64_t mtime_ms;  // of the file on disk
    source_given given;
    const uint8_t *head; // the first bytes of the content, to tell what it is
    size_t head_len;
    // True: the file came as one gzip or deflate stream, and source_packed()
    // gives the bytes of a .gz to keep.
    bool packed;
    boxed *box; // where its bytes are unpacked, and are to be read
    void *walk; // internal
} source_item;

typedef miler_status (*source_packed_fn)(void *user, const void *gzip_bytes, size_t len, miler_error *err);
// Asks for the .gz bytes of a packed item, at the latest after the first source_read().
miler_status source_packed(source_item *item, source_packed_fn fn, void *user, miler_error *err) MILER_CHECK;
// The content, `head` included. *got == 0: the end, all checks passed. Errors:
// FORMAT (damaged or cut: what came before is what can be saved), LIMIT, IO.
miler_status source_read(source_item *item, void *out, size_t cap, size_t *got, miler_error *err) MILER_CHECK;
// True after the end: the bytes given to source_packed() are one whole .gz.
bool source_clean(const source_item *item);
// Starts the item again from its first byte, this time not packed.
miler_status source_restart(source_item *item, miler_error *err) MILER_CHECK;

typedef enum source_trouble { SOURCE_SKIPPED = 0, SOURCE_FAILED } source_trouble;

typedef struct source_sink {
    void *user;
    // A file to look at. A status other than OK ends the walk.
    miler_status (*file)(void *user, source_item *item, miler_error *err);
    // Something that is no file to look at, and why.
    miler_status (*note)(void *user, const source_item *item, source_trouble trouble, const char *reason,
                         miler_error *err);
    // Whether a file must not even be opened: the store that is imported into. NULL: there is none.
    bool (*apart)(void *user, const struct stat *file);
} source_sink;

// How far a walk is; totals grow when an archive turns out to hold many files.
typedef struct source_progress {
    uint64_t files_done, files_total;
    uint64_t bytes_done, bytes_total; // as they lie on disk
} source_progress;

// Walks all paths in the order given. `alloc` NULL = C heap. `in` (may be NULL) is where
// archives are unpacked. `progress` (may be NULL) is kept up to date during the calls. A path that cannot be read is a
// note, not an error; errors are NOMEM and those of the sink.
miler_status sources_walk(const char *const *paths, size_t count, sandbox *in, const miler_alloc *alloc,
                          const source_sink *sink, source_progress *progress, miler_error *err) MILER_CHECK;

#endif
