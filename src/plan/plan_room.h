// SPDX-License-Identifier: MIT
// What the parts of the builder hand to each other. A plan is made in this order:
//
//     settle   may there be a plan at all? level, volume, dates, goal     plan_settle.c
//     other    races on the way, which the rest goes around              plan_other.c
//     recent   what the log has of the weeks before                      plan_recent.c
//     learn    nothing known of it: in pieces, with walks between         plan_learn.c
//     return   the way back from time off                                 plan_return.c
//     frame    weeks with phase, lighter weeks, kinds of hard work        plan_frame.c
//     days     which days of the week are hard, long, easy, rest          plan_days.c
//     week     sessions of a week, until it comes out as meant            plan_week.c
//        hard      family, warm-up and room of a hard session             plan_hard.c
//        set       its work, one thing harder                             plan_set.c
//        family    of which kind a pace is                                plan_family.c
//        shape     ladders, cut-downs, laps and half laps                 plan_shape.c
//        gym       on which days strength stands                          plan_gym.c
//        strength  exercises that fit the day                             plan_strength.c
//        fill      long and easy runs: the volume that is left            plan_fill.c
//     taper    race week                                                  plan_taper.c
//     reason   why today, why this much, why this pace                    plan_reason.c
//
// Replanning (plan_replan.h) makes the weeks that are left the same way, from
// what was done, with what today asks of each day (plan_now).
//
// The auditor (plan_check.c, plan_audit*.c) includes nothing of this.
#ifndef PLAN_ROOM_H
#define PLAN_ROOM_H

#include "plan/plan_rules.h"

#define PLAN_WEEKS_MAX 62
#define PLAN_DRAFTS_MAX 40 // sessions of one week: 7 days of two runs, strength, plyometrics, and some
#define PLAN_HARD_MAX 3
#define PLAN_NOTICES_MAX 16
#define PLAN_NO_LIMIT 240 // minutes of a day whose limit was not told

// Families of hard work: sessions of one family follow each other.
typedef enum plan_family {
    PLAN_NONE = 0,
    PLAN_THRESHOLD,
    PLAN_VO2MAX,
    PLAN_RACE_PACE,
    PLAN_TRIAL,
    PLAN_SHARPENER, // short and fast, four days before the race
    PLAN_FAMILY_COUNT
} plan_family;

typedef enum plan_pace {
    PLAN_AT_ZONE = 0,
    PLAN_AT_MILE,
    PLAN_AT_GOAL,
    PLAN_AT_RACE,
    PLAN_AT_QUICKER
} plan_pace;

// The work of a hard session as numbers.
typedef struct plan_set {
    plan_family family;
    plan_pace pace;
    int reps;
    double rep_m;     // one of the two is how the rep is told ...
    double rep_min_s; // ... 0 where told by distance
    double rest_m;    // jogged distance between reps, or
    double rest_s;    // time
    bool walk;
    int shape;             // 0: all reps alike; else of plan_shape.c, and rep_m, rep_min_s are 0
    double work_m, work_s; // what it comes to
    double rep_s;          // the longest
    double ratio;          // recovery for each second of work
    double speed_mps;
} plan_set;

typedef struct plan_frame_week {
    int number;
    int32_t first_day;
    int days;
    miler_phase phase;
    bool light;
    int plan_week; // 1.. of the six to ten; 0 and less in base
    plan_family hard[PLAN_HARD_MAX];
    bool for_lack[PLAN_HARD_MAX]; // stands there because the runner lacks it
    int hard_count;
} plan_frame_week;

typedef enum plan_role { PLAN_REST = 0, PLAN_EASY, PLAN_LONG, PLAN_HARD } plan_role;

typedef struct plan_days {
    plan_role role[7]; // by day of the plan's week; the last is race day's weekday
    int runs;
    int hard;
} plan_days;

// One session being made.
typedef struct plan_draft {
    int day; // of the week, 0..6
    int slot;
    miler_session_kind kind;
    plan_family family;
    plan_set set, before; // the work, and the last of its family (reps 0: none)
    bool hard;
    bool for_lack; // what the runner lacks, where others would do something else
    int minutes;   // of easy or long running, or of cross-training
    int warm_min, cool_min;
    int strides, hills; // how many go with it
    bool drills;
    int cross_min; // cross-training that goes with a run
    uint32_t covers;
    char text[640];
    char title[96];
    miler_workout_total sum;
} plan_draft;

