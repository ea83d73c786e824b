// SPDX-License-Identifier: MIT
// The whole plan for the wall: a row a week, a column a day, and the race where
// the eye ends. One sheet, or as many below each other as letters want that can
// be read from a chair.
//
//     oval  name, race                     today  likely  goal
//     week | Sun  Mon  Tue  Wed  Thu  Fri  Sat | volume, hard share
//
// All sessions are set in one size, the largest in which the fullest day fits.
#include "render/look.h"
#include "render/plan_paper.h"

#include <stdio.h>
#include <string.h>

#define MARGIN 26.0
#define HEAD_H 58.0 // name, race, the three times
#define DAYS_H 15.0 // names of the weekdays
#define LEGEND_H 17.0
#define FOOT_H 16.0
#define WEEK_W 69.0 // number, dates, phase: "Grundlage, leicht"
#define VOLUME_W 76.0
#define ROW_MOST 62.0 // a plan of few weeks leaves white space instead of growing
#define TEXT_LARGEST 8.5
#define TEXT_SMALLEST PLAN_PAPER_LEAST
#define CELL_PAD 2.5
#define CELL_PAD_TIGHT 1.6
#define DAY_MOST 8      // sessions of one day
#define TEXT_LISTED 7.2 // below it days are set tight
#define RACE_LARGER 1.3
#define LINE_GAP 1.0
#define DATE_W 10.0
#define ROW_LEAST 17.0
#define SHEETS_MOST 4
#define SIGN_W 1.9 // room of box and sign, in sizes of the text

typedef struct poster {
    plan_sheet *s;
    paper *p;
    double top, bottom, left, day_w;
    double size;        // of the sessions' text
    double heights[64]; // of the rows
    double spare;       // below them
    size_t first, end;  // weeks of the page at hand
    int pages;
    bool tight;    // more weeks than lists have room for
    double most_m; // largest week
    plan_paper_words *words;
} poster;

static int column_of(const poster *o, int32_t day) {
    return ((day - o->s->plan->race_day - 1) % 7 + 7) % 7;
}

static int sessions_on(const miler_plan_week *w, const miler_plan *plan, int32_t day, size_t *first) {
    int count = 0;
    for (size_t i = w->first_session; i < w->first_session + w->session_count; i++) {
        if (plan->sessions[i].day != day) continue;
        if (count == 0) *first = i;
        count++;
    }
    return count;
}

// ---- Sessions

static bool is_out(const poster *o, size_t index) {
    return o->s->plan->sessions[index].status == MILER_SESSION_SKIPPED;
}

// "7×400 m mile 1:02.4": the number stands bold behind the title. In a tight
// plan the later sessions of a day stand side by side, without their numbers.
static const char *cell_text(const poster *o, size_t index, int at, size_t *bold_from) {
    const plan_paper_words *w = &o->words[index];
    const miler_session_kind kind = o->s->plan->sessions[index].kind;
    *bold_from = 0;
    if (is_out(o, index)) {
        const char *out = miler_arena_printf(o->s->arena, "left out: %s", w->title);
        return out != NULL ? out : "";
    }
    if (o->tight && kind == MILER_SESSION_STRENGTH) return "strength";
    if (o->tight && kind == MILER_SESSION_PLYO) return "plyo";
    if (w->key[0] == '\0' || (o->tight && at > 0)) return w->title;
    const char *text = miler_arena_printf(o->s->arena, "%s %s", w->title, w->key);
    *bold_from = strlen(w->title) + 1;
    return text != NULL ? text : "";
}

// The race of the plan stands white on its red day, one on the way red on a white day.
static paper_type cell_type(const poster *o, size_t index, size_t bold_from) {
    const miler_session *session = &o->s->plan->sessions[index];
    const bool race = session->kind == MILER_SESSION_RACE;
    const bool last = session->day == o->s->plan->race_day;
    return (paper_type){.size = race ? o->size * RACE_LARGER : o->size,
                        .narrow = true,
                        .bold = race,
                        .bold_from = bold_from,
                        .fill = race && last                          ? DRAW_PAPER
                                : session->kind == MILER_SESSION_REST ? DRAW_SOFT
                                : is_out(o, index)                    ? DRAW_SOFT
                                : race                                ? DRAW_HOT
                                                                      : DRAW_INK};
}

