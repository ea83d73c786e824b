// SPDX-License-Identifier: MIT
// Text -> steps. Hand-written and without recursion: finished steps lie on one
// stack, an open bracket remembers where its steps began, and closing it takes
// them off the stack as the children of one repeat.
//
//     3 x (4 x 400 @ 72 r60s) R3'
//         '(' mark        stack:  |
//         4 x 400 r60s    stack:  | repeat 4 {400, r60s}
//         ')' R3'         stack:  repeat 3 {repeat 4 {...}, r3min}
//
// An item is read as a bag of parts (length, words, target, note) in any order
// and given its meaning at its end, because coaches write "tempo 20min" and
// "20min tempo" alike.
#include "workout/workout_parse.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

miler_status wko_out_of_memory(const parser *p) {
    return wko_fail(&p->c, p->c.at, MILER_ERR_NOMEM, NULL, "out of memory");
}

miler_status wko_push(parser *p, const miler_step *step) {
    if (p->steps >= MILER_WORKOUT_STEPS_MAX)
        return wko_fail(&p->c, p->c.at, MILER_ERR_LIMIT, "split the session, or use repeats",
                        "more than %d steps", MILER_WORKOUT_STEPS_MAX);
    if (p->depth == p->capacity) {
        const size_t capacity = p->capacity == 0 ? 16 : p->capacity * 2;
        miler_step *stack = miler_arena_grow(p->c.arena, p->stack, p->capacity, capacity, sizeof *stack);
        if (stack == NULL) return wko_out_of_memory(p);
        p->stack = stack;
        p->capacity = capacity;
    }
    p->stack[p->depth++] = *step;
    p->steps++;
    return MILER_OK;
}

// ---- Parts of an item

static miler_status set_kind(const parser *p, item *it, const char *where, miler_step_kind kind,
                             const wko_word *word) {
    if (it->kind_set && (it->step.kind != kind || it->step.name != NULL))
        return wko_fail(&p->c, where, MILER_ERR_PARSE, "put a comma between two steps",
                        "'%.*s' does not go with what stands before it", wko_excerpt_len(&p->c, where),
                        where);
    it->step.kind = kind;
    it->kind_set = true;
    if (word == NULL || word->text == NULL) return MILER_OK;
    it->step.name = miler_arena_dup_n(p->c.arena, word->text, word->text_len);
    return it->step.name != NULL ? MILER_OK : wko_out_of_memory(p);
}

static miler_status add_target(const parser *p, item *it, const wko_target *target) {
    if (it->target_count > 0)
        return wko_fail(&p->c, target->where, MILER_ERR_PARSE,
                        "one pace a step; a cut-down is written @76>70", "'%.*s' is a second pace",
                        (int)target->len, target->where);
    it->targets[it->target_count++] = *target;
    return MILER_OK;
}

static miler_status add_length(const parser *p, item *it, const wko_length *length) {
    if (it->length_count > 0)
        return wko_fail(&p->c, length->where, MILER_ERR_PARSE,
                        "put a comma between two steps, @ before a pace, r before a rest",
                        "'%.*s' is a second length", wko_excerpt_len(&p->c, length->where), length->where);
    it->lengths[it->length_count++] = *length;
    return MILER_OK;
}

// "Easy 10m 5:00/km Pace", "40min easy @150bpm": the figures say how fast, the word is its name.
static miler_status word_gives_way(parser *p, item *it, const wko_target *figures) {
    const miler_target_kind kind = figures->target.kind;
    const bool steers = figures->bare || kind == MILER_TARGET_HR || kind == MILER_TARGET_EFFORT ||
                        figures->time_s > 0 || figures->target.percent_of != MILER_PERCENT_OF_NONE;
    if (it->target_count != 1 || it->zone_word == NULL || !steers) return MILER_OK;
    const char *name = wko_zone_word(it->targets[0].target.zone);
    const miler_status status = wko_add_note(p, it, it->zone_word, name, strlen(name));
    it->target_count = 0;
    it->zone_word = NULL;
    return status;
}

