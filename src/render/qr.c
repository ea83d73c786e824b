// SPDX-License-Identifier: MIT
#include "render/qr.h"

#include <dlfcn.h>
#include <errno.h>
#include <qrencode.h>
#include <string.h>

#ifdef __APPLE__
#define LIBRARY "libqrencode.4.dylib"
#else
#define LIBRARY "libqrencode.so.4"
#endif

typedef struct calls {
    __typeof__(&QRcode_encodeString8bit) encode;
    __typeof__(&QRcode_free) free;
} calls;

static bool find(void *library, const char *name, void *place) {
    void *found = library != NULL ? dlsym(library, name) : NULL;
    memcpy(place, &found, sizeof found);
    return found != NULL;
}

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
    calls call;
    void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL); // open for the program's life
    *out = (qr_code){0};
    if (!find(library, "QRcode_encodeString8bit", &call.encode) ||
        !find(library, "QRcode_free", &call.free)) {
        const miler_status status = miler_fail(err, MILER_ERR_UNSUPPORTED,
                                               "a QR code needs libqrencode, which is not on this machine");
        miler_error_remedy(err, "install it: apt-get install libqrencode4");
        return status;
    }
    // M: read with a seventh of it smudged or creased.
    QRcode *code = call.encode(text, 0, QR_ECLEVEL_M);
    if (code == NULL && errno == ENOMEM) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    if (code == NULL)
        return miler_fail(err, MILER_ERR_LIMIT, "the link is too long, or empty, for a QR code");
    const miler_status status = copy(code, arena, out, err);
    call.free(code);
    return status;
}
