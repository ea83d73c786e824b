// SPDX-License-Identifier: MIT
// One run as text: what it was in one look, the charts, the laps of the watch,
// the splits, the fastest stretches. Laps and splits are the same table: a
// stretch with its time and a bar as long as it was fast.
#include "base/plural.h"
#include "render/form_render.h"
#include "render/rep_bars.h"
#include "render/run_charts.h"
#include "render/runs_render.h"
#include "render/truth_render.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PACE_FROM_M 20 // a lap button pressed twice makes a lap of metres, whose pace says nothing
#define BAR_MAX 30
#define BAR_MIN 6

typedef struct sheet {
    const app_run *run;
    const miler_activity *v;
    const render_look *look;
    const term_style *style;
    miler_arena *arena;
    miler_buf *out;
} sheet;

static void put_table(const sheet *s, term_table *table) {
    if (term_table_print(table, s->out, NULL) != MILER_OK) s->out->failed = true;
}

// ---- The head

// "Tue 2026-10-27 18:00 (UTC-01:00)": the clock of the place.
static void start_text(const store_run *r, char *out, size_t size) {
    char date[MILER_TEXT_MAX], clock[MILER_TEXT_MAX], zone[16] = "UTC";
    miler_print_date(date, sizeof date, r->day);
    const int len = snprintf(out, size, "%s %s",
                             r->day == MILER_NO_DAY ? "" : miler_weekday_name(miler_weekday(r->day)), date);
    if (r->start_ms == MILER_NO_TIME || len < 0 || (size_t)len >= size) return;
    const miler_civil at = miler_civil_at(r->start_ms, r->utc_offset_s);
    miler_print_clock(clock, sizeof clock, at.hour * 3600 + at.minute * 60);
    const int minutes = abs(r->utc_offset_s) / 60 % (24 * 60);
    if (minutes != 0)
        (void)snprintf(zone, sizeof zone, "UTC%c%02d:%02d", r->utc_offset_s < 0 ? '-' : '+', minutes / 60,
                       minutes % 60);
    (void)snprintf(out + len, size - (size_t)len, " %s (%s)", clock, zone);
}

static const char *rate_name(const sheet *s) {
    return app_on_foot(s->v->sport) ? "pace" : "speed";
}

static const char *rate(const sheet *s, char *out, double dist_m, double time_s) {
    return app_on_foot(s->v->sport) ? look_pace(out, dist_m, time_s, s->look->units)
                                    : look_speed(out, dist_m, time_s, s->look->units);
}

static void title(const sheet *s) {
    const store_run *r = &s->run->run;
    const char *dot = term_choose(s->style, "·", "-");
    if (r->name[0] != '\0')
        term_line(s->style, s->out, TERM_TITLE, "%s", r->name);
    else
        term_line(s->style, s->out, TERM_TITLE, "Run %lld", (long long)r->id);
    char when[2 * MILER_TEXT_MAX], text[400];
    start_text(r, when, sizeof when);
    (void)snprintf(text, sizeof text, "run %lld %s %s %s %s%s%s%s%s", (long long)r->id, dot, when, dot,
                   run_sport_name(r), r->device[0] != '\0' ? " " : "", r->device[0] != '\0' ? dot : "",
                   r->device[0] != '\0' ? " " : "", r->device);
    term_wrap(s->style, s->out, TERM_DIM, text, 0, 0);
    miler_buf_text_append(s->out, "\n");
}

