// SPDX-License-Identifier: MIT
// Asked and run, rep by rep. Both are lists in order; what belongs to what is
// the cheapest way to turn one into the other (Needleman & Wunsch 1970): a rep
// of another length or kind costs, one missed or added costs more.
#include "plan/match_room.h"

#include <string.h>

// [engineering estimates: they say what is paired with what]
#define MISSED_COST 1.0
#define KIND_COST 0.7
// Never cheaper than one missed and one added: the two have nothing to do with each other.
#define STRANGERS (2 * MISSED_COST + 0.5)
#define SHORTEST 0.5 // of the length asked for, and it may still be that rep, cut short
#define LONGEST 1.5  // ... or that rep, run too long

// [engineering estimates; miler/match.h tells them]
#define EASY_WEIGHT 0.25
#define ADDED_COST 0.5
#define ADDED_MAX 0.5
#define ADDED_MAX_EASY 0.7 // on an easy day
#define STRIDE_SHARE 0.5   // added strides count for so much of added reps
#define OTHER_SHARE 0.25   // less of the work asked for was run: another session
#define OTHER_EASY 0.2     // so much of an easy run was reps: no easy run
#define OTHER_SCORE 0.3    // at most
#define UNLIKE_SHARE 0.75  // so much of the work was reps of another length
#define UNLIKE_SCORE 0.5
#define CUT_SHARE 0.25 // so much left out: cut short

const char *miler_match_kind_name(miler_match_kind kind) {
    static const char *const names[MILER_MATCH_KIND_COUNT] = {"done",   "cut short", "longer", "faster",
                                                              "slower", "missed",    "added"};
    return (unsigned)kind < MILER_MATCH_KIND_COUNT ? names[kind] : "unknown";
}

const char *miler_match_outcome_name(miler_match_outcome outcome) {
    static const char *const names[MILER_OUTCOME_COUNT] = {"done", "cut short", "other"};
    return (unsigned)outcome < MILER_OUTCOME_COUNT ? names[outcome] : "unknown";
}

// ---- What belongs to what

static double pair_cost(const match_want *w, const miler_rep *rep) {
    const double share = w->dist_m > 0   ? match_got_m(rep, w->dist_m) / w->dist_m
                         : w->time_s > 0 ? rep->time_s / w->time_s
                                         : 1;
    const bool hill = w->kind == MILER_REP_HILL;
    if (hill != (rep->kind == MILER_REP_HILL) || !(share >= SHORTEST && share <= LONGEST)) return STRANGERS;
    return (rep->kind == w->kind ? 0 : KIND_COST) + fabs(log(share));
}

typedef enum step_back { BOTH = 0, ASKED_ONLY, RUN_ONLY } step_back;

