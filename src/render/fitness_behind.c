// SPDX-License-Identifier: MIT
#include "render/fitness_behind.h"

#include "base/plural.h"

#include <stdio.h>

#define BREAK_SAID_S 1.0 // of the mile: less is not worth a line

static void say(const render_look *look, miler_buf *out, term_colour colour, const char *text) {
    term_wrap(&look->style, out, colour, text, 0, 0);
}

static void put_doubt(const app_doubt *d, const render_look *look, miler_buf *out) {
    char dist[MILER_TEXT_MAX], time[MILER_TEXT_MAX], date[MILER_TEXT_MAX], what[128], text[500];
    miler_print_distance(dist, sizeof dist, d->dist_m, look->units);
    miler_print_date(date, sizeof date, d->day);
    if (d->reps)
        (void)snprintf(what, sizeof what, "%s", d->session[0] != '\0' ? d->session : "reps");
    else
        (void)snprintf(what, sizeof what, "%s in %s", dist, look_time(time, d->time_s));
    (void)snprintf(text, sizeof text, "Left out: %s on %s (%s): %s.", what, date, d->source, d->words);
    say(look, out, TERM_YELLOW, text);
}

static void put_far_off(const app_fitness_answer *a, const render_look *look, miler_buf *out) {
    char dist[MILER_TEXT_MAX], time[MILER_TEXT_MAX], date[MILER_TEXT_MAX] = "a day not told", text[340];
    const miler_evidence *e = &a->far_off;
    const char *then = a->far_off_set_aside
                           ? "Nothing is made of it until another result or time trial agrees."
                           : "Until that is known, trust the mile less than its band.";
    miler_print_distance(dist, sizeof dist, e->dist_m, look->units);
    if (e->day != MILER_NO_DAY) miler_print_date(date, sizeof date, e->day);
    (void)snprintf(
        text, sizeof text,
        "The evidence disagrees: %s in %s on %s is %.0f %% %s than everything else says. Is it right? %s",
        dist, look_time(time, e->time_s), date, fabs(a->far_off_share) * 100,
        a->far_off_share > 0 ? "slower" : "faster", then);
    say(look, out, TERM_YELLOW, text);
}

void render_behind_doubts(const app_fitness_answer *a, const render_look *look, miler_buf *out) {
    char text[160];
    const size_t shown = a->doubt_count < APP_DOUBTS_MAX ? a->doubt_count : APP_DOUBTS_MAX;
    if (a->has_far_off) put_far_off(a, look, out);
    if (shown == 0) return;
    for (size_t i = 0; i < shown; i++)
        put_doubt(&a->doubts[i], look, out);
    if (a->doubt_count > shown) {
        (void)snprintf(text, sizeof text, "And %zu more run%s like that.", a->doubt_count - shown,
                       PLURAL_S(a->doubt_count - shown));
        say(look, out, TERM_YELLOW, text);
    }
    say(look, out, TERM_DIM, "What was run after all counts when it is entered: miler result add");
}

static void put_break(const app_fitness_answer *a, const render_look *look, miler_buf *out) {
    const miler_fitness *f = &a->fitness;
    char text[300], slower[MILER_TEXT_MAX];
    const double by_s = f->mile.time_s * f->rest_share / (1 + f->rest_share);
    if (!(by_s >= BREAK_SAID_S)) return;
    if (by_s < 60)
        (void)snprintf(slower, sizeof slower, "%.0f s", by_s);
    else
        miler_print_time(slower, sizeof slower, by_s, 0);
    (void)snprintf(
        text, sizeof text,
        "No run for %d days%s: the mile is taken to be %s slower for it (%.0f %%), give or take half "
        "of that. The first runs will tell.",
        (int)f->rest_days, f->rest_over ? " not long ago" : "", slower, 100 * f->rest_share);
    say(look, out, TERM_YELLOW, text);
}

void render_behind_warnings(const app_fitness_answer *a, const render_look *look, miler_buf *out) {
    put_break(a, look, out);
    for (size_t i = 0; i < a->fitness.rests_on_count; i++) {
        char text[400];
        if (a->warning[i][0] == '\0') continue;
        (void)snprintf(text, sizeof text, "%s: %s", a->source[i], a->warning[i]);
        say(look, out, TERM_YELLOW, text);
    }
}

