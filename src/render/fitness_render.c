// SPDX-License-Identifier: MIT
// "miler fitness" as text and JSON.
#include "render/fitness_render.h"

#include "render/fitness_behind.h"
#include "render/js.h"

#include <stdio.h>
#include <string.h>

typedef struct sheet {
    const app_fitness_answer *answer;
    const miler_fitness *fitness;
    const render_look *look;
    miler_arena *arena;
    miler_buf *out;
} sheet;

static void put_table(const sheet *s, const char *heading, term_table *table) {
    miler_buf_text_append(s->out, "\n");
    term_heading(&s->look->style, s->out, heading, false);
    if (term_table_print(table, s->out, NULL) != MILER_OK) s->out->failed = true;
}

static void say(const sheet *s, term_colour colour, const char *text) {
    term_wrap(&s->look->style, s->out, colour, text, 0, 0);
}

static void put_mile(const sheet *s) {
    const miler_fitness *f = s->fitness;
    char mile[MILER_TEXT_MAX], low[MILER_TEXT_MAX], high[MILER_TEXT_MAX];
    miler_print_time(mile, sizeof mile, f->mile.time_s, 1);
    miler_print_time(low, sizeof low, f->mile.low_s, 1);
    miler_print_time(high, sizeof high, f->mile.high_s, 1);
    term_printf(&s->look->style, s->out, TERM_PLAIN, "The mile today: ");
    term_printf(&s->look->style, s->out, TERM_TITLE, "%s", mile);
    term_line(&s->look->style, s->out, TERM_PLAIN, "   (eight in ten: %s to %s)", low, high);
    miler_print_time(low, sizeof low, f->mile.able_low_s, 1);
    miler_print_time(high, sizeof high, f->mile.able_high_s, 1);
    term_line(&s->look->style, s->out, TERM_DIM, "Ability alone, without the luck of the day: %s to %s", low,
              high);
    if (f->only_training)
        say(s, TERM_YELLOW,
            "This rests on training alone, and training is seldom all-out: in a race you are likely faster. "
            "A time "
            "trial or a race result makes it sharper: miler result add mile 5:45");
    if (f->stale)
        say(s, TERM_YELLOW, "The newest evidence is more than eight weeks old, so the band is wide.");
}

static void put_body(const sheet *s) {
    const miler_fitness *f = s->fitness;
    const miler_units units = s->look->units;
    char pace[MILER_TEXT_MAX], critical[MILER_TEXT_MAX], text[240], more[120] = "";
    miler_print_pace(pace, sizeof pace, 1000 / f->threshold_mps, units);
    miler_print_pace(critical, sizeof critical, 1000 / f->cs.speed_mps, units);
    if (isfinite(f->cs.speed_mps))
        (void)snprintf(more, sizeof more, ", critical speed %s with %.0f m above it", critical,
                       f->cs.dprime_m);
    (void)snprintf(text, sizeof text, "VDOT %.1f, threshold %s (%s)%s.", f->vdot, pace,
                   f->paces.threshold_mps > 0 ? "by hand" : "about an hour's race", more);
    miler_buf_text_append(s->out, "\n");
    say(s, TERM_PLAIN, text);
    if (!isfinite(s->answer->weekly_km)) return;
    const double unit = look_unit_m(units) / 1000;
    const char *word = look_unit_word(units);
    (void)snprintf(
        text, sizeof text, "Last four weeks: %.0f %s and %.1f runs a week; longest run of six weeks %.1f %s.",
        s->answer->weekly_km / unit, word, s->answer->runs_a_week, s->answer->longest_km / unit, word);
    say(s, TERM_PLAIN, text);
}

static void put_estimates(const sheet *s) {
    static const term_column columns[] = {{"distance", TERM_LEFT, false},
                                          {"time", TERM_RIGHT, false},
                                          {"fast", TERM_RIGHT, false},
                                          {"slow", TERM_RIGHT, false},
                                          {"pace", TERM_RIGHT, false}};
    term_table *table =
        term_table_new(s->arena, &s->look->style, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < MILER_ESTIMATE_COUNT; i++) {
        const miler_estimate *e = &s->fitness->estimates[i];
        char text[MILER_TEXT_MAX];
        if (!(e->dist_m > 0) || !isfinite(e->time_s)) continue;
        miler_print_distance(text, sizeof text, e->dist_m, s->look->units);
        term_cell(table, TERM_PLAIN, "%s", text);
        term_cell(table, TERM_BOLD, "%s", look_time(text, e->time_s));
        term_cell(table, TERM_DIM, "%s", look_time(text, e->low_s));
        term_cell(table, TERM_DIM, "%s", look_time(text, e->high_s));
        term_cell(table, TERM_CYAN, "%s", look_pace(text, e->dist_m, e->time_s, s->look->units));
    }
    put_table(s, "Worth about as much (eight in ten between fast and slow)", table);
}

