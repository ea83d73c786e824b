// SPDX-License-Identifier: MIT
// One page a week, to take along: every session in full on the left, why and
// how it felt on the right.
//
//     oval  Week 3, build                      92.4 km, 13 % hard
//           what the week is for
//     easy  threshold  VO2max  mile  goal      the runner's paces
//     Mon   [ ] title              min, km   splits; why
//     4 May     in the workout language      ......... how it felt
//               warm-up | the runner's own numbers, a line a step
//     Sat 19:40 [ ] race                        the last week by the clock, where
//     16:40 Last full meal   18:40 Easy running  the start of the race is told
//     How it went: run ____ km   slept well [ ][ ][ ][ ][ ][ ][ ]   hurts ____
//
// A week is laid at the largest of a few scales at which it fits on its page;
// one that fits at none takes a second page, broken between two days. Laying
// and measuring are the same code, told apart by `draw`.
#include "render/look.h"
#include "render/plan_paper.h"
#include "render/plan_render.h"

#include <stdio.h>
#include <string.h>

#define MARGIN 36.0
#define FOOT_H 18.0
#define DATE_W 46.0
#define WHY_W 216.0
#define GAP 14.0
#define LABEL_W 40.0
#define DAY_GAP 9.0       // between days at least
#define DAY_GAP_MOST 26.0 // white space that is left goes between the days
#define FELT_H 13.0       // of a line to write on
#define LINES_MAX 64
#define JOIN_MOST 3000 // bytes of one text; below what paper.c takes
#define LINES_LIST 28  // steps of a session with a line each
#define PACES_H 25.0   // of the strip of paces
#define REVIEW_H 46.0  // of the lines on how the week went, where there is room
#define WEEK_DAYS 7
#define TITLE_MOST 72 // bytes of a title; the whole of a session set by hand stands below it
#define CLOCK_W 31.0  // of a time of day and how long it takes
#define CLOCK_LIST 4  // rows of a day that stand in one column

static const double scales[] = {1, 0.95, 0.9, 0.86, 0.82, 0.78};
#define SCALE_COUNT (sizeof scales / sizeof scales[0])
#define SCALE_BROKEN 0.9 // of weeks that take two pages

typedef struct week_page {
    plan_sheet *s;
    paper *p;
    const miler_plan_week *week;
    double k;
    bool draw;
    size_t page_first;         // first session told on the page at hand: reasons are told once a page
    struct step_lines **lines; // of each session of the week, once it was read
} week_page;

typedef struct step_lines {
    miler_arena *arena;
    const char *text[LINES_MAX];
    int indent[LINES_MAX];
    int group[LINES_MAX]; // 0 warm-up, 1 main, 2 cool-down, -1 no such parts
    int count;
    int step;                  // top-level step of the line at hand
    int first_main, last_main; // -1: no such parts
} step_lines;

// ---- Laying or measuring

static paper_type scaled(const week_page *w, paper_type type) {
    type.size = fmax(type.size * w->k, PLAN_PAPER_LEAST);
    return type;
}

// The text at a width; its height, whether it is drawn or not.
static double put(const week_page *w, paper_type type, double x, double y, double width, const char *text) {
    const paper_type t = scaled(w, type);
    return w->draw ? paper_text(w->p, t, x, y, width, paper_height(w->p), text)
                   : paper_text_height(w->p, t, width, text);
}

// ---- Steps

static bool takes_part(const miler_step *step) { // in warming up and cooling down
    const miler_step *s =
        step->kind == MILER_STEP_REPEAT && step->child_count > 0 ? &step->children[0] : step;
    switch (s->kind) {
    case MILER_STEP_DRILLS:
    case MILER_STEP_STRIDE:
    case MILER_STEP_RECOVERY:
    case MILER_STEP_REST:
        return true;
    case MILER_STEP_RUN:
        return s->target.kind == MILER_TARGET_NONE ||
               (s->target.kind == MILER_TARGET_ZONE && s->target.zone == MILER_ZONE_EASY);
    default:
        return false;
    }
}

