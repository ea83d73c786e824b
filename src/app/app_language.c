// SPDX-License-Identifier: MIT
#include "app/app_language.h"

#include <stdio.h>

static const char key[] = "language";

miler_status app_language_kept(app *a, char out[APP_LANGUAGE_MAX], miler_error *err) {
    miler_arena *arena = miler_arena_new(a->alloc, 0);
    char *text = NULL;
    out[0] = '\0';
    if (arena == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    miler_status status = store_setting_get(a->store, key, arena, &text, err);
    if (status == MILER_OK) (void)snprintf(out, APP_LANGUAGE_MAX, "%.2s", text);
    if (status == MILER_ERR_NOT_FOUND) {
        if (err != NULL) miler_error_clear(err);
        status = MILER_OK;
    }
    miler_arena_free(arena);
    return status;
}

miler_status app_language_keep(app *a, const char *code, miler_error *err) {
    return store_setting_set(a->store, key, code, err);
}
