// SPDX-License-Identifier: MIT
#include "app/app_password.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

_Static_assert(APP_PASSWORD_HASH == crypto_pwhash_STRBYTES, "what argon2id makes has its own size");

#define PASSES 2
#define MEMORY ((size_t)64 << 20)

#define DIFFERENT_LEAST 5 // letters

// A few letters over and over, or each the next of the one before: "1212121212", "bcdefghijkl".
static bool is_monotonous(const char *password) {
    bool seen[256] = {false};
    size_t different = 0, steps = 0;
    const size_t len = strlen(password);
    for (size_t i = 0; i < len; i++) {
        const unsigned char c = (unsigned char)password[i];
        different += !seen[c];
        seen[c] = true;
        const int step = i > 0 ? password[i] - password[i - 1] : 0;
        steps += i > 0 && step >= -1 && step <= 1;
    }
    return different < DIFFERENT_LEAST || 4 * steps >= 3 * len;
}

// What is tried first, wherever there is a lock, and the name of the house.
static bool is_common(const char *password) {
    static const char *const common[] = {"qwertyuiop",       "password12", "password123",
                                         "passwordpassword", "1q2w3e4r5t", "iloveyou12",
                                         "milermiler",       "milerunner", "letmeinplease"};
    for (size_t i = 0; i < sizeof common / sizeof common[0]; i++)
        if (strcasecmp(password, common[i]) == 0) return true;
    return is_monotonous(password);
}

static miler_status check(const char *password, miler_error *err) {
    const size_t len = strlen(password);
    if (len < APP_PASSWORD_LEAST)
        return miler_fail(err, MILER_ERR_RANGE, "a password has %d letters at least", APP_PASSWORD_LEAST);
    if (len > APP_PASSWORD_MOST)
        return miler_fail(err, MILER_ERR_RANGE, "a password has %d letters at most", APP_PASSWORD_MOST);
    if (is_common(password))
        return miler_fail(err, MILER_ERR_RANGE, "this password is one of the first that anybody tries");
    return MILER_OK;
}

miler_status app_password_set(app *a, const char *password, miler_error *err) {
    char kept[APP_PASSWORD_HASH];
    if (password == NULL) return store_setting_set(a->store, APP_PASSWORD_KEY, NULL, err);
    const miler_status status = check(password, err);
    if (status != MILER_OK) return status;
    if (sodium_init() < 0 || crypto_pwhash_str_alg(kept, password, strlen(password), PASSES, MEMORY,
                                                   crypto_pwhash_ALG_ARGON2ID13) != 0)
        return miler_fail(err, MILER_ERR_NOMEM, "the password takes 64 MB to keep, and they are not there");
    return store_setting_set(a->store, APP_PASSWORD_KEY, kept, err);
}

miler_status app_password_kept(app *a, char out[APP_PASSWORD_HASH], miler_error *err) {
    return app_setting(a, APP_PASSWORD_KEY, out, APP_PASSWORD_HASH, err);
}

bool app_password_fits(const char *kept, const char *password) {
    char none[APP_PASSWORD_HASH];
    if (kept[0] != '\0') return crypto_pwhash_str_verify(kept, password, strlen(password)) == 0;
    // The same work, whatever comes of it.
    (void)!crypto_pwhash_str_alg(none, password, strlen(password), PASSES, MEMORY,
                                 crypto_pwhash_ALG_ARGON2ID13);
    return false;
}
