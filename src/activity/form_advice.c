// SPDX-License-Identifier: MIT
// What stands out, by data/form_advice.tsv. A line is
//
//     measure  when  limit  says  but  drills  exercises  source
//
// A row speaks when the index (high, low) or the fade (rises, falls) has gone
// past its limit; the one farthest past, as a share of its limit, comes first.
#include "activity/form_work.h"

#include <string.h>

extern const char miler_data_form_advice[];
extern const size_t miler_data_form_advice_len;

// Less running says nothing of a runner [engineering estimate: a race of a mile is enough].
#define SPEAKS_FROM_S 180.0
#define ROWS_MAX 64
#define FADE_SDS 2.0 // of many measures one fades by one SD always

enum {
    ROW_MEASURE,
    ROW_WHEN,
    ROW_LIMIT,
    ROW_SAYS,
    ROW_BUT,
    ROW_DRILLS,
    ROW_EXERCISES,
    ROW_SOURCE,
    ROW_FIELDS
};

typedef struct advice_row {
    const char *field[ROW_FIELDS];
    size_t len[ROW_FIELDS];
    miler_form_measure measure;
    bool fades;
    double sign; // +1: stands out above its limit
    double limit;
} advice_row;

static const char *const measure_keys[MILER_FORM_COUNT] = {"cadence",     "contact", "balance",
                                                           "oscillation", "ratio",   "step"};

static const struct {
    const char *word;
    bool fades;
    double sign, low, high; // what its limit may be
} whens[] = {{"high", false, 1, 1, 3},
             {"low", false, -1, 0.3, 1},
             {"rises", true, 1, 0, 1},
             {"falls", true, -1, -1, 0}};

static bool field_is(const advice_row *row, size_t field, const char *text) {
    return row->len[field] == strlen(text) && memcmp(row->field[field], text, row->len[field]) == 0;
}

static miler_status broken(miler_error *err, uint32_t line, const char *what) {
    (void)miler_fail(err, MILER_ERR_PARSE, "advice on form: %s", what);
    if (err != NULL) err->line = line;
    return MILER_ERR_PARSE;
}

static bool cut(const char *at, const char *end, advice_row *row) {
    for (size_t f = 0; f < ROW_FIELDS; f++) {
        const char *tab = memchr(at, '\t', (size_t)(end - at));
        if ((tab == NULL) != (f + 1 == ROW_FIELDS)) return false;
        row->field[f] = at;
        row->len[f] = (size_t)((tab != NULL ? tab : end) - at);
        if (tab != NULL) at = tab + 1;
    }
    return true;
}

static miler_status understand(advice_row *row, uint32_t line, miler_error *err) {
    size_t m = 0;
    while (m < MILER_FORM_COUNT && !field_is(row, ROW_MEASURE, measure_keys[m]))
        m++;
    if (m == MILER_FORM_COUNT) return broken(err, line, "no such measure");
    size_t when = 0;
    const size_t whens_count = sizeof whens / sizeof whens[0];
    while (when < whens_count && !field_is(row, ROW_WHEN, whens[when].word))
        when++;
    if (when == whens_count) return broken(err, line, "not one of high low rises falls");
    if (miler_parse_number(row->field[ROW_LIMIT], row->len[ROW_LIMIT], &row->limit, NULL) != MILER_OK)
        return broken(err, line, "the limit is no number");
    if (!(row->limit >= whens[when].low && row->limit <= whens[when].high))
        return broken(err, line, "the limit is out of range");
    row->measure = (miler_form_measure)m;
    row->fades = whens[when].fades;
    row->sign = whens[when].sign;
    return MILER_OK;
}

static miler_status parse(const char *text, size_t len, advice_row *rows, size_t *count, miler_error *err) {
    const char *end = text + len;
    uint32_t line = 0;
    for (const char *at = text; at < end;) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        const char *next = stop != NULL ? stop + 1 : end;
        if (stop == NULL) stop = end;
        if (stop > at && stop[-1] == '\r') stop--;
        line++;
        if (stop > at && *at != '#') {
            if (*count == ROWS_MAX) return broken(err, line, "more than 64 lines");
            advice_row *row = &rows[*count];
            if (!cut(at, stop, row)) return broken(err, line, "a line must have 8 fields with tabs between");
            const miler_status status = understand(row, line, err);
            if (status != MILER_OK) return status;
            ++*count;
        }
        at = next;
    }
    return MILER_OK;
}

// An index rests on the speed; on a treadmill that is the watch's guess. Only
// the balance can be told without.
static bool may_speak(const form_work *w, const advice_row *row) {
    const miler_form_value *v = &w->out->whole.measures[row->measure];
    if (v->seen_s < SPEAKS_FROM_S) return false;
    return row->measure == MILER_FORM_BALANCE || !w->out->speed_guessed;
}

// Past its limit, and past what could be chance.
static bool stands_out(const advice_row *row, const miler_form_value *v) {
    const double value = row->fades ? v->fade : v->index;
    const bool noise = row->fades ? !(fabs(v->fade) > FADE_SDS * v->fade_error) : miler_form_is_usual(v);
    return !noise && row->sign * value >= row->sign * row->limit;
}

static double past(const miler_form_advice *a) {
    const double usual = a->fades ? 0 : 1;
    return fabs(a->value - usual) / fmax(fabs(a->limit - usual), 1e-6);
}

static bool speak(const form_work *w, const advice_row *row, miler_form_advice *out) {
    const miler_form_value *v = &w->out->whole.measures[row->measure];
    *out = (miler_form_advice){.measure = row->measure,
                               .fades = row->fades,
                               .limit = row->limit,
                               .value = row->fades ? v->fade : v->index};
    const struct {
        const char **to;
        size_t field;
    } texts[] = {{&out->says, ROW_SAYS},
                 {&out->but, ROW_BUT},
                 {&out->drills, ROW_DRILLS},
                 {&out->exercises, ROW_EXERCISES},
                 {&out->source, ROW_SOURCE}};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        *texts[i].to = miler_arena_dup_n(w->arena, row->field[texts[i].field], row->len[texts[i].field]);
        if (*texts[i].to == NULL) return false;
    }
    return true;
}

static void most_telling_first(miler_form_advice *list, size_t count) {
    for (size_t i = 1; i < count; i++)
        for (size_t k = i; k > 0 && past(&list[k]) > past(&list[k - 1]); k--) {
            const miler_form_advice swap = list[k];
            list[k] = list[k - 1];
            list[k - 1] = swap;
        }
}

miler_status form_advise(const form_work *w, miler_error *err) {
    advice_row rows[ROWS_MAX];
    size_t count = 0;
    const miler_form_options *o = w->options;
    const bool own = o->advice_tsv != NULL;
    const miler_status status = parse(own ? o->advice_tsv : miler_data_form_advice,
                                      own ? o->advice_len : miler_data_form_advice_len, rows, &count, err);
    if (status != MILER_OK || count == 0) return status;
    miler_form *out = w->out;
    out->advice = miler_arena_array(w->arena, count, sizeof *out->advice);
    if (out->advice == NULL) return act_nomem(err);
    for (size_t i = 0; i < count; i++) {
        const advice_row *row = &rows[i];
        const miler_form_value *v = &out->whole.measures[row->measure];
        if (!may_speak(w, row) || !stands_out(row, v)) continue;
        if (!speak(w, row, &out->advice[out->advice_count])) return act_nomem(err);
        out->advice_count++;
    }
    most_telling_first(out->advice, out->advice_count);
    return MILER_OK;
}