// Where the sessions of a day stand in its cell.
typedef struct day_cell {
    size_t first;
    int count;
    struct {
        double x, y, w, h; // of the text, from the cell's corner
        const char *text;
        size_t bold_from;
    } at[DAY_MOST];
    double height;
} day_cell;

static double sign_room(const poster *o, size_t index) {
    return o->s->plan->sessions[index].kind == MILER_SESSION_RACE ? SIGN_W * o->size * 1.2 : SIGN_W * o->size;
}

// A list, one below the other; in a tight plan side by side where two fit into the width.
static void lay_day(const poster *o, size_t week, int32_t day, day_cell *cell) {
    double x = CELL_PAD, y = o->tight ? CELL_PAD_TIGHT : CELL_PAD, line = 0;
    cell->first = 0;
    cell->count = sessions_on(&o->s->plan->weeks[week], o->s->plan, day, &cell->first);
    if (cell->count > DAY_MOST) cell->count = DAY_MOST;
    for (int i = 0; i < cell->count; i++) {
        const size_t index = cell->first + (size_t)i;
        const double sign = sign_room(o, index);
        const double right = o->day_w - CELL_PAD;
        size_t bold_from;
        const char *text = cell_text(o, index, i, &bold_from);
        const paper_type type = cell_type(o, index, bold_from);
        const double wide = sign + paper_text_width(o->p, type, text) + 0.2;
        const bool beside = o->tight && i > 1 && x + wide <= right;
        if (i > 0 && !beside) x = CELL_PAD, y += line + LINE_GAP, line = 0;
        const double w = beside ? wide - sign : right - x - sign - (i == 0 ? DATE_W : 0);
        const double h = paper_text_height(o->p, type, w, text);
        cell->at[i].x = x + sign;
        cell->at[i].y = y;
        cell->at[i].w = o->tight && wide - sign < w ? wide - sign : w;
        cell->at[i].h = h;
        cell->at[i].text = text;
        cell->at[i].bold_from = bold_from;
        line = fmax(line, h);
        x += wide + o->size * 0.6;
    }
    cell->height = y + line + (o->tight ? CELL_PAD_TIGHT : CELL_PAD);
}

static void take_page(poster *o, int page) {
    const size_t count = o->s->plan->week_count;
    o->first = count * (size_t)page / (size_t)o->pages;
    o->end = count * ((size_t)page + 1) / (size_t)o->pages;
}

// Rows of a page as high as their fullest day wants at this size; do they fit together?
static bool page_fits(poster *o, double size) {
    double sum = 0;
    o->size = size;
    for (size_t i = o->first; i < o->end; i++) {
        const miler_plan_week *w = &o->s->plan->weeks[i];
        o->heights[i] = ROW_LEAST;
        for (int32_t day = w->first_day; day < w->first_day + w->day_count; day++) {
            day_cell cell;
            lay_day(o, i, day, &cell);
            o->heights[i] = fmax(o->heights[i], cell.height);
        }
        sum += o->heights[i];
    }
    o->spare = o->bottom - o->top - sum;
    return o->spare >= 0;
}

static bool rows_fit(poster *o, double size) {
    bool fit = true;
    for (int page = 0; page < o->pages && fit; page++) {
        take_page(o, page);
        fit = page_fits(o, size);
    }
    return fit;
}

// The largest size at which all rows fit.
static bool largest_fit(poster *o) {
    double low = TEXT_SMALLEST, high = TEXT_LARGEST;
    if (rows_fit(o, high)) return true;
    while (high - low > 0.1) {
        const double middle = (low + high) / 2;
        if (rows_fit(o, middle))
            low = middle;
        else
            high = middle;
    }
    return rows_fit(o, low);
}

// As few sheets as hold everything at a size that can be read.
static void choose_size(poster *o) {
    bool fits = false;
    for (o->pages = 1; !fits && o->pages <= SHEETS_MOST; o->pages++) {
        o->tight = false;
        fits = largest_fit(o);
        if (fits && o->size >= TEXT_LISTED) break;
        o->tight = true;
        fits = largest_fit(o);
        if (fits) break;
    }
    if (o->pages > SHEETS_MOST) o->pages = SHEETS_MOST;
}

// What is left over on a page is shared by its rows.
static void share_spare(poster *o) {
    const bool fits = page_fits(o, o->size);
    const size_t count = o->end - o->first;
    const double all = o->bottom - o->top;
    for (size_t i = o->first; i < o->end; i++) {
        const double wanted = o->heights[i];
        o->heights[i] = fits ? fmax(wanted, fmin(ROW_MOST, wanted + o->spare / (double)count))
                             : wanted * all / (all - o->spare);
    }
}

