// SPDX-License-Identifier: MIT
// One session as text and JSON.
#include "render/workout_render.h"

#include "render/js.h"
#include "render/steps_json.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct lines_text {
    const term_style *style;
    miler_buf *out;
} lines_text;

static bool text_line(void *user, int indent, const char *text) {
    lines_text *w = user;
    const int before = 2 + 2 * indent;
    term_repeat(w->out, " ", before);
    term_wrap(w->style, w->out, TERM_PLAIN, text, before, before + 2);
    return true;
}

// "about 29:24 in all, 4.8 km of running: 0.8 easy, 4.0 mile pace and faster"
static void total_text(const miler_workout_total *t, const char *time, const render_look *look,
                       miler_buf *out) {
    const struct {
        double dist_m;
        const char *name;
    } parts[] = {{t->easy_m, "easy"},
                 {t->threshold_m, "threshold"},
                 {t->vo2max_m, "VO2max"},
                 {t->fast_m, "mile pace and faster"}};
    const double unit = look_unit_m(look->units);
    char text[240];
    size_t len = (size_t)snprintf(text, sizeof text, "about %s in all", time);
    if (t->dist_m > 0)
        len += (size_t)snprintf(text + len, sizeof text - len, ", %.1f %s of running", t->dist_m / unit,
                                look_unit_word(look->units));
    const char *between = ": ";
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (parts[i].dist_m < unit / 20) continue; // less than the last digit shown
        len += (size_t)snprintf(text + len, sizeof text - len, "%s%.1f %s", between, parts[i].dist_m / unit,
                                parts[i].name);
        between = ", ";
    }
    miler_buf_text_append(out, "\n");
    term_wrap(&look->style, out, TERM_PLAIN, text, 0, 0);
}

// ---- In one's own numbers

#define NUMBERS_COLUMN 12

typedef void step_fn(void *user, const miler_step *step);

// Each running or cross-training step once, in the order of the text.
static void each_step(const miler_step *steps, size_t count, int depth, step_fn *fn, void *user) {
    for (size_t i = 0; i < count && depth <= MILER_WORKOUT_DEPTH_MAX; i++) {
        if (steps[i].kind == MILER_STEP_REPEAT)
            each_step(steps[i].children, steps[i].child_count, depth + 1, fn, user);
        else if (steps[i].target.kind != MILER_TARGET_NONE || steps[i].kind == MILER_STEP_TIME_TRIAL)
            fn(user, &steps[i]);
    }
}

typedef struct numbers_text {
    const miler_pace_book *book;
    const render_look *look;
    miler_buf *out;
    char last[3][240]; // what was said already: six reps in a ladder say the same
    size_t said;
} numbers_text;

static size_t put(char *text, size_t size, size_t len, const char *what, double low, double high,
                  const char *unit) {
    if (!isfinite(low) || len >= size) return len;
    const bool one = !(high > low);
    const int n =
        one ? snprintf(text + len, size - len, "%s%s%.3g%s", len > 0 ? ", " : "", what, low, unit)
            : snprintf(text + len, size - len, "%s%s%.3g-%.3g%s", len > 0 ? ", " : "", what, low, high, unit);
    return len + (n > 0 ? (size_t)n : 0);
}

static size_t put_time(char *text, size_t size, size_t len, const char *what, double time_s) {
    char time[MILER_TEXT_MAX];
    if (!isfinite(time_s) || len >= size) return len;
    miler_print_time(time, sizeof time, time_s, 1);
    const int n = snprintf(text + len, size - len, "%s%s%s", len > 0 ? ", " : "", what, time);
    return len + (n > 0 ? (size_t)n : 0);
}

static size_t put_pace(char *text, size_t size, size_t len, double s_per_km, miler_units units) {
    char pace[MILER_TEXT_MAX];
    if (!isfinite(s_per_km) || len >= size) return len;
    miler_print_pace(pace, sizeof pace, s_per_km, units);
    const int n = snprintf(text + len, size - len, "%s%s", len > 0 ? ", " : "", pace);
    return len + (n > 0 ? (size_t)n : 0);
}

static size_t put_by_hand(char *text, size_t size, size_t len, const miler_numbers *n) {
    const char *what = !n->heart_by_hand ? "pace" : !n->pace_by_hand ? "heart rate" : "both";
    if (len == 0 || len >= size || !(n->pace_by_hand || n->heart_by_hand)) return len;
    const int more = snprintf(text + len, size - len, " (%s by hand)", what);
    return len + (more > 0 ? (size_t)more : 0);
}

static void step_text(void *user, const miler_step *step) {
    numbers_text *w = user;
    char text[240] = "";
    char name[MILER_TEXT_MAX];
    miler_numbers n;
    miler_step_numbers(step, w->book, &n);
    size_t len = put_pace(text, sizeof text, 0, n.pace_s_per_km, w->look->units);
    len = put_time(text, sizeof text, len, "rep ", n.rep_s);
    len = put_time(text, sizeof text, len, "400 m ", n.split_400_s);
    len = put_time(text, sizeof text, len, "200 m ", n.split_200_s);
    len = put(text, sizeof text, len, "", isfinite(n.low_bpm) ? round(n.low_bpm) : n.low_bpm,
              round(n.high_bpm), " bpm");
    len = put_by_hand(text, sizeof text, len, &n);
    len = put(text, sizeof text, len, "effort ", n.low_rpe, n.high_rpe, " of 10");
    if (len == 0) return;
    for (size_t i = 0; i < 3; i++)
        if (strcmp(w->last[i], text) == 0) return;
    (void)snprintf(w->last[w->said++ % 3], sizeof w->last[0], "%s", text);
    if (w->said == 1) miler_buf_text_append(w->out, "\nIn your numbers\n");
    if (step->dist_m > 0)
        miler_print_distance(name, sizeof name, step->dist_m, w->look->units);
    else
        miler_print_time(name, sizeof name, step->time_s, 0);
    miler_buf_printf(w->out, "  %-9s ", step->dist_m > 0 || step->time_s > 0 ? name : "");
    term_wrap(&w->look->style, w->out, TERM_PLAIN, text, NUMBERS_COLUMN, NUMBERS_COLUMN);
    if (!isfinite(n.race_s)) return;
    char race[MILER_TEXT_MAX], slip[120];
    miler_print_time(race, sizeof race, n.race_s, 0);
    (void)snprintf(slip, sizeof slip, "faster than you could race that far once, about %s: a slip?", race);
    term_repeat(w->out, " ", NUMBERS_COLUMN);
    term_wrap(&w->look->style, w->out, TERM_PLAIN, slip, NUMBERS_COLUMN, NUMBERS_COLUMN);
}

