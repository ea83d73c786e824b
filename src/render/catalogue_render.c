// SPDX-License-Identifier: MIT
// The catalogue as text and JSON: workouts, drills, exercises, routines, what
// takes the place of running, and the runner's own files.
#include "render/js.h"
#include "render/workout_render.h"

#include <stdio.h>
#include <string.h>

#define TITLES_AT 22
#define TEXTS_AT 24

bool render_part_of(const char *word, render_part *out) {
    if (word == NULL) {
        *out = (render_part){-1, true, true, true, true, true, true};
        return true;
    }
    *out = (render_part){.kind = -2};
    out->strength = strcmp(word, "exercises") == 0;
    out->plyo = out->strength;
    out->routines = strcmp(word, "routines") == 0;
    if (out->strength || out->routines) return true;
    for (int k = 0; k < MILER_WORK_KIND_COUNT; k++)
        if (strcmp(word, miler_work_kind_name((miler_work_kind)k)) == 0) out->kind = k;
    out->drills = out->kind == MILER_WORK_DRILLS;
    out->strength = out->kind == MILER_WORK_STRENGTH;
    out->plyo = out->kind == MILER_WORK_PLYO;
    out->rests = out->kind == MILER_WORK_REST;
    out->cross = out->kind == MILER_WORK_CROSS;
    return out->kind >= 0;
}

static bool wants_kind(const render_part *part, miler_work_kind kind) {
    return part->kind == -1 || part->kind == (int)kind;
}

static bool wants_movement(const render_part *part, miler_movement_kind kind) {
    return kind == MILER_MOVEMENT_DRILL      ? part->drills
           : kind == MILER_MOVEMENT_STRENGTH ? part->strength
                                             : part->plyo;
}

static bool wants_routine(const render_part *part, const miler_routine *r) {
    return part->routines || (part->rests && strcmp(r->when, "rest") == 0);
}

// ---- Text

static void one_row(const char *name, const char *title, const char *text, const char *origin,
                    const render_look *look, miler_buf *out) {
    const term_style *style = &look->style;
    char shown[300];
    (void)snprintf(shown, sizeof shown, origin != NULL ? "%.200s [%.60s]" : "%.200s", title, origin);
    term_printf(style, out, TERM_CYAN, "  %-19s ", name);
    term_wrap(style, out, TERM_PLAIN, shown, TITLES_AT, TITLES_AT);
    term_repeat(out, " ", TEXTS_AT);
    term_wrap(style, out, TERM_DIM, text, TEXTS_AT, TEXTS_AT);
}

static void workouts_text(const miler_catalogue *c, const render_part *part, const render_look *look,
                          miler_buf *out) {
    for (int k = 0; k < MILER_WORK_KIND_COUNT; k++) {
        bool any = false;
        for (size_t i = 0; i < c->entry_count; i++) {
            const miler_catalogue_entry *e = &c->entries[i];
            if ((int)e->kind != k || !wants_kind(part, e->kind)) continue;
            if (!any)
                term_line(&look->style, out, TERM_TITLE, "%s", miler_work_kind_name((miler_work_kind)k));
            any = true;
            one_row(e->id, e->title, e->text, e->origin, look, out);
        }
    }
}

static void movements_text(const miler_catalogue *c, const render_part *part, const render_look *look,
                           miler_buf *out) {
    static const char *const titles[] = {"Drills by name", "Strength by name", "Jumps by name"};
    for (int k = MILER_MOVEMENT_DRILL; k <= MILER_MOVEMENT_PLYO; k++) {
        if (!wants_movement(part, (miler_movement_kind)k)) continue;
        term_line(&look->style, out, TERM_TITLE, "%s", titles[k]);
        for (size_t i = 0; i < c->movement_count; i++) {
            const miler_movement *m = &c->movements[i];
            char title[300];
            if ((int)m->kind != k) continue;
            (void)snprintf(title, sizeof title, "%.60s: %.200s", m->dose, m->muscles);
            one_row(m->name, title, m->how, m->origin, look, out);
        }
    }
}

static void routines_text(const miler_catalogue *c, const render_part *part, const render_look *look,
                          miler_buf *out) {
    bool any = false;
    for (size_t i = 0; i < c->routine_count; i++) {
        const miler_routine *r = &c->routines[i];
        if (!wants_routine(part, r)) continue;
        if (!any) term_line(&look->style, out, TERM_TITLE, "Routines");
        any = true;
        one_row(r->id, r->title, r->text, r->origin, look, out);
        if (r->muscles[0] == '\0') continue;
        char text[500];
        (void)snprintf(text, sizeof text, "%.200s. %.280s", r->muscles, r->how);
        term_repeat(out, " ", TEXTS_AT);
        term_wrap(&look->style, out, TERM_DIM, text, TEXTS_AT, TEXTS_AT);
    }
}