static void draw_session(const poster *o, const day_cell *cell, int i, double x, double y) {
    const size_t index = cell->first + (size_t)i;
    const miler_session *session = &o->s->plan->sessions[index];
    const double size = o->size;
    const double left = x + cell->at[i].x - sign_room(o, index);
    const double top = y + cell->at[i].y;
    if (session->kind == MILER_SESSION_RACE) {
        plan_paper_oval(o->p, left, top + size * 0.3, size * 1.9,
                        session->day == o->s->plan->race_day ? 0 : 4);
    } else {
        plan_paper_sign(o->p, session->kind, left + size * 1.22, top + size * 0.62, size * 0.3);
        if (session->kind != MILER_SESSION_REST)
            plan_paper_tick(o->p, left, top + size * 0.3, size * 0.62, session->status);
    }
    paper_text(o->p, cell_type(o, index, cell->at[i].bold_from), x + cell->at[i].x, top, cell->at[i].w,
               cell->at[i].h, cell->at[i].text);
}

static void draw_day(const poster *o, size_t week, int32_t day, double y) {
    const double x = o->left + column_of(o, day) * o->day_w;
    char mday[MILER_TEXT_MAX];
    day_cell cell;
    const bool race = day == o->s->plan->race_day;
    if (race)
        paper_rect(o->p, (draw_pen){.fill = DRAW_HOT}, x + 0.5, y + 0.5, o->day_w - 1, o->heights[week] - 1,
                   2);
    miler_print_date(mday, sizeof mday, day);
    paper_text(
        o->p,
        (paper_type){.size = 6.5, .narrow = true, .fill = race ? DRAW_PAPER : DRAW_SOFT, .anchor = DRAW_END},
        x + o->day_w - CELL_PAD - DATE_W, y + 1.2, DATE_W, 9, mday[8] == '0' ? mday + 9 : mday + 8);
    lay_day(o, week, day, &cell);
    // A list in a high cell is set a little wider.
    const double free_h = fmax(o->heights[week] - cell.height, 0);
    const double gap = cell.count > 1 ? fmin(3, free_h / (cell.count - 1)) : 0;
    for (int i = 0; i < cell.count; i++)
        draw_session(o, &cell, i, x, y + (o->tight ? 0 : i * gap));
}

// ---- A week

static void draw_week_head(const poster *o, const miler_plan_week *w, double y, double h) {
    char number[16];
    (void)snprintf(number, sizeof number, "%d", (int)w->number);
    const double big = fmin(13, h * 0.62);
    if (w->number > 0)
        paper_text(o->p, (paper_type){.size = big, .bold = true, .narrow = true, .anchor = DRAW_END}, MARGIN,
                   y + (h - big * 1.17) / 2, 18, big * 1.2, number);
    const double line = fmax(PLAN_PAPER_LEAST, fmin(7.2, h / 2 / 1.2));
    const double at = y + h / 2 - line * 1.18;
    paper_text(o->p, (paper_type){.size = line, .narrow = true, .lines = 1}, MARGIN + 22, at, WEEK_W - 23,
               line * 1.2, plan_paper_short_date(o->s, w->first_day));
    const char *phase = w->light ? miler_arena_printf(o->s->arena, "%s, light", miler_phase_name(w->phase))
                                 : miler_phase_name(w->phase);
    paper_text(
        o->p,
        (paper_type){.size = line, .least = PLAN_PAPER_LEAST, .narrow = true, .fill = DRAW_SOFT, .lines = 1},
        MARGIN + 22, at + line * 1.19, WEEK_W - 23, line * 1.2, phase != NULL ? phase : "");
}