// The six numbers of a run, large; a number that nobody measured leaves no hole.
static void numbers(const sheet *s) {
    const miler_activity *v = s->v;
    char source[MILER_TEXT_MAX], text[6][MILER_TEXT_MAX], max_hr[MILER_TEXT_MAX + 8] = "bpm";
    const bool foot = app_on_foot(v->sport); // a pool is no treadmill, and an arm takes no steps
    const store_run *run = &s->run->run;
    const bool imperial = s->look->units == MILER_UNITS_IMPERIAL;
    const bool by_hand = run->dist_m != run->recorded_dist_m; // NOLINT: the same number, or told anew
    const double dist_m = by_hand ? run->dist_m : v->dist_m;
    (void)snprintf(source, sizeof source, foot || by_hand ? "by %s" : "distance",
                   by_hand ? "hand" : miler_dist_source_name(v->dist_source));
    miler_print_time(text[1], MILER_TEXT_MAX, v->timer_s, 0);
    if (isfinite((double)v->sum.max_hr_bpm))
        (void)snprintf(max_hr, sizeof max_hr, "bpm, top %.0f", (double)v->sum.max_hr_bpm);
    const struct {
        const char *value, *name;
    } all[] = {{look_dist(text[0], dist_m, s->look->units), source},
               {text[1], "time"},
               {rate(s, text[2], dist_m, v->timer_s), rate_name(s)},
               {look_whole(text[3], (double)v->sum.avg_hr_bpm), max_hr},
               {look_whole(text[4], (double)v->sum.avg_cadence_spm), foot ? "steps a minute" : "cadence"},
               {look_whole(text[5], look_height((double)v->sum.ascent_m, s->look->units)),
                imperial ? "ft climbed" : "m climbed"}};
    const term_column columns[6] = {{0}};
    size_t known = 0;
    for (size_t i = 0; i < 6; i++)
        known += strcmp(all[i].value, "-") != 0;
    if (known == 0) return;
    term_table *table = term_table_new(s->arena, s->style, columns, known);
    for (size_t i = 0; i < 6; i++)
        if (strcmp(all[i].value, "-") != 0) term_cell(table, TERM_BOLD, "%s", all[i].value);
    for (size_t i = 0; i < 6; i++)
        if (strcmp(all[i].value, "-") != 0) term_cell(table, TERM_DIM, "%s", all[i].name);
    put_table(s, table);
    miler_buf_text_append(s->out, "\n");
}

static void remark(const sheet *s, const char *text) {
    term_wrap(s->style, s->out, TERM_PLAIN, text, 0, 0);
}

// Nothing is said where nothing is known.
static void load_line(const sheet *s, const miler_load *load, double effort_rpe) {
    static const char *const what[MILER_LOAD_KIND_COUNT] = {
        "easy",           "a long run", "threshold work", "intervals", "a race or a time trial",
        "cross-training", "strength"};
    char text[160], felt[48] = "";
    if (effort_rpe > 0) (void)snprintf(felt, sizeof felt, " It felt like %g of 10.", effort_rpe);
    if (load->basis == MILER_LOAD_BY_NONE) return;
    (void)snprintf(text, sizeof text, "Load %.0f +/- %.0f from %s: %s (100 is an hour at threshold).%s",
                   load->points, load->error, miler_load_basis_name(load->basis), what[load->kind], felt);
    remark(s, text);
}

static void remarks(const sheet *s, double decoupling_pct) {
    const miler_activity *v = s->v;
    char moving[MILER_TEXT_MAX], elapsed[MILER_TEXT_MAX], text[300], pauses[48] = "no pause", gaps[48] = "";
    miler_print_time(moving, sizeof moving, v->moving_s, 0);
    miler_print_time(elapsed, sizeof elapsed, v->elapsed_s, 0);
    if (v->pause_count > 0)
        (void)snprintf(pauses, sizeof pauses, "%zu %s", v->pause_count,
                       v->pause_count == 1 ? "pause" : "pauses");
    const bool seconds = v->moving_s < 59.5;
    (void)snprintf(text, sizeof text, "Moving %s%s, from start to stop %s, %s.", moving, seconds ? " s" : "",
                   elapsed, pauses);
    if (v->elapsed_s > 0) remark(s, text);
    if (isfinite((double)v->sum.avg_stance_ms)) {
        (void)snprintf(text, sizeof text, "Ground contact %.0f ms, vertical oscillation %.0f mm.",
                       (double)v->sum.avg_stance_ms, (double)v->sum.avg_vertical_oscillation_mm);
        remark(s, text);
    }
    if (isfinite(decoupling_pct)) {
        (void)snprintf(
            text, sizeof text,
            "Heart rate against pace drifted %.1f %% from the first half to the second (under 5 is "
            "good, over 10 poor).",
            decoupling_pct);
        remark(s, text);
    }
    if (v->gap_s > 0) (void)snprintf(gaps, sizeof gaps, ", %.0f s in gaps", v->gap_s);
    (void)snprintf(text, sizeof text, "%zu sample%s, one every %.1f s%s.", v->sample_count,
                   PLURAL_S(v->sample_count), v->median_interval_s, gaps);
    if (v->sample_count > 0 && isfinite(v->median_interval_s)) remark(s, text);
    if (v->notes == NULL || v->notes[0] == '\0') return;
    term_printf(s->style, s->out, TERM_YELLOW, "! ");
    term_wrap(s->style, s->out, TERM_YELLOW, v->notes, 2, 2);
}

