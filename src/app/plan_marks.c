// SPDX-License-Identifier: MIT
// Which run was which session:
//
//   1. of the same day, what was done or cut short, the best score first
//   2. of the day before or after, for sessions and runs that are left: moved
//   3. of the same day, what is left of both: another session
//
// A run of before the plan's first day is no session of it: its weeks do not count it either.
// A session with no run on a day that is over was missed.
#include "app/plan_marks.h"

#include "app/plan_told.h"
#include "app/run_truth.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define MOVED_SCORE 0.6 // a run of another day is this session only when it is much like it
#define PAIRS_EACH 12   // runs of three days against one session: more is no training

// ---- One run, one session

static bool is_running(miler_session_kind kind) {
    return kind != MILER_SESSION_CROSS && kind != MILER_SESSION_REST && kind != MILER_SESSION_STRENGTH &&
           kind != MILER_SESSION_PLYO;
}

bool app_match_session(const app_plan_answer *plan, const miler_session *session, const store_run *run,
                       const miler_reps *reps, miler_arena *arena, miler_match *out) {
    miler_workout asked;
    miler_error none = {0};
    if (session->kind == MILER_SESSION_REST) return false;
    if (run->sport == MILER_SPORT_RUNNING && !is_running(session->kind)) return false;
    if (miler_workout_parse(session->text, arena, &asked, &none) != MILER_OK) return false;
    if (run->sport == MILER_SPORT_RUNNING)
        return miler_match_session(&asked, &plan->plan.request.book, reps, arena, out, &none) == MILER_OK;
    return miler_match_cross(&asked, (miler_sport)run->sport, run->timer_s, arena, out, &none) == MILER_OK;
}

bool app_same_set(const miler_reps *reps, size_t i) {
    for (size_t k = i; k-- > 0;)
        if (reps->reps[k].kind == reps->reps[i].kind) return reps->reps[k].set == reps->reps[i].set;
    return false;
}

// ---- 1600 m or the mile

static bool near_mile(double dist_m) {
    return fabs(dist_m - 1600) < 0.5 || fabs(dist_m - MILER_MILE_M) < 0.5;
}

static bool is_easy(const miler_target *t) {
    return t->kind == MILER_TARGET_NONE || t->kind == MILER_TARGET_HR ||
           (t->kind == MILER_TARGET_ZONE && (t->zone == MILER_ZONE_EASY || t->zone == MILER_ZONE_LONG));
}

// Adds what is found to *told: NaN once both are.
static void find_mile(const miler_step *steps, size_t count, int depth, double *told) {
    for (size_t i = 0; i < count && depth <= MILER_WORKOUT_DEPTH_MAX; i++) {
        const miler_step *s = &steps[i];
        if (s->kind == MILER_STEP_REPEAT) find_mile(s->children, s->child_count, depth + 1, told);
        const bool work =
            s->kind == MILER_STEP_TIME_TRIAL || (s->kind == MILER_STEP_RUN && !is_easy(&s->target));
        if (!work || !near_mile(s->dist_m)) continue;
        *told = *told == 0 || fabs(*told - s->dist_m) < 0.5 ? s->dist_m : (double)NAN;
    }
}

double app_plan_mile(const app_plan_answer *plan, int32_t day) {
    double told = 0;
    size_t count = 0;
    const miler_session *sessions = plan != NULL ? miler_plan_day(&plan->plan, day, &count) : NULL;
    for (size_t i = 0; i < count; i++) {
        miler_workout asked;
        miler_arena *arena = miler_arena_new(NULL, 0);
        if (arena != NULL && miler_workout_parse(sessions[i].text, arena, &asked, NULL) == MILER_OK)
            find_mile(asked.steps, asked.step_count, 0, &told);
        if (sessions[i].kind == MILER_SESSION_RACE && near_mile(plan->plan.race_dist_m) && told == 0)
            told = plan->plan.race_dist_m;
        miler_arena_free(arena);
    }
    return told > 0 ? told : 0; // NaN compares false
}

// "Mile TT", "1600 m race": a word of its own, not "miles" nor "11600".
static bool has_word(const char *name, const char *word) {
    const size_t len = strlen(word);
    for (const char *p = name; *p != '\0'; p++) {
        if (p > name && isalnum((unsigned char)p[-1])) continue;
        size_t k = 0;
        while (k < len && tolower((unsigned char)p[k]) == word[k])
            k++;
        if (k == len && (!isalnum((unsigned char)p[k]) || p[k] == 'm')) return true;
    }
    return false;
}

double app_named_mile(const char *name) {
    if (name == NULL) return 0;
    const bool school = has_word(name, "1600");
    const bool mile = has_word(name, "mile");
    return school == mile ? 0 : school ? 1600 : MILER_MILE_M;
}

