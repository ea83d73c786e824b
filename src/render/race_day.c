// SPDX-License-Identifier: MIT
// Race day on one page: the timetable around the gun with boxes to tick, the laps in one
// line where the race is, the way down and the next morning, and how the drills are done.
//
//     title, day, gun                     code
//     [ ] 13:30  17 min  what             why
//     ...
//     The race: laps in one line
//     [ ] 14:37  4 min   what             why
//     drills, two beside each other
//
// Everything is set at the largest size at which all of it fits the page.
#include "render/language.h"
#include "render/race_cards.h"

#include <math.h>
#include <string.h>

#define MARGIN 36.0
#define CODE 70.0
#define HEAD_H 50.0
#define FOOT 30.0
#define BOX_W 16.0
#define GAP 8.0
#define MOST_PT 11.5
#define STEP_PT 0.25
#define MOST_LAPS 8
#define LATER_MIN (12 * 60) // the next morning: no minute is meant

static const draw_pen hair = {.stroke = DRAW_HAIR, .width = 0.6};
static const draw_pen rule = {.stroke = DRAW_INK, .width = 0.9};

typedef struct day {
    race_desk *d;
    const race_runner *runner;
    const miler_race_card *card;
    double size; // of the letters
    double y;
    bool draw; // else it is only measured
} day;

// The text in its place; gives the height it takes.
static double put(const day *s, paper_type type, double x, double w, const char *text) {
    if (text[0] == '\0') return 0;
    const double h = paper_text_height(s->d->paper, type, w, text);
    if (s->draw) paper_text(s->d->paper, type, x, s->y, w, h + 0.5, text);
    return h;
}

static paper_type plain(const day *s) {
    return (paper_type){.size = s->size, .least = RACE_LEAST_PT};
}

static paper_type bold(const day *s) {
    return (paper_type){.size = s->size, .least = RACE_LEAST_PT, .bold = true};
}

static paper_type soft(const day *s) {
    return (paper_type){
        .size = fmax(s->size - 1.5, RACE_LEAST_PT), .least = RACE_LEAST_PT, .fill = DRAW_SOFT};
}

static const char *when(const day *s, const miler_race_row *row) {
    char text[MILER_TEXT_MAX];
    const int minutes = (int)(row->at_s / 60);
    if (minutes > LATER_MIN) return "later";
    if (s->card->gun_s < 0) return minutes == 0 ? "gun" : race_words(s->d, "%+d min", minutes);
    miler_print_clock(text, sizeof text, row->clock_s);
    return race_words(s->d, "%s", text);
}

static void line(const day *s, draw_pen pen) {
    if (s->draw) paper_line(s->d->paper, pen, MARGIN, s->y, paper_width(s->d->paper) - MARGIN, s->y);
}

static void row(day *s, const miler_race_row *row) {
    const double right = paper_width(s->d->paper) - MARGIN, pad = s->size * 0.28;
    const double when_w = s->size * 5.4, lasts_w = s->size * 3.6;
    const double what_x = MARGIN + BOX_W + when_w + lasts_w, rest = right - what_x;
    const double what_w = rest * 0.56, box = s->size * 0.8;
    s->y += pad;
    if (s->draw)
        paper_rect(s->d->paper, (draw_pen){.stroke = DRAW_SOFT, .width = 0.8}, MARGIN + 1,
                   s->y + s->size * 0.25, box, box, 1);
    double h = put(s, bold(s), MARGIN + BOX_W, when_w, when(s, row));
    if (row->duration_s > 0)
        h = fmax(h, put(s, soft(s), MARGIN + BOX_W + when_w, lasts_w,
                        race_words(s->d, "%d min", (int)(row->duration_s / 60))));
    h = fmax(h, put(s, plain(s), what_x, what_w - GAP, row->what));
    h = fmax(h, put(s, soft(s), what_x + what_w, rest - what_w, row->why));
    s->y += h + pad;
    line(s, hair);
}

static void title(day *s, const char *text) {
    s->y += s->size * 0.9;
    paper_type type = bold(s);
    type.size = s->size + 1.5;
    s->y += put(s, type, MARGIN, paper_width(s->d->paper) - 2 * MARGIN, text) + 2;
    line(s, rule);
}

static void rows(day *s, const char *head, const miler_race_row *list, size_t count) {
    if (count == 0) return;
    title(s, head);
    for (size_t i = 0; i < count; i++)
        row(s, &list[i]);
}

