// SPDX-License-Identifier: MIT
#include "render/form_render.h"

#include <stdio.h>
#include <string.h>

#define BAR_COLUMNS 30
#define BEFORE_BAR 47 // columns of a zone's words and numbers

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

// A number with its error; what lies within it is called by that name.
static void finding_text(char *out, size_t size, double share, double error, bool within, const char *name) {
    char value[MILER_TEXT_MAX];
    percent_text(value, sizeof value, share);
    if (!isfinite(share) || !isfinite(error))
        (void)snprintf(out, size, "%s", value);
    else if (within)
        (void)snprintf(out, size, "%s, +/- %.*f %%", name, error < 0.0995 ? 1 : 0, 100 * error);
    else
        (void)snprintf(out, size, "%.*s +/- %.*f %%", (int)strcspn(value, " "), value, error < 0.0995 ? 1 : 0,
                       100 * error);
}

static void whole_text(const miler_form *f, const render_look *look, miler_arena *arena, miler_buf *out) {
    static const term_column columns[] = {{"measure", TERM_LEFT, true},
                                          {"mean", TERM_RIGHT, false},
                                          {"unit", TERM_LEFT, false},
                                          {"at this speed", TERM_RIGHT, false},
                                          {"first to last third", TERM_RIGHT, false},
                                          {"Garmin percentile", TERM_LEFT, true}};
    term_table *table = term_table_new(arena, &look->style, columns, sizeof columns / sizeof columns[0]);
    term_table_spare(table, 5);
    for (int m = 0; m < MILER_FORM_COUNT && table != NULL; m++) {
        const miler_form_measure measure = (miler_form_measure)m;
        const miler_form_value *v = &f->whole.measures[m];
        if (!isfinite(v->value)) continue;
        char value[MILER_TEXT_MAX];
        char index[2 * MILER_TEXT_MAX];
        char fade[2 * MILER_TEXT_MAX];
        value_text(value, sizeof value, measure, v->value);
        finding_text(index, sizeof index, v->index - 1, v->index_error, miler_form_is_usual(v), "usual");
        finding_text(fade, sizeof fade, v->fade, v->fade_error, miler_form_is_steady(v), "steady");
        term_cell(table, TERM_PLAIN, "%s", miler_form_name(measure));
        term_cell(table, TERM_BOLD, "%s", value);
        term_cell(table, TERM_DIM, "%s", miler_form_unit(measure));
        term_cell(table, miler_form_is_usual(v) ? TERM_DIM : TERM_PLAIN, "%s", index);
        term_cell(table, miler_form_is_steady(v) ? TERM_DIM : TERM_PLAIN, "%s", fade);
        term_cell(table, TERM_DIM, "%s", band_text(measure, v->value));
    }
    put_table(table, out);
}

