// SPDX-License-Identifier: MIT
// The session in words: in the workout language (docs/workout-language.md, its
// normal form), and as it would stand on the board after training.
#include "activity/reps.h"

#include <string.h>

const char *miler_rep_kind_name(miler_rep_kind kind) {
    static const char *const names[MILER_REP_KIND_COUNT] = {"steady", "warm-up",     "rep",      "recovery",
                                                            "stride", "hill sprint", "cool-down"};
    return (unsigned)kind < MILER_REP_KIND_COUNT ? names[kind] : "";
}

const char *miler_rep_motion_name(miler_rep_motion motion) {
    static const char *const names[MILER_MOTION_COUNT] = {"run", "jog", "walk", "stand"};
    return (unsigned)motion < MILER_MOTION_COUNT ? names[motion] : "";
}

const char *miler_rep_source_name(miler_rep_source source) {
    static const char *const names[MILER_REPS_SOURCE_COUNT] = {"none", "steps", "laps", "speed"};
    return (unsigned)source < MILER_REPS_SOURCE_COUNT ? names[source] : "";
}

const char *miler_nominal_by_name(miler_nominal_by by) {
    static const char *const names[MILER_NOMINAL_BY_COUNT] = {"length", "step",   "plan", "name",
                                                              "start",  "effort", "units"};
    return (unsigned)by < MILER_NOMINAL_BY_COUNT ? names[by] : "";
}

// ---- Lengths

// What is not round is rounded: runs to 100 m, reps to 10 m, times to 5 s.
reps_length reps_length_of(const miler_rep *r) {
    if (r->nominal_m > 0) return (reps_length){r->nominal_m, 0};
    if (r->nominal_s > 0) return (reps_length){0, r->nominal_s};
    const bool run = !miler_rep_is_fast(r) && r->kind != MILER_REP_RECOVERY;
    const bool still = r->kind == MILER_REP_RECOVERY && r->motion != MILER_MOTION_JOG;
    const double unit = run ? 100 : 10;
    const double dist = round(r->dist_m / unit) * unit;
    if (!still && dist >= 50) return (reps_length){dist, 0};
    return (reps_length){0, fmax(r->time_s < 20 ? round(r->time_s) : round(r->time_s / 5) * 5, 1)};
}

static bool same_length(reps_length a, reps_length b) {
    return fabs(a.dist_m - b.dist_m) < 0.01 && fabs(a.time_s - b.time_s) < 0.01;
}

static void print_length(miler_buf *out, reps_length l) {
    const long long m = llround(l.dist_m);
    const long long s = llround(l.time_s);
    if (l.dist_m > 0 && fabs(l.dist_m - MILER_MILE_M) < 0.5)
        miler_buf_text_append(out, "1mi");
    else if (l.dist_m > 0 && m >= 2000 && m % 1000 == 0)
        miler_buf_printf(out, "%lldkm", m / 1000);
    else if (l.dist_m > 0 && m >= 5000 && m % 100 == 0)
        miler_buf_printf(out, "%lld.%lldkm", m / 1000, m / 100 % 10);
    else if (l.dist_m > 0)
        miler_buf_printf(out, "%lld%s", m, m < 50 ? "metres" : "m");
    else if (s < 120)
        miler_buf_printf(out, "%llds", s);
    else if (s % 60 != 0)
        miler_buf_printf(out, "%lldmin%02llds", s / 60, s % 60);
    else
        miler_buf_printf(out, "%lldmin", s / 60);
}

// ---- Sets

// The recovery that follows rep i; NULL = none.
static const miler_rep *rest_after(const miler_reps *reps, size_t i) {
    return i + 1 < reps->count && reps->reps[i + 1].kind == MILER_REP_RECOVERY ? &reps->reps[i + 1] : NULL;
}

// Of the recoveries of a set the one that lasted next to as long as their mean.
static const miler_rep *usual_rest(const miler_reps *reps, const reps_set *s) {
    double sum = 0;
    size_t count = 0;
    for (size_t i = s->first; i < s->last; i++) {
        const miler_rep *rest = miler_rep_is_fast(&reps->reps[i]) ? rest_after(reps, i) : NULL;
        if (rest == NULL) continue;
        sum += rest->time_s;
        count++;
    }
    const miler_rep *best = NULL;
    for (size_t i = s->first; i < s->last && count > 0; i++) {
        const miler_rep *rest = miler_rep_is_fast(&reps->reps[i]) ? rest_after(reps, i) : NULL;
        if (rest == NULL) continue;
        const double mean = sum / (double)count;
        if (best == NULL || fabs(rest->time_s - mean) < fabs(best->time_s - mean)) best = rest;
    }
    return best;
}

