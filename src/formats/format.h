// SPDX-License-Identifier: MIT
// One format, one file, one small vtable: what a reader of a format must give.
// formats.c owns the table of all formats and the public push reader.
#ifndef MILER_FORMAT_H
#define MILER_FORMAT_H

#include <miler/formats.h>

typedef struct miler_format {
    miler_file_format id;
    bool (*sniff)(const uint8_t *head, size_t len);
    // State and output live in the arena; open may defer a clean-up on it.
    miler_status (*open)(void **state, miler_arena *arena, miler_error *err);
    miler_status (*feed)(void *state, const uint8_t *bytes, size_t len, miler_error *err);
    miler_status (*finish)(void *state, miler_reading *out, miler_error *err);
    void (*close)(void *state); // releases what is not in the arena
} miler_format;

extern const miler_format miler_format_fit; // fit_read.c
extern const miler_format miler_format_tcx; // tcx_read.c
extern const miler_format miler_format_gpx; // gpx_read.c

#endif
