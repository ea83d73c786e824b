// SPDX-License-Identifier: MIT
// Asked and run, rep by rep. Both are lists in order; what belongs to what is
// the cheapest way to turn one into the other (Needleman & Wunsch 1970): a rep
// of another length or kind costs, one missed or added costs more.
#include <miler/match.h>

#include <stdio.h>
#include <string.h>

#define TOLERANCE 0.015  // beyond either end of a band is still as asked [engineering estimate]
#define LENGTH_SHORT 0.9 // less of a rep is cut short
#define SLOW_FULL 0.06   // so much slower and the work was another [engineering estimate]
#define MISSED_COST 1.0
#define KIND_COST 0.7
#define REPS_MAX 400
#define EASY_EFFORT 6 // RPE from which a step is work

typedef struct wanted {
    miler_rep_kind kind;
    double dist_m, time_s; // as written; 0 = not by this
    miler_pace_band band;  // target NaN = none
} wanted;

typedef struct list {
    wanted *items;
    size_t count;
    const miler_pace_book *book;
} list;

const char *miler_match_kind_name(miler_match_kind kind) {
    static const char *const names[MILER_MATCH_KIND_COUNT] = {"done",   "cut short", "faster",
                                                              "slower", "missed",    "added"};
    return (unsigned)kind < MILER_MATCH_KIND_COUNT ? names[kind] : "unknown";
}

// ---- What was asked

static bool is_work(const miler_step *step) {
    switch (step->kind) {
    case MILER_STEP_STRIDE:
    case MILER_STEP_HILL:
    case MILER_STEP_TIME_TRIAL:
        return true;
    case MILER_STEP_RUN:
        break;
    default:
        return false;
    }
    switch (step->target.kind) {
    case MILER_TARGET_SPEED:
    case MILER_TARGET_RACE:
        return true;
    case MILER_TARGET_ZONE:
        return step->target.zone != MILER_ZONE_EASY && step->target.zone != MILER_ZONE_LONG;
    case MILER_TARGET_EFFORT:
        return step->target.value >= EASY_EFFORT;
    default:
        return false;
    }
}

static wanted wanted_of(const miler_step *step, const miler_pace_book *book) {
    wanted w = {.kind = step->kind == MILER_STEP_STRIDE ? MILER_REP_STRIDE
                        : step->kind == MILER_STEP_HILL ? MILER_REP_HILL
                                                        : MILER_REP_WORK,
                .dist_m = step->dist_m,
                .time_s = step->time_s,
                .band = {NAN, NAN, NAN}};
    if (book != NULL && step->kind == MILER_STEP_RUN && !miler_target_speed(&step->target, book, &w.band))
        w.band.target_mps = NAN;
    return w;
}

// Repeats written out, with a stack of our own: the language allows eight deep.
static bool collect(list *out, const miler_step *steps, size_t count, int depth) {
    if (depth > MILER_WORKOUT_DEPTH_MAX) return false;
    for (size_t i = 0; i < count; i++) {
        const miler_step *step = &steps[i];
        for (int pass = 0; step->kind == MILER_STEP_REPEAT && pass < step->count; pass++)
            if (!collect(out, step->children, step->child_count, depth + 1)) return false;
        if (!is_work(step)) continue;
        if (out->count == REPS_MAX) return false;
        out->items[out->count++] = wanted_of(step, out->book);
    }
    return true;
}

// ---- What belongs to what

static bool counts(const miler_rep *rep) {
    return rep->kind == MILER_REP_WORK || rep->kind == MILER_REP_STRIDE || rep->kind == MILER_REP_HILL;
}

static double got_m(const miler_rep *rep) {
    return rep->nominal_m > 0 ? rep->nominal_m : rep->dist_m;
}

// Never cheaper than one missed and one added: the two have nothing to do with each other.
#define STRANGERS (2 * MISSED_COST + 0.5)
#define SHORTEST 0.5 // of the length asked for, and it may still be that rep, cut short
#define LONGEST 1.35

static double pair_cost(const wanted *w, const miler_rep *rep) {
    const double share = w->dist_m > 0 ? got_m(rep) / w->dist_m : w->time_s > 0 ? rep->time_s / w->time_s : 1;
    const bool hill = w->kind == MILER_REP_HILL;
    if (hill != (rep->kind == MILER_REP_HILL) || !(share >= SHORTEST && share <= LONGEST)) return STRANGERS;
    return (rep->kind == w->kind ? 0 : KIND_COST) + fabs(log(share));
}

