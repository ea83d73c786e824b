// SPDX-License-Identifier: MIT
// Files for others, written so that there is always a whole one under the name:
// into a file beside it, then renamed over it; file and folder are synced, since a device
// may be pulled out, and a power cut come, as soon as it is said that they are there.
#ifndef MILER_OUT_FILE_H
#define MILER_OUT_FILE_H

#include <miler/base.h>

// Errors: IO with what to do; LIMIT: the path is too long; CONFLICT: a file is there
// already that does not begin with the `head` bytes that ours begin with (0: any may
// be replaced). A pipe or a device is written to. SAFETY: a file that is there is opened and closed; whoever has a
// store open asks app_out_write().
#define OUT_HEAD 4 // of "%PDF", "\x89PNG", "<svg" and a FIT file
miler_status out_file_write(const char *path, const void *bytes, size_t len, size_t head,
                            miler_error *err) MILER_CHECK;
// The same, but a file that is there is only replaced where `mark` is among its first OUT_MARK_WITHIN
// bytes: what our own are known by.
#define OUT_MARK_WITHIN 256
miler_status out_file_replace(const char *path, const void *bytes, size_t len, const char *mark,
                              miler_error *err) MILER_CHECK;
// A new file beside `path`, whose name in `temp` is nobody else's, to be renamed to it. `flags`: O_WRONLY or
// O_RDWR. -1: errno says why.
int out_part_open(const char *path, int flags, char *temp, size_t size);
// Makes a folder where there is none. Errors: IO.
miler_status out_folder_make(const char *path, miler_error *err) MILER_CHECK;
// Reads a file of at most `most` bytes into the arena. NOT_FOUND, LIMIT, IO.
miler_status out_file_read(const char *path, size_t most, miler_arena *arena, const char **out,
                           size_t *out_len, miler_error *err) MILER_CHECK;
// Is the file there with exactly these bytes? Errors: IO.
miler_status out_file_same(const char *path, const void *bytes, size_t len, miler_arena *arena, bool *out,
                           miler_error *err) MILER_CHECK;
// Bytes that can still be written in a folder, and the smallest piece a file takes. Errors: IO.
miler_status out_folder_free(const char *path, uint64_t *out_free, uint64_t *out_piece,
                             miler_error *err) MILER_CHECK;
// "folder/name"; LIMIT.
miler_status out_path(char *out, size_t size, const char *folder, const char *name,
                      miler_error *err) MILER_CHECK;

// The folder that a path stands in, synced so that a new name or a rename in it lasts.
// All that was written below the folder, and its entry, outlast a power cut. Errors: IO.
miler_status out_sync_all(const char *folder, miler_error *err) MILER_CHECK;
void out_sync_folder_of(const char *path);

#endif