static miler_status scan_bare_target(parser *p, item *it) {
    wko_target target;
    miler_status status = wko_target_scan(&p->c, &target);
    target.bare = true;
    if (status == MILER_OK) status = word_gives_way(p, it, &target);
    return status == MILER_OK ? add_target(p, it, &target) : status;
}

// '@' and what follows: one target, or several with '>' or a dash between them.
static miler_status scan_targets(parser *p, item *it) {
    wko_target target;
    miler_status status = wko_target_scan(&p->c, &target);
    if (status == MILER_OK) status = word_gives_way(p, it, &target);
    if (status == MILER_OK) status = add_target(p, it, &target);
    if (status == MILER_OK) status = wko_paces_listed(p, it);
    while (status == MILER_OK) {
        const char *back = p->c.at;
        wko_skip_blanks(&p->c);
        if (p->c.at >= p->c.end || *p->c.at != '>') {
            p->c.at = back;
            return MILER_OK;
        }
        p->c.at++;
        if (it->target_count == LADDER_MAX)
            return wko_fail(&p->c, back, MILER_ERR_LIMIT, NULL, "more than %d paces in one step", LADDER_MAX);
        status = wko_target_scan(&p->c, &it->targets[it->target_count]);
        it->target_count++;
    }
    return status;
}

// Bytes of the printable UTF-8 character at `at`; 0 = not one. Notes travel on
// into JSON, calendars and watches, which refuse anything else.
static size_t character(const char *at, const char *end) {
    const unsigned char lead = (unsigned char)*at;
    if (lead < 0x80) return lead >= 0x20 && lead != 0x7F;
    const size_t bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || (size_t)(end - at) < bytes) return 0;
    uint32_t code = lead & (0x7Fu >> bytes);
    for (size_t i = 1; i < bytes; i++) {
        const unsigned char next = (unsigned char)at[i];
        if ((next & 0xC0) != 0x80) return 0;
        code = code << 6 | (next & 0x3F);
    }
    const bool overlong = (bytes == 3 && code < 0x800) || (bytes == 4 && code < 0x10000);
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    return overlong || surrogate || code > 0x10FFFF || code < 0xA0 ? 0 : bytes;
}

static miler_status scan_note(parser *p, item *it) {
    wko_cursor *c = &p->c;
    const char *open = c->at++;
    const char *close = memchr(c->at, '"', (size_t)(c->end - c->at));
    if (close == NULL)
        return wko_fail(c, open, MILER_ERR_PARSE, "close the note with \"",
                        "a note is opened and not closed");
    const size_t len = (size_t)(close - c->at);
    if (len == 0 || len > NOTE_MAX)
        return wko_fail(c, open, MILER_ERR_LIMIT,
                        "a note has 1 to 200 bytes: shorten it, or make it the note of two steps",
                        "a note of %zu bytes", len);
    for (const char *q = c->at; q < close;) {
        const size_t bytes = character(q, close);
        if (bytes == 0)
            return wko_fail(c, q, MILER_ERR_PARSE, "plain text in UTF-8, on one line",
                            "a byte in a note that is no letter");
        q += bytes;
    }
    miler_status status = wko_add_note(p, it, open, c->at, len);
    c->at = close + 1;
    return status;
}

static miler_status own_name(const parser *p, item *it, const char *where, miler_step_kind kind) {
    miler_status status = set_kind(p, it, where, kind, NULL);
    it->custom = status == MILER_OK;
    return status;
}

static miler_status take_race_word(parser *p, item *it, const char *where, const wko_word *word) {
    if (it->length_count > 0 || word->metres <= 0) {
        const wko_target race = {.target = {.kind = MILER_TARGET_RACE, .race_dist_m = word->metres},
                                 .where = where,
                                 .len = (size_t)(p->c.at - where)};
        return add_target(p, it, &race); // "6x400 mile pace", "20min goal"
    }
    const wko_length length = {.unit = WKO_METRES, .value = word->metres, .where = where};
    return add_length(p, it, &length);
}

