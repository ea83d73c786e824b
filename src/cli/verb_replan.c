// SPDX-License-Identifier: MIT
// miler plan replan | changes | undo | redo | note | move | swap | skip | set
#include "app/app_replan.h"
#include "cli/take.h"
#include "cli/verbs.h"
#include "render/replan_render.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// In whole where 'plan changes' would not tell the rest: what is not kept, or was taken back.
static int show(cli *c, const app_changes *changes, bool dry_run, bool whole) {
    if (c->json) return cli_answer_json(c, render_changes_json(changes, dry_run));
    miler_buf text;
    cli_text_init(c, &text);
    const render_look look = cli_look(c);
    render_changes_text(changes, dry_run, whole || dry_run || changes->undone, &look, &text);
    return cli_answer_text(c, &text);
}

static int open_with(cli *c, int argc, const char **argv, int *dry_run, const char ***rest, int *count) {
    struct poptOption own[] = {{"dry-run", 0, POPT_ARG_NONE, dry_run, 0, "show it, do not keep it", NULL},
                               POPT_TABLEEND};
    const int status = cli_options(c, argc, argv, dry_run != NULL ? own : NULL, rest, count);
    return status;
}

int verb_plan_replan(cli *c, int argc, const char **argv) {
    const char **rest;
    int count, dry_run = 0;
    int status = open_with(c, argc, argv, &dry_run, &rest, &count);
    if (status >= 0) return status;
    if ((status = cli_open(c)) != 0) return status;
    miler_error err = {0};
    app_changes changes;
    if (app_replan(c->app, dry_run != 0, c->arena, &changes, &err) != MILER_OK) return cli_fail(c, &err);
    return show(c, &changes, dry_run != 0, false);
}

typedef miler_status look_fn(app *a, miler_arena *arena, app_changes *out, miler_error *err);

// Verbs that want no words.
static int look(cli *c, int argc, const char **argv, look_fn *fn, bool whole) {
    const char **rest;
    int count;
    int status = open_with(c, argc, argv, NULL, &rest, &count);
    if (status >= 0) return status;
    if ((status = cli_open(c)) != 0) return status;
    miler_error err = {0};
    app_changes changes;
    if (fn(c->app, c->arena, &changes, &err) != MILER_OK) return cli_fail(c, &err);
    return show(c, &changes, false, whole);
}

int verb_plan_changes(cli *c, int argc, const char **argv) {
    return look(c, argc, argv, app_plan_changes, true);
}

int verb_plan_undo(cli *c, int argc, const char **argv) {
    return look(c, argc, argv, app_plan_undo, true);
}

int verb_plan_redo(cli *c, int argc, const char **argv) {
    return look(c, argc, argv, app_plan_redo, false);
}

// ---- Days ---------------------------------------------------------------------------------

// A day, or the number of a session; the first such day that the plan has: it may begin tomorrow.
static int take_place(cli *c, const char *text, app_hand *hand) {
    app_plan_answer answer;
    miler_error none = {0};
    const bool found = app_plan_get(c->app, c->arena, &answer, &none) == MILER_OK;
    return take_place_of(c, text, found ? answer.plan.start_day + 3 : 0, &hand->session_id, &hand->day);
}

static int by_hand(cli *c, app_hand *hand) {
    miler_error err = {0};
    app_changes changes;
    if (app_plan_hand(c->app, hand, c->arena, &changes, &err) != MILER_OK) return cli_fail(c, &err);
    const int status = show(c, &changes, hand->dry_run, true);
    // Asked whether it may be done, "no" is an answer of its own.
    return status == EXIT_DONE && hand->dry_run && changes.finding_count > 0 ? EXIT_NO : status;
}

// The day that is moved from; 0 = there is none of that number, which is said later.
static int32_t from_day(const cli *c, const app_hand *hand) {
    app_plan_answer answer;
    miler_error none = {0};
    if (hand->session_id == 0) return hand->day;
    if (app_plan_get(c->app, c->arena, &answer, &none) != MILER_OK) return 0;
    for (size_t i = 0; i < answer.plan.session_count; i++)
        if (answer.plan.sessions[i].id == hand->session_id) return answer.plan.sessions[i].day;
    return 0;
}