static void reps_text(const miler_form *f, const render_look *look, miler_arena *arena, miler_buf *out) {
    static const term_column columns[] = {{"rep", TERM_RIGHT, false},     {"pace", TERM_RIGHT, false},
                                          {"spm", TERM_RIGHT, false},     {"ground ms", TERM_RIGHT, false},
                                          {"left %", TERM_RIGHT, false},  {"up-down mm", TERM_RIGHT, false},
                                          {"ratio %", TERM_RIGHT, false}, {"step mm", TERM_RIGHT, false},
                                          {"bpm end", TERM_RIGHT, false}, {"60 s later", TERM_RIGHT, false}};
    if (f->stretch_count == 0) return;
    miler_buf_text_append(out, "\n");
    term_table *table = term_table_new(arena, &look->style, columns, sizeof columns / sizeof columns[0]);
    term_table_spare(table, 6); // the ratio is in the two beside it
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

typedef void edge_fn(char *out, size_t size, double edge, const render_look *look);

static void pace_edge(char *out, size_t size, double mps, const render_look *look) {
    miler_print_pace(out, size, 1000 / mps, look->units);
}

static void bpm_edge(char *out, size_t size, double bpm, const render_look *look) {
    (void)look;
    (void)snprintf(out, size, "%.0f bpm", bpm);
}

// What a zone means: "4:10/km - 3:55/km"; the first and the last are open.
static void range_text(char *out, size_t size, const double *from, int zone, edge_fn *print,
                       const render_look *look) {
    char low[MILER_TEXT_MAX];
    char high[MILER_TEXT_MAX];
    const bool last = zone + 1 == MILER_FORM_ZONE_COUNT;
    print(low, sizeof low, from[zone], look);
    print(high, sizeof high, last ? from[zone] : from[zone + 1], look);
    const size_t same = strcspn(low, "/ "); // the unit is said once
    if (zone == 0)
        (void)snprintf(out, size, "to %s", high);
    else if (last)
        (void)snprintf(out, size, "from %s", low);
    else
        (void)snprintf(out, size, "%.*s - %s", (int)same, low, high);
}

static void zone_row(const double *zone_s, const double *from, double all_s, int z, edge_fn *print,
                     const render_look *look, miler_buf *out) {
    const double share = zone_s[z] / all_s;
    char time[MILER_TEXT_MAX] = "-";
    char range[3 * MILER_TEXT_MAX];
    if (zone_s[z] >= 0.5) miler_print_time(time, sizeof time, zone_s[z], 0);
    range_text(range, sizeof range, from, z, print, look);
    miler_buf_printf(out, "  %-10s %-15s %8s%s %3.0f %%", miler_form_zone_name((miler_form_zone)z), range,
                     time, zone_s[z] >= 0.5 && zone_s[z] < 59.5 ? " s" : "  ", 100 * share);
    const int room = term_width(&look->style) - BEFORE_BAR;
    const int whole = room < BAR_COLUMNS ? room : BAR_COLUMNS;
    const int eighths = (int)lround(8 * share * whole);
    const int width = (eighths + 7) / 8; // no wider than it is full: lines end in no blanks
    if (width > 0) {
        miler_buf_text_append(out, "  ");
        term_bar(&look->style, out, z >= MILER_FORM_ZONE_THRESHOLD ? TERM_RED : TERM_BLUE,
                 eighths / 8.0 / width, width);
    }
    miler_buf_text_append(out, "\n");
}

static void zones_text(const char *title, const double *zone_s, const double *from, edge_fn *print,
                       const render_look *look, miler_buf *out) {
    if (!isfinite(zone_s[0])) return;
    double all_s = 0;
    for (int z = 0; z < MILER_FORM_ZONE_COUNT; z++)
        all_s += zone_s[z];
    if (!(all_s > 0)) return;
    miler_buf_text_append(out, "\n");
    term_heading(&look->style, out, title, false);
    for (int z = 0; z < MILER_FORM_ZONE_COUNT; z++)
        zone_row(zone_s, from, all_s, z, print, look, out);
}

// "Time in zones, by speed (threshold, VO2max by hand)": those that begin where the runner told.
static const char *title_of(const char *title, const bool *by_hand, char *out, size_t size) {
    size_t len = (size_t)snprintf(out, size, "%s", title);
    const char *before = " (";
    for (int z = 1; z < MILER_FORM_ZONE_COUNT && len < size; z++) {
        if (!by_hand[z]) continue;
        len +=
            (size_t)snprintf(out + len, size - len, "%s%s", before, miler_form_zone_name((miler_form_zone)z));
        before = ", ";
    }
    if (before[0] == ',' && len < size) (void)snprintf(out + len, size - len, " by hand)");
    return out;
}

void render_form_text(const miler_form *f, const render_look *look, miler_arena *arena, miler_buf *out) {
    char title[160];
    if (f->why_not == NULL) {
        char pace[MILER_TEXT_MAX];
        miler_print_pace(pace, sizeof pace, 1000 / f->whole.speed_mps, look->units);
        miler_buf_text_append(out, "\n");
        term_line(&look->style, out, TERM_TITLE, "Form%s, at %s on average",
                  f->whole_reps == 0   ? ""
                  : f->whole_reps == 1 ? " in the effort alone"
                                       : " in the reps alone",
                  pace);
        whole_text(f, look, arena, out);
        if (f->speed_guessed)
            term_wrap(&look->style, out, TERM_DIM,
                      "On a treadmill the speed is the watch's guess, and so is what is usual at it.", 0, 0);
        reps_text(f, look, arena, out);
        advice_text(f, look, arena, out);
    }
    zones_text(title_of("Time in zones, by speed", f->zone_by_hand, title, sizeof title), f->zone_s,
               f->zone_from_mps, pace_edge, look, out);
    zones_text(title_of("Time in zones, by heart rate", f->hr_zone_by_hand, title, sizeof title),
               f->hr_zone_s, f->hr_zone_from_bpm, bpm_edge, look, out);
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
        js_num(j, value, "index_error", s->measures[m].index_error, 4);
        js_num(j, value, "fade", s->measures[m].fade, 4);
        js_num(j, value, "fade_error", s->measures[m].fade_error, 4);
        js_num(j, value, "seen_s", s->measures[m].seen_s, 1);
    }
}

static void zones_json(const double *zone_s, const double *from, const bool *by_hand, const char *unit, js *j,
                       json_t *parent, const char *key) {
    static const char *const keys[MILER_FORM_ZONE_COUNT] = {"easy", "steady", "threshold", "vo2max",
                                                            "faster"};
    json_t *zones = js_object(j, parent, key);
    for (int z = 0; z < MILER_FORM_ZONE_COUNT; z++) {
        char name[48];
        (void)snprintf(name, sizeof name, "%s_s", keys[z]);
        js_num(j, zones, name, zone_s[z], 1);
        (void)snprintf(name, sizeof name, "%s_from_%s", keys[z], unit);
        if (z > 0) js_num(j, zones, name, from[z], 3);
        (void)snprintf(name, sizeof name, "%s_by_hand", keys[z]);
        if (z > 0) js_bool(j, zones, name, by_hand[z]);
    }
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
    js_int(j, form, "whole_reps", (int64_t)f->whole_reps);
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
    zones_json(f->zone_s, f->zone_from_mps, f->zone_by_hand, "mps", j, form, "zones_by_speed");
    zones_json(f->hr_zone_s, f->hr_zone_from_bpm, f->hr_zone_by_hand, "bpm", j, form, "zones_by_heart_rate");
    json_t *advice = js_array(j, form, "advice");
    for (size_t i = 0; i < f->advice_count && !j->failed; i++)
        advice_json(&f->advice[i], j, js_item(j, advice));
}
