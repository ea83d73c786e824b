// SPDX-License-Identifier: MIT
// The log and the bests as text.
#include "render/runs_render.h"

#include "app/run_truth.h"

#include <stdio.h>

const char *run_sport_name(const store_run *run) {
    return run->sub_sport != MILER_SUB_GENERIC ? miler_sub_sport_name(run->sub_sport)
                                               : miler_sport_name(run->sport);
}

// Every text of this file is one table; `what` says what to do where it is empty.
typedef struct listing {
    miler_arena *arena;
    term_table *table;
    const render_look *look;
} listing;

static bool begin(listing *l, const term_column *columns, size_t count, const render_look *look,
                  miler_buf *out) {
    l->look = look;
    l->arena = miler_arena_new(out->alloc, 0);
    l->table = l->arena != NULL ? term_table_new(l->arena, &look->style, columns, count) : NULL;
    if (l->table == NULL) out->failed = true;
    return l->table != NULL;
}

static void finish(listing *l, miler_buf *out) {
    if (l->table != NULL && term_table_print(l->table, out, NULL) != MILER_OK) out->failed = true;
    miler_arena_free(l->arena);
}

// ---- The log

static void log_row(const listing *l, const store_run *r) {
    char text[MILER_TEXT_MAX];
    const miler_units units = l->look->units;
    term_cell(l->table, TERM_BOLD, "%lld", (long long)r->id);
    miler_print_date(text, sizeof text, r->day);
    term_cell(l->table, TERM_PLAIN, "%s %s",
              r->day == MILER_NO_DAY ? "" : miler_weekday_name(miler_weekday(r->day)), text);
    if (r->dist_m > 0)
        term_cell(l->table, TERM_PLAIN, "%.2f", r->dist_m / look_unit_m(units));
    else
        term_cell(l->table, TERM_PLAIN, "-");
    miler_print_time(text, sizeof text, r->timer_s, 0);
    term_cell(l->table, TERM_PLAIN, "%s", text);
    term_cell(l->table, TERM_CYAN, "%s",
              app_on_foot(r->sport) ? look_pace(text, r->dist_m, r->timer_s, units)
                                    : look_speed(text, r->dist_m, r->timer_s, units));
    term_cell(l->table, TERM_PLAIN, "%s", look_whole(text, (double)r->avg_hr_bpm));
    term_cell(l->table, TERM_DIM, "%d", (int)r->lap_count);
    // "running" in every line says nothing: only what differs is named.
    const bool plain = r->sport == MILER_SPORT_RUNNING && r->sub_sport == MILER_SUB_GENERIC;
    const char *sport = plain ? "" : run_sport_name(r);
    term_cell(l->table, TERM_PLAIN, "%s%s%s", sport, !plain && r->name[0] != '\0' ? ": " : "", r->name);
}

void render_runs_text(const app_runs *a, const render_look *look, miler_buf *out) {
    const term_column columns[] = {{"run", TERM_RIGHT, false},
                                   {"date", TERM_LEFT, false},
                                   {look_unit_word(look->units), TERM_RIGHT, false},
                                   {"time", TERM_RIGHT, false},
                                   {"pace", TERM_RIGHT, false},
                                   {"HR", TERM_RIGHT, false},
                                   {"laps", TERM_RIGHT, false},
                                   {"what", TERM_LEFT, true}};
    if (a->total == 0) {
        miler_buf_text_append(out, "No runs to show. Bring some in: miler import FOLDER-OR-ARCHIVE\n");
        return;
    }
    listing l;
    if (begin(&l, columns, sizeof columns / sizeof columns[0], look, out)) {
        term_table_spare(l.table, 6);
        for (size_t i = 0; i < a->count; i++)
            log_row(&l, &a->runs[i]);
    }
    finish(&l, out);
    char sum[MILER_TEXT_MAX], time[MILER_TEXT_MAX], text[240];
    miler_print_time(time, sizeof time, a->timer_s, 0);
    (void)snprintf(text, sizeof text, "%zu of %zu: %s in %s.%s One in full: miler runs %lld", a->count,
                   a->total, look_dist(sum, a->dist_m, look->units), time,
                   a->total > a->count ? " All of them: miler runs --limit 0." : "",
                   a->count > 0 ? (long long)a->runs[0].id : 1);
    term_wrap(&look->style, out, TERM_DIM, text, 0, 0);
}

// ---- Bests

// `error_s` NaN: a result, taken as it is.
static void best_cells(const listing *l, const char *name, double dist_m, double time_s, double error_s,
                       int32_t day) {
    char text[MILER_TEXT_MAX];
    term_cell(l->table, name[0] == ' ' ? TERM_DIM : TERM_PLAIN, "%s", name);
    miler_print_time(text, sizeof text, time_s, 1);
    term_cell(l->table, name[0] == ' ' ? TERM_DIM : TERM_BOLD, "%s", text);
    if (isfinite(error_s))
        term_cell(l->table, TERM_DIM, "%.1f", error_s);
    else
        term_cell(l->table, TERM_DIM, "%s", "");
    term_cell(l->table, TERM_PLAIN, "%s", look_pace(text, dist_m, time_s, l->look->units));
    miler_print_date(text, sizeof text, day);
    term_cell(l->table, TERM_PLAIN, "%s", text);
}

