// SPDX-License-Identifier: MIT
// A FIT file built byte by byte, for tests: header, definitions, data,
// checksums, each right or wrong on purpose. It knows nothing of the reader.
#ifndef MILER_TEST_FIT_BYTES_H
#define MILER_TEST_FIT_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FB_MAX ((size_t)4 << 20)
#define FB_T0 1100000000u // some second of 2024 in FIT time

enum {
    FB_ENUM = 0,
    FB_S8 = 1,
    FB_U8 = 2,
    FB_S16 = 0x83,
    FB_U16 = 0x84,
    FB_S32 = 0x85,
    FB_U32 = 0x86,
    FB_TEXT = 7,
    FB_F32 = 0x88,
    FB_F64 = 0x89,
    FB_U8Z = 0x0A,
    FB_U16Z = 0x8B,
    FB_U32Z = 0x8C,
    FB_BYTE = 13,
    FB_S64 = 0x8E,
    FB_U64 = 0x8F,
    FB_U64Z = 0x90
};

typedef struct fb_field {
    uint8_t num, size, base; // developer fields: num, size, developer index
} fb_field;

typedef struct fb {
    uint8_t *b;
    size_t n;
    size_t start; // of the newest file in the chain
    size_t header_size;
    bool big_endian;
} fb;

static inline void fb_u8(fb *f, unsigned v) {
    if (f->n == FB_MAX) abort();
    f->b[f->n++] = (uint8_t)v;
}

static inline void fb_uint(fb *f, uint64_t v, size_t size) {
    for (size_t i = 0; i < size; i++)
        fb_u8(f, (unsigned)(v >> (8 * (f->big_endian ? size - 1 - i : i)) & 0xFF));
}

static inline void fb_u16(fb *f, unsigned v) {
    fb_uint(f, v, 2);
}

static inline void fb_u32(fb *f, uint32_t v) {
    fb_uint(f, v, 4);
}

static inline void fb_text(fb *f, const char *text, size_t size) {
    for (size_t i = 0, len = strlen(text); i < size; i++)
        fb_u8(f, i < len ? (uint8_t)text[i] : 0);
}

// The slow way, so that it cannot share a mistake with the reader's.
static inline uint16_t fb_crc(const uint8_t *p, size_t len) {
    unsigned crc = 0;
    for (size_t i = 0; i < len; i++) {
        crc ^= p[i];
        for (int bit = 0; bit < 8; bit++)
            crc = (crc & 1) != 0 ? crc >> 1 ^ 0xA001 : crc >> 1;
    }
    return (uint16_t)crc;
}

static inline fb fb_new(void) {
    fb f = {.b = malloc(FB_MAX)};
    if (f.b == NULL) abort();
    return f;
}

static inline void fb_free(fb *f) {
    free(f->b);
    f->b = NULL;
}

static inline void fb_begin(fb *f, size_t header_size) {
    f->start = f->n;
    f->header_size = header_size;
    fb_u8(f, (unsigned)header_size);
    fb_u8(f, 0x20);
    for (int i = 0; i < 6; i++)
        fb_u8(f, 0);
    fb_text(f, ".FIT", 4);
    for (size_t i = 12; i < header_size; i++)
        fb_u8(f, 0);
}

// Sizes and checksums of the newest file as they are now; wrong ones are made by hand after it.
static inline void fb_seal(fb *f) {
    size_t data = f->n - f->start - f->header_size;
    uint8_t *h = f->b + f->start;
    for (size_t i = 0; i < 4; i++)
        h[4 + i] = (uint8_t)(data >> (8 * i));
    if (f->header_size >= 14) {
        uint16_t crc = fb_crc(h, 12);
        h[12] = (uint8_t)crc;
        h[13] = (uint8_t)(crc >> 8);
    }
    uint16_t crc = fb_crc(h, f->n - f->start);
    fb_u8(f, crc & 0xFFu);
    fb_u8(f, (unsigned)crc >> 8);
}

static inline void fb_define_dev(fb *f, unsigned local, unsigned message, const fb_field *fields,
                                 size_t count, const fb_field *dev, size_t dev_count) {
    fb_u8(f, 0x40u | (dev != NULL ? 0x20u : 0) | local);
    fb_u8(f, 0);
    fb_u8(f, f->big_endian);
    fb_u16(f, message);
    fb_u8(f, (unsigned)count);
    for (size_t i = 0; i < count; i++) {
        fb_u8(f, fields[i].num);
        fb_u8(f, fields[i].size);
        fb_u8(f, fields[i].base);
    }
    if (dev == NULL) return;
    fb_u8(f, (unsigned)dev_count);
    for (size_t i = 0; i < dev_count; i++) {
        fb_u8(f, dev[i].num);
        fb_u8(f, dev[i].size);
        fb_u8(f, dev[i].base);
    }
}

