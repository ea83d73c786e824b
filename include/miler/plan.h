// SPDX-License-Identifier: MIT
// miler/plan.h: a runner, their fitness and a race day in; the weeks of
// training that lead there out: every session with its text, its reason, its
// numbers; and an auditor that checks any plan against the table of rules.
//
// Example (compiled and run by the tests):
//
//     #include <miler/plan.h>
//     #include <stdio.h>
//     int main(void) {
//         miler_athlete runner;
//         miler_athlete_init(&runner);
//         runner.days_mask = 0x5d; // Monday, Wednesday, Thursday, Friday, Sunday
//         runner.health_answered = true; // asked first, and no yes
//         const miler_evidence mile = {.dist_m = 1609.344, .time_s = 330, .day = 20400, .kind = MILER_EVIDENCE_RESULT};
//         miler_fitness fitness;
//         if (miler_fitness_estimate(&runner, &mile, 1, 20410, &fitness, NULL) != MILER_OK) return 1;
//         miler_plan_request request;
//         miler_plan_request_init(&request, &runner, &fitness, 20410);
//         request.weeks = 8;
//         request.weekly_m = 45000;
//         miler_arena *arena = miler_arena_new(NULL, 0);
//         miler_plan_rules rules;
//         miler_plan plan;
//         miler_error err;
//         if (arena == NULL || miler_plan_rules_default(&rules, &err) != MILER_OK) return 1;
//         if (miler_plan_build(&request, &rules, arena, &plan, &err) != MILER_OK) return puts(err.msg), 1;
//         for (size_t i = 0; i < plan.session_count; i++) puts(plan.sessions[i].text);
//         miler_arena_free(arena);
//         return 0;
//     }
//
// Units: m, s, days since 1970-01-01. Weeks are counted back from race day: the
// last week ends on it, so each week holds every weekday once.
// Ownership: everything a plan points at lives in the arena given.
// Threads: pure functions. Deterministic: same input, same bytes.
// Security: miler_plan_parse reads untrusted text; sizes and counts are capped.
// Sources: the rules and theirs stand in data/plan_rules.tsv.
#ifndef MILER_PLAN_H
#define MILER_PLAN_H

#include <miler/fitness.h>
#include <miler/workout.h>

