// SPDX-License-Identifier: MIT
// "miler fitness --progress", "--backtest" and "--proof" as text.
#include "render/progress_render.h"

#include "base/plural.h"

#include <stdio.h>
#include <string.h>

#define CHART_ROWS 12
#define CHART_COLUMNS_MAX 100
#define LABEL_COLUMNS 8
#define ROWS_SHOWN 26 // of the table of points that something moved: the newest

static const char *effort_of(char *out, size_t out_size, const miler_evidence *e, miler_units units) {
    char dist[MILER_TEXT_MAX], time[MILER_TEXT_MAX], date[MILER_TEXT_MAX];
    if (e->kind == MILER_EVIDENCE_HEART) { // no mile was run
        (void)snprintf(out, out_size, "%s, %d run%s", miler_evidence_kind_name(e->kind), (int)e->run_count,
                       PLURAL_S(e->run_count));
        return out;
    }
    miler_print_distance(dist, sizeof dist, e->dist_m, units);
    miler_print_date(date, sizeof date, e->day);
    if (e->kind == MILER_EVIDENCE_REPS) {
        (void)snprintf(out, out_size, "%s on %s", miler_evidence_kind_name(e->kind), date);
        return out;
    }
    (void)snprintf(out, out_size, "%s in %s on %s, %s", dist, look_time(time, e->time_s), date,
                   miler_evidence_kind_name(e->kind));
    return out;
}

static void put_table(const render_look *look, miler_buf *out, const char *heading, term_table *table) {
    miler_buf_text_append(out, "\n");
    if (heading != NULL) term_heading(&look->style, out, heading, false);
    if (term_table_print(table, out, NULL) != MILER_OK) out->failed = true;
}

static void say(const render_look *look, miler_buf *out, term_colour colour, const char *text) {
    term_wrap(&look->style, out, colour, text, 0, 0);
}

// ---- The chart: the fast end on top, the band shaded, the estimate within

typedef struct band_chart {
    const app_progress_answer *answer;
    const render_look *look;
    double fast_s, slow_s; // top and bottom
    size_t first;          // point that is known
    int columns;
} band_chart;

static void find_bounds(band_chart *c) {
    c->fast_s = (double)INFINITY;
    c->slow_s = 0;
    for (size_t i = 0; i < c->answer->count; i++) {
        if (!c->answer->points[i].known) continue;
        c->fast_s = fmin(c->fast_s, c->answer->points[i].mile.low_s);
        c->slow_s = fmax(c->slow_s, c->answer->points[i].mile.high_s);
    }
}

static size_t first_known(const app_progress_answer *a) {
    size_t i = 0;
    while (i < a->count && !a->points[i].known)
        i++;
    return i;
}

static const miler_progress_point *point_of(const band_chart *c, int column) {
    const size_t last = c->answer->count - 1 - c->first;
    const size_t at = c->columns > 1 ? (size_t)column * last / (size_t)(c->columns - 1) : last;
    return &c->answer->points[c->first + at];
}

static int row_of(const band_chart *c, double time_s) {
    return (int)lround((time_s - c->fast_s) / (c->slow_s - c->fast_s) * (CHART_ROWS - 1));
}

static void put_chart_row(const band_chart *c, int row, miler_buf *out) {
    const term_style *style = &c->look->style;
    char label[MILER_TEXT_MAX] = "";
    if (row == 0 || row == CHART_ROWS - 1 || row == CHART_ROWS / 2)
        miler_print_time(label, sizeof label, c->fast_s + (c->slow_s - c->fast_s) * row / (CHART_ROWS - 1),
                         0);
    term_printf(style, out, TERM_DIM, "%*s", LABEL_COLUMNS - 2, label);
    term_put(style, out, TERM_DIM, term_choose(style, " ┤", " |"));
    int blanks = 0; // written only before something, so that no line ends in them
    for (int i = 0; i < c->columns; i++) {
        const miler_progress_point *p = point_of(c, i);
        const bool middle = p->known && row == row_of(c, p->mile.time_s);
        const bool within = p->known && row >= row_of(c, p->mile.low_s) && row <= row_of(c, p->mile.high_s);
        if (!within) {
            blanks++;
            continue;
        }
        term_repeat(out, " ", blanks);
        blanks = 0;
        if (middle)
            term_put(style, out, TERM_CYAN, term_choose(style, "●", "o"));
        else
            term_put(style, out, TERM_DIM, term_choose(style, "░", ":"));
    }
    miler_buf_text_append(out, "\n");
}

