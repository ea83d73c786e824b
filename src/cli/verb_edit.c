// SPDX-License-Identifier: MIT
// miler edit ID split 12:34; miler track list
#include "app/run_truth.h"
#include "cli/take.h"
#include "cli/verbs.h"
#include "render/runs_render.h"
#include "render/truth_render.h"

#include <string.h>

// What the words after "edit ID ACTION" are.
typedef enum word { NO_WORD = 0, AT, TO, LENGTH, LANE, EFFORT, TEXT } word;

static const struct action {
    const char *name;
    miler_edit_kind kind;
    word words[2];
    const char *like;
} actions[] = {
    {"split", MILER_EDIT_SPLIT, {AT}, "split 12:34"},
    {"join", MILER_EDIT_JOIN, {AT}, "join 12:34"},
    {"move", MILER_EDIT_MOVE, {AT, TO}, "move 12:34 12:31"},
    {"name", MILER_EDIT_NAME, {AT, TEXT}, "name 12:34 'third rep'"},
    {"distance", MILER_EDIT_DISTANCE, {LENGTH}, "distance 10km"},
    {"lap", MILER_EDIT_LAP_LENGTH, {LENGTH}, "lap 200m"},
    {"lane", MILER_EDIT_LANE, {LANE}, "lane 3"},
    {"effort", MILER_EDIT_EFFORT, {EFFORT}, "effort 7"},
    {"title", MILER_EDIT_TITLE, {TEXT}, "title 'Evening mile'"},
    {"sport", MILER_EDIT_SPORT, {TEXT}, "sport cycling"},
    {"type", MILER_EDIT_TYPE, {TEXT}, "type trial"},
};

static int take_lane(cli *c, const char *text, double *out) {
    return take_id(c, "LANE", text, 9, out);
}

static int take_word(cli *c, word kind, const char *text, miler_edit *edit) {
    switch (kind) {
    case AT:
        return cli_take_time(c, "TIME", text, &edit->at_s);
    case TO:
        return cli_take_time(c, "TIME", text, &edit->to_s);
    case LENGTH:
        return cli_take_distance(c, "DISTANCE", text, &edit->value);
    case LANE:
        return take_lane(c, text, &edit->value);
    case EFFORT:
        return cli_take_number(c, "EFFORT", text, 1, 10, &edit->value);
    default:
        edit->text = text;
        return take_text(c, "NAME", text, SIZE_MAX, false);
    }
}

// "lap 3 300m": one lap's length, by its number. 0 and the edit, or an exit status.
static int take_lap(cli *c, const char **words, miler_edit *edit, int32_t *lap) {
    const int status = take_whole(c, "LAP", words[1], 1, 100000, lap);
    *edit = (miler_edit){.kind = MILER_EDIT_LENGTH};
    return status != 0 ? status : take_word(c, LENGTH, words[2], edit);
}

// 0 and the edit, or an exit status.
static int take_edit(cli *c, const char **words, int count, miler_edit *edit, int32_t *lap) {
    if (count == 3 && strcmp(words[0], "lap") == 0) return take_lap(c, words, edit, lap);
    for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++) {
        const struct action *action = &actions[i];
        if (strcmp(words[0], action->name) != 0) continue;
        const int wanted = action->words[1] != NO_WORD ? 2 : 1;
        if (count != 1 + wanted) return cli_usage(c, "like this: miler edit ID %s", action->like);
        *edit = (miler_edit){.kind = action->kind};
        for (int k = 0; k < wanted; k++) {
            const int status = take_word(c, action->words[k], words[1 + k], edit);
            if (status != 0) return status;
        }
        return 0;
    }
    return cli_usage(
        c,
        "edit can split, join, move, name, distance, lap, lane, effort, title, sport, type, undo, "
        "redo, remove or restore, not '%s'",
        words[0]);
}

// Else the number looks lost: load is as it was.
static void note_outranked(const cli *c, const miler_load *load) {
    if (load->basis == MILER_LOAD_BY_PACE || load->basis == MILER_LOAD_BY_HR)
        cli_note(c, "Its load stays from %s, which outranks effort here.",
                 miler_load_basis_name(load->basis));
}

static int show_edits(cli *c, int64_t id, bool effort_told) {
    miler_error err = {0};
    app_truth truth;
    if (app_truth_get(c->app, id, c->arena, &truth, &err) != MILER_OK) return cli_fail(c, &err);
    if (effort_told) note_outranked(c, &truth.load);
    if (c->json) return cli_answer_json(c, render_edits_json(&truth));
    if (c->quiet && c->changed) return EXIT_DONE;
    miler_buf text;
    cli_text_init(c, &text);
    const render_look look = cli_look(c);
    render_edits_text(&truth, &look, &text);
    return cli_answer_text(c, &text);
}

typedef enum request { SHOW = 0, ADD, UNDO, REDO, REMOVE, RESTORE } request;

// What the words after the ID ask for; none: only to see what was done.
static request request_of(const char **words, int count) {
    if (count == 0) return SHOW;
    if (count == 1 && strcmp(words[0], "undo") == 0) return UNDO;
    if (count == 1 && strcmp(words[0], "redo") == 0) return REDO;
    if (count == 1 && strcmp(words[0], "remove") == 0) return REMOVE;
    if (count == 1 && strcmp(words[0], "restore") == 0) return RESTORE;
    return ADD;
}

