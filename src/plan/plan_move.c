// SPDX-License-Identifier: MIT
// The runner's own hand: sessions moved, changed about, left out, written anew.
// It is done as asked and marked, so that replanning leaves it alone; what it
// breaks is the auditor's to say.
#include "plan/plan_replan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct hand {
    plan_maker *m; // the plan under the hand, its arena, its error; no more of it is used
    miler_plan *plan;
    const miler_plan *old;
    miler_plan_change *changes;
    size_t count, cap;
} hand;

static const char source[] = "the runner's hand";

static miler_status take(hand *h, const miler_plan *plan, miler_arena *arena, miler_plan *out,
                         miler_error *err) {
    memset(h, 0, sizeof *h);
    if (plan == NULL || arena == NULL || out == NULL)
        return miler_fail(err, MILER_ERR_ARG, "plan: a part is missing");
    *out = *plan;
    h->m = miler_arena_take(arena, sizeof *h->m);
    out->sessions = miler_arena_array(arena, plan->session_count + 2, sizeof *out->sessions);
    out->weeks = miler_arena_array(arena, plan->week_count + 1, sizeof *out->weeks);
    if (h->m == NULL || out->sessions == NULL || out->weeks == NULL)
        return miler_fail(err, MILER_ERR_NOMEM, "out of memory for the plan");
    if (plan->session_count > 0)
        memcpy(out->sessions, plan->sessions, plan->session_count * sizeof *out->sessions);
    if (plan->week_count > 0) memcpy(out->weeks, plan->weeks, plan->week_count * sizeof *out->weeks);
    h->m->arena = arena;
    h->m->err = err;
    h->m->plan = out;
    h->plan = out;
    h->old = plan;
    return MILER_OK;
}

static bool out_of_it(const miler_session *s) {
    return s->status == MILER_SESSION_SKIPPED || s->kind == MILER_SESSION_REST;
}

static miler_status check_day(hand *h, int32_t today, int32_t day, const char *what) {
    const miler_plan *p = h->plan;
    char date[MILER_TEXT_MAX], race[MILER_TEXT_MAX];
    miler_print_date(date, sizeof date, day);
    miler_print_date(race, sizeof race, p->race_day);
    if (day < today) {
        miler_fail(h->m->err, MILER_ERR_REFUSED, "%s is over: what was run, was run", date);
        miler_error_remedy(h->m->err, "days from today on can be changed");
        return MILER_ERR_REFUSED;
    }
    if (day < p->start_day) {
        miler_print_date(race, sizeof race, p->start_day);
        miler_fail(h->m->err, MILER_ERR_REFUSED, "%s lies before the plan, which begins on %s", date, race);
        miler_error_remedy(h->m->err, "what stands where: miler plan show");
        return MILER_ERR_REFUSED;
    }
    if (day > p->race_day) {
        miler_fail(h->m->err, MILER_ERR_REFUSED, "%s lies outside the plan, which ends with the race on %s",
                   date, race);
        miler_error_remedy(h->m->err, "a later race wants a plan of its own: miler plan new");
        return MILER_ERR_REFUSED;
    }
    if (day == p->race_day) {
        miler_fail(h->m->err, MILER_ERR_REFUSED, "%s is race day: %s", date, what);
        miler_error_remedy(h->m->err, "another race day makes another plan: miler plan new --race DATE");
        return MILER_ERR_REFUSED;
    }
    return MILER_OK;
}

static miler_status check_session(hand *h, const miler_session *s) {
    if (s->status != MILER_SESSION_DONE) return MILER_OK;
    miler_fail(h->m->err, MILER_ERR_REFUSED, "session %d (%s) is done already", (int)s->id, s->title);
    miler_error_remedy(h->m->err, "sessions still to come can be changed");
    return MILER_ERR_REFUSED;
}

