// SPDX-License-Identifier: MIT
// After the runner's own hand: reasons of the days around that name what is no longer there. A sentence of "why today"
// goes where it speaks of a session that was moved, left out or written anew, or of a day that now holds another; what
// else it says stays, and where that is nothing, what is true of such a session anyway. Replanning gives reasons of its own.
#include "plan/plan_replan.h"

#include <stdlib.h>
#include <string.h>

#define NEAR_DAYS 6 // so far back a reason looks: "six days after"

typedef struct hands {
    const miler_plan *old, *now;
} hands;

static const miler_session *same_in(const miler_plan *p, const miler_session *s) {
    return miler_plan_session(p, s->id);
}

static bool is_out(const miler_session *s) {
    return s == NULL || s->status == MILER_SESSION_SKIPPED;
}

// No longer on its day, or another by now.
static bool has_gone(const hands *h, const miler_session *was) {
    const miler_session *now = same_in(h->now, was);
    return !is_out(was) && (is_out(now) || now->day != was->day || strcmp(now->title, was->title) != 0);
}

static bool has_come(const hands *h, const miler_session *now) {
    const miler_session *was = same_in(h->old, now);
    return !is_out(now) && (is_out(was) || now->day != was->day || strcmp(now->title, was->title) != 0);
}

static bool holds_at(const char *text, size_t len, size_t at, const char *words) {
    const size_t size = strlen(words);
    return at + size <= len && memcmp(text + at, words, size) == 0;
}

static bool holds(const char *text, size_t len, const char *words) {
    for (size_t at = 0; words[0] != '\0' && at < len; at++)
        if (holds_at(text, len, at, words)) return true;
    return false;
}

static bool ends_with(const char *text, size_t len, const char *words) {
    const size_t size = strlen(words);
    return size <= len && memcmp(text + len - size, words, size) == 0;
}

// ---- Which day a name is of

// Titles are not unique: the words around say how many days before or after its own the sentence means.
static bool tells_days(const char *text, size_t len, size_t at, size_t size, int32_t *days) {
    static const struct {
        const char *before;
        int32_t days;
    } words[] = {{"the same day as ", 0},   {"he day after ", -1},    {"two days after ", -2},
                 {"three days after ", -3}, {"four days after ", -4}, {"five days after ", -5},
                 {"six days after ", -6},   {"yesterday's ", -1},     {"Tomorrow: ", 1}};
    *days = 1;
    if (holds_at(text, len, at + size, " tomorrow")) return true;
    if (holds_at(text, len, 0, "Between ")) {
        *days = at == strlen("Between ") ? -1 : 1;
        return *days < 0 || ends_with(text, at, " and ");
    }
    *days = 0;
    if (holds_at(text, len, 0, "On ") && ends_with(text, at, ", after ")) return true;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        *days = words[i].days;
        if (ends_with(text, at, words[i].before)) return true;
    }
    return false;
}

static bool names_in(const char *text, size_t len, const char *name, int32_t apart) {
    const size_t size = strlen(name);
    int32_t days;
    for (size_t at = 0; size > 0 && at + size <= len; at++)
        if (holds_at(text, len, at, name) && tells_days(text, len, at, size, &days) && days == apart)
            return true;
    return false;
}

// `apart`: of its day from that of the sentence.
static bool names(const char *text, size_t len, const miler_session *s, int32_t apart) {
    if (names_in(text, len, s->title, apart)) return true;
    if (s->kind == MILER_SESSION_LONG) return names_in(text, len, "the long run", apart);
    if (s->kind == MILER_SESSION_RACE) return names_in(text, len, "the race on the way", apart);
    return s->kind == MILER_SESSION_TRIAL &&
           (names_in(text, len, "the time trial", apart) || names_in(text, len, "time trial", apart));
}

// Another of that name on that day is as good.
static bool has_another(const hands *h, const miler_session *gone) {
    for (size_t i = 0; i < h->now->session_count; i++) {
        const miler_session *s = &h->now->sessions[i];
        if (s->day == gone->day && !is_out(s) && strcmp(s->title, gone->title) == 0) return true;
    }
    return false;
}

// ---- What no longer holds

