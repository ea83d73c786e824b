// SPDX-License-Identifier: MIT
// A time trial that was missed is set again, once: it takes the next hard day
// that is free, but none of the last ten before the race, where it would cost
// more than it tells. A race that the runner set near it is as good as one.
#include "plan/plan_replan.h"

#include <stdlib.h>
#include <string.h>

#define LAST_DAYS 10 // before the race; engineering estimate, as the taper

#define NEAR_DAYS 10       // from the trial; engineering estimate: paces move little in so many
#define RACE_LEAST_M 800.0 // of what tells them; engineering estimate, as of races on the way
#define RACE_SHARE 0.99    // of the speed over its distance; rounding
#define ALL_OUT 10         // effort

typedef struct trials {
    int missed;
    int32_t missed_day;
    bool told; // one was run, or stands by hand
} trials;

static void look_at(replan *r, const miler_session *s, trials *out) {
    plan_draft read;
    if (s->kind != MILER_SESSION_TRIAL) return;
    const bool skipped = s->status == MILER_SESSION_SKIPPED;
    const bool over = s->day < r->from;
    if (!over && (!s->by_hand || s->aside)) return; // laid anew
    replan_measure(r->m, s, &read);
    if (read.family != PLAN_TRIAL) return; // work at goal pace
    if (over && skipped && (!s->by_hand || s->aside)) {
        out->missed++;
        out->missed_day = s->day;
    }
    out->told = out->told || !skipped || (s->by_hand && !s->aside);
}

static bool is_all_out(const plan_maker *m, const miler_step *step) {
    if (step->dist_m < RACE_LEAST_M) return false;
    if (step->kind == MILER_STEP_TIME_TRIAL) return true;
    if (step->kind != MILER_STEP_RUN) return false;
    if (step->target.kind == MILER_TARGET_EFFORT) return step->target.value >= ALL_OUT;
    return miler_step_speed(step, &m->req.book) * plan_book_time(&m->req.book, step->dist_m) >=
           RACE_SHARE * step->dist_m;
}

// Set by hand and raced, or to come: a race however it is written ("mile @mile"), whatever else is in it.
static bool is_raced(replan *r, const miler_session *s) {
    plan_maker *m = r->m;
    miler_workout w;
    bool raced = false;
    if (!s->by_hand || s->aside || s->status == MILER_SESSION_SKIPPED || !s->hard) return false;
    miler_arena_reset(m->scratch);
    const miler_status status = miler_workout_parse(s->text, m->scratch, &w, NULL);
    if (status == MILER_ERR_NOMEM && m->status == MILER_OK)
        m->status = miler_fail(m->err, MILER_ERR_NOMEM, "out of memory for the plan");
    for (size_t i = 0; status == MILER_OK && i < w.step_count; i++)
        raced = raced || is_all_out(m, &w.steps[i]);
    return raced;
}

static bool by_hand(const replan *r, int32_t day) {
    for (size_t i = 0; i < r->count; i++)
        if (r->session[i].by_hand && (r->session[i].day == day || r->session[i].planned_day == day))
            return true;
    return false;
}

static bool is_free(replan *r, int32_t day) {
    const replan_day *at = replan_day_at(r, day);
    return day >= r->from && day < r->old->race_day - LAST_DAYS && at != NULL &&
           at->cause == REPLAN_FOLLOWS && !by_hand(r, day) && !plan_other_near(r->m, day);
}

// The frame's hard day of the week that comes first, of those that are free; false: none is.
static bool set_in(replan *r, plan_frame_week *week) {
    const plan_maker *m = r->m;
    for (int day = 0, next = 0; day < 7 && next < week->hard_count; day++) {
        if (m->days.role[day] != PLAN_HARD) continue;
        const int32_t date = week->first_day + day - (7 - week->days);
        if (is_free(r, date) && week->hard[next] != PLAN_TRIAL) {
            week->hard[next] = PLAN_TRIAL;
            week->for_lack[next] = false;
            r->again_day = date;
            return true;
        }
        next++;
    }
    return false;
}

void replan_trial_again(replan *r) {
    trials seen = {0};
    r->again_day = MILER_NO_DAY;
    for (size_t i = 0; i < r->count && r->m->status == MILER_OK; i++)
        look_at(r, &r->session[i], &seen);
    for (size_t i = 0; i < r->count && seen.missed == 1; i++)
        seen.told = seen.told ||
                    (abs(r->session[i].day - seen.missed_day) <= NEAR_DAYS && is_raced(r, &r->session[i]));
    if (seen.told || seen.missed != 1) return;
    for (int i = 0; i < r->m->frame_count; i++) {
        replan_profile_use(r, i);
        if (set_in(r, &r->m->frame[i])) return;
    }
}

bool replan_is_trial(const miler_session *s) {
    return strstr(s->text, "m time trial") != NULL && s->kind != MILER_SESSION_RACE;
}

// On other days the trial may find none: too near to what stands at the end of the week before, or on an easy
// day after being ill, and nothing of it is left in its week. Then it goes on to the next free hard day.
void replan_trial_on(replan *r, int index, size_t first) {
    const plan_maker *m = r->m;
    const plan_frame_week *week = &m->frame[index];
    bool due = false;
    if (m->req.days_from == 0 || week->first_day < m->req.days_from) return;
    for (int i = 0; i < week->hard_count; i++)
        due = due || week->hard[i] == PLAN_TRIAL;
    for (size_t i = first; i < m->plan->session_count; i++)
        due = due && !(replan_is_trial(&m->plan->sessions[i]) &&
                       m->plan->sessions[i].status != MILER_SESSION_SKIPPED);
    for (size_t i = 0; i < r->count; i++)
        due = due &&
              !(replan_is_trial(&r->session[i]) && (r->session[i].day < r->from || r->session[i].by_hand));
    for (int i = index + 1; i < m->frame_count && due; i++) {
        const int32_t kept = r->again_day;
        replan_profile_use(r, i);
        due = !set_in(r, &r->m->frame[i]);
        r->again_day = kept; // it was not missed
    }
}