// A walk or jog as a step of its own is a recovery: "5min walk".
static miler_status take_mode(const parser *p, item *it, const char *where, const wko_word *word) {
    miler_status status = set_kind(p, it, where, MILER_STEP_RECOVERY, NULL);
    it->step.mode = (miler_recovery_mode)word->value;
    return status;
}

// "open": until the lap button; the length is a guess that the note explains.
static miler_status take_open(const parser *p, item *it, const char *where) {
    const wko_length length = {.unit = WKO_SECONDS, .value = OPEN_S, .factor = 1, .where = where};
    it->lap = where;
    return add_length(p, it, &length);
}

static miler_status take_note_word(parser *p, item *it, const char *where, const wko_word *word) {
    if (word->value == 2) { // "press lap", whose place is known at the end of the step
        it->lap = where;
        return MILER_OK;
    }
    it->warm = it->warm || word->value == 1;
    return wko_add_note(p, it, where, word->text, word->text_len);
}

// Words whose meaning waits for the end of the step; the rest says nothing.
static void take_late_word(item *it, const wko_word *word) {
    if (word->kind == WKO_RECOVERY) it->recovery_word = true;
    if (word->kind == WKO_LADDER) it->ladder = true;
    if (word->kind == WKO_FAST) it->fast = true;
    if (word->kind != WKO_BACK) return;
    it->has_back = true;
    it->back = (miler_recovery_mode)word->value;
}

static miler_status take_zone(parser *p, item *it, const char *where, const wko_word *word) {
    // "8x200 R": Daniels' R is capital and stands behind a length; any other lone r is a rest.
    const bool letter = p->c.at - where == 1 && (*where | 0x20) == 'r';
    if (letter && (*where == 'r' || it->length_count == 0 || it->target_count > 0))
        return wko_fail(&p->c, where, MILER_ERR_PARSE, "say how long or how far: r60s, r200m",
                        "a rest without a length");
    const wko_target zone = {.target = {.kind = MILER_TARGET_ZONE, .zone = (miler_zone)word->value},
                             .where = where,
                             .len = (size_t)(p->c.at - where)};
    const miler_target_kind have = it->target_count == 1 ? it->targets[0].target.kind : MILER_TARGET_NONE;
    if (have == MILER_TARGET_HR || have == MILER_TARGET_EFFORT) { // "40min 150bpm easy"
        const char *name = wko_zone_word(zone.target.zone);
        return wko_add_note(p, it, where, name, strlen(name));
    }
    it->zone_word = where;
    return add_target(p, it, &zone);
}

