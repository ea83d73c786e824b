// SPDX-License-Identifier: MIT
// Illness and soreness come before the runner's hand. What was arranged by hand
// on a day that may not hold it is laid aside: it stays where it is, skipped,
// and a short easy run, or rest, stands in for it. Both are marked, so that a
// note taken back takes the one away and gives the other back.
//
// Days off and tiredness are the runner's own to weigh against what they moved:
// those leave the hand alone.
//
// Strength and jumps that a note or a break takes from a day are taken out of the week: the
// builder would look for another day for them, and a sore calf would get jumps on
// a day that had none.
#include "plan/plan_replan.h"

#include <string.h>

#define USUAL_MIN 45    // of an easy run, its share of which stands in; engineering estimates
#define SHORTEST_MIN 15 // as in plan_replan_week.c

static bool is_run(const miler_session *s) {
    return s->slot < 2 && s->kind != MILER_SESSION_REST && s->kind != MILER_SESSION_CROSS;
}

static bool is_out(const miler_session *s) {
    return s->status == MILER_SESSION_SKIPPED;
}

// As it was before the notes: what stood in is gone, what was laid aside is back.
static void give_back(replan *r) {
    size_t kept = 0;
    for (size_t i = 0; i < r->count; i++) {
        miler_session s = r->session[i];
        const bool open = s.aside && s.day >= r->from && s.status != MILER_SESSION_DONE;
        if (open && !is_out(&s)) continue;
        if (open) {
            s.aside = false;
            s.status = s.day != s.planned_day ? MILER_SESSION_MOVED : MILER_SESSION_PLANNED;
        }
        r->session[kept] = s;
        r->fate[kept++] = r->fate[i];
    }
    r->count = kept;
}

// So many minutes are easy enough on such a day.
static int most_minutes(const replan_day *at, int minutes) {
    const int usual = (int)(at->share * (minutes < USUAL_MIN ? minutes : USUAL_MIN));
    const int round = usual >= 30 ? usual / 5 * 5 : usual;
    return round > SHORTEST_MIN ? round : SHORTEST_MIN;
}

// In the paces of today.
static int minutes_of(replan *r, const miler_session *s) {
    plan_draft own;
    replan_measure(r->m, s, &own);
    return (int)(own.sum.time_s / 60 + 0.5);
}

// Easy and short enough, and nothing in it that jumps, lifts or hurries: what is set by hand may hold
// anything, whatever it is called.
static bool fits(replan *r, const replan_day *at, const miler_session *s) {
    const uint32_t brisk = 1u << MILER_SESSION_STRIDES | 1u << MILER_SESSION_HILLS |
                           1u << MILER_SESSION_DRILLS | 1u << MILER_SESSION_STRENGTH |
                           1u << MILER_SESSION_PLYO;
    plan_draft own;
    if (at->empty || s->hard || s->slot >= 2 || ((s->covers | 1u << s->kind) & brisk)) return false;
    replan_measure(r->m, s, &own);
    if ((own.covers & brisk) || own.sum.strength_s > 0 || own.sum.plyo_contacts > 0) return false;
    return !is_run(s) || minutes_of(r, s) <= most_minutes(at, USUAL_MIN);
}

static int32_t id_before(const replan *r, int32_t day) {
    for (size_t i = 0; i < r->old->session_count; i++) {
        const miler_session *s = &r->old->sessions[i];
        if (s->aside && !is_out(s) && s->day == day) return s->id;
    }
    return 0;
}

// Rest, or the short easy run of `minutes`.
static void write_stand_in(plan_maker *m, miler_session *s, int minutes) {
    plan_draft d;
    memset(&d, 0, sizeof d);
    d.kind = minutes > 0 ? MILER_SESSION_EASY : MILER_SESSION_REST;
    d.minutes = minutes;
    if (plan_draft_write(m, &d) != MILER_OK) return; // sticky in m->status
    s->kind = d.kind;
    s->covers = d.covers;
    s->dist_m = (int32_t)floor(d.sum.dist_m + 0.5);
    s->time_s = (int32_t)floor(d.sum.time_s + 0.5);
    s->easy_s = (int32_t)floor(d.sum.easy_s + 0.5);
    s->title = miler_arena_dup(m->arena, d.title);
    s->text = miler_arena_dup(m->arena, d.text);
    if (s->title == NULL || s->text == NULL)
        m->status = miler_fail(m->err, MILER_ERR_NOMEM, "out of memory for the plan");
}

