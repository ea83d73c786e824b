// SPDX-License-Identifier: MIT
// A race as the live page has saved it (docs/race-file.md), for the review.
#ifndef MILER_TAKE_TAPS_H
#define MILER_TAKE_TAPS_H

#include "app/app_review.h"
#include "cli/cli.h"

// Splits, goal, strategy and day of `runner` (NULL: the only one) laid over
// `asked`, which keeps what it holds already. 0 or an exit status.
int take_taps(cli *c, const char *path, const char *runner, app_review_asked *asked);

#endif
