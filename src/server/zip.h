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

#define ZIP_MEMBERS_MAX 2000
#define ZIP_NAME_MAX 128

typedef struct zip_member {
    char name[ZIP_NAME_MAX];
    uint32_t crc, size, at;
} zip_member;

typedef struct zip {
    miler_buf *out;
    zip_member *members;
    size_t count;
} zip;

// Errors: NOMEM.
miler_status zip_begin(zip *z, miler_buf *out, miler_arena *arena, miler_error *err) MILER_CHECK;
// False: too many members, or a name too long.
bool zip_add(zip *z, const char *name, const void *bytes, size_t len);
void zip_end(zip *z);

#endif
