// SPDX-License-Identifier: MIT
// The help of one verb: how it is called, its options from popt's own tables, what
// stands behind them in words. popt prints the same, but knows no width other than
// the terminal's and breaks no words of ours.
#include "cli/cli_help.h"

#include <stdio.h>
#include <string.h>

#define OPTION_INDENT 2
#define OPTION_GAP 3
#define WORDS_COLUMN_MAX 40 // an option wider than this has its words on the next line

// "-n, --weeks=N", and "    --fit=FILE" where there is no letter.
static void option_call(const struct poptOption *o, char *out, size_t size) {
    const bool named = o->longName != NULL;
    char letter[8] = "    ";
    if (o->shortName != 0) (void)snprintf(letter, sizeof letter, "-%c%s", o->shortName, named ? ", " : "");
    (void)snprintf(out, size, "%s%s%s%s%s", letter, named ? "--" : "", named ? o->longName : "",
                   o->argDescrip == NULL ? ""
                   : named               ? "="
                                         : " ",
                   o->argDescrip != NULL ? o->argDescrip : "");
}

static bool is_end(const struct poptOption *o) {
    return o->longName == NULL && o->shortName == 0 && o->arg == NULL;
}

// A table within the table, with a heading of its own.
static const struct poptOption *table_of(const struct poptOption *o) {
    return (o->argInfo & POPT_ARG_MASK) == POPT_ARG_INCLUDE_TABLE ? o->arg : NULL;
}

static int widest(const struct poptOption *table, int most) {
    int width = 0;
    for (; table != NULL && !is_end(table); table++) {
        const struct poptOption *inner = table_of(table);
        for (const struct poptOption *o = inner != NULL ? inner : table; !is_end(o); o++) {
            char call[120];
            option_call(o, call, sizeof call);
            const int wide = term_text_width(call, strlen(call));
            if (wide > width && wide <= most) width = wide;
            if (inner == NULL) break;
        }
    }
    return width;
}

typedef struct page {
    const term_style *style;
    miler_buf *out;
    int column; // where the words of options begin
} page;

static void put_option(const page *p, const struct poptOption *o) {
    char call[120];
    option_call(o, call, sizeof call);
    int used = OPTION_INDENT + term_text_width(call, strlen(call));
    miler_buf_printf(p->out, "%*s%s", OPTION_INDENT, "", call);
    if (used + OPTION_GAP > p->column) {
        miler_buf_text_append(p->out, "\n");
        used = 0;
    }
    term_repeat(p->out, " ", p->column - used);
    term_wrap(p->style, p->out, TERM_PLAIN, o->descrip != NULL ? o->descrip : "", p->column, p->column);
}

static void put_options(const page *p, const char *heading, const struct poptOption *table) {
    if (table == NULL || is_end(table)) return;
    miler_buf_printf(p->out, "\n%s\n", heading);
    for (const struct poptOption *o = table; !is_end(o); o++)
        if (table_of(o) == NULL) put_option(p, o);
    for (const struct poptOption *o = table; !is_end(o); o++) {
        const struct poptOption *inner = table_of(o);
        if (inner == NULL) continue;
        miler_buf_printf(p->out, "\n%s\n", o->descrip);
        for (; !is_end(inner); inner++)
            put_option(p, inner);
    }
}

// Examples stand in one column.
static int hang_of(const char *line, size_t len) {
    static const char *const leads[] = {"Example: ", "Examples: "};
    for (size_t i = 0; i < sizeof leads / sizeof leads[0]; i++)
        if (strncmp(line, leads[i], strlen(leads[i])) == 0) return (int)strlen(leads[i]) + 2;
    return term_hang(line, len);
}

void cli_help_words(const term_style *style, const char *text, miler_buf *out) {
    char line[700];
    while (*text != '\0') {
        const size_t len = strcspn(text, "\n");
        (void)snprintf(line, sizeof line, "%.*s", (int)len, text);
        term_wrap(style, out, TERM_PLAIN, line, 0, hang_of(text, len));
        text += len + (text[len] == '\n');
    }
}

void cli_help_print(const cli_verb *verb, const struct poptOption *own, const struct poptOption *global,
                    const term_style *style, miler_buf *out) {
    char usage[200];
    const int most = term_width(style) / 2 < WORDS_COLUMN_MAX ? term_width(style) / 2 : WORDS_COLUMN_MAX;
    const int room = most - OPTION_INDENT - OPTION_GAP;
    const int mine = widest(own, room);
    const int others = widest(global, room);
    const page p = {style, out, OPTION_INDENT + (mine > others ? mine : others) + OPTION_GAP};
    (void)snprintf(usage, sizeof usage, "Usage: miler %s%s%s [options]", verb->name,
                   verb->args[0] != '\0' ? " " : "", verb->args);
    term_wrap(style, out, TERM_PLAIN, usage, 0, 7);
    put_options(&p, "Options:", own);
    put_options(&p, "Everywhere:", global);
    if (verb->details == NULL) return;
    miler_buf_text_append(out, "\n");
    cli_help_words(style, verb->details, out);
}
