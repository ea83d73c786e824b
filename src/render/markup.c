// SPDX-License-Identifier: MIT
#include "render/markup.h"

#include "render/term.h"

#include <string.h>

// Characters that XML 1.0 forbids even when escaped: U+FFFE and U+FFFF.
static bool forbidden(const char *text) {
    return memcmp(text, "\xEF\xBF\xBE", 3) == 0 || memcmp(text, "\xEF\xBF\xBF", 3) == 0;
}

static const char *entity(char c) {
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void markup_text(miler_buf *out, const char *text) {
    static const term_style plain = {.utf8 = true};
    const size_t len = strlen(text);
    char *clean = miler_resize(out->alloc, NULL, 0, len + 1);
    if (clean == NULL) {
        out->failed = true;
        return;
    }
    const size_t size = term_clean(&plain, text, len, clean);
    for (size_t i = 0; i < size; i++) {
        const char *as = entity(clean[i]);
        if (as != NULL)
            miler_buf_text_append(out, as);
        else if (size - i >= 3 && forbidden(clean + i))
            i += 2;
        else
            miler_buf_append(out, clean + i, 1);
    }
    (void)miler_resize(out->alloc, clean, len + 1, 0);
}