static miler_status take_word(parser *p, item *it) {
    wko_cursor *c = &p->c;
    const char *where = c->at;
    wko_word word;
    miler_status status = wko_words_scan(c, &word);
    if (status != MILER_OK) return status;
    if (c->at < c->end && *c->at == ':') c->at++; // "Warm-up: 15min easy"
    switch (word.kind) {
    case WKO_ZONE:
        return take_zone(p, it, where, &word);
    case WKO_RACE:
        return take_race_word(p, it, where, &word);
    case WKO_STRIDE:
        return set_kind(p, it, where, MILER_STEP_STRIDE, NULL);
    case WKO_HILL:
        return set_kind(p, it, where, MILER_STEP_HILL, NULL);
    case WKO_SPRINT:
        it->sprint = true;
        return set_kind(p, it, where, MILER_STEP_HILL, NULL);
    case WKO_DRILLS:
        return set_kind(p, it, where, MILER_STEP_DRILLS, word.value == 1 ? &word : NULL);
    case WKO_EXERCISE:
        return set_kind(p, it, where, MILER_STEP_EXERCISE, &word);
    case WKO_CROSS:
        return set_kind(p, it, where, MILER_STEP_CROSS, &word);
    case WKO_TRIAL:
        return set_kind(p, it, where, MILER_STEP_TIME_TRIAL, NULL);
    case WKO_REST:
        if (word.text_len == 4 && it->length_count > 0 && it->counts.count + it->target_count > 0)
            return wko_fail(c, where, MILER_ERR_PARSE, "say how long or how far: r60s, r200m",
                            "a rest without a length");
        it->rest_word = word.text_len == 4;
        it->off = word.value == 1;
        return set_kind(p, it, where, MILER_STEP_REST, it->rest_word ? NULL : &word);
    case WKO_MODE:
        return take_mode(p, it, where, &word);
    case WKO_NOTE:
        return take_note_word(p, it, where, &word);
    case WKO_AT:
        return scan_targets(p, it);
    case WKO_OPEN:
        return take_open(p, it, where);
    case WKO_RPE:
    case WKO_HR:
    case WKO_LEVEL:
    case WKO_ZONE_NUMBER:
    case WKO_BODYWEIGHT:
        c->at = where;
        return scan_targets(p, it);
    case WKO_EACH:
        it->step.each_side = true;
        return MILER_OK;
    case WKO_OWN_EXERCISE:
        return own_name(p, it, where, MILER_STEP_EXERCISE);
    case WKO_OWN_DRILL:
        return own_name(p, it, where, MILER_STEP_DRILLS);
    case WKO_LAST:
        return wko_take_last(p, it, where);
    case WKO_TO:
        return wko_refuse_to(p, where);
    default:
        take_late_word(it, &word);
    }
    return MILER_OK;
}

// Where the next rung of a ladder begins, behind a dash or, once "ladder" was said, a comma; NULL = nowhere.
static const char *next_rung(const wko_cursor *c, const item *it) {
    wko_cursor look = *c;
    wko_skip_blanks(&look);
    const bool comma = it->ladder && look.at < look.end && *look.at == ',';
    const size_t sign = comma ? 1 : wko_dash(&look, look.at);
    look.at += sign;
    while (look.at < look.end && *look.at == ' ')
        look.at++;
    if (sign == 0 || !wko_is_digit(&look, look.at)) return NULL;
    return !comma || wko_rung_ahead(&look, &it->lengths[0]) ? look.at : NULL;
}

// "200-400-600": the lengths of a ladder, the last unit for those without one.
static miler_status scan_ladder(parser *p, item *it) {
    wko_cursor *c = &p->c;
    for (;;) {
        const char *next = next_rung(c, it);
        if (next == NULL) break;
        c->at = next;
        if (it->length_count == LADDER_MAX)
            return wko_fail(c, next, MILER_ERR_LIMIT, NULL, "a ladder of more than %d rungs", LADDER_MAX);
        miler_status status = wko_length_scan(c, &it->lengths[it->length_count++]);
        if (status != MILER_OK) return status;
    }
    const wko_length *last = &it->lengths[it->length_count - 1];
    if (last->unit == WKO_BARE || it->length_count < 2) return MILER_OK;
    for (size_t i = 0; i + 1 < it->length_count; i++) {
        const bool far = last->unit == WKO_METRES && last->factor > 1 && it->lengths[i].value >= 50;
        if (it->lengths[i].unit != WKO_BARE || far) continue; // "200-400-1km": nobody means 200 km
        it->lengths[i].unit = last->unit;
        it->lengths[i].value = wko_milli(it->lengths[i].value * last->factor);
        miler_status status = wko_length_check(c, &it->lengths[i]);
        if (status != MILER_OK) return status;
    }
    return MILER_OK;
}

