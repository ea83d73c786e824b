// SPDX-License-Identifier: MIT
// The cursor of the workout language: places, blanks, numbers, lengths, words.
// Coaches write from a phone as often as on paper, so the multiplication sign,
// typographic primes and dashes are read like their plain forms.
#include "workout/workout_scan.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define LONGEST_M 500000.0 // no session is longer than 500 km ...
#define LONGEST_S 172800.0 // ... or two days
#define NUMBER_DIGITS 9
#define NAME_WORDS 5 // "rear foot elevated split squat"

static void place(const wko_cursor *c, const char *where) {
    uint32_t line = 1;
    uint32_t column = 1;
    for (const char *p = c->start; p < where; p++) {
        if (*p == '\n') {
            line++;
            column = 1;
        } else if (((unsigned char)*p & 0xC0) != 0x80) {
            column++; // characters, not bytes
        }
    }
    c->err->line = line;
    c->err->column = column;
}

miler_status wko_fail(const wko_cursor *c, const char *where, miler_status status, const char *remedy,
                      const char *fmt, ...) {
    if (c->err == NULL) return status;
    char msg[sizeof c->err->msg];
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(msg, sizeof msg, fmt, args);
    va_end(args);
    miler_error_clear(c->err);
    (void)miler_fail(c->err, status, "%s", msg);
    if (remedy != NULL) miler_error_remedy(c->err, "%s", remedy);
    place(c, where);
    c->err->offset = (uint64_t)(where - c->start);
    return status;
}

int wko_excerpt_len(const wko_cursor *c, const char *where) {
    const char *p = where;
    while (p < c->end && p - where < 24 && *p != '\n' && *p != '\r' && memchr(",;)", *p, 3) == NULL)
        p++;
    while (p > where + 1 && (p[-1] == ' ' || ((unsigned char)p[-1] & 0xC0) == 0x80))
        p--;
    return p == where && where < c->end && *where != '\n' ? 1 : (int)(p - where);
}

static bool starts(const wko_cursor *c, const char *at, const char *text) {
    const size_t len = strlen(text);
    return (size_t)(c->end - at) >= len && memcmp(at, text, len) == 0;
}

void wko_skip_blanks(wko_cursor *c) {
    for (;;) {
        // The bar parts a length from its label in "1mi|Warmup".
        if (c->at < c->end && (*c->at == ' ' || *c->at == '\t' || *c->at == '\r' || *c->at == '|'))
            c->at++;
        else if (starts(c, c->at, "\xC2\xA0"))
            c->at += 2;
        else
            return;
    }
}

bool wko_is_digit(const wko_cursor *c, const char *at) {
    return at < c->end && *at >= '0' && *at <= '9';
}