typedef enum step_back { BOTH = 0, ASKED_ONLY, RUN_ONLY } step_back;

// One table of costs, one row kept; of the ways back all are.
static bool align(const list *asked, const miler_rep *const *run, size_t run_count, miler_arena *arena,
                  uint8_t **ways) {
    const size_t width = run_count + 1;
    double *row = miler_arena_array(arena, width, sizeof *row);
    uint8_t *way = miler_arena_array(arena, (asked->count + 1) * width, 1);
    if (row == NULL || way == NULL) return false;
    for (size_t k = 1; k < width; k++) {
        row[k] = (double)k * MISSED_COST;
        way[k] = RUN_ONLY;
    }
    for (size_t i = 1; i <= asked->count; i++) {
        double diagonal = row[0];
        row[0] = (double)i * MISSED_COST;
        way[i * width] = ASKED_ONLY;
        for (size_t k = 1; k < width; k++) {
            const double both = diagonal + pair_cost(&asked->items[i - 1], run[k - 1]);
            const double asked_only = row[k] + MISSED_COST;
            const double run_only = row[k - 1] + MISSED_COST;
            diagonal = row[k];
            row[k] = fmin(both, fmin(asked_only, run_only));
            // Of equal ways, what is missing is missing at the end.
            way[i * width + k] = asked_only <= row[k] + 1e-9 ? ASKED_ONLY
                                 : run_only <= row[k] + 1e-9 ? RUN_ONLY
                                                             : BOTH;
        }
    }
    *ways = way;
    return true;
}

// ---- How well

// The length asked for, in metres, and the time for it; a rep by time is asked for the way its pace makes of
// it.
static void fill_wanted(miler_match_rep *m, const wanted *w) {
    m->want_m = w->dist_m > 0                             ? w->dist_m
                : w->time_s > 0 && w->band.target_mps > 0 ? w->time_s * w->band.target_mps
                                                          : 0;
    m->want_s = m->want_m > 0 && w->band.target_mps > 0 ? m->want_m / w->band.target_mps : w->time_s;
    m->want_fast_s = m->want_m > 0 ? m->want_m / w->band.fast_mps : (double)NAN;
    m->want_slow_s = m->want_m > 0 ? m->want_m / w->band.slow_mps : (double)NAN;
}

static void compare(miler_match_rep *m, const wanted *w, const miler_rep *rep) {
    m->got_m = got_m(rep);
    m->got_s = rep->nominal_m > 0 ? rep->nominal_time_s : rep->time_s;
    m->kind = MILER_MATCH_DONE;
    const double share = w->dist_m > 0 ? m->got_m / w->dist_m : w->time_s > 0 ? rep->time_s / w->time_s : 1;
    if (share < LENGTH_SHORT) m->kind = MILER_MATCH_CUT_SHORT;
    if (m->want_m > 0 && m->got_m > 0) m->got_s *= m->want_m / m->got_m;
    if (!(w->band.target_mps > 0) || !(m->got_s > 0)) return;
    m->off_s = m->got_s - m->want_s;
    if (m->kind != MILER_MATCH_DONE) return;
    if (m->got_s < m->want_fast_s * (1 - TOLERANCE)) m->kind = MILER_MATCH_FASTER;
    if (m->got_s > m->want_slow_s * (1 + TOLERANCE)) m->kind = MILER_MATCH_SLOWER;
}

// Of one rep asked for, how much was done as asked.
static double credit(const miler_match_rep *m) {
    switch (m->kind) {
    case MILER_MATCH_CUT_SHORT:
        return m->want_m > 0 ? fmin(m->got_m / m->want_m, 1) : 0.5;
    case MILER_MATCH_SLOWER:
        return fmax(0, 1 - (m->got_s / m->want_slow_s - 1) / SLOW_FULL);
    // Faster than asked is more than asked, but not better: half the loss of slower.
    case MILER_MATCH_FASTER:
        return fmax(0.5, 1 - (1 - m->got_s / m->want_fast_s) / SLOW_FULL / 2);
    case MILER_MATCH_DONE:
        return 1;
    default:
        return 0;
    }
}

