// SPDX-License-Identifier: MIT
// What to do, feel and think in each lap, and the word to hold on to, from
// data/race_cues.tsv. A line is
//
//     strategy  phase  field  text
//
// with `any` for all strategies. `coach-800`, `any-800` and `coach-long`, `any-long` are for races whose laps
// are not those of the mile, and go before the plain ones there. Several lines of one kind take turns where a
// phase has several laps (indoors, 3200 m). In the text {lap} {whole} {clock}
// {at200} {start} {pace} {gears} stand for this lap's numbers. The caller's own text
// goes first, the built-in one fills what it leaves out.
#include "race/pacing.h"

#include <string.h>

extern const char miler_data_race_cues[];
extern const size_t miler_data_race_cues_len;

#define CUE_MAX 400

#define LONG_LAP_M 250.0 // a time at 200 m says something of its own from here on

typedef struct cue_query {
    const char *strategy, *phase, *field;
    size_t turn; // which of several
} cue_query;

typedef struct cue_source {
    const char *text;
    size_t len;
    const char *what;
} cue_source;

static size_t lap_turn(const miler_race_lap *laps, size_t at) {
    size_t turn = 0;
    for (size_t i = 0; i < at; i++)
        if (laps[i].phase == laps[at].phase) turn++;
    return turn;
}

// Finds the line whose turn it is. 1 = found, 0 = none, < 0 = the text is broken.
static int find_cue(const cue_source *source, const cue_query *q, race_line *out, miler_error *err) {
    size_t count = 0;
    for (int pass = 0; pass < 2; pass++) {
        race_lines lines = {
            .at = source->text, .end = source->text + source->len, .what = source->what, .fields = 4};
        race_line at;
        size_t seen = 0;
        int got;
        while ((got = race_lines_next(&lines, &at, err)) == 1) {
            if (!race_field_is(&at, 0, q->strategy) || !race_field_is(&at, 1, q->phase) ||
                !race_field_is(&at, 2, q->field))
                continue;
            if (pass == 1 && seen == q->turn % count) {
                *out = at;
                return 1;
            }
            seen++;
        }
        if (got < 0) return got;
        if (seen == 0) return 0;
        count = seen;
    }
    return 0;
}

// A broken line is an error even where it would not have been used.
static miler_status check_words(const cue_source *source, miler_error *err) {
    static const char *const strategies[] = {"any",       "coach",   "even",       "record",  "optimal",
                                             "coach-800", "any-800", "coach-long", "any-long"};
    static const char *const phases[] = {"start", "settle", "cruise", "hold", "gears"};
    static const char *const fields[] = {"todo", "feel", "think", "cue"};
    const struct {
        const char *const *words;
        size_t count;
    } columns[3] = {{strategies, sizeof strategies / sizeof strategies[0]}, {phases, 5}, {fields, 4}};
    race_lines lines = {
        .at = source->text, .end = source->text + source->len, .what = source->what, .fields = 4};
    race_line at;
    int got;
    while ((got = race_lines_next(&lines, &at, err)) == 1) {
        for (size_t column = 0; column < 3; column++) {
            bool known = false;
            for (size_t i = 0; i < columns[column].count; i++)
                known = known || race_field_is(&at, column, columns[column].words[i]);
            if (known) continue;
            (void)miler_fail(err, MILER_ERR_PARSE, "%s: unknown word '%.*s'", source->what,
                             (int)(at.len[column] < 40 ? at.len[column] : 40), at.field[column]);
            if (err != NULL) err->line = at.number;
            return MILER_ERR_PARSE;
        }
    }
    return got < 0 ? (miler_status)got : MILER_OK;
}

typedef struct cue_text {
    char out[CUE_MAX];
    size_t len;
    bool full;
} cue_text;

static void put_text(cue_text *t, const char *text, size_t len) {
    if (len > CUE_MAX - 1 - t->len) {
        t->full = true;
        return;
    }
    memcpy(t->out + t->len, text, len);
    t->len += len;
}

static void put_lap(cue_text *t, double time_s) {
    char text[MILER_TEXT_MAX];
    miler_race_print_lap(text, sizeof text, time_s);
    put_text(t, text, strlen(text));
}

static void put_clock(cue_text *t, double time_s) {
    char text[MILER_TEXT_MAX];
    miler_print_time(text, sizeof text, time_s, 1);
    put_text(t, text, strlen(text));
}

// The gears that lie in this lap: all four outdoors, two each in the last two laps indoors.
static void put_gears(cue_text *t, const miler_race_card *card, const miler_race_lap *lap) {
    bool first = true;
    for (int k = 0; k < 4; k++) {
        const double middle = (card->gear_m[k] + card->gear_m[k + 1]) / 2;
        if (middle < lap->from_m || middle > lap->to_m || card->gear_s[k] <= 0) continue;
        if (!first) put_text(t, ", ", 2);
        put_lap(t, card->gear_s[k]);
        first = false;
    }
}

// "39.6 at 200 m, lap in 80.3": on a lap of 200 m the two are one, on a shorter one 200 m lie behind it.
static void put_start(cue_text *t, const miler_race_card *card, const miler_race_lap *lap) {
    static const char at[] = " at 200 m, ";
    if (lap->to_m > LONG_LAP_M) {
        put_clock(t, miler_race_time_at(card, 200.0));
        put_text(t, at, sizeof at - 1);
    }
    put_text(t, "lap in ", 7);
    put_lap(t, lap->whole_s);
}

