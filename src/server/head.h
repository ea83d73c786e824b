// SPDX-License-Identifier: MIT
// The lines of a request's head as they come over the wire, and the chunks behind it. libevent takes both
// leniently: a line may end without its CR, or go on in the next one; a chunk's length may have a sign, a blank
// or an 0x, and behind the last chunk more headers may stand, which count like those of the head. A proxy in
// front may read such a request otherwise, and let through what it would not have; so it is refused.
#ifndef MILER_HEAD_H
#define MILER_HEAD_H

#include <stdbool.h>
#include <stddef.h>

typedef enum head_chunk_part {
    CHUNK_LENGTH = 0,
    CHUNK_LENGTH_LF,
    CHUNK_BYTES,
    CHUNK_BYTES_CR,
    CHUNK_BYTES_LF,
    CHUNK_END_CR,
    CHUNK_END_LF,
    CHUNK_OVER
} head_chunk_part;

// What stands behind the head, read as chunks whether it is said to be in chunks or not.
typedef struct head_chunks {
    head_chunk_part at;
    size_t left; // bytes of this one still to come
    unsigned digits;
    bool odd; // no chunks, or some with more than lengths, bytes and line ends
} head_chunks;

typedef struct head_lines {
    size_t lines, letters; // that have ended; of the line that is being read, without its CR
    bool after_cr;
    bool over; // the empty line was there: what follows is the body
    bool odd;  // a bare CR or LF, a folded line, a NUL
    head_chunks chunks;
} head_lines;

// Some more bytes; in whatever pieces they come, the same is found.
void head_read(head_lines *h, const void *bytes, size_t len);
bool head_done(const head_lines *h); // nothing that could still come would change what is known
// Whether the body is chunks to their end and nothing else.
bool head_chunks_sound(const head_lines *h);

#endif
