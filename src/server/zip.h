// SPDX-License-Identifier: MIT
// Several files as one: a ZIP of stored members (APPNOTE 6.3.10, 4.3 and 4.4;
// names in UTF-8). What goes in is small, or packed already.
//
//     zip_begin(&z, out);
//     zip_add(&z, "fit/miler-3-001.fit", bytes, len);
//     zip_end(&z);                          // out->failed tells of memory
#ifndef MILER_ZIP_H
#define MILER_ZIP_H

#include <miler/base.h>

#define ZIP_MEMBERS_MAX 65000
#define ZIP_NAME_MAX 128

typedef struct zip_member {
    char name[ZIP_NAME_MAX];
    uint32_t crc, size, at;
} zip_member;

typedef struct zip {
    miler_buf *out;
    miler_arena *arena;
    zip_member *members;
    size_t count, room;
    uint64_t gone; // bytes that were taken out of the buffer already, by who writes it to a file
} zip;

void zip_begin(zip *z, miler_buf *out, miler_arena *arena);
// False: too many members, more than 2 GB, a name too long, out of memory.
bool zip_add(zip *z, const char *name, const void *bytes, size_t len);
void zip_end(zip *z);

#endif
