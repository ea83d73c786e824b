// SPDX-License-Identifier: MIT
// miler workout list | show ID | check TEXT: the catalogue and the language.
#include "app/app_workout.h"
#include "app/out_file.h"
#include "app/plan_forms.h"
#include "cli/guess.h"
#include "cli/session_sound.h"
#include "cli/take.h"
#include "cli/verbs.h"
#include "render/workout_render.h"

#include <stdio.h>
#include <string.h>

// Paces come from the store when there is fitness in it, or from --from; without
// either a session is shown in words only.
static int paces(cli *c, const char *from, miler_pace_book *book) {
    double dist_m = 0;
    double time_s = 0;
    int status = from != NULL ? take_result(c, "--from", from, &dist_m, &time_s) : 0;
    if (status != 0 || (status = cli_open(c)) != 0) return status;
    miler_error err = {0};
    return app_workout_book(c->app, dist_m, time_s, c->arena, book, &err) != MILER_OK ? cli_fail(c, &err) : 0;
}

// The catalogue with the files beside the store, which need not be there.
static int catalogue(cli *c, app_catalogue *out) {
    char path[4096];
    miler_error err = {0};
    const char *db = c->db;
    if (db == NULL) {
        if (app_default_path(path, sizeof path, &err) != MILER_OK) return cli_fail(c, &err);
        db = path;
    }
    if (app_catalogue_load(db, c->arena, out, &err) != MILER_OK) return cli_fail(c, &err);
    for (size_t i = 0; i < out->file_count; i++)
        if (!out->files[i].loaded) cli_note(c, "%s", cli_clean(c, out->files[i].why));
    return 0;
}

static int unknown_part(const cli *c, const char *word) {
    char kinds[300] = "";
    size_t len = 0;
    for (int k = 0; k < MILER_WORK_KIND_COUNT && len < sizeof kinds; k++)
        len += (size_t)snprintf(kinds + len, sizeof kinds - len, "%s%s", k > 0 ? ", " : "",
                                miler_work_kind_name((miler_work_kind)k));
    return cli_usage(c, "there is no kind '%s', but: %s; and exercises, routines", word, kinds);
}

int verb_workout_list(cli *c, int argc, const char **argv) {
    char *kind_text = NULL;
    struct poptOption own[] = {{"kind", 0, POPT_ARG_STRING, &kind_text, 0,
                                "only this kind: easy, long, race-pace, vo2max, ...", "KIND"},
                               POPT_TABLEEND};
    const char **rest;
    int count;
    int status = cli_options(c, argc, argv, own, &rest, &count);
    if (status >= 0) return status;
    if (count > 1) return cli_usage(c, "workout list takes one kind, like cross, drills or routines");
    const char *wanted = count == 1 ? rest[0] : kind_text;
    render_part part;
    if (!render_part_of(wanted, &part)) return unknown_part(c, wanted);
    app_catalogue all;
    if ((status = catalogue(c, &all)) != 0) return status;
    if (c->json) return cli_answer_json(c, render_catalogue_json(&all, &part));
    miler_buf text;
    cli_text_init(c, &text);
    const render_look look = cli_look(c);
    render_catalogue_text(&all, &part, &look, &text);
    return cli_answer_text(c, &text);
}

// One session as a file for a watch; what the watch cannot show is said.
static int write_fit(cli *c, const app_workout_answer *answer, const miler_pace_book *book,
                     const char *path) {
    plan_form form;
    miler_error err = {0};
    const char *title = answer->title != NULL ? answer->title : answer->text;
    if (workout_form_fit(title, &answer->workout, book, c->app->units, c->arena, &form, &err) != MILER_OK)
        return cli_fail(c, &err);
    if (form.verdict == FORM_LEFT_OUT) {
        (void)miler_fail(&err, MILER_ERR_UNSUPPORTED, "no watch can take it: %s", form.why);
        return cli_fail(c, &err);
    }
    if (app_out_write(c->app, path, form.bytes, form.len, OUT_HEAD, &err) != MILER_OK)
        return cli_fail(c, &err);
    cli_note(c, "%s: %s%s%s", path, form_verdict_name(form.verdict), form.why[0] != '\0' ? ", " : "",
             form.why);
    return EXIT_DONE;
}

// What is asked for beside the answer itself.
typedef struct workout_files {
    char *fit;
    sound_ask sound;
    struct poptOption sound_options[SOUND_OPTIONS + 1];
} workout_files;