static const char *say(const miler_match *out, miler_arena *arena) {
    size_t n[MILER_MATCH_KIND_COUNT] = {0};
    double off = 0;
    size_t offs = 0;
    for (size_t i = 0; i < out->count; i++) {
        n[out->reps[i].kind]++;
        if (out->reps[i].kind == MILER_MATCH_MISSED || out->reps[i].kind == MILER_MATCH_ADDED ||
            isnan(out->reps[i].off_s))
            continue;
        off += out->reps[i].off_s;
        offs++;
    }
    char text[200];
    size_t at = 0;
    if (n[MILER_MATCH_DONE] == out->asked)
        at += (size_t)snprintf(text, sizeof text, out->asked == 1 ? "done as asked" : "all %zu reps as asked",
                               out->asked);
    else
        at +=
            (size_t)snprintf(text, sizeof text, "%zu of %zu reps as asked", n[MILER_MATCH_DONE], out->asked);
    for (int k = MILER_MATCH_CUT_SHORT; k < MILER_MATCH_KIND_COUNT; k++)
        if (n[k] > 0 && at < sizeof text - 40)
            at += (size_t)snprintf(text + at, sizeof text - at, ", %zu %s", n[k],
                                   miler_match_kind_name((miler_match_kind)k));
    if (offs > 0 && fabs(off / (double)offs) >= 0.5 && at < sizeof text - 50)
        (void)snprintf(text + at, sizeof text - at, "; %.1f s %s a rep on average", fabs(off / (double)offs),
                       off > 0 ? "slower" : "faster");
    return miler_arena_dup(arena, text);
}

// An easy or long run, asked for as a whole.
static miler_status match_whole(const miler_workout *asked, const miler_pace_book *book,
                                const miler_reps *reps, miler_arena *arena, miler_match *out,
                                miler_error *err) {
    miler_workout_total total;
    miler_workout_sum(asked, book, &total);
    double dist_m = 0;
    double time_s = 0;
    for (size_t i = 0; i < reps->count; i++) {
        dist_m += reps->reps[i].dist_m;
        time_s += reps->reps[i].time_s;
    }
    out->reps = miler_arena_array(arena, 1, sizeof *out->reps);
    if (out->reps == NULL) return miler_fail(err, MILER_ERR_NOMEM, "no memory for matching");
    miler_match_rep *m = &out->reps[0];
    *m = (miler_match_rep){.rep = 0,
                           .want_m = total.dist_m,
                           .want_s = total.time_s,
                           .want_fast_s = NAN,
                           .want_slow_s = NAN,
                           .got_m = dist_m,
                           .got_s = time_s,
                           .off_s = NAN};
    out->count = out->asked = out->run = 1;
    const double share = total.dist_m > 0 && dist_m > 0
                             ? fmax(dist_m / total.dist_m, time_s / fmax(total.time_s, 1))
                         : total.time_s > 0 ? time_s / total.time_s
                                            : 1;
    m->kind = share < LENGTH_SHORT ? MILER_MATCH_CUT_SHORT : MILER_MATCH_DONE;
    out->score = fmin(share, 1);
    out->verdict = m->kind == MILER_MATCH_DONE
                       ? "done as asked"
                       : miler_arena_printf(arena, "cut short: %.0f %% of what was asked", 100 * share);
    return out->verdict != NULL ? MILER_OK : miler_fail(err, MILER_ERR_NOMEM, "no memory for matching");
}

