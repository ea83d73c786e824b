// SPDX-License-Identifier: MIT
// Weeks as a table, one letter of a kind for so many points, and below it what
// is to be said in words.
#include "render/load_render.h"

#include "base/plural.h"
#include "render/js.h"

#include <stdio.h>

#define LETTERS_MAX 24
#define LETTERS_MIN 8
#define BEFORE_LETTERS 45 // columns of a week without its monotony
#define TOLD_MAX 3        // weeks with words, newest first; --json has them all

static const char letters[MILER_LOAD_KIND_COUNT + 1] = "eLtiRxs";
static const char *const kind_words[MILER_LOAD_KIND_COUNT] = {
    "easy", "long", "threshold", "intervals", "trial or race", "cross-training", "strength"};

typedef struct sheet {
    const app_load_answer *a;
    const render_look *look;
    miler_arena *arena;
    miler_buf *out;
} sheet;

static void say(const sheet *s, term_colour colour, const char *text) {
    term_wrap(&s->look->style, s->out, colour, text, 0, 2);
}

// Points that a letter stands for: the largest week fills the bar.
static double letter_points(const app_load_answer *a, int columns) {
    const int room = columns - BEFORE_LETTERS;
    const int most_letters = room > LETTERS_MAX ? LETTERS_MAX : room < LETTERS_MIN ? LETTERS_MIN : room;
    static const double steps[] = {5, 10, 20, 25, 50, 100, 200, 500};
    double most = 0;
    for (size_t i = 0; i < a->count; i++)
        most = fmax(most, a->weeks[i].span.load);
    size_t k = 0;
    while (k + 1 < sizeof steps / sizeof steps[0] && most > most_letters * steps[k])
        k++;
    return steps[k];
}

// By running sums, so that the bar is as long as the whole and small kinds add up.
static void bar_text(const miler_load_span *span, double points, char *out, size_t size) {
    double sum = 0;
    size_t len = 0;
    for (size_t k = 0; k < MILER_LOAD_KIND_COUNT; k++) {
        sum += span->kind_load[k];
        while (len + 1 < size && ((double)len + 0.5) * points < sum)
            out[len++] = letters[k];
    }
    out[len] = '\0';
}

static void week_row(const sheet *s, const miler_load_week *w, double points, term_table *table) {
    const miler_load_span *span = &w->span;
    char text[MILER_TEXT_MAX], bar[4 * LETTERS_MAX];
    const bool jumped = w->jump.kind != MILER_JUMP_NONE;
    miler_print_date(text, sizeof text, span->first_day);
    term_cell(table, TERM_PLAIN, "%s", text);
    term_cell(table, TERM_PLAIN, "%d", span->sessions);
    term_cell(table, w->jump.kind == MILER_JUMP_DISTANCE ? TERM_YELLOW : TERM_BOLD, "%.1f",
              span->dist_m / look_unit_m(s->look->units));
    miler_print_time(text, sizeof text, span->time_s, 0);
    term_cell(table, TERM_PLAIN, "%s", span->time_s > 0 ? text : "-");
    term_cell(table, jumped ? TERM_YELLOW : TERM_BOLD, "%.0f", span->load);
    term_cell(table, TERM_DIM, "%.0f", span->load_error);
    if (isfinite(span->monotony) && span->load > 0)
        term_cell(table, TERM_PLAIN, "%.1f", span->monotony);
    else
        term_cell(table, TERM_DIM, "%s", span->days < 7 ? "so far" : "-");
    bar_text(span, points, bar, sizeof bar);
    term_cell(table, TERM_CYAN, "%s", bar);
}

// Weeks before the first session of all are no weeks off.
static size_t first_week(const app_load_answer *a) {
    const int32_t begun = a->today - a->view.history_days + 1;
    size_t i = 0;
    while (i + 1 < a->count && a->weeks[i].span.first_day + 6 < begun && a->weeks[i].span.sessions == 0)
        i++;
    return i;
}

