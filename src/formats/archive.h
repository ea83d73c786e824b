// SPDX-License-Identifier: MIT
// Archives: gzip and ZIP read in pieces, in constant memory, trusting nothing
// that they say about themselves.
//
//     file ──read_at──► archive_zip (directory) ──archive_stream──► archive_unpacker ──► bytes
//                                                 file ───────────►   (stored, deflate, gzip)
//
// The pieces compose: an unpacker is itself an archive_stream, so a .fit.gz in
// a ZIP is a gzip unpacker over a ZIP unpacker over the ZIP's stream.
//
// Security: output is counted, never believed. An entry ends at the size its
// archive declares, at `max_out`, at 200 times its input, or when the budget
// of the whole archive is used up, whichever comes first. Entries that overlap
// refuse the whole archive; names are for showing, never for opening.
// Threads: one object, one thread.
#ifndef MILER_FORMATS_ARCHIVE_H
#define MILER_FORMATS_ARCHIVE_H

#include <miler/base.h>

// Bytes in order. *got == 0 means the end.
typedef struct archive_stream {
    void *user;
    miler_status (*read)(void *user, void *out, size_t cap, size_t *got, miler_error *err);
} archive_stream;

// Bytes at any place; read_at gives exactly `len` of them or fails.
typedef struct archive_file {
    void *user;
    uint64_t size;
    miler_status (*read_at)(void *user, uint64_t offset, void *out, size_t len, miler_error *err);
} archive_file;

typedef enum archive_kind { ARCHIVE_NONE = 0, ARCHIVE_GZIP, ARCHIVE_ZIP } archive_kind;
// By magic bytes; four are enough.
archive_kind archive_sniff(const void *head, size_t len);

// What one archive may unpack to, shared by all that is nested in it.
typedef struct archive_budget {
    uint64_t bytes_left;
    uint64_t entries_left;
} archive_budget;
void archive_budget_init(archive_budget *budget); // the caps of limits.h

typedef enum archive_method { ARCHIVE_STORED = 0, ARCHIVE_DEFLATE, ARCHIVE_GZIPPED } archive_method;

// What is to be unpacked, and what its archive claims about it.
typedef struct archive_packed {
    archive_method method;
    archive_stream from;
    uint64_t max_out; // hard cap on the output
    bool declared;    // `size` and `crc` hold claims to check (ZIP)
    uint64_t size;
    uint32_t crc;
} archive_packed;

typedef struct archive_unpacker archive_unpacker;
// An unpacker is made once and started for one stream after the other.
miler_status archive_unpacker_new(archive_unpacker **out, const miler_alloc *alloc,
                                  miler_error *err) MILER_CHECK;
void archive_unpacker_free(archive_unpacker *u);
// `tap` (may be NULL) sees every packed byte on its way in: how the received
// bytes are kept without packing them again.
miler_status archive_unpacker_start(archive_unpacker *u, const archive_packed *packed, archive_budget *budget,
                                    miler_status (*tap)(void *user, const void *bytes, size_t len,
                                                        miler_error *err),
                                    void *tap_user, miler_error *err) MILER_CHECK;
// *got == 0: the end, and all checks passed. Errors: FORMAT (damaged, cut
// short, wrong size or checksum; what was given before is what can be saved),
// LIMIT (a cap, with its name), and whatever the stream below fails with.
miler_status archive_unpacker_read(void *unpacker, void *out, size_t cap, size_t *got,
                                   miler_error *err) MILER_CHECK;
archive_stream archive_unpacker_stream(archive_unpacker *u);
uint64_t archive_unpacker_size(const archive_unpacker *u); // bytes given so far
uint32_t archive_unpacker_crc(const archive_unpacker *u);  // CRC-32 of them
// True at the end when the packed bytes were one sound stream with nothing
// behind it, so that they can be kept as they came.
bool archive_unpacker_clean(const archive_unpacker *u);

// Names are shown and stored: control characters and broken UTF-8 become '?'.
void archive_print_name(char *out, size_t out_size, const void *name, size_t len);

// ---- ZIP ---------------------------------------------------------------------

typedef struct archive_entry {
    const char *name;   // made printable; valid until the next call on the same ZIP
    const char *skip;   // why it is not to be read, NULL = it may be
    bool is_folder;     // nothing to read and nothing to say about it
    bool is_nested_zip; // by its name; magic bytes decide
    archive_method method;
    uint64_t packed_size; // claims of the directory
    uint64_t size;
    uint32_t crc;
} archive_entry;

typedef struct archive_zip archive_zip;
// Reads the directory: at most 20,000 entries are indexed (archive_zip_more()
// tells of the rest), each costs 56 bytes of memory whatever its name.
// Errors: FORMAT (no directory, damaged, overlapping entries), UNSUPPORTED
// (several disks, encrypted directory), NOMEM, and those of read_at.
miler_status archive_zip_open(archive_zip **out, const archive_file *file, archive_budget *budget,
                              const miler_alloc *alloc, miler_error *err) MILER_CHECK;
void archive_zip_close(archive_zip *zip); // NULL is fine
size_t archive_zip_count(const archive_zip *zip);
bool archive_zip_more(const archive_zip *zip); // there are entries beyond the cap
miler_status archive_zip_at(archive_zip *zip, size_t index, archive_entry *out, miler_error *err) MILER_CHECK;
// Where the packed bytes of an entry lie in the file. Errors: as archive_zip_stream().
miler_status archive_zip_place(archive_zip *zip, size_t index, uint64_t *offset, uint64_t *len,
                               miler_error *err) MILER_CHECK;
// The packed bytes of an entry, one stream at a time. Errors: FORMAT when the
// local header is damaged or disagrees with the directory.
miler_status archive_zip_stream(archive_zip *zip, size_t index, archive_stream *out,
                                miler_error *err) MILER_CHECK;

#endif