static void stand_in(replan *r, int32_t day, int minutes) {
    plan_maker *m = r->m;
    const char *rule, *source;
    const int32_t before = id_before(r, day);
    miler_session s = {.id = before != 0 ? before : m->plan->next_id,
                       .day = day,
                       .planned_day = day,
                       .aside = true,
                       .why_much = "",
                       .why_pace = "",
                       .numbers = ""};
    write_stand_in(m, &s, minutes);
    if (m->status != MILER_OK) return;
    s.why_day = replan_reason(r, replan_day_at(r, day)->cause, day, &rule, &source);
    s.source = source;
    m->plan->next_id += before == 0;
    r->session[r->count] = s;
    r->fate[r->count++] = 0;
}

// Who still walks between runs does so in what stands in, too. How far the pieces have come is known
// once the weeks before are made; with their walks they take no longer than it was to be.
void replan_walk_stand_ins(replan *r, int index) {
    plan_maker *m = r->m;
    const plan_frame_week *week = &m->frame[index];
    m->stretch_min = plan_learn_stretch(m, index);
    for (size_t i = 0; i < r->count && m->stretch_min > 0 && m->status == MILER_OK; i++) {
        miler_session *s = &r->session[i];
        const bool here =
            s->day >= r->from && s->day >= week->first_day && s->day - week->first_day < week->days;
        if (!here || !s->aside || is_out(s) || s->kind != MILER_SESSION_EASY) continue;
        write_stand_in(m, s, plan_learn_whole(m, plan_learn_fits(m, minutes_of(r, s)), false));
    }
}

// ---- Strength and jumps ------------------------------------------------------------------

// A note, or a break, leaves a day of that week without them.
static bool takes_gym(replan *r, const plan_frame_week *week) {
    for (int32_t day = week->first_day; day < week->first_day + week->days; day++) {
        const replan_day *at = replan_day_at(r, day);
        if (at != NULL && (at->calm || at->empty)) return true;
    }
    return false;
}

// Whether strength, or jumps, would be new on that day of such a week.
bool replan_new_gym(replan *r, const plan_frame_week *week, int32_t day, miler_session_kind kind) {
    const bool other_days = r->other_days && week->first_day >= r->m->req.days_from;
    if (other_days || !takes_gym(r, week)) return false;
    for (size_t i = 0; i < r->old->session_count; i++)
        if (r->old->sessions[i].day == day && r->old->sessions[i].kind == kind) return false;
    return true;
}

// ---- What was arranged ---------------------------------------------------------------------

// Whether the runner arranged that day, so that the builder leaves it alone.
static bool arranged(const replan *r, int32_t day) {
    for (size_t i = 0; i < r->count; i++)
        if (r->session[i].by_hand && r->session[i].day >= r->from &&
            (r->session[i].day == day || r->session[i].planned_day == day))
            return true;
    return false;
}

// Left out by the runner: nothing takes its place.
static bool own_skip(const miler_session *s) {
    return is_out(s) && s->by_hand && !s->aside && s->kind != MILER_SESSION_REST;
}

static bool stays(replan *r, const replan_day *at, const miler_session *s) {
    return s->status == MILER_SESSION_DONE || s->kind == MILER_SESSION_REST || fits(r, at, s);
}

static int longer(int a, int b) {
    return a > b ? a : b;
}

// One day of those that the runner arranged. Of more than one run the longest tells what stands in, so
// that their order does not matter.
static void lay_aside(replan *r, int32_t day, const replan_day *at) {
    int minutes = 0;
    bool any = false, left = false;
    for (size_t i = 0; i < r->count; i++) {
        miler_session *s = &r->session[i];
        if (s->day != day || s->kind == MILER_SESSION_RACE) continue;
        if (is_out(s) || stays(r, at, s)) {
            left = left || !is_out(s) || own_skip(s);
            continue;
        }
        if (is_run(s)) minutes = longer(minutes, most_minutes(at, minutes_of(r, s)));
        any = true;
        s->aside = true;
        s->status = MILER_SESSION_SKIPPED;
    }
    if (any && !left) stand_in(r, day, at->empty ? 0 : minutes);
}

miler_status replan_lay_aside(replan *r) {
    give_back(r);
    for (int32_t day = r->from; day < r->old->race_day && r->m->status == MILER_OK; day++) {
        const replan_day *at = replan_day_at(r, day);
        if (at != NULL && at->unwell && arranged(r, day)) lay_aside(r, day, at);
    }
    return r->m->status;
}