static void draw_volume(const poster *o, const miler_plan_week *w, double y, double h) {
    const double x = o->left + 7 * o->day_w + 6;
    const double line = fmax(PLAN_PAPER_LEAST, fmin(7, h / 2.6));
    const double bar = fmin(3.2, h * 0.14);
    const double at = y + (h - line * 1.2 - 2 * bar - 1) / 2;
    const double full = VOLUME_W - 6;
    char hard[32];
    const int pct = plan_paper_hard_pct(w);
    (void)snprintf(hard, sizeof hard, "%d %% hard", pct);
    paper_text(
        o->p, (paper_type){.size = line, .least = PLAN_PAPER_LEAST, .bold = true, .narrow = true, .lines = 1},
        x, at, full * 0.49, line * 1.25, plan_paper_dist(o->s, w->dist_m));
    paper_text(o->p,
               (paper_type){.size = line,
                            .least = PLAN_PAPER_LEAST,
                            .narrow = true,
                            .fill = DRAW_SOFT,
                            .anchor = DRAW_END,
                            .lines = 1},
               x + full * 0.5, at, full * 0.5, line * 1.25, hard);
    const double volume = o->most_m > 0 ? full * w->dist_m / o->most_m : 0;
    paper_rect(o->p, (draw_pen){.fill = DRAW_BEND}, x, at + line * 1.25, volume, bar, 0);
    // The hard part of the same bar, by time.
    paper_rect(o->p, (draw_pen){.fill = DRAW_HOT}, x, at + line * 1.25, volume * pct / 100, bar, 0);
}

static void draw_week(const poster *o, size_t week, double y) {
    const miler_plan *plan = o->s->plan;
    const miler_plan_week *w = &plan->weeks[week];
    const double h = o->heights[week];
    const double right = paper_width(o->p) - MARGIN;
    const bool new_phase = week == o->first || plan->weeks[week - 1].phase != w->phase;
    if (w->light) paper_rect(o->p, (draw_pen){.fill = DRAW_GROUND}, MARGIN, y, right - MARGIN, h, 0);
    paper_line(o->p, (draw_pen){.stroke = new_phase ? DRAW_INK : DRAW_HAIR, .width = new_phase ? 0.9 : 0.5},
               MARGIN, y, right, y);
    draw_week_head(o, w, y, h);
    for (int32_t day = w->first_day; day < w->first_day + w->day_count; day++)
        draw_day(o, week, day, y);
    draw_volume(o, w, y, h);
}

// ---- Head and legend

static void draw_time(const poster *o, double x, const char *caption, const char *time, bool hot) {
    paper_text(o->p, (paper_type){.size = 7, .fill = DRAW_SOFT, .anchor = DRAW_END}, x, MARGIN + 2, 92, 10,
               caption);
    paper_text(o->p,
               (paper_type){.size = 19,
                            .least = 8,
                            .narrow = true,
                            .bold = true,
                            .fill = hot ? DRAW_HOT : DRAW_INK,
                            .anchor = DRAW_END,
                            .lines = 1},
               x, MARGIN + 12, 92, 26, time);
}

static void draw_head_of(const poster *o) {
    const miler_plan *plan = o->s->plan;
    const double right = paper_width(o->p) - MARGIN;
    char low[MILER_TEXT_MAX], high[MILER_TEXT_MAX], likely[80], time[MILER_TEXT_MAX], gun[MILER_TEXT_MAX];
    const bool named = o->s->job->name[0] != '\0';
    const double room = right - 3 * 100 - MARGIN - 76;
    const bool told = plan->request.gun_s >= 0;
    if (told) miler_print_clock(gun, sizeof gun, plan->request.gun_s);
    const char *race =
        miler_arena_printf(o->s->arena, "%s, %s, %s%s%s", plan_paper_race(o->s),
                           miler_weekday_name(miler_weekday(plan->race_day)),
                           plan_paper_date(o->s, plan->race_day), told ? ", " : "", told ? gun : "");
    if (race == NULL) return;
    plan_paper_oval(o->p, MARGIN, MARGIN + 3, 60, 4);
    paper_text(o->p, (paper_type){.size = 20, .least = 7, .bold = true, .as_written = named}, MARGIN + 72,
               MARGIN, room, 26, named ? o->s->job->name : "The plan");
    paper_text(o->p, (paper_type){.size = 11, .least = PLAN_PAPER_LEAST, .fill = DRAW_SOFT, .lines = 1},
               MARGIN + 72, MARGIN + 28, room, 15, race);
    miler_print_time(time, sizeof time, plan->now_s, 0);
    draw_time(o, right - 300, "today about", time, false);
    double low_s = plan->likely_low_s, high_s = plan->likely_high_s;
    const bool race_known = app_plan_race_band(plan, plan->request.mile_sd_log, &low_s, &high_s);
    miler_print_time(low, sizeof low, low_s, 0);
    miler_print_time(high, sizeof high, high_s, 0);
    (void)snprintf(likely, sizeof likely, "%s–%s", low, high);
    draw_time(o, right - 196, race_known ? "eight races in ten" : "training may bring", likely, false);
    miler_print_time(time, sizeof time, plan->goal_s, 1);
    draw_time(o, right - 92, "goal", time, true);
}