static void put_chart(const app_progress_answer *a, const render_look *look, miler_buf *out) {
    band_chart c = {.answer = a, .look = look, .first = first_known(a)};
    find_bounds(&c);
    if (a->count < c.first + 2 || !(c.slow_s > c.fast_s)) return;
    c.columns = term_width(&look->style) - LABEL_COLUMNS;
    if (c.columns > CHART_COLUMNS_MAX) c.columns = CHART_COLUMNS_MAX;
    if (c.columns < 12) c.columns = 12;
    miler_buf_text_append(out, "\n");
    for (int row = 0; row < CHART_ROWS; row++)
        put_chart_row(&c, row, out);
    char first[MILER_TEXT_MAX], last[MILER_TEXT_MAX];
    miler_print_date(first, sizeof first, a->points[c.first].day);
    miler_print_date(last, sizeof last, a->points[a->count - 1].day);
    term_repeat(out, " ", LABEL_COLUMNS);
    term_put(&look->style, out, TERM_DIM, first);
    const int gap = c.columns - (int)strlen(first) - (int)strlen(last);
    term_repeat(out, " ", gap > 1 ? gap : 1);
    term_put(&look->style, out, TERM_DIM, last);
    miler_buf_text_append(out, "\n");
}

// ---- The table: where something moved it, over the same time as the chart

static bool worth_telling(const app_progress_answer *a, size_t i) {
    return a->points[i].known && (a->points[i].moved || i == first_known(a) || i + 1 == a->count);
}

// Is row `k` of `all` among the ROWS_SHOWN that lie evenly over all of them, the first and the last included?
static bool shown(size_t k, size_t all) {
    if (all <= ROWS_SHOWN) return true;
    const size_t place = k * (ROWS_SHOWN - 1) / (all - 1);
    return k == 0 || place != (k - 1) * (ROWS_SHOWN - 1) / (all - 1);
}

// What moved it most that way between two rows; NULL: time alone.
static const miler_evidence *mover_of(const app_progress_answer *a, size_t after, size_t up_to,
                                      double change_s) {
    const miler_evidence *mover = NULL;
    double most = 0;
    if (!isfinite(change_s)) return a->points[up_to].moved ? &a->points[up_to].mover : NULL;
    for (size_t i = after + 1; i <= up_to; i++) {
        const double way = change_s < 0 ? -a->points[i].change_s : a->points[i].change_s;
        if (!a->points[i].moved || !(way > most)) continue;
        most = way;
        mover = &a->points[i].mover;
    }
    return mover;
}

// `above`: the point of the row above; that of the row itself: there is none.
static void put_point(const app_progress_answer *a, size_t above, size_t at, const render_look *look,
                      term_table *table) {
    const miler_progress_point *p = &a->points[at];
    const double change_s = above < at ? p->mile.time_s - a->points[above].mile.time_s : (double)NAN;
    const miler_evidence *mover = mover_of(a, above, at, change_s);
    char text[160];
    miler_print_date(text, sizeof text, p->day);
    term_cell(table, TERM_PLAIN, "%s", text);
    term_cell(table, TERM_BOLD, "%s", look_time(text, p->mile.time_s));
    term_cell(table, TERM_DIM, "%s", look_time(text, p->mile.low_s));
    term_cell(table, TERM_DIM, "%s", look_time(text, p->mile.high_s));
    if (isfinite(change_s))
        term_cell(table, TERM_CYAN, "%+.1f s", look_tenth(change_s));
    else
        term_cell(table, TERM_DIM, "-");
    term_cell(table, TERM_DIM, "%s",
              mover != NULL ? effort_of(text, sizeof text, mover, look->units)
              : p->moved    ? "time above all"
                            : "time alone");
}

static void put_points(const app_progress_answer *a, const render_look *look, miler_arena *arena,
                       miler_buf *out) {
    static const term_column columns[] = {{"date", TERM_LEFT, false},  {"mile", TERM_RIGHT, false},
                                          {"fast", TERM_RIGHT, false}, {"slow", TERM_RIGHT, false},
                                          {"+/-", TERM_RIGHT, false},  {"what moved it", TERM_LEFT, true}};
    term_table *table = term_table_new(arena, &look->style, columns, sizeof columns / sizeof columns[0]);
    size_t telling = 0;
    size_t rows = 0;
    size_t above = a->count;
    for (size_t i = 0; i < a->count; i++)
        telling += worth_telling(a, i);
    for (size_t i = 0, k = 0; i < a->count; i++) {
        if (!worth_telling(a, i) || !shown(k++, telling)) continue;
        put_point(a, above < i ? above : i, i, look, table);
        above = i;
        rows++;
    }
    put_table(look, out, NULL, table);
    const char *each = a->monthly ? "months" : "weeks";
    char text[240];
    if (rows < telling)
        (void)snprintf(text, sizeof text,
                       "+/-: against the row above. %zu of the %zu %s in which something moved it; all of "
                       "them: --json, or fewer with --since.",
                       rows, telling, each);
    else
        (void)snprintf(text, sizeof text,
                       "+/-: against the row above; %s in which nothing moved it are left out.", each);
    say(look, out, TERM_DIM, text);
}

