// SPDX-License-Identifier: MIT
// What the tests of the plan share: runners as they are told in a line, a plan
// for one of them, and the plan as a page that a coach can read.
#ifndef PLAN_KIT_H
#define PLAN_KIT_H

#include <miler/plan.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KIT_TODAY 20454 // Thursday, 1 January 2026

// A pace book by the power law that lies between records and VDOT.
static inline void kit_book(miler_pace_book *book, double mile_s) {
    static const double dist_m[] = {400, 800, 1500, MILER_MILE_M, 3000, 5000, 10000, 21097.5};
    miler_pace_book_init(book);
    for (size_t i = 0; i < sizeof dist_m / sizeof dist_m[0]; i++) {
        book->race_dist_m[i] = dist_m[i];
        book->race_time_s[i] = mile_s * pow(dist_m[i] / MILER_MILE_M, 1.085);
        book->race_count++;
    }
}

// Monday to Sunday as letters, a dash where there is no running: "M-WT-SS".
static inline uint8_t kit_days(const char *week) {
    uint8_t mask = 0;
    for (int i = 0; i < 7 && week[i] != '\0'; i++)
        if (week[i] != '-') mask |= (uint8_t)(1u << i);
    return mask;
}

// A grown, healthy man who has answered the health questions; the race on a
// Saturday `weeks` weeks after the plan's first day, a Sunday.
static inline miler_plan_request kit_runner(double mile_s, double weekly_km, const char *week, int weeks) {
    miler_athlete a;
    miler_athlete_init(&a);
    a.sex = MILER_SEX_MALE;
    a.birth_day = miler_day_from_ymd(1996, 6, 1);
    a.health_answered = true;
    a.days_mask = kit_days(week);
    miler_plan_request r;
    miler_plan_request_init(&r, &a, NULL, KIT_TODAY);
    kit_book(&r.book, mile_s);
    r.weekly_m = weekly_km * 1000;
    r.start_day = KIT_TODAY + 3;
    r.race_day = r.start_day + 7 * weeks - 1;
    return r;
}

// ---- The page ------------------------------------------------------------------

static inline void kit_print_session(const miler_session *s, miler_buf *out, bool reasons) {
    char date[MILER_TEXT_MAX];
    miler_print_date(date, sizeof date, s->day);
    miler_buf_printf(out, "%.3s %s %s%s: %s (%.1f km, %d min)\n", miler_weekday_name(miler_weekday(s->day)),
                     date, s->hard ? "* " : "", miler_session_kind_name(s->kind), s->title,
                     s->dist_m / 1000.0, (s->time_s + 30) / 60);
    const char *const lines[] = {s->text, s->numbers, s->why_day, s->why_much, s->why_pace, s->source};
    for (size_t i = 0; i < (reasons ? sizeof lines / sizeof lines[0] : 2); i++)
        if (lines[i] != NULL && lines[i][0] != '\0')
            miler_buf_printf(out, "    %s%s\n", i == 5 ? "source: " : "", lines[i]);
}

static inline void kit_print(const miler_plan *plan, miler_buf *out, bool reasons) {
    char now[MILER_TEXT_MAX], low[MILER_TEXT_MAX], high[MILER_TEXT_MAX], goal[MILER_TEXT_MAX];
    miler_print_time(now, sizeof now, plan->now_s, 1);
    miler_print_time(low, sizeof low, plan->likely_high_s, 1);
    miler_print_time(high, sizeof high, plan->likely_low_s, 1);
    miler_print_time(goal, sizeof goal, plan->goal_s, 1);
    miler_buf_printf(out, "%s, %.0f m, now %s, likely %s to %s, made for %s\n",
                     miler_plan_level_name(plan->level), plan->race_dist_m, now, low, high, goal);
    const miler_plan_shares *const both[] = {&plan->shares, &plan->half_shares};
    for (size_t i = 0; i < 2; i++)
        miler_buf_printf(out, "%s: easy %.1f %%, threshold %.1f, VO2max %.1f, fast %.1f\n",
                         i == 0 ? "this plan" : "a half-marathon plan", both[i]->easy / 100.0,
                         both[i]->threshold / 100.0, both[i]->vo2max / 100.0, both[i]->fast / 100.0);
    for (size_t i = 0; i < plan->notice_count; i++)
        miler_buf_printf(out, "! %s\n", plan->notices[i]);
    for (size_t i = 0; i < plan->week_count; i++) {
        const miler_plan_week *w = &plan->weeks[i];
        miler_buf_printf(out, "\n== week %d, %s%s: %.1f km. %s\n", w->number, miler_phase_name(w->phase),
                         w->light ? ", lighter" : "", w->dist_m / 1000.0, w->purpose);
        for (size_t k = 0; k < w->session_count; k++)
            kit_print_session(&plan->sessions[w->first_session + k], out, reasons);
    }
}

// True when tests/golden/plan_NAME.txt is the text; UPDATE_GOLDEN=1 writes it.
static inline bool kit_golden(const char *name, const char *text) {
    char path[128];
    (void)snprintf(path, sizeof path, "tests/golden/plan_%s.txt", name);
    if (getenv("UPDATE_GOLDEN") != NULL) {
        FILE *write = fopen(path, "wb");
        if (write == NULL) return false;
        (void)fputs(text, write);
        (void)fclose(write);
    }
    FILE *file = fopen(path, "rb");
    if (file == NULL) return false;
    bool same = true;
    for (const char *c = text; same; c++) {
        const int got = fgetc(file);
        same = got == (*c == '\0' ? EOF : (unsigned char)*c);
        if (*c == '\0') break;
    }
    (void)fclose(file);
    return same;
}

#endif
