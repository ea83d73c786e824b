// SPDX-License-Identifier: MIT
#include "cli/guess.h"

#include "cli/verbs.h"

#include <stdio.h>
#include <string.h>

#define WORD_MAX 24
#define SLIPS_MAX 2

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

// Levenshtein's distance by its one-row table.
static size_t slips(const char *a, size_t a_len, const char *b, size_t b_len) {
    size_t row[WORD_MAX + 1];
    for (size_t j = 0; j <= b_len; j++)
        row[j] = j;
    for (size_t i = 1; i <= a_len; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b_len; j++) {
            const size_t changed = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            row[j] = least(changed, least(row[j], row[j - 1]) + 1);
        }
    }
    return row[b_len];
}

guess guess_begin(const char *word) {
    return (guess){.word = word, .best = "", .far = SLIPS_MAX + 1};
}

void guess_try(guess *g, const char *name) {
    const size_t len = strlen(g->word), other = strlen(name);
    if (len < 3 || len > WORD_MAX || other > WORD_MAX) return; // of two letters anything is two slips away
    const size_t far = slips(g->word, len, name, other);
    if (far >= g->far) return;
    g->far = far;
    g->best = name;
}

void guess_verb(const char *word, char *out, unsigned long size) {
    const size_t len = strlen(word);
    size_t best = SLIPS_MAX + 1;
    out[0] = '\0';
    if (len < 3 || len > WORD_MAX) return; // of two letters anything is two slips away
    for (const cli_verb *v = cli_verbs; v->name != NULL; v++) {
        const size_t first = strcspn(v->name, " ");
        const size_t whole = strlen(v->name);
        const size_t by_first = slips(word, len, v->name, first);
        const size_t by_whole =
            whole > first && whole <= WORD_MAX ? slips(word, len, v->name, whole) : by_first;
        if (least(by_first, by_whole) >= best) continue;
        best = least(by_first, by_whole);
        (void)snprintf(out, size, "%.*s", (int)(by_first <= by_whole ? first : whole), v->name);
    }
}
