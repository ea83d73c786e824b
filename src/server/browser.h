// SPDX-License-Identifier: MIT
// What a User-Agent says, short: the words are the server's own, so that nothing of what was sent is shown.
#ifndef MILER_BROWSER_H
#define MILER_BROWSER_H

#include <stddef.h>

#define BROWSER_MAX 40

// "Firefox, Android"; either alone; "" where neither is known. NULL: it was not told.
void browser_words(const char *agent, char out[BROWSER_MAX]);

#endif
