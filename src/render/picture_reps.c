// SPDX-License-Identifier: MIT
// Reps as bars: width = time, height = speed from nought, so that a bar's area
// is the distance run. Recoveries stand pale between them; a long warm-up or
// cool-down is cut short, and shows that it is. Below, what the bars are too
// coarse for: each rep's seconds per 400 m against its set, with its error.
//
//      6 x 400 m, mean 1:19.8
//      |--------------------|      bracket of a set
//        ##    ##    ##    ##      1:12
//      //##::::##::::##::::##//    3:00
#include "render/pictures.h"

#include "base/plural.h"

#include <stdio.h>

#define LEFT 76.0
#define RIGHT 868.0
#define INSET 14.0 // of the bars from both axes, so that the words over the first do not touch the scale
#define TOP 146.0
#define BASE 366.0
#define STRIP_MIDDLE 486.0
#define STRIP_HALF 40.0
#define STUB 58.0      // width of what is cut short
#define CUT_SHARE 0.22 // an end that is longer than this share of the rest is cut [engineering estimate]
#define PALE 0.38
#define BOLDER 1.2 // bold letters are so much wider
#define LEAST 3.0  // pixels: standing still is shown, too

typedef struct bars_view {
    drawing *d;
    const picture_run *run;
    const miler_rep *reps;
    size_t count;
    double *x; // left edges, count + 1 of them
    bool *cut;
    bool *begins;  // a set
    bool upright;  // the words over the bars
    bool any_work; // else nothing is pale
    double px_per_s, px_per_mps;
    draw_scale scale;
} bars_view;

static const char *const kind_words[MILER_REP_KIND_COUNT] = {"steady", "warm-up",     "rep",      "recovery",
                                                             "stride", "hill sprint", "cool-down"};

static const char *kind_word(const miler_rep *rep) {
    return (unsigned)rep->kind < MILER_REP_KIND_COUNT ? kind_words[rep->kind] : "";
}

static double speed_of(const miler_rep *rep) {
    return rep->speed_mps > 0 && rep->speed_mps < 13 ? rep->speed_mps : 0;
}

static double time_of(const miler_rep *rep) {
    return rep->time_s > 0 && rep->time_s < 1e6 ? rep->time_s : 0;
}

// ---- Where each bar stands

static bool is_end(const bars_view *v, size_t i) {
    return (i == 0 || i + 1 == v->count) && !miler_rep_is_fast(&v->reps[i]) && v->count > 2;
}

static bool one_set(const miler_rep *a, const miler_rep *b) {
    return a->set == b->set && a->kind == b->kind;
}

// The reps of a set stand together, with nothing but recoveries between.
static void find_sets(bars_view *v) {
    const miler_rep *last = NULL;
    for (size_t i = 0; i < v->count; i++) {
        if (!miler_rep_is_fast(&v->reps[i])) continue;
        v->begins[i] = last == NULL || !one_set(last, &v->reps[i]);
        last = &v->reps[i];
    }
}

static bool lay_out(bars_view *v, miler_arena *arena) {
    v->x = miler_arena_array(arena, v->count + 1, sizeof *v->x);
    v->cut = miler_arena_array(arena, v->count + 1, sizeof *v->cut);
    v->begins = miler_arena_array(arena, v->count + 1, sizeof *v->begins);
    if (v->x == NULL || v->cut == NULL || v->begins == NULL) return false;
    find_sets(v);
    double inner_s = 0;
    double scaled_s = 0;
    double stubs = 0;
    for (size_t i = 0; i < v->count; i++)
        if (!is_end(v, i)) inner_s += time_of(&v->reps[i]);
    for (size_t i = 0; i < v->count; i++) {
        v->cut[i] = is_end(v, i) && time_of(&v->reps[i]) > CUT_SHARE * inner_s;
        if (v->cut[i])
            stubs += STUB;
        else
            scaled_s += time_of(&v->reps[i]);
    }
    v->px_per_s = scaled_s > 0 ? (RIGHT - LEFT - 2 * INSET - stubs) / scaled_s : 0;
    v->x[0] = LEFT + INSET;
    for (size_t i = 0; i < v->count; i++)
        v->x[i + 1] = v->x[i] + (v->cut[i] ? STUB : time_of(&v->reps[i]) * v->px_per_s);
    return true;
}

