// SPDX-License-Identifier: MIT
// The plan on paper: a poster of all weeks, a page for each week, the strength
// sheet. This is what they share and the door to them.
//
//     plan_poster.c ─┐
//     plan_week_pages.c ─┼─► plan_paper_parts.c (signs, words, foot) ─► paper.c
//     strength_sheet.c ─┘        strength_sheet.c ─► figures.c
//
// The sign of the house is the track: an oval of four laps. On each week's page
// the lap of its phase is red: introduce, build, specific, taper; base weeks
// stand before the start.
#ifndef MILER_PLAN_PAPER_H
#define MILER_PLAN_PAPER_H

#include "app/app_plan.h"
#include "render/paper.h"

#include <miler/catalogue.h>
#include <miler/plan.h>

#define PLAN_PAPER_LEAST 6.5 // pt: nothing is printed smaller, it takes another page instead

enum { PLAN_PAPER_POSTER = 1, PLAN_PAPER_WEEKS = 2, PLAN_PAPER_STRENGTH = 4, PLAN_PAPER_ALL = 7 };

typedef struct plan_paper_job {
    const miler_plan *plan;
    const miler_catalogue *catalogue;
    const char *name; // the runner's, "" = not told
    miler_units units;
    paper_size size;
    int32_t made_day;              // of the plan's version
    unsigned pieces;               // PLAN_PAPER_*
    const char *fonts;             // as in paper_setup
    const app_race_row *race_rows; // race week by the clock; those without a clock are not printed
    size_t race_row_count;
    const struct language *language; // NULL: English
} plan_paper_job;

typedef struct plan_paper_facts {
    int pages, poster_pages, week_pages, strength_pages;
    size_t unknown; // characters without a font
} plan_paper_facts;

// All pieces as one PDF. Errors: UNSUPPORTED (libraries, fonts), EMPTY (nothing of what was asked is in
// the plan), NOMEM, LIMIT.
miler_status plan_paper_pdf(const plan_paper_job *job, miler_arena *arena, miler_buf *out,
                            plan_paper_facts *facts, miler_error *err) MILER_CHECK;
// The same pages, laid but not ended: for tests, which look at paper_boxes().
miler_status plan_paper_lay(const plan_paper_job *job, miler_arena *arena, paper **out,
                            plan_paper_facts *facts, miler_error *err) MILER_CHECK;

// ---- Inside

typedef struct plan_sheet {
    const plan_paper_job *job;
    const miler_plan *plan;
    miler_arena *arena;
    paper *paper;
} plan_sheet;

miler_status plan_poster(plan_sheet *s, miler_error *err) MILER_CHECK;
miler_status plan_week_pages(plan_sheet *s, miler_error *err) MILER_CHECK;
// Lays nothing when the plan has no strength, plyometrics or drills.
miler_status plan_strength_sheet(plan_sheet *s, miler_error *err) MILER_CHECK;

// The sign of a kind of session, within a circle of `r`; filled signs are the hard ones.
void plan_paper_sign(paper *p, miler_session_kind kind, double x, double y, double r);
// The oval of four laps, `laps` of them run (0 to 4) and the last of those red; its corner at x, y.
void plan_paper_oval(paper *p, double x, double y, double w, int laps);
int plan_paper_laps(miler_phase phase); // 0 for base weeks
// A box to tick, ticked when done.
void plan_paper_tick(paper *p, double x, double y, double side, miler_session_status status);
// Name, race, date of the version and number at the foot of the page at hand.
void plan_paper_foot(plan_sheet *s, double margin);

// The text, cut with "…" where it is wider than `w` on one line at the type's least size.
const char *plan_paper_cut(plan_sheet *s, paper_type type, double w, const char *text);

// A session's title; one that was set by hand may be long and is cut with "…" at a blank before `most` bytes.
const char *plan_paper_title(plan_sheet *s, const miler_session *session, size_t most);

// Words; all in the sheet's arena, never NULL ("" when out of memory, and the arena has failed).
const char *plan_paper_date(plan_sheet *s, int32_t day);       // "11 July 2026"
const char *plan_paper_short_date(plan_sheet *s, int32_t day); // "11 Jul"
const char *plan_paper_race(plan_sheet *s);                    // "mile in 4:07.8"
const char *plan_paper_dist(plan_sheet *s, double dist_m);     // "12.3 km", "7.6 mi"
int plan_paper_hard_pct(const miler_plan_week *w);             // of the running time

// A session cut down to what a wall needs.
typedef struct plan_paper_words {
    const char *title; // "7×400 m mile pace"
    const char *key;   // the runner's own number: "1:02.4"; "" = none
    double lap_s;      // seconds a 400 at the pace that matters; 0 = no single pace
} plan_paper_words;
plan_paper_words plan_paper_session(plan_sheet *s, const miler_session *session);

#endif
