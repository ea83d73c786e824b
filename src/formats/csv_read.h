// SPDX-License-Identifier: MIT
// CSV in pieces of any size, one call per row: RFC 4180, and what spreadsheets
// make of it (a byte order mark, ';' or tab between fields, lone CR or LF).
//
// Units: none. Ownership: a row's texts live until the row function returns.
// Threads: one reader, one thread.
// Security: a row is at most 1 MiB and 1,024 fields; time is linear.
#ifndef MILER_FORMATS_CSV_READ_H
#define MILER_FORMATS_CSV_READ_H

#include <miler/base.h>

typedef struct csv_row {
    uint32_t line;           // where it begins, from 1
    size_t count;            // fields
    const char *const *text; // NUL-terminated; a NUL byte inside a field is an error
} csv_row;

// A status other than OK stops the reader and is returned by feed or finish.
typedef miler_status (*csv_row_fn)(void *user, const csv_row *row, miler_error *err);

typedef struct csv_reader csv_reader;
// `separator` 0: the one of , ; tab that occurs most in the first row.
miler_status csv_open(csv_reader **out, char separator, csv_row_fn fn, void *user, const miler_alloc *alloc,
                      miler_error *err) MILER_CHECK;
// Errors: FORMAT (text after a closing quote, NUL byte), LIMIT, NOMEM; with the
// line. Empty lines are passed over.
miler_status csv_feed(csv_reader *csv, const void *bytes, size_t len, miler_error *err) MILER_CHECK;
// The last row needs no line end. Errors: FORMAT (an open quote), as feed.
miler_status csv_finish(csv_reader *csv, miler_error *err) MILER_CHECK;
void csv_close(csv_reader *csv); // NULL is fine

#endif
