// SPDX-License-Identifier: MIT
// What a coach would say, by data/review_cues.tsv. A line is
//
//     about  kind  text  next
//
// First what cost most, then what was right, then what to do; the sessions are
// those of the causes that cost most, largest first.
#include "race/pacing.h"
#include "race/reviewing.h"

#include <stdio.h>
#include <string.h>

extern const char miler_data_review_cues[];
extern const size_t miler_data_review_cues_len;

#define SAY_MAX 400
#define EVEN_SHARE 0.02  // slowest less fastest lap of the mean: even laps [record laps vary by 1.5 to 3 %]
#define RIGHT_SHARE 0.01 // of the optimum: the start was right [engineering estimate]

enum { ABOUT, KIND, TEXT, NEXT, FIELDS };

typedef struct cue_place {
    const char *name;
    char text[MILER_TEXT_MAX];
} cue_place;

enum { SECONDS, SLOWEST, FASTEST, SLOW, FAST, START, AIM, SPREAD, WIDE, LATER, LATE, PLACES };

typedef struct speaking {
    const review_work *work;
    const miler_review *review;
    cue_place places[PLACES];
} speaking;

static const char *lap_words(const miler_review_rows *by, size_t lap, char *out, size_t size) {
    static const char *const words[] = {"first", "second", "third", "fourth", "fifth", "sixth"};
    if (by->every_m > 0 && lap + 1 == by->count && lap > 0)
        (void)snprintf(out, size, "last lap");
    else if (by->every_m > 0 && lap < sizeof words / sizeof words[0])
        (void)snprintf(out, size, "%s lap", words[lap]);
    else
        (void)snprintf(out, size, "stretch %.0f to %.0f m", by->rows[lap].from_m, by->rows[lap].to_m);
    return out;
}

static void fill_places(speaking *s) {
    static const char *const names[PLACES] = {"{seconds}", "{slowest}", "{fastest}", "{slow}",
                                              "{fast}",    "{start}",   "{aim}",     "{spread}",
                                              "{wide}",    "{later}",   "{late}"};
    const miler_review *r = s->review;
    const miler_review_rows *by = r->laps.count > 0 ? &r->laps : &r->as_given;
    const miler_review_part *first = &r->parts[0];
    const double slow_s = by->rows[r->slowest].per_400_s, fast_s = by->rows[r->fastest].per_400_s;
    for (int p = 0; p < PLACES; p++)
        s->places[p].name = names[p];
    (void)lap_words(by, r->slowest, s->places[SLOWEST].text, MILER_TEXT_MAX);
    (void)lap_words(by, r->fastest, s->places[FASTEST].text, MILER_TEXT_MAX);
    miler_race_print_lap(s->places[SLOW].text, MILER_TEXT_MAX, slow_s);
    miler_race_print_lap(s->places[FAST].text, MILER_TEXT_MAX, fast_s);
    miler_race_print_lap(s->places[START].text, MILER_TEXT_MAX,
                         400 * first->time_s / (first->to_m - first->from_m));
    miler_race_print_lap(s->places[AIM].text, MILER_TEXT_MAX,
                         400 * first->day_optimum_s / (first->to_m - first->from_m));
    race_print_fixed(s->places[SPREAD].text, MILER_TEXT_MAX, slow_s - fast_s, 1);
    const double later_s =
        r->parts[1].time_s + r->parts[2].time_s - r->parts[1].day_optimum_s - r->parts[2].day_optimum_s;
    race_print_fixed(s->places[LATER].text, MILER_TEXT_MAX, later_s, 1);
    const miler_review_part *late = &r->parts[r->first == MILER_LOSS_SLOW_START ? 0
                                              : r->first == MILER_LOSS_SAG      ? 1
                                                                                : 2];
    race_print_fixed(s->places[LATE].text, MILER_TEXT_MAX, late->time_s - late->day_optimum_s, 1);
    (void)snprintf(s->places[WIDE].text, MILER_TEXT_MAX, "%.0f", r->extra_m);
}

static double lost_to(const miler_review *r, const char *about) {
    for (int i = 0; i < MILER_LOSS_COUNT; i++)
        if (strcmp(miler_loss_name(r->causes[i].loss), about) == 0) return r->causes[i].seconds;
    return strcmp(about, "after_fast_start") == 0 ? lost_to(r, miler_loss_name(MILER_LOSS_FAST_START)) : 0;
}

static const char *expand(speaking *s, const race_line *line, const char *about) {
    char out[SAY_MAX];
    size_t n = 0;
    const char *at = line->field[TEXT], *end = at + line->len[TEXT];
    race_print_fixed(s->places[SECONDS].text, MILER_TEXT_MAX, lost_to(s->review, about), 1);
    while (at < end && n + MILER_TEXT_MAX < sizeof out) {
        int p = 0;
        while (p < PLACES && (strlen(s->places[p].name) > (size_t)(end - at) ||
                              memcmp(at, s->places[p].name, strlen(s->places[p].name)) != 0))
            p++;
        if (p == PLACES) {
            out[n++] = *at++;
            continue;
        }
        const size_t len = strlen(s->places[p].text);
        memcpy(out + n, s->places[p].text, len);
        n += len;
        at += strlen(s->places[p].name);
    }
    out[n] = '\0';
    return miler_arena_dup(s->work->arena, out);
}

