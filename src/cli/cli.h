// SPDX-License-Identifier: MIT
// The command line's frame: what every verb is given and what it must answer.
//
//     argv -> verb table -> verb: options -> app -> render -> stdout
//
// A verb parses its options with cli_options(), opens the app if it needs the
// store, calls one app function and hands the answer to cli_answer_*(). Data
// goes to stdout, everything else to stderr.
#ifndef MILER_CLI_H
#define MILER_CLI_H

#include "app/app.h"
#include "render/look.h"
#include "sandbox/sandbox.h"

#include <jansson.h>
#include <miler/base.h>
#include <popt.h>
#include <stdio.h>

// Exit statuses, the same for every verb.
enum { EXIT_DONE = 0, EXIT_NO = 1, EXIT_USAGE = 2, EXIT_BAD_INPUT = 3, EXIT_TROUBLE = 4 };

typedef struct cli {
    char *db; // --db or NULL; texts of options belong to the arena
    char *athlete;
    char *units;
    int json;
    int help;
    int quiet;
    bool changed;     // the verb has done what it was asked: with --quiet no more is said
    bool colour;      // stdout is a terminal and NO_COLOR is not set
    bool utf8;        // the terminal's character set (LC_ALL, LC_CTYPE, LANG)
    int width;        // columns of the terminal, 80 otherwise
    bool wide_known;  // a terminal or COLUMNS said so
    sandbox *sandbox; // where files are read; started by cli_app_options, stopped by the frame
    app *app;         // opened by cli_open, closed by the frame
    bool bar;         // a progress bar stands on the last line of stderr
    int64_t drawn_ms; // when it was last drawn
    miler_arena *arena;
    struct language *language; // cli_language(), closed by the frame
    const struct cli_verb *verb;
} cli;

// Whose answer a verb gives: one athlete's, or of the store, of a file, of the program: the same for all.
typedef enum cli_whose { VERB_OWN, VERB_SHARED } cli_whose;

typedef struct cli_verb {
    const char *name;    // "plan new": first word is the verb, second its sub-verb
    const char *args;    // "PATH..."
    const char *summary; // one line
    const char *details; // a few lines: what, how, examples; may be NULL
    int (*run)(cli *c, int argc, const char **argv); // argv[0] is the verb's own name
    cli_whose whose; // commands named in an answer get --athlete where it is one athlete's
} cli_verb;

extern const cli_verb cli_verbs[]; // ends with a NULL name
int cli_main(int argc, const char **argv);

// Parses a verb's options (popt table ending in POPT_TABLEEND) together with the
// global ones. On success *rest holds the remaining words, owned by the arena,
// NULL-terminated, and *count their number. Gives -1 to go on, else the exit status.
int cli_options(cli *c, int argc, const char **argv, struct poptOption *own, const char ***rest, int *count);

// Opens the store and the athlete. 0 or an exit status.
int cli_open(cli *c);
// What cli_open opens the app with. 0 or an exit status.
int cli_app_options(cli *c, app_options *options);
// Starts the sandbox, where it can be. cli_app_options() does it, too. 0 or an exit status.
int cli_sandbox(cli *c);
miler_units cli_units(const cli *c);
render_look cli_look(const cli *c);
// What is made for paper and calendars speaks as the store does (Settings), whether it is open or not. NULL:
// English, also where there is no store.
const struct language *cli_language(cli *c);

// Says what went wrong on stderr and gives the exit status that goes with it.
int cli_fail(const cli *c, const miler_error *err);
int cli_usage(const cli *c, const char *fmt, ...) MILER_PRINTF(2, 3);
// What may be shown of a text that came from outside; lives in the arena.
const char *cli_clean(const cli *c, const char *text);
// The verbs that begin with `word`, one a line: how many; below 0: out of memory, which is told.
int cli_group_print(const cli *c, FILE *out, const char *word);
void cli_note(const cli *c, const char *fmt, ...) MILER_PRINTF(2, 3);
// Says when bests were measured by an earlier version.
void cli_note_measured(const cli *c);
// A health question answered with yes since the plan was made: said whenever the plan is.
void cli_note_health(const cli *c);
// Writes an answer to stdout; EXIT_TROUBLE when it cannot be written. `root` is
// consumed (NULL = out of memory), `text` deinitialised.
int cli_answer_json(cli *c, json_t *root);
// A text answer is folded where a terminal is too narrow for it; a plain one (a script, a file) never.
int cli_answer_text(cli *c, miler_buf *text);
int cli_answer_plain(cli *c, miler_buf *text);
void cli_text_init(const cli *c, miler_buf *text);

// Option texts into values; on failure the message names the option and the
// exit status is returned, 0 otherwise. A NULL text leaves *out alone.
int cli_take_date(cli *c, const char *option, const char *text, int32_t *out_day);
int cli_take_time(cli *c, const char *option, const char *text, double *out_s);
int cli_take_distance(cli *c, const char *option, const char *text, double *out_m);
int cli_take_sex(cli *c, const char *option, const char *text, miler_sex *out);
int cli_take_number(cli *c, const char *option, const char *text, double low, double high, double *out);

#endif
