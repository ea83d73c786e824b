// SPDX-License-Identifier: MIT
// The help of one verb, as wide as the terminal.
#ifndef MILER_CLI_HELP_H
#define MILER_CLI_HELP_H

#include "cli/cli.h"
#include "render/term.h"

// Usage, options (both tables end in POPT_TABLEEND; `own` may be NULL) and words.
void cli_help_print(const cli_verb *verb, const struct poptOption *own, const struct poptOption *global,
                    const term_style *style, miler_buf *out);
// Lines of words, each wrapped on its own; examples and columns keep their shape.
void cli_help_words(const term_style *style, const char *text, miler_buf *out);

#endif