// ---- Laps and splits

typedef struct stretch {
    char name[MILER_TEXT_MAX];
    const char *what; // of a lap: how it ended, or what it was; NULL of a split
    double time_s, dist_m;
    double hr, cadence, up, down;
} stretch;

static double speed_of(const stretch *at) {
    return at->dist_m >= PACE_FROM_M && at->time_s > 0 ? at->dist_m / at->time_s : (double)NAN;
}

typedef struct shown {
    bool what, hr, cadence, height, timed;
    double fastest, slowest;
} shown;

static shown look_over(const stretch *rows, size_t count) {
    shown any = {.fastest = 0, .slowest = (double)INFINITY};
    for (size_t i = 0; i < count; i++) {
        const double speed = speed_of(&rows[i]);
        any.what = any.what || rows[i].what != NULL;
        any.timed = any.timed || isfinite(rows[i].time_s);
        any.hr = any.hr || isfinite(rows[i].hr);
        any.cadence = any.cadence || isfinite(rows[i].cadence);
        any.height = any.height || isfinite(rows[i].up) || isfinite(rows[i].down);
        any.fastest = fmax(any.fastest, speed); // fmax and fmin pass over NaN
        any.slowest = fmin(any.slowest, speed);
    }
    return any;
}

// A bar from a third of the width for the slowest to all of it for the fastest:
// from nothing, an easy run and a rep would look alike.
static void bar_cell(const sheet *s, term_table *table, const stretch *at, const shown *any, int width) {
    const double speed = speed_of(at);
    const double span = any->fastest - any->slowest;
    double share = !isfinite(speed) ? 0 : span > 0.05 * any->fastest ? (speed - any->slowest) / span : 1;
    if (isfinite(speed)) share = (1 + 2 * share) / 3;
    const int blocks = (int)lround(share * width);
    const char *block = term_choose(s->style, "█", "#");
    char text[BAR_MAX * 3 + 1] = "";
    size_t len = 0;
    for (int i = 0; i < blocks && i < BAR_MAX; i++) {
        memcpy(text + len, block, strlen(block) + 1);
        len += strlen(block);
    }
    term_cell(table, share > 0.7 ? TERM_CYAN : TERM_BLUE, "%s", text);
}

// The columns that hold something, and how wide a bar may stand behind them.
static size_t stretch_columns(const sheet *s, const shown *any, const char *first, term_column *columns,
                              int *bar) {
    const struct {
        bool shown;
        term_column column;
        int usual; // width
    } all[] = {{true, {first, TERM_RIGHT, false}, 4},
               {any->what, {"", TERM_LEFT, false}, 9},
               {true, {"time", TERM_RIGHT, false}, 8},
               {true, {"metres", TERM_RIGHT, false}, 6},
               {true, {rate_name(s), TERM_RIGHT, false}, app_on_foot(s->v->sport) ? 8 : 9},
               {any->hr, {"mean bpm", TERM_RIGHT, false}, 8},
               {any->cadence, {app_on_foot(s->v->sport) ? "steps" : "cadence", TERM_RIGHT, false}, 5},
               {any->height, {"up", TERM_RIGHT, false}, 3},
               {any->height, {"down", TERM_RIGHT, false}, 4}};
    size_t n = 0;
    *bar = term_width(s->style);
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        if (!all[i].shown) continue;
        columns[n++] = all[i].column;
        *bar -= all[i].usual + 2;
    }
    *bar = *bar > BAR_MAX ? BAR_MAX : *bar < BAR_MIN ? BAR_MIN : *bar;
    columns[n++] = (term_column){"", TERM_LEFT, false};
    return n;
}

