// SPDX-License-Identifier: MIT
// The frame around the verbs: finding the verb, its options, the store, the
// answer, the exit status.
#include "cli/cli.h"

#include "app/app_language.h"
#include "app/boxed.h"
#include "base/limits.h"
#include "base/plural.h"
#include "cli/cli_help.h"
#include "cli/guess.h"
#include "cli/whose.h"
#include "render/language.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define ANSWER_MAX ((size_t)256 * 1024 * 1024) // text of the longest answer
#define WORDS_MAX 4096                         // words after the options
#define MESSAGE_MAX 900                        // bytes of a message

// ---- Messages

void cli_note(const cli *c, const char *fmt, ...) {
    if (c->quiet) return;
    char text[MESSAGE_MAX], whose[MESSAGE_MAX], clean[MESSAGE_MAX];
    const term_style style = {.utf8 = c->utf8};
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    (void)whose_text(c->athlete, text, whose, sizeof whose);
    (void)term_clean(&style, whose, strlen(whose), clean);
    (void)fprintf(stderr, "%s\n", clean);
}

void cli_note_measured(const cli *c) {
    const char *before = app_measured_before(c->app, c->arena);
    if (before != NULL) cli_note(c, "miler: %s; " APP_MEASURE_ANEW, before);
}

void cli_note_health(const cli *c) {
    const miler_athlete *a = &c->app->athlete;
    if (a->health_yes == 0 || a->health_cleared) return;
    cli_note(c, "miler: you answered a health question with yes: no hard training before a clinician has "
                "cleared it (then: miler athlete set --health cleared)");
}

// Whatever else there is none of, there is room for this.
static int no_memory(void) {
    (void)fputs("miler: out of memory\n", stderr);
    return EXIT_TROUBLE;
}

int cli_usage(const cli *c, const char *fmt, ...) {
    char text[MESSAGE_MAX], whose[MESSAGE_MAX], clean[MESSAGE_MAX];
    const term_style style = {.utf8 = c->utf8};
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    (void)whose_text(c->athlete, text, whose, sizeof whose);
    (void)term_clean(&style, whose, strlen(whose), clean);
    (void)fprintf(stderr, "miler: %s", clean);
    if (c->verb != NULL)
        (void)fprintf(stderr, "\ntry 'miler help %s'\n", c->verb->name);
    else
        (void)fputs("\ntry 'miler help'\n", stderr);
    return EXIT_USAGE;
}

static int exit_status_of(miler_status status) {
    switch (status) {
    case MILER_OK:
        return EXIT_DONE;
    case MILER_ERR_ARG:
    case MILER_ERR_PARSE:
    case MILER_ERR_RANGE:
        return EXIT_USAGE;
    case MILER_ERR_FORMAT:
    case MILER_ERR_UNSUPPORTED:
    case MILER_ERR_LIMIT:
        return EXIT_BAD_INPUT;
    case MILER_ERR_EMPTY:
    case MILER_ERR_NOT_FOUND:
    case MILER_ERR_CONFLICT:
    case MILER_ERR_REFUSED:
        return EXIT_NO;
    default: // the machine or the store, damaged or busy
        return EXIT_TROUBLE;
    }
}

// Names of files and words of the command line come back in messages: nothing
// in them may steer the terminal.
const char *cli_clean(const cli *c, const char *text) {
    const term_style style = {.utf8 = c->utf8};
    const size_t len = strlen(text);
    char *clean = miler_arena_take(c->arena, len + 1);
    if (clean == NULL) return "?";
    (void)term_clean(&style, text, len, clean);
    return clean;
}

int cli_fail(const cli *c, const miler_error *err) {
    // Not from the arena: it may be what has run out.
    char text[MESSAGE_MAX], whose[MESSAGE_MAX], clean[MESSAGE_MAX];
    const term_style style = {.utf8 = c->utf8};
    (void)miler_error_print(text, sizeof text, err);
    (void)whose_text(c->athlete, text, whose, sizeof whose);
    (void)term_clean(&style, whose, strlen(whose), clean);
    (void)fprintf(stderr, "miler: %s\n", clean);
    return exit_status_of(err->status);
}