// What was asked of a rep; NULL: nothing that makes sense.
static const picture_target *target_of(const bars_view *v, size_t i) {
    if (v->run->targets == NULL || !miler_rep_is_fast(&v->reps[i])) return NULL;
    const picture_target *t = &v->run->targets[i];
    return t->low_mps > 0 && t->high_mps >= t->low_mps && t->high_mps < 13 ? t : NULL;
}

static double fastest(const bars_view *v) {
    double most = 1;
    for (size_t i = 0; i < v->count; i++) {
        const picture_target *target = target_of(v, i);
        most = fmax(most, fmax(speed_of(&v->reps[i]), target != NULL ? target->high_mps : 0));
    }
    return most;
}

static double y_of(const bars_view *v, double speed_mps) {
    return BASE - speed_mps * v->px_per_mps;
}

// ---- Axes

static void time_text(char *out, size_t size, double time_s, int decimals) {
    char text[MILER_TEXT_MAX];
    miler_print_time(text, sizeof text, time_s, decimals);
    (void)snprintf(out, size, "%s%s", text, time_s < 59.95 ? " s" : "");
}

static void draw_speed_axis(const bars_view *v) {
    static const double laps_s[] = {40, 45, 50, 55, 60, 65, 70, 75, 80, 90, 100, 120, 150, 200, 300, 600};
    double last = TOP - 40;
    for (size_t i = 0; i < sizeof laps_s / sizeof laps_s[0]; i++) {
        const double y = y_of(v, 400 / laps_s[i]);
        if (y < TOP - 8 || y - last < 24) continue;
        last = y;
        char time[MILER_TEXT_MAX + 4];
        char pace[MILER_TEXT_MAX];
        time_text(time, sizeof time, laps_s[i], 0);
        miler_print_pace(pace, sizeof pace, laps_s[i] * 2.5, v->run->units);
        (void)draw_line(v->d, (draw_pen){.stroke = DRAW_HAIR, .width = 1}, LEFT, y, RIGHT, y);
        (void)draw_text(v->d, (draw_type){.size = 12, .anchor = DRAW_END}, LEFT - 8, y + 4, "%s", time);
        (void)draw_text(v->d, (draw_type){.size = 12, .fill = DRAW_SOFT}, RIGHT + 8, y + 4, "%s", pace);
    }
    (void)draw_text(v->d, (draw_type){.size = 12, .anchor = DRAW_START}, 24, TOP - 42, "per 400 m");
}

static void draw_time_axis(const bars_view *v) {
    static const double steps_s[] = {10, 30, 60, 120, 300, 600, 1200, 3600, 7200};
    double step_s = steps_s[8];
    for (size_t i = 9; i-- > 0;)
        if (steps_s[i] * v->px_per_s >= 64) step_s = steps_s[i];
    (void)draw_line(v->d, (draw_pen){.stroke = DRAW_INK, .width = 1.2}, LEFT, BASE, RIGHT, BASE);
    double last = LEFT - 100;
    for (size_t i = 0; i < v->count; i++) {
        if (v->cut[i]) continue;
        const miler_rep *rep = &v->reps[i];
        for (double t = ceil(rep->start_s / step_s) * step_s; t < rep->start_s + time_of(rep) && step_s > 0;
             t += step_s) {
            const double x = v->x[i] + (t - rep->start_s) * v->px_per_s;
            if (x - last < 50 || x > RIGHT - 20) continue;
            last = x;
            char clock[MILER_TEXT_MAX];
            miler_print_time(clock, sizeof clock, t, 0);
            (void)draw_line(v->d, (draw_pen){.stroke = DRAW_SOFT, .width = 1}, x, BASE, x, BASE + 4);
            (void)draw_text(v->d, (draw_type){.size = 11, .fill = DRAW_SOFT, .anchor = DRAW_MIDDLE}, x,
                            BASE + 32, "%s", t > 0 ? clock : "0:00");
        }
    }
    (void)draw_text(v->d, (draw_type){.size = 11, .fill = DRAW_SOFT}, RIGHT + 8, BASE + 32, "since start");
}

