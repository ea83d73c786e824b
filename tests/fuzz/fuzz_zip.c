// SPDX-License-Identifier: MIT
// Any bytes as a ZIP: every entry looked at and unpacked. What comes out is
// bounded by the caps whatever the archive says.
#include "formats/archive.h"

#include <stdlib.h>
#include <string.h>

#define OUT_MAX ((uint64_t)1 << 20) // of one entry: small, so that a run is fast

typedef struct memory {
    const uint8_t *bytes;
    size_t len;
} memory;

static miler_status read_at(void *user, uint64_t offset, void *out, size_t len, miler_error *err) {
    const memory *m = user;
    if (offset > m->len || len > m->len - offset) return miler_fail(err, MILER_ERR_FORMAT, "past the end");
    memcpy(out, m->bytes + offset, len);
    return MILER_OK;
}

static void unpack(archive_zip *zip, size_t index, archive_unpacker *u, archive_budget *budget) {
    archive_entry e;
    if (archive_zip_at(zip, index, &e, NULL) != MILER_OK) return;
    if (strlen(e.name) == 0 && e.skip == NULL && !e.is_folder) abort(); // a name is always there to show
    if (e.skip != NULL || e.is_folder) return;
    archive_packed p = {
        .method = e.method, .max_out = OUT_MAX, .declared = true, .size = e.size, .crc = e.crc};
    if (archive_zip_stream(zip, index, &p.from, NULL) != MILER_OK) return;
    if (archive_unpacker_start(u, &p, budget, NULL, NULL, NULL) != MILER_OK) return;
    uint8_t piece[4096];
    uint64_t size = 0;
    size_t got = 1;
    while (got != 0 && archive_unpacker_read(u, piece, sizeof piece, &got, NULL) == MILER_OK)
        size += got;
    if (size > OUT_MAX || size > e.size) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    memory m = {.bytes = data, .len = size};
    const archive_file file = {.user = &m, .size = size, .read_at = read_at};
    archive_budget budget;
    archive_budget_init(&budget);
    budget.bytes_left = 4 * OUT_MAX;
    archive_zip *zip = NULL;
    archive_unpacker *u = NULL;
    if (archive_unpacker_new(&u, NULL, NULL) == MILER_OK &&
        archive_zip_open(&zip, &file, &budget, NULL, NULL) == MILER_OK)
        for (size_t i = 0; i < archive_zip_count(zip); i++)
            unpack(zip, i, u, &budget);
    archive_zip_close(zip);
    archive_unpacker_free(u);
    return 0;
}
