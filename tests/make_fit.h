// SPDX-License-Identifier: MIT
// make_fit.h: small FIT files made in code for the tests: file_id, records one
// a second on a straight road, one lap, one session. Byte layout: the public
// facts of the format as src/formats reads them.
#ifndef TESTS_MAKE_FIT_H
#define TESTS_MAKE_FIT_H

#include <miler/base.h>

typedef struct made_fit {
    uint8_t file_type; // 4 activity, 2 settings, 32 monitoring, 5 workout, 6 course
    uint8_t sport;     // 1 running, 2 cycling
    uint32_t serial;   // two files that differ only here are the same recording
    int64_t start_s;   // Unix
    uint32_t seconds;  // records
    double speed_mps;
} made_fit;

static inline void fit_le(miler_buf *out, uint64_t value, unsigned bytes) {
    for (unsigned i = 0; i < bytes; i++) {
        const uint8_t b = (uint8_t)(value >> (8 * i));
        miler_buf_append(out, &b, 1);
    }
}

static inline uint16_t fit_crc(const char *bytes, size_t len) {
    uint32_t crc = 0;
    for (size_t i = 0; i < len; i++) {
        crc ^= (uint8_t)bytes[i];
        for (int k = 0; k < 8; k++)
            crc = (crc & 1) != 0 ? crc >> 1 ^ 0xA001 : crc >> 1;
    }
    return (uint16_t)crc;
}

typedef struct fit_field {
    uint8_t number, size, type;
} fit_field;

static inline void fit_define(miler_buf *out, uint8_t local, uint16_t message, const fit_field *fields,
                              uint8_t count) {
    fit_le(out, 0x40u | local, 1);
    fit_le(out, 0, 2); // reserved, little-endian
    fit_le(out, message, 2);
    fit_le(out, count, 1);
    for (uint8_t i = 0; i < count; i++) {
        fit_le(out, fields[i].number, 1);
        fit_le(out, fields[i].size, 1);
        fit_le(out, fields[i].type, 1);
    }
}

static inline void fit_records(miler_buf *out, const made_fit *f, uint32_t start) {
    static const fit_field fields[] = {{253, 4, 0x86}, {0, 4, 0x85}, {1, 4, 0x85}, {5, 4, 0x86},
                                       {6, 2, 0x84},   {3, 1, 2},    {4, 1, 2}};
    fit_define(out, 1, 20, fields, 7);
    for (uint32_t i = 0; i <= f->seconds; i++) {
        const double metres = f->speed_mps * i;
        const double degrees = metres / 111320.0; // northwards from the equator
        fit_le(out, 1, 1);
        fit_le(out, start + i, 4);
        fit_le(out, (uint32_t)(int32_t)(degrees / 180.0 * 2147483648.0), 4);
        fit_le(out, 0, 4);
        fit_le(out, (uint32_t)(metres * 100), 4);
        fit_le(out, (uint32_t)(f->speed_mps * 1000), 2);
        fit_le(out, 150, 1);
        fit_le(out, 88, 1);
    }
}

static inline void fit_summaries(miler_buf *out, const made_fit *f, uint32_t start) {
    static const fit_field lap[] = {{253, 4, 0x86}, {2, 4, 0x86}, {7, 4, 0x86},
                                    {8, 4, 0x86},   {9, 4, 0x86}, {24, 1, 0}};
    static const fit_field session[] = {{253, 4, 0x86}, {2, 4, 0x86}, {7, 4, 0x86}, {8, 4, 0x86},
                                        {9, 4, 0x86},   {5, 1, 0},    {6, 1, 0}};
    const uint32_t metres = (uint32_t)(f->speed_mps * f->seconds * 100);
    for (uint8_t k = 2; k <= 3; k++) {
        if (k == 2)
            fit_define(out, 2, 19, lap, 6);
        else
            fit_define(out, 3, 18, session, 7);
        fit_le(out, k, 1);
        fit_le(out, start + f->seconds, 4);
        fit_le(out, start, 4);
        fit_le(out, f->seconds * 1000, 4);
        fit_le(out, f->seconds * 1000, 4);
        fit_le(out, metres, 4);
        fit_le(out, k == 2 ? 7 : f->sport, 1); // lap trigger: session end
        if (k == 3) fit_le(out, 0, 1);
    }
}

static inline void make_fit(miler_buf *out, const made_fit *f) {
    const uint32_t start = (uint32_t)(f->start_s - 631065600); // FIT counts from 1989-12-31
    const size_t begin = out->len;
    fit_le(out, 14, 1);
    fit_le(out, 0x20, 1);
    fit_le(out, 2140, 2);
    fit_le(out, 0, 4); // data size, set below
    miler_buf_append(out, ".FIT", 4);
    fit_le(out, 0, 2); // no header checksum: allowed
    static const fit_field id[] = {{0, 1, 0}, {1, 2, 0x84}, {2, 2, 0x84}, {3, 4, 0x8C}, {4, 4, 0x86}};
    fit_define(out, 0, 0, id, 5);
    fit_le(out, 0, 1);
    fit_le(out, f->file_type, 1);
    fit_le(out, 255, 2); // manufacturer: development
    fit_le(out, 1, 2);
    fit_le(out, f->serial, 4);
    fit_le(out, start, 4);
    if (f->file_type == 4) {
        if (f->seconds != 0) fit_records(out, f, start);
        fit_summaries(out, f, start);
    } else {
        fit_define(out, 1, 55, id + 1, 2); // monitoring: something to pass on
        for (unsigned i = 0; i < f->seconds; i++) {
            fit_le(out, 1, 1);
            fit_le(out, i, 4);
        }
    }
    const uint32_t data = (uint32_t)(out->len - begin - 14);
    for (unsigned i = 0; i < 4; i++)
        out->ptr[begin + 4 + i] = (char)(data >> (8 * i));
    fit_le(out, fit_crc(out->ptr + begin, out->len - begin), 2);
}

#endif
