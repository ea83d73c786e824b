// SPDX-License-Identifier: MIT
#include "render/qr.h"

#include "base/late.h"

#include <errno.h>
#include <qrencode.h>

#define CALLS(X) X(QRcode_encodeString8bit) X(QRcode_free)

typedef struct calls {
    CALLS(MILER_LATE_FIELD)
} calls;

static miler_status copy(const QRcode *code, miler_arena *arena, qr_code *out, miler_error *err) {
    const size_t side = (size_t)code->width;
    uint8_t *set = miler_arena_array(arena, side * side, 1);
    if (set == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    for (size_t i = 0; i < side * side; i++)
        set[i] = code->data[i] & 1;
    *out = (qr_code){.side = code->width, .set = set};
    return MILER_OK;
}

miler_status qr_make(const char *text, miler_arena *arena, qr_code *out, miler_error *err) {
    calls found, *call = &found;
    const miler_late_call table[] = {CALLS(MILER_LATE_ROW)};
    *out = (qr_code){0};
    const miler_late_library library = {MILER_LATE_NAME("qrencode", "4"), "a QR code needs libqrencode",
                                        "libqrencode4", false};
    const miler_status opened = miler_late_open(&library, table, MILER_LATE_COUNT(table), err);
    if (opened != MILER_OK) return opened;
    // M: read with a seventh of it smudged or creased.
    QRcode *code = call->QRcode_encodeString8bit_(text, 0, QR_ECLEVEL_M);
    if (code == NULL && errno == ENOMEM) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    if (code == NULL)
        return miler_fail(err, MILER_ERR_LIMIT, "the link is too long, or empty, for a QR code");
    const miler_status status = copy(code, arena, out, err);
    call->QRcode_free_(code);
    return status;
}
