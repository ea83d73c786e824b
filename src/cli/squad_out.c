// SPDX-License-Identifier: MIT
// Each athlete is chosen in turn and exported as if alone, in memory of their own
// that is given back before the next, so that a hundred need no more than one.
#include "cli/squad_out.h"

#include "app/out_file.h"
#include "base/limits.h"
#include "cli/paper_out.h"
#include "cli/progress.h"
#include "render/out_render.h"

#include <string.h>
#include <strings.h>

typedef struct squad_work {
    cli *c;
    const char *dir;
    const calendar_options *calendar;
    squad_told told; // its rows live as long as the answer
    miler_arena *kept;
} squad_work;

// A name as a folder: no separators, nothing hidden, nothing a stick's file system refuses.
static void folder_name(char *out, size_t size, const char *name) {
    size_t n = 0;
    for (const char *at = name; *at != '\0' && n + 2 < size; at++)
        out[n++] = (unsigned char)*at < ' ' || strchr("/\\:*?\"<>|", *at) != NULL ? '_' : *at;
    while (n > 0 && (out[n - 1] == ' ' || out[n - 1] == '.'))
        n--;
    if (n == 0) out[n++] = '_';
    if (out[0] == '.') out[0] = '_';
    out[n] = '\0';
}

static bool taken(const squad_told *told, const char *folder) {
    for (size_t i = 0; i < told->count; i++)
        if (told->rows[i].folder != NULL && strcasecmp(told->rows[i].folder, folder) == 0) return true;
    return false;
}

static miler_status find_folder(squad_work *w, const store_athlete *who, const char **out, miler_error *err) {
    char name[sizeof who->athlete.name + 2], path[MILER_PATH_MAX];
    folder_name(name, sizeof name, who->athlete.name);
    miler_status status = out_path(path, sizeof path, w->dir, name, err);
    const char *folder = miler_arena_dup(w->kept, path);
    // Another's name may be just what this one becomes.
    while (status == MILER_OK && folder != NULL && taken(&w->told, folder))
        folder = miler_arena_printf(w->kept, "%s-%lld", folder, (long long)who->id);
    if (status == MILER_OK && folder == NULL) status = miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    *out = folder;
    return status;
}

// The names are those that --all gives.
static miler_status set_paths(squad_work *w, const char *folder, app_plan_out_options *o, char **pdf,
                              miler_error *err) {
    app_plan_out_options_init(o);
    o->calendar = *w->calendar;
    o->paths[PLAN_OUT_FIT] = miler_arena_printf(w->c->arena, "%s/fit", folder);
    o->paths[PLAN_OUT_ICS] = miler_arena_printf(w->c->arena, "%s/plan.ics", folder);
    o->paths[PLAN_OUT_CSV] = miler_arena_printf(w->c->arena, "%s/plan.csv", folder);
    *pdf = miler_arena_printf(w->c->arena, "%s/plan.pdf", folder);
    return miler_arena_failed(w->c->arena) ? miler_fail(err, MILER_ERR_NOMEM, "out of memory") : MILER_OK;
}

static void tell_unwhole(const squad_work *w, const char *name) {
    cli_note(w->c, "%s: the files of %s are not whole; those before are.", w->dir, cli_clean(w->c, name));
}

static int fail_of(const squad_work *w, const char *name, miler_error *err) {
    tell_unwhole(w, name);
    return cli_fail(w->c, err);
}

