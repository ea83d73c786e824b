// SPDX-License-Identifier: MIT
// The plans of a whole squad in one go (verb_plan_export.c).
#ifndef MILER_CLI_SQUAD_OUT_H
#define MILER_CLI_SQUAD_OUT_H

#include "app/app_plan_out.h"
#include "cli/cli.h"

// For every athlete of the store who has a plan a folder in `dir` with workouts, calendar, table and
// PDF. The store is open. The exit status.
int squad_out(cli *c, const char *dir, const calendar_options *calendar);

#endif
