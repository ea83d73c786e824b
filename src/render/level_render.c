// SPDX-License-Identifier: MIT
// "miler level" as text and JSON.
#include "render/level_render.h"

#include "render/js.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *sex_word(miler_sex sex) {
    return sex == MILER_SEX_FEMALE ? "women" : "men";
}

#define FACT_COLUMN 17 // where what is told of it begins

static void put_fact(const render_look *look, const char *name, const char *text, miler_buf *out) {
    miler_buf_printf(out, "  %-15s", name);
    term_wrap(&look->style, out, TERM_PLAIN, text, FACT_COLUMN, FACT_COLUMN);
}

static void put_facts(const app_level_answer *a, const render_look *look, miler_buf *out) {
    char text[160];
    char other[MILER_TEXT_MAX];
    put_fact(look, "level", miler_level_name(a->level), out);
    (void)snprintf(text, sizeof text, "faster than about %.0f of 100 runners who enter their times",
                   floor(a->percentile));
    put_fact(look, "percentile", text, out);
    miler_print_time(other, sizeof other, a->age_graded_s, 1);
    if (isfinite(a->age_grade_pct)) {
        (void)snprintf(text, sizeof text, "%.1f %%, worth %s at the best age (%s)", a->age_grade_pct, other,
                       a->age_table);
        put_fact(look, "age grade", text, out);
    }
    if (a->points > 0) {
        (void)snprintf(text, sizeof text, "%d (World Athletics)", a->points);
        put_fact(look, "points", text, out);
    }
    if (a->points == 0) put_fact(look, "points", "below the World Athletics table", out);
}

static void put_next(const app_level_answer *a, const render_look *look, miler_buf *out) {
    char text[160];
    char time[MILER_TEXT_MAX];
    char other[MILER_TEXT_MAX];
    if (isfinite(a->next_level_s)) {
        const double faster_s = a->mile_s - a->next_level_s;
        miler_print_time(other, sizeof other, a->next_level_s, 0);
        miler_print_time(time, sizeof time, faster_s, 1);
        (void)snprintf(text, sizeof text, "The next level, %s, takes %s: %s%s faster (%.1f %%).",
                       miler_level_name((miler_level)(a->level + 1)), other, time,
                       strchr(time, ':') == NULL ? " s" : "", 100 * faster_s / a->mile_s);
    } else {
        miler_print_time(other, sizeof other, a->world_record_s, 2);
        (void)snprintf(text, sizeof text, "There is no level above; the world record is %s.", other);
    }
    term_wrap(&look->style, out, TERM_PLAIN, text, 0, 0);
}

void render_level_text(const app_level_answer *a, const render_look *look, miler_buf *out) {
    char time[MILER_TEXT_MAX];
    char other[MILER_TEXT_MAX];
    char group[48];
    if (a->age < 0)
        (void)snprintf(group, sizeof group, "%s of all ages", sex_word(a->sex));
    else
        (void)snprintf(group, sizeof group, "%s of %d", sex_word(a->sex), a->age);
    miler_print_time(time, sizeof time, a->mile_s, 1);
    miler_buf_printf(out, "A mile in %s, among %s:\n\n", time, group);
    put_facts(a, look, out);
    miler_buf_text_append(out, "\n");
    for (int level = MILER_LEVEL_BEGINNER; level < MILER_LEVEL_COUNT; level++) {
        miler_print_time(other, sizeof other, a->level_s[level], 0);
        miler_buf_printf(out, "  %c %-13s%8s\n", (int)a->level == level ? '*' : ' ',
                         miler_level_name((miler_level)level), other);
    }
    miler_buf_text_append(out, "\n");
    put_next(a, look, out);
    miler_buf_text_append(out, "\n");
    term_wrap(&look->style, out, TERM_PLAIN,
              "Levels are the 5th, 20th, 50th, 80th and 95th percentile of times entered by runners (Running "
              "Level); between them the percentile is interpolated, good to a few points.",
              0, 0);
}

json_t *render_level_json(const app_level_answer *a) {
    js j = {0};
    json_t *root = js_root(&j);
    js_num(&j, root, "time_s", a->mile_s, 3);
    js_text(&j, root, "sex", a->sex == MILER_SEX_FEMALE ? "f" : "m");
    js_put(&j, root, "age", a->age < 0 ? json_null() : json_integer(a->age));
    js_text(&j, root, "level", miler_level_name(a->level));
    js_num(&j, root, "percentile", a->percentile, 1);
    js_num(&j, root, "age_grade_percent", a->age_grade_pct, 2);
    js_num(&j, root, "age_graded_s", a->age_graded_s, 2);
    js_text(&j, root, "age_grade_table", a->age_table);
    js_put(&j, root, "points", a->points < 0 ? json_null() : json_integer(a->points));
    json_t *levels = js_array(&j, root, "levels");
    for (int level = MILER_LEVEL_BEGINNER; level < MILER_LEVEL_COUNT && !j.failed; level++) {
        json_t *row = js_item(&j, levels);
        js_text(&j, row, "level", miler_level_name((miler_level)level));
        js_num(&j, row, "time_s", a->level_s[level], 1);
    }
    js_num(&j, root, "next_level_s", a->next_level_s, 1);
    js_num(&j, root, "world_record_s", a->world_record_s, 2);
    return js_done(&j, root);
}