// ---- Answers

void cli_text_init(const cli *c, miler_buf *text) {
    miler_buf_init(text, miler_arena_allocator(c->arena), ANSWER_MAX);
}

static int write_failed(void) {
    (void)fprintf(stderr, "miler: the answer could not be written: %s\n", strerror(errno));
    return EXIT_TROUBLE;
}

// Where it names commands they are this athlete's. True: lines became longer.
static bool for_athlete(cli *c, miler_buf *text) {
    if (c->athlete == NULL || text->failed || c->help) return false;
    const char *told = miler_buf_text(text);
    const size_t len = whose_text(c->athlete, told, NULL, 0);
    if (len <= text->len) return false;
    char *whose = miler_arena_take(c->arena, len + 1);
    if (whose == NULL) {
        text->failed = true;
        return false;
    }
    (void)whose_text(c->athlete, told, whose, len + 1);
    text->len = 0;
    miler_buf_text_append(text, whose);
    return true;
}

int cli_answer_text(cli *c, miler_buf *text) {
    const bool longer = for_athlete(c, text);
    if (!(c->wide_known || longer) || text->failed) return cli_answer_plain(c, text);
    const term_style style = cli_look(c).style;
    miler_buf folded;
    cli_text_init(c, &folded);
    term_fold(&style, miler_buf_text(text), &folded);
    miler_buf_deinit(text);
    return cli_answer_plain(c, &folded);
}

int cli_answer_plain(cli *c, miler_buf *text) {
    miler_error err = {0};
    int status = EXIT_DONE;
    if (miler_buf_status(text, &err) != MILER_OK)
        status = cli_fail(c, &err);
    else if (text->len != 0 && (fwrite(text->ptr, 1, text->len, stdout) != text->len || fflush(stdout) != 0))
        status = write_failed();
    miler_buf_deinit(text);
    return status;
}

int cli_answer_json(cli *c, json_t *root) {
    if (root == NULL) {
        miler_error err = {0};
        (void)miler_fail(&err, MILER_ERR_NOMEM, "out of memory");
        return cli_fail(c, &err);
    }
    // 12 digits keep a millisecond in a Unix time and a millimetre in a marathon.
    const int rc = json_dumpf(root, stdout, JSON_INDENT(2) | JSON_PRESERVE_ORDER | JSON_REAL_PRECISION(12));
    json_decref(root);
    if (rc != 0 || fputc('\n', stdout) == EOF || fflush(stdout) != 0) return write_failed();
    return EXIT_DONE;
}

// ---- Options

// popt hands out malloc'ed texts; the arena takes them over, so that a verb can
// return from anywhere. A word given twice keeps its last value (popt's own rule).
static void adopt_one(cli *c, char **text) {
    if (*text == NULL) return;
    char *owned = *text;
    *text = miler_arena_dup(c->arena, owned);
    free(owned);
}

// Of an option that may be given several times: the words, then a NULL.
static void adopt_list(cli *c, char ***list) {
    char **owned = *list;
    size_t count = 0;
    if (owned == NULL) return;
    while (owned[count] != NULL)
        adopt_one(c, &owned[count++]);
    *list = miler_arena_array(c->arena, count + 1, sizeof *owned);
    if (*list != NULL) memcpy(*list, owned, count * sizeof *owned);
    free(owned);
}