static void find_parts(step_lines *l, const miler_workout *workout, const miler_session *session) {
    l->first_main = l->last_main = -1;
    if (!session->hard && session->kind != MILER_SESSION_RACE) return;
    for (size_t i = 0; i < workout->step_count; i++) {
        const miler_step *step = &workout->steps[i];
        if (takes_part(step) || (session->kind == MILER_SESSION_RACE && step->kind != MILER_STEP_TIME_TRIAL))
            continue;
        if (l->first_main < 0) l->first_main = (int)i;
        l->last_main = (int)i;
    }
}

static bool take_line(void *user, int indent, const char *text) {
    step_lines *l = user;
    if (l->count == LINES_MAX) return false;
    if (indent == 0) l->step++;
    const char *copy = miler_arena_dup(l->arena, text);
    if (copy == NULL) return false;
    l->text[l->count] = copy;
    l->indent[l->count] = indent;
    l->group[l->count] = l->first_main < 0         ? -1
                         : l->step < l->first_main ? 0
                         : l->step > l->last_main  ? 2
                                                   : 1;
    l->count++;
    return true;
}

// Lines of one part side by side: exercises, whose pictures are on the strength sheet, and what was set by hand
// with more steps than a page has room for.
static bool join_part(const week_page *w, step_lines *l, int first, int end, int at) {
    miler_buf line;
    miler_buf_init(&line, miler_arena_allocator(l->arena), 8192);
    for (int i = first; i < end; i++)
        miler_buf_printf(&line, "%s%s", i > first ? "; " : "", l->text[i]);
    const char *text = miler_arena_dup(l->arena, miler_buf_text(&line));
    if (line.failed && !line.over) paper_fail(w->p);
    const bool good = text != NULL && !line.failed;
    miler_buf_deinit(&line);
    if (!good) return false;
    l->text[at] = text;
    l->group[at] = l->group[first];
    l->indent[at] = 0;
    return true;
}

static void join_lines(const week_page *w, step_lines *l) {
    int parts = 0;
    for (int first = 0, end; first < l->count; first = end) {
        size_t bytes = strlen(l->text[first]);
        for (end = first + 1; end < l->count && l->group[end] == l->group[first]; end++)
            if ((bytes += strlen(l->text[end]) + 2) > JOIN_MOST) break;
        if (!join_part(w, l, first, end, parts)) return; // then a line each
        parts++;
    }
    l->count = parts;
}

static void add_numbers(step_lines *l, const char *numbers) {
    if (l->count == LINES_MAX) return;
    const char *text = miler_arena_printf(l->arena, "asked then: %s", numbers);
    if (text == NULL) return;
    l->text[l->count] = text;
    l->indent[l->count] = 0;
    l->group[l->count] = l->group[l->count - 1];
    l->count++;
}

static void read_lines(const week_page *w, const miler_session *session, step_lines *l) {
    miler_workout workout;
    *l = (step_lines){.arena = w->s->arena, .step = -1, .first_main = -1};
    if (miler_workout_parse(session->text, w->s->arena, &workout, NULL) != MILER_OK) return;
    find_parts(l, &workout, session);
    const miler_status told =
        miler_workout_lines(&workout, render_plan_book(w->s->plan, session), w->s->job->units, take_line, l);
    if (told != MILER_OK) l->count = 0; // its text in the workout language stands above
    // Of a session that is over: the numbers that it was asked with.
    if (session->day < w->s->plan->request.today && session->numbers[0] != '\0' && l->count > 0)
        add_numbers(l, session->numbers);
    if (session->kind == MILER_SESSION_STRENGTH || session->kind == MILER_SESSION_PLYO ||
        l->count > LINES_LIST)
        join_lines(w, l);
}

// PERF: a session is measured at several scales before it is drawn.
static const step_lines *lines_of(const week_page *w, const miler_session *session) {
    const size_t index = (size_t)(session - w->s->plan->sessions) - w->week->first_session;
    if (w->lines[index] != NULL) return w->lines[index];
    w->lines[index] = miler_arena_take(w->s->arena, sizeof *w->lines[index]);
    if (w->lines[index] != NULL) read_lines(w, session, w->lines[index]);
    return w->lines[index];
}

