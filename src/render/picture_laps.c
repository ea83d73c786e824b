// SPDX-License-Identifier: MIT
// Laps unrolled: a row for each time round, from finish line to finish line, so
// that the same place of the track stands in one column; its time at the end.
//
//        bend   back straight   bend   home straight
//     1  ######################################------   1:19.8 ±0.4
//     2  -------###############################------   1:21.0 ±0.4
#include "render/pictures.h"

#include "base/plural.h"

#include <stdio.h>

#define ROWS_MAX 120
#define LEFT 72.0
#define RIGHT 736.0
#define TOP 128.0
#define STANDING_MPS 0.9 // as in activity.h
#define STOOD_S 5.0      // shorter stops are no stop

typedef struct rows_view {
    drawing *d;
    const picture_run *run;
    const miler_track *track;
    const draw_scale *scale;
    double lap_m, px_per_m;
    double row, bar; // heights
} rows_view;

static double x_of(const rows_view *v, double place_m) {
    return LEFT + place_m * v->px_per_m;
}

// Bends shaded, hundreds ruled, the names of the four stretches on top.
static void draw_bed(const rows_view *v, size_t rows) {
    const miler_oval *oval = &v->track->oval;
    const double bend_m = v->lap_m / 2 - oval->straight_m;
    const double height = v->row * (double)rows;
    const struct {
        double from_m, to_m;
        const char *name;
        draw_role role;
    } stretches[] = {{0, bend_m, "first bend", DRAW_BEND},
                     {bend_m, v->lap_m / 2, "back straight", DRAW_GROUND},
                     {v->lap_m / 2, v->lap_m / 2 + bend_m, "second bend", DRAW_BEND},
                     {v->lap_m / 2 + bend_m, v->lap_m, "home straight", DRAW_GROUND}};
    for (size_t i = 0; i < 4; i++) {
        const double x0 = x_of(v, stretches[i].from_m);
        const double x1 = x_of(v, stretches[i].to_m);
        (void)draw_rect(v->d, (draw_pen){.fill = stretches[i].role}, x0, TOP - 4, x1 - x0, height + 8, 0);
        (void)draw_text(v->d, (draw_type){.size = 12, .fill = DRAW_SOFT, .anchor = DRAW_MIDDLE},
                        (x0 + x1) / 2, TOP - 28, "%s", stretches[i].name);
    }
    for (double m = 0; m < v->lap_m + 1; m += 100) {
        const double at = fmin(m, v->lap_m);
        if (v->lap_m - m < 40 && m < v->lap_m) continue; // the lap's own end follows at once
        (void)draw_text(v->d, (draw_type){.size = 12, .anchor = m > 0 ? DRAW_MIDDLE : DRAW_START},
                        x_of(v, at), TOP - 10, "%.0f%s", at, m > 0 ? "" : " m");
    }
    if (fmod(v->lap_m, 100) > 1)
        (void)draw_text(v->d, (draw_type){.size = 12, .anchor = DRAW_MIDDLE}, RIGHT, TOP - 10, "%.0f",
                        v->lap_m);
}

static void draw_rules(const rows_view *v, size_t rows) {
    for (double m = 100; m < v->lap_m - 40; m += 100)
        (void)draw_line(v->d, (draw_pen){.stroke = DRAW_PAPER, .width = 1.2}, x_of(v, m), TOP - 4, x_of(v, m),
                        TOP + v->row * (double)rows + 4);
}

typedef struct run_of {
    double from_m, to_m;
    draw_role role;
} run_of;

static void put_run(const rows_view *v, double y, const run_of *r) {
    const double low_m = fmin(r->from_m, r->to_m);
    const double high_m = fmax(r->from_m, r->to_m);
    if (high_m > low_m)
        (void)draw_rect(v->d, (draw_pen){.fill = r->role}, x_of(v, low_m), y,
                        (high_m - low_m) * v->px_per_m + 0.3, v->bar, 0);
}

static void draw_stop(const rows_view *v, double y, double place_m, double time_s) {
    const double x = x_of(v, place_m);
    draw_shape *s =
        draw_line(v->d, (draw_pen){.stroke = DRAW_INK, .width = 2}, x, y - 1.5, x, y + v->bar + 1.5);
    draw_tip(v->d, s, "stood for %.0f s", time_s);
}

static void draw_speeds(const rows_view *v, const picture_lap *lap, double y) {
    const miler_tracks *t = v->run->tracks;
    const double *at_s = v->run->activity->at_s;
    run_of now = {.role = DRAW_NONE};
    double stood_s = 0;
    for (size_t i = lap->part->first; i + 1 < lap->part->end; i++) {
        if (t->along_m[i] >= lap->along_to_m || t->along_m[i + 1] < lap->along_from_m) continue;
        double from = t->phase_m[i];
        double to = from;
        const bool moves = picture_piece(v->run, lap, v->lap_m, i, &from, &to);
        const bool stands = fabs(t->speed_mps[i]) < STANDING_MPS;
        if (stands) stood_s += at_s[i + 1] - at_s[i];
        if (!stands || t->along_m[i + 1] >= lap->along_to_m || i + 2 == lap->part->end) {
            if (stood_s > STOOD_S) draw_stop(v, y, from, stood_s);
            stood_s = 0;
        }
        if (!moves) continue;
        const draw_role role = draw_speed_role(v->scale, fabs(t->speed_mps[i]));
        if (role != now.role || fabs(from - now.to_m) > 1) {
            put_run(v, y, &now);
            now = (run_of){.from_m = from, .role = role};
        }
        now.to_m = to;
    }
    put_run(v, y, &now);
}