// "409 m 1:22.1 (82.1)   809 m 2:40.4 (78.3) ..."
static void race(day *s) {
    race_desk *d = s->d;
    const miler_race_lap **laps;
    const size_t count = race_laps(d, s->card, MOST_LAPS, &laps);
    const double w = paper_width(d->paper) - 2 * MARGIN;
    const char *text = "";
    for (size_t i = 0; i < count; i++)
        text = race_words(d, "%s%s%s %s (%s)", text, i > 0 ? "    " : "", race_lap_place(d, laps[i]),
                          race_time(d, laps[i]->cum_s), race_lap(d, laps[i]->time_s));
    title(s, race_words(d, "The race: %s", race_about(d, s->card)));
    s->y += s->size * 0.28;
    s->y += put(s, bold(s), MARGIN, w, text);
    s->y += put(s, plain(s), MARGIN, w,
                race_words(d, "First 400 m under %s is too fast: ease off at once, keep the rest.",
                           race_lap(d, s->card->too_fast_400_s)));
}

// Name and dose as the row has them, then how it is done.
static double drill(const day *s, const miler_race_row *row, double x, double w) {
    day below = *s;
    below.y += put(s, bold(s), x, w, row->what);
    return below.y - s->y + put(&below, plain(s), x, w, row->how) + s->size * 0.5;
}

static void drills(day *s) {
    const double w = (paper_width(s->d->paper) - 2 * MARGIN - 2 * GAP) / 2;
    double tallest = 0;
    size_t count = 0;
    for (size_t i = 0; i < s->card->warm_up_count; i++) {
        const miler_race_row *row = &s->card->warm_up[i];
        if (row->how[0] == '\0') continue;
        if (count == 0) {
            title(s, "How the drills go");
            s->y += s->size * 0.28;
        }
        if (count > 0 && count % 2 == 0) {
            s->y += tallest;
            tallest = 0;
        }
        tallest = fmax(tallest, drill(s, row, MARGIN + (w + 2 * GAP) * (double)(count % 2), w));
        count++;
    }
    s->y += tallest;
}

static const char *about(const day *s) {
    const miler_race_card *c = s->card;
    char date[MILER_TEXT_MAX] = "", gun[MILER_TEXT_MAX];
    if (c->day != MILER_NO_DAY) miler_print_date(date, sizeof date, c->day);
    const char *date_words = c->day == MILER_NO_DAY
                                 ? "Date ____________"
                                 : race_words(s->d, "%s %s", miler_weekday_name(miler_weekday(c->day)), date);
    if (c->gun_s < 0)
        return race_words(s->d, "%s, %s, gun at ________ (minutes count from it)", date_words,
                          miler_venue_name(c->venue));
    miler_print_clock(gun, sizeof gun, c->gun_s);
    return race_words(s->d, "%s, %s, gun at %s", date_words, miler_venue_name(c->venue), gun);
}

static void head(day *s) {
    race_desk *d = s->d;
    const double w = paper_width(d->paper) - 2 * MARGIN - (race_has_code(d) ? CODE + GAP : 0);
    const char *day_words = language_say(d->job->language, "Race day", d->arena);
    paper_text(
        d->paper,
        (paper_type){.size = 21, .least = 10, .bold = true, .narrow = true, .lines = 1, .as_written = true},
        MARGIN, MARGIN - 4, w, 27, race_words(d, "%s. %s", day_words, race_named(d, s->runner)));
    paper_text(d->paper, (paper_type){.size = 11.5, .least = 8, .lines = 1}, MARGIN, MARGIN + 26, w, 15,
               about(s));
    race_qr(d, paper_width(d->paper) - MARGIN - CODE, MARGIN - 12, CODE);
}

static double body(day *s, double size, bool draw) {
    s->size = size;
    s->draw = draw;
    s->y = MARGIN + HEAD_H;
    rows(s, "Before, counted back from the gun", s->card->warm_up, s->card->warm_up_count);
    race(s);
    rows(s, "After the race", s->card->cool_down, s->card->cool_down_count);
    drills(s);
    return s->y;
}

static void page(race_desk *d, const race_runner *runner) {
    paper *p = d->paper;
    paper_page(p, false, "Race day");
    day s = {.d = d, .runner = runner, .card = runner->card};
    head(&s);
    double size = MOST_PT;
    while (size > RACE_LEAST_PT && body(&s, size, false) > paper_height(p) - FOOT)
        size -= STEP_PT;
    (void)body(&s, size, true);
}

void race_days(race_desk *d) {
    for (size_t i = 0; i < d->job->count; i++) {
        race_take_code(d, i);
        page(d, &d->job->runners[i]);
    }
}
