// SPDX-License-Identifier: MIT
// help, version, completion and the man page: all read from the one verb table.
#include "cli/verbs.h"

#include <stdio.h>
#include <string.h>

// Headings of the list, each before the verb it names.
static const struct {
    const char *before, *heading;
} headings[] = {{"import", "Your runs"},    {"fitness", "How fast you are"}, {"athlete show", "Who you are"},
                {"plan new", "The plan"},   {"workout list", "Workouts"},    {"pace", "The race"},
                {"export", "Keeping house"}};

#define SUMMARY_COLUMN 28

static void print_verbs(const cli *c, miler_buf *out) {
    const term_style style = cli_look(c).style;
    miler_buf_text_append(out, "miler: from watch files to a faster mile\n\nusage: miler VERB [options]\n");
    for (const cli_verb *v = cli_verbs; v->name != NULL; v++) {
        for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++)
            if (strcmp(headings[i].before, v->name) == 0)
                miler_buf_printf(out, "\n%s\n", headings[i].heading);
        char call[64];
        (void)snprintf(call, sizeof call, "%s %s", v->name, v->args);
        const size_t before = out->len;
        miler_buf_printf(out, "  %-25s ", call);
        term_wrap(&style, out, TERM_PLAIN, v->summary, (int)(out->len - before), SUMMARY_COLUMN);
    }
    miler_buf_text_append(out, "\n");
    term_wrap(&style, out, TERM_PLAIN,
              "First steps: 'miler import FOLDER', or 'miler result add mile 5:45'; then 'miler fitness'. "
              "'miler help VERB' explains a verb, --json answers it as JSON.",
              0, 0);
    miler_buf_text_append(out, "\n");
    term_wrap(
        &style, out, TERM_PLAIN,
        "Estimates have errors and nothing here is medical advice: stop on pain or warning signs and ask a "
        "professional.",
        0, 0);
}

static const cli_verb *named(const char *first, const char *second) {
    char name[64];
    (void)snprintf(name, sizeof name, "%s%s%s", first, second != NULL ? " " : "",
                   second != NULL ? second : "");
    for (const cli_verb *v = cli_verbs; v->name != NULL; v++)
        if (strcmp(v->name, name) == 0) return v;
    return NULL;
}

static json_t *verbs_json(void) {
    json_t *list = json_array();
    for (const cli_verb *v = cli_verbs; v->name != NULL; v++)
        json_array_append_new(
            list, json_pack("{ss ss ss}", "name", v->name, "arguments", v->args, "summary", v->summary));
    return json_pack("{so}", "verbs", list);
}

int verb_help(cli *c, int argc, const char **argv) {
    if (argc >= 2 && argv[1][0] != '-') {
        const cli_verb *v = named(argv[1], argc >= 3 ? argv[2] : NULL);
        const int group = v == NULL && argc == 2 ? cli_group_print(c, stdout, argv[1]) : 0;
        if (group != 0) return group > 0 ? EXIT_DONE : EXIT_TROUBLE;
        c->verb = NULL; // the remedy is the list of verbs
        if (v == NULL)
            return cli_usage(c, "there is no verb '%s%s%s'", argv[1], argc >= 3 ? " " : "",
                             argc >= 3 ? argv[2] : "");
        const char *ask[] = {"miler", "--help", NULL};
        c->verb = v;
        return v->run(c, 2, ask);
    }
    const char **rest;
    int count;
    const int status = cli_options(c, argc, argv, NULL, &rest, &count);
    if (status >= 0 && !c->help) return status;
    if (c->json) return cli_answer_json(c, verbs_json());
    miler_buf text;
    cli_text_init(c, &text);
    print_verbs(c, &text);
    return cli_answer_text(c, &text);
}

int verb_version(cli *c, int argc, const char **argv) {
    const char **rest;
    int count;
    const int status = cli_options(c, argc, argv, NULL, &rest, &count);
    if (status >= 0) return status;
    if (c->json) return cli_answer_json(c, json_pack("{ss}", "version", MILER_VERSION));
    miler_buf text;
    cli_text_init(c, &text);
    miler_buf_text_append(&text, "miler " MILER_VERSION "\n");
    return cli_answer_text(c, &text);
}

// Completes verbs and sub-verbs; files otherwise.
static void print_bash(miler_buf *out) {
    miler_buf_text_append(out,
                          "# bash completion for miler: source <(miler completion)\n_miler() {\n"
                          "    local cur=${COMP_WORDS[COMP_CWORD]} line=\"${COMP_WORDS[*]:1:COMP_CWORD-1}\"\n"
                          "    case $line in\n        '' | help) COMPREPLY=($(compgen -W \"");
    const char *before = "";
    for (const cli_verb *v = cli_verbs; v->name != NULL; v++) {
        const size_t len = strcspn(v->name, " ");
        if (strlen(before) >= len && strncmp(before, v->name, len) == 0 &&
            (before[len] == ' ' || before[len] == '\0'))
            continue;
        miler_buf_printf(out, "%.*s ", (int)len, v->name);
        before = v->name;
    }
    miler_buf_text_append(out, "\" -- \"$cur\")) ;;\n");
    for (const cli_verb *v = cli_verbs; v->name != NULL; v++) {
        const size_t len = strcspn(v->name, " ");
        if (v->name[len] == '\0' || (v != cli_verbs && strncmp(v[-1].name, v->name, len + 1) == 0)) continue;
        miler_buf_printf(out, "        %.*s) COMPREPLY=($(compgen -W \"", (int)len, v->name);
        for (const cli_verb *w = v; w->name != NULL && strncmp(w->name, v->name, len + 1) == 0; w++)
            miler_buf_printf(out, "%s ", w->name + len + 1);
        miler_buf_text_append(out, "\" -- \"$cur\")) ;;\n");
    }
    // The options of a verb are those that its help names.
    miler_buf_text_append(
        out,
        "        *)\n            if [[ $cur == -* ]]; then\n"
        "                local words=${COMP_WORDS[*]:1:2}\n"
        "                COMPREPLY=($(compgen -W \"$({ miler help $words || miler help ${COMP_WORDS[1]}; } "
        "2>/dev/null | grep -oE -- '--[a-z-]+')\" -- \"$cur\"))\n"
        "            else\n                COMPREPLY=($(compgen -f -- \"$cur\"))\n            fi ;;\n    "
        "esac\n}\ncomplete "
        "-o filenames -F _miler miler\n");
}

