// SPDX-License-Identifier: MIT
// "Did you mean": what a mistyped word is closest to.
#ifndef MILER_GUESS_H
#define MILER_GUESS_H

// The first word of a verb, or a verb in whole, within two slips (letters missing, added, changed),
// written into `out`; "" when nothing is near.
void guess_verb(const char *word, char *out, unsigned long size);
// The same among names of one's own: `best` is the nearest of those tried, "" when none is near.
typedef struct guess {
    const char *word;
    const char *best;
    unsigned long far;
} guess;
guess guess_begin(const char *word);
void guess_try(guess *g, const char *name);

#endif
