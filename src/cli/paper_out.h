// SPDX-License-Identifier: MIT
// The plan on paper beside other files (verb_paper.c).
#ifndef MILER_CLI_PAPER_OUT_H
#define MILER_CLI_PAPER_OUT_H

#include "cli/cli.h"
#include "render/paper_render.h"

// All of the plan in use into `file`, on the paper that fits its units. The store is open. 0, or
// the exit status of what was said.
int paper_out_file(cli *c, const char *file, paper_told *told);
// Says that characters had no font and what would help; nothing of none.
void paper_note_unknown(cli *c, size_t count);

#endif
