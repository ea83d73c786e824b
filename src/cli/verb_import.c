// SPDX-License-Identifier: MIT
// miler import PATH...: one line a file, a progress bar on a terminal.
#include "base/plural.h"
#include "cli/progress.h"
#include "cli/verbs.h"
#include "render/import_json.h"
#include "render/plan_render.h"
#include "render/replan_render.h"

#include <stdio.h>
#include <string.h>

#define REASONS_MAX 24 // different reasons counted by name; the rest together

typedef struct reason_count {
    char text[320]; // any reason whole: as in app/import.c
    uint64_t count;
} reason_count;

typedef struct listing {
    cli *c;
    import_json json; // --json
    int verbose;
    bool trouble; // stdout could not be written
    reason_count skipped[REASONS_MAX];
} listing;

// A file that failed is an error, whatever else is answered.
static void file_failed(listing *l, const app_import_file *file) {
    progress_wipe(l->c);
    (void)fprintf(stderr, "miler: %s: %s\n", cli_clean(l->c, file->path), cli_clean(l->c, file->reason));
}

// New files and known ones pass in silence unless --verbose: of ten years of
// files a person wants to see what is not there afterwards.
static void file_text(listing *l, const app_import_file *file) {
    const bool told = file->outcome == STORE_FILE_FAILED && file->warning_count == 0;
    const bool worth = (file->warning_count > 0 || l->verbose) && !told;
    if (!worth || l->c->quiet) return;
    progress_wipe(l->c);
    const char *reason = file->reason;
    if (printf("%-8s %s%s%s\n", store_outcome_name(file->outcome), cli_clean(l->c, file->path),
               reason[0] != '\0' ? ": " : "", cli_clean(l->c, reason)) < 0)
        l->trouble = true;
    for (size_t i = 0; i < file->warning_count; i++)
        if (printf("         ! %s\n", cli_clean(l->c, file->warnings[i])) < 0) l->trouble = true;
}

// Thousands of skipped files (a Garmin export is mostly settings and sleep) are
// told as how many for which reason.
static void count_reason(listing *l, const char *reason) {
    size_t i = 0;
    while (i + 1 < REASONS_MAX && l->skipped[i].count > 0 &&
           strncmp(l->skipped[i].text, reason, sizeof l->skipped[i].text - 1) != 0)
        i++;
    if (l->skipped[i].count == 0)
        (void)snprintf(l->skipped[i].text, sizeof l->skipped[i].text, "%s",
                       i + 1 < REASONS_MAX ? reason : "other reasons");
    l->skipped[i].count++;
}

static void one_file(void *user, const app_import_file *file) {
    listing *l = user;
    if (file->outcome == STORE_FILE_SKIPPED) count_reason(l, file->reason);
    if (file->outcome == STORE_FILE_FAILED) file_failed(l, file);
    if (l->c->json)
        import_json_file(&l->json, file);
    else
        file_text(l, file);
}

static void print_totals(listing *l, const app_import_answer *answer) {
    const unsigned long long files = answer->files, stored = answer->activities;
    if (printf("%llu %s: %llu new, %llu already here, %llu skipped, %llu failed\n%llu %s stored, %llu of "
               "them %s\n",
               files, files == 1 ? "file" : "files", (unsigned long long)answer->outcomes[STORE_FILE_NEW],
               (unsigned long long)answer->outcomes[STORE_FILE_KNOWN],
               (unsigned long long)answer->outcomes[STORE_FILE_SKIPPED],
               (unsigned long long)answer->outcomes[STORE_FILE_FAILED], stored,
               stored == 1 ? "activity" : "activities", (unsigned long long)answer->runs,
               answer->runs == 1 ? "a run" : "runs") < 0 ||
        fflush(stdout) != 0)
        l->trouble = true;
    for (size_t i = 0; i < REASONS_MAX && l->skipped[i].count > 0; i++)
        if (printf("  skipped %llu: %s\n", (unsigned long long)l->skipped[i].count,
                   cli_clean(l->c, l->skipped[i].text)) < 0)
            l->trouble = true;
}

