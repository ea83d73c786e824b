// SPDX-License-Identifier: MIT
#include "app/json_read.h"

#include <string.h>

json_t *json_read(const void *bytes, size_t len, json_error_t *why, bool *no_memory) {
    static const char sound[] = "{\"a\": [1.5, \"b\"]}";
    json_error_t none;
    json_t *root = json_loadb(bytes, len, JSON_REJECT_DUPLICATES, why);
    // A text that is wrong is wrong again, one that is read is the same again, and there is memory for
    // one that is not wrong.
    json_t *again = json_loadb(root != NULL ? bytes : sound, root != NULL ? len : sizeof sound - 1,
                               JSON_REJECT_DUPLICATES, &none);
    *no_memory = again == NULL || (root != NULL && !json_equal(root, again));
    json_decref(again);
    if (root == NULL && !*no_memory) {
        root = json_loadb(bytes, len, JSON_REJECT_DUPLICATES, why);
        *no_memory = root != NULL;
    }
    if (!*no_memory) return root;
    json_decref(root);
    return NULL;
}
