// SPDX-License-Identifier: MIT
// What the parts of replanning hand to each other. A plan is made anew like this:
//
//     past     statuses of sessions, from what was done                 plan_replan_past.c
//     days     what notes and breaks ask of each day                    plan_replan_days.c
//     profile  other days of the runner, from the next week on             plan_replan_profile.c
//     log      what it says of the weeks before, told since            plan_replan_log.c
//     paces    a new estimate, or what a break took                     plan_replan_days.c
//     aside    what was arranged by hand, where illness forbids it      plan_replan_aside.c
//     back     what a note that was taken back gives back             plan_replan_back.c
//     trial    one that was missed, on a later hard day               plan_replan_trial.c
//     week     weeks that are over: what they left (last sets, volume)  plan_replan_past.c
//              weeks to come: made by the builder, laid over what
//              stands: the past, what was arranged by hand, days off    plan_replan.c
//              what came out too large gives way                        plan_replan_fit.c
//     say      old against new, with the reason of each change          plan_replan_say.c
//
// The days to come follow from the past, the notes, the estimate and what was
// arranged by hand, and from nothing else: so a second time changes nothing.
#ifndef PLAN_REPLAN_H
#define PLAN_REPLAN_H

#include "plan/plan_room.h"

#define REPLAN_DAYS_MAX (PLAN_WEEKS_MAX * 7)
#define REPLAN_BREAKS_MAX 16
#define REPLAN_WEEK_MAX 80 // sessions of one week: made, kept and dropped

typedef enum replan_cause {
    REPLAN_FOLLOWS = 0, // from other changes
    REPLAN_SICK,
    REPLAN_RETURN, // easy days after being ill
    REPLAN_SORE,
    REPLAN_TIRED,
    REPLAN_OFF,
    REPLAN_BREAK,
    REPLAN_APART,
    REPLAN_FRESH, // one new kind of hard work a week
    REPLAN_TRIAL,
    REPLAN_AGAIN, // the trial that was missed
    REPLAN_FAILED,
    REPLAN_TOO_EASY,
    REPLAN_MISSED,
    REPLAN_PACES,
    REPLAN_DAYS, // the runner has others
    REPLAN_LOG,  // it tells of the weeks before the plan now
    REPLAN_CAUSE_COUNT
} replan_cause;

typedef struct replan_day {
    bool empty, calm;
    bool unwell;  // ill, sore or on the way back: that comes before the runner's hand
    bool before;  // by an illness of a few days that was over when the plan began, and nothing else
    double share; // of the minutes of a run; 0 = all
    replan_cause cause;
    const miler_plan_note *note; // behind it; NULL = a break
} replan_day;

typedef struct replan_break {
    int32_t first, days;
} replan_break;

// How a week is laid out.
typedef struct replan_week_days {
    plan_days days;
    int limit_min[7], run_days, doubles;
    bool open[7];
    double start_m, peak_m;
} replan_week_days;

typedef struct replan {
    plan_maker *m;
    const miler_plan *old;
    const miler_replan *asked;
    const miler_plan_rules *rules;
    int32_t from;           // first day that may change
    miler_session *session; // the old ones with what became of them
    uint8_t *fate;          // of each, a miler_past_kind + 1; 0 = not told
    size_t count;
    replan_day day[REPLAN_DAYS_MAX]; // from the plan's first
    int32_t day_count;
    replan_break breaks[REPLAN_BREAKS_MAX];
    int break_count;
    miler_plan_meant *meant; // runs of weeks that notes or breaks made easier, as they were before
    size_t meant_count;
    miler_session meant_run;         // the one last asked for
    bool given_back[PLAN_WEEKS_MAX]; // a note was taken back: no run of the week gets longer than those
    int32_t again_day;               // on which a missed trial is set again; MILER_NO_DAY = none
    double pace_factor;              // of the speeds, by a break; 1 = none
    bool adopted;                    // the estimate is a new one
    bool by_hand;                    // ... because of paces or heart rates told by hand
    bool other_days;                 // taken over by this replanning
    bool log_taken;                  // and so is what the log says of the weeks before
    replan_week_days days_before, days_now; // where they change
    bool missed[PLAN_WEEKS_MAX], short_week[PLAN_WEEKS_MAX];
    bool left_out; // of the week being made something is, up to now or on days ill or off
    uint8_t week_cause[PLAN_WEEKS_MAX]; // of what has none of its own in the week
    uint8_t *cause;                     // of each session of the new plan
    size_t cause_cap;
    miler_plan_change *changes;
    size_t change_count, change_cap;
} replan;

