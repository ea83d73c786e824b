// SPDX-License-Identifier: MIT
#include "server/zip.h"

#include <stdio.h>
#include <string.h>
#include <zlib.h>

#define MADE_BY 20       // version of the form: 2.0
#define UTF8_NAMES 0x800 // general purpose bit 11
#define DOS_DATE 0x5c21  // 2026-01-01: the same content gives the same bytes

static void put16(miler_buf *out, unsigned value) {
    const uint8_t bytes[2] = {(uint8_t)value, (uint8_t)(value >> 8)};
    miler_buf_append(out, bytes, sizeof bytes);
}

static void put32(miler_buf *out, uint32_t value) {
    put16(out, value & 0xffff);
    put16(out, value >> 16);
}

void zip_begin(zip *z, miler_buf *out, miler_arena *arena) {
    *z = (zip){.out = out, .arena = arena};
}

// What the local head and the row of the directory share.
static void put_common(miler_buf *out, const zip_member *m) {
    put16(out, MADE_BY);
    put16(out, UTF8_NAMES);
    put16(out, 0); // stored
    put16(out, 0);
    put16(out, DOS_DATE);
    put32(out, m->crc);
    put32(out, m->size);
    put32(out, m->size);
    put16(out, (unsigned)strlen(m->name));
    put16(out, 0); // no extra field
}

#define SIZE_MAX_ALL ((uint64_t)2 << 30) // far below where the form needs its longer fields

bool zip_add(zip *z, const char *name, const void *bytes, size_t len) {
    const uint64_t at = z->gone + z->out->len;
    if (z->count == ZIP_MEMBERS_MAX || strlen(name) >= ZIP_NAME_MAX || at + len > SIZE_MAX_ALL) return false;
    if (z->count == z->room) {
        const size_t room = z->room > 0 ? 2 * z->room : 64;
        zip_member *more = miler_arena_grow(z->arena, z->members, z->room, room, sizeof *more);
        if (more == NULL) return false;
        z->members = more;
        z->room = room;
    }
    zip_member *m = &z->members[z->count++];
    (void)snprintf(m->name, sizeof m->name, "%s", name);
    m->crc = (uint32_t)crc32(0, bytes, (uInt)len);
    m->size = (uint32_t)len;
    m->at = (uint32_t)at;
    put32(z->out, 0x04034b50);
    put_common(z->out, m);
    miler_buf_text_append(z->out, m->name);
    miler_buf_append(z->out, bytes, len);
    return true;
}

void zip_end(zip *z) {
    const uint64_t from = z->gone + z->out->len;
    for (size_t i = 0; i < z->count; i++) {
        const zip_member *m = &z->members[i];
        put32(z->out, 0x02014b50);
        put16(z->out, MADE_BY);
        put_common(z->out, m);
        put16(z->out, 0); // no remark
        put16(z->out, 0); // the first disk
        put16(z->out, 0);
        put32(z->out, 0);
        put32(z->out, m->at);
        miler_buf_text_append(z->out, m->name);
    }
    const uint64_t size = z->gone + z->out->len - from;
    put32(z->out, 0x06054b50);
    put16(z->out, 0);
    put16(z->out, 0);
    put16(z->out, (unsigned)z->count);
    put16(z->out, (unsigned)z->count);
    put32(z->out, (uint32_t)size);
    put32(z->out, (uint32_t)from);
    put16(z->out, 0);
}