// The band stands out a little on both sides of its bar; its edges cross it.
static void draw_targets(const bars_view *v, bool edges) {
    const draw_pen pen = {.stroke = DRAW_INK, .width = 0.8, .dashed = true};
    for (size_t i = 0; i < v->count; i++) {
        const picture_target *target = target_of(v, i);
        if (target == NULL) continue;
        const double x0 = fmax(v->x[i] - 8, LEFT);
        const double x1 = fmin(v->x[i + 1] + 8, RIGHT);
        const double y0 = y_of(v, target->high_mps);
        const double y1 = y_of(v, target->low_mps);
        if (!edges) {
            (void)draw_rect(v->d, (draw_pen){.fill = DRAW_BAND}, x0, y0, x1 - x0, fmax(y1 - y0, 1.5), 0);
            continue;
        }
        (void)draw_line(v->d, pen, x0, y0, x1, y0);
        (void)draw_line(v->d, pen, x0, y1, x1, y1);
    }
}

// ---- Bars

static void tip_of(const bars_view *v, draw_shape *shape, const miler_rep *rep) {
    char time[MILER_TEXT_MAX + 4];
    char pace[MILER_TEXT_MAX] = "-";
    time_text(time, sizeof time, time_of(rep), 1);
    if (speed_of(rep) > 0) miler_print_pace(pace, sizeof pace, 1000 / speed_of(rep), v->run->units);
    char heart[40] = "";
    if (isfinite((double)rep->avg_hr_bpm))
        (void)snprintf(heart, sizeof heart, ", heart rate %.0f", (double)rep->avg_hr_bpm);
    draw_tip(v->d, shape, "%s: %.0f m in %s, %s%s", kind_word(rep), isfinite(rep->dist_m) ? rep->dist_m : 0,
             time, pace, heart);
}

static void draw_cut(const bars_view *v, size_t i, double y) {
    const double x = (v->x[i] + v->x[i + 1]) / 2;
    const double top = fmax(y - 6, TOP);
    for (int k = 0; k < 2; k++) {
        const double at = x - 5 + 10 * k;
        (void)draw_line(v->d, (draw_pen){.stroke = DRAW_PAPER, .width = 3}, at - 4, BASE + 6, at + 4, top);
    }
    char time[MILER_TEXT_MAX];
    miler_print_time(time, sizeof time, time_of(&v->reps[i]), 0);
    (void)draw_text(v->d, (draw_type){.size = 11, .fill = DRAW_SOFT, .anchor = DRAW_MIDDLE}, x, y - 24, "%s",
                    kind_word(&v->reps[i]));
    (void)draw_text(v->d, (draw_type){.size = 11, .fill = DRAW_SOFT, .anchor = DRAW_MIDDLE}, x, y - 10, "%s",
                    time);
}

// What the coach reads off: the time for a rep by distance, the distance of one by time.
static void rep_text(const miler_rep *rep, char *out, size_t size) {
    if (rep->nominal_s > 0)
        (void)snprintf(out, size, "%.0f m", isfinite(rep->dist_m) ? rep->dist_m : 0);
    else
        miler_print_time(out, size, rep->nominal_time_s > 0 ? rep->nominal_time_s : time_of(rep), 1);
}

// How a recovery was spent and how long, as far as there is room.
static void recovery_words(const bars_view *v, size_t i, double y) {
    static const char *const motions[MILER_MOTION_COUNT] = {"run", "jog", "walk", "stand"};
    const miler_rep *rep = &v->reps[i];
    const double width = v->x[i + 1] - v->x[i] - 4;
    char time[MILER_TEXT_MAX];
    char words[MILER_TEXT_MAX + 16];
    miler_print_time(time, sizeof time, time_of(rep), 0);
    const char *motion = (unsigned)rep->motion < MILER_MOTION_COUNT ? motions[rep->motion] : "";
    (void)snprintf(words, sizeof words, "%s %s", motion, time);
    const char *text = draw_text_width(11, words) <= width  ? words
                       : draw_text_width(11, time) <= width ? time
                                                            : "";
    if (text[0] != '\0')
        (void)draw_text(v->d, (draw_type){.size = 11, .fill = DRAW_SOFT, .anchor = DRAW_MIDDLE, .halo = true},
                        (v->x[i] + v->x[i + 1]) / 2, y - 7, "%s", text);
}

