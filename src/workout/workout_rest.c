// SPDX-License-Identifier: MIT
// Recoveries as they stand behind reps: "r60s", "R3'", "w/ 90s", "60s rest", "(90s)",
// "/ 90s", "200 jog". One r and one R an item, in any of these ways.
#include "workout/workout_parse.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

bool wko_at_recovery(const wko_cursor *c) {
    if (c->at >= c->end || (*c->at | 0x20) != 'r') return false;
    const char *at = c->at + 1;
    while (at < c->end && (*at == ' ' || *at == '='))
        at++;
    return wko_is_digit(c, at);
}

// "rest 60s", "rec 200m", "w/ 60s": a word in front of a length.
static size_t recovery_word(const wko_cursor *c) {
    static const char *const intro[] = {"recovery", "recover", "rest", "rec", "with", "w/", "w", "off"};
    if (wko_with_step(c) != 0) return 0;
    for (size_t i = 0; i < sizeof intro / sizeof intro[0]; i++) {
        const size_t len = strlen(intro[i]);
        if ((size_t)(c->end - c->at) <= len) continue;
        size_t same = 0;
        while (same < len && (c->at[same] | 0x20) == (intro[i][same] | 0x20))
            same++;
        const char *at = c->at + len;
        if (same < len || wko_is_letter(c, at)) continue;
        while (at < c->end && *at == ' ')
            at++;
        if (wko_is_digit(c, at)) return (size_t)(at - c->at);
    }
    return 0;
}

bool wko_mode_word(wko_cursor *c, miler_recovery_mode *mode) {
    const char *back = c->at;
    wko_skip_blanks(c);
    const size_t len = wko_word_len(c, c->at);
    const wko_word word = len != 0 ? wko_word_find(c->at, len) : (wko_word){0};
    const bool easy = word.kind == WKO_ZONE && word.value == MILER_ZONE_EASY;
    const bool rest = word.kind == WKO_REST && word.text_len == 4;
    if (word.kind == WKO_MODE)
        *mode = (miler_recovery_mode)word.value;
    else if (rest && word.value == 0) // "60s rest"
        *mode = MILER_RECOVERY_STAND;
    else if (easy) // "400m easy"
        *mode = MILER_RECOVERY_JOG;
    else if (!rest && word.kind != WKO_RECOVERY) { // "60s off", "200m jog recovery"
        c->at = back;
        return false;
    }
    c->at += len;
    return true;
}

void wko_recovery_intro(wko_cursor *c) {
    if (wko_at_recovery(c)) {
        c->at++;
        while (*c->at == ' ' || *c->at == '=')
            c->at++;
    } else {
        c->at += recovery_word(c);
    }
}

// A bare number of a recovery: "r60" is a minute, "r200" half a lap.
static miler_status recovery_length(const parser *p, const wko_length *length, miler_step *out) {
    const wko_cursor *c = &p->c;
    const double v = length->value;
    char remedy[100];
    const bool hundreds = v >= 100 && fmod(v, 50) < 0.001;
    if (length->unit == WKO_METRES || (length->unit == WKO_BARE && hundreds)) {
        out->dist_m = v;
    } else if (length->unit == WKO_SECONDS || (length->unit == WKO_BARE && v < 100)) {
        out->time_s = v;
    } else if (length->unit == WKO_SMALL_M && v < 10) {
        out->time_s = wko_milli(v * 60);
    } else {
        const bool small = length->unit == WKO_SMALL_M;
        (void)snprintf(remedy, sizeof remedy, small ? "write r%gmin or r%gmetres" : "write r%gs or r%gm", v,
                       v);
        return wko_fail(c, length->where, MILER_ERR_PARSE, remedy, "'%.*s' could be a time or a distance",
                        (int)(c->at - length->where), length->where);
    }
    return MILER_OK;
}

// "r400 @easy" is a jog.
static void rest_pace(wko_cursor *c, miler_step *rest) {
    const char *where = c->at;
    wko_skip_blanks(c);
    const bool at = rest->dist_m > 0 && c->at < c->end && *c->at == '@';
    c->at += at;
    if (!at || !wko_mode_word(c, &rest->mode)) c->at = where;
}

