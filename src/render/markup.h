// SPDX-License-Identifier: MIT
// Text inside HTML and SVG: data, never markup.
#ifndef MILER_MARKUP_H
#define MILER_MARKUP_H

#include <miler/base.h>

// Appends `text`, which may hold anything: what XML 1.0 does not bear and what
// turns or hides text goes (as in term_clean), the rest is escaped, also for
// attributes in either kind of quotes. The buffer keeps a failure.
void markup_text(miler_buf *out, const char *text);

#endif
