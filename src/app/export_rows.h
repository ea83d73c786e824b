// SPDX-License-Identifier: MIT
// export_rows.h: inside of the export: runs.csv, laps.csv, bests.csv, edits.csv,
// results.csv, tracks.csv.
#ifndef MILER_APP_EXPORT_ROWS_H
#define MILER_APP_EXPORT_ROWS_H

#include "app/export_file.h"

miler_status export_tables(app_exporting *x, const store_athlete *list, size_t count,
                           miler_error *err) MILER_CHECK;

#endif