// Whether the words over the reps stand too close to lie flat: all or none of them do.
static bool crowded(const bars_view *v) {
    double last_end = 0;
    for (size_t i = 0; i < v->count; i++) {
        if (!miler_rep_is_fast(&v->reps[i])) continue;
        char text[MILER_TEXT_MAX];
        rep_text(&v->reps[i], text, sizeof text);
        const double half = draw_text_width(13, text) * BOLDER / 2;
        const double x = (v->x[i] + v->x[i + 1]) / 2;
        if (x - half < last_end + 4) return true;
        last_end = x + half;
    }
    return false;
}

static void draw_bar(const bars_view *v, size_t i, size_t number) {
    const miler_rep *rep = &v->reps[i];
    const bool work = miler_rep_is_fast(rep);
    const double width = v->x[i + 1] - v->x[i];
    const double gap = width > 3 ? 0.6 : 0;
    const double y = fmin(y_of(v, speed_of(rep)), BASE - LEAST);
    draw_shape *s = draw_rect(v->d,
                              (draw_pen){.fill = draw_speed_role(&v->scale, speed_of(rep)),
                                         .opacity = work || !v->any_work ? 1 : PALE},
                              v->x[i] + gap, y, width - 2 * gap, BASE - y, width > 8 ? 1.5 : 0);
    tip_of(v, s, rep);
    if (v->cut[i]) draw_cut(v, i, y);
    if (!work) {
        if (!v->cut[i]) recovery_words(v, i, y);
        return;
    }
    char text[MILER_TEXT_MAX];
    rep_text(rep, text, sizeof text);
    const double x = (v->x[i] + v->x[i + 1]) / 2;
    const draw_type type = {.size = 13,
                            .bold = true,
                            .halo = true,
                            .upright = v->upright,
                            .anchor = v->upright ? DRAW_START : DRAW_MIDDLE};
    (void)draw_text(v->d, type, v->upright ? x + 4 : x, y - 6, "%s", text);
    if (width >= 9)
        (void)draw_text(v->d, (draw_type){.size = 11, .fill = DRAW_SOFT, .anchor = DRAW_MIDDLE}, x, BASE + 15,
                        "%zu", number);
}

// ---- Sets

typedef struct set_sum {
    size_t first, last, count;
    double time_s, dist_m; // sums
    double low_s, high_s;  // of the times
} set_sum;

// The set that begins with rep `from`.
static set_sum sum_set(const bars_view *v, size_t from) {
    set_sum s = {.first = from, .low_s = INFINITY};
    for (size_t i = from; i < v->count; i++) {
        const miler_rep *rep = &v->reps[i];
        if (!miler_rep_is_fast(rep)) continue;
        if (!one_set(rep, &v->reps[from])) break;
        const double time_s = rep->nominal_time_s > 0 ? rep->nominal_time_s : time_of(rep);
        s.last = i;
        s.count++;
        s.time_s += time_s;
        s.dist_m += rep->nominal_m > 0 ? rep->nominal_m : isfinite(rep->dist_m) ? rep->dist_m : 0;
        s.low_s = fmin(s.low_s, time_s);
        s.high_s = fmax(s.high_s, time_s);
    }
    return s;
}

// "400 m", "mile", "3:00": what each rep of the set was.
static void set_each(const miler_rep *rep, char *out, size_t size) {
    const char *unsure = miler_rep_unsure(rep) ? "?" : "";
    if (fabs(rep->nominal_m - MILER_MILE_M) < 1)
        (void)snprintf(out, size, "mile%s", unsure);
    else if (rep->nominal_m > 0)
        (void)snprintf(out, size, "%.0f m%s", fmin(rep->nominal_m, 1e6), unsure);
    else
        time_text(out, size, rep->nominal_s > 0 ? rep->nominal_s : time_of(rep), 0);
}

