// SPDX-License-Identifier: MIT
// A QR code as squares; qr.c alone knows libqrencode, and loads it when the first
// code is made.
#ifndef MILER_QR_H
#define MILER_QR_H

#include <miler/base.h>

#define QR_QUIET 4 // squares of nothing that every side needs

typedef struct qr_code {
    int side;           // squares
    const uint8_t *set; // side x side, 1 = dark
} qr_code;
// Errors: UNSUPPORTED with what to install, LIMIT (too long for a code), NOMEM.
miler_status qr_make(const char *text, miler_arena *arena, qr_code *out, miler_error *err) MILER_CHECK;
// The same as one SVG image, dark on light whatever the page. Errors: as qr_make.
miler_status qr_print(const char *text, const char *title, miler_arena *arena, miler_buf *out,
                      miler_error *err) MILER_CHECK;

#endif
