// SPDX-License-Identifier: MIT
// The plan changed: made anew from what was done, by hand, taken back; notes.
// With dry_run nothing is kept: the answer is what the auditor would say.
#include "app/app_replan.h"
#include "app/plan_told.h"
#include "render/plan_render.h"
#include "render/replan_render.h"
#include "server/api.h"

#include <stdio.h>
#include <string.h>

#define DRY_ROW                                                                                              \
    { .name = "dry_run", .kind = FIELD_FLAG, .says = "only asked: nothing is kept" }
#define PLACE_ROWS                                                                                           \
    {.name = "session_id", .kind = FIELD_WHOLE, .says = "this session", .low = 1, .high = 1e6}, {            \
        .name = "date", .kind = FIELD_DATE, .says = "or everything of this day"                              \
    }

const field dry_fields[] = {DRY_ROW, {.name = NULL}};
const field plan_undo_fields[] = {{.name = "version",
                                   .kind = FIELD_WHOLE,
                                   .says = "of the change that is meant: 409 where it is no longer the last",
                                   .low = 1,
                                   .high = 1e15},
                                  {.name = NULL}};
const field move_fields[] = {
    PLACE_ROWS,
    {.name = "to_date", .kind = FIELD_DATE, .says = "where it goes", .required = true},
    DRY_ROW,
    {.name = NULL}};
const field skip_fields[] = {PLACE_ROWS, DRY_ROW, {.name = NULL}};
const field set_fields[] = {PLACE_ROWS,
                            {.name = "text",
                             .kind = FIELD_LINES,
                             .says = "the session in the workout language",
                             .high = 4000,
                             .required = true},
                            DRY_ROW,
                            {.name = NULL}};

static miler_status show(call *c, miler_status status, const app_changes *changes, bool dry_run) {
    return status == MILER_OK ? call_json(c, render_changes_json(changes, dry_run)) : status;
}

miler_status api_replan(call *c) {
    app_changes changes;
    const bool dry = field_flag(&c->body, "dry_run");
    return show(c, app_replan(c->app, dry, c->arena, &changes, &c->err), &changes, dry);
}

miler_status api_plan_changes(call *c) {
    app_changes changes;
    return show(c, app_plan_changes(c->app, c->arena, &changes, &c->err), &changes, false);
}

miler_status api_plan_undo(call *c) {
    app_changes changes;
    const int64_t version = field_id(&c->body, "version", 0);
    return show(c, app_plan_undo_of(c->app, version, c->arena, &changes, &c->err), &changes, false);
}

miler_status api_plan_redo(call *c) {
    app_changes changes;
    return show(c, app_plan_redo(c->app, c->arena, &changes, &c->err), &changes, false);
}

static miler_status by_hand(call *c, app_hand_kind kind) {
    app_changes changes;
    const app_hand hand = {.kind = kind,
                           .session_id = field_whole(&c->body, "session_id", 0),
                           .day = field_day(&c->body, "date", 0),
                           .to = field_day(&c->body, "to_date", 0),
                           .text = field_text(&c->body, "text", NULL),
                           .dry_run = field_flag(&c->body, "dry_run")};
    if (field_given(&c->body, "session_id") == field_given(&c->body, "date"))
        return call_fail(c, "session_id", "either session_id or date says what is meant");
    const miler_status status = app_plan_hand(c->app, &hand, c->arena, &changes, &c->err);
    if (status == MILER_ERR_PARSE) c->field = "text";
    return show(c, status, &changes, hand.dry_run);
}

miler_status api_plan_move(call *c) {
    return by_hand(c, APP_HAND_MOVE);
}

miler_status api_plan_swap(call *c) {
    return by_hand(c, APP_HAND_SWAP);
}

miler_status api_plan_skip(call *c) {
    return by_hand(c, APP_HAND_SKIP);
}

miler_status api_plan_set(call *c) {
    return by_hand(c, APP_HAND_SET);
}

// ---- Sessions that no run tells of

