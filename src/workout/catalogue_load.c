// SPDX-License-Identifier: MIT
// The catalogue's files -> rows. One reader for all four: a table of the
// columns, a function that turns the cells of one row into the struct. Every
// cell is checked when it is read (a workout's text is parsed at three doses),
// so that nothing downstream meets a session that cannot be read.
#include "workout/workout_words.h"

#include <miler/athlete.h>

#include <stdio.h>
#include <string.h>

#define FILE_MAX ((size_t)1024 * 1024) // a catalogue of thousands of sessions
#define ROWS_MAX ((size_t)4000)
#define COLUMNS_MAX 16
#define CELL_MAX ((size_t)2000)

typedef struct cell {
    const char *text; // NUL-terminated, in the arena
    uint32_t column;  // characters from 1, where it starts
} cell;

typedef struct loader {
    miler_arena *arena;
    miler_error *err;
    miler_catalogue_file file;
    const char *origin;   // the file's name; NULL = none
    bool trusted;         // compiled in: its sessions were read by the tests
    miler_catalogue next; // grown copy of the catalogue
    uint32_t *lines;      // per element of the array being filled: where this file set it; 0 = not
    uint32_t line;
    cell cells[COLUMNS_MAX]; // in the order of the schema
} loader;

static miler_status fail_at(const loader *l, uint32_t column, miler_status status, const char *remedy,
                            const char *fmt, const char *what) {
    if (l->err == NULL) return status;
    char msg[sizeof l->err->msg];
    (void)snprintf(msg, sizeof msg, "%s '%.60s'", fmt, what);
    miler_error_clear(l->err);
    (void)miler_fail(l->err, status, "%s", msg);
    if (remedy != NULL) miler_error_remedy(l->err, "%s", remedy);
    l->err->line = l->line;
    l->err->column = column;
    return status;
}

static miler_status out_of_memory(const loader *l) {
    return miler_fail(l->err, MILER_ERR_NOMEM, "out of memory");
}

// ---- Cells

typedef struct word_value {
    const char *word;
    uint32_t value;
} word_value;

static const word_value phase_words[] = {{"base", MILER_IN_BASE},
                                         {"intro", MILER_IN_INTRO},
                                         {"build", MILER_IN_BUILD},
                                         {"specific", MILER_IN_SPECIFIC},
                                         {"taper", MILER_IN_TAPER},
                                         {"race-week", MILER_IN_RACE_WEEK},
                                         {"all", MILER_IN_BASE | MILER_IN_INTRO | MILER_IN_BUILD |
                                                     MILER_IN_SPECIFIC | MILER_IN_TAPER |
                                                     MILER_IN_RACE_WEEK}};
static const word_value need_words[] = {{"track", MILER_HAS_TRACK},
                                        {"hill", MILER_HAS_HILL},
                                        {"gym", MILER_HAS_GYM},
                                        {"dumbbells", MILER_HAS_DUMBBELLS},
                                        {"pool", MILER_HAS_POOL},
                                        {"bike", MILER_HAS_BIKE},
                                        {"rower", MILER_HAS_ROWER},
                                        {"elliptical", MILER_HAS_ELLIPTICAL},
                                        {"treadmill", MILER_HAS_TREADMILL}};
static const word_value level_words[] = {
    {"below", MILER_LEVEL_BELOW},       {"beginner", MILER_LEVEL_BEGINNER},
    {"novice", MILER_LEVEL_NOVICE},     {"intermediate", MILER_LEVEL_INTERMEDIATE},
    {"advanced", MILER_LEVEL_ADVANCED}, {"elite", MILER_LEVEL_ELITE}};

#define COUNT_OF(a) (sizeof(a) / sizeof(a)[0])

static bool word_at(const word_value *words, size_t count, const char *text, size_t len, uint32_t *out) {
    for (size_t i = 0; i < count; i++) {
        if (strlen(words[i].word) != len || memcmp(words[i].word, text, len) != 0) continue;
        *out = words[i].value;
        return true;
    }
    return false;
}