// "4.98", in the unit of the answer.
static const char *watch_text(const listing *l, double dist_m, char out[MILER_TEXT_MAX]) {
    (void)snprintf(out, MILER_TEXT_MAX, "%.2f %s", dist_m / look_unit_m(l->look->units),
                   look_unit_word(l->look->units));
    return out;
}

static void result_row(const listing *l, const char *name, const app_best *row) {
    const store_result *r = &row->result;
    char watch[MILER_TEXT_MAX], seen[80] = "";
    if (isfinite(row->result_watch_m))
        (void)snprintf(seen, sizeof seen, "; by the watch %s, run %lld",
                       watch_text(l, row->result_watch_m, watch), (long long)row->result_run_id);
    best_cells(l, name, r->dist_m, r->time_s, (double)NAN, r->day);
    term_cell(l->table, TERM_GREEN, "%s%s%s%s", r->official ? "official result" : "result entered",
              r->name[0] != '\0' ? ": " : "", r->name, seen);
}

// A race on a measured course: its length is that of the course, whatever the watch says.
static void course_row(const listing *l, const char *name, const char *dist, const app_best *row) {
    const app_course *c = &row->course;
    char watch[MILER_TEXT_MAX];
    best_cells(l, name, row->dist_m, c->time_s, c->error_s, c->day);
    term_cell(l->table, c->doubted != NULL ? TERM_YELLOW : TERM_DIM, "course %s, watch %s, run %lld: %s%s%s",
              dist, watch_text(l, c->watch_m, watch), (long long)c->run_id, c->run_name,
              c->doubted != NULL ? "; doubted: " : "", c->doubted != NULL ? c->doubted : "");
}

static void measured_row(const listing *l, const char *name, const app_best *row) {
    const store_best *b = &row->measured;
    char flags[128];
    const bool on_track = (b->effort.flags & MILER_EFFORT_ON_TRACK) != 0;
    // A distance that nothing measured was told.
    const char *how = on_track                            ? miler_dist_source_name(MILER_DIST_TRACK)
                      : b->dist_source == MILER_DIST_NONE ? "by hand"
                                                          : miler_dist_source_name(b->dist_source);
    run_flags_text(b->effort.flags & ~(uint32_t)MILER_EFFORT_ON_TRACK, flags, sizeof flags);
    best_cells(l, name, b->effort.dist_m, b->effort.time_s, b->effort.error_s, b->day);
    term_cell(l->table, row->doubted != NULL ? TERM_YELLOW : TERM_DIM, "%s, run %lld%s%s%s%s%s%s", how,
              (long long)b->run_id, b->run_name[0] != '\0' ? ": " : "", b->run_name,
              flags[0] != '\0' ? ", " : "", flags, row->doubted != NULL ? "; doubted: " : "",
              row->doubted != NULL ? row->doubted : "");
}

// What a watch saw faster than a result that outranks it is worth a line of its own; a race of that day is
// the result itself. False: nothing is known of this distance.
static bool best_rows(const listing *l, const char *dist, const app_best *b) {
    const bool result = b->has_result && b->result_counts;
    const bool course = app_best_is_course(b);
    const char *name = result ? "  measured" : dist;
    if (result) result_row(l, dist, b);
    if (course) {
        if (!result || (b->course.time_s < b->result.time_s && b->course.day != b->result.day))
            course_row(l, name, dist, b);
    } else if (b->has_measured && (!result || b->measured.effort.time_s < b->result.time_s)) {
        measured_row(l, name, b);
    }
    return result || course || b->has_measured;
}

void render_bests_text(const app_bests *a, const render_look *look, miler_buf *out) {
    static const term_column columns[] = {
        {"distance", TERM_LEFT, false}, {"time", TERM_RIGHT, false}, {"+/- s", TERM_RIGHT, false},
        {"pace", TERM_RIGHT, false},    {"date", TERM_LEFT, false},  {"how it is known", TERM_LEFT, true}};
    listing l;
    bool any = false;
    if (!begin(&l, columns, sizeof columns / sizeof columns[0], look, out)) {
        finish(&l, out);
        return;
    }
    for (size_t i = 0; i < a->count; i++) {
        const app_best *b = &a->rows[i];
        char dist[MILER_TEXT_MAX];
        miler_print_distance(dist, sizeof dist, b->dist_m, look->units);
        any = best_rows(&l, dist, b) || any;
    }
    if (!any)
        term_wrap(
            &look->style, out, TERM_PLAIN,
            "No bests yet. Bring in runs: miler import FOLDER, or enter a result: miler result add mile 5:45",
            0, 0);
    else
        finish(&l, out);
    if (!any) miler_arena_free(l.arena);
}