static void cross_text(const miler_catalogue *c, const render_look *look, miler_buf *out) {
    term_line(&look->style, out, TERM_TITLE, "In the place of 30 minutes of easy running");
    for (size_t i = 0; i < c->cross_count; i++) {
        const miler_cross *x = &c->cross[i];
        char title[300];
        (void)snprintf(title, sizeof title, "%.0f min, effort %g to %g of 10, impact %.10s: %.200s",
                       miler_cross_minutes(x, 30), x->low_rpe, x->high_rpe, x->impact, x->good_for);
        one_row(x->name, title, x->caution, x->origin, look, out);
    }
}

static void files_text(const app_catalogue *a, const render_look *look, miler_buf *out) {
    char text[1000];
    if (a->file_count == 0) return;
    term_line(&look->style, out, TERM_TITLE, "Your files");
    for (size_t i = 0; i < a->file_count; i++) {
        const app_catalogue_file *f = &a->files[i];
        (void)snprintf(text, sizeof text, f->loaded ? "%.200s: loaded" : "%.200s: refused; %.700s", f->name,
                       f->why);
        term_repeat(out, " ", 2);
        term_wrap(&look->style, out, f->loaded ? TERM_PLAIN : TERM_BOLD, text, 2, 4);
    }
    for (size_t i = 0; i < a->said_count; i++) {
        term_repeat(out, " ", 2);
        term_wrap(&look->style, out, TERM_DIM, a->said[i], 2, 4);
    }
}

void render_catalogue_text(const app_catalogue *a, const render_part *part, const render_look *look,
                           miler_buf *out) {
    workouts_text(&a->all, part, look, out);
    movements_text(&a->all, part, look, out);
    routines_text(&a->all, part, look, out);
    if (part->cross) cross_text(&a->all, look, out);
    files_text(a, look, out);
    miler_buf_text_append(out, "\n");
    term_wrap(
        &look->style, out, TERM_PLAIN,
        "{4..10} is a dose: the plan chooses; 'miler workout show NAME --dose 0.5' shows one in your paces.",
        0, 0);
}

// ---- JSON

// "a|b" as a list.
static void words_json(js *j, json_t *row, const char *key, const char *words) {
    json_t *list = js_array(j, row, key);
    for (const char *at = words; *at != '\0' && !j->failed;) {
        const size_t len = strcspn(at, "|");
        char word[100];
        (void)snprintf(word, sizeof word, "%.*s", (int)len, at);
        js_append_text(j, list, word);
        at += len + (at[len] == '|');
    }
}

static void phases_json(js *j, json_t *row, uint32_t phases) {
    static const char *const names[] = {"base", "intro", "build", "specific", "taper", "race-week"};
    json_t *list = js_array(j, row, "phases");
    for (size_t i = 0; i < sizeof names / sizeof names[0] && !j->failed; i++)
        if ((phases & (1u << i)) != 0) js_append_text(j, list, names[i]);
}

static void entry_json(js *j, json_t *row, const miler_catalogue *c, const void *item) {
    const miler_catalogue_entry *e = item;
    const miler_catalogue_entry *before = miler_catalogue_step(c, e, -1);
    const miler_catalogue_entry *next = miler_catalogue_step(c, e, 1);
    js_text(j, row, "id", e->id);
    js_text(j, row, "kind", miler_work_kind_name(e->kind));
    js_text(j, row, "title", e->title);
    js_text(j, row, "text", e->text);
    js_text(j, row, "purpose", e->purpose);
    phases_json(j, row, e->phases);
    js_text(j, row, "level_min", miler_level_name(e->level_min));
    js_text(j, row, "level_max", miler_level_name(e->level_max));
    words_json(j, row, "after", e->after);
    js_text(j, row, "family", e->family);
    js_int(j, row, "order", e->order);
    js_text(j, row, "before", before != NULL ? before->id : NULL);
    js_text(j, row, "next", next != NULL ? next->id : NULL);
    js_text(j, row, "source", e->source);
    js_text(j, row, "file", e->origin);
    js_bool(j, row, "own", e->origin != NULL);
}