// ---- All of the plan

typedef struct pairing {
    size_t session, run;
    miler_match match;
} pairing;

typedef struct marking {
    app *a;
    miler_arena *arena;
    app_plan_answer *plan;
    store_run *runs;
    miler_reps *reps;
    bool *taken; // runs
    bool *unread;
    size_t run_count;
    pairing *pairs;
    size_t pair_count;
} marking;

static miler_status read_runs(marking *m, miler_error *err) {
    const miler_plan *p = &m->plan->plan;
    const store_run_filter filter = {
        .athlete_id = m->a->athlete_id, .sport = -1, .since_day = p->start_day, .until_day = m->plan->today};
    miler_status status = app_truth_read_missing(m->a, p->start_day, m->arena, err);
    if (status == MILER_OK)
        status = store_run_list(m->a->store, &filter, m->arena, &m->runs, &m->run_count, NULL, err);
    if (status != MILER_OK) return status;
    m->reps = miler_arena_array(m->arena, m->run_count + 1, sizeof *m->reps);
    m->taken = miler_arena_array(m->arena, m->run_count + 1, sizeof *m->taken);
    m->unread = miler_arena_array(m->arena, m->run_count + 1, sizeof *m->unread);
    if (m->reps == NULL || m->taken == NULL || m->unread == NULL)
        return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    for (size_t i = 0; status == MILER_OK && i < m->run_count; i++) {
        store_session kept;
        if (m->runs[i].sport != MILER_SPORT_RUNNING) continue;
        status = store_session_get(m->a->store, m->runs[i].id, m->arena, &kept, err);
        if (status == MILER_OK) status = miler_reps_parse(kept.parts, m->arena, &m->reps[i], err);
        // One that cannot be read (a damaged original, a store that is not written to) says nothing.
        m->taken[i] = m->unread[i] = status != MILER_OK;
        if (status != MILER_ERR_NOMEM && status != MILER_ERR_IO) status = MILER_OK;
    }
    return status;
}

static void match_near(marking *m, size_t session, size_t *room) {
    const miler_session *s = &m->plan->plan.sessions[session];
    for (size_t i = 0; i<m->run_count && * room> 0; i++) {
        if (m->taken[i] || abs(m->runs[i].day - s->day) > 1) continue;
        if (is_running(s->kind) && m->runs[i].sport != MILER_SPORT_RUNNING) continue; // a ride is no run
        pairing *pair = &m->pairs[m->pair_count];
        *pair = (pairing){.session = session, .run = i};
        if (!app_match_session(m->plan, s, &m->runs[i], &m->reps[i], m->arena, &pair->match)) continue;
        m->pair_count++;
        (*room)--;
    }
}

static int by_score(const void *a, const void *b) {
    const pairing *x = a;
    const pairing *y = b;
    if (x->match.score != y->match.score) return x->match.score < y->match.score ? 1 : -1;
    if (x->session != y->session) return x->session < y->session ? -1 : 1;
    return x->run < y->run ? -1 : x->run > y->run;
}

// Reps proper, and how many of them lay beyond the band.
static void count_reps(const miler_match *match, plan_mark *mark) {
    for (size_t i = 0; i < match->count; i++) {
        const miler_match_rep *rep = &match->reps[i];
        if (rep->number == 0 || rep->what != MILER_REP_WORK) continue;
        mark->reps++;
        mark->slower += rep->kind == MILER_MATCH_SLOWER;
        mark->faster += rep->kind == MILER_MATCH_FASTER;
    }
}

static void assign(marking *m, bool same_day, bool other) {
    for (size_t i = 0; i < m->pair_count; i++) {
        const pairing *pair = &m->pairs[i];
        plan_mark *mark = &m->plan->marks[pair->session];
        const int32_t moved = m->runs[pair->run].day - m->plan->plan.sessions[pair->session].day;
        if (mark->run_id != 0 || m->taken[pair->run] || (moved == 0) != same_day) continue;
        if (!other && pair->match.outcome == MILER_OUTCOME_OTHER) continue;
        if (!same_day && pair->match.score < MOVED_SCORE) continue;
        static const plan_mark_kind kinds[MILER_OUTCOME_COUNT] = {PLAN_MARK_DONE, PLAN_MARK_CUT_SHORT,
                                                                  PLAN_MARK_OTHER};
        *mark = (plan_mark){.kind = kinds[pair->match.outcome],
                            .run_id = m->runs[pair->run].id,
                            .moved_days = moved,
                            .score = pair->match.score,
                            .verdict = pair->match.verdict};
        count_reps(&pair->match, mark);
        m->taken[pair->run] = true;
    }
}