static void list_words(const word_value *words, size_t count, char *out, size_t size) {
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < count && used + 1 < size; i++)
        used += (size_t)snprintf(out + used, size - used, "%s%s", i > 0 ? ", " : "one of ", words[i].word);
}

// "base|intro": bits joined.
static miler_status take_bits(const loader *l, const cell *c, const word_value *words, size_t count,
                              uint32_t *out) {
    *out = 0;
    const char *at = c->text;
    while (*at != '\0') {
        const size_t len = strcspn(at, "|");
        uint32_t value;
        if (!word_at(words, count, at, len, &value)) {
            char remedy[160];
            list_words(words, count, remedy, sizeof remedy);
            return fail_at(l, c->column + (uint32_t)(at - c->text), MILER_ERR_PARSE, remedy, "unknown word",
                           at);
        }
        *out |= value;
        at += len;
        if (*at == '|') at++;
    }
    return MILER_OK;
}

// "novice-elite" or "novice".
static miler_status take_levels(const loader *l, const cell *c, miler_level *low, miler_level *high) {
    const char *dash = strchr(c->text, '-');
    const char *second = dash != NULL ? dash + 1 : c->text;
    uint32_t from;
    uint32_t to;
    const bool known = word_at(level_words, COUNT_OF(level_words), c->text,
                               dash != NULL ? (size_t)(dash - c->text) : strlen(c->text), &from) &&
                       word_at(level_words, COUNT_OF(level_words), second, strlen(second), &to);
    if (!known || from > to)
        return fail_at(
            l, c->column, MILER_ERR_PARSE,
            "novice, or novice-elite; levels are below beginner novice intermediate advanced elite",
            "unknown level", c->text);
    *low = (miler_level)from;
    *high = (miler_level)to;
    return MILER_OK;
}

static miler_status take_id(const loader *l, const cell *c, const char **out) {
    const size_t len = strspn(c->text, "abcdefghijklmnopqrstuvwxyz0123456789-");
    if (len == 0 || c->text[len] != '\0' || len > 40)
        return fail_at(l, c->column, MILER_ERR_PARSE, "lower case, digits and hyphens, up to 40",
                       "not an id:", c->text);
    *out = c->text;
    return MILER_OK;
}

static miler_status take_text(const loader *l, const cell *c, const char **out) {
    if (c->text[0] == '\0')
        return fail_at(l, c->column, MILER_ERR_PARSE, "say it in a few words", "an empty cell", "");
    *out = c->text;
    return MILER_OK;
}

static miler_status take_number(const loader *l, const cell *c, double least, double most, double *out) {
    if (miler_parse_number(c->text, strlen(c->text), out, NULL) != MILER_OK || *out < least || *out > most)
        return fail_at(l, c->column, MILER_ERR_PARSE, "a number from 0 to 100",
                       "not a number here:", c->text);
    return MILER_OK;
}

// The session must read at its smallest, middle and largest dose.
static miler_status check_session(const loader *l, const cell *c, const char *tmpl) {
    static const double doses[] = {0, 0.5, 1};
    if (l->trusted) return MILER_OK;
    miler_arena *scratch = miler_arena_new(miler_arena_allocator(l->arena), 0);
    if (scratch == NULL) return out_of_memory(l);
    miler_buf text;
    miler_buf_init(&text, miler_arena_allocator(l->arena), MILER_WORKOUT_TEXT_MAX);
    miler_status status = MILER_OK;
    for (size_t i = 0; i < COUNT_OF(doses) && status == MILER_OK; i++) {
        miler_workout workout;
        miler_buf_clear(&text);
        miler_catalogue_text(tmpl, doses[i], &text);
        status = miler_buf_status(&text, l->err);
        if (status == MILER_OK)
            status = miler_workout_parse_with(miler_buf_text(&text), &l->next, scratch, &workout, l->err);
        miler_arena_reset(scratch);
    }
    miler_buf_deinit(&text);
    miler_arena_free(scratch);
    if (status != MILER_OK && l->err != NULL) {
        l->err->line = l->line;
        l->err->column = c->column + (l->err->column > 0 ? l->err->column - 1 : 0);
        l->err->offset = 0;
    }
    return status;
}