static void adopt_strings(cli *c, const struct poptOption *table) {
    for (; table->longName != NULL || table->shortName != 0 || table->arg != NULL; table++) {
        const unsigned kind = table->argInfo & POPT_ARG_MASK;
        if (kind == POPT_ARG_STRING) adopt_one(c, table->arg);
        if (kind == POPT_ARG_ARGV) adopt_list(c, table->arg);
        if (kind != POPT_ARG_INCLUDE_TABLE) continue;
        for (const struct poptOption *row = table->arg; row->longName != NULL; row++) {
            if ((row->argInfo & POPT_ARG_MASK) == POPT_ARG_STRING) adopt_one(c, row->arg);
            if ((row->argInfo & POPT_ARG_MASK) == POPT_ARG_ARGV) adopt_list(c, row->arg);
        }
    }
}

// What stands behind the options. -1 to go on, else the exit status.
static int take_words(cli *c, poptContext context, const char ***rest, int *count) {
    const char **words = miler_arena_array(c->arena, WORDS_MAX + 1, sizeof *words);
    int n = 0;
    const char *word;
    while (words != NULL && n < WORDS_MAX && (word = poptGetArg(context)) != NULL)
        words[n++] = miler_arena_dup(c->arena, word);
    *rest = words;
    *count = n;
    if (miler_arena_failed(c->arena)) return no_memory();
    if (n > 0 && c->verb->args[0] == '\0')
        return cli_usage(c, "%s takes options only, not '%s'", c->verb->name, words[0]);
    return -1;
}

static const struct poptOption *option_named(const struct poptOption *table, const char *name, size_t len) {
    const struct poptOption *found = NULL;
    for (; table != NULL && found == NULL &&
           (table->longName != NULL || table->shortName != 0 || table->arg != NULL);
         table++) {
        const bool long_one = len > 1 && table->longName != NULL && strlen(table->longName) == len;
        if ((table->argInfo & POPT_ARG_MASK) == POPT_ARG_INCLUDE_TABLE)
            found = option_named(table->arg, name, len);
        else if (len == 1 ? table->shortName == name[0]
                          : long_one && strncmp(table->longName, name, len) == 0)
            found = table;
    }
    return found;
}

// The value that the word at `at` of the command line gives to an option: of the row *out; NULL: none.
// *words: how many of the words that follow belong to it.
static const char *value_given(const struct poptOption *table, const char **at, const struct poptOption **out,
                               int *words) {
    const char *word = *at;
    const bool is_long = word[1] == '-';
    const char *name = word + (is_long ? 2 : 1);
    for (size_t len = is_long ? strcspn(name, "=") : 1; *name != '\0'; name++) {
        *out = option_named(table, name, len);
        if (*out != NULL && (*out)->argInfo != POPT_ARG_NONE) {
            const char *rest = is_long && name[len] == '=' ? name + len + 1 : name + len;
            *words = is_long ? name[len] != '=' : *rest == '\0';
            return *words != 0 ? at[1] : rest;
        }
        if (is_long) break;
    }
    return NULL;
}

// popt does not say so when it has no memory for what was typed: a word or a value is then as if it
// had not been there. What stands on the command line must have come out of it.
static bool lost_by_popt(int argc, const char **argv, const struct poptOption *table, int words) {
    int typed = 0;
    for (int i = 1; i < argc; i++) {
        const struct poptOption *row = NULL;
        int more = 0;
        if (strcmp(argv[i], "--") == 0) return words == 0 && typed + argc - i - 1 > 0;
        if (argv[i][0] != '-' || argv[i][1] == '\0')
            typed++;
        else if (value_given(table, argv + i, &row, &more) != NULL && *(void **)row->arg == NULL)
            return true;
        i += more;
    }
    return words == 0 && typed > 0;
}

static int wrong_option(const cli *c, poptContext context, int rc) {
    if (rc == POPT_ERROR_MALLOC || rc == POPT_ERROR_NULLARG) return no_memory();
    return cli_usage(c, "%s: %s", poptBadOption(context, POPT_BADOPTION_NOALIAS), poptStrerror(rc));
}

static bool sound_units(const char *units) {
    return units == NULL || strcmp(units, "km") == 0 || strcmp(units, "mi") == 0;
}

