// SPDX-License-Identifier: MIT
// The forms of other hands, turned into the language's own: sets under a heading
// as intervals.icu writes them,
//
//     Main Set 4x
//     - 500mtr 5:00/km Pace
//     - 1m Z1
//                       (a blank line, or a line without a dash, ends the set)
//
// rests in brackets and behind a slash ("6x400 (90s)", "1min/1min x 10"), counts
// that stand last ("(...) * 4"), and words whose meaning is settled only when the
// whole step has been read ("jog back", "recovery", "ramp"), paces one by one.
#include "workout/workout_parse.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// ---- Sets under a heading

static const char *line_end(const wko_cursor *c, const char *at) {
    const char *newline = memchr(at, '\n', (size_t)(c->end - at));
    return newline != NULL ? newline : c->end;
}

// True when the next line that is not blank begins with "- ".
static bool list_follows(const wko_cursor *c, const char *eol) {
    const char *at = eol;
    while (at < c->end && (*at == '\n' || *at == ' ' || *at == '\r' || *at == '\t'))
        at++;
    return at + 1 < c->end && at > eol && at[0] == '-' && at[1] == ' ';
}

static bool is_heading_word(const char *text, size_t len) {
    static const char *const words[] = {"mainset",  "main",   "set",      "workout",  "session",
                                        "interval", "warmup", "cooldown", "warmdown", "wu",
                                        "cd",       "rep",    "recovery", "strength", "finish"};
    char squeezed[WKO_WORD_MAX];
    if (wko_squeeze(text, len, squeezed) == 0) return false;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(words[i], squeezed) == 0) return true;
    return false;
}

// "4x" at the end of [at, *stop): *stop moves before it. 0 = none there.
static int32_t trailing_count(const wko_cursor *c, const char *at, const char **stop) {
    const char *p = at;
    while (p < *stop && !wko_is_digit(c, p))
        p++;
    wko_cursor look = {.start = c->start, .at = p, .end = *stop};
    double number;
    if (!wko_number(&look, &number) || number < 1 || number > COUNT_MAX || fmod(number, 1) > 0) return 0;
    wko_skip_blanks(&look);
    const size_t sign = wko_times_sign(&look, look.at);
    if (sign == 0 || look.at + sign != *stop) return 0;
    *stop = p;
    return (int32_t)number;
}

static const char *back_over(const char *at, const char *stop) {
    while (stop > at && memchr(" :\r\t", stop[-1], 4) != NULL)
        stop--;
    return stop;
}

static bool only_words(const wko_cursor *c, const char *at, const char *stop) {
    for (; at < stop; at++)
        if (!wko_is_letter(c, at) && *at != ' ' && *at != '-') return false;
    return true;
}

bool wko_list_heading(parser *p, const char *from) {
    wko_cursor *c = &p->c;
    const bool line_start = c->at == c->start || memchr(from, '\n', (size_t)(c->at - from)) != NULL;
    const char *eol = line_end(c, c->at);
    if (p->frame_count > 0 || !line_start || !list_follows(c, eol)) return false;
    const char *stop = back_over(c->at, eol);
    const int32_t passes = trailing_count(c, c->at, &stop);
    stop = back_over(c->at, stop);
    if (!only_words(c, c->at, stop)) return false;
    if (passes == 0 && !is_heading_word(c->at, (size_t)(stop - c->at))) return false;
    c->at = eol;
    if (passes < 2) return true;
    p->in_list = true;
    p->list_first = p->depth;
    p->list_passes = passes;
    return true;
}

miler_status wko_list_between(parser *p, const char *from) {
    const wko_cursor *c = &p->c;
    if (!p->in_list || p->frame_count > 0) return MILER_OK;
    int newlines = 0;
    bool dash = false;
    for (const char *q = from; q < c->at; q++) {
        newlines += *q == '\n';
        dash = *q == '-' || (dash && *q != '\n');
    }
    const bool more = newlines == 0 || (newlines == 1 && dash);
    if (more && c->at < c->end) return MILER_OK;
    const counts n = {.passes = {p->list_passes}, .count = 1};
    p->in_list = false;
    return wko_close_item(p, p->list_first, &n, &(recoveries){0});
}

// ---- Rests in brackets and behind a slash