// A run that could not be read may have been it.
static bool may_be_unread(const marking *m, int32_t day) {
    for (size_t i = 0; i < m->run_count; i++)
        if (m->unread[i] && abs(m->runs[i].day - day) <= 1) return true;
    return false;
}

// Nobody records every ride; what was left out beforehand was not missed.
static bool was_missed(const marking *m, size_t i) {
    const miler_session *s = &m->plan->plan.sessions[i];
    return m->plan->marks[i].kind == PLAN_MARK_NONE && s->day < m->plan->today &&
           s->status != MILER_SESSION_SKIPPED && is_running(s->kind) && !may_be_unread(m, s->day);
}

// Left out by hand: no run is looked for.
static bool taken_out(const miler_session *s) {
    return s->status == MILER_SESSION_SKIPPED && s->by_hand;
}

// A run of the plan's days, or a word of one.
static bool any_run(const marking *m) {
    for (size_t i = 0; i < m->run_count; i++)
        if (m->runs[i].sport == MILER_SPORT_RUNNING) return true;
    for (size_t i = 0; i < m->plan->plan.session_count; i++)
        if (m->plan->marks[i].kind != PLAN_MARK_NONE) return true;
    return false;
}

// What was run without a watch, as far as it was asked for; of one cut short nobody knows how much.
static void add_told(const marking *m, size_t week) {
    const miler_plan *p = &m->plan->plan;
    const miler_plan_week *w = &p->weeks[week];
    for (size_t i = 0; i < p->session_count; i++) {
        const plan_mark *mark = &m->plan->marks[i];
        const int32_t day = p->sessions[i].day;
        if (mark->told && mark->run_id == 0 && mark->kind == PLAN_MARK_DONE && day >= w->first_day &&
            day < w->first_day + w->day_count)
            m->plan->done_m[week] += p->sessions[i].dist_m;
    }
}

// All running counts, whether or not it was a session's.
static void sum_weeks(const marking *m) {
    const miler_plan *p = &m->plan->plan;
    for (size_t i = 0; i < p->week_count; i++) {
        const miler_plan_week *w = &p->weeks[i];
        if (w->first_day > m->plan->today) continue;
        m->plan->done_m[i] = 0;
        for (size_t k = 0; k < m->run_count; k++) {
            const store_run *run = &m->runs[k];
            const bool within = run->day >= w->first_day && run->day < w->first_day + w->day_count;
            if (within && run->sport == MILER_SPORT_RUNNING && run->dist_m > 0)
                m->plan->done_m[i] += run->dist_m;
        }
        add_told(m, i);
    }
}

// Missed is only what a log that is kept does not hold.
static void tell_past(marking *m) {
    const miler_plan *p = &m->plan->plan;
    m->plan->no_runs = !any_run(m) && m->plan->today > p->start_day;
    if (m->plan->no_runs) return;
    for (size_t i = 0; i < p->session_count; i++)
        if (was_missed(m, i))
            m->plan->marks[i] = (plan_mark){.kind = PLAN_MARK_MISSED, .score = NAN, .verdict = ""};
    sum_weeks(m);
}

miler_status app_plan_marks(app *a, miler_arena *arena, app_plan_answer *plan, miler_error *err) {
    const miler_plan *p = &plan->plan;
    marking m = {.a = a, .arena = arena, .plan = plan};
    plan->marks = miler_arena_array(arena, p->session_count + 1, sizeof *plan->marks);
    plan->done_m = miler_arena_array(arena, p->week_count + 1, sizeof *plan->done_m);
    m.pairs = miler_arena_array(arena, p->session_count * PAIRS_EACH + 1, sizeof *m.pairs);
    if (plan->marks == NULL || plan->done_m == NULL || m.pairs == NULL)
        return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    for (size_t i = 0; i < p->week_count; i++)
        plan->done_m[i] = NAN;
    if (plan->today < p->start_day) return MILER_OK;
    const miler_status status = read_runs(&m, err);
    if (status != MILER_OK) return status;
    for (size_t i = 0; i < p->session_count; i++) {
        size_t room = PAIRS_EACH;
        if (p->sessions[i].day <= plan->today && !taken_out(&p->sessions[i])) match_near(&m, i, &room);
    }
    if (miler_arena_failed(arena)) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    if (m.pair_count > 1) qsort(m.pairs, m.pair_count, sizeof *m.pairs, by_score);
    assign(&m, true, false);
    assign(&m, false, false);
    assign(&m, true, true);
    const miler_status told = app_told_marks(a, arena, plan, err);
    if (told == MILER_OK) tell_past(&m);
    return told;
}
