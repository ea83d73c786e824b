// SPDX-License-Identifier: MIT
// After the runner's own hand: reasons of the days around that name what is no longer there. A sentence of "why today"
// goes where it speaks of a session that was moved, left out or written anew, or of a day that now holds another; what
// else it says stays. Replanning gives reasons of its own.
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

static bool holds(const char *text, size_t len, const char *words) {
    const size_t size = strlen(words);
    for (size_t i = 0; size > 0 && i + size <= len; i++)
        if (memcmp(text + i, words, size) == 0) return true;
    return false;
}

static bool names(const char *text, size_t len, const miler_session *s) {
    return holds(text, len, s->title) || (s->kind == MILER_SESSION_TRIAL && holds(text, len, "time trial")) ||
           (s->kind == MILER_SESSION_LONG && holds(text, len, "the long run"));
}

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

static bool is_stale(const hands *h, const miler_session *s, const char *text, size_t len) {
    const miler_session *was = same_in(h->old, s);
    if (was != NULL && was->day != s->day && speaks_of_day(text, len, was->day)) return true;
    for (size_t i = 0; i < h->old->session_count; i++) {
        const miler_session *one = &h->old->sessions[i];
        if (one->id != s->id && abs(one->day - s->day) <= NEAR_DAYS && has_gone(h, one) &&
            names(text, len, one))
            return true;
    }
    for (size_t i = 0; i < h->now->session_count; i++) {
        const miler_session *one = &h->now->sessions[i];
        if (abs(one->day - s->day) <= 1 && one->id != s->id && has_come(h, one) &&
            denied_by(text, len, s, one))
            return true;
    }
    return false;
}

static const char *what_holds(const miler_session *s) {
    if (s->by_hand && s->kind != MILER_SESSION_REST) return "Moved by hand.";
    if (s->kind == MILER_SESSION_REST) return "A day for the body to answer to the days before.";
    return s->kind == MILER_SESSION_EASY || s->kind == MILER_SESSION_STRIDES
               ? "Easy running between the hard days is what most of your endurance is made of."
               : "";
}

static size_t sentence_len(const char *text) {
    size_t len = 0;
    while (text[len] != '\0' &&
           !(strchr(".?!", text[len]) != NULL && (text[len + 1] == ' ' || text[len + 1] == '\0')))
        len++;
    return text[len] == '\0' ? len : len + 1;
}

static miler_status renew(const hands *h, miler_session *s, miler_arena *arena, miler_error *err) {
    miler_buf kept;
    bool any = false, stale = false;
    miler_buf_init(&kept, miler_arena_allocator(arena), 16 * 1024);
    for (const char *at = s->why_day; *at != '\0';) {
        const size_t len = sentence_len(at);
        // "Tomorrow: the race. Today only gets you there": the second is nothing without the first.
        stale = is_stale(h, s, at, len) || (stale && holds(at, len, "Today only gets you there"));
        any = any || stale;
        if (!stale && kept.len > 0) miler_buf_append(&kept, " ", 1);
        if (!stale) miler_buf_append(&kept, at, len);
        at += len;
        at += strspn(at, " ");
    }
    miler_status status = miler_buf_status(&kept, err);
    const char *text = kept.len > 0 ? miler_arena_dup(arena, miler_buf_text(&kept)) : what_holds(s);
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
