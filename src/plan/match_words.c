// SPDX-License-Identifier: MIT
// The verdict: one line a coach would say.
#include "base/plural.h"
#include "plan/match_room.h"

#include <stdio.h>

#define AVERAGE_LEAST_S 0.5 // less than this a rep is not worth a word

typedef struct lengths { // of several reps
    size_t count;
    double dist_m, time_s; // of each; 0 = they differ
    miler_rep_kind kind;
} lengths;

static void add_length(lengths *l, miler_rep_kind kind, double dist_m, double time_s) {
    if (l->count++ == 0) {
        l->kind = kind;
        l->dist_m = dist_m;
        l->time_s = dist_m > 0 ? 0 : time_s;
        return;
    }
    if (fabs(l->dist_m - dist_m) > MILER_REP_NOMINAL_ALIKE * dist_m) l->dist_m = 0;
    if (fabs(l->time_s - time_s) > 0.5) l->time_s = 0;
}

// "5 x 1000", "3 x 4:00", "4 strides", "7 reps".
static const char *words_of(const lengths *l, miler_arena *arena) {
    char time[MILER_TEXT_MAX];
    if (l->kind == MILER_REP_STRIDE)
        return miler_arena_printf(arena, "%zu stride%s", l->count, PLURAL_S(l->count));
    if (l->kind == MILER_REP_HILL)
        return miler_arena_printf(arena, "%zu hill sprint%s", l->count, PLURAL_S(l->count));
    char times[32] = "";
    if (l->count > 1) (void)snprintf(times, sizeof times, "%zu x ", l->count);
    if (l->dist_m > 0 && fabs(l->dist_m - MILER_MILE_M) < 1)
        return miler_arena_printf(arena, "%smile", times);
    if (l->dist_m > 0) return miler_arena_printf(arena, "%s%.0f", times, l->dist_m);
    miler_print_time(time, sizeof time, l->time_s, 0);
    if (l->time_s > 0) return miler_arena_printf(arena, "%s%s", times, time);
    return miler_arena_printf(arena, "%zu rep%s", l->count, PLURAL_S(l->count));
}

// Only reps proper, where there are any.
static const char *run_words(const miler_reps *reps, miler_arena *arena) {
    for (int pass = 0; pass < 2; pass++) {
        lengths l = {0};
        for (size_t i = 0; i < reps->count; i++) {
            const miler_rep *r = &reps->reps[i];
            if (miler_rep_is_fast(r) && (pass == 1 || r->kind == MILER_REP_WORK))
                add_length(&l, r->kind,
                           r->nominal_m > 0   ? r->nominal_m
                           : r->nominal_s > 0 ? 0
                                              : r->dist_m,
                           r->nominal_s);
        }
        if (l.count > 0) return words_of(&l, arena);
    }
    return "easy running";
}

static const char *asked_words(const match_wants *wants, miler_arena *arena) {
    lengths l = {0};
    for (size_t i = 0; i < wants->count; i++) {
        const match_want *w = &wants->items[i];
        if (w->kind == MILER_REP_WORK || !wants->work) add_length(&l, w->kind, w->dist_m, w->time_s);
    }
    return l.count > 0 ? words_of(&l, arena) : "easy running";
}

static const char *another(const match_wants *wants, const miler_reps *reps, miler_arena *arena) {
    const bool easy = reps->work_count == 0;
    const char *run = easy ? "an easy run" : run_words(reps, arena);
    const char *asked = asked_words(wants, arena);
    return run != NULL && asked != NULL
               ? miler_arena_printf(arena, "another session: %s%s, %s asked", run, easy ? "" : " run", asked)
               : NULL;
}

typedef struct line { // room enough for all that is said
    char text[400];
    size_t len;
} line;