static void set_words(const bars_view *v, const set_sum *s, char *out, size_t size, bool brief) {
    const miler_rep *rep = &v->reps[s->first];
    char each[MILER_TEXT_MAX + 4];
    char mean[MILER_TEXT_MAX + 4] = "";
    char times[40] = "";
    char spread[40] = "";
    set_each(rep, each, sizeof each);
    if (rep->nominal_m > 0 || !(s->dist_m > 0))
        time_text(mean, sizeof mean, s->time_s / (double)s->count, 1);
    else
        miler_print_pace(mean, sizeof mean, s->time_s / s->dist_m * 1000, v->run->units);
    if (s->count > 1) (void)snprintf(times, sizeof times, "%zu × ", s->count);
    if (s->count > 1 && rep->nominal_m > 0)
        (void)snprintf(spread, sizeof spread, ", spread %.1f s", fmin(s->high_s - s->low_s, 1e5));
    const char *what = rep->kind == MILER_REP_STRIDE ? " stride"
                       : rep->kind == MILER_REP_HILL ? " hill sprint"
                                                     : "";
    const char *plural = what[0] != '\0' && s->count > 1 ? "s" : "";
    if (brief)
        (void)snprintf(out, size, "%s%s%s%s", times, each, what, plural);
    else
        (void)snprintf(out, size, "%s%s%s%s, %s%s%s", times, each, what, plural, s->count > 1 ? "mean " : "",
                       mean, spread);
}

static void draw_sets(const bars_view *v) {
    double free_from = LEFT - 20;
    for (size_t i = 0; i < v->count; i++) {
        if (!v->begins[i]) continue;
        const set_sum s = sum_set(v, i);
        const double x0 = v->x[s.first];
        const double x1 = v->x[s.last + 1];
        char words[160];
        set_words(v, &s, words, sizeof words, false);
        const double room = fmax(x1 - x0, 0) + 30;
        if (draw_text_width(13, words) > room) set_words(v, &s, words, sizeof words, true);
        const double y = TOP - 42;
        const draw_point bracket[4] = {{x0 + 1, y + 12}, {x0 + 1, y + 7}, {x1 - 1, y + 7}, {x1 - 1, y + 12}};
        (void)draw_path(v->d, (draw_pen){.stroke = DRAW_SOFT, .width = 1}, bracket, 4, false);
        const double half = draw_text_width(13, words) / 2;
        const double x = fmin(fmax((x0 + x1) / 2, LEFT + half), RIGHT - half);
        if (x - half < free_from) continue; // no room beside the last
        free_from = x + half + 10;
        (void)draw_text(v->d, (draw_type){.size = 13, .anchor = DRAW_MIDDLE}, x, y, "%s", words);
    }
}

// ---- Against the set

// Seconds per 400 m, and the SD of it.
static double lap_s(const miler_rep *rep, double *error_s) {
    const double way_m = rep->nominal_m > 0 ? rep->nominal_m : rep->dist_m;
    const double time_s = rep->nominal_m > 0 && rep->nominal_time_s > 0 ? rep->nominal_time_s : time_of(rep);
    const double lap = time_s / way_m * 400;
    const double time_part = rep->time_error_s / time_s;
    const double way_part = rep->nominal_m > 0 ? 0 : rep->dist_error_m / way_m;
    *error_s = lap * hypot(isfinite(time_part) ? time_part : 0, isfinite(way_part) ? way_part : 0);
    return lap;
}

// What a rep is held against: its target, else the mean of its set.
static double aim_s(const bars_view *v, size_t i, const set_sum *s) {
    const picture_target *target = target_of(v, i);
    return target != NULL ? 800 / (target->low_mps + target->high_mps) : s->time_s / s->dist_m * 400;
}

// A rep alone in its set, with no target, has nothing to be held against.
static bool is_held(const bars_view *v, size_t i, const set_sum *s) {
    return miler_rep_is_fast(&v->reps[i]) && (s->count > 1 || target_of(v, i) != NULL);
}

