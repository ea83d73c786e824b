// SPDX-License-Identifier: MIT
#include "render/ways_render.h"

#include "render/js.h"
#include "render/look.h"

#include <string.h>

static const char *timed(double time_s, char text[MILER_TEXT_MAX]) {
    miler_print_time(text, MILER_TEXT_MAX, time_s, 1);
    return text;
}

// The strategy that stands best after misjudging, and the one fastest without.
static const miler_race_way *most_forgiving(const miler_race_way *ways, size_t count) {
    const miler_race_way *best = &ways[0];
    for (size_t i = 1; i < count; i++)
        if (ways[i].expected_s < best->expected_s) best = &ways[i];
    return best;
}

miler_status render_race_ways_text(const miler_race_way *ways, size_t count, bool own,
                                   const term_style *style, miler_arena *arena, miler_buf *out,
                                   miler_error *err) {
    static const term_column columns[7] = {{"way", TERM_LEFT, false},         {"at best", TERM_RIGHT, false},
                                           {"to optimum", TERM_RIGHT, false}, {"2 % slow", TERM_RIGHT, false},
                                           {"1 % fast", TERM_RIGHT, false},   {"2 % fast", TERM_RIGHT, false},
                                           {"3 % fast", TERM_RIGHT, false}};
    if (count == 0) return MILER_OK;
    (void)miler_buf_append(out, "\n", 1);
    term_heading(style, out, own ? "What each way costs you" : "What each way costs a runner of this goal",
                 false);
    term_table *table = term_table_new(arena, style, columns, 7);
    for (size_t i = 0; i < count; i++) {
        const miler_race_way *w = &ways[i];
        char text[MILER_TEXT_MAX];
        term_cell(table, TERM_BOLD, "%s", miler_strategy_name(w->strategy));
        term_cell(table, TERM_PLAIN, "%s", timed(w->best_s, text));
        term_cell(table, TERM_PLAIN, "%+.1f s", look_tenth(w->cost_s));
        term_cell(table, TERM_DIM, "%+.1f", look_tenth(w->slow_s[1] - w->best_s));
        for (int p = 0; p < MILER_MISJUDGED; p++)
            term_cell(table, TERM_DIM, "%+.1f", look_tenth(w->fast_s[p] - w->best_s));
    }
    const miler_status status = term_table_print(table, out, err);
    if (status != MILER_OK) return status;
    const miler_race_way *kind = most_forgiving(ways, count);
    char text[MILER_TEXT_MAX], line[400];
    (void)snprintf(line, sizeof line,
                   "Begun too fast costs several times what begun too slow does. With a pace good to 1.5 %% "
                   "the kindest is %s, %s in the mean. By the energy model; it tells differences to some "
                   "tenths of a second.",
                   miler_strategy_name(kind->strategy), timed(kind->expected_s, text));
    term_wrap(style, out, TERM_DIM, line, 0, 0);
    return miler_buf_status(out, err);
}

// "fewer than one", "nearly all", "32"
static void print_odds(char *out, size_t size, double in_100) {
    if (in_100 > 99.5)
        (void)snprintf(out, size, "nearly all");
    else if (in_100 >= 0.5)
        (void)snprintf(out, size, "%.0f", in_100);
    else
        (void)snprintf(out, size, "fewer than one");
}

static void put_form(const app_pace_form *form, const char *whose, double goal_s, const term_style *style,
                     miler_buf *out) {
    char goal[MILER_TEXT_MAX], likely[MILER_TEXT_MAX], low[MILER_TEXT_MAX], high[MILER_TEXT_MAX];
    char odds[32], line[280];
    print_odds(odds, sizeof odds, app_pace_odds(form, goal_s));
    (void)snprintf(line, sizeof line,
                   "%s good for %s (%s to %s in eight races of ten); %s is made in %s of a hundred.", whose,
                   timed(form->likely_s, likely), timed(form->low_s, low), timed(form->high_s, high),
                   timed(goal_s, goal), odds);
    term_wrap(style, out, TERM_PLAIN, line, 0, 0);
}

// A goal that lies outside the band is no plan of this runner's.
static void put_outside(const app_pace_form *form, double goal_s, const term_style *style, miler_buf *out) {
    const double off_s = app_pace_outside(form, goal_s);
    char goal[MILER_TEXT_MAX], lap[MILER_TEXT_MAX], by[MILER_TEXT_MAX + 2], line[280];
    if (!(fabs(off_s) > 0)) return;
    miler_race_print_lap(lap, sizeof lap, fabs(off_s)); // "7.5", "2:41.4"
    (void)snprintf(by, sizeof by, "%s%s", lap, strchr(lap, ':') == NULL ? " s" : "");
    (void)snprintf(line, sizeof line,
                   off_s < 0
                       ? "%s is %s faster than the fast end of that: out of reach in nine races of ten, and "
                         "begun at its pace the race will end slow."
                       : "%s is %s slower than the slow end of that: you would hold a lot back. Is the "
                         "distance right, and the time in minutes:seconds?",
                   timed(goal_s, goal), by);
    term_wrap(style, out, TERM_BOLD, line, 0, 0);
}