static void stretch_row(const sheet *s, term_table *table, const stretch *at, const shown *any) {
    char text[MILER_TEXT_MAX];
    term_cell(table, TERM_PLAIN, "%s", at->name);
    if (any->what) term_cell(table, TERM_DIM, "%s", at->what != NULL ? at->what : "");
    miler_print_time(text, sizeof text, at->time_s, 1);
    term_cell(table, TERM_BOLD, "%s", text);
    term_cell(table, TERM_PLAIN, "%s", look_whole(text, at->dist_m));
    term_cell(table, TERM_PLAIN, "%s", rate(s, text, isfinite(speed_of(at)) ? at->dist_m : 0, at->time_s));
    if (any->hr) term_cell(table, TERM_PLAIN, "%s", look_whole(text, at->hr));
    if (any->cadence) term_cell(table, TERM_PLAIN, "%s", look_whole(text, at->cadence));
    if (any->height) term_cell(table, TERM_DIM, "%s", look_whole(text, at->up));
    if (any->height) term_cell(table, TERM_DIM, "%s", look_whole(text, at->down));
}

static void stretches(const sheet *s, const char *heading, const char *first, const stretch *rows,
                      size_t count) {
    const shown any = look_over(rows, count);
    if (!any.timed) return;
    term_column columns[TERM_COLUMNS_MAX];
    int bar;
    const size_t n = stretch_columns(s, &any, first, columns, &bar);
    miler_buf_text_append(s->out, "\n");
    term_heading(s->style, s->out, heading, false);
    term_table *table = term_table_new(s->arena, s->style, columns, n);
    for (size_t i = 0; i < count; i++) {
        stretch_row(s, table, &rows[i], &any);
        bar_cell(s, table, &rows[i], &any, bar);
    }
    put_table(s, table);
}

static const char *lap_word(const miler_lap *lap, bool reps) {
    static const char *const words[] = {"", "work", "rest", "warm-up", "cool-down", "rest", "work"};
    return reps ? words[lap->intensity] : miler_lap_trigger_name(lap->trigger);
}

static void laps(const sheet *s, const miler_activity *v) {
    stretch *rows = miler_arena_array(s->arena, v->lap_count, sizeof *rows);
    if (v->lap_count == 0 || rows == NULL) return;
    const bool reps = run_laps_are_reps(v);
    for (size_t i = 0; i < v->lap_count; i++) {
        const miler_lap *lap = &v->laps[i];
        rows[i] = (stretch){.what = lap_word(lap, reps),
                            .time_s = isfinite(lap->sum.timer_s) ? lap->sum.timer_s : lap->sum.elapsed_s,
                            .dist_m = lap->sum.dist_m,
                            .hr = (double)lap->sum.avg_hr_bpm,
                            .cadence = (double)lap->sum.avg_cadence_spm,
                            .up = (double)NAN,
                            .down = (double)NAN};
        (void)snprintf(rows[i].name, sizeof rows[i].name, "%zu", i + 1);
    }
    stretches(s, "Laps of the watch", "lap", rows, v->lap_count);
}

static void splits(const sheet *s) {
    const miler_activity *v = s->v;
    const bool imperial = s->look->units == MILER_UNITS_IMPERIAL;
    const miler_split *list = imperial ? v->mile_splits : v->km_splits;
    const size_t count = imperial ? v->mile_split_count : v->km_split_count;
    stretch *rows = miler_arena_array(s->arena, count, sizeof *rows);
    if (count == 0 || rows == NULL) return;
    for (size_t i = 0; i < count; i++) {
        rows[i] = (stretch){.time_s = list[i].time_s,
                            .dist_m = list[i].dist_m,
                            .hr = (double)list[i].avg_hr_bpm,
                            .cadence = (double)list[i].avg_cadence_spm,
                            .up = look_height((double)list[i].ascent_m, s->look->units),
                            .down = look_height((double)list[i].descent_m, s->look->units)};
        const bool short_one = list[i].dist_m < look_unit_m(s->look->units) - 0.5;
        (void)snprintf(rows[i].name, sizeof rows[i].name, short_one ? "rest" : "%zu", i + 1);
    }
    stretches(s, imperial ? "Mile by mile" : "Kilometre by kilometre", look_unit_word(s->look->units), rows,
              count);
}