static bool any_held(const bars_view *v) {
    for (size_t i = 0; i < v->count; i++) {
        if (!v->begins[i]) continue;
        const set_sum s = sum_set(v, i);
        for (size_t k = i; k <= s.last; k++)
            if (is_held(v, k, &s)) return true;
    }
    return false;
}

static double widest(const bars_view *v) {
    double most = 0.5; // half a second fills a quarter of the strip at least
    for (size_t i = 0; i < v->count; i++) {
        if (!v->begins[i]) continue;
        const set_sum s = sum_set(v, i);
        for (size_t k = i; k <= s.last; k++) {
            double error;
            if (!is_held(v, k, &s)) continue;
            const double off = fabs(lap_s(&v->reps[k], &error) - aim_s(v, k, &s)) + error;
            if (isfinite(off)) most = fmax(most, off);
        }
    }
    return most;
}

// "+0.4", "−0.6", "0.0": with a minus that is as wide as the plus.
static void off_text(char *out, size_t size, double off) {
    const bool even = fabs(off) < 0.05;
    (void)snprintf(out, size, "%s%.1f", even ? "" : off < 0 ? "−" : "+", fmin(fabs(off), 1e5));
}

static void draw_dot(const bars_view *v, size_t i, double aim, double px_per_s) {
    double error;
    const double off = lap_s(&v->reps[i], &error) - aim;
    if (!isfinite(off)) return;
    const double x = (v->x[i] + v->x[i + 1]) / 2;
    const double y = STRIP_MIDDLE + off * px_per_s; // slower lies lower
    (void)draw_line(v->d, (draw_pen){.stroke = DRAW_SOFT, .width = 1.2}, x,
                    STRIP_MIDDLE + (off - error) * px_per_s, x, STRIP_MIDDLE + (off + error) * px_per_s);
    draw_shape *s = draw_rect(v->d,
                              (draw_pen){.fill = draw_speed_role(&v->scale, speed_of(&v->reps[i])),
                                         .stroke = DRAW_PAPER,
                                         .width = 1},
                              x - 5, y - 5, 10, 10, 5);
    char text[MILER_TEXT_MAX];
    off_text(text, sizeof text, off);
    draw_tip(v->d, s, "%s s per 400 m, ± %.1f s", text, error);
    if (v->x[i + 1] - v->x[i] > 20 || v->count < 20)
        (void)draw_text(v->d, (draw_type){.size = 11, .fill = DRAW_SOFT}, x + 8, y + 4, "%s", text);
}

static void draw_strip(const bars_view *v) {
    size_t work = 0;
    size_t aimed = 0;
    for (size_t i = 0; i < v->count; i++) {
        work += miler_rep_is_fast(&v->reps[i]);
        aimed += target_of(v, i) != NULL;
    }
    const double most = widest(v);
    const double px_per_s = STRIP_HALF / most;
    const draw_type scale = {.size = 11, .fill = DRAW_SOFT};
    (void)draw_text(v->d, scale, RIGHT + 8, STRIP_MIDDLE - STRIP_HALF + 8, "−%.1f s", most);
    (void)draw_text(v->d, scale, RIGHT + 8, STRIP_MIDDLE + STRIP_HALF, "+%.1f s", most);
    (void)draw_text(v->d, (draw_type){.size = 13, .bold = true}, 24, STRIP_MIDDLE - STRIP_HALF - 12,
                    "Seconds per 400 m against %s",
                    aimed == 0      ? "the mean of the set"
                    : aimed == work ? "the target"
                                    : "the target, or the mean of the set where none was set");
    (void)draw_line(v->d, (draw_pen){.stroke = DRAW_HAIR, .width = 1.2}, LEFT, STRIP_MIDDLE, RIGHT,
                    STRIP_MIDDLE);
    const draw_type soft = {.size = 11, .fill = DRAW_SOFT, .anchor = DRAW_END};
    (void)draw_text(v->d, soft, LEFT - 8, STRIP_MIDDLE + 4, "0 s");
    (void)draw_text(v->d, soft, LEFT - 8, STRIP_MIDDLE - STRIP_HALF + 8, "faster");
    (void)draw_text(v->d, soft, LEFT - 8, STRIP_MIDDLE + STRIP_HALF, "slower");
    for (size_t i = 0; i < v->count; i++) {
        if (!v->begins[i]) continue;
        const set_sum s = sum_set(v, i);
        for (size_t k = i; k <= s.last; k++)
            if (is_held(v, k, &s)) draw_dot(v, k, aim_s(v, k, &s), px_per_s);
    }
}