static double put_lines(const week_page *w, const step_lines *l, double x, double y, double width) {
    static const char *const labels[] = {"warm-up", "main part", "cool-down"};
    const double from = y;
    const bool parts = l->first_main >= 0;
    for (int i = 0; i < l->count; i++) {
        const double in = (parts ? LABEL_W : 0) + 9.0 * l->indent[i];
        if (parts && (i == 0 || l->group[i] != l->group[i - 1]))
            put(w, (paper_type){.size = 7, .narrow = true, .fill = DRAW_SOFT}, x, y + 1.2 * w->k, LABEL_W,
                labels[l->group[i]]);
        y += put(w, (paper_type){.size = 8.6, .bold = parts && l->group[i] == 1}, x + in, y, width - in,
                 l->text[i]);
    }
    return y - from;
}

// ---- By the clock

static const char *clock_text(const week_page *w, int32_t clock_s) {
    char text[MILER_TEXT_MAX];
    miler_print_clock(text, sizeof text, clock_s);
    const char *kept = miler_arena_dup(w->s->arena, text);
    return kept != NULL ? kept : "";
}

// "19:10, " where the session has an hour, "start 19:40, " of the race; else "".
static const char *session_clock(const week_page *w, const miler_session *s) {
    const plan_paper_job *job = w->s->job;
    const int32_t gun_s = w->s->plan->request.gun_s;
    if (s->kind == MILER_SESSION_RACE && job->race_row_count > 0 && gun_s >= 0) {
        const char *text = miler_arena_printf(w->s->arena, "start %s, ", clock_text(w, gun_s));
        return text != NULL ? text : "";
    }
    for (size_t i = 0; i < job->race_row_count; i++) {
        if (job->race_rows[i].session_id != s->id || job->race_rows[i].clock_s < 0) continue;
        const char *text = miler_arena_printf(w->s->arena, "%s, ", clock_text(w, job->race_rows[i].clock_s));
        return text != NULL ? text : "";
    }
    return "";
}

// What a day has besides its sessions: meals, the way to the start, warming up.
static int clock_rows(const week_page *w, int32_t day, const app_race_row **rows, int most) {
    const plan_paper_job *job = w->s->job;
    int count = 0;
    for (size_t i = 0; i < job->race_row_count && count < most; i++) {
        const app_race_row *row = &job->race_rows[i];
        if (row->day == day && row->session_id == 0 && row->clock_s >= 0) rows[count++] = row;
    }
    return count;
}

static double put_clock_row(const week_page *w, const app_race_row *row, double x, double y, double width) {
    const bool gun = row->from_gun_s == 0;
    const paper_type time = {
        .size = 8.2, .bold = true, .narrow = true, .fill = gun ? DRAW_HOT : DRAW_INK, .anchor = DRAW_END};
    const paper_type what = {.size = 8.2, .bold = gun, .narrow = true};
    const char *text = row->what;
    if (row->duration_s >= 60)
        text = miler_arena_printf(w->s->arena, "%s, %d min", row->what, (int)((row->duration_s + 30) / 60));
    put(w, time, x, y, CLOCK_W - 7, clock_text(w, row->clock_s));
    return put(w, what, x + CLOCK_W, y, width - CLOCK_W, text != NULL ? text : "") + 1 * w->k;
}

// A few rows in a column, more in two of them, to be read downward.
static double put_clock(const week_page *w, int32_t day, double y) {
    const app_race_row *rows[LINES_MAX];
    const int count = clock_rows(w, day, rows, LINES_MAX);
    const double x = MARGIN + DATE_W;
    const int first = count > CLOCK_LIST ? (count + 1) / 2 : count;
    const double all = paper_width(w->p) - MARGIN - x;
    const double width = (all - GAP) / 2;
    double left = 0, right = 0;
    for (int i = 0; i < first; i++)
        left += put_clock_row(w, rows[i], x, y + left, count > first ? width : all);
    for (int i = first; i < count; i++)
        right += put_clock_row(w, rows[i], x + width + GAP, y + right, width);
    return count > 0 ? fmax(left, right) : 0;
}

// ---- A session