// Walks back through the table, last rep first, then turns the list round.
static bool fill(const list *asked, const miler_reps *reps, const miler_rep *const *run, size_t run_count,
                 const uint8_t *ways, miler_arena *arena, miler_match *out) {
    out->reps = miler_arena_array(arena, asked->count + run_count, sizeof *out->reps);
    if (out->reps == NULL) return false;
    size_t i = asked->count;
    size_t k = run_count;
    while (i > 0 || k > 0) {
        const uint8_t way = ways[i * (run_count + 1) + k];
        miler_match_rep *m = &out->reps[out->count++];
        *m = (miler_match_rep){.kind = way == RUN_ONLY ? MILER_MATCH_ADDED : MILER_MATCH_MISSED,
                               .rep = -1,
                               .want_fast_s = NAN,
                               .want_slow_s = NAN,
                               .got_m = NAN,
                               .got_s = NAN,
                               .off_s = NAN};
        if (way != RUN_ONLY) fill_wanted(m, &asked->items[i - 1]);
        if (way != ASKED_ONLY) {
            m->rep = (int32_t)(run[k - 1] - reps->reps);
            m->got_m = got_m(run[k - 1]);
            m->got_s = run[k - 1]->time_s;
        }
        if (way == BOTH) compare(m, &asked->items[i - 1], run[k - 1]);
        i -= way != RUN_ONLY;
        k -= way != ASKED_ONLY;
    }
    for (size_t a = 0, b = out->count; a + 1 < b; a++) {
        const miler_match_rep swap = out->reps[a];
        out->reps[a] = out->reps[--b];
        out->reps[b] = swap;
    }
    return true;
}

static double reps_score(const miler_match *m, double *weight) {
    double sum = 0;
    *weight = 0;
    for (size_t i = 0; i < m->count; i++) {
        const miler_match_rep *rep = &m->reps[i];
        if (rep->kind == MILER_MATCH_ADDED) continue;
        // By the time asked for; where only a distance or nothing is, by about how long that takes.
        const double w = rep->want_s > 0 ? rep->want_s : rep->want_m > 0 ? rep->want_m / 5 : 10;
        *weight += w;
        sum += w * credit(rep);
    }
    return sum;
}

// An easy run with strides left out is still an easy run: what is easy in the
// session counts too, a quarter of its time [engineering estimate].
#define EASY_WEIGHT 0.25

static double score(const miler_match *m, const miler_workout *asked, const miler_pace_book *book,
                    const miler_reps *reps) {
    miler_workout_total total;
    miler_workout_sum(asked, book, &total);
    double run_s = 0;
    for (size_t i = 0; i < reps->count; i++)
        run_s += reps->reps[i].time_s;
    double weight;
    const double sum = reps_score(m, &weight);
    const double easy = EASY_WEIGHT * total.easy_s;
    const double done = total.time_s > 0 ? fmin(run_s / total.time_s, 1) : 0;
    return weight + easy > 0 ? (sum + easy * done) / (weight + easy) : 0;
}

static size_t reps_run(const miler_reps *reps, const miler_rep **out) {
    size_t count = 0;
    for (size_t i = 0; i < reps->count && count < REPS_MAX; i++)
        if (counts(&reps->reps[i])) out[count++] = &reps->reps[i];
    return count;
}

static bool match_reps(const miler_workout *asked, const list *wants, const miler_reps *reps,
                       miler_arena *arena, miler_match *out) {
    const miler_rep **run = miler_arena_array(arena, reps->count + 1, sizeof *run);
    if (run == NULL) return false;
    const size_t run_count = reps_run(reps, run);
    uint8_t *ways;
    if (!align(wants, run, run_count, arena, &ways) || !fill(wants, reps, run, run_count, ways, arena, out))
        return false;
    out->asked = wants->count;
    out->run = run_count;
    out->score = score(out, asked, wants->book, reps);
    out->verdict = say(out, arena);
    return out->verdict != NULL;
}

miler_status miler_match_session(const miler_workout *asked, const miler_pace_book *book,
                                 const miler_reps *reps, miler_arena *arena, miler_match *out,
                                 miler_error *err) {
    if (asked == NULL || reps == NULL || arena == NULL || out == NULL)
        return miler_fail(err, MILER_ERR_ARG, "matching needs what was asked and what was run");
    *out = (miler_match){.verdict = ""};
    list wants = {.items = miler_arena_array(arena, REPS_MAX, sizeof(wanted)), .book = book};
    if (wants.items == NULL) return miler_fail(err, MILER_ERR_NOMEM, "no memory for matching");
    if (!collect(&wants, asked->steps, asked->step_count, 0))
        return miler_fail(err, MILER_ERR_LIMIT, "more than %d reps in one session", REPS_MAX);
    if (wants.count == 0) return match_whole(asked, book, reps, arena, out, err);
    return match_reps(asked, &wants, reps, arena, out)
               ? MILER_OK
               : miler_fail(err, MILER_ERR_NOMEM, "no memory for matching");
}
