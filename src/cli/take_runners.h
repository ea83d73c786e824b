// SPDX-License-Identifier: MIT
// --runner NAME=TIME of a heat, once for each or several with commas between.
#ifndef MILER_TAKE_RUNNERS_H
#define MILER_TAKE_RUNNERS_H

#include "cli/cli.h"

typedef struct take_runner {
    const char *name;
    double time_s; // NaN: a name alone
} take_runner;
// `texts` ends with a NULL; NULL = none given. With `timed` a name alone is refused. Names
// are text of one line, each another, and no longer than the live page takes. 0 or an exit status.
int take_runners(cli *c, char *const *texts, bool timed, take_runner **out, size_t *out_count);

#endif