static void draw_days(const poster *o) {
    static const char *const names[7] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                         "Friday", "Saturday", "Sunday"};
    const double y = o->top - DAYS_H + 2;
    const paper_type type = {.size = 8, .bold = true, .narrow = true};
    for (int i = 0; i < 7; i++)
        paper_text(o->p, type, o->left + i * o->day_w + CELL_PAD, y, o->day_w - CELL_PAD, 11,
                   names[miler_weekday(o->s->plan->race_day + 1 + i)]);
    paper_text(o->p, type, o->left + 7 * o->day_w + 6, y, VOLUME_W - 6, 11, "Running");
}

static void draw_legend_of(const poster *o, double y) {
    double x = MARGIN;
    bool used[MILER_SESSION_KIND_COUNT] = {false};
    const paper_type type = {.size = 6.5, .narrow = true, .fill = DRAW_SOFT, .lines = 1};
    for (size_t i = 0; i < o->s->plan->session_count; i++)
        used[o->s->plan->sessions[i].kind] = true;
    for (int kind = 0; kind < MILER_SESSION_KIND_COUNT; kind++) {
        const char *name = miler_session_kind_name((miler_session_kind)kind);
        if (!used[kind]) continue;
        plan_paper_sign(o->p, (miler_session_kind)kind, x + 4, y + 4.5, 3);
        const double w = paper_text_width(o->p, type, name);
        paper_text(o->p, type, x + 10, y, w + 1, 10, name);
        x += w + 22;
    }
}

static void draw_note(const poster *o, double y) {
    char note[96];
    (void)snprintf(note, sizeof note, "bold: the time of a rep, or the pace a %s where it goes by time",
                   o->s->job->units == MILER_UNITS_IMPERIAL ? "mile" : "km");
    const paper_type type = {.size = 6.5, .narrow = true, .fill = DRAW_SOFT, .anchor = DRAW_END, .lines = 1};
    paper_text(o->p, type, paper_width(o->p) - MARGIN - 190, y, 190, 10, note);
}

static void draw_phases(const poster *o) {
    double y = o->top;
    for (size_t i = o->first; i < o->end; i++) {
        draw_week(o, i, y);
        y += o->heights[i];
    }
    paper_line(o->p, (draw_pen){.stroke = DRAW_INK, .width = 0.9}, MARGIN, y, paper_width(o->p) - MARGIN, y);
    for (int i = 0; i <= 7; i++)
        paper_line(o->p, (draw_pen){.stroke = DRAW_HAIR, .width = 0.5}, o->left + i * o->day_w, o->top,
                   o->left + i * o->day_w, y);
    draw_legend_of(o, y + 5);
    draw_note(o, y + 5);
}

miler_status plan_poster(plan_sheet *s, miler_error *err) {
    poster o = {.s = s, .p = s->paper};
    const miler_plan *plan = s->plan;
    if (plan->week_count > sizeof o.heights / sizeof o.heights[0])
        return miler_fail(err, MILER_ERR_LIMIT, "a poster holds %zu weeks at most",
                          sizeof o.heights / sizeof o.heights[0]);
    o.words = miler_arena_array(s->arena, plan->session_count + 1, sizeof *o.words);
    if (o.words == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    for (size_t i = 0; i < plan->session_count; i++)
        o.words[i] = plan_paper_session(s, &plan->sessions[i]);
    for (size_t i = 0; i < plan->week_count; i++)
        o.most_m = fmax(o.most_m, plan->weeks[i].dist_m);
    paper_page(s->paper, true, "The whole plan"); // its sides are those of all
    o.top = MARGIN + HEAD_H + DAYS_H;
    o.bottom = paper_height(s->paper) - MARGIN - FOOT_H - LEGEND_H;
    o.left = MARGIN + WEEK_W;
    o.day_w = (paper_width(s->paper) - 2 * MARGIN - WEEK_W - VOLUME_W) / 7;
    choose_size(&o);
    for (int page = 0; page < o.pages; page++) {
        if (page > 0) paper_page(s->paper, true, NULL);
        take_page(&o, page);
        share_spare(&o);
        draw_head_of(&o);
        draw_days(&o);
        draw_phases(&o);
        plan_paper_foot(s, MARGIN);
    }
    return MILER_OK;
}