miler_status wko_recovery_scan(parser *p, miler_step *out) {
    wko_cursor *c = &p->c;
    wko_length length;
    *out = (miler_step){.kind = MILER_STEP_RECOVERY, .count = 1};
    miler_status status = wko_length_scan(c, &length);
    if (status == MILER_OK) status = recovery_length(p, &length, out);
    if (status != MILER_OK) return status;
    while (wko_mode_word(c, &out->mode))
        continue;
    rest_pace(c, out);
    return MILER_OK;
}

static bool is_running(miler_recovery_mode mode) {
    return mode == MILER_RECOVERY_JOG;
}

// A pace stands here, and not "@easy", which says again that it is a jog.
static bool pace_ahead(const wko_cursor *c) {
    wko_cursor look = *c;
    miler_recovery_mode mode;
    look.err = NULL;
    wko_skip_blanks(&look);
    if (look.at >= look.end) return false;
    if (*look.at == '@') {
        look.at++;
        return !wko_mode_word(&look, &mode);
    }
    if (wko_is_digit(&look, look.at)) return wko_target_ahead(&look);
    const size_t len = wko_word_len(&look, look.at);
    const wko_word word = len != 0 ? wko_word_find(look.at, len) : (wko_word){0};
    return word.kind == WKO_AT || word.kind == WKO_RPE;
}

// Behind an item: up to one "r" and one "R". *set says which letter it was, *with that it
// was "with". A length alone can be one when the item has its own already.
static bool next_recovery(parser *p, bool with_lengths, bool *set, bool *with) {
    wko_cursor *c = &p->c;
    const char *back = c->at;
    wko_skip_blanks(c);
    *set = *with = false;
    if (wko_at_recovery(c)) {
        *set = *c->at == 'R';
        c->at++;
        while (*c->at == ' ' || *c->at == '=')
            c->at++;
        return true;
    }
    const size_t len = recovery_word(c);
    if (len != 0) {
        *with = wko_with_len(c) != 0;
        c->at += len;
        return true;
    }
    if (with_lengths && wko_slash_rest(c)) return true;
    // "6x400 @mile 90s rest": a length that a word behind it makes a recovery; "1km fast 1km easy @5:00/km"
    // are two steps
    wko_cursor look = *c;
    look.err = NULL;
    wko_length length;
    miler_recovery_mode mode;
    if (with_lengths && wko_is_digit(c, c->at) && wko_length_scan(&look, &length) == MILER_OK &&
        wko_mode_word(&look, &mode) && !(is_running(mode) && pace_ahead(&look)))
        return true;
    c->at = back;
    return false;
}

// "6x400 r400m jog @80"
static miler_status check_pace_behind(wko_cursor *c, const miler_step *rest) {
    if (!is_running(rest->mode) || !pace_ahead(c)) return MILER_OK;
    wko_skip_blanks(c);
    return wko_fail(c, c->at, MILER_ERR_PARSE,
                    "the pace of the reps stands before the rest: 6x400 @mile r400m jog; a jog has none",
                    "'%.*s' could be the pace of the reps or of the jog", wko_excerpt_len(c, c->at), c->at);
}

miler_status wko_recoveries_scan(parser *p, bool with_lengths, recoveries *out) {
    for (;;) {
        bool set = false, with = false;
        const char *where = p->c.at;
        const char closing = with_lengths ? wko_bracketed_rest(&p->c) : '\0';
        if (closing == '\0' && !next_recovery(p, with_lengths, &set, &with)) return MILER_OK;
        if (set ? out->has_set : out->has_rep)
            return wko_fail(&p->c, where, MILER_ERR_PARSE,
                            "r is the rest between reps, R the rest between sets, one of each; a time to run "
                            "is written @3:40",
                            "two recoveries for the same reps");
        miler_step *rest = set ? &out->set : &out->rep;
        miler_status status = wko_recovery_scan(p, rest);
        if (status == MILER_OK) status = check_pace_behind(&p->c, rest);
        if (status != MILER_OK) return status;
        if (closing != '\0') wko_skip_blanks(&p->c);
        if (closing != '\0') p->c.at++;
        *(set ? &out->has_set : &out->has_rep) = true;
        out->with = out->with || with;
    }
}