// Of one that was moved itself: what is said of the day that it stood on.
static bool speaks_of_day(const char *text, size_t len, int32_t day) {
    static const char *const words[] = {"yesterday", "omorrow",          "The day after",    "Between ",
                                        "follows a", " days before the", " day on its heels"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (holds(text, len, words[i])) return true;
    return holds(text, len, miler_weekday_whole(miler_weekday(day)));
}

// What came to the day before or after makes it untrue.
static bool denied_by(const char *text, size_t len, const miler_session *s, const miler_session *came) {
    if (came->day == s->day - 1)
        return (came->dist_m > 0 && holds(text, len, "follows a day of rest")) ||
               (came->hard && holds(text, len, "follows an easy day"));
    if (came->day != s->day + 1 || !came->hard) return false;
    return holds(text, len, "no hard run") || holds(text, len, "no hard day");
}

static bool named_one_went(const hands *h, const miler_session *s, int32_t said_on, const char *text,
                           size_t len) {
    for (size_t i = 0; i < h->old->session_count; i++) {
        const miler_session *one = &h->old->sessions[i];
        if (one->id != s->id && abs(one->day - said_on) <= NEAR_DAYS && has_gone(h, one) &&
            names(text, len, one, one->day - said_on) && !has_another(h, one))
            return true;
    }
    return false;
}

static bool is_stale(const hands *h, const miler_session *s, const char *text, size_t len) {
    const miler_session *was = same_in(h->old, s);
    const int32_t said_on = was != NULL ? was->day : s->day;
    if (said_on != s->day && speaks_of_day(text, len, said_on)) return true;
    if (named_one_went(h, s, said_on, text, len)) return true;
    for (size_t i = 0; i < h->now->session_count; i++) {
        const miler_session *one = &h->now->sessions[i];
        if (abs(one->day - s->day) <= 1 && one->id != s->id && has_come(h, one) &&
            denied_by(text, len, s, one))
            return true;
    }
    return false;
}

// How much of a sentence holds where the rest of it does not: "Thursday is not one of your days for running".
static size_t part_that_holds(const hands *h, const miler_session *s, const char *text, size_t len) {
    static const struct {
        const char *words;
        size_t kept;
    } parts[] = {
        {" is not one of your days for running;", sizeof " is not one of your days for running" - 1},
        {" has the time for the week's longest, and", sizeof " has the time for the week's longest" - 1}};
    const miler_session *was = same_in(h->old, s);
    if (was != NULL && was->day != s->day) return 0;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        for (size_t at = 0; at < len; at++)
            if (holds_at(text, len, at, parts[i].words)) return at + parts[i].kept;
    return 0;
}

// Where nothing is left of what was said.
static const char *what_holds(const hands *h, const miler_session *s) {
    const miler_session *was = same_in(h->old, s);
    const bool moved = s->by_hand || (was != NULL && was->day != s->day);
    if (moved && s->kind != MILER_SESSION_REST) return "Moved by hand.";
    switch (s->kind) {
    case MILER_SESSION_REST:
        return "A day for the body to answer to the days before.";
    case MILER_SESSION_EASY:
    case MILER_SESSION_STRIDES:
    case MILER_SESSION_HILLS:
    case MILER_SESSION_DRILLS:
        return "Easy running between the hard days is what most of your endurance is made of.";
    case MILER_SESSION_CROSS:
        return "The heart works, the legs are spared the landings.";
    default:
        return "It stays on the day that it was planned for.";
    }
}

static size_t sentence_len(const char *text) {
    size_t len = 0;
    while (text[len] != '\0' &&
           !(strchr(".?!", text[len]) != NULL && (text[len + 1] == ' ' || text[len + 1] == '\0')))
        len++;
    return text[len] == '\0' ? len : len + 1;
}

// Whether any went; what stays is in `kept`.
static bool keep_what_holds(const hands *h, const miler_session *s, miler_buf *kept) {
    bool any = false, stale = false;
    for (const char *at = s->why_day; *at != '\0';) {
        const size_t len = sentence_len(at);
        // "Tomorrow: the race. Today only gets you there": the second is nothing without the first.
        stale = is_stale(h, s, at, len) || (stale && holds(at, len, "Today only gets you there"));
        any = any || stale;
        const size_t holding = stale ? part_that_holds(h, s, at, len) : len;
        if (holding > 0 && kept->len > 0) miler_buf_append(kept, " ", 1);
        miler_buf_append(kept, at, holding);
        if (holding > 0 && holding < len) miler_buf_append(kept, ".", 1);
        at += len;
        at += strspn(at, " ");
    }
    return any;
}

static miler_status renew(const hands *h, miler_session *s, miler_arena *arena, miler_error *err) {
    miler_buf kept;
    miler_buf_init(&kept, miler_arena_allocator(arena), 16 * 1024);
    const bool any = keep_what_holds(h, s, &kept);
    miler_status status = miler_buf_status(&kept, err);
    const char *text = kept.len > 0 ? miler_arena_dup(arena, miler_buf_text(&kept)) : what_holds(h, s);
    if (status == MILER_OK && text == NULL)
        status = miler_fail(err, MILER_ERR_NOMEM, "out of memory for the plan");
    if (status == MILER_OK && any) s->why_day = text;
    miler_buf_deinit(&kept);
    return status;
}

miler_status plan_renew_reasons(const miler_plan *old, miler_plan *now, int32_t today, miler_arena *arena,
                                miler_error *err) {
    const hands h = {old, now};
    miler_status status = MILER_OK;
    for (size_t i = 0; i < now->session_count && status == MILER_OK; i++)
        if (now->sessions[i].day >= today && !is_out(&now->sessions[i]))
            status = renew(&h, &now->sessions[i], arena, err);
    return status;
}