static void put_forecast(const app_fitness_answer *a, const render_look *look, miler_buf *out) {
    const app_forecast *f = &a->forecast;
    char dist[MILER_TEXT_MAX], likely[MILER_TEXT_MAX], low[MILER_TEXT_MAX], high[MILER_TEXT_MAX],
        date[MILER_TEXT_MAX], text[300];
    if (!f->known) return;
    miler_print_distance(dist, sizeof dist, f->dist_m, look->units);
    miler_print_date(date, sizeof date, f->race_day);
    const bool reached = fabs(f->dist_m - MILER_MILE_M) < 1 && a->fitness.mile.time_s <= f->likely_s;
    (void)snprintf(text, sizeof text,
                   reached
                       ? "Plan %lld was likely to bring the %s to %s by %s (%s to %s): by today's estimate "
                         "that is reached."
                       : "Plan %lld is likely to bring the %s to %s by %s; eight in ten between %s and %s, "
                         "today's doubt and the "
                         "usual gain of such plans taken together.",
                   (long long)f->plan_id, dist, look_time(likely, f->likely_s), date,
                   look_time(low, f->low_s), look_time(high, f->high_s));
    say(look, out, TERM_PLAIN, text);
}

static const char *heart_words(miler_heart_source source) {
    static const char *const words[] = {"", "83-88 % of the heart rate reserve",
                                        "88-92 % of the maximal heart rate", "runs at that pace",
                                        "what you told"};
    return words[source];
}

void render_behind_body(const app_fitness_answer *a, const render_look *look, miler_buf *out) {
    char text[300], critical[64] = "";
    if (a->heart.source != MILER_HEART_UNKNOWN)
        (void)snprintf(text, sizeof text, "Threshold heart rate %.0f to %.0f (from %s).", a->heart.low_bpm,
                       a->heart.high_bpm, heart_words(a->heart.source));
    else
        (void)snprintf(text, sizeof text,
                       "Threshold heart rate: not known; tell the maximum with miler athlete set --hr-max.");
    say(look, out, TERM_PLAIN, text);
    if (isfinite(a->reserve.over_critical))
        (void)snprintf(critical, sizeof critical, ", %.2f times critical speed", a->reserve.over_critical);
    if (a->reserve.known)
        (void)snprintf(text, sizeof text, "Speed reserve: a 400 at %.2f times the speed of the mile%s.",
                       a->reserve.over_mile, critical);
    else
        (void)snprintf(text, sizeof text, "Speed reserve: not known; an all-out 400 or 800 would tell.");
    say(look, out, TERM_PLAIN, text);
    put_forecast(a, look, out);
}

static void limits_row(const miler_side_level *l, miler_side side, bool limiter, const render_look *look,
                       term_table *table) {
    char text[MILER_TEXT_MAX];
    const term_colour colour = limiter ? TERM_YELLOW : TERM_PLAIN;
    term_cell(table, colour, "%s", miler_side_name(side));
    miler_print_distance(text, sizeof text, l->dist_m, look->units);
    term_cell(table, TERM_PLAIN, "%s", text);
    if (l->known) {
        term_cell(table, TERM_BOLD, "%s", look_time(text, l->time_s));
        term_cell(table, TERM_PLAIN, "%s", look_time(text, l->expected_s));
        term_cell(table, colour, "%.1f %% %s", fabs(l->behind_percent),
                  l->behind_percent > 0 ? "slower" : "faster");
        term_cell(table, TERM_DIM, "%.0f %%", l->sure_percent);
    } else {
        term_cell(table, TERM_DIM, "-");
        term_cell(table, TERM_PLAIN, "%s", look_time(text, l->expected_s));
        term_cell(table, TERM_DIM, "not known");
        term_cell(table, TERM_DIM, "-");
    }
    term_cell(table, TERM_CYAN, "%.1f s", l->one_percent_s);
    if (l->known)
        term_cell(table, TERM_CYAN, "%.1f s", l->to_level_s);
    else
        term_cell(table, TERM_DIM, "-");
}

static void put_verdict(const miler_limits *limits, const render_look *look, miler_buf *out) {
    char text[400], dist[MILER_TEXT_MAX];
    bool known = false;
    for (int s = 0; s < MILER_SIDE_COUNT; s++)
        known = known || limits->sides[s].known;
    if (limits->limiter >= 0) {
        const miler_side_level *l = &limits->sides[limits->limiter];
        (void)snprintf(text, sizeof text,
                       "What limits the mile is likely %s: at the level of others with the same mile it "
                       "would be %.1f s faster.",
                       miler_side_name((miler_side)limits->limiter), l->to_level_s);
        say(look, out, TERM_PLAIN, text);
    } else {
        say(look, out, TERM_PLAIN,
            known ? "Of what is known nothing stands out surely enough to be called the limit."
                  : "What limits the mile cannot be told from the mile alone.");
    }
    for (int s = 0; s < MILER_SIDE_COUNT; s++) {
        const miler_side_level *l = &limits->sides[s];
        if (l->known || s > MILER_SIDE_VO2MAX) continue; // the two that move the mile
        miler_print_distance(dist, sizeof dist, l->tells_m, look->units);
        (void)snprintf(text, sizeof text, "Nothing is known of your %s: an all-out %s would tell.",
                       miler_side_name((miler_side)s), dist);
        say(look, out, TERM_DIM, text);
    }
}

