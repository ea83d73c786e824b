// SPDX-License-Identifier: MIT
// make_zip.h: ZIPs and .gz made in code, sound ones and liars, for the tests.
// Every claim of an entry can be set apart from the truth.
#ifndef TESTS_MAKE_ZIP_H
#define TESTS_MAKE_ZIP_H

#include <miler/base.h>

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

typedef struct made_entry {
    const char *name;
    size_t name_len; // 0: strlen
    const void *bytes;
    size_t len;
    bool deflate;
    // Lies; 0 = the truth.
    uint32_t claim_size, claim_packed, claim_crc, claim_local;
    uint16_t claim_method, local_method, flags;
    uint16_t mode;        // Unix file kind and rights
    uint16_t local_extra; // bytes of extra field in the local header only
    bool wide;            // sizes in a 64-bit extra field
} made_entry;

static inline void put_le(miler_buf *out, uint64_t value, unsigned bytes) {
    for (unsigned i = 0; i < bytes; i++) {
        const uint8_t b = (uint8_t)(value >> (8 * i));
        miler_buf_append(out, &b, 1);
    }
}

// `bits` -15: bare deflate, 31: gzip.
static inline void pack_level(miler_buf *out, const void *bytes, size_t len, int bits, int level) {
    z_stream z;
    memset(&z, 0, sizeof z);
    if (deflateInit2(&z, level, Z_DEFLATED, bits, 8, Z_DEFAULT_STRATEGY) != Z_OK) abort();
    const size_t max = deflateBound(&z, len) + 64;
    uint8_t *to = malloc(max);
    if (to == NULL) abort();
    z.next_in = (Bytef *)(uintptr_t)bytes;
    z.avail_in = (uInt)len;
    z.next_out = to;
    z.avail_out = (uInt)max;
    if (deflate(&z, Z_FINISH) != Z_STREAM_END) abort();
    miler_buf_append(out, to, max - z.avail_out);
    (void)deflateEnd(&z);
    free(to);
}

static inline void pack(miler_buf *out, const void *bytes, size_t len, int bits) {
    pack_level(out, bytes, len, bits, 6);
}

static inline void make_zip(miler_buf *out, const made_entry *entries, size_t count) {
    miler_buf directory;
    miler_buf_init(&directory, NULL, (size_t)1 << 28);
    for (size_t i = 0; i < count; i++) {
        const made_entry *e = &entries[i];
        miler_buf packed;
        miler_buf_init(&packed, NULL, (size_t)1 << 28);
        if (e->deflate)
            pack(&packed, e->bytes, e->len, -15);
        else
            miler_buf_append(&packed, e->bytes, e->len);
        const size_t name_len = e->name_len != 0 ? e->name_len : strlen(e->name);
        const uint32_t crc = e->claim_crc != 0 ? e->claim_crc : (uint32_t)crc32(0, e->bytes, (uInt)e->len);
        const uint64_t size = e->claim_size != 0 ? e->claim_size : e->len;
        const uint64_t packed_size = e->claim_packed != 0 ? e->claim_packed : packed.len;
        const uint64_t local = e->claim_local != 0 ? e->claim_local - 1 : out->len;
        const uint32_t method = e->claim_method != 0 ? e->claim_method : e->deflate ? 8 : 0;
        put_le(out, 0x04034B50, 4);
        put_le(out, 20, 2);
        put_le(out, e->flags, 2);
        put_le(out, e->local_method != 0 ? e->local_method : method, 2);
        put_le(out, 0, 4);
        put_le(out, crc, 4);
        put_le(out, (uint32_t)packed_size, 4);
        put_le(out, (uint32_t)size, 4);
        put_le(out, name_len, 2);
        put_le(out, e->local_extra, 2);
        miler_buf_append(out, e->name, name_len);
        for (unsigned k = 0; k < e->local_extra; k++)
            put_le(out, 0, 1);
        miler_buf_append(out, packed.ptr, packed.len);

        put_le(&directory, 0x02014B50, 4);
        put_le(&directory, 20 | 3 << 8, 2); // made by Unix
        put_le(&directory, 20, 2);
        put_le(&directory, e->flags, 2);
        put_le(&directory, method, 2);
        put_le(&directory, 0, 4);
        put_le(&directory, crc, 4);
        put_le(&directory, e->wide ? 0xFFFFFFFF : packed_size, 4);
        put_le(&directory, e->wide ? 0xFFFFFFFF : size, 4);
        put_le(&directory, name_len, 2);
        put_le(&directory, e->wide ? 28 : 0, 2);
        put_le(&directory, 0, 2);
        put_le(&directory, 0, 4);
        put_le(&directory, (uint32_t)e->mode << 16, 4);
        put_le(&directory, e->wide ? 0xFFFFFFFF : local, 4);
        miler_buf_append(&directory, e->name, name_len);
        if (e->wide) {
            put_le(&directory, 1, 2);
            put_le(&directory, 24, 2);
            put_le(&directory, size, 8);
            put_le(&directory, packed_size, 8);
            put_le(&directory, local, 8);
        }
        miler_buf_deinit(&packed);
    }
    const size_t at = out->len;
    miler_buf_append(out, directory.ptr, directory.len);
    put_le(out, 0x06054B50, 4);
    put_le(out, 0, 4);
    put_le(out, count, 2);
    put_le(out, count, 2);
    put_le(out, directory.len, 4);
    put_le(out, at, 4);
    put_le(out, 0, 2);
    miler_buf_deinit(&directory);
    if (out->failed) abort();
}

#endif
