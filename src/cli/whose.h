// SPDX-License-Identifier: MIT
// Whose a command in a message is: typed as told it has to go to the athlete who was asked for.
#ifndef MILER_WHOSE_H
#define MILER_WHOSE_H

#include <stddef.h>

// "miler plan show" becomes "miler plan show --athlete Ann"; verbs that are of no one athlete stay. `athlete`
// NULL: as it is. Gives the length of the whole, which `out` holds as much of as fits, as snprintf does.
size_t whose_text(const char *athlete, const char *text, char *out, size_t size);

#endif
