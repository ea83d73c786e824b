// SPDX-License-Identifier: MIT
#include "render/out_render.h"

#include "base/plural.h"
#include "render/js.h"

#include <string.h>

#define WHY_AT 4

static void put_title(const miler_session *s, const render_look *look, miler_buf *out) {
    char date[MILER_TEXT_MAX];
    miler_print_date(date, sizeof date, s->day);
    term_printf(&look->style, out, TERM_PLAIN, "  %.3s %s  ", miler_weekday_name(miler_weekday(s->day)),
                date);
    term_wrap(&look->style, out, TERM_PLAIN, s->title, 18, 18);
}

// "exact", or what of it is in words only.
static void put_verdict(const plan_form *form, const render_look *look, miler_buf *out) {
    if (form->verdict == FORM_EXACT) return;
    term_repeat(out, " ", WHY_AT);
    miler_buf_printf(out, "%s: ", form_verdict_name(form->verdict));
    const int at = WHY_AT + (int)strlen(form_verdict_name(form->verdict)) + 2;
    term_wrap(&look->style, out, TERM_DIM, form->why, at, WHY_AT + 2);
}

// ---- A plan's files

static bool is_rest(const plan_form *form) {
    return form->session->kind == MILER_SESSION_REST && form->verdict == FORM_LEFT_OUT;
}

static bool same_reason(const plan_out_item *a, const plan_out_item *b) {
    return a->kind == b->kind && a->form.verdict == b->form.verdict && !is_rest(&b->form) &&
           strcmp(a->form.why, b->form.why) == 0;
}

// Each reason once, with how many sessions it is said of and the first of them.
static void put_reasons(const app_plan_out_answer *a, plan_out_kind kind, const render_look *look,
                        miler_buf *out) {
    for (size_t i = 0; i < a->item_count; i++) {
        const plan_out_item *item = &a->items[i];
        if (item->kind != kind || item->form.verdict == FORM_EXACT || is_rest(&item->form)) continue;
        size_t before = 0;
        size_t all = 0;
        for (size_t k = 0; k < a->item_count; k++) {
            all += same_reason(item, &a->items[k]);
            before += k < i && same_reason(item, &a->items[k]);
        }
        if (before > 0) continue;
        char *text = miler_arena_printf(a->arena, "%s: %s (%zu session%s, the first: %s)",
                                        form_verdict_name(item->form.verdict), item->form.why, all,
                                        PLURAL_S(all), item->form.session->title);
        term_repeat(out, " ", WHY_AT);
        term_wrap(&look->style, out, TERM_PLAIN, text != NULL ? text : "", WHY_AT, WHY_AT + 2);
    }
}

static void put_form(const app_plan_out_answer *a, plan_out_kind kind, const render_look *look,
                     miler_buf *out) {
    const size_t *by = a->kinds[kind].by_verdict;
    size_t rest = 0;
    for (size_t i = 0; i < a->item_count; i++)
        rest += a->items[i].kind == kind && is_rest(&a->items[i].form);
    term_printf(&look->style, out, TERM_TITLE, "%s", plan_out_name(kind));
    miler_buf_printf(out, " into %s: %zu file%s, %.1f KB\n", a->kinds[kind].path, a->kinds[kind].files,
                     PLURAL_S(a->kinds[kind].files), (double)a->kinds[kind].bytes / 1024.0);
    if (by[FORM_EXACT] + by[FORM_SIMPLIFIED] + by[FORM_LEFT_OUT] == 0) return;
    miler_buf_printf(out, "  %zu session%s exact, %zu simplified, %zu left out; %zu day%s of rest\n",
                     by[FORM_EXACT], PLURAL_S(by[FORM_EXACT]), by[FORM_SIMPLIFIED], by[FORM_LEFT_OUT] - rest,
                     rest, PLURAL_S(rest));
    put_reasons(a, kind, look, out);
}

void render_plan_out_text(const app_plan_out_answer *a, const render_look *look, miler_buf *out) {
    for (int kind = 0; kind < PLAN_OUT_KIND_COUNT; kind++)
        if (a->kinds[kind].path != NULL) put_form(a, (plan_out_kind)kind, look, out);
}