int cli_options(cli *c, int argc, const char **argv, struct poptOption *own, const char ***rest, int *count) {
    struct poptOption global[] = {
        {"db", 0, POPT_ARG_STRING, &c->db, 0, "the store (default: MILER_DB, else the XDG data folder)",
         "FILE"},
        {"athlete", 0, POPT_ARG_STRING, &c->athlete, 0, "whose runs, where there are several", "NAME"},
        {"units", 0, POPT_ARG_STRING, &c->units, 0, "km or mi", "km|mi"},
        {"json", 0, POPT_ARG_NONE, &c->json, 0, "the answer as JSON", NULL},
        {"quiet", 'q', POPT_ARG_NONE, &c->quiet, 0, "no messages but errors", NULL},
        {"help", 'h', POPT_ARG_NONE, &c->help, 0, "this help", NULL},
        POPT_TABLEEND};
    struct poptOption table[] = {{NULL, 0, POPT_ARG_INCLUDE_TABLE, own, 0, "Options:", NULL},
                                 {NULL, 0, POPT_ARG_INCLUDE_TABLE, global, 0, "Everywhere:", NULL},
                                 POPT_TABLEEND};
    poptContext context = poptGetContext("miler", argc, argv, own != NULL ? table : table + 1, 0);
    if (context == NULL) return no_memory();
    int status = -1;
    *count = 0;
    const int rc = poptGetNextOpt(context);
    if (rc < -1) {
        status = wrong_option(c, context, rc);
    } else if (c->help) {
        const term_style style = cli_look(c).style;
        miler_buf text;
        cli_text_init(c, &text);
        cli_help_print(c->verb, own, global, &style, &text);
        status = cli_answer_text(c, &text);
    } else if (!sound_units(c->units)) {
        status = cli_usage(c, "--units is 'km' or 'mi', not '%s'", c->units);
    } else {
        status = take_words(c, context, rest, count);
    }
    poptFreeContext(context);
    const bool lost = status < 0 && lost_by_popt(argc, argv, own != NULL ? table : table + 1, *count);
    adopt_strings(c, global);
    if (own != NULL) adopt_strings(c, own);
    return lost || (status < 0 && miler_arena_failed(c->arena)) ? no_memory() : status;
}

static int taken(cli *c, const char *option, miler_status status, miler_error *err) {
    if (status == MILER_OK) return 0;
    miler_error_file(err, option);
    return cli_fail(c, err);
}

int cli_take_date(cli *c, const char *option, const char *text, int32_t *out_day) {
    miler_error err = {0};
    if (text == NULL) return 0;
    return taken(c, option, miler_parse_date(text, out_day, &err), &err);
}

// "519" is 5:19 without its colon far more often than 8 min 39 s: three or four digits that read as both.
static bool without_colon(const char *text) {
    const size_t len = strlen(text);
    return (len == 3 || len == 4) && strspn(text, "0123456789") == len && text[0] != '0' &&
           text[len - 2] < '6';
}

int cli_take_time(cli *c, const char *option, const char *text, double *out_s) {
    miler_error err = {0};
    if (text == NULL) return 0;
    const int minutes = without_colon(text) ? (int)strlen(text) - 2 : 0;
    if (minutes > 0)
        return cli_usage(c, "%s: '%s' could be minutes or seconds; write %.*s:%s, or %ss", option, text,
                         minutes, text, text + minutes, text);
    return taken(c, option, miler_parse_time(text, out_s, &err), &err);
}

int cli_take_distance(cli *c, const char *option, const char *text, double *out_m) {
    miler_error err = {0};
    if (text == NULL) return 0;
    return taken(c, option, miler_parse_distance(text, out_m, &err), &err);
}

int cli_take_number(cli *c, const char *option, const char *text, double low, double high, double *out) {
    miler_error err = {0};
    double value = 0;
    if (text == NULL) return 0;
    miler_status status = miler_parse_number(text, strlen(text), &value, &err);
    if (status == MILER_OK && (value < low || value > high))
        status = miler_fail(&err, MILER_ERR_RANGE, "%g is not between %g and %g", value, low, high);
    if (status == MILER_OK) *out = value;
    return taken(c, option, status, &err);
}

