// SPDX-License-Identifier: MIT
// The plan against the log, as replanning and the runner's hand read it.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/app_replan.h"
#include "app/plan_marks.h"
#include "app/run_truth.h"
#include "store/sql.h"
#include "store_kit.h"

#define START 20600 // 2026-05-27
#define READ_NOW 3  // READER_VERSION of src/app/run_truth.c

typedef struct fixture {
    kit k;
    app *a;
} fixture;

static void open_app(fixture *f, int32_t today) {
    app_options o;
    app_options_init(&o);
    o.db = f->k.db;
    o.today = today;
    o.now_ms = INT64_C(1780000000000);
    app_close(f->a);
    ok(app_open(&o, &f->a, &why));
    f->k.s = f->a->store;
}

static int setup(void **state) {
    fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    kit_folder(&f->k);
    open_app(f, START - 1);
    app_plan_options o;
    app_plan_answer plan;
    app_plan_options_init(&o);
    o.weeks = 8;
    o.from_dist_m = MILER_MILE_M;
    o.from_time_s = 330;
    o.weekly_km = 40;
    o.health_ok = true;
    ok(app_plan_new(f->a, &o, f->k.arena, &plan, &why));
    *state = f;
    return 0;
}

static int teardown(void **state) {
    fixture *f = *state;
    app_close(f->a);
    f->k.s = NULL;
    kit_end(&f->k);
    free(f);
    return 0;
}

// An easy run as the log keeps it, read already.
static int64_t put_easy(fixture *f, int32_t day, double km) {
    const double pace_s = 330;
    miler_rep rep = {.kind = MILER_REP_STEADY,
                     .set = -1,
                     .end_s = km * pace_s,
                     .time_s = km * pace_s,
                     .dist_m = km * 1000,
                     .nominal_time_s = km * pace_s,
                     .speed_mps = 1000 / pace_s};
    const miler_reps reps = {.reps = &rep, .count = 1};
    const int64_t id = kit_put_run(&f->k, f->a->athlete_id, (uint32_t)day, day, km, pace_s);
    miler_buf parts;
    miler_buf_init(&parts, NULL, 4096);
    miler_reps_print(&reps, &parts);
    const store_session row = {.activity_id = id,
                               .made = READ_NOW,
                               .text = "easy",
                               .board = "",
                               .rep_m = NAN,
                               .rep_s = NAN,
                               .key = "",
                               .counts = "",
                               .parts = miler_buf_text(&parts)};
    ok(store_session_put(f->k.s, &row, &why));
    miler_buf_deinit(&parts);
    return id;
}

static const miler_session *first_hard(fixture *f, app_plan_answer *plan) {
    ok(app_plan_get(f->a, f->k.arena, plan, &why));
    for (size_t i = 0; i < plan->plan.session_count; i++)
        if (plan->plan.sessions[i].hard) return &plan->plan.sessions[i];
    fail_msg("nothing hard");
    return NULL;
}

// Whoever jogged where a hard session stood, and missed the days around it, was not idle.
static void easy_in_place_of_hard_is_running(void **state) {
    fixture *f = *state;
    app_plan_answer plan;
    const int32_t day = first_hard(f, &plan)->day;
    for (size_t i = 0; i < plan.plan.session_count; i++) {
        const miler_session *s = &plan.plan.sessions[i];
        if (s->slot == 0 && s->kind != MILER_SESSION_REST && s->day < day) (void)put_easy(f, s->day, 9);
    }
    (void)put_easy(f, day, 3);
    open_app(f, day + 5);
    app_changes changes;
    ok(app_replan(f->a, true, f->k.arena, &changes, &why));
    assert_true(changes.count > 0);
    for (size_t i = 0; i < changes.count; i++)
        if (strstr(changes.changes[i].reason, "days without running") != NULL)
            fail_msg("%s", changes.changes[i].reason);
}

// A jog in the morning leaves the hard session of the day to be moved.
static void easy_in_place_of_hard_does_not_do_it(void **state) {
    fixture *f = *state;
    app_plan_answer plan;
    const miler_session *hard = first_hard(f, &plan);
    (void)put_easy(f, hard->day, 5);
    open_app(f, hard->day);
    const app_hand hand = {.kind = APP_HAND_MOVE, .day = hard->day, .to = hard->day + 1};
    app_changes changes;
    ok(app_plan_hand(f->a, &hand, f->k.arena, &changes, &why));
    assert_int_equal(miler_plan_session(&changes.answer.plan, hard->id)->day, hand.to);
}