static miler_status none_there(hand *h, int32_t session_id, int32_t day) {
    char date[MILER_TEXT_MAX];
    miler_print_date(date, sizeof date, day);
    if (session_id != 0)
        miler_fail(h->m->err, MILER_ERR_NOT_FOUND, "the plan has no session %d", (int)session_id);
    else
        miler_fail(h->m->err, MILER_ERR_NOT_FOUND, "there is nothing to change on %s", date);
    miler_error_remedy(h->m->err, "what stands where: miler plan show");
    return MILER_ERR_NOT_FOUND;
}

// A number that is in the plan, on a day where it asks for no running.
static miler_status nothing_of(hand *h, const miler_session *s) {
    char date[MILER_TEXT_MAX];
    miler_print_date(date, sizeof date, s->day);
    if (s->kind == MILER_SESSION_REST)
        miler_fail(h->m->err, MILER_ERR_NOT_FOUND, "session %d is the rest of %s: there is nothing to change",
                   (int)s->id, date);
    else
        miler_fail(h->m->err, MILER_ERR_NOT_FOUND, "session %d (%s) is left out already", (int)s->id,
                   s->title);
    miler_error_remedy(h->m->err, "'miler plan set %d TEXT' puts something in its place", (int)s->id);
    return MILER_ERR_NOT_FOUND;
}

static const char *with_day(hand *h, const miler_session *s) {
    char date[MILER_TEXT_MAX], text[200];
    miler_print_date(date, sizeof date, s->day);
    snprintf(text, sizeof text, "%s on %s %s", s->title, miler_weekday_name(miler_weekday(s->day)), date);
    const char *kept = miler_arena_dup(h->m->arena, text);
    return kept != NULL ? kept : "";
}

static void add(hand *h, int32_t day, int32_t id, const char *was, const char *now, const char *reason) {
    replan_add_change(h->m, &h->changes, &h->count, &h->cap,
                      (miler_plan_change){day, id, was, now, reason, "", source});
}

// ---- The plan put in order again -----------------------------------------------------------

static int in_order(const void *a, const void *b) {
    const miler_session *x = a, *y = b;
    if (x->day != y->day) return x->day < y->day ? -1 : 1;
    if (x->slot != y->slot) return x->slot < y->slot ? -1 : 1;
    return x->id < y->id ? -1 : x->id > y->id;
}

// Which sessions are the week's, in order again; its sums, unless it is over.
static void sum_week(const miler_plan *p, miler_plan_week *w, int32_t today) {
    w->session_count = 0;
    for (size_t i = 0; i < p->session_count; i++) {
        const int32_t at = p->sessions[i].day - w->first_day;
        if (at >= 0 && at < w->day_count && w->session_count++ == 0) w->first_session = i;
    }
    if (w->first_day + w->day_count > today) plan_week_sums(p->sessions, w);
}

static miler_status finish(hand *h, int32_t today, miler_plan_change **out_changes, size_t *out_count) {
    miler_plan *p = h->plan;
    if (p->session_count > 1) qsort(p->sessions, p->session_count, sizeof *p->sessions, in_order);
    const miler_status renewed = plan_renew_reasons(h->old, p, today, h->m->arena, h->m->err);
    if (renewed != MILER_OK) return renewed;
    for (size_t i = 0; i < p->week_count; i++)
        sum_week(p, &p->weeks[i], today);
    *out_changes = h->changes;
    *out_count = h->count;
    return h->m->status;
}

// ---- Moving ----------------------------------------------------------------------------------

static void put_on(hand *h, miler_session *s, int32_t day) {
    const miler_session was = *s;
    if (!s->by_hand) s->planned_day = s->day;
    s->day = day;
    s->by_hand = true;
    s->aside = false;
    s->status = MILER_SESSION_MOVED;
    add(h, day, s->id, with_day(h, &was), with_day(h, s), "Moved by hand.");
}

// Whether the session is one that the move means: the one asked for, or all of the day.
static bool meant(const miler_session *s, int32_t id, int32_t day) {
    return id != 0 ? s->id == id : s->day == day && s->status != MILER_SESSION_SKIPPED;
}

