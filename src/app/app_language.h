// SPDX-License-Identifier: MIT
// The language in which a store is spoken of where a browser has not chosen its own: one setting
// for all who share the store.
#ifndef MILER_APP_LANGUAGE_H
#define MILER_APP_LANGUAGE_H

#include "app/app.h"

#define APP_LANGUAGE_MAX 3 // "de"

// "": none is named.
miler_status app_language_kept(app *a, char out[APP_LANGUAGE_MAX], miler_error *err) MILER_CHECK;
miler_status app_language_keep(app *a, const char *code, miler_error *err) MILER_CHECK; // NULL: none

#endif
