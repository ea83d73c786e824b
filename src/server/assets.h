// SPDX-License-Identifier: MIT
// The built page: files compiled into the program (server/page_files.h), looked up
// by their exact names, packed at build time, each with a tag of its bytes.
#ifndef MILER_ASSETS_H
#define MILER_ASSETS_H

#include "server/http.h"

// The answer to a path under /app/; its own addresses (/app/plan, /app/runs/12) are all the one document,
// which tells them apart itself. False: there is no such file. `tag` gives the answer's ETag its room.
#define ASSETS_TAG_MAX 80
bool assets_answer(const http_request *request, char tag[ASSETS_TAG_MAX], http_answer *out);

#endif