// One table of costs, one row kept; of the ways back all are.
static bool align(const match_wants *asked, const miler_rep *const *run, size_t run_count, miler_arena *arena,
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

// The recovery between run[k] and the next rep; NULL = they touch, or it is the last.
static const miler_rep *rest_of(const miler_reps *reps, const miler_rep *const *run, size_t run_count,
                                size_t k) {
    if (k + 1 >= run_count) return NULL;
    const miler_rep *next = run[k] + 1;
    return next < reps->reps + reps->count && next->kind == MILER_REP_RECOVERY ? next : NULL;
}

static miler_match_rep added(const miler_reps *reps, const miler_rep *rep) {
    return (miler_match_rep){.kind = MILER_MATCH_ADDED,
                             .what = rep->kind,
                             .rep = (int32_t)(rep - reps->reps),
                             .want_fast_s = NAN,
                             .want_slow_s = NAN,
                             .got_m = rep->nominal_m > 0 ? rep->nominal_m : rep->dist_m,
                             .got_s = rep->nominal_m > 0 ? rep->nominal_time_s : rep->time_s,
                             .off_s = NAN};
}

// Walks back through the table, last rep first, then turns the list round.
static bool fill(const match_wants *asked, const miler_reps *reps, const miler_rep *const *run,
                 size_t run_count, const uint8_t *ways, miler_arena *arena, miler_match *out) {
    out->reps = miler_arena_array(arena, asked->count + run_count + 1, sizeof *out->reps);
    if (out->reps == NULL) return false;
    size_t i = asked->count;
    size_t k = run_count;
    while (i > 0 || k > 0) {
        const uint8_t way = ways[i * (run_count + 1) + k];
        miler_match_rep *m = &out->reps[out->count++];
        const miler_match_rep missed = {.kind = MILER_MATCH_MISSED,
                                        .rep = -1,
                                        .want_fast_s = NAN,
                                        .want_slow_s = NAN,
                                        .got_m = NAN,
                                        .got_s = NAN,
                                        .off_s = NAN};
        *m = way == ASKED_ONLY ? missed : added(reps, run[k - 1]);
        if (way != RUN_ONLY) {
            m->number = (int32_t)i;
            match_fill_wanted(m, &asked->items[i - 1]);
        }
        if (way == BOTH) {
            match_compare(m, &asked->items[i - 1], run[k - 1]);
            m->rest = match_rest(&asked->items[i - 1], rest_of(reps, run, run_count, k - 1));
        }
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

static size_t reps_run(const miler_reps *reps, const miler_rep **out) {
    size_t count = 0;
    for (size_t i = 0; i < reps->count && count < MATCH_REPS_MAX; i++)
        if (miler_rep_is_fast(&reps->reps[i])) out[count++] = &reps->reps[i];
    return count;
}

// ---- The score

typedef struct tally {
    double weight, sum; // of the reps asked for
    double work_s, paired_s;
    double missed; // share of the weight that was not run
    double added_s, added_work_s;
    double unlike_s; // work run as reps of another length
} tally;

// By the time asked for; where only a distance or nothing is, by about how long that takes.
static double weight_of(const miler_match_rep *rep) {
    return rep->want_s > 0 ? rep->want_s : rep->want_m > 0 ? rep->want_m / 5 : 10;
}

static void add_up(const miler_match_rep *rep, tally *t) {
    if (rep->kind == MILER_MATCH_ADDED) {
        const bool work = rep->what == MILER_REP_WORK;
        t->added_s += (work ? 1 : STRIDE_SHARE) * rep->got_s;
        t->added_work_s += work ? rep->got_s : 0;
        return;
    }
    const double w = weight_of(rep);
    const double run = rep->kind == MILER_MATCH_MISSED ? 0 : fmin(rep->share, 1);
    t->weight += w;
    t->sum += w * match_credit(rep);
    t->missed += w * (1 - run);
    if (rep->what != MILER_REP_WORK) return;
    t->work_s += w;
    t->paired_s += w * run;
    if (rep->kind == MILER_MATCH_LONGER || rep->kind == MILER_MATCH_CUT_SHORT) t->unlike_s += w;
}

// More or less nothing of what was asked: caps the score.
static void tell_another(miler_match *out, const match_wants *wants, const tally *t, const match_sums *sums) {
    double most = OTHER_SCORE;
    if (wants->work) {
        const double paired = t->work_s > 0 ? t->paired_s / t->work_s : 1;
        out->another = paired < OTHER_SHARE && (t->paired_s <= 0 || t->added_work_s > t->paired_s);
    } else {
        out->another = t->added_work_s > OTHER_EASY * fmax(fmin(wants->run_s, sums->moving_s), 1);
    }
    // Six 400s for five 600s: not one of them was cut short, they were other reps.
    if (!out->another && wants->work && wants->count > 1 && t->unlike_s > UNLIKE_SHARE * t->work_s) {
        out->another = true;
        most = UNLIKE_SCORE;
    }
    if (out->another) out->score = fmin(out->score, most);
}

static double score_of(const match_wants *wants, const tally *t, double easy_credit) {
    const double around_s = EASY_WEIGHT * wants->around_s;
    const double easy_s = wants->work ? fmin(around_s, EASY_WEIGHT * t->weight) : around_s;
    const double all = t->weight + easy_s;
    const double most = wants->work ? ADDED_MAX : ADDED_MAX_EASY;
    if (!(all > 0)) return easy_credit;
    return fmax(0, (t->sum + easy_s * easy_credit) / all - fmin(ADDED_COST * t->added_s / all, most));
}

static void judge(miler_match *out, const match_wants *wants, const miler_match_rep *easy, double easy_credit,
                  const match_sums *sums) {
    tally t = {0};
    for (size_t i = out->whole ? 1 : 0; i < out->count; i++)
        add_up(&out->reps[i], &t);
    // Easy running around reps: only what is missing of it costs; without reps proper all of it counts.
    out->score = score_of(wants, &t, wants->work ? fmin(easy->share, 1) : easy_credit);
    tell_another(out, wants, &t, sums);
    const bool brief = wants->work ? t.missed > CUT_SHARE * t.weight : easy->kind == MILER_MATCH_CUT_SHORT;
    out->outcome = MILER_OUTCOME_DONE;
    if (brief) out->outcome = MILER_OUTCOME_CUT_SHORT;
    if (out->another || (!brief && out->score < OTHER_SCORE)) out->outcome = MILER_OUTCOME_OTHER;
}

// An easy or long run, asked for as a whole: one row for it, in front of what was added.
static void put_whole(miler_match *out, const miler_match_rep *easy, const miler_reps *reps) {
    memmove(out->reps + 1, out->reps, out->count * sizeof *out->reps);
    out->reps[0] = *easy;
    double most = 0;
    for (size_t i = 0; i < reps->count; i++) {
        const miler_rep *rep = &reps->reps[i];
        if (miler_rep_is_fast(rep) || rep->kind == MILER_REP_RECOVERY || !(rep->time_s > most)) continue;
        most = rep->time_s;
        out->reps[0].rep = (int32_t)i;
    }
    out->count++;
    out->whole = true;
    out->asked = 1;
}

static bool match_all(const match_wants *wants, const miler_reps *reps, miler_arena *arena,
                      miler_match *out) {
    const miler_rep **run = miler_arena_array(arena, reps->count + 1, sizeof *run);
    if (run == NULL) return false;
    const size_t run_count = reps_run(reps, run);
    uint8_t *ways;
    if (!align(wants, run, run_count, arena, &ways) || !fill(wants, reps, run, run_count, ways, arena, out))
        return false;
    const match_sums sums = match_sum(reps);
    miler_match_rep easy;
    const double credit = match_easy(&easy, wants, &sums);
    out->asked = wants->count;
    out->run = run_count;
    if (wants->count == 0) put_whole(out, &easy, reps);
    judge(out, wants, &easy, credit, &sums);
    out->verdict = match_say(out, wants, reps, &easy, arena);
    return out->verdict != NULL;
}

miler_status miler_match_session(const miler_workout *asked, const miler_pace_book *book,
                                 const miler_reps *reps, miler_arena *arena, miler_match *out,
                                 miler_error *err) {
    if (asked == NULL || reps == NULL || arena == NULL || out == NULL)
        return miler_fail(err, MILER_ERR_ARG, "matching needs what was asked and what was run");
    *out = (miler_match){.verdict = ""};
    match_wants wants = {.items = miler_arena_array(arena, MATCH_REPS_MAX, sizeof(match_want)), .book = book};
    if (wants.items == NULL) return miler_fail(err, MILER_ERR_NOMEM, "no memory for matching");
    if (!match_collect(&wants, asked))
        return miler_fail(err, MILER_ERR_LIMIT, "more than %d reps in one session", MATCH_REPS_MAX);
    return match_all(&wants, reps, arena, out) ? MILER_OK
                                               : miler_fail(err, MILER_ERR_NOMEM, "no memory for matching");
}

// ---- Other sports

static bool is_sport(const char *name, miler_sport sport) {
    static const struct {
        const char *name;
        miler_sport sport;
    } known[] = {{"bike", MILER_SPORT_CYCLING},     {"swim", MILER_SPORT_SWIMMING},
                 {"rowing", MILER_SPORT_ROWING},    {"elliptical", MILER_SPORT_ELLIPTICAL},
                 {"hike", MILER_SPORT_HIKING},      {"hike", MILER_SPORT_WALKING},
                 {"aqua jog", MILER_SPORT_SWIMMING}};
    for (size_t i = 0; name != NULL && i < sizeof known / sizeof known[0]; i++)
        if (known[i].sport == sport && strcmp(known[i].name, name) == 0) return true;
    return false;
}

// Seconds of that sport; a distance by the book is no affair of ours.
static double cross_s(const miler_step *steps, size_t count, miler_sport sport, int depth) {
    double sum = 0;
    for (size_t i = 0; i < count && depth <= MILER_WORKOUT_DEPTH_MAX; i++) {
        const miler_step *s = &steps[i];
        if (s->kind == MILER_STEP_REPEAT)
            sum += s->count * cross_s(s->children, s->child_count, sport, depth + 1);
        if (s->kind != MILER_STEP_CROSS || !is_sport(s->name, sport)) continue;
        const miler_workout one = {.steps = (miler_step[]){*s}, .step_count = 1};
        miler_workout_total total;
        miler_workout_sum(&one, NULL, &total);
        sum += total.cross_s;
    }
    return sum;
}

miler_status miler_match_cross(const miler_workout *asked, miler_sport sport, double moving_s,
                               miler_arena *arena, miler_match *out, miler_error *err) {
    if (asked == NULL || arena == NULL || out == NULL)
        return miler_fail(err, MILER_ERR_ARG, "matching needs what was asked and what was done");
    *out = (miler_match){.verdict = ""};
    match_wants wants = {.easy = {NAN, NAN, NAN}};
    wants.run_s = wants.easy_s = wants.around_s = cross_s(asked->steps, asked->step_count, sport, 0);
    if (!(wants.run_s > 0)) return miler_fail(err, MILER_ERR_NOT_FOUND, "nothing of this sport is asked for");
    miler_rep one = {.time_s = moving_s};
    const miler_reps reps = {.reps = &one, .count = 1};
    return match_all(&wants, &reps, arena, out) ? MILER_OK
                                                : miler_fail(err, MILER_ERR_NOMEM, "no memory for matching");
}
