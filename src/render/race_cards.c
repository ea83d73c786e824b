// SPDX-License-Identifier: MIT
#include "render/race_cards.h"

#include "base/plural.h"
#include "base/utf8.h"
#include "render/js.h"
#include "render/language.h"
#include "render/race_title.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define SEAM 0.15     // rows of a code overlap by this, or a viewer draws hairs between them
#define PHONE_W 360.0 // points; three pixels each
#define PHONE_H 780.0
#define ELLIPSIS "\xe2\x80\xa6"
#define PHONE_PX 3.0
#define PAGE_PX (200 / 72.0) // a page as a picture: 200 dots an inch

const char *race_form_name(race_form form) {
    static const char *const names[RACE_FORM_COUNT] = {"wristband", "phone", "sheet", "day"};
    return (unsigned)form < RACE_FORM_COUNT ? names[form] : "";
}

// ---- Words

const char *race_words(race_desk *d, const char *fmt, ...) {
    char text[400];
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    const char *kept = miler_arena_dup(d->arena, text);
    if (kept == NULL) paper_fail(d->paper);
    return kept != NULL ? kept : "";
}

const char *race_time(race_desk *d, double time_s) {
    char text[MILER_TEXT_MAX];
    miler_print_time(text, sizeof text, time_s, 1);
    return race_words(d, "%s", text);
}

const char *race_lap(race_desk *d, double time_s) {
    char text[MILER_TEXT_MAX];
    miler_race_print_lap(text, sizeof text, time_s);
    return race_words(d, "%s", text);
}

const char *race_name(race_desk *d, const race_runner *runner) {
    const size_t cut = miler_utf8_cut(runner->name, RACE_NAME_LETTERS);
    if (runner->name[cut] == '\0') return runner->name;
    size_t blank = cut;
    while (blank > 0 && runner->name[blank] != ' ' && runner->name[blank] != '-')
        blank--;
    if (2 * blank < cut) blank = 0; // "Ada" alone would be somebody else: better half a surname
    return race_words(d, "%.*s" ELLIPSIS, (int)(blank > 0 ? blank : cut), runner->name);
}

const char *race_title(race_desk *d, const miler_race_card *card) {
    char title[RACE_TITLE_MAX];
    return race_words(d, "%s", render_race_title(title, card->dist_m, card->goal_s, d->job->units));
}

const char *race_named(race_desk *d, const race_runner *runner) {
    const char *title = language_say(d->job->language, race_title(d, runner->card), d->arena);
    return runner->name[0] != '\0' ? race_words(d, "%s: %s", race_name(d, runner), title) : title;
}

const char *race_about(race_desk *d, const miler_race_card *card) {
    char pace[MILER_TEXT_MAX], lane[24] = "";
    miler_print_pace(pace, sizeof pace, 1000 / card->even_speed_mps, d->job->units);
    if (card->lap_m > 0) (void)snprintf(lane, sizeof lane, ", lane %d", (int)card->lane);
    return race_words(d, "%s pacing%s, %s", miler_strategy_name(card->strategy), lane, pace);
}

const char *race_lap_place(race_desk *d, const miler_race_lap *lap) {
    return race_words(d, "%.0f m", lap->to_m);
}

size_t race_laps(race_desk *d, const miler_race_card *card, size_t most, const miler_race_lap ***out) {
    const size_t every = (card->lap_count + most - 1) / most;
    const miler_race_lap **list = miler_arena_array(d->arena, card->lap_count, sizeof(*list));
    size_t count = 0;
    *out = list;
    if (list == NULL) {
        paper_fail(d->paper);
        return 0;
    }
    for (size_t i = 0; i < card->lap_count; i++)
        if ((card->lap_count - 1 - i) % every == 0) list[count++] = &card->laps[i];
    return count;
}

void race_take_code(race_desk *d, size_t code) {
    d->qr = d->codes != NULL ? d->codes[code] : (qr_code){.side = 0};
}

bool race_has_code(const race_desk *d) {
    return d->qr.side > 0;
}