// ---- The picture

static void describe(const bars_view *v, size_t work, miler_arena *arena) {
    char words[256] = "one steady run, no reps in it";
    size_t used = 0;
    for (size_t i = 0; i < v->count && used < sizeof words - 100; i++) {
        if (!v->begins[i]) continue;
        const set_sum s = sum_set(v, i);
        char one[160];
        set_words(v, &s, one, sizeof one, false);
        const int put = snprintf(words + used, sizeof words - used, "%s%s", used > 0 ? "; " : "", one);
        used += put > 0 ? (size_t)put : 0;
        if (used >= sizeof words) used = sizeof words - 1;
    }
    draw_title(v->d, "%s: %s", picture_name(v->run), "reps and recoveries");
    draw_desc(v->d, "%zu bar%s, width time, height speed: %s.", v->count, PLURAL_S(v->count), words);
    const char *target = "";
    for (size_t i = 0; i < v->count; i++)
        if (target_of(v, i) != NULL) target = "; dashed: the target";
    const char *line = miler_arena_printf(
        arena, "%s%s", work > 0 ? "width is time, height is speed: the area is the distance" : words, target);
    draw_head(v->d, picture_name(v->run), picture_line(arena, v->run, line != NULL ? line : ""));
}

static size_t count_work(const bars_view *v) {
    size_t work = 0;
    for (size_t i = 0; i < v->count; i++)
        work += miler_rep_is_fast(&v->reps[i]);
    return work;
}

static draw_scale scale_of(const bars_view *v, miler_arena *arena) {
    double *speed = miler_arena_array(arena, v->count, sizeof *speed);
    double *time = miler_arena_array(arena, v->count, sizeof *time);
    if (speed == NULL || time == NULL)
        return (draw_scale){.low_mps = 2, .high_mps = 6, .units = v->run->units};
    for (size_t i = 0; i < v->count; i++) {
        speed[i] = speed_of(&v->reps[i]);
        time[i] = time_of(&v->reps[i]);
    }
    return draw_scale_of(arena, speed, time, v->count, v->run->units);
}

void picture_reps(drawing *d, miler_arena *arena, const picture_run *run) {
    picture_begin(d, arena, "reps", 960, 616, run);
    if (run->reps == NULL || run->reps->count == 0) {
        draw_empty(d, picture_name(run), "no reps: nothing was found that could be cut into parts");
        return;
    }
    bars_view v = {.d = d, .run = run, .reps = run->reps->reps, .count = run->reps->count};
    if (!lay_out(&v, arena)) {
        d->failed = true;
        return;
    }
    v.upright = crowded(&v);
    // Upright words need room under the bracket.
    v.px_per_mps = (BASE - TOP) / (fastest(&v) * (v.upright ? 1.16 : 1.04));
    v.scale = scale_of(&v, arena);
    const size_t work = count_work(&v);
    v.any_work = work > 0;
    const bool strip = any_held(&v);
    if (!strip) d->height = 492;
    describe(&v, work, arena);
    draw_targets(&v, false);
    draw_speed_axis(&v);
    size_t number = 0;
    for (size_t i = 0; i < v.count; i++)
        draw_bar(&v, i, miler_rep_is_fast(&v.reps[i]) ? ++number : 0);
    draw_targets(&v, true);
    draw_time_axis(&v);
    draw_sets(&v);
    if (strip) draw_strip(&v);
    draw_legend(d, &v.scale, (LEFT + RIGHT) / 2 - 150, d->height - 42, 300);
    d->failed = d->failed || miler_arena_failed(arena);
}
