// SPDX-License-Identifier: MIT
// --runner NAME=TIME, once for each runner of a heat.
#ifndef MILER_TAKE_RUNNERS_H
#define MILER_TAKE_RUNNERS_H

#include "cli/cli.h"

#define RUNNERS_MAX 24

typedef struct take_runner {
    const char *name;
    double time_s;
} take_runner;
// `texts` ends with a NULL; NULL = none given. 0 or an exit status.
int take_runners(cli *c, char **texts, take_runner **out, size_t *out_count);

#endif