static miler_status scan_count(parser *p, counts *out, const char *where, double number) {
    if (number < 1 || number > COUNT_MAX || fmod(number, 1) > 0)
        return wko_fail(&p->c, where, MILER_ERR_RANGE,
                        number > COUNT_MAX ? "repeats go from 1 to 200, and the count stands first: 6x400"
                                           : "repeats go from 1 to 200",
                        "'%.*s' times", (int)(p->c.at - where), where);
    if (out->count == COUNTS_MAX)
        return wko_fail(&p->c, where, MILER_ERR_LIMIT, "use brackets: 2 x (3 x (4 x 400))",
                        "more than %d repeats in a row", COUNTS_MAX);
    out->passes[out->count++] = (int32_t)number;
    return MILER_OK;
}

// Bytes of a times sign, or of "sets of", "sets x"; 0 = neither.
static size_t times_or_sets(const wko_cursor *c) {
    wko_cursor look = *c;
    const size_t len = wko_word_len(c, c->at);
    if ((len != 3 && len != 4) || (c->at[0] | 0x20) != 's' || (c->at[1] | 0x20) != 'e' ||
        (c->at[2] | 0x20) != 't')
        return wko_times_sign(c, c->at);
    look.at += len;
    wko_skip_blanks(&look);
    const size_t of = wko_word_len(&look, look.at);
    look.at += of == 2 ? of : wko_times_sign(&look, look.at);
    return (size_t)(look.at - c->at);
}

// "3 x": a number and a times sign that something can follow. *found = false
// leaves the cursor alone.
static miler_status take_count(parser *p, counts *out, bool *found) {
    wko_cursor *c = &p->c;
    const char *where = c->at;
    double number;
    *found = false;
    if (!wko_number(c, &number)) return MILER_OK;
    const char *after = c->at;
    wko_skip_blanks(c);
    const size_t sign = times_or_sets(c);
    if (sign == 0) {
        c->at = where;
        return MILER_OK;
    }
    *found = true;
    const char *behind = c->at + sign;
    c->at = after;
    miler_status status = scan_count(p, out, where, number);
    c->at = behind;
    wko_skip_blanks(c);
    return status;
}

static miler_status take_number(parser *p, item *it, recoveries *r) {
    bool counted = false;
    if (it->length_count == 0) {
        miler_status status = take_count(p, &it->counts, &counted);
        if (status != MILER_OK || counted) return status;
    }
    if (wko_target_ahead(&p->c)) return scan_bare_target(p, it);
    wko_length length;
    miler_status status = wko_length_scan(&p->c, &length);
    if (status == MILER_OK && !r->has_rep) r->has_rep = wko_on_off(&p->c, &length, &r->rep);
    if (status == MILER_OK) status = add_length(p, it, &length);
    if (status == MILER_OK) status = scan_ladder(p, it);
    if (status != MILER_OK) return status;
    if (length.unit == WKO_BARE && p->c.at < p->c.end && wko_times_sign(&p->c, p->c.at) != 0)
        return wko_fail(&p->c, length.where, MILER_ERR_PARSE, "choose one number: 8x or 10x",
                        "'%.*s' is a range of repeats", (int)(p->c.at - length.where + 1), length.where);
    return MILER_OK;
}

// "2mi easy. Then drills.": a full stop with nothing or a blank behind it.
static bool at_full_stop(const wko_cursor *c) {
    return c->at < c->end && *c->at == '.' && (c->at + 1 == c->end || c->at[1] == ' ' || c->at[1] == '\n');
}

// True at what ends an item: a separator, a bracket, the end.
static bool at_end(const wko_cursor *c) {
    return c->at >= c->end || memchr(",;+\n)", *c->at, 5) != NULL || at_full_stop(c);
}

static bool at_then(const wko_cursor *c) {
    const size_t len = wko_word_len(c, c->at);
    return len == 4 && (c->at[0] | 0x20) == 't' && (c->at[1] | 0x20) == 'h' && (c->at[2] | 0x20) == 'e' &&
           (c->at[3] | 0x20) == 'n';
}

