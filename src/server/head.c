// SPDX-License-Identifier: MIT
#include "server/head.h"

#define CHUNK_DIGITS_MAX 7 // of the length of one: far more than a body may have

static void end_line(head_lines *h) {
    h->odd = h->odd || !h->after_cr;
    h->over = h->letters == 0 && h->lines > 0; // empty lines before the first are nothing
    h->lines += h->letters > 0;
    h->letters = 0;
}

static void read_letter(head_lines *h, unsigned char c) {
    if (c == '\n') {
        end_line(h);
    } else {
        const bool folded = h->lines > 0 && h->letters == 0 && (c == ' ' || c == '\t');
        h->odd = h->odd || h->after_cr || folded || c == '\0';
        h->letters += c != '\r';
    }
    h->after_cr = c == '\r';
}

// ---- Chunks

static int hex(unsigned char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static void read_length(head_chunks *k, unsigned char c) {
    const int digit = hex(c);
    if (digit < 0) {
        k->odd = c != '\r' || k->digits == 0;
        k->at = CHUNK_LENGTH_LF;
        return;
    }
    k->left = k->left * 16 + (size_t)digit;
    k->odd = ++k->digits > CHUNK_DIGITS_MAX;
}

// What may come next but for lengths and bytes: one letter, and what follows it.
static void read_mark(head_chunks *k, unsigned char c) {
    static const struct {
        char wanted;
        head_chunk_part next;
    } rows[] = {[CHUNK_LENGTH_LF] = {'\n', CHUNK_BYTES},
                [CHUNK_BYTES_CR] = {'\r', CHUNK_BYTES_LF},
                [CHUNK_BYTES_LF] = {'\n', CHUNK_LENGTH},
                [CHUNK_END_CR] = {'\r', CHUNK_END_LF},
                [CHUNK_END_LF] = {'\n', CHUNK_OVER}};
    k->odd = c != (unsigned char)rows[k->at].wanted;
    const bool last = k->at == CHUNK_LENGTH_LF && k->left == 0;
    k->at = last ? CHUNK_END_CR : rows[k->at].next;
    if (k->at == CHUNK_LENGTH) k->digits = 0;
}

static void read_chunks(head_chunks *k, const unsigned char *at, const unsigned char *end) {
    while (at < end && !k->odd && k->at != CHUNK_OVER) {
        if (k->at == CHUNK_BYTES) {
            const size_t there = (size_t)(end - at), taken = there < k->left ? there : k->left;
            at += taken;
            k->left -= taken;
            if (k->left == 0) k->at = CHUNK_BYTES_CR;
        } else if (k->at == CHUNK_LENGTH) {
            read_length(k, *at++);
        } else {
            read_mark(k, *at++);
        }
    }
}

// ---- All of it

void head_read(head_lines *h, const void *bytes, size_t len) {
    const unsigned char *at = bytes, *end = at + len;
    while (at < end && !h->over)
        read_letter(h, *at++);
    read_chunks(&h->chunks, at, end);
}

bool head_done(const head_lines *h) {
    return h->over && (h->chunks.odd || h->chunks.at == CHUNK_OVER);
}

bool head_chunks_sound(const head_lines *h) {
    return !h->chunks.odd && h->chunks.at == CHUNK_OVER;
}