// "(90s)", "[200m jog]", "(with 2min jog)": nothing but a rest between brackets.
// Steps in and returns the closing bracket; 0 = something else stands here.
char wko_bracketed_rest(wko_cursor *c) {
    const char *back = c->at;
    wko_skip_blanks(c);
    const char open = c->at < c->end ? *c->at : '\0';
    const char close = open == '(' ? ')' : open == '[' ? ']' : '\0';
    wko_cursor look = *c;
    look.err = NULL;
    look.at++;
    if (close != '\0') {
        wko_skip_blanks(&look);
        wko_recovery_intro(&look);
        c->at = look.at;
        wko_length length;
        miler_recovery_mode mode;
        if (wko_is_digit(&look, look.at) && wko_length_scan(&look, &length) == MILER_OK) {
            while (wko_mode_word(&look, &mode))
                continue;
            wko_skip_blanks(&look);
            if (look.at < look.end && *look.at == close) return close;
        }
    }
    c->at = back;
    return '\0';
}

// "1min/1min", "400 / 90s": with a unit, so that "72/400" stays a pace.
bool wko_slash_rest(wko_cursor *c) {
    wko_cursor look = *c;
    look.err = NULL;
    if (look.at >= look.end || *look.at != '/') return false;
    look.at++;
    wko_skip_blanks(&look);
    const char *digits = look.at;
    wko_length length;
    miler_recovery_mode mode;
    if (!wko_is_digit(&look, digits) || wko_length_scan(&look, &length) != MILER_OK) return false;
    // "@3k/5k" names a second pace.
    const bool doubtful = length.unit == WKO_BARE || length.factor >= 1000;
    if (doubtful && !wko_mode_word(&look, &mode)) return false;
    c->at = digits;
    return true;
}

// "30/30": half a minute on, half a minute off, as the French school writes it.
bool wko_on_off(wko_cursor *c, wko_length *on, miler_step *rest) {
    wko_cursor look = *c;
    double off;
    look.err = NULL;
    if (on->unit != WKO_BARE || on->value > 90 || look.at >= look.end || *look.at != '/') return false;
    look.at++;
    if (!wko_number(&look, &off) || off < 5 || off > 90 || wko_is_letter(&look, look.at)) return false;
    on->unit = WKO_SECONDS;
    *rest = (miler_step){.kind = MILER_STEP_RECOVERY, .count = 1, .time_s = off};
    c->at = look.at;
    return true;
}

// ---- Counts that stand last

// "* 4", "x 6" behind what is repeated. *found = false leaves the cursor alone.
miler_status wko_trailing_count(parser *p, counts *n, bool *found) {
    wko_cursor *c = &p->c;
    const char *back = c->at;
    double number;
    wko_skip_blanks(c);
    const char *where = c->at;
    const size_t sign = wko_times_sign(c, c->at);
    c->at += sign;
    wko_skip_blanks(c);
    *found = sign != 0 && wko_number(c, &number);
    if (!*found) {
        c->at = back;
        return MILER_OK;
    }
    if (n->count > 0)
        return wko_fail(c, where, MILER_ERR_PARSE, "one count: 6x400, or brackets: 2x(6x400)",
                        "'%.*s' is a second count", (int)(c->at - where), where);
    if (number < 1 || number > COUNT_MAX || fmod(number, 1) > 0)
        return wko_fail(c, where, MILER_ERR_RANGE, "repeats go from 1 to 200", "'%.*s' times",
                        (int)(c->at - where), where);
    *n = (counts){.passes = {(int32_t)number}, .count = 1};
    return MILER_OK;
}

// ---- Paces one by one, steps without a comma

// "80-78-76-74": the band that its first two seem to be and what follows are paces one by one.
miler_status wko_paces_listed(parser *p, item *it) {
    wko_cursor *c = &p->c;
    wko_target *first = &it->targets[0];
    size_t dash = c->at < c->end ? wko_dash(c, c->at) : 0;
    const bool listed =
        first->slow_time_s > 0 && first->per_m <= 0 && dash != 0 && wko_is_digit(c, c->at + dash);
    if (!listed) return MILER_OK;
    c->at = first->where;
    for (it->target_count = 0; it->target_count < LADDER_MAX;) {
        wko_target *t = &it->targets[it->target_count++];
        bool colon;
        *t = (wko_target){.where = c->at};
        const miler_status status = wko_clock(c, &t->time_s, &colon);
        if (status != MILER_OK) return status;
        t->len = (size_t)(c->at - t->where);
        dash = c->at < c->end ? wko_dash(c, c->at) : 0;
        if (dash == 0 || !wko_is_digit(c, c->at + dash)) return MILER_OK;
        c->at += dash;
    }
    return wko_fail(c, c->at, MILER_ERR_LIMIT, NULL, "more than %d paces in one step", LADDER_MAX);
}

