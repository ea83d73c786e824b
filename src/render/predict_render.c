// SPDX-License-Identifier: MIT
#include "render/predict_render.h"

#include "render/js.h"

#include <stdio.h>

static void print_day(char *out, size_t out_size, const app_prediction *p) {
    int32_t year;
    int32_t month;
    int32_t mday;
    miler_ymd_from_day(p->as_of, &year, &month, &mday);
    if (p->as_of_is == APP_AS_OF_NONE)
        (void)snprintf(out, out_size, "-");
    else if (p->as_of_is == APP_AS_OF_YEAR)
        (void)snprintf(out, out_size, "%d", (int)year);
    else
        miler_print_date(out, out_size, p->as_of);
}

static void prediction_row(term_table *table, const app_prediction *p, miler_units units) {
    char text[MILER_TEXT_MAX], from[MILER_TEXT_MAX], date[MILER_TEXT_MAX];
    print_day(date, sizeof date, p);
    const bool known = isfinite(p->time_s);
    term_cell(table, TERM_PLAIN, "%s", p->athlete);
    term_cell(table, TERM_BOLD, "%s", look_time(text, p->time_s));
    term_cell(table, TERM_DIM, "%s", look_time(text, p->low_s));
    term_cell(table, TERM_DIM, "%s", look_time(text, p->high_s));
    term_cell(table, TERM_PLAIN, "%zu", p->result_count);
    term_cell(table, TERM_DIM, "%s", date);
    miler_print_distance(from, sizeof from, p->strongest.evidence.dist_m, units);
    if (known)
        term_cell(table, TERM_PLAIN, "%s in %s", from, look_time(text, p->strongest.evidence.time_s));
    else
        term_cell(table, TERM_YELLOW, "%s", p->reason);
}

static void put_nothing(const app_predict_answer *a, miler_buf *out) {
    char text[MILER_TEXT_MAX];
    miler_print_date(text, sizeof text, a->as_of);
    if (a->late_count > 0)
        miler_buf_printf(out, "No results up to %s.\n", text);
    else
        miler_buf_text_append(out, a->bad_count > 0 ? "No row of the file can be read.\n"
                                                    : "No results in the file.\n");
}

void render_predict_text(const app_predict_answer *a, const render_look *look, miler_buf *out) {
    static const term_column columns[] = {{"athlete", TERM_LEFT, true},    {"time", TERM_RIGHT, false},
                                          {"fast", TERM_RIGHT, false},     {"slow", TERM_RIGHT, false},
                                          {"results", TERM_RIGHT, false},  {"on", TERM_LEFT, false},
                                          {"weighs most", TERM_LEFT, true}};
    if (a->count == 0) {
        put_nothing(a, out);
        return;
    }
    char dist[MILER_TEXT_MAX];
    miler_print_distance(dist, sizeof dist, a->target_m, look->units);
    term_line(&look->style, out, TERM_TITLE, "%s (eight in ten between fast and slow)", dist);
    miler_arena *arena = miler_arena_new(out->alloc, 0);
    term_table *table = arena != NULL
                            ? term_table_new(arena, &look->style, columns, sizeof columns / sizeof columns[0])
                            : NULL;
    bool undated = false;
    for (size_t i = 0; i < a->count; i++) {
        prediction_row(table, &a->rows[i], look->units);
        undated = undated || a->rows[i].as_of_is == APP_AS_OF_NONE;
    }
    if (term_table_print(table, out, NULL) != MILER_OK) out->failed = true;
    if (undated)
        term_wrap(&look->style, out, TERM_DIM,
                  "on -: no date is told; such a result counts as the best of a career.", 0, 0);
    miler_arena_free(arena);
}

static const char *const as_of_names[] = {"day", "year", "none"};

json_t *render_predict_json(const app_predict_answer *a) {
    js j = {0};
    json_t *root = js_root(&j);
    js_num(&j, root, "target_m", a->target_m, 3);
    js_date(&j, root, "as_of", a->as_of);
    json_t *list = js_array(&j, root, "estimates");
    for (size_t i = 0; i < a->count && !j.failed; i++) {
        const app_prediction *p = &a->rows[i];
        json_t *row = js_item(&j, list);
        js_text(&j, row, "athlete", p->athlete);
        js_num(&j, row, "distance_m", p->dist_m, 3);
        js_date(&j, row, "as_of", p->as_of);
        js_text(&j, row, "as_of_is", as_of_names[p->as_of_is]);
        js_num(&j, row, "time_s", p->time_s, 2);
        js_num(&j, row, "low_s", p->low_s, 2);
        js_num(&j, row, "high_s", p->high_s, 2);
        js_int(&j, row, "result_count", (int64_t)p->result_count);
        js_num(&j, row, "strongest_distance_m",
               isfinite(p->time_s) ? p->strongest.evidence.dist_m : (double)NAN, 3);
        js_num(&j, row, "strongest_time_s", isfinite(p->time_s) ? p->strongest.evidence.time_s : (double)NAN,
               2);
        js_text(&j, row, "reason", p->reason);
    }
    js_int(&j, root, "late_row_count", (int64_t)a->late_count);
    js_int(&j, root, "bad_row_count", (int64_t)a->bad_count);
    json_t *bad = js_array(&j, root, "bad_rows");
    for (size_t i = 0; i < a->bad_listed && !j.failed; i++) {
        json_t *row = js_item(&j, bad);
        js_int(&j, row, "line", (int64_t)a->bad[i].line);
        js_text(&j, row, "reason", a->bad[i].reason);
    }
    js_int(&j, root, "other_sex_row_count", (int64_t)a->other_sex_count);
    return js_done(&j, root);
}
