// SPDX-License-Identifier: MIT
#include "render/page.h"

#include "render/look.h"
#include "render/markup.h"

#include <string.h>

extern const char miler_data_page_style[];
extern const size_t miler_data_page_style_len;

static void element(miler_buf *out, const char *tag, const char *text) {
    miler_buf_printf(out, "<%s>", tag);
    markup_text(out, text);
    miler_buf_printf(out, "</%s>\n", tag);
}

static void mile(const page_facts *f, miler_buf *out) {
    miler_buf_text_append(out, "<section id=\"mile\" aria-label=\"The mile today\">\n");
    if (f->fitness == NULL) {
        miler_buf_text_append(
            out, "<p>Nothing yet says how fast you are. Bring in runs with <code>miler import FOLDER</code>, "
                 "or enter a result with "
                 "<code>miler result add mile 5:45</code>, then load this page again.</p>\n</section>\n");
        return;
    }
    const miler_fitness *fit = &f->fitness->fitness;
    char time[MILER_TEXT_MAX], low[MILER_TEXT_MAX], high[MILER_TEXT_MAX];
    miler_print_time(time, sizeof time, fit->mile.time_s, 1);
    miler_print_time(low, sizeof low, fit->mile.low_s, 1);
    miler_print_time(high, sizeof high, fit->mile.high_s, 1);
    miler_buf_printf(
        out,
        "<p class=\"soft\">The mile today</p><p class=\"mile\">%s</p><p>eight in ten between %s and %s</p>\n",
        time, low, high);
    if (fit->only_training)
        miler_buf_text_append(out, "<p class=\"soft\">This rests on training alone; in a race you are likely "
                                   "faster. A time trial makes it sharper.</p>\n");
    miler_buf_text_append(out, "<div "
                               "class=\"scroll\"><table><thead><tr><th>distance</th><th>time</th><th>fast</"
                               "th><th>slow</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < MILER_ESTIMATE_COUNT; i++) {
        const miler_estimate *e = &fit->estimates[i];
        char dist[MILER_TEXT_MAX];
        if (!isfinite(e->time_s)) continue;
        const int decimals = e->time_s < 900 ? 1 : 0;
        miler_print_distance(dist, sizeof dist, e->dist_m, f->units);
        miler_print_time(time, sizeof time, e->time_s, decimals);
        miler_print_time(low, sizeof low, e->low_s, decimals);
        miler_print_time(high, sizeof high, e->high_s, decimals);
        miler_buf_printf(out, "<tr%s><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>\n",
                         fabs(e->dist_m - MILER_MILE_M) < 0.5 ? " class=\"mark\"" : "", dist, time, low,
                         high);
    }
    miler_buf_text_append(out, "</tbody></table></div></section>\n");
}

typedef struct step_list {
    miler_buf *out;
    int depth; // open <ul>, each with its last <li> open: a list within stands in the item
} step_list;

static bool step_item(void *user, int indent, const char *text) {
    step_list *list = user;
    if (list->depth > indent) miler_buf_text_append(list->out, "</li>");
    for (; list->depth > indent + 1; list->depth--)
        miler_buf_text_append(list->out, "</ul></li>");
    for (; list->depth <= indent; list->depth++)
        miler_buf_text_append(list->out, list->depth < indent ? "<ul><li>" : "<ul>");
    miler_buf_text_append(list->out, "<li>");
    markup_text(list->out, text);
    return true;
}

// The steps in this runner's numbers; the text as it stands where it cannot be read.
static void steps(const page_facts *f, const miler_session *s, miler_buf *out) {
    miler_arena *arena = miler_arena_new(out->alloc, 0);
    miler_workout workout;
    step_list list = {out, 0};
    if (arena == NULL || miler_workout_parse(s->text, arena, &workout, NULL) != MILER_OK ||
        miler_workout_lines(&workout, &f->plan->plan.request.book, f->units, step_item, &list) != MILER_OK)
        element(out, "p", s->text);
    for (; list.depth > 0; list.depth--)
        miler_buf_text_append(out, "</li></ul>");
    miler_arena_free(arena);
}

static void reasons(const miler_session *s, miler_buf *out) {
    if (s->why_day[0] == '\0') return;
    miler_buf_text_append(out, "<details><summary>Why</summary>");
    element(out, "p", s->why_day);
    if (s->why_much[0] != '\0') element(out, "p", s->why_much);
    if (s->why_pace[0] != '\0') element(out, "p", s->why_pace);
    miler_buf_text_append(out, "</details>\n");
}

static void session(const page_facts *f, const miler_session *s, miler_buf *out) {
    char date[MILER_TEXT_MAX], dist[MILER_TEXT_MAX];
    miler_print_date(date, sizeof date, s->day);
    miler_buf_printf(out, "<article class=\"day%s%s\"><h3>%s %s: ", s->hard ? " hard" : "",
                     s->day == f->today ? " now" : "", miler_weekday_name(miler_weekday(s->day)), date);
    markup_text(out, s->title);
    miler_buf_text_append(out, "</h3>\n");
    if (s->time_s > 0)
        miler_buf_printf(out, "<p class=\"soft\">%s%s%d min%s</p>\n",
                         s->dist_m > 0 ? look_dist(dist, s->dist_m, f->units) : "", s->dist_m > 0 ? ", " : "",
                         (int)((s->time_s + 30) / 60), s->hard ? ", hard" : "");
    if (s->kind != MILER_SESSION_REST || s->time_s > 0) steps(f, s, out);
    reasons(s, out);
    miler_buf_text_append(out, "</article>\n");
}

