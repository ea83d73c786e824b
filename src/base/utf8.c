// SPDX-License-Identifier: MIT
// Well-formed UTF-8, as the table of RFC 3629 section 4 has it: overlong forms,
// surrogates and what lies beyond U+10FFFF are ruled out by the second byte.
//
//     first byte   bytes   second byte
//     00-7F        1
//     C2-DF        2       80-BF
//     E0           3       A0-BF        E1-EC, EE-EF  80-BF   ED  80-9F
//     F0           4       90-BF        F1-F3         80-BF   F4  80-8F
#include "base/utf8.h"

#include <string.h>

#include <stdint.h>

static const struct {
    uint8_t first, last, len, second_first, second_last;
} rows[] = {{0x00, 0x7F, 1, 0x00, 0x00}, {0xC2, 0xDF, 2, 0x80, 0xBF}, {0xE0, 0xE0, 3, 0xA0, 0xBF},
            {0xE1, 0xEC, 3, 0x80, 0xBF}, {0xED, 0xED, 3, 0x80, 0x9F}, {0xEE, 0xEF, 3, 0x80, 0xBF},
            {0xF0, 0xF0, 4, 0x90, 0xBF}, {0xF1, 0xF3, 4, 0x80, 0xBF}, {0xF4, 0xF4, 4, 0x80, 0x8F}};

size_t miler_utf8_len(const void *text, size_t len) {
    const uint8_t *p = text;
    size_t row = 0;
    while (row < sizeof rows / sizeof rows[0] && len > 0 && p[0] > rows[row].last)
        row++;
    if (len == 0 || row == sizeof rows / sizeof rows[0] || p[0] < rows[row].first || len < rows[row].len)
        return 0;
    if (rows[row].len > 1 && (p[1] < rows[row].second_first || p[1] > rows[row].second_last)) return 0;
    for (size_t i = 2; i < rows[row].len; i++)
        if ((p[i] & 0xC0) != 0x80) return 0;
    return rows[row].len;
}

size_t miler_utf8_cut(const char *text, size_t letters) {
    const size_t len = strlen(text);
    size_t at = 0;
    for (size_t i = 0; at < len && i < letters; i++) {
        const size_t size = miler_utf8_len(text + at, len - at);
        at += size > 0 ? size : 1;
    }
    return at;
}

// Of a character of `size` bytes.
static uint32_t code_of(const char *text, size_t size) {
    const uint8_t *p = (const uint8_t *)text;
    uint32_t c = size == 1 ? p[0] : p[0] & (0xFFu >> (size + 1));
    for (size_t i = 1; i < size; i++)
        c = c << 6 | (p[i] & 0x3Fu);
    return c;
}

static bool is_unseen(uint32_t c) {
    static const struct {
        uint32_t first, last;
    } list[] = {{0x00, 0x20},     {0x7F, 0xA0},     {0xAD, 0xAD},     {0x061C, 0x061C},
                {0x180E, 0x180E}, {0x2000, 0x200F}, {0x2028, 0x202F}, {0x205F, 0x206F},
                {0x3000, 0x3000}, {0x3164, 0x3164}, {0xFEFF, 0xFEFF}};
    for (size_t i = 0; i < sizeof list / sizeof list[0]; i++)
        if (c >= list[i].first && c <= list[i].last) return true;
    return false;
}

bool miler_utf8_blank(const char *text) {
    const size_t len = strlen(text);
    for (size_t at = 0; at < len;) {
        const size_t size = miler_utf8_len(text + at, len - at);
        if (size == 0 || !is_unseen(code_of(text + at, size))) return false;
        at += size;
    }
    return true;
}
