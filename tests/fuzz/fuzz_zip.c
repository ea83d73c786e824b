// SPDX-License-Identifier: MIT
// Any bytes as a ZIP: every entry looked at and unpacked. What comes out is
// bounded by the caps whatever the archive says. What the fuzzer changes is mostly mended afterwards
// (mend_zip.h), so that it is not held up by checksums, sizes and places; the rest are liars.
#include "formats/archive.h"
#include "mend_zip.h"

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

// ---- Changing one: the whole of it, one entry as it lies packed, or what is in it

// libFuzzer's own; not there when inputs are only replayed.
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size) __attribute__((weak));
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed);

// `len` bytes at `at` give way to others. The new size; as it was where there is no room.
static size_t splice(uint8_t *data, size_t size, size_t max_size, size_t at, size_t len, const uint8_t *with,
                     size_t with_len) {
    if (with_len > len && with_len - len > max_size - size) return size;
    memmove(data + at + with_len, data + at + len, size - at - len);
    memcpy(data + at, with, with_len);
    return size - len + with_len;
}

static size_t deflate_all(const uint8_t *from, size_t len, uint8_t *out, size_t cap) {
    z_stream z;
    memset(&z, 0, sizeof z);
    if (deflateInit2(&z, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) != Z_OK) return 0;
    z.next_in = (Bytef *)(uintptr_t)from;
    z.avail_in = (uInt)len;
    z.next_out = out;
    z.avail_out = (uInt)cap;
    const bool all = deflate(&z, Z_FINISH) == Z_STREAM_END;
    (void)deflateEnd(&z);
    return all ? cap - z.avail_out : 0;
}

// One entry's bytes changed: as they lie, or unpacked and packed again.
static size_t change_entry(uint8_t *data, size_t size, size_t max_size, size_t index, bool unpacked) {
    static uint8_t packed[MEND_OUT_MAX], content[MEND_OUT_MAX];
    const zip_map m = zip_look(data, size);
    const size_t i = index % m.locals, end = zip_local_end(&m, i, size);
    if (end < m.local[i] + LOCAL_SIZE || end - m.local[i] > sizeof packed / 2) return size;
    const size_t body = zip_body(data, &m, i, end), len = end - body;
    size_t got = 0;
    if (unpacked && zip_get(data + m.local[i] + 8, 2) == 8 &&
        zip_inflate(data + body, len, content, sizeof content / 2, &got)) {
        got = LLVMFuzzerMutate(content, got, got + 64);
        got = deflate_all(content, got, packed, sizeof packed);
    } else {
        memcpy(packed, data + body, len);
        got = LLVMFuzzerMutate(packed, len, len + 64);
    }
    return splice(data, size, max_size, body, len, packed, got);
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed) {
    const unsigned way = seed % 8, index = seed / 8 % MEND_ENTRIES;
    const bool entries = zip_look(data, size).locals > 0;
    size = way < 4 && entries ? change_entry(data, size, max_size, index, way < 2)
                              : LLVMFuzzerMutate(data, size, max_size);
    if (way != 7) zip_mend(data, size);
    return size;
}