// What a week made anew has to take as it is; all zero when a plan is built first.
typedef struct plan_now {
    unsigned past;   // days that are over, bits
    unsigned closed; // days the runner arranged by hand
    unsigned empty;  // days on which nothing stands: ill, away
    unsigned calm;   // days without hard running, hills, strides, strength and jumps
    double share[7]; // of the minutes of a run; 0 = all
    double stood_m;  // running that stands on the days past and closed
    bool as_asked;   // nothing of them was left out, or arranged by hand
    bool mid;        // part of the week is past: these take over where it ends
    plan_set last[PLAN_FAMILY_COUNT];
    double most_m[PLAN_FAMILY_COUNT];
    bool hold[PLAN_FAMILY_COUNT], push[PLAN_FAMILY_COUNT];
    unsigned known;   // families of hard work run so far, the days past of this week with them
    unsigned whole;   // days whose hard running has room for a whole warm-up
    unsigned dropped; // days whose hard running found no place
    unsigned apart;   // ... on its own day: other hard running stands too near
    unsigned fresh;   // ... as it is of a kind that is new, in a week that has one
    bool small;       // ... because too little is run
    unsigned gym;     // days on which strength or jumps stand already
    int8_t stood[11]; // hard running that stands already, from two days before the week to two after:
                      // 0 none, 1 threshold, 2 faster
} plan_now;

typedef struct plan_maker {
    miler_plan_request req; // settled
    const miler_plan_rules *rules;
    plan_rule rule;
    miler_plan_level level;
    int age;              // -1 unknown
    miler_arena *arena;   // for what stays
    miler_arena *scratch; // reset after each measuring
    miler_plan *plan;
    miler_error *err;
    miler_status status; // first failure of measuring; sticky, so that "does not fit" is not mistaken for it
    size_t session_cap;

    // the runner
    plan_gain_share gain; // what its weeks may bring
    double mile_s;        // today
    double goal_mile_s;   // what the plan is made for, as a mile
    double easy_mps, long_mps, threshold_mps, vo2max_mps, mile_mps, jog_mps;
    int limit_min[7];       // minutes of each day of the plan's week
    bool open[7];           // may hold a run
    int run_days;           // days with running
    int doubles;            // second runs a week
    double start_m, peak_m; // weekly running: usual now, and the most the plan goes to
    double cap_m;           // what no week may pass, by age

    plan_frame_week frame[PLAN_WEEKS_MAX];
    int frame_count;
    int plan_weeks; // six to ten, or the sharpening block
    plan_days days;

    // along the way
    plan_set last[PLAN_FAMILY_COUNT];   // reps 0 = none yet
    plan_set lately[PLAN_FAMILY_COUNT]; // by the log, before the plan; reps 0 = none
    unsigned stale;                     // families whose last before the plan is too long ago, bits
    unsigned seen;                      // families of hard work that stood in the plan so far, bits
    double most_m[PLAN_FAMILY_COUNT];   // largest set so far
    double logged_m[PLAN_FAMILY_COUNT]; // by the log, before the plan; 0 = none to go on from
    double done_m[PLAN_WEEKS_MAX];      // weekly running as built
    double ran_m[PLAN_WEEKS_MAX];       // of weeks that are over, by the log; 0 = not known
    double raced_m[PLAN_WEEKS_MAX];     // and what races on the way came to
    bool missed[PLAN_WEEKS_MAX];        // so much was left out that it was no loading week
    double load_m;                      // the last loading week
    double load_done_m;                 // what of it was run
    double floor_m;                     // a week after missed ones may come to this
    double target_m;                    // of the week being made
    int stretch_min;               // of the week being made: longest easy running without a walk; 0 = any
    unsigned known;                // families of hard work run so far, bits
    bool hold[PLAN_FAMILY_COUNT];  // the last one failed: nothing harder than `last`
    bool push[PLAN_FAMILY_COUNT];  // the last one was too easy: one thing harder
    bool again;                    // a plan that runs already
    bool short_weeks;              // less was run of late than planned, or will be
    plan_now now;                  // of the week being made
    int long_min;                  // the last long run
    int32_t plyo_day;              // of the last plyometrics
    int32_t fast_day;              // of the last reps at mile pace, in a plan that runs
    int strength_count;            // sessions placed so far: alternate A and B
    int hills_count, drills_count; // sessions with them so far
    double piece_s[2][8][3][4]; // time of an exercise by session, row, stage and sets; 0 = not measured yet
    plan_draft drafts[PLAN_DRAFTS_MAX];
    int draft_count;
} plan_maker;