// The number of a note that was taken back is given to no other.
static void a_number_means_one_note(void **state) {
    fixture *f = *state;
    miler_plan_note note = {.kind = MILER_NOTE_OFF, .day = START + 3, .days = 1}, gone;
    for (int32_t id = 1; id <= 3; id++) {
        ok(app_note_add(f->a, &note, f->k.arena, &why));
        assert_int_equal(note.id, id);
    }
    ok(app_note_remove(f->a, 3, f->k.arena, &gone, &why));
    ok(app_note_add(f->a, &note, f->k.arena, &why));
    assert_int_equal(note.id, 4);
}

static int32_t idle_since(fixture *f, int32_t today) {
    app_plan_answer plan;
    open_app(f, today);
    ok(app_plan_get(f->a, f->k.arena, &plan, &why));
    ok(app_plan_marks(f->a, f->k.arena, &plan, &why));
    ok(app_plan_idle(f->a, &plan, f->k.arena, &why));
    return plan.idle_since;
}

// Told from the sixth day on, until the plan follows; never where nothing is recorded at all.
static void days_without_a_run_are_told(void **state) {
    fixture *f = *state;
    app_plan_answer plan;
    app_changes changes;
    assert_int_equal(idle_since(f, START + 20), 0);
    ok(app_plan_get(f->a, f->k.arena, &plan, &why));
    int32_t last = 0;
    for (size_t i = 0; i < plan.plan.session_count && last < START + 7; i++) {
        const miler_session *s = &plan.plan.sessions[i];
        if (s->slot != 0 || s->kind == MILER_SESSION_REST) continue;
        last = s->day;
        (void)put_easy(f, s->day, 9);
    }
    assert_int_equal(idle_since(f, last + 5), 0);
    assert_int_equal(idle_since(f, last + 16), last);
    ok(app_replan(f->a, false, f->k.arena, &changes, &why));
    assert_true(changes.count > 0);
    assert_int_equal(idle_since(f, last + 16), 0);
}

// Runs before the plan and none since: nobody knows of these days. They are asked for, and neither
// volume nor paces move; once noted as off they are believed.
static void days_nobody_knows_of_are_asked_for(void **state) {
    fixture *f = *state;
    app_changes changes;
    for (int32_t day = START - 25; day < START - 1; day += 3)
        (void)put_easy(f, day, 9);
    const int32_t last = START - 4; // nearer, it might be the plan's first session a day early
    assert_int_equal(idle_since(f, START + 1), 0);
    assert_int_equal(idle_since(f, START + 20), last);
    ok(app_replan(f->a, true, f->k.arena, &changes, &why));
    assert_true(changes.no_runs);
    assert_int_equal(changes.last_run, last);
    assert_int_equal(changes.count, 0);
    miler_plan_note note = {.kind = MILER_NOTE_OFF, .day = START, .days = 20};
    bool followed = false;
    ok(app_note_made(f->a, &note, f->k.arena, &changes, &followed, &why));
    assert_true(followed);
    assert_false(changes.no_runs);
    assert_true(changes.count > 5);
    for (size_t i = 0; i < changes.answer.plan.session_count; i++) {
        const miler_session *s = &changes.answer.plan.sessions[i];
        if (s->day < START + 20 && s->dist_m > 0) assert_int_equal(s->status, MILER_SESSION_SKIPPED);
    }
}

static void run_sql(const fixture *f, const char *text) {
    assert_int_equal(sqlite3_exec(f->k.s->db, text, NULL, NULL, NULL), SQLITE_OK);
}

static size_t notes_kept(fixture *f) {
    miler_plan_note *list;
    size_t count;
    ok(app_notes(f->a, f->k.arena, &list, &count, &why));
    return count;
}