void render_race_self_text(const app_pace_self *self, double goal_s, const term_style *style,
                           miler_buf *out) {
    const app_pace_form *judge = app_pace_judge(self);
    char a[MILER_TEXT_MAX], b[MILER_TEXT_MAX], c[MILER_TEXT_MAX], day[MILER_TEXT_MAX], whose[80], line[200];
    put_form(&self->today, "Today you are", goal_s, style, out);
    if (self->race_day.known) {
        miler_print_date(day, sizeof day, self->race_day.day);
        (void)snprintf(whose, sizeof whose, "By %s the plan is likely to make you", day);
        put_form(&self->race_day, whose, goal_s, style, out);
    }
    put_outside(judge, goal_s, style, out);
    (void)snprintf(line, sizeof line,
                   "Goals%s: A %s (one race in four)  B %s (one in two)  C %s (nine in ten)",
                   self->race_day.known ? " of that day" : "", timed(judge->goal_s[APP_GOAL_A], a),
                   timed(judge->goal_s[APP_GOAL_B], b), timed(judge->goal_s[APP_GOAL_C], c));
    term_wrap(style, out, TERM_PLAIN, line, 0, 0);
    if (fabs(self->conditions_share) > 0) {
        (void)snprintf(line, sizeof line, "All of it in the conditions told, which make %+.1f s of it.",
                       look_tenth(self->conditions_share * goal_s));
        term_wrap(style, out, TERM_DIM, line, 0, 0);
    } else {
        term_line(style, out, TERM_DIM, "In still, mild air at sea level.");
    }
}

json_t *render_race_ways_json(const miler_race_way *ways, size_t count) {
    js j = {0};
    json_t *root = js_root(&j);
    json_t *list = js_array(&j, root, "ways");
    for (size_t i = 0; i < count; i++) {
        const miler_race_way *w = &ways[i];
        json_t *o = js_item(&j, list);
        js_text(&j, o, "strategy", miler_strategy_name(w->strategy));
        js_num(&j, o, "best_s", w->best_s, 3);
        js_num(&j, o, "to_optimum_s", w->cost_s, 3);
        js_num(&j, o, "expected_s", w->expected_s, 3);
        json_t *finishes = js_array(&j, o, "misjudged");
        for (int p = -MILER_MISJUDGED; p <= MILER_MISJUDGED; p++) {
            if (p == 0) continue;
            json_t *at = js_item(&j, finishes);
            js_int(&j, at, "too_fast_percent", p);
            js_num(&j, at, "finish_s", p > 0 ? w->fast_s[p - 1] : w->slow_s[-p - 1], 3);
        }
    }
    json_t *out = json_incref(list);
    root = js_done(&j, root);
    if (root == NULL) {
        json_decref(out);
        return NULL;
    }
    json_decref(root);
    return out;
}

static void form_json(js *j, json_t *o, const app_pace_form *form, double goal_s) {
    static const double odds[APP_GOAL_COUNT] = APP_GOAL_ODDS;
    static const char *const names[APP_GOAL_COUNT] = {"A", "B", "C"};
    js_num(j, o, "likely_s", form->likely_s, 3);
    js_num(j, o, "low_s", form->low_s, 3);
    js_num(j, o, "high_s", form->high_s, 3);
    js_num(j, o, "goal_odds_percent", app_pace_odds(form, goal_s), 1);
    js_num(j, o, "goal_outside_s", app_pace_outside(form, goal_s), 3);
    json_t *goals = js_array(j, o, "goals");
    for (int g = 0; g < APP_GOAL_COUNT; g++) {
        json_t *at = js_item(j, goals);
        js_text(j, at, "name", names[g]);
        js_num(j, at, "time_s", form->goal_s[g], 3);
        js_num(j, at, "odds_percent", 100 * odds[g], 0);
    }
}

json_t *render_race_self_json(const app_pace_self *self, double goal_s) {
    js j = {0};
    json_t *o = js_root(&j);
    form_json(&j, o, &self->today, goal_s);
    js_num(&j, o, "conditions_s", self->conditions_share * goal_s, 3);
    if (self->race_day.known) {
        json_t *then = js_object(&j, o, "race_day");
        js_date(&j, then, "date", self->race_day.day);
        form_json(&j, then, &self->race_day, goal_s);
    } else {
        js_put(&j, o, "race_day", json_null());
    }
    return js_done(&j, o);
}