static int two_days(cli *c, int argc, const char **argv, app_hand_kind kind) {
    const char **rest;
    int count, dry_run = 0;
    int status = open_with(c, argc, argv, &dry_run, &rest, &count);
    if (status >= 0) return status;
    if (count != 2)
        return cli_usage(c, kind == APP_HAND_SWAP ? "swap wants two days: miler plan swap tue thu"
                                                  : "move wants from and to: miler plan move tue thu");
    if ((status = cli_open(c)) != 0) return status;
    app_hand hand = {.kind = kind, .dry_run = dry_run != 0};
    if ((status = take_place(c, rest[0], &hand)) != 0) return status;
    if ((status = take_day(c, "TO", rest[1], from_day(c, &hand), &hand.to)) != 0) return status;
    return by_hand(c, &hand);
}

int verb_plan_move(cli *c, int argc, const char **argv) {
    return two_days(c, argc, argv, APP_HAND_MOVE);
}

int verb_plan_swap(cli *c, int argc, const char **argv) {
    return two_days(c, argc, argv, APP_HAND_SWAP);
}

int verb_plan_skip(cli *c, int argc, const char **argv) {
    const char **rest;
    int count, dry_run = 0;
    int status = open_with(c, argc, argv, &dry_run, &rest, &count);
    if (status >= 0) return status;
    if (count != 1) return cli_usage(c, "skip wants a day or a session's number: miler plan skip thu");
    if ((status = cli_open(c)) != 0) return status;
    app_hand hand = {.kind = APP_HAND_SKIP, .dry_run = dry_run != 0};
    if ((status = take_place(c, rest[0], &hand)) != 0) return status;
    return by_hand(c, &hand);
}

int verb_plan_set(cli *c, int argc, const char **argv) {
    const char **rest;
    int count, dry_run = 0;
    int status = open_with(c, argc, argv, &dry_run, &rest, &count);
    if (status >= 0) return status;
    if (count != 2)
        return cli_usage(c, "set wants a day or number and a text: miler plan set thu '40min easy'");
    if ((status = cli_open(c)) != 0) return status;
    app_hand hand = {.kind = APP_HAND_SET, .text = rest[1], .dry_run = dry_run != 0};
    if ((status = take_place(c, rest[0], &hand)) != 0) return status;
    return by_hand(c, &hand);
}

// ---- Notes ----------------------------------------------------------------------------------

// The notes, or, where the plan followed them, what changed.
static int show_notes(cli *c, const app_changes *changes) {
    miler_error err = {0};
    miler_plan_note *list;
    size_t count;
    if (!c->json && changes != NULL) return show(c, changes, false, false);
    if (app_notes(c->app, c->arena, &list, &count, &err) != MILER_OK) return cli_fail(c, &err);
    if (c->json) return cli_answer_json(c, render_notes_json(list, count, changes));
    miler_buf text;
    cli_text_init(c, &text);
    render_notes_text(list, count, &text);
    return cli_answer_text(c, &text);
}

// "3d", "2w"; false for any other word.
static bool take_span(const char *word, int32_t *days) {
    char *end = NULL;
    const long n = strtol(word, &end, 10);
    if (end == word || n < 1 || n > 366 || (strcmp(end, "d") != 0 && strcmp(end, "w") != 0)) return false;
    *days = (int32_t)(end[0] == 'w' ? n * 7 : n);
    return true;
}

// "2026-06-01..2026-06-03", or one day. 0, or an exit status.
static int take_range(cli *c, const char *text, miler_plan_note *note) {
    char first[32];
    const char *dots = strstr(text, "..");
    int32_t last = 0;
    (void)snprintf(first, sizeof first, "%.*s", dots != NULL ? (int)(dots - text) : 31, text);
    int status = take_day(c, "DAY", first, 0, &note->day);
    note->days = 1;
    if (status != 0 || dots == NULL) return status;
    if ((status = take_day(c, "DAY", dots + 2, note->day + 3, &last)) != 0) return status;
    if (last < note->day || last - note->day > 366)
        return cli_usage(c, "the days off end before they begin, or after more than a year");
    note->days = last - note->day + 1;
    return 0;
}

