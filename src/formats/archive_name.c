// SPDX-License-Identifier: MIT
// Names out of archives and file systems are any bytes; what is shown, stored
// and written as JSON must be UTF-8 without control characters.
#include "formats/archive.h"

#include "base/utf8.h"

#include <string.h>

void archive_print_name(char *out, size_t out_size, const void *bytes, size_t len) {
    const uint8_t *name = bytes;
    size_t n = 0;
    for (size_t i = 0; i < len;) {
        const size_t take = miler_utf8_len(name + i, len - i);
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
