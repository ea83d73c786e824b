// SPDX-License-Identifier: MIT
#include "cli/whose.h"

#include "cli/verbs.h"

#include <ctype.h>
#include <string.h>

typedef struct place {
    char *out;
    size_t size, len;
} place;

static void put(place *p, const char *text, size_t len) {
    for (size_t i = 0; i < len; i++, p->len++)
        if (p->len + 1 < p->size) p->out[p->len] = text[i];
}

// Plain words as they are, others as a shell takes them.
static void put_name(place *p, const char *name) {
    const char *plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.";
    bool whole = *name != '\0';
    for (const char *c = name; *c != '\0'; c++)
        whole = whole && (strchr(plain, *c) != NULL || ((unsigned char)*c & 0x80) != 0);
    put(p, " --athlete ", 11);
    if (!whole) put(p, "\"", 1);
    for (const char *c = name; *c != '\0'; c++) {
        if (strchr("\"\\$`", *c) != NULL) put(p, "\\", 1);
        put(p, c, 1);
    }
    if (!whole) put(p, "\"", 1);
}

// Bytes of `text` that say the verb; a line may break between its words. 0: it begins otherwise.
static size_t said(const char *verb, const char *text) {
    const char *at = text;
    for (; *verb != '\0'; verb++) {
        if (*verb != ' ' && *at++ != *verb) return 0;
        if (*verb != ' ') continue;
        const size_t blanks = strspn(at, " \n");
        if (blanks == 0) return 0;
        at += blanks;
    }
    return isalnum((unsigned char)*at) || *at == '-' ? 0 : (size_t)(at - text);
}

// Of the verb that `text` begins with and that is one athlete's; 0 = none such.
static size_t verb_len(const char *text) {
    const cli_verb *found = NULL;
    size_t len = 0;
    for (const cli_verb *v = cli_verbs; v->name != NULL; v++) {
        const size_t by_name = said(v->name, text);
        if (by_name <= len) continue;
        len = by_name;
        found = v;
    }
    return found != NULL && found->whose == VERB_OWN ? len : 0;
}

// The command names its athlete already, in what follows its verb.
static bool told_there(const char *rest) {
    const char *told = strstr(rest, "--athlete");
    return told != NULL && (size_t)(told - rest) < strcspn(rest, "'`;\n");
}

size_t whose_text(const char *athlete, const char *text, char *out, size_t size) {
    static const char program[] = "miler";
    place p = {out, size, 0};
    const char *from = text;
    for (const char *at = text; athlete != NULL && (at = strstr(at, program)) != NULL;) {
        const bool whole = at == text || (!isalnum((unsigned char)at[-1]) && at[-1] != '/');
        at += sizeof program - 1;
        const size_t blanks = strspn(at, " \n");
        const size_t verb = whole && blanks > 0 ? verb_len(at + blanks) : 0;
        if (verb == 0) continue;
        at += blanks + verb;
        if (told_there(at)) continue;
        put(&p, from, (size_t)(at - from));
        put_name(&p, athlete);
        from = at;
    }
    put(&p, from, strlen(from));
    if (size > 0) out[p.len < size ? p.len : size - 1] = '\0';
    return p.len;
}
