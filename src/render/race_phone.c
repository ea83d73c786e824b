// SPDX-License-Identifier: MIT
// A picture for the phone, 1080 x 2340 pixels, dark: a row a lap, the clock as
// large as the row is high, to be read at arm's length.
#include "render/race_cards.h"

#include <math.h>

#define SIDE 20.0
#define TOP 56.0 // below the phone's own clock and camera
#define ROWS_TOP 162.0
#define ROWS_BOTTOM 618.0
#define ROW_MOST 116.0
#define MOST 14 // laps
#define CODE 132.0
#define LEAST 12.0

static void row(race_desk *d, const miler_race_lap *lap, bool last, double y, double h) {
    paper *p = d->paper;
    const double w = paper_width(p) - 2 * SIDE, clock_w = w * 0.62;
    const bool tall = h > 70;
    const double big = fmin(62, h * 0.56);
    const draw_role role = last ? DRAW_HOT : DRAW_INK;
    paper_rect(p, (draw_pen){.fill = DRAW_GROUND}, SIDE - 8, y + 2, w + 16, h - 4, 8);
    const double count = fmax(LEAST, fmin(26, tall ? h * 0.34 : h * 0.42));
    paper_text(p, (paper_type){.size = count, .least = LEAST, .bold = true, .fill = role, .lines = 1}, SIDE,
               y + (tall ? 12 : (h - count * 1.2) / 2), w - clock_w, count * 1.3,
               race_words(d, "%d", (int)lap->number));
    paper_text(
        p,
        (paper_type){.size = fmax(LEAST, fmin(17, h * 0.3)), .least = LEAST, .fill = DRAW_SOFT, .lines = 1},
        tall ? SIDE : SIDE + 34, tall ? y + 44 : y + (h - fmin(17, h * 0.3) * 1.2) / 2,
        w - clock_w - (tall ? 0 : 34), 24, race_lap_place(d, lap));
    paper_text(
        p,
        (paper_type){.size = big, .least = LEAST, .bold = true, .fill = role, .anchor = DRAW_END, .lines = 1},
        SIDE + w - clock_w, tall ? y + 6 : y + (h - big * 1.2) / 2, clock_w, big * 1.25,
        race_time(d, lap->cum_s));
    if (!tall) return;
    paper_text(p, (paper_type){.size = 19, .least = LEAST, .lines = 1}, SIDE, y + h - 34, 76, 26,
               race_lap(d, lap->time_s));
    paper_text(p, (paper_type){.size = 19, .least = LEAST, .fill = DRAW_SOFT, .anchor = DRAW_END, .lines = 1},
               SIDE + 80, y + h - 34, w - 80, 26, lap->cue);
}

static void foot(race_desk *d, const miler_race_card *card) {
    paper *p = d->paper;
    const double x = SIDE + (race_has_code(d) ? CODE + 16 : 0), w = paper_width(p) - x - SIDE;
    const double y = ROWS_BOTTOM + 14;
    race_qr(d, SIDE - 4, y, CODE);
    paper_text(p, (paper_type){.size = 17, .least = LEAST, .bold = true, .lines = 2}, x, y + 2, w, 44,
               race_words(d, "First 400 under %s is too fast", race_lap(d, card->too_fast_400_s)));
    if (card->gear_m[4] > 0)
        paper_text(p, (paper_type){.size = 17, .least = LEAST, .lines = 1}, x, y + 58, w, 24,
                   race_words(d, "Gears %s %s %s %s", race_lap(d, card->gear_s[0]),
                              race_lap(d, card->gear_s[1]), race_lap(d, card->gear_s[2]),
                              race_lap(d, card->gear_s[3])));
    if (race_has_code(d))
        paper_text(p, (paper_type){.size = 14, .least = LEAST, .fill = DRAW_SOFT, .lines = 2}, x, y + 94, w,
                   36, "The code opens the live page");
}

static void page(race_desk *d, const race_runner *runner) {
    const miler_race_card *card = runner->card;
    paper *p = d->paper;
    paper_page(p, false, "Phone");
    const double w = paper_width(p) - 2 * SIDE;
    double y = TOP;
    paper_text(p, (paper_type){.size = 34, .least = LEAST, .bold = true, .lines = 1}, SIDE, y, w, 44,
               race_title(d, card));
    y += 43;
    if (runner->name[0] != '\0') {
        paper_text(
            p,
            (paper_type){
                .size = 17, .least = LEAST, .bold = true, .narrow = true, .lines = 1, .as_written = true},
            SIDE, y, w, 22, race_name(d, runner));
        y += 22;
    }
    paper_text(p, (paper_type){.size = 15, .least = LEAST, .fill = DRAW_SOFT, .lines = 1}, SIDE, y, w, 20,
               race_about(d, card));
    paper_text(p, (paper_type){.size = 14, .least = LEAST, .fill = DRAW_SOFT, .lines = 1}, SIDE, y + 19, w,
               18, race_words(d, "clock at the %s", miler_split_convention_name(card->convention)));
    const miler_race_lap **laps;
    const size_t count = race_laps(d, card, MOST, &laps);
    const double h = fmin(ROW_MOST, (ROWS_BOTTOM - ROWS_TOP) / (double)count);
    for (size_t i = 0; i < count; i++)
        row(d, laps[i], i + 1 == count, ROWS_TOP + h * (double)i, h);
    foot(d, card);
}

void race_phone(race_desk *d) {
    for (size_t i = 0; i < d->job->count; i++) {
        race_take_code(d, i);
        page(d, &d->job->runners[i]);
    }
}