// ---- Rows

// '?' marks a column that files of one's own may leave out.
static const char *const workout_columns[] = {"id",     "kind",   "title",  "text",  "purpose",
                                              "phases", "levels", "family", "order", "needs",
                                              "source", "?after", NULL};
static const char *const drill_columns[] = {"name",  "aliases", "dose",  "trains",
                                            "needs", "how",     "fault", NULL};
static const char *const exercise_columns[] = {"name",    "aliases",   "kind",  "contacts", "dose",
                                               "muscles", "equipment", "needs", "how",      "fault",
                                               "easier",  "harder",    NULL};
static const char *const routine_columns[] = {"id",     "title",    "when", "text", "purpose",
                                              "source", "?muscles", "?how", NULL};
static const char *const cross_columns[] = {"name",     "title", "minutes", "effort", "impact", "needs",
                                            "good_for", "how",   "caution", "source", NULL};

static miler_status take_kind(const loader *l, const cell *c, miler_work_kind *out) {
    for (int kind = 0; kind < MILER_WORK_KIND_COUNT; kind++) {
        if (strcmp(miler_work_kind_name((miler_work_kind)kind), c->text) != 0) continue;
        *out = (miler_work_kind)kind;
        return MILER_OK;
    }
    return fail_at(l, c->column, MILER_ERR_PARSE,
                   "easy long race-pace vo2max strides hills threshold trial drills cross rest strength plyo",
                   "unknown kind", c->text);
}

// Where the row goes: the place of its id, or the next free one. `taken_by`: the
// file of one's own that stands there already.
static miler_status place(loader *l, size_t count, size_t found, const char *taken_by, size_t *out) {
    *out = found;
    if (found < count && l->lines[found] == 0 && taken_by != NULL && l->origin != NULL) {
        char remedy[140];
        (void)snprintf(remedy, sizeof remedy, "it stands in %.80s already: give one of them another name",
                       taken_by);
        return fail_at(l, l->cells[0].column, MILER_ERR_CONFLICT, remedy,
                       "in two files of yours:", l->cells[0].text);
    }
    if (found < count && l->lines[found] != 0) {
        char remedy[60];
        (void)snprintf(remedy, sizeof remedy, "it stands on line %u already", (unsigned)l->lines[found]);
        return fail_at(l, l->cells[0].column, MILER_ERR_CONFLICT, remedy,
                       "twice in this file:", l->cells[0].text);
    }
    l->lines[found] = l->line;
    return MILER_OK;
}

static miler_status workout_row(loader *l) {
    const cell *c = l->cells;
    miler_catalogue_entry e = {.family = c[7].text};
    double order = 0;
    miler_status status = take_id(l, &c[0], &e.id);
    if (status == MILER_OK) status = take_kind(l, &c[1], &e.kind);
    if (status == MILER_OK) status = take_text(l, &c[2], &e.title);
    if (status == MILER_OK) status = take_text(l, &c[3], &e.text);
    if (status == MILER_OK) status = check_session(l, &c[3], e.text);
    if (status == MILER_OK) status = take_text(l, &c[4], &e.purpose);
    if (status == MILER_OK) status = take_bits(l, &c[5], phase_words, COUNT_OF(phase_words), &e.phases);
    if (status == MILER_OK) status = take_levels(l, &c[6], &e.level_min, &e.level_max);
    if (status == MILER_OK) status = take_id(l, &c[7], &e.family);
    if (status == MILER_OK) status = take_number(l, &c[8], 1, 100, &order);
    if (status == MILER_OK) status = take_bits(l, &c[9], need_words, COUNT_OF(need_words), &e.needs);
    if (status == MILER_OK) status = take_text(l, &c[10], &e.source);
    if (status != MILER_OK) return status;
    e.order = (int32_t)order;
    size_t i = 0;
    while (i < l->next.entry_count && strcmp(l->next.entries[i].id, e.id) != 0)
        i++;
    status = place(l, l->next.entry_count, i, l->next.entries[i].origin, &i);
    if (status != MILER_OK) return status;
    e.after = c[11].text;
    e.origin = l->origin;
    l->next.entries[i] = e;
    if (i == l->next.entry_count) l->next.entry_count++;
    return MILER_OK;
}

