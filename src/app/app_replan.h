// SPDX-License-Identifier: MIT
// The plan that runs: made anew from what was done, changed by hand, undone;
// notes of illness and the like. Each change is a version of the plan, its
// reasons kept with it.
#ifndef MILER_APP_REPLAN_H
#define MILER_APP_REPLAN_H

#include "app/app_plan.h"

// The goal that the plan is made for, where it moved by more than a second a lap, and the time of today
// that it rests on; was_s 0 = it did not.
typedef struct app_goal_move {
    double was_s, now_s;
    double today_was_s, today_s;
    bool rested; // days without running moved it, no result
} app_goal_move;

typedef struct app_changes {
    app_plan_answer answer;
    miler_plan_change *changes;
    size_t count;
    app_goal_move goal;
    const char *what;    // "replanned", "moved by hand" ...; "" = nothing was ever changed
    int64_t saved_ms;    // of that version; 0 = not kept
    bool kept;           // a new version was stored
    bool no_runs;        // the log holds no run since the plan began: what is over counts as run, but for
                         // days noted ill or off, and the paces stay
    int32_t last_run;    // then: the day of the newest run before; MILER_NO_DAY = none
    bool other_days;     // the profile has other days or minutes than the plan was made for
    double log_weekly_m; // a week before the plan, by a log that would make it another plan; 0 = none such
    bool undone;         // these changes were taken back
    bool redone;         // these changes were brought back
    bool held;           // a replanning stands taken back: after imports the plan stays as it is
    int noted;           // a note behind them: 1 it was made, -1 it was taken back; 0 = none
    miler_plan_note note;
    miler_plan_finding *findings; // by hand: what the auditor finds that was not there before
    size_t finding_count;
    const miler_session *set; // written by hand: the session as it is now; else NULL
    size_t found_before;      // by hand: what it found of the plan as it was and still finds
} app_changes;

// Of a plan made for other days than the profile's: only a profile that changes is followed.
miler_status app_plan_own_days(app *a, int64_t plan_id, miler_error *err);
// Of a plan made from a time that was told and is no result of the store.
miler_status app_plan_told(app *a, int64_t plan_id, miler_error *err);

// Errors of these: NOT_FOUND (no plan), REFUSED (the race is over; nothing to undo), those of the plan room.
miler_status app_replan(app *a, bool dry_run, miler_arena *arena, app_changes *out,
                        miler_error *err) MILER_CHECK;
// After an import: *count changes were made; 0 also where there is no plan, nothing changed, the plan room
// refused, or the runner has undone a replanning (app_plan_held). *goal: what became of the goal with them. Errors: those
// of the machine and the store.
miler_status app_replan_quietly(app *a, size_t *count, app_goal_move *goal, miler_error *err) MILER_CHECK;
// The same once the athlete was set: where paces or heart rates by hand are others than `before`.
miler_status app_replan_by_hand(app *a, const miler_athlete *before, size_t *count, app_goal_move *goal,
                                miler_error *err) MILER_CHECK;
// Sets answer->idle_since: the last run lies more days back than a plan forgives (break_free_days), running
// was missed since, and replanning would change the plan. answer->marks are needed. Errors: NOMEM, STORE.
miler_status app_plan_idle(app *a, app_plan_answer *answer, miler_arena *arena, miler_error *err) MILER_CHECK;
// Fills answer->plan.beside (and its marks), for the auditor. Errors: NOMEM, STORE.
miler_status app_plan_beside(app *a, app_plan_answer *answer, miler_arena *arena,
                             miler_error *err) MILER_CHECK;
miler_status app_plan_changes(app *a, miler_arena *arena, app_changes *out, miler_error *err) MILER_CHECK;
// Sets answer->held. Errors: NOMEM, STORE.
miler_status app_plan_held(app *a, app_plan_answer *answer, miler_arena *arena, miler_error *err) MILER_CHECK;
// The version before, and the notes of before. Where it takes a replanning back, replanning by itself waits
// until it is asked for again; where it takes back what was done by hand or the plan for a note, it goes on.
miler_status app_plan_undo(app *a, miler_arena *arena, app_changes *out, miler_error *err) MILER_CHECK;
// The same where `version` (its saved_ms) is still the last change; else CONFLICT. 0: whichever it is.
miler_status app_plan_undo_of(app *a, int64_t version, miler_arena *arena, app_changes *out,
                              miler_error *err) MILER_CHECK;
// The version that was taken back last, until another change was made. Once every replanning is brought back,
// replanning by itself goes on.
miler_status app_plan_redo(app *a, miler_arena *arena, app_changes *out, miler_error *err) MILER_CHECK;

typedef enum app_hand_kind { APP_HAND_MOVE, APP_HAND_SWAP, APP_HAND_SKIP, APP_HAND_SET } app_hand_kind;
typedef struct app_hand {
    app_hand_kind kind;
    int32_t session_id; // 0: everything of the day
    int32_t day, to;
    const char *text; // SET
    bool dry_run;
} app_hand;
miler_status app_plan_hand(app *a, const app_hand *hand, miler_arena *arena, app_changes *out,
                           miler_error *err) MILER_CHECK;

// Notes of this athlete, oldest first. Errors: LIMIT (200), NOT_FOUND, RANGE (a day that no plan reaches).
miler_status app_notes(app *a, miler_arena *arena, miler_plan_note **out, size_t *out_count,
                       miler_error *err) MILER_CHECK;
miler_status app_note_add(app *a, miler_plan_note *note, miler_arena *arena,
                          miler_error *err) MILER_CHECK; // gives it its number
miler_status app_note_remove(app *a, int32_t id, miler_arena *arena, miler_plan_note *out,
                             miler_error *err) MILER_CHECK;
// A note is made or taken back and the plan follows it, as a version of its own (undoing that takes the note
// back as well, or brings it back): both or neither. `followed` false: there is no plan to follow, or one that cannot.
miler_status app_note_made(app *a, miler_plan_note *note, miler_arena *arena, app_changes *out,
                           bool *followed, miler_error *err) MILER_CHECK;
miler_status app_note_taken_back(app *a, int32_t id, miler_arena *arena, app_changes *out, bool *followed,
                                 miler_error *err) MILER_CHECK;

#endif