// Something is there to be moved, and none of it is done.
static miler_status check_meant(hand *h, int32_t id, int32_t day) {
    size_t found = 0;
    for (size_t i = 0; i < h->plan->session_count; i++) {
        const miler_session *one = &h->plan->sessions[i];
        if (!meant(one, id, day)) continue;
        const miler_status status = check_session(h, one);
        if (status != MILER_OK) return status;
        found += !out_of_it(one);
    }
    return found > 0 ? MILER_OK : none_there(h, id, day);
}

static miler_status check_move(hand *h, int32_t today, int32_t id, int32_t *day, int32_t to) {
    const miler_session *s = id != 0 ? miler_plan_session(h->old, id) : NULL;
    if (id != 0 && s == NULL) return none_there(h, id, *day);
    if (s != NULL) *day = s->day;
    miler_status status = check_day(h, today, *day, "the race stays where it is");
    if (status == MILER_OK) status = check_day(h, today, to, "nothing else belongs there");
    if (status != MILER_OK) return status;
    if (*day == to) {
        miler_fail(h->m->err, MILER_ERR_REFUSED, "it stands on that day already");
        miler_error_remedy(h->m->err, "give another day");
        return MILER_ERR_REFUSED;
    }
    if (s != NULL && out_of_it(s)) return nothing_of(h, s);
    return check_meant(h, id, *day);
}

// What the emptied day had as rest, and what gives way to a session that comes.
static void trade_rest(hand *h, int32_t day, int32_t to, bool gone) {
    for (size_t i = 0; i < h->plan->session_count; i++) {
        miler_session *s = &h->plan->sessions[i];
        if (s->kind != MILER_SESSION_REST || s->day != to || s->status == MILER_SESSION_SKIPPED) continue;
        if (!s->by_hand) s->planned_day = s->day;
        s->by_hand = true;
        s->aside = false;
        s->status = MILER_SESSION_MOVED;
        if (gone)
            s->day = day;
        else
            s->status = MILER_SESSION_SKIPPED;
    }
}

static bool anything_left(const miler_plan *p, int32_t day) {
    for (size_t i = 0; i < p->session_count; i++)
        if (p->sessions[i].day == day && !out_of_it(&p->sessions[i])) return true;
    return false;
}

miler_status miler_plan_move(const miler_plan *plan, int32_t today, int32_t session_id, int32_t day,
                             int32_t to, bool swap, miler_arena *arena, miler_plan *out,
                             miler_plan_change **out_changes, size_t *out_change_count, miler_error *err) {
    hand h;
    miler_status status = take(&h, plan, arena, out, err);
    if (status != MILER_OK) return status;
    status = check_move(&h, today, session_id, &day, to);
    for (size_t i = 0; i < plan->session_count && status == MILER_OK && swap; i++)
        if (out->sessions[i].day == to && !out_of_it(&out->sessions[i]))
            status = check_session(&h, &out->sessions[i]);
    if (status != MILER_OK) return status;
    for (size_t i = 0; i < out->session_count; i++) {
        miler_session *s = &out->sessions[i];
        const miler_session *was = &plan->sessions[i];
        if (meant(was, session_id, day) && !out_of_it(was))
            put_on(&h, s, to);
        else if (swap && was->day == to && !out_of_it(was))
            put_on(&h, s, day);
    }
    trade_rest(&h, day, to, !anything_left(out, day));
    return finish(&h, today, out_changes, out_change_count);
}

// ---- Leaving out -----------------------------------------------------------------------------

static miler_status leave_out(hand *h, int32_t id, int32_t day, size_t *found) {
    for (size_t i = 0; i < h->plan->session_count; i++) {
        miler_session *s = &h->plan->sessions[i];
        if (!meant(s, id, day) || out_of_it(s)) continue;
        const miler_status status = check_session(h, s);
        if (status != MILER_OK) return status;
        ++*found;
        if (!s->by_hand) s->planned_day = s->day;
        s->by_hand = true;
        s->aside = false;
        s->status = MILER_SESSION_SKIPPED;
        add(h, day, s->id, s->title, "skipped", "Left out by hand; nothing of it is made up for.");
    }
    return MILER_OK;
}