// "2:10 - 1:58", or one number where the band has no width.
static void band_cell(term_table *table, const char *slow, const char *fast) {
    if (strcmp(slow, fast) == 0)
        term_cell(table, TERM_PLAIN, "%s", fast);
    else
        term_cell(table, TERM_PLAIN, "%s - %s", slow, fast);
}

static void put_zones(const sheet *s) {
    const term_column columns[] = {
        {"zone", TERM_LEFT, false},
        {"per 400 m", TERM_RIGHT, false},
        {s->look->units == MILER_UNITS_IMPERIAL ? "per mile" : "per km", TERM_RIGHT, false},
        {"", TERM_LEFT, false}};
    bool told = false; // else there is no column for it
    for (int z = 0; z < MILER_ZONE_COUNT; z++)
        told = told || miler_pace_by_hand(&s->fitness->paces, (miler_zone)z);
    term_table *table = term_table_new(s->arena, &s->look->style, columns, told ? 4 : 3);
    for (int z = 0; z < MILER_ZONE_COUNT; z++) {
        const miler_pace_band *b = &s->fitness->zones[z];
        char slow[MILER_TEXT_MAX], fast[MILER_TEXT_MAX];
        if (!isfinite(b->fast_mps) || !(b->slow_mps > 0)) continue;
        term_cell(table, TERM_PLAIN, "%s", miler_zone_name((miler_zone)z));
        miler_print_time(slow, sizeof slow, 400 / b->slow_mps, 0);
        miler_print_time(fast, sizeof fast, 400 / b->fast_mps, 0);
        band_cell(table, slow, fast);
        miler_print_time(slow, sizeof slow, look_unit_m(s->look->units) / b->slow_mps, 0);
        miler_print_time(fast, sizeof fast, look_unit_m(s->look->units) / b->fast_mps, 0);
        band_cell(table, slow, fast);
        if (told)
            term_cell(table, TERM_DIM, "%s",
                      miler_pace_by_hand(&s->fitness->paces, (miler_zone)z) ? "by hand" : "");
    }
    put_table(s, "Training paces", table);
    if (s->fitness->paces_beyond)
        say(s, TERM_YELLOW,
            "A pace by hand is as fast as the mile of today, or nearly: it is left aside. Is it right? miler "
            "athlete "
            "show");
}

// Heart rates tell changes, not heights: a mile beside them would be read as one.
static void heart_row(term_table *table, const miler_rests_on *r, const char *source) {
    char day[MILER_TEXT_MAX];
    miler_print_date(day, sizeof day, r->evidence.day);
    term_cell(table, TERM_PLAIN, "%.0f %%", 100 * r->weight);
    term_cell(table, TERM_DIM, "-");
    term_cell(table, TERM_DIM, "-");
    term_cell(table, TERM_PLAIN, "%s", day);
    term_cell(table, TERM_DIM, "-");
    char text[MILER_TEXT_MAX], height[160] = "", moves[64] = "";
    if (isfinite(r->apart)) {
        miler_print_time(text, sizeof text, r->mile_s, 1);
        (void)snprintf(moves, sizeof moves, ", which moves the mile by %+.1f s", look_tenth(r->moves_s));
        (void)snprintf(height, sizeof height,
                       "; by itself it would say %s, %.0f %% %s than the others: heart rates differ so from "
                       "runner to runner, and only its changes count",
                       text, fabs(r->apart) * 100, r->apart < 0 ? "faster" : "slower");
    }
    term_cell(table, TERM_DIM, "how the heart rate of easy running changed, up to %d %s ago%s; %s%s",
              (int)r->age_days, r->age_days == 1 ? "day" : "days", moves, source, height);
}

// The mile of a session of reps was not run as one.
static void effort_cells(const sheet *s, term_table *table, const miler_evidence *e) {
    char text[MILER_TEXT_MAX];
    if (e->kind == MILER_EVIDENCE_REPS) {
        term_cell(table, TERM_PLAIN, "reps");
        term_cell(table, TERM_DIM, "-");
        return;
    }
    miler_print_distance(text, sizeof text, e->dist_m, s->look->units);
    term_cell(table, TERM_PLAIN, "%s", text);
    term_cell(table, TERM_BOLD, "%s", look_time(text, e->time_s));
}

