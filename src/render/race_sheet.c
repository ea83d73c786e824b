// SPDX-License-Identifier: MIT
// The coach's sheet: what to call at the line and at the marks, both as what they
// are, and room to write what was run. A column a runner; for a heat a page follows
// with every 100 m.
#include "render/race_sheet.h"
#include "base/utf8.h"
#include "render/race_title.h"

#include <math.h>
#include <string.h>

#define MARGIN SHEET_MARGIN
#define CODE 74.0
#define TABLES_TOP 128.0
#define FOOT SHEET_FOOT
#define HEAD_H SHEET_HEAD_H
#define NAME_H SHEET_NAME_H
#define ROW_MOST 46.0
#define ROW_LEAST 10.0
#define PLACE_W SHEET_PLACE_W
#define LAP_W 28.0 // "2:41.5" under the clock
#define ELLIPSIS "\xe2\x80\xa6"

static const draw_pen hair = {.stroke = DRAW_HAIR, .width = 0.6};
static const draw_pen rule = {.stroke = DRAW_INK, .width = 0.9};

static const miler_race_lap *laps_of(const miler_race_card *card, bool other, size_t *count) {
    *count = other ? card->other_lap_count : card->lap_count;
    return other ? card->other_laps : card->laps;
}

void sheet_text(const sheet *s, double most, double h, bool bold, draw_role fill, double x, double w,
                const char *words) {
    const double size = fmin(most, h / 1.25);
    paper_text(s->d->paper,
               (paper_type){.size = size, .least = RACE_LEAST_PT, .bold = bold, .fill = fill, .lines = 1}, x,
               s->y + (h - size * 1.2) / 2, w, size * 1.25, words);
}

// Laps below each other have one form: that of clocks, "1:38.4", where one of them needs it.
static const char *lap_in_column(race_desk *d, const miler_race_lap *laps, size_t count, size_t at) {
    for (size_t i = 0; i < count; i++)
        if (strchr(race_lap(d, laps[i].time_s), ':') != NULL) return race_time(d, laps[at].time_s);
    return race_lap(d, laps[at].time_s);
}

// Planned clock and lap, then room to write; a runner alone has more of it.
static void cell(const sheet *s, const miler_race_lap *lap, const char *lap_time, double x) {
    race_desk *d = s->d;
    const double w = s->column_w;
    const bool alone = s->columns == 1;
    const double clock_w = alone ? 72 : fmin(48, w * 0.5);
    const bool below = !alone && s->row_h >= 30; // there is room for the lap under the clock
    const double clock_h = below ? s->row_h * 0.56 : s->row_h;
    sheet_text(s, alone ? 17 : 12, clock_h, true, DRAW_INK, x + 6, clock_w, race_time(d, lap->cum_s));
    if (alone) sheet_text(s, 13, s->row_h, false, DRAW_SOFT, x + 6 + clock_w, 46, lap_time);
    if (below)
        paper_text(d->paper, (paper_type){.size = 9, .least = RACE_LEAST_PT, .fill = DRAW_SOFT, .lines = 1},
                   x + 6, s->y + clock_h, LAP_W, 12, lap_time);
    // The laps under the clock are narrower than it: the line to write on begins beside them.
    const double from = x + 6 + (below ? LAP_W : clock_w) + (alone ? 52 : 4), low = s->y + s->row_h - 6;
    if (!alone) {
        paper_line(d->paper, hair, from, low, x + w - 6, low);
        return;
    }
    const double each = (x + w - from) / 3;
    for (int i = 0; i < 3; i++)
        paper_line(d->paper, hair, from + each * i, low, from + each * (i + 1) - 10, low);
}

// In two lines and without a break inside a word, at a size that may be used?
static bool fits_whole(const sheet *s, paper_type type, double w, const char *name) {
    paper *p = s->d->paper;
    type.size = type.least;
    if (paper_text_height(p, type, w, name) > NAME_H - 2) return false;
    for (const char *at = name; *at != '\0';) {
        const size_t len = strcspn(at, " ");
        if (paper_text_width(p, type, race_words(s->d, "%.*s", (int)len, at)) > w) return false;
        at += len + strspn(at + len, " ");
    }
    return true;
}

// As many letters of the first word as fit into one line.
static const char *letters_fitting(const sheet *s, paper_type type, double w, const char *name) {
    const size_t word = strcspn(name, " ");
    const char *out = name;
    type.size = type.least;
    for (size_t letters = RACE_NAME_LETTERS; letters > 0; letters--) {
        const size_t cut = miler_utf8_cut(name, letters);
        if (cut > word) continue;
        out = race_words(s->d, "%.*s" ELLIPSIS, (int)cut, name);
        if (paper_text_width(s->d->paper, type, out) <= w) break;
    }
    return out;
}

