// SPDX-License-Identifier: MIT
// What `miler workout show ID --dose D --from mile=5:30 --fit FILE --json` does, for every workout of the
// catalogue at three doses in one start: a FIT file each, and a line of JSON each on stdout.
//
//   catalogue_out DB FOLDER
#include "app/app_workout.h"
#include "app/out_file.h"
#include "app/plan_forms.h"
#include "base/limits.h"
#include "render/workout_render.h"

#include <stdio.h>
#include <stdlib.h>

static miler_error err;

static void need(miler_status status) {
    if (status == MILER_OK) return;
    (void)fprintf(stderr, "catalogue_out: %s\n", err.msg);
    exit(1);
}

static void write_one(app *a, const miler_catalogue *all, const miler_pace_book *book, const char *id,
                      double dose, const char *folder) {
    char name[200], path[MILER_PATH_MAX];
    app_workout_answer answer;
    plan_form form;
    miler_arena *arena = miler_arena_new(NULL, 0);
    if (arena == NULL) exit(1);
    need(app_workout_named(all, id, dose, book, arena, &answer, &err));
    const char *title = answer.title != NULL ? answer.title : answer.text;
    need(workout_form_fit(title, &answer.workout, book, a->units, arena, &form, &err));
    (void)snprintf(name, sizeof name, "%s-%.0f.fit", id, dose * 10);
    need(out_path(path, sizeof path, folder, name, &err));
    if (form.verdict != FORM_LEFT_OUT) need(out_file_write(path, form.bytes, form.len, 0, &err));
    json_t *root = render_workout_json(&answer, book, MILER_UNITS_METRIC);
    json_t *told = json_pack("{s:s, s:f, s:s, s:s, s:o*}", "id", id, "dose", dose, "file",
                             form.verdict != FORM_LEFT_OUT ? name : "", "why", form.why, "steps",
                             json_incref(json_object_get(root, "steps")));
    if (told == NULL || json_dumpf(told, stdout, JSON_COMPACT) != 0 || putchar('\n') == EOF) exit(1);
    json_decref(told);
    json_decref(root);
    miler_arena_free(arena);
}

int main(int argc, char **argv) {
    if (argc != 3) return 2;
    app_options options;
    app_catalogue catalogue;
    miler_pace_book book;
    app *a = NULL;
    miler_arena *arena = miler_arena_new(NULL, 0);
    if (arena == NULL) return 1;
    app_options_init(&options);
    options.db = argv[1];
    need(app_open(&options, &a, &err));
    need(app_workout_book(a, MILER_MILE_M, 330, arena, &book, &err));
    need(app_catalogue_load(argv[1], arena, &catalogue, &err));
    const miler_catalogue *all = &catalogue.all;
    for (size_t i = 0; i < all->entry_count; i++)
        for (int dose = 0; dose <= 2; dose++)
            write_one(a, all, &book, all->entries[i].id, dose / 2.0, argv[2]);
    app_close(a);
    miler_arena_free(arena);
    return fflush(stdout) == 0 ? 0 : 1;
}
