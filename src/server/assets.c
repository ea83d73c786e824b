// SPDX-License-Identifier: MIT
#include "server/assets.h"

#include "server/cache.h"
#include "server/page_files.h"

#include <stdio.h>
#include <string.h>

static const char page_policy[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; media-src 'self' blob:; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'";

static const page_file *find(const char *path) {
    if (strncmp(path, "/app/", 5) != 0) return NULL;
    for (size_t i = 0; i < page_file_count; i++)
        if (strcmp(path, page_files[i].path) == 0) return &page_files[i];
    return strpbrk(path + 5, ".%\\") == NULL ? &page_files[0] : NULL;
}

bool assets_answer(const http_request *request, char tag[ASSETS_TAG_MAX], http_answer *out) {
    const page_file *file = find(request->path);
    if (file == NULL) return false;
    const bool packed = file->gzip_len > 0 && strstr(request->accept_coding, "gzip") != NULL;
    (void)snprintf(tag, ASSETS_TAG_MAX, "\"%.64s%s\"", file->hash, packed ? "-gz" : "");
    *out = (http_answer){.status = 200,
                         .media_type = file->media_type,
                         .policy = page_policy,
                         .etag = tag,
                         .vary = file->gzip_len > 0 ? "Accept-Encoding" : NULL,
                         .coding = packed ? "gzip" : NULL,
                         .body = packed ? file->gzip_bytes : file->bytes,
                         .lasts = true,
                         .forever = file->lasting,
                         .body_len = packed ? file->gzip_len : file->len};
    if (!cache_tag_matches(request->none_match, tag)) return true;
    out->status = 304;
    out->body_len = 0;
    return true;
}