bool wko_is_letter(const wko_cursor *c, const char *at) {
    return at < c->end && ((*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z'));
}

static size_t one_of(const wko_cursor *c, const char *at, const char *const *texts, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (starts(c, at, texts[i])) return strlen(texts[i]);
    return 0;
}

size_t wko_times_sign(const wko_cursor *c, const char *at) {
    static const char *const signs[] = {"x", "X", "*", "\xC3\x97"};
    return one_of(c, at, signs, 4);
}

size_t wko_prime(const wko_cursor *c, const char *at) {
    static const char *const signs[] = {"'", "\xE2\x80\x99", "\xE2\x80\xB2"};
    return starts(c, at, "''") ? 0 : one_of(c, at, signs, 3);
}

size_t wko_double_prime(const wko_cursor *c, const char *at) {
    static const char *const signs[] = {"\"", "''", "\xE2\x80\x9D", "\xE2\x80\xB3"};
    return one_of(c, at, signs, 4);
}

size_t wko_dash(const wko_cursor *c, const char *at) {
    static const char *const signs[] = {"-", "\xE2\x80\x93", "\xE2\x80\x94"};
    return one_of(c, at, signs, 3);
}

size_t wko_with_len(const wko_cursor *c) {
    const size_t word = wko_word_len(c, c->at);
    const bool w = word > 0 && (c->at[0] | 0x20) == 'w';
    if (w && word == 1) return c->at + 1 < c->end && c->at[1] == '/' ? 2 : 1;
    return w && word == 4 && (c->at[1] | 0x20) == 'i' && (c->at[2] | 0x20) == 't' && (c->at[3] | 0x20) == 'h'
               ? 4
               : 0;
}

// ---- Numbers

bool wko_number(wko_cursor *c, double *out) {
    const char *p = c->at;
    while (p < c->end && ((*p >= '0' && *p <= '9') || *p == '.'))
        p++;
    while (p > c->at && p[-1] == '.')
        p--; // a full stop is no decimal point
    if (p == c->at || p - c->at > NUMBER_DIGITS + 4 || !wko_is_digit(c, c->at)) return false;
    double value;
    if (miler_parse_number(c->at, (size_t)(p - c->at), &value, NULL) != MILER_OK) return false;
    c->at = p;
    *out = wko_milli(value);
    return true;
}

miler_status wko_clock(wko_cursor *c, double *out_s, bool *colon) {
    const char *where = c->at;
    double total = 0;
    *colon = false;
    for (int parts = 0;; parts++) {
        double part;
        const char *digits = c->at;
        if (parts == 3 || !wko_number(c, &part))
            return wko_fail(c, where, MILER_ERR_PARSE, "write it as 72, 3:40 or 1:05:00",
                            "'%.*s' is not a time", wko_excerpt_len(c, where), where);
        if (parts > 0 && (part >= 60 || c->at - digits < 2))
            return wko_fail(c, where, MILER_ERR_RANGE, "after a colon, two digits below 60",
                            "'%.*s' is not a time", (int)(c->at - where), where);
        total = total * 60 + part;
        if (c->at >= c->end || *c->at != ':' || !wko_is_digit(c, c->at + 1)) break;
        *colon = true;
        c->at++;
    }
    *out_s = wko_milli(total);
    return MILER_OK;
}

// ---- Lengths

static const struct {
    const char *name;
    wko_unit unit;
    double factor;
} units[] = {{"km", WKO_METRES, 1000},
             {"k", WKO_METRES, 1000},
             {"miles", WKO_METRES, MILER_MILE_M},
             {"mile", WKO_METRES, MILER_MILE_M},
             {"mi", WKO_METRES, MILER_MILE_M},
             {"metres", WKO_METRES, 1},
             {"meters", WKO_METRES, 1},
             {"metre", WKO_METRES, 1},
             {"meter", WKO_METRES, 1},
             {"mtr", WKO_METRES, 1},
             {"yards", WKO_METRES, 0.9144},
             {"yd", WKO_METRES, 0.9144},
             {"y", WKO_METRES, 0.9144},
             {"hours", WKO_SECONDS, 3600},
             {"hour", WKO_SECONDS, 3600},
             {"hr", WKO_SECONDS, 3600},
             {"h", WKO_SECONDS, 3600},
             {"minutes", WKO_SECONDS, 60},
             {"minute", WKO_SECONDS, 60},
             {"mins", WKO_SECONDS, 60},
             {"min", WKO_SECONDS, 60},
             {"seconds", WKO_SECONDS, 1},
             {"second", WKO_SECONDS, 1},
             {"secs", WKO_SECONDS, 1},
             {"sec", WKO_SECONDS, 1},
             {"s", WKO_SECONDS, 1},
             {"m", WKO_SMALL_M, 1}};

static size_t unit_at(const wko_cursor *c, const char *at, wko_unit *unit, double *factor) {
    size_t len = wko_double_prime(c, at);
    if (len != 0) {
        *unit = WKO_SECONDS;
        *factor = 1;
        return len;
    }
    len = wko_prime(c, at);
    if (len != 0) {
        *unit = WKO_SECONDS;
        *factor = 60;
        return len;
    }
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        len = strlen(units[i].name);
        if ((size_t)(c->end - at) < len || wko_is_letter(c, at + len)) continue;
        bool same = true;
        for (size_t k = 0; k < len && same; k++)
            same = ((unsigned char)at[k] | 0x20) == (unsigned char)units[i].name[k];
        if (!same) continue;
        *unit = units[i].unit;
        *factor = units[i].factor;
        return len;
    }
    return 0;
}

// "2min30", "2'30", "1h05": what follows counts in the unit below.
static bool below(wko_cursor *c, double factor, double *total) {
    const char *back = c->at;
    double value;
    wko_unit unit = WKO_SECONDS;
    double next = factor / 60;
    if (factor < 60 || !wko_is_digit(c, c->at) || !wko_number(c, &value)) return false;
    const size_t len = unit_at(c, c->at, &unit, &next);
    if (unit == WKO_SMALL_M && factor >= 3600) {
        unit = WKO_SECONDS;
        next = 60;
    }
    if (unit != WKO_SECONDS || next >= factor || value >= 60) {
        c->at = back;
        return false;
    }
    c->at += len;
    *total += value * next;
    if (len != 0) (void)below(c, next, total); // hours, minutes, seconds: at most twice
    return true;
}

miler_status wko_length_check(const wko_cursor *c, const wko_length *length) {
    const double most = length->unit == WKO_SECONDS ? LONGEST_S : LONGEST_M;
    if (length->value > 0 && length->value <= most) return MILER_OK;
    return wko_fail(c, length->where, MILER_ERR_RANGE, "lengths go from 1 m to 500 km and from 1 s to 48 h",
                    "'%.*s' is too %s", wko_excerpt_len(c, length->where), length->where,
                    length->value > 0 ? "long" : "short");
}

// Bytes of the unit at the cursor, whose number ends at `after`; 0 = it has none.
static size_t unit_behind(const wko_cursor *c, const char *after, wko_length *out, double *factor) {
    const bool apart = c->at != after;
    // A prime must touch its number: 3" but not 3 "a note".
    if (apart && (wko_prime(c, c->at) != 0 || wko_double_prime(c, c->at) != 0)) return 0;
    const size_t len = unit_at(c, c->at, &out->unit, factor);
    if (!apart || out->value < 100 || *factor < 1600) return len;
    out->unit = WKO_BARE; // "400 mile pace" is a lap at the pace of the mile
    return 0;
}

static void take_factor(wko_cursor *c, double factor, bool colon, wko_length *out) {
    if (colon) return; // "1:30min" says no more than "1:30"
    out->value *= factor;
    if (out->unit == WKO_SECONDS) (void)below(c, factor, &out->value);
}

miler_status wko_length_scan(wko_cursor *c, wko_length *out) {
    *out = (wko_length){.where = c->at, .factor = 1};
    bool colon;
    miler_status status = wko_clock(c, &out->value, &colon);
    if (status != MILER_OK) return status;
    const char *after = c->at;
    double factor = 1;
    wko_skip_blanks(c);
    const size_t len = unit_behind(c, after, out, &factor);
    if (len == 0) {
        c->at = after;
        if (colon) out->unit = WKO_SECONDS;
        return wko_length_check(c, out);
    }
    if (colon && factor > 60)
        return wko_fail(c, out->where, MILER_ERR_PARSE, "write 1:05:00 or 65min",
                        "'%.*s' has a colon and a unit", (int)(c->at + len - out->where), out->where);
    c->at += len;
    // "20 min. easy": the full stop of a shortened word
    if (c->at + 1 < c->end && *c->at == '.' && (c->at[1] == ' ' || c->at[1] == '\n')) c->at++;
    out->factor = factor;
    take_factor(c, factor, colon, out);
    if (out->unit == WKO_SMALL_M && out->value >= 50) out->unit = WKO_METRES;
    out->value = wko_milli(out->value);
    return wko_length_check(c, out);
}

// ---- Words

// Letters of other alphabets belong to a (then unknown) word, typographic signs do not.
static bool word_byte(const wko_cursor *c, const char *at) {
    if (wko_is_letter(c, at)) return true;
    if (at >= c->end || (unsigned char)*at < 0x80) return false;
    return wko_dash(c, at) == 0 && wko_prime(c, at) == 0 && wko_double_prime(c, at) == 0 &&
           wko_times_sign(c, at) == 0 && !starts(c, at, "\xC2\xA0");
}

// Words with a sign or a digit inside: "w/u", "c/d", "Z2", "vo2max"; 0 = none of them.
static size_t odd_word_len(const wko_cursor *c, const char *at) {
    static const char *const words[] = {"w/u", "w/d", "c/d", "z1", "z2",     "z3",
                                        "z4",  "z5",  "z6",  "z7", "vo2max", "vo2"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        const size_t len = strlen(words[i]);
        if ((size_t)(c->end - at) < len) continue;
        size_t same = 0;
        while (same < len && (at[same] == words[i][same] || (at[same] | 0x20) == words[i][same]))
            same++;
        if (same == len && !wko_is_letter(c, at + len) && !wko_is_digit(c, at + len)) return len;
    }
    return 0;
}

// "vo2mx" is one misspelt word: what follows the "vo".
static size_t vo2_tail(const wko_cursor *c, const char *at, const char *p) {
    if (p - at != 2 || *p != '2' || (at[0] | 0x20) != 'v') return 0;
    size_t len = 1;
    while (wko_is_letter(c, p + len))
        len++;
    return len;
}

size_t wko_word_len(const wko_cursor *c, const char *at) {
    const char *p = at;
    while (word_byte(c, p) || (p > at && p < c->end && *p == '-' && wko_is_letter(c, p + 1)))
        p++;
    const bool short_word = p - at == 1 || p - at == 2;
    if (!short_word || p >= c->end || !(*p == '/' || wko_is_digit(c, p))) return (size_t)(p - at);
    const size_t odd = odd_word_len(c, at);
    return odd != 0 ? odd : (size_t)(p - at) + vo2_tail(c, at, p);
}

// "r60s" and "R 3'" begin a recovery; they are no word.
static bool recovery_letter(const wko_cursor *c, const char *at, size_t len) {
    if (len != 1 || (*at | 0x20) != 'r') return false;
    const char *p = at + 1;
    while (p < c->end && *p == ' ')
        p++;
    return wko_is_digit(c, p);
}

static miler_status unknown_word(const wko_cursor *c, const char *first_end, const char *last_end) {
    const char *where = c->at;
    char remedy[120];
    size_t len = 0;
    const char *nearest = wko_word_suggest(where, (size_t)(last_end - where), &len);
    if (nearest == NULL) {
        last_end = first_end;
        nearest = wko_word_suggest(where, (size_t)(first_end - where), &len);
    }
    if (nearest != NULL)
        (void)snprintf(remedy, sizeof remedy, "did you mean '%.*s'?", (int)len, nearest);
    else
        (void)snprintf(remedy, sizeof remedy,
                       "put it in quotes as a note, or write exercise \"%.*s\" for one of your own",
                       (int)(last_end - where < 40 ? last_end - where : 40), where);
    return wko_fail(c, where, MILER_ERR_PARSE, remedy, "'%.*s' is not a word of the language",
                    (int)(last_end - where < 40 ? last_end - where : 40), where);
}

// A word of the language, else a name of the user's own.
static wko_word find_word(const wko_cursor *c, const char *text, size_t len) {
    wko_word word = wko_word_find(text, len);
    char name[WKO_WORD_MAX];
    if (word.kind != WKO_NONE || c->names == NULL || len >= sizeof name) return word;
    memcpy(name, text, len);
    name[len] = '\0';
    const miler_movement *m = miler_catalogue_movement(c->names, name);
    if (m == NULL) return word;
    return (wko_word){.kind = m->kind == MILER_MOVEMENT_DRILL ? WKO_DRILLS : WKO_EXERCISE,
                      .value = 1,
                      .text = m->name,
                      .text_len = strlen(m->name)};
}

static miler_status unknown_words(const wko_cursor *c, const char *const *ends, size_t count) {
    // Words that are known by themselves do not belong to the unknown name.
    size_t unknown = 1;
    while (unknown < count &&
           wko_word_find(ends[unknown - 1] + 1, (size_t)(ends[unknown] - ends[unknown - 1] - 1)).kind ==
               WKO_NONE)
        unknown++;
    // "tme trial": the unknown word may be the first half of a name.
    size_t len = 0;
    if (unknown == 1 && count > 1 && wko_word_suggest(c->at, (size_t)(ends[1] - c->at), &len) != NULL)
        unknown = 2;
    return unknown_word(c, ends[0], ends[unknown - 1]);
}

miler_status wko_words_scan(wko_cursor *c, wko_word *out) {
    const char *ends[NAME_WORDS];
    size_t count = 0;
    const char *p = c->at;
    while (count < NAME_WORDS) {
        const size_t len = wko_word_len(c, p);
        if (len == 0 || (count > 0 && recovery_letter(c, p, len))) break;
        p += len;
        ends[count++] = p;
        if (p >= c->end || *p != ' ') break;
        while (p < c->end && *p == ' ')
            p++;
    }
    for (size_t n = count; n > 0; n--) {
        *out = find_word(c, c->at, (size_t)(ends[n - 1] - c->at));
        if (out->kind == WKO_NONE) continue;
        c->at = ends[n - 1];
        return MILER_OK;
    }
    if (count == 0)
        return wko_fail(c, c->at, MILER_ERR_PARSE, NULL, "'%.*s' cannot be read", wko_excerpt_len(c, c->at),
                        c->at);
    return c->err != NULL ? unknown_words(c, ends, count) : MILER_ERR_PARSE;
}