// plan_settle.c
miler_status plan_settle(plan_maker *m);
void plan_quantise_book(miler_pace_book *book); // to what the text form holds
double plan_book_time(const miler_pace_book *book, double dist_m);
miler_status plan_notice(plan_maker *m, const char *fmt, ...) MILER_PRINTF(2, 3);
double plan_in_unit(const miler_plan_request *r,
                    double metres);                 // a length of the week in the runner's own unit
const char *plan_unit(const miler_plan_request *r); // and its name: km or mi
// plan_recent.c
double plan_break_loss(const plan_rule *rule, int32_t days); // of VDOT, after so many days off
double plan_slower(double mile_s, double kept); // that much of VDOT, as a share of the speed; NaN: too little
void plan_slow_down(miler_pace_book *book, double factor);
void plan_recent_paces(plan_maker *m);        // before a plan is settled: slower after time off
miler_status plan_recent_keep(plan_maker *m); // to what the text form holds; RANGE
void plan_recent_take(plan_maker *m);         // what the first sessions go on from
miler_status plan_recent_tell(plan_maker *m);
void plan_recent_forget(plan_maker *m, const plan_frame_week *week); // weeks into the plan: what is no news
bool plan_returns(const plan_maker *m);   // from so long off that the first week is easy
int plan_easy_weeks(const plan_maker *m); // to begin with, for that or for want of running
bool plan_none_in_log(const plan_maker *m, plan_family family);
bool plan_none_lately(const plan_maker *m, plan_family family);
bool plan_had_lately(const plan_maker *m, plan_family family);
// plan_return.c
double plan_return_m(const plan_maker *m, int index); // a week on the way back may come to this; 0 = no such
double plan_regain_m(const plan_maker *m, int index); // the same, of weeks lost in the plan alone
double plan_held_before_m(const plan_maker *m, int index); // a week before the plan, where one counts; else 0
double plan_return_target_m(const plan_maker *m, double back_m); // what makes so much of it on days of less
// plan_learn.c
void plan_learn_settle(plan_maker *m);
bool plan_learns(const plan_maker *m);
int plan_learn_stretch(const plan_maker *m, int index); // minutes without a walk in that week; 0 = any
int plan_learn_whole(const plan_maker *m, int minutes, bool more); // as many as even pieces have
int plan_learn_time(const plan_maker *m, int minutes);             // so much running with its walks
int plan_learn_fits(const plan_maker *m, int room_min);            // running that so many minutes hold
typedef struct plan_pieces {
    int count, run_min;
    double walk_s; // between two
} plan_pieces;
plan_pieces plan_learn_pieces(const plan_maker *m, int minutes);
// plan_goal.c
miler_status plan_settle_goal(plan_maker *m);
// plan_other.c
miler_status plan_settle_others(plan_maker *m);
const miler_other_race *plan_other_on(const plan_maker *m, int32_t day); // NULL = none
bool plan_other_near(const plan_maker *m, int32_t day);                  // too near for hard running
bool plan_other_just(const plan_maker *m, int32_t day);                  // over: too near for strength
int32_t plan_other_easy_days(const plan_maker *m, double dist_m);        // after one of that distance
bool plan_other_is_trial(const plan_maker *m);
bool plan_other_is_outing(const plan_maker *m, double dist_m); // more than is run in a week: run and walked
// A race is called by its kilometres where they are whole, else in the units of the runner.
void plan_race_name(const plan_maker *m, double dist_m, char *out, size_t size);
bool plan_other_fills(const plan_maker *m, int32_t first_day); // a week: no hard day is left
// plan_frame.c
void plan_make_frame(plan_maker *m);
// plan_days.c
miler_status plan_settle_days(plan_maker *m);
bool plan_choose_days(const plan_maker *m, int hard, int runs, plan_days *out);
// plan_set.c
bool plan_choose_set(const plan_maker *m, const plan_frame_week *week, plan_family family, double week_m,
                     double room_s, plan_set *out);
// Where a ladder or the like is due, and one holds about as much as `set`, it takes its place.
void plan_vary_set(const plan_maker *m, const plan_frame_week *week, plan_family family, double week_m,
                   double room_s, plan_set *set);
