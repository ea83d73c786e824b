// SPDX-License-Identifier: MIT
// A plan as CSV, a session a row, and as Markdown, a week a chapter with boxes to tick.
// Both begin with what our own files are known by.
#include "app/export_file.h"
#include "app/plan_forms.h"

#include <stdio.h>
#include <string.h>

static void cell(miler_buf *out, const char *text) {
    miler_buf_text_append(out, ",");
    export_csv_text(out, text != NULL ? text : "");
}

static void csv_row(const miler_plan_week *w, const miler_session *s, miler_buf *out) {
    char date[MILER_TEXT_MAX];
    miler_print_date(date, sizeof date, s->day);
    miler_buf_printf(out, "%s,%s,%d,%s,%d,%d,%s,%s,%s", date, miler_weekday_name(miler_weekday(s->day)),
                     (int)w->number, miler_phase_name(w->phase), (int)s->id, (int)s->slot,
                     miler_session_kind_key(s->kind), miler_session_status_name(s->status),
                     s->hard ? "yes" : "no");
    cell(out, s->title);
    cell(out, s->text);
    cell(out, s->numbers);
    miler_buf_printf(out, ",%d,%d,%d,%d,%d,%d", (int)s->dist_m, (int)s->time_s, (int)s->easy_s,
                     (int)s->threshold_s, (int)s->vo2max_s, (int)s->fast_s);
    cell(out, s->why_day);
    cell(out, s->why_much);
    cell(out, s->why_pace);
    cell(out, s->source);
    miler_buf_text_append(out, "\n");
}

void plan_form_csv(const miler_plan *plan, miler_buf *out) {
    miler_buf_text_append(out, "date,weekday,week,phase,session,slot,kind,status,hard,title,text,numbers,"
                               "distance_m,time_s,easy_s,threshold_s,vo2max_s,fast_s,why_day,why_much,"
                               "why_pace,source\n");
    for (size_t i = 0; i < plan->week_count; i++) {
        const miler_plan_week *w = &plan->weeks[i];
        for (size_t k = 0; k < w->session_count; k++)
            csv_row(w, &plan->sessions[w->first_session + k], out);
    }
}

// ---- Markdown

// What would be markup is escaped; a line end would end the item.
static void plain(miler_buf *out, const char *text) {
    for (; text != NULL && *text != '\0'; text++) {
        const char c = (unsigned char)*text < 0x20 || *text == 0x7F ? ' ' : *text;
        if (strchr("\\`*_[]<>#|~", c) != NULL) miler_buf_text_append(out, "\\");
        miler_buf_append(out, &c, 1);
    }
}

static void put_session(const miler_plan *plan, const miler_session *s, miler_buf *out) {
    char date[MILER_TEXT_MAX], dist[MILER_TEXT_MAX] = "";
    miler_print_date(date, sizeof date, s->day);
    if (s->dist_m > 0)
        miler_print_distance(dist, sizeof dist, round(s->dist_m / 100.0) * 100, plan->request.athlete.units);
    const bool skipped = s->status == MILER_SESSION_SKIPPED;
    miler_buf_printf(out, "- [%s] **%.3s %s** %s", s->status == MILER_SESSION_DONE ? "x" : " ",
                     miler_weekday_name(miler_weekday(s->day)), date, skipped ? "~~" : "");
    plain(out, s->title);
    if (skipped) miler_buf_text_append(out, "~~ (skipped)");
    if (s->time_s > 0)
        miler_buf_printf(out, " (%s%s%ld min)", dist, dist[0] != '\0' ? ", " : "", lround(s->time_s / 60.0));
    miler_buf_text_append(out, "\n");
    if (s->numbers != NULL && s->numbers[0] != '\0') {
        miler_buf_text_append(out, "  - ");
        plain(out, s->numbers);
        miler_buf_text_append(out, "\n");
    }
}

void plan_form_markdown(const miler_plan *plan, miler_buf *out) {
    char dist[MILER_TEXT_MAX], goal[MILER_TEXT_MAX], date[MILER_TEXT_MAX];
    const miler_units units = plan->request.athlete.units;
    miler_print_distance(dist, sizeof dist, plan->race_dist_m, units);
    miler_print_time(goal, sizeof goal, plan->goal_s, 1);
    miler_print_date(date, sizeof date, plan->race_day);
    miler_buf_printf(out, PLAN_FORM_MARK "\n\n# %s in %s on %s\n", dist, goal, date);
    for (size_t i = 0; i < plan->notice_count; i++) {
        miler_buf_text_append(out, "\n> ");
        plain(out, plan->notices[i]);
        miler_buf_text_append(out, "\n");
    }
    for (size_t i = 0; i < plan->week_count; i++) {
        const miler_plan_week *w = &plan->weeks[i];
        char week[MILER_TEXT_MAX];
        miler_print_distance(week, sizeof week, round(w->dist_m / 100.0) * 100, units);
        miler_buf_printf(out, "\n## Week %d, %s%s: %s\n\n", (int)w->number, miler_phase_name(w->phase),
                         w->light ? ", lighter" : "", week);
        plain(out, w->purpose);
        miler_buf_text_append(out, "\n\n");
        for (size_t k = 0; k < w->session_count; k++)
            put_session(plan, &plan->sessions[w->first_session + k], out);
    }
}