static void tell_future(cli *c, uint64_t count) {
    char today[MILER_TEXT_MAX];
    miler_print_date(today, sizeof today, c->app->today);
    if (count == 1)
        cli_note(
            c,
            "One of them is later than today, %s: its watch's clock may be wrong. It is kept, and counts "
            "for nothing before its day.",
            today);
    if (count > 1)
        cli_note(
            c,
            "%llu of them are later than today, %s: their watch's clock may be wrong. They are kept, and "
            "count for nothing before their day.",
            (unsigned long long)count, today);
}

static int finish(listing *l, const app_import_answer *answer, const import_plan *plan, miler_status status,
                  const miler_error *err) {
    cli *c = l->c;
    progress_wipe(l->c);
    int exit_status = EXIT_DONE;
    if (c->json) {
        exit_status = cli_answer_json(c, import_json_end(&l->json, answer, plan));
    } else if (!c->quiet) {
        print_totals(l, answer);
    }
    if (fflush(stdout) != 0) l->trouble = true; // before the messages, where both go to one place
    if (status != MILER_OK) return cli_fail(c, err);
    if (l->trouble) (void)fputs("miler: what was found could not be written, the files are stored\n", stderr);
    if (exit_status != EXIT_DONE || l->trouble) return EXIT_TROUBLE;
    tell_future(c, answer->future);
    if (answer->runs > 0) cli_note(c, "Now look at: miler runs, miler bests, miler fitness");
    if (answer->outcomes[STORE_FILE_FAILED] > 0)
        cli_note(c, "Nothing is stored of files that failed: fetch them again from the watch or the site, "
                    "then import "
                    "once more.");
    return answer->outcomes[STORE_FILE_FAILED] > 0 ? EXIT_BAD_INPUT : EXIT_DONE;
}

static void note_plan(cli *c, size_t changes, const app_goal_move *goal) {
    char text[400];
    if (render_goal_move(goal, false, true, text, sizeof text)) cli_note(c, "%s", text);
    cli_note(c, "The plan changed in %zu place%s: miler plan changes", changes, PLURAL_S(changes));
}

// New runs that a plan does not follow, and how it follows again. No plan, or one that cannot be read: not here.
static void note_held(cli *c) {
    app_plan_answer answer;
    miler_error none = {0};
    miler_status status = app_plan_written(c->app, c->arena, &answer, &none);
    if (status == MILER_OK) status = app_plan_held(c->app, &answer, c->arena, &none);
    if (status == MILER_OK && answer.held) cli_note(c, "%s", RENDER_SAY_HELD);
}

static void tell_plan(cli *c, const import_plan *plan) {
    if (plan->changes > 0)
        note_plan(c, plan->changes, &plan->goal);
    else
        note_held(c);
}

int verb_import(cli *c, int argc, const char **argv) {
    listing l = {.c = c};
    struct poptOption own[] = {{"verbose", 'v', POPT_ARG_NONE, &l.verbose, 0,
                                "a line for every file, not only for those with trouble", NULL},
                               POPT_TABLEEND};
    const char **rest;
    int count;
    int status = cli_options(c, argc, argv, own, &rest, &count);
    if (status >= 0) return status;
    if (count == 0) return cli_usage(c, "import wants files, folders or archives");
    if ((status = cli_open(c)) != 0) return status;
    cli_note_measured(c);
    progress_on(c);
    if (c->json && !import_json_begin(&l.json, 0)) return cli_answer_json(c, NULL);
    app_import_answer answer = {0};
    miler_error err = {0};
    const miler_status done = app_import(c->app, rest, (size_t)count, one_file, &l, &answer, &err);
    // The plan follows what was run; its troubles are not those of the import, but they are told.
    import_plan plan = {0};
    miler_error behind = {0};
    miler_status followed = MILER_OK;
    if (done == MILER_OK && answer.runs > 0)
        followed = app_replan_quietly(c->app, &plan.changes, &plan.goal, &behind);
    int status_of_import = finish(&l, &answer, &plan, done, &err);
    if (followed != MILER_OK) {
        miler_error_remedy(&behind, "all files are stored; let the plan follow them: miler plan replan");
        miler_error_file(&behind, "the plan");
        const int trouble = cli_fail(c, &behind);
        if (status_of_import == EXIT_DONE) status_of_import = trouble;
    }
    if (done == MILER_OK && answer.runs > 0 && !c->json) tell_plan(c, &plan);
    return status_of_import;
}