static race_lines cues(const review_work *work) {
    const bool own = work->request->cues_tsv != NULL;
    const char *text = own ? work->request->cues_tsv : miler_data_review_cues;
    const size_t len = own ? work->request->cues_len : miler_data_review_cues_len;
    return (race_lines){.at = text, .end = text + len, .what = "words after a race", .fields = FIELDS};
}

// The first line about that; the table is read whole, so that a broken one is told at once.
static miler_status look_up(const review_work *work, const char *about, const char *kind, race_line *out,
                            miler_error *err) {
    race_lines lines = cues(work);
    race_line line;
    bool found = false;
    int next;
    while ((next = race_lines_next(&lines, &line, err)) == 1) {
        if (found || !race_field_is(&line, ABOUT, about) || !race_field_is(&line, KIND, kind)) continue;
        *out = line;
        found = true;
    }
    if (next < 0) return (miler_status)next;
    if (found) return MILER_OK;
    return miler_fail(err, MILER_ERR_PARSE, "words after a race: no line '%s %s'", about, kind);
}

// What was right: the finish, the evenness, the start; else the best lap.
static const char *what_was_right(const miler_review *r) {
    const miler_review_rows *by = r->laps.count > 0 ? &r->laps : &r->as_given;
    const miler_review_part *first = &r->parts[0];
    const double spread_s = by->rows[r->slowest].per_400_s - by->rows[r->fastest].per_400_s;
    if (spread_s < EVEN_SHARE * 400 * r->time_s / r->dist_m) return "even_laps";
    if (r->fastest + 1 == by->count) return "last_lap";
    if (fabs(first->time_s / first->day_optimum_s - 1) < RIGHT_SHARE) return "first_lap";
    return "finished";
}

// The ids of a mend line, as far as there is room and they are not named yet.
static miler_status add_next(const review_work *work, const race_line *line, miler_review *out,
                             miler_error *err) {
    const char *at = line->field[NEXT], *end = at + line->len[NEXT];
    while (at < end && out->next_count < MILER_REVIEW_NEXT_MAX) {
        const char *comma = memchr(at, ',', (size_t)(end - at));
        const char *stop = comma != NULL ? comma : end;
        const char *id = miler_arena_printf(work->arena, "%.*s", (int)(stop - at), at);
        if (id == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
        bool known = false;
        for (size_t i = 0; i < out->next_count; i++)
            known = known || strcmp(out->next[i], id) == 0;
        if (!known) out->next[out->next_count++] = id;
        at = stop;
        while (at < end && (*at == ',' || *at == ' '))
            at++;
    }
    return MILER_OK;
}

// What comes first for the shape of the race, and not for its own seconds, has words of its own.
static const char *what_was_lost(const miler_review *r) {
    const char *name = miler_loss_name(r->first);
    if (r->first == MILER_LOSS_UNEXPLAINED) return name;
    const miler_loss spoken = r->causes[0].loss == MILER_LOSS_DAY ? r->causes[1].loss : r->causes[0].loss;
    const bool largest = r->first == r->causes[0].loss || r->first == spoken;
    if (largest && lost_to(r, name) >= MILER_REVIEW_CAUSE_S) return name;
    switch (r->first) {
    case MILER_LOSS_SLOW_START:
        return "shape_start";
    case MILER_LOSS_SAG:
        return "shape_middle";
    case MILER_LOSS_FADE:
        return "shape_finish";
    default:
        return "after_fast_start";
    }
}

// Two causes that weigh alike are answered both.
static miler_status sessions(const review_work *work, miler_review *out, miler_error *err) {
    race_line line;
    miler_status status = look_up(work, what_was_lost(out), "mend", &line, err);
    if (status == MILER_OK) status = add_next(work, &line, out, err);
    const miler_review_cause *second = &out->causes[1];
    if (status != MILER_OK || second->seconds < fmax(MILER_REVIEW_CAUSE_S, out->causes[0].seconds / 2))
        return status;
    status = look_up(work, miler_loss_name(second->loss), "mend", &line, err);
    return status == MILER_OK ? add_next(work, &line, out, err) : status;
}

miler_status review_speak(const review_work *work, miler_review *out, miler_error *err) {
    const char *const about[MILER_REVIEW_SAYS] = {what_was_lost(out), what_was_right(out),
                                                  what_was_lost(out)};
    static const char *const kinds[MILER_REVIEW_SAYS] = {"lost", "kept", "mend"};
    speaking s = {.work = work, .review = out};
    fill_places(&s);
    for (int i = 0; i < MILER_REVIEW_SAYS; i++) {
        race_line line;
        const miler_status status = look_up(work, about[i], kinds[i], &line, err);
        if (status != MILER_OK) return status;
        out->says[i] = expand(&s, &line, about[i]);
        if (out->says[i] == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    }
    return sessions(work, out, err);
}