static void say(line *l, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void say(line *l, const char *format, ...) {
    va_list args;
    va_start(args, format);
    const int put = vsnprintf(l->text + l->len, sizeof l->text - l->len, format, args);
    va_end(args);
    if (put > 0) l->len = l->len + (size_t)put < sizeof l->text ? l->len + (size_t)put : sizeof l->text - 1;
}

// Easy running: too long and too fast at once are both said.
static void say_easy(line *l, const miler_match_rep *m, const char *done) {
    const double percent = 100 * m->share;
    if (m->kind == MILER_MATCH_CUT_SHORT)
        say(l, "cut short: %.0f %% of what was asked", percent);
    else if (m->kind == MILER_MATCH_LONGER)
        say(l, "longer: %.0f %% of what was asked", percent);
    else if (m->kind == MILER_MATCH_SLOWER)
        say(l, "slower than easy running");
    else if (m->kind == MILER_MATCH_DONE)
        say(l, "%s", done);
    if (m->beyond < 0)
        say(l, "%sfaster than easy by %.0f %%", m->kind == MILER_MATCH_FASTER ? "" : ", ", -100 * m->beyond);
}

static void say_rests(line *l, const miler_match *out) {
    static const struct {
        int bit;
        const char *words;
    } known[] = {{MILER_MATCH_REST_SHORTER, "shorter"},
                 {MILER_MATCH_REST_LONGER, "longer"},
                 {MILER_MATCH_REST_JOGGED, "jogged, not walked or stood"},
                 {MILER_MATCH_REST_NOT_JOGGED, "not jogged"}};
    size_t judged = 0;
    for (size_t i = 0; i < out->count; i++)
        judged += out->reps[i].rest != MILER_MATCH_REST_NONE;
    bool any = false;
    for (size_t k = 0; k < sizeof known / sizeof known[0]; k++) {
        size_t count = 0;
        for (size_t i = 0; i < out->count; i++)
            count += ((int)out->reps[i].rest & known[k].bit) != 0;
        // One of many is chance, not a choice.
        if (count == 0 || count * 4 < judged) continue;
        say(l, any ? ", " : "; recoveries: ");
        if (count < judged) say(l, "%zu of %zu ", count, judged);
        say(l, "%s", known[k].words);
        any = true;
    }
}

// "reps", or what all of them are.
static const char *noun_of(const match_wants *wants) {
    bool strides = wants->count > 0;
    bool hills = strides;
    for (size_t i = 0; i < wants->count; i++) {
        strides = strides && wants->items[i].kind == MILER_REP_STRIDE;
        hills = hills && wants->items[i].kind == MILER_REP_HILL;
    }
    return strides ? "strides" : hills ? "hill sprints" : "reps";
}

static void say_reps(line *l, const miler_match *out, const char *noun) {
    size_t n[MILER_MATCH_KIND_COUNT] = {0};
    double off = 0;
    size_t offs = 0;
    for (size_t i = 0; i < out->count; i++) {
        const miler_match_rep *m = &out->reps[i];
        n[m->kind]++;
        if (m->kind == MILER_MATCH_MISSED || m->kind == MILER_MATCH_ADDED || isnan(m->off_s)) continue;
        off += m->off_s;
        offs++;
    }
    if (n[MILER_MATCH_DONE] == out->asked && out->asked == 1)
        say(l, "done as asked");
    else if (n[MILER_MATCH_DONE] == out->asked)
        say(l, "all %zu %s as asked", out->asked, noun);
    else
        say(l, "%zu of %zu %s as asked", n[MILER_MATCH_DONE], out->asked, noun);
    for (int k = MILER_MATCH_CUT_SHORT; k < MILER_MATCH_KIND_COUNT; k++)
        if (n[k] > 0) say(l, ", %zu %s", n[k], miler_match_kind_name((miler_match_kind)k));
    if (offs > 0 && fabs(off / (double)offs) >= AVERAGE_LEAST_S)
        say(l, "; %.1f s %s a rep on average", fabs(off / (double)offs), off > 0 ? "slower" : "faster");
}

const char *match_say(const miler_match *out, const match_wants *wants, const miler_reps *reps,
                      const miler_match_rep *easy, miler_arena *arena) {
    line l = {.len = 0};
    if (out->another) {
        const char *words = another(wants, reps, arena);
        if (words == NULL) return NULL;
        say(&l, "%s", words);
        say_rests(&l, out);
    } else if (out->whole) {
        say_easy(&l, easy, "done as asked");
        if (out->run > 0) {
            const char *run = run_words(reps, arena);
            say(&l, ", %s added", run != NULL ? run : "reps");
        }
    } else {
        say_reps(&l, out, noun_of(wants));
        say_rests(&l, out);
        if (!wants->work && (easy->kind != MILER_MATCH_DONE || easy->beyond < 0)) {
            say(&l, "; the run: ");
            say_easy(&l, easy, "");
        }
    }
    return miler_arena_dup(arena, l.text);
}
