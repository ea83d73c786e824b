// SPDX-License-Identifier: MIT
// What the parts of the auditor hand to each other: the plan as its texts say
// it is. Nothing here knows how the builder works; what a session is, how long,
// how hard, is read again from its text.
#ifndef PLAN_AUDIT_H
#define PLAN_AUDIT_H

#include "plan/plan_rules.h"

typedef enum audit_class { AUDIT_THRESHOLD = 0, AUDIT_VO2MAX, AUDIT_FAST, AUDIT_CLASS_COUNT } audit_class;

// Work of one class in a session.
typedef struct audit_work {
    double work_m, work_s;
    double reps;
    double longest_s; // rep
    double rest_s;    // between its reps, all
    double gaps;
} audit_work;

typedef struct audit_session {
    const miler_session *s;
    bool read;   // the text could be parsed
    bool counts; // not skipped, not rest
    bool over;   // asked for in the paces of its day: its metres stay those
    miler_workout_total sum;
    uint32_t covers;
    audit_work work[AUDIT_CLASS_COUNT];
    double trial_m;
    bool hard; // as the text says
    bool race;
    double first_easy_s, last_easy_s; // warm-up and cool-down
    double unbroken_s;                // the longest easy running without anything between
    double load_pct;                  // heaviest
    bool strength, plyo;
    double fastest_told_mps; // of paces told as numbers
} audit_session;

typedef struct audit_week {
    const miler_plan_week *w;
    double dist_m;  // races not counted
    double like_m;  // with cross-training, minute for minute, as running
    double asked_m; // what was left out with it
    bool missed;    // so much was left out that the week was no loading week
    int runs;
    int asked_runs;
    int races;      // on the way: runs, their distance not counted
    double raced_m; // ... but here
} audit_week;

typedef struct audit {
    const miler_plan *plan;
    const miler_plan_request *request;
    plan_rule rule;
    double gain_most; // of time, in the weeks of the table
    double surely_s;  // a man's mile in this or faster: surely a runner
    int age;          // -1 unknown
    int32_t race_day;
    bool whole;  // six weeks or more
    bool intact; // as built, nothing done, moved or skipped yet: the numbers of the whole still hold
    audit_session *sessions;
    size_t session_count;
    audit_week *weeks;
    size_t week_count;
    miler_plan_finding *findings;
    size_t cap, count;
    miler_plan_finding spill; // where findings beyond the cap are written
} audit;

// A new finding to be filled in; never NULL.
miler_plan_finding *audit_add(audit *a, const char *rule, int32_t day, int32_t session_id);
void audit_found(miler_plan_finding *f, const char *fmt, ...) MILER_PRINTF(2, 3);
void audit_allowed(miler_plan_finding *f, const char *fmt, ...) MILER_PRINTF(2, 3);
// Decimals of kilometres that tell the two apart: one where that will do.
int audit_decimals(double a_m, double b_m);

// plan_audit_read.c
bool audit_is_day(const audit *a, int32_t day); // one of the runner's, as they were then
int audit_minutes(const audit *a, int32_t day); // 0: no limit told
int audit_class_of(const miler_step *step, const miler_pace_book *book); // -1: easy
const audit_week *audit_week_of(const audit *a, int32_t day);            // NULL: in none
bool audit_in_week(const audit_week *week, const audit_session *s);
miler_status audit_read(audit *a, miler_arena *arena, miler_error *err);
// plan_audit_days.c
void audit_days(audit *a);
// plan_audit_work.c
void audit_work_of_sessions(audit *a);
void audit_progress(audit *a);
// plan_audit_weeks.c
void audit_weeks_of_plan(audit *a);
// plan_audit_whole.c
void audit_whole(audit *a);
// plan_audit_people.c
void audit_people(audit *a);
// plan_audit_learn.c
void audit_learner(audit *a);
double audit_unbroken_s(const miler_step *steps, size_t count, const miler_pace_book *book);
// plan_audit_strength.c
void audit_strength(audit *a);

#endif