static miler_status movement_row(loader *l, const miler_movement *m, const cell *dose) {
    const char *own = m->kind == MILER_MOVEMENT_DRILL ? "own drill" : "exercise";
    const char *text = miler_arena_printf(l->arena, "%s \"%s\" %s", own, m->name, m->dose);
    if (text == NULL) return out_of_memory(l);
    miler_status status = check_session(l, dose, text);
    if (status != MILER_OK) return status;
    char wanted[WKO_WORD_MAX];
    char other[WKO_WORD_MAX];
    if (wko_squeeze(m->name, strlen(m->name), wanted) == 0)
        return fail_at(l, l->cells[0].column, MILER_ERR_PARSE, "a name of up to 60 letters",
                       "not a name:", m->name);
    size_t i = 0;
    for (; i < l->next.movement_count; i++) {
        const char *name = l->next.movements[i].name;
        if (wko_squeeze(name, strlen(name), other) != 0 && strcmp(wanted, other) == 0) break;
    }
    status = place(l, l->next.movement_count, i, l->next.movements[i].origin, &i);
    if (status != MILER_OK) return status;
    l->next.movements[i] = *m;
    l->next.movements[i].origin = l->origin;
    if (i == l->next.movement_count) l->next.movement_count++;
    return MILER_OK;
}

static miler_status drill_row(loader *l) {
    const cell *c = l->cells;
    miler_movement m = {.kind = MILER_MOVEMENT_DRILL,
                        .aliases = c[1].text,
                        .muscles = c[3].text,
                        .equipment = "none",
                        .easier = "",
                        .harder = ""};
    miler_status status = take_text(l, &c[0], &m.name);
    if (status == MILER_OK) status = take_text(l, &c[2], &m.dose);
    if (status == MILER_OK) status = take_bits(l, &c[4], need_words, COUNT_OF(need_words), &m.needs);
    if (status == MILER_OK) status = take_text(l, &c[5], &m.how);
    if (status == MILER_OK) status = take_text(l, &c[6], &m.fault);
    return status == MILER_OK ? movement_row(l, &m, &c[2]) : status;
}

static miler_status exercise_row(loader *l) {
    const cell *c = l->cells;
    miler_movement m = {.aliases = c[1].text,
                        .muscles = c[5].text,
                        .equipment = c[6].text,
                        .easier = c[10].text,
                        .harder = c[11].text};
    miler_status status = take_text(l, &c[0], &m.name);
    if (strcmp(c[2].text, "plyo") == 0)
        m.kind = MILER_MOVEMENT_PLYO;
    else if (strcmp(c[2].text, "strength") == 0)
        m.kind = MILER_MOVEMENT_STRENGTH;
    else if (status == MILER_OK)
        status = fail_at(l, c[2].column, MILER_ERR_PARSE, "strength or plyo", "unknown kind", c[2].text);
    if (status == MILER_OK) status = take_number(l, &c[3], 0, 10, &m.contacts);
    if (status == MILER_OK) status = take_text(l, &c[4], &m.dose);
    if (status == MILER_OK) status = take_bits(l, &c[7], need_words, COUNT_OF(need_words), &m.needs);
    if (status == MILER_OK) status = take_text(l, &c[8], &m.how);
    if (status == MILER_OK) status = take_text(l, &c[9], &m.fault);
    return status == MILER_OK ? movement_row(l, &m, &c[4]) : status;
}

