// SPDX-License-Identifier: MIT
#include "render/qr.h"

// One path, a stroke for each stretch of dark squares in a row.
miler_status qr_print(const char *text, const char *title, miler_arena *arena, miler_buf *out,
                      miler_error *err) {
    qr_code qr;
    const miler_status status = qr_make(text, arena, &qr, err);
    if (status != MILER_OK) return status;
    const int whole = qr.side + 2 * QR_QUIET;
    miler_buf_printf(out,
                     "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" "
                     "shape-rendering=\"crispEdges\"><title>%s</title><path fill=\"#fff\" "
                     "d=\"M0 0h%dv%dH0z\"/><path stroke=\"#000\" d=\"",
                     whole, whole, title, whole, whole);
    for (int y = 0; y < qr.side; y++)
        for (int x = 0; x < qr.side; x++) {
            const uint8_t *row = qr.set + y * qr.side;
            int len = 0;
            while (x + len < qr.side && row[x + len] != 0)
                len++;
            if (len > 0) miler_buf_printf(out, "M%d %d.5h%d", QR_QUIET + x, QR_QUIET + y, len);
            x += len;
        }
    miler_buf_text_append(out, "\"/></svg>\n");
    return miler_buf_status(out, err);
}