void render_behind_limits(const app_fitness_answer *a, const render_look *look, miler_arena *arena,
                          miler_buf *out) {
    static const term_column columns[] = {{"side", TERM_LEFT, false},     {"over", TERM_LEFT, false},
                                          {"you", TERM_RIGHT, false},     {"peers", TERM_RIGHT, false},
                                          {"you are", TERM_RIGHT, false}, {"sure", TERM_RIGHT, false},
                                          {"1 %", TERM_RIGHT, false},     {"level", TERM_RIGHT, false}};
    bool any = false;
    for (int s = 0; s < MILER_SIDE_COUNT; s++)
        any = any || a->limits.sides[s].known;
    if (!any) { // four rows of dashes tell nobody anything
        miler_buf_text_append(out, "\n");
        put_verdict(&a->limits, look, out);
        return;
    }
    term_table *table = term_table_new(arena, &look->style, columns, sizeof columns / sizeof columns[0]);
    term_table_spare(table, 5); // how sure, then over what: the rest says as much
    term_table_spare(table, 1);
    for (int s = 0; s < MILER_SIDE_COUNT; s++)
        limits_row(&a->limits.sides[s], (miler_side)s, s == a->limits.limiter, look, table);
    miler_buf_text_append(out, "\n");
    term_heading(&look->style, out, "What limits the mile (peers: others of the same mile)", false);
    if (term_table_print(table, out, NULL) != MILER_OK) out->failed = true;
    say(look, out, TERM_DIM,
        "1 %: what the mile wins when this side alone gets so much faster; level: when it comes up to the "
        "peers.");
    put_verdict(&a->limits, look, out);
}

void render_behind_carry(const app_fitness_answer *a, const render_look *look, miler_arena *arena,
                         miler_buf *out) {
    static const term_column columns[] = {{"distance", TERM_LEFT, false},
                                          {"now", TERM_RIGHT, false},
                                          {"then", TERM_RIGHT, false},
                                          {"gain", TERM_RIGHT, false}};
    term_table *table = term_table_new(arena, &look->style, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < MILER_CARRY_COUNT; i++) {
        const miler_carry *c = &a->carry[i];
        char text[MILER_TEXT_MAX];
        if (!(c->dist_m > 0)) continue;
        miler_print_distance(text, sizeof text, c->dist_m, look->units);
        term_cell(table, TERM_PLAIN, "%s", text);
        term_cell(table, TERM_PLAIN, "%s", look_time(text, c->before_s));
        term_cell(table, TERM_BOLD, "%s", look_time(text, c->after_s));
        term_cell(table, TERM_CYAN, "%.0f s", c->before_s - c->after_s);
    }
    char heading[64];
    miler_buf_text_append(out, "\n");
    (void)snprintf(heading, sizeof heading, "What %.0f seconds off the mile are worth", APP_CARRY_S);
    term_heading(&look->style, out, heading, false);
    if (term_table_print(table, out, NULL) != MILER_OK) out->failed = true;
    say(look, out, TERM_PLAIN,
        "Why distance runners train the mile: a faster mile makes every slower pace a smaller share of what "
        "you can do. Up to so much, if the endurance is kept.");
}

// ---- JSON

static void limits_json(js *j, json_t *root, const miler_limits *limits) {
    json_t *of = js_object(j, root, "limits");
    js_text(j, of, "limiter", limits->limiter >= 0 ? miler_side_name((miler_side)limits->limiter) : NULL);
    json_t *list = js_array(j, of, "sides");
    for (int s = 0; s < MILER_SIDE_COUNT && !j->failed; s++) {
        const miler_side_level *l = &limits->sides[s];
        json_t *row = js_item(j, list);
        js_text(j, row, "side", miler_side_name((miler_side)s));
        js_bool(j, row, "known", l->known);
        js_num(j, row, "distance_m", l->dist_m, 3);
        js_num(j, row, "time_s", l->time_s, 2);
        js_num(j, row, "expected_s", l->expected_s, 2);
        js_num(j, row, "behind_percent", l->known ? l->behind_percent : (double)NAN, 2);
        js_num(j, row, "sure_percent", l->known ? l->sure_percent : (double)NAN, 0);
        js_num(j, row, "one_percent_s", l->one_percent_s, 2);
        js_num(j, row, "to_level_s", l->to_level_s, 2);
        js_num(j, row, "tells_m", l->tells_m, 3);
    }
}