static miler_status routine_row(loader *l) {
    const cell *c = l->cells;
    miler_routine r = {0};
    miler_status status = take_id(l, &c[0], &r.id);
    if (status == MILER_OK) status = take_text(l, &c[1], &r.title);
    if (status == MILER_OK) status = take_text(l, &c[2], &r.when);
    if (status == MILER_OK) status = take_text(l, &c[3], &r.text);
    if (status == MILER_OK) status = check_session(l, &c[3], r.text);
    if (status == MILER_OK) status = take_text(l, &c[4], &r.purpose);
    if (status == MILER_OK) status = take_text(l, &c[5], &r.source);
    if (status != MILER_OK) return status;
    size_t i = 0;
    while (i < l->next.routine_count && strcmp(l->next.routines[i].id, r.id) != 0)
        i++;
    status = place(l, l->next.routine_count, i, l->next.routines[i].origin, &i);
    if (status != MILER_OK) return status;
    r.muscles = c[6].text;
    r.how = c[7].text;
    r.origin = l->origin;
    l->next.routines[i] = r;
    if (i == l->next.routine_count) l->next.routine_count++;
    return MILER_OK;
}

// "3-4" or "5", of ten.
static miler_status take_effort(const loader *l, const cell *c, double *low, double *high) {
    const char *dash = strchr(c->text, '-');
    const size_t len = dash != NULL ? (size_t)(dash - c->text) : strlen(c->text);
    const char *second = dash != NULL ? dash + 1 : c->text;
    if (miler_parse_number(c->text, len, low, NULL) == MILER_OK &&
        miler_parse_number(second, strlen(second), high, NULL) == MILER_OK && *low >= 1 && *low <= *high &&
        *high <= 10)
        return MILER_OK;
    return fail_at(l, c->column, MILER_ERR_PARSE, "3-4, or 5: from 1 to 10", "not an effort:", c->text);
}

static miler_status cross_row(loader *l) {
    const cell *c = l->cells;
    miler_cross x = {.impact = c[4].text, .caution = c[8].text, .origin = l->origin};
    miler_status status = take_text(l, &c[0], &x.name);
    if (status == MILER_OK) status = take_text(l, &c[1], &x.title);
    if (status == MILER_OK) status = take_number(l, &c[2], 0.1, 10, &x.minutes);
    if (status == MILER_OK) status = take_effort(l, &c[3], &x.low_rpe, &x.high_rpe);
    if (status == MILER_OK) status = take_bits(l, &c[5], need_words, COUNT_OF(need_words), &x.needs);
    if (status == MILER_OK) status = take_text(l, &c[6], &x.good_for);
    if (status == MILER_OK) status = take_text(l, &c[7], &x.how);
    if (status == MILER_OK) status = take_text(l, &c[9], &x.source);
    if (status != MILER_OK) return status;
    size_t i = 0;
    while (i < l->next.cross_count && strcmp(l->next.cross[i].name, x.name) != 0)
        i++;
    status = place(l, l->next.cross_count, i, l->next.cross[i].origin, &i);
    if (status != MILER_OK) return status;
    l->next.cross[i] = x;
    if (i == l->next.cross_count) l->next.cross_count++;
    return MILER_OK;
}

static const struct {
    const char *const *columns;
    miler_status (*row)(loader *l);
} schemas[] = {[MILER_FILE_WORKOUTS] = {workout_columns, workout_row},
               [MILER_FILE_DRILLS] = {drill_columns, drill_row},
               [MILER_FILE_EXERCISES] = {exercise_columns, exercise_row},
               [MILER_FILE_ROUTINES] = {routine_columns, routine_row},
               [MILER_FILE_CROSS] = {cross_columns, cross_row}};

