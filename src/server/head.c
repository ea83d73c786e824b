// SPDX-License-Identifier: MIT
#include "server/head.h"

static void end_line(head_lines *h) {
    h->odd = h->odd || !h->after_cr;
    h->over = h->letters == 0 && h->lines > 0; // empty lines before the first are nothing
    h->lines += h->letters > 0;
    h->letters = 0;
}

void head_read(head_lines *h, const void *bytes, size_t len) {
    const unsigned char *at = bytes, *end = at + len;
    for (; at < end && !h->over; at++) {
        if (*at == '\n') {
            end_line(h);
        } else {
            const bool folded = h->lines > 0 && h->letters == 0 && (*at == ' ' || *at == '\t');
            h->odd = h->odd || h->after_cr || folded || *at == '\0';
            h->letters += *at != '\r';
        }
        h->after_cr = *at == '\r';
    }
}
