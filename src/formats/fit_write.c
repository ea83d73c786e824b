// SPDX-License-Identifier: MIT
// Messages to bytes; see fit_write.h. A local type is defined when a shape is
// first written and again only after 16 others took its place.
#include "formats/fit_write.h"

#include "formats/crc16.h"

#include <string.h>

#define HEADER_SIZE 14
#define PROTOCOL_VERSION 0x10 // 1.0: no developer fields are written
#define PROFILE_VERSION 2100  // 21.00: has all fields of fit_write_rows.c

// What one raw number of a base type may be.
static const struct {
    uint8_t base;
    uint8_t size;
    double low, high; // valid raw numbers
    uint32_t invalid;
} bases[] = {
    {FITW_ENUM, 1, 0, 0xFE, 0xFF},
    {FITW_SINT8, 1, -128, 0x7E, 0x7F},
    {FITW_UINT8, 1, 0, 0xFE, 0xFF},
    {FITW_UINT16, 2, 0, 0xFFFE, 0xFFFF},
    {FITW_SINT32, 4, -2147483648.0, 0x7FFFFFFE, 0x7FFFFFFF},
    {FITW_UINT32, 4, 0, 0xFFFFFFFE, 0xFFFFFFFF},
    {FITW_UINT32Z, 4, 1, 0xFFFFFFFF, 0},
};

static size_t base_row(uint8_t base) {
    size_t i = 0;
    while (i + 1 < sizeof bases / sizeof bases[0] && bases[i].base != base)
        i++;
    return i;
}

static uint8_t field_size(const fitw_field *f) {
    return f->base == FITW_STRING ? f->size : bases[base_row(f->base)].size;
}

double fitw_time(int64_t t_ms) {
    if (t_ms < FITW_EPOCH_MS || t_ms > FITW_EPOCH_MS + INT64_C(4294967294000)) return NAN;
    return (double)((t_ms - FITW_EPOCH_MS) / 1000);
}

static void put_little(miler_buf *out, uint32_t value, size_t size) {
    const uint8_t bytes[4] = {(uint8_t)value, (uint8_t)(value >> 8), (uint8_t)(value >> 16),
                              (uint8_t)(value >> 24)};
    miler_buf_append(out, bytes, size);
}

static void put_number(miler_buf *out, const fitw_field *f, double value) {
    const size_t row = base_row(f->base);
    const double raw = round((value + f->offset) * f->scale);
    uint32_t bits = bases[row].invalid;
    if (raw >= bases[row].low && raw <= bases[row].high) bits = (uint32_t)(int64_t)raw;
    put_little(out, bits, bases[row].size);
}

// NUL padded, always ended, never cut inside a UTF-8 character.
static void put_string(miler_buf *out, size_t size, const char *text) {
    static const uint8_t zeros[64] = {0};
    size_t len = text != NULL ? strlen(text) : 0;
    if (len > size - 1) {
        len = size - 1;
        while (len > 0 && ((uint8_t)text[len] & 0xC0) == 0x80)
            len--;
    }
    miler_buf_append(out, text, len);
    for (size_t left = size - len; left > 0;) {
        const size_t part = left < sizeof zeros ? left : sizeof zeros;
        miler_buf_append(out, zeros, part);
        left -= part;
    }
}

static uint8_t define(fitw_writer *w, const fitw_shape *shape, uint32_t present) {
    for (uint8_t i = 0; i < FITW_LOCALS; i++)
        if (w->locals[i].shape == shape && w->locals[i].present == present) return i;
    const uint8_t local = w->next;
    w->next = (uint8_t)((local + 1) % FITW_LOCALS);
    w->locals[local].shape = shape;
    w->locals[local].present = present;
    uint8_t count = 0;
    for (uint8_t i = 0; i < shape->count; i++)
        count = (uint8_t)(count + (present >> i & 1));
    const uint8_t head[] = {(uint8_t)(0x40 | local),        0,    0, (uint8_t)shape->message,
                            (uint8_t)(shape->message >> 8), count};
    miler_buf_append(w->out, head, sizeof head);
    for (uint8_t i = 0; i < shape->count; i++) {
        const uint8_t field[] = {shape->fields[i].number, field_size(&shape->fields[i]),
                                 shape->fields[i].base};
        if ((present >> i & 1) != 0) miler_buf_append(w->out, field, sizeof field);
    }
    return local;
}

void fitw_put_texts(fitw_writer *w, const fitw_shape *shape, uint32_t present, const double *values,
                    const char *const *texts) {
    const uint8_t local = define(w, shape, present);
    miler_buf_append(w->out, &local, 1);
    size_t text = 0;
    for (uint8_t i = 0; i < shape->count; i++) {
        const bool words = shape->fields[i].base == FITW_STRING;
        const char *const own = words ? texts[text++] : NULL;
        if ((present >> i & 1) == 0) continue;
        if (words)
            put_string(w->out, shape->fields[i].size, own);
        else
            put_number(w->out, &shape->fields[i], values[i]);
    }
}

void fitw_put_some(fitw_writer *w, const fitw_shape *shape, uint32_t present, const double *values,
                   const char *text) {
    fitw_put_texts(w, shape, present, values, &text);
}

void fitw_put(fitw_writer *w, const fitw_shape *shape, const double *values, const char *text) {
    fitw_put_some(w, shape, UINT32_MAX >> (32 - shape->count), values, text);
}

void fitw_begin(fitw_writer *w, miler_buf *out) {
    memset(w, 0, sizeof *w);
    w->out = out;
    w->start = out->len;
    static const uint8_t header[HEADER_SIZE] = {HEADER_SIZE,
                                                PROTOCOL_VERSION,
                                                PROFILE_VERSION & 0xFF,
                                                PROFILE_VERSION >> 8,
                                                0,
                                                0,
                                                0,
                                                0,
                                                '.',
                                                'F',
                                                'I',
                                                'T',
                                                0,
                                                0};
    miler_buf_append(out, header, sizeof header);
}

miler_status fitw_end(fitw_writer *w, miler_error *err) {
    miler_buf *out = w->out;
    if (!out->failed) {
        uint8_t *file = (uint8_t *)out->ptr + w->start;
        const size_t size = out->len - w->start - HEADER_SIZE;
        for (size_t i = 0; i < 4; i++)
            file[4 + i] = (uint8_t)(size >> (8 * i));
        const uint16_t head = miler_crc16(0, file, HEADER_SIZE - 2);
        file[HEADER_SIZE - 2] = (uint8_t)head;
        file[HEADER_SIZE - 1] = (uint8_t)(head >> 8);
        put_little(out, miler_crc16(0, file, HEADER_SIZE + size), 2);
    }
    return miler_buf_status(out, err);
}