// ---- The fastest stretches

void run_flags_text(uint32_t flags, char *out, size_t size) {
    size_t len = 0;
    out[0] = '\0';
    for (uint32_t bit = 1; bit != 0 && bit <= MILER_EFFORT_LAST; bit <<= 1) {
        if ((flags & bit) == 0 || len + 20 > size) continue;
        len +=
            (size_t)snprintf(out + len, size - len, "%s%s", len > 0 ? ", " : "", miler_effort_flag_name(bit));
    }
}

static void efforts(const sheet *s) {
    static const term_column columns[] = {{"distance", TERM_LEFT, false}, {"time", TERM_RIGHT, false},
                                          {"+/- s", TERM_RIGHT, false},   {"pace", TERM_RIGHT, false},
                                          {"from", TERM_RIGHT, false},    {"", TERM_LEFT, true}};
    term_table *table = term_table_new(s->arena, s->style, columns, sizeof columns / sizeof columns[0]);
    bool any = false;
    for (size_t i = 0; i < MILER_BEST_COUNT; i++) {
        const miler_effort *e = &s->v->bests[i];
        char text[MILER_TEXT_MAX], flags[128];
        if (!isfinite(e->time_s)) continue;
        any = true;
        const bool record = (e->flags & MILER_EFFORT_DISQUALIFIES) == 0;
        miler_print_distance(text, sizeof text, e->dist_m, s->look->units);
        term_cell(table, TERM_PLAIN, "%s", text);
        miler_print_time(text, sizeof text, e->time_s, 1);
        term_cell(table, record ? TERM_BOLD : TERM_DIM, "%s", text);
        term_cell(table, TERM_DIM, "%.1f", e->error_s);
        term_cell(table, TERM_PLAIN, "%s", look_pace(text, e->dist_m, e->time_s, s->look->units));
        miler_print_time(text, sizeof text, e->start_s, 0);
        term_cell(table, TERM_DIM, "%s", text);
        run_flags_text(e->flags, flags, sizeof flags);
        term_cell(table, record ? TERM_DIM : TERM_YELLOW, "%s%s", record ? "" : "no record: ", flags);
    }
    if (!any) return;
    miler_buf_text_append(s->out, "\n");
    term_heading(s->style, s->out, "Fastest stretches, wherever they begin", false);
    put_table(s, table);
}

// Long lists of splits say little of a session of reps.
static void body(const sheet *s, const app_truth *t) {
    render_speed_strip(s->v, s->look, s->out);
    if (t->reps.work_count > 0) render_rep_bars(&t->reps, s->look, s->out);
    render_truth_text(t, s->look, s->arena, s->out);
    render_run_charts(s->v, s->look, s->out);
    laps(s, &t->recorded);
    splits(s);
    efforts(s);
    render_form_text(&t->form, s->look, s->arena, s->out);
}

void render_run_text(const app_truth *t, const render_look *look, miler_buf *out) {
    const app_run *a = &t->run;
    const sheet s = {a, &a->activity, look, &look->style, miler_arena_new(out->alloc, 0), out};
    if (s.arena == NULL) {
        out->failed = true;
        return;
    }
    title(&s);
    numbers(&s);
    render_session_text(t, look, out);
    load_line(&s, &t->load, t->edited.effort_rpe);
    remarks(&s, t->form.decoupling_pct);
    body(&s, t);
    if (miler_arena_failed(s.arena)) out->failed = true;
    miler_arena_free(s.arena);
}