static void weeks(const page_facts *f, const miler_plan_week *current, miler_buf *out) {
    const miler_plan *p = &f->plan->plan;
    miler_buf_printf(
        out,
        "<h2>The plan</h2>\n<section class=\"scroll\"><table><thead><tr><th>week</th><th>from</th>"
        "<th class=\"words\">phase</th><th>%s</th></tr></thead><tbody>\n",
        look_unit_word(f->units));
    for (size_t i = 0; i < p->week_count; i++) {
        const miler_plan_week *w = &p->weeks[i];
        char date[MILER_TEXT_MAX];
        miler_print_date(date, sizeof date, w->first_day);
        miler_buf_printf(
            out,
            "<tr%s><td>%d</td><td class=\"nowrap\">%s</td><td class=\"words\">%s%s</td><td>%.1f</td></tr>\n",
            w == current ? " class=\"now\"" : "", (int)w->number, date, miler_phase_name(w->phase),
            w->light ? ", lighter" : "", w->dist_m / look_unit_m(f->units));
    }
    miler_buf_text_append(out, "</tbody></table></section>\n");
}

static void week(const page_facts *f, miler_buf *out) {
    miler_buf_text_append(out, "<h2 id=\"plan\">This week</h2>\n");
    if (f->plan == NULL) {
        miler_buf_text_append(out, "<section><p>There is no plan yet. <code>miler plan new --weeks 8</code> "
                                   "makes one.</p></section>\n");
        return;
    }
    const miler_plan *p = &f->plan->plan;
    const miler_plan_week *w = miler_plan_week_at(p, f->today);
    if (w == NULL && p->week_count > 0)
        w = f->today < p->weeks[0].first_day ? &p->weeks[0] : &p->weeks[p->week_count - 1];
    if (w == NULL) return;
    miler_buf_printf(out, "<p>Week %d, %s. ", (int)w->number, miler_phase_name(w->phase));
    markup_text(out, w->purpose);
    miler_buf_text_append(out, "</p>\n");
    for (size_t i = w->first_session; i < w->first_session + w->session_count; i++)
        session(f, &p->sessions[i], out);
    weeks(f, w, out);
}

static void race(const page_facts *f, miler_buf *out) {
    if (f->card == NULL) return;
    const miler_race_card *card = f->card;
    char goal[MILER_TEXT_MAX], dist[MILER_TEXT_MAX], date[MILER_TEXT_MAX];
    miler_print_time(goal, sizeof goal, card->goal_s, 1);
    miler_print_distance(dist, sizeof dist, card->dist_m, f->units);
    miler_print_date(date, sizeof date, card->day);
    miler_buf_printf(out,
                     "<h2 id=\"race\">The race: %s in %s on %s</h2>\n<section "
                     "class=\"scroll\"><table><thead><tr><th>lap</th><th>to</th><th>lap time</th>"
                     "<th>clock</th></tr></thead><tbody>\n",
                     dist, goal, date);
    for (size_t i = 0; i < card->lap_count; i++) {
        const miler_race_lap *lap = &card->laps[i];
        char time[MILER_TEXT_MAX], clock[MILER_TEXT_MAX];
        miler_print_time(time, sizeof time, lap->time_s, 1);
        miler_print_time(clock, sizeof clock, lap->cum_s, 1);
        miler_buf_printf(out,
                         "<tr class=\"lap\"><td>%d</td><td>%.0f m</td><td>%s</td><td>%s</td></tr>\n"
                         "<tr><td colspan=\"4\" class=\"words\">",
                         (int)lap->number, lap->to_m, time, clock);
        markup_text(out, lap->todo);
        miler_buf_text_append(out, "</td></tr>\n");
    }
    miler_buf_printf(out, "</tbody></table><p class=\"soft\">Laps are counted at the %s.</p></section>\n",
                     miler_split_convention_name(card->convention));
}

void render_page(const page_facts *f, miler_buf *out) {
    miler_buf_text_append(
        out, "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>miler</title>"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><link "
             "rel=\"stylesheet\" href=\"/miler.css\"></head>\n<body>\n"
             "<header><h1>miler");
    if (f->athlete->name[0] != '\0' && strcmp(f->athlete->name, "me") != 0) {
        miler_buf_text_append(out, ": ");
        markup_text(out, f->athlete->name);
    }
    miler_buf_text_append(out, "</h1></header>\n<main>\n");
    mile(f, out);
    week(f, out);
    race(f, out);
    miler_buf_text_append(
        out, "</main>\n<footer class=\"soft\"><p>Everything stays on this machine. Estimates have errors; "
             "nothing here is medical advice: "
             "stop on pain or warning signs and ask a professional.</p></footer>\n</body></html>\n");
}

void render_page_style(miler_buf *out) {
    miler_buf_append(out, miler_data_page_style, miler_data_page_style_len);
}
