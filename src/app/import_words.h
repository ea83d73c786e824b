// SPDX-License-Identifier: MIT
// import_words.h: the sentences in which an import says why a file was skipped,
// failed, or is to be taken with care.
#ifndef MILER_APP_IMPORT_WORDS_H
#define MILER_APP_IMPORT_WORDS_H

#include "store/store.h"

#include <miler/formats.h>

// Sound content that is no activity: "a settings file, no activity".
void import_words_content(char *out, size_t out_size, miler_content content, const char *content_name);
// Bytes of no format that is read here. A file that calls itself .fit, .tcx or
// .gpx has failed; any other is skipped.
store_outcome import_words_unknown(char *out, size_t out_size, const char *name, const uint8_t *head,
                                   size_t head_len);
// True when the name promises another format than the bytes are.
bool import_words_extension(char *out, size_t out_size, const char *name, miler_file_format format);
// The k-th thing a careful reader must know of a recording; false: it is not so.
#define IMPORT_FLAG_COUNT 6
bool import_words_flag(char *out, size_t out_size, const miler_recording *recording, unsigned k);

#endif