static miler_status unreadable(const wko_cursor *c, const item *it) {
    if (*c->at == '(')
        return wko_fail(c, c->at, MILER_ERR_PARSE, "put a count before it, 3 x ( ... ), or a comma",
                        "a bracket within a step");
    const bool offset = wko_dash(c, c->at) != 0 && it->target_count > 0;
    const bool second = *c->at == '/' && it->target_count > 0;
    return wko_fail(c, c->at, MILER_ERR_PARSE,
                    offset   ? "seconds a lap stand right behind a race: @mile-2s"
                    : second ? "one pace a step: @3k or @5k"
                             : "separate steps with a comma",
                    "'%.*s' cannot be read", wko_excerpt_len(c, c->at), c->at);
}

// "3x8/side"
static miler_status take_side(parser *p, item *it) {
    wko_cursor *c = &p->c;
    c->at++;
    const char *where = c->at;
    wko_word word;
    miler_status status = wko_words_scan(c, &word);
    it->step.each_side = true;
    if (status != MILER_OK || word.kind == WKO_EACH) return status;
    return wko_fail(c, where, MILER_ERR_PARSE, "write /side or /leg", "'%.*s' does not follow '/'",
                    (int)(c->at - where), where);
}

// A count behind what it counts, "strides x 6"; of an exercise ten, not ten sets: "pogo x 10".
static miler_status take_trailing(parser *p, item *it, bool *counted) {
    wko_cursor *c = &p->c;
    if (it->length_count == 0 && it->step.kind == MILER_STEP_EXERCISE) {
        wko_cursor look = *c;
        const size_t sign = wko_times_sign(c, c->at);
        look.at += sign;
        wko_skip_blanks(&look);
        *counted = sign != 0 && wko_is_digit(&look, look.at);
        if (*counted) c->at = look.at;
        return MILER_OK;
    }
    return it->length_count > 0 || it->kind_set ? wko_trailing_count(p, &it->counts, counted) : MILER_OK;
}

static miler_status take_part(parser *p, item *it, recoveries *r) {
    wko_cursor *c = &p->c;
    if (wko_is_digit(c, c->at)) return take_number(p, it, r);
    bool counted = false;
    miler_status status = take_trailing(p, it, &counted);
    if (status != MILER_OK || counted) return status;
    if (*c->at == '@') {
        c->at++;
        return scan_targets(p, it);
    }
    if (*c->at == '"') return scan_note(p, it);
    if (*c->at == '/' && wko_is_letter(c, c->at + 1) && it->length_count > 0) return take_side(p, it);
    return wko_word_len(c, c->at) != 0 ? take_word(p, it) : unreadable(c, it);
}

// "r400m jog" as a step of its own.
static miler_status lone_recovery(parser *p, const counts *n) {
    const size_t first = p->depth;
    miler_step step;
    p->c.at++;
    while (*p->c.at == ' ' || *p->c.at == '=')
        p->c.at++;
    miler_status status = wko_recovery_scan(p, &step);
    if (status == MILER_OK) status = wko_push(p, &step);
    return status == MILER_OK ? wko_close_item(p, first, n, &(recoveries){0}) : status;
}

static bool item_over(const wko_cursor *c, const item *it) {
    const bool begun = it->kind_set || it->length_count > 0;
    return at_end(c) || at_then(c) || (begun && wko_with_step(c) != 0);
}

// One part, or the rests behind what stands already. *over: the next step begins here.
static miler_status take_more(parser *p, item *it, recoveries *r, bool *over) {
    const char *before = p->c.at;
    miler_status status = MILER_OK;
    if (it->kind_set || it->length_count > 0) status = wko_recoveries_scan(p, it->length_count > 0, r);
    if (status != MILER_OK || p->c.at != before) return status;
    *over = wko_next_step_here(p, it);
    return *over ? MILER_OK : take_part(p, it, r);
}

