// SPDX-License-Identifier: MIT
#include "render/form_render.h"

#include <stdio.h>
#include <string.h>

#define BAR_COLUMNS 30

// ---- Text

// A sign and one decimal, or "-".
static void percent_text(char *out, size_t size, double share) {
    if (fabs(share) < 0.0005)
        (void)snprintf(out, size, "0.0 %%");
    else if (isfinite(share))
        (void)snprintf(out, size, "%+.1f %%", 100 * fmax(-9, fmin(9, share)));
    else
        (void)snprintf(out, size, "-");
}

static void value_text(char *out, size_t size, miler_form_measure m, double value) {
    const int decimals = m == MILER_FORM_BALANCE || m == MILER_FORM_RATIO ? 1 : 0;
    if (isfinite(value))
        (void)snprintf(out, size, "%.*f", decimals, value);
    else
        (void)snprintf(out, size, "-");
}

static const char *band_text(miler_form_measure measure, double value) {
    static const char *const balance[MILER_BAND_COUNT] = {[MILER_BAND_NONE] = "",
                                                          [MILER_BAND_LOWEST] = "uneven",
                                                          [MILER_BAND_LOW] = "nearly even",
                                                          [MILER_BAND_MIDDLE] = "even"};
    const miler_form_band band = miler_form_band_of(measure, value);
    return measure == MILER_FORM_BALANCE && band <= MILER_BAND_MIDDLE ? balance[band]
                                                                      : miler_form_band_name(band);
}

static void put_table(term_table *table, miler_buf *out) {
    if (table == NULL || term_table_print(table, out, NULL) != MILER_OK) out->failed = true;
}

static void whole_text(const miler_form *f, const render_look *look, miler_arena *arena, miler_buf *out) {
    static const term_column columns[] = {{"measure", TERM_LEFT, false},
                                          {"mean", TERM_RIGHT, false},
                                          {"unit", TERM_LEFT, false},
                                          {"at this speed", TERM_RIGHT, false},
                                          {"first to last third", TERM_RIGHT, false},
                                          {"Garmin percentile, any speed", TERM_LEFT, true}};
    term_table *table = term_table_new(arena, &look->style, columns, sizeof columns / sizeof columns[0]);
    for (int m = 0; m < MILER_FORM_COUNT && table != NULL; m++) {
        const miler_form_measure measure = (miler_form_measure)m;
        const miler_form_value *v = &f->whole.measures[m];
        if (!isfinite(v->value)) continue;
        char value[MILER_TEXT_MAX];
        char index[MILER_TEXT_MAX];
        char fade[MILER_TEXT_MAX];
        value_text(value, sizeof value, measure, v->value);
        percent_text(index, sizeof index, v->index - 1);
        percent_text(fade, sizeof fade, v->fade);
        term_cell(table, TERM_PLAIN, "%s", miler_form_name(measure));
        term_cell(table, TERM_BOLD, "%s", value);
        term_cell(table, TERM_DIM, "%s", miler_form_unit(measure));
        term_cell(table, TERM_PLAIN, "%s", index);
        term_cell(table, TERM_PLAIN, "%s", fade);
        term_cell(table, TERM_DIM, "%s", band_text(measure, v->value));
    }
    put_table(table, out);
}