static bool put_number(cue_text *t, const char *name, size_t len, const miler_race_card *card,
                       const miler_race_lap *lap) {
    static const char *const names[] = {"lap", "whole", "clock", "at200", "pace", "gears", "start"};
    size_t which = 0;
    while (which < 7 && !(strlen(names[which]) == len && memcmp(names[which], name, len) == 0))
        which++;
    switch (which) {
    case 0:
        put_lap(t, lap->time_s);
        return true;
    case 1:
        put_lap(t, lap->whole_s);
        return true;
    case 2:
        put_clock(t, lap->cum_s);
        return true;
    case 3:
        put_clock(t, miler_race_time_at(card, 200.0));
        return true;
    case 4:
        put_lap(t, card->pace_per_400_s);
        return true;
    case 5:
        put_gears(t, card, lap);
        return true;
    case 6:
        put_start(t, card, lap);
        return true;
    default:
        return false;
    }
}

static miler_status fill_in(const race_line *line, const char *what, const miler_race_card *card,
                            const miler_race_lap *lap, cue_text *t, miler_error *err) {
    const char *at = line->field[3];
    const char *end = at + line->len[3];
    t->len = 0;
    t->full = false;
    while (at < end) {
        const char *open = memchr(at, '{', (size_t)(end - at));
        if (open == NULL) open = end;
        put_text(t, at, (size_t)(open - at));
        if (open == end) break;
        const char *close = memchr(open, '}', (size_t)(end - open));
        if (close == NULL || !put_number(t, open + 1, (size_t)(close - open - 1), card, lap)) {
            (void)miler_fail(err, MILER_ERR_PARSE, "%s: unknown number in braces", what);
            if (err != NULL) err->line = line->number;
            miler_error_remedy(err, "one of {lap} {whole} {clock} {at200} {start} {pace} {gears}");
            return MILER_ERR_PARSE;
        }
        at = close + 1;
    }
    t->out[t->len] = '\0';
    if (!t->full) return MILER_OK;
    (void)miler_fail(err, MILER_ERR_PARSE, "%s: a text is longer than %d bytes", what, CUE_MAX - 1);
    if (err != NULL) err->line = line->number;
    return MILER_ERR_PARSE;
}

typedef struct cue_sources {
    cue_source list[2];
    size_t count;
} cue_sources;

#define WHOSE_MAX 4
// Whose words are looked for, the fittest first; NULL: none.
static void whose_words(const race_course *course, const char *out[WHOSE_MAX]) {
    const bool coach = course->request->strategy == MILER_STRATEGY_COACH;
    const bool two_laps = course->length == RACE_LENGTH_TWO_LAPS;
    const bool other = two_laps || course->length == RACE_LENGTH_LONG;
    out[0] = coach && other ? (two_laps ? "coach-800" : "coach-long") : NULL;
    out[1] = coach && course->length == RACE_LENGTH_BETWEEN ? miler_strategy_name(MILER_STRATEGY_EVEN)
                                                            : miler_strategy_name(course->request->strategy);
    out[2] = other ? (two_laps ? "any-800" : "any-long") : NULL;
    out[3] = "any";
}

static miler_status one_cue(const cue_sources *sources, const char *const strategies[WHOSE_MAX],
                            const miler_race_card *card, size_t lap_at, const char *field, miler_arena *arena,
                            const char **out, miler_error *err) {
    const miler_race_lap *lap = &card->laps[lap_at];
    cue_query q = {
        .phase = miler_race_phase_name(lap->phase), .field = field, .turn = lap_turn(card->laps, lap_at)};
    for (size_t s = 0; s < sources->count; s++) {
        for (int i = 0; i < WHOSE_MAX; i++) {
            if (strategies[i] == NULL) continue;
            race_line line;
            q.strategy = strategies[i];
            const int got = find_cue(&sources->list[s], &q, &line, err);
            if (got < 0) return (miler_status)got;
            if (got == 0) continue;
            cue_text text;
            const miler_status status = fill_in(&line, sources->list[s].what, card, lap, &text, err);
            if (status != MILER_OK) return status;
            *out = miler_arena_dup_n(arena, text.out, text.len);
            return *out != NULL ? MILER_OK : miler_fail(err, MILER_ERR_NOMEM, "out of memory");
        }
    }
    return MILER_OK; // nothing to say here: the text stays ""
}

miler_status race_cue(const race_course *course, miler_arena *arena, miler_race_card *card,
                      miler_error *err) {
    cue_sources sources = {.count = 0};
    if (course->request->cues_tsv != NULL)
        sources.list[sources.count++] =
            (cue_source){course->request->cues_tsv, course->request->cues_len, "race cues"};
    sources.list[sources.count++] =
        (cue_source){miler_data_race_cues, miler_data_race_cues_len, "built-in race cues"};
    for (size_t s = 0; s < sources.count; s++) {
        const miler_status status = check_words(&sources.list[s], err);
        if (status != MILER_OK) return status;
    }
    const char *whose[WHOSE_MAX];
    whose_words(course, whose);
    for (size_t i = 0; i < card->lap_count; i++) {
        miler_race_lap *lap = &card->laps[i];
        const struct {
            const char *field;
            const char **text;
        } wanted[] = {{"todo", &lap->todo}, {"feel", &lap->feel}, {"think", &lap->think}, {"cue", &lap->cue}};
        for (size_t f = 0; f < sizeof wanted / sizeof wanted[0]; f++) {
            const miler_status status =
                one_cue(&sources, whose, card, i, wanted[f].field, arena, wanted[f].text, err);
            if (status != MILER_OK) return status;
        }
    }
    return MILER_OK;
}