void race_qr(race_desk *d, double x, double y, double side) {
    if (!race_has_code(d)) return;
    const bool dark = d->job->form == RACE_PHONE;
    const draw_pen ground = {.fill = dark ? DRAW_INK : DRAW_PAPER};
    const draw_pen square = {.fill = dark ? DRAW_PAPER : DRAW_INK};
    const double each = side / (d->qr.side + 2 * QR_QUIET);
    paper_rect(d->paper, ground, x, y, side, side, dark ? 6 : 0);
    for (int row = 0; row < d->qr.side; row++)
        for (int at = 0; at < d->qr.side;) { // a row's neighbours as one, so that no seam shows
            int end = at;
            while (end < d->qr.side && d->qr.set[row * d->qr.side + end] != 0)
                end++;
            if (end > at)
                paper_rect(d->paper, square, x + (at + QR_QUIET) * each, y + (row + QR_QUIET) * each,
                           (end - at) * each, each + SEAM, 0);
            at = end > at ? end : at + 1;
        }
}

// ---- The door

static size_t runners_a_code(const race_cards_job *job) {
    return job->form == RACE_SHEET ? race_sheet_columns(job->count) : 1;
}

size_t race_cards_codes(const race_cards_job *job) {
    const size_t each = runners_a_code(job);
    return (job->count + each - 1) / each;
}

void race_cards_code_of(const race_cards_job *job, size_t code, size_t *from, size_t *count) {
    const size_t each = runners_a_code(job), left = job->count - code * each;
    *from = code * each;
    *count = left < each ? left : each;
}

