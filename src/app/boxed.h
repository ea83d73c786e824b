// SPDX-License-Identifier: MIT
// boxed.h: the readers of src/formats, each file's in a sandboxed child of its own.
//
//     file ──packed──► child: unpack ──content──► miler: hash, original
//                                                   │
//     recording ◄──flat, checked── child: parse ◄───┘ content
//
//     in a child      inflate of .gz and of ZIP entries, the directory of a ZIP and its local
//                     headers, FIT, TCX and GPX, CSV
//     in miler        magic bytes, bytes passed on as they lie (stored entries), counts and caps, hashes,
//                     and the checking of every answer (flat.h)
//
// The names and their rules are those of miler/formats.h, formats/archive.h and
// formats/csv_read.h; a box without a sandbox calls these in this process, with
// the same results. Beside their errors: what became of the child
// (sandbox_child_end), LIMIT where it wanted more memory than a file may have, and BUSY where there was none.
//
// Ownership: a box is the caller's; boxed_drop() ends its child, and what was
// opened in it is of no use any more but to be closed. Threads: one box, one thread.
#ifndef MILER_APP_BOXED_H
#define MILER_APP_BOXED_H

#include "formats/archive.h"
#include "formats/csv_read.h"
#include "sandbox/sandbox.h"

#include <miler/formats.h>

// One file, or one entry of an archive: its child is asked for when there is something to read.
typedef struct boxed {
    sandbox *sandbox; // NULL: in this process
    int fd;           // a file that the child may read for itself, -1 none
    sandbox_child *child;
    miler_error end; // status other than OK: the child has ended, and this is why
    // Pieces handed to the reader whose outcomes are still due, and the first of them that was not OK.
    unsigned awaited;
    miler_error fed;
} boxed;
void boxed_init(boxed *box, sandbox *in);
void boxed_drop(boxed *box); // ready for the next file
// What a child does: for sandbox_options_init().
void boxed_work(sandbox_channel *ch);

// ---- Recordings

typedef struct boxed_reader boxed_reader;
miler_status boxed_reader_open(boxed_reader **out, boxed *box, miler_file_format format, miler_arena *arena,
                               miler_error *err) MILER_CHECK;
miler_status boxed_reader_feed(boxed_reader *reader, const void *bytes, size_t len,
                               miler_error *err) MILER_CHECK;
miler_status boxed_reader_finish(boxed_reader *reader, miler_reading *out, miler_error *err) MILER_CHECK;
void boxed_reader_close(boxed_reader *reader);

// ---- Unpacking

typedef struct boxed_unpacker boxed_unpacker;
#define BOXED_UNPACKERS 2 // of one box: a .gz in a ZIP
// `slot`: which of them it is.
miler_status boxed_unpacker_new(boxed_unpacker **out, unsigned slot, const miler_alloc *alloc,
                                miler_error *err) MILER_CHECK;
void boxed_unpacker_free(boxed_unpacker *u);
typedef miler_status (*boxed_tap)(void *user, const void *bytes, size_t len, miler_error *err);
miler_status boxed_unpacker_start(boxed_unpacker *u, boxed *box, const archive_packed *packed,
                                  archive_budget *budget, boxed_tap tap, void *tap_user,
                                  miler_error *err) MILER_CHECK;
miler_status boxed_unpacker_read(void *unpacker, void *out, size_t cap, size_t *got,
                                 miler_error *err) MILER_CHECK;
archive_stream boxed_unpacker_stream(boxed_unpacker *u);
uint64_t boxed_unpacker_size(const boxed_unpacker *u);
uint32_t boxed_unpacker_crc(const boxed_unpacker *u);
bool boxed_unpacker_clean(const boxed_unpacker *u);

// ---- The directory of a ZIP

typedef struct boxed_zip boxed_zip;
// A child of its own reads the file at `fd`, through which `file` reads, too; it sees the directory
// and the local headers, no entry's bytes.
miler_status boxed_zip_open(boxed_zip **out, sandbox *in, int fd, const archive_file *file,
                            archive_budget *budget, const miler_alloc *alloc, miler_error *err) MILER_CHECK;
// For fuzzing: in the child of `box`, which it takes over.
miler_status boxed_zip_of(boxed_zip **out, boxed *box, const archive_file *file, archive_budget *budget,
                          const miler_alloc *alloc, miler_error *err) MILER_CHECK;
void boxed_zip_close(boxed_zip *zip); // NULL is fine
size_t boxed_zip_count(const boxed_zip *zip);
bool boxed_zip_more(const boxed_zip *zip);
miler_status boxed_zip_at(boxed_zip *zip, size_t index, archive_entry *out, miler_error *err) MILER_CHECK;
miler_status boxed_zip_stream(boxed_zip *zip, size_t index, archive_stream *out,
                              miler_error *err) MILER_CHECK;

// ---- CSV

typedef struct boxed_csv boxed_csv;
miler_status boxed_csv_open(boxed_csv **out, boxed *box, char separator, csv_row_fn fn, void *user,
                            const miler_alloc *alloc, miler_error *err) MILER_CHECK;
miler_status boxed_csv_feed(boxed_csv *csv, const void *bytes, size_t len, miler_error *err) MILER_CHECK;
miler_status boxed_csv_finish(boxed_csv *csv, miler_error *err) MILER_CHECK;
void boxed_csv_close(boxed_csv *csv); // NULL is fine

#endif