miler_status miler_plan_skip(const miler_plan *plan, int32_t today, int32_t session_id, int32_t day,
                             miler_arena *arena, miler_plan *out, miler_plan_change **out_changes,
                             size_t *out_change_count, miler_error *err) {
    hand h;
    miler_status status = take(&h, plan, arena, out, err);
    if (status != MILER_OK) return status;
    const miler_session *one = session_id != 0 ? miler_plan_session(plan, session_id) : NULL;
    if (session_id != 0 && one == NULL) return none_there(&h, session_id, day);
    if (one != NULL) day = one->day;
    status = check_day(&h, today, day, "the race is what the plan is for");
    size_t found = 0;
    if (status == MILER_OK) status = leave_out(&h, session_id, day, &found);
    if (status == MILER_OK && found == 0)
        status = one != NULL ? nothing_of(&h, one) : none_there(&h, session_id, day);
    return status == MILER_OK ? finish(&h, today, out_changes, out_change_count) : status;
}

// ---- Writing anew ------------------------------------------------------------------------------

typedef struct reading {
    bool easy, strides, hills, drills, cross, rest, strength, trial, race_pace, goal, vo2max, threshold,
        jumps;
} reading;

static void read_target(const miler_target *t, const miler_pace_book *book, reading *out) {
    plan_pace pace;
    const plan_family family = plan_family_of(t, book, &pace);
    out->race_pace = out->race_pace || family == PLAN_RACE_PACE;
    out->goal = out->goal || pace == PLAN_AT_GOAL;
    out->vo2max = out->vo2max || family == PLAN_VO2MAX;
    out->threshold = out->threshold || family == PLAN_THRESHOLD;
    out->easy = out->easy || family == PLAN_NONE;
}

static void read_steps(const miler_step *steps, size_t count, const miler_pace_book *book, int depth,
                       reading *out) {
    for (size_t i = 0; i < count && depth <= MILER_WORKOUT_DEPTH_MAX; i++) {
        const miler_step *s = &steps[i];
        if (s->kind == MILER_STEP_REPEAT) read_steps(s->children, s->child_count, book, depth + 1, out);
        if (s->kind == MILER_STEP_RUN) read_target(&s->target, book, out);
        out->strides = out->strides || s->kind == MILER_STEP_STRIDE;
        out->hills = out->hills || s->kind == MILER_STEP_HILL;
        out->drills = out->drills || s->kind == MILER_STEP_DRILLS;
        out->cross = out->cross || s->kind == MILER_STEP_CROSS;
        out->rest = out->rest || s->kind == MILER_STEP_REST;
        out->trial = out->trial || s->kind == MILER_STEP_TIME_TRIAL;
        out->strength = out->strength || s->kind == MILER_STEP_EXERCISE;
    }
}

static miler_session_kind kind_of(const reading *r) {
    if (r->trial || r->goal) return MILER_SESSION_TRIAL;
    if (r->race_pace || r->vo2max) return MILER_SESSION_SPEED;
    if (r->threshold) return MILER_SESSION_THRESHOLD;
    if (r->hills) return MILER_SESSION_HILLS;
    if (r->drills) return MILER_SESSION_DRILLS;
    if (r->strides) return MILER_SESSION_STRIDES;
    if (r->easy) return MILER_SESSION_EASY;
    if (r->cross) return MILER_SESSION_CROSS;
    if (r->strength) return r->jumps ? MILER_SESSION_PLYO : MILER_SESSION_STRENGTH;
    return MILER_SESSION_REST;
}

static uint32_t covers_of(const reading *r, miler_session_kind kind) {
    const struct {
        bool holds;
        miler_session_kind kind;
    } parts[] = {{r->easy, MILER_SESSION_EASY},          {r->strides, MILER_SESSION_STRIDES},
                 {r->hills, MILER_SESSION_HILLS},        {r->drills, MILER_SESSION_DRILLS},
                 {r->cross, MILER_SESSION_CROSS},        {r->trial, MILER_SESSION_TRIAL},
                 {r->threshold, MILER_SESSION_THRESHOLD}};
    uint32_t out = 1u << kind;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (parts[i].holds) out |= 1u << parts[i].kind;
    return out;
}