// plan_replan.c
bool replan_stands(const replan *r, const plan_frame_week *week, const miler_session *s); // over, or by hand
// Nothing is made up for. True when hard work got smaller: what follows it may have to.
bool replan_hold_back(replan *r, const plan_frame_week *week);
// plan_replan_fit.c
void replan_fit_week(replan *r, int index);
bool replan_smaller_set(const plan_maker *m, plan_set *set); // false: it cannot be
void replan_drop_draft(plan_maker *m, plan_draft *d);        // rest in its place
// plan_replan_past.c
miler_status replan_take_past(replan *r);
bool replan_is_over(const replan *r, const miler_session *s);    // by its day, or done today
bool replan_done_apart(const replan *r, const miler_session *s); // strength, its day still to come
void replan_take_week(replan *r, int index, const miler_session *sessions, size_t count);
bool replan_only_before(replan *r, const plan_frame_week *week);      // nothing but such days made it another
void replan_mean_week(replan *r, int index, plan_maker *out);         // as it was meant without them
void replan_lay_meant(replan *r, int index, const plan_maker *meant); // on its other days
void replan_take_meant(replan *r, int index, const plan_maker *meant);       // for the next
void replan_measure(plan_maker *m, const miler_session *s, plan_draft *out); // what its text comes to
double replan_metres(const replan *r, const miler_session *s);               // and what it counts for
// plan_replan_log.c
bool replan_log_take(replan *r);        // true: the request has other weeks before it now
bool replan_log_holds(const replan *r); // settled with them it is still this plan
void replan_log_week(const replan *r, const plan_frame_week *frame, miler_plan_week *week);
// plan_replan_profile.c
bool replan_profile_take(replan *r);          // true: the request has other days now
miler_status replan_profile_frame(replan *r); // weeks before the change as they were
void replan_profile_use(replan *r, int index);
void replan_profile_mind(replan *r, int index);
bool replan_touched(replan *r, int32_t day); // by notes or breaks
// plan_replan_back.c
miler_status replan_back(replan *r);
miler_status replan_back_tell(replan *r);
const miler_session *replan_old_run(replan *r, const plan_frame_week *week, const plan_draft *d);
// plan_replan_trial.c
void replan_trial_again(replan *r);
bool replan_is_trial(const miler_session *s); // by its text, the race not
void replan_trial_on(replan *r, int index,
                     size_t first); // where the week, laid from there, has no place for it
// plan_replan_aside.c
miler_status replan_lay_aside(replan *r);
void replan_walk_stand_ins(replan *r, int index); // of that week, the weeks before it made
bool replan_new_gym(replan *r, const plan_frame_week *week, int32_t day, miler_session_kind kind);
// plan_replan_days.c
void replan_days(replan *r);
miler_status replan_paces(replan *r);
void replan_adopt(replan *r); // the book of today, for the goal that stands
double replan_other_m(const replan *r, const plan_frame_week *week); // run beside the sessions
replan_day *replan_day_at(replan *r, int32_t day);                   // NULL outside the plan
// plan_replan_say.c
miler_status replan_say(replan *r);
miler_status replan_notice(replan *r); // what goal a break leaves
void replan_add_change(plan_maker *m, miler_plan_change **list, size_t *count, size_t *cap,
                       miler_plan_change change);
const char *replan_reason(replan *r, replan_cause cause, int32_t day, const char **rule, const char **source);
// plan_replan_apart.c: of two with one title, what differs, in words; false where that is not told.
bool replan_say_apart(const miler_session *now, const miler_session *was, char *now_words, char *was_words,
                      size_t size);
// plan_stale.c: after a change by hand, what reasons of other days said of what is gone.
miler_status plan_renew_reasons(const miler_plan *old, miler_plan *now, int32_t today, miler_arena *arena,
                                miler_error *err);
// plan_title.c: a name for a session whose kind and hardness are known; NULL: out of memory.
const char *plan_title(const miler_workout *workout, const miler_session *s, const miler_pace_book *book,
                       miler_units units, miler_arena *arena);

#endif
