// SPDX-License-Identifier: MIT
// export_file.h: inside of the export: what its parts stand on.
//
//     app_export.c ──► export_rows.c, export_json.c ──► export_file.c
#ifndef MILER_APP_EXPORT_FILE_H
#define MILER_APP_EXPORT_FILE_H

#include "app/app.h"
#include "base/limits.h"

typedef struct app_exporting {
    app *a;
    const char *folder;
    app_export_answer *out;
    miler_arena *scratch; // emptied after each row's work
    app_progress progress;
} app_exporting;

typedef struct export_file {
    int fd;
    miler_buf buf;
    app_export_answer *total;
    char path[MILER_PATH_MAX];
} export_file;

miler_status export_file_open(export_file *f, const app_exporting *x, const char *name,
                              miler_error *err) MILER_CHECK;
// Writes the buffer out when it is long (or `all`); tells a failed buffer.
miler_status export_file_flush(export_file *f, bool all, miler_error *err) MILER_CHECK;
miler_status export_file_write(export_file *f, const char *bytes, size_t len, miler_error *err) MILER_CHECK;
// Ends the file; passes `status` on, or its own trouble.
miler_status export_file_close(export_file *f, miler_status status, miler_error *err) MILER_CHECK;

// A cell of free text: quoted, and a leading = + - @ (or tab, CR) made harmless
// with an apostrophe, for spreadsheets run such cells as formulas.
void export_csv_text(miler_buf *out, const char *text);
void export_json_text(miler_buf *out, const char *text);

#endif
