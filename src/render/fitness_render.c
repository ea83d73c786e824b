// SPDX-License-Identifier: MIT
// "miler fitness" as text and JSON.
#include "render/fitness_render.h"

#include "render/js.h"

#include <stdio.h>

static void time_text(char *out, size_t size, double time_s) {
    miler_print_time(out, size, time_s,
                     time_s < 900 ? 1 : 0); // a tenth of a second means nothing in a half marathon
}

static void mile_text(const app_fitness_answer *a, const render_look *look, miler_buf *out) {
    const miler_fitness *f = &a->fitness;
    char mile[MILER_TEXT_MAX], low[MILER_TEXT_MAX], high[MILER_TEXT_MAX];
    miler_print_time(mile, sizeof mile, f->mile.time_s, 1);
    miler_print_time(low, sizeof low, f->mile.low_s, 1);
    miler_print_time(high, sizeof high, f->mile.high_s, 1);
    miler_buf_printf(out, "The mile today: %s%s%s   (eight in ten: %s to %s)\n",
                     look->style.colour ? "\033[1m" : "", mile, look->style.colour ? "\033[0m" : "", low,
                     high);
    if (f->only_training)
        miler_buf_text_append(
            out, "  This rests on training alone, and training is seldom all-out: in a race you are likely "
                 "faster.\n"
                 "  A time trial or a race result makes it sharper: miler result add mile 5:45\n");
    if (f->stale)
        miler_buf_text_append(out,
                              "  The newest evidence is more than eight weeks old, so the band is wide.\n");
}

static void estimates_text(const miler_fitness *f, const render_look *look, miler_buf *out) {
    miler_buf_text_append(out, "\nWorth about as much      time        eight in ten          pace\n");
    for (size_t i = 0; i < MILER_ESTIMATE_COUNT; i++) {
        const miler_estimate *e = &f->estimates[i];
        char dist[MILER_TEXT_MAX], time[MILER_TEXT_MAX], low[MILER_TEXT_MAX], high[MILER_TEXT_MAX],
            pace[MILER_TEXT_MAX];
        if (!(e->dist_m > 0) || !isfinite(e->time_s)) continue;
        miler_print_distance(dist, sizeof dist, e->dist_m, look->units);
        time_text(time, sizeof time, e->time_s);
        time_text(low, sizeof low, e->low_s);
        time_text(high, sizeof high, e->high_s);
        miler_print_pace(pace, sizeof pace, e->time_s / e->dist_m * 1000, look->units);
        miler_buf_printf(out, "  %-14s %12s   %9s - %-9s %9s\n", dist, time, low, high, pace);
    }
}

static void zones_text(const miler_fitness *f, const render_look *look, miler_buf *out) {
    miler_buf_text_append(out, "\nTraining paces              per 400 m         per ");
    miler_buf_printf(out, "%s\n", look->units == MILER_UNITS_IMPERIAL ? "mile" : "km");
    for (int z = 0; z < MILER_ZONE_COUNT; z++) {
        const miler_pace_band *b = &f->zones[z];
        char fast[MILER_TEXT_MAX], slow[MILER_TEXT_MAX], lap_fast[MILER_TEXT_MAX], lap_slow[MILER_TEXT_MAX];
        if (!isfinite(b->fast_mps) || !(b->slow_mps > 0)) continue;
        miler_print_pace(fast, sizeof fast, 1000 / b->fast_mps, look->units);
        miler_print_pace(slow, sizeof slow, 1000 / b->slow_mps, look->units);
        miler_print_time(lap_fast, sizeof lap_fast, 400 / b->fast_mps, 0);
        miler_print_time(lap_slow, sizeof lap_slow, 400 / b->slow_mps, 0);
        const bool one = fabs(b->fast_mps - b->slow_mps) < 0.005;
        miler_buf_printf(out, "  %-20s %9s%s%-7s %9s%s%s\n", miler_zone_name((miler_zone)z),
                         one ? "" : lap_slow, one ? "   " : " - ", lap_fast, one ? "" : slow,
                         one ? "   " : " - ", fast);
    }
}