reps_set reps_set_at(const miler_reps *reps, size_t first) {
    reps_set s = {.first = first, .last = first, .count = 1, .even = true, .even_rest = true};
    const miler_rep *head = &reps->reps[first];
    const miler_rep *before = NULL;
    for (size_t i = first + 1; i < reps->count; i++) {
        const miler_rep *r = &reps->reps[i];
        if (!miler_rep_is_fast(r)) continue;
        if (r->set != head->set) break;
        const miler_rep *between = rest_after(reps, s.last);
        if (before != NULL && between != NULL &&
            !same_length(reps_length_of(before), reps_length_of(between)))
            s.even_rest = false;
        if (between != NULL) before = between;
        s.even = s.even && same_length(reps_length_of(head), reps_length_of(r));
        s.last = i;
        s.count++;
    }
    const miler_rep *rest = usual_rest(reps, &s);
    s.rested = rest != NULL;
    if (rest != NULL) {
        s.rest = reps_length_of(rest);
        s.rest_s = rest->time_s;
        s.mode = rest->motion;
    }
    return s;
}

static bool same_set(const reps_set *a, const reps_set *b, const miler_reps *reps) {
    const miler_rep *x = &reps->reps[a->first];
    const miler_rep *y = &reps->reps[b->first];
    return a->even && b->even && a->count == b->count && a->count > 1 && x->kind == y->kind &&
           same_length(reps_length_of(x), reps_length_of(y)) && a->mode == b->mode &&
           same_length(a->rest, b->rest);
}

// ---- The workout language

static void print_rest(miler_buf *out, char letter, reps_length l, miler_rep_motion mode) {
    static const char *const modes[MILER_MOTION_COUNT] = {" jog", " jog", " walk", " stand"};
    miler_buf_append(out, &letter, 1);
    print_length(out, l);
    miler_buf_text_append(out, modes[(unsigned)mode < MILER_MOTION_COUNT ? mode : MILER_MOTION_STAND]);
}

static void print_fast(miler_buf *out, const miler_rep *r) {
    static const char *const words[MILER_REP_KIND_COUNT] = {
        [MILER_REP_STRIDE] = " strides", [MILER_REP_HILL] = " hill sprint"};
    reps_length l = reps_length_of(r);
    if (r->kind == MILER_REP_HILL && l.dist_m > 0) l = (reps_length){0, fmax(round(r->time_s), 1)};
    const char *word = words[r->kind];
    // Strides and hill sprints keep metres below 50.
    if (word != NULL && l.dist_m > 0)
        miler_buf_printf(out, "%lldm", llround(l.dist_m));
    else
        print_length(out, l);
    if (word != NULL) miler_buf_text_append(out, word);
}

static void print_set(miler_buf *out, const miler_reps *reps, const reps_set *s) {
    if (s->even) {
        if (s->count > 1) miler_buf_printf(out, "%zux", s->count);
        print_fast(out, &reps->reps[s->first]);
        if (s->rested) {
            miler_buf_text_append(out, " ");
            print_rest(out, 'r', s->rest, s->mode);
        }
        return;
    }
    for (size_t i = s->first; i <= s->last; i++) {
        const miler_rep *r = &reps->reps[i];
        if (!miler_rep_is_fast(r)) continue;
        if (i > s->first) miler_buf_text_append(out, ", ");
        print_fast(out, r);
        const miler_rep *rest = i < s->last ? rest_after(reps, i) : NULL;
        if (rest == NULL) continue;
        miler_buf_text_append(out, ", ");
        print_rest(out, 'r', reps_length_of(rest), rest->motion);
    }
}

// How many sets from this one on are the same: "3x(4x400m r60s) R3min".
static size_t same_sets(const miler_reps *reps, const reps_set *s, size_t *last) {
    size_t count = 1;
    reps_set at = *s;
    *last = s->last;
    for (;;) {
        size_t next = at.last + 2; // over the recovery between
        if (rest_after(reps, at.last) == NULL || next >= reps->count || !miler_rep_is_fast(&reps->reps[next]))
            break;
        at = reps_set_at(reps, next);
        if (!same_set(s, &at, reps)) break;
        *last = at.last;
        count++;
    }
    return count;
}

#define MILES_FROM_M 2000.0 // below it easy running is told in metres: laps of a track

static void print_run(miler_buf *out, const miler_rep *r, bool imperial) {
    static const char *const words[MILER_REP_KIND_COUNT] = {
        [MILER_REP_STEADY] = "easy", [MILER_REP_WARMUP] = "easy", [MILER_REP_COOLDOWN] = "easy"};
    if (words[r->kind] == NULL) return;
    const reps_length l = reps_length_of(r);
    if (imperial && l.dist_m >= MILES_FROM_M)
        miler_buf_printf(out, "%.1fmi", r->dist_m / MILER_MILE_M);
    else
        print_length(out, l);
    miler_buf_printf(out, " %s", words[r->kind]);
}

// Too short to be worth a word: the walk to the gate.
static bool is_trifle(const miler_rep *r) {
    return !(r->dist_m >= 150) && r->kind != MILER_REP_RECOVERY;
}