void render_progress_text(const app_progress_answer *a, const render_look *look, miler_buf *out) {
    miler_arena *arena = miler_arena_new(out->alloc, 0);
    if (arena == NULL) {
        out->failed = true;
        return;
    }
    term_line(&look->style, out, TERM_TITLE,
              "The mile on the first day of each %s, from what was known by then",
              a->monthly ? "month" : "week");
    put_chart(a, look, out);
    put_points(a, look, arena, out);
    if (miler_arena_failed(arena)) out->failed = true;
    miler_arena_free(arena);
}

// ---- The past foretold

static void put_sum(const miler_backtest_sum *s, const render_look *look, miler_buf *out) {
    char text[400];
    if (s->judged == 0) {
        say(look, out, TERM_PLAIN,
            "Nothing was known before any of them, so nothing could be foretold. The next result will be "
            "the first.");
        return;
    }
    (void)snprintf(text, sizeof text,
                   "%zu foretold: off by %.1f %% on average, %s by %.1f %%; %zu of %zu within the band that "
                   "should hold eight in ten.",
                   s->judged, s->mean_abs_percent, s->bias_percent > 0 ? "told too slow" : "told too fast",
                   fabs(s->bias_percent), s->inside, s->judged);
    say(look, out, TERM_PLAIN, text);
    if (s->judged < 10)
        say(look, out, TERM_DIM, "Fewer than ten results say little of how good the band is.");
}

static void backtest_row(const miler_backtest_row *r, const render_look *look, term_table *table) {
    char text[MILER_TEXT_MAX], low[MILER_TEXT_MAX], high[MILER_TEXT_MAX];
    miler_print_date(text, sizeof text, r->evidence.day);
    term_cell(table, TERM_PLAIN, "%s", text);
    miler_print_distance(text, sizeof text, r->evidence.dist_m, look->units);
    term_cell(table, TERM_PLAIN, "%s", text);
    term_cell(table, TERM_BOLD, "%s", look_time(text, r->evidence.time_s));
    if (!r->known) {
        term_cell(table, TERM_DIM, "-");
        term_cell(table, TERM_DIM, "-");
        term_cell(table, TERM_DIM, "-");
        term_cell(table, TERM_DIM, "nothing was known before");
        return;
    }
    term_cell(table, TERM_PLAIN, "%s", look_time(text, r->said.time_s));
    term_cell(table, TERM_DIM, "%s - %s", look_time(low, r->said.low_s), look_time(high, r->said.high_s));
    term_cell(table, TERM_CYAN, "%+.1f %%", look_tenth(r->error_percent));
    term_cell(table, r->far_off ? TERM_YELLOW : TERM_PLAIN, "%s%s%s",
              r->inside ? "inside" : (r->error_percent > 0 ? "faster" : "slower"),
              r->far_off ? ", far off: is the entry right?" : "",
              r->only_training ? "; from training alone" : "");
}

void render_backtest_text(const app_backtest_answer *a, const render_look *look, miler_buf *out) {
    static const term_column columns[] = {{"date", TERM_LEFT, false},  {"distance", TERM_LEFT, false},
                                          {"run", TERM_RIGHT, false},  {"said", TERM_RIGHT, false},
                                          {"band", TERM_RIGHT, false}, {"off", TERM_RIGHT, false},
                                          {"run was", TERM_LEFT, true}};
    miler_arena *arena = miler_arena_new(out->alloc, 0);
    if (arena == NULL) {
        out->failed = true;
        return;
    }
    term_table *table = term_table_new(arena, &look->style, columns, sizeof columns / sizeof columns[0]);
    term_table_spare(table, 4);
    for (size_t i = 0; i < a->sum.rows; i++)
        backtest_row(&a->rows[i], look, table);
    term_line(&look->style, out, TERM_TITLE,
              "Each race and time trial, and what the day before would have said");
    put_table(look, out, NULL, table);
    miler_buf_text_append(out, "\n");
    put_sum(&a->sum, look, out);
    if (miler_arena_failed(arena)) out->failed = true;
    miler_arena_free(arena);
}

// ---- Before and after