int plan_set_harder(const plan_rule *r, const plan_set *last, const plan_set *set); // things that are
double plan_set_cap(const plan_maker *m, plan_family family, double week_m); // of its work in such a week
// What of that cap the first of its kind after weeks without may come to; `last` of its kind: reps 0 = none.
double plan_first_cap(const plan_maker *m, plan_family family, const plan_set *last, double cap_m);
void plan_set_finish(const plan_maker *m, plan_set *set); // what follows from reps, rest and pace
void plan_set_text(const plan_maker *m, const plan_set *set, char *out, size_t out_size);
void plan_set_title(const plan_maker *m, const plan_set *set, char *out, size_t out_size);
double plan_set_time_s(const plan_set *set, double jog_mps);
// plan_family.c
// What running at that pace is; PLAN_NONE: easy.
plan_family plan_family_of(const miler_target *t, const miler_pace_book *book, plan_pace *pace);
// plan_shape.c
bool plan_shape_at(int which, plan_family family, bool timed, plan_set *out); // false: none such
bool plan_shape_is(int which);                                                // there are as many
void plan_shape_finish(plan_set *set); // what follows from its lengths and the pace
bool plan_shape_text(const plan_set *set, const char *pace, const char *rest, char *out, size_t out_size);
bool plan_shape_title(const plan_set *set, char *out, size_t out_size);
bool plan_shape_times(const plan_set *set, char *out, size_t out_size);
const char *plan_shape_why(const plan_set *set);                                  // NULL: no shape
void plan_shape_read(const plan_maker *m, const miler_workout *w, plan_set *set); // what `set` was read from
// plan_strength.c
bool plan_strength_text(plan_maker *m, const plan_frame_week *week, int minutes, bool race_week,
                        plan_draft *draft);
bool plan_plyo_text(plan_maker *m, const plan_frame_week *week, int minutes, plan_draft *draft);
// plan_week.c
miler_status plan_make_week(plan_maker *m, int index);
void plan_week_done(plan_maker *m, int index); // what later weeks go on from
// plan_replan_week.c
double plan_week_lost(const plan_maker *m); // running of the drafts that will not be done
double plan_week_more(const plan_maker *m); // running on days that stand, beside what they would have
void plan_calm(plan_maker *m);              // drafts of calm days and of days with a share
bool plan_may_be_hard(const plan_maker *m, int day);
bool plan_may_sharpen(plan_maker *m, int day);
// plan_build.c
int32_t plan_whole(double x);
void plan_session_sums(miler_session *s, const miler_workout_total *sum);  // in whole metres and seconds
void plan_week_sums(const miler_session *sessions, miler_plan_week *week); // of its own among all of a plan
miler_status plan_add_session(plan_maker *m, const plan_frame_week *week, const plan_draft *draft);
void plan_order_drafts(const plan_maker *m, const plan_draft **order); // by day and slot
void plan_add_shares(plan_maker *m);
// plan_taper.c
miler_status plan_make_race_week(plan_maker *m, int index);
// plan_draft.c
plan_draft *plan_draft_add(plan_maker *m, int day, int slot, miler_session_kind kind);
miler_status plan_draft_write(plan_maker *m, plan_draft *draft); // text, sum and covers from its numbers
void plan_estimate(const plan_maker *m, plan_draft *draft);      // distance and time, before there is a text
miler_status plan_measure(plan_maker *m, plan_draft *draft);
double plan_drafts_m(const plan_maker *m);
const char *plan_end_name(const plan_maker *m);
const char *plan_cross_name(const plan_maker *m);
bool plan_treadmill(const plan_maker *m);
bool plan_timed_strides(const plan_maker *m);
double plan_stride_s(const plan_maker *m);
bool plan_has_hill(const plan_maker *m);
// plan_reason.c
miler_status plan_reason(plan_maker *m, const plan_frame_week *week, const plan_draft *draft,
                         miler_session *out);
void plan_numbers(const plan_maker *m, const plan_draft *draft, char *out, size_t out_size);
const char *plan_week_purpose(const plan_maker *m, const plan_frame_week *week);
// plan_half.c
void plan_half_shares(const plan_maker *m, miler_plan_shares *out);

// A maker with its scratch arena, which the caller frees; NULL = out of memory, said in `err`.
plan_maker *plan_maker_new(const miler_plan_rules *rules, miler_arena *arena, miler_plan *out,
                           miler_error *err);

#endif