static void draw_words(const rows_view *v, const picture_lap *lap, size_t number, double y, bool best) {
    const double size = v->row >= 18 ? 13 : v->row >= 12 ? 10.5 : 8;
    const double base = y + v->bar / 2 + size * 0.36;
    char clock[MILER_TEXT_MAX];
    if (lap->start_s >= 1)
        miler_print_time(clock, sizeof clock, lap->start_s, 0);
    else
        (void)snprintf(clock, sizeof clock, "0:00");
    (void)draw_text(v->d, (draw_type){.size = size, .fill = DRAW_SOFT, .anchor = DRAW_END}, LEFT - 14, base,
                    "%zu", number);
    if (isfinite(lap->time_s)) {
        char time[MILER_TEXT_MAX];
        miler_print_time(time, sizeof time, lap->time_s, 1);
        (void)draw_text(v->d, (draw_type){.size = size, .bold = best, .anchor = DRAW_END}, RIGHT + 66, base,
                        "%s", time);
        (void)draw_text(v->d, (draw_type){.size = size * 0.9, .fill = DRAW_SOFT, .anchor = DRAW_END},
                        RIGHT + 110, base, "± %.1f", lap->error_s);
    } else {
        (void)draw_text(v->d, (draw_type){.size = size * 0.9, .fill = DRAW_SOFT, .anchor = DRAW_END},
                        RIGHT + 110, base, "%.0f m of it", lap->along_to_m - lap->along_from_m);
    }
    (void)draw_text(v->d, (draw_type){.size = size * 0.9, .fill = DRAW_SOFT, .anchor = DRAW_END},
                    v->d->width - 32, base, "%s", clock);
}

static void draw_columns(const rows_view *v) {
    const draw_type soft = {.size = 12, .fill = DRAW_SOFT, .anchor = DRAW_END};
    (void)draw_text(v->d, soft, LEFT - 14, TOP - 10, "lap");
    (void)draw_text(v->d, soft, RIGHT + 110, TOP - 10, "time ± error");
    (void)draw_text(v->d, soft, v->d->width - 32, TOP - 10, "from start");
}

static size_t best_of(const picture_lap *laps, size_t count) {
    size_t best = count;
    for (size_t i = 0; i < count; i++)
        if (isfinite(laps[i].time_s) && (best == count || laps[i].time_s < laps[best].time_s)) best = i;
    return best;
}

static void describe(const rows_view *v, const picture_lap *laps, size_t count, size_t best) {
    char time[MILER_TEXT_MAX] = "-";
    if (best < count) miler_print_time(time, sizeof time, laps[best].time_s, 1);
    draw_title(v->d, "%s: %s", picture_name(v->run), "lap by lap");
    draw_desc(v->d,
              "%zu row%s, one for each lap of %.1f m from finish line to finish line, in colours of speed; "
              "fastest whole lap %s.",
              count, PLURAL_S(count), v->lap_m, time);
}

void picture_laps(drawing *d, miler_arena *arena, const picture_run *run) {
    picture_begin(d, arena, "laps", 960, 640, run);
    const char *why_not = picture_no_track(run);
    if (why_not != NULL) {
        picture_empty(d, run, why_not);
        return;
    }
    const miler_track *track = &run->tracks->tracks[0];
    size_t count;
    const picture_lap *laps = picture_laps_of(run, track, arena, &count);
    if (laps == NULL || count == 0) {
        draw_empty(d, picture_name(run), "no lap was run on the track");
        d->failed = d->failed || miler_arena_failed(arena);
        return;
    }
    const size_t shown = count < ROWS_MAX ? count : ROWS_MAX;
    const draw_scale scale = picture_scale(run, track, arena);
    rows_view v = {
        .d = d, .run = run, .track = track, .scale = &scale, .lap_m = miler_oval_lap_m(&track->oval)};
    v.px_per_m = (RIGHT - LEFT) / v.lap_m;
    v.row = shown <= 28 ? 24 : shown <= 60 ? 15 : 10;
    v.bar = v.row * 0.72;
    d->height = TOP + v.row * (double)shown + 92;
    const size_t best = best_of(laps, shown);
    describe(&v, laps, count, best);
    char words[160];
    const int put = snprintf(words, sizeof words, "%.1f laps of %.1f ± %.1f m in lane %d", track->laps,
                             v.lap_m, track->lap_error_m, track->oval.lane);
    if (shown < count && put > 0 && (size_t)put < sizeof words)
        (void)snprintf(words + put, sizeof words - (size_t)put, "; the first rows of many");
    draw_head(d, picture_name(run), picture_line(arena, run, words));
    draw_bed(&v, shown);
    draw_columns(&v);
    for (size_t i = 0; i < shown; i++)
        draw_speeds(&v, &laps[i], TOP + v.row * (double)i + (v.row - v.bar) / 2);
    draw_rules(&v, shown);
    for (size_t i = 0; i < shown; i++)
        draw_words(&v, &laps[i], i + 1, TOP + v.row * (double)i + (v.row - v.bar) / 2, i == best);
    draw_legend(d, &scale, LEFT + (RIGHT - LEFT) / 2 - 150, d->height - 48, 300);
    d->failed = d->failed || miler_arena_failed(arena);
}