// ---- Lines

// Splits a line at its tabs. Returns the number of cells, COLUMNS_MAX + 1 when there are more.
static size_t split(const char *at, const char *end, const char *starts[COLUMNS_MAX],
                    size_t lens[COLUMNS_MAX]) {
    size_t count = 0;
    for (;;) {
        const char *tab = memchr(at, '\t', (size_t)(end - at));
        const char *stop = tab != NULL ? tab : end;
        if (count == COLUMNS_MAX) return COLUMNS_MAX + 1;
        starts[count] = at;
        lens[count++] = (size_t)(stop - at);
        if (tab == NULL) return count;
        at = tab + 1;
    }
}

static uint32_t column_of(const char *line, const char *at) {
    uint32_t column = 1;
    for (const char *p = line; p < at; p++)
        column += ((unsigned char)*p & 0xC0) != 0x80;
    return column;
}

static bool is_column(const char *column, const char *text, size_t len) {
    if (*column == '?') column++;
    return strlen(column) == len && memcmp(column, text, len) == 0;
}

// The first row: which of the file's columns is which of the schema's.
static miler_status take_heading(loader *l, const char *line, const char *end, size_t order[COLUMNS_MAX],
                                 size_t *count) {
    const char *starts[COLUMNS_MAX];
    size_t lens[COLUMNS_MAX];
    const char *const *columns = schemas[l->file].columns;
    bool seen[COLUMNS_MAX] = {false};
    *count = split(line, end, starts, lens);
    if (*count > COLUMNS_MAX)
        return fail_at(l, 1, MILER_ERR_LIMIT, NULL, "too many columns in", "the first row");
    for (size_t i = 0; i < *count; i++) {
        size_t k = 0;
        while (columns[k] != NULL && !is_column(columns[k], starts[i], lens[i]))
            k++;
        if (columns[k] == NULL || seen[k]) {
            char name[61];
            (void)snprintf(name, sizeof name, "%.*s", (int)(lens[i] < 60 ? lens[i] : 60), starts[i]);
            return fail_at(l, column_of(line, starts[i]), MILER_ERR_PARSE,
                           "columns stand tab-separated in the first row, each once",
                           "no such column:", name);
        }
        seen[k] = true;
        order[i] = k;
    }
    for (size_t k = 0; columns[k] != NULL; k++)
        if (!seen[k] && columns[k][0] != '?')
            return fail_at(l, 1, MILER_ERR_PARSE, "add it to the first row; its cells may be empty",
                           "missing column", columns[k]);
    return MILER_OK;
}

static miler_status take_row(loader *l, const char *line, const char *end, const size_t order[COLUMNS_MAX],
                             size_t count) {
    const char *starts[COLUMNS_MAX];
    size_t lens[COLUMNS_MAX];
    const size_t have = split(line, end, starts, lens);
    if (have != count) {
        char what[60];
        (void)snprintf(what, sizeof what, "%zu of %zu", have, count);
        return fail_at(l, column_of(line, end), MILER_ERR_PARSE, "one tab between cells, empty cells too",
                       "cells in this row:", what);
    }
    for (size_t k = 0; k < COLUMNS_MAX; k++)
        l->cells[k] = (cell){.text = ""}; // what the file leaves out
    for (size_t i = 0; i < count; i++) {
        const uint32_t column = column_of(line, starts[i]);
        if (lens[i] > CELL_MAX)
            return fail_at(l, column, MILER_ERR_LIMIT, "cells have up to 2000 bytes", "too long a cell", "");
        if (memchr(starts[i], '\0', lens[i]) != NULL)
            return fail_at(l, column, MILER_ERR_PARSE, NULL, "a zero byte in a cell", "");
        char *text = miler_arena_dup_n(l->arena, starts[i], lens[i]);
        if (text == NULL) return out_of_memory(l);
        l->cells[order[i]] = (cell){.text = text, .column = column};
    }
    return schemas[l->file].row(l);
}

