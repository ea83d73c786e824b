// SPDX-License-Identifier: MIT
// The built page (web/page/), compiled in: a table that web/page/embed.mjs writes.
#ifndef MILER_PAGE_FILES_H
#define MILER_PAGE_FILES_H

#include <stdbool.h>
#include <stddef.h>

typedef struct page_file {
    const char *path;       // the whole of it: "/app/icon.svg"
    const char *media_type; // with its charset
    const unsigned char *bytes;
    size_t len;
    const unsigned char *gzip_bytes; // the same, packed
    size_t gzip_len;
    const char *hash; // of `bytes`, hexadecimal: changes when they do
    bool lasting;     // the path has such a hash too: what stands there never changes
} page_file;

extern const page_file page_files[]; // "/app/index.html" is the first
extern const size_t page_file_count;

#endif