static miler_status make_codes(race_desk *d, miler_error *err) {
    const race_cards_job *job = d->job;
    if (job->links == NULL) return MILER_OK;
    const size_t count = race_cards_codes(job);
    qr_code *codes = miler_arena_array(d->arena, count, sizeof *codes);
    if (codes == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    for (size_t i = 0; i < count; i++) {
        codes[i] = (qr_code){.side = 0};
        if (job->links[i] == NULL) continue;
        const miler_status status = qr_make(job->links[i], d->arena, &codes[i], err);
        if (status != MILER_OK) return status;
    }
    d->codes = codes;
    return MILER_OK;
}

static size_t pages_of(const race_cards_job *job) {
    if (job->form == RACE_WRISTBAND) return (job->count + RACE_BANDS - 1) / RACE_BANDS;
    return job->form == RACE_SHEET
               ? (job->count + race_sheet_columns(job->count) - 1) / race_sheet_columns(job->count)
               : job->count;
}

static paper_setup setup_of(race_desk *d) {
    const race_cards_job *job = d->job;
    paper_setup setup = {.size = job->size,
                         .title = "",
                         .author = job->runners[0].name[0] != '\0' ? job->runners[0].name : NULL,
                         .day = job->runners[0].card->day,
                         .fonts = job->fonts,
                         .language = job->language,
                         .image = job->png ? PAGE_PX : 0,
                         .wide = job->form == RACE_WRISTBAND};
    if (job->form != RACE_PHONE) return setup;
    setup.own_w = PHONE_W;
    setup.own_h = PHONE_H;
    setup.dark = true;
    if (job->png) setup.image = PHONE_PX;
    return setup;
}

miler_status race_cards_lay(const race_cards_job *job, miler_arena *arena, paper **out, miler_error *err) {
    static void (*const forms[RACE_FORM_COUNT])(race_desk *) = {race_wristbands, race_phone, race_sheets,
                                                                race_days};
    race_desk d = {.job = job, .arena = arena};
    *out = NULL;
    if (job->png && pages_of(job) > 1)
        return miler_fail(err, MILER_ERR_UNSUPPORTED,
                          "a picture has one page: give a name that ends in .pdf");
    paper_setup setup = setup_of(&d);
    char title[RACE_TITLE_MAX];
    const miler_race_card *first = job->runners[0].card;
    setup.title = miler_arena_dup(arena, render_race_title(title, first->dist_m, first->goal_s, job->units));
    if (setup.title == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    setup.title = language_say(job->language, setup.title, arena);
    miler_status status = paper_new(&setup, arena, out, err);
    if (status == MILER_OK) status = make_codes(&d, err);
    if (status != MILER_OK) return status;
    d.paper = *out;
    forms[job->form](&d);
    return MILER_OK;
}

miler_status race_cards_make(const race_cards_job *job, miler_arena *arena, miler_buf *out,
                             race_cards_facts *facts, miler_error *err) {
    paper *p;
    *facts = (race_cards_facts){0};
    miler_status status = race_cards_lay(job, arena, &p, err);
    if (status == MILER_OK) status = paper_finish(p, out, err);
    if (status != MILER_OK) return status;
    const double px = !job->png ? 0 : job->form == RACE_PHONE ? PHONE_PX : PAGE_PX;
    facts->pages = paper_page_count(p);
    facts->width_px = (int)lround(paper_width(p) * px);
    facts->height_px = (int)lround(paper_height(p) * px);
    facts->unknown = paper_unknown(p);
    return MILER_OK;
}

// ---- What is told of it

static void put_codes(const race_cards_told *told, miler_buf *out) {
    const char *first = NULL;
    size_t without = 0;
    for (size_t i = 0; i < told->codes; i++) {
        if (told->links[i] == NULL) without++;
        if (first == NULL) first = told->links[i];
    }
    if (told->codes == 0)
        miler_buf_text_append(
            out, "; no code on it: --link URL gives it one, of a page that the phone can open\n");
    else if (first != NULL)
        miler_buf_printf(
            out, told->codes > 1 ? "; each code opens its own, the first %s\n" : "; its code opens %s\n",
            first);
    else
        miler_buf_text_append(out, "\n");
    if (without > 0)
        miler_buf_printf(out, "  %zu of %zu code%s left out: with a link so long nobody could read them\n",
                         without, told->codes, PLURAL_S(told->codes));
}

void render_cards_text(const race_cards_told *told, miler_buf *out) {
    const race_cards_facts *f = &told->facts;
    miler_buf_printf(out, "%s: %s", told->file, race_form_name(told->form));
    if (told->runners > 1) miler_buf_printf(out, " for %zu runners", told->runners);
    if (f->width_px > 0)
        miler_buf_printf(out, ", %d x %d pixels", f->width_px, f->height_px);
    else
        miler_buf_printf(out, ", %d %s%s", f->pages, f->pages == 1 ? "page" : "pages",
                         told->form == RACE_PHONE ? ""
                         : told->size == PAPER_A4 ? ", A4"
                                                  : ", Letter");
    miler_buf_printf(out, ", %llu kB", (unsigned long long)(told->bytes + 999) / 1000);
    put_codes(told, out);
    if (told->form == RACE_WRISTBAND && f->width_px == 0)
        miler_buf_text_append(out, "  print it at its own size (100 %), cut, fold, glue\n");
}

json_t *render_cards_json(const race_cards_told *told) {
    const race_cards_facts *f = &told->facts;
    js j = {0};
    json_t *root = js_root(&j);
    js_text(&j, root, "file", told->file);
    js_int(&j, root, "bytes", (int64_t)told->bytes);
    js_text(&j, root, "form", race_form_name(told->form));
    js_text(&j, root, "size", told->form == RACE_PHONE ? NULL : paper_size_name(told->size));
    js_int(&j, root, "pages", f->pages);
    js_int(&j, root, "runners", (int64_t)told->runners);
    js_int(&j, root, "width_pixels", f->width_px);
    js_int(&j, root, "height_pixels", f->height_px);
    js_text(&j, root, "link", told->codes > 0 ? told->links[0] : NULL);
    json_t *links = js_array(&j, root, "links");
    for (size_t i = 0; i < told->codes; i++)
        if (links != NULL && json_array_append_new(links, told->links[i] != NULL ? json_string(told->links[i])
                                                                                 : json_null()) != 0)
            j.failed = true;
    js_int(&j, root, "characters_without_font", (int64_t)f->unknown);
    return js_done(&j, root);
}