static void carry_json(js *j, json_t *root, const app_fitness_answer *a) {
    json_t *of = js_object(j, root, "carry_over");
    js_num(j, of, "gain_s", APP_CARRY_S, 2);
    json_t *list = js_array(j, of, "estimates");
    for (size_t i = 0; i < MILER_CARRY_COUNT && !j->failed; i++) {
        const miler_carry *c = &a->carry[i];
        json_t *row = js_item(j, list);
        js_num(j, row, "distance_m", c->dist_m, 3);
        js_num(j, row, "before_s", c->before_s, 2);
        js_num(j, row, "after_s", c->after_s, 2);
    }
}

static void forecast_json(js *j, json_t *root, const app_forecast *f) {
    json_t *of = js_object(j, root, "forecast");
    const double none = (double)NAN;
    if (f->known)
        js_int(j, of, "plan_id", f->plan_id);
    else
        js_num(j, of, "plan_id", none, 0);
    js_date(j, of, "race_date", f->known ? f->race_day : MILER_NO_DAY);
    js_num(j, of, "distance_m", f->known ? f->dist_m : none, 3);
    js_num(j, of, "likely_s", f->known ? f->likely_s : none, 2);
    js_num(j, of, "low_s", f->known ? f->low_s : none, 2);
    js_num(j, of, "high_s", f->known ? f->high_s : none, 2);
}

static void far_off_json(js *j, json_t *root, const app_fitness_answer *a) {
    json_t *of = js_object(j, root, "far_off");
    const bool is = a->has_far_off;
    js_num(j, of, "distance_m", is ? a->far_off.dist_m : (double)NAN, 3);
    js_num(j, of, "time_s", is ? a->far_off.time_s : (double)NAN, 2);
    js_date(j, of, "date", is ? a->far_off.day : MILER_NO_DAY);
    js_num(j, of, "slower_percent", is ? 100 * a->far_off_share : (double)NAN, 1);
    js_bool(j, of, "set_aside", a->far_off_set_aside);
}

static void doubts_json(js *j, json_t *root, const app_fitness_answer *a) {
    json_t *of = js_object(j, root, "doubted");
    const app_doubt *first = a->doubt_count > 0 ? &a->doubts[0] : NULL;
    js_int(j, of, "count", (int64_t)a->doubt_count);
    const bool told = first != NULL && !first->reps;
    js_num(j, of, "distance_m", told ? first->dist_m : (double)NAN, 3);
    js_num(j, of, "time_s", told ? first->time_s : (double)NAN, 2);
    js_date(j, of, "date", first != NULL ? first->day : MILER_NO_DAY);
    js_text(j, of, "source", first != NULL ? first->source : NULL);
    json_t *list = js_array(j, of, "runs");
    for (size_t i = 0; i < a->doubt_count && i < APP_DOUBTS_MAX && !j->failed; i++) {
        const app_doubt *d = &a->doubts[i];
        json_t *row = js_item(j, list);
        js_int(j, row, "run_id", d->run_id);
        // Of reps nobody ran the mile that they stand for.
        js_num(j, row, "distance_m", d->reps ? (double)NAN : d->dist_m, 3);
        js_num(j, row, "time_s", d->reps ? (double)NAN : d->time_s, 2);
        js_text(j, row, "session", d->reps ? d->session : NULL);
        js_date(j, row, "date", d->day);
        js_text(j, row, "source", d->source);
        js_text(j, row, "reason", app_doubt_name(d->why));
        js_text(j, row, "words", d->words);
    }
}

void render_behind_json(js *j, json_t *root, const app_fitness_answer *a) {
    static const char *const sources[] = {"unknown", "reserve", "maximum", "runs", "told"};
    limits_json(j, root, &a->limits);
    carry_json(j, root, a);
    json_t *reserve = js_object(j, root, "speed_reserve");
    js_bool(j, reserve, "known", a->reserve.known);
    js_num(j, reserve, "fast_mps", a->reserve.fast_mps, 3);
    js_num(j, reserve, "over_mile", a->reserve.over_mile, 3);
    js_num(j, reserve, "over_critical", a->reserve.over_critical, 3);
    json_t *heart = js_object(j, root, "threshold_hr");
    js_num(j, heart, "low_bpm", a->heart.low_bpm, 0);
    js_num(j, heart, "high_bpm", a->heart.high_bpm, 0);
    js_text(j, heart, "source", sources[a->heart.source]);
    js_num(j, root, "lone_trial_percent", 100 * a->fitness.lone_trial, 1);
    json_t *pause = js_object(j, root, "break");
    js_int(j, pause, "days", a->fitness.rest_days);
    js_num(j, pause, "slower_percent", 100 * a->fitness.rest_share, 1);
    doubts_json(j, root, a);
    far_off_json(j, root, a);
    forecast_json(j, root, &a->forecast);
}
