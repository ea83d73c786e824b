// SPDX-License-Identifier: MIT
// The table of formats and the push reader over it. A reader goes through
//
//     open -> feed, feed, ... -> finish -> close
//              |                   ^
//              +-- EMPTY ----------+   (sound, but no activity: the rest need not be fed)
//
// and this file holds it to that order, so that a format need not.
#include "formats/format.h"

#include "base/limits.h"

#include <string.h>

// To add a format: one line here, one file that defines its vtable.
static const miler_format *const formats[] = {
    &miler_format_fit,
    &miler_format_tcx,
    &miler_format_gpx,
};

typedef enum reader_phase { READING, ENOUGH, ENDED, BROKEN } reader_phase;

struct miler_reader {
    const miler_format *format;
    void *state;
    uint64_t fed;
    reader_phase phase;
};

static const miler_format *find(miler_file_format id) {
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
        if (formats[i]->id == id) return formats[i];
    return NULL;
}

miler_file_format miler_formats_sniff(const void *head, size_t len) {
    if (head == NULL) return MILER_FORMAT_UNKNOWN;
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
        if (formats[i]->sniff(head, len)) return formats[i]->id;
    return MILER_FORMAT_UNKNOWN;
}

miler_status miler_reader_open(miler_reader **out, miler_file_format format, miler_arena *arena,
                               miler_error *err) {
    if (out == NULL || arena == NULL) return miler_fail(err, MILER_ERR_ARG, "a reader needs an arena");
    *out = NULL;
    const miler_format *known = find(format);
    if (known == NULL)
        return miler_fail(err, MILER_ERR_UNSUPPORTED, "no reader for %s files", miler_format_name(format));
    miler_reader *reader = miler_arena_take(arena, sizeof *reader);
    if (reader == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    reader->format = known;
    miler_status status = known->open(&reader->state, arena, err);
    if (status == MILER_OK) *out = reader;
    return status;
}

miler_status miler_reader_feed(miler_reader *reader, const void *bytes, size_t len, miler_error *err) {
    if (reader == NULL || (bytes == NULL && len != 0))
        return miler_fail(err, MILER_ERR_ARG, "nothing to feed");
    if (reader->phase == ENOUGH) return miler_fail(err, MILER_ERR_EMPTY, "no activity in this file");
    if (reader->phase != READING) return miler_fail(err, MILER_ERR_ARG, "fed after the end or an error");
    if (len == 0) return MILER_OK;
    if (len > MILER_FILE_MAX - reader->fed) {
        reader->phase = BROKEN;
        return miler_fail(err, MILER_ERR_LIMIT, "the file is larger than %zu MiB",
                          MILER_FILE_MAX / MILER_MIB);
    }
    reader->fed += len;
    miler_status status = reader->format->feed(reader->state, bytes, len, err);
    if (status != MILER_OK) reader->phase = status == MILER_ERR_EMPTY ? ENOUGH : BROKEN;
    return status;
}

miler_status miler_reader_finish(miler_reader *reader, miler_reading *out, miler_error *err) {
    if (reader == NULL || out == NULL)
        return miler_fail(err, MILER_ERR_ARG, "finish needs a reader and a reading");
    if (reader->phase != READING && reader->phase != ENOUGH)
        return miler_fail(err, MILER_ERR_ARG, "finished after the end or an error");
    memset(out, 0, sizeof *out);
    out->format = reader->format->id;
    out->content_name = "";
    reader->phase = ENDED;
    if (reader->fed == 0) return miler_fail(err, MILER_ERR_EMPTY, "the file is empty");
    return reader->format->finish(reader->state, out, err);
}

void miler_reader_close(miler_reader *reader) {
    if (reader != NULL && reader->state != NULL) reader->format->close(reader->state);
}

miler_status miler_formats_read(const void *bytes, size_t len, miler_arena *arena, miler_reading *out,
                                miler_error *err) {
    if (out == NULL || (bytes == NULL && len != 0)) return miler_fail(err, MILER_ERR_ARG, "nothing to read");
    memset(out, 0, sizeof *out);
    out->content_name = "";
    if (len == 0) return miler_fail(err, MILER_ERR_EMPTY, "the file is empty");
    miler_file_format format = miler_formats_sniff(bytes, len);
    if (format == MILER_FORMAT_UNKNOWN)
        return miler_fail(err, MILER_ERR_FORMAT, "not a FIT, TCX or GPX file");
    miler_reader *reader;
    miler_status status = miler_reader_open(&reader, format, arena, err);
    if (status != MILER_OK) return status;
    status = miler_reader_feed(reader, bytes, len, err);
    if (status == MILER_OK || status == MILER_ERR_EMPTY) status = miler_reader_finish(reader, out, err);
    miler_reader_close(reader);
    return status;
}
