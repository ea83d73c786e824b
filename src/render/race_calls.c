// SPDX-License-Identifier: MIT
// What a coach calls between the laps: the band at a few places ("not before, not
// after"), and every 100 m, of one runner or of a heat.
#include "render/race_sheet.h"

#include <math.h>

#define LIMIT_ROW_H 17.0
#define LIMIT_MOST 6
#define HUNDREDS_H 26.0
#define ROW_MOST 30.0
#define PAGE_ROWS 34 // more are told every 200 m

// 200, 400, 800, 1200 m; of a short race every 200, of a long one every 800 m. Short of the finish.
static size_t limit_places(const miler_race_card *card, double out[LIMIT_MOST]) {
    static const double short_m[] = {200, 400, 600}, mile_m[] = {200, 400, 800, 1200},
                        long_m[] = {400, 800, 1600, 2400, 3200, 4000};
    const double dist_m = card->dist_m;
    const double *list = dist_m <= 1000 ? short_m : dist_m <= 2000 ? mile_m : long_m;
    const size_t most = dist_m <= 1000 ? 3 : dist_m <= 2000 ? 4 : 6;
    size_t count = 0;
    while (count < most && list[count] < dist_m - 100) {
        out[count] = list[count];
        count++;
    }
    return count;
}

double sheet_limits_height(const miler_race_card *card) {
    double places[LIMIT_MOST];
    return SHEET_HEAD_H + LIMIT_ROW_H * (double)limit_places(card, places) + 10;
}

static const char *band(const sheet *s, const miler_race_card *card, double at_m) {
    double early_s, late_s;
    miler_race_limits(card, at_m, &early_s, &late_s);
    const char *early = race_time(s->d, early_s), *late = race_time(s->d, late_s);
    return s->columns == 1 ? race_words(s->d, "at least %s, at most %s", early, late)
                           : race_words(s->d, "%s - %s", early, late);
}

void sheet_limits(sheet *s) {
    double places[LIMIT_MOST];
    const size_t count = limit_places(s->runners[0].card, places);
    sheet_table_head(s, "Metres from the start: the clock at least (sooner is too fast) and at most", false);
    for (size_t i = 0; i < count; i++) {
        sheet_text(s, 11, LIMIT_ROW_H, false, DRAW_INK, SHEET_MARGIN, SHEET_PLACE_W - 6,
                   race_words(s->d, "%.0f m", places[i]));
        for (size_t r = 0; r < s->count; r++)
            sheet_text(s, s->columns == 1 ? 11 : 9.5, LIMIT_ROW_H, false, DRAW_INK,
                       SHEET_MARGIN + SHEET_PLACE_W + s->column_w * (double)r + 6, s->column_w - 8,
                       band(s, s->runners[r].card, places[i]));
        s->y += LIMIT_ROW_H;
        sheet_rule(s, false);
    }
    s->y += 10;
}

void sheet_hundreds_alone(sheet *s) {
    race_desk *d = s->d;
    const miler_race_card *card = s->runners[0].card;
    const double w = (paper_width(d->paper) - 2 * SHEET_MARGIN) / 8;
    const int count = (int)(card->dist_m / 100);
    if (s->columns > 1 ||
        s->y + SHEET_HEAD_H + HUNDREDS_H * ceil(count / 8.0) > paper_height(d->paper) - SHEET_FOOT)
        return;
    sheet_text(s, 11, SHEET_HEAD_H, true, DRAW_INK, SHEET_MARGIN, 300, "Every 100 m from the start");
    s->y += SHEET_HEAD_H;
    for (int i = 0; i < count; i++) {
        const double x = SHEET_MARGIN + w * (i % 8), y = s->y + HUNDREDS_H * (i / 8);
        paper_text(d->paper, (paper_type){.size = 8, .least = RACE_LEAST_PT, .fill = DRAW_SOFT, .lines = 1},
                   x, y, w - 4, 10, race_words(d, "%d", 100 * (i + 1)));
        paper_text(d->paper, (paper_type){.size = 11, .least = RACE_LEAST_PT, .bold = true, .lines = 1}, x,
                   y + 9, w - 4, 14, race_time(d, miler_race_time_at(card, 100.0 * (i + 1))));
    }
}

static void hundred(sheet *s, double at_m) {
    race_desk *d = s->d;
    const bool lap = fmod(at_m, 400) < 1;
    const double dist_m = s->runners[0].card->dist_m;
    const bool whole = fabs(at_m - round(at_m)) < 0.001;
    sheet_text(s, 12, s->row_h, lap, DRAW_INK, SHEET_MARGIN, SHEET_PLACE_W - 6,
               at_m < dist_m || whole ? race_words(d, "%.0f m", at_m) : race_words(d, "%.1f m", at_m));
    for (size_t r = 0; r < s->count; r++)
        sheet_text(s, 12, s->row_h, lap || at_m >= dist_m, DRAW_INK,
                   SHEET_MARGIN + SHEET_PLACE_W + s->column_w * (double)r + 6, s->column_w - 8,
                   race_time(d, at_m < dist_m ? miler_race_time_at(s->runners[r].card, at_m)
                                              : s->runners[r].card->goal_s));
    s->y += s->row_h;
    sheet_rule(s, lap);
}

void sheet_more_page(sheet *s, bool limits) {
    race_desk *d = s->d;
    const double dist_m = s->runners[0].card->dist_m;
    const double each_m = dist_m > 100.0 * PAGE_ROWS ? 200 : 100;
    const double rows = ceil(dist_m / each_m - 0.001);
    paper_page(d->paper, false, race_words(d, "Every %.0f m", each_m));
    s->y = SHEET_MARGIN - 6;
    if (limits) sheet_limits(s);
    const double room = paper_height(d->paper) - SHEET_FOOT - s->y - SHEET_HEAD_H - SHEET_NAME_H;
    s->row_h = fmin(ROW_MOST, room / rows);
    sheet_table_head(s, race_words(d, "Every %.0f m from the start", each_m), true);
    for (double at_m = each_m; at_m < dist_m - 0.5; at_m += each_m)
        hundred(s, at_m);
    hundred(s, dist_m);
}
