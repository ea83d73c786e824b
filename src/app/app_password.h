// SPDX-License-Identifier: MIT
// The password for whoever comes in over the network (`miler serve --address`).
// The store keeps what argon2id makes of it (64 MiB, two passes: a tenth of a
// second), never the password.
#ifndef MILER_APP_PASSWORD_H
#define MILER_APP_PASSWORD_H

#include "app/app.h"

#define APP_PASSWORD_KEY "password"
#define APP_PASSWORD_HASH 128 // bytes of what is kept, with its end
#define APP_PASSWORD_LEAST 10 // letters
#define APP_PASSWORD_MOST 1000

// NULL takes it away. Errors: RANGE (too short, too long, one of those that everybody tries), NOMEM.
miler_status app_password_set(app *a, const char *password, miler_error *err) MILER_CHECK;
// What is kept; "" where there is none.
miler_status app_password_kept(app *a, char out[APP_PASSWORD_HASH], miler_error *err) MILER_CHECK;
// Takes a tenth of a second and 64 MiB; where nothing is kept the same, and never fits.
bool app_password_fits(const char *kept, const char *password);

#endif
