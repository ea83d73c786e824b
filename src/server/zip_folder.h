// SPDX-License-Identifier: MIT
// A folder as one ZIP file, with the folders in it; file after file, so that memory
// holds the largest alone.
#ifndef MILER_ZIP_FOLDER_H
#define MILER_ZIP_FOLDER_H

#include <miler/base.h>

// Errors: IO, LIMIT (more than a ZIP of 2 GB holds), NOMEM.
miler_status zip_folder(const char *folder, const char *path, miler_arena *arena,
                        miler_error *err) MILER_CHECK;

#endif
