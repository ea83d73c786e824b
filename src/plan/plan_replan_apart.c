// SPDX-License-Identifier: MIT
// Two sessions of one title, told apart in words: the rest, the running before
// and after, the drills. "5 x 400 m at goal pace, 400 m jog between" against
// "200 m jog between".
#include "plan/plan_replan.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define PIECES_MAX 24 // a session of more is told whole

typedef struct piece {
    const char *at;
    size_t len, rest; // of it, what stands before its rest; rest == len: none
} piece;

// A rest that belongs to the piece itself: " r60s", not that of a set in brackets.
static size_t before_rest(const char *at, size_t len) {
    int depth = 0;
    size_t found = len;
    for (size_t i = 0; i + 2 < len; i++) {
        depth += (at[i] == '(') - (at[i] == ')');
        if (depth == 0 && at[i] == ' ' && at[i + 1] == 'r' && isdigit((unsigned char)at[i + 2])) found = i;
    }
    return found;
}

// At the commas outside of brackets; 0 = too many.
static size_t split(const char *text, piece *out) {
    size_t count = 0;
    int depth = 0;
    const char *from = text;
    for (const char *c = text;; c++) {
        depth += (*c == '(') - (*c == ')');
        if (*c != '\0' && (*c != ',' || depth > 0)) continue;
        if (count == PIECES_MAX) return 0;
        const size_t len = (size_t)(c - from);
        out[count++] = (piece){from, len, before_rest(from, len)};
        if (*c == '\0') return count;
        from = c + 1 + (c[1] == ' ');
    }
}

static bool same(const piece *a, const piece *b, bool whole) {
    const size_t a_len = whole ? a->len : a->rest, b_len = whole ? b->len : b->rest;
    return a_len == b_len && memcmp(a->at, b->at, a_len) == 0;
}

static void put(char *out, size_t size, const char *text) {
    const size_t n = strlen(out);
    snprintf(out + n, size - n, "%s", text);
}

// "15min" as "15 min", "4x100m" as "4 x 100 m".
static void put_spaced(char *out, size_t size, const char *text, size_t len) {
    char one[2] = "";
    for (size_t i = 0; i < len; i++) {
        const bool after = i > 0 && isdigit((unsigned char)text[i - 1]);
        const bool times = after && text[i] == 'x';
        one[0] = text[i];
        if (after && (times || strchr("mks", text[i]) != NULL)) put(out, size, " ");
        put(out, size, one);
        if (times) put(out, size, " ");
    }
}

static void put_rest(char *out, size_t size, const piece *p) {
    put_spaced(out, size, p->at + p->rest + 2, p->len - p->rest - 2);
    put(out, size, " between");
}

static void put_piece(char *out, size_t size, const piece *p, const char *place) {
    put_spaced(out, size, p->at, p->rest);
    if (p->rest < p->len) {
        put(out, size, " with ");
        put_rest(out, size, p);
    }
    put(out, size, place);
}

// Pieces of one place: only the rest where the work is the same.
static void put_pair(char *out, size_t size, const piece *p, const piece *other, const char *place) {
    if (p->rest < p->len && other->rest < other->len && same(p, other, false))
        put_rest(out, size, p);
    else
        put_piece(out, size, p, place);
}

static void tell_pairs(const piece *a, const piece *b, size_t count, char *now, char *was, size_t size) {
    const char *comma = "";
    for (size_t i = 0; i < count; i++) {
        const char *place = count == 1 ? "" : i == 0 ? " before" : i + 1 == count ? " after" : "";
        if (same(&a[i], &b[i], true)) continue;
        put(now, size, ", ");
        put(was, size, comma);
        put_pair(now, size, &a[i], &b[i], place);
        put_pair(was, size, &b[i], &a[i], place);
        comma = ", ";
    }
}

static void put_list(char *out, size_t size, const piece *p, size_t count, const char *first) {
    put(out, size, first);
    for (size_t i = 0; i < count; i++) {
        put(out, size, i > 0 ? ", " : "");
        put_piece(out, size, &p[i], "");
    }
}

// One has pieces more than the other: those between the common head and the common tail.
static void tell_lists(const piece *a, size_t a_count, const piece *b, size_t b_count, char *now, char *was,
                       size_t size) {
    size_t head = 0, tail = 0;
    const size_t least = a_count < b_count ? a_count : b_count;
    while (head < least && same(&a[head], &b[head], true))
        head++;
    while (tail < least - head && same(&a[a_count - 1 - tail], &b[b_count - 1 - tail], true))
        tail++;
    const size_t a_own = a_count - head - tail, b_own = b_count - head - tail;
    put_list(now, size, &a[head], a_own, a_own > 0 ? ", with " : ", without ");
    if (a_own == 0) put_list(now, size, &b[head], b_own, "");
    put_list(was, size, &b[head], b_own, b_own > 0 ? "with " : "without ");
    if (b_own == 0) put_list(was, size, &a[head], a_own, "");
}

bool replan_say_apart(const miler_session *now, const miler_session *was, char *now_words, char *was_words,
                      size_t size) {
    piece a[PIECES_MAX], b[PIECES_MAX];
    const size_t a_count = split(now->text, a), b_count = split(was->text, b);
    if (a_count == 0 || b_count == 0 || strcmp(now->text, was->text) == 0) return false;
    snprintf(now_words, size, "%s", now->title);
    was_words[0] = '\0';
    if (a_count == b_count)
        tell_pairs(a, b, a_count, now_words, was_words, size);
    else
        tell_lists(a, a_count, b, b_count, now_words, was_words, size);
    return true;
}