static void form_json(js *j, json_t *row, const plan_form *form) {
    js_int(j, row, "session", form->session->id);
    js_date(j, row, "date", form->session->day);
    js_text(j, row, "title", form->session->title);
    js_text(j, row, "verdict",
            form->verdict == FORM_LEFT_OUT ? "left_out" : form_verdict_name(form->verdict));
    js_text(j, row, "why", form->why);
}

static const char *const kind_keys[PLAN_OUT_KIND_COUNT] = {"fit",      "ics",       "csv",
                                                           "markdown", "intervals", "zwo"};

json_t *render_plan_out_json(const app_plan_out_answer *a) {
    js j = {0};
    json_t *root = js_root(&j);
    js_int(&j, root, "plan", a->plan_id);
    js_int(&j, root, "sequence", a->sequence);
    json_t *kinds = js_array(&j, root, "forms");
    for (int kind = 0; kind < PLAN_OUT_KIND_COUNT && !j.failed; kind++) {
        if (a->kinds[kind].path == NULL) continue;
        json_t *row = js_item(&j, kinds);
        js_text(&j, row, "form", kind_keys[kind]);
        js_text(&j, row, "path", a->kinds[kind].path);
        js_int(&j, row, "files", (int64_t)a->kinds[kind].files);
        js_int(&j, row, "bytes", (int64_t)a->kinds[kind].bytes);
    }
    if (a->pdf != NULL) {
        json_t *row = js_item(&j, kinds);
        js_text(&j, row, "form", "pdf");
        js_text(&j, row, "path", a->pdf);
        js_int(&j, row, "files", 1);
        js_int(&j, row, "bytes", (int64_t)a->pdf_bytes);
    }
    json_t *list = js_array(&j, root, "sessions");
    for (size_t i = 0; i < a->item_count && !j.failed; i++) {
        json_t *row = js_item(&j, list);
        js_text(&j, row, "form", kind_keys[a->items[i].kind]);
        form_json(&j, row, &a->items[i].form);
        js_text(&j, row, "file", a->items[i].file);
    }
    return js_done(&j, root);
}

// ---- A squad

void render_squad_text(const squad_told *told, const render_look *look, miler_arena *arena, miler_buf *out) {
    const term_column columns[] = {{"athlete", TERM_LEFT, true},
                                   {"workouts", TERM_RIGHT, false},
                                   {"pages", TERM_RIGHT, false},
                                   {"", TERM_LEFT, true}};
    term_table *table = term_table_new(arena, &look->style, columns, sizeof columns / sizeof columns[0]);
    uint64_t bytes = 0;
    size_t plans = 0;
    size_t files = 0;
    for (size_t i = 0; i < told->count; i++) {
        const squad_row *row = &told->rows[i];
        term_cell(table, TERM_PLAIN, "%s", row->name);
        if (row->folder == NULL) {
            term_cell(table, TERM_DIM, "-");
            term_cell(table, TERM_DIM, "-");
            term_cell(table, TERM_DIM, "no plan yet");
            continue;
        }
        plans++;
        files += row->files;
        bytes += row->bytes;
        term_cell(table, TERM_PLAIN, "%zu", row->sessions);
        term_cell(table, TERM_PLAIN, "%d", row->pages);
        term_cell(table, TERM_YELLOW, "%s", row->gated ? "health question open" : "");
    }
    miler_error err = {0};
    if (term_table_print(table, out, &err) != MILER_OK) out->failed = true;
    miler_buf_text_append(out, "\n");
    if (plans == 0) {
        term_wrap(&look->style, out, TERM_PLAIN,
                  "No athlete has a plan yet, so nothing was written: miler plan new --athlete NAME", 0, 0);
        return;
    }
    char *text = miler_arena_printf(
        arena,
        "%zu plan%s in %zu file%s, %.1f MB, into %s: a folder for each athlete with "
        "workouts (fit), calendar, table and PDF.",
        plans, PLURAL_S(plans), files, PLURAL_S(files), (double)bytes / 1048576.0, told->dir);
    term_wrap(&look->style, out, TERM_PLAIN, text != NULL ? text : "", 0, 0);
}