static void weeks_table(const sheet *s) {
    const term_column columns[] = {{"week of", TERM_LEFT, false},
                                   {"sessions", TERM_RIGHT, false},
                                   {look_unit_word(s->look->units), TERM_RIGHT, false},
                                   {"time", TERM_RIGHT, false},
                                   {"load", TERM_RIGHT, false},
                                   {"+/-", TERM_RIGHT, false},
                                   {"monotony", TERM_RIGHT, false},
                                   {"by kind", TERM_LEFT, false}};
    const double points = letter_points(s->a, term_width(&s->look->style));
    term_table *table =
        term_table_new(s->arena, &s->look->style, columns, sizeof columns / sizeof columns[0]);
    term_table_spare(table, 6); // the monotony, then the error
    term_table_spare(table, 5);
    for (size_t i = first_week(s->a); i < s->a->count; i++)
        week_row(s, &s->a->weeks[i], points, table);
    if (term_table_print(table, s->out, NULL) != MILER_OK) s->out->failed = true;
    char text[240];
    size_t len = 0;
    for (size_t k = 0; k < MILER_LOAD_KIND_COUNT; k++)
        len += (size_t)snprintf(text + len, sizeof text - len, "%s%c %s", k > 0 ? ", " : "", letters[k],
                                kind_words[k]);
    (void)snprintf(text + len, sizeof text - len,
                   "; %.0f point%s a letter. 100 points: an hour at threshold.", points, PLURAL_S(points));
    say(s, TERM_DIM, text);
}

// ---- Four weeks

static void kinds_line(const sheet *s, const miler_load_span *span) {
    char text[300];
    size_t len = (size_t)snprintf(text, sizeof text, "Its load by kind:");
    const char *gap = " ";
    for (size_t k = 0; k < MILER_LOAD_KIND_COUNT; k++) {
        if (!(span->kind_load[k] > 0)) continue;
        len += (size_t)snprintf(text + len, sizeof text - len, "%s%s %.0f %%", gap, kind_words[k],
                                100 * span->kind_load[k] / span->load);
        gap = ", ";
    }
    (void)snprintf(text + len, sizeof text - len, ".");
    if (span->load > 0) say(s, TERM_PLAIN, text);
}

static void four_weeks(const sheet *s) {
    const miler_load_view *v = &s->a->view;
    char dist[MILER_TEXT_MAX] = "none", time[MILER_TEXT_MAX], change[80] = "", text[320];
    if (v->last.sessions == 0) return;
    miler_print_time(time, sizeof time, v->last.time_s, 0);
    if (v->history_days >= 56 && v->before.load > 0)
        (void)snprintf(change, sizeof change, ", %.0f %% %s than in the four before",
                       fabs(100 * (v->last.load / v->before.load - 1)),
                       v->last.load >= v->before.load ? "more" : "less");
    if (v->last.dist_m > 0)
        (void)snprintf(dist, sizeof dist, "%.1f %s", v->last.dist_m / look_unit_m(s->look->units),
                       look_unit_word(s->look->units));
    (void)snprintf(text, sizeof text, "The last four weeks: %s of running, %s in all, load %.0f +/- %.0f%s.",
                   dist, time, v->last.load, v->last.load_error, change);
    miler_buf_text_append(s->out, "\n");
    say(s, TERM_BOLD, text);
    kinds_line(s, &v->last);
    (void)snprintf(text, sizeof text, "A day: %.0f point%s over the last week, %.0f over the last six%s.",
                   v->short_load, PLURAL_S(round(v->short_load)), v->long_load,
                   v->history_days < 42 ? " (less than six weeks are known)" : ", in exponential means");
    say(s, TERM_PLAIN, text);
}

// ---- What is to be said

static void told_weeks(const sheet *s) {
    size_t told = 0;
    bool jumped = false;
    for (size_t i = s->a->count; i-- > 0 && told < TOLD_MAX;) {
        const miler_load_week *w = &s->a->weeks[i];
        miler_buf words;
        miler_buf_init(&words, miler_arena_allocator(s->arena), 1000);
        miler_load_week_words(w, s->look->units, &words);
        const char *text = miler_buf_text(&words);
        if (words.failed) s->out->failed = true;
        if (text[0] != '\0') {
            char date[MILER_TEXT_MAX], line[600];
            miler_print_date(date, sizeof date, w->span.first_day);
            (void)snprintf(line, sizeof line, "Week of %s%s: %s", date, w->span.days < 7 ? ", so far" : "",
                           text);
            if (told++ == 0) miler_buf_text_append(s->out, "\n");
            say(s, TERM_YELLOW, line);
            jumped = jumped || w->jump.kind != MILER_JUMP_NONE;
        }
        miler_buf_deinit(&words);
    }
    if (jumped) say(s, TERM_DIM, miler_load_jump_rule());
}