// "200 fast 200 easy": a length with its own word of pace, behind another that has one. Only
// where no count stands before, which could be meant for one or for both.
bool wko_next_step_here(const parser *p, const item *it) {
    wko_cursor look = p->c;
    wko_length length;
    wko_word word;
    const bool paced = it->fast || it->zone_word != NULL ||
                       (it->target_count == 1 && it->targets[0].target.kind == MILER_TARGET_EFFORT);
    look.err = NULL;
    if (it->length_count != 1 || !paced || it->counts.count > 0 || !wko_is_digit(&look, look.at) ||
        wko_target_ahead(&look) || wko_length_scan(&look, &length) != MILER_OK)
        return false;
    wko_skip_blanks(&look);
    if (wko_word_len(&look, look.at) == 0 || wko_words_scan(&look, &word) != MILER_OK) return false;
    return word.kind == WKO_ZONE || word.kind == WKO_FAST || word.kind == WKO_LEVEL;
}

static bool by_metres(const wko_length *length) {
    return length->unit == WKO_METRES || (length->unit == WKO_BARE && length->value >= 50);
}

// "ladder 200, 400, 600, 10min easy": what is told in another way, or is easy, is no rung.
bool wko_rung_ahead(const wko_cursor *c, const wko_length *first) {
    wko_cursor look = *c;
    wko_length length;
    wko_word word;
    look.err = NULL;
    if (wko_length_scan(&look, &length) != MILER_OK) return true; // what is wrong with it is told there
    if (length.unit != WKO_BARE && by_metres(&length) != by_metres(first) &&
        (first->unit != WKO_BARE || by_metres(first)))
        return false;
    wko_skip_blanks(&look);
    const bool named = wko_word_len(&look, look.at) > 0 && wko_words_scan(&look, &word) == MILER_OK;
    return !named || word.kind != WKO_ZONE ||
           (word.value != MILER_ZONE_EASY && word.value != MILER_ZONE_LONG);
}

miler_status wko_refuse_to(const parser *p, const char *where) {
    wko_cursor look = p->c;
    wko_word word;
    look.err = NULL;
    wko_skip_blanks(&look);
    const bool figures = look.at < look.end && (*look.at == '@' || wko_is_digit(&look, look.at));
    const bool named =
        !figures && wko_word_len(&look, look.at) > 0 && wko_words_scan(&look, &word) == MILER_OK &&
        (word.kind == WKO_ZONE || word.kind == WKO_RACE || word.kind == WKO_FAST || word.kind == WKO_LEVEL);
    if (!figures && !named)
        return wko_fail(&p->c, where, MILER_ERR_PARSE,
                        "leave it out, or put the words in quotes as a note: 6x200 jog back \"to the start\"",
                        "'to' is followed by no pace");
    return wko_fail(&p->c, where, MILER_ERR_PARSE,
                    "write the parts, each with its pace: 10min easy, 10min @marathon, 10min @threshold",
                    "a run from one pace to another");
}

// "8km easy w/ 6x100m strides", "30min with hill sprints": what comes with the run is a step
// of its own, other than "w/ 90s", "with 2min jog". Bytes of the word; 0 = none stands here.
size_t wko_with_step(const wko_cursor *c) {
    wko_cursor look = *c;
    wko_word word;
    double number;
    look.err = NULL;
    const size_t len = wko_with_len(c);
    look.at += len;
    wko_skip_blanks(&look);
    if (len != 0 && wko_is_digit(&look, look.at)) {
        wko_cursor count = look;
        wko_length length;
        if (!wko_number(&count, &number)) return 0;
        wko_skip_blanks(&count);
        if (wko_times_sign(&count, count.at) != 0) return len;
        if (wko_length_scan(&look, &length) != MILER_OK) return 0;
        wko_skip_blanks(&look);
    }
    if (len == 0 || wko_word_len(&look, look.at) == 0 || wko_words_scan(&look, &word) != MILER_OK) return 0;
    const bool step = word.kind == WKO_STRIDE || word.kind == WKO_HILL || word.kind == WKO_SPRINT ||
                      word.kind == WKO_DRILLS;
    return step ? len : 0;
}

// ---- Words settled at the end of a step

miler_status wko_add_note(parser *p, item *it, const char *where, const char *text, size_t len) {
    const char *have = it->step.name;
    if (have != NULL && (it->note == NULL || it->custom || strlen(have) + len + 2 > NOTE_MAX))
        return wko_fail(&p->c, where, MILER_ERR_PARSE, "one note or name a step", "'%.*s' is a second name",
                        (int)len, text);
    it->step.name = have == NULL ? miler_arena_dup_n(p->c.arena, text, len)
                                 : miler_arena_printf(p->c.arena, "%s, %.*s", have, (int)len, text);
    it->note = where;
    return it->step.name != NULL ? MILER_OK : wko_out_of_memory(p);
}