static void put_evidence(const sheet *s) {
    static const term_column columns[] = {{"weight", TERM_RIGHT, false}, {"effort", TERM_LEFT, false},
                                          {"time", TERM_RIGHT, false},   {"date", TERM_LEFT, false},
                                          {"mile", TERM_RIGHT, false},   {"what it was", TERM_LEFT, true}};
    const miler_fitness *f = s->fitness;
    term_table *table =
        term_table_new(s->arena, &s->look->style, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < f->rests_on_count; i++) {
        const miler_rests_on *r = &f->rests_on[i];
        char text[MILER_TEXT_MAX];
        if (r->evidence.kind == MILER_EVIDENCE_HEART) {
            heart_row(table, r, s->answer->source[i]);
            continue;
        }
        term_cell(table, TERM_PLAIN, "%.0f %%", 100 * r->weight);
        effort_cells(s, table, &r->evidence);
        miler_print_date(text, sizeof text, r->evidence.day);
        term_cell(table, TERM_PLAIN, "%s", text);
        miler_print_time(text, sizeof text, r->mile_s, 1);
        term_cell(table, TERM_CYAN, "%s", text);
        char apart[96] = "";
        if (r->apart_sd >= MILER_DISAGREES_SD)
            (void)snprintf(apart, sizeof apart, "; disagrees: %.1f %% %s than the others make expect",
                           fabs(r->apart) * 100, r->apart < 0 ? "faster" : "slower");
        term_cell(table, apart[0] != '\0' ? TERM_YELLOW : TERM_DIM, "%s, %d %s ago; %s%s",
                  miler_evidence_kind_name(r->evidence.kind), (int)r->age_days,
                  r->age_days == 1 ? "day" : "days", s->answer->source[i], apart);
    }
    char heading[80];
    (void)snprintf(heading, sizeof heading, "What it rests on (%zu %s looked at)", s->answer->evidence_count,
                   s->answer->evidence_count == 1 ? "piece" : "pieces");
    put_table(s, heading, table);
}

static void put_models(const sheet *s) {
    char text[400] = "What each model says of the mile:";
    size_t len = strlen(text);
    const char *between = " ";
    for (int m = 0; m < MILER_MODEL_COUNT; m++) {
        char mile[MILER_TEXT_MAX];
        if (!isfinite(s->fitness->model_mile_s[m])) continue;
        miler_print_time(mile, sizeof mile, s->fitness->model_mile_s[m], 1);
        len += (size_t)snprintf(text + len, sizeof text - len, "%s%s %s", between,
                                miler_model_name((miler_model)m), mile);
        between = ", ";
    }
    miler_buf_text_append(s->out, "\n");
    say(s, TERM_PLAIN, text);
}

void render_fitness_text(const app_fitness_answer *a, const render_look *look, miler_buf *out) {
    const sheet s = {a, &a->fitness, look, miler_arena_new(out->alloc, 0), out};
    if (s.arena == NULL) {
        out->failed = true;
        return;
    }
    put_mile(&s);
    render_behind_doubts(a, look, out);
    render_behind_warnings(a, look, out);
    put_body(&s);
    render_behind_body(a, look, out);
    put_estimates(&s);
    put_zones(&s);
    render_behind_limits(a, look, s.arena, out);
    render_behind_carry(a, look, s.arena, out);
    put_evidence(&s);
    put_models(&s);
    if (miler_arena_failed(s.arena)) out->failed = true;
    miler_arena_free(s.arena);
}

static void zones_json(js *j, json_t *root, const miler_fitness *f) {
    json_t *list = js_array(j, root, "paces");
    for (int z = 0; z < MILER_ZONE_COUNT && !j->failed; z++) {
        const miler_pace_band *b = &f->zones[z];
        json_t *row = js_item(j, list);
        js_text(j, row, "zone", miler_zone_name((miler_zone)z));
        js_num(j, row, "fast_s_per_km", 1000 / b->fast_mps, 1);
        js_num(j, row, "slow_s_per_km", 1000 / b->slow_mps, 1);
        js_num(j, row, "target_s_per_km", 1000 / b->target_mps, 1);
        js_bool(j, row, "by_hand", miler_pace_by_hand(&f->paces, (miler_zone)z));
        js_num(j, row, "computed_fast_s_per_km", 1000 / f->computed[z].fast_mps, 1);
        js_num(j, row, "computed_slow_s_per_km", 1000 / f->computed[z].slow_mps, 1);
        js_num(j, row, "computed_target_s_per_km", 1000 / f->computed[z].target_mps, 1);
    }
}