int cli_take_sex(cli *c, const char *option, const char *text, miler_sex *out) {
    if (text == NULL) return 0;
    if (strcmp(text, "m") == 0 || strcmp(text, "male") == 0 || strcmp(text, "M") == 0)
        *out = MILER_SEX_MALE;
    else if (strcmp(text, "f") == 0 || strcmp(text, "female") == 0 || strcmp(text, "F") == 0)
        *out = MILER_SEX_FEMALE;
    else
        return cli_usage(c, "%s: '%s' is neither m nor f (the tables know these two)", option, text);
    return 0;
}

// ---- The surroundings

miler_units cli_units(const cli *c) {
    if (c->units != NULL) return strcmp(c->units, "mi") == 0 ? MILER_UNITS_IMPERIAL : MILER_UNITS_METRIC;
    return c->app != NULL ? c->app->units : MILER_UNITS_METRIC;
}

render_look cli_look(const cli *c) {
    return (render_look){.style = {.colour = c->colour, .utf8 = c->utf8, .width = c->width},
                         .units = cli_units(c)};
}

// A race by its goal alone needs no store, and makes none: one that is there is looked into.
static miler_status language_of_closed(cli *c, char code[APP_LANGUAGE_MAX], miler_error *err) {
    char path[MILER_PATH_MAX];
    app_options options;
    app *closed = NULL;
    if (c->db == NULL && app_default_path(path, sizeof path, err) != MILER_OK) return MILER_OK;
    if (access(c->db != NULL ? c->db : path, R_OK) != 0) return MILER_OK;
    app_options_init(&options);
    options.db = c->db;
    options.read_only = true;
    miler_status status = app_open(&options, &closed, err);
    if (status == MILER_OK) status = app_language_kept(closed, code, err);
    if (closed != NULL) app_close(closed);
    return status;
}

const struct language *cli_language(cli *c) {
    char code[APP_LANGUAGE_MAX] = "";
    miler_error none = {0};
    if (c->language != NULL) return c->language;
    miler_status status =
        c->app != NULL ? app_language_kept(c->app, code, &none) : language_of_closed(c, code, &none);
    if (status == MILER_OK && code[0] != '\0') status = language_open(code, NULL, &c->language, &none);
    return status == MILER_OK ? c->language : NULL;
}

static bool terminal_utf8(void) {
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *value = getenv(names[i]);
        if (value != NULL && value[0] != '\0')
            return strstr(value, "UTF-8") != NULL || strstr(value, "utf8") != NULL;
    }
    return false;
}

static void look_around(cli *c) {
    const char *no_colour = getenv("NO_COLOR");
    const char *force = getenv("CLICOLOR_FORCE"); // for pagers and pictures: "less -R", tools/picture
    const bool terminal = isatty(STDOUT_FILENO) == 1;
    const bool forced = force != NULL && force[0] != '\0' && strcmp(force, "0") != 0;
    c->colour = (terminal || forced) && (no_colour == NULL || no_colour[0] == '\0');
    c->utf8 = terminal_utf8();
    c->width = 80;
    struct winsize size;
    if (terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40) {
        c->width = size.ws_col;
        c->wide_known = true;
    }
    const char *columns = getenv("COLUMNS");
    double value;
    if (columns != NULL && miler_parse_number(columns, strlen(columns), &value, NULL) == MILER_OK &&
        value >= 40 && value <= 400) {
        c->width = (int)value;
        c->wide_known = true;
    }
}