static miler_status take_item(parser *p, const counts *n, const char *where) {
    item it = {.where = where, .step = {.kind = MILER_STEP_RUN, .count = 1}, .counts = *n};
    recoveries r = {0};
    if (wko_at_recovery(&p->c)) return lone_recovery(p, n);
    for (bool over = false; !over;) {
        wko_skip_blanks(&p->c);
        if (item_over(&p->c, &it)) break;
        const miler_status status = take_more(p, &it, &r, &over);
        if (status != MILER_OK) return status;
    }
    p->with = r.with && r.has_rep && it.counts.count > 0;
    const miler_status status = wko_settle_forms(p, &it, &r);
    return status == MILER_OK ? wko_push_item(p, &it, &r) : status;
}

// ---- The whole

static miler_status open_bracket(parser *p, const counts *n) {
    if (p->frame_count == MILER_WORKOUT_DEPTH_MAX)
        return wko_fail(&p->c, p->c.at, MILER_ERR_LIMIT, "write the inner sets out",
                        "brackets within brackets more than %d deep", MILER_WORKOUT_DEPTH_MAX);
    p->frames[p->frame_count++] = (frame){.first = p->depth, .counts = *n, .where = p->c.at};
    p->c.at++;
    return MILER_OK;
}

static miler_status close_bracket(parser *p) {
    wko_cursor *c = &p->c;
    if (p->frame_count == 0)
        return wko_fail(c, c->at, MILER_ERR_PARSE, "remove it, or open one with ( before",
                        "a bracket is closed and was never opened");
    frame f = p->frames[--p->frame_count];
    if (p->depth == f.first)
        return wko_fail(c, f.where, MILER_ERR_PARSE, "put steps between them", "empty brackets");
    if (p->frame_count > 0 && (f.run_through || f.through_within))
        p->frames[p->frame_count - 1].through_within = true;
    c->at++;
    recoveries r = {0};
    bool counted;
    miler_status status = wko_trailing_count(p, &f.counts, &counted);
    const char *rests = c->at;
    if (status == MILER_OK) status = wko_recoveries_scan(p, true, &r);
    if (status != MILER_OK) return status;
    wko_skip_blanks(c);
    if (!at_end(c) && !at_then(c) && wko_with_step(c) == 0)
        return wko_fail(c, c->at, MILER_ERR_PARSE,
                        "a set is followed by its rest (R3'), a comma or nothing; its pace stands inside: "
                        "3x(400 @800)",
                        "'%.*s' behind a bracket", wko_excerpt_len(c, c->at), c->at);
    return wko_close_set(p, &f, rests, &r);
}

// Bytes of the dash of a list: "- 10min easy", and "-10min easy" at the very start of a line.
static size_t bullet(const wko_cursor *c) {
    if (c->at >= c->end || *c->at != '-') return 0;
    const bool first = c->at == c->start || c->at[-1] == '\n';
    if (first && wko_is_digit(c, c->at + 1)) return 1;
    return (first || c->at[-1] == ' ') && c->at + 1 < c->end && c->at[1] == ' ' ? 2 : 0;
}

// Separators and the bullets of lists.
static void skip_separators(wko_cursor *c) {
    for (;;) {
        wko_skip_blanks(c);
        const bool sign = at_full_stop(c) || (c->at < c->end && memchr(",;+\n", *c->at, 4) != NULL);
        const size_t len = sign ? 1 : at_then(c) ? 4 : bullet(c) + wko_with_step(c);
        if (len == 0) return;
        c->at += len;
    }
}

static miler_status take_next(parser *p) {
    wko_cursor *c = &p->c;
    if (*c->at == ')') return close_bracket(p);
    counts n = {0};
    const char *where = c->at;
    bool found = true;
    while (found) {
        miler_status status = take_count(p, &n, &found);
        if (status != MILER_OK) return status;
    }
    if (c->at < c->end && *c->at == '(') return open_bracket(p, &n);
    if (at_end(c))
        return wko_fail(c, where, MILER_ERR_PARSE, "3 x 400, or 3 x ( ... )",
                        "a count without anything to repeat");
    return take_item(p, &n, where);
}

