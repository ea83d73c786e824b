// SPDX-License-Identifier: MIT
// The bar on the last line of stderr while long work runs: count, rate, time left.
#ifndef MILER_PROGRESS_H
#define MILER_PROGRESS_H

#include "cli/cli.h"

// From here on the app's progress is drawn, when stderr is a terminal and no --quiet was given.
void progress_on(cli *c);
// Takes the bar away, for a line that is to stand in its place; it comes back by itself.
void progress_wipe(cli *c);

#endif