// Before the store is opened and threads are started: its children are to know of neither. Where
// no process can be had the files are read in this one, and doctor and serve say so; for want of memory none
// is read.
int cli_sandbox(cli *c) {
    sandbox_options options;
    miler_error err = {0};
    sandbox_options_init(&options, boxed_work);
    const bool lacks = c->sandbox == NULL && sandbox_start(&c->sandbox, &options, &err) == MILER_ERR_NOMEM;
    return lacks ? cli_fail(c, &err) : 0;
}

int cli_app_options(cli *c, app_options *options) {
    miler_error err = {0};
    app_options_init(options);
    options->db = c->db;
    options->athlete = c->athlete;
    const int status = cli_sandbox(c);
    if (status != 0) return status;
    options->sandbox = c->sandbox;
    return taken(c, "MILER_TODAY", app_env_today(&options->today, &err), &err);
}

int cli_open(cli *c) {
    miler_error err = {0};
    app_options options;
    const int status = cli_app_options(c, &options);
    if (status != 0) return status;
    return app_open(&options, &c->app, &err) != MILER_OK ? cli_fail(c, &err) : 0;
}

// ---- Finding the verb

static const cli_verb *find_verb(int argc, const char **argv, int *words) {
    const cli_verb *found = NULL;
    *words = 0;
    for (const cli_verb *v = cli_verbs; v->name != NULL; v++) {
        const char *space = strchr(v->name, ' ');
        if (space == NULL && argc > 1 && strcmp(argv[1], v->name) == 0 && *words < 1) {
            found = v;
            *words = 1;
        }
        if (space != NULL && argc > 2 && strlen(argv[1]) == (size_t)(space - v->name) &&
            strncmp(argv[1], v->name, (size_t)(space - v->name)) == 0 && strcmp(argv[2], space + 1) == 0) {
            found = v;
            *words = 2;
        }
    }
    return found;
}

static bool starts_a_verb(const char *word) {
    const size_t len = strlen(word);
    for (const cli_verb *v = cli_verbs; v->name != NULL; v++)
        if (strncmp(v->name, word, len) == 0 && v->name[len] == ' ') return true;
    return false;
}

#define GROUP_COLUMN 25 // where the summaries begin

int cli_group_print(const cli *c, FILE *out, const char *word) {
    const size_t len = strlen(word);
    const term_style style = {.utf8 = c->utf8, .width = c->width};
    int any = 0;
    miler_buf text;
    cli_text_init(c, &text);
    for (const cli_verb *v = cli_verbs; v->name != NULL; v++) {
        if (strncmp(v->name, word, len) != 0 || v->name[len] != ' ') continue;
        any++;
        const size_t before = text.len;
        miler_buf_printf(&text, "  miler %-16s ", v->name);
        term_wrap(&style, &text, TERM_PLAIN, v->summary, (int)(text.len - before), GROUP_COLUMN);
    }
    if (text.failed) any = -no_memory();
    if (text.len > 0 && any > 0) (void)fwrite(text.ptr, 1, text.len, out);
    miler_buf_deinit(&text);
    return any;
}

static bool same_letters(const char *a, const char *b) {
    int count[256] = {0};
    for (; *a != '\0'; a++)
        count[(unsigned char)*a]++;
    for (; *b != '\0'; b++)
        count[(unsigned char)*b]--;
    for (size_t i = 0; i < 256; i++)
        if (count[i] != 0) return false;
    return true;
}

// So near to that verb's second word that it is a slip of the hand: its letters in another order, or less
// than half of them others.
static bool is_slip(const char *word, const char *verb) {
    const char *second = strchr(verb, ' ');
    guess g = guess_begin(word);
    if (second == NULL) return false;
    guess_try(&g, second + 1);
    return g.best[0] != '\0' && (2 * g.far < strlen(word) || same_letters(word, g.best));
}