json_t *render_squad_json(const squad_told *told) {
    js j = {0};
    json_t *root = js_root(&j);
    js_text(&j, root, "folder", told->dir);
    json_t *list = js_array(&j, root, "athletes");
    for (size_t i = 0; i < told->count && !j.failed; i++) {
        const squad_row *row = &told->rows[i];
        json_t *one = js_item(&j, list);
        js_text(&j, one, "athlete", row->name);
        js_text(&j, one, "folder", row->folder);
        js_bool(&j, one, "health_open", row->gated);
        if (row->folder == NULL)
            js_put(&j, one, "plan", json_null());
        else
            js_int(&j, one, "plan", row->plan_id);
        js_int(&j, one, "workouts", (int64_t)row->sessions);
        js_int(&j, one, "pages", row->pages);
        js_int(&j, one, "files", (int64_t)row->files);
        js_int(&j, one, "bytes", (int64_t)row->bytes);
    }
    return js_done(&j, root);
}

// ---- A watch

static const char *const outcome_keys[PUSH_OUTCOME_COUNT] = {"new", "replaced", "same", "left_out"};

static void put_counts(const app_push_answer *a, miler_buf *out) {
    size_t rest = 0;
    for (size_t i = 0; i < a->item_count; i++)
        rest += is_rest(&a->items[i].form);
    miler_buf_printf(out, "%s: %zu new, %zu replaced, %zu there already, %zu left out", a->folder,
                     a->by_outcome[PUSH_NEW], a->by_outcome[PUSH_REPLACED], a->by_outcome[PUSH_SAME],
                     a->by_outcome[PUSH_LEFT_OUT] - rest);
    if (a->removed > 0) miler_buf_printf(out, ", %zu old one%s removed", a->removed, PLURAL_S(a->removed));
    miler_buf_text_append(out, "\n");
    if (a->others > 0)
        miler_buf_printf(out, "%zu other file%s in that folder %s left alone\n", a->others,
                         PLURAL_S(a->others), a->others == 1 ? "was" : "were");
}

void render_push_text(const app_push_answer *a, const render_look *look, miler_buf *out) {
    char from[MILER_TEXT_MAX], until[MILER_TEXT_MAX];
    miler_print_date(from, sizeof from, a->from_day);
    miler_print_date(until, sizeof until, a->until_day);
    term_line(&look->style, out, TERM_TITLE, "%s to %s%s", from, until,
              a->dry_run ? " (a rehearsal: nothing is written)" : "");
    for (size_t i = 0; i < a->item_count; i++) {
        const push_item *item = &a->items[i];
        if (is_rest(&item->form)) continue;
        put_title(item->form.session, look, out);
        put_verdict(&item->form, look, out);
    }
    miler_buf_text_append(out, "\n");
    put_counts(a, out);
    if (a->dry_run) return;
    miler_buf_printf(out, "%zu file%s read back, each as written, the schedule with them\n", a->verified,
                     PLURAL_S(a->verified));
    term_wrap(&look->style, out, TERM_PLAIN,
              "Take the watch off its cable in the proper way: it moves them to its workouts then.", 0, 0);
}

json_t *render_push_json(const app_push_answer *a) {
    js j = {0};
    json_t *root = js_root(&j);
    js_text(&j, root, "folder", a->folder);
    js_bool(&j, root, "dry_run", a->dry_run);
    js_date(&j, root, "from", a->from_day);
    js_date(&j, root, "until", a->until_day);
    json_t *list = js_array(&j, root, "sessions");
    for (size_t i = 0; i < a->item_count && !j.failed; i++) {
        json_t *row = js_item(&j, list);
        form_json(&j, row, &a->items[i].form);
        js_text(&j, row, "outcome", outcome_keys[a->items[i].outcome]);
        js_text(&j, row, "file", a->items[i].file);
        js_int(&j, row, "bytes", (int64_t)a->items[i].form.len);
    }
    js_int(&j, root, "new", (int64_t)a->by_outcome[PUSH_NEW]);
    js_int(&j, root, "replaced", (int64_t)a->by_outcome[PUSH_REPLACED]);
    js_int(&j, root, "same", (int64_t)a->by_outcome[PUSH_SAME]);
    js_int(&j, root, "left_out", (int64_t)a->by_outcome[PUSH_LEFT_OUT]);
    js_int(&j, root, "removed", (int64_t)a->removed);
    js_int(&j, root, "others", (int64_t)a->others);
    js_int(&j, root, "verified", (int64_t)a->verified);
    js_int(&j, root, "written_bytes", (int64_t)a->bytes);
    js_int(&j, root, "free_bytes", (int64_t)a->free_bytes);
    return js_done(&j, root);
}
