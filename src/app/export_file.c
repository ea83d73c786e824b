// SPDX-License-Identifier: MIT
// The ground of the export: one output file with its buffer, and free text as a
// cell of CSV and as JSON.
#include "app/export_file.h"

#include "base/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define BUFFER_MAX (16 * MILER_MIB) // one plan as JSON text is the largest piece
#define FLUSH_BYTES (64 * MILER_KIB)

miler_status export_file_open(export_file *f, const app_exporting *x, const char *name, miler_error *err) {
    miler_buf_init(&f->buf, x->a->alloc, BUFFER_MAX);
    f->total = x->out;
    f->fd = -1;
    const int len = snprintf(f->path, sizeof f->path, "%s/%s", x->folder, name);
    if (len < 0 || (size_t)len >= sizeof f->path)
        return miler_fail(err, MILER_ERR_LIMIT, "the path of the export is too long");
    f->fd = open(f->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (f->fd >= 0) return MILER_OK;
    return miler_fail(err, errno == EEXIST ? MILER_ERR_CONFLICT : MILER_ERR_IO, "cannot write %s: %s",
                      f->path, strerror(errno));
}

miler_status export_file_write(export_file *f, const char *bytes, size_t len, miler_error *err) {
    while (len > 0) {
        const ssize_t n = write(f->fd, bytes, len);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) {
            const miler_status status =
                miler_fail(err, MILER_ERR_IO, "cannot write %s: %s", f->path, strerror(errno));
            miler_error_remedy(err, "free some space, remove the folder, then export again");
            return status;
        }
        bytes += n;
        len -= (size_t)n;
        f->total->bytes += (uint64_t)n;
    }
    return MILER_OK;
}

miler_status export_file_flush(export_file *f, bool all, miler_error *err) {
    miler_status status = miler_buf_status(&f->buf, err);
    if (status != MILER_OK || (!all && f->buf.len < FLUSH_BYTES)) return status;
    if (f->buf.len > 0) status = export_file_write(f, f->buf.ptr, f->buf.len, err);
    miler_buf_clear(&f->buf);
    return status;
}

miler_status export_file_close(export_file *f, miler_status status, miler_error *err) {
    if (f->fd >= 0) {
        if (status == MILER_OK) status = export_file_flush(f, true, err);
        if (close(f->fd) != 0 && status == MILER_OK)
            status = miler_fail(err, MILER_ERR_IO, "cannot write %s: %s", f->path, strerror(errno));
        f->fd = -1;
    }
    miler_buf_deinit(&f->buf);
    return status;
}

// ---- Text

void export_csv_text(miler_buf *out, const char *text) {
    miler_buf_append(out, "\"", 1);
    if (text[0] != '\0' && strchr("=+-@\t\r", text[0]) != NULL) miler_buf_append(out, "'", 1);
    for (; *text != '\0'; text++) {
        if (*text == '"') miler_buf_append(out, "\"", 1);
        miler_buf_append(out, text, 1);
    }
    miler_buf_append(out, "\"", 1);
}

void export_json_text(miler_buf *out, const char *text) {
    const size_t len = strlen(text);
    miler_buf_append(out, "\"", 1);
    for (size_t i = 0; i < len;) {
        const unsigned char c = (unsigned char)text[i];
        const size_t sound = miler_utf8_len(text + i, len - i);
        if (c == '"' || c == '\\') {
            miler_buf_printf(out, "\\%c", c);
        } else if (c < 0x20) {
            miler_buf_printf(out, "\\u%04x", c);
        } else { // JSON is UTF-8: a byte that is none becomes '?'
            miler_buf_append(out, sound != 0 ? text + i : "?", sound != 0 ? sound : 1);
        }
        i += sound != 0 ? sound : 1;
    }
    miler_buf_append(out, "\"", 1);
}