// A ride is not to be rated: it is no training of this runner, or belongs under another sport.
static void without_load(const sheet *s, int32_t nothing) {
    char text[400];
    if (nothing <= (int32_t)s->a->rides) return;
    (void)snprintf(
        text, sizeof text,
        "What has no load counts in time alone: neither a pace to hold against the threshold nor a "
        "heart rate%s. How hard it felt does as well: miler edit ID effort 6 (of 10).",
        s->a->now.hr_max_bpm > 0 ? "" : " (it needs your maximum: miler athlete set --hr-max 188)");
    say(s, TERM_DIM, text);
}

static void not_counted(const sheet *s) {
    const app_load_answer *a = s->a;
    char text[300];
    if (a->rides > 0) {
        (void)snprintf(
            text, sizeof text,
            "%zu recorded as a run %s ridden (a car, a bicycle): time alone, no distance of running "
            "and no load.",
            a->rides, a->rides == 1 ? "was" : "were");
        say(s, TERM_DIM, text);
    }
    if (a->doubted > 0) {
        (void)snprintf(text, sizeof text,
                       "The distance of %zu %s is not counted, as it is far faster than everything else "
                       "makes likely: miler fitness",
                       a->doubted, a->doubted == 1 ? "run" : "runs");
        say(s, TERM_DIM, text);
    }
    if (a->outranked > 0) {
        (void)snprintf(
            text, sizeof text,
            "Effort was told of %zu %s with a pace or a heart rate, which outrank it: load is from those.",
            a->outranked, a->outranked == 1 ? "session" : "sessions");
        say(s, TERM_DIM, text);
    }
}

static void rests_on(const sheet *s) {
    const miler_load_runner *r = &s->a->now;
    int32_t by[MILER_LOAD_BASIS_COUNT] = {0};
    char text[400], pace[MILER_TEXT_MAX], bpm[120] = "", felt[40] = "";
    for (size_t i = 0; i < s->a->count; i++)
        for (size_t k = 0; k < MILER_LOAD_BASIS_COUNT; k++)
            by[k] += s->a->weeks[i].span.by_basis[k];
    if (r->hr_max_bpm > 0)
        (void)snprintf(bpm, sizeof bpm, "; maximum heart rate %.0f, %s; at rest %.0f, %s", r->hr_max_bpm,
                       r->hr_max_guessed ? "by age" : "told", s->a->hr_rest_told ? r->hr_rest_bpm : 60.0,
                       s->a->hr_rest_told ? "told" : "taken");
    if (r->threshold_mps > 0)
        miler_print_pace(pace, sizeof pace, 1000 / r->threshold_mps, s->look->units);
    else
        (void)snprintf(pace, sizeof pace, "not known");
    if (by[MILER_LOAD_BY_EFFORT] > 0)
        (void)snprintf(felt, sizeof felt, ", effort %d", by[MILER_LOAD_BY_EFFORT]);
    (void)snprintf(text, sizeof text,
                   "From pace %d, heart rate %d%s, nothing %d of the sessions. Threshold pace today %s%s.",
                   by[MILER_LOAD_BY_PACE], by[MILER_LOAD_BY_HR], felt, by[MILER_LOAD_BY_NONE], pace, bpm);
    miler_buf_text_append(s->out, "\n");
    say(s, TERM_DIM, text);
    without_load(s, by[MILER_LOAD_BY_NONE]);
    not_counted(s);
    if (by[MILER_LOAD_BY_NONE] == 0 || s->a->unread == 0) return;
    (void)snprintf(text, sizeof text, "%zu of them could not be read from their files: miler doctor",
                   s->a->unread);
    say(s, TERM_YELLOW, text);
}

void render_load_text(const app_load_answer *a, const render_look *look, miler_buf *out) {
    const sheet s = {a, look, miler_arena_new(out->alloc, 0), out};
    if (s.arena == NULL) {
        out->failed = true;
        return;
    }
    if (a->sessions == 0) {
        say(&s, TERM_PLAIN, "No training in these weeks. Bring in runs: miler import FOLDER");
    } else {
        weeks_table(&s);
        four_weeks(&s);
        told_weeks(&s);
        rests_on(&s);
    }
    if (miler_arena_failed(s.arena)) out->failed = true;
    miler_arena_free(s.arena);
}