// As many letters as fit, whatever word they end in; *bytes of them.
static const char *most_fitting(const sheet *s, paper_type type, double w, const char *name, size_t *bytes) {
    for (size_t letters = RACE_NAME_LETTERS; letters > 0; letters--) {
        *bytes = miler_utf8_cut(name, letters);
        if (name[*bytes] == '\0' || name[*bytes - 1] == ' ' || name[*bytes - 1] == '-') continue;
        const char *out = race_words(s->d, "%.*s" ELLIPSIS, (int)*bytes, name);
        if (fits_whole(s, type, w, out)) return out;
    }
    *bytes = 0;
    return name;
}

// Whole words of a name that is too long, as many as fit, unless that is less than half of what its
// letters would fill ("Ada" of "Ada Lovelace-Montgomery"); of a single one its letters.
static const char *name_fitting(const sheet *s, paper_type type, double w, const char *name) {
    const char *out = name;
    size_t len = strlen(name);
    size_t most = 0;
    const char *letters = fits_whole(s, type, w, name) ? name : most_fitting(s, type, w, name, &most);
    while (!fits_whole(s, type, w, out)) {
        while (len > 0 && name[len - 1] != ' ')
            len--;
        while (len > 0 && name[len - 1] == ' ')
            len--;
        if (most > 0 && 2 * len < most) return letters;
        if (len == 0) return letters_fitting(s, type, w, name);
        out = race_words(s->d, "%.*s" ELLIPSIS, (int)len, name);
    }
    return out;
}

// At the foot of its place, close to the rule.
static void name_above(const sheet *s, const race_runner *r, double x, double w) {
    const paper_type type = {
        .size = 10, .least = RACE_LEAST_PT, .bold = true, .narrow = true, .lines = 2, .as_written = true};
    const char *name = name_fitting(s, type, w, race_name(s->d, r));
    const double spare = NAME_H - 2 - paper_text_height(s->d->paper, type, w, name);
    const double down = s->columns > 1 || name[0] != '\0' ? fmax(spare, 0) : 0;
    paper_text(s->d->paper, type, x, s->y + down, w, NAME_H - 2 - down + 0.5, name);
}

void sheet_rule(const sheet *s, bool strong) {
    paper_line(s->d->paper, strong ? rule : hair, MARGIN, s->y, paper_width(s->d->paper) - MARGIN, s->y);
}

void sheet_table_head(sheet *s, const char *what, bool names) {
    race_desk *d = s->d;
    const double right = paper_width(d->paper) - MARGIN;
    sheet_text(s, 11, HEAD_H, true, DRAW_INK, MARGIN, right - MARGIN, what);
    s->y += HEAD_H;
    for (size_t i = 0; names && i < s->count; i++) {
        const double x = MARGIN + PLACE_W + s->column_w * (double)i;
        const race_runner *r = &s->runners[i];
        name_above(s, r, x + 6, s->columns > 1 ? s->column_w - 10 : 110);
        if (s->columns > 1) continue;
        const double from = x + 6 + 72 + 52, each = (x + s->column_w - from) / 3;
        static const char *const write_here[3] = {"clock", "lap", "+ or -"};
        for (int k = 0; k < 3; k++)
            sheet_text(s, 8.5, NAME_H, false, DRAW_SOFT, from + each * k, each - 8, write_here[k]);
    }
    if (names) s->y += NAME_H;
    sheet_rule(s, true);
}

static void table(sheet *s, bool other) {
    race_desk *d = s->d;
    size_t count, n;
    const miler_race_card *first = s->runners[0].card;
    const miler_race_lap *laps = laps_of(first, other, &count);
    if (count == 0) return;
    const bool at_line = !other && first->convention == MILER_SPLITS_LINE;
    const char *what = at_line ? race_words(d, "At the finish line: the clock a runner sees in passing")
                               : race_words(d, "At the %s", miler_split_convention_name(laps[0].convention));
    sheet_table_head(s, what, true);
    for (size_t i = 0; i < count; i++) {
        sheet_text(s, 12, s->row_h, false, DRAW_INK, MARGIN, PLACE_W - 6,
                   laps[i].to_m == floor(laps[i].to_m) ? race_words(d, "%.0f m", laps[i].to_m)
                                                       : race_words(d, "%.1f m", laps[i].to_m));
        for (size_t r = 0; r < s->count; r++) {
            const miler_race_lap *own = laps_of(s->runners[r].card, other, &n);
            if (i < n)
                cell(s, &own[i], lap_in_column(d, own, n, i), MARGIN + PLACE_W + s->column_w * (double)r);
        }
        s->y += s->row_h;
        sheet_rule(s, false);
    }
    s->y += 10;
}