// The plan cannot be written: no note stands that the plan does not follow. Settings cannot: the plan does not
// go back without its note.
static void a_note_and_its_plan_go_together(void **state) {
    fixture *f = *state;
    app_changes changes;
    bool followed;
    miler_plan_note note = {.kind = MILER_NOTE_OFF, .day = START + 2, .days = 5};
    run_sql(
        f, "CREATE TEMP TRIGGER no_plan BEFORE INSERT ON plan_versions BEGIN SELECT RAISE(ABORT, 'no'); END");
    assert_int_equal(app_note_made(f->a, &note, f->k.arena, &changes, &followed, &why), MILER_ERR_STORE);
    assert_int_equal(notes_kept(f), 0);
    run_sql(f, "DROP TRIGGER no_plan");
    ok(app_note_made(f->a, &note, f->k.arena, &changes, &followed, &why));
    assert_true(followed && changes.count > 0);
    store_plan row;
    ok(store_plan_get(f->k.s, changes.answer.id, f->k.arena, &row, &why));
    run_sql(f, "CREATE TEMP TRIGGER no_note BEFORE UPDATE ON settings BEGIN SELECT RAISE(ABORT, 'no'); END");
    run_sql(f, "CREATE TEMP TRIGGER no_new BEFORE INSERT ON settings BEGIN SELECT RAISE(ABORT, 'no'); END");
    assert_int_equal(app_plan_undo(f->a, f->k.arena, &changes, &why), MILER_ERR_STORE);
    assert_int_equal(notes_kept(f), 1);
    const int32_t version = row.version;
    ok(store_plan_get(f->k.s, row.id, f->k.arena, &row, &why));
    assert_int_equal(row.version, version);
    run_sql(f, "DROP TRIGGER no_note; DROP TRIGGER no_new");
    ok(app_plan_undo(f->a, f->k.arena, &changes, &why));
    assert_int_equal(notes_kept(f), 0);
}

// A goal that moves is told with what it was, also of the version in use; the hand leaves it alone.
static void a_goal_that_moves_is_told(void **state) {
    fixture *f = *state;
    app_changes changes;
    const store_result slow = {.athlete_id = f->a->athlete_id,
                               .day = START + 9,
                               .dist_m = MILER_MILE_M,
                               .time_s = 400,
                               .official = true,
                               .removed_ms = MILER_NO_TIME,
                               .name = "",
                               .place = "",
                               .note = ""};
    int64_t id;
    ok(store_result_add(f->k.s, &slow, &id, &why));
    open_app(f, START + 10);
    ok(app_replan(f->a, false, f->k.arena, &changes, &why));
    assert_true(changes.goal.was_s > 300 && changes.goal.was_s < 330);
    assert_true(changes.goal.now_s > changes.goal.was_s + 30);
    const app_goal_move told = changes.goal;
    ok(app_plan_changes(f->a, f->k.arena, &changes, &why));
    assert_true(fabs(changes.goal.was_s - told.was_s) < 0.01);
    assert_true(fabs(changes.goal.now_s - told.now_s) < 0.01);
    app_plan_answer plan;
    ok(app_plan_get(f->a, f->k.arena, &plan, &why));
    app_hand hand = {.kind = APP_HAND_SKIP};
    for (size_t i = 0; i < plan.plan.session_count && hand.session_id == 0; i++)
        if (plan.plan.sessions[i].day > START + 12 && plan.plan.sessions[i].dist_m > 0)
            hand.session_id = plan.plan.sessions[i].id;
    ok(app_plan_hand(f->a, &hand, f->k.arena, &changes, &why));
    ok(app_plan_changes(f->a, f->k.arena, &changes, &why));
    assert_true(changes.goal.was_s == 0);
}

static void add_result(fixture *f, int32_t day, double time_s) {
    const store_result one = {.athlete_id = f->a->athlete_id,
                              .day = day,
                              .dist_m = MILER_MILE_M,
                              .time_s = time_s,
                              .official = true,
                              .removed_ms = MILER_NO_TIME,
                              .name = "",
                              .place = "",
                              .note = ""};
    int64_t id;
    ok(store_result_add(f->k.s, &one, &id, &why));
}

// Entered after a replanning that moved the paces, though run on a day before it.
static void a_result_entered_late_is_news(void **state) {
    fixture *f = *state;
    app_changes changes;
    add_result(f, START + 5, 320);
    open_app(f, START + 10);
    ok(app_replan(f->a, false, f->k.arena, &changes, &why));
    const double before_s = changes.answer.plan.now_s;
    assert_true(before_s < 329);
    add_result(f, START + 9, 305);
    ok(app_replan(f->a, false, f->k.arena, &changes, &why));
    assert_true(changes.answer.plan.now_s < before_s - 3);
    ok(app_replan(f->a, false, f->k.arena, &changes, &why));
    assert_int_equal(changes.count, 0);
}

// One older than the plan does not overrule the time that it was made from.
static void an_old_result_is_no_news(void **state) {
    fixture *f = *state;
    app_changes changes;
    add_result(f, START - 20, 300);
    open_app(f, START + 1);
    ok(app_replan(f->a, false, f->k.arena, &changes, &why));
    assert_true(fabs(changes.answer.plan.now_s - 330) < 1);
}

