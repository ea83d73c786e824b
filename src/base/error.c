// SPDX-License-Identifier: MIT
// Errors: a fixed-size, caller-owned record, so that reporting a failure never
// allocates and never fails itself.
#include <miler/base.h>

#include <stdio.h>
#include <string.h>

static const struct {
    miler_status status;
    const char *name;
} status_names[] = {
    {MILER_OK, "ok"},
    {MILER_ERR_ARG, "argument"},
    {MILER_ERR_NOMEM, "out of memory"},
    {MILER_ERR_LIMIT, "limit reached"},
    {MILER_ERR_FORMAT, "bad format"},
    {MILER_ERR_UNSUPPORTED, "unsupported"},
    {MILER_ERR_EMPTY, "empty"},
    {MILER_ERR_PARSE, "cannot be read"},
    {MILER_ERR_RANGE, "out of range"},
    {MILER_ERR_NOT_FOUND, "not found"},
    {MILER_ERR_CONFLICT, "conflict"},
    {MILER_ERR_REFUSED, "refused"},
    {MILER_ERR_IO, "input/output"},
    {MILER_ERR_STORE, "store"},
    {MILER_ERR_STORE_NEWER, "store from a newer miler"},
    {MILER_ERR_BUSY, "store not available"},
    {MILER_ERR_CANCELLED, "cancelled"},
};

const char *miler_status_name(miler_status status) {
    for (size_t i = 0; i < sizeof status_names / sizeof status_names[0]; i++)
        if (status_names[i].status == status) return status_names[i].name;
    return "unknown";
}

void miler_error_clear(miler_error *err) {
    if (err != NULL) memset(err, 0, sizeof *err);
}

// vsnprintf truncates in the middle of a UTF-8 sequence; a cut-off tail would
// make the JSON of an error invalid, so it is trimmed to whole characters.
static void trim_utf8(char *text) {
    size_t len = strlen(text);
    size_t start = len;
    while (start > 0 && ((unsigned char)text[start - 1] & 0xC0) == 0x80)
        start--;
    if (start == 0) return;
    unsigned char lead = (unsigned char)text[start - 1];
    size_t need = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    if (len - (start - 1) < need) text[start - 1] = '\0';
}

miler_status miler_fail(miler_error *err, miler_status status, const char *fmt, ...) {
    if (err == NULL) return status;
    va_list args;
    va_start(args, fmt);
    err->status = status;
    err->remedy[0] = '\0';
    (void)vsnprintf(err->msg, sizeof err->msg, fmt, args);
    va_end(args);
    trim_utf8(err->msg);
    return status;
}

void miler_error_remedy(miler_error *err, const char *fmt, ...) {
    if (err == NULL) return;
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(err->remedy, sizeof err->remedy, fmt, args);
    va_end(args);
    trim_utf8(err->remedy);
}

void miler_error_file(miler_error *err, const char *file) {
    if (err == NULL) return;
    (void)snprintf(err->file, sizeof err->file, "%s", file != NULL ? file : "");
    trim_utf8(err->file);
}

size_t miler_error_print(char *out, size_t out_size, const miler_error *err) {
    char place[64] = "";
    if (err->line != 0 && err->column != 0)
        (void)snprintf(place, sizeof place, "%u:%u: ", (unsigned)err->line, (unsigned)err->column);
    else if (err->line != 0)
        (void)snprintf(place, sizeof place, "line %u: ", (unsigned)err->line);
    else if (err->offset != 0)
        (void)snprintf(place, sizeof place, "byte %llu: ", (unsigned long long)err->offset);
    const char *msg = err->msg[0] != '\0' ? err->msg : miler_status_name(err->status);
    int len = snprintf(out, out_size, "%s%s%s%s%s%s", err->file, err->file[0] != '\0' ? ": " : "", place, msg,
                       err->remedy[0] != '\0' ? "; " : "", err->remedy);
    if (len < 0) return 0;
    return (size_t)len < out_size ? (size_t)len : out_size - 1;
}