// The words after the kind: a span, days off, or the part that is sore.
static int take_note_word(cli *c, const char *word, miler_plan_note *note) {
    if (take_span(word, &note->days)) return 0;
    if (note->kind == MILER_NOTE_OFF) return take_range(c, word, note);
    if (note->kind != MILER_NOTE_SORE) return cli_usage(c, "'%s' is no number of days: like 3d, or 2w", word);
    const int status = take_text(c, "what is sore", word, SIZE_MAX, false);
    if (status != 0) return status;
    const size_t len = strlen(note->part);
    const size_t whole = len + (len > 0) + strlen(word);
    if (whole > MILER_NOTE_PART_MAX)
        return cli_usage(c, "what is sore is told in %d bytes at most, these are %zu: say it shorter",
                         MILER_NOTE_PART_MAX, whole);
    if (len > 0) note->part[len] = ' ';
    memcpy(note->part + len + (len > 0), word, strlen(word) + 1);
    return 0;
}

// What people say for it.
static const char *note_word(const char *word) {
    static const char *const same[][2] = {{"ill", "sick"},   {"illness", "sick"},  {"away", "off"},
                                          {"travel", "off"}, {"holiday", "off"},   {"injured", "sore"},
                                          {"hurt", "sore"},  {"fatigue", "tired"}, {"fatigued", "tired"}};
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++)
        if (strcmp(word, same[i][0]) == 0) return same[i][1];
    return word;
}

static int take_note(cli *c, const char **words, int count, const char *from, miler_plan_note *note) {
    bool known = false;
    *note = (miler_plan_note){.day = c->app->today};
    for (int kind = 0; kind < MILER_NOTE_KIND_COUNT; kind++) {
        if (strcmp(note_word(words[0]), miler_note_kind_name((miler_note_kind)kind)) != 0) continue;
        note->kind = (miler_note_kind)kind;
        known = true;
    }
    if (!known)
        return cli_usage(c, "note is sick (or ill), sore, tired, off (or away), list or remove, not '%s'",
                         words[0]);
    int status = from != NULL ? take_day(c, "--from", from, 0, &note->day) : 0;
    for (int i = 1; i < count && status == 0; i++)
        status = take_note_word(c, words[i], note);
    if (status == 0 && note->kind == MILER_NOTE_SORE && note->part[0] == '\0')
        return cli_usage(c, "what is sore? miler plan note sore calf");
    if (status == 0 && note->kind == MILER_NOTE_OFF && count < 2)
        return cli_usage(c, "which days? miler plan note off 2026-06-01..2026-06-03");
    return status;
}

static int show_what_came(cli *c, const app_changes *changes, bool followed) {
    if (!followed) cli_note(c, "The note is kept; there is no plan for it to change.");
    if (followed && changes->count == 0) cli_note(c, "What is noted: miler plan note list");
    return show_notes(c, followed ? changes : NULL);
}

static int remove_note(cli *c, const char *text) {
    double id = 0;
    miler_error err = {0};
    const int status = take_id(c, "NUMBER", text, 1e6, &id);
    if (status != 0) return status;
    app_changes changes;
    bool followed;
    if (app_note_taken_back(c->app, (int32_t)id, c->arena, &changes, &followed, &err) != MILER_OK)
        return cli_fail(c, &err);
    return show_what_came(c, &changes, followed);
}

int verb_plan_note(cli *c, int argc, const char **argv) {
    char *from = NULL;
    struct poptOption own[] = {
        {"from", 0, POPT_ARG_STRING, &from, 0, "its first day (default: today)", "DAY"}, POPT_TABLEEND};
    const char **rest;
    int count;
    int status = cli_options(c, argc, argv, own, &rest, &count);
    if (status >= 0) return status;
    if (count < 1)
        return cli_usage(c, "note wants words: miler plan note sick 3d, or sore calf, tired, off fri, list");
    if ((status = cli_open(c)) != 0) return status;
    if (count == 1 && strcmp(rest[0], "list") == 0) return show_notes(c, NULL);
    if (count == 2 && strcmp(rest[0], "remove") == 0) return remove_note(c, rest[1]);
    miler_plan_note note;
    miler_error err = {0};
    if ((status = take_note(c, rest, count, from, &note)) != 0) return status;
    app_changes changes;
    bool followed;
    if (app_note_made(c->app, &note, c->arena, &changes, &followed, &err) != MILER_OK)
        return cli_fail(c, &err);
    return show_what_came(c, &changes, followed);
}