static int show(cli *c, const app_workout_answer *answer, const miler_pace_book *book,
                const workout_files *files) {
    const bool heard = files->sound.file != NULL;
    json_t *sound = NULL;
    int status = files->fit != NULL ? write_fit(c, answer, book, files->fit) : EXIT_DONE;
    if (status == EXIT_DONE && heard)
        status = session_sound_make(c, &files->sound, &answer->workout, book,
                                    answer->title != NULL ? answer->title : answer->text, &sound);
    if (status != EXIT_DONE) return status;
    if (c->json)
        return cli_answer_json(
            c, session_sound_add(render_workout_json(answer, book, cli_units(c)), sound, heard));
    json_decref(sound);
    miler_buf text;
    cli_text_init(c, &text);
    const render_look look = cli_look(c);
    render_workout_text(answer, book, &look, &text);
    return cli_answer_text(c, &text);
}

// A name that is not there; the nearest one beside it, if one is near.
static int unknown_name(cli *c, const miler_catalogue *all, const char *name, miler_error *err) {
    guess near = guess_begin(name);
    for (size_t i = 0; i < all->entry_count; i++)
        guess_try(&near, all->entries[i].id);
    for (size_t i = 0; i < all->movement_count; i++)
        guess_try(&near, all->movements[i].name);
    for (size_t i = 0; i < all->routine_count; i++)
        guess_try(&near, all->routines[i].id);
    for (size_t i = 0; i < all->cross_count; i++)
        guess_try(&near, all->cross[i].name);
    if (near.best[0] != '\0')
        miler_error_remedy(err, "did you mean '%s'? The names are in 'miler workout list'", near.best);
    return cli_fail(c, err);
}

int verb_workout_show(cli *c, int argc, const char **argv) {
    char *from = NULL;
    char *dose_text = NULL;
    workout_files files = {0};
    sound_out_options(&files.sound, files.sound_options);
    struct poptOption own[] = {
        {"fit", 0, POPT_ARG_STRING, &files.fit, 0, "write it as a workout for a watch, too", "FILE"},
        {"from", 0, POPT_ARG_STRING, &from, 0, "paces of this result", "DISTANCE=TIME"},
        {"dose", 0, POPT_ARG_STRING, &dose_text, 0, "0 the smallest form to 1 the largest (default 0.5)",
         "SHARE"},
        {NULL, 0, POPT_ARG_INCLUDE_TABLE, files.sound_options, 0, "Sound:", NULL},
        POPT_TABLEEND};
    const char **rest;
    int count;
    int status = cli_options(c, argc, argv, own, &rest, &count);
    if (status >= 0) return status;
    double dose = 0.5;
    if (count != 1) return cli_usage(c, "workout show wants one name of 'miler workout list'");
    if ((status = cli_take_number(c, "--dose", dose_text, 0, 1, &dose)) != 0) return status;
    miler_pace_book book;
    if ((status = paces(c, from, &book)) != 0) return status;
    miler_error err = {0};
    app_workout_answer answer;
    app_catalogue all;
    if ((status = catalogue(c, &all)) != 0) return status;
    const miler_status found = app_workout_named(&all.all, rest[0], dose, &book, c->arena, &answer, &err);
    if (found == MILER_ERR_NOT_FOUND) return unknown_name(c, &all.all, rest[0], &err);
    if (found != MILER_OK) return cli_fail(c, &err);
    return show(c, &answer, &book, &files);
}

// The text once more under the message, with a mark below the place.
static int point_at(const cli *c, const char *text, miler_error *err) {
    const uint32_t column = err->column;
    const bool one_line = err->line == 1 && column > 0 && strchr(text, '\n') == NULL && strlen(text) <= 200;
    if (one_line) { // the mark says it
        err->line = err->column = 0;
        err->offset = 0;
    }
    const int status = cli_fail(c, err);
    if (one_line && text[0] != '\0')
        (void)fprintf(stderr, "  %s\n  %*s\n", cli_clean(c, text), (int)column, "^");
    return status;
}

int verb_workout_check(cli *c, int argc, const char **argv) {
    char *from = NULL;
    workout_files files = {0};
    sound_out_options(&files.sound, files.sound_options);
    struct poptOption own[] = {
        {"from", 0, POPT_ARG_STRING, &from, 0, "paces of this result", "DISTANCE=TIME"},
        {"fit", 0, POPT_ARG_STRING, &files.fit, 0, "write it as a workout for a watch, too", "FILE"},
        {NULL, 0, POPT_ARG_INCLUDE_TABLE, files.sound_options, 0, "Sound:", NULL},
        POPT_TABLEEND};
    const char **rest;
    int count;
    int status = cli_options(c, argc, argv, own, &rest, &count);
    if (status >= 0) return status;
    if (count != 1)
        return cli_usage(c, "workout check wants one session in quotes, like '6x400 @mile r400 jog'");
    miler_pace_book book;
    if ((status = paces(c, from, &book)) != 0) return status;
    miler_error err = {0};
    app_workout_answer answer;
    app_catalogue all;
    if ((status = catalogue(c, &all)) != 0) return status;
    if (app_workout_text(rest[0], &all.all, &book, c->arena, &answer, &err) != MILER_OK)
        return point_at(c, rest[0], &err);
    return show(c, &answer, &book, &files);
}