static int write_athlete(squad_work *w, const store_athlete *who, squad_row *row) {
    miler_error err = {0};
    app_plan_out_options options;
    app_plan_out_answer answer;
    char *pdf = NULL;
    miler_status status = find_folder(w, who, &row->folder, &err);
    if (status == MILER_OK) status = out_folder_make(row->folder, &err);
    if (status == MILER_OK) status = set_paths(w, row->folder, &options, &pdf, &err);
    if (status == MILER_OK) status = app_plan_out(w->c->app, &options, w->c->arena, &answer, &err);
    if (status != MILER_OK) return fail_of(w, row->name, &err);
    paper_told printed;
    const int said = paper_out_file(w->c, pdf, &printed);
    if (said != 0) {
        tell_unwhole(w, row->name);
        return said;
    }
    row->plan_id = answer.plan_id;
    row->pages = printed.facts.pages;
    row->bytes = printed.bytes;
    row->files = 1;
    for (int kind = 0; kind < PLAN_OUT_KIND_COUNT; kind++) {
        row->bytes += answer.kinds[kind].bytes;
        row->files += answer.kinds[kind].files;
    }
    row->sessions = answer.kinds[PLAN_OUT_FIT].by_verdict[FORM_EXACT] +
                    answer.kinds[PLAN_OUT_FIT].by_verdict[FORM_SIMPLIFIED];
    return 0;
}

// Who has no plan yet gets no folder: the answer says so.
static int export_athlete(squad_work *w, const store_athlete *who, squad_row *row) {
    miler_error err = {0};
    app_plan_answer plan;
    row->name = who->athlete.name;
    row->gated = who->athlete.health_yes != 0 && !who->athlete.health_cleared;
    // By the name: a number may be somebody's name, and then means them.
    miler_status status = app_use_athlete(w->c->app, row->name, &err);
    if (status == MILER_OK) status = app_plan_get(w->c->app, w->c->arena, &plan, &err);
    if (status == MILER_ERR_NOT_FOUND) return 0;
    return status == MILER_OK ? write_athlete(w, who, row) : fail_of(w, row->name, &err);
}

static int export_each(squad_work *w, const store_athlete *list, size_t count) {
    app *a = w->c->app;
    app_progress progress = {
        .what = "export", .counted = "athletes", .total = count, .start_ms = app_now_ms(a)};
    int said = 0;
    progress_on(w->c);
    for (size_t i = 0; i < count && said == 0; i++) {
        progress.done = i;
        progress.current = list[i].athlete.name;
        progress.now_ms = app_now_ms(a);
        (void)app_tell(a, &progress);
        squad_row row = {0};
        said = export_athlete(w, &list[i], &row);
        w->told.rows[w->told.count++] = row;
        miler_arena_reset(w->c->arena);
    }
    progress_wipe(w->c);
    return said;
}

static int answer_squad(cli *c, const squad_told *told) {
    c->changed = true;
    if (c->json) return cli_answer_json(c, render_squad_json(told));
    if (c->quiet) return EXIT_DONE;
    miler_buf text;
    cli_text_init(c, &text);
    const render_look look = cli_look(c);
    render_squad_text(told, &look, c->arena, &text);
    return cli_answer_text(c, &text);
}

int squad_out(cli *c, const char *dir, const calendar_options *calendar) {
    miler_error err = {0};
    store_athlete *list;
    size_t count;
    squad_work w = {.c = c, .dir = dir, .calendar = calendar, .kept = c->arena, .told = {.dir = dir}};
    miler_status status = app_athlete_list(c->app, c->arena, &list, &count, &err);
    if (status == MILER_OK) status = out_folder_make(dir, &err);
    if (status == MILER_OK && (w.told.rows = miler_arena_array(c->arena, count, sizeof *w.told.rows)) == NULL)
        status = miler_fail(&err, MILER_ERR_NOMEM, "out of memory");
    miler_arena *one = miler_arena_new(NULL, 0);
    if (status == MILER_OK && one == NULL) status = miler_fail(&err, MILER_ERR_NOMEM, "out of memory");
    if (status != MILER_OK) {
        miler_arena_free(one);
        return cli_fail(c, &err);
    }
    c->arena = one;
    const int said = export_each(&w, list, count);
    c->arena = w.kept;
    miler_arena_free(one);
    return said == 0 ? answer_squad(c, &w.told) : said;
}