static void proof_side(const char *name, const app_proof_side *side, const render_look *look,
                       term_table *table) {
    char text[MILER_TEXT_MAX], low[MILER_TEXT_MAX], high[MILER_TEXT_MAX];
    term_cell(table, TERM_PLAIN, "%s", name);
    miler_print_date(text, sizeof text, side->point.day);
    term_cell(table, TERM_PLAIN, "%s", text);
    if (!side->known) {
        for (int i = 0; i < 4; i++)
            term_cell(table, TERM_DIM, "-");
        return;
    }
    term_cell(table, TERM_BOLD, "%s", look_time(text, side->point.mile.time_s));
    term_cell(table, TERM_DIM, "%s - %s", look_time(low, side->point.mile.low_s),
              look_time(high, side->point.mile.high_s));
    (void)look;
    if (side->has_level) {
        term_cell(table, TERM_PLAIN, "%s (%.0f of 100)", miler_level_name(side->level.level),
                  side->level.percentile);
        term_cell(table, TERM_PLAIN, "%.1f %%", side->level.age_grade_pct);
    } else {
        term_cell(table, TERM_DIM, "-");
        term_cell(table, TERM_DIM, "-");
    }
}

static void put_records(const app_proof_answer *a, const render_look *look, miler_arena *arena,
                        miler_buf *out) {
    static const term_column columns[] = {{"distance", TERM_LEFT, false},
                                          {"before", TERM_RIGHT, false},
                                          {"in the plan", TERM_RIGHT, false},
                                          {"date", TERM_LEFT, false},
                                          {"", TERM_LEFT, false}};
    term_table *table = term_table_new(arena, &look->style, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < a->record_count; i++) {
        const miler_record_pair *r = &a->records[i];
        char text[MILER_TEXT_MAX];
        miler_print_distance(text, sizeof text, r->dist_m, look->units);
        term_cell(table, TERM_PLAIN, "%s", text);
        term_cell(table, TERM_PLAIN, "%s", isnan(r->before_s) ? "-" : look_time(text, r->before_s));
        term_cell(table, TERM_BOLD, "%s", look_time(text, r->after_s));
        miler_print_date(text, sizeof text, r->after_day);
        term_cell(table, TERM_PLAIN, "%s", text);
        if (isnan(r->before_s))
            term_cell(table, TERM_DIM, "first");
        else
            term_cell(table, r->after_s < r->before_s ? TERM_GREEN : TERM_DIM, "%s%+.1f s",
                      r->after_s < r->before_s ? "record, " : "", look_tenth(r->after_s - r->before_s));
    }
    put_table(look, out, "Races and time trials", table);
}

static void put_outcome(const app_proof_answer *a, const render_look *look, miler_buf *out) {
    char text[300];
    const double gain_s = a->before.point.mile.time_s - a->after.point.mile.time_s;
    const double half_s = (a->after.point.mile.high_s - a->after.point.mile.low_s) / 2;
    if (!a->before.known || !a->after.known) return;
    miler_buf_text_append(out, "\n");
    (void)snprintf(text, sizeof text, "The mile is %.1f s %s than before%s.", fabs(gain_s),
                   gain_s >= 0 ? "faster" : "slower",
                   fabs(gain_s) < half_s ? "; that is less than a race scatters, so it is no proof yet" : "");
    say(look, out, TERM_PLAIN, text);
    if (a->after.point.only_training)
        say(look, out, TERM_DIM, "No race or time trial has been run: one would prove it.");
}

void render_proof_text(const app_proof_answer *a, const render_look *look, miler_buf *out) {
    static const term_column columns[] = {{"", TERM_LEFT, false},      {"date", TERM_LEFT, false},
                                          {"mile", TERM_RIGHT, false}, {"band", TERM_RIGHT, false},
                                          {"level", TERM_LEFT, false}, {"age grade", TERM_RIGHT, false}};
    miler_arena *arena = miler_arena_new(out->alloc, 0);
    if (arena == NULL) {
        out->failed = true;
        return;
    }
    char start[MILER_TEXT_MAX], race[MILER_TEXT_MAX];
    miler_print_date(start, sizeof start, a->start_day);
    miler_print_date(race, sizeof race, a->race_day);
    term_line(&look->style, out, TERM_TITLE, "Plan %lld, %s to %s%s", (long long)a->plan_id, start, race,
              a->over ? "" : " (under way)");
    term_table *table = term_table_new(arena, &look->style, columns, sizeof columns / sizeof columns[0]);
    proof_side("before", &a->before, look, table);
    proof_side(a->over ? "after" : "so far", &a->after, look, table);
    put_table(look, out, NULL, table);
    if (a->record_count > 0) put_records(a, look, arena, out);
    put_outcome(a, look, out);
    char dist[MILER_TEXT_MAX], likely[MILER_TEXT_MAX], low[MILER_TEXT_MAX], high[MILER_TEXT_MAX];
    miler_print_distance(dist, sizeof dist, a->race_dist_m, look->units);
    term_line(&look->style, out, TERM_DIM, "The plan said for the %s: %s (%s to %s).", dist,
              look_time(likely, a->likely_s), look_time(low, a->likely_low_s),
              look_time(high, a->likely_high_s));
    if (miler_arena_failed(arena)) out->failed = true;
    miler_arena_free(arena);
}