static miler_status carry_out(cli *c, request asked, int64_t id, const miler_edit *edit, int32_t lap,
                              miler_error *err) {
    switch (asked) {
    case ADD:
        return lap != 0 ? app_edit_lap(c->app, id, lap, edit->value, err)
                        : app_edit_add(c->app, id, edit, err);
    case UNDO:
        return app_edit_undo(c->app, id, err);
    case REDO:
        return app_edit_redo(c->app, id, err);
    case REMOVE:
        return app_run_remove(c->app, id, err);
    case RESTORE:
        return app_run_restore(c->app, id, err);
    default:
        return MILER_OK;
    }
}

static int show_out(cli *c, int64_t id, bool removed) {
    if (removed) cli_note(c, "Bring it back with: miler edit %lld restore", (long long)id);
    if (c->json) return cli_answer_json(c, render_run_out_json(id, removed));
    if (c->quiet) return EXIT_DONE;
    miler_buf text;
    cli_text_init(c, &text);
    miler_buf_printf(&text, "Run %lld is %s.\n", (long long)id,
                     removed ? "out of the log" : "in the log again");
    return cli_answer_text(c, &text);
}

int verb_edit(cli *c, int argc, const char **argv) {
    const char **rest;
    int count;
    int status = cli_options(c, argc, argv, NULL, &rest, &count);
    if (status >= 0) return status;
    double id = 0;
    if (count < 1) return cli_usage(c, "which run? its number is in 'miler runs'");
    if ((status = take_id(c, "ID", rest[0], 1e15, &id)) != 0) return status;
    miler_edit edit = {.kind = MILER_EDIT_SPLIT};
    int32_t lap = 0;
    const request asked = request_of(rest + 1, count - 1);
    if (asked == ADD && (status = take_edit(c, rest + 1, count - 1, &edit, &lap)) != 0) return status;
    if ((status = cli_open(c)) != 0) return status;
    miler_error err = {0};
    if (carry_out(c, asked, (int64_t)id, &edit, lap, &err) != MILER_OK) return cli_fail(c, &err);
    c->changed = asked != SHOW;
    if (asked == REMOVE || asked == RESTORE) return show_out(c, (int64_t)id, asked == REMOVE);
    if (asked == ADD) cli_note(c, "Take it back with: miler edit %.0f undo", id);
    return show_edits(c, (int64_t)id, asked == ADD && edit.kind == MILER_EDIT_EFFORT);
}

// ---- Tracks

static int show_tracks(cli *c) {
    miler_error err = {0};
    store_track *list;
    size_t count;
    if (app_track_list(c->app, c->arena, &list, &count, &err) != MILER_OK) return cli_fail(c, &err);
    if (c->json) return cli_answer_json(c, render_tracks_json(list, count));
    if (c->quiet && c->changed) return EXIT_DONE;
    miler_buf text;
    cli_text_init(c, &text);
    const render_look look = cli_look(c);
    render_tracks_text(list, count, &look, &text);
    return cli_answer_text(c, &text);
}

int verb_track_list(cli *c, int argc, const char **argv) {
    const char **rest;
    int count;
    int status = cli_options(c, argc, argv, NULL, &rest, &count);
    if (status >= 0) return status;
    if ((status = cli_open(c)) != 0) return status;
    return show_tracks(c);
}

static int set_track(cli *c, const char *number, const char *name, int32_t lane, bool forget) {
    double id = 0;
    int status = take_id(c, "NUMBER", number, 1e15, &id);
    if (status == 0) status = take_text(c, "NAME", name, SIZE_MAX, false);
    if (status == 0) status = cli_open(c);
    if (status != 0) return status;
    miler_error err = {0};
    if (app_track_set(c->app, (int64_t)id, name, lane, forget, &err) != MILER_OK) return cli_fail(c, &err);
    c->changed = true;
    return show_tracks(c);
}

int verb_track_name(cli *c, int argc, const char **argv) {
    const char **rest;
    int count;
    const int status = cli_options(c, argc, argv, NULL, &rest, &count);
    if (status >= 0) return status;
    if (count != 2) return cli_usage(c, "track name wants the number and a name, like: 1 'Iffley Road'");
    return set_track(c, rest[0], rest[1], 0, false);
}

int verb_track_lane(cli *c, int argc, const char **argv) {
    const char **rest;
    int count;
    int status = cli_options(c, argc, argv, NULL, &rest, &count);
    if (status >= 0) return status;
    double lane = -1; // ask the positions
    if (count != 2)
        return cli_usage(c, "track lane wants the number and the lane you run in there, or 'any'");
    if (strcmp(rest[1], "any") != 0 && (status = take_lane(c, rest[1], &lane)) != 0) return status;
    return set_track(c, rest[0], NULL, (int32_t)lane, false);
}

int verb_track_forget(cli *c, int argc, const char **argv) {
    const char **rest;
    int count;
    const int status = cli_options(c, argc, argv, NULL, &rest, &count);
    if (status >= 0) return status;
    if (count != 1) return cli_usage(c, "which track? its number is in 'miler track list'");
    return set_track(c, rest[0], NULL, 0, true);
}
