// SPDX-License-Identifier: MIT
// miler plan paper: the plan as a PDF.
#include "app/app_paper.h"
#include "app/out_file.h"
#include "cli/paper_out.h"
#include "cli/take.h"
#include "cli/verbs.h"

#include <string.h>

#define PDF_MAX ((size_t)64 << 20)

typedef struct paper_ask {
    int poster, weeks, strength, all;
    char *size, *file;
} paper_ask;

static unsigned pieces_of(const paper_ask *ask) {
    const unsigned pieces = (ask->poster ? PLAN_PAPER_POSTER : 0u) | (ask->weeks ? PLAN_PAPER_WEEKS : 0u) |
                            (ask->strength ? PLAN_PAPER_STRENGTH : 0u);
    return ask->all || pieces == 0 ? PLAN_PAPER_ALL : pieces;
}

void paper_note_unknown(cli *c, size_t count) {
    static const char remedy[] = "(fonts-noto has most, fonts-noto-color-emoji the emoji)";
    if (count == 1)
        cli_note(c,
                 "1 character has no font here and stands as a box with its number: install a font that "
                 "has it %s.",
                 remedy);
    if (count > 1)
        cli_note(c,
                 "%zu characters have no font here and stand as boxes with their number: install a font "
                 "that has them %s.",
                 count, remedy);
}

static int make_paper(cli *c, plan_paper_job job, const char *file, paper_told *told, miler_buf *pdf) {
    miler_error err = {0};
    app_paper_answer answer;
    miler_catalogue catalogue;
    if (app_paper_plan(c->app, c->arena, &answer, &err) != MILER_OK) return cli_fail(c, &err);
    if (miler_catalogue_builtin(c->arena, &catalogue, &err) != MILER_OK) return cli_fail(c, &err);
    job.plan = &answer.plan.plan;
    // Its reasons are sentences by now: they are not made anew.
    if (job.units != answer.plan.plan.request.athlete.units)
        cli_note(c,
                 "The reasons on it keep the units that the plan was made with, %s: miler plan new --units.",
                 job.units == MILER_UNITS_IMPERIAL ? "km" : "mi");
    job.catalogue = &catalogue;
    // "me" is what a store calls its only runner until told a name.
    job.name = strcmp(c->app->athlete.name, "me") != 0 ? c->app->athlete.name : "";
    job.made_day = answer.made_day;
    job.race_rows = answer.plan.race_rows;
    job.race_row_count = answer.plan.race_row_count;
    job.language = cli_language(c);
    *told = (paper_told){.file = file, .size = job.size, .units = job.units, .made_day = job.made_day};
    const miler_status status = plan_paper_pdf(&job, c->arena, pdf, &told->facts, &err);
    if (status != MILER_OK) {
        miler_error_file(&err, file);
        return cli_fail(c, &err);
    }
    told->bytes = pdf->len;
    paper_note_unknown(c, told->facts.unknown);
    return 0;
}

int paper_out_file(cli *c, const char *file, paper_told *told) {
    miler_error err = {0};
    miler_buf pdf;
    plan_paper_job job = {.units = cli_units(c), .pieces = PLAN_PAPER_ALL};
    int status = cli_take_paper(c, NULL, job.units, &job.size);
    miler_buf_init(&pdf, miler_arena_allocator(c->arena), PDF_MAX);
    if (status == 0) status = make_paper(c, job, file, told, &pdf);
    if (status == 0 && app_out_write(c->app, file, pdf.ptr, pdf.len, OUT_HEAD, &err) != MILER_OK)
        status = cli_fail(c, &err);
    miler_buf_deinit(&pdf);
    return status;
}

// stdout holds either the pages or the answer.
static int put_out(cli *c, const paper_told *told, miler_buf *pdf) {
    miler_error err = {0};
    if (strcmp(told->file, "-") == 0) return cli_answer_plain(c, pdf);
    if (app_out_write(c->app, told->file, pdf->ptr, pdf->len, OUT_HEAD, &err) != MILER_OK)
        return cli_fail(c, &err);
    if (c->json) return cli_answer_json(c, render_paper_json(told));
    if (c->quiet) return EXIT_DONE;
    miler_buf text;
    cli_text_init(c, &text);
    render_paper_text(told, &text);
    return cli_answer_text(c, &text);
}

int verb_plan_paper(cli *c, int argc, const char **argv) {
    paper_ask ask = {0};
    struct poptOption own[] = {
        {"poster", 0, POPT_ARG_NONE, &ask.poster, 0, "the whole plan for the wall", NULL},
        {"weeks", 0, POPT_ARG_NONE, &ask.weeks, 0, "a page for each week", NULL},
        {"strength", 0, POPT_ARG_NONE, &ask.strength, 0, "the exercises, with pictures", NULL},
        {"all", 0, POPT_ARG_NONE, &ask.all, 0, "all three (default)", NULL},
        {"size", 0, POPT_ARG_STRING, &ask.size, 0, "a4 or letter (default: a4; letter with miles)", "PAPER"},
        {"output", 'o', POPT_ARG_STRING, &ask.file, 0, "the PDF to write; - for stdout", "FILE"},
        POPT_TABLEEND};
    const char **rest;
    int count;
    int status = cli_options(c, argc, argv, own, &rest, &count);
    if (status >= 0) return status;
    if (ask.file == NULL || ask.file[0] == '\0')
        return cli_usage(c, "where to? for example: miler plan paper -o plan.pdf");
    if (strcmp(ask.file, "-") == 0 && c->json)
        return cli_usage(c, "--json and -o - both want stdout: give a file");
    if ((status = cli_open(c)) != 0) return status;
    cli_note_health(c);
    plan_paper_job job = {.units = cli_units(c), .pieces = pieces_of(&ask)};
    if ((status = cli_take_paper(c, ask.size, job.units, &job.size)) != 0) return status;
    miler_buf pdf;
    paper_told told;
    miler_buf_init(&pdf, miler_arena_allocator(c->arena), PDF_MAX);
    status = make_paper(c, job, ask.file, &told, &pdf);
    if (status == 0) status = put_out(c, &told, &pdf);
    miler_buf_deinit(&pdf);
    return status;
}