static double put_title(const week_page *w, const miler_session *s, double x, double y, double width) {
    char size[96] = "";
    const char *clock = session_clock(w, s);
    const double k = w->k;
    const double in = 26 * k;
    if (s->dist_m > 0 && s->time_s > 0)
        (void)snprintf(size, sizeof size, "%s%s, %d min", clock, plan_paper_dist(w->s, s->dist_m),
                       (int)((s->time_s + 30) / 60));
    else if (s->time_s > 0)
        (void)snprintf(size, sizeof size, "%s%d min", clock, (int)((s->time_s + 30) / 60));
    const paper_type soft = {.size = 8, .narrow = true, .fill = DRAW_SOFT, .anchor = DRAW_END};
    const double size_w = paper_text_width(w->p, scaled(w, soft), size) + 2;
    const double h = put(w, (paper_type){.size = 10.5, .bold = true}, x + in, y, width - in - size_w - 4,
                         plan_paper_title(w->s, s, TITLE_MOST));
    if (w->draw && s->kind != MILER_SESSION_REST) plan_paper_tick(w->p, x, y + 1.8 * k, 9 * k, s->status);
    if (w->draw) plan_paper_sign(w->p, s->kind, x + 17 * k, y + 6.4 * k, 4 * k);
    put(w, soft, x + width - size_w, y + 2 * k, size_w, size);
    return h;
}

// What takes its place tells the rest.
static double put_left_out(const week_page *w, const miler_session *s, double x, double y, double width) {
    const paper_type type = {.size = 8.6, .narrow = true, .fill = DRAW_SOFT};
    const char *text = miler_arena_printf(w->s->arena, "left out: %s", plan_paper_title(w->s, s, TITLE_MOST));
    const double k = w->k;
    if (w->draw && s->kind != MILER_SESSION_REST) plan_paper_tick(w->p, x, y + 1.8 * k, 9 * k, s->status);
    return put(w, type, x + 26 * k, y + 1.2 * k, width - 26 * k, text != NULL ? text : "") + 2 * k;
}

static double put_what(const week_page *w, const miler_session *s, double x, double y, double width) {
    const double from = y;
    const double in = 26 * w->k;
    if (s->status == MILER_SESSION_SKIPPED) return put_left_out(w, s, x, y, width);
    const step_lines *lines = lines_of(w, s);
    if (lines == NULL) return 0;
    y += put_title(w, s, x, y, width) + 1 * w->k;
    if (s == miler_plan_rehearsal(w->s->plan))
        y += put(w, (paper_type){.size = 8.2, .bold = true, .narrow = true}, x + in, y, width - in,
                 MILER_REHEARSAL_WORDS) +
             1.5 * w->k;
    const bool same = strcmp(s->text, s->title) == 0; // "rest" says it all; so may what was set by hand
    if (same && (lines->count == 0 || (lines->count == 1 && strcmp(lines->text[0], s->title) == 0)))
        return y - from;
    const paper_type language = {.size = 7.6, .narrow = true, .fill = DRAW_SOFT, .as_written = true};
    const bool told = lines->step >= LINES_LIST && lines->count > 0; // a page has no room for both
    if (!told && (!same || strlen(s->title) > TITLE_MOST))
        y += put(w, language, x + in, y, width - in, s->text) + 1.5 * w->k;
    return y + put_lines(w, lines, x + in, y, width - in) - from;
}

// "200 m 31.2   400 m 1:02.4   2:36/km"; under the time to expect of a race on the way.
static double put_splits(const week_page *w, const miler_session *s, double x, double y) {
    const paper_type type = {.size = 8.6, .bold = true, .narrow = true, .fill = DRAW_HOT};
    const bool on_the_way = s->kind == MILER_SESSION_RACE && s->day != w->s->plan->race_day;
    char lap[MILER_TEXT_MAX], half[MILER_TEXT_MAX], pace[MILER_TEXT_MAX], text[160];
    const double lap_s = plan_paper_session(w->s, s).lap_s;
    if (!(lap_s > 0)) return 0;
    miler_print_time(half, sizeof half, lap_s / 2, 1);
    miler_print_time(lap, sizeof lap, lap_s, 1);
    miler_print_pace(pace, sizeof pace, lap_s * 2.5, w->s->job->units);
    (void)snprintf(text, sizeof text, "200 m  %s     400 m  %s     %s", half, lap, pace);
    double h = on_the_way ? put(w, type, x, y, WHY_W, s->numbers) : 0;
    h += put(w, type, x, y + h, WHY_W, text);
    return h + 1.5 * w->k;
}