// The step at the cursor, behind the separators from `from` on, and what it means for those before it.
static miler_status take_step(parser *p, const char *from) {
    const char *where = p->c.at;
    const size_t depth = p->depth;
    bool joined = false;
    p->with = false;
    if (p->frame_count > 0 && memchr(from, '+', (size_t)(where - from)) != NULL)
        p->frames[p->frame_count - 1].run_through = true;
    if (wko_said_after(from, where)) p->row_first = depth;
    miler_status status = take_next(p);
    if (status == MILER_OK) status = wko_join_rest(p, from, where, depth, &joined);
    return status == MILER_OK ? wko_row_step(p, depth, joined || p->with) : status;
}

// Steps performed and repeats within repeats. The recursion is bounded by what
// the brackets and counts allow: DEPTH_MAX brackets of COUNTS_MAX repeats, and one item.
static double performed(const miler_step *steps, size_t count, int depth, int *deepest) {
    double sum = 0;
    if (depth > *deepest) *deepest = depth;
    for (size_t i = 0; i < count; i++)
        sum += steps[i].kind == MILER_STEP_REPEAT
                   ? steps[i].count * performed(steps[i].children, steps[i].child_count, depth + 1, deepest)
                   : 1;
    return sum;
}

static miler_status finish(parser *p, miler_workout *out) {
    if (p->frame_count > 0)
        return wko_fail(&p->c, p->frames[p->frame_count - 1].where, MILER_ERR_PARSE, "close it with )",
                        "a bracket is opened and not closed");
    const miler_status row = wko_row_end(p);
    if (row != MILER_OK) return row;
    if (p->depth == 0)
        return wko_fail(&p->c, p->c.start, MILER_ERR_PARSE, "write a session, such as 8km easy, or rest",
                        "there is no session here");
    int deepest = 0;
    const double total = performed(p->stack, p->depth, 0, &deepest);
    if (deepest > MILER_WORKOUT_DEPTH_MAX)
        return wko_fail(&p->c, p->c.start, MILER_ERR_LIMIT, "write the inner sets out",
                        "repeats within repeats more than %d deep", MILER_WORKOUT_DEPTH_MAX);
    if (total > MILER_WORKOUT_PERFORMED_MAX)
        return wko_fail(&p->c, p->c.start, MILER_ERR_LIMIT, "fewer repeats", "%.0f steps to do, more than %d",
                        total, MILER_WORKOUT_PERFORMED_MAX);
    if (miler_arena_failed(p->c.arena)) return wko_out_of_memory(p);
    wko_pace_open_reps(p->stack, p->depth);
    *out = (miler_workout){.steps = p->stack, .step_count = p->depth};
    return MILER_OK;
}

miler_status miler_workout_parse(const char *text, miler_arena *arena, miler_workout *out, miler_error *err) {
    return miler_workout_parse_with(text, NULL, arena, out, err);
}

miler_status miler_workout_parse_with(const char *text, const miler_catalogue *names, miler_arena *arena,
                                      miler_workout *out, miler_error *err) {
    *out = (miler_workout){0};
    size_t len = 0;
    while (len <= MILER_WORKOUT_TEXT_MAX && text[len] != '\0')
        len++;
    parser p = {
        .c = {.start = text, .at = text, .end = text + len, .arena = arena, .err = err, .names = names}};
    if (len > MILER_WORKOUT_TEXT_MAX)
        return wko_fail(&p.c, text, MILER_ERR_LIMIT, "one session a text", "a session of more than %d bytes",
                        MILER_WORKOUT_TEXT_MAX);
    for (;;) {
        const char *from = p.c.at;
        skip_separators(&p.c);
        miler_status status = wko_list_between(&p, from);
        if (status != MILER_OK) return status;
        if (p.c.at >= p.c.end) break;
        if (wko_list_heading(&p, from)) continue;
        status = take_step(&p, from);
        if (status != MILER_OK) return status;
    }
    return finish(&p, out);
}