static void head(sheet *s) {
    race_desk *d = s->d;
    paper *p = d->paper;
    const miler_race_card *card = s->runners[0].card;
    const double w = paper_width(p) - 2 * MARGIN - (race_has_code(d) ? CODE + 12 : 0);
    char name[MILER_TEXT_MAX], clock[MILER_TEXT_MAX];
    const bool alone = s->columns == 1;
    const char *gun = "";
    if (card->gun_s >= 0) {
        miler_print_clock(clock, sizeof clock, card->gun_s);
        gun = race_words(d, ", gun %s", clock);
    }
    paper_text(
        p, (paper_type){.size = 22, .least = 12, .bold = true, .lines = 1, .as_written = alone}, MARGIN,
        MARGIN - 6, w, 28,
        alone ? race_named(d, &s->runners[0])
              : race_words(d, "%s: splits to call", render_race_distance(name, card->dist_m, d->job->units)));
    paper_text(p, (paper_type){.size = 11, .least = 8, .fill = DRAW_SOFT, .lines = 1}, MARGIN, MARGIN + 24, w,
               15,
               alone ? race_words(d, "%s%s", race_about(d, card), gun)
                     : race_words(d, "%s pacing, %s%s", miler_strategy_name(card->strategy),
                                  miler_venue_name(card->venue), gun));
    if (alone)
        paper_text(p, (paper_type){.size = 11, .least = 8, .lines = 2}, MARGIN, MARGIN + 42, w, 30,
                   race_words(d, "First 400 m under %s is too fast: call \"ease off\". Date, wind, remarks:",
                              race_lap(d, card->too_fast_400_s)));
    else
        paper_text(p, (paper_type){.size = 11, .least = 8, .lines = 1}, MARGIN, MARGIN + 42, w, 15,
                   "Date, heat, wind, remarks:");
    paper_line(p, hair, MARGIN, MARGIN + 76, MARGIN + w, MARGIN + 76);
    race_qr(d, paper_width(p) - MARGIN - CODE, MARGIN - 10, CODE);
}

static void page(race_desk *d, size_t from, size_t count) {
    paper *p = d->paper;
    sheet s = {.d = d,
               .runners = d->job->runners + from,
               .count = count,
               .columns = race_sheet_columns(d->job->count)};
    paper_page(p, false, "Splits to call");
    const miler_race_card *card = s.runners[0].card;
    const double rows = (double)(card->lap_count + card->other_lap_count);
    const double tables = card->other_lap_count > 0 ? 2 : 1;
    double room =
        paper_height(p) - TABLES_TOP - FOOT - tables * (HEAD_H + NAME_H + 10) - (s.columns == 1 ? 92 : 0);
    // Laps of 200 m over 5 km leave no room: the limits then stand on the next page.
    const bool limits_here = room - sheet_limits_height(card) > ROW_LEAST * rows;
    if (limits_here) room -= sheet_limits_height(card);
    s.row_h = fmin(ROW_MOST, room / rows);
    s.column_w = (paper_width(p) - 2 * MARGIN - PLACE_W) / (double)s.columns;
    head(&s);
    s.y = TABLES_TOP;
    table(&s, false);
    table(&s, true);
    if (limits_here) sheet_limits(&s);
    sheet_hundreds_alone(&s);
    // A picture has one page.
    if ((s.columns > 1 || !limits_here) && !d->job->png) sheet_more_page(&s, !limits_here);
}

// Six runners and six: a last page with one alone would look like another sheet.
size_t race_sheet_columns(size_t runners) {
    const size_t pages = (runners + RACE_COLUMNS - 1) / RACE_COLUMNS;
    return pages > 0 ? (runners + pages - 1) / pages : 1;
}

void race_sheets(race_desk *d) {
    const size_t pages = race_cards_codes(d->job);
    for (size_t i = 0; i < pages; i++) {
        size_t from, count;
        race_cards_code_of(d->job, i, &from, &count);
        race_take_code(d, i);
        page(d, from, count);
    }
}
