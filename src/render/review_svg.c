// SPDX-License-Identifier: MIT
// The race as bars, one a lap, with ticks for plan and optimum; under them the
// causes, seconds to the right.
//
//     lap 1  ==============|==    82.1   +0.4
//     ...
//     start too fast        ######  1.2 s
#include "render/review_render.h"
#include "render/svg.h"

#include <stdio.h>

#define LEFT 170.0
#define RIGHT 700.0
// Right of the bars: where the columns end, each far enough from the next for its heading.
#define TIME_W 62.0
#define PLAN_W 132.0
#define OPTIMUM_W 232.0
#define ROW 30.0
#define BAR 18.0
#define TOP 132.0
#define LOW_SHARE 0.93 // where the bars begin: of the fastest pace

typedef struct scale {
    double low, high;
} scale;

static double x_of(const scale *s, double per_400_s) {
    return LEFT + (RIGHT - LEFT) * (per_400_s - s->low) / (s->high - s->low);
}

static double pace(const miler_review_row *row, double time_s) {
    return 400 * time_s / (row->to_m - row->from_m);
}

static scale scale_of(const miler_review_rows *by) {
    scale s = {1e9, 0};
    for (size_t i = 0; i < by->count; i++) {
        const miler_review_row *row = &by->rows[i];
        const double three[3] = {row->per_400_s, pace(row, row->plan_s), pace(row, row->optimum_s)};
        for (int k = 0; k < 3; k++) {
            s.low = fmin(s.low, three[k]);
            s.high = fmax(s.high, three[k]);
        }
    }
    s.low *= LOW_SHARE;
    return s;
}

static void put_lap(drawing *d, const miler_review *r, const scale *s, size_t i, double y) {
    const miler_review_row *row = &render_review_laps(r)->rows[i];
    char time[MILER_TEXT_MAX];
    miler_print_time(time, sizeof time, row->time_s, 1);
    (void)draw_text(d, (draw_type){.size = 13, .anchor = DRAW_END}, LEFT - 12, y + 13, "%.0f to %.0f m",
                    row->from_m, row->to_m);
    draw_shape *bar = draw_rect(d, (draw_pen){.fill = i == r->slowest ? DRAW_HOT : DRAW_BAND}, LEFT, y,
                                x_of(s, row->per_400_s) - LEFT, BAR, 2);
    draw_tip(d, bar, "%.1f s per 400 m; %+.1f s to the plan, %+.1f s to the optimum", row->per_400_s,
             look_tenth(row->time_s - row->plan_s), look_tenth(row->time_s - row->optimum_s));
    const double plan_x = x_of(s, pace(row, row->plan_s)), best_x = x_of(s, pace(row, row->optimum_s));
    (void)draw_line(d, (draw_pen){.stroke = DRAW_INK, .width = 2}, plan_x, y - 3, plan_x, y + BAR + 3);
    (void)draw_line(d, (draw_pen){.stroke = DRAW_INK, .width = 1.5, .dashed = true}, best_x, y - 3, best_x,
                    y + BAR + 3);
    (void)draw_text(d, (draw_type){.size = 13, .bold = i == r->fastest, .anchor = DRAW_END}, RIGHT + TIME_W,
                    y + 13, "%s", time);
    (void)draw_text(d, (draw_type){.size = 12, .fill = DRAW_SOFT, .anchor = DRAW_END}, RIGHT + PLAN_W, y + 13,
                    "%+.1f", look_tenth(row->time_s - row->plan_s));
    (void)draw_text(d, (draw_type){.size = 12, .fill = DRAW_SOFT, .anchor = DRAW_END}, RIGHT + OPTIMUM_W,
                    y + 13, "%+.1f", look_tenth(row->time_s - row->optimum_s));
}

static double put_causes(drawing *d, const miler_review *r, double y) {
    double most = 1;
    for (int i = 0; i < MILER_LOSS_COUNT; i++)
        most = fmax(most, fabs(r->causes[i].seconds));
    (void)draw_text(d, (draw_type){.size = 14, .bold = true}, 32, y, "%+.1f s beside the optimum",
                    look_tenth(r->total_s));
    y += 14;
    for (int i = 0; i < MILER_LOSS_COUNT; i++) {
        const miler_review_cause *cause = &r->causes[i];
        if (render_review_seconds(r, cause) == 0 && cause->loss != r->first) continue;
        const double width = fabs(cause->seconds) / most * (RIGHT - LEFT - 180);
        (void)draw_text(d, (draw_type){.size = 13}, 32, y + 13, "%s", render_review_cause(cause));
        (void)draw_rect(d, (draw_pen){.fill = cause->loss == r->first ? DRAW_HOT : DRAW_BAND}, LEFT + 180, y,
                        fmax(width, 1), BAR, 2);
        (void)draw_text(d, (draw_type){.size = 13}, LEFT + 190 + width, y + 13, "%+.1f s",
                        render_review_seconds(r, cause));
        y += ROW - 4;
    }
    return y;
}

static void put_columns(drawing *d) {
    const draw_type soft = {.size = 12, .fill = DRAW_SOFT, .anchor = DRAW_END};
    (void)draw_text(d, soft, RIGHT + TIME_W, TOP - 14, "time");
    (void)draw_text(d, soft, RIGHT + PLAN_W, TOP - 14, "to plan");
    (void)draw_text(d, soft, RIGHT + OPTIMUM_W, TOP - 14, "to optimum");
    (void)draw_text(
        d, (draw_type){.size = 12, .fill = DRAW_SOFT}, LEFT, TOP - 14,
        "pace per 400 m: bar = run, line = plan, dashes = optimum (the axis does not begin at 0)");
}

miler_status render_review_svg(const app_review_answer *a, miler_units units, miler_arena *arena,
                               miler_buf *out, miler_error *err) {
    const miler_review *r = &a->review;
    const miler_review_rows *by = render_review_laps(r);
    const scale s = scale_of(by);
    drawing d;
    char dist[MILER_TEXT_MAX], time[MILER_TEXT_MAX], best[MILER_TEXT_MAX], name[160], line[200];
    miler_print_distance(dist, sizeof dist, r->dist_m, units);
    miler_print_time(time, sizeof time, r->time_s, 1);
    miler_print_time(best, sizeof best, r->optimum_s, 1);
    (void)snprintf(name, sizeof name, "%.80s%s%s in %s", a->name, a->name[0] != '\0' ? ": " : "", dist, time);
    (void)snprintf(line, sizeof line, "plan: %s; optimum %s; first cause: %s",
                   miler_review_plan_name(r->plan), best, miler_loss_words(r->first));
    draw_begin(&d, arena, "review", 960, TOP + ROW * (double)by->count + 340);
    draw_title(&d, "%s: the race reviewed", name);
    draw_desc(&d, "%zu laps as bars of pace beside plan and optimum; %.1f s lost, first to: %s", by->count,
              look_tenth(r->total_s), miler_loss_words(r->first));
    draw_head(&d, name, line);
    put_columns(&d);
    for (size_t i = 0; i < by->count; i++)
        put_lap(&d, r, &s, i, TOP + ROW * (double)i);
    d.height = put_causes(&d, r, TOP + ROW * (double)by->count + 36) + 24;
    return svg_print(&d, out, err);
}
