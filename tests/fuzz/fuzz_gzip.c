// SPDX-License-Identifier: MIT
// Any bytes as a .gz, read whole and in pieces: the same bytes come out.
#include "formats/archive.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define OUT_MAX ((uint64_t)1 << 20)

typedef struct memory {
    const uint8_t *bytes;
    size_t len, at, step;
} memory;

static miler_status read_some(void *user, void *out, size_t cap, size_t *got, miler_error *err) {
    (void)err;
    memory *m = user;
    *got = m->len - m->at;
    if (*got > cap) *got = cap;
    if (*got > m->step) *got = m->step;
    memcpy(out, m->bytes + m->at, *got);
    m->at += *got;
    return MILER_OK;
}

// The checksum of what comes out, and how it ended.
static miler_status gunzip(const uint8_t *data, size_t size, size_t step, uint32_t *crc, uint64_t *out_size) {
    memory m = {.bytes = data, .len = size, .step = step};
    archive_budget budget;
    archive_budget_init(&budget);
    archive_unpacker *u;
    *crc = 0;
    *out_size = 0;
    if (archive_unpacker_new(&u, NULL, NULL) != MILER_OK) return MILER_ERR_NOMEM;
    const archive_packed p = {
        .method = ARCHIVE_GZIPPED, .from = {.user = &m, .read = read_some}, .max_out = OUT_MAX};
    miler_status status = archive_unpacker_start(u, &p, &budget, NULL, NULL, NULL);
    uint8_t piece[4096];
    for (size_t got = 1; status == MILER_OK && got != 0;) {
        status = archive_unpacker_read(u, piece, sizeof piece, &got, NULL);
        if (status != MILER_OK) break;
        *crc = (uint32_t)crc32_z(*crc, piece, got);
        *out_size += got;
    }
    archive_unpacker_free(u);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    uint32_t crc, crc_pieces;
    uint64_t out, out_pieces;
    const miler_status whole = gunzip(data, size, SIZE_MAX, &crc, &out);
    const miler_status pieces = gunzip(data, size, 7, &crc_pieces, &out_pieces);
    if (out > OUT_MAX) abort();
    if ((whole == MILER_OK) != (pieces == MILER_OK)) abort();
    if (whole == MILER_OK && (crc != crc_pieces || out != out_pieces)) abort();
    return 0;
}