// `word`: what stands there instead; NULL = nothing.
static int say_wanted(const cli *c, const char *verb, const char *word, bool asked) {
    if (asked) return cli_group_print(c, stdout, verb) < 0 ? EXIT_TROUBLE : EXIT_DONE;
    char clean[MESSAGE_MAX];
    const term_style style = {.utf8 = c->utf8};
    if (word != NULL) (void)term_clean(&style, word, strnlen(word, MESSAGE_MAX - 1), clean);
    if (word != NULL)
        (void)fprintf(stderr, "miler: '%s' has no '%s'; it wants one of these behind it:\n", verb, clean);
    else
        (void)fprintf(stderr, "miler: '%s' wants one of these behind it:\n", verb);
    return cli_group_print(c, stderr, verb) < 0 ? EXIT_TROUBLE : EXIT_USAGE;
}

static int unknown_verb(cli *c, int argc, const char **argv) {
    char near[32];
    char said[64];
    if (argv[1][0] == '-') return cli_usage(c, "'%s' needs a verb, as in 'miler runs %s'", argv[1], argv[1]);
    if (!starts_a_verb(argv[1])) {
        guess_verb(argv[1], near, sizeof near);
        return cli_usage(c, "there is no verb '%s'%s%s%s", argv[1], near[0] != '\0' ? "; did you mean '" : "",
                         near, near[0] != '\0' ? "'?" : "");
    }
    (void)snprintf(said, sizeof said, "%s %s", argv[1], argc > 2 ? argv[2] : "");
    guess_verb(said, near, sizeof near);
    const bool told = argc > 2 && argv[2][0] != '-';
    if (told && is_slip(argv[2], near))
        return cli_usage(c, "'%s' has no '%s'; did you mean '%s'?", argv[1], argv[2], near);
    const bool asked = argc > 2 && (strcmp(argv[2], "--help") == 0 || strcmp(argv[2], "-h") == 0);
    return say_wanted(c, argv[1], told ? argv[2] : NULL, asked);
}

// Options for everywhere may stand before the verb too: they are moved behind it.
static void verb_first(int argc, const char **argv) {
    static const char *const with_value[] = {"--db", "--athlete", "--units"};
    int lead = 1;
    while (lead < argc && argv[lead][0] == '-') {
        bool value = false;
        for (size_t i = 0; i < sizeof with_value / sizeof with_value[0]; i++)
            value = value || strcmp(argv[lead], with_value[i]) == 0;
        lead += value ? 2 : 1;
    }
    int words = 0;
    if (lead == 1 || lead >= argc || find_verb(argc - lead + 1, argv + lead - 1, &words) == NULL) return;
    for (int moved = 0; moved < words; moved++) {
        const char *word = argv[lead + moved];
        memmove(argv + 2 + moved, argv + 1 + moved, (size_t)(lead - 1) * sizeof *argv);
        argv[1 + moved] = word;
    }
}

int cli_main(int argc, const char **argv) {
    cli c = {0};
    look_around(&c);
    c.arena = miler_arena_new(NULL, 0);
    if (c.arena == NULL) return no_memory();
    int status;
    int words = 0;
    const char *help[] = {"miler", "help", NULL};
    const char *version[] = {"miler", "version", NULL};
    if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        argv = help;
        argc = 2;
    } else if (strcmp(argv[1], "--version") == 0) {
        argv = version;
        argc = 2;
    }
    verb_first(argc, argv);
    c.verb = find_verb(argc, argv, &words);
    if (c.verb == NULL)
        status = unknown_verb(&c, argc, argv);
    else
        status = c.verb->run(&c, argc - words, argv + words);
    if (c.app != NULL && c.app->left_out > 0)
        (void)fprintf(stderr, "miler: left out what cannot be read of %zu run%s: 'miler doctor' tells why\n",
                      c.app->left_out, PLURAL_S(c.app->left_out));
    language_close(c.language);
    if (c.app != NULL) app_close(c.app);
    sandbox_stop(c.sandbox);
    miler_arena_free(c.arena);
    // Whatever was printed on the way: an answer that did not arrive is none.
    if (status == EXIT_DONE && (fflush(stdout) != 0 || ferror(stdout) != 0)) status = write_failed();
    return status;
}