static bool same_reasons(const miler_session *a, const miler_session *b) {
    return a->status != MILER_SESSION_SKIPPED && a->why_day[0] != '\0' &&
           strcmp(a->why_day, b->why_day) == 0 && strcmp(a->why_much, b->why_much) == 0 &&
           strcmp(a->why_pace, b->why_pace) == 0;
}

static double put_why(const week_page *w, size_t index, double x, double y) {
    const paper_type type = {.size = 8, .narrow = true, .fill = DRAW_SOFT};
    const miler_session *all = w->s->plan->sessions;
    const miler_session *s = &all[index];
    for (size_t i = w->page_first; i < index; i++) {
        char text[64];
        if (!same_reasons(&all[i], s)) continue;
        (void)snprintf(text, sizeof text, "Why: as on %s.", miler_weekday_name(miler_weekday(all[i].day)));
        return put(w, type, x, y, WHY_W, text);
    }
    const char *why = miler_arena_printf(
        w->s->arena, "%s%s%s%s%s", s->why_day, s->why_day[0] != '\0' && s->why_much[0] != '\0' ? " " : "",
        s->why_much, s->why_much[0] != '\0' && s->why_pace[0] != '\0' ? " " : "", s->why_pace);
    return put(w, type, x, y, WHY_W, why != NULL ? why : "");
}

static double put_felt(const week_page *w, const miler_session *s, double x, double y) {
    const int lines = s->kind == MILER_SESSION_REST ? 0 : s->hard || s->kind == MILER_SESSION_RACE ? 2 : 1;
    const draw_pen pen = {.stroke = DRAW_HAIR, .width = 0.6};
    for (int i = 0; i < lines && w->draw; i++)
        paper_line(w->p, pen, x, y + (i + 1) * FELT_H * w->k, x + WHY_W, y + (i + 1) * FELT_H * w->k);
    return lines * FELT_H * w->k;
}

static double put_session(const week_page *w, size_t index, double y) {
    const miler_session *s = &w->s->plan->sessions[index];
    const double width = paper_width(w->p) - 2 * MARGIN - DATE_W - WHY_W - GAP;
    const double x = MARGIN + DATE_W;
    const double why_x = x + width + GAP;
    const double left = put_what(w, s, x, y, width);
    if (s->status == MILER_SESSION_SKIPPED) return left;
    double right = put_splits(w, s, why_x, y + 1.5 * w->k);
    right += put_why(w, index, why_x, y + 1.5 * w->k + right);
    right += put_felt(w, s, why_x, y + right);
    return fmax(left, right + 1.5 * w->k);
}

static double put_day(const week_page *w, size_t first, size_t count, double y) {
    const double from = y;
    const int32_t day = w->s->plan->sessions[first].day;
    if (w->draw)
        paper_line(w->p, (draw_pen){.stroke = DRAW_HAIR, .width = 0.5}, MARGIN, y - 3 * w->k,
                   paper_width(w->p) - MARGIN, y - 3 * w->k);
    const double h = put(w, (paper_type){.size = 10.5, .bold = true}, MARGIN, y, DATE_W,
                         miler_weekday_name(miler_weekday(day)));
    put(w, (paper_type){.size = 7.6, .narrow = true, .fill = DRAW_SOFT}, MARGIN, y + h, DATE_W,
        plan_paper_short_date(w->s, day));
    for (size_t i = first; i < first + count; i++)
        y += put_session(w, i, y) + (i + 1 < first + count ? 5 * w->k : 0);
    const double clock = put_clock(w, day, y + 5 * w->k);
    if (clock > 0) y += clock + 5 * w->k;
    return fmax(y - from, 22 * w->k);
}

// ---- A page

static double put_notices(const week_page *w, double y) {
    const double from = y;
    const miler_plan *plan = w->s->plan;
    const double x = MARGIN + 70, width = paper_width(w->p) - 2 * MARGIN - 70;
    if (w->week != &plan->weeks[0]) return 0;
    for (size_t i = 0; i < plan->notice_count; i++)
        y += put(w, (paper_type){.size = 7.6}, x, y, width, plan->notices[i]) + 2;
    if (w->draw && y > from)
        paper_rect(w->p, (draw_pen){.fill = DRAW_HOT}, x - 6, from, 1.6, y - from - 2, 0);
    return y > from ? y - from + 4 : 0;
}