#ifdef __cplusplus
extern "C" {
#endif

// ---- Words ---------------------------------------------------------------------

// The ten kinds of work, then what goes with them.
typedef enum miler_session_kind {
    MILER_SESSION_EASY = 0,
    MILER_SESSION_LONG,
    MILER_SESSION_SPEED,     // race-pace and VO2max intervals
    MILER_SESSION_STRIDES,   // an easy run with strides
    MILER_SESSION_HILLS,     // an easy run with hill sprints
    MILER_SESSION_THRESHOLD, // threshold intervals and tempo
    MILER_SESSION_TRIAL,     // time trials and goal-pace work
    MILER_SESSION_DRILLS,    // an easy run with running drills
    MILER_SESSION_CROSS,
    MILER_SESSION_REST,
    MILER_SESSION_STRENGTH,
    MILER_SESSION_PLYO,
    MILER_SESSION_RACE,
    MILER_SESSION_KIND_COUNT
} miler_session_kind;

typedef enum miler_session_status {
    MILER_SESSION_PLANNED = 0,
    MILER_SESSION_DONE,
    MILER_SESSION_MOVED,
    MILER_SESSION_SKIPPED,
    MILER_SESSION_STATUS_COUNT
} miler_session_status;

typedef enum miler_phase {
    MILER_PHASE_BASE = 0,
    MILER_PHASE_INTRODUCE,
    MILER_PHASE_BUILD,
    MILER_PHASE_SPECIFIC,
    MILER_PHASE_TAPER,
    MILER_PHASE_COUNT
} miler_phase;

// What holds the mile back, from the shape of the runner's performances
// (miler_limits_find): the plan holds more of what answers it.
typedef enum miler_lack {
    MILER_LACK_NOTHING = 0, // nothing stands out, or too little is known
    MILER_LACK_SPEED,
    MILER_LACK_VO2MAX,
    MILER_LACK_THRESHOLD,
    MILER_LACK_ENDURANCE,
    MILER_LACK_COUNT
} miler_lack;

// What the rules table's columns are for. Not miler_level (a percentile): how
// much training the runner can use, from mile time and volume.
typedef enum miler_plan_level {
    MILER_PLAN_BEGINNER = 0,
    MILER_PLAN_INTERMEDIATE,
    MILER_PLAN_ADVANCED,
    MILER_PLAN_ELITE,
    MILER_PLAN_LEVEL_COUNT
} miler_plan_level;

MILER_API const char *miler_session_kind_name(miler_session_kind kind); // "easy run", "hill sprints" ...
MILER_API const char *
miler_session_kind_key(miler_session_kind kind); // "easy", "hills" ...: one word, for files and JSON
MILER_API const char *miler_session_status_name(miler_session_status status); // "planned" ...
MILER_API const char *miler_phase_name(miler_phase phase);                    // "base", "introduce" ...
MILER_API const char *miler_plan_level_name(miler_plan_level level);          // "beginner" ...
MILER_API const char *miler_lack_name(miler_lack lack);                       // "", "speed", "VO2max" ...

// ---- Rules ---------------------------------------------------------------------

// One named number of data/plan_rules.tsv; four columns, one for each level.
// The list of rules (plan_rule enumerators) is internal; by name they are open.
#define MILER_PLAN_RULES_MAX 176
typedef struct miler_plan_rules {
    double value[MILER_PLAN_RULES_MAX][MILER_PLAN_LEVEL_COUNT];
    size_t count;
} miler_plan_rules;

typedef struct miler_plan_rule_info {
    const char *name; // "race_pace_share_max"
    char unit[32];    // "share", "m", "min", "days" ...
    char source[112];
    char note[200];
    double value[MILER_PLAN_LEVEL_COUNT];
} miler_plan_rule_info;

// The table as compiled in. Errors: FORMAT (the table is damaged).
MILER_API miler_status miler_plan_rules_default(miler_plan_rules *out, miler_error *err) MILER_CHECK;
// Lays a user's own rows over `rules`: lines "name<TAB>beginner<TAB>intermediate
// <TAB>advanced<TAB>elite<TAB>unit<TAB>source<TAB>note", '#' comments. All or
// nothing. Errors: PARSE with line, RANGE (outside what is possible), NOT_FOUND
// (no such rule).
MILER_API miler_status miler_plan_rules_read(const char *text, size_t len, miler_plan_rules *rules,
                                             miler_error *err) MILER_CHECK;
// The number called `name` for a level; NaN when there is none.
MILER_API double miler_plan_rule(const miler_plan_rules *rules, const char *name, miler_plan_level level);
// Row `index` of the compiled-in table with its source; false past the end.
MILER_API bool miler_plan_rule_at(size_t index, miler_plan_rule_info *out);

// ---- Request ---------------------------------------------------------------------

// A race on the way that the runner has anyway.
#define MILER_OTHER_RACES_MAX 8
typedef struct miler_other_race {
    int32_t day;
    double dist_m; // 400 m to the marathon
} miler_other_race;

// Hard running of the weeks before the plan.
typedef enum miler_recent_kind {
    MILER_RECENT_THRESHOLD = 0,
    MILER_RECENT_VO2MAX,
    MILER_RECENT_FAST, // mile pace and faster; strides and hill sprints are not counted
    MILER_RECENT_COUNT
} miler_recent_kind;

typedef struct miler_recent_work {
    int32_t sessions; // so many held it; 0 = none
    // Of the reps of the one with the most of it; reps 0 = it was run without rests.
    int32_t reps;
    double rep_m, rep_s, rest_s;
} miler_recent_work;

// What was read from the log, so that the plan can say so.
enum {
    MILER_LOG_WEEKLY = 1u << 0,
    MILER_LOG_LONGEST = 1u << 1,
    MILER_LOG_RUNS = 1u << 2,
    MILER_LOG_REST = 1u << 4, // the book is slower already for the time off (miler_fitness.rest_share)
    MILER_LOG_WORK = 1u << 3, // `recent` is known, and none in it is none
    MILER_LOG_RAN = 1u << 5,  // a result of twenty minutes and more: who ran it needs no walks
    // Nothing at all is known of a beginner's running: it begins with walks between. Set by the builder.
    MILER_LOG_UNKNOWN = 1u << 6
};

typedef struct miler_plan_request {
    miler_athlete athlete; // days_mask 0: every day; minutes 0: no limit told
    miler_pace_book book;  // filled by miler_plan_request_init
    int32_t evidence_day;  // the newest result behind it, also filled there; 0 = not known
    double mile_sd_log;    // of the estimate; 0 = unknown
    bool only_training;    // the estimate rests on training alone
    bool stale;            // ... or on nothing newer than 8 weeks
    int32_t today;
    int32_t start_day;     // first day that may hold training; MILER_NO_DAY: tomorrow
    int32_t race_day;      // MILER_NO_DAY: from `weeks`
    int32_t weeks;         // when race_day is not set; 0 = 8; such a plan ends in a time trial
    double race_dist_m;    // 1500, 1600, 1609.344 (default), 3200, 3218.688
    double goal_s;         // over race_dist_m; 0 or NaN = what is likely
    double weekly_m;       // running in a usual week now; 0 = not known
    double longest_m;      // longest run of the last 4 weeks; 0 = not known
    int32_t runs_per_week; // now; 0 = not known
    uint32_t from_log;     // MILER_LOG_*
    miler_recent_work recent[MILER_RECENT_COUNT]; // of the last four weeks; with MILER_LOG_WORK
    int32_t away_days;    // without a run up to `today`; 0 = fewer than count, or not known
    double before_m;      // running in a usual week before them; 0 = not known
    int32_t gun_s;        // start of the race, seconds after midnight; -1 = not told
    int32_t long_weekday; // 0 Monday .. 6 Sunday; -1 = the plan chooses
    int32_t level;        // a miler_plan_level, or -1 = from mile time and volume
    bool sharpening;      // allow 2 to 5 weeks, as a sharpening block
    miler_lack lack;
    double lack_s; // what the mile would win by coming up to others of the same mile; 0 = not known
    miler_other_race others[MILER_OTHER_RACES_MAX];
    size_t other_count;
    // Of a plan under way whose runner has other days since: the athlete's hold from that day on, these
    // before it. 0 = the athlete's always did.
    int32_t days_from;
    uint8_t was_days_mask;
    int32_t was_minutes[7];
} miler_plan_request;

// Copies the athlete, makes the pace book from the fitness (may be NULL: fill
// book with at least the mile by hand), the rest at "not told".
MILER_API void miler_plan_request_init(miler_plan_request *request, const miler_athlete *athlete,
                                       const miler_fitness *fitness, int32_t today);
// One runner's numbers from a fitness estimate; goal_mile_s NaN for none.
MILER_API void miler_plan_book(const miler_fitness *fitness, const miler_athlete *athlete, double goal_mile_s,
                               miler_pace_book *out);

// ---- Plan --------------------------------------------------------------------------

typedef struct miler_session {
    int32_t id; // 1.. within the plan, never reused: calendars and watches key on it
    int32_t day;
    int32_t slot; // order within the day: 0 first run, 1 second run, 2 strength, 3 plyometrics
    miler_session_kind kind;
    miler_session_status status;
    int32_t planned_day; // where the builder put it; differs from day when moved
    bool by_hand;        // the runner changed it: replanning leaves it alone
    bool aside;     // ... but for a note of illness: laid aside (skipped), or what stands in for such a one
    int64_t run_id; // the run that did it; 0 = none
    bool hard;
    uint32_t covers;      // bit (1 << miler_session_kind) for every kind of work in it
    const char *title;    // "6 x 400 m at mile pace"
    const char *text;     // in the workout language
    const char *why_day;  // why today
    const char *why_much; // why this much
    const char *why_pace; // why this pace
    const char *numbers;  // the runner's own: "400 m in 82.0; 200 m jog between"
    const char *source;   // what the reasons rest on
    int32_t dist_m;       // running, all of it
    int32_t time_s;       // all of it, recoveries and drills included
    int32_t easy_s, threshold_s, vo2max_s, fast_s; // running by intensity
} miler_session;

typedef struct miler_plan_week {
    int32_t number; // 1.. through the whole plan, base weeks too; 0 = the odd days in front
    int32_t first_day;
    int32_t day_count; // 7, fewer in week 0
    miler_phase phase;
    bool light;
    int32_t target_m; // what was aimed at
    int32_t dist_m;   // what the sessions come to
    int32_t time_s;   // running
    int32_t easy_s, threshold_s, vo2max_s, fast_s;
    size_t first_session, session_count; // into plan->sessions, which are in order of day and slot
    const char *purpose;                 // what the week is for
} miler_plan_week;

// Shares of running time, in ten-thousandths; of the six to ten weeks, without
// base weeks and the race.
typedef struct miler_plan_shares {
    int32_t easy, threshold, vo2max, fast;
} miler_plan_shares;

// A run of a day to come as it was before a note or a break made its week easier: a note taken back gives
// it back.
typedef struct miler_plan_meant {
    int32_t day, slot;
    miler_session_kind kind;
    bool hard;
    bool calm;     // what is asked of its day: nothing hard,
    int32_t share; // so many percent of the minutes, 0 nothing at all
    const char *text;
} miler_plan_meant;

// A run that was none of the sessions.
typedef struct miler_plan_run {
    int32_t day;
    double dist_m;
} miler_plan_run;

typedef struct miler_plan {
    miler_plan_request request; // as used: start, race day, goal and volume settled
    miler_plan_level level;
    int32_t start_day, race_day;
    double race_dist_m;
    double now_s;                       // over the race distance, today
    double likely_s;                    // on race day, if the plan goes as such plans do
    double likely_low_s, likely_high_s; // fast and slow end of that
    double goal_s;                      // what the plan is made for
    double asked_s;                     // the goal asked for; 0 = none
    bool goal_fits;                     // asked_s was within reach
    miler_plan_shares shares;           // of this plan
    miler_plan_shares half_shares;      // of a half-marathon plan for the same runner
    miler_plan_week *weeks;
    size_t week_count;
    miler_session *sessions;
    size_t session_count;
    int32_t next_id;
    const char **notices; // read before starting: health, age, goal, what was assumed
    size_t notice_count;
    miler_plan_meant *meant; // of weeks to come that a note or a break made easier; NULL = none
    size_t meant_count;
    // Of a plan under way: runs that were none of its sessions, which the auditor counts for those that
    // were left out. No part of the plan's text; NULL = not told.
    const miler_plan_run *beside;
    size_t beside_count;
} miler_plan;

// Builds the plan. Errors: REFUSED (health, age, too little time or too few
// days; the reason in msg, the way out in remedy), RANGE (race day past, goal
// beyond the world record, nonsense numbers), ARG, NOMEM.
MILER_API miler_status miler_plan_build(const miler_plan_request *request, const miler_plan_rules *rules,
                                        miler_arena *arena, miler_plan *out, miler_error *err) MILER_CHECK;

// The week that holds `day`, NULL outside the plan.
MILER_API const miler_plan_week *miler_plan_week_at(const miler_plan *plan, int32_t day);
// The session to rehearse the race with: hard, 9 to 17 days before it, goal pace before mile pace before
// others, near two weeks. NULL = none, as in plans of a week or two.
MILER_API const miler_session *miler_plan_rehearsal(const miler_plan *plan);
#define MILER_REHEARSAL_WORDS "Rehearsal of the race: its hour, its meal, its warm-up, its shoes."

// The sessions of `day`; *out_count 0 and NULL when there are none.
MILER_API const miler_session *miler_plan_day(const miler_plan *plan, int32_t day, size_t *out_count);
// By id; NULL when there is none.
MILER_API const miler_session *miler_plan_session(const miler_plan *plan, int32_t id);

// The load that a session asks for, on the scale of miler/load.h: 100 points are an hour at threshold. Running
// by the 4th-power mean of its steps' speeds, rolling over 30 s (Coggan; science.md 6.2); strength and jumps
// as felt 5 of 10, cross-training 3 [engineering estimates]. As done it differs by hills, wind and
// how the paces were kept. `scratch` takes some kilobytes a session. Errors: PARSE (its text), NOMEM.
MILER_API miler_status miler_session_load(const miler_session *session, const miler_pace_book *book,
                                          miler_arena *scratch, double *out_points,
                                          miler_error *err) MILER_CHECK;
// Of a week's sessions together: of those that its distance and times sum up. A week to come has none of what
// is left out; one that is over has what was planned, whatever became of it.
MILER_API miler_status miler_plan_week_load(const miler_plan *plan, const miler_plan_week *week,
                                            miler_arena *scratch, double *out_points,
                                            miler_error *err) MILER_CHECK;

// A session where weather or place do not allow it as it stands.
typedef struct miler_elsewhere {
    const char *words; // what to do instead, and when; "" = nothing
    const char *text;  // the same work by time, in the workout language; "" = the words are enough
} miler_elsewhere;
// Strings live in the arena or are static. Errors: ARG, PARSE (the session's text), NOMEM.
MILER_API miler_status miler_plan_elsewhere(const miler_session *session, const miler_pace_book *book,
                                            miler_arena *arena, miler_elsewhere *out,
                                            miler_error *err) MILER_CHECK;

// ---- Auditor -------------------------------------------------------------------------

typedef struct miler_plan_finding {
    const char *rule;   // name in the rules table, or "text", "kinds" ... (static)
    int32_t day;        // MILER_NO_DAY: the whole plan
    int32_t session_id; // 0 = none
    char found[120];
    char allowed[120];
    char why[160]; // why it matters
} miler_plan_finding;

// Checks every rule from the sessions' texts alone. `*out_count` gets the number
// found, also beyond `cap`; sessions that were skipped do not count. Errors:
// ARG, NOMEM (scratch is the arena's).
MILER_API miler_status miler_plan_check(const miler_plan *plan, const miler_plan_request *request,
                                        const miler_plan_rules *rules, miler_arena *arena,
                                        miler_plan_finding *findings, size_t cap, size_t *out_count,
                                        miler_error *err) MILER_CHECK;

// ---- Replanning ------------------------------------------------------------------------

// What became of a session that was asked for.
typedef enum miler_past_kind {
    MILER_PAST_DONE = 0,
    MILER_PAST_FAILED,   // reps too slow, cut short, stopped
    MILER_PAST_TOO_EASY, // reps clearly faster than asked, all of them
    MILER_PAST_MISSED,
    MILER_PAST_KIND_COUNT
} miler_past_kind;

typedef struct miler_plan_past {
    int32_t session_id;
    miler_past_kind kind;
    int32_t day;    // when it was run
    int64_t run_id; // 0 = none
} miler_plan_past;

typedef enum miler_note_kind {
    MILER_NOTE_SICK = 0, // days in bed or with fever: nothing on them, easy days after
    MILER_NOTE_SORE,     // `part` hurts: no hard running, hills, strides, jumps
    MILER_NOTE_TIRED,    // easy and shorter
    MILER_NOTE_OFF,      // no time, no will, on the road: nothing on them
    MILER_NOTE_KIND_COUNT
} miler_note_kind;
MILER_API const char *miler_note_kind_name(miler_note_kind kind); // "sick", "sore", "tired", "off"

#define MILER_NOTES_MAX 200
#define MILER_NOTE_PART_MAX 200 // bytes
typedef struct miler_plan_note {
    int32_t id; // of the caller
    miler_note_kind kind;
    int32_t day;                        // the first
    int32_t days;                       // 0 = as many as the rules say for its kind
    char part[MILER_NOTE_PART_MAX + 1]; // SORE: "calf"; "" for none
} miler_plan_note;

// What is known today.
typedef struct miler_replan {
    int32_t today;
    const miler_athlete *runner;   // of today: days and minutes are read; NULL = as in the plan
    const miler_plan_request *now; // the book, its spread and doubts are read; NULL = as in the plan
    const miler_plan_request *log; // what the log says of the weeks before the plan (weekly_m to before_m,
                                   // lack): followed where it is news; NULL = nothing
    int32_t evidence_day;          // newest result behind that book; MILER_NO_DAY = none
    bool breaks_in_book; // that book is slower already for breaks up to today (miler_fitness.rest_share)
    const miler_plan_past *past; // sessions not in it are as the plan has them
    size_t past_count;
    const miler_plan_run *runs; // running beside the sessions: it was run all the same
    size_t run_count;
    const miler_plan_run *all_runs; // since the plan began; for words alone
    size_t all_run_count;
    const miler_plan_note *notes; // all that were ever made
    size_t note_count;
} miler_replan;

typedef struct miler_plan_change {
    int32_t day;        // MILER_NO_DAY: the whole plan
    int32_t session_id; // 0 = none
    const char *was;    // "" = nothing
    const char *now;    // "" = nothing
    const char *reason;
    const char *rule; // name in the rules table, "" = none
    const char *source;
} miler_plan_change;

// Whether what the log says of the weeks before a plan was not known to it: it had no usual week, or, from a
// log, quite another. What the runner told stays.
MILER_API bool miler_plan_log_is_news(const miler_plan_request *of, const miler_plan_request *log);

// The plan from today on with what was done as its history. What is over stays
// as it was, but for its status; what the runner moved or set by hand stays.
// Sessions that keep their day and place keep their number. Replanning twice
// with nothing new changes nothing. Everything of `out` lives in the arena or
// in `plan`. Errors: REFUSED (the race is over), those of miler_plan_build.
MILER_API miler_status miler_plan_replan(const miler_plan *plan, const miler_replan *asked,
                                         const miler_plan_rules *rules, miler_arena *arena, miler_plan *out,
                                         miler_plan_change **out_changes, size_t *out_change_count,
                                         miler_error *err) MILER_CHECK;

// By the runner's hand; each marks what it touches, so that replanning leaves it
// alone. `today` bounds what may be touched. Errors: NOT_FOUND, REFUSED (over,
// done, past race day, the race itself), PARSE (text), NOMEM.
// Everything of `day` to `to`, where the two days change places if `swap`, else
// what stands on `to` stays beside it.
MILER_API miler_status miler_plan_move(const miler_plan *plan, int32_t today, int32_t session_id, int32_t day,
                                       int32_t to, bool swap, miler_arena *arena, miler_plan *out,
                                       miler_plan_change **out_changes, size_t *out_change_count,
                                       miler_error *err) MILER_CHECK;
// `session_id` 0: everything of `day`.
MILER_API miler_status miler_plan_skip(const miler_plan *plan, int32_t today, int32_t session_id, int32_t day,
                                       miler_arena *arena, miler_plan *out, miler_plan_change **out_changes,
                                       size_t *out_change_count, miler_error *err) MILER_CHECK;
// The session, or the day's run, becomes `text` in the workout language.
MILER_API miler_status miler_plan_set(const miler_plan *plan, int32_t today, int32_t session_id, int32_t day,
                                      const char *text, miler_arena *arena, miler_plan *out,
                                      miler_plan_change **out_changes, size_t *out_change_count,
                                      miler_error *err) MILER_CHECK;

// ---- Text form -------------------------------------------------------------------------

// The plan as lines of tab-separated fields (described at the head of
// src/plan/plan_text.c). parse(print(plan)) prints to the same bytes.
MILER_API void miler_plan_print(const miler_plan *plan, miler_buf *out);
// Errors: PARSE with line, UNSUPPORTED (a newer form), LIMIT, NOMEM.
MILER_API miler_status miler_plan_parse(const char *text, size_t len, miler_arena *arena, miler_plan *out,
                                        miler_error *err) MILER_CHECK;

#ifdef __cplusplus
}
#endif
#endif