static const char *const outcomes[] = {"done", "cut_short", "other", "missed", NULL};
const field told_fields[] = {
    {.name = "session_id",
     .kind = FIELD_WHOLE,
     .says = "this session",
     .low = 1,
     .high = 1e6,
     .required = true},
    {.name = "outcome", .kind = FIELD_WORD, .says = "what became of it; done unless told", .words = outcomes},
    {.name = "effort", .kind = FIELD_WHOLE, .says = "how hard all of it felt", .low = 1, .high = 10},
    {.name = "note", .kind = FIELD_LINES, .says = "anything else", .high = APP_TOLD_NOTE_MAX},
    {.name = NULL}};

static miler_status show_told(call *c, miler_status status, int32_t session_id) {
    app_plan_answer plan;
    if (status == MILER_OK) status = app_told_day(c->app, session_id, c->arena, &plan, &c->err);
    if (status != MILER_OK) c->field = status == MILER_ERR_NOT_FOUND ? "session_id" : c->field;
    if (status != MILER_OK) return status;
    return call_json(c, render_plan_told_json(&plan, session_id));
}

miler_status api_told_add(call *c) {
    static const plan_mark_kind kinds[] = {PLAN_MARK_DONE, PLAN_MARK_CUT_SHORT, PLAN_MARK_OTHER,
                                           PLAN_MARK_MISSED};
    const int32_t id = field_whole(&c->body, "session_id", 0);
    const app_told told = {.outcome = kinds[field_word(&c->body, "outcome", 0)],
                           .effort = field_number(&c->body, "effort", (double)NAN),
                           .note = field_text(&c->body, "note", "")};
    return show_told(c, app_told_put(c->app, id, &told, c->arena, &c->err), id);
}

miler_status api_told_remove(call *c) {
    if (c->id > INT32_MAX) return miler_fail(&c->err, MILER_ERR_NOT_FOUND, "the plan has no such session");
    return show_told(c, app_told_remove(c->app, (int32_t)c->id, c->arena, &c->err), (int32_t)c->id);
}

// ---- Notes

static const char *const note_kinds[] = {"sick", "sore", "tired", "off", NULL};
const field note_fields[] = {
    {.name = "kind",
     .kind = FIELD_WORD,
     .says = "what there is to say",
     .words = note_kinds,
     .required = true},
    {.name = "date", .kind = FIELD_DATE, .says = "first day; today unless told"},
    {.name = "days",
     .kind = FIELD_WHOLE,
     .says = "how many; as many as the rules say unless told",
     .low = 1,
     .high = 366},
    {.name = "part", .kind = FIELD_TEXT, .says = "sore: where; calf, achilles", .high = MILER_NOTE_PART_MAX},
    {.name = NULL}};

static miler_status show_notes(call *c, const app_changes *changes) {
    miler_plan_note *list;
    size_t count;
    const miler_status status = app_notes(c->app, c->arena, &list, &count, &c->err);
    return status == MILER_OK ? call_json(c, render_notes_json(list, count, changes)) : status;
}

miler_status api_note_list(call *c) {
    return show_notes(c, NULL);
}

miler_status api_note_add(call *c) {
    miler_plan_note note = {.kind = (miler_note_kind)field_word(&c->body, "kind", 0),
                            .day = field_day(&c->body, "date", c->app->today),
                            .days = field_whole(&c->body, "days", 0)};
    (void)snprintf(note.part, sizeof note.part, "%s", field_text(&c->body, "part", ""));
    if (note.kind == MILER_NOTE_SORE && note.part[0] == '\0')
        return call_fail(c, "part", "part is missing: what is sore?");
    if (note.kind != MILER_NOTE_SORE && note.part[0] != '\0')
        return call_fail(c, "part", "part goes with sore only");
    if (note.kind == MILER_NOTE_OFF && note.days == 0) note.days = 1;
    app_changes changes;
    bool followed;
    const miler_status status = app_note_made(c->app, &note, c->arena, &changes, &followed, &c->err);
    return status == MILER_OK ? show_notes(c, followed ? &changes : NULL) : status;
}

miler_status api_note_remove(call *c) {
    app_changes changes;
    bool followed;
    if (c->id > INT32_MAX) return miler_fail(&c->err, MILER_ERR_NOT_FOUND, "there is no such note");
    const miler_status status =
        app_note_taken_back(c->app, (int32_t)c->id, c->arena, &changes, &followed, &c->err);
    return status == MILER_OK ? show_notes(c, followed ? &changes : NULL) : status;
}
