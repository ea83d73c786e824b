// SPDX-License-Identifier: MIT
// A band for the wrist: 25 mm high, printed on one side of the paper, cut, folded
// along its middle so that both sides are printed, closed over its flap. The lower
// half stands on its head, so that it is upright once it is folded back.
#include "render/race_cards.h"

#define MM(x) ((x)*RACE_MM)
#define STEP_MM 62.0 // from band to band
#define TOP_MM 14.0
#define ROW_MOST 7 // laps in a row; more make two
#define MOST 14    // laps

static const draw_pen cut = {.stroke = DRAW_SOFT, .width = 0.7};
static const draw_pen fold = {.stroke = DRAW_SOFT, .width = 0.5, .dashed = true};
static const draw_pen hair = {.stroke = DRAW_HAIR, .width = 0.6};

static void lap_cell(race_desk *d, const miler_race_lap *lap, bool last, double x, double y, double w,
                     double h) {
    const bool small = h < MM(20);
    const double line = small ? 9 : 12;
    const double clock = h - 2 * line - 5;
    const draw_role role = last ? DRAW_HOT : DRAW_INK;
    paper_text(d->paper,
               (paper_type){.size = small ? RACE_LEAST_PT : line - 2.5,
                            .least = RACE_LEAST_PT,
                            .fill = DRAW_SOFT,
                            .lines = 1},
               x + 4, y + 2, w - 8, line,
               race_words(d, "%d  at %s", (int)lap->number, race_lap_place(d, lap)));
    paper_text(d->paper,
               (paper_type){.size = small ? 18 : 36, .least = 12, .bold = true, .fill = role, .lines = 1},
               x + 4, y + line + 1, w - 8, clock + 4, race_time(d, lap->cum_s));
    paper_text(d->paper, (paper_type){.size = line - 2, .least = RACE_LEAST_PT, .lines = 1, .narrow = true},
               x + 4, y + h - line - 2, w - 8, line + 1,
               small ? race_lap(d, lap->time_s)
                     : race_words(d, "%s   %s", race_lap(d, lap->time_s), lap->cue));
}

static void front(race_desk *d, const miler_race_card *card, double x, double y) {
    const miler_race_lap **laps;
    const size_t count = race_laps(d, card, MOST, &laps);
    const size_t rows = count > ROW_MOST ? 2 : 1;
    const size_t in_row = (count + rows - 1) / rows;
    const double w = MM(RACE_BAND_LONG) / (double)in_row, h = MM(RACE_BAND_MM) / (double)rows;
    for (size_t i = 0; i < count; i++) {
        const double left = x + w * (double)(i % in_row), top = y + h * (double)(i / in_row);
        if (i % in_row > 0) paper_line(d->paper, hair, left, top + 4, left, top + h - 4);
        lap_cell(d, laps[i], i + 1 == count, left, top, w, h);
    }
}

// Every 200 m, in two rows; every 400 m where the race is long.
static void places(race_desk *d, const miler_race_card *card, double x, double y, double w) {
    const double each_m = card->dist_m > 2500 ? 400 : 200;
    const int count = (int)(card->dist_m / each_m);
    const int in_row = (count + 1) / 2;
    const double cell = w / in_row;
    for (int i = 0; i < count; i++) {
        const double left = x + cell * (i % in_row), top = y + 24 * (i / in_row);
        const double m = each_m * (i + 1);
        paper_text(d->paper, (paper_type){.size = 7.5, .least = RACE_LEAST_PT, .fill = DRAW_SOFT, .lines = 1},
                   left, top, cell - 3, 9, race_words(d, "%.0f", m));
        paper_text(d->paper, (paper_type){.size = 12, .least = 8, .bold = true, .narrow = true, .lines = 1},
                   left, top + 8.5, cell - 3, 15, race_time(d, miler_race_time_at(card, m)));
    }
}

