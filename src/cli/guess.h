// SPDX-License-Identifier: MIT
// "Did you mean": the verb that a mistyped word is closest to.
#ifndef MILER_GUESS_H
#define MILER_GUESS_H

// The first word of a verb within two slips (letters missing, added, changed),
// written into `out`; "" when nothing is near.
void guess_verb(const char *word, char *out, unsigned long size);

#endif
