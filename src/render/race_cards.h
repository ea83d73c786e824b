// SPDX-License-Identifier: MIT
// The race to carry and to call from: a band for the wrist, a picture for the
// phone, a sheet for the coach, a page for the day.
//
//     race_wristband.c ─┐
//     race_phone.c ─────┼─► race_cards.c (names, QR code, the door) ─► paper.c, qr.c
//     race_sheet.c ─────┤   (with race_calls.c)
//     race_day.c ───────┘
#ifndef MILER_RACE_CARDS_H
#define MILER_RACE_CARDS_H

#include "render/paper.h"
#include "render/qr.h"

#include <jansson.h>
#include <miler/race.h>

typedef enum race_form { RACE_WRISTBAND = 0, RACE_PHONE, RACE_SHEET, RACE_DAY, RACE_FORM_COUNT } race_form;
const char *race_form_name(race_form form); // "wristband", "phone", "sheet", "day"

typedef struct race_runner {
    const char *name; // "" = not told
    const miler_race_card *card;
} race_runner;

typedef struct race_cards_job {
    const race_runner *runners; // one at least
    size_t count;
    race_form form;
    paper_size size;
    miler_units units;
    // What each code opens, as many as race_cards_codes(), NULL: this one is left out; no list: there are none.
    const char *const *links;
    bool png;                        // one page, as a picture
    const char *fonts;               // as in paper_setup
    const struct language *language; // NULL: English
} race_cards_job;

// A code for each runner; on the coach's sheet for each page. Whose it is: `*count` runners from `*from` on.
size_t race_cards_codes(const race_cards_job *job);
void race_cards_code_of(const race_cards_job *job, size_t code, size_t *from, size_t *count);

typedef struct race_cards_facts {
    int pages;
    int width_px, height_px; // of a picture; else 0
    size_t unknown;          // characters without a font
} race_cards_facts;

// Errors: UNSUPPORTED (libraries, fonts, a picture of more than one page), LIMIT, NOMEM.
miler_status race_cards_make(const race_cards_job *job, miler_arena *arena, miler_buf *out,
                             race_cards_facts *facts, miler_error *err) MILER_CHECK;
// The same pages, laid but not ended: for tests, which look at paper_boxes().
miler_status race_cards_lay(const race_cards_job *job, miler_arena *arena, paper **out,
                            miler_error *err) MILER_CHECK;

typedef struct race_cards_told {
    const char *file;
    const char *const *links; // as of the job
    size_t codes;             // 0: none were asked for
    race_form form;
    paper_size size;
    size_t runners;
    uint64_t bytes;
    race_cards_facts facts;
} race_cards_told;
void render_cards_text(const race_cards_told *told, miler_buf *out);
json_t *render_cards_json(const race_cards_told *told);

// ---- Inside

#define RACE_MM (72 / 25.4)
#define RACE_BAND_MM 25.0 // high
#define RACE_BAND_LONG 220.0
#define RACE_FLAP 15.0
#define RACE_BANDS 3      // on a page
#define RACE_COLUMNS 6    // runners on a page of the sheet, at most
#define RACE_LEAST_PT 7.0 // the smallest letters on any of them
#define RACE_NAME_LETTERS 24

typedef struct race_desk {
    const race_cards_job *job;
    miler_arena *arena;
    paper *paper;
    const qr_code *codes; // of all links; NULL: none
    qr_code qr;           // the one at hand; side 0: none
} race_desk;

void race_wristbands(race_desk *d);
void race_phone(race_desk *d);
void race_sheets(race_desk *d);
void race_days(race_desk *d);
size_t race_sheet_columns(size_t runners); // on a page: as many on each as will go

// From here on that code is the one at hand.
void race_take_code(race_desk *d, size_t code);
bool race_has_code(const race_desk *d);
// The code with its quiet zone in a square; nothing where there is none.
void race_qr(race_desk *d, double x, double y, double side);
// The laps that are shown: all, or where there are more than `most` every second, third ... up to the last.
size_t race_laps(race_desk *d, const miler_race_card *card, size_t most, const miler_race_lap ***out);
// Words in the desk's arena, never NULL.
const char *race_time(race_desk *d, double time_s); // "1:22.1"
const char *race_lap(race_desk *d, double time_s);  // "82.1", "1:42.5"
const char *race_words(race_desk *d, const char *fmt, ...) MILER_PRINTF(2, 3);
const char *race_name(race_desk *d, const race_runner *runner);      // cut at a blank where it is long
const char *race_title(race_desk *d, const miler_race_card *card);   // "Mile in 5:19.0"
const char *race_about(race_desk *d, const miler_race_card *card);   // "coach's laps, lane 1, 3:18/km"
const char *race_lap_place(race_desk *d, const miler_race_lap *lap); // "409 m"
// "Ada: Mile in 5:19.0", the title alone where no name is told: in the cards' language, to be laid as written, for
// a name is the same in each.
const char *race_named(race_desk *d, const race_runner *runner);

#endif