int verb_completion(cli *c, int argc, const char **argv) {
    const char **rest;
    int count;
    const int status = cli_options(c, argc, argv, NULL, &rest, &count);
    if (status >= 0) return status;
    miler_buf text;
    cli_text_init(c, &text);
    print_bash(&text);
    if (!c->json) return cli_answer_plain(c, &text);
    json_t *root = json_pack("{ss ss}", "shell", "bash", "script", miler_buf_text(&text));
    miler_buf_deinit(&text);
    return cli_answer_json(c, root);
}

// A dot at the start of a line is a request to troff, and a hyphen-minus wants a backslash.
static void man_part(miler_buf *out, const char *text, size_t len) {
    if (len > 0 && (*text == '.' || *text == '\'')) miler_buf_text_append(out, "\\&");
    for (const char *end = text + len; text < end; text++) {
        if (*text == '-')
            miler_buf_text_append(out, "\\-");
        else if (*text == '\\')
            miler_buf_text_append(out, "\\e");
        else
            miler_buf_append(out, text, 1);
    }
}

static void man_text(miler_buf *out, const char *text) {
    man_part(out, text, strlen(text));
}

// Paragraphs of one line each: troff fills them, and breaks between two.
static void man_lines(miler_buf *out, const char *text) {
    while (*text != '\0') {
        const size_t len = strcspn(text, "\n");
        const bool more = text[len] == '\n';
        miler_buf_text_append(out, ".br\n");
        man_part(out, text, len);
        if (more) miler_buf_text_append(out, "\n");
        text += len + more;
    }
}

static const char man_end[] =
    ".SH OPTIONS\nOf every verb; those of one verb are in \\fBmiler help VERB\\fR.\n"
    ".TP\n\\-\\-db FILE\nthe store; default MILER_DB, else miler/miler.db in the XDG data folder\n"
    ".TP\n\\-\\-athlete NAME\nwhose runs, where there are several\n"
    ".TP\n\\-\\-units km|mi\nunits of the answer\n"
    ".TP\n\\-\\-json\nthe answer as JSON (docs/json.md)\n"
    ".TP\n\\-q, \\-\\-quiet\nno messages but errors\n"
    ".SH EXIT STATUS\n0 done, 1 the answer is no, 2 usage, 3 bad input, 4 trouble with store or system.\n"
    ".SH ENVIRONMENT\n.TP\nMILER_DB\nthe store\n"
    ".TP\nMILER_TODAY\nthe day that counts as today, like 2026\\-05\\-31\n"
    ".TP\nNO_COLOR, CLICOLOR_FORCE\nnever, always colours; else on a terminal only\n"
    ".TP\nCOLUMNS\nwidth of the answer\n"
    ".TP\nXDG_DATA_HOME\nwhere the store is when nothing else says so\n"
    ".SH EXAMPLES\n.nf\nmiler import ~/export.zip\nmiler fitness\n"
    "miler plan new \\-\\-race 2026\\-07\\-04 \\-\\-goal 5:19\nmiler pace 5:19 \\-\\-gun 14:30\n.fi\n";

int verb_man(cli *c, int argc, const char **argv) {
    const char **rest;
    int count;
    const int status = cli_options(c, argc, argv, NULL, &rest, &count);
    if (status >= 0) return status;
    miler_buf text;
    cli_text_init(c, &text);
    miler_buf_text_append(
        &text, ".TH MILER 1\n.SH NAME\nmiler \\- from watch files to a faster mile\n.SH SYNOPSIS\n.B miler\n"
               "VERB [options]\n.SH VERBS\n");
    for (const cli_verb *v = cli_verbs; v->name != NULL; v++) {
        miler_buf_printf(&text, ".TP\n.B miler ");
        man_text(&text, v->name);
        miler_buf_text_append(&text, " ");
        man_text(&text, v->args);
        miler_buf_text_append(&text, "\n");
        man_text(&text, v->summary);
        if (v->details != NULL) {
            miler_buf_text_append(&text, "\n");
            man_lines(&text, v->details);
        }
        miler_buf_text_append(&text, "\n");
    }
    miler_buf_text_append(&text, man_end);
    if (!c->json) return cli_answer_plain(c, &text);
    json_t *root = json_pack("{ss}", "man", miler_buf_text(&text));
    miler_buf_deinit(&text);
    return cli_answer_json(c, root);
}
