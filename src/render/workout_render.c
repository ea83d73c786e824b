// SPDX-License-Identifier: MIT
// The catalogue and one session as text and JSON.
#include "render/workout_render.h"

#include "render/js.h"
#include "render/steps_json.h"

#include <stdio.h>

#define TITLES_AT 22
#define TEXTS_AT 24

static void catalogue_entry(const miler_catalogue_entry *e, const render_look *look, miler_buf *out) {
    const term_style *style = &look->style;
    term_printf(style, out, TERM_CYAN, "  %-19s ", e->id);
    term_wrap(style, out, TERM_PLAIN, e->title, TITLES_AT, TITLES_AT);
    term_repeat(out, " ", TEXTS_AT);
    term_wrap(style, out, TERM_DIM, e->text, TEXTS_AT, TEXTS_AT);
}

void render_catalogue_text(const miler_catalogue *catalogue, int kind, const render_look *look,
                           miler_buf *out) {
    for (int k = 0; k < MILER_WORK_KIND_COUNT; k++) {
        bool any = false;
        for (size_t i = 0; i < catalogue->entry_count; i++) {
            const miler_catalogue_entry *e = &catalogue->entries[i];
            if ((int)e->kind != k || (kind >= 0 && k != kind)) continue;
            if (!any)
                term_line(&look->style, out, TERM_TITLE, "%s", miler_work_kind_name((miler_work_kind)k));
            any = true;
            catalogue_entry(e, look, out);
        }
    }
    miler_buf_text_append(out, "\n");
    term_wrap(
        &look->style, out, TERM_PLAIN,
        "{4..10} is a dose: the plan chooses; 'miler workout show NAME --dose 0.5' shows one in your paces.",
        0, 0);
}

json_t *render_catalogue_json(const miler_catalogue *catalogue, int kind) {
    js j = {0};
    json_t *root = js_root(&j);
    json_t *list = js_array(&j, root, "workouts");
    for (size_t i = 0; i < catalogue->entry_count && !j.failed; i++) {
        const miler_catalogue_entry *e = &catalogue->entries[i];
        if (kind >= 0 && (int)e->kind != kind) continue;
        json_t *row = js_item(&j, list);
        js_text(&j, row, "id", e->id);
        js_text(&j, row, "kind", miler_work_kind_name(e->kind));
        js_text(&j, row, "title", e->title);
        js_text(&j, row, "text", e->text);
        js_text(&j, row, "purpose", e->purpose);
        js_text(&j, row, "family", e->family);
        js_int(&j, row, "order", e->order);
        js_text(&j, row, "source", e->source);
    }
    return js_done(&j, root);
}

static bool text_line(void *user, int indent, const char *text) {
    miler_buf_printf(user, "  %*s%s\n", 2 * indent, "", text);
    return true;
}

// "about 29:24 in all, 4.8 km of running: 0.8 easy, 4.0 mile pace and faster"
static void total_text(const miler_workout_total *t, const char *time, const render_look *look,
                       miler_buf *out) {
    const struct {
        double dist_m;
        const char *name;
    } parts[] = {{t->easy_m, "easy"},
                 {t->threshold_m, "threshold"},
                 {t->vo2max_m, "VO2max"},
                 {t->fast_m, "mile pace and faster"}};
    const double unit = look_unit_m(look->units);
    char text[240];
    size_t len = (size_t)snprintf(text, sizeof text, "about %s in all", time);
    if (t->dist_m > 0)
        len += (size_t)snprintf(text + len, sizeof text - len, ", %.1f %s of running", t->dist_m / unit,
                                look_unit_word(look->units));
    const char *between = ": ";
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (parts[i].dist_m < unit / 20) continue; // less than the last digit shown
        len += (size_t)snprintf(text + len, sizeof text - len, "%s%.1f %s", between, parts[i].dist_m / unit,
                                parts[i].name);
        between = ", ";
    }
    miler_buf_text_append(out, "\n");
    term_wrap(&look->style, out, TERM_PLAIN, text, 0, 0);
}

void render_workout_text(const app_workout_answer *a, const miler_pace_book *book, const render_look *look,
                         miler_buf *out) {
    const term_style *style = &look->style;
    if (a->entry != NULL) {
        term_line(style, out, TERM_TITLE, "%s (%s)", a->entry->title, miler_work_kind_name(a->entry->kind));
        term_wrap(style, out, TERM_PLAIN, a->entry->purpose, 0, 0);
        miler_buf_text_append(out, "\n");
    }
    term_wrap(style, out, TERM_BOLD, a->text, 0, 0);
    miler_buf_text_append(out, "\n");
    // A line too long to be one ends the list; the text above has it all.
    if (miler_workout_lines(&a->workout, book, look->units, text_line, out) == MILER_ERR_NOMEM)
        out->failed = true;
    char time[MILER_TEXT_MAX], source[300];
    miler_print_time(time, sizeof time, a->total.time_s, 0);
    total_text(&a->total, time, look, out);
    if (a->entry != NULL) {
        (void)snprintf(source, sizeof source, "[%s]", a->entry->source);
        term_wrap(style, out, TERM_DIM, source, 0, 0);
    }
    if (book->race_count == 0)
        miler_buf_text_append(out, "Add --from mile=5:30, or import runs, to see it in your own paces.\n");
}

json_t *render_workout_json(const app_workout_answer *a, const miler_pace_book *book) {
    js j = {0};
    json_t *root = js_root(&j);
    js_text(&j, root, "id", a->entry != NULL ? a->entry->id : NULL);
    js_text(&j, root, "title", a->entry != NULL ? a->entry->title : NULL);
    js_text(&j, root, "purpose", a->entry != NULL ? a->entry->purpose : NULL);
    js_text(&j, root, "text", a->text);
    const miler_workout_total *t = &a->total;
    js_num(&j, root, "distance_m", t->dist_m, 0);
    js_num(&j, root, "time_s", t->time_s, 0);
    js_num(&j, root, "easy_m", t->easy_m, 0);
    js_num(&j, root, "threshold_m", t->threshold_m, 0);
    js_num(&j, root, "vo2max_m", t->vo2max_m, 0);
    js_num(&j, root, "fast_m", t->fast_m, 0);
    render_steps_json(&j, root, &a->workout, book);
    return js_done(&j, root);
}