// "jog back": the way of the rep again. Where the rep is a time, so many times that: a jog down
// takes longer than the climb, a walk longer still [engineering estimate].
static double times_back(const item *it) {
    if (it->back != MILER_RECOVERY_WALK) return 2;
    return it->sprint || it->step.kind == MILER_STEP_STRIDE ? 4 : 3;
}

static miler_status settle_back(const parser *p, const item *it, recoveries *r) {
    miler_step *rest = &r->rep;
    if (!r->has_rep) {
        const wko_length *length = &it->lengths[0];
        const bool metres = length->unit == WKO_METRES || (length->unit == WKO_BARE && length->value >= 50) ||
                            (length->unit == WKO_SMALL_M && wko_small_m_is_metres(&it->step, length->value));
        const bool minutes = length->unit == WKO_SMALL_M && !metres;
        const double open_m = it->step.kind == MILER_STEP_HILL ? 50 : 100; // as far as ten seconds uphill
        *rest = (miler_step){.kind = MILER_STEP_RECOVERY, .count = 1};
        if (it->length_count == 0)
            rest->dist_m = open_m;
        else if (metres)
            rest->dist_m = length->value;
        else
            rest->time_s = wko_milli(times_back(it) * length->value * (minutes ? 60 : 1));
        r->has_rep = true;
    }
    rest->mode = it->back;
    const wko_length time = {.where = it->where, .unit = WKO_SECONDS, .value = rest->time_s};
    return rest->time_s > 0 ? wko_length_check(&p->c, &time) : MILER_OK; // four times 40 h is no rest
}

static miler_status settle_recovery_word(parser *p, item *it) {
    miler_step *s = &it->step;
    if (it->kind_set) return MILER_OK; // "30min bike recovery" says no more than easy
    if (it->target_count > 0) return wko_add_note(p, it, it->where, "recovery", 8);
    s->kind = MILER_STEP_RECOVERY;
    s->name = NULL;
    it->note = NULL;
    it->kind_set = true;
    return MILER_OK;
}

// Two lengths with nothing between them are a range far more often than a ladder.
static miler_status refuse_range(const parser *p, const item *it, const recoveries *r) {
    const wko_cursor *c = &p->c;
    const bool lift = it->step.kind == MILER_STEP_EXERCISE;
    if (it->length_count != 2 || r->has_rep || (it->counts.count > 0 && !lift)) return MILER_OK;
    const wko_length *a = &it->lengths[0];
    const int len = wko_excerpt_len(c, a->where);
    return wko_fail(c, a->where, MILER_ERR_PARSE,
                    lift ? "choose one number: 3x8" : "choose one length; a ladder has a rest: 400-200 r60s",
                    "'%.*s' could be a range or two steps", len, a->where);
}

// "200 x 6": the count and the length changed places.
static miler_status refuse_swapped(const parser *p, const item *it) {
    const wko_length *length = &it->lengths[0];
    const size_t n = it->counts.count;
    const int32_t passes = n > 0 ? it->counts.passes[n - 1] : 0;
    const bool swapped = it->step.kind == MILER_STEP_RUN && it->length_count == 1 && passes >= 50 &&
                         length->unit == WKO_BARE && length->value < 50;
    if (!swapped) return MILER_OK;
    char remedy[100];
    (void)snprintf(remedy, sizeof remedy, "the count stands first: %gx%d", length->value, (int)passes);
    return wko_fail(&p->c, it->where, MILER_ERR_PARSE, remedy, "%d times %g of what?", (int)passes,
                    length->value);
}

// "ramp 80-60%" goes down: the band itself has its ends in one order.
static miler_status settle_ramp(const parser *p, item *it) {
    const char *name = it->step.name;
    const size_t len = name != NULL && it->note != NULL ? strlen(name) : 0;
    const bool falls = it->target_count > 0 && it->targets[0].falling;
    if (!falls || len < 4 || len + 5 > NOTE_MAX || strcmp(name + len - 4, "ramp") != 0) return MILER_OK;
    it->step.name = miler_arena_printf(p->c.arena, "%s down", name);
    return it->step.name != NULL ? MILER_OK : wko_out_of_memory(p);
}

