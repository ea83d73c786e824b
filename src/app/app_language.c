// SPDX-License-Identifier: MIT
#include "app/app_language.h"

static const char key[] = "language";

miler_status app_language_kept(app *a, char out[APP_LANGUAGE_MAX], miler_error *err) {
    return app_setting(a, key, out, APP_LANGUAGE_MAX, err);
}

miler_status app_language_keep(app *a, const char *code, miler_error *err) {
    return store_setting_set(a->store, key, code, err);
}
