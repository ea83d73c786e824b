// SPDX-License-Identifier: MIT
// The run is cut into as many stretches of equal distance as the chart has
// columns; pace is distance over timer time of each stretch (so pauses do not
// show as walking), the others are means of the samples in it.
#include "render/run_charts.h"

#include "app/run_truth.h"

#include <stdio.h>

#define BINS 120          // finer than a terminal is wide; term_chart gathers them
#define SLOWEST_SPKM 1200 // walking pace: slower stretches are standing and would flatten the chart

typedef struct bins {
    double x[BINS]; // km, or minutes
    double pace[BINS], hr[BINS], height[BINS];
    size_t count;
} bins;

static void mean_into(double *sum, double *n, float value) {
    if (!isfinite((double)value)) return;
    *sum += (double)value;
    *n += 1;
}

// One stretch from sample `from` to `to`.
static void fill(const miler_activity *a, size_t from, size_t to, bins *b) {
    const miler_samples *s = a->samples;
    double hr = 0, hr_n = 0, height = 0, height_n = 0;
    for (size_t i = from; i < to; i++) {
        if (s->hr_bpm != NULL) mean_into(&hr, &hr_n, s->hr_bpm[i]);
        if (s->altitude_m != NULL) mean_into(&height, &height_n, s->altitude_m[i]);
    }
    const double dist_m = a->true_dist_m[to] - a->true_dist_m[from];
    const double time_s = a->timer_at_s[to] - a->timer_at_s[from];
    const double pace = dist_m > 0 ? time_s / dist_m * 1000 : (double)NAN;
    b->pace[b->count] = pace > 0 && pace < SLOWEST_SPKM ? pace : (double)NAN;
    b->hr[b->count] = hr_n > 0 ? hr / hr_n : (double)NAN;
    b->height[b->count] = height_n > 0 ? height / height_n : (double)NAN;
    b->count++;
}

static void gather(const miler_activity *a, bins *b) {
    const size_t n = a->samples->count;
    const double step_m = a->true_dist_m[n - 1] / BINS;
    size_t from = 0;
    for (size_t i = 1; i < n && b->count < BINS; i++) {
        if (a->true_dist_m[i] < step_m * (double)(b->count + 1) && i + 1 < n) continue;
        fill(a, from, i, b);
        from = i;
    }
    // The stretches are equal: from the start to the end, so that the axis says both.
    for (size_t i = 0; i < b->count && b->count > 1; i++)
        b->x[i] = a->true_dist_m[n - 1] / 1000 * (double)i / (double)(b->count - 1);
}

static void print_km(char *out, size_t size, double km) {
    (void)snprintf(out, size, "%.1f km", km);
}

static void print_mi(char *out, size_t size, double km) {
    (void)snprintf(out, size, "%.1f mi", km * 1000 / MILER_MILE_M);
}

static void print_pace_km(char *out, size_t size, double pace) {
    miler_print_pace(out, size, pace, MILER_UNITS_METRIC);
}

static void print_pace_mi(char *out, size_t size, double pace) {
    miler_print_pace(out, size, pace, MILER_UNITS_IMPERIAL);
}

static void print_kmh(char *out, size_t size, double pace) {
    (void)snprintf(out, size, "%.1f km/h", 3600 / pace);
}

static void print_mph(char *out, size_t size, double pace) {
    (void)snprintf(out, size, "%.1f mph", 3600 / pace * 1000 / MILER_MILE_M);
}

static void print_bpm(char *out, size_t size, double bpm) {
    (void)snprintf(out, size, "%.0f bpm", bpm);
}

static void print_m(char *out, size_t size, double metres) {
    (void)snprintf(out, size, "%.0f m", metres);
}

static void print_ft(char *out, size_t size, double metres) {
    (void)snprintf(out, size, "%.0f ft", look_height(metres, MILER_UNITS_IMPERIAL));
}

static bool any(const double *y, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (isfinite(y[i])) return true;
    return false;
}

static void (*rate_printer(bool foot, bool imperial))(char *, size_t, double) {
    if (foot) return imperial ? print_pace_mi : print_pace_km;
    return imperial ? print_mph : print_kmh;
}

void render_run_charts(const miler_activity *a, const render_look *look, miler_buf *out) {
    const miler_samples *s = a->samples;
    if (s == NULL || s->count < 20 || a->true_dist_m == NULL || a->timer_at_s == NULL ||
        !(a->true_dist_m[s->count - 1] > 0))
        return;
    bins b = {.count = 0};
    gather(a, &b);
    const bool imperial = look->units == MILER_UNITS_IMPERIAL;
    const bool foot = app_on_foot(a->sport);
    const term_chart charts[] = {
        {.title = foot ? "Pace" : "Speed",
         .y = b.pace,
         .rows = 6,
         .upside_down = true,
         .colour = TERM_CYAN,
         .print_y = rate_printer(foot, imperial)},
        {.title = "Heart rate", .y = b.hr, .rows = 5, .colour = TERM_RED, .print_y = print_bpm},
        {.title = "Height",
         .y = b.height,
         .rows = 4,
         .colour = TERM_GREEN,
         .print_y = imperial ? print_ft : print_m}};
    miler_arena *arena = miler_arena_new(out->alloc, 0);
    for (size_t i = 0; i < sizeof charts / sizeof charts[0]; i++) {
        term_chart chart = charts[i];
        chart.x = b.x;
        chart.count = b.count;
        chart.print_x = imperial ? print_mi : print_km;
        if (!any(chart.y, b.count)) continue;
        miler_buf_text_append(out, "\n");
        if (arena == NULL || term_chart_print(&chart, &look->style, arena, out, NULL) != MILER_OK)
            out->failed = true;
    }
    miler_arena_free(arena);
}