static miler_status write_text(hand *h, miler_session *s, const char *text) {
    miler_workout w;
    miler_workout_total sum;
    miler_buf normal;
    const miler_pace_book *book = &h->plan->request.book;
    miler_status status = miler_workout_parse(text, h->m->arena, &w, h->m->err);
    if (status != MILER_OK) return status;
    reading r = {0};
    read_steps(w.steps, w.step_count, book, 0, &r);
    miler_workout_sum(&w, book, &sum);
    r.jumps = sum.plyo_contacts > 0;
    const bool was_long = s->kind == MILER_SESSION_LONG;
    s->kind = kind_of(&r);
    if (was_long && s->kind == MILER_SESSION_EASY) s->kind = MILER_SESSION_LONG;
    s->hard = r.trial || r.race_pace || r.vo2max || r.threshold;
    s->covers = covers_of(&r, s->kind);
    plan_session_sums(s, &sum);
    miler_buf_init(&normal, miler_arena_allocator(h->m->arena), 16 * 1024);
    miler_workout_print(&w, &normal);
    s->text = miler_arena_dup(h->m->arena, miler_buf_text(&normal));
    status = miler_buf_status(&normal, h->m->err);
    miler_buf_deinit(&normal);
    s->title = plan_title(&w, s, book, h->plan->request.athlete.units, h->m->arena);
    if (status == MILER_OK && (s->text == NULL || s->title == NULL))
        status = miler_fail(h->m->err, MILER_ERR_NOMEM, "out of memory for the plan");
    return status;
}

// The session meant: by number, else the day's run, else whatever the day has.
static miler_session *to_write(hand *h, int32_t id, int32_t day) {
    miler_session *best = NULL;
    for (size_t i = 0; i < h->plan->session_count; i++) {
        miler_session *s = &h->plan->sessions[i];
        if (!meant(s, id, day)) continue;
        if (best == NULL || (s->slot < best->slot)) best = s;
    }
    return best;
}

// Of two with one title the texts tell what is other now.
static void add_set(hand *h, int32_t day, const miler_session *s, const miler_session *was) {
    const bool apart = strcmp(was->title, s->title) != 0;
    add(h, day, s->id, apart ? was->title : was->text, apart ? s->title : s->text, "Set by hand.");
}

miler_status miler_plan_set(const miler_plan *plan, int32_t today, int32_t session_id, int32_t day,
                            const char *text, miler_arena *arena, miler_plan *out,
                            miler_plan_change **out_changes, size_t *out_change_count, miler_error *err) {
    hand h;
    miler_status status = take(&h, plan, arena, out, err);
    if (status != MILER_OK) return status;
    miler_session *s = to_write(&h, session_id, day);
    if (session_id != 0 && s == NULL) return none_there(&h, session_id, day);
    if (s != NULL) day = s->day;
    status = check_day(&h, today, day, "the race is what the plan is for");
    if (status == MILER_OK && s != NULL) status = check_session(&h, s);
    if (status != MILER_OK) return status;
    const miler_session was = s != NULL ? *s : (miler_session){.title = "", .text = ""};
    if (s == NULL) {
        s = &out->sessions[out->session_count++];
        *s = (miler_session){.id = out->next_id++, .day = day, .planned_day = day};
    }
    status = write_text(&h, s, text);
    if (status != MILER_OK) return status;
    if (!s->by_hand) s->planned_day = s->day;
    s->by_hand = true;
    s->aside = false;
    s->status = s->day != s->planned_day ? MILER_SESSION_MOVED : MILER_SESSION_PLANNED;
    s->why_day = "Set by hand.";
    s->why_much = s->why_pace = s->numbers = "";
    s->source = source;
    add_set(&h, day, s, &was);
    return finish(&h, today, out_changes, out_change_count);
}