static void reps_text(const miler_form *f, const render_look *look, miler_arena *arena, miler_buf *out) {
    static const term_column columns[] = {{"rep", TERM_RIGHT, false},     {"pace", TERM_RIGHT, false},
                                          {"spm", TERM_RIGHT, false},     {"ground ms", TERM_RIGHT, false},
                                          {"left %", TERM_RIGHT, false},  {"up-down mm", TERM_RIGHT, false},
                                          {"ratio %", TERM_RIGHT, false}, {"step mm", TERM_RIGHT, false},
                                          {"HR end", TERM_RIGHT, false},  {"60 s later", TERM_RIGHT, false}};
    if (f->stretch_count == 0) return;
    miler_buf_text_append(out, "\n");
    term_table *table = term_table_new(arena, &look->style, columns, sizeof columns / sizeof columns[0]);
    for (size_t k = 0; k < f->stretch_count && table != NULL; k++) {
        const miler_form_stretch *s = &f->stretches[k];
        char text[MILER_TEXT_MAX];
        miler_print_pace(text, sizeof text, 1000 / s->speed_mps, look->units);
        term_cell(table, TERM_PLAIN, "%zu", k + 1);
        term_cell(table, TERM_PLAIN, "%s", text);
        for (int m = 0; m < MILER_FORM_COUNT; m++) {
            value_text(text, sizeof text, (miler_form_measure)m, s->measures[m].value);
            term_cell(table, TERM_PLAIN, "%s", text);
        }
        value_text(text, sizeof text, MILER_FORM_CADENCE, (double)s->end_hr_bpm);
        term_cell(table, TERM_PLAIN, "%s", text);
        value_text(text, sizeof text, MILER_FORM_CADENCE, -(double)s->drop_60_bpm);
        term_cell(table, TERM_PLAIN, "%s", text);
    }
    put_table(table, out);
}

static void paragraph(const render_look *look, miler_arena *arena, miler_buf *out, term_colour colour,
                      const char *a, const char *b) {
    const char *text = miler_arena_printf(arena, "%s%s", a, b);
    if (text == NULL) out->failed = true;
    miler_buf_text_append(out, "  ");
    term_wrap(&look->style, out, colour, text != NULL ? text : "", 2, 2);
}

static void advice_text(const miler_form *f, const render_look *look, miler_arena *arena, miler_buf *out) {
    for (size_t i = 0; i < f->advice_count; i++) {
        const miler_form_advice *a = &f->advice[i];
        char by[MILER_TEXT_MAX];
        percent_text(by, sizeof by, a->fades ? a->value : a->value - 1);
        miler_buf_text_append(out, "\n");
        term_line(&look->style, out, TERM_BOLD, "%s (%s)", a->says, by);
        paragraph(look, arena, out, TERM_PLAIN, a->but, "");
        paragraph(look, arena, out, TERM_DIM, "Drills: ", a->drills);
        paragraph(look, arena, out, TERM_DIM, "Strength: ", a->exercises);
    }
    if (f->advice_count == 0) return;
    miler_buf_text_append(out, "\n");
    term_wrap(
        &look->style, out, TERM_DIM,
        "There is no single right form: each of these numbers alone explains 4-12 % of running economy. "
        "They compare you with yourself; try one cue at a time, and keep it if the same pace grows easier.",
        0, 0);
}

static void zones_text(const char *title, const double *zone_s, const render_look *look, miler_buf *out) {
    if (!isfinite(zone_s[0])) return;
    const term_style *style = &look->style;
    double all_s = 0;
    for (int z = 0; z < MILER_FORM_ZONE_COUNT; z++)
        all_s += zone_s[z];
    if (!(all_s > 0)) return;
    miler_buf_text_append(out, "\n");
    term_heading(style, out, title, false);
    for (int z = 0; z < MILER_FORM_ZONE_COUNT; z++) {
        const double share = zone_s[z] / all_s;
        char time[MILER_TEXT_MAX] = "-";
        if (zone_s[z] >= 0.5) miler_print_time(time, sizeof time, zone_s[z], 0);
        miler_buf_printf(out, "  %-10s %8s%s %3.0f %%", miler_form_zone_name((miler_form_zone)z), time,
                         zone_s[z] >= 0.5 && zone_s[z] < 59.5 ? " s" : "  ", 100 * share);
        const int width = (int)ceil(share * BAR_COLUMNS); // no wider than it is full: lines end in no blanks
        if (width > 0) {
            miler_buf_text_append(out, "  ");
            term_bar(style, out, z >= MILER_FORM_ZONE_THRESHOLD ? TERM_RED : TERM_BLUE,
                     share * BAR_COLUMNS / width, width);
        }
        miler_buf_text_append(out, "\n");
    }
}