static void movement_json(js *j, json_t *row, const miler_catalogue *c, const void *item) {
    const miler_movement *m = item;
    (void)c;
    static const char *const kinds[] = {"drill", "strength", "plyo"};
    js_text(j, row, "name", m->name);
    js_text(j, row, "kind", kinds[m->kind]);
    words_json(j, row, "aliases", m->aliases);
    js_text(j, row, "dose", m->dose);
    js_text(j, row, "muscles", m->muscles);
    js_text(j, row, "equipment", m->equipment);
    js_text(j, row, "how", m->how);
    js_text(j, row, "fault", m->fault);
    js_text(j, row, "easier", m->easier[0] != '\0' ? m->easier : NULL);
    js_text(j, row, "harder", m->harder[0] != '\0' ? m->harder : NULL);
    js_text(j, row, "file", m->origin);
    js_bool(j, row, "own", m->origin != NULL);
}

static void routine_json(js *j, json_t *row, const miler_catalogue *c, const void *item) {
    const miler_routine *r = item;
    (void)c;
    js_text(j, row, "id", r->id);
    js_text(j, row, "title", r->title);
    words_json(j, row, "when", r->when);
    js_text(j, row, "text", r->text);
    js_text(j, row, "purpose", r->purpose);
    js_text(j, row, "muscles", r->muscles);
    js_text(j, row, "how", r->how);
    js_text(j, row, "source", r->source);
    js_text(j, row, "file", r->origin);
    js_bool(j, row, "own", r->origin != NULL);
}

static void cross_json(js *j, json_t *row, const miler_catalogue *c, const void *item) {
    const miler_cross *x = item;
    (void)c;
    js_text(j, row, "name", x->name);
    js_text(j, row, "title", x->title);
    js_num(j, row, "minutes_per_easy_minute", x->minutes, 2);
    js_num(j, row, "low_rpe", x->low_rpe, 1);
    js_num(j, row, "high_rpe", x->high_rpe, 1);
    js_text(j, row, "impact", x->impact);
    js_text(j, row, "good_for", x->good_for);
    js_text(j, row, "how", x->how);
    js_text(j, row, "caution", x->caution);
    js_text(j, row, "source", x->source);
    js_text(j, row, "file", x->origin);
    js_bool(j, row, "own", x->origin != NULL);
}

static void files_json(js *j, json_t *root, const app_catalogue *a) {
    js_text(j, root, "folder", a->folder);
    json_t *list = js_array(j, root, "files");
    for (size_t i = 0; i < a->file_count && !j->failed; i++) {
        json_t *row = js_item(j, list);
        js_text(j, row, "name", a->files[i].name);
        js_bool(j, row, "loaded", a->files[i].loaded);
        js_text(j, row, "why", a->files[i].why);
    }
    list = js_array(j, root, "said");
    for (size_t i = 0; i < a->said_count && !j->failed; i++)
        js_append_text(j, list, a->said[i]);
}

// One kind of item: those of them that are asked for, each put by `put`.
typedef struct table {
    const char *key;
    const void *items;
    size_t count, size;
    bool (*wanted)(const render_part *part, const void *item);
    void (*put)(js *j, json_t *row, const miler_catalogue *c, const void *item);
} table;

static bool entry_wanted(const render_part *part, const void *item) {
    return wants_kind(part, ((const miler_catalogue_entry *)item)->kind);
}
static bool movement_wanted(const render_part *part, const void *item) {
    return wants_movement(part, ((const miler_movement *)item)->kind);
}
static bool routine_wanted(const render_part *part, const void *item) {
    return wants_routine(part, item);
}
static bool cross_wanted(const render_part *part, const void *item) {
    (void)item;
    return part->cross;
}

json_t *render_catalogue_json(const app_catalogue *a, const render_part *part) {
    const miler_catalogue *c = &a->all;
    const table tables[] = {
        {"workouts", c->entries, c->entry_count, sizeof *c->entries, entry_wanted, entry_json},
        {"movements", c->movements, c->movement_count, sizeof *c->movements, movement_wanted, movement_json},
        {"routines", c->routines, c->routine_count, sizeof *c->routines, routine_wanted, routine_json},
        {"cross", c->cross, c->cross_count, sizeof *c->cross, cross_wanted, cross_json}};
    js j = {0};
    json_t *root = js_root(&j);
    for (size_t t = 0; t < sizeof tables / sizeof tables[0]; t++) {
        json_t *list = js_array(&j, root, tables[t].key);
        for (size_t i = 0; i < tables[t].count && !j.failed; i++) {
            const void *item = (const char *)tables[t].items + i * tables[t].size;
            if (tables[t].wanted(part, item)) tables[t].put(&j, js_item(&j, list), c, item);
        }
    }
    files_json(&j, root, a);
    return js_done(&j, root);
}