static void evidence_text(const app_fitness_answer *a, const render_look *look, miler_buf *out) {
    const miler_fitness *f = &a->fitness;
    miler_buf_printf(out, "\nWhat it rests on (%zu efforts looked at)\n", a->evidence_count);
    for (size_t i = 0; i < f->rests_on_count; i++) {
        const miler_rests_on *r = &f->rests_on[i];
        char dist[MILER_TEXT_MAX], time[MILER_TEXT_MAX], date[MILER_TEXT_MAX], mile[MILER_TEXT_MAX];
        miler_print_distance(dist, sizeof dist, r->evidence.dist_m, look->units);
        time_text(time, sizeof time, r->evidence.time_s);
        miler_print_date(date, sizeof date, r->evidence.day);
        miler_print_time(mile, sizeof mile, r->mile_s, 1);
        miler_buf_printf(out, "  %3.0f %%  %-10s %9s  %s, %d days ago, %s: a mile of %s (%s)\n",
                         100 * r->weight, dist, time, date, (int)r->age_days,
                         miler_evidence_kind_name(r->evidence.kind), mile, a->source[i]);
    }
    miler_buf_text_append(out, "\nWhat each model says of the mile: ");
    const char *between = "";
    for (int m = 0; m < MILER_MODEL_COUNT; m++) {
        char mile[MILER_TEXT_MAX];
        if (!isfinite(f->model_mile_s[m])) continue;
        miler_print_time(mile, sizeof mile, f->model_mile_s[m], 1);
        miler_buf_printf(out, "%s%s %s", between, miler_model_name((miler_model)m), mile);
        between = ", ";
    }
    miler_buf_text_append(out, "\n");
}

void render_fitness_text(const app_fitness_answer *a, const render_look *look, miler_buf *out) {
    const miler_fitness *f = &a->fitness;
    char pace[MILER_TEXT_MAX];
    mile_text(a, look, out);
    miler_print_pace(pace, sizeof pace, 1000 / f->threshold_mps, look->units);
    miler_buf_printf(out, "\nVDOT %.1f, threshold %s (about an hour's race)", f->vdot, pace);
    if (isfinite(f->cs.speed_mps)) {
        miler_print_pace(pace, sizeof pace, 1000 / f->cs.speed_mps, look->units);
        miler_buf_printf(out, ", critical speed %s with %.0f m above it", pace, f->cs.dprime_m);
    }
    miler_buf_text_append(out, "\n");
    if (isfinite(a->weekly_km)) {
        const double unit = look->units == MILER_UNITS_IMPERIAL ? MILER_MILE_M / 1000 : 1;
        const char *word = look->units == MILER_UNITS_IMPERIAL ? "mi" : "km";
        miler_buf_printf(out,
                         "Last four weeks: %.0f %s and %.1f runs a week; longest run of six weeks %.1f %s\n",
                         a->weekly_km / unit, word, a->runs_a_week, a->longest_km / unit, word);
    }
    estimates_text(f, look, out);
    zones_text(f, look, out);
    evidence_text(a, look, out);
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
    js_int(&j, root, "band_percent", 80);
    json_t *list = js_array(&j, root, "estimates");
    for (size_t i = 0; i < MILER_ESTIMATE_COUNT && !j.failed; i++) {
        json_t *row = js_item(&j, list);
        js_num(&j, row, "distance_m", f->estimates[i].dist_m, 3);
        js_num(&j, row, "time_s", f->estimates[i].time_s, 2);
        js_num(&j, row, "low_s", f->estimates[i].low_s, 2);
        js_num(&j, row, "high_s", f->estimates[i].high_s, 2);
    }
    js_num(&j, root, "vdot", f->vdot, 2);
    js_num(&j, root, "exponent", f->exponent, 4);
    js_num(&j, root, "critical_speed_mps", f->cs.speed_mps, 3);
    js_num(&j, root, "dprime_m", f->cs.dprime_m, 1);
    js_num(&j, root, "threshold_mps", f->threshold_mps, 3);
    zones_json(&j, root, f);
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
    js_num(&j, root, "weekly_km", a->weekly_km, 1);
    js_num(&j, root, "longest_km", a->longest_km, 1);
    js_num(&j, root, "runs_a_week", a->runs_a_week, 1);
    return js_done(&j, root);
}