void render_form_text(const miler_form *f, const render_look *look, miler_arena *arena, miler_buf *out) {
    if (f->why_not == NULL) {
        char pace[MILER_TEXT_MAX];
        miler_print_pace(pace, sizeof pace, 1000 / f->whole.speed_mps, look->units);
        miler_buf_text_append(out, "\n");
        term_line(&look->style, out, TERM_TITLE, "Form, at %s on average", pace);
        whole_text(f, look, arena, out);
        if (f->speed_guessed)
            term_line(&look->style, out, TERM_DIM,
                      "On a treadmill the speed is the watch's guess, and so is what is usual at it.");
        reps_text(f, look, arena, out);
        advice_text(f, look, arena, out);
    }
    zones_text("Time in zones, by speed", f->zone_s, look, out);
    zones_text("Time in zones, by heart rate", f->hr_zone_s, look, out);
}

// ---- JSON

static void measures_json(const miler_form_stretch *s, js *j, json_t *parent) {
    static const char *const keys[MILER_FORM_COUNT] = {"cadence_spm",
                                                       "ground_contact_ms",
                                                       "balance_left_percent",
                                                       "vertical_oscillation_mm",
                                                       "vertical_ratio_percent",
                                                       "step_length_mm"};
    js_num(j, parent, "speed_mps", s->speed_mps, 3);
    js_num(j, parent, "run_s", s->run_s, 1);
    for (int m = 0; m < MILER_FORM_COUNT; m++) {
        json_t *value = js_object(j, parent, keys[m]);
        js_num(j, value, "mean", s->measures[m].value, 2);
        js_num(j, value, "index", s->measures[m].index, 4);
        js_num(j, value, "fade", s->measures[m].fade, 4);
        js_num(j, value, "seen_s", s->measures[m].seen_s, 1);
    }
}

static void zones_json(const double *zone_s, js *j, json_t *parent, const char *key) {
    static const char *const keys[MILER_FORM_ZONE_COUNT] = {"easy_s", "steady_s", "threshold_s", "vo2max_s",
                                                            "faster_s"};
    json_t *zones = js_object(j, parent, key);
    for (int z = 0; z < MILER_FORM_ZONE_COUNT; z++)
        js_num(j, zones, keys[z], zone_s[z], 1);
}

static void advice_json(const miler_form_advice *a, js *j, json_t *row) {
    js_text(j, row, "measure", miler_form_name(a->measure));
    js_bool(j, row, "fades", a->fades);
    js_num(j, row, "value", a->value, 4);
    js_num(j, row, "limit", a->limit, 4);
    js_text(j, row, "says", a->says);
    js_text(j, row, "but", a->but);
    js_text(j, row, "drills", a->drills);
    js_text(j, row, "exercises", a->exercises);
    js_text(j, row, "source", a->source);
}

void render_form_json(const miler_form *f, js *j, json_t *root) {
    json_t *form = js_object(j, root, "form");
    js_text(j, form, "why_not", f->why_not);
    js_bool(j, form, "speed_guessed", f->speed_guessed);
    js_num(j, form, "decoupling_percent", f->decoupling_pct, 2);
    measures_json(&f->whole, j, js_object(j, form, "whole"));
    json_t *reps = js_array(j, form, "reps");
    for (size_t k = 0; k < f->stretch_count && !j->failed; k++) {
        const miler_form_stretch *s = &f->stretches[k];
        json_t *row = js_item(j, reps);
        js_int(j, row, "rep_index", (int64_t)f->stretch_rep[k]);
        js_num(j, row, "start_s", s->start_s, 2);
        js_num(j, row, "end_s", s->end_s, 2);
        js_num(j, row, "start_hr_bpm", (double)s->start_hr_bpm, 1);
        js_num(j, row, "end_hr_bpm", (double)s->end_hr_bpm, 1);
        js_num(j, row, "hr_drop_60_bpm", (double)s->drop_60_bpm, 1);
        measures_json(s, j, row);
    }
    zones_json(f->zone_s, j, form, "zones_by_speed");
    zones_json(f->hr_zone_s, j, form, "zones_by_heart_rate");
    json_t *advice = js_array(j, form, "advice");
    for (size_t i = 0; i < f->advice_count && !j->failed; i++)
        advice_json(&f->advice[i], j, js_item(j, advice));
}
