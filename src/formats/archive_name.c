// SPDX-License-Identifier: MIT
// Names out of archives and file systems are any bytes; what is shown, stored
// and written as JSON must be UTF-8 without control characters.
#include "formats/archive.h"

#include <string.h>

// Length of the UTF-8 character at p, 0 when it is not one.
static size_t utf8_len(const uint8_t *p, size_t left) {
    const size_t need = p[0] < 0x80                   ? 1
                        : p[0] >= 0xC2 && p[0] < 0xE0 ? 2
                        : (p[0] & 0xF0) == 0xE0       ? 3
                        : p[0] >= 0xF0 && p[0] < 0xF5 ? 4
                                                      : 0;
    if (need == 0 || need > left) return 0;
    for (size_t i = 1; i < need; i++)
        if ((p[i] & 0xC0) != 0x80) return 0;
    if (need == 3 && ((p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xED && p[1] >= 0xA0))) return 0;
    if (need == 4 && ((p[0] == 0xF0 && p[1] < 0x90) || (p[0] == 0xF4 && p[1] >= 0x90))) return 0;
    return need;
}

void archive_print_name(char *out, size_t out_size, const void *bytes, size_t len) {
    const uint8_t *name = bytes;
    size_t n = 0;
    for (size_t i = 0; i < len;) {
        const size_t take = utf8_len(name + i, len - i);
        const bool plain = take > 1 || (take == 1 && name[i] >= 0x20 && name[i] != 0x7F);
        if (n + (plain ? take : 1) >= out_size) break;
        if (plain) {
            memcpy(out + n, name + i, take);
            n += take;
            i += take;
        } else {
            out[n++] = '?';
            i++;
        }
    }
    out[n] = '\0';
}