// ---- JSON

static void span_json(js *j, json_t *row, const miler_load_span *span) {
    js_date(j, row, "first_date", span->first_day);
    js_int(j, row, "days", span->days);
    js_int(j, row, "sessions", span->sessions);
    js_int(j, row, "runs", span->runs);
    js_num(j, row, "distance_m", span->dist_m, 1);
    js_num(j, row, "time_s", span->time_s, 1);
    js_num(j, row, "load", span->load, 1);
    js_num(j, row, "load_error", span->load_error, 1);
    js_num(j, row, "monotony", span->monotony, 2);
    js_num(j, row, "strain", span->strain, 1);
    json_t *from = js_object(j, row, "sessions_from");
    js_int(j, from, "pace", span->by_basis[MILER_LOAD_BY_PACE]);
    js_int(j, from, "heart_rate", span->by_basis[MILER_LOAD_BY_HR]);
    js_int(j, from, "effort", span->by_basis[MILER_LOAD_BY_EFFORT]);
    js_int(j, from, "nothing", span->by_basis[MILER_LOAD_BY_NONE]);
    json_t *kinds = js_array(j, row, "kinds");
    for (size_t k = 0; k < MILER_LOAD_KIND_COUNT && !j->failed; k++) {
        if (span->kind_sessions[k] == 0) continue;
        json_t *kind = js_item(j, kinds);
        js_text(j, kind, "kind", miler_load_kind_name((miler_load_kind)k));
        js_int(j, kind, "sessions", span->kind_sessions[k]);
        js_num(j, kind, "time_s", span->kind_s[k], 1);
        js_num(j, kind, "load", span->kind_load[k], 1);
    }
}

static void week_json(js *j, json_t *row, const miler_load_week *w) {
    static const char *const jumps[MILER_JUMP_KIND_COUNT] = {"none", "distance", "load"};
    const miler_load_jump *jump = &w->jump;
    miler_buf words;
    span_json(j, row, &w->span);
    js_num(j, row, "short_load", w->short_load, 2);
    js_num(j, row, "long_load", w->long_load, 2);
    js_text(j, row, "jump", jumps[jump->kind]);
    js_num(j, row, "jump_percent", 100 * jump->share, 1);
    js_num(j, row, "jump_base_m", jump->kind == MILER_JUMP_DISTANCE ? jump->base : (double)NAN, 1);
    js_num(j, row, "jump_base_load", jump->kind == MILER_JUMP_LOAD ? jump->base : (double)NAN, 1);
    miler_buf_init(&words, NULL, 1000);
    miler_load_week_words(w, MILER_UNITS_METRIC, &words);
    if (miler_buf_status(&words, NULL) != MILER_OK) j->failed = true;
    js_text(j, row, "text", miler_buf_text(&words));
    miler_buf_deinit(&words);
}

json_t *render_load_json(const app_load_answer *a) {
    js j = {0};
    json_t *root = js_root(&j);
    js_date(&j, root, "date", a->today);
    json_t *weeks = js_array(&j, root, "weeks");
    for (size_t i = 0; i < a->count && !j.failed; i++)
        week_json(&j, js_item(&j, weeks), &a->weeks[i]);
    span_json(&j, js_object(&j, root, "four_weeks"), &a->view.last);
    span_json(&j, js_object(&j, root, "four_weeks_before"), &a->view.before);
    js_num(&j, root, "short_load", a->view.short_load, 2);
    js_num(&j, root, "long_load", a->view.long_load, 2);
    js_int(&j, root, "history_days", a->view.history_days);
    js_int(&j, root, "unread", (int64_t)a->unread);
    js_num(&j, root, "threshold_mps", a->now.threshold_mps, 3);
    js_num(&j, root, "hr_max_bpm", a->now.hr_max_bpm > 0 ? a->now.hr_max_bpm : (double)NAN, 0);
    js_bool(&j, root, "hr_max_by_age", a->now.hr_max_guessed && a->now.hr_max_bpm > 0);
    js_text(&j, root, "jump_rule", miler_load_jump_rule());
    return js_done(&j, root);
}