typedef struct numbers_json {
    js *j;
    json_t *list;
    const miler_pace_book *book;
} numbers_json;

static void step_json(void *user, const miler_step *step) {
    numbers_json *w = user;
    miler_numbers n;
    miler_step_numbers(step, w->book, &n);
    json_t *row = js_item(w->j, w->list);
    js_num(w->j, row, "distance_m", step->dist_m > 0 ? step->dist_m : (double)NAN, 3);
    js_num(w->j, row, "time_s", step->time_s > 0 ? step->time_s : (double)NAN, 3);
    js_num(w->j, row, "pace_s_per_km", n.pace_s_per_km, 2);
    js_num(w->j, row, "fast_s_per_km", n.fast_s_per_km, 2);
    js_num(w->j, row, "slow_s_per_km", n.slow_s_per_km, 2);
    js_num(w->j, row, "rep_s", n.rep_s, 2);
    js_num(w->j, row, "split_200_s", n.split_200_s, 2);
    js_num(w->j, row, "split_400_s", n.split_400_s, 2);
    js_num(w->j, row, "low_bpm", n.low_bpm, 0);
    js_num(w->j, row, "high_bpm", n.high_bpm, 0);
    js_num(w->j, row, "low_rpe", n.low_rpe, 1);
    js_num(w->j, row, "high_rpe", n.high_rpe, 1);
    js_num(w->j, row, "race_s", n.race_s, 2);
    js_bool(w->j, row, "pace_by_hand", n.pace_by_hand);
    js_bool(w->j, row, "heart_by_hand", n.heart_by_hand);
}

void render_workout_text(const app_workout_answer *a, const miler_pace_book *book, const render_look *look,
                         miler_buf *out) {
    const term_style *style = &look->style;
    if (a->id != NULL) {
        if (a->kind < MILER_WORK_KIND_COUNT)
            term_line(style, out, TERM_TITLE, "%s (%s)", a->title, miler_work_kind_name(a->kind));
        else
            term_line(style, out, TERM_TITLE, "%s", a->title);
        term_wrap(style, out, TERM_PLAIN, a->purpose, 0, 0);
        for (size_t i = 0; i < a->about_count; i++)
            term_wrap(style, out, TERM_DIM, a->about[i], 0, 2);
        miler_buf_text_append(out, "\n");
    }
    term_wrap(style, out, TERM_BOLD, a->text, 0, 0);
    miler_buf_text_append(out, "\n");
    // A line too long to be one ends the list; the text above has it all.
    lines_text lines = {style, out};
    if (miler_workout_lines(&a->workout, book, look->units, text_line, &lines) == MILER_ERR_NOMEM)
        out->failed = true;
    char time[MILER_TEXT_MAX], source[300];
    miler_print_time(time, sizeof time, a->total.time_s, 0);
    total_text(&a->total, time, look, out);
    numbers_text numbers = {.book = book, .look = look, .out = out};
    each_step(a->workout.steps, a->workout.step_count, 0, step_text, &numbers);
    if (a->source != NULL) {
        (void)snprintf(source, sizeof source, "[%s]", a->source);
        term_wrap(style, out, TERM_DIM, source, 0, 0);
    }
    if (book->race_count == 0 && a->total.dist_m > 0)
        term_wrap(style, out, TERM_PLAIN,
                  "Add --from mile=5:30, or import runs, to see it in your own paces.", 0, 0);
}

json_t *render_workout_json(const app_workout_answer *a, const miler_pace_book *book, miler_units units) {
    js j = {0};
    json_t *root = js_root(&j);
    js_text(&j, root, "id", a->id);
    js_text(&j, root, "title", a->title);
    js_text(&j, root, "purpose", a->purpose);
    js_bool(&j, root, "own", a->own);
    json_t *about = js_array(&j, root, "about");
    for (size_t i = 0; i < a->about_count && !j.failed; i++)
        js_append_text(&j, about, a->about[i]);
    js_text(&j, root, "text", a->text);
    const miler_workout_total *t = &a->total;
    js_num(&j, root, "distance_m", t->dist_m, 0);
    js_num(&j, root, "time_s", t->time_s, 0);
    js_num(&j, root, "easy_m", t->easy_m, 0);
    js_num(&j, root, "threshold_m", t->threshold_m, 0);
    js_num(&j, root, "vo2max_m", t->vo2max_m, 0);
    js_num(&j, root, "fast_m", t->fast_m, 0);
    numbers_json numbers = {&j, js_array(&j, root, "numbers"), book};
    if (!j.failed) each_step(a->workout.steps, a->workout.step_count, 0, step_json, &numbers);
    render_steps_json(&j, root, &a->workout, book, units);
    return js_done(&j, root);
}