// "press lap" is a note of running; drills, rests and rides end by hand anyway.
static miler_status settle_lap(parser *p, item *it) {
    if (it->lap == NULL || !wko_takes_note(it->step.kind)) return MILER_OK;
    const char *have = it->step.name;
    const bool before = have != NULL && !it->custom && it->note != NULL && it->lap < it->note;
    const miler_status status = wko_add_note(p, it, it->lap, "press lap", 9);
    if (status != MILER_OK || !before) return status;
    it->step.name = miler_arena_printf(p->c.arena, "press lap, %s", have);
    return it->step.name != NULL ? MILER_OK : wko_out_of_memory(p);
}

miler_status wko_settle_forms(parser *p, item *it, recoveries *r) {
    miler_status status = MILER_OK;
    for (size_t i = 0; i < it->target_count && status == MILER_OK; i++)
        status = wko_percent_settle(&p->c, &it->targets[i], it->step.kind == MILER_STEP_EXERCISE);
    if (status == MILER_OK && it->recovery_word) status = settle_recovery_word(p, it);
    if (status == MILER_OK && it->has_back) status = settle_back(p, it, r);
    if (status == MILER_OK) status = settle_lap(p, it);
    if (status == MILER_OK) status = refuse_range(p, it, r);
    if (status == MILER_OK) status = refuse_swapped(p, it);
    if (it->off && it->rest_word && it->length_count > 0) {
        it->step.kind = MILER_STEP_RECOVERY;
        it->rest_word = false;
    }
    return status == MILER_OK ? settle_ramp(p, it) : status;
}

// ---- A rest behind a comma

#define BETWEEN_MAX_S 300.0 // a longer rest is a step of its own: engineering estimate
#define BETWEEN_MAX_M 800.0

bool wko_short_rest(const miler_step *rest) {
    return rest->time_s <= BETWEEN_MAX_S && rest->dist_m <= BETWEEN_MAX_M;
}

// What is run or ridden in reps; strides and lifting have their rests in them.
static bool rested_from(const miler_step *step) {
    return step->kind == MILER_STEP_RUN || step->kind == MILER_STEP_HILL ||
           step->kind == MILER_STEP_TIME_TRIAL || step->kind == MILER_STEP_CROSS ||
           step->kind == MILER_STEP_REPEAT;
}

bool wko_rest_between(const miler_step *repeat, const miler_step *rest) {
    if (repeat->kind != MILER_STEP_REPEAT || rest->kind != MILER_STEP_RECOVERY) return false;
    if (!wko_short_rest(rest)) return false;
    const miler_step *last = &repeat->children[repeat->child_count - 1];
    const bool easy = last->target.kind == MILER_TARGET_ZONE && last->target.zone == MILER_ZONE_EASY;
    return rested_from(last) && !(easy && repeat->child_count > 1);
}

// "4 x 1 km on, 1 km off x 4" would repeat the rest alone.
static miler_status rest_alone(const parser *p, const char *where, const miler_step *step) {
    const bool alone = step->kind == MILER_STEP_REPEAT && step->child_count == 1 &&
                       step->children[0].kind == MILER_STEP_RECOVERY;
    if (!alone || *where == ')') return MILER_OK;
    return wko_fail(&p->c, where, MILER_ERR_PARSE, "brackets say what is repeated: 4x(1km @threshold, r1km)",
                    "a rest that is repeated alone");
}

// True where the writer said that it comes afterwards: "then", "+", a list.
bool wko_said_after(const char *separators, const char *where) {
    for (const char *at = separators; at < where; at++)
        if (memchr("+-tT", *at, 4) != NULL) return true;
    return false;
}

// The last step, when it is a rest with only a comma between it and reps without one, is
// taken between them: "6x400 @mile, jog 90s" has five jogs, as on any whiteboard.
miler_status wko_join_rest(parser *p, const char *separators, const char *where, size_t depth, bool *joined) {
    *joined = false;
    const size_t first = p->frame_count > 0 ? p->frames[p->frame_count - 1].first : 0;
    if (p->depth != depth + 1) return MILER_OK;
    const miler_step rest = p->stack[depth];
    if (rest.kind == MILER_STEP_REPEAT) return rest_alone(p, where, &rest);
    if (depth <= first || *where == ')' || wko_said_after(separators, where)) return MILER_OK;
    miler_step *repeat = &p->stack[depth - 1];
    if (!wko_rest_between(repeat, &rest)) return MILER_OK;
    miler_step *children = miler_arena_array(p->c.arena, repeat->child_count + 1, sizeof *children);
    if (children == NULL) return wko_out_of_memory(p);
    memcpy(children, repeat->children, repeat->child_count * sizeof *children);
    children[repeat->child_count++] = rest;
    repeat->children = children;
    p->depth = depth;
    *joined = true;
    return MILER_OK;
}
