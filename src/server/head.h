// SPDX-License-Identifier: MIT
// The lines of a request's head as they come over the wire. libevent takes them leniently: a line may end
// without its CR, or go on in the next one. A proxy in front may read such a head otherwise, and let through
// what it would not have; so it is refused.
#ifndef MILER_HEAD_H
#define MILER_HEAD_H

#include <stdbool.h>
#include <stddef.h>

typedef struct head_lines {
    size_t lines, letters; // that have ended; of the line that is being read, without its CR
    bool after_cr;
    bool over; // the empty line was there: what follows is the body
    bool odd;  // a bare CR or LF, a folded line, a NUL
} head_lines;

// Some more bytes; in whatever pieces they come, the same is found.
void head_read(head_lines *h, const void *bytes, size_t len);

#endif
