// SPDX-License-Identifier: MIT
// The catalogue and one session as text and JSON.
#include "render/workout_render.h"

#include "render/js.h"
#include "render/steps_json.h"

void render_catalogue_text(const miler_catalogue *catalogue, int kind, miler_buf *out) {
    for (int k = 0; k < MILER_WORK_KIND_COUNT; k++) {
        bool any = false;
        for (size_t i = 0; i < catalogue->entry_count; i++) {
            const miler_catalogue_entry *e = &catalogue->entries[i];
            if ((int)e->kind != k || (kind >= 0 && k != kind)) continue;
            if (!any) miler_buf_printf(out, "%s\n", miler_work_kind_name((miler_work_kind)k));
            any = true;
            miler_buf_printf(out, "  %-18s %s\n  %-18s   %s\n", e->id, e->title, "", e->text);
        }
    }
    miler_buf_text_append(out, "\n{4..10} is a dose: the plan chooses, 'miler workout show NAME --dose 0.5' "
                               "shows one in your paces.\n");
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

void render_workout_text(const app_workout_answer *a, const miler_pace_book *book, const render_look *look,
                         miler_buf *out) {
    if (a->entry != NULL)
        miler_buf_printf(out, "%s (%s)\n%s\n\n", a->entry->title, miler_work_kind_name(a->entry->kind),
                         a->entry->purpose);
    miler_buf_printf(out, "%s\n\n", a->text);
    if (miler_workout_lines(&a->workout, book, look->units, text_line, out) != MILER_OK) out->failed = true;
    const miler_workout_total *t = &a->total;
    char time[MILER_TEXT_MAX];
    miler_print_time(time, sizeof time, t->time_s, 0);
    const double unit = look->units == MILER_UNITS_IMPERIAL ? MILER_MILE_M : 1000;
    miler_buf_printf(out,
                     "\nabout %s in all, %.1f %s of running (easy %.1f, threshold %.1f, VO2max %.1f, mile "
                     "pace and faster %.1f)\n",
                     time, t->dist_m / unit, look->units == MILER_UNITS_IMPERIAL ? "mi" : "km",
                     t->easy_m / unit, t->threshold_m / unit, t->vo2max_m / unit, t->fast_m / unit);
    if (a->entry != NULL) miler_buf_printf(out, "[%s]\n", a->entry->source);
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
