// SPDX-License-Identifier: MIT
// One line each in the setting "plan_notes:ATHLETE": id kind day days part. The
// highest number that was ever given stands in "plan_notes_last:ATHLETE".
#include "app/plan_notes.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// "2062-06-01" and "0206-06-01" are slips that no plan would ever show; an old note taken back may come again.
#define NOTE_AHEAD_DAYS 366
#define NOTE_PAST_DAYS 3660

static void note_key(const app *a, char *out, size_t size) {
    (void)snprintf(out, size, "plan_notes:%" PRId64, a->athlete_id);
}

// The next whole number of a line; false at its end.
static bool take_number(const char **at, int32_t *out) {
    char *end = NULL;
    const long value = strtol(*at, &end, 10);
    if (end == *at) return false;
    *out = (int32_t)value;
    *at = end;
    return true;
}

void plan_note_print(const miler_plan_note *note, miler_buf *out) {
    miler_buf_printf(out, "%d %d %d %d %s", (int)note->id, (int)note->kind, (int)note->day, (int)note->days,
                     note->part);
}

bool plan_note_read(const char *line, miler_plan_note *out) {
    int32_t kind = 0;
    *out = (miler_plan_note){0};
    if (!take_number(&line, &out->id) || !take_number(&line, &kind) || !take_number(&line, &out->day) ||
        !take_number(&line, &out->days) || kind < 0 || kind >= MILER_NOTE_KIND_COUNT)
        return false;
    out->kind = (miler_note_kind)kind;
    while (*line == ' ')
        line++;
    (void)snprintf(out->part, sizeof out->part, "%.*s", (int)strcspn(line, "\n"), line);
    return true;
}

miler_status app_notes(app *a, miler_arena *arena, miler_plan_note **out, size_t *out_count,
                       miler_error *err) {
    char key[64], *text = NULL;
    note_key(a, key, sizeof key);
    *out_count = 0;
    *out = miler_arena_array(arena, MILER_NOTES_MAX, sizeof **out);
    if (*out == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    const miler_status status = store_setting_get(a->store, key, arena, &text, err);
    if (status == MILER_ERR_NOT_FOUND) return MILER_OK;
    if (status != MILER_OK) return status;
    for (const char *line = text; *line != '\0' && *out_count < MILER_NOTES_MAX;) {
        *out_count += plan_note_read(line, &(*out)[*out_count]);
        line += strcspn(line, "\n");
        line += *line == '\n';
    }
    return MILER_OK;
}

static miler_status keep_notes(app *a, const miler_plan_note *list, size_t count, miler_error *err) {
    char key[64];
    miler_buf text;
    note_key(a, key, sizeof key);
    miler_buf_init(&text, a->alloc, 64 * 1024);
    for (size_t i = 0; i < count; i++) {
        plan_note_print(&list[i], &text);
        miler_buf_text_append(&text, "\n");
    }
    miler_status status = miler_buf_status(&text, err);
    if (status == MILER_OK) status = store_setting_set(a->store, key, miler_buf_text(&text), err);
    miler_buf_deinit(&text);
    return status;
}

// A number means one note, also after that note was taken back.
static miler_status next_id(app *a, const miler_plan_note *list, size_t count, miler_arena *arena,
                            int32_t *out, miler_error *err) {
    char key[64], value[16], *text = NULL;
    (void)snprintf(key, sizeof key, "plan_notes_last:%" PRId64, a->athlete_id);
    const miler_status status = store_setting_get(a->store, key, arena, &text, err);
    if (status != MILER_OK && status != MILER_ERR_NOT_FOUND) return status;
    int32_t last = text != NULL ? (int32_t)strtol(text, NULL, 10) : 0;
    for (size_t i = 0; i < count; i++)
        if (list[i].id > last) last = list[i].id;
    *out = last + 1;
    (void)snprintf(value, sizeof value, "%d", (int)*out);
    return store_setting_set(a->store, key, value, err);
}

static size_t place_of(const miler_plan_note *list, size_t count, int32_t id) {
    size_t i = 0;
    while (i < count && list[i].id != id)
        i++;
    return i;
}

static miler_status keep_with(app *a, miler_plan_note *list, size_t count, const miler_plan_note *note,
                              miler_error *err) {
    if (count == MILER_NOTES_MAX) {
        (void)miler_fail(err, MILER_ERR_LIMIT, "there are %d notes already", MILER_NOTES_MAX);
        miler_error_remedy(err, "take old ones back: miler plan note remove NUMBER");
        return MILER_ERR_LIMIT;
    }
    size_t at = count; // by number
    for (; at > 0 && list[at - 1].id > note->id; at--)
        list[at] = list[at - 1];
    list[at] = *note;
    return keep_notes(a, list, count + 1, err);
}

static miler_status keep_without(app *a, miler_plan_note *list, size_t count, size_t at, miler_error *err) {
    memmove(&list[at], &list[at + 1], (count - at - 1) * sizeof *list);
    return keep_notes(a, list, count - 1, err);
}

miler_status app_note_add(app *a, miler_plan_note *note, miler_arena *arena, miler_error *err) {
    miler_plan_note *list;
    size_t count;
    if (note->day > a->today + NOTE_AHEAD_DAYS || note->day < a->today - NOTE_PAST_DAYS)
        return miler_fail(err, MILER_ERR_RANGE, "the day of the note is too far from today");
    miler_status status = app_notes(a, arena, &list, &count, err);
    if (status == MILER_OK) status = next_id(a, list, count, arena, &note->id, err);
    if (status != MILER_OK) return status;
    for (char *c = note->part; *c != '\0'; c++)
        if ((unsigned char)*c < ' ') *c = ' '; // a note is one line
    return keep_with(a, list, count, note, err);
}

miler_status app_note_remove(app *a, int32_t id, miler_arena *arena, miler_plan_note *out, miler_error *err) {
    miler_plan_note *list;
    size_t count;
    const miler_status status = app_notes(a, arena, &list, &count, err);
    if (status != MILER_OK) return status;
    const size_t at = place_of(list, count, id);
    if (at < count) {
        *out = list[at];
        return keep_without(a, list, count, at, err);
    }
    (void)miler_fail(err, MILER_ERR_NOT_FOUND, "there is no note %d", (int)id);
    miler_error_remedy(err, "the numbers are in 'miler plan note list'");
    return MILER_ERR_NOT_FOUND;
}

static bool same(const miler_plan_note *x, const miler_plan_note *y) {
    return x->kind == y->kind && x->day == y->day && x->days == y->days && strcmp(x->part, y->part) == 0;
}

miler_status plan_note_turn(app *a, const miler_plan_note *note, bool stands, miler_arena *arena,
                            miler_error *err) {
    miler_plan_note *list;
    size_t count;
    miler_status status = app_notes(a, arena, &list, &count, err);
    if (status != MILER_OK) return status;
    const size_t at = place_of(list, count, note->id);
    const bool there = at < count && same(&list[at], note);
    if (there == stands) return MILER_OK;
    if (!stands) return keep_without(a, list, count, at, err);
    miler_plan_note back = *note;
    if (at < count) status = next_id(a, list, count, arena, &back.id, err);
    if (status != MILER_OK) return status;
    return keep_with(a, list, count, &back, err);
}