// A plan made from a time that was told: easy running alone does not make its runner slower.
static void easy_runs_are_no_slower_mile(void **state) {
    fixture *f = *state;
    app_plan_answer plan;
    ok(app_plan_get(f->a, f->k.arena, &plan, &why));
    const double told_mps = plan.plan.request.book.zones[MILER_ZONE_MILE].target_mps;
    for (size_t i = 0; i < plan.plan.session_count; i++) {
        const miler_session *s = &plan.plan.sessions[i];
        if (s->slot == 0 && s->dist_m > 0 && s->day < START + 9) (void)put_easy(f, s->day, s->dist_m / 1000);
    }
    open_app(f, START + 10);
    app_changes changes;
    ok(app_replan(f->a, false, f->k.arena, &changes, &why));
    assert_true(changes.goal.was_s == 0);
    ok(app_plan_get(f->a, f->k.arena, &plan, &why));
    assert_true(fabs(plan.plan.request.book.zones[MILER_ZONE_MILE].target_mps - told_mps) < 1e-6);
}

// The auditor counts what was run beside the sessions for those left out, and finds nothing of a session
// that is over.
static void the_auditor_knows_what_was_run(void **state) {
    fixture *f = *state;
    app_plan_answer plan;
    const int32_t jogged = first_hard(f, &plan)->day;
    (void)put_easy(f, jogged, 3);
    open_app(f, START + 10);
    app_changes changes;
    ok(app_replan(f->a, false, f->k.arena, &changes, &why));
    app_plan_audit audit;
    ok(app_plan_check(f->a, f->k.arena, &audit, &why));
    assert_int_equal(audit.answer.plan.beside_count, 1);
    assert_int_equal(audit.answer.plan.beside[0].day, jogged);
    assert_true(fabs(audit.answer.plan.beside[0].dist_m - 3000) < 100);
    for (size_t i = 0; i < audit.listed; i++)
        assert_true(audit.findings[i].session_id == 0 || audit.findings[i].day >= START + 10);
    assert_int_equal(audit.listed, 0);
}

static bool waits(fixture *f) {
    app_plan_answer plan;
    ok(app_plan_get(f->a, f->k.arena, &plan, &why));
    ok(app_plan_held(f->a, &plan, f->k.arena, &why));
    return plan.held;
}

static size_t followed(fixture *f) {
    size_t count;
    app_goal_move goal;
    ok(app_replan_quietly(f->a, &count, &goal, &why));
    return count;
}

// A day left out and taken back says nothing against following; a replanning taken back does, until it is
// brought back or asked for.
static void only_a_replanning_taken_back_waits(void **state) {
    fixture *f = *state;
    app_changes changes;
    app_plan_answer plan;
    const app_hand hand = {.kind = APP_HAND_SKIP, .day = first_hard(f, &plan)->day};
    ok(app_plan_hand(f->a, &hand, f->k.arena, &changes, &why));
    ok(app_plan_undo(f->a, f->k.arena, &changes, &why));
    assert_true(changes.undone && !changes.held && !waits(f));
    ok(app_plan_redo(f->a, f->k.arena, &changes, &why));
    ok(app_plan_undo(f->a, f->k.arena, &changes, &why));
    add_result(f, START, 300);
    open_app(f, START + 1);
    assert_true(followed(f) > 0 && !waits(f));
    ok(app_plan_undo(f->a, f->k.arena, &changes, &why));
    assert_true(changes.held && waits(f));
    assert_int_equal(followed(f), 0);
    ok(app_plan_hand(f->a, &hand, f->k.arena, &changes, &why));
    ok(app_plan_undo(f->a, f->k.arena, &changes, &why));
    ok(app_plan_redo(f->a, f->k.arena, &changes, &why));
    assert_true(changes.held && waits(f));
    ok(app_replan(f->a, false, f->k.arena, &changes, &why));
    assert_true(changes.kept && !waits(f));
    ok(app_plan_undo(f->a, f->k.arena, &changes, &why));
    assert_true(waits(f));
    ok(app_plan_redo(f->a, f->k.arena, &changes, &why));
    assert_true(!changes.held && !waits(f));
}

int main(void) {
#define t(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
    const struct CMUnitTest tests[] = {
        t(easy_in_place_of_hard_is_running), t(easy_in_place_of_hard_does_not_do_it),
        t(a_number_means_one_note),          t(a_note_and_its_plan_go_together),
        t(days_without_a_run_are_told),      t(days_nobody_knows_of_are_asked_for),
        t(a_goal_that_moves_is_told),        t(easy_runs_are_no_slower_mile),
        t(a_result_entered_late_is_news),    t(an_old_result_is_no_news),
        t(the_auditor_knows_what_was_run),   t(only_a_replanning_taken_back_waits)};
    return cmocka_run_group_tests_name("replan_log", tests, NULL, NULL);
}