static const char *week_title(const week_page *w, bool more) {
    char number[32] = "Before week 1";
    const miler_plan_week *week = w->week;
    if (week->number > 0) (void)snprintf(number, sizeof number, "Week %d", (int)week->number);
    const char *text = miler_arena_printf(w->s->arena, "%s, %s%s%s", number, miler_phase_name(week->phase),
                                          week->light ? ", a lighter week" : "", more ? ", continued" : "");
    return text != NULL ? text : number[0] != '\0' ? "Week" : "";
}

// "3:07/km, 74.8 a lap"; easy running is a band and has no laps.
static const char *pace_words(const week_page *w, const miler_pace_band *band, bool laps) {
    char pace[MILER_TEXT_MAX], lap[MILER_TEXT_MAX], slow[MILER_TEXT_MAX];
    const miler_units units = w->s->job->units;
    miler_print_pace(pace, sizeof pace, 1000 / (laps ? band->target_mps : band->fast_mps), units);
    miler_print_pace(slow, sizeof slow, 1000 / band->slow_mps, units);
    miler_print_time(lap, sizeof lap, 400 / band->target_mps, 1);
    char *unit = laps ? NULL : strchr(pace, '/');
    if (unit != NULL) *unit = '\0';
    const char *text = laps ? miler_arena_printf(w->s->arena, "%s, %s a lap", pace, lap)
                            : miler_arena_printf(w->s->arena, "%s–%s", pace, slow);
    return text != NULL ? text : "";
}

static bool band_of(const miler_plan *plan, int column, miler_pace_band *out) {
    const miler_pace_book *book = &plan->request.book;
    const double goal_mps = plan->goal_s > 0 ? plan->race_dist_m / plan->goal_s : 0;
    const miler_target targets[] = {{.kind = MILER_TARGET_ZONE, .zone = MILER_ZONE_EASY},
                                    {.kind = MILER_TARGET_ZONE, .zone = MILER_ZONE_THRESHOLD},
                                    {.kind = MILER_TARGET_ZONE, .zone = MILER_ZONE_VO2MAX},
                                    {.kind = MILER_TARGET_RACE, .race_dist_m = MILER_MILE_M}};
    *out = (miler_pace_band){.slow_mps = goal_mps, .target_mps = goal_mps, .fast_mps = goal_mps};
    if (column == 4) return goal_mps > 0;
    return miler_target_speed(&targets[column], book, out) && out->slow_mps > 0 && out->target_mps > 0;
}

static double put_paces(const week_page *w, double y) {
    static const char *const names[] = {"easy", "threshold", "VO2max", "mile today", "race goal"};
    const int count = sizeof names / sizeof names[0];
    const double width = paper_width(w->p) - 2 * MARGIN, column = width / count;
    if (w->draw) paper_rect(w->p, (draw_pen){.fill = DRAW_GROUND}, MARGIN, y, width, PACES_H - 2, 3);
    for (int i = 0; i < count && w->draw; i++) {
        miler_pace_band band;
        if (!band_of(w->s->plan, i, &band)) continue;
        const double x = MARGIN + 6 + i * column;
        const draw_role fill = i == 4 ? DRAW_HOT : DRAW_INK;
        paper_text(w->p, (paper_type){.size = 7, .narrow = true, .fill = DRAW_SOFT, .lines = 1}, x, y + 2,
                   column - 8, 9, names[i]);
        paper_text(w->p,
                   (paper_type){.size = 8.6,
                                .least = PLAN_PAPER_LEAST,
                                .bold = true,
                                .narrow = true,
                                .fill = fill,
                                .lines = 1},
                   x, y + 10.5, column - 8, 12, pace_words(w, &band, i > 0));
    }
    return PACES_H + 4;
}