void miler_reps_text(const miler_reps *reps, miler_buf *out) {
    bool any = false;
    for (size_t i = 0; i < reps->count;) {
        const miler_rep *r = &reps->reps[i];
        const bool fast = miler_rep_is_fast(r);
        // The rest before the first rep, and after a set, belongs to no step.
        const bool between = r->kind == MILER_REP_RECOVERY && (i == 0 || !any || i + 1 == reps->count);
        if (!fast && (between || is_trifle(r))) {
            i++;
            continue;
        }
        if (any) miler_buf_text_append(out, ", ");
        any = true;
        if (!fast) {
            if (r->kind == MILER_REP_RECOVERY)
                print_rest(out, 'r', reps_length_of(r), r->motion);
            else
                print_run(out, r, reps->imperial);
            i++;
            continue;
        }
        const reps_set s = reps_set_at(reps, i);
        size_t last;
        const size_t times = same_sets(reps, &s, &last);
        if (times > 1) {
            const miler_rep *rest = rest_after(reps, s.last);
            miler_buf_printf(out, "%zux(", times);
            print_set(out, reps, &s);
            miler_buf_text_append(out, ") ");
            if (rest != NULL) print_rest(out, 'R', reps_length_of(rest), rest->motion);
        } else {
            print_set(out, reps, &s);
        }
        i = last + 1;
    }
}

// ---- The board

static void board_length(miler_buf *out, reps_length l) {
    if (l.dist_m > 0 && fabs(l.dist_m - MILER_MILE_M) < 0.5)
        miler_buf_text_append(out, "mile");
    else if (l.dist_m > 0)
        miler_buf_printf(out, "%lld", llround(l.dist_m));
    else
        print_length(out, l);
}

static void board_name(miler_buf *out, const miler_reps *reps, const reps_set *s) {
    static const char *const words[MILER_REP_KIND_COUNT] = {
        [MILER_REP_STRIDE] = " strides", [MILER_REP_HILL] = " hill"};
    static const char *const modes[MILER_MOTION_COUNT] = {" j", " j", " w", ""};
    if (s->even && s->count > 1) miler_buf_printf(out, "%zu x ", s->count);
    for (size_t i = s->first; i <= (s->even ? s->first : s->last); i++) {
        const miler_rep *r = &reps->reps[i];
        if (!miler_rep_is_fast(r)) continue;
        if (i > s->first) miler_buf_text_append(out, "-");
        board_length(out, reps_length_of(r));
        if (miler_rep_unsure(r)) miler_buf_text_append(out, "?");
    }
    const char *word = words[reps->reps[s->first].kind];
    if (word != NULL) miler_buf_text_append(out, word);
    if (!s->rested) return;
    miler_buf_text_append(out, s->even_rest ? ", r " : ", r about ");
    board_length(out, s->rest);
    miler_buf_text_append(out, modes[(unsigned)s->mode < MILER_MOTION_COUNT ? s->mode : MILER_MOTION_STAND]);
}

// Times for reps by distance; metres for reps by time.
static void board_values(miler_buf *out, const miler_reps *reps, const reps_set *s) {
    const bool by_time = reps_length_of(&reps->reps[s->first]).dist_m <= 0;
    double sum = 0;
    double low = INFINITY;
    double high = -INFINITY;
    for (size_t i = s->first; i <= s->last; i++) {
        const miler_rep *r = &reps->reps[i];
        if (!miler_rep_is_fast(r)) continue;
        const double value = by_time ? r->dist_m : r->nominal_time_s;
        char text[MILER_TEXT_MAX];
        miler_print_time(text, sizeof text, value, 1);
        if (by_time)
            miler_buf_printf(out, " %.0f", value);
        else
            miler_buf_printf(out, " %s", text);
        sum += value;
        low = fmin(low, value);
        high = fmax(high, value);
    }
    if (by_time) miler_buf_text_append(out, " m");
    if (s->count < 2 || !s->even) return;
    char mean[MILER_TEXT_MAX];
    miler_print_time(mean, sizeof mean, sum / (double)s->count, 1);
    if (by_time)
        miler_buf_printf(out, " | mean %.0f m, spread %.0f m", sum / (double)s->count, high - low);
    else
        miler_buf_printf(out, " | mean %s, spread %.1f s", mean, high - low);
}

void miler_reps_board(const miler_reps *reps, miler_buf *out) {
    bool any = false;
    for (size_t i = 0; i < reps->count;) {
        if (!miler_rep_is_fast(&reps->reps[i])) {
            i++;
            continue;
        }
        const reps_set s = reps_set_at(reps, i);
        if (any) miler_buf_text_append(out, "\n");
        any = true;
        board_name(out, reps, &s);
        miler_buf_text_append(out, ":");
        board_values(out, reps, &s);
        i = s.last + 1;
    }
}