static const char *last_line(race_desk *d, const miler_race_card *card) {
    if (card->gear_m[4] > 0)
        return race_words(d, "Last 400 in gears: %s  %s  %s  %s", race_lap(d, card->gear_s[0]),
                          race_lap(d, card->gear_s[1]), race_lap(d, card->gear_s[2]),
                          race_lap(d, card->gear_s[3]));
    return race_words(d, "Goal pace %s a 400", race_lap(d, card->pace_per_400_s));
}

static void back(race_desk *d, const race_runner *runner, double x, double y) {
    const miler_race_card *card = runner->card;
    const double side = race_has_code(d) ? MM(RACE_BAND_MM) - 6 : 0;
    const double text_x = x + side + 10, text_w = MM(72);
    race_qr(d, x + 3, y + 3, side);
    paper_text(
        d->paper,
        (paper_type){
            .size = 13, .least = RACE_LEAST_PT, .bold = true, .narrow = true, .lines = 1, .as_written = true},
        text_x, y + 5, text_w, 17, race_named(d, runner));
    paper_text(d->paper, (paper_type){.size = 8.5, .least = RACE_LEAST_PT, .fill = DRAW_SOFT, .lines = 1},
               text_x, y + 22, text_w, 11, race_about(d, card));
    paper_text(d->paper, (paper_type){.size = 8.5, .least = RACE_LEAST_PT, .lines = 1}, text_x, y + 35,
               text_w, 11,
               race_words(d, "First 400 under %s is too fast", race_lap(d, card->too_fast_400_s)));
    paper_text(d->paper, (paper_type){.size = 8.5, .least = RACE_LEAST_PT, .lines = 1}, text_x, y + 48,
               text_w, 11, last_line(d, card));
    places(d, card, text_x + text_w + 10, y + 11, MM(RACE_BAND_LONG) - side - text_w - 28);
}

static void band(race_desk *d, const race_runner *runner, double x, double y) {
    const double w = MM(RACE_BAND_LONG), h = MM(RACE_BAND_MM), flap = MM(RACE_FLAP), nick = MM(2);
    const draw_point edge[] = {{x, y},
                               {x + w, y},
                               {x + w + flap, y + nick},
                               {x + w + flap, y + h - nick},
                               {x + w, y + h},
                               {x + w, y + 2 * h},
                               {x, y + 2 * h}};
    front(d, runner->card, x, y);
    paper_turn(d->paper, x, y + h, w, h);
    back(d, runner, x, y + h);
    paper_turn(d->paper, 0, 0, 0, 0);
    paper_path(d->paper, cut, edge, sizeof edge / sizeof edge[0], true);
    paper_line(d->paper, fold, x, y + h, x + w, y + h);
    paper_line(d->paper, fold, x + w, y, x + w, y + h);
    paper_text(d->paper, (paper_type){.size = 8, .fill = DRAW_SOFT, .anchor = DRAW_MIDDLE, .lines = 1}, x + w,
               y + h / 2 - 5, flap, 10, "glue");
}

void race_wristbands(race_desk *d) {
    paper *p = d->paper;
    for (size_t i = 0; i < d->job->count; i++) {
        if (i % RACE_BANDS == 0) paper_page(p, true, "Wristbands");
        const double x = (paper_width(p) - MM(RACE_BAND_LONG + RACE_FLAP)) / 2;
        const double y = MM(TOP_MM) + MM(STEP_MM) * (double)(i % RACE_BANDS);
        race_take_code(d, i);
        band(d, &d->job->runners[i], x, y);
        if (i % RACE_BANDS == 0)
            paper_text(
                p, (paper_type){.size = 8.5, .least = RACE_LEAST_PT, .fill = DRAW_SOFT, .lines = 1}, x,
                y - 16, MM(RACE_BAND_LONG), 12,
                d->job->units == MILER_UNITS_IMPERIAL
                    ? "Print at 100 %. Cut along the solid line, fold along the dashed ones, glue the flap "
                      "inside. The band is 1 inch high."
                    : "Print at 100 %. Cut along the solid line, fold along the dashed ones, glue the flap "
                      "inside. The band is 25 mm high.");
    }
}