// A copy of one array with room for `rows` more, so that a failed load leaves the
// catalogue as it was. NULL = out of memory. New room is zero.
static void *grown(loader *l, const void *have, size_t count, size_t rows, size_t size) {
    void *copy = miler_arena_array(l->arena, count + rows + 1, size);
    l->lines = miler_arena_array(l->arena, count + rows + 1, sizeof *l->lines);
    if (copy == NULL || l->lines == NULL) return NULL;
    if (count > 0) memcpy(copy, have, count * size);
    return copy;
}

static miler_status grow(loader *l, size_t rows) {
    miler_catalogue *n = &l->next;
    void *copy = NULL;
    switch (l->file) {
    case MILER_FILE_WORKOUTS:
        copy = n->entries = grown(l, n->entries, n->entry_count, rows, sizeof *n->entries);
        break;
    case MILER_FILE_DRILLS:
    case MILER_FILE_EXERCISES:
        copy = n->movements = grown(l, n->movements, n->movement_count, rows, sizeof *n->movements);
        break;
    case MILER_FILE_ROUTINES:
        copy = n->routines = grown(l, n->routines, n->routine_count, rows, sizeof *n->routines);
        break;
    case MILER_FILE_CROSS:
        copy = n->cross = grown(l, n->cross, n->cross_count, rows, sizeof *n->cross);
        break;
    case MILER_FILE_COUNT:
        break;
    }
    return copy != NULL ? MILER_OK : out_of_memory(l);
}

static size_t count_lines(const char *text, size_t len) {
    size_t lines = 1;
    for (size_t i = 0; i < len; i++)
        lines += text[i] == '\n';
    return lines;
}

miler_status miler_catalogue_load(miler_catalogue *catalogue, miler_catalogue_file file, const char *text,
                                  size_t len, miler_arena *arena, miler_error *err) {
    return wko_catalogue_load(catalogue, file, NULL, text, len, false, arena, err);
}

miler_status miler_catalogue_add(miler_catalogue *catalogue, miler_catalogue_file file, const char *origin,
                                 const char *text, size_t len, miler_arena *arena, miler_error *err) {
    return wko_catalogue_load(catalogue, file, origin, text, len, false, arena, err);
}

miler_status wko_catalogue_load(miler_catalogue *catalogue, miler_catalogue_file file, const char *origin,
                                const char *text, size_t len, bool trusted, miler_arena *arena,
                                miler_error *err) {
    if ((unsigned)file >= COUNT_OF(schemas)) return miler_fail(err, MILER_ERR_ARG, "no such kind of file");
    const size_t rows = len <= FILE_MAX ? count_lines(text, len) : 0;
    if (len > FILE_MAX || rows > ROWS_MAX)
        return miler_fail(err, MILER_ERR_LIMIT, "a catalogue file has at most 1 MB and 4000 lines");
    loader l = {
        .arena = arena, .err = err, .file = file, .origin = origin, .trusted = trusted, .next = *catalogue};
    miler_status status = grow(&l, rows);
    size_t order[COLUMNS_MAX];
    size_t columns = 0;
    const char *end = text + len;
    for (const char *at = text; at < end && status == MILER_OK;) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        const char *next = newline != NULL ? newline + 1 : end;
        const char *stop = newline != NULL ? newline : end;
        if (stop > at && stop[-1] == '\r') stop--;
        l.line++;
        if (stop > at && *at != '#') {
            if (columns == 0)
                status = take_heading(&l, at, stop, order, &columns);
            else
                status = take_row(&l, at, stop, order, columns);
        }
        at = next;
    }
    if (status == MILER_OK && miler_arena_failed(arena)) status = out_of_memory(&l);
    if (status == MILER_OK) *catalogue = l.next;
    return status;
}
