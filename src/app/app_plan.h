// SPDX-License-Identifier: MIT
// The plan as a person asks for it: made from what the store knows (or one
// typed result), kept, shown, audited.
#ifndef MILER_APP_PLAN_H
#define MILER_APP_PLAN_H

#include "app/app.h"

#include <miler/plan.h>

// What the person said; everything absent is taken from the store or left to the plan.
typedef struct app_plan_options {
    int32_t race_day;                // MILER_NO_DAY: from weeks
    int32_t weeks;                   // 0: from race_day, else 8
    int32_t start_day;               // MILER_NO_DAY: tomorrow
    double race_dist_m;              // 0: the mile
    double goal_s;                   // 0: what is likely
    uint8_t days_mask;               // 0: the athlete's
    int32_t minutes;                 // each day; 0: the athlete's
    double from_dist_m, from_time_s; // 0: the stored fitness
    double weekly_km;                // 0: from the runs of the last four weeks (app_history.h)
    double longest_km;               // 0: from the runs of the last six weeks
    int32_t runs_a_week;
    int32_t long_weekday; // -1: the plan chooses
    int32_t level;        // -1: from mile time and volume
    int32_t gun_s;        // start of the race, seconds after midnight; -1 = not told
    bool sharpening;
    bool health_ok; // "no question of the health gate is answered with yes", said on the spot
    bool dry_run;   // build, do not keep
    int units;      // of the paces in its texts, a miler_units; -1: the athlete's
    miler_other_race others[MILER_OTHER_RACES_MAX];
    size_t other_count;
} app_plan_options;
void app_plan_options_init(app_plan_options *options);

typedef enum plan_mark_kind {
    PLAN_MARK_NONE = 0, // to come, or nothing that a run could tell
    PLAN_MARK_DONE,
    PLAN_MARK_CUT_SHORT,
    PLAN_MARK_OTHER,  // run on that day, but another session
    PLAN_MARK_MISSED, // the day is over, and no run was like it
    PLAN_MARK_COUNT
} plan_mark_kind;

// How a session went (app/plan_marks.h).
typedef struct plan_mark {
    plan_mark_kind kind;
    int64_t run_id;     // 0 = none
    int32_t moved_days; // run so many days later
    double score;       // of miler_match; NaN = no run
    const char *verdict;
    bool told;                   // by the runner; where no run says otherwise `kind` is what was told
    double effort;               // told with it, 1..10; NaN = not
    const char *note;            // "" or NULL none
    size_t reps, slower, faster; // of hard work: asked for, and outside the band on either side
} plan_mark;

// Race week by the clock (app/race_week.h).
#define APP_NO_GUN INT32_MIN
typedef struct app_race_row {
    int32_t day;
    int32_t clock_s;    // after midnight of the day; -1 = no gun was told
    int32_t from_gun_s; // on race day, and from the first rep of its rehearsal; else APP_NO_GUN
    int32_t duration_s; // 0 = a moment
    int32_t session_id; // 0 = none of the plan's
    bool rehearsal;
    const char *what, *why;
} app_race_row;

typedef struct app_plan_answer {
    int64_t id;       // in the store; 0 = not kept
    int64_t replaced; // plan new: the plan that was active until now; 0 = none
    miler_plan plan;
    int32_t today;
    plan_mark *marks;             // one a session; NULL = not asked for
    double *done_m;               // one a week: running in the log up to today; NaN: to come, or not known;
                                  // NULL = not asked for
    bool no_runs;                 // days of the plan are over and the log holds no run since it began: what
                                  // was done is not known
    int32_t idle_since;           // day of the last run, where the plan waits to be replanned for the
                                  // days without one; 0 = nothing to say, or not asked for
    bool held;                    // a replanning was taken back: after imports the plan stays as it is;
                                  // false = not asked for
    const miler_plan_note *notes; // why sessions were left out; NULL = not asked for
    size_t note_count;
    app_race_row *race_rows;
    size_t race_row_count; // 0 = not asked for
} app_plan_answer;

// Errors: REFUSED, RANGE (of the plan room), EMPTY (no fitness and no --from), LIMIT.
miler_status app_plan_new(app *a, const app_plan_options *options, miler_arena *arena, app_plan_answer *out,
                          miler_error *err) MILER_CHECK;
// How one of whom nothing is known comes by a first result, as the error's remedy; goal_s 0 = none is told.
void app_plan_first_result(double goal_s, double dist_m, miler_error *err);
// The active plan. Errors: NOT_FOUND with what to do; STORE when its text is damaged.
miler_status app_plan_get(app *a, miler_arena *arena, app_plan_answer *out, miler_error *err) MILER_CHECK;

// ... as it is written, in the units it was made in: for who changes and keeps it. The same errors.
miler_status app_plan_written(app *a, miler_arena *arena, app_plan_answer *out, miler_error *err) MILER_CHECK;

// ... as it was made, before any change. The same errors.
miler_status app_plan_as_made(app *a, miler_arena *arena, app_plan_answer *out, miler_error *err) MILER_CHECK;

// Every plan of the athlete, newest first, bodies left out. None is ever lost:
// `use` makes any of them the active one again. Errors: NOT_FOUND.
miler_status app_plan_list(app *a, miler_arena *arena, store_plan **out, size_t *out_count,
                           miler_error *err) MILER_CHECK;
miler_status app_plan_use(app *a, int64_t id, miler_arena *arena, miler_error *err) MILER_CHECK;

// Eight races in ten on the plan's day: what such plans bring (science.md 5.6) together with `sd_log`, how
// well a race of today is known, the form of the day within it (miler_fitness.sd_log; of the plan's own book:
// plan->request.mile_sd_log). Independent of each other, so they add by their squares. False: not known.
bool app_plan_race_band(const miler_plan *plan, double sd_log, double *low_s, double *high_s);

#define APP_FINDINGS_MAX 200
typedef struct app_plan_audit {
    app_plan_answer answer;
    miler_plan_finding *findings; // at most APP_FINDINGS_MAX
    size_t listed, total;
} app_plan_audit;
miler_status app_plan_check(app *a, miler_arena *arena, app_plan_audit *out, miler_error *err) MILER_CHECK;

// The rules as compiled in, with the user's own rows laid over them when
// plan_rules.tsv stands beside the store. Errors: PARSE with file and line.
miler_status app_plan_rules(app *a, miler_plan_rules *out, miler_error *err) MILER_CHECK;

#endif