// Gives where the days begin.
static double put_head(const week_page *w, bool more) {
    const miler_plan_week *week = w->week;
    const double width = paper_width(w->p) - 2 * MARGIN;
    const double x = MARGIN + 70;
    char share[64];
    double y = MARGIN;
    week_page fixed = *w; // the head is the same size on every page
    fixed.k = 1;
    if (w->draw) plan_paper_oval(w->p, MARGIN, y + 2, 56, plan_paper_laps(week->phase));
    const paper_type right = {.size = 11, .bold = true, .narrow = true, .anchor = DRAW_END};
    (void)snprintf(share, sizeof share, "%s, %d %% hard", plan_paper_dist(w->s, week->dist_m),
                   plan_paper_hard_pct(week));
    put(&fixed, right, MARGIN + width - 110, y + 7, 110, share);
    double points;
    if (miler_plan_week_load(w->s->plan, week, w->s->arena, &points, NULL) == MILER_OK) {
        const paper_type soft = {.size = 9, .narrow = true, .fill = DRAW_SOFT, .anchor = DRAW_END};
        (void)snprintf(share, sizeof share, "load %.0f", points);
        put(&fixed, soft, MARGIN + width - 110, y + 21, 110, share);
    }
    y += put(&fixed, (paper_type){.size = 18, .bold = true}, x, y, width - 70 - 114, week_title(w, more));
    const char *dates = miler_arena_printf(w->s->arena, "%s to %s", plan_paper_date(w->s, week->first_day),
                                           plan_paper_date(w->s, week->first_day + week->day_count - 1));
    y += put(&fixed, (paper_type){.size = 9, .fill = DRAW_SOFT}, x, y, width - 70,
             dates != NULL ? dates : "") +
         2;
    if (!more) y += put(&fixed, (paper_type){.size = 9}, x, y, width - 70, week->purpose) + 6;
    if (!more) y += put_notices(&fixed, y);
    y = fmax(y, MARGIN + 42);
    // The paces of now are not those of a week that was over when they were settled.
    const bool past = week->first_day + week->day_count <= w->s->plan->request.today;
    if (!more && !past) y += put_paces(&fixed, y);
    return y + 8;
}

typedef struct day_list {
    size_t first[WEEK_DAYS], count[WEEK_DAYS];
    int days;
} day_list;

static day_list list_days(const week_page *w) {
    day_list d = {.days = 0};
    const miler_session *all = w->s->plan->sessions;
    const size_t end = w->week->first_session + w->week->session_count;
    for (size_t i = w->week->first_session; i < end && d.days <= WEEK_DAYS; i++) {
        const bool same = d.days > 0 && all[i].day == all[i - 1].day;
        if (!same && d.days == WEEK_DAYS) break;
        if (!same) d.first[d.days++] = i;
        d.count[d.days - 1]++;
    }
    return d;
}

static double room_of(const week_page *w, double top) {
    return paper_height(w->p) - MARGIN - FOOT_H - top;
}

// How many of the days from `from` fit below `top`, and what they leave free.
static int days_that_fit(week_page *w, const day_list *d, int from, double top, double *free_h) {
    double used = 0;
    int count = 0;
    const bool draw = w->draw;
    w->draw = false;
    w->page_first = d->first[from];
    for (int i = from; i < d->days; i++) {
        const double h = put_day(w, d->first[i], d->count[i], 0) + DAY_GAP * w->k;
        if (used + h > room_of(w, top)) break;
        used += h;
        count++;
    }
    w->draw = draw;
    *free_h = room_of(w, top) - used;
    return count;
}

// A line to write on with its caption before it; gives where the next begins.
static double put_blank(const week_page *w, double x, double y, double end, const char *caption) {
    const paper_type type = {.size = 8, .narrow = true, .fill = DRAW_SOFT, .lines = 1};
    const double wide = paper_text_width(w->p, type, caption) + 1;
    paper_text(w->p, type, x, y, wide, 11, caption);
    paper_line(w->p, (draw_pen){.stroke = DRAW_HAIR, .width = 0.6}, x + wide + 4, y + 10, end, y + 10);
    return end + 12;
}