static void rests_json(js *j, json_t *root, const app_fitness_answer *a) {
    json_t *list = js_array(j, root, "rests_on");
    for (size_t i = 0; i < a->fitness.rests_on_count && !j->failed; i++) {
        const miler_rests_on *r = &a->fitness.rests_on[i];
        json_t *row = js_item(j, list);
        js_num(j, row, "distance_m", r->evidence.dist_m, 3);
        js_num(j, row, "time_s", r->evidence.time_s, 2);
        js_date(j, row, "date", r->evidence.day);
        js_int(j, row, "age_days", r->age_days);
        js_text(j, row, "kind", miler_evidence_kind_name(r->evidence.kind));
        js_num(j, row, "mile_s", r->mile_s, 2);
        js_num(j, row, "weight", r->weight, 4);
        js_text(j, row, "source", a->source[i]);
        js_text(j, row, "distance_known", miler_evidence_way_name(r->evidence.way));
        js_num(j, row, "error_s", r->evidence.error_s, 2);
        js_text(j, row, "warning", a->warning[i][0] != '\0' ? a->warning[i] : NULL);
        js_num(j, row, "apart_percent", 100 * r->apart, 2);
        js_bool(j, row, "disagrees", r->apart_sd >= MILER_DISAGREES_SD);
        js_num(j, row, "moves_s", r->moves_s, 2);
        js_int(j, row, "runs", r->runs);
    }
}

json_t *render_fitness_json(const app_fitness_answer *a) {
    const miler_fitness *f = &a->fitness;
    js j = {0};
    json_t *root = js_root(&j);
    js_date(&j, root, "date", a->today);
    js_num(&j, root, "mile_s", f->mile.time_s, 2);
    js_num(&j, root, "mile_low_s", f->mile.low_s, 2);
    js_num(&j, root, "mile_high_s", f->mile.high_s, 2);
    js_num(&j, root, "mile_able_low_s", f->mile.able_low_s, 2);
    js_num(&j, root, "mile_able_high_s", f->mile.able_high_s, 2);
    js_int(&j, root, "band_percent", 80);
    json_t *list = js_array(&j, root, "estimates");
    for (size_t i = 0; i < MILER_ESTIMATE_COUNT && !j.failed; i++) {
        json_t *row = js_item(&j, list);
        js_num(&j, row, "distance_m", f->estimates[i].dist_m, 3);
        js_num(&j, row, "time_s", f->estimates[i].time_s, 2);
        js_num(&j, row, "low_s", f->estimates[i].low_s, 2);
        js_num(&j, row, "high_s", f->estimates[i].high_s, 2);
        js_num(&j, row, "able_low_s", f->estimates[i].able_low_s, 2);
        js_num(&j, row, "able_high_s", f->estimates[i].able_high_s, 2);
    }
    js_num(&j, root, "vdot", f->vdot, 2);
    js_num(&j, root, "exponent", f->exponent, 4);
    js_num(&j, root, "critical_speed_mps", f->cs.speed_mps, 3);
    js_num(&j, root, "dprime_m", f->cs.dprime_m, 1);
    js_num(&j, root, "threshold_mps", f->threshold_mps, 3);
    zones_json(&j, root, f);
    js_bool(&j, root, "paces_beyond", f->paces_beyond);
    json_t *models = js_array(&j, root, "models");
    for (int m = 0; m < MILER_MODEL_COUNT && !j.failed; m++) {
        json_t *row = js_item(&j, models);
        js_text(&j, row, "model", miler_model_name((miler_model)m));
        js_num(&j, row, "mile_s", f->model_mile_s[m], 2);
    }
    rests_json(&j, root, a);
    js_int(&j, root, "evidence_count", (int64_t)a->evidence_count);
    js_bool(&j, root, "only_training", f->only_training);
    js_bool(&j, root, "stale", f->stale);
    render_behind_json(&j, root, a);
    js_num(&j, root, "weekly_km", a->weekly_km, 1);
    js_num(&j, root, "longest_km", a->longest_km, 1);
    js_num(&j, root, "runs_a_week", a->runs_a_week, 1);
    return js_done(&j, root);
}