#define FB_DEFINE(f, local, message, ...)                                                                    \
    fb_define_dev(f, local, message, (const fb_field[]){__VA_ARGS__},                                        \
                  sizeof((const fb_field[]){__VA_ARGS__}) / sizeof(fb_field), NULL, 0)

// ---- Messages that most fixtures need

static inline void fb_file_id(fb *f, unsigned type) {
    FB_DEFINE(f, 0, 0, {0, 1, FB_ENUM}, {1, 2, FB_U16}, {2, 2, FB_U16});
    fb_u8(f, 0);
    fb_u8(f, type);
    fb_u16(f, 1); // garmin
    fb_u16(f, 2691);
}

// Local 1: time, place, distance, speed, heart rate, cadence.
static inline void fb_define_record(fb *f) {
    FB_DEFINE(f, 1, 20, {253, 4, FB_U32}, {0, 4, FB_S32}, {1, 4, FB_S32}, {5, 4, FB_U32}, {6, 2, FB_U16},
              {3, 1, FB_U8}, {4, 1, FB_U8});
}

static inline void fb_record(fb *f, unsigned second) {
    fb_u8(f, 1);
    fb_u32(f, FB_T0 + second);
    fb_u32(f, 614415000u + second * 300);
    fb_u32(f, (uint32_t)-1500000 + second * 10);
    fb_u32(f, second * 350);
    fb_u16(f, 3500);
    fb_u8(f, 140 + second % 10);
    fb_u8(f, 90);
}

static inline void fb_lap(fb *f, unsigned start, unsigned seconds, unsigned trigger) {
    FB_DEFINE(f, 2, 19, {253, 4, FB_U32}, {2, 4, FB_U32}, {7, 4, FB_U32}, {8, 4, FB_U32}, {9, 4, FB_U32},
              {24, 1, FB_ENUM}, {16, 1, FB_U8}, {17, 1, FB_U8});
    fb_u8(f, 2);
    fb_u32(f, FB_T0 + start + seconds);
    fb_u32(f, FB_T0 + start);
    fb_u32(f, seconds * 1000 + 500);
    fb_u32(f, seconds * 1000 + 250);
    fb_u32(f, seconds * 350);
    fb_u8(f, trigger);
    fb_u8(f, 160);
    fb_u8(f, 91);
}

static inline void fb_session(fb *f, unsigned start, unsigned seconds, unsigned sport, unsigned sub_sport) {
    FB_DEFINE(f, 3, 18, {253, 4, FB_U32}, {2, 4, FB_U32}, {7, 4, FB_U32}, {8, 4, FB_U32}, {9, 4, FB_U32},
              {5, 1, FB_ENUM}, {6, 1, FB_ENUM}, {18, 1, FB_U8}, {92, 1, FB_U8});
    fb_u8(f, 3);
    fb_u32(f, FB_T0 + start + seconds);
    fb_u32(f, FB_T0 + start);
    fb_u32(f, seconds * 1000 + 500);
    fb_u32(f, seconds * 1000);
    fb_u32(f, seconds * 350);
    fb_u8(f, sport);
    fb_u8(f, sub_sport);
    fb_u8(f, 88);
    fb_u8(f, 64); // half a stride
}

static inline void fb_activity(fb *f, unsigned second, int32_t offset_s) {
    FB_DEFINE(f, 4, 34, {253, 4, FB_U32}, {5, 4, FB_U32});
    fb_u8(f, 4);
    fb_u32(f, FB_T0 + second);
    fb_u32(f, FB_T0 + second + (uint32_t)offset_s);
}

static inline void fb_event(fb *f, unsigned second, unsigned type, unsigned data) {
    FB_DEFINE(f, 5, 21, {253, 4, FB_U32}, {0, 1, FB_ENUM}, {1, 1, FB_ENUM}, {3, 4, FB_U32});
    fb_u8(f, 5);
    fb_u32(f, FB_T0 + second);
    fb_u8(f, 0);
    fb_u8(f, type);
    fb_u32(f, data);
}

// A sound run of `seconds` with one lap.
static inline void fb_run(fb *f, unsigned seconds) {
    fb_begin(f, 14);
    fb_file_id(f, 4);
    fb_event(f, 0, 0, 0);
    fb_define_record(f);
    for (unsigned s = 0; s < seconds; s++)
        fb_record(f, s);
    fb_event(f, seconds, 4, 0);
    fb_lap(f, 0, seconds, 7);
    fb_session(f, 0, seconds, 1, 4);
    fb_activity(f, seconds, 7200);
    fb_seal(f);
}

#endif
