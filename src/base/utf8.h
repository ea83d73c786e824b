// SPDX-License-Identifier: MIT
// Is this UTF-8? For text out of files, archives and command lines.
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

// Bytes of the character that starts at `text`, 0 when they are no UTF-8.
size_t miler_utf8_len(const void *text, size_t len);

// Bytes of the first `letters` characters, or of all of a shorter text. What is no UTF-8 counts one by one.
size_t miler_utf8_cut(const char *text, size_t letters);

// Nothing of it is seen: blanks, controls, marks without a width. No name is chosen by such a one.
bool miler_utf8_blank(const char *text);

#endif
