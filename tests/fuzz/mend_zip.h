// SPDX-License-Identifier: MIT
// mend_zip.h: puts right what a ZIP says of itself, as far as it can be made out from where its headers lie:
// lengths of names, sizes, checksums, places, counts. A fuzzer that changes bytes at random is held up by
// these; with them right its input goes on to what is behind them.
//
//     PK 3 4 header, name, packed bytes   ...   PK 1 2 header, name   ...   PK 5 6 end
//
// What lies from one signature to the next belongs to the first of them. In place, no byte more or less.
#ifndef TESTS_FUZZ_MEND_ZIP_H
#define TESTS_FUZZ_MEND_ZIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <zlib.h>

#define MEND_ENTRIES 32u
#define MEND_OUT_MAX ((size_t)1 << 20) // bytes of one entry, unpacked; more is left as it is
#define LOCAL_SIZE 30u
#define CENTRAL_SIZE 46u
#define END_SIZE 22u

typedef struct zip_map {
    size_t local[MEND_ENTRIES], central[MEND_ENTRIES], end;
    size_t locals, centrals;
    bool whole; // it has an end
} zip_map;

static inline uint32_t zip_get(const uint8_t *at, unsigned bytes) {
    uint32_t value = 0;
    for (unsigned i = 0; i < bytes; i++)
        value |= (uint32_t)at[i] << (8 * i);
    return value;
}

static inline void zip_put(uint8_t *at, size_t value, unsigned bytes) {
    for (unsigned i = 0; i < bytes; i++)
        at[i] = (uint8_t)(value >> (8 * i));
}

static inline void zip_note(zip_map *m, const uint8_t *data, size_t size, size_t at) {
    const uint8_t *sign = data + at;
    if (sign[2] == 3 && sign[3] == 4 && size - at >= LOCAL_SIZE && m->locals < MEND_ENTRIES)
        m->local[m->locals++] = at;
    else if (sign[2] == 1 && sign[3] == 2 && size - at >= CENTRAL_SIZE && m->centrals < MEND_ENTRIES)
        m->central[m->centrals++] = at;
    else if (sign[2] == 5 && sign[3] == 6 && size - at >= END_SIZE) {
        m->end = at;
        m->whole = true;
    }
}

static inline zip_map zip_look(const uint8_t *data, size_t size) {
    zip_map m = {.locals = 0};
    for (size_t at = 0; at + 4 <= size && !m.whole; at++)
        if (data[at] == 'P' && data[at + 1] == 'K') zip_note(&m, data, size, at);
    return m;
}

static inline size_t zip_less(size_t a, size_t b) {
    return a < b ? a : b;
}

// Where what begins at local header `i` is over.
static inline size_t zip_local_end(const zip_map *m, size_t i, size_t size) {
    size_t end = m->whole ? m->end : size;
    if (i + 1 < m->locals) end = zip_less(end, m->local[i + 1]);
    if (m->centrals > 0 && m->central[0] > m->local[i]) end = zip_less(end, m->central[0]);
    return end;
}

static inline size_t zip_central_end(const zip_map *m, size_t i, size_t size) {
    return i + 1 < m->centrals ? m->central[i + 1] : m->whole ? m->end : size;
}

// Where the packed bytes begin: lengths that go past the end are cut.
static inline size_t zip_body(uint8_t *data, const zip_map *m, size_t i, size_t end) {
    uint8_t *head = data + m->local[i];
    const size_t room = end - m->local[i] - LOCAL_SIZE;
    const size_t name = zip_less(zip_get(head + 26, 2), room);
    const size_t extra = zip_less(zip_get(head + 28, 2), room - name);
    zip_put(head + 26, name, 2);
    zip_put(head + 28, extra, 2);
    return m->local[i] + LOCAL_SIZE + name + extra;
}

// Unpacks into `out`; false: it is no sound deflate, or more than there is room for.
static inline bool zip_inflate(const uint8_t *from, size_t len, uint8_t *out, size_t cap, size_t *got) {
    z_stream z;
    memset(&z, 0, sizeof z);
    if (inflateInit2(&z, -15) != Z_OK) return false;
    z.next_in = (Bytef *)(uintptr_t)from;
    z.avail_in = (uInt)len;
    z.next_out = out;
    z.avail_out = (uInt)cap;
    const bool sound = inflate(&z, Z_FINISH) == Z_STREAM_END;
    *got = cap - z.avail_out;
    (void)inflateEnd(&z);
    return sound;
}

// Sizes and checksum at `at`, where local and central header have them one after the other.
static inline void zip_put_sums(uint8_t *at, uint32_t crc, size_t packed, size_t size) {
    zip_put(at, crc, 4);
    zip_put(at + 4, packed, 4);
    zip_put(at + 8, size, 4);
}

static inline void zip_mend_entry(uint8_t *data, size_t size, const zip_map *m, size_t i) {
    static uint8_t out[MEND_OUT_MAX];
    const size_t end = zip_local_end(m, i, size), body = zip_body(data, m, i, end), packed = end - body;
    uint8_t *local = data + m->local[i];
    size_t len = packed;
    const bool deflated = zip_get(local + 8, 2) == 8;
    const bool sound = !deflated || zip_inflate(data + body, packed, out, sizeof out, &len);
    const uint32_t crc = (uint32_t)crc32(0, deflated ? out : data + body, (uInt)len);
    if (sound)
        zip_put_sums(local + 14, crc, packed, len);
    else
        zip_put(local + 18, packed, 4);
}

static inline void zip_mend_central(uint8_t *data, size_t size, const zip_map *m, size_t i) {
    uint8_t *head = data + m->central[i];
    const size_t room = zip_central_end(m, i, size) - m->central[i] - CENTRAL_SIZE;
    const size_t extra = zip_less(zip_get(head + 30, 2), room);
    const size_t comment = zip_less(zip_get(head + 32, 2), room - extra);
    zip_put(head + 28, room - extra - comment, 2);
    zip_put(head + 30, extra, 2);
    zip_put(head + 32, comment, 2);
    if (i >= m->locals) return;
    const uint8_t *local = data + m->local[i];
    memmove(head + 10, local + 8, 2);   // the method; signatures may lie within one another
    memmove(head + 16, local + 14, 12); // checksum, sizes
    zip_put(head + 42, m->local[i], 4);
}

static inline void zip_mend(uint8_t *data, size_t size) {
    const zip_map m = zip_look(data, size);
    for (size_t i = 0; i < m.locals; i++)
        if (zip_local_end(&m, i, size) >= m.local[i] + LOCAL_SIZE) zip_mend_entry(data, size, &m, i);
    for (size_t i = 0; i < m.centrals; i++)
        if (zip_central_end(&m, i, size) >= m.central[i] + CENTRAL_SIZE) zip_mend_central(data, size, &m, i);
    if (!m.whole) return;
    uint8_t *end = data + m.end;
    const size_t first = m.centrals > 0 ? m.central[0] : m.end;
    zip_put(end + 4, 0, 4); // the one disk
    zip_put(end + 8, m.centrals, 2);
    zip_put(end + 10, m.centrals, 2);
    zip_put(end + 12, m.end - first, 4);
    zip_put(end + 16, first, 4);
    zip_put(end + 20, size - m.end - END_SIZE, 2);
}

#endif