// How the week went, for the pen.
static void draw_review(const week_page *w) {
    const double right = paper_width(w->p) - MARGIN;
    const double y = paper_height(w->p) - MARGIN - FOOT_H - REVIEW_H + 8;
    const paper_type type = {.size = 8, .narrow = true, .fill = DRAW_SOFT, .lines = 1};
    const char *ran = w->s->job->units == MILER_UNITS_IMPERIAL ? "miles run" : "km run";
    double x = MARGIN + DATE_W;
    paper_line(w->p, (draw_pen){.stroke = DRAW_INK, .width = 0.6}, MARGIN, y - 5, right, y - 5);
    paper_text(w->p, (paper_type){.size = 9, .bold = true, .narrow = true}, MARGIN, y, DATE_W, 24,
               "The week");
    x = put_blank(w, x, y, x + 84, ran);
    const double wide = paper_text_width(w->p, type, "slept well") + 1;
    paper_text(w->p, type, x, y, wide, 11, "slept well");
    x += wide + 5;
    for (int i = 0; i < WEEK_DAYS; i++, x += 13)
        plan_paper_tick(w->p, x, y, 10, MILER_SESSION_PLANNED);
    (void)put_blank(w, x + 8, y, right, "anything that hurts");
    (void)put_blank(w, MARGIN + DATE_W, y + 17, right, "what went well, what to change");
}

static void draw_page(week_page *w, const day_list *d, int from, int count, double free_h) {
    const bool review = from + count == d->days && free_h >= REVIEW_H;
    if (review) free_h -= REVIEW_H;
    const double gap = DAY_GAP * w->k + fmin(DAY_GAP_MOST - DAY_GAP, free_h / (count > 0 ? count : 1));
    w->draw = true;
    w->page_first = d->first[from];
    double y = put_head(w, from > 0);
    for (int i = from; i < from + count; i++)
        y += put_day(w, d->first[i], d->count[i], y) + gap;
    if (review) draw_review(w);
    plan_paper_foot(w->s, MARGIN);
    w->draw = false;
}

static double days_height(week_page *w, const day_list *d) {
    double h = 0;
    w->draw = false;
    w->page_first = d->first[0];
    for (int i = 0; i < d->days; i++)
        h += put_day(w, d->first[i], d->count[i], 0) + DAY_GAP * w->k;
    return h;
}

// The largest scale at which the week fits on one page; false: none.
static bool choose_scale(week_page *w, const day_list *d, double room, double *free_h) {
    size_t i = 0;
    double h = days_height(w, d);
    // PERF: each try shapes the whole week anew. Smaller letters are lower and wrap less: the height falls
    // with about the power 1.4 of the scale [measured on plans of 3 to 13 sessions], which is the first guess.
    if (h > room)
        while (i + 1 < SCALE_COUNT && h * pow(scales[i], 1.4) > room)
            i++;
    for (; i < SCALE_COUNT; i++) {
        w->k = scales[i];
        if (i > 0) h = days_height(w, d);
        *free_h = room - h;
        if (h <= room) return true;
    }
    return false;
}

static void lay_week(week_page *w) {
    const day_list d = list_days(w);
    double free_h = 0;
    const char *mark = week_title(w, false);
    paper_page(w->p, false, mark);
    if (choose_scale(w, &d, room_of(w, put_head(w, false)), &free_h)) {
        draw_page(w, &d, 0, d.days, free_h);
        return;
    }
    w->k = SCALE_BROKEN;
    for (int from = 0; from < d.days;) {
        if (from > 0) paper_page(w->p, false, NULL);
        const int fit = days_that_fit(w, &d, from, put_head(w, from > 0), &free_h);
        const int count = fit > 0 ? fit : 1;
        if (fit == 0) w->k = scales[SCALE_COUNT - 1]; // a day that is longer than a page
        draw_page(w, &d, from, count, fmax(free_h, 0));
        w->k = SCALE_BROKEN;
        from += count;
    }
}

miler_status plan_week_pages(plan_sheet *s, miler_error *err) {
    for (size_t i = 0; i < s->plan->week_count; i++) {
        week_page w = {.s = s, .p = s->paper, .week = &s->plan->weeks[i], .k = 1};
        w.lines = miler_arena_array(s->arena, w.week->session_count + 1, sizeof(step_lines *));
        if (w.week->session_count > 0 && w.lines != NULL) lay_week(&w);
        if (miler_arena_failed(s->arena)) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    }
    return MILER_OK;
}
